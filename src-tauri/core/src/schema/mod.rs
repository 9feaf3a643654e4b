//! What a ledger is, as data: columns, kinds, values, records, how values are spelt and masked.
//!
//! Owns the vocabulary; knows not which ledgers there are, nor how anything is saved, printed or exchanged.

pub mod input;
pub mod mask;
mod record;

pub use record::*;
