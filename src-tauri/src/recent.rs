//! The data files opened before on this machine, in a small file of the program's settings folder.
//!
//! Owns that file. It names places only, nothing of what the files hold; losing it loses no data.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use taizhang::base::error::{Error, Result};
use taizhang::file::output;

/// How many are remembered.
const MOST: usize = 8;

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Where it lies.
    pub path: PathBuf,
    /// When it was last opened.
    pub opened_at: DateTime<Utc>,
}

/// The list, newest first.
#[derive(Debug, Default)]
pub struct Recent {
    kept_in: PathBuf,
    entries: Vec<Entry>,
}

impl Recent {
    /// Reads the list kept in `folder`; one that is missing or unreadable is empty.
    pub fn read(folder: &Path) -> Self {
        let kept_in = folder.join("recent.json");
        let entries = std::fs::read(&kept_in).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Self { kept_in, entries }
    }

    /// All of them, newest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Puts `path` first.
    ///
    /// # Errors
    /// `Io` when the list cannot be kept; it is right in memory all the same.
    pub fn note(&mut self, path: &Path, now: DateTime<Utc>) -> Result<()> {
        self.entries.retain(|entry| entry.path != path);
        self.entries.insert(0, Entry { path: path.to_owned(), opened_at: now });
        self.entries.truncate(MOST);
        let bytes = serde_json::to_vec(&self.entries).map_err(|error| Error::Bug(error.to_string()))?;
        output::write(&self.kept_in, output::Kind::Own, None, &bytes)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn newest_first_without_doubles_and_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let mut recent = Recent::read(folder.path());
        assert!(recent.entries().is_empty());
        let now = DateTime::<Utc>::UNIX_EPOCH;
        for number in 0..12 {
            recent.note(&folder.path().join(format!("{number}.taizhang")), now).unwrap();
        }
        recent.note(&folder.path().join("7.taizhang"), now).unwrap();
        let again = Recent::read(folder.path());
        assert_eq!(again.entries(), recent.entries());
        let names: Vec<String> = again.entries().iter().map(|entry| taizhang::file::disk::stem(&entry.path)).collect();
        assert_eq!(names, ["7", "11", "10", "9", "8", "6", "5", "4"]);
        std::fs::write(folder.path().join("recent.json"), "[{").unwrap();
        assert!(Recent::read(folder.path()).entries().is_empty());
    }
}
