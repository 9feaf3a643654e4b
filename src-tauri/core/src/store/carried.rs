//! What usually repeats from one record of a ledger to the next, for the next one's form to offer.
//!
//! Owns which values those are: what the newest record says in columns declared to repeat. Offered is not saved: the form
//! shows it marked, and only what she sees there is saved with the record.

use crate::base::error::Result;
use crate::schema::{Ledger, Record, Value};
use crate::store::{Book, rows};
use std::collections::BTreeMap;

/// What the next record of `ledger` is offered: from the record entered last, of the child given along from the child
/// entered last. As inputs hold it, by column.
///
/// # Errors
/// What SQLite says.
pub fn offered(book: &Book, ledger: Ledger) -> Result<BTreeMap<&'static str, String>> {
    book.reading(|book| {
        let mut found = BTreeMap::new();
        for ledger in ledger.declaration().with_child.into_iter().chain([ledger]) {
            let newest = format!("id = (SELECT max(id) FROM {} WHERE state = 'valid')", ledger.name());
            let ids = rows::ids_matching(book.connection(), ledger, &newest, &[])?;
            found.extend(rows::stored(book.connection(), ledger, &ids)?.iter().flat_map(of));
        }
        Ok(found)
    })
}

/// What `record` passes on.
pub fn of(record: &Record) -> BTreeMap<&'static str, String> {
    let repeating = record.ledger.columns().iter().filter(|column| column.carried);
    repeating.filter_map(|column| Some((column.name, record.values.get(column.name).map(Value::to_input)?))).collect()
}
