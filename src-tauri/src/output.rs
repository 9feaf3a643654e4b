//! Writing a finished file where the person wants it: whole under its name, or not at all.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use taizhang::error::{Error, Result};
use taizhang::vault::file::{self, Part};

/// Writes `bytes` to `path`, replacing what is there in one step.
///
/// # Errors
/// `ReadOnly` and `Io`; then what was there is untouched and nothing else is left.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = file::directory(path);
    let failed = |error: std::io::Error| {
        if file::is_read_only(&error) { Error::ReadOnly(path.to_owned()) } else { Error::io("写入文件", path)(error) }
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    let part = Part::of(path)?;
    File::create(part.path()).and_then(|mut file| file.write_all(bytes)).map_err(failed)?;
    file::sync(part.path())?;
    file::replace(part.path(), path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn replaces_whole_and_leaves_nothing_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("新").join("台账.pdf");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        let blocked = path.join("below a file.pdf");
        assert!(write(&blocked, b"three").is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
    }
}
