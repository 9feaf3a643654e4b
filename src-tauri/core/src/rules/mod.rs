//! Rules that are pure functions: identifiers, names and, later, schedules, exposure and dilution.
//!
//! Nothing here reads a file, a clock or a database.

pub mod identifiers;
pub mod names;
