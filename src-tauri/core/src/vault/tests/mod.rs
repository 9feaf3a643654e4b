//! Real files in temporary folders.

mod backups;
mod damage;
mod killed;
mod opening;
mod replacing;
mod salvaging;

use crate::base::error::Result;
use crate::file::key::{Key, Salt};
use crate::file::open::{Access, close, connect};
use crate::store::migrate;
use crate::vault::backup::BackupJob;
use chrono::{DateTime, TimeZone, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Stands in no encrypted file, journal or unfinished copy.
const CANARY: &str = "金丝雀欧阳";

/// A folder with a data file of some rows.
struct Fixture {
    dir: TempDir,
    path: PathBuf,
    keys: Option<(Key, Salt)>,
}

impl Fixture {
    /// A backup into `dir` that finds nothing wrong and is let finish.
    fn job<'a>(&'a self, dir: &'a Path) -> BackupJob<'a> {
        BackupJob {
            key: self.key(),
            dir,
            at: at(1),
            bytes: None,
            proved: false,
            count: &rows,
            verify: &fine,
            progress: &|_, _| true,
        }
    }

    fn new(encrypted: bool) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("卫生所.taizhang");
        let keys = encrypted.then(|| (Key::of_bytes([7; 32]), Salt::fresh()));
        let fixture = Self { dir, path, keys };
        let connection = connect(&fixture.path, fixture.key(), Access::Create).unwrap();
        fill(&connection, 400);
        close(connection).unwrap();
        fixture
    }

    fn key(&self) -> Option<(&Key, &Salt)> {
        self.keys.as_ref().map(|(key, salt)| (key, salt))
    }

    fn open(&self, access: Access) -> Connection {
        connect(&self.path, self.key(), access).unwrap()
    }

    fn names(&self) -> Vec<String> {
        names(self.dir.path())
    }
}

fn fill(connection: &Connection, rows: i64) {
    migrate::migrate(connection).unwrap();
    let transaction = connection.unchecked_transaction().unwrap();
    transaction
        .execute_batch(
            "CREATE TABLE trial (id INTEGER PRIMARY KEY, name TEXT NOT NULL, twin INTEGER) STRICT;
        CREATE INDEX trial_name ON trial (name);",
        )
        .unwrap();
    for id in 1..=rows {
        transaction
            .execute("INSERT INTO trial VALUES (?1, ?2, NULL)", params![id, format!("{CANARY}{id}{}", "。".repeat(60))])
            .unwrap();
    }
    transaction.commit().unwrap();
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Everything in the file, in one comparable text; the manifest left out.
fn dump(connection: &Connection) -> String {
    let mut text = format!("{}\n", migrate::version(connection).unwrap());
    let mut schema =
        connection.prepare("SELECT type, name, sql FROM sqlite_schema WHERE tbl_name <> 'manifest' ORDER BY type, name").unwrap();
    let entries: Vec<(String, String, Option<String>)> = schema
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    for (kind, name, sql) in entries {
        text += &format!("{kind} {name} {sql:?}\n");
        if kind != "table" {
            continue;
        }
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let width = statement.column_count();
        let mut lines: Vec<String> = statement
            .query_map([], |row| (0..width).map(|at| row.get::<_, Value>(at)).collect::<rusqlite::Result<Vec<_>>>())
            .unwrap()
            .map(|row| format!("{:?}\n", row.unwrap()))
            .collect();
        lines.sort();
        text += &lines.concat();
    }
    text
}

fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, hour, 5, 9).unwrap()
}

fn rows(connection: &Connection) -> Result<u64> {
    Ok(u64::try_from(connection.query_row("SELECT count(*) FROM trial", [], |row| row.get::<_, i64>(0))?).unwrap())
}

fn fine(_: &Connection) -> Result<()> {
    Ok(())
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}
