//! Travel: trips stop by stop, risk areas, what follows from both.

pub mod card;
mod evidence;
mod figures;
mod forms;
mod leaves;
mod queries;
mod risk_areas;
pub mod standing;
mod tasks;
mod travels;

use super::people::STAFF;
use super::{Topic, common};

pub use leaves::LEAVES;
pub use queries::{away, required};
pub use risk_areas::{LEVELS, RISK_AREAS};
pub use travels::{MEASURES, TEST_RESULTS, TRAVELS};

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&TRAVELS, &LEAVES, &RISK_AREAS],
    checks: &[(&TRAVELS, travels::check), (&LEAVES, leaves::check), (&RISK_AREAS, risk_areas::check)],
    foresights: &[(&TRAVELS, queries::foresee)],
    computations: &[(&TRAVELS, queries::COMPUTATIONS), (&LEAVES, leaves::COMPUTATIONS)],
    printables: forms::ALL,
    tallies: &[(&TRAVELS, tasks::tallies), (&LEAVES, |book| common::status_chips(book, &LEAVES))],
    reads: &[&STAFF, &TRAVELS, &LEAVES, &RISK_AREAS],
    rank: 1,
    tasks: tasks::of,
    evidence: evidence::ALL,
    due: tasks::due,
    figures: figures::of,
    ..Topic::of("travel")
};
