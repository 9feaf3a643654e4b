//! Copies: made, listed, thinned out.

use super::*;
use crate::base::clock::Surroundings;
use crate::base::error::Error;
use crate::file::bytes::Bytes;
use crate::file::check::check_file;
use crate::file::disk::digest;
use crate::file::key::fingerprint;
use crate::program;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::STAFF;
use crate::vault::backup::{BackupDone, BackupJob, backup, list, manifest, prune, thin};
use chrono::TimeDelta;
use proptest::prelude::*;
use std::cell::Cell;

fn make(fixture: &Fixture, source: &Connection, dir: &Path) -> Result<BackupDone> {
    backup(source, &fixture.path, &fixture.job(dir))
}

#[test]
fn a_backup_is_a_whole_copy_that_tells_what_it_is() {
    for encrypted in [true, false] {
        let fixture = Fixture::new(encrypted);
        let writer = fixture.open(Access::Write);
        let reader = fixture.open(Access::Read);
        let dir = fixture.dir.path().join("备份");
        let one = make(&fixture, &writer, &dir).unwrap();
        let two = make(&fixture, &reader, &dir).unwrap();
        let mark = fixture.keys.as_ref().map_or("明文".to_owned(), |(key, _)| fingerprint(key));
        assert_eq!(
            names(&dir),
            [format!("卫生所_20261123-090509_{mark}-2.taizhang"), format!("卫生所_20261123-090509_{mark}.taizhang")]
        );
        assert_eq!(digest(&one.path).unwrap(), (one.bytes, one.sha256.clone()));
        assert_eq!(std::fs::metadata(&two.path).unwrap().len(), two.bytes);
        let copy = connect(&one.path, fixture.key(), Access::Read).unwrap();
        assert_eq!(dump(&copy), dump(&writer));
        let told = manifest(&copy).unwrap().unwrap();
        assert_eq!((told.at, told.records, told.fingerprint.as_str()), (at(1), 400, mark.as_str()));
        assert_eq!(manifest(&writer).unwrap(), None);
        let listed = list(&dir, Some("卫生所")).unwrap();
        assert_eq!(listed.len(), 2);
        assert!(listed.iter().all(|file| file.at == at(1) && file.fingerprint == mark && file.bytes == one.bytes));
        assert!(list(&dir, Some("别处")).unwrap().is_empty());
        assert!(list(&dir.join("none"), None).unwrap().is_empty());
        if encrypted {
            assert!(!contains(&std::fs::read(&one.path).unwrap(), CANARY.as_bytes()));
        }
    }
}

#[test]
fn what_fails_leaves_no_file() {
    let fixture = Fixture::new(true);
    let source = fixture.open(Access::Write);
    let dir = fixture.dir.path().join("备份");
    let refuse = |_: &Connection| Err(Error::ChainBroken("试".to_owned()));
    let unfinished = |copy: &Connection| {
        let seen = names(&dir);
        assert!(seen.len() == 2 && seen[0].ends_with(".part"), "{seen:?}");
        assert!(!contains(&std::fs::read(dir.join(&seen[0])).unwrap(), CANARY.as_bytes()));
        refuse(copy)
    };
    let job = BackupJob { verify: &unfinished, ..fixture.job(&dir) };
    assert!(matches!(backup(&source, &fixture.path, &job), Err(Error::ChainBroken(_))));
    assert!(names(&dir).is_empty());
    assert!(matches!(
        backup(&source, &fixture.path, &BackupJob { verify: &fine, progress: &|_, _| false, ..job }),
        Err(Error::Cancelled)
    ));
    assert!(names(&dir).is_empty());
    // The medium is taken away while the copy is checked. Windows removes no folder with an open file in it.
    let gone = |_: &Connection| {
        std::fs::remove_dir_all(&dir).map_err(Error::io("试", &dir))?;
        Ok(())
    };
    let job = BackupJob { verify: &gone, ..fixture.job(&dir) };
    if cfg!(windows) {
        std::fs::remove_dir(&dir).unwrap();
    } else {
        assert!(matches!(backup(&source, &fixture.path, &job), Err(Error::Io { .. })));
    }
    assert!(!dir.exists());
    // A file in the folder's place.
    std::fs::write(&dir, "x").unwrap();
    assert!(matches!(make(&fixture, &source, &dir), Err(Error::Io { .. })));
    source.execute("DELETE FROM trial", []).unwrap();
    close(source).unwrap();
    assert_eq!(fixture.names(), ["卫生所.taizhang", "备份"]);
}

#[test]
fn a_damaged_file_makes_no_backup() {
    let fixture = Fixture::new(true);
    let mut bytes = std::fs::read(&fixture.path).unwrap();
    let place = bytes.len() / 2;
    bytes[place] ^= 1;
    std::fs::write(&fixture.path, bytes).unwrap();
    let source = fixture.open(Access::Read);
    let dir = fixture.dir.path().join("备份");
    assert!(make(&fixture, &source, &dir).is_err());
    assert!(names(&dir).is_empty());
}

/// A copy by the bytes of the file that `source` writes.
fn by_bytes(
    fixture: &Fixture,
    source: &Connection,
    proved: bool,
    verify: &dyn Fn(&Connection) -> Result<()>,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<BackupDone> {
    let bytes = Bytes::of(&fixture.path).unwrap();
    let dir = &fixture.dir.path().join("备份");
    let job = BackupJob { bytes: Some(&bytes), proved, verify, progress, ..fixture.job(dir) };
    backup(source, &fixture.path, &job)
}

#[test]
fn a_copy_by_bytes_is_the_file_with_its_manifest() {
    let fixture = Fixture::new(true);
    let source = fixture.open(Access::Write);
    let refuse = |_: &Connection| Err(Error::ChainBroken("试".to_owned()));
    assert!(matches!(by_bytes(&fixture, &source, false, &refuse, &|_, _| true), Err(Error::ChainBroken(_))), "nothing proved");
    assert!(names(&fixture.dir.path().join("备份")).is_empty());
    let told = Cell::new((0, 0));
    let tell = |done, total| {
        told.set((done, total));
        true
    };
    let done = by_bytes(&fixture, &source, true, &refuse, &tell).unwrap();
    let (ours, copied) = (std::fs::read(&fixture.path).unwrap(), std::fs::read(&done.path).unwrap());
    assert_eq!(told.get(), (ours.len() as u64 / 4096, ours.len() as u64 / 4096));
    let differ = ours.chunks(4096).zip(copied.chunks(4096)).filter(|(one, other)| one != other).count();
    // Its head, the leaf of the settings, and what comes of that leaf being split.
    assert!((1..=4).contains(&differ), "{differ}");
    assert_eq!(digest(&done.path).unwrap(), (done.bytes, done.sha256.clone()));
    let copy = connect(&done.path, fixture.key(), Access::Read).unwrap();
    check_file(&copy, true).unwrap();
    assert_eq!(dump(&copy), dump(&source));
    assert_eq!(manifest(&copy).unwrap().unwrap().records, 400);
    // A file that is a backup itself, opened and worked in.
    let again = by_bytes(&fixture, &source, true, &fine, &|_, _| true).unwrap();
    assert_ne!(again.path, done.path);
}

#[test]
fn no_byte_of_the_source_may_be_another() {
    let fixture = Fixture::new(true);
    let source = fixture.open(Access::Write);
    let whole = std::fs::read(&fixture.path).unwrap();
    for page in 0..whole.len() / 4096 {
        for place in [17, 2000, 4095] {
            let mut bytes = whole.clone();
            bytes[page * 4096 + place] ^= 4;
            std::fs::write(&fixture.path, bytes).unwrap();
            let made = by_bytes(&fixture, &source, true, &fine, &|_, _| true);
            assert!(matches!(made, Err(Error::FileDamaged(_))), "page {page}, byte {place}: {made:?}");
        }
    }
    let mut swapped = whole.clone();
    swapped[3 * 4096..5 * 4096].rotate_left(4096);
    std::fs::write(&fixture.path, swapped).unwrap();
    assert!(matches!(by_bytes(&fixture, &source, true, &fine, &|_, _| true), Err(Error::FileDamaged(_))));
    assert!(names(&fixture.dir.path().join("备份")).is_empty());
}

#[test]
fn no_byte_of_the_copy_may_be_another() {
    let fixture = Fixture::new(true);
    let source = fixture.open(Access::Write);
    let dir = fixture.dir.path().join("备份");
    let spoil = |how: &dyn Fn(&mut Vec<u8>)| {
        let part = names(&dir).into_iter().find(|name| name.ends_with(".part")).unwrap();
        let mut bytes = std::fs::read(dir.join(&part)).unwrap();
        how(&mut bytes);
        std::fs::write(dir.join(&part), bytes).unwrap();
    };
    type Spoil = fn(&mut Vec<u8>);
    let spoils: [Spoil; 4] = [
        |bytes| bytes[5000] ^= 1,
        |bytes| bytes[2 * 4096..4 * 4096].rotate_left(4096),
        |bytes| bytes.truncate(bytes.len() - 4096),
        // More than what the copy says of itself takes up anyway.
        |bytes| bytes.extend([0; 64 * 4096]),
    ];
    for (number, how) in spoils.into_iter().enumerate() {
        let written = |done, total| {
            if done == total {
                spoil(&how);
            }
            true
        };
        let made = by_bytes(&fixture, &source, true, &fine, &written);
        assert!(matches!(made, Err(Error::FileDamaged(_))), "{number}: {made:?}");
        assert!(names(&dir).is_empty());
    }
    // While the copy is asked what it is to say of itself.
    let later = |copy: &Connection| {
        let counted = rows(copy);
        spoil(&|bytes| bytes[6 * 4096 + 100] ^= 1);
        counted
    };
    let bytes = Bytes::of(&fixture.path).unwrap();
    let job = BackupJob { bytes: Some(&bytes), proved: true, count: &later, ..fixture.job(&dir) };
    let made = backup(&source, &fixture.path, &job);
    assert!(matches!(made, Err(Error::FileDamaged(_))), "{made:?}");
    assert!(names(&dir).is_empty());
}

/// What another program wrote since the chain was proved is proved before a copy of it counts.
#[test]
fn what_somebody_else_wrote_is_proved_first() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.taizhang");
    let keys = (Key::of_bytes([7; 32]), Salt::fresh());
    let organisation = serde_json::json!({ "name": "某某中心", "form": "service_body" });
    let surroundings = Surroundings::of_machine(None);
    let organisation = organisation.as_object().unwrap();
    let (mut book, _) = program::create(&path, organisation, Some(keys.clone()), surroundings).unwrap();
    let backups = dir.path().join("备份");
    assert!(!book.is_proved().unwrap(), "nobody looked at it");
    book.back_up(&backups, &|_, _| true).unwrap();
    assert!(book.is_proved().unwrap());
    let add = |book: &mut Book, name: &str| {
        let person = serde_json::json!({ "name": name, "id_type": "none" });
        book.add(Ledger(&STAFF), person.as_object().unwrap()).unwrap()
    };
    add(&mut book, "王明");
    assert!(book.is_proved().unwrap(), "a step of our own extends what is proved");
    book.back_up(&backups, &|_, _| true).unwrap();
    let other = connect(&path, Some((&keys.0, &keys.1)), Access::Write).unwrap();
    other.execute("UPDATE staff SET name = '李四'", []).unwrap();
    drop(other);
    assert!(!book.is_proved().unwrap());
    let made = book.back_up(&backups, &|_, _| true);
    assert!(matches!(made, Err(Error::ChainBroken(_))), "{made:?}");
    assert_eq!(names(&backups).len(), 2);
    book.close().unwrap();
}

#[test]
fn a_writer_beside_is_copied_at_one_of_its_states() {
    let fixture = Fixture::new(true);
    let writer = fixture.open(Access::Write);
    let reader = fixture.open(Access::Read);
    let (changes, dir) = (Cell::new(0), fixture.dir.path().join("备份"));
    let progress = |_: u64, _: u64| {
        if changes.get() < 2 {
            changes.set(changes.get() + 1);
            writer.execute("INSERT INTO trial (name) VALUES ('新来的')", []).unwrap();
        }
        true
    };
    let job = BackupJob { progress: &progress, ..fixture.job(&dir) };
    let done = backup(&reader, &fixture.path, &job).unwrap();
    assert!(changes.get() > 0);
    assert_eq!(dump(&connect(&done.path, fixture.key(), Access::Read).unwrap()), dump(&writer));
}

/// A program that commits all the time, as often as it is let.
#[test]
fn a_writer_that_never_rests_is_copied_too() {
    let fixture = Fixture::new(true);
    let writer = fixture.open(Access::Write);
    writer.busy_timeout(std::time::Duration::ZERO).unwrap();
    let reader = fixture.open(Access::Read);
    let (written, refused, dir) = (Cell::new(0), Cell::new(0), fixture.dir.path().join("备份"));
    let progress = |_: u64, _: u64| {
        match writer.execute("INSERT INTO trial (name) VALUES ('新来的')", []) {
            Ok(_) => written.set(written.get() + 1),
            Err(_) => refused.set(refused.get() + 1),
        }
        true
    };
    let job = BackupJob { progress: &progress, ..fixture.job(&dir) };
    let done = backup(&reader, &fixture.path, &job).unwrap();
    assert!(written.get() >= 3 && refused.get() > 0, "{written:?} {refused:?}");
    assert_eq!(dump(&connect(&done.path, fixture.key(), Access::Read).unwrap()), dump(&writer));
    writer.execute("DELETE FROM trial", []).unwrap();
}

#[test]
fn what_a_killed_backup_left_goes_with_the_next() {
    let fixture = Fixture::new(true);
    let source = fixture.open(Access::Read);
    let dir = fixture.dir.path().join("备份");
    std::fs::create_dir(&dir).unwrap();
    let left = ["卫生所_20261101-080000_0123abcd", "卫生所_20261102-080000_明文", "卫生所_20261103-080000_0123abcd"];
    for suffix in [".part", ".part-journal", ".part.lock", ".part.holder"] {
        std::fs::write(dir.join(format!("{}{suffix}", left[0])), "x").unwrap();
    }
    std::fs::write(dir.join(format!("{}.part.lock", left[1])), "").unwrap();
    // Somebody is at it; another file's; not ours.
    let at_work = dir.join(format!("{}.part", left[2]));
    std::fs::write(&at_work, "x").unwrap();
    let held = crate::file::lock::WriterLock::acquire(&at_work, at(0)).unwrap();
    for name in ["别处_20261101-080000_0123abcd.part", "卫生所.part", "影片.part"] {
        std::fs::write(dir.join(name), "x").unwrap();
    }
    make(&fixture, &source, &dir).unwrap();
    let mut rest = vec!["别处_20261101-080000_0123abcd.part".to_owned(), "卫生所.part".to_owned(), "影片.part".to_owned()];
    rest.extend([".part", ".part.holder", ".part.lock"].map(|suffix| format!("{}{suffix}", left[2])));
    let unfinished = || names(&dir).into_iter().filter(|name| !name.ends_with(".taizhang")).collect::<Vec<_>>();
    rest.sort();
    assert_eq!(unfinished(), rest);
    drop(held);
    make(&fixture, &source, &dir).unwrap();
    assert_eq!(unfinished().len(), 3, "{:?}", unfinished());
    assert_eq!(list(&dir, Some("卫生所")).unwrap().len(), 2);
}

#[test]
fn pruning_removes_only_backups_of_this_file() {
    let dir = tempfile::tempdir().unwrap();
    let now = at(1);
    for day in 0..60 {
        let time = crate::base::clock::business_time(now - TimeDelta::days(day)).format("%Y%m%d-%H%M%S").to_string();
        for mark in ["0123abcd", "明文"] {
            std::fs::write(dir.path().join(format!("a_b_{time}_{mark}.taizhang")), "x").unwrap();
        }
        std::fs::write(dir.path().join(format!("其他_{time}_明文.taizhang")), "x").unwrap();
    }
    std::fs::write(dir.path().join("a_b.taizhang"), "x").unwrap();
    let removed = prune(dir.path(), "a_b", now).unwrap();
    assert!(!removed.is_empty() && removed.len().is_multiple_of(2));
    assert_eq!(names(dir.path()).len(), 181 - removed.len());
    assert_eq!(list(dir.path(), Some("其他")).unwrap().len(), 60);
    assert!(prune(dir.path(), "a_b", now).unwrap().is_empty());
}

/// A year in which the backups of each day come at the given hours and every evening is thinned out.
fn year(hours: &[Vec<i64>]) -> Vec<(DateTime<Utc>, Vec<DateTime<Utc>>)> {
    let start = at(0);
    let mut kept: Vec<DateTime<Utc>> = Vec::new();
    let mut evenings = Vec::new();
    for day in 0..365_i64 {
        let today = &hours[usize::try_from(day).unwrap() % hours.len()];
        kept.extend(today.iter().map(|hour| start + TimeDelta::days(day) + TimeDelta::hours(*hour)));
        let now = start + TimeDelta::days(day) + TimeDelta::hours(14);
        let gone = thin(&kept, now);
        kept = kept.iter().enumerate().filter(|(index, _)| !gone.contains(index)).map(|(_, at)| *at).collect();
        evenings.push((now, kept.clone()));
    }
    evenings
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn thinning_over_a_year(hours in prop::collection::vec(prop::collection::vec(0..12_i64, 0..4), 1..9)) {
        let mut newest = None;
        for (now, kept) in year(&hours) {
            let latest = kept.iter().max().copied();
            prop_assert!(latest >= newest, "the newest went");
            newest = latest;
            let recent = kept.iter().filter(|at| now - **at < TimeDelta::days(2)).count();
            prop_assert!(kept.len() <= recent + 12 + 10 + 9 + 1);
            let gone = thin(&kept, now);
            prop_assert!(gone.is_empty(), "thinning twice removes nothing more");
        }
    }
}

#[test]
fn daily_backups_for_a_year_reach_back_months() {
    let (now, kept) = year(&[vec![1, 9]]).pop().unwrap();
    let ages: Vec<i64> = kept.iter().map(|at| (now - *at).num_days()).collect();
    assert_eq!(ages.iter().filter(|age| **age < 2).count(), 4);
    assert_eq!(ages.iter().filter(|age| (2..14).contains(*age)).count(), 12);
    assert_eq!(kept.len(), 4 + 12 + 10 + 9);
    assert!(ages.iter().max().unwrap() > &270, "{ages:?}");
    assert_eq!(thin(&[], now), Vec::<usize>::new());
    assert_eq!(thin(&[now - TimeDelta::days(4000)], now), Vec::<usize>::new());
}
