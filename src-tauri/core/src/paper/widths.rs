//! How the width of a table is shared among its columns, from what stands in them.
//!
//! Owns the search for the widths at which the rows take the fewest lines. Knows no page, no size of type and no rule between
//! cells: everything is counted in thousandths of the size. Integers only, so that the same rows have the same widths on every
//! machine.

use super::fonts::{Face, Run};
use super::table::TableColumn;
use super::text::{self, Shape};
use std::collections::{HashMap, HashSet};

/// No single word may claim more than this (a third of a line).
const MOST: u32 = 16_000;
/// So short a text is one word, in a heading and below it.
const WORD: u32 = 3_000;
/// The narrowest column.
const LEAST: u32 = 2_000;
/// As many rows, taken evenly from all of them, stand for a long list when lines are counted.
const SAMPLE: usize = 160;
/// Rows on a page, over which a second line of the header is shared.
const ROWS_A_PAGE: usize = 24;
/// Widths tried lie this far apart up to [`FINE`], four times as far above.
const STEP: u32 = 500;
/// Up to here a character more or less matters.
const FINE: u32 = 24_000;
/// A longer text has lines enough wherever it stands.
const WIDEST: u32 = 60_000;

/// What a column asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Demand {
    /// No word, date, number or name is broken.
    pub least: u32,
    /// Every text stands on one line.
    pub natural: u32,
}

/// What the columns ask for, from their headings and from every row.
pub(super) fn demands(columns: &[TableColumn], texts: &[Vec<Run>]) -> Vec<Demand> {
    let mut demands: Vec<Demand> = columns.iter().map(|column| heading(&column.label)).collect();
    let mut seen: Vec<HashSet<&str>> = vec![HashSet::new(); columns.len()];
    for row in texts {
        for (((demand, column), run), seen) in demands.iter_mut().zip(columns).zip(row).zip(&mut seen) {
            let whole = text::measure(run.face, &run.text);
            demand.natural = demand.natural.max(whole);
            if whole <= demand.least || !seen.insert(&run.text) {
                continue;
            }
            let unit = if whole <= WORD || (column.whole && whole <= MOST) {
                whole
            } else {
                text::widest_unit(&run.text, run.face).min(MOST)
            };
            demand.least = demand.least.max(unit);
        }
    }
    demands
}

/// What a heading asks for: one of three characters stays whole, a longer one stands on two lines.
fn heading(label: &str) -> Demand {
    let natural = text::measure(Face::HeiBold, label);
    let least = if label.chars().any(|c| c.is_ascii() || c.is_whitespace()) {
        text::widest_unit(label, Face::HeiBold).min(MOST)
    } else if natural <= WORD {
        natural
    } else {
        natural.div_ceil(2).div_ceil(1000) * 1000
    };
    let least = least.max(LEAST);
    Demand { least, natural: natural.max(least) }
}

/// The widths a column may have, widest first, and how many lines each row counted has at each of them.
struct Choices {
    widths: Vec<u32>,
    lines: Vec<Vec<u32>>,
}

impl Choices {
    fn of(demand: Demand, label: &str, texts: &[&Run]) -> Self {
        let top = demand.natural.min(WIDEST).max(demand.least);
        let mut widths = vec![top];
        let mut width = demand.least;
        let mut steps = Vec::new();
        while width < top {
            steps.push(width);
            width += if width < FINE { STEP } else { 4 * STEP };
        }
        widths.extend(steps.into_iter().rev());
        let mut shapes: Vec<Shape> = Vec::new();
        let mut known: HashMap<(Face, &str), usize> = HashMap::new();
        let heading = Run { text: label.to_owned(), face: Face::HeiBold };
        let places: Vec<usize> = texts
            .iter()
            .copied()
            .chain([&heading])
            .map(|run| {
                *known.entry((run.face, run.text.as_str())).or_insert_with(|| {
                    shapes.push(Shape::of(&run.text, run.face));
                    shapes.len() - 1
                })
            })
            .collect();
        let lines = widths
            .iter()
            .map(|width| {
                let counts: Vec<u32> = shapes.iter().map(|shape| shape.lines(*width)).collect();
                places.iter().filter_map(|place| counts.get(*place).copied()).collect()
            })
            .collect();
        Self { widths, lines }
    }

    fn width(&self, at: usize) -> u32 {
        self.widths.get(at).copied().unwrap_or_default()
    }

    fn lines(&self, at: usize) -> &[u32] {
        self.lines.get(at).map_or(&[], Vec::as_slice)
    }
}

/// The rows of a table as they are when widths are chosen.
pub(super) struct Search {
    columns: Vec<Choices>,
    /// How many of the rows counted a line more in each of them weighs: the header is the last.
    weights: Vec<u64>,
    /// Rows there are for each one counted, in hundredths.
    share: u64,
}

/// Widths and what they come to.
pub(super) struct Shared {
    /// Width of each column.
    pub widths: Vec<u32>,
    /// Lines of each row counted, without the header.
    pub lines: Vec<u32>,
}

impl Search {
    /// Counts the lines of `texts` at every width the columns may have.
    pub fn new(columns: &[TableColumn], demands: &[Demand], texts: &[Vec<Run>]) -> Self {
        let counted = texts.len().min(SAMPLE);
        let rows: Vec<&Vec<Run>> = (0..counted).filter_map(|at| texts.get(at * texts.len() / counted)).collect();
        let choices = columns.iter().zip(demands).enumerate().map(|(at, (column, demand))| {
            let runs: Vec<&Run> = rows.iter().filter_map(|row| row.get(at)).collect();
            Choices::of(*demand, &column.label, &runs)
        });
        let header = u64::try_from(counted / ROWS_A_PAGE).unwrap_or_default().max(1);
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        Self {
            columns: choices.collect(),
            weights: std::iter::repeat_n(1, counted).chain([header]).collect(),
            share: number(texts.len()) * 100 / number(counted.max(1)),
        }
    }

    /// Rows there are for each one counted.
    pub fn share(&self) -> f64 {
        f64::from(u32::try_from(self.share).unwrap_or(u32::MAX)) / 100.0
    }

    /// Widths that together are no wider than `room`; `None` where words would have to be broken for that.
    ///
    /// Every column begins as wide as it would like to be. What is too much is taken, piece by piece, where a thousandth costs
    /// the fewest lines; what was taken too much goes back where it saves most.
    pub fn within(&self, room: u32) -> Option<Shared> {
        let least: u32 = self.columns.iter().filter_map(|column| column.widths.last()).sum();
        if least > room {
            return None;
        }
        let mut at = vec![0; self.columns.len()];
        loop {
            let total = self.total(&at);
            let Some(over) = total.checked_sub(room).filter(|over| *over > 0) else { break };
            let (column, place) = self.cheapest(&at, over)?;
            *at.get_mut(column)? = place;
        }
        while let Some((column, place)) = self.worthiest(&at, room - self.total(&at)) {
            *at.get_mut(column)? = place;
        }
        self.even(&mut at);
        let widths = self.columns.iter().zip(&at).map(|(column, at)| column.width(*at)).collect();
        let mut lines = self.heights(&at, None);
        lines.pop();
        Some(Shared { widths, lines })
    }

    /// Where the header has two lines anyway, no heading keeps one by chance: what that frees is shared out.
    fn even(&self, at: &mut [usize]) {
        let header = self.heights(at, None).pop();
        for (column, at) in self.columns.iter().zip(at) {
            let Some((_, rows)) = column.lines(*at).split_last() else { continue };
            let same = |place: &usize| {
                column.lines(*place).split_last().is_some_and(|(own, others)| others == rows && Some(*own) <= header)
            };
            *at = (*at..column.widths.len()).take_while(same).last().unwrap_or(*at);
        }
    }

    fn total(&self, at: &[usize]) -> u32 {
        self.columns.iter().zip(at).map(|(column, at)| column.width(*at)).sum()
    }

    /// Lines of every row counted, but for those of the column left out.
    fn heights(&self, at: &[usize], without: Option<usize>) -> Vec<u32> {
        let mut heights = vec![1; self.weights.len()];
        for (index, (column, at)) in self.columns.iter().zip(at).enumerate() {
            if Some(index) != without {
                for (height, lines) in heights.iter_mut().zip(column.lines(*at)) {
                    *height = (*height).max(*lines);
                }
            }
        }
        heights
    }

    /// Lines of all rows when a column has `lines` and the others are `heights` high.
    fn cost(&self, heights: &[u32], lines: &[u32]) -> u64 {
        heights.iter().zip(lines).zip(&self.weights).map(|((height, lines), weight)| u64::from(*height.max(lines)) * weight).sum()
    }

    /// Which column becomes how narrow: the fewest lines more for what it gives of `over`, then the most given.
    fn cheapest(&self, at: &[usize], over: u32) -> Option<(usize, usize)> {
        let mut best: Option<(u64, u64, (usize, usize))> = None;
        for (index, column) in self.columns.iter().enumerate() {
            let now = *at.get(index)?;
            let others = self.heights(at, Some(index));
            let before = self.cost(&others, column.lines(now));
            for place in now + 1..column.widths.len() {
                let given = u64::from((column.width(now) - column.width(place)).min(over));
                let cost = self.cost(&others, column.lines(place)).saturating_sub(before);
                let better = best.as_ref().is_none_or(|(least, most, _)| {
                    let (this, that) = (cost * most, least * given);
                    this < that || (this == that && given > *most)
                });
                if better {
                    best = Some((cost, given, (index, place)));
                }
                // Narrower still costs more and gives nothing that is asked for.
                if given == u64::from(over) {
                    break;
                }
            }
        }
        best.map(|(.., found)| found)
    }

    /// Which column becomes how wide within `spare`: the most lines saved, then the least taken.
    fn worthiest(&self, at: &[usize], spare: u32) -> Option<(usize, usize)> {
        let mut best: Option<(u64, u32, (usize, usize))> = None;
        for (index, column) in self.columns.iter().enumerate() {
            let now = *at.get(index)?;
            let others = self.heights(at, Some(index));
            let before = self.cost(&others, column.lines(now));
            for place in (0..now).rev() {
                let taken = column.width(place) - column.width(now);
                if taken > spare {
                    break;
                }
                let saved = before.saturating_sub(self.cost(&others, column.lines(place)));
                let better = best.as_ref().is_none_or(|(most, least, _)| (saved, *least) > (*most, taken));
                if saved > 0 && better {
                    best = Some((saved, taken, (index, place)));
                }
            }
        }
        best.map(|(.., found)| found)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::paper::text::Align;

    fn columns(labels: &[&str]) -> Vec<TableColumn> {
        labels
            .iter()
            .map(|label| TableColumn {
                label: (*label).to_owned(), width_mm: 20.0, align: Align::Left, whole: *label == "姓名"
            })
            .collect()
    }

    fn texts(rows: &[&[&str]]) -> Vec<Vec<Run>> {
        let run = |text: &&str| Run { text: (*text).to_owned(), face: Face::Song };
        rows.iter().map(|row| row.iter().map(run).collect()).collect()
    }

    #[test]
    fn a_name_stays_whole_and_a_heading_breaks_in_its_middle() {
        let columns = columns(&["姓名", "消毒类型", "操作人", "备注"]);
        let texts = texts(&[&["欧阳修文", "预防性消毒", "冉光荣", "于2021-08-12补记"]]);
        let demands = demands(&columns, &texts);
        assert_eq!((demands[0].least, demands[0].natural), (4_000, 4_000), "a name");
        assert_eq!((demands[1].least, demands[1].natural), (2_000, 5_000), "消毒 above 类型");
        assert_eq!((demands[2].least, demands[2].natural), (3_000, 3_000), "操作人 is not broken");
        assert_eq!(demands[3].least, text::widest_unit("2021-08-12", Face::Song), "a date is not broken");
    }

    #[test]
    fn what_lacks_is_taken_where_it_costs_the_fewest_lines() {
        let columns = columns(&["甲", "乙"]);
        let short = ["一二三四五六", "一二三四五六七八"];
        let long = ["一二三四五六", "一二三四五六七八九十一二三四五六七八九十"];
        let mut rows: Vec<&[&str]> = vec![&short; 20];
        rows.push(&long);
        let texts = texts(&rows);
        let search = Search::new(&columns, &demands(&columns, &texts), &texts);
        let shared = search.within(14_000).unwrap();
        assert_eq!(shared.widths, [6_000, 8_000], "one row has lines enough, twenty stay on one");
        assert_eq!(shared.lines.iter().filter(|lines| **lines > 1).count(), 1);
        assert!(search.within(3_000).is_none());
        let wide = search.within(60_000).unwrap();
        assert!(wide.lines.iter().all(|lines| *lines == 1), "room for all");
    }

    #[test]
    fn widths_keep_between_least_and_room() {
        let columns = columns(&["姓名", "住址", "备注"]);
        let address = "建设北路一百二十八号三栋二单元六百零二室";
        let rows: Vec<Vec<String>> =
            (0..400).map(|at| vec!["冉光荣".to_owned(), address.to_owned(), "注意观察，".repeat(at % 9)]).collect();
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let texts = texts(&rows);
        let demands = demands(&columns, &texts);
        let search = Search::new(&columns, &demands, &texts);
        let mut before = u32::MAX;
        for room in (10_000..70_000).step_by(4_000) {
            let shared = search.within(room).unwrap();
            assert!(shared.widths.iter().sum::<u32>() <= room);
            assert!(shared.widths.iter().zip(&demands).all(|(width, demand)| *width >= demand.least));
            let lines = shared.lines.iter().sum();
            assert!(lines <= before, "more room, no more lines: {room}");
            before = lines;
        }
    }
}
