//! Bringing a backup back.
//!
//! Owns the preview, the verified copy and the exchange with the file that is there, which is never given up.

use crate::base::clock::business_time;
use crate::base::error::{Error, Result};
use crate::file::check::{MANIFEST, check_copy, copy_pages};
use crate::file::disk;
use crate::file::key::{Key, Salt};
use crate::file::open::{Access, close, connect, settle};
use crate::file::part::Part;
use crate::vault::backup::{EXTENSION, Manifest, manifest};
use chrono::{DateTime, Utc};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// A backup before it is restored.
#[derive(Debug, Clone)]
pub struct Preview<T> {
    /// What it says of itself; `None` for a copy made by hand.
    pub manifest: Option<Manifest>,
    /// What `inspect` read.
    pub content: T,
}

/// Opens `backup` for reading and looks at it.
///
/// # Errors
/// As `connect`, and what `inspect` meets.
pub fn preview<T>(backup: &Path, key: Option<(&Key, &Salt)>, inspect: &dyn Fn(&Connection) -> Result<T>) -> Result<Preview<T>> {
    let connection = connect(backup, key, Access::Read)?;
    let seen = Preview { manifest: manifest(&connection)?, content: inspect(&connection)? };
    close(connection)?;
    Ok(seen)
}

/// What becomes of a file under the target's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replace {
    /// There must be none.
    No,
    /// It is kept beside as `NAME.恢复前-TIME.taizhang`.
    KeepOld,
}

/// A finished restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The data file: never the link that led to it.
    pub path: PathBuf,
    /// Where the former one lies.
    pub kept: Option<PathBuf>,
    /// What the person is to be told of the file's further names.
    pub told: Option<String>,
}

/// Makes `target` a verified copy of `backup`, with the backup's key. The caller holds the writer's lock of `target`
/// and has no connection to it. A crash at any step leaves the former file or the new one.
///
/// # Errors
/// `TargetExists` unless `KeepOld`; as `connect`; `FileDamaged`; what `verify` finds. Then nothing has changed.
pub fn restore(
    backup: &Path,
    target: &Path,
    key: Option<(&Key, &Salt)>,
    replace: Replace,
    at: DateTime<Utc>,
    verify: &dyn Fn(&Connection) -> Result<()>,
) -> Result<Restored> {
    let target = disk::real(target)?;
    if replace == Replace::No && target.exists() {
        return Err(Error::TargetExists(target));
    }
    let part = Part::of(&target)?;
    bring_back(backup, &part, key, verify).map_err(|error| error.of(&target))?;
    let told = disk::told_of_other_names(&target);
    let kept = match replace {
        Replace::No => {
            // A journal without its file would be replayed into the new one.
            settle(&target)?;
            disk::put(part.path(), &target)?;
            None
        }
        Replace::KeepOld => {
            let time = business_time(at).format("%Y%m%d-%H%M%S").to_string();
            exchange(&part, &target, &format!("恢复前-{time}"))?
        }
    };
    Ok(Restored { path: target, kept, told })
}

/// Makes `part` a verified copy of `backup` that no longer says of itself that it is one.
fn bring_back(backup: &Path, part: &Part, key: Option<(&Key, &Salt)>, verify: &dyn Fn(&Connection) -> Result<()>) -> Result<()> {
    let source = connect(backup, key, Access::Read)?;
    let mut copy = connect(part.path(), key, Access::Create)?;
    let expected = copy_pages(&source, &mut copy, &|_, _| true)?;
    close(source)?;
    copy.execute_batch(&format!("DROP TABLE IF EXISTS {MANIFEST}"))?;
    close(copy)?;

    let copy = connect(part.path(), key, Access::Read)?;
    check_copy(&copy, key.is_some(), &expected, verify)?;
    close(copy)?;
    disk::sync(part.path())
}

/// Gives the finished `part` the name `target`; a former file is kept beside as `STEM.MARK.taizhang`.
pub(super) fn exchange(part: &Part, target: &Path, mark: &str) -> Result<Option<PathBuf>> {
    settle(target)?;
    let kept = if target.exists() {
        let (dir, stem) = (disk::directory(target), disk::stem(target));
        Some(disk::keep(target, |suffix| dir.join(format!("{stem}.{mark}{suffix}.{EXTENSION}")))?)
    } else {
        None
    };
    if let Err(error) = disk::replace(part.path(), target) {
        // Not exchanged: the second name of the file that stayed goes again.
        if part.path().exists()
            && let Some(kept) = &kept
        {
            let _ = std::fs::remove_file(kept);
        }
        return Err(error);
    }
    Ok(kept)
}
