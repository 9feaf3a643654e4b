//! Sheets as text: comma-separated files in the encodings of China's offices, and what is pasted from a spreadsheet.
//!
//! Owns which encoding a file is taken to be in, which character separates its cells, and how a cell is written so that a
//! spreadsheet neither calculates nor shortens it. Parsing is the `csv` crate's.

use super::cell::{Epoch, Grid, GridCell, MOST_IN_CELL};
use super::guard;
use super::quotes::{self, Stray};
use crate::base::error::Result;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

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
    let lines = || bytes.split(|byte| *byte == b'\n');
    let odd = match encoding {
        encoding if encoding == UTF_8 && broken => lines().position(|line| std::str::from_utf8(line).is_err()),
        encoding if encoding == GB18030 => odd_line(bytes).or_else(|| {
            lines()
                .position(|line| GB18030.decode_without_bom_handling_and_without_replacement(line).is_none())
                .filter(|_| broken)
        }),
        _ => None,
    };
    if let Some(line) = odd {
        let message = format!(
            "第 {} 行的文字和别的行不是同一种编码，读出来会是乱码。请在 Excel 或 WPS 里打开，核对并改好这一行，另存为 .xlsx 再导入。",
            line + 1
        );
        return Err(guard::refused("encoding", message));
    }
    if broken || text.contains('\0') {
        return Err(guard::refused(
            "encoding",
            "文件里有不能识别的字符。请在 Excel 或 WPS 里打开，另存为 .xlsx，或另存为「CSV UTF-8」再导入。",
        ));
    }
    Ok(text.into_owned())
}

/// The first line that is in another encoding than the most, where lines of Chinese in UTF-8 stand among others that are no
/// UTF-8 at all; counted from 0.
fn odd_line(bytes: &[u8]) -> Option<usize> {
    let mut utf8 = Vec::new();
    let mut others = Vec::new();
    for (place, line) in bytes.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.is_ascii()) {
        match std::str::from_utf8(line) {
            Ok(text) if text.chars().all(|character| character.is_ascii() || character >= '\u{2000}') => utf8.push(place),
            _ => others.push(place),
        }
    }
    let (few, many) = if utf8.len() <= others.len() { (utf8, others) } else { (others, utf8) };
    few.first().copied().filter(|_| !many.is_empty())
}

/// What was read in the wrong encoding before it came here.
#[derive(Debug, PartialEq, Eq)]
pub enum Garbled {
    /// This was meant.
    Meant(String),
    /// Something is lost of what was meant.
    Lost,
}

/// Whether `text` is Chinese that some program read in the wrong encoding: UTF-8 as GBK, GBK or UTF-8 as Western, or GBK as
/// UTF-8, which leaves nothing.
pub fn garbled(text: &str) -> Option<Garbled> {
    if text.is_ascii() {
        return None;
    }
    if text.contains(['\u{FFFD}']) || text.contains("锟斤拷") {
        return Some(Garbled::Lost);
    }
    let han = |character: char| ('\u{3400}'..='\u{9FFF}').contains(&character);
    let chinese = |text: &str| {
        let mut others = text.chars().filter(|character| !character.is_ascii());
        others.clone().any(han) && others.all(|character| character >= '\u{2000}')
    };
    // An odd number of bytes leaves a mark at the end.
    let whole = text.trim_end_matches(['?', '？']);
    if may_be_utf8_as_gbk(whole)
        && let (bytes, _, false) = GB18030.encode(whole)
    {
        match std::str::from_utf8(&bytes) {
            Ok(meant) if chinese(meant) => {
                return Some(if whole == text { Garbled::Meant(meant.to_owned()) } else { Garbled::Lost });
            }
            Err(error) if error.error_len().is_none() && whole != text => {
                let head = bytes.get(..error.valid_up_to()).and_then(|bytes| std::str::from_utf8(bytes).ok());
                return head.filter(|head| chinese(head)).map(|_| Garbled::Lost);
            }
            _ => {}
        }
    }
    let western = text.chars().filter(|character| !character.is_ascii()).count();
    if western < LEAST_WESTERN || text.chars().any(|character| character.is_ascii_alphabetic() || han(character)) {
        return None;
    }
    let (bytes, _, unknown) = WINDOWS_1252.encode(text);
    let meant = std::str::from_utf8(&bytes)
        .ok()
        .map(str::to_owned)
        .or_else(|| GB18030.decode_without_bom_handling_and_without_replacement(&bytes).map(Cow::into_owned))?;
    (!unknown && chinese(&meant)).then_some(Garbled::Meant(meant))
}

/// Whether `text` may be Chinese in UTF-8 read as GBK: the first two bytes of it, seen as one ideograph, begin a character
/// beyond U+2000. Tells most texts apart before all of it is written in GBK.
fn may_be_utf8_as_gbk(text: &str) -> bool {
    let mut utf8 = [0; 4];
    text.chars().find(|character| !character.is_ascii()).is_some_and(|first| {
        let (bytes, ..) = GB18030.encode(first.encode_utf8(&mut utf8));
        matches!(*bytes, [0xE2..=0xF4, 0x80..=0xBF, ..])
    })
}

/// Western characters that make Chinese of it: two ideographs of GBK.
const LEAST_WESTERN: usize = 4;

/// Whether every other byte is mostly zero, as in UTF-16 text with separators and digits.
fn looks_like_utf16(bytes: &[u8], zeros_at: usize) -> bool {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let zeros = head.iter().skip(zeros_at).step_by(2).filter(|byte| **byte == 0).count();
    head.len() >= 4 && zeros * 4 > head.len() / 2
}

/// Reads separated text. The separator is the one that most of the first lines hold, or what `sep=` says. With `as_cells`
/// every quotation mark is taken at its word; else those that would swallow rows are text, and the first is handed back.
///
/// # Errors
/// `Invalid` when a row holds more than may be read.
pub fn grid(text: &str, as_cells: bool) -> Result<(Grid, Option<Stray>)> {
    let mut grid = Grid::new(Epoch::Of1900);
    let mut text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    text.push('\n');
    let (delimiter, text) = said_separator(&text).unwrap_or_else(|| (separator(&text), text.as_str()));
    let (text, stray) = if as_cells { (Cow::Borrowed(text), None) } else { quotes::settled(text, delimiter) };
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
            if !unescaped(field).is_empty() {
                let column = u32::try_from(column).unwrap_or(u32::MAX);
                grid.put(row, column, GridCell::Text(unescaped(field).as_ref().into()))?;
            }
        }
    }
    Ok((grid, stray))
}

/// The first line may say what separates cells: `sep=;`. Spreadsheets do not show it.
fn said_separator(text: &str) -> Option<(u8, &str)> {
    let rest = text.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and_then(|_| text.get(4..))?;
    let (said, rest) = rest.split_once('\n')?;
    match said.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"') => Some((*byte, rest)),
        _ => None,
    }
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

/// The separator that most of the first lines hold; where several do, the one they hold equally often, and then oftener.
fn separator(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let worth = |separator: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| separators(line, separator)).collect();
        let alike = |count: usize| counts.iter().filter(|other| **other == count).count();
        let usual = counts.iter().copied().filter(|count| *count > 0).max_by_key(|count| alike(*count));
        (counts.iter().filter(|count| **count > 0).count(), usual.map_or(0, alike), usual.unwrap_or(0))
    };
    // The last of equals: where lines hold both, a comma is inside a cell and a tab is not.
    let found = [b';', b',', b'\t'].into_iter().max_by_key(|byte| worth(*byte));
    found.filter(|byte| worth(*byte).0 > 0).unwrap_or(b',')
}

/// How often `separator` stands in a line outside of marks. A tab beside another separator only makes text of a cell.
fn separators(line: &str, separator: u8) -> usize {
    let mut quoted = false;
    let mut count = 0;
    let bytes = line.as_bytes();
    let other = |byte: u8| matches!(byte, b',' | b';');
    let others = bytes.iter().any(|byte| other(*byte));
    let beside = |place: Option<usize>| place.and_then(|place| bytes.get(place)).map_or(others, |byte| other(*byte));
    for (place, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            byte if *byte == separator && !quoted => {
                let mark = separator == b'\t' && (beside(place.checked_sub(1)) || beside(Some(place + 1)));
                count += usize::from(!mark);
            }
            _ => {}
        }
    }
    count
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
pub fn escaped(text: &str) -> Cow<'_, str> {
    if is_spoilt(text) { format!("'{text}").into() } else { text.into() }
}

/// Takes away what only says that a cell is text: the `'` of [`escaped`] and of others, `="…"`, a tab in front.
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if let Some(rest) = text.strip_prefix('\'') {
        return Cow::Borrowed(rest);
    }
    match text.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) if !inner.replace("\"\"", "").contains('"') => Cow::Owned(inner.replace("\"\"", "\"")),
        _ => Cow::Borrowed(text.trim_start_matches('\t')),
    }
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
            let (grid, _) = grid(&decode(&bytes).unwrap(), false).unwrap();
            assert_eq!(rows(&grid), [["姓名", "部门"], ["王䶮", "办公室"]]);
        }
        assert_eq!(decode(b"\xFF\xFF\x00\x01\x80").unwrap_err().problems()[0].rule, "encoding");
    }

    #[test]
    fn separators_quotes_and_line_ends() {
        for text in ["姓名,备注\r\n\"王,明\",\"两\n行\"\r\n", "姓名\t备注\n王,明\t\"两\n行\"\n", "姓名;备注\n王,明;\"两\n行\""]
        {
            assert_eq!(rows(&grid(text, false).unwrap().0), [["姓名", "备注"], ["王,明", "两\n行"]], "{text}");
        }
        let numbers = |text: &str| grid(text, false).unwrap().0.rows.iter().map(|row| row.number).collect::<Vec<_>>();
        assert_eq!(numbers("a,b\n\n,,\nc\n"), [1, 4]);
        assert_eq!(numbers("\r\n\r\na,\"b\r\n\r\nb\"\r\n\r\nc"), [3, 5]);
    }

    #[test]
    fn marks_of_text_are_no_content() {
        for (text, said) in [
            ("=\"500101199209201234\"", "500101199209201234"),
            ("=\"a\"\"b\"", "a\"b"),
            ("\t14212345671", "14212345671"),
            ("'14212345671", "14212345671"),
            ("''a", "'a"),
            ("'=\"1\"", "=\"1\""),
            ("王'明", "王'明"),
            ("=\"1\"&\"2\"", "=\"1\"&\"2\""),
        ] {
            assert_eq!(unescaped(text), said, "{text}");
        }
        let read = |text: &str| rows(&grid(text, false).unwrap().0);
        let whole = [["姓名", "证件号"], ["赵桐", "500101"]];
        assert_eq!(read("姓名,证件号\n赵桐,=\"500101\"\n"), whole);
        assert_eq!(read("姓名,\t证件号\n赵桐,\t500101\n"), whole);
        assert_eq!(read("姓名,证件号\t\n赵桐,500101\t\n")[1][0], "赵桐");
        assert_eq!(read("sep=;\n姓名;证件号\n赵桐;500101\n"), whole);
        assert_eq!(read("sep=|\r\n姓名|证件号\r\n赵桐|500101\r\n"), whole);
        assert_eq!(read("姓\t名,证件号\n赵桐,500101\n")[1], ["赵桐", "500101"]);
    }

    #[test]
    fn what_another_program_misread_is_noticed() {
        for (text, found) in [
            ("鐜嬫槑", Some(Garbled::Meant("王明".to_owned()))),
            ("濮撳悕", Some(Garbled::Meant("姓名".to_owned()))),
            ("ÍõÃ÷", Some(Garbled::Meant("王明".to_owned()))),
            ("çŽ‹æ˜Ž", Some(Garbled::Meant("王明".to_owned()))),
            ("寮犱笁涓?", Some(Garbled::Lost)),
            ("王\u{FFFD}", Some(Garbled::Lost)),
            ("锟斤拷", Some(Garbled::Lost)),
        ] {
            assert_eq!(garbled(text), found, "{text}");
        }
        for right in ["王明", "王䶮", "买买提·艾力", "办公室（一楼）", "José Ñandú", "Çelik", "é", "联通", "A 座 3 楼", "王?"]
        {
            assert_eq!(garbled(right), None, "{right}");
        }
    }

    #[test]
    fn a_line_in_another_encoding_is_named() {
        let gbk = |text: &str| GB18030.encode(text).0.into_owned();
        let mixed = [gbk("姓名,部门\n赵桐,办公室\n"), "钱二,财务处\n".into(), gbk("孙三,后勤\n")].concat();
        let other = ["姓名,部门\n赵桐,办公室\n".into(), gbk("钱二,财务处\n")].concat();
        let marked = [b"\xEF\xBB\xBF".to_vec(), other.clone()].concat();
        for bytes in [mixed, other, marked] {
            let error = decode(&bytes).unwrap_err();
            assert_eq!(error.problems()[0].rule, "encoding");
            assert!(error.problems()[0].message.starts_with("第 3 行"), "{error:?}");
        }
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
            let _ = garbled(&text);
        }
    }
}
