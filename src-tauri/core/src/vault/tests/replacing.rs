//! Restore and change of key.

use super::*;
use crate::error::Error;
use crate::vault::backup::{Job, backup};
use crate::vault::key::fingerprint;
use crate::vault::rekey::rekey;
use crate::vault::restore::{Replace, preview, restore};

fn none(_: &Connection) -> Result<u64> {
    Ok(0)
}

fn back_up(fixture: &Fixture) -> PathBuf {
    let dir = fixture.dir.path().join("备份");
    let source = fixture.open(Access::Read);
    let job = Job { key: fixture.key(), dir: &dir, at: at(1), count: &none, verify: &fine, progress: &|_, _| true };
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
        .execute_batch("PRAGMA cache_size = 10; BEGIN; UPDATE trial SET name = id || name; DELETE FROM trial WHERE id % 3 = 0;")
        .unwrap();
    let journal = crate::vault::file::journal_of(&fixture.path);
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
fn a_crash_is_undone_on_opening_whatever_the_access() {
    for access in [Access::Read, Access::Write] {
        let fixture = Fixture::new(true);
        let before = crashed(&fixture);
        let (_, salt) = fixture.keys.as_ref().unwrap();
        let wrong = Key::of_bytes([9; 32]);
        assert!(matches!(connect(&fixture.path, Some((&wrong, salt)), access), Err(Error::WrongPassword)));
        assert_eq!(dump(&fixture.open(access)), before);
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

        let kept = rekey(&fixture.path, fixture.key(), renewed, &fine).unwrap();
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
