//! Backups as the window makes them: where to, when by itself, and what the copies found say.
//!
//! Owns the list of targets kept in the data file. How a backup is made and when it counts is the vault's.

use crate::state::Open;
use chrono::{DateTime, Utc};
use std::path::{Path, PathBuf};
use taizhang::base::error::{Error, Result};
use taizhang::file::{disk, key};
use taizhang::home::Copies;
use taizhang::store::journal;
use taizhang::vault::backup::{self, BackupDone, BackupFile};
use taizhang::vault::restore;

/// Setting: folders that get backups besides the automatic one, as a JSON array of paths.
const TARGETS: &str = "backup_targets";
/// Setting: `false` switches backups on exit and every half hour off.
pub const AUTOMATIC: &str = "automatic_backup";

/// A folder that gets backups.
#[derive(Debug, Clone)]
pub struct Target {
    /// It.
    pub dir: PathBuf,
    /// Whether it is the automatic one.
    pub automatic: bool,
    /// Whether it lies on another disk than the data file.
    pub off_disk: bool,
    /// Whether it is there now.
    pub reachable: bool,
    /// The newest backup of the data file in it.
    pub newest: Option<DateTime<Utc>>,
}

/// The automatic folder of the data file at `path`.
pub fn automatic_folder(path: &Path) -> PathBuf {
    disk::backups_beside(path)
}

/// The folders chosen by the person.
///
/// # Errors
/// What SQLite says.
pub fn chosen(open: &Open) -> Result<Vec<PathBuf>> {
    let text = open.book.setting(TARGETS)?.unwrap_or_default();
    Ok(serde_json::from_str(&text).unwrap_or_default())
}

/// Remembers `dirs` as the folders chosen.
///
/// # Errors
/// `ReadOnly` without the writer's lock.
pub fn choose(open: &mut Open, dirs: &[PathBuf]) -> Result<()> {
    let text = serde_json::to_string(dirs).map_err(|error| Error::Bug(error.to_string()))?;
    open.book.keep(TARGETS, Some(&text))
}

/// Every target with what is found in it now, the automatic one first.
///
/// # Errors
/// What SQLite says; a folder that cannot be read is unreachable.
pub fn targets(open: &Open) -> Result<Vec<Target>> {
    let path = open.book.path();
    let stem = disk::stem(path);
    let automatic = automatic_folder(path);
    let others = chosen(open)?.into_iter().filter(|dir| *dir != automatic).map(|dir| (dir, false));
    let all = std::iter::once((automatic.clone(), true)).chain(others);
    Ok(all
        .map(|(dir, automatic)| {
            let listed = backup::list(&dir, Some(&stem));
            Target {
                automatic,
                off_disk: on_another_disk(&dir, path),
                reachable: listed.is_ok() && (automatic || dir.is_dir()),
                newest: listed.ok().and_then(|list| list.first().map(|found| found.at)),
                dir,
            }
        })
        .collect())
}

/// The newest copies of all targets.
///
/// # Errors
/// What SQLite says.
pub fn copies(open: &Open) -> Result<Copies> {
    let targets = targets(open)?;
    let newest =
        |off_disk: bool| targets.iter().filter(|target| target.off_disk || !off_disk).filter_map(|target| target.newest).max();
    Ok(Copies { newest: newest(false), off_disk: newest(true) })
}

/// Makes a verified backup of the open file into `dir` and lets old ones go. `progress` may stop it by saying no.
///
/// # Errors
/// The vault's.
pub fn into(open: &mut Open, dir: &Path, progress: &dyn Fn(u64, u64) -> bool) -> Result<BackupDone> {
    let done = open.book.back_up(dir, progress)?;
    thin(open, &done);
    Ok(done)
}

/// Lets old backups beside a new one go; one beside the data file stands for the step it was made at.
pub fn thin(open: &mut Open, done: &BackupDone) {
    let dir = disk::directory(&done.path);
    if dir == automatic_folder(open.book.path()) {
        open.backed_up = known_step(open);
    }
    if let Err(error) = backup::prune(dir, &disk::stem(open.book.path()), open.book.surroundings().now()) {
        log::warn!("thinning backups: {:?}", error.code());
    }
}

/// Backs up beside the data file if something changed since the last time and the person has not switched it off.
///
/// # Errors
/// The vault's.
pub fn automatic(open: &mut Open) -> Result<()> {
    let wanted = open.book.setting(AUTOMATIC)?.as_deref() != Some("false");
    if !open.book.writes() || !wanted || open.backed_up == Some(open.book.last_step()?) {
        return Ok(());
    }
    let dir = automatic_folder(open.book.path());
    into(open, &dir, &|_, _| true).map(|_| ())
}

/// Backs up into every target that is reachable, at once; returns how many.
///
/// # Errors
/// The first failure, after all were tried.
pub fn everywhere(open: &mut Open) -> Result<usize> {
    let mut made = 0;
    let mut failed = None;
    for target in targets(open)?.into_iter().filter(|target| target.reachable) {
        match into(open, &target.dir, &|_, _| true) {
            Ok(_) => made += 1,
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(made), Err)
}

/// The step of the newest automatic backup, when it opens and its chain ends where the file's own chain passed.
pub fn known_step(open: &Open) -> Option<i64> {
    let path = open.book.path();
    let newest: BackupFile = backup::list(&automatic_folder(path), Some(&disk::stem(path))).ok()?.into_iter().next()?;
    let last = |copy: &_| journal::last_step(copy);
    let seen = restore::preview(&newest.path, open.book.secret(), &last).ok()?;
    let manifest = seen.manifest?;
    let (step, _) = open.book.since(&manifest.head).ok()?;
    (step == manifest.head_step).then_some(seen.content)
}

/// The mark of the open file's key in the names of backups.
pub fn mark(open: &Open) -> String {
    open.book.secret().map_or_else(|| backup::PLAIN.to_owned(), |(key, _)| key::fingerprint(key))
}

/// Whether `dir`, or the nearest folder above it that is there, lies on another disk than `path`.
#[cfg(unix)]
fn on_another_disk(dir: &Path, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device =
        |place: &Path| place.ancestors().find_map(|folder| std::fs::metadata(folder).ok()).map(|metadata| metadata.dev());
    device(dir) != device(path)
}

/// Whether `dir` lies under another drive letter or share than `path`.
#[cfg(not(unix))]
fn on_another_disk(dir: &Path, path: &Path) -> bool {
    let drive = |place: &Path| {
        std::path::absolute(place)
            .ok()
            .and_then(|place| place.components().next().map(|part| part.as_os_str().to_ascii_lowercase()))
    };
    drive(dir) != drive(path)
}
