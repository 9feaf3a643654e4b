//! What the records come to: a person's doses, a trip, a day's round, a month, a mixture. The topics say it.

use crate::shapes;
use crate::state::Shell;
use crate::wire::overview::{Mixture, Month, PersonDoses, Round, Trip};
use taizhang::base::error::Result;
use taizhang::topics::rounds::{Log, card, mixture};
use taizhang::topics::{travel, vaccination};

pub fn vaccination_person(shell: &Shell, staff: String) -> Result<PersonDoses> {
    let id = shapes::id(&staff)?;
    shell.session().open()?.book.reading(|book| vaccination::card::of_person(book, id))
}

pub fn travel_trip(shell: &Shell, id: String) -> Result<Trip> {
    let id = shapes::id(&id)?;
    shell.session().open()?.book.reading(|book| travel::card::of_trip(book, id))
}

pub fn round_day(shell: &Shell, task: String, day: Option<String>) -> Result<Round> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let day = shapes::day("day", day.as_deref(), book.today())?.unwrap_or(book.today());
    book.reading(|book| card::of_day(book, Log::named(&task)?, day))
}

pub fn round_month(shell: &Shell, task: String, month: Option<String>) -> Result<Month> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let day = shapes::day("month", month.as_deref(), book.today())?.unwrap_or(book.today());
    book.reading(|book| card::of_month(book, Log::named(&task)?, day))
}

pub fn mixture(
    shell: &Shell,
    agent: String,
    objects: String,
    place: Option<String>,
    target: String,
    volume: String,
) -> Result<Mixture> {
    let place = place.filter(|id| !id.is_empty()).map(|id| shapes::id(&id)).transpose()?;
    let mut session = shell.session();
    mixture::mixture(&session.open()?.book, &agent, &objects, place, &target, &volume)
}
