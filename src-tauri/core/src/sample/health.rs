//! The temperatures of the invented organisation: what is planned, what was read day by day, what was forgotten or hot.
//!
//! Owns that part of the story, told in days before its end. Who is asked on a day the plans in the file say.

use super::records::Row;
use super::{Event, at, chronicle, object};
use crate::base::error::Result;
use crate::rules::health::Asked;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::health::standing;
use crate::topics::{HEALTH_CHECKS, HEALTH_PLANS};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::json;
use std::collections::BTreeSet;

/// Temperatures are taken from this many days before the end.
const BEGUN: u64 = 45;
/// Twice a day from this many days before the end.
const TWICE: u64 = 10;

/// The events of all this.
pub fn events(first: NaiveDate, summer: NaiveDate, end: NaiveDate) -> Vec<(DateTime<Utc>, Event)> {
    let from = (summer - Days::new(BEGUN)).max(first + Days::new(9));
    if from > summer {
        return Vec::new();
    }
    let plan = |times: u32, from: NaiveDate, note: &str| {
        let row = json!({ "categories": "full_time,part_time,leader,intern,dispatched", "times_per_day": times,
            "weekdays": "mon,tue,wed,thu,fri", "from_on": from.to_string(), "note": note });
        Event::Records(vec![(Ledger(&HEALTH_PLANS), object(row))])
    };
    // A history that begins after that day has measured twice from its first one.
    let twice = summer - Days::new(TWICE);
    let first = if twice > from { 1 } else { 2 };
    let mut all = vec![(at(from, 8, 20), plan(first, from, "到岗先测体温。"))];
    if twice > from {
        all.push((at(twice, 8, 25), plan(2, twice, "外地出现疫情，加测一次。")));
    }
    all.extend(from.iter_days().take_while(|day| *day <= end).map(|day| (at(day, 15, 10), Event::Temperatures)));
    all
}

/// The readings of today of the people with stories, as the plans ask for them.
pub fn rows(book: &Book, known: &BTreeSet<i64>, summer: NaiveDate, end: NaiveDate) -> Result<Vec<Row>> {
    let today = book.today();
    let until = |day: NaiveDate| u64::try_from((day - today).num_days()).ok();
    let before = until(end).unwrap_or_default();
    let (in_summer, goes_on) = (until(summer), summer < end);
    let mut rows = Vec::new();
    for line in standing::day(book, today)?.iter().filter(|line| known.contains(&line.staff)) {
        let Some(Asked::Readings { times, .. }) = line.cells.first().map(|cell| &cell.asked) else { continue };
        let number = line.staff.unsigned_abs();
        // Now and then somebody was forgotten; on the last day some are still to come.
        if (before * 7 + number * 3) % 53 == 5 || (before == 0 && number % 4 == 1) {
            continue;
        }
        #[allow(clippy::cast_precision_loss)] // tenths of a degree
        let read = |of: u64| 36.2 + ((before * 5 + number * 7 + of * 3) % 6) as f64 / 10.0;
        let mut row = json!({ "staff": line.staff, "checked_on": today.to_string(), "morning": read(0) });
        match (in_summer.unwrap_or(u64::MAX), number) {
            (20, 6) => {
                row["morning"] = 37.6.into();
                row["recheck"] = 36.9.into();
                row["note"] = "骑车来的，休息后复测正常。".into();
            }
            (6, 8) => {
                row["morning"] = 37.8.into();
                row["recheck"] = 37.9.into();
                row["symptoms"] = "咽痛".into();
                row["action"] = "doctor".into();
            }
            (5 | 4, 8) => row = json!({ "staff": line.staff, "checked_on": today.to_string(), "presence": "sick" }),
            (1, 11) => {
                row["morning"] = 37.4.into();
                if goes_on {
                    row["recheck"] = 36.8.into();
                }
            }
            (_, number) if number % 17 == 3 && before % 5 == 2 => {
                row = json!({ "staff": line.staff, "checked_on": today.to_string(), "presence": "home" });
            }
            _ => {}
        }
        // Of the second reading some are forgotten, too.
        let forgotten = if goes_on { 41 } else { 13 };
        if *times > 1 && row["presence"].is_null() && (before + number) % forgotten != 6 {
            row["noon"] = read(1).into();
        }
        let mut row = object(row);
        if goes_on {
            chronicle::reading(today, number, &mut row);
        }
        rows.push((Ledger(&HEALTH_CHECKS), row));
    }
    Ok(rows)
}
