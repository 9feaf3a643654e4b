//! `rectify`: gaps become findings of an inspection of one's own; what would be written is told first, it is done with `--yes`.

use crate::failure::{Failure, Result};
use crate::output::{Said, table};
use crate::{arguments, changing, reading, secrets};
use serde_json::json;
use taizhang::articles::rectify::{self, Chosen, Line};
use taizhang::articles::{self, Judged};
use taizhang::base::error::{Error, Problem};
use taizhang::file::open::Access;
use taizhang::store::Book;
use taizhang::store::book::Together;

/// What is offered, and what was written of it.
struct Told {
    lines: Vec<Line>,
    due_on: String,
    written: Option<Together>,
}

/// `rectify`.
pub fn rectify(options: &arguments::Rectify) -> Result<Said> {
    let mut book = secrets::open(&options.file, if options.yes { Access::Write } else { Access::Read })?;
    let told = told(&mut book, options);
    let closed = book.close();
    let told = told?;
    closed.map_err(|error| if told.written.is_some() { error.after("整改已经登记") } else { error })?;
    Ok(said(&told))
}

fn told(book: &mut Book, options: &arguments::Rectify) -> Result<Told> {
    let today = book.today();
    let day = |field: &str, given: &Option<String>| reading::day(field, given.as_ref(), today);
    let judged = articles::judge(book, day("from", &options.from)?, day("to", &options.to)?.unwrap_or(today), today)?;
    let lines = book.reading(|book| rectify::lines(book, &judged))?;
    let due_on = day("due_on", &options.due)?.unwrap_or_else(|| rectify::proposed(today)).to_string();
    let written = if options.yes { Some(written(book, options, &judged, &lines, &due_on)?) } else { None };
    Ok(Told { lines, due_on, written })
}

fn written(book: &mut Book, options: &arguments::Rectify, judged: &Judged, lines: &[Line], due_on: &str) -> Result<Together> {
    let chosen = chosen(options, lines, due_on)?;
    let inspectors = options.inspectors.as_deref().unwrap_or_default();
    let together = rectify::write(book, judged, inspectors, &chosen)?;
    if together.written.is_none() {
        let problems: Vec<Problem> = together.taken.into_iter().flat_map(|intake| intake.problems).collect();
        return Err(Error::Invalid(problems).into());
    }
    Ok(together)
}

/// The lines that were asked for, all that nothing is open for where none was.
fn chosen(options: &arguments::Rectify, lines: &[Line], due_on: &str) -> Result<Vec<Chosen>> {
    let of = |line: &Line, responsible: &str| Chosen {
        id: line.id.clone(),
        item: line.item.clone(),
        responsible: responsible.to_owned(),
        due_on: due_on.to_owned(),
    };
    let all = options.responsible.as_deref().unwrap_or_default();
    if options.line.is_empty() {
        return Ok(lines.iter().filter(|line| line.open.is_none()).map(|line| of(line, all)).collect());
    }
    let asked = options.line.iter().map(|text| {
        let (number, responsible) = text.split_once(['=', '＝']).unwrap_or((text, all));
        let line = number.trim().parse::<usize>().ok().and_then(|number| lines.get(number.checked_sub(1)?));
        let line = line.ok_or_else(|| {
            let message = format!("没有第 {number} 行：共 {} 个缺口。不加 --yes 先看一遍。", lines.len());
            Failure::refused("line", "choice", text, message)
        });
        line.map(|line| of(line, responsible))
    });
    asked.collect()
}

fn said(told: &Told) -> Said {
    let rows: Vec<Vec<String>> = told
        .lines
        .iter()
        .enumerate()
        .map(|(place, line)| {
            let open = line.open.map(|id| format!("整改中，第 {id} 号")).unwrap_or_default();
            vec![(place + 1).to_string(), line.requirement.clone(), line.item.clone(), open]
        })
        .collect();
    let ids = told.written.as_ref().and_then(|together| together.written.as_ref()).map(|written| written.ids.as_slice());
    let done = match ids {
        Some([inspection, findings @ ..]) => {
            format!("已登记自查（检查第 {inspection} 号）和 {} 个问题，可以撤销", findings.len())
        }
        _ if told.lines.is_empty() => "期间内没有缺口，不用整改".to_owned(),
        _ => format!(
            "没有写入；要转为整改的，写明检查人 --inspectors 和责任人 --responsible（只转几行加 --line 行号），再加上 --yes。整改期限 {}，可以用 --due 改",
            told.due_on
        ),
    };
    let lines = if rows.is_empty() { done } else { format!("{}\n{done}", table(&["行", "要求", "缺口", "已有"], &rows)) };
    let offered: Vec<_> = told
        .lines
        .iter()
        .map(|line| json!({ "id": line.id, "requirement": line.requirement, "item": line.item, "open": line.open }))
        .collect();
    let warnings = told.written.iter().flat_map(|together| &together.taken).flat_map(|intake| &intake.warnings);
    let json = json!({
        "lines": offered,
        "due_on": told.due_on,
        "inspection": ids.and_then(<[i64]>::first),
        "findings": ids.map(|ids| ids.get(1..).unwrap_or_default()),
        "warnings": warnings.map(changing::warning).collect::<Vec<_>>(),
    });
    Said::new(&json, lines)
}
