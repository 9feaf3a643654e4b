//! What crosses the border about ledgers and records.
//!
//! Owns shapes only: ids are strings, days `YYYY-MM-DD`, instants `YYYY-MM-DD HH:MM` in business time.

use super::acts::ActInfo;
use super::lists::Tally;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
pub use taizhang::answers::Figure;
use taizhang::base::error::Problem;
use taizhang::schema::{Group, Tone};

/// Texts by column name.
pub type Texts = BTreeMap<String, String>;

/// What a column holds.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum KindName {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A whole number.
    Integer,
    /// A number with a fraction.
    Decimal,
    /// A calendar day.
    Date,
    /// A time of day.
    Time,
    /// A day with its time.
    Instant,
    /// 是 or 否.
    Flag,
    /// One of a list.
    Choice,
    /// Any number of a list.
    Choices,
    /// A record of another ledger.
    Reference,
    /// A row of a rule table.
    Entry,
    /// An administrative division.
    Division,
}

/// One allowed value.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Choice {
    /// Stored.
    pub code: String,
    /// Shown.
    pub label: String,
}

/// One column of a ledger.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[allow(clippy::struct_excessive_bools)]
pub struct ColumnInfo {
    /// Its name.
    pub name: String,
    /// Its Chinese name.
    pub label: String,
    /// What it holds.
    pub kind: KindName,
    /// Allowed values of a choice.
    pub choices: Vec<Choice>,
    /// The ledger it refers to.
    pub refers: Option<String>,
    /// Must be given.
    pub required: bool,
    /// May not lie in the future.
    pub not_future: bool,
    /// Masked unless asked for with a purpose.
    pub sensitive: bool,
    /// Shown, never typed.
    pub computed: bool,
    /// Belongs to the first child record: typed with a new record, shown with an existing one.
    pub child: bool,
    /// Stands in the table.
    pub listed: bool,
    /// Offered as a filter.
    pub filter: bool,
    /// The table can be sorted by it.
    pub sortable: bool,
    /// Width in the table, in CSS pixels.
    pub width: u16,
    /// Takes half of the form's width.
    pub half: bool,
    /// It says how something stands: what a narrow table keeps longest.
    pub state: bool,
    /// The part of the form it stands in; empty: the first.
    pub section: String,
    /// Seldom filled: under 更多.
    pub rare: bool,
    /// One sentence of what the label cannot say, or nothing.
    pub help: String,
    /// What helps instead while another column has a certain code.
    pub helped: Option<Helped>,
    /// Longest text or largest number.
    pub max: Option<i64>,
}

/// Help that follows from what is chosen in another column.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Helped {
    /// The other column.
    pub by: String,
    /// Sentences by its codes.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub of: Texts,
}

/// One ledger.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LedgerInfo {
    /// Its name.
    pub name: String,
    /// Its Chinese name.
    pub label: String,
    /// Where it stands in the navigation.
    pub group: Group,
    /// There is exactly one record.
    pub single: bool,
    /// People type its records; those of others are made by an act of the program's own.
    pub typed: bool,
    /// Once written, a record is neither changed nor voided.
    pub lasting: bool,
    /// The ledger whose records it belongs to.
    pub parent: Option<String>,
    /// Its records are people, each with a page of her own.
    pub person: bool,
    /// Evidence of a day's work.
    pub log: bool,
    /// The column whose day a record is evidence of.
    pub record_date: Option<String>,
    /// Its columns in the order of the paper.
    pub columns: Vec<ColumnInfo>,
    /// What can be done to several of its records at once.
    pub acts: Vec<ActInfo>,
    /// Heading of the empty screen.
    pub empty_title: String,
    /// What belongs there.
    pub empty_text: String,
}

/// Which records, in which order.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Query {
    /// Of which ledger.
    pub ledger: String,
    /// What stands in the search box.
    pub text: String,
    /// Column name to code.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub filters: Texts,
    /// First record date.
    pub from: Option<String>,
    /// Last record date.
    pub to: Option<String>,
    /// The day computed columns are of; `None`: today.
    pub on: Option<String>,
    /// Column to sort by.
    pub sort: Option<String>,
    /// Largest first.
    pub descending: bool,
    /// Voided records too.
    pub voided: bool,
    /// Only these records.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub only: Option<Vec<String>>,
    /// Only the rows that this tally counts.
    pub tally: Option<String>,
}

/// The answer to a query: windows of it are fetched by the ticket.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Listing {
    /// Stands for the sorted ids.
    pub ticket: String,
    /// How many records.
    pub total: usize,
    /// What is counted in the list of the ledger.
    pub tallies: Vec<Tally>,
    /// The first of them, as many as were asked for.
    pub rows: Vec<Row>,
}

/// Whether a record counts.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    /// In force.
    Valid,
    /// 作废
    Voided,
}

/// One line of a table.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Row {
    /// The record.
    pub id: String,
    /// Whether it counts.
    pub state: RecordState,
    /// Why it was voided.
    pub void_reason: Option<String>,
    /// Entered after the grace (补录).
    pub late: bool,
    /// As shown, masked.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub cells: Texts,
    /// Coloured cells.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, Tone>"))]
    pub tones: BTreeMap<String, Tone>,
}

/// One record as its form shows it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Form {
    /// Of which ledger.
    pub ledger: String,
    /// `None`: a new record.
    pub id: Option<String>,
    /// The step that changed it last.
    pub step: Option<i64>,
    /// What people call it.
    pub title: String,
    /// Whether it counts.
    pub state: RecordState,
    /// Why it was voided.
    pub void_reason: Option<String>,
    /// Why it was entered late.
    pub late_reason: Option<String>,
    /// Texts of the inputs.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub values: Texts,
    /// What people read in place of a text that is a code.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub labels: Texts,
    /// Columns whose text is a mask.
    pub masked: Vec<String>,
    /// What usually repeats, for a new record to take or to change: shown with its mark, saved as it stands there.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub carried: Texts,
    /// When it was entered.
    pub entered_at: Option<String>,
    /// Who entered it.
    pub recorder: Option<String>,
    /// What belongs to it.
    pub children: Vec<ChildList>,
}

/// Records that belong to another.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChildList {
    /// Of which ledger.
    pub ledger: String,
    /// Its Chinese name.
    pub label: String,
    /// Voided ones too.
    pub rows: Vec<Row>,
}

/// A value that follows from another.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Derived {
    /// As shown.
    pub text: String,
    /// As an input holds it.
    pub value: String,
    /// From what it follows.
    pub source: String,
}

/// What the rules say of what was typed.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Checked {
    /// Why it may not be saved.
    pub problems: Vec<Problem>,
    /// What is odd but kept.
    pub warnings: Vec<Problem>,
    /// What follows.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, Derived>"))]
    pub derived: BTreeMap<String, Derived>,
    /// How a day or number was understood, when typed differently.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub echo: Texts,
}

/// What saving did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Saved {
    /// The record.
    pub id: String,
    /// The step that changed it last.
    pub step: i64,
    /// What is odd but kept.
    pub warnings: Vec<Problem>,
    /// What says something else now.
    pub moved: Moved,
}

/// A record among several that are saved together.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NewRecord {
    /// Its ledger.
    pub ledger: String,
    /// Its number, where it is there already and is changed.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub id: Option<String>,
    /// The step that changed it last when it was read.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub step: Option<i64>,
    /// What was filled in.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub values: Texts,
}

/// What became of several records.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Added {
    /// What is said of each, in their order.
    pub records: Vec<Checked>,
    /// What says something else now; nothing while one of them has a problem: then none was saved.
    pub moved: Option<Moved>,
}

/// What says something else after a step.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Moved {
    /// Ledgers whose lists do.
    pub lists: Vec<String>,
    /// Whether what is to do may.
    pub tasks: bool,
}

/// One column before and after a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ColumnChange {
    /// Which column.
    pub label: String,
    /// Empty: there was nothing.
    pub before: String,
    /// Empty: there is nothing.
    pub after: String,
}

/// One step of a record's history.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HistoryEntry {
    /// Its number.
    pub step: i64,
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// What, as shown.
    pub op: String,
    /// Which columns.
    pub changes: Vec<ColumnChange>,
}

/// A record that may be referred to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(rename = "Option"))]
pub struct ReferenceOption {
    /// The record.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What tells it from others of the same name.
    pub detail: String,
}

/// A step undone or done again.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TakenBack {
    /// The step.
    pub step: i64,
    /// Such as 疫苗接种：新增「陈轮 2021-08-01」.
    pub text: String,
    /// The ledger in which to look at what changed.
    pub ledger: String,
    /// The record, if it was one and is there.
    pub id: Option<String>,
    /// What says something else now.
    pub moved: Moved,
}

/// What undo and redo would take back now, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Steps {
    /// The step that undo would.
    pub undo: Option<String>,
    /// The step that redo would.
    pub redo: Option<String>,
}

/// A record found from anywhere.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Hit {
    /// Of which ledger.
    pub ledger: String,
    /// Its Chinese name.
    pub ledger_label: String,
    /// The record.
    pub id: String,
    /// What people call it.
    pub title: String,
    /// What tells it from others.
    pub detail: String,
}
