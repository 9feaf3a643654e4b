//! Columns that may stay empty, but not because a sheet is silent: what new records say nothing of is asked once.
//!
//! Owns which records are silent in which of them, and what waits for the answer. The question itself is `question`'s.

use super::{Deciding, Place, Row, sheet_finding};
use crate::base::clock::business_day;
use crate::base::error::Result;
use crate::exchange::plan::{Fate, Finding, RecordPlan};
use crate::exchange::question::{self, Question};
use crate::schema::{Column, Ledger, Record};
use crate::store::intake::Given;
use crate::store::known::Known;

impl Deciding<'_> {
    /// What is asked of columns that new records are silent in.
    pub fn silences(&self) -> Vec<Question> {
        let asked = self.silences.values();
        asked.map(|(column, rows)| Question::of_silence(column, *rows, &self.options.answers, business_day(self.now))).collect()
    }

    /// Counts what a new record is silent in, and puts it aside until the question is answered.
    pub(super) fn heed_silence(&mut self, plan: &mut RecordPlan, asked: &mut Vec<Finding>) {
        let open =
            |column: &Column| !matches!(question::said_of(column, &self.options.answers, business_day(self.now)), Ok(Some(_)));
        let open: Vec<bool> = plan.silent.iter().map(|column| open(column)).collect();
        // What the rules say of a value that nobody gave is no fault of the row.
        let waits = |field: &str| plan.silent.iter().zip(&open).any(|(column, open)| *open && column.name == field);
        plan.problems.retain(|problem| !waits(&problem.field));
        if !plan.problems.is_empty() || !matches!(plan.fate, Fate::Add | Fate::Change) {
            return;
        }
        for (column, open) in plan.silent.iter().zip(open) {
            self.silences.entry(column.name).or_insert((column, 0)).1 += 1;
            if open {
                let message = format!("空着。请填写{}，或先回答整张表的问题：都按哪一天，还是都空着。", column.label);
                asked.push(sheet_finding(column.label, "silent", "", message).of(column.name));
            }
        }
    }

    /// Columns that nothing may be assumed of and that a record or its child, where it would be new, has no cell for.
    pub(super) fn silent(
        &self,
        ledger: Ledger,
        existing: Option<&Record>,
        given: &Row<'_>,
        child: &[(&'static Column, Given<'_>)],
        meant: bool,
    ) -> Result<Vec<&'static Column>> {
        let says = |column: &Column, child: bool| {
            given
                .cells
                .iter()
                .any(|cell| matches!(cell.place, Place::Child) == child && cell.column.name == column.name && !cell.is_blank())
        };
        let asked = |of: Ledger, child: bool| {
            of.columns().iter().filter(move |column| column.asked && column.stored() && !says(column, child))
        };
        let mut silent: Vec<&'static Column> = Vec::new();
        if existing.is_none() {
            silent.extend(asked(ledger, false));
        }
        if let Some(of) = ledger.declaration().with_child.filter(|_| !child.is_empty() && !meant) {
            let fresh = match (existing, of.declaration().parent) {
                (Some(existing), Some((_, parent))) => self.staging.naming(of, parent, existing.id)?.is_empty(),
                _ => true,
            };
            silent.extend(fresh.then(|| asked(of, true)).into_iter().flatten());
        }
        Ok(silent)
    }
}
