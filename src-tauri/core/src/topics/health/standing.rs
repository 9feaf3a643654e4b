//! Temperatures as they stand: a day over everybody, a month as a grid, what was made of what was asked in a period.
//!
//! What reports and articles ask is answered here, each figure with its rows. A day without a reading stays one.

use super::HEALTH_PLANS;
use super::queries::{self, Check, Heats};
use crate::base::error::Result;
use crate::rules::health::{Asked, Outcome, Watch};
use crate::schema::{Ledger, Record};
use crate::store::Book;
use crate::store::rows::Facts;
use crate::topics::common::{When, last_over, month_of, when};
use crate::topics::people::roster;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashMap};

/// One person on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The day.
    pub day: NaiveDate,
    /// Where it lies.
    pub when: When,
    /// What it asks.
    pub asked: Asked,
    /// What is on file.
    pub check: Option<Check>,
    /// What that comes to.
    pub outcome: Option<Outcome>,
}

impl Cell {
    /// Readings made.
    pub fn made(&self) -> u32 {
        self.check.map_or(0, |check| check.readings.made())
    }

    /// Readings made of those that are asked for.
    pub fn met(&self) -> u32 {
        self.made().min(self.asked.times())
    }

    /// Readings that are not there, whether or not the day is over; none are asked of somebody who is written down elsewhere.
    pub fn missing(&self) -> u32 {
        let there = self.check.is_none_or(|check| check.readings.on_duty);
        if there { self.asked.times().saturating_sub(self.made()) } else { 0 }
    }

    /// Readings asked for: none of somebody who is written down elsewhere, but those she made.
    pub fn asked(&self) -> u32 {
        self.missing() + self.met()
    }

    /// Whether readings are missing: the day is over.
    pub fn gap(&self) -> bool {
        self.when == When::Over && self.missing() > 0
    }
}

/// One person over some days.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Her record.
    pub staff: i64,
    /// Her name.
    pub name: String,
    /// One per day.
    pub cells: Vec<Cell>,
}

impl Line {
    /// Readings made of those asked for, or all she made where none were; what today still asks for does not count, nor do days
    /// to come.
    pub fn total(&self) -> String {
        let asked: u32 = self.cells.iter().map(|cell| if cell.when == When::Over { cell.asked() } else { cell.met() }).sum();
        if asked == 0 {
            return self.cells.iter().map(Cell::made).sum::<u32>().to_string();
        }
        format!("{}/{asked}", self.cells.iter().map(Cell::met).sum::<u32>())
    }

    /// Whether any of the days asks for a reading of her or has something on file.
    pub fn watched(&self) -> bool {
        self.cells.iter().any(|cell| cell.asked.times() > 0 || cell.check.is_some())
    }
}

/// Everything a stretch of days is judged by.
struct Around {
    watch: Watch,
    checks: HashMap<(i64, NaiveDate), Check>,
    roster: Vec<(i64, String)>,
}

impl Around {
    fn of(facts: &Facts<'_>, from: NaiveDate, to: NaiveDate) -> Result<Self> {
        let checks = queries::between(facts, from, to)?;
        Ok(Self {
            watch: queries::watch(facts, from, to)?,
            checks: checks.into_iter().map(|check| ((check.staff, check.day), check)).collect(),
            roster: roster(facts)?,
        })
    }

    fn cell(&self, facts: &Facts<'_>, heats: &mut Heats, staff: i64, day: NaiveDate, when: When) -> Cell {
        let asked = self.watch.asked(staff, day);
        let check = self.checks.get(&(staff, day)).copied().filter(|_| when != When::ToCome);
        let times = if when == When::Over { asked.times() } else { 0 };
        let outcome = check.map(|check| Outcome::of(&check.readings, heats.on(facts, day), times));
        Cell { day, when, asked, check, outcome }
    }

    /// Everybody who is in post, or of whom something is on file, on any of the days.
    fn lines(&self, book: &Book, facts: &Facts<'_>, (from, to): (NaiveDate, NaiveDate), on: NaiveDate) -> Vec<Line> {
        let mut heats = Heats::default();
        let mut lines = Vec::new();
        for (staff, name) in &self.roster {
            let days = from.iter_days().take_while(|day| *day <= to);
            let cells: Vec<Cell> = days.map(|day| self.cell(facts, &mut heats, *staff, day, when(book, day, on))).collect();
            if cells.iter().any(|cell| cell.asked != Asked::NotPosted || cell.check.is_some()) {
                lines.push(Line { staff: *staff, name: name.clone(), cells });
            }
        }
        lines
    }
}

/// Everybody in post on `day`, in the order of names, with what it asks and what is on file.
///
/// # Errors
/// What SQLite says.
pub fn day(book: &Book, day: NaiveDate) -> Result<Vec<Line>> {
    days(book, day, day, book.today())
}

/// The month of `day` as a grid of people by days, as of `on`.
///
/// # Errors
/// What SQLite says.
pub fn month(book: &Book, day: NaiveDate, on: NaiveDate) -> Result<Vec<Line>> {
    let (first, last) = month_of(day);
    days(book, first, last, on)
}

/// Everybody over the days from `from` to `to`, as of `on`.
///
/// # Errors
/// What SQLite says.
pub fn days(book: &Book, from: NaiveDate, to: NaiveDate, on: NaiveDate) -> Result<Vec<Line>> {
    book.with_facts(on, |facts| Ok(Around::of(facts, from, to)?.lines(book, facts, (from, to), on)))
}

/// One person over the days from `from` to `to`.
///
/// # Errors
/// What SQLite says.
pub fn of_person(book: &Book, staff: i64, from: NaiveDate, to: NaiveDate) -> Result<Vec<Cell>> {
    let on = book.today();
    book.with_facts(on, |facts| {
        let checks = queries::of_person(facts, staff, from, to)?;
        let around = Around {
            watch: queries::watch(facts, from, to)?,
            checks: checks.into_iter().map(|check| ((check.staff, check.day), check)).collect(),
            roster: Vec::new(),
        };
        let mut heats = Heats::default();
        let days = from.iter_days().take_while(|day| *day <= to);
        Ok(days.map(|day| around.cell(facts, &mut heats, staff, day, when(book, day, on))).collect())
    })
}

/// A person's day with fewer readings than asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Her record.
    pub staff: i64,
    /// The day.
    pub day: NaiveDate,
    /// Readings made.
    pub made: u32,
    /// Readings asked for.
    pub asked: u32,
}

/// Records by a code that they say or come to.
pub type ByCode = BTreeMap<&'static str, Vec<i64>>;

/// Readings of a period: what reports and articles count, each with what it is counted from. What is not over is not missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Period {
    /// Whether any plan asked for anything: without one nothing is known of what should have been.
    pub planned: bool,
    /// Readings made, asked for or not.
    pub made: u32,
    /// Readings asked for on days that are over, and those made today of what today asks.
    pub asked: u32,
    /// Of those asked for, how many were made.
    pub met: u32,
    /// Records with a reading.
    pub rows: Vec<i64>,
    /// Those of them entered late.
    pub late: Vec<i64>,
    /// Days short of what was asked, by person and day.
    pub gaps: Vec<Gap>,
    /// Records by what they come to.
    pub results: ByCode,
    /// The same by day.
    pub days: BTreeMap<NaiveDate, ByCode>,
}

/// What was measured of what was asked from `from` to `to`, as of `on`.
///
/// # Errors
/// What SQLite says.
pub fn period(book: &Book, from: NaiveDate, to: NaiveDate, on: NaiveDate) -> Result<Period> {
    let to = to.min(on).min(book.today());
    let mut period = Period::default();
    for line in days(book, from, to, on)? {
        for cell in &line.cells {
            period.planned |= cell.asked.times() > 0;
            period.made += cell.made();
            period.met += cell.met();
            period.asked += if cell.when == When::Over { cell.asked() } else { cell.met() };
            if cell.gap() {
                let (made, asked) = (cell.made(), cell.asked());
                period.gaps.push(Gap { staff: line.staff, day: cell.day, made, asked });
            }
            let (Some(check), Some(outcome)) = (cell.check, cell.outcome) else { continue };
            if cell.made() > 0 {
                period.rows.push(check.id);
                period.late.extend(check.late.then_some(check.id));
            }
            period.results.entry(outcome.code()).or_default().push(check.id);
            period.days.entry(cell.day).or_default().entry(outcome.code()).or_default().push(check.id);
        }
    }
    Ok(period)
}

/// People on `day`, at the latest today, by where they were: by code of the presence, with the records that say so, and who was
/// asked and has none.
///
/// # Errors
/// What SQLite says.
pub fn presences(book: &Book, day: NaiveDate) -> Result<(ByCode, Vec<i64>)> {
    let (mut by_code, mut unknown) = (ByCode::new(), Vec::new());
    for line in days(book, day, day, day)? {
        for cell in line.cells {
            match cell.check {
                Some(check) => by_code.entry(check.presence).or_default().push(check.id),
                None if cell.asked.times() > 0 => unknown.push(line.staff),
                None => {}
            }
        }
    }
    Ok((by_code, unknown))
}

/// Readings that are asked for on the present day and not made yet; none of a day that is over, or of one to come.
///
/// # Errors
/// What SQLite says.
pub fn outstanding(book: &Book, day: NaiveDate) -> Result<u32> {
    let lines = days(book, day, day, day)?;
    Ok(lines.iter().flat_map(|line| &line.cells).filter(|cell| cell.when == When::Today).map(Cell::missing).sum())
}

/// How many readings that are over would become gaps if `plan` were saved over `before`.
///
/// # Errors
/// What SQLite says.
pub fn gaps_made(facts: &Facts<'_>, plan: &Record, before: Option<&Record>) -> Result<u32> {
    let Some(new) = queries::plan_of(plan) else { return Ok(0) };
    let from = before.and_then(|before| before.date("from_on")).map_or(new.from_on, |old| old.min(new.from_on));
    let until = facts.on - Days::new(1);
    if from > until {
        return Ok(0);
    }
    let mut around = Around::of(facts, from, until)?;
    let missing = |around: &Around| -> HashMap<(i64, NaiveDate), u32> {
        let days = |staff: i64| from.iter_days().take_while(|day| *day <= until).map(move |day| (staff, day));
        let all = around.roster.iter().flat_map(|(staff, _)| days(*staff));
        let cell = |(staff, day): (i64, NaiveDate)| {
            let (asked, check) = (around.watch.asked(staff, day), around.checks.get(&(staff, day)).copied());
            ((staff, day), Cell { day, when: When::Over, asked, check, outcome: None }.missing())
        };
        all.map(cell).filter(|(_, missing)| *missing > 0).collect()
    };
    let were = missing(&around);
    around.watch.plans.retain(|other| other.id != plan.id);
    around.watch.plans.push(new);
    let now = missing(&around);
    Ok(now.into_iter().map(|(key, missing)| missing.saturating_sub(were.get(&key).copied().unwrap_or_default())).sum())
}

/// Whether there is any plan.
///
/// # Errors
/// What SQLite says.
pub fn planned(book: &Book) -> Result<bool> {
    book.has_any(Ledger(&HEALTH_PLANS))
}

/// The last day that is over, of those up to `to`, when the data stand at `on`.
pub fn until(book: &Book, to: Option<NaiveDate>, on: NaiveDate) -> NaiveDate {
    let over = last_over(book, on);
    to.map_or(over, |to| to.min(over))
}
