//! What crosses the border about two entries of one person made one.
//!
//! Owns shapes only, spelled as those of records.

use super::attachments::Counted;
use super::records::{Moved, Row};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use taizhang::base::error::Problem;

/// What making two entries one would do.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MergeView {
    /// The entry that stays.
    pub keep: MergeEntry,
    /// The entry that goes.
    pub lose: MergeEntry,
    /// Every column in which one of them says something.
    pub fields: Vec<MergeField>,
    /// Records that cannot both stand.
    pub clashes: Vec<MergeClash>,
    /// What names the one that stays instead.
    pub moved: Vec<Counted>,
    /// Both have a number of a document, and not the same.
    pub numbers_differ: bool,
    /// Why it cannot be done whatever is chosen.
    pub problems: Vec<Problem>,
    /// The newest step when this was told.
    pub step: i64,
}

/// One of the two entries.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MergeEntry {
    /// The record.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// When it was entered, in business time.
    pub entered_at: String,
    /// How many records name it.
    pub named: usize,
}

/// What the two say in one column.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MergeField {
    /// Its name.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What the one that stays says, masked.
    pub keep: String,
    /// What the one that goes says, masked.
    pub lose: String,
    /// Whether they say the same: then nothing is asked.
    pub same: bool,
    /// Whether it is masked.
    pub masked: bool,
}

/// Records of which only those of one side can stand.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MergeClash {
    /// What names it when it is decided.
    pub key: String,
    /// Their ledger.
    pub ledger: String,
    /// What would be said of them.
    pub why: String,
    /// Those of the person that stays.
    pub keep: Vec<Row>,
    /// Those of the person that goes.
    pub lose: Vec<Row>,
}

/// What was chosen.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MergeChoices {
    /// Whose value stands, by column: keep or lose.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub fields: BTreeMap<String, String>,
    /// Whose records stand, by the key of the clash: keep or lose.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub clashes: BTreeMap<String, String>,
    /// That it is the same person although the numbers of the documents differ.
    pub same_person: bool,
}

/// What was done.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MergedView {
    /// Records that name the one that stays instead.
    pub records: usize,
    /// Records voided besides the entry that went.
    pub voided: usize,
    /// What is odd but kept.
    pub warnings: Vec<Problem>,
    /// What says something else now.
    pub moved: Moved,
}
