//! What is to be packed: which days, how much of it, and how much of what is sensitive.
//!
//! Owns how it is asked for and its one spelling, which is part of a pack's number.

use crate::articles;
use crate::base::error::{Error, Result};
use crate::forms::{PrintJob, Printable};
use crate::schema::Ledger;
use crate::store::Book;
use crate::store::disclosure::{Leave, Names, Unmasked, Whole};
use crate::store::journal::Op;
use crate::store::listing::Query;
use chrono::NaiveDate;

/// How much of a pack is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// 全本
    #[default]
    Full,
    /// 目录版: how it stands and what is missing, without the records that prove it.
    Summary,
}

/// What is to be packed.
#[derive(Clone)]
pub struct PackJob {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// The day it is judged on, not before `to`.
    pub on: NaiveDate,
    /// How much of it.
    pub extent: Extent,
    /// Ledgers that are left out.
    pub without: Vec<Ledger>,
    /// Whether what is kept with the records goes along; with the whole of it alone.
    pub attachments: bool,
    /// What is printed otherwise than for everybody: whole values, or names masked.
    pub access: Option<Leave>,
}

/// Which pack somebody asks for.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// First day; three calendar months back unless given.
    pub from: Option<NaiveDate>,
    /// Last day; `on` unless given.
    pub to: Option<NaiveDate>,
    /// The day it is judged on; today unless given.
    pub on: Option<NaiveDate>,
    /// 目录版
    pub summary: bool,
    /// Ledgers that are left out, by name or label.
    pub without: &'a [String],
    /// What is kept with the records goes along.
    pub attachments: bool,
    /// Purpose and recipient where whole values are wanted.
    pub unmasked: Option<Unmasked>,
    /// Names of people masked as well.
    pub names_masked: bool,
}

impl PackJob {
    /// The job of what somebody asks for; that whole values are wanted is journalled once the rest is right.
    ///
    /// # Errors
    /// `Invalid` for days out of order, and attachments of a 目录版; `NotFound` for a ledger; as [`Book::leave`].
    pub fn wanted(book: &mut Book, wanted: &Wanted<'_>) -> Result<Self> {
        let on = wanted.on.unwrap_or(book.today());
        let without = wanted.without.iter().map(|name| book.registry().named(name)).collect::<Result<_>>()?;
        if wanted.summary && wanted.attachments {
            return Err(Error::invalid("attachments", "summary", "", "目录版不附台账，也不带附件。请做全本，或不带附件。"));
        }
        let extent = if wanted.summary { Extent::Summary } else { Extent::Full };
        let plain = Self { extent, without, attachments: wanted.attachments, ..Self::asked(wanted.from, wanted.to, on)? };
        let access = book.leave(Op::PrintUnmasked, "迎检包", wanted.unmasked.as_ref(), wanted.names_masked)?;
        Ok(Self { access, ..plain })
    }

    /// The whole of it, as everybody may see it.
    pub const fn of(from: NaiveDate, to: NaiveDate, on: NaiveDate) -> Self {
        Self { from, to, on, extent: Extent::Full, without: Vec::new(), attachments: false, access: None }
    }

    /// The days from `from` (three calendar months, unless given) to `to` (`on`), as everybody may see it.
    ///
    /// # Errors
    /// `Invalid` when they are out of order.
    pub fn asked(from: Option<NaiveDate>, to: Option<NaiveDate>, on: NaiveDate) -> Result<Self> {
        let period = articles::period(from, to.unwrap_or(on), on)?;
        Ok(Self::of(period.from, period.to, period.on))
    }

    /// Leave to print whole values.
    pub fn whole(&self) -> Option<&Whole> {
        self.access.as_ref().and_then(Leave::whole)
    }

    /// The names that are masked.
    pub(super) fn names(&self) -> Option<&Names> {
        match &self.access {
            Some(Leave::Names(names)) => Some(names),
            _ => None,
        }
    }

    /// The job of a form with the records of `ledger` in it.
    pub(super) fn print(&self, form: Printable, ledger: Ledger) -> PrintJob {
        let query = Query { from: Some(self.from), to: Some(self.to), ..Query::all(ledger, self.to) };
        PrintJob { form, query, id: None, access: self.access.clone() }
    }

    /// The records of `ledger` that fall into its days, voided ones too; all of a ledger without days.
    pub(super) fn records(&self, ledger: Ledger) -> Query {
        let dated = ledger.declaration().record_date.is_some();
        Query { from: dated.then_some(self.from), to: dated.then_some(self.to), voided: true, ..Query::all(ledger, self.to) }
    }

    /// What is asked for, in one spelling.
    pub(super) fn said(&self) -> String {
        let mut without: Vec<&str> = self.without.iter().map(|ledger| ledger.name()).collect();
        without.sort_unstable();
        let access = self.access.as_ref().map(|leave| match leave {
            Leave::Names(_) => "names".to_owned(),
            Leave::Whole(whole) => format!("{}|{}", whole.purpose(), whole.recipient()),
        });
        let version = env!("CARGO_PKG_VERSION");
        let kept = if self.attachments { "attachments" } else { "" };
        format!("{version}|{}|{}|{}|{:?}|{}|{kept}|{:?}", self.from, self.to, self.on, self.extent, without.join(","), access)
    }
}
