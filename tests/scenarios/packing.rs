//! 迎检包: what it says of itself is true, the same records make the same bytes, what was frozen comes back as it was.

use crate::desk::surroundings;
use crate::preflight;
use std::path::Path;
use std::sync::Arc;
use taizhang::base::clock::SetClock;
use taizhang::base::error::Error;
use taizhang::exchange::plan;
use taizhang::exchange::source::Source;
use taizhang::file::disk;
use taizhang::file::open::Access;
use taizhang::home::{Copies, Said};
use taizhang::inspection::{self, Extent, Pack, PackJob, Wanted, folder};
use taizhang::paper::page::{Document, Item};
use taizhang::program;
use taizhang::sample::{self, Options};
use taizhang::schema::Ledger;
use taizhang::store::book::{Grounds, Unlock};
use taizhang::store::listing::Query;
use taizhang::store::{Book, DESTRUCTIONS};
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
        let whole = ["分条证据", "分月统计"].contains(&title.as_str());
        assert!(pages[page - 1].contains(title.as_str()) || whole, "{title} on {page}");
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
        "UPDATE frozen SET summary = replace(summary, 'partial', 'proven')",
        "UPDATE frozen SET job = replace(job, '2021', '2020')",
        "UPDATE frozen SET recipient = '民政局'",
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
        approved_by: "理事长".to_owned(),
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
    let handing = folder::Handing::of(&pack);
    let stopped = folder::write(&mut book, &job, &handing, &bytes, (&into, None), &|done, _, _| done < 2);
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert_eq!(std::fs::read_dir(&into).unwrap().count(), 0);
    let full = folder::write(&mut book, &job, &handing, &bytes, (&into, Some(1 << 20)), &|_, _, _| true);
    assert!(matches!(&full, Err(error @ Error::Io { .. }) if error.to_string().contains("只剩 1 MB")), "{full:?}");
    assert_eq!(std::fs::read_dir(&into).unwrap().count(), 0);
    let made = folder::write(&mut book, &job, &handing, &bytes, (&into, None), &|_, _, _| true).unwrap();
    assert!(made.path.file_name().unwrap().to_str().unwrap().chars().count() <= 60);
    let list = std::fs::read_to_string(made.path.join("清单.txt")).unwrap();
    assert_eq!(list.lines().count() + 1, made.files);
    for line in list.lines() {
        let (hash, name) = line.split_once("  ").unwrap();
        assert_eq!(disk::digest(&made.path.join(name)).unwrap().1, hash, "{name}");
    }
    assert_eq!(std::fs::read(made.path.join("迎检包.pdf")).unwrap(), bytes);
    let again = folder::write(&mut book, &job, &handing, &bytes, (&into, None), &|_, _, _| true);
    assert!(matches!(again, Err(Error::TargetExists(_))), "{again:?}");
    assert!(Path::new(&made.path).exists());
}

/// With names masked nobody of the roster, and nobody whom a column names, is told on any page, in the outline or in a workbook;
/// the cover and every foot say so.
#[test]
fn names_masked_are_on_no_page() {
    let (folder, mut book) = sample();
    let wanted = Wanted { attachments: true, names_masked: true, ..Wanted::default() };
    let job = PackJob::wanted(&mut book, &wanted).unwrap();
    let pack = packed(&book, &job);
    let roster = book.stored(Ledger(&STAFF), &book.list(&Query::all(Ledger(&STAFF), book.today())).unwrap()).unwrap();
    let mut names: Vec<String> = roster.iter().map(|record| record.text("name").unwrap().to_owned()).collect();
    let visitors = Ledger(&taizhang::topics::VISITORS);
    let visits = book.stored(visitors, &book.list(&Query::all(visitors, book.today())).unwrap()).unwrap();
    names.extend(visits.iter().map(|record| record.text("name").unwrap().to_owned()));
    assert!(names.len() > 36);
    let pages = texts(&pack.document);
    for (place, page) in pages.iter().enumerate() {
        // A text may be broken into lines anywhere.
        let page = page.replace('\n', "");
        let told = names.iter().find(|name| page.contains(name.as_str()));
        assert!(told.is_none(), "page {}: {told:?}", place + 1);
        // The cover bears the word among its lines, every other page at its foot.
        assert!(page.contains("姓名脱敏"), "page {}: {page}", place + 1);
    }
    assert!(pages.iter().any(|page| page.contains("王**") || page.contains("陈*") || page.contains("单**")));
    assert!(pages.iter().any(|page| page.contains("姓名脱敏时只列人数")));
    for bookmark in &pack.document.bookmarks {
        assert!(names.iter().all(|name| !bookmark.title.contains(name.as_str())), "{}", bookmark.title);
    }
    let usual = packed(&book, &PackJob { access: None, ..job.clone() });
    assert_ne!(usual.number, pack.number);
    // What is handed over beside it is masked alike, and coming back changes nothing.
    let into = folder.path().join("公开");
    std::fs::create_dir(&into).unwrap();
    let handing = folder::Handing::of(&pack);
    let made = folder::write(&mut book, &job, &handing, &pack.pdf().unwrap(), (&into, None), &|_, _, _| true).unwrap();
    for (place, ledger) in pack.ledgers.iter().enumerate() {
        let path = made.path.join(format!("台账/{:02}-{}.xlsx", place + 1, ledger.declaration().label));
        let mut source = Source::open(&path).unwrap();
        let plan = plan::plan(&book, &mut source, *ledger, &plan::Options::default(), &|_, _| true).unwrap();
        let other = plan.rows.iter().find(|row| !matches!(row.fate(), plan::Fate::Unchanged | plan::Fate::Skip));
        assert!(other.is_none(), "{}: {other:?}", ledger.name());
    }
}

/// The appendix numbers what is kept with the records printed, once each, the articles refer to it, and it lies beside the
/// document in the folder.
#[test]
fn the_appendix_is_what_is_kept_with_the_records() {
    let folder = tempfile::tempdir().unwrap();
    // The long history has photographs of what was done in its last months.
    let mut book = sample::create(&folder.path().join("示例.taizhang"), None, &Options::default()).unwrap();
    let job = PackJob { attachments: true, ..job(&book) };
    let pack = packed(&book, &job);
    assert!(!pack.pieces.is_empty());
    assert_eq!(pack.pieces.iter().map(|piece| piece.number).collect::<Vec<_>>(), (1..=pack.pieces.len()).collect::<Vec<_>>());
    let pages = texts(&pack.document);
    let (_, first) = pack.parts.iter().find(|(title, _)| title == "附录").unwrap();
    let appendix = pages[*first - 1..].join("\n");
    for piece in &pack.pieces {
        let number = format!("附 {}", piece.number);
        assert!(appendix.contains(&number), "{number}");
        let sha256: String = piece.attachment.text("sha256").unwrap().chars().take(16).collect();
        assert!(appendix.contains(&sha256), "{number}");
    }
    assert!(pages[..*first - 1].iter().any(|page| page.contains("附 1")), "an article refers to it");
    let plain = packed(&book, &PackJob { attachments: false, ..job.clone() });
    assert!(plain.pieces.is_empty() && plain.parts.iter().all(|(title, _)| title != "附录"));
    assert_ne!(plain.number, pack.number);
    assert_eq!(packed(&book, &job).number, pack.number);
    let bytes = pack.pdf().unwrap();
    assert_eq!(packed(&book, &job).pdf().unwrap(), bytes);
    let papers = tempfile::tempdir().unwrap();
    std::fs::write(papers.path().join("迎检包.pdf"), &bytes).unwrap();
    preflight::assert_all_valid(papers.path());
    let into = folder.path().join("U盘");
    std::fs::create_dir(&into).unwrap();
    let handing = folder::Handing::of(&pack);
    let made = folder::write(&mut book, &job, &handing, &bytes, (&into, None), &|_, _, _| true).unwrap();
    let mut kept: Vec<_> = std::fs::read_dir(made.path.join("附件")).unwrap().map(|entry| entry.unwrap().path()).collect();
    kept.sort();
    assert_eq!(kept.len(), pack.pieces.len());
    for (path, piece) in kept.iter().zip(&pack.pieces) {
        assert_eq!(disk::digest(path).unwrap().1, piece.attachment.text("sha256").unwrap(), "{}", path.display());
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with(&format!("{:04}-{}-", piece.number, piece.article)), "{name}");
    }
    let refused = PackJob::wanted(&mut book, &Wanted { summary: true, attachments: true, ..Wanted::default() });
    assert_eq!(refused.err().unwrap().problems()[0].rule, "summary");
}

/// Two packs differ in what was written between them, and in nothing else.
#[test]
fn two_packs_are_compared_by_what_was_kept_of_them() {
    let (_folder, mut book) = sample();
    let job = job(&book);
    let mut made = Vec::new();
    for _ in 0..2 {
        let pack = packed(&book, &job);
        made.push(inspection::freeze(&mut book, &job, &pack, &pack.pdf().unwrap()).unwrap());
        let place = serde_json::json!({ "name": format!("新来的小库房 {}", made.len()), "kind": "其他" });
        book.add(Ledger(&PLACES), place.as_object().unwrap()).unwrap();
    }
    let same = inspection::compare(book.registry(), &made[0], &made[0]);
    assert!(same.differences.is_empty() && same.told.is_empty());
    let found = inspection::compare(book.registry(), &made[0], &made[1]);
    assert!(found.told.is_empty());
    let of = |part: &str| found.differences.iter().filter(|one| one.part == part).collect::<Vec<_>>();
    let [places] = of("台账")[..] else { panic!("{found:?}") };
    assert_eq!(places.name, PLACES.label);
    assert_ne!(places.before, places.after);
    assert!(of("要求").iter().any(|one| one.name.contains("消毒通风计划")), "a place without a plan: {found:?}");
    assert!(of("期间").is_empty());
    let mut older = made[0].clone();
    older.summary = serde_json::json!({ "rows": 1, "states": older.summary["states"] });
    let told = inspection::compare(book.registry(), &older, &made[1]);
    assert_eq!(told.told.len(), 1);
    assert!(told.differences.iter().all(|one| one.part == "期间" || one.part == "二十条"));
}

/// A pack is kept for its years, then due, then destroyed by an act that says so; what tells it is the same stays.
#[test]
fn a_pack_is_kept_for_its_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("示例.taizhang");
    let mut book = sample::create(&path, None, &Options::default()).unwrap();
    let job = job(&book);
    let pack = packed(&book, &job);
    let made = inspection::freeze(&mut book, &job, &pack, &pack.pdf().unwrap()).unwrap();
    let grounds = Grounds { basis: "保存期已满".to_owned(), approved_by: "曾令仪".to_owned(), ..Grounds::default() };
    assert_eq!(book.retire(&[made.id], &grounds).unwrap_err().problems()[0].rule, "not_due");
    let last = book.kept_until(&made).unwrap();
    book.close().unwrap();
    let at = |day: chrono::NaiveDate| {
        let clock = Arc::new(SetClock::at(day.and_hms_opt(1, 0, 0).unwrap().and_utc()));
        program::open(&path, Unlock::Plain, Access::Write, surroundings(&clock)).unwrap()
    };
    let book = at(last);
    assert!(book.frozen_due(inspection::KIND).unwrap().is_empty(), "on its last day it is kept");
    book.close().unwrap();
    let mut book = at(last.succ_opt().unwrap());
    assert_eq!(book.frozen_due(inspection::KIND).unwrap().len(), 1);
    let tasks = taizhang::home::tasks(&book, Copies::default(), &mut Said::default()).unwrap();
    assert!(tasks.iter().any(|task| task.leads == taizhang::answers::Leads::Packs && task.title.contains(&made.number)));
    assert!(matches!(book.retire(&[made.id], &Grounds::default()), Err(Error::Invalid(_))), "the grounds are asked for");
    let done = book.retire(&[made.id], &grounds).unwrap();
    let record = book.get(Ledger(&DESTRUCTIONS), done.destruction, book.today()).unwrap();
    assert_eq!(record.code("kind"), Some("pack"));
    assert!(record.text("scope").unwrap().contains(&made.number));
    let refused = book.frozen_bytes(made.id).unwrap_err();
    let message = &refused.problems()[0].message;
    assert!(message.contains("销毁记录删除，指纹仍可核对") && message.contains(&made.sha256), "{message}");
    let kept = book.frozen(inspection::KIND).unwrap();
    assert_eq!((kept[0].emptied_on, &kept[0].summary), (Some(book.today()), &made.summary));
    assert!(book.frozen_due(inspection::KIND).unwrap().is_empty());
    book.check_all().unwrap();
    let print = taizhang::forms::PrintJob {
        form: program::printable(Ledger(&DESTRUCTIONS), "sheet").unwrap(),
        query: Query::all(Ledger(&DESTRUCTIONS), book.today()),
        id: Some(done.destruction),
        access: None,
    };
    assert!(texts(&taizhang::forms::make(&book, &print).unwrap().document)[0].contains(&made.number));
}
