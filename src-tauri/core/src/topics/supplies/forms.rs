//! Supplies on paper besides their lists: what is in store on a day.

use super::SUPPLIES;
use super::card::{self, StockLine};
use crate::base::error::Result;
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::table::{TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::schema::Ledger;
use crate::store::Book;

/// Forms of the ledger.
pub const ALL: &[Printable] = &[Printable::of(Ledger(&SUPPLIES), "stock", "库存表", "防疫物资库存表", Heeds::Day, stock)];

/// What there is of every supply on the day of the job, with what was counted last and room to count again.
fn stock(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let columns = vec![
        TableColumn::of("物资名称", 56.0, Align::Left),
        TableColumn::of("类别", 22.0, Align::Centre),
        TableColumn::of("单位", 14.0, Align::Centre),
        TableColumn::of("结存", 22.0, Align::Right),
        TableColumn::of("最低库存", 22.0, Align::Right),
        TableColumn::of("最近有效期", 26.0, Align::Centre),
        TableColumn::of("库存状态", 22.0, Align::Centre),
        TableColumn::of("上次盘点", 26.0, Align::Centre),
        TableColumn::of("实盘数", 22.0, Align::Right),
    ];
    let stock = card::of_day(book, job.query.on)?;
    let rows: Vec<TableRow> = stock.lines.iter().map(|line| TableRow { cells: cells(line), marks: Vec::new() }).collect();
    let count = rows.len();
    let table = TableForm { rows, ..forms::bare_table(book, job, job.form.title, columns)? };
    Ok(Gathered { content: Content::Table(table), rows: count })
}

fn cells(line: &StockLine) -> Vec<String> {
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    vec![
        line.name.clone(),
        line.kind.clone(),
        line.unit.clone(),
        line.stock.clone(),
        line.minimum.clone(),
        day(line.next_expiry_on),
        line.state.clone(),
        day(line.counted_on),
        String::new(),
    ]
}
