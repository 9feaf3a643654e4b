//! Findings as reports count them, on the last day.

use super::{FINDINGS, open_findings};
use crate::answers::evidence::Period;
use crate::answers::reported::Reported;
use crate::base::error::Result;
use crate::store::Book;
use crate::topics::common::figure;

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let open = open_findings(book, period.to)?;
    let late = open.iter().filter(|record| record.date("due_on").is_some_and(|by| by < period.to));
    Ok(vec![figure("findings.open", "未改好的问题", &FINDINGS, &open), figure("findings.late", "过期未改", &FINDINGS, late)])
}
