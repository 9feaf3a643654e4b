//! The rows of a sheet of ours, packed as they come.
//!
//! Owns a package whose frame (everything but the rows) is there already. The writing library would keep rows in files of
//! its own, in the clear, and stops the program when such a file cannot be written; here every byte goes into the output.

use super::cell::{cell_name, column_name};
use crate::base::error::{Error, Result};
use quick_xml::escape::partial_escape;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Where the writing library puts the first sheet.
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// What stands in a cell.
pub(super) enum SheetCell<'a> {
    /// Text.
    Text(&'a str),
    /// A number, or a day or time as one.
    Number(f64),
}

/// A package in the making.
pub(super) struct Stream {
    package: ZipWriter<Medium>,
    path: PathBuf,
    /// What follows the rows.
    after: String,
    next: u32,
    line: String,
}

impl Stream {
    /// Begins a package in `file` with all of `frame`. The second row of its first sheet shows the styles of cells: it is
    /// taken out and its styles are returned in their order. `rows` are to follow in `columns`; `path` is told of errors.
    ///
    /// # Errors
    /// `Io`.
    pub fn begin(frame: &[u8], rows: usize, columns: usize, file: File, path: &Path) -> Result<(Self, Vec<String>)> {
        let failed = failed(path);
        let mut archive = ZipArchive::new(Cursor::new(frame)).map_err(&failed)?;
        let mut package = ZipWriter::new(Medium::of(file));
        let mut sheet = String::new();
        for index in 0..archive.len() {
            if archive.name_for_index(index).and_then(|name| name.ok()).as_deref() == Some(SHEET) {
                archive.by_index(index).map_err(&failed)?.read_to_string(&mut sheet).map_err(|error| failed(error.into()))?;
            } else {
                package.raw_copy_file(archive.by_index_raw(index).map_err(&failed)?).map_err(&failed)?;
            }
        }
        let odd = || Error::Bug("表格：样式行".to_owned());
        let (before, rest) = sheet.split_once("<row r=\"2\"").ok_or_else(odd)?;
        let (model, after) = rest.split_once("</row>").ok_or_else(odd)?;
        let styles = model.split("<c ").skip(1).map(|cell| attribute(cell, "s").to_owned()).collect();
        let (top, extent) = before.split_once("<dimension ref=\"").ok_or_else(odd)?;
        let (_, head) = extent.split_once('"').ok_or_else(odd)?;
        let last = cell_name(u32::try_from(rows + 1).unwrap_or(u32::MAX), columns.saturating_sub(1));
        package.start_file(SHEET, SimpleFileOptions::default()).map_err(&failed)?;
        let mut stream = Self { package, path: path.to_owned(), after: after.to_owned(), next: 2, line: String::new() };
        stream.put(&format!("{top}<dimension ref=\"A1:{last}\"{head}"))?;
        Ok((stream, styles))
    }

    /// Adds a row below those there are: columns from 0, what stands there, and its style.
    ///
    /// # Errors
    /// `Io`.
    pub fn row<'c>(&mut self, cells: impl Iterator<Item = (usize, SheetCell<'c>, &'c str)>) -> Result<()> {
        let mut line = std::mem::take(&mut self.line);
        line.clear();
        let row = self.next;
        let written = (|| -> std::fmt::Result {
            write!(line, "<row r=\"{row}\">")?;
            for (column, cell, style) in cells {
                write!(line, "<c r=\"{}{row}\" s=\"{style}\"", column_name(column))?;
                match cell {
                    SheetCell::Number(number) => write!(line, "><v>{number}</v></c>")?,
                    SheetCell::Text(text) => {
                        line.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                        push_text(&mut line, text);
                        line.push_str("</t></is></c>");
                    }
                }
            }
            write!(line, "</row>")
        })();
        written.map_err(|error| Error::Bug(error.to_string()))?;
        self.put(&line)?;
        self.line = line;
        self.next += 1;
        Ok(())
    }

    /// Ends the package.
    ///
    /// # Errors
    /// `Io`.
    pub fn finish(mut self) -> Result<()> {
        let after = std::mem::take(&mut self.after);
        self.put(&after)?;
        let failed = failed(&self.path);
        let mut medium = self.package.finish().map_err(&failed)?;
        medium.flush().map_err(|error| failed(error.into()))
    }

    fn put(&mut self, text: &str) -> Result<()> {
        self.package.write_all(text.as_bytes()).map_err(Error::io("写入文件", &self.path))
    }
}

fn failed(path: &Path) -> impl Fn(ZipError) -> Error {
    let path = path.to_owned();
    move |error| match error {
        ZipError::Io(source) => Error::io("写入文件", &path)(source),
        other => Error::Bug(format!("表格：{other}")),
    }
}

fn attribute<'x>(tag: &'x str, name: &str) -> &'x str {
    let value = tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    value.map_or("", |(value, _)| value)
}

/// Text as a cell holds it. What XML cannot hold is written `_x000B_`, and what looks so already gets its own mark (ECMA-376,
/// `ST_Xstring`).
fn push_text(line: &mut String, text: &str) {
    let awkward =
        |character: char| matches!(character, '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}') || character == '_';
    if !text.contains(awkward) {
        line.push_str(&partial_escape(text));
        return;
    }
    let mut rest = text;
    while let Some(at) = rest.find(awkward) {
        let (plain, from) = rest.split_at(at);
        line.push_str(&partial_escape(plain));
        let mut characters = from.chars();
        match characters.next() {
            Some('_') if looks_escaped(from) => line.push_str("_x005F_"),
            Some('_') => line.push('_'),
            Some(character) => line.push_str(&format!("_x{:04X}_", u32::from(character))),
            None => {}
        }
        rest = characters.as_str();
    }
    line.push_str(&partial_escape(rest));
}

fn looks_escaped(text: &str) -> bool {
    let digits = text.as_bytes().strip_prefix(b"_x").and_then(|rest| rest.get(..5));
    digits.is_some_and(|digits| digits.ends_with(b"_") && digits.iter().take(4).all(u8::is_ascii_hexdigit))
}

/// What lies below a package. After its first failure it only pretends, and knows where it would stand: a package that is
/// dropped unfinished goes on writing, and complains aloud or worse.
struct Medium {
    file: BufWriter<File>,
    failed: bool,
    place: u64,
    length: u64,
}

impl Medium {
    fn of(file: File) -> Self {
        Self { file: BufWriter::new(file), failed: false, place: 0, length: 0 }
    }

    fn unless_failed<T>(
        &mut self,
        pretended: T,
        act: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<T>,
    ) -> std::io::Result<T> {
        if self.failed {
            return Ok(pretended);
        }
        let done = act(&mut self.file);
        self.failed = done.as_ref().is_err_and(|error| error.kind() != std::io::ErrorKind::Interrupted);
        done
    }
}

impl Write for Medium {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let count = self.unless_failed(bytes.len(), |file| file.write(bytes))?;
        self.place += count as u64;
        self.length = self.length.max(self.place);
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.unless_failed((), Write::flush)
    }
}

impl Seek for Medium {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => place,
            SeekFrom::Current(by) => self.place.saturating_add_signed(by),
            SeekFrom::End(by) => self.length.saturating_add_signed(by),
        };
        self.place = self.unless_failed(place, |file| file.seek(SeekFrom::Start(place)))?;
        Ok(self.place)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A frame with two styles.
    fn frame() -> Vec<u8> {
        let mut package = ZipWriter::new(Cursor::new(Vec::new()));
        package.start_file(SHEET, SimpleFileOptions::default()).unwrap();
        let sheet = r#"<worksheet><dimension ref="A1:B2"/><sheetData><row r="1"><c r="A1"/></row><row r="2" spans="1:2"><c r="A2" s="4"/><c r="B2" s="7"/></row></sheetData><end/></worksheet>"#;
        package.write_all(sheet.as_bytes()).unwrap();
        package.start_file("other.xml", SimpleFileOptions::default()).unwrap();
        package.write_all(b"<other/>").unwrap();
        package.finish().unwrap().into_inner()
    }

    #[test]
    fn rows_take_the_place_of_the_row_of_styles() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        let (mut stream, styles) = Stream::begin(&frame(), 2, 3, File::create(&path).unwrap(), &path).unwrap();
        assert_eq!(styles, ["4", "7"]);
        stream.row([(0, SheetCell::Text("<甲>"), "4"), (2, SheetCell::Number(0.5), "7")].into_iter()).unwrap();
        stream.row(std::iter::empty()).unwrap();
        stream.finish().unwrap();
        let mut archive = ZipArchive::new(File::open(&path).unwrap()).unwrap();
        let mut part = |name: &str| {
            let mut text = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert_eq!(part("other.xml"), "<other/>");
        assert_eq!(
            part(SHEET),
            r#"<worksheet><dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1"/></row><row r="2"><c r="A2" s="4" t="inlineStr"><is><t xml:space="preserve">&lt;甲&gt;</t></is></c><c r="C2" s="7"><v>0.5</v></c></row><row r="3"></row></sheetData><end/></worksheet>"#
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_medium_is_an_error_and_not_a_panic() {
        let path = Path::new("/dev/full");
        let full = File::options().write(true).open(path).unwrap();
        let text: String = (0..200_000_u32).filter_map(|number| char::from_u32(0x4E00 + number * 7919 % 20_000)).collect();
        let written = Stream::begin(&frame(), 1, 1, full, path).and_then(|(mut stream, _)| {
            stream.row(std::iter::once((0, SheetCell::Text(&text), "4")))?;
            stream.finish()
        });
        let error = written.unwrap_err();
        assert!(
            matches!(&error, Error::Io { path: at, source, .. } if at == path && source.kind() == std::io::ErrorKind::StorageFull),
            "{error}"
        );
        assert_eq!(error.to_string(), "写入文件失败（/dev/full）：磁盘已满");
    }

    #[test]
    fn text_as_cells_hold_it() {
        for (text, written) in [
            ("姓名", "姓名"),
            ("a<b>&c", "a&lt;b&gt;&amp;c"),
            ("一\u{B}二\r\n三", "一_x000B_二_x000D_\n三"),
            ("_x000B_ a_b _x00", "_x005F_x000B_ a_b _x00"),
            ("_x00\u{FFFF}0_", "_x00_xFFFF_0_"),
            ("__x0041_", "__x005F_x0041_"),
        ] {
            let mut line = String::new();
            push_text(&mut line, text);
            assert_eq!(line, written);
        }
    }
}
