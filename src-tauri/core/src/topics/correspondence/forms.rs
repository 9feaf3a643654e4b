//! Notices on paper besides their list and sheet: who is to sign, and who has (签收单).

use super::{NOTICES, card};
use crate::base::error::{Error, Result};
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::table::{TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::schema::{Ledger, Record};
use crate::store::disclosure::Masking;
use crate::store::listing::Query;
use crate::store::{Book, present};
use crate::topics::people::STAFF;
use std::collections::HashSet;
use std::sync::Arc;

/// Forms of the ledger.
pub const ALL: &[Printable] = &[Printable::of(Ledger(&NOTICES), "sign", "签收单", "来文签收单", Heeds::Record, sign)];

/// Rows left empty where a notice names nobody it is for.
const EMPTY: usize = 12;

/// A sheet for each notice: whom it is for, who has signed, and room to sign for the others.
fn sign(book: &Book, job: &PrintJob) -> Result<Gathered> {
    if job.id.is_some() {
        return forms::by_record(book, job, sheet);
    }
    // Of several, those that somebody is to sign.
    let ids = book.list(&job.query)?;
    let records = book.window(Ledger(&NOTICES), &ids, job.query.on)?;
    let addressed = book.with_facts(job.query.on, |facts| {
        let mut found = HashSet::new();
        for record in &records {
            if !card::addressed(book, facts, record)?.is_empty() {
                found.insert(record.id);
            }
        }
        Ok(found)
    })?;
    if addressed.is_empty() {
        return Err(Error::invalid("id", "required", "", "没有要签收的来文。请先登记来文，写明传达到哪些人。"));
    }
    let query = Query { only: Some(Arc::new(addressed)), ..job.query.clone() };
    forms::by_record(book, &PrintJob { query, ..job.clone() }, sheet)
}

fn sheet(book: &Book, job: &PrintJob, record: &Record) -> Result<Content> {
    let columns = vec![
        TableColumn { whole: true, ..TableColumn::of("姓名", 28.0, Align::Left) },
        TableColumn::of("部门", 38.0, Align::Left),
        TableColumn::of("签收日期和方式", 48.0, Align::Left),
        TableColumn::of("签字", 36.0, Align::Left),
        TableColumn::of("日期", 28.0, Align::Left),
    ];
    let people = book.with_facts(job.query.on, |facts| card::addressed(book, facts, record))?;
    let mut rows = Vec::with_capacity(people.len());
    for one in &people {
        let staff = one.staff.parse().unwrap_or_default();
        let name = forms::person_name(book, Ledger(&STAFF), staff, &one.name, forms::masking(job))?;
        rows.push(TableRow { cells: vec![name, one.department.clone(), one.signed.clone()], marks: Vec::new() });
    }
    let said = |name: &str| -> Result<String> {
        let column = Ledger(&NOTICES).column(name);
        column.map_or_else(|| Ok(String::new()), |column| present::shown(book, record, column, Masking::Masked))
    };
    let asked = people.iter().filter(|one| !one.besides).count();
    let signed = people.iter().filter(|one| !one.besides && one.signature.is_some()).count();
    let (issuer, number, received, whom) = (said("issuer")?, said("doc_no")?, said("received_on")?, said("for_whom")?);
    let whence = [("来文单位：", issuer), ("文号：", number), ("收文日期：", received)];
    let whence: Vec<String> =
        whence.into_iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| format!("{label}{text}")).collect();
    let mut notes = vec![format!("{}。", whence.join("　"))];
    if asked > 0 {
        notes.push(format!("传达到：{whom}，共 {asked} 人，已签收 {signed} 人。"));
    } else {
        notes.push("这份来文没有写传达到哪些人。".to_owned());
    }
    notes.extend(forms::void_note(record).filter(|_| record.state == crate::schema::State::Voided));
    Ok(Content::Table(TableForm {
        blank_rows: if rows.is_empty() { EMPTY } else { 0 },
        rows,
        period: None,
        notes,
        ..forms::bare_table(book, job, &format!("{}签收单", record.text("title").unwrap_or_default()), columns)?
    }))
}
