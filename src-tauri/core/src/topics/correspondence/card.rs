//! A notice as it is told to people: what it asks, who has signed and who has not, which reports it wants and how each stands.
//!
//! Owns the shape and its words; whom a notice is for is `notices`', which reports it wants `slots`'. The window shows it as it is.

use super::notices::{self, SIGNED_WITHIN};
use super::slots::{self, Standing, State};
use super::{ACKNOWLEDGEMENTS, NOTICES};
use crate::answers::Figure;
use crate::base::error::Result;
use crate::schema::{Ledger, Record, Tone, Value};
use crate::store::disclosure::Masking;
use crate::store::rows::Facts;
use crate::store::{Book, present};
use crate::topics::people::{STAFF, postings_on, roster};
use chrono::{Days, NaiveDate};
use serde::Serialize;
use std::collections::HashMap;

/// Days beyond today within which the reports to come are shown.
const AHEAD: u64 = 32;
/// Most reports shown, the newest ones.
const MOST: usize = 200;

/// Somebody a notice is for, or who signed it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Addressed {
    /// Her number on the roster.
    pub staff: String,
    /// Her name.
    pub name: String,
    /// Her department.
    pub department: String,
    /// The record of her signature; `None`: she has not signed.
    pub signature: Option<String>,
    /// When and how she signed; empty: she has not.
    pub signed: String,
    /// She signed and the notice is not for her, or not any more.
    pub besides: bool,
}

/// A report that a notice wants.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Wanted {
    /// By when.
    pub due_at: String,
    /// Of which days; empty: whichever the report says.
    pub period: String,
    /// First of them.
    pub from: Option<NaiveDate>,
    /// Last of them.
    pub to: Option<NaiveDate>,
    /// How it stands, in words.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// The report that went first.
    pub report: Option<String>,
}

/// A notice.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Notice {
    /// The record.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whether it was voided.
    pub voided: bool,
    /// What it says, as label and value.
    pub lines: Vec<Figure>,
    /// How it stands.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// By when everybody signs, in words; empty: nobody is asked to.
    pub sign_by: String,
    /// Whom it is for, by name, and who signed besides.
    pub people: Vec<Addressed>,
    /// How many of those it is for have signed.
    pub signed: usize,
    /// How many it is for.
    pub asked: usize,
    /// The reports it wants, the newest first.
    pub slots: Vec<Wanted>,
    /// How many were in time, late and missing, in words; empty: it wants none.
    pub reported: String,
}

/// The notice of number `id`, on the book's present day.
///
/// # Errors
/// `NotFound`.
pub fn of(book: &Book, id: i64) -> Result<Notice> {
    let today = book.today();
    let record = book.get(Ledger(&NOTICES), id, today)?;
    let shown = |name: &str| -> Result<String> {
        let column = Ledger(&NOTICES).column(name);
        column.map_or_else(|| Ok(String::new()), |column| present::shown(book, &record, column, Masking::Masked))
    };
    let mut lines = Vec::new();
    for name in
        ["issuer", "doc_no", "received_on", "asks", "due_at", "repeats", "until_on", "for_whom", "owner", "done_on", "note"]
    {
        let Some(column) = Ledger(&NOTICES).column(name) else { continue };
        let text = shown(name)?;
        if !text.is_empty() {
            lines.push(Figure::new(column.label, text));
        }
    }
    let (people, slots) = book.with_facts(today, |facts| {
        let last = today.checked_add_days(Days::new(AHEAD)).unwrap_or(today);
        let slots = slots::standing(facts, std::slice::from_ref(&record), NaiveDate::MIN, last)?;
        Ok((addressed(book, facts, &record)?, slots))
    })?;
    let asked = people.iter().filter(|one| !one.besides).count();
    let by = record.date("received_on").and_then(|day| day.checked_add_days(Days::new(SIGNED_WITHIN)));
    Ok(Notice {
        id: id.to_string(),
        title: book.title(Ledger(&NOTICES), id)?,
        voided: record.state == crate::schema::State::Voided,
        lines,
        state: shown("status")?,
        tone: Ledger(&NOTICES).column("status").and_then(|column| record.tone(column)).unwrap_or(Tone::Mute),
        sign_by: by.filter(|_| asked > 0).map(|day| format!("{day} 前签完")).unwrap_or_default(),
        signed: people.iter().filter(|one| !one.besides && one.signature.is_some()).count(),
        asked,
        people,
        reported: counted(&slots),
        slots: slots.iter().rev().take(MOST).map(wanted).collect(),
    })
}

/// Whom the notice is for in the order of names, then who signed besides.
///
/// # Errors
/// What SQLite says.
pub(super) fn addressed(book: &Book, facts: &Facts<'_>, notice: &Record) -> Result<Vec<Addressed>> {
    let asked = notices::signatures(facts, std::slice::from_ref(notice))?.remove(&notice.id).unwrap_or_default().asked;
    let own = facts.children(Ledger(&ACKNOWLEDGEMENTS), "notice", &[notice.id])?.remove(&notice.id).unwrap_or_default();
    let signatures: HashMap<i64, &Record> = own.iter().filter_map(|one| Some((one.reference("staff")?, one))).collect();
    let everybody = roster(facts)?;
    let ids: Vec<i64> = everybody.iter().map(|(id, _)| *id).collect();
    let postings = postings_on(facts, &ids)?;
    let mut people = Vec::new();
    for (staff, name) in everybody {
        let signature = signatures.get(&staff);
        if !asked.contains(&staff) && signature.is_none() {
            continue;
        }
        people.push(Addressed {
            staff: staff.to_string(),
            name,
            department: postings.get(&staff).and_then(|posting| posting.department.clone()).unwrap_or_default(),
            signature: signature.map(|one| one.id.to_string()),
            signed: signature.map_or_else(|| Ok(String::new()), |one| signed(book, one))?,
            besides: !asked.contains(&staff),
        });
    }
    // Somebody voided may have signed.
    for (staff, one) in &signatures {
        if people.iter().all(|known| known.staff != staff.to_string()) {
            let name = facts.title(Ledger(&STAFF), *staff)?;
            let (signature, signed) = (Some(one.id.to_string()), signed(book, one)?);
            people.push(Addressed {
                staff: staff.to_string(),
                name,
                department: String::new(),
                signature,
                signed,
                besides: true,
            });
        }
    }
    people.sort_by_key(|one| one.besides);
    Ok(people)
}

/// When and how somebody signed.
fn signed(book: &Book, record: &Record) -> Result<String> {
    let said = |name: &str| -> Result<String> {
        let column = Ledger(&ACKNOWLEDGEMENTS).column(name);
        column.map_or_else(|| Ok(String::new()), |column| present::shown(book, record, column, Masking::Masked))
    };
    Ok(format!("{} {}", said("signed_on")?, said("way")?))
}

fn wanted(slot: &Standing) -> Wanted {
    let (from, to) = (slot.slot.from, slot.slot.to);
    let (state, tone) = match (slot.state, slot.sent) {
        (State::Met, Some((_, at))) => (format!("{} 报送", at.format("%m-%d %H:%M")), Tone::Good),
        (State::Late, Some((_, at))) => {
            (format!("{} 报送，{}", at.format("%m-%d %H:%M"), notices::late_by(slot.slot.due_at, at)), Tone::Warn)
        }
        (State::Missed, _) => ("没有报送".to_owned(), Tone::Bad),
        _ => ("还没到期限".to_owned(), Tone::Mute),
    };
    Wanted {
        due_at: Value::Instant(slot.slot.due_at).to_input(),
        period: match from.zip(to) {
            Some((from, to)) if from == to => from.to_string(),
            Some((from, to)) => format!("{from} 至 {to}"),
            None => String::new(),
        },
        from,
        to,
        state,
        tone,
        report: slot.sent.map(|(id, _)| id.to_string()),
    }
}

fn counted(slots: &[Standing]) -> String {
    let of = |state: State| slots.iter().filter(|slot| slot.state == state).count();
    let due = slots.len() - of(State::Open);
    if slots.is_empty() {
        return String::new();
    }
    let parts = [(of(State::Met), "按时"), (of(State::Late), "迟报"), (of(State::Missed), "没有报")];
    let told: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{word} {count} 次")).collect();
    if told.is_empty() { format!("到期 {due} 次") } else { format!("到期 {due} 次：{}", told.join("、")) }
}
