//! A gathering as it is told to people: the steps from why it is needed to how those who came are afterwards, and who came.
//!
//! Owns the steps and their words; what a gathering asks for is `events`'. The window shows it as it is.

use super::{ATTENDANCES, GATHERINGS};
use crate::base::error::Result;
use crate::schema::{Ledger, Record, Tone, Value};
use crate::store::disclosure::Masking;
use crate::store::rows::Facts;
use crate::store::{Book, present};
use crate::topics::PLANS;
use chrono::NaiveDate;
use serde::Serialize;

/// One step.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GatheringStep {
    /// necessity, size, plan, filing, attendance, follow_up.
    pub code: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// How it stands.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// The column of the form that it is written in.
    pub field: &'static str,
}

/// Somebody who came.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Attended {
    /// The record.
    pub id: String,
    /// Her number on the roster; `None`: from elsewhere.
    pub staff: Option<String>,
    /// Her name.
    pub name: String,
    /// Temperature and health code, where written down.
    pub detail: String,
}

/// A gathering.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Gathering {
    /// The record.
    pub id: String,
    /// The step that changed it last.
    pub step: i64,
    /// What it is called.
    pub title: String,
    /// The day it is held.
    pub held_on: NaiveDate,
    /// Whether that day has come and it was held: then people sign.
    pub open: bool,
    /// Today.
    pub today: NaiveDate,
    /// The steps in order.
    pub steps: Vec<GatheringStep>,
    /// Who came.
    pub people: Vec<Attended>,
}

/// The gathering of number `id`.
///
/// # Errors
/// `NotFound`.
pub fn of(book: &Book, id: i64) -> Result<Gathering> {
    let today = book.today();
    let record = book.get(Ledger(&GATHERINGS), id, today)?;
    let (plan, came) = book.with_facts(today, |facts| {
        let came = facts.children(Ledger(&ATTENDANCES), "gathering", &[id])?.remove(&id).unwrap_or_default();
        Ok((plan_on(facts, record.date("held_on").unwrap_or(today))?, came))
    })?;
    let held_on = record.date("held_on").unwrap_or(today);
    let held = record.code("decision") == Some("held");
    Ok(Gathering {
        id: id.to_string(),
        step: record.step,
        title: record.text("title").unwrap_or_default().to_owned(),
        held_on,
        open: held && held_on <= today,
        today,
        steps: vec![
            necessity(book, &record)?,
            size(&record),
            plan_step(&record, plan, held),
            filing(&record, held),
            attendance(&record, held && held_on <= today, came.len()),
            follow_up(&record, held && held_on <= today),
        ],
        people: came.iter().map(|one| attended(book, one)).collect::<Result<_>>()?,
    })
}

/// The plan against the epidemic in force on a day.
fn plan_on(facts: &Facts<'_>, on: NaiveDate) -> Result<Option<String>> {
    let plans = facts.valid(Ledger(&PLANS))?;
    let runs = |plan: &&Record| {
        plan.code("kind") == Some("plan")
            && plan.date("from_on").is_some_and(|from| from <= on)
            && plan.date("to_on").is_none_or(|to| on <= to)
    };
    let newest = plans.iter().filter(runs).max_by_key(|plan| plan.date("from_on"));
    Ok(newest.and_then(|plan| plan.text("title")).map(str::to_owned))
}

fn step(code: &'static str, label: &'static str, field: &'static str, state: impl Into<String>, tone: Tone) -> GatheringStep {
    GatheringStep { code, label, state: state.into(), tone, field }
}

fn necessity(book: &Book, record: &Record) -> Result<GatheringStep> {
    let held = record.code("decision") == Some("held");
    let decided = Ledger(&GATHERINGS).column("decision");
    let word = decided.map_or_else(|| Ok(String::new()), |column| present::shown(book, record, column, Masking::Masked))?;
    let state = match record.text("necessity").filter(|_| held) {
        Some(why) => format!("{word}：{why}"),
        None => word,
    };
    let field = if held { "necessity" } else { "decision" };
    Ok(step("necessity", "必要性", field, state, if held { Tone::Good } else { Tone::Mute }))
}

fn size(record: &Record) -> GatheringStep {
    let planned = record.values.get("planned").and_then(Value::as_integer).unwrap_or_default();
    let asks = match record.code("asked") {
        Some("approve") => "要批复",
        Some("file") => "要报备",
        _ => "不用报",
    };
    step("size", "规模", "planned", format!("计划 {planned} 人，{asks}"), Tone::Good)
}

fn plan_step(record: &Record, plan: Option<String>, held: bool) -> GatheringStep {
    let (state, tone) = match (plan, record.text("place_text")) {
        _ if !held => ("不用".to_owned(), Tone::Mute),
        (None, _) => ("那一天没有现行的防控方案".to_owned(), Tone::Warn),
        (Some(plan), None) => (format!("《{plan}》，还没有写地点"), Tone::Warn),
        (Some(plan), Some(place)) => (format!("《{plan}》，地点 {place}"), Tone::Good),
    };
    step("plan", "方案", "place_text", state, tone)
}

fn filing(record: &Record, held: bool) -> GatheringStep {
    let (paper, field, word) = match record.code("asked") {
        Some("approve") => (record.date("approved_on"), "approved_on", "批复"),
        Some("file") => (record.date("filed_on"), "filed_on", "报备"),
        _ => (None, "filed_on", ""),
    };
    let told = record.values.get("status").map(|status| status.shown(crate::topics::common::STATUS.kind)).unwrap_or_default();
    let (state, tone) = match paper {
        _ if !held || word.is_empty() => ("不用报".to_owned(), Tone::Mute),
        Some(day) => (format!("{day} 已{word}"), Tone::Good),
        None => (told, if record.code("status") == Some("late") { Tone::Bad } else { Tone::Warn }),
    };
    step("filing", "手续", field, state, tone)
}

fn attendance(record: &Record, open: bool, signed: usize) -> GatheringStep {
    let actual = record.values.get("actual").and_then(Value::as_integer);
    let same = actual.and_then(|actual| usize::try_from(actual).ok()) == Some(signed);
    let (state, tone) = match actual {
        _ if !open && signed == 0 => ("还没有举办".to_owned(), Tone::Mute),
        None if signed == 0 => ("还没有签到".to_owned(), Tone::Warn),
        None => (format!("签到 {signed} 人，还没有填实到人数"), Tone::Warn),
        Some(actual) if same => (format!("签到 {signed} 人，实到 {actual} 人"), Tone::Good),
        Some(actual) => (format!("签到 {signed} 人，实到 {actual} 人，请核对"), Tone::Warn),
    };
    step("attendance", "签到", "actual", state, tone)
}

fn follow_up(record: &Record, open: bool) -> GatheringStep {
    let due = record.code("status") == Some("due");
    let (state, tone) = match record.date("followed_on") {
        Some(day) => (format!("{day} 已回访"), Tone::Good),
        None if due && open => ("满两周了，问问参加的人".to_owned(), Tone::Warn),
        None => ("举办两周后回访".to_owned(), Tone::Mute),
    };
    step("follow_up", "回访", "followed_on", state, tone)
}

fn attended(book: &Book, record: &Record) -> Result<Attended> {
    let said = |name: &str| -> Result<String> {
        let column = Ledger(&ATTENDANCES).column(name);
        column.map_or_else(|| Ok(String::new()), |column| present::shown(book, record, column, Masking::Masked))
    };
    let staff = record.reference("staff");
    let temperature = Some(said("temperature")?).filter(|text| !text.is_empty()).map(|text| format!("{text} ℃"));
    let parts = [temperature, Some(said("health_code")?).filter(|text| !text.is_empty())];
    Ok(Attended {
        id: record.id.to_string(),
        staff: staff.map(|id| id.to_string()),
        name: if staff.is_some() { said("staff")? } else { said("name")? },
        detail: parts.into_iter().flatten().collect::<Vec<_>>().join("，"),
    })
}
