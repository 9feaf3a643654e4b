//! Slots: on which days a notice that asks for a report wants one, for which days each time, and which of them were met.
//!
//! Owns the repeating of a term. Pure but for what is handed in; what was reported is `submissions`'.

use super::{NOTICES, SUBMISSIONS};
use crate::base::error::Result;
use crate::rules::rounds::Calendar;
use crate::schema::{Ledger, Record};
use crate::store::rows::Facts;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use std::collections::HashMap;

/// A report wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// By when.
    pub due_at: NaiveDateTime,
    /// Its first day; a single report is of whichever days it says.
    pub from: Option<NaiveDate>,
    /// Its last day.
    pub to: Option<NaiveDate>,
}

/// How a slot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A report of it went in time.
    Met,
    /// It went after its term.
    Late,
    /// The term is over and none went.
    Missed,
    /// The term is still to come.
    Open,
}

/// A slot of a notice with the report that met it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Record of the notice.
    pub notice: i64,
    /// What it is called.
    pub title: String,
    /// The slot.
    pub slot: Slot,
    /// The report that went first: its record, and when it went.
    pub sent: Option<(i64, NaiveDateTime)>,
    /// How it stands.
    pub state: State,
}

/// A term until noon asks for what was known the evening before.
const NOON: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};
/// In its last days a month is reported itself, before them the one that ended.
const END_OF_MONTH: u64 = 3;

/// The slots of `notice` whose term lies on a day from `from` to `to`, in order; none where it asks for no report or names no
/// term.
pub fn slots(notice: &Record, calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> Vec<Slot> {
    let (Some("report"), Some(first)) = (notice.code("asks"), notice.instant("due_at")) else { return Vec::new() };
    let until = notice.date("until_on").unwrap_or(NaiveDate::MAX).min(to);
    let repeats = notice.code("repeats").unwrap_or("once");
    let mut slots = Vec::new();
    for turn in 0_u32.. {
        let day = match repeats {
            "once" if turn > 0 => None,
            "daily" | "workdays" => first.date().checked_add_days(Days::new(u64::from(turn))),
            "weekly" => first.date().checked_add_days(Days::new(u64::from(turn) * 7)),
            "monthly" => first.date().checked_add_months(Months::new(turn)),
            _ => Some(first.date()),
        };
        let Some(day) = day.filter(|day| *day <= until) else { break };
        if day < from || (repeats == "workdays" && !is_workday(calendar, day)) {
            continue;
        }
        let (period_from, period_to) =
            period(repeats, day, first.time()).map_or((None, None), |(from, to)| (Some(from), Some(to)));
        slots.push(Slot { due_at: day.and_time(first.time()), from: period_from, to: period_to });
    }
    slots
}

fn is_workday(calendar: &Calendar, day: NaiveDate) -> bool {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    calendar.is_worked(day) || (!weekend && calendar.holiday(day).is_none())
}

/// The days that a report due on `day` at `time` is of.
fn period(repeats: &str, day: NaiveDate, time: NaiveTime) -> Option<(NaiveDate, NaiveDate)> {
    let last = if time <= NOON { day.pred_opt()? } else { day };
    match repeats {
        "daily" | "workdays" => Some((last, last)),
        "weekly" => Some((last.checked_sub_days(Days::new(6))?, last)),
        "monthly" => {
            let own = day.checked_add_days(Days::new(END_OF_MONTH))?.month() != day.month();
            let first = day.with_day(1)?;
            let first = if own { first } else { first.checked_sub_months(Months::new(1))? };
            Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
        }
        _ => None,
    }
}

/// How the slots of these notices stand whose term lies on a day from `from` to `to`, as of the day of `facts`: a term of that
/// day is not over while its day runs.
///
/// # Errors
/// What SQLite says.
pub fn standing(facts: &Facts<'_>, notices: &[Record], from: NaiveDate, to: NaiveDate) -> Result<Vec<Standing>> {
    let asking: Vec<&Record> = notices.iter().filter(|notice| notice.code("asks") == Some("report")).collect();
    if asking.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = asking.iter().map(|notice| notice.id).collect();
    let reports: HashMap<i64, Vec<Record>> = facts.children(Ledger(&SUBMISSIONS), "notice", &ids)?;
    let calendar = Calendar::of(facts.rules);
    let mut found = Vec::new();
    for notice in asking {
        let own = reports.get(&notice.id).map(Vec::as_slice).unwrap_or_default();
        for slot in slots(notice, &calendar, from, to) {
            let sent = first_sent(&slot, own, facts.on);
            let state = match sent {
                Some((_, at)) if at <= slot.due_at => State::Met,
                Some(_) => State::Late,
                None if slot.due_at.date() < facts.on => State::Missed,
                None => State::Open,
            };
            let title = notice.text("title").unwrap_or_default().to_owned();
            found.push(Standing { notice: notice.id, title, slot, sent, state });
        }
    }
    Ok(found)
}

/// The report of the slot's days that went first, by `on`.
fn first_sent(slot: &Slot, reports: &[Record], on: NaiveDate) -> Option<(i64, NaiveDateTime)> {
    let of =
        |report: &&Record| slot.to.is_none() || (report.date("period_from") == slot.from && report.date("period_to") == slot.to);
    let sent = reports.iter().filter(of).filter_map(|report| Some((report.id, report.instant("sent_at")?)));
    sent.filter(|(_, at)| at.date() <= on).min_by_key(|(id, at)| (*at, *id))
}

/// How every slot due from `from` to `to` stands as of the day of `facts`.
///
/// # Errors
/// What SQLite says.
pub fn all(facts: &Facts<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<Standing>> {
    standing(facts, &facts.valid(Ledger(&NOTICES))?, from, to)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::rules::rulebook::Rulebook;
    use crate::schema::Value;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn notice(repeats: Option<&'static str>, due_at: &str, until: Option<&str>) -> Record {
        let mut record = Record::empty(Ledger(&NOTICES));
        record.values.insert("asks", Value::Choice("report"));
        let due_at = NaiveDateTime::parse_from_str(due_at, "%Y-%m-%d %H:%M").unwrap();
        record.values.insert("due_at", Value::Instant(due_at));
        record.values.extend(repeats.map(|code| ("repeats", Value::Choice(code))));
        record.values.extend(until.map(|text| ("until_on", Value::Date(day(text)))));
        record
    }

    fn told(notice: &Record, from: &str, to: &str) -> Vec<String> {
        let calendar = Calendar::of(&Rulebook::shipped(""));
        let short = |day: Option<NaiveDate>| day.map(|day| day.format("%m-%d").to_string()).unwrap_or_default();
        let line = |slot: Slot| format!("{} {}~{}", slot.due_at.format("%m-%d"), short(slot.from), short(slot.to));
        slots(notice, &calendar, day(from), day(to)).into_iter().map(line).collect()
    }

    #[test]
    fn terms_repeat_by_day_workday_week_and_month() {
        for (repeats, due_at, until, wanted) in [
            (None, "2021-09-18 17:00", None, &["09-18 ~"][..]),
            (Some("once"), "2021-09-18 17:00", None, &["09-18 ~"]),
            (
                Some("daily"),
                "2021-09-17 17:00",
                Some("2021-09-19"),
                &["09-17 09-17~09-17", "09-18 09-18~09-18", "09-19 09-19~09-19"],
            ),
            (Some("daily"), "2021-09-18 12:00", Some("2021-09-18"), &["09-18 09-17~09-17"]),
            (Some("daily"), "2021-09-18 12:01", Some("2021-09-18"), &["09-18 09-18~09-18"]),
            // 09-18 is a Saturday worked for the holiday of 09-19 to 09-21.
            (
                Some("workdays"),
                "2021-09-17 09:00",
                Some("2021-09-22"),
                &["09-17 09-16~09-16", "09-18 09-17~09-17", "09-22 09-21~09-21"],
            ),
            (
                Some("weekly"),
                "2021-09-03 17:00",
                Some("2021-09-17"),
                &["09-03 08-28~09-03", "09-10 09-04~09-10", "09-17 09-11~09-17"],
            ),
            (Some("weekly"), "2021-09-06 09:00", Some("2021-09-06"), &["09-06 08-30~09-05"]),
        ] {
            assert_eq!(told(&notice(repeats, due_at, until), "2021-09-01", "2021-09-30"), wanted, "{repeats:?} {due_at}");
        }
        let months = told(&notice(Some("monthly"), "2021-08-31 17:00", None), "2021-08-01", "2021-12-05");
        assert_eq!(months, ["08-31 08-01~08-31", "09-30 09-01~09-30", "10-31 10-01~10-31", "11-30 11-01~11-30"]);
        for (due, wanted) in [("2021-08-28 17:00", "08-28 07-01~07-31"), ("2021-08-29 17:00", "08-29 08-01~08-31")] {
            assert_eq!(told(&notice(Some("monthly"), due, Some("2021-08-31")), "2021-08-01", "2021-08-31"), [wanted], "{due}");
        }
    }
}
