//! Values of computed columns for all records of a ledger as of one day: made when first needed, followed as records change.
//!
//! Owns this memory of what can always be computed again: lists are filtered and sorted by it, and the search index reads
//! it. Nothing of it is stored.

use crate::base::error::Result;
use crate::schema::{Ledger, Record, Value};
use crate::store::registry::{Computation, Registry};
use crate::store::rows::{self, Facts, Portion};
use chrono::NaiveDate;
use std::collections::HashMap;

/// Records handed to a computation at a time.
const CHUNK: usize = 8192;

/// Computed values of one column by record number. Numbers are small and dense: a table is several times faster than a map.
pub type Column = Vec<Option<Value>>;

/// What is known of one ledger.
pub struct Derived {
    ledger: Ledger,
    on: NaiveDate,
    columns: HashMap<&'static str, Column>,
}

impl Derived {
    /// Nothing yet.
    pub fn new(ledger: Ledger, on: NaiveDate) -> Self {
        Self { ledger, on, columns: HashMap::new() }
    }

    /// The day it is of.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// The values of `column`, if they were made.
    pub fn column(&self, column: &str) -> Option<&Column> {
        self.columns.get(column)
    }

    /// Makes the values of `column` unless they are there.
    pub fn ensure(&mut self, facts: &Facts<'_>, column: &str) -> Result<()> {
        if self.columns.contains_key(column) {
            return Ok(());
        }
        let Some(computation) =
            facts.registry.computations(self.ledger).find(|computation| computation.columns.contains(&column))
        else {
            return Ok(());
        };
        let mut made: HashMap<&'static str, Column> = computation.columns.iter().map(|name| (*name, Column::new())).collect();
        let mut last = 0;
        loop {
            let mut records = rows::partial(facts.connection, self.ledger, computation.needs, Portion::Behind(last, CHUNK))?;
            let Some(largest) = records.last().map(|record| record.id) else { break };
            made.values_mut().for_each(|column| column.resize(place(largest) + 1, None));
            (computation.fill)(facts, &mut records)?;
            for record in &mut records {
                keep(&mut made, computation, record);
            }
            last = largest;
        }
        self.columns.extend(made);
        Ok(())
    }

    /// Makes the values of the records `ids` anew in every column there is that reads `changed`.
    pub fn follow(&mut self, facts: &Facts<'_>, changed: Ledger, ids: &[i64]) -> Result<()> {
        for computation in facts.registry.computations(self.ledger) {
            let there = computation.columns.first().is_some_and(|column| self.columns.contains_key(column));
            if !there || !(changed == self.ledger || computation.reads.contains(&changed)) {
                continue;
            }
            if computation.reads.contains(&self.ledger) {
                // What one record says may change what others of the ledger do.
                self.forget(computation);
                continue;
            }
            for id in ids {
                for column in computation.columns {
                    if let Some(column) = self.columns.get_mut(column) {
                        column.resize(column.len().max(place(*id) + 1), None);
                        if let Some(value) = column.get_mut(place(*id)) {
                            *value = None;
                        }
                    }
                }
            }
            let mut records = rows::partial(facts.connection, self.ledger, computation.needs, Portion::Only(ids))?;
            (computation.fill)(facts, &mut records)?;
            for record in &mut records {
                keep(&mut self.columns, computation, record);
            }
        }
        Ok(())
    }

    /// Forgets every column that reads `changed`.
    pub fn forget_reading(&mut self, registry: &Registry, changed: Ledger) {
        for computation in registry.computations(self.ledger) {
            if computation.reads.contains(&changed) {
                self.forget(computation);
            }
        }
    }

    fn forget(&mut self, computation: &Computation) {
        for column in computation.columns {
            self.columns.remove(column);
        }
    }
}

fn keep(columns: &mut HashMap<&'static str, Column>, computation: &Computation, record: &mut Record) {
    for name in computation.columns {
        let value = record.values.remove(name);
        if let Some(slot) = columns.get_mut(name).and_then(|column| column.get_mut(place(record.id))) {
            *slot = value;
        }
    }
}

/// Where the value of a record stands.
pub fn place(id: i64) -> usize {
    usize::try_from(id).unwrap_or_default()
}
