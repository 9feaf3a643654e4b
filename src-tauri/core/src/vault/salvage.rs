//! Salvage: what still reads of a damaged file, brought into a new one.
//!
//! Owns the walk around unreadable pages. Knows no table by name; whether what came out is worth anything, the
//! person decides. The damaged file itself is never opened for writing: the work is done on a copy.

use crate::base::error::{Error, Result};
use crate::file::check::{check_pages, identifier};
use crate::file::disk::{self, beside, journal_of};
use crate::file::key::{Key, Salt};
use crate::file::open::{Access, PAGE_BYTES, close, connect};
use crate::file::part::Part;
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params_from_iter};
use std::fs::File;
use std::path::Path;

/// What became of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRows {
    /// Its name in the file.
    pub table: String,
    /// Rows brought over.
    pub read: u64,
    /// Rows lost at most: keys that could not be read, among them perhaps some that were never given. `None` when
    /// rows may be lost and how many cannot be known.
    pub lost: Option<u64>,
}

/// Attempts around damage in one table; each opens the file anew.
const ATTEMPTS: u32 = 10_000;
/// How often a file cut short is lengthened to twice its length.
const DOUBLINGS: u32 = 3;

/// Brings all rows of the file at `path` that still read into a new file `target` with the same key. The caller has
/// no connection to `path`; it and its journal stay as they are. The result is sound as a file, but its records may
/// refer to lost ones and its chain of steps may have gaps.
///
/// # Errors
/// `TargetExists`, `WrongPassword`; `FileDamaged` when not even the list of tables reads; `ReadOnly`, `Io`.
pub fn salvage(path: &Path, target: &Path, key: Option<(&Key, &Salt)>) -> Result<Vec<TableRows>> {
    if target.exists() {
        return Err(Error::TargetExists(target.to_owned()));
    }
    salvaged(path, target, key).map_err(|error| error.of(target))
}

fn salvaged(path: &Path, target: &Path, key: Option<(&Key, &Salt)>) -> Result<Vec<TableRows>> {
    let work = Part::of(&beside(target, ".work"))?;
    let copy = |from: &Path, to: &Path| disk::patiently(|| std::fs::copy(from, to)).map_err(Error::io("复制数据文件", from));
    copy(path, work.path())?;
    if journal_of(path).exists() {
        copy(&journal_of(path), &journal_of(work.path()))?;
    }
    let mut source = Source { path: work.path(), key, open: Some(open_lengthened(work.path(), key)?), attempts: 0 };
    let tables = source.read(tables_of)?;

    let part = Part::of(target)?;
    let new = connect(part.path(), key, Access::Create)?;
    new.execute_batch("PRAGMA foreign_keys = OFF")?;
    let transaction = new.unchecked_transaction()?;
    let version: i64 = source.read(|from| from.pragma_query_value(None, "user_version", |row| row.get(0)))?;
    transaction.pragma_update(None, "user_version", version)?;
    let mut told = Vec::new();
    for table in &tables {
        transaction.execute_batch(&table.sql)?;
        source.attempts = 0;
        told.push(bring(&mut source, &transaction, table)?);
    }
    let others = source.read(|from| {
        let sql = "SELECT sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT NULL";
        from.prepare(sql)?.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()
    })?;
    for sql in others {
        transaction.execute_batch(&sql)?;
    }
    transaction.commit()?;
    close(new)?;

    let new = connect(part.path(), key, Access::Read)?;
    check_pages(&new, key.is_some())?;
    close(new)?;
    disk::sync(part.path())?;
    disk::put(part.path(), target)?;
    Ok(told)
}

/// Opens the copy at `path`; one cut short is lengthened first, so that what is missing reads as damaged pages.
fn open_lengthened(path: &Path, key: Option<(&Key, &Salt)>) -> Result<Connection> {
    let mut length = std::fs::metadata(path).map_err(Error::io("打开数据文件", path))?.len();
    let mut result = connect(path, key, Access::Write);
    for _ in 0..DOUBLINGS {
        if !matches!(result, Err(Error::FileDamaged(_))) {
            break;
        }
        length = length.next_multiple_of(PAGE_BYTES) * 2;
        let lengthen = || File::options().write(true).open(path)?.set_len(length);
        disk::patiently(lengthen).map_err(Error::io("复制数据文件", path))?;
        result = connect(path, key, Access::Write);
    }
    result
}

/// The copy that is read. After one unreadable page SQLCipher refuses a connection everything, so it is opened anew.
struct Source<'a> {
    path: &'a Path,
    key: Option<(&'a Key, &'a Salt)>,
    open: Option<Connection>,
    attempts: u32,
}

impl Source<'_> {
    fn read<T>(&mut self, act: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let connection = match self.open.take() {
            Some(connection) => connection,
            None => connect(self.path, self.key, Access::Read)?,
        };
        match act(&connection) {
            Ok(found) => {
                self.open = Some(connection);
                Ok(found)
            }
            Err(error) => {
                self.attempts += 1;
                Err(Error::FileDamaged(error.to_string()))
            }
        }
    }
}

struct Table {
    name: String,
    sql: String,
    columns: Vec<String>,
    /// Column of the table's order, if it has one besides the row's number.
    order: String,
    /// Whether that column holds whole numbers from 0 up.
    numbered: bool,
    /// Whether it alone names a row.
    unique: bool,
    /// Highest key ever given, where SQLite keeps it.
    last: Option<i64>,
}

fn tables_of(source: &Connection) -> rusqlite::Result<Vec<Table>> {
    let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let named: Vec<(String, String)> =
        source.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    named.into_iter().map(|(name, sql)| describe(source, name, sql)).collect()
}

fn describe(source: &Connection, name: String, sql: String) -> rusqlite::Result<Table> {
    let mut statement = source.prepare("SELECT name, type, pk FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
    let columns: Vec<(String, String, i64)> =
        statement.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<rusqlite::Result<_>>()?;
    let row_ids: bool = source.query_row("SELECT wr = 0 FROM pragma_table_list(?1)", [&name], |row| row.get(0))?;
    let key = columns.iter().find(|(.., place)| *place == 1).filter(|_| !row_ids);
    let order = key.map_or_else(|| "rowid".to_owned(), |(column, ..)| identifier(column));
    let numbered = key.is_none_or(|(_, kind, _)| kind.eq_ignore_ascii_case("INTEGER"));
    let unique = row_ids || columns.iter().all(|(.., place)| *place < 2);
    // Only the tables that number by themselves stand there; unreadable is as good as absent.
    let last = source.query_row("SELECT seq FROM sqlite_sequence WHERE name = ?1", [&name], |row| row.get(0)).optional();
    let columns = columns.iter().map(|(column, ..)| identifier(column)).collect();
    Ok(Table { columns, order, numbered, unique, last: last.unwrap_or(None), name, sql })
}

/// Copies what reads of `table`: from the front and from the back up to the damage, then within, halving.
fn bring(source: &mut Source<'_>, new: &Connection, table: &Table) -> Result<TableRows> {
    let (mut read, mut lost) = (0, Some(0));
    let mut open = vec![(i64::MIN, table.last.unwrap_or(i64::MAX))];
    while let Some((low, high)) = open.pop() {
        let forward = copy_rows(source, new, table, (low, high), "ASC")?;
        read += forward.rows;
        if forward.refused {
            lost = None;
        }
        if forward.whole {
            continue;
        }
        let after = forward.last.map_or(low.max(0), |key| key.saturating_add(1));
        let back_to = if table.unique && table.numbered { after } else { forward.last.unwrap_or(low) };
        let backward = copy_rows(source, new, table, (back_to, high), "DESC")?;
        read += backward.rows;
        if backward.refused {
            lost = None;
        }
        if backward.whole {
            continue;
        }
        if !table.numbered || !table.unique {
            lost = None;
        }
        let before = backward.last.map_or(high, |key| key.saturating_sub(1));
        if !table.numbered || after > before {
            continue;
        }
        if before == i64::MAX {
            // Neither the end of the table is known nor that of the damage.
            match reach(source, table, after)? {
                Some(parts) => open.extend(parts),
                None => lost = None,
            }
        } else if after == before || source.attempts > ATTEMPTS {
            lost = lost.map(|lost| lost + before.abs_diff(after) + 1);
        } else {
            let middle = after + (before - after) / 2;
            open.extend([(after, middle), (middle + 1, before)]);
        }
    }
    if let Some(last) = table.last {
        let sql = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1";
        if new.execute(sql, (&table.name, last))? == 0 {
            new.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", (&table.name, last))?;
        }
    }
    Ok(TableRows { table: table.name.clone(), read, lost })
}

/// Looks for any row beyond the damage that begins at `from`, ever farther, and splits the rest there; `None` when
/// nothing more reads.
fn reach(source: &mut Source<'_>, table: &Table, from: i64) -> Result<Option<Vec<(i64, i64)>>> {
    let (name, key) = (identifier(&table.name), &table.order);
    let sql = format!("SELECT {key} FROM {name} NOT INDEXED WHERE {key} >= ?1 ORDER BY {key} LIMIT 1");
    for step in (0..40).map(|power| 1_i64 << power) {
        let at = from.saturating_add(step);
        match source.read(|connection| connection.query_row(&sql, [at], |row| row.get::<_, i64>(0)).optional()) {
            Ok(Some(found)) => return Ok(Some(vec![(found, i64::MAX), (from, found - 1)])),
            Ok(None) => return Ok(Some(vec![(from, at - 1)])),
            Err(Error::FileDamaged(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// How far one reading came.
struct Run {
    rows: u64,
    last: Option<i64>,
    whole: bool,
    /// Whether a row read has a value that its table does not allow.
    refused: bool,
}

fn copy_rows(source: &mut Source<'_>, new: &Connection, table: &Table, range: (i64, i64), order: &str) -> Result<Run> {
    let (name, columns) = (identifier(&table.name), table.columns.join(", "));
    let marks = vec!["?"; table.columns.len()].join(", ");
    let mut insert = new.prepare_cached(&format!("INSERT INTO {name} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"))?;
    let key = &table.order;
    let sql = if table.numbered {
        format!("SELECT {key}, {columns} FROM {name} NOT INDEXED WHERE {key} BETWEEN ?1 AND ?2 ORDER BY {key} {order}")
    } else {
        format!("SELECT NULL, {columns} FROM {name} NOT INDEXED WHERE ?1 <= ?2 ORDER BY {key} {order}")
    };
    let mut run = Run { rows: 0, last: None, whole: false, refused: false };
    let mut refused = None;
    let result = source.read(|from| {
        let mut statement = from.prepare(&sql)?;
        let mut rows = statement.query([range.0, range.1])?;
        while let Some(row) = rows.next()? {
            let values = (1..=table.columns.len()).map(|at| row.get::<_, Value>(at)).collect::<rusqlite::Result<Vec<_>>>()?;
            match insert.execute(params_from_iter(values)) {
                Ok(count) => run.rows += u64::try_from(count).unwrap_or_default(),
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => run.refused = true,
                Err(error) => {
                    refused = Some(error);
                    break;
                }
            }
            run.last = row.get(0)?;
        }
        Ok(())
    });
    if let Some(error) = refused {
        return Err(error.into());
    }
    match result {
        Err(Error::FileDamaged(_)) => {}
        result => {
            result?;
            run.whole = true;
        }
    }
    Ok(run)
}
