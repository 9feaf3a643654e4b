//! What the records of a period come to as evidence: shares, terms, and what is missing of either.

use crate::base::error::Result;
use crate::schema::{Ledger, Record};
use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

/// The days judged, and the day on which they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day; records count up to it, and computed columns are of it.
    pub to: NaiveDate,
    /// The day they are judged on: it runs, so that what it asks for is not missing yet.
    pub on: NaiveDate,
}

impl Period {
    /// The last day that is over.
    pub fn last(self) -> NaiveDate {
        self.to.min(self.on.checked_sub_days(Days::new(1)).unwrap_or(self.on))
    }

    /// Whether `day` lies in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.to
    }
}

/// Where a gap is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// In this record.
    Record(Ledger, i64),
    /// By a new record that begins with these texts.
    New(Ledger, Vec<(String, String)>),
}

impl Way {
    /// By a new record of `ledger` that begins with these texts.
    pub fn new<const N: usize>(ledger: Ledger, preset: [(&str, String); N]) -> Self {
        Self::New(ledger, preset.into_iter().map(|(column, text)| (column.to_owned(), text)).collect())
    }
}

/// Something missing of a share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What, in a few words.
    pub what: String,
    /// Where it is closed.
    pub way: Way,
}

/// So much of what is missing is told one by one.
pub const TOLD: usize = 12;

/// How much was made of what was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// How much was asked.
    pub asked: u64,
    /// How much of it was made.
    pub made: u64,
    /// How much of what was made was entered late (补录).
    pub late: u64,
    /// The records that prove it.
    pub rows: Vec<(Ledger, i64)>,
    /// What is missing, the first first, as far as it is told one by one.
    pub missing: Vec<Missing>,
    /// How much more is missing.
    pub more: usize,
    /// What has to be there before anything is asked, where it is not.
    pub base: Option<Base>,
}

/// What has to be there before anything is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// What people call it.
    pub what: &'static str,
    /// Where it is recorded.
    pub ledger: Ledger,
}

impl Found {
    /// What lacks its base.
    pub fn without(what: &'static str, ledger: Ledger) -> Self {
        Self { base: Some(Base { what, ledger }), ..Self::default() }
    }

    /// Notes that something is missing; what it is called is asked only where it will be told.
    ///
    /// # Errors
    /// What `missing` says.
    pub fn miss(&mut self, missing: impl FnOnce() -> Result<Missing>) -> Result<()> {
        if self.missing.len() < TOLD {
            self.missing.push(missing()?);
        } else {
            self.more += 1;
        }
        Ok(())
    }

    /// The share of `records` of one ledger that are `right`; the others are called by `what` and closed where they stand.
    pub fn share<'a>(
        records: impl Iterator<Item = &'a Record>,
        right: impl Fn(&Record) -> bool,
        what: impl Fn(&Record) -> String,
    ) -> Self {
        let mut found = Self::default();
        for record in records {
            found.asked += 1;
            if right(record) {
                found.made += 1;
                found.late += u64::from(record.late_reason.is_some());
                found.rows.push((record.ledger, record.id));
            } else if found.missing.len() < TOLD {
                found.missing.push(Missing { what: what(record), way: Way::Record(record.ledger, record.id) });
            } else {
                found.more += 1;
            }
        }
        found
    }
}

/// Something that was to be done by a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Whose record.
    pub ledger: Ledger,
    /// The record, where it is closed.
    pub id: i64,
    /// What, in a few words.
    pub what: String,
    /// By when.
    pub due: NaiveDateTime,
    /// When it was done.
    pub done: Option<NaiveDateTime>,
    /// It was entered late (补录).
    pub late: bool,
}

impl Item {
    /// Something of `record` that was to be done by the end of the day `due`, and was on the day `done`.
    pub fn by_day(record: &Record, what: String, due: NaiveDate, done: Option<NaiveDate>) -> Self {
        Self {
            ledger: record.ledger,
            id: record.id,
            what,
            due: end_of(due),
            done: done.map(|day| day.and_time(NaiveTime::MIN)),
            late: record.late_reason.is_some(),
        }
    }

    /// Whether it was done by its term.
    pub fn in_time(&self) -> bool {
        self.done.is_some_and(|done| done <= self.due)
    }
}

/// The last minute of a day.
pub fn end_of(day: NaiveDate) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN))
}

/// What was to be done by when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Due {
    /// Everything with a term, whether or not it is over.
    pub items: Vec<Item>,
    /// The records of the period, whether or not they have a term: that something happened, and was written down.
    pub rows: Vec<(Ledger, i64)>,
    /// What has to be there before anything is asked, where it is not.
    pub base: Option<Base>,
}
