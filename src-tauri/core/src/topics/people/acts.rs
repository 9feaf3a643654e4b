//! What is done to several people of the roster at once: told of their data, moved to another department, left.
//!
//! Nothing that stands already is written over: whoever has it is named with what she has.

use super::postings::begun;
use super::staff::CONSENTS;
use super::{POSTINGS, STAFF};
use crate::base::error::{Problem, Result};
use crate::schema::{Ledger, Record, State, Value, Values};
use crate::store::act::{Act, Asked, Begins, Outcome, Writing};
use crate::store::journal::Op;
use crate::store::rows::{self, Facts};
use chrono::NaiveDate;

/// Acts of the roster.
pub const ALL: &[Act] = &[
    Act {
        name: "inform",
        label: "标为已告知",
        op: Op::Act,
        asks: &[Asked::of(&STAFF, "consent").beginning(Begins::Code("informed")), Asked::of(&STAFF, "consent_on")],
        write: inform,
    },
    Act {
        name: "move",
        label: "改部门",
        op: Op::Act,
        asks: &[
            Asked::of(&POSTINGS, "department").called("新部门"),
            Asked::of(&POSTINGS, "joined_on").called("从哪天起"),
            Asked::of(&POSTINGS, "post").called("新岗位（不填就照旧）").optional(),
        ],
        write: post,
    },
    Act { name: "leave", label: "离岗", op: Op::Act, asks: &[Asked::of(&POSTINGS, "left_on")], write: leave },
];

fn refused(field: &str, rule: &str, message: impl Into<String>) -> Result<Outcome> {
    Ok(Err(Problem::new(field, rule, "", message)))
}

fn inform(_: &Facts<'_>, person: &Record, answers: &Values) -> Result<Outcome> {
    if let Some(code) = person.code("consent").filter(|code| *code != "none") {
        let label = CONSENTS.iter().find(|choice| choice.code == code).map_or(code, |choice| choice.label);
        let on = person.date("consent_on").map(|day| format!("（{day}）")).unwrap_or_default();
        return refused("consent", "said", format!("已经登记为「{label}」{on}。要改请打开这个人改。"));
    }
    Ok(Ok(vec![Writing::Change(Ledger(&STAFF), person.id, answers.clone())]))
}

/// Her postings in force, by the first day.
fn postings(facts: &Facts<'_>, person: &Record) -> Result<Vec<Record>> {
    let mut all = rows::belonging(facts, Ledger(&POSTINGS), "staff", person.id)?;
    all.retain(|posting| posting.state == State::Valid);
    Ok(all)
}

/// The posting that holds on `day`, or why there is none.
fn held(all: &[Record], day: NaiveDate) -> std::result::Result<&Record, String> {
    let first = |posting: &Record| begun(posting.date("joined_on"));
    let last = |posting: &Record| posting.date("left_on").unwrap_or(NaiveDate::MAX);
    if let Some(posting) = all.iter().find(|posting| first(posting) <= day && day <= last(posting)) {
        return Ok(posting);
    }
    Err(match all.iter().filter(|posting| last(posting) < day).map(last).max() {
        Some(left) => format!("{day} 不在岗（{left} 已离岗）。请先登记新的任职。"),
        None => all.iter().map(first).min().map_or_else(
            || "没有登记任职。请先打开这个人登记。".to_owned(),
            |from| format!("{day} 还没有到岗（{from} 到岗）。请核对日期。"),
        ),
    })
}

/// The posting she has ends the day before, one in the other department begins.
fn post(facts: &Facts<'_>, person: &Record, answers: &Values) -> Result<Outcome> {
    let Some(day) = answers.get("joined_on").and_then(Value::as_date) else {
        return refused("joined_on", "required", "请填写从哪天起。");
    };
    let all = postings(facts, person)?;
    let current = match held(&all, day) {
        Ok(current) => current,
        Err(why) => return refused("", "unposted", why),
    };
    if current.values.get("department") == answers.get("department") {
        return refused("department", "same", "已经在这个部门。");
    }
    let Some(eve) = day.pred_opt().filter(|eve| begun(current.date("joined_on")) <= *eve) else {
        return refused("joined_on", "same_day", format!("{day} 才到岗，这一天不能再换。请打开这个人，改这段任职的部门。"));
    };
    let mut next = current.values.clone();
    next.remove("note");
    next.extend(answers.iter().map(|(name, value)| (*name, value.clone())));
    next.retain(|name, _| Ledger(&POSTINGS).column(name).is_some_and(|column| column.stored()));
    Ok(Ok(vec![
        Writing::Change(Ledger(&POSTINGS), current.id, Values::from([("left_on", Value::Date(eve))])),
        Writing::Add(Ledger(&POSTINGS), next),
    ]))
}

fn leave(facts: &Facts<'_>, person: &Record, answers: &Values) -> Result<Outcome> {
    let Some(day) = answers.get("left_on").and_then(Value::as_date) else {
        return refused("left_on", "required", "请填写离岗日期。");
    };
    let all = postings(facts, person)?;
    let current = match held(&all, day) {
        Ok(current) => current,
        Err(why) => return refused("", "unposted", why),
    };
    if let Some(left) = current.date("left_on") {
        return refused("left_on", "said", format!("已经登记 {left} 离岗。要改请打开这个人改任职。"));
    }
    Ok(Ok(vec![Writing::Change(Ledger(&POSTINGS), current.id, answers.clone())]))
}
