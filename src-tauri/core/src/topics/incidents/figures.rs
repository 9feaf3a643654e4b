//! Incidents, quarantines and tests as reports count them. Where nobody is measured nothing is known of incidents.

use super::{INCIDENTS, QUARANTINES, TESTS};
use crate::answers::evidence::Period;
use crate::answers::reported::{Reported, by_choice};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::common::{self, figure};

/// The figure that says whether anybody looked.
const LOOKED: &str = "health.made";

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let incidents = common::within(book, &INCIDENTS, period)?;
    let found = by_choice("incidents", "疑似密接：", Ledger(&INCIDENTS), &incidents, "category");
    let mut figures: Vec<Reported> = found.into_iter().map(|one| one.in_unit("例").as_far_as(LOOKED).alarm()).collect();
    let late = incidents.iter().filter(|record| record.code("clock") == Some("late"));
    figures.push(figure("incidents.late", "疑似密接：晚报", &INCIDENTS, late).in_unit("例").as_far_as(LOOKED));
    let quarantines = common::up_to(book, &QUARANTINES, period)?;
    let begun = |record: &&crate::schema::Record| record.date("from_on").is_some_and(|day| day <= period.to);
    let open = quarantines.iter().filter(begun).filter(|record| record.date("ended_on").is_none_or(|day| day > period.to));
    let done = quarantines.iter().filter(|record| record.date("ended_on").is_some_and(|day| period.holds(day)));
    figures.push(figure("isolation.open", "隔离中", &QUARANTINES, open).in_unit("人").alarm());
    figures.push(figure("isolation.done", "解除隔离", &QUARANTINES, done).in_unit("人"));
    let tests = common::within(book, &TESTS, period)?;
    let with = |code: Option<&'static str>| tests.iter().filter(move |record| record.code("result") == code);
    let pending = with(Some("pending")).chain(with(None));
    figures.push(figure("tests.made", "检测", &TESTS, &tests).in_unit("人次"));
    figures.push(figure("tests.positive", "检测阳性", &TESTS, with(Some("positive"))).in_unit("人次").alarm());
    figures.push(figure("tests.pending", "结果未出", &TESTS, pending).in_unit("人次"));
    Ok(figures)
}
