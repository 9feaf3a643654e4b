//! Rule tables: what a rule-maker may change, as rows with a validity period and a source.
//!
//! Owns the shapes of the rows and of a pack, and what makes a pack acceptable. Which row applies on a day is
//! `rulebook`'s; what follows from a row is said by `schedule`, `exposure`, `dilution` and `rounds`.

use super::guideline::{Article, Requirement};
use crate::base::names;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fmt::Write as _;

/// A row of a table: what it says, from when to when, and where it is laid down.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row<T> {
    /// Names the row; a later row of the same key supersedes an earlier one.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// First day in force.
    pub valid_from: NaiveDate,
    /// Last day in force; `None`: until another supersedes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Where it is laid down; empty: the pack's source.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What it says.
    pub rule: T,
}

/// What a row may say.
pub trait Says: Serialize {
    /// What is wrong with it, in Chinese.
    fn fault(&self) -> Option<String> {
        None
    }
}

/// A row of any table.
pub trait AnyRow {
    /// See [`Row::key`].
    fn key(&self) -> &str;
    /// See [`Row::label`].
    fn label(&self) -> &str;
    /// See [`Row::valid_from`].
    fn valid_from(&self) -> NaiveDate;
    /// See [`Row::valid_to`].
    fn valid_to(&self) -> Option<NaiveDate>;
    /// See [`Row::source`].
    fn source(&self) -> &str;
    /// See [`Says::fault`].
    fn fault(&self) -> Option<String>;
    /// What it says, as the pack writes it.
    fn said(&self) -> serde_json::Value;
}

impl<T: Says> AnyRow for Row<T> {
    fn key(&self) -> &str {
        &self.key
    }
    fn label(&self) -> &str {
        &self.label
    }
    fn valid_from(&self) -> NaiveDate {
        self.valid_from
    }
    fn valid_to(&self) -> Option<NaiveDate> {
        self.valid_to
    }
    fn source(&self) -> &str {
        &self.source
    }
    fn fault(&self) -> Option<String> {
        self.rule.fault()
    }
    fn said(&self) -> serde_json::Value {
        serde_json::to_value(&self.rule).unwrap_or_default()
    }
}

/// Technologies of vaccines, code and label.
pub const TECHNOLOGIES: &[(&str, &str)] = &[
    ("inactivated", "灭活"),
    ("viral_vector", "腺病毒载体"),
    ("protein_subunit", "重组亚单位"),
    ("mrna", "mRNA"),
    ("other", "其他"),
];

/// The label of a technology; its code when it is not known.
pub fn technology_label(code: &str) -> &str {
    TECHNOLOGIES.iter().find(|(known, _)| *known == code).map_or(code, |(_, label)| label)
}

/// Part of a series a schedule is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// 基础免疫
    #[default]
    Primary,
    /// 第一次加强
    Booster1,
    /// 第二次加强
    Booster2,
}

/// What a reason for a dose not given does to a person's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// 禁忌: not to be vaccinated, leaves the eligible.
    Exempt,
    /// 暂缓: later, leaves the eligible meanwhile.
    Deferred,
    /// Known not to be vaccinated; stays eligible.
    #[default]
    Known,
}

/// How a stay lies to a risk area, closest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// At the place listed, or it cannot be told from it.
    #[default]
    Place,
    /// Elsewhere in the county that holds it.
    County,
    /// In another county of the same city.
    City,
}

/// A least or greatest time between two doses. Months are calendar months, clamped to the month's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// Whole days.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub days: u32,
    /// Calendar months.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub months: u32,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for it
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// When one dose of a series may and should be given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    /// Which dose of the series; the first follows none.
    pub dose: u32,
    /// Least time since the dose before.
    pub min: Span,
    /// Greatest time since the first dose of the series.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<Span>,
}

/// From a day on, the least age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeastAge {
    /// First day it is the least age.
    pub from: NaiveDate,
    /// Completed years.
    pub years: u32,
}

/// A vaccine product.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Vaccine {
    /// Who makes it.
    pub maker: String,
    /// How it works, a code of [`TECHNOLOGIES`].
    pub technology: String,
    /// Other names in sheets and certificates.
    pub aliases: Vec<String>,
    /// Least ages; the last begun counts.
    pub least_age: Vec<LeastAge>,
}

/// A dose schedule: a primary series by technology or product, or a booster after one.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Schedule {
    /// Which part of the series.
    pub stage: Stage,
    /// Technologies of the primary series it is for; with `products` empty.
    pub technologies: Vec<String>,
    /// Products of the primary series it is for; goes before technologies.
    pub products: Vec<String>,
    /// Doses of a primary series.
    pub doses: u32,
    /// One entry per dose but the first; for a booster one entry, counted from the dose before.
    pub gaps: Vec<Gap>,
    /// Completed years a booster is for.
    pub least_age: u32,
    /// Products a booster may be; empty: any.
    pub with: Vec<String>,
}

/// A reason why somebody is not vaccinated, and what it does to her state.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reason {
    /// What it does.
    pub effect: Effect,
}

/// A disinfectant.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Agent {
    /// What works in it, such as 含氯 or 乙醇.
    pub ingredient: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Active chlorine as sold in mg/L, for solutions to be diluted.
    pub stock_mg_l: f64,
    /// Content as sold in percent, for what is used as sold.
    pub stock_percent: f64,
    /// Milligrams of active chlorine in a gram of powder.
    pub mg_per_g: f64,
    /// Milligrams of active chlorine in a tablet.
    pub mg_per_tablet: f64,
}

/// What concentration a use asks for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Use {
    /// Words in 消毒对象 by which the use is known.
    pub words: Vec<String>,
    /// Kinds of place for which it is the use when no word tells.
    pub place_kinds: Vec<String>,
    /// The ingredient the range is for.
    pub ingredient: String,
    /// Least concentration.
    pub least: f64,
    /// Greatest concentration.
    pub greatest: f64,
    /// mg_per_l or percent.
    pub unit: String,
    /// Least contact time in minutes.
    pub minutes: u32,
}

/// What a stay near a risk area asks of the person.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Measure {
    /// How the stay lies to the area.
    pub relation: Relation,
    /// Levels of the area: high, medium, low.
    pub levels: Vec<String>,
    /// Code of the measure: none, self_watch, home_watch, home, central.
    pub measure: String,
    /// Days it lasts after the person left the area.
    pub days: u32,
    /// Days on which to test, the day of return being the first.
    pub tests: Vec<u32>,
    /// What to do, in a sentence.
    pub text: String,
}

/// Days off, and days worked instead.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Holiday {
    /// First day off.
    pub first: Option<NaiveDate>,
    /// Last day off.
    pub last: Option<NaiveDate>,
    /// Weekend days worked.
    pub workdays: Vec<NaiveDate>,
}

/// A symptom asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Symptom {
    /// Other words for it.
    pub aliases: Vec<String>,
}

/// Who gets reports.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recipient {
    /// Telephone.
    pub phone: String,
    /// What it gets, such as 疑似、密接 or 日报.
    pub about: String,
}

/// A limit by which days are judged: a value, or what has to be given.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limit {
    /// The value, in the unit its label names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// A time of the day, as 09:30.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Columns that have to be filled.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
}

impl Limit {
    /// The time of the day it names.
    pub fn time(&self) -> Option<NaiveTime> {
        self.at.as_deref().and_then(|at| NaiveTime::parse_from_str(at, "%H:%M").ok())
    }
}

/// What a contact of a case, or a case, is asked to do.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    /// Whom it is for: close, secondary, positive.
    pub category: String,
    /// Code of the measure: self_watch, home_watch, home, central.
    pub measure: String,
    /// Days it lasts, counted from the day the rule counts from.
    pub days: u32,
    /// Days on which to test, its first day being 1.
    pub tests: Vec<u32>,
    /// Code of the measure that follows; empty: none.
    pub then: String,
    /// Days that one lasts.
    pub then_days: u32,
    /// Days on which to test in it, its first day being 1.
    pub then_tests: Vec<u32>,
}

/// What a gathering asks for before it is held.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct GatheringTier {
    /// Kinds of gathering it is for; empty: any.
    pub kinds: Vec<String>,
    /// From how many people on.
    pub people: u32,
    /// file or approve.
    pub asks: String,
    /// Days before the gathering by which it is to be done.
    pub ahead: u32,
}

/// Within what time what was received or given is made public.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Publication {
    /// Ways of receiving it is for; empty: any.
    pub via: Vec<String>,
    /// emergency: only for what was raised for one; empty: any.
    pub cause: String,
    /// Days.
    pub days: u32,
    /// Calendar months, in place of days.
    pub months: u32,
    /// Days after the start of a campaign within which its plan is filed; 0: nothing is said of it.
    pub filing_days: u32,
}

const CONTACT_MEASURES: [&str; 4] = ["self_watch", "home_watch", "home", "central"];

impl Says for Contact {
    fn fault(&self) -> Option<String> {
        let measure = |code: &str| CONTACT_MEASURES.contains(&code);
        match self.category.as_str() {
            "close" | "secondary" | "positive" if !measure(&self.measure) => Some(format!("没有「{}」这种措施", self.measure)),
            "close" | "secondary" | "positive" if self.days == 0 => Some("天数应大于 0".to_owned()),
            "close" | "secondary" | "positive" if !self.then.is_empty() && !measure(&self.then) => {
                Some(format!("没有「{}」这种措施", self.then))
            }
            "close" | "secondary" | "positive" => None,
            other => Some(format!("没有「{other}」这类人员")),
        }
    }
}

impl Says for GatheringTier {
    fn fault(&self) -> Option<String> {
        let known = ["file", "approve"].contains(&self.asks.as_str());
        (!known).then(|| format!("没有「{}」这种手续", self.asks))
    }
}

impl Says for Publication {
    fn fault(&self) -> Option<String> {
        (self.days == 0 && self.months == 0).then(|| "公开的时限应大于 0".to_owned())
    }
}

impl Says for Limit {
    fn fault(&self) -> Option<String> {
        if self.at.is_some() && self.time().is_none() {
            return Some("几点应写成 10:00 的样子".to_owned());
        }
        match (self.value, &self.at, self.needs.is_empty()) {
            (Some(value), None, true) if value.is_finite() => None,
            (None, Some(_), true) | (None, None, false) => None,
            _ => Some("限值要么是一个数，要么是几点，要么列出要填的几样".to_owned()),
        }
    }
}

impl Says for Vaccine {
    fn fault(&self) -> Option<String> {
        let known = TECHNOLOGIES.iter().any(|(known, _)| *known == self.technology);
        (!known).then(|| format!("没有「{}」这种技术路线", self.technology))
    }
}

impl Says for Schedule {
    fn fault(&self) -> Option<String> {
        match self.stage {
            _ if self.technologies.is_empty() && self.products.is_empty() => Some("没有写明技术路线或产品".to_owned()),
            Stage::Primary if self.doses == 0 => Some("剂次数应大于 0".to_owned()),
            Stage::Primary if self.gaps.len() + 1 != self.doses as usize => {
                Some(format!("{} 剂应有 {} 段间隔", self.doses, self.doses - 1))
            }
            Stage::Booster1 | Stage::Booster2 if self.gaps.len() != 1 => Some("加强免疫应有一段间隔".to_owned()),
            _ => None,
        }
    }
}

impl Says for Use {
    fn fault(&self) -> Option<String> {
        match self.unit.as_str() {
            "mg_per_l" | "percent" if self.least <= self.greatest => None,
            "mg_per_l" | "percent" => Some("浓度下限大于上限".to_owned()),
            other => Some(format!("没有「{other}」这种浓度单位")),
        }
    }
}

impl Says for Measure {
    fn fault(&self) -> Option<String> {
        let known = ["none", "self_watch", "home_watch", "home", "central"].contains(&self.measure.as_str());
        (!known).then(|| format!("没有「{}」这种措施", self.measure))
    }
}

impl Says for Holiday {
    fn fault(&self) -> Option<String> {
        const MOST_DAYS: i64 = 60;
        match (self.first, self.last) {
            (Some(first), Some(last)) if first <= last && (last - first).num_days() < MOST_DAYS => None,
            _ => Some("放假的起止日期不对".to_owned()),
        }
    }
}

impl Says for Reason {}
impl Says for Agent {}
impl Says for Symptom {}
impl Says for Recipient {}

/// A pack of rows: what is imported, superseded and withdrawn as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// What people call it.
    pub title: String,
    /// The division it is for, six digits; empty: the whole country.
    #[serde(default)]
    pub region: String,
    /// Day of the document, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<NaiveDate>,
    /// Document and number it states.
    pub source: String,
    /// Vaccine products.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vaccines: Vec<Row<Vaccine>>,
    /// Dose schedules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub schedules: Vec<Row<Schedule>>,
    /// Reasons for a dose not given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Row<Reason>>,
    /// Disinfectants.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<Row<Agent>>,
    /// Concentrations by use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<Row<Use>>,
    /// Measures after stays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Row<Measure>>,
    /// Holidays.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Row<Holiday>>,
    /// Symptoms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub symptoms: Vec<Row<Symptom>>,
    /// Recipients of reports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<Row<Recipient>>,
    /// Limits by which days are judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<Row<Limit>>,
    /// What contacts and cases are asked to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Row<Contact>>,
    /// What gatherings ask for before they are held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gathering_tiers: Vec<Row<GatheringTier>>,
    /// Within what time donations and grants are made public.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub publication: Vec<Row<Publication>>,
    /// Articles of a guideline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<Row<Article>>,
    /// What they ask for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Row<Requirement>>,
}

/// Names of the tables in a pack with their Chinese names, in the order they are shown.
pub const TABLES: &[(&str, &str)] = &[
    ("vaccines", "疫苗产品"),
    ("schedules", "接种程序"),
    ("reasons", "未接种原因"),
    ("agents", "消毒剂"),
    ("uses", "消毒浓度"),
    ("measures", "风险措施"),
    ("holidays", "节假日"),
    ("symptoms", "症状"),
    ("recipients", "报告对象"),
    ("limits", "限值"),
    ("contacts", "密接管控"),
    ("gathering_tiers", "活动报批"),
    ("publication", "款物公示"),
    ("articles", "指南条款"),
    ("requirements", "条款要求"),
];

impl RulePack {
    /// Reads a pack. What it says is checked row by row.
    ///
    /// # Errors
    /// What is wrong and where, in Chinese.
    pub fn read(text: &str) -> Result<Self, String> {
        let pack: Self = serde_json::from_str(text).map_err(|error| format!("第 {} 行读不懂：{error}", error.line()))?;
        if pack.title.trim().is_empty() || pack.source.trim().is_empty() {
            return Err("规则包要有名称（title）和依据（source）".to_owned());
        }
        if !pack.region.is_empty() && (pack.region.len() != 6 || !pack.region.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(format!("适用地区「{}」不是 6 位区划代码", pack.region));
        }
        for (table, rows) in pack.tables() {
            faults(table, &rows)?;
        }
        if pack.rows() == 0 {
            return Err("规则包里没有一条规则".to_owned());
        }
        Ok(pack)
    }

    /// Every table of [`TABLES`] with its rows.
    pub fn tables(&self) -> [(&'static str, Vec<&dyn AnyRow>); TABLES.len()] {
        fn any<T: Says>(rows: &[Row<T>]) -> Vec<&dyn AnyRow> {
            rows.iter().map(|row| row as &dyn AnyRow).collect()
        }
        [
            ("vaccines", any(&self.vaccines)),
            ("schedules", any(&self.schedules)),
            ("reasons", any(&self.reasons)),
            ("agents", any(&self.agents)),
            ("uses", any(&self.uses)),
            ("measures", any(&self.measures)),
            ("holidays", any(&self.holidays)),
            ("symptoms", any(&self.symptoms)),
            ("recipients", any(&self.recipients)),
            ("limits", any(&self.limits)),
            ("contacts", any(&self.contacts)),
            ("gathering_tiers", any(&self.gathering_tiers)),
            ("publication", any(&self.publication)),
            ("articles", any(&self.articles)),
            ("requirements", any(&self.requirements)),
        ]
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.tables().iter().map(|(_, rows)| rows.len()).sum()
    }

    /// Hash of the content, in 64 hexadecimal digits: the same rules have the same digest however the file was spaced.
    pub fn digest(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        let hash: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        hash.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

fn faults(table: &str, rows: &[&dyn AnyRow]) -> Result<(), String> {
    let label = TABLES.iter().find(|(name, _)| *name == table).map_or(table, |(_, label)| label);
    let mut seen = HashSet::new();
    for row in rows {
        let place = format!("{label}「{}」", if row.label().is_empty() { row.key() } else { row.label() });
        if row.key().trim().is_empty() || row.key().chars().any(|c| c.is_whitespace() || c == '@') || row.label().is_empty() {
            return Err(format!("{place}：编号（key）和名称（label）不能为空，编号里不能有空格和 @"));
        }
        if row.valid_to().is_some_and(|to| to < row.valid_from()) {
            return Err(format!("{place}：失效日期早于生效日期"));
        }
        if let Some(fault) = row.fault() {
            return Err(format!("{place}：{fault}"));
        }
        if !seen.insert((row.key().to_owned(), row.valid_from())) {
            return Err(format!("{place}：同一天生效的有两条"));
        }
    }
    Ok(())
}

/// A word without spaces, brackets and separators, for comparing names people type with names of rows.
pub fn plain(text: &str) -> String {
    names::normalise(text)
        .chars()
        .filter(|c| !matches!(c, '（' | '）' | '(' | ')' | '·' | '-' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn pack(rows: &str) -> String {
        format!(r#"{{"title":"试","source":"某文","{rows}}}"#)
    }

    #[test]
    fn packs_say_what_is_wrong_and_where() {
        for (text, says) in [
            ("{", "第 1 行读不懂".to_owned()),
            (r#"{"title":"","source":"x"}"#, "规则包要有名称".to_owned()),
            (r#"{"title":"x","source":"x"}"#, "没有一条规则".to_owned()),
            (r#"{"title":"x","source":"x","region":"5001"}"#, "不是 6 位区划代码".to_owned()),
            (&pack(r#"reasons":[{"key":"","label":"x","valid_from":"2021-01-01","rule":{}}]"#), "不能为空".to_owned()),
            (
                &pack(r#"reasons":[{"key":"a","label":"x","valid_from":"2021-01-01","rule":{"wrong":1}}]"#),
                "unknown field `wrong`".to_owned(),
            ),
            (&pack(r#"reasons":[{"key":"a","label":"x","valid_from":"2021-02-30","rule":{}}]"#), "读不懂".to_owned()),
            (
                &pack(r#"reasons":[{"key":"a","label":"x","valid_from":"2021-02-03","valid_to":"2021-02-02","rule":{}}]"#),
                "早于生效".to_owned(),
            ),
            (
                &pack(
                    r#"reasons":[{"key":"a","label":"x","valid_from":"2021-01-01","rule":{}},{"key":"a","label":"y","valid_from":"2021-01-01","rule":{}}]"#,
                ),
                "有两条".to_owned(),
            ),
            (
                &pack(r#"vaccines":[{"key":"a","label":"x","valid_from":"2021-01-01","rule":{"technology":"magic"}}]"#),
                "技术路线".to_owned(),
            ),
            (
                &pack(
                    r#"schedules":[{"key":"a","label":"x","valid_from":"2021-01-01","rule":{"technologies":["mrna"],"doses":2}}]"#,
                ),
                "2 剂应有 1 段间隔".to_owned(),
            ),
            (&pack(r#"uses":[{"key":"a","label":"x","valid_from":"2021-01-01","rule":{"unit":"ppm"}}]"#), "浓度单位".to_owned()),
            (
                &pack(r#"measures":[{"key":"a","label":"x","valid_from":"2021-01-01","rule":{"measure":"prison"}}]"#),
                "措施".to_owned(),
            ),
            (&pack(r#"holidays":[{"key":"a","label":"x","valid_from":"2021-01-01","rule":{}}]"#), "起止日期".to_owned()),
        ] {
            let found = RulePack::read(text).unwrap_err();
            assert!(found.contains(&says), "{text}: {found}");
        }
    }

    #[test]
    fn the_digest_is_of_what_is_said() {
        let one = RulePack::read(&pack(r#"reasons":[{"key":"a","label":"x","valid_from":"2021-01-01","rule":{}}]"#)).unwrap();
        let same =
            RulePack::read(&pack(r#"reasons": [ {"label":"x", "key":"a", "rule":{}, "valid_from":"2021-01-01"} ]"#)).unwrap();
        let other = RulePack::read(&pack(r#"reasons":[{"key":"a","label":"y","valid_from":"2021-01-01","rule":{}}]"#)).unwrap();
        assert_eq!(one.digest(), same.digest());
        assert_ne!(one.digest(), other.digest());
        assert_eq!(one.digest().len(), 64);
    }
}
