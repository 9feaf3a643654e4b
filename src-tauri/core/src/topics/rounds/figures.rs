//! Rounds as reports count them: made of those that plans asked for.

use super::{LOGS, evidence};
use crate::answers::evidence::Period;
use crate::answers::reported::{Reported, Unit};
use crate::base::error::Result;
use crate::store::Book;

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let share = |log: &super::Log| {
        let found = evidence::made(book, period, log.task)?;
        Ok(Reported::share(format!("rounds.{}", log.task), log.label, Unit::of("次"), found))
    };
    LOGS.iter().map(share).collect()
}
