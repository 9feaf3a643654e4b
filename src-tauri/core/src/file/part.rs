//! Files in the making, and what a killed program leaves of them.
//!
//! Owns their names. Everything that is made lies under such a name beside its place until it is whole; a name of
//! another kind is never removed, whatever stands before `.part`.

use crate::base::clock::{MachineRandom, Random};
use crate::base::error::{Error, Result};
use crate::file::disk::{beside, directory, is_read_only, journal_of, patiently};
use crate::file::lock::{HOLDER, Held, LOCK};
use data_encoding::HEXLOWER;
use std::path::{Path, PathBuf};

/// Ends the name of a file that is being made.
pub const PART: &str = ".part";
/// Begins it; a number that no two have follows.
const MARK: &str = "台账未完成-";
/// Bytes of that number.
const NUMBER: usize = 8;

/// Name of a file that is being made. Unless it was moved away, it and its journal are removed when dropped.
#[derive(Debug)]
pub struct Part {
    path: PathBuf,
    /// Tells a file at work from what was left; `None` where the medium knows no locks, and then nothing is swept.
    _held: Option<Held>,
}

impl Part {
    /// A name for the unfinished file of `target`, in its folder. What killed programs left there is removed.
    ///
    /// # Errors
    /// `ReadOnly` where nothing can be made.
    pub fn of(target: &Path) -> Result<Self> {
        let folder = directory(target);
        sweep(folder);
        let mut number = [0; NUMBER];
        MachineRandom.fill(&mut number);
        let path = folder.join(format!("{MARK}{}{PART}", HEXLOWER.encode(&number)));
        let held = match Held::take(&path) {
            Err(error) if is_read_only(&error) => return Err(Error::ReadOnly(target.to_owned())),
            Err(error) if error.kind() == std::io::ErrorKind::StorageFull => {
                return Err(Error::io("写入文件", target)(error));
            }
            held => held.unwrap_or_default(),
        };
        Ok(Self { path, _held: held })
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        remove(&self.path);
    }
}

fn remove(part: &Path) {
    for path in [journal_of(part), part.to_owned()] {
        let _ = patiently(|| std::fs::remove_file(&path));
    }
}

/// Removes from `folder` what killed programs left unfinished, unless somebody is at it. What stays hinders nobody.
pub fn sweep(folder: &Path) {
    sweep_named(folder, |name| name.strip_prefix(MARK).is_some_and(is_number));
}

/// As [`sweep`], for files whose names before `.part` are `ours`.
pub(crate) fn sweep_named(folder: &Path, ours: impl Fn(&str) -> bool) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let endings = ["", "-journal", LOCK, HOLDER].map(|ending| format!("{PART}{ending}"));
    let mut parts: Vec<PathBuf> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            let own = endings.iter().find_map(|ending| name.strip_suffix(ending.as_str()))?;
            ours(own).then(|| beside(&folder.join(own), PART))
        })
        .collect();
    parts.sort();
    parts.dedup();
    for part in parts {
        if let Ok(Some(_held)) = Held::take(&part) {
            remove(&part);
            let _ = std::fs::remove_file(beside(&part, HOLDER));
        }
    }
}

fn is_number(text: &str) -> bool {
    text.len() == 2 * NUMBER && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_left_goes_and_what_is_at_work_or_a_strangers_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("x.pdf");
        let at_work = Part::of(&target).unwrap();
        std::fs::write(at_work.path(), "半").unwrap();
        let own = at_work.path().file_name().unwrap().to_string_lossy().into_owned();
        let left = [
            "台账未完成-0011223344556677.part",
            "台账未完成-0011223344556677.part-journal",
            "台账未完成-0011223344556677.part.lock",
            "台账未完成-8899aabbccddeeff.part.lock",
        ];
        let strangers = [
            "x.pdf.part",
            "x.taizhang.part",
            "x.taizhang.part-journal",
            "台账未完成-.part",
            "台账未完成-00112233.part",
            "台账未完成-001122334455667G.part",
            "台账未完成-0011223344556677.partial",
            "台账未完成-0011223344556677",
            "新台账未完成-0011223344556677.part",
        ];
        for name in left.iter().chain(&strangers) {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        drop(Part::of(&target).unwrap());
        let mut names: Vec<String> =
            std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        let mut expected: Vec<String> = strangers.iter().map(|name| (*name).to_owned()).collect();
        expected.extend([own.clone(), format!("{own}.lock")]);
        expected.sort();
        assert_eq!(names, expected);
        drop(at_work);
        assert!(!folder.path().join(&own).exists() && !folder.path().join(format!("{own}.lock")).exists());
    }
}
