//! 迎检包: made and kept, handed over as a folder, printed again.

use crate::state::{Open, Packed, Shell};
use crate::wire::attachments::{ErasedView, ErasureGrounds};
use crate::wire::inspection::{KeptPack, PackAsked, PackComparison, PackDifference, PackFolder, PackMade, PackPart};
use crate::wire::vault::Preview;
use crate::{place, shapes};
use taizhang::articles::State;
use taizhang::base::error::{Error, Result};
use taizhang::file::output;
use taizhang::forms::Made;
use taizhang::inspection::{self, Comparison, Difference, Pack, PackJob, Wanted, folder};
use taizhang::program;
use taizhang::store::book::Grounds;
use taizhang::store::disclosure::Unmasked;
use taizhang::store::frozen::Frozen;
use taizhang::store::journal::Op;

pub fn pack_make(shell: &Shell, job: PackAsked) -> Result<PackMade> {
    let mut session = shell.session();
    let Open { book, prints, packed, read_only, .. } = session.open()?;
    let today = book.today();
    let wanted = Wanted {
        from: shapes::day("from", job.from.as_deref(), today)?,
        to: shapes::day("to", job.to.as_deref(), today)?,
        on: None,
        summary: job.summary,
        without: &job.without,
        attachments: job.attachments,
        unmasked: job.unmasked,
        names_masked: job.names_masked,
    };
    let job = PackJob::wanted(book, &wanted)?;
    let (pack, bytes) = shell.work.run("正在生成迎检包", true, |told| -> Result<_> {
        let pack = program::pack(book, &job, &told.steps())?;
        told.next("正在写 PDF");
        let bytes = pack.pdf()?;
        Ok((pack, bytes))
    })?;
    let kept = read_only.is_none();
    if kept {
        inspection::freeze(book, &job, &pack, &bytes)?;
    }
    let handing = folder::Handing::of(&pack);
    let Pack { document, number, rows, parts, judged, pieces, .. } = pack;
    let preview = Preview {
        ticket: String::new(),
        title: document.title.clone(),
        pages: document.pages.len(),
        rows,
        missing_glyphs: document.missing_glyphs.iter().map(char::to_string).collect(),
        landscape: false,
    };
    // The pages are kept once: as the print.
    let ticket = prints.keep(Made { document, rows });
    let period = format!("{} 至 {}", job.from, job.to);
    *packed = Some(Packed { ticket: ticket.clone(), job, handing, bytes });
    Ok(PackMade {
        preview: Preview { ticket, ..preview },
        number,
        period,
        parts: parts.into_iter().map(|(title, page)| PackPart { title, page }).collect(),
        words: judged.in_words(),
        attachments: pieces.len(),
        kept,
    })
}

/// Writes the pack made last as a folder where she chooses.
pub fn pack_folder(shell: &Shell, ticket: String) -> Result<Option<PackFolder>> {
    let Some(dir) = shell.desktop.choose_folder("把迎检包放到哪里") else { return Ok(None) };
    let mut session = shell.session();
    let written = {
        let Open { book, packed, .. } = session.open()?;
        let Some(Packed { job, handing, bytes, .. }) = packed.as_ref().filter(|packed| packed.ticket == ticket) else {
            return Err(Error::NotFound("刚才的迎检包".to_owned()));
        };
        let written = shell.work.run("正在写入并核对", true, |told| {
            folder::write(book, job, handing, bytes, (&dir, place::room(&dir)), &told.steps())
        })?;
        book.note_printed()?;
        written
    };
    session.last_output = Some(written.path.clone());
    Ok(Some(PackFolder { shown: shapes::shown(&written.path), files: written.files, bytes: written.bytes }))
}

pub fn packs_kept(shell: &Shell) -> Result<Vec<KeptPack>> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    book.frozen(inspection::KIND)?.iter().map(|one| Ok(told(one, book.is_due(one)?))).collect()
}

/// What stands otherwise in the second of two packs that were kept.
pub fn packs_compared(shell: &Shell, one: String, two: String) -> Result<PackComparison> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let all = book.frozen(inspection::KIND)?;
    let found = |id: &str| -> Result<&Frozen> {
        let id = shapes::id(id)?;
        all.iter().find(|one| one.id == id).ok_or_else(|| Error::NotFound("留存的迎检包".to_owned()))
    };
    let Comparison { differences, told } = inspection::compare(book.registry(), found(&one)?, found(&two)?);
    let line = |of: Difference| PackDifference { part: of.part.to_owned(), name: of.name, before: of.before, after: of.after };
    Ok(PackComparison { differences: differences.into_iter().map(line).collect(), told })
}

/// Takes away the contents of packs that were kept for their time.
pub fn packs_retire(shell: &Shell, ids: Vec<String>, grounds: ErasureGrounds) -> Result<ErasedView> {
    let mut session = shell.session();
    let Open { book, packed, .. } = session.open()?;
    let ids = ids.iter().map(|id| shapes::id(id)).collect::<Result<Vec<_>>>()?;
    let ErasureGrounds { basis, approved_by, witness, .. } = grounds;
    let done = book.retire(&ids, &Grounds { basis, approved_by, witness, ..Grounds::default() })?;
    *packed = None;
    Ok(ErasedView { destruction: done.destruction.to_string(), warnings: done.warnings, moved: shapes::moved(&done.moved) })
}

fn told(one: &Frozen, due: bool) -> KeptPack {
    let text = |key: &str| one.job[key].as_str().unwrap_or_default();
    let states = one.summary["states"].as_object();
    let count =
        |state: State| states.map_or(0, |states| states.values().filter(|code| code.as_str() == Some(state.code())).count());
    let words = State::ALL.iter().map(|state| format!("{} {}", state.label(), count(*state))).collect::<Vec<_>>();
    let extent = if text("extent") == "summary" { "（目录版）" } else { "" };
    KeptPack {
        id: one.id.to_string(),
        number: one.number.clone(),
        period: format!("{} 至 {}{extent}", text("from"), text("to")),
        pages: one.pages,
        words: words.join("、"),
        recipient: one.recipient.clone(),
        whole: inspection::shows_whole(one),
        names_masked: one.job["names_masked"] == true,
        emptied: one.emptied_on.is_some(),
        due,
        at: shapes::instant(one.frozen_at),
    }
}

/// Writes a kept pack beside the data file, byte for byte as it was, and opens it in the system's viewer.
pub fn pack_again(shell: &Shell, id: String, unmasked: Option<Unmasked>) -> Result<String> {
    let id = shapes::id(&id)?;
    let path = {
        let mut session = shell.session();
        let open = session.open()?;
        let one = open.book.frozen(inspection::KIND)?.into_iter().find(|one| one.id == id);
        let one = one.ok_or_else(|| Error::NotFound("留存的迎检包".to_owned()))?;
        let bytes = open.book.frozen_bytes(id)?;
        if inspection::shows_whole(&one) {
            open.book.disclose(Op::PrintUnmasked, &format!("再印迎检包 {}", one.number), &unmasked.unwrap_or_default())?;
        }
        let data = open.book.path().to_owned();
        let path = session.prints.named(&data, &format!("迎检包_{}", one.number))?;
        output::write(&path, output::Kind::Pdf, Some(&data), &bytes)?;
        session.last_output = Some(path.clone());
        path
    };
    shell.desktop.show(&path)?;
    Ok(shapes::shown(&path))
}
