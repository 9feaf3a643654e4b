//! One act done to several people: one step, each of them checked, nobody passed over. And the page on which everything of one
//! person stands.

use crate::desk::{Office, object};
use serde_json::{Value, json};
use std::sync::Arc;
use taizhang::base::error::Error;
use taizhang::forms::{self, PrintJob};
use taizhang::paper::page::{Document, Item};
use taizhang::program;
use taizhang::sample::{self, Options};
use taizhang::schema::{Kind, Ledger, State};
use taizhang::store::Book;
use taizhang::store::book::{Acted, Order, Weighed};
use taizhang::store::listing::Query;
use taizhang::store::rows;
use taizhang::topics::{POSTINGS, STAFF, VACCINATIONS};

const ROSTER: Ledger = Ledger(&STAFF);

fn weigh(office: &Office, act: &str, ids: &[i64], answers: Value) -> Weighed {
    let act = program::registry().act(ROSTER, act).unwrap();
    office.book.weigh(&Order { ledger: ROSTER, act, ids: ids.to_vec(), answers: &object(answers) }).unwrap()
}

fn done(office: &mut Office, act: &str, ids: &[i64], answers: Value) -> Acted {
    let weighed = weigh(office, act, ids, answers);
    office.book.carry_out(weighed).unwrap()
}

/// Who is refused by which rule, and what else there is to say.
/// Records with what is said of each.
type Said<'a> = Vec<(i64, &'a str)>;

fn said(weighed: &Weighed) -> (Said<'_>, Said<'_>) {
    let of = |problems: fn(&taizhang::store::book::WeighedRow) -> &Vec<taizhang::base::error::Problem>| {
        let rows = weighed.rows.iter();
        rows.flat_map(|row| problems(row).iter().map(|problem| (row.id, problem.rule.as_str()))).collect()
    };
    (of(|row| &row.problems), of(|row| &row.warnings))
}

fn people(office: &mut Office, names: &[&str]) -> Vec<i64> {
    let add = |name: &&str| {
        office.add(
            ROSTER,
            json!({ "name": name, "born_on": "1990-03-07", "category": "专职", "department": "项目部", "post": "社工", "joined_on": "2021-03-01" }),
        )
    };
    names.iter().map(add).collect()
}

#[test]
fn doses_of_many_are_one_step_and_one_undo() {
    let mut office = Office::new();
    let ids = people(&mut office, &["陈轮", "单晓云", "曾国强"]);
    office.add(Ledger(&VACCINATIONS), json!({ "staff": "单晓云", "product": "北京生物", "given_on": "2021-05-01" }));
    let before = office.dump();
    let answers = json!({ "product": "北京生物", "given_on": "2021-8-10", "site": "棠香街道社区卫生服务中心" });
    let acted = done(&mut office, "vaccinate", &ids, answers);
    assert_eq!(acted.records, 3);
    let entry = &office.book.history(None, 1).unwrap()[0];
    assert_eq!((entry.step, entry.op.as_str(), entry.touched.len()), (acted.step.unwrap(), "act", 3));
    assert_eq!(entry.what(), "登记接种");
    assert_eq!(entry.acted(program::registry()), Some((ROSTER, 3)));
    let doses: Vec<(Option<i64>, String)> = {
        let all = Query::all(Ledger(&VACCINATIONS), office.book.today());
        let ids = office.book.list(&all).unwrap();
        let records = office.book.window(Ledger(&VACCINATIONS), &ids, all.on).unwrap();
        let dose = |record: &taizhang::schema::Record| record.values["dose"].to_input();
        records.iter().map(|record| (record.reference("staff"), dose(record))).collect()
    };
    for (staff, dose) in [(ids[0], "1"), (ids[1], "2"), (ids[2], "1")] {
        assert!(doses.contains(&(Some(staff), dose.to_owned())), "each has her own dose: {doses:?}");
    }
    assert_eq!(office.book.undo().unwrap().unwrap().entry.step, acted.step.unwrap());
    assert_eq!(office.dump(), before, "one undo takes all of it back");
    office.book.redo().unwrap().unwrap();
    assert_eq!(office.book.list(&Query::all(Ledger(&VACCINATIONS), office.book.today())).unwrap().len(), 4);
}

/// Of those to whom it cannot be done each is named with why; the others are written only by whoever has heard of them.
#[test]
fn problems_are_told_by_row_and_nothing_is_written_meanwhile() {
    let mut office = Office::new();
    let ids = people(&mut office, &["陈轮", "单晓云", "曾国强"]);
    office.add(Ledger(&VACCINATIONS), json!({ "staff": "单晓云", "product": "北京生物", "given_on": "2021-08-10" }));
    office.add(Ledger(&VACCINATIONS), json!({ "staff": "曾国强", "product": "北京生物", "given_on": "2021-08-08" }));
    office.book.void(ROSTER, ids[0], None, "重复").unwrap();
    let before = office.dump();
    let asked = [ids[1], ids[0], ids[2], ids[2], 99];
    let weighed = weigh(&office, "vaccinate", &asked, json!({ "product": "北京生物", "given_on": "2021-08-10" }));
    let (refused, odd) = said(&weighed);
    assert_eq!(refused, [(ids[1], "duplicate"), (ids[0], "voided"), (99, "gone")]);
    assert_eq!(odd, [(ids[2], "early")]);
    assert_eq!((weighed.ready(), weighed.doubtful()), (1, true));
    assert_eq!(weighed.rows[0].title, "单晓云");
    assert_eq!(office.dump(), before, "weighing writes nothing");
    let acted = office.book.carry_out(weighed).unwrap();
    assert_eq!(acted.records, 1);
    assert_eq!(office.book.list(&Query::all(Ledger(&VACCINATIONS), office.book.today())).unwrap().len(), 3);
}

#[test]
fn what_was_weighed_before_something_else_was_written_is_weighed_again() {
    let mut office = Office::new();
    let ids = people(&mut office, &["陈轮"]);
    let weighed = weigh(&office, "leave", &ids, json!({ "left_on": "今天" }));
    office.add(ROSTER, json!({ "name": "别人" }));
    assert!(matches!(office.book.carry_out(weighed), Err(Error::ChangedMeanwhile)));
}

/// What is wrong with an answer is said once, at it.
#[test]
fn answers_are_checked_before_anybody() {
    let mut office = Office::new();
    let ids = people(&mut office, &["陈轮", "单晓云"]);
    for (act, answers, field, rule) in [
        ("vaccinate", json!({ "given_on": "2021-08-10" }), "product", "required"),
        ("vaccinate", json!({ "product": "没有的厂", "given_on": "2021-08-10" }), "product", "entry"),
        ("vaccinate", json!({ "product": "北京生物", "given_on": "2021-02-30" }), "given_on", "date"),
        ("vaccinate", json!({ "product": "北京生物", "given_on": "2021-08-13" }), "given_on", "future"),
        ("void", json!({ "reason": "  " }), "reason", "required"),
        ("leave", json!({ "left_on": "今天", "post": "x" }), "post", "unknown_column"),
    ] {
        let weighed = weigh(&office, act, &ids, answers.clone());
        let found: Vec<_> = weighed.problems.iter().map(|problem| (problem.field.as_str(), problem.rule.as_str())).collect();
        assert_eq!(found, [(field, rule)], "{act} {answers}");
        assert!(weighed.rows.is_empty());
        let before = office.dump();
        assert!(matches!(office.book.carry_out(weighed), Err(Error::Invalid(_))));
        assert_eq!(office.dump(), before);
    }
    assert!(matches!(program::registry().act(ROSTER, "飞"), Err(Error::Invalid(_))));
}

#[test]
fn another_department_is_another_posting() {
    let mut office = Office::new();
    let ids = people(&mut office, &["陈轮", "单晓云", "曾国强", "尉迟文"]);
    let left =
        office.add(ROSTER, json!({ "name": "阿明", "category": "志愿者", "joined_on": "2020-01-01", "left_on": "2020-06-30" }));
    let bare = office.add(ROSTER, json!({ "name": "无职" }));
    done(&mut office, "move", &ids[..1], json!({ "department": "行政部", "joined_on": "2021-08-01" }));
    let all = [ids.as_slice(), &[left, bare]].concat();
    let weighed = weigh(&office, "move", &all, json!({ "department": "行政部", "joined_on": "2021-08-12" }));
    assert_eq!(said(&weighed).0, [(ids[0], "same"), (left, "unposted"), (bare, "unposted")]);
    office.book.carry_out(weighed).unwrap();
    for id in &ids {
        let record = office.book.get(ROSTER, *id, office.book.today()).unwrap();
        assert_eq!(record.text("department"), Some("行政部"));
        assert_eq!((record.code("category"), record.text("post")), (Some("full_time"), Some("社工")), "what is not asked stays");
    }
    let eve = "2021-08-11".parse().unwrap();
    assert_eq!(office.book.get(ROSTER, ids[1], eve).unwrap().text("department"), Some("项目部"), "until the day before");
    // On the day she came there is no day before.
    let again = weigh(&office, "move", &ids[1..2], json!({ "department": "财务部", "joined_on": "2021-08-12" }));
    assert_eq!(said(&again).0, [(ids[1], "same_day")]);
}

#[test]
fn leaving_and_being_told_write_over_nothing() {
    let mut office = Office::new();
    let ids = people(&mut office, &["陈轮", "单晓云"]);
    done(&mut office, "leave", &ids[..1], json!({ "left_on": "2021-08-31" }));
    let weighed = weigh(&office, "leave", &ids, json!({ "left_on": "2021-08-20" }));
    assert_eq!(said(&weighed).0, [(ids[0], "said")]);
    office.book.carry_out(weighed).unwrap();
    let last =
        |office: &Office, id| office.book.get(ROSTER, id, office.book.today()).unwrap().date("left_on").unwrap().to_string();
    assert_eq!([last(&office, ids[0]), last(&office, ids[1])], ["2021-08-31", "2021-08-20"]);

    done(&mut office, "inform", &ids[..1], json!({ "consent": "已告知并同意", "consent_on": "2021-08-01" }));
    let weighed = weigh(&office, "inform", &ids, json!({ "consent": "informed", "consent_on": "今天" }));
    assert_eq!(said(&weighed).0, [(ids[0], "said")]);
    assert!(weighed.rows[0].problems[0].message.contains("已告知并同意」（2021-08-01）"));
    office.book.carry_out(weighed).unwrap();
    let consent = |id| office.book.get(ROSTER, id, office.book.today()).unwrap().code("consent");
    assert_eq!([consent(ids[0]), consent(ids[1])], [Some("consented"), Some("informed")]);
}

/// 作废 is there for every ledger but those of one record and those whose records last, with the children, as one step.
#[test]
fn every_ledger_voids_several_with_one_reason() {
    for ledger in program::ledgers() {
        let acts: Vec<&str> = program::registry().acts(ledger).map(|act| act.name).collect();
        let declaration = ledger.declaration();
        assert_eq!(acts.last() == Some(&"void"), !declaration.single && !declaration.lasting, "{}", ledger.name());
        for act in program::registry().acts(ledger) {
            let names: Vec<&str> = act.asks.iter().map(|asked| asked.name).collect();
            assert!(act.asks.iter().all(|asked| asked.column().is_some_and(|column| column.stored())), "{}", act.name);
            assert!(names.iter().all(|name| names.iter().filter(|other| *other == name).count() == 1), "{}", act.name);
        }
    }
    let mut office = Office::new();
    let ids = people(&mut office, &["陈轮", "单晓云", "曾国强"]);
    let before = office.dump();
    let acted = done(&mut office, "void", &ids[..2], json!({ "reason": "登记错了" }));
    let entry = &office.book.history(None, 1).unwrap()[0];
    assert_eq!((entry.step, entry.op.as_str(), entry.touched.len()), (acted.step.unwrap(), "void", 4), "with their postings");
    for id in &ids[..2] {
        let record = office.book.get(ROSTER, *id, office.book.today()).unwrap();
        assert_eq!((record.state, record.void_reason.as_deref()), (State::Voided, Some("登记错了")));
    }
    assert_eq!(office.book.list(&Query::all(ROSTER, office.book.today())).unwrap(), ids[2..]);
    office.book.undo().unwrap();
    assert_eq!(office.dump(), before);
    assert!(office.book.check_all().is_ok());
}

/// Lists, paper and sheets show just the records picked out, in the list's order.
#[test]
fn records_picked_out_are_those_and_no_others() {
    let mut office = Office::new();
    let ids = people(&mut office, &["曾国强", "阿明", "单晓云"]);
    let query = Query { only: Some(Arc::new([ids[0], ids[2], 99].into())), ..Query::all(ROSTER, office.book.today()) };
    assert_eq!(office.book.list(&query).unwrap(), [ids[2], ids[0]]);
    assert_eq!(office.book.list(&Query { only: Some(Arc::default()), ..query.clone() }).unwrap(), [0_i64; 0]);
    for form in program::printables(ROSTER).filter(|form| form.shows_query()) {
        let made = forms::make(&office.book, &PrintJob { form, query: query.clone(), id: None, access: None }).unwrap();
        assert_eq!(made.rows, 2, "{}", form.code);
        assert!(!texts(&made.document).contains("阿明"), "{}", form.code);
    }
}

fn texts(document: &Document) -> String {
    let items = document.pages.iter().flat_map(|page| &page.items);
    let said = items.filter_map(|item| match item {
        Item::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    said.collect()
}

/// Every ledger that can name a person stands on her page and in her papers, unless it says it does not.
#[test]
fn the_page_of_a_person_holds_every_ledger_that_names_her() {
    let folder = tempfile::tempdir().unwrap();
    let book = sample::create(&folder.path().join("示例.taizhang"), None, &Options::summer()).unwrap();
    let on = book.today();
    let tabs = program::registry().tabs(ROSTER);
    let mut expected = 0;
    for ledger in program::ledgers().filter(|ledger| ledger.declaration().tab.is_some()) {
        let naming = |column: &&'static taizhang::schema::Column| {
            column.stored() && matches!(column.kind, Kind::Reference(target) if target == ROSTER)
        };
        let columns: Vec<&str> = ledger.columns().iter().filter(naming).map(|column| column.name).collect();
        if columns.is_empty() {
            continue;
        }
        expected += 1;
        let tab = tabs.iter().find(|(other, _)| *other == ledger);
        assert_eq!(tab.map(|(_, found)| found.clone()), Some(columns), "{}", ledger.name());
    }
    assert_eq!(tabs.len(), expected);
    assert!(expected >= 7, "the walk found {expected} ledgers");
    let form = program::paper("person", "list").unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for id in book.list(&Query::all(ROSTER, on)).unwrap() {
        let paper = texts(&person(&book, id).document);
        for (ledger, columns) in &tabs {
            let records = book.with_facts(on, |facts| rows::naming(facts, *ledger, columns, id)).unwrap();
            let label = ledger.declaration().label;
            assert!(paper.contains(label), "{label} is told of {id}, with records or without");
            if !records.is_empty() {
                seen.insert(ledger.name());
            }
        }
    }
    assert!(seen.len() >= 6, "{seen:?}");
    assert_eq!((form.code, form.label), ("person", "一人一档"));
}

fn person(book: &Book, id: i64) -> forms::Made {
    let form = program::paper("一人一档", "").unwrap();
    forms::make(book, &PrintJob { form, query: Query::all(ROSTER, book.today()), id: Some(id), access: None }).unwrap()
}

#[test]
fn what_is_sensitive_stays_masked_on_her_papers() {
    let mut office = Office::new();
    let id =
        office.add(ROSTER, json!({ "name": "陈轮", "mobile": "13700099034", "category": "专职", "joined_on": "2021-03-01" }));
    office.add(Ledger(&VACCINATIONS), json!({ "staff": id, "product": "北京生物", "given_on": "2021-05-01" }));
    let paper = texts(&person(&office.book, id).document);
    assert!(paper.contains("137****9034") && !paper.contains("13700099034"));
    assert!(paper.contains("2021-05-01"));
    assert!(paper.contains("没有记录："));
    let postings = office.book.list(&Query::all(Ledger(&POSTINGS), office.book.today())).unwrap();
    assert_eq!(postings.len(), 1);
}
