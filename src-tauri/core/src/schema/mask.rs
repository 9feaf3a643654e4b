//! Masks: what is shown of a sensitive value to somebody who did not ask for it with a purpose.
//!
//! Shape of the masks: 138****1234, 5001**********123X, address to the street (个人信息保护法 article 51).

use crate::schema::Sensitivity;

/// The masked form of `text`. Idempotent, and never longer than three characters more than the text.
pub fn mask(sensitivity: Sensitivity, text: &str) -> String {
    match sensitivity {
        Sensitivity::Open => text.to_owned(),
        Sensitivity::DocumentNumber => middle(text, 4, 4),
        Sensitivity::Phone => middle(text, 3, 4),
        Sensitivity::Address => street(text),
        Sensitivity::Health => {
            if text.is_empty() {
                String::new()
            } else {
                "***".to_owned()
            }
        }
    }
}

fn middle(text: &str, head: usize, tail: usize) -> String {
    let characters: Vec<char> = text.chars().collect();
    let (head, tail) = if characters.len() >= head + tail + 2 {
        (head, tail)
    } else {
        (characters.len().min(1), characters.len().saturating_sub(1).min(1))
    };
    let hidden = characters.len().saturating_sub(head + tail);
    characters
        .iter()
        .take(head)
        .copied()
        .chain(std::iter::repeat_n('*', hidden))
        .chain(characters.iter().skip(characters.len() - tail).copied())
        .collect()
}

/// Everything up to the last of 路 街 道 镇 乡 村 区 县 市 before the first digit.
fn street(text: &str) -> String {
    if text.ends_with("***") {
        return text.to_owned();
    }
    let before_number: Vec<char> = text
        .chars()
        .take_while(|character| !character.is_ascii_digit() && !"０１２３４５６７８９".contains(*character))
        .collect();
    let kept = before_number.iter().rposition(|character| "路街道镇乡区县市巷".contains(*character));
    let head: String = match kept {
        Some(last) => before_number.iter().take(last + 1).collect(),
        None => before_number.iter().take(2.min(before_number.len())).collect(),
    };
    if text.is_empty() { String::new() } else { format!("{head}***") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (sensitivity, text, shown) in [
            (Sensitivity::Phone, "13812341234", "138****1234"),
            (Sensitivity::DocumentNumber, "50010119920913123X", "5001**********123X"),
            (Sensitivity::DocumentNumber, "H12345678", "H*******8"),
            (Sensitivity::Phone, "110", "1*0"),
            (Sensitivity::Phone, "", ""),
            (Sensitivity::Address, "重庆市大足区棠香街道五星大道12号3单元", "重庆市大足区棠香街道五星大道***"),
            (Sensitivity::Address, "幸福小区3栋", "幸福小区***"),
            (Sensitivity::Address, "龙水村", "龙水***"),
            (Sensitivity::Health, "发热", "***"),
        ] {
            assert_eq!(mask(sensitivity, text), shown, "{text}");
            assert_eq!(mask(sensitivity, shown), shown, "idempotent {text}");
        }
    }
}
