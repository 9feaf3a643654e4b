//! The ledger form: a titled, ruled table over as many pages as it needs.
//!
//! Owns the look of ledgers on paper: columns, marks, notes and the signature line.
//! Names no ledger and reads no clock.

use super::apparatus::{self, Heading};
use super::columns::{Body, Notes, Plan};
use super::flow::{self, Frame, Titles};
use super::page::Document;
use super::text::Align;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A ledger as it is to be printed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableForm {
    /// Title, such as 人员花名册.
    pub title: String,
    /// Name of the organisation.
    pub organisation: String,
    /// The period covered, already worded.
    pub period: Option<String>,
    /// 数据截至.
    pub on: NaiveDate,
    /// Audit head, grouped for reading; empty prints none.
    pub head: String,
    /// 脱敏, or 未脱敏 with purpose and recipient.
    pub mask_word: String,
    /// The columns, without the row number.
    pub columns: Vec<TableColumn>,
    /// The rows in order.
    pub rows: Vec<TableRow>,
    /// Lines after the table, such as 缺记日期.
    pub notes: Vec<String>,
    /// Ends with 经办人, 审核人, 负责人 and 日期.
    pub signature: bool,
    /// Which way the sheet lies.
    pub orientation: Orientation,
    /// Begins every row with its number.
    pub numbered: bool,
    /// Empty rows to fill in by hand after `rows`.
    pub blank_rows: usize,
    /// The columns are as wide as declared, whatever is written in them.
    pub as_declared: bool,
}

/// A column of a ledger.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableColumn {
    /// Heading.
    pub label: String,
    /// Width at 9 pt where nothing is written yet, and its weight when what is to spare is shared out.
    pub width_mm: f64,
    /// Where its texts stand.
    pub align: Align,
    /// Its texts stay on one line: dates, numbers, names of people.
    pub whole: bool,
}

impl TableColumn {
    /// A column of a form's own; what is not aligned left is never broken.
    pub fn of(label: &str, width_mm: f64, align: Align) -> Self {
        Self { label: label.to_owned(), width_mm, align, whole: align != Align::Left }
    }
}

/// A row of a ledger.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TableRow {
    /// One text per column; missing ones print empty.
    pub cells: Vec<String>,
    /// What the reader must know about the row.
    pub marks: Vec<Mark>,
}

/// What sets a row apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Mark {
    /// Entered after the grace (补录): 补 stands before the number, and a note gives the reason.
    Late {
        /// Why; empty when nobody said.
        reason: String,
    },
    /// Void (作废): struck through, with the reason below.
    Voided {
        /// Why.
        reason: String,
    },
    /// Corrected: a footnote tells what it said before.
    Corrected {
        /// Column whose text carries the mark; the row number does where there is none.
        column: Option<usize>,
        /// What was changed, when and by whom.
        note: String,
    },
}

/// Which way a sheet lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Orientation {
    /// Upright where the columns allow, else across.
    #[default]
    Auto,
    /// Across.
    Landscape,
    /// Upright.
    Portrait,
}

/// Side margins.
const SIDE_MM: f64 = 18.0;

/// Lays the ledger out on pages.
pub fn compose(form: &TableForm) -> Document {
    const UPRIGHT_MM: f64 = 210.0 - 2.0 * SIDE_MM;
    let mut missing = BTreeSet::new();
    let mut notes = Notes::default();
    let mut body = Body::new(&form.columns, &form.rows, form.numbered, &mut notes, &mut missing);
    body.as_declared |= form.as_declared;
    let landscape = match form.orientation {
        Orientation::Landscape => true,
        Orientation::Portrait => false,
        Orientation::Auto => body.exceeds(UPRIGHT_MM),
    };
    let mut frame = Frame::a4(landscape, SIDE_MM);
    frame.ledger_footer(&form.head, &form.mask_word, &mut missing);
    // A sheet to fill in by hand carries the day it is filled in, not the day of any data.
    let filled = (form.blank_rows == 0 || !form.rows.is_empty()).then_some(form.on);
    let says = Heading { title: &form.title, organisation: &form.organisation, period: form.period.as_deref(), on: filled };
    apparatus::heading(&says, &mut frame, &mut missing);
    let plan = Plan::new(&body, 0, SIDE_MM, frame.content_mm(), frame.room_mm());
    let header = plan.header(&body.columns, &mut missing);
    let mut strips = plan.strips(body, form.blank_rows, &mut missing);
    let said: Vec<String> = form.notes.iter().cloned().chain(notes.said()).collect();
    strips.extend(apparatus::note_strips(&said, &frame, &mut missing));
    if form.signature {
        apparatus::sign(&mut strips, &frame, apparatus::SIGNERS);
    }
    let titles = Titles {
        title: &form.title,
        organisation: &form.organisation,
        subject: form.period.as_deref().unwrap_or(&form.title),
        on: form.on,
    };
    flow::paginate(&titles, &frame, &[header], strips, missing)
}
