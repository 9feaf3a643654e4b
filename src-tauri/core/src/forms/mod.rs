//! From records to paper: the forms every ledger has by its declaration alone.
//!
//! Owns which form says what: the list, the blank form, one record's sheet. How a page looks is `paper`'s; the day comes
//! from the job, never from a clock, so the same job on the same data makes the same document.

use crate::error::{Error, Result};
use crate::ledgers::Ledger;
use crate::paper::page::Document;
use crate::paper::sheet::{self, Block, Field, SheetForm, SheetTable};
use crate::paper::table::{self, Mark, Orientation, TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::record::{Column, Kind, Record, Sensitivity, State, Value};
use crate::store::Book;
use crate::store::listing::Query;
use crate::store::present::{self, Masking};
use crate::store::rows;

/// Kinds of form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 台账: all records of a query.
    List,
    /// 空白表: to fill in by hand.
    Blank,
    /// 登记表: one record with what belongs to it.
    Sheet,
}

impl Form {
    /// All of them with code and label.
    pub const ALL: &'static [(Self, &'static str, &'static str)] =
        &[(Self::List, "list", "台账"), (Self::Blank, "blank", "空白表"), (Self::Sheet, "sheet", "登记表")];

    /// The form with this code.
    ///
    /// # Errors
    /// `Invalid` naming the codes there are.
    pub fn named(code: &str) -> Result<Self> {
        Self::ALL
            .iter()
            .find(|(_, known, _)| *known == code)
            .map(|(form, ..)| *form)
            .ok_or_else(|| Error::invalid("form", "choice", code, "没有这种表。可选：list 台账、blank 空白表、sheet 登记表。"))
    }
}

/// What is to be printed.
#[derive(Debug, Clone)]
pub struct Job {
    /// Which form.
    pub form: Form,
    /// Which records; voided ones are printed struck through whatever the query says.
    pub query: Query,
    /// The record of a [`Form::Sheet`].
    pub id: Option<i64>,
    /// Purpose and recipient when sensitive values are to be whole; the caller journals them first.
    pub access: Option<(String, String)>,
}

/// A form ready for the printer.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its pages.
    pub document: Document,
    /// How many records it shows.
    pub rows: usize,
}

/// Makes the form of `job`.
///
/// # Errors
/// `NotFound` when the record of a sheet is gone; `Invalid` when a sheet names none.
pub fn make(book: &Book, job: &Job) -> Result<Made> {
    match job.form {
        Form::List => list(book, job),
        Form::Blank => blank(book, job),
        Form::Sheet => sheet(book, job),
    }
}

/// What the document is about, for file names and windows.
pub fn title(ledger: Ledger, form: Form) -> String {
    let declaration = ledger.declaration();
    match form {
        Form::List => declaration.label.to_owned(),
        Form::Blank => format!("{}（空白）", declaration.label),
        Form::Sheet => declaration.sheet_title.to_owned(),
    }
}

fn list(book: &Book, job: &Job) -> Result<Made> {
    let ledger = job.query.ledger;
    let query = Query { voided: true, ..job.query.clone() };
    let ids = book.list(&query)?;
    let records = book.window(ledger, &ids, query.on)?;
    let columns: Vec<&Column> = printed(ledger).collect();
    let rows = table_rows(book, &records, &columns, masking(job))?;
    let form = TableForm { rows, ..table_form(book, job, &columns)? };
    Ok(Made { document: table::compose(&form), rows: records.len() })
}

fn blank(book: &Book, job: &Job) -> Result<Made> {
    const ROWS: usize = 16;
    let columns: Vec<&Column> = printed(job.query.ledger).collect();
    let form = TableForm { blank_rows: ROWS, head: String::new(), mask_word: String::new(), ..table_form(book, job, &columns)? };
    Ok(Made { document: table::compose(&form), rows: 0 })
}

fn table_form(book: &Book, job: &Job, columns: &[&Column]) -> Result<TableForm> {
    let period = match (job.query.from, job.query.to) {
        (Some(from), Some(to)) => Some(format!("{from} 至 {to}")),
        (Some(from), None) => Some(format!("{from} 起")),
        (None, Some(to)) => Some(format!("至 {to}")),
        (None, None) => None,
    };
    Ok(TableForm {
        title: job.query.ledger.declaration().label.to_owned(),
        organisation: organisation_name(book)?,
        period,
        on: job.query.on,
        head: book.head()?.text,
        mask_word: mask_word(job),
        columns: columns.iter().map(|column| table_column(column)).collect(),
        rows: Vec::new(),
        notes: Vec::new(),
        signature: true,
        orientation: Orientation::Auto,
        numbered: true,
        blank_rows: 0,
    })
}

fn sheet(book: &Book, job: &Job) -> Result<Made> {
    let ledger = job.query.ledger;
    let id = job.id.ok_or_else(|| Error::invalid("id", "required", "", "请先选一条记录，再打印登记表。"))?;
    let record = book.get(ledger, id, job.query.on)?;
    let fields = ledger
        .columns()
        .iter()
        .map(|column| {
            Ok(Field {
                label: column.label.to_owned(),
                value: present::shown(book, &record, column, masking(job))?,
                wide: !column.half,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let mut tables = Vec::new();
    for (child, parent) in ledger.companions() {
        let records = book.with_facts(job.query.on, |facts| rows::belonging(facts, child, parent, id))?;
        let columns: Vec<&Column> = printed(child).filter(|column| column.name != parent).collect();
        tables.push(SheetTable {
            title: child.declaration().label.to_owned(),
            columns: columns.iter().map(|column| table_column(column)).collect(),
            rows: table_rows(book, &records, &columns, masking(job))?,
            blank_rows: 0,
        });
    }
    let mut notes = Vec::new();
    if record.state == State::Voided {
        notes.push(format!("这条记录已作废：{}", record.void_reason.as_deref().unwrap_or_default()));
    }
    let form = SheetForm {
        title: ledger.declaration().sheet_title.to_owned(),
        organisation: organisation_name(book)?,
        on: job.query.on,
        head: book.head()?.text,
        mask_word: mask_word(job),
        blocks: vec![Block { title: String::new(), fields }],
        tables,
        notes,
        signature: true,
    };
    Ok(Made { document: sheet::compose(&form), rows: 1 })
}

fn printed(ledger: Ledger) -> impl Iterator<Item = &'static Column> {
    ledger.columns().iter().filter(|column| column.width_mm > 0.0)
}

fn table_column(column: &Column) -> TableColumn {
    let centred = matches!(column.kind, Kind::Date | Kind::Choice(_) | Kind::Flag | Kind::Integer { .. })
        || matches!(column.sensitivity, Sensitivity::DocumentNumber | Sensitivity::Phone)
        || matches!(column.kind, Kind::Name { .. } | Kind::Reference(_));
    TableColumn {
        label: column.label.to_owned(),
        width_mm: f64::from(column.width_mm),
        align: if centred { Align::Centre } else { Align::Left },
    }
}

fn table_rows(book: &Book, records: &[Record], columns: &[&Column], masking: Masking) -> Result<Vec<TableRow>> {
    records
        .iter()
        .map(|record| {
            let cells = columns.iter().map(|column| present::shown(book, record, column, masking)).collect::<Result<_>>()?;
            let mut marks = Vec::new();
            if present::is_late(book, record)? {
                marks.push(Mark::Late);
            }
            if record.state == State::Voided {
                marks.push(Mark::Voided { reason: record.void_reason.clone().unwrap_or_default() });
            }
            Ok(TableRow { cells, marks })
        })
        .collect()
}

fn masking(job: &Job) -> Masking {
    if job.access.is_some() { Masking::Whole } else { Masking::Masked }
}

fn mask_word(job: &Job) -> String {
    match &job.access {
        None => "脱敏".to_owned(),
        Some((purpose, recipient)) => format!("未脱敏 · 用途：{purpose} · 接收：{recipient}"),
    }
}

fn organisation_name(book: &Book) -> Result<String> {
    let record = book.organisation()?;
    Ok(record.values.get("name").and_then(Value::as_text).unwrap_or_default().to_owned())
}
