//! What notices and reports come to as evidence: who signed in time, which reports went in time, which have a receipt.

use super::notices::{self, SIGNED_WITHIN};
use super::{NOTICES, SUBMISSIONS, slots};
use crate::answers::evidence::{Due, Found, Item, Period};
use crate::base::error::Result;
use crate::schema::{Ledger, Record, Value};
use crate::store::Book;
use crate::topics::{Evidence, common};
use chrono::Days;

/// See the module.
pub const ALL: &[Evidence] = &[
    Evidence::terms("notices.signed", signed),
    Evidence::terms("submissions.sent", sent),
    Evidence::share("submissions.receipted", receipted),
];

/// Notices for somebody, signed by everybody they are for within their days.
fn signed(book: &Book, period: Period) -> Result<Due> {
    let mut records = common::up_to(book, &NOTICES, period)?;
    records.retain(|record| record.values.contains_key("for_whom"));
    let of = book.with_facts(period.to, |facts| notices::signatures(facts, &records))?;
    let mut due = Due::default();
    for record in &records {
        let (Some(received), Some(of)) = (record.date("received_on"), of.get(&record.id)) else { continue };
        if of.asked.is_empty() {
            continue;
        }
        let title = record.text("title").unwrap_or_default();
        let what = format!("「{title}」传阅签收 {}/{}", of.signed, of.asked.len());
        due.items.push(Item::by_day(record, what, received + Days::new(SIGNED_WITHIN), of.all_on));
    }
    records.retain(|record| record.date("received_on").is_some_and(|day| period.holds(day)));
    due.rows = common::places(&records);
    Ok(due)
}

/// Reports that notices ask for, gone by their terms.
fn sent(book: &Book, period: Period) -> Result<Due> {
    let asking = |record: &&Record| record.code("asks") == Some("report");
    let records = common::up_to(book, &NOTICES, period)?;
    let slots = book.with_facts(period.to, |facts| slots::standing(facts, &records, period.from, period.to))?;
    let of = |slot: &slots::Standing| Item {
        ledger: slot.sent.map_or(Ledger(&NOTICES), |_| Ledger(&SUBMISSIONS)),
        id: slot.sent.map_or(slot.notice, |(report, _)| report),
        what: match slot.slot.from.zip(slot.slot.to) {
            Some((from, to)) if from == to => format!("「{}」{from} 的报送", slot.title),
            Some((from, to)) => format!("「{}」{from} 至 {to} 的报送", slot.title),
            None => format!("「{}」的报送", slot.title),
        },
        due: slot.slot.due_at,
        done: slot.sent.map(|(_, at)| at),
        late: false,
    };
    let items: Vec<Item> = slots.iter().map(of).collect();
    let new = |record: &&Record| record.date("received_on").is_some_and(|day| period.holds(day));
    let mut rows: Vec<(Ledger, i64)> =
        records.iter().filter(asking).filter(new).map(|record| (record.ledger, record.id)).collect();
    rows.extend(items.iter().filter(|item| item.done.is_some()).map(|item| (item.ledger, item.id)));
    Ok(Due { items, rows, base: None })
}

/// Reports that went, with a receipt.
fn receipted(book: &Book, period: Period) -> Result<Found> {
    let records = common::up_to(book, &SUBMISSIONS, period)?;
    let gone = |record: &&Record| record.instant("sent_at").is_some_and(|at| period.holds(at.date()));
    let kind = SUBMISSIONS.columns.iter().find(|column| column.name == "kind").map(|column| column.kind);
    let name = |record: &Record| {
        let kind = kind.and_then(|kind| record.values.get("kind").map(|value: &Value| value.shown(kind))).unwrap_or_default();
        common::dated(record, &format!("{kind}没有回执"))
    };
    Ok(Found::share(records.iter().filter(gone), |record| record.flag("receipt"), name))
}
