//! What was kept for its time and is due: packs lose their bytes, and a 销毁记录 says so.
//!
//! Owns what is due when, and the act. Hash, number and counts stay, so that a paper that was handed over can still be checked.
//! Undo never crosses the step.

use super::{Book, accepted};
use crate::base::clock::business_day;
use crate::base::error::{Error, Problem, Result};
use crate::schema::{Ledger, Value, Values};
use crate::store::book::{Erased, Grounds};
use crate::store::destructions::DESTRUCTIONS;
use crate::store::frozen::{self, Frozen};
use crate::store::journal::{self, Op};
use crate::store::known::InFile;
use crate::store::settings;
use chrono::{Months, NaiveDate};
use serde_json::json;

/// Packs of which numbers are written out in one 销毁记录.
const MOST: usize = 8;

impl Book {
    /// The last day that something frozen is kept whole: so many years after it was made as is set (pack.md: three).
    ///
    /// # Errors
    /// What SQLite says.
    pub fn kept_until(&self, one: &Frozen) -> Result<NaiveDate> {
        let years = u32::try_from(self.number(settings::PACK_YEARS)?).unwrap_or_default();
        let made = business_day(one.frozen_at);
        Ok(made.checked_add_months(Months::new(years.saturating_mul(12))).unwrap_or(NaiveDate::MAX))
    }

    /// What was frozen of a kind, is whole, and was kept for its time, newest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn frozen_due(&self, kind: &str) -> Result<Vec<Frozen>> {
        let mut due = Vec::new();
        for one in self.frozen(kind)? {
            if self.is_due(&one)? {
                due.push(one);
            }
        }
        Ok(due)
    }

    /// Whether something frozen is whole and was kept for its time.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn is_due(&self, one: &Frozen) -> Result<bool> {
        Ok(one.emptied_on.is_none() && self.kept_until(one)? < self.today())
    }

    /// Takes the bytes of the packs of these numbers away, as one step that undo never crosses, and writes what was done into
    /// 销毁记录.
    ///
    /// # Errors
    /// `Invalid` when one is not due, or the grounds are not complete; `ReadOnly` without the writer's lock.
    pub fn retire(&mut self, ids: &[i64], grounds: &Grounds) -> Result<Erased> {
        let due: Vec<Frozen> = self.frozen_due(frozen::PACK)?.into_iter().filter(|one| ids.contains(&one.id)).collect();
        if due.is_empty() || due.len() < ids.len() {
            let message = "选的迎检包里有还没有到保存期限的，或内容已经删除。请重新选。";
            return Err(Error::Invalid(vec![Problem::new("ids", "not_due", ids.len().to_string(), message)]));
        }
        let own = Ledger(&DESTRUCTIONS);
        let numbers: Vec<String> = due.iter().map(|one| one.number.clone()).collect();
        let named = numbers.iter().take(MOST).cloned().collect::<Vec<_>>().join("、");
        let more = if numbers.len() > MOST { format!("等 {} 册", numbers.len()) } else { String::new() };
        let pages: u64 = due.iter().map(|one| one.pages).sum();
        let bytes: u64 = due.iter().map(|one| one.bytes).sum();
        let supplied = grounds.supplied();
        let intake = self.reading(|_| {
            let made = Values::from([
                ("destroyed_on", Value::Date(self.today())),
                ("kind", Value::Choice("pack")),
                ("scope", Value::Text(format!("留存的迎检包 {named}{more}"))),
                ("records", Value::Text(format!("迎检包 {} 册，{pages} 页，{bytes} 字节", numbers.len()))),
                ("head", Value::Text(journal::head(&self.connection)?.text)),
            ]);
            self.desk(&InFile(&self.connection), &*self.rules()?, self.ages()?).take_made(own, None, &supplied, made)
        })?;
        let intake = accepted(intake)?;
        let today = self.today();
        let (destruction, done) = self.transact(Op::Erase, json!({ "emptied": numbers }), |change| {
            let destruction = change.insert(own, intake.values, intake.late_reason)?;
            frozen::empty(change.connection(), today, &numbers)?;
            Ok(destruction)
        })?;
        let mut warnings = intake.warnings;
        warnings.extend(self.written_anew());
        Ok(Erased { destruction, step: done.step, warnings, moved: done.moved(self.registry) })
    }
}
