//! Changing the password, or giving up or introducing one.
//!
//! Owns the export into a file with a new key and salt. The former file stays beside under its fingerprint.

use crate::error::{Error, Result};
use crate::store::migrate;
use crate::store::open::{Access, close, connect, sqlite_name};
use crate::vault::backup::PLAIN;
use crate::vault::check::{check_copy, check_file, row_counts};
use crate::vault::file::{self, Part};
use crate::vault::key::{Key, Salt, fingerprint};
use crate::vault::restore::exchange;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Gives the file at `path` the key `new`; `None` means no password. The caller holds the writer's lock and has no
/// connection to the file. Returns where the former file lies: `NAME.旧钥-FINGERPRINT.taizhang`.
///
/// # Errors
/// As `connect`; `FileDamaged`, also when the former file is; what `verify` finds. Then nothing has changed.
pub fn rekey(
    path: &Path,
    old: Option<(&Key, &Salt)>,
    new: Option<(&Key, &Salt)>,
    verify: &dyn Fn(&Connection) -> Result<()>,
) -> Result<PathBuf> {
    let source = connect(path, old, Access::Write)?;
    check_file(&source, old.is_some())?;
    let part = Part::of(path)?;
    close(connect(part.path(), new, Access::Create)?)?;
    let expected = row_counts(&source)?;
    let version = migrate::version(&source)?;
    let key = new.map_or_else(|| Zeroizing::new(String::new()), |(key, salt)| key.raw(salt));
    source.execute("ATTACH DATABASE ?1 AS renewed KEY ?2", params![sqlite_name(part.path())?, key.as_str()])?;
    source.query_row("SELECT sqlcipher_export('renewed')", [], |_| Ok(()))?;
    source.pragma_update(Some("renewed"), "user_version", version)?;
    source.execute_batch("DETACH DATABASE renewed")?;
    close(source)?;

    let copy = connect(part.path(), new, Access::Read)?;
    if migrate::version(&copy)? != version {
        return Err(Error::FileDamaged("新文件的版本与原文件不符".to_owned()));
    }
    check_copy(&copy, new.is_some(), &expected, verify)?;
    close(copy)?;
    file::sync(part.path())?;
    let mark = old.map_or_else(|| PLAIN.to_owned(), |(key, _)| fingerprint(key));
    exchange(&part, path, &format!("旧钥-{mark}"))?.ok_or_else(|| Error::NotFound(path.display().to_string()))
}
