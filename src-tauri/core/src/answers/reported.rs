//! A figure of a report: what it comes to, out of how much, how much of it nobody knows, and the rows it counts.
//!
//! Owns its shape. Nothing known is never nothing: a value that is not known is `None`, and what is unknown of a known one stands
//! beside it.

use crate::answers::evidence::Found;
use crate::schema::{Kind, Ledger, Record, Value};
use std::borrow::Cow;

/// What a number is counted in, and how many of its digits stand behind the point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Such as 人; money is 元.
    pub word: Cow<'static, str>,
    /// Digits behind the point: 2 for money, which is counted in fen, 1 for hours and per cent.
    pub digits: u32,
}

impl Unit {
    /// Whole ones.
    pub const fn of(word: &'static str) -> Self {
        Self { word: Cow::Borrowed(word), digits: 0 }
    }

    /// Money, in fen.
    pub const MONEY: Self = Self { word: Cow::Borrowed("元"), digits: 2 };
    /// Hours, in tenths.
    pub const HOURS: Self = Self { word: Cow::Borrowed("小时"), digits: 1 };
    /// Per cent, in tenths.
    pub const SHARE: Self = Self { word: Cow::Borrowed("%"), digits: 1 };

    /// `number` as people write it: 82.9, 1200.
    pub fn written(&self, number: i64) -> String {
        written(number, self.digits)
    }
}

/// A number of which `digits` stand behind the point, as people write it: without zeros at its end.
pub fn written(number: i64, digits: u32) -> String {
    let one = 10_i64.pow(digits.min(9));
    let (whole, rest) = (number / one, (number % one).abs());
    if rest == 0 {
        return whole.to_string();
    }
    let sign = if number < 0 && whole == 0 { "-" } else { "" };
    let rest = format!("{rest:0width$}", width = usize::try_from(digits).unwrap_or_default());
    format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
}

/// A figure. See the module.
#[derive(Debug, Clone, PartialEq)]
pub struct Reported {
    /// Its name, what it is of before the dot.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What its number is counted in.
    pub unit: Unit,
    /// What it comes to; `None` where nothing is known.
    pub value: Option<i64>,
    /// Out of how much, where it is a part of something.
    pub of: Option<i64>,
    /// How much of it nobody knows.
    pub unknown: i64,
    /// The rows it counts.
    pub rows: Vec<(Ledger, i64)>,
    /// Whether any of it, and not knowing of any, keeps a report from being one of nothing (零报告).
    pub alarming: bool,
    /// The figure that says whether anybody looked: what is not known of it is not known of this either.
    pub known_by: Option<&'static str>,
}

/// How many rows there are.
fn many(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

impl Reported {
    /// A number.
    pub fn number(id: impl Into<String>, label: impl Into<String>, unit: Unit, value: i64) -> Self {
        let (id, label) = (id.into(), label.into());
        Self { id, label, unit, value: Some(value), of: None, unknown: 0, rows: Vec::new(), alarming: false, known_by: None }
    }

    /// How many rows of `ledger` there are, counted in what its records are counted in.
    pub fn rows(id: impl Into<String>, label: impl Into<String>, ledger: Ledger, rows: Vec<i64>) -> Self {
        let unit = Unit::of(ledger.declaration().unit);
        let counted = Self::number(id, label, unit, many(rows.len()));
        Self { rows: rows.into_iter().map(|id| (ledger, id)).collect(), ..counted }
    }

    /// What `column` of `records` adds up to, in `unit`; a record that does not say it is unknown. Nothing is known when none does.
    pub fn sum(id: impl Into<String>, label: impl Into<String>, unit: Unit, records: &[Record], column: &str) -> Self {
        let scale = 10_f64.powi(i32::try_from(unit.digits).unwrap_or_default());
        let shown = |record: &Record| record.ledger.column(column).and_then(|column| record.shown_value(column)).cloned();
        let said = |record: &Record| match shown(record) {
            Some(Value::Integer(number)) => number.checked_mul(10_i64.pow(unit.digits)),
            #[allow(clippy::cast_possible_truncation)] // amounts are far below what 64 bits hold
            Some(Value::Decimal(number)) => Some((number * scale).round() as i64),
            _ => None,
        };
        let known: Vec<i64> = records.iter().filter_map(said).collect();
        let value = (!known.is_empty() || records.is_empty()).then(|| known.iter().sum());
        let rows = records.iter().map(|record| (record.ledger, record.id)).collect();
        let unknown = many(records.len()) - many(known.len());
        Self { value, unknown, rows, ..Self::number(id, label, unit, 0) }
    }

    /// How much was made of what was asked; without what has to be there first nothing is known.
    pub fn share(id: impl Into<String>, label: impl Into<String>, unit: Unit, found: Found) -> Self {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let there = found.base.is_none();
        let counted = Self::number(id, label, unit, number(found.made));
        Self { value: counted.value.filter(|_| there), of: there.then_some(number(found.asked)), rows: found.rows, ..counted }
    }

    /// The same out of `of`.
    pub fn of(self, of: i64) -> Self {
        Self { of: Some(of), ..self }
    }

    /// The same with so much of it unknown.
    pub fn lacking(self, unknown: usize) -> Self {
        Self { unknown: many(unknown), ..self }
    }

    /// The same, not known at all where `known` does not hold.
    pub fn where_known(self, known: bool) -> Self {
        if known { self } else { Self { value: None, of: None, ..self } }
    }

    /// The same, counted in `unit`.
    pub fn in_unit(self, word: &'static str) -> Self {
        Self { unit: Unit::of(word), ..self }
    }

    /// The same, looked at before a report says that there was nothing.
    pub fn alarm(self) -> Self {
        Self { alarming: true, ..self }
    }

    /// The same, known only as far as the figure `id` is.
    pub fn as_far_as(self, id: &'static str) -> Self {
        Self { known_by: Some(id), ..self }
    }
}

/// How many of `records` say which choice of `column`, a figure for each choice there is, named `family`.CODE and called after `what`
/// it is of.
pub fn by_choice(family: &str, what: &str, ledger: Ledger, records: &[Record], column: &str) -> Vec<Reported> {
    let Some(Kind::Choice(choices)) = ledger.column(column).map(|column| column.kind) else { return Vec::new() };
    let of = |code: &str| records.iter().filter(|record| record.code(column) == Some(code)).map(|record| record.id).collect();
    choices
        .iter()
        .map(|choice| {
            Reported::rows(format!("{family}.{}", choice.code), format!("{what}{}", choice.label), ledger, of(choice.code))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_without_zeros_at_its_end() {
        for (number, digits, wanted) in
            [(0, 2, "0"), (120_000, 2, "1200"), (1250, 2, "12.5"), (5, 2, "0.05"), (-5, 1, "-0.5"), (829, 1, "82.9"), (7, 0, "7")]
        {
            assert_eq!(written(number, digits), wanted, "{number} {digits}");
        }
    }

    #[test]
    fn nothing_known_is_not_nothing() {
        let none = Reported::share(
            "rounds.ventilate",
            "通风",
            Unit::of("次"),
            Found::without("通风计划", Ledger(&crate::topics::PLACES)),
        );
        assert_eq!((none.value, none.of), (None, None));
        assert_eq!(Reported::sum("a.b", "款", Unit::MONEY, &[], "amount").value, Some(0));
    }
}
