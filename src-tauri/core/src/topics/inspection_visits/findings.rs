//! 问题: what an inspection found, who puts it right by when, and whether a second look found it right.

use super::INSPECTIONS;
use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, Tone, state};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{STATUS, by_term, decided_by, told};
use chrono::NaiveDate;

/// 复查
pub const RECHECKS: &[Choice] = &[state("pass", "合格", Tone::Good), state("fail", "不合格", Tone::Bad)];

/// Days before its term from which a finding is due.
const AHEAD: i64 = 3;

/// See the module.
pub static FINDINGS: Declaration = Declaration {
    columns: &[
        Column::reference("inspection", "检查", &INSPECTIONS)
            .aliases(&["所属检查", "检查名称"])
            .required()
            .printed(44.0)
            .listed(160),
        Column::new("item", "问题", Kind::Text { max: 300 })
            .required()
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["存在问题", "发现问题", "问题描述", "问题清单", "检查发现", "发现的问题"])
            .printed(60.0)
            .listed(240),
        Column::new("requirement", "整改要求", Kind::Text { max: 300 })
            .wide()
            .aliases(&["要求", "整改意见", "要求整改内容"])
            .printed(40.0),
        Column::new("measure", "整改措施", Kind::Text { max: 300 })
            .wide()
            .aliases(&["措施", "整改情况", "采取措施"])
            .printed(40.0),
        Column::name("responsible", "责任人")
            .required()
            .aliases(&["整改责任人", "负责人", "整改人", "整改负责人"])
            .printed(20.0)
            .listed(90)
            .carried(),
        Column::date("due_on", "整改期限")
            .required()
            .aliases(&["期限", "完成期限", "整改时限", "限期", "限改日期"])
            .printed(24.0)
            .listed(104),
        Column::date("fixed_on", "整改日期")
            .not_future()
            .aliases(&["完成日期", "整改完成日期", "完成时间", "整改时间"])
            .printed(24.0)
            .listed(104),
        Column::choice("recheck", "复查", RECHECKS)
            .aliases(&["复查结果", "复查情况", "复核结果", "复查结论"])
            .printed(18.0)
            .listed(80)
            .filter(),
        STATUS,
        Column::date("rechecked_on", "复查日期").aliases(&["复查时间", "复核日期"]).not_future().rare(),
        Column::name("rechecked_by", "复查人").aliases(&["复核人", "复查人员"]).rare(),
        NOTE,
    ],
    record_date: Some("due_on"),
    parent: Some((Ledger(&INSPECTIONS), "inspection")),
    title: "item",
    sheet_title: "整改单",
    empty_title: "还没有问题",
    empty_text: "打开一次检查，在下面登记提出的问题、谁整改、几时改好。",
    ..Declaration::of("findings", "问题整改", Group::Inspection)
};

pub fn check(draft: &mut Draft<'_>) {
    let inspected = draft.referred.get("inspection").and_then(|inspection| inspection.date("inspected_on"));
    for column in ["due_on", "fixed_on"] {
        draft.not_before(column, inspected, "检查日期");
    }
    draft.in_order("fixed_on", "rechecked_on");
    decided_by(draft, "recheck", "rechecked_by");
    if draft.code("recheck") == Some("pass") && draft.date("fixed_on").is_none() {
        draft.refuse("fixed_on", "required", "复查合格的，请填写整改日期。");
    }
}

/// Whether it was put right by `on`, and no second look found otherwise.
pub fn closed(finding: &Record, on: NaiveDate) -> bool {
    finding.date("fixed_on").is_some_and(|day| day <= on) && finding.code("recheck") != Some("fail")
}

/// What is computed of a finding.
pub const COMPUTATIONS: &[Computation] =
    &[Computation { columns: &["status"], needs: &["due_on", "fixed_on", "recheck"], reads: &[], fill: fill_status }];

fn fill_status(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let Some(due) = record.date("due_on") else { continue };
        let status = match record.code("recheck") {
            Some("fail") => told("late", "复查不合格"),
            _ if !closed(record, facts.on) => by_term(due, facts.on, AHEAD),
            Some(_) => told("done", "复查合格"),
            None => told("done", "已整改"),
        };
        record.values.insert("status", status);
    }
    Ok(())
}
