//! What is written when two entries become one, from what was weighed and chosen.
//!
//! Owns that everything that differs was chosen, and that what comes of it holds by the rules. Writes nothing.

use super::super::Book;
use super::clashes::as_of;
use super::{Choices, Clash, Merging, Side};
use crate::base::error::{Error, Problem, Result};
use crate::schema::{Ledger, Record, State, Value, Values};
use crate::store::attachments::ATTACHMENTS;
use crate::store::intake::{Given, Intake, Supplied};
use crate::store::known::InFile;
use crate::store::staging::Staging;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What is written.
pub(super) struct Plan {
    /// The records that say something else, or are voided.
    pub edits: Vec<Edit>,
    /// The entry that stays, with what was chosen.
    pub intake: Intake,
}

/// A record that is written.
pub(super) struct Edit {
    pub before: Record,
    pub values: Values,
    /// Why it is voided; `None`: it is not.
    pub voided: Option<String>,
}

/// Edits by the place of their ledger and number.
type Edits = BTreeMap<(usize, i64), Edit>;

impl Book {
    pub(super) fn plan_merge(&self, weighed: &Merging, choices: &Choices) -> Result<Plan> {
        let problems = unchosen(weighed, choices);
        if !problems.is_empty() {
            return Err(Error::Invalid(problems));
        }
        let (keep, lose) = (&weighed.keep, &weighed.lose);
        let mut edits = Edits::new();
        let named = self.all_naming(lose)?;
        for (record, columns) in &named {
            self.edit(&mut edits, record).values = as_of(record, columns, keep.id);
        }
        for clash in &weighed.clashes {
            self.decide(&mut edits, clash, choices.clashes.get(&clash.key).copied().unwrap_or(Side::Keep))?;
        }
        self.attach_to(&mut edits, lose, keep)?;
        let intake = self.hold_merged(weighed, choices, &edits)?;
        Ok(Plan { edits: edits.into_values().collect(), intake })
    }

    fn edit<'a>(&self, edits: &'a mut Edits, record: &Record) -> &'a mut Edit {
        let fresh = || Edit { before: record.clone(), values: record.values.clone(), voided: None };
        edits.entry((self.registry.place(record.ledger), record.id)).or_insert_with(fresh)
    }

    /// Voids the records of one side of `clash`; what named them names the first of the others, what is attached follows.
    fn decide(&self, edits: &mut Edits, clash: &Clash, stays: Side) -> Result<()> {
        let (stay, go) = match stays {
            Side::Keep => (&clash.keep, &clash.lose),
            Side::Lose => (&clash.lose, &clash.keep),
        };
        let Some(stay) = stay.first() else { return Ok(()) };
        for record in go {
            let reason = format!("并入时与第 {} 号重复", stay.id);
            for child in self.belonging(record.ledger, record.id, State::Valid)? {
                if child.ledger != Ledger(&ATTACHMENTS) || child.text("record") != Some(record.uid.as_str()) {
                    self.edit(edits, &child).voided = Some(reason.clone());
                }
            }
            self.attach_to(edits, record, stay)?;
            for (naming, columns) in self.all_naming(record)? {
                let parent = naming.ledger.declaration().parent;
                for column in columns.into_iter().filter(|column| parent != Some((record.ledger, *column))) {
                    self.edit(edits, &naming).values.insert(column, Value::Reference(stay.id));
                }
            }
            self.edit(edits, record).voided = Some(reason);
        }
        Ok(())
    }

    /// What is attached to `from` is attached to `to`; a picture that is there already is voided.
    fn attach_to(&self, edits: &mut Edits, from: &Record, to: &Record) -> Result<()> {
        let there = self.all_attached(to)?;
        let valid = there.iter().filter(|one| one.state == State::Valid);
        let known: BTreeSet<&str> = valid.filter_map(|one| one.text("sha256")).collect();
        for attachment in self.all_attached(from)? {
            let twice = attachment.text("sha256").is_some_and(|sha256| known.contains(sha256));
            let voided = twice && attachment.state == State::Valid;
            let edit = self.edit(edits, &attachment);
            edit.values.insert("record", Value::Text(to.uid.clone()));
            if voided {
                edit.voided = Some("并入时与已有的附件是同一份".to_owned());
            }
        }
        Ok(())
    }

    /// The entry that stays with what was chosen, after everything else was laid over the file; refused where a record that
    /// moved does not hold.
    fn hold_merged(&self, weighed: &Merging, choices: &Choices, edits: &Edits) -> Result<Intake> {
        let (keep, lose) = (&weighed.keep, &weighed.lose);
        let (rules, file) = (self.rules()?, InFile(&self.connection));
        let mut staging = Staging::over(self);
        staging.void(lose);
        for edit in edits.values() {
            let state = if edit.voided.is_some() { State::Voided } else { edit.before.state };
            staging.change(&edit.before, Record { values: edit.values.clone(), state, ..edit.before.clone() });
        }
        let mut own = Vec::new();
        for name in &weighed.differing {
            let Some(column) = keep.ledger.column(name) else { continue };
            if choices.fields.get(*name) == Some(&Side::Lose) {
                let value = lose.values.get(name).cloned();
                own.push((column, value.map_or(Given::Text(Cow::Borrowed("")), Given::Value)));
            }
        }
        let supplied = Supplied { own, ..Supplied::default() };
        let mut intake = self.desk(&staging, &rules, self.ages()?).take_read(keep.ledger, Some(keep), supplied)?;
        let said = self.wrong(&file, &rules, keep, &[], keep.id)?;
        let known = |problem: &Problem, said: &[Problem]| {
            said.iter().any(|known| known.field == problem.field && known.rule == problem.rule)
        };
        intake.problems.retain(|problem| !known(problem, &said));
        staging.change(keep, Record { values: intake.values.clone(), ..keep.clone() });
        for edit in edits.values().filter(|edit| edit.voided.is_none() && edit.before.state == State::Valid) {
            if edit.before.ledger == Ledger(&ATTACHMENTS) {
                continue;
            }
            let said = self.wrong(&file, &rules, &edit.before, &[], keep.id)?;
            let after = Record { values: edit.values.clone(), ..edit.before.clone() };
            let found = self.wrong(&staging, &rules, &after, &[], keep.id)?;
            let title = format!("{}第 {} 号", after.ledger.declaration().label, after.id);
            let told = found.into_iter().filter(|problem| !known(problem, &said)).map(|problem| {
                let message = format!("{title}：{}改好这一条再并入。", problem.message);
                Problem { field: String::new(), message, ..problem }
            });
            intake.problems.extend(told);
        }
        Ok(intake)
    }
}

/// What is still to be chosen, or was chosen of nothing.
fn unchosen(weighed: &Merging, choices: &Choices) -> Vec<Problem> {
    let mut problems = weighed.problems.clone();
    let ledger = weighed.keep.ledger;
    for name in &weighed.differing {
        if !choices.fields.contains_key(*name) {
            let label = ledger.column(name).map_or(*name, |column| column.label);
            problems.push(Problem::new(*name, "choose", "", format!("「{label}」两边不一样，请选用哪一个。")));
        }
    }
    for clash in weighed.clashes.iter().filter(|clash| !choices.clashes.contains_key(&clash.key)) {
        let message = format!("{}有两条不能都留：{}请选留下哪一边的。", clash.ledger.declaration().label, clash.why);
        problems.push(Problem::new(clash.key.as_str(), "choose", "", message));
    }
    for key in choices.fields.keys().filter(|key| !weighed.differing.contains(&key.as_str())) {
        problems.push(Problem::new(key.as_str(), "same", key.as_str(), format!("「{key}」两边一样，或没有这一栏，不用选。")));
    }
    for key in choices.clashes.keys().filter(|key| weighed.clashes.iter().all(|clash| clash.key != **key)) {
        problems.push(Problem::new(key.as_str(), "same", key.as_str(), format!("没有「{key}」这一处重复，不用选。")));
    }
    if !weighed.numbers.is_empty() && !choices.same_person {
        let message = "两人的证件号不一样，可能不是同一个人。请对照证件核对；确是同一个人的，先确认再并入。";
        problems.push(Problem::new("same_person", "numbers", "", message));
    }
    problems
}
