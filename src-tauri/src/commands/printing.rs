//! Forms: made, looked at, saved.

use super::records::query;
use crate::desktop::Kind;
use crate::shapes;
use crate::state::Shell;
use crate::wire::vault::{Preview, PrintAsked, PrintForm};
use taizhang::base::error::{Error, Result};
use taizhang::file::output;
use taizhang::forms::{self, Heeds, PrintJob, Printable};
use taizhang::paper::{pdf, svg};
use taizhang::program;
use taizhang::store::journal::Op;
use taizhang::store::listing::Query;

pub fn print_forms(_: &Shell, ledger: String) -> Result<Vec<PrintForm>> {
    let ledger = program::ledger(&ledger)?;
    let packed = |form: Printable| PrintForm {
        form: form.code.to_owned(),
        label: form.label.to_owned(),
        per_record: form.heeds == Heeds::Record,
        period: form.heeds == Heeds::Period,
        months: form.heeds == Heeds::Months,
        of_records: form.shows_query(),
    };
    Ok(program::printables(ledger).map(packed).collect())
}

pub fn print_preview(shell: &Shell, job: PrintAsked) -> Result<Preview> {
    let mut session = shell.session();
    let open = session.open()?;
    let ledger = program::ledger(&job.ledger)?;
    let today = open.book.today();
    let asked = job.query.as_ref().map(|asked| query(asked, today)).transpose()?.filter(|asked| asked.ledger == ledger);
    let mut query = asked.unwrap_or_else(|| Query::all(ledger, today));
    query.from = shapes::day("from", job.from.as_deref(), today)?.or(query.from);
    query.to = shapes::day("to", job.to.as_deref(), today)?.or(query.to);
    query.on = shapes::day("on", job.on.as_deref(), today)?.unwrap_or(query.on);
    let form = program::printable(ledger, &job.form)?;
    let id = job.id.as_deref().map(shapes::id).transpose()?;
    let id = if ledger.declaration().single { id.or(Some(1)) } else { id };
    let title = form.title();
    let access = job.unmasked.map(|asked| open.book.disclose(Op::PrintUnmasked, &title, &asked)).transpose()?;
    let job = PrintJob { form, query, id, access };
    let made = shell.work.run("正在排版", false, |_| forms::make(&open.book, &job))?;
    let document = &made.document;
    let landscape = document.pages.first().is_some_and(|page| page.width_mm > page.height_mm);
    let preview = Preview {
        ticket: String::new(),
        title,
        pages: document.pages.len(),
        rows: made.rows,
        missing_glyphs: document.missing_glyphs.iter().map(char::to_string).collect(),
        landscape,
    };
    Ok(Preview { ticket: open.prints.keep(made), ..preview })
}

pub fn print_page(shell: &Shell, ticket: String, page: usize) -> Result<String> {
    let mut session = shell.session();
    let made = session.open()?.prints.get(&ticket)?;
    // Pages are counted from 1, as on paper.
    page.checked_sub(1).and_then(|index| svg::page(&made.document, index)).ok_or_else(|| Error::NotFound(format!("第 {page} 页")))
}

pub fn print_save(shell: &Shell, ticket: String, open: bool) -> Result<Option<String>> {
    let (bytes, suggested) = {
        let mut session = shell.session();
        let document = &session.open()?.prints.get(&ticket)?.document;
        let bytes = shell.work.run("正在写 PDF", false, |_| pdf::write(document))?;
        (bytes, format!("{}_{}.pdf", document.title, document.on.format("%Y%m%d")))
    };
    let Some(path) = shell.desktop.choose_place(Kind::Pdf, &suggested, None) else { return Ok(None) };
    let mut session = shell.session();
    output::write(&path, output::Kind::Pdf, session.path(), &bytes)?;
    session.last_output = Some(path.clone());
    session.open()?.book.note_printed()?;
    drop(session);
    if open {
        shell.desktop.show(&path)?;
    }
    Ok(Some(shapes::shown(&path)))
}
