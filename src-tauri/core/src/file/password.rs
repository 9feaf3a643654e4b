//! How easily a password would be guessed by somebody who has the file.
//!
//! Owns the estimate and what it comes to. A weak one is told and never refused: whose file it is decides.

use crate::base::pinyin;

/// Guesses a second that a machine bought for it makes against our key derivation, as a power of ten.
const GUESSES_A_SECOND: f64 = 3.0;
/// Seconds, as powers of ten, below which a password is weak (a day) or only fair (some ten years).
const DAY: f64 = 5.0;
const TEN_YEARS: f64 = 8.5;
/// Common characters, as a power of ten: no character drawn at random is worth more.
const A_CHARACTER: f64 = 3.5;

/// What a password comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Guessed within a day.
    Weak,
    /// Guessed within years.
    Fair,
    /// Not guessed.
    Strong,
}

/// The estimate of `password`; `known` are words that whoever steals the file knows, such as the organisation's name.
/// Characters count as the letters they are typed with, and as no more than there are common ones.
pub fn estimate(password: &str, known: &[&str]) -> Strength {
    let typed = letters(password);
    let spelled: Vec<String> = known.iter().flat_map(|word| [letters(word), (*word).to_owned()]).collect();
    let known: Vec<&str> = spelled.iter().map(String::as_str).chain(["fangyi", "taizhang", "mima", "fangyitaizhang"]).collect();
    let most: f64 = password.chars().map(|c| if c.is_ascii() { 2.0 } else { A_CHARACTER }).sum();
    let seconds = zxcvbn::zxcvbn(&typed, &known).guesses_log10().min(most) - GUESSES_A_SECOND;
    if seconds < DAY {
        Strength::Weak
    } else if seconds < TEN_YEARS {
        Strength::Fair
    } else {
        Strength::Strong
    }
}

/// `text` with every Chinese character as its first reading in plain letters.
fn letters(text: &str) -> String {
    let mut typed = String::new();
    for character in text.chars() {
        match pinyin::readings(character).first().filter(|_| !character.is_ascii()) {
            Some(reading) => typed.push_str(reading),
            None => typed.push(character),
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_tries_is_weak_and_unrelated_words_are_not() {
        let known = ["青禾社会工作服务中心"];
        for password in ["123", "123456", "password", "qwerty123", "20210831", "密码", "青禾", "qinghe", "fangyi2021", "mima123"]
        {
            assert_eq!(estimate(password, &known), Strength::Weak, "{password}");
        }
        for password in ["correct horse battery staple", "蓝鲸-竹筐-七点半-墙角", "vK9#tz2!qLm8wX"] {
            assert_eq!(estimate(password, &known), Strength::Strong, "{password}");
        }
        assert_eq!(estimate("", &known), Strength::Weak);
    }

    #[test]
    fn no_more_characters_no_more_strength() {
        assert_eq!(estimate("龘靐", &[]), Strength::Weak);
    }
}
