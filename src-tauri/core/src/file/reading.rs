//! One look at the file: everything read in it is of one state, and no page of it failed.
//!
//! Owns the read transaction around whatever reads more than once, and the question whether SQLCipher met a page whose
//! authentication code does not fit. Such a page is handed on as zeros; SQLite itself speaks only when it needs the next
//! page, if ever. The cipher remembers the failure for the life of the connection.

use crate::base::error::{Error, Result};
use rusqlite::{Connection, OptionalExtension};
use std::time::Duration;

/// Does `work` in one read transaction, or in the one that is open already. It sees one state of the file; a writer
/// beside cannot commit until it ends, so whatever takes long without reading is done afterwards.
///
/// # Errors
/// `FileDamaged` when a page failed, whatever `work` made of it; else what `work` returns.
pub fn reading<T, E: From<Error>>(
    connection: &Connection,
    work: impl FnOnce() -> std::result::Result<T, E>,
) -> std::result::Result<T, E> {
    if !connection.is_autocommit() {
        return work();
    }
    let look = connection.unchecked_transaction().map_err(Error::from)?;
    let result = work();
    sound(connection)?;
    drop(look);
    result
}

/// Whether `beside`, another connection to the file of a read transaction that is open, now sees the same state, until it is
/// closed. It does not wait: a writer that waits for the open one to end would keep both waiting for each other.
pub fn joins(beside: &Connection) -> bool {
    let look = "BEGIN; SELECT count(*) FROM sqlite_schema";
    beside.busy_timeout(Duration::ZERO).is_ok() && beside.execute_batch(look).is_ok()
}

/// Changes whenever another connection has committed.
///
/// # Errors
/// What SQLite says.
pub fn state(connection: &Connection) -> Result<i64> {
    Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

/// Whether every page read so far was what it claims to be; a file without password has no codes to tell.
///
/// # Errors
/// `FileDamaged`.
pub fn sound(connection: &Connection) -> Result<()> {
    // Asked anew each time: a statement of it that is kept holds the former answer.
    let status = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, String>(0)).optional();
    let whole = status("PRAGMA cipher_status")?.as_deref() == Some("1");
    // Without a cipher there is no page size of it either.
    if whole || status("PRAGMA cipher_page_size")?.is_none() {
        return Ok(());
    }
    Err(Error::FileDamaged("有一页的校验码不符，读出来的内容不可信".to_owned()))
}
