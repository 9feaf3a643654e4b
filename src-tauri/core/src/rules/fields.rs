//! Editing one row of a rule table by hand: which fields it has, and the pack that a filled-in form makes.
//!
//! Owns the labels of the fields. A changed row is never written over: it becomes a pack of its own that supersedes the
//! old row from its first day on. Dose schedules and guidelines have nested parts and are changed by importing a pack.

use super::tables::{RulePack, TABLES, TECHNOLOGIES};
use crate::base::characters::narrow;
use crate::base::error::Problem;
use crate::schema::input;
use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// Several words, separated by 、.
    Texts,
    /// A number with a fraction.
    Number,
    /// A whole number.
    Whole,
    /// Several whole numbers, separated by 、.
    Wholes,
    /// A day.
    Date,
    /// A time of the day.
    Time,
    /// Several days, separated by 、.
    Dates,
    /// One of a list, code and label.
    Choice(&'static [(&'static str, &'static str)]),
    /// Several of a list.
    Choices(&'static [(&'static str, &'static str)]),
}

/// A field of a row.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name in the pack.
    pub name: &'static str,
    /// Chinese name.
    pub label: &'static str,
    /// What it holds.
    pub kind: FieldKind,
    /// One sentence of help.
    pub help: &'static str,
}

const fn field(name: &'static str, label: &'static str, kind: FieldKind, help: &'static str) -> Field {
    Field { name, label, kind, help }
}

/// The fields every row has.
pub const COMMON: &[Field] = &[
    field("label", "名称", FieldKind::Text, "平时怎么叫。"),
    field("valid_from", "生效日期", FieldKind::Date, "从哪天起这样算。"),
    field("valid_to", "失效日期", FieldKind::Date, "到哪天止；不填为一直有效。"),
    field("source", "依据", FieldKind::Text, "哪个文件、哪一天的通知；算出来的结论都会写明。"),
];

const EFFECTS: &[(&str, &str)] = &[("exempt", "不计入应接种"), ("deferred", "暂不计入应接种"), ("known", "仍计入应接种")];
const UNITS: &[(&str, &str)] = &[("mg_per_l", "mg/L"), ("percent", "%")];
const LEVELS: &[(&str, &str)] = &[("high", "高风险"), ("medium", "中风险"), ("low", "低风险")];
const RELATIONS: &[(&str, &str)] = &[("place", "到过风险地区"), ("county", "同一区县的其他地方"), ("city", "同一城市的其他区县")];
const MEASURES: &[(&str, &str)] = &[
    ("none", "不用隔离"),
    ("self_watch", "自我健康监测"),
    ("home_watch", "居家健康监测"),
    ("home", "居家隔离"),
    ("central", "集中隔离"),
];

const CONTACT_CATEGORIES: &[(&str, &str)] = &[("close", "密接"), ("secondary", "次密接"), ("positive", "阳性")];
const GATHERING_KINDS: &[(&str, &str)] =
    &[("congress", "会员大会"), ("election", "换届"), ("council", "理事会"), ("training", "培训"), ("other", "其他")];
const GATHERING_ASKS: &[(&str, &str)] = &[("file", "报备"), ("approve", "批复")];
const DONATION_WAYS: &[(&str, &str)] = &[("public", "公开募捐"), ("directed", "定向募捐"), ("gift", "接受捐赠")];
const DONATION_CAUSES: &[(&str, &str)] = &[("emergency", "突发事件募捐")];

/// The fields of a table's rows besides the common ones; `None` when its rows are not edited by hand.
pub fn fields(table: &str) -> Option<&'static [Field]> {
    const VACCINES: &[Field] = &[
        field("maker", "生产企业", FieldKind::Text, "全称。"),
        field("technology", "技术路线", FieldKind::Choice(TECHNOLOGIES), "决定适用哪个接种程序。"),
        field("aliases", "别名", FieldKind::Texts, "凭证和表格里的其他写法，用、隔开。"),
    ];
    const REASONS: &[Field] =
        &[field("effect", "对应接种人数的作用", FieldKind::Choice(EFFECTS), "登记了这个原因的人算不算应接种。")];
    const AGENTS: &[Field] = &[
        field("ingredient", "有效成分", FieldKind::Text, "例如 含氯、乙醇。"),
        field("aliases", "别名", FieldKind::Texts, "其他叫法，用、隔开。"),
        field("stock_mg_l", "原液含量 mg/L", FieldKind::Number, "要稀释的填这里，例如 50000。"),
        field("stock_percent", "含量 %", FieldKind::Number, "原样使用的填这里，例如 75。"),
        field("mg_per_g", "每克含有效氯 mg", FieldKind::Number, "粉剂填这里，例如 120。"),
        field("mg_per_tablet", "每片含有效氯 mg", FieldKind::Number, "片剂填这里，例如 500。"),
    ];
    const USES: &[Field] = &[
        field("words", "对象里的词", FieldKind::Texts, "消毒对象里出现这些词就按这一条提示，用、隔开。"),
        field("ingredient", "有效成分", FieldKind::Text, "与消毒剂表里的写法一致。"),
        field("least", "最低浓度", FieldKind::Number, "低于它会提示。"),
        field("greatest", "最高浓度", FieldKind::Number, "高于它会提示。"),
        field("unit", "单位", FieldKind::Choice(UNITS), "mg/L 或 %。"),
        field("minutes", "作用分钟", FieldKind::Whole, "少于它会提示。"),
    ];
    const MEASURE: &[Field] = &[
        field("relation", "与风险地区的关系", FieldKind::Choice(RELATIONS), "这一条管哪些人。"),
        field("levels", "风险等级", FieldKind::Choices(LEVELS), "哪些等级适用。"),
        field("measure", "措施", FieldKind::Choice(MEASURES), "应采取的措施。"),
        field("days", "天数", FieldKind::Whole, "离开风险地区以后多少天。"),
        field("tests", "检测日", FieldKind::Wholes, "返回当天算第 1 天，用、隔开，例如 1、4、7、14。"),
        field("text", "一句话", FieldKind::Text, "写给经办人看的要求。"),
    ];
    const HOLIDAYS: &[Field] = &[
        field("first", "放假第一天", FieldKind::Date, "含周末连起来的第一天。"),
        field("last", "放假最后一天", FieldKind::Date, "含周末连起来的最后一天。"),
        field("workdays", "调休上班日", FieldKind::Dates, "改为上班的周末，用、隔开。"),
    ];
    const SYMPTOMS: &[Field] = &[field("aliases", "别名", FieldKind::Texts, "其他说法，用、隔开。")];
    const RECIPIENTS: &[Field] = &[
        field("phone", "电话", FieldKind::Text, "报告时拨打的号码。"),
        field("about", "报告什么", FieldKind::Text, "例如 疑似、密接，或 日报。"),
    ];
    const LIMITS: &[Field] = &[
        field("value", "数值", FieldKind::Number, "单位写在名称里，例如 37.3。"),
        field("at", "几点", FieldKind::Time, "按钟点的填这里，例如 10:00。"),
        field("needs", "要填的几样", FieldKind::Texts, "栏目的英文名，用、隔开；数值、几点和它只填一样。"),
    ];
    const CONTACTS: &[Field] = &[
        field("category", "人员", FieldKind::Choice(CONTACT_CATEGORIES), "密接、次密接或阳性人员。"),
        field("measure", "措施", FieldKind::Choice(MEASURES), "先采取的措施。"),
        field("days", "天数", FieldKind::Whole, "从起算日起多少天。"),
        field("tests", "检测日", FieldKind::Wholes, "第一天算 1，用、隔开，例如 1、4、7。"),
        field("then", "后续措施", FieldKind::Choice(MEASURES), "期满后接着采取的；没有的不填。"),
        field("then_days", "后续天数", FieldKind::Whole, "后续措施多少天。"),
        field("then_tests", "后续检测日", FieldKind::Wholes, "后续措施的第一天算 1。"),
    ];
    const GATHERING_TIERS: &[Field] = &[
        field("kinds", "活动类型", FieldKind::Choices(GATHERING_KINDS), "不选就是哪一类都算。"),
        field("people", "人数", FieldKind::Whole, "达到多少人起；0 是不论人数。"),
        field("asks", "手续", FieldKind::Choice(GATHERING_ASKS), "要报备还是要批复。"),
        field("ahead", "提前天数", FieldKind::Whole, "举办前多少天办好。"),
    ];
    const PUBLICATION: &[Field] = &[
        field("via", "受赠方式", FieldKind::Choices(DONATION_WAYS), "不选就是哪种方式都算。"),
        field("cause", "只管", FieldKind::Choice(DONATION_CAUSES), "不选就是不论为什么募集。"),
        field("days", "天数", FieldKind::Whole, "收到或发放后多少天内公开。"),
        field("months", "月数", FieldKind::Whole, "按月算的填这里，不填天数。"),
        field("filing_days", "备案天数", FieldKind::Whole, "募捐开始后多少天内备案；没有规定的不填。"),
    ];
    match table {
        "contacts" => Some(CONTACTS),
        "gathering_tiers" => Some(GATHERING_TIERS),
        "publication" => Some(PUBLICATION),
        "vaccines" => Some(VACCINES),
        "reasons" => Some(REASONS),
        "agents" => Some(AGENTS),
        "uses" => Some(USES),
        "measures" => Some(MEASURE),
        "holidays" => Some(HOLIDAYS),
        "symptoms" => Some(SYMPTOMS),
        "recipients" => Some(RECIPIENTS),
        "limits" => Some(LIMITS),
        _ => None,
    }
}

/// A stored value as the form shows it.
pub fn shown(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(['、', ',', '，', ';', '；', '\n']).map(str::trim).filter(|word| !word.is_empty())
}

/// What a field's text says, or why it does not.
fn read(field: &Field, text: &str, today: NaiveDate) -> Result<Option<Json>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |rule: &str, message: String| Problem::new(field.name, rule, text, message);
    let number = |text: &str| narrow(text).parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    let whole = |text: &str| narrow(text).parse::<u32>().ok();
    let day = |text: &str| input::date(text, today).map(|day| day.to_string());
    let code = |choices: &[(&str, &str)], text: &str| {
        choices.iter().find(|(code, label)| *code == text || *label == text).map(|(code, _)| (*code).to_owned())
    };
    let choice = |choices: &[(&str, &str)]| {
        wrong("choice", format!("可选：{}。", choices.iter().map(|(_, label)| *label).collect::<Vec<_>>().join("、")))
    };
    let value = match field.kind {
        FieldKind::Text => json!(text),
        FieldKind::Texts => json!(words(text).collect::<Vec<_>>()),
        FieldKind::Number => json!(number(text).ok_or_else(|| wrong("number", "请填数字。".to_owned()))?),
        FieldKind::Whole => json!(whole(text).ok_or_else(|| wrong("number", "请填整数。".to_owned()))?),
        FieldKind::Wholes => {
            let all = words(text).map(whole).collect::<Option<Vec<_>>>();
            json!(all.ok_or_else(|| wrong("number", "请填整数，用、隔开。".to_owned()))?)
        }
        FieldKind::Time => {
            let time = input::time(text).map_err(|(rule, message)| wrong(rule, message))?;
            json!(time.format("%H:%M").to_string())
        }
        FieldKind::Date => json!(day(text).map_err(|(rule, message)| wrong(rule, message))?),
        FieldKind::Dates => {
            json!(words(text).map(day).collect::<Result<Vec<_>, _>>().map_err(|(rule, message)| wrong(rule, message))?)
        }
        FieldKind::Choice(choices) => json!(code(choices, text).ok_or_else(|| choice(choices))?),
        FieldKind::Choices(choices) => {
            let all = words(text).map(|word| code(choices, word)).collect::<Option<Vec<_>>>();
            json!(all.ok_or_else(|| choice(choices))?)
        }
    };
    Ok(Some(value))
}

/// The pack of one row that a filled-in form makes, for `region`. `key` names the row it supersedes; a new row gets one of
/// its own.
///
/// # Errors
/// A problem at each field that is wrong.
pub fn pack(
    table: &str,
    key: Option<&str>,
    texts: &BTreeMap<String, String>,
    region: &str,
    today: NaiveDate,
) -> Result<RulePack, Vec<Problem>> {
    let general = |message: String| vec![Problem::new("", "row", "", message)];
    let Some(own) = fields(table) else { return Err(general("这张表的规则请导入规则包来改。".to_owned())) };
    let mut problems = Vec::new();
    let mut take = |fields: &[Field]| -> Map<String, Json> {
        let mut map = Map::new();
        for field in fields {
            match read(field, texts.get(field.name).map_or("", String::as_str), today) {
                Ok(value) => map.extend(value.map(|value| (field.name.to_owned(), value))),
                Err(problem) => problems.push(problem),
            }
        }
        map
    };
    let mut row = take(COMMON);
    let rule = take(own);
    for (name, label) in [("label", "名称"), ("valid_from", "生效日期"), ("source", "依据")] {
        if !row.contains_key(name) && !problems.iter().any(|problem: &Problem| problem.field == name) {
            problems.push(Problem::new(name, "required", "", format!("请填写{label}。")));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let label = row.get("label").map(shown).unwrap_or_default();
    let source = row.get("source").map(shown).unwrap_or_default();
    let fresh = format!("own.{}", label.chars().filter(|c| !c.is_whitespace() && *c != '@').collect::<String>());
    row.insert("key".to_owned(), key.unwrap_or(&fresh).into());
    row.insert("rule".to_owned(), Json::Object(rule));
    let table_label = TABLES.iter().find(|(name, _)| *name == table).map_or(table, |(_, label)| label);
    let whole = json!({ "title": format!("{table_label}：{label}"), "region": region, "source": source, table: [row] });
    RulePack::read(&whole.to_string()).map_err(general)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn texts<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
        pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 8, 12).unwrap()
    }

    #[test]
    fn a_form_becomes_a_pack_of_one_row() {
        let filled = texts([
            ("label", "国庆节"),
            ("valid_from", "2022-1-1"),
            ("source", "某通知"),
            ("first", "2022-10-1"),
            ("last", "20221007"),
            ("workdays", "2022-10-8、2022-10-9"),
        ]);
        let pack = pack("holidays", Some("2022.national"), &filled, "500111", today()).unwrap();
        assert_eq!((pack.region.as_str(), pack.source.as_str(), pack.holidays.len()), ("500111", "某通知", 1));
        let row = pack.holidays.first().unwrap();
        assert_eq!((row.key.as_str(), row.rule.workdays.len()), ("2022.national", 2));
        let measure = texts([
            ("label", "某地来返"),
            ("valid_from", "2022-1-1"),
            ("source", "某通知"),
            ("relation", "到过风险地区"),
            ("levels", "高风险、中风险"),
            ("measure", "集中隔离"),
            ("days", "14"),
            ("tests", "1、4、7"),
            ("text", "集中隔离 14 天"),
        ]);
        let pack = super::pack("measures", None, &measure, "", today()).unwrap();
        let row = pack.measures.first().unwrap();
        assert_eq!(
            (row.key.as_str(), row.rule.measure.as_str(), row.rule.tests.as_slice()),
            ("own.某地来返", "central", &[1, 4, 7][..])
        );
    }

    #[test]
    fn problems_stand_at_their_fields() {
        let bad = texts([("label", "x"), ("valid_from", "2022-13-1"), ("first", "2022-10-1"), ("last", "2022-9-1")]);
        let fields: Vec<String> =
            pack("holidays", None, &bad, "", today()).unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["valid_from", "source"]);
        let order =
            texts([("label", "x"), ("valid_from", "2022-1-1"), ("source", "y"), ("first", "2022-10-1"), ("last", "2022-9-1")]);
        assert!(pack("holidays", None, &order, "", today()).unwrap_err().first().unwrap().message.contains("起止日期"));
        assert!(pack("schedules", None, &order, "", today()).is_err());
    }

    #[test]
    fn every_table_but_those_of_nested_parts_is_edited_by_hand() {
        for (table, _) in TABLES {
            assert_eq!(fields(table).is_some(), !["schedules", "articles", "requirements"].contains(table), "{table}");
        }
    }
}
