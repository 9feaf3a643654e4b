//! A report as it is frozen: its figures and what is said of them, in one spelling.
//!
//! Owns that spelling (canonical JSON, RFC 8785) and what is printed and handed over of it. Reads no file: what is in a set is all
//! there is to say of a report.

use super::catalogue::Kind;
use crate::answers::reported::{Reported, written};
use crate::base::error::{Error, Result};
use crate::base::hash::sha256;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The shape of a set; a newer program may write a higher one.
pub const SCHEMA: u32 = 1;

/// A figure of a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What its number is counted in.
    pub unit: String,
    /// Digits of its number behind the point.
    pub digits: u32,
    /// What it comes to; `None`: not known.
    pub value: Option<i64>,
    /// Out of how much.
    pub of: Option<i64>,
    /// How much of it nobody knows.
    pub unknown: i64,
}

impl From<&Reported> for Figure {
    fn from(one: &Reported) -> Self {
        Self {
            id: one.id.clone(),
            label: one.label.clone(),
            unit: one.unit.word.clone().into_owned(),
            digits: one.unit.digits,
            value: one.value,
            of: one.of,
            unknown: one.unknown,
        }
    }
}

/// A requirement of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Its key, such as 7.disinfect.
    pub id: String,
    /// Code of how it stands.
    pub state: String,
    /// How much was made.
    pub made: u64,
    /// How much was asked.
    pub asked: u64,
    /// How much of what was made was entered late.
    pub late: u64,
}

/// An article of the guideline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Its number.
    pub number: u8,
    /// Code of how it stands.
    pub state: String,
    /// Whether a person answers for any of it.
    pub attested: bool,
    /// What it asks for.
    pub requirements: Vec<Requirement>,
}

/// What is behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overdue {
    /// People whose dose is overdue.
    pub doses_overdue: u64,
    /// Findings that are not put right in time.
    pub findings_late: u64,
    /// Reports that did not go in time.
    pub slots_missed: u64,
}

/// Stands for what is not known.
pub const UNKNOWN: &str = "—";

impl Figure {
    /// The number as people write it, out of how much: 12/15, 82.9, —.
    pub fn shown(&self) -> String {
        let Some(value) = self.value else { return UNKNOWN.to_owned() };
        let value = written(value, self.digits);
        self.of.map_or(value.clone(), |of| format!("{value}/{}", written(of, self.digits)))
    }

    /// What is said beside it: 未登记 3.
    pub fn note(&self) -> String {
        match (self.value, self.unknown) {
            (None, 0) => "没有登记，不知道".to_owned(),
            (_, 0) => String::new(),
            (_, unknown) => format!("未登记 {unknown}"),
        }
    }
}

/// A figure that is otherwise than in the report that is corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What people call it.
    pub label: String,
    /// As it was reported.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// A frozen report. See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// See [`SCHEMA`].
    pub schema: u32,
    /// Code of its kind.
    pub kind: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// The day the data stood at.
    pub on: NaiveDate,
    /// Whose report it is.
    pub organisation: String,
    /// The head of the journal.
    pub head: String,
    /// The tables of rules in force, key@first day.
    pub rules: Vec<String>,
    /// 零报告
    pub zero: bool,
    /// What the program says of it in a sentence; empty where something happened.
    pub sentence: String,
    /// The figures, in order.
    pub figures: Vec<Figure>,
    /// How the articles of the guideline stand.
    pub articles: Vec<Article>,
    /// What is behind on its last day.
    pub due: Overdue,
}

impl Set {
    /// Its kind.
    ///
    /// # Errors
    /// `Invalid` when this program knows none such.
    pub fn kind(&self) -> Result<Kind> {
        Kind::named(&self.kind)
    }

    /// What it is called: 疫情防控情况日报.
    pub fn title(&self) -> String {
        let kind = self.kind().map_or("报告", Kind::label);
        if self.kind == Kind::Thematic.code() {
            "疫情防控情况专题报告".to_owned()
        } else {
            format!("疫情防控情况{kind}")
        }
    }

    /// Its days: 2021-08-12, or 2021-08-01 至 2021-08-31.
    pub fn period(&self) -> String {
        if self.from == self.to { self.to.to_string() } else { format!("{} 至 {}", self.from, self.to) }
    }

    /// Its bytes in the one spelling there is.
    ///
    /// # Errors
    /// `Bug` when it cannot be written.
    pub fn canonical(&self) -> Result<Vec<u8>> {
        serde_json_canonicalizer::to_vec(self).map_err(|error| Error::Bug(error.to_string()))
    }

    /// The set that `bytes` are.
    ///
    /// # Errors
    /// `FileDamaged` when they are none; `Invalid` when a newer program wrote them.
    pub fn read(bytes: &[u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            schema: u32,
        }
        let damaged = |error: serde_json::Error| Error::FileDamaged(format!("定稿的报告读不懂：{error}"));
        let head: Head = serde_json::from_slice(bytes).map_err(damaged)?;
        if head.schema > SCHEMA {
            let message = "这份报告由更新的程序定稿，请先升级程序。";
            return Err(Error::invalid("schema", "newer", head.schema.to_string(), message));
        }
        serde_json::from_slice(bytes).map_err(damaged)
    }

    /// SHA-256 of its bytes, in hexadecimal.
    ///
    /// # Errors
    /// As [`Self::canonical`].
    pub fn hash(&self) -> Result<String> {
        Ok(sha256(&self.canonical()?))
    }

    /// The figure of this name.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.id == id)
    }

    /// The figures that are otherwise than `before`, those that only one of them holds too.
    pub fn changed_since(&self, before: &Self) -> Vec<Changed> {
        let told = |figure: Option<&Figure>| match figure {
            None => "没有".to_owned(),
            Some(figure) if figure.unknown > 0 => format!("{}（未登记 {}）", figure.shown(), figure.unknown),
            Some(figure) => figure.shown(),
        };
        let gone = before.figures.iter().filter(|old| self.figure(&old.id).is_none());
        let all = self.figures.iter().map(|now| (&now.label, before.figure(&now.id), Some(now)));
        all.chain(gone.map(|old| (&old.label, Some(old), None)))
            .filter(|(_, old, now)| match (old, now) {
                (Some(old), Some(now)) => (old.value, old.of, old.unknown) != (now.value, now.of, now.unknown),
                _ => true,
            })
            .map(|(label, old, now)| Changed { label: label.clone(), before: told(old), after: told(now) })
            .collect()
    }
}

/// Characters of a hash that name a report.
const NUMBER: usize = 16;

/// The number of the report with this hash, as it is printed and stands in the register.
pub fn number(hash: &str) -> String {
    hash.chars().take(NUMBER).collect()
}

/// What is said of a report in one sentence: 零报告 when nothing happened and nobody is unknown of, that nothing was found where
/// some are; nothing where something happened.
pub fn sentence(nothing: bool, quiet: bool, measured: Option<(i64, i64)>) -> String {
    match (nothing, quiet, measured) {
        (true, ..) => "零报告：期间没有发热、有症状、疑似密接、待核实旅居、隔离和检测阳性的人员。".to_owned(),
        (false, true, Some((made, asked))) => format!("未发现异常（监测 {made}/{asked}）。"),
        (false, true, None) => "未发现异常；没有监测安排，情况不全。".to_owned(),
        (false, false, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn figure(id: &str, value: Option<i64>, unknown: i64) -> Figure {
        let (id, label) = (id.to_owned(), id.to_owned());
        Figure { id, label, unit: "人".to_owned(), digits: 0, value, of: None, unknown }
    }

    fn set(figures: Vec<Figure>) -> Set {
        let day = NaiveDate::from_ymd_opt(2021, 8, 12).unwrap();
        Set {
            schema: SCHEMA,
            kind: "daily".to_owned(),
            from: day,
            to: day,
            on: day,
            organisation: "某某协会".to_owned(),
            head: "0000-0000-0000-0000".to_owned(),
            rules: vec!["limits@2021-08-12".to_owned()],
            zero: false,
            sentence: String::new(),
            figures,
            articles: Vec::new(),
            due: Overdue::default(),
        }
    }

    #[test]
    fn a_set_is_spelt_in_one_way_and_read_back() {
        let one = set(vec![figure("people.total", Some(36), 0), figure("health.fever", None, 2)]);
        let bytes = one.canonical().unwrap();
        assert!(bytes.starts_with(
            br#"{"articles":[],"due":{"doses_overdue":0,"findings_late":0,"slots_missed":0},"figures":[{"digits":0,"#
        ));
        assert_eq!(Set::read(&bytes).unwrap(), one);
        assert_eq!(one.hash().unwrap().len(), 64);
        let newer = String::from_utf8(bytes).unwrap().replace("\"schema\":1", "\"schema\":2");
        assert!(Set::read(newer.as_bytes()).unwrap_err().to_string().contains("更新的程序"));
        assert!(Set::read(b"{}").is_err());
    }

    #[test]
    fn what_was_corrected_is_told_figure_by_figure() {
        let before = set(vec![figure("a", Some(1), 0), figure("b", Some(2), 0), figure("c", Some(3), 0)]);
        let after = set(vec![figure("a", Some(1), 0), figure("b", Some(5), 0), figure("d", None, 2)]);
        let told: Vec<(String, String, String)> =
            after.changed_since(&before).into_iter().map(|one| (one.label, one.before, one.after)).collect();
        let text = |one: &str, two: &str, three: &str| (one.to_owned(), two.to_owned(), three.to_owned());
        assert_eq!(told, [text("b", "2", "5"), text("d", "没有", "—（未登记 2）"), text("c", "3", "没有")]);
    }

    #[test]
    fn nothing_is_said_only_where_everybody_was_looked_at() {
        assert!(sentence(true, true, Some((30, 30))).starts_with("零报告"));
        assert_eq!(sentence(false, true, Some((29, 30))), "未发现异常（监测 29/30）。");
        assert!(sentence(false, true, None).contains("没有监测安排"));
        assert_eq!(sentence(false, false, Some((30, 30))), "");
    }
}
