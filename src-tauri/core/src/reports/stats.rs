//! 统计: how what is kept went over a period, chart by chart, every number with its records.
//!
//! Walks what the topics publish, and the articles of the guideline month by month. Reads no clock: the period is passed in.
//! A number that is not known is none, never 0.

use crate::answers::series::{ChartKind, Counting, Step};
use crate::articles::{self, State};
use crate::base::clock::Span;
use crate::base::error::{Error, Result};
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::{Reach, Series, TOPICS};
use chrono::{Days, Months, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// The longest period told, in years.
pub const MOST_YEARS: u32 = 5;

/// What the name of the records of a number begins with, before the dot.
pub const TALLY: &str = "stats";

/// The chart of the articles' gaps.
pub const GAPS: &str = "articles.gaps";

/// The days told of, and the day the data stand at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First and last day.
    pub span: Span,
    /// The day the data stand at.
    pub on: NaiveDate,
}

/// The days from `from` (a year back, unless given) to `to` (`on`, unless given).
///
/// # Errors
/// `Invalid` when they are out of order, still to come, or more than [`MOST_YEARS`] years.
pub fn period(from: Option<NaiveDate>, to: Option<NaiveDate>, on: NaiveDate) -> Result<Period> {
    let to = to.unwrap_or(on);
    let period = articles::period(Some(from.unwrap_or_else(|| months_back(to, USUAL_MONTHS))), to, on)?;
    if period.from < months_back(to, 12 * MOST_YEARS) {
        let message = format!("统计最多看 {MOST_YEARS} 年。请把起始日期改晚一些。");
        return Err(Error::invalid("from", "too_long", period.from.to_string(), message));
    }
    Ok(Period { span: Span { from: period.from, to }, on })
}

/// Name and title of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChartName {
    /// By which it is asked for.
    pub name: String,
    /// What people call it.
    pub title: String,
}

/// A period ending today that is often asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Back {
    /// So many months.
    pub months: u32,
    /// What people call it.
    pub label: String,
    /// Its first day.
    pub from: NaiveDate,
}

/// The periods ending on `on` that are often asked for; the one of a year is what is told unless days are given.
pub fn back(on: NaiveDate) -> Vec<Back> {
    const USUAL: [(u32, &str); 3] = [(3, "近三个月"), (USUAL_MONTHS, "近一年"), (36, "近三年")];
    USUAL
        .iter()
        .map(|(months, label)| Back { months: *months, label: (*label).to_owned(), from: months_back(on, *months) })
        .collect()
}

/// Months told unless a period is given.
const USUAL_MONTHS: u32 = 12;

/// The first day of so many months that end on `to`.
fn months_back(to: NaiveDate, months: u32) -> NaiveDate {
    to.checked_sub_months(Months::new(months)).and_then(|day| day.checked_add_days(Days::new(1))).unwrap_or(to)
}

/// A day or a month of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChartPoint {
    /// What people call it: 2021-08-12, or 2021-08.
    pub label: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// A line of a chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChartLine {
    /// Names it within its chart.
    pub code: String,
    /// What people call it.
    pub label: String,
    /// What one is counted as.
    pub unit: String,
    /// Whose records it counts; `None`: it opens an article of the guideline.
    pub ledger: Option<String>,
    /// The article it opens.
    pub article: Option<u8>,
    /// By point; `None` is not known.
    pub numbers: Vec<Option<u64>>,
    /// By point, of a line that is shown as a share, in tenths of a percent; `None` is not known, or a share of nothing.
    pub shares: Option<Vec<Option<u32>>>,
}

/// How something went over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Chart {
    /// By which it is asked for.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What its numbers are of.
    pub note: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// Whether its points are days (`day`) or months (`month`).
    pub step: String,
    /// Its points, in order.
    pub points: Vec<ChartPoint>,
    /// Its lines.
    pub lines: Vec<ChartLine>,
}

fn all() -> impl Iterator<Item = &'static Series> {
    TOPICS.iter().flat_map(|topic| topic.series)
}

/// Every chart there is, in order.
pub fn charts() -> Vec<ChartName> {
    let told = |name: &str, title: &str| ChartName { name: name.to_owned(), title: title.to_owned() };
    all().map(|series| told(series.name, series.title)).chain([told(GAPS, GAPS_TITLE)]).collect()
}

const GAPS_TITLE: &str = "二十条缺口";
const GAPS_NOTE: &str = "每月按二十条对照判断，各条还差几处。「—」是不适用，或那时台账还没有启用。";

fn named(name: &str) -> Result<&'static Series> {
    all().find(|series| series.name == name).ok_or_else(|| Error::NotFound(format!("统计图「{name}」")))
}

fn points(points: &[Span], step: Step) -> Vec<ChartPoint> {
    let label = |point: &Span| match step {
        Step::Day => point.from.to_string(),
        Step::Month => point.from.format("%Y-%m").to_string(),
    };
    points.iter().map(|point| ChartPoint { label: label(point), from: point.from, to: point.to }).collect()
}

/// The chart `name` of a period. `progress` is told points done and points in all, and stops the work by saying no.
///
/// # Errors
/// `NotFound` when there is no such chart; `Cancelled`; what SQLite says.
pub fn chart(book: &Book, name: &str, period: Period, progress: &dyn Fn(u64, u64) -> bool) -> Result<Chart> {
    if name == GAPS {
        return gaps(book, period, progress);
    }
    let series = named(name)?;
    let step = match series.reach {
        Reach::Months => Step::Month,
        Reach::Days => Step::of(period.span),
    };
    let mut counting = Counting::numbers(series.lines.len(), step, period.span, period.on);
    let points = points(counting.points(), step);
    (series.count)(book, &mut counting)?;
    let numbers = counting.into_numbers();
    let lines = series.lines.iter().zip(&numbers).map(|(line, own)| {
        let base = line.share.and_then(|code| series.line(code)).and_then(|at| numbers.get(at));
        ChartLine {
            code: line.code.to_owned(),
            label: line.label.to_owned(),
            unit: line.unit.unwrap_or(line.of.unit).to_owned(),
            ledger: Some(Ledger(line.of).name().to_owned()),
            article: None,
            numbers: own.clone(),
            shares: base.map(|base| own.iter().zip(base).map(|(part, of)| tenths((*part)?, (*of)?)).collect()),
        }
    });
    Ok(Chart {
        name: series.name.to_owned(),
        title: series.title.to_owned(),
        note: series.note.to_owned(),
        kind: series.kind,
        step: step.code().to_owned(),
        points,
        lines: lines.collect(),
    })
}

/// A share in tenths of a percent, rounded to the nearest; `None` of nothing.
fn tenths(part: u64, of: u64) -> Option<u32> {
    let doubled = part.checked_mul(2000)?.checked_div(of)?;
    u32::try_from(doubled.div_ceil(2)).ok()
}

/// How much each article lacks, month by month, each month judged by itself.
fn gaps(book: &Book, period: Period, progress: &dyn Fn(u64, u64) -> bool) -> Result<Chart> {
    let spans = Step::Month.points(period.span);
    let mut lines: BTreeMap<u8, ChartLine> = BTreeMap::new();
    for (at, span) in spans.iter().enumerate() {
        if !progress(at as u64, spans.len() as u64) {
            return Err(Error::Cancelled);
        }
        let judged = articles::judge(book, Some(span.from), span.to, period.on)?;
        for article in &judged.articles {
            let line = lines.entry(article.number).or_insert_with(|| ChartLine {
                code: article.number.to_string(),
                label: format!("{} {}", article.number, article.title),
                unit: "处".to_owned(),
                ledger: None,
                article: Some(article.number),
                numbers: vec![None; spans.len()],
                shares: None,
            });
            let known = article.state != State::NotApplicable && span.to >= judged.began;
            if let Some(number) = line.numbers.get_mut(at).filter(|_| known) {
                *number = Some(article.gaps().count() as u64);
            }
        }
    }
    Ok(Chart {
        name: GAPS.to_owned(),
        title: GAPS_TITLE.to_owned(),
        note: GAPS_NOTE.to_owned(),
        kind: ChartKind::Field,
        step: Step::Month.code().to_owned(),
        points: points(&spans, Step::Month),
        lines: lines.into_values().collect(),
    })
}

/// The name under which a list asks for the records of a number, behind the dot.
pub fn tally(chart: &str, line: &str, point: &ChartPoint) -> String {
    format!("{TALLY}.{chart}|{line}|{}|{}", point.from, point.to)
}

/// The records of `ledger` that the number of this name counts, the name taken behind the dot; `None`: it is no such name.
///
/// # Errors
/// What SQLite says.
pub fn rows(book: &Book, code: &str, ledger: Ledger, on: NaiveDate) -> Result<Option<Vec<i64>>> {
    let mut parts = code.split('|');
    let (Some(chart), Some(line), Some(from), Some(to)) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Ok(from), Ok(to), Ok(series)) = (from.parse(), to.parse(), named(chart)) else { return Ok(None) };
    let Some(at) = series.line(line).filter(|at| series.lines.get(*at).is_some_and(|line| Ledger(line.of) == ledger)) else {
        return Ok(None);
    };
    let span = period(Some(from), Some(to), on)?.span;
    let mut counting = Counting::rows(series.lines.len(), at, span, on);
    (series.count)(book, &mut counting)?;
    Ok(Some(counting.into_rows()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn shares_are_rounded_and_nothing_of_nothing_is_none() {
        for (part, of, wanted) in
            [(29, 35, Some(829)), (0, 3, Some(0)), (3, 3, Some(1000)), (1, 3, Some(333)), (2, 3, Some(667)), (0, 0, None)]
        {
            assert_eq!(tenths(part, of), wanted, "{part}/{of}");
        }
    }

    #[test]
    fn a_period_is_a_year_and_has_its_bounds() {
        let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let on = day("2022-06-30");
        assert_eq!(period(None, None, on).unwrap().span, Span { from: day("2021-07-01"), to: on });
        assert!(period(Some(day("2017-07-01")), None, on).is_ok());
        for (from, to, rule) in [
            (Some("2017-06-30"), None, "too_long"),
            (None, Some("2022-07-01"), "future"),
            (Some("2022-06-30"), Some("2022-06-29"), "order"),
        ] {
            let refused = period(from.map(day), to.map(day), on).unwrap_err();
            assert_eq!(refused.problems().first().unwrap().rule, rule);
        }
    }
}
