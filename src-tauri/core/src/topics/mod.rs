//! THE LIST of topics, and the shape of one.
//!
//! Owns which subjects there are and what a subject may bring: ledgers with their rules, computations, forms, figures,
//! tasks. A subject's own columns and rules lie in its folder; how rows are saved, listed, printed and exchanged is the
//! engines' business and never asks which ledger it is.

pub mod activities;
pub mod common;
pub mod correspondence;
pub mod donations;
pub mod gatherings;
pub mod health;
pub mod incidents;
pub mod inspection_visits;
pub mod keeping;
pub mod organisation;
pub mod people;
pub mod publicity;
pub mod rounds;
pub mod services;
pub mod statements;
pub mod supplies;
#[cfg(test)]
mod tests;
pub mod travel;
pub mod vaccination;
pub mod visitors;

use crate::answers::evidence::{self, Found, Period};
use crate::answers::reported::Reported;
use crate::answers::series::{ChartKind, Counting};
use crate::answers::{Amount, Breakdown, Due, Tally, Task};
use crate::base::clock::Span;
use crate::base::error::Result;
use crate::forms::{ListNotes, Printable};
use crate::schema::{Column, Declaration};
use crate::store::Book;
use crate::store::accord::Accord;
use crate::store::act::Act;
use crate::store::draft::{Check, Foresight};
use crate::store::registry::Computation;
use chrono::NaiveDate;

pub use activities::DRILLS;
pub use correspondence::{ACKNOWLEDGEMENTS, NOTICES, SUBMISSIONS};
pub use donations::{DONATIONS, GRANTS};
pub use gatherings::{ATTENDANCES, GATHERINGS};
pub use health::{HEALTH_CHECKS, HEALTH_PLANS};
pub use incidents::{INCIDENT_CONTACTS, INCIDENT_REPORTS, INCIDENTS, QUARANTINES, TESTS};
pub use inspection_visits::{FINDINGS, INSPECTIONS};
pub use organisation::PLANS;
pub use people::{POSTINGS, STAFF};
pub use publicity::{DOSSIERS, PUBLICITY};
pub use rounds::{CLEANING_PLANS, CLOSURES, DISINFECTIONS, PLACES, VENTILATIONS};
pub use services::{SERVICE_MEMBERS, SERVICES};
pub use statements::STATEMENTS;
pub use supplies::{SUPPLIES, SUPPLY_MOVES};
pub use travel::{LEAVES, RISK_AREAS, TRAVELS};
pub use vaccination::{VACCINATIONS, VACCINE_EXEMPTIONS};
pub use visitors::VISITORS;

/// Every subject, in the order of the navigation.
pub static TOPICS: &[&Topic] = &[
    &people::TOPIC,
    &vaccination::TOPIC,
    &travel::TOPIC,
    &rounds::TOPIC,
    &health::TOPIC,
    &visitors::TOPIC,
    &incidents::TOPIC,
    &gatherings::TOPIC,
    &supplies::TOPIC,
    &donations::TOPIC,
    &activities::TOPIC,
    &publicity::TOPIC,
    &services::TOPIC,
    &organisation::TOPIC,
    &correspondence::TOPIC,
    &inspection_visits::TOPIC,
    &statements::TOPIC,
    &keeping::TOPIC,
];

/// A subject: what it brings to the program.
pub struct Topic {
    /// One noun, the same in the folders of core and window.
    pub name: &'static str,
    /// Its ledgers, in the order of the navigation.
    pub ledgers: &'static [&'static Declaration],
    /// Rules of its ledgers.
    pub checks: &'static [(&'static Declaration, Check)],
    /// What records of its ledgers that name the same one must hold together.
    pub accords: &'static [(&'static Declaration, Accord)],
    /// What saving a record of its ledgers would bring about.
    pub foresights: &'static [(&'static Declaration, Foresight)],
    /// What fills computed columns of any ledger.
    pub computations: &'static [(&'static Declaration, &'static [Computation])],
    /// What can be done to several records of any ledger at once.
    pub acts: &'static [(&'static Declaration, &'static [Act])],
    /// Computed columns in the lists of ledgers of other subjects, each behind the column named.
    pub columns_given: &'static [(&'static Declaration, &'static str, &'static [Column])],
    /// Forms besides those of every ledger.
    pub printables: &'static [Printable],
    /// What stands below printed lists.
    pub list_notes: &'static [(&'static Declaration, ListNotes)],
    /// What is counted in the lists of its ledgers.
    pub tallies: &'static [(&'static Declaration, Tallies)],
    /// Figures that reports ask for by name.
    pub counts: &'static [Count],
    /// Figures of a period that reports hold: how things stand on its last day, what its records come to in it.
    pub figures: fn(&Book, Period) -> Result<Vec<Reported>>,
    /// How what it has on file divides on a day, for whoever asks what the organisation is.
    pub profile: &'static [fn(&Book, NaiveDate) -> Result<Breakdown>],
    /// What requirements of a guideline ask it by name.
    pub evidence: &'static [Evidence],
    /// How what it has on file went over a period.
    pub series: &'static [Series],
    /// Ledgers that its tasks and tallies read: what they say holds while none of them moved.
    pub reads: &'static [&'static Declaration],
    /// Place of its tasks among equally urgent ones, the lowest first.
    pub rank: u8,
    /// What its records ask for on the book's present day.
    pub tasks: fn(&Book) -> Result<Vec<Task>>,
    /// What of its records falls on which of some days, done or not, as it stands on the book's present day.
    pub due: fn(&Book, Span) -> Result<Vec<Due>>,
    /// The last day on which it tells workdays from days off: of its plans, of what is asked again and again.
    pub workdays_until: fn(&Book) -> Result<Option<NaiveDate>>,
}

/// What is counted in the list of a ledger, on the book's present day.
pub type Tallies = fn(&Book) -> Result<Vec<Tally>>;

impl Topic {
    /// A subject with nothing but its name.
    pub const fn of(name: &'static str) -> Self {
        Self {
            name,
            ledgers: &[],
            checks: &[],
            accords: &[],
            foresights: &[],
            computations: &[],
            acts: &[],
            columns_given: &[],
            printables: &[],
            list_notes: &[],
            tallies: &[],
            counts: &[],
            figures: |_, _| Ok(Vec::new()),
            profile: &[],
            evidence: &[],
            series: &[],
            reads: &[],
            rank: u8::MAX,
            tasks: |_| Ok(Vec::new()),
            due: |_, _| Ok(Vec::new()),
            workdays_until: |_| Ok(None),
        }
    }
}

/// A figure that a report may ask for by name.
pub struct Count {
    /// Its name, the topic's subject before the dot.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// What it is on a day.
    pub of: fn(&Book, NaiveDate) -> Result<Amount>,
}

/// What a requirement of a guideline may ask for by name.
pub struct Evidence {
    /// Its name, the topic's subject before the dot.
    pub name: &'static str,
    /// What is asked.
    pub of: Proof,
}

/// How something is proved.
#[derive(Clone, Copy)]
pub enum Proof {
    /// How much was made of what was asked.
    Share(fn(&Book, Period) -> Result<Found>),
    /// What was to be done by when, and whether it was.
    Terms(fn(&Book, Period) -> Result<evidence::Due>),
}

impl Evidence {
    /// A share.
    pub const fn share(name: &'static str, of: fn(&Book, Period) -> Result<Found>) -> Self {
        Self { name, of: Proof::Share(of) }
    }

    /// Terms.
    pub const fn terms(name: &'static str, of: fn(&Book, Period) -> Result<evidence::Due>) -> Self {
        Self { name, of: Proof::Terms(of) }
    }
}

/// How something of a topic went over a period: lines with a number a day or a month.
pub struct Series {
    /// Its name, the topic's subject before the dot.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What its numbers are of.
    pub note: &'static str,
    /// How it is drawn.
    pub kind: ChartKind,
    /// How wide its points are.
    pub reach: Reach,
    /// Its lines, in the order in which `count` numbers them.
    pub lines: &'static [Line],
    /// Counts every line at every point; where nothing is counted the number is not known.
    pub count: fn(&Book, &mut Counting) -> Result<()>,
}

impl Series {
    /// The place of the line of this code.
    pub fn line(&self, code: &str) -> Option<usize> {
        self.lines.iter().position(|line| line.code == code)
    }
}

/// How wide the points of a series are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// A month: how things stand on its last day.
    Months,
    /// A day, of a long period a month: what happened in it.
    Days,
}

/// A line of a series.
pub struct Line {
    /// Names it within its series.
    pub code: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Whose records it counts.
    pub of: &'static Declaration,
    /// What one of it is counted as; the ledger's unit unless it is said.
    pub unit: Option<&'static str>,
    /// The line it is shown as a share of.
    pub share: Option<&'static str>,
}

impl Line {
    /// A line of records of `of`.
    pub const fn of(code: &'static str, label: &'static str, of: &'static Declaration) -> Self {
        Self { code, label, of, unit: None, share: None }
    }

    /// The same, one of it counted as `unit`.
    pub const fn counted_as(mut self, unit: &'static str) -> Self {
        self.unit = Some(unit);
        self
    }

    /// The same, shown as a share of the line `base`.
    pub const fn share_of(mut self, base: &'static str) -> Self {
        self.share = Some(base);
        self
    }
}
