//! What an organisation sets for itself: its own thresholds, the share entered late that is borne, since when it keeps ledgers.
//!
//! Owns the names of these settings and what they may say. Each is journalled when it is set, and printed beside the default.

use crate::base::clock::business_day;
use crate::base::error::{Error, Result};
use crate::rules::guideline::{Requirement, Test};
use crate::rules::tables::Row;
use crate::store::Book;
use chrono::NaiveDate;

/// Setting: so many of a hundred records of a requirement may be entered late.
const LATE_CAP: &str = "late_cap";
/// What it is unless somebody set it.
pub const USUAL_LATE_CAP: u32 = 20;
/// Setting: since when ledgers are kept, where that was before the file.
const BEGAN: &str = "began";

fn least_key(id: &str) -> String {
    format!("least:{id}")
}

/// The organisation's own least of a requirement.
///
/// # Errors
/// What SQLite says.
pub fn own_least(book: &Book, id: &str) -> Result<Option<u32>> {
    Ok(book.setting(&least_key(id))?.and_then(|text| text.parse().ok()))
}

/// Sets the organisation's own least of a requirement; `None` goes back to the default.
///
/// # Errors
/// `NotFound` without such a requirement; `Invalid` when it has no least, or not such a one; what the disk says.
pub fn set_least(book: &mut Book, id: &str, least: Option<u32>) -> Result<()> {
    let rules = book.rules()?;
    let row: &Row<Requirement> =
        rules.requirement(id, book.today()).ok_or_else(|| Error::NotFound(format!("条款要求「{id}」")))?;
    let Some(usual) = row.rule.test.least() else {
        return Err(Error::invalid("least", "none", id, format!("「{}」没有可以改的标准。", row.label)));
    };
    let share = row.rule.test.parts().iter().any(|part| matches!(part, Test::Rate { .. }));
    let most = if share { 100 } else { 1000 };
    if let Some(least) = least.filter(|least| *least == 0 || *least > most) {
        return Err(Error::invalid("least", "range", least.to_string(), format!("请填 1 至 {most} 的整数。")));
    }
    let own = least.filter(|least| *least != usual).map(|least| least.to_string());
    book.set(&least_key(id), own.as_deref())
}

/// So many of a hundred records of a requirement may be entered late.
///
/// # Errors
/// What SQLite says.
pub fn late_cap(book: &Book) -> Result<u32> {
    Ok(book.setting(LATE_CAP)?.and_then(|text| text.parse().ok()).unwrap_or(USUAL_LATE_CAP))
}

/// Sets it; `None` goes back to the default.
///
/// # Errors
/// `Invalid` when it is no share; what the disk says.
pub fn set_late_cap(book: &mut Book, cap: Option<u32>) -> Result<()> {
    if let Some(cap) = cap.filter(|cap| *cap > 100) {
        return Err(Error::invalid("late_cap", "range", cap.to_string(), "请填 0 至 100 的整数。"));
    }
    let own = cap.filter(|cap| *cap != USUAL_LATE_CAP).map(|cap| cap.to_string());
    book.set(LATE_CAP, own.as_deref())
}

/// Since when ledgers are kept: the day of the file's first step, or an earlier one that somebody set.
///
/// # Errors
/// What SQLite says.
pub fn began(book: &Book) -> Result<NaiveDate> {
    let first = business_day(book.first_step_at()?);
    let set: Option<NaiveDate> = book.setting(BEGAN)?.and_then(|text| text.parse().ok());
    Ok(set.map_or(first, |set| set.min(first)))
}

/// Sets since when ledgers are kept, on older paper; `None` goes back to the file's first day.
///
/// # Errors
/// `Invalid` when it is after the file's first day; what the disk says.
pub fn set_began(book: &mut Book, day: Option<NaiveDate>) -> Result<()> {
    let first = business_day(book.first_step_at()?);
    if let Some(day) = day.filter(|day| *day > first) {
        let message = format!("台账从 {first} 起就有记录，启用日期只能写得更早。");
        return Err(Error::invalid("began", "later", day.to_string(), message));
    }
    book.set(BEGAN, day.filter(|day| *day != first).map(|day| day.to_string()).as_deref())
}
