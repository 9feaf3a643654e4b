//! Rounds as tasks of a day.

use super::standing::{self, Line};
use super::{LOGS, Log};
use crate::answers::{Leads, Task, Urgency};
use crate::base::error::Result;
use crate::store::Book;

/// Places named one by one; more than these are counted.
const NAMED: usize = 3;

/// What the plans ask for today, and what the last days are short of.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book) -> Result<Vec<Task>> {
    let tasks = LOGS.iter().map(|log| of_log(book, log)).collect::<Result<Vec<_>>>()?;
    Ok(tasks.into_iter().flatten().collect())
}

fn of_log(book: &Book, log: &'static Log) -> Result<Vec<Task>> {
    let (word, ledger) = (log.label, log.ledger);
    let on = book.today();
    let label = ledger.declaration().label;
    let mut tasks = Vec::new();
    let lines = standing::day(book, log, on)?;
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
    let behind = standing::behind(book, log, on)?;
    let days: usize = behind.iter().map(|place| place.gaps.len()).sum();
    if days > 0 {
        let places: Vec<&str> = behind.iter().map(|place| place.name.as_str()).collect();
        tasks.push(Task {
            label,
            title: format!("近 {} 天{word}缺记 {days} 天次", standing::BEHIND_DAYS),
            detail: format!("{}。做过没记的写明原因补录，没做的就是缺记。", names(&places)),
            urgency: Urgency::Bad,
            leads: Leads::Ledger(ledger),
        });
    }
    Ok(tasks)
}
