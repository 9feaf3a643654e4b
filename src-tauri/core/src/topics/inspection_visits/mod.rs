//! Inspections by others and by oneself, what they found, and whether it was put right.

mod evidence;
mod findings;
mod inspections;

use super::{Topic, common};

pub use findings::FINDINGS;
pub use inspections::INSPECTIONS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&INSPECTIONS, &FINDINGS],
    checks: &[(&FINDINGS, findings::check)],
    computations: &[(&INSPECTIONS, inspections::COMPUTATIONS), (&FINDINGS, findings::COMPUTATIONS)],
    reads: &[&INSPECTIONS, &FINDINGS],
    rank: 6,
    tallies: &[(&FINDINGS, |book| common::status_chips(book, &FINDINGS))],
    tasks: |book| common::by_status(book, &FINDINGS, "检查发现的问题按期整改，整改后复查。"),
    evidence: evidence::ALL,
    due: |book, span| common::due(book, span, &FINDINGS, "due_on", "整改期限"),
    ..Topic::of("inspection_visits")
};
