//! The records the guideline asks for besides people and rounds: what is refused, what is told, what becomes a to-do.

use crate::desk::{Office, object};
use chrono::{Days, NaiveDate, TimeDelta};
use serde_json::{Value as Json, json};
use taizhang::base::error::Problem;
use taizhang::home::{self, Copies, Said};
use taizhang::schema::{Ledger, Value};
use taizhang::store::listing::Query;
use taizhang::topics::correspondence::card as notice;
use taizhang::topics::{
    ACKNOWLEDGEMENTS, ATTENDANCES, DONATIONS, DOSSIERS, DRILLS, FINDINGS, GATHERINGS, GRANTS, INCIDENT_REPORTS, INCIDENTS,
    INSPECTIONS, LEAVES, NOTICES, PLANS, PUBLICITY, QUARANTINES, SERVICE_MEMBERS, SERVICES, STAFF, TESTS, TRAVELS, VISITORS,
};

/// The office stands at 2021-08-12, 09:00.
const TODAY: &str = "2021-08-12";

fn refused(office: &mut Office, ledger: Ledger, row: Json) -> Vec<(String, String)> {
    let error = office.book.add(ledger, &object(row)).unwrap_err();
    error.problems().iter().map(|problem| (problem.field.clone(), problem.rule.clone())).collect()
}

fn warned(office: &mut Office, ledger: Ledger, row: Json) -> Vec<(String, String)> {
    let told = |problem: &Problem| (problem.field.clone(), problem.rule.clone());
    office.book.add(ledger, &object(row)).unwrap().warnings.iter().map(told).collect()
}

fn pair(field: &str, rule: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), rule.to_owned())]
}

/// Code and words of a record's state on a day.
fn status(office: &Office, ledger: Ledger, id: i64, on: &str) -> (String, String) {
    match office.book.get(ledger, id, on.parse().unwrap()).unwrap().values.get("status") {
        Some(Value::Told { code, text, .. }) => ((*code).to_owned(), text.clone()),
        other => panic!("{other:?}"),
    }
}

fn codes(office: &Office, ledger: Ledger, id: i64, days: &[(&str, &str)]) {
    for (on, wanted) in days {
        assert_eq!(status(office, ledger, id, on).0, *wanted, "{} on {on}", ledger.name());
    }
}

fn titles(office: &Office) -> Vec<String> {
    let copies = Copies { newest: Some(office.book.surroundings().now()), off_disk: Some(office.book.surroundings().now()) };
    home::tasks(&office.book, copies, &mut Said::default()).unwrap().into_iter().map(|task| task.title).collect()
}

fn office() -> (Office, i64) {
    let mut office = Office::new();
    let row = json!({ "name": "陈轮", "id_type": "none", "mobile": "13812345678", "consent": "consented", "category": "专职" });
    let id = office.add(Ledger(&STAFF), row);
    (office, id)
}

fn leave(staff: i64, from: &str, to: &str) -> Json {
    json!({ "staff": staff, "reason": "公务", "division_code": "510100", "leave_on": from, "return_on": to })
}

#[test]
fn leaves_are_approved_by_somebody_and_do_not_overlap() {
    let (mut office, staff) = office();
    let mut unsigned = leave(staff, "2021-08-20", "2021-08-22");
    unsigned["approval"] = "同意".into();
    assert_eq!(refused(&mut office, Ledger(&LEAVES), unsigned.clone()), pair("approved_by", "required"));
    assert_eq!(refused(&mut office, Ledger(&LEAVES), leave(staff, "2021-08-22", "2021-08-21")), pair("return_on", "order"));
    unsigned["approved_by"] = "曾令仪".into();
    let first = office.add(Ledger(&LEAVES), unsigned);
    for (from, to, meets) in [
        ("2021-08-18", "2021-08-19", false),
        ("2021-08-18", "2021-08-20", true),
        ("2021-08-21", "2021-08-21", true),
        ("2021-08-22", "2021-08-25", true),
        ("2021-08-23", "2021-08-25", false),
    ] {
        let mut row = leave(staff, from, to);
        let check = office.book.check(Ledger(&LEAVES), None, &object(row.clone())).unwrap();
        let overlaps = check.problems.iter().any(|problem| problem.field == "leave_on" && problem.rule == "overlap");
        assert_eq!(overlaps, meets, "{from} {to}");
        // A leave that was refused is none.
        row["approval"] = "不同意".into();
        row["approved_by"] = "曾令仪".into();
        assert!(office.book.check(Ledger(&LEAVES), None, &object(row)).unwrap().problems.is_empty(), "{from} {to}");
    }
    let other = office.add(Ledger(&STAFF), json!({ "name": "李䶮", "id_type": "none" }));
    office.add(Ledger(&LEAVES), leave(other, "2021-08-20", "2021-08-22"));
    codes(
        &office,
        Ledger(&LEAVES),
        first,
        &[("2021-08-19", "ahead"), ("2021-08-20", "open"), ("2021-08-21", "open"), ("2021-08-22", "due"), ("2021-08-23", "late")],
    );
    let gone = leave(other, TODAY, "2021-08-13");
    assert_eq!(warned(&mut office, Ledger(&LEAVES), gone), pair("approval", "unapproved"));
}

#[test]
fn who_is_back_without_a_trip_is_asked_for_it() {
    let (mut office, staff) = office();
    let mut row = leave(staff, "2021-08-01", "2021-08-03");
    row["approval"] = "同意".into();
    row["approved_by"] = "曾令仪".into();
    let id = office.add(Ledger(&LEAVES), row);
    let late = "陈轮 2021-08-01：应 08-03 返回，超期 9 天";
    assert!(titles(&office).contains(&late.to_owned()), "{:?}", titles(&office));
    let future = office.book.change(Ledger(&LEAVES), id, None, &object(json!({ "returned_on": "2021-08-13" }))).unwrap_err();
    assert_eq!((future.problems()[0].field.as_str(), future.problems()[0].rule.as_str()), ("returned_on", "future"));
    office.book.change(Ledger(&LEAVES), id, None, &object(json!({ "returned_on": "2021-08-04" }))).unwrap();
    let asked = "陈轮 2021-08-01 已返回，没有旅居史".to_owned();
    assert!(titles(&office).contains(&asked), "{:?}", titles(&office));
    let elsewhere = json!({ "staff": staff, "division_code": "500103", "arrived_on": "2021-08-05", "departed_on": "2021-08-05" });
    office.add(Ledger(&TRAVELS), elsewhere);
    assert!(titles(&office).contains(&asked), "a trip outside its days is another one");
    office.add(
        Ledger(&TRAVELS),
        json!({ "staff": staff, "division_code": "510100", "arrived_on": "2021-08-04", "returned_on": "2021-08-04" }),
    );
    assert!(!titles(&office).contains(&asked));
}

#[test]
fn the_plan_begun_last_counts() {
    let (mut office, _) = office();
    let plan = |version: &str, from: &str, to: Option<&str>| json!({ "kind": "防控方案", "title": "防控方案", "version": version, "from_on": from, "to_on": to, "approved_by": "曾令仪" });
    let first = office.add(Ledger(&PLANS), plan("1", "2021-03-01", None));
    let second = office.add(Ledger(&PLANS), plan("2", "2021-08-01", Some("2021-10-31")));
    assert_eq!(refused(&mut office, Ledger(&PLANS), plan("2", "2021-09-01", None)), pair("version", "duplicate"));
    let order = plan("3", "2021-08-01", Some("2021-07-31"));
    assert_eq!(refused(&mut office, Ledger(&PLANS), order), pair("to_on", "order"));
    codes(&office, Ledger(&PLANS), first, &[("2021-02-28", "ahead"), ("2021-07-31", "done"), ("2021-08-01", "off")]);
    codes(
        &office,
        Ledger(&PLANS),
        second,
        &[("2021-07-31", "ahead"), ("2021-09-30", "done"), ("2021-10-01", "due"), ("2021-10-31", "due"), ("2021-11-01", "late")],
    );
    assert_eq!(status(&office, Ledger(&PLANS), second, "2021-10-01").1, "现行，30 天后失效");
    assert_eq!(status(&office, Ledger(&PLANS), second, "2021-10-31").1, "现行，今天失效");
}

#[test]
fn a_notice_has_its_term_and_its_signatures() {
    let (mut office, staff) = office();
    let notice = json!({ "title": "通知", "issuer": "民政部门", "doc_no": "1 号", "received_on": "2021-08-10", "asks": "落实",
        "due_at": "2021-08-15 17:00", "for_whom": ["专职"] });
    let id = office.add(Ledger(&NOTICES), notice.clone());
    assert_eq!(refused(&mut office, Ledger(&NOTICES), notice.clone()), pair("doc_no", "duplicate"));
    let mut early = notice.clone();
    early["doc_no"] = "2 号".into();
    early["due_at"] = "2021-08-09 17:00".into();
    assert_eq!(refused(&mut office, Ledger(&NOTICES), early.clone()), pair("due_at", "order"));
    early["due_at"] = Json::Null;
    early["repeats"] = "每天".into();
    assert_eq!(refused(&mut office, Ledger(&NOTICES), early), pair("repeats", "asks"));
    codes(
        &office,
        Ledger(&NOTICES),
        id,
        &[("2021-08-12", "open"), ("2021-08-13", "due"), ("2021-08-15", "due"), ("2021-08-16", "late")],
    );
    let signed = |office: &Office| {
        let record = office.book.get(Ledger(&NOTICES), id, office.book.today()).unwrap();
        record.text("signed").map(str::to_owned)
    };
    assert_eq!(signed(&office).as_deref(), Some("0/1"));
    let row = |day: &str| json!({ "notice": id, "staff": staff, "signed_on": day, "way": "签字" });
    assert_eq!(refused(&mut office, Ledger(&ACKNOWLEDGEMENTS), row("2021-08-09")), pair("signed_on", "order"));
    assert_eq!(refused(&mut office, Ledger(&ACKNOWLEDGEMENTS), row("2021-08-13")), pair("signed_on", "future"));
    office.add(Ledger(&ACKNOWLEDGEMENTS), row("2021-08-10"));
    assert_eq!(refused(&mut office, Ledger(&ACKNOWLEDGEMENTS), row("2021-08-11")), pair("staff", "duplicate"));
    assert_eq!(signed(&office).as_deref(), Some("1/1"));
    let volunteer = json!({ "name": "李䶮", "id_type": "none", "category": "志愿者" });
    let outside = office.add(Ledger(&STAFF), volunteer);
    office.add(Ledger(&ACKNOWLEDGEMENTS), json!({ "notice": id, "staff": outside, "signed_on": TODAY, "way": "会上传达" }));
    let page = notice::of(&office.book, id).unwrap();
    assert_eq!(page.people.iter().filter(|one| !one.besides).count(), page.asked);
    assert_eq!(
        page.people.iter().filter(|one| one.besides).map(|one| one.staff.clone()).collect::<Vec<_>>(),
        [outside.to_string()]
    );
    assert_eq!(signed(&office), Some(format!("{}/{}", page.signed, page.asked)), "the list says the same");
    assert_eq!(signed(&office).as_deref(), Some("1/1"), "a signature nobody asked for is none of those");
    office.book.change(Ledger(&NOTICES), id, None, &object(json!({ "done_on": TODAY }))).unwrap();
    codes(&office, Ledger(&NOTICES), id, &[("2021-08-11", "open"), ("2021-08-12", "done"), ("2021-09-01", "done")]);
}

#[test]
fn a_service_counts_who_took_part_unless_it_says_so_itself() {
    let (mut office, staff) = office();
    let service = office.add(Ledger(&SERVICES), json!({ "served_on": TODAY, "kind": "社区协助", "title": "维持秩序" }));
    let shown = |office: &Office, column: &str| {
        let record = office.book.get(Ledger(&SERVICES), service, office.book.today()).unwrap();
        record.shown_value(Ledger(&SERVICES).column(column).unwrap()).map(Value::to_input)
    };
    assert_eq!(shown(&office, "people"), None, "nobody is not zero");
    let member = |row: Json| {
        let mut row = row;
        row["service"] = service.into();
        row
    };
    for row in [json!({ "hours": 2 }), json!({ "hours": 2, "staff": staff, "name": "王龚" })] {
        assert_eq!(refused(&mut office, Ledger(&SERVICE_MEMBERS), member(row)), pair("name", "one_of"));
    }
    office.add(Ledger(&SERVICE_MEMBERS), member(json!({ "staff": staff, "hours": 2 })));
    let outside = office.add(Ledger(&SERVICE_MEMBERS), member(json!({ "name": "王龚", "hours": 1.5 })));
    assert_eq!(
        refused(&mut office, Ledger(&SERVICE_MEMBERS), member(json!({ "name": "王龚", "hours": 1 }))),
        pair("name", "duplicate")
    );
    assert_eq!((shown(&office, "people").as_deref(), shown(&office, "hours").as_deref()), (Some("2"), Some("3.5")));
    office.book.void(Ledger(&SERVICE_MEMBERS), outside, None, "没有来").unwrap();
    assert_eq!((shown(&office, "people").as_deref(), shown(&office, "hours").as_deref()), (Some("1"), Some("2")));
    office.book.change(Ledger(&SERVICES), service, None, &object(json!({ "people": 8 }))).unwrap();
    assert_eq!((shown(&office, "people").as_deref(), shown(&office, "hours").as_deref()), (Some("8"), Some("2")));
    let volunteers = json!({ "served_on": TODAY, "kind": "志愿服务", "title": "送口罩" });
    assert_eq!(warned(&mut office, Ledger(&SERVICES), volunteers), pair("insured", "uninsured"));
}

#[test]
fn what_is_passed_on_or_published_is_checked_first() {
    let (mut office, _) = office();
    let act = |more: Json| {
        let mut row =
            json!({ "done_on": TODAY, "kind": "微信群", "topic": "接种须知", "themes": ["疫苗接种"], "audience": "职工" });
        row.as_object_mut().unwrap().extend(object(more));
        row
    };
    assert_eq!(refused(&mut office, Ledger(&PUBLICITY), act(json!({ "source_checked": true }))), pair("source", "required"));
    assert_eq!(warned(&mut office, Ledger(&PUBLICITY), act(json!({ "source": "区疾控" }))), pair("source_checked", "unchecked"));
    assert!(warned(&mut office, Ledger(&PUBLICITY), act(json!({ "source": "区疾控", "source_checked": true }))).is_empty());
    let late = act(json!({ "done_on": "2021-08-01" }));
    assert_eq!(refused(&mut office, Ledger(&PUBLICITY), late), pair("late_reason", "late"));
    let dossier = |more: Json| {
        let mut row = json!({ "kind": "典型事迹", "title": "一名志愿者", "made_on": "2021-08-01" });
        row.as_object_mut().unwrap().extend(object(more));
        row
    };
    assert_eq!(refused(&mut office, Ledger(&DOSSIERS), dossier(json!({ "sent_on": TODAY }))), pair("sent_to", "required"));
    let published = json!({ "published_on": TODAY, "named": true });
    assert_eq!(warned(&mut office, Ledger(&DOSSIERS), dossier(published)), pair("consent", "no_consent"));
    assert!(warned(&mut office, Ledger(&DOSSIERS), dossier(json!({ "named": true }))).is_empty(), "nothing is published");
}

#[test]
fn what_a_drill_or_an_inspection_found_stays_a_to_do_until_it_is_right() {
    let (mut office, _) = office();
    let drill = json!({ "title": "演练", "held_on": TODAY, "kind": "实操", "led_by": "单守诚", "participants": 9, "problems": "通道不顺" });
    let mut none = drill.clone();
    none["title"] = "另一次".into();
    none["problems"] = Json::Null;
    none["improve_by"] = "2021-08-20".into();
    assert_eq!(refused(&mut office, Ledger(&DRILLS), none), pair("problems", "required"));
    let id = office.add(Ledger(&DRILLS), drill);
    assert_eq!(status(&office, Ledger(&DRILLS), id, TODAY), ("due".to_owned(), "没有定改进期限".to_owned()));
    office.book.change(Ledger(&DRILLS), id, None, &object(json!({ "improve_by": "2021-08-20" }))).unwrap();
    codes(
        &office,
        Ledger(&DRILLS),
        id,
        &[("2021-08-12", "open"), ("2021-08-13", "due"), ("2021-08-20", "due"), ("2021-08-21", "late")],
    );
    // Days later it is put right: what was held in time is not late by that.
    office.later(TimeDelta::days(6));
    office.book.change(Ledger(&DRILLS), id, None, &object(json!({ "improved_on": "2021-08-18" }))).unwrap();
    codes(&office, Ledger(&DRILLS), id, &[("2021-08-21", "done")]);

    let today: NaiveDate = office.book.today();
    let visit = json!({ "inspected_on": today.to_string(), "by": "业务主管单位", "unit": "民政局", "inspectors": "李主任", "result": "有问题" });
    let visit = office.add(Ledger(&INSPECTIONS), visit);
    let due = |days: u64| (today + Days::new(days)).to_string();
    let finding = json!({ "inspection": visit, "item": "没有签名", "responsible": "单守诚", "due_on": due(5) });
    let mut early = finding.clone();
    early["due_on"] = (today - Days::new(1)).to_string().into();
    assert_eq!(refused(&mut office, Ledger(&FINDINGS), early), pair("due_on", "order"));
    let id = office.add(Ledger(&FINDINGS), finding);
    let open =
        |office: &Office| office.book.get(Ledger(&INSPECTIONS), visit, office.book.today()).unwrap().values["open"].clone();
    assert_eq!(open(&office), Value::Integer(1));
    for (days, wanted) in [(1, "open"), (2, "due"), (5, "due"), (6, "late")] {
        assert_eq!(status(&office, Ledger(&FINDINGS), id, &due(days)).0, wanted, "{days}");
    }
    let passed = object(json!({ "recheck": "合格", "rechecked_by": "李主任" }));
    let unfixed = office.book.change(Ledger(&FINDINGS), id, None, &passed).unwrap_err();
    assert_eq!((unfixed.problems()[0].field.as_str(), unfixed.problems()[0].rule.as_str()), ("fixed_on", "required"));
    office.book.change(Ledger(&FINDINGS), id, None, &object(json!({ "fixed_on": today.to_string() }))).unwrap();
    assert_eq!((status(&office, Ledger(&FINDINGS), id, &due(0)).1.as_str(), open(&office)), ("已整改", Value::Integer(0)));
    let failed = object(json!({ "recheck": "不合格", "rechecked_by": "李主任" }));
    office.book.change(Ledger(&FINDINGS), id, None, &failed).unwrap();
    assert_eq!((status(&office, Ledger(&FINDINGS), id, &due(0)).0.as_str(), open(&office)), ("late", Value::Integer(1)));
    assert!(titles(&office).contains(&"没有签名：复查不合格".to_owned()), "{:?}", titles(&office));
    office.book.change(Ledger(&FINDINGS), id, None, &passed).unwrap();
    assert_eq!((status(&office, Ledger(&FINDINGS), id, &due(9)).1.as_str(), open(&office)), ("复查合格", Value::Integer(0)));
    office.book.check_all().unwrap();
}

/// The office stands at nine in the morning.
#[test]
fn a_visitor_is_written_down_by_what_the_door_asks_for_that_day() {
    let (mut office, _) = office();
    let visit = |more: Json| {
        let mut row = json!({ "name": "赵天明", "visited_on": TODAY, "arrived_time": "8:10", "admitted": "准入" });
        row.as_object_mut().unwrap().extend(object(more));
        row
    };
    assert_eq!(refused(&mut office, Ledger(&VISITORS), visit(json!({ "left_time": "8:09" }))), pair("left_time", "order"));
    assert_eq!(refused(&mut office, Ledger(&VISITORS), visit(json!({ "left_time": "9:01" }))), pair("left_time", "future"));
    assert_eq!(refused(&mut office, Ledger(&VISITORS), visit(json!({ "arrived_time": "9:30" }))), pair("arrived_time", "future"));
    for (degrees, wanted) in [(37.2, Vec::new()), (37.3, pair("temperature", "fever")), (38.0, pair("temperature", "fever"))] {
        let check = office.book.check(Ledger(&VISITORS), None, &object(visit(json!({ "temperature": degrees })))).unwrap();
        let told: Vec<_> = check.warnings.iter().map(|told| (told.field.clone(), told.rule.clone())).collect();
        assert_eq!(told, wanted, "{degrees}");
        let sent_away = visit(json!({ "temperature": degrees, "admitted": "劝返" }));
        assert!(office.book.check(Ledger(&VISITORS), None, &object(sent_away)).unwrap().warnings.is_empty(), "{degrees}");
    }
    assert_eq!(warned(&mut office, Ledger(&VISITORS), visit(json!({ "health_code": "黄码" }))), pair("health_code", "code"));
    let complete = |office: &mut Office, row: Json| {
        let id = office.add(Ledger(&VISITORS), row);
        office.book.get(Ledger(&VISITORS), id, office.book.today()).unwrap().values.get("complete").cloned()
    };
    let all = json!({ "arrived_time": "8:00", "left_time": "8:30", "phone": "13812345678", "temperature": 36.5, "health_code": "绿码" });
    assert_eq!(complete(&mut office, visit(all.clone())), Some(Value::Flag(true)));
    for missing in ["left_time", "phone", "temperature", "health_code"] {
        let mut row = visit(all.clone());
        row["name"] = format!("缺{missing}").into();
        row.as_object_mut().unwrap().remove(missing);
        assert_eq!(complete(&mut office, row), Some(Value::Flag(false)), "{missing}");
    }
    let mut away = visit(all.clone());
    away["name"] = "劝返".into();
    away["admitted"] = "劝返".into();
    away.as_object_mut().unwrap().remove("left_time");
    assert_eq!(complete(&mut office, away), Some(Value::Flag(true)), "who was sent away did not come in");
    // From 2022-12-13 on no health code is asked for.
    for (day, wanted) in [("2022-12-12", false), ("2022-12-13", true)] {
        office.clock.set(format!("{day}T02:00:00Z").parse().unwrap());
        let mut row = visit(all.clone());
        row["visited_on"] = day.into();
        row.as_object_mut().unwrap().remove("health_code");
        assert_eq!(complete(&mut office, row), Some(Value::Flag(wanted)), "{day}");
    }
}

/// Code and words of a computed column today.
fn told(office: &Office, ledger: Ledger, id: i64, column: &str) -> (String, String) {
    match office.book.get(ledger, id, office.book.today()).unwrap().values.get(column) {
        Some(Value::Told { code, text, .. }) => ((*code).to_owned(), text.clone()),
        Some(Value::Choice(code)) => ((*code).to_owned(), String::new()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_clock_of_an_incident_runs_until_somebody_outside_is_told() {
    let (mut office, staff) = office();
    let incidents = Ledger(&INCIDENTS);
    let found = json!({ "found_at": "2021-08-12 08:00", "category": "疑似", "staff": staff });
    let mut ahead = found.clone();
    ahead["found_at"] = "2021-08-12 09:01".into();
    assert_eq!(refused(&mut office, incidents, ahead), pair("found_at", "future"), "held to the minute");
    let mut nobody = found.clone();
    nobody.as_object_mut().unwrap().remove("staff");
    assert_eq!(refused(&mut office, incidents, nobody), pair("name", "one_of"));
    let id = office.add(incidents, found.clone());
    assert_eq!(told(&office, incidents, id, "clock").0, "running");
    let running = "疑似 2021-08-12 08:00：还没有外报".to_owned();
    assert!(titles(&office).contains(&running), "{:?}", titles(&office));
    let report = |to: &str, at: &str| json!({ "incident": id, "kind": "首报", "recipient": to, "told_at": at, "way": "电话" });
    let early = report("疾控机构", "2021-08-12 07:59");
    assert_eq!(refused(&mut office, Ledger(&INCIDENT_REPORTS), early), pair("told_at", "order"));
    office.add(Ledger(&INCIDENT_REPORTS), report("业务主管单位", "2021-08-12 08:05"));
    assert_eq!(told(&office, incidents, id, "clock").0, "running", "the supervisor is not outside");
    for (at, wanted) in [("2021-08-12 10:01", "late"), ("2021-08-12 10:00", "in_time"), ("2021-08-12 08:25", "in_time")] {
        office.clock.set("2021-08-12T03:00:00Z".parse().unwrap());
        office.add(Ledger(&INCIDENT_REPORTS), report("疾控机构", at));
        assert_eq!(told(&office, incidents, id, "clock").0, wanted, "{at}: the first of all counts");
    }
    assert_eq!(told(&office, incidents, id, "clock").1, "用时 25 分钟");
    assert!(!titles(&office).contains(&running));
    let refused = refused_change(&mut office, incidents, id, json!({ "closed_on": "2021-08-12" }));
    assert_eq!(refused, [pair("conclusion", "required"), pair("closed_on", "final")].concat());
    let closed = json!({ "closed_on": "2021-08-12", "conclusion": "排除" });
    assert_eq!(refused_change(&mut office, incidents, id, closed.clone()), pair("closed_on", "final"));
    let mut last = report("疾控机构", "2021-08-12 10:30");
    last["kind"] = "终报".into();
    office.add(Ledger(&INCIDENT_REPORTS), last);
    office.book.change(incidents, id, None, &object(closed)).unwrap();
    // A fever is nobody's business outside at first; what nobody told of the day before is late.
    let fever = office.add(incidents, json!({ "found_at": "2021-08-12 09:00", "category": "发热", "name": "周玉芬" }));
    assert_eq!(told(&office, incidents, fever, "clock").0, "off");
    let old = office.add(incidents, json!({ "found_at": "2021-08-11 20:00", "category": "阳性", "name": "周玉芬" }));
    assert_eq!(told(&office, incidents, old, "clock"), ("late".to_owned(), "没有外报".to_owned()));
}

fn refused_change(office: &mut Office, ledger: Ledger, id: i64, row: Json) -> Vec<(String, String)> {
    let error = office.book.change(ledger, id, None, &object(row)).unwrap_err();
    error.problems().iter().map(|problem| (problem.field.clone(), problem.rule.clone())).collect()
}

#[test]
fn an_instant_of_the_last_day_lies_in_the_period() {
    let (mut office, _) = office();
    let id = office.add(Ledger(&INCIDENTS), json!({ "found_at": "2021-08-11 23:59", "category": "发热", "name": "周玉芬" }));
    let within = |from: &str, to: &str| {
        let query = Query {
            from: Some(from.parse().unwrap()),
            to: Some(to.parse().unwrap()),
            ..Query::all(Ledger(&INCIDENTS), office.book.today())
        };
        office.book.list(&query).unwrap()
    };
    assert_eq!(within("2021-08-11", "2021-08-11"), [id]);
    assert!(within("2021-08-12", "2021-08-12").is_empty());
    assert!(within("2021-08-01", "2021-08-10").is_empty());
}

#[test]
fn a_quarantine_counts_its_tests_and_asks_where_the_rules_are_silent() {
    let (mut office, staff) = office();
    let row = |cause: &str| json!({ "staff": staff, "cause": cause, "measure": "集中隔离", "counted_from": "2021-08-09", "from_on": "2021-08-10" });
    assert_eq!(refused(&mut office, Ledger(&QUARANTINES), row("其他")), pair("days", "required"));
    assert_eq!(refused(&mut office, Ledger(&QUARANTINES), row("旅居")), pair("days", "required"));
    let mut order = row("密接");
    order["from_on"] = "2021-08-08".into();
    assert_eq!(refused(&mut office, Ledger(&QUARANTINES), order), pair("from_on", "order"));
    let other = office.add(Ledger(&STAFF), json!({ "name": "李䶮", "id_type": "none" }));
    let stop = office.add(
        Ledger(&TRAVELS),
        json!({ "staff": other, "division_code": "510100", "arrived_on": "2021-08-01", "returned_on": "2021-08-03" }),
    );
    let mut of_other = row("旅居");
    of_other["travel"] = stop.into();
    assert_eq!(refused(&mut office, Ledger(&QUARANTINES), of_other.clone()), pair("travel", "other_person"));
    of_other["staff"] = other.into();
    let endless = office.book.check(Ledger(&QUARANTINES), None, &object(of_other)).unwrap();
    assert_eq!(endless.warnings.iter().map(|told| told.rule.as_str()).collect::<Vec<_>>(), ["no_end"]);
    let id = office.add(Ledger(&QUARANTINES), row("密接"));
    let tested = |office: &Office| {
        office.book.get(Ledger(&QUARANTINES), id, office.book.today()).unwrap().text("tested").map(str::to_owned)
    };
    assert_eq!(tested(&office).as_deref(), Some("0/6"));
    assert_eq!(status(&office, Ledger(&QUARANTINES), id, TODAY).1, "08-10 没有检测");
    let test = |day: &str, result: Option<&str>| json!({ "staff": staff, "sampled_on": day, "kind": "核酸", "result": result });
    let first = office.add(Ledger(&TESTS), test("2021-08-10", Some("阴性")));
    assert_eq!(tested(&office).as_deref(), Some("1/6"));
    assert_eq!(refused(&mut office, Ledger(&TESTS), test("2021-08-10", None)), pair("kind", "duplicate"));
    codes(
        &office,
        Ledger(&QUARANTINES),
        id,
        &[("2021-08-09", "ahead"), (TODAY, "open"), ("2021-08-13", "due"), ("2021-08-14", "late")],
    );
    office.book.change(Ledger(&TESTS), first, None, &object(json!({ "result": "阳性" }))).unwrap();
    let asked = "陈轮 2021-08-10 检测阳性，没有登记疑似密接".to_owned();
    assert!(titles(&office).contains(&asked), "{:?}", titles(&office));
    office.add(Ledger(&INCIDENTS), json!({ "found_at": "2021-08-11 10:00", "category": "阳性", "staff": staff }));
    assert!(!titles(&office).contains(&asked));
}

#[test]
fn a_gathering_is_put_off_unless_somebody_decides() {
    let (mut office, _) = office();
    let gatherings = Ledger(&GATHERINGS);
    let row = |more: Json| {
        let mut row = json!({ "title": "换届会议", "kind": "换届", "held_on": "2021-08-20", "planned": 40, "decision": "举办" });
        row.as_object_mut().unwrap().extend(object(more));
        row
    };
    let mut wanted = refused(&mut office, gatherings, row(json!({})));
    wanted.sort();
    assert_eq!(wanted, [("decided_by".to_owned(), "required".to_owned()), ("necessity".to_owned(), "required".to_owned())]);
    let reasons = json!({ "necessity": "任期届满", "decided_by": "曾令仪" });
    let mut early = row(reasons.clone());
    early["actual"] = 38.into();
    assert_eq!(refused(&mut office, gatherings, early), pair("actual", "future"));
    let id = office.add(gatherings, row(reasons));
    assert_eq!(told(&office, gatherings, id, "asked").0, "approve");
    codes(&office, gatherings, id, &[(TODAY, "due"), ("2021-08-20", "due"), ("2021-08-21", "late")]);
    office.book.change(gatherings, id, None, &object(json!({ "approved_on": TODAY }))).unwrap();
    codes(
        &office,
        gatherings,
        id,
        &[("2021-08-19", "ahead"), ("2021-08-20", "open"), ("2021-09-02", "open"), ("2021-09-03", "due")],
    );
    // From 2022-09-22 on, fifty people and more are filed three days ahead.
    for (day, people, wanted) in [("2022-09-21", 50, "none"), ("2022-09-22", 49, "none"), ("2022-09-22", 50, "file")] {
        let row = json!({ "title": format!("培训 {day} {people}"), "kind": "培训", "held_on": day, "planned": people, "decision": "暂缓" });
        let id = office.add(gatherings, row);
        assert_eq!(told(&office, gatherings, id, "asked").0, wanted, "{day} {people}");
    }
    let came = |day: &str| json!({ "gathering": id, "name": "冯国栋", "signed_on": day });
    assert_eq!(refused(&mut office, Ledger(&ATTENDANCES), came(TODAY)), pair("signed_on", "order"));
    office.clock.set("2021-08-20T02:00:00Z".parse().unwrap());
    office.add(Ledger(&ATTENDANCES), came("2021-08-20"));
    let registered = office.book.get(gatherings, id, office.book.today()).unwrap().values.get("registered").cloned();
    assert_eq!(registered, Some(Value::Integer(1)));
}

#[test]
fn no_more_is_given_than_was_received_and_both_are_made_public() {
    let (mut office, _) = office();
    let (donations, grants) = (Ledger(&DONATIONS), Ledger(&GRANTS));
    let goods = json!({ "donor": "某公司", "received_on": TODAY, "kind": "物", "item": "口罩", "quantity": 100.5, "unit": "只", "value": 60,
        "via": "接受捐赠", "checked_by": "单守诚、唐晓棠", "certified": true });
    for missing in ["item", "quantity", "unit", "value"] {
        let mut row = goods.clone();
        row.as_object_mut().unwrap().remove(missing);
        assert_eq!(refused(&mut office, donations, row), pair(missing, "required"));
    }
    for (column, value, rule) in [
        ("certified", json!(false), "uncertified"),
        ("checked_by", json!("单守诚"), "one_checker"),
        ("related", json!(true), "related"),
    ] {
        let mut row = goods.clone();
        row[column] = value;
        let check = office.book.check(donations, None, &object(row)).unwrap();
        assert_eq!(check.warnings.iter().map(|told| told.rule.as_str()).collect::<Vec<_>>(), [rule]);
    }
    let id = office.add(donations, goods);
    codes(
        &office,
        donations,
        id,
        &[("2021-09-08", "open"), ("2021-09-09", "due"), ("2021-09-11", "due"), ("2021-09-12", "late")],
    );
    let give = |quantity: f64| json!({ "donation": id, "granted_on": TODAY, "recipient": "红星社区", "quantity": quantity, "signed_by": "尉迟晴", "handler": "单守诚" });
    assert_eq!(refused(&mut office, grants, give(100.6)), pair("quantity", "over"));
    let first = office.add(grants, give(100.2));
    assert_eq!(refused(&mut office, grants, give(0.4)), pair("quantity", "over"));
    let second = office.add(grants, give(0.3));
    assert_eq!(refused_change(&mut office, grants, second, json!({ "quantity": 0.31 })), pair("quantity", "over"));
    let left = |office: &Office| office.book.get(donations, id, office.book.today()).unwrap().values.get("left").cloned();
    assert_eq!(left(&office), Some(Value::Decimal(0.0)));
    office.book.void(grants, first, None, "录错").unwrap();
    assert_eq!(left(&office), Some(Value::Decimal(100.2)));
    assert_eq!(refused_change(&mut office, donations, id, json!({ "quantity": 0.2 })), pair("quantity", "over"));
    // What is raised in public for an emergency is made public within five days from 2024-09-05 on, else within three months.
    for (day, emergency, by) in
        [("2024-09-04", true, "2024-12-04"), ("2024-09-05", true, "2024-09-10"), ("2024-11-30", false, "2025-02-28")]
    {
        office.clock.set(format!("{day}T02:00:00Z").parse().unwrap());
        let row = json!({ "donor": format!("市民 {day}"), "received_on": day, "kind": "款", "amount": 10, "via": "公开募捐",
            "checked_by": "单守诚、唐晓棠", "emergency": emergency });
        let id = office.add(donations, row);
        let found = office.book.get(donations, id, office.book.today()).unwrap().date("publish_by");
        assert_eq!(found, Some(by.parse().unwrap()), "{day} {emergency}");
    }
}
