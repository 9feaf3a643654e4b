//! A day's temperatures over everybody, and a person's over some weeks, as they are told to the window.
//!
//! Owns the words and colours; what was asked and read is `standing`'s. The window shows it as it is.

use super::checks::{PRESENCES, RESULTS};
use super::pasted::{self, Named, Pasted};
use super::queries::elsewhere;
use super::standing::{self, Cell, Line};
use crate::answers::{Figure, Rule};
use crate::base::clock::{business_time, day_in_words, weekday};
use crate::base::error::Result;
use crate::rules::health::{Asked, Heat};
use crate::schema::{Choice, Tone};
use crate::store::Book;
use crate::topics::common::When;
use crate::topics::people::every_posting;
use chrono::{Days, NaiveDate};
use serde::Serialize;

/// A person on a day's sheet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SheetPerson {
    /// Her record on the roster.
    pub staff: String,
    /// Her name.
    pub name: String,
    /// Her department; may be empty.
    pub department: String,
    /// The record of the day, if there is one.
    pub id: Option<String>,
    /// The step that changed it last.
    pub step: Option<i64>,
    /// What is on file, as inputs hold it.
    pub morning: String,
    /// The same.
    pub noon: String,
    /// The same.
    pub recheck: String,
    /// Code of where she was.
    pub presence: String,
    /// Code of what was done.
    pub action: String,
    /// Readings the day asks for.
    pub asked: u32,
    /// Readings that should be there by now and are not.
    pub due: u32,
    /// Such as 还没测, 正常, 外出.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// What is on file is hot and waits to be seen to, or was.
    pub hot: bool,
}

/// A day's sheet.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HealthDay {
    /// The day.
    pub day: NaiveDate,
    /// In words, such as 8 月 31 日 星期二.
    pub title: String,
    /// Whether there is any plan.
    pub planned: bool,
    /// Whether the second reading of the day may be written: asked for and its hour come, or one is on file.
    pub second: bool,
    /// Everybody in post, those asked for readings first.
    pub people: Vec<SheetPerson>,
    /// The figures above.
    pub figures: Vec<Figure>,
    /// What a reading is measured against, in ℃.
    pub fever: Option<f64>,
    /// Where that is laid down.
    pub rule: Option<Rule>,
}

/// Whether the second reading of `day` is due when there is one: its hour has come, or the day is over.
///
/// # Errors
/// What the rules say.
pub fn second_due(book: &Book, day: NaiveDate) -> Result<bool> {
    let now = business_time(book.surroundings().now());
    let from = book.rules()?.limit("noon_from", day).and_then(|ruled| ruled.row.rule.time());
    Ok(day < now.date() || from.is_none_or(|from| from <= now.time()))
}

impl Cell {
    /// Readings that should be there by now and are not; the `second` only once its hour has come.
    pub fn due(&self, second: bool) -> u32 {
        let missing = self.missing();
        let later = u32::from(!second && self.asked.times() > 1);
        missing.saturating_sub(later)
    }
}

/// The sheet of `day`, at the latest the book's present day.
///
/// # Errors
/// What SQLite says.
pub fn of_day(book: &Book, day: NaiveDate) -> Result<HealthDay> {
    let day = day.min(book.today());
    let lines = standing::day(book, day)?;
    let second = second_due(book, day)?;
    let rules = book.rules()?;
    let departments = book.with_facts(day, every_posting)?;
    let department = |staff: i64| {
        let held = departments.get(&staff).into_iter().flatten().find(|posting| posting.holds_on(day));
        held.and_then(|posting| posting.department.clone()).unwrap_or_default()
    };
    let mut people: Vec<SheetPerson> = lines.iter().flat_map(|line| person(line, department(line.staff), second)).collect();
    // Who is asked for nothing and has nothing on file stands last, each in the order of names.
    people.sort_by_key(|person| person.asked == 0 && person.id.is_none());
    let cells = || lines.iter().flat_map(|line| &line.cells);
    let asked: u32 = cells().map(Cell::asked).sum();
    let met: u32 = cells().map(Cell::met).sum();
    let waiting = people.iter().filter(|person| person.due > 0).count();
    let twice = cells().any(|cell| cell.asked.times() > 1 || cell.check.is_some_and(|check| check.readings.noon.is_some()));
    let over = day < book.today();
    Ok(HealthDay {
        day,
        title: format!("{} {}", day_in_words(day), weekday(day)),
        planned: standing::planned(book)?,
        second: twice && (second || cells().any(|cell| cell.check.is_some_and(|check| check.readings.noon.is_some()))),
        figures: vec![
            Figure::new("在岗名单", format!("{} 人", people.len())),
            Figure::new("应测", format!("{asked} 次")),
            Figure::new("已测", format!("{met} 次")),
            Figure::new(if over { "缺" } else { "还没测" }, format!("{waiting} 人")),
        ],
        people,
        fever: Heat::on(&rules, day).fever,
        rule: rules.limit("fever", day).map(|ruled| Rule::from(&rules.reference(ruled))),
    })
}

/// What `text`, pasted into the sheet of `day` in `column`, brings; readings alone go to `shown`, in the order shown.
///
/// # Errors
/// What SQLite says.
pub fn pasted(book: &Book, day: NaiveDate, text: &str, shown: &[i64], column: &str) -> Result<Pasted> {
    let lines = standing::day(book, day)?;
    let people: Vec<Named<'_>> = lines.iter().map(|line| Named { staff: line.staff, name: &line.name }).collect();
    let second = of_day(book, day)?.second;
    Ok(pasted::read(text, &people, shown, column, second, book.today()))
}

fn label(choices: &'static [Choice], code: &str) -> &'static str {
    choices.iter().find(|choice| choice.code == code).map_or("", |choice| choice.label)
}

fn person(line: &Line, department: String, second: bool) -> Option<SheetPerson> {
    let cell = line.cells.first()?;
    let (state, tone) = told(cell, second);
    let text = |read: Option<f64>| read.map(|read| read.to_string()).unwrap_or_default();
    let readings = cell.check.map(|check| check.readings).unwrap_or_default();
    Some(SheetPerson {
        staff: line.staff.to_string(),
        name: line.name.clone(),
        department,
        id: cell.check.map(|check| check.id.to_string()),
        step: cell.check.map(|check| check.step),
        morning: text(readings.morning),
        noon: text(readings.noon),
        recheck: text(readings.recheck),
        presence: cell.check.map(|check| check.presence.to_owned()).unwrap_or_default(),
        action: cell.check.and_then(|check| check.action).unwrap_or_default().to_owned(),
        asked: cell.asked.times(),
        due: cell.due(second),
        state,
        tone,
        hot: cell.outcome.is_some_and(|outcome| outcome.hot()) || readings.recheck.is_some(),
    })
}

/// How a person's day stands, in words.
fn told(cell: &Cell, second: bool) -> (String, Tone) {
    let Some(check) = cell.check else {
        return match (&cell.asked, elsewhere(&cell.asked)) {
            (_, Some(word)) => (word.to_owned(), Tone::Mute),
            (Asked::Readings { .. }, _) if cell.when == When::Over => ("缺".to_owned(), Tone::Bad),
            (Asked::Readings { .. }, _) => ("还没测".to_owned(), Tone::Warn),
            (Asked::Holiday(name), _) => (name.clone(), Tone::Mute),
            (Asked::Closed(reason), _) => (format!("停用：{reason}"), Tone::Mute),
            _ => ("不用测".to_owned(), Tone::Mute),
        };
    };
    if check.readings.made() == 0 && !check.readings.symptom {
        return (label(PRESENCES, check.presence).to_owned(), Tone::Mute);
    }
    let code = cell.outcome.map_or("", |outcome| outcome.code());
    let result = RESULTS.iter().find(|result| result.code == code);
    if cell.outcome.is_some_and(|outcome| outcome.hot()) && check.seen_to() {
        return (format!("{}，已处置", label(RESULTS, code)), Tone::Warn);
    }
    if code == "normal" && cell.due(second) > 0 {
        return ("还差一次".to_owned(), Tone::Warn);
    }
    (label(RESULTS, code).to_owned(), result.and_then(|result| result.tone).unwrap_or(Tone::Mute))
}

/// A day of a person's strip.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StripDay {
    /// The day.
    pub day: NaiveDate,
    /// The highest reading, the recheck where there is one.
    pub reading: Option<f64>,
    /// How the day stands, with its readings.
    pub title: String,
    /// Its colour, if it says anything.
    pub tone: Option<Tone>,
}

/// A person's temperatures over the last weeks.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HealthStrip {
    /// Day by day, oldest first.
    pub days: Vec<StripDay>,
    /// What a reading is measured against, in ℃.
    pub fever: Option<f64>,
    /// In one sentence.
    pub explained: String,
}

/// Days of a strip.
const STRIP_DAYS: u64 = 42;

/// The last six weeks of the person `staff`.
///
/// # Errors
/// What SQLite says.
pub fn of_person(book: &Book, staff: i64) -> Result<HealthStrip> {
    let today = book.today();
    let cells = standing::of_person(book, staff, today - Days::new(STRIP_DAYS - 1), today)?;
    let gaps = cells.iter().filter(|cell| cell.gap()).count();
    let made: u32 = cells.iter().map(Cell::made).sum();
    let missing = if gaps > 0 { format!("，缺 {gaps} 天") } else { String::new() };
    let second = second_due(book, today)?;
    let days = cells.iter().map(|cell| {
        let (state, tone) = told(cell, second || cell.when == When::Over);
        let readings = cell.check.map(|check| check.readings).unwrap_or_default();
        let read = |word: &str, read: Option<f64>| read.map(|read| format!("{word} {read:.1}"));
        let parts: Vec<String> = [read("上午", readings.morning), read("下午", readings.noon), read("复测", readings.recheck)]
            .into_iter()
            .flatten()
            .collect();
        let says = cell.check.is_some() || cell.asked.times() > 0 || elsewhere(&cell.asked).is_some();
        StripDay {
            day: cell.day,
            reading: readings.recheck.or(readings.highest()),
            title: format!("{} {state}{}{}", cell.day, if parts.is_empty() { "" } else { "：" }, parts.join("，")),
            tone: says.then_some(tone),
        }
    });
    Ok(HealthStrip {
        days: days.collect(),
        fever: Heat::on(&*book.rules()?, today).fever,
        explained: format!("近 {STRIP_DAYS} 天测了 {made} 次{missing}。"),
    })
}
