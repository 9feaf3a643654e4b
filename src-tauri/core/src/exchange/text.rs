//! Sheets as text: comma-separated files in the encodings of China's offices, and what is pasted from a spreadsheet.
//!
//! Owns which encoding a file is taken to be in, which character separates its cells, and how a cell is written so that a
//! spreadsheet neither calculates nor shortens it. Parsing is the `csv` crate's.

use super::cell::{Cell, Epoch, Grid, MOST_IN_CELL};
use super::guard;
use crate::error::Result;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// The text in `bytes`: by its mark, else UTF-8 where it is that, else GB 18030 (which GBK and GB 2312 are part of).
///
/// # Errors
/// `Invalid` when it is no text in any of them.
pub fn decode(bytes: &[u8]) -> Result<String> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None if looks_like_utf16(bytes, 1) => UTF_16LE,
        None if looks_like_utf16(bytes, 0) => UTF_16BE,
        None => GB18030,
    };
    let (text, _, broken) = encoding.decode(bytes);
    if broken || text.contains('\0') {
        return Err(guard::refused(
            "encoding",
            "文件里有不能识别的字符。请在 Excel 或 WPS 里打开，另存为 .xlsx，或另存为「CSV UTF-8」再导入。",
        ));
    }
    Ok(text.into_owned())
}

/// Whether every other byte is mostly zero, as in UTF-16 text with separators and digits.
fn looks_like_utf16(bytes: &[u8], zeros_at: usize) -> bool {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let zeros = head.iter().skip(zeros_at).step_by(2).filter(|byte| **byte == 0).count();
    head.len() >= 4 && zeros * 4 > head.len() / 2
}

/// Reads separated text. The separator is the one that most of the first lines hold.
///
/// # Errors
/// `Invalid` when a row holds more than may be read.
pub fn grid(text: &str) -> Result<Grid> {
    let mut grid = Grid::new(Epoch::Of1900);
    let mut text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    text.push('\n');
    let delimiter = separator(&text);
    narrow_enough(text.as_bytes(), delimiter)?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = 0_u64;
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                return Err(guard::refused(
                    "damaged",
                    format!("第 {} 行读不出来。请在 Excel 或 WPS 里另存为 .xlsx 再导入。", rows + 1),
                ));
            }
        }
        // Empty lines are rows to a spreadsheet and nothing to the parser; a line end inside quotes is the reverse.
        let within: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        rows += reader.position().line().saturating_sub(line + within as u64).max(1);
        let row = u32::try_from(rows - 1).unwrap_or(u32::MAX);
        for (column, field) in record.iter().enumerate() {
            if field.len() > MOST_IN_CELL && field.chars().count() > MOST_IN_CELL {
                let message = format!(
                    "第 {} 行有一格超过 {MOST_IN_CELL} 个字，可能是引号没有成对。请在 Excel 或 WPS 里另存为 .xlsx 再导入。",
                    row + 1
                );
                return Err(guard::refused("text", message));
            }
            if !field.is_empty() {
                let column = u32::try_from(column).unwrap_or(u32::MAX);
                grid.put(row, column, Cell::Text(unescaped(field).into()))?;
            }
        }
    }
    Ok(grid)
}

/// Most fields of a line, blank ones too: as many as a spreadsheet has columns.
const MOST_FIELDS: usize = 16_384;

/// Counts the fields of every line without keeping any: the parser keeps a whole line.
fn narrow_enough(mut text: &[u8], delimiter: u8) -> Result<()> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let mut field = [0; 4096];
    let mut fields = 0;
    loop {
        let (result, read, _) = reader.read_field(text, &mut field);
        text = text.get(read..).unwrap_or_default();
        match result {
            csv_core::ReadFieldResult::Field { record_end } => {
                fields += 1;
                if fields > MOST_FIELDS {
                    return Err(guard::refused("columns", format!("有一行超过 {MOST_FIELDS} 格。请核对选的是不是这个文件。")));
                }
                if record_end {
                    fields = 0;
                }
            }
            csv_core::ReadFieldResult::End => return Ok(()),
            csv_core::ReadFieldResult::InputEmpty | csv_core::ReadFieldResult::OutputFull => {}
        }
    }
}

fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let cut = |separator: char| lines.iter().filter(|line| line.contains(separator)).count();
    // Where lines hold both, a comma is inside a cell and a tab is not.
    let found = [(';', b';'), (',', b','), ('\t', b'\t')].into_iter().max_by_key(|(character, _)| cut(*character));
    found.filter(|(character, _)| cut(*character) > 0).map_or(b',', |(_, byte)| byte)
}

/// What turns text into a formula in a spreadsheet that opens the file (and is not only white space).
const TRIGGERS: &[char] = &['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
/// Digits beyond which a spreadsheet rounds or writes an exponent.
const SAFE_DIGITS: usize = 11;

/// Whether a spreadsheet that opens a text file would make something else of `text`.
fn is_spoilt(text: &str) -> bool {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.starts_with(TRIGGERS)
        || text.starts_with('\'')
        || digits && (text.len() > SAFE_DIGITS || text.len() > 1 && text.starts_with('0'))
}

/// `text` for a text file: what a spreadsheet would spoil gets one `'` in front.
pub fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    if is_spoilt(text) { format!("'{text}").into() } else { text.into() }
}

/// Takes the `'` of [`escaped`] away again.
pub fn unescaped(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_spoilt(rest)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn rows(grid: &Grid) -> Vec<Vec<String>> {
        grid.rows.iter().map(|row| row.cells.iter().map(|cell| cell.shown(grid.epoch)).collect()).collect()
    }

    #[test]
    fn every_encoding_an_office_uses() {
        let text = "姓名,部门\n王䶮,办公室\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> = [vec![0xFF, 0xFE], utf16].concat();
        let big: Vec<u8> = [vec![0xFE, 0xFF], text.encode_utf16().flat_map(u16::to_be_bytes).collect()].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            GB18030.encode(text).0.into_owned(),
            marked,
            big,
        ] {
            let grid = grid(&decode(&bytes).unwrap()).unwrap();
            assert_eq!(rows(&grid), [["姓名", "部门"], ["王䶮", "办公室"]]);
        }
        assert_eq!(decode(b"\xFF\xFF\x00\x01\x80").unwrap_err().problems()[0].rule, "encoding");
    }

    #[test]
    fn separators_quotes_and_line_ends() {
        for text in ["姓名,备注\r\n\"王,明\",\"两\n行\"\r\n", "姓名\t备注\n王,明\t\"两\n行\"\n", "姓名;备注\n王,明;\"两\n行\""]
        {
            assert_eq!(rows(&grid(text).unwrap()), [["姓名", "备注"], ["王,明", "两\n行"]], "{text}");
        }
        let numbers = |text: &str| grid(text).unwrap().rows.iter().map(|row| row.number).collect::<Vec<_>>();
        assert_eq!(numbers("a,b\n\n,,\nc\n"), [1, 4]);
        assert_eq!(numbers("\r\n\r\na,\"b\r\n\r\nb\"\r\n\r\nc"), [3, 5]);
    }

    #[test]
    fn nothing_calculates() {
        for text in ["=1+1", "+86", "-5", "@a", "\ta", "\ra", "＝1", "'a", "500101199209201234", "007"] {
            assert!(escaped(text).starts_with('\''), "{text}");
        }
        for text in ["王明", "12", "0", "13812345678", "2021-08-12", ""] {
            assert_eq!(escaped(text), text);
        }
    }

    proptest! {
        #[test]
        fn escaping_loses_nothing(text in "[='+@0-9\\-\t＝a王 ]{0,16}") {
            let written = escaped(&text);
            prop_assert_eq!(unescaped(&written), text.as_str());
        }
    }
}
