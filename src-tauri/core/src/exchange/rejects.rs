//! Rows that were not taken, given back where they came from: the original workbook with a red column that says why.
//!
//! Owns what is said and where. A workbook that cannot be patched (.xls, text, pasted, macros) comes back as a new .xlsx.

use super::cell::{Grid, GridCell};
use super::export::cell_text;
use super::patch::{Patch, Put, patched};
use super::plan::{BESIDE, Fate, ImportPlan, RecordPlan};
use super::sheet::failed;
use super::source::{Format, Source};
use super::target::REASON;
use crate::base::error::Result;
use rust_xlsxwriter::{Color, Format as Look, Workbook};
use std::collections::BTreeMap;

const WIDTH: f64 = 60.0;
const RED: u32 = 0x00B9_1C1C;

/// The workbook to be corrected and imported again; `None` when every row was taken.
///
/// # Errors
/// `Invalid` when the original cannot be patched.
pub fn rejects(source: &Source, plan: &ImportPlan) -> Result<Option<Vec<u8>>> {
    let reasons = reasons(plan);
    if reasons.is_empty() {
        return Ok(None);
    }
    let known = plan.layout.headings.iter().find(|heading| heading.label == REASON).map(|heading| heading.column);
    let column = known.unwrap_or_else(|| plan.grid.width());
    if source.format == Format::Packed && !source.has_macros() {
        let mut patch = Patch { widths: [(column, WIDTH)].into(), ..Patch::default() };
        if known.is_some() {
            // What was said the last time is settled.
            let told = plan.grid.rows.iter().filter(|row| !row.at(column).is_blank());
            told.for_each(|row| patch.put(row.number, column, Put::Nothing));
        }
        if let Some((_, last)) = plan.layout.header {
            patch.put(last, column, Put::Red(REASON.to_owned()));
        }
        for (row, reason) in reasons {
            patch.put(row, column, Put::Red(reason));
        }
        return patched(&source.bytes, &plan.sheet, &patch).map(Some);
    }
    anew(&plan.grid, plan.layout.header.map(|(_, last)| last), column, &reasons).map(Some)
}

/// What is said of each row that was not taken.
fn reasons(plan: &ImportPlan) -> BTreeMap<u32, String> {
    let said = |record: &RecordPlan| -> Vec<String> {
        let kept = matches!(record.fate, Fate::Reject | Fate::Pending);
        let problems = record.problems.iter().filter(|problem| kept && problem.rule != BESIDE);
        problems
            .map(|problem| {
                if problem.label.is_empty() {
                    problem.message.clone()
                } else {
                    format!("{}：{}", problem.label, problem.message)
                }
            })
            .collect()
    };
    let rows = plan.rows.iter().map(|row| {
        let all: Vec<String> = row.records.iter().flat_map(said).collect();
        (row.number, cell_text(all.join("\n")))
    });
    rows.filter(|(_, reason)| !reason.is_empty()).collect()
}

/// The cells alone, in a new workbook, in their places.
fn anew(grid: &Grid, header: Option<u32>, column: usize, reasons: &BTreeMap<u32, String>) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let text = Look::new().set_num_format("@");
    let day = Look::new().set_num_format("yyyy-mm-dd");
    let red = Look::new().set_font_color(Color::RGB(RED));
    let place = |row: u32, column: usize| (row.saturating_sub(1), u16::try_from(column).unwrap_or(u16::MAX));
    for row in &grid.rows {
        for (at, cell) in row.cells.iter().enumerate().filter(|(at, _)| *at != column) {
            let (row, at) = place(row.number, at);
            match cell {
                GridCell::Empty => {}
                GridCell::Number(number) => {
                    sheet.write_number(row, at, *number).map_err(failed)?;
                }
                GridCell::Day(_) => {
                    sheet.write_string_with_format(row, at, cell_text(cell.shown(grid.epoch)), &day).map_err(failed)?;
                }
                cell => {
                    sheet.write_string_with_format(row, at, cell_text(cell.shown(grid.epoch)), &text).map_err(failed)?;
                }
            }
        }
    }
    let header = header.map(|row| (row, REASON.to_owned()));
    for (row, reason) in header.into_iter().chain(reasons.iter().map(|(row, reason)| (*row, reason.clone()))) {
        let (row, at) = place(row, column);
        sheet.write_string_with_format(row, at, reason, &red).map_err(failed)?;
    }
    sheet.set_column_width(place(1, column).1, WIDTH).map_err(failed)?;
    workbook.save_to_buffer().map_err(failed)
}
