//! Somebody who may be ill: what was found, who was told and how soon, who was near, who stays apart until when, who was
//! tested.

pub mod card;
mod contacts;
mod events;
mod evidence;
mod figures;
mod quarantines;
mod reports;
mod samples;
mod tasks;

use super::people::STAFF;
use super::travel::{RISK_AREAS, TRAVELS};
use super::{Topic, common};

pub use contacts::INCIDENT_CONTACTS;
pub use events::INCIDENTS;
pub use quarantines::{QUARANTINES, apart};
pub use reports::INCIDENT_REPORTS;
pub use samples::TESTS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&INCIDENTS, &INCIDENT_REPORTS, &INCIDENT_CONTACTS, &QUARANTINES, &TESTS],
    checks: &[
        (&INCIDENTS, events::check),
        (&INCIDENT_REPORTS, reports::check),
        (&INCIDENT_CONTACTS, contacts::check),
        (&QUARANTINES, quarantines::check),
    ],
    foresights: &[(&INCIDENTS, events::foresee), (&QUARANTINES, quarantines::foresee)],
    computations: &[(&INCIDENTS, events::COMPUTATIONS), (&QUARANTINES, quarantines::COMPUTATIONS)],
    reads: &[&INCIDENTS, &INCIDENT_REPORTS, &QUARANTINES, &TESTS, &STAFF, &TRAVELS, &RISK_AREAS],
    rank: 0,
    tallies: &[(&QUARANTINES, |book| common::status_chips(book, &QUARANTINES))],
    tasks: tasks::of,
    evidence: evidence::ALL,
    due: quarantines::due,
    figures: figures::of,
    ..Topic::of("incidents")
};
