//! The organisation's own papers: plans and rules in force. Its one record is the store's.

mod plans;

use super::{Topic, common};

pub use plans::PLANS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&PLANS],
    checks: &[(&PLANS, plans::check)],
    computations: &[(&PLANS, plans::COMPUTATIONS)],
    reads: &[&PLANS],
    rank: 8,
    tallies: &[(&PLANS, |book| common::status_chips(book, &PLANS))],
    tasks: |book| common::by_status(book, &PLANS, "方案和预案要有现行有效的一版；到期前改版，写明谁批的。"),
    due: |book, span| common::due(book, span, &PLANS, "to_on", "到期"),
    ..Topic::of("organisation")
};
