//! Health: who is asked to take her temperature when, the readings day by day, what is hot.

pub mod card;
mod checks;
mod evidence;
mod figures;
mod forms;
pub mod pasted;
mod plans;
mod queries;
mod series;
pub mod standing;
mod tasks;
#[cfg(test)]
mod tests;

use super::incidents::QUARANTINES;
use super::people::{POSTINGS, STAFF};
use super::rounds::CLOSURES;
use super::travel::LEAVES;
use super::{Topic, common};

pub use checks::{ACTIONS, HEALTH_CHECKS, PRESENCES, RESULTS};
pub use plans::HEALTH_PLANS;
pub use queries::first_fever;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&HEALTH_PLANS, &HEALTH_CHECKS],
    checks: &[(&HEALTH_PLANS, plans::check), (&HEALTH_CHECKS, checks::check)],
    foresights: &[(&HEALTH_PLANS, plans::foresee)],
    computations: &[(&HEALTH_CHECKS, queries::COMPUTATIONS)],
    printables: forms::ALL,
    tallies: &[(&HEALTH_CHECKS, tasks::tallies)],
    reads: &[&HEALTH_PLANS, &HEALTH_CHECKS, &STAFF, &POSTINGS, &LEAVES, &QUARANTINES, &CLOSURES],
    rank: 2,
    tasks: tasks::of,
    evidence: evidence::ALL,
    workdays_until: |book| common::last_day(book, &HEALTH_PLANS, &["from_on", "to_on"]),
    series: series::ALL,
    figures: figures::of,
    ..Topic::of("health")
};
