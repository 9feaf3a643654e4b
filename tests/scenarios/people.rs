//! The roster: who is let in, who is found, who left and came back.

use crate::desk::{Office, object, resident_id};
use chrono::NaiveDate;
use serde_json::{Value, json};
use taizhang::base::error::{Code, Error};
use taizhang::program;
use taizhang::schema::{Ledger, State};
use taizhang::store::disclosure::{Masking, Unmasked};
use taizhang::store::journal::Op;
use taizhang::store::listing::Query;
use taizhang::store::present;
use taizhang::topics::{POSTINGS, STAFF};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn a_person_with_her_first_posting() {
    let mut office = Office::new();
    let number = resident_id("19920913", "123");
    let id = office.add(
        Ledger(&STAFF),
        json!({ "姓名": "王 䶮", "id_number": number, "mobile": "+86 138-1234-1234", "category": "专职", "department": "项目部", "joined_on": "2021.3.1" }),
    );
    let record = office.book.get(Ledger(&STAFF), id, office.book.today()).unwrap();
    let whole =
        office.book.disclose(Op::Unmask, "", &Unmasked { purpose: "核对".to_owned(), recipient: "本人".to_owned() }).unwrap();
    let row = present::json(program::registry(), &record, Masking::Whole(&whole));
    assert_eq!(row["name"], "王䶮");
    assert_eq!(row["mobile"], "13812341234");
    assert_eq!(row["sex"], "male");
    assert_eq!(row["born_on"], "1992-09-13");
    assert_eq!(row["category"], "full_time");
    assert_eq!(row["department"], "项目部");
    assert_eq!(row["joined_on"], "2021-03-01");
    assert_eq!(row["presence"], "present");
    assert_eq!(row["age"], 28);
    assert_eq!(row["recorder"], "周敏");
    let masked = present::json(program::registry(), &record, Masking::Masked);
    assert_eq!(masked["id_number"], format!("5001**********{}", &number[14..]));
    assert_eq!(masked["mobile"], "138****1234");
    assert_eq!(office.book.history(None, 10).unwrap()[1].touched.len(), 2, "one step for person and posting");
}

#[test]
fn bad_input_is_named_at_its_field() {
    let mut office = Office::new();
    office.add(Ledger(&STAFF), json!({ "name": "陈轮", "id_number": resident_id("19920913", "135") }));
    let wrong_digit = {
        let fine = resident_id("19900307", "072");
        format!("{}{}", &fine[..17], if fine.ends_with('1') { '2' } else { '1' })
    };
    for (row, field, rule) in [
        (json!({ "name": "" }), "name", "required"),
        (json!({}), "name", "required"),
        (json!({ "name": "阿".repeat(200) }), "name", "too_long"),
        (json!({ "name": "王😀" }), "name", "name_character"),
        (json!({ "name": "王", "id_number": wrong_digit }), "id_number", "check_digit"),
        (json!({ "name": "王", "born_on": "2021-02-30" }), "born_on", "date"),
        (json!({ "name": "王", "born_on": "2021-08-13" }), "born_on", "future"),
        (json!({ "name": "王", "sex": "?" }), "sex", "choice"),
        (json!({ "name": "王", "mobile": "1381234123" }), "mobile", "phone"),
        (json!({ "name": "王", "mobile": "12812341234" }), "mobile", "phone"),
        (json!({ "name": "王", "shoe_size": 38 }), "shoe_size", "unknown_column"),
        (json!({ "name": "王", "age": 30 }), "age", "computed"),
        (json!({ "name": "王", "id_number": resident_id("19920913", "135") }), "id_number", "duplicate"),
        (json!({ "name": "王", "department": "项目部" }), "category", "required"),
        (json!({ "name": "王", "category": "专职", "joined_on": "2021-08-01", "left_on": "2021-07-31" }), "left_on", "order"),
        (json!({ "name": "王", "consent": "未告知", "consent_on": "2021-08-01" }), "consent_on", "consent"),
    ] {
        let before = office.dump();
        let error = office.book.add(Ledger(&STAFF), &object(row.clone())).unwrap_err();
        assert_eq!(error.code(), Code::Invalid, "{row}");
        let problem = error.problems().iter().find(|problem| problem.field == field);
        let problem = problem.unwrap_or_else(|| panic!("{row}: {:?}", error.problems()));
        assert_eq!(problem.rule, rule, "{row}");
        assert!(problem.message.ends_with('。') && !problem.message.contains("null"), "{}", problem.message);
        assert_eq!(office.dump(), before, "nothing is saved of {row}");
    }
}

#[test]
fn full_width_digits_are_narrowed() {
    let mut office = Office::new();
    let wide: String = resident_id("19920913", "123").chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    let id = office.add(Ledger(&STAFF), json!({ "name": "陈轮", "id_number": wide, "born_on": "１９９２-９-１３" }));
    let record = office.book.get(Ledger(&STAFF), id, office.book.today()).unwrap();
    assert_eq!(record.text("id_number").unwrap(), resident_id("19920913", "123"));
}

#[test]
fn somebody_leaves_and_comes_back() {
    let mut office = Office::new();
    let id = office
        .add(Ledger(&STAFF), json!({ "name": "李四", "category": "专职", "joined_on": "2019-03-01", "left_on": "2020-06-30" }));
    office.add(Ledger(&POSTINGS), json!({ "staff": "李四", "category": "志愿者", "joined_on": "2021-05-01" }));
    let on = |office: &Office, day| {
        let record = office.book.get(Ledger(&STAFF), id, day).unwrap();
        let row = present::json(program::registry(), &record, Masking::Masked);
        (row["presence"].as_str().unwrap().to_owned(), row["category"].as_str().unwrap().to_owned())
    };
    for (day, presence, category) in [
        (day(2019, 2, 28), "upcoming", "full_time"),
        (day(2019, 3, 1), "present", "full_time"),
        (day(2020, 6, 30), "present", "full_time"),
        (day(2020, 7, 1), "left", "full_time"),
        (day(2021, 4, 30), "left", "full_time"),
        (day(2021, 5, 1), "present", "volunteer"),
    ] {
        assert_eq!(on(&office, day), (presence.to_owned(), category.to_owned()), "{day}");
    }
    let overlap =
        office.book.add(Ledger(&POSTINGS), &object(json!({ "staff": id, "category": "实习", "joined_on": "2020-06-30" })));
    assert_eq!(overlap.unwrap_err().problems()[0].rule, "overlap");
}

#[test]
fn found_as_people_type() {
    let mut office = Office::new();
    let chen = office.add(Ledger(&STAFF), json!({ "name": "陈轮", "id_number": resident_id("19920913", "135"), "mobile": "13700099034", "category": "专职", "department": "行政部" }));
    let shan = office.add(Ledger(&STAFF), json!({ "name": "单晓云", "mobile": "13512346620" }));
    for (text, expected) in [
        ("陈", vec![chen]),
        ("cl", vec![chen]),
        ("CHENLUN", vec![chen]),
        ("ｃｌ", vec![chen]),
        ("9034", vec![chen]),
        ("xingzheng", vec![chen]),
        ("sxy", vec![shan]),
        ("danxiaoyun", vec![shan]),
        ("6620", vec![shan]),
        ("zzz", vec![]),
        ("", vec![chen, shan]),
    ] {
        assert_eq!(office.found(text), expected, "{text}");
    }
    let tail = resident_id("19920913", "135")[14..].to_owned();
    assert_eq!(office.found(&tail), [chen]);
    office.book.change(Ledger(&STAFF), chen, None, &object(json!({ "name": "程轮", "department": "财务部" }))).unwrap();
    assert_eq!(office.found("chenlun"), [0_i64; 0]);
    assert_eq!(office.found("chenglun"), [chen]);
    assert_eq!(office.found("caiwu"), [chen]);
}

#[test]
fn filters_and_sorts() {
    let mut office = Office::new();
    for (name, category) in [("曾国强", "专职"), ("阿明", "志愿者"), ("尉迟文", "专职"), ("单晓云", "兼职")] {
        office.add(Ledger(&STAFF), json!({ "name": name, "category": category }));
    }
    let names = |query: &Query| -> Vec<String> {
        let ids = office.book.list(query).unwrap();
        let records = office.book.window(Ledger(&STAFF), &ids, office.book.today()).unwrap();
        records.iter().map(|record| record.values["name"].to_input()).collect()
    };
    let all = Query::all(Ledger(&STAFF), office.book.today());
    assert_eq!(names(&all), ["阿明", "单晓云", "尉迟文", "曾国强"]);
    assert_eq!(names(&Query { descending: true, ..all.clone() }), ["曾国强", "尉迟文", "单晓云", "阿明"]);
    let full_time = Query { filters: [("category".to_owned(), "full_time".to_owned())].into(), ..all.clone() };
    assert_eq!(names(&full_time), ["尉迟文", "曾国强"]);
    let by_category = Query { sort: Some("category".to_owned()), ..all.clone() };
    assert_eq!(names(&by_category), ["曾国强", "尉迟文", "单晓云", "阿明"]);
    let odd = Query { sort: Some("shoe_size".to_owned()), ..all };
    assert!(matches!(office.book.list(&odd), Err(Error::Invalid(_))));
}

#[test]
fn a_voided_record_stays_with_its_reason() {
    let mut office = Office::new();
    let id = office.add(Ledger(&STAFF), json!({ "name": "重复", "category": "专职" }));
    assert!(matches!(office.book.void(Ledger(&STAFF), id, None, "  "), Err(Error::Invalid(_))));
    office.book.void(Ledger(&STAFF), id, None, "重复登记").unwrap();
    let record = office.book.get(Ledger(&STAFF), id, office.book.today()).unwrap();
    assert_eq!(record.state, State::Voided);
    assert_eq!(record.void_reason.as_deref(), Some("重复登记"));
    assert!(office.found("重复").is_empty());
    let again = office.book.change(Ledger(&STAFF), id, None, &object(json!({ "name": "别的" })));
    assert_eq!(again.unwrap_err().problems()[0].rule, "voided");
    assert_eq!(office.book.undo().unwrap().unwrap().entry.op, "void");
    assert_eq!(office.found("重复"), [id]);
}

#[test]
fn saving_a_masked_form_changes_nothing() {
    let mut office = Office::new();
    let number = resident_id("19920913", "135");
    let id = office.add(
        Ledger(&STAFF),
        json!({ "name": "陈轮", "id_number": number, "mobile": "13700099034", "address": "重庆市大足区棠香街道五星大道12号" }),
    );
    let record = office.book.get(Ledger(&STAFF), id, office.book.today()).unwrap();
    let form: serde_json::Map<String, Value> = present::inputs(program::registry(), &record, Masking::Masked)
        .into_iter()
        .filter(|(name, _)| program::registry().column(Ledger(&STAFF), name).unwrap().stored())
        .map(|(name, text)| (name.to_owned(), text.into()))
        .collect();
    let saved = office.book.change(Ledger(&STAFF), id, Some(record.step), &form).unwrap();
    assert!(!saved.changed);
    assert_eq!(office.book.get(Ledger(&STAFF), id, office.book.today()).unwrap(), record);
}

/// Nobody knows any more since when: in post from before the file began, and said so.
#[test]
fn a_posting_without_a_first_day_held_before_the_file_began() {
    let mut office = Office::new();
    let id = office.add(Ledger(&STAFF), json!({ "name": "陈轮", "category": "专职" }));
    let registry = program::registry();
    for day in ["1990-01-01", "2021-08-12"] {
        let record = office.book.get(Ledger(&STAFF), id, day.parse().unwrap()).unwrap();
        assert_eq!(record.code("presence"), Some("present"), "{day}");
        assert_eq!(present::json(registry, &record, Masking::Masked)["joined_on"], Value::Null);
        let column = registry.column(Ledger(&STAFF), "joined_on").unwrap();
        assert_eq!(present::shown(&office.book, &record, column, Masking::Masked).unwrap(), "未登记");
        assert_eq!(present::inputs(registry, &record, Masking::Masked)["joined_on"], "", "a form shows no words for a day");
    }
    let second = json!({ "staff": "陈轮", "category": "兼职", "joined_on": "2021-08-01" });
    let refused = office.book.add(Ledger(&POSTINGS), &object(second.clone())).unwrap_err();
    assert_eq!(refused.problems()[0].rule, "overlap");
    let again = office.book.add(Ledger(&POSTINGS), &object(json!({ "staff": "陈轮", "category": "兼职" }))).unwrap_err();
    assert_eq!(again.problems()[0].rule, "overlap");
    office.book.change(Ledger(&POSTINGS), 1, None, &object(json!({ "left_on": "2021-07-31" }))).unwrap();
    let second = office.add(Ledger(&POSTINGS), second);
    let all = Query::all(Ledger(&POSTINGS), office.book.today());
    let listed = |query: &Query| office.book.list(query).unwrap();
    assert_eq!(listed(&all), [second, 1], "the newest first");
    let sorted = |descending| Query { sort: Some("joined_on".to_owned()), descending, ..all.clone() };
    assert_eq!((listed(&sorted(false)), listed(&sorted(true))), (vec![1, second], vec![second, 1]));
    let day = |text: &str| Some(text.parse().unwrap());
    assert_eq!(listed(&Query { to: day("2021-07-31"), ..all.clone() }), [1], "begun by then");
    assert_eq!(listed(&Query { from: day("2021-01-01"), ..all.clone() }), [second], "not begun since");
    for (on, category) in [("2021-07-31", "full_time"), ("2021-08-01", "part_time")] {
        let record = office.book.get(Ledger(&STAFF), id, on.parse().unwrap()).unwrap();
        assert_eq!(record.code("category"), Some(category), "{on}");
    }
    office.book.check_all().unwrap();
}
