//! What somebody answers for on the last day of a period: that nothing happened, that a requirement is met or not asked.

use crate::answers::evidence::Period;
use crate::base::error::Result;
use crate::rules::guideline::Requirement;
use crate::rules::tables::Row;
use crate::schema::{Ledger, Record};
use crate::store::Book;
use crate::store::listing::Query;
use crate::topics::{STATEMENTS, statements};
use chrono::{Days, NaiveDate};

/// Days before the last one that a statement need not cover yet.
const GRACE: u64 = 31;

/// Somebody answers for a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attested {
    /// Which.
    pub requirement: String,
    /// Who.
    pub by: String,
    /// On what ground.
    pub basis: String,
    /// Until when.
    pub until: NaiveDate,
    /// The statement.
    pub id: i64,
}

/// Statements valid on the last day of a period.
pub struct Stated {
    records: Vec<Record>,
}

impl Stated {
    /// Reads them.
    pub fn read(book: &Book, period: Period) -> Result<Self> {
        let ledger = Ledger(&STATEMENTS);
        let ids = book.ids(&Query::all(ledger, period.to))?;
        Ok(Self { records: book.window(ledger, &ids, period.to)? })
    }

    /// Statements that nothing of `topic` happened, on days from `from` to `to`, that no record speaks against, in order.
    fn nothing(&self, topic: &str, from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, NaiveDate, &Record)> {
        let of = |record: &&Record| {
            record.code("kind") == Some("nothing") && record.code("topic") == Some(topic) && record.code("status") == Some("done")
        };
        let days = |record: &'_ Record| Some((record.date("from_on")?, record.date("to_on")?));
        let mut found: Vec<(NaiveDate, NaiveDate, &Record)> = self
            .records
            .iter()
            .filter(of)
            .filter_map(|record| days(record).map(|(begun, ended)| (begun, ended, record)))
            .filter(|(begun, ended, _)| *begun <= to && from <= *ended)
            .collect();
        found.sort_by_key(|(begun, ended, record)| (*begun, *ended, record.id));
        found
    }

    /// The statements that nothing of `topic` happened, where together they cover every day of the period up to a month before
    /// its end; empty where they do not.
    pub fn covering(&self, topic: &str, from: NaiveDate, to: NaiveDate) -> Vec<&Record> {
        let until = to.checked_sub_days(Days::new(GRACE)).unwrap_or(to);
        let all = self.nothing(topic, from, to);
        let mut covered = from;
        for (begun, ended, _) in &all {
            if *begun <= covered {
                covered = covered.max(ended.succ_opt().unwrap_or(*ended));
            }
        }
        if covered <= until { Vec::new() } else { all.into_iter().map(|(.., record)| record).collect() }
    }

    /// Who answers for a requirement on `to`: `kind` met or not_asked, the one that holds longest.
    pub fn attested(&self, kind: &str, row: &Row<Requirement>, to: NaiveDate) -> Option<(Attested, &Record)> {
        let holds = |record: &&Record| {
            record.code("kind") == Some(kind)
                && record.text("requirement") == Some(row.key.as_str())
                && record.date("from_on").is_some_and(|day| day <= to)
                && record.date("to_on").is_some_and(|day| to <= day)
        };
        let record = self.records.iter().filter(holds).max_by_key(|record| (record.date("to_on"), record.id))?;
        let text = |column: &str| record.text(column).unwrap_or_default().to_owned();
        let attested = Attested {
            requirement: row.key.clone(),
            by: text("stated_by"),
            basis: text("basis"),
            until: record.date("to_on")?,
            id: record.id,
        };
        Some((attested, record))
    }
}

/// That nothing happened, in words: 无此事项（曾令仪，2022-04-01 至 2022-06-30）.
pub fn nothing_in_words(statements: &[&Record]) -> String {
    let told: Vec<String> = statements
        .iter()
        .map(|record| {
            let day = |column: &str| record.date(column).map(|day| day.to_string()).unwrap_or_default();
            format!("{}，{} 至 {}", record.text("stated_by").unwrap_or_default(), day("from_on"), day("to_on"))
        })
        .collect();
    format!("无此事项（{}）", told.join("；"))
}

/// What people call a topic of a statement.
pub fn topic_label(code: &str) -> &str {
    statements::TOPICS.iter().find(|choice| choice.code == code).map_or(code, |choice| choice.label)
}
