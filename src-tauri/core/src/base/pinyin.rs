//! Pinyin of names: the key they sort by and the readings they are found by.
//!
//! Owns which reading a surname has when sorting. The readings themselves are the `pinyin` library's.

use pinyin::{ToPinyin, ToPinyinMulti};

/// Changes whenever the same name would get another key; stored keys of an older version are made anew on opening.
pub const KEY_VERSION: i64 = 1;

/// Surnames whose reading as a surname is not the character's usual one.
const SURNAMES: &[(&str, &[&str])] = &[
    ("尉迟", &["yu4", "chi2"]),
    ("万俟", &["mo4", "qi2"]),
    ("长孙", &["zhang3", "sun1"]),
    ("澹台", &["tan2", "tai2"]),
    ("单于", &["chan2", "yu2"]),
    ("单", &["shan4"]),
    ("曾", &["zeng1"]),
    ("仇", &["qiu2"]),
    ("解", &["xie4"]),
    ("查", &["zha1"]),
    ("区", &["ou1"]),
    ("朴", &["piao2"]),
    ("盖", &["ge3"]),
    ("任", &["ren2"]),
    ("华", &["hua4"]),
    ("秘", &["bi4"]),
    ("缪", &["miao4"]),
    ("燕", &["yan1"]),
    ("折", &["she2"]),
    ("乐", &["yue4"]),
    ("员", &["yun4"]),
    ("洗", &["xian3"]),
    ("种", &["chong2"]),
    ("繁", &["po2"]),
    ("逄", &["pang2"]),
    ("宁", &["ning4"]),
    ("召", &["shao4"]),
    ("翟", &["zhai2"]),
    ("覃", &["qin2"]),
    ("冼", &["xian3"]),
    ("乜", &["nie4"]),
    ("晁", &["chao2"]),
    ("幺", &["yao1"]),
];

/// The key by which `name` sorts: syllable and tone of each character, then the character itself, so that
/// equal readings stand together and the order is total. Characters without a reading sort behind all others.
pub fn sort_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() * 3);
    let surname = SURNAMES.iter().find(|(surname, _)| name.starts_with(surname));
    for (index, character) in name.chars().enumerate() {
        let as_surname = surname.and_then(|(_, readings)| readings.get(index).copied());
        match (as_surname, character.to_pinyin()) {
            (Some(reading), _) => key.push_str(reading),
            (None, Some(reading)) => key.push_str(reading.with_tone_num_end()),
            (None, None) if character.is_ascii() => key.push(character.to_ascii_lowercase()),
            (None, None) => key.push('~'),
        }
        if !character.is_ascii() {
            key.push(character);
        }
        key.push(' ');
    }
    key
}

/// Every way to type the reading of `character` without tones: ü also as `v` and as `u`. Sorted, no duplicates.
pub fn readings(character: char) -> Vec<String> {
    let mut all = Vec::new();
    if let Some(multi) = character.to_pinyin_multi() {
        for reading in multi {
            let plain = reading.plain();
            if plain.contains('ü') {
                all.push(plain.replace('ü', "v"));
                all.push(plain.replace('ü', "u"));
            } else {
                all.push(plain.to_owned());
            }
        }
    }
    let text = character.to_string();
    for (surname, syllables) in SURNAMES {
        for (known, syllable) in surname.chars().zip(*syllables) {
            if text.starts_with(known) {
                all.push(syllable.trim_end_matches(|digit: char| digit.is_ascii_digit()).to_owned());
            }
        }
    }
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_sort_as_surnames() {
        assert!(sort_key("单晓云").starts_with("shan4"));
        assert!(sort_key("曾国强").starts_with("zeng1"));
        assert!(sort_key("尉迟文").starts_with("yu4尉 chi2迟"));
        assert!(sort_key("陈轮") < sort_key("单晓云"));
        assert!(sort_key("阿") < sort_key("𬭎"));
    }

    #[test]
    fn readings_of_polyphones() {
        assert_eq!(readings('单'), ["chan", "dan", "shan"]);
        assert!(readings('吕').contains(&"lv".to_owned()));
        assert!(readings('吕').contains(&"lu".to_owned()));
        assert!(readings('尉').contains(&"yu".to_owned()));
        assert!(readings('a').is_empty());
    }
}
