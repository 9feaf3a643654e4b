//! What crosses the border about rule tables and packs.
//!
//! Owns shapes only.

use super::records::{Choice, Texts};
use serde::Serialize;
use taizhang::schema::Tone;

/// One row of a rule table as it stands on a day.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleRow {
    /// Key with its first day.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// From when to when.
    pub validity: String,
    /// How it stands, such as 有效.
    pub state: String,
    /// Colour of the state.
    pub tone: Tone,
    /// It applies on the day.
    pub in_force: bool,
    /// Where it is laid down.
    pub source: String,
    /// Its pack.
    pub pack: String,
    /// What it says, in a few words.
    pub said: String,
}

/// A rule table.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleTable {
    /// Its name.
    pub name: String,
    /// Its Chinese name.
    pub label: String,
    /// Its rows can be changed by hand.
    pub editable: bool,
    /// Its rows.
    pub rows: Vec<RuleRow>,
}

/// A rule pack.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RulePackInfo {
    /// Its record.
    pub id: String,
    /// The step that changed it last.
    pub step: i64,
    /// What people call it.
    pub title: String,
    /// The division it is for, in words.
    pub region: String,
    /// Document and number.
    pub source: String,
    /// Rows in it.
    pub rows: usize,
    /// First digits of its digest.
    pub digest: String,
    /// When it was taken in, and by whom.
    pub taken: String,
    /// Why it was withdrawn, if it was.
    pub withdrawn: Option<String>,
}

/// All tables and packs.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Rules {
    /// The day they stand at.
    pub on: String,
    /// The tables.
    pub tables: Vec<RuleTable>,
    /// The packs, newest first.
    pub packs: Vec<RulePackInfo>,
}

/// One rule opened to its source.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleDetail {
    /// Key with its first day.
    pub name: String,
    /// Its table.
    pub table: String,
    /// What people call it.
    pub label: String,
    /// From when to when.
    pub validity: String,
    /// Where it is laid down.
    pub source: String,
    /// Its pack, with region.
    pub pack: String,
    /// Why the pack was withdrawn, if it was.
    pub withdrawn: Option<String>,
    /// Label and value of what it says.
    pub said: Vec<super::records::Figure>,
}

/// One difference between packs or between a pack and what is in force.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Difference {
    /// Which table.
    pub table: String,
    /// What people call the row.
    pub label: String,
    /// 新增, 改变 or 没有.
    pub kind: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// A pack chosen and not yet taken in.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RulePackPreview {
    /// Stands for it.
    pub ticket: String,
    /// What people call it.
    pub title: String,
    /// The division it is for, in words.
    pub region: String,
    /// Document and number.
    pub source: String,
    /// Rows in it.
    pub rows: usize,
    /// What it says otherwise than the packs in the file, by row.
    pub differences: Vec<Difference>,
    /// It is in the file already.
    pub known: bool,
}

/// What a field of a row holds.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RowField {
    /// Its name.
    pub name: String,
    /// Its Chinese name.
    pub label: String,
    /// text, choice or choices.
    pub kind: super::records::KindName,
    /// Allowed values.
    pub choices: Vec<Choice>,
    /// One sentence of help.
    pub help: String,
    /// Must be given.
    pub required: bool,
}

/// A form for one row.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RowForm {
    /// Its table.
    pub table: String,
    /// Its Chinese name.
    pub label: String,
    /// Its fields.
    pub fields: Vec<RowField>,
    /// Texts to start from.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub values: Texts,
}
