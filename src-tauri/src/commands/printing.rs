//! Forms: made, looked at, saved.

use super::records::query;
use crate::desktop::Kind;
use crate::state::{Open, Session, Shell};
use crate::wire::vault::{Preview, PrintAsked, PrintForm};
use crate::{prints, shapes, showing};
use chrono::NaiveDate;
use std::path::Path;
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
    showing::refuse_whole(&session, job.unmasked.as_ref())?;
    let Open { book, said, prints, .. } = session.open()?;
    let ledger = program::ledger(&job.ledger)?;
    let today = book.today();
    let asked = job.query.as_ref().map(|asked| book.reading(|book| query(asked, book, said))).transpose()?;
    let mut query = asked.filter(|asked| asked.ledger == ledger).unwrap_or_else(|| Query::all(ledger, today));
    query.from = shapes::day("from", job.from.as_deref(), today)?.or(query.from);
    query.to = shapes::day("to", job.to.as_deref(), today)?.or(query.to);
    query.on = shapes::day("on", job.on.as_deref(), today)?.unwrap_or(query.on);
    let forms = job.forms.iter().map(|code| program::printable(ledger, code)).collect::<Result<Vec<_>>>()?;
    let id = job.id.as_deref().map(shapes::id).transpose()?;
    let id = if ledger.declaration().single { id.or(Some(1)) } else { id };
    let title = forms::title_of(&forms);
    let whose = match (id.filter(|_| !ledger.declaration().single), &query.only) {
        (Some(id), _) => format!("：{}", book.title(ledger, id)?),
        (None, Some(only)) => format!("：选中的 {} 条", only.len()),
        (None, None) => String::new(),
    };
    let what = format!("{title}{whose}");
    let access = book.leave(Op::PrintUnmasked, &what, job.unmasked.as_ref(), job.names_masked)?;
    let job = |form: &Printable| PrintJob { form: *form, query: query.clone(), id, access: access.clone() };
    let jobs: Vec<PrintJob> = forms.iter().map(job).collect();
    let made = shell.work.run("正在排版", false, |_| forms::make_together(book, &jobs))?;
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
    Ok(Preview { ticket: prints.keep(made), ..preview })
}

pub fn print_page(shell: &Shell, ticket: String, page: usize) -> Result<String> {
    let mut session = shell.session();
    let made = session.open()?.prints.get(&ticket)?;
    // Pages are counted from 1, as on paper.
    page.checked_sub(1).and_then(|index| svg::page(&made.document, index)).ok_or_else(|| Error::NotFound(format!("第 {page} 页")))
}

/// The bytes of what `ticket` stands for, its title and the day it is of.
fn written(shell: &Shell, ticket: &str) -> Result<(Vec<u8>, String, NaiveDate)> {
    let mut session = shell.session();
    let document = &session.open()?.prints.get(ticket)?.document;
    let bytes = shell.work.run("正在写 PDF", false, |_| pdf::write(document))?;
    Ok((bytes, document.title.clone(), document.on))
}

/// Puts a print where it was told to go, for whoever asks for the file written last.
fn put(session: &mut Session, path: &Path, bytes: &[u8]) -> Result<()> {
    output::write(path, output::Kind::Pdf, session.path(), bytes)?;
    session.last_output = Some(path.to_owned());
    session.open()?.book.note_printed()
}

/// Saves a print where she chooses.
pub fn print_save(shell: &Shell, ticket: String) -> Result<Option<String>> {
    let (bytes, title, on) = written(shell, &ticket)?;
    let Some(path) = shell.desktop.choose_place(Kind::Pdf, &prints::name(&title, on, 1), None) else { return Ok(None) };
    let mut session = shell.session();
    put(&mut session, &path, &bytes)?;
    // What she saved there under a name of hers stays.
    session.prints.keep(&path)?;
    Ok(Some(shapes::shown(&path)))
}

/// Writes a print beside the data file and opens it in the system's viewer.
pub fn print_open(shell: &Shell, ticket: String) -> Result<String> {
    let (bytes, title, on) = written(shell, &ticket)?;
    let path = {
        let mut session = shell.session();
        // It may have been locked meanwhile: nothing is put beside a file that is.
        session.open()?;
        let data = session.path().ok_or(Error::Locked)?.to_owned();
        let path = session.prints.place(&data, &title, on)?;
        put(&mut session, &path, &bytes)?;
        path
    };
    shell.desktop.show(&path)?;
    Ok(shapes::shown(&path))
}
