//! People: the roster and their postings.

mod acts;
mod evidence;
mod figures;
mod forms;
mod postings;
mod queries;
mod staff;
mod tasks;

use super::{Topic, common};

pub use postings::{CATEGORIES, POSTINGS};
pub use queries::{Posting, every_posting, postings_on, roster, shown_on};
pub use staff::{CONSENTS, ID_TYPES, PRESENCES, SEXES, STAFF};

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&STAFF, &POSTINGS],
    checks: &[(&STAFF, staff::check), (&POSTINGS, postings::check)],
    computations: &[(&STAFF, queries::COMPUTATIONS)],
    acts: &[(&STAFF, acts::ALL)],
    printables: forms::ALL,
    tallies: &[(&STAFF, tasks::tallies)],
    reads: &[&STAFF, &POSTINGS],
    rank: 4,
    tasks: tasks::of,
    profile: &[|book, on| common::crossed(book, &STAFF, "category", Some("presence"), on)],
    evidence: evidence::ALL,
    figures: figures::of,
    ..Topic::of("people")
};
