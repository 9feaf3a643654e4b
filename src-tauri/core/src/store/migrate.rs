//! Bringing a file to the newest version of its tables.
//!
//! Owns the numbered migrations. A released one is never edited; each runs with its version in one transaction.

use crate::base::error::Result;
use rusqlite::Connection;

/// Every migration in order; the file's `user_version` counts those applied.
const MIGRATIONS: &[&str] =
    &[include_str!("../../migrations/0001_frame.sql"), include_str!("../../migrations/0002_core_records.sql")];

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

/// Lets empty tables in memory stand in for those an older file does not have yet, so that it can be read where it cannot
/// be written. Migrations that do more than add tables and indexes need another way.
pub fn stand_in(connection: &Connection) -> Result<()> {
    let from = version(connection)?;
    for (sql, _) in MIGRATIONS.iter().zip(1_i64..).filter(|(_, number)| *number > from.max(1)) {
        for table in sql.split(';').filter_map(|statement| statement.split_once("CREATE TABLE ")).map(|(_, table)| table) {
            connection.execute_batch(&format!("CREATE TEMP TABLE {table}"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// `migrations/schema.sql` is what all migrations together make; read it to know the tables. `TAIZHANG_BLESS` rewrites it.
    #[test]
    fn the_schema_is_written_down() {
        let connection = Connection::open_in_memory().unwrap();
        migrate(&connection).unwrap();
        let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' \
                   ORDER BY tbl_name, type DESC, name";
        let mut statement = connection.prepare(sql).unwrap();
        let parts: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap();
        let made =
            format!("-- Version {VERSION}, generated from the migrations: never edited, never run.\n{};\n", parts.join(";\n"));
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/schema.sql");
        if std::env::var_os("TAIZHANG_BLESS").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        assert_eq!(std::fs::read_to_string(path).unwrap_or_default(), made, "./dev test --bless writes it anew");
    }
}
