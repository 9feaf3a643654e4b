//! Stays and risk areas as the exposure rules take them, and what a stop computes.

use super::travels::MEASURES;
use super::{LEAVES, LEVELS, RISK_AREAS, TRAVELS};
use crate::base::error::{Problem, Result};
use crate::rules::exposure::{self, Exposure, Required, RiskArea, Stay};
use crate::rules::tables::Relation;
use crate::schema::{Ledger, Record, Tone, Value};
use crate::store::registry::Computation;
use crate::store::rows::{self, Facts};
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};

/// Everything computed of a stop.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["exposure", "required_measure", "required_until_on", "test_days"],
    needs: &[
        "staff",
        "trip",
        "division_code",
        "place_text",
        "arrived_on",
        "departed_on",
        "returned_on",
        "verified",
        "released_on",
    ],
    reads: &[Ledger(&RISK_AREAS), Ledger(&TRAVELS)],
    fill: fill_exposure,
}];

/// Approved leaves that reach into the days from `from` to `to`: who, from when, until when. Who is not back yet is on leave
/// until the day she was to return.
///
/// # Errors
/// What SQLite says.
pub fn away(facts: &Facts<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<(i64, NaiveDate, NaiveDate)>> {
    let mut statement = facts.connection.prepare_cached(
        "SELECT staff, leave_on, coalesce(returned_on, return_on) AS back_on FROM leaves
         WHERE state = 'valid' AND approval = 'approved' AND leave_on <= ?2 AND back_on >= ?1",
    )?;
    let mut found = statement.query([from.to_string(), to.to_string()])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        if let (Some(from), Some(to)) = (rows::day_of(row, 1)?, rows::day_of(row, 2)?) {
            all.push((row.get(0)?, from, to));
        }
    }
    Ok(all)
}

/// Leaves, unless they were refused, from which somebody is back while no stop of hers is on file within their days.
///
/// # Errors
/// What SQLite says.
pub fn back_without_trip(facts: &Facts<'_>) -> Result<Vec<i64>> {
    let condition = "state = 'valid' AND returned_on <= ?1 AND approval IS NOT 'refused' AND NOT EXISTS (
         SELECT 1 FROM travels AS stop WHERE stop.staff = leaves.staff AND stop.state = 'valid'
         AND stop.arrived_on BETWEEN leaves.leave_on AND leaves.returned_on)";
    rows::ids_matching(facts.connection, Ledger(&LEAVES), condition, &[&facts.on.to_string()])
}

/// When a stop of a person began and, if it says so, from where she came home.
struct Passed {
    trip: Option<String>,
    arrived_on: NaiveDate,
    returned_on: Option<NaiveDate>,
}

/// The valid stops of people, by person.
pub struct Ways(HashMap<i64, Vec<Passed>>);

/// The stops of everybody whose record is among `records`.
///
/// # Errors
/// What SQLite says.
pub fn ways(facts: &Facts<'_>, records: &[Record]) -> Result<Ways> {
    let open = records.iter().filter(|record| record.date("departed_on").is_none() && record.date("returned_on").is_none());
    let people: BTreeSet<i64> = open.filter_map(|record| record.reference("staff")).collect();
    let people: Vec<i64> = people.into_iter().collect();
    let mut of: HashMap<i64, Vec<Passed>> = HashMap::new();
    rows::each_of(facts.connection, Ledger(&TRAVELS), "staff", &people, "trip, arrived_on, returned_on", |staff, row| {
        if let Some(arrived_on) = rows::day_of(row, 2)? {
            of.entry(staff).or_default().push(Passed { trip: row.get(1)?, arrived_on, returned_on: rows::day_of(row, 3)? });
        }
        Ok(())
    })?;
    Ok(Ways(of))
}

impl Ways {
    /// The last day on which a stop without departure may have lasted: she left when the same trip went on to its next stop
    /// or came home. `None` while nothing of the kind is on file.
    fn end_of(&self, record: &Record) -> Option<NaiveDate> {
        let (trip, arrived_on) = (record.text("trip")?, record.date("arrived_on")?);
        let of_trip = self.0.get(&record.reference("staff")?)?.iter().filter(|stop| stop.trip.as_deref() == Some(trip));
        let ends = of_trip.flat_map(|stop| {
            // Of two stops of one day either may have come first: it ends neither.
            let next = Some(stop.arrived_on).filter(|day| *day > arrived_on);
            let home = stop.returned_on.filter(|day| *day > arrived_on || stop.arrived_on == arrived_on);
            [next, home]
        });
        ends.flatten().min()
    }
}

/// A record as a stay.
fn stay(record: &Record, ways: &Ways) -> Option<Stay> {
    let returned_on = record.date("returned_on");
    Some(Stay {
        division: record.text("division_code")?.to_owned(),
        place_text: record.text("place_text").map(str::to_owned),
        arrived_on: record.date("arrived_on")?,
        departed_on: record.date("departed_on").or(returned_on).or_else(|| ways.end_of(record)),
        returned_on,
    })
}

/// Every valid entry of the lists of risk areas.
///
/// # Errors
/// What SQLite says.
pub fn risk_areas(facts: &Facts<'_>) -> Result<Vec<RiskArea>> {
    let mut statement = facts.connection.prepare_cached(
        "SELECT id, division_code, place_text, level, from_on, to_on FROM risk_areas WHERE state = 'valid' ORDER BY id",
    )?;
    let mut found = statement.query([])?;
    let mut areas = Vec::new();
    while let Some(row) = found.next()? {
        let Some(from_on) = rows::day_of(row, 4)? else { continue };
        areas.push(RiskArea {
            id: row.get(0)?,
            division: row.get(1)?,
            place_text: row.get(2)?,
            level: row.get(3)?,
            from_on,
            to_on: rows::day_of(row, 5)?,
        });
    }
    Ok(areas)
}

/// What a stop comes to on the day.
pub fn exposure(facts: &Facts<'_>, record: &Record, areas: &[RiskArea], ways: &Ways) -> Option<Exposure> {
    Some(exposure::exposure(facts.rules, &stay(record, ways)?, areas, facts.on))
}

/// What the stops of these ids ask of the person, by id.
///
/// # Errors
/// What SQLite says.
pub fn required(facts: &Facts<'_>, stops: &[i64]) -> Result<HashMap<i64, Required>> {
    if stops.is_empty() {
        return Ok(HashMap::new());
    }
    let records = rows::stored(facts.connection, Ledger(&TRAVELS), stops)?;
    let (areas, ways) = (risk_areas(facts)?, ways(facts, &records)?);
    let asked = |record: &Record| Some((record.id, exposure(facts, record, &areas, &ways)?.required?));
    Ok(records.iter().filter(|record| record.code("verified") != Some("ruled_out")).filter_map(asked).collect())
}

/// Whether the stop still waits for somebody to decide.
pub fn is_open(record: &Record) -> bool {
    record.code("exposure") == Some("to_verify") && record.code("verified").is_none()
}

/// That a stop nobody has decided about meets a list of risk areas, told before it is saved.
pub fn foresee(facts: &Facts<'_>, record: &Record, _: Option<&Record>) -> Result<Vec<Problem>> {
    if record.code("verified").is_some() {
        return Ok(Vec::new());
    }
    let (areas, ways) = (risk_areas(facts)?, ways(facts, std::slice::from_ref(record))?);
    let Some(found) = exposure(facts, record, &areas, &ways).filter(Exposure::to_verify) else { return Ok(Vec::new()) };
    let near = || found.hits.iter().filter(|hit| hit.relation != Relation::City);
    let worst = near().find(|hit| hit.level == "high").or_else(|| near().next());
    let met = match (worst, near().map(|hit| hit.from_on).min().zip(near().map(|hit| hit.to_on).max())) {
        (Some(hit), Some((from, to))) => {
            let level = LEVELS.iter().find(|choice| choice.code == hit.level).map_or("风险", |choice| choice.label);
            let days = if from == to { from.to_string() } else { format!("{from} 至 {to}") };
            format!("与{level}地区的名单重叠（{days}）")
        }
        _ => "境外、港澳台或船上，名单比对不了".to_owned(),
    };
    let message = format!("{met}，会记为待核实。请向本人问清楚到没到过那里，再写核实结论。");
    Ok(vec![Problem::new("division_code", "exposed", record.text("division_code").unwrap_or_default(), message)])
}

/// Days as they stand in a list: 08-18、08-21.
fn days(days: &[NaiveDate]) -> String {
    days.iter().map(|day| day.format("%m-%d").to_string()).collect::<Vec<_>>().join("、")
}

fn fill_exposure(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let (areas, ways) = (risk_areas(facts)?, ways(facts, records)?);
    for record in records {
        let Some(found) = exposure(facts, record, &areas, &ways) else { continue };
        let seen = match (found.to_verify(), record.code("verified")) {
            (false, _) => Value::Choice("none"),
            (true, None) => Value::Choice("to_verify"),
            (true, Some(verdict)) => {
                let (text, tone) = if verdict == "confirmed" { ("已确认", Tone::Bad) } else { ("已排除", Tone::Good) };
                Value::Told { code: "to_verify", text: text.to_owned(), tone: Some(tone) }
            }
        };
        record.values.insert("exposure", seen);
        if record.code("verified") == Some("ruled_out") {
            continue;
        }
        let Some(required) = found.required else { continue };
        let Some(code) = MEASURES.iter().find(|choice| choice.code == required.measure).map(|choice| choice.code) else {
            continue;
        };
        record.values.insert("required_measure", Value::Told { code, text: required.text, tone: None });
        record.values.extend(required.until_on.map(|day| ("required_until_on", Value::Date(day))));
        if !required.test_on.is_empty() {
            record.values.insert("test_days", Value::Text(days(&required.test_on)));
        }
    }
    Ok(())
}
