//! 日历: what falls on which day of a month, over everything that topics say, and what is behind.
//!
//! Owns the month and its days. What falls on them is the topics'; how it looks the window's and `forms`'.

use crate::answers::{Due, Urgency};
use crate::base::clock::Span;
use crate::base::error::Result;
use crate::rules::rounds::Calendar;
use crate::store::Book;
use crate::topics::TOPICS;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Days before the month that are looked at for what is still not done.
const BEHIND: u64 = 366;

/// A day of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Which.
    pub day: NaiveDate,
    /// The holiday it belongs to; 班 on a weekend day that is worked; empty: none.
    pub holiday: String,
    /// Whether it is a day off.
    pub off: bool,
    /// What falls on it, most urgent first.
    pub dues: Vec<Due>,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// Such as 2021 年 8 月.
    pub title: String,
    /// Its days.
    pub days: Vec<Day>,
    /// What fell on days before it and is not done, oldest first.
    pub behind: Vec<Due>,
}

/// The month of `day`, as things stand today.
///
/// # Errors
/// What SQLite says.
pub fn of_month(book: &Book, day: NaiveDate) -> Result<Month> {
    let first = day.with_day(1).unwrap_or(day);
    let last = first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(first);
    let from = first.checked_sub_days(Days::new(BEHIND)).unwrap_or(first);
    let mut dues = book.reading(|book| falling(book, Span { from, to: last }))?;
    let calendar = Calendar::of(&*book.rules()?);
    let behind = dues.extract_if(.., |due| due.day < first).filter(|due| due.task.urgency <= Urgency::Warn).collect();
    let mut days: Vec<Day> = first.iter_days().take_while(|day| *day <= last).map(|day| of_day(&calendar, day)).collect();
    for due in dues {
        let place = usize::try_from((due.day - first).num_days()).unwrap_or_default();
        if let Some(day) = days.get_mut(place) {
            day.dues.push(due);
        }
    }
    Ok(Month { first, title: format!("{} 年 {} 月", first.year(), first.month()), days, behind })
}

/// Everything that falls on the days of `span`, day by day, most urgent first.
fn falling(book: &Book, span: Span) -> Result<Vec<Due>> {
    let mut dues = Vec::new();
    for topic in TOPICS {
        dues.extend((topic.due)(book, span)?);
    }
    dues.sort_by_key(|due| (due.day, due.task.urgency));
    Ok(dues)
}

fn of_day(calendar: &Calendar, day: NaiveDate) -> Day {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    let (holiday, off) = match calendar.holiday(day) {
        Some(name) => (name.to_owned(), true),
        None if weekend && calendar.is_worked(day) => ("班".to_owned(), false),
        None => (String::new(), weekend),
    };
    Day { day, holiday, off, dues: Vec::new() }
}
