//! Contents of attachments, each once, under its hash.
//!
//! Owns the table `blobs`: what is put in, what nobody names any more, and whether each still is what its hash says. What a
//! content shows, and to which record it belongs, are others' affairs.

use crate::base::error::{Error, Result};
use crate::base::hash;
use rusqlite::{Connection, OptionalExtension, params};

/// In what form a content is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A JPEG.
    Picture,
    /// A PDF.
    Pdf,
}

impl Form {
    /// Stored code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Picture => "jpeg",
            Self::Pdf => "pdf",
        }
    }

    /// Ending of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Picture => "jpg",
            Self::Pdf => "pdf",
        }
    }

    /// The form with this code.
    pub fn named(code: &str) -> Option<Self> {
        [Self::Picture, Self::Pdf].into_iter().find(|form| form.code() == code)
    }
}

/// Bytes with their hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// In what form.
    pub form: Form,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-256 in hexadecimal digits.
    pub sha256: String,
}

impl Content {
    /// `bytes` of this form.
    pub fn of(form: Form, bytes: Vec<u8>) -> Self {
        let sha256 = hash::sha256(&bytes);
        Self { form, bytes, sha256 }
    }
}

/// Keeps `content`, unless it is there.
pub(super) fn put(connection: &Connection, content: &Content) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO blobs (sha256, bytes) VALUES (?1, ?2) ON CONFLICT (sha256) DO NOTHING")?
        .execute(params![content.sha256, content.bytes])?;
    Ok(())
}

/// The content of this hash, proved by it.
///
/// # Errors
/// `FileDamaged` when it is gone, or is another.
pub(super) fn get(connection: &Connection, sha256: &str) -> Result<Vec<u8>> {
    let found: Option<Vec<u8>> = connection
        .prepare_cached("SELECT bytes FROM blobs WHERE sha256 = ?1")?
        .query_row([sha256], |row| row.get(0))
        .optional()?;
    match found {
        Some(bytes) if hash::sha256(&bytes) == sha256 => Ok(bytes),
        Some(_) => Err(changed(sha256)),
        None => Err(missing(sha256)),
    }
}

/// Takes away what no attachment names, voided ones counted: what was undone, and what was erased.
pub(super) fn sweep(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM blobs WHERE sha256 NOT IN (SELECT sha256 FROM attachments)", [])?;
    Ok(())
}

/// Whether every content is what its hash says, and every attachment has its content.
///
/// # Errors
/// `FileDamaged` naming the first that is not.
pub(super) fn check(connection: &Connection) -> Result<()> {
    let mut statement = connection.prepare("SELECT sha256, bytes FROM blobs")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let sha256: String = row.get(0)?;
        let bytes = row.get_ref(1)?.as_blob().map_err(|_| changed(&sha256))?;
        if hash::sha256(bytes) != sha256 {
            return Err(changed(&sha256));
        }
    }
    let sql = "SELECT sha256 FROM attachments WHERE sha256 NOT IN (SELECT sha256 FROM blobs) LIMIT 1";
    match connection.query_row(sql, [], |row| row.get::<_, String>(0)).optional()? {
        Some(sha256) => Err(missing(&sha256)),
        None => Ok(()),
    }
}

fn short(sha256: &str) -> String {
    sha256.chars().take(16).collect()
}

fn changed(sha256: &str) -> Error {
    Error::FileDamaged(format!("附件（指纹 {}）的内容与指纹不符", short(sha256)))
}

fn missing(sha256: &str) -> Error {
    Error::FileDamaged(format!("附件（指纹 {}）的内容不见了", short(sha256)))
}
