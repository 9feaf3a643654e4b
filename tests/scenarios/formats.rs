//! Files of every format ever released stay readable, where they lie and after they were brought up to date.

use crate::desk::surroundings;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use taizhang::base::clock::{Clock as _, SetClock};
use taizhang::file::disk;
use taizhang::file::key::Key;
use taizhang::file::open::{self, Access, FileKind};
use taizhang::program;
use taizhang::schema::{Ledger, Value};
use taizhang::store::book::Unlock;
use taizhang::store::listing::Query;
use taizhang::store::{Book, rows};
use taizhang::topics::{DISINFECTIONS, STAFF, VACCINATIONS};
use taizhang::vault::{backup, restore};

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("formats").join(name)
}

fn unlock(name: &str) -> Unlock<'static> {
    match (name.contains("encrypted"), name.starts_with("v1")) {
        (true, true) => Unlock::Password("格式一的密码"),
        (true, false) if name.starts_with("v2") => Unlock::Password("格式二的密码"),
        (true, false) if name.starts_with("v3") => Unlock::Password("格式三的密码"),
        (true, false) => Unlock::Password("格式四的密码"),
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
        assert_eq!((checked.records, checked.steps), (7, 5), "{name}: in memory it went over by a step");
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
        let copies = backup::list(&disk::backups_beside(&path), path.file_stem().and_then(|stem| stem.to_str())).unwrap();
        assert_eq!(copies.len(), 1, "{name}: a verified copy of the former version");
        let former = program::open(&copies[0].path, unlock(name), Access::Read, surroundings(&clock)).unwrap();
        assert_eq!(former.head().unwrap().text, "b00c aab1 869a f770");
        former.check_all().unwrap();
        former.close().unwrap();
        let (step, later) = book.since("b00c aab1 869a f770").unwrap();
        assert_eq!((step, later), (4, 1), "{name}: what is on paper still stands, the rules came after");
        book.check_all().unwrap();
        assert_eq!(names(&book).len(), 3);
        let dose = serde_json::json!({ "staff": "单守诚", "product": "科兴", "given_on": "2021-08-30" });
        book.add(Ledger(&VACCINATIONS), dose.as_object().unwrap()).unwrap();
        book.close().unwrap();
        let again = program::open(&path, unlock(name), Access::Write, surroundings(&clock)).unwrap();
        assert_eq!(again.history(None, 100).unwrap().len(), 7, "{name}: four steps, the upgrade, the rules, the dose");
        again.close().unwrap();
        let copies = backup::list(&disk::backups_beside(&path), path.file_stem().and_then(|stem| stem.to_str())).unwrap();
        assert_eq!(copies.len(), 1, "{name}: nothing to bring up to date any more");
    }
}

/// The ledgers that version two had.
const OF_VERSION_TWO: [&str; 12] = [
    "staff",
    "postings",
    "vaccinations",
    "vaccine_exemptions",
    "travels",
    "risk_areas",
    "places",
    "cleaning_plans",
    "closures",
    "disinfections",
    "ventilations",
    "rule_packs",
];

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
        assert_eq!((checked.records, checked.steps), (21, 23), "{name}: in memory it went over by a step");
        for ledger in OF_VERSION_TWO.iter().map(|name| program::ledger(name).unwrap()) {
            let every = Query { voided: true, ..Query::all(ledger, book.today()) };
            assert!(!book.list(&every).unwrap().is_empty(), "{name} {}", ledger.name());
        }
        book.close().unwrap();
        assert_eq!(std::fs::read(kept(name)).unwrap(), before, "{name} stays as it is");
    }
}

/// A copy made of an older file where it is only read is of the file as it is.
#[test]
fn an_older_file_is_backed_up_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2026-11-27T01:00:00Z".parse().unwrap()));
    for name in ["v1-encrypted.taizhang", "v2-plain.taizhang"] {
        let book = program::open(&kept(name), unlock(name), Access::Read, surroundings(&clock)).unwrap();
        let done = book.back_up(folder.path(), &|_, _| true).unwrap();
        let copy = program::open(&done.path, unlock(name), Access::Read, surroundings(&clock)).unwrap();
        assert_eq!(names(&copy), names(&book), "{name}");
        let manifest = copy.manifest().unwrap().unwrap();
        assert_eq!(manifest.head, book.head().unwrap().text, "{name}");
        assert_eq!(manifest.records, copy.check_all().unwrap().records, "{name}");
        copy.close().unwrap();
        book.close().unwrap();
        // Restored, it is an older file that opens.
        let target = folder.path().join(format!("恢复-{name}"));
        let secret = match unlock(name) {
            Unlock::Password(password) => {
                let FileKind::Encrypted(salt) = open::identify(&done.path).unwrap() else { panic!("{name}") };
                Some((Key::derive(password, &salt).unwrap(), salt))
            }
            _ => None,
        };
        let key = secret.as_ref().map(|(key, salt)| (key, salt));
        restore::restore(&done.path, &target, key, restore::Replace::No, clock.now(), &program::verify).unwrap();
        let book = program::open_with(&target, secret, Access::Write, surroundings(&clock)).unwrap();
        book.check_all().unwrap();
        book.close().unwrap();
    }
}

/// What was on record says the same in every column after the file went over, and so does its history.
#[test]
fn version_two_says_the_same_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2026-11-27T01:00:00Z".parse().unwrap()));
    let dump = |book: &Book| {
        let mut text = String::new();
        for ledger in program::ledgers() {
            let mut ids = book.list(&Query { voided: true, ..Query::all(ledger, book.today()) }).unwrap();
            ids.sort_unstable();
            for record in book.window(ledger, &ids, book.today()).unwrap() {
                text.push_str(&format!("{} {} {} {}\n", ledger.name(), record.id, record.step, rows::payload(&record)));
            }
        }
        for entry in
            book.history(None, usize::MAX).unwrap().into_iter().filter(|entry| !["upgrade", "rules"].contains(&&*entry.op))
        {
            text.push_str(&format!("{} {} {} {} {}\n", entry.step, entry.at, entry.who, entry.op, entry.detail));
            for touched in &entry.touched {
                let after = book.after(touched).unwrap();
                text.push_str(&format!("  {} {:?} {:?} → {after:?}\n", touched.uid, touched.kind, touched.before));
            }
        }
        text
    };
    for name in ["v2-plain.taizhang", "v2-encrypted.taizhang"] {
        // As the former journal kept it, both texts beside each change.
        let kept_texts = name.contains("plain").then(|| {
            let connection =
                rusqlite::Connection::open_with_flags(kept(name), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
            let mut statement = connection.prepare("SELECT before, after FROM payloads ORDER BY step DESC, seq").unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.collect::<rusqlite::Result<Vec<(Option<String>, Option<String>)>>>().unwrap()
        });
        let read = program::open(&kept(name), unlock(name), Access::Read, surroundings(&clock)).unwrap();
        let before = dump(&read);
        if let Some(kept_texts) = kept_texts {
            let entries = read.history(None, usize::MAX).unwrap();
            let told: Vec<_> = entries
                .iter()
                .flat_map(|entry| &entry.touched)
                .map(|touched| (touched.before.clone(), read.after(touched).unwrap()))
                .collect();
            assert_eq!(told, kept_texts, "{name}");
        }
        read.close().unwrap();
        let path = folder.path().join(name);
        std::fs::copy(kept(name), &path).unwrap();
        let written = program::open(&path, unlock(name), Access::Write, surroundings(&clock)).unwrap();
        let rules = |text: &str| text.lines().filter(|line| !line.starts_with("rule_packs")).collect::<Vec<_>>().join("\n");
        assert_eq!(rules(&dump(&written)), rules(&before), "{name}");
        let kept_after = "SELECT count(*) FROM payloads WHERE after IS NOT NULL";
        let connection = open::connect(&path, written.secret(), Access::Read).unwrap();
        assert_eq!(connection.query_row(kept_after, [], |row| row.get::<_, i64>(0)).unwrap(), 0, "{name}");
        written.close().unwrap();
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

/// One that came over from version two, and one begun anew: a posting without a first day, a correction, a voided record,
/// a removed one.
#[test]
fn version_three_is_read_and_written_on() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2026-11-27T02:00:00Z".parse().unwrap()));
    for (name, head, records, steps) in
        [("v3-plain.taizhang", "ad98 1a76 93a9 074e", 25, 32), ("v3-encrypted.taizhang", "1e5c 9fa3 abe4 8dc7", 5, 9)]
    {
        let before = std::fs::read(kept(name)).unwrap();
        let book = program::open(&kept(name), unlock(name), Access::Read, surroundings(&clock)).unwrap();
        assert_eq!(book.head().unwrap().text, head, "{name}");
        let checked = book.check_all().unwrap();
        assert_eq!((checked.records, checked.steps), (records, steps), "{name}");
        let late = book.list(&Query { text: "骆无期".to_owned(), ..Query::all(Ledger(&STAFF), book.today()) }).unwrap();
        assert_eq!(book.get(Ledger(&STAFF), late[0], book.today()).unwrap().code("presence"), Some("present"), "{name}");
        book.close().unwrap();
        assert_eq!(std::fs::read(kept(name)).unwrap(), before, "{name} stays as it is");

        let path = folder.path().join(name);
        std::fs::copy(kept(name), &path).unwrap();
        let mut book = program::open(&path, unlock(name), Access::Write, surroundings(&clock)).unwrap();
        book.change(Ledger(&STAFF), late[0], None, serde_json::json!({ "note": "再改" }).as_object().unwrap()).unwrap();
        let mut undone = 0;
        while book.undo().unwrap().is_some() {
            undone += 1;
        }
        assert!(undone >= 5, "{name}: back beyond where it came over: {undone}");
        book.check_all().unwrap();
        book.close().unwrap();
    }
}

/// Days of a sample as version four told them: brought up to date in place, after a copy of it was proved.
#[test]
fn version_four_is_read_and_brought_up_to_date_in_place() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at("2026-11-27T02:00:00Z".parse().unwrap()));
    for (name, head, records, steps) in
        [("v4-plain.taizhang", "c98c 0c8f 5007 7e38", 433, 91), ("v4-encrypted.taizhang", "6c81 6324 e25b a6ab", 119, 23)]
    {
        let before = std::fs::read(kept(name)).unwrap();
        let read = program::open(&kept(name), unlock(name), Access::Read, surroundings(&clock)).unwrap();
        assert_eq!(read.head().unwrap().text, head, "{name}");
        let checked = read.check_all().unwrap();
        assert_eq!((checked.records, checked.steps), (records, steps), "{name}");
        read.close().unwrap();
        assert_eq!(std::fs::read(kept(name)).unwrap(), before, "{name} stays as it is");

        let path = folder.path().join(name);
        std::fs::write(&path, &before).unwrap();
        let mut book = program::open(&path, unlock(name), Access::Write, surroundings(&clock)).unwrap();
        let later = book.since(head).unwrap().1;
        let later = book.history(None, usize::try_from(later).unwrap()).unwrap();
        assert!(later.iter().all(|step| step.op == "rules"), "{name}: nothing is moved on the way up but by newer rules");
        let copies = backup::list(&disk::backups_beside(&path), path.file_stem().and_then(|stem| stem.to_str())).unwrap();
        assert_eq!(copies.len(), 1, "{name}: a verified copy of the former version");
        let first = book.list(&Query::all(Ledger(&STAFF), book.today())).unwrap()[0];
        book.change(Ledger(&STAFF), first, None, serde_json::json!({ "note": "再改" }).as_object().unwrap()).unwrap();
        book.undo().unwrap().unwrap();
        book.check_all().unwrap();
        book.close().unwrap();
    }
}
