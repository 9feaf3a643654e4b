//! 转为整改: gaps become an inspection of one's own with one finding a gap, as one step.
//!
//! Owns which gaps are offered, what is proposed of each and when two sentences speak of the same gap. What a finding may say is
//! its ledger's; that a finding is closed changes no state of an article: only records do.

use super::{Judged, State};
use crate::base::error::{Error, Problem, Result};
use crate::schema::{Ledger, Record};
use crate::store::Book;
use crate::store::book::{Row, Together};
use crate::topics::inspection_visits::open_findings;
use crate::topics::{FINDINGS, INSPECTIONS};
use chrono::{Days, NaiveDate};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// Days that are proposed for putting a gap right (inspections of one's own, articles.md has no other term).
const DAYS: u64 = 7;
/// Characters of a finding at most.
const MOST: usize = 300;

/// A gap that may become a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Key of the requirement, such as 7.disinfect.
    pub id: String,
    /// What is asked, as the finding says it: 第 7 条 场所卫生：消毒.
    pub requirement: String,
    /// The sentence of the gap.
    pub item: String,
    /// Number of the finding that is open for it; then none is made.
    pub open: Option<i64>,
    /// Who puts it right and by when, as that finding says; else empty.
    pub term: (String, Option<NaiveDate>),
}

/// What somebody chose of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Key of the requirement.
    pub id: String,
    /// The sentence of the gap, as it was offered.
    pub item: String,
    /// Who puts it right, as typed.
    pub responsible: String,
    /// By when, as typed.
    pub due_on: String,
}

/// The day that is proposed for putting right what is found on `today`.
pub fn proposed(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(DAYS)).unwrap_or(today)
}

/// The gaps of the articles that apply, in order, each with the finding that is open for it.
///
/// # Errors
/// What SQLite says.
pub fn lines(book: &Book, judged: &Judged) -> Result<Vec<Line>> {
    let mut open: BTreeMap<(String, String), Record> = BTreeMap::new();
    for finding in open_findings(book, judged.period.on)? {
        let text = |column: &str| finding.text(column).unwrap_or_default();
        open.entry((text("requirement").to_owned(), subject(text("item")))).or_insert(finding);
    }
    let mut lines = Vec::new();
    for article in judged.articles.iter().filter(|article| article.state != State::NotApplicable) {
        for one in &article.requirements {
            let requirement = format!("第 {} 条 {}：{}", article.number, article.title, one.words);
            for gap in &one.gaps {
                let item = shortened(&gap.text);
                let open = open.get(&(requirement.clone(), subject(&item)));
                let responsible = open.and_then(|finding| finding.text("responsible")).unwrap_or_default().to_owned();
                let term = (responsible, open.and_then(|finding| finding.date("due_on")));
                let (id, requirement, open) = (one.id.clone(), requirement.clone(), open.map(|finding| finding.id));
                lines.push(Line { id, requirement, item, open, term });
            }
        }
    }
    Ok(lines)
}

/// Writes an inspection of one's own by `inspectors` with a finding for each of `chosen`, as one step.
///
/// # Errors
/// `Invalid` without any, or when a finding is open for one of them; `ChangedMeanwhile` when a gap is not what was offered any
/// more; what the disk says.
pub fn write(book: &mut Book, judged: &Judged, inspectors: &str, chosen: &[Chosen]) -> Result<Together> {
    if chosen.is_empty() {
        return Err(Error::invalid("lines", "required", "", "请至少选一个缺口。"));
    }
    let offered = book.reading(|book| lines(book, judged))?;
    let organisation = book.organisation()?.text("name").unwrap_or_default().to_owned();
    let text = |pairs: &[(&str, &str)]| -> Map<String, Json> {
        pairs.iter().map(|(column, text)| ((*column).to_owned(), Json::from(*text))).collect()
    };
    let today = book.today().to_string();
    let visit = [
        ("inspected_on", today.as_str()),
        ("by", "own"),
        ("unit", organisation.as_str()),
        ("inspectors", inspectors),
        ("result", "findings"),
    ];
    let mut rows = vec![Row { ledger: Ledger(&INSPECTIONS), existing: None, supplied: text(&visit) }];
    for one in chosen {
        let line = offered.iter().find(|line| line.id == one.id && line.item == one.item).ok_or(Error::ChangedMeanwhile)?;
        if let Some(id) = line.open {
            let message = format!("「{}」已经有没改好的问题（问题整改第 {id} 号），不再新增。", line.item);
            return Err(Error::Invalid(vec![Problem::new("lines", "open", line.item.clone(), message)]));
        }
        let finding = [
            ("item", line.item.as_str()),
            ("requirement", line.requirement.as_str()),
            ("responsible", one.responsible.trim()),
            ("due_on", one.due_on.trim()),
        ];
        rows.push(Row { ledger: Ledger(&FINDINGS), existing: None, supplied: text(&finding) });
    }
    book.save_under(&rows, "inspection")
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 1).chain(['…']).collect()
}

/// What of the sentence of a gap stays the same while it is worked off: not how much was made, nor the days of a window that
/// moves with the day it is looked at.
fn subject(sentence: &str) -> String {
    let cut = ["，只有", " 应办", "，应达"].iter().filter_map(|end| sentence.find(end)).min().unwrap_or(sentence.len());
    let kept = sentence.get(..cut).unwrap_or(sentence);
    // 2021-06-01 至 2021-06-30 应有 1 条…
    let kept = match kept.split_once(" 应有 ") {
        Some((window, rest)) if window.contains(" 至 ") => rest,
        _ => kept,
    };
    // 3 天没有在用的…：06-01、06-02。
    let kept = match kept.split_once(" 天没有在用的") {
        Some((days, rest)) if days.chars().all(|c| c.is_ascii_digit()) => rest.split('：').next().unwrap_or(rest),
        _ => kept,
    };
    let plain = |word: &&str| !(word.contains('/') && word.chars().all(|c| c.is_ascii_digit() || c == '/'));
    let words: Vec<&str> = kept.split(' ').filter(plain).collect();
    // 还差 4 处。 还有 5 项。: how many is no matter.
    match words.as_slice() {
        [first @ ("还差" | "还有"), count, "处。" | "项。"] if count.chars().all(|c| c.is_ascii_digit()) => {
            (*first).to_owned()
        }
        words => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_the_same_while_it_is_worked_off() {
        for (before, after) in [
            ("体温监测 45/60，应达 95%；差在 2021-08-30 缺 3 人。", "体温监测 51/62，应达 95%；差在 2021-08-31 缺 1 人。"),
            (
                "2021-06-01 至 2021-06-30 应有 1 条宣传培训，只有 0 条。",
                "2021-06-02 至 2021-07-01 应有 1 条宣传培训，只有 0 条。",
            ),
            ("外出报备「陈晓」：2021-08-03 应办，还没有办。", "外出报备「陈晓」：2021-08-03 应办，晚 3 天办。"),
            ("3 天没有在用的防控方案：06-01 至 06-03。", "4 天没有在用的防控方案：06-01 至 06-04。"),
            ("还有 3 项。", "还有 12 项。"),
            ("4/10 为补录。", "5/11 为补录。"),
        ] {
            assert_eq!(subject(before), subject(after), "{before}");
        }
        for (one, other) in [
            ("外出报备「陈晓」：2021-08-03 应办，还没有办。", "外出报备「陈晓」：2021-08-05 应办，还没有办。"),
            ("还差 一楼大厅。", "还差 二楼大厅。"),
            ("还有 3 项。", "还差 3 处。"),
            ("口罩：不足。", "酒精：不足。"),
        ] {
            assert_ne!(subject(one), subject(other), "{one}");
        }
    }

    #[test]
    fn a_long_sentence_fits_into_a_finding() {
        let long = "缺".repeat(400);
        assert_eq!(shortened(&long).chars().count(), MOST);
        assert_eq!(shortened("缺。"), "缺。");
    }
}
