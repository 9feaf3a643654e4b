//! 监测安排: people of which categories take their temperature how often on which days. A changed plan is a new record: last
//! month's gaps stay what they were.

use super::standing;
use crate::base::error::{Problem, Result};
use crate::schema::{Column, Declaration, Group, Kind, NOTE, Record};
use crate::store::draft::Draft;
use crate::store::rows::Facts;
use crate::topics::common::WEEKDAYS;
use crate::topics::people::CATEGORIES;

/// See the module.
pub static HEALTH_PLANS: Declaration = Declaration {
    columns: &[
        Column::choices("categories", "人员类别", CATEGORIES)
            .required()
            .aliases(&["监测对象", "适用人员", "人员", "对象"])
            .wide()
            .printed(60.0)
            .listed(240)
            .help("哪几类人要测；其他人不算缺。"),
        Column::new("times_per_day", "每天次数", Kind::Integer { min: 1, max: 2 })
            .required()
            .aliases(&["次数", "频次", "每日次数"])
            .printed(22.0)
            .listed(100)
            .help("1 只测上午，2 上午、下午各一次。"),
        Column::choices("weekdays", "星期", WEEKDAYS)
            .wide()
            .printed(50.0)
            .listed(180)
            .help("不选为每天。法定节假日不算缺，调休照常。"),
        Column::date("from_on", "起始日期").required().printed(26.0).listed(110).help("改了安排另加一条，过去的缺不变。"),
        Column::date("to_on", "截止日期").printed(26.0).listed(110).help("一直有效的不填。"),
        NOTE,
    ],
    record_date: Some("from_on"),
    title: "categories",
    unique: &[&["categories", "from_on"]],
    sheet_title: "健康监测安排",
    empty_title: "还没有监测安排",
    empty_text: "哪几类人、星期几、每天测几次体温；没有安排就看不出谁还没测。",
    ..Declaration::of("health_plans", "监测安排", Group::Places)
};

/// How many readings saving a plan that begins in the past makes 缺.
pub fn foresee(facts: &Facts<'_>, record: &Record, before: Option<&Record>) -> Result<Vec<Problem>> {
    let Some(from) = record.date("from_on") else { return Ok(Vec::new()) };
    let made = standing::gaps_made(facts, record, before)?;
    if made == 0 {
        return Ok(Vec::new());
    }
    let message = format!("从 {from} 起算，过去有 {made} 人次会成为缺。只想从今天起测，请把起始日期写成今天。");
    Ok(vec![Problem::new("from_on", "past_gaps", from.to_string(), message)])
}

pub fn check(draft: &mut Draft<'_>) {
    draft.in_order("from_on", "to_on");
    let differs = |before: &Record| {
        ["times_per_day", "weekdays", "from_on", "categories"]
            .iter()
            .any(|column| before.values.get(column) != draft.values.get(column))
    };
    if draft.before.is_some_and(|before| differs(before) && before.date("from_on").is_some_and(|from| from < draft.today())) {
        draft.warn("from_on", "past_plan", "改的是已经开始的安排，过去的缺会跟着变。只想从今天起改，请另加一条。");
    }
}
