//! Rows that a guideline asks for: which records of a ledger they are.
//!
//! Owns the reading of conditions on columns, and what was read of each ledger, once.

use crate::answers::evidence::Period;
use crate::base::error::Result;
use crate::rules::guideline::{Is, Rows};
use crate::schema::{Ledger, Record, Value};
use crate::store::Book;
use crate::store::listing::Query;
use crate::topics::common;
use chrono::NaiveDate;
use std::cell::OnceCell;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The ledgers of a book as of the last day of a period.
pub struct Shelf<'a> {
    book: &'a Book,
    period: Period,
    read: RefCell<HashMap<Ledger, Rc<Vec<Record>>>>,
    pictured: OnceCell<HashSet<(String, String)>>,
}

impl<'a> Shelf<'a> {
    /// Nothing read yet.
    pub fn new(book: &'a Book, period: Period) -> Self {
        Self { book, period, read: RefCell::default(), pictured: OnceCell::new() }
    }

    /// The ledger that `rows` are of; `None` where this program has none of the name.
    pub fn ledger(&self, rows: &Rows) -> Option<Ledger> {
        self.book.registry().named(&rows.ledger).ok()
    }

    /// Every valid record up to the last day that `rows` means, oldest first.
    pub fn of(&self, rows: &Rows) -> Result<Vec<Row>> {
        let Some(ledger) = self.ledger(rows) else { return Ok(Vec::new()) };
        let records = self.records(ledger)?;
        let mut found = Vec::new();
        for (place, record) in records.iter().enumerate() {
            if rows.only.iter().all(|(column, is)| holds(record, column, is)) && (!rows.file || self.has_file(record)?) {
                found.push(Row { records: Rc::clone(&records), place });
            }
        }
        Ok(found)
    }

    /// Every valid record of `ledger` up to the last day; of a ledger without days all.
    fn records(&self, ledger: Ledger) -> Result<Rc<Vec<Record>>> {
        if let Some(known) = self.read.borrow().get(&ledger) {
            return Ok(Rc::clone(known));
        }
        let to = ledger.declaration().record_date.map(|_| self.period.to);
        let mut ids = self.book.ids(&Query { to, ..Query::all(ledger, self.period.to) })?;
        ids.reverse();
        let records = Rc::new(self.book.window(ledger, &ids, self.period.to)?);
        self.read.borrow_mut().insert(ledger, Rc::clone(&records));
        Ok(records)
    }

    /// Whether a picture or scan belongs to `record`.
    pub fn has_file(&self, record: &Record) -> Result<bool> {
        let known = match self.pictured.get() {
            Some(known) => known,
            None => {
                let read = common::pictured(self.book)?;
                self.pictured.get_or_init(|| read)
            }
        };
        Ok(known.contains(&(record.ledger.name().to_owned(), record.uid.clone())))
    }
}

/// One of the records read of a ledger.
#[derive(Clone)]
pub struct Row {
    records: Rc<Vec<Record>>,
    place: usize,
}

impl std::ops::Deref for Row {
    type Target = Record;

    fn deref(&self) -> &Record {
        #[allow(clippy::indexing_slicing)] // the place was found in these records
        &self.records[self.place]
    }
}

impl Row {
    /// Where it stands.
    pub fn at(&self) -> (Ledger, i64) {
        (self.ledger, self.id)
    }

    /// The day it is evidence of; `None` where its ledger has no days, or it holds from before the file.
    pub fn day(&self) -> Option<NaiveDate> {
        day_of(self)
    }
}

/// The day a record is evidence of.
pub fn day_of(record: &Record) -> Option<NaiveDate> {
    let column = record.ledger.declaration().record_date?;
    record.values.get(column).and_then(Value::as_day)
}

/// Whether a column says this.
pub fn holds(record: &Record, column: &str, is: &Is) -> bool {
    let value = record.values.get(column);
    let code = || value.and_then(Value::as_code);
    match is {
        Is::In(codes) => code().is_some_and(|code| codes.iter().any(|one| one == code)),
        Is::Not(codes) => code().is_some_and(|code| codes.iter().all(|one| one != code)),
        Is::Has(wanted) => matches!(value, Some(Value::Choices(codes)) if codes.iter().any(|code| code == wanted)),
        Is::Set => value.is_some_and(|value| *value != Value::Flag(false)),
        Is::Unset => value.is_none_or(|value| *value == Value::Flag(false)),
        Is::Yes => record.flag(column),
        Is::No => !record.flag(column),
    }
}

/// What a form begins with so that the record would be one of `rows`.
pub fn preset(rows: &Rows) -> Vec<(String, String)> {
    let of = |(column, is): &(String, Is)| match is {
        Is::In(codes) => match codes.as_slice() {
            [one] => Some((column.clone(), one.clone())),
            _ => None,
        },
        Is::Has(code) => Some((column.clone(), code.clone())),
        Is::Yes => Some((column.clone(), "true".to_owned())),
        Is::Not(_) | Is::Set | Is::Unset | Is::No => None,
    };
    rows.only.iter().filter_map(of).collect()
}
