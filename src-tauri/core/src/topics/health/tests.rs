//! What records of temperatures come to, added one by one and many at once.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::standing::{self, Gap};
use super::{HEALTH_CHECKS, HEALTH_PLANS, card};
use crate::answers::{Leads, Task};
use crate::base::clock::{SeededRandom, SetClock, Surroundings};
use crate::base::error::Error;
use crate::home::{self, Copies, Said};
use crate::schema::Ledger;
use crate::store::Book;
use crate::store::book::Row;
use crate::store::listing::Query;
use crate::topics::{CLOSURES, LEAVES, QUARANTINES, STAFF};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

const CHECKS: Ledger = Ledger(&HEALTH_CHECKS);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn object(value: Json) -> Map<String, Json> {
    value.as_object().unwrap().clone()
}

struct Office {
    _folder: tempfile::TempDir,
    clock: Arc<SetClock>,
    book: Book,
}

impl Office {
    /// Two people, both asked once a day from 2021-08-10 (a Tuesday) on; the clock stands at `at`, in the office.
    fn at(at: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(instant("2021-08-10 08:00")));
        let surroundings =
            Surroundings { clock: Box::new(clock.clone()), random: Box::new(SeededRandom::new(3)), operator: None };
        let organisation = object(json!({ "name": "某某中心", "form": "service_body", "division_code": "500111" }));
        let book = crate::program::create(&folder.path().join("a.taizhang"), &organisation, None, surroundings).unwrap().0;
        let mut office = Self { _folder: folder, clock, book };
        for name in ["陈轮", "李四"] {
            office.add(Ledger(&STAFF), json!({ "name": name, "category": "专职", "joined_on": "2021-01-01" }));
        }
        office.add(Ledger(&HEALTH_PLANS), json!({ "categories": "full_time", "times_per_day": 1, "from_on": "2021-08-10" }));
        office.set(at);
        office
    }

    fn set(&self, at: &str) {
        self.clock.set(instant(at));
    }

    fn add(&mut self, ledger: Ledger, row: Json) -> i64 {
        self.book.add(ledger, &object(row)).unwrap().id
    }

    fn refused(&self, row: Json) -> Vec<(String, String)> {
        let intake = self.book.check(CHECKS, None, &object(row)).unwrap();
        intake.problems.into_iter().map(|problem| (problem.field, problem.rule)).collect()
    }

    fn warned(&self, row: Json) -> Vec<(String, String)> {
        let intake = self.book.check(CHECKS, None, &object(row)).unwrap();
        assert_eq!(intake.problems, []);
        intake.warnings.into_iter().map(|problem| (problem.field, problem.rule)).collect()
    }

    fn tasks(&self) -> Vec<Task> {
        let tasks = home::tasks(&self.book, Copies::default(), &mut Said::default()).unwrap();
        tasks.into_iter().filter(|task| task.label == "健康监测").collect()
    }

    fn result(&self, id: i64) -> &'static str {
        self.book.get(CHECKS, id, self.book.today()).unwrap().code("result").unwrap()
    }
}

/// An instant of the office's clock.
fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_str(&format!("{text}:00 +08:00"), "%Y-%m-%d %H:%M:%S %z").unwrap().to_utc()
}

fn pair(field: &str, rule: &str) -> (String, String) {
    (field.to_owned(), rule.to_owned())
}

#[test]
fn what_may_be_written_of_a_day() {
    let office = Office::at("2021-08-12 09:30");
    let of = |values: Json| {
        let mut row = object(json!({ "staff": "陈轮", "checked_on": "2021-08-12" }));
        row.extend(object(values));
        Json::Object(row)
    };
    for (values, wanted) in [
        (json!({ "morning": "365" }), vec![]),
        (json!({ "morning": "36.5℃" }), vec![]),
        (json!({ "presence": "home" }), vec![]),
        (json!({ "presence": "home", "morning": 36.5 }), vec![]),
        (json!({}), vec![pair("morning", "required")]),
        (json!({ "presence": "on_duty" }), vec![pair("morning", "required")]),
        (json!({ "morning": 33.9 }), vec![pair("morning", "range")]),
        (json!({ "morning": 42.1 }), vec![pair("morning", "range")]),
        (json!({ "morning": 421 }), vec![pair("morning", "range")]),
        (json!({ "recheck": 36.5, "presence": "home" }), vec![pair("recheck", "first")]),
        (json!({ "morning": 36.5, "noon": 36.5 }), vec![pair("noon", "future")]),
        (json!({ "morning": 36.5, "checked_on": "2021-08-13" }), vec![pair("checked_on", "future")]),
        (json!({ "morning": 36.5, "noon": 36.5, "checked_on": "2021-08-11" }), vec![]),
        (json!({ "morning": 36.5, "checked_on": "2021-08-10" }), vec![pair("late_reason", "late")]),
    ] {
        assert_eq!(office.refused(of(values.clone())), wanted, "{values}");
    }
    office.set("2021-08-12 10:59");
    assert_eq!(office.refused(of(json!({ "noon": 36.5 }))), [pair("noon", "future")]);
    office.set("2021-08-12 11:00");
    assert_eq!(office.refused(of(json!({ "noon": 36.5 }))), []);
    let intake = office.book.check(CHECKS, None, &object(of(json!({ "morning": 365, "symptoms": "无" })))).unwrap();
    assert_eq!(intake.values.get("morning").unwrap().to_input(), "36.5");
    assert_eq!(intake.values.get("presence").unwrap().to_input(), "on_duty");
    assert!(!intake.values.contains_key("symptoms"), "no symptom is none");
    for (values, wanted) in [
        (json!({ "morning": 37.2 }), vec![]),
        (json!({ "morning": 37.3 }), vec![pair("morning", "fever")]),
        (json!({ "morning": 37.3, "recheck": 37.2 }), vec![]),
        (json!({ "morning": 37.3, "recheck": 37.3 }), vec![pair("recheck", "fever")]),
        (json!({ "morning": 37.3, "recheck": 37.3, "action": "none" }), vec![pair("recheck", "fever")]),
        (json!({ "morning": 37.3, "recheck": 37.3, "action": "doctor" }), vec![]),
    ] {
        assert_eq!(office.warned(of(values.clone())), wanted, "{values}");
    }
}

#[test]
fn who_was_not_measured_is_told_at_its_hour() {
    let mut office = Office::at("2021-08-12 09:59");
    let mut said = Said::default();
    let mut titles = |office: &Office| -> Vec<String> {
        let tasks = home::tasks(&office.book, Copies::default(), &mut said).unwrap();
        tasks.into_iter().filter(|task| task.label == "健康监测").map(|task| task.title).collect()
    };
    assert_eq!(titles(&office), [""; 0]);
    // Nothing was written since, but the hour has come.
    office.set("2021-08-12 10:00");
    assert_eq!(titles(&office), ["陈轮、李四 今天还没测体温"]);
    assert_eq!(office.tasks()[0].leads, Leads::Several(CHECKS));
    office.add(CHECKS, json!({ "staff": 1, "checked_on": "2021-08-12", "morning": 36.5 }));
    assert_eq!(titles(&office), ["李四 今天还没测体温"]);
    office.add(CHECKS, json!({ "staff": 2, "checked_on": "2021-08-12", "presence": "sick" }));
    assert_eq!(titles(&office), [""; 0]);
    // Asked twice, the second reading counts from its hour on.
    office.add(Ledger(&HEALTH_PLANS), json!({ "categories": "full_time", "times_per_day": 2, "from_on": "2021-08-12" }));
    assert_eq!(titles(&office), [""; 0]);
    office.set("2021-08-12 11:00");
    assert_eq!(titles(&office), ["陈轮 今天还没测体温"]);
}

#[test]
fn heat_waits_until_something_was_done() {
    let mut office = Office::at("2021-08-12 09:30");
    let hot = office.add(CHECKS, json!({ "staff": 1, "checked_on": "2021-08-12", "morning": 37.3 }));
    office.add(CHECKS, json!({ "staff": 2, "checked_on": "2021-08-12", "morning": 37.2 }));
    let titles = |office: &Office| -> Vec<String> { office.tasks().into_iter().map(|task| task.title).collect() };
    assert_eq!(titles(&office), ["陈轮 08-12 体温 37.3 ℃，待复测"]);
    assert_eq!(office.tasks()[0].leads, Leads::Record(CHECKS, hot));
    assert_eq!(office.result(hot), "to_recheck");
    office.book.change(CHECKS, hot, None, &object(json!({ "recheck": 37.5 }))).unwrap();
    assert_eq!(titles(&office), ["陈轮 08-12 体温 37.5 ℃，发热"]);
    assert_eq!(office.result(hot), "fever");
    office.book.change(CHECKS, hot, None, &object(json!({ "action": "none" }))).unwrap();
    assert_eq!(titles(&office), ["陈轮 08-12 体温 37.5 ℃，发热"], "doing nothing closes no fever");
    // It does not go away by waiting.
    office.set("2021-11-30 09:00");
    assert_eq!(titles(&office), ["陈轮 08-12 体温 37.5 ℃，发热"]);
    office.book.change(CHECKS, hot, None, &object(json!({ "action": "doctor" }))).unwrap();
    assert_eq!(titles(&office), [""; 0]);
    assert_eq!(office.result(hot), "fever");
    let fevers = Query::having(CHECKS, office.book.today(), "result", "fever");
    assert_eq!(office.book.list(&fevers).unwrap(), [hot]);
}

#[test]
fn a_limit_below_the_index_is_heeded_too() {
    let mut office = Office::at("2021-08-12 09:30");
    office.add(CHECKS, json!({ "staff": 1, "checked_on": "2021-08-12", "morning": 36.8 }));
    assert_eq!(office.tasks(), []);
    let pack = json!({ "title": "更严", "source": "试", "limits": [
        { "key": "fever", "label": "发热", "valid_from": "2021-08-01", "rule": { "value": 36.8 } } ] });
    let pack = crate::rules::tables::RulePack::read(&pack.to_string()).unwrap();
    let row: Map<String, Json> =
        crate::store::rules::values(&pack).into_iter().map(|(name, value)| (name.to_owned(), value.to_json())).collect();
    office.book.add(Ledger(&crate::store::RULE_PACKS), &row).unwrap();
    assert_eq!(office.tasks()[0].title, "陈轮 08-12 体温 36.8 ℃，待复测");
}

#[test]
fn a_period_counts_what_was_made_of_what_was_asked() {
    let mut office = Office::at("2021-08-16 12:00");
    let late = json!({ "late_reason": "出差回来补" });
    let mut add = |staff: i64, on: &str, values: Json| {
        let mut row = object(json!({ "staff": staff, "checked_on": on }));
        row.extend(object(values));
        row.extend(object(late.clone()));
        office.add(CHECKS, Json::Object(row))
    };
    let first = add(1, "2021-08-10", json!({ "morning": 36.5 }));
    let second = add(1, "2021-08-11", json!({ "morning": 36.5, "noon": 36.6 }));
    let home = add(2, "2021-08-11", json!({ "presence": "home" }));
    let hot = add(2, "2021-08-12", json!({ "morning": 37.9, "recheck": 37.8 }));
    office.add(
        Ledger(&LEAVES),
        json!({ "staff": 1, "reason": "business", "division_code": "510104", "leave_on": "2021-08-12", "return_on": "2021-08-13",
            "approval": "approved", "approved_by": "单守诚", "returned_on": "2021-08-13" }),
    );
    office.add(
        Ledger(&QUARANTINES),
        json!({ "staff": 2, "cause": "other", "measure": "home", "counted_from": "2021-08-12", "from_on": "2021-08-13", "days": 14 }),
    );
    office.add(Ledger(&CLOSURES), json!({ "from_on": "2021-08-15", "to_on": "2021-08-15", "reason": "停电" }));
    let on = office.book.today();
    let period = standing::period(&office.book, day("2021-08-09"), day("2021-08-31"), on).unwrap();
    // Asked: both on the 10th, the first on the 11th, the second on the 12th, the first on the 14th.
    assert_eq!((period.made, period.met, period.asked, period.planned), (4, 3, 5, true));
    let gap = |staff, on: &str| Gap { staff, day: day(on), made: 0, asked: 1 };
    assert_eq!(period.gaps, [gap(1, "2021-08-14"), gap(2, "2021-08-10")]);
    assert_eq!(period.rows, [first, second, hot]);
    assert_eq!(period.late, [first, second, hot]);
    assert_eq!(period.results.get("fever").unwrap(), &[hot]);
    assert_eq!(period.results.get("absent").unwrap(), &[home]);
    assert_eq!(period.days.get(&day("2021-08-11")).unwrap().len(), 2);
    let (presences, unknown) = standing::presences(&office.book, day("2021-08-11")).unwrap();
    assert_eq!(
        (presences.get("home").unwrap().as_slice(), presences.get("on_duty").unwrap().as_slice()),
        (&[home][..], &[second][..])
    );
    assert_eq!(unknown, [0_i64; 0]);
    let marks: Vec<Vec<String>> = standing::month(&office.book, on, on)
        .unwrap()
        .iter()
        .map(|line| line.cells[8..17].iter().map(super::forms::mark).collect())
        .collect();
    assert_eq!(marks[0], ["", "36.5补", "36.6补", "外", "外", "缺", "停", "今", ""]);
    assert_eq!(marks[1], ["", "缺", "居补", "37.9热补", "隔", "隔", "隔", "隔", ""]);
}

#[test]
fn a_sheet_is_saved_as_one_step_or_not_at_all() {
    let mut office = Office::at("2021-08-12 11:30");
    office.add(Ledger(&HEALTH_PLANS), json!({ "categories": "full_time", "times_per_day": 2, "from_on": "2021-08-11" }));
    let there = office.add(CHECKS, json!({ "staff": 1, "checked_on": "2021-08-12", "morning": 36.5 }));
    let sheet = card::of_day(&office.book, day("2021-08-12")).unwrap();
    assert!(sheet.second && sheet.planned);
    let states: Vec<&str> = sheet.people.iter().map(|person| person.state.as_str()).collect();
    assert_eq!(states, ["还差一次", "还没测"]);
    let step = sheet.people[0].step;
    let row = |existing, values: Json| Row { ledger: CHECKS, existing, supplied: object(values) };
    let before = office.book.last_step().unwrap();
    let wrong = [
        row(Some((there, step)), json!({ "noon": 36.6 })),
        row(None, json!({ "staff": 2, "checked_on": "2021-08-12", "morning": 99 })),
    ];
    let together = office.book.save_all(&wrong).unwrap();
    assert!(together.written.is_none());
    let problems: Vec<usize> = together.taken.iter().map(|intake| intake.problems.len()).collect();
    assert_eq!(problems, [0, 1]);
    assert_eq!(office.book.last_step().unwrap(), before, "nothing was written");
    let right = [
        row(Some((there, step)), json!({ "noon": 36.6 })),
        row(None, json!({ "staff": 2, "checked_on": "2021-08-12", "morning": 36.4, "noon": 36.4 })),
    ];
    assert!(office.book.save_all(&right).unwrap().written.is_some());
    assert_eq!(office.book.last_step().unwrap(), before + 1);
    let states: Vec<String> =
        card::of_day(&office.book, day("2021-08-12")).unwrap().people.into_iter().map(|person| person.state).collect();
    assert_eq!(states, ["正常", "正常"]);
    // The first reading was made meanwhile by somebody else.
    assert!(matches!(office.book.save_all(&right), Err(Error::ChangedMeanwhile)));
    office.book.undo().unwrap().unwrap();
    let states: Vec<String> =
        card::of_day(&office.book, day("2021-08-12")).unwrap().people.into_iter().map(|person| person.state).collect();
    assert_eq!(states, ["还差一次", "还没测"]);
    let twice = [
        row(None, json!({ "staff": 2, "checked_on": "2021-08-12", "morning": 36.4 })),
        row(None, json!({ "staff": 2, "checked_on": "2021-08-12", "morning": 36.4 })),
    ];
    let together = office.book.save_all(&twice).unwrap();
    assert_eq!(together.taken[1].problems[0].rule, "duplicate", "a row is judged over those before it");
    assert!(together.written.is_none());
}

#[test]
fn a_plan_tells_what_becomes_missing() {
    let mut office = Office::at("2021-08-16 12:00");
    let plan = json!({ "categories": "full_time", "times_per_day": 2, "weekdays": "mon,tue", "from_on": "2021-08-09" });
    let intake = office.book.check(Ledger(&HEALTH_PLANS), None, &object(plan.clone())).unwrap();
    // Of two people: two readings each on Monday the 9th, one more each on Tuesday the 10th.
    let told: Vec<&str> = intake.warnings.iter().map(|warning| warning.message.as_str()).collect();
    assert_eq!(told, ["从 2021-08-09 起算，过去有 6 人次会成为缺。只想从今天起测，请把起始日期写成今天。"]);
    let today = json!({ "categories": "full_time", "times_per_day": 2, "from_on": "2021-08-16" });
    assert_eq!(office.book.check(Ledger(&HEALTH_PLANS), None, &object(today)).unwrap().warnings, []);
    let id = office.add(Ledger(&HEALTH_PLANS), plan);
    assert_eq!(office.book.title(Ledger(&HEALTH_PLANS), id).unwrap(), "专职 2021-08-09");
}
