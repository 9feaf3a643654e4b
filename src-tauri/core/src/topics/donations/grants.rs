//! 发放: what was given on of a donation, to whom, who signed for it.

use super::DONATIONS;
use super::gifts::{self, AMOUNT};
use crate::base::error::Result;
use crate::schema::{Column, Declaration, Group, Ledger, NOTE, Record, Search, Value};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::STATUS;
use std::collections::HashMap;

/// See the module.
pub static GRANTS: Declaration = Declaration {
    columns: &[
        Column::reference("donation", "受赠款物", &DONATIONS).required().printed(44.0).listed(170),
        Column::date("granted_on", "发放日期").required().not_future().aliases(&["日期"]).printed(24.0).listed(104),
        Column::text("recipient", "接收方")
            .required()
            .searched(Search::Pinyin)
            .aliases(&["受益人", "领取单位", "发放对象"])
            .printed(40.0)
            .listed(160),
        Column::new("amount", "金额（元）", AMOUNT).aliases(&["金额"]).printed(22.0).listed(100),
        Column::new("quantity", "数量", AMOUNT).printed(18.0).listed(80),
        Column::name("signed_by", "签收人").aliases(&["领取人"]).printed(22.0).listed(90),
        Column::name("handler", "经办人").required().printed(22.0).listed(90).carried(),
        Column::date("published_on", "公开日期").not_future().aliases(&["公示日期"]).printed(24.0).listed(104),
        Column::date("publish_by", "公开期限").computed().printed(24.0).help("按发放那天的规则得出。"),
        STATUS,
        NOTE,
    ],
    record_date: Some("granted_on"),
    log: true,
    parent: Some((Ledger(&DONATIONS), "donation")),
    kin: Some("donation"),
    title: "recipient",
    sheet_title: "发放单",
    empty_title: "还没有发放",
    empty_text: "打开一笔受赠款物，在下面登记发给谁、多少、谁签收。",
    ..Declaration::of("grants", "款物发放", Group::Activities)
};

pub fn check(draft: &mut Draft<'_>) {
    let Some(donation) = draft.referred.get("donation").cloned() else { return };
    draft.not_before("granted_on", donation.date("received_on"), "接收日期");
    draft.in_order("granted_on", "published_on");
    let column = gifts::counted(donation.code("kind"));
    let Some(given) = draft.values.get(column).and_then(Value::as_decimal) else {
        let message = format!("请填写{}。", draft.label(column));
        return draft.refuse(column, "required", message);
    };
    let Some(received) = donation.values.get(column).and_then(Value::as_decimal) else { return };
    let others = gifts::total(draft.siblings.iter(), column);
    let left = ((received - others) * 1000.0).round() / 1000.0;
    if given > left {
        let message = format!("这一笔还剩 {left}，不能发放 {given}。请核对数量。");
        draft.refuse(column, "over", message);
    }
    if draft.text("signed_by").is_none() {
        draft.warn("signed_by", "unsigned", "没有写签收人。请补上谁签收的。");
    }
}

/// What is computed of a grant.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["publish_by", "status"],
    needs: &["donation", "granted_on", "published_on"],
    reads: &[Ledger(&DONATIONS)],
    fill: fill_publication,
}];

fn fill_publication(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let ids: Vec<i64> = records.iter().filter_map(|record| record.reference("donation")).collect();
    let donations = facts.stored(Ledger(&DONATIONS), &ids)?;
    let donations: HashMap<i64, &Record> = donations.iter().map(|donation| (donation.id, donation)).collect();
    for record in records {
        let donation = record.reference("donation").and_then(|id| donations.get(&id));
        let (Some(donation), Some(day)) = (donation, record.date("granted_on")) else { continue };
        let emergency = donation.flag("emergency");
        let by = gifts::publish_by(facts.rules, donation.code("via"), emergency, day);
        record.values.insert("status", gifts::publication(by, record.date("published_on"), facts.on));
        record.values.extend(by.map(|day| ("publish_by", Value::Date(day))));
    }
    Ok(())
}
