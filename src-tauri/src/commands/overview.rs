//! What the records come to: a person's doses, a trip, a day's round, a month, a mixture. The topics say it.

use super::vault::task;
use crate::shapes;
use crate::state::Shell;
use crate::wire::overview::{
    CalendarDay, CalendarEntry, CalendarMonth, Gathering, HealthDay, HealthStrip, IncidentCard, Mixture, Month, Notice, Pasted,
    PersonDoses, Round, Stock, Trip,
};
use chrono::Months;
use taizhang::answers::Due;
use taizhang::base::clock::{day_in_words, weekday};
use taizhang::base::error::Result;
use taizhang::home::calendar;
use taizhang::topics::rounds::{Log, card, mixture};
use taizhang::topics::{correspondence, gatherings, health, incidents, supplies::card as store, travel, vaccination};

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

pub fn stock_day(shell: &Shell, day: Option<String>) -> Result<Stock> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let day = shapes::day("day", day.as_deref(), book.today())?.unwrap_or(book.today());
    book.reading(|book| store::of_day(book, day))
}

pub fn calendar_month(shell: &Shell, month: Option<String>) -> Result<CalendarMonth> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let day = shapes::day("month", month.as_deref(), book.today())?.unwrap_or(book.today());
    let month = book.reading(|book| calendar::of_month(book, day))?;
    let entry = |due: Due| CalendarEntry { day: due.day, task: task(due.task) };
    let beside = |months: Option<chrono::NaiveDate>| months.unwrap_or(month.first);
    Ok(CalendarMonth {
        first: month.first,
        title: month.title,
        before: beside(month.first.checked_sub_months(Months::new(1))),
        after: beside(month.first.checked_add_months(Months::new(1))),
        behind: month.behind.into_iter().map(entry).collect(),
        days: month
            .days
            .into_iter()
            .map(|day| CalendarDay {
                day: day.day,
                title: format!("{} {}", day_in_words(day.day), weekday(day.day)),
                holiday: day.holiday,
                off: day.off,
                entries: day.dues.into_iter().map(entry).collect(),
            })
            .collect(),
    })
}

pub fn gathering_steps(shell: &Shell, id: String) -> Result<Gathering> {
    let id = shapes::id(&id)?;
    shell.session().open()?.book.reading(|book| gatherings::card::of(book, id))
}

pub fn notice_page(shell: &Shell, id: String) -> Result<Notice> {
    let id = shapes::id(&id)?;
    shell.session().open()?.book.reading(|book| correspondence::card::of(book, id))
}

pub fn incident_duties(shell: &Shell, id: String) -> Result<IncidentCard> {
    let id = shapes::id(&id)?;
    shell.session().open()?.book.reading(|book| incidents::card::of(book, id))
}
