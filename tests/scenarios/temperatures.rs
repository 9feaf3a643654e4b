//! Temperatures as people keep them: a month with days across, pasted lists, and back out again.

use crate::desk::{Office, object};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::json;
use taizhang::exchange::apply::apply;
use taizhang::exchange::plan::{Fate, ImportPlan, Options, fitting, plan};
use taizhang::exchange::source::Source;
use taizhang::schema::Ledger;
use taizhang::store::disclosure::Masking;
use taizhang::store::listing::Query;
use taizhang::store::present;
use taizhang::topics::{HEALTH_CHECKS, STAFF};

const CHECKS: Ledger = Ledger(&HEALTH_CHECKS);

/// Two people; the office stands at 2021-08-12, 09:00.
fn office() -> Office {
    let mut office = Office::new();
    for (name, mobile) in [("陈轮", "13812345678"), ("李䶮", "13812345679")] {
        office.add(
            Ledger(&STAFF),
            json!({ "name": name, "id_type": "none", "mobile": mobile, "category": "专职", "joined_on": "2021-01-01" }),
        );
    }
    office
}

fn answered(answers: &[(&str, &str)]) -> Options {
    let owned = |(code, said): &(&str, &str)| ((*code).to_owned(), (*said).to_owned());
    Options {
        answers: answers.iter().map(owned).collect(), late_reason: Some("原来记在表里".to_owned()), ..Options::default()
    }
}

fn planned(office: &Office, source: &mut Source, options: &Options) -> ImportPlan {
    plan(&office.book, source, CHECKS, options, &|_, _| true).unwrap()
}

/// What is on file: who, when, what was read, where she was.
fn on_file(office: &Office) -> Vec<String> {
    let on = office.book.today();
    let mut ids = office.book.ids(&Query::all(CHECKS, on)).unwrap();
    ids.sort_unstable();
    let shown = |record: &taizhang::schema::Record| {
        let cell = |name: &str| present::shown(&office.book, record, CHECKS.column(name).unwrap(), Masking::Masked).unwrap();
        ["staff", "checked_on", "morning", "noon", "presence"].map(cell).join(" ")
    };
    office.book.window(CHECKS, &ids, on).unwrap().iter().map(shown).collect()
}

fn told(plan: &ImportPlan) -> Vec<(u32, String)> {
    let of = |row: &taizhang::exchange::plan::RowPlan| {
        let records = row.records.iter().map(|record| {
            let rules: Vec<&str> = record.problems.iter().map(|problem| problem.rule.as_str()).collect();
            format!("{:?}{}{}", record.fate, if rules.is_empty() { "" } else { " " }, rules.join(" "))
        });
        (row.number, records.collect::<Vec<_>>().join("; "))
    };
    plan.rows.iter().map(of).collect()
}

/// A title, two rows of header with the days merged over morning and afternoon, as wall sheets are typed.
fn month_of_two() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 7, "2021年8月教职工体温登记表", &plain).unwrap();
    sheet.merge_range(1, 0, 2, 0, "序号", &plain).unwrap();
    sheet.merge_range(1, 1, 2, 1, "姓名", &plain).unwrap();
    for (at, day) in [9_u32, 10, 11].into_iter().enumerate() {
        let column = u16::try_from(2 + at * 2).unwrap();
        sheet.merge_range(1, column, 1, column + 1, &format!("{day}日"), &plain).unwrap();
        sheet.write(2, column, "上午").unwrap();
        sheet.write(2, column + 1, "下午").unwrap();
    }
    sheet.write(1, 8, "备注").unwrap();
    sheet.write(3, 0, 1).unwrap();
    sheet.write(3, 1, "陈轮").unwrap();
    for (column, reading) in [(2_u16, 36.5), (3, 36.7), (4, 36.4), (6, 36.6)] {
        sheet.write(3, column, reading).unwrap();
    }
    sheet.write(3, 8, "骑车").unwrap();
    sheet.write(4, 0, 2).unwrap();
    sheet.write(4, 1, "李䶮").unwrap();
    sheet.write(4, 2, "居家").unwrap();
    sheet.write(4, 3, "居家").unwrap();
    sheet.write(4, 4, "/").unwrap();
    sheet.write(4, 6, "366").unwrap();
    sheet.write(4, 7, "正常").unwrap();
    sheet.write(5, 1, "合计").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_month_with_days_across_becomes_a_row_a_day() {
    let mut office = office();
    let bytes = month_of_two();
    let mut source = Source::of("体温.xlsx".to_owned(), bytes).unwrap();
    assert_eq!(fitting(&mut source, office.book.registry()).unwrap()[0].ledger, Some(CHECKS), "the ledger is found by its days");
    // The header says no month: nothing is taken from the title, it is offered.
    let open = planned(&office, &mut source, &answered(&[]));
    let question = open.questions.iter().find(|question| question.code == "month").unwrap();
    assert_eq!(question.choices[0].0, "2021-08");
    assert!(open.blocked.is_some() && open.rows.is_empty());
    let wrong = planned(&office, &mut source, &answered(&[("month", "8月")]));
    assert!(wrong.blocked.is_some() && wrong.questions.iter().any(|question| question.problem.contains("2021-08")));
    let plan = planned(&office, &mut source, &answered(&[("month", "2021-08")]));
    assert_eq!(
        told(&plan),
        [(4, "Add; Add; Add".to_owned()), (5, "Add; Reject number".to_owned())],
        "a mark for nothing is nothing, a word that is no reading is told"
    );
    assert!(plan.warnings.iter().any(|said| said.contains("2021-08-09 至 2021-08-11，共 3 天")), "{:?}", plan.warnings);
    let columns = plan.told_of_columns();
    assert!(columns.iter().any(|said| said.contains("备注")), "a note of a month is no note of a day: {columns:?}");
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(
        on_file(&office),
        ["陈轮 2021-08-09 36.5 36.7 在岗", "陈轮 2021-08-10 36.4  在岗", "陈轮 2021-08-11 36.6  在岗", "李䶮 2021-08-09   居家",]
    );
    // The same sheet again changes nothing.
    let again = planned(&office, &mut source, &answered(&[("month", "2021-08")]));
    assert_eq!(told(&again), [(4, "Unchanged; Unchanged; Unchanged".to_owned()), (5, "Unchanged; Reject number".to_owned())]);
}

#[test]
fn days_of_a_header_may_be_dates_or_lack_their_year() {
    let office = office();
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("m\"月\"d\"日\"");
    sheet.write(0, 0, "姓名").unwrap();
    for (column, date) in [(1_u16, 11), (2, 12), (3, 13)] {
        sheet.write_with_format(0, column, ExcelDateTime::from_ymd(2021, 8, date).unwrap(), &day).unwrap();
    }
    sheet.write(1, 0, "陈轮").unwrap();
    for (column, reading) in [(1_u16, "36.5/36.8"), (2, "36.6"), (3, "36.7")] {
        sheet.write(1, column, reading).unwrap();
    }
    let mut source = Source::of("a.xlsx".to_owned(), workbook.save_to_buffer().unwrap()).unwrap();
    let plan = planned(&office, &mut source, &answered(&[]));
    assert!(plan.questions.is_empty() && plan.blocked.is_none(), "whole dates ask nothing");
    assert_eq!(told(&plan), [(2, "Add; Add; Reject future".to_owned())]);
    let text = "姓名,8.9,8.1,8.11\n陈轮,36.5,36.6,36.7\n";
    let mut source = Source::of("体温.csv".to_owned(), text.as_bytes().to_vec()).unwrap();
    let plan = planned(&office, &mut source, &answered(&[]));
    assert_eq!(plan.questions.iter().map(|question| question.code.as_ref()).collect::<Vec<_>>(), ["year"]);
    assert!(plan.blocked.is_some());
    let plan = planned(&office, &mut source, &answered(&[("year", "2021")]));
    assert_eq!(told(&plan), [(2, "Add; Add; Add".to_owned())]);
    assert!(plan.warnings.iter().any(|said| said.contains("2021-08-09 至 2021-08-11，共 3 天")), "{:?}", plan.warnings);
    // A day that the month does not have.
    let text = "姓名,28,29,30\n陈轮,36.5,36.6,36.7\n";
    let mut source = Source::of("体温.csv".to_owned(), text.as_bytes().to_vec()).unwrap();
    let plan = planned(&office, &mut source, &answered(&[("month", "2021-02")]));
    assert_eq!(told(&plan), [(2, "Add; Reject date; Reject date".to_owned())]);
}

#[test]
fn a_pasted_list_is_the_sheet_of_a_day() {
    let mut office = office();
    let mut source = Source::pasted("姓名\t体温\n陈轮\t365\n李䶮\t36.6℃\n").unwrap();
    let mut options = answered(&[]);
    options.set.insert("checked_on".to_owned(), "2021-08-12".to_owned());
    let plan = planned(&office, &mut source, &options);
    assert_eq!(told(&plan), [(2, "Add".to_owned()), (3, "Add".to_owned())]);
    assert!(plan.rows.iter().all(|row| row.fate() == Fate::Add));
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(on_file(&office), ["陈轮 2021-08-12 36.5  在岗", "李䶮 2021-08-12 36.6  在岗"]);
    let hot = office.book.add(CHECKS, &object(json!({ "staff": 1, "checked_on": "2021-08-12", "morning": 36.5 }))).unwrap_err();
    assert_eq!(hot.problems()[0].rule, "duplicate");
}
