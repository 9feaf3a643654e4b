//! 情况上报: whom an incident was told to, when and how, who took it.

use super::INCIDENTS;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Value, choice};
use crate::store::draft::Draft;
use crate::topics::common::BODIES;

/// 报告次序
pub const KINDS: &[Choice] = &[choice("first", "首报"), choice("follow", "续报"), choice("final", "终报")];

/// 方式
pub const WAYS: &[Choice] =
    &[choice("phone", "电话"), choice("paper", "书面"), choice("wechat", "微信"), choice("visit", "当面")];

/// See the module.
pub static INCIDENT_REPORTS: Declaration = Declaration {
    columns: &[
        Column::reference("incident", "疑似密接", &INCIDENTS).required().printed(44.0).listed(180),
        Column::choice("kind", "报告次序", KINDS).required().aliases(&["类型"]).printed(18.0).listed(80).filter(),
        Column::choice("recipient", "报给", BODIES).required().aliases(&["报告对象", "接收单位"]).printed(26.0).listed(110),
        Column::new("told_at", "报告时间", Kind::Instant).required().not_future().aliases(&["时间"]).printed(30.0).listed(140),
        Column::choice("way", "方式", WAYS).required().aliases(&["报告方式"]).printed(18.0).listed(80).carried(),
        Column::name("receiver", "接报人").printed(22.0).listed(90),
        Column::text("receipt_no", "回执号").printed(24.0).listed(110),
        NOTE,
    ],
    record_date: Some("told_at"),
    log: true,
    parent: Some((Ledger(&INCIDENTS), "incident")),
    title: "incident",
    sheet_title: "情况上报单",
    empty_title: "还没有上报",
    empty_text: "打开一条疑似密接，在下面登记报给了谁、几时报的、谁接的。",
    ..Declaration::of("incident_reports", "情况上报", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    let found_at = draft.referred.get("incident").and_then(|incident| incident.instant("found_at"));
    let told_at = draft.values.get("told_at").and_then(Value::as_instant);
    if let (Some(found_at), Some(told_at)) = (found_at, told_at)
        && told_at < found_at
    {
        let message = format!("报告时间早于发现时间（{}）。请核对。", found_at.format("%Y-%m-%d %H:%M"));
        draft.refuse("told_at", "order", message);
    }
}
