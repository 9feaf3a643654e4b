//! Writing what a plan decided: a verified copy first, then everything good as one step.
//!
//! Owns the order of these and the exchange of provisional numbers for real ones. Decides nothing.

use super::memory;
use super::plan::{Action, ImportPlan};
use crate::base::error::{Error, Result};
use crate::file::disk;
use crate::schema::{Ledger, Record, Value, Values};
use crate::store::Book;
use crate::store::change::Change;
use crate::store::journal::Op;
use crate::vault::backup::BackupDone;
use serde_json::json;
use std::collections::HashMap;

/// What an import did.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The step it was; `None` when there was nothing to write.
    pub step: Option<i64>,
    /// The copy made before.
    pub backup: Option<BackupDone>,
}

/// Parts of the work, for whoever shows how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// 备份
    BackingUp,
    /// 写入
    Writing,
}

const TOLD_EVERY: usize = 200;

/// Writes `plan` into `book`. `progress` gets the stage with its units done and in all, and stops the work by saying no.
///
/// # Errors
/// `Invalid` when the plan is blocked; `ChangedMeanwhile` when anything was written since it was made; `Cancelled`, with
/// nothing written; what the disk says.
pub fn apply(book: &mut Book, plan: ImportPlan, progress: &dyn Fn(Stage, u64, u64) -> bool) -> Result<Applied> {
    if let Some(problem) = plan.blocked {
        return Err(Error::Invalid(vec![problem]));
    }
    if book.last_step()? != plan.step {
        return Err(Error::ChangedMeanwhile);
    }
    if !plan.writes() {
        memory::remember(book, plan.ledger, &plan.layout)?;
        return Ok(Applied { step: None, backup: None });
    }
    let folder = disk::backups_beside(book.path());
    let backup = book.back_up(&folder, &|done, total| progress(Stage::BackingUp, done, total))?;
    let counts = plan.counts(plan.ledger);
    let detail = json!({
        "file": plan.source,
        "sheet": plan.sheet,
        "sha256": plan.digest,
        "ledger": plan.ledger.name(),
        "added": counts.added,
        "changed": counts.changed,
    });
    let mut added: HashMap<Ledger, usize> = HashMap::new();
    for record in plan.rows.iter().flat_map(|row| &row.records) {
        if let Some(Action::Insert { child, .. }) = &record.action {
            *added.entry(record.ledger).or_default() += 1;
            child.iter().for_each(|child| *added.entry(child.ledger).or_default() += 1);
        }
    }
    let ImportPlan { rows, mut staged, ledger, layout, .. } = plan;
    let total = rows.len() as u64;
    let ((), done) = book.transact(Op::Import, detail, |change| {
        added.into_iter().try_for_each(|(ledger, count)| change.expect(ledger, count))?;
        let mut real: HashMap<(Ledger, i64), i64> = HashMap::new();
        for (row, count) in rows.into_iter().zip(0_usize..) {
            if count.is_multiple_of(TOLD_EVERY) && !progress(Stage::Writing, count as u64, total) {
                return Err(Error::Cancelled);
            }
            for record in row.records {
                if let Some(action) = record.action {
                    write(change, &mut staged, &mut real, record.ledger, action)?;
                }
            }
        }
        Ok(())
    })?;
    progress(Stage::Writing, total, total);
    let saved = done.step.map(|step| format!("已写入，是第 {step} 步")).unwrap_or_default();
    memory::remember(book, ledger, &layout).map_err(|error| error.after(saved))?;
    Ok(Applied { step: done.step, backup: Some(backup) })
}

fn write(
    change: &mut Change<'_>,
    staged: &mut HashMap<(Ledger, i64), Record>,
    real: &mut HashMap<(Ledger, i64), i64>,
    ledger: Ledger,
    action: Action,
) -> Result<()> {
    let provisional = match &action {
        Action::Insert { id, .. } => *id,
        Action::Update { before, .. } => before.id,
    };
    let gone = || Error::Bug(format!("{} 的第 {provisional} 号没有备好", ledger.name()));
    let Record { uid, mut values, late_reason, .. } = staged.remove(&(ledger, provisional)).ok_or_else(gone)?;
    settle(ledger, &mut values, real)?;
    let (id, child) = match action {
        Action::Insert { child, .. } => {
            let id = if uid.is_empty() {
                change.insert(ledger, values, late_reason)?
            } else {
                change.insert_as(ledger, &uid, values, late_reason)?
            };
            real.insert((ledger, provisional), id);
            (id, child)
        }
        Action::Update { before, child } => {
            change.update_with_reason(&before, values, late_reason)?;
            (before.id, child)
        }
    };
    match child {
        None => Ok(()),
        Some(child) => match child.existing.clone() {
            Some(before) => change.update(&before, child.values_of(id)),
            None => change.insert(child.ledger, child.values_of(id), None).map(|_| ()),
        },
    }
}

/// Puts real numbers in the place of provisional ones.
fn settle(ledger: Ledger, values: &mut Values, real: &HashMap<(Ledger, i64), i64>) -> Result<()> {
    for reference in ledger.references() {
        if let Some(Value::Reference(id)) =
            values.get_mut(reference.column.name).filter(|value| matches!(value, Value::Reference(id) if *id < 0))
        {
            *id = *real.get(&(reference.ledger, *id)).ok_or_else(|| Error::Bug("这一行的人没有写入".to_owned()))?;
        }
    }
    Ok(())
}
