//! The only writer. `transact` puts rows and their journal into one transaction: one step, or nothing.
//!
//! Owns inserting, changing, voiding and removing records. What may be saved is decided before, by `intake`;
//! this file decides only what is written and how it is remembered.

use crate::base::clock::Surroundings;
use crate::base::error::{Error, Result};
use crate::base::ids;
use crate::file::reading;
use crate::schema::{Ledger, Record, State, Values};
use crate::store::attachments::ATTACHMENTS;
use crate::store::difference;
use crate::store::frozen::{self, Freezing};
use crate::store::journal::{self, ChangeKind, Covered, Header, Op, Seals, Uid};
use crate::store::known::{InFile, Known as _};
use crate::store::registry::Registry;
use crate::store::rows::{self, Place};
use crate::store::settings;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::collections::HashMap;
use uuid::Uuid;
use zeroize::Zeroizing;

/// So many records at once are worth taking indexes away.
const MANY: usize = 500;

/// An open step. Every method journals what it writes.
pub struct Change<'a> {
    connection: &'a Connection,
    registry: &'a Registry,
    surroundings: &'a Surroundings,
    now: DateTime<Utc>,
    recorder: String,
    step: i64,
    written: Vec<Written>,
    /// What makes the indexes again that were taken away.
    indexes: Vec<String>,
    /// Ids to be given next, by ledger, once asked for.
    next_ids: HashMap<Ledger, i64>,
    /// Who was met in this step: identities of people by ledger and id.
    people: HashMap<(Ledger, i64), Uuid>,
}

/// A record that a step wrote.
#[derive(Debug, Clone)]
pub struct Written {
    /// Of which ledger.
    pub ledger: Ledger,
    /// Its number.
    pub id: i64,
    /// What happened to it.
    pub kind: ChangeKind,
    /// What it said before, as canonical text; what it says now is its row.
    pub before: Option<String>,
    uid: Uuid,
    salt: [u8; 16],
    hash: [u8; 32],
    /// What the journal keeps of it: what was before, as far as it is otherwise now.
    kept: Option<String>,
    /// Identities of the people that mentions, one after the other.
    mentions: Vec<u8>,
}

/// What a finished step did.
#[derive(Debug, Clone)]
pub struct Done {
    /// Its number; `None` when nothing changed and no step was written.
    pub step: Option<i64>,
    /// The records it changed.
    pub written: Vec<Written>,
}

impl Done {
    /// The ledgers whose lists say something else since.
    pub(super) fn moved(&self, registry: &Registry) -> Vec<Ledger> {
        let mut changed: Vec<Ledger> = Vec::new();
        for one in &self.written {
            if !changed.contains(&one.ledger) {
                changed.push(one.ledger);
            }
        }
        registry.showing(&changed)
    }
}

impl Change<'_> {
    /// Number of this step.
    pub fn step(&self) -> i64 {
        self.step
    }

    /// What it wrote so far.
    pub(super) fn written(&self) -> &[Written] {
        &self.written
    }

    /// The connection, for reading within the transaction.
    pub(super) fn connection(&self) -> &Connection {
        self.connection
    }

    /// Says that `count` records of `ledger` are about to be added. Where that is more than are there, its indexes are made
    /// once, at the end of the step: sorting costs less than finding the place of each.
    pub fn expect(&mut self, ledger: Ledger, count: usize) -> Result<()> {
        if count >= MANY && count as u64 > rows::count(self.connection, ledger)? {
            self.take_indexes(ledger.name())?;
        }
        Ok(())
    }

    /// Takes the indexes of `table` away until the step ends, all but those that keep a value unique.
    fn take_indexes(&mut self, table: &str) -> Result<()> {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1 AND sql IS NOT NULL ORDER BY rowid";
        let mut statement = self.connection.prepare_cached(sql)?;
        let found = statement.query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let indexes: Vec<(String, String)> = found.collect::<rusqlite::Result<_>>()?;
        drop(statement);
        for (name, sql) in indexes {
            self.connection.execute_batch(&format!("DROP INDEX \"{name}\""))?;
            self.indexes.push(sql);
        }
        Ok(())
    }

    /// Makes the indexes again that were taken away.
    fn index(&mut self) -> Result<()> {
        self.indexes.drain(..).try_for_each(|sql| Ok(self.connection.execute_batch(&sql)?))
    }

    /// Adds a record; returns its id.
    pub fn insert(&mut self, ledger: Ledger, values: Values, late_reason: Option<String>) -> Result<i64> {
        let uid = ids::new_uid(self.surroundings);
        self.insert_with(ledger, uid, values, late_reason)
    }

    /// Adds a record that has an identity already, from another copy of the file; returns its id.
    ///
    /// # Errors
    /// `Bug` when `uid` is none.
    pub fn insert_as(&mut self, ledger: Ledger, uid: &str, values: Values, late_reason: Option<String>) -> Result<i64> {
        let uid = Uuid::try_parse(uid).map_err(|error| Error::Bug(format!("记录编号「{uid}」：{error}")))?;
        self.insert_with(ledger, uid, values, late_reason)
    }

    fn insert_with(&mut self, ledger: Ledger, uid: Uuid, values: Values, late_reason: Option<String>) -> Result<i64> {
        let id = self.next_id(ledger)?;
        let record = Record {
            ledger,
            id,
            uid: uid.to_string(),
            step: self.step,
            entered_at: self.now,
            recorder: self.recorder.clone(),
            late_reason,
            state: State::Valid,
            void_reason: None,
            extra: "{}".to_owned(),
            values,
        };
        self.put(None, record, ChangeKind::Added)?;
        Ok(id)
    }

    fn next_id(&mut self, ledger: Ledger) -> Result<i64> {
        if ledger.declaration().single {
            return Ok(1);
        }
        let id = match self.next_ids.get(&ledger) {
            Some(id) => *id,
            None => rows::next_id(self.connection, ledger)?,
        };
        self.next_ids.insert(ledger, id + 1);
        Ok(id)
    }

    /// Replaces the values of `before`. Nothing is written when they are the same.
    pub fn update(&mut self, before: &Record, values: Values) -> Result<()> {
        self.update_with_reason(before, values, before.late_reason.clone())
    }

    /// Replaces the values of `before` and why it was entered late.
    pub fn update_with_reason(&mut self, before: &Record, values: Values, late_reason: Option<String>) -> Result<()> {
        let after = Record { values, late_reason, step: self.step, ..before.clone() };
        if rows::payload(&after) == rows::payload(before) {
            return Ok(());
        }
        self.put(Some(before), after, ChangeKind::Changed)
    }

    /// Voids `before`: it stays, struck through, with `reason`.
    pub fn void(&mut self, before: &Record, reason: &str) -> Result<()> {
        let after = Record { state: State::Voided, void_reason: Some(reason.to_owned()), step: self.step, ..before.clone() };
        self.put(Some(before), after, ChangeKind::Voided)
    }

    /// Voids `before`, which says `values` from now on: it names another record than it did.
    pub(super) fn void_as(&mut self, before: &Record, values: Values, reason: &str) -> Result<()> {
        let void_reason = Some(reason.to_owned());
        let after = Record { values, state: State::Voided, void_reason, step: self.step, ..before.clone() };
        self.put(Some(before), after, ChangeKind::Voided)
    }

    /// Voids `before` with the `children` that belong to it.
    pub fn void_with(&mut self, before: &Record, children: &[Record], reason: &str) -> Result<()> {
        children.iter().try_for_each(|child| self.void(child, reason))?;
        self.void(before, reason)
    }

    /// Makes the voided `before` valid again.
    pub fn unvoid(&mut self, before: &Record) -> Result<()> {
        let after = Record { state: State::Valid, void_reason: None, step: self.step, ..before.clone() };
        self.put(Some(before), after, ChangeKind::Changed)
    }

    /// Brings a record back to `text`, a canonical text the journal kept.
    pub(super) fn put_back(&mut self, before: Option<&Record>, ledger: Ledger, id: i64, text: &str) -> Result<()> {
        let after = rows::from_payload(ledger, id, self.step, text)?;
        let kind = if before.is_some() { ChangeKind::Changed } else { ChangeKind::Added };
        self.put(before, after, kind)
    }

    /// Removes a record that was added a moment ago.
    pub(super) fn remove(&mut self, before: &Record) -> Result<()> {
        rows::delete(self.connection, before.ledger, before.id)?;
        self.note(before, Some(before), None, ChangeKind::Removed)
    }

    /// Takes `records` away for good, with what the journal knows of them; they may name each other.
    pub(super) fn erase(&mut self, records: &[Record]) -> Result<()> {
        self.connection.execute_batch("PRAGMA defer_foreign_keys = ON")?;
        for record in records {
            rows::delete(self.connection, record.ledger, record.id)?;
            self.seal_anew(record, None)?;
        }
        Ok(())
    }

    /// Writes `after` in the place of `before`, and lets the journal know of nothing that was before.
    pub(super) fn begin_anew(&mut self, before: &Record, after: &Record) -> Result<()> {
        let after = Record { step: self.step, ..after.clone() };
        rows::write(self.connection, &after, Place::Of(before))?;
        self.seal_anew(before, Some(&after))
    }

    fn seal_anew(&mut self, record: &Record, after: Option<&Record>) -> Result<()> {
        journal::forget(self.connection, record.ledger, record.id)?;
        self.note(record, None, after, ChangeKind::Erased)
    }

    /// Writes a setting as part of this step.
    pub fn setting(&mut self, key: &str, value: Option<&str>) -> Result<()> {
        settings::put(self.connection, key, value)
    }

    /// Keeps bytes as part of this step.
    pub(super) fn freeze(&mut self, what: &Freezing<'_>, sha256: &str, at: DateTime<Utc>) -> Result<()> {
        frozen::write(self.connection, self.step, what, sha256, at)
    }

    fn put(&mut self, before: Option<&Record>, after: Record, kind: ChangeKind) -> Result<()> {
        rows::write(self.connection, &after, before.map_or(Place::New, Place::Of))?;
        self.note(&after, before, Some(&after), kind)
    }

    /// Notes what became of `record`. What it says after is sealed at once: its text stands in the row, and nowhere else.
    fn note(&mut self, record: &Record, before: Option<&Record>, after: Option<&Record>, kind: ChangeKind) -> Result<()> {
        if record.ledger.declaration().person {
            self.people.insert((record.ledger, record.id), rows::identity(record)?);
        }
        let mut salt = [0_u8; 16];
        self.surroundings.random.fill(&mut salt);
        let (before_text, after_text) = (before.map(rows::payload), after.map(rows::payload));
        let less = before_text.as_deref().zip(after_text.as_deref()).and_then(|(was, is)| difference::between(was, is));
        let mentions = before.map_or_else(|| Ok(Vec::new()), |before| self.mentions(before, less.as_deref()))?;
        self.written.push(Written {
            ledger: record.ledger,
            id: record.id,
            kind,
            uid: rows::identity(record)?,
            hash: Seals::After.hash(&salt, before_text.as_deref(), after_text.as_deref()),
            salt,
            kept: less.or_else(|| before_text.clone()),
            before: before_text,
            mentions,
        });
        Ok(())
    }

    /// Identities of the people that what is kept of `record` mentions, 16 bytes each: of all it names, or of those in what
    /// `differs`. Whom it names still, its row says.
    fn mentions(&mut self, record: &Record, differs: Option<&str>) -> Result<Vec<u8>> {
        if record.ledger == Ledger(&ATTACHMENTS) {
            return self.mentions_of_named(record);
        }
        let differs = differs.map(difference::keys);
        let mut mentioned = Vec::new();
        if record.ledger.declaration().person {
            mentioned.extend_from_slice(rows::identity(record)?.as_bytes());
        }
        for reference in record.ledger.references().filter(|reference| reference.ledger.declaration().person) {
            if differs.as_ref().is_some_and(|keys| !keys.contains(&reference.column.name)) {
                continue;
            }
            let Some(id) = record.reference(reference.column.name) else { continue };
            let uid = match self.people.get(&(reference.ledger, id)) {
                Some(uid) => Some(*uid),
                None => rows::uid(self.connection, reference.ledger, id)?,
            };
            if let Some(uid) = uid {
                self.people.insert((reference.ledger, id), uid);
                mentioned.extend_from_slice(uid.as_bytes());
            }
        }
        Ok(mentioned)
    }

    /// Those of the record that `attachment` belongs to.
    fn mentions_of_named(&mut self, attachment: &Record) -> Result<Vec<u8>> {
        let (Some(name), Some(uid)) = (attachment.text("ledger"), attachment.text("record")) else { return Ok(Vec::new()) };
        let ledger = self.registry.named(name)?;
        let id = InFile(self.connection).with_uid(ledger, uid)?;
        let named = id.map(|id| rows::stored(self.connection, ledger, &[id])).transpose()?.and_then(|mut found| found.pop());
        named.map_or_else(|| Ok(Vec::new()), |named| self.mentions(&named, None))
    }

    /// Writes the step and what it changed; returns the mac that closes the chain.
    fn journal(&mut self, op: Op, detail: &str) -> Result<Vec<u8>> {
        let many = self.written.len() >= MANY;
        if many && self.written.len() as u64 > journal::count_changes(self.connection)? {
            self.take_indexes("changes")?;
        }
        let audit_key = Zeroizing::new(
            settings::mark(self.connection, journal::AUDIT_KEY)?
                .ok_or_else(|| Error::ChainBroken("文件里没有痕迹密钥".to_owned()))?,
        );
        let at = rows::instant(self.now);
        let covered = |one: &Written| Covered {
            ledger: one.ledger,
            record: one.id,
            uid: Uid::Known(one.uid),
            kind: one.kind,
            hash: one.hash,
        };
        let changes: Vec<Covered> = self.written.iter().map(covered).collect();
        let header = Header {
            step: self.step,
            at: &at,
            who: &self.recorder,
            op: op.code(),
            detail,
            moves: op.moves_head(),
            changes: &changes,
        };
        let previous: Vec<u8> = self
            .connection
            .prepare_cached("SELECT mac FROM steps WHERE step = ?1")?
            .query_row([self.step - 1], |row| row.get(0))
            .optional()?
            .unwrap_or_default();
        let mac = header.mac(&audit_key, &previous)?;
        self.connection
            .prepare_cached("INSERT INTO steps (step, at, who, op, detail, moves, mac) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![self.step, at, self.recorder, op.code(), detail, i64::from(op.moves_head()), mac])?;
        let mut change = self.connection.prepare_cached(
            "INSERT INTO changes (step, seq, ledger, record, uid, kind, salt, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        let mut payload =
            self.connection.prepare_cached("INSERT INTO payloads (step, seq, before, mentions) VALUES (?1, ?2, ?3, ?4)")?;
        for (one, seq) in self.written.iter().zip(1_i64..) {
            let (ledger, kind) = (one.ledger.name(), one.kind.code());
            change.execute(params![self.step, seq, ledger, one.id, one.uid.as_bytes(), kind, one.salt, one.hash])?;
            if one.kept.is_some() {
                payload.execute(params![self.step, seq, one.kept, one.mentions])?;
            }
        }
        Ok(mac)
    }
}

/// Runs `work` as one step of kind `op`: rows and journal in one transaction, all or nothing.
/// `detail` is a JSON object remembered with the step. A step of a kind that changes records but touched none is not written.
///
/// # Errors
/// Whatever `work` returns, with nothing written; and what SQLite says of the disk or of another writer.
pub fn transact<T>(
    connection: &mut Connection,
    registry: &Registry,
    surroundings: &Surroundings,
    op: Op,
    detail: &str,
    work: impl FnOnce(&mut Change<'_>) -> Result<T>,
) -> Result<(T, Done)> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut change = Change {
        connection: &transaction,
        registry,
        surroundings,
        now: surroundings.now(),
        recorder: recorder(&transaction, surroundings)?,
        step: journal::last_step(&transaction)? + 1,
        written: Vec::new(),
        indexes: Vec::new(),
        next_ids: HashMap::new(),
        people: HashMap::new(),
    };
    let result = work(&mut change)?;
    let notes = matches!(
        op,
        Op::Create | Op::Settings | Op::Unmask | Op::Export | Op::PrintUnmasked | Op::Freeze | Op::Clock | Op::Upgrade
    );
    let step = (notes || !change.written.is_empty()).then_some(change.step);
    let mac = step.map(|_| change.journal(op, detail)).transpose()?;
    change.index()?;
    let written = std::mem::take(&mut change.written);
    drop(change);
    // What was read from a page that failed is not written.
    reading::sound(&transaction)?;
    if let Err(error) = transaction.commit() {
        return Err(match step.zip(mac) {
            Some((step, mac)) => commit_failed(error.into(), stands(connection, step, &mac), step),
            None => error.into(),
        });
    }
    Ok((result, Done { step, written }))
}

/// Whether the file holds the step closed by `mac`.
fn stands(connection: &Connection, step: i64, mac: &[u8]) -> Result<bool> {
    let found: Option<Vec<u8>> =
        connection.query_row("SELECT mac FROM steps WHERE step = ?1", [step], |row| row.get(0)).optional()?;
    Ok(found.as_deref() == Some(mac))
}

/// What is said of a commit that failed: a disk may refuse the very last call, when the step stands already.
fn commit_failed(error: Error, stands: Result<bool>, step: i64) -> Error {
    match stands {
        Ok(false) => error,
        Ok(true) => error.after(format!("第 {step} 步已经保存")),
        Err(_) => error.after(format!("第 {step} 步可能已经保存")),
    }
}

/// Who is recorded: the operator named, else the organisation's contact, else the organisation.
pub(super) fn recorder(connection: &Connection, surroundings: &Surroundings) -> Result<String> {
    if let Some(operator) = surroundings.operator.as_ref().filter(|name| !name.trim().is_empty()) {
        return Ok(operator.trim().to_owned());
    }
    if let Some(operator) = settings::text(connection, "operator")?.filter(|name| !name.is_empty()) {
        return Ok(operator);
    }
    let contact: Option<Option<String>> =
        connection.query_row("SELECT coalesce(contact, name) FROM organisation", [], |row| row.get(0)).optional()?;
    Ok(contact.flatten().unwrap_or_else(|| "经办人".to_owned()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::base::error::Code;

    /// A disk may refuse the very last call of a commit: then the step stands, and is not to be done again.
    #[test]
    fn a_commit_that_failed_says_whether_the_step_stands() {
        let failed = || Error::Io { doing: "读写数据文件", path: "a".into(), source: std::io::Error::other("EIO") };
        let not = commit_failed(failed(), Ok(false), 8);
        assert!(matches!(not, Error::Io { .. }));
        for (stands, said) in [(Ok(true), "第 8 步已经保存"), (Err(failed()), "第 8 步可能已经保存")] {
            let told = commit_failed(failed(), stands, 8);
            assert_eq!(told.code(), Code::Io);
            let text = told.to_string();
            assert!(text.starts_with(said) && text.contains("修改痕迹") && text.contains("EIO"), "{text}");
        }
    }

    #[test]
    fn a_step_stands_when_the_file_holds_its_mac() {
        let connection = Connection::open_in_memory().unwrap();
        crate::store::migrate::migrate(&connection).unwrap();
        connection
            .execute("INSERT INTO steps (step, at, who, op, detail, moves, mac) VALUES (1, '', '', '', '', 1, x'01')", [])
            .unwrap();
        assert!(stands(&connection, 1, &[1]).unwrap());
        assert!(!stands(&connection, 1, &[2]).unwrap());
        assert!(!stands(&connection, 2, &[1]).unwrap());
    }
}
