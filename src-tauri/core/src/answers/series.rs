//! How something went over a period: one number a day or a month, each with the records it counts.
//!
//! Owns the points of a period and the counting at them. Numbers and the rows behind one of them come from one and the same
//! counting, so that who opens a number is shown what it counts. What is not known is no number, and never 0.

use crate::base::clock::Span;
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::Serialize;
use std::collections::BTreeSet;

/// A longer period is told by months where a shorter one is told by days: a year has room for each of its days.
const MOST_DAYS: i64 = 366;

/// How the lines of a series are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Shares of a hundred.
    Share,
    /// Parts of a whole, one upon the other.
    Parts,
    /// What was made and what is missing of what was asked.
    Plan,
    /// A field of numbers, one row a line.
    Field,
}

/// How wide a point is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// A calendar month, cut where the period begins and ends.
    Month,
}

impl Step {
    /// Days, unless there are more of them than are told one by one.
    pub fn of(span: Span) -> Self {
        if (span.to - span.from).num_days() < MOST_DAYS { Self::Day } else { Self::Month }
    }

    /// On the wire and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
        }
    }

    /// The points of `span`, in order.
    pub fn points(self, span: Span) -> Vec<Span> {
        let mut points = Vec::new();
        let mut from = span.from;
        while from <= span.to {
            let next = match self {
                Self::Day => from.checked_add_days(Days::new(1)),
                Self::Month => from.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))),
            };
            let Some(next) = next else { break };
            points.push(Span { from, to: span.to.min(next - Days::new(1)) });
            from = next;
        }
        points
    }
}

/// The numbers of some lines at the points of a period while they are counted, or the records behind one of them.
#[derive(Debug)]
pub struct Counting {
    step: Step,
    points: Vec<Span>,
    /// The day the data stand at.
    on: NaiveDate,
    numbers: Vec<Vec<Option<u64>>>,
    /// The line whose records are wanted.
    wanted: Option<usize>,
    rows: BTreeSet<i64>,
}

impl Counting {
    /// Of so many `lines` at the points of `span`, as the data stand at `on`.
    pub fn numbers(lines: usize, step: Step, span: Span, on: NaiveDate) -> Self {
        let points = step.points(span);
        Self { numbers: vec![vec![None; points.len()]; lines], step, points, on, wanted: None, rows: BTreeSet::new() }
    }

    /// The records behind the number of the line `wanted` at the one point `span`, of so many `lines`.
    pub fn rows(lines: usize, wanted: usize, span: Span, on: NaiveDate) -> Self {
        let numbers = vec![vec![None; 1]; lines];
        // One point, however long it is.
        Self { step: Step::Month, points: vec![span], on, numbers, wanted: Some(wanted), rows: BTreeSet::new() }
    }

    /// The points, in order.
    pub fn points(&self) -> &[Span] {
        &self.points
    }

    /// All days counted; `None`: there are none.
    pub fn span(&self) -> Option<Span> {
        Some(Span { from: self.points.first()?.from, to: self.points.last()?.to })
    }

    /// The day the data stand at.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// The point that `day` lies in.
    pub fn at(&self, day: NaiveDate) -> Option<usize> {
        let Span { from, to } = self.span()?;
        if day < from || to < day {
            return None;
        }
        if self.points.len() == 1 {
            return Some(0);
        }
        let place = match self.step {
            Step::Day => (day - from).num_days(),
            Step::Month => i64::from(day.year() - from.year()) * 12 + i64::from(day.month()) - i64::from(from.month()),
        };
        usize::try_from(place).ok()
    }

    /// Whether the records of `line` are wanted: where looking them up costs more than counting them.
    pub fn wants(&self, line: usize) -> bool {
        self.wanted == Some(line)
    }

    /// The number of `line` at the point `at` is known, be it 0.
    pub fn know(&mut self, line: usize, at: usize) {
        self.add(line, at, 0);
    }

    /// So many more, by no record of their own.
    pub fn add(&mut self, line: usize, at: usize, more: u64) {
        if let Some(number) = self.numbers.get_mut(line).and_then(|numbers| numbers.get_mut(at)) {
            *number = Some(number.unwrap_or_default() + more);
        }
    }

    /// So many more, by the record `row`.
    pub fn by(&mut self, line: usize, at: usize, more: u64, row: i64) {
        self.add(line, at, more);
        self.row(line, row);
    }

    /// `row` is among the records of `line`.
    pub fn row(&mut self, line: usize, row: i64) {
        if self.wants(line) {
            self.rows.insert(row);
        }
    }

    /// The numbers by line and point; `None` is not known.
    pub fn into_numbers(self) -> Vec<Vec<Option<u64>>> {
        self.numbers
    }

    /// The records that were wanted, each once.
    pub fn into_rows(self) -> Vec<i64> {
        self.rows.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        Span { from: from.parse().unwrap(), to: to.parse().unwrap() }
    }

    #[test]
    fn points_are_cut_where_the_period_is() {
        let told = |step: Step, period: Span| -> Vec<String> {
            step.points(period).iter().map(|point| format!("{}…{}", point.from, point.to)).collect()
        };
        assert_eq!(
            told(Step::Month, span("2021-11-20", "2022-01-03")),
            ["2021-11-20…2021-11-30", "2021-12-01…2021-12-31", "2022-01-01…2022-01-03"]
        );
        assert_eq!(told(Step::Day, span("2022-02-28", "2022-03-01")), ["2022-02-28…2022-02-28", "2022-03-01…2022-03-01"]);
        assert!(told(Step::Day, span("2022-03-02", "2022-03-01")).is_empty());
        assert_eq!(Step::of(span("2021-01-01", "2022-01-01")), Step::Day);
        assert_eq!(Step::of(span("2021-01-01", "2022-01-02")), Step::Month);
    }

    #[test]
    fn every_day_lies_in_its_point_and_nothing_is_no_number() {
        for step in [Step::Day, Step::Month] {
            let mut counting = Counting::numbers(1, step, span("2021-11-20", "2022-02-03"), "2022-02-03".parse().unwrap());
            for (place, point) in counting.points().to_vec().into_iter().enumerate() {
                for day in point.from.iter_days().take_while(|day| *day <= point.to) {
                    assert_eq!(counting.at(day), Some(place), "{day}");
                }
            }
            assert_eq!((counting.at("2021-11-19".parse().unwrap()), counting.at("2022-02-04".parse().unwrap())), (None, None));
            counting.know(0, 1);
            counting.by(0, 2, 2, 7);
            let numbers = counting.into_numbers();
            assert_eq!(numbers.first().unwrap().get(..3).unwrap(), [None, Some(0), Some(2)]);
        }
    }

    #[test]
    fn the_records_of_one_number_are_kept_once() {
        let mut counting = Counting::rows(2, 1, span("2021-11-20", "2022-02-03"), "2022-02-03".parse().unwrap());
        let at = counting.at("2022-01-01".parse().unwrap()).unwrap();
        for (line, row) in [(0, 1), (1, 9), (1, 4), (1, 9)] {
            counting.by(line, at, 1, row);
        }
        assert_eq!(counting.into_rows(), [4, 9]);
    }
}
