//! Prints made without asking for a name: in the folder 打印件 beside the data file, until it is locked or closed.
//!
//! Owns that folder and the list of what was put there, kept in the program's settings folder so that a program that was
//! ended in any other way removes it at its next start. Removes nothing that is not on the list.

use chrono::NaiveDate;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use taizhang::base::error::{Error, Result};
use taizhang::file::{disk, output};

/// The folder beside the data file.
const FOLDER: &str = "打印件";

/// See the module.
#[derive(Debug)]
pub struct Prints {
    kept_in: PathBuf,
    listed: Vec<PathBuf>,
}

/// The name of a print's file: its title and the day it is of; a number where there are several.
pub fn name(title: &str, on: NaiveDate, number: usize) -> String {
    let day = on.format("%Y%m%d");
    if number > 1 { format!("{title}_{day}_{number}.pdf") } else { format!("{title}_{day}.pdf") }
}

impl Prints {
    /// Those that an earlier run of the program left; a list that is missing or unreadable is empty.
    pub fn read(settings: &Path) -> Self {
        let kept_in = settings.join("prints.json");
        let listed = std::fs::read(&kept_in).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Self { kept_in, listed }
    }

    /// A place of its own for the next print of this title beside the file `data`, on the list before anything is written.
    ///
    /// # Errors
    /// `Io` when the list cannot be kept: what is not on it would stay.
    pub fn place(&mut self, data: &Path, title: &str, on: NaiveDate) -> Result<PathBuf> {
        let folder = disk::directory(data).join(FOLDER);
        self.first_free(folder.join(name(title, on, 1)), (1..).map(|number| folder.join(name(title, on, number))))
    }

    /// The same under a name of its own.
    ///
    /// # Errors
    /// As [`Prints::place`].
    pub fn named(&mut self, data: &Path, name: &str) -> Result<PathBuf> {
        let folder = disk::directory(data).join(FOLDER);
        let of = |number: usize| if number > 1 { format!("{name}_{number}.pdf") } else { format!("{name}.pdf") };
        self.first_free(folder.join(of(1)), (1..).map(|number| folder.join(of(number))))
    }

    fn first_free(&mut self, first: PathBuf, places: impl Iterator<Item = PathBuf>) -> Result<PathBuf> {
        let free = |path: &PathBuf| matches!(path.symlink_metadata(), Err(error) if error.kind() == ErrorKind::NotFound);
        let path = places.take(MOST).find(free).ok_or(Error::TargetExists(first))?;
        self.listed.push(path.clone());
        self.write()?;
        Ok(path)
    }

    /// Takes `path` off the list: she has saved something of hers there.
    ///
    /// # Errors
    /// `Io` when the list cannot be kept.
    pub fn keep(&mut self, path: &Path) -> Result<()> {
        let before = self.listed.len();
        self.listed.retain(|listed| listed != path && !disk::is_same(listed, path));
        if self.listed.len() < before { self.write() } else { Ok(()) }
    }

    /// Removes what is on the list. What cannot be removed, such as a print that a viewer holds open, stays on it for the next
    /// time.
    pub fn clear(&mut self) {
        if self.listed.is_empty() {
            return;
        }
        let mut folders: Vec<PathBuf> = Vec::new();
        self.listed.retain(|path| {
            folders.extend(path.parent().map(Path::to_owned));
            match std::fs::remove_file(path) {
                Ok(()) => false,
                // On a medium that is away: it may be there again.
                Err(error) if error.kind() == ErrorKind::NotFound => path.ancestors().nth(2).is_some_and(|place| !place.exists()),
                Err(_) => true,
            }
        });
        folders.dedup();
        for folder in folders {
            // Only an empty one goes.
            let _ = std::fs::remove_dir(folder);
        }
        if let Err(error) = self.write() {
            log::warn!("list of prints: {:?}", error.code());
        }
    }

    fn write(&self) -> Result<()> {
        let bytes = serde_json::to_vec(&self.listed).map_err(|error| Error::Bug(error.to_string()))?;
        output::write(&self.kept_in, output::Kind::Own, None, &bytes)
    }
}

/// Prints of one title and day at a time.
const MOST: usize = 1000;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_put_there_goes_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let (settings, data) = (folder.path().join("settings"), folder.path().join("台账.taizhang"));
        let on = NaiveDate::from_ymd_opt(2021, 8, 31).unwrap();
        let mut prints = Prints::read(&settings);
        let put = |prints: &mut Prints| {
            let path = prints.place(&data, "人员名册", on).unwrap();
            output::write(&path, output::Kind::Pdf, None, b"%PDF-").unwrap();
            path
        };
        let (first, second) = (put(&mut prints), put(&mut prints));
        assert_eq!(second, folder.path().join("打印件").join("人员名册_20210831_2.pdf"));
        let own = first.with_file_name("我的.pdf");
        std::fs::write(&own, "%PDF-").unwrap();
        // Killed, and started again.
        let mut prints = Prints::read(&settings);
        prints.keep(&second).unwrap();
        prints.clear();
        assert_eq!((first.exists(), second.exists(), own.exists()), (false, true, true));
        // What is hers is not on any list any more.
        Prints::read(&settings).clear();
        assert!(second.exists());
        std::fs::remove_file(&own).unwrap();
        std::fs::remove_file(&second).unwrap();
        put(&mut prints);
        prints.clear();
        assert!(!folder.path().join("打印件").exists(), "the folder goes with the last of them");
    }
}
