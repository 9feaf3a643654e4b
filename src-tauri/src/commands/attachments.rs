//! Attachments of records: chosen, dropped or pasted, kept, shown, saved elsewhere; and erasing a record with them.

use crate::desktop::Kind;
use crate::state::{Open, Shell};
use crate::wire::attachments::{Attached, Attachment, Counted, ErasedView, ErasureGrounds, ErasureView, TakenFile, ToAttach};
use crate::{shapes, showing};
use data_encoding::BASE64;
use taizhang::attachments::{self, Taken};
use taizhang::base::error::{Error, Result};
use taizhang::file::output;
use taizhang::program;
use taizhang::schema::{Ledger, Record};
use taizhang::store::blobs::Form;
use taizhang::store::book::{Erasure, Grounds, NewAttachment};
use taizhang::store::{ATTACHMENTS, Book};
use taizhang::topics::inspection_visits::packs_handed_over;
use taizhang::vault::backup;
use uuid::Uuid;

const OWN: Ledger = Ledger(&ATTACHMENTS);
/// Longer side of a small picture, in pixels.
const SMALL: usize = 240;
/// Files read and not kept yet that are remembered.
const MOST_TAKEN: usize = 60;

pub fn attachments_of(shell: &Shell, ledger: String, id: String) -> Result<Vec<Attachment>> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let kept = book.attachments(program::ledger(&ledger)?, shapes::id(&id)?)?;
    Ok(kept.iter().map(attachment).collect())
}

fn attachment(record: &Record) -> Attachment {
    let text = |column: &str| record.text(column).unwrap_or_default().to_owned();
    let bytes = record.values.get("bytes").and_then(|value| value.to_input().parse().ok()).unwrap_or_default();
    Attachment {
        id: record.id.to_string(),
        step: record.step,
        file_name: text("file_name"),
        picture: record.code("kind") == Some(Form::Picture.code()),
        taken_on: record.date("taken_on").map(|day| day.to_string()).unwrap_or_default(),
        caption: text("caption"),
        size: size(bytes),
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", bytes / 1_048_576, bytes % 1_048_576 * 10 / 1_048_576),
    }
}

fn record(book: &Book, id: &str) -> Result<Record> {
    book.get(OWN, shapes::id(id)?, book.today())
}

/// A picture as base64: small, or as it is kept. A PDF has none.
pub fn attachment_picture(shell: &Shell, id: String, whole: bool) -> Result<String> {
    let content = {
        let mut session = shell.session();
        let record = record(&session.open()?.book, &id)?;
        if let Some(of) = record.text("ledger").map(program::ledger).transpose()? {
            showing::refuse_picture(&session, of)?;
        }
        session.open()?.book.content(&record)?
    };
    match (content.form, whole) {
        (Form::Pdf, _) => Ok(String::new()),
        (Form::Picture, true) => Ok(BASE64.encode(&content.bytes)),
        (Form::Picture, false) => Ok(BASE64.encode(&attachments::small(&content.bytes, SMALL)?)),
    }
}

pub fn attachment_save(shell: &Shell, id: String) -> Result<Option<String>> {
    let (content, record) = {
        let mut session = shell.session();
        let book = &session.open()?.book;
        let record = record(book, &id)?;
        (book.content(&record)?, record)
    };
    let (kind, written) = match content.form {
        Form::Picture => (Kind::Jpeg, output::Kind::Jpeg),
        Form::Pdf => (Kind::Pdf, output::Kind::Pdf),
    };
    let name = record.text("file_name").unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let suggested = format!("{stem}.{}", content.form.ending());
    let Some(path) = shell.desktop.choose_place(kind, &suggested, None) else { return Ok(None) };
    output::write(&path, written, shell.session().path(), &content.bytes)?;
    Ok(Some(shapes::shown(&path)))
}

/// Asks for files and reads them; none when she gave up.
pub fn attach_choose(shell: &Shell) -> Result<Vec<TakenFile>> {
    let today = shell.session().open()?.book.today();
    let paths = shell.desktop.choose_files(Kind::Attachment, None);
    // Reading takes its time, and nobody waits for it.
    let read: Vec<_> = paths
        .into_iter()
        .map(|path| (path.file_name().map(|name| name.to_string_lossy().into_owned()), attachments::open(&path, today)))
        .collect();
    let mut session = shell.session();
    let open = session.open()?;
    read.into_iter().map(|(name, taken)| taken_file(open, name.unwrap_or_default(), taken)).collect()
}

/// Reads a file that was dropped or pasted.
pub fn attach_given(shell: &Shell, name: String, base64: String) -> Result<TakenFile> {
    let today = shell.session().open()?.book.today();
    let bytes = BASE64.decode(base64.as_bytes()).map_err(|_| {
        Error::invalid("file_name", "damaged", name.as_str(), format!("「{name}」没有收全。请再拖一次，或用「添加附件」。"))
    });
    let taken = bytes.and_then(|bytes| attachments::take(name.clone(), bytes, today));
    let mut session = shell.session();
    taken_file(session.open()?, name, taken)
}

fn taken_file(open: &mut Open, file_name: String, taken: Result<Taken>) -> Result<TakenFile> {
    let none =
        TakenFile { ticket: String::new(), file_name, taken_on: String::new(), thumbnail: String::new(), problem: String::new() };
    match taken {
        Ok(taken) => {
            let thumbnail = match taken.content.form {
                Form::Picture => BASE64.encode(&attachments::small(&taken.content.bytes, SMALL)?),
                Form::Pdf => String::new(),
            };
            let ticket = Uuid::new_v4().simple().to_string();
            let taken_on = taken.taken_on.map(|day| day.to_string()).unwrap_or_default();
            open.taken.push((ticket.clone(), taken));
            if open.taken.len() > MOST_TAKEN {
                open.taken.remove(0);
            }
            Ok(TakenFile { ticket, taken_on, thumbnail, ..none })
        }
        Err(Error::Invalid(problems)) => {
            let problem = problems.into_iter().next().map(|problem| problem.message).unwrap_or_default();
            Ok(TakenFile { problem, ..none })
        }
        Err(error) => Err(error),
    }
}

/// Keeps files with a record, as one step.
pub fn attach_save(shell: &Shell, ledger: String, id: String, files: Vec<ToAttach>) -> Result<Attached> {
    let mut session = shell.session();
    let open = session.open()?;
    let (ledger, id) = (program::ledger(&ledger)?, shapes::id(&id)?);
    let mut new = Vec::with_capacity(files.len());
    for file in files {
        let found = open.taken.iter().find(|(ticket, _)| *ticket == file.ticket);
        let (_, taken) = found.ok_or_else(|| Error::NotFound("刚才读的文件".to_owned()))?;
        new.push(NewAttachment {
            file_name: taken.file_name.clone(),
            content: taken.content.clone(),
            taken_on: file.taken_on,
            caption: file.caption,
        });
    }
    let done = open.book.attach(ledger, id, new)?;
    open.taken.clear();
    Ok(Attached { count: done.ids.len(), warnings: done.warnings, moved: shapes::moved(&done.moved) })
}

/// Forgets files that were read and are not to be kept.
pub fn attach_drop(shell: &Shell) -> Result<()> {
    shell.session().open()?.taken.clear();
    Ok(())
}

pub fn erase_weigh(shell: &Shell, ledger: String, id: String) -> Result<ErasureView> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let weighed = book.weigh_erasure(program::ledger(&ledger)?, shapes::id(&id)?)?;
    erasure(book, &weighed)
}

fn erasure(book: &Book, weighed: &Erasure) -> Result<ErasureView> {
    let counted = |counts: &[(Ledger, usize)]| {
        let one = |(ledger, count): &(Ledger, usize)| {
            let declaration = ledger.declaration();
            Counted { label: declaration.label.to_owned(), count: format!("{count} {}", declaration.unit) }
        };
        counts.iter().map(one).collect()
    };
    let written =
        weighed.written.iter().map(|(label, count)| Counted { label: (*label).to_owned(), count: format!("{count} 处") });
    Ok(ErasureView {
        title: weighed.title.clone(),
        gone: counted(&weighed.gone),
        freed: counted(&weighed.freed),
        written: written.collect(),
        copies_left: copies_left(book, weighed)?,
        step: weighed.step,
    })
}

/// Erases what she was told of at `step`; unsaved forms that name it go too.
pub fn erase(shell: &Shell, ledger: String, id: String, step: i64, grounds: ErasureGrounds) -> Result<ErasedView> {
    let mut session = shell.session();
    let open = session.open()?;
    let weighed = open.book.weigh_erasure(program::ledger(&ledger)?, shapes::id(&id)?)?;
    if weighed.step != step {
        return Err(Error::ChangedMeanwhile);
    }
    let grounds = Grounds {
        basis: grounds.basis,
        approved_by: grounds.approved_by,
        witness: grounds.witness,
        expired: grounds.expired,
        copies_left: copies_left(&open.book, &weighed)?,
        handed_over: packs_handed_over(&open.book)?,
    };
    open.packed = None;
    open.drafts.forget(&open.book.telling(&weighed)?);
    open.drafts.write(&mut open.book)?;
    let done = open.book.erase(&weighed, &grounds)?;
    let view =
        ErasedView { destruction: done.destruction.to_string(), warnings: done.warnings, moved: shapes::moved(&done.moved) };
    open.taken.clear();
    (open.import, open.filling) = (None, None);
    session.prints.clear();
    Ok(view)
}

/// Copies that still hold what is erased, and what becomes of the packs that are kept.
fn copies_left(book: &Book, weighed: &Erasure) -> Result<String> {
    let said = [backup::copies_left(book.path())?, book.packs_left(weighed, &packs_handed_over(book)?)?];
    Ok(said.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join("；"))
}
