//! What a ledger is made of: columns, kinds of value, records.
//!
//! Owns the vocabulary in which every ledger is declared and the typed values the engines work on.
//! Knows no particular ledger, no SQL and no paper; reading typed text is `input`'s, masking is `mask`'s.

use super::{Declaration, Ledger, Table};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::Serialize;
use std::collections::BTreeMap;

/// How a state is coloured, always beside its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// 完成
    Good,
    /// 到期
    Warn,
    /// 缺失
    Bad,
    /// 不适用
    Mute,
}

/// One allowed value of a [`Kind::Choice`]: the stored code and the label people read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Stored.
    pub code: &'static str,
    /// Shown, and accepted as input.
    pub label: &'static str,
    /// Colour of a state; most choices are none.
    pub tone: Option<Tone>,
}

/// Shorthand for a [`Choice`].
pub const fn choice(code: &'static str, label: &'static str) -> Choice {
    Choice { code, label, tone: None }
}

/// Shorthand for a [`Choice`] that is a state.
pub const fn state(code: &'static str, label: &'static str, tone: Tone) -> Choice {
    Choice { code, label, tone: Some(tone) }
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
    /// A number with at most four decimals between two bounds, both allowed.
    Decimal {
        /// Smallest.
        min: i64,
        /// Largest.
        max: i64,
    },
    /// A calendar day.
    Date,
    /// A time of day, to the minute.
    Time,
    /// A day with its time in the office, to the minute.
    Instant,
    /// 是 or 否.
    Flag,
    /// One of a list.
    Choice(&'static [Choice]),
    /// Any number of a list, stored in the list's order.
    Choices(&'static [Choice]),
    /// A record of another ledger.
    Reference(Ledger),
    /// A row of a rule table, by its key.
    Entry(Table),
    /// An administrative division, by its six digits (GB/T 2260).
    Division,
    /// One of the ledgers, by its name.
    Ledger,
}

impl Kind {
    /// Its name on the command line, on the wire and in the manual.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Name { .. } => "name",
            Self::LongText { .. } => "long_text",
            Self::Integer { .. } => "integer",
            Self::Decimal { .. } => "decimal",
            Self::Date => "date",
            Self::Time => "time",
            Self::Instant => "instant",
            Self::Flag => "flag",
            Self::Choice(_) => "choice",
            Self::Choices(_) => "choices",
            Self::Reference(_) => "reference",
            Self::Entry(_) => "entry",
            Self::Division => "division",
            Self::Ledger => "ledger",
        }
    }

    /// Whether it is a day, a time, or both.
    pub const fn is_moment(self) -> bool {
        matches!(self, Self::Date | Self::Time | Self::Instant)
    }

    /// Smallest and largest number, or the longest text.
    #[allow(clippy::cast_possible_wrap)] // lengths are small
    pub const fn bounds(self) -> (Option<i64>, Option<i64>) {
        match self {
            Self::Text { max } | Self::Name { max } | Self::LongText { max } => (None, Some(max as i64)),
            Self::Integer { min, max } | Self::Decimal { min, max } => (Some(min), Some(max)),
            _ => (None, None),
        }
    }

    /// The values allowed, where they are a fixed list.
    pub const fn choices(self) -> &'static [Choice] {
        match self {
            Self::Choice(choices) | Self::Choices(choices) => choices,
            _ => &[],
        }
    }

    /// What may be written, in a few words.
    pub fn described(self) -> String {
        match self {
            Self::Text { max } | Self::Name { max } | Self::LongText { max } => format!("文字，至多 {max} 字"),
            Self::Integer { min, max } => format!("整数，{min} 到 {max}"),
            Self::Decimal { min, max } => format!("数字，{min} 到 {max}"),
            Self::Date => "日期".to_owned(),
            Self::Time => "时间，如 09:30".to_owned(),
            Self::Instant => "日期和时间".to_owned(),
            Self::Flag => "是 / 否".to_owned(),
            Self::Choice(_) => "选一项".to_owned(),
            Self::Choices(_) => "可选多项".to_owned(),
            Self::Reference(ledger) => format!("{}里的一条", ledger.declaration().label),
            Self::Entry(_) => "规则表里的一项".to_owned(),
            Self::Division => "区县名称或 6 位代码".to_owned(),
            Self::Ledger => "一本台账的名称".to_owned(),
        }
    }
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
    /// Filled by one of the ledger's computations: shown, never typed.
    pub computed: bool,
    /// Set by the program when a record is made (≡): stored and journalled, never typed.
    pub made: bool,
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
    /// Computed column shown in its place while nothing is stored.
    pub stand_in: Option<&'static str>,
    /// What a sheet without this column is taken to say of it, and the person is told so.
    pub assumed: Option<&'static str>,
    /// What people read where nothing is recorded.
    pub unrecorded: &'static str,
    /// May stay empty, but not because a sheet is silent: where new records have none, the person is asked once for the
    /// whole sheet. A day.
    pub asked: bool,
    /// The part of the form it stands in; empty: the first.
    pub section: &'static str,
    /// Seldom filled: stands under 更多 until it is.
    pub rare: bool,
    /// Names a person whom the record is not about: it stays when she is erased, without her.
    pub apart: bool,
    /// Names one person or several: masked where names are.
    pub persons: bool,
    /// Usually repeats: a new record's form offers what the newest one says.
    pub carried: bool,
    /// One sentence of what its label cannot say; empty: nothing.
    pub help: &'static str,
    /// What helps instead while another column has a certain code.
    pub helped: Option<&'static Helped>,
}

/// Help that follows from what is chosen in another column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Helped {
    /// The other column.
    pub by: &'static str,
    /// Its codes, each with its sentence.
    pub of: &'static [(&'static str, &'static str)],
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
            computed: false,
            made: false,
            aliases: &[],
            width_mm: 0.0,
            width_px: 0,
            half: true,
            filter: false,
            identifies: false,
            stand_in: None,
            assumed: None,
            unrecorded: "",
            asked: false,
            section: "",
            rare: false,
            apart: false,
            persons: false,
            carried: false,
            help: "",
            helped: None,
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
        column.persons = true;
        column
    }

    /// Names a body or a thing, no person.
    pub const fn body(mut self) -> Self {
        self.persons = false;
        self
    }

    /// Names one person or several, in words.
    pub const fn persons(mut self) -> Self {
        self.persons = true;
        self
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

    /// A time of day.
    pub const fn time(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Time)
    }

    /// A row of a rule table.
    pub const fn entry(name: &'static str, label: &'static str, table: Table) -> Self {
        Self::new(name, label, Kind::Entry(table))
    }

    /// An administrative division.
    pub const fn division(name: &'static str, label: &'static str) -> Self {
        Self::new(name, label, Kind::Division)
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

    /// A record of the ledger so declared.
    pub const fn reference(name: &'static str, label: &'static str, ledger: &'static Declaration) -> Self {
        Self::new(name, label, Kind::Reference(Ledger(ledger)))
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

    /// Computed (=), never typed.
    pub const fn computed(mut self) -> Self {
        self.computed = true;
        self
    }

    /// Set by the program (≡), never typed.
    pub const fn made(mut self) -> Self {
        self.made = true;
        self
    }

    /// Asked once of a sheet whose new records have none.
    pub const fn asked(mut self) -> Self {
        self.asked = true;
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

    /// Shows the computed column `name` while nothing is stored.
    pub const fn or_computed(mut self, name: &'static str) -> Self {
        self.stand_in = Some(name);
        self
    }

    /// Is `code` in sheets that do not bring the column.
    pub const fn assumed(mut self, code: &'static str) -> Self {
        self.assumed = Some(code);
        self
    }

    /// Reads `words` where nothing is recorded.
    pub const fn unrecorded(mut self, words: &'static str) -> Self {
        self.unrecorded = words;
        self
    }

    /// Stands in this part of the form.
    pub const fn section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    /// Seldom filled.
    pub const fn rare(mut self) -> Self {
        self.rare = true;
        self
    }

    /// Names somebody whom the record is not about.
    pub const fn apart(mut self) -> Self {
        self.apart = true;
        self
    }

    /// Usually repeats.
    pub const fn carried(mut self) -> Self {
        self.carried = true;
        self
    }

    /// Helped by what is chosen in another column.
    pub const fn helped(mut self, helped: &'static Helped) -> Self {
        self.helped = Some(helped);
        self
    }

    /// One sentence of what the label cannot say.
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// Whether it is kept in the ledger's table.
    pub const fn stored(&self) -> bool {
        !self.computed
    }

    /// Whether people fill it in.
    pub const fn typed(&self) -> bool {
        !self.computed && !self.made
    }
}

/// The 备注 column with which every ledger ends.
pub const NOTE: Column =
    Column::long_text("note", "备注").aliases(&["说明"]).rare().help("会原样印出；病情、诊断、证件号、电话不写在这里。");

/// A typed value; an absent value is not in the map.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Of [`Kind::Text`], [`Kind::Name`] and [`Kind::LongText`]; key of a [`Kind::Entry`], digits of a [`Kind::Division`], name of
    /// a [`Kind::Ledger`].
    Text(String),
    /// Of [`Kind::Integer`].
    Integer(i64),
    /// Of [`Kind::Decimal`].
    Decimal(f64),
    /// Of [`Kind::Date`].
    Date(NaiveDate),
    /// Of [`Kind::Time`].
    Time(NaiveTime),
    /// Of [`Kind::Instant`], in business time.
    Instant(NaiveDateTime),
    /// Of [`Kind::Flag`].
    Flag(bool),
    /// Code of a [`Kind::Choice`].
    Choice(&'static str),
    /// Code of a computed [`Kind::Choice`] with the words it is told in, such as 第 2 剂超期 6 天.
    Told {
        /// The state; empty where the words stand for a value of another kind that nobody knows.
        code: &'static str,
        /// What people read instead of its label.
        text: String,
        /// Its colour, where it is not the code's own.
        tone: Option<Tone>,
    },
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

impl Record {
    /// A record of nothing, to be filled in.
    pub fn empty(ledger: Ledger) -> Self {
        Self {
            ledger,
            id: 0,
            uid: String::new(),
            step: 0,
            entered_at: DateTime::UNIX_EPOCH,
            recorder: String::new(),
            late_reason: None,
            state: State::Valid,
            void_reason: None,
            extra: String::new(),
            values: Values::new(),
        }
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

    /// What is shown in `column`: what is stored, else what stands in for it.
    pub fn shown_value(&self, column: &Column) -> Option<&Value> {
        self.values.get(column.name).or_else(|| self.values.get(column.stand_in?))
    }

    /// The colour of the state in `column`, if it is one.
    pub fn tone(&self, column: &Column) -> Option<Tone> {
        match (self.values.get(column.name)?, column.kind) {
            (Value::Told { tone: Some(tone), .. }, _) => Some(*tone),
            (Value::Choice(code) | Value::Told { code, .. }, Kind::Choice(choices)) => {
                choices.iter().find(|choice| choice.code == *code)?.tone
            }
            _ => None,
        }
    }

    /// The instant in `column`.
    pub fn instant(&self, column: &str) -> Option<NaiveDateTime> {
        self.values.get(column).and_then(Value::as_instant)
    }

    /// Whether the flag in `column` is set.
    pub fn flag(&self, column: &str) -> bool {
        self.values.get(column) == Some(&Value::Flag(true))
    }

    /// The record referred to in `column`.
    pub fn reference(&self, column: &str) -> Option<i64> {
        self.values.get(column).and_then(Value::as_reference)
    }
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

    /// The record referred to.
    pub fn as_reference(&self) -> Option<i64> {
        match self {
            Self::Reference(id) => Some(*id),
            _ => None,
        }
    }

    /// The whole number.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The number with its fraction.
    pub fn as_decimal(&self) -> Option<f64> {
        match self {
            Self::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// The day, or that of the instant.
    pub fn as_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Instant(at) => Some(at.date()),
            other => other.as_date(),
        }
    }

    /// The instant.
    pub fn as_instant(&self) -> Option<NaiveDateTime> {
        match self {
            Self::Instant(at) => Some(*at),
            _ => None,
        }
    }

    /// The time of day.
    pub fn as_time(&self) -> Option<NaiveTime> {
        match self {
            Self::Time(time) => Some(*time),
            _ => None,
        }
    }

    /// The code of a choice.
    pub fn as_code(&self) -> Option<&'static str> {
        match self {
            Self::Choice(code) | Self::Told { code, .. } => Some(code),
            _ => None,
        }
    }

    /// JSON as the command line and the journal write it: codes, ISO dates, numbers.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Text(text) => text.clone().into(),
            Self::Integer(number) | Self::Reference(number) => (*number).into(),
            // A whole number reads as one.
            #[allow(clippy::cast_possible_truncation)] // bounded by the kind
            Self::Decimal(number) if number.fract() == 0.0 => (*number as i64).into(),
            Self::Decimal(number) => (*number).into(),
            Self::Date(_) | Self::Time(_) | Self::Instant(_) => self.to_input().into(),
            Self::Flag(flag) => (*flag).into(),
            // Words that stand for a value that is not there.
            Self::Told { code: "", .. } => serde_json::Value::Null,
            Self::Choice(code) | Self::Told { code, .. } => (*code).into(),
            Self::Choices(codes) => codes.clone().into(),
        }
    }

    /// What a form's input shows: codes for choices, 是/否 as `true`/`false`, codes joined by commas.
    pub fn to_input(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) | Self::Reference(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Date(day) => day.to_string(),
            Self::Time(time) => time.format("%H:%M").to_string(),
            Self::Instant(at) => at.format("%Y-%m-%d %H:%M").to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Choice(code) | Self::Told { code, .. } => (*code).to_owned(),
            Self::Choices(codes) => codes.join(","),
        }
    }

    /// What people read. References, table entries and divisions show what is stored; `store::present` looks their names up.
    pub fn shown(&self, kind: Kind) -> String {
        let label = |choices: &'static [Choice], code: &str| {
            choices.iter().find(|choice| choice.code == code).map_or_else(|| code.to_owned(), |choice| choice.label.to_owned())
        };
        match (self, kind) {
            (Self::Choice(code), Kind::Choice(choices)) => label(choices, code),
            (Self::Told { text, .. }, _) => text.clone(),
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
