//! Bringing over what still reads.

use super::*;
use crate::base::error::Error;
use crate::file::check::check_file;
use crate::vault::salvage::{TableRows, salvage};
use std::collections::HashSet;

/// Salvages into a fresh file; what came out of `trial` must stand in `whole`.
fn rescued(fixture: &Fixture, whole: &str) -> Result<(TableRows, Vec<TableRows>)> {
    let target = fixture.dir.path().join("救回.taizhang");
    let before = std::fs::read(&fixture.path).unwrap();
    let result = salvage(&fixture.path, &target, fixture.key());
    assert!(std::fs::read(&fixture.path).unwrap() == before, "the damaged file stays as it is");
    if result.is_err() {
        assert_eq!(fixture.names(), ["卫生所.taizhang"]);
    }
    let told = result?;
    assert_eq!(fixture.names(), ["卫生所.taizhang", "救回.taizhang"]);
    let new = connect(&target, fixture.key(), Access::Read).unwrap();
    check_file(&new, fixture.keys.is_some()).unwrap();
    let known: HashSet<&str> = whole.lines().collect();
    let found = dump(&new);
    let strange: Vec<&str> = found.lines().filter(|line| !known.contains(line) && !line.contains("Text(\"counted\")")).collect();
    assert!(strange.is_empty(), "{strange:?}");
    let count: i64 = new.query_row("SELECT count(*) FROM trial", [], |row| row.get(0)).unwrap();
    close(new).unwrap();
    std::fs::remove_file(&target).unwrap();
    let trial = told.iter().find(|rows| rows.table == "trial").unwrap().clone();
    assert_eq!(i64::try_from(trial.read).unwrap(), count);
    Ok((trial, told))
}

#[test]
fn a_whole_file_comes_over_whole() {
    for encrypted in [true, false] {
        let fixture = Fixture::new(encrypted);
        let whole = dump(&fixture.open(Access::Read));
        let (trial, told) = rescued(&fixture, &whole).unwrap();
        assert_eq!((trial.read, trial.lost), (400, Some(0)));
        assert!(told.iter().all(|rows| rows.lost == Some(0)), "{told:?}");
        let target = fixture.dir.path().join("there.taizhang");
        std::fs::write(&target, "x").unwrap();
        assert!(matches!(salvage(&fixture.path, &target, fixture.key()), Err(Error::TargetExists(_))));
    }
}

#[test]
fn any_one_page_costs_only_what_it_holds() {
    for encrypted in [true, false] {
        let fixture = Fixture::new(encrypted);
        let whole = dump(&fixture.open(Access::Read));
        let bytes = std::fs::read(&fixture.path).unwrap();
        let pages = bytes.len() / 4096;
        let (mut unopened, mut partly, mut untouched, mut unknown) = (0, 0, 0, 0);
        for page in 0..pages {
            let mut broken = bytes.clone();
            broken[page * 4096..(page + 1) * 4096].fill(if page == 0 { 0x5A } else { 0 });
            if page == 0 {
                broken[..16].copy_from_slice(&bytes[..16]);
            }
            std::fs::write(&fixture.path, &broken).unwrap();
            match rescued(&fixture, &whole) {
                Err(_) => unopened += 1,
                Ok((trial, _)) => match trial.lost {
                    Some(0) => {
                        assert_eq!(trial.read, 400);
                        untouched += 1;
                    }
                    Some(lost) => {
                        // Number 0, which no row has, may count as lost before the first.
                        assert!((400..=401).contains(&(trial.read + lost)), "page {page}: {trial:?}");
                        assert!(lost < 40, "page {page}: {lost}");
                        partly += 1;
                    }
                    None => {
                        assert!(trial.read < 400);
                        unknown += 1;
                    }
                },
            }
        }
        assert!(unopened >= 1 && untouched >= 2, "{unopened} {untouched}");
        // The last leaf and the root of the table.
        assert!(unknown <= 2, "{unknown}");
        assert!(partly >= 15, "{partly} of {pages}");
    }
}

#[test]
fn a_file_cut_short_gives_its_first_part() {
    let fixture = Fixture::new(true);
    let whole = dump(&fixture.open(Access::Read));
    let bytes = std::fs::read(&fixture.path).unwrap();
    // The trial's rows and their index came last, over some forty pages.
    std::fs::write(&fixture.path, &bytes[..bytes.len() - 20 * 4096 + 100]).unwrap();
    let (trial, _) = rescued(&fixture, &whole).unwrap();
    assert!(trial.read > 50 && trial.read < 400, "{trial:?}");
}

/// Tables of every make: none says that nothing is lost when something is.
#[test]
fn what_is_lost_is_told() {
    let fixture = Fixture::new(true);
    let writer = fixture.open(Access::Write);
    let transaction = writer.unchecked_transaction().unwrap();
    transaction
        .execute_batch(
            "CREATE TABLE pairs (step INTEGER NOT NULL, seq INTEGER NOT NULL, text TEXT, PRIMARY KEY (step, seq)) STRICT, WITHOUT ROWID;
             CREATE TABLE loose (step INTEGER NOT NULL, seq INTEGER NOT NULL, text TEXT, PRIMARY KEY (step, seq)) STRICT;
             CREATE TABLE named (key TEXT PRIMARY KEY, text TEXT) STRICT, WITHOUT ROWID;
             CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT) STRICT;",
        )
        .unwrap();
    let text = "字".repeat(60);
    for step in 0..60 {
        for seq in 0..3 {
            transaction.execute("INSERT INTO pairs VALUES (?1, ?2, ?3)", params![step, seq, text]).unwrap();
            transaction.execute("INSERT INTO loose VALUES (?1, ?2, ?3)", params![step, seq, text]).unwrap();
            transaction.execute("INSERT INTO named VALUES (?1, ?2)", params![format!("k{step}-{seq}"), text]).unwrap();
            transaction.execute("INSERT INTO counted (text) VALUES (?1)", [&text]).unwrap();
        }
    }
    transaction.execute("DELETE FROM counted WHERE id > 170", []).unwrap();
    transaction.commit().unwrap();
    let whole = dump(&writer);
    close(writer).unwrap();
    let bytes = std::fs::read(&fixture.path).unwrap();
    let (_, full) = rescued(&fixture, &whole).unwrap();
    let mut touched = HashSet::new();
    for page in 1..bytes.len() / 4096 {
        let mut broken = bytes.clone();
        broken[page * 4096 + 1000] ^= 1;
        std::fs::write(&fixture.path, &broken).unwrap();
        let Ok((_, told)) = rescued(&fixture, &whole) else { continue };
        for (then, now) in full.iter().zip(&told) {
            assert_eq!(then.table, now.table);
            if now.lost == Some(0) {
                assert_eq!(now.read, then.read, "page {page}: {now:?}");
            } else if now.read < then.read {
                assert!(now.lost.is_none_or(|lost| now.read + lost >= then.read), "page {page}: {now:?}");
                if now.read > 0 {
                    touched.insert(now.table.clone());
                }
            }
        }
    }
    for table in ["trial", "pairs", "loose", "named", "counted"] {
        assert!(touched.contains(table), "{table} lost a part at one page or another");
    }
    std::fs::write(&fixture.path, &bytes).unwrap();
    let target = fixture.dir.path().join("救回.taizhang");
    salvage(&fixture.path, &target, fixture.key()).unwrap();
    let new = connect(&target, fixture.key(), Access::Read).unwrap();
    let next: i64 = new.query_row("SELECT seq FROM sqlite_sequence WHERE name = 'counted'", [], |row| row.get(0)).unwrap();
    assert_eq!(next, 180, "a number once given is never given again");
}

#[test]
fn a_row_that_its_table_does_not_allow_stays_behind() {
    let fixture = Fixture::new(false);
    let writer = fixture.open(Access::Write);
    writer
        .execute_batch(
            "PRAGMA ignore_check_constraints = ON; CREATE TABLE signed (id INTEGER PRIMARY KEY, plus INTEGER CHECK (plus > 0)) STRICT;
             INSERT INTO signed VALUES (1, 1), (2, -1), (3, 3);",
        )
        .unwrap();
    let whole = dump(&writer);
    close(writer).unwrap();
    let (_, told) = rescued(&fixture, &whole).unwrap();
    let signed = told.iter().find(|rows| rows.table == "signed").unwrap();
    assert_eq!((signed.read, signed.lost), (2, None));
}
