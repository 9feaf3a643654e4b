//! Everybody's vaccination on a day, and the coverage.

use super::queries::{self, told};
use crate::base::error::Result;
use crate::rules::schedule::{BoosterState, Dose, DoseState, Standing};
use crate::schema::{Ledger, Record, State, Tone};
use crate::store::Book;
use crate::store::listing::Query;
use crate::topics::people::{STAFF, postings_on};
use chrono::NaiveDate;

/// One person on the day.
#[derive(Debug, Clone)]
pub struct Person {
    /// Her record.
    pub staff: i64,
    /// Her name.
    pub name: String,
    /// Code of her category, when she has a posting.
    pub category: Option<&'static str>,
    /// Her department.
    pub department: String,
    /// Where she stands.
    pub standing: Standing,
    /// The state in a few words, with its colour.
    pub told: (String, Tone),
    /// Her doses up to the day, by date.
    pub doses: Vec<Dose>,
}

impl Person {
    /// Whether she counts among those to be vaccinated: not exempt, deferred or under age.
    pub fn eligible(&self) -> bool {
        !matches!(self.standing.state, DoseState::Exempt | DoseState::Deferred)
    }

    /// Whether she is one of the organisation's own, not one it serves.
    pub fn own(&self) -> bool {
        self.category != Some("client")
    }
}

/// Who is to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scope {
    /// People served (服务对象) too.
    pub clients: bool,
}

/// Figures of vaccination: both rates stand side by side, an unknown is never counted as none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// 总数: people in post on the day.
    pub people: u32,
    /// 应接: people less exempt, deferred and under age.
    pub eligible: u32,
    /// 已接: at least one dose on file.
    pub vaccinated: u32,
    /// 全程: primary series complete.
    pub complete: u32,
    /// 加强: at least one booster on file.
    pub booster: u32,
    /// 无程序: doses on file that no schedule is known for.
    pub unscheduled: u32,
    /// Nothing known.
    pub unknown: u32,
    /// 超期
    pub overdue: u32,
    /// 到期
    pub due: u32,
    /// 未到期
    pub too_early: u32,
    /// 暂缓
    pub deferred: u32,
    /// 禁忌 and under age.
    pub exempt: u32,
    /// A booster may be given.
    pub booster_due: u32,
}

/// A share in percent with one decimal, as 82.9%; nothing of nothing is `—`.
pub fn percent(part: u32, of: u32) -> String {
    if of == 0 {
        return "—".to_owned();
    }
    let tenths = (u64::from(part) * 2000 / u64::from(of)).div_ceil(2);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

impl Coverage {
    /// Counts `people`.
    pub fn of<'a>(people: impl Iterator<Item = &'a Person>) -> Self {
        let mut coverage = Self::default();
        for person in people {
            let state = person.standing.state;
            coverage.people += 1;
            coverage.eligible += u32::from(person.eligible());
            coverage.vaccinated += u32::from(person.standing.any);
            coverage.complete += u32::from(state == DoseState::Done);
            coverage.booster += u32::from(person.standing.booster.given > 0);
            coverage.booster_due += u32::from(person.standing.booster.state == BoosterState::Due);
            let counter = match state {
                DoseState::Unscheduled => &mut coverage.unscheduled,
                DoseState::Unknown => &mut coverage.unknown,
                DoseState::Overdue => &mut coverage.overdue,
                DoseState::Due => &mut coverage.due,
                DoseState::TooEarly => &mut coverage.too_early,
                DoseState::Deferred => &mut coverage.deferred,
                DoseState::Exempt => &mut coverage.exempt,
                DoseState::Done => continue,
            };
            *counter += 1;
        }
        coverage
    }

    /// 全程 of all.
    pub fn of_people(&self) -> String {
        percent(self.complete, self.people)
    }

    /// 全程 of those to be vaccinated.
    pub fn of_eligible(&self) -> String {
        percent(self.complete, self.eligible)
    }
}

/// Everybody on the roster on `on` who has not left and is not still to come, most urgent state first, then by name.
///
/// # Errors
/// What SQLite says.
pub fn people(book: &Book, on: NaiveDate) -> Result<Vec<Person>> {
    let ids = book.ids(&Query::all(Ledger(&STAFF), on))?;
    book.with_facts(on, |facts| {
        let shown = postings_on(facts, &ids)?;
        let here = |id: &i64| shown.get(id).is_none_or(|posting| posting.holds_on(on));
        let ids: Vec<i64> = ids.iter().copied().filter(here).collect();
        let records = facts.stored(Ledger(&STAFF), &ids)?;
        let born: Vec<(i64, Option<NaiveDate>)> = records.iter().map(|record| (record.id, record.date("born_on"))).collect();
        let mut standings = queries::standings(facts, &born)?;
        let mut doses = queries::doses(facts, &ids)?;
        let mut people = Vec::with_capacity(records.len());
        for record in records {
            let Some(standing) = standings.remove(&record.id) else { continue };
            let mut given = doses.remove(&record.id).unwrap_or_default();
            given.retain(|dose| dose.given_on <= on);
            given.sort_by_key(|dose| (dose.given_on, dose.id));
            let posting = shown.get(&record.id);
            people.push(Person {
                staff: record.id,
                name: record.text("name").unwrap_or_default().to_owned(),
                category: posting.map(|posting| posting.category),
                department: posting.and_then(|posting| posting.department.clone()).unwrap_or_default(),
                told: told(&standing, on),
                standing,
                doses: given,
            });
        }
        // The list came sorted by name, and sorting keeps that among equals.
        people.sort_by_key(|person| person.standing.state);
        Ok(people)
    })
}

/// One person on `on`, whether or not she is in post.
///
/// # Errors
/// `NotFound`.
pub fn person(book: &Book, staff: i64, on: NaiveDate) -> Result<Person> {
    let record = book.get(Ledger(&STAFF), staff, on)?;
    book.with_facts(on, |facts| {
        let standing = queries::standings(facts, &[(staff, record.date("born_on"))])?.remove(&staff);
        let standing = standing.ok_or_else(|| crate::base::error::Error::NotFound(format!("第 {staff} 号人员")))?;
        let mut doses = queries::doses(facts, &[staff])?.remove(&staff).unwrap_or_default();
        doses.retain(|dose| dose.given_on <= on);
        doses.sort_by_key(|dose| (dose.given_on, dose.id));
        Ok(Person {
            staff,
            name: record.text("name").unwrap_or_default().to_owned(),
            category: record.code("category"),
            department: record.text("department").unwrap_or_default().to_owned(),
            told: told(&standing, on),
            standing,
            doses,
        })
    })
}

/// The figures of vaccination on `on`.
///
/// # Errors
/// What SQLite says.
pub fn coverage(book: &Book, scope: Scope, on: NaiveDate) -> Result<Coverage> {
    let people = people(book, on)?;
    Ok(Coverage::of(people.iter().filter(|person| scope.clients || person.own())))
}

/// Why a person stands where she does, in one sentence: 第 1 剂 2021-07-01，间隔满 21 天可打第 2 剂，最晚 2021-08-26。
pub fn explained(person: &Person, on: NaiveDate) -> String {
    let standing = &person.standing;
    let last = person.doses.last().map(|dose| format!("最近一剂 {}，", dose.given_on)).unwrap_or_default();
    match (standing.state, standing.next_on, standing.last_on) {
        (DoseState::Done, ..) => match (standing.booster.state, standing.booster.next_on) {
            (BoosterState::Due, Some(day)) => format!("{last}已完成基础免疫，{day} 起可以加强。"),
            (BoosterState::TooEarly, Some(day)) => {
                format!("{last}已完成基础免疫，{day} 起可以加强，还有 {} 天。", (day - on).num_days())
            }
            (BoosterState::Done, _) => format!("{last}已加强免疫。"),
            _ => format!("{last}已完成基础免疫。"),
        },
        (DoseState::Overdue, _, Some(limit)) => {
            format!(
                "{last}第 {} 剂应在 {limit} 前接种，已超过 {} 天。",
                standing.next_dose.unwrap_or_default(),
                (on - limit).num_days()
            )
        }
        (DoseState::Due, Some(next), Some(limit)) => {
            format!("{last}第 {} 剂 {next} 起可以接种，最晚 {limit}。", standing.next_dose.unwrap_or_default())
        }
        (DoseState::Due, Some(next), None) => {
            format!("{last}第 {} 剂 {next} 起可以接种。", standing.next_dose.unwrap_or_default())
        }
        (DoseState::TooEarly, Some(next), _) => {
            format!(
                "{last}第 {} 剂 {next} 起可以接种，还有 {} 天。",
                standing.next_dose.unwrap_or_default(),
                (next - on).num_days()
            )
        }
        (DoseState::Deferred, Some(next), _) => format!("{last}暂缓接种，{next} 起再看。"),
        (DoseState::Deferred, ..) => format!("{last}暂缓接种，没有写明到哪天。"),
        (DoseState::Exempt, Some(next), _) if standing.reason.as_deref() == Some("age") => {
            format!("未到接种年龄，{next} 起可以接种。")
        }
        (DoseState::Exempt, ..) => format!("{last}{}。", queries::reason_label(standing)),
        (DoseState::Unscheduled, ..) => format!("{last}没有适用的接种程序，请核对疫苗产品。"),
        (DoseState::Unknown, ..) => "没有接种记录，也没有登记未接种的原因。".to_owned(),
        _ => last,
    }
}

/// Whether a record is of somebody who counts on the day: valid, and neither left nor still to come.
pub fn is_here(record: &Record) -> bool {
    record.state == State::Valid && matches!(record.code("presence"), Some("present" | "unposted"))
}
