//! Trips as tallies and tasks of a day.

use super::standing::{self, Next};
use super::{LEAVES, TRAVELS, queries};
use crate::answers::{Due, Leads, Tally, Task, Urgency};
use crate::base::clock::Span;
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::common;

/// The stops by what is to be done about them.
///
/// # Errors
/// What SQLite says.
pub fn tallies(book: &Book) -> Result<Vec<Tally>> {
    let on = book.today();
    let stops = standing::stops(book, on)?;
    let above = |code, label, wanted: &[Next]| {
        let rows = stops.iter().filter(|stop| wanted.contains(&stop.next(on))).map(|stop| stop.record.id).collect();
        Tally::above(code, label, Ledger(&TRAVELS), rows)
    };
    Ok(vec![
        above("verify", "待核实", &[Next::Verify]),
        above("measure", "待采取措施", &[Next::Measure]),
        above("running", "措施中", &[Next::Running, Next::Release]),
    ])
}

/// What the records ask for today: stops to verify, to measure, to release, to test; leaves to approve, to come back from,
/// to tell of.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book) -> Result<Vec<Task>> {
    let on = book.today();
    let mut tasks = common::by_status(book, &LEAVES, "外出先审批；返回后填上实际返回日期。")?;
    for id in book.with_facts(on, queries::back_without_trip)? {
        tasks.push(Task {
            label: "外出报备",
            title: format!("{} 已返回，没有旅居史", book.title(Ledger(&LEAVES), id)?),
            detail: "外出期间到过哪里，按站登记旅居史，程序才能比对风险地区。".to_owned(),
            urgency: Urgency::Bad,
            leads: Leads::Record(Ledger(&LEAVES), id),
        });
    }
    for stop in standing::stops(book, on)? {
        let back = stop.record.date("returned_on").or(stop.record.date("departed_on"));
        let whence = match back {
            Some(day) => format!("{} {} 自{}返回", stop.name, day.format("%m-%d"), stop.place),
            None => format!("{} 在{}", stop.name, stop.place),
        };
        let asked = stop.asked();
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
        tasks.push(Task { label: "旅居史", title, detail, urgency, leads: Leads::Record(Ledger(&TRAVELS), stop.record.id) });
    }
    Ok(tasks)
}

/// Who comes back, whose measure ends, who is to be tested on which days.
///
/// # Errors
/// What SQLite says.
pub fn due(book: &Book, span: Span) -> Result<Vec<Due>> {
    let on = book.today();
    let mut found = common::due(book, span, &LEAVES, "return_on", "返回")?;
    for stop in standing::stops(book, on)? {
        let next = stop.next(on);
        if !matches!(next, Next::Running | Next::Release) {
            continue;
        }
        let mut falls = |day, what: &str, urgency| {
            let leads = Leads::Record(Ledger(&TRAVELS), stop.record.id);
            let (title, detail) = (format!("{}：{what}", stop.name), format!("{}，{}", stop.place, stop.state(on).0));
            found.push(Due { day, task: Task { label: TRAVELS.label, title, detail, urgency, leads } });
        };
        for day in stop.test_on().iter().filter(|day| span.holds(**day) && **day >= on) {
            falls(*day, "核酸检测", if *day == on { Urgency::Warn } else { Urgency::Mute });
        }
        if let Some(until) = stop.record.date("required_until_on").filter(|until| span.holds(*until)) {
            falls(until, "措施期满", if next == Next::Release { Urgency::Warn } else { Urgency::Mute });
        }
    }
    Ok(found)
}
