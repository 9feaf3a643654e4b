//! Files of every format ever released stay readable, where they lie and after they were brought up to date.

use crate::desk::surroundings;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use taizhang::base::clock::SetClock;
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::schema::Value;
use taizhang::store::Book;
use taizhang::store::book::Unlock;
use taizhang::store::listing::Query;
use taizhang::topics::{DISINFECTIONS, STAFF, VACCINATIONS};
use taizhang::vault::backup;

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("formats").join(name)
}

fn unlock(name: &str) -> Unlock<'static> {
    match (name.contains("encrypted"), name.starts_with("v1")) {
        (true, true) => Unlock::Password("格式一的密码"),
        (true, false) => Unlock::Password("格式二的密码"),
        (false, _) => Unlock::Plain,
    }
}

fn names(book: &Book) -> Vec<String> {
    let ids = book.list(&Query::all(Ledger(&STAFF), book.today())).unwrap();
    let records = book.window(Ledger(&STAFF), &ids, book.today()).unwrap();
    records.iter().map(|record| record.text("name").unwrap().to_owned()).collect()
}

#[test]
fn version_one_is_read_where_it_cannot_be_written() {
    let clock = Arc::new(SetClock::at("2021-09-01T01:00:00Z".parse().unwrap()));
    for name in ["v1-plain.taizhang", "v1-encrypted.taizhang"] {
        let before = std::fs::read(kept(name)).unwrap();
        let book = program::open(&kept(name), unlock(name), Access::Read, surroundings(&clock)).unwrap();
        assert_eq!(names(&book), ["单守诚", "尉迟明远", "曾令仪"], "{name}");
        assert_eq!(book.head().unwrap().text, "b00c aab1 869a f770", "{name}");
        let checked = book.check_all().unwrap();
        assert_eq!((checked.records, checked.steps), (7, 4), "{name}");
        for ledger in program::ledgers() {
            book.list(&Query::all(ledger, book.today())).unwrap();
        }
        book.close().unwrap();
        assert_eq!(std::fs::read(kept(name)).unwrap(), before, "{name} stays as it is");
    }
}

#[test]
fn version_one_is_brought_up_to_date_with_a_copy_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2021-09-01T01:00:00Z".parse().unwrap()));
    for name in ["v1-plain.taizhang", "v1-encrypted.taizhang"] {
        let path = folder.path().join(name);
        std::fs::copy(kept(name), &path).unwrap();
        let mut book = program::open(&path, unlock(name), Access::Write, surroundings(&clock)).unwrap();
        let copies = backup::list(&backup::folder_beside(&path), path.file_stem().and_then(|stem| stem.to_str())).unwrap();
        assert_eq!(copies.len(), 1, "{name}: a verified copy of the former version");
        let former = program::open(&copies[0].path, unlock(name), Access::Read, surroundings(&clock)).unwrap();
        assert_eq!(former.head().unwrap().text, "b00c aab1 869a f770");
        former.close().unwrap();
        book.check_all().unwrap();
        assert_eq!(names(&book).len(), 3);
        let dose = serde_json::json!({ "staff": "单守诚", "product": "科兴", "given_on": "2021-08-30" });
        book.add(Ledger(&VACCINATIONS), dose.as_object().unwrap()).unwrap();
        book.close().unwrap();
        let again = program::open(&path, unlock(name), Access::Write, surroundings(&clock)).unwrap();
        assert_eq!(again.history(None, 100).unwrap().len(), 6, "{name}: four steps, the rules, the dose");
        again.close().unwrap();
        let copies = backup::list(&backup::folder_beside(&path), path.file_stem().and_then(|stem| stem.to_str())).unwrap();
        assert_eq!(copies.len(), 1, "{name}: nothing to bring up to date any more");
    }
}

/// Every ledger, an undo, a correction, a voided record, a late one and a noted access, as version two wrote them.
#[test]
fn version_two_is_read_where_it_cannot_be_written() {
    let clock = Arc::new(SetClock::at("2026-11-27T01:00:00Z".parse().unwrap()));
    for (name, head) in [("v2-plain.taizhang", "b467 7f23 9790 434a"), ("v2-encrypted.taizhang", "17c0 4b1d 5e0c 660e")] {
        let before = std::fs::read(kept(name)).unwrap();
        let book = program::open(&kept(name), unlock(name), Access::Read, surroundings(&clock)).unwrap();
        assert_eq!(names(&book), ["单守诚", "印后", "尉迟明远", "曾令仪"], "{name}");
        assert_eq!(book.head().unwrap().text, head, "{name}");
        let checked = book.check_all().unwrap();
        assert_eq!((checked.records, checked.steps), (21, 22), "{name}");
        for ledger in program::ledgers().filter(|ledger| !ledger.declaration().single) {
            let every = Query { voided: true, ..Query::all(ledger, book.today()) };
            assert!(!book.list(&every).unwrap().is_empty(), "{name} {}", ledger.name());
        }
        book.close().unwrap();
        assert_eq!(std::fs::read(kept(name)).unwrap(), before, "{name} stays as it is");
    }
}

#[test]
fn version_two_is_written_on() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2026-11-27T01:00:00Z".parse().unwrap()));
    for name in ["v2-plain.taizhang", "v2-encrypted.taizhang"] {
        let path = folder.path().join(name);
        std::fs::copy(kept(name), &path).unwrap();
        let mut book = program::open(&path, unlock(name), Access::Write, surroundings(&clock)).unwrap();
        let corrected = book.history(Some((Ledger(&DISINFECTIONS), 1)), 10).unwrap();
        let said: Vec<&str> = corrected.iter().map(|entry| entry.op.as_str()).collect();
        assert_eq!(said, ["change", "add"], "{name}: what a record said before is still known");
        book.change(Ledger(&DISINFECTIONS), 1, None, serde_json::json!({ "concentration": 300 }).as_object().unwrap()).unwrap();
        book.undo().unwrap().unwrap();
        let record = book.get(Ledger(&DISINFECTIONS), 1, book.today()).unwrap();
        assert_eq!(record.values.get("concentration").map(Value::to_input).as_deref(), Some("400"), "{name}");
        book.check_all().unwrap();
        book.close().unwrap();
    }
}
