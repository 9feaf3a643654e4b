//! Packed (.xlsx, .xlsm) and old (.xls) workbooks into grids.
//!
//! Owns the calls into the reader library, always behind `guard` and always cell by cell: laying a whole sheet out at once
//! is what a far cell kills programs with. What a reader does in panic becomes a refusal.

use super::cell::{Epoch, Grid, GridCell, Merge, UNCALCULATED};
use super::formats::{self, Code};
use super::guard::{self, refused};
use super::old::Looks;
use super::patch;
use super::sheet::LISTS;
use crate::base::error::{Error, Result};
use calamine::{CellErrorType, Data, DataRef, Dimensions, Reader, SheetType, SheetVisible, Xls, Xlsx};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A workbook whose sheets can be read.
pub struct Workbook {
    inner: Inner,
    /// Its visible sheets in their order, and how many are hidden.
    pub sheets: Vec<String>,
    /// Names of the hidden ones.
    pub hidden: Vec<String>,
}

enum Inner {
    Packed(Box<Xlsx<Cursor<Arc<[u8]>>>>, guard::Seen, Arc<[u8]>),
    Old(Box<Xls<Cursor<Vec<u8>>>>, Looks),
}

fn unreadable() -> Error {
    refused("damaged", "文件里的工作表读不出来。请在 Excel 或 WPS 里打开，另存为新的 .xlsx 再导入。")
}

/// Runs a reader on what somebody sent: its panics are refusals too.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(unreadable()))
}

impl Workbook {
    /// Opens a packed workbook.
    ///
    /// # Errors
    /// `Invalid` beyond a limit or when it cannot be read.
    pub fn packed(bytes: Arc<[u8]>) -> Result<Self> {
        let seen = guard::packed(&bytes)?;
        let inner = guarded(|| Xlsx::new(Cursor::new(Arc::clone(&bytes))).map_err(|error| not_opened(&error)))?;
        let (sheets, hidden) = sheets(&inner);
        Self { inner: Inner::Packed(Box::new(inner), seen, bytes), sheets, hidden }.with_any()
    }

    /// Opens an old workbook.
    ///
    /// # Errors
    /// As [`Workbook::packed`].
    pub fn old(bytes: &[u8]) -> Result<Self> {
        let (clean, stream) = guard::old_workbook(bytes)?;
        let inner = guarded(|| Xls::new(Cursor::new(clean)).map_err(|_| unreadable()))?;
        let (sheets, hidden) = sheets(&inner);
        Self { inner: Inner::Old(Box::new(inner), Looks::of(&stream)), sheets, hidden }.with_any()
    }

    fn with_any(self) -> Result<Self> {
        if self.sheets.is_empty() {
            return Err(refused("no_sheet", "文件里没有能看见的工作表。请取消隐藏后再导入。"));
        }
        Ok(self)
    }

    /// Reads the first `most` rows that hold anything, or all, of the sheet called `name`.
    ///
    /// # Errors
    /// `Invalid` when the sheet holds too much or cannot be read; `NotFound`.
    pub fn read(&mut self, name: &str, most: usize) -> Result<Grid> {
        if !self.sheets.iter().any(|sheet| sheet == name) {
            return Err(Error::NotFound(format!("工作表「{name}」")));
        }
        match &mut self.inner {
            Inner::Packed(workbook, seen, bytes) => guarded(|| {
                // Readers see a formula without a result as blank.
                let open = if seen.calculated < seen.formulas { patch::uncalculated(bytes, name)? } else { Vec::new() };
                let mut grid = read_packed(workbook, seen.merges, &open, name, most)?;
                if most == usize::MAX {
                    grid.hidden = patch::hidden_rows(bytes, name).unwrap_or_default();
                }
                Ok(grid)
            }),
            Inner::Old(workbook, looks) => guarded(|| read_old(workbook, looks, name, most)),
        }
    }
}

fn not_opened(error: &calamine::XlsxError) -> Error {
    match error {
        calamine::XlsxError::Password => refused("password", guard::PASSWORD),
        _ => unreadable(),
    }
}

fn sheets<B: AsRef<[u8]>, R: Reader<Cursor<B>>>(workbook: &R) -> (Vec<String>, Vec<String>) {
    let tables = workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (seen, hidden): (Vec<_>, Vec<_>) = tables.partition(|sheet| sheet.visible == SheetVisible::Visible);
    let names = |sheets: Vec<&calamine::Sheet>| sheets.into_iter().map(|sheet| sheet.name.clone()).collect::<Vec<_>>();
    // Our own sheet of what may be chosen holds no records.
    let hidden = names(hidden).into_iter().filter(|name| name != LISTS).collect();
    (names(seen), hidden)
}

fn epoch(is_1904: bool) -> Epoch {
    if is_1904 { Epoch::Of1904 } else { Epoch::Of1900 }
}

fn read_packed(
    workbook: &mut Xlsx<Cursor<Arc<[u8]>>>,
    merged: bool,
    uncalculated: &[(u32, usize)],
    name: &str,
    most: usize,
) -> Result<Grid> {
    let mut grid = Grid::new(epoch(workbook.has_1904_epoch()));
    // They stand behind the cells: finding them means reading the sheet once more.
    let merges = if merged { workbook.merge_cells_by_sheet_name(name).unwrap_or_default() } else { Vec::new() };
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|_| unreadable())?;
    let code = |style: &calamine::Style| style.number_format.as_ref().and_then(|format| Code::of(&format.format_code));
    let codes: Vec<Option<Code>> = cells.styles().iter().map(code).collect();
    while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let code = codes.get(style).and_then(Option::as_ref);
        let cell = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString(text) => text_cell(text),
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text_cell(text),
            DataRef::Float(number) => number_cell(*number, code),
            #[allow(clippy::cast_precision_loss)] // as the spreadsheet does
            DataRef::Int(number) => number_cell(*number as f64, code),
            DataRef::Bool(flag) => GridCell::Flag(*flag),
            DataRef::DateTime(at) => day_cell(at),
            DataRef::Error(error) => GridCell::Fault(fault(error)),
        };
        grid.put(row, column, cell)?;
        if grid.rows.len() > most {
            grid.rows.pop();
            break;
        }
    }
    let last = if grid.rows.len() < most { u32::MAX } else { grid.rows.last().map_or(u32::MAX, |row| row.number) };
    for (row, column) in uncalculated.iter().filter(|(row, _)| *row <= last) {
        let column = u32::try_from(*column).unwrap_or(u32::MAX);
        grid.put(row.saturating_sub(1), column, UNCALCULATED)?;
    }
    grid.merges = merges.iter().map(merge).collect();
    Ok(grid.finish())
}

fn read_old(workbook: &mut Xls<Cursor<Vec<u8>>>, looks: &Looks, name: &str, most: usize) -> Result<Grid> {
    let mut grid = Grid::new(epoch(workbook.has_1904_epoch()));
    let sheet = workbook.sheets_metadata().iter().position(|sheet| sheet.name == name);
    let look = sheet.and_then(|sheet| looks.sheets.get(sheet));
    let range = workbook.worksheet_range(name).map_err(|_| unreadable())?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let place = |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
    for (row, column, data) in range.used_cells() {
        let (row, column) = (place(first_row, row), place(first_column, column));
        let code = look.and_then(|look| look.codes.get(&(row, column))).and_then(|code| looks.codes.get(*code));
        let cell = match data {
            Data::Empty => continue,
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text_cell(text),
            Data::Float(number) => number_cell(*number, code),
            #[allow(clippy::cast_precision_loss)] // as the spreadsheet does
            Data::Int(number) => number_cell(*number as f64, code),
            Data::Bool(flag) => GridCell::Flag(*flag),
            Data::DateTime(at) => day_cell(at),
            Data::Error(error) => GridCell::Fault(fault(error)),
        };
        grid.put(row, column, cell)?;
        if grid.rows.len() > most {
            grid.rows.pop();
            break;
        }
    }
    grid.merges = workbook.merge_cells_by_sheet_name(name).unwrap_or_default().iter().map(merge).collect();
    grid.hidden = look.map(|look| look.hidden.clone()).unwrap_or_default();
    Ok(grid.finish())
}

/// A number with what its format makes of it.
fn number_cell(number: f64, code: Option<&Code>) -> GridCell {
    match code.and_then(|code| code.shown(number)) {
        Some(shown) => GridCell::Shown(number, shown.into()),
        None => GridCell::Number(number),
    }
}

/// A day, or how long something lasts.
fn day_cell(at: &calamine::ExcelDateTime) -> GridCell {
    let serial = at.as_f64();
    match formats::elapsed(serial).filter(|_| at.is_duration()) {
        Some(shown) => GridCell::Shown(serial, shown.into()),
        None => GridCell::Day(serial),
    }
}

fn text_cell(text: &str) -> GridCell {
    if text.is_empty() { GridCell::Empty } else { GridCell::Text(text.into()) }
}

fn fault(error: &CellErrorType) -> &'static str {
    match error {
        CellErrorType::Div0 => "#DIV/0!",
        CellErrorType::NA => "#N/A",
        CellErrorType::Name => "#NAME?",
        CellErrorType::Null => "#NULL!",
        CellErrorType::Num => "#NUM!",
        CellErrorType::Ref => "#REF!",
        CellErrorType::Value => "#VALUE!",
        CellErrorType::GettingData => "#DATA!",
    }
}

fn merge(at: &Dimensions) -> Merge {
    let column = |column: u32| usize::try_from(column).unwrap_or(usize::MAX);
    Merge { rows: (at.start.0.saturating_add(1), at.end.0.saturating_add(1)), columns: (column(at.start.1), column(at.end.1)) }
}
