//! Rules that are pure functions over records and rule tables: identifiers, divisions, schedules, exposure,
//! dilution, rounds, temperatures.
//!
//! Nothing here reads a file, a clock or a database.

pub mod dilution;
pub mod divisions;
pub mod exposure;
pub mod fields;
pub mod guideline;
pub mod health;
pub mod identifiers;
pub mod rounds;
pub mod rulebook;
pub mod schedule;
pub mod tables;
