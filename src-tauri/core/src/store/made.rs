//! What is made once from a ledger's declaration and kept for as long as the program runs.
//!
//! Owns the keeping; what is made is the caller's.

use crate::schema::Ledger;
use std::sync::{PoisonError, RwLock};

/// One thing a ledger. There are few ledgers: a list is as fast as a table.
pub struct PerLedger<T: 'static>(RwLock<Vec<(Ledger, &'static T)>>);

impl<T> PerLedger<T> {
    /// Nothing yet.
    pub const fn new() -> Self {
        Self(RwLock::new(Vec::new()))
    }

    /// What belongs to `ledger`, made now unless it was.
    pub fn get(&self, ledger: Ledger, make: impl FnOnce() -> T) -> &'static T {
        let found = |made: &[(Ledger, &'static T)]| made.iter().find(|(of, _)| *of == ledger).map(|(_, made)| *made);
        if let Some(made) = found(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return made;
        }
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = found(&all) {
            return made;
        }
        let made: &'static T = Box::leak(Box::new(make()));
        all.push((ledger, made));
        made
    }
}
