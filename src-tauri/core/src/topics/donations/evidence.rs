//! What donations come to as evidence: checked when they came, signed for when they went on, filed and made public in time.

use super::{DONATIONS, GRANTS};
use crate::answers::evidence::{Due, Found, Item, Period};
use crate::base::error::Result;
use crate::schema::Record;
use crate::store::Book;
use crate::topics::{Evidence, common};
use chrono::Days;

/// See the module.
pub const ALL: &[Evidence] = &[
    Evidence::share("donations.checked", checked),
    Evidence::share("donations.signed", signed),
    Evidence::terms("donations.filed", filed),
    Evidence::terms("donations.published", published),
];

/// Days after its start within which a campaign in an emergency is filed.
const FILED_WITHIN: u64 = 10;

fn donor(record: &Record) -> String {
    common::dated(record, record.text("donor").unwrap_or_default())
}

fn recipient(record: &Record) -> String {
    common::dated(record, record.text("recipient").unwrap_or_default())
}

fn checked(book: &Book, period: Period) -> Result<Found> {
    let records = common::within(book, &DONATIONS, period)?;
    let right = |record: &Record| {
        let certified = record.code("kind") != Some("goods") || record.flag("certified");
        record.text("receipt_no").is_some() && record.text("checked_by").is_some() && certified
    };
    Ok(Found::share(records.iter().rev(), right, donor))
}

fn signed(book: &Book, period: Period) -> Result<Found> {
    let records = common::within(book, &GRANTS, period)?;
    Ok(Found::share(records.iter().rev(), |record| record.text("signed_by").is_some(), recipient))
}

fn filed(book: &Book, period: Period) -> Result<Due> {
    let mut records = common::up_to(book, &DONATIONS, period)?;
    records.retain(|record| record.code("via") == Some("public"));
    let item = |record: &Record| {
        let begun = record.date("campaign_from").or(record.date("received_on"))?;
        let within = if record.flag("emergency") { FILED_WITHIN } else { 0 };
        let what = format!("{} 募捐方案备案", donor(record));
        Some(Item::by_day(record, what, begun + Days::new(within), record.date("filed_on")))
    };
    let items = records.iter().filter_map(item).collect();
    records.retain(|record| record.date("received_on").is_some_and(|day| period.holds(day)));
    Ok(Due { items, rows: common::places(&records), base: None })
}

fn published(book: &Book, period: Period) -> Result<Due> {
    let mut due = Due::default();
    for (declaration, word) in [(&DONATIONS, "受赠"), (&GRANTS, "发放")] {
        for record in common::up_to(book, declaration, period)? {
            let who = if word == "受赠" { donor(&record) } else { recipient(&record) };
            if let Some(by) = record.date("publish_by") {
                due.items.push(Item::by_day(&record, format!("{who} {word}公开"), by, record.date("published_on")));
            }
            let day = declaration.record_date.and_then(|column| record.date(column));
            if day.is_some_and(|day| period.holds(day)) {
                due.rows.push((record.ledger, record.id));
            }
        }
    }
    Ok(due)
}
