//! What the invented organisation has in store, and what came in, went out and was counted.
//!
//! Owns that part of the story, told in days before its end. One lot is out of date, one about to be, one supply is short and one
//! was not counted for long, for the to-dos to say.

use super::papers::dated;
use super::{Event, at, chronicle, object};
use crate::schema::Ledger;
use crate::topics::{SUPPLIES, SUPPLY_MOVES};
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The day before the end on which the store was set up; in a shorter story it is its first week.
const SET_UP: u64 = 150;

/// Name, kind, unit, least, what there was at first and until how many days before the end it may be used.
type Supply = (&'static str, &'static str, &'static str, Option<u32>, u32, Option<i64>);

/// A gift that came into the store: the day before the end, and who gave it.
const GIVEN: (u64, &str) = (29, "重庆某医药有限公司");

const MASKS: &str = "医用外科口罩";
const BLEACH: &str = "84消毒液（500mL）";
const ALCOHOL: &str = "75%酒精（500mL）";
const THERMOMETERS: &str = "额温枪";
const GLOVES: &str = "一次性手套";
const SUITS: &str = "隔离衣";

const SUPPLIES_KEPT: &[Supply] = &[
    (MASKS, "mask", "只", Some(500), 3000, Some(-420)),
    (BLEACH, "agent", "瓶", Some(20), 80, Some(-18)),
    (ALCOHOL, "agent", "瓶", Some(10), 30, Some(12)),
    (THERMOMETERS, "equipment", "把", Some(2), 4, None),
    (GLOVES, "protective", "双", Some(100), 400, Some(-300)),
    (SUITS, "protective", "件", None, 10, Some(-240)),
];

/// Days before the end, supply, kind, quantity, and what else is said.
type Told = (u64, &'static str, &'static str, f64, Json);

fn told() -> Vec<Told> {
    let given = |to: &str| json!({ "recipient": to });
    let mut all: Vec<Told> = Vec::new();
    for before in [142, 121, 100, 79, 58, 37, 16] {
        all.push((before, MASKS, "out", 300.0, given("综合办公室")));
        all.push((before, BLEACH, "out", 8.0, given("单守诚")));
        all.push((before, GLOVES, "out", 50.0, given("单守诚")));
    }
    for before in [128, 93, 51] {
        all.push((before, ALCOHOL, "out", 7.0, given("登记台")));
    }
    all.extend([
        (119, MASKS, "count", 2400.0, json!({})),
        (88, BLEACH, "count", 55.0, json!({ "note": "摔破一瓶，当时没有登记。" })),
        (64, THERMOMETERS, "scrap", 1.0, json!({ "note": "探头损坏。" })),
        (30, MASKS, "count", 1190.0, json!({})),
        (
            GIVEN.0,
            MASKS,
            "in",
            2000.0,
            json!({ "source": "donated", "lot": "210315", "expires_on": "@-560", "donation": GIVEN.1 }),
        ),
        (GIVEN.0, MASKS, "out", 1500.0, given("红星社区居委会")),
        (22, BLEACH, "in", 24.0, json!({ "source": "bought", "lot": "D2107", "expires_on": "@-340" })),
        (9, BLEACH, "count", 47.0, json!({})),
        (9, THERMOMETERS, "count", 3.0, json!({})),
        (9, GLOVES, "count", 50.0, json!({})),
        (9, SUITS, "count", 10.0, json!({})),
        (5, MASKS, "count", 1390.0, json!({})),
    ]);
    all
}

/// Everything of it that lies within the story.
pub fn events(first: NaiveDate, end: NaiveDate) -> Vec<(DateTime<Utc>, Event)> {
    let set_up = (end - Days::new(SET_UP)).max(first + Days::new(9));
    if set_up > end {
        return Vec::new();
    }
    let mut opening = Vec::new();
    for (name, kind, unit, minimum, _, _) in SUPPLIES_KEPT {
        let row = json!({ "name": name, "kind": kind, "unit": unit, "minimum": minimum });
        opening.push((Ledger(&SUPPLIES), dated(end, row)));
    }
    for (name, .., quantity, until) in SUPPLIES_KEPT {
        let row = json!({ "supply": name, "moved_on": set_up.to_string(), "kind": "in", "quantity": quantity, "source": "bought",
            "expires_on": until.map(|before| format!("@{before}")), "handler": "单守诚" });
        opening.push((Ledger(&SUPPLY_MOVES), dated(end, row)));
    }
    let later = told().into_iter().filter(|(before, ..)| end - Days::new(*before) > set_up);
    let moves = later.map(|(before, name, kind, quantity, mut row)| {
        let hour = if before == GIVEN.0 { 17 } else { 14 };
        if end - Days::new(before) <= first + Days::new(8) {
            // Nobody wrote down the gift.
            row.as_object_mut().and_then(|row| row.remove("donation"));
        }
        for (column, value) in [("supply", json!(name)), ("kind", json!(kind)), ("quantity", json!(quantity))] {
            row[column] = value;
        }
        row["moved_on"] = format!("@{before}").into();
        row["handler"] = "单守诚".into();
        (at(end - Days::new(before), hour, 10), Event::Records(vec![(Ledger(&SUPPLY_MOVES), dated(end, row))]))
    });
    std::iter::once((at(set_up, 15, 10), Event::Records(opening))).chain(moves).collect()
}

/// What the shelves held when the summer ended.
const LEFT: [(&str, f64); 6] =
    [(MASKS, 1390.0), (BLEACH, 47.0), (ALCOHOL, 9.0), (THERMOMETERS, 3.0), (GLOVES, 50.0), (SUITS, 10.0)];
/// What is used every month after it, in two goes.
const USED: [(&str, f64); 5] = [(MASKS, 300.0), (BLEACH, 10.0), (ALCOHOL, 5.0), (GLOVES, 64.0), (KITS, 60.0)];
const KITS: &str = "抗原检测试剂";
/// The months it goes on for.
const MONTHS: u32 = 10;

/// What came in besides, or went, by the day.
fn moved() -> Vec<(NaiveDate, &'static str, &'static str, f64, Json)> {
    let bought = |lot: &str, until: &str| json!({ "source": "bought", "lot": lot, "expires_on": until });
    let to = |recipient: &str| json!({ "recipient": recipient });
    [
        ("2021-09-02", ALCOHOL, "scrap", 9.0, json!({ "note": "过期。" })),
        ("2021-09-03", ALCOHOL, "in", 40.0, bought("Y2108", "2023-08-20")),
        ("2021-09-03", GLOVES, "in", 500.0, bought("G2107", "2024-07-10")),
        ("2021-09-06", BLEACH, "out", 12.0, to("单守诚")),
        ("2021-09-13", BLEACH, "out", 11.0, json!({ "recipient": "单守诚", "note": "快到期的先用完。" })),
        ("2021-09-22", BLEACH, "in", 40.0, bought("D2109", "2022-09-20")),
        ("2021-10-11", MASKS, "in", 2000.0, bought("210920", "2023-09-19")),
        ("2022-01-11", BLEACH, "in", 40.0, bought("D2201", "2023-01-05")),
        ("2022-02-10", ALCOHOL, "in", 30.0, bought("Y2201", "2024-01-10")),
        ("2022-03-15", MASKS, "in", 2000.0, bought("220301", "2024-02-28")),
        ("2022-03-18", KITS, "in", 300.0, json!({ "source": "allocated", "lot": "K2203", "expires_on": "2023-03-01" })),
        (
            "2022-03-21",
            BLEACH,
            "in",
            200.0,
            json!({ "source": "donated", "lot": "D2203", "expires_on": "2023-03-10", "donation": "重庆某日化有限公司" }),
        ),
        ("2022-03-23", BLEACH, "out", 150.0, to("红星社区居委会")),
        ("2022-03-23", GLOVES, "in", 150.0, bought("G2202", "2025-02-10")),
    ]
    .into_iter()
    .filter_map(|(on, name, kind, quantity, row)| Some((on.parse().ok()?, name, kind, quantity, row)))
    .collect()
}

/// What is used, bought and counted in the months after the summer; one supply is short at their end.
pub fn months(workday: impl Fn(NaiveDate) -> bool) -> Vec<(DateTime<Utc>, Event)> {
    let next = |day: NaiveDate| day.iter_days().find(|day| workday(*day)).unwrap_or(day);
    let mut all = moved();
    let mut counted = Vec::new();
    for month in 0..MONTHS {
        let first = chronicle::SUMMER + Days::new(1) + Months::new(month);
        for (name, used) in USED {
            for (after, part) in [(6, 0.6), (19, 0.4)] {
                let (day, quantity) = (next(first + Days::new(after)), (used * part).round());
                let own = name == BLEACH && month == 0 || name == KITS && month < 7;
                let to = if name == MASKS { "综合办公室" } else { "单守诚" };
                if !own {
                    all.push((day, name, "out", quantity, json!({ "recipient": to })));
                }
            }
        }
        counted.push(next(first + Days::new(26)));
    }
    for day in &counted {
        for (name, _) in LEFT.into_iter().chain([(KITS, 0.0)]).filter(|(name, _)| *name != KITS || *day > kits_from()) {
            all.push((*day, name, "count", 0.0, json!({})));
        }
    }
    all.sort_by_key(|(day, _, kind, ..)| (*day, ["in", "out", "scrap", "count"].iter().position(|known| known == kind)));
    let mut held: BTreeMap<&str, f64> = LEFT.into_iter().collect();
    let mut events = vec![kits()];
    for (day, name, kind, mut quantity, mut row) in all {
        let there = held.entry(name).or_default();
        match kind {
            "in" => *there += quantity,
            "count" => {
                // Once a few were missing.
                if name == MASKS && day == *counted.get(5).unwrap_or(&day) {
                    *there -= 3.0;
                    row["note"] = "少 3 只，没有查到去向。".into();
                }
                quantity = *there;
            }
            _ => *there -= quantity,
        }
        for (column, value) in [("supply", json!(name)), ("kind", json!(kind)), ("quantity", json!(quantity))] {
            row[column] = value;
        }
        row["moved_on"] = day.to_string().into();
        row["handler"] = "单守诚".into();
        events.push((at(day, 17, 12), Event::Records(vec![(Ledger(&SUPPLY_MOVES), object(row))])));
    }
    events
}

fn kits_from() -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 3, 18).unwrap_or_default()
}

/// The kits are a new supply.
fn kits() -> (DateTime<Utc>, Event) {
    let row = json!({ "name": KITS, "kind": "kit", "unit": "人份", "minimum": 50 });
    (at(kits_from(), 9, 10), Event::Records(vec![(Ledger(&SUPPLIES), object(row))]))
}
