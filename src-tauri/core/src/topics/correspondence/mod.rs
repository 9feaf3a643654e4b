//! What comes from above and goes back: notices, who was told, who signed; reports, and by when they were due.

mod acknowledgements;
pub mod card;
mod evidence;
mod figures;
mod forms;
mod notices;
pub mod slots;
mod submissions;

use super::people::{POSTINGS, STAFF};
use super::{Topic, common};

pub use acknowledgements::ACKNOWLEDGEMENTS;
pub use notices::NOTICES;
pub use submissions::SUBMISSIONS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&NOTICES, &ACKNOWLEDGEMENTS, &SUBMISSIONS],
    checks: &[(&NOTICES, notices::check), (&ACKNOWLEDGEMENTS, acknowledgements::check), (&SUBMISSIONS, submissions::check)],
    computations: &[(&NOTICES, notices::COMPUTATIONS), (&SUBMISSIONS, submissions::COMPUTATIONS)],
    printables: forms::ALL,
    evidence: evidence::ALL,
    workdays_until: notices::workdays_until,
    reads: &[&NOTICES, &ACKNOWLEDGEMENTS, &SUBMISSIONS, &STAFF, &POSTINGS],
    rank: 5,
    tallies: &[
        (&NOTICES, |book| common::status_chips(book, &NOTICES)),
        (&SUBMISSIONS, |book| common::status_chips(book, &SUBMISSIONS)),
    ],
    tasks: |book| {
        let mut tasks = common::by_status(book, &NOTICES, "来文要求的事办完后填上办结日期；要求报送的，报出后登记报送。")?;
        tasks.extend(common::by_status(book, &SUBMISSIONS, "按期限报出；报出后等回执，有了就勾上。")?);
        Ok(tasks)
    },
    due: |book, span| {
        let mut due = common::due(book, span, &NOTICES, "due_at", "办理期限")?;
        due.extend(common::due(book, span, &SUBMISSIONS, "due_at", "报送期限")?);
        Ok(due)
    },
    figures: figures::of,
    ..Topic::of("correspondence")
};
