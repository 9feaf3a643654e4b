//! What the roster comes to as evidence: of whom in post everything is known that is asked of a roster.

use super::STAFF;
use super::queries::{Lack, lacking};
use crate::answers::evidence::{Found, Missing, Period, Way};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use crate::store::listing::Query;
use crate::topics::Evidence;
use std::collections::HashMap;

/// See the module.
pub const ALL: &[Evidence] = &[Evidence::share("people.known", known)];

fn known(book: &Book, period: Period) -> Result<Found> {
    let ledger = Ledger(&STAFF);
    let people = book.ids(&Query::having(ledger, period.to, "presence", "present"))?;
    if people.is_empty() {
        return Ok(Found::without("在岗人员", ledger));
    }
    let mut lacks: HashMap<i64, &str> = HashMap::new();
    for (lack, word) in [(Lack::Mobile, "没有手机号"), (Lack::Notice, "没有告知"), (Lack::Document, "没有证件号")] {
        let found = book.with_facts(period.to, |facts| lacking(facts, lack))?;
        lacks.extend(found.into_iter().map(|id| (id, word)));
    }
    let mut found = Found::default();
    for id in people {
        found.asked += 1;
        match lacks.get(&id) {
            None => {
                found.made += 1;
                found.rows.push((ledger, id));
            }
            Some(word) => {
                let what = || Ok(format!("{}{word}", book.title(ledger, id)?));
                found.miss(|| what().map(|what| Missing { what, way: Way::Record(ledger, id) }))?;
            }
        }
    }
    Ok(found)
}
