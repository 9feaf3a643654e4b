//! 附录: what is kept with the records that a pack prints, each with a number of its own.
//!
//! Owns which attachments there are, in which order, their numbers and limits. How a page with photographs looks is `paper`'s.

use super::{PackJob, megabytes};
use crate::base::error::{Error, Result};
use crate::forms::{self, Kept};
use crate::paper::sheet::{Block, Field, SheetForm, SheetTable};
use crate::paper::table::{TableColumn, TableRow};
use crate::paper::text::Align;
use crate::schema::{Ledger, Record, Value};
use crate::store::blobs::Form;
use crate::store::listing::Query;
use crate::store::{ATTACHMENTS, Book};
use std::collections::{BTreeMap, HashMap};

/// Most attachments of a pack.
pub const MOST: usize = 2000;
/// Most bytes of a pack, and so of what is kept with its records.
pub const MOST_BYTES: u64 = 200 * 1024 * 1024;

/// An attachment of a pack.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Its number in the appendix, from 1.
    pub number: usize,
    /// The article it belongs to.
    pub article: u8,
    /// The ledger of its record.
    pub ledger: Ledger,
    /// The attachment.
    pub attachment: Record,
    /// Its length.
    pub bytes: u64,
}

impl Piece {
    /// Ending of its file's name.
    pub fn ending(&self) -> &'static str {
        self.form().ending()
    }

    fn form(&self) -> Form {
        self.attachment.code("kind").and_then(Form::named).unwrap_or(Form::Picture)
    }
}

/// What is kept with the valid records of `ledgers` that fall into the days of `job`: by article, ledger, record, and then in the
/// order it was added.
///
/// # Errors
/// `Invalid` when it is too much; what SQLite says.
pub fn pieces(book: &Book, job: &PackJob, ledgers: &[(u8, Ledger)]) -> Result<Vec<Piece>> {
    let own = Ledger(&ATTACHMENTS);
    let mut kept: HashMap<(String, String), Vec<Record>> = HashMap::new();
    let mut ids = book.ids(&Query::all(own, job.on))?;
    ids.sort_unstable();
    for attachment in book.stored(own, &ids)? {
        if let (Some(ledger), Some(record)) = (attachment.text("ledger"), attachment.text("record")) {
            kept.entry((ledger.to_owned(), record.to_owned())).or_default().push(attachment);
        }
    }
    let mut pieces = Vec::new();
    for (article, ledger) in ledgers {
        let mut ids = book.list(&Query { voided: false, ..job.records(*ledger) })?;
        if ledger.declaration().record_date.is_some() {
            // The newest stands first on the screen, the oldest on paper.
            ids.reverse();
        }
        for record in book.stored(*ledger, &ids)? {
            let of = kept.remove(&(ledger.name().to_owned(), record.uid.clone())).unwrap_or_default();
            for attachment in of {
                let bytes = attachment.values.get("bytes").and_then(Value::as_integer).unwrap_or_default();
                pieces.push(Piece {
                    number: pieces.len() + 1,
                    article: *article,
                    ledger: *ledger,
                    bytes: bytes.unsigned_abs(),
                    attachment,
                });
            }
        }
    }
    let bytes: u64 = pieces.iter().map(|piece| piece.bytes).sum();
    if pieces.len() > MOST || bytes > MOST_BYTES {
        return Err(too_much(&pieces, bytes));
    }
    Ok(pieces)
}

fn too_much(pieces: &[Piece], bytes: u64) -> Error {
    let mut ledgers: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    for piece in pieces {
        let (count, bytes) = ledgers.entry(piece.ledger.declaration().label).or_default();
        *count += 1;
        *bytes += piece.bytes;
    }
    let mut largest: Vec<_> = ledgers.into_iter().collect();
    largest.sort_by_key(|(_, (_, bytes))| std::cmp::Reverse(*bytes));
    let told: Vec<String> =
        largest.iter().take(3).map(|(label, (count, bytes))| format!("{label} {count} 件 {} MB", megabytes(*bytes))).collect();
    let message = format!(
        "附件有 {} 件 {} MB，一册最多 {MOST} 件 {} MB，没有生成。最多的是：{}。请缩短期间、按月分开做，不选这些台账，不带附件，或只做目录版。",
        pieces.len(),
        megabytes(bytes),
        megabytes(MOST_BYTES),
        told.join("、")
    );
    Error::invalid("from", "range", "", message)
}

/// The numbers in the appendix of what is kept with the records of `ledger`, in words: 附 1–12.
pub fn numbers(pieces: &[Piece], ledger: Ledger) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.ledger == ledger) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == piece.number => *last = piece.number,
            _ => runs.push((piece.number, piece.number)),
        }
    }
    let word = |(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    if runs.is_empty() { String::new() } else { format!("附 {}", runs.iter().map(word).collect::<Vec<_>>().join("、")) }
}

/// Fills the sheet of the appendix, which begins with how many there are and the PDFs, and goes on with the photographs.
///
/// # Errors
/// What SQLite says; `FileDamaged` when a content is not what it was.
pub fn fill(book: &Book, form: &mut SheetForm, pieces: &[Piece]) -> Result<()> {
    let pictures = pieces.iter().filter(|piece| piece.form() == Form::Picture).count();
    let value = format!("{} 件：图片 {pictures} 张，印在后面；PDF {} 份，另附", pieces.len(), pieces.len() - pictures);
    form.blocks.push(Block { title: String::new(), fields: vec![Field { label: "附件".to_owned(), value, wide: true }] });
    let columns = [("编号", 16.0), ("条", 10.0), ("台账", 34.0), ("说明或文件名", 54.0), ("格式", 14.0), ("指纹", 34.0)];
    let align = |label: &str| if ["台账", "说明或文件名"].contains(&label) { Align::Left } else { Align::Centre };
    let row = |piece: &Piece| {
        let text = |column: &str| piece.attachment.text(column).unwrap_or_default();
        let said = if text("caption").is_empty() { text("file_name") } else { text("caption") };
        let format = if piece.form() == Form::Picture { "图片" } else { "PDF" };
        let sha256 = forms::fingerprint(text("sha256"));
        let (number, article) = (format!("附 {}", piece.number), piece.article.to_string());
        let cells =
            vec![number, article, piece.ledger.declaration().label.to_owned(), said.to_owned(), format.to_owned(), sha256];
        TableRow { cells, marks: Vec::new() }
    };
    form.tables.push(SheetTable {
        title: "目录".to_owned(),
        columns: columns.into_iter().map(|(label, width)| TableColumn::of(label, width, align(label))).collect(),
        rows: pieces.iter().map(row).collect(),
        blank_rows: 0,
    });
    let kept: Vec<Kept> = pieces
        .iter()
        .map(|piece| Kept {
            attachment: piece.attachment.clone(),
            on_picture: format!("附 {}　第 {} 条", piece.number, piece.article),
            in_table: format!("附 {}", piece.number),
        })
        .collect();
    forms::put(book, form, &kept)
}
