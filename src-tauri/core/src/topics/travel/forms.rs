//! A trip on paper: one report form for all its stops.

use super::standing::{self, Stop, level_label, relation_label};
use super::{RISK_AREAS, TRAVELS};
use crate::base::error::{Error, Result};
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::sheet::{Block, Field, SheetForm, SheetTable};
use crate::paper::table::{TableColumn, TableRow};
use crate::paper::text::Align;
use crate::rules::divisions;
use crate::schema::{Column, Ledger, State};
use crate::store::Book;
use crate::topics::people::STAFF;
use std::collections::BTreeSet;

/// The report form of a trip, in place of the sheet of one record.
pub const ALL: &[Printable] = &[Printable::of(Ledger(&TRAVELS), "sheet", "报告单", "旅居史报告单", Heeds::Record, report)];

fn report(book: &Book, job: &PrintJob) -> Result<Gathered> {
    if let Some(id) = job.id {
        return Ok(Gathered { content: Content::Sheet(of_trip(book, job, id)?), rows: 1 });
    }
    // Without a record: one form per trip.
    let mut done = BTreeSet::new();
    let mut parts = Vec::new();
    for id in book.list(&job.query)? {
        if done.contains(&id) {
            continue;
        }
        done.extend(standing::trip(book, id, job.query.on)?.iter().map(|stop| stop.record.id));
        parts.push(Content::Sheet(of_trip(book, job, id)?));
    }
    if parts.is_empty() {
        return Err(Error::invalid("id", "required", "", "没有旅居史可以印成报告单。请先新增一条。"));
    }
    let rows = parts.len();
    Ok(Gathered { content: forms::joined(book, job, job.form.title, parts)?, rows })
}

fn of_trip(book: &Book, job: &PrintJob, id: i64) -> Result<SheetForm> {
    let stops = standing::trip(book, id, job.query.on)?;
    let mut form = forms::bare_sheet(book, job, job.form.title)?;
    let Some(first) = stops.first() else { return Ok(form) };
    let column = |name: &str| Ledger(&TRAVELS).column(name);
    let fields = |stop: &Stop, names: &[&str]| -> Result<Vec<Field>> {
        let columns: Vec<&Column> = names.iter().filter_map(|name| column(name)).collect();
        columns.into_iter().map(|column| forms::field(book, job, &stop.record, column)).collect()
    };
    let name = match first.record.reference("staff") {
        Some(staff) => forms::person_name(book, Ledger(&STAFF), staff, &first.name, forms::masking(job))?,
        None => first.name.clone(),
    };
    let mut person = vec![Field { label: "姓名".to_owned(), value: name, wide: false }];
    if let Some(staff) = first.record.reference("staff") {
        let record = book.get(Ledger(&STAFF), staff, job.query.on)?;
        for name in ["id_number", "mobile", "department"] {
            if let Some(column) = Ledger(&STAFF).column(name) {
                person.push(forms::field(book, job, &record, column)?);
            }
        }
    }
    form.blocks.push(Block { title: "一、本人".to_owned(), fields: person });
    for (number, stop) in stops.iter().enumerate() {
        let title =
            if stops.len() > 1 { format!("二、旅居史（第 {} 站）", number + 1) } else { "二、旅居史".to_owned() };
        let names = [
            "division_code",
            "place_text",
            "arrived_on",
            "departed_on",
            "returned_on",
            "transport",
            "transport_no",
            "companions",
            "health_code",
            "starred",
            "symptoms",
            "contact_with_case",
            "last_test_on",
            "last_test_result",
            "reported_to",
            "reported_at",
        ];
        form.blocks.push(Block { title, fields: fields(stop, &names)? });
    }
    form.tables.push(hits(book, &stops)?);
    for stop in &stops {
        let title = if stops.len() > 1 {
            format!("三、处置（{}）", divisions::short_name(stop.record.text("division_code").unwrap_or_default()))
        } else {
            "三、处置".to_owned()
        };
        let mut asked = fields(stop, &["exposure", "required_measure", "required_until_on", "test_days"])?;
        if let Some(required) = &stop.exposure.required {
            asked.push(Field {
                label: "依据".to_owned(),
                value: format!("{}：{}", required.rule.label, required.rule.source),
                wide: true,
            });
        }
        asked.extend(fields(stop, &["verified", "verified_by", "verified_on", "measure", "released_on", "note"])?);
        form.blocks.push(Block { title, fields: asked });
        form.notes.extend(forms::void_note(&stop.record).filter(|_| stop.record.state == State::Voided));
    }
    let kept: Vec<(Ledger, i64)> = stops.iter().map(|stop| (Ledger(&TRAVELS), stop.record.id)).collect();
    forms::attach(book, &mut form, &kept)?;
    Ok(form)
}

/// The risk areas each stop may have touched, with the days both hold.
fn hits(book: &Book, stops: &[Stop]) -> Result<SheetTable> {
    let mut rows = Vec::new();
    for stop in stops {
        for hit in &stop.exposure.hits {
            let area = book.get(Ledger(&RISK_AREAS), hit.area, hit.to_on)?;
            let place = area.text("division_code").map(divisions::name).unwrap_or_default();
            rows.push(TableRow {
                cells: vec![
                    stop.place.clone(),
                    place + area.text("place_text").unwrap_or_default(),
                    level_label(&hit.level).to_owned(),
                    if hit.from_on == hit.to_on { hit.from_on.to_string() } else { format!("{} 至 {}", hit.from_on, hit.to_on) },
                    relation_label(hit.relation).to_owned(),
                    area.text("source").unwrap_or_default().to_owned(),
                ],
                marks: Vec::new(),
            });
        }
    }
    let columns = [("到访地", 30.0), ("风险地区", 40.0), ("等级", 16.0), ("重叠的日子", 30.0), ("关系", 34.0), ("通报", 30.0)];
    Ok(SheetTable {
        title: "附：与风险地区名单比对".to_owned(),
        columns: columns.into_iter().map(|(label, width_mm)| TableColumn::of(label, width_mm, Align::Left)).collect(),
        rows,
        blank_rows: 0,
    })
}
