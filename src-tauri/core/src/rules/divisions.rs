//! Administrative divisions (GB/T 2260), former ones and places beyond the lists: names of codes, codes of names, which
//! contains which.
//!
//! Owns the reading of `assets/tables/divisions.tsv`, `divisions-former.tsv` and `countries.tsv`. A code that is in none of
//! them is kept: divisions are renamed and merged, and old records keep the code of their day. Places abroad are written by
//! ISO 3166-1 alpha-3, ships by [`SHIP`].

use crate::base::characters::{narrow, unified};
use crate::schema::input::Refusal;
use std::collections::HashMap;
use std::sync::OnceLock;

const DIVISIONS: &str = include_str!("../../../../assets/tables/divisions.tsv");
const FORMER: &str = include_str!("../../../../assets/tables/divisions-former.tsv");
const COUNTRIES: &str = include_str!("../../../../assets/tables/countries.tsv");
/// On board of a ship.
pub const SHIP: &str = "SHIP";
/// What people call that; the first is how it is shown.
const SHIPS: &[&str] = &["船上", "船舶", "轮船", "海上船舶"];
/// What a division's name ends with, longest first, and the short words that may stand for it.
const ENDINGS: &[(&str, &[&str])] = &[
    ("特别行政区", &[]),
    ("自治区", &[]),
    ("自治州", &["州"]),
    ("自治县", &["县"]),
    ("自治旗", &["旗"]),
    ("地区", &[]),
    ("林区", &[]),
    ("省", &[]),
    ("市", &[]),
    ("区", &[]),
    ("县", &[]),
    ("盟", &[]),
    ("旗", &[]),
    ("州", &[]),
];
/// Peoples named in autonomous divisions without 族 behind them.
const PEOPLES: &[&str] = &["维吾尔", "哈萨克", "柯尔克孜", "塔吉克", "锡伯", "蒙古", "各族"];
/// Peoples with it, longest first: a name ends where they begin.
const PEOPLES_BY_NAME: &[&str] = &[
    "乌孜别克族",
    "柯尔克孜族",
    "俄罗斯族",
    "达斡尔族",
    "鄂温克族",
    "鄂伦春族",
    "哈萨克族",
    "维吾尔族",
    "塔吉克族",
    "塔塔尔族",
    "蒙古族",
    "布依族",
    "朝鲜族",
    "哈尼族",
    "土家族",
    "傈僳族",
    "高山族",
    "拉祜族",
    "东乡族",
    "纳西族",
    "景颇族",
    "仫佬族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "阿昌族",
    "普米族",
    "德昂族",
    "保安族",
    "裕固族",
    "独龙族",
    "赫哲族",
    "门巴族",
    "珞巴族",
    "基诺族",
    "回族",
    "藏族",
    "苗族",
    "彝族",
    "壮族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "傣族",
    "黎族",
    "佤族",
    "畲族",
    "水族",
    "土族",
    "羌族",
    "怒族",
    "京族",
];
/// Names that only group others and are left out of a full name.
const GROUPS: &[&str] = &["县", "省直辖县", "自治区直辖县", "市辖区"];
/// Places that have a code of ours too: a name means that one.
const OWN_CODES: &[&str] = &["HKG", "MAC", "TWN"];
/// Short forms that no rule makes.
const SHORT: &[(&str, &str)] =
    &[("150000", "内蒙"), ("653000", "克州"), ("222400", "延边州"), ("652800", "巴州"), ("652700", "博州")];

/// One division with everything that is asked of it.
struct Division {
    own: &'static str,
    /// With the names of those above it.
    full: String,
    /// What it is called: its name first, then without the word for its kind and with a short one.
    forms: Vec<String>,
    /// Of an abolished one: the code of today for the same place, where it is known.
    heir: Option<&'static str>,
    /// Of an abolished one: the first table without it.
    former: Option<&'static str>,
}

struct Index {
    by_code: HashMap<&'static str, Division>,
    /// Codes by what they are called, with the place of that among its forms.
    by_form: HashMap<String, Vec<(&'static str, usize)>>,
    /// Codes of today in their order, for lists.
    codes: Vec<&'static str>,
}

fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(Index::new)
}

impl Index {
    fn new() -> Self {
        let mut by_code: HashMap<&'static str, Division> = HashMap::new();
        let mut codes = Vec::new();
        let division = |own: &'static str, forms, heir, former| Division { own, full: String::new(), forms, heir, former };
        for (code, own) in DIVISIONS.lines().filter_map(|line| line.split_once('\t')) {
            by_code.insert(code, division(own, forms(code, own), None, None));
            codes.push(code);
        }
        for line in FORMER.lines() {
            let mut cells = line.split('\t');
            let (Some(code), Some(own), heir, Some(since)) = (cells.next(), cells.next(), cells.next(), cells.next()) else {
                continue;
            };
            let heir = heir.filter(|heir| !heir.is_empty());
            by_code.entry(code).or_insert_with(|| division(own, vec![own.to_owned()], heir, Some(since)));
        }
        for (code, own) in COUNTRIES.lines().filter_map(|line| line.split_once('\t')) {
            by_code.insert(code, division(own, vec![own.to_owned()], None, None));
            codes.push(code);
        }
        let ships = SHIPS.iter().map(|name| (*name).to_owned()).collect();
        by_code.insert(SHIP, division(SHIPS.first().copied().unwrap_or(SHIP), ships, None, None));
        codes.push(SHIP);
        let mut by_form: HashMap<String, Vec<(&'static str, usize)>> = HashMap::new();
        for (code, division) in &by_code {
            if GROUPS.contains(&division.own) || OWN_CODES.contains(code) {
                continue;
            }
            for (place, form) in division.forms.iter().enumerate() {
                by_form.entry(plain(form)).or_default().push((*code, place));
            }
        }
        let called = |own: &str| by_form.get(&plain(own)).map_or(0, Vec::len);
        let full: Vec<(&'static str, String)> =
            by_code.iter().map(|(code, division)| (*code, full_name(&by_code, code, division, called(division.own)))).collect();
        for (code, name) in full {
            if let Some(division) = by_code.get_mut(code) {
                division.full = name;
            }
        }
        by_form.values_mut().for_each(|codes| codes.sort_unstable());
        Self { by_code, by_form, codes }
    }

    fn get(&self, code: &str) -> Option<&Division> {
        self.by_code.get(code)
    }

    /// The divisions that contain `code`, widest first. A city of one name with its province stands for it twice.
    fn above(&self, code: &str) -> Vec<&Division> {
        let mut above = Vec::with_capacity(3);
        for length in [2, 4].into_iter().filter(|length| *length < closeness(code)) {
            above.extend(code.get(..length).and_then(|part| self.get(padded(length, part)?.as_str())));
            if length == 2 && is_municipality(code) {
                above.extend(above.first().copied());
            }
        }
        above
    }
}

/// `part` with zeros to six digits; `None` unless it is a code's beginning.
fn padded(length: usize, part: &str) -> Option<String> {
    (part.len() == length && is_digits(part)).then(|| format!("{part:0<6}"))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A code's name with those above it. The city stands before districts only: counties are named once in a province. Names
/// that are not of today carry the code, and so does what is called like a division: the name alone would say another.
fn full_name(by_code: &HashMap<&'static str, Division>, code: &str, division: &Division, called: usize) -> String {
    if !is_digits(code) {
        let alike = OWN_CODES.contains(&code) || called > 1;
        return if alike { format!("{}（{code}）", division.own) } else { division.own.to_owned() };
    }
    let mut full = String::new();
    for length in [2, 4, 6] {
        let Some(above) = code.get(..length).and_then(|part| by_code.get(padded(length, part)?.as_str())) else { continue };
        let needless = length == 4 && closeness(code) == 6 && !division.own.ends_with('区');
        if length > closeness(code) || full.ends_with(above.own) || GROUPS.contains(&above.own) || needless {
            continue;
        }
        full.push_str(above.own);
    }
    if full.is_empty() {
        code.to_owned()
    } else if division.former.is_some() {
        format!("{full}（{code}）")
    } else {
        full
    }
}

/// What a division is called: its name, without the word for its kind and the peoples in it, with a short word instead.
fn forms(code: &str, own: &str) -> Vec<String> {
    let mut forms = vec![own.to_owned()];
    let found = ENDINGS.iter().find_map(|(ending, short)| Some((own.strip_suffix(ending)?, *short)));
    if let Some((rest, short)) = found {
        let place = if own.contains("自治") { without_peoples(rest) } else { rest };
        if place.chars().count() >= 2 {
            forms.push(place.to_owned());
            forms.extend(short.iter().map(|word| format!("{place}{word}")));
        }
        if place != rest && rest.chars().count() >= 2 {
            forms.push(rest.to_owned());
        }
    }
    forms.extend(SHORT.iter().filter(|(of, _)| *of == code).map(|(_, form)| (*form).to_owned()));
    forms.dedup();
    forms
}

/// 德宏 of 德宏傣族景颇族.
fn without_peoples(name: &str) -> &str {
    let mut rest = name;
    let all = || PEOPLES_BY_NAME.iter().chain(PEOPLES);
    while let Some(shorter) = all().find_map(|people| rest.strip_suffix(people)).filter(|shorter| shorter.chars().count() >= 2) {
        rest = shorter;
    }
    rest
}

/// The part of a code that says something: 50, 5001, 500111.
fn significant(code: &str) -> &str {
    code.strip_suffix("0000").or_else(|| code.strip_suffix("00")).unwrap_or(code)
}

/// The code of today for the place of `code`: its own, that of its successor, or its own where none is known.
fn present(code: &str) -> &str {
    index().get(code).and_then(|division| division.heir).unwrap_or(code)
}

/// Whether the place of `code` today is known.
fn is_placed(code: &str) -> bool {
    index().get(code).is_some_and(|division| division.former.is_none() || division.heir.is_some())
}

/// Whether the division `outer` is `inner` or contains it, by the codes of their day or by those of today. An empty `outer`
/// is the whole country.
pub fn covers(outer: &str, inner: &str) -> bool {
    inner.starts_with(significant(outer)) || present(inner).starts_with(significant(present(outer)))
}

/// How closely a division is given: 0 the country, 2 a province, 4 a city, 6 a county.
pub fn closeness(code: &str) -> usize {
    significant(code).len()
}

/// Whether two divisions belong to one city (the first four digits), counties of a municipality included.
pub fn same_city(one: &str, other: &str) -> bool {
    let same = |one: &str, other: &str| match (one.get(..4), other.get(..4)) {
        (Some(a), Some(b)) => a == b || (is_municipality(one) && one.get(..2) == other.get(..2) && one.len() == other.len()),
        _ => false,
    };
    same(one, other) || same(present(one), present(other))
}

/// Whether two codes may mean one place because nobody can say where one of them lies today: an abolished or unknown code
/// in the same city, or of the same name in the same province.
pub fn may_be_same(one: &str, other: &str) -> bool {
    if is_placed(one) && is_placed(other) {
        return false;
    }
    let bare = |code: &str| index().get(code).map(|division| forms("", division.own).into_iter().nth(1).unwrap_or_default());
    let alike = match (bare(one), bare(other)) {
        (Some(one), Some(other)) => !one.is_empty() && one == other,
        _ => false,
    };
    same_city(one, other) || (alike && one.get(..2) == other.get(..2))
}

/// Whether a place lies where no list of ours reaches: abroad, on a ship, in 香港, 澳门 or 台湾.
pub fn is_outside(code: &str) -> bool {
    !is_digits(code) || ["71", "81", "82"].iter().any(|province| code.starts_with(province))
}

fn is_municipality(code: &str) -> bool {
    ["11", "12", "31", "50"].iter().any(|province| code.starts_with(province))
}

/// The full name of a code, such as 云南省瑞丽市, with the code where it is one of former days; the code itself when it is not
/// known. [`named`] reads it back as the same code.
pub fn name(code: &str) -> String {
    index().get(code).map_or_else(|| code.to_owned(), |division| division.full.clone())
}

/// The own name of a code without those above it, such as 瑞丽市; the code itself when it is not known.
pub fn short_name(code: &str) -> &str {
    index().get(code).map(|division| division.own).filter(|name| !GROUPS.contains(name)).unwrap_or(code)
}

/// The code that `text` is: six digits, known or not, or a code of a place beyond.
pub fn code(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    let beyond = !is_digits(&upper) && upper.is_ascii() && index().get(&upper).is_some();
    (beyond || (upper.len() == 6 && is_digits(&upper))).then_some(upper)
}

/// A name without what stands between names: spaces, strokes, the words for a city's own districts.
fn plain(text: &str) -> String {
    let narrow = narrow(text).replace("市辖区", "");
    narrow.chars().filter(|c| !c.is_whitespace() && !matches!(c, '/' | '-' | '·' | '>' | ',' | '、' | '|')).collect()
}

/// Codes of the divisions called `text`: in full, with any of the names above it left out or shortened, or alone. A name
/// itself goes before a shortened one or a country's, one of today before a former one.
pub fn named(text: &str) -> Vec<&'static str> {
    let text = plain(text);
    let coded = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).filter(|(_, code)| code.is_ascii());
    if let Some((name, code)) = coded {
        let known = index().by_code.get_key_value(code.to_ascii_uppercase().as_str());
        let says = |code: &str, division: &Division| {
            let full = plain(&division.full);
            full == name || full.strip_suffix(&format!("({code})")) == Some(name)
        };
        return known.filter(|(code, division)| says(code, division)).map(|(code, _)| vec![*code]).unwrap_or_default();
    }
    let text = text.strip_prefix("中国").filter(|rest| !rest.is_empty()).unwrap_or(&text);
    let mut found: Vec<(usize, &'static str)> = Vec::new();
    for (at, _) in text.char_indices() {
        let Some((above, last)) = text.split_at_checked(at) else { continue };
        for (code, form) in index().by_form.get(last).into_iter().flatten() {
            let Some(division) = index().get(code) else { continue };
            if leads(above, &index().above(code)) {
                // A short name of ours and the name of a country are as likely: 黑山.
                let shorter = *form > 0 || !is_digits(code);
                let rank = 2 * usize::from(division.former.is_some()) + usize::from(shorter);
                found.push((rank, *code));
            }
        }
    }
    let best = found.iter().map(|(rank, _)| *rank).min();
    let mut codes: Vec<&'static str> = found.iter().filter(|(rank, _)| Some(*rank) == best).map(|(_, code)| *code).collect();
    codes.sort_unstable();
    codes.dedup();
    // 北京市 is a province with one city of the same name: the wider one is meant.
    // Of former codes of one place the last is.
    let of = |code: &str| index().get(code).map(|division| (division.own, division.heir, division.former));
    let within = |code: &str| {
        codes.iter().filter(|other| **other != code).any(|other| match (of(other), of(code)) {
            (Some((one, heir, Some(until))), Some((two, same, Some(before)))) => one == two && heir == same && before < until,
            (Some((one, ..)), Some((two, ..))) => one == two && covers(other, code),
            _ => false,
        })
    };
    codes.iter().copied().filter(|code| !within(code)).collect()
}

/// Whether `text` is names of some of `above`, in their order.
fn leads(text: &str, above: &[&Division]) -> bool {
    text.is_empty()
        || above.iter().enumerate().any(|(place, division)| {
            let rest = above.get(place + 1..).unwrap_or_default();
            division.forms.iter().filter_map(|form| text.strip_prefix(form.as_str())).any(|text| leads(text, rest))
        })
}

/// Codes whose full name contains `text` or that begin with it, at most `most`; counties and cities of a name begun first.
pub fn matching(text: &str, most: usize) -> Vec<&'static str> {
    let upper = text.to_ascii_uppercase();
    let known = index().codes.iter().filter_map(|code| Some((*code, index().get(code)?)));
    let mut found: Vec<(bool, &str)> = known
        .filter(|(code, division)| !GROUPS.contains(&division.own) && (code.starts_with(&upper) || division.full.contains(text)))
        .map(|(code, division)| (!division.own.starts_with(text), code))
        .collect();
    found.sort_unstable();
    found.into_iter().take(most).map(|(_, code)| code).collect()
}

/// The code that typed text means: six digits, a name that is unique, a country or ships. Blank is `None`.
///
/// # Errors
/// Rule and Chinese message when it means none, or several.
pub fn read(typed: &str) -> Result<Option<String>, Refusal> {
    let text = unified(typed);
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let plain: String = narrow(text).chars().filter(|character| !character.is_whitespace()).collect();
    if let Some(code) = code(&plain) {
        return Ok(Some(code));
    }
    if !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(("division_code", format!("行政区划代码应为 6 位数字，例如 500111；现在是 {} 位。", plain.len())));
    }
    match named(&plain).as_slice() {
        [one] => Ok(Some((*one).to_owned())),
        [] => {
            let message = "请填区县的名称或 6 位区划代码，例如 大足区 或 500111；境外填国家名称，船上填 船舶。";
            Err(("division_code", format!("没有找到「{text}」。{message}")))
        }
        several => {
            let shown = |code: &&str| Some(name(code)).filter(|name| name.contains(*code));
            let names: Vec<String> =
                several.iter().take(4).map(|code| shown(code).unwrap_or_else(|| format!("{}（{code}）", name(code)))).collect();
            Err(("ambiguous", format!("有 {} 个「{text}」：{}。请把省市写上，或填 6 位代码。", several.len(), names.join("、"))))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
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
            ("540422", "西藏自治区米林县（540422）"),
            ("410381", "河南省偃师市（410381）"),
            ("410399", "410399"),
            ("999999", "999999"),
            ("MMR", "缅甸"),
            ("TWN", "中国台湾省（TWN）"),
            ("SHIP", "船上"),
            ("", ""),
        ] {
            assert_eq!(name(code), full, "{code}");
        }
        assert_eq!((short_name("533102"), short_name("410381"), short_name("410399")), ("瑞丽市", "偃师市", "410399"));
    }

    #[test]
    fn codes_of_names() {
        for (text, codes) in [
            ("瑞丽", vec!["533102"]),
            ("瑞丽市", vec!["533102"]),
            ("云南省瑞丽市", vec!["533102"]),
            ("云南省德宏州瑞丽市", vec!["533102"]),
            ("云南省德宏傣族景颇族自治州瑞丽市", vec!["533102"]),
            ("德宏瑞丽", vec!["533102"]),
            ("德宏州", vec!["533100"]),
            ("云南/德宏州/瑞丽市", vec!["533102"]),
            ("内蒙古自治区呼伦贝尔市满洲里市", vec!["150781"]),
            ("内蒙满洲里", vec!["150781"]),
            ("内蒙", vec!["150000"]),
            ("重庆市大足区", vec!["500111"]),
            ("重庆大足", vec!["500111"]),
            ("重庆市重庆市大足区", vec!["500111"]),
            ("重庆市市辖区大足区", vec!["500111"]),
            ("中国重庆市大足区", vec!["500111"]),
            ("北京市", vec!["110000"]),
            ("南京", vec!["320100"]),
            ("石柱", vec!["500240"]),
            ("石柱县", vec!["500240"]),
            ("吉林", vec!["220000", "220200"]),
            ("南京市鼓楼区", vec!["320106"]),
            ("西藏米林", vec!["540481"]),
            ("西藏自治区米林县", vec!["540422"]),
            ("偃师市", vec!["410381"]),
            ("偃师区", vec!["410307"]),
            ("缅甸", vec!["MMR"]),
            ("船舶", vec!["SHIP"]),
            ("香港", vec!["810000"]),
            ("黑山", vec!["210726", "MNE"]),
            ("黑山县", vec!["210726"]),
            ("云南省大足区", vec![]),
            ("呼伦", vec![]),
            ("无此地", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(named(text), codes, "{text}");
        }
        assert!(named("鼓楼区").len() > 3);
        assert_eq!(named("江苏鼓楼区").len(), 2, "南京 and 徐州");
        assert_eq!(code("mmr").as_deref(), Some("MMR"));
        assert_eq!(code("410399").as_deref(), Some("410399"));
        assert_eq!((code("ABC"), code("5001"), code("缅甸")), (None, None, None));
    }

    /// What is shown of any code, known or not, is read as that code; but where one name has several codes, it is no other.
    #[test]
    fn names_are_read_back() {
        for (code, division) in &index().by_code {
            if GROUPS.contains(&division.own) {
                continue;
            }
            let found = named(&name(code));
            assert!(found.contains(code) || (found.len() == 1 && division.own == short_name(found[0])), "{code} {found:?}");
            if division.former.is_some() || !is_digits(code) {
                assert_eq!(found, [*code], "{code}");
            }
        }
    }

    #[test]
    fn abolished_codes_follow_to_their_successors() {
        for (outer, inner, covered) in [
            ("540422", "540481", true),
            ("540481", "540422", true),
            ("540400", "540422", true),
            ("542600", "540481", true),
            ("540400", "542627", true),
            ("540481", "542627", false),
            ("410300", "410381", true),
            ("410307", "410381", true),
            ("330102", "330104", false),
        ] {
            assert_eq!(covers(outer, inner), covered, "{outer} {inner}");
        }
        assert!(may_be_same("330104", "330102"), "nobody can say into which district of its city 江干区 went");
        assert!(!may_be_same("330102", "330105"), "both are known");
        assert!(may_be_same("410399", "410307"), "an unknown code lies somewhere in its city");
        assert!(!may_be_same("410399", "533102"));
        for (_, division) in index().by_code.iter().filter(|(_, division)| division.former.is_some()) {
            assert!(
                division.heir.is_none_or(|heir| index().get(heir).is_some_and(|heir| heir.former.is_none())),
                "{}",
                division.full
            );
        }
    }

    #[test]
    fn places_beyond_the_lists() {
        for (code, outside) in [("MMR", true), ("SHIP", true), ("810000", true), ("710101", true), ("533102", false)] {
            assert_eq!(is_outside(code), outside, "{code}");
        }
        assert_eq!(matching("缅甸", 5), ["MMR"]);
        assert_eq!(matching("ship", 5), ["SHIP"]);
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

    #[test]
    fn divisions_by_code_or_by_a_name_that_is_unique() {
        for (typed, code) in [("533102", "533102"), ("瑞丽", "533102"), ("云南省瑞丽市", "533102"), ("大足区", "500111")]
        {
            assert_eq!(read(typed), Ok(Some(code.to_owned())), "{typed}");
        }
        for (typed, code) in
            [("缅甸", "MMR"), ("mmr", "MMR"), ("云南省 德宏州 瑞丽市", "533102"), ("河南省偃师市（410381）", "410381")]
        {
            assert_eq!(read(typed), Ok(Some(code.to_owned())), "{typed}");
        }
        assert_eq!(read("999999"), Ok(Some("999999".to_owned())), "old codes stay valid");
        assert_eq!(read("5001").unwrap_err().0, "division_code");
        assert_eq!(read("无此地").unwrap_err().0, "division_code");
        assert_eq!(read("鼓楼区").unwrap_err().0, "ambiguous");
    }
}
