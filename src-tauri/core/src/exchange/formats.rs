//! What a number format makes of a number, as far as that is part of the value: per cent, leading zeros, text beside the
//! digits, hours beyond a day.
//!
//! Owns reading format codes (ECMA-376 part 1, 18.8.30 and 18.8.31). What days and times look like is not told from here: the
//! reader library knows them, and they are read by their serial.

use super::cell::{minutes, plain};

/// One token of a format's section.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// A place that is shown even when there is no digit for it.
    Zero,
    /// A place that is shown only when there is a digit.
    Digit,
    Point,
    Percent,
    /// Shown as it stands.
    Literal(String),
}

/// A format code that shows more than the digits of a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Code(Vec<Token>);

/// The codes of the formats that are built in and matter here.
pub fn built_in(number: u16) -> Option<&'static str> {
    match number {
        9 => Some("0%"),
        10 => Some("0.00%"),
        _ => None,
    }
}

impl Code {
    /// Reads `code`; `None` where the number is to be taken as it is: its format only rounds, groups, colours or counts days.
    pub fn of(code: &str) -> Option<Self> {
        let mut tokens: Vec<Token> = Vec::new();
        let mut literal = String::new();
        let mut characters = code.chars().peekable();
        let mut point = false;
        while let Some(character) = characters.next() {
            let token = match character {
                '"' => {
                    literal.extend(characters.by_ref().take_while(|inner| *inner != '"'));
                    continue;
                }
                '\\' => {
                    literal.extend(characters.next());
                    continue;
                }
                // A gap as wide as, or filled with, the next character.
                '_' | '*' => {
                    characters.next();
                    continue;
                }
                '[' => {
                    let inner: String = characters.by_ref().take_while(|inner| *inner != ']').collect();
                    // A condition chooses among sections, another calendar or digits change them: the number says it all.
                    if inner.starts_with(['<', '>', '=']) || inner.starts_with("DBNum") {
                        return None;
                    }
                    if let Some(currency) = inner.strip_prefix('$') {
                        literal.push_str(currency.split('-').next().unwrap_or_default());
                    }
                    continue;
                }
                ';' => break,
                '0' => Token::Zero,
                '#' | '?' => Token::Digit,
                '.' if !point => {
                    point = true;
                    Token::Point
                }
                '%' => Token::Percent,
                ',' => continue,
                ' ' | '-' | '(' | ')' | ':' | '/' | '+' | '$' | '￥' | '¥' => {
                    literal.push(character);
                    continue;
                }
                other if !other.is_ascii() => {
                    literal.push(other);
                    continue;
                }
                // Days, exponents, General, text: not from here.
                _ => return None,
            };
            if !literal.is_empty() {
                tokens.push(Token::Literal(std::mem::take(&mut literal)));
            }
            tokens.push(token);
        }
        if !literal.is_empty() {
            tokens.push(Token::Literal(literal));
        }
        let before_point = tokens.iter().take_while(|token| **token != Token::Point);
        let zeros = before_point.filter(|token| **token == Token::Zero).count();
        let places = tokens.iter().any(|token| matches!(token, Token::Zero | Token::Digit));
        let says = |token: &Token| match token {
            Token::Percent => true,
            Token::Literal(text) => text.chars().any(|character| !matches!(character, ' ' | '(' | ')' | '$' | '￥' | '¥')),
            _ => false,
        };
        (places && (zeros > 1 || tokens.iter().any(says))).then_some(Self(tokens))
    }

    /// What it makes of `number`; `None` where that cannot be told.
    pub fn shown(&self, number: f64) -> Option<String> {
        if !(0.0..MOST).contains(&number) {
            return None;
        }
        let percent = self.0.contains(&Token::Percent);
        // Two shifts of the point in decimal, where a product would be 56.99999999999999.
        let digits = if percent { plain_times_hundred(number) } else { plain(number) };
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let places = |token: &&Token| matches!(token, Token::Zero | Token::Digit);
        let whole_places: Vec<&Token> = self.0.iter().take_while(|token| **token != Token::Point).filter(places).collect();
        let decimals = self.0.iter().skip_while(|token| **token != Token::Point).filter(places).count();
        // Rounding is how a value looks, not what it is: digits that the format hides are kept where they are a measure.
        if !fraction.is_empty() && decimals == 0 && !percent {
            return None;
        }
        let whole = if whole == "0" && !whole_places.contains(&&Token::Zero) { "" } else { whole };
        let wanted = whole_places.len();
        let mut left: std::collections::VecDeque<char> = whole.chars().collect();
        let mut out = String::new();
        let mut place = 0;
        for token in &self.0 {
            match token {
                Token::Literal(text) => out.push_str(text),
                Token::Percent => out.push('%'),
                Token::Point => {
                    if !fraction.is_empty() {
                        out.push('.');
                        out.push_str(fraction);
                    }
                    place = usize::MAX;
                }
                Token::Zero | Token::Digit if place == usize::MAX => {}
                Token::Zero | Token::Digit => {
                    // The first place takes all digits beyond its own.
                    let after = wanted - place - 1;
                    place += 1;
                    if left.len() > after {
                        let take = if place == 1 { left.len() - after } else { 1 };
                        out.extend(left.drain(..take));
                    } else if *token == Token::Zero {
                        out.push('0');
                    }
                    if after == 0 && percent && decimals == 0 && !self.0.contains(&Token::Point) && !fraction.is_empty() {
                        out.push('.');
                        out.push_str(fraction);
                    }
                }
            }
        }
        Some(out)
    }
}

/// Numbers below it are kept to their last digit.
const MOST: f64 = 1e15;

/// The digits of `number` with the point two places on.
fn plain_times_hundred(number: f64) -> String {
    let digits = plain(number);
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut moved: String = fraction.chars().take(2).collect();
    moved.extend(std::iter::repeat_n('0', 2 - moved.chars().count()));
    let whole = format!("{whole}{moved}");
    let whole = whole.trim_start_matches('0');
    let rest: String = fraction.chars().skip(2).collect();
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

/// Hours and minutes that `serial` days last, as `[h]:mm` shows them.
pub fn elapsed(serial: f64) -> Option<String> {
    (0.0..10_000.0).contains(&serial).then(|| {
        let minutes = minutes(serial);
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_format_adds_is_shown() {
        for (code, number, shown) in [
            ("0%", 0.75, "75%"),
            ("0.00%", 0.755, "75.5%"),
            ("0%", 0.57, "57%"),
            ("0%", 0.005, "0.5%"),
            ("00000000000", 14_212_345_671.0, "14212345671"),
            ("00000000000", 87_112_345.0, "00087112345"),
            ("00000", 12.0, "00012"),
            ("\"LOT\"000", 7.0, "LOT007"),
            ("0\"mg/L\"", 500.0, "500mg/L"),
            ("0\\-00", 1234.0, "12-34"),
            ("000\\-0000", 1_234_567.0, "123-4567"),
            ("0000-00-00", 20_210_812.0, "2021-08-12"),
            ("00\":\"00", 930.0, "09:30"),
            ("0人", 3.0, "3人"),
        ] {
            assert_eq!(Code::of(code).unwrap().shown(number).unwrap(), shown, "{code} {number}");
        }
        for code in [
            "General",
            "0",
            "0.00",
            "#,##0",
            "#,##0.00_);(#,##0.00)",
            "yyyy-mm-dd",
            "h:mm",
            "[h]:mm",
            "@",
            "0.00E+00",
            "[DBNum1]0",
            "¥#,##0.00",
            "",
        ] {
            assert_eq!(Code::of(code), None, "{code}");
        }
        // What a format hides of a measure is not taken away from it.
        assert_eq!(Code::of("000").unwrap().shown(1.5), None);
        assert_eq!(Code::of("000").unwrap().shown(-1.0), None);
    }

    #[test]
    fn hours_beyond_a_day() {
        for (serial, shown) in [(1.0, "24:00"), (0.395_833_333_333, "09:30"), (1.25, "30:00"), (0.999_976_85, "23:59")] {
            assert_eq!(elapsed(serial).unwrap(), shown);
        }
        assert_eq!(elapsed(44_420.0), None);
    }

    proptest! {
        #[test]
        fn digits_are_never_lost(number in 0_u32.., code in "[0#]{1,12}|\"L\"[0#]{1,8}|[0#]{1,4}-[0#]{1,4}") {
            if let Some(shown) = Code::of(&code).and_then(|code| code.shown(f64::from(number))) {
                let digits: String = shown.chars().filter(char::is_ascii_digit).collect();
                prop_assert_eq!(digits.trim_start_matches('0'), if number == 0 { String::new() } else { number.to_string() });
            }
        }

        #[test]
        fn no_code_panics(code in "\\PC{0,24}", number in any::<f64>()) {
            let _ = Code::of(&code).and_then(|code| code.shown(number));
        }
    }
}
