//! Hostile files: how long a refusal takes and how much memory, each in a process of its own.

use crate::{figure, hostile, opened, peak_mb};
use std::process::Command;
use std::time::Instant;
use taizhang::base::clock::Surroundings;
use taizhang::exchange::plan::{Options, plan};
use taizhang::exchange::source::Source;
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::topics::STAFF;

pub fn section(_: usize) {
    let folder = tempfile::tempdir().unwrap();
    let organisation = serde_json::json!({ "name": "某某中心", "form": "service_body" });
    let path = folder.path().join("空.taizhang");
    let (book, _) = program::create(&path, organisation.as_object().unwrap(), None, Surroundings::of_machine(None)).unwrap();
    book.close().unwrap();
    for file in hostile::all() {
        let sent = folder.path().join("sent");
        std::fs::write(&sent, &file.bytes).unwrap();
        let argument = format!("{}\n{}", path.display(), sent.display());
        let child = Command::new(std::env::current_exe().unwrap()).args(["refuse", &argument]).output().unwrap();
        assert!(child.status.success(), "{}", file.name);
        figure(&format!("hostile file: {}", file.name), "", String::from_utf8_lossy(&child.stdout).trim(), "≤ 2 s, ≤ 300 MB");
    }
}

/// Takes one file in and says how long that took and how much memory.
pub fn one(argument: &str) {
    let (book, sent) = argument.split_once('\n').unwrap();
    let book = opened(book.as_ref());
    let start = Instant::now();
    let done = Source::open(sent.as_ref())
        .and_then(|mut source| plan(&book, &mut source, Ledger(&STAFF), &Options::default(), &|_, _| true).map(|_| ()));
    let word = match done {
        Ok(()) => "taken".to_owned(),
        Err(error) => error.problems().first().map(|problem| problem.rule.clone()).unwrap_or_default(),
    };
    println!("{:.2} s, {:.0} MB ({word})", start.elapsed().as_secs_f64(), peak_mb());
}
