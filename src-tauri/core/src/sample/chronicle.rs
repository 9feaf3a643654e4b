//! The long history: what happened after the summer that the other parts of the story tell, by the calendar of 2021 and 2022.
//!
//! Owns when it is told and what of it is written down in `assets/sample/chronicle.tsv`: a line a record, with the instant it
//! was typed. What comes again and again is made here: rounds, reports, signatures, doses, visitors, stock. All of it is
//! invented.

use super::people::Person;
use super::records::Row;
use super::{Event, at, object, papers};
use crate::base::error::{Error, Result};
use crate::program;
use crate::rules::rounds::Calendar;
use crate::schema::Ledger;
use crate::topics::{ACKNOWLEDGEMENTS, STAFF, SUBMISSIONS, VACCINATIONS};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, Utc, Weekday};
use serde_json::{Map, Value as Json, json};

const TOLD: &str = include_str!("../../../../assets/sample/chronicle.tsv");

/// A day that is written down here.
const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// The last day of the summer whose story is told in days before its end.
pub const SUMMER: NaiveDate = day(2021, 8, 31);
/// The last day of the long history.
pub const LAST: NaiveDate = day(2022, 6, 30);
/// A history that begins by this day holds the whole summer.
const BEGUN: NaiveDate = day(2021, 1, 20);
/// So many people have a part in it.
const PEOPLE: usize = 36;

/// The day before whose end the summer is told: its own in a history that holds it and goes on after it, else the last one.
pub fn summer(first: NaiveDate, end: NaiveDate, people: usize) -> NaiveDate {
    if first <= BEGUN && end > SUMMER && end <= LAST && people >= PEOPLE { SUMMER } else { end }
}

/// The events from the first day to `end`, each with the place in the list of the person it happens to, if to one.
///
/// # Errors
/// `Bug` where what is written down does not read.
pub fn events(
    people: &[Person],
    calendar: &Calendar,
    first: NaiveDate,
    end: NaiveDate,
) -> Result<Vec<(DateTime<Utc>, usize, Event)>> {
    let mut all = Vec::new();
    for line in TOLD.lines().skip(1) {
        all.extend(told(people, line, first)?);
    }
    let after = || SUMMER.iter_days().skip(1).take_while(|day| *day <= end);
    let workday = |day: NaiveDate| {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        calendar.is_worked(day) || (!weekend && calendar.holiday(day).is_none())
    };
    let anybody = |(when, event)| (when, usize::MAX, event);
    all.extend(reports(end, workday).into_iter().map(anybody));
    all.extend(signatures().into_iter().map(anybody));
    all.extend(super::supplies::months(workday).into_iter().map(anybody));
    for (turn, day) in (40..).zip(after().filter(|day| workday(*day) && !is_apart(*day)).step_by(3)) {
        all.push((at(day, 17, 25), usize::MAX, Event::Records(vec![papers::visit(turn, &day.to_string())])));
    }
    for day in first.iter_days().take_while(|day| *day <= end) {
        let before = u64::try_from((end - day).num_days()).unwrap_or_default();
        // Once in a while the rounds of a day were entered later, with the reason.
        let late = before > 3 && before % 41 == 4;
        let typed = if late { day + Days::new(3) } else { day };
        all.push((at(typed, 16, 50 + i64::from(late)), usize::MAX, Event::Rounds(day, late)));
    }
    all.retain(|(when, ..)| *when <= at(end, 17, 30));
    Ok(all)
}

/// What one line tells; nothing of what was typed before the first day.
fn told(people: &[Person], line: &'static str, first: NaiveDate) -> Result<Option<(DateTime<Utc>, usize, Event)>> {
    let bad = || Error::Bug(format!("示例的一行读不懂：{line}"));
    let fields: Vec<&str> = line.split('\t').collect();
    let [when, act, ledger, of, row] = fields.as_slice() else { return Err(bad()) };
    let when = NaiveDateTime::parse_from_str(when, "%Y-%m-%d %H:%M").map_err(|_| bad())?;
    let ledger = program::registry().named(ledger)?;
    let row: Map<String, Json> = if row.is_empty() { Map::new() } else { serde_json::from_str(row).map_err(|_| bad())? };
    let person = |name: &str| people.iter().position(|person| person.name == name).ok_or_else(bad);
    let (index, event) = match *act {
        "add" if of.is_empty() => (usize::MAX, Event::Records(vec![(ledger, row)])),
        "add" => (usize::MAX, Event::Of(person(of)?, vec![(ledger, row)])),
        "set" => match of.strip_prefix('@') {
            Some(name) => (usize::MAX, Event::Updates(person(name)?, ledger, row)),
            None => (usize::MAX, Event::Sets(ledger, of, row)),
        },
        "picture" => (usize::MAX, Event::Pictures(ledger, of, row)),
        "leaves" if ledger == Ledger(&STAFF) => (person(of)?, Event::Leaves),
        "returns" if ledger == Ledger(&STAFF) => (person(of)?, Event::Returns),
        _ => return Err(bad()),
    };
    let typed = at(when.date(), 0, 0) + (when - when.date().and_time(chrono::NaiveTime::MIN));
    Ok((when.date() >= first).then_some((typed, index, event)))
}

/// Weeks in which most people worked from home and nobody was let in.
const APART: (NaiveDate, NaiveDate) = (day(2022, 3, 16), day(2022, 4, 10));

/// Whether most people work from home on `day`.
pub fn is_apart(day: NaiveDate) -> bool {
    APART.0 <= day && day <= APART.1
}

/// What the readings of `day` say of the person of this number that is out of the ordinary.
pub fn reading(day: NaiveDate, number: u64, row: &mut Map<String, Json>) {
    let mut say = |said: Json| row.extend(object(said));
    match (day.year(), day.month(), day.day(), number) {
        (2021, 11, 9, 3) => say(json!({ "morning": 37.5, "recheck": 36.8, "note": "跑步上班，休息后复测正常。" })),
        (2022, 3, 24, 6) => say(json!({ "morning": 37.4, "recheck": 36.7 })),
        (2022, 5, 19, 16) => {
            say(json!({ "morning": 38.1, "recheck": 38.0, "symptoms": "咳嗽", "action": "doctor", "noon": null }))
        }
        (2022, 5, 20 | 23 | 24, 16) => say(json!({ "morning": null, "noon": null, "presence": "sick" })),
        (2022, 6, 29, 11) => say(json!({ "morning": 37.4 })),
        _ if is_apart(day) && !number.is_multiple_of(4) => say(json!({ "presence": "home" })),
        _ => {}
    }
}

const WEEKLY: &str = "关于每周报送疫情防控情况的通知";
const MONTHLY: &str = "关于按月报送疫情防控情况的通知";
const DAILY: &str = "关于启动疫情每日报送的通知";

/// The reports that three notices ask for: one went late, and of a few no receipt came.
fn reports(end: NaiveDate, workday: impl Fn(NaiveDate) -> bool) -> Vec<(DateTime<Utc>, Event)> {
    let report = |kind: &str, notice: &str, from: NaiveDate, to: NaiveDate, due: NaiveDate, late: u64, receipt: bool| {
        let sent = due + Days::new(late);
        let row = json!({ "kind": kind, "period_from": from.to_string(), "period_to": to.to_string(), "recipient": "registrar",
            "due_at": format!("{due} 17:00"), "sent_at": format!("{sent} 16:20"), "way": if kind == "daily" { "wechat" } else { "email" },
            "receipt": receipt, "notice": notice, "filled_by": "唐晓棠" });
        (at(sent, 16, 25), Event::Records(vec![(Ledger(&SUBMISSIONS), object(row))]))
    };
    let mut all = Vec::new();
    for due in SUMMER.iter_weeks().take_while(|due| *due <= day(2021, 12, 28)) {
        all.push(report("weekly", WEEKLY, due - Days::new(6), due, due, u64::from(due == day(2021, 11, 9)), true));
    }
    for month in 0..5 {
        let due = day(2022, 2, 7) + Months::new(month);
        let first = due.with_day(1).unwrap_or(due) - Months::new(1);
        all.push(report("monthly", MONTHLY, first, first + Months::new(1) - Days::new(1), due, 0, true));
    }
    let days = day(2022, 3, 16).iter_days().take_while(|due| *due <= day(2022, 4, 15).min(end)).filter(|due| workday(*due));
    for due in days {
        let forgotten = [6, 8, 12].contains(&due.day()) && due.month() == 4;
        all.push(report("daily", DAILY, due, due, due, 0, !forgotten));
    }
    all
}

/// Who signs what is passed on to the staff, by their places in the list.
const STAFFED: [usize; 14] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 15, 35];

/// Notices that are signed, on which day, and by how many until the end.
const SIGNED: &[(&str, NaiveDate, usize)] = &[
    ("关于做好 2022 年春节期间社会组织疫情防控工作的通知", day(2022, 1, 13), 14),
    ("关于从严落实外出返岗报备的通知", day(2022, 5, 6), 14),
    ("关于转发新型冠状病毒肺炎防控方案（第九版）的通知", day(2022, 6, 29), 9),
];

fn signatures() -> Vec<(DateTime<Utc>, Event)> {
    let mut all = Vec::new();
    let mut sign = |notice: &str, on: NaiveDate, person: usize| {
        let way = if person.is_multiple_of(3) { "ink" } else { "meeting" };
        let row = object(json!({ "notice": notice, "signed_on": on.to_string(), "way": way }));
        all.push((at(on, 16, 35), Event::Of(person, vec![(Ledger(&ACKNOWLEDGEMENTS), row)])));
    };
    // Those who had not yet signed when the summer ended.
    for person in [9, 12, 15, 35] {
        sign(papers::SIGNED.0, day(2021, 9, 2), person);
    }
    for (notice, on, count) in SIGNED {
        STAFFED.iter().take(*count).for_each(|person| sign(notice, *on, *person));
    }
    all
}

/// Who had a dose after the summer that does not follow from those before it, as a rule her first, on which day.
const FIRST: &[(usize, NaiveDate)] =
    &[(13, day(2021, 10, 20)), (15, day(2021, 9, 28)), (16, day(2022, 6, 9)), (17, day(2021, 9, 14)), (18, day(2021, 9, 14))];
/// From when on somebody came back of whom doses are known; `MAX`: never.
const BACK: &[(usize, NaiveDate)] =
    &[(14, day(2021, 11, 8)), (19, day(2022, 3, 8)), (20, NaiveDate::MAX), (30, NaiveDate::MAX), (34, NaiveDate::MAX)];
/// From this day other vaccines may follow those first given.
const MIXED: NaiveDate = day(2022, 2, 19);

/// The doses of the person at `index` after the summer, behind those she `had`: the rest of her first course, then a booster
/// half a year later, but for every seventh.
pub fn doses(index: usize, had: &[Row], end: NaiveDate) -> Vec<Row> {
    let read = |(ledger, row): &Row| {
        let given = row.get("given_on")?.as_str()?.parse().ok()?;
        (*ledger == Ledger(&VACCINATIONS)).then_some((given, row.get("product")?.as_str()?.to_owned()))
    };
    let mut given: Vec<(NaiveDate, String)> = had.iter().filter_map(read).collect();
    let known = given.len();
    let turn = Days::new(index as u64 * 3 % 25);
    let from = BACK.iter().find(|(person, _)| *person == index).map_or(NaiveDate::MIN, |(_, from)| *from);
    if let Some((_, first)) = FIRST.iter().find(|(person, _)| *person == index) {
        given.push((*first, "coronavac".to_owned()));
    }
    if from == NaiveDate::MAX || given.is_empty() {
        return Vec::new();
    }
    let asked = |product: &str| match product {
        "ad5" => 1,
        "zf2001" => 3,
        _ => 2,
    };
    while let Some((last, product)) = given.last().cloned().filter(|(_, product)| given.len() < asked(product)) {
        let gap = if product == "zf2001" { 60 } else { 29 };
        given.push(((last + Days::new(gap)).max(day(2021, 9, 3) + turn).max(from), product));
    }
    if let Some((last, product)) = given.last().cloned().filter(|(_, product)| product != "zf2001" && index % 7 != 5) {
        let on = (last + Months::new(6)).max(day(2021, 10, 25)) + turn;
        let on = if product == "kconvac" { on.max(day(2022, 3, 2)) } else { on }.max(from);
        let other = on >= MIXED && index.is_multiple_of(2) && product != "ad5" && product != "kconvac";
        given.push((on, if other { "zf2001".to_owned() } else { product }));
    }
    let row = |(number, (given, product)): (usize, &(NaiveDate, String))| {
        let lot = format!("{}{:06}", given.year(), (index * 131 + number * 17) % 1_000_000);
        let row = json!({ "product": product, "given_on": given.to_string(), "lot": lot, "site": "棠香街道社区卫生服务中心",
            "evidence": "certificate" });
        (Ledger(&VACCINATIONS), object(row))
    };
    given.iter().enumerate().skip(known).filter(|(_, (given, _))| *given < end).map(row).collect()
}
