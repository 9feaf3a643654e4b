//! The shape of a ledger's declaration and the draft its rules look at.
//!
//! Owns what a ledger may say of itself. Holds no ledger's content.

use super::Ledger;
use crate::base::error::{Problem, Result};
use crate::forms::{Gathered, Job};
use crate::rules::rulebook::Rulebook;
use crate::schema::{Column, Record, Value, Values};
use crate::store::Book;
use crate::store::rows::Facts;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything the engines need to know of a ledger.
pub struct Declaration {
    /// Plural noun, the same in SQL, JSON, Rust module and UI folder.
    pub name: &'static str,
    /// Chinese name.
    pub label: &'static str,
    /// Where it stands in the navigation.
    pub group: Group,
    /// Its columns in the order of the paper, computed ones where they are shown, 备注 last.
    pub columns: &'static [Column],
    /// The column whose day the record is evidence of (◆).
    pub record_date: Option<&'static str>,
    /// Evidence of a day's work (L): not in the future, after the grace only with a reason.
    pub log: bool,
    /// There is exactly one record, made with the file.
    pub single: bool,
    /// The ledger whose record this one belongs to, and the column that names it: voided with it.
    pub parent: Option<(Ledger, &'static str)>,
    /// The column whose record this one is listed with, and by which records are siblings to the rules.
    pub kin: Option<&'static str>,
    /// The child ledger whose first record may be given together with this one.
    pub with_child: Option<Ledger>,
    /// How its records stand side by side in another ledger's sheets.
    pub repeats: Option<Repeats>,
    /// The column that names a record to people.
    pub title: &'static str,
    /// Its rows are records of the organisation; the rules it goes by are not, and no count of records includes them.
    pub counted: bool,
    /// Its records are people: whoever mentions them is found when they are erased.
    pub person: bool,
    /// Groups of columns that together may stand only once among valid records.
    pub unique: &'static [&'static [&'static str]],
    /// Groups of columns by which two records are probably, not surely, of the same person or thing.
    pub likely: &'static [&'static [&'static str]],
    /// What fills the computed columns.
    pub computations: &'static [Computation],
    /// Forms it has besides those of every ledger.
    pub forms: &'static [OwnForm],
    /// What stands below its printed list, such as days without a record.
    pub list_notes: Option<ListNotes>,
    /// The ledger's own rules.
    pub check: Check,
    /// Title of one record's sheet.
    pub sheet_title: &'static str,
    /// Heading of the empty screen.
    pub empty_title: &'static str,
    /// What belongs there and why an inspector asks for it.
    pub empty_text: &'static str,
}

impl Declaration {
    /// The day of whose work a record of these values is evidence; `None` where the ledger is no log.
    pub fn log_day(&self, values: &Values) -> Option<NaiveDate> {
        let day = self.record_date.and_then(|column| values.get(column)).and_then(Value::as_date);
        day.filter(|_| self.log)
    }
}

/// Fills some computed columns of records from their stored ones, other ledgers and the rules.
pub struct Computation {
    /// The columns it fills.
    pub columns: &'static [&'static str],
    /// Stored columns it looks at.
    pub needs: &'static [&'static str],
    /// Ledgers whose change may change what it says, its own among them when other records of it do.
    pub reads: &'static [Ledger],
    /// Fills them; the records are of one ledger, in any number.
    pub fill: fn(&Facts<'_>, &mut [Record]) -> Result<()>,
}

/// Records that sheets of another ledger bring several of in one row, told apart by words in their headers.
pub struct Repeats {
    /// The ledger in whose sheets they stand.
    pub within: Ledger,
    /// The column that names the record of that row.
    pub column: &'static str,
    /// The column that the words stand for.
    pub number: &'static str,
    /// Words in headers, which of the records side by side they mean, and whether they say its number; the longest that
    /// fits counts.
    pub words: &'static [(&'static str, u8, bool)],
    /// The column that a header of the words alone stands for.
    pub bare: &'static str,
}

/// What stands below a printed list of the records of a job.
pub type ListNotes = fn(&Book, &Job) -> Result<Vec<String>>;

/// A form that one ledger has.
pub struct OwnForm {
    /// Code on the command line and the wire.
    pub code: &'static str,
    /// Chinese name.
    pub label: &'static str,
    /// Title of the document.
    pub title: &'static str,
    /// What of a job it heeds.
    pub heeds: Heeds,
    /// Gathers what it says.
    pub make: fn(&Book, &Job) -> Result<Gathered>,
}

/// What of a job a form heeds besides its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heeds {
    /// Nothing.
    Day,
    /// First and last record date.
    Period,
    /// The months from the first to the last date.
    Months,
    /// One record.
    Record,
}

/// A ledger's own rules: may normalise and derive values, and reports problems and warnings.
pub type Check = fn(&mut Draft<'_>);

/// A column that refers to another ledger.
pub struct Reference {
    /// The column.
    pub column: &'static Column,
    /// What it refers to.
    pub ledger: Ledger,
}

/// Group of the navigation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// 人员
    People,
    /// 场所与日常
    Places,
    /// 活动与物资
    Activities,
    /// 宣传与服务
    Services,
    /// 迎检与报送
    Inspection,
    /// 数据与设置
    Data,
}

/// A record about to be saved, as the rules see it.
pub struct Draft<'a> {
    /// Which ledger it is for.
    pub ledger: Ledger,
    /// Its values so far; rules may normalise and add to them.
    pub values: &'a mut Values,
    /// As it is stored, when it is a change.
    pub before: Option<&'a Record>,
    /// The present moment in the office.
    pub now: NaiveDateTime,
    /// The organisation's rules.
    pub rules: &'a Rulebook,
    /// Other valid records of the same kin, where the ledger has one.
    pub siblings: &'a [Record],
    /// The records that reference columns name, by column, stored columns only.
    pub referred: BTreeMap<&'static str, Record>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What is odd but kept.
    pub warnings: Vec<Problem>,
    /// Columns whose value follows from another, with the sentence saying from which.
    pub derived: BTreeMap<&'static str, &'static str>,
}

impl<'a> Draft<'a> {
    /// A draft of `values` with nothing around it.
    pub fn new(ledger: Ledger, values: &'a mut Values, now: NaiveDateTime, rules: &'a Rulebook) -> Self {
        Self {
            ledger,
            values,
            before: None,
            now,
            rules,
            siblings: &[],
            referred: BTreeMap::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
            derived: BTreeMap::new(),
        }
    }

    /// Today's business day.
    pub fn today(&self) -> NaiveDate {
        self.now.date()
    }

    /// The text in `column`.
    pub fn text(&self, column: &str) -> Option<&str> {
        self.values.get(column).and_then(Value::as_text)
    }

    /// The day in `column`.
    pub fn date(&self, column: &str) -> Option<NaiveDate> {
        self.values.get(column).and_then(Value::as_date)
    }

    /// The code in `column`.
    pub fn code(&self, column: &str) -> Option<&'static str> {
        self.values.get(column).and_then(Value::as_code)
    }

    /// The record referred to in `column`.
    pub fn reference(&self, column: &str) -> Option<i64> {
        self.values.get(column).and_then(Value::as_reference)
    }

    /// Refuses `later` when it lies before `earlier`.
    pub fn in_order(&mut self, earlier: &'static str, later: &'static str) {
        let (Some(from), Some(to)) = (self.date(earlier), self.date(later)) else { return };
        if to < from {
            let label = |column| self.ledger.column(column).map_or(column, |column| column.label);
            let message = format!("{}早于{}（{from}）。请核对两个日期。", label(later), label(earlier));
            self.refuse(later, "order", message);
        }
    }

    /// Refuses the value of `column`.
    pub fn refuse(&mut self, column: &'static str, rule: &str, message: impl Into<String>) {
        let value = self.shown(column);
        self.problems.push(Problem::new(column, rule, value, message));
    }

    /// Keeps the value of `column` but says what is odd.
    pub fn warn(&mut self, column: &'static str, rule: &str, message: impl Into<String>) {
        let value = self.shown(column);
        self.warnings.push(Problem::new(column, rule, value, message));
    }

    /// Sets `column` to what follows from another.
    pub fn derive(&mut self, column: &'static str, value: Value, source: &'static str) {
        self.values.insert(column, value);
        self.derived.insert(column, source);
    }

    fn shown(&self, column: &str) -> String {
        self.values.get(column).map(Value::to_input).unwrap_or_default()
    }
}
