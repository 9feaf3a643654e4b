//! What is in store: the balance after each move, and what is left of each lot.
//!
//! Owns the order of moves and how they are counted, in whole smallest parts so that sums are exact. Reads no file.

use crate::schema::{Record, Value};
use chrono::NaiveDate;

/// Parts of one: as many decimals as are kept.
const PARTS: f64 = 10_000.0;
/// Digits of a quantity behind the point.
pub const DIGITS: u32 = 4;

/// What a move does, in the order of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 入库
    In,
    /// 出库
    Out,
    /// 报废
    Scrap,
    /// 盘点: so much there is, whatever was written before.
    Count,
}

/// One move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Its record.
    pub id: i64,
    /// Its day.
    pub day: NaiveDate,
    /// What it does.
    pub kind: Kind,
    /// How much, in parts.
    pub quantity: i64,
    /// The lot named.
    pub lot: Option<String>,
    /// The last day on which what came in may be used.
    pub expires_on: Option<NaiveDate>,
}

impl Move {
    /// The move that a record of them says; `None` while it lacks something.
    pub fn of(record: &Record) -> Option<Self> {
        Some(Self {
            id: record.id,
            day: record.date("moved_on")?,
            kind: kind_of(record.code("kind")?)?,
            quantity: parts(record.values.get("quantity").and_then(Value::as_decimal)?),
            lot: record.text("lot").map(str::to_owned),
            expires_on: record.date("expires_on"),
        })
    }

    /// Day, kind, number; those not written yet come last, in the order in which they will be.
    fn order(&self) -> (NaiveDate, Kind, bool, i64) {
        (self.day, self.kind, self.id < 0, self.id.abs())
    }
}

/// What the code of a move means.
pub fn kind_of(code: &str) -> Option<Kind> {
    Some(match code {
        "in" => Kind::In,
        "out" => Kind::Out,
        "scrap" => Kind::Scrap,
        "count" => Kind::Count,
        _ => return None,
    })
}

/// A number in parts.
#[allow(clippy::cast_possible_truncation)] // a thousand million of ten thousand parts each
pub fn parts(number: f64) -> i64 {
    (number * PARTS).round() as i64
}

/// Parts as a number.
#[allow(clippy::cast_precision_loss)] // sums of a thousand million of ten thousand parts each
pub fn number(parts: i64) -> f64 {
    parts as f64 / PARTS
}

/// The moves that `records` say, in the order in which they are counted.
pub fn ordered<'a>(records: impl IntoIterator<Item = &'a Record>) -> Vec<Move> {
    let mut moves: Vec<Move> = records.into_iter().filter_map(Move::of).collect();
    put_in_order(&mut moves);
    moves
}

/// Puts moves into the order in which they are counted.
pub fn put_in_order(moves: &mut [Move]) {
    moves.sort_by_key(Move::order);
}

/// What is there after each of `moves`, which are in order, and by how much a count differed; below zero it goes on counting.
pub fn balances(moves: &[Move]) -> impl Iterator<Item = (&Move, i64, Option<i64>)> {
    moves.iter().scan(0_i64, |balance, one| {
        let before = *balance;
        *balance = match one.kind {
            Kind::In => before.saturating_add(one.quantity),
            Kind::Out | Kind::Scrap => before.saturating_sub(one.quantity),
            Kind::Count => one.quantity,
        };
        Some((one, *balance, (one.kind == Kind::Count).then(|| one.quantity.saturating_sub(before))))
    })
}

/// What came in together and is not used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Its number, where there is one.
    pub lot: Option<String>,
    /// The last day on which it may be used.
    pub expires_on: Option<NaiveDate>,
    /// How much of it there is, in parts.
    pub left: i64,
}

/// What is left of each lot after `moves`, which are in order, the first to expire first. What expires first leaves first, but a
/// lot that is named leaves before; what a count finds more belongs to no lot.
pub fn lots(moves: &[Move]) -> Vec<Lot> {
    let mut lots: Vec<Lot> = Vec::new();
    for (one, _, difference) in balances(moves) {
        match (one.kind, difference) {
            (Kind::In, _) => put(&mut lots, one.lot.clone(), one.expires_on, one.quantity),
            (Kind::Count, Some(more)) if more > 0 => put(&mut lots, None, None, more),
            (Kind::Count, less) => take(&mut lots, None, less.unwrap_or_default().saturating_neg()),
            (Kind::Out | Kind::Scrap, _) => take(&mut lots, one.lot.as_deref(), one.quantity),
        }
    }
    lots
}

/// Keeps the lots in the order in which they leave.
fn put(lots: &mut Vec<Lot>, lot: Option<String>, expires_on: Option<NaiveDate>, quantity: i64) {
    if quantity == 0 {
        return;
    }
    let until = expires_on.unwrap_or(NaiveDate::MAX);
    let place = lots.partition_point(|known| known.expires_on.unwrap_or(NaiveDate::MAX) <= until);
    lots.insert(place, Lot { lot, expires_on, left: quantity });
}

fn take(lots: &mut Vec<Lot>, named: Option<&str>, quantity: i64) {
    let mut rest = quantity;
    let mut from = |lot: &mut Lot| {
        let taken = rest.min(lot.left);
        lot.left -= taken;
        rest -= taken;
    };
    lots.iter_mut().filter(|lot| named.is_some() && lot.lot.as_deref() == named).for_each(&mut from);
    lots.iter_mut().for_each(from);
    lots.retain(|lot| lot.left > 0);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use proptest::prelude::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 3, day).unwrap()
    }

    fn one(id: i64, on: u32, kind: Kind, quantity: i64) -> Move {
        Move { id, day: day(on), kind, quantity, lot: None, expires_on: None }
    }

    fn sorted(mut moves: Vec<Move>) -> Vec<Move> {
        put_in_order(&mut moves);
        moves
    }

    #[test]
    fn a_day_is_counted_in_out_scrap_count() {
        let moves = sorted(vec![
            one(1, 2, Kind::Count, 50),
            one(2, 2, Kind::Out, 30),
            one(-1, 2, Kind::Out, 5),
            one(-2, 2, Kind::Out, 6),
            one(3, 2, Kind::Scrap, 10),
            one(4, 2, Kind::In, 100),
            one(5, 3, Kind::Out, 20),
        ]);
        let told: Vec<(i64, i64, Option<i64>)> =
            balances(&moves).map(|(one, balance, difference)| (one.id, balance, difference)).collect();
        let wanted =
            [(4, 100, None), (2, 70, None), (-1, 65, None), (-2, 59, None), (3, 49, None), (1, 50, Some(1)), (5, 30, None)];
        assert_eq!(told, wanted);
    }

    #[test]
    fn what_expires_first_leaves_first() {
        let came = |id, quantity, lot: &str, until: Option<u32>| Move {
            lot: Some(lot.to_owned()),
            expires_on: until.map(day),
            ..one(id, 1, Kind::In, quantity)
        };
        let mut moves = vec![came(1, 10, "a", Some(20)), came(2, 10, "b", Some(10)), came(3, 10, "c", None)];
        let left = |moves: &[Move]| -> Vec<(String, i64)> {
            lots(moves).into_iter().map(|lot| (lot.lot.unwrap_or_default(), lot.left)).collect()
        };
        let of =
            |all: &[(&str, i64)]| -> Vec<(String, i64)> { all.iter().map(|(lot, left)| ((*lot).to_owned(), *left)).collect() };
        assert_eq!(left(&moves), of(&[("b", 10), ("a", 10), ("c", 10)]));
        moves.push(one(4, 2, Kind::Out, 12));
        assert_eq!(left(&moves), of(&[("a", 8), ("c", 10)]));
        moves.push(Move { lot: Some("c".to_owned()), ..one(5, 3, Kind::Out, 4) });
        assert_eq!(left(&moves), of(&[("a", 8), ("c", 6)]), "a lot that is named leaves before");
        moves.push(one(6, 4, Kind::Count, 5));
        assert_eq!(left(&moves), of(&[("c", 5)]), "what a count misses is what expires first");
        moves.push(one(7, 5, Kind::Count, 9));
        assert_eq!(left(&moves), of(&[("c", 5), ("", 4)]), "what a count finds more is of no lot");
        moves.push(one(8, 6, Kind::Out, 9));
        assert!(lots(&moves).is_empty());
    }

    proptest! {
        /// As long as the balance stays above zero, the lots are the balance, whatever was moved.
        #[test]
        fn the_lots_are_the_balance(all in prop::collection::vec((1_u32..28, 0_u8..4, 0_i64..50, prop::option::of(1_u32..28)), 0..40)) {
            let kinds = [Kind::In, Kind::Out, Kind::Scrap, Kind::Count];
            let moves = all.into_iter().zip(1..).map(|((on, kind, quantity, until), id)| Move {
                expires_on: until.map(day),
                ..one(id, on, kinds[usize::from(kind)], quantity)
            });
            let mut kept: Vec<Move> = Vec::new();
            for one in moves {
                let with = sorted(kept.iter().cloned().chain([one]).collect());
                if balances(&with).all(|(_, balance, _)| balance >= 0) {
                    kept = with;
                }
            }
            let balance = balances(&kept).last().map_or(0, |(_, balance, _)| balance);
            prop_assert_eq!(lots(&kept).iter().map(|lot| lot.left).sum::<i64>(), balance);
            let until: Vec<NaiveDate> = lots(&kept).iter().map(|lot| lot.expires_on.unwrap_or(NaiveDate::MAX)).collect();
            prop_assert!(until.is_sorted(), "{:?}", until);
        }
    }

    #[test]
    fn tenths_add_up() {
        let tenths: i64 = (0..10).map(|_| parts(0.1)).sum();
        assert_eq!((tenths, number(tenths)), (parts(1.0), 1.0));
    }
}
