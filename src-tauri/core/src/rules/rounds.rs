//! Places and their plan: which rounds a day asks for, and which were not made.
//!
//! Owns the reading of plans against weekdays, closures and the holiday table. A day closed or off is no gap; a day
//! without a record is one, and nothing here ever fills it. Pure.

use super::rulebook::Rulebook;
use chrono::{Datelike, NaiveDate, Weekday};
use std::collections::{BTreeMap, BTreeSet};

/// A plan for a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Record of it.
    pub id: i64,
    /// Record of the place.
    pub place: i64,
    /// Code of the task: disinfect, ventilate, clean.
    pub task: &'static str,
    /// Rounds a day.
    pub times_per_day: u32,
    /// Days of the week; empty: all.
    pub weekdays: Vec<Weekday>,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; `None`: open.
    pub to_on: Option<NaiveDate>,
}

impl Plan {
    /// Whether it is in force on `day`.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to| day <= to)
    }
}

/// Days on which a place, or the whole organisation, is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// Record of the place; `None`: everywhere.
    pub place: Option<i64>,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Record of it.
    pub id: i64,
    /// The site or building it is in.
    pub parent: Option<i64>,
    /// First day in use.
    pub used_from: Option<NaiveDate>,
    /// Last day in use.
    pub used_to: Option<NaiveDate>,
}

/// Days off and days worked instead, from the rulebook.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    off: BTreeMap<NaiveDate, String>,
    worked: BTreeSet<NaiveDate>,
    /// Years in which a holiday ends.
    years: BTreeSet<i32>,
}

impl Calendar {
    /// The calendar of `rules`.
    pub fn of(rules: &Rulebook) -> Self {
        let mut calendar = Self::default();
        for ruled in rules.holidays() {
            let rule = &ruled.row.rule;
            if let (Some(first), Some(last)) = (rule.first, rule.last) {
                let name = ruled.row.label.split('年').next_back().unwrap_or_default().trim().to_owned();
                calendar.years.insert(last.year());
                calendar.off.extend(first.iter_days().take_while(|day| *day <= last).map(|day| (day, name.clone())));
            }
            calendar.worked.extend(&rule.workdays);
        }
        calendar
    }

    /// Name of the holiday on `day`.
    pub fn holiday(&self, day: NaiveDate) -> Option<&str> {
        self.off.get(&day).map(String::as_str)
    }

    /// Whether the tables name holidays of `year`. The first of a year may begin in the one before, which it says nothing of.
    pub fn tells(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether `day` is a weekend day worked for a holiday.
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        self.worked.contains(&day)
    }

    /// Whether a plan for these `weekdays`, for all where there are none, falls on `day`. A weekend day worked for a holiday is
    /// like any workday.
    pub fn falls_on(&self, weekdays: &[Weekday], day: NaiveDate) -> bool {
        let workday = |weekday: &Weekday| !matches!(weekday, Weekday::Sat | Weekday::Sun);
        weekdays.is_empty() || weekdays.contains(&day.weekday()) || (self.is_worked(day) && weekdays.iter().any(workday))
    }
}

/// What a day asks of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// So many rounds, by the plan of this record.
    Rounds {
        /// How many.
        times: u32,
        /// Record of the plan.
        plan: i64,
    },
    /// No plan speaks of the day.
    NotPlanned,
    /// The holiday of this name.
    Holiday(String),
    /// Closed, for this reason.
    Closed(String),
}

impl Asked {
    /// Rounds asked for.
    pub fn times(&self) -> u32 {
        match self {
            Self::Rounds { times, .. } => *times,
            _ => 0,
        }
    }
}

/// Plans, closures and places of an organisation.
#[derive(Debug, Clone, Default)]
pub struct Rounds {
    /// Plans.
    pub plans: Vec<Plan>,
    /// Closures.
    pub closures: Vec<Closure>,
    /// Places in use, by record.
    pub places: BTreeMap<i64, Place>,
    /// Days off.
    pub calendar: Calendar,
}

impl Rounds {
    /// What `day` asks of `place` for `task`. Of several plans the one begun last counts.
    pub fn asked(&self, place: i64, task: &str, day: NaiveDate) -> Asked {
        let in_use = self
            .places
            .get(&place)
            .is_none_or(|known| known.used_from.is_none_or(|from| from <= day) && known.used_to.is_none_or(|to| day <= to));
        let plan = self
            .plans
            .iter()
            .filter(|plan| plan.place == place && plan.task == task && plan.holds_on(day))
            .max_by_key(|plan| (plan.from_on, plan.id));
        let Some(plan) = plan.filter(|_| in_use) else { return Asked::NotPlanned };
        if let Some(closure) = self.closure(place, day) {
            return Asked::Closed(closure.reason.clone());
        }
        if let Some(name) = self.calendar.holiday(day) {
            return Asked::Holiday(name.to_owned());
        }
        if self.calendar.falls_on(&plan.weekdays, day) {
            Asked::Rounds { times: plan.times_per_day, plan: plan.id }
        } else {
            Asked::NotPlanned
        }
    }

    /// The closure of a place or of anything that holds it.
    fn closure(&self, place: i64, day: NaiveDate) -> Option<&Closure> {
        let mut within = vec![place];
        while let Some(parent) = within.last().and_then(|id| self.places.get(id)).and_then(|known| known.parent) {
            if within.contains(&parent) {
                break;
            }
            within.push(parent);
        }
        self.closures
            .iter()
            .find(|closure| closure.from_on <= day && day <= closure.to_on && closure.place.is_none_or(|id| within.contains(&id)))
    }

    /// Places with a plan for `task` on any day from `from` to `to`, in the order of their records.
    pub fn planned(&self, task: &str, from: NaiveDate, to: NaiveDate) -> Vec<i64> {
        let mut places: Vec<i64> = self
            .plans
            .iter()
            .filter(|plan| plan.task == task && plan.from_on <= to && plan.to_on.is_none_or(|last| from <= last))
            .map(|plan| plan.place)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Days from `from` to `to` on which `place` had fewer rounds than asked, with how many were made and asked.
    /// `made` tells the rounds of a day.
    pub fn gaps(&self, place: i64, task: &str, from: NaiveDate, to: NaiveDate, made: impl Fn(NaiveDate) -> u32) -> Vec<Gap> {
        from.iter_days()
            .take_while(|day| *day <= to)
            .filter_map(|day| {
                let (asked, made) = (self.asked(place, task, day).times(), made(day));
                (made < asked).then_some(Gap { day, made, asked })
            })
            .collect()
    }
}

/// A day on which rounds are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The day.
    pub day: NaiveDate,
    /// Rounds made.
    pub made: u32,
    /// Rounds asked for.
    pub asked: u32,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

    fn plan(id: i64, times: u32, weekdays: &[Weekday], from: &str, to: Option<&str>) -> Plan {
        Plan {
            id,
            place: 1,
            task: "disinfect",
            times_per_day: times,
            weekdays: weekdays.to_vec(),
            from_on: day(from),
            to_on: to.map(day),
        }
    }

    fn rounds(plans: Vec<Plan>) -> Rounds {
        let place = |id, parent| (id, Place { id, parent, used_from: None, used_to: None });
        Rounds {
            plans,
            closures: Vec::new(),
            places: [place(1, Some(9)), place(9, None)].into(),
            calendar: Calendar::of(&Rulebook::shipped("")),
        }
    }

    #[test]
    fn weekdays_holidays_and_days_worked_instead() {
        let rounds = rounds(vec![plan(1, 2, &WORKDAYS, "2021-01-01", None)]);
        for (on, times) in [
            ("2021-09-17", 2), // Friday
            ("2021-09-18", 2), // Saturday, worked for the Mid-Autumn Festival
            ("2021-09-19", 0),
            ("2021-09-21", 0), // Tuesday, off
            ("2021-09-22", 2),
            ("2021-09-25", 0), // Saturday
            ("2021-09-26", 2), // Sunday, worked for the National Day
            ("2021-10-01", 0),
            ("2021-10-08", 2),
            ("2021-10-09", 2),
        ] {
            assert_eq!(rounds.asked(1, "disinfect", day(on)).times(), times, "{on}");
        }
        assert_eq!(rounds.asked(1, "disinfect", day("2021-09-20")), Asked::Holiday("中秋节".to_owned()));
        assert_eq!(rounds.asked(1, "ventilate", day("2021-09-17")), Asked::NotPlanned);
        assert_eq!(rounds.asked(2, "disinfect", day("2021-09-17")), Asked::NotPlanned);
    }

    #[test]
    fn a_plan_without_weekdays_holds_every_day_but_holidays() {
        let rounds = rounds(vec![plan(1, 1, &[], "2021-08-10", Some("2021-08-15"))]);
        for (on, times) in [("2021-08-09", 0), ("2021-08-10", 1), ("2021-08-14", 1), ("2021-08-15", 1), ("2021-08-16", 0)] {
            assert_eq!(rounds.asked(1, "disinfect", day(on)).times(), times, "{on}");
        }
    }

    #[test]
    fn a_changed_plan_leaves_the_past_as_it_was() {
        let rounds = rounds(vec![plan(1, 1, &[], "2021-07-01", None), plan(2, 3, &[], "2021-08-10", None)]);
        assert_eq!(rounds.asked(1, "disinfect", day("2021-08-09")), Asked::Rounds { times: 1, plan: 1 });
        assert_eq!(rounds.asked(1, "disinfect", day("2021-08-10")), Asked::Rounds { times: 3, plan: 2 });
    }

    #[test]
    fn closures_of_the_place_its_building_and_everything() {
        for (place, closed) in [(Some(1), true), (Some(9), true), (None, true), (Some(2), false)] {
            let mut rounds = rounds(vec![plan(1, 1, &[], "2021-07-01", None)]);
            rounds.closures.push(Closure {
                place,
                from_on: day("2021-08-10"),
                to_on: day("2021-08-12"),
                reason: "装修".to_owned(),
            });
            for (on, inside) in [("2021-08-09", false), ("2021-08-10", true), ("2021-08-12", true), ("2021-08-13", false)] {
                let is_closed = matches!(rounds.asked(1, "disinfect", day(on)), Asked::Closed(_));
                assert_eq!(is_closed, closed && inside, "{place:?} {on}");
            }
        }
    }

    #[test]
    fn a_place_out_of_use_is_not_asked_for() {
        let mut rounds = rounds(vec![plan(1, 1, &[], "2021-07-01", None)]);
        rounds
            .places
            .insert(1, Place { id: 1, parent: Some(1), used_from: Some(day("2021-08-02")), used_to: Some(day("2021-08-03")) });
        for (on, times) in [("2021-08-01", 0), ("2021-08-02", 1), ("2021-08-03", 1), ("2021-08-04", 0)] {
            assert_eq!(rounds.asked(1, "disinfect", day(on)).times(), times, "{on}");
        }
    }

    #[test]
    fn gaps_are_the_days_short_of_the_plan() {
        let rounds = rounds(vec![plan(1, 2, &WORKDAYS, "2021-08-01", None)]);
        let made = |on: NaiveDate| match on.to_string().as_str() {
            "2021-08-02" => 2,
            "2021-08-03" => 1,
            _ => 0,
        };
        let gaps = rounds.gaps(1, "disinfect", day("2021-08-01"), day("2021-08-04"), made);
        assert_eq!(gaps, [Gap { day: day("2021-08-03"), made: 1, asked: 2 }, Gap { day: day("2021-08-04"), made: 0, asked: 2 }]);
        assert_eq!(rounds.planned("disinfect", day("2021-07-01"), day("2021-07-31")), Vec::<i64>::new());
        assert_eq!(rounds.planned("disinfect", day("2021-07-01"), day("2021-08-01")), [1]);
    }
}
