//! The guideline as it is told in the window: lamps, articles with what proves and what closes them, first steps.
//!
//! Owns the words and colours; how anything stands is `judge`'s. The window shows it as it is.

use super::{Gap, Judged, JudgedArticle, JudgedRequirement, Met, State, in_words, try_least};
use crate::answers::evidence::Way;
use crate::base::error::Result;
use crate::schema::{Ledger, Tone, Value};
use crate::store::{Book, ORGANISATION};
use crate::topics::{CLEANING_PLANS, PLACES, PLANS, PUBLICITY, STAFF};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// An article as a lamp.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Lamp {
    /// Its number.
    pub number: u8,
    /// Its short name.
    pub title: String,
    /// Such as 有据.
    pub word: String,
    /// Its colour.
    pub tone: Tone,
    /// Somebody answers for something in it (认).
    pub attested: bool,
}

/// Somebody who answers for a requirement.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AttestedCard {
    /// In words: 经验总结：曾令仪认定，到 2021-09-10.
    pub text: String,
    /// The statement.
    pub id: String,
}

/// A gap with the form that closes it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GapCard {
    /// In a sentence.
    pub text: String,
    /// Of which ledger.
    pub ledger: String,
    /// The record; `None`: a new one.
    pub id: Option<String>,
    /// What a new one begins with.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub preset: BTreeMap<String, String>,
    /// What to do, on the button.
    pub does: String,
}

/// Records of one ledger that prove something.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EvidenceCard {
    /// Which ledger.
    pub ledger: String,
    /// Such as 消毒记录 120 条.
    pub text: String,
    /// By which a list asks for these rows.
    pub tally: String,
}

/// A requirement.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RequirementCard {
    /// Its key.
    pub id: String,
    /// What it is called.
    pub words: String,
    /// ◎
    pub core: bool,
    /// Such as 做到.
    pub word: String,
    /// Its colour.
    pub tone: Tone,
    /// How much was made of what was asked, such as 消毒 95/100.
    pub made: String,
    /// What is said beside it: why it is not asked, by which words it is met.
    pub because: String,
    /// The threshold in words; empty: it has none.
    pub least: String,
    /// The threshold that counts, as a number.
    pub least_number: Option<u32>,
    /// The guideline's, where the organisation has its own.
    pub usual: Option<String>,
    /// It is a share of a hundred.
    pub share: bool,
    /// Somebody may answer for it.
    pub may_attest: bool,
    /// What proves it.
    pub evidence: Vec<EvidenceCard>,
    /// What is missing.
    pub gaps: Vec<GapCard>,
}

/// An article.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ArticleCard {
    /// As a lamp.
    pub lamp: Lamp,
    /// What it asks.
    pub asks: String,
    /// Why it does not apply, or what keeps it from being proven.
    pub reason: String,
    /// Whether it is for the organisation.
    pub applies: bool,
    /// Who answers for what.
    pub attested: Vec<AttestedCard>,
    /// What it asks for.
    pub requirements: Vec<RequirementCard>,
}

/// The page 二十条对照.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ArticlesPage {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Since when ledgers are kept.
    pub began: NaiveDate,
    /// How many articles stand how.
    pub sentence: String,
    /// What the guideline is called, and where it is laid down.
    pub source: String,
    /// So many of a hundred records may be entered late.
    pub late_cap: u32,
    /// The articles.
    pub articles: Vec<ArticleCard>,
}

/// One of the first things to do with a new file.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FirstStep {
    /// What.
    pub title: String,
    /// Why.
    pub detail: String,
    /// Whether it is done.
    pub done: bool,
    /// Where it is done.
    pub to: GapCard,
}

const fn tone_of(state: State) -> Tone {
    match state {
        State::Proven => Tone::Good,
        State::Partial => Tone::Warn,
        State::Missing => Tone::Bad,
        State::NotApplicable => Tone::Mute,
    }
}

const fn tone_met(met: Met) -> Tone {
    match met {
        Met::Met => Tone::Good,
        Met::Partly => Tone::Warn,
        Met::Missing => Tone::Bad,
        Met::NotAsked => Tone::Mute,
    }
}

/// The lamps of what was judged.
pub fn lamps(judged: &Judged) -> Vec<Lamp> {
    judged.articles.iter().map(lamp).collect()
}

fn lamp(article: &JudgedArticle) -> Lamp {
    Lamp {
        number: article.number,
        title: article.title.clone(),
        word: article.state.label().to_owned(),
        tone: tone_of(article.state),
        attested: article.attested().next().is_some(),
    }
}

/// The page of what was judged.
pub fn page(judged: &Judged) -> ArticlesPage {
    let source = match judged.guideline.as_str() {
        "" => String::new(),
        title => format!("{title}（{}）", judged.source),
    };
    ArticlesPage {
        from: judged.period.from,
        to: judged.period.to,
        began: judged.began,
        sentence: judged.in_words(),
        source,
        late_cap: judged.late_cap,
        articles: judged.articles.iter().map(|one| article(judged, one)).collect(),
    }
}

fn article(judged: &Judged, article: &JudgedArticle) -> ArticleCard {
    let attested = article.requirements.iter().filter_map(|one| {
        let by = one.attested.as_ref()?;
        Some(AttestedCard { text: format!("{}：{}认定，到 {}", one.words, by.by, by.until), id: by.id.to_string() })
    });
    ArticleCard {
        lamp: lamp(article),
        asks: article.asks.clone(),
        reason: article.reason.clone(),
        applies: article.state != State::NotApplicable,
        attested: attested.collect(),
        requirements: article.requirements.iter().map(|one| requirement(judged, one)).collect(),
    }
}

fn requirement(judged: &Judged, one: &JudgedRequirement) -> RequirementCard {
    let least = one.least.as_ref();
    let late = if one.late > 0 { format!("，补录 {}", one.late) } else { String::new() };
    RequirementCard {
        id: one.id.clone(),
        words: one.words.clone(),
        core: one.core,
        word: one.state.label().to_owned(),
        tone: tone_met(one.state),
        made: if one.asked > 0 { format!("{}{late}", in_words(one.made, one.asked)) } else { String::new() },
        because: one.because.clone(),
        least: least.map(|least| least.words.clone()).unwrap_or_default(),
        least_number: least.map(|least| least.own.unwrap_or(least.usual)),
        usual: least.filter(|least| least.own.is_some()).map(|least| least.usual_words.clone()),
        share: least.is_some_and(|least| least.usual_words.ends_with('%')),
        may_attest: one.may_attest,
        evidence: evidence(judged, one),
        gaps: one.gaps.iter().map(gap).collect(),
    }
}

/// The records that prove a requirement, by ledger.
fn evidence(judged: &Judged, one: &JudgedRequirement) -> Vec<EvidenceCard> {
    let mut ledgers: Vec<(Ledger, usize)> = Vec::new();
    for (ledger, _) in &one.rows {
        match ledgers.iter_mut().find(|(known, _)| known == ledger) {
            Some((_, count)) => *count += 1,
            None => ledgers.push((*ledger, 1)),
        }
    }
    let card = |(ledger, count): (Ledger, usize)| EvidenceCard {
        ledger: ledger.name().to_owned(),
        text: format!("{} {count} {}", ledger.declaration().label, ledger.declaration().unit),
        tally: format!("{TALLY}.{}|{}|{}", one.id, judged.period.from, judged.period.to),
    };
    ledgers.into_iter().map(card).collect()
}

/// What the name of the rows of a requirement begins with, before the dot.
pub const TALLY: &str = "articles";

/// The days and the requirement of the name of its rows, behind the dot; `None`: it is no such name.
pub fn tally(code: &str) -> Option<(NaiveDate, NaiveDate, &str)> {
    let mut parts = code.split('|');
    let (id, from, to) = (parts.next()?, parts.next()?, parts.next()?);
    Some((from.parse().ok()?, to.parse().ok()?, id))
}

/// The rows of `ledger` that prove the requirement `id`.
pub fn rows(judged: &Judged, id: &str, ledger: Ledger) -> HashSet<i64> {
    let rows = judged.requirement(id).map(|one| one.rows.as_slice()).unwrap_or_default();
    rows.iter().filter(|(of, _)| *of == ledger).map(|(_, row)| *row).collect()
}

fn gap(gap: &Gap) -> GapCard {
    let (ledger, id, preset) = match &gap.way {
        Way::Record(ledger, id) => (*ledger, Some(id.to_string()), BTreeMap::new()),
        Way::New(ledger, preset) => {
            let texts = preset.iter().map(|(column, text)| (column.clone(), text.clone()));
            (*ledger, None, texts.collect())
        }
    };
    let label = ledger.declaration().label;
    let does = if id.is_some() { "去处理".to_owned() } else { format!("登记{label}") };
    GapCard { text: gap.text.clone(), ledger: ledger.name().to_owned(), id, preset, does }
}

/// What to begin a new file with, as long as not all of it is done; then nothing.
///
/// # Errors
/// What SQLite says.
pub fn first_steps(book: &Book) -> Result<Vec<FirstStep>> {
    let organisation = book.organisation()?;
    let named = ["leader", "epidemic_lead", "division_code"].iter().all(|column| organisation.values.contains_key(column));
    let new = |ledger: Ledger, preset: &[(&str, &str)], does: &str| GapCard {
        text: String::new(),
        ledger: ledger.name().to_owned(),
        id: None,
        preset: preset.iter().map(|(column, text)| ((*column).to_owned(), (*text).to_owned())).collect(),
        does: does.to_owned(),
    };
    let own = GapCard { id: Some("1".to_owned()), ..new(Ledger(&ORGANISATION), &[], "去填写") };
    let mut kinds: HashSet<&'static str> = HashSet::new();
    book.each_valid(Ledger(&PLANS), &["kind"], |_, values| {
        kinds.extend(values.get("kind").and_then(Value::as_code));
    })?;
    let any = |declaration| book.has_any(Ledger(declaration));
    let step = |title: &str, detail: &str, done: bool, to: GapCard| FirstStep {
        title: title.to_owned(),
        detail: detail.to_owned(),
        done,
        to,
    };
    let steps = vec![
        step("写全单位信息", "负责人、防疫负责人、所在区县；组织类型决定哪几条适用。", named, own),
        step("登记在岗人员", "检查时首先看花名册，其他台账都从名册里选人。", any(&STAFF)?, new(Ledger(&STAFF), &[], "登记人员")),
        step(
            "登记防控方案",
            "现行的防控方案，谁批准的、从哪天起。",
            kinds.contains("plan"),
            new(Ledger(&PLANS), &[("kind", "plan")], "登记方案"),
        ),
        step(
            "登记领导小组",
            "谁负责、怎样分工。",
            kinds.contains("group"),
            new(Ledger(&PLANS), &[("kind", "group")], "登记小组"),
        ),
        step("登记场所", "要消毒、通风的办公室、活动室、卫生间。", any(&PLACES)?, new(Ledger(&PLACES), &[], "登记场所")),
        step(
            "定消毒通风计划",
            "每处每天几次；有了计划才看得出哪天缺记。",
            any(&CLEANING_PLANS)?,
            new(Ledger(&CLEANING_PLANS), &[], "定计划"),
        ),
        step(
            "记第一次宣传培训",
            "开会、培训、张贴都算；记下来就有了第一批证据。",
            any(&PUBLICITY)?,
            new(Ledger(&PUBLICITY), &[], "登记宣传"),
        ),
    ];
    Ok(if steps.iter().all(|step| step.done) { Vec::new() } else { steps })
}

/// What would stand otherwise with another threshold, in words; nothing: nothing would.
///
/// # Errors
/// As [`super::judge`].
pub fn trial(book: &Book, judged: &Judged, id: &str, least: u32) -> Result<Vec<String>> {
    let other = try_least(book, judged.period, id, least)?;
    let mut told = Vec::new();
    for (before, after) in judged.articles.iter().zip(&other.articles) {
        for (was, is) in before.requirements.iter().zip(&after.requirements).filter(|(was, is)| was.state != is.state) {
            told.push(format!("{}由{}变为{}", was.words, was.state.label(), is.state.label()));
        }
        if before.state != after.state {
            told.push(format!("第 {} 条由{}变为{}", before.number, before.state.label(), after.state.label()));
        }
    }
    Ok(told)
}
