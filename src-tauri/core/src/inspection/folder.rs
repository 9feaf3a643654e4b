//! 迎检包 as a folder to be handed over: the document, its ledgers as workbooks, the hash of each file.
//!
//! Owns which files there are and what they are called. It appears under its name only when every file was read back from the
//! medium; nothing is left of one that failed.

use super::{Pack, PackJob, Piece, megabytes, own};
use crate::base::error::{Error, Result};
use crate::exchange::export::{ExportJob, export_under};
use crate::file::disk;
use crate::schema::Ledger;
use crate::store::Book;
use crate::store::disclosure::{Leave, Unmasked};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Characters of a name of a file or folder at most.
const MOST_IN_NAME: usize = 60;
/// Bytes wanted free besides the document and what is kept: for the workbooks.
const SPARE: u64 = 16 * 1024 * 1024;
/// Characters of the organisation's name in that of the folder.
const MOST_OF_ORGANISATION: usize = 12;
const DOCUMENT: &str = "迎检包.pdf";
const LEDGERS: &str = "台账";
const KEPT: &str = "附件";
const LIST: &str = "清单.txt";
const NOTE: &str = "说明.txt";

/// What of a pack is handed over as a folder, besides its file.
#[derive(Debug, Clone)]
pub struct Handing {
    organisation: String,
    number: String,
    head: String,
    pages: usize,
    ledgers: Vec<Ledger>,
    pieces: Vec<Piece>,
}

impl Handing {
    /// That of `pack`.
    pub fn of(pack: &Pack) -> Self {
        Self {
            organisation: pack.document.organisation.clone(),
            number: pack.number.clone(),
            head: pack.head.clone(),
            pages: pack.document.pages.len(),
            ledgers: pack.ledgers.clone(),
            pieces: pack.pieces.clone(),
        }
    }
}

/// A folder written and read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Where it lies.
    pub path: PathBuf,
    /// How many files it holds.
    pub files: usize,
    /// Their length in all.
    pub bytes: u64,
}

/// Removes what is not finished.
struct Unfinished<'a>(&'a Path);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0);
    }
}

/// What a name may hold on every system.
fn fit(text: &str, most: usize) -> String {
    let kept = text.chars().filter(|c| !c.is_control() && !"<>:\"/\\|?*".contains(*c)).take(most).collect::<String>();
    kept.trim_end_matches(['.', ' ']).to_owned()
}

/// Writes the folder of `pack`, whose file is `document`, into the folder `into`, on whose medium `room` bytes are free, as far
/// as that is known.
///
/// # Errors
/// `TargetExists`; `ChangedMeanwhile` when records were written since the pack was made; `FileDamaged` when what was written
/// reads back otherwise; `Cancelled`; `ReadOnly`, `Io`, also where there is no room. Then nothing is left.
pub fn write(
    book: &mut Book,
    job: &PackJob,
    pack: &Handing,
    document: &[u8],
    (into, room): (&Path, Option<u64>),
    progress: &dyn Fn(usize, usize, &str) -> bool,
) -> Result<Folder> {
    if book.head()?.text != pack.head {
        return Err(Error::ChangedMeanwhile);
    }
    let organisation = fit(&pack.organisation, MOST_OF_ORGANISATION);
    let name = fit(&format!("迎检包_{organisation}_{}_{}_{}", job.from, job.to, pack.number), MOST_IN_NAME);
    let target = into.join(&name);
    if target.exists() {
        return Err(Error::TargetExists(target));
    }
    let wanted = document.len() as u64 + pack.pieces.iter().map(|piece| piece.bytes).sum::<u64>() + SPARE;
    if let Some(room) = room.filter(|room| *room < wanted) {
        let message = format!(
            "要 {} MB，只剩 {} MB；没有写。请腾出空间或换一个U盘，也可以不带附件、缩短期间",
            megabytes(wanted),
            megabytes(room)
        );
        return Err(Error::io("写入迎检包", into)(std::io::Error::other(message)));
    }
    let part = into.join(format!("{name}.part"));
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: std::io::Error| {
            if disk::is_read_only(&error) { Error::ReadOnly(path.clone()) } else { Error::io("写入文件", &path)(error) }
        }
    };
    if part.exists() {
        std::fs::remove_dir_all(&part).map_err(failed(&part))?;
    }
    let sheets = if pack.ledgers.is_empty() { part.clone() } else { part.join(LEDGERS) };
    std::fs::create_dir_all(&sheets).map_err(failed(&part))?;
    let unfinished = Unfinished(&part);
    let write = |name: &str, bytes: &[u8]| -> Result<()> {
        let path = part.join(name);
        let mut file = File::create_new(&path).map_err(failed(&path))?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed(&path))
    };
    write(DOCUMENT, document)?;
    let mut files = vec![DOCUMENT.to_owned()];
    for (place, ledger) in pack.ledgers.iter().enumerate() {
        if !progress(place, pack.ledgers.len(), ledger.declaration().label) {
            return Err(Error::Cancelled);
        }
        let name = format!("{LEDGERS}/{:02}-{}.xlsx", place + 1, fit(ledger.declaration().label, MOST_IN_NAME - 8));
        export_under(book, &exported(job, *ledger), job.access.as_ref(), &part.join(&name), &|_, _| true)?;
        files.push(name);
    }
    if !pack.pieces.is_empty() {
        let kept = part.join(KEPT);
        std::fs::create_dir(&kept).map_err(failed(&kept))?;
    }
    for piece in &pack.pieces {
        if !progress(pack.ledgers.len(), pack.ledgers.len(), &format!("附件 {}/{}", piece.number, pack.pieces.len())) {
            return Err(Error::Cancelled);
        }
        let label = fit(piece.ledger.declaration().label, MOST_IN_NAME - 16);
        let name = format!("{KEPT}/{:04}-{}-{label}.{}", piece.number, piece.article, piece.ending());
        write(&name, &book.content(&piece.attachment)?.bytes)?;
        files.push(name);
    }
    write(NOTE, note(pack).as_bytes())?;
    files.push(NOTE.to_owned());
    files.sort();
    let mut bytes = 0;
    let mut list = String::new();
    for name in &files {
        let path = part.join(name);
        let (length, hash) = disk::digest(&path)?;
        bytes += length;
        list.push_str(&format!("{hash}  {name}\r\n"));
    }
    write(LIST, list.as_bytes())?;
    read_back(&part, &list)?;
    disk::put_folder(&part, &target)?;
    std::mem::forget(unfinished);
    Ok(Folder { path: target, files: files.len() + 1, bytes: bytes + list.len() as u64 })
}

/// The records of `ledger` that the pack shows.
fn exported(job: &PackJob, ledger: Ledger) -> ExportJob {
    let whole = job.access.as_ref().and_then(Leave::whole);
    let access = whole.map(|whole| Unmasked { purpose: whole.purpose().to_owned(), recipient: whole.recipient().to_owned() });
    ExportJob { query: job.records(ledger), access, names_masked: false }
}

/// Every file is, read from the medium itself, what the list says.
fn read_back(part: &Path, list: &str) -> Result<()> {
    for line in list.lines() {
        let Some((hash, name)) = line.split_once("  ") else { continue };
        let path = part.join(name);
        disk::forget(&path);
        if disk::digest(&path)?.1 != hash {
            return Err(Error::FileDamaged(format!("写到 {} 的文件读回来不一样，没有留下", part.display())));
        }
    }
    Ok(())
}

fn note(pack: &Handing) -> String {
    let lines = [
        format!("疫情防控迎检资料，编号 {}，核验码 {}。", pack.number, pack.head),
        String::new(),
        format!("{DOCUMENT}　全册，{} 页。", pack.pages),
        if pack.ledgers.is_empty() {
            "目录版，不附台账的表格。".to_owned()
        } else {
            format!("{LEDGERS}　册中各本台账的表格，可以用 WPS 或 Excel 打开。")
        },
        if pack.pieces.is_empty() {
            "没有附件。".to_owned()
        } else {
            format!("{KEPT}　{} 件，编号与全册的附录相同。", pack.pieces.len())
        },
        format!("{LIST}　每个文件的 SHA-256。"),
        String::new(),
        "核对文件有没有改过：".to_owned(),
        format!("  Windows：certutil -hashfile {DOCUMENT} SHA256，与清单比较。"),
        format!("  Linux：在本文件夹里运行 sha256sum -c <(tr -d '\\r' < {LIST})。"),
        "核对记录有没有改过：在防疫台账里按核验码检查数据文件。".to_owned(),
    ];
    // The editor of Windows knows the encoding by these bytes.
    format!("\u{feff}{}\r\n", lines.join("\r\n"))
}

/// The ledgers of papers, each once, in the order of the pack; the organisation's own is the document's.
pub(super) fn ledgers(papers: impl Iterator<Item = Ledger>) -> Vec<Ledger> {
    let mut all = Vec::new();
    for ledger in papers.filter(|ledger| *ledger != own()) {
        if !all.contains(&ledger) {
            all.push(ledger);
        }
    }
    all
}
