//! Figures by name: what a sheet of an authority asks for in its cells.
//!
//! Owns the names: facts of the organisation, the days reported on, the coverage, and how many records of a ledger hold a
//! value. A figure is what a list of the same query would count.

use super::doses::{self, Coverage, Scope, percent};
use crate::base::error::{Error, Result};
use crate::ledgers::Ledger;
use crate::schema::Kind;
use crate::store::Book;
use crate::store::listing::Query;
use crate::store::present::{self, Masking};
use chrono::{Datelike, NaiveDate};

/// The days a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day of the records counted; `None`: from the beginning.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// The day on which states are as they are told.
    pub on: NaiveDate,
}

/// The value of a figure.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// A count.
    Number(u64),
    /// Words.
    Text(String),
}

type OfCoverage = fn(&Coverage) -> Amount;

const COVERAGE: &[(&str, &str, OfCoverage)] = &[
    ("people", "在岗人数", |c| Amount::Number(c.people.into())),
    ("eligible", "应接种人数", |c| Amount::Number(c.eligible.into())),
    ("vaccinated", "已接种人数", |c| Amount::Number(c.vaccinated.into())),
    ("complete", "全程接种人数", |c| Amount::Number(c.complete.into())),
    ("booster", "加强免疫人数", |c| Amount::Number(c.booster.into())),
    ("overdue", "超期人数", |c| Amount::Number(c.overdue.into())),
    ("deferred", "暂缓人数", |c| Amount::Number(c.deferred.into())),
    ("exempt", "禁忌和不到年龄人数", |c| Amount::Number(c.exempt.into())),
    ("unscheduled", "无程序人数", |c| Amount::Number(c.unscheduled.into())),
    ("unknown", "未登记人数", |c| Amount::Number(c.unknown.into())),
    ("rate_of_people", "全程接种率（占在岗）", |c| Amount::Text(percent(c.complete, c.people))),
    ("rate_of_eligible", "全程接种率（占应接）", |c| Amount::Text(percent(c.complete, c.eligible))),
];

/// Every figure there is: name and label.
pub fn all() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = vec![
        ("on".to_owned(), "填报日期".to_owned()),
        ("on_in_words".to_owned(), "填报日期（年月日）".to_owned()),
        ("from".to_owned(), "起始日期".to_owned()),
        ("to".to_owned(), "截止日期".to_owned()),
    ];
    for column in Ledger::Organisation.columns().iter().filter(|column| column.stored()) {
        all.push((format!("organisation.{}", column.name), column.label.to_owned()));
    }
    all.extend(COVERAGE.iter().map(|(name, label, _)| (format!("coverage.{name}"), (*label).to_owned())));
    for ledger in Ledger::ALL.iter().copied().filter(|ledger| ledger.declaration().counted && !ledger.declaration().single) {
        let label = ledger.declaration().label;
        all.push((format!("count.{}", ledger.name()), format!("{label}：条数")));
        for column in ledger.columns().iter().filter(|column| column.filter) {
            let choices: Vec<(String, String)> = match column.kind {
                Kind::Choice(choices) => choices.iter().map(|choice| (choice.code.to_owned(), choice.label.to_owned())).collect(),
                Kind::Flag => vec![("true".to_owned(), "是".to_owned()), ("false".to_owned(), "否".to_owned())],
                _ => continue,
            };
            for (code, choice) in choices {
                let name = format!("count.{}.{}={code}", ledger.name(), column.name);
                all.push((name, format!("{label}：{}是「{choice}」的条数", column.label)));
            }
        }
    }
    all
}

/// The figure called `name`, a name or a label of [`all`].
///
/// # Errors
/// `Invalid` when there is none; what SQLite says.
pub fn figure(book: &Book, name: &str, period: Period) -> Result<Amount> {
    let unknown = || Error::invalid("figure", "unknown_figure", name, format!("没有「{name}」这一项。请核对名称。"));
    let code = match all().into_iter().find(|(code, label)| code == name || label == name) {
        Some((code, _)) => code,
        None => return Err(unknown()),
    };
    let day = |day: Option<NaiveDate>| Amount::Text(day.map(|day| day.to_string()).unwrap_or_default());
    match code.split_once('.') {
        None => Ok(match code.as_str() {
            "on_in_words" => Amount::Text(format!("{}年{}月{}日", period.on.year(), period.on.month(), period.on.day())),
            "from" => day(period.from),
            "to" => day(period.to.or(Some(period.on))),
            _ => day(Some(period.on)),
        }),
        Some(("organisation", column)) => {
            let column = Ledger::Organisation.column(column).ok_or_else(unknown)?;
            Ok(Amount::Text(present::shown(book, &book.organisation()?, column, Masking::Whole)?))
        }
        Some(("coverage", of)) => {
            let (.., get) = COVERAGE.iter().find(|(name, ..)| *name == of).ok_or_else(unknown)?;
            Ok(get(&doses::coverage(book, Scope::default(), period.on)?))
        }
        Some((_, rest)) => {
            let (ledger, filter) = rest.split_once('.').map_or((rest, None), |(ledger, filter)| (ledger, filter.split_once('=')));
            let ledger = Ledger::named(ledger)?;
            let dated = ledger.declaration().record_date.is_some();
            let filters = filter.into_iter().map(|(column, code)| (column.to_owned(), code.to_owned())).collect();
            let query = Query {
                filters,
                from: period.from.filter(|_| dated),
                to: period.to.filter(|_| dated),
                ..Query::all(ledger, period.on)
            };
            Ok(Amount::Number(book.ids(&query)?.len() as u64))
        }
    }
}
