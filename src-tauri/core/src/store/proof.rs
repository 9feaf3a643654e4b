//! The full check of the chain: every step, every text the journal keeps against the seal of the change that left it, every
//! live row against the seal of its newest change.
//!
//! Owns reading them all in one pass, side by side. A change waits for the text that its seal is of until the next change
//! of its record brings it as what was before, or its row does; so a file of any size is checked in little memory. Where
//! the next change keeps only what was otherwise, both wait until a whole text comes, from which the others follow. The rows
//! are compared by two connections where there are two. Files of versions 1 and 2 are checked by their own reader, `former`.

use crate::base::error::{Error, Result};
use crate::file::check::check_references;
use crate::file::reading;
use crate::schema::Ledger;
use crate::store::ages::{Ages, Disowned, Setback};
use crate::store::journal::{self, AUDIT_KEY, ChangeKind, Covered, Head, Header, Seals, Uid};
use crate::store::registry::Registry;
use crate::store::{blobs, difference, former, frozen, migrate, rows, settings};
use rusqlite::{Connection, OptionalExtension, Row, Rows};
use sha2::Sha256;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What the full check of the chain found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Valid and voided records of all ledgers.
    pub records: u64,
    /// Steps in the journal.
    pub steps: u64,
    /// Where the data stands.
    pub head: Head,
    /// Steps older than one before them: the clock had been set back.
    pub setbacks: Vec<Setback>,
    /// Steps 时钟有误.
    pub disowned: Vec<Disowned>,
}

impl Checked {
    /// What is to be said of the clock, a line each.
    pub fn of_the_clock(&self) -> Vec<String> {
        self.setbacks.iter().map(Setback::in_words).chain(self.disowned.iter().map(Disowned::in_words)).collect()
    }
}

/// Walks the whole chain, compares every text with its seal and every live row with the seal of its newest change. `beside`
/// is another connection to the same file, which the caller's read transaction keeps as it is: it compares half of the rows.
///
/// # Errors
/// `ChainBroken` naming the first step or record that does not agree.
pub fn check(connection: &Connection, beside: Option<Connection>, registry: &Registry) -> Result<Checked> {
    let mut change_rows =
        connection.prepare("SELECT step, seq, ledger, record, uid, kind, salt, hash FROM changes ORDER BY step, seq")?;
    let mut payload_rows = connection.prepare("SELECT step, seq, before, after FROM payloads ORDER BY step, seq")?;
    let mut changes = Changes {
        registry,
        changes: change_rows.query([])?,
        payloads: Payloads { rows: payload_rows.query([])?, waiting: None },
        upgraded_at: journal::upgraded_at(connection)?,
        waiting: HashMap::with_capacity(expected(connection)?),
    };
    let mut grouped = Grouped { next: || changes.next(), waiting: None };
    let count = chain(connection, |step| grouped.of(step))?;
    grouped.finish()?;
    changes.payloads.finish()?;
    let records = compare_rows(connection, beside, registry, &changes.waiting)?;
    frozen::check(connection)?;
    settings::check(connection)?;
    blobs::check(connection)?;
    let mut ages = Ages::default();
    ages.follow(connection)?;
    Ok(Checked {
        records,
        steps: count,
        head: journal::head(connection)?,
        setbacks: ages.setbacks().to_vec(),
        disowned: ages.disowned().to_vec(),
    })
}

/// Whether all is whole, in a file of any version: its references, and what its own reader finds.
///
/// # Errors
/// As [`check`].
pub fn verify(connection: &Connection, registry: &Registry) -> Result<()> {
    check_references(connection)?;
    if migrate::is_former(connection)? {
        former::check(connection, registry)
    } else if migrate::is_behind(connection)? {
        check(&migrate::in_memory(connection)?, None, registry).map(|_| ())
    } else {
        check(connection, None, registry).map(|_| ())
    }
}

/// Valid and voided records of all ledgers that the file has, without looking at them.
///
/// # Errors
/// What SQLite says.
pub fn records(connection: &Connection, registry: &Registry) -> Result<u64> {
    let mut there = connection.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")?;
    let mut sum = 0;
    for ledger in registry.counted() {
        if there.query_row([ledger.name()], |_| Ok(())).optional()?.is_some() {
            sum += rows::count(connection, ledger)?;
        }
    }
    Ok(sum)
}

/// Walks the steps and compares each mac; `covered` gives the changes of a step. Returns how many steps there are.
pub(super) fn chain(connection: &Connection, mut covered: impl FnMut(i64) -> Result<Vec<Covered>>) -> Result<u64> {
    let key = settings::mark(connection, AUDIT_KEY)?.ok_or_else(|| Error::ChainBroken("文件里没有痕迹密钥".to_owned()))?;
    let mut statement = connection.prepare("SELECT step, at, who, op, detail, moves, mac FROM steps ORDER BY step")?;
    let mut steps = statement.query([])?;
    let mut count = 0_i64;
    let mut previous: Vec<u8> = Vec::new();
    while let Some(row) = steps.next()? {
        count += 1;
        let step: i64 = row.get(0)?;
        if step != count {
            return Err(Error::ChainBroken(format!("缺少第 {count} 步")));
        }
        let covered = covered(step)?;
        let header = Header {
            step,
            at: text(row, 1)?,
            who: text(row, 2)?,
            op: text(row, 3)?,
            detail: text(row, 4)?,
            moves: row.get::<_, i64>(5)? == 1,
            changes: &covered,
        };
        let mac: Vec<u8> = row.get(6)?;
        if header.mac(&key, &previous)? != mac {
            return Err(Error::ChainBroken(format!("第 {step} 步与前后不符")));
        }
        previous = mac;
    }
    Ok(u64::try_from(count).unwrap_or_default())
}

pub(super) fn text<'a>(row: &'a Row<'_>, place: usize) -> Result<&'a str> {
    row.get_ref(place)?.as_str().map_err(|_| Error::FileDamaged("修改痕迹读不懂".to_owned()))
}

/// Changes, read one after the other, by the step they belong to.
pub(super) struct Grouped<F> {
    pub next: F,
    /// A change read already that belongs to a later step.
    pub waiting: Option<(i64, Covered)>,
}

impl<F: FnMut() -> Result<Option<(i64, Covered)>>> Grouped<F> {
    /// The changes of `step`.
    pub fn of(&mut self, step: i64) -> Result<Vec<Covered>> {
        let mut covered = Vec::new();
        loop {
            match self.waiting.take() {
                Some((of, change)) if of == step => covered.push(change),
                // A change of an earlier step has none to belong to.
                Some((of, _)) if of < step => return Err(left_over(of)),
                Some(later) => {
                    self.waiting = Some(later);
                    return Ok(covered);
                }
                None => {}
            }
            match (self.next)()? {
                Some(read) => self.waiting = Some(read),
                None => return Ok(covered),
            }
        }
    }

    /// Nothing may be left over.
    pub fn finish(mut self) -> Result<()> {
        match self.waiting.take() {
            Some(left) => Err(left_over(left.0)),
            None => (self.next)()?.map_or(Ok(()), |(step, _)| Err(left_over(step))),
        }
    }
}

fn left_over(step: i64) -> Error {
    Error::ChainBroken(format!("多出第 {step} 步的内容"))
}

/// What lies beside a change.
struct Payload {
    place: (i64, i64),
    before: Option<String>,
    after: Option<String>,
}

/// Payloads, read one after the other; some changes have none.
struct Payloads<'a> {
    rows: Rows<'a>,
    /// One read already that belongs to a later change.
    waiting: Option<Payload>,
}

impl Payloads<'_> {
    /// The payload of the change at `place`, if it has one.
    fn of(&mut self, place: (i64, i64)) -> Result<Option<Payload>> {
        let Some(payload) = self.next()? else { return Ok(None) };
        match payload.place.cmp(&place) {
            std::cmp::Ordering::Equal => Ok(Some(payload)),
            std::cmp::Ordering::Less => Err(orphan()),
            std::cmp::Ordering::Greater => {
                self.waiting = Some(payload);
                Ok(None)
            }
        }
    }

    fn next(&mut self) -> Result<Option<Payload>> {
        if let Some(waiting) = self.waiting.take() {
            return Ok(Some(waiting));
        }
        let Some(row) = self.rows.next()? else { return Ok(None) };
        let said = |place: usize| -> Result<Option<String>> {
            let text = row.get_ref(place)?.as_str_or_null();
            Ok(text.map_err(|_| Error::FileDamaged("修改痕迹读不懂".to_owned()))?.map(str::to_owned))
        };
        Ok(Some(Payload { place: (row.get(0)?, row.get(1)?), before: said(2)?, after: said(3)? }))
    }

    /// Nothing may be left over.
    fn finish(&mut self) -> Result<()> {
        self.next()?.map_or(Ok(()), |_| Err(orphan()))
    }
}

fn orphan() -> Error {
    Error::ChainBroken("多出不属于任何一步的内容".to_owned())
}

/// A change whose text after is still to come.
struct Waiting {
    step: i64,
    hash: [u8; 32],
    text: Awaited,
    /// Changes before it whose texts follow from its own, oldest first.
    earlier: Vec<Earlier>,
    /// Its row was read and agreed.
    seen: AtomicBool,
}

/// A change whose text after is that of the next one but for what was otherwise.
struct Earlier {
    step: i64,
    hash: [u8; 32],
    text: Awaited,
    difference: Box<str>,
}

enum Awaited {
    Sealed([u8; 16]),
    /// By version 1 or 2, with what was before taken in already.
    Begun(Box<Sha256>),
    /// It came with the change: where it is said again, an identity may be spelled in another way.
    Came(Box<str>),
    /// Its salt is gone, as only erasing takes it.
    Erased,
}

/// Changes and payloads read side by side.
struct Changes<'a> {
    registry: &'a Registry,
    changes: Rows<'a>,
    payloads: Payloads<'a>,
    upgraded_at: i64,
    /// The newest change of each record.
    waiting: HashMap<(Ledger, i64), Waiting>,
}

impl Changes<'_> {
    fn next(&mut self) -> Result<Option<(i64, Covered)>> {
        let Some(row) = self.changes.next()? else { return Ok(None) };
        let (step, seq, record): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let damaged = || Error::FileDamaged(format!("第 {step} 步的内容读不懂"));
        let ledger = self.registry.named(text(row, 2)?).map_err(|_| damaged())?;
        let uid = row.get_ref(4)?.as_blob().ok().and_then(Uid::of_blob).ok_or_else(damaged)?;
        let kind = ChangeKind::named(text(row, 5)?).ok_or_else(damaged)?;
        let salt = row.get_ref(6)?.as_blob_or_null().map_err(|_| damaged())?;
        let hash = row.get_ref(7)?.as_blob().ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).ok_or_else(damaged)?;
        let (before, kept) = self.payloads.of((step, seq))?.map_or((None, None), |payload| (payload.before, payload.after));
        let before = before.as_deref();
        let former = step < self.upgraded_at;
        let text = match (salt, kept) {
            (None, _) => Awaited::Erased,
            (Some(salt), None) if former => Awaited::Begun(Box::new(Seals::Both.begin(salt, before))),
            (Some(salt), Some(kept)) if former && Seals::Both.hash(salt, before, Some(&kept)) == hash => {
                Awaited::Came(kept.into())
            }
            (Some(salt), None) => Awaited::Sealed(salt.try_into().map_err(|_| changed(step))?),
            (Some(_), Some(_)) => return Err(changed(step)),
        };
        let erased = matches!(text, Awaited::Erased);
        let waiting = Waiting { step, hash, text, earlier: Vec::new(), seen: AtomicBool::new(false) };
        let last = self.waiting.insert((ledger, record), waiting);
        match last {
            // What is added was not there before.
            None if kind != ChangeKind::Added || before.is_some() => return Err(missing(step)),
            None => {}
            // Erasing leaves nothing of what was before, and nothing else may.
            Some(Waiting { text: Awaited::Erased, .. }) if erased || kind == ChangeKind::Erased => {}
            Some(last) if erased || kind == ChangeKind::Erased => return Err(missing(last.step)),
            Some(_) if before.is_some() == (kind == ChangeKind::Added) => return Err(missing(step)),
            // What it has before is sealed with it.
            Some(Waiting { text: Awaited::Came(_), .. }) if former => {}
            Some(Waiting { step, hash, text, mut earlier, .. }) if before.is_some_and(difference::is_one) => {
                earlier.push(Earlier { step, hash, text, difference: before.unwrap_or_default().into() });
                if let Some(waiting) = self.waiting.get_mut(&(ledger, record)) {
                    waiting.earlier = earlier;
                }
            }
            Some(last) => last.agrees(ledger, record, before)?,
        }
        Ok(Some((step, Covered { ledger, record, uid, kind, hash })))
    }
}

impl Waiting {
    /// Whether `text`, read where it belongs, is what the record said after this change, and what follows from it what the
    /// record said after those before it.
    fn agrees(&self, ledger: Ledger, record: i64, text: Option<&str>) -> Result<()> {
        self.text.agrees(ledger, record, self.step, self.hash, text)?;
        let mut after: Option<String> = None;
        for earlier in self.earlier.iter().rev() {
            let before = after.as_deref().or(text).and_then(|after| difference::applied(&earlier.difference, after));
            let before = before.ok_or_else(|| changed(earlier.step))?;
            earlier.text.agrees(ledger, record, earlier.step, earlier.hash, Some(&before))?;
            after = Some(before);
        }
        Ok(())
    }
}

impl Awaited {
    /// Whether `text` is what the change at `step` sealed with `hash`.
    fn agrees(&self, ledger: Ledger, record: i64, step: i64, hash: [u8; 32], text: Option<&str>) -> Result<()> {
        let agrees = match self {
            Self::Sealed(salt) => Seals::After.hash(salt, None, text) == hash,
            Self::Begun(begun) => Seals::Both.finish(begun.as_ref().clone(), text) == hash,
            Self::Came(came) => text == Some(&rows::payload(&rows::from_payload(ledger, record, 0, came)?)),
            Self::Erased => return Err(missing(step)),
        };
        if agrees { Ok(()) } else { Err(changed(step)) }
    }
}

fn changed(step: i64) -> Error {
    Error::ChainBroken(format!("第 {step} 步的内容被改过"))
}

fn missing(step: i64) -> Error {
    Error::ChainBroken(format!("第 {step} 步的内容不见了"))
}

/// Rows of a ledger that are compared in one go.
struct Piece {
    ledger: Ledger,
    within: RangeInclusive<i64>,
}

/// Every row there may be, whatever its number, in pieces.
fn pieces(connection: &Connection, registry: &Registry) -> Result<Vec<Piece>> {
    /// Numbers in a piece, as long as the numbers are those of records and not invented.
    const NUMBERS: i64 = 8192;
    const MOST: i64 = 256;
    let mut all = Vec::new();
    for ledger in registry.ledgers() {
        let last: Option<i64> = connection.query_row(&format!("SELECT max(id) FROM {}", ledger.name()), [], |row| row.get(0))?;
        let mut from = i64::MIN;
        for place in 1..(last.unwrap_or_default() / NUMBERS).clamp(1, MOST) {
            all.push(Piece { ledger, within: from..=place * NUMBERS });
            from = place * NUMBERS + 1;
        }
        all.push(Piece { ledger, within: from..=i64::MAX });
    }
    Ok(all)
}

/// Compares the rows of one piece after the other with what waits for them, until none is left. Returns how many records
/// there were; what does not agree comes with the place of its piece.
fn compare_pieces(
    connection: &Connection,
    pieces: &[Piece],
    next: &AtomicUsize,
    waiting: &HashMap<(Ledger, i64), Waiting>,
) -> std::result::Result<u64, (usize, Error)> {
    let mut records = 0_u64;
    loop {
        let place = next.fetch_add(1, Ordering::Relaxed);
        let Some(Piece { ledger, within }) = pieces.get(place) else { return Ok(records) };
        let declaration = ledger.declaration();
        rows::each_payload(connection, *ledger, within.clone(), |id, text| {
            records += u64::from(declaration.counted);
            let newest = waiting.get(&(*ledger, id)).filter(|newest| newest.agrees(*ledger, id, Some(text)).is_ok());
            let broken = || Error::ChainBroken(format!("{}第 {id} 号记录与痕迹不符", declaration.label));
            newest.ok_or_else(broken)?.seen.store(true, Ordering::Relaxed);
            Ok(())
        })
        .map_err(|error| (place, error))?;
    }
}

fn compare_rows(
    connection: &Connection,
    beside: Option<Connection>,
    registry: &Registry,
    waiting: &HashMap<(Ledger, i64), Waiting>,
) -> Result<u64> {
    let (pieces, next) = (pieces(connection, registry)?, AtomicUsize::new(0));
    let (own, other) = std::thread::scope(|scope| {
        let other = beside.map(|beside| {
            let (pieces, next) = (&pieces, &next);
            scope.spawn(move || {
                let compared = compare_pieces(&beside, pieces, next, waiting)?;
                reading::sound(&beside).map_err(|error| (0, error))?;
                // Whatever it saw it only read.
                drop(beside);
                Ok(compared)
            })
        });
        let own = compare_pieces(connection, &pieces, &next, waiting);
        let stopped = || Err((0, Error::Bug("核对记录中断".to_owned())));
        (own, other.map_or(Ok(0), |other| other.join().unwrap_or_else(|_| stopped())))
    });
    // Of two findings the one that comes first in the file is told.
    let records = match (own, other) {
        (Ok(own), Ok(other)) => own + other,
        (Err((place, error)), Err((elsewhere, other))) => return Err(if elsewhere < place { other } else { error }),
        (Err((_, error)), Ok(_)) | (Ok(_), Err((_, error))) => return Err(error),
    };
    let unseen = waiting.iter().filter(|(_, newest)| !newest.seen.load(Ordering::Relaxed));
    let lost = unseen.filter(|((ledger, id), newest)| newest.agrees(*ledger, *id, None).is_err());
    let lost = lost.map(|(key, _)| *key).min_by_key(|(ledger, id)| (registry.place(*ledger), *id));
    match lost {
        Some((ledger, id)) => Err(Error::ChainBroken(format!("{}第 {id} 号记录不见了", ledger.declaration().label))),
        None => Ok(records),
    }
}

/// How many records there will be about, not more than room is made for at once.
fn expected(connection: &Connection) -> Result<usize> {
    let sql = "SELECT coalesce(sum(min(seq, 1000000)), 0) FROM sqlite_sequence WHERE seq > 0";
    let given: i64 = connection.query_row(sql, [], |row| row.get(0))?;
    Ok(usize::try_from(given.min(1_000_000)).unwrap_or_default())
}
