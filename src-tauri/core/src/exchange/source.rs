//! What a person gives to be imported: a file or pasted text, by its content and never by its name.
//!
//! Owns telling formats apart and the size of what is taken. Hands out grids.

use super::cell::Grid;
use super::guard::{self, refused};
use super::quotes::Stray;
use super::workbook::Workbook;
use super::{paste, text};
use crate::base::error::{Error, Result};
use crate::base::hash::sha256;
use crate::file::disk::patiently;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// How it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// .xlsx or .xlsm
    Packed,
    /// .xls
    Old,
    /// .csv or other separated text
    Text,
    /// From the clipboard.
    Pasted,
}

/// Something to import from.
pub struct Source {
    /// File name, or 粘贴的内容.
    pub name: String,
    /// How it came.
    pub format: Format,
    /// The file as it was read; rejects are written into a copy of it.
    pub bytes: Arc<[u8]>,
    kept: Kept,
}

enum Kept {
    Workbook(Workbook),
    Text {
        text: String,
        grid: Grid,
        /// The mark that was taken for text.
        stray: Option<Stray>,
        /// Whether it is taken at its word instead.
        as_cells: bool,
    },
    Grid(Grid),
}

impl Kept {
    fn text(text: String) -> Result<Self> {
        let (grid, stray) = text::grid(&text, false)?;
        // Only what may be read otherwise is kept.
        let text = if stray.is_some() { text } else { String::new() };
        Ok(Self::Text { text, grid, stray, as_cells: false })
    }
}

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

impl Source {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// `Io`; `Invalid` when it is too large, has a password, or is no spreadsheet.
    pub fn open(path: &Path) -> Result<Self> {
        let doing = "读取要导入的文件";
        let file = patiently(|| std::fs::File::open(path)).map_err(Error::io(doing, path))?;
        let metadata = file.metadata().map_err(Error::io(doing, path))?;
        if metadata.is_dir() {
            return Err(refused("folder", "这是一个文件夹。请选一个表格文件。"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(guard::MOST_BYTES)).unwrap_or_default());
        file.take(guard::MOST_BYTES + 1).read_to_end(&mut bytes).map_err(Error::io(doing, path))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::of(name, bytes)
    }

    /// Takes `bytes` for the content of a file called `name`.
    ///
    /// # Errors
    /// As [`Source::open`].
    pub fn of(name: String, bytes: Vec<u8>) -> Result<Self> {
        if bytes.len() as u64 > guard::MOST_BYTES {
            let message = format!("文件超过 {} MB。请拆成几个文件，或删去图片再导入。", guard::MOST_BYTES >> 20);
            return Err(refused("too_large", message));
        }
        if bytes.is_empty() {
            return Err(refused("empty", "文件是空的。请核对选的是不是这个文件。"));
        }
        let bytes: Arc<[u8]> = bytes.into();
        let (format, kept) = if bytes.starts_with(ZIP) {
            (Format::Packed, Kept::Workbook(Workbook::packed(Arc::clone(&bytes))?))
        } else if bytes.starts_with(COMPOUND) {
            (Format::Old, Kept::Workbook(Workbook::old(&bytes)?))
        } else if let Some(what) = known_other(&bytes) {
            return Err(refused("format", format!("这是{what}，不是表格。请选 .xlsx、.xls 或 .csv 文件。")));
        } else {
            let text = text::decode(&bytes)?;
            if let Some(what) = marked_up(&text) {
                let message = format!(
                    "这是{what}，不是表格文件，有的系统导出的 .xls 就是这样。请在 Excel 或 WPS 里打开，另存为 .xlsx 再导入。"
                );
                return Err(refused("format", message));
            }
            (Format::Text, Kept::text(text)?)
        };
        Ok(Self { name, format, bytes, kept })
    }

    /// Takes text from the clipboard: cells of a spreadsheet, or a 接龙 list.
    ///
    /// # Errors
    /// `Invalid` when there is too much of it, or nothing.
    pub fn pasted(pasted: &str) -> Result<Self> {
        if pasted.len() as u64 > guard::MOST_BYTES {
            return Err(refused("too_large", "粘贴的内容太多。请存成文件再导入。"));
        }
        if pasted.trim().is_empty() {
            return Err(refused("empty", "没有粘贴到内容。请在表格里选中要导入的行，复制后再粘贴。"));
        }
        let kept = match paste::roll_call(pasted)? {
            Some(grid) => Kept::Grid(grid),
            None => Kept::text(pasted.to_owned())?,
        };
        Ok(Self { name: "粘贴的内容".to_owned(), format: Format::Pasted, bytes: Arc::new([]), kept })
    }

    /// The quotation mark that would swallow rows and is read as text.
    pub(super) fn stray(&self) -> Option<&Stray> {
        match &self.kept {
            Kept::Text { stray, .. } => stray.as_ref(),
            _ => None,
        }
    }

    /// Takes quotation marks at their word, or those that would swallow rows for text.
    ///
    /// # Errors
    /// As [`Source::grid`].
    pub(super) fn take_quotes(&mut self, wanted: bool) -> Result<()> {
        if let Kept::Text { text, grid, stray: Some(_), as_cells } = &mut self.kept
            && *as_cells != wanted
        {
            (*grid, _) = text::grid(text, wanted)?;
            *as_cells = wanted;
        }
        Ok(())
    }

    /// Names of the sheets that can be seen; one without a name where the format knows none.
    pub fn sheets(&self) -> Vec<&str> {
        match &self.kept {
            Kept::Workbook(workbook) => workbook.sheets.iter().map(String::as_str).collect(),
            _ => vec![""],
        }
    }

    /// Names of the sheets that are hidden and not read.
    pub fn hidden(&self) -> &[String] {
        match &self.kept {
            Kept::Workbook(workbook) => &workbook.hidden,
            _ => &[],
        }
    }

    /// The sheet called `name`, whole.
    ///
    /// # Errors
    /// `Invalid` when it holds more than may be read; `NotFound`.
    pub fn grid(&mut self, name: &str) -> Result<Grid> {
        self.head(name, usize::MAX)
    }

    /// The first `most` rows of the sheet that hold anything.
    ///
    /// # Errors
    /// As [`Source::grid`].
    pub fn head(&mut self, name: &str, most: usize) -> Result<Grid> {
        match &mut self.kept {
            Kept::Workbook(workbook) => workbook.read(name, most),
            Kept::Grid(grid) | Kept::Text { grid, .. } => {
                let mut head = grid.clone();
                head.rows.truncate(most);
                Ok(head)
            }
        }
    }

    /// Whether the workbook holds macros.
    pub fn has_macros(&self) -> bool {
        memchr::memmem::find(&self.bytes, b"vbaProject.bin").is_some()
    }

    /// SHA-256 of the file, in hexadecimal; remembered with the step that imports it.
    pub fn digest(&self) -> String {
        sha256(&self.bytes)
    }
}

/// What a file is that is certainly no table.
fn known_other(bytes: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"%PDF", "一个 PDF"),
        (b"\x89PNG", "一张图片"),
        (b"\xFF\xD8\xFF", "一张图片"),
        (b"GIF8", "一张图片"),
        (b"Rar!", "一个压缩包"),
        (b"7z\xBC\xAF", "一个压缩包"),
        (b"PK", "一个压缩包"),
        (b"{\\rtf", "一个文档"),
        (b"SQLite format 3\0", "一个数据库"),
    ];
    KNOWN.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, what)| *what)
}

/// What a text is that a spreadsheet opens and nobody else reads as a table: pages and old XML that systems call .xls.
fn marked_up(text: &str) -> Option<&'static str> {
    let start: String = text.trim_start().chars().take(START).collect::<String>().to_ascii_lowercase();
    if start.starts_with("mime-version:") || start.starts_with("content-type:") {
        return Some("网页归档");
    }
    let tags = ["<html", "<!doctype", "<table", "<head", "<body", "<meta", "<style", "<div", "<!--", "<tr", "<script"];
    if start.starts_with("<?xml") {
        return Some(if start.contains("<html") { "网页" } else { "XML 文件" });
    }
    tags.iter().any(|tag| start.starts_with(tag)).then_some("网页")
}

/// Characters in which that shows.
const START: usize = 400;
