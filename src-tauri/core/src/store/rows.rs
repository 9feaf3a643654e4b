//! Rows of any ledger to records and back.
//!
//! Owns the SQL made from a declaration: reading, writing and the canonical payload text. Only `change` calls the
//! writing half. Knows no particular ledger.

use crate::base::error::{Error, Result};
use crate::base::pinyin;
use crate::rules::divisions;
use crate::rules::rulebook::Rulebook;
use crate::schema::{Column, Kind, Ledger, Record, Search, State, Value, Values};
use crate::store::made::PerLedger;
use crate::store::registry::Registry;
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat, Utc};
use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Rows, ToSql};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use uuid::Uuid;

/// What computed columns are computed from: the file, the rules in it, and the day asked about.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The file, for `queries.rs`.
    pub(crate) connection: &'a Connection,
    /// Its rules.
    pub rules: &'a Rulebook,
    /// The day.
    pub on: NaiveDate,
    /// The ledgers there are.
    pub registry: &'static Registry,
}

impl Facts<'_> {
    /// The records with these ids as they are stored, in this order.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn stored(&self, ledger: Ledger, ids: &[i64]) -> Result<Vec<Record>> {
        stored(self.connection, ledger, ids)
    }

    /// Numbers of the valid records of `ledger`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn ids(&self, ledger: Ledger) -> Result<Vec<i64>> {
        ids_matching(self.connection, ledger, "state = 'valid'", &[])
    }

    /// Every valid record of `ledger` as it is stored, oldest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn valid(&self, ledger: Ledger) -> Result<Vec<Record>> {
        matching_stored(self.connection, ledger, &format!("{}.state = 'valid'", ledger.name()), &[])
    }

    /// The valid records of `child` as they are stored that name one of `ids` in `column`, by the record named.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn children(&self, child: Ledger, column: &str, ids: &[i64]) -> Result<HashMap<i64, Vec<Record>>> {
        let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) else { return Ok(HashMap::new()) };
        let condition = format!("{0}.{column} BETWEEN ?1 AND ?2 AND {0}.state = 'valid'", child.name());
        let mut of: HashMap<i64, Vec<Record>> = HashMap::new();
        for record in matching_stored(self.connection, child, &condition, &[first, last])? {
            if let Some(id) = record.reference(column) {
                of.entry(id).or_default().push(record);
            }
        }
        Ok(of)
    }

    /// What people call the record `id`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn title(&self, ledger: Ledger, id: i64) -> Result<String> {
        title(self.connection, ledger, id)
    }
}

/// Columns that every ledger has, behind its id.
const COMMON: &str = "uid, step, entered_at, recorder, late_reason, state, void_reason, extra";
/// Where a ledger's own columns begin in a selection.
const FIRST_OWN: usize = 9;

/// The name of the hidden column by which `column` sorts, if it sorts by pinyin.
pub fn key_column(column: &Column) -> Option<String> {
    (column.stored() && column.search == Search::Pinyin).then(|| format!("{}_key", column.name))
}

/// An instant as it is stored.
pub fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads a stored instant.
pub fn read_instant(text: &str) -> Result<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_| Error::FileDamaged(format!("时间「{text}」读不懂")))
}

/// Hands number and values of `columns` of every valid record of `ledger` to `each`.
pub fn each_valid(
    connection: &Connection,
    ledger: Ledger,
    columns: &[&'static str],
    mut each: impl FnMut(i64, Values),
) -> Result<()> {
    let columns: Vec<&Column> = columns.iter().filter_map(|name| ledger.column(name)).collect();
    let names: String = columns.iter().fold(String::new(), |names, column| names + ", " + column.name);
    let sql = format!("SELECT id{names} FROM {} WHERE state = 'valid' ORDER BY id", ledger.name());
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let mut values = Values::new();
        for (column, place) in columns.iter().zip(1..) {
            if let Some(value) = value_of(column, row.get_ref(place)?)? {
                values.insert(column.name, value);
            }
        }
        each(row.get(0)?, values);
    }
    Ok(())
}

/// Reads records by id in the order given, stored columns and computed ones as of the day of `facts`. Ids that are gone
/// are left out.
pub fn by_ids(facts: &Facts<'_>, ledger: Ledger, ids: &[i64]) -> Result<Vec<Record>> {
    // One look at the file: a lock for each of a thousand statements costs more than reading what they ask for.
    let _look = facts.connection.is_autocommit().then(|| facts.connection.unchecked_transaction()).transpose()?;
    let mut records = stored(facts.connection, ledger, ids)?;
    compute(facts, ledger, &mut records)?;
    Ok(records)
}

/// Reads records by id in the order given, stored columns only.
pub fn stored(connection: &Connection, ledger: Ledger, ids: &[i64]) -> Result<Vec<Record>> {
    let sql = format!("SELECT {} FROM {1} WHERE {1}.id = ?1", statements(ledger).selection, ledger.name());
    let mut statement = connection.prepare_cached(&sql)?;
    let mut records = Vec::with_capacity(ids.len());
    for id in ids {
        let mut rows = statement.query([id])?;
        if let Some(row) = rows.next()? {
            records.push(read(ledger, row)?);
        }
    }
    Ok(records)
}

/// Fills the computed columns of `records`.
pub fn compute(facts: &Facts<'_>, ledger: Ledger, records: &mut [Record]) -> Result<()> {
    for computation in facts.registry.computations(ledger) {
        (computation.fill)(facts, records)?;
    }
    Ok(())
}

/// One record, or `NotFound`.
pub fn by_id(facts: &Facts<'_>, ledger: Ledger, id: i64) -> Result<Record> {
    by_ids(facts, ledger, &[id])?.pop().ok_or_else(|| Error::NotFound(format!("{}第 {id} 号记录", ledger.declaration().label)))
}

/// Records that satisfy `condition`, an SQL fragment with numbered parameters.
pub fn matching(facts: &Facts<'_>, ledger: Ledger, condition: &str, parameters: &[&dyn ToSql]) -> Result<Vec<Record>> {
    let mut records = matching_stored(facts.connection, ledger, condition, parameters)?;
    compute(facts, ledger, &mut records)?;
    Ok(records)
}

/// The same with stored columns only.
pub fn matching_stored(
    connection: &Connection,
    ledger: Ledger,
    condition: &str,
    parameters: &[&dyn ToSql],
) -> Result<Vec<Record>> {
    let sql = format!("SELECT {} FROM {} WHERE {condition}", statements(ledger).selection, ledger.name());
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(parameters)?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(read(ledger, row)?);
    }
    Ok(records)
}

/// Records of `ledger` that belong with the one of number `id` in `column`, by record date.
pub fn belonging(facts: &Facts<'_>, ledger: Ledger, column: &str, id: i64) -> Result<Vec<Record>> {
    naming(facts, ledger, &[column], id)
}

/// Records of `ledger` that name the one of number `id` in one of `columns`, by record date.
pub fn naming(facts: &Facts<'_>, ledger: Ledger, columns: &[&str], id: i64) -> Result<Vec<Record>> {
    let name = ledger.name();
    let day = ledger.declaration().record_date.unwrap_or("id");
    let any: Vec<String> = columns.iter().map(|column| format!("{name}.{column} = ?1")).collect();
    matching(facts, ledger, &format!("({}) ORDER BY {name}.{day}, {name}.id", any.join(" OR ")), &[&id])
}

/// Which records [`partial`] reads.
#[derive(Clone, Copy)]
pub enum Portion<'a> {
    /// Those with these ids.
    Only(&'a [i64]),
    /// So many behind this id, by id.
    Behind(i64, usize),
}

/// Records of `portion` with the columns `needs` only. What else a record has is left empty.
pub fn partial(connection: &Connection, ledger: Ledger, needs: &[&str], portion: Portion<'_>) -> Result<Vec<Record>> {
    let columns: Vec<&Column> = needs.iter().filter_map(|name| ledger.column(name)).collect();
    let names: String = columns.iter().fold(String::new(), |names, column| names + ", " + column.name);
    let condition = match portion {
        Portion::Only(_) => "WHERE id = ?1",
        Portion::Behind(..) => "WHERE id > ?1 ORDER BY id LIMIT ?2",
    };
    let mut statement = connection.prepare_cached(&format!("SELECT id{names} FROM {} {condition}", ledger.name()))?;
    let mut records = Vec::new();
    let mut take = |rows: &mut rusqlite::Rows<'_>| -> Result<()> {
        while let Some(row) = rows.next()? {
            let mut values = Values::new();
            for (column, place) in columns.iter().zip(1..) {
                if let Some(value) = value_of(column, row.get_ref(place)?)? {
                    values.insert(column.name, value);
                }
            }
            records.push(Record { ledger, id: row.get(0)?, values, ..Record::empty(ledger) });
        }
        Ok(())
    };
    match portion {
        Portion::Behind(id, most) => take(&mut statement.query([id, i64::try_from(most).unwrap_or(i64::MAX)])?)?,
        Portion::Only(ids) => ids.iter().try_for_each(|id| take(&mut statement.query([id])?))?,
    }
    Ok(records)
}

/// Hands to `each` the `selected` columns of every valid row of `ledger` whose `column` is one of `ids`, together with
/// that one. Ids that lie close together are read in one pass over the index, and then rows of others between them come
/// along; scattered ones are looked up one by one.
pub fn each_of(
    connection: &Connection,
    ledger: Ledger,
    column: &str,
    ids: &[i64],
    selected: &str,
    mut each: impl FnMut(i64, &Row<'_>) -> Result<()>,
) -> Result<()> {
    /// Passing a row of somebody else costs about a fourth of looking one up.
    const CLOSE: i64 = 4;
    let (Some(first), Some(last)) = (ids.iter().min(), ids.iter().max()) else { return Ok(()) };
    let many = i64::try_from(ids.len()).unwrap_or(i64::MAX);
    let close = last - first < CLOSE.saturating_mul(many);
    let condition = if close { "BETWEEN ?1 AND ?2" } else { "= ?1" };
    let name = ledger.name();
    let sql = format!("SELECT {column}, {selected} FROM {name} WHERE {column} {condition} AND state = 'valid'");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut take = |mut rows: Rows<'_>| -> Result<()> {
        while let Some(row) = rows.next()? {
            each(row.get(0)?, row)?;
        }
        Ok(())
    };
    if close {
        return take(statement.query([first, last])?);
    }
    ids.iter().try_for_each(|id| take(statement.query([id])?))
}

/// A stored day.
pub fn day_of(row: &Row<'_>, place: usize) -> Result<Option<NaiveDate>> {
    match row.get_ref(place)? {
        ValueRef::Null => Ok(None),
        stored => {
            let text = stored.as_str().map_err(|_| Error::FileDamaged("日期读不懂".to_owned()))?;
            text.parse().map(Some).map_err(|_| Error::FileDamaged(format!("日期「{text}」读不懂")))
        }
    }
}

/// The code of a choice column as its static text.
pub fn code_of(choices: &'static [crate::schema::Choice], row: &Row<'_>, place: usize) -> Result<Option<&'static str>> {
    match row.get_ref(place)? {
        ValueRef::Null => Ok(None),
        stored => {
            let text = stored.as_str().map_err(|_| Error::FileDamaged("代码读不懂".to_owned()))?;
            Ok(choices.iter().find(|choice| choice.code == text).map(|choice| choice.code))
        }
    }
}

/// Hands number and canonical text of every record of `ledger` whose number lies `within` to `each`; voided ones too. What
/// stands in the row is written down as it is, without becoming a record: the text is that of [`payload`] or, of a row that
/// reads otherwise, another one.
pub fn each_payload(
    connection: &Connection,
    ledger: Ledger,
    within: RangeInclusive<i64>,
    mut each: impl FnMut(i64, &str) -> Result<()>,
) -> Result<()> {
    let (selection, name) = (&statements(ledger).selection, ledger.name());
    let mut statement = connection.prepare(&format!("SELECT {selection} FROM {name} WHERE id BETWEEN ?1 AND ?2"))?;
    let mut rows = statement.query([within.start(), within.end()])?;
    let mut text = Vec::with_capacity(1024);
    while let Some(row) = rows.next()? {
        text.clear();
        for (key, place, part) in parts(ledger) {
            write_stored(&mut text, key, *part, row.get_ref(*place)?)?;
        }
        text.push(b'}');
        let text = std::str::from_utf8(&text).map_err(|_| unreadable(ledger.declaration().label))?;
        each(row.get(0)?, text)?;
    }
    Ok(())
}

/// Every text that stands in a column of `ledger`, each once, of voided records too.
pub fn each_text(connection: &Connection, ledger: Ledger, column: &str, mut each: impl FnMut(&str)) -> Result<()> {
    let sql = format!("SELECT DISTINCT {column} FROM {} WHERE typeof({column}) = 'text'", ledger.name());
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(row.get_ref(0)?.as_str().map_err(|_| unreadable(ledger.declaration().label))?);
    }
    Ok(())
}

/// Writes what is `stored` of `part` under `key`, unless it is nothing.
fn write_stored(text: &mut Vec<u8>, key: &str, part: Part, stored: ValueRef<'_>) -> Result<()> {
    let label = if let Part::Column(column) = part { column.label } else { key };
    match (part, stored) {
        (_, ValueRef::Null) => return Ok(()),
        (Part::Uid, stored) => {
            let uid = stored.as_blob().ok().and_then(|blob| Uuid::from_slice(blob).ok()).ok_or_else(no_identity)?;
            write_json(text, key, uid.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()));
        }
        (Part::Column(&Column { kind: Kind::Flag, .. }), ValueRef::Integer(number)) => write_json(text, key, &(number != 0)),
        (Part::Column(column), stored @ (ValueRef::Real(_) | ValueRef::Integer(_))) => {
            if let Some(value) = value_of(column, stored)? {
                write_json(text, key, &value.to_json());
            }
        }
        (Part::Column(column @ Column { kind: Kind::Choice(_) | Kind::Choices(_), .. }), stored) => {
            if let Some(value) = value_of(column, stored)? {
                write_json(text, key, &value.to_json());
            }
        }
        (_, ValueRef::Text(said)) => write_json(text, key, std::str::from_utf8(said).map_err(|_| unreadable(label))?),
        _ => return Err(unreadable(label)),
    }
    Ok(())
}

fn write_json<T: serde::Serialize + ?Sized>(text: &mut Vec<u8>, key: &str, value: &T) {
    open_key(text, key);
    let _ = serde_json::to_writer(text, value);
}

fn unreadable(label: &str) -> Error {
    Error::FileDamaged(format!("「{label}」里有读不懂的内容"))
}

/// Hands every record of `ledger`, stored columns only, to `each`; voided ones too.
pub fn each_stored(connection: &Connection, ledger: Ledger, mut each: impl FnMut(Record) -> Result<()>) -> Result<()> {
    let mut statement = connection.prepare(&format!("SELECT {} FROM {}", statements(ledger).selection, ledger.name()))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(read(ledger, row)?)?;
    }
    Ok(())
}

/// Whether a ledger has any row, voided ones too.
pub fn any(connection: &Connection, ledger: Ledger) -> Result<bool> {
    Ok(connection.query_row(&format!("SELECT EXISTS (SELECT 1 FROM {})", ledger.name()), [], |row| row.get(0))?)
}

/// How many rows a ledger has, voided ones too.
pub fn count(connection: &Connection, ledger: Ledger) -> Result<u64> {
    let count: i64 = connection.query_row(&format!("SELECT count(*) FROM {}", ledger.name()), [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// Ids that satisfy `condition` (parameters numbered).
pub fn ids_matching(connection: &Connection, ledger: Ledger, condition: &str, parameters: &[&dyn ToSql]) -> Result<Vec<i64>> {
    let sql = format!("SELECT id FROM {} WHERE {condition}", ledger.name());
    let mut statement = connection.prepare_cached(&sql)?;
    let ids = statement.query_map(parameters, |row| row.get(0))?.collect::<std::result::Result<_, _>>()?;
    Ok(ids)
}

/// What people call a record: the value of its title column, or its number. Where the title is another record, that
/// one's title with the day: 王龚 2021-08-17.
pub fn title(connection: &Connection, ledger: Ledger, id: i64) -> Result<String> {
    let declaration = ledger.declaration();
    let numbered = || format!("第 {id} 号");
    if let Some(Kind::Reference(target)) = ledger.column(declaration.title).map(|column| column.kind) {
        let day = declaration.record_date.unwrap_or("NULL");
        let sql = format!("SELECT {}, {day} FROM {} WHERE id = ?1", declaration.title, declaration.name);
        let found: Option<(Option<i64>, Option<String>)> =
            connection.prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let Some((Some(of), day)) = found else { return Ok(numbered()) };
        let day = day.map(|day| format!(" {day}")).unwrap_or_default();
        return Ok(title(connection, target, of)? + &day);
    }
    let kind = ledger.column(declaration.title).map(|column| column.kind);
    let day = declaration.record_date.unwrap_or("NULL");
    let sql = format!("SELECT {}, {day} FROM {} WHERE id = ?1", declaration.title, declaration.name);
    let found: Option<(Option<String>, Option<String>)> =
        connection.prepare_cached(&sql)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((Some(text), day)) = found else { return Ok(numbered()) };
    Ok(match kind {
        Some(Kind::Division) => divisions::name(&text),
        // Of what kind it was says which one only with its day.
        Some(Kind::Choices(choices)) => {
            let label = |code: &str| choices.iter().find(|choice| choice.code == code).map_or("", |choice| choice.label);
            let labels: Vec<&str> = text.split(',').map(label).collect();
            format!("{} {}", labels.join("、"), day.unwrap_or_default())
        }
        Some(Kind::Choice(choices)) => {
            let label = choices.iter().find(|choice| choice.code == text).map_or(text.as_str(), |choice| choice.label);
            format!("{label} {}", day.unwrap_or_default())
        }
        _ => text,
    })
}

/// The SQL made from a declaration.
struct Statements {
    /// The selection list that [`read`] understands.
    selection: String,
    insert: String,
    /// The columns of a row that is written, in the order of its cells; the first is the id.
    written: Vec<String>,
}

fn statements(ledger: Ledger) -> &'static Statements {
    static MADE: PerLedger<Statements> = PerLedger::new();
    MADE.get(ledger, || {
        let name = ledger.name();
        let common = COMMON.split(", ").map(str::to_owned);
        let stored = || ledger.columns().iter().filter(|column| column.stored());
        let read: Vec<String> = common.clone().chain(stored().map(|column| column.name.to_owned())).collect();
        let read = read.iter().fold(format!("{name}.id"), |list, column| format!("{list}, {name}.{column}"));
        let written = stored().flat_map(|column| std::iter::once(column.name.to_owned()).chain(key_column(column)));
        let written: Vec<String> = std::iter::once("id".to_owned()).chain(common).chain(written).collect();
        Statements {
            selection: read,
            insert: format!("INSERT INTO {name} ({}) VALUES ({})", written.join(", "), vec!["?"; written.len()].join(", ")),
            written,
        }
    })
}

fn read(ledger: Ledger, row: &Row<'_>) -> Result<Record> {
    let mut values = Values::new();
    let stored = ledger.columns().iter().filter(|column| column.stored());
    for (column, place) in stored.zip(FIRST_OWN..) {
        if let Some(value) = value_of(column, row.get_ref(place)?)? {
            values.insert(column.name, value);
        }
    }
    let state: String = row.get(6)?;
    let entered_at: String = row.get(3)?;
    Ok(Record {
        ledger,
        id: row.get(0)?,
        uid: uid_of(row, 1)?.to_string(),
        step: row.get(2)?,
        entered_at: read_instant(&entered_at)?,
        recorder: row.get(4)?,
        late_reason: row.get(5)?,
        state: if state == "valid" { State::Valid } else { State::Voided },
        void_reason: row.get(7)?,
        extra: row.get(8)?,
        values,
    })
}

fn value_of(column: &Column, stored: ValueRef<'_>) -> Result<Option<Value>> {
    let odd = || unreadable(column.label);
    let value = match (stored, column.kind) {
        (ValueRef::Null, _) => return Ok(None),
        (ValueRef::Integer(number), Kind::Flag) => Value::Flag(number != 0),
        (ValueRef::Integer(number), Kind::Reference(_)) => Value::Reference(number),
        (ValueRef::Real(number), Kind::Decimal { .. }) => Value::Decimal(number),
        (ValueRef::Integer(number), _) => Value::Integer(number),
        (ValueRef::Text(bytes), kind) => {
            let text = std::str::from_utf8(bytes).map_err(|_| odd())?;
            match kind {
                Kind::Date => Value::Date(text.parse().map_err(|_| odd())?),
                Kind::Time => Value::Time(NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| odd())?),
                Kind::Instant => Value::Instant(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").map_err(|_| odd())?),
                Kind::Choice(choices) => Value::Choice(choices.iter().find(|choice| choice.code == text).ok_or_else(odd)?.code),
                Kind::Choices(choices) => Value::Choices(
                    text.split(',')
                        .map(|code| choices.iter().find(|choice| choice.code == code).map(|choice| choice.code).ok_or_else(odd))
                        .collect::<Result<_>>()?,
                ),
                _ => Value::Text(text.to_owned()),
            }
        }
        _ => return Err(odd()),
    };
    Ok(Some(value))
}

fn to_sql(value: Option<&Value>) -> ToSqlOutput<'_> {
    match value {
        None => ToSqlOutput::Owned(Sql::Null),
        Some(Value::Text(text)) => borrowed(text),
        Some(Value::Choice(code)) => borrowed(code),
        Some(Value::Integer(number) | Value::Reference(number)) => ToSqlOutput::Owned(Sql::Integer(*number)),
        Some(Value::Decimal(number)) => ToSqlOutput::Owned(Sql::Real(*number)),
        Some(Value::Flag(flag)) => ToSqlOutput::Owned(Sql::Integer(i64::from(*flag))),
        Some(value) => ToSqlOutput::Owned(Sql::Text(value.to_input())),
    }
}

fn borrowed(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
}

/// What the row of a record that is written takes the place of.
#[derive(Clone, Copy)]
pub(super) enum Place<'a> {
    /// Of nothing.
    New,
    /// Of the row of its id, every column of it.
    Whole,
    /// Of the row that says this: what says the same is left, and with it the indexes over it.
    Of(&'a Record),
}

/// Writes the row of `record`, stored columns only. Duty of the caller: journal it.
pub(super) fn write(connection: &Connection, record: &Record, place: Place<'_>) -> Result<()> {
    let before = if let Place::Of(before) = place { Some(before) } else { None };
    let differs = |same: fn(&Record, &Record) -> bool| before.is_none_or(|before| !same(before, record));
    let optional = |text: &'_ Option<String>| ToSqlOutput::Owned(text.clone().map_or(Sql::Null, Sql::Text));
    let mut cells: Vec<(bool, ToSqlOutput<'_>)> = vec![
        (true, record.id.into()),
        (differs(|a, b| a.uid == b.uid), identity(record)?.as_bytes().to_vec().into()),
        (differs(|a, b| a.step == b.step), record.step.into()),
        (differs(|a, b| a.entered_at == b.entered_at), instant(record.entered_at).into()),
        (differs(|a, b| a.recorder == b.recorder), borrowed(&record.recorder)),
        (differs(|a, b| a.late_reason == b.late_reason), optional(&record.late_reason)),
        (differs(|a, b| a.state == b.state), borrowed(state_code(record.state))),
        (differs(|a, b| a.void_reason == b.void_reason), optional(&record.void_reason)),
        (differs(|a, b| a.extra == b.extra), borrowed(&record.extra)),
    ];
    for column in record.ledger.columns().iter().filter(|column| column.stored()) {
        let value = record.values.get(column.name);
        let differs = before.is_none_or(|before| before.values.get(column.name) != value);
        cells.push((differs, to_sql(value)));
        if column.search == Search::Pinyin {
            let key = value.and_then(Value::as_text).filter(|_| differs);
            cells.push((differs, ToSqlOutput::Owned(key.map_or(Sql::Null, |text| Sql::Text(pinyin::sort_key(text))))));
        }
    }
    let texts = statements(record.ledger);
    let sql = match place {
        Place::New => Cow::Borrowed(&texts.insert),
        Place::Whole | Place::Of(_) => {
            let set = texts.written.iter().zip(&cells).skip(1).filter(|(_, (differs, _))| *differs).zip(2..);
            let set: Vec<String> = set.map(|((column, _), place)| format!("{column} = ?{place}")).collect();
            if set.is_empty() {
                return Ok(());
            }
            Cow::Owned(format!("UPDATE {} SET {} WHERE id = ?1", record.ledger.name(), set.join(", ")))
        }
    };
    let cells = cells.into_iter().filter_map(|(differs, cell)| differs.then_some(cell));
    connection.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(cells))?;
    Ok(())
}

/// The identity of `record`, as it is stored.
pub(super) fn identity(record: &Record) -> Result<Uuid> {
    Uuid::try_parse(&record.uid).map_err(|error| Error::Bug(format!("记录编号「{}」：{error}", record.uid)))
}

/// The identity of the record of number `id`.
pub(super) fn uid(connection: &Connection, ledger: Ledger, id: i64) -> Result<Option<Uuid>> {
    let sql = format!("SELECT uid FROM {} WHERE id = ?1", ledger.name());
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(|row| uid_of(row, 0)).transpose()
}

fn uid_of(row: &Row<'_>, place: usize) -> Result<Uuid> {
    let blob = row.get_ref(place)?.as_blob().ok().and_then(|blob| Uuid::from_slice(blob).ok());
    blob.ok_or_else(no_identity)
}

fn no_identity() -> Error {
    Error::FileDamaged("记录编号读不懂".to_owned())
}

/// Whether another record, voided or not, names the one of number `id`.
pub(super) fn is_named(connection: &Connection, registry: &Registry, ledger: Ledger, id: i64) -> Result<bool> {
    for other in registry.ledgers() {
        for reference in other.references().filter(|reference| reference.ledger == ledger) {
            let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE {} = ?1)", other.name(), reference.column.name);
            if connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0))? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Deletes a row. Duty of the caller: journal it.
pub(super) fn delete(connection: &Connection, ledger: Ledger, id: i64) -> Result<()> {
    connection.execute(&format!("DELETE FROM {} WHERE id = ?1", ledger.name()), [id])?;
    Ok(())
}

/// The next free id; ids of removed rows are not used again.
pub(super) fn next_id(connection: &Connection, ledger: Ledger) -> Result<i64> {
    let last: Option<i64> = connection
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = ?1")?
        .query_row([ledger.name()], |row| row.get(0))
        .optional()?;
    Ok(last.unwrap_or(0) + 1)
}

fn state_code(state: State) -> &'static str {
    match state {
        State::Valid => "valid",
        State::Voided => "voided",
    }
}

/// Where a key of the canonical text comes from.
#[derive(Clone, Copy)]
enum Part {
    Uid,
    EnteredAt,
    Recorder,
    State,
    Extra,
    LateReason,
    VoidReason,
    Column(&'static Column),
}

/// The keys of a ledger's canonical text in their order, each with its place in a selection.
fn parts(ledger: Ledger) -> &'static [(&'static str, usize, Part)] {
    static MADE: PerLedger<Vec<(&'static str, usize, Part)>> = PerLedger::new();
    MADE.get(ledger, || {
        let mut parts = vec![
            ("uid", 1, Part::Uid),
            ("entered_at", 3, Part::EnteredAt),
            ("recorder", 4, Part::Recorder),
            ("late_reason", 5, Part::LateReason),
            ("state", 6, Part::State),
            ("void_reason", 7, Part::VoidReason),
            ("extra", 8, Part::Extra),
        ];
        let stored = ledger.columns().iter().filter(|column| column.stored()).zip(FIRST_OWN..);
        parts.extend(stored.map(|(column, place)| (column.name, place, Part::Column(column))));
        parts.sort_by_key(|(key, ..)| *key);
        parts
    })
}

/// The canonical text of a record: one JSON object with sorted keys, stored columns only, without its step.
pub fn payload(record: &Record) -> String {
    let mut text = Vec::with_capacity(512);
    for (key, _, part) in parts(record.ledger) {
        let string = match part {
            Part::Uid => Some(Cow::Borrowed(record.uid.as_str())),
            Part::EnteredAt => Some(Cow::Owned(instant(record.entered_at))),
            Part::Recorder => Some(Cow::Borrowed(record.recorder.as_str())),
            Part::State => Some(Cow::Borrowed(state_code(record.state))),
            Part::Extra => Some(Cow::Borrowed(record.extra.as_str())),
            Part::LateReason => record.late_reason.as_deref().map(Cow::Borrowed),
            Part::VoidReason => record.void_reason.as_deref().map(Cow::Borrowed),
            Part::Column(column) => match record.values.get(column.name) {
                Some(Value::Text(said)) => Some(Cow::Borrowed(said.as_str())),
                Some(value) => {
                    open_key(&mut text, key);
                    let _ = serde_json::to_writer(&mut text, &value.to_json());
                    None
                }
                None => None,
            },
        };
        if let Some(string) = string {
            open_key(&mut text, key);
            let _ = serde_json::to_writer(&mut text, string.as_ref());
        }
    }
    text.push(b'}');
    String::from_utf8(text).unwrap_or_default()
}

/// Writes `"key":` behind what separates it from what stands before it.
fn open_key(text: &mut Vec<u8>, key: &str) {
    text.push(if text.is_empty() { b'{' } else { b',' });
    text.push(b'"');
    text.extend_from_slice(key.as_bytes());
    text.extend_from_slice(b"\":");
}

/// Reads a canonical text back.
pub fn from_payload(ledger: Ledger, id: i64, step: i64, text: &str) -> Result<Record> {
    let damaged = || Error::FileDamaged("修改痕迹读不懂".to_owned());
    let map: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).map_err(|_| damaged())?;
    let string = |key: &str| map.get(key).and_then(|value| value.as_str()).map(str::to_owned);
    let mut values = Values::new();
    for column in ledger.columns().iter().filter(|column| column.stored()) {
        let Some(json) = map.get(column.name) else { continue };
        let value = match (json, column.kind) {
            (serde_json::Value::Bool(flag), _) => Value::Flag(*flag),
            (serde_json::Value::Number(number), Kind::Reference(_)) => Value::Reference(number.as_i64().ok_or_else(damaged)?),
            (serde_json::Value::Number(number), Kind::Decimal { .. }) => Value::Decimal(number.as_f64().ok_or_else(damaged)?),
            (serde_json::Value::Number(number), _) => Value::Integer(number.as_i64().ok_or_else(damaged)?),
            (serde_json::Value::Array(codes), _) => {
                let joined: Vec<&str> = codes.iter().filter_map(|code| code.as_str()).collect();
                value_of(column, ValueRef::Text(joined.join(",").as_bytes()))?.ok_or_else(damaged)?
            }
            (serde_json::Value::String(text), _) => value_of(column, ValueRef::Text(text.as_bytes()))?.ok_or_else(damaged)?,
            _ => return Err(damaged()),
        };
        values.insert(column.name, value);
    }
    Ok(Record {
        ledger,
        id,
        step,
        uid: string("uid").and_then(|uid| Uuid::try_parse(&uid).ok()).ok_or_else(damaged)?.to_string(),
        entered_at: read_instant(&string("entered_at").ok_or_else(damaged)?)?,
        recorder: string("recorder").ok_or_else(damaged)?,
        late_reason: string("late_reason"),
        state: if string("state").as_deref() == Some("valid") { State::Valid } else { State::Voided },
        void_reason: string("void_reason"),
        extra: string("extra").ok_or_else(damaged)?,
        values,
    })
}
