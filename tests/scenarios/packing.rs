//! 迎检包: what it says of itself is true, the same records make the same bytes, what was frozen comes back as it was.

use crate::desk::surroundings;
use crate::preflight;
use std::path::Path;
use std::sync::Arc;
use taizhang::base::clock::SetClock;
use taizhang::base::error::Error;
use taizhang::file::disk;
use taizhang::file::open::Access;
use taizhang::inspection::{self, Extent, Pack, PackJob, folder};
use taizhang::paper::page::{Document, Item};
use taizhang::program;
use taizhang::sample::{self, Options};
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::book::{Grounds, Unlock};
use taizhang::store::listing::Query;
use taizhang::topics::inspection_visits::packs_handed_over;
use taizhang::topics::{DISINFECTIONS, INSPECTIONS, PLACES, STAFF, TRAVELS};

fn sample() -> (tempfile::TempDir, Book) {
    let folder = tempfile::tempdir().unwrap();
    let book = sample::create(&folder.path().join("示例.taizhang"), None, &Options::summer()).unwrap();
    (folder, book)
}

/// The last three months of the sample.
fn job(book: &Book) -> PackJob {
    let to = book.today();
    PackJob::of(taizhang::articles::usual_from(to), to, to)
}

fn packed(book: &Book, job: &PackJob) -> Pack {
    program::pack(book, job, &|_, _, _| true).unwrap()
}

/// What stands on each page.
fn texts(document: &Document) -> Vec<String> {
    let said = |item: &Item| match item {
        Item::Text { text, .. } => Some(text.clone()),
        _ => None,
    };
    document.pages.iter().map(|page| page.items.iter().filter_map(said).collect::<Vec<_>>().join("\n")).collect()
}

#[test]
fn the_contents_lead_where_they_say_and_every_page_bears_its_number() {
    let (_folder, book) = sample();
    let pack = packed(&book, &job(&book));
    let pages = texts(&pack.document);
    let all = pages.len();
    for (place, page) in pages.iter().enumerate().skip(1) {
        assert!(page.contains(&format!("第 {} 页 共 {all} 页", place + 1)), "{place}: {page}");
        assert!(page.contains(&format!("迎检包编号 {}", pack.number)), "{place}");
    }
    assert!(pages[0].contains(&pack.number) && pages[0].contains("青禾社会工作服务中心"));
    for (title, page) in &pack.parts {
        assert!(pages[page - 1].contains(title.as_str()) || title == "分条证据", "{title} on {page}");
    }
    let titles: Vec<&str> = pack.parts.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(
        titles,
        ["单位基本情况", "二十条对照表", "疫情防控自查表", "分条证据", "分月统计", "缺口清单", "签字盖章", "末页"]
    );
    // Every entry of the outline stands on the page it leads to, and names nobody.
    let names: Vec<String> = book
        .window(Ledger(&STAFF), &book.list(&Query::all(Ledger(&STAFF), book.today())).unwrap(), book.today())
        .unwrap()
        .iter()
        .map(|record| record.text("name").unwrap().to_owned())
        .collect();
    for bookmark in &pack.document.bookmarks {
        assert!(names.iter().all(|name| !bookmark.title.contains(name.as_str())), "{}", bookmark.title);
        assert!(bookmark.page < all, "{}", bookmark.title);
    }
    // An article refers to where its trips are printed.
    let trips = pack.document.bookmarks.iter().find(|one| one.title == "旅居史").unwrap().page + 1;
    let article = pages.iter().find(|page| page.starts_with("第 5 条")).unwrap();
    assert!(article.contains(&format!("第 {trips} 页")), "{article}");
    assert!(pages.last().unwrap().contains(&format!("共 {all} 页")));
}

#[test]
fn totals_are_those_of_the_ledgers() {
    let (_folder, book) = sample();
    let job = job(&book);
    let pack = packed(&book, &job);
    let last = texts(&pack.document).pop().unwrap();
    let lines: Vec<&str> = last.lines().collect();
    for declaration in [&DISINFECTIONS, &TRAVELS] {
        let ledger = Ledger(declaration);
        let query = Query { from: Some(job.from), to: Some(job.to), ..Query::all(ledger, job.to) };
        let valid = book.list(&query).unwrap().len();
        let at = lines.iter().position(|line| *line == declaration.label).unwrap();
        assert_eq!(lines[at + 1], valid.to_string(), "{}", declaration.label);
    }
    let places = book.list(&Query::all(Ledger(&PLACES), job.to)).unwrap().len();
    let at = lines.iter().position(|line| *line == PLACES.label).unwrap();
    assert_eq!(lines[at + 1], places.to_string());
}

#[test]
fn the_same_records_make_the_same_bytes_and_a_change_taken_back_changes_head_and_number_alone() {
    let (_folder, mut book) = sample();
    let job = job(&book);
    let first = packed(&book, &job);
    let again = packed(&book, &job);
    assert_eq!(first.number, again.number);
    assert_eq!(first.pdf().unwrap(), again.pdf().unwrap());
    let papers = tempfile::tempdir().unwrap();
    std::fs::write(papers.path().join("迎检包.pdf"), first.pdf().unwrap()).unwrap();
    preflight::assert_all_valid(papers.path());
    let place = book.list(&Query::all(Ledger(&PLACES), book.today())).unwrap()[0];
    book.change(Ledger(&PLACES), place, None, serde_json::json!({ "area_m2": 12 }).as_object().unwrap()).unwrap();
    let changed = packed(&book, &job);
    assert_ne!(changed.number, first.number);
    book.undo().unwrap().unwrap();
    let back = packed(&book, &job);
    assert_ne!((&back.number, &back.head), (&first.number, &first.head));
    let without = |pack: &Pack| {
        let plain = |page: &String| page.replace(&pack.number, "").replace(&pack.head, "");
        texts(&pack.document).iter().map(plain).collect::<Vec<_>>()
    };
    assert_eq!(without(&back), without(&first));
}

#[test]
fn what_is_left_out_is_left_out() {
    let (_folder, book) = sample();
    let job = PackJob { without: vec![Ledger(&DISINFECTIONS)], ..job(&book) };
    let pack = packed(&book, &job);
    assert!(pack.document.bookmarks.iter().all(|one| one.title != "消毒记录" && one.title != "消毒记录月表"));
    let summary = packed(&book, &PackJob { extent: Extent::Summary, ..job.clone() });
    assert!(summary.document.pages.len() < 20, "{}", summary.document.pages.len());
    assert!(summary.parts.iter().all(|(title, _)| title != "分条证据" && title != "分月统计"));
    let wrong = PackJob { from: job.to, to: job.from, ..job };
    assert!(matches!(program::pack(&book, &wrong, &|_, _, _| true), Err(Error::Invalid(_))));
    assert!(matches!(program::pack(&book, &self::job(&book), &|done, _, _| done < 3), Err(Error::Cancelled)));
}

#[test]
fn what_was_frozen_comes_back_as_it_was() {
    let (folder, mut book) = sample();
    let job = job(&book);
    let pack = packed(&book, &job);
    let bytes = pack.pdf().unwrap();
    let head = book.head().unwrap();
    let frozen = inspection::freeze(&mut book, &job, &pack, &bytes).unwrap();
    assert_eq!(frozen.number, pack.number);
    assert_eq!(book.head().unwrap(), head, "nothing that is printed moved");
    assert_eq!(inspection::freeze(&mut book, &job, &pack, &bytes).unwrap().id, frozen.id, "the same is kept once");
    book.check_all().unwrap();
    let place = book.list(&Query::all(Ledger(&PLACES), book.today())).unwrap()[0];
    book.change(Ledger(&PLACES), place, None, serde_json::json!({ "area_m2": 12 }).as_object().unwrap()).unwrap();
    assert_eq!(book.frozen_bytes(frozen.id).unwrap(), bytes);
    assert_eq!(book.frozen(inspection::KIND).unwrap().len(), 1);
    let path = folder.path().join("示例.taizhang");
    book.close().unwrap();
    for sql in [
        "UPDATE frozen_pieces SET piece = x'00' WHERE seq = 0",
        "UPDATE frozen SET number = '00000000'",
        "DELETE FROM frozen_pieces",
        "UPDATE frozen SET sha256 = replace(sha256, 'a', 'b')",
    ] {
        let copy = folder.path().join("动过.taizhang");
        std::fs::copy(&path, &copy).unwrap();
        let connection = rusqlite::Connection::open(&copy).unwrap();
        connection.execute_batch(sql).unwrap();
        connection.close().unwrap();
        let clock = Arc::new(SetClock::at("2021-09-01T01:00:00Z".parse().unwrap()));
        let touched = program::open(&copy, Unlock::Plain, Access::Read, surroundings(&clock)).unwrap();
        assert!(matches!(touched.check_all(), Err(Error::ChainBroken(_) | Error::FileDamaged(_))), "{sql}");
        touched.close().unwrap();
    }
}

/// Who is erased goes from every pack that was kept, but from those that were handed over: they stay as proof of the visit.
#[test]
fn erasing_somebody_empties_the_packs_that_nobody_was_given() {
    let (_folder, mut book) = sample();
    let job = job(&book);
    let mut made = Vec::new();
    for extent in [Extent::Full, Extent::Summary] {
        let job = PackJob { extent, ..job.clone() };
        let pack = packed(&book, &job);
        made.push(inspection::freeze(&mut book, &job, &pack, &pack.pdf().unwrap()).unwrap());
    }
    let visit = serde_json::json!({ "inspected_on": book.today().to_string(), "by": "supervisor", "unit": "民政局", "inspectors": "王科员",
        "result": "fine", "pack_number": made[1].number.to_uppercase() });
    book.add(Ledger(&INSPECTIONS), visit.as_object().unwrap()).unwrap();
    let query = Query { text: "冯国栋".to_owned(), ..Query::all(Ledger(&STAFF), book.today()) };
    let person = *book.list(&query).unwrap().first().unwrap_or(&1);
    let weighed = book.weigh_erasure(Ledger(&STAFF), person).unwrap();
    let grounds = Grounds {
        basis: "本人要求".to_owned(),
        approved_by: "曾令仪".to_owned(),
        handed_over: packs_handed_over(&book).unwrap(),
        ..Grounds::default()
    };
    book.erase(&weighed, &grounds).unwrap();
    let refused = book.frozen_bytes(made[0].id).unwrap_err();
    assert_eq!(refused.problems()[0].rule, "emptied");
    assert!(refused.problems()[0].message.contains(&made[0].sha256));
    assert!(book.frozen_bytes(made[1].id).is_ok());
    let kept = book.frozen(inspection::KIND).unwrap();
    assert_eq!(kept.iter().map(|one| one.emptied_on).collect::<Vec<_>>(), [None, Some(book.today())]);
    book.check_all().unwrap();
}

#[test]
fn a_folder_is_what_its_list_says_and_is_never_half_there() {
    let (folder, mut book) = sample();
    let job = job(&book);
    let pack = packed(&book, &job);
    let bytes = pack.pdf().unwrap();
    let into = folder.path().join("U盘");
    std::fs::create_dir(&into).unwrap();
    let stopped = folder::write(&mut book, &job, &pack, &bytes, &into, &|done, _, _| done < 2);
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert_eq!(std::fs::read_dir(&into).unwrap().count(), 0);
    let made = folder::write(&mut book, &job, &pack, &bytes, &into, &|_, _, _| true).unwrap();
    assert!(made.path.file_name().unwrap().to_str().unwrap().chars().count() <= 60);
    let list = std::fs::read_to_string(made.path.join("清单.txt")).unwrap();
    assert_eq!(list.lines().count() + 1, made.files);
    for line in list.lines() {
        let (hash, name) = line.split_once("  ").unwrap();
        assert_eq!(disk::digest(&made.path.join(name)).unwrap().1, hash, "{name}");
    }
    assert_eq!(std::fs::read(made.path.join("迎检包.pdf")).unwrap(), bytes);
    let again = folder::write(&mut book, &job, &pack, &bytes, &into, &|_, _, _| true);
    assert!(matches!(again, Err(Error::TargetExists(_))), "{again:?}");
    assert!(Path::new(&made.path).exists());
}
