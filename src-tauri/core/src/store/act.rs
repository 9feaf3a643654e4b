//! What is done to several records of a ledger at once, as data: what is asked once for all, what is written for each.
//!
//! Owns the shape and the one act every ledger has. Which others there are is the topics'; how they are weighed and
//! written is `book::acting`'s.

use crate::base::error::{Problem, Result};
use crate::schema::{Column, Declaration, Kind, Ledger, Record, Value, Values};
use crate::store::journal::Op;
use crate::store::rows::Facts;

/// See the module.
pub struct Act {
    /// Code, unique among the acts of its ledger.
    pub name: &'static str,
    /// The verb on its button, which names its step too.
    pub label: &'static str,
    /// What it is as a step.
    pub op: Op,
    /// What is asked once for all.
    pub asks: &'static [Asked],
    /// What is written for one record, with its computed columns of today, under what was answered: or why nothing is.
    pub write: fn(&Facts<'_>, &Record, &Values) -> Result<Outcome>,
}

/// What an act writes for one record, in this order, or why it cannot be done to it.
pub type Outcome = std::result::Result<Vec<Writing>, Problem>;

/// One thing that an act writes.
#[derive(Debug, Clone)]
pub enum Writing {
    /// A new record.
    Add(Ledger, Values),
    /// Other values in some columns of the record of this number.
    Change(Ledger, i64, Values),
    /// The record itself is voided, with the children that belong to it.
    Void(String),
}

/// Something asked once for all records.
#[derive(Clone, Copy)]
pub struct Asked {
    /// A column of this ledger, among whose options it is chosen; `None`: of none, [`Asked::own`] says what it is.
    pub of: Option<&'static Declaration>,
    /// Under which name it is answered: the column's.
    pub name: &'static str,
    /// What it is called here; empty: as the column is.
    pub label: &'static str,
    /// Must be answered.
    pub required: bool,
    /// What stands there at first.
    pub begins: Begins,
    /// What it is, where it is no column of a ledger.
    pub own: Option<&'static Column>,
}

/// What stands in an answer at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begins {
    /// Nothing.
    Empty,
    /// This code.
    Code(&'static str),
}

impl Asked {
    /// What is asked is the column `name` of `of`; it must be answered and begins empty.
    pub const fn of(of: &'static Declaration, name: &'static str) -> Self {
        Self { of: Some(of), name, label: "", required: true, begins: Begins::Empty, own: None }
    }

    /// May stay empty.
    pub const fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// Begins with something.
    pub const fn beginning(self, begins: Begins) -> Self {
        Self { begins, ..self }
    }

    /// Is called otherwise here.
    pub const fn called(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// The column as it is asked for; `None` when its ledger has none of that name.
    pub fn column(&self) -> Option<Column> {
        let column = match self.of {
            Some(declaration) => Ledger(declaration).column(self.name).copied(),
            None => self.own.copied(),
        }?;
        let label = if self.label.is_empty() { column.label } else { self.label };
        Some(Column { label, required: self.required, section: "", rare: false, helped: None, ..column })
    }
}

const REASON: Column = Column::new("reason", "作废原因", Kind::Text { max: 200 }).required().wide().help("印出时会写在这一行。");

/// 作废 with one reason: what can be done to the records of every ledger that has more than one.
pub(super) static VOID: Act = Act {
    name: "void",
    label: "作废",
    op: Op::Void,
    asks: &[Asked { of: None, name: "reason", label: "", required: true, begins: Begins::Empty, own: Some(&REASON) }],
    write: |_, _, answers| {
        let reason = answers.get("reason").and_then(Value::as_text).unwrap_or_default();
        Ok(Ok(vec![Writing::Void(reason.to_owned())]))
    },
};
