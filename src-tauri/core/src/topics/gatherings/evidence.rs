//! What gatherings come to as evidence: whether each that was held was needed, decided and allowed, and who came to it.

use super::GATHERINGS;
use crate::answers::evidence::{Due, Item, Period};
use crate::base::error::Result;
use crate::schema::{Record, Value};
use crate::store::Book;
use crate::topics::{Evidence, common};
use chrono::Days;

/// See the module.
pub const ALL: &[Evidence] = &[Evidence::terms("gatherings.cleared", cleared), Evidence::terms("gatherings.followed", followed)];

/// Days after a gathering within which who came is written down, and within which they are asked how they are.
const REGISTERED: u64 = 2;
const FOLLOWED: u64 = 14;
/// So many of a hundred who came are written down by name.
const NAMED: i64 = 90;

fn is_held(record: &Record) -> bool {
    record.code("decision") == Some("held")
}

fn title(record: &Record) -> &str {
    record.text("title").unwrap_or_default()
}

/// Gatherings held, each with what it asks for there in time. One put off, cancelled or held on line is evidence by itself.
fn cleared(book: &Book, period: Period) -> Result<Due> {
    let records = common::within(book, &GATHERINGS, period)?;
    let rules = book.rules()?;
    let item = |record: &Record| {
        let held_on = record.date("held_on")?;
        let planned = record.values.get("planned").and_then(Value::as_integer).and_then(|people| u32::try_from(people).ok());
        let tier = rules.gathering_tier(record.code("kind")?, planned.unwrap_or_default(), held_on);
        let ahead = tier.map_or(0, |ruled| u64::from(ruled.row.rule.ahead));
        let (word, paper) = match record.code("asked") {
            Some("approve") => ("批复", record.date("approved_on")),
            Some("file") => ("报备", record.date("filed_on")),
            _ => ("决定", Some(held_on)),
        };
        let decided = record.text("necessity").is_some() && record.text("decided_by").is_some();
        let what = format!("「{}」的{word}", title(record));
        Some(Item::by_day(record, what, held_on - Days::new(ahead), paper.filter(|_| decided)))
    };
    let items = records.iter().filter(|record| is_held(record)).filter_map(item).collect();
    Ok(Due { items, rows: common::places(&records), base: None })
}

/// Who came is on the list, and was asked after two weeks.
fn followed(book: &Book, period: Period) -> Result<Due> {
    let mut records = common::up_to(book, &GATHERINGS, period)?;
    records.retain(is_held);
    let mut due = Due::default();
    for record in &records {
        let Some(held_on) = record.date("held_on") else { continue };
        let number = |column: &str| record.values.get(column).and_then(Value::as_integer);
        let (actual, registered) = (number("actual"), number("registered").unwrap_or(0));
        let listed = actual.is_some_and(|actual| registered * 100 >= actual * NAMED);
        let came = actual.map_or_else(|| "实到人数未填".to_owned(), |actual| format!("{registered}/{actual}"));
        let what = format!("「{}」的签到 {came}", title(record));
        due.items.push(Item::by_day(record, what, held_on + Days::new(REGISTERED), Some(held_on).filter(|_| listed)));
        let what = format!("「{}」的回访", title(record));
        due.items.push(Item::by_day(record, what, held_on + Days::new(FOLLOWED), record.date("followed_on")));
    }
    records.retain(|record| record.date("held_on").is_some_and(|day| period.holds(day)));
    due.rows = common::places(&records);
    Ok(due)
}
