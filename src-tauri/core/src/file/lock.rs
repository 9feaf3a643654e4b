//! One writer at a time.
//!
//! Owns the lock file beside the data file and the note of who holds it. The lock itself is the operating system's,
//! so that a killed program leaves none behind; the files may stay and mean nothing by themselves.

use crate::base::error::{Error, Result};
use crate::file::disk::{beside, is_read_only, patiently, real};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Suffix of the empty file that is locked.
pub(crate) const LOCK: &str = ".lock";
/// Suffix of the note of who holds it. Not in the locked file: on Windows nobody else could read it there.
pub(crate) const HOLDER: &str = ".holder";

/// Who writes, as the second one is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Holder {
    host: String,
    user: String,
    program: String,
    since: DateTime<Utc>,
}

/// An operating system's lock on an empty file beside another; both go when it is dropped, or with the program.
#[derive(Debug)]
pub struct Held {
    file: Option<File>,
    lock: PathBuf,
}

impl Held {
    /// Takes the lock beside `path`; `None` when somebody has it.
    pub fn take(path: &Path) -> std::io::Result<Option<Self>> {
        let lock = beside(path, LOCK);
        for _ in 0..ATTEMPTS {
            let file = open(&lock)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Ok(None),
                Err(TryLockError::Error(error)) => {
                    let _ = std::fs::remove_file(&lock);
                    return Err(error);
                }
            }
            // Whoever let go just now removed the file by its name: then this lock is on a file nobody else sees.
            if is_the_one_named(&file, &lock)? {
                return Ok(Some(Self { file: Some(file), lock }));
            }
        }
        Ok(None)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // What cannot be removed hinders nobody: only the operating system's lock counts.
        if cfg!(windows) {
            drop(self.file.take());
            let _ = std::fs::remove_file(&self.lock);
        } else {
            let _ = std::fs::remove_file(&self.lock);
            drop(self.file.take());
        }
    }
}

/// The right to write to one data file; given back when dropped.
#[derive(Debug)]
pub struct WriterLock {
    holder: PathBuf,
    _held: Held,
}

impl WriterLock {
    /// Takes the right to write to `data_file`, by whichever name it is given, noting `since` as the time.
    ///
    /// # Errors
    /// `FileInUse` with the holder's name, `ReadOnly` where no lock file can be made.
    pub fn acquire(data_file: &Path, since: DateTime<Utc>) -> Result<Self> {
        let data_file = real(data_file)?;
        let holder = beside(&data_file, HOLDER);
        let held = Held::take(&data_file).map_err(|error| {
            if is_read_only(&error) {
                Error::ReadOnly(data_file.clone())
            } else {
                Error::io("锁定数据文件", &data_file)(error)
            }
        })?;
        let Some(held) = held else { return Err(Error::FileInUse { holder: described(&holder) }) };
        let taken = Self { holder, _held: held };
        taken.note(since)?;
        Ok(taken)
    }

    fn note(&self, since: DateTime<Utc>) -> Result<()> {
        let text = serde_json::to_vec(&Holder { host: host(), user: user(), program: program(), since })
            .map_err(|error| Error::Bug(error.to_string()))?;
        let written = patiently(|| File::create(&self.holder)).and_then(|mut file| file.write_all(&text));
        written.map_err(Error::io("写入使用者信息", &self.holder))
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // Before the lock goes: the next one's note must stay.
        let _ = std::fs::remove_file(&self.holder);
    }
}

/// How often a lock file that vanished meanwhile is made again.
const ATTEMPTS: u32 = 8;

fn open(lock: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    keep_name(&mut options);
    patiently(|| options.open(lock))
}

/// Whether `file` still is what its name leads to.
#[cfg(unix)]
fn is_the_one_named(file: &File, name: &Path) -> std::io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let own = file.metadata()?;
    match std::fs::metadata(name) {
        Ok(named) => Ok((own.dev(), own.ino()) == (named.dev(), named.ino())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// On Windows nobody can remove the name of a file that is opened so.
#[cfg(windows)]
fn keep_name(options: &mut OpenOptions) {
    use std::os::windows::fs::OpenOptionsExt;
    const SHARE_READ_AND_WRITE: u32 = 3;
    options.share_mode(SHARE_READ_AND_WRITE);
}

#[cfg(not(windows))]
fn keep_name(_: &mut OpenOptions) {}

/// See [`keep_name`].
#[cfg(not(unix))]
fn is_the_one_named(_: &File, name: &Path) -> std::io::Result<bool> {
    Ok(name.exists())
}

/// The holder for people; what cannot be read is said to be another program.
fn described(note: &Path) -> String {
    let read = || -> Option<Holder> {
        let mut text = String::new();
        File::open(note).ok()?.take(4096).read_to_string(&mut text).ok()?;
        serde_json::from_str(&text).ok()
    };
    read().map_or_else(
        || "另一个程序".to_owned(),
        |holder| {
            let since = crate::base::clock::business_time(holder.since).format("%Y年%-m月%-d日 %H:%M");
            format!("电脑 {} 上的 {}（{}，{since} 起）", holder.host, holder.user, holder.program)
        },
    )
}

fn host() -> String {
    let named = ["COMPUTERNAME", "HOSTNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named
        .or_else(|| std::fs::read_to_string("/proc/sys/kernel/hostname").ok().map(|text| text.trim().to_owned()))
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "本机".to_owned())
}

fn user() -> String {
    ["USERNAME", "USER", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "未知用户".to_owned())
}

fn program() -> String {
    let path = std::env::current_exe().ok();
    let name = path.as_deref().and_then(Path::file_stem).map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "防疫台账".to_owned())
}
