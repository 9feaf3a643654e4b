//! The way of a file of an older version to the version of now.
//!
//! Owns its order: a verified copy as it is, a new compact file, the proof that it says what the old one said, then the
//! exchange by one rename; cut off anywhere, the file is the old one or the new one. Read only, it is brought over into
//! memory. What is brought over how is `former`'s.

use crate::base::clock::Surroundings;
use crate::base::error::{Error, Result};
use crate::file::key::{Key, Salt};
use crate::file::open::{self, Access};
use crate::file::part::Part;
use crate::file::{check, disk, reading};
use crate::store::change::transact;
use crate::store::journal::{self, Op, Upgrade};
use crate::store::registry::Registry;
use crate::store::{former, migrate, proof};
use crate::vault::backup;
use rusqlite::Connection;
use std::path::Path;

/// How far the way has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The copy stands.
    BackedUp,
    /// The new file is filled, and not closed yet.
    Filled,
    /// The new file stands beside the old one.
    Written,
    /// The old file stands alone.
    Settled,
    /// The new file stands in its place.
    Replaced,
}

/// Brings the file at `path`, open as `former`, up to date and opens it again. The caller holds the writer's lock.
///
/// A chain that was broken is broken afterwards: the records can be reached, and the full check says what it said.
///
/// # Errors
/// As `vault::backup`; `FileDamaged`; what the disk says. Then the file is as it was.
pub fn file(
    former: Connection,
    registry: &Registry,
    path: &Path,
    key: Option<(&Key, &Salt)>,
    surroundings: &Surroundings,
) -> Result<Connection> {
    by_stages(former, registry, path, key, surroundings, &|_| ())
}

/// [`file`]; `reached` is told each stage.
fn by_stages(
    former: Connection,
    registry: &Registry,
    path: &Path,
    key: Option<(&Key, &Salt)>,
    surroundings: &Surroundings,
    reached: &dyn Fn(Stage),
) -> Result<Connection> {
    let said = finding(&former, registry)?;
    back_up(&former, registry, path, key, surroundings, said)?;
    reached(Stage::BackedUp);
    let part = Part::of(path)?;
    let mut new = open::connect(part.path(), key, Access::Create)?;
    let filled = bring_over(&former, registry, &mut new, surroundings);
    reached(Stage::Filled);
    let closed = open::close(new);
    filled.and(closed).and_then(|()| prove(&former, registry, &part, key, said)).map_err(|error| error.of(path))?;
    reached(Stage::Written);
    open::close(former)?;
    open::settle(path)?;
    reached(Stage::Settled);
    disk::replace(part.path(), path)?;
    reached(Stage::Replaced);
    open::connect(path, key, Access::Write)
}

/// Brings the file that `former` has open over into memory, to be read.
///
/// # Errors
/// `FileDamaged`; what the disk says.
pub fn in_memory(former: Connection, registry: &Registry, surroundings: &Surroundings) -> Result<Connection> {
    let memory = if migrate::is_former(&former)? {
        let mut memory = Connection::open_in_memory()?;
        bring_over(&former, registry, &mut memory, surroundings)?;
        memory
    } else {
        reading::reading(&former, || migrate::in_memory(&former))?
    };
    open::close(former)?;
    Ok(memory)
}

/// Keeps a verified copy of the file at `path` beside it, as it is, before its tables are brought up to date in place.
///
/// # Errors
/// As `vault::backup`.
pub fn keep(
    behind: &Connection,
    registry: &Registry,
    path: &Path,
    key: Option<(&Key, &Salt)>,
    surroundings: &Surroundings,
) -> Result<()> {
    back_up(behind, registry, path, key, surroundings, finding(behind, registry)?)
}

/// Keeps a verified copy of the file beside it, as it is.
fn back_up(
    former: &Connection,
    registry: &Registry,
    path: &Path,
    key: Option<(&Key, &Salt)>,
    surroundings: &Surroundings,
    said: Finding,
) -> Result<()> {
    let job = backup::BackupJob {
        key,
        dir: &disk::backups_beside(path),
        at: surroundings.now(),
        bytes: None,
        proved: false,
        count: &|copy| proof::records(copy, registry),
        verify: &|copy| same(said, copy, registry),
        progress: &|_, _| true,
    };
    backup::backup(former, path, &job).map(|_| ())
}

/// Whether `part` is a whole file that says what `former` says.
fn prove(former: &Connection, registry: &Registry, part: &Part, key: Option<(&Key, &Salt)>, said: Finding) -> Result<()> {
    let new = open::connect(part.path(), key, Access::Read)?;
    check::check_pages(&new, key.is_some())?;
    same(said, &new, registry)?;
    if journal::head(&new)? != journal::head(former)? || proof::records(&new, registry)? != proof::records(former, registry)? {
        return Err(Error::Bug("升级后的文件与原文件不符".to_owned()));
    }
    open::close(new)?;
    disk::sync(part.path())
}

/// Brings everything over, indexes last: sorting costs less than finding the place of each, and leaves the pages full.
fn bring_over(former: &Connection, registry: &Registry, into: &mut Connection, surroundings: &Surroundings) -> Result<()> {
    let from = migrate::version(former)?;
    migrate::migrate(into)?;
    into.execute_batch("PRAGMA foreign_keys = OFF")?;
    let transaction = into.unchecked_transaction()?;
    let indexes: Vec<(String, String)> = transaction
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (name, _) in &indexes {
        transaction.execute_batch(&format!("DROP INDEX {}", check::identifier(name)))?;
    }
    reading::reading(former, || former::bring_over(former, &transaction, registry))?;
    for (_, sql) in &indexes {
        transaction.execute_batch(sql)?;
    }
    transaction.commit()?;
    into.execute_batch("PRAGMA foreign_keys = ON")?;
    let detail = serde_json::json!(Upgrade { from, to: migrate::VERSION }).to_string();
    transact(into, registry, surroundings, Op::Upgrade, &detail, |_| Ok(()))?;
    Ok(())
}

/// What the proof of a file comes to. Its pages are another matter: they are always whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Finding {
    Whole,
    Broken,
}

fn finding(connection: &Connection, registry: &Registry) -> Result<Finding> {
    match reading::reading(connection, || proof::verify(connection, registry)) {
        Ok(()) => Ok(Finding::Whole),
        Err(Error::ChainBroken(_) | Error::FileDamaged(_)) => Ok(Finding::Broken),
        Err(error) => Err(error),
    }
}

/// Whether the proof of `copy` comes to what it came to before.
fn same(said: Finding, copy: &Connection, registry: &Registry) -> Result<()> {
    match (said, proof::verify(copy, registry)) {
        (Finding::Broken, Err(Error::ChainBroken(_) | Error::FileDamaged(_))) => Ok(()),
        (Finding::Broken, Ok(())) => Err(Error::Bug("断了的痕迹不会自己接上".to_owned())),
        (_, now) => now,
    }
}

#[cfg(test)]
#[path = "upgrade_tests.rs"]
mod tests;
