//! Plans and everything around them as `rules::health` takes it, the readings on file, and what the list computes of them.

use super::checks::{ACTIONS, PRESENCES};
use super::{HEALTH_CHECKS, HEALTH_PLANS};
use crate::base::clock::Span;
use crate::base::error::Result;
use crate::rules::health::{Asked, Heat, Outcome, Plan, Readings, Watch};
use crate::rules::rounds::Calendar;
use crate::schema::{Ledger, Record, Value};
use crate::store::registry::Computation;
use crate::store::rows::{self, Facts};
use crate::topics::common::weekdays_of;
use crate::topics::incidents::{QUARANTINES, apart};
use crate::topics::people::{CATEGORIES, POSTINGS, every_posting};
use crate::topics::rounds::{CLOSURES, closed_days};
use crate::topics::travel::{LEAVES, away};
use chrono::NaiveDate;
use rusqlite::{Row, ToSql};
use std::collections::HashMap;

/// Everything computed of a day's readings.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["result"],
    needs: &["staff", "checked_on", "morning", "noon", "recheck", "symptoms", "presence"],
    reads: &[Ledger(&HEALTH_PLANS), Ledger(&POSTINGS), Ledger(&LEAVES), Ledger(&QUARANTINES), Ledger(&CLOSURES)],
    fill,
}];

fn fill(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let days = records.iter().filter_map(|record| record.date("checked_on"));
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return Ok(()) };
    let watch = watch(facts, first, last)?;
    let mut heats = Heats::default();
    for record in records {
        let (Some(staff), Some(day)) = (record.reference("staff"), record.date("checked_on")) else { continue };
        let read = |column: &str| record.values.get(column).and_then(Value::as_decimal);
        let readings = Readings {
            morning: read("morning"),
            noon: read("noon"),
            recheck: read("recheck"),
            symptom: record.text("symptoms").is_some(),
            on_duty: record.code("presence") == Some("on_duty"),
        };
        // The day itself is not over: what it still asks for is not missing.
        let asked = if day < facts.on { watch.asked(staff, day).times() } else { 0 };
        let outcome = Outcome::of(&readings, heats.on(facts, day), asked);
        record.values.insert("result", Value::Choice(outcome.code()));
    }
    Ok(())
}

/// The limits of days, each looked up once.
#[derive(Default)]
pub struct Heats(HashMap<NaiveDate, Heat>);

impl Heats {
    /// Those of `day`.
    pub fn on(&mut self, facts: &Facts<'_>, day: NaiveDate) -> Heat {
        *self.0.entry(day).or_insert_with(|| Heat::on(facts.rules, day))
    }
}

/// A record as a plan; `None` while it lacks what a plan needs.
pub fn plan_of(record: &Record) -> Option<Plan> {
    let codes = |column: &str| record.values.get(column).map(Value::to_input).unwrap_or_default();
    let categories = codes("categories");
    let named = |code: &&'static str| categories.split(',').any(|one| one == *code);
    Some(Plan {
        id: record.id,
        categories: CATEGORIES.iter().map(|choice| choice.code).filter(named).collect(),
        times_per_day: u32::try_from(record.values.get("times_per_day")?.as_integer()?).ok()?,
        weekdays: weekdays_of(&codes("weekdays")),
        from_on: record.date("from_on")?,
        to_on: record.date("to_on"),
    })
}

/// Whom the plans are for on the days from `from` to `to`.
///
/// # Errors
/// What SQLite says.
pub fn watch(facts: &Facts<'_>, from: NaiveDate, to: NaiveDate) -> Result<Watch> {
    let mut watch = Watch {
        plans: facts.valid(Ledger(&HEALTH_PLANS))?.iter().filter_map(plan_of).collect(),
        closed: closed_days(facts)?.into_iter().map(|(from, to, why)| (Span { from, to }, why)).collect(),
        calendar: Calendar::of(facts.rules),
        ..Watch::default()
    };
    for (person, all) in every_posting(facts)? {
        let spans = all.iter().map(|one| (Span { from: one.from(), to: one.left_on.unwrap_or(NaiveDate::MAX) }, one.category));
        watch.posts.insert(person, spans.collect());
    }
    for (person, from, to) in away(facts, from, to)? {
        watch.away.entry(person).or_default().push(Span { from, to });
    }
    for (person, from, to) in apart(facts, from, to)? {
        watch.apart.entry(person).or_default().push(Span { from, to });
    }
    Ok(watch)
}

/// What is on file of a person on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Check {
    /// Its record.
    pub id: i64,
    /// The step that changed it last.
    pub step: i64,
    /// Of whom.
    pub staff: i64,
    /// Of which day.
    pub day: NaiveDate,
    /// What was read.
    pub readings: Readings,
    /// Code of where she was.
    pub presence: &'static str,
    /// Code of what was done.
    pub action: Option<&'static str>,
    /// 补录
    pub late: bool,
}

impl Check {
    /// Whether something was done about heat: none closes nothing.
    pub fn seen_to(&self) -> bool {
        self.action.is_some_and(|action| action != "none")
    }
}

const SELECTED: &str =
    "id, step, staff, checked_on, morning, noon, recheck, symptoms IS NOT NULL, presence, action, late_reason IS NOT NULL";

fn read(row: &Row<'_>) -> Result<Option<Check>> {
    let Some(day) = rows::day_of(row, 3)? else { return Ok(None) };
    let presence = rows::code_of(PRESENCES, row, 8)?.unwrap_or_default();
    let readings = Readings {
        morning: row.get(4)?,
        noon: row.get(5)?,
        recheck: row.get(6)?,
        symptom: row.get(7)?,
        on_duty: presence == "on_duty",
    };
    Ok(Some(Check {
        id: row.get(0)?,
        step: row.get(1)?,
        staff: row.get(2)?,
        day,
        readings,
        presence,
        action: rows::code_of(ACTIONS, row, 9)?,
        late: row.get(10)?,
    }))
}

fn matching(facts: &Facts<'_>, condition: &str, parameters: &[&dyn ToSql]) -> Result<Vec<Check>> {
    let sql = format!("SELECT {SELECTED} FROM {} WHERE {condition} AND state = 'valid'", Ledger(&HEALTH_CHECKS).name());
    let mut statement = facts.connection.prepare_cached(&sql)?;
    let mut found = statement.query(parameters)?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        all.extend(read(row)?);
    }
    Ok(all)
}

/// What is on file of the days from `from` to `to`.
///
/// # Errors
/// What SQLite says.
pub fn between(facts: &Facts<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<Check>> {
    matching(facts, "checked_on BETWEEN ?1 AND ?2", &[&from.to_string(), &to.to_string()])
}

/// Hands to `each` every day of `span`, in order, with what is on file of it: one query, however long the span.
///
/// # Errors
/// What SQLite says.
pub fn each_day(facts: &Facts<'_>, span: Span, mut each: impl FnMut(NaiveDate, &[Check])) -> Result<()> {
    let sql = format!(
        "SELECT {SELECTED} FROM {} WHERE checked_on BETWEEN ?1 AND ?2 AND state = 'valid' ORDER BY checked_on",
        Ledger(&HEALTH_CHECKS).name()
    );
    let mut statement = facts.connection.prepare_cached(&sql)?;
    let mut found = statement.query([span.from.to_string(), span.to.to_string()])?;
    let mut ahead: Option<Check> = None;
    let mut of_day = Vec::new();
    for day in span.from.iter_days().take_while(|day| *day <= span.to) {
        of_day.clear();
        loop {
            if let Some(check) = ahead.take_if(|check| check.day == day) {
                of_day.push(check);
            }
            if ahead.is_some() {
                break;
            }
            let Some(row) = found.next()? else { break };
            ahead = read(row)?;
        }
        each(day, &of_day);
    }
    Ok(())
}

/// What is on file of one person on the days from `from` to `to`.
///
/// # Errors
/// What SQLite says.
pub fn of_person(facts: &Facts<'_>, staff: i64, from: NaiveDate, to: NaiveDate) -> Result<Vec<Check>> {
    matching(facts, "staff = ?1 AND checked_on BETWEEN ?2 AND ?3", &[&staff, &from.to_string(), &to.to_string()])
}

/// Readings below this are in no index of warm ones (`health_checks_warm`), in ℃.
const WARM: f64 = 37.0;

/// What is on file by the end of the day of `facts` and is hot, while nothing was done about it, oldest first.
///
/// # Errors
/// What SQLite says.
pub fn hot(facts: &Facts<'_>) -> Result<Vec<(Check, Outcome)>> {
    let until = facts.on.to_string();
    warm(facts, "(action IS NULL OR action = 'none') AND checked_on <= ?1", &[&until])
}

/// The first fever on a day from `from` to `to`, by number: whoever says that nothing of the kind happened is spoken against.
///
/// # Errors
/// What SQLite says.
pub fn first_fever(facts: &Facts<'_>, from: NaiveDate, to: NaiveDate) -> Result<Option<i64>> {
    let (from, to) = (from.to_string(), to.to_string());
    let found = warm(facts, "checked_on BETWEEN ?1 AND ?2", &[&from, &to])?;
    Ok(found.into_iter().find(|(_, outcome)| outcome.code() == "fever").map(|(check, _)| check.id))
}

/// What is hot among what fulfils `condition`, oldest first.
fn warm(facts: &Facts<'_>, condition: &str, parameters: &[&dyn ToSql]) -> Result<Vec<(Check, Outcome)>> {
    // A limit below the index's own bound is rare, and then everything is looked at.
    let limits = ["fever", "fever.recheck"].into_iter().filter_map(|key| facts.rules.lowest_limit(key));
    let lowest = limits.fold(f64::INFINITY, f64::min);
    let warm = if lowest < WARM { "1" } else { "(morning >= 37.0 OR noon >= 37.0 OR recheck >= 37.0)" };
    let found = matching(facts, &format!("{warm} AND {condition}"), parameters)?;
    let mut heats = Heats::default();
    let judged = |check: Check| (check, Outcome::of(&check.readings, heats.on(facts, check.day), 0));
    let mut found: Vec<_> = found.into_iter().map(judged).filter(|(_, outcome)| outcome.hot()).collect();
    found.sort_by_key(|(check, _)| (check.day, check.id));
    Ok(found)
}

/// Whether something is asked of somebody whatever the calendar says: a day on which she is shown to be elsewhere.
pub fn elsewhere(asked: &Asked) -> Option<&'static str> {
    match asked {
        Asked::Away => Some("外出"),
        Asked::Apart => Some("隔离"),
        _ => None,
    }
}
