//! What records that name the same one must hold together, whoever of them is written: a stock that never falls below zero.
//!
//! Owns where that is asked. Whatever a person writes is asked at the end of its step, before it is committed, so that no way of
//! writing passes it by: adding, changing, voiding, undoing, importing. Where something is weighed before it is written, it is
//! asked there as well, over what the file would say, so that the field or the row is told. What must hold is the topic's.

use crate::base::error::{Error, Problem, Result};
use crate::schema::{Kind, Ledger, Record};
use crate::store::change::{Change, Written};
use crate::store::journal::Op;
use crate::store::known::{InFile, Known};
use crate::store::registry::Registry;
use crate::store::rows;
use std::collections::BTreeMap;

/// What must hold.
#[derive(Clone, Copy)]
pub struct Accord {
    /// The column in which the records name the one they share.
    pub by: &'static str,
    /// The first thing that does not hold: given what the one they share is called, all valid records that name it, and the
    /// numbers of those that are being written.
    pub breach: fn(&str, &[Record], &[i64]) -> Option<Breach>,
}

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Breach {
    /// The records without which it might hold, the first to be left out first.
    pub causes: Vec<i64>,
    /// What is said of it.
    pub problem: Problem,
}

/// A breach by records that are being written.
pub struct Found {
    /// Their ledger.
    pub ledger: Ledger,
    /// All of them that share the one it is of.
    pub written: Vec<i64>,
    /// What does not hold.
    pub breach: Breach,
}

impl Found {
    /// The records to be told: the first of its causes that is being written; all, when what they said before was needed.
    pub fn blamed(&self) -> &[i64] {
        let cause = self.breach.causes.iter().find_map(|cause| self.written.iter().position(|id| id == cause));
        cause.and_then(|place| self.written.get(place..=place)).unwrap_or(&self.written)
    }
}

/// What does not hold of `known`, where these records, as they were and as they are, are being written.
///
/// # Errors
/// What SQLite says.
pub fn breaches<'a>(registry: &Registry, known: &dyn Known, written: impl IntoIterator<Item = &'a Record>) -> Result<Vec<Found>> {
    let mut shared: BTreeMap<(usize, i64), (Ledger, Accord, Vec<i64>)> = BTreeMap::new();
    for record in written {
        let Some(accord) = registry.accord(record.ledger) else { continue };
        let Some(one) = record.reference(accord.by) else { continue };
        let key = (registry.place(record.ledger), one);
        let (.., ids) = shared.entry(key).or_insert_with(|| (record.ledger, *accord, Vec::new()));
        if !ids.contains(&record.id) {
            ids.push(record.id);
        }
    }
    let mut found = Vec::new();
    for ((_, one), (ledger, accord, written)) in shared {
        let Some(Kind::Reference(target)) = ledger.column(accord.by).map(|column| column.kind) else { continue };
        let records = known.naming(ledger, accord.by, one)?;
        if let Some(breach) = (accord.breach)(&known.title(target, one)?, &records, &written) {
            found.push(Found { ledger, written, breach });
        }
    }
    Ok(found)
}

/// Refuses the step `change` when what a person wrote in it breaks an accord.
///
/// # Errors
/// `Invalid` with what does not hold; what SQLite says.
pub fn hold(registry: &Registry, op: Op, change: &Change<'_>) -> Result<()> {
    if !op.is_a_persons() {
        return Ok(());
    }
    let bound = |one: &&Written| registry.accord(one.ledger).is_some();
    let mut records = Vec::new();
    for one in change.written().iter().filter(bound) {
        let before = one.before.as_deref().map(|text| rows::from_payload(one.ledger, one.id, 0, text));
        records.extend(before.transpose()?);
        records.extend(rows::stored(change.connection(), one.ledger, &[one.id])?);
    }
    let found = breaches(registry, &InFile(change.connection()), &records)?;
    if found.is_empty() { Ok(()) } else { Err(Error::Invalid(found.into_iter().map(|found| found.breach.problem).collect())) }
}
