//! Changing the password, or giving up or introducing one.
//!
//! Owns the export into a file with a new key and salt. The former file stays beside under its fingerprint.

use crate::base::error::{Error, Result};
use crate::file::check::{check_copy, check_file, identifier, row_counts};
use crate::file::disk;
use crate::file::key::{Key, Salt, fingerprint};
use crate::file::open::{Access, close, connect, sqlite_name};
use crate::file::part::Part;
use crate::store::migrate;
use crate::vault::backup::PLAIN;
use crate::vault::restore::exchange;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A file with its new key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rekeyed {
    /// The data file: never the link that led to it.
    pub path: PathBuf,
    /// Where the former file lies: `NAME.旧钥-FINGERPRINT.taizhang`.
    pub kept: PathBuf,
    /// What the person is to be told of the file's further names.
    pub told: Option<String>,
}

/// Gives the file at `path` the key `new`; `None` means no password. The caller holds the writer's lock and has no
/// connection to the file.
///
/// # Errors
/// As `connect`; `FileDamaged`, also when the former file is; what `verify` finds. Then nothing has changed.
pub fn rekey(
    path: &Path,
    old: Option<(&Key, &Salt)>,
    new: Option<(&Key, &Salt)>,
    verify: &dyn Fn(&Connection) -> Result<()>,
) -> Result<Rekeyed> {
    let path = disk::real(path)?;
    let part = Part::of(&path)?;
    // What the disk refuses, it refuses to the new file beside the old one.
    bring_over(&path, &part, old, new, verify).map_err(|error| error.of(&path))?;
    let told = disk::told_of_other_names(&path);
    let mark = old.map_or_else(|| PLAIN.to_owned(), |(key, _)| fingerprint(key));
    let kept = exchange(&part, &path, &format!("旧钥-{mark}"))?.ok_or_else(|| Error::NotFound(path.display().to_string()))?;
    Ok(Rekeyed { path, kept, told })
}

/// Makes `part` a verified copy of the file at `path` with the key `new`.
fn bring_over(
    path: &Path,
    part: &Part,
    old: Option<(&Key, &Salt)>,
    new: Option<(&Key, &Salt)>,
    verify: &dyn Fn(&Connection) -> Result<()>,
) -> Result<()> {
    let source = connect(path, old, Access::Write)?;
    check_file(&source, old.is_some())?;
    let expected = row_counts(&source)?;
    let version = migrate::version(&source)?;
    close(source)?;
    let copy = connect(part.path(), new, Access::Create)?;
    let key = old.map_or_else(|| Zeroizing::new(String::new()), |(key, salt)| key.raw(salt));
    copy.execute("ATTACH DATABASE ?1 AS former KEY ?2", params![sqlite_name(path)?, key.as_str()])?;
    copy_tables(&copy)?;
    copy.execute_batch("DETACH DATABASE former")?;
    copy.pragma_update(None, "user_version", version)?;
    close(copy)?;

    let copy = connect(part.path(), new, Access::Read)?;
    if migrate::version(&copy)? != version {
        return Err(Error::FileDamaged("新文件的版本与原文件不符".to_owned()));
    }
    check_copy(&copy, new.is_some(), &expected, verify)?;
    close(copy)?;
    disk::sync(part.path())
}

/// Brings tables, rows, then all else from `former` in one transaction. SQLCipher's own export would do, but says of a full
/// disk only that something failed.
fn copy_tables(copy: &Connection) -> Result<()> {
    let named = |sql: &str| -> Result<Vec<(String, String)>> {
        let mut statement = copy.prepare(sql)?;
        let found = statement.query_map([], |row| Ok((row.get("name")?, row.get("sql")?)))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    };
    copy.execute_batch("PRAGMA foreign_keys = OFF")?;
    let transaction = copy.unchecked_transaction()?;
    let own = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql IS NOT NULL ORDER BY rowid";
    for (name, sql) in named(&format!("SELECT name, sql FROM former.sqlite_schema WHERE type = 'table' AND {own}"))? {
        transaction.execute_batch(&sql)?;
        let name = identifier(&name);
        transaction.execute_batch(&format!("INSERT INTO main.{name} SELECT * FROM former.{name}"))?;
    }
    let numbered = "SELECT count(*) FROM former.sqlite_schema WHERE name = 'sqlite_sequence'";
    if transaction.query_row(numbered, [], |row| row.get::<_, i64>(0))? > 0 {
        transaction.execute_batch(
            "DELETE FROM main.sqlite_sequence; INSERT INTO main.sqlite_sequence SELECT * FROM former.sqlite_sequence",
        )?;
    }
    for (_, sql) in named(&format!("SELECT name, sql FROM former.sqlite_schema WHERE type <> 'table' AND {own}"))? {
        transaction.execute_batch(&sql)?;
    }
    Ok(transaction.commit()?)
}
