//! Gifts and grants as reports count them, in yuan.

use super::{DONATIONS, GRANTS};
use crate::answers::evidence::Period;
use crate::answers::reported::{Reported, Unit};
use crate::base::error::Result;
use crate::schema::{Record, Value};
use crate::store::Book;
use crate::topics::common::{self, figure};
use std::collections::HashMap;

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let of_kind = |records: Vec<Record>| -> (Vec<Record>, Vec<Record>) {
        records.into_iter().partition(|record| record.code("kind") == Some("money"))
    };
    let every = common::up_to(book, &DONATIONS, period)?;
    let unpublished = every.iter().filter(|record| {
        let published = record.date("published_on").is_some_and(|day| day <= period.to);
        !published && record.date("publish_by").is_some_and(|by| by < period.to)
    });
    let unpublished = figure("donations.unpublished", "过期未公开", &DONATIONS, unpublished);
    let (money, goods) = of_kind(common::within(book, &DONATIONS, period)?);
    let kinds: HashMap<i64, bool> = every.iter().map(|record| (record.id, record.code("kind") == Some("money"))).collect();
    let is_money = |record: &Record| record.reference("donation").and_then(|gift| kinds.get(&gift)).copied().unwrap_or_default();
    let (granted, given): (Vec<_>, Vec<_>) = common::within(book, &GRANTS, period)?.into_iter().partition(is_money);
    let shares = every.iter().filter_map(|gift| {
        let (quantity, value) = (number(gift, "quantity")?, number(gift, "value")?);
        (quantity > 0.0).then_some((gift.id, value / quantity))
    });
    let shares: HashMap<i64, f64> = shares.collect();
    Ok(vec![
        Reported::sum("donations.money", "受赠款", Unit::MONEY, &money, "amount"),
        Reported::sum("donations.goods", "受赠物折价", Unit::MONEY, &goods, "value"),
        unpublished,
        Reported::sum("grants.money", "发放款", Unit::MONEY, &granted, "amount"),
        worth(&given, &shares),
    ])
}

fn number(record: &Record, column: &str) -> Option<f64> {
    record.values.get(column).and_then(Value::as_decimal)
}

/// What the goods given out are worth, by what the gift was valued at; of a gift without a value nobody knows it.
fn worth(given: &[Record], shares: &HashMap<i64, f64>) -> Reported {
    let fen = |record: &Record| {
        let share = record.reference("donation").and_then(|gift| shares.get(&gift))?;
        #[allow(clippy::cast_possible_truncation)] // amounts are far below what 64 bits hold
        Some((number(record, "quantity")? * share * 100.0).round() as i64)
    };
    let known: Vec<i64> = given.iter().filter_map(fen).collect();
    let figure = Reported::number("grants.goods", "发放物折价", Unit::MONEY, known.iter().sum());
    let rows = common::places(given);
    Reported { rows, ..figure }.lacking(given.len() - known.len()).where_known(!known.is_empty() || given.is_empty())
}
