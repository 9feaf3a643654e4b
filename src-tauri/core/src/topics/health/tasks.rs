//! Temperatures as tallies and tasks of a day.

use super::HEALTH_CHECKS;
use super::card::second_due;
use super::queries::{self, Check};
use super::standing;
use crate::answers::{Leads, Tally, Task, Urgency};
use crate::base::clock::business_time;
use crate::base::error::Result;
use crate::rules::health::Outcome;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::people::STAFF;

/// People named one by one; more than these are counted.
const NAMED: usize = 3;

/// What is on file of today beside what today asks for, and what is hot without anything done about it.
///
/// # Errors
/// What SQLite says.
pub fn tallies(book: &Book) -> Result<Vec<Tally>> {
    let (mut rows, mut made, mut asked, mut waiting) = (Vec::new(), 0, 0, 0);
    for line in standing::day(book, book.today())? {
        for cell in &line.cells {
            rows.extend(cell.check.filter(|check| check.readings.made() > 0).map(|check| check.id));
            made += cell.met();
            asked += cell.asked();
            waiting += u32::from(cell.missing() > 0);
        }
    }
    let note = match (asked, waiting) {
        (0, _) => String::new(),
        (asked, 0) => format!("，应测 {asked} 次都测了"),
        (asked, waiting) => format!("，应测 {asked} 次已测 {made} 次，还有 {waiting} 人没测完"),
    };
    let ledger = Ledger(&HEALTH_CHECKS);
    let hot = book.with_facts(book.today(), queries::hot)?;
    let of = |wanted: Outcome| hot.iter().filter(|(_, outcome)| *outcome == wanted).map(|(check, _)| check.id).collect();
    Ok(vec![
        Tally { note, ..Tally::above("today", "今天", ledger, rows) },
        Tally::chip("to_recheck", "待复测", ledger, of(Outcome::ToRecheck)),
        Tally::chip("fever", "发热未处置", ledger, of(Outcome::Fever)),
    ])
}

/// Who was not measured yet once the hour of the reminder has come, and who is hot without anything done about it.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book) -> Result<Vec<Task>> {
    let mut tasks = hot(book)?;
    tasks.extend(unmeasured(book)?);
    Ok(tasks)
}

fn hot(book: &Book) -> Result<Vec<Task>> {
    let ledger = Ledger(&HEALTH_CHECKS);
    let found = book.with_facts(book.today(), queries::hot)?;
    let task = |title: String, leads: Leads| Task {
        label: HEALTH_CHECKS.label,
        title,
        detail: "用腋温复测，写明怎样处置；确是发热的，打开这条登记疑似密接。".to_owned(),
        urgency: Urgency::Bad,
        leads,
    };
    if found.len() > NAMED {
        return Ok(vec![task(format!("{} 人次体温高，还没有处置", found.len()), Leads::Ledger(ledger))]);
    }
    let told = |(check, outcome): &(Check, Outcome)| {
        let name = book.title(Ledger(&STAFF), check.staff)?;
        let read = check.readings.recheck.or(check.readings.highest()).unwrap_or_default();
        let word = if *outcome == Outcome::Fever { "发热" } else { "待复测" };
        let title = format!("{name} {} 体温 {read:.1} ℃，{word}", check.day.format("%m-%d"));
        Ok(task(title, Leads::Record(ledger, check.id)))
    };
    found.iter().map(told).collect()
}

fn unmeasured(book: &Book) -> Result<Option<Task>> {
    let now = business_time(book.surroundings().now());
    let rules = book.rules()?;
    let remind = rules.limit("remind_at", now.date()).and_then(|ruled| ruled.row.rule.time());
    if remind.is_some_and(|at| now.time() < at) {
        return Ok(None);
    }
    let second = second_due(book, now.date())?;
    let lines = standing::day(book, now.date())?;
    let waits = |line: &&standing::Line| line.cells.iter().any(|cell| cell.due(second) > 0);
    let names: Vec<&str> = lines.iter().filter(waits).map(|line| line.name.as_str()).collect();
    if names.is_empty() {
        return Ok(None);
    }
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>().join("、");
    let more = if names.len() > NAMED { format!("等 {} 人", names.len()) } else { String::new() };
    Ok(Some(Task {
        label: HEALTH_CHECKS.label,
        title: format!("{shown}{more} 今天还没测体温"),
        detail: "测了当天记；请假、居家、外出的写明人在哪里。".to_owned(),
        urgency: Urgency::Warn,
        leads: Leads::Several(Ledger(&HEALTH_CHECKS)),
    }))
}
