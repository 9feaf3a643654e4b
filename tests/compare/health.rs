//! Temperatures: three years of two readings a day; the day's sheet opened and saved, the month on paper, lists, home; what a year
//! of readings adds to a file.

use crate::{Line, figure, last_day, made, once, timed};
use chrono::{Days, NaiveDate};
use serde_json::json;
use std::collections::BTreeMap;
use taizhang::forms::{self, PrintJob};
use taizhang::home::{self, Copies, Said};
use taizhang::program;
use taizhang::schema::{Ledger, Value, Values};
use taizhang::store::Book;
use taizhang::store::book::Row;
use taizhang::store::journal::Op;
use taizhang::store::listing::Query;
use taizhang::topics::health::{card, standing};
use taizhang::topics::{HEALTH_CHECKS, HEALTH_PLANS, STAFF};

const CHECKS: Ledger = Ledger(&HEALTH_CHECKS);
const YEARS: u64 = 3;

pub fn section(people: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut book = made(folder.path(), people, 30, true);
    let on = last_day();
    let days = YEARS * 365;
    let size = format!("{people} people, {} readings, encrypted", people as u64 * days * 2);
    let row = json!({ "categories": "full_time,part_time,leader,council,volunteer,dispatched,intern,client", "times_per_day": 2,
        "from_on": "2018-09-01" });
    book.add(Ledger(&HEALTH_PLANS), row.as_object().unwrap()).unwrap();
    let staff = book.ids(&Query::all(Ledger(&STAFF), on)).unwrap();
    let history = |book: &mut Book| {
        for before in (2..days).rev() {
            fill(book, &staff, on - Days::new(before));
        }
    };
    Line { work: "readings of three years written", size: &size, times: vec![once(|| history(&mut book))], goal: "" }.print();
    let open = || card::of_day(&book, on).unwrap();
    Line { work: "day's sheet opened", size: &size, times: timed(open), goal: "≤ 200 ms" }.print();
    // A sheet saved for each of two days, then the second readings of one of them.
    // Of some the sample took the temperature already.
    let (mut times, mut unread) = (Vec::new(), Vec::new());
    for before in [1_u64, 0] {
        let day = on - Days::new(before);
        let people = card::of_day(&book, day).unwrap().people.into_iter().filter(|person| person.id.is_none());
        unread = people.map(|person| person.staff.parse().unwrap()).collect::<Vec<i64>>();
        let rows = sheet(&unread, day, &BTreeMap::new());
        times.push(once(|| assert!(book.save_all(&rows).unwrap().written.is_some())));
    }
    Line { work: "day's sheet saved, all new", size: &size, times, goal: "≤ 300 ms" }.print();
    let known = card::of_day(&book, on).unwrap().people.into_iter();
    let known: BTreeMap<i64, (i64, Option<i64>)> =
        known.filter_map(|person| Some((person.staff.parse().unwrap(), (person.id?.parse().unwrap(), person.step)))).collect();
    let rows = sheet(&unread, on, &known);
    let second = vec![once(|| assert!(book.save_all(&rows).unwrap().written.is_some()))];
    Line { work: "second readings of a day saved", size: &size, times: second, goal: "≤ 300 ms" }.print();
    let month = || {
        let form = program::printable(CHECKS, "month").unwrap();
        forms::make(&book, &PrintJob { form, query: Query::all(CHECKS, on), id: None, access: None }).unwrap()
    };
    Line { work: "month on paper", size: &size, times: timed(month), goal: "100 people ≤ 1 s" }.print();
    let copies = Copies { newest: None, off_disk: None };
    let tasks = || home::tasks(&book, copies, &mut Said::default()).unwrap();
    Line { work: "tasks of the day", size: &size, times: timed(tasks), goal: "≤ 150 ms" }.print();
    first_screens(&mut book, &size);
    let tallies = || home::tallies(&book, CHECKS, &mut Said::default()).unwrap();
    Line { work: "figures above the list", size: &size, times: timed(tallies), goal: "" }.print();
    let strip = || card::of_person(&book, staff[staff.len() / 2]).unwrap();
    Line { work: "strip of one person", size: &size, times: timed(strip), goal: "" }.print();
    let year = || standing::period(&book, on - Days::new(364), on, on).unwrap();
    Line { work: "a year's readings of what was asked", size: &size, times: vec![once(year)], goal: "" }.print();
    book.close().unwrap();
    if people == 100 {
        grown(folder.path());
    }
}

fn first_screens(book: &mut Book, size: &str) {
    let on = last_day();
    let all = Query::all(CHECKS, on);
    let queries = [
        ("newest first", all.clone()),
        ("one month", Query { from: Some(on - Days::new(30)), to: Some(on), ..all.clone() }),
        ("one person", Query { filters: BTreeMap::from([("staff".to_owned(), "5".to_owned())]), ..all }),
    ];
    for (name, query) in queries {
        let mut times = Vec::new();
        for round in 0..crate::ROUNDS {
            book.set("bench", Some(&format!("{name}{round}"))).unwrap();
            times.push(once(|| {
                let ids = book.list(&query).unwrap();
                assert!(!book.window(CHECKS, &ids[..ids.len().min(50)], on).unwrap().is_empty());
            }));
        }
        Line { work: &format!("first screen of readings, {name}"), size, times, goal: "≤ 100 ms" }.print();
    }
}

fn reading(staff: i64, of: u64) -> f64 {
    let tenths = u32::try_from((staff.unsigned_abs() * 7 + of * 3) % 8).unwrap();
    f64::from(362 + tenths) / 10.0
}

/// Everybody's two readings of `day`, past the rules: only how much there is counts.
fn fill(book: &mut Book, staff: &[i64], day: NaiveDate) {
    book.transact(Op::Import, json!({}), |change| {
        for id in staff {
            let values = Values::from([
                ("staff", Value::Reference(*id)),
                ("checked_on", Value::Date(day)),
                ("morning", Value::Decimal(reading(*id, 0))),
                ("noon", Value::Decimal(reading(*id, 1))),
                ("presence", Value::Choice("on_duty")),
            ]);
            change.insert(CHECKS, values, None)?;
        }
        Ok(())
    })
    .unwrap();
}

/// The sheet of `day` as the window gives it: first readings, or second ones of the records `known`.
fn sheet(staff: &[i64], day: NaiveDate, known: &BTreeMap<i64, (i64, Option<i64>)>) -> Vec<Row> {
    let row = |id: &i64| match known.get(id) {
        Some(existing) => {
            let given = json!({ "noon": reading(*id, 1).to_string() });
            Row { ledger: CHECKS, existing: Some(*existing), supplied: given.as_object().unwrap().clone() }
        }
        None => {
            let given = json!({ "staff": id, "checked_on": day.to_string(), "morning": reading(*id, 0).to_string() });
            Row { ledger: CHECKS, existing: None, supplied: given.as_object().unwrap().clone() }
        }
    };
    staff.iter().map(row).collect()
}

/// What a year of two readings a day of 50 people adds to a file: saved once a day, and each reading by itself.
fn grown(folder: &std::path::Path) {
    for apart in [false, true] {
        let name = if apart { "apart" } else { "together" };
        let below = folder.join(name);
        std::fs::create_dir(&below).unwrap();
        let mut book = made(&below, 50, 10, true);
        let staff: Vec<i64> = book.ids(&Query::all(Ledger(&STAFF), last_day())).unwrap().into_iter().take(50).collect();
        let bytes = |book: &Book| std::fs::metadata(book.path()).unwrap().len();
        let before = bytes(&book);
        for before in (400..765).rev() {
            let day = last_day() - Days::new(before);
            fill_year(&mut book, &staff, day, apart);
        }
        #[allow(clippy::cast_precision_loss)]
        let mb = (bytes(&book) - before) as f64 / 1e6;
        figure(&format!("a year of readings, {name}"), "50 people, twice a day", &format!("{mb:.1} MB"), "≤ 6 MB");
    }
}

fn fill_year(book: &mut Book, staff: &[i64], day: NaiveDate, apart: bool) {
    if !apart {
        return fill(book, staff, day);
    }
    let late = |mut row: Row| {
        row.supplied.insert("late_reason".to_owned(), "补".into());
        row
    };
    let first: Vec<Row> = sheet(staff, day, &BTreeMap::new()).into_iter().map(late).collect();
    let written = book.save_all(&first).unwrap().written.unwrap();
    let known = staff.iter().copied().zip(written.ids.into_iter().map(|id| (id, None))).collect();
    assert!(book.save_all(&sheet(staff, day, &known)).unwrap().written.is_some());
}
