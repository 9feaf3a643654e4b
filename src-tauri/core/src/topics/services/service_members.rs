//! 参与人: who took part in a service, on the roster or not, and for how long.

use super::SERVICES;
use crate::schema::{Column, Declaration, Group, Kind, Ledger, NOTE};
use crate::store::draft::Draft;
use crate::topics::common::{NAME, PERSON, one_person};

/// See the module.
pub static SERVICE_MEMBERS: Declaration = Declaration {
    columns: &[
        Column::reference("service", "服务", &SERVICES)
            .aliases(&["服务内容", "服务活动", "活动名称", "服务名称"])
            .required()
            .printed(70.0)
            .listed(240),
        PERSON,
        NAME,
        Column::new("hours", "时长（小时）", Kind::Decimal { min: 0, max: 10_000 })
            .required()
            .aliases(&["时长", "小时", "服务时长", "服务小时", "时数"])
            .printed(22.0)
            .listed(90)
            .carried(),
        NOTE,
    ],
    parent: Some((Ledger(&SERVICES), "service")),
    title: "service",
    unique: &[&["service", "staff"], &["service", "name"]],
    sheet_title: "参与人登记表",
    empty_title: "还没有参与人",
    empty_text: "打开一次服务，在下面登记谁参加了、各多少小时。",
    ..Declaration::of("service_members", "参与人", Group::Services)
};

pub fn check(draft: &mut Draft<'_>) {
    one_person(draft);
}
