//! Vaccination month by month: how many have the whole series and a booster, and how everybody stands.
//!
//! Every month is that of its last day, as what is on file now shows it.

use super::queries::{doses, exemptions};
use crate::answers::series::{ChartKind, Counting};
use crate::base::error::Result;
use crate::rules::schedule::{DoseState, Standing, standing};
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::people::{STAFF, every_posting, shown_on};
use crate::topics::{Line, Reach, Series};

/// See the module.
pub const ALL: &[Series] = &[
    Series {
        name: "vaccination.coverage",
        title: "疫苗接种率",
        note: "每月最后一天的应接人数里，全程接种和加强免疫各占多少。没有登记的算在应接里，不算接种。",
        kind: ChartKind::Share,
        reach: Reach::Months,
        lines: &[
            Line::of("eligible", "应接", &STAFF),
            Line::of("complete", "全程", &STAFF).share_of("eligible"),
            Line::of("booster", "加强", &STAFF).share_of("eligible"),
        ],
        count: coverage,
    },
    Series {
        name: "vaccination.states",
        title: "接种状态",
        note: "每月最后一天在册人员各是什么状态。",
        kind: ChartKind::Parts,
        reach: Reach::Months,
        lines: &[
            Line::of("done", "全程", &STAFF),
            Line::of("too_early", "未到期", &STAFF),
            Line::of("due", "到期", &STAFF),
            Line::of("overdue", "超期", &STAFF),
            Line::of("deferred", "暂缓", &STAFF),
            Line::of("exempt", "禁忌", &STAFF),
            Line::of("no_schedule", "无程序", &STAFF),
            Line::of("unknown", "未登记", &STAFF),
        ],
        count: states,
    },
];

/// Hands to `each` the point, the person and where she stands on its last day, of the organisation's own people who are on the
/// roster on it.
fn everybody(book: &Book, counting: &mut Counting, each: impl Fn(&mut Counting, usize, i64, &Standing)) -> Result<()> {
    let points = counting.points().to_vec();
    book.with_facts(counting.on(), |facts| {
        let people = facts.valid(Ledger(&STAFF))?;
        let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
        let (doses, exemptions, postings) = (doses(facts, &ids)?, exemptions(facts, &ids)?, every_posting(facts)?);
        for person in &people {
            let own = |id: &i64| postings.get(id).map(Vec::as_slice).unwrap_or_default();
            let born_on = person.date("born_on");
            let doses = doses.get(&person.id).map(Vec::as_slice).unwrap_or_default();
            let exemptions = exemptions.get(&person.id).map(Vec::as_slice).unwrap_or_default();
            for (at, point) in points.iter().enumerate() {
                let shown = shown_on(own(&person.id), point.to);
                if shown.is_some_and(|posting| !posting.holds_on(point.to) || posting.category == "client") {
                    continue;
                }
                each(counting, at, person.id, &standing(facts.rules, born_on, doses, exemptions, point.to));
            }
        }
        Ok(())
    })
}

fn coverage(book: &Book, counting: &mut Counting) -> Result<()> {
    everybody(book, counting, |counting, at, staff, standing| {
        for line in 0..=2 {
            counting.know(line, at);
        }
        if matches!(standing.state, DoseState::Exempt | DoseState::Deferred) {
            return;
        }
        counting.by(0, at, 1, staff);
        if standing.state == DoseState::Done {
            counting.by(1, at, 1, staff);
        }
        if standing.booster.given > 0 {
            counting.by(2, at, 1, staff);
        }
    })
}

fn states(book: &Book, counting: &mut Counting) -> Result<()> {
    everybody(book, counting, |counting, at, staff, standing| {
        for line in 0..=7 {
            counting.know(line, at);
        }
        let line = match standing.state {
            DoseState::Done => 0,
            DoseState::TooEarly => 1,
            DoseState::Due => 2,
            DoseState::Overdue => 3,
            DoseState::Deferred => 4,
            DoseState::Exempt => 5,
            DoseState::Unscheduled => 6,
            DoseState::Unknown => 7,
        };
        counting.by(line, at, 1, staff);
    })
}
