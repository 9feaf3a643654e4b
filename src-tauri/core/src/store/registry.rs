//! Which ledgers there are, and what topics add to them: rules, computations.
//!
//! Owns the order of the ledgers, their columns with those given by others, and what follows from all of them together.
//! Made once by the program and handed to a book when it is opened; the store names no ledger but its own two.

use super::accord::Accord;
use super::act::{self, Act};
use super::draft::{Check, Draft, Foresight};
use super::rows::Facts;
use super::{attachments, destructions, organisation, rule_packs};
use crate::base::clock::Surroundings;
use crate::base::error::{Error, Problem, Result};
use crate::file::key::{Key, Salt};
use crate::schema::{Column, Declaration, Kind, Ledger, Record};
use rusqlite::Connection;
use std::collections::HashMap;
use std::path::Path;

/// Fills some computed columns of records from their stored ones, other ledgers and the rules.
pub struct Computation {
    /// The columns it fills.
    pub columns: &'static [&'static str],
    /// Stored columns it looks at.
    pub needs: &'static [&'static str],
    /// Ledgers whose change may change what it says, its own among them when other records of it do.
    pub reads: &'static [Ledger],
    /// Fills them; the records are of one ledger, in any number.
    pub fill: fn(&Facts<'_>, &mut [Record]) -> Result<()>,
}

/// See the module.
pub struct Registry {
    /// How files of former versions are brought over.
    pub upgrade: Upgrade,
    ledgers: Vec<Ledger>,
    checks: HashMap<Ledger, Check>,
    accords: HashMap<Ledger, Accord>,
    foresights: HashMap<Ledger, Foresight>,
    computations: HashMap<Ledger, Vec<&'static Computation>>,
    acts: HashMap<Ledger, Vec<&'static Act>>,
    columns: HashMap<Ledger, Vec<Column>>,
}

/// Brings the file that is open and lies at a path over, with the key it has.
pub type UpgradeFile = fn(Connection, &Registry, &Path, Option<(&Key, &Salt)>, &Surroundings) -> Result<Connection>;

/// Keeps a copy of what the connection has open at a path, with the key it has.
pub type Keep = fn(&Connection, &Registry, &Path, Option<(&Key, &Salt)>, &Surroundings) -> Result<()>;

/// How a file of a former version is brought over: the whole file, which is above the store, or into memory to be read.
#[derive(Clone, Copy)]
pub struct Upgrade {
    /// Brings the file at the path over and opens it again; see `vault::upgrade::file`.
    pub file: UpgradeFile,
    /// Keeps a verified copy beside the file at the path before it is brought up to date in place; see
    /// `vault::upgrade::keep`.
    pub keep: Keep,
    /// Brings what the connection reads over into memory; see `vault::upgrade::in_memory`.
    pub in_memory: fn(Connection, &Registry, &Surroundings) -> Result<Connection>,
}

/// What a topic adds to the store.
#[derive(Default)]
pub struct Registered {
    /// Ledgers.
    pub ledgers: &'static [&'static Declaration],
    /// Rules of ledgers.
    pub checks: &'static [(&'static Declaration, Check)],
    /// What records of a ledger must hold together.
    pub accords: &'static [(&'static Declaration, Accord)],
    /// What saving a record of a ledger would bring about.
    pub foresights: &'static [(&'static Declaration, Foresight)],
    /// What fills computed columns of ledgers.
    pub computations: &'static [(&'static Declaration, &'static [Computation])],
    /// What can be done to several records of ledgers at once.
    pub acts: &'static [(&'static Declaration, &'static [Act])],
    /// Computed columns in the lists of ledgers that do not know of them, each behind the column named.
    pub columns: &'static [(&'static Declaration, &'static str, &'static [Column])],
}

impl Registry {
    /// The store's own first ledger, those of `all`, the store's own last ones.
    pub fn new(upgrade: Upgrade, all: impl Iterator<Item = Registered>) -> Self {
        const NOTHING: Registered =
            Registered { ledgers: &[], checks: &[], accords: &[], foresights: &[], computations: &[], acts: &[], columns: &[] };
        const FIRST: Registered = Registered {
            ledgers: &[&organisation::ORGANISATION],
            checks: &[(&organisation::ORGANISATION, organisation::check)],
            ..NOTHING
        };
        const LAST: Registered = Registered {
            ledgers: &[&attachments::ATTACHMENTS, &destructions::DESTRUCTIONS, &rule_packs::RULE_PACKS],
            checks: &[(&destructions::DESTRUCTIONS, destructions::check), (&rule_packs::RULE_PACKS, rule_packs::check)],
            computations: &[(&attachments::ATTACHMENTS, attachments::COMPUTATIONS)],
            ..NOTHING
        };
        let all: Vec<Registered> = std::iter::once(FIRST).chain(all).chain([LAST]).collect();
        let mut registry = Self {
            upgrade,
            ledgers: Vec::new(),
            checks: HashMap::new(),
            accords: HashMap::new(),
            foresights: HashMap::new(),
            computations: HashMap::new(),
            acts: HashMap::new(),
            columns: HashMap::new(),
        };
        for one in &all {
            registry.ledgers.extend(one.ledgers.iter().map(|declaration| Ledger(declaration)));
            registry.checks.extend(one.checks.iter().map(|(declaration, check)| (Ledger(declaration), *check)));
            registry.accords.extend(one.accords.iter().map(|(declaration, accord)| (Ledger(declaration), *accord)));
            registry.foresights.extend(one.foresights.iter().map(|(declaration, foresight)| (Ledger(declaration), *foresight)));
            for (declaration, computations) in one.computations {
                registry.computations.entry(Ledger(declaration)).or_default().extend(computations.iter());
            }
            for (declaration, acts) in one.acts {
                registry.acts.entry(Ledger(declaration)).or_default().extend(acts.iter());
            }
        }
        registry.columns = registry.ledgers().map(|ledger| (ledger, ledger.columns().to_vec())).collect();
        for (declaration, behind, given) in all.iter().flat_map(|one| one.columns) {
            let columns = registry.columns.entry(Ledger(declaration)).or_default();
            let place = columns.iter().position(|column| column.name == *behind).map_or(columns.len(), |place| place + 1);
            columns.splice(place..place, given.iter().copied());
        }
        registry
    }

    /// Every column of `ledger` in the order of the paper: its own, and the computed ones that topics give it.
    pub fn columns(&self, ledger: Ledger) -> &[Column] {
        self.columns.get(&ledger).map_or(&[], Vec::as_slice)
    }

    /// The column of `ledger` called `name`.
    pub fn column(&self, ledger: Ledger, name: &str) -> Option<&Column> {
        self.columns(ledger).iter().find(|column| column.name == name)
    }

    /// All ledgers in the order of the navigation.
    pub fn ledgers(&self) -> impl Iterator<Item = Ledger> + use<'_> {
        self.ledgers.iter().copied()
    }

    /// The ledgers whose records are the organisation's: the rules it goes by are not.
    pub fn counted(&self) -> impl Iterator<Item = Ledger> + use<'_> {
        self.ledgers().filter(|ledger| ledger.declaration().counted)
    }

    /// The ledger called `name`, by its name or its label.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn named(&self, name: &str) -> Result<Ledger> {
        self.ledgers()
            .find(|ledger| ledger.name() == name || ledger.declaration().label == name)
            .ok_or_else(|| Error::NotFound(format!("台账「{name}」")))
    }

    /// Where a ledger stands among all.
    pub fn place(&self, ledger: Ledger) -> usize {
        self.ledgers.iter().position(|one| *one == ledger).unwrap_or(self.ledgers.len())
    }

    /// The ledgers whose records belong to one of `ledger`, with the column that names it.
    pub fn children(&self, ledger: Ledger) -> impl Iterator<Item = (Ledger, &'static str)> + use<'_> {
        self.ledgers().filter_map(move |child| {
            let (parent, column) = child.declaration().parent?;
            (parent == ledger).then_some((child, column))
        })
    }

    /// The ledgers whose records are listed with one of `ledger`, its children and its kin, with the column that names it.
    pub fn companions(&self, ledger: Ledger) -> impl Iterator<Item = (Ledger, &'static str)> + use<'_> {
        self.ledgers().filter_map(move |other| {
            let declaration = other.declaration();
            let column = declaration.kin.or(declaration.parent.map(|(_, column)| column))?;
            matches!(other.column(column)?.kind, Kind::Reference(target) if target == ledger).then_some((other, column))
        })
    }

    /// What fills the computed columns of `ledger`.
    pub fn computations(&self, ledger: Ledger) -> impl Iterator<Item = &'static Computation> + use<'_> {
        self.computations.get(&ledger).into_iter().flatten().copied()
    }

    /// What can be done to several records of `ledger` at once, 作废 last.
    pub fn acts(&self, ledger: Ledger) -> impl Iterator<Item = &'static Act> + use<'_> {
        let declaration = ledger.declaration();
        let void = (!declaration.single && !declaration.lasting).then_some(&act::VOID);
        self.acts.get(&ledger).into_iter().flatten().copied().chain(void)
    }

    /// The act of `ledger` called `name`, by its name or its label.
    ///
    /// # Errors
    /// `Invalid` naming those there are.
    pub fn act(&self, ledger: Ledger, name: &str) -> Result<&'static Act> {
        self.acts(ledger).find(|act| act.name == name || act.label == name).ok_or_else(|| {
            let known: Vec<String> = self.acts(ledger).map(|act| format!("{} {}", act.name, act.label)).collect();
            let label = ledger.declaration().label;
            Error::invalid("act", "choice", name, format!("{label}没有这种处理。可选：{}。", known.join("、")))
        })
    }

    /// The ledgers that stand on the page of a record of `ledger`, in the order of the page: all whose records name one of it,
    /// each with the columns that do, but those that say they do not.
    pub fn tabs(&self, ledger: Ledger) -> Vec<(Ledger, Vec<&'static str>)> {
        let naming = |other: Ledger| -> Vec<&'static str> {
            let own = other.references().filter(|reference| reference.ledger == ledger);
            own.map(|reference| reference.column.name).collect()
        };
        let all = self.ledgers().filter_map(|other| Some((other.declaration().tab?, other, naming(other))));
        let mut tabs: Vec<_> = all.filter(|(.., columns)| !columns.is_empty()).collect();
        tabs.sort_by_key(|(place, ..)| *place);
        tabs.into_iter().map(|(_, other, columns)| (other, columns)).collect()
    }

    /// Whether something computed in `one` changes with records of `other`.
    pub fn reads(&self, one: Ledger, other: Ledger) -> bool {
        self.computations(one).any(|computation| computation.reads.contains(&other))
    }

    /// The ledgers whose lists say something else when records of `changed` do: themselves, those that compute something
    /// of them and those that name them; all, when it is the rules or the organisation, whose region chooses the rules.
    pub fn showing(&self, changed: &[Ledger]) -> Vec<Ledger> {
        let rules = changed.iter().any(|ledger| governs(*ledger));
        let shows = |one: Ledger, other: Ledger| one == other || self.reads(one, other) || refers(one, other);
        self.ledgers().filter(|one| rules || changed.iter().any(|other| shows(*one, *other))).collect()
    }

    /// Lets the ledger's own rules look at a draft.
    pub fn check(&self, draft: &mut Draft<'_>) {
        if let Some(check) = self.checks.get(&draft.ledger) {
            check(draft);
        }
    }

    /// What the records of `ledger` must hold together.
    pub fn accord(&self, ledger: Ledger) -> Option<&Accord> {
        self.accords.get(&ledger)
    }

    /// What saving `record` over `before` would bring about.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn foresee(&self, facts: &Facts<'_>, record: &Record, before: Option<&Record>) -> Result<Vec<Problem>> {
        self.foresights.get(&record.ledger).map_or_else(|| Ok(Vec::new()), |foresight| foresight(facts, record, before))
    }
}

/// Whether records of `one` name those of `other`.
pub(super) fn refers(one: Ledger, other: Ledger) -> bool {
    one.references().any(|reference| reference.ledger == other)
}

/// Whether everything computed goes by the records of `ledger`: the rules, and the region that chooses them.
pub(super) fn governs(ledger: Ledger) -> bool {
    ledger == Ledger(&rule_packs::RULE_PACKS) || ledger == Ledger(&organisation::ORGANISATION)
}
