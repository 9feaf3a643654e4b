//! What the invented organisation records besides its roster: doses, trips, places, rounds.
//!
//! Owns that part of the story, told in days before its end. Places, trips and gaps are invented; the risk areas too.

use super::people::Dice;
use super::{Event, at, object};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::rounds::{LOGS, standing};
use crate::topics::{
    CLEANING_PLANS, CLOSURES, DISINFECTIONS, PLACES, RISK_AREAS, TRAVELS, VACCINATIONS, VACCINE_EXEMPTIONS, VENTILATIONS,
};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use serde_json::{Map, Value as Json, json};

/// A row for a ledger.
pub type Row = (Ledger, Map<String, Json>);

/// Doses of one of the written people: days before the end, and product. What the others have is drawn.
const DOSES: &[(usize, &[(u64, &str)])] = &[
    (0, &[(150, "bbibp"), (122, "bbibp")]),
    (1, &[(146, "coronavac"), (118, "coronavac")]),
    (2, &[(139, "ad5")]),
    (3, &[(131, "coronavac"), (108, "bbibp")]),
    (4, &[(70, "coronavac")]),
    (5, &[(62, "bbibp")]),
    (6, &[(30, "coronavac")]),
    (7, &[(21, "bbibp")]),
    (8, &[(9, "coronavac")]),
    (9, &[(130, "zf2001"), (100, "zf2001"), (65, "zf2001")]),
    (10, &[(75, "zf2001"), (44, "zf2001")]),
    (11, &[(120, "kconvac"), (90, "kconvac")]),
    (12, &[(110, "coronavac"), (92, "coronavac")]),
    (13, &[(105, "coronavac"), (60, "ad5")]),
];

/// Why some of them are not vaccinated: person, reason, days before the end, days after it until which, doctor's opinion.
const REASONS: &[(usize, &str, u64, Option<u64>, bool)] =
    &[(22, "contraindicated", 120, None, true), (15, "deferred", 25, Some(20), true), (16, "unwilling", 60, None, false)];

/// People of whom nothing is known.
const UNKNOWN: &[usize] = &[17, 18, 34];

/// Doses and reasons of the person at `index` of the list; `None`: nothing is known of her.
pub fn vaccination(index: usize, dice: &Dice, end: NaiveDate) -> Vec<Row> {
    let day = |before: u64| (end - Days::new(before)).to_string();
    if let Some((_, reason, before, until, opinion)) = REASONS.iter().find(|(person, ..)| *person == index) {
        let until = until.map(|after| (end + Days::new(after)).to_string());
        let row = json!({ "reason": reason, "from_on": day(*before), "until_on": until, "doctor_opinion": opinion });
        return vec![(Ledger(&VACCINE_EXEMPTIONS), object(row))];
    }
    if UNKNOWN.contains(&index) {
        return Vec::new();
    }
    let drawn;
    let doses = match DOSES.iter().find(|(person, _)| *person == index) {
        Some((_, doses)) => *doses,
        None => {
            drawn = drawn_doses(dice);
            drawn.as_slice()
        }
    };
    let sites = ["棠香街道社区卫生服务中心", "龙岗街道社区卫生服务中心", "区人民医院"];
    let row = |(number, (before, product)): (usize, &(u64, &str))| {
        let site = sites.get((index + number) % sites.len()).copied().unwrap_or_default();
        let evidence = if index.is_multiple_of(7) { "self_report" } else { "certificate" };
        let lot = format!("{}{:06}", year(end - Days::new(*before)), (index * 131 + number * 17) % 1_000_000);
        object(json!({ "product": product, "given_on": day(*before), "lot": lot, "site": site, "evidence": evidence }))
    };
    doses.iter().enumerate().map(|dose| (Ledger(&VACCINATIONS), row(dose))).collect()
}

fn year(day: NaiveDate) -> i32 {
    day.year()
}

/// A complete series, now and then one still under way.
pub fn drawn_doses(dice: &Dice) -> Vec<(u64, &'static str)> {
    let product = ["bbibp", "coronavac", "coronavac", "bbibp", "wibp"];
    let one = |dice: &Dice| product.get(usize::try_from(dice.below(5)).unwrap_or_default()).copied().unwrap_or("bbibp");
    let first = 60 + dice.below(100);
    let second = first - (21 + dice.below(20));
    match dice.below(20) {
        0 => vec![(first, "ad5")],
        1 => vec![(40 + dice.below(60), one(dice))],
        2 => vec![(dice.below(40), one(dice))],
        _ => vec![(first, one(dice)), (second, one(dice))],
    }
}

const BUILDING: &str = "青禾楼";
/// Name, kind, disinfections a day with their days of the week, airings a day.
const ROOMS: &[(&str, &str, u32, &str, u32)] = &[
    ("综合办公室", "office", 1, "mon,tue,wed,thu,fri", 2),
    ("一楼活动室", "activity_room", 1, "mon,tue,wed,thu,fri,sat", 2),
    ("多功能教室", "classroom", 1, "mon,tue,wed,thu,fri", 2),
    ("走廊楼梯", "corridor", 1, "mon,tue,wed,thu,fri", 0),
    ("卫生间", "toilet", 2, "mon,tue,wed,thu,fri", 0),
];
/// The summer break: days before the end on which it begins and ends.
const BREAK: (u64, u64) = (45, 39);
/// From this many days before the end the activity room is disinfected twice.
const TIGHTENED: u64 = 30;

/// Places, their plans and the closure, as they are set up on `day`.
pub fn places(day: NaiveDate) -> Vec<Row> {
    let mut rows = vec![(Ledger(&PLACES), object(json!({ "name": BUILDING, "kind": "other", "area_m2": 620 })))];
    for (name, kind, disinfect, weekdays, ventilate) in ROOMS {
        rows.push((Ledger(&PLACES), object(json!({ "name": name, "kind": kind, "parent": BUILDING }))));
        for (task, times) in [("disinfect", disinfect), ("ventilate", ventilate)] {
            if *times > 0 {
                let plan = json!({ "place": name, "task": task, "times_per_day": times, "weekdays": weekdays, "from_on": day.to_string() });
                rows.push((Ledger(&CLEANING_PLANS), object(plan)));
            }
        }
    }
    rows
}

/// The tighter plan of the last month.
pub fn tighter_plan(end: NaiveDate) -> Vec<Row> {
    let plan = json!({
        "place": "一楼活动室",
        "task": "disinfect",
        "times_per_day": 2,
        "weekdays": "mon,tue,wed,thu,fri,sat",
        "from_on": (end - Days::new(TIGHTENED)).to_string(),
        "note": "外地出现疫情，每天加一次。",
    });
    vec![(Ledger(&CLEANING_PLANS), object(plan))]
}

/// The break.
pub fn closure(end: NaiveDate) -> Vec<Row> {
    let row = json!({
        "from_on": (end - Days::new(BREAK.0)).to_string(),
        "to_on": (end - Days::new(BREAK.1)).to_string(),
        "reason": "高温放假，全部停用",
    });
    vec![(Ledger(&CLOSURES), object(row))]
}

/// When something is recorded, and what: the log of a day, on the day or a few days late.
pub struct Logged {
    /// When it is typed.
    pub when: DateTime<Utc>,
    /// What.
    pub rows: Vec<Row>,
}

/// The rounds of `day`, with what went wrong in them; `None` for a day on which nobody works.
pub fn rounds(day: NaiveDate, end: NaiveDate) -> Option<Logged> {
    let before = u64::try_from((end - day).num_days()).unwrap_or_default();
    let sunday = day.weekday() == Weekday::Sun;
    let closed = (BREAK.1..=BREAK.0).contains(&before);
    if sunday || closed {
        return None;
    }
    let saturday = day.weekday() == Weekday::Sat;
    // Once in a while a week's end was forgotten and entered on Monday, with the reason.
    let late = before > 3 && before % 41 == 4;
    let mut rows = Vec::new();
    for (index, (name, kind, _, _, airings)) in ROOMS.iter().enumerate() {
        if saturday && *name != "一楼活动室" {
            continue;
        }
        let number = u64::try_from(index).unwrap_or_default();
        let times = match *name {
            "卫生间" => 2,
            "一楼活动室" if before <= TIGHTENED => 2,
            _ => 1,
        };
        for round in 0..times {
            // The last round of the last day is still to come, and now and then one was not made.
            let forgotten = (before + number * 3 + round) % 29 == 11 || (before == 0 && (round == 1 || index == 1));
            if !forgotten {
                rows.push((Ledger(&DISINFECTIONS), disinfection(name, kind, day, round, before)));
            }
        }
        for round in 0..u64::from(*airings) {
            if (before + number * 5 + round) % 31 != 7 && !(before == 0 && round == 1) {
                rows.push((Ledger(&VENTILATIONS), airing(name, day, round)));
            }
        }
    }
    if late {
        for (_, row) in &mut rows {
            row.insert("late_reason".to_owned(), "经办人外出培训，回来后补录".into());
        }
    }
    let typed = if late { day + Days::new(3) } else { day };
    Some(Logged { when: at(typed, 16, 50) + TimeDelta::seconds(i64::from(late) * 60), rows })
}

fn disinfection(place: &str, kind: &str, day: NaiveDate, round: u64, before: u64) -> Map<String, Json> {
    let morning = round == 0;
    let (objects, agent, concentration, unit, dilution, method) = match kind {
        "toilet" => ("便池、地面", "sodium_hypochlorite", 1000.0, "mg_per_l", Some("1:50"), "mop"),
        "corridor" => ("扶手、电梯按键、地面", "sodium_hypochlorite", 500.0, "mg_per_l", Some("1:100"), "wipe"),
        "office" if !morning => ("门把手、键盘、鼠标", "ethanol", 75.0, "percent", None, "wipe"),
        _ => ("桌面、椅子、门把手、地面", "sodium_hypochlorite", 500.0, "mg_per_l", Some("1:100"), "wipe"),
    };
    // Mixed too strong once, and written down so.
    let strong = before == 17 && kind == "activity_room" && morning;
    let (concentration, dilution) = if strong { (600.0, None) } else { (concentration, dilution) };
    let minutes = if unit == "percent" { 3 } else { 30 };
    let start = if morning { (8, 20) } else { (15, 30) };
    let end = start.1 + minutes;
    object(json!({
        "place": place,
        "done_on": day.to_string(),
        "started_at": format!("{:02}:{:02}", start.0, start.1),
        "ended_at": format!("{:02}:{:02}", start.0 + end / 60, end % 60),
        "objects": objects,
        "kind": "preventive",
        "agent": agent,
        "concentration": concentration,
        "unit": unit,
        "dilution": dilution,
        "method": method,
        "contact_minutes": minutes,
        "rinsed": unit != "percent",
        "operator": if morning { "冉光荣" } else { "唐晓棠" },
        "checker": "单守诚",
        "result": "pass",
    }))
}

fn airing(place: &str, day: NaiveDate, round: u64) -> Map<String, Json> {
    let (start, end) = if round == 0 { ("08:30", "09:10") } else { ("13:40", "14:15") };
    object(json!({
        "place": place,
        "done_on": day.to_string(),
        "method": "natural",
        "started_at": start,
        "ended_at": end,
        "windows": 3 + place.chars().count() % 3,
        "operator": "冉光荣",
    }))
}

/// Lists of risk areas, told in days before the end.
pub fn risk_areas(end: NaiveDate) -> Vec<(u64, Vec<Row>)> {
    let day = |before: u64| (end - Days::new(before)).to_string();
    let row = |code: &str, place: &str, level: &str, from: u64, to: Option<u64>| {
        let row = json!({
            "division_code": code,
            "place_text": place,
            "level": level,
            "from_on": day(from),
            "to_on": to.map(day),
            "source": "示例：当地疫情防控指挥部通报",
        });
        (Ledger(&RISK_AREAS), object(row))
    };
    vec![
        (57, vec![row("533102", "姐告国门社区", "high", 57, Some(20)), row("533102", "勐卯镇团结社区", "medium", 57, None)]),
        (
            41,
            vec![
                row("320115", "禄口街道谢村社区", "high", 41, Some(14)),
                row("320115", "禄口街道白云路社区", "medium", 41, Some(22)),
            ],
        ),
        (33, vec![row("430802", "永定街道且住岗社区", "medium", 33, None)]),
    ]
}

/// Trips of people by their place in the list: when each row is typed, in days before the end.
pub fn trips(end: NaiveDate) -> Vec<(u64, usize, Row)> {
    let day = |before: u64| (end - Days::new(before)).to_string();
    let base = |row: Json| (Ledger(&TRAVELS), object(row));
    vec![
        (
            96,
            19,
            base(json!({
                "division_code": "510104", "place_text": "春熙路附近宾馆", "arrived_on": day(99), "departed_on": day(97), "returned_on": day(97),
                "transport": "train", "transport_no": "G8591", "companions": "无", "health_code": "green", "symptoms": "无",
                "last_test_on": day(96), "last_test_result": "negative", "reported_to": "棠香街道红星社区",
            })),
        ),
        (
            36,
            12,
            base(json!({
                "division_code": "320115", "place_text": "禄口街道，机场转机", "arrived_on": day(38), "departed_on": day(38), "returned_on": day(37),
                "transport": "plane", "transport_no": "MU2787", "companions": "同事 1 人", "health_code": "yellow", "symptoms": "无",
                "last_test_on": day(37), "last_test_result": "negative", "reported_to": "棠香街道红星社区",
                "verified": "confirmed", "verified_by": "单守诚", "verified_on": day(36), "measure": "central", "released_on": day(23),
                "note": "解除隔离通知书已收存。",
            })),
        ),
        (
            12,
            4,
            base(json!({
                "trip": "2021-YN-1", "division_code": "530102", "place_text": "翠湖宾馆", "arrived_on": day(22), "departed_on": day(20),
                "transport": "plane", "transport_no": "8L9818", "companions": "家人 2 人", "health_code": "green", "symptoms": "无",
            })),
        ),
        (
            12,
            4,
            base(json!({
                "trip": "2021-YN-1", "division_code": "533102", "place_text": "勐卯镇", "arrived_on": day(20), "departed_on": day(15), "returned_on": day(14),
                "transport": "coach", "transport_no": "云N客运", "companions": "家人 2 人", "health_code": "green", "starred": true, "symptoms": "无",
                "last_test_on": day(13), "last_test_result": "negative",
            })),
        ),
        (
            5,
            21,
            base(json!({
                "division_code": "430802", "place_text": "永定街道，参加培训", "arrived_on": day(9), "departed_on": day(7), "returned_on": day(6),
                "transport": "train", "transport_no": "K9064", "companions": "无", "health_code": "green", "symptoms": "无",
                "verified": "ruled_out", "verified_by": "单守诚", "verified_on": day(5), "reported_to": "棠香街道红星社区",
            })),
        ),
    ]
}

/// A slip in a log found and put right, and a record made twice and voided: days before the end.
pub const CORRECTED: u64 = 24;
/// See [`CORRECTED`].
pub const VOIDED: u64 = 11;

/// The events of all this, in no particular order.
pub fn events(first: NaiveDate, end: NaiveDate) -> Vec<(DateTime<Utc>, Event)> {
    let typed = |before: u64| (end - Days::new(before)).max(first);
    let mut events = vec![(at(first, 8, 40), Event::Records(places(first)))];
    if end - Days::new(TIGHTENED) > first {
        events.push((at(typed(TIGHTENED), 9, 5), Event::Records(tighter_plan(end))));
    }
    if end - Days::new(BREAK.0) >= first {
        events.push((at(typed(BREAK.0 + 3), 11, 0), Event::Records(closure(end))));
    }
    for (before, rows) in risk_areas(end) {
        events.push((at(typed(before), 18, 20), Event::Records(rows)));
    }
    for (before, person, row) in trips(end) {
        events.push((at(typed(before), 10, 40), Event::Of(person, vec![row])));
    }
    for (before, event) in [(CORRECTED, Event::SlipInLog), (VOIDED, Event::TwinInLog)] {
        if end - Days::new(before) >= first {
            events.push((at(typed(before), 17, 10), event));
        }
    }
    events
}

/// The rounds of every day of a story that ends with its summer.
pub fn logs(first: NaiveDate, end: NaiveDate) -> Vec<(DateTime<Utc>, Event)> {
    let mut events = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= end) {
        let Some(Logged { when, rows }) = rounds(day, end) else { continue };
        if !rows.is_empty() && when <= at(end, 17, 30) {
            events.push((when, Event::Records(rows)));
        }
    }
    events
}

/// The rounds of `day` that the plans in the file ask for, but for those that were forgotten.
pub fn made(book: &Book, day: NaiveDate, end: NaiveDate, late: bool) -> Result<Vec<Row>> {
    let before = u64::try_from((end - day).num_days()).unwrap_or_default();
    let mut rows = Vec::new();
    for log in LOGS {
        for line in standing::day(book, log, day)? {
            let Some(index) = ROOMS.iter().position(|(name, ..)| line.name.ends_with(name)) else { continue };
            let (Some((name, kind, ..)), number) = (ROOMS.get(index), index as u64) else { continue };
            for round in 0..u64::from(line.asked.times()) {
                // The last round of the last day is still to come, and now and then one was not made.
                let to_come = before == 0 && (round == 1 || (index == 1 && log.ledger == Ledger(&DISINFECTIONS)));
                let (forgotten, row) = if log.ledger == Ledger(&DISINFECTIONS) {
                    ((before + number * 3 + round) % 29 == 11, disinfection(name, kind, day, round, before))
                } else {
                    ((before + number * 5 + round) % 31 == 7, airing(name, day, round))
                };
                if !forgotten && !to_come {
                    rows.push((log.ledger, row));
                }
            }
        }
    }
    if late {
        for (_, row) in &mut rows {
            row.insert("late_reason".to_owned(), "经办人外出培训，回来后补录".into());
        }
    }
    Ok(rows)
}
