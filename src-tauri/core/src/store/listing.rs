//! Lists: the sorted ids of a query once, windows as slices of them.
//!
//! Owns filtering and sorting: in SQL by stored columns, in memory by computed ones. Searching by text is `search`'s; how a row is shown is `present`'s.

use crate::base::error::{Error, Result};
use crate::base::pinyin;
use crate::schema::{Column, Kind, Ledger, Search, Value};
use crate::store::derived::{self, place};
use crate::store::registry::Registry;
use chrono::{Datelike, NaiveDate};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

/// Which records of a ledger, in which order. The text is searched for apart from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Of which ledger.
    pub ledger: Ledger,
    /// What the person typed into the search box.
    pub text: String,
    /// Column name to stored code; only records with that value.
    pub filters: BTreeMap<String, String>,
    /// First record date, inclusive.
    pub from: Option<NaiveDate>,
    /// Last record date, inclusive.
    pub to: Option<NaiveDate>,
    /// The day computed columns are of.
    pub on: NaiveDate,
    /// Column to sort by; `None`: title by pinyin, or newest record date first.
    pub sort: Option<String>,
    /// Largest first.
    pub descending: bool,
    /// Whether voided records are listed too.
    pub voided: bool,
    /// Only these, in whichever order; `None`: whichever there are.
    pub only: Option<Arc<HashSet<i64>>>,
}

impl Query {
    /// All valid records as of `on`.
    pub fn all(ledger: Ledger, on: NaiveDate) -> Self {
        Self {
            ledger,
            text: String::new(),
            filters: BTreeMap::new(),
            from: None,
            to: None,
            on,
            sort: None,
            descending: false,
            voided: false,
            only: None,
        }
    }

    /// The valid records as of `on` that have `code` in `column`.
    pub fn having(ledger: Ledger, on: NaiveDate, column: &str, code: &str) -> Self {
        Self { filters: BTreeMap::from([(column.to_owned(), code.to_owned())]), ..Self::all(ledger, on) }
    }
}

/// Ids of the records of `query` in order, regardless of its text. `computed` gives the values of a computed column as
/// of the query's day.
///
/// # Errors
/// `Invalid` when a filter or the sort names a column the ledger does not have.
pub fn ids<'a>(
    connection: &Connection,
    registry: &'static Registry,
    query: &Query,
    computed: &dyn Fn(&'static Column) -> Result<&'a derived::Column>,
) -> Result<Vec<i64>> {
    let ledger = query.ledger;
    let name = ledger.name();
    let mut conditions = Vec::new();
    let mut parameters: Vec<String> = Vec::new();
    let mut kept: Vec<(&derived::Column, &str)> = Vec::new();
    if !query.voided {
        conditions.push(format!("{name}.state = 'valid'"));
    }
    for (key, code) in &query.filters {
        let column = named(registry, ledger, key)?;
        if !column.stored() {
            kept.push((computed(column)?, code));
            continue;
        }
        parameters.push(match (column.kind, code.as_str()) {
            (Kind::Flag, "true") => "1".to_owned(),
            (Kind::Flag, "false") => "0".to_owned(),
            _ => code.clone(),
        });
        conditions.push(format!("CAST({name}.{} AS TEXT) = ?{}", column.name, parameters.len()));
    }
    let day = match ledger.declaration().record_date {
        Some(column) => format!("{name}.{column}"),
        None => format!("substr(datetime({name}.entered_at, '+8 hours'), 1, 10)"),
    };
    if let Some(from) = query.from {
        parameters.push(from.to_string());
        conditions.push(format!("{day} >= ?{}", parameters.len()));
    }
    if let Some(to) = query.to {
        // An instant of the last day lies after the text of the day.
        parameters.push(to.succ_opt().unwrap_or(to).to_string());
        let before = if begins_unknown(ledger) { format!(" OR {day} IS NULL") } else { String::new() };
        conditions.push(format!("({day} < ?{}{before})", parameters.len()));
    }
    let mut ids = Vec::new();
    for (condition, order) in order(registry, query)? {
        let all: Vec<&str> = conditions.iter().map(String::as_str).chain(condition.as_deref()).collect();
        let filter = if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) };
        let sql = format!("SELECT {name}.id FROM {name}{filter} ORDER BY {order}");
        let mut statement = connection.prepare_cached(&sql)?;
        let mut found = statement.query(rusqlite::params_from_iter(&parameters))?;
        while let Some(row) = found.next()? {
            ids.push(row.get(0)?);
        }
    }
    if let Some(only) = &query.only {
        ids.retain(|id| only.contains(id));
    }
    for (values, code) in kept {
        ids.retain(|id| values.get(place(*id)).and_then(Option::as_ref).is_some_and(|value| value.to_input() == *code));
    }
    if let Some(column) =
        query.sort.as_deref().map(|key| named(registry, ledger, key)).transpose()?.filter(|column| !column.stored())
    {
        sort_by(&mut ids, column, computed(column)?, query.descending);
    }
    Ok(ids)
}

fn named(registry: &'static Registry, ledger: Ledger, key: &str) -> Result<&'static Column> {
    registry
        .column(ledger, key)
        .ok_or_else(|| Error::invalid(key, "unknown_column", "", format!("{}没有「{key}」这一栏。", ledger.declaration().label)))
}

/// Whether records of `ledger` may have no day: they began before the file did, and stand before all others.
fn begins_unknown(ledger: Ledger) -> bool {
    let day = ledger.declaration().record_date.and_then(|day| ledger.column(day));
    day.is_some_and(|day| !day.required)
}

/// Conditions and `ORDER BY` of one or two queries after each other, so that records without a value come last either
/// way and an index on the column still serves. A computed column is sorted by afterwards.
fn order(registry: &'static Registry, query: &Query) -> Result<Vec<(Option<String>, String)>> {
    let ledger = query.ledger;
    let name = ledger.name();
    let direction = if query.descending { "DESC" } else { "ASC" };
    let Some(key) = &query.sort else {
        let declaration = ledger.declaration();
        let by = match declaration.record_date {
            Some(day) => format!("{name}.{day} DESC, {name}.id DESC"),
            None if ledger.column(declaration.title).is_some_and(|title| title.search == Search::Pinyin) => {
                format!("{name}.{}_key {direction}, {name}.id", declaration.title)
            }
            None => format!("{name}.id DESC"),
        };
        return Ok(vec![(None, by)]);
    };
    let column = named(registry, ledger, key)?;
    if !column.stored() {
        return Ok(vec![(None, format!("{name}.id"))]);
    }
    let expression = format!("{name}.{}", column.name);
    if ledger.declaration().record_date == Some(column.name) && begins_unknown(ledger) {
        return Ok(vec![(None, format!("{expression} {direction}, {name}.id"))]);
    }
    let by = match (column.search, column.kind) {
        (Search::Pinyin, _) => format!("{expression}_key"),
        (_, Kind::Choice(choices)) => {
            let mut case = format!("CASE {expression}");
            for (place, choice) in choices.iter().enumerate() {
                let _ = write!(case, " WHEN '{}' THEN {place}", choice.code);
            }
            format!("{case} END")
        }
        (_, Kind::Reference(target)) => {
            let (title, table) = (target.declaration().title, target.name());
            let keyed = target.column(title).is_some_and(|column| column.search == Search::Pinyin);
            let suffix = if keyed { "_key" } else { "" };
            format!("(SELECT t.{title}{suffix} FROM {table} AS t WHERE t.id = {expression})")
        }
        _ => expression.clone(),
    };
    Ok(if matches!(column.kind, Kind::Choice(_) | Kind::Reference(_)) {
        vec![(None, format!("{by} IS NULL, {by} {direction}, {name}.id"))]
    } else {
        vec![
            (Some(format!("{by} IS NOT NULL")), format!("{by} {direction}, {name}.id")),
            (Some(format!("{by} IS NULL")), format!("{name}.id")),
        ]
    })
}

/// Sorts by a computed column, records without a value last either way, equal ones by number.
fn sort_by(ids: &mut [i64], column: &Column, values: &derived::Column, descending: bool) {
    let mut known: HashMap<&str, Rc<str>> = HashMap::new();
    let mut keyed: Vec<(Option<SortKey>, i64)> = ids
        .iter()
        .map(|id| (values.get(place(*id)).and_then(Option::as_ref).map(|value| SortKey::of(column, value, &mut known)), *id))
        .collect();
    keyed.sort_by(|(a, a_id), (b, b_id)| {
        let by_value = match (a, b) {
            (Some(a), Some(b)) if descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        by_value.then(a_id.cmp(b_id))
    });
    for (slot, (_, id)) in ids.iter_mut().zip(keyed) {
        *slot = id;
    }
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Number(i64),
    Text(Rc<str>),
}

impl SortKey {
    fn of<'a>(column: &Column, value: &'a Value, known: &mut HashMap<&'a str, Rc<str>>) -> Self {
        match (value, column.kind) {
            (Value::Choice(code) | Value::Told { code, .. }, Kind::Choice(choices)) => {
                let place = choices.iter().position(|choice| choice.code == *code);
                Self::Number(place.and_then(|place| i64::try_from(place).ok()).unwrap_or(i64::MAX))
            }
            (Value::Integer(number) | Value::Reference(number), _) => Self::Number(*number),
            #[allow(clippy::cast_possible_truncation)] // only the order counts
            (Value::Decimal(number), _) => Self::Number((number * 10_000.0) as i64),
            (Value::Flag(flag), _) => Self::Number(i64::from(*flag)),
            // Before the file began.
            (Value::Told { .. }, Kind::Date) => Self::Number(i64::MIN),
            (Value::Date(day), _) => Self::Number(i64::from(day.num_days_from_ce())),
            (Value::Text(text), _) if column.search == Search::Pinyin => {
                Self::Text(known.entry(text).or_insert_with(|| pinyin::sort_key(text).into()).clone())
            }
            (value, _) => Self::Text(value.to_input().into()),
        }
    }
}
