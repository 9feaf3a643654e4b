//! Rounds of disinfecting and airing: a day over all places, a month as a grid, who is behind.

use super::queries::{self, Made};
use super::{LOGS, Log};
use crate::base::error::Result;
use crate::rules::rounds::{Asked, Gap, Rounds};
use crate::schema::Record;
use crate::store::Book;
use crate::store::rows::Facts;
use crate::topics::common::{When, month_of, when};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashMap};

/// How far back a place's gaps are looked for.
pub const BEHIND_DAYS: u64 = 30;

/// One place on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its record.
    pub place: i64,
    /// Its name.
    pub name: String,
    /// What the day asks of it.
    pub asked: Asked,
    /// What was made.
    pub made: Made,
}

impl Line {
    /// Rounds still missing.
    pub fn missing(&self) -> u32 {
        self.asked.times().saturating_sub(self.made.times)
    }
}

/// A place with gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Behind {
    /// Its record.
    pub place: i64,
    /// Its name.
    pub name: String,
    /// Whose rounds are missing.
    pub log: &'static Log,
    /// The days short of the plan, oldest first.
    pub gaps: Vec<Gap>,
}

/// A cell of a month grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCell {
    /// The day.
    pub day: NaiveDate,
    /// Where it lies.
    pub when: When,
    /// What it asks.
    pub asked: Asked,
    /// What was made.
    pub made: Made,
}

impl DayCell {
    /// Whether rounds are missing: the day is over.
    pub fn gap(&self) -> bool {
        self.when == When::Over && self.short()
    }

    /// Whether the day runs and rounds are still to be made.
    pub fn running(&self) -> bool {
        self.when == When::Today && self.short()
    }

    fn short(&self) -> bool {
        self.made.times < self.asked.times()
    }
}

/// A row of a month grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRow {
    /// Record of the place.
    pub place: i64,
    /// Its name.
    pub name: String,
    /// One cell per day.
    pub cells: Vec<DayCell>,
}

impl MonthRow {
    /// Rounds made, of those asked for where a plan asks for any; what today still asks for does not count, nor do days to
    /// come.
    pub fn total(&self) -> String {
        let made: u32 = self.cells.iter().map(|cell| cell.made.times).sum();
        let asked = |cell: &DayCell| match cell.when {
            When::Over => cell.asked.times(),
            When::Today => cell.asked.times().min(cell.made.times),
            When::ToCome => 0,
        };
        let asked: u32 = self.cells.iter().map(asked).sum();
        if asked == 0 { made.to_string() } else { format!("{made}/{asked}") }
    }
}

struct Around {
    rounds: Rounds,
    names: BTreeMap<i64, String>,
    made: HashMap<(i64, NaiveDate), Made>,
}

fn around(book: &Book, log: &'static Log, from: NaiveDate, to: NaiveDate) -> Result<Around> {
    book.with_facts(to, |facts| {
        Ok(Around {
            rounds: queries::rounds(facts)?,
            names: queries::place_names(facts)?,
            made: queries::made(facts, log.ledger, from, to)?,
        })
    })
}

impl Around {
    fn name(&self, place: i64) -> String {
        self.names.get(&place).cloned().unwrap_or_else(|| format!("第 {place} 号场所"))
    }

    fn made(&self, place: i64, day: NaiveDate) -> Made {
        self.made.get(&(place, day)).copied().unwrap_or_default()
    }
}

/// Every place that has a plan for the task of `log` on `day`, or rounds made.
///
/// # Errors
/// What SQLite says.
pub fn day(book: &Book, log: &'static Log, day: NaiveDate) -> Result<Vec<Line>> {
    let around = around(book, log, day, day)?;
    let mut places = around.rounds.planned(log.task, day, day);
    places.extend(around.made.keys().map(|(place, _)| *place));
    places.sort_unstable();
    places.dedup();
    let lines = places.into_iter().map(|place| Line {
        place,
        name: around.name(place),
        asked: around.rounds.asked(place, log.task, day),
        made: around.made(place, day),
    });
    Ok(lines.collect())
}

/// Places that were short of their plan on any of the last [`BEHIND_DAYS`] days before `on`, the day itself not among
/// them: it is not over.
///
/// # Errors
/// What SQLite says.
pub fn behind(book: &Book, log: &'static Log, on: NaiveDate) -> Result<Vec<Behind>> {
    let (from, to) = (on - Days::new(BEHIND_DAYS), on - Days::new(1));
    gaps(book, log, from, to)
}

/// Places that were short of their plan between `from` and `to`, with the days.
///
/// # Errors
/// What SQLite says.
pub fn gaps(book: &Book, log: &'static Log, from: NaiveDate, to: NaiveDate) -> Result<Vec<Behind>> {
    let around = around(book, log, from, to)?;
    let mut found = Vec::new();
    for place in around.rounds.planned(log.task, from, to) {
        let gaps = around.rounds.gaps(place, log.task, from, to, |day| around.made(place, day).times);
        if !gaps.is_empty() {
            found.push(Behind { place, name: around.name(place), log, gaps });
        }
    }
    Ok(found)
}

/// The days that are over and would become gaps if `plan` were saved over `before`, in order: none where its task has no log.
///
/// # Errors
/// What SQLite says.
pub fn gaps_made(facts: &Facts<'_>, plan: &Record, before: Option<&Record>) -> Result<Vec<NaiveDate>> {
    let Some(log) = LOGS.iter().find(|log| plan.code("task") == Some(log.task)) else { return Ok(Vec::new()) };
    let Some(new) = queries::plan_of(plan) else { return Ok(Vec::new()) };
    let from = before.and_then(|before| before.date("from_on")).map_or(new.from_on, |old| old.min(new.from_on));
    let until = facts.on - Days::new(1);
    let (place, made) = (new.place, queries::made(facts, log.ledger, from, until)?);
    let mut rounds = queries::rounds(facts)?;
    let gaps = |rounds: &Rounds| {
        rounds.gaps(place, log.task, from, until, |day| made.get(&(place, day)).copied().unwrap_or_default().times)
    };
    let were = gaps(&rounds);
    rounds.plans.retain(|other| other.id != plan.id);
    rounds.plans.push(new);
    let days = gaps(&rounds).into_iter().map(|gap| gap.day);
    Ok(days.filter(|day| !were.iter().any(|gap| gap.day == *day)).collect())
}

/// The month of `day` as a grid of places by days, as of `on`.
///
/// # Errors
/// What SQLite says.
pub fn month(book: &Book, log: &'static Log, day: NaiveDate, on: NaiveDate) -> Result<Vec<MonthRow>> {
    let (first, last) = month_of(day);
    let around = around(book, log, first, last)?;
    let mut places = around.rounds.planned(log.task, first, last);
    places.extend(around.made.keys().map(|(place, _)| *place));
    places.sort_unstable();
    places.dedup();
    let rows = places.into_iter().map(|place| MonthRow {
        place,
        name: around.name(place),
        cells: first
            .iter_days()
            .take_while(|day| *day <= last)
            .map(|day| {
                let when = when(book, day, on);
                let made = if when == When::ToCome { Made::default() } else { around.made(place, day) };
                DayCell { day, when, asked: around.rounds.asked(place, log.task, day), made }
            })
            .collect(),
    });
    Ok(rows.collect())
}
