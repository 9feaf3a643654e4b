//! Older files on their way: cut off at every stage, damaged, spelled in other ways. Kept files stand in `tests/formats`.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use crate::file::key::Key;
use crate::program;
use crate::schema::Ledger;
use crate::store::book::Unlock;
use crate::store::journal::{AUDIT_KEY, ChangeKind, Covered, Header, Seals, Uid};
use crate::store::{Book, rows, settings};
use crate::topics::DISINFECTIONS;
use rusqlite::params;
use std::path::PathBuf;
use std::process::Command;
use uuid::Uuid;

const PATH: &str = "TAIZHANG_TEST_FILE";
const STAGE: &str = "TAIZHANG_TEST_STAGE";
const STAGES: [Stage; 5] = [Stage::BackedUp, Stage::Filled, Stage::Written, Stage::Settled, Stage::Replaced];

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/formats").join(name)
}

fn surroundings() -> Surroundings {
    Surroundings::fixed("2026-11-27T01:00:00Z".parse().unwrap(), 7)
}

/// A copy of a kept file in a folder of its own.
fn copy_of(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("本单位.taizhang");
    std::fs::copy(kept(name), &path).unwrap();
    (folder, path)
}

fn opened(path: &Path, access: Access) -> Result<Book> {
    program::open(path, Unlock::Password("格式二的密码"), access, surroundings())
}

#[test]
#[ignore = "child of cut_off_at_any_stage_the_file_is_the_old_or_the_new_one"]
fn child_stops_at_a_stage() {
    let path = PathBuf::from(std::env::var_os(PATH).unwrap());
    let wanted: usize = std::env::var(STAGE).unwrap().parse().unwrap();
    let secret = match open::identify(&path).unwrap() {
        open::FileKind::Plain => None,
        open::FileKind::Encrypted(salt) => Some((Key::derive("格式二的密码", &salt).unwrap(), salt)),
    };
    let key = secret.as_ref().map(|(key, salt)| (key, salt));
    let former = open::connect(&path, key, Access::Write).unwrap();
    let stop = |stage| {
        if stage == STAGES[wanted] {
            std::process::exit(99);
        }
    };
    let _ = by_stages(former, program::registry(), &path, key, &surroundings(), &stop);
}

#[test]
fn cut_off_at_any_stage_the_file_is_the_old_or_the_new_one() {
    let module = module_path!().split_once("::").unwrap().1;
    for name in ["v2-plain.taizhang", "v2-encrypted.taizhang"] {
        for (number, stage) in STAGES.iter().enumerate() {
            let (folder, path) = copy_of(name);
            let before = std::fs::read(&path).unwrap();
            let child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", &format!("{module}::child_stops_at_a_stage"), "--ignored"])
                .env(PATH, &path)
                .env(STAGE, number.to_string())
                .output()
                .unwrap();
            assert_eq!(child.status.code(), Some(99), "{name} {stage:?}: {}", String::from_utf8_lossy(&child.stdout));
            assert_eq!(std::fs::read(&path).unwrap() == before, *stage != Stage::Replaced, "{name} {stage:?}");
            let book = opened(&path, Access::Read).unwrap();
            assert_eq!(book.check_all().unwrap().records, 21, "{name} {stage:?}");
            book.close().unwrap();
            let book = opened(&path, Access::Write).unwrap();
            book.check_all().unwrap();
            assert_eq!(migrate::version(book.connection()).unwrap(), migrate::VERSION);
            book.close().unwrap();
            let mut left: Vec<String> = std::fs::read_dir(folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            left.sort();
            assert_eq!(left, ["备份", "本单位.taizhang"], "{name} {stage:?}");
        }
    }
}

/// A broken chain is neither mended nor a reason to keep a person from her records.
#[test]
fn what_was_broken_stays_broken() {
    for sql in [
        "UPDATE staff SET name = '别人' WHERE id = 1",
        "DELETE FROM vaccine_exemptions",
        "UPDATE payloads SET after = replace(after, '单', '善')",
        "UPDATE payloads SET before = NULL WHERE before IS NOT NULL",
        "DELETE FROM payloads WHERE step = 2",
        "UPDATE changes SET hash = zeroblob(32) WHERE step = 2",
        "UPDATE steps SET who = '别人' WHERE step = 3",
        "DELETE FROM steps WHERE step = 4",
        "INSERT INTO payloads (step, seq, salt, mentions) VALUES (777, 1, x'00', '[]')",
    ] {
        let (_folder, path) = copy_of("v2-plain.taizhang");
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        connection.close().unwrap();
        let looked = opened(&path, Access::Read).unwrap();
        let found = looked.check_all();
        assert!(matches!(found, Err(Error::ChainBroken(_) | Error::FileDamaged(_))), "{sql}: {found:?}");
        looked.close().unwrap();
        let book = opened(&path, Access::Write).unwrap();
        let found = book.check_all();
        assert!(matches!(found, Err(Error::ChainBroken(_) | Error::FileDamaged(_))), "{sql}: {found:?}");
        book.close().unwrap();
    }
}

/// Version 2 took in identities of other files in any spelling. The chain covers the spelling.
#[test]
fn identities_spelled_in_other_ways_keep_their_seals() {
    let (_folder, path) = copy_of("v2-plain.taizhang");
    let connection = Connection::open(&path).unwrap();
    let uid: String = connection.query_row("SELECT uid FROM disinfections WHERE id = 1", [], |row| row.get(0)).unwrap();
    let simple = Uuid::try_parse(&uid).unwrap().simple().to_string();
    connection
        .execute_batch(&format!(
            "UPDATE disinfections SET uid = '{simple}' WHERE uid = '{uid}'; UPDATE changes SET uid = '{simple}' WHERE uid = '{uid}';
             UPDATE payloads SET before = replace(before, '{uid}', '{simple}'), after = replace(after, '{uid}', '{simple}')"
        ))
        .unwrap();
    seal(&connection);
    proof::verify(&connection, program::registry()).unwrap();
    connection.close().unwrap();

    let mut book = opened(&path, Access::Write).unwrap();
    book.check_all().unwrap();
    assert_eq!(book.get(Ledger(&DISINFECTIONS), 1, book.today()).unwrap().uid, uid);
    let kept_after = "SELECT count(*) FROM payloads WHERE after IS NOT NULL";
    assert_eq!(book.connection().query_row(kept_after, [], |row| row.get::<_, i64>(0)).unwrap(), 1, "what the row spells anew");
    let note = serde_json::json!({ "note": "又改" });
    book.change(Ledger(&DISINFECTIONS), 1, None, note.as_object().unwrap()).unwrap();
    book.check_all().unwrap();
    book.undo().unwrap().unwrap();
    book.check_all().unwrap();
    // What was saved before the file went over can still be taken back.
    while book.undo().unwrap().is_some() {}
    book.check_all().unwrap();
    let forged = format!("UPDATE payloads SET after = replace(after, '{simple}', '{uid}')");
    book.connection().execute(&forged, []).unwrap();
    assert!(matches!(proof::check(book.connection(), None, program::registry()), Err(Error::ChainBroken(_))));
}

/// Seals every step of a file of version 2 anew.
fn seal(connection: &Connection) {
    let key = settings::mark(connection, AUDIT_KEY).unwrap().unwrap();
    let last: i64 = journal::last_step(connection).unwrap();
    let mut previous: Vec<u8> = Vec::new();
    for step in 1..=last {
        let mut statement = connection
            .prepare(
                "SELECT c.seq, c.ledger, c.record, c.uid, c.kind, p.salt, p.before, p.after FROM changes AS c
                 JOIN payloads AS p ON p.step = c.step AND p.seq = c.seq WHERE c.step = ?1 ORDER BY c.seq",
            )
            .unwrap();
        let mut found = statement.query([step]).unwrap();
        let mut changes = Vec::new();
        while let Some(row) = found.next().unwrap() {
            let text = |place| row.get::<_, Option<String>>(place).unwrap();
            let salt: Vec<u8> = row.get(5).unwrap();
            let hash = Seals::Both.hash(&salt, text(6).as_deref(), text(7).as_deref());
            let seq: i64 = row.get(0).unwrap();
            connection.execute("UPDATE changes SET hash = ?3 WHERE step = ?1 AND seq = ?2", params![step, seq, hash]).unwrap();
            changes.push(Covered {
                ledger: program::registry().named(&text(1).unwrap()).unwrap(),
                record: row.get(2).unwrap(),
                uid: Uid::of_text(&text(3).unwrap()),
                kind: ChangeKind::named(&text(4).unwrap()).unwrap(),
                hash,
            });
        }
        let (at, who, op, detail, moves): (String, String, String, String, i64) = connection
            .query_row("SELECT at, who, op, detail, moves FROM steps WHERE step = ?1", [step], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
            })
            .unwrap();
        let header = Header { step, at: &at, who: &who, op: &op, detail: &detail, moves: moves == 1, changes: &changes };
        previous = header.mac(&key, &previous).unwrap();
        connection.execute("UPDATE steps SET mac = ?2 WHERE step = ?1", params![step, previous]).unwrap();
    }
}

/// Rows of the new file are where an import of the same records would put them.
#[test]
fn nothing_of_a_former_table_is_left_out() {
    let former = Connection::open_in_memory().unwrap();
    migrate::FORMER.iter().for_each(|sql| former.execute_batch(sql).unwrap());
    let new = Connection::open_in_memory().unwrap();
    migrate::migrate(&new).unwrap();
    let columns = |connection: &Connection, ledger: Ledger| -> Vec<String> {
        let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
        statement.query_map([ledger.name()], |row| row.get(0)).unwrap().map(rusqlite::Result::unwrap).collect()
    };
    for ledger in program::ledgers() {
        let known = columns(&former, ledger);
        // A later version adds its columns behind those there were.
        assert!(columns(&new, ledger).starts_with(&known), "{}", ledger.name());
        assert_eq!(rows::count(&new, ledger).unwrap(), 0);
    }
}
