//! 统计: every number is what its rows are, what topics and articles say otherwise, and none where nothing is known.

use crate::desk::Office;
use chrono::NaiveDate;
use serde_json::json;
use std::collections::BTreeMap;
use taizhang::articles;
use taizhang::base::clock::Span;
use taizhang::base::error::Code;
use taizhang::reports::stats::{self, Chart, ChartLine, GAPS, Period};
use taizhang::sample::{self, Options};
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::listing::Query;
use taizhang::topics::health::standing as health;
use taizhang::topics::rounds::Log;
use taizhang::topics::rounds::standing as rounds;
use taizhang::topics::vaccination::standing::{Scope, coverage};
use taizhang::topics::{CLEANING_PLANS, DISINFECTIONS, HEALTH_PLANS, PLACES, STAFF, VACCINATIONS};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn chart(book: &Book, name: &str, period: Period) -> Chart {
    stats::chart(book, name, period, &|_, _| true).unwrap()
}

fn line<'a>(chart: &'a Chart, code: &str) -> &'a ChartLine {
    chart.lines.iter().find(|line| line.code == code).unwrap()
}

/// The rows a list shows for a number, by the name that the window asks with.
fn rows(book: &Book, chart: &Chart, line: &ChartLine, at: usize) -> Vec<i64> {
    let name = stats::tally(&chart.name, &line.code, &chart.points[at]);
    let code = name.strip_prefix("stats.").unwrap();
    let ledger = taizhang::program::ledger(line.ledger.as_deref().unwrap()).unwrap();
    stats::rows(book, code, ledger, book.today()).unwrap().unwrap()
}

fn sum(line: &ChartLine) -> u64 {
    line.numbers.iter().flatten().sum()
}

/// In the sample, whose story has doses, rounds and temperatures with gaps.
#[test]
fn every_number_of_the_sample_is_what_its_rows_and_the_topics_say() {
    let folder = tempfile::tempdir().unwrap();
    let book = sample::create(&folder.path().join("s.taizhang"), None, &Options { days: 60, ..Options::default() }).unwrap();
    let today = book.today();
    let period = stats::period(None, None, today).unwrap();
    let charts: BTreeMap<String, Chart> =
        stats::charts().into_iter().map(|named| (named.name.clone(), chart(&book, &named.name, period))).collect();
    let mut shown = 0;
    for chart in charts.values() {
        for own in chart.lines.iter().filter(|own| own.ledger.is_some()) {
            assert_eq!(own.numbers.len(), chart.points.len());
            // The last points have what the story is about; looking at each of a year would take long.
            for at in chart.points.len().saturating_sub(40)..chart.points.len() {
                let (number, found) = (own.numbers[at].unwrap_or_default(), rows(&book, chart, own, at).len() as u64);
                let of_records =
                    chart.name.starts_with("vaccination.") || (chart.name.starts_with("rounds.") && own.code == "made");
                let right = if of_records { found == number } else { (found > 0) == (number > 0) && found <= number };
                assert!(right, "{} {} {}: {number} by {found} rows", chart.name, own.code, chart.points[at].label);
                shown += u64::from(found > 0);
            }
        }
    }
    assert!(shown > 100, "{shown}");

    let now = coverage(&book, Scope::default(), today).unwrap();
    let last = |name: &str, code: &str| *line(&charts[name], code).numbers.last().unwrap();
    assert_eq!(last("vaccination.coverage", "eligible"), Some(now.eligible.into()));
    assert_eq!(last("vaccination.coverage", "complete"), Some(now.complete.into()));
    assert_eq!(last("vaccination.coverage", "booster"), Some(now.booster.into()));
    for (code, counted) in [("overdue", now.overdue), ("due", now.due), ("unknown", now.unknown), ("deferred", now.deferred)] {
        assert_eq!(last("vaccination.states", code), Some(counted.into()), "{code}");
    }
    let Span { from, to } = period.span;
    let measured = health::period(&book, from, to, today).unwrap();
    let of = |name: &str, code: &str| sum(line(&charts[name], code));
    assert_eq!(of("health.readings", "made"), u64::from(measured.made));
    assert_eq!(of("health.readings", "asked"), u64::from(measured.asked));
    let short: u32 = measured.gaps.iter().map(|gap| gap.asked - gap.made).sum();
    assert_eq!(of("health.readings", "missing"), u64::from(short));
    for task in ["disinfect", "ventilate"] {
        let log = Log::named(task).unwrap();
        let behind = rounds::gaps(&book, log, from, to.pred_opt().unwrap()).unwrap();
        let missing: u32 = behind.iter().flat_map(|place| &place.gaps).map(|gap| gap.asked - gap.made).sum();
        let name = format!("rounds.{task}");
        assert_eq!(of(&name, "missing"), u64::from(missing), "{task}");
        let query = Query { from: Some(from), to: Some(to), ..Query::all(log.ledger, today) };
        assert_eq!(of(&name, "made"), book.ids(&query).unwrap().len() as u64, "{task}");
    }
    // The last month of the guideline is what the cockpit says of these days.
    let gaps = &charts[GAPS];
    let point = gaps.points.last().unwrap();
    let judged = articles::judge(&book, Some(point.from), point.to, today).unwrap();
    assert_eq!(judged.articles.len(), gaps.lines.len());
    for (article, own) in judged.articles.iter().zip(&gaps.lines) {
        let known = article.state != articles::State::NotApplicable;
        assert_eq!(*own.numbers.last().unwrap(), known.then(|| article.gaps().count() as u64), "{}", own.label);
    }
}

/// What nobody can know is no number: days without a plan, months without anybody, shares of nobody.
#[test]
fn what_is_not_known_is_none_and_never_nothing() {
    let mut office = Office::new();
    office.add(Ledger(&PLACES), json!({ "name": "大厅", "kind": "office" }));
    let period = stats::period(Some(day("2021-06-20")), None, office.book.today()).unwrap();
    let told = |office: &Office, name: &str, code: &str| line(&chart(&office.book, name, period), code).numbers.clone();
    for (name, code) in [
        ("vaccination.coverage", "eligible"),
        ("vaccination.states", "unknown"),
        ("health.readings", "asked"),
        ("health.readings", "made"),
        ("rounds.disinfect", "missing"),
    ] {
        assert!(told(&office, name, code).iter().all(Option::is_none), "{name} {code}");
    }
    office.add(Ledger(&STAFF), json!({ "name": "陈轮", "category": "full_time", "joined_on": "2021-07-01", "id_type": "none" }));
    let dose = json!({ "staff": "陈轮", "product": "科兴", "given_on": "2021-07-05" });
    office.add(Ledger(&VACCINATIONS), dose);
    // In June nobody was in post; in July she had one of two doses.
    assert_eq!(told(&office, "vaccination.coverage", "eligible"), [None, Some(1), Some(1)]);
    let coverage = chart(&office.book, "vaccination.coverage", period);
    assert_eq!(line(&coverage, "complete").shares, Some(vec![None, Some(0), Some(0)]));
    office.add(Ledger(&HEALTH_PLANS), json!({ "categories": "full_time", "times_per_day": 2, "from_on": "2021-08-10" }));
    office.add(
        Ledger(&CLEANING_PLANS),
        json!({ "place": "大厅", "task": "disinfect", "times_per_day": 1, "from_on": "2021-08-10" }),
    );
    let tail = |office: &Office, name: &str, code: &str| told(office, name, code).split_off(50);
    // The 9th has no plan; the 10th and 11th are over; today nothing is missing yet.
    assert_eq!(tail(&office, "health.readings", "asked"), [None, Some(2), Some(2), Some(0)]);
    assert_eq!(tail(&office, "health.readings", "missing"), [None, Some(2), Some(2), Some(0)]);
    assert_eq!(tail(&office, "health.readings", "made"), [None, Some(0), Some(0), Some(0)]);
    assert_eq!(tail(&office, "rounds.disinfect", "missing"), [None, Some(1), Some(1), Some(0)]);
    assert_eq!(tail(&office, "rounds.ventilate", "made"), [None, None, None, None], "it has no plan of its own");
    office.add(
        Ledger(&DISINFECTIONS),
        json!({ "place": "大厅", "done_on": "2021-08-11", "started_at": "0820", "ended_at": "0850", "agent": "84消毒液", "operator": "周敏",
            "late_reason": "补记" }),
    );
    assert_eq!(tail(&office, "rounds.disinfect", "missing"), [None, Some(1), Some(0), Some(0)]);
}

#[test]
fn a_longer_period_is_told_by_months_and_names_are_checked() {
    let office = Office::new();
    let today = office.book.today();
    let step = |from: &str| chart(&office.book, "health.readings", stats::period(Some(day(from)), None, today).unwrap()).step;
    assert_eq!((step("2020-08-12").as_str(), step("2020-08-11").as_str()), ("day", "month"));
    let period = stats::period(None, None, today).unwrap();
    let unknown = stats::chart(&office.book, "health.nothing", period, &|_, _| true).unwrap_err();
    assert_eq!(unknown.code(), Code::NotFound);
    let stopped = stats::chart(&office.book, GAPS, period, &|done, _| done < 2).unwrap_err();
    assert_eq!(stopped.code(), Code::Cancelled);
    for wrong in ["", "vaccination.coverage|complete|2021-08-01", "vaccination.coverage|none|2021-08-01|2021-08-12", "a|b|c|d"] {
        assert_eq!(stats::rows(&office.book, wrong, Ledger(&STAFF), today).unwrap(), None, "{wrong}");
    }
    let other = "vaccination.coverage|complete|2021-08-01|2021-08-12";
    assert_eq!(stats::rows(&office.book, other, Ledger(&PLACES), today).unwrap(), None, "of another ledger");
}
