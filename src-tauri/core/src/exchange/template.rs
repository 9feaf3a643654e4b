//! Blank sheets to be filled in and imported.
//!
//! Owns which columns they have and the sample row, which an import leaves out.

use super::export::{Ending, Field, Out};
use super::layout::EXAMPLE;
use super::sheet::{Lists, Manner, Place, Sheet, lists};
use super::target::keys;
use crate::base::clock::business_time;
use crate::base::error::{Error, Result};
use crate::file::output::{Kind as OutputKind, Output};
use crate::schema::{Column, Kind, Ledger, Sensitivity};
use crate::store::Book;
use crate::store::registry::Registry;
use chrono::{NaiveDate, NaiveTime};
use std::path::Path;

/// Writes a blank sheet of `ledger` to `path`: what must be given marked, what may be chosen in lists, a note at every
/// header and one sample row.
///
/// # Errors
/// `Invalid` when the ledger has no sheets of its own or the ending is not .xlsx; `TargetExists` as [`Output::begin`]; `Io`.
pub fn blank(book: &Book, ledger: Ledger, path: &Path) -> Result<()> {
    if Ending::of(path)? != Ending::Workbook {
        return Err(Error::invalid("out", "format", path.display().to_string(), "模板存成 .xlsx。"));
    }
    let fields: Vec<Field> = fields(book.registry(), ledger);
    let lists = lists(book, ledger, &fields)?;
    let organisation = book.organisation()?.text("name").unwrap_or_default().to_owned();
    let at = business_time(book.surroundings().now());
    let output = Output::begin(path, OutputKind::Workbook, Some(book.path()))?;
    let place = Place { file: output.file()?, path, rows: 1 };
    let mut sheet = Sheet::new(ledger, &organisation, &fields, &lists, (at, Manner::Blank), place)?;
    sheet.rows(&[sample_row(&fields, ledger, &lists, at.date())])?;
    sheet.save()?;
    output.finish()
}

/// What people fill in; what identifies the person beside her name.
fn fields(registry: &'static Registry, ledger: Ledger) -> Vec<Field> {
    let mut fields = Vec::new();
    for field in Field::of(registry, ledger).into_iter().filter(|field| field.is_typed(ledger)) {
        fields.push(field);
        if let Field::Of(column) = field {
            fields.extend(keys(column).filter(|key| key.identifies).map(Field::Of));
        }
    }
    fields.push(Field::Uid);
    fields
}

/// Something in every column. The first says that it is a sample: whoever types over it takes that away.
fn sample_row(fields: &[Field], ledger: Ledger, lists: &Lists, today: NaiveDate) -> Vec<Out> {
    let mut row: Vec<Out> = fields.iter().map(|field| sample(*field, ledger, lists, today)).collect();
    if let Some(first) = row.first_mut() {
        let said = match &first {
            Out::Text(text) => text.clone(),
            Out::Day(at) | Out::Moment(at) => at.date().to_string(),
            Out::Number(number) => number.to_string(),
            _ => String::new(),
        };
        *first = Out::Text(format!("{EXAMPLE}：{said}"));
    }
    row
}

fn sample(field: Field, ledger: Ledger, lists: &Lists, today: NaiveDate) -> Out {
    let text = |text: &str| Out::Text(text.to_owned());
    match field {
        Field::Of(column) => match lists.get(column.name).and_then(|list| list.first()) {
            Some(first) => text(first),
            None => typical(column, ledger, today),
        },
        _ => Out::Empty,
    }
}

/// Something of the kind; no real person's.
fn typical(column: &Column, ledger: Ledger, today: NaiveDate) -> Out {
    let text = |text: &str| Out::Text(text.to_owned());
    match (column.kind, column.sensitivity) {
        (_, Sensitivity::DocumentNumber) => text("500101199001010000"),
        (_, Sensitivity::Phone) => text("13800000000"),
        (_, Sensitivity::Address) => text("某某路 1 号"),
        (Kind::Date, _) if column.not_future && ledger.declaration().record_date != Some(column.name) => text("1990-01-01"),
        (Kind::Date, _) => Out::Day(today.and_time(NaiveTime::MIN)),
        (Kind::Instant, _) => Out::Moment(today.and_time(NaiveTime::MIN)),
        (Kind::Time, _) => text("09:00"),
        #[allow(clippy::cast_precision_loss)] // bounds are small
        (Kind::Integer { min, .. } | Kind::Decimal { min, .. }, _) => Out::Number(min.max(1) as f64),
        (Kind::Reference(of), _) => text(if of.declaration().person { "王小明" } else { "大厅" }),
        (Kind::Name { .. }, _) if column.name == ledger.declaration().title && !ledger.declaration().person => text("大厅"),
        (Kind::Name { .. }, _) => text("王小明"),
        (Kind::Division, _) => text("大足区"),
        _ => Out::Empty,
    }
}
