//! 签到: who came to a gathering, on the roster or not, with what was asked at the door.

use super::GATHERINGS;
use crate::schema::{Column, Declaration, Group, Kind, Ledger, NOTE};
use crate::store::draft::Draft;
use crate::topics::common::{HEALTH_CODES, NAME, PERSON, PHONE, one_person, warn_of_fever};

/// See the module.
pub static ATTENDANCES: Declaration = Declaration {
    columns: &[
        Column::reference("gathering", "活动", &GATHERINGS).required().printed(60.0).listed(220),
        PERSON,
        NAME,
        Column::date("signed_on", "签到日期").required().not_future().aliases(&["日期"]).printed(24.0).listed(104),
        Column::new("temperature", "体温", Kind::Decimal { min: 34, max: 42 })
            .aliases(&["体温（℃）", "体温℃"])
            .printed(18.0)
            .listed(80)
            .help("摄氏度，例如 36.5。"),
        Column::choice("health_code", "健康码", HEALTH_CODES).printed(18.0).listed(80),
        PHONE.help("外单位的人要留电话。"),
        NOTE,
    ],
    record_date: Some("signed_on"),
    log: true,
    parent: Some((Ledger(&GATHERINGS), "gathering")),
    title: "gathering",
    unique: &[&["gathering", "staff"], &["gathering", "name"]],
    sheet_title: "签到单",
    empty_title: "还没有签到",
    empty_text: "打开一次活动，在下面登记谁来了；也可以导入签到表。",
    ..Declaration::of("attendances", "签到", Group::Activities)
};

pub fn check(draft: &mut Draft<'_>) {
    one_person(draft);
    draft.check_phone("phone");
    let held = draft.referred.get("gathering").and_then(|gathering| gathering.date("held_on"));
    draft.not_before("signed_on", held, "举办日期");
    let Some(day) = draft.date("signed_on") else { return };
    warn_of_fever(draft, day, "参加");
}
