//! Inspections by others and by oneself, what they found, and whether it was put right.

mod evidence;
mod findings;
mod inspections;

use super::{Topic, common};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;

pub use findings::FINDINGS;
pub use inspections::INSPECTIONS;

/// Numbers of the packs that were handed over, as inspections and reports say.
///
/// # Errors
/// What SQLite says.
pub fn packs_handed_over(book: &Book) -> Result<Vec<String>> {
    let mut numbers = Vec::new();
    book.each_valid(Ledger(&INSPECTIONS), &["pack_number"], |_, values| {
        let said = values.get("pack_number").map(|value| value.to_input().trim().to_lowercase());
        numbers.extend(said.filter(|number| !number.is_empty()));
    })?;
    Ok(numbers)
}

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&INSPECTIONS, &FINDINGS],
    checks: &[(&FINDINGS, findings::check)],
    computations: &[(&INSPECTIONS, inspections::COMPUTATIONS), (&FINDINGS, findings::COMPUTATIONS)],
    reads: &[&INSPECTIONS, &FINDINGS],
    rank: 6,
    tallies: &[(&FINDINGS, |book| common::status_chips(book, &FINDINGS))],
    tasks: |book| common::by_status(book, &FINDINGS, "检查发现的问题按期整改，整改后复查。"),
    evidence: evidence::ALL,
    due: |book, span| common::due(book, span, &FINDINGS, "due_on", "整改期限"),
    ..Topic::of("inspection_visits")
};
