//! Temperatures as reports count them: readings made of those asked for, the hot ones; where everybody was on the last day.

use super::{HEALTH_CHECKS, PRESENCES, standing};
use crate::answers::evidence::Period;
use crate::answers::reported::{Reported, Unit};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let ledger = Ledger(&HEALTH_CHECKS);
    let (places, unknown) = standing::presences(book, period.to)?;
    let mut figures: Vec<Reported> = PRESENCES
        .iter()
        .map(|choice| {
            let rows = places.get(choice.code).cloned().unwrap_or_default();
            let known = !places.is_empty();
            let figure =
                Reported::rows(format!("presence.{}", choice.code), format!("当天{}", choice.label), ledger, rows).in_unit("人");
            figure.lacking(unknown.len()).where_known(known)
        })
        .collect();
    let counted = standing::period(book, period.from, period.to, period.on)?;
    // What the last day still asks for is not missing yet, and nobody knows it.
    let asked = counted.asked + standing::outstanding(book, period.to)?;
    let missing = usize::try_from(asked.saturating_sub(counted.met)).unwrap_or_default();
    let made = Reported {
        value: Some(i64::from(counted.met)),
        rows: counted.rows.iter().map(|id| (ledger, *id)).collect(),
        ..Reported::number("health.made", "测温", Unit::of("次"), 0)
    };
    let planned = counted.planned || asked > 0;
    figures.push(made.of(i64::from(asked)).lacking(missing).where_known(planned));
    let with = |code: &str| counted.results.get(code).cloned().unwrap_or_default();
    // What is still to be taken again is not known to be a fever, nor to be none.
    for (id, label, code, open) in [("fever", "发热", "fever", with("to_recheck").len()), ("symptom", "有症状", "symptom", 0)]
    {
        let rows = with(code);
        // What somebody wrote down is known, whether or not a plan asked for it.
        let known = planned || !rows.is_empty();
        let figure = Reported::rows(format!("health.{id}"), label, ledger, rows).in_unit("人次");
        figures.push(figure.lacking(missing + open).where_known(known).alarm());
    }
    Ok(figures)
}
