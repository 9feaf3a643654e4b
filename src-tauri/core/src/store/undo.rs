//! Undo as a step of its own, and redo, which takes an undo back.
//!
//! Owns which step is undone next and what undoing means for each kind of change. An addition within the grace that
//! no print covered is removed; a later one is voided. A record changed since is never touched.

use crate::base::error::{Error, Result};
use crate::schema::State;
use crate::store::ages::Ages;
use crate::store::change::Change;
use crate::store::journal::{ChangeKind, StepEntry};
use crate::store::registry::Registry;
use crate::store::{attachments, journal, rows, settings};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, params};

/// Newest step covered by a print, as a mark.
pub const PRINTED_STEP: &str = "printed_step";

/// Operations that people take back.
const TAKEN_BACK: &str = "'add', 'change', 'void', 'unvoid', 'act', 'merge', 'import'";

/// The step that undo would take back now.
pub fn next(connection: &Connection, registry: &Registry) -> Result<Option<StepEntry>> {
    // What was erased cannot come back, and so nothing before it is taken back.
    let sql = format!(
        "SELECT max(step) FROM steps WHERE undone IS NULL AND op IN ({TAKEN_BACK})
         AND step > (SELECT coalesce(max(step), 0) FROM steps WHERE op = 'erase')"
    );
    let step: Option<i64> = connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
    step.map(|step| journal::entry(connection, registry, step)).transpose()
}

/// Numbers of the undo that redo would take back now and of the step it had taken back; `None` once anything was written since.
/// Asked after every save: as a rule the newest steps tell.
pub fn next_again(connection: &Connection) -> Result<Option<(i64, i64)>> {
    let sql = format!(
        "SELECT max(step) FROM steps WHERE op = 'undo' AND undone IS NULL
         AND step > (SELECT coalesce(max(step), 0) FROM steps WHERE op IN ({TAKEN_BACK}, 'rules', 'erase'))"
    );
    let undo: Option<i64> = connection.prepare_cached(&sql)?.query_row([], |row| row.get(0))?;
    let Some(undo) = undo else { return Ok(None) };
    let taken = connection.prepare_cached("SELECT step FROM steps WHERE undone = ?1")?.query_row([undo], |row| row.get(0));
    Ok(taken.optional()?.map(|taken| (undo, taken)))
}

/// Takes back `entry` within the open step `change`, newest change first.
///
/// # Errors
/// `ChangedMeanwhile` when a record is no longer as the step left it.
pub(super) fn undo(
    change: &mut Change<'_>,
    registry: &Registry,
    entry: &StepEntry,
    ages: &Ages,
    now: DateTime<Utc>,
) -> Result<()> {
    let grace = TimeDelta::hours(ages.grace(ages.seen(now)));
    let printed = printed_step(change.connection())?;
    for touched in entry.touched.iter().rev() {
        let current = rows::stored(change.connection(), touched.ledger, &[touched.id])?.pop();
        if !touched.left(change.connection(), current.as_ref())? {
            return Err(Error::ChangedMeanwhile);
        }
        match (touched.kind, current, &touched.before) {
            (ChangeKind::Added, Some(record), None) => {
                let fresh = ages.seen(now) - ages.counted(record.entered_at) <= grace && entry.step > printed;
                // What others name stays, voided.
                let named = rows::is_named(change.connection(), registry, record.ledger, record.id)?
                    || !attachments::of(change.connection(), record.ledger, &record.uid, None)?.is_empty();
                if fresh && !named {
                    change.remove(&record)?;
                } else if record.ledger.declaration().lasting {
                    let message = format!("{}登记后不能撤销。", record.ledger.declaration().label);
                    return Err(Error::invalid("kind", "immutable", "", message));
                } else if record.state == State::Valid {
                    change.void(&record, "撤销新增")?;
                }
            }
            (_, Some(record), Some(before)) => change.put_back(Some(&record), touched.ledger, touched.id, before)?,
            (_, None, Some(before)) => change.put_back(None, touched.ledger, touched.id, before)?,
            (_, None, None) | (_, Some(_), None) => return Err(Error::Bug("撤销的内容读不懂".to_owned())),
        }
    }
    mark(change.connection(), entry.step, Some(change.step()))
}

/// Takes back the undo `entry`, after which the step `taken` stands again and can be undone again.
///
/// # Errors
/// As [`undo`].
pub(super) fn redo(
    change: &mut Change<'_>,
    registry: &Registry,
    (entry, taken): (&StepEntry, &StepEntry),
    ages: &Ages,
    now: DateTime<Utc>,
) -> Result<()> {
    undo(change, registry, entry, ages, now)?;
    mark(change.connection(), taken.step, None)
}

fn mark(connection: &Connection, step: i64, undone: Option<i64>) -> Result<()> {
    connection.execute("UPDATE steps SET undone = ?2 WHERE step = ?1", params![step, undone])?;
    Ok(())
}

/// Newest step covered by a print; 0 when none was.
pub fn printed_step(connection: &Connection) -> Result<i64> {
    let bytes = settings::mark(connection, PRINTED_STEP)?;
    Ok(bytes.and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_le_bytes))
}

/// Remembers that everything up to the newest step has been on paper.
pub fn mark_printed(connection: &Connection) -> Result<()> {
    let step = journal::last_step(connection)?;
    if step > printed_step(connection)? {
        settings::put_mark(connection, PRINTED_STEP, &step.to_le_bytes())?;
    }
    Ok(())
}
