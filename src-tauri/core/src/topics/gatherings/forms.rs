//! Gatherings on paper besides their list and sheet: who signs at the door.

use super::{ATTENDANCES, GATHERINGS};
use crate::base::error::Result;
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::table::{TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::schema::{Ledger, Record, Value};
use crate::store::{Book, present};

/// Forms of the ledger.
pub const ALL: &[Printable] = &[Printable::of(Ledger(&GATHERINGS), "sign", "签到表", "签到表", Heeds::Record, sign)];

/// Most rows left empty, and the fewest.
const EMPTY: std::ops::RangeInclusive<i64> = 12..=400;

/// A sheet for each gathering: who signed, and room for as many as are to come.
fn sign(book: &Book, job: &PrintJob) -> Result<Gathered> {
    forms::by_record(book, job, sheet)
}

fn sheet(book: &Book, job: &PrintJob, record: &Record) -> Result<Content> {
    let columns = vec![
        TableColumn::of("姓名", 32.0, Align::Left),
        TableColumn::of("单位", 46.0, Align::Left),
        TableColumn::of("电话", 34.0, Align::Left),
        TableColumn::of("体温（℃）", 22.0, Align::Right),
        TableColumn::of("健康码", 20.0, Align::Centre),
        TableColumn::of("签字", 34.0, Align::Left),
    ];
    let came = book.with_facts(job.query.on, |facts| facts.children(Ledger(&ATTENDANCES), "gathering", &[record.id]))?;
    let came = came.get(&record.id).map(Vec::as_slice).unwrap_or_default();
    let rows = came.iter().map(|one| row(book, job, one)).collect::<Result<Vec<_>>>()?;
    let planned = record.values.get("planned").and_then(Value::as_integer).unwrap_or_default();
    let left = planned.clamp(*EMPTY.start(), *EMPTY.end()) - i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let place = record.text("place_text").map(|place| format!("　地点：{place}")).unwrap_or_default();
    let day = record.date("held_on").map(|day| day.to_string()).unwrap_or_default();
    let title = format!("{}签到表", record.text("title").unwrap_or_default());
    Ok(Content::Table(TableForm {
        rows,
        period: Some(format!("{day}{place}")),
        blank_rows: usize::try_from(left).unwrap_or_default(),
        ..forms::bare_table(book, job, &title, columns)?
    }))
}

fn row(book: &Book, job: &PrintJob, record: &Record) -> Result<TableRow> {
    let said = |name: &str| -> Result<String> {
        let column = Ledger(&ATTENDANCES).column(name);
        column.map_or_else(|| Ok(String::new()), |column| present::shown(book, record, column, forms::masking(job)))
    };
    let (own, other) = (said("staff")?, said("name")?);
    let unit = if own.is_empty() { String::new() } else { "本单位".to_owned() };
    let name = if own.is_empty() { other } else { own };
    let cells = vec![name, unit, said("phone")?, said("temperature")?, said("health_code")?, String::new()];
    Ok(TableRow { cells, marks: Vec::new() })
}
