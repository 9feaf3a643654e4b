//! What crosses the border about lists: what is counted in them, and how she has them.
//!
//! Owns shapes only.

use super::records::Query;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use taizhang::answers;

/// What is counted in a list: a figure above it, or a chip beside its filters.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Tally {
    /// By which a query asks for its rows.
    pub name: String,
    /// What it is of.
    pub label: String,
    /// The number in words.
    pub value: String,
    /// The number.
    pub count: usize,
    /// Stands with the figures above the list; else it is a chip.
    pub above: bool,
}

impl Tally {
    /// `tally` of the list of the ledger called `ledger`.
    pub fn of(ledger: &str, tally: &answers::Tally) -> Self {
        Self {
            name: format!("{ledger}.{}", tally.code),
            label: tally.label.to_owned(),
            value: tally.value(),
            count: tally.rows.len(),
            above: tally.above,
        }
    }
}

/// How she has a list: which of its columns in which order, and the views she named.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ListView {
    /// Names of the columns shown, in order; `None`: as the program has them.
    #[serde(default)]
    pub columns: Option<Vec<String>>,
    /// Her views.
    #[serde(default)]
    pub saved: Vec<SavedView>,
}

/// All of them, by the name of the list.
pub type ListViews = BTreeMap<String, ListView>;

/// A view of a list under a name.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SavedView {
    /// Her name for it.
    pub name: String,
    /// What it shows.
    pub query: Query,
}
