//! `list` and `print`: the records, on the screen and on paper.

use crate::arguments::{self, Whole};
use crate::failure::{Failure, Result};
use crate::output::{Said, table};
use crate::{changing, packing, secrets};
use chrono::NaiveDate;
use serde_json::json;
use std::io::Write;
use std::sync::Arc;
use taizhang::base::error::Error;
use taizhang::file::open::Access;
use taizhang::file::output::{Kind, Output};
use taizhang::forms::{self, Heeds, PrintJob, Printable};
use taizhang::paper::pdf;
use taizhang::program;
use taizhang::schema::{Column, Ledger, State, input};
use taizhang::store::disclosure::{Masking, Unmasked};
use taizhang::store::journal::Op;
use taizhang::store::listing::Query;
use taizhang::store::{Book, present};

/// Records read and written out at a time.
const CHUNK: usize = 1000;

/// `list`.
pub fn list(options: &arguments::List) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let access = access(&options.whole)?;
    let mut book = secrets::open(&options.file, if access.is_some() { Access::Write } else { Access::Read })?;
    let what = format!("list {}", ledger.name());
    let leave = book.leave(Op::Unmask, &what, access.as_ref(), options.whole.names_masked).map_err(Failure::from);
    let said = leave.and_then(|leave| book.reading(|book| listed(book, ledger, options, Masking::of(leave.as_ref()))));
    let closed = book.close();
    let said = said?;
    closed?;
    Ok(said)
}

fn listed(book: &Book, ledger: Ledger, options: &arguments::List, masking: Masking<'_>) -> Result<Said> {
    let query = Query { voided: !options.valid, ..query(ledger, &options.which, book.today())? };
    let ids = book.list(&query)?;
    let limit = if options.limit == 0 { ids.len() } else { options.limit.min(ids.len()) };
    let columns: Vec<&Column> = program::registry().columns(ledger).iter().filter(|column| column.width_px > 0).collect();
    let header: Vec<&str> = ["编号"].into_iter().chain(columns.iter().map(|column| column.label)).chain(["状态"]).collect();
    let mut lines = Vec::new();
    let mut rows = Vec::new();
    for chunk in ids.get(..limit).unwrap_or_default().chunks(CHUNK) {
        for record in book.window(ledger, chunk, query.on)? {
            rows.push(serde_json::Value::Object(present::json(program::registry(), &record, masking)).to_string());
            let mut line = vec![record.id.to_string()];
            for column in &columns {
                line.push(present::shown(book, &record, column, masking)?);
            }
            line.push(match (record.state, &record.void_reason) {
                (State::Valid, _) if present::is_late(book, &record)? => "补录".to_owned(),
                (State::Valid, _) => String::new(),
                (State::Voided, Some(reason)) => format!("作废：{reason}"),
                (State::Voided, None) => "作废".to_owned(),
            });
            lines.push(line);
        }
    }
    let (name, label, total) = (ledger.name(), ledger.declaration().label, ids.len());
    let json = format!("{{\"ledger\":\"{name}\",\"total\":{total},\"rows\":[{}]}}", rows.join(","));
    let count = if limit < total {
        format!("{label}：共 {total} 条，列出前 {limit} 条（--limit 0 列出全部）")
    } else {
        format!("{label}：共 {total} 条")
    };
    let lines = if lines.is_empty() { count } else { format!("{}\n{count}", table(&header, &lines)) };
    Ok(Said { json, lines })
}

/// `print`.
pub fn print(options: &arguments::Print) -> Result<Said> {
    if packing::NAMES.contains(&options.ledger.as_str()) {
        return packing::print(options);
    }
    if options.extent.is_asked() || options.number.is_some() {
        return Err(Failure::usage("--summary、--without、--with-attachments、--number 只用于迎检包（print 文件 pack 输出）。"));
    }
    let forms =
        options.form.iter().map(|code| program::paper(&options.ledger, code)).collect::<std::result::Result<Vec<_>, _>>()?;
    // What is called so on the command line is one ledger's, whichever forms of it.
    let Some(ledger) = forms.first().map(|form| form.owner.ledger()) else {
        return Err(Failure::usage("请写明打印哪种表。"));
    };
    let access = access(&options.whole)?;
    let mut book = secrets::open(&options.file, if access.is_some() { Access::Write } else { Access::Read })?;
    let out = std::path::absolute(&options.out).map_err(Error::io("写入文件", &options.out))?;
    let data = book.path().to_owned();
    // What is there is looked at before a print without masks is journalled.
    let made = Output::begin(&out, Kind::Pdf, Some(&data)).map_err(Failure::from).and_then(|output| {
        let made = printed(&mut book, ledger, &forms, options, access)?;
        output.file()?.write_all(&made.bytes).map_err(output.failed())?;
        output.finish()?;
        book.note_printed().map_err(|error| error.after(format!("已打印成 {}", out.display())))?;
        Ok(made)
    });
    let closed = book.close();
    let made = made?;
    closed?;
    let path = out.display().to_string();
    let mut lines = format!("已打印成 {path}：{} 页，{} 条记录", made.pages, made.rows);
    if !made.missing.is_empty() {
        lines.push_str(&format!("\n字库里没有这些字，印成了〓：{}", made.missing.join("、")));
    }
    let json = json!({ "path": path, "pages": made.pages, "rows": made.rows, "missing_glyphs": made.missing });
    Ok(Said::new(&json, lines))
}

struct Printed {
    bytes: Vec<u8>,
    pages: usize,
    rows: usize,
    missing: Vec<String>,
}

fn printed(
    book: &mut Book,
    ledger: Ledger,
    forms: &[Printable],
    options: &arguments::Print,
    access: Option<Unmasked>,
) -> Result<Printed> {
    let mut query = query(ledger, &options.which, book.today())?;
    let ids = changing::records_there(book, ledger, &options.id)?;
    if let Some(form) = forms.iter().find(|form| !ids.is_empty() && !form.shows_query()) {
        return Err(Failure::refused("id", "form", options.id.join(","), format!("{}不能只印几条。请去掉 --id。", form.label)));
    }
    let id = match ids.as_slice() {
        [id] if forms.iter().all(|form| form.heeds == Heeds::Record) => Some(*id),
        _ => None,
    };
    if id.is_none() && !ids.is_empty() {
        query = Query { only: Some(Arc::new(ids.into_iter().collect())), voided: true, ..query };
    }
    let what = format!("print {} {}", ledger.name(), options.form.join(" "));
    let access = book.leave(Op::PrintUnmasked, &what, access.as_ref(), options.whole.names_masked)?;
    let job = |form: &Printable| PrintJob { form: *form, query: query.clone(), id, access: access.clone() };
    let made = forms::make_together(book, &forms.iter().map(job).collect::<Vec<_>>())?;
    let bytes = pdf::write(&made.document)?;
    let missing = made.document.missing_glyphs.iter().map(|character| format!("{character} U+{:04X}", u32::from(*character)));
    Ok(Printed { bytes, pages: made.document.pages.len(), rows: made.rows, missing: missing.collect() })
}

/// Purpose and recipient when whole values are asked for.
pub fn access(whole: &Whole) -> Result<Option<Unmasked>> {
    if !whole.unmasked {
        return match (&whole.purpose, &whole.recipient) {
            (None, None) => Ok(None),
            _ => Err(Failure::usage("--purpose 和 --recipient 只与 --unmasked 同用。")),
        };
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Ok(Some(Unmasked { purpose: text(&whole.purpose), recipient: text(&whole.recipient) }))
}

/// The day that the option called `field` names, if it was given.
pub fn day(field: &str, given: Option<&String>, today: NaiveDate) -> Result<Option<NaiveDate>> {
    let read = |text: &String| input::date(text, today).map_err(|(rule, message)| Failure::refused(field, rule, text, message));
    given.map(read).transpose()
}

/// The query that `which` describes.
pub fn query(ledger: Ledger, which: &arguments::Which, today: NaiveDate) -> Result<Query> {
    let day = |field: &str, given: &Option<String>| day(field, given.as_ref(), today);
    let (from, to) = (day("from", &which.from)?, day("to", &which.to)?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Failure::refused("to", "order", to.to_string(), format!("--to 早于 --from（{from}）。请核对两个日期。")));
    }
    let on = day("on", &which.on)?.unwrap_or(today);
    Ok(Query { text: which.filter.clone().unwrap_or_default(), from, to, ..Query::all(ledger, on) })
}
