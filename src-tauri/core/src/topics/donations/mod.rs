//! Money and goods received, what was given on of them, and whether both were made public in time.

mod evidence;
mod figures;
mod forms;
mod gifts;
mod grants;

use super::{Topic, common};

pub use gifts::DONATIONS;
pub use grants::GRANTS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&DONATIONS, &GRANTS],
    checks: &[(&DONATIONS, gifts::check), (&GRANTS, grants::check)],
    printables: forms::ALL,
    computations: &[(&DONATIONS, gifts::COMPUTATIONS), (&GRANTS, grants::COMPUTATIONS)],
    reads: &[&DONATIONS, &GRANTS],
    rank: 7,
    tallies: &[
        (&DONATIONS, |book| common::status_chips(book, &DONATIONS)),
        (&GRANTS, |book| common::status_chips(book, &GRANTS)),
    ],
    tasks: |book| {
        let mut tasks = common::by_status(book, &DONATIONS, "受赠款物按期公开；公开后填上日期。")?;
        tasks.extend(common::by_status(book, &GRANTS, "发放情况按期公开；公开后填上日期。")?);
        Ok(tasks)
    },
    evidence: evidence::ALL,
    due: |book, span| {
        let mut due = common::due(book, span, &DONATIONS, "publish_by", "公开期限")?;
        due.extend(common::due(book, span, &GRANTS, "publish_by", "公开期限")?);
        Ok(due)
    },
    figures: figures::of,
    ..Topic::of("donations")
};
