//! A round of several places written at once: judged place by place, all of it or nothing, one step.

use crate::desk::{Office, object};
use serde_json::{Map, Value as Json, json};
use taizhang::schema::Ledger;
use taizhang::store::listing::Query;
use taizhang::topics::rounds::{Log, card};
use taizhang::topics::{CLEANING_PLANS, DISINFECTIONS, PLACES, POSTINGS, STAFF, VENTILATIONS};

/// The office stands at 2021-08-12, 09:00.
fn office() -> (Office, Vec<i64>) {
    let mut office = Office::new();
    let places = ["办公室", "活动室", "卫生间"]
        .map(|name| office.add(Ledger(&PLACES), json!({ "name": name, "kind": "办公室" })))
        .to_vec();
    (office, places)
}

fn disinfection(place: i64, agent: &str) -> (Ledger, Map<String, Json>) {
    let row = json!({
        "place": place.to_string(), "done_on": "2021-08-12", "started_at": "0820", "ended_at": "0850", "agent": agent, "operator": "冉光荣"
    });
    (Ledger(&DISINFECTIONS), object(row))
}

fn count(office: &Office, ledger: Ledger) -> usize {
    office.book.list(&Query::all(ledger, office.book.today())).unwrap().len()
}

#[test]
fn a_round_is_one_step_over_both_ledgers() {
    let (mut office, places) = office();
    let airing = json!({ "place": places[0].to_string(), "done_on": "2021-08-12", "started_at": "0830", "ended_at": "0840",
        "method": "自然通风", "operator": "冉光荣" });
    let mut rows: Vec<_> = places.iter().map(|place| disinfection(*place, "75% 酒精")).collect();
    rows.push((Ledger(&VENTILATIONS), object(airing)));
    let judged = office.book.judge_all(&rows).unwrap();
    assert!(judged.iter().all(|one| one.problems.is_empty()));
    assert_eq!(judged[3].warnings[0].field, "ended_at", "ten minutes of airing are few");
    assert_eq!(count(&office, Ledger(&DISINFECTIONS)), 0, "judging writes nothing");
    let added = office.book.add_all(&rows).unwrap();
    assert_eq!(added.ids.len(), 4);
    assert!(added.moved.contains(&Ledger(&DISINFECTIONS)) && added.moved.contains(&Ledger(&VENTILATIONS)));
    assert_eq!((count(&office, Ledger(&DISINFECTIONS)), count(&office, Ledger(&VENTILATIONS))), (3, 1));
    office.book.undo().unwrap().unwrap();
    assert_eq!((count(&office, Ledger(&DISINFECTIONS)), count(&office, Ledger(&VENTILATIONS))), (0, 0), "taken back as one");
}

#[test]
fn one_wrong_place_is_named_and_nothing_is_written() {
    let (mut office, places) = office();
    let mut rows: Vec<_> = places.iter().map(|place| disinfection(*place, "75% 酒精")).collect();
    rows[1].1.remove("agent");
    rows[2].1.insert("done_on".to_owned(), "2021-08-02".into());
    let judged = office.book.judge_all(&rows).unwrap();
    let fields = |at: usize| judged[at].problems.iter().map(|problem| problem.field.as_str()).collect::<Vec<_>>();
    assert_eq!((fields(0), fields(1), fields(2)), (vec![], vec!["agent"], vec!["late_reason"]));
    assert!(office.book.add_all(&rows).is_err());
    assert_eq!(count(&office, Ledger(&DISINFECTIONS)), 0);
}

#[test]
fn plans_of_several_places_are_judged_over_those_before_them() {
    let (mut office, places) = office();
    let plan = |place: i64, task: &str| {
        let row = json!({ "place": place.to_string(), "task": task, "times_per_day": "1", "from_on": "2021-08-12" });
        (Ledger(&CLEANING_PLANS), object(row))
    };
    let rows = [plan(places[0], "消毒"), plan(places[0], "通风"), plan(places[1], "消毒"), plan(places[1], "消毒")];
    let judged = office.book.judge_all(&rows).unwrap();
    let wrong: Vec<bool> = judged.iter().map(|one| !one.problems.is_empty()).collect();
    assert_eq!(wrong, [false, false, false, true], "the same plan twice");
    assert!(office.book.add_all(&rows).is_err());
    assert_eq!(count(&office, Ledger(&CLEANING_PLANS)), 0);
    office.book.add_all(&rows[..3]).unwrap();
    assert_eq!(count(&office, Ledger(&CLEANING_PLANS)), 3);
}

#[test]
fn what_is_offered_of_a_place_is_said_in_words() {
    let (mut office, places) = office();
    let from = json!({ "place": places[0], "task": "消毒", "times_per_day": "1", "from_on": "2021-08-12" });
    office.add(Ledger(&CLEANING_PLANS), from);
    office.book.add_all(&[disinfection(places[0], "75% 酒精")]).unwrap();
    let round = card::of_day(&office.book, Log::named("disinfect").unwrap(), office.book.today()).unwrap();
    let line = round.places.iter().find(|line| line.name == "办公室").unwrap();
    assert_eq!((line.said["agent"] != line.last["agent"], line.said["operator"].as_str()), (true, "冉光荣"));
    assert_eq!(line.last.keys().collect::<Vec<_>>(), line.said.keys().collect::<Vec<_>>());
    assert!(!line.last.contains_key("started_at"), "a time is never offered");
}

#[test]
fn a_child_given_along_is_not_lost_among_several() {
    let (mut office, _) = office();
    let row = json!({ "name": "陈轮", "id_type": "none", "mobile": "13812345678", "consent": "consented", "category": "专职",
        "department": "社工部" });
    office.book.add_all(&[(Ledger(&STAFF), object(row))]).unwrap();
    assert_eq!(count(&office, Ledger(&POSTINGS)), 1);
}
