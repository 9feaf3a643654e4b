//! 检查: who came when to look, with what result. Looking oneself is one by 本单位.

use super::FINDINGS;
use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, Tone, Value, state};
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::BODIES;

/// 结果
pub const RESULTS: &[Choice] = &[state("fine", "没有问题", Tone::Good), state("findings", "有问题", Tone::Warn)];

/// See the module.
pub static INSPECTIONS: Declaration = Declaration {
    columns: &[
        Column::date("inspected_on", "检查日期")
            .required()
            .not_future()
            .aliases(&["日期", "检查时间", "来检日期", "督查日期", "时间"])
            .printed(24.0)
            .listed(104),
        Column::choice("by", "检查方", BODIES)
            .required()
            .aliases(&["检查单位类别", "检查部门类别", "检查方类别"])
            .printed(26.0)
            .listed(110)
            .filter()
            .help("自己查的选本单位。"),
        Column::text("unit", "检查单位")
            .required()
            .searched(Search::Pinyin)
            .aliases(&["来检单位", "单位", "检查部门", "督查单位", "检查机关", "检查组"])
            .printed(44.0)
            .listed(180)
            .carried(),
        Column::text("inspectors", "检查人")
            .persons()
            .required()
            .searched(Search::Pinyin)
            .aliases(&["检查人员", "督查人员", "检查员", "检查人姓名"])
            .printed(34.0)
            .listed(140),
        Column::choice("result", "结果", RESULTS)
            .required()
            .aliases(&["检查结果", "检查结论", "结论"])
            .printed(20.0)
            .listed(90)
            .filter(),
        Column::new("open", "待整改", Kind::Integer { min: 0, max: 10_000 })
            .computed()
            .printed(18.0)
            .listed(80)
            .help("还没有整改好的问题。"),
        Column::flag("credentials", "出示证件").aliases(&["是否出示证件"]).rare().help("检查人员出示了证件。"),
        Column::text("pack_number", "迎检包编号").aliases(&["资料包编号"]).rare().help("当时交出的迎检包。"),
        NOTE,
    ],
    record_date: Some("inspected_on"),
    log: true,
    title: "unit",
    sheet_title: "检查记录单",
    empty_title: "还没有检查记录",
    empty_text: "谁来检查过、结果怎样、提了哪些问题、改了没有；自查也记在这里（二十条第二十条）。",
    ..Declaration::of("inspections", "检查", Group::Inspection)
};

/// What is computed of an inspection.
pub const COMPUTATIONS: &[Computation] =
    &[Computation { columns: &["open"], needs: &[], reads: &[Ledger(&FINDINGS)], fill: fill_open }];

fn fill_open(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let findings = facts.children(Ledger(&FINDINGS), "inspection", &ids)?;
    for record in records {
        let own = findings.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        let open = own.iter().filter(|finding| !super::findings::closed(finding, facts.on)).count();
        record.values.insert("open", Value::Integer(i64::try_from(open).unwrap_or(i64::MAX)));
    }
    Ok(())
}
