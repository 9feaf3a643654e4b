//! Rounds on paper besides their list: the month grid, and the days without a record. Airing prints the same.

use super::standing::{self, DayCell, MonthRow};
use super::{DISINFECTIONS, LOGS, Log, VENTILATIONS, queries};
use crate::base::error::{Error, Result};
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::grid::{GridForm, GridRow};
use crate::rules::rounds::Asked;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::common::{When, last_over, months_of};
use chrono::{Datelike, NaiveDate};

/// The month grid of each log.
pub const ALL: &[Printable] =
    &[month_of_log(Ledger(&DISINFECTIONS), "消毒记录月表"), month_of_log(Ledger(&VENTILATIONS), "通风记录月表")];

const fn month_of_log(ledger: Ledger, title: &'static str) -> Printable {
    Printable::of(ledger, "month", "月表", title, Heeds::Months, months)
}

fn log_of(job: &PrintJob) -> Result<&'static Log> {
    let ledger = job.query.ledger;
    LOGS.iter().find(|log| log.ledger == ledger).ok_or_else(|| Error::Bug(format!("{} 不是按计划做的", ledger.name())))
}

fn months(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let (log, title) = (log_of(job)?, job.form.title);
    let on = job.query.on;
    let mut parts = Vec::new();
    let mut places = 0;
    for month in months_of(&job.query) {
        let rows = standing::month(book, log, month, on)?;
        places = places.max(rows.len());
        parts.push(Content::Grid(month_form(book, job, title, month, &rows)?));
    }
    Ok(Gathered { content: forms::together(book, job, parts)?, rows: places })
}

fn month_form(book: &Book, job: &PrintJob, title: &str, month: NaiveDate, rows: &[MonthRow]) -> Result<GridForm> {
    Ok(GridForm {
        title: title.to_owned(),
        organisation: forms::organisation_name(book)?,
        month,
        on: job.query.on,
        head: book.head()?.text,
        mask_word: forms::mask_word(job),
        label: "场所".to_owned(),
        total_label: "次数".to_owned(),
        rows: rows
            .iter()
            .map(|row| GridRow { label: row.name.clone(), marks: row.cells.iter().map(mark).collect(), total: row.total() })
            .collect(),
        notes: vec![
            "√ 按计划完成；1/2 只做了一次，计划两次；缺 没有记录；今 今天还没有记录；补 其中有补录；假 法定节假日；停 停用；空白 没有计划或还没有到。末栏为实际次数/计划次数。"
                .to_owned(),
        ],
        signature: true,
    })
}

/// What stands in a cell of a month.
pub fn mark(cell: &DayCell) -> String {
    let late = if cell.made.late > 0 { "补" } else { "" };
    let (made, asked) = (cell.made.times, cell.asked.times());
    match &cell.asked {
        _ if cell.when == When::ToCome => String::new(),
        Asked::Rounds { .. } if made == 0 && cell.running() => "今".to_owned(),
        Asked::Rounds { .. } if made == 0 => "缺".to_owned(),
        Asked::Rounds { .. } if made < asked => format!("{made}/{asked}{late}"),
        _ if made > 0 => format!("√{late}"),
        Asked::Holiday(_) => "假".to_owned(),
        Asked::Closed(_) => "停".to_owned(),
        Asked::Rounds { .. } | Asked::NotPlanned => String::new(),
    }
}

/// Days without a record, place by place: from the first day asked about, or the first one planned, to the last one that is
/// over.
pub fn gaps(book: &Book, job: &PrintJob) -> Result<Vec<String>> {
    let log = log_of(job)?;
    let until = last_over(book, job.query.on);
    let to = job.query.to.map_or(until, |to| to.min(until));
    let planned = book.with_facts(to, |facts| {
        let rounds = queries::rounds(facts)?;
        Ok(rounds.plans.iter().filter(|plan| plan.task == log.task).map(|plan| plan.from_on).min())
    })?;
    let Some(from) = job.query.from.or(planned).filter(|from| *from <= to) else { return Ok(Vec::new()) };
    let behind = standing::gaps(book, log, from, to)?;
    if behind.is_empty() {
        return Ok(vec![format!("缺记日期：{from} 至 {to} 按计划没有缺记。")]);
    }
    let mut notes = vec![format!("缺记日期（{from} 至 {to}，按计划应记而没有记录的日子）：")];
    for place in behind {
        let days: Vec<String> = place
            .gaps
            .iter()
            .map(|gap| {
                let day = gap.day.format(if from.year() == to.year() { "%m-%d" } else { "%Y-%m-%d" });
                if gap.made > 0 { format!("{day}（{}/{}）", gap.made, gap.asked) } else { day.to_string() }
            })
            .collect();
        notes.push(format!("{}：共 {} 天，{}。", place.name, days.len(), days.join("、")));
    }
    Ok(notes)
}
