//! 消毒通风计划: how often a place is disinfected, aired and cleaned. A changed plan is a new record: last month's gaps
//! stay what they were.

use super::{PLACES, standing};
use crate::base::error::{Problem, Result};
use crate::schema::{Choice, Column, Declaration, Group, Kind, NOTE, Record, choice};
use crate::store::draft::Draft;
use crate::store::rows::Facts;
use crate::topics::common::WEEKDAYS;

/// 任务. Cleaning has no log of its own: its plan is printed, its gaps are not computed.
pub const TASKS: &[Choice] = &[choice("disinfect", "消毒"), choice("ventilate", "通风"), choice("clean", "保洁")];

/// See the module.
pub static CLEANING_PLANS: Declaration = Declaration {
    columns: &[
        Column::reference("place", "场所", &PLACES).required().aliases(&["区域", "地点"]).printed(50.0).listed(200),
        Column::choice("task", "任务", TASKS)
            .required()
            .printed(22.0)
            .listed(90)
            .filter()
            .carried()
            .help("保洁只列计划，不算缺记。"),
        Column::new("times_per_day", "每天次数", Kind::Integer { min: 1, max: 24 })
            .required()
            .aliases(&["次数", "频次"])
            .printed(22.0)
            .listed(100),
        Column::choices("weekdays", "星期", WEEKDAYS)
            .wide()
            .printed(50.0)
            .listed(180)
            .carried()
            .help("不选为每天。法定节假日不算缺记，调休上班日照常。"),
        Column::date("from_on", "起始日期").required().printed(26.0).listed(110).help("改了计划另加一条，过去的缺记不变。"),
        Column::date("to_on", "截止日期").printed(26.0).listed(110).help("一直有效的不填。"),
        NOTE,
    ],
    record_date: Some("from_on"),
    kin: Some("place"),
    title: "place",
    unique: &[&["place", "task", "from_on"]],
    sheet_title: "消毒通风计划表",
    empty_title: "还没有计划",
    empty_text: "每个场所每天消毒、通风几次；没有计划就看不出哪天缺了记录。",
    ..Declaration::of("cleaning_plans", "消毒通风计划", Group::Places)
};

/// How many days saving a plan that begins in the past makes 缺.
pub fn foresee(facts: &Facts<'_>, record: &Record, before: Option<&Record>) -> Result<Vec<Problem>> {
    let made = standing::gaps_made(facts, record, before)?;
    let (Some(from), Some((first, last))) = (record.date("from_on"), made.first().zip(made.last())) else {
        return Ok(Vec::new());
    };
    let days = if first == last { first.to_string() } else { format!("{first} 至 {last}") };
    let message = format!("从 {from} 起算，过去有 {} 天会成为缺记（{days}）。只想从今天起做，请把起始日期写成今天。", made.len());
    Ok(vec![Problem::new("from_on", "past_gaps", from.to_string(), message)])
}

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("from_on", "to_on");
    if draft.before.is_some_and(|before| {
        ["times_per_day", "weekdays", "from_on", "task", "place"]
            .iter()
            .any(|column| before.values.get(column) != draft.values.get(column))
            && before.date("from_on").is_some_and(|from| from < draft.today())
    }) {
        draft.warn("from_on", "past_plan", "改的是已经开始的计划，过去的缺记会跟着变。只想从今天起改，请另加一条。");
    }
}
