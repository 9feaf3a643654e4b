//! 声明认定: nothing happened (with the days), a requirement is met by what lies elsewhere, or it is not asked; by whom, on
//! what ground, until when. It is shown with its person wherever it counts.

use super::queries::recorded;
use crate::base::error::{Problem, Result};
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, Table, choice};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{STATUS, by_term, told};
use crate::topics::{DONATIONS, GATHERINGS, INCIDENTS, LEAVES, NOTICES, TRAVELS, VISITORS};
use chrono::{Months, NaiveDate};

/// 类别
pub const KINDS: &[Choice] = &[choice("nothing", "无此事项"), choice("met", "人工认定"), choice("not_asked", "认定不适用")];

/// 事项
pub const TOPICS: &[Choice] = &[
    choice("travel", "外出旅居"),
    choice("incident", "疑似密接"),
    choice("gathering", "聚集活动"),
    choice("donation", "受赠款物"),
    choice("visitor", "来访"),
    choice("report", "要求报送的来文"),
];

/// Days before its end from which a statement is due to be made again.
const AHEAD: i64 = 14;
/// Months a statement of each kind holds at most.
const LONGEST: &[(&str, u32)] = &[("nothing", 3), ("met", 6), ("not_asked", 12)];

/// See the module.
pub static STATEMENTS: Declaration = Declaration {
    columns: &[
        Column::choice("kind", "类别", KINDS)
            .required()
            .aliases(&["声明类别", "认定类别"])
            .printed(22.0)
            .listed(100)
            .filter()
            .help("无此事项选事项；两种认定选条款要求。"),
        Column::choice("topic", "事项", TOPICS).aliases(&["声明事项"]).printed(26.0).listed(110).filter(),
        Column::entry("requirement", "条款要求", Table::Requirements)
            .aliases(&["认定的要求", "二十条要求"])
            .printed(36.0)
            .listed(150)
            .help("例如 第 19 条 经验总结。"),
        Column::date("from_on", "起始日期").required().aliases(&["声明起始"]).printed(24.0).listed(104),
        Column::date("to_on", "截止日期").required().aliases(&["声明截止", "有效期至"]).printed(24.0).listed(104),
        Column::name("stated_by", "声明人")
            .required()
            .aliases(&["认定人", "承诺人", "负责人"])
            .printed(22.0)
            .listed(90)
            .carried()
            .help("谁为这句话负责。"),
        Column::new("basis", "依据", Kind::Text { max: 300 })
            .required()
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["认定依据", "理由"])
            .printed(70.0)
            .listed(240)
            .help("凭什么这样说，材料在哪里。"),
        STATUS,
        NOTE,
    ],
    record_date: Some("from_on"),
    title: "basis",
    sheet_title: "声明认定书",
    empty_title: "还没有声明认定",
    empty_text: "期间没有外出、活动、受赠的，写一句声明；台账以外有材料的，由人认定。都写明谁说的、到哪天（二十条对照）。",
    ..Declaration::of("statements", "声明认定", Group::Inspection)
};

/// The first day after the longest time a statement of `kind` from `from` may hold.
fn too_long(kind: &str, from: NaiveDate) -> Option<(u32, NaiveDate)> {
    let (_, months) = LONGEST.iter().find(|(known, _)| *known == kind)?;
    Some((*months, from.checked_add_months(Months::new(*months))?))
}

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("from_on", "to_on");
    let Some(kind) = draft.code("kind") else { return };
    let nothing = kind == "nothing";
    let (wanted, other) = if nothing { ("topic", "requirement") } else { ("requirement", "topic") };
    if !draft.values.contains_key(wanted) {
        let message = if nothing { "请选没有发生的是哪类事项。" } else { "请选认定的是哪一条要求。" };
        draft.refuse(wanted, "required", message);
    }
    if draft.values.contains_key(other) {
        let message = if nothing {
            "无此事项只选事项，条款要求请留空。"
        } else {
            "认定只选条款要求，事项请留空。"
        };
        draft.refuse(other, "one_of", message);
    }
    requirement_allows(draft, kind);
    let (Some(from), Some(to)) = (draft.date("from_on"), draft.date("to_on")) else { return };
    if nothing && to > draft.today() {
        draft.refuse("to_on", "future", "没有发生的事只能说到今天。请改截止日期，以后再补一份。");
    }
    if let Some((months, end)) = too_long(kind, from)
        && to > end
    {
        draft.refuse("to_on", "too_long", format!("这类声明最长 {months} 个月（到 {end}）。请改截止日期。"));
    }
}

/// Refuses to answer for what records speak against, and to call not asked what every organisation must have.
fn requirement_allows(draft: &mut Draft<'_>, kind: &str) {
    let Some(key) = draft.text("requirement").map(str::to_owned) else { return };
    let Some(row) = draft.rules.requirement(&key, draft.date("from_on").unwrap_or(draft.today())) else { return };
    let (recorded, core) = (!row.rule.test.may_be_attested(), row.rule.core);
    match kind {
        "met" if recorded => {
            draft.refuse("requirement", "recorded", "这一条看的是记录本身有没有按时办结，不能用认定代替。请补记录，或如实留着。");
        }
        "not_asked" if core => {
            draft.refuse("requirement", "core", "这一条是必须有的，不能认定不适用。");
        }
        _ => {}
    }
}

/// That what is said not to have happened is on file.
pub fn foresee(facts: &Facts<'_>, record: &Record, _: Option<&Record>) -> Result<Vec<Problem>> {
    let Some((ledger, id)) = contradicted(facts, record)? else { return Ok(Vec::new()) };
    let label = ledger.declaration().label;
    let message = format!("这些天里有{label}记录「{}」，声明与记录不符，不起作用。请核对日期。", facts.title(ledger, id)?);
    Ok(vec![Problem::new("topic", "recorded", record.code("topic").unwrap_or_default(), message)])
}

/// The record that speaks against a statement that nothing happened.
fn contradicted(facts: &Facts<'_>, record: &Record) -> Result<Option<(Ledger, i64)>> {
    match (record.code("kind"), record.code("topic"), record.date("from_on"), record.date("to_on")) {
        (Some("nothing"), Some(topic), Some(from), Some(to)) => recorded(facts, topic, from, to),
        _ => Ok(None),
    }
}

/// What is computed of a statement.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["status"],
    needs: &["kind", "topic", "from_on", "to_on"],
    reads: &[
        Ledger(&TRAVELS),
        Ledger(&LEAVES),
        Ledger(&INCIDENTS),
        Ledger(&GATHERINGS),
        Ledger(&DONATIONS),
        Ledger(&VISITORS),
        Ledger(&NOTICES),
    ],
    fill: fill_status,
}];

fn fill_status(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let (Some(from), Some(to)) = (record.date("from_on"), record.date("to_on")) else { continue };
        let status = match record.code("kind") {
            Some("nothing") if contradicted(facts, record)?.is_some() => told("late", "与记录不符"),
            Some("nothing") => told("done", "有效"),
            _ if from > facts.on => told("ahead", "未开始"),
            _ if to < facts.on => told("off", "已到期"),
            _ => match by_term(to, facts.on, AHEAD) {
                due if due.as_code() == Some("due") => due,
                _ => told("done", "有效"),
            },
        };
        record.values.insert("status", status);
    }
    Ok(())
}
