//! Trips and leaves as reports count them.

use super::standing::{self, Next};
use super::{LEAVES, TRAVELS};
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
    let stops = standing::stops(book, period.to)?;
    let ledger = Ledger(&TRAVELS);
    let with = |wanted: &[Next]| {
        let begun = |stop: &&standing::Stop| stop.record.date("arrived_on").is_none_or(|day| day <= period.to);
        stops.iter().filter(begun).filter(|stop| wanted.contains(&stop.next(period.to))).map(|stop| stop.record.id).collect()
    };
    let in_period = common::within(book, &TRAVELS, period)?;
    let leaves = common::up_to(book, &LEAVES, period)?;
    let approved = |record: &&crate::schema::Record| record.code("approval") == Some("approved");
    let away = leaves.iter().filter(approved).filter(|record| {
        record.date("leave_on").is_some_and(|day| day <= period.to)
            && record.date("returned_on").is_none_or(|day| day > period.to)
    });
    let away: Vec<_> = away.collect();
    let late = away.iter().copied().filter(|record| record.date("return_on").is_some_and(|day| day < period.to));
    Ok(vec![
        figure("travel.trips", "旅居史", &TRAVELS, &in_period),
        Reported::rows("travel.to_verify", "待核实", ledger, with(&[Next::Verify])).alarm(),
        Reported::rows("travel.measures", "管控中", ledger, with(&[Next::Measure, Next::Running, Next::Release])),
        figure("leaves.away", "外出未返回", &LEAVES, away.iter().copied()),
        figure("leaves.late", "逾期未返回", &LEAVES, late),
    ])
}
