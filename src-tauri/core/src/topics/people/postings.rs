//! 任职: in which capacity and from when to when a person belongs to the organisation.
//!
//! Someone who leaves and comes back gets a second posting; figures of a past period use the one then in force.

use super::STAFF;
use crate::schema::{Choice, Column, Declaration, Group, Ledger, NOTE, Value, choice};
use crate::store::draft::Draft;
use chrono::NaiveDate;

/// Categories of people (guideline articles 4–6 speak of staff, members and those served).
pub const CATEGORIES: &[Choice] = &[
    choice("full_time", "专职"),
    choice("part_time", "兼职"),
    choice("leader", "负责人"),
    choice("council", "理事监事"),
    choice("volunteer", "志愿者"),
    choice("dispatched", "劳务派遣"),
    choice("intern", "实习"),
    choice("client", "服务对象"),
];

/// What is read where nobody knows any more since when.
pub const UNRECORDED: &str = "未登记";

/// See the module.
pub static POSTINGS: Declaration = Declaration {
    columns: &[
        Column::reference("staff", "人员", &STAFF).required().aliases(&["姓名"]).printed(24.0).listed(120),
        Column::choice("category", "人员类别", CATEGORIES)
            .required()
            .aliases(&["类别", "人员性质", "用工性质", "人员类型"])
            .assumed("full_time")
            .printed(20.0)
            .listed(100)
            .filter()
            .carried()
            .help("服务对象不计入接种率。"),
        Column::text("department", "部门")
            .searched(crate::schema::Search::Pinyin)
            .aliases(&["科室", "所在部门"])
            .printed(30.0)
            .listed(140)
            .carried(),
        Column::text("post", "岗位").aliases(&["职务"]).printed(26.0).listed(140),
        Column::date("joined_on", "到岗日期")
            .asked()
            .aliases(&["入职日期", "到岗时间"])
            .printed(24.0)
            .listed(110)
            .unrecorded(UNRECORDED)
            .help("不知道就空着，印出时写「未登记」。"),
        Column::date("left_on", "离岗日期")
            .aliases(&["离职日期", "离岗时间"])
            .printed(24.0)
            .listed(110)
            .rare()
            .help("任职的最后一天；仍在岗的不填。"),
        NOTE,
    ],
    record_date: Some("joined_on"),
    parent: Some((Ledger(&STAFF), "staff")),
    kin: Some("staff"),
    title: "post",
    sheet_title: "任职登记表",
    empty_title: "还没有任职记录",
    empty_text: "登记人员时一并登记到岗日期和类别；离岗后再回来的，另加一条任职。",
    ..Declaration::of("postings", "任职", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    let joined = begun(draft.date("joined_on"));
    let left = draft.date("left_on");
    if left.is_some_and(|left| left < joined) {
        draft.refuse("left_on", "order", "离岗日期早于到岗日期。请核对两个日期。");
        return;
    }
    let clash = draft.siblings.iter().find_map(|other| {
        let day = |column| other.values.get(column).and_then(Value::as_date);
        let (from, to) = (day("joined_on"), day("left_on").unwrap_or(NaiveDate::MAX));
        (joined <= to && begun(from) <= left.unwrap_or(NaiveDate::MAX)).then_some(from)
    });
    if let Some(from) = clash {
        let which = from.map_or_else(|| "没有登记到岗日期".to_owned(), |from| format!(" {from} 起"));
        draft.refuse("joined_on", "overlap", format!("与{which}的任职时间重叠。请先填写上一段任职的离岗日期。"));
    }
}

/// The first day of a posting; without one it held before the file began.
pub fn begun(joined_on: Option<NaiveDate>) -> NaiveDate {
    joined_on.unwrap_or(NaiveDate::MIN)
}
