//! What incidents and quarantines come to as evidence: told outside in time, tested on the days, ended in time.

use super::{INCIDENTS, QUARANTINES, TESTS, quarantines};
use crate::answers::evidence::{Due, Item, Period, end_of};
use crate::base::error::Result;
use crate::schema::{Ledger, Record};
use crate::store::Book;
use crate::topics::people::STAFF;
use crate::topics::{Evidence, common};
use chrono::{Days, NaiveDate, TimeDelta};
use std::collections::BTreeSet;

/// See the module.
pub const ALL: &[Evidence] = &[Evidence::terms("incidents.reported", reported), Evidence::terms("incidents.isolated", isolated)];

/// Incidents, told to a body outside within the time the rule of the day gives.
fn reported(book: &Book, period: Period) -> Result<Due> {
    let records = common::within(book, &INCIDENTS, period)?;
    let rules = book.rules()?;
    let mut due = Due::default();
    for record in &records {
        let Some(found_at) = record.instant("found_at") else { continue };
        let limit = rules.limit("report_minutes", found_at.date()).and_then(|ruled| ruled.row.rule.value);
        #[allow(clippy::cast_possible_truncation)] // minutes of a rule
        let minutes = limit.and_then(|limit| TimeDelta::try_minutes(limit as i64));
        if record.code("clock") == Some("off") {
            continue;
        }
        due.items.push(Item {
            ledger: record.ledger,
            id: record.id,
            what: format!("{} 外报", book.title(record.ledger, record.id)?),
            due: minutes.map_or_else(|| end_of(found_at.date()), |minutes| found_at + minutes),
            done: record.instant("first_told_at"),
            late: record.late_reason.is_some(),
        });
    }
    due.rows = common::places(&records);
    Ok(due)
}

/// Quarantines: a sample on each of their days or the next, an end by the day after the last.
fn isolated(book: &Book, period: Period) -> Result<Due> {
    let records = common::up_to(book, &QUARANTINES, period)?;
    let people: Vec<i64> = records.iter().filter_map(|record| record.reference("staff")).collect();
    let (asked, tests) = book.with_facts(period.to, |facts| {
        Ok((quarantines::asked_of(facts, &records)?, facts.children(Ledger(&TESTS), "staff", &people)?))
    })?;
    let mut due = Due::default();
    for (record, asked) in records.iter().zip(asked) {
        let Some(staff) = record.reference("staff") else { continue };
        let name = book.title(Ledger(&STAFF), staff)?;
        let sampled: BTreeSet<NaiveDate> =
            tests.get(&staff).into_iter().flatten().filter_map(|test| test.date("sampled_on")).collect();
        let ended = record.date("ended_on");
        let days: Vec<NaiveDate> = asked.tests.iter().copied().filter(|day| ended.is_none_or(|ended| *day <= ended)).collect();
        for (place, day) in days.iter().enumerate() {
            let until = days.get(place + 1).copied().unwrap_or(NaiveDate::MAX);
            let done = sampled.range(*day..).next().copied().filter(|sample| *sample < until);
            due.items.push(Item::by_day(record, format!("{name} {} 检测", day.format("%m-%d")), *day + Days::new(1), done));
        }
        if let Some(until) = asked.until_on {
            due.items.push(Item::by_day(record, format!("{name} 解除隔离"), until + Days::new(1), ended));
        }
    }
    let new = |record: &&Record| record.date("from_on").is_some_and(|day| period.holds(day));
    due.rows = records.iter().filter(new).map(|record| (record.ledger, record.id)).collect();
    Ok(due)
}
