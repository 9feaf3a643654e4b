//! 防疫台账: ledgers, rules, store, vault and paper of the program, without a window.
//!
//! `ARCHITECTURE.md` at the top of the repository draws the map and names the invariants.
#![forbid(unsafe_code)]
// A place inside a character is a panic: text is cut by `get`, `chars` or `split_at_checked`.
#![cfg_attr(not(test), warn(clippy::string_slice))]

pub mod answers;
pub mod articles;
pub mod attachments;
pub mod base;
pub mod exchange;
pub mod file;
pub mod forms;
pub mod home;
pub mod inspection;
pub mod paper;
pub mod program;
pub mod reports;
pub mod rules;
pub mod sample;
pub mod schema;
pub mod store;
pub mod topics;
pub mod vault;
