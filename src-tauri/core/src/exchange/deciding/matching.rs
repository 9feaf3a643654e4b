//! Finding the record that a row means.
//!
//! Owns what is unique, the same in every cell, probably the same, and references by what identifies the record.

use super::{CellGiven, Deciding, Place, Row, said};
use crate::base::error::Result;
use crate::base::names;
use crate::exchange::plan::{Finding, RecordPlan};
use crate::exchange::reading::Reading;
use crate::rules::identifiers::{normalise_document, other_form};
use crate::schema::mask::mask;
use crate::schema::{Column, Ledger, Record, Value, Values};
use crate::store::known::Known;
use std::collections::{HashMap, HashSet};

const BETWEEN: &str = "\u{1F}";

/// Records found for reference columns.
#[derive(Default)]
pub(super) struct References {
    pub found: Vec<(&'static Column, i64)>,
    /// Columns that need no further look.
    pub settled: HashSet<&'static str>,
    /// Whether everything was found.
    pub whole: bool,
}

impl Deciding<'_> {
    /// Finds the records that reference columns mean by what identifies them, where the sheet brings that.
    pub(super) fn references(
        &self,
        ledger: Ledger,
        existing: Option<&Record>,
        given: &Row<'_>,
        plan: &mut RecordPlan,
    ) -> Result<References> {
        let mut references = References { whole: true, ..References::default() };
        for reference in ledger.references() {
            let (column, of) = (reference.column, reference.ledger);
            let keys: Vec<&CellGiven<'_>> = given
                .cells
                .iter()
                .filter(|cell| matches!(cell.place, Place::Key(of) if of.name == column.name) && !cell.is_blank())
                .collect();
            let own = given
                .cells
                .iter()
                .find(|cell| matches!(cell.place, Place::Own) && cell.column.name == column.name && !cell.is_blank());
            if keys.is_empty() {
                continue;
            }
            references.settled.insert(column.name);
            let named = own.and_then(said);
            if let Some(existing) = existing
                && let Some(referred) =
                    existing.reference(column.name).map(|id| self.staging.record(of, id)).transpose()?.flatten()
                && named.as_ref().map_or(Ok(true), |name| self.shows(existing, column, name))?
                && keys.iter().all(|key| agrees(&referred, key))
            {
                continue;
            }
            match self.referred(of, own, &keys)? {
                Ok(id) => {
                    if existing.is_none_or(|existing| existing.reference(column.name) != Some(id)) {
                        references.found.push((column, id));
                    }
                }
                Err(finding) => {
                    plan.problems.push(*finding);
                    references.whole = false;
                }
            }
        }
        Ok(references)
    }

    /// The record of `of` that `own` names and `keys` identify.
    fn referred(
        &self,
        of: Ledger,
        own: Option<&CellGiven<'_>>,
        keys: &[&CellGiven<'_>],
    ) -> Result<std::result::Result<i64, Box<Finding>>> {
        let label = of.declaration().label;
        let title = of.declaration().title;
        let name = own.and_then(said).map(|name| names::normalise(&name));
        let refused =
            |cell: &CellGiven<'_>, rule: &str, message: String| Ok(Err(Box::new(cell.finding(rule, cell.shown(), message))));
        for key in keys.iter().filter(|key| key.column.identifies) {
            let Some(number) = said(key).map(|text| normalise_document(&text)) else { continue };
            let found = self.staging.holding(of, &[key.column.name], &[number])?;
            let [id] = found.as_slice() else {
                let message = format!("{label}里没有这个{}。请先登记，或对照证件核对。", key.column.label);
                return refused(key, "reference", message);
            };
            let record = self.staging.record(of, *id)?;
            let known = record.as_ref().and_then(|record| record.text(title)).unwrap_or_default();
            if let (Some(own), Some(name)) = (own, &name)
                && known != name
            {
                let message = format!("这个{}在{label}里是「{known}」的，这里写的是「{name}」。请核对。", key.column.label);
                return refused(own, "mismatch", message);
            }
            return Ok(Ok(*id));
        }
        let cell = own.or(keys.first().copied());
        let candidates = match &name {
            Some(name) => self.staging.holding(of, &[title], std::slice::from_ref(name))?,
            None => match keys.iter().find_map(|key| Some((key, said(key)?))) {
                Some((key, text)) => self.staging.holding(of, &[key.column.name], &[normalise_document(&text)])?,
                None => Vec::new(),
            },
        };
        let mut fitting = Vec::new();
        for id in &candidates {
            let record = self.staging.record(of, *id)?;
            if record.is_some_and(|record| keys.iter().all(|key| agrees(&record, key))) {
                fitting.push(*id);
            }
        }
        let who = name.unwrap_or_default();
        match (fitting.as_slice(), candidates.as_slice(), cell) {
            ([id], ..) => Ok(Ok(*id)),
            (_, _, None) => Ok(Err(Box::new(Finding::default()))),
            ([], [], Some(cell)) => refused(cell, "reference", format!("{label}里没有「{who}」。请先登记，或核对姓名、证件号。")),
            ([], _, Some(cell)) => refused(
                cell,
                "mismatch",
                format!(
                    "{label}里的「{who}」与这一行的{}不符。请核对。",
                    keys.iter().map(|key| key.column.label).collect::<Vec<_>>().join("、")
                ),
            ),
            (several, _, Some(cell)) => {
                refused(cell, "ambiguous", format!("{label}里有 {} 个「{who}」。请填写完整的证件号来区分。", several.len()))
            }
        }
    }

    /// Whether any group of columns that may stand only once is there whole, and the record that holds the same.
    pub(super) fn unique(&self, ledger: Ledger, values: &Values) -> Result<(bool, Option<i64>)> {
        let mut complete = false;
        for group in ledger.declaration().unique {
            let texts: Option<Vec<String>> = group.iter().map(|column| values.get(column).map(Value::to_input)).collect();
            let Some(texts) = texts else { continue };
            complete = true;
            if let Some(id) = self.staging.holding(ledger, group, &texts)?.first() {
                return Ok((true, Some(*id)));
            }
        }
        Ok((complete, None))
    }

    /// A record, not met yet, that holds the same in everything the sheet brings.
    pub(super) fn twin(&mut self, ledger: Ledger, values: &Values) -> Result<Option<i64>> {
        let Some(columns) = self.brought.get(&ledger) else { return Ok(None) };
        // A name alone is no proof that it is the same person.
        if ledger.declaration().person && columns.iter().all(|column| *column == ledger.declaration().title) {
            return Ok(None);
        }
        let key = |values: &Values| {
            let texts: Vec<String> =
                columns.iter().map(|column| values.get(column).map(Value::to_input).unwrap_or_default()).collect();
            texts.join(BETWEEN)
        };
        if !self.twins.contains_key(&ledger) {
            let mut known: HashMap<String, Vec<i64>> = HashMap::new();
            self.book.each_valid(ledger, columns, |id, values| known.entry(key(&values)).or_default().push(id))?;
            self.twins.insert(ledger, known);
        }
        let same = self.twins.get(&ledger).and_then(|known| known.get(&key(values)));
        Ok(same.and_then(|ids| ids.iter().copied().find(|id| !self.met.contains_key(&(ledger, *id)))))
    }

    /// Records, not met yet, that are probably the same: by columns that tell people apart, by the other form of a number,
    /// and people of the same name whom nothing tells apart. Where there are none, those of earlier rows.
    pub(super) fn likely(&self, ledger: Ledger, values: &Values) -> Result<Vec<i64>> {
        let declaration = ledger.declaration();
        let mut found = Vec::new();
        let by_name: &[&'static str] = &[declaration.title];
        let groups = declaration.likely.iter().copied().chain(declaration.person.then_some(by_name));
        for group in groups {
            let texts: Option<Vec<String>> = group.iter().map(|column| values.get(column).map(Value::to_input)).collect();
            let Some(texts) = texts else { continue };
            for id in self.staging.holding(ledger, group, &texts)? {
                let Some(record) = self.staging.record(ledger, id)? else { continue };
                let apart = other_document(ledger, values, &record) || group == by_name && born_apart(values, &record);
                if !apart && self.is_free(ledger, id) && !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        for column in ledger.columns().iter().filter(|column| declaration.person && column.identifies) {
            let Some(other) = values.get(column.name).map(Value::to_input).and_then(|number| other_form(&number)) else {
                continue;
            };
            let same = self.staging.holding(ledger, &[column.name], &[other])?;
            found.extend(same.into_iter().filter(|id| self.is_free(ledger, *id) && !found.contains(id)).collect::<Vec<_>>());
        }
        if found.is_empty() && declaration.person {
            return self.of_earlier_rows(ledger, values);
        }
        Ok(found)
    }

    /// People of earlier rows with the same name, whom nothing in the two rows tells apart.
    fn of_earlier_rows(&self, ledger: Ledger, values: &Values) -> Result<Vec<i64>> {
        let title = ledger.declaration().title;
        let Some(name) = values.get(title).map(Value::to_input) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for id in self.staging.holding(ledger, &[title], &[name])? {
            let Some(record) = self.staging.record(ledger, id)? else { continue };
            let apart = other_document(ledger, values, &record) || told_apart(ledger, values, &record);
            if !apart && self.met.contains_key(&(ledger, id)) {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// Whether the record was there before this sheet and no row was it yet.
    fn is_free(&self, ledger: Ledger, id: i64) -> bool {
        id > 0 && !self.met.contains_key(&(ledger, id))
    }
}

/// Whether both have a document of the same kind and its numbers are of two people.
fn other_document(ledger: Ledger, values: &Values, record: &Record) -> bool {
    let identifies = |name: &&'static str| ledger.column(name).is_some_and(|column| column.identifies);
    ledger.declaration().unique.iter().filter(|group| group.iter().any(identifies)).any(|group| {
        let kind = group.iter().filter(|name| !identifies(name)).all(|name| values.get(name) == record.values.get(name));
        kind && group.iter().filter(|name| identifies(name)).any(|name| match (values.get(name), record.values.get(name)) {
            (Some(own), Some(known)) => own != known && other_form(&own.to_input()) != Some(known.to_input()),
            _ => false,
        })
    })
}

/// Whether both have a value in a column by which people are told apart, and not the same.
fn told_apart(ledger: Ledger, values: &Values, record: &Record) -> bool {
    let columns = ledger.declaration().likely.iter().flat_map(|group| group.iter());
    columns
        .filter(|column| **column != ledger.declaration().title)
        .any(|column| matches!((values.get(column), record.values.get(column)), (Some(own), Some(known)) if own != known))
}

/// Whether both have a day of birth, and not the same.
fn born_apart(values: &Values, record: &Record) -> bool {
    matches!((values.get("born_on"), record.values.get("born_on")), (Some(own), Some(known)) if own != known)
}

/// Whether `record` is not at odds with what `key` says of it.
fn agrees(record: &Record, key: &CellGiven<'_>) -> bool {
    let kept = record.text(key.column.name);
    match &key.reading {
        Reading::Said(text) => kept.is_some_and(|kept| kept == normalise_document(text)),
        Reading::Masked(text) => kept.is_some_and(|kept| mask(key.column.sensitivity, kept) == *text),
        Reading::Cut { head } => kept.is_some_and(|kept| kept.starts_with(head.as_str())),
        _ => true,
    }
}
