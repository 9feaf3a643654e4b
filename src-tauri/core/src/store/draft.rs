//! A record about to be saved, as its ledger's rules see it.
//!
//! Owns what rules may look at and say. Reading what was supplied and the rules every ledger shares are `intake`'s.

use crate::base::error::{Problem, Result};
use crate::rules::identifiers;
use crate::rules::rulebook::Rulebook;
use crate::schema::{Ledger, Record, Value, Values};
use crate::store::rows::Facts;
use chrono::{NaiveDate, NaiveDateTime};
use std::collections::BTreeMap;

/// A ledger's own rules: may normalise and derive values, and reports problems and warnings.
pub type Check = fn(&mut Draft<'_>);

/// What saving a record would bring about that its own values do not show, told before it is saved: reads the file, with
/// the record as it would be and as it is stored, and returns what is odd.
pub type Foresight = fn(&Facts<'_>, &Record, Option<&Record>) -> Result<Vec<Problem>>;

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
    /// The valid records that name this one, by ledger and column; of a new record there are none.
    pub naming: Option<&'a dyn Fn(Ledger, &'static str) -> Vec<Record>>,
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
            naming: None,
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

    /// Whether the flag in `column` is set.
    pub fn flag(&self, column: &str) -> bool {
        self.values.get(column) == Some(&Value::Flag(true))
    }

    /// The record referred to in `column`.
    pub fn reference(&self, column: &str) -> Option<i64> {
        self.values.get(column).and_then(Value::as_reference)
    }

    /// The valid records of `ledger` that name this one in `column`.
    pub fn children(&self, ledger: Ledger, column: &'static str) -> Vec<Record> {
        self.naming.map(|naming| naming(ledger, column)).unwrap_or_default()
    }

    /// Refuses `later` when it lies before `earlier`.
    pub fn in_order(&mut self, earlier: &'static str, later: &'static str) {
        self.not_before(later, self.day(earlier), self.label(earlier));
    }

    /// Refuses the day in `column` when it lies before `earlier`, the day called `label`.
    pub fn not_before(&mut self, column: &'static str, earlier: Option<NaiveDate>, label: &str) {
        let (Some(from), Some(to)) = (earlier, self.day(column)) else { return };
        if to < from {
            let message = format!("{}早于{label}（{from}）。请核对两个日期。", self.label(column));
            self.refuse(column, "order", message);
        }
    }

    /// The day in `column`, or that of the instant there.
    fn day(&self, column: &str) -> Option<NaiveDate> {
        self.values.get(column).and_then(Value::as_day)
    }

    /// What people call `column`.
    pub fn label(&self, column: &str) -> &'static str {
        self.ledger.column(column).map_or("", |column| column.label)
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

    /// Brings the telephone number in `column` into one spelling: refuses what is none, warns of numbers inside a house.
    pub fn check_phone(&mut self, column: &'static str) {
        let Some(typed) = self.text(column) else { return };
        match identifiers::telephone(typed) {
            Ok((number, odd)) => {
                self.values.insert(column, Value::Text(number));
                odd.into_iter().for_each(|odd| self.warn(column, "phone", odd));
            }
            Err(message) => self.refuse(column, "phone", message),
        }
    }

    fn shown(&self, column: &str) -> String {
        self.values.get(column).map(Value::to_input).unwrap_or_default()
    }
}
