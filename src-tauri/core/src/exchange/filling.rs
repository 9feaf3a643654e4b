//! The authority's own sheet, filled in: figures into its cells, records into its rows, its looks kept.
//!
//! Owns the mapping from cells to what goes into them, remembering it by the sheet's texts, and not writing over what is
//! there. Which figures there are is `overview::figures`'; how cells get into the package is `patch`'s.

use super::cell::{Grid, GridCell, UNCALCULATED, column_named};
use super::export::{Field, Out, out};
use super::patch::{Patch, Put, patched};
use super::source::{Format, Source};
use crate::base::error::{Error, Problem, Result};
use crate::store::Book;
use crate::store::disclosure::Masking;
use crate::store::listing::Query;
use chrono::NaiveDate;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// The days a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day of the records counted; `None`: from the beginning.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// The day on which states are as they are told.
    pub on: NaiveDate,
}

/// What goes where in one sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Filling {
    /// The sheet.
    pub sheet: String,
    /// Figures by cell, such as `C4`.
    pub cells: BTreeMap<String, String>,
    /// Records, one a row.
    pub rows: Option<Rows>,
}

/// Records that fill rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Rows {
    /// Of which ledger.
    pub ledger: String,
    /// The first row to be filled, as Excel numbers it.
    pub first: u32,
    /// Columns of the ledger by Excel's name of the sheet's column; `#` is a running number.
    pub columns: BTreeMap<String, String>,
}

/// A workbook filled in.
#[derive(Debug)]
pub struct Filled {
    /// The workbook.
    pub bytes: Vec<u8>,
    /// Its cells that were filled: row, as Excel numbers it, and column from 0.
    pub cells: BTreeSet<(u32, usize)>,
}

/// Rows from the top by whose texts a sheet is known again.
const KNOWN_BY: usize = 30;

/// Names a sheet by its texts.
fn fingerprint(sheet: &str, grid: &Grid) -> String {
    let mut hash = Sha256::new();
    hash.update(sheet);
    for row in grid.rows.iter().take(KNOWN_BY) {
        // A formula has a text once somebody opens the workbook: it is the same sheet.
        for column in row.filled().filter(|column| *row.at(*column) != UNCALCULATED) {
            hash.update([0]);
            hash.update(row.at(column).shown(grid.epoch));
        }
    }
    HEXLOWER.encode(hash.finalize().get(..8).unwrap_or_default())
}

fn key(fingerprint: &str) -> String {
    format!("filling:{fingerprint}")
}

/// The mapping remembered for `sheet` of `source`.
///
/// # Errors
/// What the file or SQLite say.
pub fn remembered(book: &Book, source: &mut Source, sheet: &str) -> Result<Option<Filling>> {
    let grid = source.head(sheet, KNOWN_BY)?;
    let known = book.setting(&key(&fingerprint(sheet, &grid)))?;
    Ok(known.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Remembers `filling` for sheets with the texts of this one.
///
/// # Errors
/// `ReadOnly` without the writer's lock.
pub fn remember(book: &mut Book, source: &mut Source, filling: &Filling) -> Result<()> {
    let grid = source.head(&filling.sheet, KNOWN_BY)?;
    let text = serde_json::to_string(filling).unwrap_or_default();
    book.keep(&key(&fingerprint(&filling.sheet, &grid)), Some(&text))
}

/// The workbook of `source` with what `filling` says, as of `period`. Whoever chooses `Whole` journals it first.
///
/// # Errors
/// `Invalid` when the workbook cannot keep its looks (only .xlsx can), names what is not there, or has too few blank rows.
pub fn filled(
    book: &Book,
    source: &mut Source,
    filling: &Filling,
    period: Period,
    masking: Masking<'_>,
    figure: &dyn Fn(&str) -> Result<Put>,
) -> Result<Filled> {
    if source.format != Format::Packed {
        let message = "只有 .xlsx 能照原样填。请在 Excel 或 WPS 里把模板另存为 .xlsx 再选。";
        return Err(Error::invalid("template", "format", &source.name, message));
    }
    let grid = source.grid(&filling.sheet)?;
    let mut patch = Patch { recalculate: true, ..Patch::default() };
    let mut problems = Vec::new();
    for (cell, name) in &filling.cells {
        let Some((row, column)) = place(cell) else {
            problems.push(Problem::new("cell", "cell", cell, format!("「{cell}」不是单元格。请写成 C4 的样子。")));
            continue;
        };
        match figure(name) {
            Ok(amount) => patch.put(row, column, amount),
            Err(Error::Invalid(found)) => problems.extend(found),
            Err(other) => return Err(other),
        }
    }
    if let Some(rows) = &filling.rows {
        fill_rows(book, rows, &grid, period, masking, &mut patch, &mut problems)?;
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let bytes = patched(&source.bytes, &filling.sheet, &patch)?;
    let cells = patch.cells.iter().flat_map(|(row, cells)| cells.keys().map(move |column| (*row, *column)));
    Ok(Filled { bytes, cells: cells.collect() })
}

fn fill_rows(
    book: &Book,
    rows: &Rows,
    grid: &Grid,
    period: Period,
    masking: Masking<'_>,
    patch: &mut Patch,
    problems: &mut Vec<Problem>,
) -> Result<()> {
    let ledger = book.registry().named(&rows.ledger)?;
    let known = Field::of(book.registry(), ledger);
    let mut columns: Vec<(usize, Option<Field>)> = Vec::new();
    for (letters, name) in &rows.columns {
        let field = known
            .iter()
            .copied()
            .find(|field| field.label() == name || matches!(field, Field::Of(column) if column.name == name));
        match (column_named(letters), field) {
            (None, _) => {
                problems.push(Problem::new("column", "column", letters, format!("「{letters}」不是列号。请写成 B 的样子。")))
            }
            (Some(column), _) if name == NUMBER => columns.push((column, None)),
            (Some(_), None) => {
                let label = ledger.declaration().label;
                problems.push(Problem::new(
                    "column",
                    "unknown_column",
                    name,
                    format!("{label}没有「{name}」这一栏。请核对栏名。"),
                ));
            }
            (Some(column), field) => columns.push((column, field)),
        }
    }
    let dated = ledger.declaration().record_date.is_some();
    let query = Query { from: period.from.filter(|_| dated), to: period.to.filter(|_| dated), ..Query::all(ledger, period.on) };
    let mut ids = book.ids(&query)?;
    if dated {
        ids.reverse();
    }
    let wanted = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    // A row that bears its running number already is free; one with words is a foot line.
    let taken = |number: u32| {
        let words = |cell: &GridCell| matches!(cell, GridCell::Text(text) if text.trim().parse::<f64>().is_err() && !text.trim().is_empty());
        grid.row(number).is_some_and(|row| {
            row.cells.iter().any(words) || columns.iter().any(|(column, field)| field.is_some() && !row.at(*column).is_blank())
        })
    };
    let free = (0..wanted).take_while(|offset| !taken(rows.first + offset)).count();
    if free < ids.len() {
        let next = rows.first + u32::try_from(free).unwrap_or(0);
        let message = format!(
            "从第 {} 行起只有 {free} 行空白，要填 {wanted} 条；第 {next} 行已有内容。请在模板里插入 {} 行再填。",
            rows.first,
            ids.len() - free
        );
        problems.push(Problem::new("rows", "too_few_rows", rows.first.to_string(), message));
        return Ok(());
    }
    patch.like_row = Some(rows.first);
    for (record, offset) in book.window(ledger, &ids, period.on)?.iter().zip(0_u32..) {
        for (column, field) in &columns {
            let put = match field {
                None => Put::Number(f64::from(offset + 1)),
                Some(field) => match out(book, record, *field, masking)? {
                    Out::Empty => continue,
                    Out::Number(number) => Put::Number(number),
                    out => Put::Text(out.in_words()),
                },
            };
            patch.put(rows.first + offset, *column, put);
        }
    }
    Ok(())
}

/// A running number instead of a column.
pub const NUMBER: &str = "#";

/// Row and column of a cell's name.
fn place(cell: &str) -> Option<(u32, usize)> {
    let cell = cell.trim();
    let digits = cell.find(|character: char| character.is_ascii_digit())?;
    let (letters, number) = cell.split_at_checked(digits)?;
    Some((number.parse().ok().filter(|row| *row > 0)?, column_named(letters)?))
}
