//! Columns of a table: their texts fitted, their widths shared out, the size of the type chosen.
//!
//! Owns what a table needs to be drawn inside a given width. Knows no form and no page.

use super::flow::{self, Header, Strip};
use super::fonts::{self, Face};
use super::page::MM_PER_PT;
use super::rows::{self, Cell, Row, RowStyle};
use super::table::{Mark, TableColumn, TableRow};
use super::text::{self, Align};
use super::widths::{self, Demand, Search};
use std::collections::{BTreeMap, BTreeSet};

/// Space between a rule and the text of a cell.
const CELL_SIDE_MM: f64 = 1.0;
/// Size the declared widths are meant for.
const NOMINAL_PT: f64 = 9.0;
/// Sizes tried in turn; below 9 pt only where identity numbers and dates would not fit otherwise.
const SIZES_PT: [f64; 7] = [10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.0];
/// Size of a table in which words have to be broken.
const SMALL_PT: f64 = 8.0;

/// The rows of a table with every text fitted to a face.
pub(super) struct Body<'a> {
    /// All columns, the row number first where there is one.
    pub columns: Vec<TableColumn>,
    rows: &'a [TableRow],
    numbered: bool,
    /// The columns are as wide as declared, whatever is written in them.
    pub as_declared: bool,
    texts: Vec<Vec<fonts::Run>>,
    demands: Vec<Demand>,
}

impl<'a> Body<'a> {
    /// Fits all texts and gathers the footnotes of the marks.
    pub fn new(
        columns: &[TableColumn],
        rows: &'a [TableRow],
        numbered: bool,
        notes: &mut Notes,
        missing: &mut BTreeSet<char>,
    ) -> Self {
        let texts: Vec<Vec<fonts::Run>> =
            rows.iter().enumerate().map(|(index, row)| fitted_row(columns.len(), numbered, index, row, notes, missing)).collect();
        let columns = all_columns(columns, numbered);
        let demands = widths::demands(&columns, &texts);
        Self { columns, rows, numbered, as_declared: rows.is_empty(), texts, demands }
    }

    /// Whether the columns ask for more than `width_mm` at the nominal size.
    pub fn exceeds(&self, width_mm: f64) -> bool {
        self.declared(NOMINAL_PT).iter().sum::<f64>() > width_mm
    }
}

fn all_columns(columns: &[TableColumn], numbered: bool) -> Vec<TableColumn> {
    let number = numbered.then(|| TableColumn { label: "序号".to_owned(), width_mm: 10.0, align: Align::Centre, whole: true });
    number.into_iter().chain(columns.iter().cloned()).collect()
}

/// Footnotes in the order in which they are met.
#[derive(Default)]
pub(super) struct Notes {
    corrections: Vec<String>,
    /// Rows entered late, by reason.
    late: BTreeMap<String, Vec<usize>>,
    voided: bool,
}

impl Notes {
    /// The footnotes and what the marks mean.
    pub fn said(self) -> Vec<String> {
        let mut said = self.corrections;
        if !self.late.is_empty() {
            let reasons = self.late.iter().filter(|(reason, _)| !reason.is_empty());
            let reasons: Vec<String> = reasons.map(|(reason, rows)| format!("{reason}（第 {} 行）", runs(rows))).collect();
            let reasons = if reasons.is_empty() { String::new() } else { format!("原因：{}。", reasons.join("；")) };
            said.push(format!("带“补”字的为补录：晚于规定时限录入。{reasons}"));
        }
        if self.voided {
            said.push("画线的为作废记录，原文保留，不计入统计。".to_owned());
        }
        said
    }

    /// The sign of the next footnote.
    fn add(&mut self, note: &str) -> String {
        let number = u32::try_from(self.corrections.len() + 1).unwrap_or(u32::MAX);
        let sign = char::from_u32(0x245f + number).filter(|_| number <= 20).map_or_else(|| format!("[{number}]"), String::from);
        self.corrections.push(format!("{sign} {note}"));
        sign
    }
}

/// Numbers in ascending order with runs drawn together: 3、7–9.
fn runs(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let said = |(first, last): &(usize, usize)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    runs.iter().map(said).collect::<Vec<_>>().join("、")
}

fn fitted_row(
    columns: usize,
    numbered: bool,
    index: usize,
    row: &TableRow,
    notes: &mut Notes,
    missing: &mut BTreeSet<char>,
) -> Vec<fonts::Run> {
    let mut number = (index + 1).to_string();
    let mut cells: Vec<String> = (0..columns).map(|c| row.cells.get(c).cloned().unwrap_or_default()).collect();
    for mark in &row.marks {
        match mark {
            Mark::Late { reason } => {
                notes.late.entry(reason.clone()).or_default().push(index + 1);
                let target = if numbered { Some(&mut number) } else { cells.first_mut() };
                if let Some(target) = target {
                    target.insert(0, '补');
                }
            }
            Mark::Voided { .. } => notes.voided = true,
            Mark::Corrected { column, note } => {
                let sign = notes.add(note);
                let first = if numbered { None } else { Some(0) };
                match column.or(first).and_then(|c| cells.get_mut(c)) {
                    Some(cell) => cell.push_str(&sign),
                    None => number.push_str(&sign),
                }
            }
        }
    }
    numbered.then_some(number).into_iter().chain(cells).map(|cell| fonts::fit(&cell, Face::Song, missing)).collect()
}

/// What stands beside the text of a cell, and what rounding may take.
const BESIDE_MM: f64 = 2.0 * CELL_SIDE_MM + 0.2;

fn column_mm(text: u32, size_pt: f64) -> f64 {
    f64::from(text) / 1000.0 * size_pt * MM_PER_PT + BESIDE_MM
}

fn style(size_pt: f64) -> RowStyle {
    RowStyle { size_pt, min_height_mm: 6.0, side_mm: CELL_SIDE_MM, above_mm: 0.8 }
}

impl Body<'_> {
    /// The widths declared, or more where a word needs more.
    fn declared(&self, size_pt: f64) -> Vec<f64> {
        let wanted = |(column, demand): (&TableColumn, &Demand)| {
            (column.width_mm * size_pt / NOMINAL_PT).max(column_mm(demand.least, size_pt))
        };
        self.columns.iter().zip(&self.demands).map(wanted).collect()
    }

    fn least(&self, size_pt: f64) -> Vec<f64> {
        self.demands.iter().map(|demand| column_mm(demand.least, size_pt)).collect()
    }

    /// Size and widths as declared: of a table to be filled in by hand, of a month.
    fn bare(&self, width_mm: f64) -> (f64, Vec<f64>) {
        let comfortable = SIZES_PT.iter().copied().filter(|s| *s >= NOMINAL_PT);
        let comfortable = comfortable.into_iter().find(|s| self.declared(*s).iter().sum::<f64>() <= width_mm);
        let size_pt = comfortable.or_else(|| self.fitting(width_mm)).unwrap_or(SMALL_PT);
        (size_pt, shared_out(&self.declared(size_pt), &self.least(size_pt), width_mm))
    }

    /// The largest size at or below the nominal one at which no word is broken.
    fn fitting(&self, width_mm: f64) -> Option<f64> {
        let sizes = SIZES_PT.iter().copied().filter(|s| *s <= NOMINAL_PT);
        sizes.into_iter().find(|s| self.least(*s).iter().sum::<f64>() <= width_mm)
    }

    /// Size and widths from what is written: the fewest pages, then the fewest lines, then the largest type.
    fn filled(&self, width_mm: f64, room_mm: f64) -> (f64, Vec<f64>) {
        let search = Search::new(&self.columns, &self.demands, &self.texts);
        let texts_mm = width_mm - flow::count(self.columns.len()) * BESIDE_MM;
        let within = |size_pt: f64| search.within(thousandths(texts_mm, size_pt)).map(|shared| (size_pt, shared));
        let pages = |size_pt: f64, lines: &[u32]| {
            let style = style(size_pt);
            let height: f64 = lines.iter().map(|lines| style.height_mm(*lines)).sum();
            (height * search.share() / room_mm).ceil()
        };
        let comfortable = SIZES_PT.iter().copied().filter(|s| *s >= NOMINAL_PT).filter_map(within);
        let comfortable = comfortable.min_by(|(one, here), (other, there)| {
            let fewer = pages(*one, &here.lines).total_cmp(&pages(*other, &there.lines));
            fewer.then_with(|| here.lines.iter().sum::<u32>().cmp(&there.lines.iter().sum()))
        });
        let smaller = || self.fitting(width_mm).and_then(within);
        let Some((size_pt, shared)) = comfortable.or_else(smaller) else {
            return (SMALL_PT, shared_out(&self.declared(SMALL_PT), &self.least(SMALL_PT), width_mm));
        };
        let widths: Vec<f64> = shared.widths.iter().map(|width| column_mm(*width, size_pt)).collect();
        (size_pt, spread(&widths, &self.columns, width_mm))
    }
}

/// How many thousandths of a size lie in a width.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn thousandths(width_mm: f64, size_pt: f64) -> u32 {
    (width_mm.max(0.0) / (size_pt * MM_PER_PT) * 1000.0) as u32
}

/// Where the columns stand and how large the type is.
pub(super) struct Plan {
    /// Index of the table among those of its document.
    table: usize,
    columns: Vec<(f64, f64, Align)>,
    style: RowStyle,
    left_mm: f64,
    width_mm: f64,
}

impl Plan {
    /// Columns `width_mm` wide together on pages with `room_mm` for rows.
    pub fn new(body: &Body<'_>, table: usize, left_mm: f64, width_mm: f64, room_mm: f64) -> Self {
        let (size_pt, widths) = if body.as_declared { body.bare(width_mm) } else { body.filled(width_mm, room_mm) };
        let mut x = left_mm;
        let columns = body
            .columns
            .iter()
            .zip(widths)
            .map(|(column, width)| {
                let placed = (x, width, column.align);
                x += width;
                placed
            })
            .collect();
        Self { table, columns, style: style(size_pt), left_mm, width_mm }
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

    pub fn header(&self, columns: &[TableColumn], missing: &mut BTreeSet<char>) -> Header {
        let labels: Vec<fonts::Run> = columns.iter().map(|c| fonts::fit(&c.label, Face::HeiBold, missing)).collect();
        let cells =
            self.cells(labels).map(|cell| Cell { align: Align::Centre, shaded: true, lines: balanced(cell.lines), ..cell });
        let cells = cells.collect();
        let style = RowStyle { above_mm: 1.2, min_height_mm: 7.0, ..self.style };
        let row = Row { cells, ..Row::default() };
        let mut pieces = rows::strips(&row, style);
        Header { strip: pieces.swap_remove(0), x_mm: self.left_mm, width_mm: self.width_mm }
    }

    /// The rows of the body, then the empty ones; one line that says so where there are neither.
    pub fn strips(&self, body: Body<'_>, blank: usize, missing: &mut BTreeSet<char>) -> Vec<Strip> {
        let (written, numbered) = (body.rows.len(), body.numbered);
        let mut strips = Vec::with_capacity(written + blank + 8);
        for (row, texts) in body.rows.iter().zip(body.texts) {
            strips.extend(self.row(row, texts, missing));
        }
        strips.extend(self.blank(written, blank, numbered));
        if strips.is_empty() {
            strips.push(self.nothing());
        }
        strips
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
        let drawn = Row { cells: self.cells(runs).collect(), struck: !tail.is_empty(), tail, table: Some(self.table) };
        rows::strips(&drawn, self.style)
    }

    fn blank(&self, written: usize, blank: usize, numbered: bool) -> Vec<Strip> {
        let style = RowStyle { min_height_mm: 8.5, ..self.style };
        (0..blank)
            .flat_map(|index| {
                let number = numbered.then(|| (written + index + 1).to_string());
                let runs = number
                    .into_iter()
                    .chain(std::iter::repeat_with(String::new))
                    .map(|text| fonts::Run { text, face: Face::Song });
                let row = Row { cells: self.cells(runs).collect(), table: Some(self.table), ..Row::default() };
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
            table: Some(self.table),
            ..Row::default()
        };
        let style = RowStyle { min_height_mm: 12.0, ..self.style };
        rows::strips(&row, style).swap_remove(0)
    }
}

/// The lines of a heading made about equally long: 开始/时间, not 开始时/间.
fn balanced(lines: Vec<String>) -> Vec<String> {
    let characters: Vec<char> = lines.iter().flat_map(|line| line.chars()).collect();
    if lines.len() < 2 || characters.iter().any(|character| character.is_ascii() || character.is_whitespace()) {
        return lines;
    }
    characters.chunks(characters.len().div_ceil(lines.len())).map(|line| line.iter().collect()).collect()
}

/// Shares what is to spare of `width` among the columns by the widths declared.
fn spread(widths: &[f64], columns: &[TableColumn], width: f64) -> Vec<f64> {
    let spare = (width - widths.iter().sum::<f64>()).max(0.0);
    let declared: f64 = columns.iter().map(|column| column.width_mm).sum();
    widths.iter().zip(columns).map(|(one, column)| one + spare * column.width_mm / declared.max(1.0)).collect()
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
