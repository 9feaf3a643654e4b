//! The roster on the screen: first screens, jumps, search, saving, checking; encrypted beside plain.

use crate::{Line, ROUNDS, last_day, made, median, once, ratio, timed};
use rusqlite::Connection;
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use taizhang::file::open::{Access, connect};
use taizhang::file::reading::reading;
use taizhang::schema::Ledger;
use taizhang::store::listing::Query;
use taizhang::store::{Book, proof};
use taizhang::topics::STAFF;

pub fn section(people: usize) {
    let folder = tempfile::tempdir().unwrap();
    for encrypted in [false, true] {
        let kind = if encrypted { "encrypted" } else { "plain" };
        let size = format!("{people} people, {kind}");
        let mut book = None;
        let time = once(|| book = Some(made(folder.path(), people, 180, encrypted)));
        let mut book = book.unwrap();
        Line { work: "sample made", size: &size, times: vec![time], goal: "" }.print();
        first_screens(&mut book, &size);
        search(&book, &size);
        saving(&mut book, folder.path(), &size);
        let connection = connect(book.path(), book.secret(), Access::Read).unwrap();
        let chain = || {
            let beside = connect(book.path(), book.secret(), Access::Read).unwrap();
            reading(&connection, || proof::check(&connection, Some(beside), book.registry())).unwrap()
        };
        Line {
            work: "chain and every record against its last payload",
            size: &size,
            times: timed(chain),
            goal: "100,000 people ≤ 700",
        }
        .print();
        Line { work: "full check", size: &size, times: timed(|| book.check_all().unwrap()), goal: "" }.print();
        book.close().unwrap();
    }
}

fn first_screens(book: &mut Book, size: &str) {
    let on = last_day();
    let all = Query::all(Ledger(&STAFF), on);
    for sort in [None, Some("born_on"), Some("mobile"), Some("category"), Some("department"), Some("age"), Some("dose_state")] {
        let query = Query { sort: sort.map(str::to_owned), ..all.clone() };
        // The list is made once, and once more after every change: a saved note makes what is remembered stale.
        let times = (0..ROUNDS).map(|round| {
            book.set("bench", Some(&format!("{sort:?}{round}"))).unwrap();
            once(|| {
                let ids = book.list(&query).unwrap();
                let shown = book.window(Ledger(&STAFF), &ids[..ids.len().min(50)], on).unwrap();
                assert!(!shown.is_empty());
            })
        });
        let work = format!("first screen, sorted by {}", sort.unwrap_or("name"));
        Line { work: &work, size, times: times.collect(), goal: "≤ 100 ms" }.print();
    }
    let ids = book.list(&all).unwrap();
    let mut place = 0;
    let jump = || {
        place = (place * 31 + 7919) % (ids.len().saturating_sub(50)).max(1);
        book.window(Ledger(&STAFF), &ids[place..(place + 50).min(ids.len())], on).unwrap()
    };
    Line { work: "jump: window of 50", size, times: timed(jump), goal: "≤ 20 ms" }.print();
}

fn search(book: &Book, size: &str) {
    let all = Query::all(Ledger(&STAFF), last_day());
    let first = once(|| book.matching(Ledger(&STAFF), "c").unwrap());
    Line { work: "search: first keystroke (index made)", size, times: vec![first], goal: "" }.print();
    let words = ["c", "cl", "chen", "zhangw", "wx", "单", "晓", "1234", "5001", "yuchi", "lixm", "zzzz", "138"];
    let mut times: Vec<Duration> =
        words.iter().flat_map(|word| timed(|| book.list(&Query { text: (*word).to_owned(), ..all.clone() }).unwrap())).collect();
    times.sort();
    let p95 = times[times.len() * 95 / 100];
    Line { work: "search as you type, p95 of 13 words", size, times: vec![p95], goal: "≤ 10 ms" }.print();
}

/// A durable change of one record against one update of a bare table at the same durability, in turns.
fn saving(book: &mut Book, folder: &Path, size: &str) {
    const SAVES: usize = 40;
    let raw = Connection::open(folder.join(format!("raw-{}.db", size.replace([' ', ','], "")))).unwrap();
    if let Some((key, _)) = book.secret() {
        let _ = key;
        raw.execute_batch("PRAGMA key = \"x'2DD29CA851E7B56E4697B0E1F08507293D761A05CE4D1B628663F411A8086D99'\"").unwrap();
    }
    raw.execute_batch(
        "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; CREATE TABLE raw (id INTEGER PRIMARY KEY, note TEXT);",
    )
    .unwrap();
    let mut ours = Vec::new();
    let mut theirs = Vec::new();
    for number in 0..SAVES {
        let note = json!({ "note": format!("第 {number} 次") });
        ours.push(once(|| book.change(Ledger(&STAFF), 1, None, note.as_object().unwrap()).unwrap()));
        theirs.push(once(|| raw.execute("INSERT OR REPLACE INTO raw VALUES (1, ?1)", [format!("第 {number} 次")]).unwrap()));
    }
    let p95 = |times: &[Duration]| {
        let mut times = times.to_vec();
        times.sort();
        times[times.len() * 95 / 100].as_secs_f64() * 1000.0
    };
    let (own, bare) = (p95(&ours), p95(&theirs));
    Line { work: "durable save of one change", size, times: ours.clone(), goal: "" }.print();
    Line { work: "durable update of a bare table", size, times: theirs.clone(), goal: "" }.print();
    ratio("durable save, p95 against bare SQLite", size, own, bare, "≤ 1.5×");
    let _ = median(&ours);
}
