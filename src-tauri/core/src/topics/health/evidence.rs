//! What temperatures come to as evidence: readings made of those asked for, what was done about the hot ones.

use super::{HEALTH_CHECKS, HEALTH_PLANS, standing};
use crate::answers::evidence::{Due, Found, Item, Missing, Period, Way};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::people::STAFF;
use crate::topics::{Evidence, common};
use chrono::Days;

/// See the module.
pub const ALL: &[Evidence] = &[Evidence::share("health.readings", readings), Evidence::terms("health.fevers", fevers)];

/// Readings made of those that plans asked for on the days that are over.
fn readings(book: &Book, period: Period) -> Result<Found> {
    let ledger = Ledger(&HEALTH_CHECKS);
    let counted = standing::period(book, period.from, period.last(), period.on)?;
    if !counted.planned {
        return Ok(Found::without("监测安排", Ledger(&HEALTH_PLANS)));
    }
    let mut found = Found {
        asked: counted.asked.into(),
        made: counted.met.into(),
        late: u64::try_from(counted.late.len()).unwrap_or_default().min(counted.met.into()),
        rows: counted.rows.iter().map(|id| (ledger, *id)).collect(),
        ..Found::default()
    };
    let mut gaps = counted.gaps;
    gaps.sort_by_key(|gap| (gap.day, gap.staff));
    for gap in gaps {
        found.miss(|| {
            let what = format!("{} {}", gap.day, book.title(Ledger(&STAFF), gap.staff)?);
            let preset = [("staff", gap.staff.to_string()), ("checked_on", gap.day.to_string())];
            Ok(Missing { what, way: Way::new(ledger, preset) })
        })?;
    }
    Ok(found)
}

/// Temperatures to be taken again and fevers: something was done about each on its day. 无 is nothing done.
fn fevers(book: &Book, period: Period) -> Result<Due> {
    let records = common::within(book, &HEALTH_CHECKS, period)?;
    let hot: Vec<_> =
        records.into_iter().filter(|record| matches!(record.code("result"), Some("to_recheck" | "fever"))).collect();
    let mut due = Due { rows: common::places(&hot), ..Due::default() };
    for record in &hot {
        let (Some(day), Some(staff)) = (record.date("checked_on"), record.reference("staff")) else { continue };
        let acted = record.code("action").is_some_and(|action| action != "none");
        // What was written down later was not done on the day.
        let done = acted.then(|| if record.late_reason.is_some() { day + Days::new(1) } else { day });
        let what = format!("{} {} 处置", day.format("%m-%d"), book.title(Ledger(&STAFF), staff)?);
        due.items.push(Item::by_day(record, what, day, done));
    }
    Ok(due)
}
