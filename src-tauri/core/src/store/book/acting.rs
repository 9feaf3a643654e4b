//! One act done to several records: weighed first, which writes nothing, then written as one step.
//!
//! Owns that every record is checked as if it came alone, over what the ones before it will have left, and that nobody's
//! problem is passed over: whoever writes a [`Weighed`] has it in hand. What an act writes is its own affair.

use super::{Book, after};
use crate::base::characters::unified;
use crate::base::error::{Error, Problem, Result};
use crate::schema::{Ledger, Record, State, Value, Values};
use crate::store::accord::breaches;
use crate::store::act::{Act, Writing};
use crate::store::ages;
use crate::store::change::Change;
use crate::store::intake::{Desk, Given, Intake, Supplied, text_of};
use crate::store::journal;
use crate::store::known::{InFile, Known};
use crate::store::registry::Registry;
use crate::store::rows::{self, Facts};
use crate::store::staging::Staging;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;

/// What is to be done to which records.
pub struct Order<'a> {
    /// The ledger the records are of.
    pub ledger: Ledger,
    /// What is done.
    pub act: &'static Act,
    /// To which records, each once, in this order.
    pub ids: Vec<i64>,
    /// What was answered, by the names of what the act asks.
    pub answers: &'a Map<String, Json>,
}

/// What would become of an order.
pub struct Weighed {
    /// What is wrong with the answers; then no record was looked at.
    pub problems: Vec<Problem>,
    /// What is odd for all of them alike.
    pub warnings: Vec<Problem>,
    /// The records, in the order given.
    pub rows: Vec<WeighedRow>,
    /// The newest step it was weighed at.
    pub step: i64,
    ledger: Ledger,
    act: &'static Act,
    reason: Option<String>,
}

/// What would become of one record.
pub struct WeighedRow {
    /// The record.
    pub id: i64,
    /// What people call it.
    pub title: String,
    /// Why nothing is written for it; empty when it is.
    pub problems: Vec<Problem>,
    /// What is odd but written.
    pub warnings: Vec<Problem>,
    writes: Vec<Write>,
}

/// A checked [`Writing`].
enum Write {
    Insert(Ledger, i64, Intake),
    Update(Record, Intake),
    Void(Record, Vec<Record>, String),
}

/// What was done.
#[derive(Debug, Clone)]
pub struct Acted {
    /// The step it was; `None` when there was nothing to write.
    pub step: Option<i64>,
    /// To how many records.
    pub records: usize,
    /// The ledgers whose lists say something else now.
    pub moved: Vec<Ledger>,
}

impl Weighed {
    /// How many records it would be done to.
    pub fn ready(&self) -> usize {
        self.rows.iter().filter(|row| row.problems.is_empty()).count()
    }

    /// Whether anything is to be said before it is written.
    pub fn doubtful(&self) -> bool {
        !self.problems.is_empty() || !self.warnings.is_empty() || self.rows.iter().any(WeighedRow::doubtful)
    }
}

impl Book {
    /// What would become of `order`. Writes nothing.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn weigh(&self, order: &Order<'_>) -> Result<Weighed> {
        self.with_facts(self.today(), |facts| {
            let (ages, now) = (self.ages()?, self.surroundings.now());
            let mut staging = Staging::over(self);
            let (answers, problems) = read(&self.desk(&staging, facts.rules, ages.clone()), order.act, order.answers)?;
            let mut weighed = Weighed {
                problems,
                warnings: Vec::new(),
                rows: Vec::new(),
                step: self.last_step()?,
                ledger: order.ledger,
                act: order.act,
                reason: answers.get("reason").and_then(Value::as_text).map(str::to_owned),
            };
            if !weighed.problems.is_empty() {
                return Ok(weighed);
            }
            if let Some((step, at)) = ages.behind(now) {
                let message = ages::behind_in_words(step, at, now);
                weighed.warnings.push(Problem::new("", "clock_behind", rows::instant(now), message));
            }
            let mut seen = BTreeSet::new();
            let ids: Vec<i64> = order.ids.iter().copied().filter(|id| seen.insert(*id)).collect();
            let records = self.window(order.ledger, &ids, self.today())?;
            let mut records = records.into_iter().peekable();
            for id in ids {
                let Some(record) = records.next_if(|record| record.id == id) else {
                    let problem = Problem::new("", "gone", id.to_string(), "这条记录已经没有了。");
                    weighed.rows.push(WeighedRow::refused(id, format!("第 {id} 号"), problem));
                    continue;
                };
                let row = self.weigh_one(&mut staging, facts, order.act, &record, &answers)?;
                weighed.rows.push(row);
            }
            weighed.hold_together(self.registry, &staging)?;
            weighed.say_once();
            Ok(weighed)
        })
    }

    /// What was answered to `act`, as values, and what is wrong with it; no record is looked at.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn answered(&self, act: &Act, answers: &Map<String, Json>) -> Result<(Values, Vec<Problem>)> {
        self.reading(|_| read(&self.desk(&InFile(&self.connection), &*self.rules()?, self.ages()?), act, answers))
    }

    fn weigh_one(
        &self,
        staging: &mut Staging<'_>,
        facts: &Facts<'_>,
        act: &Act,
        record: &Record,
        answers: &Values,
    ) -> Result<WeighedRow> {
        let title = self.title(record.ledger, record.id)?;
        if record.state == State::Voided {
            let problem = Problem::new("state", "voided", "voided", "这条记录已作废。");
            return Ok(WeighedRow::refused(record.id, title, problem));
        }
        let writings = match (act.write)(facts, record, answers)? {
            Ok(writings) => writings,
            Err(problem) => return Ok(WeighedRow::refused(record.id, title, problem)),
        };
        let mut row =
            WeighedRow { id: record.id, title, problems: Vec::new(), warnings: Vec::new(), writes: Vec::with_capacity(1) };
        for writing in writings {
            let (ledger, existing, values) = match writing {
                Writing::Add(ledger, values) => (ledger, None, values),
                Writing::Change(ledger, id, values) => (ledger, staging.record(ledger, id)?, values),
                Writing::Void(reason) => {
                    let children = self.belonging(record.ledger, record.id, State::Valid)?;
                    children.iter().chain([record]).for_each(|one| staging.void(one));
                    row.writes.push(Write::Void(record.clone(), children, reason));
                    continue;
                }
            };
            let own = values.into_iter().filter_map(|(name, value)| Some((ledger.column(name)?, Given::Value(value))));
            let supplied = Supplied { own: own.collect(), ..Supplied::default() };
            let desk = self.desk(&*staging, facts.rules, self.ages()?);
            let mut intake = desk.take_read(ledger, existing.as_ref(), supplied)?;
            row.problems.append(&mut intake.problems);
            row.warnings.append(&mut intake.warnings);
            if !row.problems.is_empty() {
                break;
            }
            let after = after(ledger, existing.as_ref(), &intake);
            row.warnings.extend(self.foresee(&after, existing.as_ref())?);
            match existing {
                Some(before) => {
                    staging.change(&before, after);
                    row.writes.push(Write::Update(before, intake));
                }
                None => {
                    let id = staging.add(after);
                    row.writes.push(Write::Insert(ledger, id, intake));
                }
            }
        }
        if !row.problems.is_empty() {
            // What was staged of it will not be written.
            for write in row.writes.drain(..).rev() {
                match write {
                    Write::Update(before, _) => staging.take_back(before.ledger, before.id, Some(&before)),
                    Write::Insert(ledger, id, _) => staging.take_back(ledger, id, None),
                    Write::Void(record, children, _) => {
                        children.iter().chain([&record]).for_each(|one| staging.take_back(one.ledger, one.id, Some(one)));
                    }
                }
            }
            row.warnings.clear();
        }
        Ok(row)
    }

    /// Does what was weighed to every record without problems, as one step. Whether to go on without the others was asked
    /// before.
    ///
    /// # Errors
    /// `Invalid` with what is wrong with the answers; `ChangedMeanwhile` when anything was written since it was weighed;
    /// `ReadOnly` without the writer's lock.
    pub fn carry_out(&mut self, weighed: Weighed) -> Result<Acted> {
        if !weighed.problems.is_empty() {
            return Err(Error::Invalid(weighed.problems));
        }
        if self.last_step()? != weighed.step {
            return Err(Error::ChangedMeanwhile);
        }
        let Weighed { rows, ledger, act, reason, .. } = weighed;
        let rows: Vec<WeighedRow> = rows.into_iter().filter(|row| row.problems.is_empty()).collect();
        let records = rows.len();
        let mut detail = json!({ journal::ACT: act.label, "ledger": ledger.name(), "records": records });
        if let (Some(reason), Some(detail)) = (reason, detail.as_object_mut()) {
            detail.insert("reason".to_owned(), reason.into());
        }
        let ((), done) = self.transact(act.op, detail, |change| {
            rows.into_iter().flat_map(|row| row.writes).try_for_each(|write| write.put(change))
        })?;
        Ok(Acted { step: done.step, records, moved: done.moved(self.registry) })
    }
}

impl WeighedRow {
    /// Whether anything is to be said of it before it is written.
    pub fn doubtful(&self) -> bool {
        !self.problems.is_empty() || !self.warnings.is_empty()
    }

    fn refused(id: i64, title: String, problem: Problem) -> Self {
        Self { id, title, problems: vec![problem], warnings: Vec::new(), writes: Vec::new() }
    }
}

impl Weighed {
    /// Refuses the records whose writing would break what holds for several: all that share the one it is of.
    fn hold_together(&mut self, registry: &Registry, staging: &Staging<'_>) -> Result<()> {
        let of = |row: &WeighedRow| -> Result<Vec<Record>> {
            let mut records = Vec::new();
            for write in row.writes.iter().filter(|write| registry.accord(write.ledger()).is_some()) {
                let (ledger, id, before) = write.names();
                records.extend(staging.record(ledger, id)?);
                records.extend(before.cloned());
            }
            Ok(records)
        };
        let written = self.rows.iter().map(of).collect::<Result<Vec<_>>>()?;
        for found in breaches(registry, staging, written.iter().flatten())? {
            let shares = |record: &Record| record.ledger == found.ledger && found.written.contains(&record.id);
            for (row, _) in self.rows.iter_mut().zip(&written).filter(|(_, records)| records.iter().any(shares)) {
                row.problems.push(found.breach.problem.clone());
                row.writes.clear();
                row.warnings.clear();
            }
        }
        Ok(())
    }

    /// What is wrong with an answer for all of several records alike is said of the answer, once.
    fn say_once(&mut self) {
        let Some((first, others)) = self.rows.split_first() else { return };
        if others.is_empty() {
            return;
        }
        let asked = |problem: &&Problem| self.act.asks.iter().any(|asked| asked.name == problem.field);
        let shared = |problem: &&Problem| others.iter().all(|row| row.problems.contains(problem));
        let said: Vec<Problem> = first.problems.iter().filter(asked).filter(shared).cloned().collect();
        if !said.is_empty() {
            self.problems = said;
            self.rows.clear();
        }
    }
}

impl Write {
    fn ledger(&self) -> Ledger {
        self.names().0
    }

    /// Ledger and number of the record it writes, and the record as it was.
    fn names(&self) -> (Ledger, i64, Option<&Record>) {
        match self {
            Self::Insert(ledger, id, _) => (*ledger, *id, None),
            Self::Update(before, _) | Self::Void(before, ..) => (before.ledger, before.id, Some(before)),
        }
    }

    fn put(self, change: &mut Change<'_>) -> Result<()> {
        match self {
            Self::Insert(ledger, _, intake) => change.insert(ledger, intake.values, intake.late_reason).map(|_| ()),
            Self::Update(before, intake) => change.update_with_reason(&before, intake.values, intake.late_reason),
            Self::Void(record, children, reason) => change.void_with(&record, &children, &reason),
        }
    }
}

/// The answers as values, and what is wrong with them.
fn read(desk: &Desk<'_>, act: &Act, answers: &Map<String, Json>) -> Result<(Values, Vec<Problem>)> {
    let (mut values, mut problems) = (Values::new(), Vec::new());
    for asked in act.asks {
        let Some(column) = asked.column() else {
            return Err(Error::Bug(format!("{} 没有 {} 这一栏", act.name, asked.name)));
        };
        let text = answers.get(asked.name).map(text_of).unwrap_or_default();
        let text = unified(&text).into_owned();
        match desk.read(&column, &text)? {
            Ok(Some(value)) => {
                values.insert(column.name, value);
            }
            Ok(None) if asked.required => {
                problems.push(Problem::new(asked.name, "required", "", format!("请填写{}。", column.label)));
            }
            Ok(None) => {}
            Err((rule, message)) => problems.push(Problem::new(asked.name, rule, text, message)),
        }
    }
    for key in answers.keys().filter(|key| act.asks.iter().all(|asked| asked.name != key.as_str())) {
        let message = format!("{}没有「{key}」这一栏。请核对栏名。", act.label);
        problems.push(Problem::new(key, "unknown_column", "", message));
    }
    Ok((values, problems))
}
