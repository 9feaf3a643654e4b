//! Vaccination as tallies and tasks of a day.

use super::VACCINATIONS;
use super::standing::{self, Coverage, Person, Scope, percent};
use crate::answers::{Amount, Due, Leads, Tally, Task, Urgency};
use crate::base::clock::Span;
use crate::base::error::Result;
use crate::rules::schedule::{BoosterState, DoseState};
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::Count;
use crate::topics::people::STAFF;
use chrono::NaiveDate;

/// People named one by one; more than these are counted.
const NAMED: usize = 3;

/// The coverage, as reports ask for it.
pub const COUNTS: &[Count] = &[
    Count { name: "coverage.people", label: "在岗人数", of: |book, on| number(book, on, |c| c.people) },
    Count { name: "coverage.eligible", label: "应接种人数", of: |book, on| number(book, on, |c| c.eligible) },
    Count { name: "coverage.vaccinated", label: "已接种人数", of: |book, on| number(book, on, |c| c.vaccinated) },
    Count { name: "coverage.complete", label: "全程接种人数", of: |book, on| number(book, on, |c| c.complete) },
    Count { name: "coverage.booster", label: "加强免疫人数", of: |book, on| number(book, on, |c| c.booster) },
    Count { name: "coverage.overdue", label: "超期人数", of: |book, on| number(book, on, |c| c.overdue) },
    Count { name: "coverage.deferred", label: "暂缓人数", of: |book, on| number(book, on, |c| c.deferred) },
    Count { name: "coverage.exempt", label: "禁忌和不到年龄人数", of: |book, on| number(book, on, |c| c.exempt) },
    Count { name: "coverage.unscheduled", label: "无程序人数", of: |book, on| number(book, on, |c| c.unscheduled) },
    Count { name: "coverage.unknown", label: "未登记人数", of: |book, on| number(book, on, |c| c.unknown) },
    Count {
        name: "coverage.rate_of_people", label: "全程接种率（占在岗）", of: |book, on| rate(book, on, |c| c.people)
    },
    Count {
        name: "coverage.rate_of_eligible", label: "全程接种率（占应接）", of: |book, on| rate(book, on, |c| c.eligible)
    },
];

fn number(book: &Book, on: NaiveDate, get: fn(&Coverage) -> u32) -> Result<Amount> {
    Ok(Amount::Number(get(&standing::coverage(book, Scope::default(), on)?).into()))
}

fn rate(book: &Book, on: NaiveDate, of: fn(&Coverage) -> u32) -> Result<Amount> {
    let coverage = standing::coverage(book, Scope::default(), on)?;
    Ok(Amount::Text(percent(coverage.complete, of(&coverage))))
}

/// Where the organisation's own people stand with their doses.
///
/// # Errors
/// What SQLite says.
pub fn tallies(book: &Book) -> Result<Vec<Tally>> {
    let people: Vec<Person> = standing::people(book, book.today())?.into_iter().filter(Person::own).collect();
    let coverage = Coverage::of(people.iter());
    let above = |code, label, counts: &dyn Fn(&Person) -> bool| {
        let rows = people.iter().filter(|person| counts(person)).map(|person| person.staff).collect();
        Tally::above(code, label, Ledger(&STAFF), rows)
    };
    let state = |wanted: DoseState| move |person: &Person| person.standing.state == wanted;
    let shares = format!("（占总数 {}，占应接 {}）", coverage.of_people(), coverage.of_eligible());
    Ok(vec![
        above("eligible", "应接种", &Person::eligible),
        Tally { note: shares, ..above("complete", "已全程", &state(DoseState::Done)) },
        above("overdue", "超期", &state(DoseState::Overdue)),
        above("due", "到期", &state(DoseState::Due)),
        above("unknown", "未登记", &state(DoseState::Unknown)),
    ])
}

/// What the records ask for today: doses past their day, due, boosters, nothing known.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book) -> Result<Vec<Task>> {
    let on = book.today();
    let people: Vec<Person> = standing::people(book, on)?.into_iter().filter(Person::own).collect();
    // An office that has not begun with doses is not told of everybody one by one.
    if people.iter().all(|person| !person.standing.any && person.standing.reason.is_none()) {
        return Ok(Vec::new());
    }
    let mut tasks = Vec::new();
    let mut group =
        |wanted: &dyn Fn(&Person) -> bool, what: &str, many: &str, urgency: Urgency, why: &dyn Fn(&Person) -> String| {
            let found: Vec<&Person> = people.iter().filter(|person| wanted(person)).collect();
            let task =
                |title: String, detail: String, leads: Leads| Task { label: "疫苗接种", title, detail, urgency, leads };
            match found.as_slice() {
                [] => {}
                few if few.len() <= NAMED => {
                    for person in few {
                        let leads = Leads::Person(Ledger(&VACCINATIONS), person.staff);
                        tasks.push(task(format!("{} {}", person.name, what_of(person, what)), why(person), leads));
                    }
                }
                many_people => {
                    let names: Vec<&str> = many_people.iter().take(NAMED).map(|person| person.name.as_str()).collect();
                    let detail = format!("{} 等，点开看每个人的日期和依据。", names.join("、"));
                    tasks.push(task(format!("{} 人{many}", many_people.len()), detail, Leads::Ledger(Ledger(&VACCINATIONS))));
                }
            }
        };
    let state = |wanted: DoseState| move |person: &Person| person.standing.state == wanted;
    let explained = |person: &Person| standing::explained(person, on);
    group(&state(DoseState::Overdue), "已超期", "接种已超期", Urgency::Bad, &explained);
    group(&state(DoseState::Due), "到期", "到了接种的日子", Urgency::Warn, &explained);
    let booster = |person: &Person| person.standing.booster.state == BoosterState::Due;
    group(&booster, "可以加强", "可以加强免疫", Urgency::Mute, &explained);
    group(&state(DoseState::Unscheduled), "接种的疫苗没有程序", "接种的疫苗没有程序", Urgency::Mute, &explained);
    group(&state(DoseState::Unknown), "接种情况没有登记", "接种情况没有登记", Urgency::Mute, &explained);
    Ok(tasks)
}

fn what_of(person: &Person, what: &str) -> String {
    match (person.standing.state, person.standing.next_dose) {
        (DoseState::Overdue | DoseState::Due, Some(number)) if person.standing.any => format!("第 {number} 剂{what}"),
        _ => what.to_owned(),
    }
}

/// Days from which and until which the organisation's own people are to have their next dose.
///
/// # Errors
/// What SQLite says.
pub fn due(book: &Book, span: Span) -> Result<Vec<Due>> {
    let on = book.today();
    let mut found = Vec::new();
    for person in standing::people(book, on)?.iter().filter(|person| person.own()) {
        let standing = &person.standing;
        let (day, what, urgency) = match standing.state {
            DoseState::TooEarly => (standing.next_on, "可以接种", Urgency::Mute),
            DoseState::Due => (standing.last_on, "最晚接种", Urgency::Warn),
            DoseState::Overdue => (standing.last_on, "最晚接种", Urgency::Bad),
            _ => continue,
        };
        let Some(day) = day.filter(|day| span.holds(*day)) else { continue };
        let dose = standing.next_dose.map(|number| format!("第 {number} 剂")).unwrap_or_default();
        let task = Task {
            label: "疫苗接种",
            title: format!("{}：{dose}{what}", person.name),
            detail: standing::explained(person, on),
            urgency,
            leads: Leads::Person(Ledger(&VACCINATIONS), person.staff),
        };
        found.push(Due { day, task });
    }
    Ok(found)
}
