//! Gatherings: whether each was needed and allowed, who came, whether somebody fell ill after it.

mod attendances;
pub mod card;
mod events;
mod evidence;
mod figures;
mod forms;

use super::{Topic, common};

pub use attendances::ATTENDANCES;
pub use events::GATHERINGS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&GATHERINGS, &ATTENDANCES],
    checks: &[(&GATHERINGS, events::check), (&ATTENDANCES, attendances::check)],
    printables: forms::ALL,
    computations: &[(&GATHERINGS, events::COMPUTATIONS)],
    reads: &[&GATHERINGS, &ATTENDANCES],
    rank: 4,
    tallies: &[(&GATHERINGS, |book| common::status_chips(book, &GATHERINGS))],
    tasks: |book| common::by_status(book, &GATHERINGS, "聚集活动先办手续再举办；满两周问问参加的人，填回访日期。"),
    evidence: evidence::ALL,
    due: events::due,
    figures: figures::of,
    ..Topic::of("gatherings")
};
