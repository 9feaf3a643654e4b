//! What is to be said of the place where a data file lies.
//!
//! Owns the names by which synchronised folders are known, and the sentences. Forbids nothing.

use std::path::Path;

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
