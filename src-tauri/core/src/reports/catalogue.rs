//! The figures of reports: which there are, which a kind of report holds, and how many days it is of.
//!
//! Owns the kinds. What a figure counts is its topic's; how articles stand is the guideline's.

use super::set::{Article, Overdue, Requirement};
use crate::answers::evidence::Period;
use crate::answers::reported::{Reported, Unit};
use crate::articles::{self, Judged, JudgedArticle, JudgedRequirement, State};
use crate::base::error::{Error, Result};
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::TOPICS;
use chrono::{Datelike, Days, NaiveDate};

/// How often something is reported, or what about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 日报
    Daily,
    /// 周报: seven days.
    Weekly,
    /// 月报: a month up to its last day.
    Monthly,
    /// 专题: whichever figures and days were chosen.
    Thematic,
}

/// What a daily report holds, by what stands before the dot of a figure, or the figure itself.
const DAILY: &[&str] = &["people", "presence", "health", "incidents", "isolation", "travel"];
/// What a weekly one holds besides.
const WEEKLY: &[&str] = &["rounds", "tests", "coverage", "visitors", "stock.low"];

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Daily, Self::Weekly, Self::Monthly, Self::Thematic];

    /// In the file and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Thematic => "thematic",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Daily => "日报",
            Self::Weekly => "周报",
            Self::Monthly => "月报",
            Self::Thematic => "专题",
        }
    }

    /// The kind of a code or label.
    ///
    /// # Errors
    /// `Invalid` naming those there are.
    pub fn named(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == text || kind.label() == text).ok_or_else(|| {
            let known: Vec<String> = Self::ALL.iter().map(|kind| format!("{} {}", kind.code(), kind.label())).collect();
            Error::invalid("kind", "choice", text, format!("没有「{text}」这种报告。可选：{}。", known.join("、")))
        })
    }

    /// The days of a report that ends with `to`; a thematic one names its first day.
    ///
    /// # Errors
    /// `Invalid` when a first day is missing or lies behind the last.
    pub fn days(self, from: Option<NaiveDate>, to: NaiveDate) -> Result<(NaiveDate, NaiveDate)> {
        let usual = match self {
            Self::Daily => to,
            Self::Weekly => to.checked_sub_days(Days::new(6)).unwrap_or(to),
            Self::Monthly => to.with_day(1).unwrap_or(to),
            Self::Thematic => from.ok_or_else(|| Error::invalid("from", "required", "", "专题报告请写明从哪天起。"))?,
        };
        let from = from.unwrap_or(usual);
        if from > to {
            let message = format!("起始日期晚于截止日期（{to}）。请核对两个日期。");
            return Err(Error::invalid("from", "order", from.to_string(), message));
        }
        Ok((from, to))
    }

    fn holds(self, id: &str, chosen: &[String]) -> bool {
        let among = |names: &[&str]| names.iter().any(|name| id == *name || id.split('.').next() == Some(*name));
        match self {
            Self::Daily => among(DAILY),
            Self::Weekly => among(DAILY) || among(WEEKLY),
            Self::Monthly => true,
            Self::Thematic => chosen.iter().any(|name| id == name),
        }
    }
}

/// Every figure of the days from `from` to `to` as of the day `on`, in the order of the topics, the articles last.
///
/// # Errors
/// `Invalid` when the days are out of order; what SQLite says.
pub fn all(book: &Book, from: NaiveDate, to: NaiveDate, on: NaiveDate) -> Result<Vec<Reported>> {
    let period = articles::period(Some(from), to, on)?;
    book.reading(|book| {
        let mut figures = of_topics(book, period)?;
        figures.extend(of_articles(&articles::judge(book, Some(period.from), period.to, period.on)?));
        Ok(figures)
    })
}

/// Those of a report of `kind`, and what says whether there was anything; of a thematic one the figures `chosen`, in their order.
///
/// # Errors
/// As [`all`]; `Invalid` naming a chosen figure that is not there.
pub fn of(book: &Book, kind: Kind, chosen: &[String], days: (NaiveDate, NaiveDate), on: NaiveDate) -> Result<Gathered> {
    let period = articles::period(Some(days.0), days.1, on)?;
    book.reading(|book| {
        let mut figures = of_topics(book, period)?;
        let alarm = Alarm::of(&figures);
        let judged = articles::judge(book, Some(period.from), period.to, period.on)?;
        figures.extend(of_articles(&judged));
        let count = |id: &str| {
            let found = figures.iter().find(|one| one.id == id).and_then(|one| one.value);
            u64::try_from(found.unwrap_or_default()).unwrap_or_default()
        };
        let due = Overdue {
            doses_overdue: count("coverage.overdue"),
            findings_late: count("findings.late"),
            slots_missed: count("submissions.missed"),
        };
        let mut held: Vec<Reported> = figures.iter().filter(|one| kind.holds(&one.id, chosen)).cloned().collect();
        if kind == Kind::Thematic {
            let place = |id: &str| chosen.iter().position(|name| name == id);
            if let Some(missing) = chosen.iter().find(|name| !held.iter().any(|one| one.id == **name)) {
                let message = format!("没有「{missing}」这一项。请核对名称。");
                return Err(Error::invalid("figure", "unknown_figure", missing.clone(), message));
            }
            if held.is_empty() {
                return Err(Error::invalid("figure", "required", "", "专题报告请至少选一项数字。"));
            }
            held.sort_by_key(|one| place(&one.id));
        }
        Ok(Gathered {
            figures: held,
            nothing: alarm.nothing,
            quiet: alarm.quiet,
            measured: alarm.measured,
            articles: articles_of(&judged),
            due,
        })
    })
}

/// The figures of a report, and whether there was anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Gathered {
    /// In order.
    pub figures: Vec<Reported>,
    /// 零报告: nothing happened, and nobody is unknown of.
    pub nothing: bool,
    /// Nothing is known to have happened; of some nobody knows.
    pub quiet: bool,
    /// Readings made, and how many were asked for; `None` where no plan asks for any.
    pub measured: Option<(i64, i64)>,
    /// How the articles stand.
    pub articles: Vec<Article>,
    /// What is behind.
    pub due: Overdue,
}

struct Alarm {
    nothing: bool,
    quiet: bool,
    measured: Option<(i64, i64)>,
}

impl Alarm {
    fn of(figures: &[Reported]) -> Self {
        let mut alarming = figures.iter().filter(|one| one.alarming);
        let quiet = alarming.clone().all(|one| one.value.unwrap_or_default() == 0);
        let nothing = quiet && alarming.all(|one| one.value == Some(0) && one.unknown == 0);
        let made = figures.iter().find(|one| one.id == "health.made");
        Self { nothing, quiet, measured: made.and_then(|one| one.value.zip(one.of)) }
    }
}

fn of_topics(book: &Book, period: Period) -> Result<Vec<Reported>> {
    let mut figures = Vec::new();
    for topic in TOPICS {
        figures.extend((topic.figures)(book, period)?);
    }
    let looked: Vec<(String, Option<i64>, i64)> =
        figures.iter().map(|one: &Reported| (one.id.clone(), one.value, one.unknown)).collect();
    for one in &mut figures {
        let Some((_, value, unknown)) = one.known_by.and_then(|by| looked.iter().find(|(id, ..)| id == by)) else { continue };
        one.unknown += unknown;
        // What was written down is known, whether or not anybody looked for more.
        if value.is_none() && one.value == Some(0) {
            one.value = None;
        }
    }
    Ok(figures)
}

fn articles_of(judged: &Judged) -> Vec<Article> {
    let requirement = |one: &JudgedRequirement| Requirement {
        id: one.id.clone(),
        state: one.state.code().to_owned(),
        made: one.made,
        asked: one.asked,
        late: one.late,
    };
    let article = |one: &JudgedArticle| Article {
        number: one.number,
        state: one.state.code().to_owned(),
        attested: one.attested().next().is_some(),
        requirements: one.requirements.iter().map(requirement).collect(),
    };
    judged.articles.iter().map(article).collect()
}

fn of_articles(judged: &Judged) -> Vec<Reported> {
    let known = !judged.articles.is_empty();
    let of = |state: &State| {
        let count = i64::try_from(judged.count(*state)).unwrap_or_default();
        Reported::number(format!("articles.{}", state.code()), format!("二十条{}", state.label()), Unit::of("条"), count)
            .where_known(known)
    };
    State::ALL.iter().map(of).collect()
}

/// What the rows of a figure are asked for by, before the dot.
pub const TALLY: &str = "report";

/// The name under which a list asks for the rows of a figure.
pub fn tally(id: &str, from: NaiveDate, to: NaiveDate) -> String {
    format!("{TALLY}.{id}|{from}|{to}")
}

/// The rows of `ledger` that the figure of this name counts, the name taken behind the dot; `None`: it is no such name.
///
/// # Errors
/// What SQLite says.
pub fn rows(book: &Book, code: &str, ledger: Ledger, on: NaiveDate) -> Result<Option<Vec<i64>>> {
    let mut parts = code.split('|');
    let (Some(id), Some(from), Some(to)) = (parts.next(), parts.next(), parts.next()) else { return Ok(None) };
    let (Ok(from), Ok(to)) = (from.parse(), to.parse()) else { return Ok(None) };
    let period = articles::period(Some(from), to, on)?;
    let figures = book.reading(|book| of_topics(book, period))?;
    let found = figures.into_iter().find(|one| one.id == id);
    Ok(found.map(|one| one.rows.into_iter().filter(|(of, _)| *of == ledger).map(|(_, id)| id).collect()))
}
