//! Reading what people type into typed values.
//!
//! Owns the accepted spellings of dates, numbers, yes/no and choices. Knows columns' kinds, no ledger's rules.

use crate::base::characters::{narrow, unified};
use crate::base::names;
use crate::schema::{Choice, Kind, Value};
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use unicode_segmentation::UnicodeSegmentation;

/// Why typed text is refused: rule and message.
pub type Refusal = (&'static str, String);

/// Reads `typed` as a value of `kind`. Empty text is `None`. References, table entries and divisions are the store's to resolve and
/// arrive here only through misuse.
///
/// # Errors
/// Rule and Chinese message when it cannot be understood or is out of bounds.
pub fn parse(kind: Kind, typed: &str, today: NaiveDate) -> Result<Option<Value>, Refusal> {
    let typed = unified(typed);
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
        Kind::Decimal { min, max } => decimal(trimmed, min, max).map(|number| Some(Value::Decimal(number))),
        Kind::Date => date(trimmed, today).map(|day| Some(Value::Date(day))),
        Kind::Time => time(trimmed).map(|time| Some(Value::Time(time))),
        Kind::Instant => instant(trimmed, today).map(|at| Some(Value::Instant(at))),
        Kind::Flag => flag(trimmed).map(|flag| Some(Value::Flag(flag))),
        Kind::Choice(choices) => one_of(choices, trimmed).map(|code| Some(Value::Choice(code))),
        Kind::Choices(choices) => many_of(choices, trimmed),
        Kind::Reference(_) => integer(trimmed, 1, i64::MAX).map(|id| Some(Value::Reference(id))),
        Kind::Entry(_) | Kind::Division | Kind::Ledger => line(trimmed, ENTRY_MAX).map(|key| Some(Value::Text(key))),
    }
}

/// Longest key of a table's row.
const ENTRY_MAX: usize = 60;

/// Signs of degrees, which say nothing that a column of temperatures does not.
const DEGREES: &[&str] = &["℃", "°C", "°c", "摄氏度", "度"];

/// Decimals kept.
const PLACES: f64 = 10_000.0;

fn decimal(text: &str, min: i64, max: i64) -> Result<f64, Refusal> {
    let narrow = narrow(text);
    let without_unit = DEGREES.iter().find_map(|unit| narrow.trim_end().strip_suffix(unit)).unwrap_or(&narrow);
    let plain: String = without_unit.chars().filter(|character| !matches!(character, ',' | ' ' | '，')).collect();
    // A full stop of Chinese writing between digits is a point.
    let plain = plain.replace('。', ".");
    let number: f64 = plain
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| ("number", format!("「{text}」不是数字。请只填数字，单位另选。")))?;
    #[allow(clippy::cast_precision_loss)] // bounds are small
    let (least, most) = (min as f64, max as f64);
    // 365 for 36.5: where no number within the bounds is ten times another, nothing else can be meant.
    let tenths = min > 0 && max < min.saturating_mul(10) && number.fract() == 0.0 && !plain.contains('.');
    let number = if tenths && (least * 10.0..=most * 10.0).contains(&number) { number / 10.0 } else { number };
    if number < least || number > most {
        return Err(("range", format!("应在 {min} 到 {max} 之间，现在是 {plain}。请核对。")));
    }
    Ok((number * PLACES).round() / PLACES)
}

/// A day as people write it, apart from its weekday and its time.
#[derive(Debug, Default, PartialEq)]
pub struct Apart {
    /// What is left: a day, or nothing.
    pub day: String,
    /// The weekday beside it.
    weekday: Option<Weekday>,
    /// The time behind it.
    pub time: Option<String>,
}

const WEEKDAYS: &[(char, Weekday)] = &[
    ('一', Weekday::Mon),
    ('二', Weekday::Tue),
    ('三', Weekday::Wed),
    ('四', Weekday::Thu),
    ('五', Weekday::Fri),
    ('六', Weekday::Sat),
    ('日', Weekday::Sun),
    ('天', Weekday::Sun),
];

/// Takes `typed` apart: 2021-08-12（星期四）09:30, 2021年8月12日 下午2点半, 2021-08-12T09:30:00.
pub fn apart(typed: &str) -> Apart {
    let mut text = narrow(typed).trim().to_owned();
    let mut weekday = None;
    for word in ["星期", "礼拜", "周"] {
        let Some((before, after)) = text.split_once(word) else { continue };
        let mut rest = after.chars();
        let Some(named) = rest.next() else { continue };
        if let Some((_, found)) = WEEKDAYS.iter().find(|(character, _)| *character == named) {
            weekday = Some(*found);
            let (before, after) = (before.trim_end_matches(['(', ',', ' ']), rest.as_str().trim_start_matches([')', ',', ' ']));
            text = format!("{before} {after}");
            break;
        }
    }
    let text = text.trim();
    let Some(mark) = text.find([':', '点', '时']) else { return Apart { day: text.to_owned(), weekday, time: None } };
    let digits = |character: char| character.is_ascii_digit();
    let mut day = text.get(..mark).unwrap_or_default().trim_end_matches(digits).trim_end();
    if let Some(before) = PERIODS.iter().find_map(|(word, _)| day.strip_suffix(word)) {
        day = before.trim_end();
    }
    let day = day.strip_suffix(['T', 't', ',']).unwrap_or(day);
    let time = text.get(day.len()..).unwrap_or_default().trim_start_matches(['T', 't', ',', ' ']);
    Apart { day: day.trim().to_owned(), weekday, time: Some(time.to_owned()) }
}

/// Parts of the day that times are counted in.
#[derive(Clone, Copy, PartialEq)]
enum Period {
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Am,
    Pm,
}

const PERIODS: &[(&str, Period)] = &[
    ("凌晨", Period::Night),
    ("清晨", Period::Morning),
    ("早上", Period::Morning),
    ("上午", Period::Morning),
    ("中午", Period::Noon),
    ("下午", Period::Afternoon),
    ("傍晚", Period::Afternoon),
    ("晚上", Period::Evening),
    ("am", Period::Am),
    ("pm", Period::Pm),
];

/// The hour of the day that is called `hour` in `period`; `None` where people would not agree.
fn hour_in(period: Option<Period>, hour: u32) -> Option<u32> {
    match (period, hour) {
        (None, 0..=24) => Some(hour),
        (Some(Period::Night | Period::Am), 12) => Some(0),
        (Some(Period::Night), 0..=6) | (Some(Period::Morning), 0..=11) | (Some(Period::Noon), 11 | 12) => Some(hour),
        (Some(Period::Am), 0..=11) | (Some(Period::Afternoon | Period::Pm), 12..=23) => Some(hour),
        (Some(Period::Noon), 1..=2) | (Some(Period::Afternoon | Period::Pm), 1..=11) => Some(hour + 12),
        (Some(Period::Evening), 5..=11) => Some(hour + 12),
        (Some(Period::Evening), 12) => Some(0),
        (Some(Period::Evening), 17..=24) => Some(hour),
        _ => None,
    }
}

/// A time without a day, and whether it lies on the next day already, as 晚上 12 点 does. Seconds are cut; 24:00 is the last
/// minute of its day.
fn clock(text: &str) -> Option<(NaiveTime, bool)> {
    let lower = text.trim().to_ascii_lowercase();
    let found = PERIODS.iter().find_map(|(word, period)| {
        lower.strip_prefix(word).or_else(|| lower.strip_suffix(word)).map(|rest| (Some(*period), rest.trim().to_owned()))
    });
    let (period, plain) = found.unwrap_or((None, lower));
    let unified = plain.replace("点半", ":30").replace("点整", ":00").replace(['点', '时', '分'], ":").replace('秒', "");
    let unified = unified.trim_end_matches(':');
    let mut parts: Vec<&str> = unified.split(':').map(str::trim).collect();
    if let [one] = parts.as_slice()
        && let (4, Some((hour, minute))) = (one.len(), one.split_at_checked(2))
    {
        parts = vec![hour, minute];
    }
    let number = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        Some(text).filter(|text| digits && (1..=2).contains(&text.len())).and_then(|text| text.parse::<u32>().ok())
    };
    let (hour, minute) = match parts.as_slice() {
        [hour] => (number(hour)?, 0),
        [hour, minute] => (number(hour)?, number(minute)?),
        [hour, minute, second] => {
            let whole = second.split('.').next().unwrap_or_default();
            number(whole).filter(|second| *second < 60)?;
            (number(hour)?, number(minute)?)
        }
        _ => return None,
    };
    let of_day = hour_in(period, hour)?;
    if of_day == 24 {
        return NaiveTime::from_hms_opt(23, 59, 0).filter(|_| minute == 0).map(|time| (time, false));
    }
    let next = period == Some(Period::Evening) && hour == 12;
    NaiveTime::from_hms_opt(of_day, minute, 0).map(|time| (time, next))
}

/// What a moment with its offset is here: China has one time.
fn with_offset(text: &str) -> Option<NaiveDateTime> {
    let at = DateTime::parse_from_rfc3339(text.trim()).ok()?;
    let minutes = at.with_timezone(&FixedOffset::east_opt(8 * 3600)?).naive_local();
    minutes.date().and_hms_opt(chrono::Timelike::hour(&minutes), chrono::Timelike::minute(&minutes), 0)
}

/// Reads a time of day: 9:05, 09:05, 0905, 9点5分, 9时, 下午2点半; a day before it is left out. Seconds are cut, and 24:00 is the
/// last minute of its day.
///
/// # Errors
/// Rule `time` when there is no such time.
pub fn time(typed: &str) -> Result<NaiveTime, Refusal> {
    let refusal = || ("time", format!("「{typed}」不是一天里的时间。请按 09:30 的样子填写。"));
    if let Some(at) = with_offset(&narrow(typed)) {
        return Ok(at.time());
    }
    let Apart { day, time, .. } = apart(typed);
    let in_day = |character: char| character.is_ascii_digit() || " -./年月日号".contains(character);
    let text = match time {
        Some(time) if day.is_empty() || day.chars().all(in_day) && day.contains(|digit: char| digit.is_ascii_digit()) => time,
        Some(_) => return Err(refusal()),
        None => day.rsplit([' ', 'T', 't']).next().unwrap_or_default().to_owned(),
    };
    clock(&text).map(|(time, _)| time).ok_or_else(refusal)
}

/// Reads a day with its time: 2021-08-12 09:30, 8-12 9:30, 2021-08-12 星期四 下午2点; a time alone is today's.
///
/// # Errors
/// Rule `instant` when day or time are missing or wrong.
pub fn instant(typed: &str, today: NaiveDate) -> Result<NaiveDateTime, Refusal> {
    let refusal = || ("instant", format!("「{typed}」要有日期和时间。请按 2021-08-12 09:30 的样子填写。"));
    let text = narrow(typed);
    if let Some(at) = with_offset(&text) {
        return Ok(at);
    }
    let mut parts = apart(&text);
    if parts.time.is_none() {
        let (day, time) = parts.day.rsplit_once([' ', 'T', 't', '日']).ok_or_else(refusal)?;
        parts = Apart { day: day.trim().to_owned(), weekday: parts.weekday, time: Some(time.trim().to_owned()) };
    }
    let (time, next) = parts.time.as_deref().and_then(clock).ok_or_else(refusal)?;
    if next {
        let message = format!("「{typed}」可能是这一天的开头，也可能是末尾。请写成这一天的 24:00，或第二天的 00:00。");
        return Err(("instant", message));
    }
    if parts.day.is_empty() {
        return Ok(today.and_time(time));
    }
    match day_of(&parts, typed, today) {
        Ok(day) => Ok(day.and_time(time)),
        Err((rule, message)) if rule == "weekday" => Err((rule, message)),
        Err(_) => Err(refusal()),
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
    // Bytes are never fewer than characters; only a long text needs counting.
    let length = if text.len() > max { text.graphemes(true).count() } else { 0 };
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

/// Reads a day as people type it: 2021-08-12, 2021.8.12, 2021/8/12, 20210812, 2021年8月12日, 今天, 昨天, with a weekday or
/// a time beside it, and 8-12 or 8月12日 without a year, which is the newest such day not after `today`.
///
/// # Errors
/// Rule `date` when it is not a day of the calendar; `weekday` when it is another weekday.
pub fn date(typed: &str, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    if let Some(at) = with_offset(&narrow(typed)) {
        return Ok(at.date());
    }
    let parts = apart(typed);
    if parts.time.as_deref().is_some_and(|time| clock(time).is_none()) {
        return Err(("date", format!("「{typed}」不是日历上的日期。请按 2021-08-12 的样子填写。")));
    }
    day_of(&parts, typed, today)
}

fn day_of(parts: &Apart, typed: &str, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    let refusal = || ("date", format!("「{typed}」不是日历上的日期。请按 2021-08-12 的样子填写。"));
    let day = match parts.day.as_str() {
        "今天" | "今日" => today,
        "昨天" | "昨日" => today.checked_sub_days(Days::new(1)).unwrap_or(today),
        "前天" => today.checked_sub_days(Days::new(2)).unwrap_or(today),
        text => calendar_day(text, today).ok_or_else(refusal)?,
    };
    if parts.weekday.is_some_and(|weekday| weekday != day.weekday()) {
        let named = WEEKDAYS.iter().find(|(_, weekday)| *weekday == day.weekday()).map_or('一', |(named, _)| *named);
        return Err(("weekday", format!("「{typed}」日期和星期对不上：{day} 是星期{named}。请核对是哪一天。")));
    }
    Ok(day)
}

fn calendar_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let unified: String = text
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
    found.filter(|day| (1850..=2200).contains(&day.year()))
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
            "2021-08-12 09:30",
            "2021-08-12T23:59:59",
            "2021-08-11T16:00:00Z",
            "2021-08-12T09:30:00.000+08:00",
            "2021年8月12日 星期四",
            "2021-08-12（周四）9点30分",
            "8月12日 星期四",
            "2021/8/12 下午 12:30:00",
            "2021.8.12 晚上12点",
            "2021-08-12 24:00",
        ] {
            assert_eq!(date(typed, today), Ok(day(2021, 8, 12)), "{typed}");
        }
        assert_eq!(date("今天", today), Ok(today));
        assert_eq!(date("2021-08-12 星期五", today).unwrap_err().0, "weekday");
        assert_eq!(date("昨天", day(2021, 3, 1)), Ok(day(2021, 2, 28)));
        assert_eq!(date("12-31", today), Ok(day(2020, 12, 31)));
        assert_eq!(date("2-29", today), Ok(day(2020, 2, 29)));
        for typed in [
            "2021-02-29",
            "2021-13-01",
            "15/05/20",
            "abc",
            "44420",
            "0020-05-15",
            "2021",
            "2021-8",
            "20211301",
            "99999-1-1",
            "2021-08-12 25:00",
            "2021-08-12 上午12点",
            "2021-08-12 abc",
            "周四",
            "9:30",
        ] {
            assert!(date(typed, today).is_err(), "{typed}");
        }
    }

    #[test]
    fn choices_take_code_or_label() {
        const SEX: &[Choice] = &[crate::schema::choice("male", "男"), crate::schema::choice("female", "女")];
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

    #[test]
    fn times_and_instants_as_people_type_them() {
        let today = day(2021, 8, 20);
        let nine = NaiveTime::from_hms_opt(9, 5, 0).unwrap();
        for typed in [
            "9:05",
            "09:05",
            "0905",
            "９：０５",
            "9点5分",
            "09:05:59",
            "9点5分59秒",
            "2021-08-12 09:05",
            "2021-08-12T09:05",
            "上午9:05",
            "9:05 AM",
        ] {
            assert_eq!(time(typed), Ok(nine), "{typed}");
        }
        assert_eq!(time("下午2点半"), Ok(NaiveTime::from_hms_opt(14, 30, 0).unwrap()));
        assert_eq!(time("9时"), Ok(NaiveTime::from_hms_opt(9, 0, 0).unwrap()));
        let at = |hour, minute| Ok(NaiveTime::from_hms_opt(hour, minute, 0).unwrap());
        for (typed, found) in [
            ("24:00", at(23, 59)),
            ("23:59:59", at(23, 59)),
            ("晚上12点", at(0, 0)),
            ("凌晨12点", at(0, 0)),
            ("中午12点", at(12, 0)),
            ("下午12:30", at(12, 30)),
            ("晚上9点", at(21, 0)),
            ("12:30 PM", at(12, 30)),
            ("12:30 am", at(0, 30)),
        ] {
            assert_eq!(time(typed), found, "{typed}");
        }
        // 上午 12 点 is noon to some and midnight to others; 晚上 3 点 is no afternoon.
        for typed in ["24:01", "上午12点", "晚上3点", "上午13:00", "9:05:61", "姓名 9:05", "9:60", "abc", "", "12345", "-1:00"]
        {
            assert_eq!(time(typed).unwrap_err().0, "time", "{typed}");
        }
        let at = day(2021, 8, 12).and_time(nine);
        for typed in ["2021-08-12 09:05", "8-12 9:05", "2021年8月12日9点5分", "2021-08-12T09:05", "2021/8/12 9:05:00"] {
            assert_eq!(instant(typed, today), Ok(at), "{typed}");
        }
        assert_eq!(instant("9:05", today), Ok(today.and_time(nine)));
        let last = day(2021, 8, 12).and_time(NaiveTime::from_hms_opt(23, 59, 0).unwrap());
        assert_eq!(instant("2021-08-12 24:00", today), Ok(last));
        assert_eq!(instant("2021-08-12 星期四 23:59:59", today), Ok(last));
        assert_eq!(instant("2021-08-12 星期五 9:00", today).unwrap_err().0, "weekday");
        for typed in ["2021-08-12", "25:00", "2021-13-01 9:00", "昨天", "2021-08-12 晚上12点"] {
            assert_eq!(instant(typed, today).unwrap_err().0, "instant", "{typed}");
        }
    }

    #[test]
    fn decimals_keep_four_places_and_their_bounds() {
        let kind = Kind::Decimal { min: 0, max: 1000 };
        let today = day(2021, 8, 20);
        assert_eq!(parse(kind, "７５．５", today), Ok(Some(Value::Decimal(75.5))));
        assert_eq!(parse(kind, "1,000", today), Ok(Some(Value::Decimal(1000.0))));
        assert_eq!(parse(kind, "0.00004", today), Ok(Some(Value::Decimal(0.0))));
        for (typed, rule) in [("1000.1", "range"), ("-1", "range"), ("500mg/L", "number"), ("NaN", "number"), ("inf", "number")] {
            assert_eq!(parse(kind, typed, today).unwrap_err().0, rule, "{typed}");
        }
    }
}
