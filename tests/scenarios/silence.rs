//! What a sheet does not say and nobody may make up: asked once for the whole of it, or left empty.

use crate::desk::{Office, resident_id};
use serde_json::json;
use taizhang::exchange::apply::apply;
use taizhang::exchange::plan::{Counts, Decision, Fate, ImportPlan, Options, plan};
use taizhang::exchange::question::Question;
use taizhang::exchange::source::Source;
use taizhang::schema::{Ledger, Value};
use taizhang::topics::{DISINFECTIONS, PLACES, POSTINGS, STAFF, VACCINATIONS};

fn planned(office: &Office, text: &str, ledger: Ledger, options: &Options) -> ImportPlan {
    let mut source = Source::of("名单.csv".to_owned(), text.as_bytes().to_vec()).unwrap();
    plan(&office.book, &mut source, ledger, options, &|_, _| true).unwrap()
}

fn answered(answer: &str) -> Options {
    Options { answers: [("joined_on".to_owned(), answer.to_owned())].into(), ..Options::default() }
}

fn joined(plan: &ImportPlan) -> Option<&Question> {
    plan.questions.iter().find(|question| question.code == "joined_on")
}

fn counts(added: usize, changed: usize, unchanged: usize, pending: usize) -> Counts {
    Counts { added, changed, unchanged, pending, ..Counts::default() }
}

fn days(office: &Office) -> Vec<String> {
    let ids = office.book.list(&taizhang::store::listing::Query::all(Ledger(&POSTINGS), office.book.today())).unwrap();
    let records = office.book.window(Ledger(&POSTINGS), &ids, office.book.today()).unwrap();
    let mut days: Vec<String> =
        records.iter().map(|record| record.values.get("joined_on").map(Value::to_input).unwrap_or_default()).collect();
    days.sort();
    days
}

/// A sheet of two new people, the second with a day of her own, under `header`.
fn roster(header: &str, second: &str) -> String {
    let (one, two) = (resident_id("19920913", "123"), resident_id("19880101", "248"));
    format!(
        "姓名,身份证号,部门{header}\n陈轮,{one},项目部{}\n李四,{two},办公室{second}\n",
        if header.is_empty() { "" } else { "," }
    )
}

#[test]
fn the_day_somebody_came_is_asked_once_for_the_whole_sheet() {
    for (text, waiting) in [
        (roster("", ""), 2),
        (roster(",到岗日期", ",2021-05-06"), 1),
        (roster(",到岗日期", ",/"), 2),
        (roster(",到岗日期", ","), 2),
    ] {
        let mut office = Office::new();
        let asked = planned(&office, &text, Ledger(&STAFF), &Options::default());
        assert_eq!(asked.counts(Ledger(&STAFF)), counts(2 - waiting, 0, 0, waiting), "{text}");
        let question = joined(&asked).unwrap();
        assert!(question.text.contains(&format!("{waiting} 行")) && question.said.is_none(), "{}", question.text);
        assert!(question.written.is_some());

        let plan = planned(&office, &text, Ledger(&STAFF), &answered("2021.3.1"));
        assert_eq!(joined(&plan).unwrap().said.as_deref(), Some("2021-03-01"));
        assert_eq!(plan.counts(Ledger(&STAFF)), counts(2, 0, 0, 0), "{text}");
        apply(&mut office.book, plan, &|_, _, _| true).unwrap();
        let own = if waiting == 1 { "2021-05-06" } else { "2021-03-01" };
        assert_eq!(days(&office), ["2021-03-01", own], "a day of the row's own stays: {text}");

        // Everybody is known now: nothing is asked, and nothing changes, with or without an answer.
        for options in [Options::default(), answered("2020-01-01"), answered("none")] {
            let again = planned(&office, &text, Ledger(&STAFF), &options);
            assert!(joined(&again).is_none(), "{text}");
            assert_eq!(again.counts(Ledger(&STAFF)), counts(0, 0, 2, 0), "{text}");
        }
    }
}

#[test]
fn it_may_stay_empty_and_an_answer_that_is_no_day_is_told() {
    let mut office = Office::new();
    let text = roster("", "");
    for answer in ["去年吧", "3月1日", "3-1", "2021-02-30"] {
        let wrong = planned(&office, &text, Ledger(&STAFF), &answered(answer));
        let question = joined(&wrong).unwrap();
        assert!(question.said.is_none() && question.problem.contains(answer), "{answer}: {}", question.problem);
        assert_eq!(wrong.counts(Ledger(&STAFF)), counts(0, 0, 0, 2), "{answer}");
    }
    let empty = planned(&office, &text, Ledger(&STAFF), &answered("none"));
    assert_eq!(joined(&empty).unwrap().said.as_deref(), Some("none"));
    assert_eq!(empty.counts(Ledger(&STAFF)), counts(2, 0, 0, 0));
    apply(&mut office.book, empty, &|_, _, _| true).unwrap();
    assert_eq!(days(&office), ["", ""], "no day is made up");
    let again = planned(&office, &text, Ledger(&STAFF), &Options::default());
    assert!(joined(&again).is_none());
    assert_eq!(again.counts(Ledger(&STAFF)), counts(0, 0, 2, 0));
}

#[test]
fn nothing_is_asked_where_nothing_would_be_made_up() {
    let mut office = Office::new();
    let known = resident_id("19920913", "123");
    office.add(
        Ledger(&STAFF),
        json!({ "name": "陈轮", "id_number": known, "category": "专职", "department": "项目部", "joined_on": "2021-01-01" }),
    );
    // Somebody known gets another department; people without a posting; doses, which are no postings.
    let changed = format!("姓名,身份证号,部门\n陈轮,{known},办公室\n");
    let plan = planned(&office, &changed, Ledger(&STAFF), &Options::default());
    assert_eq!((plan.counts(Ledger(&STAFF)), joined(&plan).is_none()), (counts(0, 1, 0, 0), true));
    let unposted = "姓名,证件类型\n李四,无证件\n";
    let plan = planned(&office, unposted, Ledger(&STAFF), &Options::default());
    assert_eq!((plan.counts(Ledger(&STAFF)), joined(&plan).is_none()), (counts(1, 0, 0, 0), true));
    let doses = format!("姓名,身份证号,疫苗,接种日期\n陈轮,{known},科兴,2021-06-01\n");
    let plan = planned(&office, &doses, Ledger(&VACCINATIONS), &Options::default());
    assert_eq!((plan.counts(Ledger(&VACCINATIONS)), joined(&plan).is_none()), (counts(1, 0, 0, 0), true));
    // A sheet of postings itself: the second one of somebody known.
    let second = "姓名,人员类别,部门\n陈轮,志愿者,项目部\n";
    let plan = planned(&office, second, Ledger(&POSTINGS), &Options::default());
    assert!(joined(&plan).is_some(), "a posting of a sheet of postings is asked about like any other");
}

#[test]
fn a_year_in_the_title_or_in_another_cell_is_not_taken_for_the_days() {
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "活动室" }));
    office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    let rows = "大厅,8月12日,84消毒液,擦拭,陈轮\n大厅,8-11,84消毒液,擦拭,陈轮\n";
    for title in ["2026年8月消毒记录,,,,\n", "消毒记录（2020年）,,,,\n", "制表日期：2026年9月1日,,,,\n", ""]
    {
        let text = format!("{title}场所,消毒日期,消毒剂,消毒方式,操作人\n{rows}");
        let plan = planned(&office, &text, Ledger(&DISINFECTIONS), &Options::default());
        assert!(plan.blocked.is_none(), "{:?}", plan.blocked);
        assert_eq!(plan.counts(Ledger(&DISINFECTIONS)), counts(0, 0, 0, 2), "{title}");
        let rules: Vec<&str> = plan.rows.iter().map(|row| row.records[0].problems[0].rule.as_str()).collect();
        assert_eq!(rules, ["no_year", "no_year"], "{title}");
        let told = Options {
            answers: [("year".to_owned(), "2021".to_owned())].into(),
            late_reason: Some("统一补录".to_owned()),
            ..Options::default()
        };
        let plan = planned(&office, &text, Ledger(&DISINFECTIONS), &told);
        assert_eq!(plan.counts(Ledger(&DISINFECTIONS)), counts(2, 0, 0, 0), "{title}");
        let days: Vec<String> =
            plan.grid.rows.iter().flat_map(|row| row.cells.get(1)).map(|cell| cell.shown(plan.grid.epoch)).collect();
        assert!(days.iter().any(|day| day == "8月12日"), "{days:?}");
    }
    // A heading of a year over the days is no year of them either.
    let text = format!("场所,2026年,消毒剂,消毒方式,操作人\n,消毒日期,,,\n{rows}");
    let plan = planned(&office, &text, Ledger(&DISINFECTIONS), &Options::default());
    assert_eq!(plan.counts(Ledger(&DISINFECTIONS)).added, 0, "{:?}", plan.layout.headings);
}

/// 5.12科兴: a day without a year and a vaccine in one cell. The year is asked for, the vaccine is said.
#[test]
fn a_day_without_a_year_beside_its_vaccine_is_asked_for_its_year_alone() {
    let mut office = Office::new();
    let (one, two) = (resident_id("19920913", "123"), resident_id("19880101", "248"));
    let text = format!(
        "姓名,身份证号,到岗日期,第一剂,第二剂\n陈轮,{one},2021-01-01,5.12科兴,6月15日（北京生物）\n李四,{two},2021-01-01,科兴5.20,2021.6.20 科兴\n"
    );
    let of = |office: &Office, answers: &[(&str, &str)]| {
        let owned = |(code, said): &(&str, &str)| ((*code).to_owned(), (*said).to_owned());
        planned(office, &text, Ledger(&STAFF), &Options { answers: answers.iter().map(owned).collect(), ..Options::default() })
    };
    let open = of(&office, &[]);
    let codes: Vec<&str> = open.questions.iter().map(|question| question.code.as_ref()).collect();
    assert_eq!(codes, ["year-D", "year-E"]);
    assert!(open.questions[0].text.contains("5.12科兴"), "{}", open.questions[0].text);
    assert_eq!(open.counts(Ledger(&VACCINATIONS)), counts(1, 0, 0, 3), "only what has its year is taken");
    let both = of(&office, &[("year-D", "2021"), ("year-E", "2021")]);
    assert_eq!(both.counts(Ledger(&VACCINATIONS)), counts(4, 0, 0, 0));
    apply(&mut office.book, both, &|_, _, _| true).unwrap();
    let given: Vec<(String, String)> = office
        .book
        .ids(&taizhang::store::listing::Query::all(Ledger(&VACCINATIONS), office.book.today()))
        .unwrap()
        .into_iter()
        .map(|id| {
            let dose = office.book.get(Ledger(&VACCINATIONS), id, office.book.today()).unwrap();
            (dose.date("given_on").unwrap().to_string(), dose.text("product").unwrap().to_owned())
        })
        .collect();
    let of_day = |day: &str| given.iter().find(|(known, _)| known == day).map(|(_, product)| product.clone());
    assert_eq!(of_day("2021-05-12"), of_day("2021-06-20"), "the same vaccine with and without its year");
    assert_eq!(of_day("2021-06-15").as_deref(), Some("bbibp"));
    assert!(of_day("2021-05-20").is_some(), "{given:?}");
}

#[test]
fn years_are_asked_column_by_column_and_a_day_said_of_the_whole_sheet_names_its_year() {
    let office = Office::new();
    let one = resident_id("19920913", "123");
    let text = format!("姓名,身份证号,第一剂,第一剂疫苗,第二剂,第二剂疫苗\n陈轮,{one},12.20,科兴,1.15,科兴\n");
    let of = |answers: &[(&str, &str)]| {
        let owned = |(code, said): &(&str, &str)| ((*code).to_owned(), (*said).to_owned());
        planned(&office, &text, Ledger(&STAFF), &Options { answers: answers.iter().map(owned).collect(), ..Options::default() })
    };
    let codes: Vec<String> = of(&[]).questions.iter().map(|question| question.code.to_string()).collect();
    assert_eq!(codes, ["year-C", "year-E"]);
    assert_eq!(of(&[("year-C", "2020")]).counts(Ledger(&VACCINATIONS)), counts(1, 0, 0, 1));
    let both = of(&[("year-C", "2020"), ("year-E", "2021")]);
    assert_eq!(both.counts(Ledger(&VACCINATIONS)), counts(2, 0, 0, 0));
    let row = both.grid.row(2).unwrap();
    let read: Vec<String> = both.layout.headings.iter().filter_map(|heading| both.understood(row, heading)).collect();
    assert_eq!(read, ["2020-12-20", "2021-01-15"]);

    let mut set = Options::default();
    set.set.insert("given_on".to_owned(), "8月12日".to_owned());
    let doses = format!("姓名,身份证号,疫苗\n陈轮,{one},科兴\n");
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "陈轮", "id_number": one }));
    let plan = planned(&office, &doses, Ledger(&VACCINATIONS), &set);
    assert_eq!(plan.counts(Ledger(&VACCINATIONS)).rejected, 1);
    assert!(plan.rows[0].records[0].problems[0].message.contains("没有年份"), "{:?}", plan.rows[0].records[0].problems);
}

#[test]
fn two_rows_of_one_name_are_one_person_only_if_somebody_says_so() {
    let born = |day: &str| resident_id(day, "123");
    for (header, one, two, asked) in [
        ("姓名", "陈轮", "陈轮", true),
        ("姓名,证件类型", "陈轮,无证件", "陈轮,无证件", true),
        ("姓名,党员", "陈轮,是", "陈轮,否", true),
        ("姓名,手机", "陈轮,13812341234", "陈轮,", true),
        ("姓名,手机", "陈轮,13812341234", "陈轮,13812341235", false),
        ("姓名,出生日期", "陈轮,1992-09-13", "陈轮,1992-09-14", false),
        ("姓名,身份证号", &format!("陈轮,{}", born("19920913")), &format!("陈轮,{}", born("19880101")), false),
        ("姓名,身份证号", &format!("陈轮,{}", born("19920913")), "陈轮,", true),
    ] {
        let mut office = Office::new();
        let text = format!("{header}\n{one}\n{two}\n");
        let mut source = Source::pasted(&text.replace(',', "\t")).unwrap();
        let mut of = |options: &Options| plan(&office.book, &mut source, Ledger(&STAFF), options, &|_, _| true).unwrap();
        let plain = of(&Options::default());
        let expected = if asked { counts(1, 0, 0, 1) } else { counts(2, 0, 0, 0) };
        assert_eq!(plain.counts(Ledger(&STAFF)), expected, "{text}");
        if !asked {
            continue;
        }
        let problem = &plain.rows[1].records[0].problems[0];
        assert!(problem.rule == "maybe_same" && problem.message.contains("同名"), "{}", problem.message);
        // One answer for all of them.
        let new = of(&Options { decide: Some(Decision::New), ..Options::default() });
        assert_eq!(new.counts(Ledger(&STAFF)), counts(2, 0, 0, 0), "{text}");
        let same = of(&Options { decide: Some(Decision::Same), ..Options::default() });
        let told = &same.rows[1].records[0];
        assert!(told.fate == Fate::Unchanged || told.problems[0].rule == "duplicate_row", "{text}: {told:?}");
        // Somebody known, and twice in the sheet: the second row is not somebody new in silence.
        office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
        let mut source = Source::pasted("姓名\n陈轮\n陈轮\n").unwrap();
        let same = Options { decide: Some(Decision::Same), ..Options::default() };
        let known = plan(&office.book, &mut source, Ledger(&STAFF), &same, &|_, _| true).unwrap();
        assert_eq!(known.counts(Ledger(&STAFF)), counts(0, 0, 2, 0));
    }
}

#[test]
fn a_row_that_says_the_same_of_a_person_again_counts_once_with_what_is_given_along() {
    let number = resident_id("19920913", "123");
    let mut office = Office::new();
    let since = Options { decide: Some(Decision::Same), ..answered("none") };
    for (header, rows) in [
        ("姓名,部门", ["陈轮,甲".to_owned(), "陈轮,甲".to_owned(), "陈轮,乙".to_owned()]),
        ("姓名,身份证号,部门", ["甲", "甲", "乙"].map(|department| format!("陈轮,{number},{department}"))),
        ("姓名,身份证号,人员类别,部门", ["甲", "甲", "乙"].map(|department| format!("陈轮,{number},志愿者,{department}"))),
    ] {
        let text = format!("{header}\n{}\n", rows.join("\n"));
        let plan = planned(&office, &text, Ledger(&STAFF), &since);
        let fates: Vec<Fate> = plan.rows.iter().map(|row| row.records[0].fate).collect();
        assert_eq!(fates, [Fate::Add, Fate::Unchanged, Fate::Reject], "{text}");
        let problem = &plan.rows[2].records[0].problems[0];
        assert!(problem.rule == "duplicate_row" && problem.message.contains("部门"), "{}", problem.message);
    }
    // Somebody known whose department changes, told twice.
    office.add(
        Ledger(&STAFF),
        json!({ "name": "陈轮", "id_number": number, "category": "专职", "department": "丙", "joined_on": "2021-01-01" }),
    );
    let text = format!("姓名,身份证号,部门\n陈轮,{number},甲\n陈轮,{number},甲\n陈轮,{number},乙\n");
    let plan = planned(&office, &text, Ledger(&STAFF), &Options::default());
    let fates: Vec<Fate> = plan.rows.iter().map(|row| row.records[0].fate).collect();
    assert_eq!(fates, [Fate::Change, Fate::Unchanged, Fate::Reject], "{text}");
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(days(&office), ["2021-01-01"], "one posting, as before");
}
