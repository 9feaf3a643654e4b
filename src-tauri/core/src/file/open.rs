//! Opening and closing data files.
//!
//! Owns the only calls that give SQLite a file, the marks by which a file is known as ours, and every setting of a
//! connection. Knows nothing of tables.

use crate::base::error::{Error, Result, of_medium};
use crate::file::disk::{journal_of, patiently, wait_until_free};
use crate::file::key::{Key, Salt};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, MAIN_DB, OpenFlags};
use std::fmt::Write;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;
use zeroize::Zeroizing;

/// The newest version of the tables that this program reads and writes; `store::migrate` brings files up to it.
pub const VERSION: i64 = 5;

/// `application_id` of every data file.
pub const APPLICATION_ID: i32 = 0x545A_4659;
/// Bytes of a page; SQLCipher's and SQLite's default.
pub const PAGE_BYTES: u64 = 4096;
/// How long a statement waits for another program's lock.
const BUSY: Duration = Duration::from_secs(5);
/// Bytes of the header that tell what a file is.
const HEADER: usize = 100;
/// Where SQLite's lock bytes lie in a file long enough, see its file format, section 1.4.
pub(crate) const LOCK_BYTES: u64 = 1 << 30;
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Without password.
    Plain,
    /// With password; the key is derived with this salt.
    Encrypted(Salt),
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Makes the file; it must not be there.
    Create,
    /// Reads and writes. The caller holds the writer's lock.
    Write,
    /// Reads, also on a medium that cannot be written.
    Read,
}

/// Whether a file that begins with `head` is a data file, or anybody's SQLite file.
pub fn is_data_file(head: &[u8]) -> bool {
    head.starts_with(SQLITE_MAGIC) || head.starts_with(&Salt::MAGIC)
}

/// Tells what `path` is without SQLite. Never called on a file that this process has open: closing any handle of it
/// would drop SQLite's locks.
///
/// # Errors
/// `Io` when it cannot be read, `NotOurFile`, `FileDamaged` when cut short, `FileTooNew`.
pub fn identify(path: &Path) -> Result<FileKind> {
    let read = || -> std::io::Result<(u64, Vec<u8>)> {
        let file = patiently(|| File::open(path))?;
        let length = file.metadata()?.len();
        let mut header = Vec::with_capacity(HEADER);
        file.take(HEADER as u64).read_to_end(&mut header)?;
        Ok((length, header))
    };
    let (length, header) = read().map_err(Error::io("打开数据文件", path))?;
    let Some(start) = header.first_chunk::<{ Salt::LEN }>() else {
        let ours = SQLITE_MAGIC.starts_with(&header) || header.starts_with(&Salt::MAGIC) || Salt::MAGIC.starts_with(&header);
        return Err(if ours {
            Error::FileDamaged(format!("文件只有 {length} 字节"))
        } else {
            Error::NotOurFile(path.to_owned())
        });
    };
    let kind = match Salt::of_header(*start) {
        Some(salt) if salt.scheme() > Salt::SCHEME => {
            return Err(Error::FileTooNew { found: salt.scheme().into(), supported: Salt::SCHEME.into() });
        }
        Some(salt) if salt.scheme() < Salt::SCHEME => {
            return Err(Error::FileDamaged(format!("没有第 {} 号密钥方案", salt.scheme())));
        }
        Some(salt) => FileKind::Encrypted(salt),
        None if start == SQLITE_MAGIC => identify_plain(path, length, &header)?,
        None => return Err(Error::NotOurFile(path.to_owned())),
    };
    // With a journal beside it the last write was cut off, and opening sets the length right.
    if (length < PAGE_BYTES || !length.is_multiple_of(PAGE_BYTES)) && !has_content(&journal_of(path)) {
        return Err(Error::FileDamaged(format!("文件不完整，长度 {length} 字节")));
    }
    Ok(kind)
}

/// Offsets in SQLite's header, see its file format, section 1.3.
fn identify_plain(path: &Path, length: u64, header: &[u8]) -> Result<FileKind> {
    const USER_VERSION: usize = 60;
    const APPLICATION: usize = 68;
    let number = |at: usize| header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).map(i32::from_be_bytes);
    match (number(USER_VERSION), number(APPLICATION)) {
        (Some(version), Some(APPLICATION_ID)) if i64::from(version) > VERSION => {
            Err(Error::FileTooNew { found: version.into(), supported: VERSION })
        }
        (Some(_), Some(APPLICATION_ID)) => Ok(FileKind::Plain),
        (Some(_), Some(_)) => Err(Error::NotOurFile(path.to_owned())),
        _ => Err(Error::FileDamaged(format!("文件只有 {length} 字节"))),
    }
}

fn has_content(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.len() > 0)
}

/// Opens `path` for `access` with every setting of a data file. `key` is `None` for a file without password.
///
/// A file left by a crash is brought back to its last complete step once the key is proved.
///
/// # Errors
/// `TargetExists` on `Create`; `WrongPassword`, `NotOurFile`, `FileTooNew`, `FileDamaged` with the file untouched;
/// `ReadOnly` on `Write`, or on `Read` when a crash has to be undone first and cannot be; `FileInUse`, `Io`.
pub fn connect(path: &Path, key: Option<(&Key, &Salt)>, access: Access) -> Result<Connection> {
    match access {
        Access::Create => create(path, key),
        Access::Write => {
            let connection = open_proved(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            // SQLite falls back to reading without a word.
            if connection.is_readonly(MAIN_DB)? {
                return Err(Error::ReadOnly(path.to_owned()));
            }
            check_marks(&connection, path)?;
            for_writing(&connection)?;
            Ok(connection)
        }
        Access::Read => {
            let connection = match open_proved(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY) {
                Err(Error::ReadOnly(_)) if has_content(&journal_of(path)) => {
                    undo_crash(path, key)?;
                    open_proved(path, key, OpenFlags::SQLITE_OPEN_READ_ONLY)?
                }
                result => result?,
            };
            check_marks(&connection, path)?;
            Ok(connection)
        }
    }
}

fn create(path: &Path, key: Option<(&Key, &Salt)>) -> Result<Connection> {
    File::options().write(true).create_new(true).open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Error::TargetExists(path.to_owned()),
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Error::ReadOnly(path.to_owned()),
        _ => Error::io("新建数据文件", path)(error),
    })?;
    let make = || -> Result<Connection> {
        let connection = open(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        for_writing(&connection)?;
        connection.pragma_update(None, "application_id", APPLICATION_ID)?;
        Ok(connection)
    };
    make().inspect_err(|_| {
        for leftover in [journal_of(path), path.to_owned()] {
            let _ = std::fs::remove_file(leftover);
        }
    })
}

/// Rolls back what a crash left in the journal.
fn undo_crash(path: &Path, key: Option<(&Key, &Salt)>) -> Result<()> {
    let connection = open_proved(path, key, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.close().map_err(|(_, error)| error.into())
}

/// How a key stands to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It reads the first page.
    Reads,
    /// It reads other pages; the first is damaged.
    ReadsOthers,
    /// It reads none.
    ReadsNone,
}

/// Looks whether `key` fits without a change to the file or its journal. What it sees beside a writer may be torn:
/// it decides only which error is told and whether a journal may be played back.
fn fit(path: &Path, key: Option<(&Key, &Salt)>) -> Result<Fit> {
    let keyed = key.is_some();
    // Percent-encoded as a whole, so that no character of the name means anything in a URI.
    let mut uri = String::from("file:");
    for byte in sqlite_name(path)?.bytes() {
        write!(uri, "%{byte:02X}").map_err(|error| Error::Bug(error.to_string()))?;
    }
    uri.push_str("?immutable=1");
    let look = || -> rusqlite::Result<Option<u64>> {
        let connection = handle(&uri, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)?;
        unlock(&connection, key)?;
        match connection.query_row("PRAGMA user_version", [], |_| Ok(())).map_err(|error| (error.sqlite_error_code(), error)) {
            // Read with the right key, only not whole yet.
            Ok(()) | Err((Some(ErrorCode::DatabaseCorrupt), _)) => Ok(None),
            Err((Some(ErrorCode::NotADatabase), _)) if keyed => Ok(Some(unreadable_pages(&connection)?)),
            Err((_, error)) => Err(error),
        }
    };
    let Some(unreadable) = look().map_err(|error| placed(error, path, keyed))? else { return Ok(Fit::Reads) };
    let length = std::fs::metadata(path).map_err(Error::io("打开数据文件", path))?.len();
    // The page of SQLite's lock bytes holds nothing and is not checked.
    let pages = length / PAGE_BYTES - u64::from(length > LOCK_BYTES);
    Ok(if unreadable < pages { Fit::ReadsOthers } else { Fit::ReadsNone })
}

/// Pages whose authentication code does not fit the key.
fn unreadable_pages(connection: &Connection) -> rusqlite::Result<u64> {
    let mut statement = connection.prepare("PRAGMA cipher_integrity_check")?;
    let mut rows = statement.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += u64::from(row.get_ref(0)?.as_str().is_ok_and(|finding| finding.starts_with("HMAC")));
    }
    Ok(count)
}

/// Opens without making. The key is proved before a journal is played back; damage of the first page is told from a
/// wrong key.
fn open_proved(path: &Path, key: Option<(&Key, &Salt)>, mode: OpenFlags) -> Result<Connection> {
    // With a first page torn by the crash itself the key shows in the others.
    if has_content(&journal_of(path)) && fit(path, key)? == Fit::ReadsNone {
        return Err(Error::WrongPassword);
    }
    open(path, key, mode).map_err(|error| match error {
        Error::WrongPassword => match fit(path, key) {
            Ok(Fit::ReadsNone) => Error::WrongPassword,
            Ok(_) => Error::FileDamaged("文件的第一页读不出来".to_owned()),
            Err(error) => error,
        },
        error => error,
    })
}

fn handle(name: &str, mode: OpenFlags) -> rusqlite::Result<Connection> {
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    if cfg!(windows) {
        Connection::open_with_flags_and_vfs(name, flags, c"win32-longpath")
    } else {
        Connection::open_with_flags(name, flags)
    }
}

fn unlock(connection: &Connection, key: Option<(&Key, &Salt)>) -> rusqlite::Result<()> {
    // SQLCipher would write a wrong key to the standard error output.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    let Some((key, salt)) = key else { return Ok(()) };
    let value = key.raw(salt);
    let mut statement = Zeroizing::new(String::with_capacity(value.len() + 16));
    statement.push_str("PRAGMA key = \"");
    statement.push_str(&value);
    statement.push('"');
    connection.execute_batch(&statement)
}

/// Opens without making; the first read shows whether the key fits, and plays back a journal.
fn open(path: &Path, key: Option<(&Key, &Salt)>, mode: OpenFlags) -> Result<Connection> {
    wait_until_free(path, mode.contains(OpenFlags::SQLITE_OPEN_READ_WRITE))?;
    let connection = handle(&sqlite_name(path)?, mode).map_err(|error| placed(error, path, key.is_some()))?;
    let start = || -> rusqlite::Result<()> {
        connection.busy_timeout(BUSY)?;
        unlock(&connection, key)?;
        connection.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
             PRAGMA cache_size = -65536; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;",
        )?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
    };
    start().map_err(|error| placed(error, path, key.is_some()))?;
    Ok(connection)
}

fn for_writing(connection: &Connection) -> Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "TRUNCATE", |_| Ok(()))?;
    Ok(())
}

/// Ours, not newer than this program, not cut short.
fn check_marks(connection: &Connection, path: &Path) -> Result<()> {
    let mark = |name: &str| -> Result<i64> {
        connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|error| placed(error, path, false))
    };
    if mark("application_id")? != i64::from(APPLICATION_ID) {
        return Err(Error::NotOurFile(path.to_owned()));
    }
    let found = mark("user_version")?;
    if found > VERSION {
        return Err(Error::FileTooNew { found, supported: VERSION });
    }
    let promised = u64::try_from(mark("page_count")?).unwrap_or_default().saturating_mul(PAGE_BYTES);
    let length = std::fs::metadata(path).map_err(Error::io("打开数据文件", path))?.len();
    if length < promised {
        return Err(Error::FileDamaged(format!("文件应有 {promised} 字节，只有 {length} 字节")));
    }
    Ok(())
}

/// An error of opening `path`, by what the person can do about it.
fn placed(error: rusqlite::Error, path: &Path, keyed: bool) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) if keyed => Error::WrongPassword,
        Some(ErrorCode::NotADatabase) => Error::NotOurFile(path.to_owned()),
        Some(ErrorCode::ReadOnly) => Error::ReadOnly(path.to_owned()),
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::PermissionDenied | ErrorCode::DiskFull) => {
            Error::Io { doing: "打开数据文件", path: path.to_owned(), source: of_medium(&error) }
        }
        _ => error.into(),
    }
}

/// `path` as SQLite is given it: absolute, so that it is never taken for a URI; on Windows in the form that has no
/// limit of length.
///
/// # Errors
/// `Io` for a path that is not Unicode.
pub(crate) fn sqlite_name(path: &Path) -> Result<String> {
    let absolute = std::path::absolute(path).map_err(Error::io("打开数据文件", path))?;
    let Some(text) = absolute.to_str() else {
        let error = std::io::Error::new(std::io::ErrorKind::InvalidInput, "文件名里有不能识别的字符");
        return Err(Error::io("打开数据文件", path)(error));
    };
    if !cfg!(windows) {
        return Ok(text.to_owned());
    }
    Ok(match text.strip_prefix(r"\\") {
        Some(rest) if rest.starts_with(['?', '.']) => text.to_owned(),
        Some(share) => format!(r"\\?\UNC\{share}"),
        None => format!(r"\\?\{text}"),
    })
}

/// Rolls back what a crash left in the journal of `path` and removes the journal, before the file is replaced. Needs
/// no key: the journal holds whole pages as they stood in the file.
///
/// # Errors
/// `FileInUse` when a journal with content stays.
pub(crate) fn settle(path: &Path) -> Result<()> {
    let journal = journal_of(path);
    if !journal.exists() {
        return Ok(());
    }
    if path.exists() && has_content(&journal) {
        // The first read rolls back, then fails for want of the key.
        match open(path, None, OpenFlags::SQLITE_OPEN_READ_WRITE) {
            Ok(connection) => connection.close().map_err(|(_, error)| placed(error, path, false))?,
            Err(Error::NotOurFile(_) | Error::FileDamaged(_)) => {}
            Err(error) => return Err(error),
        }
        if has_content(&journal) {
            return Err(Error::FileInUse { holder: "另一个程序".to_owned() });
        }
    }
    remove_journal(&journal)
}

fn remove_journal(journal: &Path) -> Result<()> {
    match patiently(|| std::fs::remove_file(journal)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::io("删除日志文件", journal)(error)),
        _ => Ok(()),
    }
}

/// Closes `connection` so that its file stands alone: an open transaction is rolled back, the journal removed.
///
/// # Errors
/// What the disk says; `FileInUse` when another program keeps the journal from being removed.
pub fn close(connection: Connection) -> Result<()> {
    let path = connection.path().filter(|path| !path.is_empty()).map(PathBuf::from);
    let named = path.clone().unwrap_or_default();
    close_at(connection, path).map_err(|error| error.of(&named))
}

fn close_at(connection: Connection, path: Option<PathBuf>) -> Result<()> {
    if !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    let writes = path.is_some() && !connection.is_readonly(MAIN_DB)?;
    if writes {
        connection.flush_prepared_statement_cache();
        connection.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    }
    connection.close().map_err(|(_, error)| error)?;
    match path.map(|path| journal_of(&path)).filter(|_| writes) {
        Some(journal) if has_content(&journal) => {
            let why = std::io::Error::other("上一次写入没有做完，下次打开时会退回到写入前");
            Err(Error::Io { doing: "关闭数据文件", path: journal, source: why })
        }
        // Only the holder of the writer's lock comes here: an empty one is nobody else's.
        Some(journal) => remove_journal(&journal),
        None => Ok(()),
    }
}
