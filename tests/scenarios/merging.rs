//! Two entries of one person made one: what differs is chosen, whoever named the one that went names the other, what cannot both
//! stand is decided, and one undo takes all of it back.

use crate::attachments::picture;
use crate::desk::{Office, object, resident_id};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use taizhang::articles;
use taizhang::base::error::Error;
use taizhang::schema::{Ledger, State};
use taizhang::store::book::{Choices, Grounds, Merging, Side};
use taizhang::store::listing::Query;
use taizhang::topics::{
    ACKNOWLEDGEMENTS, HEALTH_CHECKS, LEAVES, NOTICES, POSTINGS, QUARANTINES, STAFF, TESTS, TRAVELS, VACCINATIONS, VISITORS,
};

const ROSTER: Ledger = Ledger(&STAFF);

/// One person entered twice: the second time with a character of hers mistaken, and what the first entry lacks.
fn twice(office: &mut Office) -> (i64, i64) {
    let keep = office.add(
        ROSTER,
        json!({ "name": "单晓云", "id_number": resident_id("19900307", "002"), "category": "专职", "department": "项目部", "joined_on": "2021-03-01" }),
    );
    let lose = office.add(ROSTER, json!({ "name": "单小云", "mobile": "13912345678", "party_member": true }));
    (keep, lose)
}

/// Chooses `side` wherever there is something to choose.
fn all(weighed: &Merging, side: Side) -> Choices {
    Choices {
        fields: weighed.differing.iter().map(|name| ((*name).to_owned(), side)).collect(),
        clashes: weighed.clashes.iter().map(|clash| (clash.key.clone(), side)).collect(),
        same_person: true,
    }
}

fn rules(error: Error) -> Vec<(String, String)> {
    match error {
        Error::Invalid(problems) => problems.into_iter().map(|problem| (problem.field, problem.rule)).collect(),
        other => panic!("{other:?}"),
    }
}

/// Everybody whom the valid records of `ledger` name in `column`.
fn named(office: &Office, ledger: Ledger, column: &str) -> Vec<i64> {
    let query = Query::all(ledger, office.book.today());
    let ids = office.book.list(&query).unwrap();
    let records = office.book.window(ledger, &ids, query.on).unwrap();
    records.iter().filter_map(|record| record.reference(column)).collect()
}

#[test]
fn whoever_named_the_other_names_the_one_that_stays() {
    let mut office = Office::new();
    let (keep, lose) = twice(&mut office);
    office.add(
        Ledger(&POSTINGS),
        json!({ "staff": lose, "category": "志愿者", "joined_on": "2020-01-01", "left_on": "2020-12-31" }),
    );
    let dose = office.add(Ledger(&VACCINATIONS), json!({ "staff": lose, "product": "北京生物", "given_on": "2021-05-01" }));
    let wrong = office.add(Ledger(&VACCINATIONS), json!({ "staff": lose, "product": "北京生物", "given_on": "2021-04-01" }));
    office.book.void(Ledger(&VACCINATIONS), wrong, None, "登记错了").unwrap();
    let visit = json!({ "name": "赵天明", "visited_on": "2021-08-12", "arrived_time": "08:30", "host": lose, "admitted": "yes" });
    office.add(Ledger(&VISITORS), visit);
    office.book.attach(ROSTER, lose, vec![picture("工作证.jpg", 0), picture("两边都有.jpg", 1)]).unwrap();
    office.book.attach(ROSTER, keep, vec![picture("也有.jpg", 1)]).unwrap();
    office.book.attach(Ledger(&VACCINATIONS), dose, vec![picture("凭证.jpg", 2)]).unwrap();
    let before = office.dump();

    let weighed = office.book.weigh_merge(ROSTER, keep, lose).unwrap();
    assert_eq!(weighed.differing, ["name", "id_number", "sex", "born_on", "mobile", "party_member"]);
    assert!(weighed.numbers.is_empty(), "only one of them has a number");
    let moved: Vec<_> = weighed.moved.iter().map(|(ledger, count)| (ledger.name(), *count)).collect();
    assert_eq!(moved, [("postings", 1), ("vaccinations", 2), ("visitors", 1), ("attachments", 2)]);
    assert_eq!(office.dump(), before, "weighing writes nothing");

    let mut choices = all(&weighed, Side::Keep);
    choices.fields.insert("mobile".to_owned(), Side::Lose);
    choices.fields.insert("party_member".to_owned(), Side::Lose);
    let merged = office.book.merge(&weighed, &choices).unwrap();
    assert_eq!((merged.records, merged.voided), (6, 1), "the picture that was there twice");
    let today = office.book.today();
    let kept = office.book.get(ROSTER, keep, today).unwrap();
    assert_eq!((kept.text("name"), kept.text("mobile")), (Some("单晓云"), Some("13912345678")));
    assert!(kept.flag("party_member") && kept.text("id_number").is_some());
    let lost = office.book.get(ROSTER, lose, today).unwrap();
    assert_eq!(lost.state, State::Voided);
    assert_eq!(lost.void_reason.unwrap(), format!("并入「单晓云」（第 {keep} 号）"));
    for (ledger, column) in [(&POSTINGS, "staff"), (&VACCINATIONS, "staff"), (&VISITORS, "host")] {
        assert!(named(&office, Ledger(ledger), column).iter().all(|id| *id == keep), "{}", ledger.name);
    }
    let voided = office.book.get(Ledger(&VACCINATIONS), wrong, today).unwrap();
    assert_eq!((voided.state, voided.reference("staff")), (State::Voided, Some(keep)), "voided ones go along, and stay voided");
    let files: Vec<_> = office.book.attachments(ROSTER, keep).unwrap();
    let names: Vec<_> = files.iter().filter_map(|file| file.text("file_name")).collect();
    assert_eq!(names, ["工作证.jpg", "也有.jpg"]);
    assert_eq!(office.book.attachments(Ledger(&VACCINATIONS), dose).unwrap().len(), 1);

    for id in [keep, lose] {
        let entry = &office.book.history(Some((ROSTER, id)), 1).unwrap()[0];
        assert_eq!((Some(entry.step), entry.op.as_str()), (merged.step, "merge"));
        assert_eq!(entry.what(), format!("并入第 {lose} 号"));
    }
    office.book.check_all().unwrap();
    let after = office.dump();
    assert_eq!(Some(office.book.undo().unwrap().unwrap().entry.step), merged.step);
    assert_eq!(office.dump(), before, "one undo takes all of it back");
    office.book.redo().unwrap().unwrap();
    assert_eq!(office.dump(), after);
    office.book.check_all().unwrap();
}

/// The entry that stays is told of it although nothing of hers changed.
#[test]
fn the_one_that_stays_knows_of_it_even_where_nothing_of_hers_changed() {
    let mut office = Office::new();
    let (keep, lose) = twice(&mut office);
    let weighed = office.book.weigh_merge(ROSTER, keep, lose).unwrap();
    office.book.merge(&weighed, &all(&weighed, Side::Keep)).unwrap();
    assert_eq!(office.book.history(Some((ROSTER, keep)), 1).unwrap()[0].what(), format!("并入第 {lose} 号"));
}

#[test]
fn nothing_that_differs_is_chosen_for_her() {
    let mut office = Office::new();
    let (keep, lose) = twice(&mut office);
    let weighed = office.book.weigh_merge(ROSTER, keep, lose).unwrap();
    let before = office.dump();
    let asked = rules(office.book.merge(&weighed, &Choices::default()).unwrap_err());
    let fields: Vec<&str> = asked.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, weighed.differing, "also where one of them says nothing");
    assert!(asked.iter().all(|(_, rule)| rule == "choose"));
    let mut odd = all(&weighed, Side::Keep);
    odd.fields.insert("address".to_owned(), Side::Lose);
    odd.clashes.insert("leaves:9".to_owned(), Side::Keep);
    let said = rules(office.book.merge(&weighed, &odd).unwrap_err());
    assert_eq!(said, [("address".to_owned(), "same".to_owned()), ("leaves:9".to_owned(), "same".to_owned())]);
    // What is chosen must hold as if it were typed: her day of birth follows from the number.
    let mut cleared = all(&weighed, Side::Keep);
    cleared.fields.insert("name".to_owned(), Side::Lose);
    assert_eq!(office.dump(), before);
    office.book.merge(&weighed, &cleared).unwrap();
    assert_eq!(office.book.get(ROSTER, keep, office.book.today()).unwrap().text("name"), Some("单小云"));
}

#[test]
fn what_cannot_both_stand_is_named_and_decided() {
    let mut office = Office::new();
    let (keep, lose) = twice(&mut office);
    let both = [keep, lose];
    let doses =
        both.map(|id| office.add(Ledger(&VACCINATIONS), json!({ "staff": id, "product": "北京生物", "given_on": "2021-05-01" })));
    let later = office.add(Ledger(&VACCINATIONS), json!({ "staff": lose, "product": "北京生物", "given_on": "2021-06-01" }));
    let checks = both.map(|id| {
        office.add(
            Ledger(&HEALTH_CHECKS),
            json!({ "staff": id, "checked_on": "2021-08-12", "morning": 36.5, "presence": "on_duty" }),
        )
    });
    let notice = json!({ "title": "关于防控的通知", "issuer": "registrar", "received_on": "2021-08-10", "asks": "read" });
    let notice = office.add(Ledger(&NOTICES), notice);
    let signed = both.map(|id| {
        office.add(Ledger(&ACKNOWLEDGEMENTS), json!({ "notice": notice, "staff": id, "signed_on": "2021-08-11", "way": "ink" }))
    });
    // No column is unique here: it is the ledger's own rule that the days of one person do not overlap.
    let leave = |staff: i64, from: &str, to: &str| {
        json!({ "staff": staff, "reason": "business", "division_code": "530102", "leave_on": from, "return_on": to,
            "approval": "approved", "approved_by": "曾令仪", "approved_on": "2021-08-01" })
    };
    let kept = [("2021-08-15", "2021-08-17"), ("2021-08-19", "2021-08-21")]
        .map(|(from, to)| office.add(Ledger(&LEAVES), leave(keep, from, to)));
    let lost = office.add(Ledger(&LEAVES), leave(lose, "2021-08-16", "2021-08-20"));
    let posting = office.add(Ledger(&POSTINGS), json!({ "staff": lose, "category": "志愿者", "joined_on": "2021-05-01" }));
    let trips = both.map(|id| {
        office.add(
            Ledger(&TRAVELS),
            json!({ "staff": id, "division_code": "533102", "arrived_on": "2021-07-20", "departed_on": "2021-07-22" }),
        )
    });
    let held = json!({ "staff": lose, "cause": "travel", "travel": trips[1], "measure": "home", "counted_from": "2021-07-23", "from_on": "2021-07-23" });
    let held = office.add(Ledger(&QUARANTINES), held);
    office.book.attach(Ledger(&VACCINATIONS), doses[1], vec![picture("凭证.jpg", 0)]).unwrap();
    let before = office.dump();

    let weighed = office.book.weigh_merge(ROSTER, keep, lose).unwrap();
    let clashes: BTreeMap<&str, (Vec<i64>, Vec<i64>)> = weighed
        .clashes
        .iter()
        .map(|clash| {
            let ids = |records: &[taizhang::schema::Record]| records.iter().map(|record| record.id).collect::<Vec<_>>();
            (clash.ledger.name(), (ids(&clash.keep), ids(&clash.lose)))
        })
        .collect();
    let own = named(&office, Ledger(&POSTINGS), "staff").len();
    assert_eq!(own, 2);
    assert_eq!(clashes["vaccinations"], (vec![doses[0]], vec![doses[1]]), "the later dose has no other like it");
    assert_eq!(clashes["health_checks"], (vec![checks[0]], vec![checks[1]]));
    assert_eq!(clashes["acknowledgements"], (vec![signed[0]], vec![signed[1]]));
    assert_eq!(clashes["leaves"], (kept.to_vec(), vec![lost]), "it meets two of hers");
    assert_eq!(clashes["travels"], (vec![trips[0]], vec![trips[1]]));
    assert_eq!(clashes["postings"].1, [posting]);
    assert_eq!(clashes.len(), 6);

    let mut choices = all(&weighed, Side::Keep);
    for clash in weighed.clashes.iter().filter(|clash| ["leaves", "acknowledgements"].contains(&clash.ledger.name())) {
        choices.clashes.insert(clash.key.clone(), Side::Lose);
    }
    let merged = office.book.merge(&weighed, &choices).unwrap();
    assert_eq!(merged.voided, 7, "one each, but both leaves of hers");
    let today = office.book.today();
    let state = |ledger, id| office.book.get(Ledger(ledger), id, today).unwrap().state;
    assert_eq!([doses[0], doses[1], later].map(|id| state(&VACCINATIONS, id)), [State::Valid, State::Voided, State::Valid]);
    assert_eq!([kept[0], kept[1], lost].map(|id| state(&LEAVES, id)), [State::Voided, State::Voided, State::Valid]);
    assert_eq!(signed.map(|id| state(&ACKNOWLEDGEMENTS, id)), [State::Voided, State::Valid]);
    let voided = office.book.get(Ledger(&VACCINATIONS), doses[1], today).unwrap();
    assert_eq!(voided.void_reason.unwrap(), format!("并入时与第 {} 号重复", doses[0]));
    assert_eq!(voided.values.get("staff"), office.book.get(Ledger(&VACCINATIONS), doses[0], today).unwrap().values.get("staff"));
    assert_eq!(office.book.attachments(Ledger(&VACCINATIONS), doses[0]).unwrap().len(), 1, "the picture follows");
    let held = office.book.get(Ledger(&QUARANTINES), held, today).unwrap();
    assert_eq!((held.reference("staff"), held.reference("travel")), (Some(keep), Some(trips[0])), "and what named the trip");
    office.book.check_all().unwrap();
    office.book.undo().unwrap().unwrap();
    assert_eq!(office.dump(), before);
}

/// What breaks a rule whichever side stands is told with the record, and nothing is written.
#[test]
fn a_record_that_could_not_be_hers_stops_it() {
    let mut office = Office::new();
    let (keep, lose) = twice(&mut office);
    let dose = office.add(Ledger(&VACCINATIONS), json!({ "staff": lose, "product": "北京生物", "given_on": "1989-05-01" }));
    let weighed = office.book.weigh_merge(ROSTER, keep, lose).unwrap();
    let before = office.dump();
    let Error::Invalid(problems) = office.book.merge(&weighed, &all(&weighed, Side::Keep)).unwrap_err() else { panic!() };
    assert_eq!(problems[0].rule, "birth");
    assert!(problems[0].message.contains(&format!("疫苗接种第 {dose} 号")), "{problems:?}");
    assert_eq!(office.dump(), before);
}

#[test]
fn numbers_that_differ_are_another_person_until_somebody_says_not() {
    let mut office = Office::new();
    let row = |number: String| json!({ "name": "单晓云", "id_number": number });
    let keep = office.add(ROSTER, row(resident_id("19900307", "002")));
    let lose = office.add(ROSTER, row(resident_id("19900307", "004")));
    let weighed = office.book.weigh_merge(ROSTER, keep, lose).unwrap();
    assert_eq!(weighed.numbers, ["id_number"]);
    let unsaid = Choices { same_person: false, ..all(&weighed, Side::Lose) };
    assert_eq!(rules(office.book.merge(&weighed, &unsaid).unwrap_err()), [("same_person".to_owned(), "numbers".to_owned())]);
    // The number of the one that goes is free for the one that stays.
    office.book.merge(&weighed, &all(&weighed, Side::Lose)).unwrap();
    let number = office.book.get(ROSTER, keep, office.book.today()).unwrap().text("id_number").map(str::to_owned);
    assert_eq!(number, Some(resident_id("19900307", "004")));
}

#[test]
fn refusals() {
    let mut office = Office::new();
    let (keep, lose) = twice(&mut office);
    let third = office.add(ROSTER, json!({ "name": "陈轮" }));
    office.book.void(ROSTER, third, None, "登记错了").unwrap();
    assert_eq!(rules(office.book.weigh_merge(ROSTER, keep, keep).unwrap_err()), [("into".to_owned(), "self".to_owned())]);
    for (one, two) in [(third, keep), (keep, third)] {
        assert_eq!(rules(office.book.weigh_merge(ROSTER, one, two).unwrap_err())[0].1, "voided");
    }
    assert!(matches!(office.book.weigh_merge(ROSTER, keep, 99), Err(Error::NotFound(_))));
    assert_eq!(rules(office.book.weigh_merge(Ledger(&TESTS), 1, 2).unwrap_err())[0].1, "person");
    let weighed = office.book.weigh_merge(ROSTER, keep, lose).unwrap();
    office.add(ROSTER, json!({ "name": "别人" }));
    assert!(matches!(office.book.merge(&weighed, &all(&weighed, Side::Keep)), Err(Error::ChangedMeanwhile)));
}

/// Erasing the one that stayed takes the entry along that was made one with her, and every word of it.
#[test]
fn erasing_her_erases_the_other_entry_too() {
    let mut office = Office::new();
    let keep = office.add(ROSTER, json!({ "name": "单晓云", "mobile": "13800001111" }));
    let lose = office.add(ROSTER, json!({ "name": "闻人焉知", "mobile": "13912345678" }));
    office.add(Ledger(&VACCINATIONS), json!({ "staff": lose, "product": "北京生物", "given_on": "2021-05-01" }));
    let weighed = office.book.weigh_merge(ROSTER, keep, lose).unwrap();
    office.book.merge(&weighed, &all(&weighed, Side::Keep)).unwrap();
    let weighed = office.book.weigh_erasure(ROSTER, keep).unwrap();
    let gone: Vec<_> = weighed.gone.iter().map(|(ledger, count)| (ledger.name(), *count)).collect();
    assert_eq!(gone, [("staff", 2), ("vaccinations", 1)]);
    let grounds =
        Grounds {
            basis: "本人申请".into(), approved_by: "曾令仪".into(), witness: "单守诚".into(), ..Grounds::default()
        };
    office.book.erase(&weighed, &grounds).unwrap();
    office.book.check_all().unwrap();
    let bytes = std::fs::read(office.path()).unwrap();
    for text in ["闻人焉知", "13912345678", "13800001111"] {
        assert!(!bytes.windows(text.len()).any(|window| window == text.as_bytes()), "{text}");
    }
}

#[derive(Debug, Clone)]
struct Fact {
    hers: bool,
    kind: u8,
    day: u32,
    voided: bool,
}

fn fact() -> impl Strategy<Value = Fact> {
    (any::<bool>(), 0..6_u8, 1..9_u32, prop::bool::weighted(0.2)).prop_map(|(hers, kind, day, voided)| Fact {
        hers,
        kind,
        day,
        voided,
    })
}

/// A record of `fact`, where the rules take it.
fn record(office: &mut Office, staff: i64, notice: i64, fact: &Fact) {
    let (day, next) = (format!("2021-08-{:02}", fact.day), format!("2021-08-{:02}", fact.day + 2));
    let (ledger, row): (_, Json) = match fact.kind {
        0 => (&VACCINATIONS, json!({ "staff": staff, "product": "北京生物", "given_on": day, "dose_number": fact.day % 3 + 1 })),
        1 => (&TRAVELS, json!({ "staff": staff, "division_code": "533102", "arrived_on": day })),
        2 => {
            let row =
                json!({ "staff": staff, "reason": "family", "division_code": "530102", "leave_on": day, "return_on": next });
            (&LEAVES, row)
        }
        3 => (
            &HEALTH_CHECKS,
            json!({ "staff": staff, "checked_on": day, "morning": 36.4, "presence": "on_duty", "late_reason": "外出" }),
        ),
        4 => (&POSTINGS, json!({ "staff": staff, "category": "志愿者", "joined_on": day, "left_on": next })),
        _ => (&ACKNOWLEDGEMENTS, json!({ "notice": notice, "staff": staff, "signed_on": day, "way": "wechat" })),
    };
    let Ok(saved) = office.book.add(Ledger(ledger), &object(row)) else { return };
    if fact.voided {
        office.book.void(Ledger(ledger), saved.id, None, "登记错了").unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever the two have on file, and whatever is chosen: nobody names the one that went, the file is sound, and one undo
    /// brings back every list and every lamp.
    #[test]
    fn merging_is_taken_back_whole(facts in prop::collection::vec(fact(), 0..24), picks in prop::collection::vec(any::<bool>(), 40)) {
        let mut office = Office::new();
        let (keep, lose) = twice(&mut office);
        let notice = json!({ "title": "通知", "issuer": "registrar", "received_on": "2021-08-01", "asks": "read", "for_whom": "专职,志愿者" });
        let notice = office.add(Ledger(&NOTICES), notice);
        for fact in &facts {
            record(&mut office, if fact.hers { keep } else { lose }, notice, fact);
        }
        let today = office.book.today();
        let lamps = |office: &Office| format!("{:?}", articles::judge(&office.book, None, today, today).unwrap().articles);
        let before = (office.dump(), lamps(&office));
        let weighed = office.book.weigh_merge(ROSTER, keep, lose).unwrap();
        let mut picks = picks.iter().cycle().map(|keep| if *keep { Side::Keep } else { Side::Lose });
        let mut choices = all(&weighed, Side::Keep);
        for side in choices.clashes.values_mut() {
            *side = picks.next().unwrap();
        }
        choices.fields.insert("mobile".to_owned(), picks.next().unwrap());
        match office.book.merge(&weighed, &choices) {
            Ok(_) => {}
            // Refused as chosen, with the record that does not hold: nothing was written.
            Err(Error::Invalid(problems)) => {
                prop_assert!(problems.iter().all(|problem| problem.message.contains("第 ")), "{:?}", problems);
                prop_assert_eq!((office.dump(), lamps(&office)), before);
                return Ok(());
            }
            Err(other) => panic!("{other:?}"),
        }
        for ledger in office.book.registry().ledgers() {
            for reference in ledger.references().filter(|reference| reference.ledger == ROSTER) {
                let query = Query { voided: true, ..Query::all(ledger, today) };
                let ids = office.book.list(&query).unwrap();
                for record in office.book.window(ledger, &ids, today).unwrap() {
                    prop_assert_ne!(record.reference(reference.column.name), Some(lose));
                }
            }
        }
        office.book.check_all().unwrap();
        let after = (office.dump(), lamps(&office));
        office.book.undo().unwrap().unwrap();
        prop_assert_eq!(&(office.dump(), lamps(&office)), &before);
        office.book.redo().unwrap().unwrap();
        prop_assert_eq!(&(office.dump(), lamps(&office)), &after);
        office.book.check_all().unwrap();
    }
}
