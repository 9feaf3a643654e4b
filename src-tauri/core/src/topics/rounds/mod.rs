//! Rounds: places, what is planned for them, disinfecting and airing day by day.

pub mod card;
mod cleaning_plans;
mod closures;
mod disinfections;
mod evidence;
mod figures;
mod forms;
pub mod mixture;
mod places;
mod queries;
mod series;
pub mod standing;
mod tasks;
mod ventilations;

use super::{Topic, common};
use crate::base::error::{Error, Result};
use crate::schema::Ledger;

pub use cleaning_plans::{CLEANING_PLANS, TASKS};
pub use closures::CLOSURES;
pub use disinfections::{DISINFECTIONS, UNITS};
#[cfg(test)]
pub(super) use forms::mark;
pub use places::PLACES;
pub use queries::closed_days;
pub use ventilations::VENTILATIONS;

/// A task whose rounds are recorded: its code in the plans and the ledger of the rounds made.
#[derive(Debug, PartialEq, Eq)]
pub struct Log {
    /// Code of the task.
    pub task: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Where its rounds are recorded.
    pub ledger: Ledger,
}

/// Every task with a log.
pub static LOGS: &[Log] = &[
    Log { task: "disinfect", label: "消毒", ledger: Ledger(&DISINFECTIONS) },
    Log { task: "ventilate", label: "通风", ledger: Ledger(&VENTILATIONS) },
];

impl Log {
    /// The log of the task with this code.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn named(task: &str) -> Result<&'static Self> {
        LOGS.iter().find(|log| log.task == task).ok_or_else(|| Error::NotFound(format!("任务「{task}」")))
    }
}

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&PLACES, &CLEANING_PLANS, &CLOSURES, &DISINFECTIONS, &VENTILATIONS],
    checks: &[
        (&PLACES, places::check),
        (&CLEANING_PLANS, cleaning_plans::check),
        (&CLOSURES, closures::check),
        (&DISINFECTIONS, disinfections::check),
        (&VENTILATIONS, ventilations::check),
    ],
    foresights: &[(&CLEANING_PLANS, cleaning_plans::foresee)],
    computations: &[(&VENTILATIONS, ventilations::COMPUTATIONS)],
    printables: forms::ALL,
    list_notes: &[(&DISINFECTIONS, forms::gaps), (&VENTILATIONS, forms::gaps)],
    reads: &[&PLACES, &CLEANING_PLANS, &CLOSURES, &DISINFECTIONS, &VENTILATIONS],
    rank: 3,
    tasks: tasks::of,
    profile: &[|book, on| common::crossed(book, &PLACES, "kind", None, on)],
    evidence: evidence::ALL,
    workdays_until: |book| common::last_day(book, &CLEANING_PLANS, &["from_on", "to_on"]),
    series: series::ALL,
    figures: figures::of,
    ..Topic::of("rounds")
};
