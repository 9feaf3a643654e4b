//! Restore and change of key.

use super::*;
use crate::base::error::Error;
use crate::file::disk::{MEDIUM, Medium, put_on};
use crate::file::key::fingerprint;
use crate::vault::backup::{BackupJob, backup};
use crate::vault::rekey::rekey;
use crate::vault::restore::{Replace, preview, restore};

fn none(_: &Connection) -> Result<u64> {
    Ok(0)
}

fn back_up(fixture: &Fixture) -> PathBuf {
    let dir = fixture.dir.path().join("备份");
    let source = fixture.open(Access::Read);
    let job = BackupJob { count: &none, ..fixture.job(&dir) };
    backup(&source, &fixture.path, &job).unwrap().path
}

#[test]
fn a_backup_comes_back_and_the_former_file_stays() {
    for encrypted in [true, false] {
        let fixture = Fixture::new(encrypted);
        let then = dump(&fixture.open(Access::Read));
        let copy = back_up(&fixture);
        let seen = preview(&copy, fixture.key(), &|connection| Ok(dump(connection))).unwrap();
        assert_eq!(seen.content, then);
        assert_eq!(seen.manifest.unwrap().at, at(1));

        let writer = fixture.open(Access::Write);
        writer.execute("DELETE FROM trial WHERE id > 100", []).unwrap();
        let now = dump(&writer);
        close(writer).unwrap();
        let refused = restore(&copy, &fixture.path, fixture.key(), Replace::No, at(2), &fine);
        assert!(matches!(refused, Err(Error::TargetExists(_))));
        let broken = |_: &Connection| Err(Error::ChainBroken("试".to_owned()));
        let refused = restore(&copy, &fixture.path, fixture.key(), Replace::KeepOld, at(2), &broken);
        assert!(matches!(refused, Err(Error::ChainBroken(_))));
        assert_eq!(fixture.names(), ["卫生所.taizhang", "备份"]);
        assert_eq!(dump(&fixture.open(Access::Read)), now);

        let done = restore(&copy, &fixture.path, fixture.key(), Replace::KeepOld, at(2), &fine).unwrap();
        assert_eq!(fixture.names(), ["卫生所.taizhang", "卫生所.恢复前-20261123-100509.taizhang", "备份"]);
        assert_eq!(dump(&fixture.open(Access::Read)), then);
        let kept = connect(&done.kept.unwrap(), fixture.key(), Access::Read).unwrap();
        assert_eq!(dump(&kept), now);
        let tables: i64 = fixture
            .open(Access::Read)
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'manifest'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(tables, 0);

        let fresh = fixture.dir.path().join("新.taizhang");
        assert_eq!(restore(&copy, &fresh, fixture.key(), Replace::No, at(2), &fine).unwrap().kept, None);
        assert_eq!(dump(&connect(&fresh, fixture.key(), Access::Read).unwrap()), then);
    }
}

/// The file and its journal as a crash in the middle of a change leaves them.
fn crashed(fixture: &Fixture) -> String {
    let before = dump(&fixture.open(Access::Read));
    let writer = fixture.open(Access::Write);
    writer
        .execute_batch("PRAGMA cache_size = 10; BEGIN; PRAGMA user_version = 1; UPDATE trial SET name = id || name; DELETE FROM trial WHERE id % 3 = 0;")
        .unwrap();
    let journal = crate::file::disk::journal_of(&fixture.path);
    let torn = std::fs::read(&fixture.path).unwrap();
    let log = std::fs::read(&journal).unwrap();
    drop(writer);
    assert!(torn != std::fs::read(&fixture.path).unwrap(), "something was half written");
    std::fs::write(&fixture.path, torn).unwrap();
    std::fs::write(&journal, log).unwrap();
    before
}

#[test]
fn a_journal_left_by_a_crash_never_enters_the_new_file() {
    for encrypted in [true, false] {
        let fixture = Fixture::new(encrypted);
        let copy = back_up(&fixture);
        let before = crashed(&fixture);
        let done = restore(&copy, &fixture.path, fixture.key(), Replace::KeepOld, at(2), &fine).unwrap();
        assert_eq!(fixture.names(), ["卫生所.taizhang", "卫生所.恢复前-20261123-100509.taizhang", "备份"]);
        assert_eq!(dump(&fixture.open(Access::Read)), before);
        let kept = connect(&done.kept.unwrap(), fixture.key(), Access::Read).unwrap();
        assert_eq!(dump(&kept), before, "the former file was rolled back before it was kept");
    }
}

#[test]
fn a_crash_is_undone_once_the_key_is_proved() {
    for (access, torn) in [(Access::Read, false), (Access::Write, false), (Access::Read, true), (Access::Write, true)] {
        let fixture = Fixture::new(true);
        let before = crashed(&fixture);
        let journal = crate::file::disk::journal_of(&fixture.path);
        let mut bytes = std::fs::read(&fixture.path).unwrap();
        if torn {
            bytes[2000..4096].fill(0);
            std::fs::write(&fixture.path, &bytes).unwrap();
        }
        let log = std::fs::read(&journal).unwrap();
        let (_, salt) = fixture.keys.as_ref().unwrap();
        let wrong = Key::of_bytes([9; 32]);
        assert!(matches!(connect(&fixture.path, Some((&wrong, salt)), access), Err(Error::WrongPassword)));
        assert!(matches!(connect(&fixture.path, None, access), Err(Error::NotOurFile(_))));
        assert!(std::fs::read(&fixture.path).unwrap() == bytes);
        assert!(std::fs::read(&journal).unwrap() == log);
        assert_eq!(dump(&fixture.open(access)), before);
        assert!(!journal.exists() || std::fs::metadata(&journal).unwrap().len() == 0);
    }
}

/// A name that would mean something in a URI.
#[test]
fn a_crash_is_undone_under_any_name() {
    // Windows allows no question mark in a name.
    let odd = if cfg!(windows) { "100%41 #1&mode=memory&a=b.taizhang" } else { "100%41 #1?mode=memory&a=b.taizhang" };
    for name in [odd, "卫生所（新）+ 2.taizhang"] {
        let mut fixture = Fixture::new(true);
        let renamed = fixture.dir.path().join(name);
        std::fs::rename(&fixture.path, &renamed).unwrap();
        fixture.path = renamed;
        let before = crashed(&fixture);
        let (_, salt) = fixture.keys.as_ref().unwrap();
        let refused = connect(&fixture.path, Some((&Key::of_bytes([9; 32]), salt)), Access::Write);
        assert!(matches!(refused, Err(Error::WrongPassword)));
        assert_eq!(dump(&fixture.open(Access::Write)), before);
        assert_eq!(fixture.names(), [name]);
    }
}

#[test]
fn a_new_key_takes_everything_along() {
    let ways = [(Some(1), Some(2)), (None, Some(2)), (Some(1), None)];
    for (from, to) in ways {
        let mut fixture = Fixture::new(from.is_some());
        let new = to.map(|byte| (Key::of_bytes([byte; 32]), Salt::fresh()));
        let renewed = new.as_ref().map(|(key, salt)| (key, salt));
        let then = dump(&fixture.open(Access::Read));
        let broken = |_: &Connection| Err(Error::ChainBroken("试".to_owned()));
        assert!(matches!(rekey(&fixture.path, fixture.key(), renewed, &broken), Err(Error::ChainBroken(_))));
        assert_eq!(fixture.names(), ["卫生所.taizhang"]);
        assert_eq!(dump(&fixture.open(Access::Read)), then);

        let kept = rekey(&fixture.path, fixture.key(), renewed, &fine).unwrap().kept;
        let mark = fixture.keys.as_ref().map_or("明文".to_owned(), |(key, _)| fingerprint(key));
        let name = format!("卫生所.旧钥-{mark}.taizhang");
        assert_eq!(fixture.names(), ["卫生所.taizhang".to_owned(), name.clone()]);
        assert_eq!(dump(&connect(&kept, fixture.key(), Access::Read).unwrap()), then);
        if new.is_some() {
            assert!(connect(&fixture.path, fixture.key(), Access::Read).is_err());
            assert!(!contains(&std::fs::read(&fixture.path).unwrap(), CANARY.as_bytes()));
        }
        fixture.keys = new;
        assert_eq!(dump(&fixture.open(Access::Read)), then);
    }
}

#[test]
fn a_former_file_is_never_overwritten() {
    let mut fixture = Fixture::new(true);
    let (one, two) = ((Key::of_bytes([1; 32]), Salt::fresh()), (Key::of_bytes([7; 32]), Salt::fresh()));
    rekey(&fixture.path, fixture.key(), Some((&one.0, &one.1)), &fine).unwrap();
    rekey(&fixture.path, Some((&one.0, &one.1)), Some((&two.0, &two.1)), &fine).unwrap();
    rekey(&fixture.path, Some((&two.0, &two.1)), Some((&one.0, &one.1)), &fine).unwrap();
    fixture.keys = Some(one);
    assert_eq!(fixture.names().len(), 4, "{:?}", fixture.names());
    assert!(fixture.names().iter().any(|name| name.ends_with("-2.taizhang")));
}

/// Where a medium fails [`put_on`].
const FULL: Medium = Medium { remember: |path| Err(Error::io("试", path)(std::io::Error::other("试"))), ..MEDIUM };
const NO_LINKS: Medium = Medium { link: |_, _| Err(std::io::ErrorKind::Unsupported.into()), ..MEDIUM };
const HELD: Medium = Medium { remove: |_| Err(std::io::ErrorKind::PermissionDenied.into()), ..MEDIUM };

#[test]
fn a_finished_file_stands_whatever_fails_after_it() {
    let dir = tempfile::tempdir().unwrap();
    let (from, to) = (dir.path().join("a.part"), dir.path().join("a"));
    let start = || std::fs::write(&from, "whole").unwrap();
    let stands = || {
        assert_eq!(std::fs::read_to_string(&to).unwrap(), "whole");
        let _ = std::fs::remove_file(&from);
        std::fs::remove_file(&to).unwrap();
    };
    for medium in [MEDIUM, NO_LINKS] {
        start();
        put_on(&medium, &from, &to).unwrap();
        assert_eq!(names(dir.path()), ["a"]);
        stands();
        start();
        assert!(matches!(put_on(&Medium { remember: FULL.remember, ..medium }, &from, &to), Err(Error::Io { .. })));
        stands();
        start();
        std::fs::write(&to, "other").unwrap();
        assert!(matches!(put_on(&medium, &from, &to), Err(Error::TargetExists(_))));
        assert_eq!(std::fs::read_to_string(&to).unwrap(), "other");
        std::fs::remove_file(&to).unwrap();
    }
    start();
    put_on(&HELD, &from, &to).unwrap();
    stands();
    // Nothing to move: the reserved name goes again.
    assert!(matches!(put_on(&NO_LINKS, &dir.path().join("none"), &to), Err(Error::Io { .. })));
    assert!(names(dir.path()).len() == 1, "{:?}", names(dir.path()));
}
