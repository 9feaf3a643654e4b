//! 迎检包: made and kept, handed over as a folder, printed again.

use crate::shapes;
use crate::state::{Open, Packed, Shell};
use crate::wire::inspection::{KeptPack, PackAsked, PackFolder, PackMade, PackPart};
use crate::wire::vault::Preview;
use taizhang::articles::State;
use taizhang::base::error::{Error, Result};
use taizhang::file::output;
use taizhang::forms::Made;
use taizhang::inspection::{self, Extent, PackJob, folder};
use taizhang::program;
use taizhang::store::disclosure::Unmasked;
use taizhang::store::frozen::Frozen;
use taizhang::store::journal::Op;

pub fn pack_make(shell: &Shell, job: PackAsked) -> Result<PackMade> {
    let mut session = shell.session();
    let Open { book, prints, packed, read_only, .. } = session.open()?;
    let today = book.today();
    let to = shapes::day("to", job.to.as_deref(), today)?;
    let from = shapes::day("from", job.from.as_deref(), today)?;
    let without = job.without.iter().map(|name| program::ledger(name)).collect::<Result<_>>()?;
    let extent = if job.summary { Extent::Summary } else { Extent::Full };
    let plain = PackJob { extent, without, ..PackJob::asked(from, to, today)? };
    let access = job.unmasked.map(|asked| book.disclose(Op::PrintUnmasked, "迎检包", &asked)).transpose()?;
    let job = PackJob { access, ..plain };
    let (pack, bytes) = shell.work.run("正在生成迎检包", true, |told| -> Result<_> {
        let pack = program::pack(book, &job, &|done, total, what| {
            told.next(what);
            told.done(done as u64, total as u64)
        })?;
        told.next("正在写 PDF");
        let bytes = pack.pdf()?;
        Ok((pack, bytes))
    })?;
    let kept = read_only.is_none();
    if kept {
        inspection::freeze(book, &job, &pack, &bytes)?;
    }
    let document = &pack.document;
    let preview = Preview {
        ticket: prints.keep(Made { document: document.clone(), rows: pack.rows }),
        title: document.title.clone(),
        pages: document.pages.len(),
        rows: pack.rows,
        missing_glyphs: document.missing_glyphs.iter().map(char::to_string).collect(),
        landscape: false,
    };
    let made = PackMade {
        preview,
        number: pack.number.clone(),
        period: format!("{} 至 {}", job.from, job.to),
        parts: pack.parts.iter().map(|(title, page)| PackPart { title: title.clone(), page: *page }).collect(),
        words: pack.judged.in_words(),
        kept,
    };
    *packed = Some(Packed { ticket: made.preview.ticket.clone(), job, pack, bytes });
    Ok(made)
}

/// Writes the pack made last as a folder where she chooses.
pub fn pack_folder(shell: &Shell, ticket: String) -> Result<Option<PackFolder>> {
    let Some(dir) = shell.desktop.choose_folder("把迎检包放到哪里") else { return Ok(None) };
    let mut session = shell.session();
    let written = {
        let Open { book, packed, .. } = session.open()?;
        let Some(Packed { job, pack, bytes, .. }) = packed.as_ref().filter(|packed| packed.ticket == ticket) else {
            return Err(Error::NotFound("刚才的迎检包".to_owned()));
        };
        let written = shell.work.run("正在写入并核对", true, |told| {
            folder::write(book, job, pack, bytes, &dir, &|done, total, what| {
                told.next(what);
                told.done(done as u64, total as u64)
            })
        })?;
        book.note_printed()?;
        written
    };
    session.last_output = Some(written.path.clone());
    Ok(Some(PackFolder { shown: shapes::shown(&written.path), files: written.files, bytes: written.bytes }))
}

pub fn packs_kept(shell: &Shell) -> Result<Vec<KeptPack>> {
    let mut session = shell.session();
    let kept = session.open()?.book.frozen(inspection::KIND)?;
    Ok(kept.iter().map(told).collect())
}

fn told(one: &Frozen) -> KeptPack {
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
        emptied: one.emptied_on.is_some(),
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
