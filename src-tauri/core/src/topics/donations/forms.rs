//! Donations on paper besides their list: what is put up for everybody to read.

use super::DONATIONS;
use crate::base::error::Result;
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::table::{TableColumn, TableForm, TableRow};
use crate::paper::text::Align;
use crate::schema::{Ledger, Record, State, Value};
use crate::store::Book;

/// Forms of the ledger.
pub const ALL: &[Printable] = &[Printable::of(Ledger(&DONATIONS), "public", "公示表", "受赠款物公示表", Heeds::Period, public)];

/// Who gave and does not want to be named.
const UNNAMED: &str = "爱心人士";

/// What came in, from whom where she agreed to be named, and how much of it was given on.
fn public(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let ledger = Ledger(&DONATIONS);
    let mut ids = book.list(&job.query)?;
    ids.reverse();
    let records = book.window(ledger, &ids, job.query.on)?;
    let records: Vec<&Record> = records.iter().filter(|record| record.state == State::Valid).collect();
    let columns = vec![
        TableColumn::of("捐赠人", 40.0, Align::Left),
        TableColumn::of("接收日期", 24.0, Align::Centre),
        TableColumn::of("物品", 30.0, Align::Left),
        TableColumn::of("数额", 26.0, Align::Right),
        TableColumn::of("折价（元）", 22.0, Align::Right),
        TableColumn::of("捐赠用途", 36.0, Align::Left),
        TableColumn::of("已发放", 24.0, Align::Right),
        TableColumn::of("结余", 24.0, Align::Right),
    ];
    let rows: Vec<TableRow> = records.iter().map(|record| TableRow { cells: cells(record), marks: Vec::new() }).collect();
    let count = rows.len();
    let table = TableForm { rows, ..forms::bare_table(book, job, job.form.title, columns)? };
    Ok(Gathered { content: Content::Table(table), rows: count })
}

fn cells(record: &Record) -> Vec<String> {
    let text = |column: &str| record.text(column).unwrap_or_default().to_owned();
    let number = |column: &str| record.values.get(column).and_then(Value::as_decimal).map(|number| number.to_string());
    let goods = record.code("kind") == Some("goods");
    let unit = if goods { text("unit") } else { "元".to_owned() };
    let counted = |column: &str| number(column).map(|number| format!("{number} {unit}")).unwrap_or_default();
    let named = record.flag("publish_name");
    vec![
        if named { text("donor") } else { UNNAMED.to_owned() },
        record.date("received_on").map(|day| day.to_string()).unwrap_or_default(),
        if goods { text("item") } else { "现金".to_owned() },
        counted(if goods { "quantity" } else { "amount" }),
        number("value").unwrap_or_default(),
        text("purpose"),
        counted("granted"),
        counted("left"),
    ]
}
