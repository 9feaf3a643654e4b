//! Sheets in which days stand side by side: a row a person, a column a day, or one for each reading of it.
//!
//! Owns which columns are days, and the records that a row of them comes to. Of which ledger such sheets are its declaration
//! says; a year or a month that the header does not say is asked for and never guessed.

use super::cell::Row;
use super::deciding::{CellGiven, Deciding, Place};
use super::layout::{Heading, Layout};
use super::plan::RecordPlan;
use super::question::{Answers, Question};
use super::reading::Reading;
use super::target::Target;
use crate::base::characters::narrow;
use crate::base::error::Result;
use crate::schema::{Across, Column, Kind, Ledger, Value, input};
use chrono::NaiveDate;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A day as a header says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HeaderDay {
    /// 0: not said.
    pub year: i32,
    /// 0: not said.
    pub month: u32,
    /// Of the month.
    pub day: u32,
}

impl HeaderDay {
    /// The day of the calendar, with what was answered about what it does not say.
    fn date(self, said: Month) -> Option<NaiveDate> {
        let year = if self.year > 0 { self.year } else { said.year? };
        let month = if self.month > 0 { self.month } else { said.month? };
        NaiveDate::from_ymd_opt(year, month, self.day)
    }

    /// What people read.
    pub fn told(self) -> String {
        match (self.year, self.month) {
            (0, 0) => format!("{} 日", self.day),
            (0, month) => format!("{month} 月 {} 日", self.day),
            (year, month) => format!("{year}-{month:02}-{:02}", self.day),
        }
    }
}

/// What was answered about the days of a header.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Month {
    year: Option<i32>,
    month: Option<u32>,
}

/// Columns with days but no month that make a row of days.
const LEAST: usize = 3;

/// Which of the columns with these `labels` are days, and which column of the ledger their cells hold.
pub fn days(across: &Across, ledger: Ledger, labels: &[Vec<String>]) -> Vec<Option<(HeaderDay, &'static Column)>> {
    let mut found: Vec<Option<(HeaderDay, &'static Column)>> = Vec::with_capacity(labels.len());
    let mut before: Option<HeaderDay> = None;
    for parts in labels {
        let mut one = read(across, ledger, parts);
        if let (Some((day, _)), Some(before)) = (&mut one, before) {
            // 8.10 kept as a number is 8.1 again.
            if before.month == day.month && day.day < before.day && day.day * 10 == before.day + 1 {
                day.day *= 10;
            }
        }
        let twice =
            one.is_some_and(|(day, column)| found.iter().flatten().any(|(known, of)| *known == day && of.name == column.name));
        let one = one.filter(|_| !twice);
        before = one.map(|(day, _)| day).or(before);
        found.push(one);
    }
    let mut distinct: Vec<HeaderDay> = found.iter().flatten().map(|(day, _)| *day).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let whole = distinct.iter().any(|day| day.month > 0);
    if distinct.len() < LEAST && !whole {
        found.fill(None);
    }
    found
}

/// The day that the parts of one header say, from top to bottom, and what stands below it.
fn read(across: &Across, ledger: Ledger, parts: &[String]) -> Option<(HeaderDay, &'static Column)> {
    let (mut column, mut said) = (None, HeaderDay { year: 0, month: 0, day: 0 });
    for part in parts {
        let mut text: String = input::apart(part).day.chars().filter(|character| !character.is_whitespace()).collect();
        let words = across.cells.iter().flat_map(|(name, words)| words.iter().map(move |word| (*name, *word)));
        let named = words.filter(|(_, word)| text.contains(word)).max_by_key(|(_, word)| word.len());
        if let Some((name, word)) = named {
            column = ledger.column(name);
            text = text.replacen(word, "", 1);
        }
        let text = text.trim_matches(|character: char| "()（）:：℃,，、/-".contains(character));
        let weekday = text.chars().count() == 1 && text.chars().all(|character| "一二三四五六日天".contains(character));
        if text.is_empty() || weekday {
            continue;
        }
        let (year, month, day) = date_of(text)?;
        said = HeaderDay {
            year: if year > 0 { year } else { said.year },
            month: if month > 0 { month } else { said.month },
            day: if day > 0 { day } else { said.day },
        };
    }
    let first = across.cells.first().and_then(|(name, _)| ledger.column(name));
    (said.day > 0).then_some(said).zip(column.or(first))
}

/// Year, month and day of a text that says some of them and nothing else; 0 is not said.
fn date_of(text: &str) -> Option<(i32, u32, u32)> {
    let narrow = narrow(text);
    let plain = narrow.replace(['年', '月', '.', '/'], "-").replace(['日', '号'], "");
    let digits: Vec<&str> = plain.split('-').filter(|piece| !piece.is_empty()).collect();
    let number = |piece: &str| piece.parse::<u32>().ok().filter(|_| piece.bytes().all(|byte| byte.is_ascii_digit()));
    let (months, days) = (1..=12, 1..=31);
    match digits.as_slice() {
        [year, month, day] if year.len() == 4 => {
            let (year, month, day) = (i32::try_from(number(year)?).ok()?, number(month)?, number(day)?);
            NaiveDate::from_ymd_opt(year, month, day).map(|_| (year, month, day))
        }
        [year, month] if year.len() == 4 => {
            Some((i32::try_from(number(year)?).ok()?, number(month).filter(|month| months.contains(month))?, 0))
        }
        [month, day] => {
            let (month, day) = (number(month)?, number(day)?);
            (months.contains(&month) && days.contains(&day)).then_some((0, month, day))
        }
        [year] if year.len() == 4 && narrow.contains('年') => Some((i32::try_from(number(year)?).ok()?, 0, 0)),
        [month] if narrow.contains('月') => Some((0, number(month).filter(|month| months.contains(month))?, 0)),
        [day] if day.len() <= 2 => Some((0, 0, number(day).filter(|day| days.contains(day))?)),
        _ => None,
    }
}

/// Question: of which month are the days of the header?
pub const MONTH: &str = "month";

/// The days of a layout.
fn said(layout: &Layout) -> impl Iterator<Item = HeaderDay> {
    layout.headings.iter().filter_map(|heading| match heading.target {
        Some(Target::OnDay { day, .. }) => Some(day),
        _ => None,
    })
}

/// What is asked about days that do not say their year or month, and what was answered. `titles` are years and months that
/// stand above the rows or name the sheet, with where: offered, never taken.
pub fn asked(layout: &Layout, titles: &[(i32, Option<u32>, String)], answers: &Answers) -> (Option<Question>, Month) {
    let (no_month, no_year) = (said(layout).any(|day| day.month == 0), said(layout).any(|day| day.year == 0));
    let mut month = Month::default();
    if no_month {
        let choices = titles.iter().filter_map(|(year, month, place)| {
            let month = (*month)?;
            Some((Cow::Owned(format!("{year}-{month:02}")), format!("{place}写着 {year} 年 {month} 月，都按它")))
        });
        let given = answers.get(MONTH).map(|given| given.trim()).filter(|given| !given.is_empty());
        let read = given.and_then(month_of);
        if let Some((year, of)) = read {
            month = Month { year: Some(year), month: Some(of) };
        }
        let question = Question {
            code: Cow::Borrowed(MONTH),
            text: "表头只写了几日，没有写年月。这是哪一年哪一月的？".to_owned(),
            choices: choices.collect(),
            written: Some("2021-08"),
            said: read.map(|(year, month)| format!("{year}-{month:02}")),
            problem: match (given, read) {
                (Some(given), None) => format!("「{given}」不是年月。请按 2021-08 的样子写。"),
                _ => String::new(),
            },
            stops: true,
        };
        return (Some(question), month);
    }
    if !no_year {
        return (None, month);
    }
    let first = said(layout).find(|day| day.year == 0).map(HeaderDay::told).unwrap_or_default();
    let years = titles.iter().map(|(year, _, place)| (Cow::Owned(year.to_string()), format!("{place}写着 {year} 年，都按它")));
    let mut choices: Vec<(Cow<'static, str>, String)> = Vec::new();
    for choice in years {
        if !choices.iter().any(|(known, _)| *known == choice.0) {
            choices.push(choice);
        }
    }
    let given = answers.get(super::question::YEAR).map(|given| given.trim()).filter(|given| !given.is_empty());
    month.year = given.and_then(super::question::year_said);
    let question = Question {
        code: Cow::Borrowed(super::question::YEAR),
        text: format!("表头的日期（{first} 等）没有写年份。是哪一年的？"),
        choices,
        written: Some("2021"),
        said: month.year.map(|year| year.to_string()),
        problem: match (given, month.year) {
            (Some(given), None) => format!("「{given}」不是年份。年份写四位数字，例如 2021。"),
            _ => String::new(),
        },
        stops: true,
    };
    (Some(question), month)
}

/// Year and month of an answer.
fn month_of(text: &str) -> Option<(i32, u32)> {
    match date_of(text)? {
        (year, month, 0) if year > 0 && month > 0 => Some((year, month)),
        _ => None,
    }
}

/// Month of a title that says one beside its year: 2021年8月体温登记表.
pub fn month_in(title: &str, year: i32) -> Option<u32> {
    let narrow = narrow(title);
    let rest = narrow.split_once(&year.to_string())?.1;
    let rest = rest.trim_start_matches(|character: char| character.is_whitespace() || "年.-/".contains(character));
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let month: u32 = digits.parse().ok()?;
    let named = rest.strip_prefix(digits.as_str())?.trim_start().starts_with('月');
    (named && (1..=12).contains(&month)).then_some(month)
}

/// What was understood of the days of a header, in words; `None` where there are none.
pub fn told(layout: &Layout, month: Month) -> Option<String> {
    let mut days: Vec<NaiveDate> = said(layout).filter_map(|day| day.date(month)).collect();
    days.sort_unstable();
    days.dedup();
    let (first, last) = (days.first()?, days.last()?);
    Some(format!("表头是日期，一格是一个人一天：{first} 至 {last}，共 {} 天。空着的格不导入。", days.len()))
}

/// The records of one row: one for each day of which it says anything. `common` is what the row says of all of them.
pub(super) fn records<'c>(
    deciding: &mut Deciding<'_>,
    ledger: Ledger,
    common: &[CellGiven<'c>],
    given: Vec<(HeaderDay, CellGiven<'c>)>,
    (late_reason, row, month): (Option<String>, &Row, Month),
) -> Result<Vec<RecordPlan>> {
    let (Some(across), Some(day_column)) =
        (&ledger.declaration().across, ledger.declaration().across.as_ref().and_then(|across| ledger.column(across.day)))
    else {
        return Ok(Vec::new());
    };
    let mut by_day: BTreeMap<HeaderDay, Vec<CellGiven<'c>>> = BTreeMap::new();
    for (day, cell) in given {
        by_day.entry(day).or_default().push(cell);
    }
    let mut records = Vec::new();
    for (day, cells) in by_day {
        let mut cells = meant(across, ledger, cells);
        if cells.is_empty() {
            continue;
        }
        let fixed = match day.date(month) {
            Some(date) => vec![(day_column, Value::Date(date))],
            None => {
                let message = format!("没有「{}」这一天。请核对表头和月份。", day.told());
                let reading = Reading::Refused("date", day.told(), message);
                cells.extend(cells.first().map(|cell| cell.heading).map(|heading| CellGiven {
                    place: Place::Own,
                    column: day_column,
                    heading,
                    reading,
                }));
                Vec::new()
            }
        };
        cells.extend(common.iter().cloned());
        records.push(deciding.decide(ledger, cells, fixed, None, late_reason.clone(), row.number)?);
    }
    Ok(records)
}

/// The cells of one day that say something: words for where somebody is in the column they belong to, two values in one cell
/// apart.
fn meant<'c>(across: &Across, ledger: Ledger, cells: Vec<CellGiven<'c>>) -> Vec<CellGiven<'c>> {
    let words = across.words.and_then(|(name, words)| Some((ledger.column(name)?, words)));
    let single = cells.len() == 1;
    let mut said: Vec<CellGiven<'c>> = Vec::new();
    for mut cell in cells.into_iter().filter(|cell| !cell.is_blank()) {
        let Reading::Said(text) = &cell.reading else {
            said.push(cell);
            continue;
        };
        let text = text.trim().to_owned();
        let named = words.and_then(|(column, words)| {
            let (_, code) = words.iter().find(|(word, _)| *word == text)?;
            Some((column, *code))
        });
        match named {
            Some((_, "")) => {}
            // Both readings of a day may say so.
            Some((column, _)) if said.iter().any(|other| other.column.name == column.name) => {}
            Some((column, code)) => {
                let heading = cell.heading;
                said.push(CellGiven { place: Place::Own, column, heading, reading: Reading::Said(Cow::Borrowed(code)) });
            }
            None => {
                let parts: Vec<&str> =
                    text.split(['/', '／', '、', '\n', ' ']).map(str::trim).filter(|part| !part.is_empty()).collect();
                let number = |part: &&str| matches!(cell.column.kind, Kind::Decimal { .. }) && part.parse::<f64>().is_ok();
                let second = across.cells.get(1).and_then(|(name, _)| ledger.column(name));
                if let ([first, other], Some(second), true) = (parts.as_slice(), second, single)
                    && [first, other].into_iter().all(number)
                {
                    let heading = cell.heading;
                    let given = |column, part: &str| CellGiven {
                        place: Place::Own,
                        column,
                        heading,
                        reading: Reading::Said(Cow::Owned(part.to_owned())),
                    };
                    said.push(given(cell.column, first));
                    said.push(given(second, other));
                    continue;
                }
                cell.reading = Reading::Said(Cow::Owned(text));
                said.push(cell);
            }
        }
    }
    said
}

/// The meaning with this code, of a ledger whose sheets have days side by side.
pub fn from_code(across: &Across, ledger: Ledger, code: &str) -> Option<Target> {
    let (day, column) = code.strip_prefix('@')?.split_once('.')?;
    let mut numbers = day.split('-').map(|number| number.parse::<u32>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let named = across.cells.iter().any(|(name, _)| *name == column);
    let column = ledger.column(column).filter(|_| named)?;
    Some(Target::OnDay { day: HeaderDay { year: i32::try_from(year).ok()?, month, day }, column })
}

/// What stands in the way of days beside what else a heading means: what is said of the row holds for a person, not for her days.
pub fn leave_out(headings: &mut [Heading]) {
    if !headings.iter().any(|heading| matches!(heading.target, Some(Target::OnDay { .. }))) {
        return;
    }
    for heading in headings {
        if let Some(Target::Own(column)) = heading.target
            && !matches!(column.kind, Kind::Reference(_))
        {
            heading.target = None;
            heading.how = super::layout::How::Unknown;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::topics::HEALTH_CHECKS;

    fn read(labels: &[&[&str]]) -> Vec<Option<String>> {
        let ledger = Ledger(&HEALTH_CHECKS);
        let labels: Vec<Vec<String>> = labels.iter().map(|parts| parts.iter().map(|part| (*part).to_owned()).collect()).collect();
        let found = days(ledger.declaration().across.as_ref().unwrap(), ledger, &labels);
        found.into_iter().map(|one| one.map(|(day, column)| format!("{} {}", day.told(), column.name))).collect()
    }

    fn some(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|text| if text.is_empty() { None } else { Some((*text).to_owned()) }).collect()
    }

    #[test]
    fn headers_of_days_as_people_write_them() {
        for (labels, wanted) in [
            (&[&["姓名"][..], &["1"], &["2"], &["3日"]][..], &["", "1 日 morning", "2 日 morning", "3 日 morning"][..]),
            // Two numbers alone are no days.
            (&[&["姓名"], &["1"], &["2"]], &["", "", ""]),
            (&[&["姓名"], &["8月1日"], &["8.2"]], &["", "8 月 1 日 morning", "8 月 2 日 morning"]),
            (&[&["8月1日", "上午"], &["8月1日", "下午"]], &["8 月 1 日 morning", "8 月 1 日 noon"]),
            (&[&["2021-08-01", "早"], &["2021-08-01", "晚"]], &["2021-08-01 morning", "2021-08-01 noon"]),
            (&[&["8月", "1"], &["8月", "2"], &["8月", "3"]], &["8 月 1 日 morning", "8 月 2 日 morning", "8 月 3 日 morning"]),
            (&[&["1", "日"], &["2", "一"], &["3", "二"]], &["1 日 morning", "2 日 morning", "3 日 morning"]),
            (&[&["8.9"], &["8.1"], &["8.11"]], &["8 月 9 日 morning", "8 月 10 日 morning", "8 月 11 日 morning"]),
            (&[&["8.1"], &["8.1"], &["8.2"]], &["8 月 1 日 morning", "", "8 月 2 日 morning"]),
            (&[&["8月1日（周日）"], &["8月32日"], &["13月1日"]], &["8 月 1 日 morning", "", ""]),
            (&[&["体温"], &["备注"], &["联系电话"]], &["", "", ""]),
        ] {
            assert_eq!(read(labels), some(wanted), "{labels:?}");
        }
    }

    #[test]
    fn months_of_titles_are_offered_with_their_year() {
        for (title, wanted) in [
            ("2021年8月体温登记表", Some(8)),
            ("2021 年 12 月", Some(12)),
            ("2021年体温", None),
            ("2021年13月", None),
            ("2021-08", None),
        ] {
            assert_eq!(month_in(title, 2021), wanted, "{title}");
        }
        assert_eq!(month_of("2021-08"), Some((2021, 8)));
        assert_eq!(month_of("2021年8月"), Some((2021, 8)));
        for wrong in ["8", "8月", "2021", "2021-13", "2021-08-01", "上月"] {
            assert_eq!(month_of(wrong), None, "{wrong}");
        }
    }
}
