//! An office to tell stories in: a folder, a clock one can set, an open book.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::Connection;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::sync::Arc;
use taizhang::base::clock::{SeededRandom, SetClock, Surroundings};
use taizhang::file::open::{Access, connect};
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::listing::Query;
use taizhang::topics::STAFF;

/// 2021-08-12 09:00 in the office.
pub fn morning() -> DateTime<Utc> {
    "2021-08-12T01:00:00Z".parse().unwrap()
}

pub struct Office {
    pub folder: tempfile::TempDir,
    pub clock: Arc<SetClock>,
    pub book: Book,
}

impl Office {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(morning()));
        let organisation = object(json!({ "name": "青禾社会工作服务中心", "form": "社会服务机构", "contact": "周敏" }));
        let surroundings = surroundings(&clock);
        let (book, warnings) =
            program::create(&folder.path().join("本单位.taizhang"), &organisation, None, surroundings).unwrap();
        assert!(warnings.is_empty());
        Self { folder, clock, book }
    }

    pub fn path(&self) -> PathBuf {
        self.book.path().to_owned()
    }

    /// A connection beside the book's own, for trials that look at the file, or alter it, past the book.
    pub fn raw(&self) -> Connection {
        connect(self.book.path(), self.book.secret(), Access::Write).unwrap()
    }

    pub fn later(&self, delta: TimeDelta) {
        use taizhang::base::clock::Clock;
        self.clock.set(self.clock.now() + delta);
    }

    pub fn add(&mut self, ledger: Ledger, row: Value) -> i64 {
        self.book.add(ledger, &object(row)).unwrap().id
    }

    pub fn found(&self, text: &str) -> Vec<i64> {
        self.book.list(&Query { text: text.to_owned(), ..Query::all(Ledger(&STAFF), self.book.today()) }).unwrap()
    }

    /// Every row of every ledger with its computed columns, as text.
    pub fn dump(&self) -> String {
        let mut text = String::new();
        for ledger in program::ledgers() {
            let query = Query { voided: true, ..Query::all(ledger, self.book.today()) };
            let ids = self.book.list(&query).unwrap();
            for mut record in self.book.window(ledger, &ids, self.book.today()).unwrap() {
                record.step = 0;
                text.push_str(&format!("{record:?}\n"));
            }
        }
        text
    }
}

pub fn surroundings(clock: &Arc<SetClock>) -> Surroundings {
    Surroundings { clock: Box::new(Arc::clone(clock)), random: Box::new(SeededRandom::new(7)), operator: None }
}

pub fn object(row: Value) -> Map<String, Value> {
    row.as_object().unwrap().clone()
}

/// A resident ID of somebody born on `eight` digits, with serial `three`.
pub fn resident_id(eight: &str, three: &str) -> String {
    let first = format!("500101{eight}{three}");
    let check = taizhang::rules::identifiers::check_character(&first).unwrap();
    format!("{first}{check}")
}
