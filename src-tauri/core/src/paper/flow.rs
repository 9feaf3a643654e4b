//! Strips of finished drawing stacked down the pages of a document.
//!
//! Owns pagination: what begins a new page, which header repeats, what must stay together.
//! Knows nothing of what a strip shows.

use super::fonts::{self, Face};
use super::page::{Bookmark, Colour, Document, Item, NumberStyle, Page, PageNumber};
use super::text;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap, VecDeque};

/// Thickness of the outer frame of a table.
pub(super) const FRAME_PT: f64 = 0.75;
/// Thickness of the rules inside a table.
pub(super) const GRID_PT: f64 = 0.4;

/// A piece of a page that is never cut. Its items lie relative to its upper edge.
#[derive(Debug, Clone, Default)]
pub(super) struct Strip {
    /// Height it takes.
    pub height_mm: f64,
    /// What it draws.
    pub items: Vec<Item>,
    /// What it draws in addition when it stands first on a page.
    pub if_first: Vec<Item>,
    /// The table it is a row of: that table's header stands above its first row on every page.
    pub table: Option<usize>,
    /// Must stand on the same page as the next strip.
    pub keep_with_next: bool,
    /// Begins a page of its own.
    pub fresh: bool,
    /// Drops out where it would stand first on a page (space between blocks).
    pub gap: bool,
    /// May stand at the head of the next page instead, before what follows it here.
    pub floats: bool,
    /// Its entry in the outline, with its depth.
    pub bookmark: Option<(String, usize)>,
}

impl Strip {
    /// Empty space that vanishes at the top of a page.
    pub fn gap(height_mm: f64) -> Self {
        Self { height_mm, gap: true, ..Self::default() }
    }
}

/// The header of a table and the edges of its frame.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The header row; may be empty.
    pub strip: Strip,
    /// Left edge of the frame.
    pub x_mm: f64,
    /// Width of the frame.
    pub width_mm: f64,
}

/// Size and margins of the pages of a form, and what stands on each of them.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub width_mm: f64,
    pub height_mm: f64,
    pub left_mm: f64,
    pub right_mm: f64,
    /// Where strips begin on the first page.
    pub first_top_mm: f64,
    /// Where they begin on the others.
    pub top_mm: f64,
    /// Where they end.
    pub bottom_mm: f64,
    /// Drawn on the first page.
    pub first_items: Vec<Item>,
    /// Drawn on the others.
    pub other_items: Vec<Item>,
    /// Drawn on every page, after everything else.
    pub footer: Vec<Item>,
    /// Baseline and wording of the page number.
    pub number: Option<(f64, NumberStyle)>,
}

impl Frame {
    /// Width between the margins.
    pub fn content_mm(&self) -> f64 {
        self.width_mm - self.left_mm - self.right_mm
    }

    /// Height for strips on a page that is not the first.
    pub fn room_mm(&self) -> f64 {
        self.bottom_mm - self.top_mm
    }

    /// A sheet of A4 with even margins left and right, bare of any item.
    pub fn a4(landscape: bool, side_mm: f64) -> Self {
        let (width_mm, height_mm) = if landscape { (297.0, 210.0) } else { (210.0, 297.0) };
        Self {
            width_mm,
            height_mm,
            left_mm: side_mm,
            right_mm: side_mm,
            first_top_mm: 20.0,
            top_mm: 20.0,
            bottom_mm: height_mm - 18.0,
            first_items: Vec::new(),
            other_items: Vec::new(),
            footer: Vec::new(),
            number: None,
        }
    }

    /// The footer of a ledger: the audit head left, the page number in the middle, the mask word right.
    /// A mask word too long for its side stands above on lines of its own.
    pub fn ledger_footer(&mut self, head: &str, mask_word: &str, missing: &mut BTreeSet<char>) {
        const SIZE: f64 = 8.0;
        let y = self.height_mm - 11.0;
        let side = self.content_mm() / 2.0 - 20.0;
        self.bottom_mm = self.height_mm - 17.0;
        self.number = Some((y, NumberStyle::OfTotal));
        if !head.is_empty() {
            let run = fonts::fit(&format!("核验码 {head}"), Face::Song, missing);
            self.footer.push(Item::text(self.left_mm, y, SIZE, run.face, run.text).coloured(Colour::QUIET));
        }
        let run = fonts::fit(mask_word, Face::Song, missing);
        if fonts::width_mm(run.face, SIZE, &run.text) <= side && !run.text.contains('\n') {
            let item = text::aligned(self.left_mm, self.content_mm(), y, SIZE, run.face, text::Align::Right, &run.text);
            self.footer.push(item.coloured(Colour::QUIET));
            return;
        }
        let lines = text::lines(&run.text, run.face, SIZE, self.content_mm());
        let leading = text::leading_mm(SIZE);
        for (line, rest) in lines.iter().zip((0..lines.len()).rev()) {
            let baseline = y - 5.0 - count(rest) * leading;
            self.footer.push(Item::text(self.left_mm, baseline, SIZE, run.face, line.clone()));
        }
        self.bottom_mm -= count(lines.len()) * leading + 1.0;
    }
}

/// A small count as a factor.
pub(super) fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// What the document is called and belongs to.
pub(super) struct Titles<'a> {
    pub title: &'a str,
    pub organisation: &'a str,
    pub subject: &'a str,
    pub on: NaiveDate,
}

/// Stacks `strips` down as many pages as they need and numbers the pages.
pub(super) fn paginate(
    titles: &Titles<'_>,
    frame: &Frame,
    headers: &[Header],
    strips: Vec<Strip>,
    missing: BTreeSet<char>,
) -> Document {
    let mut stack = Stack {
        frame,
        headers,
        pages: Vec::new(),
        items: Vec::new(),
        y: frame.first_top_mm,
        table: None,
        bare: true,
        waiting: VecDeque::new(),
        bookmarks: Vec::new(),
    };
    let needs: Vec<f64> = chain_heights(&strips);
    for (strip, need) in strips.into_iter().zip(needs) {
        stack.place(strip, need);
    }
    while !stack.waiting.is_empty() {
        stack.turn_page();
        stack.place_waiting();
    }
    stack.turn_page();
    let mut document = Document {
        title: titles.title.to_owned(),
        organisation: titles.organisation.to_owned(),
        subject: titles.subject.to_owned(),
        on: titles.on,
        pages: stack.pages,
        bookmarks: stack.bookmarks,
        missing_glyphs: missing.into_iter().collect(),
        pictures: Vec::new(),
    };
    document.number_pages();
    document
}

/// For each strip the height it needs together with those it must stay with.
fn chain_heights(strips: &[Strip]) -> Vec<f64> {
    let mut needs = vec![0.0; strips.len()];
    let mut following = 0.0;
    for (strip, need) in strips.iter().zip(&mut needs).rev() {
        following = strip.height_mm + if strip.keep_with_next { following } else { 0.0 };
        *need = following;
    }
    needs
}

struct Stack<'a> {
    frame: &'a Frame,
    headers: &'a [Header],
    pages: Vec<Page>,
    items: Vec<Item>,
    y: f64,
    /// The table whose rows are being placed.
    table: Option<usize>,
    /// Nothing but the page's own items stands on it yet.
    bare: bool,
    /// What floats and found no room yet.
    waiting: VecDeque<Strip>,
    bookmarks: Vec<Bookmark>,
}

impl Stack<'_> {
    fn place(&mut self, strip: Strip, need_mm: f64) {
        const TOLERANCE_MM: f64 = 1e-6;
        if strip.table != self.table {
            self.close_table();
        }
        if strip.gap && self.bare {
            return;
        }
        if strip.fresh && !self.bare {
            self.turn_page();
        }
        let room = self.frame.bottom_mm - self.y + TOLERANCE_MM;
        let whole = self.frame.bottom_mm - self.frame.top_mm;
        let header = if strip.table == self.table { 0.0 } else { self.header_mm(strip.table) };
        let wanted = if need_mm + self.header_mm(strip.table) <= whole { need_mm } else { strip.height_mm };
        if strip.floats && !self.bare && (wanted > room || !self.waiting.is_empty()) {
            self.waiting.push_back(strip);
            return;
        }
        if !self.bare && header + wanted > room {
            let within = strip.table.is_some() && strip.table == self.table;
            self.turn_page();
            if !within {
                self.place_waiting();
            }
            if !self.bare {
                return self.place(strip, need_mm);
            }
            if strip.gap {
                return;
            }
        }
        if strip.table != self.table {
            self.open_table(strip.table);
        }
        self.draw(strip);
    }

    /// Puts what waits at the head of a fresh page, as much as it holds.
    fn place_waiting(&mut self) {
        while let Some(next) = self.waiting.front()
            && (self.bare || self.y + next.height_mm <= self.frame.bottom_mm)
            && let Some(strip) = self.waiting.pop_front()
        {
            self.draw(strip);
        }
    }

    fn draw(&mut self, strip: Strip) {
        if let Some((title, level)) = strip.bookmark {
            self.bookmarks.push(Bookmark { title, page: self.pages.len(), level });
        }
        let y = self.y;
        if self.bare {
            self.items.extend(strip.if_first.into_iter().map(|i| i.lowered(y)));
        }
        self.items.extend(strip.items.into_iter().map(|i| i.lowered(y)));
        self.y += strip.height_mm;
        self.bare = false;
    }

    fn header_mm(&self, table: Option<usize>) -> f64 {
        table.and_then(|t| self.headers.get(t)).map_or(0.0, |h| h.strip.height_mm)
    }

    fn open_table(&mut self, table: Option<usize>) {
        self.table = table;
        let Some(header) = table.and_then(|t| self.headers.get(t)) else { return };
        let y = self.y;
        self.items.extend(header.strip.items.iter().cloned().map(|i| i.lowered(y)));
        self.items.push(Item::across(header.x_mm, y, header.width_mm, FRAME_PT));
        self.y += header.strip.height_mm;
    }

    fn close_table(&mut self) {
        if let Some(header) = self.table.take().and_then(|t| self.headers.get(t)) {
            self.items.push(Item::across(header.x_mm, self.y, header.width_mm, FRAME_PT));
        }
    }

    fn turn_page(&mut self) {
        self.close_table();
        let frame = self.frame;
        let fixed = if self.pages.is_empty() { &frame.first_items } else { &frame.other_items };
        let mut items = fixed.clone();
        items.extend(joined_rules(std::mem::take(&mut self.items)));
        items.extend(frame.footer.iter().cloned());
        self.pages.push(Page {
            width_mm: frame.width_mm,
            height_mm: frame.height_mm,
            items,
            number: frame.number.map(|(y_mm, style)| PageNumber {
                centre_mm: frame.left_mm + frame.content_mm() / 2.0,
                y_mm,
                style,
                item: None,
            }),
        });
        self.y = frame.top_mm;
        self.bare = true;
    }
}

/// Vertical rules that meet end to end become one.
fn joined_rules(items: Vec<Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    let mut open: HashMap<(u64, u64), usize> = HashMap::new();
    for item in items {
        if let Item::Line { x1_mm, y1_mm, x2_mm, y2_mm, width_pt } = &item
            && x1_mm == x2_mm
        {
            let key = (x1_mm.to_bits(), width_pt.to_bits());
            if let Some(Item::Line { y2_mm: end, .. }) = open.get(&key).and_then(|&at| out.get_mut(at))
                && (*end - *y1_mm).abs() < 1e-6
            {
                *end = *y2_mm;
                continue;
            }
            open.insert(key, out.len());
        }
        out.push(item);
    }
    out
}
