//! Bringing a file to the newest version of its tables.
//!
//! Owns the numbered migrations. A released one is never edited; each runs with its version in one transaction.

use crate::error::Result;
use rusqlite::Connection;

/// Every migration in order; the file's `user_version` counts those applied.
const MIGRATIONS: &[&str] = &[include_str!("../../migrations/0001_frame.sql")];

/// The newest version this program writes.
#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // a handful
pub const VERSION: i64 = MIGRATIONS.len() as i64;

/// The version of the file's tables.
pub fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Applies what is missing. Returns whether anything was.
pub fn migrate(connection: &Connection) -> Result<bool> {
    let from = version(connection)?;
    let missing = MIGRATIONS.iter().zip(1_i64..).filter(|(_, number)| *number > from);
    let mut changed = false;
    for (sql, number) in missing {
        let transaction = connection.unchecked_transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
        changed = true;
    }
    Ok(changed)
}
