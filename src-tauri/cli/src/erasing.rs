//! `erase`: what would go is told first; it is done with `--yes` alone.

use crate::failure::Result;
use crate::output::Said;
use crate::{arguments, changing, secrets};
use serde_json::{Value as Json, json};
use taizhang::base::error::Problem;
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::book::{Erased, Erasure, Grounds, in_words};
use taizhang::topics::inspection_visits::packs_handed_over;
use taizhang::vault::backup;

/// `erase`.
pub fn erase(options: &arguments::Erase) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let access = if options.yes { Access::Write } else { Access::Read };
    let mut book = secrets::open(&options.file, access)?;
    let done = erased(&mut book, ledger, options);
    let closed = book.close();
    let (weighed, copies_left, erased) = done?;
    closed.map_err(|error| if erased.is_some() { error.after("记录已经销毁") } else { error })?;
    let (number, step) = erased.as_ref().map_or((None, None), |erased| (Some(erased.destruction), erased.step));
    let warnings: &[Problem] = erased.as_ref().map_or(&[], |erased| &erased.warnings);
    let written: Vec<String> = weighed.written.iter().map(|(label, count)| format!("{label} {count} 处")).collect();
    let mut lines = vec![match number {
        Some(number) => format!("已销毁：{}。销毁记录第 {number} 号", in_words(&weighed.gone)),
        None => format!("将销毁：{}。没有写入；确定要销毁的，加上 --yes。销毁后不能撤销", in_words(&weighed.gone)),
    }];
    if !weighed.freed.is_empty() {
        lines.push(format!("仍保留、不再写到它的：{}", in_words(&weighed.freed)));
    }
    if !written.is_empty() {
        lines.push(format!("文字里写有这个姓名、原样保留的：{}。需要时请逐条修改或销毁", written.join("、")));
    }
    lines.push(copies_left.clone());
    lines.extend(warnings.iter().map(|warning| format!("请留意：{}", warning.message)));
    let counts = |counts: &[(Ledger, usize)]| -> Json {
        counts
            .iter()
            .map(|(ledger, count)| (ledger.name().to_owned(), Json::from(*count)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let json = json!({
        "erased": number.is_some(),
        "destruction": number,
        "step": step,
        "gone": counts(&weighed.gone),
        "freed": counts(&weighed.freed),
        "written": weighed.written.iter().map(|(label, count)| json!({ "place": label, "count": count })).collect::<Vec<_>>(),
        "copies_left": copies_left,
        "warnings": warnings.iter().map(changing::warning).collect::<Vec<_>>(),
    });
    Ok(Said::new(&json, lines.join("\n")))
}

fn erased(book: &mut Book, ledger: Ledger, options: &arguments::Erase) -> Result<(Erasure, String, Option<Erased>)> {
    let id = changing::record(book, ledger, &options.id)?;
    let weighed = book.weigh_erasure(ledger, id)?;
    let copies_left = copies_left(book, &weighed)?;
    if !options.yes {
        return Ok((weighed, copies_left, None));
    }
    let grounds = Grounds {
        basis: options.basis.clone(),
        approved_by: options.approved_by.clone(),
        witness: options.witness.clone(),
        copies_left: copies_left.clone(),
        expired: options.expired,
        handed_over: packs_handed_over(book)?,
    };
    let erased = book.erase(&weighed, &grounds)?;
    Ok((weighed, copies_left, Some(erased)))
}

/// Copies that still hold what is erased, and what becomes of the packs that are kept.
fn copies_left(book: &Book, weighed: &Erasure) -> Result<String> {
    let said = [backup::copies_left(book.path())?, book.packs_left(weighed, &packs_handed_over(book)?)?];
    Ok(said.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join("；"))
}
