//! What a ledger is, as data: declaration, columns, kinds, values, records, how values are spelt and masked.
//!
//! Owns the vocabulary; knows not which ledgers there are, nor how anything is saved, printed or exchanged.

mod declaration;
pub mod input;
mod ledger;
pub mod mask;
mod record;
mod table;

pub use declaration::{Across, Declaration, Group, Reference, Repeats};
pub use ledger::Ledger;
pub use record::*;
pub use table::Table;
