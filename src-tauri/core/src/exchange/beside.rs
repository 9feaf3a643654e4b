//! The records of one row: the ledger's own, then those side by side, such as doses beside a person.
//!
//! Owns which cells of a row belong to which of them. What becomes of each is `deciding`'s.

use super::across;
use super::cell::{Epoch, Row};
use super::deciding::{CellGiven, Deciding, Place};
use super::layout::{Heading, How};
use super::plan::RecordPlan;
use super::question;
use super::reading::{self, Manner, Reading};
use super::target::Target;
use super::units;
use crate::base::error::Result;
use crate::schema::{Column, Kind, Ledger, Value};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// How a sheet is read, column by column.
#[derive(Debug, Clone, Default)]
pub(super) struct Manners {
    /// What its serials count from.
    pub epoch: Epoch,
    /// Whether the person said that names with a question mark are written so.
    pub names: bool,
    /// Columns in which a word may stand beside a day, as nothing else brings it.
    pub worded: HashSet<usize>,
    /// The years of days without one that the person said, by column.
    pub years: HashMap<usize, i32>,
    /// The year and month of days in the header that do not say theirs.
    pub month: across::Month,
}

impl Manners {
    /// How cells in `column` are read.
    pub fn of(&self, column: usize) -> Manner {
        Manner {
            epoch: self.epoch,
            names: self.names,
            year: self.years.get(&column).copied(),
            words: self.worded.contains(&column),
        }
    }
}

/// Columns of days of records side by side for which the sheet has no column that says of which kind each is: the word for it
/// may stand beside the day.
pub(super) fn worded(headings: &[Heading]) -> HashSet<usize> {
    let besides = |heading: &Heading| match heading.target {
        Some(Target::Beside { ledger, which, column, .. }) => Some((heading.column, ledger, which, column)),
        _ => None,
    };
    let all: Vec<_> = headings.iter().filter_map(besides).collect();
    let says_kind = |of: Ledger, number: u8| {
        let kind = kind_of(of).map(|column| column.name);
        all.iter().any(|(_, ledger, which, column)| *ledger == of && [0, number].contains(which) && Some(column.name) == kind)
    };
    let is_bare = |ledger: Ledger, column: &Column| {
        ledger.declaration().repeats.as_ref().is_some_and(|repeats| repeats.bare == column.name) && kind_of(ledger).is_some()
    };
    let found = all.iter().filter(|(_, ledger, which, column)| is_bare(*ledger, column) && !says_kind(*ledger, *which));
    found.map(|(place, ..)| *place).collect()
}

/// Decides the records of one row: the ledger's own, then those side by side.
pub(super) fn row_plan(
    deciding: &mut Deciding<'_>,
    ledger: Ledger,
    headings: &[Heading],
    row: &Row,
    manners: &Manners,
) -> Result<Vec<RecordPlan>> {
    let mut cells = Vec::with_capacity(headings.len());
    let mut beside: Vec<Group<'_>> = Vec::new();
    let mut on_days = Vec::new();
    let mut uid = None;
    let mut late_reason = None;
    for heading in headings {
        let Some(target) = &heading.target else { continue };
        let cell = row.at(heading.column);
        let manner = manners.of(heading.column);
        let given =
            |place, column: &'static Column| CellGiven { place, column, heading, reading: reading::read(cell, column, manner) };
        match *target {
            Target::Passed => {}
            Target::Uid => uid = Some(cell.shown(manners.epoch).trim().to_owned()).filter(|uid| !uid.is_empty()),
            Target::LateReason => {
                late_reason = Some(cell.shown(manners.epoch).trim().to_owned()).filter(|reason| !reason.is_empty());
            }
            Target::Own(column) => cells.push(given(Place::Own, column)),
            Target::Child(column) => cells.push(given(Place::Child, column)),
            Target::By { reference, key } => cells.push(given(Place::Key(reference), key)),
            Target::OnDay { day, column } => on_days.push((day, given(Place::Own, column))),
            Target::Beside { ledger, which, numbered, column } => {
                let cell = given(Place::Own, column);
                let group = group_of(&mut beside, ledger, which);
                group.numbered |= numbered;
                group.cells.push(cell);
            }
        }
    }
    for (target, text) in deciding.set() {
        let reading = |column: &Column| match question::lacks_year(column.kind, &text) {
            Some(message) => Reading::Refused("date", text.clone(), message),
            None => Reading::Said(Cow::Owned(text.clone())),
        };
        let given = |place, column: &'static Column| CellGiven { place, column, heading: &NOWHERE, reading: reading(column) };
        match target {
            Target::Own(column) => cells.push(given(Place::Own, column)),
            Target::Child(column) => cells.push(given(Place::Child, column)),
            Target::Beside { ledger, which: 0, column, .. } => {
                group_of(&mut beside, ledger, 0).cells.push(given(Place::Own, column));
            }
            _ => {}
        }
    }
    reading::join_divisions(&mut cells, headings, row, manners.epoch);
    if !on_days.is_empty() {
        return across::records(deciding, ledger, &cells, on_days, (late_reason, row, manners.month));
    }
    beside.sort_by_key(|group| (deciding.place(group.ledger), group.which));
    let own = beside.iter().any(|group| group.ledger == ledger && group.which > 0);
    // As many as there will be: a list that grows keeps room for four.
    let mut records = Vec::with_capacity(usize::from(!own) + beside.iter().filter(|group| group.which > 0).count());
    let parent = if own {
        None
    } else {
        let given = if beside.is_empty() { std::mem::take(&mut cells) } else { cells.clone() };
        let given = units::apart(given, ledger);
        let decided = deciding.decide(ledger, given, Vec::new(), uid.as_deref(), late_reason, row.number)?;
        let parent = (decided.fate, decided.id);
        records.push(decided);
        Some(parent)
    };
    let shared: HashMap<Ledger, Vec<CellGiven<'_>>> =
        beside.iter().filter(|group| group.which == 0).map(|group| (group.ledger, group.cells.clone())).collect();
    for Group { ledger: of, which, numbered, cells: group } in beside.into_iter().filter(|group| group.which > 0) {
        let Some(repeats) = of.declaration().repeats.as_ref() else { continue };
        let mut group = apart(group, of, repeats.bare);
        let blank = group.iter().all(|cell| cell.is_blank() || says_no(cell, repeats.bare));
        if blank {
            continue;
        }
        let common: &[CellGiven<'_>] = if of == ledger { &cells } else { shared.get(&of).map_or(&[], Vec::as_slice) };
        let more: Vec<CellGiven<'_>> =
            common.iter().filter(|cell| !group.iter().any(|own| own.same_place(cell) && !own.is_blank())).cloned().collect();
        group.retain(|own| !own.is_blank() || !more.iter().any(|cell| own.same_place(cell)));
        group.extend(more);
        if let (Some(kind), Some(day)) = (kind_of(of), group.iter().find(|cell| cell.column.name == repeats.bare))
            && !group.iter().any(|cell| cell.column.name == kind.name)
        {
            let heading = day.heading;
            group.push(CellGiven { place: Place::Own, column: kind, heading, reading: Reading::Unsaid { which } });
        }
        for cell in &mut group {
            if cell.column.name == repeats.bare && says_yes(cell) {
                let shown = cell.shown();
                let message = format!("只写了「{shown}」，没有写日期。请填写{}。", cell.column.label);
                cell.reading = Reading::Refused("required", shown, message);
            }
        }
        let mut fixed: Vec<(&'static Column, Value)> = Vec::new();
        if numbered && let Some(number) = of.column(repeats.number) {
            fixed.push((number, Value::Integer(i64::from(which))));
        }
        let decided = match (parent, of.column(repeats.column)) {
            (None, _) => deciding.decide(of, group, fixed, None, None, row.number)?,
            (Some((_, Some(id))), Some(column)) => {
                fixed.push((column, Value::Reference(id)));
                deciding.decide(of, group, fixed, None, None, row.number)?
            }
            (Some((fate, _)), _) => deciding.left_with_parent(of, fate, &group),
        };
        records.push(decided);
    }
    Ok(records)
}

/// Where a value stands that the person said of the whole sheet.
static NOWHERE: Heading = Heading { column: usize::MAX, label: String::new(), target: None, how: How::Chosen };

/// What a row says of one of the records side by side; `which` 0 is said of all.
struct Group<'c> {
    ledger: Ledger,
    which: u8,
    numbered: bool,
    cells: Vec<CellGiven<'c>>,
}

fn group_of<'a, 'c>(groups: &'a mut Vec<Group<'c>>, ledger: Ledger, which: u8) -> &'a mut Group<'c> {
    let place = groups.iter().position(|group| group.ledger == ledger && group.which == which).unwrap_or_else(|| {
        groups.push(Group { ledger, which, numbered: false, cells: Vec::new() });
        groups.len() - 1
    });
    &mut groups[place]
}

/// The column that says of which kind a record is, such as the vaccine of a dose.
fn kind_of(ledger: Ledger) -> Option<&'static Column> {
    ledger.columns().iter().find(|column| column.required && matches!(column.kind, Kind::Entry(_)))
}

/// Takes a day and the words beside it apart where a column of days holds both and the words have no column of their own.
fn apart<'c>(mut group: Vec<CellGiven<'c>>, ledger: Ledger, bare: &str) -> Vec<CellGiven<'c>> {
    let Some(words_column) = kind_of(ledger) else { return group };
    if group.iter().any(|cell| cell.column.name == words_column.name && !cell.is_blank()) {
        return group;
    }
    let Some(cell) = group.iter_mut().find(|cell| cell.column.name == bare) else { return group };
    let parts = match &cell.reading {
        Reading::Said(text) => reading::day_beside_words(text).map(|(day, words)| (Some(day), words)),
        // Its year is still asked for; of which kind it is is said.
        Reading::NoYear { shown } => reading::yearless_beside_words(shown).map(|(_, _, words)| (None, words)),
        _ => None,
    };
    if let Some((day, words)) = parts {
        if let Some(day) = day {
            cell.reading = Reading::Said(Cow::Owned(day));
        }
        let heading = cell.heading;
        group.retain(|cell| cell.column.name != words_column.name);
        group.push(CellGiven { place: Place::Own, column: words_column, heading, reading: Reading::Said(Cow::Owned(words)) });
    }
    group
}

fn says_no(cell: &CellGiven<'_>, bare: &str) -> bool {
    cell.column.name == bare
        && matches!(cell.shown().as_str(), "否" | "无" | "未" | "未接种" | "没有" | "×" | "x" | "X" | "0" | "/" | "-" | "—")
}

fn says_yes(cell: &CellGiven<'_>) -> bool {
    matches!(
        cell.shown().as_str(),
        "是" | "有" | "已" | "√" | "✓" | "✔" | "1" | "已接种" | "已打" | "已完成" | "已种" | "Y" | "y"
    )
}
