//! The law of return: what an export says comes back as nothing new; what somebody changes in it comes back as just that.

use crate::desk::{Office, surroundings};
use std::path::Path;
use std::sync::Arc;
use taizhang::base::clock::SetClock;
use taizhang::exchange::apply::apply;
use taizhang::exchange::export::{ExportJob, export};
use taizhang::exchange::plan::{Counts, Fate, ImportPlan, Options, plan};
use taizhang::exchange::source::Source;
use taizhang::schema::Ledger;
use taizhang::store::disclosure::Unmasked;
use taizhang::store::listing::Query;
use taizhang::store::{Book, RULE_PACKS};
use taizhang::topics::{CLOSURES, PLACES, STAFF};
use taizhang::{program, sample};

fn told() -> Option<Unmasked> {
    Some(Unmasked { purpose: "核对".to_owned(), recipient: "民政局".to_owned() })
}

fn exported(book: &mut Book, query: Query, path: &Path, whole: bool) -> usize {
    let job = ExportJob { query, access: if whole { told() } else { None }, names_masked: false };
    export(book, &job, path, &|_, _| true).unwrap()
}

fn planned(book: &Book, path: &Path, ledger: Ledger) -> ImportPlan {
    plan(book, &mut Source::open(path).unwrap(), ledger, &Options::default(), &|_, _| true).unwrap()
}

fn sample_office() -> Office {
    let mut office = Office::new();
    let path = office.folder.path().join("示例.taizhang");
    let (clock, book) = sample_book(&path);
    office.clock = clock;
    office.book = book;
    office.add(
        Ledger(&CLOSURES),
        serde_json::json!({ "place": "1", "from_on": "2021-08-20", "to_on": "2021-08-21", "reason": "停水" }),
    );
    office.add(
        Ledger(&CLOSURES),
        serde_json::json!({ "place": "2", "from_on": "2021-08-22", "to_on": "2021-08-22", "reason": "停电" }),
    );
    office
}

fn sample_book(path: &Path) -> (Arc<SetClock>, Book) {
    let options = sample::Options { people: 36, days: 40, ..sample::Options::summer() };
    let book = sample::create(path, None, &options).unwrap();
    let clock = Arc::new(SetClock::at(book.surroundings().now()));
    book.close().unwrap();
    let book =
        program::open(path, taizhang::store::book::Unlock::Plain, taizhang::file::open::Access::Write, surroundings(&clock))
            .unwrap();
    (clock, book)
}

#[test]
fn every_export_comes_back_as_nothing_new() {
    let mut office = sample_office();
    let on = office.book.today();
    for ledger in program::ledgers() {
        for (name, whole, voided) in
            [("a.xlsx", false, true), ("b.xlsx", true, false), ("c.csv", false, false), ("d.csv", true, true)]
        {
            let path = office.folder.path().join(name);
            let query = Query { voided, ..Query::all(ledger, on) };
            let rows = exported(&mut office.book, query, &path, whole);
            assert!(rows > 0, "the sample has no {}", ledger.name());
            let plan = planned(&office.book, &path, ledger);
            assert!(plan.blocked.is_none(), "{} {name}: {:?}", ledger.name(), plan.blocked);
            let odd: Vec<_> = plan
                .rows
                .iter()
                .flat_map(|row| &row.records)
                .flat_map(|r| r.problems.iter().map(|p| (&p.label, &p.message)).chain(std::iter::empty()))
                .take(3)
                .collect();
            let changes: Vec<_> = plan.rows.iter().flat_map(|row| &row.records).flat_map(|r| &r.changes).take(3).collect();
            let expected = Counts { unchanged: rows, ..Counts::default() };
            assert_eq!(plan.counts(ledger), expected, "{} {name}: {odd:?} {changes:?}", ledger.name());
            assert!(!plan.writes());
            assert!(plan.warnings.is_empty(), "{} {name}: {:?}", ledger.name(), plan.warnings);
        }
    }
}

/// Cells of an export in text form.
fn cells(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn written(rows: &[Vec<String>]) -> Source {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    Source::of("改过.csv".to_owned(), writer.into_inner().unwrap()).unwrap()
}

/// What else follows from a column.
fn follows(label: &str) -> &'static [&'static str] {
    match label {
        "证件号" | "证件类型" => &["性别", "出生日期"],
        _ => &[],
    }
}

#[test]
fn an_edited_cell_changes_just_that_field() {
    let mut office = sample_office();
    let on = office.book.today();
    let mut seed = 7_usize;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut changed = 0;
    for ledger in program::ledgers().filter(|ledger| *ledger != Ledger(&RULE_PACKS)) {
        let path = office.folder.path().join("a.csv");
        exported(&mut office.book, Query::all(ledger, on), &path, true);
        let mut rows = cells(&path);
        rows.truncate(25);
        for _ in 0..60 {
            let (row, column) = (1 + next(rows.len() - 1), next(rows[0].len()));
            let value = rows[1 + next(rows.len() - 1)][column].clone();
            let header = rows[0][column].clone();
            if value.is_empty() || value == rows[row][column] || header == "记录编号" {
                continue;
            }
            let mut edited = rows.clone();
            edited[row][column] = value.clone();
            let plan = plan(&office.book, &mut written(&edited), ledger, &Options::default(), &|_, _| true).unwrap();
            let told = format!("{} {header} {} -> {value}", ledger.name(), rows[row][column]);
            for (place, planned) in plan.rows.iter().enumerate() {
                let record = &planned.records[0];
                if place + 1 != row {
                    assert_eq!(planned.fate(), Fate::Unchanged, "another row: {told}");
                } else if planned.fate() == Fate::Change {
                    changed += 1;
                    for change in &record.changes {
                        let also = follows(&header);
                        assert!(change.label == header || also.contains(&change.label), "{told}: {change:?}");
                    }
                }
            }
        }
    }
    assert!(changed > 100, "only {changed} edits were changes");
}

#[test]
fn what_calculates_in_a_spreadsheet_comes_back_as_it_was() {
    let mut office = Office::new();
    for (place, name) in
        ["=1+1", "+8613800000000", "-5", "@SUM(A1)", "＝甲", "'引号", "007", "500101199209201234567", "1-2", "2021-08"]
            .into_iter()
            .enumerate()
    {
        office.add(Ledger(&PLACES), serde_json::json!({ "name": format!("场所{place}"), "kind": "office", "note": name }));
    }
    let on = office.book.today();
    for name in ["a.xlsx", "b.csv"] {
        let path = office.folder.path().join(name);
        let rows = exported(&mut office.book, Query::all(Ledger(&PLACES), on), &path, false);
        assert_eq!(
            planned(&office.book, &path, Ledger(&PLACES)).counts(Ledger(&PLACES)),
            Counts { unchanged: rows, ..Counts::default() }
        );
    }
    let text = std::fs::read_to_string(office.folder.path().join("b.csv")).unwrap();
    assert!(text.contains("'=1+1") && text.contains("'007") && !text.contains(",=1"));
}

#[test]
fn an_export_moves_to_another_file_with_its_identities() {
    let mut office = sample_office();
    let on = office.book.today();
    let path = office.folder.path().join("人员.xlsx");
    let rows = exported(&mut office.book, Query::all(Ledger(&STAFF), on), &path, true);
    let mut other = Office::new();
    other.clock.set(office.book.surroundings().now());
    let first = planned(&other.book, &path, Ledger(&STAFF));
    let counts = first.counts(Ledger(&STAFF));
    assert_eq!(counts.added + counts.pending, rows, "{counts:?}");
    apply(&mut other.book, first, &|_, _, _| true).unwrap();
    let again = planned(&other.book, &path, Ledger(&STAFF));
    assert_eq!(again.counts(Ledger(&STAFF)).unchanged, counts.added);
    other.book.check_all().unwrap();
}

#[test]
fn whole_values_leave_only_with_purpose_and_recipient_and_are_noted() {
    let mut office = sample_office();
    let on = office.book.today();
    let path = office.folder.path().join("人员.csv");
    let job = ExportJob {
        query: Query::all(Ledger(&STAFF), on),
        access: Some(Unmasked { purpose: String::new(), recipient: "民政局".to_owned() }),
        names_masked: false,
    };
    let refused = export(&mut office.book, &job, &path, &|_, _| true).unwrap_err();
    assert_eq!(refused.problems()[0].field, "purpose");
    assert!(!path.exists());
    exported(&mut office.book, Query::all(Ledger(&STAFF), on), &path, true);
    let last = office.book.history(None, 1).unwrap().remove(0);
    assert_eq!(last.op, "export");
    assert!(last.detail.contains("民政局"));
    let steps = office.book.head().unwrap();
    exported(&mut office.book, Query::all(Ledger(&STAFF), on), &path, false);
    assert_eq!(office.book.head().unwrap(), steps, "masked exports note nothing");
    assert!(std::fs::read_to_string(&path).unwrap().contains("****"));
    let stopped = export(
        &mut office.book,
        &ExportJob { query: Query::all(Ledger(&STAFF), on), access: None, names_masked: false },
        &path,
        &|_, _| false,
    );
    assert!(matches!(stopped, Err(taizhang::base::error::Error::Cancelled)));
    assert!(path.exists(), "what was there stays");
    assert_eq!(
        std::fs::read_dir(office.folder.path())
            .unwrap()
            .filter(|e| e.as_ref().unwrap().path().to_string_lossy().contains("part"))
            .count(),
        0
    );
}

#[test]
fn blank_sheets_are_filled_in_below_their_sample_row() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), serde_json::json!({ "name": "王小明", "id_type": "none" }));
    office.add(Ledger(&PLACES), serde_json::json!({ "name": "大厅", "kind": "office" }));
    for ledger in program::ledgers() {
        let path = office.folder.path().join(format!("{}.xlsx", ledger.name()));
        taizhang::exchange::template::blank(&office.book, ledger, &path).unwrap();
        let plan = planned(&office.book, &path, ledger);
        let label = ledger.name();
        assert_eq!(plan.blocked.as_ref().map(|problem| problem.rule.as_str()), Some("no_rows"), "{label}: {:?}", plan.blocked);
        assert!(plan.warnings.is_empty(), "{label}: {:?}", plan.warnings);
        for heading in &plan.layout.headings {
            assert!(heading.target.is_some(), "{label} does not know its own {}", heading.label);
        }
    }
}
