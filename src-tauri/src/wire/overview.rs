//! What the records come to: the topics' cards, as they are.

use super::vault::Task;
use chrono::NaiveDate;
use serde::Serialize;

pub use taizhang::topics::correspondence::card::Notice;
pub use taizhang::topics::gatherings::card::Gathering;
pub use taizhang::topics::health::card::{HealthDay, HealthStrip};
pub use taizhang::topics::health::pasted::Pasted;
pub use taizhang::topics::incidents::card::IncidentCard;
pub use taizhang::topics::rounds::card::{Month, Round};
pub use taizhang::topics::rounds::mixture::Mixture;
pub use taizhang::topics::supplies::card::Stock;
pub use taizhang::topics::travel::card::Trip;
pub use taizhang::topics::vaccination::card::PersonDoses;

/// Something on the calendar.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CalendarEntry {
    /// The day it falls on.
    pub day: NaiveDate,
    /// What it is.
    pub task: Task,
}

/// A day of the calendar.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CalendarDay {
    /// Which.
    pub day: NaiveDate,
    /// Such as 8 月 31 日 星期二.
    pub title: String,
    /// A holiday's name, or 班; may be empty.
    pub holiday: String,
    /// Whether it is a day off.
    pub off: bool,
    /// What falls on it, most urgent first.
    pub entries: Vec<CalendarEntry>,
}

/// A month of everything that is due.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CalendarMonth {
    /// First day.
    pub first: NaiveDate,
    /// In words, such as 2021 年 8 月.
    pub title: String,
    /// Its days.
    pub days: Vec<CalendarDay>,
    /// What fell on days before it and is not done.
    pub behind: Vec<CalendarEntry>,
    /// First day of the month before.
    pub before: NaiveDate,
    /// First day of the month after.
    pub after: NaiveDate,
}
