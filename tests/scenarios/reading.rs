//! Reading beside a writer, and from a file with a page that failed: one state, and nothing that is not so.

use crate::desk::{Office, morning, object, surroundings};
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use taizhang::base::clock::SetClock;
use taizhang::base::error::{Code, Error};
use taizhang::exchange::export;
use taizhang::file::key::{Key, Salt};
use taizhang::file::open::{Access, connect};
use taizhang::file::reading::sound;
use taizhang::paper::page::{Document, Item};
use taizhang::schema::Ledger;
use taizhang::store::book::{Secret, Unlock, lent};
use taizhang::store::listing::Query;
use taizhang::store::{Book, rows};
use taizhang::topics::STAFF;
use taizhang::{forms, program};

fn reader(office: &Office) -> Book {
    program::open(&office.path(), Unlock::Plain, Access::Read, surroundings(&office.clock)).unwrap()
}

fn says(document: &Document, wanted: &str) -> bool {
    let mut items = document.pages.iter().flat_map(|page| &page.items);
    items.any(|item| matches!(item, Item::Text { text, .. } if text.contains(wanted)))
}

/// A writer saves one after another; every print carries the head of exactly its rows, and no check cries tampering.
#[test]
fn a_print_and_a_check_beside_a_writer_are_of_one_state() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "第一人" }));
    let reader = reader(&office);
    let stop = Arc::new(AtomicBool::new(false));
    let (send, heads) = mpsc::channel::<(usize, String)>();
    send.send((1, office.book.head().unwrap().text)).unwrap();
    let writing = {
        let stop = Arc::clone(&stop);
        std::thread::spawn(move || {
            for count in 2.. {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                office.add(Ledger(&STAFF), json!({ "name": format!("人员{count}") }));
                send.send((count, office.book.head().unwrap().text)).unwrap();
                std::thread::sleep(Duration::from_millis(5));
            }
            office
        })
    };
    let on = reader.today();
    let job = forms::PrintJob {
        form: program::printable(Ledger(&STAFF), "list").unwrap(),
        query: Query::all(Ledger(&STAFF), on),
        id: None,
        access: None,
    };
    let mut prints = Vec::new();
    let mut checks = 0;
    let mut written: HashMap<usize, String> = HashMap::new();
    while prints.len() < 12 || checks < 12 || (written.len() < 3 && prints.len() < 1000) {
        written.extend(heads.try_iter());
        // A writer that hardly rests may keep a reader out for once: then nothing was read, and nothing is told.
        match forms::make(&reader, &job) {
            Err(Error::FileInUse { .. }) => {}
            made => prints.push(made.unwrap()),
        }
        match reader.check_all() {
            Err(Error::FileInUse { .. }) => {}
            checked => checks += usize::from(checked.unwrap().records > 0),
        }
    }
    stop.store(true, Ordering::SeqCst);
    let office = writing.join().unwrap();
    written.extend(heads.try_iter());
    assert!(written.len() > 1, "the writer came through");
    for print in &prints {
        assert!(says(&print.document, &written[&print.rows]), "{} rows without their head", print.rows);
    }
    drop(reader);
    office.book.close().unwrap();
}

#[test]
fn what_is_read_together_is_of_one_state() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    let reader = reader(&office);
    let all = Query::all(Ledger(&STAFF), reader.today());
    let office = RefCell::new(office);
    let (before, head, after) = reader
        .reading(|book| {
            let before = book.list(&all)?.len();
            let refused = office.borrow_mut().book.add(Ledger(&STAFF), &object(json!({ "name": "李䶮" })));
            assert!(matches!(refused, Err(Error::FileInUse { .. })), "the writer has to wait");
            Ok::<_, Error>((before, book.head()?, book.list(&all)?.len()))
        })
        .unwrap();
    assert_eq!((before, after), (1, 1));
    assert_eq!(head, office.borrow().book.head().unwrap());
    // What is in memory follows what somebody else has written.
    office.borrow_mut().add(Ledger(&STAFF), json!({ "name": "李䶮", "category": "专职", "joined_on": "2021-08-01" }));
    assert_eq!(reader.matching(Ledger(&STAFF), "李䶮").unwrap(), [2]);
    office.borrow_mut().add(Ledger(&STAFF), json!({ "name": "王龚", "category": "专职", "joined_on": "2021-08-01" }));
    assert_eq!(reader.matching(Ledger(&STAFF), "王龚").unwrap(), [3]);
    let mut present = all.clone();
    present.filters.insert("presence".to_owned(), "present".to_owned());
    assert_eq!(reader.list(&present).unwrap(), office.borrow().book.list(&present).unwrap());
}

/// An export takes long: it keeps no writer waiting, and what came out while somebody saved is made again.
#[test]
fn an_export_lets_the_writer_through_and_is_of_one_state() {
    for name in ["名册.csv", "名册.xlsx"] {
        let mut office = Office::new();
        office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
        let mut reader = reader(&office);
        let path = office.folder.path().join(name);
        let query = Query::all(Ledger(&STAFF), reader.today());
        let office = RefCell::new(office);
        let added = Cell::new(false);
        let progress = |_: u64, _: u64| {
            if !added.replace(true) {
                office.borrow_mut().add(Ledger(&STAFF), json!({ "name": "李䶮" }));
            }
            true
        };
        let count =
            export::export(&mut reader, &export::ExportJob { query, access: None, names_masked: false }, &path, &progress)
                .unwrap();
        assert_eq!(count, 2, "{name}");
        if name.ends_with("csv") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.contains("陈轮") && text.contains("李䶮"), "{text}");
        }
    }
}

const LONG: usize = 4000;

/// An encrypted file with reasons of 4,000 characters, which lie on pages of their own.
fn encrypted(path: &Path) -> Secret {
    let salt = Salt::fresh();
    let secret = (Key::derive("密码", &salt).unwrap(), salt);
    let clock = Arc::new(SetClock::at(morning()));
    let organisation = object(json!({ "name": "青禾社会工作服务中心", "form": "社会服务机构", "contact": "周敏" }));
    let (mut book, _) = program::create(path, &organisation, Some(secret.clone()), surroundings(&clock)).unwrap();
    // Wherever the pages cut, one of three that are shifted by a byte is cut between two characters.
    let people =
        [("陈轮", "", "缘"), ("李䶮", "", "由"), ("王龚", "", ""), ("邹文", "", "故"), ("邹文", "a", "故"), ("邹文", "ab", "故")];
    for (name, before, character) in people {
        let id = book.add(Ledger(&STAFF), &object(json!({ "name": name }))).unwrap().id;
        if name != "王龚" {
            book.void(Ledger(&STAFF), id, None, &format!("{before}{}", character.repeat(LONG))).unwrap();
        }
    }
    book.close().unwrap();
    secret
}

fn told(book: &Book) -> Result<String, Error> {
    let query = Query { voided: true, ..Query::all(Ledger(&STAFF), book.today()) };
    let ids = book.list(&query)?;
    let records = book.window(Ledger(&STAFF), &ids, query.on)?;
    Ok(records.iter().map(rows::payload).collect::<Vec<_>>().join("\n"))
}

/// One bit of every page in turn: what is listed is what was saved, or the file is said to be damaged. Nothing is saved
/// from what a damaged page said.
#[test]
fn a_page_that_failed_is_never_taken_for_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.taizhang");
    let secret = encrypted(&path);
    let clock = Arc::new(SetClock::at(morning()));
    let open = |access| program::open_with(&path, Some(secret.clone()), access, surroundings(&clock));
    let whole = std::fs::read(&path).unwrap();
    let expected = {
        let book = open(Access::Read).unwrap();
        let text = told(&book).unwrap();
        book.close().unwrap();
        text
    };
    assert!(expected.contains(&"缘".repeat(LONG)));
    let (mut damaged, mut silent) = (0, 0);
    for page in 1..whole.len() / 4096 {
        let mut broken = whole.clone();
        broken[page * 4096 + (page * 131) % 4096] ^= 1 << (page % 8);
        std::fs::write(&path, &broken).unwrap();
        match open(Access::Read).and_then(|book| {
            let text = told(&book);
            let closed = book.close();
            text.and_then(|text| closed.map(|()| text))
        }) {
            Ok(text) => assert!(text == expected, "page {page}"),
            Err(error) => {
                assert_eq!(error.code(), Code::FileDamaged, "page {page}: {error}");
                damaged += 1;
            }
        }
        // The control: without a look around it, SQLite hands the zeros of a failed page on without a word, unless it needs
        // another page afterwards.
        for id in [4, 5, 6] {
            let Ok(connection) = connect(&path, lent(Some(&secret)), Access::Read) else { continue };
            let read = rows::stored(&connection, Ledger(&STAFF), &[id]);
            if read.is_ok_and(|records| records.iter().any(|record| !expected.contains(&rows::payload(record)))) {
                silent += 1;
                assert_eq!(sound(&connection).unwrap_err().code(), Code::FileDamaged, "page {page}");
            }
        }
        let saved = open(Access::Write).and_then(|mut book| {
            let undone = book.undo_next().and_then(|_| book.change(Ledger(&STAFF), 3, None, &object(json!({ "note": "改" }))));
            let closed = book.close();
            undone.and_then(|undone| closed.map(|()| undone))
        });
        if let Err(error) = saved {
            assert!(matches!(error.code(), Code::FileDamaged), "page {page}: {error}");
        }
    }
    assert!(damaged >= 6, "two reasons of three pages each: {damaged}");
    assert!(silent > 0, "the trial meets what it is about");
}

/// Damaged text and missing tables are told as damage, in words, and no statement is shown.
#[test]
fn damage_of_content_and_tables_is_told_as_damage() {
    for sql in [
        "UPDATE staff SET name = CAST(x'E9FF41' AS TEXT)",
        "UPDATE staff SET uid = x'FF'",
        "UPDATE staff SET state = 'valid', entered_at = 'x'",
        "UPDATE staff SET born_on = '1992-13-77'",
        "DROP TABLE postings",
        "DROP TABLE staff",
        "ALTER TABLE staff DROP COLUMN note",
    ] {
        let mut office = Office::new();
        office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
        office.raw().execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).unwrap();
        let error = told(&office.book).unwrap_err();
        assert_eq!(error.code(), Code::FileDamaged, "{sql}: {error}");
        assert!(!error.to_string().contains("SELECT"), "{error}");
    }
    for sql in [
        "UPDATE changes SET ledger = 'x'",
        "UPDATE payloads SET before = CAST(x'FF' AS TEXT)",
        "UPDATE steps SET who = CAST(x'FF' AS TEXT)",
    ] {
        let mut office = Office::new();
        let id = office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
        office.book.change(Ledger(&STAFF), id, None, &object(json!({ "note": "改" }))).unwrap();
        office.raw().execute_batch(sql).unwrap();
        let error = office.book.history(None, 10).unwrap_err();
        assert_eq!(error.code(), Code::FileDamaged, "{sql}: {error}");
    }
}

/// A journal that cannot be written is a matter of the disk, not of another program.
#[test]
fn a_disk_that_fails_is_not_another_program() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    let Office { folder, book, .. } = office;
    let mut book = book;
    let journal = folder.path().join("本单位.taizhang-journal");
    let _ = std::fs::remove_file(&journal);
    std::fs::create_dir(&journal).unwrap();
    let error = book.undo().unwrap_err();
    assert_eq!(error.code(), Code::Io, "{error}");
    let error = book.close().unwrap_err();
    assert_eq!(error.code(), Code::Io, "{error}");
}
