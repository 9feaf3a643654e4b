//! What new records do not say and nobody may make up: columns that a sheet is silent in, and the kind of doses of which it
//! has only the days. Asked once for the whole sheet.
//!
//! Owns which records are silent in what, and what waits for the answer. The questions themselves are `question`'s.

use super::{CellGiven, Deciding, Place, Row, sheet_finding};
use crate::base::clock::business_day;
use crate::base::error::Result;
use crate::exchange::plan::{Fate, Finding, RecordPlan};
use crate::exchange::question::{Answer, Question, Silence};
use crate::exchange::reading::Reading;
use crate::schema::{Column, Ledger, Record};
use crate::store::intake::Given;
use crate::store::known::Known;

impl Deciding<'_> {
    /// What is asked of what new records are silent in.
    pub fn silences(&self) -> Vec<Question> {
        let today = business_day(self.now);
        let asked = self.silences.values();
        asked
            .map(|(silence, label, rows)| Question::of_silence(silence, label, *rows, &self.options.answers, &self.rules, today))
            .collect()
    }

    /// What was answered; nothing yet where the answer is none.
    pub(super) fn answer(&self, silence: &Silence) -> Answer {
        silence.answer(&self.options.answers, &self.rules, business_day(self.now)).unwrap_or(Answer::Open)
    }

    /// Counts what a new record is silent in, and puts it aside until the question is answered.
    pub(super) fn heed_silence(&mut self, given: &Row<'_>, plan: &mut RecordPlan, asked: &mut Vec<Finding>) {
        let silent = std::mem::take(&mut plan.silent);
        let answers: Vec<Answer> = silent.iter().map(|silence| self.answer(silence)).collect();
        // What the rules say of a value that nobody gave is no fault of the row.
        let waits = |field: &str| {
            let silent = silent.iter().zip(&answers);
            silent
                .into_iter()
                .any(|(silence, answer)| matches!(answer, Answer::Open | Answer::LeftOut) && silence.column.name == field)
        };
        plan.problems.retain(|problem| !waits(&problem.field));
        if !plan.problems.is_empty() || !matches!(plan.fate, Fate::Add | Fate::Change) {
            return;
        }
        for (silence, answer) in silent.iter().zip(answers) {
            let cell = given.cells.iter().find(|cell| is_unsaid(cell, silence));
            let label = cell.map(|cell| cell.heading.label.clone()).unwrap_or_default();
            self.silences.entry(silence.code()).or_insert((*silence, label, 0)).2 += 1;
            let column = silence.column;
            match (answer, cell) {
                (Answer::LeftOut, _) => plan.fate = Fate::Skip,
                (Answer::Open, Some(cell)) => {
                    let message = format!("没有写是哪种{}。请先回答整列的问题：都按哪一种。", column.label);
                    asked.push(cell.finding("silent", "", message));
                }
                (Answer::Open, None) => {
                    let message = format!("空着。请填写{}，或先回答整张表的问题：都按哪一天，还是都空着。", column.label);
                    asked.push(sheet_finding(column.label, "silent", "", message).of(column.name));
                }
                (Answer::Empty | Answer::All(_), _) => {}
            }
        }
        if plan.fate == Fate::Skip {
            plan.unstaged = None;
        }
    }

    /// What nothing may be assumed of and a record or its child, where it would be new, has no cell for.
    pub(super) fn silent(
        &self,
        ledger: Ledger,
        existing: Option<&Record>,
        given: &Row<'_>,
        child: &[(&'static Column, Given<'_>)],
        meant: bool,
    ) -> Result<Vec<Silence>> {
        let says = |column: &Column, child: bool| {
            given
                .cells
                .iter()
                .any(|cell| matches!(cell.place, Place::Child) == child && cell.column.name == column.name && !cell.is_blank())
        };
        let asked = |of: Ledger, child: bool| {
            let columns = of.columns().iter();
            let silent = columns.filter(move |column| column.asked && column.stored() && !says(column, child));
            silent.map(|column| Silence { column, beside: None })
        };
        let mut silent: Vec<Silence> = Vec::new();
        if existing.is_none() {
            silent.extend(asked(ledger, false));
            silent.extend(given.cells.iter().filter_map(|cell| match cell.reading {
                Reading::Unsaid { which } => Some(Silence { column: cell.column, beside: Some((which, cell.heading.column)) }),
                _ => None,
            }));
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

/// Whether `cell` is the one that `silence` is about.
fn is_unsaid(cell: &CellGiven<'_>, silence: &Silence) -> bool {
    matches!(cell.reading, Reading::Unsaid { .. }) && silence.beside.is_some_and(|(_, at)| at == cell.heading.column)
}
