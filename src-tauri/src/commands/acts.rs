//! One act done to several records, and the page of one person.

use crate::shapes;
use crate::state::Shell;
use crate::wire::acts::{Acted, ActedRow, Answered, PersonPage, PersonTab};
use crate::wire::records::{Moved, Texts};
use taizhang::base::error::Result;
use taizhang::program;
use taizhang::schema::{Ledger, Value};
use taizhang::store::book::{Order, Weighed, WeighedRow};
use taizhang::store::rows;

/// Numbers of the records of a listing from the place `from` on, at most `count`.
pub fn records_ids(shell: &Shell, ticket: String, from: usize, count: usize) -> Result<Vec<String>> {
    let mut session = shell.session();
    let listed = session.open()?.listings.get(&ticket)?;
    Ok(listed.ids.iter().skip(from).take(count).map(i64::to_string).collect())
}

/// Weighs an act, and does it unless something is to be heard first. `heard`: she was told what was weighed at this step,
/// and goes on with the records that have no problem.
pub fn records_act(
    shell: &Shell,
    ledger: String,
    act: String,
    ids: Vec<String>,
    answers: Texts,
    heard: Option<i64>,
) -> Result<Acted> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let ledger = program::ledger(&ledger)?;
    let act = program::registry().act(ledger, &act)?;
    let ids = ids.iter().map(|id| shapes::id(id)).collect::<Result<_>>()?;
    let mut answers = shapes::supplied(answers);
    for declaration in act.asks.iter().filter_map(|asked| asked.of) {
        answers = shapes::supplied_by_number(book, Ledger(declaration), answers)?;
    }
    let weighed = book.weigh(&Order { ledger, act, ids, answers: &answers })?;
    let told = told(&weighed);
    if weighed.ready() == 0 || (weighed.doubtful() && heard != Some(weighed.step)) {
        return Ok(told);
    }
    let done = book.carry_out(weighed)?;
    Ok(Acted { done: Some(done.records), moved: shapes::moved(&done.moved), ..told })
}

/// How the answers to an act are understood, before it is done.
pub fn act_answers(shell: &Shell, ledger: String, act: String, answers: Texts) -> Result<Answered> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let act = program::registry().act(program::ledger(&ledger)?, &act)?;
    let (values, problems) = book.answered(act, &shapes::supplied(answers.clone()))?;
    let written = |name: &str| values.get(name).filter(|value| matches!(value, Value::Date(_))).map(Value::to_input);
    let echo = answers.into_iter().filter_map(|(name, text)| {
        let read = written(&name).filter(|read| read != text.trim())?;
        Some((name, read))
    });
    Ok(Answered { problems, echo: echo.collect() })
}

fn told(weighed: &Weighed) -> Acted {
    let row = |row: &WeighedRow| ActedRow {
        id: row.id.to_string(),
        title: row.title.clone(),
        problems: row.problems.clone(),
        warnings: row.warnings.clone(),
    };
    Acted {
        done: None,
        ready: weighed.ready(),
        step: weighed.step,
        problems: weighed.problems.clone(),
        warnings: weighed.warnings.clone(),
        rows: weighed.rows.iter().filter(|row| row.doubtful()).map(row).collect(),
        moved: Moved { lists: Vec::new(), tasks: false },
    }
}

pub fn person_page(shell: &Shell, ledger: String, id: String) -> Result<PersonPage> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let (ledger, id) = (program::ledger(&ledger)?, shapes::id(&id)?);
    book.reading(|book| {
        let person = book.get(ledger, id, book.today())?;
        let tab = |(other, columns): (Ledger, Vec<&str>)| {
            let records = book.with_facts(book.today(), |facts| rows::naming(facts, other, &columns, id))?;
            Ok(PersonTab {
                ledger: other.name().to_owned(),
                columns: columns.into_iter().map(str::to_owned).collect(),
                rows: records.iter().map(|record| shapes::row(book, record)).collect::<Result<_>>()?,
            })
        };
        Ok(PersonPage {
            title: book.title(ledger, id)?,
            row: shapes::row(book, &person)?,
            tabs: book.registry().tabs(ledger).into_iter().map(tab).collect::<Result<_>>()?,
        })
    })
}
