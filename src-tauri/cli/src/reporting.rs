//! `report` and `package`: figures of a period told, frozen, handed over; packages proved.

use crate::arguments::{PackageVerb, reporting};
use crate::failure::{Failure, Result};
use crate::output::{Said, table};
use crate::{arguments, changing, reading, secrets};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use taizhang::base::error::Error;
use taizhang::file::open::Access;
use taizhang::file::output::{self, Kind as Ending};
use taizhang::reports::catalogue::Kind;
use taizhang::reports::filing::{self, Asked, Draft, Filed, Filing};
use taizhang::reports::set::{Changed, Set};
use taizhang::reports::{forms, keys, package, packaging};
use taizhang::store::Book;

/// What is done already when something after it fails.
const FROZEN: &str = "报告已经定稿";

/// What came of it.
struct Told {
    set: Set,
    filed: Option<Filed>,
    package: Option<(PathBuf, packaging::Made)>,
    workbook: Option<PathBuf>,
}

/// `report`.
pub fn report(options: &arguments::Report) -> Result<Said> {
    let access = if options.freeze { Access::Write } else { Access::Read };
    let mut book = secrets::open(&options.file, access)?;
    let told = told(&mut book, options);
    let closed = book.close();
    let told = told?;
    closed.map_err(|error| if told.filed.is_some() { error.after(FROZEN) } else { error })?;
    Ok(said(&told))
}

fn told(book: &mut Book, options: &arguments::Report) -> Result<Told> {
    let today = book.today();
    let day = |field: &str, given: &Option<String>| reading::day(field, given.as_ref(), today);
    let on = day("on", &options.on)?.unwrap_or(today);
    let asked = Asked {
        kind: Kind::named(&options.kind)?,
        from: day("from", &options.from)?,
        to: day("to", &options.to)?.unwrap_or(on),
        on,
        figures: options.figure.clone(),
    };
    if !options.freeze {
        let Draft { set, .. } = filing::draft(book, &asked)?;
        return Ok(Told { set, filed: None, package: None, workbook: None });
    }
    let said = |given: &Option<String>| given.clone().unwrap_or_default();
    let filing = Filing {
        recipient: said(&options.recipient),
        filled_by: said(&options.by),
        notice: options.notice,
        corrects: options.corrects.map(|id| (id, said(&options.correction))),
        note: said(&options.note),
    };
    let filed = filing::freeze(book, &asked, &filing)?;
    let set = filing::frozen_of(book, filed.saved.id)?.1;
    let workbook = options.workbook.clone();
    if let Some(path) = &workbook {
        let written = forms::workbook(&set).and_then(|bytes| output::write(path, Ending::Workbook, Some(book.path()), &bytes));
        written.map_err(|error| error.after(FROZEN))?;
    }
    let package = options.package.as_deref().map(|dir| handed(book, filed.saved.id, dir)).transpose();
    let package = package.map_err(|error| error.after(FROZEN))?;
    Ok(Told { set, filed: Some(filed), package, workbook })
}

/// The package of a submission, written into a folder.
fn handed(book: &mut Book, id: i64, dir: &Path) -> taizhang::base::error::Result<(PathBuf, packaging::Made)> {
    let made = packaging::made(book, id)?;
    let path = dir.join(&made.file_name);
    output::write(&path, Ending::Json, Some(book.path()), &made.bytes)?;
    Ok((path, made))
}

fn said(told: &Told) -> Said {
    let set = &told.set;
    let mut json = json!({
        "kind": set.kind, "from": set.from, "to": set.to, "on": set.on, "zero": set.zero, "sentence": set.sentence,
        "head": set.head, "figures": set.figures,
    });
    let rows: Vec<Vec<String>> = set
        .figures
        .iter()
        .map(|one| vec![one.label.clone(), one.shown(), one.unit.clone(), one.note(), one.id.clone()])
        .collect();
    let mut lines = vec![format!("{} {}，数据截至 {}", set.title(), set.period(), set.on)];
    lines.extend(Some(set.sentence.clone()).filter(|sentence| !sentence.is_empty()));
    lines.push(table(&["指标", "数值", "单位", "说明", "名称"], &rows));
    if let Some(filed) = &told.filed {
        let changed: Vec<Json> =
            filed.changed.iter().map(|one| json!({ "label": one.label, "before": one.before, "after": one.after })).collect();
        json["frozen"] = json!({ "number": filed.number, "submission": filed.saved.id, "changed": changed,
            "warnings": filed.saved.warnings.iter().map(changing::warning).collect::<Vec<_>>() });
        lines.push(format!("已定稿，编号 {}，登记为情况报送第 {} 号。", filed.number, filed.saved.id));
        lines.extend(filed.changed.iter().map(|Changed { label, before, after }| format!("更正：{label} {before} → {after}")));
        lines.extend(filed.saved.warnings.iter().map(|warning| format!("请留意：{}", warning.message)));
    }
    if let Some(path) = &told.workbook {
        json["workbook"] = json!(path.display().to_string());
        lines.push(format!("数字已存到 {}", path.display()));
    }
    if let Some((path, made)) = &told.package {
        json["package"] = package_json(path, made);
        lines.push(package_line(path, made));
    }
    Said::new(&json, lines.join("\n"))
}

fn package_json(path: &Path, made: &packaging::Made) -> Json {
    json!({ "path": path.display().to_string(), "package": made.package, "fingerprint": made.fingerprint })
}

fn package_line(path: &Path, made: &packaging::Made) -> String {
    format!("报送包：{}，公钥指纹 {}", path.display(), made.fingerprint)
}

/// `package`.
pub fn package(options: &arguments::Package) -> Result<Said> {
    match &options.verb {
        PackageVerb::Verify(options) => verify(options),
        PackageVerb::Make(options) => make(options),
    }
}

fn make(options: &reporting::Make) -> Result<Said> {
    let mut book = secrets::open(&options.file, Access::Write)?;
    let made = handed(&mut book, options.id, &options.dir);
    let closed = book.close();
    let (path, made) = made?;
    closed?;
    Ok(Said::new(&package_json(&path, &made), package_line(&path, &made)))
}

fn verify(options: &reporting::Verify) -> Result<Said> {
    let read = |path: &Path| -> taizhang::base::error::Result<Vec<u8>> {
        // A package is small: what is larger is none, and is not read.
        let length = std::fs::metadata(path).map_err(Error::io("读取", path))?.len();
        if usize::try_from(length).unwrap_or(usize::MAX) > package::MOST_BYTES {
            return Ok(vec![0; package::MOST_BYTES + 1]);
        }
        std::fs::read(path).map_err(Error::io("读取", path))
    };
    let found = package::read(&read(&options.file).map_err(Failure::from)?)?;
    let payload = &found.payload;
    let fingerprint = keys::fingerprint(&found.key);
    let json = json!({ "package": payload.package, "fingerprint": fingerprint, "payload": payload });
    let days = if payload.from == payload.to { payload.to.to_string() } else { format!("{} 至 {}", payload.from, payload.to) };
    let kind = Kind::named(&payload.kind).map_or_else(|_| payload.kind.clone(), |kind| kind.label().to_owned());
    let mut lines = vec![
        format!("签名相符，内容完整。{} 的{kind}，{days}，第 {} 版。", payload.organisation.name, payload.version),
        format!("公钥指纹 {fingerprint}：请与该单位的公钥登记单核对。"),
    ];
    lines.extend(payload.zero.then(|| "零报告。".to_owned()));
    Ok(Said::new(&json, lines.join("\n")))
}
