//! Names of people and bodies (民委发〔2016〕33号: the separator is U+00B7 alone).

use crate::base::characters::narrow;
use unicode_segmentation::UnicodeSegmentation;

/// The one separator inside names.
pub const SEPARATOR: char = '·';

/// Brings a typed name into its one spelling: separators become `·`, spaces between Han characters and
/// around separators go, other runs of white space become one space, full-width Latin becomes ASCII.
pub fn normalise(name: &str) -> String {
    let plain: Vec<char> = narrow(name)
        .chars()
        .map(|character| match character {
            '•' | '・' | '．' | '‧' | '∙' | '⋅' | '●' | '․' | '᛫' | '･' => SEPARATOR,
            other => other,
        })
        .collect();
    let mut out = String::with_capacity(name.len());
    let mut pending_space = false;
    for character in plain {
        if character.is_whitespace() {
            pending_space = !out.is_empty();
            continue;
        }
        if pending_space {
            let before = out.chars().next_back();
            let joins_words = before.is_some_and(|left| is_latin(left) && is_latin(character));
            if joins_words {
                out.push(' ');
            }
            pending_space = false;
        }
        out.push(character);
    }
    out
}

/// Why a normalised name is refused: `(rule, message)`.
pub fn problem(name: &str, max: usize) -> Option<(&'static str, String)> {
    let length = name.graphemes(true).count();
    if length > max {
        return Some(("too_long", format!("名称有 {length} 个字，最多 {max} 个。请核对是否粘贴了别的内容。")));
    }
    let odd = name.chars().find(|character| is_symbol(*character))?;
    Some(("name_character", format!("名称里不能有「{odd}」。请删去表情、控制字符或符号后再保存。")))
}

fn is_latin(character: char) -> bool {
    character.is_alphanumeric() && u32::from(character) < 0x2E80
}

/// Emoji, pictographs, controls and private-use characters do not belong into names.
fn is_symbol(character: char) -> bool {
    matches!(u32::from(character),
        0x00..=0x1F | 0x7F..=0x9F | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x2190..=0x23FF
        | 0x2500..=0x27BF | 0x2B00..=0x2BFF | 0xE000..=0xF8FF | 0xFE00..=0xFE0F | 0xFEFF | 0xFFFC | 0xFFFD
        | 0x1F000..=0x1FAFF | 0xE0000..=0xE0FFF | 0xF0000..=0x10FFFF)
        || matches!(character, '<' | '>' | '|' | '\\' | '@' | '#' | '$' | '%' | '^' | '*' | '=')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn one_spelling() {
        for (typed, kept) in [
            ("买买提•艾力", "买买提·艾力"),
            ("买买提・艾力", "买买提·艾力"),
            ("买买提 · 艾力", "买买提·艾力"),
            (" 张  三 ", "张三"),
            ("Ｊｏｈｎ　Smith", "John Smith"),
            ("李\u{3000}四", "李四"),
            ("王𬭎", "王𬭎"),
            ("王\u{200B}明\u{FEFF}", "王明"),
            ("\u{F9E1}⽅", "李方"),
            ("Anna-Maria", "Anna-Maria"),
        ] {
            assert_eq!(normalise(typed), kept, "{typed}");
        }
    }

    #[test]
    fn refusals() {
        assert!(problem("王䶮", 100).is_none());
        assert!(problem(&"阿".repeat(50), 100).is_none());
        assert!(problem(&"阿".repeat(100), 100).is_none());
        assert_eq!(problem(&"阿".repeat(101), 100).unwrap().0, "too_long");
        assert_eq!(problem("王😀", 100).unwrap().0, "name_character");
        assert_eq!(problem("王\u{E000}", 100).unwrap().0, "name_character");
    }
}
