//! A person's vaccination as it is told to people: finished sentences, colours and the rules behind them.
//!
//! Owns the words; where she stands is `standing`'s. The window shows it as it is.

use super::{STAGES, VACCINE_EXEMPTIONS, standing};
use crate::answers::{Figure, Rule};
use crate::base::error::Result;
use crate::rules::schedule::DoseState;
use crate::rules::tables::Stage;
use crate::schema::{Ledger, State, Table, Tone};
use crate::store::disclosure::Masking;
use crate::store::{Book, present, rows};
use crate::topics::people::CATEGORIES;
use chrono::NaiveDate;
use serde::Serialize;

/// One dose on the line of a person.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DoseLine {
    /// Its record.
    pub id: String,
    /// Day it was given.
    pub given_on: NaiveDate,
    /// Its number.
    pub number: u32,
    /// The product.
    pub product: String,
    /// Such as 基础免疫.
    pub stage: String,
    /// What is odd, or empty.
    pub odd: String,
    /// Colour.
    pub tone: Tone,
}

/// A person's vaccination.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PersonDoses {
    /// Her record.
    pub staff: String,
    /// Her name.
    pub name: String,
    /// Her department and category.
    pub detail: String,
    /// The state in a few words.
    pub state: String,
    /// Its colour.
    pub tone: Tone,
    /// Why, in a sentence.
    pub explained: String,
    /// The rule of the state.
    pub rule: Option<Rule>,
    /// The rule of the booster.
    pub booster_rule: Option<Rule>,
    /// First allowed day of the next dose or booster.
    pub next_on: Option<NaiveDate>,
    /// Last day for the next dose.
    pub last_on: Option<NaiveDate>,
    /// What comes next, such as 第 2 剂 or 加强.
    pub next_label: String,
    /// Her doses by date.
    pub doses: Vec<DoseLine>,
    /// Reasons on file, each as one line.
    pub reasons: Vec<Figure>,
    /// Today.
    pub today: NaiveDate,
}

/// What the window shows of a person's vaccination on the book's present day.
///
/// # Errors
/// `NotFound`.
pub fn of_person(book: &Book, id: i64) -> Result<PersonDoses> {
    let on = book.today();
    let person = standing::person(book, id, on)?;
    let judged_as = &person.standing;
    let rules = book.rules()?;
    let stage_label =
        |code: &str| STAGES.iter().find(|choice| choice.code == code).map_or(String::new(), |choice| choice.label.to_owned());
    let lines = person.doses.iter().map(|dose| {
        let judged = judged_as.judged.iter().find(|judged| judged.id == dose.id);
        let stage = match judged.and_then(|judged| judged.stage) {
            Some(Stage::Primary) => stage_label("primary"),
            Some(Stage::Booster1) => stage_label("booster1"),
            Some(Stage::Booster2) => stage_label("booster2"),
            None => stage_label("to_verify"),
        };
        let (odd, tone) = match judged {
            Some(judged) if judged.to_verify => ("与前面几剂的技术路线或现行安排不同，待核实".to_owned(), Tone::Warn),
            Some(judged) => {
                judged.early_by.map_or((String::new(), Tone::Good), |days| (format!("间隔偏短，早 {days} 天"), Tone::Warn))
            }
            None => (String::new(), Tone::Good),
        };
        DoseLine {
            id: dose.id.to_string(),
            given_on: dose.given_on,
            number: judged.map_or(0, |judged| judged.number),
            product: rules.entry_label(Table::Vaccines, &dose.product, dose.given_on),
            stage,
            odd,
            tone,
        }
    });
    let done = judged_as.state == DoseState::Done;
    let next_label = match judged_as.next_dose {
        _ if done && judged_as.booster.next_on.is_some() => "加强".to_owned(),
        Some(number) if !done => format!("第 {number} 剂"),
        _ => String::new(),
    };
    let category =
        person.category.and_then(|code| CATEGORIES.iter().find(|choice| choice.code == code)).map_or("", |choice| choice.label);
    let detail: Vec<&str> = [person.department.as_str(), category].into_iter().filter(|part| !part.is_empty()).collect();
    Ok(PersonDoses {
        staff: id.to_string(),
        name: person.name.clone(),
        detail: detail.join(" · "),
        state: person.told.0.clone(),
        tone: person.told.1,
        explained: standing::explained(&person, on),
        rule: judged_as.rule.as_ref().map(Rule::from),
        booster_rule: judged_as.booster.rule.as_ref().map(Rule::from),
        next_on: if done { judged_as.booster.next_on } else { judged_as.next_on },
        last_on: judged_as.last_on,
        next_label,
        doses: lines.collect(),
        reasons: reasons(book, id, on)?,
        today: on,
    })
}

/// Reasons on file, each as a label with its days.
fn reasons(book: &Book, staff: i64, on: NaiveDate) -> Result<Vec<Figure>> {
    let records = book.with_facts(on, |facts| rows::belonging(facts, Ledger(&VACCINE_EXEMPTIONS), "staff", staff))?;
    let column = Ledger(&VACCINE_EXEMPTIONS).column("reason");
    records
        .iter()
        .filter(|record| record.state == State::Valid)
        .map(|record| {
            let label =
                column.map_or_else(|| Ok(String::new()), |column| present::shown(book, record, column, Masking::Masked))?;
            let day = |column| record.date(column).map(|day| day.to_string()).unwrap_or_default();
            let until = record.date("until_on").map_or_else(|| "一直有效".to_owned(), |day| format!("至 {day}"));
            Ok(Figure { label, value: format!("{} 起，{until}", day("from_on")) })
        })
        .collect()
}
