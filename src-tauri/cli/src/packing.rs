//! `print FILE pack` and `pack`: the inspection pack as one PDF, and as a folder to be handed over.

use crate::arguments;
use crate::failure::{Failure, Result};
use crate::output::Said;
use crate::{reading, secrets};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use taizhang::base::error::Error;
use taizhang::file::open::Access;
use taizhang::file::output::{self, Kind, Output};
use taizhang::inspection::{self, Extent, Pack, PackJob, folder};
use taizhang::program;
use taizhang::schema::Ledger;
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
    if options.extent.is_asked() || options.which.from.is_some() || options.which.to.is_some() || options.which.on.is_some() {
        return Err(Failure::usage("再印照当时的样子：请去掉 --from、--to、--on、--summary、--without。"));
    }
    let access = reading::access(&options.whole)?;
    let mut book = secrets::open(&options.file, if access.is_some() { Access::Write } else { Access::Read })?;
    let out = std::path::absolute(&options.out).map_err(Error::io("写入文件", &options.out))?;
    let data = book.path().to_owned();
    let made = (|| -> Result<Frozen> {
        let all = book.frozen(inspection::KIND)?;
        let Some(one) = all.iter().find(|one| one.number == number.to_lowercase()) else {
            let known: Vec<&str> = all.iter().map(|one| one.number.as_str()).collect();
            let known =
                if known.is_empty() { "还没有留存迎检包".to_owned() } else { format!("有 {}", known.join("、")) };
            return Err(Failure::refused("number", "choice", number, format!("没有编号 {number} 的迎检包：{known}。")));
        };
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
        let folder = folder::write(&mut book, &job, &pack, &bytes, &into, &|_, _, _| true)?;
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
    let access = reading::access(whole)?;
    let Query { from, to, on, .. } = reading::query(Ledger(&ORGANISATION), which, book.today())?;
    let without = extent.without.iter().map(|name| program::ledger(name)).collect::<std::result::Result<_, _>>()?;
    let extent = if extent.summary { Extent::Summary } else { Extent::Full };
    let job = PackJob { extent, without, ..PackJob::asked(from, to, on)? };
    let access = access.map(|asked| book.disclose(Op::PrintUnmasked, "print pack", &asked)).transpose()?;
    let job = PackJob { access, ..job };
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
