//! Running text with headings, lists, tables and pictures: a manual.
//!
//! Owns the look of prose: title and contents before it, an outline beside it. Reads no clock and no format of text.

use super::columns::{Body, Notes, Plan};
use super::contents;
use super::flow::{self, Frame, Strip, Titles, count};
use super::fonts::{self, Face};
use super::page::{Colour, Document, Item, MM_PER_PT, NumberStyle, Picture};
use super::table::{TableColumn, TableRow};
use super::text::{self, Align};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// A manual as it is to be printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProseForm {
    /// Title.
    pub title: String,
    /// The line below it.
    pub subtitle: String,
    /// What it belongs to, also the file's author.
    pub organisation: String,
    /// The day it describes.
    pub on: NaiveDate,
    /// The text.
    pub blocks: Vec<Block>,
    /// What its blocks show.
    pub pictures: Vec<Picture>,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub enum Block {
    /// A heading; the two upper levels stand in the contents.
    Heading {
        /// Depth, from 1.
        level: usize,
        /// What it says.
        says: String,
    },
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A point of a list.
    Point {
        /// What stands before it, such as 1. or •.
        sign: String,
        /// How deep the list lies in others, from 0.
        depth: usize,
        /// What it says.
        says: Vec<Span>,
    },
    /// A paragraph set apart.
    Note(Vec<Span>),
    /// Lines that are kept as they are.
    Lines(Vec<String>),
    /// A table.
    Table {
        /// Headings.
        columns: Vec<TableColumn>,
        /// The rows.
        rows: Vec<TableRow>,
    },
    /// Pictures beside each other: which, and what stands below each.
    Pictures(Vec<(usize, String)>),
}

/// A run of text in one voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Span {
    /// How.
    pub voice: Voice,
    /// What it says.
    pub says: String,
}

/// How a run of text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Voice {
    /// Plainly.
    Plain,
    /// Heavier: what is to be seen at a glance, such as the name of a button.
    Strong,
    /// A key, or what is typed.
    Key,
}

const LEFT_MM: f64 = 25.0;
const WIDTH_MM: f64 = 160.0;
const TOP_MM: f64 = 26.0;
const BOTTOM_MM: f64 = 297.0 - 24.0;
const BODY_PT: f64 = 10.5;
const LEADING_MM: f64 = 17.5 * MM_PER_PT;
const CAPTION_PT: f64 = 9.0;
const TYPED_PT: f64 = 0.4;
/// A pixel of a picture, unless its place is narrower.
const PIXEL_MM: f64 = 0.123;
/// Room between pictures beside each other.
const BETWEEN_MM: f64 = 6.0;
/// Left edge of the text of a point, for every depth.
const INDENT_MM: f64 = 7.0;
const EDGE: Colour = Colour(190, 196, 200);
const GROUND: Colour = Colour(244, 246, 246);

/// The pages of `form`: title and contents, then the text.
pub fn compose(form: &ProseForm) -> Document {
    let mut missing = BTreeSet::new();
    let titles = Titles { title: &form.title, organisation: &form.organisation, subject: &form.subtitle, on: form.on };
    let body = body(form, &titles, &mut missing);
    let first = front(form, &titles, &body, 0, &mut missing).pages.len();
    let mut whole = front(form, &titles, &body, first, &mut missing);
    whole.pages.extend(body.pages);
    whole.bookmarks = body.bookmarks;
    for bookmark in &mut whole.bookmarks {
        bookmark.page += first;
    }
    whole.pictures.clone_from(&form.pictures);
    whole.missing_glyphs = missing.into_iter().collect();
    whole.number_pages();
    whole
}

/// The sheet of every page; the title stands at the head of those after the first.
fn frame(form: &ProseForm) -> Frame {
    const HEAD_MM: f64 = 17.0;
    let head = vec![
        Item::text(LEFT_MM, HEAD_MM, CAPTION_PT, Face::Song, form.title.clone()).coloured(Colour::QUIET),
        Item::Fill { x_mm: LEFT_MM, y_mm: HEAD_MM + 2.2, width_mm: WIDTH_MM, height_mm: 0.15, colour: EDGE },
    ];
    let mut frame = Frame::a4(false, LEFT_MM);
    frame.first_items.clone_from(&head);
    frame.other_items = head;
    frame.first_top_mm = TOP_MM;
    frame.top_mm = TOP_MM;
    frame.bottom_mm = BOTTOM_MM;
    frame.number = Some((297.0 - 13.0, NumberStyle::OfTotal));
    frame
}

/// Title and contents; the text begins on page `first`, counted from 0.
fn front(form: &ProseForm, titles: &Titles<'_>, body: &Document, first: usize, missing: &mut BTreeSet<char>) -> Document {
    const TITLE_PT: f64 = 26.0;
    let mut sheet = frame(form);
    sheet.first_items.clear();
    sheet.first_top_mm = 42.0;
    let title = fonts::fit(&form.title, Face::HeiBold, missing);
    let below = fonts::fit(&form.subtitle, Face::Song, missing);
    let contents =
        |size: f64, y: f64, face: Face, align: Align, says: &str| text::aligned(LEFT_MM, WIDTH_MM, y, size, face, align, says);
    let mut strips = vec![
        Strip { height_mm: 14.0, items: vec![contents(TITLE_PT, 9.0, title.face, Align::Left, &title.text)], ..Strip::default() },
        Strip { height_mm: 16.0, items: vec![contents(BODY_PT, 4.0, below.face, Align::Left, &below.text)], ..Strip::default() },
        Strip { height_mm: 10.0, items: vec![contents(15.0, 5.0, Face::HeiBold, Align::Left, "目录")], ..Strip::default() },
    ];
    strips.extend(contents::strips(&body.bookmarks, 2, first, (LEFT_MM, WIDTH_MM), missing));
    flow::paginate(titles, &sheet, &[], strips, BTreeSet::new())
}

fn body(form: &ProseForm, titles: &Titles<'_>, missing: &mut BTreeSet<char>) -> Document {
    let frame = frame(form);
    let mut headers = Vec::new();
    let mut strips: Vec<Strip> = Vec::new();
    let mut listed = false;
    for block in &form.blocks {
        let lists = matches!(block, Block::Point { .. });
        if listed && !lists {
            strips.push(Strip::gap(1.4));
        }
        listed = lists;
        match block {
            Block::Heading { level, says } => heading(&mut strips, *level, says, missing),
            Block::Paragraph(spans) => {
                strips.extend(lines(spans, LEFT_MM, WIDTH_MM, None, missing));
                strips.push(Strip::gap(2.2));
            }
            Block::Point { sign, depth, says } => {
                let indent = INDENT_MM * (count(*depth) + 1.0);
                strips.extend(lines(says, LEFT_MM + indent, WIDTH_MM - indent, Some(sign), missing));
                strips.push(Strip::gap(1.0));
            }
            Block::Note(spans) => note(&mut strips, spans, missing),
            Block::Lines(kept) => verbatim(&mut strips, kept, missing),
            Block::Table { columns, rows } => {
                let body = Body::new(columns, rows, false, &mut Notes::default(), missing);
                let plan = Plan::new(&body, headers.len(), LEFT_MM, WIDTH_MM, frame.room_mm());
                headers.push(plan.header(&body.columns, missing));
                strips.push(Strip::gap(1.0));
                strips.extend(plan.strips(body, 0, missing));
                strips.push(Strip::gap(3.5));
            }
            Block::Pictures(shown) => strips.extend(pictures(shown, &form.pictures, missing)),
        }
    }
    flow::paginate(titles, &frame, &headers, strips, BTreeSet::new())
}

fn heading(strips: &mut Vec<Strip>, level: usize, says: &str, missing: &mut BTreeSet<char>) {
    let (size, above, height) = match level {
        1 => (17.0, 9.0, 10.0),
        2 => (13.0, 4.5, 8.0),
        _ => (11.0, 2.0, 6.5),
    };
    let run = fonts::fit(says, Face::HeiBold, missing);
    // Room above a heading goes with it, and with the heading before it.
    strips.push(Strip { keep_with_next: true, ..Strip::gap(above) });
    let item = Item::text(LEFT_MM, height - 3.2, size, run.face, run.text.clone());
    let mut items = vec![item];
    if level == 1 {
        items.push(Item::Fill { x_mm: LEFT_MM, y_mm: height - 0.9, width_mm: WIDTH_MM, height_mm: 0.35, colour: EDGE });
    }
    let below = if level == 1 { 2.0 } else { 0.0 };
    strips.push(Strip {
        height_mm: height + below,
        items,
        keep_with_next: true,
        bookmark: Some((run.text, level - 1)),
        ..Strip::default()
    });
}

/// A paragraph set apart: on a ground of its own, with a bar at its side.
fn note(strips: &mut Vec<Strip>, spans: &[Span], missing: &mut BTreeSet<char>) {
    const SIDE_MM: f64 = 5.0;
    strips.push(Strip::gap(1.0));
    let from = strips.len();
    strips.extend(lines(spans, LEFT_MM + SIDE_MM, WIDTH_MM - 2.0 * SIDE_MM, None, missing));
    on_ground(strips, from, Colour(15, 118, 110));
    strips.push(Strip::gap(3.2));
}

/// Lines kept as they are, on the same ground.
fn verbatim(strips: &mut Vec<Strip>, kept: &[String], missing: &mut BTreeSet<char>) {
    const SIDE_MM: f64 = 5.0;
    const SIZE_PT: f64 = 9.5;
    strips.push(Strip::gap(1.0));
    let from = strips.len();
    for line in kept {
        let run = fonts::fit(line, Face::Song, missing);
        for piece in text::lines(&run.text, run.face, SIZE_PT, 0.92 * (WIDTH_MM - 2.0 * SIDE_MM)) {
            strips.push(Strip {
                height_mm: 5.4,
                items: vec![Item::Text {
                    x_mm: LEFT_MM + SIDE_MM,
                    y_mm: 3.9,
                    size_pt: SIZE_PT,
                    spacing_pt: TYPED_PT,
                    face: run.face,
                    colour: Colour::BLACK,
                    text: piece,
                }],
                ..Strip::default()
            });
        }
    }
    on_ground(strips, from, EDGE);
    strips.push(Strip::gap(3.2));
}

/// Puts the strips since `from` on a ground with a bar at its left, kept together, with room above and below.
fn on_ground(strips: &mut [Strip], from: usize, bar: Colour) {
    const ROOM_MM: f64 = 2.0;
    let last = strips.len().saturating_sub(1);
    for (index, strip) in strips.iter_mut().enumerate().skip(from) {
        if index == from {
            strip.items = std::mem::take(&mut strip.items).into_iter().map(|item| item.lowered(ROOM_MM)).collect();
            strip.height_mm += ROOM_MM;
        }
        if index == last {
            strip.height_mm += ROOM_MM;
        }
        strip.keep_with_next = index < last;
        let fill = |x_mm: f64, width_mm: f64, colour: Colour| Item::Fill {
            x_mm,
            y_mm: 0.0,
            width_mm,
            height_mm: strip.height_mm,
            colour,
        };
        let ground = [fill(LEFT_MM, WIDTH_MM, GROUND), fill(LEFT_MM, 0.9, bar)];
        strip.items.splice(0..0, ground);
    }
}

/// Pictures beside each other with what they show below, in the middle of the page; one strip that may float.
fn pictures(shown: &[(usize, String)], all: &[Picture], missing: &mut BTreeSet<char>) -> Vec<Strip> {
    const EDGE_MM: f64 = 0.2;
    const CAPTION_MM: f64 = 5.0;
    let most = (WIDTH_MM - BETWEEN_MM * count(shown.len().saturating_sub(1))) / count(shown.len().max(1));
    let sizes: Vec<(f64, f64)> = shown
        .iter()
        .filter_map(|(index, _)| all.get(*index))
        .map(|picture| {
            let width = (f64::from(picture.width) * PIXEL_MM).min(most);
            (width, width * f64::from(picture.height) / f64::from(picture.width.max(1)))
        })
        .collect();
    let tallest = sizes.iter().map(|size| size.1).fold(0.0, f64::max);
    let total: f64 = sizes.iter().map(|size| size.0).sum::<f64>() + BETWEEN_MM * count(sizes.len().saturating_sub(1));
    let mut items = Vec::new();
    let mut captions = 0;
    let mut x = LEFT_MM + (WIDTH_MM - total) / 2.0;
    for ((index, caption), (width_mm, height_mm)) in shown.iter().zip(sizes) {
        let edge = Item::Fill {
            x_mm: x - EDGE_MM,
            y_mm: 2.0 - EDGE_MM,
            width_mm: width_mm + 2.0 * EDGE_MM,
            height_mm: height_mm + 2.0 * EDGE_MM,
            colour: EDGE,
        };
        items.push(edge);
        items.push(Item::Picture { x_mm: x, y_mm: 2.0, width_mm, height_mm, picture: *index });
        let run = fonts::fit(caption, Face::Song, missing);
        let room = if shown.len() == 1 { (LEFT_MM, WIDTH_MM) } else { (x, width_mm) };
        let below = text::lines(&run.text, run.face, CAPTION_PT, room.1);
        for (at, line) in below.iter().enumerate() {
            let y = 2.0 + tallest + CAPTION_MM * (count(at) + 1.0);
            items.push(text::aligned(room.0, room.1, y, CAPTION_PT, run.face, Align::Centre, line).coloured(Colour::QUIET));
        }
        captions = captions.max(below.len());
        x += width_mm + BETWEEN_MM;
    }
    let height_mm = 2.0 + tallest + CAPTION_MM * count(captions) + 5.0;
    vec![Strip { height_mm, items, floats: true, ..Strip::default() }]
}

/// One paragraph's spans end to end, each fitted to a face.
struct Voiced {
    text: String,
    spans: Vec<(Range<usize>, Voice, Face)>,
}

impl Voiced {
    fn new(spans: &[Span], missing: &mut BTreeSet<char>) -> Self {
        let mut all = Self { text: String::new(), spans: Vec::new() };
        for span in spans {
            let wanted = if span.voice == Voice::Strong { Face::HeiBold } else { Face::Song };
            let run = fonts::fit(&span.says.replace('\n', " "), wanted, missing);
            let from = all.text.len();
            all.text.push_str(&run.text);
            all.spans.push((from..all.text.len(), span.voice, run.face));
        }
        all
    }

    /// The parts of `piece`, each in one voice.
    fn parts(&self, piece: Range<usize>) -> impl Iterator<Item = (&str, Voice, Face)> {
        self.spans.iter().filter_map(move |(range, voice, face)| {
            let part = range.start.max(piece.start)..range.end.min(piece.end);
            self.text.get(part).filter(|text| !text.is_empty()).map(|text| (text, *voice, *face))
        })
    }

    fn width_mm(&self, piece: Range<usize>) -> f64 {
        self.parts(piece).map(|(text, voice, face)| wide_mm(text, voice, face, 0.0)).sum()
    }
}

/// Width of a part with `more_pt` after each of its characters.
fn wide_mm(text: &str, voice: Voice, face: Face, more_pt: f64) -> f64 {
    fonts::width_mm(face, BODY_PT, text) + (apart_pt(voice) + more_pt) * MM_PER_PT * count(text.chars().count())
}

/// Space after each character of what is typed: two hyphens must not look like a dash.
fn apart_pt(voice: Voice) -> f64 {
    if voice == Voice::Key { TYPED_PT } else { 0.0 }
}

/// The lines of a paragraph, justified; its first two and last two stay together. `sign` stands before the first.
fn lines(spans: &[Span], x_mm: f64, width_mm: f64, sign: Option<&str>, missing: &mut BTreeSet<char>) -> Vec<Strip> {
    const BASE_MM: f64 = 4.4;
    let voiced = Voiced::new(spans, missing);
    let places = text::broken(&voiced.text, &|piece| voiced.width_mm(piece), width_mm + 0.01);
    let last = places.len() - 1;
    let mut strips: Vec<Strip> = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let gaps = count(voiced.text.get(place.clone()).unwrap_or_default().chars().count().saturating_sub(1));
        let spacing_pt = if index == last { 0.0 } else { spread((width_mm - voiced.width_mm(place.clone())) / MM_PER_PT, gaps) };
        let mut items = Vec::new();
        let mut x = x_mm;
        for (part, voice, face) in voiced.parts(place.clone()) {
            let wide = wide_mm(part, voice, face, spacing_pt);
            if voice == Voice::Key {
                items.push(Item::Fill { x_mm: x - 0.4, y_mm: 0.7, width_mm: wide + 0.6, height_mm: 4.9, colour: Colour::HEADER });
            }
            items.push(Item::Text {
                x_mm: x,
                y_mm: BASE_MM,
                size_pt: BODY_PT,
                spacing_pt: spacing_pt + apart_pt(voice),
                face,
                colour: Colour::BLACK,
                text: part.to_owned(),
            });
            x += wide;
        }
        if let Some(sign) = sign.filter(|_| index == 0) {
            let run = fonts::fit(sign, Face::Song, missing);
            let item = text::aligned(x_mm - INDENT_MM, INDENT_MM - 2.0, BASE_MM, BODY_PT, run.face, Align::Right, &run.text);
            items.insert(0, item);
        }
        let keep_with_next = index < last && (index == 0 || index + 1 == last);
        strips.push(Strip { height_mm: LEADING_MM, items, keep_with_next, ..Strip::default() });
    }
    strips
}

/// Space after each character that fills a line; a line too short for it keeps its own width.
fn spread(free_pt: f64, gaps: f64) -> f64 {
    const MOST_PT: f64 = 1.2;
    if gaps < 1.0 || free_pt / gaps > MOST_PT { 0.0 } else { free_pt / gaps }
}
