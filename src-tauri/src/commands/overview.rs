//! What the records come to: a person's doses, a trip, a day's round, a month, a mixture. The topics say it.

use crate::shapes;
use crate::state::Shell;
use crate::wire::overview::{HealthDay, HealthStrip, Mixture, Month, Pasted, PersonDoses, Round, Trip};
use taizhang::base::error::Result;
use taizhang::topics::rounds::{Log, card, mixture};
use taizhang::topics::{health, travel, vaccination};

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

pub fn health_day(shell: &Shell, day: Option<String>) -> Result<HealthDay> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let day = shapes::day("day", day.as_deref(), book.today())?.unwrap_or(book.today());
    book.reading(|book| health::card::of_day(book, day))
}

pub fn health_pasted(shell: &Shell, day: String, text: String, shown: Vec<String>, column: String) -> Result<Pasted> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let day = shapes::day("day", Some(&day), book.today())?.unwrap_or(book.today());
    let shown = shown.iter().map(|id| shapes::id(id)).collect::<Result<Vec<_>>>()?;
    book.reading(|book| health::card::pasted(book, day, &text, &shown, &column))
}

pub fn health_person(shell: &Shell, staff: String) -> Result<HealthStrip> {
    let id = shapes::id(&staff)?;
    shell.session().open()?.book.reading(|book| health::card::of_person(book, id))
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
