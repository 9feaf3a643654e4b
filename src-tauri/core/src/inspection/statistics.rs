//! 统计 of a pack: each month judged by itself, as bars of what the guideline has drawn, and as a table of all of it.
//!
//! Owns what is said by month. Which requirements are drawn is the guideline's, how a bar looks `paper`'s.

use super::PackJob;
use super::parts::{Facts, MOST_MONTHS, cells, table};
use crate::articles::in_words;
use crate::paper::chart::{self, Bar, Chart, ChartForm, Figures};
use crate::paper::page::Document;
use crate::paper::table::TableColumn;
use crate::paper::text::Align;

const TITLE: &str = "分月统计";

/// The bars, and the table behind them.
pub fn document(job: &PackJob, facts: &Facts) -> Document {
    let charts = charts(facts);
    if charts.is_empty() {
        return figures(job, facts, TITLE);
    }
    let bare = facts.table(job, "分月统计图", Vec::new(), Vec::new());
    let form = ChartForm {
        title: bare.title,
        organisation: bare.organisation,
        period: bare.period,
        on: bare.on,
        head: bare.head,
        mask_word: bare.mask_word,
        charts,
        notes: vec!["每个月单独看；按季度、半年、一年要求的，看到那个月底为止的一个周期。– 是那个月不要求。".to_owned()],
    };
    let parts = vec![chart::compose(&form), figures(job, facts, "分月统计表")];
    Document::joined(TITLE, &facts.organisation, TITLE, job.on, parts)
}

/// A chart of each requirement that the guideline has drawn, where there is anything to be drawn.
fn charts(facts: &Facts) -> Vec<Chart> {
    let drawn = facts.judged.requirements().filter(|(_, one)| one.chart).map(|(article, one)| {
        let bar = |month: &super::parts::Month| Bar {
            label: month.first.format("%Y-%m").to_string(),
            figures: month
                .made
                .get(&one.id)
                .map(|(made, asked, late)| Figures { made: *made, late: *late, asked: *asked })
                .filter(|of| of.made + of.asked > 0),
        };
        Chart { title: format!("第 {} 条　{}", article.number, one.words), bars: facts.months.iter().map(bar).collect() }
    });
    drawn.filter(|chart| chart.bars.iter().any(|bar| bar.figures.is_some())).collect()
}

/// The same, and everything else, in figures.
fn figures(job: &PackJob, facts: &Facts, title: &str) -> Document {
    let mut columns = vec![TableColumn::of("项目", 46.0, Align::Left)];
    columns
        .extend(facts.months.iter().map(|month| TableColumn::of(&month.first.format("%Y-%m").to_string(), 18.0, Align::Right)));
    let rows = facts.judged.requirements().filter_map(|(article, one)| {
        let of: Vec<Option<&(u64, u64, u64)>> = facts.months.iter().map(|month| month.made.get(&one.id)).collect();
        let any = of.iter().flatten().any(|(made, asked, _)| made + asked > 0);
        let said = |month: Option<&(u64, u64, u64)>| match month {
            None => "–".to_owned(),
            Some((made, 0, _)) => made.to_string(),
            Some((made, asked, _)) => in_words(*made, *asked),
        };
        any.then(|| {
            let mut row = vec![format!("{} {}", article.number, one.words)];
            row.extend(of.into_iter().map(said));
            cells(row)
        })
    });
    let mut form = facts.table(job, title, columns, rows.collect());
    form.notes.push("斜线前是做到的，斜线后是应做的；没有斜线的是记录条数；– 是不要求。按季度、半年、一年要求的，看到那个月底为止的一个周期，同一条记录会在几个月里出现。".to_owned());
    if facts.months.first().is_some_and(|month| month.first > job.from) {
        form.notes.push(format!("期间较长，只列最后 {MOST_MONTHS} 个月。"));
    }
    table(job, form)
}
