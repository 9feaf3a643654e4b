//! Visits as reports count them.

use super::VISITORS;
use crate::answers::evidence::Period;
use crate::answers::reported::Reported;
use crate::base::error::Result;
use crate::store::Book;
use crate::topics::common::{self, figure};

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let visits = common::within(book, &VISITORS, period)?;
    let lacking = visits.iter().filter(|record| !record.flag("complete"));
    Ok(vec![
        figure("visitors.count", "来访", &VISITORS, &visits).in_unit("人次"),
        figure("visitors.incomplete", "登记不齐", &VISITORS, lacking).in_unit("人次"),
    ])
}
