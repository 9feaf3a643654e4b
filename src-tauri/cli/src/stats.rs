//! `stats`: how what is kept went over a period, chart by chart.

use crate::failure::Result;
use crate::output::{Said, table};
use crate::{arguments, reading, secrets};
use serde_json::json;
use taizhang::file::open::Access;
use taizhang::reports::stats::{self, Chart, ChartLine, Period};
use taizhang::store::Book;

/// Stands for what is not known.
const UNKNOWN: &str = "—";

/// `stats`.
pub fn stats(options: &arguments::Stats) -> Result<Said> {
    let book = secrets::open(&options.file, Access::Read)?;
    let said = book.reading(|book| told(book, options));
    let closed = book.close();
    let said = said?;
    closed?;
    Ok(said)
}

fn told(book: &Book, options: &arguments::Stats) -> Result<Said> {
    let today = book.today();
    let day = |field: &str, given: &Option<String>| reading::day(field, given.as_ref(), today);
    let on = day("on", &options.on)?.unwrap_or(today);
    let period = stats::period(day("from", &options.from)?, day("to", &options.to)?, on)?;
    let names: Vec<String> = if options.chart.is_empty() {
        stats::charts().into_iter().map(|chart| chart.name).collect()
    } else {
        options.chart.clone()
    };
    let mut charts = Vec::new();
    for name in &names {
        charts.push(stats::chart(book, name, period, &|_, _| true)?);
    }
    let Period { span, on } = period;
    let object = json!({ "from": span.from.to_string(), "to": span.to.to_string(), "on": on.to_string(), "charts": charts });
    let lines: Vec<String> = charts.iter().map(lines).collect();
    Ok(Said::new(&object, lines.join("\n\n")))
}

fn lines(chart: &Chart) -> String {
    let first = if chart.step == "day" { "日期" } else { "月份" };
    let header: Vec<&str> = [first].into_iter().chain(chart.lines.iter().map(|line| line.label.as_str())).collect();
    let rows: Vec<Vec<String>> = chart
        .points
        .iter()
        .enumerate()
        .map(|(at, point)| [point.label.clone()].into_iter().chain(chart.lines.iter().map(|line| shown(line, at))).collect())
        .collect();
    format!("{}\n{}\n{}", chart.title, chart.note, table(&header, &rows))
}

fn shown(line: &ChartLine, at: usize) -> String {
    let Some(number) = line.numbers.get(at).copied().flatten() else { return UNKNOWN.to_owned() };
    match &line.shares {
        None => number.to_string(),
        Some(shares) => match shares.get(at).copied().flatten() {
            Some(tenths) => format!("{}.{}%（{number}）", tenths / 10, tenths % 10),
            None => format!("{UNKNOWN}（{number}）"),
        },
    }
}
