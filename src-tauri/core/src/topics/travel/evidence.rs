//! What trips and leaves come to as evidence: leaves approved, come back from and told of; stops verified, measures ended.

use super::standing::Stop;
use super::{LEAVES, RISK_AREAS, TRAVELS, standing};
use crate::answers::evidence::{Due, Item, Period};
use crate::base::clock::business_day;
use crate::base::error::Result;
use crate::rules::divisions;
use crate::schema::{Ledger, Record};
use crate::store::Book;
use crate::topics::people::STAFF;
use crate::topics::{Evidence, common};
use chrono::{DateTime, Days, NaiveDate, Utc};
use std::collections::HashMap;

/// See the module.
pub const ALL: &[Evidence] = &[Evidence::terms("travel.leaves", leaves), Evidence::terms("travel.verified", verified)];

/// Days after the day she meant to be back within which the rest of a leave is written down.
const BACK: u64 = 2;
/// Steps of a stop looked through for the one that decided.
const STEPS: usize = 200;

/// Leaves: approved by their first day, come back from, and with a stop on file unless they stay within the city.
fn leaves(book: &Book, period: Period) -> Result<Due> {
    let records = common::up_to(book, &LEAVES, period)?;
    let home = book.organisation()?.text("division_code").unwrap_or_default().to_owned();
    let stops = common::up_to(book, &TRAVELS, period)?;
    let mut of: HashMap<i64, Vec<&Record>> = HashMap::new();
    for stop in &stops {
        if let Some(staff) = stop.reference("staff") {
            of.entry(staff).or_default().push(stop);
        }
    }
    let mut due = Due::default();
    for record in records.iter().filter(|record| record.code("approval") != Some("refused")) {
        let (Some(staff), Some(from), Some(to)) = (record.reference("staff"), record.date("leave_on"), record.date("return_on"))
        else {
            continue;
        };
        let name = book.title(Ledger(&STAFF), staff)?;
        let (approved, back) = (record.code("approval") == Some("approved"), record.date("returned_on"));
        let approved = record.date("approved_on").or(Some(from)).filter(|_| approved);
        due.items.push(Item::by_day(record, format!("{name} 外出审批"), from, approved));
        due.items.push(Item::by_day(record, format!("{name} 销假"), to + Days::new(BACK), back));
        let away = record.text("division_code").is_some_and(|code| home.is_empty() || !divisions::same_city(code, &home));
        if away {
            let end = back.unwrap_or(to);
            let told = of.get(&staff).into_iter().flatten().any(|stop| meets(stop, from, end));
            let by = end.max(to) + Days::new(BACK);
            due.items.push(Item::by_day(record, format!("{name} 外出的旅居史"), by, Some(end).filter(|_| told)));
        }
    }
    due.rows = records
        .iter()
        .filter(|record| record.date("leave_on").is_some_and(|day| period.holds(day)))
        .map(|record| (record.ledger, record.id))
        .collect();
    Ok(due)
}

/// Whether a stop lies within the days of a leave, at least in part.
fn meets(stop: &Record, from: NaiveDate, to: NaiveDate) -> bool {
    let Some(arrived) = stop.date("arrived_on") else { return false };
    let left = stop.date("departed_on").or(stop.date("returned_on")).unwrap_or(NaiveDate::MAX);
    arrived <= to && from <= left
}

/// Stops that meet a list: decided on within a day, and their measures ended within a day.
fn verified(book: &Book, period: Period) -> Result<Due> {
    let stops = standing::of_records(book, common::up_to(book, &TRAVELS, period)?, period.to)?;
    let entered: HashMap<i64, DateTime<Utc>> = book.with_facts(period.to, |facts| {
        let areas = facts.valid(Ledger(&RISK_AREAS))?;
        Ok(areas.into_iter().map(|area| (area.id, area.entered_at)).collect())
    })?;
    let mut due = Due::default();
    for stop in &stops {
        let record = &stop.record;
        let Some(arrived) = record.date("arrived_on") else { continue };
        let listed = stop.exposure.hits.iter().filter_map(|hit| entered.get(&hit.area)).map(|at| business_day(*at)).min();
        let known = listed.map_or(arrived, |listed| listed.max(arrived));
        if stop.exposure.to_verify() {
            let by = known + Days::new(1);
            due.items.push(Item::by_day(record, format!("{} {}核实", stop.name, stop.place), by, decided_on(book, record)?));
        }
        if let Some((until, done)) = measured(stop) {
            // Nothing is due before it was known.
            let by = until.max(known) + Days::new(1);
            due.items.push(Item::by_day(record, format!("{} {}措施解除", stop.name, stop.place), by, done));
        }
        if period.holds(arrived) {
            due.rows.push((record.ledger, record.id));
        }
    }
    Ok(due)
}

/// Until when a measure was asked of a stop, and when it ended; `None` where none was.
fn measured(stop: &Stop) -> Option<(NaiveDate, Option<NaiveDate>)> {
    let record = &stop.record;
    record.code("required_measure").filter(|code| *code != "none")?;
    let ended = record.date("released_on").filter(|_| record.code("measure").is_some());
    Some((record.date("required_until_on")?, ended))
}

/// The day on which somebody decided whether she was there: as it is written down, else that of the step that wrote the decision
/// down first.
fn decided_on(book: &Book, record: &Record) -> Result<Option<NaiveDate>> {
    if record.code("verified").is_none() {
        return Ok(None);
    }
    if let Some(day) = record.date("verified_on") {
        return Ok(Some(day));
    }
    let mut decided = Some(record.entered_at);
    for step in book.history(Some((record.ledger, record.id)), STEPS)? {
        let mut says = false;
        for touched in &step.touched {
            says |= book.after(touched)?.is_some_and(|text| text.contains("\"verified\":"));
        }
        if !says {
            break;
        }
        decided = DateTime::parse_from_rfc3339(&step.at).ok().map(|at| at.to_utc()).or(decided);
    }
    Ok(decided.map(business_day))
}
