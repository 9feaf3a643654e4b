//! What publicity comes to as evidence: how much of it has a picture, how much of what was passed on was checked at its source.

use super::PUBLICITY;
use crate::answers::evidence::{Found, Period};
use crate::base::error::Result;
use crate::schema::Record;
use crate::store::Book;
use crate::topics::{Evidence, common};

/// See the module.
pub const ALL: &[Evidence] = &[Evidence::share("publicity.pictured", pictured), Evidence::share("publicity.sourced", sourced)];

fn name(record: &Record) -> String {
    common::dated(record, record.text("topic").unwrap_or_default())
}

fn pictured(book: &Book, period: Period) -> Result<Found> {
    let records = common::within(book, &PUBLICITY, period)?;
    let with = common::pictured(book)?;
    let right = |record: &Record| with.contains(&(PUBLICITY.name.to_owned(), record.uid.clone()));
    Ok(Found::share(records.iter().rev(), right, name))
}

fn sourced(book: &Book, period: Period) -> Result<Found> {
    let records = common::within(book, &PUBLICITY, period)?;
    let passed_on = records.iter().rev().filter(|record| matches!(record.code("kind"), Some("wechat" | "media")));
    Ok(Found::share(passed_on, |record| record.text("source").is_some() && record.flag("source_checked"), name))
}
