//! The shape of a ledger's declaration: plain data.
//!
//! Owns what a ledger may say of itself. Holds no ledger's content; rules, computations and forms are registered beside it
//! by the topic the ledger belongs to.

use super::{Column, Ledger, Value, Values};
use chrono::NaiveDate;
use serde::Serialize;

/// Everything the engines need to know of a ledger.
pub struct Declaration {
    /// Plural noun, the same in SQL, JSON, Rust module and UI folder.
    pub name: &'static str,
    /// Chinese name.
    pub label: &'static str,
    /// What its records are counted in.
    pub unit: &'static str,
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
    /// People type its records; those of other ledgers are made by an act of the program's own, and by nothing else.
    pub typed: bool,
    /// Once written, a record is neither changed nor voided.
    pub lasting: bool,
    /// The ledger whose record this one belongs to, and the column that names it: voided with it.
    pub parent: Option<(Ledger, &'static str)>,
    /// The column whose record this one is listed with, and by which records are siblings to the rules.
    pub kin: Option<&'static str>,
    /// The child ledger whose first record may be given together with this one.
    pub with_child: Option<Ledger>,
    /// How its records stand side by side in another ledger's sheets.
    pub repeats: Option<Repeats>,
    /// How days stand side by side in its own sheets.
    pub across: Option<Across>,
    /// The column that names a record to people.
    pub title: &'static str,
    /// Its rows are records of the organisation; the rules it goes by are not, and no count of records includes them.
    pub counted: bool,
    /// Its records are people: whoever mentions them is found when they are erased.
    pub person: bool,
    /// Place of its tab on the page of a person it names, the lowest first, equal ones in the order of the navigation; `None`: it
    /// has none there.
    pub tab: Option<u8>,
    /// Groups of columns that together may stand only once among valid records.
    pub unique: &'static [&'static [&'static str]],
    /// Groups of columns by which two records are probably, not surely, of the same person or thing.
    pub likely: &'static [&'static [&'static str]],
    /// Title of one record's sheet.
    pub sheet_title: &'static str,
    /// Heading of the empty screen.
    pub empty_title: &'static str,
    /// What belongs there and why an inspector asks for it.
    pub empty_text: &'static str,
}

impl Declaration {
    /// A ledger with nothing but its name, label and group: no record date, no parent, counted, titled by its `name`.
    pub const fn of(name: &'static str, label: &'static str, group: Group) -> Self {
        Self {
            name,
            label,
            unit: "条",
            group,
            columns: &[],
            record_date: None,
            log: false,
            single: false,
            typed: true,
            lasting: false,
            parent: None,
            kin: None,
            with_child: None,
            repeats: None,
            across: None,
            title: "name",
            counted: true,
            person: false,
            tab: Some(50),
            unique: &[],
            likely: &[],
            sheet_title: label,
            empty_title: "",
            empty_text: "",
        }
    }

    /// The day of whose work a record of these values is evidence; `None` where the ledger is no log.
    pub fn log_day(&self, values: &Values) -> Option<NaiveDate> {
        let day = self.record_date.and_then(|column| values.get(column)).and_then(Value::as_day);
        day.filter(|_| self.log)
    }
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

/// Sheets of a ledger in which days stand side by side: a row a person, a column a day, or one for each of its values.
pub struct Across {
    /// The column that the days of the header are.
    pub day: &'static str,
    /// The columns that cells hold, each with words that name it beside a day; a day alone means the first.
    pub cells: &'static [(&'static str, &'static [&'static str])],
    /// A column of a choice, and the words in cells that stand for its codes; the empty code is nothing.
    pub words: Option<(&'static str, &'static [(&'static str, &'static str)])>,
}

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
