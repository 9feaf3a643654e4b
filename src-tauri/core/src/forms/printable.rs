//! What can be printed: one entry a form, the same for the screen, the command line and the inspection pack.
//!
//! Owns the shape of the catalogue and the forms every ledger has. Which forms a topic adds is the topic's.

use super::{Gathered, PrintJob, blank, list, sheet, whole_person};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::{Book, ORGANISATION};

/// What a form is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// A ledger.
    Ledger(Ledger),
    /// The organisation and all its ledgers.
    Overview,
}

impl Owner {
    /// The ledger with whose forms it is offered: the organisation's record stands for all of it.
    pub fn ledger(self) -> Ledger {
        match self {
            Self::Ledger(ledger) => ledger,
            Self::Overview => Ledger(&ORGANISATION),
        }
    }
}

/// What of a job a form heeds besides its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heeds {
    /// Nothing.
    Day,
    /// First and last record date.
    Period,
    /// The months from the first to the last date.
    Months,
    /// One record.
    Record,
}

/// What stands below a printed list of the records of a job.
pub type ListNotes = fn(&Book, &PrintJob) -> Result<Vec<String>>;

/// A form.
#[derive(Clone, Copy)]
pub struct Printable {
    /// Code on the command line and the wire, unique for its owner.
    pub code: &'static str,
    /// Chinese name where its owner is known.
    pub label: &'static str,
    /// Title of the document.
    pub title: &'static str,
    /// What it is of.
    pub owner: Owner,
    /// What of a job it heeds.
    pub heeds: Heeds,
    /// Gathers what it says.
    pub make: fn(&Book, &PrintJob) -> Result<Gathered>,
    /// What stands below a list.
    pub notes: Option<ListNotes>,
}

/// Code of the form of the records of a query.
pub const LIST: &str = "list";
/// Code of the form of one record.
const SHEET: &str = "sheet";
/// Code of the form that says of a person what every ledger does.
pub const PERSON: &str = "person";

impl Printable {
    /// A form that only `ledger` has.
    pub const fn of(
        ledger: Ledger,
        code: &'static str,
        label: &'static str,
        title: &'static str,
        heeds: Heeds,
        make: fn(&Book, &PrintJob) -> Result<Gathered>,
    ) -> Self {
        Self { code, label, title, owner: Owner::Ledger(ledger), heeds, make, notes: None }
    }

    /// The forms of `ledger` in the order they are offered: its list with `notes` below it, its `own`, the sheet of one record,
    /// where they are people all that is known of one, the blank form. A form of its own takes the place of a common one with its code.
    pub fn all_of(ledger: Ledger, own: &[Self], notes: Option<ListNotes>) -> Vec<Self> {
        let declaration = ledger.declaration();
        let common = |code, label, title, heeds, make| Self::of(ledger, code, label, title, heeds, make);
        let one = common(SHEET, "登记表", declaration.sheet_title, Heeds::Record, sheet);
        if declaration.single {
            return std::iter::once(one).chain(own.iter().copied()).collect();
        }
        let heeds = if declaration.record_date.is_some() { Heeds::Period } else { Heeds::Day };
        let mut forms = vec![Self { notes, ..common(LIST, "台账", declaration.label, heeds, list) }];
        forms.extend(own);
        if !own.iter().any(|form| form.code == SHEET) {
            forms.push(one);
        }
        if declaration.person {
            forms.push(common(PERSON, "一人一档", "一人一档", Heeds::Record, whole_person));
        }
        forms.push(common("blank", "空白表", declaration.label, Heeds::Day, blank));
        forms
    }

    /// Whether it shows the records of a job's query, those and no others.
    pub fn shows_query(&self) -> bool {
        self.code == LIST || self.heeds == Heeds::Record
    }

    /// What the document is about, for file names and windows.
    pub fn title(&self) -> String {
        if self.code == "blank" { format!("{}（空白）", self.title) } else { self.title.to_owned() }
    }
}
