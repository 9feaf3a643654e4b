//! Administrative divisions (GB/T 2260): names of codes, codes of names, which contains which.
//!
//! Owns the reading of `assets/tables/divisions.tsv`. A code that is not in it is kept: divisions are renamed and merged,
//! and old records keep the code of their day.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const DIVISIONS: &str = include_str!("../../../../assets/tables/divisions.tsv");
/// What a division's name ends with, longest first.
const ENDINGS: &[&str] =
    &["特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区"];
/// Names that only group others and are left out of a full name.
const GROUPS: &[&str] = &["县", "省直辖县", "自治区直辖县", "市辖区"];

fn all() -> &'static BTreeMap<&'static str, &'static str> {
    static ALL: OnceLock<BTreeMap<&str, &str>> = OnceLock::new();
    ALL.get_or_init(|| DIVISIONS.lines().filter_map(|line| line.split_once('\t')).collect())
}

/// The part of a code that says something: 50, 5001, 500111.
fn significant(code: &str) -> &str {
    code.strip_suffix("0000").or_else(|| code.strip_suffix("00")).unwrap_or(code)
}

/// Whether the division `outer` is `inner` or contains it. An empty `outer` is the whole country.
pub fn covers(outer: &str, inner: &str) -> bool {
    inner.starts_with(significant(outer))
}

/// How closely a division is given: 0 the country, 2 a province, 4 a city, 6 a county.
pub fn closeness(code: &str) -> usize {
    significant(code).len()
}

/// Whether two divisions belong to one city (the first four digits), counties of a municipality included.
pub fn same_city(one: &str, other: &str) -> bool {
    match (one.get(..4), other.get(..4)) {
        (Some(one), Some(other)) => {
            one == other || (is_municipality(one) && one.get(..2) == other.get(..2) && one.len() == other.len())
        }
        _ => false,
    }
}

fn is_municipality(code: &str) -> bool {
    ["11", "12", "31", "50"].iter().any(|province| code.starts_with(province))
}

/// The full name of a code, such as 云南省瑞丽市; the code itself when it is not known. The city stands before districts
/// only: counties are named once in a province.
pub fn name(code: &str) -> String {
    let own = all().get(code).copied().unwrap_or_default();
    let mut full = String::new();
    for length in [2, 4, 6] {
        let Some(part) = code.get(..length) else { break };
        let Some(name) = all().get(format!("{part:0<6}").as_str()) else { continue };
        let needless = length == 4 && closeness(code) == 6 && !own.ends_with('区');
        if length > closeness(code) || full.ends_with(name) || GROUPS.contains(name) || needless {
            continue;
        }
        full.push_str(name);
    }
    if full.is_empty() { code.to_owned() } else { full }
}

/// The own name of a code without those above it, such as 瑞丽市; the code itself when it is not known.
pub fn short_name(code: &str) -> &str {
    all().get(code).copied().filter(|name| !GROUPS.contains(name)).unwrap_or(code)
}

/// A name without the word for its kind: 瑞丽 of 瑞丽市.
fn bare(name: &str) -> &str {
    let shorter = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    let shorter = shorter.or_else(|| name.strip_suffix(['省', '市', '区', '县', '盟', '旗', '州']));
    shorter.filter(|rest| rest.chars().count() >= 2).unwrap_or(name)
}

/// Codes of the divisions called `text`: by full name, by own name, then by a name begun or shortened.
pub fn named(text: &str) -> Vec<&'static str> {
    let known = || all().iter().filter(|(_, name)| !GROUPS.contains(name));
    type Way<'a> = &'a dyn Fn(&str, &str) -> bool;
    let ways: [Way<'_>; 4] = [
        &|code, own| *own == *text || name(code) == text,
        &|_, own| bare(own) == text,
        &|code, own| {
            let above = text.strip_suffix(own).or_else(|| text.strip_suffix(bare(own)));
            above.is_some_and(|above| !above.is_empty() && bare_path(code).contains(bare(above)))
        },
        &|_, own| text.chars().count() >= 2 && own.starts_with(text),
    ];
    for way in ways {
        let found: Vec<&str> = known().filter(|(code, own)| way(code, own)).map(|(code, _)| *code).collect();
        if !found.is_empty() {
            // 北京市 is a province with one city of the same name: the wider one is meant.
            return found
                .iter()
                .copied()
                .filter(|code| {
                    !found.iter().any(|other| other != code && covers(other, code) && all().get(other) == all().get(code))
                })
                .collect();
        }
    }
    Vec::new()
}

/// The names above a code, bare and joined.
fn bare_path(code: &str) -> String {
    [2, 4]
        .iter()
        .filter_map(|length| all().get(format!("{:0<6}", code.get(..*length)?).as_str()))
        .map(|name| bare(name))
        .collect()
}

/// Codes whose full name contains `text` or that begin with it, at most `most`; counties and cities of a name begun first.
pub fn matching(text: &str, most: usize) -> Vec<&'static str> {
    let mut found: Vec<(bool, &str)> = all()
        .iter()
        .filter(|(code, own)| !GROUPS.contains(own) && (code.starts_with(text) || name(code).contains(text)))
        .map(|(code, own)| (!own.starts_with(text), *code))
        .collect();
    found.sort_unstable();
    found.into_iter().take(most).map(|(_, code)| code).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_codes() {
        for (code, full) in [
            ("533102", "云南省瑞丽市"),
            ("320106", "江苏省南京市鼓楼区"),
            ("500111", "重庆市大足区"),
            ("500238", "重庆市巫溪县"),
            ("500000", "重庆市"),
            ("320100", "江苏省南京市"),
            ("419001", "河南省济源市"),
            ("540481", "西藏自治区米林市"),
            ("999999", "999999"),
            ("", ""),
        ] {
            assert_eq!(name(code), full, "{code}");
        }
        assert_eq!(short_name("533102"), "瑞丽市");
    }

    #[test]
    fn codes_of_names() {
        for (text, codes) in [
            ("瑞丽", vec!["533102"]),
            ("瑞丽市", vec!["533102"]),
            ("云南省瑞丽市", vec!["533102"]),
            ("重庆市大足区", vec!["500111"]),
            ("重庆大足", vec!["500111"]),
            ("北京市", vec!["110000"]),
            ("南京", vec!["320100"]),
            ("石柱", vec!["500240"]),
            ("吉林", vec!["220000", "220200"]),
            ("无此地", vec![]),
        ] {
            assert_eq!(named(text), codes, "{text}");
        }
        assert!(named("鼓楼区").len() > 3);
        assert_eq!(named("江苏鼓楼区").len(), 2, "南京 and 徐州");
    }

    #[test]
    fn which_contains_which() {
        for (outer, inner, yes) in [
            ("", "500111", true),
            ("500000", "500111", true),
            ("500100", "500111", true),
            ("500111", "500111", true),
            ("500111", "500112", false),
            ("530000", "533102", true),
            ("533100", "533102", true),
            ("533102", "533100", false),
        ] {
            assert_eq!(covers(outer, inner), yes, "{outer} {inner}");
        }
        assert!(same_city("533102", "533103"));
        assert!(same_city("500111", "500238"), "counties of a municipality lie under another fourth digit");
        assert!(!same_city("533102", "530102"));
    }

    #[test]
    fn picked_by_typing() {
        assert_eq!(matching("瑞丽", 5), ["533102"]);
        assert_eq!(matching("500111", 5), ["500111"]);
        assert!(matching("大足", 5).contains(&"500111"));
        assert_eq!(matching("", 3).len(), 3);
    }
}
