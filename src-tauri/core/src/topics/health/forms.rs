//! Temperatures on paper besides their list: the month of everybody, the day and the month to be filled in by hand.

use super::HEALTH_CHECKS;
use super::queries::elsewhere;
use super::standing::{self, Cell, Line};
use crate::base::error::Result;
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::grid::{GridForm, GridRow};
use crate::paper::table::{TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::rules::health::{Asked, Outcome};
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::common::{When, months_of};
use crate::topics::people::STAFF;
use chrono::NaiveDate;

/// Forms of the ledger.
pub const ALL: &[Printable] = &[
    Printable::of(Ledger(&HEALTH_CHECKS), "month", "月表", "健康监测月表", Heeds::Months, months),
    Printable::of(Ledger(&HEALTH_CHECKS), "day_blank", "当天空白表", "体温登记表", Heeds::Day, blank_day),
    Printable::of(Ledger(&HEALTH_CHECKS), "month_blank", "月表空白表", "健康监测月表", Heeds::Months, blank_months),
];

fn months(book: &Book, job: &PrintJob) -> Result<Gathered> {
    each_month(book, job, &|line| (line.cells.iter().map(mark).collect(), line.total()), NOTES)
}

fn blank_months(book: &Book, job: &PrintJob) -> Result<Gathered> {
    each_month(book, job, &|_| (Vec::new(), String::new()), BLANK_NOTES)
}

const NOTES: &str = "数字为当天最高体温（℃）；缺 应测没有记录，缺一次 计划两次只测一次；今 今天还没有记录；复 待复测；热 复测仍发热；√ 复测正常；症 有症状；补 补录；假 法定节假日；停 停用；外 外出；隔 隔离；居 居家；病 病假；休 休息；空白 不用测或还没有到。末栏为实测次数/应测次数。";
const BLANK_NOTES: &str = "填当天体温（℃）；测两次的上、下午各写一个。没有测的写明：假、外、隔、居、病、休。";

/// One line of a month: its marks and its total.
type Marks<'a> = &'a dyn Fn(&Line) -> (Vec<String>, String);

fn each_month(book: &Book, job: &PrintJob, marks: Marks<'_>, note: &str) -> Result<Gathered> {
    let (mut parts, mut people) = (Vec::new(), 0);
    for month in months_of(&job.query) {
        let mut lines = standing::month(book, month, job.query.on)?;
        // Whom no plan is for is left out, as long as there is any for somebody.
        if lines.iter().any(Line::watched) {
            lines.retain(Line::watched);
        }
        people = people.max(lines.len());
        parts.push(Content::Grid(month_form(book, job, month, &lines, marks, note)?));
    }
    Ok(Gathered { content: forms::together(book, job, parts)?, rows: people })
}

fn month_form(book: &Book, job: &PrintJob, month: NaiveDate, lines: &[Line], marks: Marks<'_>, note: &str) -> Result<GridForm> {
    let row = |line: &Line| {
        let label = forms::person_name(book, Ledger(&STAFF), line.staff, &line.name, forms::masking(job))?;
        let (marks, total) = marks(line);
        Ok(GridRow { label, marks, total })
    };
    Ok(GridForm {
        title: job.form.title.to_owned(),
        organisation: forms::organisation_name(book)?,
        month,
        on: job.query.on,
        head: book.head()?.text,
        mask_word: forms::mask_word(job),
        label: "姓名".to_owned(),
        total_label: "次数".to_owned(),
        rows: lines.iter().map(row).collect::<Result<_>>()?,
        notes: vec![note.to_owned()],
        signature: true,
    })
}

/// What stands in a cell of a month.
pub fn mark(cell: &Cell) -> String {
    let Some(check) = cell.check.filter(|_| cell.when != When::ToCome) else { return unread(cell).to_owned() };
    let read = [check.readings.recheck, check.readings.highest()].into_iter().flatten().max_by(f64::total_cmp);
    let read = read.map(|read| format!("{read:.1}")).unwrap_or_default();
    let state = match cell.outcome {
        Some(Outcome::ToRecheck) => "复",
        Some(Outcome::Fever) => "热",
        Some(Outcome::Symptom) => "症",
        Some(Outcome::Partial) => "缺",
        Some(Outcome::Absent) => where_she_is(check.presence),
        Some(Outcome::Normal) if check.readings.recheck.is_some() => "√",
        _ => "",
    };
    let late = if check.late { "补" } else { "" };
    format!("{read}{state}{late}")
}

/// The mark of somebody who was not measured.
fn where_she_is(presence: &str) -> &'static str {
    match presence {
        "home" => "居",
        "away" => "外",
        "isolated" => "隔",
        "sick" => "病",
        "off" => "休",
        _ => "缺",
    }
}

/// The mark of a day of which nothing is on file.
fn unread(cell: &Cell) -> &'static str {
    match (&cell.asked, cell.when) {
        (_, When::ToCome) => "",
        (Asked::Readings { .. }, When::Today) => "今",
        (Asked::Readings { .. }, When::Over) => "缺",
        (Asked::Holiday(_), _) => "假",
        (Asked::Closed(_), _) => "停",
        (asked, _) => match elsewhere(asked) {
            Some("外出") => "外",
            Some(_) => "隔",
            None => "",
        },
    }
}

/// Everybody in post on the day of the job, with boxes to fill in.
fn blank_day(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let columns = vec![
        TableColumn::of("姓名", 30.0, Align::Centre),
        TableColumn::of("上午体温（℃）", 28.0, Align::Centre),
        TableColumn::of("下午体温（℃）", 28.0, Align::Centre),
        TableColumn::of("复测（腋温）", 26.0, Align::Centre),
        TableColumn::of("症状", 30.0, Align::Centre),
        TableColumn::of("在岗情况", 26.0, Align::Centre),
        TableColumn::of("处置", 26.0, Align::Centre),
    ];
    let lines = standing::days(book, job.query.on, job.query.on, job.query.on)?;
    let row = |line: &Line| {
        let name = forms::person_name(book, Ledger(&STAFF), line.staff, &line.name, forms::masking(job))?;
        let cell = |cell: &Cell| elsewhere(&cell.asked).unwrap_or_default().to_owned();
        let presence = line.cells.first().map(cell).unwrap_or_default();
        let empty = String::new;
        Ok(TableRow { cells: vec![name, empty(), empty(), empty(), empty(), presence, empty()], marks: Vec::new() })
    };
    let rows = lines.iter().map(row).collect::<Result<Vec<_>>>()?;
    let count = rows.len();
    let notes = vec!["有体温就是在岗；没有测的写明人在哪里。达到发热限值的，用腋温复测并写明处置。".to_owned()];
    let form = TableForm { rows, notes, ..forms::bare_table(book, job, job.form.title, columns)? };
    Ok(Gathered { content: Content::Table(form), rows: count })
}
