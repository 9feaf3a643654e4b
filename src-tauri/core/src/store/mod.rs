//! The data file as a book of ledgers: reading it, changing it, remembering what was changed.
//!
//! Owns everything that says SQL, besides the ledgers' `queries.rs`. Never names a particular ledger but the
//! organisation, whose one record says whose book it is.

pub mod ages;
pub mod book;
pub mod change;
pub mod derived;
mod former;
pub mod intake;
pub mod journal;
pub mod known;
pub mod listing;
mod memory;
pub mod migrate;
pub mod present;
pub mod proof;
pub mod reading;
pub mod rows;
pub mod rules;
pub mod search;
pub mod settings;
pub mod staging;
pub mod tables;
pub mod undo;
mod upgrade;

pub use book::Book;
