//! What crosses the border about acts done to several records, and about the page of one person.
//!
//! Owns shapes only, spelled as those of records.

use super::records::{ColumnInfo, Moved, Row, Texts};
use serde::Serialize;
use taizhang::base::error::Problem;

/// Something that can be done to several records of a ledger at once.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ActInfo {
    /// Its name.
    pub name: String,
    /// The verb on its button.
    pub label: String,
    /// What is asked once for all.
    pub asks: Vec<AskedInfo>,
}

/// Something asked once for all.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AskedInfo {
    /// What it is.
    pub column: ColumnInfo,
    /// The ledger of which it is a column; empty: of none.
    pub ledger: String,
    /// What stands there at first.
    pub begins: String,
}

/// How answers were understood.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Answered {
    /// What is wrong with them.
    pub problems: Vec<Problem>,
    /// How a day or number was understood, when typed differently.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub echo: Texts,
}

/// What became of an act, or would.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Acted {
    /// To how many records it was done; `None`: to none yet, what is said here is to be heard first.
    pub done: Option<usize>,
    /// To how many it can be done.
    pub ready: usize,
    /// The newest step when it was weighed.
    pub step: i64,
    /// What is wrong with the answers.
    pub problems: Vec<Problem>,
    /// What is odd for all of them alike.
    pub warnings: Vec<Problem>,
    /// The records of which something is to be said.
    pub rows: Vec<ActedRow>,
    /// What says something else now.
    pub moved: Moved,
}

/// One record of which something is to be said.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ActedRow {
    /// The record.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// Why nothing is written for it.
    pub problems: Vec<Problem>,
    /// What is odd but written.
    pub warnings: Vec<Problem>,
}

/// The page of one person.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PersonPage {
    /// What people call her.
    pub title: String,
    /// Her line in the roster, every column of it.
    pub row: Row,
    /// The ledgers whose records name her, in their order.
    pub tabs: Vec<PersonTab>,
}

/// The records of one ledger that name a person.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PersonTab {
    /// Of which ledger.
    pub ledger: String,
    /// The columns that name her.
    pub columns: Vec<String>,
    /// Voided ones too, by their days.
    pub rows: Vec<Row>,
}
