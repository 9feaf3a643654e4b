//! Disinfectants: how to mix them, and whether a concentration suits its use.
//!
//! Owns the arithmetic V₁·C₁ = V₂·C₂ and the match of a use. mg/L, percent and 1:n are kept apart: none is ever turned
//! into another without saying so. Ranges come from the rulebook. Pure.

use super::rulebook::{RuleRef, Rulebook, Ruled};
use super::tables::{Agent, Use};
use crate::base::characters::narrow;
use chrono::NaiveDate;

/// How much of what gives a solution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Mix {
    /// Millilitres of stock solution, and of water to fill up.
    Liquid {
        /// Stock.
        stock_ml: f64,
        /// Water.
        water_ml: f64,
        /// The n of 1:n, parts in all.
        parts: f64,
    },
    /// Grams of powder into the whole volume of water.
    Powder {
        /// Powder.
        grams: f64,
    },
    /// Tablets into the whole volume of water.
    Tablets {
        /// Tablets, a fraction where they have to be broken.
        tablets: f64,
    },
}

/// How to make `volume_l` litres of `target_mg_l` out of `agent`; `None` when the agent is used as sold or is weaker.
pub fn mix(agent: &Agent, target_mg_l: f64, volume_l: f64) -> Option<Mix> {
    if !(target_mg_l > 0.0 && volume_l > 0.0) {
        return None;
    }
    if agent.stock_mg_l > 0.0 {
        let stock_ml = target_mg_l * volume_l * 1000.0 / agent.stock_mg_l;
        let water_ml = volume_l * 1000.0 - stock_ml;
        return (water_ml >= 0.0).then(|| Mix::Liquid { stock_ml, water_ml, parts: agent.stock_mg_l / target_mg_l });
    }
    if agent.mg_per_g > 0.0 {
        return Some(Mix::Powder { grams: target_mg_l * volume_l / agent.mg_per_g });
    }
    (agent.mg_per_tablet > 0.0).then(|| Mix::Tablets { tablets: target_mg_l * volume_l / agent.mg_per_tablet })
}

/// The n of a dilution written 1:n, 1：n or 1比n.
pub fn parts(text: &str) -> Option<f64> {
    let plain: String = narrow(text).chars().filter(|c| !c.is_whitespace()).collect();
    let rest = plain.strip_prefix("1:").or_else(|| plain.strip_prefix("1比")).or_else(|| plain.strip_prefix("1∶"))?;
    rest.parse().ok().filter(|n: &f64| n.is_finite() && *n >= 1.0)
}

/// What a stock of `stock_mg_l` diluted to `parts` parts in all holds, in mg/L.
pub fn diluted(stock_mg_l: f64, parts: f64) -> f64 {
    stock_mg_l / parts
}

/// What is to be disinfected how.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// 消毒对象
    pub objects: &'a str,
    /// Code of the place's kind.
    pub place_kind: Option<&'a str>,
    /// Concentration with its unit.
    pub concentration: Option<f64>,
    /// mg_per_l or percent.
    pub unit: Option<&'a str>,
    /// 稀释比
    pub dilution: Option<&'a str>,
    /// Contact time.
    pub minutes: Option<i64>,
}

/// Something odd about a disinfection. It is kept all the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Odd {
    /// Column it is about: concentration, unit, dilution or contact_minutes.
    pub column: &'static str,
    /// What is odd and what to do, in Chinese.
    pub message: String,
    /// From which rule it follows.
    pub rule: Option<RuleRef>,
}

/// The use that `asked` is, for an ingredient on a day: by the words of its objects, else by the place's kind.
pub fn use_of<'a>(rules: &'a Rulebook, ingredient: &str, asked: &Asked<'_>, day: NaiveDate) -> Option<Ruled<'a, Use>> {
    let uses: Vec<Ruled<'_, Use>> = rules.uses(day).into_iter().filter(|ruled| ruled.row.rule.ingredient == ingredient).collect();
    let by_words = uses
        .iter()
        .filter_map(|ruled| {
            let longest = ruled
                .row
                .rule
                .words
                .iter()
                .filter(|word| asked.objects.contains(word.as_str()))
                .map(|word| word.chars().count())
                .max()?;
            Some((longest, *ruled))
        })
        .max_by(|(a, x), (b, y)| a.cmp(b).then_with(|| y.row.key.cmp(&x.row.key)));
    by_words.map(|(_, ruled)| ruled).or_else(|| {
        let kind = asked.place_kind?;
        uses.iter().find(|ruled| ruled.row.rule.place_kinds.iter().any(|known| known == kind)).copied()
    })
}

/// What is odd about disinfecting so with the agent of key `agent` on `day`.
pub fn odd(rules: &Rulebook, agent: &str, asked: &Asked<'_>, day: NaiveDate) -> Vec<Odd> {
    let mut found = Vec::new();
    let Some(known) = rules.agent(agent, day) else { return found };
    let agent = &known.row.rule;
    let ruled = use_of(rules, &agent.ingredient, asked, day);
    if let (Some(value), Some(unit)) = (asked.concentration, asked.unit) {
        if let Some(odd) = odd_unit(agent, value, unit) {
            found.push(odd);
        } else if let Some(ruled) = ruled.filter(|ruled| ruled.row.rule.unit == unit) {
            found.extend(odd_range(rules, ruled, value));
        }
        found.extend(asked.dilution.and_then(|text| odd_dilution(agent, text, value, unit)));
    }
    if let (Some(minutes), Some(ruled)) = (asked.minutes, ruled)
        && minutes < i64::from(ruled.row.rule.minutes)
    {
        found.push(Odd {
            column: "contact_minutes",
            message: format!(
                "{}一般要作用 {} 分钟以上，现在是 {minutes} 分钟。请核对。",
                ruled.row.label, ruled.row.rule.minutes
            ),
            rule: Some(rules.reference(ruled)),
        });
    }
    found
}

/// The units in words.
pub fn unit_label(unit: &str) -> &'static str {
    if unit == "percent" { "%" } else { "mg/L" }
}

fn odd_unit(agent: &Agent, value: f64, unit: &str) -> Option<Odd> {
    let message = match (unit, agent.stock_mg_l > 0.0) {
        ("percent", true) if (value * 10_000.0 - agent.stock_mg_l).abs() < 1.0 => {
            format!("{value}% 是原液的含量。请填配好以后的浓度，单位选 mg/L。")
        }
        ("percent", true) => {
            format!("含氯消毒剂的浓度按 mg/L 填写。{value}% 合 {} mg/L，请核对是哪一个。", trimmed(value * 10_000.0))
        }
        ("mg_per_l", _) if agent.stock_percent > 0.0 => {
            format!("这种消毒剂原样使用，浓度按 % 填写，一般是 {}%。请核对单位。", trimmed(agent.stock_percent))
        }
        _ => return None,
    };
    Some(Odd { column: "unit", message, rule: None })
}

fn odd_range(rules: &Rulebook, ruled: Ruled<'_, Use>, value: f64) -> Option<Odd> {
    let rule = &ruled.row.rule;
    if (rule.least..=rule.greatest).contains(&value) {
        return None;
    }
    let unit = unit_label(&rule.unit);
    let range = if (rule.least - rule.greatest).abs() < f64::EPSILON {
        trimmed(rule.least)
    } else {
        format!("{} 至 {}", trimmed(rule.least), trimmed(rule.greatest))
    };
    let (side, risk) = if value > rule.greatest {
        ("高于", "过浓会腐蚀物品、刺激呼吸道")
    } else {
        ("低于", "过稀达不到消毒效果")
    };
    Some(Odd {
        column: "concentration",
        message: format!("{}{side}「{}」的 {range} {unit}：{risk}。请核对。", trimmed(value), ruled.row.label),
        rule: Some(rules.reference(ruled)),
    })
}

/// A concentration and a dilution that do not belong together, beyond a tenth.
fn odd_dilution(agent: &Agent, text: &str, value: f64, unit: &str) -> Option<Odd> {
    const TENTH: f64 = 0.1;
    let n = parts(text)?;
    if unit != "mg_per_l" || agent.stock_mg_l <= 0.0 {
        return None;
    }
    let expected = diluted(agent.stock_mg_l, n);
    ((value - expected).abs() > expected * TENTH).then(|| Odd {
        column: "dilution",
        message: format!(
            "{}的原液按 1:{} 稀释约为 {} mg/L，与浓度 {} mg/L 不符。请核对其中一个。",
            trimmed(agent.stock_mg_l) + " mg/L ",
            trimmed(n),
            trimmed(expected.round()),
            trimmed(value)
        ),
        rule: None,
    })
}

/// A number without needless decimals.
pub fn trimmed(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    rounded.to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day() -> NaiveDate {
        "2021-08-12".parse().unwrap()
    }

    fn agent(key: &str) -> Agent {
        Rulebook::shipped("").agent(key, day()).unwrap().row.rule.clone()
    }

    #[test]
    fn mixtures() {
        match mix(&agent("sodium_hypochlorite"), 500.0, 5.0).unwrap() {
            Mix::Liquid { stock_ml, water_ml, parts } => assert_eq!((stock_ml, water_ml, parts), (50.0, 4950.0, 100.0)),
            other => panic!("{other:?}"),
        }
        assert_eq!(mix(&agent("chlorine_powder"), 500.0, 4.8), Some(Mix::Powder { grams: 20.0 }));
        assert_eq!(mix(&agent("chlorine_tablet"), 500.0, 1.0), Some(Mix::Tablets { tablets: 1.0 }));
        assert_eq!(mix(&agent("ethanol"), 500.0, 1.0), None);
        assert_eq!(mix(&agent("sodium_hypochlorite"), 60_000.0, 1.0), None);
        assert_eq!(mix(&agent("sodium_hypochlorite"), 0.0, 1.0), None);
    }

    #[test]
    fn dilutions_as_people_write_them() {
        for (text, n) in [
            ("1:100", Some(100.0)),
            ("1：50", Some(50.0)),
            ("１：１００", Some(100.0)),
            ("1比200", Some(200.0)),
            ("100", None),
            ("1:0", None),
            ("", None),
        ] {
            assert_eq!(parts(text), n, "{text}");
        }
        assert_eq!(diluted(50_000.0, 100.0), 500.0);
    }

    fn columns(agent: &str, asked: Asked<'_>) -> Vec<&'static str> {
        odd(&Rulebook::shipped(""), agent, &asked, day()).iter().map(|odd| odd.column).collect()
    }

    #[test]
    fn ranges_by_use_with_their_bounds() {
        for (objects, kind, value, expected) in [
            ("桌面、地面", "office", 249.9, vec!["concentration"]),
            ("桌面、地面", "office", 250.0, vec![]),
            ("桌面、地面", "office", 500.0, vec![]),
            ("桌面", "office", 600.0, vec!["concentration"]),
            ("呕吐物污染的地面", "office", 600.0, vec![]),
            ("便池", "toilet", 2000.0, vec![]),
            ("", "toilet", 2000.0, vec![]),
            ("洗手台台面", "toilet", 2000.0, vec!["concentration"]),
            ("拖把", "corridor", 500.0, vec!["concentration"]),
            ("餐具", "canteen", 250.0, vec![]),
            ("", "office", 600.0, vec!["concentration"]),
        ] {
            let asked =
                Asked { objects, place_kind: Some(kind), concentration: Some(value), unit: Some("mg_per_l"), ..Asked::default() };
            assert_eq!(columns("sodium_hypochlorite", asked), expected, "{objects} {value}");
        }
        let ethanol =
            |value| Asked { objects: "门把手", concentration: Some(value), unit: Some("percent"), ..Asked::default() };
        assert_eq!(columns("ethanol", ethanol(75.0)), Vec::<&str>::new());
        assert_eq!(columns("ethanol", ethanol(95.0)), ["concentration"]);
    }

    #[test]
    fn units_are_kept_apart() {
        let asked = |value, unit| Asked { objects: "桌面", concentration: Some(value), unit: Some(unit), ..Asked::default() };
        assert_eq!(columns("sodium_hypochlorite", asked(5.0, "percent")), ["unit"]);
        assert_eq!(columns("sodium_hypochlorite", asked(0.05, "percent")), ["unit"]);
        assert_eq!(columns("ethanol", asked(75.0, "mg_per_l")), ["unit"]);
    }

    #[test]
    fn concentration_and_dilution_must_agree() {
        let asked = |dilution| Asked {
            objects: "桌面",
            concentration: Some(500.0),
            unit: Some("mg_per_l"),
            dilution: Some(dilution),
            ..Asked::default()
        };
        assert_eq!(columns("sodium_hypochlorite", asked("1:100")), Vec::<&str>::new());
        assert_eq!(columns("sodium_hypochlorite", asked("1:95")), Vec::<&str>::new());
        assert_eq!(columns("sodium_hypochlorite", asked("1:50")), ["dilution"]);
    }

    #[test]
    fn contact_times() {
        let asked = |minutes| Asked { objects: "桌面", minutes: Some(minutes), ..Asked::default() };
        assert_eq!(columns("sodium_hypochlorite", asked(29)), ["contact_minutes"]);
        assert_eq!(columns("sodium_hypochlorite", asked(30)), Vec::<&str>::new());
        let found = odd(&Rulebook::shipped(""), "sodium_hypochlorite", &asked(5), day());
        assert_eq!(found[0].rule.as_ref().unwrap().name(), "surface.chlorine@2020-01-20");
    }
}
