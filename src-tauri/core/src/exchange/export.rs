//! Records as sheets that come back without loss.
//!
//! Owns which columns an export has and what stands in its cells. What is masked is `present`'s decision, how the sheet
//! looks `sheet`'s, how text is kept from calculating `text`'s.

use super::cell::{self, MOST_IN_CELL};
use super::sheet::{Manner, Place, Sheet};
use super::{target, text};
use crate::base::clock::business_time;
use crate::base::error::{Error, Result};
use crate::file::output::{Kind as OutputKind, Output};
use crate::schema::{Column, Kind, Ledger, Record, Sensitivity, State, Value};
use crate::store::disclosure::{Leave, Masking, Unmasked};
use crate::store::intake::child_column;
use crate::store::journal::Op;
use crate::store::listing::Query;
use crate::store::registry::Registry;
use crate::store::{Book, present};
use chrono::{NaiveDateTime, NaiveTime};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::mpsc;

/// Records read and written at a time.
const CHUNK: usize = 1000;
/// Chunks read ahead of the writer.
const AHEAD: usize = 4;

/// `shown` as it stands in a cell: what no cell can hold is cut, and says so.
pub fn cell_text(shown: String) -> String {
    if shown.len() <= MOST_IN_CELL || shown.encode_utf16().count() <= MOST_IN_CELL {
        return shown;
    }
    let head: String = shown.chars().take(MOST_IN_CELL / 4).collect();
    format!("{head}……（共 {} 字，放不进一个单元格）", shown.chars().count())
}

/// What kind of file an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// .xlsx
    Workbook,
    /// .csv: UTF-8 with its mark, lines ended by CR LF
    Text,
}

impl Ending {
    /// As an output.
    fn kind(self) -> OutputKind {
        match self {
            Self::Workbook => OutputKind::Workbook,
            Self::Text => OutputKind::Text,
        }
    }

    /// That of `path`.
    ///
    /// # Errors
    /// `Invalid` when it is neither.
    pub fn of(path: &Path) -> Result<Self> {
        match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
            Some("xlsx") => Ok(Self::Workbook),
            Some("csv") => Ok(Self::Text),
            _ => {
                let message = "文件名要以 .xlsx 或 .csv 结尾，例如 人员名册.xlsx。";
                Err(Error::invalid("out", "format", path.display().to_string(), message))
            }
        }
    }
}

/// What is exported.
pub struct ExportJob {
    /// Which records, in which order.
    pub query: Query,
    /// Purpose and recipient when sensitive values are to be whole.
    pub access: Option<Unmasked>,
    /// Whether of the names of people only the first character is to be seen.
    pub names_masked: bool,
}

/// One column of an export.
#[derive(Debug, Clone, Copy)]
pub enum Field {
    /// A column of the ledger, with the child's that it shows where that is given along.
    Of(&'static Column),
    /// 补录原因
    LateReason,
    /// 状态
    State,
    /// 作废原因
    VoidReason,
    /// 记录人
    Recorder,
    /// 录入时间
    EnteredAt,
    /// 记录编号
    Uid,
}

impl Field {
    /// The columns of an export of `ledger`: those of the printed list, its others, what every record has, the identity
    /// last.
    pub fn of(registry: &'static Registry, ledger: Ledger) -> Vec<Self> {
        let (paper, others): (Vec<_>, Vec<_>) = registry.columns(ledger).iter().partition(|column| column.width_mm > 0.0);
        let mut fields: Vec<Self> = paper.into_iter().chain(others).map(Self::Of).collect();
        if ledger.declaration().log {
            fields.push(Self::LateReason);
        }
        fields.extend([Self::State, Self::VoidReason, Self::Recorder, Self::EnteredAt, Self::Uid]);
        fields
    }

    /// Whether it stands in the printed list, and so on the page that a spreadsheet prints.
    pub fn is_printed(self) -> bool {
        matches!(self, Self::Of(column) if column.width_mm > 0.0)
    }

    /// Whether people fill it in: stored, or of the child given along.
    pub fn is_typed(self, ledger: Ledger) -> bool {
        match self {
            Self::Of(column) => column.typed() || child_column(ledger, column.name).is_some(),
            Self::LateReason => true,
            _ => false,
        }
    }

    /// Whether it must be filled in.
    pub fn is_required(self, ledger: Ledger) -> bool {
        match self {
            Self::Of(column) if column.stored() => column.required && column.typed(),
            Self::Of(column) => child_column(ledger, column.name).is_some_and(|child| child.required),
            _ => false,
        }
    }

    /// Its header.
    pub fn label(self) -> &'static str {
        match self {
            Self::Of(column) => column.label,
            Self::LateReason => target::LATE_REASON,
            Self::State => target::STATE,
            Self::VoidReason => "作废原因",
            Self::Recorder => "记录人",
            Self::EnteredAt => "录入时间",
            Self::Uid => target::UID,
        }
    }
}

/// What stands in a cell of an export.
#[derive(Debug, Clone, PartialEq)]
pub enum Out {
    /// Nothing.
    Empty,
    /// Text, whatever it looks like.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Day(NaiveDateTime),
    /// A day with its time.
    Moment(NaiveDateTime),
    /// A time of day.
    Time(NaiveTime),
}

impl Out {
    /// The same as text.
    pub fn in_words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => cell::plain(*number),
            Self::Day(at) => at.date().to_string(),
            Self::Moment(at) => at.format("%Y-%m-%d %H:%M").to_string(),
            Self::Time(time) => time.format("%H:%M").to_string(),
        }
    }
}

/// Writes the records of `job` to `path`, replacing what is there in one step; returns how many there are. `progress` gets
/// records done and in all, and stops the work by saying no.
///
/// # Errors
/// `Invalid` when the ending is unknown, purpose or recipient are missing, or values are to be whole and names masked; `TargetExists` as [`Output::begin`];
/// `ReadOnly` when whole values are asked for
/// without the writer's lock; `Cancelled`; `Io`. Then nothing is left at `path` but what was there.
pub fn export(book: &mut Book, job: &ExportJob, path: &Path, progress: &dyn Fn(u64, u64) -> bool) -> Result<usize> {
    export_under(book, job, None, path, progress)
}

/// The same under a `leave` that is there already, such as that of a pack; then the job needs none of its own.
///
/// # Errors
/// As [`export`].
pub fn export_under(
    book: &mut Book,
    job: &ExportJob,
    leave: Option<&Leave>,
    path: &Path,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<usize> {
    let ending = Ending::of(path)?;
    let data = book.path().to_owned();
    let output = Output::begin(path, ending.kind(), Some(&data))?;
    let what = || {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        format!("export {} {name}", job.query.ledger.name())
    };
    let leave = book.leave(Op::Export, &what(), job.access.as_ref(), job.names_masked)?.or_else(|| leave.cloned());
    let masking = Masking::of(leave.as_ref());
    let fields = Field::of(book.registry(), job.query.ledger);
    // Writing takes about as long as reading, too long to keep a writer beside waiting.
    let count = book.reading_in_pieces(|book| {
        let ids = book.list(&job.query)?;
        let file = output.file()?;
        let reading = Reading { book, query: &job.query, masking, ids: &ids, fields: &fields, progress };
        match ending {
            Ending::Workbook => workbook(&reading, file, path)?,
            Ending::Text => separated(&reading, file, path)?,
        }
        Ok(ids.len())
    })?;
    output.finish()?;
    Ok(count)
}

/// What goes into the file, and how it is read.
struct Reading<'a> {
    book: &'a Book,
    query: &'a Query,
    masking: Masking<'a>,
    ids: &'a [i64],
    fields: &'a [Field],
    progress: &'a dyn Fn(u64, u64) -> bool,
}

/// Reads the records in pieces and hands each as cells to `each`.
fn each_chunk(reading: &Reading<'_>, mut each: impl FnMut(Vec<Vec<Out>>) -> Result<()>) -> Result<()> {
    let Reading { book, query, masking, ids, fields, progress } = *reading;
    let total = ids.len() as u64;
    let mut done = 0;
    for chunk in ids.chunks(CHUNK) {
        if !progress(done, total) {
            return Err(Error::Cancelled);
        }
        let rows: Vec<Vec<Out>> = book.reading(|book| {
            let records = book.window(query.ledger, chunk, query.on)?;
            let row = |record: &Record| fields.iter().map(|field| out(book, record, *field, masking)).collect();
            records.iter().map(row).collect::<Result<_>>()
        })?;
        done += rows.len() as u64;
        each(rows)?;
    }
    progress(total, total);
    Ok(())
}

fn workbook(reading: &Reading<'_>, file: File, path: &Path) -> Result<()> {
    let Reading { book, query, ids, fields, .. } = *reading;
    let organisation = book.organisation()?.text("name").unwrap_or_default().to_owned();
    let lists = super::sheet::lists(book, query.ledger, fields)?;
    let made_at = business_time(book.surroundings().now());
    let (send, receive) = mpsc::sync_channel::<Vec<Vec<Out>>>(AHEAD);
    // Reading and writing take about as long: each gets a thread.
    std::thread::scope(|scope| {
        let place = Place { file, path, rows: ids.len() };
        let writer = scope.spawn(move || {
            let mut sheet = Sheet::new(query.ledger, &organisation, fields, &lists, (made_at, Manner::Records), place)?;
            for rows in receive {
                sheet.rows(&rows)?;
            }
            sheet.save()
        });
        let read = each_chunk(reading, |rows| send.send(rows).map_err(|_| Error::Cancelled));
        drop(send);
        let written = writer.join().unwrap_or_else(|_| Err(Error::Bug("写表格的线程停了".to_owned())));
        match (read, written) {
            // A writer that stopped is why the reader could not go on.
            (Err(Error::Cancelled), Err(error)) | (Ok(()), Err(error)) => Err(error),
            (read, _) => read,
        }
    })
}

fn separated(reading: &Reading<'_>, file: File, path: &Path) -> Result<()> {
    let mut file = BufWriter::new(file);
    file.write_all("\u{FEFF}".as_bytes()).map_err(Error::io("写入文件", path))?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(file);
    let failed = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(source) => Error::io("写入文件", path)(source),
        other => Error::Bug(format!("表格：{other:?}")),
    };
    writer.write_record(reading.fields.iter().map(|field| field.label())).map_err(failed)?;
    each_chunk(reading, |rows| {
        for row in rows {
            writer.write_record(row.iter().map(as_text)).map_err(failed)?;
        }
        Ok(())
    })?;
    let mut file = writer.into_inner().map_err(|error| Error::io("写入文件", path)(error.into_error()))?;
    file.flush().map_err(Error::io("写入文件", path))
}

fn as_text(out: &Out) -> String {
    match out {
        Out::Text(said) => text::escaped(said).into_owned(),
        out => out.in_words(),
    }
}

/// What stands in the cell of `field`.
pub(super) fn out(book: &Book, record: &Record, field: Field, masking: Masking<'_>) -> Result<Out> {
    let text = |text: &str| if text.is_empty() { Out::Empty } else { Out::Text(cell_text(masking.words(text))) };
    Ok(match field {
        Field::Of(column) => value(book, record, column, masking)?,
        Field::LateReason => text(record.late_reason.as_deref().unwrap_or_default()),
        Field::State => text(if record.state == State::Valid { "有效" } else { "作废" }),
        Field::VoidReason => text(record.void_reason.as_deref().unwrap_or_default()),
        Field::Recorder => text(&record.recorder),
        Field::EnteredAt => Out::Moment(business_time(record.entered_at)),
        Field::Uid => text(&record.uid),
    })
}

fn value(book: &Book, record: &Record, column: &Column, masking: Masking<'_>) -> Result<Out> {
    let midnight = NaiveTime::MIN;
    Ok(match (record.shown_value(column), column.kind) {
        // What nobody knows is no day, and is not to come back as one.
        (None, _) | (Some(Value::Told { code: "", .. }), _) => Out::Empty,
        (Some(Value::Date(day)), _) if column.sensitivity == Sensitivity::Open => Out::Day(day.and_time(midnight)),
        (Some(Value::Instant(at)), _) if column.sensitivity == Sensitivity::Open => Out::Moment(*at),
        (Some(Value::Time(time)), _) if column.sensitivity == Sensitivity::Open => Out::Time(*time),
        #[allow(clippy::cast_precision_loss)] // bounded by the kind
        (Some(Value::Integer(number)), Kind::Integer { .. }) if column.sensitivity == Sensitivity::Open => {
            Out::Number(*number as f64)
        }
        (Some(Value::Decimal(number)), _) if column.sensitivity == Sensitivity::Open => Out::Number(*number),
        _ => {
            let shown = present::shown(book, record, column, masking)?;
            if shown.is_empty() { Out::Empty } else { Out::Text(cell_text(shown)) }
        }
    })
}
