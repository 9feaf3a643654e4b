//! From a cell to what somebody would have typed into the column.
//!
//! Owns what spreadsheets do to values: serials, lost digits, days without a year, masks, formulas that failed. Reads one
//! cell at a time and decides nothing about records. Never guesses.

use super::cell::{Epoch, GridCell, Row, UNCALCULATED, minutes, plain};
use super::deciding::CellGiven;
use super::layout::Heading;
use crate::base::characters::narrow;
use crate::rules::divisions;
use crate::schema::{Column, Kind, Sensitivity, input};
use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;

/// Digits a spreadsheet keeps of a number (IEEE 754 double).
pub const KEPT_DIGITS: usize = 15;

/// What a cell says.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading<'a> {
    /// Nothing.
    Blank,
    /// A word or mark for nothing, such as 无 or /.
    Nothing(&'a str),
    /// This, as somebody would have typed it.
    Said(Cow<'a, str>),
    /// A mask: what it hides is not known here.
    Masked(&'a str),
    /// A document number of which a spreadsheet kept only the first digits.
    Cut {
        /// The digits kept.
        head: String,
    },
    /// A name that may have lost characters.
    Doubtful {
        /// As it stands in the sheet.
        shown: String,
    },
    /// A day without a year.
    NoYear {
        /// As it stands in the sheet.
        shown: String,
    },
    /// A month without a day, or two that the same number may mean.
    Month {
        /// As it stands in the sheet.
        shown: String,
        /// Its year.
        year: i32,
        /// The months it may be.
        months: Vec<u32>,
    },
    /// Nothing, as the sheet has no column for it beside the days of these records.
    Unsaid {
        /// Which of the records side by side.
        which: u8,
    },
    /// What cannot be taken: rule, what stands there, message.
    Refused(&'static str, String, String),
}

/// How a sheet is read.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// What its serials count from.
    pub epoch: Epoch,
    /// The year of days without one, once the person has said it.
    pub year: Option<i32>,
    /// Whether the person said that names with a question mark are written so.
    pub names: bool,
    /// Whether a word may stand beside a day, as the vaccine beside the day of a dose.
    pub words: bool,
}

/// Where a character could not be kept, programs write a question mark.
pub fn is_doubtful_name(shown: &str) -> bool {
    shown.contains(['?', '？'])
}

/// Reads `cell` for `column`.
pub fn read<'a>(cell: &'a GridCell, column: &Column, manner: Manner) -> Reading<'a> {
    if cell.is_blank() {
        return Reading::Blank;
    }
    if *cell == UNCALCULATED {
        let message = "这一格的公式还没有算过，读不到结果。请先在 Excel 或 WPS 里打开、保存一次，再导入。";
        return Reading::Refused("formula", cell.shown(manner.epoch), message.to_owned());
    }
    if let GridCell::Fault(fault) = cell {
        let message = format!("公式没有得出结果（{fault}）。请在表格里改正公式，或直接填写内容。");
        return Reading::Refused("formula", (*fault).to_owned(), message);
    }
    if let GridCell::Text(text) = cell
        && is_nothing(column, text)
    {
        return Reading::Nothing(text);
    }
    if let GridCell::Text(text) = cell
        && is_mask(column.sensitivity, text)
    {
        return Reading::Masked(text);
    }
    match column.kind {
        Kind::Date => day(cell, manner),
        Kind::Time => time(cell, manner),
        Kind::Instant => instant(cell, manner),
        Kind::Text { .. } if column.sensitivity == Sensitivity::DocumentNumber => document(cell),
        // What a format adds to a number is its unit; only per cent is part of its value.
        Kind::Integer { .. } | Kind::Decimal { .. } => match cell {
            GridCell::Shown(number, text) if !text.ends_with('%') && !text.contains(':') => {
                Reading::Said(Cow::Owned(plain(*number)))
            }
            GridCell::Text(text) => Reading::Said(Cow::Borrowed(text)),
            cell => Reading::Said(Cow::Owned(cell.shown(manner.epoch))),
        },
        Kind::Name { .. } if !manner.names && matches!(cell, GridCell::Text(text) if is_doubtful_name(text)) => {
            Reading::Doubtful { shown: cell.shown(manner.epoch) }
        }
        _ => match cell {
            GridCell::Text(text) => Reading::Said(Cow::Borrowed(text)),
            GridCell::Flag(flag) => Reading::Said(Cow::Borrowed(if *flag { "是" } else { "否" })),
            cell => Reading::Said(Cow::Owned(cell.shown(manner.epoch))),
        },
    }
}

/// Whether `text` says that there is nothing to fill in. Where any text may stand, 无 may be the answer.
fn is_nothing(column: &Column, text: &str) -> bool {
    // No such word has three letters; most cells have.
    if text.chars().filter(|character| character.is_alphanumeric()).nth(2).is_some() {
        return false;
    }
    let narrow = narrow(text);
    let word = narrow.trim().trim_end_matches('。');
    let mark = !word.is_empty() && word.chars().count() <= 4 && word.chars().all(|character| "/\\-—–―_~".contains(character))
        || word.eq_ignore_ascii_case("n/a");
    let named = || column.kind.choices().iter().any(|choice| choice.label == word || choice.code == word);
    match column.kind {
        Kind::LongText { .. } => false,
        Kind::Flag => mark,
        Kind::Text { .. } if matches!(column.sensitivity, Sensitivity::Open | Sensitivity::Health) => mark,
        _ => mark || matches!(word, "无" | "暂无" | "没有") && !named(),
    }
}

/// Headers of columns that only say in which province and which city the division beside them lies.
const ABOVE: [&[&str]; 2] = [
    &["省", "省份", "省市", "省区市", "省（区、市）", "省(区、市)", "省/直辖市", "所在省"],
    &["市", "城市", "地市", "地级市", "州市", "市州", "市（州）", "市(州)", "所在市"],
];

/// Puts province and city before the name of a division in `cells` where the sheet has them in columns of their own that
/// mean nothing else: 江苏省 | 南京市 | 鼓楼区. Only a name that is none or several by itself needs them, and only names that
/// together are one place are joined.
pub fn join_divisions(cells: &mut [CellGiven<'_>], headings: &[Heading], row: &Row, epoch: Epoch) {
    let mut divisions = cells.iter_mut().filter(|cell| cell.column.kind == Kind::Division);
    let (Some(cell), None) = (divisions.next(), divisions.next()) else { return };
    let Reading::Said(text) = &cell.reading else { return };
    if divisions::read(text).is_ok() {
        return;
    }
    let above = ABOVE.map(|labels| {
        let mut columns = headings.iter().filter(|heading| heading.target.is_none() && labels.contains(&heading.label.trim()));
        let (Some(column), None) = (columns.next(), columns.next()) else { return String::new() };
        row.at(column.column).shown(epoch).trim().to_owned()
    });
    let joined = format!("{}{text}", above.concat());
    if divisions::read(&joined).is_ok() {
        cell.reading = Reading::Said(Cow::Owned(joined));
    }
}

/// Whether `text` is what a mask leaves of a value.
pub fn is_mask(sensitivity: Sensitivity, text: &str) -> bool {
    match sensitivity {
        Sensitivity::Open => false,
        Sensitivity::DocumentNumber | Sensitivity::Phone => text.contains('*'),
        Sensitivity::Address => text.ends_with("***"),
        Sensitivity::Health => text == "***",
    }
}

fn document(cell: &GridCell) -> Reading<'_> {
    match cell {
        GridCell::Number(number) | GridCell::Day(number) | GridCell::Shown(number, _) => {
            let text = plain(*number);
            let whole = number.fract() == 0.0 && *number >= 0.0;
            if whole && text.len() > KEPT_DIGITS {
                Reading::Cut { head: text.chars().take(KEPT_DIGITS).collect() }
            } else {
                Reading::Said(Cow::Owned(if matches!(cell, GridCell::Shown(..)) { cell.shown(Epoch::Of1900) } else { text }))
            }
        }
        GridCell::Text(text) => match exponent(text) {
            Some(head) => Reading::Cut { head },
            None => Reading::Said(Cow::Borrowed(text)),
        },
        cell => Reading::Said(Cow::Owned(cell.shown(Epoch::Of1900))),
    }
}

/// The digits of a number written with an exponent, such as `5.00101E+17`: what is left of an ID in a text file.
fn exponent(text: &str) -> Option<String> {
    if !text.contains(['E', 'e', 'Ｅ', 'ｅ']) {
        return None;
    }
    let narrow = narrow(text);
    let (mantissa, power) = narrow.trim().split_once(['E', 'e'])?;
    let power: usize = power.trim_start_matches('+').parse().ok().filter(|power| *power <= 40)?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (whole.len() == 1 && digits(whole) && digits(fraction) && power >= KEPT_DIGITS).then(|| format!("{whole}{fraction}"))
}

/// Serials that a plain number in a column of days is taken for: 1910 to 2119, as no date is written in figures there.
const SERIALS: std::ops::RangeInclusive<f64> = 3_654.0..=80_355.0;

fn day(cell: &GridCell, manner: Manner) -> Reading<'_> {
    let refused = |shown: String| {
        let message = format!("「{shown}」不是日期。请按 2021-08-12 的样子填写。");
        Reading::Refused("date", shown, message)
    };
    match cell {
        GridCell::Day(serial) => match manner.epoch.moment(*serial) {
            Some(at) if *serial >= 1.0 => Reading::Said(Cow::Owned(at.date().to_string())),
            _ => refused(plain(*serial)),
        },
        GridCell::Number(number) => {
            let shown = plain(*number);
            if number.fract() == 0.0 && shown.len() == 8 {
                return Reading::Said(Cow::Owned(shown));
            }
            if SERIALS.contains(number) {
                return match manner.epoch.moment(*number) {
                    Some(at) => Reading::Said(Cow::Owned(at.date().to_string())),
                    None => refused(shown),
                };
            }
            if let Some((year, month)) = year_and_month(&shown) {
                // 1992.1 may have been 1992.10.
                let months = if month == 1 && shown.ends_with(".1") { vec![1, 10] } else { vec![month] };
                return Reading::Month { shown, year, months };
            }
            // 8.12 typed as a day is a number to a spreadsheet, and 8.1 may have been 8.10.
            match month_and_day(&shown) {
                Some(_) if shown.split('.').nth(1).is_some_and(|day| day == "1" || day == "2" || day == "3") => {
                    let message =
                        format!("「{shown}」可能是 1 日也可能是 10 日这样的日子，而且没有年份。请按 2021-08-12 的样子填写。");
                    Reading::Refused("date", shown, message)
                }
                Some(found) => with_year(found, shown, manner),
                None => refused(shown),
            }
        }
        GridCell::Text(text) if is_written_out(text) => Reading::Said(Cow::Borrowed(text)),
        GridCell::Text(text) | GridCell::Shown(_, text) => match month_and_day(text) {
            Some(found) => with_year(found, text.trim().to_owned(), manner),
            None if is_relative(text) => refused(text.trim().to_owned()),
            None if manner.words
                && let Some((found, day, words)) = yearless_beside_words(text) =>
            {
                match with_year(found, day, manner) {
                    Reading::Said(day) => Reading::Said(Cow::Owned(format!("{day} {words}"))),
                    Reading::NoYear { .. } => Reading::NoYear { shown: text.trim().to_owned() },
                    other => other,
                }
            }
            None if let Some((year, month)) = year_and_month(text) => {
                Reading::Month { shown: text.trim().to_owned(), year, months: vec![month] }
            }
            None => Reading::Said(Cow::Borrowed(text)),
        },
        cell => refused(cell.shown(manner.epoch)),
    }
}

/// 2021-08-12, as programs write it: nothing to be found out.
fn is_written_out(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(place, byte)| if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

/// 今天 in a sheet is the day somebody wrote it, whichever that was.
fn is_relative(text: &str) -> bool {
    ["今天", "今日", "昨天", "昨日", "前天"].contains(&input::apart(text).day.as_str())
}

fn with_year((month, day): (u32, u32), shown: String, manner: Manner) -> Reading<'static> {
    match manner.year {
        None => Reading::NoYear { shown },
        Some(year) => match NaiveDate::from_ymd_opt(year, month, day) {
            Some(found) => Reading::Said(Cow::Owned(found.to_string())),
            None => {
                let message = format!("{year} 年没有「{shown}」这一天。请核对年份。");
                Reading::Refused("date", shown, message)
            }
        },
    }
}

/// Month and day of a text that names no year: 8.12, 8-12, 8/12, 8月12日, 8月12日 星期四.
pub fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let narrow: String = input::apart(text).day.chars().filter(|character| !character.is_whitespace()).collect();
    let narrow = narrow.trim_end_matches(['日', '号']);
    let (month, day) = narrow.split_once(['.', '-', '/', '月'])?;
    let number = |text: &str| Some(text).filter(|text| (1..=2).contains(&text.len())).and_then(|text| text.parse::<u32>().ok());
    let (month, day) = number(month).zip(number(day))?;
    // A leap year, so that 2-29 is one.
    NaiveDate::from_ymd_opt(2020, month, day).map(|found| (found.month(), found.day()))
}

/// Year and month of a text that names no day: 1992.02, 1992年2月, 199202.
fn year_and_month(text: &str) -> Option<(i32, u32)> {
    let narrow: String = narrow(text).chars().filter(|character| !character.is_whitespace()).collect();
    let narrow = narrow.trim_end_matches('月');
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (year, month) = match narrow.split_once(['.', '-', '/', '年']) {
        Some(parts) => parts,
        None if narrow.len() == 6 && digits(narrow) => narrow.split_at_checked(4)?,
        None => return None,
    };
    if year.len() != 4 || month.len() > 2 || !digits(year) || !digits(month) {
        return None;
    }
    let (year, month): (i32, u32) = (year.parse().ok()?, month.parse().ok()?);
    ((1850..=2200).contains(&year) && (1..=12).contains(&month)).then_some((year, month))
}

fn time(cell: &GridCell, manner: Manner) -> Reading<'_> {
    match cell {
        GridCell::Number(number) | GridCell::Day(number) if (0.0..1.0).contains(number) => {
            let minutes = minutes(*number);
            Reading::Said(Cow::Owned(format!("{:02}:{:02}", minutes / 60, minutes % 60)))
        }
        GridCell::Number(number) | GridCell::Day(number) if *number >= 1.0 => match manner.epoch.moment(*number) {
            // The end of the first day of all is how a spreadsheet keeps 24:00.
            Some(_) if *number == 1.0 && matches!(cell, GridCell::Day(_)) => Reading::Said(Cow::Borrowed("24:00")),
            Some(at) if number.fract() != 0.0 => Reading::Said(Cow::Owned(at.format("%H:%M").to_string())),
            _ => Reading::Said(Cow::Owned(plain(*number))),
        },
        GridCell::Text(text) => Reading::Said(Cow::Borrowed(text)),
        cell => Reading::Said(Cow::Owned(cell.shown(manner.epoch))),
    }
}

fn instant(cell: &GridCell, manner: Manner) -> Reading<'_> {
    match cell {
        GridCell::Number(number) | GridCell::Day(number) if *number >= *SERIALS.start() => match manner.epoch.moment(*number) {
            Some(at) => Reading::Said(Cow::Owned(at.format("%Y-%m-%d %H:%M").to_string())),
            None => Reading::Said(Cow::Owned(plain(*number))),
        },
        GridCell::Text(text) => {
            let parts = input::apart(text);
            let first = parts.day.split([' ', 'T', 't', '日']).next().unwrap_or_default();
            let timeless_day = parts.day.is_empty() && parts.time.is_some();
            if timeless_day || month_and_day(&parts.day).or_else(|| month_and_day(first)).is_some() || is_relative(first) {
                let message = format!("「{}」没有写明年月日。请按 2021-08-12 09:30 的样子填写。", text.trim());
                return Reading::Refused("instant", text.trim().to_owned(), message);
            }
            Reading::Said(Cow::Borrowed(text))
        }
        cell => Reading::Said(Cow::Owned(cell.shown(manner.epoch))),
    }
}

/// A day with words beside it, such as `2021.6.15 北京生物` or `科兴2021-06-15`: the day as typed, and the words.
pub fn day_beside_words(text: &str) -> Option<(String, String)> {
    if NaiveDate::from_ymd_opt(2100, 1, 1).is_some_and(|today| input::date(text, today).is_ok()) {
        return None;
    }
    split_beside_words(text).filter(|(day, _)| day.len() >= 8)
}

/// Month and day of a text that names no year and has words beside it, such as `5.12科兴`; the day as typed, and the words.
pub fn yearless_beside_words(text: &str) -> Option<((u32, u32), String, String)> {
    let (day, words) = split_beside_words(text)?;
    Some((month_and_day(&day)?, day, words))
}

/// The first run of characters of a day in `text`, and the words around it.
fn split_beside_words(text: &str) -> Option<(String, String)> {
    let narrow = narrow(text);
    let in_day = |character: char| character.is_ascii_digit() || "-./年月日".contains(character);
    let start = narrow.find(|character: char| character.is_ascii_digit())?;
    let rest = narrow.get(start..)?;
    let length = rest.find(|character: char| !in_day(character)).unwrap_or(rest.len());
    let (day, after) = rest.split_at_checked(length)?;
    // What parts the day from the word is part of neither.
    let day = day.trim_end_matches(['-', '.', '/']);
    let words = format!("{}{after}", narrow.get(..start)?);
    let words = words.trim_matches(|character: char| character.is_whitespace() || "()（）,，、;；:：-/".contains(character));
    (!words.is_empty()).then(|| (day.to_owned(), words.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::schema::Ledger;
    use crate::topics::{STAFF, TRAVELS};
    use proptest::prelude::*;

    const MANNER: Manner = Manner { epoch: Epoch::Of1900, year: None, names: false, words: false };

    fn said(cell: &GridCell, column: &Column, manner: Manner) -> String {
        match read(cell, column, manner) {
            Reading::Said(text) => text.into_owned(),
            other => format!("{other:?}"),
        }
    }

    fn text(text: &str) -> GridCell {
        GridCell::Text(text.into())
    }

    const DAY: Column = Column::date("day", "日期");
    const TIME: Column = Column::time("time", "时间");
    const AT: Column = Column::new("at", "时刻", Kind::Instant);

    #[test]
    fn days_however_they_came() {
        let today = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        for cell in [
            text("2021.8.12"),
            text("2021/8/12 0:00"),
            text("20210812"),
            text("2021年8月12日"),
            text("２０２１-08-12"),
            GridCell::Number(20_210_812.0),
            GridCell::Number(44_420.0),
            GridCell::Day(44_420.0),
            GridCell::Day(44_420.75),
        ] {
            let typed = said(&cell, &DAY, MANNER);
            assert_eq!(input::date(&typed, today).unwrap().to_string(), "2021-08-12", "{cell:?}");
        }
        let mac = Manner { epoch: Epoch::Of1904, year: None, names: false, words: false };
        assert_eq!(said(&GridCell::Number(44_420.0), &DAY, mac), "2025-08-13");
    }

    #[test]
    fn a_year_is_asked_for_and_never_guessed() {
        for cell in [
            text("8.12"),
            text("8-12"),
            text("8/12"),
            text("8月12日"),
            text(" ８．１２ "),
            text("8月12日 星期四"),
            text("8-12 09:30"),
            GridCell::Number(8.12),
        ] {
            assert!(matches!(read(&cell, &DAY, MANNER), Reading::NoYear { .. }), "{cell:?}");
            assert_eq!(said(&cell, &DAY, Manner { year: Some(2021), ..MANNER }), "2021-08-12");
        }
        let leap = text("2-29");
        assert_eq!(said(&leap, &DAY, Manner { year: Some(2020), ..MANNER }), "2020-02-29");
        assert!(matches!(read(&leap, &DAY, Manner { year: Some(2021), ..MANNER }), Reading::Refused("date", ..)));
        for cell in [
            GridCell::Number(8.1),
            text("今天"),
            text("今天 09:30"),
            GridCell::Number(12.5),
            GridCell::Number(-3.0),
            GridCell::Number(f64::NAN),
            GridCell::Flag(true),
        ] {
            assert!(matches!(read(&cell, &DAY, MANNER), Reading::Refused("date", ..) | Reading::NoYear { .. }), "{cell:?}");
        }
        assert!(matches!(
            read(&GridCell::Number(8.1), &DAY, Manner { year: Some(2021), ..MANNER }),
            Reading::Refused("date", ..)
        ));
        assert!(matches!(read(&text("8-12 9:30"), &AT, MANNER), Reading::Refused("instant", ..)));
        assert!(matches!(read(&text("9:30"), &AT, MANNER), Reading::Refused("instant", ..)));
        assert!(matches!(read(&text("昨天下午2点"), &AT, MANNER), Reading::Refused("instant", ..)));
    }

    #[test]
    fn months_and_words_for_nothing() {
        for cell in [text("1992.02"), text("1992年2月"), text("1992/2"), text("199202"), GridCell::Number(1992.02)] {
            assert!(matches!(read(&cell, &DAY, MANNER), Reading::Month { year: 1992, months, .. } if months == [2]), "{cell:?}");
        }
        assert!(matches!(read(&GridCell::Number(1992.1), &DAY, MANNER), Reading::Month { months, .. } if months == [1, 10]));
        let staff = |name: &str| Ledger(&STAFF).column(name).unwrap();
        for nothing in ["/", "—", "——", "-", "＼", "无", "暂无", "无。", "N/A"] {
            for column in [&DAY, staff("mobile"), staff("id_number"), staff("emergency_contact"), staff("sex")] {
                assert!(matches!(read(&text(nothing), column, MANNER), Reading::Nothing(_)), "{nothing} {}", column.name);
            }
        }
        // 无 answers a question of yes and no, and may be what is meant where any text may stand.
        let travels = |name: &str| Ledger(&TRAVELS).column(name).unwrap();
        for column in [travels("symptoms"), travels("starred"), staff("note")] {
            assert_eq!(said(&text("无"), column, MANNER), "无");
        }
        assert_eq!(said(&text("无证件"), staff("id_type"), MANNER), "无证件");
    }

    #[test]
    fn times_of_day_are_parts_of_one() {
        assert_eq!(said(&GridCell::Day(0.395_833_333_333_333_3), &TIME, MANNER), "09:30");
        assert_eq!(said(&GridCell::Day(44_420.5), &TIME, MANNER), "12:00");
        // 23:59:58 and 23:59:30 are of their day; 24:00 is its end.
        assert_eq!(said(&GridCell::Day(0.999_976_85), &TIME, MANNER), "23:59");
        assert_eq!(said(&GridCell::Day(44_420.999_653), &AT, MANNER), "2021-08-12 23:59");
        assert_eq!(said(&GridCell::Day(44_420.999_653), &DAY, MANNER), "2021-08-12");
        assert_eq!(said(&GridCell::Day(1.0), &TIME, MANNER), "24:00");
        assert_eq!(said(&GridCell::Shown(1.0, "24:00".into()), &TIME, MANNER), "24:00");
        assert_eq!(said(&GridCell::Day(0.0), &TIME, MANNER), "00:00");
        assert_eq!(said(&text("9:30"), &TIME, MANNER), "9:30");
        assert_eq!(said(&GridCell::Day(44_420.395_833_333), &AT, MANNER), "2021-08-12 09:30");
    }

    #[test]
    fn digits_that_are_gone_are_not_made_up() {
        let id = Ledger(&STAFF).column("id_number").unwrap();
        for cell in
            [GridCell::Number(500_101_199_209_201_234.0), GridCell::Day(5.001_011_992_092_012e17), text("5.00101199209201E+17")]
        {
            assert_eq!(read(&cell, id, MANNER), Reading::Cut { head: "500101199209201".to_owned() }, "{cell:?}");
        }
        assert_eq!(read(&text("5.00101E+17"), id, MANNER), Reading::Cut { head: "500101".to_owned() });
        assert_eq!(said(&text("50010119920920123X"), id, MANNER), "50010119920920123X");
        assert_eq!(said(&GridCell::Number(500_101_920_920_123.0), id, MANNER), "500101920920123");
        assert_eq!(said(&text("E12345678"), id, MANNER), "E12345678");
        let mobile = Ledger(&STAFF).column("mobile").unwrap();
        assert_eq!(said(&GridCell::Number(13_812_345_678.0), mobile, MANNER), "13812345678");
        assert_eq!(read(&text("138****5678"), mobile, MANNER), Reading::Masked("138****5678"));
    }

    #[test]
    fn numbers_are_what_their_formats_show() {
        let lot = Column::text("lot", "批号");
        let decimal = Column::new("much", "浓度", Kind::Decimal { min: 0, max: 1000 });
        let phone = Ledger(&STAFF).column("mobile").unwrap();
        let shown = |number: f64, text: &str| GridCell::Shown(number, text.into());
        assert_eq!(said(&shown(12.0, "00012"), &lot, MANNER), "00012");
        assert_eq!(said(&shown(87_112_345.0, "087112345678"), phone, MANNER), "087112345678");
        assert_eq!(said(&shown(0.75, "75%"), &decimal, MANNER), "75%");
        assert_eq!(said(&shown(500.0, "500 mg/L"), &decimal, MANNER), "500");
        assert_eq!(said(&shown(20_210_812.0, "2021-08-12"), &DAY, MANNER), "2021-08-12");
        let id = Ledger(&STAFF).column("id_number").unwrap();
        let long = shown(500_101_199_209_201_234.0, "500101199209201234");
        assert!(matches!(read(&long, id, MANNER), Reading::Cut { .. }));
    }

    #[test]
    fn names_that_lost_characters_are_a_question() {
        let name = Ledger(&STAFF).column("name").unwrap();
        for lost in ["王?", "？明"] {
            assert!(matches!(read(&text(lost), name, MANNER), Reading::Doubtful { .. }), "{lost}");
            assert_eq!(said(&text(lost), name, Manner { names: true, ..MANNER }), lost);
        }
        assert_eq!(said(&text("王明"), name, MANNER), "王明");
    }

    #[test]
    fn failed_formulas_say_so() {
        let name = Ledger(&STAFF).column("name").unwrap();
        assert!(matches!(read(&GridCell::Fault("#REF!"), name, MANNER), Reading::Refused("formula", ..)));
    }

    #[test]
    fn days_with_products_beside_them() {
        for (typed, day, words) in [
            ("2021.6.15 北京生物", "2021.6.15", "北京生物"),
            ("科兴2021-06-15", "2021-06-15", "科兴"),
            ("2021年6月15日（北京科兴）", "2021年6月15日", "北京科兴"),
            ("20210615/智飞", "20210615", "智飞"),
        ] {
            let (found, beside) = day_beside_words(typed).unwrap();
            assert_eq!((found.as_str(), beside.as_str()), (day, words), "{typed}");
        }
        for day in ["2021-06-15", "2021-06-15 09:30", "2021-06-15 星期二"] {
            assert_eq!(day_beside_words(day), None);
        }
        assert_eq!(day_beside_words("已接种"), None);
    }

    #[test]
    fn a_year_is_asked_for_beside_a_word_as_well() {
        let beside = Manner { words: true, ..MANNER };
        for (typed, taken) in [
            ("5.12科兴", "2021-05-12 科兴"),
            ("科兴5.12", "2021-05-12 科兴"),
            ("5月12日（北京生物）", "2021-05-12 北京生物"),
            ("5-12/智飞", "2021-05-12 智飞"),
        ] {
            assert_eq!(read(&text(typed), &DAY, beside), Reading::NoYear { shown: typed.to_owned() });
            let said = said(&text(typed), &DAY, Manner { year: Some(2021), ..beside });
            assert_eq!(said, taken, "{typed}");
            assert!(day_beside_words(&said).is_some(), "it is taken apart like one with its year");
            // Elsewhere a word beside a day is no day, with or without a year.
            assert!(matches!(read(&text(typed), &DAY, MANNER), Reading::Said(_)), "{typed}");
        }
        for none in ["科兴", "13.40科兴", "2针", "第2针5.12"] {
            assert!(!matches!(read(&text(none), &DAY, beside), Reading::NoYear { .. }), "{none}");
        }
        let leap = text("2.29科兴");
        let leap = read(&leap, &DAY, Manner { year: Some(2021), ..beside });
        assert!(matches!(leap, Reading::Refused("date", ..)), "{leap:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn nothing_panics(number in any::<f64>(), typed in "\\PC{0,24}") {
            for column in crate::program::ledgers().flat_map(Ledger::columns).chain([&DAY, &TIME, &AT]) {
                for cell in [GridCell::Number(number), GridCell::Day(number), GridCell::Text(typed.as_str().into())] {
                    let _ = read(&cell, column, MANNER);
                    let _ = read(&cell, column, Manner { epoch: Epoch::Of1904, year: Some(2021), names: false, words: true });
                }
            }
            let _ = day_beside_words(&typed);
            let _ = month_and_day(&typed);
        }
    }
}
