//! 防疫物资: what is kept, in what unit, how little of it is too little. What there is follows from its moves.

use super::stock::{self, Lot, Move};
use super::{SUPPLY_MOVES, queries};
use crate::base::error::{Problem, Result};
use crate::schema::{Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Search, Tone, Value, choice, state};
use crate::store::registry::Computation;
use crate::store::rows::Facts;
use chrono::{Days, NaiveDate};

/// 类别
pub const KINDS: &[Choice] = &[
    choice("mask", "口罩"),
    choice("agent", "消毒用品"),
    choice("equipment", "设备"),
    choice("protective", "防护用品"),
    choice("kit", "试剂"),
    choice("other", "其他"),
];

/// 库存状态, the first that holds.
pub const STATES: &[Choice] = &[
    state("expired", "有过期", Tone::Bad),
    state("out", "没有了", Tone::Warn),
    state("low", "不足", Tone::Warn),
    state("expiring", "快到期", Tone::Warn),
    state("ok", "充足", Tone::Good),
];

/// Quantities of supplies.
pub const QUANTITY: Kind = Kind::Decimal { min: 0, max: 1_000_000_000 };

/// Days ahead of its last day from which something is about to expire.
pub const EXPIRING: u64 = 30;

/// See the module.
pub static SUPPLIES: Declaration = Declaration {
    columns: &[
        Column::text("name", "物资名称")
            .required()
            .searched(Search::Pinyin)
            .aliases(&["物资", "品名", "名称", "物品", "物品名称"])
            .printed(50.0)
            .listed(190)
            .help("不同规格分开登记，规格写在名称里。"),
        Column::choice("kind", "类别", KINDS)
            .required()
            .aliases(&["物资类别", "种类"])
            .printed(22.0)
            .listed(100)
            .filter()
            .carried(),
        Column::text("unit", "单位").required().aliases(&["计量单位"]).printed(14.0).listed(70).help("如 个、瓶、升。"),
        Column::new("minimum", "最低库存", QUANTITY)
            .aliases(&["最低储备", "储备下限", "警戒数量"])
            .printed(22.0)
            .listed(90)
            .help("少于它就提醒补充。"),
        Column::new("stock", "结存", QUANTITY).computed().printed(22.0).listed(90).help("由出入库得出。"),
        Column::date("next_expiry_on", "最近有效期").computed().printed(26.0).listed(110).help("还有结存的里面最早到期的。"),
        Column::choice("status", "库存状态", STATES).computed().printed(24.0).listed(100).filter(),
        NOTE,
    ],
    title: "name",
    unique: &[&["name"]],
    sheet_title: "防疫物资登记卡",
    empty_title: "还没有防疫物资",
    empty_text: "口罩、消毒液、测温枪等：先登记名称和单位，再记出入库，结存由程序算。检查时要看物资够不够、账实符不符。",
    unit: "种",
    ..Declaration::of("supplies", "防疫物资", Group::Activities)
};

/// Moves that were counted in the unit `record` no longer has: no quantity is converted.
pub fn foresee(facts: &Facts<'_>, record: &Record, before: Option<&Record>) -> Result<Vec<Problem>> {
    let Some((before, unit)) = before.and_then(|before| before.text("unit")).zip(record.text("unit")) else {
        return Ok(Vec::new());
    };
    let counted = queries::moves(facts, &[record.id])?.get(&record.id).map_or(0, Vec::len);
    if before == unit || counted == 0 {
        return Ok(Vec::new());
    }
    let message = format!("已有 {counted} 笔出入库按「{before}」记的，改成「{unit}」后数量不换算，结存照旧。");
    Ok(vec![Problem::new("unit", "counted", unit, message)])
}

/// What is computed of a supply.
pub const COMPUTATIONS: &[Computation] = &[Computation {
    columns: &["stock", "next_expiry_on", "status"],
    needs: &["minimum"],
    reads: &[Ledger(&SUPPLY_MOVES)],
    fill: fill_stock,
}];

fn fill_stock(facts: &Facts<'_>, records: &mut [Record]) -> Result<()> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let moves = queries::moves(facts, &ids)?;
    for record in records {
        let own = moves.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        let held = Held::on(own, facts.on);
        let minimum = record.values.get("minimum").and_then(Value::as_decimal).map(stock::parts);
        record.values.insert("stock", Value::Decimal(stock::number(held.stock)));
        record.values.insert("status", Value::Choice(held.status(minimum, facts.on)));
        record.values.extend(held.next_expiry().map(|day| ("next_expiry_on", Value::Date(day))));
    }
    Ok(())
}

/// What there is of a supply at the end of a day.
pub struct Held {
    /// In parts.
    pub stock: i64,
    /// What is left of each lot, the first to expire first.
    pub lots: Vec<Lot>,
}

impl Held {
    /// After those of `moves`, which are in order, that lie on the day `on` or before.
    pub fn on(moves: &[Move], on: NaiveDate) -> Self {
        let past = moves.get(..moves.partition_point(|one| one.day <= on)).unwrap_or_default();
        Self { stock: stock::balances(past).last().map_or(0, |(_, balance, _)| balance), lots: stock::lots(past) }
    }

    /// The first day after which something that is there may not be used.
    pub fn next_expiry(&self) -> Option<NaiveDate> {
        self.lots.iter().find_map(|lot| lot.expires_on)
    }

    /// How it stands on the day `on`: the first of [`STATES`] that holds.
    pub fn status(&self, minimum: Option<i64>, on: NaiveDate) -> &'static str {
        let soon = on.checked_add_days(Days::new(EXPIRING)).unwrap_or(on);
        match self.next_expiry() {
            Some(day) if day < on => "expired",
            _ if self.stock <= 0 => "out",
            _ if minimum.is_some_and(|minimum| self.stock < minimum) => "low",
            Some(day) if day <= soon => "expiring",
            _ => "ok",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_stock_stands_by_the_first_state_that_holds() {
        let on = NaiveDate::from_ymd_opt(2022, 3, 1).unwrap();
        let held = |stock: i64, until: Option<i64>| Held {
            stock,
            lots: until
                .map(|days| Lot { lot: None, expires_on: Some(on + chrono::TimeDelta::days(days)), left: stock })
                .into_iter()
                .collect(),
        };
        for (stock, minimum, until, wanted) in [
            (5, Some(10), Some(-1), "expired"),
            (5, Some(10), Some(0), "low"),
            (0, Some(10), None, "out"),
            (0, None, None, "out"),
            (9, Some(10), Some(3), "low"),
            (10, Some(10), Some(30), "expiring"),
            (10, Some(10), Some(31), "ok"),
            (10, None, None, "ok"),
        ] {
            assert_eq!(held(stock, until).status(minimum, on), wanted, "{stock} {minimum:?} {until:?}");
        }
    }
}
