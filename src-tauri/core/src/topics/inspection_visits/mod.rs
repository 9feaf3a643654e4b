//! Inspections by others and by oneself, what they found, and whether it was put right.

mod evidence;
mod figures;
mod findings;
mod inspections;

use super::{Topic, common};
use crate::base::error::Result;
use crate::schema::{Ledger, Record};
use crate::store::Book;
use crate::store::listing::Query;
use chrono::NaiveDate;
use std::collections::BTreeSet;

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

/// The findings of inspections up to the day `on` that are not put right by then, or were found wrong again.
///
/// # Errors
/// What SQLite says.
pub fn open_findings(book: &Book, on: NaiveDate) -> Result<Vec<Record>> {
    let all = |ledger: Ledger| book.window(ledger, &book.ids(&Query::all(ledger, on))?, on);
    let visits = all(Ledger(&INSPECTIONS))?;
    let known = |visit: &Record| visit.date("inspected_on").is_some_and(|day| day <= on);
    let visits: BTreeSet<i64> = visits.iter().filter(|visit| known(visit)).map(|visit| visit.id).collect();
    let open = |finding: &Record| {
        let visited = finding.reference("inspection").is_some_and(|visit| visits.contains(&visit));
        visited && !findings::closed(finding, on)
    };
    Ok(all(Ledger(&FINDINGS))?.into_iter().filter(open).collect())
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
    figures: figures::of,
    ..Topic::of("inspection_visits")
};
