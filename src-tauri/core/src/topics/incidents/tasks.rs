//! What incidents, quarantines and tests ask for today.

use super::{INCIDENTS, QUARANTINES, TESTS};
use crate::answers::{Leads, Task, Urgency};
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use crate::store::listing::Query;
use crate::topics::common;
use chrono::Days;

/// Days within which a result is expected.
const PENDING: u64 = 2;
/// Days around a positive test within which an incident is its own.
const AROUND: i64 = 14;

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book) -> Result<Vec<Task>> {
    let today = book.today();
    let mut tasks = Vec::new();
    let incidents = Ledger(&INCIDENTS);
    let all = book.window(incidents, &book.ids(&Query::all(incidents, today))?, today)?;
    for record in all.iter().filter(|record| record.date("closed_on").is_none()) {
        let Some(clock) = record.code("clock") else { continue };
        let untold = clock == "running" || (clock == "late" && !record.values.contains_key("first_told_at"));
        let title = book.title(incidents, record.id)?;
        let task = |title: String, detail: &str, urgency| Task {
            label: INCIDENTS.label,
            title,
            detail: detail.to_owned(),
            urgency,
            leads: Leads::Record(incidents, record.id),
        };
        if untold {
            tasks.push(task(
                format!("{title}：还没有外报"),
                "先报疾控、医疗机构或社区，再登记报给了谁、几时报的。",
                Urgency::Bad,
            ));
        } else if record.code("conclusion").is_none() {
            tasks.push(task(format!("{title}：没有结论"), "跟踪结果，写明结论；了结时登记终报。", Urgency::Warn));
        }
    }
    tasks.extend(common::by_status(book, &QUARANTINES, "按日子检测，期满核对结果后解除。")?);
    let tests = Ledger(&TESTS);
    let task = |title: String, detail: &str, urgency, id| Task {
        label: TESTS.label,
        title,
        detail: detail.to_owned(),
        urgency,
        leads: Leads::Record(tests, id),
    };
    let positive = Query::having(tests, today, "result", "positive");
    for test in book.window(tests, &book.ids(&positive)?, today)? {
        let (Some(staff), Some(day)) = (test.reference("staff"), test.date("sampled_on")) else { continue };
        let near = |found: chrono::NaiveDate| (found - day).num_days().abs() <= AROUND;
        let own = all.iter().filter(|incident| incident.reference("staff") == Some(staff));
        let found = own.filter_map(|incident| incident.instant("found_at"));
        if !found.map(|at| at.date()).any(near) {
            let title = format!("{} 检测阳性，没有登记疑似密接", book.title(tests, test.id)?);
            tasks.push(task(title, "登记发现时间，马上外报。", Urgency::Bad, test.id));
        }
    }
    let waiting = |record: &crate::schema::Record| matches!(record.code("result"), None | Some("pending"));
    let late = today.checked_sub_days(Days::new(PENDING)).unwrap_or(today);
    let recent = Query { to: Some(late), from: late.checked_sub_days(Days::new(30)), ..Query::all(tests, today) };
    for test in book.window(tests, &book.ids(&recent)?, today)?.into_iter().filter(waiting) {
        let title = format!("{} 的检测还没有结果", book.title(tests, test.id)?);
        tasks.push(task(title, "问到结果后填上。", Urgency::Warn, test.id));
    }
    Ok(tasks)
}
