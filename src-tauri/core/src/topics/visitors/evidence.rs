//! What visits come to as evidence: whether what is asked at the door was written down.

use super::VISITORS;
use crate::answers::evidence::{Found, Period};
use crate::base::error::Result;
use crate::schema::Record;
use crate::store::Book;
use crate::topics::{Evidence, common};

/// See the module.
pub const ALL: &[Evidence] = &[Evidence::share("visitors.complete", complete)];

fn complete(book: &Book, period: Period) -> Result<Found> {
    let records = common::within(book, &VISITORS, period)?;
    let name = |record: &Record| common::dated(record, record.text("name").unwrap_or_default());
    Ok(Found::share(records.iter().rev(), |record| record.flag("complete"), name))
}
