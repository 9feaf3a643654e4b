//! Tasks that follow from the records: doses, trips, rounds. The rules behind them are `overview`'s.

use super::{Leads, Task, Urgency};
use crate::base::error::Result;
use crate::ledgers::Ledger;
use crate::overview::doses::{self, Scope};
use crate::overview::rounds::{self, Line};
use crate::overview::trips::{self, Next};
use crate::rules::schedule::{BoosterState, DoseState};
use crate::store::Book;
use chrono::NaiveDate;

/// People named one by one; more than these are counted.
const NAMED: usize = 3;

/// Everything the records ask for on the book's present day.
///
/// # Errors
/// What SQLite says.
pub fn tasks(book: &Book) -> Result<Vec<Task>> {
    let mut tasks = Vec::new();
    tasks.extend(trip_tasks(book)?);
    tasks.extend(round_tasks(book, "disinfect", Ledger::Disinfections, "消毒")?);
    tasks.extend(round_tasks(book, "ventilate", Ledger::Ventilations, "通风")?);
    tasks.extend(dose_tasks(book)?);
    Ok(tasks)
}

/// Figures above the list of a ledger that something is computed of: label and value with its unit.
///
/// # Errors
/// What SQLite says.
pub fn figures(book: &Book, ledger: Ledger) -> Result<Vec<(String, String)>> {
    let on = book.today();
    let figure = |label: &str, value: String| (label.to_owned(), value);
    Ok(match ledger {
        Ledger::Vaccinations => {
            let coverage = doses::coverage(book, Scope::default(), on)?;
            vec![
                figure("应接种", format!("{} 人", coverage.eligible)),
                figure(
                    "已全程",
                    format!("{} 人（占总数 {}，占应接 {}）", coverage.complete, coverage.of_people(), coverage.of_eligible()),
                ),
                figure("超期", format!("{} 人", coverage.overdue)),
                figure("到期", format!("{} 人", coverage.due)),
                figure("未登记", format!("{} 人", coverage.unknown)),
            ]
        }
        Ledger::Travels => {
            let stops = trips::stops(book, on)?;
            let count = |wanted: Next| stops.iter().filter(|stop| stop.next(on) == wanted).count();
            vec![
                figure("待核实", format!("{} 条", count(Next::Verify))),
                figure("待采取措施", format!("{} 条", count(Next::Measure))),
                figure("措施中", format!("{} 条", count(Next::Running) + count(Next::Release))),
            ]
        }
        _ => Vec::new(),
    })
}

fn month_day(day: NaiveDate) -> String {
    day.format("%m-%d").to_string()
}

fn dose_tasks(book: &Book) -> Result<Vec<Task>> {
    let on = book.today();
    let people: Vec<doses::Person> = doses::people(book, on)?.into_iter().filter(doses::Person::own).collect();
    // An office that has not begun with doses is not told of everybody one by one.
    if people.iter().all(|person| !person.standing.any && person.standing.reason.is_none()) {
        return Ok(Vec::new());
    }
    let mut tasks = Vec::new();
    let mut group = |wanted: &dyn Fn(&doses::Person) -> bool,
                     what: &str,
                     many: &str,
                     urgency: Urgency,
                     why: &dyn Fn(&doses::Person) -> String| {
        let found: Vec<&doses::Person> = people.iter().filter(|person| wanted(person)).collect();
        let task = |title: String, detail: String, leads: Leads| Task { label: "疫苗接种", title, detail, urgency, leads };
        match found.as_slice() {
            [] => {}
            few if few.len() <= NAMED => {
                for person in few {
                    let leads = Leads::Person(Ledger::Vaccinations, person.staff);
                    tasks.push(task(format!("{} {}", person.name, what_of(person, what)), why(person), leads));
                }
            }
            many_people => {
                let names: Vec<&str> = many_people.iter().take(NAMED).map(|person| person.name.as_str()).collect();
                let detail = format!("{} 等，点开看每个人的日期和依据。", names.join("、"));
                tasks.push(task(format!("{} 人{many}", many_people.len()), detail, Leads::Ledger(Ledger::Vaccinations)));
            }
        }
    };
    let state = |wanted: DoseState| move |person: &doses::Person| person.standing.state == wanted;
    let explained = |person: &doses::Person| doses::explained(person, on);
    group(&state(DoseState::Overdue), "已超期", "接种已超期", Urgency::Bad, &explained);
    group(&state(DoseState::Due), "到期", "到了接种的日子", Urgency::Warn, &explained);
    let booster = |person: &doses::Person| person.standing.booster.state == BoosterState::Due;
    group(&booster, "可以加强", "可以加强免疫", Urgency::Mute, &explained);
    group(&state(DoseState::Unscheduled), "接种的疫苗没有程序", "接种的疫苗没有程序", Urgency::Mute, &explained);
    group(&state(DoseState::Unknown), "接种情况没有登记", "接种情况没有登记", Urgency::Mute, &explained);
    Ok(tasks)
}

fn what_of(person: &doses::Person, what: &str) -> String {
    match (person.standing.state, person.standing.next_dose) {
        (DoseState::Overdue | DoseState::Due, Some(number)) if person.standing.any => format!("第 {number} 剂{what}"),
        _ => what.to_owned(),
    }
}

fn trip_tasks(book: &Book) -> Result<Vec<Task>> {
    let on = book.today();
    let mut tasks = Vec::new();
    for stop in trips::stops(book, on)? {
        let back = stop.record.date("returned_on").or(stop.record.date("departed_on"));
        let whence = match back {
            Some(day) => format!("{} {} 自{}返回", stop.name, month_day(day), stop.place),
            None => format!("{} 在{}", stop.name, stop.place),
        };
        let asked = stop.exposure.required.as_ref().map(|required| format!("应{}。", required.text)).unwrap_or_default();
        let days: i64 = stop.exposure.hits.iter().map(|hit| (hit.to_on - hit.from_on).num_days() + 1).max().unwrap_or_default();
        let (title, detail, urgency) = match stop.next(on) {
            Next::Verify if stop.exposure.outside => {
                (format!("{whence}，待核实"), "境外、港澳台或船上，不在名单里，比对不了，由人来判断。".to_owned(), Urgency::Bad)
            }
            Next::Verify => (format!("{whence}，待核实"), format!("行程与风险地区名单重叠 {days} 天。{asked}"), Urgency::Bad),
            Next::Measure => (format!("{whence}，还没有采取措施"), asked, Urgency::Bad),
            Next::Release => (format!("{whence}，措施已到期"), "核对检测结果后解除，写上解除日期。".to_owned(), Urgency::Warn),
            Next::Running if stop.test_on().contains(&on) => (format!("{} 今天应做核酸检测", stop.name), asked, Urgency::Warn),
            Next::Running | Next::Nothing => continue,
        };
        tasks.push(Task { label: "旅居史", title, detail, urgency, leads: Leads::Record(Ledger::Travels, stop.record.id) });
    }
    Ok(tasks)
}

fn round_tasks(book: &Book, task: &'static str, ledger: Ledger, word: &'static str) -> Result<Vec<Task>> {
    let on = book.today();
    let label = ledger.declaration().label;
    let mut tasks = Vec::new();
    let lines = rounds::day(book, task, on)?;
    let missing: Vec<&Line> = lines.iter().filter(|line| line.missing() > 0).collect();
    let names = |names: &[&str]| -> String {
        let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
        if names.len() > NAMED { format!("{shown}等 {} 处", names.len()) } else { shown }
    };
    if !missing.is_empty() {
        let places: Vec<&str> = missing.iter().map(|line| line.name.as_str()).collect();
        let rounds: u32 = missing.iter().map(|line| line.missing()).sum();
        tasks.push(Task {
            label,
            title: format!("{} 今天还没有{word}", names(&places)),
            detail: format!("按计划还差 {rounds} 次；做完当天记。"),
            urgency: Urgency::Warn,
            leads: Leads::Ledger(ledger),
        });
    }
    let behind = rounds::behind(book, task, on)?;
    let days: usize = behind.iter().map(|place| place.gaps.len()).sum();
    if days > 0 {
        let places: Vec<&str> = behind.iter().map(|place| place.name.as_str()).collect();
        tasks.push(Task {
            label,
            title: format!("近 {} 天{word}缺记 {days} 天次", rounds::BEHIND_DAYS),
            detail: format!("{}。做过没记的写明原因补录，没做的就是缺记。", names(&places)),
            urgency: Urgency::Mute,
            leads: Leads::Ledger(ledger),
        });
    }
    Ok(tasks)
}
