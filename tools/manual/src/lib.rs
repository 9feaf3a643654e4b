//! The user's manual: its text (Markdown) and pictures (PNG) as a form of prose, and as a PDF.
//!
//! Owns which Markdown the manual may use and where its files lie. How a page looks is `paper::prose`'s.

use chrono::NaiveDate;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::path::{Path, PathBuf};
use taizhang::paper::page::{Colour, Picture, Pixels};
use taizhang::paper::pdf;
use taizhang::paper::prose::{Block, ProseForm, Span, Voice, compose};
use taizhang::paper::table::{TableColumn, TableRow};
use taizhang::paper::text::Align;

/// What the manual cannot be made of.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Name of the text and of the PDF, without their endings.
const NAME: &str = "用户手册";

/// Where text, pictures and PDF lie.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/docs")
}

/// The text.
pub fn text_file() -> PathBuf {
    folder().join(format!("{NAME}.md"))
}

/// The PDF.
pub fn pdf_file() -> PathBuf {
    folder().join(format!("{NAME}.pdf"))
}

/// The PDF made from what lies in the folder now.
///
/// # Errors
/// What is missing, or what the text says that the manual cannot show.
pub fn made() -> Result<Vec<u8>, Fault> {
    let form = read(&std::fs::read_to_string(text_file())?, &folder())?;
    let document = compose(&form);
    if !document.missing_glyphs.is_empty() {
        return Err(format!("characters that no face has: {:?}", document.missing_glyphs).into());
    }
    Ok(pdf::write(&document)?)
}

/// The manual that `text` says; its pictures lie in `folder`. Its first heading is the title, the paragraph after it
/// the line below, which ends with the day it describes.
///
/// # Errors
/// Markdown that the manual does not use, and pictures that cannot be read.
pub fn read(text: &str, folder: &Path) -> Result<ProseForm, Fault> {
    let mut reader = Reader::new(folder);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        reader.take(event)?;
    }
    let mut blocks = reader.blocks.into_iter();
    let (Some(Block::Heading { level: 1, says: title }), Some(Block::Paragraph(below))) = (blocks.next(), blocks.next()) else {
        return Err("the manual begins with its title and the line below it".into());
    };
    let subtitle: String = below.into_iter().map(|span| span.says).collect();
    let day = subtitle.rsplit(['　', ' ']).next().unwrap_or_default();
    let on = NaiveDate::parse_from_str(day, "%Y-%m-%d")?;
    let blocks = blocks
        .map(|block| match block {
            // Below the title the chapters are the first level.
            Block::Heading { level, says } => Block::Heading { level: level.saturating_sub(1).max(1), says },
            other => other,
        })
        .collect();
    Ok(ProseForm { title, subtitle, organisation: "防疫台账".to_owned(), on, blocks, pictures: reader.pictures })
}

/// What has been read so far, and within what the next piece stands.
struct Reader<'a> {
    folder: &'a Path,
    blocks: Vec<Block>,
    pictures: Vec<Picture>,
    spans: Vec<Span>,
    strong: bool,
    quoted: bool,
    /// For every list that is open the number of its next point; `None` in one without numbers.
    lists: Vec<Option<u64>>,
    /// The sign of the point whose text has not come yet.
    sign: Option<String>,
    shown: Vec<(usize, String)>,
    picture: Option<usize>,
    kept: Option<String>,
    rows: Vec<Vec<String>>,
}

impl<'a> Reader<'a> {
    fn new(folder: &'a Path) -> Self {
        Self {
            folder,
            blocks: Vec::new(),
            pictures: Vec::new(),
            spans: Vec::new(),
            strong: false,
            quoted: false,
            lists: Vec::new(),
            sign: None,
            shown: Vec::new(),
            picture: None,
            kept: None,
            rows: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => {
                self.end(tag);
                Ok(())
            }
            Event::Text(text) => {
                match (&mut self.kept, self.picture) {
                    (Some(kept), _) => kept.push_str(&text),
                    (None, Some(_)) => self.shown.last_mut().ok_or("a caption without a picture")?.1.push_str(&text),
                    (None, None) => self.say(&text),
                }
                Ok(())
            }
            Event::Code(text) => {
                self.spans.push(Span { voice: Voice::Key, says: text.to_string() });
                Ok(())
            }
            // Chinese has no space where a line of the source ends.
            Event::SoftBreak => Ok(()),
            other => Err(format!("the manual has no use for {other:?}").into()),
        }
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), Fault> {
        match tag {
            Tag::Paragraph | Tag::Heading { .. } | Tag::TableCell => {}
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            Tag::Strong => self.strong = true,
            Tag::BlockQuote(_) => self.quoted = true,
            Tag::CodeBlock(_) => self.kept = Some(String::new()),
            Tag::Table(_) => self.rows.clear(),
            Tag::List(number) => {
                self.point();
                self.lists.push(number);
            }
            Tag::Item => {
                let number = self.lists.last_mut().ok_or("a point without a list")?;
                self.sign = Some(number.map_or_else(|| "•".to_owned(), |at| format!("{at}.")));
                *number = number.map(|at| at + 1);
            }
            Tag::Image { dest_url, .. } => {
                let picture = picture(&self.folder.join(&*dest_url)).map_err(|fault| format!("{dest_url}: {fault}"))?;
                self.picture = Some(self.pictures.len());
                self.shown.push((self.pictures.len(), String::new()));
                self.pictures.push(picture);
            }
            other => return Err(format!("the manual has no use for {other:?}").into()),
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let says = std::mem::take(&mut self.spans).into_iter().map(|span| span.says).collect();
                self.blocks.push(Block::Heading { level: level as usize, says });
            }
            TagEnd::Paragraph if !self.shown.is_empty() => {
                self.blocks.push(Block::Pictures(std::mem::take(&mut self.shown)));
                self.spans.clear();
            }
            TagEnd::Paragraph if self.sign.is_some() => self.point(),
            TagEnd::Paragraph => {
                let says = std::mem::take(&mut self.spans);
                self.blocks.push(if self.quoted { Block::Note(says) } else { Block::Paragraph(says) });
            }
            TagEnd::Item => self.point(),
            TagEnd::Strong => self.strong = false,
            TagEnd::BlockQuote(_) => self.quoted = false,
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::Image => self.picture = None,
            TagEnd::CodeBlock => {
                let kept = self.kept.take().unwrap_or_default();
                self.blocks.push(Block::Lines(kept.trim_end().lines().map(str::to_owned).collect()));
            }
            TagEnd::TableCell => {
                let says = std::mem::take(&mut self.spans).into_iter().map(|span| span.says).collect();
                if let Some(row) = self.rows.last_mut() {
                    row.push(says);
                }
            }
            TagEnd::Table => {
                let rows = std::mem::take(&mut self.rows);
                self.blocks.push(table(rows));
            }
            _ => {}
        }
    }

    /// Ends the point whose text has come.
    fn point(&mut self) {
        if let Some(sign) = self.sign.take() {
            let depth = self.lists.len().saturating_sub(1);
            self.blocks.push(Block::Point { sign, depth, says: std::mem::take(&mut self.spans) });
        }
    }

    /// Text, in which what stands between 「 and 」 is the name of something on the screen.
    fn say(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = rest.find(['「', '」']) {
            let (before, from) = rest.split_at(at);
            let sign: String = from.chars().take(1).collect();
            let named = sign == "」";
            self.push(named, before);
            self.push(false, &sign);
            rest = &from[sign.len()..];
        }
        self.push(false, rest);
    }

    fn push(&mut self, named: bool, text: &str) {
        let voice = if self.strong || named { Voice::Strong } else { Voice::Plain };
        match self.spans.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.voice == voice => last.says.push_str(text),
            _ => self.spans.push(Span { voice, says: text.to_owned() }),
        }
    }
}

/// A table whose first row is its heading; a column is as wide as its longest cell asks for, within reason.
fn table(rows: Vec<Vec<String>>) -> Block {
    const CHARACTER_MM: f64 = 3.4;
    let mut rows = rows.into_iter();
    let heads = rows.next().unwrap_or_default();
    let rows: Vec<Vec<String>> = rows.collect();
    let columns = heads
        .into_iter()
        .enumerate()
        .map(|(at, label)| {
            let longest = rows.iter().filter_map(|row| row.get(at)).chain([&label]).map(|cell| cell.chars().count()).max();
            let longest = u32::try_from(longest.unwrap_or_default()).unwrap_or(u32::MAX);
            TableColumn {
                width_mm: (f64::from(longest) * CHARACTER_MM).clamp(16.0, 110.0),
                label,
                align: Align::Left,
                whole: false,
            }
        })
        .collect();
    Block::Table { columns, rows: rows.into_iter().map(|cells| TableRow { cells, marks: Vec::new() }).collect() }
}

/// A picture of few colours as it lies in its file.
fn picture(path: &Path) -> Result<Picture, Fault> {
    let mut decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(path)?));
    decoder.set_transformations(png::Transformations::IDENTITY);
    let mut reader = decoder.read_info()?;
    let info = reader.info();
    let (width, height, bits) = (info.width, info.height, info.bit_depth as u8);
    let palette = info.palette.as_deref().ok_or("not a picture with a palette")?;
    let palette = palette.chunks_exact(3).map(|part| Colour(part[0], part[1], part[2])).collect();
    let mut packed = vec![0; reader.output_buffer_size().ok_or("too large")?];
    let frame = reader.next_frame(&mut packed)?;
    let wide = usize::try_from(width)?;
    let mut pixels = Vec::with_capacity(wide * usize::try_from(height)?);
    for line in packed.chunks_exact(frame.line_size) {
        let each = line.iter().flat_map(|byte| (0..8 / bits).rev().map(move |at| (byte >> (at * bits)) & (0xff >> (8 - bits))));
        pixels.extend(each.take(wide));
    }
    Ok(Picture { width, height, pixels: Pixels::Palette { palette, pixels } })
}
