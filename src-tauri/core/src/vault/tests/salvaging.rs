//! Bringing over what still reads.

use super::*;
use crate::error::Error;
use crate::vault::check::check_file;
use crate::vault::salvage::{TableRows, salvage};

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
    assert!(dump(&new).lines().all(|line| whole.contains(line)));
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
                        assert_eq!(trial.read + lost, 400, "page {page}");
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
    std::fs::write(&fixture.path, &bytes[..bytes.len() * 2 / 3 + 100]).unwrap();
    let (trial, _) = rescued(&fixture, &whole).unwrap();
    assert!(trial.read > 100 && trial.read < 400, "{trial:?}");
}
