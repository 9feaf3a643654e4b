//! What findings come to as evidence: whether each was put right by its day and found right.

use super::FINDINGS;
use crate::answers::evidence::{Due, Item, Period};
use crate::base::error::Result;
use crate::schema::{Ledger, Record};
use crate::store::Book;
use crate::store::listing::Query;
use crate::topics::Evidence;

/// See the module.
pub const ALL: &[Evidence] = &[Evidence::terms("findings.rectified", rectified)];

fn rectified(book: &Book, period: Period) -> Result<Due> {
    // The day of a finding is its term: what is due later is of the period too.
    let ledger = Ledger(&FINDINGS);
    let records = book.window(ledger, &book.ids(&Query::all(ledger, period.to))?, period.to)?;
    // What was put right in time counts as of that day, whenever somebody came to look.
    let done = |record: &Record| record.date("fixed_on").filter(|_| record.code("recheck") == Some("pass"));
    let item = |record: &Record| {
        let what = format!("整改「{}」", record.text("item").unwrap_or_default());
        Some(Item::by_day(record, what, record.date("due_on")?, done(record)))
    };
    let items = records.iter().filter_map(item).collect();
    let rows = records.iter().filter(|record| record.date("due_on").is_some_and(|day| period.holds(day)));
    Ok(Due { items, rows: rows.map(|record| (record.ledger, record.id)).collect(), base: None })
}
