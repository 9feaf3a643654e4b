//! Finished pages as plain drawing data: what stands where, in millimetres.
//!
//! Owns the vocabulary between the forms and the writers. Knows no form, no font file and no file format.
//! Origin top left, x to the right, y downwards; a text's y is its baseline.

use super::fonts::{self, Face};
use chrono::NaiveDate;
use serde::Serialize;
use std::sync::Arc;

/// Millimetres in a typographic point.
pub const MM_PER_PT: f64 = 25.4 / 72.0;

/// A printed document. Nothing in it comes from the clock: `on` is the day its data stand at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    /// Title of the form, also the file's title.
    pub title: String,
    /// Organisation it belongs to, also the file's author.
    pub organisation: String,
    /// One line on the content, for the file's properties.
    pub subject: String,
    /// The day the data stand at (数据截至).
    pub on: NaiveDate,
    /// The pages in order; never empty in a composed document.
    pub pages: Vec<Page>,
    /// Entries of the outline, in page order.
    pub bookmarks: Vec<Bookmark>,
    /// Characters no face covers, printed as 〓, sorted; shown on screen before saving.
    pub missing_glyphs: Vec<char>,
    /// What its items of pictures show.
    pub pictures: Vec<Picture>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// What they are.
    pub pixels: Pixels,
}

/// The pixels of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Pixels {
    /// Of few colours.
    Palette {
        /// The colours, at most 256.
        palette: Vec<Colour>,
        /// For every pixel, row by row, the index of its colour.
        pixels: Vec<u8>,
    },
    /// A photograph as a JPEG of three parts a pixel, placed as it is.
    Jpeg {
        /// The file.
        #[serde(skip)]
        bytes: Arc<[u8]>,
    },
}

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bookmark {
    /// What the entry says.
    pub title: String,
    /// Index of the page it leads to, from 0.
    pub page: usize,
    /// Depth, from 0.
    pub level: usize,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Page {
    /// Width of the sheet.
    pub width_mm: f64,
    /// Height of the sheet.
    pub height_mm: f64,
    /// What is drawn, in reading order.
    pub items: Vec<Item>,
    /// Where the page number stands, if it has one. The number itself is written last.
    pub number: Option<PageNumber>,
}

/// Place and wording of a page number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PageNumber {
    /// Middle of the number.
    pub centre_mm: f64,
    /// Its baseline.
    pub y_mm: f64,
    /// Its wording.
    pub style: NumberStyle,
    /// Index of the item that carries it, once written.
    pub item: Option<usize>,
}

/// Wording of a page number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum NumberStyle {
    /// 第 1 页 共 3 页
    OfTotal,
    /// — 1 —
    Dashed,
}

/// A colour of the sRGB space; equal parts are written as grey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Ink.
    pub const BLACK: Self = Self(0, 0, 0);
    /// Paper.
    pub const WHITE: Self = Self(255, 255, 255);
    /// Ground of headers and labels.
    pub const HEADER: Self = Self(236, 236, 236);
    /// Footers and notes.
    pub const QUIET: Self = Self(70, 70, 70);
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Item {
    /// A line of text in one face; every character is covered by it.
    Text {
        /// Left edge.
        x_mm: f64,
        /// Baseline.
        y_mm: f64,
        /// Size of the type.
        size_pt: f64,
        /// Space added after each character.
        spacing_pt: f64,
        /// The face.
        face: Face,
        /// Colour of the type.
        colour: Colour,
        /// What it says.
        text: String,
    },
    /// A straight rule.
    Line {
        /// Start.
        x1_mm: f64,
        /// Start.
        y1_mm: f64,
        /// End.
        x2_mm: f64,
        /// End.
        y2_mm: f64,
        /// Thickness.
        width_pt: f64,
    },
    /// A filled rectangle.
    Fill {
        /// Left edge.
        x_mm: f64,
        /// Upper edge.
        y_mm: f64,
        /// Width.
        width_mm: f64,
        /// Height.
        height_mm: f64,
        /// Colour.
        colour: Colour,
    },
    /// A picture.
    Picture {
        /// Left edge.
        x_mm: f64,
        /// Upper edge.
        y_mm: f64,
        /// Width.
        width_mm: f64,
        /// Height.
        height_mm: f64,
        /// Index of it among the document's.
        picture: usize,
    },
}

impl Item {
    /// A horizontal rule.
    pub fn across(x_mm: f64, y_mm: f64, length_mm: f64, width_pt: f64) -> Self {
        Self::Line { x1_mm: x_mm, y1_mm: y_mm, x2_mm: x_mm + length_mm, y2_mm: y_mm, width_pt }
    }

    /// A vertical rule.
    pub fn down(x_mm: f64, y_mm: f64, length_mm: f64, width_pt: f64) -> Self {
        Self::Line { x1_mm: x_mm, y1_mm: y_mm, x2_mm: x_mm, y2_mm: y_mm + length_mm, width_pt }
    }

    /// Black text from its left edge.
    pub fn text(x_mm: f64, y_mm: f64, size_pt: f64, face: Face, text: impl Into<String>) -> Self {
        Self::Text { x_mm, y_mm, size_pt, spacing_pt: 0.0, face, colour: Colour::BLACK, text: text.into() }
    }

    /// The same, moved by `dy_mm` downwards.
    pub fn lowered(mut self, dy_mm: f64) -> Self {
        match &mut self {
            Self::Text { y_mm, .. } | Self::Fill { y_mm, .. } | Self::Picture { y_mm, .. } => *y_mm += dy_mm,
            Self::Line { y1_mm, y2_mm, .. } => {
                *y1_mm += dy_mm;
                *y2_mm += dy_mm;
            }
        }
        self
    }

    /// The same text in another colour; other items stay as they are.
    pub fn coloured(mut self, new: Colour) -> Self {
        if let Self::Text { colour, .. } = &mut self {
            *colour = new;
        }
        self
    }
}

impl Document {
    /// Writes the page numbers: the second pass, when the number of pages is known.
    pub fn number_pages(&mut self) {
        let total = self.pages.len();
        for (index, page) in self.pages.iter_mut().enumerate() {
            let Some(place) = page.number else { continue };
            let (text, size_pt) = match place.style {
                NumberStyle::OfTotal => (format!("第 {} 页 共 {total} 页", index + 1), 9.0),
                NumberStyle::Dashed => (format!("— {} —", index + 1), 14.0),
            };
            let x_mm = place.centre_mm - fonts::width_mm(Face::Song, size_pt, &text) / 2.0;
            let item = Item::text(x_mm, place.y_mm, size_pt, Face::Song, text);
            match place.item.and_then(|at| page.items.get_mut(at)) {
                Some(written) => *written = item,
                None => {
                    page.number = Some(PageNumber { item: Some(page.items.len()), ..place });
                    page.items.push(item);
                }
            }
        }
    }

    /// The outline of `parts` after one another: one entry per part at the top level.
    pub fn outline<'a>(parts: impl Iterator<Item = &'a Self>) -> Vec<Bookmark> {
        let mut outline = Vec::new();
        let mut first = 0;
        for part in parts {
            outline.push(Bookmark { title: part.title.clone(), page: first, level: 0 });
            let below = |b: &Bookmark| Bookmark { page: b.page + first, level: b.level + 1, ..b.clone() };
            outline.extend(part.bookmarks.iter().map(below));
            first += part.pages.len();
        }
        outline
    }

    /// Several documents as one: pages in order, numbered through, one bookmark per part at the top level.
    pub fn joined(title: &str, organisation: &str, subject: &str, on: NaiveDate, parts: Vec<Self>) -> Self {
        let mut whole = Self {
            title: title.to_owned(),
            organisation: organisation.to_owned(),
            subject: subject.to_owned(),
            on,
            pages: Vec::new(),
            bookmarks: Vec::new(),
            missing_glyphs: Vec::new(),
            pictures: Vec::new(),
        };
        whole.bookmarks = Self::outline(parts.iter());
        for mut part in parts {
            let pictures = whole.pictures.len();
            for item in part.pages.iter_mut().flat_map(|page| &mut page.items) {
                if let Item::Picture { picture, .. } = item {
                    *picture += pictures;
                }
            }
            whole.pictures.extend(part.pictures);
            whole.pages.extend(part.pages);
            whole.missing_glyphs.extend(part.missing_glyphs);
        }
        whole.missing_glyphs.sort_unstable();
        whole.missing_glyphs.dedup();
        whole.number_pages();
        whole
    }
}
