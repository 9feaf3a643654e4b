//! Whole files and their directories.
//!
//! Owns names beside a data file and what they lead to, replacing and syncing, and hashing. Never opens a live data
//! file: on POSIX systems closing any handle of it would drop SQLite's locks.

use crate::base::error::{Error, Result, is_kept_by_another};
use crate::base::hash::Hash;
use crate::file::part::Part;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Name of the folder beside a data file in which automatic copies are kept.
const BACKUPS: &str = "备份";

/// Pauses between attempts when another program (an antivirus, as a rule) holds a file; 5 s in all.
const PAUSES_MS: [u64; 9] = [10, 20, 50, 100, 200, 420, 800, 1_400, 2_000];

/// `path` with `suffix` after its whole name.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// SQLite's rollback journal of `path`.
pub fn journal_of(path: &Path) -> PathBuf {
    beside(path, "-journal")
}

/// Name of the file without its extension.
pub fn stem(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The directory that holds `path`.
pub fn directory(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// `path` made absolute; where its last name is a symbolic link, the file it leads to: what is locked, kept or replaced
/// is the file and never the link.
///
/// # Errors
/// `Io`, also for a link that leads nowhere.
pub fn real(path: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(path).map_err(Error::io("查找文件", path))?;
    match std::fs::symlink_metadata(&absolute) {
        Ok(metadata) if metadata.is_symlink() => {
            dunce::canonicalize(&absolute).map_err(Error::io("查找快捷链接指向的文件", path))
        }
        _ => Ok(absolute),
    }
}

/// What tells a file from every other, whatever its names: its volume and its number there.
pub type Identity = (u64, u64);

/// [`Identity`] of the file at `path`, and how many names it has. Looks without opening where opening would drop SQLite's
/// locks.
///
/// # Errors
/// What the system says, such as that there is none.
#[cfg(unix)]
pub fn identity(path: &Path) -> std::io::Result<(Identity, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).map(|metadata| ((metadata.dev(), metadata.ino()), metadata.nlink()))
}

/// As on other systems; a handle that only asks for this much hinders nobody.
///
/// # Errors
/// What the system says, such as that there is none.
#[cfg(windows)]
pub fn identity(path: &Path) -> std::io::Result<(Identity, u64)> {
    let handle = winapi_util::Handle::from_path_any(path)?;
    let found = winapi_util::file::information(&handle)?;
    Ok(((found.volume_serial_number(), found.file_index()), found.number_of_links()))
}

/// Whether both names lead to the same file: by a link, or in other case where case does not matter.
pub fn is_same(one: &Path, other: &Path) -> bool {
    match (identity(one), identity(other)) {
        (Ok((one, _)), Ok((other, _))) => one == other,
        _ => false,
    }
}

/// What to tell of a file that has further names (hard links): replaced under one, it stays what it was under the others.
pub fn told_of_other_names(path: &Path) -> Option<String> {
    let names = identity(path).map_or(1, |(_, names)| names);
    (names > 1).then(|| {
        format!(
            "这个文件另有 {} 个名字（硬链接）：{} 换成了新的，别的名字下仍是原来的文件，仍用原来的密码。请找出它们，不再需要的请删除。",
            names - 1,
            path.display()
        )
    })
}

/// Whether the medium or the rights refuse writing.
pub fn is_read_only(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem)
}

/// Runs `act` again while another program holds the file (Windows errors 5, 32, 33), for 5 s at most.
pub fn patiently<T>(mut act: impl FnMut() -> std::io::Result<T>) -> std::io::Result<T> {
    for pause in PAUSES_MS {
        match act() {
            Err(error) if is_held(&error) => std::thread::sleep(Duration::from_millis(pause)),
            result => return result,
        }
    }
    act()
}

/// A name that is about to go away, or to be replaced while somebody reads, is refused with access denied (5).
fn is_held(error: &std::io::Error) -> bool {
    is_kept_by_another(error) || (cfg!(windows) && error.raw_os_error() == Some(5))
}

/// Waits until no other program keeps `path` from being opened; what else stands against it, SQLite says. Only on
/// Windows can a program do so, and only there does looking leave SQLite's locks alone.
///
/// # Errors
/// `FileInUse`.
pub fn wait_until_free(path: &Path, for_writing: bool) -> Result<()> {
    if !cfg!(windows) {
        return Ok(());
    }
    let write = for_writing && !is_marked_read_only(path);
    match patiently(|| File::options().read(true).write(write).open(path)) {
        Err(error) if is_kept_by_another(&error) => Err(Error::io("打开数据文件", path)(error)),
        _ => Ok(()),
    }
}

fn is_marked_read_only(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
}

/// Moves `from` to `to` in one step, replacing what is there, and makes the directory remember it.
pub fn replace(from: &Path, to: &Path) -> Result<()> {
    patiently(|| std::fs::rename(from, to)).map_err(|error| {
        // Windows says of a name that somebody has open what it says of one that is forbidden.
        if is_held(&error) && !is_marked_read_only(to) { Error::kept_by_another(to) } else { Error::io("改名", to)(error) }
    })?;
    sync_directory(directory(to))
}

/// Moves `from` to `to` in one step unless something is there.
///
/// # Errors
/// `TargetExists`.
pub fn put(from: &Path, to: &Path) -> Result<()> {
    put_on(&MEDIUM, from, to)
}

/// Gives the folder `from` its name `to`, where nothing is yet.
///
/// # Errors
/// `TargetExists`; what the disk says.
pub fn put_folder(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        return Err(Error::TargetExists(to.to_owned()));
    }
    patiently(|| std::fs::rename(from, to)).map_err(Error::io("写入文件夹", to))?;
    sync_directory(directory(to))
}

/// What a medium does for [`put`].
pub(crate) struct Medium {
    pub(crate) link: fn(&Path, &Path) -> std::io::Result<()>,
    pub(crate) remove: fn(&Path) -> std::io::Result<()>,
    pub(crate) remember: fn(&Path) -> Result<()>,
}

/// The medium as it is.
pub(crate) const MEDIUM: Medium =
    Medium { link: |from, to| std::fs::hard_link(from, to), remove: |path| std::fs::remove_file(path), remember: sync_directory };

pub(crate) fn put_on(medium: &Medium, from: &Path, to: &Path) -> Result<()> {
    // A link never replaces; where the medium has no links (FAT), the name is reserved first.
    match (medium.link)(from, to) {
        Ok(()) => {
            // The file stands complete under its name: a former name that stays does it no harm.
            let _ = patiently(|| (medium.remove)(from));
            (medium.remember)(directory(to))
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Error::TargetExists(to.to_owned())),
        Err(_) => {
            let reserved = patiently(|| File::options().write(true).create_new(true).open(to));
            drop(reserved.map_err(|error| match error.kind() {
                std::io::ErrorKind::AlreadyExists => Error::TargetExists(to.to_owned()),
                _ => Error::io("改名", to)(error),
            })?);
            if let Err(error) = patiently(|| std::fs::rename(from, to)) {
                // Only the reserved name, never the finished file.
                if from.exists() {
                    let _ = std::fs::remove_file(to);
                }
                return Err(Error::io("改名", to)(error));
            }
            (medium.remember)(directory(to))
        }
    }
}

/// Forces what was written to `path` onto the medium.
pub fn sync(path: &Path) -> Result<()> {
    patiently(|| File::options().read(true).write(true).open(path)?.sync_all()).map_err(Error::io("写入磁盘", path))
}

/// Forces new names in `directory` onto the medium; Windows does so by itself.
pub fn sync_directory(directory: &Path) -> Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    match File::open(directory).and_then(|handle| handle.sync_all()) {
        // Some network file systems cannot sync a directory and say so.
        Err(error) if !matches!(error.kind(), std::io::ErrorKind::InvalidInput | std::io::ErrorKind::Unsupported) => {
            Err(Error::io("写入磁盘", directory)(error))
        }
        _ => Ok(()),
    }
}

/// Lets go of what the system remembers of `path`, so that it is read from the medium next time. What cannot be let go
/// of is read as it is remembered.
pub fn forget(path: &Path) {
    #[cfg(target_os = "linux")]
    if let Ok(file) = File::open(path) {
        let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
    }
    // Opened without buffers, a file that nobody else has open leaves the system's memory.
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const NO_BUFFERING: u32 = 0x2000_0000;
        let _ = File::options().read(true).custom_flags(NO_BUFFERING).open(path);
    }
    #[cfg(not(any(target_os = "linux", windows)))]
    let _ = path;
}

/// What a file is: its length in bytes and its SHA-256 in hexadecimal.
pub type Content = (u64, String);

/// What the file at `path` is, read back from the medium.
pub fn digest(path: &Path) -> Result<Content> {
    let mut file = patiently(|| File::open(path)).map_err(Error::io("读回文件", path))?;
    let mut hash = Hash::default();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let count = file.read(&mut buffer).map_err(Error::io("读回文件", path))?;
        let Some(read) = buffer.get(..count).filter(|read| !read.is_empty()) else { return Ok(hash.finish()) };
        hash.update(read);
    }
}

/// Bytes free for this person on the medium of `folder`; `None` where the system does not say.
#[cfg(target_os = "linux")]
pub fn room(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

/// Bytes free for this person on the medium of `folder`: this system is asked by the window's own code.
#[cfg(not(target_os = "linux"))]
pub fn room(_: &Path) -> Option<u64> {
    None
}

/// Moves `from` to the first free name of `name("")`, `name("-2")`, `name("-3")`, … and returns it.
pub fn put_numbered(from: &Path, name: impl Fn(&str) -> PathBuf) -> Result<PathBuf> {
    numbered(name, |to| put(from, to))
}

/// Keeps the file `old` also under the first free name of `name("")`, `name("-2")`, …: a second name for the same
/// content where the medium knows such, else a copy. `old` is open nowhere.
pub fn keep(old: &Path, name: impl Fn(&str) -> PathBuf) -> Result<PathBuf> {
    numbered(name, |to| match std::fs::hard_link(old, to) {
        Ok(()) => sync_directory(directory(to)),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(Error::TargetExists(to.to_owned())),
        Err(_) if to.exists() => Err(Error::TargetExists(to.to_owned())),
        Err(_) => {
            let part = Part::of(to)?;
            patiently(|| std::fs::copy(old, part.path())).map_err(Error::io("保留原文件", to))?;
            sync(part.path())?;
            put(part.path(), to)
        }
    })
}

/// Highest number tried for a name that is taken.
const NUMBERS: u32 = 1000;

fn numbered(name: impl Fn(&str) -> PathBuf, act: impl Fn(&Path) -> Result<()>) -> Result<PathBuf> {
    for number in 1..=NUMBERS {
        let to = if number == 1 { name("") } else { name(&format!("-{number}")) };
        match act(&to) {
            Err(Error::TargetExists(_)) if number < NUMBERS => {}
            result => return result.map(|()| to),
        }
    }
    Err(Error::TargetExists(name("")))
}

/// Where automatic copies of the data file at `path` are kept.
pub fn backups_beside(path: &Path) -> PathBuf {
    directory(path).join(BACKUPS)
}
