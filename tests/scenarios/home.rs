//! What is to do: said again without asking while nothing it is read from moved, and never otherwise than when asked.

use crate::desk::surroundings;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use taizhang::answers::{Figure, Task};
use taizhang::base::clock::SetClock;
use taizhang::file::open::{Access, connect};
use taizhang::home::{self, Copies, Said};
use taizhang::program;
use taizhang::sample::{self, Options};
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::listing::Query;
use taizhang::topics::TOPICS;

fn made(path: &Path, days: u32) -> Book {
    sample::create(path, None, &Options { days, ..Options::default() }).unwrap()
}

/// Everything that is kept of a book: its tasks, and the figures above every list.
fn said(book: &Book, said: &mut Said) -> (Vec<Task>, Vec<Vec<Figure>>) {
    let figures = program::ledgers().map(|ledger| home::figures(book, ledger, said).unwrap()).collect();
    (home::tasks(book, Copies::default(), said).unwrap(), figures)
}

/// Without the tables of other ledgers a topic says the same: it reads none but those it names.
#[test]
fn a_topic_reads_only_the_ledgers_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.taizhang");
    let book = made(&whole, 180);
    let today = book.today();
    book.close().unwrap();
    for topic in TOPICS.iter().filter(|topic| !topic.reads.is_empty()) {
        let path = folder.path().join(format!("{}.taizhang", topic.name));
        std::fs::copy(&whole, &path).unwrap();
        let said = |path: &Path| {
            let clock = Arc::new(SetClock::at(format!("{today}T09:00:00Z").parse().unwrap()));
            let book = program::open_with(path, None, Access::Read, surroundings(&clock)).unwrap();
            let figures: Vec<Vec<Figure>> = topic.figures.iter().map(|(_, of)| of(&book).unwrap()).collect();
            let said = ((topic.tasks)(&book).unwrap(), figures);
            book.close().unwrap();
            said
        };
        let before = said(&path);
        assert!(!before.0.is_empty(), "{} has nothing to say: the trial shows nothing", topic.name);
        let connection = connect(&path, None, Access::Write).unwrap();
        connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        for ledger in TOPICS
            .iter()
            .flat_map(|topic| topic.ledgers)
            .filter(|ledger| !topic.reads.iter().any(|read| Ledger(read) == Ledger(ledger)))
        {
            connection.execute_batch(&format!("DROP TABLE {}", ledger.name)).unwrap();
        }
        drop(connection);
        assert_eq!(said(&path), before, "{}", topic.name);
    }
}

/// Whatever happens to a record of any ledger, what is kept is what would be said anew.
#[test]
fn what_is_kept_is_what_would_be_said_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = made(&folder.path().join("a.taizhang"), 60);
    let mut kept = Said::default();
    let mut moved = 0;
    let mut same = |book: &Book, what: &str| {
        let before = said(book, &mut kept);
        let anew = said(book, &mut Said::default());
        assert_eq!(before, anew, "{what}");
        anew
    };
    let mut last = same(&book, "the sample");
    for ledger in program::ledgers().filter(|ledger| !ledger.declaration().single) {
        let Some(id) = book.ids(&Query::all(ledger, book.today())).unwrap().first().copied() else { continue };
        book.void(ledger, id, None, "试").unwrap();
        for act in ["void", "undo", "redo", "unvoid"] {
            match act {
                "undo" => drop(book.undo().unwrap()),
                "redo" => drop(book.redo().unwrap()),
                "unvoid" => drop(book.unvoid(ledger, id, None).unwrap()),
                _ => {}
            }
            let now = same(&book, &format!("{} {act}", ledger.name()));
            moved += usize::from(now != last);
            last = now;
        }
    }
    book.set("grace_hours", Some("48")).unwrap();
    same(&book, "a setting");
    let row = json!({ "division_code": "110000" });
    book.change(Ledger(&taizhang::store::ORGANISATION), 1, None, row.as_object().unwrap()).unwrap();
    same(&book, "the region");
    assert!(moved > 10, "the acts move something: {moved}");
}
