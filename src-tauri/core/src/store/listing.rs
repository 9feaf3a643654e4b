//! Lists: the sorted ids of a query once, windows as slices of them.
//!
//! Owns filtering and sorting in SQL. Searching by text is `search`'s; how a row is shown is `present`'s.

use crate::error::{Error, Result};
use crate::ledgers::Ledger;
use crate::record::{Column, Kind, Search};
use crate::store::rows;
use chrono::NaiveDate;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fmt::Write as _;

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
        }
    }
}

/// Ids of the records of `query` in order, regardless of its text.
///
/// # Errors
/// `Invalid` when a filter or the sort names a column the ledger does not have.
pub fn ids(connection: &Connection, query: &Query) -> Result<Vec<i64>> {
    let ledger = query.ledger;
    let name = ledger.name();
    let mut joins = false;
    let mut conditions = Vec::new();
    let mut parameters: Vec<String> = Vec::new();
    if !query.voided {
        conditions.push(format!("{name}.state = 'valid'"));
    }
    for (key, code) in &query.filters {
        let column = named(ledger, key)?;
        joins |= column.computed.is_some();
        parameters.push(match (column.kind, code.as_str()) {
            (Kind::Flag, "true") => "1".to_owned(),
            (Kind::Flag, "false") => "0".to_owned(),
            _ => code.clone(),
        });
        conditions.push(format!("CAST({} AS TEXT) = ?{}", rows::expression(ledger, column), parameters.len()));
    }
    let day = match ledger.declaration().record_date {
        Some(column) => format!("{name}.{column}"),
        None => format!("substr(datetime({name}.entered_at, '+8 hours'), 1, 10)"),
    };
    for (bound, comparison) in [(query.from, ">="), (query.to, "<=")] {
        if let Some(bound) = bound {
            parameters.push(bound.format("%Y-%m-%d").to_string());
            conditions.push(format!("{day} {comparison} ?{}", parameters.len()));
        }
    }
    let Order { parts, joins: order_joins } = order(query)?;
    let source = if joins || order_joins { rows::source(ledger) } else { name.to_owned() };
    let mut ids = Vec::new();
    for (condition, order) in parts {
        let all: Vec<&str> = conditions.iter().map(String::as_str).chain(condition.as_deref()).collect();
        let filter = if all.is_empty() { String::new() } else { format!(" WHERE {}", all.join(" AND ")) };
        let sql = format!("SELECT {name}.id FROM {source}{filter} ORDER BY {order}");
        let mut statement = connection.prepare_cached(&sql)?;
        for (parameter, index) in parameters.iter().zip(1..) {
            statement.raw_bind_parameter(index, parameter)?;
        }
        rows::bind_day(&mut statement, query.on)?;
        let mut found = statement.raw_query();
        while let Some(row) = found.next()? {
            ids.push(row.get(0)?);
        }
    }
    Ok(ids)
}

/// How a query sorts: one or two queries after each other, so that records without a value come last either way and an
/// index on the column still serves.
struct Order {
    /// Extra condition and `ORDER BY` of each.
    parts: Vec<(Option<String>, String)>,
    joins: bool,
}

fn named(ledger: Ledger, key: &str) -> Result<&'static Column> {
    ledger
        .column(key)
        .ok_or_else(|| Error::invalid(key, "unknown_column", "", format!("{}没有「{key}」这一栏。", ledger.declaration().label)))
}

fn order(query: &Query) -> Result<Order> {
    let ledger = query.ledger;
    let name = ledger.name();
    let direction = if query.descending { "DESC" } else { "ASC" };
    let Some(key) = &query.sort else {
        let declaration = ledger.declaration();
        let by = match declaration.record_date {
            Some(day) => format!("{name}.{day} DESC, {name}.id DESC"),
            None => format!("{name}.{}_key {direction}, {name}.id", declaration.title),
        };
        return Ok(Order { parts: vec![(None, by)], joins: false });
    };
    let column = named(ledger, key)?;
    let expression = rows::expression(ledger, column);
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
            let target = target.declaration();
            format!("(SELECT t.{}_key FROM {} AS t WHERE t.id = {expression})", target.title, target.name)
        }
        _ => expression,
    };
    let parts = if column.computed.is_none() && !matches!(column.kind, Kind::Choice(_) | Kind::Reference(_)) {
        vec![
            (Some(format!("{by} IS NOT NULL")), format!("{by} {direction}, {name}.id")),
            (Some(format!("{by} IS NULL")), format!("{name}.id")),
        ]
    } else {
        vec![(None, format!("{by} IS NULL, {by} {direction}, {name}.id"))]
    };
    Ok(Order { parts, joins: column.computed.is_some() })
}
