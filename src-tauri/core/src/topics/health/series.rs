//! Temperatures day by day against the plan: readings asked for, made, missing.
//!
//! A day for which no plan spoke has no number of what was asked: nobody knows what should have been. What today still asks
//! for is not missing yet.

use super::HEALTH_CHECKS;
use super::queries::{self, Check};
use super::standing::Cell;
use crate::answers::series::{ChartKind, Counting};
use crate::base::error::Result;
use crate::store::Book;
use crate::topics::common::{When, when};
use crate::topics::people::{STAFF, roster};
use crate::topics::{Line, Reach, Series};
use std::collections::HashMap;

const ASKED: usize = 0;
const MADE: usize = 1;
const MISSING: usize = 2;

/// See the module.
pub const ALL: &[Series] = &[Series {
    name: "health.readings",
    title: "测温",
    note: "应测是监测安排要求的次数，不含当天还没到的；没有安排的日子不知道应测多少，写「—」。",
    kind: ChartKind::Plan,
    reach: Reach::Days,
    lines: &[
        Line::of("asked", "应测", &STAFF).counted_as("次"),
        Line::of("made", "已测", &HEALTH_CHECKS).counted_as("次"),
        Line::of("missing", "缺测", &STAFF).counted_as("次"),
    ],
    count,
}];

fn count(book: &Book, counting: &mut Counting) -> Result<()> {
    let on = counting.on();
    let Some(span) = counting.span() else { return Ok(()) };
    book.with_facts(on, |facts| {
        let watch = queries::watch(facts, span.from, span.to)?;
        let people = roster(facts)?;
        queries::each_day(facts, span, |day, checks| {
            let when = when(book, day, on);
            let (Some(at), true) = (counting.at(day), when != When::ToCome) else { return };
            for check in checks.iter().filter(|check| check.readings.made() > 0) {
                counting.by(MADE, at, check.readings.made().into(), check.id);
            }
            if !watch.plans.iter().any(|plan| plan.holds_on(day)) {
                return;
            }
            [ASKED, MADE, MISSING].into_iter().for_each(|line| counting.know(line, at));
            let of: HashMap<i64, Check> = checks.iter().map(|check| (check.staff, *check)).collect();
            for (staff, _) in &people {
                let (asked, check) = (watch.asked(*staff, day), of.get(staff).copied());
                let cell = Cell { day, when, asked, check, outcome: None };
                let due = if when == When::Over { cell.asked() } else { cell.met() };
                if due > 0 {
                    counting.by(ASKED, at, due.into(), *staff);
                }
                if cell.gap() {
                    counting.by(MISSING, at, cell.missing().into(), *staff);
                }
            }
        })
    })
}
