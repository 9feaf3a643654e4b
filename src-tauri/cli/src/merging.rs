//! `merge`: two entries of one person made one; what is to be chosen is told until all of it was.

use crate::failure::{Failure, Result};
use crate::output::Said;
use crate::{arguments, changing, secrets};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use taizhang::base::error::Error;
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::schema::{Ledger, Record};
use taizhang::store::Book;
use taizhang::store::book::{Choices, Merged, Merging, Side, in_words};
use taizhang::store::disclosure::Masking;
use taizhang::store::present;
use taizhang::topics::STAFF;

/// `merge`.
pub fn merge(options: &arguments::Merge) -> Result<Said> {
    let access = if options.dry_run { Access::Read } else { Access::Write };
    let mut book = secrets::open(&options.file, access)?;
    let done = merged(&mut book, options);
    let closed = book.close();
    let (told, merged) = done?;
    closed.map_err(|error| match merged.as_ref().and_then(|merged| merged.step) {
        Some(step) => error.after(format!("第 {step} 步已经保存")),
        None => error,
    })?;
    let mut lines = told.lines;
    if let Some(merged) = &merged {
        lines = vec![format!("已并入：改到留下的人名下 {} 条，作废重复的 {} 条", merged.records, merged.voided)];
        lines.extend(merged.warnings.iter().map(|warning| format!("请留意：{}", warning.message)));
    }
    let mut json = told.json;
    if let Some(json) = json.as_object_mut() {
        json.insert("step".to_owned(), merged.as_ref().and_then(|merged| merged.step).into());
        json.insert("voided".to_owned(), merged.as_ref().map(|merged| merged.voided).into());
        let warnings = merged.iter().flat_map(|merged| &merged.warnings).map(changing::warning);
        json.insert("warnings".to_owned(), warnings.collect::<Vec<_>>().into());
    }
    Ok(Said::new(&json, lines.join("\n")))
}

/// What is told before it is done.
struct Told {
    json: Json,
    lines: Vec<String>,
}

fn merged(book: &mut Book, options: &arguments::Merge) -> Result<(Told, Option<Merged>)> {
    let ledger = Ledger(&STAFF);
    let (lose, keep) = (changing::record(book, ledger, &options.lose)?, changing::record(book, ledger, &options.into)?);
    let weighed = book.weigh_merge(ledger, keep, lose)?;
    let told = told(book, &weighed)?;
    if options.dry_run {
        return Ok((told, None));
    }
    let choices = Choices {
        fields: sides("field", &options.field, |name| column(ledger, name))?,
        clashes: sides("stay", &options.stay, str::to_owned)?,
        same_person: options.same_person,
    };
    let merged = book.merge(&weighed, &choices)?;
    Ok((told, Some(merged)))
}

/// The name of the column called `text`, by its name or its label.
fn column(ledger: Ledger, text: &str) -> String {
    let columns = program::registry().columns(ledger).iter();
    let found = columns.into_iter().find(|column| column.name == text || column.label == text);
    found.map_or(text, |column| column.name).to_owned()
}

/// What was chosen, each as NAME=SIDE.
fn sides(option: &str, given: &[String], name: impl Fn(&str) -> String) -> Result<BTreeMap<String, Side>> {
    let one = |text: &String| {
        let side = |word: &str| match word {
            "留下的" => Some(Side::Keep),
            "并入的" => Some(Side::Lose),
            code => Side::named(code),
        };
        let parted = text.split_once('=').and_then(|(what, word)| Some((name(what.trim()), side(word.trim())?)));
        parted.ok_or_else(|| {
            let message = format!("「{text}」看不懂。请写成 名称=keep（用留下的）或 名称=lose（用并入的）。");
            Failure::refused(option, "choice", text.as_str(), message)
        })
    };
    given.iter().map(one).collect()
}

fn told(book: &Book, weighed: &Merging) -> Result<Told> {
    let ledger = weighed.keep.ledger;
    let title = |record: &Record| Ok::<_, Error>(format!("{}（第 {} 号）", book.title(ledger, record.id)?, record.id));
    let mut lines = vec![format!("把 {} 并入 {}", title(&weighed.lose)?, title(&weighed.keep)?)];
    let mut differing = Vec::new();
    for name in &weighed.differing {
        let Some(column) = ledger.column(name) else { continue };
        let [keep, lose] = [&weighed.keep, &weighed.lose].map(|record| present::shown(book, record, column, Masking::Masked));
        let (keep, lose) = (keep?, lose?);
        let or = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
        lines.push(format!("要选 --field {name}：{}　留下的 {}，并入的 {}", column.label, or(&keep), or(&lose)));
        differing.push(json!({ "field": name, "label": column.label, "keep": keep, "lose": lose }));
    }
    let mut clashes = Vec::new();
    for clash in &weighed.clashes {
        let ids = |records: &[Record]| records.iter().map(|record| record.id).collect::<Vec<_>>();
        let words = |records: &[Record]| records.iter().map(|one| format!("第 {} 号", one.id)).collect::<Vec<_>>().join("、");
        let label = clash.ledger.declaration().label;
        let (keep, lose) = (words(&clash.keep), words(&clash.lose));
        lines.push(format!("要选 --stay {}：{label}　留下的 {keep}，并入的 {lose}。{}", clash.key, clash.why));
        let (keep, lose) = (ids(&clash.keep), ids(&clash.lose));
        clashes.push(json!({ "key": clash.key, "ledger": clash.ledger.name(), "keep": keep, "lose": lose, "why": clash.why }));
    }
    if !weighed.numbers.is_empty() {
        lines.push("两人的证件号不一样：对照证件核对过、确是同一个人的，加上 --same-person".to_owned());
    }
    if !weighed.moved.is_empty() {
        lines.push(format!("会改到留下的人名下：{}", in_words(&weighed.moved)));
    }
    lines.extend(weighed.problems.iter().map(|problem| problem.message.clone()));
    lines.push("没有写入。".to_owned());
    let moved: serde_json::Map<String, Json> =
        weighed.moved.iter().map(|(ledger, count)| (ledger.name().to_owned(), Json::from(*count))).collect();
    let json = json!({
        "keep": weighed.keep.id, "lose": weighed.lose.id, "differing": differing, "clashes": clashes,
        "numbers_differ": !weighed.numbers.is_empty(), "moved": moved,
    });
    Ok(Told { json, lines })
}
