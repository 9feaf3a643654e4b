//! What the roster computes: the posting in force on a day, presence, age.

use super::STAFF;
use super::postings::{CATEGORIES, POSTINGS, UNRECORDED, begun};
use crate::base::error::Result;
use crate::rules::schedule::birthday;
use crate::schema::{Ledger, Record, Value};
use crate::store::registry::Computation;
use crate::store::rows::{self, Facts};
use chrono::{Datelike, NaiveDate};
use rusqlite::Row;
use std::collections::HashMap;

/// Everything computed of a person.
pub const COMPUTATIONS: &[Computation] = &[
    Computation {
        columns: &["category", "department", "post", "joined_on", "left_on", "presence"],
        needs: &[],
        reads: &[Ledger(&POSTINGS)],
        fill: fill_posting,
    },
    Computation { columns: &["age"], needs: &["born_on"], reads: &[], fill: fill_age },
];

/// A posting as the roster shows it.
#[derive(Debug, Clone)]
pub struct Posting {
    /// First day; `None`: in post before the file began.
    pub joined_on: Option<NaiveDate>,
    /// Last day; `None`: still in post.
    pub left_on: Option<NaiveDate>,
    /// Code of the category.
    pub category: &'static str,
    /// Department.
    pub department: Option<String>,
    post: Option<String>,
}

impl Posting {
    /// Whether the person is in post on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        begun(self.joined_on) <= day && self.left_on.is_none_or(|left| day <= left)
    }

    /// Its first day; of one that held before the file began the first there is.
    pub fn from(&self) -> NaiveDate {
        begun(self.joined_on)
    }

    /// Whether it says more of `on` than `other`: the latest begun by the day, else the first to come.
    fn goes_before(&self, other: &Self, on: NaiveDate) -> bool {
        let (own, others) = (begun(self.joined_on), begun(other.joined_on));
        match (own <= on, others <= on) {
            (true, true) => own > others,
            (false, false) => own < others,
            (begun, _) => begun,
        }
    }
}

/// Every posting by person.
///
/// # Errors
/// What SQLite says.
pub fn every_posting(facts: &Facts<'_>) -> Result<HashMap<i64, Vec<Posting>>> {
    let mut statement = facts.connection.prepare_cached(
        "SELECT staff, joined_on, left_on, category, department, post FROM postings WHERE state = 'valid' ORDER BY id",
    )?;
    let mut found = statement.query([])?;
    let mut all: HashMap<i64, Vec<Posting>> = HashMap::new();
    while let Some(row) = found.next()? {
        all.entry(row.get(0)?).or_default().push(read(row)?);
    }
    Ok(all)
}

/// Of the postings of one person the one shown on the day `on`: the latest begun by it, else the first to come.
pub fn shown_on(postings: &[Posting], on: NaiveDate) -> Option<&Posting> {
    postings.iter().reduce(|held, posting| if posting.goes_before(held, on) { posting } else { held })
}

/// A posting behind the person it is of.
fn read(row: &Row<'_>) -> Result<Posting> {
    Ok(Posting {
        joined_on: rows::day_of(row, 1)?,
        left_on: rows::day_of(row, 2)?,
        category: rows::code_of(CATEGORIES, row, 3)?.unwrap_or_default(),
        department: row.get(4)?,
        post: row.get(5)?,
    })
}

/// Everybody on the roster by number and name, in the order of names.
///
/// # Errors
/// What SQLite says.
pub fn roster(facts: &Facts<'_>) -> Result<Vec<(i64, String)>> {
    let mut statement =
        facts.connection.prepare_cached("SELECT id, name FROM staff WHERE state = 'valid' ORDER BY name_key, id")?;
    let all = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    Ok(all)
}

/// The posting shown with each of the people `ids` on the day: the latest begun by it, else the first to come.
///
/// # Errors
/// What SQLite says.
pub fn postings_on(facts: &Facts<'_>, ids: &[i64]) -> Result<HashMap<i64, Posting>> {
    let mut shown: HashMap<i64, Posting> = HashMap::with_capacity(ids.len());
    let selected = "joined_on, left_on, category, department, post";
    rows::each_of(facts.connection, Ledger(&POSTINGS), "staff", ids, selected, |staff, row| {
        let posting = read(row)?;
        if shown.get(&staff).is_none_or(|held| posting.goes_before(held, facts.on)) {
            shown.insert(staff, posting);
        }
        Ok(())
    })?;
    Ok(shown)
}

fn fill_posting(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let mut shown = postings_on(facts, &ids)?;
    for record in records {
        let posting = shown.remove(&record.id);
        let presence = match &posting {
            None => "unposted",
            Some(posting) if begun(posting.joined_on) > facts.on => "upcoming",
            Some(posting) if posting.left_on.is_some_and(|left| left < facts.on) => "left",
            Some(_) => "present",
        };
        record.values.insert("presence", Value::Choice(presence));
        let Some(Posting { joined_on, left_on, category, department, post }) = posting else { continue };
        record.values.insert("category", Value::Choice(category));
        record.values.insert("joined_on", joined_on.map_or_else(unrecorded, Value::Date));
        record.values.extend(left_on.map(|day| ("left_on", Value::Date(day))));
        record.values.extend(department.map(|text| ("department", Value::Text(text))));
        record.values.extend(post.map(|text| ("post", Value::Text(text))));
    }
    Ok(())
}

/// Stands for the first day of a posting that has none.
fn unrecorded() -> Value {
    Value::Told { code: "", text: UNRECORDED.to_owned(), tone: None }
}

fn fill_age(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let Some(born_on) = record.date("born_on").filter(|born_on| *born_on <= facts.on) else { continue };
        let years = facts.on.year() - born_on.year();
        let had = u32::try_from(years).is_ok_and(|years| birthday(born_on, years) <= facts.on);
        record.values.insert("age", Value::Integer(i64::from(years) - i64::from(!had)));
    }
    Ok(())
}

/// What may be missing of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The number of a document, though she has one.
    Document,
    /// That she was told what is recorded of her.
    Notice,
    /// A telephone number.
    Mobile,
}

/// People of whom something is missing, in or out of post.
///
/// # Errors
/// What SQLite says.
pub fn lacking(facts: &Facts<'_>, lack: Lack) -> Result<Vec<i64>> {
    let condition = match lack {
        Lack::Document => "id_number IS NULL AND id_type <> 'none' AND state = 'valid'",
        Lack::Notice => "consent = 'none' AND state = 'valid'",
        Lack::Mobile => "mobile IS NULL AND state = 'valid'",
    };
    rows::ids_matching(facts.connection, Ledger(&STAFF), condition, &[])
}
