//! What supplies ask for today: what is out of date, short, about to expire, not counted for long.

use super::items::{self, Held};
use super::stock::{self, Kind, Move};
use super::{SUPPLIES, card, queries};
use crate::answers::{Due, Leads, Tally, Task, Urgency};
use crate::base::clock::Span;
use crate::base::error::Result;
use crate::schema::{Ledger, Record, Value};
use crate::store::Book;
use crate::store::listing::Query;
use crate::store::rows::Facts;
use chrono::{NaiveDate, TimeDelta};

/// Days after which what is there is counted again.
const UNCOUNTED: i64 = 31;
/// Supplies named one by one; more than these are counted.
const NAMED: usize = 3;

/// A supply as it stands today.
struct Standing {
    id: i64,
    name: String,
    status: &'static str,
    /// Whether it has a minimum: then having none of it is a lack.
    wanted: bool,
    uncounted: bool,
}

fn standings(facts: &Facts<'_>) -> Result<Vec<Standing>> {
    let records = facts.valid(Ledger(&SUPPLIES))?;
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let moves = queries::moves(facts, &ids)?;
    let standing = |record: &Record| {
        let own = moves.get(&record.id).map(Vec::as_slice).unwrap_or_default();
        let held = Held::on(own, facts.on);
        let minimum = record.values.get("minimum").and_then(Value::as_decimal).map(stock::parts);
        Standing {
            id: record.id,
            name: record.text("name").unwrap_or_default().to_owned(),
            status: held.status(minimum, facts.on),
            wanted: minimum.is_some_and(|minimum| minimum > 0),
            uncounted: held.stock > 0 && counted_on(own).is_some_and(|day| (facts.on - day).num_days() > UNCOUNTED),
        }
    };
    Ok(records.iter().map(standing).collect())
}

/// The day of the last count, else of the first move.
fn counted_on(moves: &[Move]) -> Option<NaiveDate> {
    moves.iter().rev().find(|one| one.kind == Kind::Count).or(moves.first()).map(|one| one.day)
}

/// See the module.
///
/// # Errors
/// What SQLite says.
pub fn of(book: &Book) -> Result<Vec<Task>> {
    let all = book.with_facts(book.today(), standings)?;
    let mut tasks = Vec::new();
    let state = |code: &'static str| move |one: &&Standing| one.status == code;
    let lacking = |one: &&Standing| one.status == "low" || (one.status == "out" && one.wanted);
    let say = |found: Vec<&Standing>, said: &str, why: &str, urgency, tasks: &mut Vec<Task>| {
        let task = |title: String, leads| Task { label: SUPPLIES.label, title, detail: why.to_owned(), urgency, leads };
        if found.len() > NAMED {
            tasks.push(task(format!("{} 种物资{said}", found.len()), Leads::Ledger(Ledger(&SUPPLIES))));
        } else {
            tasks.extend(found.iter().map(|one| task(format!("{}{said}", one.name), Leads::Record(Ledger(&SUPPLIES), one.id))));
        }
    };
    say(
        all.iter().filter(state("expired")).collect(),
        "有过了有效期的",
        "过期的不要再用，登记报废；已经用完的盘点一次。",
        Urgency::Bad,
        &mut tasks,
    );
    say(all.iter().filter(lacking).collect(), "不到最低库存", "补充后登记入库。", Urgency::Warn, &mut tasks);
    let soon = format!("{} 天内到期", items::EXPIRING);
    say(all.iter().filter(state("expiring")).collect(), &soon, "先用先到期的，用不完的安排调换。", Urgency::Warn, &mut tasks);
    let uncounted = all.iter().filter(|one| one.uncounted).count();
    if uncounted > 0 {
        tasks.push(Task {
            label: SUPPLIES.label,
            title: format!("{uncounted} 种物资超过 {UNCOUNTED} 天没有盘点"),
            detail: "清点实物，按点到的数登记盘点。".to_owned(),
            urgency: Urgency::Warn,
            leads: Leads::Ledger(Ledger(&SUPPLIES)),
        });
    }
    Ok(tasks)
}

/// Days until which what is in store may be used, and on which it is to be counted again.
///
/// # Errors
/// What SQLite says.
pub fn due(book: &Book, span: Span) -> Result<Vec<Due>> {
    let on = book.today();
    book.with_facts(on, |facts| {
        let records = facts.valid(Ledger(&SUPPLIES))?;
        let moves = queries::moves(facts, &records.iter().map(|record| record.id).collect::<Vec<_>>())?;
        let mut found = Vec::new();
        for record in &records {
            let own = moves.get(&record.id).map(Vec::as_slice).unwrap_or_default();
            let held = Held::on(own, on);
            let (name, unit) = (record.text("name").unwrap_or_default(), record.text("unit").unwrap_or_default());
            let mut falls = |day, what: String, detail: &str, urgency| {
                let leads = Leads::Record(Ledger(&SUPPLIES), record.id);
                let task =
                    Task { label: SUPPLIES.label, title: format!("{name}：{what}"), detail: detail.to_owned(), urgency, leads };
                found.push(Due { day, task });
            };
            for lot in &held.lots {
                let Some(day) = lot.expires_on.filter(|day| span.holds(*day)) else { continue };
                let urgency = match (day - on).num_days() {
                    days if days < 0 => Urgency::Bad,
                    days if days <= i64::try_from(items::EXPIRING).unwrap_or(i64::MAX) => Urgency::Warn,
                    _ => Urgency::Mute,
                };
                falls(day, format!("{} {unit}有效期到这一天", card::shown(lot.left)), "先用先到期的，过期的报废。", urgency);
            }
            let again = counted_on(own).map(|day| day + TimeDelta::days(UNCOUNTED)).filter(|_| held.stock > 0);
            if let Some(day) = again.filter(|day| span.holds(*day)) {
                let urgency = if day < on { Urgency::Warn } else { Urgency::Mute };
                falls(day, "盘点".to_owned(), "清点实物，按点到的数登记盘点。", urgency);
            }
        }
        Ok(found)
    })
}

/// How many supplies are in each state but the good one.
///
/// # Errors
/// What SQLite says.
pub fn chips(book: &Book) -> Result<Vec<Tally>> {
    let ledger = Ledger(&SUPPLIES);
    let states = items::STATES.iter().filter(|choice| choice.code != "ok");
    let chip = |choice: &crate::schema::Choice| {
        Ok(Tally::chip(choice.code, choice.label, ledger, book.ids(&Query::having(ledger, book.today(), "status", choice.code))?))
    };
    states.map(chip).collect()
}
