//! Bringing a file to the newest version of its tables.
//!
//! Owns the numbered migrations. A released one is never edited; each runs with its version in one transaction. Version 3
//! stores the journal and identities in another way than versions 1 and 2 did: its migration makes all tables, and a file
//! of those versions is not changed but written anew into them, see `upgrade`. What they were made of stays in the folder.

use crate::base::error::{Error, Result};
use crate::file::check::identifier;
pub use crate::file::open::VERSION;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, params_from_iter};

/// The version a new file begins with, before the migrations after it.
const BASE: i64 = 3;
const BASE_SQL: &str = include_str!("../../migrations/0003_compact.sql");
/// Every migration after it in order.
const LATER: &[&str] =
    &[include_str!("../../migrations/0004_guideline_records.sql"), include_str!("../../migrations/0005_daily_records.sql")];

#[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)] // a handful
const _: () = assert!(VERSION == BASE + LATER.len() as i64);

/// The version of the file's tables.
pub fn version(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Whether the file is of a version that only its own reader reads.
pub fn is_former(connection: &Connection) -> Result<bool> {
    Ok((1..BASE).contains(&version(connection)?))
}

/// Whether later migrations bring the file up to date in place.
pub fn is_behind(connection: &Connection) -> Result<bool> {
    Ok((BASE..VERSION).contains(&version(connection)?))
}

/// What the file that is `behind` says, brought up to date in memory, to be read.
///
/// # Errors
/// What SQLite says.
pub fn in_memory(behind: &Connection) -> Result<Connection> {
    let memory = Connection::open_in_memory()?;
    let transaction = memory.unchecked_transaction()?;
    let mut parts = behind.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid",
    )?;
    let tables: Vec<(String, String)> =
        parts.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    for (name, sql) in &tables {
        transaction.execute_batch(sql)?;
        copy_table(behind, &transaction, name, as_it_is)?;
    }
    // Numbers given once are not given again.
    transaction.execute_batch("DELETE FROM sqlite_sequence")?;
    copy_table(behind, &transaction, "sqlite_sequence", as_it_is)?;
    let mut rest = behind.prepare("SELECT sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL ORDER BY rowid")?;
    for sql in rest.query_map([], |row| row.get::<_, String>(0))? {
        transaction.execute_batch(&sql?)?;
    }
    transaction.pragma_update(None, "user_version", version(behind)?)?;
    transaction.commit()?;
    migrate(&memory)?;
    Ok(memory)
}

/// A cell that becomes what it is.
fn as_it_is<'a>(_: &str, cell: ValueRef<'a>) -> Result<ToSqlOutput<'a>> {
    Ok(ToSqlOutput::Borrowed(cell))
}

/// Copies every row of `table` into the table of that name in `into`, column by column; `cell` says what a cell of a column
/// becomes.
pub(super) fn copy_table(
    from: &Connection,
    into: &Connection,
    table: &str,
    cell: impl for<'a> Fn(&str, ValueRef<'a>) -> Result<ToSqlOutput<'a>>,
) -> Result<()> {
    let table = identifier(table);
    let mut statement = from.prepare(&format!("SELECT * FROM {table}"))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let names: Vec<String> = columns.iter().map(|column| identifier(column)).collect();
    let (names, marks) = (names.join(", "), vec!["?"; columns.len()].join(", "));
    let mut insert = into.prepare(&format!("INSERT INTO {table} ({names}) VALUES ({marks})"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let cells = columns.iter().enumerate().map(|(place, column)| cell(column, row.get_ref(place)?));
        insert.execute(params_from_iter(cells.collect::<Result<Vec<_>>>()?))?;
    }
    Ok(())
}

/// Applies what is missing. Returns whether anything was.
///
/// # Errors
/// `Bug` for a file that has to be written anew.
pub fn migrate(connection: &Connection) -> Result<bool> {
    if is_former(connection)? {
        return Err(Error::Bug("旧版本的文件没有先升级".to_owned()));
    }
    let from = version(connection)?;
    let all = std::iter::once(BASE_SQL).chain(LATER.iter().copied()).zip(BASE..);
    let mut changed = false;
    for (sql, number) in all.filter(|(_, number)| *number > from) {
        let transaction = connection.unchecked_transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
        changed = true;
    }
    Ok(changed)
}

/// What versions 1 and 2 were made of.
#[cfg(test)]
pub(crate) const FORMER: [&str; 2] =
    [include_str!("../../migrations/0001_frame.sql"), include_str!("../../migrations/0002_core_records.sql")];

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
