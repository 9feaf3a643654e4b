//! What is to be said of the place where a data file lies.
//!
//! Owns the names by which synchronised folders are known, the sentences, and what the system says of a place: whether it
//! lies on another disk, can be written, has room. Forbids nothing.

use std::path::Path;
use taizhang::base::system::Medium;

const SYNCED: &[&str] = &["onedrive", "wps云盘", "坚果云", "nutstore", "百度网盘", "baidunetdisk", "dropbox", "icloud"];

/// Where a drive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(windows), allow(dead_code))] // only Windows tells drives apart
pub enum Drive {
    /// In this computer, or unknown.
    Fixed,
    /// Plugged in.
    Removable,
    /// On another computer.
    Network,
}

/// A warning when data files get lost or doubled where `path` lies.
pub fn warning(path: &Path) -> Option<&'static str> {
    let text = path.to_string_lossy().to_lowercase();
    if SYNCED.iter().any(|name| text.contains(name)) {
        return Some("数据文件在网盘同步的文件夹里，两台电脑可能互相覆盖。请移到本机的普通文件夹。");
    }
    match drive(path) {
        Drive::Fixed => None,
        Drive::Removable => {
            Some("数据文件在 U 盘或移动硬盘上，没写完就拔出会损坏，也容易遗失。请移到本机的普通文件夹，U 盘只放备份。")
        }
        Drive::Network => Some("数据文件在网络位置上，断网时不能保存。请移到本机的普通文件夹。"),
    }
}

/// What the medium of `path` is called, for somebody whose data file is `data`.
pub fn medium(path: &Path, data: Option<&Path>) -> Medium {
    let stick = drive(path) == Drive::Removable || data.is_some_and(|data| cfg!(unix) && on_another_disk(path, data));
    if stick { Medium::Stick } else { Medium::Disk }
}

/// Whether `dir`, or the nearest folder above it that is there, lies on another disk than `path`.
#[cfg(unix)]
pub fn on_another_disk(dir: &Path, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device =
        |place: &Path| place.ancestors().find_map(|folder| std::fs::metadata(folder).ok()).map(|metadata| metadata.dev());
    device(dir) != device(path)
}

/// Whether `dir` lies under another drive letter or share than `path`.
#[cfg(not(unix))]
pub fn on_another_disk(dir: &Path, path: &Path) -> bool {
    let drive = |place: &Path| {
        std::path::absolute(place)
            .ok()
            .and_then(|place| place.components().next().map(|part| part.as_os_str().to_ascii_lowercase()))
    };
    drive(dir) != drive(path)
}

/// Whether rights and medium let `path` be written, as far as the system says without trying.
#[cfg(unix)]
pub fn writable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

/// Whether rights and medium let `path` be written, as far as the system says without trying; a folder's mark says nothing.
#[cfg(windows)]
pub fn writable(path: &Path) -> bool {
    let marked = std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.permissions().readonly());
    !marked && !crate::windows::is_read_only(path)
}

/// Bytes free for this person on the medium of `folder`; `None` where the system does not say.
#[cfg(unix)]
pub fn room(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(windows)]
pub use crate::windows::room;

#[cfg(windows)]
use crate::windows::drive;

/// Drives look alike elsewhere.
#[cfg(not(windows))]
fn drive(_: &Path) -> Drive {
    Drive::Fixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synchronised_folders_are_known_by_their_names() {
        for (path, warned) in [
            ("C:/Users/办公室/OneDrive - 单位/台账.taizhang", true),
            ("D:/坚果云/台账.taizhang", true),
            ("C:/Users/办公室/防疫台账/台账.taizhang", false),
        ] {
            assert_eq!(warning(Path::new(path)).is_some(), warned, "{path}");
        }
    }

    #[cfg(windows)]
    #[test]
    fn drives_are_told_apart() {
        assert_eq!(drive(Path::new(r"\\server\share\a.taizhang")), Drive::Network);
        assert_eq!(drive(Path::new(r"\\?\UNC\server\share\a.taizhang")), Drive::Network);
        assert_eq!(drive(Path::new(r"C:\a.taizhang")), Drive::Fixed);
        assert_eq!(drive(Path::new(r"\\?\C:\a.taizhang")), Drive::Fixed);
    }
}
