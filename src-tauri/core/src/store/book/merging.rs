//! Two entries of one person made one (并入): the references to the one that goes name the one that stays, and the one that goes is
//! voided, as one step.
//!
//! Owns what is told before and asked: what the two say differently, and which of their records cannot both stand under one person.
//! Whoever names a person is found from the declarations. What a record may say is `intake`'s; nothing is chosen here that
//! nobody chose.

mod clashes;
mod plan;

use super::{Book, accepted};
use crate::base::error::{Error, Problem, Result};
use crate::schema::{Ledger, Record, State};
use crate::store::change::Change;
use crate::store::journal::{self, Op};
use crate::store::rows;
use serde_json::json;
use std::collections::BTreeMap;

pub use clashes::Clash;

/// One of the two entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The one that stays.
    Keep,
    /// The one that goes.
    Lose,
}

impl Side {
    /// In forms and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Lose => "lose",
        }
    }

    /// The side of this code.
    pub fn named(code: &str) -> Option<Self> {
        [Self::Keep, Self::Lose].into_iter().find(|side| side.code() == code)
    }
}

/// What making two entries one would do, told before it is done.
#[derive(Debug, Clone)]
pub struct Merging {
    /// The entry that stays, as it is stored.
    pub keep: Record,
    /// The entry that goes.
    pub lose: Record,
    /// Columns in which they say different things; where only one says anything, too.
    pub differing: Vec<&'static str>,
    /// Those of them that identify a person, where both say something.
    pub numbers: Vec<&'static str>,
    /// Records that cannot both stand.
    pub clashes: Vec<Clash>,
    /// How many records of each ledger name the one that stays instead, attachments among them.
    pub moved: Vec<(Ledger, usize)>,
    /// Why it cannot be done whatever is chosen.
    pub problems: Vec<Problem>,
    /// The newest step when this was told.
    pub step: i64,
}

/// What was chosen.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Whose value stands, by column.
    pub fields: BTreeMap<String, Side>,
    /// Whose records stand, by the key of the clash.
    pub clashes: BTreeMap<String, Side>,
    /// That it is the same person although the numbers of the documents differ.
    pub same_person: bool,
}

/// What was done.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The step it was.
    pub step: Option<i64>,
    /// Records that name the one that stays instead.
    pub records: usize,
    /// Records voided besides the entry that went.
    pub voided: usize,
    /// What is odd but kept.
    pub warnings: Vec<Problem>,
    /// The ledgers whose lists say something else now.
    pub moved: Vec<Ledger>,
}

impl Book {
    /// What making `lose` one with `keep` would do. Writes nothing.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when the two are the same, one of them is voided, or the ledger's records are no people.
    pub fn weigh_merge(&self, ledger: Ledger, keep: i64, lose: i64) -> Result<Merging> {
        if !ledger.declaration().person {
            let message = format!("只有人员才能并入，{}不能。", ledger.declaration().label);
            return Err(Error::invalid("ledger", "person", ledger.name(), message));
        }
        if keep == lose {
            return Err(Error::invalid("into", "self", keep.to_string(), "这是同一条记录，不能并入自己。请另选一个人。"));
        }
        self.with_facts(self.today(), |facts| {
            let (keep, lose) = (self.person(ledger, "into", keep)?, self.person(ledger, "id", lose)?);
            let says = |record: &Record, name| record.values.get(name).cloned();
            let stored = ledger.columns().iter().filter(|column| column.stored());
            let differing = stored.filter(|column| says(&keep, column.name) != says(&lose, column.name));
            let differing: Vec<_> = differing.collect();
            let both = |name| says(&keep, name).is_some() && says(&lose, name).is_some();
            let numbers = differing.iter().filter(|column| column.identifies && both(column.name));
            let named = self.all_naming(&lose)?;
            let clashes = self.clashes(facts.rules, &keep, (&lose, &named))?;
            let attached = self.all_attached(&lose)?;
            let records = named.iter().map(|(record, _)| record).chain(&attached);
            let moved = self.counted(records.map(|record| (self.registry.place(record.ledger), record.id)));
            Ok(Merging {
                numbers: numbers.map(|column| column.name).collect(),
                differing: differing.iter().map(|column| column.name).collect(),
                clashes,
                moved,
                problems: self.too_many(&keep, &attached)?.into_iter().collect(),
                step: journal::last_step(&self.connection)?,
                keep,
                lose,
            })
        })
    }

    /// The valid record of a person, as it is stored.
    fn person(&self, ledger: Ledger, field: &str, id: i64) -> Result<Record> {
        let label = ledger.declaration().label;
        let found = rows::stored(&self.connection, ledger, &[id])?.pop();
        let record = found.ok_or_else(|| Error::NotFound(format!("{label}第 {id} 号记录")))?;
        if record.state == State::Voided {
            let title = self.title(ledger, id)?;
            let message = format!("{title}（第 {id} 号）已作废，不能并入。请先恢复，或另选一个人。");
            return Err(Error::invalid(field, "voided", id.to_string(), message));
        }
        Ok(record)
    }

    /// Does what was weighed, with what was chosen, as one step.
    ///
    /// # Errors
    /// `Invalid` with everything that was not chosen, or that the rules refuse as chosen; `ChangedMeanwhile` when anything was
    /// written since it was weighed; `ReadOnly` without the writer's lock.
    pub fn merge(&mut self, weighed: &Merging, choices: &Choices) -> Result<Merged> {
        self.writable()?;
        if self.last_step()? != weighed.step {
            return Err(Error::ChangedMeanwhile);
        }
        let mut plan = self.reading(|book| book.plan_merge(weighed, choices))?;
        let intake = accepted(std::mem::take(&mut plan.intake))?;
        let (keep, lose) = (&weighed.keep, &weighed.lose);
        let reason = format!("并入「{}」（第 {} 号）", self.title(keep.ledger, keep.id)?, keep.id);
        let detail = json!({
            journal::ACT: "并入", "ledger": keep.ledger.name(), "records": 2, journal::INTO: keep.id, journal::MERGED: lose.id,
        });
        let ((), done) = self.transact(Op::Merge, detail, |change: &mut Change<'_>| {
            for edit in &plan.edits {
                match &edit.voided {
                    Some(reason) => change.void_as(&edit.before, edit.values.clone(), reason)?,
                    None => change.update(&edit.before, edit.values.clone())?,
                }
            }
            change.void(lose, &reason)?;
            change.update_with_reason(keep, intake.values, intake.late_reason)
        })?;
        Ok(Merged {
            step: done.step,
            records: weighed.moved.iter().map(|(_, count)| count).sum(),
            voided: plan.edits.iter().filter(|edit| edit.voided.is_some()).count(),
            warnings: intake.warnings,
            moved: done.moved(self.registry),
        })
    }
}
