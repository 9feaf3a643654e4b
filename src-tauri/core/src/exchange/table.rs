//! A table of words and numbers as a workbook of its own.
//!
//! Owns nothing but how it is written. Text is text, whatever it begins with.

use super::export::cell_text;
use super::sheet::failed;
use crate::base::error::Result;
use rust_xlsxwriter::{Format as Look, Workbook};

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, with so many digits behind the point.
    Number(f64, u32),
}

/// The workbook of one sheet: lines above the table, its headings with their widths in characters, its rows.
///
/// # Errors
/// `Io` when it cannot be written.
pub fn written(name: &str, above: &[String], columns: &[(&str, f64)], rows: &[Vec<Cell>]) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(name).map_err(failed)?;
    let (text, bold) = (Look::new().set_num_format("@"), Look::new().set_bold());
    let mut line: u32 = 0;
    for said in above {
        sheet.write_string_with_format(line, 0, cell_text(said.clone()), &text).map_err(failed)?;
        line += 1;
    }
    for (place, (label, width)) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(line, place, *label, &bold).map_err(failed)?;
        sheet.set_column_width(place, *width).map_err(failed)?;
    }
    sheet.set_freeze_panes(line + 1, 0).map_err(failed)?;
    for row in rows {
        line += 1;
        for (place, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Text(said) => sheet.write_string_with_format(line, place, cell_text(said.clone()), &text),
                Cell::Number(number, digits) => {
                    let shape = if *digits == 0 {
                        "0".to_owned()
                    } else {
                        format!("0.{}", "0".repeat(usize::try_from(*digits).unwrap_or(1)))
                    };
                    sheet.write_number_with_format(line, place, *number, &Look::new().set_num_format(shape))
                }
            }
            .map_err(failed)?;
        }
    }
    workbook.save_to_buffer().map_err(failed)
}
