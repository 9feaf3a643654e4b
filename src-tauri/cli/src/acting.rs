//! `act`, and `void` of several records: one act done to records as one step, refused while anything is to be said of one.

use crate::failure::{Failure, Result};
use crate::output::Said;
use crate::{arguments, changing, secrets};
use serde_json::{Map, Value as Json, json};
use std::path::Path;
use taizhang::base::error::{Error, Problem};
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::act::Act;
use taizhang::store::book::{Acted, Order, Weighed};

/// `act`.
pub fn act(options: &arguments::Act) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let act = program::registry().act(ledger, &options.act)?;
    let answers = changing::row(&options.json_row)?;
    done(&options.file, (ledger, act), &options.ids, &answers, options.others)
}

/// `void` of several records.
pub fn void(ledger: Ledger, options: &arguments::Void) -> Result<Said> {
    let act = program::registry().act(ledger, "void")?;
    let answers = Map::from_iter([("reason".to_owned(), Json::from(options.reason.clone()))]);
    done(&options.file, (ledger, act), &options.ids, &answers, options.others)
}

fn done(
    file: &Path,
    (ledger, act): (Ledger, &'static Act),
    ids: &[String],
    answers: &Map<String, Json>,
    others: bool,
) -> Result<Said> {
    let mut book = secrets::open(file, Access::Write)?;
    let acted = carried_out(&mut book, (ledger, act), ids, answers, others);
    let closed = book.close();
    let (Acted { step, records, .. }, told) = acted?;
    closed.map_err(|error| match step {
        Some(step) => error.after(format!("第 {step} 步已经保存")),
        None => error,
    })?;
    let unit = if ledger.declaration().person { "人" } else { "条" };
    let mut lines = vec![format!("已{}：{}{records} {unit}", act.label, ledger.declaration().label)];
    lines.extend(told.iter().map(|(title, problem, _)| format!("{title}：{}", problem.message)));
    let told: Vec<Json> = told
        .iter()
        .map(|(title, problem, id)| {
            let mut said = changing::warning(problem);
            if let Some(said) = said.as_object_mut() {
                said.insert("id".to_owned(), (*id).into());
                said.insert("title".to_owned(), title.clone().into());
            }
            said
        })
        .collect();
    let json = json!({ "ledger": ledger.name(), "act": act.name, "step": step, "records": records, "told": told });
    Ok(Said::new(&json, lines.join("\n")))
}

/// What is said of single records: title, sentence, number.
type Told = Vec<(String, Problem, i64)>;

fn carried_out(
    book: &mut Book,
    (ledger, act): (Ledger, &'static Act),
    ids: &[String],
    answers: &Map<String, Json>,
    others: bool,
) -> Result<(Acted, Told)> {
    let ids = changing::records(book, ledger, ids)?;
    let weighed = book.weigh(&Order { ledger, act, ids, answers })?;
    let told = told(&weighed);
    if !weighed.problems.is_empty() {
        return Err(Error::Invalid(weighed.problems).into());
    }
    if weighed.doubtful() && (!others || weighed.ready() == 0) {
        let named = told.into_iter().map(|(title, problem, _)| {
            let message = format!("{title}：{}", problem.message);
            Problem { message, ..problem }
        });
        let mut problems: Vec<Problem> = weighed.warnings.iter().cloned().chain(named).collect();
        if weighed.ready() > 0 {
            let message = format!("没有写入。加上 --others，对能做的 {} 条照做。", weighed.ready());
            problems.push(Problem::new("others", "others", "", message));
        }
        return Err(Failure::from(Error::Invalid(problems)));
    }
    Ok((book.carry_out(weighed)?, told))
}

fn told(weighed: &Weighed) -> Told {
    let rows = weighed.rows.iter();
    let said =
        rows.flat_map(|row| row.problems.iter().chain(&row.warnings).map(|said| (row.title.clone(), said.clone(), row.id)));
    said.collect()
}
