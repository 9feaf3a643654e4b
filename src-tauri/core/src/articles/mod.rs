//! The guideline against the records: what each article asks, what proves it, what is missing.
//!
//! Owns the states of requirements and articles and the sentences of their gaps. The guideline is `rules::guideline`'s data; what
//! records come to is asked of the topics by name. Reads no clock and says no SQL.

pub mod card;
mod forms;
mod judge;
mod outcome;
pub mod rectify;
mod rows;
pub mod settings;
mod stated;
mod windows;

use crate::answers::evidence::{Period, Way};
use crate::base::error::{Error, Result};
use crate::rules::guideline::Paper;
use crate::schema::Ledger;
use crate::store::Book;
use crate::topics::{Evidence, TOPICS};
use chrono::NaiveDate;

pub use forms::{PRINTABLES, SELFCHECK, TABLE, notes, selfcheck_of, table_of};
pub use stated::Attested;
pub use windows::usual_from;

/// How an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// 有据
    Proven,
    /// 部分
    Partial,
    /// 缺失
    Missing,
    /// 不适用
    NotApplicable,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Proven, Self::Partial, Self::Missing, Self::NotApplicable];

    /// On the wire and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Partial => "partial",
            Self::Missing => "missing",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Proven => "有据",
            Self::Partial => "部分",
            Self::Missing => "缺失",
            Self::NotApplicable => "不适用",
        }
    }
}

/// How a requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Met {
    /// 做到
    Met,
    /// 部分
    Partly,
    /// 缺失
    Missing,
    /// 不要求
    NotAsked,
}

impl Met {
    /// On the wire and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Partly => "partly",
            Self::Missing => "missing",
            Self::NotAsked => "not_asked",
        }
    }

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Met => "做到",
            Self::Partly => "部分",
            Self::Missing => "缺失",
            Self::NotAsked => "不要求",
        }
    }
}

/// Something missing, and where it is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// In a sentence.
    pub text: String,
    /// Where.
    pub way: Way,
}

/// A threshold with what the organisation made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Least {
    /// The guideline's.
    pub usual: u32,
    /// The organisation's own.
    pub own: Option<u32>,
    /// The one that counts, in words, such as 95% or 每月 1 条.
    pub words: String,
    /// The guideline's in words.
    pub usual_words: String,
}

/// A requirement, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedRequirement {
    /// Its key.
    pub id: String,
    /// What it is called.
    pub words: String,
    /// ◎
    pub core: bool,
    /// Whether it is drawn by month.
    pub chart: bool,
    /// Somebody may answer for it.
    pub may_attest: bool,
    /// How it stands.
    pub state: Met,
    /// How much was made.
    pub made: u64,
    /// Of how much.
    pub asked: u64,
    /// How much of it was entered late.
    pub late: u64,
    /// Its threshold.
    pub least: Option<Least>,
    /// Why it is not asked, or by which words it is met where no record shows it; may be empty.
    pub because: String,
    /// Who answers for it, where that is why it counts as met.
    pub attested: Option<Attested>,
    /// The records that prove it, each once.
    pub rows: Vec<(Ledger, i64)>,
    /// What is missing, the first first.
    pub gaps: Vec<Gap>,
}

impl JudgedRequirement {
    /// How much was made and of how much, which is 0 of what is only counted; `None` of what is not asked, or proved by words alone:
    /// its rows are then those of what the words speak of.
    pub fn share(&self) -> Option<(u64, u64)> {
        match self.state {
            Met::NotAsked => None,
            _ if self.asked > 0 => Some((self.made, self.asked)),
            _ if !self.because.is_empty() => None,
            _ => Some((u64::try_from(self.rows.len()).unwrap_or_default(), 0)),
        }
    }

    /// The same in words; may be empty.
    pub fn share_in_words(&self) -> String {
        match self.share() {
            None => String::new(),
            Some((made, 0)) => format!("{made} 条"),
            Some((made, asked)) => in_words(made, asked),
        }
    }
}

/// How much was made of how much, in words: more than was asked is no share.
pub fn in_words(made: u64, asked: u64) -> String {
    if made > asked { format!("应 {asked}，已 {made}") } else { format!("{made}/{asked}") }
}

/// An article, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedArticle {
    /// Its number.
    pub number: u8,
    /// What it is called.
    pub title: String,
    /// What it asks.
    pub asks: String,
    /// How it stands.
    pub state: State,
    /// Why it does not apply, or what keeps it from being proven; empty when it is.
    pub reason: String,
    /// What it asks for.
    pub requirements: Vec<JudgedRequirement>,
    /// What is printed as its proof.
    pub papers: Vec<Paper>,
}

impl JudgedArticle {
    /// Who answers for something in it.
    pub fn attested(&self) -> impl Iterator<Item = &Attested> {
        self.requirements.iter().filter_map(|requirement| requirement.attested.as_ref())
    }

    /// How many records prove it, each counted once.
    pub fn evidence(&self) -> usize {
        let mut rows: Vec<(&str, i64)> =
            self.requirements.iter().flat_map(|requirement| &requirement.rows).map(|(ledger, id)| (ledger.name(), *id)).collect();
        rows.sort_unstable();
        rows.dedup();
        rows.len()
    }

    /// What is missing of it, in order.
    pub fn gaps(&self) -> impl Iterator<Item = &Gap> {
        self.requirements.iter().flat_map(|requirement| &requirement.gaps)
    }
}

/// A guideline, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The days, and the day on which they were judged.
    pub period: Period,
    /// Since when ledgers are kept.
    pub began: NaiveDate,
    /// What the guideline is called; empty: none is in force.
    pub guideline: String,
    /// Where it is laid down.
    pub source: String,
    /// So many of a hundred records may be entered late.
    pub late_cap: u32,
    /// Its articles, in order.
    pub articles: Vec<JudgedArticle>,
}

impl Judged {
    /// How many articles stand so.
    pub fn count(&self, state: State) -> usize {
        self.articles.iter().filter(|article| article.state == state).count()
    }

    /// Every requirement with its article, in order.
    pub fn requirements(&self) -> impl Iterator<Item = (&JudgedArticle, &JudgedRequirement)> {
        self.articles.iter().flat_map(|article| article.requirements.iter().map(move |one| (article, one)))
    }

    /// The requirement of this key.
    pub fn requirement(&self, id: &str) -> Option<&JudgedRequirement> {
        self.articles.iter().flat_map(|article| &article.requirements).find(|requirement| requirement.id == id)
    }

    /// How many articles stand how, in a sentence: 二十条中 8 条有据、5 条部分、2 条缺失、5 条不适用。
    pub fn in_words(&self) -> String {
        if self.articles.is_empty() {
            return "这一天没有适用的指南，请在规则包里导入。".to_owned();
        }
        let told: Vec<String> = State::ALL
            .iter()
            .map(|state| (self.count(*state), state.label()))
            .filter(|(count, _)| *count > 0)
            .map(|(count, label)| format!("{count} 条{label}"))
            .collect();
        format!("{} 条中 {}。", self.articles.len(), told.join("、"))
    }
}

/// The days from `from` (three calendar months, unless given) to `to` as of the day `on`.
///
/// # Errors
/// `Invalid` when they are out of order.
pub fn period(from: Option<NaiveDate>, to: NaiveDate, on: NaiveDate) -> Result<Period> {
    let from = from.unwrap_or_else(|| usual_from(to));
    if from > to {
        return Err(Error::invalid("from", "order", from.to_string(), format!("起始日期晚于截止日期（{to}）。请核对两个日期。")));
    }
    if to > on {
        return Err(Error::invalid("to", "future", to.to_string(), format!("截止日期晚于数据截至日期（{on}）。请核对。")));
    }
    Ok(Period { from, to, on })
}

/// Judges the days from `from` (three calendar months, unless given) to `to` as of the day `on`.
///
/// # Errors
/// `Invalid` when the days are out of order; what SQLite says.
pub fn judge(book: &Book, from: Option<NaiveDate>, to: NaiveDate, on: NaiveDate) -> Result<Judged> {
    let period = period(from, to, on)?;
    book.reading(|book| judge::judge(book, period, period.last(), None))
}

/// Judges the days of `period` by the guideline in force on the day `by`, whichever was in force in it.
///
/// # Errors
/// What SQLite says.
pub fn judge_by(book: &Book, period: Period, by: NaiveDate) -> Result<Judged> {
    book.reading(|book| judge::judge(book, period, by, None))
}

/// Judges a period as if the organisation's own least of the requirement `id` were `least`.
///
/// # Errors
/// What SQLite says.
pub fn try_least(book: &Book, period: Period, id: &str, least: u32) -> Result<Judged> {
    book.reading(|book| judge::judge(book, period, period.last(), Some((id, least))))
}

/// What a requirement of a guideline may ask for by this name.
pub fn evidence(name: &str) -> Option<&'static Evidence> {
    TOPICS.iter().flat_map(|topic| topic.evidence).find(|evidence| evidence.name == name)
}
