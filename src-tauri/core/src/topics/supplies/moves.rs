//! 出入库: what came in, went out, was thrown away, was counted. What there is may never have been less than nothing.

use super::stock::{self, Kind};
use super::{SUPPLIES, items, queries};
use crate::base::error::{Problem, Result};
use crate::schema::{Choice, Column, Declaration, Group, Ledger, NOTE, Record, Search, Value, choice};
use crate::store::accord::{Accord, Breach};
use crate::store::draft::Draft;
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use crate::topics::DONATIONS;
use std::collections::HashMap;

/// 类型
pub const KINDS: &[Choice] = &[choice("in", "入库"), choice("out", "出库"), choice("scrap", "报废"), choice("count", "盘点")];

/// 来源
pub const SOURCES: &[Choice] = &[choice("allocated", "下拨"), choice("bought", "自购"), choice("donated", "捐赠")];

/// See the module.
pub static SUPPLY_MOVES: Declaration = Declaration {
    columns: &[
        Column::reference("supply", "物资", &SUPPLIES)
            .required()
            .aliases(&["物资名称", "品名", "名称", "物品", "物品名称"])
            .printed(44.0)
            .listed(180),
        Column::date("moved_on", "日期")
            .required()
            .not_future()
            .aliases(&["出入库日期", "入库日期", "出库日期", "领用日期", "盘点日期"])
            .printed(22.0)
            .listed(104),
        Column::choice("kind", "类型", KINDS)
            .required()
            .aliases(&["出入库", "出/入库", "收发类别"])
            .printed(14.0)
            .listed(80)
            .filter(),
        Column::new("quantity", "数量", items::QUANTITY)
            .required()
            .aliases(&["领用数量", "入库数量", "出库数量", "实盘数", "盘点数量"])
            .printed(18.0)
            .listed(90),
        Column::new("balance", "结存", items::QUANTITY).computed().printed(18.0).listed(90).help("这一笔之后还有多少。"),
        Column::new("difference", "盘盈盘亏", items::QUANTITY).computed().printed(18.0).listed(90).help("盘点数减账面数。"),
        Column::choice("source", "来源", SOURCES)
            .aliases(&["物资来源", "入库来源"])
            .printed(14.0)
            .listed(80)
            .filter()
            .help("入库的要填。"),
        Column::text("lot", "批号")
            .searched(Search::Digits)
            .aliases(&["生产批号", "批次"])
            .printed(22.0)
            .help("出库写了批号的，先扣这一批。"),
        Column::date("expires_on", "有效期至").aliases(&["有效期", "失效日期", "到期日期"]).printed(22.0).listed(104),
        Column::name("recipient", "领用人").aliases(&["领取人", "领用部门", "领用人签字"]).printed(22.0).listed(90),
        Column::name("handler", "经办人").required().aliases(&["登记人", "发放人", "保管员"]).printed(20.0).listed(90).carried(),
        Column::reference("donation", "受赠款物", &DONATIONS).rare().help("捐赠的物资对应哪一笔受赠。"),
        NOTE,
    ],
    record_date: Some("moved_on"),
    log: true,
    kin: Some("supply"),
    title: "supply",
    sheet_title: "出入库单",
    empty_title: "还没有出入库记录",
    empty_text: "每一次入库、领用、报废、盘点记一笔，结存由程序算；结存不会小于零。",
    unit: "笔",
    ..Declaration::of("supply_moves", "出入库", Group::Activities)
};

pub fn check(draft: &mut Draft<'_>) {
    let kind = draft.code("kind");
    if kind == Some("in") && draft.code("source").is_none() {
        draft.refuse("source", "required", "入库的，请填写来源。");
    }
    if kind != Some("count") && draft.values.get("quantity").and_then(Value::as_decimal) == Some(0.0) {
        draft.refuse("quantity", "range", "数量是 0，没有出入库。请填写实际的数量。");
    }
    if kind == Some("in")
        && let (Some(moved_on), Some(until)) = (draft.date("moved_on"), draft.date("expires_on"))
        && until < moved_on
    {
        draft.warn("expires_on", "expired", "入库时已经过了有效期。请核对日期。");
    }
    tell_difference(draft);
}

/// The moves of a supply, whoever writes one of them, never leave less than nothing.
pub const ACCORD: Accord = Accord { by: "supply", breach: below_zero };

fn below_zero(name: &str, records: &[Record], written: &[i64]) -> Option<Breach> {
    let moves = stock::ordered(records);
    let (place, (failing, balance, _)) = stock::balances(&moves).enumerate().find(|(_, (_, balance, _))| *balance < 0)?;
    let (failing, short) = (failing.clone(), stock::number(-balance));
    let there = stock::number(balance.saturating_add(failing.quantity));
    let (day, quantity) = (failing.day, stock::number(failing.quantity));
    let what = KINDS.iter().find(|choice| stock::kind_of(choice.code) == Some(failing.kind)).map_or("", |choice| choice.label);
    let message = if written.contains(&failing.id) {
        format!("「{name}」{day} 只有 {there}，不能{what} {quantity}。请核对数量和日期。")
    } else {
        format!("这样「{name}」{day} 的{what} {quantity} 就不够了，差 {short}。请先核对那一笔。")
    };
    // What took something away since it was last counted, the newest first.
    let before = moves.get(..=place).unwrap_or_default().iter().rev();
    let since = before.take_while(|one| one.kind != Kind::Count).filter(|one| one.kind != Kind::In);
    let causes = since.map(|one| one.id).collect();
    Some(Breach { causes, problem: Problem::new("quantity", "below_zero", quantity.to_string(), message) })
}

/// Tells by how much a count differs from what was written.
fn tell_difference(draft: &mut Draft<'_>) {
    let id = draft.before.map_or(i64::MAX, |before| before.id);
    let own = Record { id, values: draft.values.clone(), ..Record::empty(Ledger(&SUPPLY_MOVES)) };
    let moves = stock::ordered(draft.siblings.iter().chain([&own]));
    let Some((counted, _, Some(parts))) = stock::balances(&moves).find(|(one, ..)| one.id == id) else { return };
    if parts != 0 {
        let written = stock::number(counted.quantity.saturating_sub(parts));
        let (word, by) = if parts < 0 { ("少", parts.saturating_neg()) } else { ("多", parts) };
        let message = format!("账面 {written}，点到的{word} {}。请再点一遍，确实如此的写明原因。", stock::number(by));
        draft.warn("quantity", "difference", message);
    }
}

/// What is computed of a move.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["balance", "difference"],
    needs: &["supply"],
    reads: &[Ledger(&SUPPLY_MOVES)],
    fill: fill_balance,
}];

fn fill_balance(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let supplies: Vec<i64> = records.iter().filter_map(|record| record.reference("supply")).collect();
    let moves = queries::moves(facts, &supplies)?;
    let told: HashMap<i64, (i64, Option<i64>)> = moves
        .values()
        .flat_map(|own| stock::balances(own))
        .map(|(one, balance, difference)| (one.id, (balance, difference)))
        .collect();
    for record in records {
        let Some((balance, difference)) = told.get(&record.id) else { continue };
        record.values.insert("balance", Value::Decimal(stock::number(*balance)));
        record.values.extend(difference.map(|parts| ("difference", Value::Decimal(stock::number(parts)))));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn record(id: i64, day: &str, kind: &'static str, quantity: f64) -> Record {
        let values = [
            ("moved_on", Value::Date(day.parse().unwrap())),
            ("kind", Value::Choice(kind)),
            ("quantity", Value::Decimal(quantity)),
        ];
        Record { id, values: values.into_iter().collect(), ..Record::empty(Ledger(&SUPPLY_MOVES)) }
    }

    /// Whoever is written, the row is named at which nothing would be left, and what is to be left out first.
    #[test]
    fn what_falls_below_zero_is_named() {
        let told = |records: &[Record], written: &[i64]| {
            below_zero("口罩", records, written).map(|breach| (breach.problem.message, breach.causes))
        };
        let mut all = vec![record(1, "2022-03-01", "in", 10.0), record(2, "2022-03-05", "out", 8.0)];
        assert_eq!(told(&all, &[2]), None);
        all.push(record(-1, "2022-03-03", "out", 2.5));
        let later = "这样「口罩」2022-03-05 的出库 8 就不够了，差 0.5。请先核对那一笔。".to_owned();
        assert_eq!(told(&all, &[-1]), Some((later, vec![2, -1])));
        all.push(record(-2, "2022-03-02", "scrap", 11.0));
        let itself = "「口罩」2022-03-02 只有 10，不能报废 11。请核对数量和日期。".to_owned();
        assert_eq!(told(&all, &[-1, -2]), Some((itself, vec![-2])));
        all.push(record(3, "2022-03-02", "count", 20.0));
        assert_eq!(told(&all, &[]).map(|(_, causes)| causes), Some(vec![-2]), "a count does not mend what was before it");
    }
}
