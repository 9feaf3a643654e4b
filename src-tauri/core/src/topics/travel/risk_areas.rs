//! 风险地区: the lists of risk areas as they stood, each entry with its first and last day.

use crate::rules::divisions;
use crate::schema::{Choice, Column, Declaration, Group, NOTE, Search, Tone, choice, state};
use crate::store::draft::Draft;

/// 风险等级
pub const LEVELS: &[Choice] =
    &[state("high", "高风险", Tone::Bad), state("medium", "中风险", Tone::Warn), choice("low", "低风险")];

/// See the module.
pub static RISK_AREAS: Declaration = Declaration {
    columns: &[
        Column::division("division_code", "区县")
            .required()
            .aliases(&["地区", "区划代码", "行政区划"])
            .printed(44.0)
            .listed(200)
            .carried(),
        Column::text("place_text", "具体地点")
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["地点", "街道社区", "小区"])
            .printed(70.0)
            .listed(260)
            .help("街道、社区、小区或楼栋；不填为整个区县。"),
        Column::choice("level", "风险等级", LEVELS).required().aliases(&["等级"]).printed(20.0).listed(90).filter().carried(),
        Column::date("from_on", "列入日期")
            .required()
            .aliases(&["起始日期", "调整日期"])
            .printed(26.0)
            .listed(110)
            .help("从哪天起是这个等级。"),
        Column::date("to_on", "解除日期")
            .aliases(&["截止日期", "降级日期"])
            .printed(26.0)
            .listed(110)
            .help("这个等级的最后一天；还没有解除的不填。"),
        Column::text("source", "依据")
            .required()
            .wide()
            .aliases(&["来源", "通报"])
            .printed(60.0)
            .listed(180)
            .carried()
            .help("例如某省卫健委某日通报。"),
        NOTE,
    ],
    record_date: Some("from_on"),
    title: "division_code",
    unique: &[&["division_code", "place_text", "level", "from_on"]],
    sheet_title: "风险地区登记表",
    empty_title: "还没有风险地区",
    empty_text: "把上级通报的中、高风险地区记下来，程序按当天的名单比对每一段旅居史。",
    ..Declaration::of("risk_areas", "风险地区", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("from_on", "to_on");
    if draft.text("division_code").is_some_and(divisions::is_outside) {
        draft.refuse(
            "division_code",
            "outside",
            "风险地区只登记内地的区县。到过境外、港澳台或在船上的旅居史都记为待核实，由人来判断。",
        );
    }
}
