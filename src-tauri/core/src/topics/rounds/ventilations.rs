//! 通风记录: which place was aired when and for how long.

use super::PLACES;
use super::disinfections::{check_times, lasted};
use crate::base::error::Result;
use crate::rules::dilution::{Asked, use_of};
use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, Record, Value, choice};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;

/// 通风方式
pub const METHODS: &[Choice] = &[choice("natural", "自然通风"), choice("mechanical", "机械通风"), choice("aircon", "空调新风")];

/// Ingredient under which the rule packs' `uses` keep the least minutes of airing.
const AIR: &str = "通风";

/// See the module.
pub static VENTILATIONS: Declaration = Declaration {
    columns: &[
        Column::reference("place", "场所", &PLACES)
            .required()
            .aliases(&["区域", "通风区域", "地点"])
            .printed(50.0)
            .listed(180)
            .filter(),
        Column::date("done_on", "日期").required().not_future().aliases(&["通风日期"]).printed(26.0).listed(110),
        Column::choice("method", "通风方式", METHODS)
            .aliases(&["方式"])
            .printed(28.0)
            .listed(110)
            .filter()
            .carried()
            .help("开窗是自然通风。"),
        Column::time("started_at", "开始时间").aliases(&["开始", "开窗时间"]).printed(22.0).listed(90),
        Column::time("ended_at", "结束时间").aliases(&["结束", "关窗时间"]).printed(22.0).listed(90),
        Column::new("minutes", "分钟", Kind::Integer { min: 0, max: 1440 })
            .computed()
            .printed(18.0)
            .listed(80)
            .rare()
            .help("由开始和结束时间得出。"),
        Column::new("windows", "开窗数", Kind::Integer { min: 0, max: 10_000 }).aliases(&["窗数"]).printed(20.0).listed(80),
        Column::name("operator", "记录人")
            .required()
            .aliases(&["责任人", "操作人", "通风人"])
            .printed(26.0)
            .listed(100)
            .carried(),
        NOTE,
    ],
    record_date: Some("done_on"),
    log: true,
    title: "place",
    sheet_title: "通风记录单",
    empty_title: "还没有通风记录",
    empty_text: "每天开窗通风几次、每次多久；检查时和消毒记录一起看（二十条第七条）。",
    ..Declaration::of("ventilations", "通风记录", Group::Places)
};

/// What is computed of airing.
pub const COMPUTATIONS: &[Computation] =
    &[Computation { columns: &["minutes"], needs: &["started_at", "ended_at"], reads: &[], fill: fill_minutes }];

fn minutes(record: &crate::schema::Values) -> Option<i64> {
    let time = |column| record.get(column).and_then(Value::as_time);
    Some(lasted(time("started_at")?, time("ended_at")?)?.num_minutes())
}

fn fill_minutes(_: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        if let Some(minutes) = minutes(&record.values) {
            record.values.insert("minutes", Value::Integer(minutes));
        }
    }
    Ok(())
}

pub fn check(draft: &mut Draft<'_>) {
    check_times(draft);
    let (Some(minutes), Some(day)) = (minutes(draft.values), draft.date("done_on")) else { return };
    let method = draft
        .code("method")
        .and_then(|code| METHODS.iter().find(|choice| choice.code == code))
        .map_or("自然通风", |choice| choice.label);
    let asked = Asked { objects: method, ..Asked::default() };
    let short = use_of(draft.rules, AIR, &asked, day).filter(|ruled| minutes < i64::from(ruled.row.rule.minutes));
    if let Some(ruled) = short {
        let message = format!("{method}一次一般要 {} 分钟以上，这次 {minutes} 分钟。请核对。", ruled.row.rule.minutes);
        draft.warn("ended_at", "short", message);
    }
}
