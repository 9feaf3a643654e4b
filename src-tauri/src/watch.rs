//! Whether the open data file is still there, the same, writable and with room: looked at by and by, away from the window.
//!
//! Owns what is looked at and what it comes to. Asks the system about names only and never opens the data file: closing
//! any handle of it would drop SQLite's locks. Waits for nothing else: the session may be busy for long.

use crate::place;
use crate::wire::vault::Health;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;
use taizhang::base::system::{self, Cause, Medium};
use taizhang::file::disk::{self, Identity};
use taizhang::schema::Tone;

/// How often the file is looked at. Whatever happens to it is shown before ten seconds have passed.
pub const EVERY: Duration = Duration::from_secs(4);
/// With less room than this nothing more can be saved.
const ROOM: u64 = 1 << 20;
/// With less room than this beside the length of the file no copy of it fits.
const ROOM_BESIDE: u64 = 20 << 20;

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Watched {
    path: PathBuf,
    /// As it was when it was opened; `None` where the system does not say.
    identity: Option<Identity>,
    /// It was opened to be written.
    writes: bool,
    /// Folders with backups that were there, on the disk of the data file.
    backups: Vec<PathBuf>,
}

/// What the system says of it.
#[derive(Debug)]
struct Seen {
    identity: std::io::Result<Identity>,
    /// Its folder is there.
    folder: bool,
    /// Nothing forbids writing.
    writable: bool,
    /// Bytes free, and those of the file.
    room: Option<(u64, u64)>,
    /// Folders with backups that are gone.
    gone: Vec<PathBuf>,
}

/// What is wrong with the file, the worst first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not under its name any more; with it its folder, or only it.
    Missing {
        /// The folder is gone with it.
        folder: bool,
    },
    /// Another file bears its name.
    Replaced,
    /// The medium does not answer.
    Unreachable(Cause),
    /// It can only be read now.
    ReadOnly,
    /// No room to save anything.
    Full,
    /// No room for a copy.
    Tight,
    /// The folder of its backups is gone.
    BackupGone(PathBuf),
}

/// See the module.
#[derive(Default)]
pub struct Watch {
    watched: Mutex<Option<Watched>>,
    found: Mutex<Option<Fault>>,
    asked: Mutex<bool>,
    wake: Condvar,
}

impl Watch {
    /// Watches the file at `path`, which was just opened, and the folders of its backups.
    pub fn begin(&self, path: &Path, writes: bool, backups: Vec<PathBuf>) {
        let identity = disk::identity(path).ok().map(|(identity, _)| identity);
        *lock(&self.watched) = Some(Watched { path: path.to_owned(), identity, writes, backups });
        *lock(&self.found) = None;
    }

    /// Other folders get backups now.
    pub fn backups(&self, backups: Vec<PathBuf>) {
        if let Some(watched) = lock(&self.watched).as_mut() {
            watched.backups = backups;
        }
    }

    /// Watches nothing.
    pub fn end(&self) {
        *lock(&self.watched) = None;
        *lock(&self.found) = None;
    }

    /// What was found when it was looked at last.
    pub fn found(&self) -> Option<Fault> {
        lock(&self.found).clone()
    }

    /// The same as the window shows it, without waiting for whoever has the file.
    pub fn told(&self) -> Option<Health> {
        let path = lock(&self.watched).as_ref().map(|watched| watched.path.clone())?;
        self.found().map(|fault| fault.told(&path))
    }

    /// Looks now; whether something else is found than before.
    pub fn look(&self) -> bool {
        let Some(watched) = lock(&self.watched).clone() else { return false };
        let now = judge(&watched, &seen(&watched));
        // Closed or opened anew meanwhile: that was another file.
        if lock(&self.watched).as_ref() != Some(&watched) {
            return false;
        }
        let mut found = lock(&self.found);
        let changed = *found != now;
        *found = now;
        changed
    }

    /// Has it looked at soon: something just failed.
    pub fn soon(&self) {
        *lock(&self.asked) = true;
        self.wake.notify_all();
    }

    /// Waits until it is time to look again.
    pub fn rest(&self) {
        let asked = lock(&self.asked);
        let waited = self.wake.wait_timeout_while(asked, EVERY, |asked| !*asked);
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn seen(watched: &Watched) -> Seen {
    let Watched { path, backups, .. } = watched;
    let folder = disk::directory(path);
    Seen {
        identity: disk::identity(path).map(|(identity, _)| identity),
        folder: folder.is_dir(),
        writable: place::writable(path) && place::writable(folder),
        room: place::room(folder).zip(std::fs::metadata(path).ok().map(|metadata| metadata.len())),
        gone: backups.iter().filter(|dir| !dir.is_dir()).cloned().collect(),
    }
}

fn judge(watched: &Watched, seen: &Seen) -> Option<Fault> {
    match &seen.identity {
        Err(error) => {
            return Some(match system::cause(error) {
                Cause::Missing | Cause::NoFolder => Fault::Missing { folder: !seen.folder },
                cause => Fault::Unreachable(cause),
            });
        }
        Ok(identity) if watched.identity.is_some_and(|opened| opened != *identity) => return Some(Fault::Replaced),
        Ok(_) => {}
    }
    if watched.writes && !seen.writable {
        return Some(Fault::ReadOnly);
    }
    match seen.room {
        Some((free, _)) if watched.writes && free < ROOM => return Some(Fault::Full),
        Some((free, length)) if watched.writes && free < length.saturating_add(ROOM_BESIDE) => return Some(Fault::Tight),
        _ => {}
    }
    seen.gone.first().cloned().map(Fault::BackupGone)
}

impl Fault {
    /// Whether the file cannot be read or written under its name any more.
    pub fn is_of_file(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::Replaced | Self::Unreachable(_))
    }

    /// What the window shows of it; `path` is the data file.
    pub fn told(&self, path: &Path) -> Health {
        let rescue = "先点「立即另存一份」，把现在还能读到的内容存到一个可靠的位置，再接着用那一份。";
        let (state, word, what, advice) = match self {
            Self::Missing { folder: true } => (
                Tone::Bad,
                "数据文件不见了",
                "放数据文件的文件夹不在了：U盘被拔出、网络断开，或文件夹被移走。".to_owned(),
                rescue.to_owned(),
            ),
            Self::Missing { folder: false } => {
                (Tone::Bad, "数据文件不见了", "数据文件不在原处了：被移走、改名或删除。".to_owned(), rescue.to_owned())
            }
            Self::Replaced => (
                Tone::Bad,
                "数据文件被换掉",
                "原处现在是另一个文件，可能是网盘同步或别人复制过来的。".to_owned(),
                rescue.to_owned(),
            ),
            Self::Unreachable(cause) => {
                (Tone::Bad, "数据文件读不到", format!("{}。", cause.words(Medium::Disk)), rescue.to_owned())
            }
            Self::ReadOnly => (
                Tone::Bad,
                "现在不能保存",
                "数据文件或它的文件夹变成只能读取了。".to_owned(),
                "请恢复写入权限，或另存一份到可以写入的位置，接着用那一份。".to_owned(),
            ),
            Self::Full => (
                Tone::Bad,
                "磁盘满了",
                "放数据文件的磁盘没有空间，新填的内容保存不了。".to_owned(),
                "请删掉不用的文件腾出空间，或另存一份到别的磁盘，接着用那一份。".to_owned(),
            ),
            Self::Tight => {
                (Tone::Warn, "磁盘快满了", "剩下的空间放不下一份备份。".to_owned(), "请删掉不用的文件腾出空间。".to_owned())
            }
            Self::BackupGone(dir) => (
                Tone::Warn,
                "备份文件夹不见了",
                format!("以前的备份在 {}，现在这个文件夹不在了。", dir.display()),
                "请看它是否被移走或删除。放回原处，或点「备份」重新建立；在那之前不会自动备份。".to_owned(),
            ),
        };
        Health {
            state,
            word: word.to_owned(),
            what,
            advice,
            place: path.to_string_lossy().into_owned(),
            rescue: state == Tone::Bad,
            lost: self.is_of_file(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::{Error, ErrorKind};

    fn watched() -> Watched {
        Watched { path: PathBuf::from("/a/b.taizhang"), identity: Some((1, 2)), writes: true, backups: Vec::new() }
    }

    fn fine() -> Seen {
        Seen { identity: Ok((1, 2)), folder: true, writable: true, room: Some((1 << 30, 1 << 20)), gone: Vec::new() }
    }

    #[test]
    fn the_worst_is_told_and_nothing_when_all_is_well() {
        let missing = || Err(Error::from(ErrorKind::NotFound));
        let dir = || PathBuf::from("/a/备份");
        for (seen, fault) in [
            (fine(), None),
            (Seen { identity: missing(), ..fine() }, Some(Fault::Missing { folder: false })),
            (Seen { identity: missing(), folder: false, ..fine() }, Some(Fault::Missing { folder: true })),
            (Seen { identity: Ok((1, 3)), writable: false, ..fine() }, Some(Fault::Replaced)),
            (Seen { identity: Err(Error::from_raw_os_error(5)), ..fine() }, Some(broken())),
            (Seen { writable: false, room: Some((0, 1)), ..fine() }, Some(Fault::ReadOnly)),
            (Seen { room: Some((1000, 1)), gone: vec![dir()], ..fine() }, Some(Fault::Full)),
            (Seen { room: Some((2 << 20, 1)), ..fine() }, Some(Fault::Tight)),
            (Seen { gone: vec![dir()], ..fine() }, Some(Fault::BackupGone(dir()))),
            (Seen { room: None, ..fine() }, None),
        ] {
            assert_eq!(judge(&watched(), &seen), fault, "{seen:?}");
        }
        let reading = Watched { writes: false, ..watched() };
        assert_eq!(judge(&reading, &Seen { writable: false, room: Some((0, 1)), ..fine() }), None);
    }

    fn broken() -> Fault {
        Fault::Unreachable(if cfg!(windows) { Cause::Denied } else { Cause::Broken })
    }

    #[test]
    fn a_file_is_missed_found_again_and_known_from_another_of_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let (path, away) = (folder.path().join("a.taizhang"), folder.path().join("b"));
        let backups = folder.path().join("备份");
        std::fs::create_dir(&backups).unwrap();
        std::fs::write(&path, "x").unwrap();
        let watch = Watch::default();
        assert!(!watch.look());
        watch.begin(&path, true, vec![backups.clone()]);
        let tight = watch.look();
        let well = watch.found();
        assert!(well.is_none() || tight, "a machine with a full disk says so");
        std::fs::rename(&path, &away).unwrap();
        assert!(watch.look());
        assert_eq!(watch.found(), Some(Fault::Missing { folder: false }));
        assert!(!watch.look(), "told once");
        std::fs::write(&path, "another").unwrap();
        watch.look();
        assert_eq!(watch.found(), Some(Fault::Replaced));
        std::fs::remove_file(&path).unwrap();
        std::fs::rename(&away, &path).unwrap();
        watch.look();
        assert_eq!(watch.found(), well);
        std::fs::remove_dir(&backups).unwrap();
        watch.look();
        assert!(well.is_some() || watch.found() == Some(Fault::BackupGone(backups)));
        watch.end();
        assert_eq!(watch.found(), None);
    }

    #[test]
    fn only_what_the_file_itself_suffers_is_rescued() {
        let path = Path::new("/a/b.taizhang");
        for (fault, rescue, lost) in [
            (Fault::Missing { folder: true }, true, true),
            (Fault::Full, true, false),
            (Fault::BackupGone(PathBuf::from("/a/备份")), false, false),
        ] {
            let health = fault.told(path);
            assert_eq!((health.rescue, health.lost), (rescue, lost), "{fault:?}");
        }
    }
}
