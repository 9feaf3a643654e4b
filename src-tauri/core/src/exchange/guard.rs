//! What a file must not be before any reader sees it: a bomb, a maze of attributes, a container of loops.
//!
//! Owns the limits on packed workbooks (data safety: 20 MB, 1,000 entries, 200 MB inflated, counted while inflating) and on
//! the records of old ones. Reads no values.

use crate::base::error::{Error, Result};
use std::io::{Cursor, Read, Seek, SeekFrom};
use zip::ZipArchive;

/// Bytes of a file.
pub const MOST_BYTES: u64 = 20 << 20;
const MOST_ENTRIES: usize = 1000;
const MOST_INFLATED: usize = 200 << 20;
/// Bytes of one tag, its attributes included, and their number.
const MOST_TAG: usize = 64 << 10;
const MOST_ATTRIBUTES: usize = 128;
/// Bytes between two tags.
const MOST_TEXT: usize = 1 << 20;
/// Elements of which readers make lists, and how many of them a real workbook has at most.
const MOST_OF: &[(&[u8], usize)] = &[
    (b"si", 2_000_000),
    (b"mergeCell", 100_000),
    (b"xf", 70_000),
    (b"font", 70_000),
    (b"fill", 70_000),
    (b"border", 70_000),
    (b"dxf", 70_000),
    (b"numFmt", 70_000),
    (b"cellStyle", 70_000),
    (b"definedName", 70_000),
    (b"sheet", 1_000),
    (b"Relationship", 70_000),
    (b"Override", 70_000),
];
/// Bytes of the shared strings.
const MOST_STRINGS: usize = 80 << 20;

/// A refusal of the file as a whole.
pub fn refused(rule: &str, message: impl Into<String>) -> Error {
    Error::invalid("file", rule, "", message)
}

/// The file holds too much, or what no spreadsheet program writes.
fn odd(what: &str) -> Error {
    refused("hostile", format!("文件不正常：{what}。请在 Excel 或 WPS 里打开，另存为新的 .xlsx 再导入。"))
}

/// What was seen in a packed workbook.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Seen {
    /// Some sheet merges cells.
    pub merges: bool,
    /// Cells with a formula.
    pub formulas: usize,
    /// Those of them whose result is there.
    pub calculated: usize,
}

/// Inflates every part of a packed workbook once, counting, without keeping anything.
///
/// # Errors
/// `Invalid` when it is no zip file, has a password, or goes beyond a limit.
pub fn packed(bytes: &[u8]) -> Result<Seen> {
    let broken = |_| refused("damaged", "文件打不开，可能没有下载完整。请重新复制一份，或在 Excel、WPS 里另存后再导入。");
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_ENTRIES {
        return Err(odd(&format!("里面有 {} 个部件", archive.len())));
    }
    let mut left = MOST_INFLATED;
    let mut seen = Seen::default();
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => refused("password", PASSWORD),
            other => broken(other),
        })?;
        let name = entry.name().map_err(broken)?.into_owned();
        if entry.enclosed_name().is_none() || name.contains("..") {
            return Err(odd("部件的路径指向别处"));
        }
        let lower = name.to_ascii_lowercase();
        let xml = lower.ends_with(".xml") || lower.ends_with(".rels") || lower.ends_with(".vml");
        let strings = lower.ends_with("sharedstrings.xml");
        let budget = if strings { left.min(MOST_STRINGS) } else { left };
        let mut scan = Scan::default();
        let taken = count(entry, budget, |piece| if xml { scan.take(piece) } else { Ok(()) })?;
        left -= taken;
        seen.formulas += scan.formulas;
        seen.calculated += scan.calculated;
        seen.merges |= MOST_OF.iter().zip(scan.counts).any(|((name, _), count)| *name == b"mergeCell" && count > 0);
    }
    Ok(seen)
}

/// What a workbook with a password is told.
pub const PASSWORD: &str = "文件有密码。请在 Excel 或 WPS 里去掉密码，另存后再导入。";

/// Reads `from` to its end in pieces, handing each to `each`; returns its length.
fn count(mut from: impl Read, most: usize, mut each: impl FnMut(&[u8]) -> Result<()>) -> Result<usize> {
    let mut buffer = vec![0_u8; 64 << 10];
    let mut total = 0;
    loop {
        let read = from.read(&mut buffer).map_err(|_| {
            refused("damaged", "文件有一部分读不出来，可能没有下载完整。请重新复制一份，或在 Excel、WPS 里另存后再导入。")
        })?;
        if read == 0 {
            return Ok(total);
        }
        total += read;
        if total > most {
            return Err(odd(&format!("解开后超过 {} MB", most >> 20)));
        }
        each(buffer.get(..read).unwrap_or_default())?;
    }
}

/// Walks through XML byte by byte, counting what readers would keep.
#[derive(Default)]
struct Scan {
    at: At,
    length: usize,
    attributes: usize,
    name: Vec<u8>,
    name_done: bool,
    counts: [usize; MOST_OF.len()],
    /// Within a cell behind its formula.
    formula: bool,
    /// Within a value.
    value: bool,
    formulas: usize,
    calculated: usize,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum At {
    #[default]
    Text,
    Tag,
    /// Inside an attribute's quotes of this kind.
    Quoted(u8),
    /// Inside `<!-- … -->`, `<![CDATA[ … ]]>` or `<? … ?>`, with how many bytes of its end have been seen.
    Until(&'static [u8], usize),
}

impl Scan {
    fn take(&mut self, piece: &[u8]) -> Result<()> {
        let mut rest = piece;
        while let Some(&byte) = rest.first() {
            if self.at == At::Text {
                // The long way between tags goes in one leap.
                let text = memchr::memchr(b'<', rest).unwrap_or(rest.len());
                self.length += text;
                if text > 0 && self.value && std::mem::take(&mut self.formula) {
                    self.calculated += 1;
                }
                if self.length > MOST_TEXT {
                    return Err(odd("一个单元格里的文字太长"));
                }
                rest = rest.get(text..).unwrap_or_default();
                if !rest.is_empty() {
                    rest = rest.get(1..).unwrap_or_default();
                    self.at = At::Tag;
                    self.value = false;
                    self.length = 0;
                    self.attributes = 0;
                    self.name.clear();
                    self.name_done = false;
                }
                continue;
            }
            rest = rest.get(1..).unwrap_or_default();
            self.length += 1;
            if self.length > MOST_TAG && !matches!(self.at, At::Until(..)) || self.length > MOST_TEXT {
                return Err(odd("里面有一个标记太长"));
            }
            self.step(byte)?;
        }
        Ok(())
    }

    fn step(&mut self, byte: u8) -> Result<()> {
        match self.at {
            At::Quoted(quote) if byte == quote => self.at = At::Tag,
            At::Quoted(_) | At::Text => {}
            At::Until(end, seen) => {
                let seen = match end.get(seen) {
                    Some(wanted) if *wanted == byte => seen + 1,
                    // `]]]>` and `--->` still end what they end.
                    _ if end.first() == Some(&byte) => seen.min(end.len() - 1).max(1),
                    _ => 0,
                };
                self.at = if seen == end.len() { At::Text } else { At::Until(end, seen) };
                if seen == end.len() {
                    self.length = 0;
                }
            }
            At::Tag => self.in_tag(byte)?,
        }
        Ok(())
    }

    fn in_tag(&mut self, byte: u8) -> Result<()> {
        match byte {
            b'>' => {
                self.ends_name()?;
                self.at = At::Text;
                self.length = 0;
            }
            b'"' | b'\'' => {
                self.ends_name()?;
                self.attributes += 1;
                if self.attributes > MOST_ATTRIBUTES {
                    return Err(odd("里面有一个标记的属性太多"));
                }
                self.at = At::Quoted(byte);
            }
            b' ' | b'\t' | b'\r' | b'\n' => self.ends_name()?,
            // A prefix is no part of the name that readers look at.
            b':' if !self.name_done => self.name.clear(),
            b'/' if self.name.is_empty() => self.name_done = true,
            b'/' => {
                self.ends_name()?;
                self.value = false;
            }
            _ if !self.name_done && self.name.len() < LONGEST_NAME => {
                self.name.push(byte);
                match self.name.as_slice() {
                    b"?" => self.at = At::Until(b"?>", 0),
                    b"!--" => self.at = At::Until(b"-->", 0),
                    b"![CDATA[" => self.at = At::Until(b"]]>", 0),
                    b"!DOCTYPE" | b"!doctype" | b"!ENTITY" => return Err(odd("里面有文档类型声明")),
                    _ => {}
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn ends_name(&mut self) -> Result<()> {
        if self.name_done {
            return Ok(());
        }
        self.name_done = true;
        match self.name.as_slice() {
            b"c" => self.formula = false,
            b"f" => {
                self.formula = true;
                self.formulas += 1;
            }
            b"v" => self.value = true,
            _ => {}
        }
        if let Some(place) = MOST_OF.iter().position(|(name, _)| *name == self.name.as_slice())
            && let (Some(count), Some((name, most))) = (self.counts.get_mut(place), MOST_OF.get(place))
        {
            *count += 1;
            if *count > *most {
                return Err(odd(&format!("里面有超过 {most} 个 {}", String::from_utf8_lossy(name))));
            }
        }
        Ok(())
    }
}

const LONGEST_NAME: usize = 16;

/// Cells that an old workbook's readers would lay out at once.
const MOST_DENSE: usize = 3_000_000;
const MOST_RECORDS: usize = 10_000_000;

/// Takes the workbook stream out of an old workbook (MS-XLS in a compound file), sees that its sheets are of a bearable
/// size, and packs it alone into a new compound file; returns that and the stream.
///
/// # Errors
/// `Invalid` when it is no old workbook, has a password, or is not whole.
pub fn old_workbook(bytes: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let broken = || refused("damaged", "文件打不开或不完整。请在 Excel 或 WPS 里打开，另存为 .xlsx 再导入。");
    let mut container = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| broken())?;
    if container.is_stream("/EncryptedPackage") {
        return Err(refused("password", PASSWORD));
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| container.is_stream(name)).ok_or_else(broken)?;
    let mut stream = Vec::new();
    let mut open = container.open_stream(name).map_err(|_| broken())?;
    if open.len() > MOST_BYTES {
        return Err(broken());
    }
    open.read_to_end(&mut stream).map_err(|_| broken())?;
    records(&mut stream)?;
    let mut made = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).map_err(|_| broken())?;
    let mut into = made.create_stream(name).map_err(|_| broken())?;
    std::io::Write::write_all(&mut into, &stream).map_err(|_| broken())?;
    drop(into);
    made.flush().map_err(|_| broken())?;
    let mut whole = made.into_inner();
    whole.seek(SeekFrom::Start(0)).map_err(|_| broken())?;
    Ok((whole.into_inner(), stream))
}

/// Record types of MS-XLS that count here.
mod record {
    pub const BOF: u16 = 0x0809;
    pub const EOF: u16 = 0x000A;
    pub const FILE_PASS: u16 = 0x002F;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const DIMENSIONS: u16 = 0x0200;
    pub const MUL_RK: u16 = 0x00BD;
    /// Records that begin with row and column of one cell.
    pub const CELLS: &[u16] = &[0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E];
    /// Names, external sheets, drawings: of no use here.
    pub const UNWANTED: &[u16] = &[0x0017, 0x0018, 0x00EB, 0x00EC, 0x01AE];
    pub const NOTHING: u16 = 0x0001;
}

/// Walks through the records: sizes of sheets, password; blots out what readers trip over.
fn records(stream: &mut [u8]) -> Result<()> {
    let broken = || refused("damaged", "文件不完整。请在 Excel 或 WPS 里打开，另存为 .xlsx 再导入。");
    let number = |stream: &[u8], at: usize| -> Option<u16> {
        Some(u16::from_le_bytes([*stream.get(at)?, *stream.get(at.checked_add(1)?)?]))
    };
    let mut at = 0;
    let mut count = 0;
    let mut begins = Vec::new();
    let mut sheets = Vec::new();
    let mut extent: Option<Extent> = None;
    let mut dense = 0_usize;
    while let (Some(kind), Some(length)) = (number(stream, at), number(stream, at + 2)) {
        count += 1;
        let data = at + 4;
        let next = data + usize::from(length);
        if next > stream.len() {
            return Err(broken());
        }
        if count > MOST_RECORDS {
            return Err(odd("里面的记录太多"));
        }
        match kind {
            record::BOF => begins.push(at),
            record::EOF => dense = dense.saturating_add(extent.take().map_or(0, |extent| extent.cells())),
            record::FILE_PASS => return Err(refused("password", PASSWORD)),
            record::BOUND_SHEET => {
                let place = stream.get(data..data + 4).and_then(|bytes| bytes.try_into().ok()).ok_or_else(broken)?;
                sheets.push(usize::try_from(u32::from_le_bytes(place)).map_err(|_| broken())?);
            }
            record::MUL_RK => {
                let (row, first) = number(stream, data).zip(number(stream, data + 2)).ok_or_else(broken)?;
                let last = number(stream, next.saturating_sub(2)).filter(|_| length >= 6).ok_or_else(broken)?;
                extent = Some(Extent::with(Some(Extent::with(extent, row, first)), row, last));
            }
            kind if record::CELLS.contains(&kind) => {
                let (row, column) = number(stream, data).zip(number(stream, data + 2)).ok_or_else(broken)?;
                extent = Some(Extent::with(extent, row, column));
            }
            kind if kind == record::DIMENSIONS || record::UNWANTED.contains(&kind) => {
                if let Some(place) = stream.get_mut(at..at + 2) {
                    place.copy_from_slice(&record::NOTHING.to_le_bytes());
                }
            }
            _ => {}
        }
        if dense.saturating_add(extent.map_or(0, |extent| extent.cells())) > MOST_DENSE {
            return Err(odd("工作表太大，或者有离得很远的单元格"));
        }
        at = next;
    }
    let mut seen = sheets.clone();
    seen.sort_unstable();
    seen.dedup();
    if begins.is_empty() || seen.len() != sheets.len() || !sheets.iter().all(|sheet| begins.contains(sheet)) {
        return Err(broken());
    }
    Ok(())
}

/// First and last row and column that hold anything.
#[derive(Clone, Copy)]
struct Extent {
    rows: (u16, u16),
    columns: (u16, u16),
}

impl Extent {
    fn with(known: Option<Self>, row: u16, column: u16) -> Self {
        let Some(Self { rows, columns }) = known else { return Self { rows: (row, row), columns: (column, column) } };
        Self { rows: (rows.0.min(row), rows.1.max(row)), columns: (columns.0.min(column), columns.1.max(column)) }
    }

    fn cells(self) -> usize {
        (usize::from(self.rows.1 - self.rows.0) + 1) * (usize::from(self.columns.1 - self.columns.0) + 1)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::io::Write;

    fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn rule<T: std::fmt::Debug>(result: Result<T>) -> String {
        result.unwrap_err().problems()[0].rule.clone()
    }

    fn scanned(xml: &[u8], piece: usize) -> Result<Scan> {
        let mut scan = Scan::default();
        xml.chunks(piece).try_for_each(|piece| scan.take(piece))?;
        Ok(scan)
    }

    #[test]
    fn ordinary_xml_passes_in_pieces_of_any_size() {
        let xml = br#"<?xml version="1.0"?><a:b x="1>2" y='"'><!-- ' " --- > --><![CDATA[ <x a="]] ]]]><c r="A1"/></a:b>"#;
        for piece in 1..40 {
            scanned(xml, piece).unwrap();
        }
    }

    #[test]
    fn formulas_without_a_result_are_counted() {
        let xml = br#"<x:c r="A1"><x:f>1+1</x:f><x:v>2</x:v></x:c><c r="B1"><f>A1</f><v></v></c><c r="C1"><f>A1</f> <v/> </c><c><v>5</v></c>"#;
        for piece in 1..40 {
            let scan = scanned(xml, piece).unwrap();
            assert_eq!((scan.formulas, scan.calculated), (3, 1));
        }
    }

    #[test]
    fn mazes_are_refused() {
        let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
        let long = format!("<a x=\"{}\"/>", "y".repeat(MOST_TAG));
        let text = format!("<a>{}</a>", "y".repeat(MOST_TEXT + 1));
        let strings = "<si/>".repeat(2_000_001);
        let prefixed = "<x:xf a=\"1\"/>".repeat(70_001);
        for xml in [
            format!("<a{attributes}/>"),
            long,
            text,
            strings,
            prefixed,
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a/>".to_owned(),
            format!("<!-- {} -->", "y".repeat(MOST_TEXT)),
        ] {
            assert!(scanned(xml.as_bytes(), 4096).is_err(), "{}", &xml[..40]);
        }
    }

    #[test]
    fn bombs_are_counted_while_they_inflate() {
        let bomb = vec![b' '; MOST_INFLATED + 1];
        assert_eq!(rule(packed(&pack(&[("xl/media/image1.png", &bomb)]))), "hostile");
        let strings = vec![b'<'; MOST_STRINGS + 1];
        assert_eq!(rule(packed(&pack(&[("xl/SharedStrings.xml", &strings)]))), "hostile");
        let parts: Vec<(String, Vec<u8>)> = (0..=MOST_ENTRIES).map(|n| (format!("{n}"), Vec::new())).collect();
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        assert_eq!(rule(packed(&pack(&parts))), "hostile");
        assert_eq!(rule(packed(&pack(&[("../../evil.xml", b"<a/>")]))), "hostile");
        let whole = pack(&[("xl/workbook.xml", b"<a/>")]);
        packed(&whole).unwrap();
        assert_eq!(rule(packed(&whole[..whole.len() / 2])), "damaged");
        assert_eq!(rule(packed(b"")), "damaged");
    }

    fn biff(records: &[(u16, &[u8])]) -> Vec<u8> {
        let mut stream = Vec::new();
        for (kind, data) in records {
            stream.extend(kind.to_le_bytes());
            stream.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
            stream.extend(*data);
        }
        stream
    }

    #[test]
    fn old_workbooks_with_far_cells_passwords_or_loops_are_refused() {
        let corner = |row: u16, column: u16| [row.to_le_bytes(), column.to_le_bytes(), [0; 2]].concat();
        let sheet = |cells: &[Vec<u8>]| {
            let mut records: Vec<(u16, &[u8])> = vec![(record::BOF, &[0; 4])];
            records.extend(cells.iter().map(|cell| (0x0203, cell.as_slice())));
            records.push((record::EOF, &[]));
            biff(&records)
        };
        records(&mut sheet(&[corner(0, 0), corner(9, 9)])).unwrap();
        assert_eq!(rule(records(&mut sheet(&[corner(0, 0), corner(65535, 255)]))), "hostile");
        assert_eq!(rule(records(&mut biff(&[(record::BOF, &[0; 4]), (record::FILE_PASS, &[1, 0])]))), "password");
        let pointing = |place: u32| {
            let mut data = place.to_le_bytes().to_vec();
            data.extend([0; 4]);
            biff(&[(record::BOF, &[0; 4]), (record::BOUND_SHEET, &data), (record::EOF, &[])])
        };
        records(&mut pointing(0)).unwrap();
        assert_eq!(rule(records(&mut pointing(3))), "damaged");
        let mut sized = biff(&[(record::BOF, &[0; 4]), (record::DIMENSIONS, &[0xFF; 14])]);
        records(&mut sized).unwrap();
        assert_eq!(sized.get(8..10).unwrap(), record::NOTHING.to_le_bytes());
        assert!(old_workbook(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").is_err());
    }
}
