//! Where a person stands with her doses: done, due, overdue, too early, deferred, exempt or unknown, and from which rule
//! that follows.
//!
//! Owns the arithmetic of doses over the rulebook's schedules. Pure: what is on file comes in, a standing goes out, and
//! the order in which doses were entered makes no difference. Intervals: 国家卫生健康委 2021-03-29 and later documents,
//! see the sources of the rows.

use super::rulebook::{RuleRef, Rulebook, Ruled};
use super::tables::{Effect, Gap, Schedule, Span, Stage};
use chrono::{Datelike, Days, Months, NaiveDate};

/// A dose on file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dose {
    /// Record of it.
    pub id: i64,
    /// Day it was given.
    pub given_on: NaiveDate,
    /// Number written on it, if any.
    pub number: Option<u32>,
    /// Key of the product.
    pub product: String,
}

/// Why somebody is not vaccinated, as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exemption {
    /// Code of the reason.
    pub reason: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; `None`: open.
    pub until_on: Option<NaiveDate>,
}

/// State of the primary series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DoseState {
    /// 超期: the last day for the next dose has passed.
    Overdue,
    /// 到期: the next dose may be given.
    Due,
    /// 未到期: there is a next dose, its first day has not come.
    TooEarly,
    /// 全程
    Done,
    /// 暂缓
    Deferred,
    /// 禁忌 or under age.
    Exempt,
    /// 无程序: doses are on file, and no rule says how many of them it takes.
    Unscheduled,
    /// 未登记: nothing is known.
    Unknown,
}

impl DoseState {
    /// Code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Due => "due",
            Self::TooEarly => "too_early",
            Self::Done => "done",
            Self::Deferred => "deferred",
            Self::Exempt => "exempt",
            Self::Unscheduled => "no_schedule",
            Self::Unknown => "unknown",
        }
    }
}

/// State of the next booster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoosterState {
    /// No rule asks for one.
    None,
    /// Its first day has not come.
    TooEarly,
    /// It may be given. Boosters are never overdue.
    Due,
    /// Given.
    Done,
}

impl BoosterState {
    /// Code.
    pub fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::TooEarly => "too_early",
            Self::Due => "due",
            Self::Done => "done",
        }
    }
}

/// The booster side of a standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booster {
    /// State.
    pub state: BoosterState,
    /// First allowed day of the next one.
    pub next_on: Option<NaiveDate>,
    /// Boosters given.
    pub given: u32,
    /// From which rule it follows.
    pub rule: Option<RuleRef>,
}

/// What is odd about a dose, or what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Record of the dose.
    pub id: i64,
    /// Part of the series it belongs to; `None`: of another technology or the second of one day, to be verified.
    pub stage: Option<Stage>,
    /// Its number among all doses that count.
    pub number: u32,
    /// Given before the first allowed day of the rule of its day, by so many days.
    pub early_by: Option<i64>,
    /// Of another technology, a product the rule does not name, or the second of one day: 待核实.
    pub to_verify: bool,
}

/// Where a person stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// State of the primary series.
    pub state: DoseState,
    /// First allowed day of the next dose.
    pub next_on: Option<NaiveDate>,
    /// Last day for the next dose.
    pub last_on: Option<NaiveDate>,
    /// Number of the next dose.
    pub next_dose: Option<u32>,
    /// Doses of the primary series, counting those whose record is missing below a higher number.
    pub doses: u32,
    /// Doses the primary series takes; 0 when it is not known.
    pub needed: u32,
    /// Any dose at all is on file.
    pub any: bool,
    /// Day the primary series was completed.
    pub complete_on: Option<NaiveDate>,
    /// From which rule the state follows.
    pub rule: Option<RuleRef>,
    /// Code of the reason in force, for `Deferred` and `Exempt`, or known for `Due`.
    pub reason: Option<String>,
    /// The booster.
    pub booster: Booster,
    /// Every dose up to the day.
    pub judged: Vec<Judged>,
}

/// `day` later by `span`; months clamp to the month's end.
pub fn after(day: NaiveDate, span: Span) -> NaiveDate {
    let months = day.checked_add_months(Months::new(span.months)).unwrap_or(day);
    months.checked_add_days(Days::new(span.days.into())).unwrap_or(months)
}

/// The day somebody born on `born` completes `years`; 29 February counts from 1 March in other years.
pub fn birthday(born: NaiveDate, years: u32) -> NaiveDate {
    let year = born.year() + i32::try_from(years).unwrap_or_default();
    NaiveDate::from_ymd_opt(year, born.month(), born.day()).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1)).unwrap_or(born)
}

/// Where somebody born on `born_on` with these doses and exemptions stands on `on`.
pub fn standing(
    rules: &Rulebook,
    born_on: Option<NaiveDate>,
    doses: &[Dose],
    exemptions: &[Exemption],
    on: NaiveDate,
) -> Standing {
    let mut given: Vec<&Dose> = doses.iter().filter(|dose| dose.given_on <= on).collect();
    given.sort_by(|a, b| (a.given_on, a.number, &a.product).cmp(&(b.given_on, b.number, &b.product)));
    let series = Series::of(rules, &given, on);
    let reason = in_force(rules, exemptions, on);
    let mut standing = match &series {
        Some(series) => series.standing(rules, &given, on),
        None => without_dose(rules, born_on, exemptions, on),
    };
    if standing.state != DoseState::Done
        && let Some((code, effect, rule, until)) = reason
    {
        standing.reason = Some(code);
        let state = match effect {
            Effect::Exempt => Some(DoseState::Exempt),
            Effect::Deferred => Some(DoseState::Deferred),
            Effect::Known => None,
        };
        if let Some(state) = state {
            standing.state = state;
            standing.rule = Some(rule);
            standing.next_on = until.and_then(|until| until.checked_add_days(Days::new(1)));
            standing.last_on = None;
        }
    }
    if let Some(series) = &series {
        standing.booster = series.booster(rules, born_on, &given, &standing, on);
    }
    standing
}

/// The reason in force on `on` that weighs most, with the last day it does.
fn in_force(rules: &Rulebook, exemptions: &[Exemption], on: NaiveDate) -> Option<(String, Effect, RuleRef, Option<NaiveDate>)> {
    let reasons = rules.reasons(on);
    let weight = |effect: Effect| match effect {
        Effect::Exempt => 0,
        Effect::Deferred => 1,
        Effect::Known => 2,
    };
    let in_force = exemptions.iter().filter(|e| e.from_on <= on && e.until_on.is_none_or(|until| on <= until));
    let ruled = in_force.filter_map(|exemption| {
        let ruled = reasons.iter().find(|ruled| ruled.row.key == exemption.reason)?;
        Some((exemption, *ruled))
    });
    let heaviest = ruled.min_by(|(a, x), (b, y)| {
        (weight(x.row.rule.effect), &a.reason, a.until_on).cmp(&(weight(y.row.rule.effect), &b.reason, b.until_on))
    });
    heaviest
        .map(|(exemption, ruled)| (exemption.reason.clone(), ruled.row.rule.effect, rules.reference(ruled), exemption.until_on))
}

const NO_BOOSTER: Booster = Booster { state: BoosterState::None, next_on: None, given: 0, rule: None };

fn without_dose(rules: &Rulebook, born_on: Option<NaiveDate>, exemptions: &[Exemption], on: NaiveDate) -> Standing {
    let mut standing = Standing {
        state: DoseState::Unknown,
        next_on: None,
        last_on: None,
        next_dose: Some(1),
        doses: 0,
        needed: 0,
        any: false,
        complete_on: None,
        rule: None,
        reason: None,
        booster: NO_BOOSTER,
        judged: Vec::new(),
    };
    // The youngest any product is for on the day.
    let youngest = rules.vaccines(on).into_iter().filter_map(|ruled| {
        let age = ruled.row.rule.least_age.iter().filter(|age| age.from <= on).max_by_key(|age| age.from)?;
        Some((age.years, ruled))
    });
    let youngest = youngest.min_by_key(|(years, ruled)| (*years, ruled.row.key.clone()));
    let Some((years, ruled)) = youngest else { return standing };
    let reference = rules.reference(ruled);
    standing.rule = Some(RuleRef { label: format!("满 {years} 岁可以接种"), ..reference });
    let of_age = born_on.map(|born| birthday(born, years));
    if of_age.is_some_and(|day| on < day) {
        standing.state = DoseState::Exempt;
        standing.reason = Some("age".to_owned());
        standing.next_on = of_age;
        return standing;
    }
    let known =
        exemptions.iter().filter(|exemption| exemption.from_on <= on).max_by_key(|e| (e.from_on, e.until_on, e.reason.clone()));
    if let Some(known) = known {
        standing.state = DoseState::Due;
        standing.reason = Some(known.reason.clone());
        // The first day any product was for somebody of her age.
        let begun = rules.vaccines(on).into_iter().flat_map(|ruled| &ruled.row.rule.least_age);
        let days = begun.map(|age| born_on.map_or(age.from, |born| birthday(born, age.years).max(age.from)));
        standing.next_on = days.min();
    }
    standing
}

/// The primary series somebody is in, and her doses in it.
struct Series<'a> {
    /// The schedule in force on the day; `None`: no rule knows the technology.
    schedule: Option<Ruled<'a, Schedule>>,
    technology: String,
    product: String,
    judged: Vec<Judged>,
    /// Doses of the primary series by their place among all given.
    primary: Vec<usize>,
    /// Boosters likewise.
    boosters: Vec<usize>,
    /// Number reached in the primary series.
    reached: u32,
    /// Number reached among the boosters.
    boosted: u32,
    /// Day of dose 1, when its record is there.
    first_on: Option<NaiveDate>,
}

impl<'a> Series<'a> {
    fn of(rules: &'a Rulebook, given: &[&Dose], on: NaiveDate) -> Option<Self> {
        let first = given.first()?;
        let technology = technology(rules, first);
        let schedule = primary_schedule(rules, &technology, &first.product, on);
        let needed = schedule.map_or(u32::MAX, |ruled| ruled.row.rule.doses);
        let mut series = Self {
            schedule,
            technology,
            product: first.product.clone(),
            judged: Vec::new(),
            primary: Vec::new(),
            boosters: Vec::new(),
            reached: 0,
            boosted: 0,
            first_on: None,
        };
        let numbers = numbers_hold(given);
        let mut last_day = None;
        for (place, dose) in given.iter().enumerate() {
            let complete = series.reached >= needed;
            // Nobody is given two doses on a day: the second is a slip or a double entry.
            let twice = last_day.replace(dose.given_on) == Some(dose.given_on);
            if twice || (!complete && technology_of(rules, dose) != series.technology) {
                series.judged.push(Judged { id: dose.id, stage: None, number: series.reached, early_by: None, to_verify: true });
                continue;
            }
            let total = series.reached + series.boosted;
            let number = dose.number.filter(|number| numbers && *number > total).unwrap_or(total + 1);
            // A number beyond the series says that the series was completed, though its records are missing.
            let (stage, early_by, to_verify) = if number > needed {
                series.reached = needed;
                series.boosted = number - needed;
                let stage = if series.boosted == 1 { Stage::Booster1 } else { Stage::Booster2 };
                let (early_by, named) = series.judge_booster(rules, stage, given, dose);
                series.boosters.push(place);
                (stage, early_by, !named)
            } else {
                let early_by = series.judge_primary(rules, number, given, dose);
                series.primary.push(place);
                series.reached = number;
                if number == 1 {
                    series.first_on = Some(dose.given_on);
                }
                (Stage::Primary, early_by, false)
            };
            series.judged.push(Judged { id: dose.id, stage: Some(stage), number, early_by, to_verify });
        }
        Some(series)
    }

    /// Days by which a primary dose came before its first allowed day, by the rule of its day.
    fn judge_primary(&self, rules: &Rulebook, number: u32, given: &[&Dose], dose: &Dose) -> Option<i64> {
        let before = self.primary.last().and_then(|place| given.get(*place))?;
        let rule = primary_schedule(rules, &self.technology, &self.product, dose.given_on)?;
        let gap = gap(rule, number)?;
        early(after(before.given_on, gap.min), dose.given_on)
    }

    /// The same of a booster, and whether the rule names its product.
    fn judge_booster(&self, rules: &Rulebook, stage: Stage, given: &[&Dose], dose: &Dose) -> (Option<i64>, bool) {
        let Some(before) = self.boosters.last().or(self.primary.last()).and_then(|place| given.get(*place)) else {
            return (None, true);
        };
        let Some(rule) = booster_schedule(rules, stage, &self.technology, &self.product, dose.given_on) else {
            return (None, true);
        };
        let named = rule.row.rule.with.is_empty() || rule.row.rule.with.contains(&dose.product);
        let early_by = rule.row.rule.gaps.first().and_then(|gap| early(after(before.given_on, gap.min), dose.given_on));
        (early_by, named)
    }

    fn standing(&self, rules: &Rulebook, given: &[&Dose], on: NaiveDate) -> Standing {
        let rule = self.schedule.map(|ruled| rules.reference(ruled));
        let last = self.primary.last().and_then(|place| given.get(*place)).map(|dose| dose.given_on);
        let mut standing = Standing {
            state: DoseState::Unscheduled,
            next_on: None,
            last_on: None,
            next_dose: None,
            doses: self.reached,
            needed: self.schedule.map_or(0, |ruled| ruled.row.rule.doses),
            any: true,
            complete_on: None,
            rule,
            reason: None,
            booster: NO_BOOSTER,
            judged: self.judged.clone(),
        };
        let Some(schedule) = self.schedule else { return standing };
        if self.reached >= schedule.row.rule.doses {
            standing.state = DoseState::Done;
            standing.complete_on = last;
            return standing;
        }
        let Some(last) = last else { return standing };
        let number = self.reached + 1;
        standing.next_dose = Some(number);
        let Some(gap) = gap(schedule, number) else { return standing };
        let first = after(last, gap.min);
        // The last day never lies before the first: a dose that could not be given yet is not late.
        let limit = gap.max.zip(self.first_on).map(|(max, first_dose)| after(first_dose, max).max(first));
        standing.next_on = Some(first);
        standing.last_on = limit;
        standing.state = match limit {
            _ if on < first => DoseState::TooEarly,
            Some(limit) if on > limit => DoseState::Overdue,
            _ => DoseState::Due,
        };
        standing
    }

    fn booster(
        &self,
        rules: &Rulebook,
        born_on: Option<NaiveDate>,
        given: &[&Dose],
        standing: &Standing,
        on: NaiveDate,
    ) -> Booster {
        let count = self.boosted;
        if standing.state != DoseState::Done {
            return Booster { given: count, ..NO_BOOSTER };
        }
        let old_enough = |years: u32, day: NaiveDate| born_on.is_none_or(|born| birthday(born, years) <= day);
        let rule_of = |stage| {
            booster_schedule(rules, stage, &self.technology, &self.product, on)
                .filter(|rule| old_enough(rule.row.rule.least_age, on))
        };
        let next = match count {
            0 => rule_of(Stage::Booster1),
            1 => rule_of(Stage::Booster2),
            _ => None,
        };
        let Some(rule) = next else {
            let state = if count > 0 { BoosterState::Done } else { BoosterState::None };
            let followed = booster_schedule(rules, Stage::Booster1, &self.technology, &self.product, on).filter(|_| count > 0);
            return Booster { state, next_on: None, given: count, rule: followed.map(|rule| rules.reference(rule)) };
        };
        let since = self.boosters.last().or(self.primary.last()).and_then(|place| given.get(*place)).map(|dose| dose.given_on);
        let next_on = since.zip(rule.row.rule.gaps.first()).map(|(since, gap)| after(since, gap.min));
        // Where the day of the dose before is not known, the least time may have passed.
        let state = if next_on.is_none_or(|day| day <= on) { BoosterState::Due } else { BoosterState::TooEarly };
        Booster { state, next_on, given: count, rule: Some(rules.reference(rule)) }
    }
}

/// Whether the numbers written on doses, which stand in the order of their days, agree with it. Where they do not, nobody can
/// say which of them is right: the days decide alone.
fn numbers_hold(given: &[&Dose]) -> bool {
    let mut reached = 0;
    let mut last_day = None;
    given.iter().all(|dose| {
        let apart = last_day.replace(dose.given_on) != Some(dose.given_on);
        let rises = dose.number.is_none_or(|number| number > reached);
        reached = dose.number.unwrap_or(reached + 1);
        apart && rises
    })
}

fn early(first: NaiveDate, given: NaiveDate) -> Option<i64> {
    Some((first - given).num_days()).filter(|days| *days > 0)
}

fn gap<'a>(schedule: Ruled<'a, Schedule>, number: u32) -> Option<&'a Gap> {
    schedule.row.rule.gaps.iter().find(|gap| gap.dose == number)
}

fn technology(rules: &Rulebook, dose: &Dose) -> String {
    technology_of(rules, dose).to_owned()
}

fn technology_of<'a>(rules: &'a Rulebook, dose: &Dose) -> &'a str {
    rules.vaccine(&dose.product, dose.given_on).map_or("other", |ruled| ruled.row.rule.technology.as_str())
}

/// The schedule for a product of a technology: its own before its technology's.
fn matching<'a>(
    rules: &'a Rulebook,
    on: NaiveDate,
    technology: &str,
    product: &str,
    stage: Stage,
) -> Option<Ruled<'a, Schedule>> {
    let fits = |rule: &Schedule| {
        rule.stage == stage
            && (rule.products.iter().any(|own| own == product)
                || (rule.products.is_empty() && rule.technologies.iter().any(|own| own == technology)))
    };
    let fitting = rules.schedules(on).into_iter().filter(|ruled| fits(&ruled.row.rule));
    fitting.min_by_key(|ruled| (ruled.row.rule.products.is_empty(), ruled.row.key.as_str()))
}

fn primary_schedule<'a>(rules: &'a Rulebook, technology: &str, product: &str, on: NaiveDate) -> Option<Ruled<'a, Schedule>> {
    matching(rules, on, technology, product, Stage::Primary)
}

fn booster_schedule<'a>(
    rules: &'a Rulebook,
    stage: Stage,
    technology: &str,
    product: &str,
    on: NaiveDate,
) -> Option<Ruled<'a, Schedule>> {
    matching(rules, on, technology, product, stage)
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
