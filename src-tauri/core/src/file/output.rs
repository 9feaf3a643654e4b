//! The one way to its place for everything that is written for people: prints, sheets, rows given back, rule packs.
//!
//! Owns what may be replaced there: a file of the same kind and nothing else, never a data file or what belongs to one.
//! Knows no content.

use crate::base::error::{Error, Result};
use crate::file::disk::{self, beside, directory, is_same, journal_of, patiently, real};
use crate::file::lock::{HOLDER, LOCK};
use crate::file::open::is_data_file;
use crate::file::part::Part;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// What an output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A print.
    Pdf,
    /// A picture.
    Jpeg,
    /// A workbook of the kind .xlsx.
    Workbook,
    /// Text in lines.
    Text,
    /// A rule pack.
    Json,
    /// What the program keeps for itself in a folder of its own; whatever else was there gives way.
    Own,
}

/// Bytes by which a kind is known.
const HEAD: usize = 4096;

impl Kind {
    /// Whether the file at `path`, which begins with `head`, is one; an empty file is of every kind.
    fn fits(self, path: &Path, head: &[u8]) -> bool {
        if head.is_empty() {
            return true;
        }
        let text =
            || !head.contains(&0) && ![b"%PDF-".as_slice(), b"PK\x03\x04", b"{\\rtf"].iter().any(|magic| head.starts_with(magic));
        match self {
            Self::Pdf => head.starts_with(b"%PDF-"),
            Self::Jpeg => head.starts_with(&[0xff, 0xd8, 0xff]),
            Self::Workbook => head.starts_with(b"PK\x03\x04") && holds_workbook(path),
            // Spreadsheets also write text with two bytes a character.
            Self::Text => text() || head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF"),
            Self::Json => text() && head.trim_ascii_start().starts_with(b"{"),
            Self::Own => true,
        }
    }
}

fn holds_workbook(path: &Path) -> bool {
    let archive = File::open(path).ok().and_then(|file| zip::ZipArchive::new(file).ok());
    let named = |name: &str| name.trim_start_matches('/').eq_ignore_ascii_case("xl/workbook.xml");
    archive.is_some_and(|archive| archive.file_names().any(|name| name.is_ok_and(|name| named(&name))))
}

/// An output in the making. Dropped before it is finished, it leaves what was there.
#[derive(Debug)]
pub struct Output<'a> {
    said: PathBuf,
    target: PathBuf,
    part: Part,
    kind: Kind,
    open: Option<&'a Path>,
}

impl<'a> Output<'a> {
    /// Begins the output `path` after a look at what is there; `open` is the data file that this program has open. Missing
    /// folders are made.
    ///
    /// # Errors
    /// `TargetExists` when what is there must stay; `ReadOnly`, `Io`.
    pub fn begin(path: &Path, kind: Kind, open: Option<&'a Path>) -> Result<Self> {
        let target = looked_at(path, kind, open)?;
        let folder = directory(&target);
        std::fs::create_dir_all(folder).map_err(Error::io("新建文件夹", folder))?;
        let part = Part::of(&target)?;
        Ok(Self { said: path.to_owned(), target, part, kind, open })
    }

    /// The empty file to be written.
    ///
    /// # Errors
    /// `Io`.
    pub fn file(&self) -> Result<File> {
        patiently(|| File::create(self.part.path())).map_err(self.failed())
    }

    /// What a failed write of this output is.
    pub fn failed(&self) -> impl Fn(std::io::Error) -> Error + use<> {
        let path = self.said.clone();
        move |error| Error::io("写入文件", &path)(error)
    }

    /// Gives what was written its name, in one step: a reader sees the former file or the new one, whole.
    ///
    /// # Errors
    /// As [`Output::begin`], for what came there meanwhile. Then that stays and nothing else is left.
    pub fn finish(self) -> Result<()> {
        patiently(|| File::options().read(true).write(true).open(self.part.path())?.sync_all()).map_err(self.failed())?;
        if looked_at(&self.said, self.kind, self.open)? != self.target {
            return Err(Error::TargetExists(self.said));
        }
        disk::replace(self.part.path(), &self.target)
    }
}

/// Writes `bytes` to `path`; see [`Output`].
///
/// # Errors
/// As [`Output::begin`].
pub fn write(path: &Path, kind: Kind, open: Option<&Path>, bytes: &[u8]) -> Result<()> {
    let output = Output::begin(path, kind, open)?;
    output.file()?.write_all(bytes).map_err(output.failed())?;
    output.finish()
}

/// The file that would be replaced at `path`, if it may be.
fn looked_at(path: &Path, kind: Kind, open: Option<&Path>) -> Result<PathBuf> {
    let stays = || Error::TargetExists(path.to_owned());
    let failed = Error::io("查看原有的文件", path);
    let target = match real(path) {
        Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => return Err(stays()),
        target => target?,
    };
    // The data file first: reading it through a handle of our own would drop SQLite's locks.
    if open.is_some_and(|open| is_same(open, &target)) || belongs_to_data(&target, open) {
        return Err(stays());
    }
    match std::fs::metadata(&target) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(target),
        Err(error) => return Err(failed(error)),
        Ok(metadata) if !metadata.is_file() => return Err(stays()),
        Ok(_) => {}
    }
    let mut head = Vec::with_capacity(HEAD);
    let read = patiently(|| File::open(&target)).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    match read {
        // What cannot be looked at is not replaced.
        Err(error) if disk::is_read_only(&error) => return Err(stays()),
        Err(error) => return Err(failed(error)),
        Ok(_) => {}
    }
    if is_data_file(&head) || !kind.fits(&target, &head) { Err(stays()) } else { Ok(target) }
}

/// Whether `target` is, or would be, the lock, the holder's note or the journal of a data file.
fn belongs_to_data(target: &Path, open: Option<&Path>) -> bool {
    let sides = |data: &Path| [beside(data, LOCK), beside(data, HOLDER), journal_of(data)];
    let alike = |side: &Path| {
        let same_folder = directory(side) == directory(target) || is_same(directory(side), directory(target));
        same_folder && lower(side) == lower(target)
    };
    if let Some(open) = open.and_then(|open| real(open).ok())
        && sides(&open).iter().any(|side| is_same(side, target) || alike(side))
    {
        return true;
    }
    let Some(name) = target.file_name().map(|name| name.to_string_lossy().to_lowercase()) else { return false };
    let whole = target.to_string_lossy();
    [LOCK, HOLDER, "-journal"].iter().filter(|ending| name.ends_with(**ending)).any(|ending| {
        let data = whole.get(..whole.len() - ending.len()).map(Path::new);
        data.is_some_and(|data| open.is_some_and(|open| is_same(open, data)) || begins_like_data(data))
    })
}

fn begins_like_data(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    read.is_ok() && is_data_file(&head)
}

/// Case counts on some media and not on others: a name that differs in nothing else is refused on all.
fn lower(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::base::error::Code;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn workbook() -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(b"<workbook/>").unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn document() -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        writer.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn files_are_replaced_whole_and_nothing_is_left_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("新").join("台账.pdf");
        write(&path, Kind::Pdf, None, b"%PDF-one").unwrap();
        write(&path, Kind::Pdf, None, b"%PDF-two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"%PDF-two");
        let begun = Output::begin(&path, Kind::Pdf, None).unwrap();
        begun.file().unwrap().write_all(b"%PDF-th").unwrap();
        drop(begun);
        assert_eq!(names(path.parent().unwrap()), ["台账.pdf"]);
        assert!(write(&path.join("below a file.pdf"), Kind::Pdf, None, b"three").is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"%PDF-two");
    }

    #[test]
    fn only_the_same_kind_gives_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("一个文件");
        let contents: [(&[u8], &[Kind]); 12] = [
            (b"", &[Kind::Pdf, Kind::Workbook, Kind::Text, Kind::Json, Kind::Own]),
            (b"%PDF-1.7", &[Kind::Pdf, Kind::Own]),
            (&workbook(), &[Kind::Workbook, Kind::Own]),
            (&document(), &[Kind::Own]),
            (b"PK\x03\x04", &[Kind::Own]),
            ("姓名,手机\r\n".as_bytes(), &[Kind::Text, Kind::Own]),
            (b"\xD0\xD5\xC3\xFB,1\r\n", &[Kind::Text, Kind::Own]),
            (b"\xFF\xFE\x5F\x4E", &[Kind::Text, Kind::Own]),
            (b" {\"title\":1}", &[Kind::Text, Kind::Json, Kind::Own]),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", &[Kind::Own]),
            (b"SQLite format 3\0 of somebody else", &[]),
            (b"\xE5\x8F\xB0\x01 and noise \0\0\0", &[]),
        ];
        for (content, kinds) in contents {
            for kind in [Kind::Pdf, Kind::Workbook, Kind::Text, Kind::Json, Kind::Own] {
                std::fs::write(&path, content).unwrap();
                let done = write(&path, kind, None, b"new");
                if kinds.contains(&kind) {
                    done.unwrap();
                    assert_eq!(std::fs::read(&path).unwrap(), b"new");
                } else {
                    assert_eq!(done.unwrap_err().code(), Code::TargetExists, "{kind:?} over {content:?}");
                    assert!(std::fs::read(&path).unwrap() == content);
                }
                assert_eq!(names(folder.path()), ["一个文件"]);
            }
        }
        assert_eq!(write(folder.path(), Kind::Own, None, b"x").unwrap_err().code(), Code::TargetExists);
    }

    #[test]
    fn a_data_file_and_what_belongs_to_it_stay_under_every_name() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let data = at("A.taizhang");
        std::fs::write(&data, b"\xE5\x8F\xB0\x01 and noise").unwrap();
        std::fs::hard_link(&data, at("hard.pdf")).unwrap();
        let mut taken = vec!["A.taizhang", "hard.pdf"];
        if cfg!(unix) {
            #[cfg(unix)]
            for (name, to) in [("soft.pdf", "A.taizhang"), ("softer.pdf", "soft.pdf"), ("nowhere.pdf", "none")] {
                std::os::unix::fs::symlink(at(to), at(name)).unwrap();
            }
            taken.extend(["soft.pdf", "softer.pdf", "nowhere.pdf"]);
        }
        let before = names(folder.path());
        // None of these is there yet: they would be in the data file's way.
        taken.extend(["A.taizhang.lock", "A.taizhang.holder", "A.taizhang-journal"]);
        let lower_too = [at("a.TAIZHANG.lock"), at("A.taizhang-JOURNAL")];
        for open in [None, Some(data.as_path())] {
            for path in taken.iter().map(|name| at(name)).chain(lower_too.iter().filter(|_| open.is_some()).cloned()) {
                for kind in [Kind::Pdf, Kind::Workbook, Kind::Text, Kind::Own] {
                    let refused = write(&path, kind, open, b"%PDF-").unwrap_err();
                    assert_eq!(refused.code(), Code::TargetExists, "{kind:?} {}", path.display());
                }
            }
        }
        assert_eq!(names(folder.path()), before);
        assert_eq!(std::fs::read(&data).unwrap(), b"\xE5\x8F\xB0\x01 and noise");
    }

    #[cfg(unix)]
    #[test]
    fn a_print_behind_a_link_is_replaced_where_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let (print, link) = (folder.path().join("真.pdf"), folder.path().join("链.pdf"));
        std::fs::write(&print, "%PDF-old").unwrap();
        std::os::unix::fs::symlink(&print, &link).unwrap();
        write(&link, Kind::Pdf, None, b"%PDF-new").unwrap();
        assert_eq!(std::fs::read(&print).unwrap(), b"%PDF-new");
        assert!(link.is_symlink());
    }
}
