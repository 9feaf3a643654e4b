//! The journal: steps, the records each changed, and the chain that makes silent changes show.
//!
//! Owns the chain's arithmetic. Writing steps is `change`'s alone, checking them all `proof`'s. The chain is
//! mac(n) = HMAC-SHA-256(audit key, mac(n−1) ‖ header(n)), where the header holds the salted hashes of the payloads.

use crate::base::error::{Error, Result};
use crate::schema::Ledger;
use crate::store::registry::Registry;
use hmac::{Hmac, KeyInit, Mac};
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

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
    /// 导入
    Import,
    /// 撤销
    Undo,
    /// 更新规则: packs that come with a newer program.
    Rules,
    /// 修改设置
    Settings,
    /// 显示完整内容
    Unmask,
    /// 导出
    Export,
    /// 打印未脱敏
    PrintUnmasked,
    /// 时钟有误: steps taken by a clock far ahead no longer count for lateness.
    Clock,
}

const OPS: &[(Op, &str, &str)] = &[
    (Op::Create, "create", "新建文件"),
    (Op::Add, "add", "新增"),
    (Op::Change, "change", "修改"),
    (Op::Void, "void", "作废"),
    (Op::Unvoid, "unvoid", "恢复作废"),
    (Op::Import, "import", "导入"),
    (Op::Undo, "undo", "撤销"),
    (Op::Rules, "rules", "更新规则"),
    (Op::Settings, "settings", "修改设置"),
    (Op::Unmask, "unmask", "显示完整内容"),
    (Op::Export, "export", "导出"),
    (Op::PrintUnmasked, "print_unmasked", "打印未脱敏"),
    (Op::Clock, "clock", "时钟有误"),
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

    /// Steps that only note access leave the printed head where it is.
    pub fn moves_head(self) -> bool {
        !matches!(self, Self::Unmask | Self::Export | Self::PrintUnmasked)
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
}

impl ChangeKind {
    /// The kind with this code.
    pub(super) fn named(code: &str) -> Option<Self> {
        [Self::Added, Self::Changed, Self::Voided, Self::Removed].into_iter().find(|kind| kind.code() == code)
    }

    /// Stored code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Voided => "voided",
            Self::Removed => "removed",
        }
    }
}

/// One record changed by one step.
#[derive(Debug, Clone)]
pub struct Touched {
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
    /// Canonical text after.
    pub after: Option<String>,
    /// Identities of the people mentioned.
    pub mentions: Vec<String>,
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
pub(super) const AUDIT_KEY: &str = "audit_key";

type ChainMac = Hmac<Sha256>;

/// Hash that vouches for a payload without giving it away.
pub(super) fn payload_hash(salt: &[u8], before: Option<&str>, after: Option<&str>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    for part in [before, after] {
        hash.update([u8::from(part.is_some())]);
        hash.update(part.unwrap_or_default().len().to_le_bytes());
        hash.update(part.unwrap_or_default());
    }
    hash.finalize().into()
}

/// The part of a step that its mac covers.
pub(super) struct Header<'a> {
    pub step: i64,
    pub at: &'a str,
    pub who: &'a str,
    pub op: &'a str,
    pub detail: &'a str,
    pub moves: bool,
    pub changes: &'a [Covered],
}

/// What a mac covers of one changed record.
pub(super) struct Covered {
    pub ledger: Ledger,
    pub record: i64,
    pub uid: String,
    pub kind: ChangeKind,
    pub hash: [u8; 32],
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
            feed(change.uid.as_bytes());
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

/// How many changes of records all steps together made.
pub(super) fn count_changes(connection: &Connection) -> Result<u64> {
    let count: i64 = connection.query_row("SELECT count(*) FROM changes", [], |row| row.get(0))?;
    Ok(u64::try_from(count).unwrap_or_default())
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

/// Steps, newest first: of one record, or all.
pub fn history(connection: &Connection, registry: &Registry, of: Option<(Ledger, i64)>, limit: usize) -> Result<Vec<StepEntry>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let (condition, ledger, id) = match of {
        Some((ledger, id)) => ("WHERE step IN (SELECT step FROM changes WHERE ledger = ?1 AND record = ?2)", ledger.name(), id),
        None => ("WHERE ?1 = '' AND ?2 = 0", "", 0),
    };
    let sql = format!("SELECT step, at, who, op, detail FROM steps {condition} ORDER BY step DESC LIMIT ?3");
    let mut statement = connection.prepare(&sql)?;
    let mut entries = statement
        .query_map(params![ledger, id, limit], |row| {
            Ok(StepEntry {
                step: row.get(0)?,
                at: row.get(1)?,
                who: row.get(2)?,
                op: row.get(3)?,
                detail: row.get(4)?,
                touched: Vec::new(),
            })
        })?
        .collect::<std::result::Result<Vec<_>, _>>()?;
    for entry in &mut entries {
        entry.touched = touched(connection, registry, entry.step)?;
        if let Some((ledger, id)) = of {
            entry.touched.retain(|touched| touched.ledger == ledger && touched.id == id);
        }
    }
    Ok(entries)
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
pub fn standing_changes(connection: &Connection, ledger: Ledger, id: i64) -> Result<Vec<StandingChange>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.at, s.who, p.before, p.after FROM changes AS c
         JOIN steps AS s ON s.step = c.step JOIN payloads AS p ON p.step = c.step AND p.seq = c.seq
         WHERE c.ledger = ?1 AND c.record = ?2 AND c.kind = 'changed' AND s.op IN ('change', 'import') AND s.undone IS NULL
         AND p.before IS NOT NULL AND p.after IS NOT NULL ORDER BY c.step, c.seq",
    )?;
    let found = statement.query_map(params![ledger.name(), id], |row| {
        Ok(StandingChange { at: row.get(0)?, who: row.get(1)?, before: row.get(2)?, after: row.get(3)? })
    })?;
    Ok(found.collect::<std::result::Result<_, _>>()?)
}

/// What a step changed.
pub fn touched(connection: &Connection, registry: &Registry, step: i64) -> Result<Vec<Touched>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.ledger, c.record, c.uid, c.kind, p.before, p.after
         FROM changes AS c LEFT JOIN payloads AS p ON p.step = c.step AND p.seq = c.seq WHERE c.step = ?1 ORDER BY c.seq",
    )?;
    let mut rows = statement.query([step])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let ledger: String = row.get(0)?;
        let kind: String = row.get(3)?;
        all.push(Touched {
            ledger: registry.named(&ledger).map_err(|_| Error::FileDamaged(format!("第 {step} 步的台账读不懂")))?,
            id: row.get(1)?,
            uid: row.get(2)?,
            kind: ChangeKind::named(&kind).ok_or_else(|| Error::FileDamaged(format!("第 {step} 步的种类读不懂")))?,
            before: row.get(4)?,
            after: row.get(5)?,
            mentions: Vec::new(),
        });
    }
    Ok(all)
}
