//! 接龙: the numbered lists people fill in one after another in a chat group.
//!
//! Owns recognising such a list and cutting its lines into cells. Cells copied from a spreadsheet are `text`'s.

use super::cell::{Epoch, Grid, GridCell};
use crate::base::characters::narrow;
use crate::base::error::Result;

/// Numbered lines that make a list of it.
const LEAST: usize = 2;

/// The grid of a 接龙 list, one row per numbered line with the row's own line number; `None` when `text` is none.
///
/// The lines above the list are its title; a line `例 …` shows the pattern and is left out. A line is cut at its separators:
/// `3. 王明 138… 已接种` and `3、王明，13800000000，第二针 8月1日` alike.
///
/// # Errors
/// `Invalid` when a line holds more than may be read.
pub fn roll_call(text: &str) -> Result<Option<Grid>> {
    let mut lines: Vec<(u32, &str)> = Vec::new();
    let mut expected = 1;
    let mut pattern = None;
    let mut loose = 0;
    for (line, number) in text.lines().zip(1_u32..) {
        let line = line.trim();
        match numbered(line) {
            Some((given, rest)) if given == expected || !lines.is_empty() && given > expected => {
                lines.push((number, rest));
                expected = given + 1;
            }
            _ if line.starts_with('例') => pattern = Some(line.trim_start_matches(['例', '如', '：', ':', ' ', '　'])),
            _ if line.is_empty() => {}
            _ if lines.is_empty() => loose += 1,
            _ => return Ok(None),
        }
    }
    let titled = text.contains("接龙") || pattern.is_some();
    if text.contains('\t') || lines.len() < LEAST || !titled && loose > lines.len() {
        return Ok(None);
    }
    let mut grid = Grid::new(Epoch::Of1900);
    // A pattern in words is the header people were asked to follow.
    if let Some(pattern) = pattern.filter(|pattern| !pattern.chars().any(|character| character.is_ascii_digit())) {
        put(&mut grid, 0, pattern)?;
    }
    for (number, rest) in lines {
        put(&mut grid, number - 1, rest)?;
    }
    Ok(Some(grid.finish()))
}

fn put(grid: &mut Grid, row: u32, text: &str) -> Result<()> {
    for (cell, column) in cut(text).into_iter().zip(0..) {
        grid.put(row, column, GridCell::Text(cell.into()))?;
    }
    Ok(())
}

/// The number a line begins with and what follows: `12. `, `12、`, `12．`, `12) `, `12 `.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = line.split_at_checked(digits)?;
    let number = number.parse().ok().filter(|_| digits <= 4)?;
    let after = rest.trim_start_matches(['.', '、', '．', ')', '）', ':', '：', ' ', '　']);
    (after.len() < rest.len() && !after.is_empty()).then_some((number, after))
}

/// Cuts a line at commas, colons of labels, slashes between words and runs of white space; dates and times stay whole.
fn cut(text: &str) -> Vec<String> {
    let narrow = narrow(text);
    let separated = ["，", ",", "、", "；", ";", "|", "｜"].iter().any(|separator| narrow.contains(separator));
    let pieces: Vec<&str> = if separated {
        narrow.split([',', '，', '、', '；', ';', '|', '｜']).collect()
    } else {
        return numbers_whole(narrow.split_whitespace());
    };
    pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

/// How people space out long numbers: mobiles, mobiles from the other end, resident IDs.
const SPACED: &[&[usize]] = &[&[3, 4, 4], &[4, 4, 3], &[6, 8, 4], &[6, 4, 4, 4]];

/// Puts spaced numbers together again: `142 1234 5671` is one.
fn numbers_whole<'t>(pieces: impl Iterator<Item = &'t str>) -> Vec<String> {
    let pieces: Vec<&str> = pieces.collect();
    let mut whole: Vec<String> = Vec::new();
    let mut rest = pieces.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let fits = |lengths: &&&[usize]| {
            rest.len() >= lengths.len()
                && rest.iter().zip(lengths.iter()).enumerate().all(|(place, (piece, length))| {
                    let last = place + 1 == lengths.len();
                    piece.len() == *length
                        && piece.bytes().all(|byte| byte.is_ascii_digit() || last && matches!(byte, b'X' | b'x'))
                })
        };
        match SPACED
            .iter()
            .find(fits)
            .filter(|lengths| lengths.len() > 3 || lengths.first() == Some(&6) || first.starts_with('1'))
        {
            Some(lengths) => {
                let (number, after) = rest.split_at_checked(lengths.len()).unwrap_or((rest, &[]));
                whole.push(number.concat());
                rest = after;
            }
            None => {
                whole.push((*first).to_owned());
                rest = after;
            }
        }
        // The number of the country belongs to what follows it.
        if let [.., country, number] = whole.as_slice()
            && matches!(country.as_str(), "+86" | "0086")
            && number.starts_with(|first: char| first.is_ascii_digit())
        {
            let joined = format!("{country}{number}");
            whole.truncate(whole.len() - 2);
            whole.push(joined);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rows(text: &str) -> Option<Vec<(u32, Vec<String>)>> {
        let grid = roll_call(text).unwrap()?;
        let cells = |row: &super::super::cell::Row| row.cells.iter().map(|cell| cell.shown(Epoch::Of1900)).collect();
        Some(grid.rows.iter().map(|row| (row.number, cells(row))).collect())
    }

    #[test]
    fn lists_as_groups_write_them() {
        let text = "#接龙\n疫苗接种情况统计\n例 姓名 手机 接种日期\n\n1. 王明 13812345678 2021.8.12\n2. 李䶮　13912345678　2021-08-13\n3.张三 13712345678 8月1日";
        let rows = rows(text).unwrap();
        assert_eq!(rows[0], (1, vec!["姓名".to_owned(), "手机".to_owned(), "接种日期".to_owned()]));
        assert_eq!(rows[1], (5, vec!["王明".to_owned(), "13812345678".to_owned(), "2021.8.12".to_owned()]));
        assert_eq!(rows[2].1[0], "李䶮");
        assert_eq!(rows[3], (7, vec!["张三".to_owned(), "13712345678".to_owned(), "8月1日".to_owned()]));
    }

    #[test]
    fn spaced_numbers_stay_whole() {
        let rows =
            rows("1. 王明 142 1234 5671 办公室\n2. 李四 500101 19920920 123X\n3. 赵桐 2021 08 12\n4. 孙三 +86 142 1234 5673")
                .unwrap();
        assert_eq!(rows[0].1, ["王明", "14212345671", "办公室"]);
        assert_eq!(rows[1].1, ["李四", "50010119920920123X"]);
        assert_eq!(rows[2].1, ["赵桐", "2021", "08", "12"]);
        assert_eq!(rows[3].1, ["孙三", "+8614212345673"]);
    }

    #[test]
    fn commas_cut_where_there_are_any() {
        let rows = rows("1、王明，13812345678，第二针 8月1日\n2、李四，13912345678").unwrap();
        assert_eq!(rows[0].1, ["王明", "13812345678", "第二针 8月1日"]);
        assert_eq!(rows[1].1.len(), 2);
    }

    #[test]
    fn other_text_is_none() {
        for text in [
            "姓名\t部门\n王明\t办公室",
            "1. 只有一行",
            "通知\n第一段\n第二段\n1. 要求\n2. 时间",
            "1. 王明\n2. 李四\n落款：办公室",
            "",
        ] {
            assert_eq!(rows(text), None, "{text}");
        }
    }
}
