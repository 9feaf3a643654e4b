//! 同环境人员: who was near, when last, and what she is asked to do.

use super::INCIDENTS;
use crate::schema::{Column, Declaration, Group, Ledger, NOTE};
use crate::store::draft::Draft;
use crate::topics::common::{NAME, PERSON, PHONE, one_person};
use crate::topics::travel::MEASURES;

/// See the module.
pub static INCIDENT_CONTACTS: Declaration = Declaration {
    columns: &[
        Column::reference("incident", "疑似密接", &INCIDENTS).required().printed(44.0).listed(180),
        PERSON,
        NAME,
        PHONE,
        Column::date("last_contact_on", "最后接触日期")
            .required()
            .not_future()
            .aliases(&["接触日期", "日期"])
            .printed(26.0)
            .listed(110),
        Column::choice("measure", "措施", MEASURES).aliases(&["管控措施"]).printed(26.0).listed(110).filter(),
        NOTE,
    ],
    record_date: Some("last_contact_on"),
    parent: Some((Ledger(&INCIDENTS), "incident")),
    title: "incident",
    unique: &[&["incident", "staff"], &["incident", "name"]],
    sheet_title: "同环境人员登记单",
    empty_title: "还没有同环境人员",
    empty_text: "打开一条疑似密接，在下面登记同一间办公室、同一次活动的人。",
    ..Declaration::of("incident_contacts", "同环境人员", Group::People)
};

pub fn check(draft: &mut Draft<'_>) {
    one_person(draft);
    draft.check_phone("phone");
}
