//! Which ledgers there are, and what topics add to them: rules, computations.
//!
//! Owns the order of the ledgers and what follows from all of them together. Made once by the program and handed to a book
//! when it is opened; the store names no ledger but its own two.

use super::draft::{Check, Draft};
use super::rows::Facts;
use super::{organisation, rule_packs};
use crate::base::error::{Error, Result};
use crate::schema::{Declaration, Kind, Ledger, Record};
use std::collections::HashMap;

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
    ledgers: Vec<Ledger>,
    checks: HashMap<Ledger, Check>,
    computations: HashMap<Ledger, Vec<&'static Computation>>,
}

impl Registry {
    /// The store's own first ledger, those that `add` adds, the store's own last one.
    pub fn new(add: impl FnOnce(&mut Self)) -> Self {
        let mut registry = Self { ledgers: Vec::new(), checks: HashMap::new(), computations: HashMap::new() };
        registry.add(&[&organisation::ORGANISATION], &[(&organisation::ORGANISATION, organisation::check)], &[]);
        add(&mut registry);
        registry.add(&[&rule_packs::RULE_PACKS], &[(&rule_packs::RULE_PACKS, rule_packs::check)], &[]);
        registry
    }

    /// Adds ledgers with their rules, and computations of any ledger.
    pub fn add(
        &mut self,
        ledgers: &[&'static Declaration],
        checks: &[(&'static Declaration, Check)],
        computations: &'static [(&'static Declaration, &'static [Computation])],
    ) {
        self.ledgers.extend(ledgers.iter().map(|declaration| Ledger(declaration)));
        self.checks.extend(checks.iter().map(|(declaration, check)| (Ledger(declaration), *check)));
        for (declaration, computations) in computations {
            self.computations.entry(Ledger(declaration)).or_default().extend(computations.iter());
        }
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

    /// The ledgers whose records are listed with one of `ledger`, with the column that names it.
    pub fn companions(&self, ledger: Ledger) -> impl Iterator<Item = (Ledger, &'static str)> + use<'_> {
        self.ledgers().filter_map(move |other| {
            let column = other.declaration().kin?;
            matches!(other.column(column)?.kind, Kind::Reference(target) if target == ledger).then_some((other, column))
        })
    }

    /// What fills the computed columns of `ledger`.
    pub fn computations(&self, ledger: Ledger) -> impl Iterator<Item = &'static Computation> + use<'_> {
        self.computations.get(&ledger).into_iter().flatten().copied()
    }

    /// Lets the ledger's own rules look at a draft.
    pub fn check(&self, draft: &mut Draft<'_>) {
        if let Some(check) = self.checks.get(&draft.ledger) {
            check(draft);
        }
    }
}
