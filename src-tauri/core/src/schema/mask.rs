//! Masks: what is shown of a sensitive value to somebody who did not ask for it with a purpose.
//!
//! Shape of the masks: 138****1234, 5001**********123X, address to the street, 张** (个人信息保护法 article 51). Names are masked
//! only where that is asked for: a log without names is worth nothing.

use crate::base::names::SEPARATOR;
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

/// Surnames of two characters.
const COMPOUND: &str = "欧阳 上官 司马 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 司空 东方 南宫 独孤 端木 轩辕 百里 呼延 澹台 万俟 单于 \
    申屠 太史 闻人 濮阳 淳于 赫连 钟离 公羊 宗政 鲜于 闾丘 拓跋 完颜 纳兰 西门 东郭 南门 左丘 梁丘 公冶 仲孙 贺兰 叶赫 那拉 钮祜 富察 谷梁 漆雕 \
    乐正 壤驷 公良 夹谷 宰父 段干 东门 南荣 第五";
/// Surnames of one character, the usual ones.
const SINGLE: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳\
    酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧肖尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董\
    梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱丘骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇\
    邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎\
    蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎闫充慕连茹\
    习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红\
    游竺权逯盖益桓公付涂岳海覃冼区朴仝佟佘粟代邸苑卿楚";
/// What the names of bodies end in.
const OF_BODIES: &str = "会部室组局处所站办院校社司厂店队委行区县市镇乡村街";
/// What stands between the names of several people.
const BETWEEN: &[char] = &['、', '，', ',', '；', ';', '/', '／', '（', '）', '(', ')', '\n'];

/// The masked form of the names of one person or several: the surname stays, of names with · or of Latin letters the first
/// character, and each other character is a `*`. Idempotent, and as long as the text.
pub fn names(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    for piece in text.split_inclusive(BETWEEN) {
        let name = piece.trim_end_matches(BETWEEN);
        masked.push_str(&name_of_one(name));
        masked.push_str(piece.get(name.len()..).unwrap_or_default());
    }
    masked
}

fn name_of_one(name: &str) -> String {
    let count = name.chars().filter(|character| !character.is_whitespace()).count();
    let kept = match name.trim_start() {
        _ if count <= 1 => 0,
        _ if name.contains(SEPARATOR) => 1,
        trimmed if count > 2 && is_compound(trimmed) => 2,
        _ => 1,
    };
    let mut seen = 0;
    let masked = name.chars().map(|character| {
        if character.is_whitespace() || character == SEPARATOR {
            return character;
        }
        seen += 1;
        if seen <= kept { character } else { '*' }
    });
    masked.collect()
}

fn is_compound(name: &str) -> bool {
    COMPOUND.split_whitespace().any(|surname| name.starts_with(surname))
}

/// The names in `text` that read as those of people, to be looked for in other texts: two characters or more, beginning with a
/// surname, or with · in them; no bodies.
pub fn people(text: &str) -> impl Iterator<Item = &str> {
    text.split(BETWEEN).map(str::trim).filter(|name| is_person(name))
}

fn is_person(name: &str) -> bool {
    let characters: Vec<char> = name.chars().collect();
    let (Some(first), Some(last)) = (characters.first(), characters.last()) else { return false };
    if characters.iter().any(|character| character.is_ascii_digit() || *character == '*') {
        return false;
    }
    if name.contains(SEPARATOR) {
        return characters.len() > 2;
    }
    let body = OF_BODIES.contains(*last);
    let most = if is_compound(name) { 4 } else { 3 };
    (2..=most).contains(&characters.len()) && !body && (SINGLE.contains(*first) || is_compound(name))
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

    /// Surnames stay, of one character and of two; names with ·, of Latin letters, of one character; several after one another.
    #[test]
    fn names_keep_the_surname() {
        for (text, shown) in [
            ("张三", "张*"),
            ("张小三", "张**"),
            ("欧阳修", "欧阳*"),
            ("欧阳", "欧*"),
            ("司马相如", "司马**"),
            ("阿卜杜拉·买买提", "阿***·***"),
            ("John Smith", "J*** *****"),
            ("王", "*"),
            ("", ""),
            ("张三、李小四", "张*、李**"),
            ("王强（保洁）", "王*（保*）"),
            ("𠅤明", "𠅤*"),
        ] {
            assert_eq!(names(text), shown, "{text}");
            assert_eq!(names(shown), shown, "idempotent {text}");
            assert_eq!(text.chars().count(), shown.chars().count(), "{text}");
        }
    }

    #[test]
    fn bodies_are_no_people() {
        let found: Vec<&str> = people("张三、理事会、居委会、办公室，欧阳修；公司、全体、第 3 组、阿依·古丽").collect();
        assert_eq!(found, ["张三", "欧阳修", "阿依·古丽"]);
    }
}
