//! Trips against the list of risk areas: where they overlap, what that asks of the person, and when to test.
//!
//! Owns the match of a stay's interval and place with an area's, day by day and both ends included. The result is only
//! ever 待核实: whether the person was there a human decides. Measures come from the rules in force on the day of return
//! (重庆 2021-08 and later documents, see the sources of the rows). Pure.

use super::divisions;
use super::rulebook::{RuleRef, Rulebook, Ruled};
use super::tables::{Measure, Relation};
use crate::base::names;
use chrono::{Days, NaiveDate};

/// One stop of a trip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stay {
    /// Six digits of the division.
    pub division: String,
    /// Where exactly, if said.
    pub place_text: Option<String>,
    /// First day there.
    pub arrived_on: NaiveDate,
    /// Last day there.
    pub departed_on: Option<NaiveDate>,
    /// Day of return to the organisation's own town.
    pub returned_on: Option<NaiveDate>,
}

/// An entry of the list of risk areas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskArea {
    /// Record of it.
    pub id: i64,
    /// Six digits of the division.
    pub division: String,
    /// Where exactly; `None`: the whole division.
    pub place_text: Option<String>,
    /// high, medium or low.
    pub level: String,
    /// First day on the list.
    pub from_on: NaiveDate,
    /// Last day on the list; `None`: still on it.
    pub to_on: Option<NaiveDate>,
}

/// A risk area that a stay may have touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Record of the area.
    pub area: i64,
    /// Its level.
    pub level: String,
    /// How the stay lies to it.
    pub relation: Relation,
    /// First day both hold.
    pub from_on: NaiveDate,
    /// Last day both hold, as far as is known.
    pub to_on: NaiveDate,
}

/// What is asked of the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Required {
    /// Code of the measure.
    pub measure: String,
    /// What to do, in a sentence.
    pub text: String,
    /// Last day of it; `None` while the person has not left the area, or when it has no duration.
    pub until_on: Option<NaiveDate>,
    /// Days on which to test; empty until the return is known.
    pub test_on: Vec<NaiveDate>,
    /// From which rule it follows.
    pub rule: RuleRef,
}

/// What a stay comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exposure {
    /// Areas it may have touched, closest relation first, then by day.
    pub hits: Vec<Hit>,
    /// What follows; `None` when no rule asks for anything.
    pub required: Option<Required>,
    /// The stay was where no list reaches: nothing can be matched, somebody has to look.
    pub outside: bool,
}

impl Exposure {
    /// Whether somebody has to look into it: an area in the same county, at the place listed or not certainly elsewhere; or
    /// a place that no list reaches.
    pub fn to_verify(&self) -> bool {
        self.outside || self.hits.iter().any(|hit| hit.relation != Relation::City)
    }
}

/// Severity of a measure; unknown codes weigh nothing.
fn weight(measure: &str) -> usize {
    ["none", "self_watch", "home_watch", "home", "central"].iter().position(|code| *code == measure).unwrap_or(0)
}

/// What `stay` comes to as of `on`, against `areas`.
pub fn exposure(rules: &Rulebook, stay: &Stay, areas: &[RiskArea], on: NaiveDate) -> Exposure {
    let mut hits: Vec<Hit> = areas.iter().filter_map(|area| hit(stay, area, on)).collect();
    hits.sort_by_key(|hit| (hit.relation, hit.from_on, hit.area));
    let day = stay.returned_on.filter(|returned| *returned <= on).unwrap_or(on);
    let measures = rules.measures(day);
    let required = hits
        .iter()
        .filter_map(|hit| asked(&measures, hit))
        .max_by(|a, b| {
            let rank = |ruled: &Ruled<'_, Measure>| (weight(&ruled.row.rule.measure), ruled.row.rule.days);
            rank(a).cmp(&rank(b)).then_with(|| b.row.key.cmp(&a.row.key))
        })
        .map(|ruled| required(rules, ruled, stay));
    Exposure { hits, required, outside: divisions::is_outside(&stay.division) }
}

fn hit(stay: &Stay, area: &RiskArea, on: NaiveDate) -> Option<Hit> {
    if area.level == "low" {
        return None;
    }
    let relation = relation(stay, area)?;
    let last_day = stay.departed_on.or(stay.returned_on).unwrap_or(on).min(on);
    let from_on = stay.arrived_on.max(area.from_on);
    let to_on = area.to_on.map_or(last_day, |to| to.min(last_day));
    (from_on <= to_on).then(|| Hit { area: area.id, level: area.level.clone(), relation, from_on, to_on })
}

/// How a stay lies to an area; `None` when it is elsewhere.
fn relation(stay: &Stay, area: &RiskArea) -> Option<Relation> {
    if divisions::is_outside(&stay.division) || divisions::is_outside(&area.division) {
        return None;
    }
    // Either may be given more coarsely than the other: then it cannot be told apart.
    if divisions::covers(&area.division, &stay.division) || divisions::covers(&stay.division, &area.division) {
        return Some(match (&stay.place_text, &area.place_text) {
            (Some(stayed), Some(listed)) if !same_place(stayed, listed) => Relation::County,
            _ => Relation::Place,
        });
    }
    if divisions::may_be_same(&stay.division, &area.division) {
        return Some(Relation::County);
    }
    divisions::same_city(&stay.division, &area.division).then_some(Relation::City)
}

/// Pairs of characters that say nothing of a place.
const COMMON: &[&str] =
    &["街道", "社区", "小区", "大道", "中路", "东路", "西路", "南路", "北路", "号楼", "以及", "全域", "范围", "区域", "单元"];

/// Whether two descriptions may mean the same place: they share two characters that are not a common word.
fn same_place(one: &str, other: &str) -> bool {
    let pairs = |text: &str| -> Vec<String> {
        let characters: Vec<char> = names::normalise(text).chars().filter(|c| c.is_alphanumeric()).collect();
        characters.windows(2).map(|pair| pair.iter().collect()).collect()
    };
    let theirs = pairs(other);
    pairs(one).iter().any(|pair| !COMMON.contains(&pair.as_str()) && theirs.contains(pair))
}

/// The measure for a hit: that of its own relation, else of the next wider one.
fn asked<'a>(measures: &[Ruled<'a, Measure>], hit: &Hit) -> Option<Ruled<'a, Measure>> {
    let wider: Vec<Relation> =
        [Relation::Place, Relation::County, Relation::City].into_iter().filter(|r| *r >= hit.relation).collect();
    wider.into_iter().find_map(|relation| {
        let fitting = measures.iter().filter(|ruled| {
            let rule = &ruled.row.rule;
            rule.relation == relation && rule.levels.contains(&hit.level)
        });
        fitting.max_by_key(|ruled| (weight(&ruled.row.rule.measure), ruled.row.rule.days)).copied()
    })
}

fn required(rules: &Rulebook, ruled: Ruled<'_, Measure>, stay: &Stay) -> Required {
    let rule = &ruled.row.rule;
    let left = stay.departed_on.or(stay.returned_on);
    let until_on = left.filter(|_| rule.days > 0).and_then(|left| left.checked_add_days(Days::new(rule.days.into())));
    let test_on = match stay.returned_on {
        Some(first) => {
            rule.tests.iter().filter_map(|n| first.checked_add_days(Days::new(u64::from(n.saturating_sub(1))))).collect()
        }
        None => Vec::new(),
    };
    Required { measure: rule.measure.clone(), text: rule.text.clone(), until_on, test_on, rule: rules.reference(ruled) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stay(division: &str, place: Option<&str>, from: &str, to: Option<&str>, back: Option<&str>) -> Stay {
        Stay {
            division: division.to_owned(),
            place_text: place.map(str::to_owned),
            arrived_on: day(from),
            departed_on: to.map(day),
            returned_on: back.map(day),
        }
    }

    fn area(division: &str, place: Option<&str>, level: &str, from: &str, to: Option<&str>) -> RiskArea {
        RiskArea {
            id: 1,
            division: division.to_owned(),
            place_text: place.map(str::to_owned),
            level: level.to_owned(),
            from_on: day(from),
            to_on: to.map(day),
        }
    }

    fn seen(stay: &Stay, area: RiskArea, on: &str) -> Exposure {
        exposure(&Rulebook::shipped("500111"), stay, &[area], day(on))
    }

    #[test]
    fn intervals_touch_on_their_last_and_first_day() {
        let listed = area("533102", None, "medium", "2021-08-05", Some("2021-08-15"));
        for (from, to, hit) in [
            ("2021-08-01", "2021-08-04", false),
            ("2021-08-01", "2021-08-05", true),
            ("2021-08-15", "2021-08-20", true),
            ("2021-08-16", "2021-08-20", false),
            ("2021-08-07", "2021-08-09", true),
            ("2021-08-01", "2021-08-31", true),
        ] {
            let found = seen(&stay("533102", None, from, Some(to), None), listed.clone(), "2021-09-30");
            assert_eq!(found.to_verify(), hit, "{from} {to}");
        }
        let open = area("533102", None, "medium", "2021-08-05", None);
        let away = stay("533102", None, "2021-08-01", None, None);
        assert!(!seen(&away, open.clone(), "2021-08-04").to_verify(), "not before the area is on the list");
        let found = seen(&away, open, "2021-08-07");
        assert_eq!(found.hits.first().map(|hit| (hit.from_on, hit.to_on)), Some((day("2021-08-05"), day("2021-08-07"))));
    }

    #[test]
    fn divisions_and_places() {
        for (there, place, division, listed, relation) in [
            ("533102", None, "533102", None, Some(Relation::Place)),
            ("533102", None, "533102", Some("姐告国门社区"), Some(Relation::Place)),
            ("533102", Some("姐告口岸"), "533102", Some("姐告国门社区"), Some(Relation::Place)),
            ("533102", Some("勐卯镇幸福小区"), "533102", Some("姐告国门社区"), Some(Relation::County)),
            ("533102", Some("勐卯镇"), "533100", None, Some(Relation::Place)),
            ("533100", None, "533102", None, Some(Relation::Place)),
            ("533103", None, "533102", None, Some(Relation::City)),
            ("530102", None, "533102", None, None),
            ("500112", None, "500238", None, Some(Relation::City)),
        ] {
            let found = seen(
                &stay(there, place, "2021-08-10", Some("2021-08-12"), Some("2021-08-12")),
                area(division, listed, "high", "2021-08-01", None),
                "2021-08-20",
            );
            assert_eq!(found.hits.first().map(|hit| hit.relation), relation, "{there} {place:?} {division} {listed:?}");
        }
        let low = area("533102", None, "low", "2021-08-01", None);
        assert!(seen(&stay("533102", None, "2021-08-10", Some("2021-08-12"), None), low, "2021-08-20").hits.is_empty());
    }

    #[test]
    fn codes_renamed_over_time_meet_and_lost_ones_are_verified() {
        for (there, listed, relation) in [
            ("540481", "540422", Some(Relation::Place)),
            ("540422", "540481", Some(Relation::Place)),
            ("410381", "410307", Some(Relation::Place)),
            ("542627", "540400", Some(Relation::Place)),
            ("330104", "330102", Some(Relation::County)),
            ("410399", "410307", Some(Relation::County)),
            ("410399", "533102", None),
            ("MMR", "MMR", None),
            ("SHIP", "533102", None),
            ("810000", "810000", None),
        ] {
            let found = seen(
                &stay(there, None, "2021-08-10", Some("2021-08-12"), Some("2021-08-12")),
                area(listed, None, "high", "2021-08-01", None),
                "2021-08-20",
            );
            assert_eq!(found.hits.first().map(|hit| hit.relation), relation, "{there} {listed}");
            let outside = ["MMR", "SHIP", "810000"].contains(&there);
            assert_eq!((found.to_verify(), found.outside), (relation.is_some() || outside, outside), "{there} {listed}");
        }
    }

    #[test]
    fn measures_of_the_day_of_return() {
        let listed = |level| area("533102", None, level, "2020-01-01", None);
        for (back, level, measure, until, tests, rule) in [
            (
                "2021-08-18",
                "medium",
                "central",
                Some("2021-08-31"),
                "2021-08-18 2021-08-21 2021-08-24 2021-08-31",
                "area.high_medium@2021-08-01",
            ),
            (
                "2021-11-30",
                "high",
                "central",
                Some("2021-12-13"),
                "2021-11-30 2021-12-03 2021-12-06 2021-12-13",
                "area.high_medium@2021-08-01",
            ),
            (
                "2021-12-01",
                "high",
                "central",
                Some("2021-12-14"),
                "2021-12-01 2021-12-04 2021-12-07 2021-12-10 2021-12-14",
                "area.high_medium@2021-12-01",
            ),
            (
                "2022-06-27",
                "high",
                "central",
                Some("2022-07-10"),
                "2022-06-27 2022-06-30 2022-07-03 2022-07-06 2022-07-10",
                "area.high_medium@2021-12-01",
            ),
            (
                "2022-06-28",
                "high",
                "central",
                Some("2022-07-04"),
                "2022-06-28 2022-06-29 2022-06-30 2022-07-02 2022-07-04",
                "area.high@2022-06-28",
            ),
            ("2022-06-28", "medium", "home", Some("2022-07-04"), "2022-06-28 2022-07-01 2022-07-04", "area.medium@2022-06-28"),
            (
                "2022-11-11",
                "high",
                "home",
                Some("2022-11-17"),
                "2022-11-11 2022-11-13 2022-11-15 2022-11-17",
                "area.high@2022-11-11",
            ),
            ("2022-12-07", "high", "none", None, "", "area.high@2022-12-07"),
        ] {
            let left = day(back) - Days::new(1);
            let stay = Stay { departed_on: Some(left), ..stay("533102", None, "2021-08-01", None, Some(back)) };
            let required = seen(&stay, listed(level), "2023-06-01").required.unwrap();
            let found: Vec<String> = required.test_on.iter().map(ToString::to_string).collect();
            assert_eq!(
                (required.measure.as_str(), required.until_on, found.join(" ").as_str(), required.rule.name().as_str()),
                (measure, until.map(day), tests, rule),
                "{back} {level}"
            );
        }
        let medium_later = stay("533102", None, "2022-11-01", Some("2022-11-10"), Some("2022-11-11"));
        assert!(seen(&medium_later, listed("medium"), "2022-12-01").required.is_none(), "no medium level any more");
    }

    #[test]
    fn elsewhere_in_the_county_and_the_city() {
        let listed = area("533102", Some("姐告国门社区"), "high", "2020-01-01", None);
        for (back, there, place, measure, rule) in [
            ("2021-08-20", "533102", Some("勐卯镇"), "none", "city.high_medium@2021-08-01"),
            ("2021-12-20", "533102", Some("勐卯镇"), "self_watch", "county.high_medium@2021-12-01"),
            ("2022-03-20", "533102", Some("勐卯镇"), "home", "county.high_medium@2022-03-01"),
            ("2022-03-20", "533103", None, "none", "city.high_medium@2021-08-01"),
        ] {
            let left = day(back).to_string();
            let found = seen(&stay(there, place, "2021-08-01", Some(&left), Some(back)), listed.clone(), "2022-05-01");
            let required = found.required.clone().unwrap();
            assert_eq!((required.measure.as_str(), required.rule.name().as_str()), (measure, rule), "{back}");
            assert_eq!(found.to_verify(), there == "533102");
        }
    }

    #[test]
    fn the_severest_of_several_areas_counts_and_their_order_does_not() {
        let city = RiskArea { id: 2, ..area("533103", None, "high", "2021-08-01", None) };
        let place = area("533102", None, "medium", "2021-08-01", None);
        let rules = Rulebook::shipped("");
        let trip = stay("533102", None, "2021-08-10", Some("2021-08-12"), Some("2021-08-12"));
        let one = exposure(&rules, &trip, &[city.clone(), place.clone()], day("2021-08-20"));
        let other = exposure(&rules, &trip, &[place, city], day("2021-08-20"));
        assert_eq!(one, other);
        assert_eq!(one.hits.len(), 2);
        assert_eq!(one.required.unwrap().measure, "central");
    }
}
