//! Whole values of sensitive columns: asked for with purpose and recipient, journalled, then shown.
//!
//! Owns the one way to get leave for it. Nothing unmasked is shown, printed, exported or filled in without a [`Whole`],
//! and only [`Book::disclose`] makes one.

use crate::base::error::{Error, Problem, Result};
use crate::store::Book;
use crate::store::journal::Op;
use serde::Deserialize;
use serde_json::json;

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

/// Whether sensitive values are shown whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Masking<'a> {
    /// As everybody may see it.
    Masked,
    /// Whole.
    Whole(&'a Whole),
}

impl<'a> Masking<'a> {
    /// Whole where there is leave for it.
    pub fn of(leave: Option<&'a Whole>) -> Self {
        leave.map_or(Self::Masked, Self::Whole)
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
}
