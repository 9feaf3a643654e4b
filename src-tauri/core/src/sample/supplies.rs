//! What the invented organisation has in store, and what came in, went out and was counted.
//!
//! Owns that part of the story, told in days before its end. One lot is out of date, one about to be, one supply is short and one
//! was not counted for long, for the to-dos to say.

use super::papers::dated;
use super::{Event, at};
use crate::schema::Ledger;
use crate::topics::{SUPPLIES, SUPPLY_MOVES};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde_json::{Value as Json, json};

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
