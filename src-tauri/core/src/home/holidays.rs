//! Years whose holidays the tables do not name although somebody's days reach them.
//!
//! Owns from when on the next year is looked for: the State Council's general office tells a year's holidays in the autumn before.

use crate::answers::{Leads, Task, Urgency};
use crate::base::error::Result;
use crate::rules::rounds::Calendar;
use crate::store::Book;
use crate::topics::TOPICS;
use chrono::{Datelike, NaiveDate};

/// From the first of this month on next year's holidays are looked for.
const FROM_MONTH: u32 = 11;

/// The years without holidays in the tables among that of `on` and the next one, which is looked for from November on, or as soon
/// as plans or the terms of reports reach it. What lies further ahead nobody has told yet.
///
/// # Errors
/// What SQLite says.
pub fn missing(book: &Book, on: NaiveDate) -> Result<Vec<i32>> {
    let mut next = on.month() >= FROM_MONTH;
    for topic in TOPICS {
        next |= (topic.workdays_until)(book)?.is_some_and(|day| day.year() > on.year());
    }
    let calendar = Calendar::of(&*book.rules()?);
    let years = on.year()..=on.year() + i32::from(next);
    Ok(years.filter(|year| !calendar.tells(*year)).collect())
}

/// The task it is; `None`: the tables name all of them.
pub(super) fn task(book: &Book) -> Result<Option<Task>> {
    let on = book.today();
    let years = missing(book, on)?;
    if years.is_empty() {
        return Ok(None);
    }
    let which = years.iter().map(ToString::to_string).collect::<Vec<_>>().join("、");
    // Until November nobody may have told the next year's yet.
    let told = years.contains(&on.year()) || on.month() >= FROM_MONTH;
    Ok(Some(Task {
        label: "节假日",
        title: format!("规则表里没有 {which} 年的放假安排"),
        detail: MEANS.to_owned(),
        urgency: if told { Urgency::Warn } else { Urgency::Mute },
        leads: Leads::Rules,
    }))
}

/// What it means and what to do.
pub const MEANS: &str = "那一年只按星期几判断：放假的日子会算成缺记，调休上班的周末不会提醒。国务院办公厅的通知公布后，在规则表里导入规则包，或照通知逐条添加。";
