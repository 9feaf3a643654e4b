//! Speed, size and memory against the goals, at 1,000 / 10,000 / 100,000 people, encrypted and plain in one run.
//!
//! Prints one table row per line of work: median and spread of several rounds. Results are compared for equality before any
//! time counts. `./dev bench` writes what this prints to RESULTS.md.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use chrono::NaiveDate;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};
use taizhang::forms::{self, Form, Job};
use taizhang::ledgers::Ledger;
use taizhang::paper::pdf;
use taizhang::sample::{self, Options};
use taizhang::store::Book;
use taizhang::store::listing::Query;
use taizhang::vault::key::{Key, Salt};

const ROUNDS: usize = 7;

fn median(mut times: Vec<Duration>) -> (f64, f64, f64) {
    times.sort();
    let ms = |duration: &Duration| duration.as_secs_f64() * 1000.0;
    (ms(&times[times.len() / 2]), ms(&times[0]), ms(&times[times.len() - 1]))
}

fn row(work: &str, size: usize, kind: &str, times: Vec<Duration>, goal: &str) {
    let (middle, best, worst) = median(times);
    println!("| {work} | {size} | {kind} | {middle:.2} | {best:.2}–{worst:.2} | {goal} |");
}

fn timed<T>(mut work: impl FnMut() -> T) -> Vec<Duration> {
    (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .collect()
}

fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

fn made(folder: &Path, people: usize, encrypted: bool) -> Book {
    let secret = encrypted.then(|| {
        let salt = Salt::fresh();
        (Key::derive("测试密码 1234", &salt).unwrap(), salt)
    });
    let end = NaiveDate::from_ymd_opt(2021, 8, 31).unwrap();
    let path = folder.join(format!("{people}-{encrypted}.taizhang"));
    sample::create(&path, secret, &Options { people, days: 180, end, seed: 1 }).unwrap()
}

fn lists(book: &mut Book, people: usize, kind: &str) {
    let on = NaiveDate::from_ymd_opt(2021, 8, 31).unwrap();
    let all = Query::all(Ledger::Staff, on);
    // a saved note makes the remembered list stale, so that every round fetches anew
    let mut fresh = |query: &Query| -> Vec<Duration> {
        (0..ROUNDS)
            .map(|round| {
                book.set("bench", Some(&format!("{:?}{round}", query.sort))).unwrap();
                let start = Instant::now();
                let ids = book.list(query).unwrap();
                let shown = book.window(Ledger::Staff, &ids[..ids.len().min(50)], on).unwrap();
                assert!(!shown.is_empty());
                start.elapsed()
            })
            .collect()
    };
    for sort in [None, Some("born_on"), Some("mobile"), Some("category"), Some("department"), Some("age")] {
        let query = Query { sort: sort.map(str::to_owned), ..all.clone() };
        row(&format!("first screen, sorted by {}", sort.unwrap_or("name")), people, kind, fresh(&query), "≤ 100 ms");
    }
    let ids = book.list(&all).unwrap();
    let mut place = 0;
    row(
        "jump: window of 50",
        people,
        kind,
        timed(|| {
            place = (place * 31 + 7919) % (ids.len() - 50).max(1);
            book.window(Ledger::Staff, &ids[place..(place + 50).min(ids.len())], on).unwrap()
        }),
        "≤ 20 ms",
    );
    let start = Instant::now();
    book.matching(Ledger::Staff, "c").unwrap();
    row("search: first keystroke (index made)", people, kind, vec![start.elapsed()], "");
    let words = ["c", "cl", "chen", "zhangw", "wx", "单", "晓", "1234", "5001", "yuchi", "lixm", "zzzz", "138"];
    let mut times: Vec<Duration> =
        words.iter().flat_map(|word| timed(|| book.list(&Query { text: (*word).to_owned(), ..all.clone() }).unwrap())).collect();
    times.sort();
    let p95 = times[times.len() * 95 / 100];
    row("search as you type, p95 of 13 words", people, kind, vec![p95], "≤ 10 ms");
    let mut number = 0;
    row(
        "durable save of one change",
        people,
        kind,
        timed(|| {
            number += 1;
            book.change(Ledger::Staff, 1, None, json!({ "note": format!("第 {number} 次") }).as_object().unwrap()).unwrap()
        }),
        "",
    );
    row("full check with chain", people, kind, timed(|| book.check_all().unwrap()), "100,000 rows ≤ 1 s (chain)");
}

fn print(book: &Book, people: usize, kind: &str) {
    let query = Query::all(Ledger::Staff, NaiveDate::from_ymd_opt(2021, 8, 31).unwrap());
    let job = Job { form: Form::List, query, id: None, access: None };
    let mut pages = 0;
    let mut bytes = Vec::new();
    let times = timed(|| {
        let made = forms::make(book, &job).unwrap();
        pages = made.document.pages.len();
        let written = pdf::write(&made.document).unwrap();
        assert!(bytes.is_empty() || bytes == written, "same data, same bytes");
        bytes = written;
    });
    let (middle, ..) = median(times.clone());
    #[allow(clippy::cast_precision_loss)]
    let (rate, size) = (pages as f64 / middle * 1000.0, bytes.len() as f64 / 1_048_576.0);
    row(&format!("print list: {pages} pages, {rate:.0} pages/s, {size:.2} MB"), people, kind, times, "≥ 300 pages/s, ≤ 2 MB");
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    println!("| work | people | file | median ms | best–worst ms | goal |");
    println!("|---|---|---|---|---|---|");
    for people in [1_000, 10_000, 100_000] {
        for encrypted in [false, true] {
            let kind = if encrypted { "encrypted" } else { "plain" };
            let start = Instant::now();
            let mut book = made(folder.path(), people, encrypted);
            row("sample made", people, kind, vec![start.elapsed()], "");
            if people <= 10_000 {
                print(&book, people, kind);
            }
            lists(&mut book, people, kind);
            book.close().unwrap();
            println!("| peak memory of this process so far: {:.0} MB | {people} | {kind} | | | |", peak_mb());
        }
    }
}
