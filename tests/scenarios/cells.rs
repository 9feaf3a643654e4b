//! What a sheet says and what it only looks like: quotation marks, number formats, times, characters, groups of columns.

use crate::desk::{Office, resident_id};
use rust_xlsxwriter::{Format, FormatAlign, Workbook};
use serde_json::json;
use std::path::PathBuf;
use taizhang::exchange::apply::apply;
use taizhang::exchange::plan::{Fate, ImportPlan, Options, plan};
use taizhang::exchange::question::{CELL, GARBLED, KEEP, MEND, NAMES, QUOTES, SKIP, TEXT};
use taizhang::exchange::source::Source;
use taizhang::schema::{Ledger, Value};
use taizhang::topics::{DISINFECTIONS, PLACES, STAFF, VACCINATIONS};

fn csv(text: &str) -> Source {
    Source::of("名单.csv".to_owned(), text.as_bytes().to_vec()).unwrap()
}

fn planned(office: &Office, source: &mut Source, ledger: Ledger, options: &Options) -> ImportPlan {
    plan(&office.book, source, ledger, options, &|_, _| true).unwrap()
}

fn answered(question: &str, answer: &str) -> Options {
    Options { answers: [(question.to_owned(), answer.to_owned())].into(), ..Options::default() }
}

fn questions(plan: &ImportPlan) -> Vec<&str> {
    plan.questions.iter().map(|question| question.code.as_ref()).collect()
}

/// Every problem: row, field, rule.
fn problems(plan: &ImportPlan) -> Vec<(u32, String, String)> {
    let records = plan.rows.iter().flat_map(|row| row.records.iter().map(move |record| (row.number, record)));
    records
        .flat_map(|(row, record)| record.problems.iter().map(move |found| (row, found.field.clone(), found.rule.clone())))
        .collect()
}

fn input(office: &Office, ledger: Ledger, id: i64, name: &str) -> String {
    let record = office.book.get(ledger, id, office.book.today()).unwrap();
    record.values.get(name).map(Value::to_input).unwrap_or_default()
}

#[test]
fn a_quotation_mark_left_open_swallows_nobody() {
    let mut office = Office::new();
    let rows: String = (0..30).map(|number| format!("人员{number},142000{number:05},\n")).collect();
    let text = format!("姓名,手机,备注\n赵桐,14212345671,\"原名\n{}", rows.replace("人员", "钱"));
    for mut source in [csv(&text), Source::pasted(&text).unwrap()] {
        let asked = planned(&office, &mut source, Ledger(&STAFF), &Options::default());
        assert_eq!(questions(&asked), [QUOTES]);
        let told = asked.blocked.as_ref().unwrap();
        assert_eq!((told.rule.as_str(), told.value.as_str()), ("question", QUOTES));
        assert!(told.message.contains("第 2 行") && told.message.contains("第 32 行"), "{}", told.message);
        assert!(!asked.writes());
        let cell = planned(&office, &mut source, Ledger(&STAFF), &answered(QUOTES, CELL));
        assert_eq!(cell.rows.len(), 1, "it is the person's choice");
        let plan = planned(&office, &mut source, Ledger(&STAFF), &answered(QUOTES, TEXT));
        assert!(plan.blocked.is_none());
        assert_eq!(plan.rows.len(), 31);
    }
    let plan = planned(&office, &mut csv(&text), Ledger(&STAFF), &answered(QUOTES, TEXT));
    assert_eq!(plan.counts(Ledger(&STAFF)).added, 31, "{:?}", problems(&plan));
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(input(&office, Ledger(&STAFF), 1, "note"), "\"原名");
    // A note of two lines is nobody's question.
    let fine = "姓名,手机,备注\n孙丽,14212345699,\"两\n行，都是她的\"\n";
    assert!(questions(&planned(&office, &mut csv(fine), Ledger(&STAFF), &Options::default())).is_empty());
}

#[test]
fn groups_of_columns_reach_to_the_next_heading() {
    let office = Office::new();
    let number = resident_id("19880101", "248");
    let made = |merged: bool, centred: bool| {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let across = Format::new().set_align(FormatAlign::CenterAcross);
        let plain = Format::new();
        let look = if centred { &across } else { &plain };
        sheet.write_string(0, 0, "姓名").unwrap();
        sheet.write_string(0, 1, "身份证号").unwrap();
        for (column, label) in [(2, "第一剂"), (4, "第二剂")] {
            sheet.write_string_with_format(0, column, label, look).unwrap();
            sheet.write_blank(0, column + 1, look).unwrap();
            sheet.write_string(1, column, "接种日期").unwrap();
            sheet.write_string(1, column + 1, "生产厂家").unwrap();
        }
        if merged {
            sheet.merge_range(0, 0, 1, 0, "姓名", &plain).unwrap();
            sheet.merge_range(0, 1, 1, 1, "身份证号", &plain).unwrap();
        }
        for (column, text) in ["李四", &number, "2021-05-08", "北京科兴", "2021-06-08", "北京生物"].into_iter().enumerate()
        {
            sheet.write_string(2, u16::try_from(column).unwrap(), text).unwrap();
        }
        Source::of("名单.xlsx".to_owned(), workbook.save_to_buffer().unwrap()).unwrap()
    };
    for (merged, centred) in [(false, false), (true, false), (false, true), (true, true)] {
        let plan = planned(&office, &mut made(merged, centred), Ledger(&STAFF), &Options::default());
        let labels: Vec<&str> = plan.layout.headings.iter().skip(2).map(|heading| heading.label.as_str()).collect();
        assert_eq!(labels, ["第一剂接种日期", "第一剂生产厂家", "第二剂接种日期", "第二剂生产厂家"], "{merged} {centred}");
        assert_eq!(plan.counts(Ledger(&VACCINATIONS)).added, 2, "{:?}", problems(&plan));
    }
}

/// An office with a place to disinfect.
fn disinfecting() -> Office {
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "office" }));
    office
}

const LOG: [&str; 8] = ["场所", "日期", "开始时间", "结束时间", "消毒剂", "浓度", "消毒剂批号", "操作人"];

fn formatted() -> Source {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, label) in LOG.into_iter().enumerate() {
        sheet.write_string(0, u16::try_from(column).unwrap(), label).unwrap();
    }
    let mut put = |row: u32, column: u16, number: f64, code: &str| {
        sheet.write_number_with_format(row, column, number, &Format::new().set_num_format(code)).unwrap();
    };
    for row in [1, 2] {
        put(row, 1, 44_417.0 + f64::from(row), "yyyy-mm-dd");
        put(row, 2, 23.0 / 24.0, "h:mm");
        put(row, 3, 1.0, "[h]:mm");
        put(row, 5, 0.75, "0%");
        put(row, 6, 12.0, "00000");
    }
    for row in [1, 2] {
        for (column, text) in [(0, "大厅"), (4, "酒精"), (7, "周敏")] {
            sheet.write_string(row, column, text).unwrap();
        }
    }
    sheet.set_row_hidden(2).unwrap();
    Source::of("消毒.xlsx".to_owned(), workbook.save_to_buffer().unwrap()).unwrap()
}

#[test]
fn a_number_is_what_its_format_shows_in_new_and_old_workbooks() {
    let old = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sheets").join("shown-xlwt.xls");
    let old = Source::of("消毒.xls".to_owned(), std::fs::read(old).unwrap()).unwrap();
    for mut source in [formatted(), old] {
        let mut office = disinfecting();
        let late = Options { late_reason: Some("统一补录".to_owned()), ..Options::default() };
        let plan = planned(&office, &mut source, Ledger(&DISINFECTIONS), &late);
        assert_eq!(plan.counts(Ledger(&DISINFECTIONS)).added, 2, "{:?}", problems(&plan));
        assert!(
            plan.warnings.iter().any(|told| told.contains("1 行被筛选或隐藏") && told.contains("第 3 行")),
            "{:?}",
            plan.warnings
        );
        let warned: Vec<&str> = plan.rows[0].records[0].warnings.iter().map(|warning| warning.field.as_str()).collect();
        assert!(!warned.contains(&"concentration"), "75% is no weak alcohol: {warned:?}");
        apply(&mut office.book, plan, &|_, _, _| true).unwrap();
        let said = |name: &str| input(&office, Ledger(&DISINFECTIONS), 1, name);
        assert_eq!((said("concentration"), said("unit"), said("agent_lot")), ("75".into(), "percent".into(), "00012".into()));
        assert_eq!((said("started_at"), said("ended_at")), ("23:00".into(), "23:59".into()));
    }
}

#[test]
fn a_number_and_its_unit_in_one_cell_agree_with_the_unit_beside_it() {
    let office = disinfecting();
    let late = Options { late_reason: Some("统一补录".to_owned()), ..Options::default() };
    let text = "场所,日期,消毒剂,浓度,单位,操作人\n大厅,2021-08-11,酒精,75%,%,周敏\n大厅,2021-08-10,酒精,75%,mg/L,周敏\n\
                大厅,2021-08-09,84消毒液,500 mg/L,,周敏\n大厅,2021-08-08,酒精,约75%,,周敏\n";
    let plan = planned(&office, &mut csv(text), Ledger(&DISINFECTIONS), &late);
    let fates: Vec<Fate> = plan.rows.iter().map(taizhang::exchange::plan::RowPlan::fate).collect();
    assert_eq!(fates, [Fate::Add, Fate::Reject, Fate::Add, Fate::Reject], "{:?}", problems(&plan));
    assert_eq!(problems(&plan)[0], (3, "concentration".to_owned(), "unit".to_owned()));
}

#[test]
fn days_with_a_time_or_a_weekday_are_days() {
    let mut office = Office::new();
    let text = "姓名,证件类型,出生日期\n王一,无证件,1990-05-17 09:30\n王二,无证件,1990年5月17日 星期四\n\
                王三,无证件,1990-05-17T23:59:59\n王四,无证件,1990-05-17 星期五\n";
    let plan = planned(&office, &mut csv(text), Ledger(&STAFF), &Options::default());
    assert_eq!(problems(&plan), [(5, "born_on".to_owned(), "weekday".to_owned())]);
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    for id in 1..=3 {
        assert_eq!(input(&office, Ledger(&STAFF), id, "born_on"), "1990-05-17");
    }
}

#[test]
fn one_spelling_wherever_a_text_enters() {
    let mut office = Office::new();
    let typed = office.add(Ledger(&STAFF), json!({ "name": "\u{F9E1}⽅", "department": "⼀\u{200B}部", "category": "专职" }));
    let text = "姓名,部门\n王\u{FEFF}⻢,⼈事\n";
    let plan = planned(&office, &mut Source::pasted(text).unwrap(), Ledger(&STAFF), &answered("joined_on", "none"));
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(input(&office, Ledger(&STAFF), typed, "name"), "李方");
    assert_eq!(input(&office, Ledger(&STAFF), typed, "department"), "一部");
    assert_eq!(input(&office, Ledger(&STAFF), typed + 1, "name"), "王马");
    for searched in ["李方", "\u{F9E1}⽅", "李\u{200B}方"] {
        assert_eq!(office.found(searched), [typed], "{searched}");
    }
}

#[test]
fn lost_and_misread_characters_are_questions() {
    let mut office = Office::new();
    let lost = "姓名,手机\n王?,14212345671\n李四,14212345672\n";
    let asked = planned(&office, &mut csv(lost), Ledger(&STAFF), &Options::default());
    assert_eq!(questions(&asked), [NAMES]);
    assert_eq!(problems(&asked), [(2, "name".to_owned(), "odd_name".to_owned())]);
    let counts = asked.counts(Ledger(&STAFF));
    assert_eq!((counts.added, counts.pending), (1, 1), "the others need not wait");
    let counts = planned(&office, &mut csv(lost), Ledger(&STAFF), &answered(NAMES, SKIP)).counts(Ledger(&STAFF));
    assert_eq!((counts.added, counts.skipped), (1, 1));
    let kept = planned(&office, &mut csv(lost), Ledger(&STAFF), &answered(NAMES, KEEP));
    assert_eq!(kept.counts(Ledger(&STAFF)).added, 2);
    assert!(kept.rows[0].records[0].warnings.iter().any(|told| told.rule == "odd_name"));

    let misread = "濮撳悕,手机\n鐜嬫槑,14212345671\n";
    let asked = planned(&office, &mut csv(misread), Ledger(&STAFF), &Options::default());
    assert_eq!(questions(&asked), [GARBLED]);
    assert!(asked.blocked.as_ref().is_some_and(|told| told.message.contains("A1") && told.message.contains("姓名")));
    let plan = planned(&office, &mut csv(misread), Ledger(&STAFF), &answered(GARBLED, MEND));
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(input(&office, Ledger(&STAFF), 1, "name"), "王明");

    let mixed =
        [encoding_rs::GB18030.encode("姓名,手机\n李四,14212345672\n").0.into_owned(), "王明,14212345673\n".into()].concat();
    let refused = Source::of("名单.csv".to_owned(), mixed).err().unwrap();
    assert!(refused.problems()[0].message.contains("第 3 行"), "{refused:?}");
    let private = planned(&office, &mut csv("姓名,手机,备注\n赵六,14212345674,\u{E001}\n"), Ledger(&STAFF), &Options::default());
    assert!(private.rows[0].records[0].warnings.iter().any(|told| told.rule == "odd_character"));
}

#[test]
fn marks_of_text_and_spaced_numbers_are_no_content() {
    let mut office = Office::new();
    let number = resident_id("19920913", "123");
    let text = format!("sep=,\n姓名,\t身份证号,手机\n王明,\"=\"\"{number}\"\"\",\t14212345671\n");
    let plan = planned(&office, &mut csv(&text), Ledger(&STAFF), &Options::default());
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(input(&office, Ledger(&STAFF), 1, "id_number"), number);
    assert_eq!(input(&office, Ledger(&STAFF), 1, "mobile"), "14212345671");
    let text = "姓名,手机\n李一,'14212345672\n李二,142\n李三,\",14212345673\"\n";
    let plan = planned(&office, &mut csv(text), Ledger(&STAFF), &Options::default());
    assert_eq!(problems(&plan), [3, 4].map(|row| (row, "mobile".to_owned(), "phone".to_owned())));
    let list = "接龙\n1. 周一 142 1234 5675\n2. 周二 142 1234 5676\n";
    let plan = planned(&office, &mut Source::pasted(list).unwrap(), Ledger(&STAFF), &Options::default());
    assert_eq!(plan.counts(Ledger(&STAFF)).added, 2, "{:?}", problems(&plan));
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(input(&office, Ledger(&STAFF), 2, "mobile"), "14212345675");
}

#[test]
fn pages_called_xls_say_what_to_do() {
    for page in [
        "<html><body><table><tr><td>姓名</td></tr></table></body></html>",
        "\u{FEFF}  <TABLE><tr><td>姓名</td></tr></TABLE>",
        "<!-- made -->\n<table></table>",
        "<?xml version=\"1.0\"?>\n<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
        "MIME-Version: 1.0\nContent-Type: multipart/related",
    ] {
        let refused = Source::of("名单.xls".to_owned(), page.as_bytes().to_vec()).err().unwrap();
        assert_eq!(refused.problems()[0].rule, "format");
        assert!(refused.problems()[0].message.contains("另存为 .xlsx"), "{refused:?}");
    }
}
