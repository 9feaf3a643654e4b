//! Records that are about to be written, laid over the file: what an import compares its later rows with.
//!
//! Owns the provisional numbers of new records (negative) and the look-up tables by which thousands of rows find their
//! like. Writes nothing.

use crate::base::error::Result;
use crate::schema::{Ledger, Record, State, Value, Values};
use crate::store::Book;
use crate::store::known::{InFile, Known};
use crate::store::rows;
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// Stands between two values of a key; no typed text holds it.
const BETWEEN: char = '\u{1F}';

/// See the module.
pub struct Staging<'a> {
    file: InFile<'a>,
    staged: HashMap<(Ledger, i64), Record>,
    uids: HashMap<(Ledger, String), i64>,
    /// Staged records by the record they name: ledger, column, number.
    naming: HashMap<(Ledger, &'static str, i64), Vec<i64>>,
    tables: RefCell<Vec<Lookup>>,
    next: i64,
}

/// Valid records by what some of their columns hold.
struct Lookup {
    ledger: Ledger,
    columns: Vec<&'static str>,
    ids: HashMap<Box<str>, Ids>,
}

/// Numbers of records that hold the same: nearly always there is one.
enum Ids {
    One(i64),
    Several(Vec<i64>),
}

impl Ids {
    fn as_slice(&self) -> &[i64] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Several(ids) => ids,
        }
    }
}

impl Lookup {
    fn put(&mut self, id: i64, values: &Values) {
        let Some(key) = key(&self.columns, values) else { return };
        match self.ids.entry(key.into_boxed_str()) {
            Entry::Vacant(free) => {
                free.insert(Ids::One(id));
            }
            Entry::Occupied(taken) => {
                let ids = taken.into_mut();
                match ids {
                    Ids::Several(ids) => ids.push(id),
                    Ids::One(first) => *ids = Ids::Several(vec![*first, id]),
                }
            }
        }
    }

    fn take(&mut self, id: i64, values: &Values) {
        if let Some(ids) = key(&self.columns, values).and_then(|key| self.ids.get_mut(key.as_str())) {
            *ids = Ids::Several(ids.as_slice().iter().copied().filter(|known| *known != id).collect());
        }
    }
}

/// The key of `values` in `columns`; `None` unless all of them are there.
fn key(columns: &[&'static str], values: &Values) -> Option<String> {
    let mut key = String::new();
    for (place, column) in columns.iter().enumerate() {
        if place > 0 {
            key.push(BETWEEN);
        }
        match values.get(column)? {
            Value::Text(text) => key.push_str(text),
            value => key.push_str(&value.to_input()),
        }
    }
    Some(key)
}

fn join(texts: &[String]) -> String {
    texts.join(&BETWEEN.to_string())
}

impl<'a> Staging<'a> {
    /// Nothing staged over the file of `connection`.
    pub fn over(book: &'a Book) -> Self {
        Self {
            file: InFile(book.connection()),
            staged: HashMap::new(),
            uids: HashMap::new(),
            naming: HashMap::new(),
            tables: RefCell::new(Vec::new()),
            next: -1,
        }
    }

    /// Stages a new record; returns its provisional number.
    pub fn add(&mut self, mut record: Record) -> i64 {
        let id = self.next;
        self.next -= 1;
        record.id = id;
        record.state = State::Valid;
        if !record.uid.is_empty() {
            self.uids.insert((record.ledger, record.uid.clone()), id);
        }
        self.place(record);
        id
    }

    /// Stages the change of `before` to `after`; returns its number.
    pub fn change(&mut self, before: &Record, after: Record) -> i64 {
        for table in self.tables.get_mut().iter_mut().filter(|table| table.ledger == before.ledger) {
            table.take(before.id, &before.values);
        }
        self.place(after);
        before.id
    }

    /// Stages that `before` is voided: it counts no longer.
    pub fn void(&mut self, before: &Record) {
        self.change(before, Record { state: State::Voided, ..before.clone() });
    }

    /// Takes back what was staged of the record of number `id`: `before`, where it was there before.
    pub fn take_back(&mut self, ledger: Ledger, id: i64, before: Option<&Record>) {
        let Some(staged) = self.staged.remove(&(ledger, id)) else { return };
        for table in self.tables.get_mut().iter_mut().filter(|table| table.ledger == ledger) {
            table.take(id, &staged.values);
        }
        match before {
            Some(before) => self.place(before.clone()),
            None => self.uids.retain(|(of, _), known| *of != ledger || *known != id),
        }
    }

    /// The staged records, by ledger and number.
    pub fn into_staged(self) -> HashMap<(Ledger, i64), Record> {
        self.staged
    }

    fn place(&mut self, record: Record) {
        let valid = record.state == State::Valid;
        for table in self.tables.get_mut().iter_mut().filter(|table| valid && table.ledger == record.ledger) {
            table.put(record.id, &record.values);
        }
        for reference in record.ledger.references() {
            if let Some(id) = record.reference(reference.column.name) {
                let named = self.naming.entry((record.ledger, reference.column.name, id)).or_default();
                if !named.contains(&record.id) {
                    named.push(record.id);
                }
            }
        }
        self.staged.insert((record.ledger, record.id), record);
    }

    /// Makes the look-up table of `columns` unless it is there, and asks it.
    fn asked(&self, ledger: Ledger, columns: &[&'static str], texts: &[String]) -> Result<Vec<i64>> {
        let mut tables = self.tables.borrow_mut();
        let known = tables.iter().position(|table| table.ledger == ledger && table.columns == columns);
        let place = match known {
            Some(place) => place,
            None => {
                let mut table = Lookup { ledger, columns: columns.to_vec(), ids: HashMap::new() };
                rows::each_valid(self.file.0, ledger, columns, |id, values| {
                    if !self.staged.contains_key(&(ledger, id)) {
                        table.put(id, &values);
                    }
                })?;
                let valid = |record: &&Record| record.ledger == ledger && record.state == State::Valid;
                for record in self.staged.values().filter(valid) {
                    table.put(record.id, &record.values);
                }
                tables.push(table);
                tables.len() - 1
            }
        };
        let found = tables.get(place).and_then(|table| table.ids.get(join(texts).as_str()));
        Ok(found.map(|ids| ids.as_slice().to_vec()).unwrap_or_default())
    }
}

impl Known for Staging<'_> {
    fn holding(&self, ledger: Ledger, columns: &[&'static str], texts: &[String]) -> Result<Vec<i64>> {
        self.asked(ledger, columns, texts)
    }

    fn naming(&self, ledger: Ledger, column: &'static str, id: i64) -> Result<Vec<Record>> {
        let mut found = if id > 0 { self.file.naming(ledger, column, id)? } else { Vec::new() };
        found.retain(|record| !self.staged.contains_key(&(ledger, record.id)));
        let staged = self.naming.get(&(ledger, column, id)).map(Vec::as_slice).unwrap_or_default();
        let still = |record: &&Record| record.state == State::Valid && record.reference(column) == Some(id);
        found.extend(staged.iter().filter_map(|id| self.staged.get(&(ledger, *id))).filter(still).cloned());
        Ok(found)
    }

    fn record(&self, ledger: Ledger, id: i64) -> Result<Option<Record>> {
        match self.staged.get(&(ledger, id)) {
            Some(record) => Ok(Some(record.clone())),
            None if id > 0 => self.file.record(ledger, id),
            None => Ok(None),
        }
    }

    fn with_uid(&self, ledger: Ledger, uid: &str) -> Result<Option<i64>> {
        match self.uids.get(&(ledger, uid.to_owned())) {
            Some(id) => Ok(Some(*id)),
            None => self.file.with_uid(ledger, uid),
        }
    }

    fn title(&self, ledger: Ledger, id: i64) -> Result<String> {
        match self.staged.get(&(ledger, id)).and_then(|record| record.text(ledger.declaration().title)) {
            Some(title) => Ok(title.to_owned()),
            None if id > 0 => self.file.title(ledger, id),
            None => Ok("这次导入的另一行".to_owned()),
        }
    }
}
