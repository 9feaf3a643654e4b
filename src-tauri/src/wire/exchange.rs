//! What crosses the border about importing, exporting and filling in sheets.
//!
//! Owns shapes only. Rows are numbered as Excel does, columns are counted from 0 among those shown.

use crate::wire::records::{Choice, Query};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use taizhang::base::error::Problem;
use taizhang::exchange::filling::Filling;
use taizhang::exchange::layout::How;
use taizhang::exchange::plan::{Counts, Fate};

/// A column of the sheet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ImportColumn {
    /// Excel's name of it.
    pub name: String,
    /// Its header.
    pub label: String,
    /// Code of what it means; `None`: nobody knows.
    pub target: Option<String>,
    /// Why it means that.
    pub how: How,
    /// What stands in its first rows.
    pub samples: Vec<String>,
    /// Whether it is read as days or times, which may be understood otherwise than they are written.
    pub moment: bool,
}

/// How many records of a ledger have which fate.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ImportCounts {
    /// The ledger.
    pub ledger: String,
    /// Its name.
    pub label: String,
    /// What its records are counted in.
    pub unit: &'static str,
    /// The figures.
    pub counts: Counts,
}

/// A word of the sheet that is none of a column's values.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct UnknownWord {
    /// The ledger's column.
    pub column: String,
    /// Its name.
    pub label: String,
    /// The word.
    pub word: String,
    /// In how many rows it stands.
    pub rows: usize,
    /// What it may stand for.
    pub choices: Vec<Choice>,
}

/// A row that is not data.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SkippedRow {
    /// Its number.
    pub row: u32,
    /// What it is taken for.
    pub reason: String,
}

/// A column whose value is said of the whole sheet, because the sheet lacks it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct WholeSheet {
    /// Code of the target.
    pub target: String,
    /// Its name.
    pub label: String,
    /// How it may be written, where it is written.
    pub hint: &'static str,
    /// What may be said, where it is one of a list.
    pub choices: Vec<Choice>,
    /// What is said, or assumed: the code of a choice, else as a form shows it.
    pub value: String,
    /// Why that cannot be; empty when it can.
    pub problem: String,
}

/// A question about the sheet as a whole.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ImportQuestion {
    /// Names it.
    pub code: String,
    /// What was found and what is asked.
    pub text: String,
    /// The answers there are.
    pub choices: Vec<Choice>,
    /// An example of an answer in one's own words; empty: only the choices are answers.
    pub written: String,
    /// The code of the one given, or the words as they were understood; empty: none.
    pub said: String,
    /// What is wrong with the words given; empty: nothing.
    pub problem: String,
}

/// Meanings a column can have, of one kind.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Choices {
    /// What they have in common.
    pub label: String,
    /// They.
    pub choices: Vec<Choice>,
}

/// A sheet of a workbook.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SheetFitting {
    /// Its name.
    pub name: String,
    /// The ledger its header fits; `None`: none.
    pub ledger: Option<String>,
}

/// What would become of a sheet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ImportView {
    /// The ledger imported into.
    pub ledger: String,
    /// Name of the file.
    pub source: String,
    /// Its sheets; one without a name where it has none.
    pub sheets: Vec<SheetFitting>,
    /// The one read.
    pub sheet: String,
    /// First and last row of the header.
    pub header: Option<(u32, u32)>,
    /// Its columns.
    pub columns: Vec<ImportColumn>,
    /// What a column can mean.
    pub targets: Vec<Choices>,
    /// Why nothing can be imported yet.
    pub blocked: Option<Problem>,
    /// Its first rows as they stand, numbered: the header is among them.
    pub top: Vec<(u32, Vec<String>)>,
    /// What the sheet as a whole is told; what is told of a column its `how` says.
    pub warnings: Vec<String>,
    /// Figures, the ledger's own first.
    pub counts: Vec<ImportCounts>,
    /// Rows of data by what needs somebody.
    pub fates: BTreeMap<String, usize>,
    /// Rows that are not data.
    pub skipped: Vec<SkippedRow>,
    /// Rows that need a reason for being entered late.
    pub late: usize,
    /// Blank cells over values that are there.
    pub blanks: bool,
    /// What is said of the whole sheet.
    pub whole: Vec<WholeSheet>,
    /// Words to be explained.
    pub words: Vec<UnknownWord>,
    /// What the sheet as a whole leaves open.
    pub questions: Vec<ImportQuestion>,
    /// What applying it would write, in words: 32 人、58 剂次; empty: nothing.
    pub writes: String,
}

/// What is decided about rows in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// 是同一个
    Same,
    /// 是另一个
    New,
    /// 跳过
    Skip,
}

/// What the person says of an import.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ImportOptions {
    /// The sheet; `None`: the one that fits best.
    pub sheet: Option<String>,
    /// First row of the header, 0: none; `None`: it is found.
    pub header_row: Option<u32>,
    /// Targets by Excel's name of the column, where the person chose one.
    pub map: BTreeMap<String, String>,
    /// Values of columns the sheet lacks, by target.
    pub set: BTreeMap<String, String>,
    /// What words stand for: column, word, value.
    pub words: Vec<(String, String, String)>,
    /// Answers by the code of their question.
    pub answers: BTreeMap<String, String>,
    /// Why the rows are entered late.
    pub late_reason: Option<String>,
    /// Blank cells take values away.
    pub clear: bool,
    /// By row.
    pub decisions: BTreeMap<u32, Decision>,
    /// Which of several records a row is, by row.
    pub meant: BTreeMap<u32, i64>,
    /// For all other rows in doubt.
    pub decide: Option<Decision>,
}

/// A record that a row may be the same as.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Candidate {
    /// Its number.
    pub id: i64,
    /// What tells it from others, masked.
    pub title: String,
}

/// Something to say of a cell or a row.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CellFinding {
    /// Its place among the columns shown; `None`: the row's.
    pub column: Option<usize>,
    /// The header, or the ledger's column.
    pub label: String,
    /// What happened and what to do.
    pub message: String,
    /// Stable code.
    pub rule: String,
}

/// A value that would change.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CellChange {
    /// Its place among the columns shown; `None`: it has none of its own.
    pub column: Option<usize>,
    /// Name of the column.
    pub label: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// What becomes of a row's records of one ledger.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Verdict {
    /// The ledger.
    pub ledger: String,
    /// How many of them have which fate, what needs somebody first.
    pub fates: Vec<(Fate, usize)>,
}

/// One row of the sheet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ImportRow {
    /// Its number.
    pub row: u32,
    /// What becomes of it.
    pub fate: Fate,
    /// What stands in its cells.
    pub cells: Vec<String>,
    /// What days and times among them were understood as, where they are written otherwise; else empty.
    pub understood: Vec<String>,
    /// Why it is not taken, or what is asked.
    pub problems: Vec<CellFinding>,
    /// What is odd but taken.
    pub warnings: Vec<CellFinding>,
    /// What would change.
    pub changes: Vec<CellChange>,
    /// The records it may be the same as.
    pub candidates: Vec<Candidate>,
    /// What can be decided about it while it is in doubt.
    pub asks: Vec<Decision>,
    /// What becomes of its records, ledger by ledger in the order of the figures.
    pub verdicts: Vec<Verdict>,
}

/// What an import did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ImportDone {
    /// Whether anything was written.
    pub wrote: bool,
    /// What was written, in one sentence.
    pub sentence: String,
    /// The copy made before, where it lies.
    pub backup: Option<String>,
    /// Rows that were not taken.
    pub left: usize,
    /// What became of the records, the ledger's own first.
    pub counts: Vec<ImportCounts>,
}

/// Why whole values are asked for.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExportAsked {
    /// Which records, in which order.
    pub query: Query,
    /// As `.csv` instead of `.xlsx`.
    pub text: bool,
    /// Purpose and recipient when sensitive values are to be whole.
    pub unmasked: Option<super::vault::Unmasked>,
    /// Of the names of people only the first character.
    pub names_masked: bool,
}

/// What was exported.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Exported {
    /// Where it lies.
    pub shown: String,
    /// How many records.
    pub rows: usize,
}

/// How far long work is.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct WorkProgress {
    /// What is being done.
    pub doing: String,
    /// Units done.
    pub done: f64,
    /// Units in all; 0 while nobody knows.
    pub total: f64,
    /// Whether it can be stopped.
    pub stoppable: bool,
}

/// A cell of somebody else's sheet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SheetCell {
    /// Its column, from 0.
    pub column: usize,
    /// Columns it covers.
    pub width: usize,
    /// Rows it covers.
    pub height: usize,
    /// What stands there.
    pub text: String,
    /// Whether it was filled in.
    pub filled: bool,
}

/// Somebody else's sheet to be filled in.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FillingView {
    /// Name of the file.
    pub source: String,
    /// Names of its sheets.
    pub sheets: Vec<String>,
    /// What goes where; as the last time, when the sheet is known.
    pub filling: Filling,
    /// Whether it is known.
    pub known: bool,
    /// Names of its columns.
    pub columns: Vec<String>,
    /// Its first rows: number and cells.
    pub rows: Vec<(u32, Vec<SheetCell>)>,
    /// Figures that can stand in a cell.
    pub figures: Vec<Choice>,
    /// Columns that can stand in rows, by ledger.
    pub fields: BTreeMap<String, Vec<Choice>>,
}

/// What a filled-in sheet is about.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FillingAsked {
    /// What goes where.
    pub filling: Filling,
    /// First day of the records.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// The day reported on.
    pub on: Option<String>,
    /// Purpose and recipient when sensitive values are to be whole.
    pub unmasked: Option<super::vault::Unmasked>,
}
