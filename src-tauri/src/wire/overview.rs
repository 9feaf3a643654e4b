//! What crosses the border about what the records come to: doses, trips, rounds, mixtures.
//!
//! Owns shapes only.

use super::records::{Figure, Texts};
use serde::Serialize;
use taizhang::schema::Tone;

/// Where a computed state comes from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Rule {
    /// Key with its first day, under which the row is found.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// Document and number.
    pub source: String,
}

/// One dose on the line of a person.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DoseLine {
    /// Its record.
    pub id: String,
    /// Day it was given.
    pub given_on: String,
    /// Its number.
    pub number: u32,
    /// The product.
    pub product: String,
    /// Such as 基础免疫.
    pub stage: String,
    /// What is odd, or empty.
    pub odd: String,
    /// Colour.
    pub tone: Tone,
}

/// A person's vaccination.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PersonDoses {
    /// Her record.
    pub staff: String,
    /// Her name.
    pub name: String,
    /// Her department and category.
    pub detail: String,
    /// The state in a few words.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// Why, in a sentence.
    pub explained: String,
    /// The rule of the state.
    pub rule: Option<Rule>,
    /// The rule of the booster.
    pub booster_rule: Option<Rule>,
    /// First allowed day of the next dose or booster.
    pub next_on: Option<String>,
    /// Last day for the next dose.
    pub last_on: Option<String>,
    /// What comes next, such as 第 2 剂 or 加强.
    pub next_label: String,
    /// Her doses by date.
    pub doses: Vec<DoseLine>,
    /// Reasons on file, each as one line.
    pub reasons: Vec<Figure>,
    /// Today.
    pub today: String,
}

/// A stretch of days on the bar of a trip.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Bar {
    /// What it is.
    pub label: String,
    /// More on it.
    pub detail: String,
    /// First day.
    pub from_on: String,
    /// Last day; `None`: open.
    pub to_on: Option<String>,
    /// First day both hold, for an area.
    pub both_from: Option<String>,
    /// Last day both hold.
    pub both_to: Option<String>,
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
    pub until_on: Option<String>,
    /// Days on which to test.
    pub test_on: Vec<String>,
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
    pub from_on: String,
    /// Last day of the bar.
    pub to_on: String,
    /// Today.
    pub today: String,
    /// Who is recorded as having verified, unless another is named.
    pub operator: String,
}

/// A place on a day's round.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RoundPlace {
    /// Its record.
    pub place: String,
    /// Its name.
    pub name: String,
    /// Rounds asked for.
    pub asked: u32,
    /// Rounds made.
    pub made: u32,
    /// Such as 还差 1 次, 已完成, 法定节假日.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// What the newest record of the place says, to start a new one from; never its times.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub last: Texts,
}

/// A day's round over all places.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Round {
    /// The day.
    pub day: String,
    /// In words, such as 8 月 31 日 星期二.
    pub title: String,
    /// The places.
    pub places: Vec<RoundPlace>,
    /// The figures above.
    pub figures: Vec<Figure>,
    /// Places behind in the days before, one line each.
    pub behind: Vec<Figure>,
}

/// A cell of a month.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MonthCell {
    /// The day.
    pub day: String,
    /// What stands in it.
    pub mark: String,
    /// What it means.
    pub title: String,
    /// Colour, if any.
    pub tone: Option<Tone>,
    /// Rounds made.
    pub made: u32,
    /// Fewer than the plan asks.
    pub gap: bool,
}

/// A place in a month.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MonthLine {
    /// Its record.
    pub place: String,
    /// Its name.
    pub name: String,
    /// One per day.
    pub cells: Vec<MonthCell>,
    /// Made of asked.
    pub total: String,
}

/// A month of rounds.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Month {
    /// First day.
    pub first: String,
    /// In words, such as 2021 年 8 月.
    pub title: String,
    /// Days of the week of its days, 0 Monday to 6 Sunday.
    pub weekdays: Vec<u32>,
    /// Its places.
    pub places: Vec<MonthLine>,
    /// First day of the month before.
    pub before: String,
    /// First day of the month after; `None` when it has not come.
    pub after: Option<String>,
}

/// How to mix.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Mixture {
    /// What to do, in one sentence.
    pub text: String,
    /// 1:n, where it is a dilution.
    pub dilution: Option<String>,
    /// The range the use asks for, in words.
    pub range: Option<String>,
    /// Where the range is laid down.
    pub rule: Option<Rule>,
}
