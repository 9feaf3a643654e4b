//! Reports on paper: the report with its figures, and the sheet on which the public key is registered.
//!
//! Owns their words. What is printed of a report is what was frozen, nothing of today.

use super::set::{Changed, Figure, Set};
use super::{filing, keys};
use crate::base::error::{Error, Result};
use crate::exchange::table::{self, Cell};
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::sheet::{Block, Field, SheetForm, SheetTable};
use crate::paper::table::{TableColumn, TableRow};
use crate::paper::text::Align;
use crate::schema::{Ledger, Record, Value};
use crate::store::disclosure::Masking;
use crate::store::listing::Query;
use crate::store::{Book, ORGANISATION, present};
use crate::topics::SUBMISSIONS;
use std::sync::Arc;

/// Code of the printed report.
pub const REPORT: &str = "report";
/// Code of the sheet of the public key.
pub const KEY: &str = "report_key";

/// What reports bring to the catalogue.
pub const PRINTABLES: &[Printable] = &[
    Printable::of(Ledger(&SUBMISSIONS), REPORT, "报告", "疫情防控情况报告", Heeds::Record, report),
    Printable::of(Ledger(&ORGANISATION), KEY, "公钥登记单", "报送公钥登记单", Heeds::Day, key_sheet),
];

/// Who signs a report.
const SIGNERS: &[&str] = &["填报人", "审核人", "单位（公章）"];
/// Who signs the sheet of the key.
const KEEPERS: &[&str] = &["经办人", "单位（公章）", "登记人"];

/// The report of each submission, as it was frozen.
fn report(book: &Book, job: &PrintJob) -> Result<Gathered> {
    // Without one named, those that were frozen.
    let frozen = match job.id {
        Some(_) => None,
        None => Some(Arc::new(filing::frozen_among(book, &book.list(&job.query)?)?)),
    };
    let only = frozen.or(job.query.only.clone());
    let job = &PrintJob { query: Query { only, ..job.query.clone() }, ..job.clone() };
    let gathered = forms::by_record(book, job, of_record)?;
    if gathered.rows == 0 {
        return Err(Error::invalid("id", "required", "", "没有报送可以印成报告。请在「报送」里填报并定稿。"));
    }
    Ok(gathered)
}

fn of_record(book: &Book, job: &PrintJob, record: &Record) -> Result<Content> {
    let (frozen, set) = filing::frozen_of(book, record.id)?;
    let changed = filing::changed(book, record)?;
    let said = |name: &str| -> Result<String> {
        let column = Ledger(&SUBMISSIONS).column(name);
        column.map_or_else(|| Ok(String::new()), |column| present::shown(book, record, column, Masking::Masked))
    };
    let version = record.values.get("version").and_then(Value::as_integer).unwrap_or(1);
    let field = |label: &str, value: String| Field { label: label.to_owned(), value, wide: false };
    let mut fields = vec![
        field("报告期", set.period()),
        field("数据截至", set.on.to_string()),
        field("报给", said("recipient")?),
        field("填报人", said("filled_by")?),
        field("版次", format!("第 {version} 版")),
        field("编号", frozen.number.clone()),
    ];
    if !set.sentence.is_empty() {
        fields.push(Field { wide: true, ..field("情况", set.sentence.clone()) });
    }
    if let Some(why) = record.text("correction") {
        fields.push(Field { wide: true, ..field("更正说明", why.to_owned()) });
    }
    let mut tables = vec![figures(&set)];
    tables.extend((!changed.is_empty()).then(|| corrected(&changed)));
    let mut notes = vec!["— 是没有登记、不知道，不是 0；未登记的人或次数写在说明里。".to_owned()];
    notes.extend(record.text("note").map(|note| format!("备注：{}", note)));
    notes.extend(forms::void_note(record));
    let bare = forms::bare_sheet(book, job, &set.title())?;
    Ok(Content::Sheet(SheetForm {
        head: set.head.clone(),
        on: set.on,
        organisation: set.organisation.clone(),
        mask_word: String::new(),
        blocks: vec![Block { title: String::new(), fields }],
        tables,
        notes,
        signature: true,
        signers: SIGNERS,
        ..bare
    }))
}

fn figures(set: &Set) -> SheetTable {
    let row = |figure: &Figure| TableRow {
        cells: vec![figure.label.clone(), figure.shown(), figure.unit.clone(), figure.note()],
        marks: Vec::new(),
    };
    SheetTable {
        title: "数字".to_owned(),
        columns: vec![
            TableColumn::of("指标", 66.0, Align::Left),
            TableColumn::of("数值", 30.0, Align::Right),
            TableColumn::of("单位", 18.0, Align::Left),
            TableColumn::of("说明", 56.0, Align::Left),
        ],
        rows: set.figures.iter().map(row).collect(),
        blank_rows: 0,
    }
}

fn corrected(changed: &[Changed]) -> SheetTable {
    let row =
        |one: &Changed| TableRow { cells: vec![one.label.clone(), one.before.clone(), one.after.clone()], marks: Vec::new() };
    SheetTable {
        title: "更正的数字".to_owned(),
        columns: vec![
            TableColumn::of("指标", 66.0, Align::Left),
            TableColumn::of("原报", 52.0, Align::Right),
            TableColumn::of("更正为", 52.0, Align::Right),
        ],
        rows: changed.iter().map(row).collect(),
        blank_rows: 0,
    }
}

/// The workbook of a frozen report: 指标, 数值, 单位, 说明.
///
/// # Errors
/// `Io` when it cannot be written.
pub fn workbook(set: &Set) -> Result<Vec<u8>> {
    let number = |figure: &Figure| match (figure.value, figure.of) {
        #[allow(clippy::cast_precision_loss)] // figures of one organisation
        (Some(value), None) => {
            Cell::Number(value as f64 / 10_f64.powi(i32::try_from(figure.digits).unwrap_or_default()), figure.digits)
        }
        _ => Cell::Text(figure.shown()),
    };
    let rows: Vec<Vec<Cell>> = set
        .figures
        .iter()
        .map(|one| vec![Cell::Text(one.label.clone()), number(one), Cell::Text(one.unit.clone()), Cell::Text(one.note())])
        .collect();
    let mut above = vec![format!("{} {}", set.organisation, set.title()), format!("{}，数据截至 {}", set.period(), set.on)];
    above.extend(Some(set.sentence.clone()).filter(|sentence| !sentence.is_empty()));
    table::written("数字", &above, &[("指标", 30.0), ("数值", 14.0), ("单位", 10.0), ("说明", 28.0)], &rows)
}

/// The sheet on which an organisation tells the unit that supervises it by which key its packages are known.
fn key_sheet(book: &Book, job: &PrintJob) -> Result<Gathered> {
    let Some(key) = keys::known(book)? else {
        let message = "还没有报送用的密钥。第一次生成报送包时程序会做一把。";
        return Err(Error::invalid("key", "none", "", message));
    };
    let public = key.verifying_key();
    let organisation = book.organisation()?;
    let field = |label: &str, value: String| Field { label: label.to_owned(), value, wide: true };
    let said = |name: &str| organisation.text(name).unwrap_or_default().to_owned();
    let fields = vec![
        field("单位名称", said("name")),
        field("信用代码", said("credit_code")),
        field("单位标识", organisation.uid.clone()),
        field("公钥指纹", keys::fingerprint(public.as_bytes())),
        field("公钥", data_encoding::HEXLOWER.encode(public.as_bytes())),
    ];
    let notes = vec![
        "本单位用这把钥匙为报送包签名。收到报送包的单位核对指纹，一致才登记。".to_owned(),
        "钥匙的另一半留在数据文件里，不外传；换钥匙要么由旧钥匙签名说明，要么重新填这张单。".to_owned(),
    ];
    let bare = forms::bare_sheet(book, job, "报送公钥登记单")?;
    let form = SheetForm {
        mask_word: String::new(),
        blocks: vec![Block { title: String::new(), fields }],
        notes,
        signature: true,
        signers: KEEPERS,
        ..bare
    };
    Ok(Gathered { content: Content::Sheet(form), rows: 1 })
}
