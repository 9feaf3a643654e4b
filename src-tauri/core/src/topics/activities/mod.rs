//! What the organisation holds: drills.

mod drills;
mod figures;

use super::organisation::PLANS;
use super::{Topic, common};

pub use drills::DRILLS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&DRILLS],
    checks: &[(&DRILLS, drills::check)],
    computations: &[(&DRILLS, drills::COMPUTATIONS)],
    reads: &[&DRILLS, &PLANS],
    rank: 7,
    tallies: &[(&DRILLS, |book| common::status_chips(book, &DRILLS))],
    tasks: |book| common::by_status(book, &DRILLS, "演练中发现的问题要按期改进，改完填上改进日期。"),
    due: |book, span| common::due(book, span, &DRILLS, "improve_by", "改进期限"),
    figures: figures::of,
    ..Topic::of("activities")
};
