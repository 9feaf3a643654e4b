//! The calendar on paper: a month as weeks by days, then everything that falls on its days as a list.

use super::calendar::{self, Day, Month};
use crate::answers::{Due, Urgency};
use crate::base::clock::weekday;
use crate::base::error::Result;
use crate::forms::{self, Content, Gathered, Heeds, Owner, PrintJob, Printable};
use crate::paper::table::{Orientation, TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::store::Book;
use chrono::{Datelike, Months, NaiveDate};

/// Forms of the organisation as a whole.
pub const ALL: &[Printable] = &[Printable {
    code: "calendar",
    label: "日历",
    title: "工作日历",
    owner: Owner::Overview,
    heeds: Heeds::Months,
    make: months,
    notes: None,
}];

/// Most months in one document.
const MOST_MONTHS: usize = 12;
/// Days of a week.
const WEEK: usize = 7;

fn months(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let first = job.query.from.unwrap_or(job.query.on);
    let last = job.query.to.unwrap_or(first).max(first);
    let month = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let all = std::iter::successors(Some(month(first)), |month| month.checked_add_months(Months::new(1)));
    let mut parts = Vec::new();
    let mut rows = 0;
    for day in all.take_while(|day| *day <= last).take(MOST_MONTHS) {
        let month = calendar::of_month(book, day)?;
        rows += month.behind.len() + month.days.iter().map(|day| day.dues.len()).sum::<usize>();
        parts.push(Content::Table(weeks(book, job, &month)?));
        parts.push(Content::Table(list(book, job, &month)?));
    }
    Ok(Gathered { content: forms::joined(book, job, job.form.title, parts)?, rows })
}

/// The month as a page to hang on the wall.
fn weeks(book: &Book, job: &PrintJob, month: &Month) -> Result<TableForm> {
    let columns = ["星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"];
    let columns = columns.iter().map(|name| TableColumn::of(name, 38.0, Align::Left)).collect();
    let before = usize::try_from(month.first.weekday().num_days_from_monday()).unwrap_or_default();
    let mut cells = vec![String::new(); before];
    cells.extend(month.days.iter().map(cell));
    let rows = cells.chunks(WEEK).map(|week| TableRow { cells: week.to_vec(), marks: Vec::new() }).collect();
    let title = format!("{}（{}）", job.form.title, month.title);
    Ok(TableForm {
        rows,
        period: None,
        numbered: false,
        as_declared: true,
        signature: false,
        orientation: Orientation::Landscape,
        ..forms::bare_table(book, job, &title, columns)?
    })
}

fn cell(day: &Day) -> String {
    let number = format!("{} {}", day.day.day(), day.holiday);
    let lines = day.dues.iter().map(|due| format!("{}{}", mark(due), due.task.title));
    std::iter::once(number.trim_end().to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
}

/// What stands before it, so that paper without colour says how it stands.
fn mark(due: &Due) -> &'static str {
    match due.task.urgency {
        Urgency::Bad => "！",
        Urgency::Good => "√",
        Urgency::Warn | Urgency::Mute => "·",
    }
}

fn list(book: &Book, job: &PrintJob, month: &Month) -> Result<TableForm> {
    let columns = vec![
        TableColumn::of("日期", 24.0, Align::Centre),
        TableColumn::of("星期", 18.0, Align::Centre),
        TableColumn::of("台账", 28.0, Align::Left),
        TableColumn::of("事项", 90.0, Align::Left),
        TableColumn::of("情况", 70.0, Align::Left),
    ];
    let row = |due: &Due| TableRow {
        cells: vec![
            due.day.to_string(),
            weekday(due.day).to_owned(),
            due.task.label.to_owned(),
            format!("{}{}", mark(due), due.task.title),
            due.task.detail.clone(),
        ],
        marks: Vec::new(),
    };
    let rows: Vec<TableRow> = month.behind.iter().chain(month.days.iter().flat_map(|day| &day.dues)).map(row).collect();
    let title = format!("{}事项（{}）", job.form.title, month.title);
    let behind = match month.behind.len() {
        0 => String::new(),
        count => format!("前 {count} 行是以前到期、还没有办的。"),
    };
    let notes = vec![format!("！超期；√ 已办；· 到期或还没有到。{behind}")];
    Ok(TableForm { rows, notes, period: None, ..forms::bare_table(book, job, &title, columns)? })
}
