//! A column of temperatures pasted into a day's sheet: names with readings, or readings alone in the order shown.
//!
//! Owns telling which reading is whose. Nothing is guessed: what does not fit is told by its row. Pure.

use crate::base::names;
use crate::schema::{Kind, Value, input};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A reading that was pasted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PastedReading {
    /// Of whom.
    pub staff: String,
    /// The column: morning or noon.
    pub column: &'static str,
    /// As an input holds it.
    pub text: String,
}

/// What was pasted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Pasted {
    /// What fits.
    pub readings: Vec<PastedReading>,
    /// What does not, each with its row.
    pub told: Vec<String>,
}

/// The columns of readings in their order.
const COLUMNS: [&str; 2] = ["morning", "noon"];

/// Words that only a header holds.
const HEADER: &[&str] = &["姓名", "体温", "上午", "下午", "序号"];

/// What somebody on the sheet is called, and her number.
pub struct Named<'a> {
    /// Her record on the roster.
    pub staff: i64,
    /// Her name.
    pub name: &'a str,
}

enum Cell {
    Reading(String),
    /// A number that is no temperature.
    Odd(String),
    Words(String),
}

fn cell(text: &str, today: NaiveDate) -> Cell {
    let kind = Kind::Decimal { min: 34, max: 42 };
    match input::parse(kind, text, today) {
        Ok(Some(value @ Value::Decimal(_))) => Cell::Reading(value.to_input()),
        _ if text.chars().any(|character| character.is_ascii_digit()) && !text.chars().any(char::is_alphabetic) => {
            Cell::Odd(text.to_owned())
        }
        _ => Cell::Words(text.to_owned()),
    }
}

/// The cells of a line: separated by tabs where there are any, else by commas or spaces.
fn cut(line: &str, tabs: bool) -> Vec<&str> {
    let pieces: Vec<&str> = if tabs {
        line.split('\t').collect()
    } else {
        line.split(|character: char| {
            character.is_whitespace() || matches!(character, ',' | '，' | ';' | '；' | '、' | '：' | ':')
        })
        .collect()
    };
    pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// Reads `text` for the people of a sheet. Readings alone go to `shown`, people in the order shown from where she pasted on, and
/// begin in `column`; with `second` both columns may be written.
pub fn read(text: &str, people: &[Named<'_>], shown: &[i64], column: &str, second: bool, today: NaiveDate) -> Pasted {
    let text = text.trim_end_matches(['\n', '\r']);
    let tabs = text.contains('\t');
    let lines: Vec<Vec<Cell>> =
        text.lines().map(|line| cut(line, tabs).into_iter().map(|piece| cell(piece, today)).collect()).collect();
    let mut by_name: HashMap<String, Vec<i64>> = HashMap::new();
    for person in people {
        by_name.entry(names::normalise(person.name)).or_default().push(person.staff);
    }
    let first = COLUMNS.iter().position(|known| *known == column).unwrap_or_default();
    let columns = COLUMNS.get(first..if second { 2 } else { 1 }.max(first + 1)).unwrap_or_default();
    let named = lines.iter().flatten().any(|cell| matches!(cell, Cell::Words(_)));
    if named { by_names(&lines, &by_name, columns) } else { by_order(&lines, shown, columns) }
}

fn by_order(lines: &[Vec<Cell>], shown: &[i64], columns: &[&'static str]) -> Pasted {
    let mut pasted = Pasted::default();
    for (number, (cells, staff)) in (1..).zip(lines.iter().zip(shown)) {
        place(&mut pasted, number, *staff, cells.iter(), columns);
    }
    let over = lines.iter().skip(shown.len()).filter(|cells| !cells.is_empty()).count();
    if over > 0 {
        pasted.told.push(format!("第 {} 行起多出 {over} 行，名单到头了，没有放下。", shown.len() + 1));
    }
    pasted
}

fn by_names(lines: &[Vec<Cell>], known: &HashMap<String, Vec<i64>>, columns: &[&'static str]) -> Pasted {
    let mut pasted = Pasted::default();
    let mut seen = HashSet::new();
    for (number, cells) in (1..).zip(lines) {
        let words: Vec<&str> =
            cells.iter().filter_map(|cell| if let Cell::Words(text) = cell { Some(text.as_str()) } else { None }).collect();
        let name = words.iter().find(|word| known.contains_key(&names::normalise(word))).or(words.first()).copied();
        let readings = || cells.iter().filter(|cell| !matches!(cell, Cell::Words(_)));
        let Some(name) = name else {
            if !cells.is_empty() {
                pasted.told.push(format!("第 {number} 行没有姓名，没有放。"));
            }
            continue;
        };
        if readings().next().is_none() && HEADER.iter().any(|word| words.iter().any(|said| said.contains(word))) {
            continue;
        }
        // A number before the name is that of the row.
        let after = cells.iter().position(|cell| matches!(cell, Cell::Words(text) if text == name)).map_or(0, |place| place + 1);
        let behind = cells.iter().skip(after).filter(|cell| !matches!(cell, Cell::Words(_)));
        match known.get(&names::normalise(name)).map(Vec::as_slice) {
            None => pasted.told.push(format!("第 {number} 行「{name}」不在名单里，没有放。")),
            Some([staff]) if seen.insert(*staff) => {
                if behind.clone().next().is_none() {
                    pasted.told.push(format!("第 {number} 行「{name}」没有体温，没有放。"));
                }
                place(&mut pasted, number, *staff, behind, columns);
            }
            Some([_]) => pasted.told.push(format!("第 {number} 行「{name}」前面已经有了，没有放。")),
            Some(several) => {
                pasted.told.push(format!("第 {number} 行「{name}」有 {} 个同名的，请看部门手工填。", several.len()));
            }
        }
    }
    pasted
}

/// Puts the readings of a row where they belong.
fn place<'a>(pasted: &mut Pasted, number: usize, staff: i64, cells: impl Iterator<Item = &'a Cell>, columns: &[&'static str]) {
    for (index, cell) in cells.enumerate() {
        match (cell, columns.get(index)) {
            (Cell::Reading(text), Some(column)) => {
                pasted.readings.push(PastedReading { staff: staff.to_string(), column, text: text.clone() });
            }
            (Cell::Reading(text), None) => {
                pasted.told.push(format!("第 {number} 行多出一个「{text}」，没有地方放。"));
            }
            (Cell::Odd(text) | Cell::Words(text), _) => {
                pasted.told.push(format!("第 {number} 行「{text}」不是体温（34.0 到 42.0），没有放。"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const PEOPLE: &[(i64, &str)] = &[(1, "王䶮"), (2, "李四"), (3, "阿依古丽·买买提"), (4, "张伟"), (5, "张伟")];

    fn pasted(text: &str, shown: &[i64], column: &str, second: bool) -> (Vec<(String, &'static str, String)>, Vec<String>) {
        let people: Vec<Named<'_>> = PEOPLE.iter().map(|(staff, name)| Named { staff: *staff, name }).collect();
        let today = NaiveDate::from_ymd_opt(2021, 8, 12).unwrap();
        let Pasted { readings, told } = read(text, &people, shown, column, second, today);
        (readings.into_iter().map(|one| (one.staff, one.column, one.text)).collect(), told)
    }

    fn one(staff: &str, column: &'static str, text: &str) -> (String, &'static str, String) {
        (staff.to_owned(), column, text.to_owned())
    }

    #[test]
    fn readings_alone_go_in_the_order_shown_and_a_blank_row_stays_blank() {
        let (readings, told) = pasted("36.5\r\n\r\n366\r\n", &[2, 3, 1], "morning", false);
        assert_eq!(readings, [one("2", "morning", "36.5"), one("1", "morning", "36.6")]);
        assert_eq!(told, [""; 0]);
        let (readings, told) = pasted("36.5\t36.7\n36.6℃\n99\n36.4", &[2, 3], "morning", true);
        assert_eq!(readings, [one("2", "morning", "36.5"), one("2", "noon", "36.7"), one("3", "morning", "36.6")]);
        assert_eq!(told, ["第 3 行起多出 2 行，名单到头了，没有放下。"]);
        let (readings, told) = pasted("99\n36.5 36.6", &[2, 3], "noon", true);
        assert_eq!(readings, [one("3", "noon", "36.5")]);
        assert_eq!(told, ["第 1 行「99」不是体温（34.0 到 42.0），没有放。", "第 2 行多出一个「36.6」，没有地方放。"]);
    }

    #[test]
    fn names_say_whose_reading_it_is() {
        let text = "序号\t姓名\t体温\n1\t李四\t36.5\n2\t阿依古丽•买买提\t365\n3\t赵某\t36.6\n4\t张伟\t36.7\n5\t李四\t36.8\n6\t王䶮\t休假";
        let (readings, told) = pasted(text, &[1], "morning", false);
        assert_eq!(readings, [one("2", "morning", "36.5"), one("3", "morning", "36.5")]);
        assert_eq!(
            told,
            [
                "第 4 行「赵某」不在名单里，没有放。",
                "第 5 行「张伟」有 2 个同名的，请看部门手工填。",
                "第 6 行「李四」前面已经有了，没有放。",
                "第 7 行「王䶮」没有体温，没有放。",
            ]
        );
        let (readings, told) = pasted("李四 36.5 36.9\n36.4", &[], "morning", true);
        assert_eq!(readings, [one("2", "morning", "36.5"), one("2", "noon", "36.9")]);
        assert_eq!(told, ["第 2 行没有姓名，没有放。"]);
        let (_, told) = pasted("李四，36.5，36.9", &[], "morning", false);
        assert_eq!(told, ["第 1 行多出一个「36.9」，没有地方放。"]);
    }
}
