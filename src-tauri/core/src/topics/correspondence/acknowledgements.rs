//! 签收: who has read a notice, when and how she said so.

use super::NOTICES;
use crate::schema::{Choice, Column, Declaration, Group, Ledger, NOTE, choice};
use crate::store::draft::Draft;
use crate::topics::people::STAFF;

/// 方式
pub const WAYS: &[Choice] = &[choice("ink", "签字"), choice("wechat", "微信回复"), choice("meeting", "会上传达")];

/// See the module.
pub static ACKNOWLEDGEMENTS: Declaration = Declaration {
    columns: &[
        Column::reference("notice", "来文", &NOTICES)
            .aliases(&["文件", "通知", "文件名称", "来文标题", "通知名称"])
            .required()
            .printed(80.0)
            .listed(260),
        Column::reference("staff", "姓名", &STAFF)
            .required()
            .aliases(&["签收人", "签收人姓名", "传达对象", "传阅人", "阅件人", "阅知人", "人员"])
            .printed(24.0)
            .listed(110),
        Column::date("signed_on", "签收日期")
            .required()
            .not_future()
            .aliases(&["日期", "签收时间", "签字日期", "知晓日期", "传阅时间", "传阅日期", "阅件时间", "阅知时间"])
            .printed(24.0)
            .listed(104),
        Column::choice("way", "方式", WAYS)
            .required()
            .aliases(&["签收方式", "传达方式", "签字方式", "知晓方式"])
            .printed(22.0)
            .listed(90)
            .carried(),
        NOTE,
    ],
    parent: Some((Ledger(&NOTICES), "notice")),
    record_date: Some("signed_on"),
    title: "notice",
    unique: &[&["notice", "staff"]],
    sheet_title: "签收单",
    empty_title: "还没有签收",
    empty_text: "打开一份来文，在下面登记谁签收了。",
    ..Declaration::of("acknowledgements", "签收", Group::Inspection)
};

pub fn check(draft: &mut Draft<'_>) {
    let received = draft.referred.get("notice").and_then(|notice| notice.date("received_on"));
    draft.not_before("signed_on", received, "收文日期");
}
