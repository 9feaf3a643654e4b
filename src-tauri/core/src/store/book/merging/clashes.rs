//! Which records of two people cannot both stand once the two are one.
//!
//! Owns finding them: by the columns that a ledger keeps unique, and by its own rules, asked of each record as if it were typed
//! with the other person's name.

use super::super::Book;
use crate::base::error::{Problem, Result};
use crate::rules::rulebook::Rulebook;
use crate::schema::{Ledger, Record, State, Value, Values};
use crate::store::attachments::{self, MOST};
use crate::store::intake::{Given, Supplied};
use crate::store::known::{InFile, Known};
use crate::store::rows;
use crate::store::staging::Staging;
use std::collections::{BTreeMap, BTreeSet};

/// Records of which only those of one side can stand.
#[derive(Debug, Clone)]
pub struct Clash {
    /// What names it when it is decided: the ledger, and the first of the records that would move.
    pub key: String,
    /// Their ledger.
    pub ledger: Ledger,
    /// Those of the person that stays.
    pub keep: Vec<Record>,
    /// Those of the person that goes.
    pub lose: Vec<Record>,
    /// What would be said of them, in a sentence.
    pub why: String,
}

/// Columns by which a record names somebody, in the order of its ledger.
pub(super) type Columns = Vec<&'static str>;

impl Book {
    /// Every record that names `record`, voided ones too, with the columns that do.
    pub(super) fn all_naming(&self, record: &Record) -> Result<Vec<(Record, Columns)>> {
        let mut found = Vec::new();
        for other in self.registry.ledgers() {
            let naming: Columns = other
                .references()
                .filter(|reference| reference.ledger == record.ledger)
                .map(|reference| reference.column.name)
                .collect();
            if naming.is_empty() {
                continue;
            }
            let condition: Vec<String> = naming.iter().map(|column| format!("{column} = ?1")).collect();
            let ids = rows::ids_matching(&self.connection, other, &condition.join(" OR "), &[&record.id])?;
            for one in rows::stored(&self.connection, other, &ids)? {
                let columns = naming.iter().copied().filter(|column| one.reference(column) == Some(record.id)).collect();
                found.push((one, columns));
            }
        }
        Ok(found)
    }

    /// Every attachment of `record`, voided ones too.
    pub(super) fn all_attached(&self, record: &Record) -> Result<Vec<Record>> {
        attachments::of(&self.connection, record.ledger, &record.uid, None)
    }

    /// What is said where more would be attached to `record` than may be.
    pub(super) fn too_many(&self, record: &Record, coming: &[Record]) -> Result<Option<Problem>> {
        let there = attachments::of(&self.connection, record.ledger, &record.uid, Some(State::Valid))?;
        let known: BTreeSet<&str> = there.iter().filter_map(|one| one.text("sha256")).collect();
        let valid = coming.iter().filter(|one| one.state == State::Valid);
        let new = valid.filter(|one| one.text("sha256").is_some_and(|sha256| !known.contains(sha256))).count();
        let all = there.len() + new;
        Ok((all > MOST).then(|| {
            let message = format!("附件合起来有 {all} 件，一条记录最多 {MOST} 件。请先移除不要的，再并入。");
            Problem::new("attachments", "count", all.to_string(), message)
        }))
    }

    /// The clashes of what names the two, `named` being what names `lose`. What does not hold whichever side stands is told when
    /// everything was chosen.
    pub(super) fn clashes(
        &self,
        rules: &Rulebook,
        keep: &Record,
        (lose, named): (&Record, &[(Record, Columns)]),
    ) -> Result<Vec<Clash>> {
        let valid = |(record, _): &&(Record, Columns)| record.state == State::Valid;
        let theirs: Vec<&(Record, Columns)> = named.iter().filter(valid).collect();
        let mut mine: BTreeMap<usize, Vec<Record>> = BTreeMap::new();
        for (record, _) in self.all_naming(keep)?.into_iter().filter(|one| valid(&one)) {
            mine.entry(self.registry.place(record.ledger)).or_default().push(record);
        }
        let mut staging = Staging::over(self);
        staging.void(lose);
        // What they name of each other is that of one person.
        for (record, columns) in theirs.iter().copied() {
            staging.change(record, Record { values: as_of(record, columns, keep.id), ..record.clone() });
        }
        let mut clashes = Vec::new();
        for (record, columns) in theirs {
            let beside = mine.get(&self.registry.place(record.ledger)).map(Vec::as_slice).unwrap_or_default();
            let (meets, why) = self.meets(&mut staging, rules, (record, columns, keep.id), beside)?;
            if !meets.is_empty() {
                join(&mut clashes, record, &meets, why);
            }
        }
        Ok(clashes)
    }

    /// The records `beside` without which `record` could stand as that of the person `keep`, and what is said of the first of them.
    fn meets(
        &self,
        staging: &mut Staging<'_>,
        rules: &Rulebook,
        (record, columns, keep): (&Record, &[&'static str], i64),
        beside: &[Record],
    ) -> Result<(Vec<Record>, String)> {
        let said = self.wrong(&InFile(&self.connection), rules, record, &[], keep)?;
        let wrong = |staging: &Staging<'_>| -> Result<Vec<Problem>> {
            let mut found = self.wrong(staging, rules, record, columns, keep)?;
            found.retain(|problem| !said.iter().any(|known| known.field == problem.field && known.rule == problem.rule));
            Ok(found)
        };
        let mut now = wrong(staging)?;
        let why = now.first().map(|problem| problem.message.clone()).unwrap_or_default();
        let mut met: Vec<Record> = Vec::new();
        let mut rest: Vec<&Record> = beside.iter().collect();
        // Those that share what is unique are known at once.
        let moved = as_of(record, columns, keep);
        for other in beside.iter().filter(|other| same_key(record.ledger, &moved, &other.values)) {
            staging.void(other);
            met.push(other.clone());
            rest.retain(|one| one.id != other.id);
        }
        if !met.is_empty() {
            now = wrong(staging)?;
        }
        while !now.is_empty() {
            let mut found = None;
            for other in &rest {
                staging.void(other);
                let without = wrong(staging)?;
                if without == now {
                    staging.take_back(other.ledger, other.id, Some(other));
                } else {
                    found = Some((*other, without));
                    break;
                }
            }
            let Some((other, without)) = found else { break };
            met.push(other.clone());
            rest.retain(|one| one.id != other.id);
            now = without;
        }
        for other in met.iter().rev() {
            staging.take_back(other.ledger, other.id, Some(other));
        }
        Ok((met, why))
    }

    /// What the rules say against `record`, naming the person `id` in `columns`.
    pub(super) fn wrong(
        &self,
        known: &dyn Known,
        rules: &Rulebook,
        record: &Record,
        columns: &[&'static str],
        id: i64,
    ) -> Result<Vec<Problem>> {
        let own = columns.iter().filter_map(|name| Some((record.ledger.column(name)?, Given::Value(Value::Reference(id)))));
        let supplied = Supplied { own: own.collect(), ..Supplied::default() };
        Ok(self.desk(known, rules, self.ages()?).take_read(record.ledger, Some(record), supplied)?.problems)
    }
}

/// The values of `record`, naming the person `id` in `columns`.
pub(super) fn as_of(record: &Record, columns: &[&'static str], id: i64) -> Values {
    let mut values = record.values.clone();
    values.extend(columns.iter().map(|column| (*column, Value::Reference(id))));
    values
}

/// Whether two records hold the same in columns that may stand only once together.
fn same_key(ledger: Ledger, one: &Values, other: &Values) -> bool {
    let same = |column: &&str| one.get(*column).is_some_and(|value| other.get(*column) == Some(value));
    ledger.declaration().unique.iter().any(|group| group.iter().all(same))
}

/// Puts `record`, which `meets` stand against, to the clashes; those that share a record are decided together.
fn join(clashes: &mut Vec<Clash>, record: &Record, meets: &[Record], why: String) {
    let shares = |clash: &Clash| {
        clash.ledger == record.ledger && clash.keep.iter().any(|one| meets.iter().any(|other| other.id == one.id))
    };
    let (shared, mut others): (Vec<Clash>, Vec<Clash>) = std::mem::take(clashes).into_iter().partition(shares);
    let mut joined = Clash { key: String::new(), ledger: record.ledger, keep: Vec::new(), lose: Vec::new(), why };
    for clash in shared {
        if joined.keep.is_empty() {
            joined.why.clone_from(&clash.why);
        }
        joined.keep.extend(clash.keep);
        joined.lose.extend(clash.lose);
    }
    joined.lose.push(record.clone());
    for one in meets {
        if joined.keep.iter().all(|known| known.id != one.id) {
            joined.keep.push(one.clone());
        }
    }
    let first = joined.lose.iter().map(|one| one.id).min().unwrap_or_default();
    joined.key = format!("{}:{first}", joined.ledger.name());
    others.push(joined);
    *clashes = others;
}
