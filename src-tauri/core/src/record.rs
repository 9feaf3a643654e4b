//! What a ledger is made of: columns, kinds of value, records.
//!
//! Owns the vocabulary in which every ledger is declared and the typed values the engines work on.
//! Knows no particular ledger, no SQL and no paper; reading typed text is `input`'s, masking is `mask`'s.

use crate::ledgers::Ledger;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use std::collections::BTreeMap;

/// One allowed value of a [`Kind::Choice`]: the stored code and the label people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// Stored.
    pub code: &'static str,
    /// Shown, and accepted as input.
    pub label: &'static str,
}

/// Shorthand for a [`Choice`].
pub const fn choice(code: &'static str, label: &'static str) -> Choice {
    Choice { code, label }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// One line of at most `max` characters (grapheme clusters).
    Text {
        /// Longest allowed text, in grapheme clusters.
        max: usize,
    },
    /// The name of a person or body: inner separators are normalised, see `rules::names`.
    Name {
        /// Longest allowed name, in grapheme clusters.
        max: usize,
    },
    /// Several lines of at most `max` characters.
    LongText {
        /// Longest allowed text, in grapheme clusters.
        max: usize,
    },
    /// A whole number between two bounds, both allowed.
    Integer {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A calendar day.
    Date,
    /// 是 or 否.
    Flag,
    /// One of a list.
    Choice(&'static [Choice]),
    /// Any number of a list, stored in the list's order.
    Choices(&'static [Choice]),
    /// A record of another ledger.
    Reference(Ledger),
}

/// Why a column is masked, and so how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitivity {
    /// Shown to everyone.
    Open,
    /// Identity document number: first four and last four characters stay.
    DocumentNumber,
    /// Telephone: first three and last four digits stay.
    Phone,
    /// Address: kept to the street.
    Address,
    /// Health detail: hidden whole.
    Health,
}

/// How a column takes part in searching.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Search {
    /// Not at all.
    No,
    /// By its text and by every reading of its pinyin; also sorts by pinyin.
    Pinyin,
    /// By any run of its characters, usually the last ones.
    Digits,
}

/// One column of a ledger. Built by the `const` functions below.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Name in SQL, JSON and on the wire.
    pub name: &'static str,
    /// Chinese name in forms, Excel headers and on paper.
    pub label: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Must be given.
    pub required: bool,
    /// May not lie in the future (⊥).
    pub not_future: bool,
    /// Why it is masked.
    pub sensitivity: Sensitivity,
    /// How it is searched.
    pub search: Search,
    /// SQL expression of a computed column (from the ledger's `queries.rs`); such a column is shown, never typed.
    pub computed: Option<&'static str>,
    /// Header texts under which sheets bring it, besides the label.
    pub aliases: &'static [&'static str],
    /// Width in the printed list in millimetres; 0 keeps it out of the list.
    pub width_mm: f32,
    /// Width in the window's table in CSS pixels; 0 keeps it out of the table.
    pub width_px: u16,
    /// Takes half of the form's width.
    pub half: bool,
    /// Offered as a filter above the table.
    pub filter: bool,
    /// Names the record where others refer to it by text (ID number).
    pub identifies: bool,
    /// One sentence of help.
    pub help: &'static str,
}

impl Column {
    /// A column with nothing but its name, label and kind.
    pub const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            name,
            label,
            kind,
            required: false,
            not_future: false,
            sensitivity: Sensitivity::Open,
            search: Search::No,
            computed: None,
            aliases: &[],
            width_mm: 0.0,
            width_px: 0,
            half: true,
            filter: false,
            identifies: false,
            help: "",
        }
    }

    /// A line of text of up to 100 characters.
    pub const fn text(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Text { max: 100 })
    }

    /// A name of up to 100 characters, searched by pinyin.
    pub const fn name(name: &'static str, label: &'static str) -> Self {
        let mut column = Self::new(name, label, Kind::Name { max: 100 });
        column.search = Search::Pinyin;
        column
    }

    /// Text of several lines.
    pub const fn long_text(name: &'static str, label: &'static str) -> Self {
        let mut column = Self::new(name, label, Kind::LongText { max: 1000 });
        column.half = false;
        column
    }

    /// A calendar day.
    pub const fn date(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Date)
    }

    /// Yes or no.
    pub const fn flag(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Flag)
    }

    /// One of a list.
    pub const fn choice(name: &'static str, label: &'static str, choices: &'static [Choice]) -> Self {
        Self::new(name, label, Kind::Choice(choices))
    }

    /// Any number of a list.
    pub const fn choices(name: &'static str, label: &'static str, choices: &'static [Choice]) -> Self {
        Self::new(name, label, Kind::Choices(choices))
    }

    /// A record of `ledger`.
    pub const fn reference(name: &'static str, label: &'static str, ledger: Ledger) -> Self {
        Self::new(name, label, Kind::Reference(ledger))
    }

    /// Must be given.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// May not lie in the future (⊥).
    pub const fn not_future(mut self) -> Self {
        self.not_future = true;
        self
    }

    /// Masked as `sensitivity` says (★).
    pub const fn sensitive(mut self, sensitivity: Sensitivity) -> Self {
        self.sensitivity = sensitivity;
        self
    }

    /// Takes part in searching.
    pub const fn searched(mut self, search: Search) -> Self {
        self.search = search;
        self
    }

    /// Computed by `expression` (=), never typed. `:on` is the day asked about.
    pub const fn computed(mut self, expression: &'static str) -> Self {
        self.computed = Some(expression);
        self
    }

    /// Other header texts of the same column.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Stands in the printed list (millimetres).
    pub const fn printed(mut self, width_mm: f32) -> Self {
        self.width_mm = width_mm;
        self
    }

    /// Stands in the window's table (CSS pixels).
    pub const fn listed(mut self, width_px: u16) -> Self {
        self.width_px = width_px;
        self
    }

    /// Takes a whole line of the form.
    pub const fn wide(mut self) -> Self {
        self.half = false;
        self
    }

    /// Offered as a filter.
    pub const fn filter(mut self) -> Self {
        self.filter = true;
        self
    }

    /// Names the record where others refer to it.
    pub const fn identifies(mut self) -> Self {
        self.identifies = true;
        self
    }

    /// One sentence of help.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// Whether it is kept in the ledger's table.
    pub const fn stored(&self) -> bool {
        self.computed.is_none()
    }
}

/// The 备注 column with which every ledger ends.
pub const NOTE: Column = Column::long_text("note", "备注").aliases(&["说明"]).help("需要补充说明的事情。");

/// A typed value; an absent value is not in the map.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Of [`Kind::Text`], [`Kind::Name`] and [`Kind::LongText`].
    Text(String),
    /// Of [`Kind::Integer`].
    Integer(i64),
    /// Of [`Kind::Date`].
    Date(NaiveDate),
    /// Of [`Kind::Flag`].
    Flag(bool),
    /// Code of a [`Kind::Choice`].
    Choice(&'static str),
    /// Codes of a [`Kind::Choices`], in the list's order.
    Choices(Vec<&'static str>),
    /// Id of the record referred to.
    Reference(i64),
}

/// Values by column name.
pub type Values = BTreeMap<&'static str, Value>;

/// Whether a record still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// In force.
    Valid,
    /// 作废: stays, struck through, with its reason.
    Voided,
}

/// One record of one ledger, as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Which ledger.
    pub ledger: Ledger,
    /// Number within the ledger.
    pub id: i64,
    /// The same record in every copy of the file (UUID version 7).
    pub uid: String,
    /// Step that changed it last; tells whether it changed meanwhile.
    pub step: i64,
    /// When it was entered.
    pub entered_at: DateTime<Utc>,
    /// Who entered it.
    pub recorder: String,
    /// Why it was entered after the grace (补录).
    pub late_reason: Option<String>,
    /// Whether it counts.
    pub state: State,
    /// Why it was voided.
    pub void_reason: Option<String>,
    /// JSON object of columns the organisation added itself.
    pub extra: String,
    /// Typed values, stored and computed columns alike.
    pub values: Values,
}

impl Value {
    /// The text of a text value.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The day of a date value.
    pub fn as_date(&self) -> Option<NaiveDate> {
        match self {
            Self::Date(day) => Some(*day),
            _ => None,
        }
    }

    /// JSON as the command line and the journal write it: codes, ISO dates, numbers.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => text.clone().into(),
            Self::Integer(number) | Self::Reference(number) => (*number).into(),
            Self::Date(day) => day.format("%Y-%m-%d").to_string().into(),
            Self::Flag(flag) => (*flag).into(),
            Self::Choice(code) => (*code).into(),
            Self::Choices(codes) => codes.clone().into(),
        }
    }

    /// What a form's input shows: codes for choices, 是/否 as `true`/`false`, codes joined by commas.
    pub fn to_input(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) | Self::Reference(number) => number.to_string(),
            Self::Date(day) => day.format("%Y-%m-%d").to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Choice(code) => (*code).to_owned(),
            Self::Choices(codes) => codes.join(","),
        }
    }

    /// What people read. A reference shows its number; whoever can look it up shows its title instead.
    pub fn shown(&self, kind: Kind) -> String {
        let label = |choices: &'static [Choice], code: &str| {
            choices.iter().find(|choice| choice.code == code).map_or_else(|| code.to_owned(), |choice| choice.label.to_owned())
        };
        match (self, kind) {
            (Self::Choice(code), Kind::Choice(choices)) => label(choices, code),
            (Self::Choices(codes), Kind::Choices(choices)) => {
                let labels: Vec<_> = codes.iter().map(|code| label(choices, code)).collect();
                labels.join("、")
            }
            (Self::Flag(true), _) => "是".to_owned(),
            (Self::Flag(false), _) => "否".to_owned(),
            _ => self.to_input(),
        }
    }
}
