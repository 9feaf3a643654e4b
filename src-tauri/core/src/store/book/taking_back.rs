//! What is taken back: records voided and made valid again, steps undone and done again.
//!
//! Owns what each of them is as a step. What undoing means for each kind of change is `undo`'s.

use super::{Book, Saved};
use crate::base::error::{Error, Problem, Result};
use crate::schema::{Ledger, Record, State};
use crate::store::journal::{self, Op, StepEntry};
use crate::store::{attachments, rows, undo};
use serde_json::{Map, json};

/// A step taken back, or done again.
#[derive(Debug, Clone)]
pub struct TakenBack {
    /// The step, with what it had changed.
    pub entry: StepEntry,
    /// The ledgers whose lists say something else now.
    pub moved: Vec<Ledger>,
}

impl Book {
    /// Voids a record and the valid children that belong to it; a warning says how many valid records name it still.
    ///
    /// # Errors
    /// `Invalid` without a reason, `NotFound`, `ChangedMeanwhile`.
    pub fn void(&mut self, ledger: Ledger, id: i64, expected_step: Option<i64>, reason: &str) -> Result<Saved> {
        if ledger.declaration().single {
            return Err(Error::invalid("", "single", "", format!("{}不能作废，请修改。", ledger.declaration().label)));
        }
        if ledger.declaration().lasting {
            let message = format!("{}登记后不能作废。", ledger.declaration().label);
            return Err(Error::invalid("kind", "immutable", "", message));
        }
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Error::invalid("reason", "required", "", "请填写作废原因，印出时会写在这一行。"));
        }
        let existing = self.current(ledger, id, expected_step)?;
        let children = self.belonging(ledger, id, State::Valid)?;
        let ((), done) =
            self.transact(Op::Void, json!({ "reason": reason }), |change| change.void_with(&existing, &children, reason))?;
        let warnings = self.naming(ledger, id)?;
        Ok(self.saved(ledger, id, existing.step, &done, warnings))
    }

    /// That valid records name the record `id` of `ledger`, which is voided: a warning with how many of which ledger.
    fn naming(&self, ledger: Ledger, id: i64) -> Result<Vec<Problem>> {
        let mut told = Vec::new();
        for other in self.registry.ledgers() {
            let columns: Vec<&str> = other
                .references()
                .filter(|reference| reference.ledger == ledger)
                .map(|reference| reference.column.name)
                .collect();
            if columns.is_empty() {
                continue;
            }
            let named: Vec<String> = columns.iter().map(|column| format!("{column} = ?1")).collect();
            let condition = format!("state = 'valid' AND ({})", named.join(" OR "));
            let count = rows::ids_matching(&self.connection, other, &condition, &[&id])?.len();
            if count > 0 {
                told.push(format!("{} {count} {}", other.declaration().label, other.declaration().unit));
            }
        }
        if told.is_empty() {
            return Ok(Vec::new());
        }
        let message = format!("还有{}写着它，这些记录仍然有效。要作废请到那里一并作废。", told.join("、"));
        Ok(vec![Problem::new("", "named", "", message)])
    }

    /// What undo would take back now.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn undo_next(&self) -> Result<Option<StepEntry>> {
        self.reading(|_| undo::next(&self.connection, self.registry))
    }

    /// Takes back the newest step that can be; `None` when there is none.
    ///
    /// # Errors
    /// `ChangedMeanwhile` when a record is no longer as that step left it.
    pub fn undo(&mut self) -> Result<Option<TakenBack>> {
        let Some(entry) = self.undo_next()? else { return Ok(None) };
        let (now, registry, ages) = (self.surroundings.now(), self.registry, self.ages()?);
        let detail = json!({ "undoes": entry.step, "op": entry.op });
        let ((), done) = self.transact(Op::Undo, detail, |change| undo::undo(change, registry, &entry, &ages, now))?;
        Ok(Some(TakenBack { entry, moved: done.moved(registry) }))
    }

    /// Makes a voided record valid again, with the children that were voided along with it.
    ///
    /// # Errors
    /// `NotFound`, `ChangedMeanwhile`; `Invalid` when it is valid already, when what it belongs to is voided, or when the
    /// ledger's rules refuse it as it stands: the same may have been entered again since.
    pub fn unvoid(&mut self, ledger: Ledger, id: i64, expected_step: Option<i64>) -> Result<Saved> {
        let voided = self.get(ledger, id, self.today())?;
        if expected_step.is_some_and(|step| step != voided.step) {
            return Err(Error::ChangedMeanwhile);
        }
        if voided.state != State::Voided {
            return Err(Error::invalid("state", "valid", "valid", "这条记录没有作废，不用恢复。"));
        }
        for reference in ledger.references() {
            let Some(named) = voided.reference(reference.column.name) else { continue };
            let named = self.stored(reference.ledger, &[named])?;
            if named.iter().any(|record| record.state == State::Voided) {
                let label = reference.column.label;
                let message = format!("这条记录的{label}已经作废，请先恢复{label}。");
                return Err(Error::invalid(reference.column.name, "voided", "", message));
            }
        }
        let intake = super::accepted(self.check(ledger, Some(id), &Map::new())?)?;
        let children = self.belonging(ledger, id, State::Voided)?;
        let ((), done) = self.transact(Op::Unvoid, json!({}), |change| {
            change.unvoid(&voided)?;
            children.iter().filter(|child| child.step == voided.step).try_for_each(|child| change.unvoid(child))
        })?;
        Ok(self.saved(ledger, id, voided.step, &done, intake.warnings))
    }

    /// Children of the record that are in `state`, and the attachments of all of them and of its own.
    pub(super) fn belonging(&self, ledger: Ledger, id: i64, state: State) -> Result<Vec<Record>> {
        self.reading(|_| {
            let code = if state == State::Valid { "valid" } else { "voided" };
            let mut children = Vec::new();
            for (child, column) in self.registry.children(ledger) {
                let condition = format!("{0}.{column} = ?1 AND {0}.state = ?2", child.name());
                children.extend(rows::matching_stored(&self.connection, child, &condition, &[&id, &code])?);
            }
            let mut attached = Vec::new();
            for one in rows::stored(&self.connection, ledger, &[id])?.iter().chain(&children) {
                attached.extend(attachments::of(&self.connection, one.ledger, &one.uid, Some(state))?);
            }
            children.extend(attached);
            Ok(children)
        })
    }

    /// What redo would do again now; `None` once anything was written since it was undone.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn redo_next(&self) -> Result<Option<StepEntry>> {
        self.reading(|_| {
            let next = undo::next_again(&self.connection)?;
            next.map(|(_, taken)| journal::entry(&self.connection, self.registry, taken)).transpose()
        })
    }

    /// Does the step undone last again; `None` when there is none.
    ///
    /// # Errors
    /// `ChangedMeanwhile` when a record is no longer as undo left it.
    pub fn redo(&mut self) -> Result<Option<TakenBack>> {
        let Some((undone, taken)) = self.reading(|_| undo::next_again(&self.connection))? else { return Ok(None) };
        let (now, registry, ages) = (self.surroundings.now(), self.registry, self.ages()?);
        let entry = |step| self.reading(|_| journal::entry(&self.connection, registry, step));
        let (undone, taken) = (entry(undone)?, entry(taken)?);
        let detail = json!({ "redoes": taken.step, "op": taken.op });
        let ((), done) = self.transact(Op::Redo, detail, |change| undo::redo(change, registry, (&undone, &taken), &ages, now))?;
        Ok(Some(TakenBack { entry: taken, moved: done.moved(registry) }))
    }
}
