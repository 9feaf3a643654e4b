//! What was frozen: packs as they were made, kept byte for byte and given out again as they were.
//!
//! Owns the tables `frozen` and `frozen_pieces`. Knows no form: what the bytes are is whoever freezes them's. Freezing is a step
//! that does not move the head, since nothing that a print shows changes; its detail names the hash, so that the chain holds it.

use crate::base::error::{Error, Result};
use crate::base::hash::{Hash, sha256};
use crate::store::journal::Op;
use crate::store::{Book, rows};
use chrono::{DateTime, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value as Json, json};

/// What inspection packs are frozen as.
pub const PACK: &str = "pack";
/// What reports are frozen as: figures alone, which name nobody.
pub const REPORT: &str = "report";

/// Bytes in a piece: what is read or written at a time.
const PIECE: usize = 1 << 20;

/// What is to be frozen.
#[derive(Debug, Clone)]
pub struct Freezing<'a> {
    /// What it is, such as pack.
    pub kind: &'static str,
    /// The number printed on it.
    pub number: &'a str,
    /// What was asked for.
    pub job: Json,
    /// What it comes to, to be compared with another.
    pub summary: Json,
    /// How many pages it has.
    pub pages: usize,
    /// The head it was made at.
    pub head: &'a str,
    /// Whom it is for; empty: nobody in particular.
    pub recipient: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// Something frozen.
#[derive(Debug, Clone, PartialEq)]
pub struct Frozen {
    /// Its number in the file.
    pub id: i64,
    /// The number printed on it.
    pub number: String,
    /// What was asked for.
    pub job: Json,
    /// What it came to.
    pub summary: Json,
    /// How many pages it has.
    pub pages: u64,
    /// The head it was made at.
    pub head: String,
    /// By which version of the program.
    pub program_version: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Its length.
    pub bytes: u64,
    /// Whom it is for.
    pub recipient: String,
    /// When it was frozen.
    pub frozen_at: DateTime<Utc>,
    /// The day its bytes went, with somebody who was erased or when its time was over; hash, number and counts stay.
    pub emptied_on: Option<NaiveDate>,
}

const COLUMNS: &str = "id, number, job, summary, pages, head, program_version, sha256, bytes, recipient, frozen_at, emptied_on";

fn read(row: &Row<'_>) -> Result<Frozen> {
    let text = |place: usize| -> Result<String> { Ok(row.get(place)?) };
    let said = |place: usize| -> Result<Json> {
        serde_json::from_str(&text(place)?).map_err(|error| Error::FileDamaged(format!("留存的资料读不懂：{error}")))
    };
    let number = |place: usize| -> Result<u64> { Ok(u64::try_from(row.get::<_, i64>(place)?).unwrap_or_default()) };
    Ok(Frozen {
        id: row.get(0)?,
        number: text(1)?,
        job: said(2)?,
        summary: said(3)?,
        pages: number(4)?,
        head: text(5)?,
        program_version: text(6)?,
        sha256: text(7)?,
        bytes: number(8)?,
        recipient: text(9)?,
        frozen_at: rows::read_instant(&text(10)?)?,
        emptied_on: rows::day_of(row, 11)?,
    })
}

impl Book {
    /// Freezes `what`. The same bytes are frozen once: then what there is already is returned.
    ///
    /// # Errors
    /// `ReadOnly` without the writer's lock; what the disk says. Then nothing is frozen.
    pub fn freeze(&mut self, what: &Freezing<'_>) -> Result<Frozen> {
        let sha256 = sha256(what.bytes);
        if let Some(known) = self.frozen(what.kind)?.into_iter().find(|one| one.sha256 == sha256) {
            return Ok(known);
        }
        let at = self.surroundings().now();
        let detail = json!({ "kind": what.kind, "number": what.number, "sha256": sha256, "pages": what.pages,
            "seal": seal(what, &sha256) });
        self.transact(Op::Freeze, detail, |change| change.freeze(what, &sha256, at))?;
        let made = self.frozen(what.kind)?.into_iter().find(|one| one.sha256 == sha256);
        made.ok_or_else(|| Error::Bug("留存以后找不到".to_owned()))
    }

    /// What was frozen of a kind, newest first.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn frozen(&self, kind: &str) -> Result<Vec<Frozen>> {
        self.reading(|book| {
            let sql = format!("SELECT {COLUMNS} FROM frozen WHERE kind = ?1 ORDER BY id DESC");
            let mut statement = book.connection().prepare(&sql)?;
            let mut rows = statement.query([kind])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(read(row)?);
            }
            Ok(found)
        })
    }

    /// The bytes of something frozen, as they were.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` when they went with somebody who was erased; `FileDamaged` when they are not what they were.
    pub fn frozen_bytes(&self, id: i64) -> Result<Vec<u8>> {
        self.reading(|book| bytes(book.connection(), id))
    }
}

/// The hash of everything that is kept of it: its bytes, and what is said of them.
fn seal(what: &Freezing<'_>, sha256: &str) -> String {
    let (job, summary) = (what.job.to_string(), what.summary.to_string());
    let pages = what.pages.to_string();
    sealed(&[what.kind, what.number, &job, &summary, &pages, what.head, env!("CARGO_PKG_VERSION"), what.recipient, sha256])
}

fn sealed(parts: &[&str]) -> String {
    let mut hash = Hash::default();
    for part in parts {
        // Each with its length, so that no two lists read alike.
        hash.update(part.len().to_string().as_bytes());
        hash.update(b"|");
        hash.update(part.as_bytes());
    }
    hash.finish().1
}

fn bytes(connection: &Connection, id: i64) -> Result<Vec<u8>> {
    let found: Option<(String, Option<String>)> = connection
        .query_row("SELECT sha256, emptied_on FROM frozen WHERE id = ?1", [id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (wanted, emptied) = found.ok_or_else(|| Error::NotFound(format!("留存的资料第 {id} 号")))?;
    if let Some(day) = emptied {
        let message = format!("内容已按 {day} 销毁记录删除，指纹仍可核对：{wanted}。");
        return Err(Error::invalid("number", "emptied", id.to_string(), message));
    }
    let mut statement = connection.prepare("SELECT piece FROM frozen_pieces WHERE frozen = ?1 ORDER BY seq")?;
    let mut rows = statement.query([id])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.extend_from_slice(row.get_ref(0)?.as_blob().map_err(|_| changed(id))?);
    }
    if sha256(&all) == wanted { Ok(all) } else { Err(changed(id)) }
}

fn changed(id: i64) -> Error {
    Error::FileDamaged(format!("留存的资料第 {id} 号和当时不一样"))
}

/// Writes it down. Duty of the caller: it is part of a step that names the hash.
pub(super) fn write(connection: &Connection, step: i64, what: &Freezing<'_>, sha256: &str, at: DateTime<Utc>) -> Result<()> {
    connection.execute(
        "INSERT INTO frozen (kind, number, job, summary, pages, head, program_version, sha256, bytes, recipient, step, frozen_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        params![
            what.kind,
            what.number,
            what.job.to_string(),
            what.summary.to_string(),
            i64::try_from(what.pages).unwrap_or(i64::MAX),
            what.head,
            env!("CARGO_PKG_VERSION"),
            sha256,
            i64::try_from(what.bytes.len()).unwrap_or(i64::MAX),
            what.recipient,
            step,
            rows::instant(at),
        ],
    )?;
    let id = connection.last_insert_rowid();
    let mut statement = connection.prepare("INSERT INTO frozen_pieces (frozen, seq, piece) VALUES (?1, ?2, ?3)")?;
    for (piece, seq) in what.bytes.chunks(PIECE).zip(0_i64..) {
        statement.execute(params![id, seq, piece])?;
    }
    Ok(())
}

/// What erasing would leave of the packs that are frozen: the numbers of what stays whole, since it was handed over, and of what is emptied.
pub(super) fn divided(connection: &Connection, handed_over: &[String]) -> Result<(Vec<String>, Vec<String>)> {
    let mut statement = connection.prepare("SELECT number FROM frozen WHERE emptied_on IS NULL AND kind = ?1 ORDER BY id")?;
    let all: Vec<String> = statement.query_map([PACK], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(all.into_iter().partition(|number| handed_over.iter().any(|said| said.contains(number.as_str()))))
}

/// Takes away the bytes of what is frozen under these numbers. Duty of the caller: it is part of a step that erases and names them.
pub(super) fn empty(connection: &Connection, day: NaiveDate, numbers: &[String]) -> Result<()> {
    for number in numbers {
        let of = "(SELECT id FROM frozen WHERE number = ?1)";
        connection.execute(&format!("DELETE FROM frozen_pieces WHERE frozen IN {of}"), [number])?;
        connection.execute("UPDATE frozen SET emptied_on = ?2 WHERE number = ?1", params![number, day.to_string()])?;
    }
    Ok(())
}

/// Whether everything frozen is what it was, and stands in the chain as that.
///
/// # Errors
/// `FileDamaged`, `ChainBroken`.
pub(super) fn check(connection: &Connection) -> Result<()> {
    let lost: i64 = connection.query_row(
        "SELECT (SELECT count(*) FROM steps WHERE op = ?1) - (SELECT count(DISTINCT step) FROM frozen)",
        [Op::Freeze.code()],
        |row| row.get(0),
    )?;
    if lost != 0 {
        return Err(Error::ChainBroken("留存的资料与痕迹里记的份数不符".to_owned()));
    }
    let sql = "SELECT id, sha256, step, kind, number, emptied_on, job, summary, pages, head, program_version, recipient FROM frozen ORDER BY id";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut step = connection.prepare("SELECT detail FROM steps WHERE step = ?1 AND op = ?2")?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let (sha256, kind, number): (String, String, String) = (row.get(1)?, row.get(3)?, row.get(4)?);
        let detail: Option<String> =
            step.query_row(params![row.get::<_, i64>(2)?, Op::Freeze.code()], |row| row.get(0)).optional()?;
        let said = detail.and_then(|text| serde_json::from_str::<Json>(&text).ok()).unwrap_or_default();
        let text = |place: usize| -> Result<String> { Ok(row.get(place)?) };
        let (job, summary, head, version, recipient) = (text(6)?, text(7)?, text(9)?, text(10)?, text(11)?);
        let pages = row.get::<_, i64>(8)?.to_string();
        let seal = sealed(&[&kind, &number, &job, &summary, &pages, &head, &version, &recipient, &sha256]);
        if said["seal"] != seal.as_str() {
            return Err(Error::ChainBroken(format!("留存的资料第 {id} 号的说明与痕迹不符")));
        }
        if said["sha256"] != sha256.as_str() || said["kind"] != kind.as_str() || said["number"] != number.as_str() {
            return Err(Error::ChainBroken(format!("留存的资料第 {id} 号与痕迹不符")));
        }
        match row.get::<_, Option<String>>(5)? {
            None => drop(bytes(connection, id)?),
            // Only erasing empties, and says so in the chain.
            Some(day) => {
                let sql = "SELECT 1 FROM steps WHERE op = ?1 AND instr(detail, ?2) > 0 LIMIT 1";
                let erased = connection.query_row(sql, params![Op::Erase.code(), number], |_| Ok(())).optional()?;
                erased.ok_or_else(|| Error::ChainBroken(format!("留存的资料第 {id} 号说 {day} 删除了内容，痕迹里没有")))?;
            }
        }
    }
    Ok(())
}
