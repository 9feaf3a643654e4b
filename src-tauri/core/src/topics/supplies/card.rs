//! What is in store as it is told to people: a line a supply.
//!
//! Owns the words; how much there is follows from `stock`. The window and the form show it as it is.

use super::items::{Held, KINDS, QUANTITY, STATES};
use super::stock::{self, Kind, Move};
use super::{SUPPLIES, queries};
use crate::answers::Figure;
use crate::base::error::Result;
use crate::base::pinyin::sort_key;
use crate::schema::{Choice, Ledger, Record, Tone, Value};
use crate::store::Book;
use chrono::NaiveDate;
use serde::Serialize;

/// What is left of a lot.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StockLot {
    /// Its number; empty: none.
    pub lot: String,
    /// The last day on which it may be used.
    pub expires_on: Option<NaiveDate>,
    /// How much.
    pub left: String,
    /// Whether that day is over.
    pub expired: bool,
}

/// A supply in store.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StockLine {
    /// Its record.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// 类别
    pub kind: String,
    /// 单位
    pub unit: String,
    /// How much there is.
    pub stock: String,
    /// How little is too little; may be empty.
    pub minimum: String,
    /// When the first of it expires.
    pub next_expiry_on: Option<NaiveDate>,
    /// Code of its state.
    pub status: &'static str,
    /// Its state in words.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// When it was counted last.
    pub counted_on: Option<NaiveDate>,
    /// What is left of each lot, the first to expire first.
    pub lots: Vec<StockLot>,
}

/// Everything in store.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Stock {
    /// At the end of this day.
    pub day: NaiveDate,
    /// The supplies, by name.
    pub lines: Vec<StockLine>,
    /// The figures above.
    pub figures: Vec<Figure>,
}

/// What is in store at the end of the day `day`, at the latest the book's present one.
///
/// # Errors
/// What SQLite says.
pub fn of_day(book: &Book, day: NaiveDate) -> Result<Stock> {
    let on = day.min(book.today());
    let lines = book.with_facts(on, |facts| {
        let mut records = facts.valid(Ledger(&SUPPLIES))?;
        records.sort_by_cached_key(|record| sort_key(record.text("name").unwrap_or_default()));
        let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
        let moves = queries::moves(facts, &ids)?;
        let own = |record: &Record| moves.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        Ok(records.iter().map(|record| line(record, own(record), on)).collect::<Vec<_>>())
    })?;
    let with = |codes: &[&str]| lines.iter().filter(|line| codes.contains(&line.status)).count();
    let figures = vec![
        Figure::new("物资", format!("{} 种", lines.len())),
        Figure::new("不足", format!("{} 种", with(&["out", "low"]))),
        Figure::new("快到期", format!("{} 种", with(&["expiring"]))),
        Figure::new("有过期", format!("{} 种", with(&["expired"]))),
    ];
    Ok(Stock { day: on, lines, figures })
}

fn line(record: &Record, moves: &[Move], on: NaiveDate) -> StockLine {
    let past: &[Move] = moves.get(..moves.partition_point(|one| one.day <= on)).unwrap_or_default();
    let held = Held::on(past, on);
    let minimum = record.values.get("minimum").and_then(Value::as_decimal).map(stock::parts);
    let status = held.status(minimum, on);
    let state = STATES.iter().find(|choice| choice.code == status);
    StockLine {
        id: record.id.to_string(),
        name: record.text("name").unwrap_or_default().to_owned(),
        kind: label_of(KINDS, record.code("kind")),
        unit: record.text("unit").unwrap_or_default().to_owned(),
        stock: shown(held.stock),
        minimum: minimum.map(shown).unwrap_or_default(),
        next_expiry_on: held.next_expiry(),
        status,
        state: state.map(|choice| choice.label.to_owned()).unwrap_or_default(),
        tone: state.and_then(|choice| choice.tone).unwrap_or(Tone::Mute),
        counted_on: past.iter().rev().find(|one| one.kind == Kind::Count).map(|one| one.day),
        lots: held
            .lots
            .into_iter()
            .map(|lot| StockLot {
                expired: lot.expires_on.is_some_and(|day| day < on),
                lot: lot.lot.unwrap_or_default(),
                expires_on: lot.expires_on,
                left: shown(lot.left),
            })
            .collect(),
    }
}

/// Parts as people read them.
pub fn shown(parts: i64) -> String {
    Value::Decimal(stock::number(parts)).shown(QUANTITY)
}

fn label_of(choices: &[Choice], code: Option<&str>) -> String {
    choices.iter().find(|choice| Some(choice.code) == code).map(|choice| choice.label.to_owned()).unwrap_or_default()
}
