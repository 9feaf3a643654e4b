//! What rounds come to as evidence: places with their plans, rounds made of those asked for, disinfections that do something.

use super::{CLEANING_PLANS, DISINFECTIONS, LOGS, Log, PLACES, queries};
use crate::answers::evidence::{Found, Missing, Period, Way};
use crate::base::error::Result;
use crate::rules::dilution::{self, Asked};
use crate::rules::rulebook::Rulebook;
use crate::schema::{Ledger, Record, Value};
use crate::store::Book;
use crate::topics::{Evidence, common};
use std::collections::HashMap;

/// See the module.
pub const ALL: &[Evidence] = &[
    Evidence::share("rounds.planned", planned),
    Evidence::share("rounds.disinfect", |book, period| made(book, period, "disinfect")),
    Evidence::share("rounds.ventilate", |book, period| made(book, period, "ventilate")),
    Evidence::share("rounds.sound", sound),
];

/// Places in use on the last day that have a plan for every task with a log.
fn planned(book: &Book, period: Period) -> Result<Found> {
    let on = period.to;
    let (rounds, names) = book.with_facts(on, |facts| Ok((queries::rounds(facts)?, queries::place_names(facts)?)))?;
    // What others lie in is no place by itself.
    let holds = |id: i64| rounds.places.values().any(|place| place.parent == Some(id));
    let in_use = rounds.places.values().filter(|place| {
        place.used_from.is_none_or(|from| from <= on) && place.used_to.is_none_or(|to| on <= to) && !holds(place.id)
    });
    let mut found = Found::default();
    for place in in_use {
        found.asked += 1;
        let lacks = LOGS.iter().find(|log| !rounds.planned(log.task, on, on).contains(&place.id));
        match lacks {
            None => {
                found.made += 1;
                found.rows.push((Ledger(&PLACES), place.id));
            }
            Some(log) => {
                let name = names.get(&place.id).map_or("", String::as_str);
                let preset = [("place", place.id.to_string()), ("task", log.task.to_owned())];
                let what = format!("{name}没有{}计划", log.label);
                found.miss(|| Ok(Missing { what, way: Way::new(Ledger(&CLEANING_PLANS), preset) }))?;
            }
        }
    }
    if found.asked == 0 { Ok(Found::without("场所", Ledger(&PLACES))) } else { Ok(found) }
}

/// Rounds made of those that plans asked for on the days that are over; a round too many makes up for none on another day.
pub fn made(book: &Book, period: Period, task: &str) -> Result<Found> {
    let log = Log::named(task)?;
    let last = period.last();
    let (rounds, names, made, rows) = book.with_facts(period.to, |facts| {
        let made = queries::made(facts, log.ledger, period.from, last)?;
        let rows = queries::made_rows(facts, log.ledger, period.from, last)?;
        Ok((queries::rounds(facts)?, queries::place_names(facts)?, made, rows))
    })?;
    if rounds.plans.iter().all(|plan| plan.task != log.task || plan.from_on > period.to) {
        let what = if log.task == "disinfect" { "消毒计划" } else { "通风计划" };
        return Ok(Found::without(what, Ledger(&CLEANING_PLANS)));
    }
    let mut found = Found { rows: rows.into_iter().map(|id| (log.ledger, id)).collect(), ..Found::default() };
    let mut short = Vec::new();
    for place in rounds.planned(log.task, period.from, last) {
        for day in period.from.iter_days().take_while(|day| *day <= last) {
            let asked = rounds.asked(place, log.task, day).times();
            let own = made.get(&(place, day)).copied().unwrap_or_default();
            let counted = own.times.min(asked);
            found.asked += u64::from(asked);
            found.made += u64::from(counted);
            found.late += u64::from(own.late.min(counted));
            if counted < asked {
                short.push((day, place));
            }
        }
    }
    short.sort_unstable();
    for (day, place) in short {
        found.miss(|| {
            let what = format!("{day} {}", names.get(&place).map_or("", String::as_str));
            Ok(Missing { what, way: Way::new(log.ledger, [("place", place.to_string()), ("done_on", day.to_string())]) })
        })?;
    }
    Ok(found)
}

/// Disinfections for which a range of concentration is known, done with one in it and an agent in date.
fn sound(book: &Book, period: Period) -> Result<Found> {
    let records = common::within(book, &DISINFECTIONS, period)?;
    let rules = book.rules()?;
    let kinds: HashMap<i64, Option<&'static str>> = {
        let places = book.with_facts(period.to, |facts| facts.valid(Ledger(&PLACES)))?;
        places.iter().map(|place| (place.id, place.code("kind"))).collect()
    };
    let mut judged: Vec<(&Record, bool)> = Vec::new();
    for record in &records {
        judged.extend(is_sound(&rules, record, &kinds).map(|sound| (record, sound)));
    }
    let sound: HashMap<i64, bool> = judged.iter().map(|(record, sound)| (record.id, *sound)).collect();
    let name = |record: &Record| {
        let agent = record.text("agent").map(|key| rules.entry_label(crate::schema::Table::Agents, key, period.to));
        common::dated(record, &format!("{}浓度或有效期", agent.unwrap_or_default()))
    };
    Ok(Found::share(judged.iter().map(|(record, _)| *record), |record| sound.get(&record.id) == Some(&true), name))
}

/// Whether a disinfection is one with a concentration in its range and an agent in date; `None` where no range is known.
fn is_sound(rules: &Rulebook, record: &Record, kinds: &HashMap<i64, Option<&'static str>>) -> Option<bool> {
    let (day, agent) = (record.date("done_on")?, record.text("agent")?);
    let known = rules.agent(agent, day)?;
    let asked = Asked {
        objects: record.text("objects").unwrap_or_default(),
        place_kind: record.reference("place").and_then(|place| kinds.get(&place).copied().flatten()),
        concentration: record.values.get("concentration").and_then(Value::as_decimal),
        unit: record.code("unit"),
        dilution: record.text("dilution"),
        minutes: None,
    };
    dilution::use_of(rules, &known.row.rule.ingredient, &asked, day)?;
    let in_date = record.date("agent_expires_on").is_none_or(|expires| expires >= day);
    let in_range =
        dilution::odd(rules, agent, &asked, day).iter().all(|odd| odd.column != "concentration" && odd.column != "unit");
    Some(in_date && asked.concentration.is_some() && in_range)
}
