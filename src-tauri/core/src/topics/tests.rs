//! What the sample comes to on its last day, and what records added one by one come to.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::common::last_over;
use super::rounds::{Log, card, mark, standing as rounds};
use super::travel::standing::{self as trips, Next};
use super::vaccination::standing::{self as doses, Coverage, Scope, percent};
use crate::answers::Urgency;
use crate::base::clock::{SeededRandom, SetClock, Surroundings};
use crate::rules::rounds::Asked;
use crate::rules::schedule::DoseState;
use crate::sample::{self, Options};
use crate::schema::{Ledger, Tone};
use crate::store::Book;
use crate::topics::{CLEANING_PLANS, CLOSURES, DISINFECTIONS, PLACES, RISK_AREAS, STAFF, TRAVELS, VACCINATIONS};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn morning(day: &str) -> DateTime<Utc> {
    format!("{day}T01:00:00Z").parse().unwrap()
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
    fn at(today: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(morning(today)));
        let surroundings =
            Surroundings { clock: Box::new(clock.clone()), random: Box::new(SeededRandom::new(3)), operator: None };
        let organisation = object(json!({ "name": "某某中心", "form": "service_body", "division_code": "500111" }));
        let book = crate::program::create(&folder.path().join("a.taizhang"), &organisation, None, surroundings).unwrap().0;
        Self { _folder: folder, clock, book }
    }

    fn add(&mut self, ledger: Ledger, row: Json) -> i64 {
        self.book.add(ledger, &object(row)).unwrap().id
    }
}

#[test]
fn percents_are_rounded_and_nothing_of_nothing_is_no_number() {
    for (part, of, text) in
        [(0, 0, "—"), (0, 5, "0.0%"), (29, 35, "82.9%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (1, 16, "6.3%"), (5, 5, "100.0%")]
    {
        assert_eq!(percent(part, of), text, "{part} of {of}");
    }
}

#[test]
fn states_partition_everybody_who_is_here() {
    let folder = tempfile::tempdir().unwrap();
    let book = sample::create(&folder.path().join("s.taizhang"), None, &Options::summer()).unwrap();
    for on in ["2021-03-04", "2021-05-31", "2021-08-31", "2021-12-31", "2023-04-10"] {
        let people = doses::people(&book, day(on)).unwrap();
        let coverage = Coverage::of(people.iter());
        let states = coverage.unknown
            + coverage.unscheduled
            + coverage.overdue
            + coverage.due
            + coverage.too_early
            + coverage.deferred
            + coverage.exempt
            + coverage.complete;
        assert_eq!(states, coverage.people, "{on}");
        assert_eq!(coverage.eligible, coverage.people - coverage.exempt - coverage.deferred, "{on}");
        assert!(coverage.complete <= coverage.vaccinated && coverage.vaccinated <= coverage.people);
        let own = doses::coverage(&book, Scope { clients: false }, day(on)).unwrap();
        assert!(own.people <= coverage.people);
        for person in people {
            assert!(person.standing.rule.is_some(), "{} on {on} has a rule", person.name);
            assert!(!person.told.0.is_empty() && doses::explained(&person, day(on)).ends_with('。'));
        }
    }
}

#[test]
fn the_sample_holds_every_state_on_its_last_day() {
    let folder = tempfile::tempdir().unwrap();
    let book = sample::create(&folder.path().join("s.taizhang"), None, &Options::summer()).unwrap();
    let on = day("2021-08-31");
    let people = doses::people(&book, on).unwrap();
    let state = |name: &str| people.iter().find(|person| person.name == name).map(|person| person.standing.state);
    for (name, expected) in [
        ("王䶮", DoseState::Overdue),
        ("李㛃", DoseState::Overdue),
        ("陈𫖯", DoseState::Due),
        ("周𬬭", DoseState::TooEarly),
        ("曾令仪", DoseState::Done),
        ("邓海燕", DoseState::Deferred),
        ("蒲建国", DoseState::Exempt),
        ("秦朵朵", DoseState::Exempt),
        ("向志强", DoseState::Unknown),
    ] {
        assert_eq!(state(name), Some(expected), "{name}");
    }
    assert_eq!(state("蒋雨桐"), None, "she has left");
    let open: Vec<String> = trips::stops(&book, on)
        .unwrap()
        .iter()
        .filter(|stop| stop.next(on) == Next::Verify)
        .map(|stop| stop.name.clone())
        .collect();
    assert_eq!(open, ["王䶮"]);
    let behind = rounds::behind(&book, Log::named("disinfect").unwrap(), on).unwrap();
    assert!(behind.len() >= 3 && behind.iter().all(|place| !place.gaps.is_empty()));
    assert!(behind.iter().flat_map(|place| &place.gaps).all(|gap| gap.day < on), "the day itself is not over");
    let closed = rounds::day(&book, Log::named("disinfect").unwrap(), day("2021-07-19")).unwrap();
    assert!(!closed.is_empty() && closed.iter().all(|line| matches!(line.asked, Asked::Closed(_)) && line.missing() == 0));
    assert_eq!(trips::trip(&book, 3, on).unwrap().len(), 2, "two stops of one trip");
}

#[test]
fn a_dose_changes_the_state_and_the_list() {
    let mut office = Office::at("2021-08-31");
    let person = office.add(Ledger(&STAFF), json!({ "name": "陈轮", "category": "专职", "joined_on": "2021-01-01" }));
    let state = |office: &Office| doses::person(&office.book, person, office.book.today()).unwrap().standing.state;
    assert_eq!(state(&office), DoseState::Unknown);
    office.add(Ledger(&VACCINATIONS), json!({ "staff": "陈轮", "product": "科兴", "given_on": "2021-07-01" }));
    assert_eq!(state(&office), DoseState::Overdue);
    let query = |code: &str| {
        let mut query = crate::store::listing::Query::all(Ledger(&STAFF), day("2021-08-31"));
        query.filters.insert("dose_state".to_owned(), code.to_owned());
        query
    };
    assert_eq!(office.book.list(&query("overdue")).unwrap(), [person]);
    let second = office.add(Ledger(&VACCINATIONS), json!({ "staff": "陈轮", "product": "北京生物", "given_on": "2021-08-20" }));
    assert_eq!(state(&office), DoseState::Done);
    assert_eq!(office.book.list(&query("overdue")).unwrap(), [0_i64; 0]);
    assert_eq!(office.book.list(&query("done")).unwrap(), [person]);
    office.book.void(Ledger(&VACCINATIONS), second, None, "记错人").unwrap();
    assert_eq!(state(&office), DoseState::Overdue);
    assert_eq!(office.book.list(&query("overdue")).unwrap(), [person]);
}

#[test]
fn a_trip_from_the_list_of_areas_to_release() {
    let mut office = Office::at("2021-08-18");
    office.add(Ledger(&STAFF), json!({ "name": "王龚", "category": "专职", "joined_on": "2021-01-01" }));
    let trip = office.add(
        Ledger(&TRAVELS),
        json!({ "staff": "王龚", "division_code": "瑞丽", "arrived_on": "2021-08-10", "departed_on": "2021-08-16", "returned_on": "2021-08-17" }),
    );
    let next = |office: &Office, on: &str| trips::trip(&office.book, trip, day(on)).unwrap()[0].next(day(on));
    assert_eq!(next(&office, "2021-08-18"), Next::Nothing);
    let area = office.add(
        Ledger(&RISK_AREAS),
        json!({ "division_code": "533102", "level": "medium", "from_on": "2021-08-12", "source": "某日通报" }),
    );
    assert_eq!(next(&office, "2021-08-18"), Next::Verify);
    let listed = |code: &str, office: &Office| {
        let mut query = crate::store::listing::Query::all(Ledger(&TRAVELS), office.book.today());
        query.filters.insert("exposure".to_owned(), code.to_owned());
        office.book.list(&query).unwrap()
    };
    assert_eq!(listed("to_verify", &office), [trip]);
    let change = |office: &mut Office, row: Json| office.book.change(Ledger(&TRAVELS), trip, None, &object(row));
    assert!(change(&mut office, json!({ "verified": "confirmed" })).is_err(), "somebody has to have decided");
    change(&mut office, json!({ "verified": "confirmed", "verified_by": "周敏" })).unwrap();
    assert_eq!(next(&office, "2021-08-18"), Next::Measure);
    change(&mut office, json!({ "measure": "集中隔离" })).unwrap();
    assert_eq!(next(&office, "2021-08-30"), Next::Running);
    assert_eq!(next(&office, "2021-08-31"), Next::Release);
    office.clock.set(morning("2021-08-31"));
    change(&mut office, json!({ "released_on": "2021-08-31" })).unwrap();
    assert_eq!(next(&office, "2021-08-31"), Next::Nothing);
    office.book.void(Ledger(&RISK_AREAS), area, None, "录错").unwrap();
    assert_eq!(listed("to_verify", &office), [0_i64; 0]);
}

#[test]
fn six_hundred_on_a_desk_is_warned_and_kept_and_a_gap_stays_a_gap() {
    let mut office = Office::at("2021-08-11");
    office.add(Ledger(&PLACES), json!({ "name": "办公室", "kind": "office" }));
    office
        .add(Ledger(&CLEANING_PLANS), json!({ "place": "办公室", "task": "消毒", "times_per_day": 1, "from_on": "2021-08-09" }));
    let row = json!({
        "place": "办公室", "done_on": "2021-08-11", "agent": "84消毒液", "objects": "桌面", "concentration": 600, "unit": "mg/L", "operator": "周敏",
    });
    let saved = office.book.add(Ledger(&DISINFECTIONS), &object(row)).unwrap();
    assert_eq!(saved.warnings.iter().map(|warning| warning.field.as_str()).collect::<Vec<_>>(), ["concentration"]);
    office.clock.set(morning("2021-08-13"));
    let gaps = |office: &Office| -> Vec<String> {
        let behind = rounds::behind(&office.book, Log::named("disinfect").unwrap(), office.book.today()).unwrap();
        behind.iter().flat_map(|place| &place.gaps).map(|gap| gap.day.to_string()).collect()
    };
    assert_eq!(gaps(&office), ["2021-08-09", "2021-08-10", "2021-08-12"]);
    let late = json!({ "place": "办公室", "done_on": "2021-08-10", "agent": "酒精", "operator": "周敏" });
    let refused = office.book.add(Ledger(&DISINFECTIONS), &object(late.clone())).unwrap_err();
    assert_eq!(refused.problems()[0].rule, "late");
    let mut reasoned = object(late);
    reasoned.insert("late_reason".to_owned(), json!("外出培训"));
    office.book.add(Ledger(&DISINFECTIONS), &reasoned).unwrap();
    assert_eq!(gaps(&office), ["2021-08-09", "2021-08-12"]);
    office.add(Ledger(&CLOSURES), json!({ "from_on": "2021-08-12", "to_on": "2021-08-12", "reason": "停电" }));
    assert_eq!(gaps(&office), ["2021-08-09"]);
    for (row, field, rule) in [
        (json!({ "done_on": "2021-08-14" }), "done_on", "future"),
        (json!({ "started_at": "14:00" }), "started_at", "future"),
        (json!({ "started_at": "08:30", "ended_at": "08:00" }), "ended_at", "order"),
        (json!({ "concentration": 500, "unit": null }), "unit", "required"),
        (json!({ "kind": "terminal" }), "contractor", "required"),
        (json!({ "agent": "洁厕灵" }), "agent", "entry"),
    ] {
        let mut whole = object(json!({ "place": "办公室", "done_on": "2021-08-13", "agent": "酒精", "operator": "周敏" }));
        whole.extend(object(row));
        let refused = office.book.add(Ledger(&DISINFECTIONS), &whole).unwrap_err();
        assert!(refused.problems().iter().any(|problem| problem.field == field && problem.rule == rule), "{field}: {refused:?}");
    }
}

#[test]
fn today_is_no_gap_until_it_ends_on_screen_and_on_paper() {
    let mut office = Office::at("2021-08-11");
    office.add(Ledger(&PLACES), json!({ "name": "办公室", "kind": "office" }));
    office
        .add(Ledger(&CLEANING_PLANS), json!({ "place": "办公室", "task": "消毒", "times_per_day": 2, "from_on": "2021-08-10" }));
    let log = Log::named("disinfect").unwrap();
    let cells = |office: &Office, on: &str| -> (Vec<String>, String) {
        let rows = rounds::month(&office.book, log, day("2021-08-11"), day(on)).unwrap();
        (rows[0].cells[9..13].iter().map(mark).collect(), rows[0].total())
    };
    let marks = |found: (Vec<String>, String)| format!("{} {}", found.0.join(","), found.1);
    assert_eq!(marks(cells(&office, "2021-08-11")), "缺,今,, 0/2");
    assert_eq!(marks(cells(&office, "2021-08-13")), "缺,今,, 0/2", "nothing is known of days to come");
    let shown = card::of_month(&office.book, log, day("2021-08-11")).unwrap();
    let cell = &shown.places[0].cells[10];
    assert_eq!(
        (cell.tone, cell.gap, cell.today, cell.title.as_str()),
        (Some(Tone::Warn), false, true, "2021-08-11 今天还差 2 次")
    );
    let round = json!({ "place": "办公室", "done_on": "2021-08-11", "agent": "酒精", "operator": "周敏" });
    office.add(Ledger(&DISINFECTIONS), round.clone());
    assert_eq!(marks(cells(&office, "2021-08-11")), "缺,1/2,, 1/3", "what today still asks for is not counted");
    let state = |office: &Office, on: &str| {
        let round = card::of_day(&office.book, log, day(on)).unwrap();
        (round.places[0].state.clone(), round.places[0].tone, round.figures[2].label.clone())
    };
    assert_eq!(state(&office, "2021-08-11"), ("还差 1 次".to_owned(), Tone::Warn, "还差".to_owned()));
    assert_eq!(state(&office, "2021-08-10"), ("缺".to_owned(), Tone::Bad, "缺".to_owned()));
    office.clock.set(morning("2021-08-12"));
    assert_eq!(marks(cells(&office, "2021-08-12")), "缺,1/2,今, 1/4");
    assert_eq!(marks(cells(&office, "2021-08-11")), "缺,1/2,, 1/4", "a past day is over");
    assert_eq!(state(&office, "2021-08-11"), ("缺 1 次".to_owned(), Tone::Warn, "缺".to_owned()));
    assert_eq!([last_over(&office.book, day("2021-08-11")), last_over(&office.book, day("2021-08-12"))], [day("2021-08-11"); 2]);
    // The next day has one colour at home too: what is missing is red, what today asks for is not.
    let tones: Vec<Urgency> = (super::rounds::TOPIC.tasks)(&office.book).unwrap().iter().map(|task| task.urgency).collect();
    assert_eq!(tones, [Urgency::Warn, Urgency::Bad]);
}

#[test]
fn a_plan_of_the_past_and_a_stay_in_a_listed_area_are_told_before_they_are_saved() {
    let mut office = Office::at("2021-08-11");
    office.add(Ledger(&PLACES), json!({ "name": "办公室", "kind": "office" }));
    let told = |office: &Office, ledger: Ledger, id: Option<i64>, row: &Json| -> Vec<(String, String)> {
        let intake = office.book.check(ledger, id, &object(row.clone())).unwrap();
        intake.warnings.into_iter().map(|warning| (warning.rule, warning.message)).collect()
    };
    let plans = Ledger(&CLEANING_PLANS);
    let plan = |task: &str, from: &str| json!({ "place": "办公室", "task": task, "times_per_day": 1, "from_on": from });
    assert_eq!(
        told(&office, plans, None, &plan("消毒", "2021-08-01")),
        [(
            "past_gaps".to_owned(),
            "从 2021-08-01 起算，过去有 10 天会成为缺记（2021-08-01 至 2021-08-10）。只想从今天起做，请把起始日期写成今天。"
                .to_owned()
        )]
    );
    assert_eq!(told(&office, plans, None, &plan("消毒", "2021-08-11")), []);
    assert_eq!(told(&office, plans, None, &plan("保洁", "2021-08-01")), [], "cleaning has no log");
    office.add(Ledger(&CLOSURES), json!({ "from_on": "2021-08-02", "to_on": "2021-08-10", "reason": "装修" }));
    let saved = office.book.add(plans, &object(plan("消毒", "2021-08-01"))).unwrap();
    assert!(saved.warnings[0].message.contains("过去有 1 天会成为缺记（2021-08-01）"), "{:?}", saved.warnings);
    assert_eq!(told(&office, plans, Some(saved.id), &json!({ "note": "门口也擦" })), [], "nothing becomes a gap that was none");

    office.add(Ledger(&STAFF), json!({ "name": "王龚", "category": "专职" }));
    let stay = |division: &str| json!({ "staff": "王龚", "division_code": division, "arrived_on": "2021-08-05", "returned_on": "2021-08-08" });
    let trips = Ledger(&TRAVELS);
    assert_eq!(told(&office, trips, None, &stay("瑞丽")), []);
    office.add(
        Ledger(&RISK_AREAS),
        json!({ "division_code": "533102", "level": "high", "from_on": "2021-08-07", "source": "某日通报" }),
    );
    let [(rule, message)] = told(&office, trips, None, &stay("瑞丽")).try_into().unwrap();
    assert_eq!(rule, "exposed");
    assert_eq!(
        message,
        "与高风险地区的名单重叠（2021-08-07 至 2021-08-08），会记为待核实。请向本人问清楚到没到过那里，再写核实结论。"
    );
    assert!(told(&office, trips, None, &stay("缅甸"))[0].1.starts_with("境外、港澳台或船上"));
    let mut decided = object(stay("瑞丽"));
    decided.extend(object(json!({ "verified": "ruled_out", "verified_by": "周敏" })));
    let undated = told(&office, trips, None, &Json::Object(decided.clone()));
    assert_eq!(undated.iter().map(|(rule, _)| rule.as_str()).collect::<Vec<_>>(), ["verified_on"]);
    decided.extend(object(json!({ "verified_on": "2021-08-09" })));
    assert_eq!(told(&office, trips, None, &Json::Object(decided)), []);
}

#[test]
fn a_stop_without_departure_ends_with_the_next_stop_of_its_trip_or_with_the_return() {
    let mut office = Office::at("2021-08-20");
    office.add(Ledger(&STAFF), json!({ "name": "王龚", "category": "专职", "joined_on": "2021-01-01" }));
    office.add(Ledger(&STAFF), json!({ "name": "陈轮", "category": "专职", "joined_on": "2021-01-01" }));
    office.add(
        Ledger(&RISK_AREAS),
        json!({ "division_code": "533102", "level": "medium", "from_on": "2021-08-12", "source": "某日通报" }),
    );
    let mut stop = |row: Json| {
        let mut whole = object(json!({ "staff": "王龚", "division_code": "瑞丽" }));
        whole.extend(object(row));
        office.book.add(Ledger(&TRAVELS), &whole).unwrap().id
    };
    let left = stop(json!({ "trip": "A", "arrived_on": "2021-08-01" }));
    stop(json!({ "trip": "A", "division_code": "昆明市", "arrived_on": "2021-08-05", "returned_on": "2021-08-07" }));
    let home = stop(json!({ "trip": "B", "arrived_on": "2021-08-08" }));
    stop(json!({ "trip": "B", "division_code": "昆明市", "arrived_on": "2021-08-08", "returned_on": "2021-08-09" }));
    let into = stop(json!({ "trip": "C", "arrived_on": "2021-08-10" }));
    let onward = stop(json!({ "trip": "C", "division_code": "昆明市", "arrived_on": "2021-08-14" }));
    let still = stop(json!({ "arrived_on": "2021-08-13" }));
    stop(json!({ "staff": "陈轮", "trip": "D", "division_code": "昆明市", "arrived_on": "2021-08-15" }));
    let other = stop(json!({ "trip": "D", "arrived_on": "2021-08-11" }));
    let on = office.book.today();
    let open = |office: &Office| -> Vec<i64> {
        let stops = trips::stops(&office.book, on).unwrap();
        let mut open: Vec<i64> = stops.iter().filter(|stop| stop.next(on) == Next::Verify).map(|stop| stop.record.id).collect();
        open.sort_unstable();
        open
    };
    assert_eq!(open(&office), [into, still, other], "{left} left for the next stop, {home} came home before the area was listed");
    let touched = trips::trip(&office.book, into, on).unwrap()[0].exposure.hits[0].clone();
    assert_eq!((touched.from_on, touched.to_on), (day("2021-08-12"), day("2021-08-14")));
    // The next stop taken back: the one before it ends no more, in the list that was made before too.
    let mut query = crate::store::listing::Query::all(Ledger(&TRAVELS), on);
    query.filters.insert("exposure".to_owned(), "to_verify".to_owned());
    assert_eq!(office.book.list(&query).unwrap().len(), 3);
    office.book.void(Ledger(&TRAVELS), onward, None, "记错人").unwrap();
    assert_eq!(trips::trip(&office.book, into, on).unwrap()[0].exposure.hits[0].to_on, on);
    assert_eq!(open(&office), [into, still, other]);
}

#[test]
fn doses_that_contradict_days_are_refused_or_told_at_their_field() {
    let mut office = Office::at("2021-12-01");
    let born = json!({ "name": "陈轮", "category": "专职", "joined_on": "2021-01-01", "born_on": "2004-06-01" });
    let person = office.add(Ledger(&STAFF), born);
    let dose = |row: Json| {
        let mut whole = object(json!({ "staff": "陈轮", "product": "科兴" }));
        whole.extend(object(row));
        whole
    };
    let first = office.add(Ledger(&VACCINATIONS), Json::Object(dose(json!({ "given_on": "2021-08-01", "dose_number": 2 }))));
    for (row, field, rule) in [
        (json!({ "given_on": "2021-09-01", "dose_number": 1 }), "dose_number", "order"),
        (json!({ "given_on": "2021-07-01", "dose_number": 3 }), "dose_number", "order"),
        (json!({ "given_on": "2021-09-01", "dose_number": 2 }), "dose_number", "duplicate"),
        (json!({ "given_on": "2021-08-01", "dose_number": 3 }), "given_on", "duplicate"),
        (json!({ "given_on": "2004-05-31" }), "given_on", "birth"),
        (json!({ "given_on": "2041-05-31" }), "given_on", "future"),
    ] {
        let refused = office.book.add(Ledger(&VACCINATIONS), &dose(row.clone())).unwrap_err();
        let found: Vec<_> = refused.problems().iter().map(|p| (p.field.clone(), p.rule.clone())).collect();
        assert_eq!(found, [(field.to_owned(), rule.to_owned())], "{row}");
    }
    let told = |office: &mut Office, row: Json| -> Vec<(String, String)> {
        let saved = office.book.add(Ledger(&VACCINATIONS), &dose(row)).unwrap();
        let told = saved.warnings.iter().map(|w| (w.field.clone(), w.rule.clone())).collect();
        office.book.void(Ledger(&VACCINATIONS), saved.id, None, "试").unwrap();
        told
    };
    let at = |field: &str, rule: &str| (field.to_owned(), rule.to_owned());
    assert!(told(&mut office, json!({ "given_on": "2021-09-01", "dose_number": 3 })).is_empty());
    assert!(
        told(&mut office, json!({ "given_on": "2021-07-11", "dose_number": 1 })).is_empty(),
        "seventeen, and twelve is enough from July on"
    );
    assert!(told(&mut office, json!({ "given_on": "2021-06-30", "dose_number": 1 })).contains(&at("given_on", "under_age")));
    assert!(told(&mut office, json!({ "given_on": "2019-06-30", "dose_number": 1 })).contains(&at("given_on", "before_product")));
    office.book.void(Ledger(&VACCINATIONS), first, None, "试").unwrap();
    let typed = office.add(Ledger(&VACCINATIONS), Json::Object(dose(json!({ "given_on": "2021-08-01" }))));
    let second = told(&mut office, json!({ "given_on": "2021-09-01", "dose_number": 1 }));
    assert_eq!(second, [at("dose_number", "number")], "the days say that it is the second");
    assert_eq!(doses::person(&office.book, person, day("2021-12-01")).unwrap().standing.doses, 1);

    // An earlier one comes in behind one that was typed as the first.
    office.book.change(Ledger(&VACCINATIONS), typed, None, json!({ "dose_number": 1 }).as_object().unwrap()).unwrap();
    let earlier = office.book.add(Ledger(&VACCINATIONS), &dose(json!({ "given_on": "2021-07-05" }))).unwrap();
    let rules: Vec<&str> = earlier.warnings.iter().map(|warning| warning.rule.as_str()).collect();
    assert!(rules.contains(&"others_number"), "{rules:?}");
    let shown = office.book.get(Ledger(&VACCINATIONS), typed, office.book.today()).unwrap();
    assert_eq!(shown.code("judgement"), Some("to_verify"), "two doses would both be the first");
    office.book.change(Ledger(&VACCINATIONS), typed, None, json!({ "dose_number": 2 }).as_object().unwrap()).unwrap();
    let shown = office.book.get(Ledger(&VACCINATIONS), typed, office.book.today()).unwrap();
    assert_ne!(shown.code("judgement"), Some("to_verify"));
}

#[test]
fn doses_that_no_schedule_is_known_for_are_not_nothing() {
    let mut office = Office::at("2021-08-31");
    let person = office.add(Ledger(&STAFF), json!({ "name": "陈轮", "category": "专职", "joined_on": "2021-01-01" }));
    office.add(Ledger(&STAFF), json!({ "name": "王龚", "category": "专职", "joined_on": "2021-01-01" }));
    for day in ["2021-06-01", "2021-07-01"] {
        office.add(Ledger(&VACCINATIONS), json!({ "staff": person, "product": "莫德纳", "given_on": day }));
    }
    let people = doses::people(&office.book, office.book.today()).unwrap();
    let of = |name: &str| people.iter().find(|person| person.name == name).unwrap();
    assert_eq!((of("陈轮").standing.state, of("王龚").standing.state), (DoseState::Unscheduled, DoseState::Unknown));
    assert_eq!(of("陈轮").told.0, "2 剂 · 无程序");
    let coverage = Coverage::of(people.iter());
    let counted = (coverage.vaccinated, coverage.complete, coverage.unscheduled, coverage.unknown, coverage.eligible);
    assert_eq!(counted, (1, 0, 1, 1, 2));
    let filtered = |state: &str| {
        let filters = [("dose_state".to_owned(), state.to_owned())].into();
        office
            .book
            .ids(&crate::store::listing::Query {
                filters,
                ..crate::store::listing::Query::all(Ledger(&STAFF), office.book.today())
            })
            .unwrap()
    };
    assert_eq!((filtered("no_schedule"), filtered("unknown").len()), (vec![person], 1));
}
