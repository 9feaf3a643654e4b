//! Drills as reports count them.

use super::DRILLS;
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
    Ok(vec![figure("drills.count", "应急演练", &DRILLS, &common::within(book, &DRILLS, period)?).in_unit("次")])
}
