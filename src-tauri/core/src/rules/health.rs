//! Who is asked to take her temperature how often on a day, and what the readings of a day come to.
//!
//! Owns the reading of plans against postings, leaves, quarantines and the calendar, and the judging of readings by limits.
//! A day without a reading is never filled. Pure.

use super::rounds::Calendar;
use super::rulebook::Rulebook;
use crate::base::clock::Span;
use chrono::{NaiveDate, Weekday};
use std::collections::HashMap;

/// A plan for people of some categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Record of it.
    pub id: i64,
    /// Codes of the categories.
    pub categories: Vec<&'static str>,
    /// Readings a day.
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

/// What a day asks of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// So many readings, by the plan of this record.
    Readings {
        /// How many.
        times: u32,
        /// Record of the plan.
        plan: i64,
    },
    /// She is not in post.
    NotPosted,
    /// 隔离: she stays apart.
    Apart,
    /// 外出: on an approved leave.
    Away,
    /// No plan speaks of her and the day.
    NotPlanned,
    /// The holiday of this name.
    Holiday(String),
    /// The whole organisation is closed, for this reason.
    Closed(String),
}

impl Asked {
    /// Readings asked for.
    pub fn times(&self) -> u32 {
        match self {
            Self::Readings { times, .. } => *times,
            _ => 0,
        }
    }
}

/// Whom the plans of an organisation are for.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    /// Plans.
    pub plans: Vec<Plan>,
    /// When the whole organisation is closed, and why.
    pub closed: Vec<(Span, String)>,
    /// Days off.
    pub calendar: Calendar,
    /// By person, when she is in post, and the code of her category.
    pub posts: HashMap<i64, Vec<(Span, &'static str)>>,
    /// By person, approved leaves.
    pub away: HashMap<i64, Vec<Span>>,
    /// By person, quarantines.
    pub apart: HashMap<i64, Vec<Span>>,
}

impl Watch {
    /// What `day` asks of `person`. Of several plans the one that asks most counts.
    pub fn asked(&self, person: i64, day: NaiveDate) -> Asked {
        let posts = self.posts.get(&person).map(Vec::as_slice).unwrap_or_default();
        let Some((_, category)) = posts.iter().find(|(span, _)| span.holds(day)) else { return Asked::NotPosted };
        let within = |spans: &HashMap<i64, Vec<Span>>| spans.get(&person).is_some_and(|all| all.iter().any(|one| one.holds(day)));
        if within(&self.apart) {
            return Asked::Apart;
        }
        if within(&self.away) {
            return Asked::Away;
        }
        let plans = self.plans.iter().filter(|plan| plan.holds_on(day)).filter(|plan| plan.categories.contains(category));
        let plan = plans
            .filter(|plan| self.calendar.falls_on(&plan.weekdays, day))
            .max_by_key(|plan| (plan.times_per_day, plan.from_on, plan.id));
        let Some(plan) = plan else { return Asked::NotPlanned };
        if let Some((_, reason)) = self.closed.iter().find(|(span, _)| span.holds(day)) {
            return Asked::Closed(reason.clone());
        }
        match self.calendar.holiday(day) {
            Some(name) => Asked::Holiday(name.to_owned()),
            None => Asked::Readings { times: plan.times_per_day, plan: plan.id },
        }
    }
}

/// What was read of a person on a day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Readings {
    /// 上午
    pub morning: Option<f64>,
    /// 下午
    pub noon: Option<f64>,
    /// 复测
    pub recheck: Option<f64>,
    /// Whether any symptom is written down.
    pub symptom: bool,
    /// Whether she is at work.
    pub on_duty: bool,
}

impl Readings {
    /// How many readings were made.
    pub fn made(&self) -> u32 {
        u32::from(self.morning.is_some()) + u32::from(self.noon.is_some())
    }

    /// The highest, a recheck left aside.
    pub fn highest(&self) -> Option<f64> {
        [self.morning, self.noon].into_iter().flatten().max_by(f64::total_cmp)
    }
}

/// By what readings of a day are judged, in ℃.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Heat {
    /// A reading of this or more is measured again; `None`: no rule says so.
    pub fever: Option<f64>,
    /// Measured again, this or more is a fever.
    pub recheck: Option<f64>,
}

impl Heat {
    /// By the rules in force on `day`.
    pub fn on(rules: &Rulebook, day: NaiveDate) -> Self {
        let limit = |key| rules.limit(key, day).and_then(|ruled| ruled.row.rule.value);
        Self { fever: limit("fever"), recheck: limit("fever.recheck") }
    }
}

/// What the readings of a day come to: exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// 正常
    Normal,
    /// 缺一次: fewer readings than the day asked for.
    Partial,
    /// 待复测: hot, and not measured again yet.
    ToRecheck,
    /// 发热: hot when measured again.
    Fever,
    /// 有症状
    Symptom,
    /// 未测: not at work, no reading.
    Absent,
}

impl Outcome {
    /// Of `readings`, judged by `heat`, where so many were `asked`; what a day that runs still asks for counts as nothing.
    pub fn of(readings: &Readings, heat: Heat, asked: u32) -> Self {
        let reaches = |limit: Option<f64>, read: Option<f64>| limit.zip(read).is_some_and(|(limit, read)| read >= limit);
        match readings.recheck {
            Some(again) if reaches(heat.recheck, Some(again)) => return Self::Fever,
            None if reaches(heat.fever, readings.highest()) => return Self::ToRecheck,
            _ => {}
        }
        match readings.made() {
            _ if readings.symptom => Self::Symptom,
            0 if !readings.on_duty => Self::Absent,
            made if readings.on_duty && made < asked => Self::Partial,
            0 => Self::Absent,
            _ => Self::Normal,
        }
    }

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Partial => "partial",
            Self::ToRecheck => "to_recheck",
            Self::Fever => "fever",
            Self::Symptom => "symptom",
            Self::Absent => "absent",
        }
    }

    /// Whether it is heat that somebody has to see to.
    pub const fn hot(self) -> bool {
        matches!(self, Self::ToRecheck | Self::Fever)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(from: &str, to: &str) -> Span {
        Span { from: day(from), to: day(to) }
    }

    const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

    fn plan(id: i64, categories: &[&'static str], times: u32, weekdays: &[Weekday], from: &str, to: Option<&str>) -> Plan {
        Plan {
            id,
            categories: categories.to_vec(),
            times_per_day: times,
            weekdays: weekdays.to_vec(),
            from_on: day(from),
            to_on: to.map(day),
        }
    }

    fn watch() -> Watch {
        let always = span("2020-01-01", "2030-01-01");
        Watch {
            plans: vec![
                plan(1, &["full_time", "leader"], 1, &WORKDAYS, "2021-08-02", None),
                plan(2, &["full_time"], 2, &[], "2021-08-10", Some("2021-08-20")),
            ],
            closed: vec![(span("2021-08-18", "2021-08-19"), "停电".to_owned())],
            calendar: Calendar::of(&Rulebook::shipped("")),
            posts: HashMap::from([
                (1, vec![(always, "full_time")]),
                (2, vec![(always, "leader")]),
                (3, vec![(span("2021-08-05", "2021-08-11"), "full_time")]),
                (4, vec![(always, "client")]),
            ]),
            away: HashMap::from([(1, vec![span("2021-08-12", "2021-08-13")])]),
            apart: HashMap::from([(2, vec![span("2021-08-12", "2021-08-16")]), (1, vec![span("2021-08-13", "2021-08-13")])]),
        }
    }

    #[test]
    fn a_day_asks_by_plan_posting_leave_and_calendar() {
        let watch = watch();
        for (person, on, times) in [
            // The day before the plan, its first, the weekend; the second plan from its first to its last day.
            (1, "2021-08-01", 0),
            (1, "2021-08-02", 1),
            (1, "2021-08-07", 0),
            (1, "2021-08-09", 1),
            (1, "2021-08-10", 2),
            (1, "2021-08-14", 2),
            (1, "2021-08-20", 2),
            (1, "2021-08-21", 0),
            (1, "2021-08-23", 1),
            // One plan is for others.
            (2, "2021-08-10", 1),
            (4, "2021-08-10", 0),
            // The days around a posting.
            (3, "2021-08-04", 0),
            (3, "2021-08-05", 1),
            (3, "2021-08-11", 2),
            (3, "2021-08-12", 0),
            // Around a leave and a quarantine.
            (1, "2021-08-11", 2),
            (1, "2021-08-12", 0),
            (1, "2021-08-13", 0),
            (2, "2021-08-11", 1),
            (2, "2021-08-12", 0),
            (2, "2021-08-16", 0),
            (2, "2021-08-17", 1),
            // Closed.
            (1, "2021-08-17", 2),
            (1, "2021-08-18", 0),
            (1, "2021-08-19", 0),
            // National Day is off, the Sunday worked for it is not.
            (1, "2021-10-01", 0),
            (1, "2021-09-26", 1),
            (9, "2021-08-10", 0),
        ] {
            assert_eq!(watch.asked(person, day(on)).times(), times, "{person} {on}");
        }
        assert_eq!(watch.asked(1, day("2021-08-12")), Asked::Away);
        assert_eq!(watch.asked(1, day("2021-08-13")), Asked::Apart, "staying apart goes before a leave");
        assert_eq!(watch.asked(2, day("2021-08-12")), Asked::Apart);
        assert_eq!(watch.asked(3, day("2021-08-12")), Asked::NotPosted);
        assert_eq!(watch.asked(1, day("2021-08-18")), Asked::Closed("停电".to_owned()));
        assert!(matches!(watch.asked(1, day("2021-10-01")), Asked::Holiday(_)));
        assert_eq!(watch.asked(1, day("2021-08-10")), Asked::Readings { times: 2, plan: 2 }, "the highest of two plans");
    }

    #[test]
    fn readings_are_judged_by_the_limits() {
        let heat = Heat::on(&Rulebook::shipped(""), day("2021-08-12"));
        assert_eq!(heat, Heat { fever: Some(37.3), recheck: Some(37.3) });
        let read = |morning, noon, recheck| Readings { morning, noon, recheck, symptom: false, on_duty: true };
        for (readings, asked, wanted) in [
            (read(Some(36.5), None, None), 1, Outcome::Normal),
            (read(Some(36.5), None, None), 0, Outcome::Normal),
            (read(Some(36.5), None, None), 2, Outcome::Partial),
            (read(None, Some(36.5), None), 2, Outcome::Partial),
            (read(Some(36.5), Some(36.9), None), 2, Outcome::Normal),
            (read(Some(37.2), None, None), 1, Outcome::Normal),
            (read(Some(37.3), None, None), 1, Outcome::ToRecheck),
            (read(Some(36.5), Some(37.3), None), 2, Outcome::ToRecheck),
            (read(Some(37.3), None, None), 2, Outcome::ToRecheck),
            (read(Some(38.0), None, Some(37.2)), 1, Outcome::Normal),
            (read(Some(38.0), None, Some(37.2)), 2, Outcome::Partial),
            (read(Some(37.3), None, Some(37.3)), 1, Outcome::Fever),
            (Readings { symptom: true, ..read(Some(36.5), None, None) }, 2, Outcome::Symptom),
            (Readings { symptom: true, ..read(Some(37.3), None, None) }, 1, Outcome::ToRecheck),
            (Readings { symptom: true, ..read(Some(37.3), None, Some(37.4)) }, 1, Outcome::Fever),
            (Readings { on_duty: false, ..read(None, None, None) }, 2, Outcome::Absent),
            (Readings { on_duty: false, ..read(Some(36.5), None, None) }, 2, Outcome::Normal),
        ] {
            assert_eq!(Outcome::of(&readings, heat, asked), wanted, "{readings:?} of {asked}");
        }
        let hot = read(Some(39.0), None, None);
        assert_eq!(Outcome::of(&hot, Heat::default(), 1), Outcome::Normal, "where no rule says what a fever is");
    }

    fn reading() -> impl Strategy<Value = Option<f64>> {
        prop::option::of((340_i32..=420).prop_map(|tenths| f64::from(tenths) / 10.0))
    }

    proptest! {
        /// Every set of readings comes to one outcome, and each outcome says what it must of them.
        #[test]
        fn outcomes_are_a_partition(
            (morning, noon, recheck) in (reading(), reading(), reading()),
            (symptom, on_duty) in (any::<bool>(), any::<bool>()),
            asked in 0_u32..3,
        ) {
            let heat = Heat { fever: Some(37.3), recheck: Some(37.3) };
            let readings = Readings { morning, noon, recheck, symptom, on_duty };
            let high = readings.highest().is_some_and(|read| read >= 37.3);
            let again = recheck.is_some_and(|read| read >= 37.3);
            let wanted = [
                (Outcome::Fever, again),
                (Outcome::ToRecheck, high && recheck.is_none()),
                (Outcome::Symptom, symptom && !again && !(high && recheck.is_none())),
            ];
            let outcome = Outcome::of(&readings, heat, asked);
            for (one, holds) in wanted {
                prop_assert_eq!(outcome == one, holds, "{:?}", one);
            }
            if !wanted.iter().any(|(_, holds)| *holds) {
                let short = on_duty && readings.made() < asked;
                prop_assert_eq!(outcome == Outcome::Partial, short);
                prop_assert_eq!(outcome == Outcome::Absent, !short && readings.made() == 0);
                prop_assert_eq!(outcome == Outcome::Normal, !short && readings.made() > 0);
            }
        }
    }
}
