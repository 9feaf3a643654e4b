//! Rows of ruled cells as strips: the common ground of ledgers, record sheets and tables in reports.
//!
//! Owns how a row is drawn and where a tall one is cut. Knows nothing of columns' meaning.

use super::flow::{FRAME_PT, GRID_PT, Strip, count};
use super::fonts::Face;
use super::page::{Colour, Item, MM_PER_PT};
use super::text::{self, Align};

/// A row higher than this is cut into pieces of some lines each.
const WHOLE_ROW_MM: f64 = 60.0;
/// Height of such a piece.
const PIECE_MM: f64 = 24.0;

/// A cell with its text already broken into lines.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub x_mm: f64,
    pub width_mm: f64,
    pub lines: Vec<String>,
    pub face: Face,
    pub align: Align,
    /// Grey ground (labels, headers).
    pub shaded: bool,
}

/// How the rows of one table look.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowStyle {
    pub size_pt: f64,
    pub min_height_mm: f64,
    /// Space between a rule and the text beside it.
    pub side_mm: f64,
    /// Space above and below the text.
    pub above_mm: f64,
}

impl RowStyle {
    /// Height of a row whose longest cell has so many lines.
    pub fn height_mm(&self, lines: u32) -> f64 {
        (f64::from(lines) * text::leading_mm(self.size_pt) + 2.0 * self.above_mm).max(self.min_height_mm)
    }
}

/// A row to be drawn.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub cells: Vec<Cell>,
    /// Lines across the whole row below the cells (the reason of a void).
    pub tail: Vec<String>,
    /// Strike the cells through.
    pub struck: bool,
    pub table: Option<usize>,
}

/// Draws a row as one strip, or as several where it is tall.
pub(super) fn strips(row: &Row, style: RowStyle) -> Vec<Strip> {
    let leading = text::leading_mm(style.size_pt);
    let longest = row.cells.iter().map(|c| c.lines.len()).max().unwrap_or(0);
    let whole = style.height_mm(u32::try_from(longest).unwrap_or(u32::MAX));
    if whole + tail_mm(row, style) <= WHOLE_ROW_MM {
        let mut strip = piece(row, style, 0..longest, whole, true);
        close(&mut strip, row, style);
        return vec![strip];
    }
    let per_piece = (1..longest).find(|&n| count(n + 1) * leading > PIECE_MM).unwrap_or(1);
    let mut out = Vec::new();
    let mut start = 0;
    while start < longest {
        let end = (start + per_piece).min(longest);
        let padding = if start == 0 { style.above_mm } else { 0.0 };
        let below = if end == longest { style.above_mm } else { 0.0 };
        let height = count(end - start) * leading + padding + below;
        let mut strip = piece(row, style, start..end, height, false);
        if start > 0 {
            for item in &mut strip.items {
                if matches!(item, Item::Text { .. }) {
                    *item = item.clone().lowered(-style.above_mm);
                }
            }
            let first = row
                .cells
                .first()
                .map(|c| Cell { lines: c.lines.iter().take(1).cloned().chain(["续".to_owned()]).collect(), ..c.clone() });
            if let Some(cell) = first.filter(|c| c.align == Align::Centre && row.cells[0].lines.len() <= start) {
                draw_lines(&mut strip.if_first, &cell, style, 0..2, 0.0);
            }
        }
        out.push(strip);
        start = end;
    }
    if let Some(last) = out.last_mut() {
        close(last, row, style);
    }
    out
}

fn tail_mm(row: &Row, style: RowStyle) -> f64 {
    if row.tail.is_empty() {
        return 0.0;
    }
    count(row.tail.len()) * text::leading_mm(style.size_pt) + style.above_mm
}

fn edges(row: &Row) -> (f64, f64) {
    let left = row.cells.first().map_or(0.0, |c| c.x_mm);
    let right = row.cells.last().map_or(0.0, |c| c.x_mm + c.width_mm);
    (left, right)
}

/// The rules down the sides and the lines `range` of every cell.
fn piece(row: &Row, style: RowStyle, range: std::ops::Range<usize>, height: f64, middle: bool) -> Strip {
    let (left, right) = edges(row);
    let mut items = Vec::with_capacity(row.cells.len() * 3 + 2);
    for cell in row.cells.iter().filter(|c| c.shaded) {
        items.push(Item::Fill { x_mm: cell.x_mm, y_mm: 0.0, width_mm: cell.width_mm, height_mm: height, colour: Colour::HEADER });
    }
    for cell in row.cells.iter().skip(1) {
        items.push(Item::down(cell.x_mm, 0.0, height, GRID_PT));
    }
    items.push(Item::down(left, 0.0, height, FRAME_PT));
    items.push(Item::down(right, 0.0, height, FRAME_PT));
    for cell in &row.cells {
        let used = count(cell.lines.len()) * text::leading_mm(style.size_pt);
        let top = if middle { (height - used) / 2.0 } else { style.above_mm };
        let from = items.len();
        draw_lines(&mut items, cell, style, range.clone(), top);
        if row.struck {
            strike(&mut items, from, style);
        }
    }
    Strip { height_mm: height, items, table: row.table, ..Strip::default() }
}

fn draw_lines(items: &mut Vec<Item>, cell: &Cell, style: RowStyle, range: std::ops::Range<usize>, top: f64) {
    let leading = text::leading_mm(style.size_pt);
    let start = range.start;
    for (index, line) in cell.lines.iter().enumerate().take(range.end).skip(start) {
        if line.is_empty() {
            continue;
        }
        let middle = top + (count(index - start) + 0.5) * leading;
        items.push(text::aligned(
            cell.x_mm + style.side_mm,
            cell.width_mm - 2.0 * style.side_mm,
            middle + text::MIDDLE * style.size_pt * MM_PER_PT,
            style.size_pt,
            cell.face,
            cell.align,
            line,
        ));
    }
}

/// A rule through the middle of every text from index `from` on.
fn strike(items: &mut Vec<Item>, from: usize, style: RowStyle) {
    let rules: Vec<Item> = items
        .iter()
        .skip(from)
        .filter_map(|item| match item {
            Item::Text { x_mm, y_mm, size_pt, face, text, .. } => Some(Item::across(
                *x_mm,
                y_mm - text::MIDDLE * style.size_pt * MM_PER_PT,
                super::fonts::width_mm(*face, *size_pt, text),
                0.5,
            )),
            _ => None,
        })
        .collect();
    items.extend(rules);
}

/// The tail below the cells and the rule that ends the row.
fn close(strip: &mut Strip, row: &Row, style: RowStyle) {
    let (left, right) = edges(row);
    let extra = tail_mm(row, style);
    if extra > 0.0 {
        let top = strip.height_mm;
        strip.items.push(Item::down(left, top, extra, FRAME_PT));
        strip.items.push(Item::down(right, top, extra, FRAME_PT));
        strip.items.push(Item::across(left, top, right - left, GRID_PT / 2.0));
        let cell = Cell {
            x_mm: left,
            width_mm: right - left,
            lines: row.tail.clone(),
            face: Face::Song,
            align: Align::Left,
            shaded: false,
        };
        draw_lines(&mut strip.items, &cell, style, 0..row.tail.len(), top + style.above_mm / 2.0);
        strip.height_mm += extra;
    }
    strip.items.push(Item::across(left, strip.height_mm, right - left, GRID_PT));
}
