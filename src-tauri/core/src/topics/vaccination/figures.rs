//! Coverage as reports count it, on the last day: both rates, those of whom nothing is known beside them.

use super::standing::{self, Person};
use crate::answers::evidence::Period;
use crate::answers::reported::{Reported, Unit};
use crate::base::error::Result;
use crate::rules::schedule::DoseState;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::people::STAFF;

/// Of a hundred, in tenths; half a tenth is rounded up.
fn share(part: usize, of: usize) -> Option<i64> {
    let (part, of) = (i64::try_from(part).ok()?, i64::try_from(of).ok()?);
    (of > 0).then(|| (part * 2000 / of + 1) / 2)
}

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let people: Vec<Person> = standing::people(book, period.to)?.into_iter().filter(Person::own).collect();
    let counted = |id: &str, label: &str, wanted: &dyn Fn(&Person) -> bool| {
        let rows = people.iter().filter(|person| wanted(person)).map(|person| person.staff).collect();
        Reported::rows(format!("coverage.{id}"), label, Ledger(&STAFF), rows).in_unit("人")
    };
    let state = |wanted: DoseState| move |person: &Person| person.standing.state == wanted;
    let unknown = people.iter().filter(|person| state(DoseState::Unknown)(person)).count();
    let eligible = people.iter().filter(|person| person.eligible()).count();
    let complete = people.iter().filter(|person| state(DoseState::Done)(person)).count();
    let out_of = |figure: Reported, of: usize| figure.of(i64::try_from(of).unwrap_or(i64::MAX)).lacking(unknown);
    let rate = |id: &str, label: &str, of: usize| {
        let value = share(complete, of);
        let figure = Reported::number(format!("coverage.{id}"), label, Unit::SHARE, value.unwrap_or_default()).lacking(unknown);
        figure.where_known(value.is_some())
    };
    Ok(vec![
        counted("people", "在岗人数", &|_| true),
        counted("eligible", "应接种人数", &Person::eligible),
        out_of(counted("vaccinated", "已接种人数", &|person| person.standing.any), eligible),
        out_of(counted("complete", "全程接种人数", &state(DoseState::Done)), eligible),
        out_of(counted("booster", "加强免疫人数", &|person| person.standing.booster.given > 0), eligible),
        counted("overdue", "超期人数", &state(DoseState::Overdue)),
        counted("deferred", "暂缓人数", &state(DoseState::Deferred)),
        counted("exempt", "禁忌和不到年龄人数", &state(DoseState::Exempt)),
        counted("unscheduled", "无程序人数", &state(DoseState::Unscheduled)),
        counted("unknown", "未登记人数", &state(DoseState::Unknown)),
        rate("rate_of_people", "全程接种率（占在岗）", people.len()),
        rate("rate_of_eligible", "全程接种率（占应接）", eligible),
    ])
}
