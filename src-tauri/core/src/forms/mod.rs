//! From records to paper: the forms every ledger has by its declaration alone.
//!
//! Owns which form says what: the list, the blank form, one record's sheet. How a page looks is `paper`'s; the day comes
//! from the job, never from a clock, so the same job on the same data makes the same document.

mod appendix;
mod printable;
mod words;

use crate::base::error::{Error, Result};
use crate::paper::fonts;
use crate::paper::grid::{self, GridForm};
use crate::paper::page::Document;
use crate::paper::sheet::{self, Block, Field, SheetForm, SheetTable};
use crate::paper::table::{self, Mark, Orientation, TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::schema::{Column, Kind, Ledger, Record, Sensitivity, State, Value};
use crate::store::disclosure::{Leave, Masking};
use crate::store::intake::child_column;
use crate::store::listing::Query;
use crate::store::{Book, present, rows};
pub use appendix::{Kept, attach, fingerprint, put};
use chrono::NaiveDate;
pub use printable::{Heeds, LIST, ListNotes, Owner, PERSON, Printable};
use std::sync::Arc;
pub use words::{sheet as each_of_sheet, table as each_of_table};

/// What is to be printed.
#[derive(Clone)]
pub struct PrintJob {
    /// Which form.
    pub form: Printable,
    /// Which records; voided ones are printed struck through whatever the query says.
    pub query: Query,
    /// The record of a sheet; `None`: every record of the query on a sheet of its own.
    pub id: Option<i64>,
    /// What is printed otherwise than for everybody: whole values, or names masked.
    pub access: Option<Leave>,
}

/// A form ready for the printer.
#[derive(Debug, Clone)]
pub struct Made {
    /// Its pages.
    pub document: Document,
    /// How many records it shows.
    pub rows: usize,
}

/// What a form says, gathered from the file and not laid out yet.
pub struct Gathered {
    /// What stands on its pages.
    pub content: Content,
    /// How many records it shows.
    pub rows: usize,
}

/// What stands on the pages of a form.
pub enum Content {
    /// A table.
    Table(TableForm),
    /// A table with as many empty rows as stand on one page.
    Blank(TableForm),
    /// A sheet.
    Sheet(SheetForm),
    /// A month.
    Grid(GridForm),
    /// Several after one another.
    Joined {
        /// Title of the whole.
        title: String,
        /// Whose it is.
        organisation: String,
        /// The day it is of.
        on: NaiveDate,
        /// The parts.
        parts: Vec<Content>,
    },
}

impl Content {
    /// Lays it out on pages.
    pub fn lay_out(&self) -> Document {
        const ROWS: std::ops::RangeInclusive<usize> = 8..=40;
        match self {
            Self::Table(form) => table::compose(form),
            Self::Blank(form) => {
                let with = |blank_rows: usize| table::compose(&TableForm { blank_rows, ..form.clone() });
                let document = ROWS.map(with).take_while(|document| document.pages.len() == 1).last();
                document.unwrap_or_else(|| with(*ROWS.start()))
            }
            Self::Sheet(form) => sheet::compose(form),
            Self::Grid(form) => grid::compose(form),
            Self::Joined { title, organisation, on, parts } => {
                Document::joined(title, organisation, title, *on, parts.iter().map(Self::lay_out).collect())
            }
        }
    }
}

/// Makes the form of `job`: all of it, with the head it carries, is of one state of the file. It is laid out afterwards,
/// when a writer beside may go on.
///
/// # Errors
/// `NotFound` when the record of a sheet is gone; `Invalid` when a sheet names none.
pub fn make(book: &Book, job: &PrintJob) -> Result<Made> {
    let Gathered { content, rows } = book.reading(|book| gather(book, job))?;
    Ok(Made { document: content.lay_out(), rows })
}

/// Makes the forms of `jobs` as one document, in their order: of one state of the file, numbered through, an entry of the
/// outline for each. A single one is as [`make`] makes it.
///
/// # Errors
/// As [`make`]; `Invalid` without any.
pub fn make_together(book: &Book, jobs: &[PrintJob]) -> Result<Made> {
    let first = match jobs {
        [] => return Err(Error::invalid("form", "required", "", "请至少选一种表。")),
        [one] => return make(book, one),
        [first, ..] => first,
    };
    let forms: Vec<Printable> = jobs.iter().map(|job| job.form).collect();
    let Gathered { content, rows } = book.reading(|book| {
        let parts = jobs.iter().map(|job| gather(book, job)).collect::<Result<Vec<_>>>()?;
        let rows = parts.iter().map(|part| part.rows).sum();
        let contents = parts.into_iter().map(|part| part.content).collect();
        Ok::<_, Error>(Gathered { content: joined(book, first, &title_of(&forms), contents)?, rows })
    })?;
    Ok(Made { document: content.lay_out(), rows })
}

/// What a document of `forms` is called: each by its name where they are two, else the first and how many.
pub fn title_of(forms: &[Printable]) -> String {
    match forms {
        [] => String::new(),
        [one] => one.title(),
        [one, other] => format!("{}、{}", one.title(), other.title()),
        [one, ..] => format!("{}等 {} 种", one.title(), forms.len()),
    }
}

/// What the form of `job` says, not laid out yet. Duty of the caller: what belongs together is gathered in one reading.
///
/// # Errors
/// As [`make`].
pub fn gather(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let dated = job.query.ledger.declaration().record_date.is_some();
    let days = match job.form.heeds {
        Heeds::Period | Heeds::Months => true,
        Heeds::Record => dated,
        Heeds::Day => false,
    };
    let mut gathered = if days {
        (job.form.make)(book, job)?
    } else {
        (job.form.make)(book, &PrintJob { query: Query { from: None, to: None, ..job.query.clone() }, ..job.clone() })?
    };
    if let Masking::Names(names) = masking(job) {
        // A form's own words may name people where no column does.
        gathered.content.each(&|text| *text = names.hide(text));
    }
    Ok(gathered)
}

/// The same of a form that is of one record, a sheet for each record of the job's query however many there are; `None` where there
/// is none to be printed.
///
/// # Errors
/// As [`make`].
pub fn gather_each(book: &Book, job: &PrintJob) -> Result<Option<Gathered>> {
    let mut parts = Vec::new();
    let mut rows = 0;
    for ids in book.list(&job.query)?.chunks(MOST_BY_RECORD) {
        let only = Some(Arc::new(ids.iter().copied().collect()));
        let made = gather(book, &PrintJob { query: Query { only, ..job.query.clone() }, ..job.clone() });
        let gathered = match made {
            Err(Error::Invalid(problems)) if problems.iter().all(|one| one.field == "id" && one.rule == "required") => continue,
            made => made?,
        };
        rows += gathered.rows;
        parts.push(gathered.content);
    }
    if parts.is_empty() { Ok(None) } else { Ok(Some(Gathered { content: together(book, job, parts)?, rows })) }
}

fn list(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let ledger = job.query.ledger;
    let query = Query { voided: true, ..job.query.clone() };
    let mut ids = book.list(&query)?;
    if query.sort.is_none() && ledger.declaration().record_date.is_some() {
        // The newest stands first on the screen, the oldest on paper.
        ids.reverse();
    }
    let records = book.window(ledger, &ids, query.on)?;
    let columns: Vec<&Column> = printed(book, ledger).collect();
    let rows = table_rows(book, &records, &columns, masking(job))?;
    let notes = job.form.notes.map_or_else(|| Ok(Vec::new()), |notes| notes(book, job))?;
    let form = TableForm { rows, notes, ..table_form(book, job, &columns)? };
    Ok(Gathered { content: Content::Table(form), rows: records.len() })
}

/// A page to fill in by hand: the columns that people fill in, and as many rows as stand on one page with the signatures.
fn blank(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let ledger = job.query.ledger;
    let typed = |column: &&Column| column.typed() || child_column(ledger, column.name).is_some();
    let columns: Vec<&Column> = printed(book, ledger).filter(typed).collect();
    let bare = TableForm { head: String::new(), mask_word: String::new(), ..table_form(book, job, &columns)? };
    Ok(Gathered { content: Content::Blank(bare), rows: 0 })
}

/// The days of a job in words; `None` when it names none.
pub fn period(job: &PrintJob) -> Option<String> {
    match (job.query.from, job.query.to) {
        (Some(from), Some(to)) => Some(format!("{from} 至 {to}")),
        (Some(from), None) => Some(format!("{from} 起")),
        (None, Some(to)) => Some(format!("至 {to}")),
        (None, None) => None,
    }
}

/// A table of a job with its head and foot, without rows.
///
/// # Errors
/// What SQLite says.
pub fn bare_table(book: &Book, job: &PrintJob, title: &str, columns: Vec<TableColumn>) -> Result<TableForm> {
    Ok(TableForm {
        title: title.to_owned(),
        organisation: organisation_name(book)?,
        period: period(job),
        on: job.query.on,
        head: book.head()?.text,
        mask_word: mask_word(job),
        columns,
        rows: Vec::new(),
        notes: Vec::new(),
        signature: true,
        orientation: Orientation::Auto,
        numbered: true,
        blank_rows: 0,
        as_declared: false,
    })
}

fn table_form(book: &Book, job: &PrintJob, columns: &[&Column]) -> Result<TableForm> {
    let columns = columns.iter().map(|column| table_column(column)).collect();
    bare_table(book, job, job.query.ledger.declaration().label, columns)
}

/// Most sheets in one document.
const MOST_SHEETS: usize = 500;
/// Most of those that hold several records each.
const MOST_BY_RECORD: usize = 100;

/// One record with what belongs to it, or every record of the query on a sheet of its own.
fn sheet(book: &Book, job: &PrintJob) -> Result<Gathered> {
    job.id.map_or_else(|| sheets(book, job, sheet_of), |id| sheet_of(book, job, id))
}

/// Everything that names a person, or every person of the query with hers.
fn whole_person(book: &Book, job: &PrintJob) -> Result<Gathered> {
    job.id.map_or_else(|| sheets(book, job, person_of), |id| person_of(book, job, id))
}

/// Every record of the query of a job on a sheet of its own, made by `of`.
///
/// # Errors
/// `Invalid` when there are none, or too many; what `of` returns.
pub fn sheets(book: &Book, job: &PrintJob, of: fn(&Book, &PrintJob, i64) -> Result<Gathered>) -> Result<Gathered> {
    let ids = book.list(&job.query)?;
    let title = job.form.title;
    if ids.len() > MOST_SHEETS {
        let message = format!("有 {} 条，一次最多印 {MOST_SHEETS} 张{title}。请先按条件查找，或选一条记录。", ids.len());
        return Err(Error::invalid("id", "range", ids.len().to_string(), message));
    }
    let parts = ids.iter().map(|id| Ok(of(book, job, *id)?.content)).collect::<Result<Vec<_>>>()?;
    if parts.is_empty() {
        return Err(Error::invalid("id", "required", "", format!("没有记录可以印成{title}。请先新增一条。")));
    }
    let rows = parts.len();
    Ok(Gathered { content: joined(book, job, title, parts)?, rows })
}

/// A sheet for each record that a job is of, or of its query, made by `of`; a single one stands by itself.
///
/// # Errors
/// `Invalid` when there are too many; what `of` returns.
pub fn by_record(book: &Book, job: &PrintJob, of: fn(&Book, &PrintJob, &Record) -> Result<Content>) -> Result<Gathered> {
    let ids = match job.id {
        Some(id) => vec![id],
        None => book.list(&job.query)?,
    };
    if ids.len() > MOST_BY_RECORD {
        let message = format!("一次最多印 {MOST_BY_RECORD} 份{}。请先筛选。", job.form.label);
        return Err(Error::invalid("form", "too_many", ids.len().to_string(), message));
    }
    let records = book.window(job.query.ledger, &ids, job.query.on)?;
    let parts = records.iter().map(|record| of(book, job, record)).collect::<Result<Vec<_>>>()?;
    let rows = parts.len();
    Ok(Gathered { content: together(book, job, parts)?, rows })
}

/// The parts of a job under its title; a single one stands by itself.
///
/// # Errors
/// What SQLite says.
pub fn together(book: &Book, job: &PrintJob, parts: Vec<Content>) -> Result<Content> {
    match <[Content; 1]>::try_from(parts) {
        Ok([only]) => Ok(only),
        Err(parts) => joined(book, job, job.form.title, parts),
    }
}

/// Several parts of a job as one.
///
/// # Errors
/// What SQLite says.
pub fn joined(book: &Book, job: &PrintJob, title: &str, parts: Vec<Content>) -> Result<Content> {
    Ok(Content::Joined { title: title.to_owned(), organisation: organisation_name(book)?, on: job.query.on, parts })
}

fn sheet_of(book: &Book, job: &PrintJob, id: i64) -> Result<Gathered> {
    let (record, mut form) = own_sheet(book, job, id)?;
    for (child, parent) in book.registry().companions(record.ledger) {
        let (table, _) = table_of(book, job, child, &[parent], id)?;
        form.tables.push(table);
    }
    attach(book, &mut form, &[(record.ledger, id)])?;
    Ok(Gathered { content: Content::Sheet(form), rows: 1 })
}

/// What she is, and what every ledger that names her says of her, in the order of her page.
fn person_of(book: &Book, job: &PrintJob, id: i64) -> Result<Gathered> {
    let (record, mut form) = own_sheet(book, job, id)?;
    let mut without = Vec::new();
    let mut all = vec![(record.ledger, id)];
    for (other, columns) in book.registry().tabs(record.ledger) {
        let (table, ids) = table_of(book, job, other, &columns, id)?;
        if ids.is_empty() {
            without.push(other.declaration().label);
        } else {
            form.tables.push(filled(table));
            all.extend(ids.into_iter().map(|id| (other, id)));
        }
    }
    if !without.is_empty() {
        form.notes.push(format!("没有记录：{}。", without.join("、")));
    }
    if !form.tables.is_empty() {
        form.notes.push("各表里没有一行填写的栏不印。".to_owned());
    }
    attach(book, &mut form, &all)?;
    Ok(Gathered { content: Content::Sheet(form), rows: 1 })
}

/// A table without the columns that none of its rows fills, so that there is room for the others.
fn filled(table: SheetTable) -> SheetTable {
    let used: Vec<bool> = (0..table.columns.len())
        .map(|at| table.rows.iter().any(|row| row.cells.get(at).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let kept = |at: usize| used.get(at).copied().unwrap_or(true);
    let rows = table.rows.into_iter().map(|row| {
        let cells = row.cells.into_iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, cell)| cell).collect();
        TableRow { cells, ..row }
    });
    let columns = table.columns.into_iter().enumerate().filter(|(at, _)| kept(*at)).map(|(_, column)| column).collect();
    SheetTable { rows: rows.collect(), columns, ..table }
}

/// A record's boxes, with nothing that belongs to it yet.
///
/// # Errors
/// `NotFound`.
pub fn own_sheet(book: &Book, job: &PrintJob, id: i64) -> Result<(Record, SheetForm)> {
    let ledger = job.query.ledger;
    let record = book.get(ledger, id, job.query.on)?;
    let fields =
        book.registry().columns(ledger).iter().map(|column| field(book, job, &record, column)).collect::<Result<Vec<_>>>()?;
    let mut form = bare_sheet(book, job, job.form.title)?;
    form.notes.extend(void_note(&record));
    form.blocks.push(Block { title: String::new(), fields });
    Ok((record, form))
}

/// The records of `ledger` that name the one of number `id` in one of `columns`, and their numbers. Where one column does,
/// it would say the same in every row.
fn table_of(book: &Book, job: &PrintJob, ledger: Ledger, columns: &[&str], id: i64) -> Result<(SheetTable, Vec<i64>)> {
    let records = book.with_facts(job.query.on, |facts| rows::naming(facts, ledger, columns, id))?;
    let said = |column: &&Column| columns != [column.name];
    let shown: Vec<&Column> = printed(book, ledger).filter(said).collect();
    let table = SheetTable {
        title: ledger.declaration().label.to_owned(),
        columns: shown.iter().map(|column| table_column(column)).collect(),
        rows: table_rows(book, &records, &shown, masking(job))?,
        blank_rows: 0,
    };
    Ok((table, records.iter().map(|record| record.id).collect()))
}

/// What a sheet says of a record that was voided.
pub fn void_note(record: &Record) -> Option<String> {
    (record.state == State::Voided).then(|| format!("这条记录已作废：{}", record.void_reason.as_deref().unwrap_or_default()))
}

/// A sheet of a job with its head and foot, without boxes.
///
/// # Errors
/// What SQLite says.
pub fn bare_sheet(book: &Book, job: &PrintJob, title: &str) -> Result<SheetForm> {
    Ok(SheetForm {
        title: title.to_owned(),
        organisation: organisation_name(book)?,
        on: job.query.on,
        head: book.head()?.text,
        mask_word: mask_word(job),
        blocks: Vec::new(),
        tables: Vec::new(),
        pictures: Vec::new(),
        notes: Vec::new(),
        signature: true,
        signers: sheet::SIGNERS,
    })
}

/// A box with what is shown of a column.
///
/// # Errors
/// What SQLite says.
pub fn field(book: &Book, job: &PrintJob, record: &Record, column: &Column) -> Result<Field> {
    Ok(Field { label: column.label.to_owned(), value: printed_text(book, record, column, masking(job))?, wide: !column.half })
}

/// What stands on paper of a column: what is shown of it, and whoever is named in it told apart where her name cannot be
/// printed.
fn printed_text(book: &Book, record: &Record, column: &Column, masking: Masking<'_>) -> Result<String> {
    let text = present::shown(book, record, column, masking)?;
    let person = match (column.kind, record.shown_value(column)) {
        (Kind::Reference(target), Some(Value::Reference(id))) if target.declaration().person => Some((target, *id)),
        _ if record.ledger.declaration().person && column.name == record.ledger.declaration().title => {
            Some((record.ledger, record.id))
        }
        _ => None,
    };
    person.map_or(Ok(text.clone()), |(ledger, id)| person_name(book, ledger, id, &text, masking))
}

/// The name of a person on paper. Where the faces lack a character of it she would be 〓 like everybody else whose name they
/// lack: her number in the roster and the last four of her document stand beside it.
///
/// # Errors
/// What SQLite says.
pub fn person_name(book: &Book, ledger: Ledger, id: i64, name: &str, masking: Masking<'_>) -> Result<String> {
    let name = masking.name(name);
    if name.is_empty() || fonts::prints(&name) {
        return Ok(name);
    }
    let record = book.get(ledger, id, book.today())?;
    let identifying = ledger.columns().iter().find(|column| column.identifies);
    let document = identifying.map_or(Ok(String::new()), |column| present::shown(book, &record, column, masking))?;
    let open = document.rsplit('*').next().unwrap_or_default();
    let last: String = open.chars().skip(open.chars().count().saturating_sub(4)).collect();
    let document = if last.is_empty() { String::new() } else { format!("，证件尾号 {last}") };
    Ok(format!("{name}（名册第 {id} 号{document}）"))
}

fn printed(book: &Book, ledger: Ledger) -> impl Iterator<Item = &'static Column> {
    book.registry().columns(ledger).iter().filter(|column| column.width_mm > 0.0)
}

fn table_column(column: &Column) -> TableColumn {
    let person = matches!(column.kind, Kind::Reference(target) if target.declaration().person);
    let whole = person
        || matches!(
            column.kind,
            Kind::Date | Kind::Time | Kind::Instant | Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Name { .. }
        )
        || matches!(column.sensitivity, Sensitivity::DocumentNumber | Sensitivity::Phone);
    let centred = whole || matches!(column.kind, Kind::Choice(_) | Kind::Flag | Kind::Reference(_));
    TableColumn {
        label: column.label.to_owned(),
        width_mm: f64::from(column.width_mm),
        align: if centred { Align::Centre } else { Align::Left },
        whole,
    }
}

fn table_rows(book: &Book, records: &[Record], columns: &[&Column], masking: Masking<'_>) -> Result<Vec<TableRow>> {
    records
        .iter()
        .map(|record| {
            let cells = columns.iter().map(|column| printed_text(book, record, column, masking)).collect::<Result<_>>()?;
            let mut marks = Vec::new();
            if present::is_late(book, record)? {
                marks.push(Mark::Late { reason: record.late_reason.clone().unwrap_or_default() });
            }
            if record.state == State::Voided {
                marks.push(Mark::Voided { reason: record.void_reason.clone().unwrap_or_default() });
            }
            if record.ledger.declaration().log {
                marks.extend(corrections(book, record, columns, masking)?);
            }
            Ok(TableRow { cells, marks })
        })
        .collect()
}

/// What a log said before it was corrected: a footnote for each column printed.
fn corrections(book: &Book, record: &Record, columns: &[&Column], masking: Masking<'_>) -> Result<Vec<Mark>> {
    let mut marks = Vec::new();
    for change in present::corrections(book, record, masking)? {
        let Some(place) = columns.iter().position(|column| column.name == change.column.name) else { continue };
        let before = if change.before.is_empty() { "空" } else { &change.before };
        let note = format!("{}原为{before}，{} {}改。", change.column.label, change.at.format("%Y-%m-%d %H:%M"), change.who);
        marks.push(Mark::Corrected { column: Some(place), note });
    }
    Ok(marks)
}

/// Whether a job shows sensitive values whole.
pub fn masking(job: &PrintJob) -> Masking<'_> {
    Masking::of(job.access.as_ref())
}

/// What the footer says where names of people are masked too.
pub const NAMES_MASKED: &str = "姓名脱敏";

/// What the footer says of masks.
pub fn mask_word(job: &PrintJob) -> String {
    match &job.access {
        None => "脱敏".to_owned(),
        Some(Leave::Names(_)) => NAMES_MASKED.to_owned(),
        Some(Leave::Whole(whole)) => format!("未脱敏 · 用途：{} · 接收：{}", whole.purpose(), whole.recipient()),
    }
}

/// Name of the organisation, as it stands on paper.
///
/// # Errors
/// `FileDamaged` when there is none.
pub fn organisation_name(book: &Book) -> Result<String> {
    Ok(book.organisation()?.text("name").unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sample::{self, Options};
    use crate::store::disclosure::Unmasked;
    use crate::store::journal::Op;
    use crate::topics::{STAFF, TRAVELS, VACCINATIONS};
    use serde_json::json;

    /// Two people whose names no face has would both be 〓〓: what stands beside tells them apart, on every form that names
    /// people; a name that can be printed stands alone.
    #[test]
    fn people_whose_names_cannot_be_printed_differ_on_paper() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = sample::create(&folder.path().join("s.taizhang"), None, &Options::summer()).unwrap();
        let on = book.today();
        let mut ids = Vec::new();
        for (name, number) in [("བསོད་ནམས", "E12341111"), ("དོན་གྲུབ", "E12342222")] {
            let row = json!({ "name": name, "id_type": "passport", "id_number": number, "category": "专职", "joined_on": "2021-01-01" });
            let id = book.add(Ledger(&STAFF), row.as_object().unwrap()).unwrap().id;
            for (ledger, row) in [
                (Ledger(&VACCINATIONS), json!({ "staff": id, "product": "科兴", "given_on": "2021-06-01" })),
                (Ledger(&TRAVELS), json!({ "staff": id, "division_code": "533102", "arrived_on": "2021-08-01" })),
            ] {
                book.add(ledger, row.as_object().unwrap()).unwrap();
            }
            ids.push(id);
        }
        let whole =
            book.disclose(Op::PrintUnmasked, "", &Unmasked { purpose: "核对".to_owned(), recipient: "社区".to_owned() }).unwrap();
        let printed = |ledger: Ledger, code: &str| {
            let access = Some(Leave::Whole(whole.clone()));
            let job = PrintJob {
                form: crate::program::printable(ledger, code).unwrap(),
                query: Query::all(ledger, on),
                id: None,
                access,
            };
            let document = make(&book, &job).unwrap().document;
            // Texts may be broken into lines anywhere.
            serde_json::to_string(&document).unwrap()
        };
        for (ledger, code) in [
            (Ledger(&STAFF), "list"),
            (Ledger(&VACCINATIONS), "list"),
            (Ledger(&VACCINATIONS), "due"),
            (Ledger(&TRAVELS), "sheet"),
        ] {
            let pages = printed(ledger, code);
            for (id, last) in ids.iter().zip(["1111", "2222"]) {
                let told = person_name(&book, Ledger(&STAFF), *id, "བསོད་ནམས", Masking::Whole(&whole)).unwrap();
                assert!(told.contains(&format!("（名册第 {id} 号，证件尾号 {last}）")), "{told}");
                assert!(pages.contains(&format!("{id}")) && pages.contains(last), "{} {code} {id}", ledger.name());
            }
        }
        let masked = person_name(&book, Ledger(&STAFF), *ids.first().unwrap(), "བསོད་ནམས", Masking::Masked).unwrap();
        assert!(masked.contains("证件尾号 1）"), "no more of a document than its mask shows: {masked}");
        assert_eq!(person_name(&book, Ledger(&STAFF), 1, "王䶮", Masking::Whole(&whole)).unwrap(), "王䶮");
    }
}
