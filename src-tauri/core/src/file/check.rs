//! Full check of a file, and copying one into another.
//!
//! Owns what can be said of any file of ours without knowing its tables: pages, indexes, references, row counts.

use crate::base::error::{Error, Result};
use crate::file::key::{Key, Salt};
use crate::file::open::{Access, close, connect};
use crate::file::reading;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, Transaction};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// Name of the table that tells what a backup is a copy of.
pub(crate) const MANIFEST: &str = "manifest";
/// Pages copied at a time (1 MiB): a writer beside waits no longer than one step.
const STEP_PAGES: i32 = 256;
/// Copies begun before the writer beside has to wait for one.
const ROUNDS: u32 = 3;
/// Waits of 20 ms until a writer that never lets go counts as blocking.
const PATIENCE: u32 = 500;

/// Checks every page's authentication code, then the structure, then the references.
///
/// `integrity_check` alone misses nearly all damage inside values, so an encrypted file is judged by its pages first.
/// All is read in one read transaction: no other program changes the file meanwhile.
///
/// # Errors
/// `FileDamaged` with the first finding.
pub fn check_file(connection: &Connection, encrypted: bool) -> Result<()> {
    let _snapshot = snapshot_unless_open(connection)?;
    check_pages(connection, encrypted)?;
    check_references(connection)
}

/// The part of [`check_file`] that says whether every reference leads to a record.
pub(crate) fn check_references(connection: &Connection) -> Result<()> {
    match first_text(connection, "PRAGMA foreign_key_check")? {
        Some(table) => Err(Error::FileDamaged(format!("表 {table} 中有记录指向不存在的记录"))),
        None => Ok(()),
    }
}

/// The part of [`check_file`] that says nothing of references.
pub(crate) fn check_pages(connection: &Connection, encrypted: bool) -> Result<()> {
    let _snapshot = snapshot_unless_open(connection)?;
    if encrypted && let Some(finding) = first_text(connection, "PRAGMA cipher_integrity_check")? {
        return Err(Error::FileDamaged(finding));
    }
    check_structure(connection)
}

fn check_structure(connection: &Connection) -> Result<()> {
    match first_text(connection, "PRAGMA integrity_check(1)")? {
        Some(finding) if finding == "ok" => Ok(()),
        Some(finding) => Err(Error::FileDamaged(finding)),
        None => Err(Error::FileDamaged("结构检查没有结果".to_owned())),
    }
}

/// Checks the structure of the file at `path`, which nobody writes, while `verify` looks at what it says.
///
/// # Errors
/// `FileDamaged`; what `verify` finds.
pub(crate) fn structure_beside(path: &Path, key: Option<(&Key, &Salt)>, verify: impl FnOnce() -> Result<()>) -> Result<()> {
    std::thread::scope(|scope| {
        let structure = scope.spawn(|| {
            let connection = connect(path, key, Access::Read)?;
            check_structure(&connection)?;
            close(connection)
        });
        let verified = verify();
        structure.join().unwrap_or_else(|_| Err(Error::Bug("结构检查中断".to_owned())))?;
        verified
    })
}

fn snapshot_unless_open(connection: &Connection) -> Result<Option<Transaction<'_>>> {
    // What lies in memory says nothing about the file.
    connection.execute_batch("PRAGMA shrink_memory")?;
    connection.is_autocommit().then(|| snapshot(connection)).transpose()
}

/// A read transaction that holds SQLite's lock from now on: the authentication codes are read without any.
pub(crate) fn snapshot(connection: &Connection) -> Result<Transaction<'_>> {
    let transaction = connection.unchecked_transaction()?;
    transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(damaged)?;
    Ok(transaction)
}

fn first_text(connection: &Connection, pragma: &str) -> Result<Option<String>> {
    let mut statement = connection.prepare(pragma).map_err(damaged)?;
    let mut rows = statement.query([]).map_err(damaged)?;
    match rows.next().map_err(damaged)? {
        Some(row) => Ok(Some(row.get(0)?)),
        None => Ok(None),
    }
}

/// An error met while reading for a check is a finding, unless the file could not be reached at all.
fn damaged(error: rusqlite::Error) -> Error {
    match Error::from(error) {
        Error::Bug(finding) => Error::FileDamaged(finding),
        other => other,
    }
}

/// `name` as SQL names a table or column.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Rows of every table except the manifest.
pub(crate) fn row_counts(connection: &Connection) -> Result<BTreeMap<String, i64>> {
    let mut statement = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> ?1")?;
    let names = statement.query_map([MANIFEST], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    names
        .into_iter()
        .map(|name| {
            let sql = format!("SELECT count(*) FROM {}", identifier(&name));
            let count = connection.query_row(&sql, [], |row| row.get(0))?;
            Ok((name, count))
        })
        .collect()
}

/// The whole check of a finished copy before it may count. Where its references lead is a matter of content, `verify`'s.
///
/// # Errors
/// `FileDamaged` when a page, the structure or a count is wrong; whatever `verify` finds.
pub(crate) fn check_copy(
    copy: &Connection,
    encrypted: bool,
    expected: &BTreeMap<String, i64>,
    verify: &dyn Fn(&Connection) -> Result<()>,
) -> Result<()> {
    check_pages(copy, encrypted)?;
    if row_counts(copy)? != *expected {
        return Err(Error::FileDamaged("副本的记录数与原文件不符".to_owned()));
    }
    verify(copy)
}

/// Copies all pages of `source` over `copy` in small steps and returns the source's row counts at that state. A
/// program that keeps committing meanwhile has to wait for the last attempt.
/// `progress` gets pages done and in all, and stops the work with `false`.
///
/// # Errors
/// `Cancelled`, `FileInUse` when a writer never lets go, whatever the disk says.
pub(crate) fn copy_pages(
    source: &Connection,
    copy: &mut Connection,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<BTreeMap<String, i64>> {
    if !source.is_autocommit() {
        return Err(Error::Bug("复制时还有未完成的修改".to_owned()));
    }
    let pause = source.is_readonly(rusqlite::MAIN_DB)?;
    for _ in 0..ROUNDS {
        let before = reading::state(source)?;
        step_through(source, copy, pause, progress)?;
        let (expected, after) = {
            let _snapshot = snapshot(source)?;
            (row_counts(source)?, reading::state(source)?)
        };
        // A commit by another program may have come before or after the last page: then copy what it left, too.
        if before == after {
            return Ok(expected);
        }
    }
    let _snapshot = snapshot(source)?;
    step_through(source, copy, false, progress)?;
    row_counts(source)
}

/// `pause` lets a writer beside in between the steps.
fn step_through(source: &Connection, copy: &mut Connection, pause: bool, progress: &dyn Fn(u64, u64) -> bool) -> Result<()> {
    let backup = Backup::new(source, copy)?;
    let mut waits = 0;
    loop {
        match backup.step(STEP_PAGES)? {
            StepResult::Done => {
                // A page that failed was copied as zeros.
                reading::sound(source)?;
                return if report(&backup, progress) { Ok(()) } else { Err(Error::Cancelled) };
            }
            StepResult::More => {
                waits = 0;
                if !report(&backup, progress) {
                    return Err(Error::Cancelled);
                }
                if pause {
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            _ => {
                waits += 1;
                if waits > PATIENCE {
                    return Err(Error::FileInUse { holder: "另一个程序".to_owned() });
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

fn report(backup: &Backup<'_, '_>, progress: &dyn Fn(u64, u64) -> bool) -> bool {
    let at = backup.progress();
    let total = u64::try_from(at.pagecount).unwrap_or_default();
    progress(total.saturating_sub(u64::try_from(at.remaining).unwrap_or_default()), total)
}
