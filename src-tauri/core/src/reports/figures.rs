//! Figures by name: what a sheet of an authority asks for in its cells.
//!
//! Owns the names: facts of the organisation, the days reported on, the coverage, and how many records of a ledger hold a
//! value. A figure is what a list of the same query would count.

use crate::answers::Amount;
use crate::base::error::{Error, Result};
use crate::exchange::filling::{self, Filled, Filling, Period};
use crate::exchange::patch::Put;
use crate::exchange::source::Source;
use crate::schema::{Kind, Ledger};
use crate::store::disclosure::Masking;
use crate::store::listing::Query;
use crate::store::registry::Registry;
use crate::store::{Book, ORGANISATION, present};
use crate::topics::{Count, TOPICS};
use chrono::{Datelike, NaiveDate};

/// Every figure there is: name and label.
pub fn all(registry: &Registry) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = vec![
        ("on".to_owned(), "填报日期".to_owned()),
        ("on_in_words".to_owned(), "填报日期（年月日）".to_owned()),
        ("from".to_owned(), "起始日期".to_owned()),
        ("to".to_owned(), "截止日期".to_owned()),
    ];
    for column in ORGANISATION.columns.iter().filter(|column| column.stored()) {
        all.push((format!("organisation.{}", column.name), column.label.to_owned()));
    }
    all.extend(counts().map(|count| (count.name.to_owned(), count.label.to_owned())));
    for ledger in registry.counted().filter(|ledger| !ledger.declaration().single) {
        let label = ledger.declaration().label;
        all.push((format!("count.{}", ledger.name()), format!("{label}：条数")));
        for column in registry.columns(ledger).iter().filter(|column| column.filter) {
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

fn counts() -> impl Iterator<Item = &'static Count> {
    TOPICS.iter().flat_map(|topic| topic.counts)
}

/// The figure called `name`, a name or a label of [`all`].
///
/// # Errors
/// `Invalid` when there is none; what SQLite says.
pub fn figure(book: &Book, name: &str, period: Period) -> Result<Amount> {
    let unknown = || Error::invalid("figure", "unknown_figure", name, format!("没有「{name}」这一项。请核对名称。"));
    let code = match all(book.registry()).into_iter().find(|(code, label)| code == name || label == name) {
        Some((code, _)) => code,
        None => return Err(unknown()),
    };
    let day = |day: Option<NaiveDate>| Amount::Text(day.map(|day| day.to_string()).unwrap_or_default());
    if let Some(count) = counts().find(|count| count.name == code) {
        return (count.of)(book, period.on);
    }
    match code.split_once('.') {
        None => Ok(match code.as_str() {
            "on_in_words" => Amount::Text(format!("{}年{}月{}日", period.on.year(), period.on.month(), period.on.day())),
            "from" => day(period.from),
            "to" => day(period.to.or(Some(period.on))),
            _ => day(Some(period.on)),
        }),
        Some(("organisation", column)) => {
            let column = Ledger(&ORGANISATION).column(column).ok_or_else(unknown)?;
            Ok(Amount::Text(present::shown(book, &book.organisation()?, column, Masking::Masked)?))
        }
        Some((_, rest)) => {
            let (ledger, filter) = rest.split_once('.').map_or((rest, None), |(ledger, filter)| (ledger, filter.split_once('=')));
            let ledger = book.registry().named(ledger)?;
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

/// The form of `source` with every figure and row of `filling` in its cells.
///
/// # Errors
/// As [`filling::filled`]; `Invalid` naming a figure that is not there.
pub fn filled(book: &Book, source: &mut Source, filling: &Filling, period: Period, masking: Masking<'_>) -> Result<Filled> {
    let put = |name: &str| {
        figure(book, name, period).map(|amount| match amount {
            #[allow(clippy::cast_precision_loss)] // counts of records
            Amount::Number(number) => Put::Number(number as f64),
            Amount::Text(text) => Put::Text(text),
        })
    };
    filling::filled(book, source, filling, period, masking, &put)
}
