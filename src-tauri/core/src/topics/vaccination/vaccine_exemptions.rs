//! 未接种原因: why somebody is not, or not yet, vaccinated. A doctor's opinion is yes or no, never a diagnosis.

use crate::schema::{Choice, Column, Declaration, Group, NOTE, choice};
use crate::store::draft::Draft;
use crate::topics::people::STAFF;

/// 原因. What each does to a person's state is said by the rule packs (`reasons`).
pub const REASONS: &[Choice] = &[
    choice("contraindicated", "禁忌"),
    choice("deferred", "暂缓"),
    choice("booked", "已预约"),
    choice("away", "外地"),
    choice("unwilling", "本人不愿"),
    choice("age", "年龄不符"),
    choice("other", "其他"),
];

/// See the module.
pub static VACCINE_EXEMPTIONS: Declaration = Declaration {
    columns: &[
        Column::reference("staff", "姓名", &STAFF).required().aliases(&["人员"]).printed(26.0).listed(120),
        Column::choice("reason", "原因", REASONS)
            .required()
            .aliases(&["未接种原因", "未完成原因"])
            .printed(26.0)
            .listed(110)
            .filter()
            .help("禁忌、年龄不符和暂缓不计入应接种人数。"),
        Column::date("from_on", "起始日期").required().aliases(&["登记日期"]).printed(26.0).listed(110),
        Column::date("until_on", "截止日期").aliases(&["暂缓至"]).printed(26.0).listed(110).help("一直有效的不填。"),
        Column::flag("doctor_opinion", "有医生意见").printed(22.0).listed(100).help("只记有没有，不记诊断。"),
        NOTE,
    ],
    record_date: Some("from_on"),
    kin: Some("staff"),
    title: "staff",
    unique: &[&["staff", "reason", "from_on"]],
    sheet_title: "未接种原因登记表",
    empty_title: "没有登记未接种的原因",
    empty_text: "有禁忌、要暂缓或本人不愿接种的，在这里写明原因；接种自愿，不公开名单。",
    ..Declaration::of("vaccine_exemptions", "未接种原因", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("from_on", "until_on");
    let opinion = draft.flag("doctor_opinion");
    if draft.code("reason") == Some("contraindicated") && !opinion {
        draft.warn("doctor_opinion", "no_opinion", "禁忌最好有医生意见。请问一下本人。");
    }
}
