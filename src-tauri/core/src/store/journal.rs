//! The journal: steps, the records each changed, and the chain that makes silent changes show.
//!
//! Owns the chain's arithmetic. Writing steps is `change`'s alone, checking them all `proof`'s. The chain is
//! mac(n) = HMAC-SHA-256(audit key, mac(n−1) ‖ header(n)), where the header holds a seal of every change: the salted hash
//! of what the record said after it. What it said is canonical text (`rows::payload`), which does not depend on how it is
//! stored, and stands in one place only: what was before a change lies beside it as its payload, what was after is what
//! the next change of the record has before, else the row itself. Of what was before, a payload keeps only what was
//! otherwise than after (`difference`), so that it is read from the row backwards; whole texts, as files of version 4 and
//! earlier kept them, and as a removal does, are read as they are. An addition has no payload at all.
//!
//! Files of versions 1 and 2 kept both texts and sealed both. A step `upgrade` marks where such a file went over; the steps
//! before it keep their seals, and a text that can be had neither from the next change nor from the row is kept with them.

use crate::base::error::{Error, Result};
use crate::schema::{Ledger, Record};
use crate::store::registry::Registry;
use crate::store::{difference, rows};
use chrono::{DateTime, Utc};
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use uuid::Uuid;

/// Kinds of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// 新建文件
    Create,
    /// 新增
    Add,
    /// 修改
    Change,
    /// 作废
    Void,
    /// 恢复作废
    Unvoid,
    /// 一并处理: one act done to several records; the step's detail names it.
    Act,
    /// 并入: two entries of one person made one.
    Merge,
    /// 导入
    Import,
    /// 撤销
    Undo,
    /// 重做: an undo taken back.
    Redo,
    /// 更新规则: packs that come with a newer program.
    Rules,
    /// 销毁: records erased with what the journal knew of them.
    Erase,
    /// 修改设置
    Settings,
    /// 显示完整内容
    Unmask,
    /// 导出
    Export,
    /// 打印未脱敏
    PrintUnmasked,
    /// 留存: bytes as they were made, kept to be given out again.
    Freeze,
    /// 时钟有误: steps taken by a clock far ahead no longer count for lateness.
    Clock,
    /// 升级文件: the file went over to a newer version; what the steps before it sealed, they keep.
    Upgrade,
}

const OPS: &[(Op, &str, &str)] = &[
    (Op::Create, "create", "新建文件"),
    (Op::Add, "add", "新增"),
    (Op::Change, "change", "修改"),
    (Op::Void, "void", "作废"),
    (Op::Unvoid, "unvoid", "恢复作废"),
    (Op::Act, "act", "一并处理"),
    (Op::Merge, "merge", "并入"),
    (Op::Import, "import", "导入"),
    (Op::Undo, "undo", "撤销"),
    (Op::Redo, "redo", "重做"),
    (Op::Rules, "rules", "更新规则"),
    (Op::Erase, "erase", "销毁"),
    (Op::Settings, "settings", "修改设置"),
    (Op::Unmask, "unmask", "显示完整内容"),
    (Op::Export, "export", "导出"),
    (Op::PrintUnmasked, "print_unmasked", "打印未脱敏"),
    (Op::Freeze, "freeze", "留存"),
    (Op::Clock, "clock", "时钟有误"),
    (Op::Upgrade, "upgrade", "升级文件"),
];

impl Op {
    /// Stored code.
    pub fn code(self) -> &'static str {
        OPS.iter().find(|(op, ..)| *op == self).map_or("", |(_, code, _)| code)
    }

    /// What people read.
    pub fn label(code: &str) -> &str {
        OPS.iter().find(|(_, known, _)| *known == code).map_or(code, |(.., label)| label)
    }

    /// Whether a person writes records with it, or takes them back.
    pub fn is_a_persons(self) -> bool {
        use Op::{Act, Add, Change, Import, Merge, Redo, Undo, Unvoid, Void};
        matches!(self, Add | Change | Void | Unvoid | Act | Merge | Import | Undo | Redo)
    }

    /// Steps that change nothing a print shows leave the printed head where it is.
    pub fn moves_head(self) -> bool {
        !matches!(self, Self::Unmask | Self::Export | Self::PrintUnmasked | Self::Freeze | Self::Upgrade)
    }
}

/// What a step did to one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// Its values changed.
    Changed,
    /// It was voided.
    Voided,
    /// It is gone (only undo of an addition does that).
    Removed,
    /// What the journal knew of it is gone: the salts of its changes with their payloads. As a rule the record is, too; one that
    /// stays because it only named an erased person begins anew.
    Erased,
}

impl ChangeKind {
    /// The kind with this code.
    pub(crate) fn named(code: &str) -> Option<Self> {
        [Self::Added, Self::Changed, Self::Voided, Self::Removed, Self::Erased].into_iter().find(|kind| kind.code() == code)
    }

    /// Stored code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Voided => "voided",
            Self::Removed => "removed",
            Self::Erased => "erased",
        }
    }
}

/// One record changed by one step. What it said after is told by [`after`].
#[derive(Debug, Clone)]
pub struct Touched {
    /// By which step.
    pub step: i64,
    /// The how manieth change of the step.
    pub seq: i64,
    /// Of which ledger.
    pub ledger: Ledger,
    /// Its number.
    pub id: i64,
    /// Its identity.
    pub uid: String,
    /// What happened to it.
    pub kind: ChangeKind,
    /// Canonical text before.
    pub before: Option<String>,
    /// Canonical text after, where nothing else gives it.
    kept: Option<String>,
    /// `None` once erased.
    salt: Option<Vec<u8>>,
    hash: Vec<u8>,
    seals: Seals,
}

impl Touched {
    /// Whether the change left the record as it is `now`: its row, or `None` where it is gone.
    pub(super) fn left(&self, connection: &Connection, now: Option<&Record>) -> Result<bool> {
        let text = now.map(rows::payload);
        if self.seals(text.as_deref()) {
            return Ok(true);
        }
        // An older version may have spelled an identity in another way than the row does now.
        let (Seals::Both, Some(record)) = (self.seals, now) else { return Ok(false) };
        let Some(after) = after(connection, self)?.filter(|after| self.seals(Some(after))) else { return Ok(false) };
        let then = rows::from_payload(self.ledger, self.id, record.step, &after)?;
        Ok(Some(rows::payload(&then)) == text)
    }

    fn seals(&self, after: Option<&str>) -> bool {
        let hash = self.salt.as_ref().map(|salt| self.seals.hash(salt, self.before.as_deref(), after));
        hash.is_some_and(|hash| hash.as_slice() == self.hash)
    }
}

/// The head of the chain: where the data stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the step that moved it last.
    pub step: i64,
    /// First 16 hexadecimal digits of its mac in groups of four.
    pub text: String,
}

/// Random key of the chain, made with the file and kept inside it.
pub(crate) const AUDIT_KEY: &str = "audit_key";

type ChainMac = Hmac<Sha256>;

/// What the hash of a change vouches for, without giving it away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seals {
    /// What the record said after it.
    After,
    /// Versions 1 and 2: what it said before and after.
    Both,
}

impl Seals {
    /// The hash with what was before taken in: what was after is still to come.
    pub fn begin(self, salt: &[u8], before: Option<&str>) -> Sha256 {
        let mut hash = Sha256::new();
        hash.update(salt);
        if self == Self::Both {
            feed_part(&mut hash, before);
        }
        hash
    }

    /// Finishes what [`Seals::begin`] began.
    pub fn finish(self, mut hash: Sha256, after: Option<&str>) -> [u8; 32] {
        match self {
            Self::After => hash.update(after.unwrap_or_default()),
            Self::Both => feed_part(&mut hash, after),
        }
        hash.finalize().into()
    }

    /// The hash of a change.
    pub fn hash(self, salt: &[u8], before: Option<&str>, after: Option<&str>) -> [u8; 32] {
        self.finish(self.begin(salt, before), after)
    }
}

fn feed_part(hash: &mut Sha256, part: Option<&str>) {
    hash.update([u8::from(part.is_some())]);
    hash.update(part.unwrap_or_default().len().to_le_bytes());
    hash.update(part.unwrap_or_default());
}

/// The step by which the file came from version 1 or 2: changes of earlier ones seal both texts. 0 where it never was one.
///
/// # Errors
/// `FileDamaged` when such a step does not read.
pub(crate) fn upgraded_at(connection: &Connection) -> Result<i64> {
    let mut statement = connection.prepare_cached("SELECT step, detail FROM steps WHERE op = ?1 ORDER BY step")?;
    let mut found = statement.query([Op::Upgrade.code()])?;
    while let Some(row) = found.next()? {
        let (step, detail): (i64, String) = (row.get(0)?, row.get(1)?);
        let detail: Upgrade =
            serde_json::from_str(&detail).map_err(|_| Error::FileDamaged(format!("第 {step} 步的内容读不懂")))?;
        if detail.from < 3 {
            return Ok(step);
        }
    }
    Ok(0)
}

/// What a step `upgrade` remembers.
#[derive(Serialize, Deserialize)]
pub(crate) struct Upgrade {
    /// The version the file had.
    pub from: i64,
    /// The version it has now.
    pub to: i64,
}

/// The part of a step that its mac covers.
pub(crate) struct Header<'a> {
    pub step: i64,
    pub at: &'a str,
    pub who: &'a str,
    pub op: &'a str,
    pub detail: &'a str,
    pub moves: bool,
    pub changes: &'a [Covered],
}

/// What a mac covers of one changed record.
pub(crate) struct Covered {
    pub ledger: Ledger,
    pub record: i64,
    pub uid: Uid,
    pub kind: ChangeKind,
    pub hash: [u8; 32],
}

/// An identity as the mac covers it: spelled out, however it is stored.
pub(crate) enum Uid {
    Known(Uuid),
    /// As an older version took it in.
    Spelled(String),
}

impl Uid {
    /// As changes of records store it.
    pub fn of_blob(blob: &[u8]) -> Option<Self> {
        match Uuid::from_slice(blob) {
            Ok(uid) => Some(Self::Known(uid)),
            Err(_) => String::from_utf8(blob.to_vec()).ok().map(Self::Spelled),
        }
    }

    /// As an older version, or whoever wrote it, spelled it.
    pub fn of_text(text: &str) -> Self {
        match Uuid::try_parse(text).ok().filter(|uid| uid.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text) {
            Some(uid) => Self::Known(uid),
            None => Self::Spelled(text.to_owned()),
        }
    }

    /// As changes of records store it.
    pub fn blob(&self) -> &[u8] {
        match self {
            Self::Known(uid) => uid.as_bytes(),
            Self::Spelled(text) => text.as_bytes(),
        }
    }

    fn with_text<T>(&self, work: impl FnOnce(&str) -> T) -> T {
        match self {
            Self::Known(uid) => work(uid.hyphenated().encode_lower(&mut Uuid::encode_buffer())),
            Self::Spelled(text) => work(text),
        }
    }
}

impl Header<'_> {
    pub fn mac(&self, key: &[u8], previous: &[u8]) -> Result<Vec<u8>> {
        let mut mac = ChainMac::new_from_slice(key).map_err(|error| Error::Bug(error.to_string()))?;
        let mut feed = |bytes: &[u8]| {
            mac.update(&(bytes.len() as u64).to_le_bytes());
            mac.update(bytes);
        };
        feed(previous);
        feed(&self.step.to_le_bytes());
        for text in [self.at, self.who, self.op, self.detail] {
            feed(text.as_bytes());
        }
        feed(&[u8::from(self.moves)]);
        feed(&(self.changes.len() as u64).to_le_bytes());
        for change in self.changes {
            feed(change.ledger.name().as_bytes());
            feed(&change.record.to_le_bytes());
            change.uid.with_text(|uid| feed(uid.as_bytes()));
            feed(change.kind.code().as_bytes());
            feed(&change.hash);
        }
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

/// First 16 hexadecimal digits of a mac in groups of four.
pub fn head_text(mac: &[u8]) -> String {
    let mut text = String::with_capacity(19);
    for (index, byte) in mac.iter().take(8).enumerate() {
        if index > 0 && index % 2 == 0 {
            text.push(' ');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Where the data stands.
pub fn head(connection: &Connection) -> Result<Head> {
    let found: Option<(i64, Vec<u8>)> = connection
        .prepare_cached("SELECT step, mac FROM steps WHERE moves = 1 ORDER BY step DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(found.map_or_else(|| Head { step: 0, text: head_text(&[0; 8]) }, |(step, mac)| Head { step, text: head_text(&mac) }))
}

/// Number of the newest step of any kind; changes whenever anything did.
pub fn last_step(connection: &Connection) -> Result<i64> {
    Ok(connection.prepare_cached("SELECT coalesce(max(step), 0) FROM steps")?.query_row([], |row| row.get(0))?)
}

/// When the first step was taken.
pub fn first_at(connection: &Connection) -> Result<DateTime<Utc>> {
    let found: Option<String> =
        connection.prepare_cached("SELECT at FROM steps ORDER BY step LIMIT 1")?.query_row([], |row| row.get(0)).optional()?;
    rows::read_instant(&found.ok_or_else(|| Error::FileDamaged("文件里没有一步记录".to_owned()))?)
}

/// How many changes of records all steps together made.
pub(super) fn count_changes(connection: &Connection) -> Result<u64> {
    let count: i64 = connection.query_row("SELECT count(*) FROM changes", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// The head that stood after `step`.
///
/// # Errors
/// What SQLite says.
pub fn head_after(connection: &Connection, step: i64) -> Result<String> {
    let mac: Vec<u8> = connection
        .prepare_cached("SELECT mac FROM steps WHERE moves = 1 AND step <= ?1 ORDER BY step DESC LIMIT 1")?
        .query_row([step], |row| row.get(0))
        .optional()?
        .unwrap_or_else(|| vec![0; 8]);
    Ok(head_text(&mac))
}

/// How many steps say `text`, as whoever took them or in their detail: what the chain covers, nobody erases.
pub(super) fn steps_saying(connection: &Connection, text: &str) -> Result<i64> {
    let sql = "SELECT count(*) FROM steps WHERE instr(who, ?1) > 0 OR instr(detail, ?1) > 0";
    Ok(connection.query_row(sql, [text], |row| row.get(0))?)
}

/// The records of which the journal keeps a text that speaks of the person of this identity.
pub(super) fn mentioning(connection: &Connection, registry: &Registry, person: Uuid) -> Result<Vec<(Ledger, i64)>> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT c.ledger, c.record FROM payloads AS p JOIN changes AS c ON c.step = p.step AND c.seq = p.seq
         WHERE instr(p.mentions, ?1) > 0",
    )?;
    let mut rows = statement.query([person.as_bytes()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let name: String = row.get(0)?;
        found.push((registry.named(&name)?, row.get(1)?));
    }
    Ok(found)
}

/// Takes away what the journal keeps of a record: its texts, and the salts without which its seals say nothing.
pub(super) fn forget(connection: &Connection, ledger: Ledger, id: i64) -> Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM payloads WHERE (step, seq) IN (SELECT step, seq FROM changes WHERE ledger = ?1 AND record = ?2)",
        )?
        .execute(params![ledger.name(), id])?;
    connection
        .prepare_cached("UPDATE changes SET salt = NULL WHERE ledger = ?1 AND record = ?2")?
        .execute(params![ledger.name(), id])?;
    Ok(())
}

/// Since which step a head printed on paper stands, and how many later steps moved it.
///
/// # Errors
/// `ChainBroken` when no step of this file has that head: what was on paper has been changed.
pub fn against(connection: &Connection, printed: &str) -> Result<(i64, i64)> {
    let wanted: String = printed.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase();
    if wanted.len() < 16 {
        return Err(Error::invalid("against", "head", printed, "请照纸上页脚输入 16 位核验码（四组，每组 4 位）。"));
    }
    let found: Option<i64> = connection
        .query_row(
            "SELECT step FROM steps WHERE moves = 1 AND substr(lower(hex(mac)), 1, ?2) = ?1 LIMIT 1",
            params![wanted, i64::try_from(wanted.len()).unwrap_or(i64::MAX)],
            |row| row.get(0),
        )
        .optional()?;
    let step = found.ok_or_else(|| Error::ChainBroken("纸上的核验码在这个文件里找不到对应的一步".to_owned()))?;
    let later = connection.query_row("SELECT count(*) FROM steps WHERE moves = 1 AND step > ?1", [step], |row| row.get(0))?;
    Ok((step, later))
}

/// One step as history shows it.
#[derive(Debug, Clone)]
pub struct StepEntry {
    /// Its number.
    pub step: i64,
    /// When (UTC, stored form).
    pub at: String,
    /// Who.
    pub who: String,
    /// Code of its operation.
    pub op: String,
    /// Detail as JSON.
    pub detail: String,
    /// Records it changed, oldest first.
    pub touched: Vec<Touched>,
}

/// Under which key the detail of a step names the act it was.
pub(super) const ACT: &str = "act";
/// Under which keys the detail of a step that made two entries of one person one names the one that stayed, and the other.
pub(super) const INTO: &str = "into";
pub(super) const MERGED: &str = "merged";

impl StepEntry {
    /// What the step did, as people read it: the act it was, else its kind.
    pub fn what(&self) -> String {
        let detail: serde_json::Value = serde_json::from_str(&self.detail).unwrap_or_default();
        let act = detail.get(ACT).and_then(serde_json::Value::as_str).unwrap_or_else(|| Op::label(&self.op));
        let merged = detail.get(MERGED).and_then(serde_json::Value::as_i64);
        merged.map_or_else(|| act.to_owned(), |id| format!("{act}第 {id} 号"))
    }

    /// The ledger of the records to which an act was done, with how many they were; `None`: the step was no act.
    pub fn acted(&self, registry: &Registry) -> Option<(Ledger, u64)> {
        let detail: serde_json::Value = serde_json::from_str(&self.detail).ok()?;
        detail.get(ACT)?;
        let ledger = registry.named(detail.get("ledger")?.as_str()?).ok()?;
        Some((ledger, detail.get("records")?.as_u64()?))
    }
}

/// Numbers of the entries of `ledger` that were made one with that of number `id`, by steps that stand.
///
/// # Errors
/// What SQLite says.
pub(super) fn merged_into(connection: &Connection, ledger: Ledger, id: i64) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(
        "SELECT json_extract(detail, '$.merged') FROM steps WHERE op = 'merge' AND undone IS NULL
         AND json_extract(detail, '$.ledger') = ?1 AND json_extract(detail, '$.into') = ?2 ORDER BY step",
    )?;
    let found = statement.query_map(params![ledger.name(), id], |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Steps, newest first: of one record, or all. A step that made another entry one with a record is the record's, too.
pub fn history(connection: &Connection, registry: &Registry, of: Option<(Ledger, i64)>, limit: usize) -> Result<Vec<StepEntry>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let (condition, ledger, id) = match of {
        Some((ledger, id)) => (
            "WHERE step IN (SELECT step FROM changes WHERE ledger = ?1 AND record = ?2) OR (op = 'merge'
             AND json_extract(detail, '$.ledger') = ?1 AND json_extract(detail, '$.into') = ?2)",
            ledger.name(),
            id,
        ),
        None => ("WHERE ?1 = '' AND ?2 = 0", "", 0),
    };
    let sql = format!("SELECT step, at, who, op, detail FROM steps {condition} ORDER BY step DESC LIMIT ?3");
    let mut statement = connection.prepare(&sql)?;
    let found = statement.query_map(params![ledger, id, limit], untouched)?;
    let mut entries = found.collect::<std::result::Result<Vec<_>, _>>()?;
    for entry in &mut entries {
        entry.touched = touched(connection, registry, entry.step)?;
        if let Some((ledger, id)) = of {
            entry.touched.retain(|touched| touched.ledger == ledger && touched.id == id);
        }
    }
    Ok(entries)
}

/// The step numbered `step` with everything it changed.
///
/// # Errors
/// What SQLite says.
pub(super) fn entry(connection: &Connection, registry: &Registry, step: i64) -> Result<StepEntry> {
    let mut statement = connection.prepare_cached("SELECT step, at, who, op, detail FROM steps WHERE step = ?1")?;
    let entry = statement.query_row([step], untouched)?;
    Ok(StepEntry { touched: touched(connection, registry, step)?, ..entry })
}

/// A step without what it changed, from step, at, who, op, detail.
fn untouched(row: &rusqlite::Row<'_>) -> rusqlite::Result<StepEntry> {
    Ok(StepEntry {
        step: row.get(0)?,
        at: row.get(1)?,
        who: row.get(2)?,
        op: row.get(3)?,
        detail: row.get(4)?,
        touched: Vec::new(),
    })
}

/// A change of a record that was not taken back.
pub struct StandingChange {
    /// When (UTC, stored form).
    pub at: String,
    /// Who.
    pub who: String,
    /// Canonical text before.
    pub before: String,
    /// Canonical text after.
    pub after: String,
}

/// Changes of one record that were not taken back, oldest first.
///
/// # Errors
/// What SQLite says; `FileDamaged`.
pub fn standing_changes(connection: &Connection, ledger: Ledger, id: i64) -> Result<Vec<StandingChange>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.at, s.who, c.step, c.seq, p.before, p.after FROM changes AS c
         JOIN steps AS s ON s.step = c.step JOIN payloads AS p ON p.step = c.step AND p.seq = c.seq
         WHERE c.ledger = ?1 AND c.record = ?2 AND c.kind = 'changed' AND s.op IN ('change', 'import', 'act', 'merge') AND s.undone IS NULL
         AND p.before IS NOT NULL ORDER BY c.step, c.seq",
    )?;
    let mut rows = statement.query(params![ledger.name(), id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (kept, place): (Option<String>, _) = (row.get(5)?, (row.get(2)?, row.get(3)?));
        let after = match kept {
            Some(kept) => Some(kept),
            None => text_after(connection, ledger, id, place)?,
        };
        let Some(after) = after else { continue };
        let before = whole(row.get(4)?, Some(&after), place.0)?;
        found.push(StandingChange { at: row.get(0)?, who: row.get(1)?, before, after });
    }
    Ok(found)
}

/// What a step changed.
///
/// # Errors
/// What SQLite says; `FileDamaged`.
pub fn touched(connection: &Connection, registry: &Registry, step: i64) -> Result<Vec<Touched>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.ledger, c.record, c.uid, c.kind, c.seq, c.salt, c.hash, p.before, p.after
         FROM changes AS c LEFT JOIN payloads AS p ON p.step = c.step AND p.seq = c.seq WHERE c.step = ?1 ORDER BY c.seq",
    )?;
    let seals = if step < upgraded_at(connection)? { Seals::Both } else { Seals::After };
    let damaged = |what: &str| Error::FileDamaged(format!("第 {step} 步的{what}读不懂"));
    let mut rows = statement.query([step])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let (ledger, kind): (String, String) = (row.get(0)?, row.get(3)?);
        let uid = row.get_ref(2)?.as_blob().ok().and_then(Uid::of_blob).ok_or_else(|| damaged("记录编号"))?;
        let ledger = registry.named(&ledger).map_err(|_| damaged("台账"))?;
        let (id, seq): (i64, i64) = (row.get(1)?, row.get(4)?);
        let mut before: Option<String> = row.get(7)?;
        if let Some(less) = before.take_if(|before| difference::is_one(before)) {
            before = Some(whole(less, text_after(connection, ledger, id, (step, seq))?.as_deref(), step)?);
        }
        all.push(Touched {
            step,
            seq,
            ledger,
            id,
            uid: uid.with_text(str::to_owned),
            kind: ChangeKind::named(&kind).ok_or_else(|| damaged("种类"))?,
            before,
            kept: row.get(8)?,
            salt: row.get(5)?,
            hash: row.get(6)?,
            seals,
        });
    }
    Ok(all)
}

/// What a record said after it was `touched`; `None` where it was gone then.
///
/// # Errors
/// What SQLite says; `FileDamaged`.
pub fn after(connection: &Connection, touched: &Touched) -> Result<Option<String>> {
    match &touched.kept {
        Some(kept) => Ok(Some(kept.clone())),
        None => text_after(connection, touched.ledger, touched.id, (touched.step, touched.seq)),
    }
}

/// What a record said after the change at `place`, its step and its place there: what the next one has before, else its row.
fn text_after(connection: &Connection, ledger: Ledger, id: i64, place: (i64, i64)) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.before, c.step FROM changes AS c LEFT JOIN payloads AS p ON p.step = c.step AND p.seq = c.seq
         WHERE c.ledger = ?1 AND c.record = ?2 AND (c.step > ?3 OR c.step = ?3 AND c.seq > ?4) ORDER BY c.step, c.seq",
    )?;
    let mut rows = statement.query(params![ledger.name(), id, place.0, place.1])?;
    // Differences on the way to a text that stands whole.
    let mut less: Vec<(String, i64)> = Vec::new();
    let mut text = loop {
        match rows.next()? {
            Some(row) => match row.get::<_, Option<String>>(0)? {
                Some(before) if difference::is_one(&before) => less.push((before, row.get(1)?)),
                before => break before,
            },
            None => break rows::stored(connection, ledger, &[id])?.first().map(rows::payload),
        }
    };
    for (difference, step) in less.into_iter().rev() {
        text = Some(whole(difference, text.as_deref(), step)?);
    }
    Ok(text)
}

/// What is `kept` of the text before a change as the whole of it, from the text after.
fn whole(kept: String, after: Option<&str>, step: i64) -> Result<String> {
    if !difference::is_one(&kept) {
        return Ok(kept);
    }
    let whole = after.and_then(|after| difference::applied(&kept, after));
    whole.ok_or_else(|| Error::FileDamaged(format!("第 {step} 步的内容读不懂")))
}
