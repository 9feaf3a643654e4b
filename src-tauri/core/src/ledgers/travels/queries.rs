//! Stays and risk areas as the exposure rules take them, and what a stop computes.

use super::{Computation, Ledger, MEASURES};
use crate::error::Result;
use crate::record::{Record, Tone, Value};
use crate::rules::exposure::{self, Exposure, RiskArea, Stay};
use crate::store::rows::{self, Facts};
use chrono::NaiveDate;

/// Everything computed of a stop.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["exposure", "required_measure", "required_until_on", "test_days"],
    needs: &["division_code", "place_text", "arrived_on", "departed_on", "returned_on", "verified", "released_on"],
    reads: &[Ledger::RiskAreas],
    fill: fill_exposure,
}];

/// A record as a stay.
pub fn stay(record: &Record) -> Option<Stay> {
    Some(Stay {
        division: record.text("division_code")?.to_owned(),
        place_text: record.text("place_text").map(str::to_owned),
        arrived_on: record.date("arrived_on")?,
        departed_on: record.date("departed_on"),
        returned_on: record.date("returned_on"),
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
pub fn exposure(facts: &Facts<'_>, record: &Record, areas: &[RiskArea]) -> Option<Exposure> {
    Some(exposure::exposure(facts.rules, &stay(record)?, areas, facts.on))
}

/// Whether the stop still waits for somebody to decide.
pub fn is_open(record: &Record) -> bool {
    record.code("exposure") == Some("to_verify") && record.code("verified").is_none()
}

/// Days as they stand in a list: 08-18、08-21.
fn days(days: &[NaiveDate]) -> String {
    days.iter().map(|day| day.format("%m-%d").to_string()).collect::<Vec<_>>().join("、")
}

fn fill_exposure(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let areas = risk_areas(facts)?;
    for record in records {
        let Some(found) = exposure(facts, record, &areas) else { continue };
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
