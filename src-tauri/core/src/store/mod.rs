//! The data file as a book of ledgers: reading it, changing it, remembering what was changed.
//!
//! Owns everything that says SQL, besides the ledgers' `queries.rs`. Never names a particular ledger but the
//! organisation, whose one record says whose book it is, and its own: the rules, what belongs to records, what was destroyed.

pub mod accord;
pub mod act;
pub mod ages;
mod attachments;
pub mod blobs;
pub mod book;
pub mod carried;
pub mod change;
pub mod derived;
mod destructions;
mod difference;
pub mod disclosure;
pub mod draft;
pub(crate) mod former;
pub mod frozen;
pub mod intake;
pub mod journal;
pub mod known;
pub mod listing;
mod made;
mod memory;
pub mod migrate;
mod organisation;
pub mod present;
pub mod proof;
pub mod registry;
pub mod rows;
mod rule_packs;
pub mod rules;
pub mod search;
pub mod settings;
pub mod staging;
pub mod tables;
pub mod undo;

pub use attachments::{ATTACHMENTS, MOST as MOST_ATTACHMENTS};
pub use book::Book;
pub use destructions::DESTRUCTIONS;
pub use organisation::{FORMS, ORGANISATION, TRAITS};
pub use rule_packs::RULE_PACKS;
