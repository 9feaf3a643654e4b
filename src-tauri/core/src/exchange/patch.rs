//! Putting cells into a workbook that is somebody else's, leaving every other byte of it as it was.
//!
//! Owns finding a sheet's part in the package and splicing cells into its XML. Parts that are not touched are copied
//! packed as they are. What is put where, others decide. Callers have had the package through `guard`.

use super::cell::{cell_name, column_name, column_named};
use super::guard::refused;
use crate::base::error::{Error, Result};
use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What is put into a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Put {
    /// Text in red.
    Red(String),
    /// Text in the cell's own format.
    Text(String),
    /// A number in the cell's own format.
    Number(f64),
    /// Nothing: what was there goes.
    Nothing,
}

/// What is put into one sheet.
#[derive(Debug, Clone, Default)]
pub struct Patch {
    /// By row, as Excel numbers them, and by column from 0.
    pub cells: BTreeMap<u32, BTreeMap<usize, Put>>,
    /// Columns that get a width, in characters, unless they have one.
    pub widths: BTreeMap<usize, f64>,
    /// The row whose looks new cells of its columns get.
    pub like_row: Option<u32>,
    /// Whether formulas are to be calculated when the workbook is opened.
    pub recalculate: bool,
}

impl Patch {
    /// Puts `put` at `row`, `column`.
    pub fn put(&mut self, row: u32, column: usize, put: Put) {
        self.cells.entry(row).or_default().insert(column, put);
    }
}

fn unreadable() -> Error {
    refused("damaged", "这个工作簿改不了。请在 Excel 或 WPS 里另存为新的 .xlsx 再试。")
}

/// The workbook `bytes` with `patch` in the sheet called `sheet`.
///
/// # Errors
/// `NotFound` when there is no such sheet; `Invalid` when the package is not understood or a formula would go.
pub fn patched(bytes: &[u8], sheet: &str, patch: &Patch) -> Result<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let workbook = workbook_part(&mut archive)?;
    let part = sheet_part(&mut archive, &workbook, sheet)?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len() + 4096)));
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).and_then(|name| name.ok()).ok_or_else(unreadable)?.into_owned();
        let changed = if name == part {
            Some(spliced(&text_of(&mut archive, &name)?, patch)?)
        } else if name == workbook && patch.recalculate {
            Some(recalculating(&text_of(&mut archive, &name)?)?)
        } else {
            None
        };
        match changed {
            Some(text) => {
                writer.start_file(name, SimpleFileOptions::default()).map_err(|_| unreadable())?;
                writer.write_all(text.as_bytes()).map_err(|_| unreadable())?;
            }
            None => {
                let entry = archive.by_index_raw(index).map_err(|_| unreadable())?;
                writer.raw_copy_file(entry).map_err(|_| unreadable())?;
            }
        }
    }
    Ok(writer.finish().map_err(|_| unreadable())?.into_inner())
}

/// Rows of the sheet called `sheet` that are not seen, as Excel numbers them, in order.
///
/// # Errors
/// As [`patched`].
pub fn hidden_rows(bytes: &[u8], sheet: &str) -> Result<Vec<u32>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let workbook = workbook_part(&mut archive)?;
    let part = sheet_part(&mut archive, &workbook, sheet)?;
    let xml = text_of(&mut archive, &part)?;
    let mut hidden = Vec::new();
    // Most sheets hide nothing: no need to go through the cells.
    if memchr::memmem::find(xml.as_bytes(), b"hidden=").is_none() {
        return Ok(hidden);
    }
    let mut row = 0_u32;
    elements(&xml, |start| {
        if start.local_name().as_ref() == "row" {
            row = attribute(start, "r").and_then(|number| number.parse().ok()).unwrap_or(row.saturating_add(1));
            if attribute(start, "hidden").is_some_and(|hidden| matches!(hidden.as_str(), "1" | "true")) {
                hidden.push(row);
            }
        }
        Ok(())
    })?;
    hidden.sort_unstable();
    Ok(hidden)
}

/// Cells of the sheet called `sheet` whose formula was never calculated: row, as Excel numbers it, and column from 0.
///
/// # Errors
/// As [`patched`].
pub fn uncalculated(bytes: &[u8], sheet: &str) -> Result<Vec<(u32, usize)>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let workbook = workbook_part(&mut archive)?;
    let part = sheet_part(&mut archive, &workbook, sheet)?;
    without_result(&text_of(&mut archive, &part)?)
}

fn without_result(xml: &str) -> Result<Vec<(u32, usize)>> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    let (mut row, mut column) = (0_u32, 0_usize);
    // Within a cell: whether it has a formula, and whether there is a result, be it an empty text.
    let (mut formula, mut result, mut value) = (false, false, false);
    loop {
        let event = reader.read_event().map_err(|_| unreadable())?;
        match &event {
            Event::Eof => return Ok(found),
            Event::Start(start) | Event::Empty(start) => match start.local_name().as_ref() {
                "row" => {
                    row = attribute(start, "r").and_then(|text| text.parse().ok()).unwrap_or(row.saturating_add(1));
                    column = 0;
                }
                "c" => {
                    column = attribute(start, "r").and_then(|name| column_of(&name)).unwrap_or(column);
                    (formula, value) = (false, false);
                    result = attribute(start, "t").as_deref() == Some("str");
                    column += usize::from(matches!(event, Event::Empty(_)));
                }
                "f" => formula = true,
                "v" => value = matches!(event, Event::Start(_)),
                _ => {}
            },
            Event::Text(text) => result |= value && !text.is_empty(),
            Event::End(end) => match end.local_name().as_ref() {
                "v" => value = false,
                "c" => {
                    if formula && !result {
                        found.push((row, column));
                    }
                    column += 1;
                }
                _ => {}
            },
            _ => {}
        }
    }
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

fn text_of(archive: &mut Archive<'_>, name: &str) -> Result<String> {
    let mut text = String::new();
    archive.by_name(name).map_err(|_| unreadable())?.read_to_string(&mut text).map_err(|_| unreadable())?;
    Ok(text)
}

/// Hands every element's start to `each`.
fn elements(xml: &str, mut each: impl FnMut(&BytesStart<'_>) -> Result<()>) -> Result<()> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().map_err(|_| unreadable())? {
            Event::Start(start) | Event::Empty(start) => each(&start)?,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The value of the attribute whose name, without prefix, is `name`.
fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .filter_map(|attribute| attribute.ok())
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| quick_xml::escape::unescape(&attribute.value).ok().map(|value| value.into_owned()))
}

/// Where the relationship `wanted` of `part` leads, in the package.
fn related(archive: &mut Archive<'_>, part: &str, wanted: impl Fn(&BytesStart<'_>) -> bool) -> Result<String> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let rels = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
    let mut target = None;
    elements(&text_of(archive, &rels)?, |start| {
        if start.local_name().as_ref() == "Relationship" && wanted(start) && target.is_none() {
            target = attribute(start, "Target");
        }
        Ok(())
    })?;
    let target = target.ok_or_else(unreadable)?;
    Ok(match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => joined(folder, &target),
    })
}

fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn workbook_part(archive: &mut Archive<'_>) -> Result<String> {
    related(archive, "", |start| attribute(start, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")))
}

fn sheet_part(archive: &mut Archive<'_>, workbook: &str, name: &str) -> Result<String> {
    let mut id = None;
    elements(&text_of(archive, workbook)?, |start| {
        if start.local_name().as_ref() == "sheet" && attribute(start, "name").as_deref() == Some(name) {
            id = attribute(start, "id");
        }
        Ok(())
    })?;
    let id = id.ok_or_else(|| Error::NotFound(format!("工作表「{name}」")))?;
    related(archive, workbook, |start| attribute(start, "Id").as_deref() == Some(id.as_str()))
}

/// Copies of XML with pieces put in.
struct Splice<'a> {
    xml: &'a str,
    copied: usize,
    out: String,
}

impl<'a> Splice<'a> {
    fn new(xml: &'a str) -> Self {
        Self { xml, copied: 0, out: String::with_capacity(xml.len() + 4096) }
    }

    /// Copies up to `at`, puts `piece` there and goes on after `until`.
    fn put(&mut self, at: usize, piece: &str, until: usize) {
        self.out.push_str(self.xml.get(self.copied..at).unwrap_or_default());
        self.out.push_str(piece);
        self.copied = until;
    }

    fn done(mut self) -> String {
        self.out.push_str(self.xml.get(self.copied..).unwrap_or_default());
        self.out
    }
}

/// Where the reader stands within the sheet.
struct Place {
    row: u32,
    column: usize,
    prefix: String,
    /// Styles of new cells, by column.
    styles: BTreeMap<usize, String>,
}

/// The sheet's XML with `patch`.
fn spliced(xml: &str, patch: &Patch) -> Result<String> {
    let mut rows = patch.cells.clone();
    let mut splice = Splice::new(xml);
    let mut reader = Reader::from_str(xml);
    let mut place = Place { row: 0, column: 0, prefix: String::new(), styles: BTreeMap::new() };
    let mut widths = patch.widths.clone();
    let mut columns_seen = false;
    // Cells still to come in the present row.
    let mut due: BTreeMap<usize, Put> = BTreeMap::new();
    loop {
        let start_at = position(&reader);
        let event = reader.read_event().map_err(|_| unreadable())?;
        let end_at = position(&reader);
        match &event {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => {
                let empty = matches!(event, Event::Empty(_));
                match start.local_name().as_ref() {
                    "dimension" => {
                        if let Some(wider) = widened(start, patch) {
                            splice.put(start_at, &wider, end_at);
                        }
                    }
                    "col" => {
                        let number = |name| attribute(start, name).and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
                        let (first, last) = (number("min"), number("max"));
                        widths.retain(|column, _| !(first..=last).contains(&(column + 1)));
                        columns_seen = true;
                    }
                    "sheetData" => {
                        place.prefix = start.name().as_ref().strip_suffix("sheetData").unwrap_or_default().to_owned();
                        if !columns_seen && !widths.is_empty() {
                            let p = &place.prefix;
                            let piece = format!("<{p}cols>{}</{p}cols>", columns(p, &std::mem::take(&mut widths)));
                            splice.put(start_at, &piece, start_at);
                        }
                        if empty {
                            let p = place.prefix.clone();
                            let all = new_rows(&place, &std::mem::take(&mut rows));
                            splice.put(start_at, &format!("<{p}sheetData>{all}</{p}sheetData>"), end_at);
                        }
                    }
                    "row" => {
                        place.row = attribute(start, "r").and_then(|text| text.parse().ok()).unwrap_or(place.row + 1);
                        place.column = 0;
                        let later = rows.split_off(&place.row);
                        let before = std::mem::replace(&mut rows, later);
                        if !before.is_empty() {
                            splice.put(start_at, &new_rows(&place, &before), start_at);
                        }
                        if let Some(cells) = rows.remove(&place.row) {
                            let tag = without_spans(xml.get(start_at..end_at).unwrap_or_default());
                            if empty {
                                let p = &place.prefix;
                                let open = tag.trim_end_matches("/>").trim_end();
                                splice.put(
                                    start_at,
                                    &format!("{open}>{}</{p}row>", new_cells(&place, place.row, &cells)),
                                    end_at,
                                );
                            } else {
                                splice.put(start_at, &tag, end_at);
                                due = cells;
                            }
                        }
                    }
                    "c" => {
                        place.column = attribute(start, "r").and_then(|name| column_of(&name)).unwrap_or(place.column);
                        if patch.like_row == Some(place.row)
                            && let Some(style) = attribute(start, "s")
                        {
                            place.styles.insert(place.column, style);
                        }
                        let later = due.split_off(&place.column);
                        let before = std::mem::replace(&mut due, later);
                        if !before.is_empty() {
                            splice.put(start_at, &new_cells(&place, place.row, &before), start_at);
                        }
                        if let Some(put) = due.remove(&place.column) {
                            let style = attribute(start, "s");
                            let until = if empty { end_at } else { after_cell(&mut reader, &place)? };
                            let cell = cell(&place.prefix, place.row, place.column, style.as_deref(), &put);
                            splice.put(start_at, &cell, until);
                        }
                        place.column += 1;
                    }
                    _ => {}
                }
            }
            Event::End(end) => match end.local_name().as_ref() {
                "row" if !due.is_empty() => {
                    let cells = std::mem::take(&mut due);
                    splice.put(start_at, &new_cells(&place, place.row, &cells), start_at);
                }
                "sheetData" if !rows.is_empty() => {
                    let all = new_rows(&place, &std::mem::take(&mut rows));
                    splice.put(start_at, &all, start_at);
                }
                // Widths behind those there are; what overlaps was left out above.
                "cols" => {
                    let prefix = end.name().as_ref().strip_suffix("cols").unwrap_or_default().to_owned();
                    let piece = columns(&prefix, &std::mem::take(&mut widths));
                    splice.put(start_at, &piece, start_at);
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok(splice.done())
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// Reads to the end of the cell whose start was just read.
///
/// # Errors
/// `Invalid` when a formula stands in it.
fn after_cell(reader: &mut Reader<&[u8]>, place: &Place) -> Result<usize> {
    let mut depth = 1;
    while depth > 0 {
        match reader.read_event().map_err(|_| unreadable())? {
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == "f" => {
                let name = cell_name(place.row, place.column);
                let message = format!("{name} 里有公式，填进去会冲掉。请换一个格子，或先在 Excel、WPS 里清空它。");
                return Err(Error::invalid("cell", "formula", name, message));
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(unreadable()),
            _ => {}
        }
    }
    Ok(position(reader))
}

/// The column of a cell's name, such as `AB12`.
fn column_of(name: &str) -> Option<usize> {
    column_named(name.trim_end_matches(|character: char| character.is_ascii_digit()))
}

fn without_spans(tag: &str) -> String {
    let Some(start) = tag.find(" spans=") else { return tag.to_owned() };
    let (before, rest) = tag.split_at(start);
    let quoted = rest.get(" spans=".len()..).unwrap_or_default();
    let Some(quote) = quoted.chars().next() else { return tag.to_owned() };
    let end = quoted.get(1..).and_then(|inside| inside.find(quote)).map_or(quoted.len(), |end| end + 2);
    format!("{before}{}", quoted.get(end..).unwrap_or_default())
}

fn new_rows(place: &Place, rows: &BTreeMap<u32, BTreeMap<usize, Put>>) -> String {
    let p = &place.prefix;
    let row = |(number, cells): (&u32, &BTreeMap<usize, Put>)| {
        format!("<{p}row r=\"{number}\">{}</{p}row>", new_cells(place, *number, cells))
    };
    rows.iter().map(row).collect()
}

fn new_cells(place: &Place, row: u32, cells: &BTreeMap<usize, Put>) -> String {
    let style = |column: &usize| place.styles.get(column).map(String::as_str);
    cells.iter().map(|(column, put)| cell(&place.prefix, row, *column, style(column), put)).collect()
}

/// Red of what is missing or wrong.
const RED: &str = "FFB91C1C";

fn cell(p: &str, row: u32, column: usize, style: Option<&str>, put: &Put) -> String {
    let name = cell_name(row, column);
    let style = style.map(|style| format!(" s=\"{}\"", escape(style))).unwrap_or_default();
    match put {
        Put::Nothing => format!("<{p}c r=\"{name}\"{style}/>"),
        Put::Number(number) => format!("<{p}c r=\"{name}\"{style}><{p}v>{number}</{p}v></{p}c>"),
        Put::Text(text) => {
            format!("<{p}c r=\"{name}\"{style} t=\"inlineStr\"><{p}is>{}</{p}is></{p}c>", text_element(p, text))
        }
        Put::Red(text) => format!(
            "<{p}c r=\"{name}\"{style} t=\"inlineStr\"><{p}is><{p}r><{p}rPr><{p}color rgb=\"{RED}\"/></{p}rPr>{}</{p}r></{p}is></{p}c>",
            text_element(p, text)
        ),
    }
}

fn text_element(p: &str, text: &str) -> String {
    let kept: String = text.chars().filter(|character| !character.is_control() || matches!(character, '\n' | '\t')).collect();
    format!("<{p}t xml:space=\"preserve\">{}</{p}t>", escape(&kept))
}

fn columns(p: &str, widths: &BTreeMap<usize, f64>) -> String {
    let column = |(column, width): (&usize, &f64)| {
        let number = column + 1;
        format!("<{p}col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>")
    };
    widths.iter().map(column).collect()
}

/// The sheet's extent with what is put beyond it.
fn widened(start: &BytesStart<'_>, patch: &Patch) -> Option<String> {
    let reference = attribute(start, "ref")?;
    let (first, last) = reference.split_once(':').unwrap_or((&reference, &reference));
    let row = |name: &str| name.trim_start_matches(|character: char| character.is_ascii_alphabetic()).parse::<u32>().ok();
    let (column, row) = (column_of(last)?, row(last)?);
    let most_row = patch.cells.keys().copied().max()?.max(row);
    let most_column = patch.cells.values().filter_map(|cells| cells.keys().copied().max()).max()?.max(column);
    let name = start.name();
    Some(format!("<{} ref=\"{first}:{}{most_row}\"/>", name.as_ref(), column_name(most_column)))
}

/// The workbook's XML with the wish that everything be calculated when it is opened.
fn recalculating(xml: &str) -> Result<String> {
    let mut splice = Splice::new(xml);
    let mut reader = Reader::from_str(xml);
    // `calcPr` stands behind these and before everything else.
    let before = ["sheets", "functionGroups", "externalReferences", "definedNames"];
    let mut behind = None;
    loop {
        let start_at = position(&reader);
        let event = reader.read_event().map_err(|_| unreadable())?;
        let end_at = position(&reader);
        match &event {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) if start.local_name().as_ref() == "calcPr" => {
                let tag = xml.get(start_at..end_at).unwrap_or_default();
                if attribute(start, "fullCalcOnLoad").is_none() {
                    let at = tag.find(|character: char| character.is_whitespace() || matches!(character, '/' | '>'));
                    let at = at.unwrap_or(tag.len());
                    splice.put(start_at + at, " fullCalcOnLoad=\"1\"", start_at + at);
                }
                return Ok(splice.done());
            }
            Event::End(end) if before.contains(&end.local_name().as_ref()) => {
                let prefix = end.name().as_ref().strip_suffix(end.local_name().as_ref()).unwrap_or_default().to_owned();
                behind = Some((end_at, prefix));
            }
            Event::Empty(start) if before.contains(&start.local_name().as_ref()) => behind = Some((end_at, String::new())),
            _ => {}
        }
    }
    let (at, prefix) = behind.ok_or_else(unreadable)?;
    splice.put(at, &format!("<{prefix}calcPr fullCalcOnLoad=\"1\"/>"), at);
    Ok(splice.done())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn patch(cells: &[(u32, usize, Put)]) -> Patch {
        let mut patch = Patch::default();
        cells.iter().for_each(|(row, column, put)| patch.put(*row, *column, put.clone()));
        patch
    }

    #[test]
    fn cells_go_into_their_places_and_the_rest_stays() {
        let xml = r#"<worksheet><dimension ref="A1:C4"/><sheetData><row r="1" spans="1:3" ht="30"><c r="A1" s="4" t="s"><v>0</v></c><c r="C1"/></row><row r="4"/><row r="6"><c><v>1</v></c><c><v>2</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>"#;
        let put = |text: &str| Put::Text(text.to_owned());
        let made = spliced(
            xml,
            &patch(&[
                (1, 0, put("甲")),
                (1, 1, put("乙&")),
                (1, 3, put("丙")),
                (3, 0, put("丁")),
                (4, 2, Put::Number(1.5)),
                (6, 1, Put::Nothing),
                (9, 0, put("末")),
            ]),
        )
        .unwrap();
        for piece in [
            r#"<dimension ref="A1:D9"/>"#,
            r#"<row r="1" ht="30"><c r="A1" s="4" t="inlineStr"><is><t xml:space="preserve">甲</t></is></c><c r="B1" t="inlineStr"><is><t xml:space="preserve">乙&amp;</t></is></c><c r="C1"/><c r="D1""#,
            r#"<row r="3"><c r="A3""#,
            r#"<row r="4"><c r="C4"><v>1.5</v></c></row>"#,
            r#"<row r="6"><c><v>1</v></c><c r="B6"/></row>"#,
            r#"<row r="9"><c r="A9""#,
            r#"</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>"#,
        ] {
            assert!(made.contains(piece), "{piece}\n{made}");
        }
        assert_eq!(spliced(xml, &Patch::default()).unwrap(), xml);
    }

    #[test]
    fn prefixes_empty_sheets_and_widths() {
        let made = spliced("<x:worksheet><x:sheetData/></x:worksheet>", &patch(&[(2, 1, Put::Red("错".to_owned()))])).unwrap();
        assert!(
            made.contains("<x:sheetData><x:row r=\"2\"><x:c r=\"B2\" t=\"inlineStr\"><x:is><x:r><x:rPr><x:color rgb"),
            "{made}"
        );
        let widths =
            |xml: &str, column: usize| spliced(xml, &Patch { widths: [(column, 40.0)].into(), ..Patch::default() }).unwrap();
        let columns = r#"<worksheet><cols><col min="1" max="3" width="9"/></cols><sheetData/></worksheet>"#;
        assert!(widths(columns, 3).contains(r#"width="9"/><col min="4" max="4" width="40" customWidth="1"/></cols>"#));
        assert!(!widths(columns, 2).contains("min=\"3\""));
        assert!(widths("<worksheet><sheetData/></worksheet>", 0).contains("<cols><col min=\"1\""));
    }

    #[test]
    fn formulas_that_nobody_calculated_are_found() {
        let xml = r#"<worksheet><sheetData><row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>A2</f><v></v></c>
            <c r="C2"><f>A2</f></c><c r="D2" t="str"><f>""</f><v></v></c><c r="E2"/><c><f>A2</f><v/></c><c><v>1</v></c></row>
            <row><c><f>A2</f></c></row></sheetData></worksheet>"#;
        assert_eq!(without_result(xml).unwrap(), [(2, 1), (2, 2), (2, 5), (3, 0)]);
    }

    #[test]
    fn formulas_stay() {
        let xml = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><f>B1</f><v>1</v></c></row></sheetData></worksheet>";
        assert_eq!(spliced(xml, &patch(&[(1, 0, Put::Nothing)])).unwrap_err().problems()[0].rule, "formula");
    }

    #[test]
    fn workbooks_are_asked_to_calculate() {
        for (xml, made) in [
            (
                "<workbook><sheets/><calcPr calcId=\"1\"/></workbook>",
                "<workbook><sheets/><calcPr fullCalcOnLoad=\"1\" calcId=\"1\"/></workbook>",
            ),
            ("<workbook><sheets/><calcPr/></workbook>", "<workbook><sheets/><calcPr fullCalcOnLoad=\"1\"/></workbook>"),
            (
                "<w:workbook><w:sheets></w:sheets></w:workbook>",
                "<w:workbook><w:sheets></w:sheets><w:calcPr fullCalcOnLoad=\"1\"/></w:workbook>",
            ),
        ] {
            assert_eq!(recalculating(xml).unwrap(), made);
        }
    }
}
