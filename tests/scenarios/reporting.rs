//! Reports: figures that never make something out of nothing, frozen in one spelling, registered, corrected, handed over.

use crate::desk::{Office, object};
use chrono::{NaiveDate, TimeDelta};
use serde_json::json;
use taizhang::answers::reported::Reported;
use taizhang::base::error::Result;
use taizhang::program;
use taizhang::reports::catalogue::{self, Kind};
use taizhang::reports::filing::{self, Asked, Filed, Filing};
use taizhang::reports::{forms, keys, package, packaging};
use taizhang::sample::{self, Options};
use taizhang::schema::Ledger;
use taizhang::store::listing::Query;
use taizhang::topics::{DONATIONS, GRANTS, HEALTH_CHECKS, HEALTH_PLANS, INCIDENTS, NOTICES, STAFF, SUBMISSIONS, TOPICS};

const REGISTER: Ledger = Ledger(&SUBMISSIONS);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn asked(office: &Office, kind: Kind, to: &str) -> Asked {
    Asked { kind, from: None, to: day(to), on: office.book.today(), figures: Vec::new() }
}

fn frozen(office: &mut Office, kind: Kind, to: &str, filing: &Filing) -> Result<Filed> {
    let asked = asked(office, kind, to);
    filing::freeze(&mut office.book, &asked, filing)
}

fn filing() -> Filing {
    Filing { recipient: "registrar".to_owned(), filled_by: "周敏".to_owned(), ..Filing::default() }
}

fn figure(office: &Office, from: &str, to: &str, id: &str) -> Reported {
    let all = catalogue::all(&office.book, day(from), day(to), office.book.today()).unwrap();
    all.into_iter().find(|one| one.id == id).unwrap_or_else(|| panic!("no figure {id}"))
}

fn known(one: &Reported) -> (Option<i64>, Option<i64>, i64) {
    (one.value, one.of, one.unknown)
}

/// Two in post, measured twice a day from the 10th of August on; today is the 12th.
fn measured() -> Office {
    let mut office = Office::new();
    for name in ["陈轮", "李禾"] {
        office
            .add(Ledger(&STAFF), json!({ "name": name, "category": "full_time", "joined_on": "2021-07-01", "id_type": "none" }));
    }
    office.add(Ledger(&HEALTH_PLANS), json!({ "categories": "full_time", "times_per_day": 1, "from_on": "2021-08-10" }));
    office
}

fn reading(office: &mut Office, name: &str, on: &str, morning: &str) -> i64 {
    office.add(Ledger(&HEALTH_CHECKS), json!({ "staff": name, "checked_on": on, "morning": morning, "late_reason": "补记" }))
}

#[test]
fn every_figure_has_a_name_of_its_own_and_rows_of_its_ledgers() {
    let folder = tempfile::tempdir().unwrap();
    let book = sample::create(&folder.path().join("示例.taizhang"), None, &Options::summer()).unwrap();
    let to = book.today();
    let all = catalogue::all(&book, to - TimeDelta::days(30), to, to).unwrap();
    let mut names: Vec<&str> = all.iter().map(|one| one.id.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len());
    assert!(all.len() > 60, "{}", all.len());
    for one in &all {
        assert!(!one.label.is_empty() && one.id.contains('.'), "{}", one.id);
        assert!(one.unknown >= 0 && one.of.is_none_or(|of| one.value.is_none_or(|value| value <= of)), "{one:?}");
        let code = catalogue::tally(&one.id, to - TimeDelta::days(30), to);
        let (_, code) = code.split_once('.').unwrap();
        if let Some((ledger, _)) = one.rows.first() {
            let rows = catalogue::rows(&book, code, *ledger, to).unwrap().unwrap();
            assert_eq!(rows.len(), one.rows.iter().filter(|(of, _)| of == ledger).count(), "{}", one.id);
            assert_eq!(book.window(*ledger, &rows, to).unwrap().len(), rows.len(), "{}", one.id);
        }
    }
    let counted: std::collections::BTreeSet<&str> = all.iter().filter_map(|one| one.id.split('.').next()).collect();
    assert!(counted.len() >= TOPICS.len() - 3, "{counted:?}");
}

#[test]
fn where_nobody_looked_nothing_is_known() {
    let mut office = Office::new();
    for id in ["health.made", "health.fever", "health.symptom", "incidents.suspected", "rounds.disinfect", "presence.on_duty"] {
        assert_eq!(figure(&office, "2021-08-12", "2021-08-12", id).value, None, "{id}");
    }
    let draft = filing::draft(&office.book, &asked(&office, Kind::Daily, "2021-08-12")).unwrap().set;
    assert!(!draft.zero);
    assert_eq!(draft.sentence, "未发现异常；没有监测安排，情况不全。");
    assert_eq!(draft.figure("health.fever").unwrap().shown(), "—");
    assert_eq!(draft.figure("health.fever").unwrap().note(), "没有登记，不知道");
    // What was written down is known all the same.
    office.add(Ledger(&INCIDENTS), json!({ "name": "某人", "found_at": "2021-08-12 08:00", "category": "suspected" }));
    assert_eq!(figure(&office, "2021-08-12", "2021-08-12", "incidents.suspected").value, Some(1));
    assert_eq!(figure(&office, "2021-08-12", "2021-08-12", "incidents.close").value, None);
    assert_eq!(filing::draft(&office.book, &asked(&office, Kind::Daily, "2021-08-12")).unwrap().set.sentence, "");
}

#[test]
fn nothing_is_reported_only_when_everybody_was_looked_at() {
    let mut office = measured();
    let made = |office: &Office, on: &str| known(&figure(office, on, on, "health.made"));
    let zero = |office: &Office, on: &str| filing::draft(&office.book, &asked(office, Kind::Daily, on)).unwrap().set;
    assert_eq!(made(&office, "2021-08-11"), (Some(0), Some(2), 2));
    assert_eq!(zero(&office, "2021-08-11").sentence, "未发现异常（监测 0/2）。");
    reading(&mut office, "陈轮", "2021-08-11", "36.5");
    assert_eq!(made(&office, "2021-08-11"), (Some(1), Some(2), 1));
    assert!(!zero(&office, "2021-08-11").zero);
    reading(&mut office, "李禾", "2021-08-11", "36.6");
    assert_eq!(made(&office, "2021-08-11"), (Some(2), Some(2), 0));
    assert!(zero(&office, "2021-08-11").zero && zero(&office, "2021-08-11").sentence.starts_with("零报告"));
    // Today still runs: who was not measured yet is not known, and nothing is said of her.
    assert_eq!(made(&office, "2021-08-12"), (Some(0), Some(2), 2));
    reading(&mut office, "陈轮", "2021-08-12", "38.2");
    let told = zero(&office, "2021-08-12");
    assert!(!told.zero);
    let fever = figure(&office, "2021-08-12", "2021-08-12", "health.fever");
    // It is to be taken again: no fever yet, and none ruled out.
    assert_eq!(known(&fever), (Some(0), None, 2));
}

#[test]
fn sums_are_exact_and_goods_are_worth_what_they_were_valued_at() {
    let mut office = Office::new();
    let money = |amount: &str| {
        json!({ "donor": "某公司", "received_on": "2021-08-02", "kind": "money", "amount": amount, "via": "unsolicited",
        "late_reason": "补记", "receipt_no": "1" })
    };
    assert_eq!(known(&figure(&office, "2021-08-01", "2021-08-12", "donations.money")), (Some(0), None, 0));
    let via = match Ledger(&DONATIONS).column("via").unwrap().kind {
        taizhang::schema::Kind::Choice(choices) => choices.last().unwrap().code,
        _ => unreachable!(),
    };
    for amount in ["1200", "0.55"] {
        let mut row = money(amount);
        row["via"] = json!(via);
        row["receipt_no"] = json!(amount);
        office.add(Ledger(&DONATIONS), row);
    }
    assert_eq!(known(&figure(&office, "2021-08-01", "2021-08-12", "donations.money")), (Some(120_055), None, 0), "in fen");
    let goods = office.add(
        Ledger(&DONATIONS),
        json!({ "donor": "某公司", "received_on": "2021-08-02", "kind": "goods", "item": "口罩", "quantity": "100", "unit": "只", "value": "250", "via": via,
            "checked_by": "周敏、李禾", "certified": "是", "late_reason": "补记" }),
    );
    assert_eq!(known(&figure(&office, "2021-08-01", "2021-08-12", "donations.goods")), (Some(25_000), None, 0));
    office.add(
        Ledger(&GRANTS),
        json!({ "donation": goods.to_string(), "granted_on": "2021-08-12", "recipient": "某社区", "quantity": "40", "handler": "周敏",
            "signed_by": "王某" }),
    );
    assert_eq!(known(&figure(&office, "2021-08-01", "2021-08-12", "grants.goods")), (Some(10_000), None, 0));
}

#[test]
fn a_report_is_frozen_once_and_gives_way_until_it_went() {
    let mut office = measured();
    reading(&mut office, "陈轮", "2021-08-11", "36.5");
    let wanted = asked(&office, Kind::Daily, "2021-08-11");
    let (one, two) = (filing::draft(&office.book, &wanted).unwrap().set, filing::draft(&office.book, &wanted).unwrap().set);
    assert_eq!(one.canonical().unwrap(), two.canonical().unwrap());
    // Refused by the register, nothing is frozen.
    let refused = filing::freeze(&mut office.book, &wanted, &Filing { recipient: String::new(), ..filing() }).unwrap_err();
    assert_eq!(refused.problems()[0].field, "recipient");
    assert_eq!(office.book.frozen(taizhang::store::frozen::REPORT).unwrap().len(), 0);
    let first = filing::freeze(&mut office.book, &wanted, &filing()).unwrap();
    let record = office.book.get(REGISTER, first.saved.id, office.book.today()).unwrap();
    assert_eq!(record.text("frozen"), Some(first.number.as_str()));
    assert_eq!((first.number.len(), record.flag("zero")), (16, false));
    let again = filing::freeze(&mut office.book, &wanted, &filing()).unwrap();
    assert_eq!((&again.number, again.saved.changed), (&first.number, false), "nothing is otherwise");
    assert_eq!(office.book.frozen(taizhang::store::frozen::REPORT).unwrap().len(), 1);
    // Nobody types what only the program says.
    for (column, text) in [("zero", "是"), ("frozen", "0123456789abcdef")] {
        let refused = office.book.change(REGISTER, first.saved.id, None, &object(json!({ column: text }))).unwrap_err();
        assert_eq!(refused.problems()[0].field, column);
    }
    reading(&mut office, "李禾", "2021-08-11", "36.6");
    let second = filing::freeze(&mut office.book, &wanted, &filing()).unwrap();
    assert_eq!(second.saved.id, first.saved.id, "the draft gives way");
    assert_ne!(second.number, first.number);
    assert!(office.book.get(REGISTER, second.saved.id, office.book.today()).unwrap().flag("zero"));
    let sent = json!({ "sent_at": "2021-08-12 08:30", "way": "email" });
    office.book.change(REGISTER, second.saved.id, None, &object(sent)).unwrap();
    // What went stays: another one corrects it, and says what is otherwise.
    let fever = office.add(
        Ledger(&INCIDENTS),
        json!({ "name": "某人", "found_at": "2021-08-11 10:00", "category": "close", "late_reason": "补记" }),
    );
    let correction = Filing { corrects: Some((second.saved.id, "漏登一例密接".to_owned())), ..filing() };
    let third = filing::freeze(&mut office.book, &wanted, &correction).unwrap();
    assert_ne!(third.saved.id, second.saved.id);
    let told: Vec<(&str, &str, &str)> =
        third.changed.iter().map(|one| (one.label.as_str(), one.before.as_str(), one.after.as_str())).collect();
    assert!(told.contains(&("疑似密接：密接", "0", "1")), "{told:?}");
    assert_eq!(filing::frozen_of(&office.book, second.saved.id).unwrap().1.figure("incidents.close").unwrap().value, Some(0));
    let version = office.book.get(REGISTER, third.saved.id, office.book.today()).unwrap();
    assert_eq!(version.values.get("version").unwrap().to_input(), "2");
    // A frozen report outlives what it was made of.
    office.book.void(Ledger(&INCIDENTS), fever, None, "误登").unwrap();
    assert_eq!(filing::frozen_of(&office.book, third.saved.id).unwrap().1.figure("incidents.close").unwrap().value, Some(1));
    office.book.check_all().unwrap();
}

#[test]
fn a_slot_of_a_notice_is_filled_by_its_report() {
    let mut office = measured();
    let notice = office.add(
        Ledger(&NOTICES),
        json!({ "title": "关于每日报告的通知", "issuer": "registrar", "received_on": "2021-08-10", "asks": "report", "due_at": "2021-08-11 17:00",
            "repeats": "daily", "late_reason": "补记" }),
    );
    let wanted = filing::wanted(&office.book).unwrap();
    let first = &wanted[0];
    assert_eq!((first.notice, first.slot.from, first.slot.to), (notice, Some(day("2021-08-11")), Some(day("2021-08-11"))));
    assert_eq!(filing::kind_of(day("2021-08-11"), day("2021-08-11")), Some(Kind::Daily));
    assert_eq!(filing::kind_of(day("2021-08-05"), day("2021-08-11")), Some(Kind::Weekly));
    assert_eq!(filing::kind_of(day("2021-08-01"), day("2021-08-31")), Some(Kind::Monthly));
    assert_eq!(filing::kind_of(day("2021-08-01"), day("2021-08-30")), None);
    let own = Filing { notice: Some(notice), ..filing() };
    let filed = frozen(&mut office, Kind::Daily, "2021-08-11", &own).unwrap();
    assert!(filing::wanted(&office.book).unwrap().iter().any(|one| one.slot.to == Some(day("2021-08-11"))), "frozen is not sent");
    let sent = json!({ "sent_at": "2021-08-12 08:30", "way": "email" });
    office.book.change(REGISTER, filed.saved.id, None, &object(sent)).unwrap();
    assert!(filing::wanted(&office.book).unwrap().iter().all(|one| one.slot.to != Some(day("2021-08-11"))));
    let twice = frozen(&mut office, Kind::Daily, "2021-08-11", &own).unwrap_err();
    assert_eq!(twice.problems()[0].rule, "duplicate");
}

#[test]
fn packages_follow_one_another_and_are_the_same_each_time() {
    let mut office = measured();
    let one = frozen(&mut office, Kind::Daily, "2021-08-10", &filing()).unwrap().saved.id;
    let two = frozen(&mut office, Kind::Monthly, "2021-08-12", &filing()).unwrap().saved.id;
    assert!(keys::known(&office.book).unwrap().is_none());
    let first = packaging::made(&mut office.book, one).unwrap();
    let second = packaging::made(&mut office.book, two).unwrap();
    assert_eq!(packaging::made(&mut office.book, one).unwrap(), first);
    let (read, next) = (package::read(&first.bytes).unwrap(), package::read(&second.bytes).unwrap());
    assert_eq!((read.payload.previous.as_ref(), next.payload.previous.as_ref()), (None, Some(&first.package)));
    assert_eq!(read.key, next.key);
    assert_eq!(keys::fingerprint(&read.key), first.fingerprint);
    assert_eq!(next.payload.articles, filing::frozen_of(&office.book, two).unwrap().1.articles);
    let text = String::from_utf8(serde_json::to_vec(&next.payload).unwrap()).unwrap();
    for name in ["陈轮", "李禾", "周敏"] {
        assert!(!text.contains(name), "{name}");
    }
    // The secret half is nowhere but in its setting: not in the journal.
    let secret = office.book.setting("report_key").unwrap().unwrap();
    let history = office.book.history(None, 1000).unwrap();
    assert!(history.iter().all(|entry| !format!("{entry:?}").contains(&secret)));
    // Another pair in its place is noticed.
    office.book.keep("report_key", Some(&"ab".repeat(32))).unwrap();
    assert!(packaging::made(&mut office.book, one).unwrap_err().to_string().contains("密钥"));
    // A report that was not frozen has no package.
    let bare = office.add(
        REGISTER,
        json!({ "kind": "daily", "period_from": "2021-08-09", "period_to": "2021-08-09", "recipient": "registrar", "filled_by": "周敏",
            "late_reason": "补记" }),
    );
    assert_eq!(packaging::made(&mut office.book, bare).unwrap_err().problems()[0].rule, "not_frozen");
}

#[test]
fn the_sheet_says_what_was_frozen() {
    let mut office = measured();
    let filed = frozen(&mut office, Kind::Daily, "2021-08-11", &filing()).unwrap();
    let set = filing::frozen_of(&office.book, filed.saved.id).unwrap().1;
    let bytes = forms::workbook(&set).unwrap();
    let path = office.folder.path().join("数字.xlsx");
    std::fs::write(&path, bytes).unwrap();
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(&path).unwrap();
    let range = calamine::Reader::worksheet_range(&mut book, "数字").unwrap();
    let rows: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert!(rows.iter().any(|row| row[..3] == ["在册人员", "2", "人"]), "{rows:?}");
    assert!(rows.iter().any(|row| row[..] == ["测温", "0/2", "次", "未登记 2"]), "{rows:?}");
    let form = program::printable(REGISTER, forms::REPORT).unwrap();
    let job = taizhang::forms::PrintJob {
        form,
        query: Query::all(REGISTER, office.book.today()),
        id: Some(filed.saved.id),
        access: None,
    };
    assert_eq!(taizhang::forms::make(&office.book, &job).unwrap().document.title, "疫情防控情况日报");
}
