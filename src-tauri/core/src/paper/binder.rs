//! A bound document: cover, contents, then its parts, numbered through, with one line at the foot of every page.
//!
//! Owns the look of the cover and of the contents. Knows no ledger and reads no clock.

use super::contents;
use super::flow::{self, Frame, Strip, Titles};
use super::fonts::{self, Face};
use super::page::{Colour, Document, Item, NumberStyle, Page};
use super::text::{self, Align};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Levels of the outline that the contents show.
const LEVELS: usize = 3;
const SIDE_MM: f64 = 26.0;

/// What stands around the parts.
#[derive(Debug, Clone)]
pub struct Binder<'a> {
    /// Title on the cover.
    pub title: &'a str,
    /// Whose it is.
    pub organisation: &'a str,
    /// The day its data stand at.
    pub on: NaiveDate,
    /// Label and value, line by line below the title; the lower third stays empty for the seal.
    pub lines: &'a [(&'a str, String)],
    /// At the foot of every page, besides what the parts say there.
    pub foot: &'a str,
    /// Behind it on the pages of the contents, which are of no part: whether anything is masked.
    pub mask: &'a str,
}

/// Where the parts begin in the whole, and how many pages it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The first page of each part, from 1.
    pub parts: Vec<usize>,
    /// All pages.
    pub pages: usize,
}

/// Where each of `parts` will begin behind cover and contents.
pub fn places<'a>(binder: &Binder<'_>, parts: impl Iterator<Item = &'a Document> + Clone) -> Places {
    let mut next = front(binder, parts.clone()).pages.len();
    let parts = parts.map(|part| {
        let first = next + 1;
        next += part.pages.len();
        first
    });
    let parts = parts.collect();
    Places { parts, pages: next }
}

/// Binds `parts`; each is an entry of the outline, with its own below it.
pub fn bind(binder: &Binder<'_>, parts: Vec<Document>) -> Document {
    let mut front = front(binder, parts.iter());
    let title = binder.title;
    let mut whole = Document::joined(title, binder.organisation, title, binder.on, parts);
    let first = front.pages.len();
    for bookmark in &mut whole.bookmarks {
        bookmark.page += first;
    }
    front.pages.append(&mut whole.pages);
    whole.pages = front.pages;
    whole.missing_glyphs.extend(front.missing_glyphs);
    whole.missing_glyphs.sort_unstable();
    whole.missing_glyphs.dedup();
    whole.number_pages();
    let mut missing = BTreeSet::new();
    let run = fonts::fit(binder.foot, Face::Song, &mut missing);
    let of_contents = fonts::fit(&format!("{}　{}", binder.foot, binder.mask), Face::Song, &mut missing);
    for (place, page) in whole.pages.iter_mut().enumerate().skip(1) {
        let run = if place < first { &of_contents } else { &run };
        page.items.push(Item::text(18.0, page.height_mm - 7.0, 8.0, run.face, run.text.clone()).coloured(Colour::QUIET));
    }
    whole
}

/// Cover and contents.
fn front<'a>(binder: &Binder<'_>, parts: impl Iterator<Item = &'a Document>) -> Document {
    let mut missing = BTreeSet::new();
    let outline = Document::outline(parts);
    let titles = Titles { title: binder.title, organisation: binder.organisation, subject: binder.title, on: binder.on };
    let mut frame = Frame::a4(false, SIDE_MM);
    frame.number = Some((frame.height_mm - 11.0, NumberStyle::OfTotal));
    let width = frame.content_mm();
    let mut contents = |first: usize| {
        let heading = text::aligned(SIDE_MM, width, 9.0, 18.0, Face::HeiBold, Align::Centre, "目　录");
        let mut strips = vec![Strip { height_mm: 16.0, items: vec![heading], ..Strip::default() }];
        strips.extend(contents::strips(&outline, LEVELS, first, (SIDE_MM, width), &mut missing));
        flow::paginate(&titles, &frame, &[], strips, BTreeSet::new())
    };
    // The number of a page has room for as many digits as it may have: the contents stay as long.
    let length = contents(0).pages.len();
    let mut whole = contents(length + 1);
    whole.pages.insert(0, cover(binder, &mut missing));
    whole.missing_glyphs = missing.into_iter().collect();
    whole
}

/// The cover: title in the upper third, what it is about below, nothing in the lower third.
fn cover(binder: &Binder<'_>, missing: &mut BTreeSet<char>) -> Page {
    const TITLE_PT: f64 = 28.0;
    const LINE_PT: f64 = 14.0;
    const LABEL_MM: f64 = 40.0;
    let frame = Frame::a4(false, SIDE_MM);
    let width = frame.content_mm();
    let mut items = Vec::new();
    let title = fonts::fit(binder.title, Face::HeiBold, missing);
    let mut y = 62.0;
    for line in text::lines(&title.text, title.face, TITLE_PT, width) {
        items.push(text::aligned(SIDE_MM, width, y, TITLE_PT, title.face, Align::Centre, &line));
        y += 14.0;
    }
    y += 18.0;
    for (label, value) in binder.lines {
        let label = fonts::fit(label, Face::HeiBold, missing);
        let value = fonts::fit(value, Face::Song, missing);
        items.push(text::aligned(SIDE_MM, LABEL_MM - 4.0, y, LINE_PT, label.face, Align::Right, &label.text));
        let lines = text::lines(&value.text, value.face, LINE_PT, width - LABEL_MM);
        let last = lines.len() - 1;
        for (place, line) in lines.into_iter().enumerate() {
            items.push(Item::text(SIDE_MM + LABEL_MM, y, LINE_PT, value.face, line));
            if place < last {
                y += 7.5;
            }
        }
        items.push(Item::across(SIDE_MM + LABEL_MM - 1.0, y + 2.2, width - LABEL_MM + 1.0, flow::GRID_PT));
        y += 12.0;
    }
    Page { width_mm: frame.width_mm, height_mm: frame.height_mm, items, number: None }
}
