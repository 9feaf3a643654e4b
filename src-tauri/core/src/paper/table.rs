//! The ledger form: a titled, ruled table over as many pages as it needs.
//!
//! Owns the look of ledgers on paper: columns, marks, notes and the signature line.
//! Names no ledger and reads no clock.

use super::flow::{self, Frame, Header, Strip, Titles, count};
use super::fonts::{self, Face};
use super::page::{Document, Item, MM_PER_PT};
use super::rows::{self, Cell, Row, RowStyle};
use super::text::{self, Align};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A ledger as it is to be printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableForm {
    /// Title, such as 人员花名册.
    pub title: String,
    /// Name of the organisation.
    pub organisation: String,
    /// The period covered, already worded.
    pub period: Option<String>,
    /// 数据截至.
    pub on: NaiveDate,
    /// Audit head, grouped for reading; empty prints none.
    pub head: String,
    /// 脱敏, or 未脱敏 with purpose and recipient.
    pub mask_word: String,
    /// The columns, without the row number.
    pub columns: Vec<TableColumn>,
    /// The rows in order.
    pub rows: Vec<TableRow>,
    /// Lines after the table, such as 缺记日期.
    pub notes: Vec<String>,
    /// Ends with 经办人, 审核人, 负责人 and 日期.
    pub signature: bool,
    /// Which way the sheet lies.
    pub orientation: Orientation,
    /// Begins every row with its number.
    pub numbered: bool,
    /// Empty rows to fill in by hand after `rows`.
    pub blank_rows: usize,
}

/// A column of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableColumn {
    /// Heading.
    pub label: String,
    /// Width it wants at 9 pt.
    pub width_mm: f64,
    /// Where its texts stand.
    pub align: Align,
}

/// A row of a ledger.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TableRow {
    /// One text per column; missing ones print empty.
    pub cells: Vec<String>,
    /// What the reader must know about the row.
    pub marks: Vec<Mark>,
}

/// What sets a row apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Mark {
    /// Entered after the grace (补录): 补 stands before the number.
    Late,
    /// Void (作废): struck through, with the reason below.
    Voided {
        /// Why.
        reason: String,
    },
    /// Corrected: a footnote tells what it said before.
    Corrected {
        /// Column whose text carries the mark; the row number does where there is none.
        column: Option<usize>,
        /// What was changed, when and by whom.
        note: String,
    },
}

/// Which way a sheet lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// Upright where the columns allow, else across.
    #[default]
    Auto,
    /// Across.
    Landscape,
    /// Upright.
    Portrait,
}

/// Side margins.
const SIDE_MM: f64 = 18.0;
/// Space between a rule and the text of a cell.
const CELL_SIDE_MM: f64 = 1.0;
/// Size the declared widths are meant for.
const NOMINAL_PT: f64 = 9.0;
/// Sizes tried in turn; below 9 pt only where identity numbers and dates would not fit otherwise.
const SIZES_PT: [f64; 7] = [10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.0];

/// Lays the ledger out on pages.
pub fn compose(form: &TableForm) -> Document {
    let mut missing = BTreeSet::new();
    let mut notes = Notes::default();
    let columns = all_columns(form);
    let texts: Vec<Vec<fonts::Run>> = form
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| fitted_row(form, index, row, &mut notes, &mut missing))
        .collect();
    let needs = needs(&columns, &texts);
    let landscape = lies_across(form.orientation, &columns, &needs);
    let mut frame = Frame::a4(landscape, SIDE_MM);
    frame.ledger_footer(&form.head, &form.mask_word, &mut missing);
    heading(form, &mut frame, &mut missing);
    let plan = Plan::new(&columns, &needs, SIDE_MM, frame.content_mm());
    let header = plan.header(&columns, &mut missing);
    let mut strips = Vec::with_capacity(form.rows.len() + 8);
    for (row, texts) in form.rows.iter().zip(texts) {
        strips.extend(plan.row(row, texts, &mut missing));
    }
    strips.extend(plan.blank(form));
    if strips.is_empty() {
        strips.push(plan.nothing());
    }
    strips.extend(notes_strips(form, notes, &frame, &mut missing));
    if form.signature {
        sign(&mut strips, &frame);
    }
    let titles = Titles {
        title: &form.title,
        organisation: &form.organisation,
        subject: form.period.as_deref().unwrap_or(&form.title),
        on: form.on,
    };
    flow::paginate(&titles, &frame, &[header], strips, missing)
}

/// A day as it is written on paper.
pub(super) fn day(on: NaiveDate) -> String {
    on.format("%Y年%-m月%-d日").to_string()
}

fn all_columns(form: &TableForm) -> Vec<TableColumn> {
    let number = form.numbered.then(|| TableColumn {
        label: "序号".to_owned(),
        width_mm: 10.0,
        align: Align::Centre,
    });
    number.into_iter().chain(form.columns.iter().cloned()).collect()
}

/// Footnotes in the order in which they are met.
#[derive(Default)]
struct Notes {
    corrections: Vec<String>,
    late: bool,
    voided: bool,
}

impl Notes {
    /// The sign of the next footnote.
    fn add(&mut self, note: &str) -> String {
        let number = u32::try_from(self.corrections.len() + 1).unwrap_or(u32::MAX);
        let sign = char::from_u32(0x245f + number)
            .filter(|_| number <= 20)
            .map_or_else(|| format!("[{number}]"), String::from);
        self.corrections.push(format!("{sign} {note}"));
        sign
    }
}

fn fitted_row(
    form: &TableForm,
    index: usize,
    row: &TableRow,
    notes: &mut Notes,
    missing: &mut BTreeSet<char>,
) -> Vec<fonts::Run> {
    let mut number = (index + 1).to_string();
    let mut cells: Vec<String> = (0..form.columns.len())
        .map(|c| row.cells.get(c).cloned().unwrap_or_default())
        .collect();
    for mark in &row.marks {
        match mark {
            Mark::Late => {
                notes.late = true;
                let target = if form.numbered { Some(&mut number) } else { cells.first_mut() };
                if let Some(target) = target {
                    target.insert(0, '补');
                }
            }
            Mark::Voided { .. } => notes.voided = true,
            Mark::Corrected { column, note } => {
                let sign = notes.add(note);
                let first = if form.numbered { None } else { Some(0) };
                match column.or(first).and_then(|c| cells.get_mut(c)) {
                    Some(cell) => cell.push_str(&sign),
                    None => number.push_str(&sign),
                }
            }
        }
    }
    form.numbered
        .then_some(number)
        .into_iter()
        .chain(cells)
        .map(|cell| fonts::fit(&cell, Face::Song, missing))
        .collect()
}

/// The widest unbreakable unit of every column, in thousandths of the size.
fn needs(columns: &[TableColumn], texts: &[Vec<fonts::Run>]) -> Vec<f64> {
    /// No single word may claim more than this (a third of a line).
    const MOST: f64 = 16_000.0;
    let mut needs = vec![2_000.0_f64; columns.len()];
    for row in texts {
        for (need, run) in needs.iter_mut().zip(row) {
            // A text with no more bytes than would fit cannot need more: digits are the widest at 560.
            if run.text.len() * 1000 > 2_000 {
                *need = need.max(text::widest_unit(&run.text, run.face).min(MOST));
            }
        }
    }
    needs
}

fn need_mm(need: f64, size_pt: f64) -> f64 {
    need / 1000.0 * size_pt * MM_PER_PT + 2.0 * CELL_SIDE_MM + 0.2
}

fn wanted_mm(column: &TableColumn, need: f64, size_pt: f64) -> f64 {
    (column.width_mm * size_pt / NOMINAL_PT).max(need_mm(need, size_pt))
}

fn lies_across(orientation: Orientation, columns: &[TableColumn], needs: &[f64]) -> bool {
    const UPRIGHT_MM: f64 = 210.0 - 2.0 * SIDE_MM;
    match orientation {
        Orientation::Landscape => true,
        Orientation::Portrait => false,
        Orientation::Auto => {
            let wanted: f64 = columns.iter().zip(needs).map(|(c, n)| wanted_mm(c, *n, NOMINAL_PT)).sum();
            wanted > UPRIGHT_MM
        }
    }
}

/// Where the columns stand and how large the type is.
struct Plan {
    columns: Vec<(f64, f64, Align)>,
    style: RowStyle,
    left_mm: f64,
    width_mm: f64,
}

impl Plan {
    fn new(columns: &[TableColumn], needs: &[f64], left_mm: f64, width_mm: f64) -> Self {
        let total = |size: f64| -> f64 { columns.iter().zip(needs).map(|(c, n)| wanted_mm(c, *n, size)).sum() };
        let least = |size: f64| -> f64 { needs.iter().map(|n| need_mm(*n, size)).sum() };
        let comfortable = SIZES_PT.iter().copied().filter(|s| *s >= NOMINAL_PT).find(|s| total(*s) <= width_mm);
        let size_pt = comfortable
            .or_else(|| SIZES_PT.iter().copied().filter(|s| *s <= NOMINAL_PT).find(|s| least(*s) <= width_mm))
            .unwrap_or(8.0);
        let wanted: Vec<f64> = columns.iter().zip(needs).map(|(c, n)| wanted_mm(c, *n, size_pt)).collect();
        let floor: Vec<f64> = needs.iter().map(|n| need_mm(*n, size_pt)).collect();
        let widths = shared_out(&wanted, &floor, width_mm);
        let mut x = left_mm;
        let columns = columns
            .iter()
            .zip(widths)
            .map(|(column, width)| {
                let placed = (x, width, column.align);
                x += width;
                placed
            })
            .collect();
        Self {
            columns,
            style: RowStyle {
                size_pt,
                min_height_mm: 6.0,
                side_mm: CELL_SIDE_MM,
                above_mm: 0.8,
            },
            left_mm,
            width_mm,
        }
    }

    fn cells<'a>(&'a self, runs: impl IntoIterator<Item = fonts::Run> + 'a) -> impl Iterator<Item = Cell> + 'a {
        self.columns.iter().zip(runs).map(|(&(x_mm, width_mm, align), run)| Cell {
            x_mm,
            width_mm,
            lines: text::lines(&run.text, run.face, self.style.size_pt, width_mm - 2.0 * self.style.side_mm),
            face: run.face,
            align,
            shaded: false,
        })
    }

    fn header(&self, columns: &[TableColumn], missing: &mut BTreeSet<char>) -> Header {
        let labels: Vec<fonts::Run> = columns.iter().map(|c| fonts::fit(&c.label, Face::HeiBold, missing)).collect();
        let cells = self
            .cells(labels)
            .map(|cell| Cell {
                align: Align::Centre,
                shaded: true,
                ..cell
            })
            .collect();
        let style = RowStyle {
            above_mm: 1.2,
            min_height_mm: 7.0,
            ..self.style
        };
        let row = Row {
            cells,
            ..Row::default()
        };
        let mut pieces = rows::strips(&row, style);
        Header {
            strip: pieces.swap_remove(0),
            x_mm: self.left_mm,
            width_mm: self.width_mm,
        }
    }

    fn row(&self, row: &TableRow, runs: Vec<fonts::Run>, missing: &mut BTreeSet<char>) -> Vec<Strip> {
        let mut tail = Vec::new();
        for mark in &row.marks {
            if let Mark::Voided { reason } = mark {
                let run = fonts::fit(&format!("作废：{reason}"), Face::Song, missing);
                let width = self.width_mm - 2.0 * self.style.side_mm;
                tail.extend(text::lines(&run.text, run.face, self.style.size_pt, width));
            }
        }
        let drawn = Row {
            cells: self.cells(runs).collect(),
            struck: !tail.is_empty(),
            tail,
            table: Some(0),
        };
        rows::strips(&drawn, self.style)
    }

    fn blank(&self, form: &TableForm) -> Vec<Strip> {
        let style = RowStyle {
            min_height_mm: 8.5,
            ..self.style
        };
        (0..form.blank_rows)
            .flat_map(|index| {
                let number = form.numbered.then(|| (form.rows.len() + index + 1).to_string());
                let runs = number
                    .into_iter()
                    .chain(std::iter::repeat_with(String::new))
                    .map(|text| fonts::Run { text, face: Face::Song });
                let row = Row {
                    cells: self.cells(runs).collect(),
                    table: Some(0),
                    ..Row::default()
                };
                rows::strips(&row, style)
            })
            .collect()
    }

    fn nothing(&self) -> Strip {
        let row = Row {
            cells: vec![Cell {
                x_mm: self.left_mm,
                width_mm: self.width_mm,
                lines: vec!["本期无记录".to_owned()],
                face: Face::Song,
                align: Align::Centre,
                shaded: false,
            }],
            table: Some(0),
            ..Row::default()
        };
        let style = RowStyle {
            min_height_mm: 12.0,
            ..self.style
        };
        rows::strips(&row, style).swap_remove(0)
    }
}

/// Shares `width` out: what is over goes to all in proportion, what lacks is taken from those above their floor.
fn shared_out(wanted: &[f64], floor: &[f64], width: f64) -> Vec<f64> {
    let total: f64 = wanted.iter().sum();
    if total <= width {
        return wanted.iter().map(|w| w * width / total).collect();
    }
    let least: f64 = floor.iter().sum();
    if least >= width {
        return floor.iter().map(|f| f * width / least).collect();
    }
    let give = (total - width) / (total - least);
    wanted.iter().zip(floor).map(|(w, f)| w - (w - f) * give).collect()
}

/// Title and second line on the first page, a short line on the others.
fn heading(form: &TableForm, frame: &mut Frame, missing: &mut BTreeSet<char>) {
    const TITLE_PT: f64 = 18.0;
    const LINE_PT: f64 = 10.5;
    let (left, width) = (frame.left_mm, frame.content_mm());
    let title = fonts::fit(&form.title, Face::HeiBold, missing);
    let mut y = 18.0;
    for line in text::lines(&title.text, title.face, TITLE_PT, width) {
        y += 6.5;
        frame.first_items.push(text::aligned(left, width, y, TITLE_PT, title.face, Align::Centre, &line));
        y += 2.0;
    }
    let until = format!("数据截至：{}", day(form.on));
    let right = form.period.as_ref().map_or(until.clone(), |p| format!("期间：{p}　{until}"));
    let right = fonts::fit(&right, Face::Song, missing);
    let name = fonts::fit(&format!("单位名称（盖章）：{}", form.organisation), Face::Song, missing);
    let both = fonts::width_mm(name.face, LINE_PT, &name.text) + fonts::width_mm(right.face, LINE_PT, &right.text);
    y += 6.0;
    if both + 6.0 > width {
        for line in text::lines(&name.text, name.face, LINE_PT, width) {
            frame.first_items.push(Item::text(left, y, LINE_PT, name.face, line));
            y += 5.2;
        }
    } else {
        frame.first_items.push(Item::text(left, y, LINE_PT, name.face, name.text.clone()));
    }
    for line in text::lines(&right.text, right.face, LINE_PT, width) {
        frame.first_items.push(text::aligned(left, width, y, LINE_PT, right.face, Align::Right, &line));
        y += 5.2;
    }
    frame.first_top_mm = y - 5.2 + 2.6;
    let again = fonts::fit(&format!("{}（续）", form.title), Face::HeiBold, missing);
    let lines = text::lines(&again.text, again.face, LINE_PT, width);
    y = 17.0;
    for line in &lines {
        frame.other_items.push(Item::text(left, y, LINE_PT, again.face, line.clone()));
        y += 5.2;
    }
    if lines.len() == 1 && fonts::width_mm(again.face, LINE_PT, &lines[0]) + fonts::width_mm(name.face, LINE_PT, &name.text) + 60.0 < width {
        let who = fonts::fit(&form.organisation, Face::Song, missing);
        frame.other_items.push(text::aligned(left, width, 17.0, LINE_PT, who.face, Align::Right, &who.text));
    }
    frame.top_mm = y - 5.2 + 2.6;
}

fn notes_strips(form: &TableForm, notes: Notes, frame: &Frame, missing: &mut BTreeSet<char>) -> Vec<Strip> {
    let mut said: Vec<String> = form.notes.clone();
    said.extend(notes.corrections);
    if notes.late {
        said.push("序号前有“补”的为补录：晚于规定时限录入。".to_owned());
    }
    if notes.voided {
        said.push("画线的为作废记录，原文保留，不计入统计。".to_owned());
    }
    note_strips(&said, frame, missing)
}

/// Lines of notes below a table, closed by the list of characters that could not be printed.
pub(super) fn note_strips(said: &[String], frame: &Frame, missing: &mut BTreeSet<char>) -> Vec<Strip> {
    const SIZE: f64 = 9.0;
    let width = frame.content_mm();
    let runs: Vec<fonts::Run> = said.iter().map(|note| fonts::fit(note, Face::Song, missing)).collect();
    let mut all: Vec<(Face, String)> = runs
        .iter()
        .flat_map(|run| text::lines(&run.text, run.face, SIZE, width).into_iter().map(|l| (run.face, l)))
        .collect();
    if !missing.is_empty() {
        let points: Vec<String> = missing.iter().map(|c| format!("U+{:04X}", *c as u32)).collect();
        let note = format!("〓 代替字库没有的字符：{}。", points.join("、"));
        all.extend(text::lines(&note, Face::Song, SIZE, width).into_iter().map(|l| (Face::Song, l)));
    }
    if all.is_empty() {
        return Vec::new();
    }
    let leading = text::leading_mm(SIZE);
    let mut strips = vec![Strip::gap(1.6)];
    strips.extend(all.into_iter().map(|(face, line)| Strip {
        height_mm: leading,
        items: vec![Item::text(frame.left_mm, leading * 0.78, SIZE, face, line)],
        ..Strip::default()
    }));
    strips
}

/// Adds the signature line, which never stands on a page without what it signs.
pub(super) fn sign(strips: &mut Vec<Strip>, frame: &Frame) {
    const SIZE: f64 = 10.5;
    const BASELINE_MM: f64 = 12.0;
    if let Some(last) = strips.last_mut() {
        last.keep_with_next = true;
    }
    let width = frame.content_mm();
    let wide = width > 200.0;
    let slot = width / 4.0;
    let mut items = Vec::new();
    for (index, who) in ["经办人", "审核人", "负责人"].into_iter().enumerate() {
        let label = if wide { format!("{who}（签字）：") } else { format!("{who}：") };
        let x = frame.left_mm + count(index) * slot;
        let taken = fonts::width_mm(Face::Song, SIZE, &label);
        items.push(Item::text(x, BASELINE_MM, SIZE, Face::Song, label));
        items.push(Item::across(x + taken, BASELINE_MM + 0.8, slot - taken - 4.0, flow::GRID_PT));
    }
    let date = "日期：　　　　年　　月　　日";
    items.push(text::aligned(frame.left_mm, width, BASELINE_MM, SIZE, Face::Song, Align::Right, date));
    strips.push(Strip {
        height_mm: BASELINE_MM + 2.0,
        items,
        ..Strip::default()
    });
}
