//! Backups as the window makes them: where to, when by itself, and what the copies found say.
//!
//! Owns the list of targets kept in the data file. How a backup is made and when it counts is the vault's.

use crate::place::on_another_disk;
use crate::state::Open;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use taizhang::base::error::{Error, Result};
use taizhang::file::{disk, key};
use taizhang::home::Copies;
use taizhang::store::journal;
use taizhang::vault::backup::{self, BackupDone, BackupFile};
use taizhang::vault::restore;

/// Setting: folders that get backups besides the automatic one, as a JSON array.
const TARGETS: &str = "backup_targets";
/// Setting: the automatic folder in which there was a copy; when it is gone it is missed, and not made anew in silence.
const MADE: &str = "automatic_backup_in";
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

/// A folder chosen by the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen {
    /// It.
    pub dir: PathBuf,
    /// When it was chosen it lay on another disk than the data file, such as a stick.
    #[serde(default)]
    pub off_disk: bool,
}

impl Chosen {
    /// The folder `dir` as it is now.
    pub fn now(dir: &Path, data: &Path) -> Self {
        Self { dir: dir.to_owned(), off_disk: on_another_disk(dir, data) }
    }

    /// Whether it is there: a folder of a stick's name on another disk is not the stick.
    fn is_there(&self, data: &Path) -> bool {
        self.dir.is_dir() && (!self.off_disk || on_another_disk(&self.dir, data))
    }
}

/// The folders chosen by the person; former versions kept their paths only.
///
/// # Errors
/// What SQLite says.
pub fn chosen(open: &Open) -> Result<Vec<Chosen>> {
    let text = open.book.setting(TARGETS)?.unwrap_or_default();
    let paths = || -> Vec<PathBuf> { serde_json::from_str(&text).unwrap_or_default() };
    let former = || paths().into_iter().map(|dir| Chosen { dir, off_disk: false }).collect();
    Ok(serde_json::from_str(&text).unwrap_or_else(|_| former()))
}

/// Remembers `dirs` as the folders chosen.
///
/// # Errors
/// `ReadOnly` without the writer's lock.
pub fn choose(open: &mut Open, dirs: &[Chosen]) -> Result<()> {
    let text = serde_json::to_string(dirs).map_err(|error| Error::Bug(error.to_string()))?;
    open.book.keep(TARGETS, Some(&text))
}

/// Folders whose absence is to be told: those that hold copies and do not lie on a stick, which may be unplugged.
pub fn missed(open: &Open) -> Vec<PathBuf> {
    let made = made(open).then(|| automatic_folder(open.book.path()));
    let chosen = chosen(open).unwrap_or_default();
    made.into_iter().chain(chosen.into_iter().filter(|target| !target.off_disk).map(|target| target.dir)).collect()
}

/// Whether there ever was a copy in the automatic folder; a file that was moved has none yet where it lies now.
fn made(open: &Open) -> bool {
    let folder = automatic_folder(open.book.path());
    open.book.setting(MADE).ok().flatten().is_some_and(|known| Path::new(&known) == folder)
}

/// Every target with what is found in it now, the automatic one first.
///
/// # Errors
/// What SQLite says; a folder that cannot be read is unreachable.
pub fn targets(open: &Open) -> Result<Vec<Target>> {
    let path = open.book.path();
    let stem = disk::stem(path);
    let automatic = automatic_folder(path);
    let others = chosen(open)?.into_iter().filter(|target| target.dir != automatic);
    let own = Target {
        automatic: true,
        reachable: automatic.is_dir() || !made(open),
        off_disk: on_another_disk(&automatic, path),
        newest: newest(&automatic, &stem),
        dir: automatic.clone(),
    };
    let others = others.map(|target| {
        let there = target.is_there(path);
        Target {
            automatic: false,
            off_disk: if there { on_another_disk(&target.dir, path) } else { target.off_disk },
            reachable: there,
            newest: newest(&target.dir, &stem).filter(|_| there),
            dir: target.dir,
        }
    });
    Ok(std::iter::once(own).chain(others).collect())
}

fn newest(dir: &Path, stem: &str) -> Option<DateTime<Utc>> {
    backup::list(dir, Some(stem)).ok()?.first().map(|found| found.at)
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

/// Makes a verified backup of the open file into `dir` and lets old ones go. `progress` may stop it by saying no. A folder
/// that had copies and is gone is made `anew` only when the person says so.
///
/// # Errors
/// The vault's; `Io` for a folder that is gone.
pub fn into(open: &mut Open, dir: &Path, anew: bool, progress: &dyn Fn(u64, u64) -> bool) -> Result<BackupDone> {
    if !anew && targets(open)?.iter().any(|target| target.dir == dir && !target.reachable) {
        return Err(Error::io("备份", dir)(std::io::ErrorKind::NotFound.into()));
    }
    let done = open.book.back_up(dir, progress)?;
    thin(open, &done);
    Ok(done)
}

/// Lets old backups beside a new one go; one beside the data file stands for the step it was made at.
pub fn thin(open: &mut Open, done: &BackupDone) {
    let dir = disk::directory(&done.path);
    if dir == automatic_folder(open.book.path()) {
        open.backed_up = known_step(open);
        if open.book.writes()
            && !made(open)
            && let Err(error) = open.book.keep(MADE, Some(&dir.to_string_lossy()))
        {
            log::warn!("remembering the first backup: {:?}", error.code());
        }
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
    into(open, &dir, false, &|_, _| true).map(|_| ())
}

/// Backs up into every target that is reachable, at once; returns how many.
///
/// # Errors
/// The first failure, after all were tried.
pub fn everywhere(open: &mut Open) -> Result<usize> {
    let mut made = 0;
    let mut failed = None;
    for target in targets(open)?.into_iter().filter(|target| target.reachable) {
        match into(open, &target.dir, false, &|_, _| true) {
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
