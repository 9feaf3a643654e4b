//! What is kept with records, on paper behind them: photographs as they are, PDFs by name.
//!
//! Owns what is said of each. How a page with photographs looks is `paper`'s.

use crate::attachments;
use crate::base::clock::business_day;
use crate::base::error::Result;
use crate::paper::page::{Picture, Pixels};
use crate::paper::sheet::{SheetForm, SheetPicture, SheetTable};
use crate::paper::table::{TableColumn, TableRow};
use crate::paper::text::Align;
use crate::schema::{Ledger, Record};
use crate::store::blobs::Form;
use crate::store::disclosure::Masking;
use crate::store::{ATTACHMENTS, Book, present};

/// Digits of a hash that tell one content from another.
const DIGITS: usize = 16;

/// As much of a hash as is printed.
pub fn fingerprint(sha256: &str) -> String {
    sha256.chars().take(DIGITS).collect()
}

/// Puts what is kept with the records `of` behind `form`.
///
/// # Errors
/// What SQLite says; `FileDamaged` when a content is not what it was.
pub fn attach(book: &Book, form: &mut SheetForm, of: &[(Ledger, i64)]) -> Result<()> {
    let mut kept = Vec::new();
    for (ledger, id) in of {
        for attachment in book.attachments(*ledger, *id)? {
            let (on_picture, in_table) = (format!("附件第 {} 号", attachment.id), attachment.id.to_string());
            kept.push(Kept { attachment, on_picture, in_table });
        }
    }
    put(book, form, &kept)
}

/// An attachment with the numbers it goes by on paper.
pub struct Kept {
    /// The record.
    pub attachment: Record,
    /// What stands below it where it is a photograph.
    pub on_picture: String,
    /// What stands before it in the table of PDFs.
    pub in_table: String,
}

/// Puts `all` behind `form` in their order: photographs two a page, PDFs in a table.
///
/// # Errors
/// As [`attach`].
pub fn put(book: &Book, form: &mut SheetForm, all: &[Kept]) -> Result<()> {
    let mut rows = Vec::new();
    for Kept { attachment, on_picture, in_table } in all {
        let content = book.content(attachment)?;
        let entered_on = business_day(attachment.entered_at).to_string();
        let taken_on = attachment.date("taken_on").map(|day| day.to_string()).unwrap_or_default();
        let sha256 = fingerprint(&content.sha256);
        match content.form {
            Form::Picture => {
                let (width, height) = attachments::size(&content.bytes)?;
                let number = format!("{on_picture}　{}", said_of(book, attachment)?);
                let days = format!("拍摄 {taken_on}　登记 {entered_on}　指纹 {sha256}");
                let caption = attachment.text("caption").map(str::to_owned);
                form.pictures.push(SheetPicture {
                    picture: Picture { width, height, pixels: Pixels::Jpeg { bytes: content.bytes.into() } },
                    lines: [number, days].into_iter().chain(caption).collect(),
                });
            }
            Form::Pdf => rows.push(TableRow {
                cells: vec![
                    in_table.clone(),
                    attachment.text("file_name").unwrap_or_default().to_owned(),
                    attachments::pages(&content.bytes)?.to_string(),
                    content.bytes.len().to_string(),
                    taken_on,
                    entered_on,
                    sha256,
                ],
                marks: Vec::new(),
            }),
        }
    }
    if !rows.is_empty() {
        let columns = [
            ("编号", 12.0),
            ("文件名", 50.0),
            ("页数", 12.0),
            ("字节数", 18.0),
            ("拍摄日期", 22.0),
            ("登记日期", 22.0),
            ("指纹", 34.0),
        ];
        let column = |(label, width_mm)| {
            let align = if label == "文件名" { Align::Left } else { Align::Centre };
            TableColumn::of(label, width_mm, align)
        };
        let columns = columns.into_iter().map(column).collect();
        form.tables.push(SheetTable { title: "附件（PDF，另附）".to_owned(), columns, rows, blank_rows: 0 });
    }
    Ok(())
}

/// To which record it belongs.
fn said_of(book: &Book, attachment: &Record) -> Result<String> {
    let own = Ledger(&ATTACHMENTS);
    let whole = book.get(own, attachment.id, book.today())?;
    own.column("of").map_or(Ok(String::new()), |column| present::shown(book, &whole, column, Masking::Masked))
}
