//! Charts of months: what was made of what was asked, as bars that read in black and white, with their figures beside.
//!
//! Owns their look: made black, entered late hatched, missing framed white; nothing is told by colour. Names no ledger and reads
//! no clock.

use super::apparatus::{self, Heading};
use super::flow::{self, Frame, Strip, Titles, count};
use super::fonts::{self, Face};
use super::page::{Colour, Document, Item};
use super::text::{self, Align};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

/// Charts as they are to be printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChartForm {
    /// Title, such as 分月统计图.
    pub title: String,
    /// Name of the organisation.
    pub organisation: String,
    /// The period covered, already worded.
    pub period: Option<String>,
    /// 数据截至.
    pub on: NaiveDate,
    /// Audit head, grouped for reading; empty prints none.
    pub head: String,
    /// What the footer says of masks.
    pub mask_word: String,
    /// The charts in order.
    pub charts: Vec<Chart>,
    /// Lines after the charts.
    pub notes: Vec<String>,
}

/// One chart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chart {
    /// What it is of.
    pub title: String,
    /// Its bars, one a month.
    pub bars: Vec<Bar>,
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// What it is of, such as 2021-06.
    pub label: String,
    /// How much was made, how much of that late, and of how much: 0 of what is only counted. `None`: nothing was asked.
    pub figures: Option<Figures>,
}

/// What a bar shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Made, those entered late among them.
    pub made: u64,
    /// Entered late.
    pub late: u64,
    /// Asked; 0: it is only counted.
    pub asked: u64,
}

impl Figures {
    /// Made in time, entered late, missing: the pieces of the bar from below.
    fn pieces(self) -> [u64; 3] {
        let late = self.late.min(self.made);
        [self.made - late, late, self.asked.saturating_sub(self.made)]
    }

    fn height(self) -> u64 {
        self.pieces().iter().sum()
    }

    fn in_words(self) -> String {
        if self.asked >= self.made && self.asked > 0 { format!("{}/{}", self.made, self.asked) } else { self.made.to_string() }
    }
}

const SIDE_MM: f64 = 20.0;
const TITLE_MM: f64 = 8.0;
const PLOT_MM: f64 = 102.0;
const TABLE_MM: f64 = 64.0;
const BAR_MM: f64 = 24.0;
/// Room above the highest bar for its figure.
const ABOVE_MM: f64 = 5.0;
const BELOW_MM: f64 = 5.0;
const ROW_MM: f64 = 4.3;
const SMALL_PT: f64 = 8.0;

/// Lays the charts out, one below the other.
pub fn compose(form: &ChartForm) -> Document {
    let mut missing = BTreeSet::new();
    let mut frame = Frame::a4(false, SIDE_MM);
    frame.ledger_footer(&form.head, &form.mask_word, &mut missing);
    let says =
        Heading { title: &form.title, organisation: &form.organisation, period: form.period.as_deref(), on: Some(form.on) };
    apparatus::heading(&says, &mut frame, &mut missing);
    let mut strips = vec![legend()];
    for chart in &form.charts {
        strips.push(drawn(chart, &mut missing));
        strips.push(Strip::gap(3.0));
    }
    strips.pop();
    strips.extend(apparatus::note_strips(&form.notes, &frame, &mut missing));
    let titles = Titles {
        title: &form.title,
        organisation: &form.organisation,
        subject: form.period.as_deref().unwrap_or(&form.title),
        on: form.on,
    };
    flow::paginate(&titles, &frame, &[], strips, missing)
}

/// What each kind of piece means.
fn legend() -> Strip {
    const BOX_MM: f64 = 3.2;
    const SIZE: f64 = 9.0;
    let mut items = Vec::new();
    let mut x = SIDE_MM;
    for (kind, word) in [(Piece::Made, "做到"), (Piece::Late, "做到，补录的"), (Piece::Missing, "没有做到")] {
        items.extend(piece(kind, (x, 2.0), (BOX_MM, BOX_MM)));
        items.push(Item::text(x + BOX_MM + 1.5, 4.8, SIZE, Face::Song, word));
        x += BOX_MM + 1.5 + fonts::width_mm(Face::Song, SIZE, word) + 8.0;
    }
    Strip { height_mm: 8.0, items, keep_with_next: true, ..Strip::default() }
}

#[derive(Clone, Copy)]
enum Piece {
    Made,
    Late,
    Missing,
}

/// A piece of a bar: black, hatched or white in a frame. `at` is its upper left corner.
fn piece(kind: Piece, (x, y): (f64, f64), (width, height): (f64, f64)) -> Vec<Item> {
    const FRAME_PT: f64 = 0.5;
    const HATCH_PT: f64 = 0.35;
    const STEP_MM: f64 = 1.1;
    if let Piece::Made = kind {
        return vec![Item::Fill { x_mm: x, y_mm: y, width_mm: width, height_mm: height, colour: Colour::BLACK }];
    }
    let mut items = vec![Item::Fill { x_mm: x, y_mm: y, width_mm: width, height_mm: height, colour: Colour::WHITE }];
    if let Piece::Late = kind {
        // Lines from the lower left to the upper right, cut at the edges.
        let mut from = STEP_MM - height;
        while from < width {
            let (start, end) = (from.max(0.0), (from + height).min(width));
            items.push(Item::Line {
                x1_mm: x + start,
                y1_mm: y + height - (start - from),
                x2_mm: x + end,
                y2_mm: y + height - (end - from),
                width_pt: HATCH_PT,
            });
            from += STEP_MM;
        }
    }
    items.push(Item::across(x, y, width, FRAME_PT));
    items.push(Item::across(x, y + height, width, FRAME_PT));
    items.push(Item::down(x, y, height, FRAME_PT));
    items.push(Item::down(x + width, y, height, FRAME_PT));
    items
}

/// A chart: its bars left, the same in figures right.
fn drawn(chart: &Chart, missing: &mut BTreeSet<char>) -> Strip {
    let title = fonts::fit(&chart.title, Face::HeiBold, missing);
    let mut items = vec![Item::text(SIDE_MM, 5.0, 10.5, title.face, title.text)];
    items.extend(bars(&chart.bars));
    items.extend(figures(&chart.bars));
    let table = TITLE_MM + ROW_MM * count(chart.bars.len() + 1);
    Strip { height_mm: table.max(TITLE_MM + ABOVE_MM + BAR_MM + BELOW_MM), items, ..Strip::default() }
}

fn bars(bars: &[Bar]) -> Vec<Item> {
    const WIDEST_MM: f64 = 11.0;
    let base = TITLE_MM + ABOVE_MM + BAR_MM;
    let slot = PLOT_MM / count(bars.len().max(1));
    let width = (slot * 0.56).min(WIDEST_MM);
    let size = if bars.len() > 8 { 6.5 } else { SMALL_PT };
    let highest = bars.iter().filter_map(|bar| bar.figures).map(Figures::height).max().unwrap_or(0).max(1);
    let mut items = vec![Item::across(SIDE_MM, base, PLOT_MM, flow::FRAME_PT)];
    for (place, bar) in bars.iter().enumerate() {
        let left = SIDE_MM + slot * count(place);
        let mut top = base;
        for (kind, amount) in
            [Piece::Made, Piece::Late, Piece::Missing].into_iter().zip(bar.figures.map_or([0; 3], Figures::pieces))
        {
            if amount > 0 {
                #[allow(clippy::cast_precision_loss)] // a share of the height
                let height = BAR_MM * amount as f64 / highest as f64;
                top -= height;
                items.extend(piece(kind, (left + (slot - width) / 2.0, top), (width, height)));
            }
        }
        let said = bar.figures.map_or_else(|| "–".to_owned(), Figures::in_words);
        items.push(text::aligned(left, slot, top - 1.2, size, Face::Song, Align::Centre, &said));
        // The year is said once where months are many.
        let label = if bars.len() > 6 { bar.label.get(2..).unwrap_or(&bar.label) } else { &bar.label };
        items.push(text::aligned(left, slot, base + 3.6, size, Face::Song, Align::Centre, label));
    }
    items
}

/// The same in a table.
fn figures(bars: &[Bar]) -> Vec<Item> {
    const WIDTHS: [f64; 5] = [18.0, 11.5, 11.5, 11.5, 11.5];
    let (left, top) = (SIDE_MM + PLOT_MM + 4.0, TITLE_MM);
    let mut items = vec![Item::Fill { x_mm: left, y_mm: top, width_mm: TABLE_MM, height_mm: ROW_MM, colour: Colour::HEADER }];
    let mut line = |row: usize, face: Face, cells: [String; 5]| {
        let mut x = left;
        for (width, cell) in WIDTHS.into_iter().zip(cells) {
            let y = top + ROW_MM * count(row) + 3.2;
            items.push(text::aligned(x, width, y, SMALL_PT, face, Align::Centre, &cell));
            x += width;
        }
    };
    line(0, Face::HeiBold, ["月份", "应做", "做到", "补录", "缺"].map(str::to_owned));
    for (row, bar) in bars.iter().enumerate() {
        let cells = match bar.figures {
            None => [bar.label.clone(), "–".to_owned(), "–".to_owned(), "–".to_owned(), "–".to_owned()],
            Some(figures) => {
                let [_, late, missing] = figures.pieces();
                let of = |asked: u64, number: u64| if asked == 0 { "–".to_owned() } else { number.to_string() };
                let Figures { made, asked, .. } = figures;
                [bar.label.clone(), of(asked, asked), made.to_string(), late.to_string(), of(asked, missing)]
            }
        };
        line(row + 1, Face::Song, cells);
    }
    let rows = bars.len() + 1;
    for row in 0..=rows {
        let thickness = if row == 0 || row == rows { flow::FRAME_PT } else { flow::GRID_PT };
        items.push(Item::across(left, top + ROW_MM * count(row), TABLE_MM, thickness));
    }
    let mut x = left;
    items.push(Item::down(x, top, ROW_MM * count(rows), flow::FRAME_PT));
    for (place, width) in WIDTHS.iter().enumerate() {
        x += width;
        let thickness = if place + 1 == WIDTHS.len() { flow::FRAME_PT } else { flow::GRID_PT };
        items.push(Item::down(x, top, ROW_MM * count(rows), thickness));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bar is as high as what was asked, or made where that is more; late ones are no more than were made.
    #[test]
    fn pieces_add_up() {
        for (made, late, asked, pieces) in
            [(20, 3, 30, [17, 3, 10]), (10, 0, 7, [10, 0, 0]), (0, 0, 5, [0, 0, 5]), (4, 6, 0, [0, 4, 0]), (0, 0, 0, [0, 0, 0])]
        {
            assert_eq!(Figures { made, late, asked }.pieces(), pieces);
        }
    }

    /// Hatching stays inside its piece.
    #[test]
    fn hatching_is_cut_at_the_edges() {
        for (width, height) in [(3.2, 3.2), (11.0, 0.4), (2.0, 28.0)] {
            let items = piece(Piece::Late, (10.0, 20.0), (width, height));
            let mut lines = 0;
            for item in items {
                let Item::Line { x1_mm, y1_mm, x2_mm, y2_mm, .. } = item else { continue };
                lines += 1;
                for (x, y) in [(x1_mm, y1_mm), (x2_mm, y2_mm)] {
                    assert!((10.0 - 1e-9..=10.0 + width + 1e-9).contains(&x), "{width} {height}: {x}");
                    assert!((20.0 - 1e-9..=20.0 + height + 1e-9).contains(&y), "{width} {height}: {y}");
                }
            }
            assert!(lines > 4, "{width} {height}: a frame and some lines");
        }
    }

    #[test]
    fn figures_stand_at_the_bars() {
        let bar = |label: &str, figures| Bar { label: label.to_owned(), figures };
        let charts = vec![Chart {
            title: "7 消毒".to_owned(),
            bars: vec![
                bar("2021-06", Some(Figures { made: 20, late: 3, asked: 30 })),
                bar("2021-07", Some(Figures { made: 10, late: 0, asked: 7 })),
                bar("2021-08", None),
            ],
        }];
        let form = ChartForm {
            title: "分月统计图".to_owned(),
            organisation: "某社".to_owned(),
            period: None,
            on: NaiveDate::from_ymd_opt(2021, 8, 31).unwrap_or_default(),
            head: String::new(),
            mask_word: "脱敏".to_owned(),
            charts,
            notes: Vec::new(),
        };
        let document = compose(&form);
        let said: Vec<&str> = document
            .pages
            .iter()
            .flat_map(|page| &page.items)
            .filter_map(|item| if let Item::Text { text, .. } = item { Some(text.as_str()) } else { None })
            .collect();
        assert!(said.contains(&"20/30") && said.contains(&"10") && said.contains(&"–"), "{said:?}");
        assert_eq!(document.pages.len(), 1);
    }
}
