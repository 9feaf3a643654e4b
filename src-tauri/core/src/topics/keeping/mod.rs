//! 附件与销毁: what the office signs when records were destroyed. The ledgers themselves are the store's: what belongs to every
//! record, and what was erased, are its affair.

mod forms;

use super::Topic;
use crate::answers::{Leads, Task, Urgency};
use crate::base::error::Result;
use crate::store::frozen::PACK;
use crate::store::{Book, DESTRUCTIONS};

pub static TOPIC: Topic =
    Topic { printables: forms::ALL, reads: &[&DESTRUCTIONS], rank: 9, tasks: packs_due, ..Topic::of("keeping") };

/// Packs that were kept for their time.
fn packs_due(book: &Book) -> Result<Vec<Task>> {
    let due = book.frozen_due(PACK)?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    let numbers: Vec<&str> = due.iter().take(3).map(|one| one.number.as_str()).collect();
    let more = if due.len() > numbers.len() { format!("等 {} 册", due.len()) } else { String::new() };
    Ok(vec![Task {
        label: "迎检包",
        title: format!("{}{more}保存期满，可以销毁", numbers.join("、")),
        detail: "留存的内容删掉，编号、指纹和条数留着；会写一条销毁记录。".to_owned(),
        urgency: Urgency::Warn,
        leads: Leads::Packs,
    }])
}
