//! What a statement says did not happen: the days on which something of the kind was recorded. A fever is an incident, too.

use crate::base::error::Result;
use crate::schema::{Declaration, Ledger};
use crate::store::rows::{self, Facts};
use crate::topics::health::{self, HEALTH_CHECKS};
use crate::topics::{DONATIONS, GATHERINGS, INCIDENTS, LEAVES, NOTICES, TRAVELS, VISITORS};
use chrono::NaiveDate;

/// Per topic of a statement the ledgers whose rows speak against it, with what else must hold of such a row.
const AGAINST: &[(&str, &Declaration, &str)] = &[
    ("travel", &LEAVES, "approval IS NOT 'refused'"),
    ("travel", &TRAVELS, ""),
    ("incident", &INCIDENTS, ""),
    ("gathering", &GATHERINGS, "decision = 'held'"),
    ("donation", &DONATIONS, ""),
    ("visitor", &VISITORS, ""),
    ("report", &NOTICES, "asks = 'report'"),
];

/// The first valid record of the kind `topic` speaks of, on a day from `from` to `to`.
///
/// # Errors
/// What SQLite says.
pub fn recorded(facts: &Facts<'_>, topic: &str, from: NaiveDate, to: NaiveDate) -> Result<Option<(Ledger, i64)>> {
    if topic == "incident"
        && let Some(id) = health::first_fever(facts, from, to)?
    {
        return Ok(Some((Ledger(&HEALTH_CHECKS), id)));
    }
    for (_, declaration, more) in AGAINST.iter().filter(|(of, ..)| *of == topic) {
        let ledger = Ledger(declaration);
        let day = declaration.record_date.unwrap_or("entered_at");
        let more = if more.is_empty() { String::new() } else { format!(" AND {more}") };
        // An instant of the last day lies after the text of the day.
        let condition = format!("state = 'valid' AND {day} >= ?1 AND {day} < ?2{more} ORDER BY {day}, id LIMIT 1");
        let (from, before) = (from.to_string(), to.succ_opt().unwrap_or(to).to_string());
        if let Some(id) = rows::ids_matching(facts.connection, ledger, &condition, &[&from, &before])?.first() {
            return Ok(Some((ledger, *id)));
        }
    }
    Ok(None)
}
