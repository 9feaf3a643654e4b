//! Records as sheets.
//!
//! Owns which columns an export has and what stands in its cells.

/// Most UTF-16 units a cell of a spreadsheet takes.
const MOST_IN_CELL: usize = 32_767;

/// `shown` as it stands in a cell: what no cell can hold is cut, and says so.
pub fn cell_text(shown: &str) -> String {
    let units = shown.encode_utf16().count();
    if units <= MOST_IN_CELL {
        return shown.to_owned();
    }
    let head: String = shown.chars().take(MOST_IN_CELL / 4).collect();
    format!("{head}……（共 {} 字，放不进一个单元格）", shown.chars().count())
}
