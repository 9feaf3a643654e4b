//! Workbooks as LibreOffice, openpyxl, xlwt, rust_xlsxwriter and WPS leave them (`tests/sheets/make.py`): read alike, given
//! back with reasons, filled in with their looks kept.

use crate::desk::{Office, resident_id};
use crate::makers;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::PathBuf;
use taizhang::exchange::apply::apply;
use taizhang::exchange::filling::{self, Filling, Period, Rows};
use taizhang::exchange::plan::{Fate, ImportPlan, Options, fitting, plan};
use taizhang::exchange::rejects::rejects;
use taizhang::exchange::source::{Format as Came, Source};
use taizhang::reports::figures;
use taizhang::schema::{Ledger, Value};
use taizhang::store::disclosure::Masking;
use taizhang::topics::{DISINFECTIONS, PLACES, STAFF, VACCINATIONS, VENTILATIONS};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sheets").join(name)).unwrap()
}

fn source(name: &str) -> Source {
    Source::of(name.to_owned(), fixture(name)).unwrap()
}

fn planned(office: &Office, source: &mut Source, options: &Options) -> ImportPlan {
    plan(&office.book, source, Ledger(&STAFF), options, &|_, _| true).unwrap()
}

/// Ledger, fate and rules of the problems of every row.
fn told(plan: &ImportPlan) -> Vec<(u32, String)> {
    let of = |row: &taizhang::exchange::plan::RowPlan| {
        let records = row.records.iter().map(|record| {
            let rules: Vec<&str> = record.problems.iter().map(|problem| problem.rule.as_str()).collect();
            format!("{} {:?} {}", record.ledger.name(), record.fate, rules.join(" "))
        });
        (row.number, records.collect::<Vec<_>>().join("; "))
    };
    plan.rows.iter().map(of).collect()
}

/// What was answered.
fn answered(answers: &[(&str, &str)]) -> Options {
    let owned = |(code, said): &(&str, &str)| ((*code).to_owned(), (*said).to_owned());
    Options { answers: answers.iter().map(owned).collect(), ..Options::default() }
}

/// Nobody knows since when the new people belong; days without a year are of 2021.
const IN_2021: [(&str, &str); 2] = [("joined_on", "none"), ("year", "2021")];

#[test]
fn the_same_sheet_by_three_writers_reads_alike() {
    let office = Office::new();
    let year = answered(&IN_2021);
    let expected = told(&planned(&office, &mut source("roster-openpyxl.xlsx"), &year));
    assert_eq!(
        expected,
        [
            (5, "staff Add ; vaccinations Add ; vaccinations Add ".to_owned()),
            (6, "staff Reject precision; vaccinations Reject parent; vaccinations Reject parent".to_owned()),
            (7, "staff Add ; vaccinations Add ".to_owned()),
            (8, "staff Reject id_character; vaccinations Reject parent".to_owned()),
            (9, "staff Add ; vaccinations Add ; vaccinations Add ".to_owned()),
        ]
    );
    for name in ["roster-libreoffice.xlsx", "roster-libreoffice.xls"] {
        let plan = planned(&office, &mut source(name), &year);
        assert_eq!(told(&plan), expected, "{name}");
        assert_eq!(plan.sheet, "花名册");
        let skipped: Vec<_> = plan.skipped.iter().map(|row| row.reason).collect();
        assert_eq!(skipped, ["标题", "标题", "合计", "说明"], "{name}");
        assert!(plan.warnings.iter().any(|text| text.contains("旧名单")), "hidden sheets are named: {:?}", plan.warnings);
    }
}

#[test]
fn what_is_read_is_what_stands_there() {
    let mut office = Office::new();
    let options = answered(&IN_2021);
    let plan = planned(&office, &mut source("roster-libreoffice.xls"), &options);
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    let id = office.found("周䶮")[0];
    let record = office.book.get(Ledger(&STAFF), id, office.book.today()).unwrap();
    assert_eq!(record.text("mobile"), Some("13900000005"));
    assert_eq!(record.text("department"), Some("办公室"));
    let first = office.book.get(Ledger(&VACCINATIONS), 1, office.book.today()).unwrap();
    assert_eq!(first.values.get("given_on").map(Value::to_input).as_deref(), Some("2021-05-01"));
    assert_eq!(first.text("product"), Some("bbibp"));
}

#[test]
fn old_workbooks_other_epochs_and_what_wps_leaves_behind() {
    let office = Office::new();
    let none = Options::default();
    let old = planned(&office, &mut source("roster-xlwt.xls"), &none);
    assert_eq!(
        told(&old).iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(),
        ["staff Add ", "staff Reject precision", "staff Add "]
    );
    for name in ["epoch-1904.xlsx", "wps-like.xlsx"] {
        let mut office = Office::new();
        let plan = planned(&office, &mut source(name), &none);
        assert_eq!(told(&plan), [(2, "staff Add ".to_owned())], "{name}");
        apply(&mut office.book, plan, &|_, _, _| true).unwrap();
        let record = office.book.get(Ledger(&STAFF), 1, office.book.today()).unwrap();
        assert_eq!(record.values.get("born_on").map(Value::to_input).as_deref(), Some("1990-05-17"), "{name}");
    }
    let sealed = Source::of("密.xlsx".to_owned(), fixture("password.xlsx")).err().unwrap();
    assert_eq!(sealed.problems()[0].rule, "password");
}

#[test]
fn text_in_the_code_page_of_chinese_windows() {
    let office = Office::new();
    let text = format!("姓名,身份证号\r\n王䶮,{}\r\n", resident_id("19920913", "123"));
    let (bytes, ..) = encoding_rs::GB18030.encode(&text);
    let mut source = Source::of("名单.csv".to_owned(), bytes.into_owned()).unwrap();
    assert_eq!(source.format, Came::Text);
    assert_eq!(told(&planned(&office, &mut source, &Options::default())), [(2, "staff Add ".to_owned())]);
}

#[test]
fn a_workbook_of_rust_xlsxwriter_with_every_kind_of_cell() {
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "office" }));
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, label) in ["日期", "场所", "开始时间", "结束时间", "操作人", "备注"].into_iter().enumerate() {
        sheet.write_string(0, u16::try_from(column).unwrap(), label).unwrap();
    }
    let day = Format::new().set_num_format("yyyy/m/d");
    let time = Format::new().set_num_format("h:mm");
    sheet.write_datetime_with_format(1, 0, ExcelDateTime::from_ymd(2021, 8, 12).unwrap(), &day).unwrap();
    sheet.write_string(1, 1, " 大厅 ").unwrap();
    sheet.write_datetime_with_format(1, 2, ExcelDateTime::from_hms(8, 5, 0).unwrap(), &time).unwrap();
    sheet.write_string(1, 3, "8点半").unwrap();
    sheet.write_string(1, 4, "周敏").unwrap();
    sheet.write_boolean(1, 5, true).unwrap();
    sheet.write_formula(2, 0, rust_xlsxwriter::Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    sheet.write_string(2, 1, "大厅").unwrap();
    let mut source = Source::of("通风.xlsx".to_owned(), workbook.save_to_buffer().unwrap()).unwrap();
    let plan = plan(&office.book, &mut source, Ledger(&VENTILATIONS), &Options::default(), &|_, _| true).unwrap();
    assert_eq!(plan.rows[0].fate(), Fate::Add, "{:?}", plan.rows[0]);
    assert_eq!(plan.rows[1].fate(), Fate::Reject);
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    let record = office.book.get(Ledger(&VENTILATIONS), 1, office.book.today()).unwrap();
    let input = |name: &str| record.values.get(name).map(Value::to_input).unwrap_or_default();
    assert_eq!(
        (input("done_on"), input("started_at"), input("ended_at")),
        ("2021-08-12".to_owned(), "08:05".to_owned(), "08:30".to_owned())
    );
}

#[test]
fn formulas_that_were_never_calculated_are_told_of() {
    let office = Office::new();
    let warned = |result: &str| {
        let kind = if result.is_empty() { "" } else { r#" t="str""# };
        let text = |at: &str, said: &str| format!(r#"<c r="{at}" t="inlineStr"><is><t>{said}</t></is></c>"#);
        let sheet = format!(
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">{}{}</row><row r="2">{}<c r="B2"{kind}><f>"无证件"</f><v>{result}</v></c></row></sheetData></worksheet>"#,
            text("A1", "姓名"),
            text("B1", "证件类型"),
            text("A2", "王龚"),
        );
        let mut source = Source::of("名单.xlsx".to_owned(), makers::package(sheet.as_bytes(), None, &[])).unwrap();
        let plan = planned(&office, &mut source, &Options::default());
        (told(&plan)[0].1.clone(), plan.warnings.iter().any(|text| text.contains("1 格公式还没有算过")))
    };
    assert_eq!(warned(""), ("staff Reject formula".to_owned(), true), "it is not taken for blank");
    assert_eq!(warned("无证件"), ("staff Add ".to_owned(), false));
}

#[test]
fn doses_of_which_only_the_days_stand_there_and_two_sheets_of_one_workbook() {
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "office" }));
    let mut source = source("doses-openpyxl.xlsx");
    let found = fitting(&mut source, office.book.registry()).unwrap();
    let found: Vec<(&str, Option<&str>)> =
        found.iter().map(|entry| (entry.sheet.as_str(), entry.ledger.map(|ledger| ledger.name()))).collect();
    assert_eq!(found, [("人员", Some("staff")), ("场所", Some("places")), ("消毒", Some("disinfections")), ("填表说明", None)]);

    let open = planned(&office, &mut source, &answered(&[("joined_on", "none")]));
    let asked: Vec<(&str, Option<&str>)> =
        open.questions.iter().map(|question| (question.code.as_ref(), question.said.as_deref())).collect();
    assert_eq!(asked, [("year-D", None), ("year-F", None), ("product-1", None), ("product-2", None), ("product-3", None)]);
    assert!(open.questions[0].choices[0].1.contains("第 1 行写着 2021 年"), "offered, not taken: {:?}", open.questions[0]);
    assert!(open.questions[2].text.contains("「第一针时间」只有日期，有 2 行没有写疫苗"), "{}", open.questions[2].text);
    assert_eq!(open.written(), "3 人", "no dose is written before somebody says which");
    assert_eq!(open.rows.len(), 3, "rows of formulas alone are none: {:?}", open.skipped);
    assert!(open.skipped.iter().any(|row| row.reason == "只有没算过的公式"));

    let said = [("joined_on", "none"), ("year-D", "2021"), ("year-F", "2021"), ("product-1", "北京生物"), ("product-2", "bbibp")];
    let most = planned(&office, &mut source, &answered(&said));
    assert_eq!(most.written(), "3 人、4 剂次");
    assert_eq!(most.rows[0].fate(), Fate::Pending);
    assert_eq!(most.rows[0].verdicts(Ledger(&STAFF)), [(Fate::Add, 1)]);
    assert_eq!(most.rows[0].verdicts(Ledger(&VACCINATIONS)), [(Fate::Pending, 1), (Fate::Add, 2)]);
    let row = most.grid.row(3).unwrap();
    let read: Vec<Option<String>> = most.layout.headings.iter().map(|heading| most.understood(row, heading)).collect();
    assert_eq!(read[3].as_deref(), Some("2021-05-08"), "5.8 as it was understood: {read:?}");
    assert_eq!(read[4], None, "a day that reads as it is written: {read:?}");

    let left_out = planned(&office, &mut source, &answered(&[&said[..], &[("product-3", "skip")]].concat()));
    assert_eq!(left_out.written(), "3 人、4 剂次");
    assert_eq!(left_out.rows[0].verdicts(Ledger(&VACCINATIONS)), [(Fate::Add, 2), (Fate::Skip, 1)]);
    apply(&mut office.book, left_out, &|_, _, _| true).unwrap();

    // Everybody's doses are known: an answer for the whole column says nothing of them, and only what is new is asked.
    let other = [("year-D", "2021"), ("year-F", "2021"), ("product-1", "科兴"), ("product-3", "科兴")];
    let again = planned(&office, &mut source, &answered(&other));
    assert_eq!(again.rows[0].verdicts(Ledger(&VACCINATIONS)), [(Fate::Add, 1), (Fate::Unchanged, 2)], "{:?}", told(&again));
    let asked: Vec<&str> = again.questions.iter().map(|question| question.code.as_ref()).collect();
    assert_eq!(asked, ["year-D", "year-F", "product-3"]);
    let wrong = planned(&office, &mut source, &answered(&[("year-F", "21"), ("product-3", "不知道的")]));
    assert!(wrong.questions[1].problem.contains("四位数字"), "{:?}", wrong.questions[1]);

    let rounds = Options { sheet: Some("消毒".to_owned()), ..Options::default() };
    let plan = plan(&office.book, &mut source, Ledger(&DISINFECTIONS), &rounds, &|_, _| true).unwrap();
    assert_eq!(plan.written(), "1 条");
    let steps = office.book.last_step().unwrap();
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert!(office.book.last_step().unwrap() > steps, "each sheet is a step of its own");
    office.book.undo().unwrap().unwrap();
    assert_eq!(office.found("周䶮").len(), 1, "the other sheet stays");
}

/// The parts of a package by name.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        parts.insert(entry.name().unwrap().into_owned(), content);
    }
    parts
}

/// The package with its texts put right, as somebody would in a spreadsheet.
fn corrected(bytes: &[u8], right: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts(bytes) {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        match String::from_utf8(content) {
            Ok(mut text) => {
                for (wrong, right) in right {
                    text = text.replace(wrong, right);
                }
                writer.write_all(text.as_bytes()).unwrap();
            }
            Err(error) => writer.write_all(error.as_bytes()).unwrap(),
        }
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn rejected_rows_come_back_in_the_original_and_are_imported_once_put_right() {
    for name in ["roster-openpyxl.xlsx", "roster-libreoffice.xlsx"] {
        let mut office = Office::new();
        let mut source = source(name);
        let first = planned(&office, &mut source, &answered(&IN_2021[..1]));
        let returned = rejects(&source, &first).unwrap().unwrap();
        apply(&mut office.book, first, &|_, _, _| true).unwrap();
        let (before, after) = (parts(&source.bytes), parts(&returned));
        let changed: Vec<&String> =
            before.iter().filter(|(part, content)| after[*part] != **content).map(|(part, _)| part).collect();
        assert_eq!(changed, ["xl/worksheets/sheet1.xml"], "{name}: nothing else is touched");
        assert_eq!(before.len(), after.len());

        let mut again = Source::of(name.to_owned(), returned.clone()).unwrap();
        let plan = planned(&office, &mut again, &answered(&IN_2021[..1]));
        let reason = plan.layout.headings.iter().find(|heading| heading.label == "没有导入的原因").unwrap();
        let at = |row: u32| plan.grid.row(row).unwrap().at(reason.column).shown(plan.grid.epoch);
        assert!(at(6).contains("精度丢失") && at(7).contains("没有年份") && at(8).contains("证件") && at(5).is_empty(), "{name}");
        assert_eq!(plan.counts(Ledger(&STAFF)).unchanged, 3, "{:?}", told(&plan));
        assert!(!plan.writes());

        let wrong = format!("{}?", &resident_id("19900101", "044")[..17]);
        let right = corrected(
            &returned,
            &[
                (&wrong, resident_id("19900101", "044")),
                ("5.001011990010103e+17", "500101900101028".to_owned()),
                ("5.0010119900101E+017", "500101900101028".to_owned()),
                ("5.8</t>", "2021-5-8</t>".to_owned()),
            ],
        );
        let mut fixed = Source::of(name.to_owned(), right).unwrap();
        let plan = planned(&office, &mut fixed, &answered(&IN_2021[..1]));
        assert_eq!(plan.counts(Ledger(&STAFF)).added, 2, "{name}: {:?}", told(&plan));
        assert_eq!(plan.counts(Ledger(&VACCINATIONS)).added, 4, "{name}: {:?}", told(&plan));
        assert!(rejects(&fixed, &plan).unwrap().is_none());
    }
}

#[test]
fn rejects_of_old_and_text_files_come_back_as_a_new_workbook() {
    let office = Office::new();
    let text = "姓名,身份证号,入职日期,部门,人员类别\n李四,1234,2021-08-01,办公室,专职\n".as_bytes().to_vec();
    for mut source in [source("roster-xlwt.xls"), Source::of("名单.csv".to_owned(), text).unwrap()] {
        let first = planned(&office, &mut source, &Options::default());
        let returned = rejects(&source, &first).unwrap().unwrap();
        let mut again = Source::of("待改.xlsx".to_owned(), returned).unwrap();
        let plan = planned(&office, &mut again, &Options::default());
        assert_eq!(told(&plan), told(&first));
        assert!(plan.layout.headings.iter().any(|heading| heading.label == "没有导入的原因"));
        let once_more = rejects(&again, &plan).unwrap().unwrap();
        let mut once_more = Source::of("待改.xlsx".to_owned(), once_more).unwrap();
        let labels = planned(&office, &mut once_more, &Options::default()).layout.headings.len();
        assert_eq!(labels, plan.layout.headings.len(), "the reason has one column however often it comes back");
    }
}

fn period(office: &Office) -> Period {
    Period { from: None, to: None, on: office.book.today() }
}

fn mapping(rows: Option<Rows>, cells: &[(&str, &str)]) -> Filling {
    let cells = cells.iter().map(|(cell, what)| ((*cell).to_owned(), (*what).to_owned())).collect();
    Filling { sheet: "报表".to_owned(), cells, rows }
}

fn list(first: u32) -> Option<Rows> {
    let columns = [("A", "#"), ("B", "姓名"), ("C", "department")];
    Some(Rows {
        ledger: "staff".to_owned(),
        first,
        columns: columns.map(|(column, what)| (column.to_owned(), what.to_owned())).into(),
    })
}

#[test]
fn an_authoritys_sheet_is_filled_in_and_keeps_its_looks() {
    let mut office = Office::new();
    for name in ["王䶮", "李四"] {
        office.add(Ledger(&STAFF), json!({ "name": name, "id_type": "none", "category": "专职", "department": "办公室" }));
    }
    for name in ["template-openpyxl.xlsx", "template-libreoffice.xlsx"] {
        let mut source = source(name);
        let filling = mapping(
            list(7),
            &[
                ("A4", "在岗人数"),
                ("B4", "coverage.eligible"),
                ("B2", "organisation.name"),
                ("E2", "on_in_words"),
                ("C4", "count.staff.sex=male"),
            ],
        );
        let filled = figures::filled(&office.book, &mut source, &filling, period(&office), Masking::Masked).unwrap();
        assert!(filled.cells.contains(&(4, 0)) && filled.cells.contains(&(8, 2)), "{:?}", filled.cells);
        assert!(!filled.cells.contains(&(4, 3)), "a formula is not filled");
        let filled = filled.bytes;
        let (before, after) = (parts(&source.bytes), parts(&filled));
        let changed: Vec<&str> =
            before.iter().filter(|(part, content)| after[*part] != **content).map(|(part, _)| part.as_str()).collect();
        assert!(changed.iter().all(|part| ["xl/workbook.xml", "xl/worksheets/sheet1.xml"].contains(part)), "{name}: {changed:?}");
        let sheet = String::from_utf8(after["xl/worksheets/sheet1.xml"].clone()).unwrap();
        for kept in ["mergeCell", "dataValidation", "pageSetup", "<f"] {
            assert!(sheet.contains(kept), "{name} lost {kept}");
        }
        let mut again = Source::of(name.to_owned(), filled).unwrap();
        let grid = again.grid("报表").unwrap();
        let at = |row: u32, column: usize| grid.row(row).unwrap().at(column).shown(grid.epoch);
        assert_eq!((at(4, 0), at(4, 1), at(4, 2)), ("2".to_owned(), "2".to_owned(), "0".to_owned()));
        assert_eq!((at(2, 1), at(2, 4)), ("青禾社会工作服务中心".to_owned(), "2021年8月12日".to_owned()));
        assert_eq!(
            (at(7, 0), at(7, 1), at(8, 1), at(8, 2)),
            ("1".to_owned(), "李四".to_owned(), "王䶮".to_owned(), "办公室".to_owned())
        );
        filling::remember(&mut office.book, &mut source, &filling).unwrap();
        assert_eq!(filling::remembered(&office.book, &mut source, "报表").unwrap(), Some(filling));
    }
}

#[test]
fn a_list_begins_below_the_last_row_and_a_formula_nobody_calculated_is_said_to_be_one() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "王䶮", "id_type": "none", "category": "专职", "department": "办公室" }));
    let mut source = source("template-openpyxl.xlsx");
    let grid = source.grid("报表").unwrap();
    assert_eq!(grid.rows.last().unwrap().number, 57);
    assert_eq!(grid.row(4).unwrap().at(3).shown(grid.epoch), "公式，未算");
    let filled = figures::filled(&office.book, &mut source, &mapping(list(60), &[]), period(&office), Masking::Masked).unwrap();
    assert_eq!(filled.cells.into_iter().collect::<Vec<_>>(), [(60, 0), (60, 1), (60, 2)]);
    let grid = Source::of("好.xlsx".to_owned(), filled.bytes).unwrap().grid("报表").unwrap();
    assert_eq!(grid.row(60).unwrap().at(1).shown(grid.epoch), "王䶮");
}

#[test]
fn what_stands_in_an_authoritys_sheet_is_not_written_over() {
    let mut office = Office::new();
    for number in 0..9 {
        office.add(
            Ledger(&STAFF),
            json!({ "name": format!("王{}", ["一", "二", "三", "四", "五", "六", "七", "八", "九"][number]), "id_type": "none" }),
        );
    }
    let refused = |filling: &Filling| {
        let mut source = source("template-openpyxl.xlsx");
        let error = figures::filled(&office.book, &mut source, filling, period(&office), Masking::Masked).unwrap_err();
        error.problems()[0].rule.clone()
    };
    assert_eq!(refused(&mapping(None, &[("D4", "在岗人数")])), "formula");
    assert_eq!(refused(&mapping(list(50), &[])), "too_few_rows");
    assert_eq!(refused(&mapping(None, &[("4D", "在岗人数")])), "cell");
    assert_eq!(refused(&mapping(None, &[("A4", "体温")])), "unknown_figure");
    let mut text = Source::of("a.csv".to_owned(), b"a,b\n1,2\n".to_vec()).unwrap();
    let error = figures::filled(&office.book, &mut text, &Filling::default(), period(&office), Masking::Masked).unwrap_err();
    assert_eq!(error.problems()[0].rule, "format");
}
