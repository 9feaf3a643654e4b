//! `print FILE pack` and `pack`: the inspection pack as one PDF, and as a folder to be handed over.

use crate::arguments;
use crate::failure::{Failure, Result};
use crate::output::{Said, table};
use crate::{changing, reading, secrets};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use taizhang::base::error::{Error, Problem};
use taizhang::file::disk;
use taizhang::file::open::Access;
use taizhang::file::output::{self, Kind, Output};
use taizhang::inspection::{self, Pack, PackJob, Wanted, folder};
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::book::{Erased, Grounds};
use taizhang::store::frozen::Frozen;
use taizhang::store::journal::Op;
use taizhang::store::listing::Query;
use taizhang::store::{Book, ORGANISATION};

/// What the pack is called where a ledger may stand.
pub const NAMES: [&str; 2] = ["pack", "迎检包"];

/// The pack into the PDF that `options` names.
pub fn print(options: &arguments::Print) -> Result<Said> {
    if options.form != ["list"] || !options.id.is_empty() || options.which.filter.is_some() {
        return Err(Failure::usage("迎检包不分表，也不按条件选记录：请去掉 --form、--id、--filter。"));
    }
    if let Some(number) = &options.number {
        return again(options, number);
    }
    let (mut book, keeps) = opened(&options.file, &options.whole)?;
    let out = std::path::absolute(&options.out).map_err(Error::io("写入文件", &options.out))?;
    let data = book.path().to_owned();
    let made = Output::begin(&out, Kind::Pdf, Some(&data)).map_err(Failure::from).and_then(|output| {
        let (job, pack) = made(&mut book, &options.extent, &options.which, &options.whole)?;
        let bytes = pack.pdf()?;
        output.file()?.write_all(&bytes).map_err(output.failed())?;
        output.finish()?;
        let kept =
            kept(&mut book, keeps, &job, &pack, &bytes).map_err(|error| error.after(format!("已打印成 {}", out.display())))?;
        book.note_printed().map_err(|error| error.after(format!("已打印成 {}", out.display())))?;
        Ok((pack, kept))
    });
    let closed = book.close();
    let (pack, kept) = made?;
    closed?;
    Ok(said(&pack, kept, &out, "迎检包已打印成"))
}

/// A pack that was kept, as it was.
fn again(options: &arguments::Print, number: &str) -> Result<Said> {
    if options.extent.is_asked()
        || options.whole.names_masked
        || options.which.from.is_some()
        || options.which.to.is_some()
        || options.which.on.is_some()
    {
        return Err(Failure::usage(
            "再印照当时的样子：请去掉 --from、--to、--on、--summary、--without、--with-attachments、--names-masked。",
        ));
    }
    let access = reading::access(&options.whole)?;
    let mut book = secrets::open(&options.file, if access.is_some() { Access::Write } else { Access::Read })?;
    let out = std::path::absolute(&options.out).map_err(Error::io("写入文件", &options.out))?;
    let data = book.path().to_owned();
    let made = (|| -> Result<Frozen> {
        let one = &numbered(&book, number)?;
        let bytes = book.frozen_bytes(one.id)?;
        if inspection::shows_whole(one) {
            let Some(asked) = access.clone() else {
                let message = "这一册没有脱敏：再印要写 --unmasked 和用途 --purpose、接收 --recipient，会记入修改痕迹。";
                return Err(Failure::refused("purpose", "required", "", message.to_owned()));
            };
            book.disclose(Op::PrintUnmasked, &format!("print pack {number}"), &asked)?;
        }
        output::write(&out, Kind::Pdf, Some(&data), &bytes)?;
        Ok(one.clone())
    })();
    let closed = book.close();
    let one = made?;
    closed?;
    let path = out.display().to_string();
    let json = json!({ "path": path, "pages": one.pages, "number": one.number, "head": one.head, "sha256": one.sha256 });
    Ok(Said::new(&json, format!("迎检包 {} 已再印成 {path}：{} 页，与当时逐字相同。", one.number, one.pages)))
}

/// The pack of this number that was kept.
fn numbered(book: &Book, number: &str) -> Result<Frozen> {
    let all = book.frozen(inspection::KIND)?;
    let known: Vec<&str> = all.iter().map(|one| one.number.as_str()).collect();
    let known = if known.is_empty() { "还没有留存迎检包".to_owned() } else { format!("有 {}", known.join("、")) };
    let found = all.into_iter().find(|one| one.number == number.trim().to_lowercase());
    found.ok_or_else(|| Failure::refused("number", "choice", number, format!("没有编号 {number} 的迎检包：{known}。")))
}

/// `compare`.
pub fn compare(options: &arguments::Compare) -> Result<Said> {
    let book = secrets::open(&options.file, Access::Read)?;
    let compared = book.reading(|book| {
        let (one, two) = (numbered(book, &options.one)?, numbered(book, &options.two)?);
        let comparison = inspection::compare(book.registry(), &one, &two);
        Ok::<_, Failure>((one, two, comparison))
    });
    let closed = book.close();
    let (one, two, comparison) = compared?;
    closed?;
    let rows: Vec<Vec<String>> = comparison
        .differences
        .iter()
        .map(|of| vec![of.part.to_owned(), of.name.clone(), of.before.clone(), of.after.clone()])
        .collect();
    let mut lines = vec![if rows.is_empty() {
        format!("{} 和 {} 比较的内容都相同", one.number, two.number)
    } else {
        format!("{}\n{} 处不同", table(&["", "项目", &one.number, &two.number], &rows), rows.len())
    }];
    lines.extend(comparison.told.iter().cloned());
    let differences: Vec<_> = comparison
        .differences
        .iter()
        .map(|of| json!({ "part": of.part, "name": of.name, "before": of.before, "after": of.after }))
        .collect();
    let of = |one: &Frozen| json!({ "number": one.number, "job": one.job, "pages": one.pages, "sha256": one.sha256 });
    let json = json!({ "a": of(&one), "b": of(&two), "differences": differences, "told": comparison.told });
    Ok(Said::new(&json, lines.join("\n")))
}

/// `retire`: packs that were kept for their time; which are is told first, it is done with `--yes`.
pub fn retire(options: &arguments::Retire) -> Result<Said> {
    let mut book = secrets::open(&options.file, if options.yes { Access::Write } else { Access::Read })?;
    let done = retired(&mut book, options);
    let closed = book.close();
    let (due, erased) = done?;
    closed.map_err(|error| if erased.is_some() { error.after("迎检包的内容已经删除") } else { error })?;
    let numbers: Vec<&str> = due.iter().map(|(number, _)| number.as_str()).collect();
    let mut lines = vec![match &erased {
        Some(erased) => {
            format!("已删除 {} 的内容，销毁记录第 {} 号；编号、指纹和条数留着", numbers.join("、"), erased.destruction)
        }
        None if due.is_empty() => "没有保存期满的迎检包".to_owned(),
        None => format!(
            "保存期满的：{}。没有写入；确定要销毁的，写明 --basis、--approved-by，加上 --yes。销毁后不能撤销",
            numbers.join("、")
        ),
    }];
    let warnings: &[Problem] = erased.as_ref().map_or(&[], |erased| &erased.warnings);
    lines.extend(warnings.iter().map(|warning| format!("请留意：{}", warning.message)));
    let told: Vec<_> = due.iter().map(|(number, until)| json!({ "number": number, "until": until })).collect();
    let json = json!({
        "due": told,
        "erased": erased.is_some(),
        "destruction": erased.as_ref().map(|erased| erased.destruction),
        "step": erased.as_ref().and_then(|erased| erased.step),
        "warnings": warnings.iter().map(changing::warning).collect::<Vec<_>>(),
    });
    Ok(Said::new(&json, lines.join("\n")))
}

/// What is due, number and last day, and what was done.
type Retired = (Vec<(String, String)>, Option<Erased>);

fn retired(book: &mut Book, options: &arguments::Retire) -> Result<Retired> {
    let mut due = book.frozen_due(inspection::KIND)?;
    if !options.number.is_empty() {
        let asked: Vec<i64> =
            options.number.iter().map(|number| numbered(book, number).map(|one| one.id)).collect::<Result<_>>()?;
        if let Some(early) = asked.iter().find(|id| due.iter().all(|one| one.id != **id)) {
            let message = "还没有到保存期限，或内容已经删除。不加 --yes 先看哪些到期。".to_owned();
            return Err(Failure::refused("number", "not_due", early.to_string(), message));
        }
        due.retain(|one| asked.contains(&one.id));
    }
    let told = due.iter().map(|one| Ok((one.number.clone(), book.kept_until(one)?.to_string()))).collect::<Result<_>>()?;
    if !options.yes {
        return Ok((told, None));
    }
    let grounds = Grounds {
        basis: options.basis.clone().unwrap_or_default(),
        approved_by: options.approved_by.clone().unwrap_or_default(),
        witness: options.witness.clone().unwrap_or_default(),
        ..Grounds::default()
    };
    let ids: Vec<i64> = due.iter().map(|one| one.id).collect();
    Ok((told, Some(book.retire(&ids, &grounds)?)))
}

/// `pack`.
pub fn folder(options: &arguments::Pack) -> Result<Said> {
    if options.which.filter.is_some() {
        return Err(Failure::usage("迎检包不按条件选记录：请去掉 --filter。"));
    }
    let (mut book, keeps) = opened(&options.file, &options.whole)?;
    let into = std::path::absolute(&options.dir).map_err(Error::io("写入文件夹", &options.dir))?;
    let made = made(&mut book, &options.extent, &options.which, &options.whole).and_then(|(job, pack)| {
        let bytes = pack.pdf()?;
        let kept = kept(&mut book, keeps, &job, &pack, &bytes)?;
        let handing = folder::Handing::of(&pack);
        let folder = folder::write(&mut book, &job, &handing, &bytes, (&into, disk::room(&into)), &|_, _, _| true)?;
        book.note_printed()?;
        Ok((pack, kept, folder))
    });
    let closed = book.close();
    let (pack, kept, folder) = made?;
    closed?;
    let mut said = said(&pack, kept, &folder.path, "迎检包文件夹已写好并读回核对");
    said.lines.push_str(&format!("\n共 {} 个文件，{} 字节。现在可以拔出U盘。", folder.files, folder.bytes));
    Ok(said)
}

/// Opened to keep what is made, or, while another program writes, to make it only; then whole values cannot be shown.
fn opened(file: &Path, whole: &arguments::Whole) -> Result<(Book, bool)> {
    match secrets::open(file, Access::Write) {
        Ok(book) => Ok((book, true)),
        Err(error) if !whole.unmasked && ["file_in_use", "read_only"].contains(&error.code.as_str()) => {
            Ok((secrets::open(file, Access::Read)?, false))
        }
        Err(error) => Err(error),
    }
}

/// Keeps the pack as it was made, where that can be written down.
fn kept(book: &mut Book, keeps: bool, job: &PackJob, pack: &Pack, bytes: &[u8]) -> std::result::Result<bool, Error> {
    if keeps {
        inspection::freeze(book, job, pack, bytes)?;
    }
    Ok(keeps)
}

fn made(
    book: &mut Book,
    extent: &arguments::Extent,
    which: &arguments::Which,
    whole: &arguments::Whole,
) -> Result<(PackJob, Pack)> {
    let unmasked = reading::access(whole)?;
    let Query { from, to, on, .. } = reading::query(Ledger(&ORGANISATION), which, book.today())?;
    let wanted = Wanted {
        from,
        to,
        on: Some(on),
        summary: extent.summary,
        without: &extent.without,
        attachments: extent.with_attachments,
        unmasked,
        names_masked: whole.names_masked,
    };
    let job = PackJob::wanted(book, &wanted)?;
    let pack = program::pack(book, &job, &|_, _, _| true)?;
    Ok((job, pack))
}

fn said(pack: &Pack, kept: bool, out: &Path, done: &str) -> Said {
    let path = out.display().to_string();
    let pages = pack.document.pages.len();
    let parts: Vec<_> = pack.parts.iter().map(|(title, page)| json!({ "title": title, "page": page })).collect();
    let json = json!({
        "path": path,
        "pages": pages,
        "rows": pack.rows,
        "number": pack.number,
        "head": pack.head,
        "kept": kept,
        "parts": parts,
        "attachments": pack.pieces.len(),
        "missing_glyphs": pack.document.missing_glyphs,
    });
    let mut lines =
        format!("{done} {path}：{pages} 页，{} 条记录，编号 {}。\n{}", pack.rows, pack.number, pack.judged.in_words());
    for (title, page) in &pack.parts {
        lines.push_str(&format!("\n  第 {page} 页　{title}"));
    }
    if !kept {
        lines.push_str("\n数据文件正由另一个程序使用或者只能读，这一册没有留存，不能原样再印。");
    }
    Said::new(&json, lines)
}
