//! 停用: days on which a place, or the whole organisation, is closed. They are no gaps.

use super::{Declaration, Draft, Group, Ledger};
use crate::schema::{Column, NOTE, Search};

/// The declaration.
pub const DECLARATION: Declaration = Declaration {
    name: "closures",
    label: "停用",
    group: Group::Places,
    columns: &[
        Column::reference("place", "场所", Ledger::Places).printed(50.0).listed(200).help("停用的场所；不填为整个单位。"),
        Column::date("from_on", "起始日期").required().printed(28.0).listed(120).help("停用的第一天。"),
        Column::date("to_on", "截止日期").required().printed(28.0).listed(120).help("停用的最后一天。"),
        Column::text("reason", "原因")
            .required()
            .searched(Search::Pinyin)
            .wide()
            .printed(70.0)
            .listed(240)
            .help("为什么停用，例如 装修、暑期放假。"),
        NOTE,
    ],
    record_date: Some("from_on"),
    log: false,
    single: false,
    parent: None,
    kin: None,
    with_child: None,
    repeats: None,
    title: "reason",
    counted: true,
    person: false,
    unique: &[&["place", "from_on", "to_on"]],
    likely: &[],
    computations: &[],
    forms: &[],
    list_notes: None,
    check,
    sheet_title: "停用登记表",
    empty_title: "没有停用",
    empty_text: "放假或装修停用的日子登记在这里，这些天没有消毒、通风记录不算缺记。",
};

fn check(draft: &mut Draft<'_>) {
    draft.in_order("from_on", "to_on");
}
