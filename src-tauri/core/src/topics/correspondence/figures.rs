//! Notices as reports count them.

use super::NOTICES;
use super::slots::{self, State};
use crate::answers::evidence::Period;
use crate::answers::reported::Reported;
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::common::{self, figure};

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let every = common::up_to(book, &NOTICES, period)?;
    let open = every.iter().filter(|record| !matches!(record.code("status"), Some("done" | "off")));
    let slots = book.with_facts(period.to, |facts| slots::standing(facts, &every, period.from, period.to))?;
    let missed: Vec<i64> = slots.iter().filter(|one| one.state == State::Missed).map(|one| one.notice).collect();
    Ok(vec![
        figure("notices.count", "来文", &NOTICES, &common::within(book, &NOTICES, period)?),
        figure("notices.open", "未办结来文", &NOTICES, open),
        Reported::rows("submissions.missed", "该报没报", Ledger(&NOTICES), missed).in_unit("期"),
    ])
}
