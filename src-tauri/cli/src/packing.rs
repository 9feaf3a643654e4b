//! `print FILE pack`: the inspection pack as one PDF.

use crate::arguments;
use crate::failure::{Failure, Result};
use crate::output::Said;
use crate::{reading, secrets};
use serde_json::json;
use std::io::Write;
use std::path::Path;
use taizhang::articles;
use taizhang::base::error::Error;
use taizhang::file::open::Access;
use taizhang::file::output::{Kind, Output};
use taizhang::inspection::{Extent, Pack, PackJob};
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::disclosure::Unmasked;
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
    let access = reading::access(&options.whole)?;
    let mut book = secrets::open(&options.file, if access.is_some() { Access::Write } else { Access::Read })?;
    let out = std::path::absolute(&options.out).map_err(Error::io("写入文件", &options.out))?;
    let data = book.path().to_owned();
    let made = Output::begin(&out, Kind::Pdf, Some(&data)).map_err(Failure::from).and_then(|output| {
        let pack = made(&mut book, options, access)?;
        output.file()?.write_all(&pack.pdf()?).map_err(output.failed())?;
        output.finish()?;
        book.note_printed().map_err(|error| error.after(format!("已打印成 {}", out.display())))?;
        Ok(pack)
    });
    let closed = book.close();
    let made = made?;
    closed?;
    Ok(said(&made, &out))
}

fn made(book: &mut Book, options: &arguments::Print, access: Option<Unmasked>) -> Result<Pack> {
    let Query { from, to, on, .. } = reading::query(Ledger(&ORGANISATION), &options.which, book.today())?;
    let to = to.unwrap_or(on);
    let without = options.without.iter().map(|name| program::ledger(name)).collect::<std::result::Result<_, _>>()?;
    let extent = if options.summary { Extent::Summary } else { Extent::Full };
    let job =
        PackJob { extent, without, ..PackJob::of(from.unwrap_or_else(|| articles::usual_from(to)), to, on) };
    let access = access.map(|asked| book.disclose(Op::PrintUnmasked, "print pack", &asked)).transpose()?;
    Ok(program::pack(book, &PackJob { access, ..job }, &|_, _, _| true)?)
}

fn said(pack: &Pack, out: &Path) -> Said {
    let path = out.display().to_string();
    let pages = pack.document.pages.len();
    let parts: Vec<_> = pack.parts.iter().map(|(title, page)| json!({ "title": title, "page": page })).collect();
    let json = json!({
        "path": path,
        "pages": pages,
        "rows": pack.rows,
        "number": pack.number,
        "head": pack.head,
        "parts": parts,
        "missing_glyphs": pack.document.missing_glyphs,
    });
    let mut lines = format!("迎检包已打印成 {path}：{pages} 页，{} 条记录，编号 {}。\n{}", pack.rows, pack.number, pack.judged.in_words());
    for (title, page) in &pack.parts {
        lines.push_str(&format!("\n  第 {page} 页　{title}"));
    }
    Said::new(&json, lines)
}
