//! Several records at once, new ones and changed ones: judged as each would be alone, then written as one step.
//!
//! Owns that all of them are written or none. What each of them may say is `intake`'s.

use super::{Book, accepted, after};
use crate::base::error::{Error, Result};
use crate::schema::{Ledger, Record, State};
use crate::store::accord::breaches;
use crate::store::change::Change;
use crate::store::intake::{Desk, Intake};
use crate::store::journal::Op;
use crate::store::known::InFile;
use crate::store::rows::{self, Facts};
use crate::store::staging::Staging;
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;
use std::sync::Arc;

/// Records written together.
#[derive(Debug, Clone)]
pub struct AddedAll {
    /// Their numbers, in the order in which they were given.
    pub ids: Vec<i64>,
    /// The ledgers whose lists say something else now.
    pub moved: Vec<Ledger>,
}

/// One of several records given together.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its ledger.
    pub ledger: Ledger,
    /// The record that it changes, with the record's step when it was read; `None`: a new one.
    pub existing: Option<(i64, Option<i64>)>,
    /// What is given.
    pub supplied: Map<String, Json>,
}

/// What became of several records given together.
#[derive(Debug, Clone)]
pub struct Together {
    /// What is said of each, in their order.
    pub taken: Vec<Intake>,
    /// What was written; nothing where one of them has a problem.
    pub written: Option<AddedAll>,
}

impl Book {
    /// What becomes of each of several new records, over those before it that may be saved. Writes nothing.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn judge_all(&self, rows: &[(Ledger, Map<String, Json>)]) -> Result<Vec<Intake>> {
        self.reading(|_| {
            let (rules, ages) = (self.rules()?, self.ages()?);
            let mut staging = Staging::over(self);
            let mut taken: Vec<Intake> = Vec::with_capacity(rows.len());
            // What may be saved so far, and the row of each.
            let mut bound: Vec<(usize, Record)> = Vec::new();
            for (place, (ledger, supplied)) in rows.iter().enumerate() {
                let mut intake = self.desk(&staging, &rules, Arc::clone(&ages)).take(*ledger, None, supplied)?;
                if intake.problems.is_empty() {
                    let record = after(*ledger, None, &intake);
                    intake.warnings.extend(self.foresee(&record, None)?);
                    if self.registry.accord(*ledger).is_some() {
                        bound.push((place, Record { id: staging.add(record.clone()), ..record }));
                    } else {
                        staging.add(record);
                    }
                }
                taken.push(intake);
            }
            for found in breaches(self.registry, &staging, bound.iter().map(|(_, record)| record))? {
                let blamed = |record: &Record| record.ledger == found.ledger && found.blamed().contains(&record.id);
                for (place, _) in bound.iter().filter(|(_, record)| blamed(record)) {
                    if let Some(intake) = taken.get_mut(*place) {
                        intake.problems.push(found.breach.problem.clone());
                    }
                }
            }
            Ok(taken)
        })
    }

    /// Adds several records in one step, each checked as if it came alone: all of them, or none. A row may name records
    /// that an earlier one of the same ledger list adds, by their names.
    ///
    /// # Errors
    /// `Invalid` with the problems of the first row that has any.
    pub fn add_all(&mut self, rows: &[(Ledger, Map<String, Json>)]) -> Result<AddedAll> {
        let rules = self.rules()?;
        let (now, ages, registry) = (self.surroundings.now(), self.ages()?, self.registry);
        let (ids, done) = self.transact(Op::Add, json!({}), |change| {
            rows.iter()
                .map(|(ledger, supplied)| {
                    let intake = accepted(
                        Desk { known: &InFile(change.connection()), now, ages: Arc::clone(&ages), rules: &rules, registry }
                            .take(*ledger, None, supplied)?,
                    )?;
                    put(change, *ledger, None, intake)
                })
                .collect::<Result<Vec<i64>>>()
        })?;
        Ok(AddedAll { ids, moved: done.moved(registry) })
    }

    /// Saves several records in one step, each checked as if it came alone over those before it: all of them, or none where
    /// one has a problem.
    ///
    /// # Errors
    /// `NotFound` when a record to be changed is gone, `ChangedMeanwhile`; what the disk says.
    pub fn save_all(&mut self, rows: &[Row]) -> Result<Together> {
        self.save_each(rows, None)
    }

    /// The same, where the first is a new record and the others belong to it: they name it in their column `under`.
    ///
    /// # Errors
    /// As [`Self::save_all`].
    pub fn save_under(&mut self, rows: &[Row], under: &str) -> Result<Together> {
        self.save_each(rows, Some(under))
    }

    fn save_each(&mut self, rows: &[Row], under: Option<&str>) -> Result<Together> {
        let rules = self.rules()?;
        let (now, ages, registry, on) = (self.surroundings.now(), self.ages()?, self.registry, self.today());
        let op = if rows.iter().all(|row| row.existing.is_some()) { Op::Change } else { Op::Add };
        let mut taken = Vec::with_capacity(rows.len());
        let written = self.transact(op, json!({}), |change| {
            let mut ids = Vec::with_capacity(rows.len());
            for row in rows {
                let existing = row.existing.map(|(id, step)| current(change, row.ledger, id, step)).transpose()?;
                let known = InFile(change.connection());
                let desk = Desk { known: &known, now, ages: Arc::clone(&ages), rules: &rules, registry };
                let mut supplied = Cow::Borrowed(&row.supplied);
                match (under, taken.is_empty(), ids.first()) {
                    (Some(column), false, Some(first)) => drop(supplied.to_mut().insert(column.to_owned(), Json::from(*first))),
                    // What the others belong to is not there.
                    (Some(_), false, None) => break,
                    _ => {}
                }
                let mut intake = desk.take(row.ledger, existing.as_ref(), &supplied)?;
                if intake.problems.is_empty() {
                    let facts = Facts { connection: change.connection(), rules: &rules, on, registry };
                    let record = after(row.ledger, existing.as_ref(), &intake);
                    intake.warnings.extend(registry.foresee(&facts, &record, existing.as_ref())?);
                    ids.push(put(change, row.ledger, existing, intake.clone())?);
                }
                taken.push(intake);
            }
            match taken.iter().find(|intake| !intake.problems.is_empty()) {
                // Nothing of the step stays.
                Some(wrong) => Err(Error::Invalid(wrong.problems.clone())),
                None => Ok(ids),
            }
        });
        let refused = (under.is_some() || taken.len() == rows.len()) && taken.iter().any(|intake| !intake.problems.is_empty());
        let written = match written {
            Err(Error::Invalid(_)) if refused => None,
            written => {
                let (ids, done) = written?;
                Some(AddedAll { ids, moved: done.moved(registry) })
            }
        };
        Ok(Together { taken, written })
    }
}

/// Writes what was taken in; returns the record's number.
pub(super) fn put(change: &mut Change<'_>, ledger: Ledger, existing: Option<Record>, intake: Intake) -> Result<i64> {
    let id = match existing {
        Some(before) => {
            change.update_with_reason(&before, intake.values, intake.late_reason)?;
            before.id
        }
        None => change.insert(ledger, intake.values, intake.late_reason)?,
    };
    if let Some(child) = intake.child {
        match child.existing {
            Some(before) => change.update(&before, child.values)?,
            None => change.insert(child.ledger, child.values_of(id), None).map(drop)?,
        }
    }
    Ok(id)
}

/// The record to be changed, as it is stored.
fn current(change: &Change<'_>, ledger: Ledger, id: i64, step: Option<i64>) -> Result<Record> {
    let found = rows::stored(change.connection(), ledger, &[id])?.pop();
    let record = found.ok_or_else(|| Error::NotFound(format!("{}第 {id} 号记录", ledger.declaration().label)))?;
    if step.is_some_and(|step| step != record.step) || record.state == State::Voided {
        return Err(Error::ChangedMeanwhile);
    }
    Ok(record)
}
