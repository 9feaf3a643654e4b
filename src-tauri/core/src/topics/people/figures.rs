//! People as reports count them: those in post on the last day, clients apart.

use super::STAFF;
use crate::answers::evidence::Period;
use crate::answers::reported::{Reported, Unit, by_choice};
use crate::base::error::Result;
use crate::schema::{Ledger, Value};
use crate::store::Book;
use crate::store::listing::Query;

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let ledger = Ledger(&STAFF);
    let here = book.window(ledger, &book.ids(&Query::having(ledger, period.to, "presence", "present"))?, period.to)?;
    let (clients, own): (Vec<_>, Vec<_>) = here.into_iter().partition(|record| record.code("category") == Some("client"));
    let ids = |records: &[crate::schema::Record]| records.iter().map(|record| record.id).collect::<Vec<_>>();
    let mut figures = vec![Reported::rows("people.total", "在册人员", ledger, ids(&own))];
    let all: Vec<_> = own.iter().chain(&clients).cloned().collect();
    figures.extend(by_choice("people", "", ledger, &all, "category"));
    let known = |wanted: bool| own.iter().filter(move |record| record.values.get("party_member") == Some(&Value::Flag(wanted)));
    let members = known(true).map(|record| record.id).collect();
    let said = own.iter().filter(|record| record.values.contains_key("party_member")).count();
    figures.push(Reported::rows("people.party", "党员", ledger, members).lacking(own.len() - said));
    figures.iter_mut().for_each(|figure| figure.unit = Unit::of("人"));
    Ok(figures)
}
