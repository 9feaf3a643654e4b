//! The roster as tallies and tasks of a day.

use super::queries::{Lack, lacking};
use super::{PRESENCES, STAFF};
use crate::answers::{Leads, Tally, Task, Urgency};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use crate::store::listing::Query;
use std::collections::HashSet;

/// What may be missing of people in post.
struct Gap {
    lack: Lack,
    /// On the wire.
    code: &'static str,
    /// Beside the list.
    chip: &'static str,
    /// Before the task.
    label: &'static str,
    /// In the task, behind who it is missing of.
    what: &'static str,
    why: &'static str,
    urgency: Urgency,
}

const GAPS: &[Gap] = &[
    Gap {
        lack: Lack::Document,
        code: "no_document",
        chip: "没证件号",
        label: "证件",
        what: "没有证件号",
        why: "检查时要核对花名册；证件号也用来得出性别和出生日期。",
        urgency: Urgency::Warn,
    },
    Gap {
        lack: Lack::Notice,
        code: "no_notice",
        chip: "没告知",
        label: "告知",
        what: "还没有告知",
        why: "登记健康信息前应当告知本人（个人信息保护法第十七条）。",
        urgency: Urgency::Warn,
    },
    Gap {
        lack: Lack::Mobile,
        code: "no_mobile",
        chip: "没手机号",
        label: "手机",
        what: "没有手机号",
        why: "有情况时要能马上联系到本人。",
        urgency: Urgency::Mute,
    },
];

/// Who is on the roster in which way, and of whom in post something is missing.
///
/// # Errors
/// What SQLite says.
pub fn tallies(book: &Book) -> Result<Vec<Tally>> {
    let mut tallies = Vec::new();
    for presence in PRESENCES {
        let people = with_presence(book, presence.code)?;
        let above = !people.is_empty();
        tallies.push(Tally { above, ..Tally::above(presence.code, presence.label, Ledger(&STAFF), people) });
    }
    let present = present(book)?;
    for gap in GAPS {
        tallies.push(Tally::chip(gap.code, gap.chip, Ledger(&STAFF), present_lacking(book, &present, gap.lack)?));
    }
    Ok(tallies)
}

/// What is missing of people in post: documents, notice, telephone numbers.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book) -> Result<Vec<Task>> {
    let present = present(book)?;
    let mut tasks = Vec::new();
    for Gap { lack, label, what, why, urgency, .. } in GAPS {
        let found = present_lacking(book, &present, *lack)?;
        let task = |title: String, leads: Leads| Task { label, title, detail: (*why).to_owned(), urgency: *urgency, leads };
        match found.as_slice() {
            [] => {}
            [id] => {
                let name = book.title(Ledger(&STAFF), *id)?;
                tasks.push(task(format!("{name}{what}"), Leads::Record(Ledger(&STAFF), *id)));
            }
            several => tasks.push(task(format!("{} 名在岗人员{what}", several.len()), Leads::Ledger(Ledger(&STAFF)))),
        }
    }
    Ok(tasks)
}

fn present(book: &Book) -> Result<HashSet<i64>> {
    Ok(with_presence(book, "present")?.into_iter().collect())
}

/// Those in post of whom something is missing.
fn present_lacking(book: &Book, present: &HashSet<i64>, lack: Lack) -> Result<Vec<i64>> {
    let found = book.with_facts(book.today(), |facts| lacking(facts, lack))?;
    Ok(found.into_iter().filter(|id| present.contains(id)).collect())
}

fn with_presence(book: &Book, code: &str) -> Result<Vec<i64>> {
    book.ids(&Query::having(Ledger(&STAFF), book.today(), "presence", code))
}
