//! What the words of a header say besides the name of a column.
//!
//! Owns the words that make a column no fact about this person and the past, the words that add nothing, and what is left of
//! a header once the known words are taken out. Knows no ledger: names come in.

use crate::base::characters::narrow;

/// Why a column holds no fact about this person and the past.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Otherwise {
    /// What is to be done, or by when.
    Planned,
    /// Somebody else.
    Another,
    /// Whether, not when or what.
    Whether,
    /// What is said about it.
    Remark,
}

impl Otherwise {
    /// What the column holds, for people.
    pub fn told(self) -> &'static str {
        match self {
            Self::Planned => "计划或期限，不是已经做了的事",
            Self::Another => "别人的情况",
            Self::Whether => "是或否，不是内容本身",
            Self::Remark => "说明，不是内容本身",
        }
    }
}

/// Words that say otherwise. Whatever else is left of a header makes it unknown; these say why.
const SAYING: &[(Otherwise, &[&str])] = &[
    (
        Otherwise::Planned,
        &[
            "计划",
            "预约",
            "预计",
            "预定",
            "预期",
            "拟",
            "应",
            "可接种",
            "提醒",
            "下次",
            "下一",
            "下剂",
            "最晚",
            "最迟",
            "最早",
            "截止",
            "到期",
            "期限",
            "建议",
            "推荐",
            "通知",
            "安排",
            "将",
            "待",
            "目标",
        ],
    ),
    (
        Otherwise::Another,
        &[
            "配偶",
            "家属",
            "家人",
            "家长",
            "亲属",
            "亲戚",
            "亲友",
            "子女",
            "儿子",
            "女儿",
            "父",
            "母",
            "爱人",
            "丈夫",
            "妻子",
            "孩子",
            "小孩",
            "监护",
            "联系人",
            "联络人",
            "担保",
            "介绍人",
            "同住",
            "同行",
            "户主",
            "房东",
            "陪同",
            "密接",
            "领导",
            "负责人",
        ],
    ),
    (Otherwise::Whether, &["是否", "有无", "有没有", "能否", "可否", "与否", "已否"]),
    (
        Otherwise::Remark,
        &[
            "反应", "原因", "理由", "禁忌", "备注", "说明", "未", "不", "没", "无", "非", "原", "旧", "前", "变更", "间隔",
            "截图", "照片",
        ],
    ),
];

/// Words that add nothing to a name.
const ADDING_NOTHING: &[&str] = &[
    "本人",
    "个人",
    "员工",
    "职工",
    "人员",
    "工作人员",
    "实际",
    "具体",
    "已",
    "的",
    "时间",
    "日期",
    "年月日",
    "情况",
    "信息",
    "登记",
    "填写",
    "记录",
    "内容",
    "号码",
    "号",
    "码",
    "新冠",
    "新冠肺炎",
    "新冠病毒",
    "新型冠状病毒",
    "肺炎",
    "病毒",
    "疫苗",
    "接种",
    "注射",
    "剂次",
    "剂",
    "针",
    "针剂",
    "必填",
    "请",
    "单位",
    "全部",
    "所有",
    "现",
    "当前",
    "目前",
];

/// Brackets and what stands in them.
fn brackets(header: &str) -> (String, String) {
    let mut depth = 0_usize;
    let (mut outside, mut inside) = (String::with_capacity(header.len()), String::new());
    for character in narrow(header).chars() {
        match character {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            _ if character.is_whitespace() => {}
            '*' | ':' | '。' | '、' | '_' | '-' | '/' | '★' | '☆' | '"' => {}
            other if depth > 0 => inside.extend(other.to_lowercase()),
            other => outside.extend(other.to_lowercase()),
        }
    }
    (outside, inside)
}

/// A header without what people add to it: white space, brackets, marks of what must be filled in.
pub fn bare(header: &str) -> String {
    brackets(header).0
}

/// What stands in the brackets of a header.
pub fn noted(header: &str) -> String {
    brackets(header).1
}

/// A header with what stands in its brackets.
pub fn whole(header: &str) -> String {
    let (outside, inside) = brackets(header);
    outside + &inside
}

/// What `text` says otherwise, if anything.
pub fn otherwise(text: &str) -> Option<Otherwise> {
    // The longest word counts: 反应 holds 应.
    let said = SAYING.iter().rev().flat_map(|(why, words)| words.iter().map(move |word| (*why, *word)));
    said.filter(|(_, word)| text.contains(word)).max_by_key(|(_, word)| word.len()).map(|(why, _)| why)
}

/// What a note in brackets says otherwise: a word that does and nothing else, as in （预约）. A sentence such as
/// （无则填护照号） tells how to fill the column in.
pub fn noted_otherwise(noted: &str, subjects: &[&str]) -> Option<Otherwise> {
    let why = otherwise(noted)?;
    let mut words: Vec<&str> = SAYING.iter().flat_map(|(_, words)| words.iter().copied()).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let rest = words.iter().fold(noted.to_owned(), |rest, word| rest.replace(word, ""));
    adds_nothing(&rest, &[], subjects).then_some(why)
}

/// Whether `rest` is made of words that add nothing, of `more` words, and of pieces of `subjects`, such as 疫苗 of 疫苗接种.
pub fn adds_nothing(rest: &str, more: &[&str], subjects: &[&str]) -> bool {
    let ends: Vec<usize> = rest.char_indices().map(|(at, _)| at).chain([rest.len()]).collect();
    let longest = ADDING_NOTHING.iter().chain(more).chain(subjects).map(|word| word.chars().count()).max().unwrap_or_default();
    // Which lengths can be put together from known words; no piece is longer than the longest of them.
    let mut reached = vec![false; ends.len()];
    if let Some(start) = reached.first_mut() {
        *start = true;
    }
    for from in 0..ends.len() {
        if reached.get(from) != Some(&true) {
            continue;
        }
        for to in from + 1..ends.len().min(from + longest + 1) {
            let piece = ends.get(from).zip(ends.get(to)).and_then(|(from, to)| rest.get(*from..*to)).unwrap_or_default();
            let known = ADDING_NOTHING.contains(&piece)
                || more.contains(&piece)
                || to - from >= 2 && subjects.iter().any(|subject| subject.contains(piece));
            if known && let Some(end) = reached.get_mut(to) {
                *end = true;
            }
        }
    }
    reached.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_decides() {
        for rest in ["", "新冠疫苗", "本人", "接种时间", "新型冠状病毒疫苗接种", "消毒"] {
            assert!(adds_nothing(rest, &[], &["消毒记录"]), "{rest}");
        }
        for rest in ["家属", "最晚接种", "本人户主", "时", "消毒的人"] {
            assert!(!adds_nothing(rest, &[], &["消毒记录"]), "{rest}");
        }
        assert!(adds_nothing("是否", &["是否"], &[]));
    }

    #[test]
    fn what_a_column_holds_otherwise() {
        for (text, why) in [
            ("预约接种", Some(Otherwise::Planned)),
            ("配偶", Some(Otherwise::Another)),
            ("是否接种", Some(Otherwise::Whether)),
            ("不良反应", Some(Otherwise::Remark)),
            ("18位", None),
            ("mgl", None),
        ] {
            assert_eq!(otherwise(text), why, "{text}");
        }
    }

    #[test]
    fn notes_that_only_tell_how_to_fill_in() {
        assert_eq!(noted_otherwise("预约", &[]), Some(Otherwise::Planned));
        assert_eq!(noted_otherwise("应接种时间", &[]), Some(Otherwise::Planned));
        assert_eq!(noted_otherwise("父母", &[]), Some(Otherwise::Another));
        for how in ["无则填护照号", "应与身份证一致", "不得为空", "必填"] {
            assert_eq!(noted_otherwise(how, &[]), None, "{how}");
        }
    }

    #[test]
    fn brackets_and_marks() {
        assert_eq!(bare("*身份证号（18位）："), "身份证号");
        assert_eq!(noted("接种日期【第一剂】"), "第一剂");
        assert_eq!(whole("疫苗接种情况(第一剂)"), "疫苗接种情况第一剂");
    }
}
