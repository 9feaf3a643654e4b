//! What is to do: said again without asking while nothing it is read from moved, and never otherwise than when asked.

use crate::desk::surroundings;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use taizhang::answers::{Amount, Tally, Task};
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
    sample::create(path, None, &Options { days, ..Options::summer() }).unwrap()
}

/// Everything that is kept of a book: its tasks, and what is counted in every list.
fn said(book: &Book, said: &mut Said) -> (Vec<Task>, Vec<Vec<Arc<Tally>>>) {
    let tallies = program::ledgers().map(|ledger| home::tallies(book, ledger, said).unwrap()).collect();
    (home::tasks(book, Copies::default(), said).unwrap(), tallies)
}

/// Without the tables of other ledgers a topic says the same: it reads none but those it names.
#[test]
fn a_topic_reads_only_the_ledgers_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.taizhang");
    let book = made(&whole, 180);
    let today = book.today();
    book.close().unwrap();
    // What it says is of packs kept for their time, which lie in no ledger; none is here.
    let of_packs = |name: &str| name == "keeping";
    for topic in TOPICS.iter().filter(|topic| !topic.reads.is_empty() && !of_packs(topic.name)) {
        let path = folder.path().join(format!("{}.taizhang", topic.name));
        std::fs::copy(&whole, &path).unwrap();
        let said = |path: &Path| {
            let clock = Arc::new(SetClock::at(format!("{today}T09:00:00Z").parse().unwrap()));
            let book = program::open_with(path, None, Access::Read, surroundings(&clock)).unwrap();
            let tallies: Vec<Vec<Tally>> = topic.tallies.iter().map(|(_, of)| of(&book).unwrap()).collect();
            let said = ((topic.tasks)(&book).unwrap(), tallies);
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
    for ledger in program::ledgers().filter(|ledger| !ledger.declaration().single && !ledger.declaration().lasting) {
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

/// A number and the list of what it counts never differ: every number of every ledger's list, as she would click it.
#[test]
fn every_number_shows_the_rows_it_counts() {
    let folder = tempfile::tempdir().unwrap();
    let book = made(&folder.path().join("a.taizhang"), 180);
    let mut said = Said::default();
    let (mut walked, mut some) = (Vec::new(), 0);
    for ledger in program::ledgers() {
        let tallies = home::tallies(&book, ledger, &mut said).unwrap();
        let mut codes: Vec<&str> = tallies.iter().map(|tally| tally.code).collect();
        for tally in &tallies {
            let what = format!("{}.{}", ledger.name(), tally.code);
            let counted = home::tally(&book, ledger, tally.code, &mut said).unwrap();
            let among = Some(Arc::new(counted.rows.iter().copied().collect()));
            let shown = book.list(&Query { only: among, ..Query::all(counted.of, book.today()) }).unwrap();
            let number: usize = tally.value().split(' ').next().unwrap().parse().unwrap();
            assert_eq!(shown.len(), number, "{what}");
            walked.push(what);
            some += usize::from(number > 0);
        }
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), tallies.len(), "{}", ledger.name());
        assert!(home::tally(&book, ledger, "none such", &mut said).is_err());
    }
    for what in ["staff.present", "staff.no_mobile", "vaccinations.overdue", "travels.verify", "leaves.late", "notices.due"] {
        assert!(walked.iter().any(|walked| walked == what), "{what} is not counted: {walked:?}");
    }
    assert!(some > 25, "numbers that are not nought: {some}");
}

/// What stands above the doses is what reports say of the coverage.
#[test]
fn the_numbers_of_doses_are_those_of_reports() {
    let folder = tempfile::tempdir().unwrap();
    let book = made(&folder.path().join("a.taizhang"), 180);
    let tallies = home::tallies(&book, Ledger(&taizhang::topics::VACCINATIONS), &mut Said::default()).unwrap();
    let counts = TOPICS.iter().flat_map(|topic| topic.counts);
    let mut compared = 0;
    for count in counts {
        let Some(tally) = tallies.iter().find(|tally| count.name == format!("coverage.{}", tally.code)) else { continue };
        let said = (count.of)(&book, book.today()).unwrap();
        assert_eq!(said, Amount::Number(tally.rows.len() as u64), "{}", count.name);
        compared += 1;
    }
    assert_eq!(compared, 4);
}
