//! Plans, closures and places as the rounds take them, and how many rounds were made.

use super::cleaning_plans::TASKS;
use crate::base::error::Result;
use crate::rules::rounds::{Calendar, Closure, Place, Plan, Rounds};
use crate::schema::{Ledger, Record, Value};
use crate::store::rows::{self, Facts};
use crate::topics::common::weekdays_of;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// The newest valid record of `ledger` at the place of number `place`.
///
/// # Errors
/// What SQLite says.
pub fn newest_at(facts: &Facts<'_>, ledger: Ledger, place: i64) -> Result<Option<i64>> {
    let newest = "place = ?1 AND state = 'valid' ORDER BY done_on DESC, id DESC LIMIT 1";
    Ok(rows::ids_matching(facts.connection, ledger, newest, &[&place])?.pop())
}

/// Everything the rounds of an organisation are judged by.
///
/// # Errors
/// What SQLite says.
pub fn rounds(facts: &Facts<'_>) -> Result<Rounds> {
    let mut rounds = Rounds { calendar: Calendar::of(facts.rules), ..Rounds::default() };
    let mut statement = facts.connection.prepare_cached(
        "SELECT id, place, task, times_per_day, weekdays, from_on, to_on FROM cleaning_plans WHERE state = 'valid' ORDER BY id",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let weekdays: Option<String> = row.get(4)?;
        let (Some(task), Some(from_on)) = (rows::code_of(TASKS, row, 2)?, rows::day_of(row, 5)?) else { continue };
        let times: i64 = row.get(3)?;
        rounds.plans.push(Plan {
            id: row.get(0)?,
            place: row.get(1)?,
            task,
            times_per_day: u32::try_from(times).unwrap_or_default(),
            weekdays: weekdays.map(|codes| weekdays_of(&codes)).unwrap_or_default(),
            from_on,
            to_on: rows::day_of(row, 6)?,
        });
    }
    rounds.closures = closures(facts)?;
    let mut statement =
        facts.connection.prepare_cached("SELECT id, parent, used_from, used_to FROM places WHERE state = 'valid' ORDER BY id")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        let id = row.get(0)?;
        let place = Place { id, parent: row.get(1)?, used_from: rows::day_of(row, 2)?, used_to: rows::day_of(row, 3)? };
        rounds.places.insert(id, place);
    }
    // A plan of a place that was voided asks for nothing.
    let places = rounds.places.clone();
    rounds.plans.retain(|plan| places.contains_key(&plan.place));
    Ok(rounds)
}

fn closures(facts: &Facts<'_>) -> Result<Vec<Closure>> {
    let mut statement = facts
        .connection
        .prepare_cached("SELECT place, from_on, to_on, reason FROM closures WHERE state = 'valid' ORDER BY id")?;
    let mut found = statement.query([])?;
    let mut closures = Vec::new();
    while let Some(row) = found.next()? {
        if let (Some(from_on), Some(to_on)) = (rows::day_of(row, 1)?, rows::day_of(row, 2)?) {
            closures.push(Closure { place: row.get(0)?, from_on, to_on, reason: row.get(3)? });
        }
    }
    Ok(closures)
}

/// Days on which the whole organisation is closed, and why.
///
/// # Errors
/// What SQLite says.
pub fn closed_days(facts: &Facts<'_>) -> Result<Vec<(NaiveDate, NaiveDate, String)>> {
    let closures = closures(facts)?.into_iter().filter(|closure| closure.place.is_none());
    Ok(closures.map(|closure| (closure.from_on, closure.to_on, closure.reason)).collect())
}

/// A record as a plan; `None` while it lacks what a plan needs.
pub fn plan_of(record: &Record) -> Option<Plan> {
    let weekdays = record.values.get("weekdays").map(Value::to_input).unwrap_or_default();
    Some(Plan {
        id: record.id,
        place: record.reference("place")?,
        task: record.code("task")?,
        times_per_day: u32::try_from(record.values.get("times_per_day")?.as_integer()?).ok()?,
        weekdays: weekdays_of(&weekdays),
        from_on: record.date("from_on")?,
        to_on: record.date("to_on"),
    })
}

/// Rounds recorded in `log` at each place on each day from `from` to `to`, valid records only, and how many of them were
/// entered late.
///
/// # Errors
/// What SQLite says.
pub fn made(facts: &Facts<'_>, log: Ledger, from: NaiveDate, to: NaiveDate) -> Result<HashMap<(i64, NaiveDate), Made>> {
    let sql = format!(
        "SELECT place, done_on, count(*), count(late_reason) FROM {} WHERE state = 'valid' AND done_on BETWEEN ?1 AND ?2 GROUP BY done_on, place",
        log.name()
    );
    let mut statement = facts.connection.prepare_cached(&sql)?;
    let mut found = statement.query([from.to_string(), to.to_string()])?;
    let mut made = HashMap::new();
    while let Some(row) = found.next()? {
        if let Some(day) = rows::day_of(row, 1)? {
            let number = |place: usize| -> Result<u32> { Ok(u32::try_from(row.get::<_, i64>(place)?).unwrap_or(u32::MAX)) };
            made.insert((row.get(0)?, day), Made { times: number(2)?, late: number(3)? });
        }
    }
    Ok(made)
}

/// The valid records of `log` of days from `from` to `to`, by day.
///
/// # Errors
/// What SQLite says.
pub fn made_rows(facts: &Facts<'_>, log: Ledger, from: NaiveDate, to: NaiveDate) -> Result<Vec<i64>> {
    let condition = "state = 'valid' AND done_on BETWEEN ?1 AND ?2 ORDER BY done_on, id";
    rows::ids_matching(facts.connection, log, condition, &[&from.to_string(), &to.to_string()])
}

/// Rounds made at a place on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Made {
    /// How many.
    pub times: u32,
    /// How many of them were entered late (补录).
    pub late: u32,
}

/// Names of places by record.
///
/// # Errors
/// What SQLite says.
pub fn place_names(facts: &Facts<'_>) -> Result<BTreeMap<i64, String>> {
    let mut statement = facts.connection.prepare_cached("SELECT id, name FROM places")?;
    let names = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    Ok(names)
}
