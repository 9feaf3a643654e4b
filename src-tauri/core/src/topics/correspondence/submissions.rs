//! 报送: what was reported to whom for which days, by when it was due, when it went and whether a receipt came back.
//!
//! A report that went stays as it went: what was wrong in it is put right by another one that says so.

use super::{NOTICES, notices};
use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, Record, Value, choice};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{BODIES, STATUS, by_term, told};
use chrono::NaiveDate;

/// 类别
pub const KINDS: &[Choice] =
    &[choice("daily", "日报"), choice("weekly", "周报"), choice("monthly", "月报"), choice("thematic", "专题")];

/// 方式
pub const WAYS: &[Choice] = &[
    choice("paper", "书面"),
    choice("email", "邮件"),
    choice("wechat", "微信"),
    choice("system", "系统填报"),
    choice("visit", "当面"),
];

/// Days after it went from which a receipt is missed.
const RECEIPT: i64 = 3;

/// See the module.
pub static SUBMISSIONS: Declaration = Declaration {
    columns: &[
        Column::choice("kind", "类别", KINDS)
            .required()
            .aliases(&["报送类别", "类型", "报表类别"])
            .printed(18.0)
            .listed(80)
            .filter()
            .carried(),
        Column::date("period_from", "起始日期")
            .required()
            .aliases(&["统计起始", "报告期起"])
            .printed(22.0)
            .listed(104)
            .help("报的是从哪天起的情况。"),
        Column::date("period_to", "截止日期").required().aliases(&["统计截止", "报告期止"]).printed(22.0).listed(104),
        Column::choice("recipient", "报给", BODIES)
            .required()
            .aliases(&["报送对象", "接收单位", "报送单位", "上报单位"])
            .printed(26.0)
            .listed(110)
            .filter()
            .carried(),
        Column::new("due_at", "期限", Kind::Instant).aliases(&["报送期限", "截止时间"]).printed(30.0).listed(130),
        Column::flag("zero", "零报告").made().printed(16.0).help("由程序按数字得出。"),
        Column::new("sent_at", "报送时间", Kind::Instant)
            .not_future()
            .aliases(&["报出时间", "上报时间", "报送日期"])
            .printed(30.0)
            .listed(130),
        Column::choice("way", "方式", WAYS).aliases(&["报送方式", "上报方式"]).printed(20.0).listed(90).carried(),
        Column::flag("receipt", "有回执").aliases(&["回执", "是否有回执"]).printed(16.0).listed(80).filter(),
        STATUS,
        Column::reference("notice", "来文", &NOTICES).aliases(&["依据文件", "依据"]).help("按哪份来文报的；按它的期限看报没报。"),
        Column::reference("corrects", "更正哪一份", &SUBMISSIONS).rare().help("报错了的那一份；原来的不改。"),
        Column::text("correction", "更正说明").rare().wide().help("改了什么、为什么。"),
        Column::new("version", "第几版", Kind::Integer { min: 1, max: 1000 }).rare(),
        Column::text("frozen", "定稿指纹").made().rare().help("定稿时由程序写上。"),
        Column::name("filled_by", "填报人")
            .required()
            .aliases(&["填表人", "报送人", "经办人"])
            .printed(20.0)
            .listed(90)
            .carried(),
        NOTE,
    ],
    record_date: Some("period_to"),
    kin: Some("notice"),
    title: "kind",
    tab: None,
    sheet_title: "报送登记单",
    empty_title: "还没有报送",
    empty_text: "日报、周报、月报和专题报告：报给谁、几时报的、有没有回执；来文要求的到期会提醒（二十条第二十条）。",
    ..Declaration::of("submissions", "情况报送", Group::Inspection)
};

/// What may still be said of a report that went.
const OPEN: &[&str] = &["receipt", "note", "version"];

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("period_from", "period_to");
    if draft.values.contains_key("sent_at") && draft.code("way").is_none() {
        draft.refuse("way", "required", "有报送时间，请选报送的方式。");
    }
    if draft.flag("receipt") && !draft.values.contains_key("sent_at") {
        draft.refuse("sent_at", "required", "有回执的，请填写报送时间。");
    }
    stays_as_it_went(draft);
    let corrected = draft.referred.get("corrects").cloned();
    let version = corrected.as_ref().map_or(1, |report| version_of(report) + 1);
    draft.derive("version", Value::Integer(version), "由更正的那一份得出");
    match &corrected {
        Some(report) if draft.before.is_some_and(|before| before.id == report.id) => {
            draft.refuse("corrects", "self", "不能更正它自己。请选报错了的那一份。");
        }
        Some(report) if report.instant("sent_at").is_none() => {
            draft.refuse("corrects", "unsent", "那一份还没有报出，直接改它就行。");
        }
        Some(_) if draft.text("correction").is_none() => {
            draft.refuse("correction", "required", "更正的报告，请写明改了什么、为什么。");
        }
        Some(_) => {}
        None => refuse_twins(draft),
    }
}

fn stays_as_it_went(draft: &mut Draft<'_>) {
    let Some(before) = draft.before.filter(|before| before.instant("sent_at").is_some()) else { return };
    let stored = SUBMISSIONS.columns.iter().filter(|column| column.stored() && !OPEN.contains(&column.name));
    let changed: Vec<&'static str> =
        stored.map(|column| column.name).filter(|name| before.values.get(name) != draft.values.get(name)).collect();
    if changed.is_empty() {
        return;
    }
    let label = changed.first().map_or("", |column| draft.label(column));
    draft.refuse("sent_at", "sent", format!("已经报出的不能改（{label}）。报错了的，请另加一份，写明更正哪一份。"));
}

/// Refuses a second report of the same notice for the same days that corrects none.
fn refuse_twins(draft: &mut Draft<'_>) {
    let (Some(_), Some(to)) = (draft.reference("notice"), draft.date("period_to")) else { return };
    let from = draft.date("period_from");
    let twin = draft.siblings.iter().any(|other| {
        other.date("period_to") == Some(to) && other.date("period_from") == from && other.reference("corrects").is_none()
    });
    if twin {
        let message = "这份来文的这一期已经登记过。要改报出的那一份，请选「更正哪一份」。";
        draft.refuse("period_to", "duplicate", message);
    }
}

/// Which version a report is.
fn version_of(report: &Record) -> i64 {
    report.values.get("version").and_then(Value::as_integer).unwrap_or(1)
}

/// What is computed of a report.
pub const COMPUTATIONS: &[Computation] =
    &[Computation { columns: &["status"], needs: &["period_to", "due_at", "sent_at", "receipt"], reads: &[], fill: fill_status }];

fn fill_status(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        record.values.insert("status", status(record, facts.on));
    }
    Ok(())
}

fn status(record: &Record, on: NaiveDate) -> Value {
    let due = record.instant("due_at");
    match record.instant("sent_at").filter(|at| at.date() <= on) {
        Some(sent) => {
            let late = due.filter(|due| sent > *due).map(|due| notices::late_by(due, sent));
            let waited = (on - sent.date()).num_days();
            let (code, text) = if !record.flag("receipt") && waited >= RECEIPT {
                ("due", format!("报出 {waited} 天，没有回执"))
            } else {
                ("done", "已报送".to_owned())
            };
            told(code, late.map_or(text.clone(), |late| format!("{text}，{late}")))
        }
        None => match due.map(|due| due.date()).or(record.date("period_to").filter(|day| *day >= on)) {
            Some(due) => by_term(due, on, 0),
            None => told("open", "待报送"),
        },
    }
}
