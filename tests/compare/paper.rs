//! Lists and sheets on paper, beside what others take for the same page.

use crate::{Line, figure, last_day, made, opened, peak_mb, peers, ratio, timed};
use std::path::Path;
use std::process::Command;
use taizhang::forms::{self, PrintJob};
use taizhang::paper::pdf;
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::listing::Query;
use taizhang::topics::STAFF;

pub fn section(people: usize) {
    let folder = tempfile::tempdir().unwrap();
    let book = made(folder.path(), people, 180, false);
    let size = format!("{people} people");
    let query = Query::all(Ledger(&STAFF), last_day());
    let list =
        PrintJob { form: program::printable(Ledger(&STAFF), "list").unwrap(), query: query.clone(), id: None, access: None };
    let (pages, bytes, ours) = printed(&book, &list, "list of 13 columns", &size);
    #[allow(clippy::cast_precision_loss)]
    let (rate, megabytes) = (pages as f64 / ours * 1000.0, bytes as f64 / 1_048_576.0);
    figure("list: pages per second", &size, &format!("{rate:.0} ({pages} pages)"), "≥ 300");
    figure("list: length of the file", &size, &format!("{megabytes:.2} MB"), "≤ 2 MB");
    let alone = Command::new(std::env::current_exe().unwrap()).arg("print").arg(book.path()).output().unwrap();
    figure(
        "list: memory of a program that opens the file and prints it",
        &size,
        String::from_utf8_lossy(&alone.stdout).trim(),
        "≤ 100 MB",
    );
    let sheet = PrintJob { form: program::printable(Ledger(&STAFF), "sheet").unwrap(), query, id: Some(1), access: None };
    let (.., one) = printed(&book, &sheet, "sheet of one person", "1 page");
    figure("sheet of one person", "1 page", &format!("{one:.1} ms"), "≤ 60 ms");
    for (name, time) in peers::run("paper", folder.path(), people) {
        figure(&name, &size, &format!("{time:.0} ms"), "");
        let of = if name.contains("one page") { one } else { ours };
        let goal = match name.as_str() {
            name if name.contains("ReportLab") => "≥ 5×",
            name if name.contains("one page") => "≤ 1/3",
            name if name.contains("WeasyPrint") => "≥ 50×",
            _ => "≥ 20×",
        };
        ratio(&format!("ours against {name}"), &size, of, time, goal);
    }
}

/// Prints the roster of the file at `path` and says how much memory that took.
pub fn one(path: &Path) {
    let job = PrintJob {
        form: program::printable(Ledger(&STAFF), "list").unwrap(),
        query: Query::all(Ledger(&STAFF), last_day()),
        id: None,
        access: None,
    };
    let made = forms::make(&opened(path), &job).unwrap();
    assert!(!pdf::write(&made.document).unwrap().is_empty());
    println!("{:.0} MB", peak_mb());
}

fn printed(book: &Book, job: &PrintJob, work: &str, size: &str) -> (usize, usize, f64) {
    let mut pages = 0;
    let mut bytes = Vec::new();
    let times = timed(|| {
        let made = forms::make(book, job).unwrap();
        pages = made.document.pages.len();
        let written = pdf::write(&made.document).unwrap();
        assert!(bytes.is_empty() || bytes == written, "same data, same bytes");
        bytes = written;
    });
    let middle = Line { work: &format!("print {work}"), size, times, goal: "" }.print();
    (pages, bytes.len(), middle)
}
