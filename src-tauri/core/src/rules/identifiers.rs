//! Numbers that identify people and bodies: GB 11643, GB 32100, travel permits, telephone numbers.
//!
//! Regions of resident IDs are never checked: prefixes are abolished and stay valid.

use crate::base::characters::narrow;
use chrono::{Datelike, NaiveDate};
use std::ops::Range;

/// What follows from an identity document's number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Day of birth.
    pub born_on: Option<NaiveDate>,
    /// Code of the sex.
    pub sex: Option<&'static str>,
    /// What is odd about it.
    pub warning: Option<String>,
}

type Refusal = (&'static str, String);

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// Removes spaces and hyphens and narrows full-width characters; letters become capitals.
pub fn normalise_document(typed: &str) -> String {
    narrow(typed)
        .chars()
        .filter(|character| !character.is_whitespace() && !matches!(character, '-' | '－' | '_' | '\'' | '’'))
        .flat_map(char::to_uppercase)
        .collect()
}

/// The check character of the first 17 digits of a resident ID (GB 11643, ISO 7064 MOD 11-2).
pub fn check_character(first_17: &str) -> Option<char> {
    let digits: Vec<u32> = first_17.chars().map(|digit| digit.to_digit(10)).collect::<Option<_>>()?;
    if digits.len() != 17 {
        return None;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    CHECKS.get((sum % 11) as usize).copied()
}

/// The other form of a resident ID of somebody born from 1900 on: 18 digits of one of 15, 15 of one of 18.
pub fn other_form(number: &str) -> Option<String> {
    let characters: Vec<char> = number.chars().collect();
    let part = |from: usize, to: usize| -> String { characters.iter().take(to).skip(from).collect() };
    match characters.len() {
        15 if digits(number) => {
            let first_17 = format!("{}19{}", part(0, 6), part(6, 15));
            check_character(&first_17).map(|last| format!("{first_17}{last}"))
        }
        18 if digits(&part(0, 17)) && part(6, 8) == "19" => Some(part(0, 6) + &part(8, 17)),
        _ => None,
    }
}

/// Checks a normalised document number of `id_type` and derives what follows from it.
///
/// # Errors
/// `(rule, message)` when the number cannot be of that type.
pub fn document(id_type: &str, number: &str, today: NaiveDate) -> Result<Document, Refusal> {
    match id_type {
        "resident_id" => resident_id(number, today),
        "hmt_residence" => {
            if !["810000", "820000", "830000"].iter().any(|prefix| number.starts_with(prefix)) {
                return Err(("id_format", "港澳台居民居住证号以 810000、820000 或 830000 开头。请对照证件核对。".to_owned()));
            }
            resident_id(number, today)
        }
        "hk_macau_permit" => shaped(
            number,
            number.starts_with(['H', 'M']) && matches!(number.len(), 9 | 11) && digits_in(number, 1..number.len()),
            "港澳居民来往内地通行证是 H 或 M 加 8 位数字（旧证加 10 位）。请对照证件核对。",
        ),
        "taiwan_permit" => shaped(
            number,
            (number.len() == 8 && digits(number))
                || (number.len() == 10 && digits_in(number, 0..8))
                || (number.len() == 11 && digits_in(number, 0..10)),
            "台湾居民来往大陆通行证是 8 位数字（旧证更长）。请对照证件核对。",
        ),
        "passport" => shaped(
            number,
            (5..=17).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            "护照号是 5 至 17 位字母和数字。请对照证件核对。",
        ),
        "foreign_pr" => foreign_permanent_residence(number, today),
        "none" => Err(("id_type", "证件类型是「无证件」，不应有证件号。请改证件类型或删去证件号。".to_owned())),
        _ => shaped(number, number.chars().count() <= 40, "证件号最多 40 位。请对照证件核对。"),
    }
}

fn shaped(number: &str, fits: bool, message: &str) -> Result<Document, Refusal> {
    if fits && number.is_ascii() || fits && !number.is_empty() && number.chars().all(char::is_alphanumeric) {
        Ok(Document::default())
    } else {
        Err(("id_format", message.to_owned()))
    }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the bytes of `places` are there and are digits. Typed text may hold any character: a place inside one is none.
fn digits_in(text: &str, places: Range<usize>) -> bool {
    text.get(places).is_some_and(digits)
}

/// Cards of 2023 on have 18 characters beginning with 9 and the same check character; older ones 3 letters and 12 digits.
fn foreign_permanent_residence(number: &str, today: NaiveDate) -> Result<Document, Refusal> {
    if number.len() == 18 && number.starts_with('9') {
        return resident_id(number, today);
    }
    let old = number.is_ascii()
        && number.len() == 15
        && number.bytes().take(3).all(|byte| byte.is_ascii_uppercase())
        && digits_in(number, 3..15);
    shaped(number, old, "外国人永久居留身份证是 18 位（9 开头）或旧证 3 个字母加 12 位数字。请对照证件核对。")
}

fn resident_id(number: &str, today: NaiveDate) -> Result<Document, Refusal> {
    let length = number.chars().count();
    let part = |places: Range<usize>| number.get(places).unwrap_or_default();
    if length == 15 && digits(number) {
        let born_on = birthday("19", part(6..12), today)?;
        return Ok(Document {
            born_on: Some(born_on),
            sex: sex(part(14..15)),
            warning: Some("这是 15 位旧证号，已停止使用。请换成 18 位。".to_owned()),
        });
    }
    if length != 18 {
        return Err(("id_length", format!("身份证号应为 18 位，现在是 {length} 位。请对照证件补全。")));
    }
    if !digits_in(number, 0..17) || !number.ends_with(|last: char| last.is_ascii_digit() || last == 'X') {
        return Err(("id_character", "身份证号只能是数字，最后一位可以是 X。请对照证件核对。".to_owned()));
    }
    let born_on = birthday("", part(6..14), today)?;
    let expected = check_character(part(0..17));
    if expected != number.chars().next_back() {
        let expected = expected.unwrap_or('?');
        return Err(("check_digit", format!("身份证号最后一位应为 {expected}。请对照证件核对第 1 至 17 位后再改。")));
    }
    Ok(Document { born_on: Some(born_on), sex: sex(part(16..17)), warning: None })
}

/// The day that `century` and the digits after it say.
fn birthday(century: &str, rest: &str, today: NaiveDate) -> Result<NaiveDate, Refusal> {
    let refusal = || {
        let shown: Vec<char> = century.chars().chain(rest.chars()).collect();
        let part = |from: usize, to: usize| shown.get(from..to).unwrap_or_default().iter().collect::<String>();
        let shown = format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8));
        ("id_birthday", format!("身份证号中的出生日期 {shown} 不存在。请对照证件核对第 7 至 14 位。"))
    };
    let day = NaiveDate::parse_from_str(&format!("{century}{rest}"), "%Y%m%d").map_err(|_| refusal())?;
    if day > today || day.year() < 1850 {
        return Err(refusal());
    }
    Ok(day)
}

fn sex(digit: &str) -> Option<&'static str> {
    let digit: u32 = digit.parse().ok()?;
    Some(if digit % 2 == 1 { "male" } else { "female" })
}

/// Whether `text` has the shape of a resident ID, right or wrong.
pub fn looks_like_resident_id(text: &str) -> bool {
    let number = normalise_document(text);
    number.len() == 18
        && number.get(..17).is_some_and(digits)
        && number.ends_with(|last: char| last.is_ascii_digit() || last == 'X')
}

/// Whether `text` has the shape of a mobile number of the mainland.
pub fn looks_like_mobile(text: &str) -> bool {
    let number = normalise_document(text);
    number.len() == 11 && digits(&number) && number.starts_with('1') && matches!(number.as_bytes().get(1), Some(b'3'..=b'9'))
}

/// What is odd about a 统一社会信用代码 (GB 32100). Codes that fail the check were issued, so nothing is refused.
pub fn credit_code_warning(code: &str) -> Option<String> {
    const CHARACTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const FACTORS: [usize; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    let value = |character| CHARACTERS.chars().position(|known| known == character);
    let length = code.chars().count();
    if length != 18 {
        return Some(format!("统一社会信用代码应为 18 位，现在是 {length} 位。请对照登记证书核对。"));
    }
    let Some(values) = code.chars().map(value).collect::<Option<Vec<_>>>() else {
        return Some("统一社会信用代码里不会有 I、O、S、V、Z。请对照登记证书核对。".to_owned());
    };
    let sum: usize = values.iter().zip(FACTORS).map(|(value, factor)| value * factor).sum();
    let expected = (31 - sum % 31) % 31;
    if values.get(17) == Some(&expected) {
        return None;
    }
    let expected = CHARACTERS.chars().nth(expected).unwrap_or('?');
    Some(format!("统一社会信用代码最后一位按规则应为 {expected}。请对照登记证书核对。"))
}

/// A telephone number in its one spelling, with what is odd about it though kept: numbers inside a house.
///
/// # Errors
/// Why it is no telephone number, in Chinese.
pub fn telephone(typed: &str) -> Result<(String, Vec<String>), String> {
    let narrow = narrow(typed);
    let mut number: String = narrow.trim_start_matches('\'').chars().filter(|character| !character.is_whitespace()).collect();
    if number.chars().filter(char::is_ascii_digit).count() >= 11
        && let Some(rest) = number.strip_prefix("+86").or_else(|| number.strip_prefix("0086"))
    {
        let rest = rest.trim_start_matches('-');
        // An area code loses its 0 behind the number of the country.
        number = if rest.starts_with(['0', '1']) || is_hotline(rest) { rest.to_owned() } else { format!("0{rest}") };
    }
    let compact: String = number.chars().filter(|character| *character != '-').collect();
    if compact.len() == 11 && compact.starts_with('1') && digits(&compact) {
        number = compact;
    }
    let odd = number.split([',', '/', ';', '、']).map(phone).collect::<Result<Vec<_>, _>>()?;
    Ok((number, odd.into_iter().flatten().collect()))
}

/// Whether one number is a telephone number, and what is odd about it.
fn phone(number: &str) -> Result<Option<String>, String> {
    if number.is_empty() {
        return Err("这里少了一个号码，或多了一个逗号。请只填号码，几个号码之间用 / 隔开。".to_owned());
    }
    if !number.chars().all(|character| character.is_ascii_digit() || matches!(character, '+' | '-' | '(' | ')' | '#')) {
        return Err("电话里只能有数字。请只填号码，分机用 - 隔开。".to_owned());
    }
    let (line, extension) = number.split_once('#').unwrap_or((number, ""));
    let short = |text: &str| digits(text) && text.len() <= 6;
    // A third piece is an extension as well: 023-40001234-801.
    let line = match line.rsplit_once('-') {
        Some((before, last)) if short(last) && bare(before).len() >= 7 => before,
        _ => line,
    };
    let plain = bare(line);
    let count = plain.len();
    if !extension.is_empty() && !short(extension) {
        return Err("分机号最多 6 位数字。请核对。".to_owned());
    }
    if number.starts_with('+') || number.starts_with("00") {
        let fits = (7..=17).contains(&count);
        return if fits { Ok(None) } else { Err(format!("国外的号码有 {count} 位数字，请核对。")) };
    }
    if count == 11 && plain.starts_with('1') {
        let mobile = matches!(plain.as_bytes().get(1), Some(b'3'..=b'9'));
        return if mobile { Ok(None) } else { Err("手机号第二位应为 3 至 9。请核对。".to_owned()) };
    }
    let service = match count {
        3 => matches!(plain.as_str(), "110" | "119" | "120" | "122"),
        5 => ["10", "12", "95", "96"].iter().any(|start| plain.starts_with(start)),
        6 => ["95", "96"].iter().any(|start| plain.starts_with(start)),
        _ => false,
    };
    let with_area = plain.starts_with('0') && (10..=12).contains(&count);
    let local = matches!(count, 7 | 8) && !plain.starts_with(['0', '1']);
    if service || with_area || local || is_hotline(&plain) {
        return Ok(None);
    }
    if (4..=6).contains(&count) && extension.is_empty() && line == number {
        return Ok(Some(format!("只有 {count} 位，像是单位内部的短号，外面打不通。请核对。")));
    }
    if plain.starts_with('1') && count > 3 {
        return Err(format!("手机号应为 11 位，现在是 {count} 位。请核对。"));
    }
    Err(format!("这不是电话号码（{count} 位数字）。请填 11 位手机号，或带区号的固定电话。"))
}

fn bare(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// 400 and 800 numbers.
fn is_hotline(number: &str) -> bool {
    let plain = bare(number);
    plain.len() == 10 && (plain.starts_with("400") || plain.starts_with("800"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 8, 12).unwrap()
    }

    #[test]
    fn resident_ids() {
        let fine = document("resident_id", "11010519491231002X", today()).unwrap();
        assert_eq!(fine.born_on, NaiveDate::from_ymd_opt(1949, 12, 31));
        assert_eq!(fine.sex, Some("female"));
        for (number, rule) in [
            ("110105194912310021", "check_digit"),
            ("11010519491231002", "id_length"),
            ("11010519490231002X", "id_birthday"),
            ("11010520211231002X", "id_birthday"),
            ("1101051949123100AX", "id_character"),
            ("１１０１０５１９４９１２３１００２Ｙ", "id_character"),
            ("", "id_length"),
        ] {
            assert_eq!(document("resident_id", number, today()).unwrap_err().0, rule, "{number}");
        }
        let born_today = format!("500101{}001", "20210812");
        let whole = format!("{born_today}{}", check_character(&born_today).unwrap());
        assert!(document("resident_id", &whole, today()).is_ok());
        let tomorrow = format!("500101{}001", "20210813");
        let whole = format!("{tomorrow}{}", check_character(&tomorrow).unwrap());
        assert_eq!(document("resident_id", &whole, today()).unwrap_err().0, "id_birthday");
        let leap = format!("500101{}001", "20000229");
        let whole = format!("{leap}{}", check_character(&leap).unwrap());
        assert!(document("resident_id", &whole, today()).is_ok());
    }

    #[test]
    fn the_message_names_the_expected_digit() {
        let (_, message) = document("resident_id", "110105194912310021", today()).unwrap_err();
        assert!(message.contains("应为 X"), "{message}");
    }

    #[test]
    fn every_wrong_last_character_is_noticed() {
        for wrong in "0123456789".chars() {
            assert!(document("resident_id", &format!("11010519491231002{wrong}"), today()).is_err());
        }
    }

    #[test]
    fn both_forms_of_a_resident_id() {
        let long = "50010119920920123".to_owned();
        let long = format!("{long}{}", check_character(&long).unwrap());
        assert_eq!(other_form("500101920920123").as_deref(), Some(long.as_str()));
        assert_eq!(other_form(&long).as_deref(), Some("500101920920123"));
        for none in ["", "E12345678", "50010120010920123X", "五零零一零一九二零九二零一二三"] {
            assert_eq!(other_form(none), None, "{none}");
        }
    }

    #[test]
    fn fifteen_digits_warn() {
        let old = document("resident_id", "110105491231002", today()).unwrap();
        assert!(old.warning.is_some());
        assert_eq!(old.born_on, NaiveDate::from_ymd_opt(1949, 12, 31));
    }

    #[test]
    fn other_documents() {
        for (kind, number, fits) in [
            ("hk_macau_permit", "H12345678", true),
            ("hk_macau_permit", "M1234567801", true),
            ("hk_macau_permit", "X12345678", false),
            ("hk_macau_permit", "H1234567", false),
            ("taiwan_permit", "12345678", true),
            ("taiwan_permit", "1234567", false),
            ("passport", "E12345678", true),
            ("passport", "E1", false),
            ("passport", "E1234-5678", false),
            ("hmt_residence", "110105194912310021", false),
            ("foreign_pr", "USA110012345678", true),
            ("foreign_pr", "USA11001234567", false),
            ("other", "军字第 001 号", false),
            ("other", "军字第001号", true),
            ("none", "1", false),
        ] {
            assert_eq!(document(kind, number, today()).is_ok(), fits, "{kind} {number}");
        }
        let first = "81000019900101001";
        let card = format!("{first}{}", check_character(first).unwrap());
        assert!(document("hmt_residence", &card, today()).unwrap().born_on.is_some());
    }

    /// Any text may be typed as a number: characters of several bytes lie across every place the rules look at.
    #[test]
    fn any_text_may_be_typed_as_a_number() {
        let texts =
            ["台胞证1", "AB中文字", "H中文字", "M１２３４５６７８", "中", "𠮷𠮷𠮷", "1234567台1", "USA中文字中1", "\u{0}", ""];
        for kind in crate::topics::people::ID_TYPES.iter().map(|choice| choice.code).chain(["unknown"]) {
            for text in texts {
                let _ = document(kind, text, today());
                let _ = document(kind, &normalise_document(text), today());
            }
        }
        assert_eq!(document("taiwan_permit", "台胞证1", today()).unwrap_err().0, "id_format");
        assert_eq!(document("hk_macau_permit", "H中文字中", today()).unwrap_err().0, "id_format");
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_odd_to_be_looked_at(text in "[0-9A-Z中𠮷　]{0,19}") {
            for kind in crate::topics::people::ID_TYPES {
                let _ = document(kind.code, &text, today());
            }
            let _ = (looks_like_resident_id(&text), looks_like_mobile(&text), credit_code_warning(&text));
        }
    }

    #[test]
    fn credit_codes() {
        assert_eq!(credit_code_warning("91350100M000100Y43"), None);
        assert!(credit_code_warning("91350100M000100Y44").unwrap().contains("应为 3"));
        assert!(credit_code_warning("91350100M000100Y4").is_some());
        assert!(credit_code_warning("91350100M000100Y4I").is_some());
    }

    #[test]
    fn phone_numbers_are_phone_numbers() {
        for fits in [
            "14212345671",
            "023-40001234",
            "(0871)6123456",
            "0871-61234567-801",
            "02340001234#801",
            "61234567",
            "4001234567",
            "12345",
            "10086",
            "120",
            "14212345671/023-40001234",
            "+95-1234567",
            "00951234567",
        ] {
            assert_eq!(phone_of(fits), Ok(None), "{fits}");
        }
        for short in ["8001", "61234"] {
            assert!(matches!(phone_of(short), Ok(Some(_))), "{short}");
        }
        for none in ["142", ",14212345671", "14212345671,", "1421234567", "12212345671", "142123456712", "无", "1", "999", "0123"]
        {
            assert!(!matches!(phone_of(none), Ok(None)), "{none}");
        }
        assert!(phone_of("142").is_err());
    }

    /// What is said of a field that holds `number`.
    fn phone_of(number: &str) -> Result<Option<String>, String> {
        let parts: Vec<_> = number.split([',', '/', ';', '、']).map(phone).collect::<Result<_, _>>()?;
        Ok(parts.into_iter().flatten().next())
    }

    #[test]
    fn documents_are_narrowed() {
        assert_eq!(normalise_document(" １１０１０５ 19491231 002x "), "11010519491231002X");
    }
}
