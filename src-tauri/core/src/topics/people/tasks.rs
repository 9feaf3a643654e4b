//! The roster as figures and tasks of a day.

use super::queries::{Lack, lacking};
use super::{PRESENCES, STAFF};
use crate::answers::{Figure, Leads, Task, Urgency};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use crate::store::listing::Query;
use std::collections::HashSet;

/// Figures above the roster.
///
/// # Errors
/// What SQLite says.
pub fn figures(book: &Book) -> Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for presence in PRESENCES {
        let people = with_presence(book, presence.code)?.len();
        if people > 0 {
            figures.push(Figure::new(presence.label, format!("{people} 人")));
        }
    }
    Ok(figures)
}

/// What is missing of people in post: documents, notice, telephone numbers.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book) -> Result<Vec<Task>> {
    const GAPS: &[(Lack, &str, &str, &str, Urgency)] = &[
        (Lack::Document, "证件", "没有证件号", "检查时要核对花名册；证件号也用来得出性别和出生日期。", Urgency::Warn),
        (Lack::Notice, "告知", "还没有告知", "登记健康信息前应当告知本人（个人信息保护法第十七条）。", Urgency::Warn),
        (Lack::Mobile, "手机", "没有手机号", "有情况时要能马上联系到本人。", Urgency::Mute),
    ];
    let present: HashSet<i64> = with_presence(book, "present")?.into_iter().collect();
    let mut tasks = Vec::new();
    for (lack, label, what, why, urgency) in GAPS {
        let found = book.with_facts(book.today(), |facts| lacking(facts, *lack))?;
        let found: Vec<i64> = found.into_iter().filter(|id| present.contains(id)).collect();
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

fn with_presence(book: &Book, code: &str) -> Result<Vec<i64>> {
    let mut query = Query::all(Ledger(&STAFF), book.today());
    query.filters.insert("presence".to_owned(), code.to_owned());
    book.ids(&query)
}
