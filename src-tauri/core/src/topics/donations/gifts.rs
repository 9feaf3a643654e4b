//! 受赠款物: what came from whom by which way, who checked it, how much of it was given on, by when it is made public.

use super::GRANTS;
use crate::base::error::Result;
use crate::rules::rulebook::Rulebook;
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, Value, choice};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::common::{STATUS, by_term, told};
use chrono::{Days, Months, NaiveDate};

/// 类别
pub const KINDS: &[Choice] = &[choice("money", "款"), choice("goods", "物")];

/// 受赠方式
pub const WAYS: &[Choice] = &[choice("public", "公开募捐"), choice("directed", "定向募捐"), choice("gift", "接受捐赠")];

/// Money in yuan, and quantities.
pub const AMOUNT: Kind = Kind::Decimal { min: 0, max: 1_000_000_000 };

/// Days before its term from which making public is due.
const AHEAD: i64 = 2;

/// See the module.
pub static DONATIONS: Declaration = Declaration {
    columns: &[
        Column::text("donor", "捐赠人")
            .persons()
            .required()
            .searched(Search::Pinyin)
            .aliases(&["捐赠单位", "捐赠方", "捐赠人姓名"])
            .printed(36.0)
            .listed(150),
        Column::date("received_on", "接收日期")
            .required()
            .not_future()
            .aliases(&["日期", "捐赠日期", "收到日期"])
            .printed(22.0)
            .listed(104),
        Column::choice("kind", "款物", KINDS).required().aliases(&["类别", "捐赠类型"]).printed(14.0).listed(70).filter(),
        Column::new("amount", "金额（元）", AMOUNT).aliases(&["金额", "捐赠金额"]).printed(22.0).listed(100),
        Column::text("item", "物品").searched(Search::Pinyin).aliases(&["品名", "物资名称"]).printed(26.0).listed(110),
        Column::new("quantity", "数量", AMOUNT).printed(16.0).listed(80),
        Column::text("unit", "单位").aliases(&["计量单位"]).printed(12.0).listed(60),
        Column::new("value", "折价（元）", AMOUNT).aliases(&["折价", "价值"]).printed(20.0).listed(90),
        Column::choice("via", "受赠方式", WAYS)
            .required()
            .aliases(&["方式", "来源方式"])
            .printed(20.0)
            .listed(90)
            .filter()
            .carried(),
        Column::text("receipt_no", "票据号").searched(Search::Digits).aliases(&["收据号", "发票号"]).printed(24.0),
        Column::text("checked_by", "验收人")
            .persons()
            .aliases(&["验收", "接收人"])
            .printed(24.0)
            .carried()
            .help("两个人，用、隔开。"),
        Column::date("published_on", "公开日期").not_future().aliases(&["公示日期"]).printed(22.0).listed(104),
        Column::date("publish_by", "公开期限").computed().printed(22.0).help("按接收那天的规则得出。"),
        Column::new("granted", "已发放", AMOUNT).computed().printed(18.0).listed(80).help("款按元，物按数量。"),
        Column::new("left", "结余", AMOUNT).computed().printed(18.0).listed(80).help("还没有发放的。"),
        STATUS,
        Column::text("purpose", "捐赠用途").rare().help("捐赠人指定的用途。"),
        Column::flag("publish_name", "同意公开姓名").rare().help("不勾的，公示表里写 爱心人士。"),
        Column::flag("emergency", "应对突发事件").rare().help("为应对突发事件募集的。"),
        Column::text("campaign_no", "募捐方案备案号").rare(),
        Column::date("campaign_from", "募捐开始日期").rare(),
        Column::date("filed_on", "方案备案日期").not_future().rare(),
        Column::flag("certified", "有合格证明").rare().help("物品有质量证明。"),
        Column::flag("related", "有利害关系").rare().help("捐赠人与受益人或本单位有利害关系。"),
        Column::text("published_where", "公开在哪里").rare().carried(),
        NOTE,
    ],
    record_date: Some("received_on"),
    log: true,
    title: "donor",
    unique: &[&["receipt_no"]],
    sheet_title: "受赠款物登记单",
    empty_title: "还没有受赠款物",
    empty_text: "收到的每一笔款、每一批物：谁捐的、谁验收、发到哪里、几时公开（二十条第十一、十二条）。",
    ..Declaration::of("donations", "受赠款物", Group::Activities)
};

/// The column in which a donation of `kind` is counted.
pub fn counted(kind: Option<&str>) -> &'static str {
    if kind == Some("goods") { "quantity" } else { "amount" }
}

pub fn check(draft: &mut Draft<'_>) {
    let goods = draft.code("kind") == Some("goods");
    let wanted: &[&'static str] = match draft.code("kind") {
        Some("goods") => &["item", "quantity", "unit", "value"],
        Some(_) => &["amount"],
        None => &[],
    };
    for column in wanted {
        if !draft.values.contains_key(column) {
            let message = format!("{}的，请填写{}。", if goods { "捐物" } else { "捐款" }, draft.label(column));
            draft.refuse(column, "required", message);
        }
    }
    draft.in_order("received_on", "published_on");
    filed_in_time(draft);
    given_stands(draft);
    if goods && !draft.flag("certified") {
        draft.warn("certified", "uncertified", "防疫物品没有合格证明的不要发放。请核对质量证明。");
    }
    if draft.text("checked_by").is_none_or(|names| !names.contains(['、', ',', '，', ' '])) {
        draft.warn("checked_by", "one_checker", "验收要两个人。请把两个人的姓名都写上，用、隔开。");
    }
    if draft.flag("related") {
        draft.warn("related", "related", "捐赠人有利害关系的，请在备注里写明怎样回避。");
    }
}

/// By which day what came in on `day` is to be made public.
pub fn publish_by(rules: &Rulebook, via: Option<&str>, emergency: bool, day: NaiveDate) -> Option<NaiveDate> {
    let rule = &rules.publication(via.unwrap_or_default(), emergency, day)?.row.rule;
    let months = day.checked_add_months(Months::new(rule.months))?;
    months.checked_add_days(Days::new(u64::from(rule.days)))
}

/// Where making something public stands on a day.
pub fn publication(by: Option<NaiveDate>, published: Option<NaiveDate>, on: NaiveDate) -> Value {
    match (published.filter(|day| *day <= on), by) {
        (Some(day), Some(by)) if day > by => told("done", format!("已公开，迟了 {} 天", (day - by).num_days())),
        (Some(_), _) => told("done", "已公开"),
        (None, Some(by)) => by_term(by, on, AHEAD),
        (None, None) => told("open", "待公开"),
    }
}

/// What is computed of a donation.
pub const COMPUTATIONS: &[Computation] = &[
    Computation {
        columns: &["publish_by", "status"],
        needs: &["received_on", "via", "emergency", "published_on"],
        reads: &[],
        fill: fill_publication,
    },
    Computation {
        columns: &["granted", "left"],
        needs: &["kind", "amount", "quantity"],
        reads: &[Ledger(&GRANTS)],
        fill: fill_granted,
    },
];

fn fill_publication(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    for record in records {
        let Some(day) = record.date("received_on") else { continue };
        let emergency = record.flag("emergency");
        let by = publish_by(facts.rules, record.code("via"), emergency, day);
        record.values.insert("status", publication(by, record.date("published_on"), facts.on));
        record.values.extend(by.map(|day| ("publish_by", Value::Date(day))));
    }
    Ok(())
}

/// What grants give of `column`, in thousandths so that sums are exact.
pub fn total<'a>(grants: impl Iterator<Item = &'a Record>, column: &str) -> f64 {
    let given = grants.filter_map(|grant| grant.values.get(column).and_then(Value::as_decimal));
    given.map(thousandths).fold(0.0, |sum, one| sum + one) / 1000.0
}

/// A number as whole thousandths.
fn thousandths(number: f64) -> f64 {
    (number * 1000.0).round()
}

fn fill_granted(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let grants = facts.children(Ledger(&GRANTS), "donation", &ids)?;
    for record in records {
        let column = counted(record.code("kind"));
        let Some(received) = record.values.get(column).and_then(Value::as_decimal) else { continue };
        let granted = total(grants.get(&record.id).into_iter().flatten(), column);
        record.values.insert("granted", Value::Decimal(granted));
        record.values.insert("left", Value::Decimal((thousandths(received) - thousandths(granted)) / 1000.0));
    }
    Ok(())
}

/// Warns of a campaign whose plan was filed later after its start than the rule of that day allows.
fn filed_in_time(draft: &mut Draft<'_>) {
    let (Some(from), Some(filed)) = (draft.date("campaign_from"), draft.date("filed_on")) else { return };
    let emergency = draft.flag("emergency");
    let ruled = draft.rules.publication(draft.code("via").unwrap_or_default(), emergency, from);
    let Some(days) = ruled.map(|ruled| i64::from(ruled.row.rule.filing_days)).filter(|days| *days > 0) else { return };
    if (filed - from).num_days() > days {
        let message = format!("募捐开始后 {days} 天内应备案，备案晚了。请核对两个日期。");
        draft.warn("filed_on", "filed_late", message);
    }
}

/// Refuses what would make less received than was given on, and another kind while something was given on.
fn given_stands(draft: &mut Draft<'_>) {
    let Some(before) = draft.before else { return };
    let grants = draft.children(Ledger(&GRANTS), "donation");
    if grants.is_empty() {
        return;
    }
    if draft.code("kind") != before.code("kind") {
        return draft.refuse("kind", "given", "已经登记了发放，不能改款物类别。请先作废那些发放。");
    }
    let column = counted(draft.code("kind"));
    let Some(received) = draft.values.get(column).and_then(Value::as_decimal) else { return };
    let granted = total(grants.iter(), column);
    if granted > received {
        draft.refuse(column, "over", format!("已经发放 {granted}，不能改成少于它的 {received}。请核对，或先改发放。"));
    }
}
