//! The contents of a document: its outline, each entry with the page it leads to.
//!
//! Owns their look. Knows no form and no ledger.

use super::flow::{Strip, count};
use super::fonts::{self, Face};
use super::page::{Bookmark, Colour, Item, MM_PER_PT};
use super::text::{self, Align};
use std::collections::BTreeSet;

const SIZE_PT: f64 = 10.5;
/// By how much an entry stands further in than the one it belongs to.
const INDENT_MM: f64 = 7.0;
/// Kept free for the number of a page.
const NUMBER_MM: f64 = 8.0;
const DOTS: Colour = Colour(190, 196, 200);

/// The entries of less than `levels` of depth, across `width_mm` from `left_mm`; their pages are counted on from `first`.
pub(super) fn strips(
    outline: &[Bookmark],
    levels: usize,
    first: usize,
    (left_mm, width_mm): (f64, f64),
    missing: &mut BTreeSet<char>,
) -> Vec<Strip> {
    let mut strips = Vec::new();
    for bookmark in outline.iter().filter(|bookmark| bookmark.level < levels) {
        let upper = bookmark.level == 0;
        let run = fonts::fit(&bookmark.title, if upper { Face::HeiBold } else { Face::Song }, missing);
        let x = left_mm + INDENT_MM * count(bookmark.level);
        let room = left_mm + width_mm - NUMBER_MM - 6.0 - x;
        let lines = text::lines(&run.text, run.face, SIZE_PT, room);
        let last = lines.len() - 1;
        for (place, line) in lines.into_iter().enumerate() {
            let above = if upper && place == 0 { 2.0 } else { 0.0 };
            let y = above + 4.2;
            let from = x + fonts::width_mm(run.face, SIZE_PT, &line) + 2.0;
            let mut items = vec![Item::text(x, y, SIZE_PT, run.face, line)];
            if place == last {
                let page = (bookmark.page + first + 1).to_string();
                items.push(text::aligned(left_mm, width_mm, y, SIZE_PT, Face::Song, Align::Right, &page));
                items.extend(leaders(from, left_mm + width_mm - NUMBER_MM, y));
            }
            strips.push(Strip { height_mm: above + 5.6, items, keep_with_next: upper || place < last, ..Strip::default() });
        }
    }
    if let Some(last) = strips.last_mut() {
        last.keep_with_next = false;
    }
    strips
}

/// Dots from an entry to its page, all in one grid.
fn leaders(from_mm: f64, to_mm: f64, y_mm: f64) -> Option<Item> {
    const STEP_MM: f64 = 2.0;
    let dots = ((to_mm - from_mm) / STEP_MM).floor();
    if dots < 2.0 {
        return None;
    }
    let x = to_mm - dots * STEP_MM;
    let dot = fonts::width_mm(Face::Song, SIZE_PT, ".");
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a few dozen
    let text = ".".repeat(dots as usize);
    Some(Item::Text {
        x_mm: x,
        y_mm,
        size_pt: SIZE_PT,
        spacing_pt: (STEP_MM - dot) / MM_PER_PT,
        face: Face::Song,
        colour: DOTS,
        text,
    })
}
