//! How a sheet of ours looks: header, widths, lists to choose from, notes, and how it prints.
//!
//! Owns everything that goes through the writing library for new workbooks. Knows cells and headers, no record.

use super::cell::Epoch;
use super::export::{Field, Out};
use super::stream::{SheetCell, Stream};
use crate::base::error::{Error, Result};
use crate::schema::{Column, Kind, Ledger};
use crate::store::Book;
use chrono::{NaiveDateTime, Timelike};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    Note, Workbook, XlsxError,
};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

/// Name of the hidden sheet that holds lists too long for a cell's own.
pub const LISTS: &str = "选项";
/// Longest list a cell itself takes, in characters with commas.
const INLINE: usize = 250;
/// Rows below the last that lists and formats still hold for.
const ROOM: u32 = 500;
const FONT: &str = "宋体";
const HEADER_FILL: u32 = 0x00E6_F2F0;
const GREY: u32 = 0x0066_727F;
/// A4
const PAPER: u8 = 9;

/// What may be chosen in a column, by its name.
pub type Lists = BTreeMap<&'static str, Vec<String>>;

/// The lists of the columns among `fields`.
///
/// # Errors
/// What the rules say.
pub fn lists(book: &Book, ledger: Ledger, fields: &[Field]) -> Result<Lists> {
    let rules = book.rules()?;
    let mut lists = Lists::new();
    for field in fields {
        let Field::Of(column) = field else { continue };
        let choices: Vec<String> = match column.kind {
            Kind::Choice(choices) => choices.iter().map(|choice| choice.label.to_owned()).collect(),
            Kind::Flag => vec!["是".to_owned(), "否".to_owned()],
            Kind::Entry(table) => rules.entries(table, book.today()).into_iter().map(|(_, label)| label).collect(),
            _ => continue,
        };
        if field.is_typed(ledger) && !choices.is_empty() {
            lists.insert(column.name, choices);
        }
    }
    Ok(lists)
}

/// A sheet in the making; rows go into its file as they come.
pub struct Sheet<'a> {
    stream: Stream,
    fields: &'a [Field],
    styles: Styles,
}

/// Styles of cells by their numbers in the package, in the order of [`Formats::all`].
struct Styles {
    text: String,
    number: String,
    day: String,
    moment: String,
    time: String,
    quiet: String,
}

impl Styles {
    fn of(&self, field: Field) -> &str {
        if is_quiet(field) { &self.quiet } else { &self.text }
    }
}

/// What is not the person's own stands back.
fn is_quiet(field: Field) -> bool {
    matches!(field, Field::Uid | Field::EnteredAt | Field::Recorder)
}

struct Formats {
    text: Format,
    number: Format,
    day: Format,
    moment: Format,
    time: Format,
    quiet: Format,
}

impl Formats {
    /// The format of a column's text.
    fn of(&self, field: Field) -> &Format {
        if is_quiet(field) { &self.quiet } else { &self.text }
    }

    fn all(&self) -> [&Format; 6] {
        [&self.text, &self.number, &self.day, &self.moment, &self.time, &self.quiet]
    }

    fn new() -> Self {
        let base = || Format::new().set_font_name(FONT).set_font_size(10.5).set_align(FormatAlign::VerticalCenter);
        Self {
            text: base().set_num_format("@"),
            number: base(),
            day: base().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            moment: base().set_num_format("yyyy-mm-dd hh:mm").set_align(FormatAlign::Left),
            time: base().set_num_format("hh:mm").set_align(FormatAlign::Left),
            quiet: base().set_num_format("@").set_font_color(Color::RGB(GREY)),
        }
    }
}

/// The library writes into memory only: what it refuses is our mistake.
pub(super) fn failed(error: XlsxError) -> Error {
    Error::Bug(format!("表格：{error}"))
}

/// Header cells of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Of records as they are.
    Records,
    /// To be filled in: what must be given is marked, and every header says what belongs there.
    Blank,
}

/// Where a sheet goes and how many rows it will have.
pub struct Place<'a> {
    /// The empty file.
    pub file: File,
    /// Its name, for errors.
    pub path: &'a Path,
    /// Rows to come.
    pub rows: usize,
}

impl<'a> Sheet<'a> {
    /// A sheet of `ledger` with its header, in `place`.
    ///
    /// # Errors
    /// `Io`.
    pub fn new(
        ledger: Ledger,
        organisation: &str,
        fields: &'a [Field],
        lists: &Lists,
        (made_at, manner): (NaiveDateTime, Manner),
        place: Place<'_>,
    ) -> Result<Self> {
        let label = ledger.declaration().label;
        let made = ExcelDateTime::from_timestamp(made_at.and_utc().timestamp()).map_err(failed)?;
        let mut workbook = Workbook::new();
        workbook.set_properties(&DocProperties::new().set_title(label).set_company(organisation).set_creation_datetime(&made));
        let mut frame = Frame { workbook, ledger, fields, lists, formats: Formats::new(), rows: place.rows };
        frame.begin(label, organisation, manner).map_err(failed)?;
        frame.finish().map_err(failed)?;
        let bytes = frame.workbook.save_to_buffer().map_err(failed)?;
        let (stream, styles) = Stream::begin(&bytes, place.rows, fields.len(), place.file, place.path)?;
        let Ok([text, number, day, moment, time, quiet]) = <[String; 6]>::try_from(styles) else {
            return Err(Error::Bug("表格：样式行".to_owned()));
        };
        Ok(Self { stream, fields, styles: Styles { text, number, day, moment, time, quiet } })
    }

    /// Adds rows below those there are.
    ///
    /// # Errors
    /// `Io`.
    pub fn rows(&mut self, rows: &[Vec<Out>]) -> Result<()> {
        let styles = &self.styles;
        for row in rows {
            let texts: Vec<Option<String>> = row.iter().map(in_the_first_weeks).collect();
            let cells = row.iter().zip(self.fields).zip(&texts).enumerate();
            self.stream.row(cells.filter_map(|(column, ((out, field), text))| {
                let (cell, style) = match (out, text) {
                    (Out::Empty, _) => return None,
                    (_, Some(text)) => (SheetCell::Text(text), styles.text.as_str()),
                    (Out::Text(text), None) => (SheetCell::Text(text), styles.of(*field)),
                    (Out::Number(number), None) => (SheetCell::Number(*number), styles.number.as_str()),
                    (Out::Day(at), None) => (SheetCell::Number(Epoch::serial(*at)?), styles.day.as_str()),
                    (Out::Moment(at), None) => (SheetCell::Number(Epoch::serial(*at)?), styles.moment.as_str()),
                    (Out::Time(time), None) => {
                        (SheetCell::Number(f64::from(time.num_seconds_from_midnight()) / SECONDS_A_DAY), styles.time.as_str())
                    }
                };
                Some((column, cell, style))
            }))?;
        }
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// `Io`.
    pub fn save(self) -> Result<()> {
        self.stream.finish()
    }
}

/// A day that goes as text: spreadsheets disagree on the first weeks of 1900 and know nothing before.
fn in_the_first_weeks(out: &Out) -> Option<String> {
    match out {
        Out::Day(at) | Out::Moment(at) if Epoch::serial(*at).is_none() => Some(at.date().to_string()),
        _ => None,
    }
}

/// Everything of a sheet but its rows.
struct Frame<'a> {
    workbook: Workbook,
    ledger: Ledger,
    fields: &'a [Field],
    lists: &'a Lists,
    formats: Formats,
    rows: usize,
}

impl Frame<'_> {
    fn begin(&mut self, label: &str, organisation: &str, manner: Manner) -> std::result::Result<(), XlsxError> {
        let header = Format::new()
            .set_font_name(FONT)
            .set_font_size(10.5)
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(HEADER_FILL))
            .set_border_bottom(FormatBorder::Thin);
        let computed = header.clone().set_font_color(Color::RGB(GREY)).unset_bold();
        let sheet = self.workbook.add_worksheet();
        sheet.set_name(label)?;
        sheet.set_freeze_panes(1, 1)?;
        sheet.set_landscape().set_paper_size(PAPER).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        sheet.set_margins(MARGIN_IN, MARGIN_IN, MARGIN_IN, MARGIN_IN, MARGIN_IN / 2.0, MARGIN_IN / 2.0);
        sheet.set_header(format!("&L{}&R{}", escaped(organisation), escaped(label)));
        sheet.set_footer("&C第 &P 页，共 &N 页");
        sheet.set_print_gridlines(true);
        sheet.set_row_height(0, HEADER_HEIGHT)?;
        for (field, column) in self.fields.iter().zip(0_u16..) {
            sheet.set_column_width(column, width(*field))?;
            sheet.set_column_format(column, self.formats.of(*field))?;
            let mark = if manner == Manner::Blank && field.is_required(self.ledger) { "*" } else { "" };
            let format = if field.is_typed(self.ledger) { &header } else { &computed };
            sheet.write_string_with_format(0, column, format!("{}{mark}", field.label()), format)?;
            if let Some(text) = note(self.ledger, *field, manner) {
                sheet.insert_note(0, column, &Note::new(text).set_author("").set_width(NOTE_WIDTH).add_author_prefix(false))?;
            }
        }
        // The row that shows the styles; the rows themselves take its place.
        for (format, column) in self.formats.all().into_iter().zip(0_u16..) {
            sheet.write_blank(1, column, format)?;
        }
        Ok(())
    }

    /// Adds the lists to choose from, down to some rows below the last.
    fn finish(&mut self) -> std::result::Result<(), XlsxError> {
        let end = u32::try_from(self.rows).unwrap_or(u32::MAX - ROOM - 1);
        let printed = self.fields.iter().take_while(|field| field.is_printed()).count();
        if let Some(column) = u16::try_from(printed).ok().and_then(|count| count.checked_sub(1)) {
            let sheet = self.workbook.worksheet_from_index(0)?;
            sheet.set_print_area(0, 0, end, column)?;
        }
        let last = end + 1 + ROOM;
        let mut long: Vec<&[String]> = Vec::new();
        for (field, column) in self.fields.iter().zip(0_u16..) {
            let Field::Of(of) = field else { continue };
            let Some(choices) = self.lists.get(of.name) else { continue };
            let short = choices.iter().map(|choice| choice.chars().count() + 1).sum::<usize>() <= INLINE;
            let plain = choices.iter().all(|choice| !choice.contains(','));
            let validation = if short && plain {
                DataValidation::new().allow_list_strings(choices)?
            } else {
                long.push(choices);
                let letters = super::cell::column_name(long.len() - 1);
                let range = format!("={LISTS}!${letters}$1:${letters}${}", choices.len());
                DataValidation::new().allow_list_formula(Formula::new(range))
            };
            // A hint, no wall: what is typed besides is judged when it is imported.
            let validation = validation.set_error_style(DataValidationErrorStyle::Information).set_error_message(ODD)?;
            self.workbook.worksheet_from_index(0)?.add_data_validation(1, column, last, column, &validation)?;
        }
        if !long.is_empty() {
            let sheet = self.workbook.add_worksheet();
            sheet.set_name(LISTS)?.set_hidden(true);
            for (choices, column) in long.iter().zip(0_u16..) {
                for (choice, row) in choices.iter().zip(0_u32..) {
                    sheet.write_string(row, column, choice)?;
                }
            }
        }
        Ok(())
    }
}

/// What is said when something else than a choice is typed.
const ODD: &str = "不在可选的内容里。可以先留着，导入时会再核对。";
const HEADER_HEIGHT: f64 = 30.0;
const MARGIN_IN: f64 = 0.5;
const NOTE_WIDTH: u32 = 260;
const SECONDS_A_DAY: f64 = 86_400.0;

/// `&` begins a code in headers and footers.
fn escaped(text: &str) -> String {
    text.replace('&', "&&")
}

/// Width of a column in characters of the default font.
fn width(field: Field) -> f64 {
    match field {
        Field::Of(column) => {
            let printed = f64::from(column.width_mm) / MM_A_CHARACTER;
            let least = match column.kind {
                Kind::Instant => 17.0,
                Kind::Date => 12.0,
                Kind::LongText { .. } => 24.0,
                _ => 8.0,
            };
            let label: f64 = column.label.chars().map(|_| 2.2).sum();
            printed.max(least).max(label + 1.0).min(48.0)
        }
        Field::LateReason | Field::VoidReason => 20.0,
        Field::State => 8.0,
        Field::Recorder => 10.0,
        Field::EnteredAt => 17.0,
        Field::Uid => 14.0,
    }
}

const MM_A_CHARACTER: f64 = 2.1;

/// What the header's note says.
fn note(ledger: Ledger, field: Field, manner: Manner) -> Option<String> {
    match field {
        Field::Uid => Some("由程序填写，请不要改：再导入时靠它认出是哪一条。新增的行留空。".to_owned()),
        Field::Of(column) if !field.is_typed(ledger) => Some(format!("由程序得出，导入时不读。{}", column.help)),
        Field::Of(column) if manner == Manner::Blank => {
            let must = if field.is_required(ledger) { "必填。" } else { "" };
            Some(format!("{must}{}{}", column.help, described(column)))
        }
        _ => None,
    }
}

fn described(column: &Column) -> String {
    match column.kind {
        Kind::Date => "写成 2021-08-12。".to_owned(),
        Kind::Choice(choices) => {
            let labels: Vec<&str> = choices.iter().map(|choice| choice.label).collect();
            format!("可选：{}。", labels.join("、"))
        }
        Kind::Reference(_) => "同名的请另加一列证件号。".to_owned(),
        kind => format!("{}。", kind.described()),
    }
}
