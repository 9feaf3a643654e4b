//! Files that somebody might send to break a reader (data safety: far cells, bombs, type declarations, mazes of attributes,
//! paths that lead elsewhere, passwords, truncation).
//!
//! Owns their making; used by the scenarios and by the figures.

use std::io::{Cursor, Write};

/// A hostile file: its name and content.
pub struct Hostile {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// A package with this sheet, these shared strings and these further parts.
pub fn package(sheet: &[u8], strings: Option<&[u8]>, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    };
    let relation = |id: u8, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    put(
        "_rels/.rels",
        format!("<Relationships xmlns=\"{PACKAGE}\">{}</Relationships>", relation(1, "officeDocument", "xl/workbook.xml"))
            .as_bytes(),
    );
    put(
        "xl/workbook.xml",
        format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><sheets><sheet name=\"表\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>").as_bytes(),
    );
    put(
        "xl/_rels/workbook.xml.rels",
        format!(
            "<Relationships xmlns=\"{PACKAGE}\">{}{}</Relationships>",
            relation(1, "worksheet", "worksheets/sheet1.xml"),
            relation(2, "sharedStrings", "sharedStrings.xml")
        )
        .as_bytes(),
    );
    put("xl/worksheets/sheet1.xml", sheet);
    if let Some(strings) = strings {
        put("xl/sharedStrings.xml", strings);
    }
    for (name, bytes) in more {
        put(name, bytes);
    }
    writer.finish().unwrap().into_inner()
}

fn sheet(rows: &str, after: &str) -> Vec<u8> {
    format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData>{after}</worksheet>").into_bytes()
}

fn text(name: &str, text: &str) -> String {
    format!("<c r=\"{name}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

fn header() -> String {
    format!("<row r=\"1\">{}{}</row>", text("A1", "姓名"), text("B1", "证件类型"))
}

/// An ordinary small workbook.
pub fn ordinary() -> Vec<u8> {
    let rows = format!("{}<row r=\"2\">{}{}</row>", header(), text("A2", "王龚"), text("B2", "无证件"));
    package(&sheet(&rows, ""), None, &[])
}

/// Every one of them. Each is refused, or read as what little it holds.
pub fn all() -> Vec<Hostile> {
    let mut all = Vec::new();
    let mut add = |name: &'static str, bytes: Vec<u8>| all.push(Hostile { name, bytes });
    add("far cell", package(&sheet(&format!("{}<row r=\"1048576\">{}</row>", header(), text("XFD1048576", "x")), ""), None, &[]));
    let stray = format!("<row r=\"2\">{}</row><row r=\"1048576\">{}</row>", text("A2", "王"), text("IV1048576", " "));
    add("a stray cell in the last row", package(&sheet(&(header() + &stray), ""), None, &[]));
    let numbers: String = (2..=120_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\"><v>1</v></c></row>")).collect();
    add("too many rows", package(&sheet(&(header() + &numbers), ""), None, &[]));
    let cells: String = (2..=100_000).map(|row| format!("<row r=\"{row}\"><c r=\"IV{row}\"><v>1</v></c></row>")).collect();
    add("a far column in every row", package(&sheet(&(header() + &cells), ""), None, &[]));
    let mut spaces = sheet(&header(), "");
    spaces.extend(std::iter::repeat_n(b' ', 210 << 20));
    add("bomb of white space", package(&spaces, None, &[]));
    let bomb = vec![b'x'; 210 << 20];
    add("bomb beside the sheet", package(&sheet(&header(), ""), None, &[("xl/media/image1.png", &bomb)]));
    let strings = format!("<sst xmlns=\"{MAIN}\">{}</sst>", "<si/>".repeat(3_000_000));
    add("millions of empty strings", package(&sheet(&header(), ""), Some(strings.as_bytes()), &[]));
    let long = format!("<sst xmlns=\"{MAIN}\"><si><t>{}</t></si></sst>", "长".repeat(32_000));
    let same: String = (2..=60_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    add("one long string in every cell", package(&sheet(&(header() + &same), ""), Some(long.as_bytes()), &[]));
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=\"\"")).collect();
    add("a hundred thousand attributes", package(&sheet(&format!("<row r=\"1\"{attributes}/>"), ""), None, &[]));
    let declared = format!(
        "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row></sheetData></worksheet>"
    );
    add("a type declaration", package(declared.as_bytes(), None, &[]));
    add("paths that lead elsewhere", package(&sheet(&header(), ""), None, &[("../../../../etc/passwd.xml", b"<a/>")]));
    let parts: Vec<(String, Vec<u8>)> = (0..1100).map(|n| (format!("xl/p{n}.xml"), b"<a/>".to_vec())).collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    add("eleven hundred parts", package(&sheet(&header(), ""), None, &parts));
    let merged: String = (0..90_000).map(|n| format!("<mergeCell ref=\"A{}:A100000\"/>", n + 2)).collect();
    let rows: String = (2..=20_000).map(|row| format!("<row r=\"{row}\">{}</row>", text(&format!("A{row}"), "王"))).collect();
    add("merges over merges", package(&sheet(&(header() + &rows), &format!("<mergeCells>{merged}</mergeCells>")), None, &[]));
    let deep = format!("{}{}", "<x>".repeat(500_000), "</x>".repeat(500_000));
    add("half a million levels", package(&sheet(&(header() + &deep), ""), None, &[]));
    let formulas = "<row r=\"2\"><c r=\"A2\"><f t=\"shared\" si=\"4000000000\" ref=\"A2:A3\">1</f><v>1</v></c></row>";
    add("a far shared formula", package(&sheet(&(header() + formulas), ""), None, &[]));
    add(
        "a cell of no place",
        package(&sheet("<row r=\"99999999999\"><c r=\"ZZZZZZZZ99999999999\"><v>1</v></c></row>", ""), None, &[]),
    );
    let ordinary = ordinary();
    add("cut in the middle", ordinary[..ordinary.len() / 2].to_vec());
    add("not a zip", b"PK\x03\x04nothing of the kind".to_vec());
    add("no parts", zip::ZipWriter::new(Cursor::new(Vec::new())).finish().unwrap().into_inner());
    add("too large", vec![b'1'; (20 << 20) + 1]);
    add("one line of 19 MB", [b"a,".repeat(9_000_000), b"\n".to_vec()].concat());
    add("quotes without end", [b"\xE5\xA7\x93\xE5\x90\x8D,b\n\"".to_vec(), b"x,\n".repeat(3_000_000)].concat());
    add("a compound file of nothing", [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 4096]].concat());
    add("old far cell", old(&[(0, 0), (65535, 255)]));
    add("old loop", looped(old(&[(0, 0)])));
    add("old password", sealed());
    all
}

fn record(stream: &mut Vec<u8>, kind: u16, data: &[u8]) {
    stream.extend(kind.to_le_bytes());
    stream.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    stream.extend(data);
}

fn compound(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Workbook").unwrap().write_all(stream).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// An old workbook (BIFF8) with numbers in these cells.
fn old(cells: &[(u16, u16)]) -> Vec<u8> {
    let bof = |kind: u8| [0x00, 0x06, kind, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut stream = Vec::new();
    record(&mut stream, 0x0809, &bof(0x05));
    let bound_at = stream.len() + 4;
    record(&mut stream, 0x0085, &[0, 0, 0, 0, 0, 0, 1, 0, b'S']);
    record(&mut stream, 0x000A, &[]);
    let begins = u32::try_from(stream.len()).unwrap();
    stream[bound_at..bound_at + 4].copy_from_slice(&begins.to_le_bytes());
    record(&mut stream, 0x0809, &bof(0x10));
    record(&mut stream, 0x0200, &[0xFF; 14]);
    for (row, column) in cells {
        let mut data = Vec::new();
        data.extend(row.to_le_bytes());
        data.extend(column.to_le_bytes());
        data.extend([0, 0]);
        data.extend(1.0_f64.to_le_bytes());
        record(&mut stream, 0x0203, &data);
    }
    record(&mut stream, 0x000A, &[]);
    stream.resize(stream.len().max(4096), 0);
    compound(&stream)
}

/// The same with its allocation table leading in a circle.
fn looped(mut bytes: Vec<u8>) -> Vec<u8> {
    // The first allocation sector lies behind the header: every sector follows itself.
    for (place, sector) in (512..1024).step_by(4).zip(0_u32..) {
        bytes[place..place + 4].copy_from_slice(&sector.to_le_bytes());
    }
    bytes
}

/// A package sealed with a password.
fn sealed() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage").unwrap().write_all(&[1; 5000]).unwrap();
    file.create_stream("/EncryptionInfo").unwrap().write_all(&[2; 500]).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}
