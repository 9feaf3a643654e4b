//! Publicity as reports count it.

use super::PUBLICITY;
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
    let acts = common::within(book, &PUBLICITY, period)?;
    Ok(vec![
        figure("publicity.count", "宣传培训", &PUBLICITY, &acts).in_unit("次"),
        Reported::sum("publicity.reach", "宣传培训人数", Unit::of("人次"), &acts, "reach"),
    ])
}
