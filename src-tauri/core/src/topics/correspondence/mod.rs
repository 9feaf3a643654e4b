//! What comes from above: notices, who was told, who signed.

mod acknowledgements;
mod notices;

use super::people::{POSTINGS, STAFF};
use super::{Topic, common};

pub use acknowledgements::ACKNOWLEDGEMENTS;
pub use notices::NOTICES;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&NOTICES, &ACKNOWLEDGEMENTS],
    checks: &[(&NOTICES, notices::check), (&ACKNOWLEDGEMENTS, acknowledgements::check)],
    computations: &[(&NOTICES, notices::COMPUTATIONS)],
    reads: &[&NOTICES, &ACKNOWLEDGEMENTS, &STAFF, &POSTINGS],
    rank: 5,
    tallies: &[(&NOTICES, |book| common::status_chips(book, &NOTICES))],
    tasks: |book| common::by_status(book, &NOTICES, "来文要求的事办完后填上办结日期。"),
    due: |book, span| common::due(book, span, &NOTICES, "due_at", "办理期限"),
    ..Topic::of("correspondence")
};
