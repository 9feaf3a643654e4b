//! Reading what people type into typed values.
//!
//! Owns the accepted spellings of dates, numbers, yes/no and choices. Knows columns' kinds, no ledger's rules.

use crate::record::{Choice, Kind, Value};
use crate::rules::names;
use chrono::{Datelike, Days, NaiveDate};
use unicode_segmentation::UnicodeSegmentation;

/// Why typed text is refused: rule and message.
pub type Refusal = (&'static str, String);

/// Full-width ASCII and the ideographic space become their narrow forms.
pub fn narrow(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
            '\u{3000}' | '\u{00A0}' => ' ',
            other => other,
        })
        .collect()
}

/// Reads `typed` as a value of `kind`. Empty text is `None`. References are the store's to resolve and arrive as `Err`
/// only through misuse.
///
/// # Errors
/// Rule and Chinese message when it cannot be understood or is out of bounds.
pub fn parse(kind: Kind, typed: &str, today: NaiveDate) -> Result<Option<Value>, Refusal> {
    let trimmed = typed.trim();
    if trimmed.is_empty() {
        return Ok(None);
    }
    match kind {
        Kind::Text { max } => line(trimmed, max).map(|text| Some(Value::Text(text))),
        Kind::LongText { max } => lines(trimmed, max).map(|text| Some(Value::Text(text))),
        Kind::Name { max } => {
            let name = names::normalise(trimmed);
            if name.is_empty() {
                return Ok(None);
            }
            names::problem(&name, max).map_or(Ok(Some(Value::Text(name))), Err)
        }
        Kind::Integer { min, max } => integer(trimmed, min, max).map(|number| Some(Value::Integer(number))),
        Kind::Date => date(trimmed, today).map(|day| Some(Value::Date(day))),
        Kind::Flag => flag(trimmed).map(|flag| Some(Value::Flag(flag))),
        Kind::Choice(choices) => one_of(choices, trimmed).map(|code| Some(Value::Choice(code))),
        Kind::Choices(choices) => many_of(choices, trimmed),
        Kind::Reference(_) => integer(trimmed, 1, i64::MAX).map(|id| Some(Value::Reference(id))),
    }
}

fn line(text: &str, max: usize) -> Result<String, Refusal> {
    let one_line: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    within(one_line.trim().to_owned(), max)
}

fn lines(text: &str, max: usize) -> Result<String, Refusal> {
    let kept: String =
        text.replace("\r\n", "\n").chars().filter(|character| !character.is_control() || *character == '\n').collect();
    within(kept, max)
}

fn within(text: String, max: usize) -> Result<String, Refusal> {
    let length = text.graphemes(true).count();
    if length > max {
        return Err(("too_long", format!("有 {length} 个字，最多 {max} 个。请删减后再保存。")));
    }
    Ok(text)
}

fn integer(text: &str, min: i64, max: i64) -> Result<i64, Refusal> {
    let number: i64 =
        narrow(text).replace(',', "").parse().map_err(|_| ("number", format!("「{text}」不是整数。请只填数字。")))?;
    if number < min || number > max {
        return Err(("range", format!("应在 {min} 到 {max} 之间，现在是 {number}。请核对。")));
    }
    Ok(number)
}

fn flag(text: &str) -> Result<bool, Refusal> {
    match narrow(text).to_lowercase().as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "1" | "true" | "y" | "yes" | "对" => Ok(true),
        "否" | "无" | "×" | "✗" | "x" | "0" | "false" | "n" | "no" | "不是" => Ok(false),
        _ => Err(("flag", format!("「{text}」看不懂。请填 是 或 否。"))),
    }
}

fn one_of(choices: &'static [Choice], text: &str) -> Result<&'static str, Refusal> {
    let plain = narrow(text);
    choices
        .iter()
        .find(|choice| choice.code.eq_ignore_ascii_case(&plain) || choice.label == plain)
        .map(|choice| choice.code)
        .ok_or_else(|| {
            let labels: Vec<_> = choices.iter().map(|choice| choice.label).collect();
            ("choice", format!("没有「{text}」这一项。可选：{}。", labels.join("、")))
        })
}

fn many_of(choices: &'static [Choice], text: &str) -> Result<Option<Value>, Refusal> {
    let mut codes = Vec::new();
    for part in text.split([',', '，', '、', ';', '；']).map(str::trim).filter(|part| !part.is_empty()) {
        codes.push(one_of(choices, part)?);
    }
    let ordered: Vec<_> = choices.iter().map(|choice| choice.code).filter(|code| codes.contains(code)).collect();
    Ok((!ordered.is_empty()).then_some(Value::Choices(ordered)))
}

/// Reads a day as people type it: 2021-08-12, 2021.8.12, 2021/8/12, 20210812, 2021年8月12日, 今天, 昨天, and
/// 8-12 or 8月12日 without a year, which is the newest such day not after `today`.
///
/// # Errors
/// Rule `date` when it is not a day of the calendar.
pub fn date(typed: &str, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    let text = narrow(typed);
    let text = text.trim();
    match text {
        "今天" | "今日" => return Ok(today),
        "昨天" | "昨日" => return Ok(today.checked_sub_days(Days::new(1)).unwrap_or(today)),
        "前天" => return Ok(today.checked_sub_days(Days::new(2)).unwrap_or(today)),
        _ => {}
    }
    let refusal = || ("date", format!("「{typed}」不是日历上的日期。请按 2021-08-12 的样子填写。"));
    let without_time = text
        .strip_suffix(" 0:00:00")
        .or_else(|| text.strip_suffix(" 00:00:00"))
        .or_else(|| text.strip_suffix(" 0:00"))
        .or_else(|| text.strip_suffix(" 00:00"))
        .unwrap_or(text);
    let unified: String = without_time
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '日' && *character != '号')
        .map(|character| if matches!(character, '.' | '/' | '年' | '月' | '。') { '-' } else { character })
        .collect();
    let unified = unified.trim_end_matches('-');
    let found = if unified.len() == 8 && unified.bytes().all(|byte| byte.is_ascii_digit()) {
        NaiveDate::parse_from_str(unified, "%Y%m%d").ok()
    } else if unified.matches('-').count() == 2 {
        let year_is_whole = unified.split('-').next().is_some_and(|year| year.len() == 4);
        if year_is_whole { NaiveDate::parse_from_str(unified, "%Y-%m-%d").ok() } else { None }
    } else if unified.matches('-').count() == 1 {
        (0..8).find_map(|back| {
            NaiveDate::parse_from_str(&format!("{}-{unified}", today.year() - back), "%Y-%m-%d").ok().filter(|day| *day <= today)
        })
    } else {
        None
    };
    found.filter(|day| (1850..=2200).contains(&day.year())).ok_or_else(refusal)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn dates_as_people_type_them() {
        let today = day(2021, 8, 20);
        for typed in [
            "2021-08-12",
            "2021.8.12",
            "2021/8/12",
            "20210812",
            "2021年8月12日",
            "２０２１-8-12",
            "2021/8/12 0:00",
            "8-12",
            "8月12日",
            "8.12",
            " 2021 - 8 - 12 ",
        ] {
            assert_eq!(date(typed, today), Ok(day(2021, 8, 12)), "{typed}");
        }
        assert_eq!(date("今天", today), Ok(today));
        assert_eq!(date("昨天", day(2021, 3, 1)), Ok(day(2021, 2, 28)));
        assert_eq!(date("12-31", today), Ok(day(2020, 12, 31)));
        assert_eq!(date("2-29", today), Ok(day(2020, 2, 29)));
        for typed in
            ["2021-02-29", "2021-13-01", "15/05/20", "abc", "44420", "0020-05-15", "2021", "2021-8", "20211301", "99999-1-1"]
        {
            assert!(date(typed, today).is_err(), "{typed}");
        }
    }

    #[test]
    fn choices_take_code_or_label() {
        const SEX: &[Choice] = &[Choice { code: "male", label: "男" }, Choice { code: "female", label: "女" }];
        let today = day(2021, 8, 20);
        assert_eq!(parse(Kind::Choice(SEX), "女", today), Ok(Some(Value::Choice("female"))));
        assert_eq!(parse(Kind::Choice(SEX), "male", today), Ok(Some(Value::Choice("male"))));
        assert_eq!(parse(Kind::Choice(SEX), "?", today).unwrap_err().0, "choice");
        assert_eq!(parse(Kind::Choices(SEX), "女、男", today), Ok(Some(Value::Choices(vec!["male", "female"]))));
        assert_eq!(parse(Kind::Flag, "√", today), Ok(Some(Value::Flag(true))));
        assert_eq!(parse(Kind::Flag, "maybe", today).unwrap_err().0, "flag");
        assert_eq!(parse(Kind::Text { max: 5 }, "  ", today), Ok(None));
        assert_eq!(parse(Kind::Text { max: 2 }, "一二三", today).unwrap_err().0, "too_long");
        assert_eq!(parse(Kind::Integer { min: 1, max: 5 }, "６", today).unwrap_err().0, "range");
    }
}
