//! Cells of a sheet as they were found, before anybody says what they mean.
//!
//! Owns the grid of a sheet, Excel's names of rows and columns, and the limits on how much a sheet may hold.
//! Knows no file format and no ledger.

use crate::base::characters::unified;
use crate::base::error::{Error, Result};
use std::borrow::Cow;

/// Rows read of one sheet.
pub const MOST_ROWS: usize = 100_000;
/// Excel has no row below this one.
const LAST_ROW: u32 = 1 << 20;
/// Columns read of one sheet.
pub const MOST_COLUMNS: usize = 256;
/// Cells kept of one sheet, empty ones between filled ones counted.
pub const MOST_CELLS: usize = 3_000_000;
/// Bytes of text kept of one sheet.
pub const MOST_TEXT: usize = 64 << 20;

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum GridCell {
    /// Nothing.
    #[default]
    Empty,
    /// Text as written.
    Text(Box<str>),
    /// A number.
    Number(f64),
    /// A number shown as a day or a time: days since the workbook's epoch.
    Day(f64),
    /// A number whose format shows something else than its digits, with what it shows: 75%, 00012, 24:00.
    Shown(f64, Box<str>),
    /// TRUE or FALSE.
    Flag(bool),
    /// A formula that failed, such as `#N/A`; or one that was never calculated.
    Fault(&'static str),
}

/// A formula that no program has calculated yet.
pub const UNCALCULATED: GridCell = GridCell::Fault("公式，未算");

impl GridCell {
    /// Whether there is nothing to be read.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// What a person sees in it, but for decimals and separators of thousands.
    pub fn shown(&self, epoch: Epoch) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.to_string(),
            Self::Number(number) => plain(*number),
            Self::Shown(_, text) => text.to_string(),
            Self::Day(number) => epoch.shown(*number),
            Self::Flag(true) => "TRUE".to_owned(),
            Self::Flag(false) => "FALSE".to_owned(),
            Self::Fault(text) => (*text).to_owned(),
        }
    }
}

/// A number without exponent or trailing zeros.
pub fn plain(number: f64) -> String {
    format!("{number}")
}

/// Most characters of a cell of a spreadsheet: UTF-16 units, as it counts.
pub(super) const MOST_IN_CELL: usize = 32_767;

/// The day a workbook counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Epoch {
    /// 1899-12-30, with Excel's 29 February 1900 before 1 March 1900.
    #[default]
    Of1900,
    /// 1904-01-01, of old Macintosh workbooks.
    Of1904,
}

/// Last serial of the year 9999.
const LAST_SERIAL: f64 = 2_958_465.0;
const MINUTES: f64 = 1440.0;
/// Of a day. Serials are kept to about a microsecond; a thousandth of a second apart is the same.
const MILLISECONDS: f64 = 86_400_000.0;

/// Whole minutes of `serial`: seconds are cut, never rounded up into the next minute or day.
pub fn minutes(serial: f64) -> i64 {
    #[allow(clippy::cast_possible_truncation)] // below 3 million days
    let milliseconds = (serial * MILLISECONDS).round() as i64;
    milliseconds.div_euclid(60_000)
}

impl Epoch {
    /// The day and time that `serial` means, to the minute; `None` outside 1900 to 9999.
    pub fn moment(self, serial: f64) -> Option<chrono::NaiveDateTime> {
        let serial = match self {
            Self::Of1900 => serial,
            Self::Of1904 => serial + 1462.0,
        };
        if !(0.0..=LAST_SERIAL + 1.0).contains(&serial) {
            return None;
        }
        // Excel counts a 29 February 1900 that never was: days before it are one off.
        let serial = if serial < 60.0 { serial + 1.0 } else { serial };
        let base = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(chrono::NaiveTime::MIN);
        base.checked_add_signed(chrono::TimeDelta::minutes(minutes(serial)))
    }

    /// The serial of `at`; `None` before 1 March 1900, where spreadsheets disagree.
    pub fn serial(at: chrono::NaiveDateTime) -> Option<f64> {
        let base = chrono::NaiveDate::from_ymd_opt(1899, 12, 30)?.and_time(chrono::NaiveTime::MIN);
        #[allow(clippy::cast_precision_loss)] // minutes of a few thousand years
        let serial = (at - base).num_minutes() as f64 / MINUTES;
        (serial >= 61.0).then_some(serial)
    }

    fn shown(self, serial: f64) -> String {
        match self.moment(serial) {
            Some(at) if (0.0..1.0).contains(&serial) => at.format("%H:%M").to_string(),
            Some(at) if at.time() == chrono::NaiveTime::MIN => at.date().to_string(),
            Some(at) => at.format("%Y-%m-%d %H:%M").to_string(),
            None => plain(serial),
        }
    }
}

/// Cells that are shown as one: the value is the first one's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// First and last row, as Excel numbers them.
    pub rows: (u32, u32),
    /// First and last column, from 0.
    pub columns: (usize, usize),
}

/// One row that holds anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its number in Excel, from 1.
    pub number: u32,
    /// Its cells from column A; shorter where nothing follows.
    pub cells: Vec<GridCell>,
}

impl Row {
    /// The cell in `column`, from 0.
    pub fn at(&self, column: usize) -> &GridCell {
        self.cells.get(column).unwrap_or(&GridCell::Empty)
    }

    /// Columns that are not blank.
    pub fn filled(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()).map(|(column, _)| column)
    }
}

/// One sheet: its rows that hold anything, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// Rows in ascending order of their numbers.
    pub rows: Vec<Row>,
    /// What its day serials count from.
    pub epoch: Epoch,
    /// Merged cells.
    pub merges: Vec<Merge>,
    /// Rows that a filter or somebody hides, as Excel numbers them.
    pub hidden: Vec<u32>,
    slots: usize,
    text: usize,
}

impl Grid {
    /// An empty grid.
    pub fn new(epoch: Epoch) -> Self {
        Self { epoch, ..Self::default() }
    }

    /// Puts `cell` into its place, its text in the one spelling; `row` and `column` count from 0.
    ///
    /// # Errors
    /// `Invalid` when the sheet holds more than may be read.
    pub fn put(&mut self, row: u32, column: u32, cell: GridCell) -> Result<()> {
        let cell = match cell {
            GridCell::Text(text) => match unified(&text) {
                Cow::Borrowed(_) => GridCell::Text(text),
                Cow::Owned(kept) if kept.is_empty() => GridCell::Empty,
                Cow::Owned(kept) => GridCell::Text(kept.into()),
            },
            cell => cell,
        };
        if cell == GridCell::Empty {
            return Ok(());
        }
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        let name = || format!("{}{}", column_name(column), u64::from(row) + 1);
        if column >= MOST_COLUMNS {
            return Err(too_much(
                "columns",
                name(),
                format!("单元格 {} 有内容，超出 {MOST_COLUMNS} 列。请删去右边不用的列再导入。", name()),
            ));
        }
        if let GridCell::Text(text) | GridCell::Shown(_, text) = &cell {
            self.text += text.len();
            if self.text > MOST_TEXT {
                return Err(too_much(
                    "text",
                    name(),
                    format!("到 {} 为止文字已超过 {} MB。请拆成几个文件再导入。", name(), MOST_TEXT >> 20),
                ));
            }
        }
        let number = row.saturating_add(1);
        if number > LAST_ROW {
            let message =
                format!("单元格 {} 超出 Excel 的最后一行（{LAST_ROW}）。请在 Excel 或 WPS 里打开，另存后再导入。", name());
            return Err(too_much("rows", name(), message));
        }
        if self.rows.last().is_none_or(|last| last.number != number) {
            if self.rows.len() >= MOST_ROWS + MARGIN {
                return Err(too_much(
                    "rows",
                    number.to_string(),
                    format!("有内容的行超过 {MOST_ROWS} 行（到第 {number} 行）。请拆成几个文件再导入。"),
                ));
            }
            self.rows.push(Row { number, cells: Vec::new() });
        }
        let Some(last) = self.rows.last_mut() else { return Ok(()) };
        if last.cells.len() <= column {
            self.slots += column + 1 - last.cells.len();
            if self.slots > MOST_CELLS {
                return Err(too_much("cells", name(), format!("单元格太多（到 {} 为止）。请删去不用的行列再导入。", name())));
            }
            last.cells.resize(column + 1, GridCell::Empty);
        }
        if let Some(slot) = last.cells.get_mut(column) {
            *slot = cell;
        }
        Ok(())
    }

    /// Puts the value of `merge` into every row it reaches that holds anything; at most `steps` of them.
    ///
    /// # Errors
    /// As [`Grid::put`].
    pub fn spread(&mut self, merge: &Merge, steps: &mut usize) -> Result<()> {
        let value = self.row(merge.rows.0).map_or(GridCell::Empty, |row| row.at(merge.columns.0).clone());
        if value == GridCell::Empty {
            return Ok(());
        }
        let column = merge.columns.0;
        let first = self.rows.partition_point(|row| row.number <= merge.rows.0);
        let weight = if let GridCell::Text(text) | GridCell::Shown(_, text) = &value { text.len() } else { 0 };
        for row in self.rows.iter_mut().skip(first).take_while(|row| row.number <= merge.rows.1) {
            self.text += weight;
            *steps = steps.saturating_sub(1);
            if row.cells.len() <= column {
                self.slots += column + 1 - row.cells.len();
                row.cells.resize(column + 1, GridCell::Empty);
            }
            if self.text > MOST_TEXT || self.slots > MOST_CELLS || *steps == 0 {
                let place = format!("{}{}", column_name(column), merge.rows.0);
                return Err(too_much("cells", place.clone(), format!("从 {place} 起合并的单元格太多。请取消合并再导入。")));
            }
            if let Some(slot) = row.cells.get_mut(column).filter(|slot| **slot == GridCell::Empty) {
                *slot = value.clone();
            }
        }
        Ok(())
    }

    /// Brings rows that came out of order into it. Call once all cells are in.
    pub fn finish(mut self) -> Self {
        if !self.rows.is_sorted_by(|a, b| a.number < b.number) {
            self.rows.sort_by_key(|row| row.number);
            self.rows.dedup_by(|later, kept| {
                let same = later.number == kept.number;
                if same {
                    for (column, cell) in later.cells.drain(..).enumerate().filter(|(_, cell)| *cell != GridCell::Empty) {
                        if kept.cells.len() <= column {
                            kept.cells.resize(column + 1, GridCell::Empty);
                        }
                        if let Some(slot) = kept.cells.get_mut(column) {
                            *slot = cell;
                        }
                    }
                }
                same
            });
        }
        self
    }

    /// The row Excel numbers `number`.
    pub fn row(&self, number: u32) -> Option<&Row> {
        self.rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|place| self.rows.get(place))
    }

    /// The cell at `number`, `column`; within one of `merges` the one whose value they show.
    pub fn shown_at(&self, merges: &[Merge], number: u32, column: usize) -> &GridCell {
        let merge = merges.iter().find(|merge| merge.holds(number, column));
        let (number, column) = merge.map_or((number, column), |merge| (merge.rows.0, merge.columns.0));
        self.row(number).map_or(&GridCell::Empty, |row| row.at(column))
    }

    /// One more than the last column that holds anything.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0)
    }
}

/// Title and note rows beside the rows that count.
const MARGIN: usize = 200;

impl Merge {
    /// Whether the cell lies in it.
    pub fn holds(&self, row: u32, column: usize) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }
}

fn too_much(rule: &str, value: String, message: String) -> Error {
    Error::invalid("file", rule, value, message)
}

/// Excel's name of a column counted from 0: A, B, … Z, AA.
pub fn column_name(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + u8::try_from(column % 26).unwrap_or_default());
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

/// Excel's name of the cell in `row`, as Excel numbers it, and `column`, from 0: C4.
pub fn cell_name(row: u32, column: usize) -> String {
    format!("{}{row}", column_name(column))
}

/// The column, from 0, that Excel calls `name`.
pub fn column_named(name: &str) -> Option<usize> {
    let name = name.trim();
    if name.is_empty() || name.len() > 3 || !name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let number = name.bytes().fold(0_usize, |number, byte| number * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1);
    Some(number - 1)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn columns_are_named_as_excel_does() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (255, "IV"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_name(column), name);
            assert_eq!(column_named(name), Some(column));
        }
        for wrong in ["", "A1", "姓名", "ABCD"] {
            assert_eq!(column_named(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn serials_of_both_epochs() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap().and_time(chrono::NaiveTime::MIN);
        for (epoch, serial, at) in [
            (Epoch::Of1900, 44420.0, day(2021, 8, 12)),
            (Epoch::Of1904, 44420.0, day(2025, 8, 13)),
            (Epoch::Of1900, 61.0, day(1900, 3, 1)),
            (Epoch::Of1900, 59.0, day(1900, 2, 28)),
            (Epoch::Of1900, 1.0, day(1900, 1, 1)),
            (Epoch::Of1904, 0.0, day(1904, 1, 1)),
        ] {
            assert_eq!(epoch.moment(serial), Some(at), "{epoch:?} {serial}");
        }
        assert_eq!(Epoch::Of1900.moment(44_420.395_833_333).unwrap().format("%F %H:%M").to_string(), "2021-08-12 09:30");
        for (serial, shown) in [
            (44_420.999_653, "2021-08-12 23:59"),
            (44_420.999_988_425_93, "2021-08-12 23:59"),
            (44_420.0 + 9.0 / 24.0 + 30.0 / 1440.0, "2021-08-12 09:30"),
            (44_421.0, "2021-08-13 00:00"),
        ] {
            assert_eq!(Epoch::Of1900.moment(serial).unwrap().format("%F %H:%M").to_string(), shown, "{serial}");
        }
        assert_eq!(Epoch::Of1900.moment(0.999_976_85).unwrap().format("%H:%M").to_string(), "23:59");
        for wrong in [-1.0, 5.0e17, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 3.0e6] {
            assert_eq!(Epoch::Of1900.moment(wrong), None, "{wrong}");
        }
        assert_eq!(Epoch::serial(day(2021, 8, 12)), Some(44420.0));
        assert_eq!(Epoch::serial(day(1900, 2, 28)), None);
    }

    #[test]
    fn rows_come_into_order_and_far_cells_are_named() {
        let mut grid = Grid::new(Epoch::Of1900);
        grid.put(4, 1, GridCell::Number(2.0)).unwrap();
        grid.put(1, 0, GridCell::Number(1.0)).unwrap();
        grid.put(4, 0, GridCell::Number(3.0)).unwrap();
        let grid = grid.finish();
        assert_eq!(grid.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 5]);
        assert_eq!(grid.row(5).unwrap().cells, [GridCell::Number(3.0), GridCell::Number(2.0)]);
        let far = Grid::new(Epoch::Of1900).put(1_048_575, 16_383, GridCell::Number(1.0)).unwrap_err();
        assert_eq!(far.problems()[0].value, "XFD1048576");
        let text = || GridCell::Text("x".repeat(MOST_TEXT / 2).into());
        let mut full = Grid::new(Epoch::Of1900);
        full.put(0, 0, text()).unwrap();
        full.put(1, 0, text()).unwrap();
        assert_eq!(full.put(2, 0, GridCell::Text("x".into())).unwrap_err().problems()[0].rule, "text");
    }
}
