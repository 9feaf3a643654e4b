//! 停用: days on which a place, or the whole organisation, is closed. They are no gaps.

use super::PLACES;
use crate::schema::{Column, Declaration, Group, NOTE, Search};
use crate::store::draft::Draft;

/// See the module.
pub static CLOSURES: Declaration = Declaration {
    columns: &[
        Column::reference("place", "场所", &PLACES).printed(50.0).listed(200).help("不填为整个单位。"),
        Column::date("from_on", "起始日期").required().printed(28.0).listed(120),
        Column::date("to_on", "截止日期").required().printed(28.0).listed(120).help("停用的最后一天。"),
        Column::text("reason", "原因")
            .required()
            .searched(Search::Pinyin)
            .wide()
            .printed(70.0)
            .listed(240)
            .carried()
            .help("例如 装修、暑期放假。"),
        NOTE,
    ],
    record_date: Some("from_on"),
    title: "reason",
    unique: &[&["place", "from_on", "to_on"]],
    sheet_title: "停用登记表",
    empty_title: "没有停用",
    empty_text: "放假或装修停用的日子登记在这里，这些天没有消毒、通风记录不算缺记。",
    ..Declaration::of("closures", "停用", Group::Places)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("from_on", "to_on");
}
