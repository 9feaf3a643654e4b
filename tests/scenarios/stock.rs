//! A stock never falls below zero, whoever writes: a form, several rows together, an act over several, an import, undo.

use crate::desk::{Office, object};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use taizhang::base::error::Error;
use taizhang::exchange::apply::apply;
use taizhang::exchange::plan::{Fate, ImportPlan, Options, plan};
use taizhang::exchange::source::Source;
use taizhang::home::{self, Copies, Said};
use taizhang::program;
use taizhang::schema::{Ledger, Value};
use taizhang::store::book::Order;
use taizhang::store::listing::Query;
use taizhang::topics::supplies::card;
use taizhang::topics::{SUPPLIES, SUPPLY_MOVES};

const MOVES: Ledger = Ledger(&SUPPLY_MOVES);

/// The office stands at 2021-08-12, 09:00; everything before is entered late.
fn office() -> Office {
    let mut office = Office::new();
    office.add(Ledger(&SUPPLIES), json!({ "name": "口罩", "kind": "mask", "unit": "只", "minimum": 10 }));
    office.add(Ledger(&SUPPLIES), json!({ "name": "消毒液（5 L）", "kind": "agent", "unit": "桶" }));
    office
}

fn row(day: u32, kind: &str, quantity: f64) -> Json {
    json!({ "supply": "口罩", "moved_on": format!("2021-08-{day:02}"), "kind": kind, "quantity": quantity, "handler": "周敏",
        "source": (kind == "in").then_some("bought"), "late_reason": "补记" })
}

fn refused(error: &Error) -> Vec<(String, String, String)> {
    let told = |problem: &taizhang::base::error::Problem| (problem.field.clone(), problem.rule.clone(), problem.message.clone());
    error.problems().iter().map(told).collect()
}

fn below(message: &str) -> Vec<(String, String, String)> {
    vec![("quantity".to_owned(), "below_zero".to_owned(), message.to_owned())]
}

fn decimal(office: &Office, ledger: Ledger, id: i64, column: &str) -> Option<f64> {
    office.book.get(ledger, id, office.book.today()).unwrap().values.get(column).and_then(Value::as_decimal)
}

#[test]
fn whatever_would_leave_less_than_nothing_is_refused_and_names_the_row() {
    let mut office = office();
    let source = json!({ "supply": "口罩", "moved_on": "2021-08-01", "kind": "in", "quantity": 1, "handler": "周敏", "late_reason": "补记" });
    let error = office.book.add(MOVES, &object(source)).unwrap_err();
    assert_eq!(refused(&error)[0].1, "required", "what came in has a source");
    let came = office.add(MOVES, row(1, "in", 10.0));
    let error = office.book.add(MOVES, &object(row(3, "out", 10.5))).unwrap_err();
    assert_eq!(refused(&error), below("「口罩」2021-08-03 只有 10，不能出库 10.5。请核对数量和日期。"));
    let went = office.add(MOVES, row(5, "out", 8.0));
    let later = "这样「口罩」2021-08-05 的出库 8 就不够了，差 1。请先核对那一笔。";
    let error = office.book.add(MOVES, &object(row(2, "scrap", 3.0))).unwrap_err();
    assert_eq!(refused(&error), below(later));
    let error = office.book.change(MOVES, came, None, &object(json!({ "quantity": 7 }))).unwrap_err();
    assert_eq!(refused(&error), below(later));
    let error = office.book.change(MOVES, came, None, &object(json!({ "supply": "消毒液（5 L）" }))).unwrap_err();
    assert_eq!(refused(&error)[0].2, "这样「口罩」2021-08-05 的出库 8 就不够了，差 8。请先核对那一笔。");
    let error = office.book.void(MOVES, came, None, "登错").unwrap_err();
    assert_eq!(refused(&error)[0].1, "below_zero");
    let steps = office.book.last_step().unwrap();
    let rows: Vec<_> = [row(6, "in", 5.0), row(6, "out", 8.0)].into_iter().map(|row| (MOVES, object(row))).collect();
    let judged = office.book.judge_all(&rows).unwrap();
    let told: Vec<usize> = judged.iter().map(|intake| intake.problems.len()).collect();
    assert_eq!(told, [0, 1], "the row that takes too much is told");
    assert!(matches!(office.book.add_all(&rows), Err(Error::Invalid(_))));
    assert_eq!(office.book.last_step().unwrap(), steps, "nothing was written");
    // Voiding what went out and then what came in is fine; the other way round, and making only what went out valid again, is not.
    office.book.void(MOVES, went, None, "登错").unwrap();
    office.book.void(MOVES, came, None, "登错").unwrap();
    assert_eq!(refused(&office.book.unvoid(MOVES, went, None).unwrap_err())[0].1, "below_zero");
    office.book.unvoid(MOVES, came, None).unwrap();
    office.book.unvoid(MOVES, went, None).unwrap();
    office.book.check_all().unwrap();
}

#[test]
fn undo_and_redo_keep_to_it() {
    let mut office = office();
    office.add(MOVES, row(1, "in", 10.0));
    let went = office.add(MOVES, row(2, "out", 10.0));
    // Taking back goes step by step; what came in cannot be taken from under what went out.
    office.book.undo().unwrap().unwrap();
    office.book.undo().unwrap().unwrap();
    office.book.redo().unwrap().unwrap();
    office.book.redo().unwrap().unwrap();
    assert_eq!(decimal(&office, Ledger(&SUPPLIES), 1, "stock"), Some(0.0));
    office.book.void(MOVES, went, None, "登错").unwrap();
    let other = office.add(MOVES, row(2, "out", 4.0));
    office.book.change(MOVES, other, None, &object(json!({ "supply": "口罩", "quantity": 10 }))).unwrap();
    office.book.undo().unwrap().unwrap();
    office.book.undo().unwrap().unwrap();
    office.book.undo().unwrap().unwrap();
    assert_eq!(decimal(&office, Ledger(&SUPPLIES), 1, "stock"), Some(0.0), "the void is taken back");
}

#[test]
fn one_act_over_several_is_weighed_as_a_whole() {
    let mut office = office();
    let came = office.add(MOVES, row(1, "in", 10.0));
    let went = office.add(MOVES, row(2, "out", 8.0));
    let weighed = |office: &Office, ids: &[i64]| {
        let act = program::registry().act(MOVES, "void").unwrap();
        let answers = object(json!({ "reason": "重复登记" }));
        office.book.weigh(&Order { ledger: MOVES, act, ids: ids.to_vec(), answers: &answers }).unwrap()
    };
    let alone = weighed(&office, &[came]);
    assert_eq!((alone.ready(), alone.rows[0].problems[0].rule.as_str()), (0, "below_zero"));
    let both = weighed(&office, &[came, went]);
    assert_eq!(both.ready(), 2, "nothing is left of either");
    office.book.carry_out(both).unwrap();
    assert_eq!(decimal(&office, Ledger(&SUPPLIES), 1, "stock"), Some(0.0));
}

fn planned(office: &Office, text: &str) -> ImportPlan {
    let mut source = Source::of("出入库.csv".to_owned(), text.as_bytes().to_vec()).unwrap();
    let options = Options { late_reason: Some("补录纸质台账".to_owned()), ..Options::default() };
    plan(&office.book, &mut source, MOVES, &options, &|_, _| true).unwrap()
}

/// The order of rows says nothing: a sheet with the newest on top is taken as well, and of what cannot be, the row that takes
/// too much.
#[test]
fn a_sheet_is_taken_whatever_its_order() {
    let mut office = office();
    let text = "物资名称,日期,出入库,领用数量,物资来源,领用人,经办人\n\
                口罩,2021-08-10,出库,60,,项目部,周敏\n\
                口罩,2021-08-09,领用,50,,项目部,周敏\n\
                口罩,2021-08-05,出库,20,,办公室,周敏\n\
                口罩,2021-08-01,入库,100,自购,,周敏\n\
                消毒液（5 L）,2021-08-02,出库,1,,办公室,周敏\n";
    let text = text.replace("领用,50", "出库,50");
    let plan = planned(&office, &text);
    let fates: Vec<(u32, Fate)> = plan.rows.iter().map(|row| (row.number, row.fate())).collect();
    assert_eq!(fates, [(2, Fate::Reject), (3, Fate::Add), (4, Fate::Add), (5, Fate::Add), (6, Fate::Reject)]);
    let problem = &plan.rows[0].records[0].problems[0];
    assert_eq!((problem.label.as_str(), problem.rule.as_str()), ("领用数量", "below_zero"));
    assert_eq!(problem.message, "「口罩」2021-08-10 只有 30，不能出库 60。请核对数量和日期。");
    apply(&mut office.book, plan, &|_, _, _| true).unwrap();
    assert_eq!(decimal(&office, Ledger(&SUPPLIES), 1, "stock"), Some(30.0));
    // What is there already is named when a row would take it away from under it.
    let plan = planned(&office, "物资名称,日期,出入库,数量,经办人\n口罩,2021-08-06,出库,31,周敏\n");
    let problem = &plan.rows[0].records[0].problems[0];
    assert_eq!(problem.message, "这样「口罩」2021-08-09 的出库 50 就不够了，差 1。请先核对那一笔。");
    assert_eq!(apply(&mut office.book, plan, &|_, _, _| true).unwrap().step, None);
}

#[test]
fn a_count_sets_the_balance_and_tells_the_difference() {
    let mut office = office();
    for tenths in 1..=3 {
        office.add(MOVES, row(tenths, "in", 0.1));
    }
    let counted = office.book.add(MOVES, &object(row(3, "count", 0.2))).unwrap();
    let told: Vec<&str> = counted.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(told, ["账面 0.3，点到的少 0.1。请再点一遍，确实如此的写明原因。"], "tenths add up exactly");
    assert_eq!(decimal(&office, MOVES, counted.id, "difference"), Some(-0.1));
    let day_after = office.add(MOVES, row(4, "out", 0.2));
    assert_eq!(decimal(&office, MOVES, day_after, "balance"), Some(0.0));
    let earlier = office.add(MOVES, row(1, "scrap", 0.05));
    assert_eq!(decimal(&office, MOVES, earlier, "balance"), Some(0.05));
    assert_eq!(decimal(&office, MOVES, counted.id, "difference"), Some(-0.05), "the count stands, what it differs by follows");
    assert_eq!(decimal(&office, MOVES, day_after, "balance"), Some(0.0));
    assert!(office.book.add(MOVES, &object(row(3, "count", 0.2))).unwrap().warnings.is_empty());
}

#[test]
fn supplies_ask_for_what_they_lack() {
    let mut office = office();
    let titles = |office: &Office| -> Vec<String> {
        let now = office.book.surroundings().now();
        let copies = Copies { newest: Some(now), off_disk: Some(now) };
        let tasks = home::tasks(&office.book, copies, &mut Said::default()).unwrap();
        tasks.into_iter().filter(|task| task.label == "防疫物资").map(|task| task.title).collect()
    };
    assert_eq!(titles(&office), ["口罩不到最低库存"], "nothing of what has a minimum is a lack, of what has none it is not");
    let mut came = row(12, "in", 12.0);
    came["expires_on"] = "2021-08-20".into();
    let came = office.add(MOVES, came);
    assert_eq!(titles(&office), ["口罩30 天内到期"]);
    office.book.change(MOVES, came, None, &object(json!({ "expires_on": "2021-08-11" }))).unwrap();
    assert_eq!(titles(&office), ["口罩有过了有效期的"]);
    office.book.change(MOVES, came, None, &object(json!({ "expires_on": null }))).unwrap();
    assert!(titles(&office).is_empty());
    office.later(chrono::TimeDelta::days(31));
    assert!(titles(&office).is_empty());
    office.later(chrono::TimeDelta::days(1));
    assert_eq!(titles(&office), ["1 种物资超过 31 天没有盘点"]);
    let stock = card::of_day(&office.book, "2021-08-11".parse().unwrap()).unwrap();
    assert_eq!(stock.lines.iter().map(|line| line.stock.as_str()).collect::<Vec<_>>(), ["0", "0"], "before it came in");
}

#[derive(Debug, Clone)]
enum Edit {
    Add(u32, usize, u32),
    Change(usize, u32, u32),
    Void(usize),
    Unvoid(usize),
    Undo,
    Redo,
    Import(Vec<(u32, usize, u32)>),
}

const KINDS: [&str; 4] = ["in", "out", "scrap", "count"];

fn edit() -> impl Strategy<Value = Edit> {
    let one = || (1_u32..12, 0_usize..4, 0_u32..30);
    prop_oneof![
        4 => one().prop_map(|(day, kind, tenths)| Edit::Add(day, kind, tenths)),
        2 => (any::<usize>(), 1_u32..12, 0_u32..30).prop_map(|(which, day, tenths)| Edit::Change(which, day, tenths)),
        1 => any::<usize>().prop_map(Edit::Void),
        1 => any::<usize>().prop_map(Edit::Unvoid),
        1 => Just(Edit::Undo),
        1 => Just(Edit::Redo),
        1 => prop::collection::vec(one(), 1..6).prop_map(Edit::Import),
    ]
}

/// Every valid move after which the program says there is less than nothing.
fn negative(office: &Office) -> Vec<i64> {
    let ids = office.book.list(&Query::all(MOVES, office.book.today())).unwrap();
    let records = office.book.window(MOVES, &ids, office.book.today()).unwrap();
    let below =
        records.iter().filter(|record| record.values.get("balance").and_then(Value::as_decimal).is_none_or(|left| left < 0.0));
    below.map(|record| record.id).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is edited in whatever order: what is refused is refused for a reason of its own, and nothing ever is below zero.
    #[test]
    fn the_balance_is_never_below_zero(edits in prop::collection::vec(edit(), 1..25)) {
        let mut office = office();
        for edit in edits {
            let all = Query { voided: true, ..Query::all(MOVES, office.book.today()) };
            let ids = office.book.list(&all).unwrap();
            let at = |which: usize| ids.get(which % ids.len().max(1)).copied().unwrap_or_default();
            let result = match edit {
                Edit::Add(day, kind, tenths) => {
                    office.book.add(MOVES, &object(row(day, KINDS[kind], f64::from(tenths) / 10.0))).map(|_| ())
                }
                Edit::Change(which, day, tenths) => {
                    let said = json!({ "quantity": f64::from(tenths) / 10.0, "moved_on": format!("2021-08-{day:02}") });
                    office.book.change(MOVES, at(which), None, &object(said)).map(|_| ())
                }
                Edit::Void(which) => office.book.void(MOVES, at(which), None, "核对后作废").map(|_| ()),
                Edit::Unvoid(which) => office.book.unvoid(MOVES, at(which), None).map(|_| ()),
                Edit::Undo => office.book.undo().map(|_| ()),
                Edit::Redo => office.book.redo().map(|_| ()),
                Edit::Import(rows) => {
                    let mut text = "物资名称,日期,类型,数量,来源,经办人\n".to_owned();
                    for (day, kind, tenths) in rows {
                        let source = if kind == 0 { "自购" } else { "" };
                        text += &format!("口罩,2021-08-{day:02},{},{},{source},周敏\n", KINDS[kind], f64::from(tenths) / 10.0);
                    }
                    let plan = planned(&office, &text);
                    apply(&mut office.book, plan, &|_, _, _| true).map(|_| ())
                }
            };
            let plain = |error: &Error| matches!(error, Error::Invalid(_) | Error::NotFound(_) | Error::ChangedMeanwhile);
            prop_assert!(result.as_ref().is_ok_and(|()| true) || result.as_ref().is_err_and(plain), "{:?}", result);
            prop_assert_eq!(negative(&office), Vec::<i64>::new());
        }
        office.book.check_all().unwrap();
    }
}
