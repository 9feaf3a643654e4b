//! Keeping the data file: keys, the writer's lock, backup, restore, change of key, full check, salvage.
//!
//! Owns whole files. Never names a ledger; what a sound content is, the caller's `verify` says.

pub mod backup;
pub mod rekey;
pub mod restore;
pub mod salvage;
pub mod upgrade;

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
mod tests;
