//! An incident as it is told to people while it runs: how long since it was found, and what is to be done next.
//!
//! Owns the duties, their order and words; what an incident is computed from is `events`'. The window shows it as it is.

use super::events::OUTSIDE;
use super::{INCIDENT_CONTACTS, INCIDENT_REPORTS, INCIDENTS, QUARANTINES};
use crate::base::clock::business_time;
use crate::base::error::Result;
use crate::schema::{Ledger, Record, Tone};
use crate::store::Book;
use crate::store::listing::Query;
use crate::topics::DISINFECTIONS;
use serde::Serialize;

/// One thing to be done.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct IncidentDuty {
    /// apart, report, supervisor, contacts, disinfection, quarantine, final.
    pub code: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// How it stands.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// It is the first that is not done.
    pub next: bool,
    /// The ledger in which it is written down; the incident's own: in its form.
    pub ledger: &'static str,
    /// The column of the form, and of a new record what is known already.
    pub field: &'static str,
    /// Values of a new record by column.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub preset: std::collections::BTreeMap<&'static str, String>,
}

/// An incident.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct IncidentCard {
    /// The record.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// When it was found.
    pub found_at: String,
    /// Minutes since then; `None` once it is closed.
    pub minutes: Option<i64>,
    /// Minutes within which somebody outside is told, by the organisation's own rule.
    pub limit: Option<i64>,
    /// Whether the clock is still running: nobody outside was told.
    pub running: bool,
    /// The duties in order.
    pub duties: Vec<IncidentDuty>,
}

/// The incident of number `id`.
///
/// # Errors
/// `NotFound`.
pub fn of(book: &Book, id: i64) -> Result<IncidentCard> {
    let ledger = Ledger(&INCIDENTS);
    let record = book.get(ledger, id, book.today())?;
    let title = book.title(ledger, id)?;
    let now = business_time(book.surroundings().now());
    let found_at = record.instant("found_at").unwrap_or(now);
    let closed = record.date("closed_on").is_some();
    let since = Query { from: Some(found_at.date()), ..Query::all(Ledger(&DISINFECTIONS), book.today()) };
    let cleaned = cleaned(&book.stored(Ledger(&DISINFECTIONS), &book.ids(&since)?)?);
    book.with_facts(book.today(), |facts| {
        let of = |other, column: &str| -> Result<Vec<Record>> {
            Ok(facts.children(other, column, &[id])?.remove(&id).unwrap_or_default())
        };
        let found = Found {
            reports: of(Ledger(&INCIDENT_REPORTS), "incident")?,
            contacts: of(Ledger(&INCIDENT_CONTACTS), "incident")?.len(),
            quarantines: of(Ledger(&QUARANTINES), "incident")?.len(),
            cleaned,
        };
        let limit = facts.rules.limit("report_minutes", found_at.date()).and_then(|ruled| ruled.row.rule.value);
        #[allow(clippy::cast_possible_truncation)] // minutes of a rule
        let limit = limit.map(|minutes| minutes as i64);
        Ok(IncidentCard {
            id: id.to_string(),
            title,
            found_at: found_at.format("%Y-%m-%d %H:%M").to_string(),
            minutes: (!closed).then(|| (now - found_at).num_minutes()),
            limit,
            running: record.code("clock") == Some("running"),
            duties: duties(&record, &found, closed),
        })
    })
}

/// What is on file of it.
struct Found {
    reports: Vec<Record>,
    contacts: usize,
    quarantines: usize,
    cleaned: usize,
}

/// How many disinfections were made because somebody was ill.
fn cleaned(all: &[Record]) -> usize {
    all.iter().filter(|record| matches!(record.code("kind"), Some("concurrent" | "terminal"))).count()
}

fn duties(record: &Record, found: &Found, closed: bool) -> Vec<IncidentDuty> {
    let own = INCIDENTS.name;
    let fever = record.code("category") == Some("fever");
    let first = found.reports.iter().filter(|report| report.code("recipient").is_some_and(|body| OUTSIDE.contains(&body)));
    let outside = first.filter_map(|report| report.instant("told_at")).min();
    let above = found.reports.iter().filter(|report| report.code("recipient") == Some("supervisor")).count();
    let last = found.reports.iter().any(|report| report.code("kind") == Some("final"));
    let of = record.id.to_string();
    let preset = |more: &[(&'static str, &str)]| {
        let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
        std::iter::once(("incident", of.clone())).chain(more).collect()
    };
    let duty = |code, label, done: Option<String>, todo: &str, ledger, field, preset| IncidentDuty {
        code,
        label,
        tone: if done.is_some() { Tone::Good } else { Tone::Warn },
        state: done.unwrap_or_else(|| todo.to_owned()),
        next: false,
        ledger,
        field,
        preset,
    };
    let counted = |count: usize, what: &str| (count > 0).then(|| format!("{count} {what}"));
    let nothing = std::collections::BTreeMap::new;
    let place = record.text("held_place").map(|place| format!("在 {place}"));
    let told = outside.map(|at| format!("{} 已外报", at.format("%m-%d %H:%M")));
    let mut all = vec![
        duty("apart", "先隔开", place, "安排到临时隔离点，写明在哪里", own, "held_place", nothing()),
        duty(
            "report",
            "外报",
            told,
            if fever {
                "发热先排查；有可疑的马上报"
            } else {
                "报疾控、医疗机构或社区，登记报给了谁"
            },
            INCIDENT_REPORTS.name,
            "recipient",
            preset(&[("kind", "first")]),
        ),
        duty(
            "supervisor",
            "报业务主管",
            counted(above, "次"),
            "报业务主管单位",
            INCIDENT_REPORTS.name,
            "recipient",
            preset(&[("kind", "follow"), ("recipient", "supervisor")]),
        ),
        duty(
            "contacts",
            "同环境人员",
            counted(found.contacts, "人"),
            "登记同室、同活动的人",
            INCIDENT_CONTACTS.name,
            "name",
            preset(&[]),
        ),
        duty(
            "disinfection",
            "消毒",
            counted(found.cleaned, "次随时或终末消毒"),
            "做随时消毒；终末消毒要疾控指导",
            DISINFECTIONS.name,
            "place",
            std::iter::once(("kind", "concurrent".to_owned())).collect(),
        ),
        duty(
            "quarantine",
            "隔离观察",
            counted(found.quarantines, "条"),
            if fever { "排除的不用；要隔离的登记到哪天" } else { "登记谁隔离、从哪天起" },
            QUARANTINES.name,
            "staff",
            preset(&[]),
        ),
        duty(
            "final",
            "终报和结论",
            (last && closed).then(|| "已终报、已了结".to_owned()),
            if last { "写结论和了结日期" } else { "先登记终报，再写结论和了结日期" },
            if last { own } else { INCIDENT_REPORTS.name },
            if last { "conclusion" } else { "recipient" },
            if last { nothing() } else { preset(&[("kind", "final")]) },
        ),
    ];
    // What is closed asks for nothing more.
    if closed {
        all.iter_mut().filter(|duty| duty.tone == Tone::Warn).for_each(|duty| duty.tone = Tone::Mute);
    } else if let Some(next) = all.iter_mut().find(|duty| duty.tone == Tone::Warn) {
        next.next = true;
        next.tone = Tone::Bad;
    }
    all
}
