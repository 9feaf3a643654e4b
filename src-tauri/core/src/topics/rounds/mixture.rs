//! How to mix a disinfectant, in a sentence.
//!
//! Owns the words; amounts and ranges are `rules::dilution`'s.

use super::PLACES;
use crate::answers::Rule;
use crate::base::characters::narrow;
use crate::base::error::{Error, Result};
use crate::rules::dilution::{self, Asked, Mix, trimmed};
use crate::schema::Ledger;
use crate::store::Book;
use serde::Serialize;

/// How to mix.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Mixture {
    /// What to do, in one sentence.
    pub text: String,
    /// 1:n, where it is a dilution.
    pub dilution: Option<String>,
    /// The range the use asks for, in words.
    pub range: Option<String>,
    /// Where the range is laid down.
    pub rule: Option<Rule>,
}

/// How to mix `volume` litres of `agent` at `target` mg/L for `objects` at the place of number `place`. Target and volume are
/// as typed.
///
/// # Errors
/// `NotFound` for an agent or a place that is not there.
pub fn mixture(book: &Book, agent: &str, objects: &str, place: Option<i64>, target: &str, volume: &str) -> Result<Mixture> {
    let on = book.today();
    let rules = book.rules()?;
    let Some(known) = rules.agent(agent, on) else { return Err(Error::NotFound(format!("消毒剂「{agent}」"))) };
    let kind = match place {
        Some(id) => book.get(Ledger(&PLACES), id, on)?.code("kind"),
        None => None,
    };
    let asked = Asked { objects, place_kind: kind, ..Asked::default() };
    let wanted = dilution::use_of(&rules, &known.row.rule.ingredient, &asked, on);
    let number = |text: &str| narrow(text).trim().parse::<f64>().ok().filter(|number| *number > 0.0);
    let mixed = number(target)
        .zip(number(volume))
        .map(|(target, litres)| (dilution::mix(&known.row.rule, target, litres), target, litres));
    let (said, parts) = match mixed {
        None => ("填上要配的浓度和水量，就算出原液的用量。".to_owned(), None),
        Some((None, ..)) if known.row.rule.stock_percent > 0.0 => (format!("{}原样使用，不用稀释。", known.row.label), None),
        Some((None, ..)) => (format!("{}配不出这个浓度，请核对。", known.row.label), None),
        Some((Some(mix), target, litres)) => told(mix, target, litres),
    };
    Ok(Mixture {
        text: said,
        dilution: parts,
        range: wanted.map(|ruled| {
            let use_rule = &ruled.row.rule;
            let unit = dilution::unit_label(&use_rule.unit);
            format!(
                "{}：{} 至 {} {unit}，作用 {} 分钟以上",
                ruled.row.label,
                trimmed(use_rule.least),
                trimmed(use_rule.greatest),
                use_rule.minutes
            )
        }),
        rule: wanted.map(|ruled| Rule::from(&rules.reference(ruled))),
    })
}

fn told(mix: Mix, target: f64, litres: f64) -> (String, Option<String>) {
    let made = format!("配 {} 升 {} mg/L", trimmed(litres), trimmed(target));
    match mix {
        Mix::Liquid { stock_ml, water_ml, parts } => (
            format!(
                "{made}：原液 {} 毫升，加水 {} 毫升，约 1:{}。",
                trimmed(stock_ml),
                trimmed(water_ml),
                trimmed(parts.round())
            ),
            Some(format!("1:{}", trimmed(parts.round()))),
        ),
        Mix::Powder { grams } => (format!("{made}：消毒粉 {} 克，溶在 {} 升水里。", trimmed(grams), trimmed(litres)), None),
        Mix::Tablets { tablets } => (format!("{made}：泡腾片 {} 片，溶在 {} 升水里。", trimmed(tablets), trimmed(litres)), None),
    }
}
