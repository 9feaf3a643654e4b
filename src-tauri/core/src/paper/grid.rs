//! Month grids: people or places down, days across, one mark per cell.
//!
//! Owns the look of monthly forms. Names no ledger and reads no clock.

use super::apparatus::{self, Heading};
use super::flow::{self, Frame, Header, Titles, count};
use super::fonts::{self, Face};
use super::page::Document;
use super::rows::{self, Cell, Row, RowStyle};
use super::text::{self, Align};
use chrono::{Datelike, Months, NaiveDate, Weekday};
use serde::Serialize;
use std::collections::BTreeSet;

/// A month grid as it is to be printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GridForm {
    /// Title, such as 健康监测月表.
    pub title: String,
    /// Name of the organisation.
    pub organisation: String,
    /// Any day of the month shown.
    pub month: NaiveDate,
    /// 数据截至.
    pub on: NaiveDate,
    /// Audit head, grouped for reading; empty prints none.
    pub head: String,
    /// 脱敏, or 未脱敏 with purpose and recipient.
    pub mask_word: String,
    /// Heading of the first column, such as 姓名.
    pub label: String,
    /// Heading of the last column, such as 合计.
    pub total_label: String,
    /// The rows.
    pub rows: Vec<GridRow>,
    /// What the marks mean, and other lines below.
    pub notes: Vec<String>,
    /// Ends with the signature line.
    pub signature: bool,
}

/// A row of a month grid.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct GridRow {
    /// Person or place.
    pub label: String,
    /// Mark of each day from the first on; missing ones print empty.
    pub marks: Vec<String>,
    /// Text of the last column.
    pub total: String,
}

const SIDE_MM: f64 = 14.0;
const NUMBER_MM: f64 = 8.0;
const LABEL_MM: f64 = 24.0;
const TOTAL_MM: f64 = 13.0;
const STYLE: RowStyle = RowStyle { size_pt: 8.0, min_height_mm: 5.6, side_mm: 0.2, above_mm: 0.6 };

/// Lays the month out on landscape pages.
pub fn compose(form: &GridForm) -> Document {
    let mut missing = BTreeSet::new();
    let mut frame = Frame::a4(true, SIDE_MM);
    frame.ledger_footer(&form.head, &form.mask_word, &mut missing);
    let first = form.month.with_day(1).unwrap_or(form.month);
    let days: Vec<NaiveDate> =
        first.iter_days().take_while(|d| *d < first.checked_add_months(Months::new(1)).unwrap_or(first)).collect();
    let period = format!("{}年{}月", first.year(), first.month());
    let says = Heading { title: &form.title, organisation: &form.organisation, period: Some(&period), on: Some(form.on) };
    apparatus::heading(&says, &mut frame, &mut missing);
    let width = frame.content_mm();
    let heads: Vec<String> = days.iter().map(|d| d.day().to_string()).collect();
    let header_cells = cells(&days, width, Face::HeiBold, "序号", &form.label, &heads, &form.total_label, &mut missing);
    let header_row = Row {
        cells: header_cells.into_iter().map(|c| Cell { align: Align::Centre, shaded: true, ..c }).collect(),
        ..Row::default()
    };
    let header = Header {
        strip: rows::strips(&header_row, RowStyle { min_height_mm: 7.0, ..STYLE }).swap_remove(0),
        x_mm: SIDE_MM,
        width_mm: width,
    };
    let mut strips = Vec::new();
    for (index, row) in form.rows.iter().enumerate() {
        let number = (index + 1).to_string();
        let drawn = Row {
            cells: cells(&days, width, Face::Song, &number, &row.label, &row.marks, &row.total, &mut missing),
            table: Some(0),
            ..Row::default()
        };
        strips.extend(rows::strips(&drawn, STYLE));
    }
    if strips.is_empty() {
        let nothing = Row {
            cells: vec![cell(SIDE_MM, width, Face::Song, "本期无记录", Align::Centre, &mut missing)],
            table: Some(0),
            ..Row::default()
        };
        strips.extend(rows::strips(&nothing, RowStyle { min_height_mm: 12.0, ..STYLE }));
    }
    strips.extend(apparatus::note_strips(&form.notes, &frame, &mut missing));
    if form.signature {
        apparatus::sign(&mut strips, &frame, apparatus::SIGNERS);
    }
    let titles = Titles { title: &form.title, organisation: &form.organisation, subject: &period, on: form.on };
    flow::paginate(&titles, &frame, &[header], strips, missing)
}

#[allow(clippy::too_many_arguments)] // one row's parts in their order
fn cells(
    days: &[NaiveDate],
    width: f64,
    face: Face,
    number: &str,
    label: &str,
    marks: &[String],
    total: &str,
    missing: &mut BTreeSet<char>,
) -> Vec<Cell> {
    let day_mm = (width - NUMBER_MM - LABEL_MM - TOTAL_MM) / count(days.len().max(1));
    let mut out = vec![
        cell(SIDE_MM, NUMBER_MM, face, number, Align::Centre, missing),
        cell(SIDE_MM + NUMBER_MM, LABEL_MM, face, label, Align::Centre, missing),
    ];
    let mut x = SIDE_MM + NUMBER_MM + LABEL_MM;
    for (index, day) in days.iter().enumerate() {
        let mark = marks.get(index).map_or("", String::as_str);
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        out.push(Cell { shaded: weekend, ..cell(x, day_mm, face, mark, Align::Centre, missing) });
        x += day_mm;
    }
    out.push(cell(x, SIDE_MM + width - x, face, total, Align::Centre, missing));
    out
}

fn cell(x_mm: f64, width_mm: f64, face: Face, says: &str, align: Align, missing: &mut BTreeSet<char>) -> Cell {
    let run = fonts::fit(says, face, missing);
    Cell {
        x_mm,
        width_mm,
        lines: text::lines(&run.text, run.face, STYLE.size_pt, width_mm - 2.0 * STYLE.side_mm),
        face: run.face,
        align,
        shaded: false,
    }
}
