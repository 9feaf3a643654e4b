//! What stands around the body of a form: heading, notes and the signature line.
//!
//! Owns their look, so that all forms of the program match. Knows no form in particular.

use super::flow::{self, Frame, Strip, count};
use super::fonts::{self, Face};
use super::page::Item;
use super::text::{self, Align};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What the head of a form says.
pub(super) struct Heading<'a> {
    pub title: &'a str,
    pub organisation: &'a str,
    pub period: Option<&'a str>,
    pub on: Option<NaiveDate>,
}

/// A day as it is written on paper.
pub(super) fn day(on: NaiveDate) -> String {
    on.format("%Y年%-m月%-d日").to_string()
}

/// Title and second line on the first page, a short line on the others.
pub(super) fn heading(says: &Heading<'_>, frame: &mut Frame, missing: &mut BTreeSet<char>) {
    const TITLE_PT: f64 = 18.0;
    const LINE_PT: f64 = 10.5;
    let (left, width) = (frame.left_mm, frame.content_mm());
    let title = fonts::fit(says.title, Face::HeiBold, missing);
    let mut y = 18.0;
    for line in text::lines(&title.text, title.face, TITLE_PT, width) {
        y += 6.5;
        frame.first_items.push(text::aligned(left, width, y, TITLE_PT, title.face, Align::Centre, &line));
        y += 2.0;
    }
    let until = match says.on {
        Some(on) => format!("数据截至：{}", day(on)),
        None => "填表日期：　　　　年　　月　　日".to_owned(),
    };
    let right = says.period.map_or(until.clone(), |p| format!("期间：{p}　{until}"));
    let right = fonts::fit(&right, Face::Song, missing);
    let name = fonts::fit(&format!("单位名称（盖章）：{}", says.organisation), Face::Song, missing);
    let both = fonts::width_mm(name.face, LINE_PT, &name.text) + fonts::width_mm(right.face, LINE_PT, &right.text);
    y += 6.0;
    if both + 6.0 > width {
        for line in text::lines(&name.text, name.face, LINE_PT, width) {
            frame.first_items.push(Item::text(left, y, LINE_PT, name.face, line));
            y += 5.2;
        }
    } else {
        frame.first_items.push(Item::text(left, y, LINE_PT, name.face, name.text.clone()));
    }
    for line in text::lines(&right.text, right.face, LINE_PT, width) {
        frame.first_items.push(text::aligned(left, width, y, LINE_PT, right.face, Align::Right, &line));
        y += 5.2;
    }
    frame.first_top_mm = y - 5.2 + 2.6;
    let again = fonts::fit(&format!("{}（续）", says.title), Face::HeiBold, missing);
    let lines = text::lines(&again.text, again.face, LINE_PT, width);
    y = 17.0;
    for line in &lines {
        frame.other_items.push(Item::text(left, y, LINE_PT, again.face, line.clone()));
        y += 5.2;
    }
    if lines.len() == 1
        && fonts::width_mm(again.face, LINE_PT, &lines[0]) + fonts::width_mm(name.face, LINE_PT, &name.text) + 60.0 < width
    {
        let who = fonts::fit(says.organisation, Face::Song, missing);
        frame.other_items.push(text::aligned(left, width, 17.0, LINE_PT, who.face, Align::Right, &who.text));
    }
    frame.top_mm = y - 5.2 + 2.6;
}

/// Lines of notes below a table, closed by the list of characters that could not be printed.
pub(super) fn note_strips(said: &[String], frame: &Frame, missing: &mut BTreeSet<char>) -> Vec<Strip> {
    const SIZE: f64 = 9.0;
    let width = frame.content_mm();
    let runs: Vec<fonts::Run> = said.iter().map(|note| fonts::fit(note, Face::Song, missing)).collect();
    let mut all: Vec<(Face, String)> =
        runs.iter().flat_map(|run| text::lines(&run.text, run.face, SIZE, width).into_iter().map(|l| (run.face, l))).collect();
    if !missing.is_empty() {
        let points: Vec<String> = missing.iter().map(|c| format!("U+{:04X}", *c as u32)).collect();
        let note = format!("〓 代替字库没有的字符：{}。", points.join("、"));
        all.extend(text::lines(&note, Face::Song, SIZE, width).into_iter().map(|l| (Face::Song, l)));
    }
    if all.is_empty() {
        return Vec::new();
    }
    let leading = text::leading_mm(SIZE);
    let mut strips = vec![Strip::gap(1.6)];
    strips.extend(all.into_iter().map(|(face, line)| Strip {
        height_mm: leading,
        items: vec![Item::text(frame.left_mm, leading * 0.78, SIZE, face, line)],
        ..Strip::default()
    }));
    strips
}

/// Who signs forms as a rule.
pub const SIGNERS: &[&str] = &["经办人", "审核人", "负责人"];

/// Adds the signature line, which never stands on a page without what it signs: it takes along the notes
/// above it and the last row, or where the notes are long their last line.
pub(super) fn sign(strips: &mut Vec<Strip>, frame: &Frame, signers: &[&str]) {
    const SIZE: f64 = 10.5;
    const BASELINE_MM: f64 = 12.0;
    const TAKEN_ALONG_MM: f64 = 45.0;
    let mut taken = 0.0;
    for (index, strip) in strips.iter_mut().rev().enumerate() {
        taken += strip.height_mm;
        if index > 0 && taken > TAKEN_ALONG_MM {
            break;
        }
        strip.keep_with_next = true;
        if strip.table.is_some() {
            break;
        }
    }
    let width = frame.content_mm();
    let date = "日期：　　　　年　　月　　日";
    let slot = (width - fonts::width_mm(Face::Song, SIZE, date)) / count(signers.len().max(1));
    let mut items = Vec::new();
    for (index, who) in signers.iter().enumerate() {
        let label = if width > 200.0 { format!("{who}（签字）：") } else { format!("{who}：") };
        let x = frame.left_mm + count(index) * slot;
        let taken = fonts::width_mm(Face::Song, SIZE, &label);
        items.push(Item::text(x, BASELINE_MM, SIZE, Face::Song, label));
        items.push(Item::across(x + taken, BASELINE_MM + 0.8, slot - taken - 5.0, flow::GRID_PT));
    }
    items.push(text::aligned(frame.left_mm, width, BASELINE_MM, SIZE, Face::Song, Align::Right, date));
    strips.push(Strip { height_mm: BASELINE_MM + 2.0, items, ..Strip::default() });
}
