//! Of a canonical text only what is otherwise than in the one that came after it.
//!
//! Owns how that is spelled: `-` and an object of the keys that differ, each with what it said before, `null` where it said
//! nothing. A text is taken apart as it stands, so that what is put together again is the same to the byte. Knows of no
//! ledger.

use std::collections::BTreeMap;

/// How it begins; a whole text begins with `{`.
const MARK: char = '-';

/// Whether `text` is a difference and not a whole text.
pub fn is_one(text: &str) -> bool {
    text.starts_with(MARK)
}

/// What of `before` is otherwise than in `after`; `None` where that is not shorter, or does not give `before` again.
pub fn between(before: &str, after: &str) -> Option<String> {
    let (was, is) = (parts(before)?, parts(after)?);
    let gone = is.keys().filter(|key| !was.contains_key(*key)).map(|key| (*key, "null"));
    let other = was.iter().filter(|(key, value)| is.get(*key) != Some(*value)).map(|(key, value)| (*key, *value));
    let text = format!("{MARK}{}", whole(&gone.chain(other).collect()));
    (text.len() < before.len() && applied(&text, after).as_deref() == Some(before)).then_some(text)
}

/// The text before, from what was otherwise and the text after; `None` where either does not read.
pub fn applied(difference: &str, after: &str) -> Option<String> {
    let mut said = parts(after)?;
    for (key, value) in parts(difference.strip_prefix(MARK)?)? {
        if value == "null" {
            said.remove(key)?;
        } else {
            said.insert(key, value);
        }
    }
    Some(whole(&said))
}

/// The names of what differs.
pub fn keys(difference: &str) -> Vec<&str> {
    difference.strip_prefix(MARK).and_then(parts).map(|parts| parts.into_keys().collect()).unwrap_or_default()
}

fn whole(parts: &BTreeMap<&str, &str>) -> String {
    let parts: Vec<String> = parts.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    format!("{{{}}}", parts.join(","))
}

/// The keys of an object without white space, each with its value as it stands; keys have no escapes.
fn parts(text: &str) -> Option<BTreeMap<&str, &str>> {
    let mut rest = text.strip_prefix('{')?.strip_suffix('}')?;
    let mut found = BTreeMap::new();
    while !rest.is_empty() {
        let (key, said) = rest.strip_prefix('"')?.split_once("\":")?;
        let end = ends(said)?;
        found.insert(key, said.get(..end)?);
        rest = match said.get(end..)? {
            "" => "",
            more => more.strip_prefix(',').filter(|more| !more.is_empty())?,
        };
    }
    Some(found)
}

/// Where the value at the beginning of `text` ends.
fn ends(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (place, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => return (place > 0).then_some(place),
            _ => {}
        }
    }
    (depth == 0 && !quoted && !text.is_empty()).then_some(text.len())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Map, Value};

    #[test]
    fn only_what_differs_is_kept() {
        let before = r#"{"a":[1,2],"b":"x\"},{","c":36.5,"extra":"{}"}"#;
        let after = r#"{"a":[1,2],"b":"y","c":36.5,"d":37.1,"extra":"{}"}"#;
        let difference = between(before, after).unwrap();
        assert_eq!(difference, r#"-{"b":"x\"},{","d":null}"#);
        assert_eq!(keys(&difference), ["b", "d"]);
        assert_eq!(applied(&difference, after).as_deref(), Some(before));
        assert_eq!(between(after, after).as_deref(), Some("-{}"));
    }

    #[test]
    fn what_does_not_read_is_no_text() {
        for text in ["", "{", "}", "{a:1}", r#"{"a"}"#, r#"{"a":}"#, r#"{"a":1,}"#, r#"{"a":"1}"#, r#"{"a":[1}"#, r#"{"a":1]}"#] {
            assert_eq!(parts(text), None, "{text}");
        }
        // A key that says nothing before has to be there after.
        assert_eq!(applied(r#"-{"b":null}"#, r#"{"a":1}"#), None);
        assert_eq!(between(r#"{"b": 1,"a":2}"#, "{}"), None, "not sorted: it would not come out as it was");
    }

    fn object() -> impl Strategy<Value = String> {
        let value = prop_oneof![
            ".{0,12}".prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            (0..5000_i32).prop_map(|tenths| Value::from(f64::from(tenths) / 10.0)),
            prop::collection::vec("[a-z]{1,4}", 0..3).prop_map(Value::from),
        ];
        prop::collection::btree_map("[a-f]", value, 0..6)
            .prop_map(|parts| serde_json::to_string(&parts.into_iter().collect::<Map<_, _>>()).unwrap())
    }

    proptest! {
        #[test]
        fn any_text_comes_out_as_it_was(before in object(), after in object()) {
            if let Some(difference) = between(&before, &after) {
                prop_assert!(is_one(&difference) && difference.len() < before.len());
                prop_assert_eq!(applied(&difference, &after), Some(before));
            }
        }

        #[test]
        fn any_characters_are_read_without_harm(text in ".{0,40}") {
            let _ = (parts(&text), applied(&text, &text), keys(&text));
        }
    }
}
