//! What a topic answers, as data: tasks, figures, amounts, the rule a state follows from.
//!
//! Owns their shapes. Knows no topic and no screen: what is asked is the topic's, how it is shown the window's and the
//! command line's.

pub mod evidence;
pub mod reported;
pub mod series;

use crate::rules::rulebook::RuleRef;
use crate::schema::Ledger;
use chrono::NaiveDate;
use serde::Serialize;

/// How urgent something is, or how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Must be put right.
    Bad,
    /// Should be done soon.
    Warn,
    /// Worth knowing.
    Mute,
    /// In order.
    Good,
}

/// Where a task leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// To one record.
    Record(Ledger, i64),
    /// To a person within a ledger that has a screen per person.
    Person(Ledger, i64),
    /// To a ledger.
    Ledger(Ledger),
    /// To the page on which several records of a ledger are entered at once.
    Several(Ledger),
    /// To making a backup.
    Backup,
    /// To the recovery sheet.
    Recovery,
    /// To the settings.
    Settings,
    /// To the tables of rules.
    Rules,
    /// To the packs that are kept.
    Packs,
    /// To the question which clock was wrong.
    Clock,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Short word before it.
    pub label: &'static str,
    /// What.
    pub title: String,
    /// Why.
    pub detail: String,
    /// How urgent.
    pub urgency: Urgency,
    /// Where.
    pub leads: Leads,
}

/// Something that falls on a day: a term, an end, what is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub day: NaiveDate,
    /// What it is, as it stands today.
    pub task: Task,
}

/// A label with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Figure {
    /// What it is of.
    pub label: String,
    /// With its unit.
    pub value: String,
}

impl Figure {
    /// A figure of `value`.
    pub fn new(label: &str, value: String) -> Self {
        Self { label: label.to_owned(), value }
    }
}

/// A figure above a list, or a chip beside its filters: the rows it counts, and so how many. Who chooses it is shown these rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// On the wire, unique among those of its list.
    pub code: &'static str,
    /// What it is of.
    pub label: &'static str,
    /// What one of them is counted as.
    pub unit: &'static str,
    /// Whose rows.
    pub of: Ledger,
    /// The rows, each once.
    pub rows: Vec<i64>,
    /// What is said of the number beside it, such as shares; may be empty.
    pub note: String,
    /// Stands with the figures; else it is a chip.
    pub above: bool,
}

impl Tally {
    /// A figure above the list.
    pub fn above(code: &'static str, label: &'static str, of: Ledger, rows: Vec<i64>) -> Self {
        Self { code, label, unit: of.declaration().unit, of, rows, note: String::new(), above: true }
    }

    /// A chip beside the filters.
    pub fn chip(code: &'static str, label: &'static str, of: Ledger, rows: Vec<i64>) -> Self {
        Self { above: false, ..Self::above(code, label, of, rows) }
    }

    /// The number in words.
    pub fn value(&self) -> String {
        format!("{} {}{}", self.rows.len(), self.unit, self.note)
    }
}

/// How what is on file divides, such as people by category and whether they are on duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// What is divided.
    pub title: &'static str,
    /// Headings, the first over what it is divided by.
    pub columns: Vec<&'static str>,
    /// A row for each part that there is.
    pub rows: Vec<Vec<String>>,
}

/// The value of a figure that a report asks for by name.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A count.
    Number(u64),
    /// Words.
    Text(String),
}

/// Where a computed state comes from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Rule {
    /// Key with its first day, under which the row is found.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Document and number.
    pub source: String,
}

impl From<&RuleRef> for Rule {
    fn from(rule: &RuleRef) -> Self {
        Self { name: rule.name(), label: rule.label.clone(), source: rule.source.clone() }
    }
}
