//! Services as reports count them.

use super::SERVICES;
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
    let acts = common::within(book, &SERVICES, period)?;
    Ok(vec![
        figure("services.count", "服务", &SERVICES, &acts).in_unit("次"),
        Reported::sum("services.people", "服务人次", Unit::of("人次"), &acts, "people"),
        Reported::sum("services.hours", "服务时长", Unit::HOURS, &acts, "hours"),
    ])
}
