//! Records as people see them: labels, masked unless asked for with a purpose, references by title.
//!
//! Owns the rows of lists and the JSON of the command line. Colours, columns' widths and wording are the border's.

use crate::base::clock::business_time;
use crate::base::error::Result;
use crate::rules::divisions;
use crate::schema::mask;
use crate::schema::{Column, Kind, Record, Sensitivity, State, Value};
use crate::store::disclosure::Masking;
use crate::store::registry::Registry;
use crate::store::{Book, intake, journal, rows};
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// A value as shown; when absent, what the column says then, as a rule nothing.
pub fn shown(book: &Book, record: &Record, column: &Column, masking: Masking<'_>) -> Result<String> {
    Ok(masked(column, unmasked(book, record, column)?, masking))
}

/// The same whole, for comparing with what somebody gives. Duty of the caller: it is shown to nobody.
pub fn unmasked(book: &Book, record: &Record, column: &Column) -> Result<String> {
    let Some(value) = record.shown_value(column) else { return Ok(column.unrecorded.to_owned()) };
    let text = match (value, column.kind) {
        (Value::Reference(id), Kind::Reference(ledger)) => rows::title(book.connection(), ledger, *id)?,
        (Value::Text(key), Kind::Entry(table)) => book.rules()?.entry_label(table, key, record_day(record, book)),
        (Value::Text(code), Kind::Division) => divisions::name(code),
        (Value::Text(name), Kind::Ledger) => book.registry().named(name)?.declaration().label.to_owned(),
        (value, kind) => value.shown(kind),
    };
    Ok(text)
}

/// The day whose tables name the entries of `record`: its record date, else today.
fn record_day(record: &Record, book: &Book) -> NaiveDate {
    let day = record.ledger.declaration().record_date.and_then(|column| record.values.get(column)).and_then(Value::as_day);
    day.unwrap_or_else(|| book.today())
}

fn masked(column: &Column, text: String, masking: Masking<'_>) -> String {
    let names_person = || match column.kind {
        Kind::Reference(target) => target.declaration().person,
        _ => column.persons,
    };
    match masking {
        Masking::Whole(_) => text,
        Masking::Names(_) if names_person() => mask::names(&text),
        Masking::Masked | Masking::Names(_) if column.sensitivity != Sensitivity::Open => mask::mask(column.sensitivity, &text),
        Masking::Masked => text,
        Masking::Names(names) => names.hide(&text),
    }
}

/// Every column as shown, by name.
pub fn cells(book: &Book, record: &Record, masking: Masking<'_>) -> Result<BTreeMap<&'static str, String>> {
    book.registry().columns(record.ledger).iter().map(|column| Ok((column.name, shown(book, record, column, masking)?))).collect()
}

/// The text a form's input starts with; sensitive values masked unless whole.
pub fn inputs(registry: &Registry, record: &Record, masking: Masking<'_>) -> BTreeMap<&'static str, String> {
    registry
        .columns(record.ledger)
        .iter()
        .filter_map(|column| {
            let value = record.values.get(column.name)?;
            Some((column.name, masked(column, value.to_input(), masking)))
        })
        .collect()
}

/// Whether a log was entered after the grace.
pub fn is_late(book: &Book, record: &Record) -> Result<bool> {
    let Some(day) = record.ledger.declaration().log_day(&record.values) else { return Ok(false) };
    let ages = book.ages()?;
    let entered_at = ages.counted(record.entered_at);
    Ok(intake::is_late(day, entered_at, ages.grace(entered_at)))
}

/// A column of a record that was corrected after it was entered.
pub struct Correction {
    /// Which column.
    pub column: &'static Column,
    /// What it said before, as shown.
    pub before: String,
    /// When it was corrected, in business time.
    pub at: NaiveDateTime,
    /// Who corrected it.
    pub who: String,
}

/// What was corrected in a record, oldest first; changes taken back are none.
///
/// # Errors
/// What SQLite says.
pub fn corrections(book: &Book, record: &Record, masking: Masking<'_>) -> Result<Vec<Correction>> {
    let mut found = Vec::new();
    for change in journal::standing_changes(book.connection(), record.ledger, record.id)? {
        let before = rows::from_payload(record.ledger, record.id, 0, &change.before)?;
        let after = rows::from_payload(record.ledger, record.id, 0, &change.after)?;
        let at = business_time(rows::read_instant(&change.at)?);
        for column in record.ledger.columns().iter().filter(|column| column.stored()) {
            if before.values.get(column.name) != after.values.get(column.name) {
                let before = shown(book, &before, column, masking)?;
                // Two entries of one person that are one now had one name.
                if matches!(column.kind, Kind::Reference(_)) && before == shown(book, &after, column, masking)? {
                    continue;
                }
                found.push(Correction { column, before, at, who: change.who.clone() });
            }
        }
    }
    Ok(found)
}

/// The row as the command line's JSON: `id`, columns by name with codes, then what every record has.
pub fn json(registry: &Registry, record: &Record, masking: Masking<'_>) -> Map<String, Json> {
    let mut map = Map::new();
    map.insert("id".to_owned(), record.id.into());
    for column in registry.columns(record.ledger) {
        let value = match record.shown_value(column) {
            None => Json::Null,
            Some(Value::Text(text)) => masked(column, text.clone(), masking).into(),
            // A hidden number would still be one: what is masked goes as text.
            Some(value) if column.sensitivity != Sensitivity::Open => masked(column, value.shown(column.kind), masking).into(),
            Some(value) => value.to_json(),
        };
        map.insert(column.name.to_owned(), value);
    }
    map.insert("uid".to_owned(), record.uid.clone().into());
    map.insert("entered_at".to_owned(), rows::instant(record.entered_at).into());
    map.insert("recorder".to_owned(), masking.words(&record.recorder).into());
    let words = |text: &Option<String>| Json::from(text.as_deref().map(|text| masking.words(text)));
    map.insert("late_reason".to_owned(), words(&record.late_reason));
    map.insert("state".to_owned(), if record.state == State::Valid { "valid" } else { "voided" }.into());
    map.insert("void_reason".to_owned(), words(&record.void_reason));
    map
}
