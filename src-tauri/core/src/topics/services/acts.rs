//! 服务: what was done for whom, by how many, for how long. Who took part may be listed below it, and is counted then.

use super::SERVICE_MEMBERS;
use crate::base::error::Result;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, Value, choice};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::correspondence::NOTICES;

/// 类别
pub const KINDS: &[Choice] = &[
    choice("volunteer", "志愿服务"),
    choice("community", "社区协助"),
    choice("linking", "链接资源"),
    choice("professional", "专业服务"),
    choice("members", "会员保供自律"),
    choice("opinion", "舆情引导"),
    choice("other", "其他"),
];

/// See the module.
pub static SERVICES: Declaration = Declaration {
    columns: &[
        Column::date("served_on", "日期")
            .required()
            .not_future()
            .aliases(&["服务日期", "活动日期", "服务时间", "活动时间", "开展日期"])
            .printed(24.0)
            .listed(104),
        Column::choice("kind", "类别", KINDS)
            .required()
            .aliases(&["服务类别", "类型", "服务类型", "活动类别"])
            .printed(26.0)
            .listed(110)
            .filter(),
        Column::new("title", "服务内容", Kind::Text { max: 200 })
            .required()
            .searched(Search::Pinyin)
            .wide()
            .aliases(&["内容", "服务名称", "活动名称", "项目名称", "活动内容", "服务事项"])
            .printed(64.0)
            .listed(250),
        Column::text("requested_by", "派单单位")
            .aliases(&["需求单位", "请求单位", "派单社区", "对接单位"])
            .printed(34.0)
            .listed(140)
            .carried(),
        Column::new("people", "人次", Kind::Integer { min: 0, max: 1_000_000 })
            .or_computed("counted")
            .aliases(&["参与人数", "人数", "服务人次", "参加人数", "参与人次"])
            .printed(18.0)
            .listed(80)
            .help("不填就按下面登记的参与人算。"),
        Column::new("hours", "时长（小时）", Kind::Decimal { min: 0, max: 1_000_000 })
            .or_computed("counted_hours")
            .aliases(&["时长", "服务时长", "小时", "总时长", "服务小时", "时数"])
            .printed(22.0)
            .listed(90)
            .help("所有人合计；不填就按参与人算。"),
        Column::new("counted", "参与人数", Kind::Integer { min: 0, max: 1_000_000 }).computed().rare().help("登记的参与人。"),
        Column::new("counted_hours", "参与时长", Kind::Decimal { min: 0, max: 1_000_000 })
            .computed()
            .rare()
            .help("登记的参与人合计。"),
        Column::reference("notice", "来文", &NOTICES).aliases(&["依据文件"]).rare().help("按哪份来文做的。"),
        Column::flag("insured", "有保险").aliases(&["是否有保险", "保险"]).rare().help("志愿者办了保险。"),
        NOTE,
    ],
    record_date: Some("served_on"),
    log: true,
    title: "title",
    sheet_title: "服务记录单",
    empty_title: "还没有服务记录",
    empty_text: "志愿服务、社区协助、专业服务，做了什么、谁派的单、多少人多少小时（二十条第十三至十七条）。",
    ..Declaration::of("services", "服务", Group::Services)
};

pub fn check(draft: &mut Draft<'_>) {
    if draft.code("kind") == Some("volunteer") && !draft.flag("insured") {
        draft.warn("insured", "uninsured", "志愿服务请先为志愿者办好保险。");
    }
}

/// What is computed of a service.
pub const COMPUTATIONS: &[Computation] =
    &[Computation { columns: &["counted", "counted_hours"], needs: &[], reads: &[Ledger(&SERVICE_MEMBERS)], fill: fill_members }];

fn fill_members(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let members = facts.children(Ledger(&SERVICE_MEMBERS), "service", &ids)?;
    for record in records {
        let Some(own) = members.get(&record.id) else { continue };
        let hours: f64 = own.iter().filter_map(|member| member.values.get("hours").and_then(Value::as_decimal)).sum();
        record.values.insert("counted", Value::Integer(i64::try_from(own.len()).unwrap_or(i64::MAX)));
        record.values.insert("counted_hours", Value::Decimal(hours));
    }
    Ok(())
}
