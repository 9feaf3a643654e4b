//! The moves of supplies as they are counted.

use super::SUPPLY_MOVES;
use super::moves::KINDS;
use super::stock::{self, Move};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::rows::{self, Facts};
use std::collections::HashMap;

/// The valid moves of the supplies `ids`, each supply's in the order in which they are counted.
///
/// # Errors
/// What SQLite says.
pub fn moves(facts: &Facts<'_>, ids: &[i64]) -> Result<HashMap<i64, Vec<Move>>> {
    let mut found: HashMap<i64, Vec<Move>> = HashMap::new();
    let selected = "id, kind, moved_on, quantity, lot, expires_on";
    rows::each_of(facts.connection, Ledger(&SUPPLY_MOVES), "supply", ids, selected, |supply, row| {
        let kind = rows::code_of(KINDS, row, 2)?.and_then(stock::kind_of);
        if let (Some(kind), Some(day)) = (kind, rows::day_of(row, 3)?) {
            let quantity = stock::parts(row.get(4)?);
            let one = Move { id: row.get(1)?, day, kind, quantity, lot: row.get(5)?, expires_on: rows::day_of(row, 6)? };
            found.entry(supply).or_default().push(one);
        }
        Ok(())
    })?;
    found.values_mut().for_each(|moves| stock::put_in_order(moves));
    Ok(found)
}
