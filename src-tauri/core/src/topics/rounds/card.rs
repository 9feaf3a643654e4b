//! A day's round and a month of rounds as they are told to people.
//!
//! Owns the words and colours; what was asked and made is `standing`'s. The window shows it as it is.

use super::Log;
use super::forms::mark;
use super::queries;
use super::standing::{self, DayCell, Line};
use crate::answers::Figure;
use crate::base::clock::{day_in_words, weekday};
use crate::base::error::Result;
use crate::rules::rounds::Asked;
use crate::schema::{Ledger, Tone};
use crate::store::disclosure::Masking;
use crate::store::{Book, carried, present};
use crate::topics::common::{When, month_of, when};
use chrono::{Datelike, Months, NaiveDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// A place on a day's round.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RoundPlace {
    /// Its record.
    pub place: String,
    /// Its name.
    pub name: String,
    /// Rounds asked for.
    pub asked: u32,
    /// Rounds made.
    pub made: u32,
    /// Such as 还差 1 次, 已完成, 法定节假日.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// What the newest record of the place says of what usually repeats, to be offered to the next one.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub last: BTreeMap<String, String>,
    /// The same as people read it.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub said: BTreeMap<String, String>,
}

/// A day's round over all places.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Round {
    /// The day.
    pub day: NaiveDate,
    /// In words, such as 8 月 31 日 星期二.
    pub title: String,
    /// The places.
    pub places: Vec<RoundPlace>,
    /// The figures above.
    pub figures: Vec<Figure>,
    /// Places behind in the days before, one line each.
    pub behind: Vec<Figure>,
}

/// A cell of a month.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MonthCell {
    /// The day.
    pub day: NaiveDate,
    /// What stands in it.
    pub mark: String,
    /// What it means.
    pub title: String,
    /// Colour, if any.
    pub tone: Option<Tone>,
    /// Rounds made.
    pub made: u32,
    /// Fewer than the plan asks, and the day is over.
    pub gap: bool,
    /// Fewer than the plan asks, and the day runs.
    pub today: bool,
}

/// A place in a month.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MonthLine {
    /// Its record.
    pub place: String,
    /// Its name.
    pub name: String,
    /// One per day.
    pub cells: Vec<MonthCell>,
    /// Made of asked.
    pub total: String,
}

/// A month of rounds.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Month {
    /// First day.
    pub first: NaiveDate,
    /// In words, such as 2021 年 8 月.
    pub title: String,
    /// Days of the week of its days, 0 Monday to 6 Sunday.
    pub weekdays: Vec<u32>,
    /// Its places.
    pub places: Vec<MonthLine>,
    /// First day of the month before.
    pub before: NaiveDate,
    /// First day of the month after; `None` when it has not come.
    pub after: Option<NaiveDate>,
}

/// The round of `day`, at the latest the book's present day, over all places.
///
/// # Errors
/// What SQLite says.
pub fn of_day(book: &Book, log: &'static Log, day: NaiveDate) -> Result<Round> {
    let today = book.today();
    let on = day.min(today);
    let lines = standing::day(book, log, on)?;
    let (asked, made): (u32, u32) =
        (lines.iter().map(|line| line.asked.times()).sum(), lines.iter().map(|line| line.made.times).sum());
    let missing: u32 = lines.iter().map(Line::missing).sum();
    let behind = standing::behind(book, log, today)?;
    let when = when(book, on, today);
    Ok(Round {
        day: on,
        title: format!("{} {}", day_in_words(on), weekday(on)),
        figures: vec![
            Figure::new("应做", format!("{asked} 次")),
            Figure::new("已做", format!("{made} 次")),
            Figure::new(if when == When::Over { "缺" } else { "还差" }, format!("{missing} 次")),
        ],
        places: lines.iter().map(|line| round_place(book, log.ledger, line, when)).collect::<Result<_>>()?,
        behind: behind
            .iter()
            .map(|place| {
                let days: Vec<String> = place.gaps.iter().map(|gap| gap.day.format("%m-%d").to_string()).collect();
                Figure::new(&place.name, format!("近 {} 天缺 {} 天：{}", standing::BEHIND_DAYS, days.len(), days.join("、")))
            })
            .collect(),
    })
}

fn round_place(book: &Book, ledger: Ledger, line: &Line, when: When) -> Result<RoundPlace> {
    let (state, tone) = match &line.asked {
        Asked::Rounds { .. } if line.missing() > 0 && when != When::Over => (format!("还差 {} 次", line.missing()), Tone::Warn),
        Asked::Rounds { .. } if line.missing() > 0 && line.made.times > 0 => (format!("缺 {} 次", line.missing()), Tone::Warn),
        Asked::Rounds { .. } if line.missing() > 0 => ("缺".to_owned(), Tone::Bad),
        Asked::Rounds { .. } => ("已完成".to_owned(), Tone::Good),
        Asked::Holiday(name) => (name.clone(), Tone::Mute),
        Asked::Closed(reason) => (format!("停用：{reason}"), Tone::Mute),
        Asked::NotPlanned if when == When::Over => ("当天没有计划".to_owned(), Tone::Mute),
        Asked::NotPlanned => ("今天没有计划".to_owned(), Tone::Mute),
    };
    let (last, said) = last_values(book, ledger, line.place)?;
    Ok(RoundPlace {
        place: line.place.to_string(),
        name: line.name.clone(),
        asked: line.asked.times(),
        made: line.made.times,
        state,
        tone,
        last,
        said,
    })
}

/// Values by column, for inputs or for people.
type Texts = BTreeMap<String, String>;

/// What a new record of the place is offered: what usually repeats, from its newest one, and the same as people read it.
fn last_values(book: &Book, ledger: Ledger, place: i64) -> Result<(Texts, Texts)> {
    let newest = book.with_facts(book.today(), |facts| queries::newest_at(facts, ledger, place))?;
    let Some(newest) = newest else { return Ok((Texts::new(), Texts::new())) };
    let newest = book.get(ledger, newest, book.today())?;
    let (mut last, mut said) = (Texts::new(), Texts::new());
    for (name, text) in carried::of(&newest) {
        if let Some(column) = ledger.column(name) {
            said.insert(name.to_owned(), present::shown(book, &newest, column, Masking::Masked)?);
        }
        last.insert(name.to_owned(), text);
    }
    Ok((last, said))
}

/// The month of `day` as a grid of places by days.
///
/// # Errors
/// What SQLite says.
pub fn of_month(book: &Book, log: &'static Log, day: NaiveDate) -> Result<Month> {
    let today = book.today();
    let (first, last) = month_of(day);
    let places = standing::month(book, log, first, today)?;
    let after = first.checked_add_months(Months::new(1)).filter(|next| *next <= today);
    Ok(Month {
        first,
        title: format!("{} 年 {} 月", first.year(), first.month()),
        weekdays: first.iter_days().take_while(|day| *day <= last).map(|day| day.weekday().num_days_from_monday()).collect(),
        places: places
            .iter()
            .map(|row| MonthLine {
                place: row.place.to_string(),
                name: row.name.clone(),
                cells: row.cells.iter().map(month_cell).collect(),
                total: row.total(),
            })
            .collect(),
        before: first.checked_sub_months(Months::new(1)).unwrap_or(first),
        after,
    })
}

fn month_cell(cell: &DayCell) -> MonthCell {
    let mark = mark(cell);
    let (tone, told) = match &cell.asked {
        _ if cell.when == When::ToCome => (None, "还没有到".to_owned()),
        Asked::Rounds { times, .. } if cell.running() => (Some(Tone::Warn), format!("今天还差 {} 次", times - cell.made.times)),
        _ if cell.gap() && cell.made.times == 0 => (Some(Tone::Bad), "没有记录".to_owned()),
        _ if cell.gap() => (Some(Tone::Warn), format!("只做了 {} 次，计划 {} 次", cell.made.times, cell.asked.times())),
        _ if cell.made.late > 0 => (Some(Tone::Warn), "其中有补录".to_owned()),
        _ if cell.made.times > 0 => (Some(Tone::Good), format!("做了 {} 次", cell.made.times)),
        Asked::Holiday(name) => (Some(Tone::Mute), name.clone()),
        Asked::Closed(reason) => (Some(Tone::Mute), format!("停用：{reason}")),
        Asked::Rounds { .. } | Asked::NotPlanned => (None, "没有计划".to_owned()),
    };
    MonthCell {
        day: cell.day,
        mark,
        title: format!("{} {told}", cell.day),
        tone,
        made: cell.made.times,
        gap: cell.gap(),
        today: cell.running(),
    }
}
