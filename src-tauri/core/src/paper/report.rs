//! Running text in the proportions of GB/T 9704-2012: reports and the cover of a submission.
//!
//! Owns the look of official papers. Names no ledger and reads no clock.

use super::apparatus;
use super::columns::{Body, Notes, Plan};
use super::flow::{self, Frame, Strip, Titles, count};
use super::fonts::{self, Face};
use super::page::{Colour, Document, Item, MM_PER_PT, NumberStyle};
use super::table::{TableColumn, TableRow};
use super::text::{self, Align};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// A report as it is to be printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportForm {
    /// Title.
    pub title: String,
    /// Whom it is sent to (主送机关), without the colon.
    pub addressee: Option<String>,
    /// The text.
    pub parts: Vec<Part>,
    /// Who signs it.
    pub organisation: String,
    /// Its date.
    pub on: NaiveDate,
    /// Audit head, grouped for reading; empty prints none.
    pub head: String,
    /// 脱敏, or 未脱敏 with purpose and recipient; empty prints none.
    pub mask_word: String,
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Part {
    /// 一、
    Heading(String),
    /// （一）
    Subheading(String),
    /// A paragraph, indented by two characters.
    Paragraph(String),
    /// A table across the text block.
    Table {
        /// The columns.
        columns: Vec<TableColumn>,
        /// The rows.
        rows: Vec<TableRow>,
    },
    /// A small chart: shares as bars.
    Bars(Vec<Bar>),
}

/// A bar of a chart: `value` out of `of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// What it shows.
    pub label: String,
    /// How many.
    pub value: u32,
    /// Of how many.
    pub of: u32,
}

/// Text block: 156 × 225 mm, 22 lines of 28 characters.
const LEFT_MM: f64 = 28.0;
const TOP_MM: f64 = 37.0;
const WIDTH_MM: f64 = 156.0;
const HEIGHT_MM: f64 = 225.0;
const LEADING_MM: f64 = 28.95 * MM_PER_PT;
const BODY_PT: f64 = 16.0;
const TITLE_PT: f64 = 22.0;
/// 28 characters of 16 pt are 2 mm wider than the block: every character gives way by this much.
const TRACKING_PT: f64 = (WIDTH_MM / MM_PER_PT - 28.0 * BODY_PT) / 27.0;

/// Lays the report out.
pub fn compose(form: &ReportForm) -> Document {
    let mut missing = BTreeSet::new();
    let mut notes = Notes::default();
    let mut frame = Frame::a4(false, LEFT_MM);
    frame.right_mm = 210.0 - LEFT_MM - WIDTH_MM;
    frame.first_top_mm = TOP_MM;
    frame.top_mm = TOP_MM;
    frame.bottom_mm = TOP_MM + HEIGHT_MM;
    frame.number = Some((TOP_MM + HEIGHT_MM + 9.5, NumberStyle::Dashed));
    footer(form, &mut frame, &mut missing);
    let mut headers = Vec::new();
    let mut strips = title(&form.title, &mut missing);
    if let Some(addressee) = &form.addressee {
        paragraph(&mut strips, &format!("{addressee}："), Face::Song, "", &mut missing);
    }
    for part in &form.parts {
        match part {
            Part::Heading(says) => heading(&mut strips, says, Face::HeiBold, &mut missing),
            Part::Subheading(says) => heading(&mut strips, says, Face::SongBold, &mut missing),
            Part::Paragraph(says) => paragraph(&mut strips, says, Face::Song, "　　", &mut missing),
            Part::Table { columns, rows } => {
                let body = Body::new(columns, rows, false, &mut notes, &mut missing);
                let plan = Plan::new(&body, headers.len(), LEFT_MM, WIDTH_MM, frame.room_mm());
                headers.push(plan.header(&body.columns, &mut missing));
                strips.push(Strip::gap(2.0));
                strips.extend(plan.strips(body, 0, &mut missing));
                strips.push(Strip::gap(3.0));
            }
            Part::Bars(bars) => strips.extend(bars.iter().map(|bar| drawn(bar, &mut missing))),
        }
    }
    strips.extend(apparatus::note_strips(&notes.said(), &frame, &mut missing));
    signed(&mut strips, form, &mut missing);
    let titles = Titles { title: &form.title, organisation: &form.organisation, subject: &form.title, on: form.on };
    flow::paginate(&titles, &frame, &headers, strips, missing)
}

/// Audit head left and mask word right, quietly below the page number.
fn footer(form: &ReportForm, frame: &mut Frame, missing: &mut BTreeSet<char>) {
    const SIZE: f64 = 8.0;
    let mut says = Vec::new();
    if !form.head.is_empty() {
        says.push(format!("核验码 {}", form.head));
    }
    if !form.mask_word.is_empty() {
        says.push(form.mask_word.clone());
    }
    let run = fonts::fit(&says.join("　"), Face::Song, missing);
    for (index, line) in text::lines(&run.text, run.face, SIZE, WIDTH_MM).iter().enumerate() {
        let y = TOP_MM + HEIGHT_MM + 16.0 + count(index) * text::leading_mm(SIZE);
        let item = text::aligned(LEFT_MM, WIDTH_MM, y, SIZE, run.face, Align::Centre, line);
        frame.footer.push(item.coloured(Colour::QUIET));
    }
}

fn baseline(size_pt: f64, height_mm: f64) -> f64 {
    height_mm / 2.0 + text::MIDDLE * size_pt * MM_PER_PT
}

/// A line of the grid, empty.
fn line(items: Vec<Item>) -> Strip {
    Strip { height_mm: LEADING_MM, items, ..Strip::default() }
}

fn title(says: &str, missing: &mut BTreeSet<char>) -> Vec<Strip> {
    let run = fonts::fit(says, Face::SongBold, missing);
    let height = LEADING_MM * 1.2;
    let mut strips: Vec<Strip> = text::lines(&run.text, run.face, TITLE_PT, WIDTH_MM)
        .iter()
        .map(|line| Strip {
            height_mm: height,
            items: vec![text::aligned(LEFT_MM, WIDTH_MM, baseline(TITLE_PT, height), TITLE_PT, run.face, Align::Centre, line)],
            keep_with_next: true,
            ..Strip::default()
        })
        .collect();
    strips.push(line(Vec::new()));
    strips
}

fn heading(strips: &mut Vec<Strip>, says: &str, face: Face, missing: &mut BTreeSet<char>) {
    let from = strips.len();
    paragraph(strips, says, face, "　　", missing);
    for strip in strips.iter_mut().skip(from) {
        strip.keep_with_next = true;
    }
}

fn paragraph(strips: &mut Vec<Strip>, says: &str, face: Face, indent: &str, missing: &mut BTreeSet<char>) {
    let run = fonts::fit(says, face, missing);
    for paragraph in run.text.split('\n') {
        let indented = format!("{indent}{paragraph}");
        let lines = text::lines(&indented, run.face, BODY_PT, 28.0 * BODY_PT * MM_PER_PT);
        let last = lines.len() - 1;
        for (index, text) in lines.into_iter().enumerate() {
            let spacing_pt = if index == last { TRACKING_PT } else { justified(run.face, &text) };
            strips.push(line(vec![Item::Text {
                x_mm: LEFT_MM,
                y_mm: baseline(BODY_PT, LEADING_MM),
                size_pt: BODY_PT,
                spacing_pt,
                face: run.face,
                colour: Colour::BLACK,
                text,
            }]));
        }
    }
}

/// Space after each character that fills the line; a line too short for it keeps its own width.
fn justified(face: Face, text: &str) -> f64 {
    const MOST_PT: f64 = 2.5;
    let gaps = count(text.chars().count().saturating_sub(1));
    let free = (WIDTH_MM - fonts::width_mm(face, BODY_PT, text)) / MM_PER_PT;
    if gaps < 1.0 || free / gaps > MOST_PT {
        return TRACKING_PT;
    }
    free / gaps
}

/// A bar with its label before and its figures after it.
fn drawn(bar: &Bar, missing: &mut BTreeSet<char>) -> Strip {
    const SIZE: f64 = 10.5;
    const LABEL_MM: f64 = 40.0;
    const BAR_MM: f64 = 80.0;
    const HEIGHT: f64 = 7.0;
    let share = if bar.of == 0 { 0.0 } else { f64::from(bar.value) / f64::from(bar.of) };
    let figures =
        if bar.of == 0 { "无应计数".to_owned() } else { format!("{}/{}（{:.1}%）", bar.value, bar.of, share * 100.0) };
    let run = fonts::fit(&bar.label, Face::Song, missing);
    let label = text::lines(&run.text, run.face, SIZE, LABEL_MM - 2.0).swap_remove(0);
    let y = baseline(SIZE, HEIGHT);
    let fill = |width_mm: f64, colour: Colour| Item::Fill {
        x_mm: LEFT_MM + LABEL_MM,
        y_mm: 1.5,
        width_mm,
        height_mm: HEIGHT - 3.0,
        colour,
    };
    Strip {
        height_mm: HEIGHT,
        items: vec![
            fill(BAR_MM, Colour::HEADER),
            fill(BAR_MM * share.min(1.0), Colour(110, 110, 110)),
            text::aligned(LEFT_MM, LABEL_MM - 2.0, y, SIZE, run.face, Align::Right, &label),
            Item::text(LEFT_MM + LABEL_MM + BAR_MM + 2.0, y, SIZE, Face::Song, figures),
        ],
        ..Strip::default()
    }
}

/// Organisation and date at the lower right, with room for the seal; never without text above.
fn signed(strips: &mut Vec<Strip>, form: &ReportForm, missing: &mut BTreeSet<char>) {
    for strip in strips.iter_mut().rev().take(1) {
        strip.keep_with_next = true;
    }
    let em = BODY_PT * MM_PER_PT;
    let run = fonts::fit(&form.organisation, Face::Song, missing);
    let date = apparatus::day(form.on);
    let date_width = fonts::width_mm(Face::Song, BODY_PT, &date);
    let lines = text::lines(&run.text, run.face, BODY_PT, WIDTH_MM - 4.0 * em);
    let widest = lines.iter().map(|l| fonts::width_mm(run.face, BODY_PT, l)).fold(0.0, f64::max);
    // The date ends four characters before the edge; a longer name ends two before it.
    let middle = (WIDTH_MM - 4.0 * em - date_width / 2.0).min(WIDTH_MM - 2.0 * em - widest / 2.0);
    let centred = |text: &str, face: Face| {
        let width = fonts::width_mm(face, BODY_PT, text);
        let x = LEFT_MM + middle - width / 2.0;
        vec![Item::text(x, baseline(BODY_PT, LEADING_MM), BODY_PT, face, text)]
    };
    let mut block = vec![line(Vec::new()), line(Vec::new())];
    block.extend(lines.iter().map(|l| line(centred(l, run.face))));
    block.push(line(centred(&date, Face::Song)));
    let last = block.len() - 1;
    for strip in block.iter_mut().take(last) {
        strip.keep_with_next = true;
    }
    strips.extend(block);
}
