//! What doses come to as evidence: who has the whole series, of whom anything is known, who is late without a reason.

use super::standing::{self, Person};
use super::{VACCINATIONS, VACCINE_EXEMPTIONS, queries};
use crate::answers::evidence::{Found, Missing, Period, Way};
use crate::base::error::Result;
use crate::rules::schedule::DoseState;
use crate::schema::{Declaration, Ledger};
use crate::store::Book;
use crate::topics::Evidence;
use crate::topics::people::STAFF;
use chrono::NaiveDate;
use std::collections::HashSet;

/// See the module.
pub const ALL: &[Evidence] = &[
    Evidence::share("vaccination.complete", complete),
    Evidence::share("vaccination.known", known),
    Evidence::share("vaccination.reasoned", reasoned),
];

/// Of the organisation's own people those `asked`, and which of them are `right`; the others are closed by a new record of
/// `closing`.
fn share(
    book: &Book,
    on: NaiveDate,
    asked: impl Fn(&Person) -> bool,
    right: impl Fn(&Person) -> bool,
    closing: &'static Declaration,
) -> Result<Found> {
    let people: Vec<Person> = standing::people(book, on)?.into_iter().filter(Person::own).collect();
    if people.is_empty() {
        return Ok(Found::without("在岗人员", Ledger(&STAFF)));
    }
    let mut found = Found::default();
    for person in people.into_iter().filter(asked) {
        found.asked += 1;
        if right(&person) {
            found.made += 1;
            found.rows.push((Ledger(&STAFF), person.staff));
        } else {
            found.miss(|| {
                let what = format!("{} {}", person.name, person.told.0);
                Ok(Missing { what, way: Way::new(Ledger(closing), [("staff", person.staff.to_string())]) })
            })?;
        }
    }
    Ok(found)
}

fn complete(book: &Book, period: Period) -> Result<Found> {
    share(book, period.to, Person::eligible, |person| person.standing.state == DoseState::Done, &VACCINATIONS)
}

fn known(book: &Book, period: Period) -> Result<Found> {
    share(book, period.to, |_| true, |person| person.standing.state != DoseState::Unknown, &VACCINATIONS)
}

fn reasoned(book: &Book, period: Period) -> Result<Found> {
    let on = period.to;
    let excused: HashSet<i64> = book.with_facts(on, |facts| {
        let all = queries::exemptions(facts, &facts.ids(Ledger(&STAFF))?)?;
        let holds = |exemption: &&crate::rules::schedule::Exemption| {
            exemption.from_on <= on && exemption.until_on.is_none_or(|until| on <= until)
        };
        Ok(all.into_iter().filter(|(_, own)| own.iter().any(|one| holds(&one))).map(|(staff, _)| staff).collect())
    })?;
    let right = |person: &Person| person.standing.state != DoseState::Overdue || excused.contains(&person.staff);
    share(book, on, |_| true, right, &VACCINE_EXEMPTIONS)
}
