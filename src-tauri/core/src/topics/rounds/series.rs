//! Rounds day by day against the plan: asked for, made, missing.
//!
//! A day for which no plan spoke has no number of what was asked. What today still asks for is not missing yet.

use super::{DISINFECTIONS, Log, PLACES, VENTILATIONS, queries};
use crate::answers::series::{ChartKind, Counting};
use crate::base::error::Result;
use crate::store::Book;
use crate::topics::common::{When, when};
use crate::topics::{Line, Reach, Series};
use std::collections::BTreeSet;

const ASKED: usize = 0;
const MADE: usize = 1;
const MISSING: usize = 2;
const NOTE: &str = "应做是消毒通风计划要求的次数，停用、放假的日子不算，也不含当天还没到的；没有计划的日子写「—」。";

/// See the module.
pub const ALL: &[Series] = &[
    Series {
        name: "rounds.disinfect",
        title: "消毒",
        note: NOTE,
        kind: ChartKind::Plan,
        reach: Reach::Days,
        lines: &[
            Line::of("asked", "应做", &PLACES).counted_as("次"),
            Line::of("made", "已做", &DISINFECTIONS).counted_as("次"),
            Line::of("missing", "缺记", &PLACES).counted_as("次"),
        ],
        count: |book, counting| count(book, counting, "disinfect"),
    },
    Series {
        name: "rounds.ventilate",
        title: "通风",
        note: NOTE,
        kind: ChartKind::Plan,
        reach: Reach::Days,
        lines: &[
            Line::of("asked", "应做", &PLACES).counted_as("次"),
            Line::of("made", "已做", &VENTILATIONS).counted_as("次"),
            Line::of("missing", "缺记", &PLACES).counted_as("次"),
        ],
        count: |book, counting| count(book, counting, "ventilate"),
    },
];

fn count(book: &Book, counting: &mut Counting, task: &str) -> Result<()> {
    let (log, on) = (Log::named(task)?, counting.on());
    let Some(span) = counting.span() else { return Ok(()) };
    let wanted = counting.wants(MADE);
    let (rounds, made, rows) = book.with_facts(on, |facts| {
        let rows = if wanted { queries::made_rows(facts, log.ledger, span.from, span.to)? } else { Vec::new() };
        Ok((queries::rounds(facts)?, queries::made(facts, log.ledger, span.from, span.to)?, rows))
    })?;
    let mut places: BTreeSet<i64> = rounds.planned(log.task, span.from, span.to).into_iter().collect();
    places.extend(made.keys().map(|(place, _)| *place));
    for day in span.from.iter_days().take_while(|day| *day <= span.to) {
        let when = when(book, day, on);
        let (Some(at), true) = (counting.at(day), when != When::ToCome) else { continue };
        let mut plans = rounds.plans.iter().filter(|plan| plan.task == log.task);
        let planned = plans.any(|plan| plan.holds_on(day));
        if planned {
            [ASKED, MADE, MISSING].into_iter().for_each(|line| counting.know(line, at));
        }
        for place in &places {
            let own = made.get(&(*place, day)).copied().unwrap_or_default().times;
            if own > 0 {
                counting.add(MADE, at, own.into());
            }
            let times = rounds.asked(*place, log.task, day).times();
            let asked = if when == When::Over { times } else { times.min(own) };
            if asked > 0 {
                counting.by(ASKED, at, asked.into(), *place);
            }
            if asked > own {
                counting.by(MISSING, at, (asked - own).into(), *place);
            }
        }
    }
    for row in rows {
        counting.row(MADE, row);
    }
    Ok(())
}
