//! 附件: pictures and scans of records, each belonging to one by its ledger and identity; voided and erased with it.
//!
//! Owns the ledger and what belongs to a record. Taking a file in is the folder `attachments`' affair, its content lies in
//! [`super::blobs`].

use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, State, Value, choice};
use crate::store::known::{InFile, Known as _};
use crate::store::registry::Computation;
use crate::store::rows::{self, Facts};
use rusqlite::Connection;

/// 格式
pub const FORMS: &[Choice] = &[choice("jpeg", "图片"), choice("pdf", "PDF")];

/// Most of one record.
pub const MOST: usize = 30;

/// See the module.
pub static ATTACHMENTS: Declaration = Declaration {
    columns: &[
        Column::new("ledger", "所属台账", Kind::Ledger).required().made().printed(26.0).listed(110),
        Column::text("record", "所属记录编号").required().made().wide().rare(),
        Column::text("of", "所属记录").computed().wide().printed(50.0).listed(220),
        Column::new("file_name", "文件名", Kind::Text { max: 255 })
            .required()
            .made()
            .wide()
            .searched(Search::Pinyin)
            .printed(44.0)
            .listed(200),
        Column::date("taken_on", "拍摄日期")
            .required()
            .not_future()
            .aliases(&["扫描日期"])
            .printed(24.0)
            .listed(104)
            .help("拍照或扫描的那一天。"),
        Column::text("caption", "图片说明").wide().searched(Search::Pinyin).printed(44.0).listed(180).help("印在图片下面。"),
        Column::choice("kind", "格式", FORMS).required().made().printed(16.0).listed(80).filter(),
        Column::new("bytes", "字节数", Kind::Integer { min: 1, max: i64::MAX }).required().made().printed(20.0).listed(96),
        Column::new("sha256", "附件指纹", Kind::Text { max: 64 }).required().made().wide().searched(Search::Digits).rare(),
        NOTE,
    ],
    record_date: Some("taken_on"),
    unit: "件",
    title: "file_name",
    typed: false,
    unique: &[&["record", "sha256"]],
    sheet_title: "附件登记单",
    empty_title: "还没有附件",
    empty_text: "打开一条记录，在「附件」里添加接种凭证、审批件、签到表的照片或扫描件。",
    ..Declaration::of("attachments", "附件", Group::Data)
};

/// What is computed of an attachment.
pub const COMPUTATIONS: &[Computation] =
    &[Computation { columns: &["of"], needs: &["ledger", "record"], reads: &[], fill: fill_of }];

fn fill_of(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let Some((ledger, id)) = named(facts, record)? else { continue };
        let title = format!("{}：{}", ledger.declaration().label, facts.title(ledger, id)?);
        record.values.insert("of", Value::Text(title));
    }
    Ok(())
}

fn named(facts: &Facts<'_>, record: &Record) -> Result<Option<(Ledger, i64)>> {
    let (Some(ledger), Some(uid)) = (record.text("ledger"), record.text("record")) else { return Ok(None) };
    let Ok(ledger) = facts.registry.named(ledger) else { return Ok(None) };
    Ok(InFile(facts.connection).with_uid(ledger, uid)?.map(|id| (ledger, id)))
}

/// The attachments of the record of `ledger` with the identity `uid`, in `state` or in any, in the order they were added.
pub(super) fn of(connection: &Connection, ledger: Ledger, uid: &str, state: Option<State>) -> Result<Vec<Record>> {
    let condition = "attachments.ledger = ?1 AND attachments.record = ?2 ORDER BY attachments.id";
    let mut found = rows::matching_stored(connection, Ledger(&ATTACHMENTS), condition, &[&ledger.name(), &uid])?;
    found.retain(|attachment| state.is_none_or(|state| attachment.state == state));
    Ok(found)
}
