//! What the rows of a sheet must hold together with the file: asked once all of them are decided, since the order of rows says
//! nothing about the order of days.
//!
//! Owns which rows are left out so that the others can be taken. What must hold is the topic's.

use super::super::layout::Heading;
use super::super::plan::{Action, Fate, Finding, RowPlan};
use super::super::target::Target;
use super::Deciding;
use crate::base::error::{Problem, Result};
use crate::schema::{Ledger, Record};
use crate::store::accord::breaches;
use crate::store::known::Known;
use std::collections::HashMap;

impl Deciding<'_> {
    /// Refuses rows until what is left can be written.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn hold_together(&mut self, rows: &mut [RowPlan], headings: &[Heading]) -> Result<()> {
        let registry = self.book.registry();
        let mut places: HashMap<(Ledger, i64), (usize, usize)> = HashMap::new();
        let mut written: Vec<Record> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            for (within, record) in row.records.iter().enumerate().filter(|(_, record)| registry.accord(record.ledger).is_some())
            {
                let (Some(id), Some(action)) = (record.id, &record.action) else { continue };
                places.insert((record.ledger, id), (at, within));
                written.extend(self.staging.record(record.ledger, id)?);
                if let Action::Update { before, .. } = action {
                    written.push(before.as_ref().clone());
                }
            }
        }
        while !written.is_empty() {
            let found = breaches(registry, &self.staging, &written)?;
            if found.is_empty() {
                break;
            }
            for one in found {
                for id in one.blamed() {
                    written.retain(|record| record.ledger != one.ledger || record.id != *id);
                    let Some((at, within)) = places.get(&(one.ledger, *id)) else { continue };
                    let Some(record) = rows.get_mut(*at).and_then(|row| row.records.get_mut(*within)) else { continue };
                    let before = match record.action.take() {
                        Some(Action::Update { before, .. }) => Some(before),
                        _ => None,
                    };
                    self.staging.take_back(one.ledger, *id, before.as_deref());
                    record.fate = Fate::Reject;
                    record.problems.push(finding(&one.breach.problem, headings));
                }
            }
        }
        Ok(())
    }
}

/// What is said of the cell that gives the column named.
fn finding(problem: &Problem, headings: &[Heading]) -> Finding {
    let gives =
        |heading: &&Heading| heading.target.as_ref().and_then(Target::column).is_some_and(|column| column.name == problem.field);
    let heading = headings.iter().find(gives);
    Finding {
        column: heading.map(|heading| heading.column),
        label: heading.map(|heading| heading.label.clone()).unwrap_or_default(),
        field: problem.field.clone(),
        rule: problem.rule.clone(),
        value: problem.value.clone(),
        message: problem.message.clone(),
    }
}
