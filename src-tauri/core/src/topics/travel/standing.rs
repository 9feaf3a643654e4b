//! Trips: which wait for somebody to decide, which measures run, when to test.

use super::travels::MEASURES;
use super::{LEVELS, TRAVELS, queries};
use crate::base::error::Result;
use crate::rules::divisions;
use crate::rules::exposure::{Exposure, Required};
use crate::rules::tables::Relation;
use crate::schema::{Ledger, Record, State, Tone};
use crate::store::listing::Query;
use crate::store::{Book, rows};
use crate::topics::people::STAFF;
use chrono::NaiveDate;

/// One stop with what it comes to.
#[derive(Debug, Clone)]
pub struct Stop {
    /// The record with its computed columns.
    pub record: Record,
    /// Name of the person.
    pub name: String,
    /// Name of the place, such as 云南省瑞丽市.
    pub place: String,
    /// What it comes to.
    pub exposure: Exposure,
}

/// What is to be done about a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Next {
    /// 待核实: somebody has to decide whether the person was there.
    Verify,
    /// A measure is asked for and none recorded.
    Measure,
    /// The measure has run its time and was not released.
    Release,
    /// The measure runs.
    Running,
    /// Nothing.
    Nothing,
}

impl Next {
    /// On the wire and in the command line's JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Measure => "measure",
            Self::Release => "release",
            Self::Running => "running",
            Self::Nothing => "nothing",
        }
    }
}

impl Stop {
    /// What comes next as of `on`.
    pub fn next(&self, on: NaiveDate) -> Next {
        if queries::is_open(&self.record) {
            return Next::Verify;
        }
        let asked = self.record.code("required_measure").is_some_and(|code| code != "none");
        let taken = self.record.code("measure").is_some_and(|code| code != "none");
        if self.record.date("released_on").is_some() || self.record.code("verified") == Some("ruled_out") || !(asked || taken) {
            return Next::Nothing;
        }
        match (taken, self.record.date("required_until_on")) {
            (false, Some(until)) if until < on => Next::Nothing,
            (false, _) => Next::Measure,
            (true, Some(until)) if until < on => Next::Release,
            (true, _) => Next::Running,
        }
    }

    /// How a stop stands, in a few words.
    pub fn state(&self, on: NaiveDate) -> (String, Tone) {
        let (next, record) = (self.next(on), &self.record);
        let measure = || record.code("measure").and_then(|code| MEASURES.iter().find(|choice| choice.code == code));
        match next {
            _ if record.state == State::Voided => ("已作废".to_owned(), Tone::Mute),
            Next::Verify => ("待核实".to_owned(), Tone::Bad),
            Next::Measure => ("待采取措施".to_owned(), Tone::Bad),
            Next::Release => ("待解除".to_owned(), Tone::Warn),
            Next::Running => (measure().map_or("措施中", |choice| choice.label).to_owned(), Tone::Warn),
            Next::Nothing if record.code("verified") == Some("ruled_out") => ("已排除".to_owned(), Tone::Good),
            Next::Nothing => match record.date("released_on") {
                Some(day) => (format!("{day} 解除"), Tone::Good),
                None => ("不用处理".to_owned(), Tone::Mute),
            },
        }
    }

    /// The measure asked for, unless somebody found that the person was not there.
    pub fn required(&self) -> Option<&Required> {
        self.exposure.required.as_ref().filter(|_| self.record.code("verified") != Some("ruled_out"))
    }

    /// That measure in a sentence; empty: none.
    pub fn asked(&self) -> String {
        self.required().map(|required| format!("应{}。", required.text)).unwrap_or_default()
    }

    /// What is to be done, in a sentence; empty: nothing.
    pub fn todo(&self, on: NaiveDate) -> String {
        match self.next(on) {
            Next::Verify if self.exposure.outside => {
                "境外、港澳台或船上，不在风险地区名单里，比对不了。请向本人问清楚，再写核实结论。".to_owned()
            }
            Next::Verify => "与风险地区名单重叠，请向本人问清楚到没到过那里，再写核实结论。".to_owned(),
            Next::Measure => self.asked(),
            Next::Release => "措施已经到期，核对检测结果后解除。".to_owned(),
            Next::Running => "正在采取措施。".to_owned(),
            Next::Nothing => String::new(),
        }
    }

    /// Days on which to test.
    pub fn test_on(&self) -> &[NaiveDate] {
        self.exposure.required.as_ref().map_or(&[], |required| &required.test_on)
    }
}

/// Name of a level.
pub fn level_label(code: &str) -> &str {
    LEVELS.iter().find(|choice| choice.code == code).map_or(code, |choice| choice.label)
}

/// How a stay lies to an area, in words.
pub fn relation_label(relation: Relation) -> &'static str {
    match relation {
        Relation::Place => "到访地就是风险地区，或不能排除",
        Relation::County => "同一区县的其他地方",
        Relation::City => "同一城市的其他区县",
    }
}

/// Stops as of `on`, newest first: all, or those of one trip.
///
/// # Errors
/// What SQLite says.
pub fn stops(book: &Book, on: NaiveDate) -> Result<Vec<Stop>> {
    let ids = book.ids(&Query::all(Ledger(&TRAVELS), on))?;
    let records = book.window(Ledger(&TRAVELS), &ids, on)?;
    of_records(book, records, on)
}

/// What these records come to as of `on`.
///
/// # Errors
/// What SQLite says.
pub fn of_records(book: &Book, records: Vec<Record>, on: NaiveDate) -> Result<Vec<Stop>> {
    book.with_facts(on, |facts| {
        let (areas, ways) = (queries::risk_areas(facts)?, queries::ways(facts, &records)?);
        records
            .into_iter()
            .map(|record| {
                let exposure = queries::exposure(facts, &record, &areas, &ways).unwrap_or_default();
                let name = match record.reference("staff") {
                    Some(id) => facts.title(Ledger(&STAFF), id)?,
                    None => String::new(),
                };
                let place = record.text("division_code").map(divisions::name).unwrap_or_default();
                Ok(Stop { record, name, place, exposure })
            })
            .collect()
    })
}

/// The stops of the trip that the record `id` belongs to, in the order of arrival.
///
/// # Errors
/// `NotFound`.
pub fn trip(book: &Book, id: i64, on: NaiveDate) -> Result<Vec<Stop>> {
    let record = book.get(Ledger(&TRAVELS), id, on)?;
    let mut records = match (record.text("trip"), record.reference("staff")) {
        (Some(trip), Some(staff)) => {
            let all = book.with_facts(on, |facts| rows::belonging(facts, Ledger(&TRAVELS), "staff", staff))?;
            all.into_iter()
                .filter(|other| other.text("trip") == Some(trip) && (other.state == State::Valid || other.id == id))
                .collect()
        }
        _ => vec![record],
    };
    records.sort_by_key(|record| (record.date("arrived_on"), record.id));
    of_records(book, records, on)
}
