//! Vaccination: doses given, reasons for none, where everybody stands.

mod acts;
pub mod card;
mod evidence;
mod figures;
mod forms;
mod queries;
mod series;
pub mod standing;
mod tasks;
mod vaccinations;
mod vaccine_exemptions;

use super::Topic;
use super::people::{POSTINGS, STAFF};

pub use vaccinations::{BOOSTER_STATES, DOSE_STATES, STAGES, VACCINATIONS};
pub use vaccine_exemptions::VACCINE_EXEMPTIONS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&VACCINATIONS, &VACCINE_EXEMPTIONS],
    checks: &[(&VACCINATIONS, vaccinations::check), (&VACCINE_EXEMPTIONS, vaccine_exemptions::check)],
    computations: &[(&VACCINATIONS, queries::COMPUTATIONS), (&STAFF, queries::OF_PEOPLE)],
    acts: &[(&STAFF, acts::OF_PEOPLE)],
    columns_given: &[(&STAFF, "presence", vaccinations::OF_PEOPLE)],
    printables: forms::ALL,
    tallies: &[(&VACCINATIONS, tasks::tallies)],
    counts: tasks::COUNTS,
    reads: &[&STAFF, &POSTINGS, &VACCINATIONS, &VACCINE_EXEMPTIONS],
    rank: 2,
    tasks: tasks::of,
    evidence: evidence::ALL,
    series: series::ALL,
    due: tasks::due,
    figures: figures::of,
    ..Topic::of("vaccination")
};
