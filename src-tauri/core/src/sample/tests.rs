//! The sample is the same for the same seed, and holds what the rest of the tests and the manual speak of.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use crate::store::listing::Query;
use crate::store::rows;
use crate::topics::{HEALTH_CHECKS, POSTINGS, STAFF};
use std::collections::HashSet;

fn made(options: &Options) -> (tempfile::TempDir, Book) {
    let dir = tempfile::tempdir().unwrap();
    let book = create(&dir.path().join("示例.taizhang"), None, options).unwrap();
    (dir, book)
}

fn payloads(book: &Book) -> Vec<String> {
    let all = Query { voided: true, ..Query::all(Ledger(&STAFF), book.today()) };
    let ids = book.list(&all).unwrap();
    book.window(Ledger(&STAFF), &ids, book.today()).unwrap().iter().map(rows::payload).collect()
}

#[test]
fn same_options_make_the_same_book() {
    let options = Options::summer();
    let (_one, first) = made(&options);
    let (_two, second) = made(&options);
    assert_eq!(first.head().unwrap(), second.head().unwrap());
    assert_eq!(payloads(&first), payloads(&second));
    let (_three, other) = made(&Options { seed: 2, ..options });
    assert_ne!(first.head().unwrap(), other.head().unwrap());
}

#[test]
fn the_story_is_whole() {
    let (_dir, book) = made(&Options::summer());
    let checked = book.check_all().unwrap();
    assert_eq!(
        book.counts().unwrap().iter().find(|(ledger, _)| *ledger == Ledger(&STAFF)).unwrap().1,
        37,
        "36 people and one entered twice"
    );
    assert!(checked.steps > 40);
    assert_eq!(book.today(), Options::summer().end);
    let named = |name: &str| {
        let query = Query { text: name.to_owned(), ..Query::all(Ledger(&STAFF), book.today()) };
        let ids = book.list(&query).unwrap();
        assert_eq!(ids.len(), 1, "{name}");
        book.get(Ledger(&STAFF), ids[0], book.today()).unwrap()
    };
    for name in ["王䶮", "李㛃", "张𬭎", "陈𫖯", "周𬬭", "古丽娜尔·吐尔逊", "尉迟明远", "单守诚", "曾令仪", "Anna Keller"]
    {
        named(name);
    }
    assert_eq!(named("蒋雨桐").values.get("presence"), Some(&Value::Choice("left")));
    let back = named("邓海燕");
    assert_eq!(back.values.get("presence"), Some(&Value::Choice("present")));
    let postings = rows::ids_matching(book.connection(), Ledger(&POSTINGS), "staff = ?1", &[&back.id]).unwrap();
    assert_eq!(postings.len(), 2);
    let corrected = book.history(Some((Ledger(&STAFF), named("彭绍华").id)), 10).unwrap();
    assert_eq!(corrected.iter().map(|step| step.op.as_str()).collect::<Vec<_>>(), ["change", "add"]);
    let voided = rows::ids_matching(book.connection(), Ledger(&STAFF), "state = 'voided'", &[]).unwrap();
    assert_eq!(voided.len(), 1);
    let days: HashSet<String> = book.history(None, usize::MAX).unwrap().iter().map(|step| step.at[..10].to_owned()).collect();
    assert!(days.len() > 10, "{days:?}");
}

/// The long history holds the summer and what came of it, and is the same whenever it is told.
#[test]
fn the_long_story_is_whole() {
    let (_dir, book) = made(&Options::default());
    book.check_all().unwrap();
    assert_eq!(book.today(), chronicle::LAST);
    let (_again, again) = made(&Options::default());
    assert_eq!(book.head().unwrap(), again.head().unwrap());
    let count = |ledger: Ledger| book.ids(&Query::all(ledger, book.today())).unwrap().len();
    assert!(book.counts().unwrap().iter().all(|(_, count)| *count > 0), "{:?}", book.counts());
    assert!(count(Ledger(&VACCINATIONS)) > 80, "boosters were given");
    for (column, code, least) in [("presence", "home", 100), ("result", "fever", 2)] {
        let query =
            Query { filters: [(column.to_owned(), code.to_owned())].into(), ..Query::all(Ledger(&HEALTH_CHECKS), book.today()) };
        let found = book.list(&query).unwrap().len();
        assert!(found >= least, "{column} {code}: {found}");
    }
    let named = |name: &str| {
        let query = Query { text: name.to_owned(), ..Query::all(Ledger(&STAFF), book.today()) };
        book.get(Ledger(&STAFF), book.list(&query).unwrap()[0], book.today()).unwrap()
    };
    assert_eq!(named("蒋雨桐").values.get("presence"), Some(&Value::Choice("present")), "she came back");
    assert_eq!(named("谭秀芳").values.get("presence"), Some(&Value::Choice("left")));
}

/// A history that does not hold the summer, or ends elsewhere, or is of few, is told in days before its end.
#[test]
fn only_a_history_that_holds_the_summer_goes_on_after_it() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    for (first, end, people, goes_on) in [
        ("2021-01-01", "2022-06-30", 36, true),
        ("2021-01-20", "2021-09-01", 36, true),
        ("2021-01-21", "2022-06-30", 36, false),
        ("2021-01-01", "2021-08-31", 36, false),
        ("2021-01-01", "2022-07-01", 36, false),
        ("2021-01-01", "2022-06-30", 35, false),
    ] {
        assert_eq!(chronicle::summer(day(first), day(end), people) < day(end), goes_on, "{first} {end} {people}");
    }
}

#[test]
fn any_size_and_length_passes_the_check() {
    for (people, days) in [(0, 0), (1, 0), (36, 0), (40, 1), (36, 3), (1_300, 30), (20, 400)] {
        let (_dir, book) = made(&Options { people, days, ..Options::default() });
        book.check_all().unwrap();
        let staff = rows::ids_matching(book.connection(), Ledger(&STAFF), "state = 'valid'", &[]).unwrap();
        assert_eq!(staff.len(), people, "{people} people, {days} days");
    }
}

#[test]
fn imported_people_would_be_accepted_one_by_one() {
    let (_dir, book) = made(&Options { people: 80, ..Options::summer() });
    for id in rows::ids_matching(book.connection(), Ledger(&STAFF), "state = 'valid'", &[]).unwrap() {
        let intake = book.check(Ledger(&STAFF), Some(id), &Map::new()).unwrap();
        assert_eq!(intake.problems, [], "{id}");
        let stored = book.get(Ledger(&STAFF), id, book.today()).unwrap();
        let kept: Values = Ledger(&STAFF)
            .columns()
            .iter()
            .filter(|column| column.stored())
            .filter_map(|column| Some((column.name, stored.values.get(column.name)?.clone())))
            .collect();
        assert_eq!(intake.values, kept);
    }
}

#[test]
fn out_of_bounds_leaves_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.taizhang");
    for options in [
        Options { people: MOST_PEOPLE + 1, ..Options::default() },
        Options { days: MOST_DAYS + 1, ..Options::default() },
        Options { end: NaiveDate::MIN, ..Options::default() },
    ] {
        assert!(matches!(create(&path, None, &options), Err(Error::Invalid(_))));
    }
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}
