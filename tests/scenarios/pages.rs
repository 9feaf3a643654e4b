//! Every form of every ledger of the sample: its first page as it was last looked at (`tests/pages`), and all of it as a valid
//! archive file. With `TAIZHANG_BLESS` set the pages are written anew; look at them before they are kept.

use crate::preflight;
use chrono::NaiveDate;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use taizhang::forms::{self, Heeds, PrintJob};
use taizhang::paper::page::{Document, Item};
use taizhang::paper::pdf;
use taizhang::program;
use taizhang::reports::catalogue::Kind;
use taizhang::reports::filing::{self, Asked, Filing};
use taizhang::reports::{self, keys};
use taizhang::sample::{self, Options};
use taizhang::store::Book;
use taizhang::store::listing::Query;

/// Forms of what somebody does first: a report is frozen, a key is made.
const OF_REPORTS: [&str; 2] = [reports::forms::REPORT, reports::forms::KEY];

/// The sample with a report frozen, and with a key that is the same each time.
fn reported(path: &Path) -> Book {
    let mut book = sample::create(path, None, &Options::summer()).unwrap();
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    book.set("report_key_fingerprint", Some(&keys::fingerprint(key.verifying_key().as_bytes()))).unwrap();
    book.keep("report_key", Some(&"07".repeat(32))).unwrap();
    let on = book.today();
    let asked = Asked { kind: Kind::Weekly, from: None, to: on, on, figures: Vec::new() };
    let filing = Filing { recipient: "registrar".to_owned(), filled_by: "曾令仪".to_owned(), ..Filing::default() };
    filing::freeze(&mut book, &asked, &filing).unwrap();
    book
}

/// Name and pages of every form there is that `wanted` wants.
fn every_form(book: &Book, wanted: impl Fn(&str) -> bool) -> Vec<(String, Document)> {
    let on = NaiveDate::from_ymd_opt(2021, 8, 31).unwrap();
    let mut made = Vec::new();
    for ledger in program::ledgers() {
        for form in program::printables(ledger).filter(|form| wanted(form.code)) {
            let all = Query::all(ledger, on);
            let job = match form.heeds {
                Heeds::Record => {
                    let Some(id) = book.list(&all).unwrap().first().copied() else { continue };
                    PrintJob { form, query: all, id: Some(id), access: None }
                }
                _ => {
                    let query = Query { from: NaiveDate::from_ymd_opt(2021, 8, 1), to: Some(on), ..all };
                    PrintJob { form, query, id: None, access: None }
                }
            };
            let document = forms::make(book, &job).unwrap().document;
            made.push((format!("{}-{}", ledger.name(), form.code), document));
        }
    }
    made
}

/// The first page in lines: what stands where, in tenths of a millimetre.
fn told(document: &Document) -> String {
    let page = &document.pages[0];
    let mut text =
        format!("{} · {} pages · {:.0} × {:.0} mm\n", document.title, document.pages.len(), page.width_mm, page.height_mm);
    for item in &page.items {
        match item {
            Item::Text { x_mm, y_mm, size_pt, face, text: said, .. } => {
                writeln!(text, "{x_mm:.1} {y_mm:.1} {face:?} {size_pt:.1} {said}")
            }
            Item::Line { x1_mm, y1_mm, x2_mm, y2_mm, width_pt } => {
                writeln!(text, "{x1_mm:.1} {y1_mm:.1} — {x2_mm:.1} {y2_mm:.1} {width_pt:.2}")
            }
            Item::Fill { x_mm, y_mm, width_mm, height_mm, .. } => {
                writeln!(text, "{x_mm:.1} {y_mm:.1} ■ {width_mm:.1} {height_mm:.1}")
            }
            Item::Picture { x_mm, y_mm, width_mm, height_mm, .. } => {
                writeln!(text, "{x_mm:.1} {y_mm:.1} ▣ {width_mm:.1} {height_mm:.1}")
            }
        }
        .unwrap();
    }
    text
}

#[test]
fn every_form_looks_as_it_was_kept_and_is_a_valid_archive_file() {
    let folder = tempfile::tempdir().unwrap();
    let book = sample::create(&folder.path().join("示例.taizhang"), None, &Options::summer()).unwrap();
    let kept = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pages");
    let bless = std::env::var_os("TAIZHANG_BLESS").is_some();
    let papers = folder.path().join("纸");
    std::fs::create_dir(&papers).unwrap();
    let mut names = Vec::new();
    let later = reported(&folder.path().join("报送.taizhang"));
    let of_reports = |code: &str| OF_REPORTS.contains(&code);
    let mut all = every_form(&book, |code| !of_reports(code));
    all.extend(every_form(&later, of_reports));
    for (name, document) in all {
        std::fs::write(papers.join(format!("{name}.pdf")), pdf::write(&document).unwrap()).unwrap();
        let (path, now) = (kept.join(format!("{name}.txt")), told(&document));
        if bless {
            std::fs::create_dir_all(&kept).unwrap();
            std::fs::write(&path, &now).unwrap();
        }
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        let differs = before.lines().zip(now.lines()).find(|(before, now)| before != now);
        assert!(before == now, "{name} looks different: {differs:?}; if it should, ./dev test --bless");
        names.push(format!("{name}.txt"));
    }
    let stale = std::fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let stale: Vec<String> = stale.filter(|name| !names.contains(name)).collect();
    assert!(stale.is_empty(), "no form any more: {stale:?}");
    preflight::assert_all_valid(&papers);
}

/// Forms of one ledger together: the pages of each after one another, numbered through, an entry of the outline for each.
#[test]
fn forms_together_are_the_pages_of_each() {
    let folder = tempfile::tempdir().unwrap();
    let book = sample::create(&folder.path().join("a.taizhang"), None, &Options { days: 40, ..Options::summer() }).unwrap();
    let on = NaiveDate::from_ymd_opt(2021, 8, 31).unwrap();
    let ledger = program::ledger("disinfections").unwrap();
    let query = Query { from: NaiveDate::from_ymd_opt(2021, 8, 1), to: Some(on), ..Query::all(ledger, on) };
    let job = |form| PrintJob { form, query: query.clone(), id: None, access: None };
    let jobs: Vec<PrintJob> = ["list", "month", "blank"].map(|code| job(program::printable(ledger, code).unwrap())).to_vec();
    let alone: Vec<Document> = jobs.iter().map(|job| forms::make(&book, job).unwrap().document).collect();
    let whole = forms::make_together(&book, &jobs).unwrap();
    let mut first = 0;
    for (part, bookmark) in alone.iter().zip(whole.document.bookmarks.iter().filter(|bookmark| bookmark.level == 0)) {
        assert_eq!((bookmark.title.as_str(), bookmark.page), (part.title.as_str(), first));
        first += part.pages.len();
    }
    assert_eq!(whole.document.pages.len(), first);
    let said = |page: &taizhang::paper::page::Page, text: &str| {
        page.items.iter().any(|item| matches!(item, Item::Text { text: said, .. } if said == text))
    };
    for (number, page) in (1..).zip(&whole.document.pages) {
        assert!(said(page, &format!("第 {number} 页 共 {first} 页")), "page {number}");
    }
    assert_eq!(forms::make_together(&book, &jobs[..1]).unwrap().document, alone[0], "one is as it is alone");
    assert!(forms::make_together(&book, &[]).is_err());
    let papers = folder.path().join("papers");
    std::fs::create_dir(&papers).unwrap();
    std::fs::write(papers.join("together.pdf"), pdf::write(&whole.document).unwrap()).unwrap();
    preflight::assert_all_valid(&papers);
}
