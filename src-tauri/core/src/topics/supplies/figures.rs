//! Supplies as reports count them, on the last day: what there is of each, what runs short, what is out of date.

use super::{SUPPLIES, stock};
use crate::answers::evidence::Period;
use crate::answers::reported::{Reported, Unit};
use crate::base::error::Result;
use crate::schema::{Ledger, Value};
use crate::store::Book;
use crate::topics::common::{self, figure};
use std::borrow::Cow;

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let all = common::up_to(book, &SUPPLIES, period)?;
    let mut figures = Vec::new();
    for record in &all {
        let parts = record.values.get("stock").and_then(Value::as_decimal).map(stock::parts).unwrap_or_default();
        let word = record.text("unit").unwrap_or_default().to_owned();
        let unit = Unit { word: Cow::Owned(word), digits: stock::DIGITS };
        let label = format!("{}结存", record.text("name").unwrap_or_default());
        let one = Reported::number(format!("stock.{}", record.id), label, unit, parts);
        figures.push(Reported { rows: vec![(Ledger(&SUPPLIES), record.id)], ..one });
    }
    let with = |codes: &'static [&'static str]| {
        all.iter().filter(move |record| record.code("status").is_some_and(|status| codes.contains(&status)))
    };
    figures.push(figure("stock.low", "物资不足", &SUPPLIES, with(&["low", "out"])));
    figures.push(figure("stock.expired", "物资过期", &SUPPLIES, with(&["expired"])));
    Ok(figures)
}
