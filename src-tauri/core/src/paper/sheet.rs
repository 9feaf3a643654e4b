//! One record or person on one sheet: boxes with labels, tables below, signatures (登记表).
//!
//! Owns the look of record sheets. Names no ledger and reads no clock.

use super::apparatus::{self, Heading};
use super::columns::{Body, Notes, Plan};
use super::flow::{self, Frame, Header, Strip, Titles};
use super::fonts::{self, Face};
use super::page::{Document, Item, MM_PER_PT, Picture};
use super::rows::{self, Cell, Row, RowStyle};
use super::table::{TableColumn, TableRow};
use super::text::{self, Align};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// A record sheet as it is to be printed. Empty values give a sheet to fill in by hand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SheetForm {
    /// Title, such as 人员登记表.
    pub title: String,
    /// Name of the organisation.
    pub organisation: String,
    /// 数据截至.
    pub on: NaiveDate,
    /// Audit head, grouped for reading; empty prints none.
    pub head: String,
    /// 脱敏, or 未脱敏 with purpose and recipient.
    pub mask_word: String,
    /// The boxes.
    pub blocks: Vec<Block>,
    /// The tables below them.
    pub tables: Vec<SheetTable>,
    /// Photographs that belong to it, on pages of their own behind the signatures.
    pub pictures: Vec<SheetPicture>,
    /// Lines after the tables.
    pub notes: Vec<String>,
    /// Ends with the signature line.
    pub signature: bool,
    /// Who signs there.
    pub signers: &'static [&'static str],
}

/// Boxes under a heading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Block {
    /// Heading; empty prints none.
    pub title: String,
    /// The boxes in order, two to a line.
    pub fields: Vec<Field>,
}

/// A labelled box.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// What it is.
    pub label: String,
    /// What is known; empty leaves room to write.
    pub value: String,
    /// Takes the whole width.
    pub wide: bool,
}

/// A table on a record sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SheetTable {
    /// Heading; empty prints none.
    pub title: String,
    /// The columns.
    pub columns: Vec<TableColumn>,
    /// The rows.
    pub rows: Vec<TableRow>,
    /// Empty rows to fill in by hand.
    pub blank_rows: usize,
}

/// A photograph with what stands below it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SheetPicture {
    /// The photograph.
    pub picture: Picture,
    /// Lines below it.
    pub lines: Vec<String>,
}

pub use super::apparatus::SIGNERS;

const SIDE_MM: f64 = 20.0;
const STYLE: RowStyle = RowStyle { size_pt: 10.5, min_height_mm: 8.5, side_mm: 1.6, above_mm: 1.4 };

/// Lays the sheet out.
pub fn compose(form: &SheetForm) -> Document {
    let mut missing = BTreeSet::new();
    let mut notes = Notes::default();
    let mut frame = Frame::a4(false, SIDE_MM);
    frame.ledger_footer(&form.head, &form.mask_word, &mut missing);
    let says = Heading { title: &form.title, organisation: &form.organisation, period: None, on: Some(form.on) };
    apparatus::heading(&says, &mut frame, &mut missing);
    let width = frame.content_mm();
    let mut headers = Vec::new();
    let mut strips = Vec::new();
    for block in &form.blocks {
        strips.extend(caption(&block.title, &frame, &mut missing));
        headers.push(Header { strip: Strip::default(), x_mm: SIDE_MM, width_mm: width });
        for cells in lines_of_boxes(&block.fields, width, &mut missing) {
            let row = Row { cells, table: Some(headers.len() - 1), ..Row::default() };
            strips.extend(rows::strips(&row, STYLE));
        }
        strips.push(Strip::gap(2.5));
    }
    for table in &form.tables {
        strips.extend(caption(&table.title, &frame, &mut missing));
        let body = Body::new(&table.columns, &table.rows, false, &mut notes, &mut missing);
        let plan = Plan::new(&body, headers.len(), SIDE_MM, width, frame.room_mm());
        headers.push(plan.header(&body.columns, &mut missing));
        strips.extend(plan.strips(body, table.blank_rows, &mut missing));
        strips.push(Strip::gap(2.5));
    }
    strips.pop();
    let said: Vec<String> = form.notes.iter().cloned().chain(notes.said()).collect();
    strips.extend(apparatus::note_strips(&said, &frame, &mut missing));
    if form.signature {
        apparatus::sign(&mut strips, &frame, form.signers);
    }
    let mut pictures = Vec::new();
    for (place, shown) in form.pictures.iter().enumerate() {
        if place == 0 {
            strips.extend(caption(APPENDIX, &frame, &mut missing).map(|strip| Strip { fresh: true, ..strip }));
        }
        strips.push(photograph(shown, place, &frame, &mut missing));
        pictures.push(shown.picture.clone());
    }
    let titles = Titles { title: &form.title, organisation: &form.organisation, subject: &form.title, on: form.on };
    Document { pictures, ..flow::paginate(&titles, &frame, &headers, strips, missing) }
}

/// Heading of the photographs; nothing in them is masked.
const APPENDIX: &str = "附件（图片按原样印出，未脱敏）";

/// A photograph as large as half a page allows, with its lines below.
fn photograph(shown: &SheetPicture, place: usize, frame: &Frame, missing: &mut BTreeSet<char>) -> Strip {
    const SIZE: f64 = 9.0;
    const HEADING_MM: f64 = 8.0;
    const LINES: usize = 4;
    let leading = text::leading_mm(SIZE);
    let height_mm = (frame.room_mm() - HEADING_MM) / 2.0 - 1.0;
    let (most_wide, most_high) = (frame.content_mm(), height_mm - leading * flow::count(LINES) - 4.0);
    let (wide, high) = (f64::from(shown.picture.width.max(1)), f64::from(shown.picture.height.max(1)));
    let scale = (most_wide / wide).min(most_high / high);
    let (width_mm, picture_mm) = (wide * scale, high * scale);
    let x_mm = frame.left_mm + (most_wide - width_mm) / 2.0;
    let mut items = vec![Item::Picture { x_mm, y_mm: 0.0, width_mm, height_mm: picture_mm, picture: place }];
    let mut lines = Vec::new();
    for line in &shown.lines {
        let run = fonts::fit(line, Face::Song, missing);
        lines.extend(text::lines(&run.text, run.face, SIZE, most_wide).into_iter().map(|line| (run.face, line)));
    }
    for (at, (face, line)) in lines.into_iter().take(LINES).enumerate() {
        let y = picture_mm + leading * (flow::count(at) + 1.0);
        items.push(text::aligned(frame.left_mm, most_wide, y, SIZE, face, Align::Centre, &line));
    }
    Strip { height_mm, items, ..Strip::default() }
}

/// The heading of a block, bound to its first row.
fn caption(title: &str, frame: &Frame, missing: &mut BTreeSet<char>) -> Option<Strip> {
    const SIZE: f64 = 11.0;
    if title.is_empty() {
        return None;
    }
    let run = fonts::fit(title, Face::HeiBold, missing);
    let height = text::leading_mm(SIZE) + 2.2;
    let items = text::lines(&run.text, run.face, SIZE, frame.content_mm())
        .into_iter()
        .take(1)
        .map(|line| Item::text(frame.left_mm, height - 1.9, SIZE, run.face, line))
        .collect();
    Some(Strip { height_mm: height, items, keep_with_next: true, ..Strip::default() })
}

/// The boxes line by line: two narrow ones beside each other, a wide one (or an odd last one) alone.
fn lines_of_boxes(fields: &[Field], width: f64, missing: &mut BTreeSet<char>) -> Vec<Vec<Cell>> {
    let label_em = fields.iter().map(|f| f.label.chars().count().min(7)).max().unwrap_or(4).max(4);
    let label_mm = flow::count(label_em) * STYLE.size_pt * MM_PER_PT + 2.0 * STYLE.side_mm + 0.5;
    let mut out: Vec<Vec<Cell>> = Vec::new();
    let mut rest = fields.iter().peekable();
    while let Some(field) = rest.next() {
        let beside = if field.wide { None } else { rest.next_if(|next| !next.wide) };
        let half = width / 2.0;
        let mut cells = Vec::with_capacity(4);
        let first = if beside.is_some() { half } else { width };
        boxed(&mut cells, field, SIDE_MM, first, label_mm, missing);
        if let Some(second) = beside {
            boxed(&mut cells, second, SIDE_MM + half, half, label_mm, missing);
        }
        out.push(cells);
    }
    out
}

fn boxed(cells: &mut Vec<Cell>, field: &Field, x_mm: f64, width: f64, label_mm: f64, missing: &mut BTreeSet<char>) {
    let mut add = |text: &str, x_mm: f64, width_mm: f64, shaded: bool| {
        let wanted = if shaded { Face::HeiBold } else { Face::Song };
        let run = fonts::fit(text, wanted, missing);
        cells.push(Cell {
            x_mm,
            width_mm,
            lines: text::lines(&run.text, run.face, STYLE.size_pt, width_mm - 2.0 * STYLE.side_mm),
            face: run.face,
            align: if shaded { Align::Centre } else { Align::Left },
            shaded,
        });
    };
    add(&field.label, x_mm, label_mm, true);
    add(&field.value, x_mm + label_mm, width - label_mm, false);
}
