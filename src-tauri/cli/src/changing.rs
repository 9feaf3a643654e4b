//! `add`, `change`, `void`, `unvoid`, `undo` and `redo`: one record or step at a time, through the rules of the window.

use crate::failure::{Failure, Result};
use crate::output::Said;
use crate::{acting, arguments, secrets};
use serde_json::{Map, Value as Json, json};
use taizhang::base::error::{Error, Problem};
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::book::{Saved, TakenBack};

/// `add`.
pub fn add(options: &arguments::Add) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let row = row(&options.json_row)?;
    let mut book = secrets::open(&options.file, Access::Write)?;
    let saved = book.add(ledger, &row).map_err(Failure::from);
    said(book, ledger, saved, "已新增")
}

/// `change`.
pub fn change(options: &arguments::Change) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let row = row(&options.json_row)?;
    let mut book = secrets::open(&options.file, Access::Write)?;
    let saved = record(&book, ledger, &options.id).and_then(|id| Ok(book.change(ledger, id, None, &row)?));
    let done = match &saved {
        Ok(saved) if !saved.changed => "没有变化",
        _ => "已修改",
    };
    said(book, ledger, saved, done)
}

/// `void`: one record, or several as one step.
pub fn void(options: &arguments::Void) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let [id] = options.ids.as_slice() else {
        return acting::void(ledger, options);
    };
    let mut book = secrets::open(&options.file, Access::Write)?;
    let saved = record(&book, ledger, id).and_then(|id| Ok(book.void(ledger, id, None, &options.reason)?));
    said(book, ledger, saved, "已作废")
}

/// `unvoid`.
pub fn unvoid(options: &arguments::Unvoid) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let mut book = secrets::open(&options.file, Access::Write)?;
    let saved = record(&book, ledger, &options.id).and_then(|id| Ok(book.unvoid(ledger, id, None)?));
    said(book, ledger, saved, "已恢复")
}

/// `undo`.
pub fn undo(options: &arguments::Steps) -> Result<Said> {
    taken_back(options, ("undone", "撤销"), Book::undo)
}

/// `redo`.
pub fn redo(options: &arguments::Steps) -> Result<Said> {
    taken_back(options, ("redone", "重做"), Book::redo)
}

/// Takes one step after the other `back` and says which, under `key` and the verb in `words`.
fn taken_back(
    options: &arguments::Steps,
    (key, verb): (&str, &str),
    back: fn(&mut Book) -> taizhang::base::error::Result<Option<TakenBack>>,
) -> Result<Said> {
    let mut book = secrets::open(&options.file, Access::Write)?;
    let mut taken = Vec::new();
    let mut stopped = None;
    while taken.len() < options.steps {
        match back(&mut book) {
            Ok(Some(step)) => taken.push(step.entry),
            Ok(None) => break,
            Err(error) => {
                stopped = Some(error);
                break;
            }
        }
    }
    let closed = book.close();
    let numbers: Vec<String> = taken.iter().map(|entry| entry.step.to_string()).collect();
    if let Some(error) = stopped.or(closed.err()) {
        // What was taken back before stays so.
        return Err(if taken.is_empty() { error } else { error.after(format!("已{verb}第 {} 步", numbers.join("、"))) }.into());
    }
    let steps: Vec<Json> = taken.iter().map(|entry| json!({ "step": entry.step, "op": entry.op })).collect();
    let lines: Vec<String> = taken.iter().map(|entry| format!("已{verb}第 {} 步：{}", entry.step, entry.what())).collect();
    let lines = if lines.is_empty() { format!("没有可以{verb}的操作。") } else { lines.join("\n") };
    Ok(Said::new(&json!({ key: steps }), lines))
}

/// The id of the record meant by `text`: its number, or what names it without doubt.
///
/// # Errors
/// `not_found`, or `invalid` when several are meant.
pub fn record(book: &Book, ledger: Ledger, text: &str) -> Result<i64> {
    if let Ok(id) = text.trim().parse() {
        return Ok(id);
    }
    match book.resolve(ledger, text)? {
        Ok(Some(id)) => Ok(id),
        Ok(_) | Err(("reference", _)) => Err(Error::NotFound(format!("{}「{text}」", ledger.declaration().label)).into()),
        Err((rule, message)) => Err(Failure::refused("id", rule, text, message)),
    }
}

/// The ids of the records meant by `texts`.
///
/// # Errors
/// As [`record`].
pub fn records(book: &Book, ledger: Ledger, texts: &[String]) -> Result<Vec<i64>> {
    texts.iter().map(|text| record(book, ledger, text)).collect()
}

/// As [`records`], where each of them must be there: what is left out would be missing on paper without a word.
///
/// # Errors
/// As [`record`]; `not_found` when one of them is not there.
pub fn records_there(book: &Book, ledger: Ledger, texts: &[String]) -> Result<Vec<i64>> {
    let ids = records(book, ledger, texts)?;
    ids.iter().try_for_each(|id| book.get(ledger, *id, book.today()).map(drop))?;
    Ok(ids)
}

/// The JSON object in `text`.
///
/// # Errors
/// `json` when it is none.
pub fn row(text: &str) -> Result<Map<String, Json>> {
    match serde_json::from_str(text) {
        Ok(Json::Object(map)) => Ok(map),
        Ok(_) => Err(Failure::refused("json_row", "json", text, "--json-row 应是一个 JSON 对象，例如 {\"name\":\"王小明\"}。")),
        Err(error) => {
            let message = format!("--json-row 不是 JSON（第 {} 行第 {} 个字符处）。", error.line(), error.column());
            Err(Failure::refused("json_row", "json", text, message))
        }
    }
}

/// Closes the book and says what became of a record.
///
/// # Errors
/// Why it was not saved; after it was, what failed then.
pub fn said(book: Book, ledger: Ledger, saved: Result<Saved>, done: &str) -> Result<Said> {
    let title = saved.as_ref().map_or(Ok(String::new()), |saved| book.title(ledger, saved.id));
    let closed = book.close();
    let Saved { id, step, changed, warnings, .. } = saved?;
    // The step stands, whatever becomes of looking at it and of closing.
    let stands = |error: Error| if changed { error.after(format!("第 {step} 步已经保存")) } else { error };
    closed.map_err(stands)?;
    let title = title.map_err(stands)?;
    let mut lines = format!("{done}：{}第 {id} 号「{title}」", ledger.declaration().label);
    for warning in &warnings {
        lines.push_str(&format!("\n请留意：{}", warning.message));
    }
    let warnings: Vec<Json> = warnings.iter().map(warning).collect();
    let json = json!({ "id": id, "ledger": ledger.name(), "step": step, "changed": changed, "warnings": warnings });
    Ok(Said::new(&json, lines))
}

/// A problem as JSON.
pub fn warning(problem: &Problem) -> Json {
    json!({ "field": problem.field, "rule": problem.rule, "value": problem.value, "message": problem.message })
}
