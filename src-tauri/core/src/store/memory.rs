//! What an open book keeps in memory: its rules, computed values, search indexes, the last listing, when what moved.
//!
//! Owns when each is made and how it follows a change. Everything here can be made again from the file at any time.

use crate::base::error::{Error, Result};
use crate::file::reading;
use crate::rules::rulebook::Rulebook;
use crate::schema::Ledger;
use crate::store::ages::Ages;
use crate::store::change::Written;
use crate::store::derived::{Derived, place};
use crate::store::listing::{self, Query};
use crate::store::registry::{Registry, governs, refers};
use crate::store::rows::{self, Facts, Portion};
use crate::store::search::Index;
use crate::store::{journal, rules};
use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value as Json;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

/// Records changed at once beyond which what is in memory is made anew instead of followed.
const MOST_FOLLOWED: usize = 2000;

/// See the module.
pub(super) struct Memory {
    registry: &'static Registry,
    rules: RefCell<Option<Arc<Rulebook>>>,
    derived: RefCell<HashMap<Ledger, Derived>>,
    index: RefCell<HashMap<Ledger, Index>>,
    listed: RefCell<Option<Listed>>,
    /// The times of the steps, unless something was written since.
    ages: RefCell<Option<Arc<Ages>>>,
    behind: Cell<bool>,
    /// The state of the file it is of; changes when another program commits.
    state: Cell<Option<i64>>,
    moves: RefCell<Moves>,
}

/// When ledgers moved, as a count of moves.
#[derive(Default)]
struct Moves {
    latest: u64,
    /// The last one that may have moved anything.
    all: u64,
    of: HashMap<Ledger, u64>,
}

struct Listed {
    query: Query,
    step: i64,
    ids: Vec<i64>,
}

impl Memory {
    /// Nothing yet.
    pub fn new(registry: &'static Registry) -> Self {
        Self {
            registry,
            rules: RefCell::default(),
            derived: RefCell::default(),
            index: RefCell::default(),
            listed: RefCell::default(),
            ages: RefCell::default(),
            behind: Cell::default(),
            state: Cell::default(),
            moves: RefCell::default(),
        }
    }

    /// Forgets everything when another program has changed the file since. Asked where a look at it begins.
    pub fn heed(&self, connection: &Connection) -> Result<()> {
        let state = Some(reading::state(connection)?);
        if self.state.replace(state).is_some_and(|before| Some(before) != state) {
            *self.rules.borrow_mut() = None;
            self.derived.borrow_mut().clear();
            self.index.borrow_mut().clear();
            *self.listed.borrow_mut() = None;
            self.behind.set(true);
            self.all_moved();
        }
        Ok(())
    }

    /// What the book says of `ledgers` holds as long as this is the same.
    pub fn moved(&self, ledgers: impl Iterator<Item = Ledger>) -> u64 {
        let moves = self.moves.borrow();
        ledgers.filter_map(|ledger| moves.of.get(&ledger)).copied().fold(moves.all, u64::max)
    }

    /// Anything may have moved: the rules, a setting, what another program wrote.
    pub fn all_moved(&self) {
        let mut moves = self.moves.borrow_mut();
        moves.latest += 1;
        moves.all = moves.latest;
    }

    /// Forgets everything but that it moved.
    pub fn begin_anew(&mut self) {
        self.all_moved();
        *self = Self { moves: std::mem::take(&mut self.moves), ..Self::new(self.registry) };
    }

    /// The times of all steps.
    pub fn ages(&self, connection: &Connection) -> Result<Arc<Ages>> {
        let mut known = self.ages.borrow_mut();
        if let Some(ages) = known.as_ref().filter(|_| !self.behind.get()) {
            return Ok(Arc::clone(ages));
        }
        let mut ages = known.take().unwrap_or_default();
        Arc::make_mut(&mut ages).follow(connection)?;
        self.behind.set(false);
        Ok(Arc::clone(known.insert(ages)))
    }

    /// The organisation's rules, if they were read.
    pub fn known_rules(&self) -> Option<Arc<Rulebook>> {
        self.rules.borrow().as_ref().map(Arc::clone)
    }

    /// The organisation's rules.
    pub fn rules(&self, connection: &Connection) -> Result<Arc<Rulebook>> {
        let mut known = self.rules.borrow_mut();
        if let Some(rules) = known.as_ref() {
            return Ok(Arc::clone(rules));
        }
        let rules = Arc::new(rules::load(connection)?);
        *known = Some(Arc::clone(&rules));
        Ok(rules)
    }

    /// Makes the computed values of `columns` for all records of `ledger` as of `on`.
    fn ensure<'a>(
        &self,
        connection: &Connection,
        ledger: Ledger,
        columns: impl Iterator<Item = &'a str>,
        on: NaiveDate,
    ) -> Result<()> {
        let rules = self.rules(connection)?;
        let mut derived = self.derived.borrow_mut();
        let known = derived.entry(ledger).or_insert_with(|| Derived::new(ledger, on));
        if known.on() != on {
            *known = Derived::new(ledger, on);
        }
        let facts = Facts { connection, rules: &rules, on, registry: self.registry };
        for column in columns {
            known.ensure(&facts, column)?;
        }
        Ok(())
    }

    /// Ids of the records that satisfy `query`, in order. The part of a query that is not text is remembered, so that
    /// typing on in the search box costs only the matching.
    pub fn list(&self, connection: &Connection, query: &Query, today: NaiveDate) -> Result<Vec<i64>> {
        let step = journal::last_step(connection)?;
        let base = Query { text: String::new(), ..query.clone() };
        let mut listed = self.listed.borrow_mut();
        let fresh = listed.as_ref().is_some_and(|listed| listed.query == base && listed.step == step);
        if !fresh {
            let ids = self.ids(connection, &base)?;
            *listed = Some(Listed { query: base, step, ids });
        }
        let ids = listed.as_ref().map(|listed| listed.ids.as_slice()).unwrap_or_default();
        if query.text.trim().is_empty() {
            return Ok(ids.to_vec());
        }
        // Ids are small and dense: a table of flags is several times faster than a hash set when most records match.
        let largest = ids.iter().copied().max().map_or(0, place);
        let mut hit = vec![false; largest + 1];
        for id in self.matching(connection, query.ledger, &query.text, today)? {
            if let Some(flag) = hit.get_mut(place(id)) {
                *flag = true;
            }
        }
        Ok(ids.iter().copied().filter(|id| hit.get(place(*id)).copied().unwrap_or_default()).collect())
    }

    /// Ids of the records of `query` in order, regardless of its text and without remembering them.
    pub fn ids(&self, connection: &Connection, query: &Query) -> Result<Vec<i64>> {
        let named = query.filters.keys().map(String::as_str).chain(query.sort.as_deref());
        let computed = named.filter(|name| self.registry.column(query.ledger, name).is_some_and(|column| !column.stored()));
        self.ensure(connection, query.ledger, computed, query.on)?;
        let derived = self.derived.borrow();
        listing::ids(connection, self.registry, query, &|column| {
            let values = derived.get(&query.ledger).and_then(|known| known.column(column.name));
            values.ok_or_else(|| Error::Bug(format!("{} 没有算出来", column.name)))
        })
    }

    /// Ids of all records of `ledger` that match `text`, voided ones too, in no particular order.
    pub fn matching(&self, connection: &Connection, ledger: Ledger, text: &str, today: NaiveDate) -> Result<Vec<i64>> {
        let mut index = self.index.borrow_mut();
        if index.get(&ledger).is_none_or(|index| index.on() != today) {
            self.ensure(connection, ledger, Index::computed(self.registry, ledger).map(|column| column.name), today)?;
            let derived = self.derived.borrow();
            let computed = derived.get(&ledger).ok_or_else(|| Error::Bug("没有算出来".to_owned()))?;
            index.insert(ledger, Index::load(connection, self.registry, ledger, computed)?);
        }
        Ok(index.get(&ledger).map(|index| index.matching(text)).unwrap_or_default())
    }

    /// Brings everything up to date with the records `written`.
    pub fn follow(&mut self, connection: &Connection, written: &[Written]) -> Result<()> {
        self.behind.set(true);
        if written.is_empty() {
            // A setting, or what is said of the clock.
            self.all_moved();
            return Ok(());
        }
        let mut changed: HashMap<Ledger, Vec<&Written>> = HashMap::new();
        for one in written {
            changed.entry(one.ledger).or_default().push(one);
        }
        if changed.keys().any(|ledger| governs(*ledger)) {
            self.begin_anew();
            return Ok(());
        }
        let moves = self.moves.get_mut();
        moves.latest += 1;
        moves.of.extend(changed.keys().map(|ledger| (*ledger, moves.latest)));
        for (ledger, written) in changed {
            if written.len() > MOST_FOLLOWED {
                self.forget(ledger);
                continue;
            }
            for other in self.registry.ledgers() {
                let ids = if other == ledger {
                    Some(written.iter().map(|one| one.id).collect())
                } else if self.registry.reads(other, ledger) {
                    let to = ledger.references().find(|to| to.ledger == other);
                    to.map(|to| referred(connection, &written, to.column.name)).transpose()?
                } else {
                    if refers(other, ledger) {
                        // Its index holds titles of the records changed.
                        self.index.get_mut().remove(&other);
                    }
                    continue;
                };
                match ids {
                    Some(ids) => self.follow_in(connection, other, ledger, &ids)?,
                    None => {
                        self.index.get_mut().remove(&other);
                        if let Some(derived) = self.derived.get_mut().get_mut(&other) {
                            derived.forget_reading(self.registry, ledger);
                        }
                    }
                }
                if other != ledger && refers(other, ledger) {
                    self.index.get_mut().remove(&other);
                }
            }
        }
        Ok(())
    }

    /// Follows a change of `changed` in the records `ids` of `ledger`.
    fn follow_in(&mut self, connection: &Connection, ledger: Ledger, changed: Ledger, ids: &[i64]) -> Result<()> {
        let rules = self.rules(connection)?;
        let (registry, derived, index) = (self.registry, self.derived.get_mut(), self.index.get_mut());
        let Some(derived) = derived.get_mut(&ledger) else {
            index.remove(&ledger);
            return Ok(());
        };
        derived.follow(&Facts { connection, rules: &rules, on: derived.on(), registry }, changed, ids)?;
        let whole = Index::computed(self.registry, ledger).all(|column| derived.column(column.name).is_some());
        match index.get_mut(&ledger) {
            Some(index) if whole && index.on() == derived.on() => {
                ids.iter().try_for_each(|id| index.refresh(connection, *id, derived))
            }
            _ => {
                index.remove(&ledger);
                Ok(())
            }
        }
    }

    /// Forgets everything that says something of `ledger`: after a change of very many records it is made anew.
    fn forget(&mut self, ledger: Ledger) {
        for other in self.registry.ledgers() {
            if other == ledger || self.registry.reads(other, ledger) || refers(other, ledger) {
                self.derived.get_mut().remove(&other);
                self.index.get_mut().remove(&other);
            }
        }
    }
}

/// The records that `written` ones of one ledger name, or named, in `column`.
fn referred(connection: &Connection, written: &[&Written], column: &'static str) -> Result<Vec<i64>> {
    let before = written.iter().filter_map(|one| one.before.as_deref());
    let mut ids: Vec<i64> = before.filter_map(|text| serde_json::from_str::<Json>(text).ok()?.get(column)?.as_i64()).collect();
    if let Some(ledger) = written.first().map(|one| one.ledger) {
        let there: Vec<i64> = written.iter().map(|one| one.id).collect();
        let now = rows::partial(connection, ledger, &[column], Portion::Only(&there))?;
        ids.extend(now.iter().filter_map(|record| record.reference(column)));
    }
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}
