//! Every word that stands on the pages of a form, so that something can be done to all of them.
//!
//! Owns which texts of a form are its words. The name of the organisation, the head and the mask word are not: they are the
//! program's.

use super::Content;
use crate::paper::grid::GridForm;
use crate::paper::sheet::SheetForm;
use crate::paper::table::{Mark, TableForm, TableRow};

/// What is done to a text.
type Act<'a> = &'a dyn Fn(&mut String);

impl Content {
    /// Does `act` to every word on its pages.
    pub fn each(&mut self, act: Act<'_>) {
        match self {
            Self::Table(form) | Self::Blank(form) => table(form, act),
            Self::Sheet(form) => sheet(form, act),
            Self::Grid(form) => grid(form, act),
            Self::Joined { title, parts, .. } => {
                act(title);
                parts.iter_mut().for_each(|part| part.each(act));
            }
        }
    }
}

/// Does `act` to every word of a table.
pub fn table(form: &mut TableForm, act: Act<'_>) {
    act(&mut form.title);
    form.period.iter_mut().for_each(act);
    rows(&mut form.rows, act);
    form.notes.iter_mut().for_each(act);
}

/// Does `act` to every word of a sheet.
pub fn sheet(form: &mut SheetForm, act: Act<'_>) {
    act(&mut form.title);
    for block in &mut form.blocks {
        act(&mut block.title);
        block.fields.iter_mut().for_each(|field| act(&mut field.value));
    }
    for table in &mut form.tables {
        act(&mut table.title);
        rows(&mut table.rows, act);
    }
    form.pictures.iter_mut().flat_map(|picture| &mut picture.lines).for_each(act);
    form.notes.iter_mut().for_each(act);
}

fn grid(form: &mut GridForm, act: Act<'_>) {
    act(&mut form.title);
    for row in &mut form.rows {
        act(&mut row.label);
        row.marks.iter_mut().for_each(act);
    }
    form.notes.iter_mut().for_each(act);
}

fn rows(rows: &mut [TableRow], act: Act<'_>) {
    for row in rows {
        row.cells.iter_mut().for_each(act);
        for mark in &mut row.marks {
            match mark {
                Mark::Late { reason } | Mark::Voided { reason } => act(reason),
                Mark::Corrected { note, .. } => act(note),
            }
        }
    }
}
