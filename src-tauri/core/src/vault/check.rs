//! The full check of a file's pages and tables.
//!
//! Owns nothing but the questions asked of SQLCipher and SQLite; the chain of steps is `store::journal`'s.

use crate::error::{Error, Result};
use rusqlite::Connection;

/// Checks every page's authenticity code (encrypted files), the tables' structure and the references between them.
///
/// # Errors
/// `FileDamaged` with the first finding.
pub fn check_file(connection: &Connection, encrypted: bool) -> Result<()> {
    let checks: &[&str] = if encrypted {
        &["PRAGMA cipher_integrity_check", "PRAGMA integrity_check", "PRAGMA foreign_key_check"]
    } else {
        &["PRAGMA integrity_check", "PRAGMA foreign_key_check"]
    };
    for check in checks {
        let mut statement = connection.prepare(check)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let finding: String = row.get::<_, String>(0)?;
            if finding != "ok" {
                return Err(Error::FileDamaged(finding));
            }
        }
    }
    Ok(())
}
