//! A trip as it is told to people: its bar of days, the areas it touches, how each stop stands and what is to be done.
//!
//! Owns the shape; what a stop comes to is `standing`'s. The window shows it as it is.

use super::RISK_AREAS;
use super::standing::{self, Stop, level_label, relation_label};
use crate::answers::Rule;
use crate::base::error::Result;
use crate::rules::divisions;
use crate::schema::{Ledger, Tone};
use crate::store::Book;
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// A stretch of days on the bar of a trip.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// More on it.
    pub detail: String,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day; `None`: open.
    pub to_on: Option<NaiveDate>,
    /// First day both hold, for an area.
    pub both_from: Option<NaiveDate>,
    /// Last day both hold.
    pub both_to: Option<NaiveDate>,
    /// Colour.
    pub tone: Tone,
}

/// What a stop comes to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TripStop {
    /// Its record.
    pub id: String,
    /// The step that changed it last.
    pub step: i64,
    /// Where.
    pub place: String,
    /// The days there.
    pub stay: Bar,
    /// The areas it may have touched.
    pub areas: Vec<Bar>,
    /// verify, measure, release, running or nothing.
    pub next: String,
    /// How it stands, such as 待核实.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// What is to be done, in a sentence.
    pub todo: String,
    /// Code of the measure asked for.
    pub required: Option<String>,
    /// What it asks, in a sentence.
    pub required_text: Option<String>,
    /// Its last day.
    pub until_on: Option<NaiveDate>,
    /// Days on which to test.
    pub test_on: Vec<NaiveDate>,
    /// Where it is laid down.
    pub rule: Option<Rule>,
}

/// A trip with all its stops.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Trip {
    /// Who, by her record.
    pub staff: String,
    /// Her name.
    pub name: String,
    /// The number its stops share; empty: none.
    pub trip: String,
    /// Her stops in the order of arrival.
    pub stops: Vec<TripStop>,
    /// First day of the bar.
    pub from_on: NaiveDate,
    /// Last day of the bar.
    pub to_on: NaiveDate,
    /// Today.
    pub today: NaiveDate,
    /// Who is recorded as having verified, unless another is named.
    pub operator: String,
}

/// The trip that the stop of number `id` belongs to, on the book's present day.
///
/// # Errors
/// `NotFound`.
pub fn of_trip(book: &Book, id: i64) -> Result<Trip> {
    let on = book.today();
    let stops = standing::trip(book, id, on)?;
    let packed: Vec<TripStop> = stops.iter().map(|stop| trip_stop(book, stop, on)).collect::<Result<_>>()?;
    let arrived = |stop: &Stop| stop.record.date("arrived_on");
    let first = stops.iter().filter_map(arrived).min().unwrap_or(on);
    let ends = stops.iter().flat_map(|stop| {
        ["departed_on", "returned_on", "required_until_on", "released_on"]
            .into_iter()
            .filter_map(|column| stop.record.date(column))
    });
    let last = ends.chain([first]).max().unwrap_or(first);
    let margin = Days::new(3);
    let one = stops.first().map(|stop| &stop.record);
    Ok(Trip {
        staff: one.and_then(|record| record.reference("staff")).map(|id| id.to_string()).unwrap_or_default(),
        trip: one.and_then(|record| record.text("trip")).unwrap_or_default().to_owned(),
        name: stops.first().map(|stop| stop.name.clone()).unwrap_or_default(),
        stops: packed,
        from_on: first - margin,
        to_on: last + margin,
        today: on,
        operator: book.recorder()?,
    })
}

fn trip_stop(book: &Book, stop: &Stop, on: NaiveDate) -> Result<TripStop> {
    let record = &stop.record;
    let required = stop.required();
    let (state, tone) = stop.state(on);
    let areas = stop
        .exposure
        .hits
        .iter()
        .map(|hit| {
            let area = book.get(Ledger(&RISK_AREAS), hit.area, on)?;
            let place =
                area.text("division_code").map(divisions::name).unwrap_or_default() + area.text("place_text").unwrap_or_default();
            Ok(Bar {
                label: format!("{} {place}", level_label(&hit.level)),
                detail: format!("{}；{}", relation_label(hit.relation), area.text("source").unwrap_or_default()),
                from_on: area.date("from_on").unwrap_or(hit.from_on),
                to_on: area.date("to_on"),
                both_from: Some(hit.from_on),
                both_to: Some(hit.to_on),
                tone: if hit.level == "high" { Tone::Bad } else { Tone::Warn },
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(TripStop {
        id: record.id.to_string(),
        step: record.step,
        place: stop.place.clone() + record.text("place_text").map(|place| format!("（{place}）")).unwrap_or_default().as_str(),
        stay: Bar {
            label: stop.place.clone(),
            detail: record.text("place_text").unwrap_or_default().to_owned(),
            from_on: record.date("arrived_on").unwrap_or(on),
            to_on: record.date("departed_on").or(record.date("returned_on")),
            both_from: None,
            both_to: None,
            tone: Tone::Good,
        },
        areas,
        next: stop.next(on).code().to_owned(),
        state,
        tone,
        todo: stop.todo(on),
        required: required.map(|required| required.measure.clone()),
        required_text: required.map(|required| required.text.clone()),
        until_on: required.and_then(|required| required.until_on),
        test_on: required.map(|required| required.test_on.clone()).unwrap_or_default(),
        rule: required.map(|required| Rule::from(&required.rule)),
    })
}
