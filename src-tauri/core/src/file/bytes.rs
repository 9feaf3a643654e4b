//! An encrypted file copied byte for byte, beside the connection that has it open.
//!
//! Owns the one other handle of a file that is open, the authentication code of a page as the cipher makes it, and the
//! comparison of a copy with its source. Whoever calls holds the writer's lock and a read transaction: nobody writes.

use crate::base::error::{Error, Result};
use crate::base::hash::Hash;
use crate::file::disk::Content;
use crate::file::key::{Key, Salt};
use crate::file::open::{LOCK_BYTES, PAGE_BYTES};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha512;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes taken at a time: what a thread has to do with them is worth starting it.
const PIECE: usize = 4 << 20;
const PAGE: usize = 4096;
/// A page ends with its authentication code, before that with the vector its cipher began from.
const CODE: usize = 64;
/// Pages of a copy that may differ from the source: those that hold its manifest, and those that say where.
const MOST_CHANGED: usize = 16;

/// The bytes of a file that a connection has open. The system takes a process's locks of a file when any handle of it is
/// closed: this one is dropped after the connection.
pub struct Bytes(File, PathBuf);

impl Bytes {
    /// Of the file at `path`, which this program alone writes. `None` where it cannot be read beside its connection.
    pub fn of(path: &Path) -> Option<Self> {
        Some(Self(File::open(path).ok()?, path.to_owned()))
    }

    /// Where the file was when it was opened.
    pub fn path(&self) -> &Path {
        &self.1
    }

    /// Their number, where all of them can be read: beyond that lie bytes that are locked.
    pub fn length(&self) -> Option<u64> {
        let length = self.0.metadata().ok()?.len();
        (length <= LOCK_BYTES && length.is_multiple_of(PAGE_BYTES)).then_some(length)
    }

    /// Writes them into `copy`, proving every page by its code. `progress` gets pages done and in all, and stops the work by
    /// saying no.
    ///
    /// # Errors
    /// `FileDamaged` when a page is not what it was written as; `Cancelled`; what the disk says.
    pub fn copy(&self, copy: &Path, codes: &Codes, progress: &dyn Fn(u64, u64) -> bool) -> Result<()> {
        let mut into = File::options().write(true).create_new(true).open(copy).map_err(Error::io("写入副本", copy))?;
        let total = self.length().unwrap_or_default() / PAGE_BYTES;
        let mut pieces = Pieces::of(&self.0, &self.1)?;
        let mut done = 0;
        while let Some(piece) = pieces.next()? {
            let (one, other) = piece.split_at(piece.len() / PAGE / 2 * PAGE);
            let middle = done + one.len() / PAGE;
            let (written, fits) = std::thread::scope(|scope| {
                let other = scope.spawn(move || codes.fit_all(middle, other));
                let written = into.write_all(piece);
                (written, codes.fit_all(done, one) && other.join().unwrap_or(false))
            });
            written.map_err(Error::io("写入副本", copy))?;
            if !fits {
                return Err(Error::FileDamaged("有一页的校验码不符".to_owned()));
            }
            done += piece.len() / PAGE;
            if !progress(done as u64, total) {
                return Err(Error::Cancelled);
            }
        }
        into.sync_all().map_err(Error::io("写入副本", copy))
    }

    /// Reads `copy` back and compares it; returns what it is. With `marked`, what it says of itself may have changed pages of
    /// it, and a page that differs is proved by its code.
    ///
    /// # Errors
    /// `FileDamaged` when it is no such copy; what the disk says.
    pub fn compare(&self, copy: &Path, codes: &Codes, marked: bool) -> Result<Content> {
        let differs = || Error::FileDamaged("副本与原文件不符".to_owned());
        let file = File::open(copy).map_err(Error::io("读回副本", copy))?;
        let (mut ours, mut theirs) = (Pieces::of(&self.0, &self.1)?, Pieces::of(&file, copy)?);
        let (mut done, mut changed) = (0, 0);
        let mut hash = Hash::default();
        loop {
            let (source, copied) = std::thread::scope(|scope| {
                let source = scope.spawn(|| ours.next());
                let copied = theirs.next();
                if let Ok(Some(copied)) = &copied {
                    hash.update(copied);
                }
                (source.join().unwrap_or_else(|_| Err(Error::Bug("读取文件中断".to_owned()))), copied)
            });
            let (source, copied) = (source?.unwrap_or_default(), copied?.unwrap_or_default());
            if copied.len() < source.len() || !copied.len().is_multiple_of(PAGE) {
                return Err(differs());
            }
            if copied.is_empty() {
                return Ok(hash.finish());
            }
            if source != copied {
                for (place, page) in copied.chunks(PAGE).enumerate() {
                    if source.get(place * PAGE..(place + 1) * PAGE) != Some(page) {
                        changed += 1;
                        if !marked || changed > MOST_CHANGED || !codes.fit(done + place, page) {
                            return Err(differs());
                        }
                    }
                }
            }
            done += copied.len() / PAGE;
        }
    }
}

/// A file from its beginning, piece by piece.
struct Pieces<'a> {
    file: &'a File,
    path: &'a Path,
    piece: Vec<u8>,
}

impl<'a> Pieces<'a> {
    fn of(mut file: &'a File, path: &'a Path) -> Result<Self> {
        file.seek(SeekFrom::Start(0)).map_err(Error::io("读取文件", path))?;
        Ok(Self { file, path, piece: Vec::with_capacity(PIECE) })
    }

    fn next(&mut self) -> Result<Option<&[u8]>> {
        self.piece.clear();
        let mut rest = self.file.take(PIECE as u64);
        rest.read_to_end(&mut self.piece).map_err(Error::io("读取文件", self.path))?;
        Ok((!self.piece.is_empty()).then_some(self.piece.as_slice()))
    }
}

/// The authentication codes of a file's pages, as SQLCipher 4 makes them: HMAC-SHA-512 of what is encrypted, of the vector
/// behind it and of the page's number, by a key derived from the file's.
pub struct Codes(Hmac<Sha512>);

impl Codes {
    /// Of the file of `key` and `salt`.
    ///
    /// # Errors
    /// `Bug`.
    pub fn of(key: &Key, salt: &Salt) -> Result<Self> {
        keyed(key.page_codes(salt)?.as_slice()).map(Self)
    }

    /// Whether `page`, the one of `number` counted from 0, ends with its code.
    fn fit(&self, number: usize, page: &[u8]) -> bool {
        // The first page begins with the salt, which is in the open.
        let start = if number == 0 { Salt::LEN } else { 0 };
        let number = u32::try_from(number + 1).unwrap_or_default();
        let Some((said, code)) = page.split_at_checked(PAGE - CODE) else { return false };
        let mut mac = self.0.clone();
        mac.update(said.get(start..).unwrap_or_default());
        mac.update(&number.to_le_bytes());
        mac.verify_slice(code).is_ok()
    }

    /// Whether all pages fit, the first of which has the number `first`.
    fn fit_all(&self, first: usize, pages: &[u8]) -> bool {
        pages.chunks(PAGE).enumerate().all(|(place, page)| self.fit(first + place, page))
    }
}

/// A code that begins with `key`.
///
/// # Errors
/// `Bug`.
pub(crate) fn keyed(key: &[u8]) -> Result<Hmac<Sha512>> {
    Hmac::new_from_slice(key).map_err(|error| Error::Bug(error.to_string()))
}
