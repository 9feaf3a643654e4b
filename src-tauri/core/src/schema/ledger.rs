//! A handle on a ledger: its declaration, compared by address.
//!
//! Owns what follows from one declaration alone. Which ledgers there are, and in what order, is the store's registry.

use super::{Column, Declaration, Kind, Reference};
use std::fmt;
use std::hash::{Hash, Hasher};

/// A ledger, by its one declaration.
#[derive(Clone, Copy)]
pub struct Ledger(pub &'static Declaration);

// By address: a derived comparison would run through `Kind::Reference` for ever.
impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Ledger {}

impl Hash for Ledger {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::from_ref(self.0).hash(state);
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Ledger {
    /// The one declaration everything else is made from.
    pub const fn declaration(self) -> &'static Declaration {
        self.0
    }

    /// Name in SQL, JSON, on the command line and the wire.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Stored and computed columns in the order of the paper.
    pub const fn columns(self) -> &'static [Column] {
        self.0.columns
    }

    /// The column called `name`.
    pub fn column(self, name: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.name == name)
    }

    /// Ledgers this one refers to, with the column that does.
    pub fn references(self) -> impl Iterator<Item = Reference> {
        self.columns().iter().filter_map(|column| match column.kind {
            Kind::Reference(ledger) if column.stored() => Some(Reference { column, ledger }),
            _ => None,
        })
    }
}
