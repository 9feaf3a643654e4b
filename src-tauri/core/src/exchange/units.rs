//! Numbers that bring their unit along in one cell.
//!
//! Owns taking them apart. Which units there are the ledger's column of units says.

use super::deciding::{CellGiven, Place};
use super::reading::Reading;
use crate::base::characters::narrow;
use crate::schema::{Kind, Ledger};
use std::borrow::Cow;

/// Takes a number and its unit apart where one cell holds both: 75% in a column beside which a unit is chosen. A unit that
/// stands in its own column as well has to be the same.
pub(super) fn apart<'c>(mut cells: Vec<CellGiven<'c>>, ledger: Ledger) -> Vec<CellGiven<'c>> {
    let Some(unit) = ledger.columns().iter().find(|column| column.name == "unit") else { return cells };
    let Kind::Choice(choices) = unit.kind else { return cells };
    let said = |cell: &CellGiven<'_>| match &cell.reading {
        Reading::Said(text) => Some(narrow(text).trim().to_owned()),
        _ => None,
    };
    let beside = cells.iter().find(|cell| cell.column.name == unit.name && !cell.is_blank()).map(said);
    let mut found = None;
    for cell in cells.iter_mut().filter(|cell| matches!(cell.column.kind, Kind::Decimal { .. })) {
        let Some(text) = said(cell) else { continue };
        let held = choices.iter().find_map(|choice| {
            let number = text.get(..text.len().checked_sub(choice.label.len())?)?.trim_end();
            let tail = text.get(text.len() - choice.label.len()..)?;
            (tail.eq_ignore_ascii_case(choice.label) && number.ends_with(|last: char| last.is_ascii_digit()))
                .then(|| (choice, number.to_owned()))
        });
        let Some((choice, number)) = held else { continue };
        let same = |said: &Option<String>| said.as_deref().is_some_and(|said| said == choice.label || said == choice.code);
        if let Some(other) = beside.as_ref().filter(|other| !same(other)) {
            let other = other.clone().unwrap_or_default();
            let message = format!("「{text}」的单位是 {}，「{}」那一格却是「{other}」。请改成一样的。", choice.label, unit.label);
            cell.reading = Reading::Refused("unit", text, message);
            continue;
        }
        cell.reading = Reading::Said(Cow::Owned(number));
        found = Some((cell.heading, choice.label));
    }
    if let Some((heading, label)) = found.filter(|_| beside.is_none()) {
        cells.retain(|cell| cell.column.name != unit.name);
        cells.push(CellGiven { place: Place::Own, column: unit, heading, reading: Reading::Said(Cow::Borrowed(label)) });
    }
    cells
}
