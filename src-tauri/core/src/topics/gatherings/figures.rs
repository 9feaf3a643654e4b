//! Gatherings as reports count them.

use super::GATHERINGS;
use crate::answers::evidence::Period;
use crate::answers::reported::{Reported, Unit};
use crate::base::error::Result;
use crate::store::Book;
use crate::topics::common::{self, figure};

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let all = common::within(book, &GATHERINGS, period)?;
    let decided = |code: &'static str| all.iter().filter(move |record| record.code("decision") == Some(code));
    let held: Vec<_> = decided("held").cloned().collect();
    Ok(vec![
        figure("gatherings.held", "举办活动", &GATHERINGS, &held),
        figure("gatherings.postponed", "暂缓活动", &GATHERINGS, decided("postponed")),
        Reported::sum("gatherings.people", "参加活动", Unit::of("人次"), &held, "actual"),
    ])
}
