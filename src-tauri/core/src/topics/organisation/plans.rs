//! 方案制度: the versions of plans, groups and rules, and which of a kind is in force. The paper itself is an attachment.

use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, Value, choice};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{STATUS, told};
use chrono::NaiveDate;

/// 类别
pub const KINDS: &[Choice] = &[
    choice("plan", "防控方案"),
    choice("emergency", "应急预案"),
    choice("group", "领导小组"),
    choice("duty", "责任值班"),
    choice("rule", "制度"),
];

/// Days before its end from which a new version is due.
const AHEAD: i64 = 30;

/// See the module.
pub static PLANS: Declaration = Declaration {
    columns: &[
        Column::choice("kind", "类别", KINDS)
            .aliases(&["类型", "文件类别", "制度类别"])
            .required()
            .printed(22.0)
            .listed(100)
            .filter(),
        Column::new("title", "名称", Kind::Text { max: 100 })
            .required()
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["方案名称", "预案名称", "制度名称", "标题", "文件名称", "方案", "预案"])
            .printed(60.0)
            .listed(240),
        Column::text("version", "版本")
            .required()
            .aliases(&["版次", "版本号"])
            .printed(18.0)
            .listed(80)
            .help("例如 第 1 版、2021 年 8 月版。"),
        Column::date("from_on", "施行日期")
            .required()
            .aliases(&["生效日期", "发布日期", "实施日期", "执行日期", "生效时间"])
            .printed(24.0)
            .listed(104),
        Column::date("to_on", "截止日期")
            .aliases(&["失效日期", "终止日期", "废止日期", "有效期至"])
            .printed(24.0)
            .listed(104)
            .help("一直有效的不填。"),
        Column::name("approved_by", "批准人")
            .required()
            .aliases(&["批准", "签发人", "审批人", "审定人", "批准领导"])
            .printed(22.0)
            .listed(100)
            .carried(),
        STATUS,
        Column::long_text("members", "成员和分工")
            .aliases(&["成员", "小组成员", "分工", "领导小组成员", "组成人员", "职责分工", "人员及分工"])
            .help("领导小组或值班安排里有谁、管什么。"),
        NOTE,
    ],
    record_date: Some("from_on"),
    title: "title",
    unique: &[&["kind", "title", "version"]],
    sheet_title: "方案制度登记表",
    empty_title: "还没有方案制度",
    empty_text: "防控方案、应急预案、领导小组和值班安排，哪一版现行、谁批的；检查时先看有没有（二十条第一、二条）。",
    ..Declaration::of("plans", "方案制度", Group::Inspection)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("from_on", "to_on");
}

/// What is computed of a version. The one begun last of a kind under the same title counts.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["status"],
    needs: &["kind", "title", "from_on", "to_on"],
    reads: &[Ledger(&PLANS)],
    fill: fill_status,
}];

fn fill_status(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let all = facts.valid(Ledger(&PLANS))?;
    for record in records {
        let Some(from) = record.date("from_on") else { continue };
        let same = |other: &&Record| other.code("kind") == record.code("kind") && other.text("title") == record.text("title");
        let begun = |other: &Record| other.date("from_on").filter(|day| *day <= facts.on);
        let newer = all.iter().filter(same).filter_map(begun).any(|day| day > from);
        let status = match record.date("to_on") {
            _ if from > facts.on => told("ahead", "未施行"),
            _ if newer => told("off", "已有新版"),
            Some(to) => until(to, facts.on),
            None => told("done", "现行"),
        };
        record.values.insert("status", status);
    }
    Ok(())
}

fn until(to: NaiveDate, on: NaiveDate) -> Value {
    match (to - on).num_days() {
        days if days < 0 => told("late", "已失效，没有新版"),
        0 => told("due", "现行，今天失效"),
        days if days <= AHEAD => told("due", format!("现行，{days} 天后失效")),
        _ => told("done", "现行"),
    }
}
