//! How much of what is sensitive is shown: as everybody may see it, whole, or with the names of people masked as well.
//!
//! Owns the one way to get leave for whole values. Nothing unmasked is shown, printed, exported or filled in without a [`Whole`],
//! and only [`Book::disclose`] makes one: asked for with purpose and recipient, and journalled. Masking names journals nothing.

use crate::base::error::{Error, Problem, Result};
use crate::schema::mask;
use crate::store::journal::Op;
use crate::store::{Book, rows};
use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a person says who asks for whole values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Unmasked {
    /// What for.
    pub purpose: String,
    /// For whom.
    pub recipient: String,
}

/// Leave to show whole values, as it stands in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole(Unmasked);

impl Whole {
    /// What for.
    pub fn purpose(&self) -> &str {
        &self.0.purpose
    }

    /// For whom.
    pub fn recipient(&self) -> &str {
        &self.0.recipient
    }
}

/// The names of the people in a file, to be masked wherever they are written: in columns of names, and in any other words.
#[derive(Debug, Clone)]
pub struct Names(Option<Arc<AhoCorasick>>);

impl Names {
    /// `text` with every name of the file in it masked. As long as it was; what is masked already stays.
    pub fn hide(&self, text: &str) -> String {
        let Some(known) = &self.0 else { return text.to_owned() };
        let mut hidden = String::with_capacity(text.len());
        known.replace_all_with(text, &mut hidden, |_, name, hidden| {
            hidden.push_str(&mask::names(name));
            true
        });
        hidden
    }
}

impl PartialEq for Names {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

impl Eq for Names {}

/// What is shown otherwise than to everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leave {
    /// 姓名脱敏: names of people are masked as well.
    Names(Names),
    /// 未脱敏
    Whole(Whole),
}

impl Leave {
    /// The leave for whole values, if it is one.
    pub const fn whole(&self) -> Option<&Whole> {
        match self {
            Self::Names(_) => None,
            Self::Whole(whole) => Some(whole),
        }
    }
}

/// How much of sensitive values is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Masking<'a> {
    /// As everybody may see it.
    Masked,
    /// The same, and names of people masked as well.
    Names(&'a Names),
    /// Whole.
    Whole(&'a Whole),
}

impl<'a> Masking<'a> {
    /// As everybody may see it, unless there is leave for something else.
    pub fn of(leave: Option<&'a Leave>) -> Self {
        match leave {
            None => Self::Masked,
            Some(Leave::Names(names)) => Self::Names(names),
            Some(Leave::Whole(whole)) => Self::Whole(whole),
        }
    }

    /// Words of a form that are of no column: as they are, but for names where those are masked.
    pub fn words(self, text: &str) -> String {
        if let Self::Names(names) = self { names.hide(text) } else { text.to_owned() }
    }

    /// The name of a person.
    pub fn name(self, name: &str) -> String {
        if let Self::Names(_) = self { mask::names(name) } else { name.to_owned() }
    }
}

impl Book {
    /// Journals that whole values of `what` are shown, printed or exported (`op`), and gives leave for it.
    ///
    /// # Errors
    /// `Invalid` when purpose or recipient is missing; `ReadOnly` without the writer's lock.
    pub fn disclose(&mut self, op: Op, what: &str, asked: &Unmasked) -> Result<Whole> {
        let asked = Unmasked { purpose: asked.purpose.trim().to_owned(), recipient: asked.recipient.trim().to_owned() };
        let mut problems = Vec::new();
        for (field, value, label) in [("purpose", &asked.purpose, "用途"), ("recipient", &asked.recipient, "接收人")] {
            if value.is_empty() {
                let message = format!("请填写{label}：显示完整的证件号、电话和住址会记入修改痕迹。");
                problems.push(Problem::new(field, "required", "", message));
            }
        }
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        self.transact(op, json!({ "what": what, "purpose": asked.purpose, "recipient": asked.recipient }), |_| Ok(()))?;
        Ok(Whole(asked))
    }

    /// What somebody asks to be shown otherwise than to everybody: whole values of `what`, journalled as `op`, or names masked.
    ///
    /// # Errors
    /// `Invalid` for both at once; as [`Self::disclose`].
    pub fn leave(&mut self, op: Op, what: &str, whole: Option<&Unmasked>, names: bool) -> Result<Option<Leave>> {
        match (whole, names) {
            (Some(_), true) => Err(Error::invalid("names_masked", "both", "", "不脱敏和姓名脱敏只能选一样。")),
            (Some(asked), false) => Ok(Some(Leave::Whole(self.disclose(op, what, asked)?))),
            (None, true) => self.names_masked().map(Some),
            (None, false) => Ok(None),
        }
    }

    /// Leave to show the file with the names of people masked: those of the roster, of every column that names people, and of who
    /// recorded something.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn names_masked(&self) -> Result<Leave> {
        let mut known: BTreeSet<String> = BTreeSet::new();
        self.reading(|book| {
            for ledger in book.registry().ledgers() {
                let roster = ledger.declaration().person;
                for column in ledger.columns().iter().filter(|column| column.stored() && column.persons) {
                    rows::each_text(book.connection(), ledger, column.name, |text| {
                        if roster && column.name == ledger.declaration().title && text.chars().count() > 1 {
                            known.insert(text.to_owned());
                        }
                        known.extend(mask::people(text).map(str::to_owned));
                    })?;
                }
                rows::each_text(book.connection(), ledger, "recorder", |text| {
                    known.extend(mask::people(text).map(str::to_owned));
                })?;
            }
            Ok::<_, Error>(())
        })?;
        if known.is_empty() {
            return Ok(Leave::Names(Names(None)));
        }
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&known);
        Ok(Leave::Names(Names(Some(Arc::new(built.map_err(|error| Error::Bug(error.to_string()))?)))))
    }
}
