//! The manual in the repository: as it is made now, valid, and true of the program's words and ledgers.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use taizhang::paper::prose::{self, Block, Voice};
use taizhang::program;
use taizhang_manual::{folder, made, pdf_file, read, text_file};

#[path = "../../../tests/preflight.rs"]
mod preflight;

fn text() -> String {
    std::fs::read_to_string(text_file()).unwrap()
}

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files below `folder` with one of the endings, end to end.
fn sources(folder: &Path, endings: &[&str]) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&sources(&path, endings));
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            all.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    all
}

#[test]
fn the_pdf_is_made_of_what_lies_there() {
    let now = made().unwrap();
    assert!(now == made().unwrap(), "the same text and pictures make another file");
    if std::env::var_os("TAIZHANG_BLESS").is_some() {
        std::fs::write(pdf_file(), &now).unwrap();
    }
    assert!(std::fs::read(pdf_file()).unwrap() == now, "the PDF is stale; run ./dev test --bless");
    assert!(now.len() <= 1_200_000, "{} bytes", now.len());
}

#[test]
fn the_pdf_is_a_valid_archive_file() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("manual.pdf"), made().unwrap()).unwrap();
    preflight::assert_all_valid(folder.path());
}

#[test]
fn what_is_named_stands_on_the_screen() {
    let shown = sources(&top().join("ui/src"), &["vue", "ts"])
        + &sources(&top().join("src-tauri/core/src"), &["rs"])
        + &sources(&top().join("src-tauri/src"), &["rs"]);
    let form = read(&text(), &folder()).unwrap();
    let mut said = 0;
    let mut wrong = BTreeSet::new();
    for word in form.blocks.iter().flat_map(words) {
        said += 1;
        if !shown.contains(&word) {
            wrong.insert(word);
        }
    }
    assert!(said > 150, "only {said} words between 「 and 」");
    assert!(wrong.is_empty(), "nothing on the screen is called so: {wrong:?}");
}

/// What a block says between 「 and 」.
fn words(block: &Block) -> Vec<String> {
    let all = match block {
        Block::Paragraph(spans) | Block::Note(spans) | Block::Point { says: spans, .. } => {
            spans.iter().filter(|span| span.voice != Voice::Key).map(|span| span.says.as_str()).collect()
        }
        Block::Heading { says, .. } => says.clone(),
        Block::Table { rows, .. } => rows.iter().flat_map(|row| &row.cells).map(String::as_str).collect(),
        Block::Lines(_) | Block::Pictures(_) => String::new(),
    };
    all.split('「').skip(1).filter_map(|rest| Some(rest.split_once('」')?.0.to_owned())).collect()
}

#[test]
fn every_ledger_has_its_section() {
    let text = text();
    for ledger in program::ledgers() {
        let label = ledger.declaration().label;
        assert!(text.lines().any(|line| line == format!("### {label}")), "no section on {label}");
    }
}

#[test]
fn the_keys_are_those_of_the_help() {
    let keyboard = std::fs::read_to_string(top().join("ui/src/shared/keyboard.ts")).unwrap();
    let text = text();
    let told = keyboard.lines().filter_map(|line| line.split_once("{ keys: '")?.1.split_once("', text: '"));
    let mut seen = 0;
    for (keys, does) in told {
        let does = does.split('\'').next().unwrap();
        // The help opens itself by F1 and calls itself “this”.
        let does = if keys == "F1" { "打开帮助" } else { does };
        assert!(text.contains(&format!("| {keys} | {does} |")), "{keys}: {does}");
        seen += 1;
    }
    assert!(seen > 10);
}

#[test]
fn every_picture_is_shown_and_every_one_shown_is_there() {
    let there: BTreeSet<String> = std::fs::read_dir(folder().join("images"))
        .unwrap()
        .map(|entry| format!("images/{}", entry.unwrap().file_name().to_string_lossy()))
        .collect();
    let text = text();
    let shown: BTreeSet<String> = text.split("](").skip(1).filter_map(|rest| Some(rest.split_once(')')?.0.to_owned())).collect();
    assert_eq!(there, shown);
    let bytes: u64 = there.iter().map(|name| folder().join(name).metadata().unwrap().len()).sum();
    assert!(bytes <= 700_000, "{bytes} bytes of pictures");
}

#[test]
fn the_version_is_the_programs() {
    assert!(text().contains(&format!("适用于 {} 版", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn contents_and_outline_lead_to_where_headings_stand() {
    let form = read(&text(), &folder()).unwrap();
    let document = prose::compose(&form);
    let headings = form.blocks.iter().filter(|block| matches!(block, Block::Heading { .. })).count();
    assert_eq!(document.bookmarks.len(), headings);
    for bookmark in &document.bookmarks {
        let said = format!("{:?}", document.pages[bookmark.page]);
        assert!(said.contains(&bookmark.title), "{} is not on page {}", bookmark.title, bookmark.page + 1);
    }
    // What stands before the page of the first chapter.
    let begins = document.bookmarks.iter().filter(|bookmark| bookmark.level == 1).map(|bookmark| bookmark.page).min().unwrap();
    let first = format!("{:?}", &document.pages[..begins]);
    for bookmark in document.bookmarks.iter().filter(|bookmark| bookmark.level < 2) {
        assert!(first.contains(&bookmark.title), "{} is not in the contents", bookmark.title);
    }
}

#[test]
fn what_the_manual_cannot_show_is_refused() {
    let begins = "# 手册\n\n版 2026-11-25\n\n";
    assert!(read(&format!("{begins}<b>x</b>"), &folder()).is_err());
    assert!(read(&format!("{begins}[x](y)"), &folder()).is_err());
    assert!(read(&format!("{begins}![x](images/none.png)"), &folder()).is_err());
    assert!(read("没有题目", &folder()).is_err());
    let form = read(&format!("{begins}- 一\n  - 二「三」\n\n1. `Ctrl N`"), &folder()).unwrap();
    let points: Vec<(&str, usize)> = form
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Point { sign, depth, .. } => Some((sign.as_str(), *depth)),
            _ => None,
        })
        .collect();
    assert_eq!(points, [("•", 0), ("•", 1), ("1.", 0)]);
}
