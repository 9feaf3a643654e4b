//! A machine whose clock is wrong: lateness is not escaped, the steps are told, and there is a way out.

use crate::desk::{Office, morning, object};
use chrono::TimeDelta;
use serde_json::{Value, json};
use taizhang::base::error::{Error, Problem};
use taizhang::schema::{Ledger, State};
use taizhang::store::present;
use taizhang::topics::{DISINFECTIONS, PLACES, POSTINGS, STAFF};

fn log(day: &str) -> Value {
    json!({ "place": "活动室", "done_on": day, "agent": "84消毒液", "operator": "周敏" })
}

fn problems(office: &mut Office, row: Value) -> Vec<Problem> {
    match office.book.add(Ledger(&DISINFECTIONS), &object(row)) {
        Err(Error::Invalid(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

fn office() -> Office {
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "活动室" }));
    office
}

#[test]
fn a_clock_set_back_lets_nothing_escape_lateness() {
    let mut office = office();
    office.later(TimeDelta::days(3));
    office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    // Back to the morning of the 13th: the day before would be in time.
    office.later(TimeDelta::days(-2));
    let found = problems(&mut office, log("2021-08-12"));
    assert_eq!(
        found.iter().map(|problem| (problem.field.as_str(), problem.rule.as_str())).collect::<Vec<_>>(),
        [("late_reason", "late")]
    );
    let mut row = log("2021-08-12");
    row["late_reason"] = json!("忘记了");
    let saved = office.book.add(Ledger(&DISINFECTIONS), &object(row)).unwrap();
    assert!(saved.warnings.iter().any(|warning| warning.rule == "clock_behind" && warning.message.contains("还早")), "{saved:?}");
    let record = office.book.get(Ledger(&DISINFECTIONS), saved.id, office.book.today()).unwrap();
    assert!(present::is_late(&office.book, &record).unwrap(), "printed as 补");
    let checked = office.book.check_all().unwrap();
    assert_eq!(checked.setbacks.iter().map(|back| back.step).collect::<Vec<_>>(), [saved.step]);
    assert!(checked.of_the_clock()[0].contains(&format!("第 {} 步", saved.step)), "{:?}", checked.of_the_clock());
    // Set right again: nothing is asked or warned of, the step stays told.
    office.later(TimeDelta::days(3));
    assert!(office.book.clock_question().unwrap().is_none());
    let saved = office.book.add(Ledger(&STAFF), &object(json!({ "name": "李䶮" }))).unwrap();
    assert!(!saved.warnings.iter().any(|warning| warning.rule == "clock_behind"), "{saved:?}");
    assert_eq!(office.book.check_all().unwrap().setbacks.len(), 1);
}

#[test]
fn a_clock_that_was_far_ahead_is_asked_about_and_no_longer_counts() {
    let mut office = office();
    office.later(TimeDelta::days(400));
    office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    let ahead = office.book.head().unwrap().step;
    office.later(TimeDelta::days(-399));
    let question = office.book.clock_question().unwrap().unwrap();
    assert_eq!((question.step, question.steps.as_slice()), (ahead, &[(ahead, ahead)][..]));
    assert!(question.in_words().contains("时钟有误"));
    assert_eq!(problems(&mut office, log("2021-08-12"))[0].rule, "late", "counted from the newest step until she says otherwise");

    let step = office.book.answer_clock(&question).unwrap().unwrap();
    assert!(office.book.clock_question().unwrap().is_none(), "asked once");
    assert!(matches!(office.book.answer_clock(&question), Err(Error::ChangedMeanwhile)));
    let saved = office.book.add(Ledger(&DISINFECTIONS), &object(log("2021-08-12"))).unwrap();
    assert!(!saved.warnings.iter().any(|warning| warning.rule == "clock_behind"), "{saved:?}");
    let record = office.book.get(Ledger(&DISINFECTIONS), saved.id, office.book.today()).unwrap();
    assert!(!present::is_late(&office.book, &record).unwrap());
    let checked = office.book.check_all().unwrap();
    assert!(checked.setbacks.is_empty(), "{:?}", checked.setbacks);
    assert_eq!(
        checked.disowned.iter().map(|wrong| (wrong.step, wrong.steps.clone())).collect::<Vec<_>>(),
        [(step, vec![(ahead, ahead)])]
    );
    assert_eq!(office.book.history(None, 2).unwrap()[1].op, "clock");
    // The answer is no step that undo takes back.
    assert_eq!(office.book.undo().unwrap().unwrap().entry.step, saved.step);
    assert_eq!(office.book.undo().unwrap().unwrap().entry.step, ahead);
    assert_eq!(office.book.check_all().unwrap().disowned.len(), 1);
}

/// A day ahead at most is no question: the clock is just set back.
#[test]
fn a_day_is_not_far() {
    let mut office = office();
    office.later(TimeDelta::hours(24));
    office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    office.clock.set(morning());
    assert!(office.book.clock_question().unwrap().is_none());
    office.later(TimeDelta::seconds(-1));
    assert!(office.book.clock_question().unwrap().is_some());
}

/// Undo goes by the same time: what others name is voided, never torn from under them.
#[test]
fn undo_keeps_what_others_name() {
    let mut office = office();
    office.later(TimeDelta::days(2));
    let person = office.add(Ledger(&STAFF), json!({ "name": "陈轮" }));
    office.later(TimeDelta::days(-2));
    office.add(Ledger(&POSTINGS), json!({ "staff": "陈轮", "category": "专职", "joined_on": "2021-08-01" }));
    office.book.note_printed().unwrap();
    while office.book.undo().unwrap().is_some() {}
    let record = office.book.get(Ledger(&STAFF), person, office.book.today()).unwrap();
    assert_eq!(record.state, State::Voided);
    office.book.check_all().unwrap();
}

/// How late is late is judged by the setting of the day something was entered: a later one changes no mark of what is there, and one
/// that no step set is noticed.
#[test]
fn lateness_is_judged_by_the_setting_of_its_day() {
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "office" }));
    let round = |day: &str, reason: Option<&str>| {
        let mut row = json!({ "place": "大厅", "done_on": day, "started_at": "0820", "ended_at": "0850", "agent": "84消毒液", "operator": "周敏" });
        if let Some(reason) = reason {
            row["late_reason"] = json!(reason);
        }
        row
    };
    let rounds = Ledger(&DISINFECTIONS);
    let refused = office.book.add(rounds, &object(round("2021-08-09", None))).unwrap_err();
    assert_eq!(refused.problems()[0].field, "late_reason");
    let late = office.add(rounds, round("2021-08-09", Some("停电")));
    let marked = |office: &Office, id: i64| {
        let record = office.book.get(rounds, id, office.book.today()).unwrap();
        taizhang::store::present::is_late(&office.book, &record).unwrap()
    };
    assert!(marked(&office, late));
    office.later(TimeDelta::minutes(5));
    office.book.set("grace_hours", Some("1000")).unwrap();
    assert!(marked(&office, late), "it was late by the rule of its day");
    let early = office.add(rounds, round("2021-08-08", None));
    assert!(!marked(&office, early));
    office.later(TimeDelta::minutes(5));
    office.book.set("grace_hours", None).unwrap();
    assert!(!marked(&office, early), "it was in time by the rule of its day");
    office.book.check_all().unwrap();
    office.raw().execute("INSERT INTO settings (key, value) VALUES ('grace_hours', '100000')", []).unwrap();
    assert!(marked(&office, late), "a setting nobody set hides nothing");
    let told = office.book.check_all().unwrap_err();
    assert!(matches!(&told, Error::ChainBroken(what) if what.contains("grace_hours")), "{told:?}");
}
