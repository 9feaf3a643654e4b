//! `attach`, `detach` and `extract`: pictures and scans of records.

use crate::failure::{Failure, Result};
use crate::output::Said;
use crate::{arguments, changing, secrets};
use serde_json::{Value as Json, json};
use taizhang::attachments::{self, Taken};
use taizhang::base::error::{Error, Problem};
use taizhang::file::open::Access;
use taizhang::file::output::{self, Kind};
use taizhang::program;
use taizhang::schema::{Ledger, Record};
use taizhang::store::blobs::Form;
use taizhang::store::book::{Attached, NewAttachment};
use taizhang::store::{ATTACHMENTS, Book};

const OWN: Ledger = Ledger(&ATTACHMENTS);

/// `attach`: all of the files as one step, or none.
pub fn attach(options: &arguments::Attach) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let mut book = secrets::open(&options.file, Access::Write)?;
    let attached = attached(&mut book, ledger, options);
    let closed = book.close();
    let (Attached { ids, warnings, .. }, kept) = attached?;
    closed.map_err(|error| error.after("附件已经保存"))?;
    let rows: Vec<Json> = ids
        .iter()
        .zip(&kept)
        .map(|(id, one)| json!({ "id": id, "file_name": one.file_name, "sha256": one.content.sha256, "bytes": one.content.bytes.len() }))
        .collect();
    let mut lines: Vec<String> = ids
        .iter()
        .zip(&kept)
        .map(|(id, one)| format!("已添加：附件第 {id} 号「{}」，{} 字节", one.file_name, one.content.bytes.len()))
        .collect();
    lines.extend(warnings.iter().map(|warning| format!("请留意：{}", warning.message)));
    let mut json = rows.first().cloned().unwrap_or_default();
    json["attachments"] = rows.into();
    json["warnings"] = warnings.iter().map(changing::warning).collect();
    Ok(Said::new(&json, lines.join("\n")))
}

fn attached(book: &mut Book, ledger: Ledger, options: &arguments::Attach) -> Result<(Attached, Vec<NewAttachment>)> {
    let id = changing::record(book, ledger, &options.id)?;
    let (mut new, mut problems) = (Vec::new(), Vec::new());
    for path in &options.pictures {
        match attachments::open(path, book.today()) {
            Ok(taken) => new.push(to_keep(taken, options, &mut problems)),
            Err(Error::Invalid(refused)) => problems.extend(refused),
            Err(error) => return Err(error.into()),
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems).into());
    }
    Ok((book.attach(ledger, id, new.clone())?, new))
}

/// What is said of a file on the command line; nobody guesses when it was taken.
fn to_keep(taken: Taken, options: &arguments::Attach, problems: &mut Vec<Problem>) -> NewAttachment {
    let said = options.taken_on.clone().or_else(|| taken.taken_on.map(|day| day.to_string()));
    if said.is_none() {
        let message = format!("「{}」里没有拍摄日期。请用 --taken-on 写明。", taken.file_name);
        problems.push(Problem::new("taken_on", "required", "", message));
    }
    NewAttachment {
        file_name: taken.file_name,
        content: taken.content,
        taken_on: said.unwrap_or_default(),
        caption: options.caption.clone(),
    }
}

/// `detach`.
pub fn detach(options: &arguments::Detach) -> Result<Said> {
    let mut book = secrets::open(&options.file, Access::Write)?;
    let saved = changing::record(&book, OWN, &options.id).and_then(|id| Ok(book.void(OWN, id, None, &options.reason)?));
    changing::said(book, OWN, saved, "已移除")
}

/// `extract`.
pub fn extract(options: &arguments::Extract) -> Result<Said> {
    let book = secrets::open(&options.file, Access::Read)?;
    let out = std::path::absolute(&options.out).map_err(Error::io("写入文件", &options.out))?;
    let found = changing::record(&book, OWN, &options.id).and_then(|id| {
        let record: Record = book.get(OWN, id, book.today())?;
        let content = book.content(&record)?;
        let (kind, ending) = match content.form {
            Form::Picture => (Kind::Jpeg, &["jpg", "jpeg"][..]),
            Form::Pdf => (Kind::Pdf, &["pdf"][..]),
        };
        let given = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        if !ending.contains(&given.as_str()) {
            let ending = content.form.ending();
            let message = format!("这件附件是 {}，请存成 .{ending}。", ending.to_uppercase());
            return Err(Failure::refused("out", "format", options.out.display().to_string(), message));
        }
        output::write(&out, kind, Some(book.path()), &content.bytes)?;
        Ok(content)
    });
    let closed = book.close();
    let content = found?;
    closed?;
    let path = out.display().to_string();
    let lines = format!("已存成 {path}：{} 字节", content.bytes.len());
    Ok(Said::new(&json!({ "path": path, "sha256": content.sha256, "bytes": content.bytes.len() }), lines))
}
