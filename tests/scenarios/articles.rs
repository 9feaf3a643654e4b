//! The articles of the guideline against whole organisations, every single gap, and the edges of terms, shares and statements.

use crate::desk::{Office, object};
use crate::perfect::{self, LAST, Perfect};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use taizhang::answers::evidence::Way;
use taizhang::articles::rectify::{self, Chosen};
use taizhang::articles::{self, Judged, Met, State};
use taizhang::base::error::Error;
use taizhang::program;
use taizhang::rules::guideline::{Is, Test, When};
use taizhang::rules::rulebook::Rulebook;
use taizhang::sample;
use taizhang::schema::{Kind, Ledger};
use taizhang::store::Book;
use taizhang::store::listing::Query;
use taizhang::topics::inspection_visits::open_findings;
use taizhang::topics::{
    DISINFECTIONS, DOSSIERS, FINDINGS, GATHERINGS, INCIDENT_REPORTS, INSPECTIONS, LEAVES, PLANS, STATEMENTS, SUBMISSIONS, TRAVELS,
};

fn judged(book: &Book) -> Judged {
    articles::judge(book, None, LAST.parse().unwrap(), LAST.parse().unwrap()).unwrap()
}

/// The states of all articles as letters: P proven, A partial, M missing, - not applicable.
fn letters(judged: &Judged) -> String {
    let letter = |state| match state {
        State::Proven => 'P',
        State::Partial => 'A',
        State::Missing => 'M',
        State::NotApplicable => '-',
    };
    judged.articles.iter().map(|article| letter(article.state)).collect()
}

/// What keeps articles from being proven, for whoever reads a failure.
fn gaps(judged: &Judged) -> Vec<String> {
    let told = |one: &articles::JudgedRequirement| {
        let first = one.gaps.first().map(|gap| gap.text.clone()).unwrap_or_default();
        format!("{} {:?} {first}", one.id, one.state)
    };
    let asked = judged.articles.iter().flat_map(|article| &article.requirements);
    asked.filter(|one| matches!(one.state, Met::Partly | Met::Missing)).map(told).collect()
}

fn state(judged: &Judged, number: u8) -> State {
    judged.articles.iter().find(|article| article.number == number).unwrap().state
}

/// 1–8, then 9 to 14, then 15–20.
fn whole(middle: &str) -> String {
    format!("PPPPPPPP{middle}PPPPPP")
}

#[test]
fn organisations_stand_as_their_records_and_their_kind_say() {
    for (form, traits, donation, wanted) in [
        ("association", &[][..], false, "-----P"),
        ("association", &["industry"], false, "P-----"),
        ("association", &["charity"], true, "--P---"),
        ("association", &["academic"], false, "----P-"),
        ("association", &["online"], false, "-----P"),
        ("service_body", &[], false, "-P----"),
        ("service_body", &["social_work", "medical"], false, "-P----"),
        ("foundation", &[], true, "--P---"),
        ("community", &[], false, "---P--"),
        ("association", &[], true, "--P--P"),
        ("association", &["industry", "charity", "academic", "online"], true, "P-P-PP"),
    ] {
        let perfect = Perfect::of(form, traits).with_donation(donation);
        let book = perfect.made();
        let judged = judged(&book.book);
        assert_eq!(letters(&judged), whole(wanted), "{form} {traits:?} {:?}", gaps(&judged));
        let empty = perfect.empty();
        let bare: String = whole(wanted).chars().map(|letter| if letter == 'P' { 'M' } else { letter }).collect();
        // What only a donation makes apply does not without one.
        let bare = if donation && form == "association" && !traits.contains(&"charity") {
            whole("-----P").replace('P', "M")
        } else {
            bare
        };
        assert_eq!(letters(&self::judged(&empty.book)), bare, "{form} {traits:?} empty");
    }
}

#[test]
fn nothing_happened_is_said_or_missing() {
    let silent = Perfect::of("foundation", &[]).silent();
    let mut office = silent.made();
    // Whole monitoring without a fever is as good as saying that there was none.
    let fifth = if perfect::to_come().iter().any(|id| id == "1.monitor") { 'M' } else { 'A' };
    let wanted = format!("APPP{fifth}PPM--M---PPPPPM");
    assert_eq!(letters(&judged(&office.book)), wanted, "{:?}", gaps(&judged(&office.book)));
    perfect::state_nothing(&mut office, LAST);
    let all = judged(&office.book);
    assert_eq!(letters(&all), whole("--P---"), "{:?}", gaps(&all));
    let told = &all.requirement("8.rule").unwrap().because;
    assert_eq!(told, "无此事项（曾令仪，2022-04-01 至 2022-06-30）");
    // What is recorded on one of its days speaks against a statement, and it is void of effect.
    let held = json!({ "title": "年会", "kind": "other", "held_on": "2022-06-10", "planned": 20, "decision": "举办", "necessity": "换届", "decided_by": "曾令仪" });
    let id = office.add(Ledger(&GATHERINGS), held);
    let query = Query::having(Ledger(&STATEMENTS), office.book.today(), "status", "late");
    assert_eq!(office.book.ids(&query).unwrap().len(), 1);
    office.book.void(Ledger(&GATHERINGS), id, None, "登记错了").unwrap();
    assert!(office.book.ids(&query).unwrap().is_empty());
}

#[test]
fn a_statement_covers_every_day_up_to_a_month_before_the_end() {
    let mut office = Perfect::of("association", &[]).silent().made();
    let nothing = |from: &str, to: &str| json!({ "kind": "无此事项", "topic": "聚集活动", "from_on": from, "to_on": to, "stated_by": "曾令仪", "basis": "没有举办。" });
    for (from, to, met) in [
        ("2022-04-01", "2022-05-30", true),
        ("2022-04-01", "2022-05-29", false),
        ("2022-04-02", "2022-06-30", false),
        ("2022-03-31", "2022-06-30", true),
    ] {
        office.add(Ledger(&STATEMENTS), nothing(from, to));
        assert_eq!(judged(&office.book).requirement("8.rule").unwrap().state == Met::Met, met, "{from} {to}");
        office.book.undo().unwrap();
    }
    office.add(Ledger(&STATEMENTS), nothing("2022-04-01", "2022-04-30"));
    office.add(Ledger(&STATEMENTS), nothing("2022-05-01", "2022-05-30"));
    assert_eq!(judged(&office.book).requirement("8.rule").unwrap().state, Met::Met, "two that follow each other");
    for (row, field, rule) in [
        (nothing("2022-04-01", "2022-07-01"), "to_on", "future"),
        (nothing("2022-03-29", "2022-06-30"), "to_on", "too_long"),
        (
            json!({ "kind": "人工认定", "requirement": "8.rule", "from_on": "2022-06-01", "to_on": "2022-07-01", "stated_by": "曾", "basis": "x" }),
            "requirement",
            "recorded",
        ),
        (
            json!({ "kind": "认定不适用", "requirement": "16.count", "from_on": "2022-06-01", "to_on": "2022-07-01", "stated_by": "曾", "basis": "x" }),
            "requirement",
            "core",
        ),
        (
            json!({ "kind": "人工认定", "requirement": "19.lessons", "from_on": "2022-06-01", "to_on": "2022-12-02", "stated_by": "曾", "basis": "x" }),
            "to_on",
            "too_long",
        ),
    ] {
        let error = office.book.add(Ledger(&STATEMENTS), &object(row.clone())).unwrap_err();
        let found: Vec<_> = error.problems().iter().map(|problem| (problem.field.as_str(), problem.rule.as_str())).collect();
        assert_eq!(found, [(field, rule)], "{row}");
    }
}

#[test]
fn somebody_answers_for_a_requirement_until_her_last_day() {
    let mut office = Perfect::of("association", &[]).made();
    let lessons = office.book.ids(&Query::having(Ledger(&DOSSIERS), office.book.today(), "kind", "lesson")).unwrap();
    office.book.void(Ledger(&DOSSIERS), lessons[0], None, "试").unwrap();
    assert_eq!(state(&judged(&office.book), 19), State::Missing);
    let met = |to: &str| json!({ "kind": "人工认定", "requirement": "19.lessons", "from_on": "2022-06-01", "to_on": to, "stated_by": "曾令仪", "basis": "年度报告" });
    for (to, wanted) in [("2022-06-29", State::Missing), ("2022-06-30", State::Proven), ("2022-12-01", State::Proven)] {
        office.add(Ledger(&STATEMENTS), met(to));
        let judged = judged(&office.book);
        assert_eq!(state(&judged, 19), wanted, "{to}");
        let attested: Vec<_> = judged.articles.iter().flat_map(|article| article.attested()).map(|one| one.by.as_str()).collect();
        assert_eq!(attested.len(), usize::from(wanted == State::Proven));
        office.book.undo().unwrap();
    }
    office.add(
        Ledger(&STATEMENTS),
        json!({ "kind": "认定不适用", "requirement": "19.lessons", "from_on": "2022-06-01", "to_on": "2022-12-01", "stated_by": "曾令仪", "basis": "新成立" }),
    );
    let article = judged(&office.book).articles.into_iter().find(|article| article.number == 19).unwrap();
    assert_eq!((article.state, article.reason.as_str()), (State::NotApplicable, "认定不适用（曾令仪：新成立，到 2022-12-01）"));
}

#[test]
fn before_ledgers_were_kept_nothing_is_proven() {
    let office = Perfect::of("association", &[]).made();
    let day = "2021-06-30".parse().unwrap();
    assert!(articles::judge(&office.book, None, day, day).unwrap().articles.is_empty(), "no guideline was in force");
    let office = Perfect::of("association", &[]).made_from("2021-10-01");
    let day = "2021-09-30".parse().unwrap();
    let judged = articles::judge(&office.book, None, day, day).unwrap();
    assert_eq!(letters(&judged), whole("-----P").replace('P', "M"));
    assert!(judged.articles[0].requirements[0].gaps[0].text.starts_with("台账自 2021-10-01 起启用"));
}

/// What is taken out of a perfect organisation: a ledger, a column with a code (none: every row), and what is missing then.
#[test]
fn each_gap_alone_shows_in_its_article() {
    let mut office = Perfect::of("association", &[]).made();
    let to_come = perfect::to_come();
    let mut seen = BTreeSet::new();
    for (id, ledger, column, code) in [
        ("1.plan", "plans", "kind", "plan"),
        ("1.emergency", "plans", "kind", "emergency"),
        ("1.visitors", "visitors", "", ""),
        ("2.party", "publicity", "themes", "party"),
        ("2.join", "services", "", ""),
        ("3.lead", "plans", "kind", "group"),
        ("3.meeting", "publicity", "kind", "meeting"),
        ("3.drill", "drills", "", ""),
        ("4.sign", "acknowledgements", "", ""),
        ("4.train", "publicity", "kind", "meeting"),
        ("4.remind", "publicity", "audience", "public"),
        ("5.leaves", "travels", "", ""),
        ("5.report", "incident_reports", "", ""),
        ("6.rate", "vaccinations", "", ""),
        ("6.known", "vaccinations", "", ""),
        ("7.plans", "cleaning_plans", "task", "ventilate"),
        ("7.disinfect", "disinfections", "", ""),
        ("7.ventilate", "ventilations", "", ""),
        ("14.join", "services", "", ""),
        ("15.survey", "dossiers", "kind", "survey"),
        ("16.count", "publicity", "kind", "poster"),
        ("16.ways", "publicity", "", ""),
        ("17.remind", "publicity", "themes", "rumours"),
        ("18.deeds", "", "", ""),
        ("19.lessons", "dossiers", "kind", "lesson"),
        ("20.due", "submissions", "", ""),
    ] {
        if to_come.iter().any(|name| name == id) {
            continue;
        }
        let gone: Vec<(Ledger, i64)> = if id == "18.deeds" {
            let of = |ledger: &str, column: &str, code: &str| perfect::rows(&office.book, ledger, column, code);
            of("dossiers", "kind", "deed").into_iter().chain(of("publicity", "themes", "deeds")).collect()
        } else {
            perfect::rows(&office.book, ledger, column, code)
        };
        assert!(!gone.is_empty(), "{id}: nothing to take out");
        let mut steps = 0;
        for (ledger, row) in gone {
            if office.book.void(ledger, row, None, "试").is_ok() {
                steps += 1;
            }
        }
        let judged = judged(&office.book);
        let one = judged.requirement(id).unwrap();
        assert!(matches!(one.state, Met::Partly | Met::Missing), "{id} {one:?}");
        assert!(!one.gaps.is_empty(), "{id} says what is missing");
        let number: u8 = id.split('.').next().unwrap().parse().unwrap();
        let article = judged.articles.iter().find(|article| article.number == number).unwrap();
        let asked: Vec<_> = article.requirements.iter().filter(|one| one.state != Met::NotAsked).collect();
        let missing =
            asked.iter().any(|one| one.core && one.state == Met::Missing) || asked.iter().all(|one| one.state == Met::Missing);
        assert_eq!(article.state, if missing { State::Missing } else { State::Partial }, "{id}");
        let sole = ["14.join", "15.survey", "17.remind", "19.lessons", "18.deeds"];
        if one.core && one.state == Met::Missing || sole.contains(&id) {
            assert_eq!(article.state, State::Missing, "{id}");
        }
        for _ in 0..steps {
            office.book.undo().unwrap();
        }
        seen.insert(id);
    }
    assert!(seen.len() >= 20);
    assert_eq!(letters(&judged(&office.book)), whole("-----P"), "everything is back");
}

#[test]
fn what_is_overdue_shows_in_its_article() {
    let mut office = Perfect::of("association", &[]).made();
    let change = |office: &mut Office, ledger: Ledger, column: &str, code: &str, row: Json| {
        let (_, id) = perfect::rows(&office.book, ledger.name(), column, code)[0];
        office.book.change(ledger, id, None, &object(row)).unwrap();
        let judged = judged(&office.book);
        office.book.undo().unwrap();
        judged
    };
    let back = change(&mut office, Ledger(&LEAVES), "", "", json!({ "returned_on": null }));
    assert_eq!((state(&back, 5), back.requirement("5.leaves").unwrap().state), (State::Partial, Met::Partly));
    assert!(back.requirement("5.leaves").unwrap().gaps[0].text.ends_with("销假：2022-04-24 应办，还没有办。"));
    let ended = change(&mut office, Ledger(&PLANS), "kind", "emergency", json!({ "to_on": "2022-06-28" }));
    assert_eq!(ended.requirement("1.emergency").unwrap().state, Met::Missing, "it ended the day before the last judged day");
    let until = change(&mut office, Ledger(&PLANS), "kind", "emergency", json!({ "to_on": "2022-06-29" }));
    assert_eq!(until.requirement("1.emergency").unwrap().state, Met::Met, "the day itself runs");
    let begun = change(&mut office, Ledger(&PLANS), "kind", "emergency", json!({ "from_on": "2022-04-02" }));
    let one = begun.requirement("1.emergency").unwrap();
    assert_eq!((one.state, one.gaps[0].text.as_str()), (Met::Partly, "1 天没有在用的应急预案：04-01。"));
    // 120 minutes are in time, 121 are not, and nobody told is missing.
    for (told_at, wanted) in [("2022-05-05 11:00", Met::Met), ("2022-05-05 11:01", Met::Missing)] {
        let told = change(&mut office, Ledger(&INCIDENT_REPORTS), "", "", json!({ "told_at": told_at }));
        let one = told.requirement("5.report").unwrap();
        assert_eq!(one.state == Met::Met, wanted == Met::Met, "{told_at}");
    }
    let inspection =
        json!({ "inspected_on": "2022-06-29", "by": "own", "unit": "本单位", "inspectors": "单守诚", "result": "findings" });
    let id = office.add(Ledger(&INSPECTIONS), inspection);
    let finding = json!({ "inspection": id, "item": "洗手液用完", "responsible": "单守诚", "due_on": "2022-06-29" });
    office.add(Ledger(&FINDINGS), finding);
    assert_eq!(judged(&office.book).requirement("1.rectify").unwrap().state, Met::Missing);
    let late = change(
        &mut office,
        Ledger(&FINDINGS),
        "",
        "",
        json!({ "fixed_on": "2022-06-30", "recheck": "pass", "rechecked_by": "曾", "rechecked_on": "2022-06-30" }),
    );
    let one = late.requirement("1.rectify").unwrap();
    assert_eq!((one.state, one.gaps[0].text.as_str()), (Met::Partly, "整改「洗手液用完」：2022-06-29 应办，晚 1 天办。"));
}

#[test]
fn a_fifth_entered_late_is_borne_and_a_threshold_of_ones_own_is_told() {
    let mut office = Perfect::of("association", &[]).made();
    let rounds = office.book.ids(&Query::all(Ledger(&DISINFECTIONS), office.book.today())).unwrap();
    let one = judged(&office.book).requirement("7.disinfect").unwrap().clone();
    assert_eq!((one.state, one.late), (Met::Met, 0));
    let mut turned = None;
    for (place, id) in rounds.iter().enumerate() {
        let row = office.book.get(Ledger(&DISINFECTIONS), *id, office.book.today()).unwrap();
        let mut again = serde_json::Map::new();
        for column in DISINFECTIONS.columns.iter().filter(|column| column.stored()) {
            again.extend(row.values.get(column.name).map(|value| (column.name.to_owned(), value.to_json())));
        }
        again.insert("late_reason".to_owned(), "停电，次日补记".into());
        office.book.void(Ledger(&DISINFECTIONS), *id, None, "补录").unwrap();
        office.book.add(Ledger(&DISINFECTIONS), &again).unwrap();
        let one = judged(&office.book).requirement("7.disinfect").unwrap().clone();
        assert_eq!(one.made, one.asked);
        if one.state == Met::Partly {
            assert!(one.late * 5 > one.made && (one.late - 1) * 5 <= one.made, "{} of {}", one.late, one.made);
            turned = Some(place);
            break;
        }
    }
    assert!(turned.is_some());
    articles::settings::set_late_cap(&mut office.book, Some(50)).unwrap();
    assert_eq!(judged(&office.book).requirement("7.disinfect").unwrap().state, Met::Met);
    articles::settings::set_least(&mut office.book, "3.drill", Some(2)).unwrap();
    let one = judged(&office.book).requirement("3.drill").unwrap().clone();
    assert_eq!((one.state, one.least.unwrap().words.as_str()), (Met::Partly, "每半年 2 条"));
    assert!(articles::settings::set_least(&mut office.book, "7.disinfect", Some(101)).is_err());
    assert!(articles::settings::set_least(&mut office.book, "8.rule", Some(1)).is_err());
}

#[test]
fn reports_are_met_by_the_first_that_went_and_corrected_by_others() {
    let mut office = Perfect::of("association", &[]).made();
    let (_, notice) = perfect::rows(&office.book, "notices", "asks", "report")[0];
    let report = json!({ "kind": "专题", "period_from": "2022-05-01", "period_to": "2022-05-20", "recipient": "民政部门",
        "sent_at": "2022-06-20 10:00", "way": "邮件", "notice": notice, "filled_by": "周敏" });
    let refused = |office: &mut Office, row: &Json| {
        let error = office.book.add(Ledger(&SUBMISSIONS), &object(row.clone())).unwrap_err();
        error.problems().iter().map(|problem| format!("{}:{}", problem.field, problem.rule)).collect::<Vec<_>>()
    };
    assert_eq!(refused(&mut office, &report), ["period_to:duplicate"]);
    let (_, first) = perfect::rows(&office.book, "submissions", "", "")[0];
    let mut right = report.clone();
    right["corrects"] = first.into();
    assert_eq!(refused(&mut office, &right), ["correction:required"]);
    right["correction"] = "人数少报 1 人。".into();
    let second = office.add(Ledger(&SUBMISSIONS), right);
    let record = office.book.get(Ledger(&SUBMISSIONS), second, office.book.today()).unwrap();
    assert_eq!(record.values.get("version").and_then(taizhang::schema::Value::as_integer), Some(2));
    let error = office.book.change(Ledger(&SUBMISSIONS), first, None, &object(json!({ "period_to": "2022-05-19" }))).unwrap_err();
    assert_eq!(error.problems()[0].rule, "sent");
    office.book.change(Ledger(&SUBMISSIONS), first, None, &object(json!({ "note": "电话确认收到" }))).unwrap();
    assert_eq!(judged(&office.book).requirement("20.due").unwrap().state, Met::Met);
}

/// Names of the guideline that no ledger or topic has yet; may only shrink.
const TO_COME: &[&str] = &[];

#[test]
fn every_name_the_guideline_says_exists() {
    let rules = Rulebook::shipped("");
    let guideline = rules.guideline(LAST.parse().unwrap()).unwrap();
    let mut lacking = BTreeSet::new();
    let mut rows_of = |rows: &taizhang::rules::guideline::Rows| {
        let Ok(ledger) = program::ledger(&rows.ledger) else {
            lacking.insert(rows.ledger.clone());
            return;
        };
        for (column, is) in &rows.only {
            let found = program::registry().column(ledger, column).unwrap_or_else(|| panic!("{}.{column}", rows.ledger));
            let codes: Vec<&str> = found.kind.choices().iter().map(|choice| choice.code).collect();
            let named: Vec<&String> = match is {
                Is::In(codes) | Is::Not(codes) => codes.iter().collect(),
                Is::Has(code) => vec![code],
                Is::Set | Is::Unset => Vec::new(),
                Is::Yes | Is::No => {
                    assert_eq!(found.kind, Kind::Flag, "{}.{column}", rows.ledger);
                    Vec::new()
                }
            };
            assert!(named.iter().all(|code| codes.contains(&code.as_str())), "{}.{column} {named:?}", rows.ledger);
        }
    };
    let mut measures = BTreeSet::new();
    let mut ids = Vec::new();
    for row in guideline.requirements {
        assert!(
            guideline
                .articles
                .iter()
                .any(|article| Some(article.rule.number) == taizhang::rules::guideline::article_of(&row.key))
        );
        for part in row.rule.test.parts() {
            match part {
                Test::Rate { of, .. } | Test::Closed { of } => {
                    measures.insert(of.clone());
                }
                Test::Filled(columns) => assert!(
                    columns.iter().all(|column| taizhang::store::ORGANISATION.columns.iter().any(|known| known.name == column))
                ),
                _ => {}
            }
        }
        row.rule.test.rows().into_iter().for_each(&mut rows_of);
        for when in &row.rule.asked_if {
            match when {
                When::Exists(rows) => rows_of(rows),
                When::Short(id) => assert!(ids.contains(&id.as_str()), "{} is judged before {}", id, row.key),
                _ => {}
            }
        }
        if !row.rule.served_by.is_empty() {
            assert!(ids.contains(&row.rule.served_by.as_str()));
        }
        if !row.rule.zero.is_empty() {
            assert!(taizhang::topics::statements::TOPICS.iter().any(|topic| topic.code == row.rule.zero));
        }
        ids.push(row.key.as_str());
    }
    for article in guideline.articles {
        article.rule.applies.iter().for_each(|when| {
            if let When::Exists(rows) = when {
                rows_of(rows);
            }
        });
    }
    assert_eq!((guideline.articles.len(), ids.len()), (20, 57));
    lacking.extend(measures.into_iter().filter(|name| articles::evidence(name).is_none()));
    assert_eq!(lacking.iter().map(String::as_str).collect::<Vec<&str>>(), TO_COME);
}

#[test]
fn a_trip_to_a_listed_place_is_decided_within_a_day() {
    let mut office = Perfect::of("association", &[]).made();
    let (_, stop) = perfect::rows(&office.book, "travels", "", "")[0];
    let day = office.book.get(Ledger(&TRAVELS), stop, office.book.today()).unwrap().date("arrived_on").unwrap();
    office.add(
        taizhang::program::ledger("risk_areas").unwrap(),
        json!({ "division_code": "510100", "level": "中风险", "from_on": day.to_string(), "source": "通报" }),
    );
    // The list came today: there is a day to decide.
    assert_eq!(judged(&office.book).requirement("5.trips").unwrap().state, Met::Met);
    let on = "2022-07-02".parse().unwrap();
    let later = articles::judge(&office.book, None, on, on).unwrap();
    assert_eq!((later.requirement("5.trips").unwrap().state, state(&later, 5)), (Met::Missing, State::Missing));
    // Decided today, it is in time; the day it was asked about counts, whenever it is written down.
    let decide = |office: &mut Office, on: Option<&str>| {
        let row = json!({ "verified": "ruled_out", "verified_by": "周敏", "verified_on": on });
        office.book.change(Ledger(&TRAVELS), stop, None, &object(row)).unwrap();
        let judged = articles::judge(&office.book, None, "2022-07-05".parse().unwrap(), "2022-07-05".parse().unwrap()).unwrap();
        judged.requirement("5.trips").unwrap().state
    };
    assert_eq!(decide(&mut office, None), Met::Met, "of older records the step that decided tells");
    office.later(chrono::TimeDelta::days(4));
    assert_eq!(decide(&mut office, Some("2022-07-04")), Met::Partly, "three days after the list came");
    assert_eq!(decide(&mut office, Some("2022-07-01")), Met::Met);
    let early = json!({ "verified_on": (day - chrono::Days::new(1)).to_string() });
    assert!(office.book.change(Ledger(&TRAVELS), stop, None, &object(early)).is_err(), "before she was there");
    let undecided = json!({ "verified": null, "verified_by": null });
    assert!(office.book.change(Ledger(&TRAVELS), stop, None, &object(undecided)).is_err(), "a day without a decision");
}

/// The invented organisation on its last day: mostly in order, a few gaps, one article without anything.
#[test]
fn the_sample_stands_as_a_diligent_office_does() {
    let folder = tempfile::tempdir().unwrap();
    let book = sample::create(&folder.path().join("s.taizhang"), None, &sample::Options::default()).unwrap();
    assert_eq!(book.today().to_string(), LAST);
    let judged = judged(&book);
    assert_eq!(letters(&judged), "APPPAPPP-PP---PPPPMA", "{:#?}", gaps(&judged));
}

/// What a gap begins a form with is taken by it, and the record it leads to is there.
#[test]
fn every_gap_leads_to_a_form_that_closes_it() {
    let folder = tempfile::tempdir().unwrap();
    let options = sample::Options::summer();
    let of_sample = sample::create(&folder.path().join("s.taizhang"), None, &options).unwrap();
    let of_nobody = Perfect::of("community", &["industry", "charity", "academic", "online"]).empty();
    let mut led = BTreeSet::new();
    for book in [&of_sample, &of_nobody.book] {
        let judged = articles::judge(book, None, book.today(), book.today()).unwrap();
        for gap in judged.articles.iter().flat_map(|article| article.gaps()) {
            match &gap.way {
                Way::Record(ledger, id) => {
                    assert!(book.get(*ledger, *id, book.today()).is_ok(), "{}", gap.text);
                }
                Way::New(ledger, preset) => {
                    let supplied = preset.iter().map(|(column, text)| (column.clone(), Json::from(text.clone()))).collect();
                    let checked = book.check(*ledger, None, &supplied).unwrap();
                    let wrong = checked.problems.iter().find(|problem| {
                        let begun = preset.iter().any(|(column, _)| *column == problem.field);
                        // The days to come of a plan, and the reason of what is entered late, are hers to write.
                        begun && problem.rule != "late"
                    });
                    assert!(wrong.is_none(), "{}: {wrong:?}", gap.text);
                    led.insert(ledger.name());
                }
            }
        }
    }
    assert!(led.len() > 8, "{led:?}");
}

/// Gaps become one inspection of one's own with a finding each, as one step; what is open already is told and not made again;
/// closing a finding changes no state.
#[test]
fn gaps_are_turned_into_findings_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut book = sample::create(&folder.path().join("s.taizhang"), None, &sample::Options::default()).unwrap();
    let today = book.today();
    let judge = |book: &Book| articles::judge(book, None, today, today).unwrap();
    let before = judge(&book);
    let open = open_findings(&book, today).unwrap().len();
    let lines = rectify::lines(&book, &before).unwrap();
    let all: usize =
        before.articles.iter().filter(|one| one.state != State::NotApplicable).map(|article| article.gaps().count()).sum();
    assert!(lines.len() == all && all > 3 && lines.iter().all(|line| line.open.is_none()));
    let due = rectify::proposed(today).to_string();
    let chosen = |lines: &[rectify::Line], responsible: &str| -> Vec<Chosen> {
        let of = |line: &rectify::Line| Chosen {
            id: line.id.clone(),
            item: line.item.clone(),
            responsible: responsible.to_owned(),
            due_on: due.clone(),
        };
        lines.iter().map(of).collect()
    };
    let steps = book.last_step().unwrap();
    let refused = rectify::write(&mut book, &before, "曾令仪", &chosen(&lines[..2], "")).unwrap();
    assert!(refused.written.is_none() && refused.taken[1].problems[0].field == "responsible");
    let refused = rectify::write(&mut book, &before, "", &chosen(&lines[..2], "单守诚")).unwrap();
    assert!(refused.written.is_none() && refused.taken[0].problems[0].field == "inspectors");
    assert_eq!(book.last_step().unwrap(), steps, "nothing of it stays");
    let written = rectify::write(&mut book, &before, "曾令仪", &chosen(&lines[..2], "单守诚")).unwrap().written.unwrap();
    assert_eq!((written.ids.len(), book.last_step().unwrap()), (3, steps + 1));
    let visit = book.get(Ledger(&INSPECTIONS), written.ids[0], today).unwrap();
    assert_eq!(
        (visit.code("by"), visit.code("result"), visit.date("inspected_on")),
        (Some("own"), Some("findings"), Some(today))
    );
    let finding = book.get(Ledger(&FINDINGS), written.ids[1], today).unwrap();
    assert_eq!((finding.reference("inspection"), finding.text("item")), (Some(written.ids[0]), Some(lines[0].item.as_str())));
    assert_eq!(finding.date("due_on"), Some(rectify::proposed(today)));
    // The same again: told, and not made twice.
    let again = rectify::lines(&book, &judge(&book)).unwrap();
    let known = |line: &rectify::Line| again.iter().find(|one| one.id == line.id && one.item == line.item).unwrap().open;
    assert_eq!((known(&lines[0]), known(&lines[1])), (Some(written.ids[1]), Some(written.ids[2])));
    let judged = judge(&book);
    let twice = rectify::write(&mut book, &judged, "曾令仪", &chosen(&lines[..1], "单守诚")).unwrap_err();
    assert_eq!(twice.problems()[0].rule, "open");
    let stale = vec![Chosen { item: "没有这样的缺口。".to_owned(), ..chosen(&lines[..1], "单守诚").remove(0) }];
    assert!(matches!(rectify::write(&mut book, &judged, "曾令仪", &stale), Err(Error::ChangedMeanwhile)));
    // Put right and looked at again: the finding is closed, the articles stand as their records say.
    let fixed = json!({ "fixed_on": today.to_string(), "recheck": "pass", "rechecked_by": "曾令仪" });
    book.change(Ledger(&FINDINGS), written.ids[1], None, &object(fixed)).unwrap();
    let closed = rectify::lines(&book, &judge(&book)).unwrap();
    assert!(closed.iter().find(|one| one.id == lines[0].id && one.item == lines[0].item).unwrap().open.is_none());
    let after = judge(&book);
    let states = |judged: &Judged| {
        let others = judged.articles.iter().flat_map(|article| &article.requirements).filter(|one| one.id != "1.rectify");
        others.map(|one| (one.id.clone(), one.state)).collect::<Vec<_>>()
    };
    assert_eq!(states(&before), states(&after));
    book.undo().unwrap().unwrap();
    book.undo().unwrap().unwrap();
    assert_eq!(open_findings(&book, today).unwrap().len(), open, "one step, taken back as one");
}

#[test]
fn more_than_was_asked_is_no_share() {
    assert_eq!(articles::in_words(3, 7), "3/7");
    assert_eq!(articles::in_words(7, 7), "7/7");
    assert_eq!(articles::in_words(10, 7), "应 7，已 10");
}
