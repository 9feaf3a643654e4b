//! The full check of the chain: every step, every payload against its hash, every live row against its newest payload.
//!
//! Owns reading them all in one pass, side by side, so that a file of any size is checked in little memory.

use crate::base::error::{Error, Result};
use crate::schema::Ledger;
use crate::store::ages::{Ages, Disowned, Setback};
use crate::store::journal::{self, AUDIT_KEY, ChangeKind, Covered, Head, Header};
use crate::store::registry::Registry;
use crate::store::{rows, settings};
use rusqlite::{Connection, Row, Rows};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

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

/// Stands for the canonical text a row must have; `None` for one that is gone.
type Mark = Option<[u8; 32]>;
type Newest = HashMap<(Ledger, i64), Mark>;

/// Walks the whole chain, compares every payload with its hash and every live row with its newest payload.
///
/// # Errors
/// `ChainBroken` naming the first step or record that does not agree.
pub fn check(connection: &Connection, registry: &Registry) -> Result<Checked> {
    let key = settings::mark(connection, AUDIT_KEY)?.ok_or_else(|| Error::ChainBroken("文件里没有痕迹密钥".to_owned()))?;
    let mut change_rows =
        connection.prepare("SELECT step, seq, ledger, record, uid, kind, hash FROM changes ORDER BY step, seq")?;
    let mut payload_rows = connection.prepare("SELECT step, seq, salt, before, after FROM payloads ORDER BY step, seq")?;
    let mut changes = Merged {
        registry,
        changes: change_rows.query([])?,
        payloads: payload_rows.query([])?,
        newest: Newest::new(),
        waiting: None,
    };
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
        let covered = changes.of(step)?;
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
    let newest = changes.finish()?;
    let records = compare_rows(connection, registry, newest)?;
    let mut ages = Ages::default();
    ages.follow(connection)?;
    Ok(Checked {
        records,
        steps: u64::try_from(count).unwrap_or_default(),
        head: journal::head(connection)?,
        setbacks: ages.setbacks().to_vec(),
        disowned: ages.disowned().to_vec(),
    })
}

/// [`check`] for those who only need to know whether all is whole.
///
/// # Errors
/// As [`check`].
pub fn verify(connection: &Connection, registry: &Registry) -> Result<()> {
    check(connection, registry).map(|_| ())
}

/// Valid and voided records of all ledgers, without looking at them.
///
/// # Errors
/// What SQLite says.
pub fn records(connection: &Connection, registry: &Registry) -> Result<u64> {
    registry.counted().map(|ledger| rows::count(connection, ledger)).sum()
}

fn text<'a>(row: &'a Row<'_>, place: usize) -> Result<&'a str> {
    row.get_ref(place)?.as_str().map_err(|_| Error::FileDamaged("修改痕迹读不懂".to_owned()))
}

/// Changes and payloads read side by side.
struct Merged<'a> {
    registry: &'a Registry,
    changes: Rows<'a>,
    payloads: Rows<'a>,
    newest: Newest,
    /// A change read already that belongs to a later step.
    waiting: Option<(i64, Covered)>,
}

impl Merged<'_> {
    /// The changes of `step`, each with a payload that agrees.
    fn of(&mut self, step: i64) -> Result<Vec<Covered>> {
        let mut covered = Vec::new();
        loop {
            match self.waiting.take() {
                Some((of, change)) if of == step => covered.push(change),
                // A change of an earlier step has none to belong to.
                Some((of, _)) if of < step => return Err(Error::ChainBroken(format!("多出第 {of} 步的内容"))),
                Some(later) => {
                    self.waiting = Some(later);
                    return Ok(covered);
                }
                None => {}
            }
            match self.next()? {
                Some(read) => self.waiting = Some(read),
                None => return Ok(covered),
            }
        }
    }

    /// Nothing may be left over.
    fn finish(mut self) -> Result<Newest> {
        let left = match self.waiting.take() {
            Some(left) => Some(left),
            None => self.next()?,
        };
        if let Some((step, _)) = left {
            return Err(Error::ChainBroken(format!("多出第 {step} 步的内容")));
        }
        if self.payloads.next()?.is_some() {
            return Err(Error::ChainBroken("多出不属于任何一步的内容".to_owned()));
        }
        Ok(self.newest)
    }

    fn next(&mut self) -> Result<Option<(i64, Covered)>> {
        let Some(row) = self.changes.next()? else { return Ok(None) };
        let (step, seq, record): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let damaged = || Error::FileDamaged(format!("第 {step} 步的内容读不懂"));
        let ledger = self.registry.named(text(row, 2)?).map_err(|_| damaged())?;
        let kind = ChangeKind::named(text(row, 5)?).ok_or_else(damaged)?;
        let hash = row.get_ref(6)?.as_blob().ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).ok_or_else(damaged)?;
        let covered = Covered { ledger, record, uid: text(row, 4)?.to_owned(), kind, hash };
        let missing = || Error::ChainBroken(format!("第 {step} 步的内容不见了"));
        let payload = self.payloads.next()?.ok_or_else(missing)?;
        match (payload.get::<_, i64>(0)?, payload.get::<_, i64>(1)?).cmp(&(step, seq)) {
            std::cmp::Ordering::Less => return Err(Error::ChainBroken("多出不属于任何一步的内容".to_owned())),
            std::cmp::Ordering::Greater => return Err(missing()),
            std::cmp::Ordering::Equal => {}
        }
        let salt = payload.get_ref(2)?.as_blob().map_err(|_| damaged())?;
        let before = payload.get_ref(3)?.as_str_or_null().map_err(|_| damaged())?;
        let after = payload.get_ref(4)?.as_str_or_null().map_err(|_| damaged())?;
        if journal::payload_hash(salt, before, after) != hash {
            return Err(Error::ChainBroken(format!("第 {step} 步的内容被改过")));
        }
        self.newest.insert((ledger, record), after.map(mark));
        Ok(Some((step, covered)))
    }
}

fn mark(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

fn compare_rows(connection: &Connection, registry: &Registry, mut newest: Newest) -> Result<u64> {
    let mut records = 0_u64;
    for ledger in registry.ledgers() {
        rows::each_stored(connection, ledger, |record| {
            records += u64::from(ledger.declaration().counted);
            let expected = newest.remove(&(ledger, record.id)).flatten();
            if expected != Some(mark(&rows::payload(&record))) {
                let label = ledger.declaration().label;
                return Err(Error::ChainBroken(format!("{label}第 {} 号记录与痕迹不符", record.id)));
            }
            Ok(())
        })?;
    }
    let lost = newest.into_iter().filter(|(_, mark)| mark.is_some()).map(|(key, _)| key);
    let lost = lost.min_by_key(|(ledger, id)| (registry.place(*ledger), *id));
    match lost {
        Some((ledger, id)) => Err(Error::ChainBroken(format!("{}第 {id} 号记录不见了", ledger.declaration().label))),
        None => Ok(records),
    }
}
