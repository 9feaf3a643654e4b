//! 场所: rooms and other places that are cleaned, aired and disinfected.

use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, choice};
use crate::store::draft::Draft;

/// 场所类别
pub const KINDS: &[Choice] = &[
    choice("office", "办公室"),
    choice("activity_room", "活动室"),
    choice("classroom", "教室"),
    choice("corridor", "走廊楼梯"),
    choice("toilet", "卫生间"),
    choice("canteen", "食堂"),
    choice("vehicle", "车辆"),
    choice("other", "其他"),
];

/// See the module.
pub static PLACES: Declaration = Declaration {
    columns: &[
        Column::name("name", "场所")
            .body()
            .required()
            .aliases(&["场所名称", "区域", "地点"])
            .printed(50.0)
            .listed(220)
            .help("平时怎么叫就怎么写，例如 一楼活动室。"),
        Column::choice("kind", "类别", KINDS)
            .aliases(&["场所类别"])
            .printed(26.0)
            .listed(110)
            .filter()
            .help("消毒浓度按类别提示。"),
        Column::reference("parent", "所在楼宇", &PLACES)
            .aliases(&["楼宇", "上级场所"])
            .printed(40.0)
            .listed(160)
            .carried()
            .help("楼宇停用时其中的场所也停用。"),
        Column::new("area_m2", "面积（平方米）", Kind::Decimal { min: 0, max: 1_000_000 }).printed(26.0).listed(110).rare(),
        Column::date("used_from", "启用日期").printed(26.0).listed(110).rare().help("不填为一直在用。"),
        Column::date("used_to", "停用日期").printed(26.0).listed(110).rare().help("使用的最后一天；仍在用的不填。"),
        NOTE,
    ],
    title: "name",
    unique: &[&["name"]],
    sheet_title: "场所登记表",
    empty_title: "还没有场所",
    empty_text: "先登记要消毒、通风的办公室、活动室、卫生间，再定每天几次；检查时按计划看记录（二十条第七条）。",
    ..Declaration::of("places", "场所", Group::Places)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("used_from", "used_to");
    let own = draft.before.map(|before| before.id);
    if own.is_some() && draft.reference("parent") == own {
        draft.refuse("parent", "self", "场所不能在它自己里面。请另选一处，或者不填。");
    }
}
