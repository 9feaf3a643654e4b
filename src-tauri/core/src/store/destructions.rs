//! 销毁记录: what was destroyed, on what ground, who approved and who stood by. Written by the act that destroys; of paper, by
//! whoever destroyed it. Never changed, never voided; a person is named by her number in the roster alone.

use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, choice};
use crate::store::draft::Draft;

/// 销毁类别
pub const KINDS: &[Choice] = &[
    choice("retention", "到期销毁"),
    choice("erasure", "依申请删除"),
    choice("pack", "迎检包"),
    choice("backup", "备份"),
    choice("paper", "纸质材料"),
];

/// See the module.
pub static DESTRUCTIONS: Declaration = Declaration {
    columns: &[
        Column::date("destroyed_on", "销毁日期").required().not_future().aliases(&["日期", "销毁时间"]).printed(24.0).listed(104),
        Column::choice("kind", "类别", KINDS)
            .required()
            .aliases(&["销毁类别", "类型"])
            .printed(22.0)
            .listed(110)
            .filter()
            .help("手工登记的只有纸质材料。"),
        Column::new("scope", "销毁范围", Kind::Text { max: 200 })
            .required()
            .wide()
            .aliases(&["范围", "销毁内容"])
            .printed(40.0)
            .listed(180)
            .help("写名册编号，不写姓名。"),
        Column::new("records", "销毁数量", Kind::LongText { max: 1000 })
            .required()
            .wide()
            .aliases(&["数量", "份数"])
            .printed(50.0)
            .listed(220)
            .help("哪些台账，各多少条、多少份。"),
        Column::new("basis", "销毁依据", Kind::Text { max: 200 })
            .required()
            .wide()
            .aliases(&["依据", "销毁原因"])
            .printed(40.0)
            .listed(180)
            .help("例如：本人申请、保存期已满。"),
        Column::name("approved_by", "批准人").required().aliases(&["审批人"]).printed(20.0).listed(90),
        Column::name("witness", "监销人").aliases(&["监督人"]).printed(20.0).listed(90),
        Column::new("copies_left", "尚存副本", Kind::LongText { max: 1000 }).made().wide(),
        Column::text("head", "销毁前核验码").made().rare(),
        NOTE,
    ],
    record_date: Some("destroyed_on"),
    log: true,
    lasting: true,
    title: "scope",
    sheet_title: "销毁记录",
    empty_title: "还没有销毁记录",
    empty_text: "删除一个人的记录时自动登记；销毁纸质材料后在这里登记（个人信息保护法第四十七条）。",
    ..Declaration::of("destructions", "销毁记录", Group::Data)
};

pub fn check(draft: &mut Draft<'_>) {
    let by_hand = draft.before.is_none() && draft.text("head").is_none();
    if by_hand && draft.code("kind").is_some_and(|kind| kind != "paper") {
        draft.refuse("kind", "immutable", "手工只能登记纸质材料的销毁；其他的由程序在销毁时自动登记。");
    }
}
