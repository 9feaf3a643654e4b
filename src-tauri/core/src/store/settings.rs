//! Settings and marks kept in the file itself.
//!
//! Owns the names and defaults of settings. Values are text; marks (`meta`) are bytes nobody edits.

use crate::base::error::{Error, Result};
use crate::store::journal::Op;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A setting that is a number: its name, and what it is unless somebody set it.
pub type Number = (&'static str, i64);

/// Hours after the record date within which a log counts as entered in time.
pub const GRACE_HOURS: Number = ("grace_hours", 24);
/// Idle minutes until the window locks.
pub const IDLE_MINUTES: Number = ("idle_minutes", 10);
/// Years that a pack is kept whole.
pub const PACK_YEARS: Number = ("pack_years", 3);

/// What a step that changes a setting remembers of it.
#[derive(Debug, Deserialize)]
pub struct Said {
    /// Its name.
    pub key: String,
    /// What it was set to; `None`: taken away.
    pub value: Option<String>,
}

/// Whether the settings that the journal remembers are what it says they were set to last.
///
/// # Errors
/// `ChainBroken` naming one that is not.
pub(super) fn check(connection: &Connection) -> Result<()> {
    let mut said: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut statement = connection.prepare("SELECT detail FROM steps WHERE op = ?1 ORDER BY step")?;
    let mut steps = statement.query([Op::Settings.code()])?;
    while let Some(row) = steps.next()? {
        if let Ok(one) = serde_json::from_str::<Said>(&row.get::<_, String>(0)?) {
            said.insert(one.key, one.value);
        }
    }
    // Those that change what a record shows were never set where no step says so.
    for (name, _) in [GRACE_HOURS, IDLE_MINUTES, PACK_YEARS] {
        said.entry(name.to_owned()).or_default();
    }
    for (key, value) in said {
        let now = text(connection, &key)?;
        // With somebody who was erased the settings that named her went too.
        let erased = now.is_none() && ![GRACE_HOURS.0, IDLE_MINUTES.0, PACK_YEARS.0].contains(&key.as_str());
        if now != value && !erased {
            return Err(Error::ChainBroken(format!("设置「{key}」与修改痕迹里记的不符")));
        }
    }
    Ok(())
}

/// The text of a setting.
pub fn text(connection: &Connection, key: &str) -> Result<Option<String>> {
    let found =
        connection.prepare_cached("SELECT value FROM settings WHERE key = ?1")?.query_row([key], |row| row.get(0)).optional()?;
    Ok(found)
}

/// The number of a setting, or its default.
pub fn number(connection: &Connection, (key, default): Number) -> Result<i64> {
    Ok(text(connection, key)?.and_then(|value| value.parse().ok()).unwrap_or(default))
}

/// Writes a setting; `None` removes it.
pub(crate) fn put(connection: &Connection, key: &str, value: Option<&str>) -> Result<()> {
    match value {
        Some(value) => connection.execute(
            "INSERT INTO settings (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
            params![key, value],
        )?,
        None => connection.execute("DELETE FROM settings WHERE key = ?1", [key])?,
    };
    Ok(())
}

/// Takes away the settings that hold one of `words`, such as forms not saved; who records stays.
pub(super) fn forget(connection: &Connection, words: &[String]) -> Result<()> {
    let mut statement = connection.prepare("DELETE FROM settings WHERE key <> 'operator' AND instr(value, ?1) > 0")?;
    words.iter().try_for_each(|word| statement.execute([word]).map(drop))?;
    Ok(())
}

/// The bytes of a mark.
pub(crate) fn mark(connection: &Connection, key: &str) -> Result<Option<Vec<u8>>> {
    let found = connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0)).optional()?;
    Ok(found)
}

/// Writes a mark.
pub(crate) fn put_mark(connection: &Connection, key: &str, value: &[u8]) -> Result<()> {
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
        params![key, value],
    )?;
    Ok(())
}
