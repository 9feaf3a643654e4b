//! Doses and exemptions as the schedule rules take them, and what vaccinations compute.

use super::vaccinations::TECHNOLOGIES;
use super::vaccine_exemptions::REASONS;
use super::{VACCINATIONS, VACCINE_EXEMPTIONS};
use crate::base::error::Result;
use crate::rules::schedule::{self, BoosterState, Dose, DoseState, Exemption, Standing};
use crate::rules::tables::Stage;
use crate::schema::{Ledger, Record, Tone, Value};
use crate::store::registry::Computation;
use crate::store::rows::{self, Facts};
use crate::topics::people::STAFF;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};

/// Everything computed of a dose.
pub const COMPUTATIONS: &[Computation] = &[
    Computation { columns: &["technology", "manufacturer"], needs: &["product", "given_on"], reads: &[], fill: fill_product },
    Computation {
        columns: &["dose", "stage", "judgement"],
        needs: &["staff", "given_on"],
        reads: &[Ledger(&VACCINATIONS), Ledger(&STAFF)],
        fill: fill_judgement,
    },
];

/// What the roster computes of vaccination.
pub const OF_PEOPLE: &[Computation] = &[Computation {
    columns: &["dose_state", "next_dose_on", "booster_state"],
    needs: &["born_on"],
    reads: &[Ledger(&VACCINATIONS), Ledger(&VACCINE_EXEMPTIONS)],
    fill: fill_people,
}];

/// A record as a dose.
pub fn dose(record: &Record) -> Option<Dose> {
    let number = record.values.get("dose_number").and_then(Value::as_integer);
    Some(Dose {
        id: record.id,
        given_on: record.date("given_on")?,
        number: number.and_then(|number| u32::try_from(number).ok()),
        product: record.text("product")?.to_owned(),
    })
}

/// Valid doses of each of the people `ids`.
///
/// # Errors
/// What SQLite says.
pub fn doses(facts: &Facts<'_>, ids: &[i64]) -> Result<HashMap<i64, Vec<Dose>>> {
    let mut of: HashMap<i64, Vec<Dose>> = HashMap::new();
    rows::each_of(facts.connection, Ledger(&VACCINATIONS), "staff", ids, "id, given_on, dose_number, product", |staff, row| {
        if let Some(given_on) = rows::day_of(row, 2)? {
            let number: Option<i64> = row.get(3)?;
            let number = number.and_then(|number| u32::try_from(number).ok());
            of.entry(staff).or_default().push(Dose { id: row.get(1)?, given_on, number, product: row.get(4)? });
        }
        Ok(())
    })?;
    Ok(of)
}

/// Valid exemptions of each of the people `ids`.
///
/// # Errors
/// What SQLite says.
pub fn exemptions(facts: &Facts<'_>, ids: &[i64]) -> Result<HashMap<i64, Vec<Exemption>>> {
    let mut of: HashMap<i64, Vec<Exemption>> = HashMap::new();
    rows::each_of(facts.connection, Ledger(&VACCINE_EXEMPTIONS), "staff", ids, "reason, from_on, until_on", |staff, row| {
        if let Some(from_on) = rows::day_of(row, 2)? {
            of.entry(staff).or_default().push(Exemption { reason: row.get(1)?, from_on, until_on: rows::day_of(row, 3)? });
        }
        Ok(())
    })?;
    Ok(of)
}

/// Where each of `people`, given by record and day of birth, stands on the day.
///
/// # Errors
/// What SQLite says.
pub fn standings(facts: &Facts<'_>, people: &[(i64, Option<NaiveDate>)]) -> Result<HashMap<i64, Standing>> {
    let ids: Vec<i64> = people.iter().map(|(id, _)| *id).collect();
    let (doses, exemptions) = (doses(facts, &ids)?, exemptions(facts, &ids)?);
    let of = |id: &i64, born_on: Option<NaiveDate>| {
        let doses = doses.get(id).map_or(&[][..], Vec::as_slice);
        let exemptions = exemptions.get(id).map_or(&[][..], Vec::as_slice);
        schedule::standing(facts.rules, born_on, doses, exemptions, facts.on)
    };
    Ok(people.iter().map(|(id, born_on)| (*id, of(id, *born_on))).collect())
}

/// A state in a few words with its colour: 1 剂 · 超期 6 天, 2 剂 · 可加强.
pub fn told(standing: &Standing, on: NaiveDate) -> (String, Tone) {
    let doses = standing.doses;
    let days = |from: NaiveDate, to: NaiveDate| (to - from).num_days();
    match (standing.state, standing.next_on, standing.last_on) {
        (DoseState::Done, ..) => match standing.booster.state {
            BoosterState::Due => (format!("{} 剂 · 可加强", doses + standing.booster.given), Tone::Warn),
            _ => (format!("{} 剂", doses + standing.booster.given), Tone::Good),
        },
        (DoseState::Overdue, _, Some(last)) => (format!("{doses} 剂 · 超期 {} 天", days(last, on)), Tone::Bad),
        (DoseState::Overdue, ..) => (format!("{doses} 剂 · 超期"), Tone::Bad),
        (DoseState::Due, ..) if !standing.any => (format!("未接种 · {}", reason_label(standing)), Tone::Warn),
        (DoseState::Due, Some(next), _) if next == on => (format!("{doses} 剂 · 今天到期"), Tone::Warn),
        (DoseState::Due, ..) => (format!("{doses} 剂 · 到期"), Tone::Warn),
        (DoseState::TooEarly, Some(next), _) => (format!("{doses} 剂 · {} 天后", days(on, next)), Tone::Mute),
        (DoseState::TooEarly, ..) => (format!("{doses} 剂"), Tone::Mute),
        (DoseState::Deferred | DoseState::Exempt, ..) => (reason_label(standing).to_owned(), Tone::Mute),
        (DoseState::Unscheduled, ..) => (format!("{doses} 剂 · 无程序"), Tone::Warn),
        (DoseState::Unknown, ..) => ("未登记".to_owned(), Tone::Mute),
    }
}

/// The reason a person is not vaccinated, in words.
pub fn reason_label(standing: &Standing) -> &'static str {
    let code = standing.reason.as_deref().unwrap_or("other");
    REASONS.iter().find(|choice| choice.code == code).map_or("未接种", |choice| choice.label)
}

fn fill_people(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let people: Vec<(i64, Option<NaiveDate>)> = records.iter().map(|record| (record.id, record.date("born_on"))).collect();
    let standings = standings(facts, &people)?;
    for record in records {
        let Some(standing) = standings.get(&record.id) else { continue };
        let (text, tone) = told(standing, facts.on);
        record.values.insert("dose_state", Value::Told { code: standing.state.code(), text, tone: Some(tone) });
        record.values.insert("booster_state", Value::Choice(standing.booster.state.code()));
        record.values.extend(standing.next_on.map(|day| ("next_dose_on", Value::Date(day))));
    }
    Ok(())
}

fn fill_product(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let Some(product) = record.text("product") else { continue };
        let Some(known) = facts.rules.vaccine(product, record.date("given_on").unwrap_or(facts.on)) else { continue };
        let technology = TECHNOLOGIES.iter().find(|choice| choice.code == known.row.rule.technology);
        let manufacturer = known.row.rule.maker.clone();
        record.values.extend(technology.map(|choice| ("technology", Value::Choice(choice.code))));
        record.values.insert("manufacturer", Value::Text(manufacturer));
    }
    Ok(())
}

fn fill_judgement(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let people: BTreeSet<i64> = records.iter().filter_map(|record| record.reference("staff")).collect();
    let people: Vec<(i64, Option<NaiveDate>)> = people.into_iter().map(|id| (id, None)).collect();
    let standings = standings(facts, &people)?;
    for record in records {
        let Some(standing) = record.reference("staff").and_then(|id| standings.get(&id)) else { continue };
        let Some(judged) = standing.judged.iter().find(|judged| judged.id == record.id) else { continue };
        let stage = match judged.stage {
            Some(Stage::Primary) => "primary",
            Some(Stage::Booster1) => "booster1",
            Some(Stage::Booster2) => "booster2",
            None => "to_verify",
        };
        record.values.insert("stage", Value::Choice(stage));
        record.values.insert("dose", Value::Integer(judged.number.into()));
        // What was typed says another place in the series than the days do.
        let number = record.values.get("dose_number").and_then(Value::as_integer);
        let elsewhere = judged.stage.is_some() && number.is_some_and(|number| number != i64::from(judged.number));
        let judgement = match judged.early_by {
            _ if judged.to_verify || elsewhere => Value::Choice("to_verify"),
            Some(days) => Value::Told { code: "early", text: format!("早 {days} 天"), tone: None },
            None => Value::Choice("fine"),
        };
        record.values.insert("judgement", judgement);
    }
    Ok(())
}
