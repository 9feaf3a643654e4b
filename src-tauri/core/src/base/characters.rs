//! Characters that look like others, or like nothing: one spelling of what is stored and searched.
//!
//! Owns which characters go, which become their unified character, and which only somebody can answer for. Everything else
//! stays as it was typed: this is no NFKC.

use std::borrow::Cow;
use unicode_normalization::char::decompose_canonical;

/// Unified characters of U+2E80 to U+2EF3 in their order, an ideographic space where there is none: property
/// Equivalent_Unified_Ideograph of the Unicode Character Database. Copies from PDF files are full of them.
const RADICALS: &str = "　厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵　旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂\
    肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";
const FIRST_RADICAL: u32 = 0x2E80;

/// Whether `character` shows nothing and tells nothing apart: zero-width and directional marks, joiners, soft hyphens.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The unified character that `character` is a form of: Kangxi radicals, radicals of the supplement, compatibility ideographs.
fn unified_of(character: char) -> Option<char> {
    let code = u32::from(character);
    match code {
        0x2E80..=0x2EF3 => RADICALS.chars().nth((code - FIRST_RADICAL) as usize).filter(|found| *found != '\u{3000}'),
        0x2F00..=0x2FD5 => {
            let mut found = None;
            unicode_normalization::char::decompose_compatible(character, |part| found = Some(part));
            found
        }
        0xF900..=0xFAFF | 0x2_F800..=0x2_FA1F => {
            let mut found = None;
            decompose_canonical(character, |part| found = Some(part));
            found
        }
        _ => None,
    }
}

/// `text` in the one spelling: invisible characters gone, forms of ideographs replaced by the ideograph.
pub fn unified(text: &str) -> Cow<'_, str> {
    let touched = |character: char| is_invisible(character) || unified_of(character).is_some_and(|found| found != character);
    if text.is_ascii() || !text.chars().any(touched) {
        return Cow::Borrowed(text);
    }
    let kept = text.chars().filter(|character| !is_invisible(*character));
    Cow::Owned(kept.map(|character| unified_of(character).unwrap_or(character)).collect())
}

/// The first character of `text` that no two computers show alike: private use, tags, what a lost character leaves.
pub fn doubtful(text: &str) -> Option<char> {
    let is = |character: &char| {
        matches!(character,
            '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' | '\u{E0000}'..='\u{E007F}' | '\u{F0000}'..='\u{10FFFF}')
    };
    if text.is_ascii() { None } else { text.chars().find(is) }
}

/// What is said of [`doubtful`] characters that were taken.
pub fn doubt(character: char) -> String {
    format!("里面有一个别的电脑可能显示不出来的字（U+{:04X}）。请对照原件，能换成常用的字就换掉。", u32::from(character))
}

/// Full-width ASCII and the ideographic space become their narrow forms, ideographs their unified ones.
pub fn narrow(text: &str) -> String {
    unified(text)
        .chars()
        .map(|character| match character {
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
            '\u{3000}' | '\u{00A0}' => ' ',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_become_the_unified_character_and_nothing_else_changes() {
        for (typed, kept) in [
            ("⽅⼀", "方一"),
            ("\u{F9E1}", "李"),
            ("⻢⻅⻄⻰⻳⺟", "马见西龙龟母"),
            ("\u{2F81A}", "冬"),
            ("王\u{200B}明\u{FEFF}", "王明"),
            ("\u{202A}142\u{202C}", "142"),
            ("soft\u{AD}hyphen\u{2060}", "softhyphen"),
            ("①㎡ｱ﹣ﬁ²", "①㎡ｱ﹣ﬁ²"),
            ("\u{FA0E}\u{FA29}", "\u{FA0E}\u{FA29}"),
            ("買買提·艾力", "買買提·艾力"),
        ] {
            assert_eq!(unified(typed), kept, "{typed}");
        }
    }

    #[test]
    fn private_characters_and_tags_are_seen() {
        for (text, found) in [("王\u{E001}", '\u{E001}'), ("a\u{E0041}", '\u{E0041}'), ("李\u{FFFD}", '\u{FFFD}')] {
            assert_eq!(doubtful(text), Some(found));
        }
        assert_eq!(doubtful("王䶮𬭎?"), None);
    }

    proptest! {
        #[test]
        fn twice_is_once(text in "[\u{2E80}-\u{2FD5}\u{F900}-\u{FAFF}\u{200B}-\u{2069}a-z王]{0,24}") {
            let once = unified(&text).into_owned();
            prop_assert_eq!(unified(&once), once.as_str());
        }
    }
}
