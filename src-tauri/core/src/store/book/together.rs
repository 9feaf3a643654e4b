//! Several new records at once: judged as each would be alone, then written as one step.
//!
//! Owns that all of them are written or none. What each of them may say is `intake`'s.

use super::{Book, accepted, after};
use crate::base::error::Result;
use crate::schema::{Ledger, Record};
use crate::store::accord::breaches;
use crate::store::intake::{Desk, Intake};
use crate::store::journal::Op;
use crate::store::known::InFile;
use crate::store::staging::Staging;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// Records written together.
#[derive(Debug, Clone)]
pub struct AddedAll {
    /// Their numbers, in the order in which they were given.
    pub ids: Vec<i64>,
    /// The ledgers whose lists say something else now.
    pub moved: Vec<Ledger>,
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
                    let id = change.insert(*ledger, intake.values, intake.late_reason)?;
                    if let Some(child) = intake.child {
                        change.insert(child.ledger, child.values_of(id), None)?;
                    }
                    Ok(id)
                })
                .collect::<Result<Vec<i64>>>()
        })?;
        Ok(AddedAll { ids, moved: done.moved(registry) })
    }
}
