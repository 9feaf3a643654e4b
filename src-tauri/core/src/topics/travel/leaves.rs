//! 外出报备: who means to go where, whether that was approved, whether she is back. What she did there is a trip's.

use super::travels::EXPOSURES;
use super::{RISK_AREAS, queries};
use crate::base::error::Result;
use crate::rules::exposure::{self, Stay};
use crate::schema::{Choice, Column, Declaration, Group, Ledger, NOTE, Record, Tone, Value, choice, state};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{STATUS, decided_by, told};
use crate::topics::people::STAFF;
use chrono::NaiveDate;

/// 事由
pub const REASONS: &[Choice] =
    &[choice("business", "公务"), choice("family", "探亲"), choice("medical", "就医"), choice("other", "其他")];

/// 审批
pub const APPROVALS: &[Choice] = &[state("approved", "同意", Tone::Good), state("refused", "不同意", Tone::Bad)];

/// See the module.
pub static LEAVES: Declaration = Declaration {
    columns: &[
        Column::reference("staff", "姓名", &STAFF)
            .required()
            .aliases(&["人员", "报备人", "外出人", "外出人员", "申请人", "员工姓名"])
            .printed(22.0)
            .listed(110),
        Column::choice("reason", "事由", REASONS)
            .required()
            .aliases(&["外出事由", "原因", "外出原因", "外出类别", "请假类型"])
            .printed(16.0)
            .listed(80)
            .filter(),
        Column::division("division_code", "目的地")
            .required()
            .aliases(&["前往地", "去往地", "外出地点", "到访地", "外出目的地", "去向", "目的地（省市区）"])
            .printed(34.0)
            .listed(150)
            .help("区县名称或 6 位区划代码；境外填国家名称。"),
        Column::date("leave_on", "外出日期")
            .required()
            .aliases(&["出发日期", "离开日期", "外出时间", "出发时间", "离开时间", "起始日期", "离渝日期"])
            .printed(22.0)
            .listed(104),
        Column::date("return_on", "预计返回")
            .required()
            .aliases(&["预计返回日期", "拟返回日期", "预计返回时间", "拟返回时间"])
            .printed(22.0)
            .listed(104),
        Column::choice("approval", "审批", APPROVALS)
            .aliases(&["审批意见", "审批结果", "审核意见", "领导意见", "是否同意"])
            .printed(16.0)
            .listed(80)
            .filter(),
        Column::date("returned_on", "实际返回")
            .not_future()
            .aliases(&["实际返回日期", "返回日期", "实际返回时间", "返回时间"])
            .printed(22.0)
            .listed(104),
        STATUS,
        Column::name("approved_by", "审批人").aliases(&["批准人", "审核人", "审批领导"]).printed(20.0).carried(),
        Column::date("approved_on", "审批日期").aliases(&["批准日期", "审批时间"]).not_future(),
        Column::choice("exposure", "目的地风险", EXPOSURES).computed().filter().help("外出期间目的地是否在风险地区名单里。"),
        NOTE,
    ],
    record_date: Some("leave_on"),
    kin: Some("staff"),
    title: "staff",
    unique: &[&["staff", "leave_on"]],
    sheet_title: "外出报备审批单",
    empty_title: "还没有外出报备",
    empty_text: "职工离开本地前先报备，写明去哪里、几时回、谁批的；返回后登记旅居史（二十条第五条）。",
    ..Declaration::of("leaves", "外出报备", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("leave_on", "return_on");
    draft.in_order("leave_on", "returned_on");
    decided_by(draft, "approval", "approved_by");
    let (Some(from), Some(to)) = (draft.date("leave_on"), draft.date("return_on")) else { return };
    let end = |record: &Record| record.date("returned_on").or(record.date("return_on"));
    let to = draft.date("returned_on").unwrap_or(to);
    let meets = |other: &&Record| {
        let refused = other.code("approval") == Some("refused");
        !refused && other.date("leave_on").is_some_and(|begun| begun <= to) && end(other).is_some_and(|end| end >= from)
    };
    if draft.code("approval") != Some("refused")
        && let Some(other) = draft.siblings.iter().find(meets)
    {
        let days = [other.date("leave_on"), end(other)].map(|day| day.map(|day| day.to_string()).unwrap_or_default());
        draft.refuse("leave_on", "overlap", format!("与本人另一次外出（{} 至 {}）的日子重叠。请核对。", days[0], days[1]));
    }
    if draft.code("approval").is_none() && from <= draft.today() {
        draft.warn("approval", "unapproved", "外出日期已到，还没有审批。请补办审批，写明审批人。");
    }
}

/// What is computed of a leave.
pub const COMPUTATIONS: &[Computation] = &[
    Computation {
        columns: &["status"],
        needs: &["leave_on", "return_on", "approval", "returned_on"],
        reads: &[],
        fill: fill_status,
    },
    Computation {
        columns: &["exposure"],
        needs: &["division_code", "leave_on", "return_on", "returned_on"],
        reads: &[Ledger(&RISK_AREAS)],
        fill: fill_exposure,
    },
];

fn fill_status(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let (Some(from), Some(to)) = (record.date("leave_on"), record.date("return_on")) else { continue };
        let status = status(record.code("approval"), from, to, record.date("returned_on"), facts.on);
        record.values.insert("status", status);
    }
    Ok(())
}

/// Where a leave stands on a day.
fn status(approval: Option<&str>, from: NaiveDate, to: NaiveDate, back: Option<NaiveDate>, on: NaiveDate) -> Value {
    match (approval, back.filter(|back| *back <= on)) {
        (Some("refused"), _) => told("off", "不同意"),
        (_, Some(_)) => told("done", "已返回"),
        (None, _) if from > on => told("due", "待审批"),
        (None, _) => told("late", "未批已外出"),
        (_, None) if from > on => told("ahead", "未出发"),
        (_, None) if to > on => told("open", "外出中"),
        (_, None) if to == on => told("due", "今天应返回"),
        (_, None) => told("late", format!("应 {} 返回，超期 {} 天", to.format("%m-%d"), (on - to).num_days())),
    }
}

fn fill_exposure(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let areas = queries::risk_areas(facts)?;
    for record in records {
        let (Some(division), Some(from)) = (record.text("division_code"), record.date("leave_on")) else { continue };
        let end = record.date("returned_on").or(record.date("return_on"));
        let stay = Stay { division: division.to_owned(), place_text: None, arrived_on: from, departed_on: end, returned_on: end };
        let found = exposure::exposure(facts.rules, &stay, &areas, facts.on);
        record.values.insert("exposure", Value::Choice(if found.to_verify() { "to_verify" } else { "none" }));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leave_stands_by_its_days() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2021, 8, day).unwrap_or_default();
        let code = |approval, back: Option<u32>, on| match status(approval, day(10), day(12), back.map(day), day(on)) {
            Value::Told { code, text, .. } => (code, text),
            other => ("", format!("{other:?}")),
        };
        for (approval, back, on, wanted) in [
            (None, None, 9, "due"),
            (None, None, 10, "late"),
            (Some("refused"), None, 20, "off"),
            (Some("approved"), None, 9, "ahead"),
            (Some("approved"), None, 10, "open"),
            (Some("approved"), None, 11, "open"),
            (Some("approved"), None, 12, "due"),
            (Some("approved"), None, 13, "late"),
            (Some("approved"), Some(12), 12, "done"),
            (Some("approved"), Some(13), 12, "due"),
            (None, Some(11), 13, "done"),
        ] {
            assert_eq!(code(approval, back, on).0, wanted, "{approval:?} {back:?} {on}");
        }
        assert_eq!(code(Some("approved"), None, 15).1, "应 08-12 返回，超期 3 天");
    }
}
