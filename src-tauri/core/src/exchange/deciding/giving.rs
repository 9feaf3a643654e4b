//! What the cells of a row give for one record: values for intake, less everything the record shows already.
//!
//! Owns comparing cells with what lists, forms and exports show, masks, and which child record is meant.

use super::{CellGiven, Deciding, LOST, Place, Row, said};
use crate::base::clock::business_day;
use crate::base::error::Result;
use crate::exchange::export;
use crate::exchange::plan::RecordPlan;
use crate::exchange::question::Answer;
use crate::exchange::reading::Reading;
use crate::schema::mask::mask;
use crate::schema::{Column, Kind, Ledger, Record, Value};
use crate::store::intake::{Desk, Given, Intake, Supplied};
use crate::store::known::Known;
use crate::store::present;
use chrono::Datelike;
use std::borrow::Cow;
use std::sync::Arc;

/// What is found out about the values of one record.
pub(super) struct Taken {
    pub intake: Intake,
    /// Whether anything was given at all.
    pub any: bool,
}

impl Deciding<'_> {
    /// Reads and checks what the cells give; `None` when a reference is not found.
    pub(super) fn take(
        &mut self,
        ledger: Ledger,
        existing: Option<&Record>,
        given: &Row<'_>,
        plan: &mut RecordPlan,
    ) -> Result<Option<Taken>> {
        let mut own: Vec<(&'static Column, Given<'_>)> = Vec::new();
        let mut child: Vec<(&'static Column, Given<'_>)> = Vec::new();
        let references = self.references(ledger, existing, given, plan)?;
        let mut written: Vec<(&'static str, String)> = Vec::new();
        for cell in &given.cells {
            match cell.place {
                Place::Own if references.settled.contains(cell.column.name) => {}
                Place::Own => {
                    if let Some(value) = self.own(existing, cell, plan)? {
                        if let (Given::Text(text), Kind::Entry(_)) = (&value, cell.column.kind) {
                            match self.entries.get(&(cell.column.name, text.to_string())) {
                                Some(key) => {
                                    own.push((cell.column, Given::Value(Value::Text(key.clone()))));
                                    continue;
                                }
                                None => written.push((cell.column.name, text.to_string())),
                            }
                        }
                        own.push((cell.column, value));
                    }
                }
                Place::Child => {
                    if let Some(text) = said(cell) {
                        child.push((cell.column, Given::Text(self.word(cell, text))));
                    }
                }
                Place::Key(_) => {}
            }
        }
        own.extend(references.found.into_iter().map(|(column, id)| (column, Given::Value(Value::Reference(id)))));
        for (column, value) in &given.fixed {
            if !self.holds(existing, column, value)? {
                own.push((column, Given::Value(value.clone())));
            }
        }
        let mut child_record = None;
        if let (Some(existing), Some(of)) = (existing, ledger.declaration().with_child)
            && !child.is_empty()
        {
            child_record = self.child_meant(existing, of, &mut child)?;
        }
        if existing.is_none() && !child.is_empty() {
            for column in &self.assumed {
                child.push((column, Given::Text(Cow::Borrowed(column.assumed.unwrap_or_default()))));
                self.assuming = true;
            }
        }
        plan.silent = self.silent(ledger, existing, given, &child, child_record.is_some())?;
        for silence in &plan.silent {
            if let Answer::All(value) = self.answer(silence) {
                let column = silence.column;
                let cells = if ledger.column(column.name).is_some_and(|own| own.stored()) { &mut own } else { &mut child };
                cells.push((column, Given::Value(value)));
            }
        }
        let late_reason =
            given.late_reason.clone().filter(|reason| existing.and_then(|record| record.late_reason.as_ref()) != Some(reason));
        let any = !own.is_empty() || !child.is_empty() || late_reason.is_some();
        let again = self.options.late_reason.clone().filter(|_| late_reason.is_none());
        // Only where the reason given for the whole sheet may be needed is it supplied twice.
        let spare = again.map(|reason| Supplied {
            own: own.clone(),
            child: child.clone(),
            child_record: child_record.clone(),
            late_reason: Some(reason),
            ..Supplied::default()
        });
        let desk = Desk {
            known: &self.staging,
            now: self.now,
            ages: Arc::clone(&self.ages),
            rules: &self.rules,
            registry: self.book.registry(),
        };
        let mut intake =
            desk.take_read(ledger, existing, Supplied { own, child, child_record, late_reason, ..Supplied::default() })?;
        if let Some(spare) = spare.filter(|_| intake.problems.iter().any(|problem| problem.rule == "late")) {
            intake = desk.take_read(ledger, existing, spare)?;
        }
        for cell in &given.cells {
            if let Reading::Month { shown, year, months } = &cell.reading
                && !(matches!(cell.place, Place::Own) && in_month(intake.values.get(cell.column.name), *year, months))
            {
                let message = format!("「{shown}」只有年月，没有日子。请按 2021-08-12 的样子填写，或清空这一格。");
                plan.problems.push(cell.finding("date", shown, message));
            }
        }
        for (column, text) in written {
            if let Some(Value::Text(key)) = intake.values.get(column) {
                self.entries.insert((column, text), key.clone());
            }
        }
        if !references.whole {
            // Rules that look at the record referred to say nothing of value without it.
            return Ok(None);
        }
        Ok(Some(Taken { intake, any }))
    }

    /// What a cell gives for the ledger's own column; `None` when it gives nothing.
    fn own<'c>(&mut self, existing: Option<&Record>, cell: &CellGiven<'c>, plan: &mut RecordPlan) -> Result<Option<Given<'c>>> {
        let column = cell.column;
        let stored = existing.and_then(|record| record.values.get(column.name));
        match &cell.reading {
            Reading::Nothing(text) if existing.map(|record| self.shows(record, column, text)).transpose()? == Some(true) => {
                Ok(None)
            }
            Reading::Blank | Reading::Nothing(_) if stored.is_some() && !column.required => {
                if self.options.clear {
                    return Ok(Some(Given::Text(Cow::Borrowed(""))));
                }
                *self.blanks.entry(column.label).or_default() += 1;
                Ok(None)
            }
            Reading::Said(text) => {
                if let Some(existing) = existing
                    && self.shows(existing, column, text)?
                {
                    return Ok(None);
                }
                Ok(Some(Given::Text(self.word(cell, text.clone()))))
            }
            Reading::Masked(text) => {
                let kept = existing.and_then(|record| record.text(column.name));
                if existing.is_none() {
                    plan.warnings.push(cell.finding(
                        "masked",
                        *text,
                        format!("「{text}」是脱敏后的内容，没有导入。请以后补上。"),
                    ));
                } else if kept.map(|kept| mask(column.sensitivity, kept)).as_deref() != Some(text) {
                    let message = format!("「{text}」是脱敏后的内容，与记录里的也对不上。请填写完整内容，或清空这一格。");
                    plan.problems.push(cell.finding("masked", *text, message));
                }
                Ok(None)
            }
            Reading::Cut { head } => {
                let kept = existing.and_then(|record| record.text(column.name));
                if existing.is_some() && !kept.is_some_and(|kept| kept.starts_with(head.as_str())) {
                    plan.problems.push(cell.finding("precision", head, LOST));
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// What the word in a cell stands for.
    fn word<'c>(&self, cell: &CellGiven<'c>, text: Cow<'c, str>) -> Cow<'c, str> {
        if self.options.words.is_empty() {
            return text;
        }
        let meant = self.options.words.get(&(cell.column.name.to_owned(), text.trim().to_owned()));
        meant.map_or(text, |meant| Cow::Owned(meant.clone()))
    }

    /// Whether `existing` shows `text` in `column`, whole or masked, as lists, exports and forms do.
    pub(super) fn shows(&self, existing: &Record, column: &'static Column, text: &str) -> Result<bool> {
        let text = text.trim();
        if existing.values.get(column.name).is_some_and(|value| value.to_input() == text) {
            return Ok(true);
        }
        let computed;
        let record = if column.stand_in.is_some() && existing.id > 0 && !existing.values.contains_key(column.name) {
            computed = self.book.get(existing.ledger, existing.id, business_day(self.now))?;
            &computed
        } else {
            existing
        };
        let shown = export::cell_text(present::unmasked(self.book, record, column)?);
        Ok(same_text(&shown, text) || starred(&shown, text))
    }

    /// Whether `existing` holds or shows `value` in `column`.
    fn holds(&self, existing: Option<&Record>, column: &'static Column, value: &Value) -> Result<bool> {
        let Some(existing) = existing else { return Ok(false) };
        if existing.values.get(column.name) == Some(value) {
            return Ok(true);
        }
        Ok(column.stand_in.is_some() && self.shows(existing, column, &value.to_input())?)
    }

    /// Which child the cells mean: none of them is given when one says all of it already.
    fn child_meant(
        &self,
        existing: &Record,
        child: Ledger,
        cells: &mut Vec<(&'static Column, Given<'_>)>,
    ) -> Result<Option<Record>> {
        let Some((_, parent)) = child.declaration().parent else { return Ok(None) };
        let known = self.staging.naming(child, parent, existing.id)?;
        let text = |given: &Given<'_>| match given {
            Given::Text(text) => text.to_string(),
            Given::Value(value) => value.to_input(),
        };
        for record in &known {
            let mut all = true;
            for (column, given) in cells.iter() {
                all = all && self.shows(record, column, &text(given))?;
            }
            if all {
                cells.clear();
                return Ok(None);
            }
        }
        let Some((date, given)) = cells.iter().find(|(column, _)| Some(column.name) == child.declaration().record_date) else {
            return Ok(None);
        };
        for record in known {
            if self.shows(&record, date, &text(given))? {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}

/// Whether `value` is a day of that month, as one that a document number gives: then the month says nothing new.
fn in_month(value: Option<&Value>, year: i32, months: &[u32]) -> bool {
    matches!(value, Some(Value::Date(day)) if day.year() == year && months.contains(&day.month()))
}

/// Line ends are the spreadsheet's.
fn same_text(shown: &str, text: &str) -> bool {
    shown.trim() == text || shown.contains('\n') && shown.trim() == text.replace("\r\n", "\n")
}

/// Whether `text` is `shown` with some characters masked, as where the names of people are.
fn starred(shown: &str, text: &str) -> bool {
    let alike = |(shown, text): (char, char)| shown == text || text == '*';
    text.contains('*') && shown.chars().count() == text.chars().count() && shown.chars().zip(text.chars()).all(alike)
}
