//! Files of versions 1 and 2: proving them as they are, and bringing them over into the tables of now.
//!
//! Owns what those versions were: identities as text; a payload to every change with salt, before and after, and a seal of
//! both texts; rows compared with the newest payload. Reads rows by the columns their tables have and never by today's
//! declarations, so that it stays right whatever becomes of them. Where the new file goes is `upgrade`'s.
//!
//! What the journal loses on the way is only what it can say again: a text after that the next change has before, or the
//! row says. Each is compared as it goes; one that differs stays. A break of the chain is not mended: it shows in the new
//! file as it did in the old one.

use crate::base::error::{Error, Result};
use crate::schema::Ledger;
use crate::store::journal::{ChangeKind, Covered, Seals, Uid};
use crate::store::proof::{Grouped, chain, text};
use crate::store::registry::Registry;
use crate::store::{migrate, rows};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, Rows, params};
use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use uuid::Uuid;

/// Walks the whole chain, compares every payload with its hash and every row with its newest payload.
///
/// # Errors
/// `ChainBroken` naming the first step or record that does not agree.
pub(super) fn check(connection: &Connection, registry: &Registry) -> Result<()> {
    let mut change_rows =
        connection.prepare("SELECT step, seq, ledger, record, uid, kind, hash FROM changes ORDER BY step, seq")?;
    let mut payload_rows = connection.prepare("SELECT step, seq, salt, before, after FROM payloads ORDER BY step, seq")?;
    let mut changes =
        Changes { registry, changes: change_rows.query([])?, payloads: payload_rows.query([])?, there: HashMap::new() };
    let mut grouped = Grouped { next: || changes.next(), waiting: None };
    chain(connection, |step| grouped.of(step))?;
    grouped.finish()?;
    if changes.payloads.next()?.is_some() {
        return Err(Error::ChainBroken("多出不属于任何一步的内容".to_owned()));
    }
    compare_rows(connection, registry, changes.there)
}

/// Changes and payloads read side by side.
struct Changes<'a> {
    registry: &'a Registry,
    changes: Rows<'a>,
    payloads: Rows<'a>,
    /// Whether a record is there after its newest change.
    there: HashMap<(Ledger, i64), bool>,
}

impl Changes<'_> {
    fn next(&mut self) -> Result<Option<(i64, Covered)>> {
        let Some(row) = self.changes.next()? else { return Ok(None) };
        let (step, seq, record): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(3)?);
        let damaged = || Error::FileDamaged(format!("第 {step} 步的内容读不懂"));
        let ledger = self.registry.named(text(row, 2)?).map_err(|_| damaged())?;
        let kind = ChangeKind::named(text(row, 5)?).ok_or_else(damaged)?;
        let hash = row.get_ref(6)?.as_blob().ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).ok_or_else(damaged)?;
        let covered = Covered { ledger, record, uid: Uid::of_text(text(row, 4)?), kind, hash };
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
        if Seals::Both.hash(salt, before, after) != hash {
            return Err(Error::ChainBroken(format!("第 {step} 步的内容被改过")));
        }
        self.there.insert((ledger, record), after.is_some());
        Ok(Some((step, covered)))
    }
}

fn compare_rows(connection: &Connection, registry: &Registry, mut there: HashMap<(Ledger, i64), bool>) -> Result<()> {
    let mut newest = connection.prepare(
        "SELECT p.after FROM changes AS c JOIN payloads AS p ON p.step = c.step AND p.seq = c.seq
         WHERE c.ledger = ?1 AND c.record = ?2 ORDER BY c.step DESC, c.seq DESC LIMIT 1",
    )?;
    for ledger in registry.ledgers() {
        let columns = columns(connection, ledger.name())?;
        if columns.is_empty() {
            continue;
        }
        let mut statement = connection.prepare(&format!("SELECT {} FROM {}", columns.join(", "), ledger.name()))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let id: i64 = row.get("id")?;
            let said: Option<String> = newest.query_row(params![ledger.name(), id], |row| row.get(0)).optional()?.flatten();
            let known = there.remove(&(ledger, id)) == Some(true);
            if !known || !said.map_or(Ok(false), |said| agrees(row, &columns, &said))? {
                let label = ledger.declaration().label;
                return Err(Error::ChainBroken(format!("{label}第 {id} 号记录与痕迹不符")));
            }
        }
    }
    let lost = there.into_iter().filter(|(_, there)| *there).map(|(key, _)| key);
    match lost.min_by_key(|(ledger, id)| (registry.place(*ledger), *id)) {
        Some((ledger, id)) => Err(Error::ChainBroken(format!("{}第 {id} 号记录不见了", ledger.declaration().label))),
        None => Ok(()),
    }
}

/// Whether `row` is what the canonical text `said` says. Number, step and sort keys are no part of it.
fn agrees(row: &Row<'_>, columns: &[String], said: &str) -> Result<bool> {
    let Ok(said) = serde_json::from_str::<Map<String, Json>>(said) else { return Ok(false) };
    let key = |name: &str| name.strip_suffix("_key").is_some_and(|of| columns.iter().any(|column| column == of));
    let mut met = 0;
    for (name, place) in columns.iter().zip(0..).filter(|(name, _)| *name != "id" && *name != "step" && !key(name)) {
        match (row.get_ref(place)?, said.get(name)) {
            (ValueRef::Null, None) => {}
            (stored, Some(json)) if same(stored, json) => met += 1,
            _ => return Ok(false),
        }
    }
    Ok(met == said.len())
}

fn same(stored: ValueRef<'_>, json: &Json) -> bool {
    match (stored, json) {
        (ValueRef::Text(stored), Json::String(text)) => stored == text.as_bytes(),
        (ValueRef::Text(stored), Json::Array(codes)) => {
            let codes: Vec<&str> = codes.iter().filter_map(Json::as_str).collect();
            stored == codes.join(",").as_bytes()
        }
        (ValueRef::Integer(stored), Json::Bool(flag)) => stored == i64::from(*flag),
        (ValueRef::Integer(stored), Json::Number(number)) => number.as_i64() == Some(stored),
        (ValueRef::Real(stored), Json::Number(number)) => number.as_f64() == Some(stored),
        _ => false,
    }
}

/// The columns of a table; none where it is not there.
fn columns(connection: &Connection, table: &str) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT name FROM pragma_table_info(?1)")?;
    let found = statement.query_map([table], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Brings everything `from` holds into the tables of now that `into` has, empty and in an open transaction.
///
/// # Errors
/// `FileDamaged` where what is there does not read; what the disk says.
pub(crate) fn bring_over(from: &Connection, into: &Connection, registry: &Registry) -> Result<()> {
    let own = "type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ('changes', 'payloads')";
    let mut statement = from.prepare(&format!("SELECT name, sql FROM sqlite_schema WHERE {own} ORDER BY rowid"))?;
    let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (table, sql) in tables.collect::<rusqlite::Result<Vec<(String, String)>>>()? {
        if columns(into, &table)?.is_empty() {
            into.execute_batch(&sql)?;
        }
        bring_table(from, into, &table)?;
    }
    into.execute_batch("DELETE FROM sqlite_sequence")?;
    bring_table(from, into, "sqlite_sequence")?;
    bring_journal(from, into, registry)
}

fn bring_table(from: &Connection, into: &Connection, table: &str) -> Result<()> {
    migrate::copy_table(from, into, table, |column, cell| {
        if column != "uid" {
            return Ok(ToSqlOutput::Borrowed(cell));
        }
        let uid = cell.as_str().ok().and_then(|text| Uuid::try_parse(text).ok());
        let uid = uid.ok_or_else(|| Error::FileDamaged("记录编号读不懂".to_owned()))?;
        Ok(ToSqlOutput::Owned(Value::Blob(uid.as_bytes().to_vec())))
    })
}

fn borrowed<'a>(row: &'a Row<'_>, place: usize) -> Result<ToSqlOutput<'a>> {
    Ok(ToSqlOutput::Borrowed(row.get_ref(place)?))
}

/// Where a change stands.
type Place = (i64, i64);

/// The newest change met of a record, and what stands for its text after.
struct Last {
    place: Place,
    after: Option<[u8; 32]>,
}

fn bring_journal(from: &Connection, into: &Connection, registry: &Registry) -> Result<()> {
    let mut change = into.prepare(
        "INSERT INTO changes (step, seq, ledger, record, uid, kind, salt, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    let mut payload = into.prepare("INSERT INTO payloads (step, seq, before, mentions) VALUES (?1, ?2, ?3, ?4)")?;
    let mut statement = from.prepare(
        "SELECT c.step, c.seq, c.ledger, c.record, c.uid, c.kind, c.hash, p.salt, p.before, p.after
         FROM changes AS c LEFT JOIN payloads AS p ON p.step = c.step AND p.seq = c.seq ORDER BY c.step, c.seq",
    )?;
    let mut found = statement.query([])?;
    let mut last: HashMap<(Ledger, i64), Last> = HashMap::new();
    while let Some(row) = found.next()? {
        let (place, record): (Place, i64) = ((row.get(0)?, row.get(1)?), row.get(3)?);
        let ledger = text(row, 2)?;
        let uid = Uid::of_text(text(row, 4)?);
        change.execute(params![
            place.0,
            place.1,
            ledger,
            record,
            uid.blob(),
            text(row, 5)?,
            borrowed(row, 7)?,
            borrowed(row, 6)?
        ])?;
        let ledger = registry.named(ledger).map_err(|_| Error::FileDamaged(format!("第 {} 步的台账读不懂", place.0)))?;
        let damaged = |_| Error::FileDamaged(format!("第 {} 步的内容读不懂", place.0));
        let before = row.get_ref(8)?.as_str_or_null().map_err(damaged)?;
        let after = row.get_ref(9)?.as_str_or_null().map_err(damaged)?;
        if let Some(before) = before {
            payload.execute(params![place.0, place.1, before, mentions(from, into, ledger, record, before)?])?;
        }
        let former = last.insert((ledger, record), Last { place, after: after.map(mark) });
        if let Some(former) = former.filter(|former| former.after != before.map(mark)) {
            keep(from, into, ledger, record, former)?;
        }
    }
    for ((ledger, record), last) in last {
        let now = rows::stored(into, ledger, &[record])?.first().map(|row| mark(&rows::payload(row)));
        if last.after != now {
            keep(from, into, ledger, record, last)?;
        }
    }
    bring_strays(from, into)
}

/// Stands for a text.
fn mark(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Keeps a text after that nothing else says.
fn keep(from: &Connection, into: &Connection, ledger: Ledger, record: i64, last: Last) -> Result<()> {
    let after: Option<String> = from
        .prepare_cached("SELECT after FROM payloads WHERE step = ?1 AND seq = ?2")?
        .query_row([last.place.0, last.place.1], |row| row.get(0))
        .optional()?
        .flatten();
    let Some(after) = after else { return Ok(()) };
    let (step, seq) = last.place;
    let beside: Option<Vec<u8>> = into
        .prepare_cached("SELECT mentions FROM payloads WHERE step = ?1 AND seq = ?2")?
        .query_row([step, seq], |row| row.get(0))
        .optional()?;
    let mentioned = [beside.unwrap_or_default(), mentions(from, into, ledger, record, &after)?].concat();
    into.prepare_cached(
        "INSERT INTO payloads (step, seq, after, mentions) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (step, seq) DO UPDATE SET after = ?3, mentions = ?4",
    )?
    .execute(params![step, seq, after, mentioned])?;
    Ok(())
}

/// Payloads without a change belong to nothing, before as after.
fn bring_strays(from: &Connection, into: &Connection) -> Result<()> {
    let mut statement = from.prepare(
        "SELECT step, seq, before, after FROM payloads AS p
         WHERE NOT EXISTS (SELECT 1 FROM changes AS c WHERE c.step = p.step AND c.seq = p.seq)",
    )?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        into.execute(
            "INSERT INTO payloads (step, seq, before, after, mentions) VALUES (?1, ?2, ?3, ?4, x'')",
            params![borrowed(row, 0)?, borrowed(row, 1)?, borrowed(row, 2)?, borrowed(row, 3)?],
        )?;
    }
    Ok(())
}

/// Identities of the people mentioned in `text`, 16 bytes each; of one who is gone the journal knows it.
fn mentions(from: &Connection, into: &Connection, ledger: Ledger, record: i64, text: &str) -> Result<Vec<u8>> {
    let Ok(said) = rows::from_payload(ledger, record, 0, text) else { return Ok(Vec::new()) };
    let mut mentioned = Vec::new();
    if ledger.declaration().person {
        mentioned.extend_from_slice(rows::identity(&said)?.as_bytes());
    }
    for reference in ledger.references().filter(|reference| reference.ledger.declaration().person) {
        let Some(id) = said.reference(reference.column.name) else { continue };
        let uid = match rows::uid(into, reference.ledger, id)? {
            Some(uid) => Some(uid),
            None => known_uid(from, reference.ledger, id)?,
        };
        mentioned.extend(uid.iter().flat_map(Uuid::as_bytes));
    }
    Ok(mentioned)
}

fn known_uid(from: &Connection, ledger: Ledger, id: i64) -> Result<Option<Uuid>> {
    let uid: Option<String> = from
        .prepare_cached("SELECT uid FROM changes WHERE ledger = ?1 AND record = ?2 LIMIT 1")?
        .query_row(params![ledger.name(), id], |row| row.get(0))
        .optional()?;
    Ok(uid.and_then(|uid| Uuid::try_parse(&uid).ok()))
}
