//! Spreadsheets in and out: what people keep in Excel and WPS becomes records, and records become sheets that come back
//! without loss.
//!
//! `read → plan → apply`: `source` reads a file into cells, `layout` says what its columns mean, `plan` decides the fate of
//! every row without writing anything, `apply` writes the good ones as one step. `export` and `template` go the other way.
//! Knows no particular ledger and says no SQL; formats are parsed by libraries, behind the limits of `guard`.

mod across;
pub mod apply;
mod beside;
pub mod cell;
mod deciding;
pub mod export;
pub mod filling;
mod formats;
mod guard;
pub mod layout;
mod memory;
mod old;
mod paste;
pub mod patch;
pub mod plan;
pub mod question;
mod quotes;
mod reading;
pub mod rejects;
mod sheet;
pub mod source;
mod stream;
pub mod table;
pub mod target;
pub mod template;
mod text;
mod units;
mod wording;
mod workbook;
