//! Lines: where a text may break, how wide it is, where it stands.
//!
//! Owns line breaking and alignment. Knows no form. Works on text already fitted to one face.

use super::fonts::{self, Face};
use super::page::{Item, MM_PER_PT};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::ops::Range;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

/// Distance of baselines in sizes, for text in cells and notes.
pub const LEADING: f64 = 1.32;
/// How far the visual middle of a line of Chinese type stands above its baseline, in sizes.
pub const MIDDLE: f64 = 0.36;

/// Where a text stands between two edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Centre,
    /// At the right edge.
    Right,
}

/// Distance of baselines of type of `size_pt`.
pub fn leading_mm(size_pt: f64) -> f64 {
    size_pt * LEADING * MM_PER_PT
}

/// One line of text between `x_mm` and `x_mm + width_mm`.
pub fn aligned(x_mm: f64, width_mm: f64, y_mm: f64, size_pt: f64, face: Face, align: Align, text: &str) -> Item {
    let free = width_mm - fonts::width_mm(face, size_pt, text);
    let x = match align {
        Align::Left => x_mm,
        Align::Centre => x_mm + free / 2.0,
        Align::Right => x_mm + free,
    };
    Item::text(x, y_mm, size_pt, face, text)
}

/// Breaks `text` into lines of at most `width_mm`.
///
/// Words of Latin letters and digits (numbers, dates, identity numbers) stay whole unless a line cannot
/// hold them; closing punctuation never begins a line and opening punctuation never ends one.
/// At least one character stands on a line, however narrow it is. An empty text is one empty line.
pub fn lines(text: &str, face: Face, size_pt: f64, width_mm: f64) -> Vec<String> {
    let width = width_mm / (size_pt * MM_PER_PT) * 1000.0 + 0.5;
    if !text.contains('\n') && f64::from(measure(face, text)) <= width {
        return vec![text.to_owned()];
    }
    let mut out = Vec::new();
    for paragraph in text.split('\n') {
        let lines = broken(paragraph, &|piece| f64::from(measure(face, paragraph.get(piece).unwrap_or_default())), width);
        out.extend(lines.into_iter().filter_map(|line| paragraph.get(line).map(str::to_owned)));
    }
    out
}

/// Width of the widest unit of `text` that should not be broken, in thousandths of the size.
pub fn widest_unit(text: &str, face: Face) -> u32 {
    text.split('\n').flat_map(units).map(|unit| measure(face, unit.trim_end())).max().unwrap_or_default()
}

/// Width of `text` on one line, in thousandths of the size.
pub fn measure(face: Face, text: &str) -> u32 {
    text.chars().map(|c| fonts::advance(face, c)).sum()
}

/// A text measured once, to be asked for its lines at many widths.
pub(super) struct Shape {
    /// Of each paragraph the units between the places where a line may end: without the space at their end, and with it.
    paragraphs: Vec<Vec<(u32, u32)>>,
}

impl Shape {
    pub fn of(text: &str, face: Face) -> Self {
        let unit = |unit: &str| (measure(face, unit.trim_end()), measure(face, unit));
        Self { paragraphs: text.split('\n').map(|paragraph| units(paragraph).map(unit).collect()).collect() }
    }

    /// How many lines [`lines`] makes of it at `width`, in thousandths of the size, where no unit is wider.
    pub fn lines(&self, width: u32) -> u32 {
        self.paragraphs.iter().map(|units| lines_of(units, width)).sum()
    }
}

fn lines_of(units: &[(u32, u32)], width: u32) -> u32 {
    let (mut lines, mut used) = (1, 0);
    for &(solid, whole) in units {
        if used + solid > width && used > 0 {
            lines += 1;
            used = 0;
        }
        if solid > width {
            lines += solid / width.max(1);
            used = solid % width.max(1);
        } else {
            used += whole;
        }
    }
    lines
}

/// The lines of `paragraph`, which has no line end, as places in it, without the spaces at their ends. `measure` tells
/// how wide a piece is, in the same measure as `width`.
pub(super) fn broken(paragraph: &str, measure: &dyn Fn(Range<usize>) -> f64, width: f64) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let (mut from, mut to, mut used) = (0, 0, 0.0);
    let end_line = |out: &mut Vec<Range<usize>>, from: usize, to: usize| {
        out.push(from..from + paragraph.get(from..to).unwrap_or_default().trim_end().len());
    };
    for unit in units(paragraph) {
        let all = to..to + unit.len();
        let solid = measure(all.start..all.start + unit.trim_end().len());
        if used + solid <= width {
            used += measure(all.clone());
            to = all.end;
            continue;
        }
        if to > from {
            end_line(&mut out, from, to);
            (from, used) = (to, 0.0);
        }
        if solid <= width {
            used = measure(all.clone());
            to = all.end;
            continue;
        }
        for cluster in unit.graphemes(true) {
            let advance = measure(to..to + cluster.len());
            if used + advance > width && to > from {
                end_line(&mut out, from, to);
                (from, used) = (to, 0.0);
            }
            to += cluster.len();
            used += advance;
        }
    }
    end_line(&mut out, from, to);
    out
}

/// The pieces of a paragraph between the places where a line may end.
fn units(paragraph: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    // Collected at once: the shadow that is analysed does not outlive this call.
    let places: Vec<(usize, BreakOpportunity)> = linebreaks(&with_sided_quotes(paragraph)).collect();
    places
        .into_iter()
        .filter(move |&(at, kind)| kind == BreakOpportunity::Mandatory || at == paragraph.len() || may_part(paragraph, at))
        .map(move |(at, _)| {
            let unit = paragraph.get(start..at).unwrap_or_default();
            start = at;
            unit
        })
}

/// The same text with “ and ” as brackets of equal length in bytes: to the Unicode rules a quotation mark
/// has no side and would bind to both its neighbours.
fn with_sided_quotes(paragraph: &str) -> Cow<'_, str> {
    if !paragraph.contains(['“', '”', '‘', '’']) {
        return Cow::Borrowed(paragraph);
    }
    Cow::Owned(paragraph.replace(['“', '‘'], "（").replace(['”', '’'], "）"))
}

/// Our own refusals beyond the Unicode rules: nothing parts inside a Latin word or number such as
/// `2021-03/A`, a number from its 年月日时分, nor these from the number that follows.
fn may_part(paragraph: &str, at: usize) -> bool {
    const OF_DATES: &str = "年月日号时分秒";
    let Some((before, after)) = paragraph.split_at_checked(at) else { return false };
    let (Some(before), Some(after)) = (before.chars().next_back(), after.chars().next()) else { return true };
    let word = |c: char| c.is_ascii_graphic();
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    !((word(before) && word(after))
        || (digit(before) && OF_DATES.contains(after))
        || ("年月时分".contains(before) && digit(after)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    use super::*;
    use proptest::prelude::*;

    /// Breaks for a line of `ems` body characters.
    fn in_lines(text: &str, ems: f64) -> Vec<String> {
        lines(text, Face::Song, 10.0, ems * 10.0 * MM_PER_PT)
    }

    #[test]
    fn punctuation_stands_on_the_right_side() {
        let table: &[(&str, f64, &[&str])] = &[
            ("对青霉素过敏，注意", 6.0, &["对青霉素过", "敏，注意"]),
            ("见附件《预防接种》一", 4.0, &["见附件", "《预防接", "种》一"]),
            ("（一）（二）", 3.0, &["（一）", "（二）"]),
            ("他说：“好。”然后", 5.0, &["他说：", "“好。”然", "后"]),
            ("其中“旅居地”一栏", 3.0, &["其中", "“旅居", "地”一", "栏"]),
            ("完成……继续", 3.0, &["完", "成……", "继续"]),
        ];
        for (text, ems, expected) in table {
            assert_eq!(&in_lines(text, *ems), expected);
        }
    }

    #[test]
    fn numbers_dates_and_identity_numbers_stay_whole() {
        assert_eq!(in_lines("身份证500112199001011234号", 10.0)[1], "500112199001011234");
        assert_eq!(in_lines("于2021年8月12日接种", 7.0), ["于", "2021年8月12日", "接种"]);
        assert!(in_lines("批号2021-03/A-77合格", 8.0)[1].starts_with("2021-03/A-77"));
        assert_eq!(in_lines("电话138****1234可", 6.0), ["电话", "138****1234", "可"]);
        assert_eq!(in_lines("体温36.5℃正常", 3.5), ["体温", "36.5℃", "正常"]);
    }

    #[test]
    fn what_no_line_can_hold_is_cut_by_characters() {
        let got = in_lines("12345678901234567890", 4.0);
        assert!(got.len() > 2 && got.concat() == "12345678901234567890");
        assert_eq!(in_lines("字", 0.1), ["字"]);
        assert_eq!(in_lines("", 4.0), [""]);
        assert_eq!(in_lines("一\n\n二", 4.0), ["一", "", "二"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(
            text in "[一-龥a-zA-Z0-9 ，。、（）《》“”…—\\-/.:]{0,120}", ems in 2.0f64..30.0,
        ) {
            let got = in_lines(&text, ems);
            for line in &got {
                prop_assert!(f64::from(measure(Face::Song, line)) <= ems * 1000.0 + 0.5 || line.graphemes(true).count() == 1);
            }
            let width = (ems * 1000.0) as u32;
            if widest_unit(&text, Face::Song) <= width {
                let got = in_lines(&text, f64::from(width) / 1000.0);
                prop_assert_eq!(usize::try_from(Shape::of(&text, Face::Song).lines(width)).unwrap(), got.len());
            }
            let solid = |s: &str| s.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(solid(&got.concat()), solid(&text));
        }
    }
}
