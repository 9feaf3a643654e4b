//! What somebody answers for: that nothing of a kind happened, that a requirement is met in a way no record here shows, or that
//! it is not asked.

mod queries;
mod statement;

use super::gatherings::GATHERINGS;
use super::incidents::INCIDENTS;
use super::travel::{LEAVES, TRAVELS};
use super::{DONATIONS, NOTICES, Topic, VISITORS, common};

pub use queries::recorded;
pub use statement::{STATEMENTS, TOPICS};

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&STATEMENTS],
    checks: &[(&STATEMENTS, statement::check)],
    foresights: &[(&STATEMENTS, statement::foresee)],
    computations: &[(&STATEMENTS, statement::COMPUTATIONS)],
    reads: &[&STATEMENTS, &TRAVELS, &LEAVES, &INCIDENTS, &GATHERINGS, &DONATIONS, &VISITORS, &NOTICES],
    rank: 9,
    tallies: &[(&STATEMENTS, |book| common::status_chips(book, &STATEMENTS))],
    tasks: |book| common::by_status(book, &STATEMENTS, "认定快到期的，补上记录，或重新认定；声明与记录不符的，请核对后作废。"),
    ..Topic::of("statements")
};
