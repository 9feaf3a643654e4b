//! From what somebody supplies (a form, a JSON row, a line of a sheet) to values that may be saved.
//!
//! Owns the rules every ledger shares: known columns, kinds, required, not in the future, lateness of logs, references,
//! uniqueness. A ledger's own rules are its declaration's `check`. Writes nothing.

use crate::base::characters::{doubt, doubtful, unified};
use crate::base::clock::{business_day, business_time, end_of_business_day};
use crate::base::error::{Problem, Result};
use crate::rules::divisions;
use crate::rules::rulebook::Rulebook;
use crate::schema::input::Refusal;
use crate::schema::mask::mask;
use crate::schema::{Column, Kind, Ledger, Record, Sensitivity, State, Table, Value, Values, input};
use crate::store::ages::{self, Ages};
use crate::store::draft::Draft;
use crate::store::known::Known;
use crate::store::registry::Registry;
use crate::store::rows;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What somebody gives for a record.
#[derive(Debug, Default)]
pub struct Supplied<'a> {
    /// For columns of the ledger itself.
    pub own: Vec<(&'static Column, Given<'a>)>,
    /// Set by the program, not by people.
    pub made: Values,
    /// For columns of the child ledger that is given along.
    pub child: Vec<(&'static Column, Given<'a>)>,
    /// The child that is meant; unless named, the one in force today.
    pub child_record: Option<Record>,
    /// Why it is entered late; `None` leaves it as it is.
    pub late_reason: Option<String>,
}

/// One value given.
#[derive(Debug, Clone, PartialEq)]
pub enum Given<'a> {
    /// As typed; blank takes the value away.
    Text(Cow<'a, str>),
    /// Known already.
    Value(Value),
}

/// What was supplied, read and checked.
#[derive(Debug, Clone, Default)]
pub struct Intake {
    /// Values to save, supplied and derived ones together with those that stay.
    pub values: Values,
    /// Record of the child ledger supplied along: its ledger, the one it changes, its values.
    pub child: Option<ChildIntake>,
    /// Why it is entered late.
    pub late_reason: Option<String>,
    /// Why it may not be saved; empty when it may.
    pub problems: Vec<Problem>,
    /// What is odd but kept.
    pub warnings: Vec<Problem>,
    /// Columns whose value follows from another, with the sentence saying from which.
    pub derived: BTreeMap<&'static str, &'static str>,
}

/// A child record supplied along with its parent.
#[derive(Debug, Clone)]
pub struct ChildIntake {
    /// Its ledger.
    pub ledger: Ledger,
    /// The record it changes; `None`: a new one.
    pub existing: Option<Record>,
    /// Its values; the column naming the parent is set when it is saved.
    pub values: Values,
}

impl ChildIntake {
    /// Its values as a child of the record of number `parent`.
    pub fn values_of(mut self, parent: i64) -> Values {
        if let Some((_, column)) = self.ledger.declaration().parent {
            self.values.insert(column, Value::Reference(parent));
        }
        self.values
    }
}

/// Where and when something is taken in.
pub struct Desk<'a> {
    /// What is there already.
    pub known: &'a dyn Known,
    /// The present instant.
    pub now: DateTime<Utc>,
    /// The times of the steps there are.
    pub ages: Arc<Ages>,
    /// The organisation's rules.
    pub rules: &'a Rulebook,
    /// The ledgers there are.
    pub registry: &'static Registry,
}

impl Desk<'_> {
    /// Reads and checks `supplied` for `ledger`: a new record, or a change of `existing` where keys not supplied stay.
    /// A masked value that equals the mask of the stored one counts as not supplied.
    pub fn take(&self, ledger: Ledger, existing: Option<&Record>, supplied: &Map<String, Json>) -> Result<Intake> {
        self.take_made(ledger, existing, supplied, Values::new())
    }

    /// The same of a record that the program makes, with the values `made` that it sets itself.
    pub fn take_made(
        &self,
        ledger: Ledger,
        existing: Option<&Record>,
        supplied: &Map<String, Json>,
        made: Values,
    ) -> Result<Intake> {
        let mut read = Supplied { made, ..Supplied::default() };
        let mut problems = Vec::new();
        for (key, json) in supplied {
            let text = text_of(json);
            if key == "late_reason" {
                read.late_reason = Some(text);
                continue;
            }
            let given = |column| (column, Given::Text(Cow::Owned(text.clone())));
            match self.registry.columns(ledger).iter().find(|column| column.name == key || column.label == key) {
                Some(column) if column.stored() => read.own.push(given(column)),
                column => match (child_column(ledger, column.map_or(key.as_str(), |column| column.name)), column) {
                    (Some(child), _) => read.child.push(given(child)),
                    (None, Some(Column { label, .. })) => {
                        problems.push(Problem::new(key, "computed", &text, format!("「{label}」由程序得出，不能填写。请删去。")))
                    }
                    (None, None) => {
                        let label = ledger.declaration().label;
                        problems.push(Problem::new(
                            key,
                            "unknown_column",
                            &text,
                            format!("{label}没有「{key}」这一栏。请核对栏名。"),
                        ));
                    }
                },
            }
        }
        let mut intake = self.take_read(ledger, existing, read)?;
        if let Some((step, at)) = self.ages.behind(self.now) {
            let message = ages::behind_in_words(step, at, self.now);
            intake.warnings.push(Problem::new("", "clock_behind", rows::instant(self.now), message));
        }
        problems.append(&mut intake.problems);
        Ok(Intake { problems, ..intake })
    }

    /// The same for values whose columns are known.
    pub fn take_read(&self, ledger: Ledger, existing: Option<&Record>, supplied: Supplied<'_>) -> Result<Intake> {
        let late_reason = match supplied.late_reason {
            Some(reason) => Some(unified(&reason).trim().to_owned()).filter(|reason| !reason.is_empty()),
            None => existing.and_then(|record| record.late_reason.clone()),
        };
        let mut intake = Intake { late_reason, ..Intake::default() };
        let mut values = stored_values(existing);
        for (column, given) in supplied.own {
            self.supply(&mut intake, &mut values, existing, column, given)?;
        }
        if existing.is_none() && !ledger.declaration().typed && supplied.made.is_empty() {
            let label = ledger.declaration().label;
            let message = format!("{label}由程序登记，不能另外新增。请打开它所属的记录来添加。");
            intake.problems.push(Problem::new("", "made", "", message));
        }
        values.extend(supplied.made);
        if ledger.declaration().lasting && existing.is_some_and(|record| stored_values(Some(record)) != values) {
            let message = format!("{}登记后不能修改。", ledger.declaration().label);
            intake.problems.push(Problem::new("kind", "immutable", "", message));
        }
        let siblings = self.siblings(ledger, existing, &values)?;
        self.check(ledger, existing, &mut intake, &mut values, &siblings)?;
        intake.values = values;
        if let Some(child) = ledger.declaration().with_child.filter(|_| !supplied.child.is_empty()) {
            self.take_child(child, existing, supplied.child, supplied.child_record, &mut intake)?;
        }
        Ok(intake)
    }

    fn supply(
        &self,
        intake: &mut Intake,
        values: &mut Values,
        existing: Option<&Record>,
        column: &'static Column,
        given: Given<'_>,
    ) -> Result<()> {
        let text = match given {
            Given::Text(text) => text,
            Given::Value(value) if column.made => Cow::Owned(value.to_input()),
            Given::Value(value) => {
                values.insert(column.name, value);
                return Ok(());
            }
        };
        let text = unified(text.as_ref());
        let text = text.as_ref();
        if column.made {
            let stored = existing.and_then(|record| record.values.get(column.name));
            let same = self.read(column, text)?.is_ok_and(|value| value.is_none() || value.as_ref() == stored);
            if !same {
                let message = format!("「{}」由程序填写，不能改。", column.label);
                intake.problems.push(Problem::new(column.name, "immutable", text, message));
            }
            return Ok(());
        }
        if column.sensitivity != Sensitivity::Open
            && let Some(Value::Text(kept)) = existing.and_then(|record| record.values.get(column.name))
            && mask(column.sensitivity, kept) == text
        {
            return Ok(());
        }
        match self.read(column, text)? {
            Ok(Some(value)) => {
                values.insert(column.name, value);
            }
            Ok(None) => {
                values.remove(column.name);
            }
            Err((rule, message)) => intake.problems.push(Problem::new(column.name, rule, text, message)),
        }
        Ok(())
    }

    /// What `text` is in `column`; inside, why it is nothing.
    pub fn read(&self, column: &Column, text: &str) -> Result<std::result::Result<Option<Value>, Refusal>> {
        Ok(match column.kind {
            Kind::Reference(target) => self.resolve(target, text)?,
            Kind::Entry(table) => entry(self.rules, table, column.label, text, business_day(self.now)),
            Kind::Division => divisions::read(text).map(|code| code.map(Value::Text)),
            Kind::Ledger => self.ledger_named(column, text),
            kind => input::parse(kind, text, business_day(self.now)),
        })
    }

    fn ledger_named(&self, column: &Column, text: &str) -> std::result::Result<Option<Value>, Refusal> {
        match text.trim() {
            "" => Ok(None),
            name => match self.registry.named(name) {
                Ok(ledger) => Ok(Some(Value::Text(ledger.name().to_owned()))),
                Err(_) => Err(("choice", format!("{}里没有「{name}」这本台账。请核对名称。", column.label))),
            },
        }
    }

    fn check(
        &self,
        ledger: Ledger,
        existing: Option<&Record>,
        intake: &mut Intake,
        values: &mut Values,
        siblings: &[Record],
    ) -> Result<()> {
        let (today, now) = (business_day(self.now), business_time(self.now));
        let referred = self.referred(ledger, values)?;
        let failed = RefCell::new(None);
        let naming = |other: Ledger, column: &'static str| -> Vec<Record> {
            let found = existing.map_or_else(|| Ok(Vec::new()), |record| self.known.naming(other, column, record.id));
            found.unwrap_or_else(|error| {
                failed.replace(Some(error));
                Vec::new()
            })
        };
        let mut draft =
            Draft { before: existing, siblings, referred, naming: Some(&naming), ..Draft::new(ledger, values, now, self.rules) };
        self.registry.check(&mut draft);
        let Draft { problems, warnings, derived, .. } = draft;
        if let Some(error) = failed.take() {
            return Err(error);
        }
        let refused: Vec<String> = intake.problems.iter().map(|problem| problem.field.clone()).collect();
        intake.problems.extend(problems.into_iter().filter(|problem| !refused.contains(&problem.field)));
        intake.warnings.extend(warnings.into_iter().filter(|warning| !refused.contains(&warning.field)));
        intake.derived.extend(derived);
        let before = existing.map(|record| &record.values);
        let fresh = |column: &Column| before.and_then(|before| before.get(column.name)) != values.get(column.name);
        for column in ledger.columns().iter().filter(|column| column.stored() && fresh(column)) {
            let Some(text) = values.get(column.name).and_then(Value::as_text) else { continue };
            if let Some(odd) = doubtful(text) {
                intake.warnings.push(Problem::new(column.name, "odd_character", text, doubt(odd)));
            } else if matches!(column.kind, Kind::Name { .. }) && text.contains('?') {
                let message = format!("「{text}」里有问号，可能是认不得的字丢了。请对照原件。");
                intake.warnings.push(Problem::new(column.name, "odd_name", text, message));
            }
        }
        for column in ledger.columns().iter().filter(|column| column.stored()) {
            let missing = column.required && !values.contains_key(column.name);
            if missing && !refused.iter().any(|field| field == column.name) {
                intake.problems.push(Problem::new(column.name, "required", "", format!("请填写{}。", column.label)));
            }
            if !column.not_future || intake.problems.iter().any(|problem| problem.field == column.name) {
                continue;
            }
            let label = column.label;
            let message = match values.get(column.name) {
                Some(Value::Date(day)) if *day > today => format!("{label}不能晚于今天（{today}）。还没有到的日子不能登记。"),
                Some(Value::Instant(at)) if *at > now => {
                    format!("{label}不能晚于现在（{}）。还没有到的时刻不能登记。", now.format("%Y-%m-%d %H:%M"))
                }
                _ => continue,
            };
            let value = values.get(column.name).map(Value::to_input).unwrap_or_default();
            intake.problems.push(Problem::new(column.name, "future", value, message));
        }
        self.check_lateness(ledger, existing, intake, values)?;
        self.check_unique(ledger, existing, intake, values)?;
        Ok(())
    }

    /// The records that reference columns name.
    fn referred(&self, ledger: Ledger, values: &Values) -> Result<BTreeMap<&'static str, Record>> {
        let mut found = BTreeMap::new();
        for reference in ledger.references() {
            if let Some(id) = values.get(reference.column.name).and_then(Value::as_reference)
                && let Some(record) = self.known.record(reference.ledger, id)?
            {
                found.insert(reference.column.name, record);
            }
        }
        Ok(found)
    }

    fn check_lateness(&self, ledger: Ledger, existing: Option<&Record>, intake: &mut Intake, values: &Values) -> Result<()> {
        let Some(day) = ledger.declaration().log_day(values) else { return Ok(()) };
        let entered_at = existing.map_or_else(|| self.ages.seen(self.now), |record| self.ages.counted(record.entered_at));
        let grace = self.ages.grace(entered_at);
        if is_late(day, entered_at, grace) && intake.late_reason.is_none() {
            intake.problems.push(Problem::new(
                "late_reason",
                "late",
                "",
                format!("这是 {day} 的记录，已超过 {grace} 小时。请填写补录原因，印出时会标「补」。"),
            ));
        }
        Ok(())
    }

    fn check_unique(&self, ledger: Ledger, existing: Option<&Record>, intake: &mut Intake, values: &Values) -> Result<()> {
        let own = existing.map_or(0, |record| record.id);
        for group in ledger.declaration().unique {
            let texts: Vec<String> = group.iter().filter_map(|column| values.get(column)).map(Value::to_input).collect();
            let Some(last) = group.last().filter(|_| texts.len() == group.len()) else { continue };
            let found = self.known.holding(ledger, group, &texts)?;
            if let Some(other) = found.into_iter().find(|id| *id != own) {
                let title = self.known.title(ledger, other)?;
                let label = ledger.column(last).map_or(*last, |column| column.label);
                let once = if ledger.declaration().person { "同一个人" } else { "同一件事" };
                intake.problems.push(Problem::new(
                    *last,
                    "duplicate",
                    texts.last().cloned().unwrap_or_default(),
                    format!("与「{title}」的{label}相同。请核对；{once}不要登记两次。"),
                ));
            }
        }
        if ledger.declaration().person && existing.is_none() {
            let column = ledger.declaration().title;
            if let Some(Value::Text(name)) = values.get(column)
                && !self.known.holding(ledger, &[column], std::slice::from_ref(name))?.is_empty()
            {
                intake.warnings.push(Problem::new(
                    column,
                    "same_name",
                    name,
                    "已有同名的人。如果是同一个人，请取消并修改原来的记录。",
                ));
            }
        }
        Ok(())
    }

    fn take_child(
        &self,
        child: Ledger,
        parent: Option<&Record>,
        supplied: Vec<(&'static Column, Given<'_>)>,
        meant: Option<Record>,
        intake: &mut Intake,
    ) -> Result<()> {
        let Some((_, column)) = child.declaration().parent else { return Ok(()) };
        let existing = match (meant, parent) {
            (None, Some(parent)) => self.current_child(child, column, parent.id)?,
            (meant, _) => meant,
        };
        let siblings = match parent {
            Some(parent) => self.others(child, column, parent.id, existing.as_ref())?,
            None => Vec::new(),
        };
        let mut below = Intake::default();
        let mut values = stored_values(existing.as_ref());
        values.insert(column, Value::Reference(parent.map_or(0, |parent| parent.id)));
        let blank = supplied.iter().all(|(_, given)| matches!(given, Given::Text(text) if text.trim().is_empty()));
        for (column, given) in supplied {
            self.supply(&mut below, &mut values, existing.as_ref(), column, given)?;
        }
        if existing.is_none() && blank {
            return Ok(());
        }
        self.check(child, existing.as_ref(), &mut below, &mut values, &siblings)?;
        intake.problems.extend(below.problems);
        intake.warnings.extend(below.warnings);
        intake.derived.extend(below.derived);
        intake.child = Some(ChildIntake { ledger: child, existing, values });
        Ok(())
    }

    /// The child in force today, else the next to come: the one a form shows with its parent.
    fn current_child(&self, child: Ledger, column: &'static str, parent: i64) -> Result<Option<Record>> {
        let today = business_day(self.now);
        let mut all = self.others(child, column, parent, None)?;
        let date = child.declaration().record_date.unwrap_or_default();
        all.sort_by_key(|record| match record.values.get(date) {
            Some(Value::Date(day)) if *day <= today => (0, std::cmp::Reverse(*day), NaiveDate::MIN),
            Some(Value::Date(day)) => (1, std::cmp::Reverse(NaiveDate::MIN), *day),
            _ => (0, std::cmp::Reverse(NaiveDate::MIN), NaiveDate::MIN),
        });
        Ok(all.into_iter().next())
    }

    fn siblings(&self, ledger: Ledger, existing: Option<&Record>, values: &Values) -> Result<Vec<Record>> {
        let of = ledger.declaration().kin.and_then(|column| Some((column, values.get(column)?.as_reference()?)));
        of.map_or_else(|| Ok(Vec::new()), |(column, id)| self.others(ledger, column, id, existing))
    }

    fn others(&self, ledger: Ledger, column: &'static str, parent: i64, but: Option<&Record>) -> Result<Vec<Record>> {
        let mut found = self.known.naming(ledger, column, parent)?;
        found.retain(|record| but.is_none_or(|but| but.id != record.id));
        Ok(found)
    }

    /// Finds the record meant by an id, a uid, an identifying number or a unique name.
    pub fn resolve(&self, target: Ledger, text: &str) -> Result<std::result::Result<Option<Value>, Refusal>> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Ok(None));
        }
        let label = target.declaration().label;
        let title = target.declaration().title;
        // As the title is stored: a thing keeps its brackets and signs.
        let name = match target.column(title).map(|column| column.kind) {
            Some(kind @ Kind::Text { .. }) => input::parse(kind, text, business_day(self.now)).ok().flatten(),
            _ => Some(Value::Text(crate::base::names::normalise(text))),
        };
        let name = name.map_or_else(|| text.to_owned(), |name| name.to_input());
        let number = crate::rules::identifiers::normalise_document(text);
        for column in target.columns().iter().filter(|column| column.identifies) {
            if let [id] = self.known.holding(target, &[column.name], std::slice::from_ref(&number))?.as_slice() {
                return Ok(Ok(Some(Value::Reference(*id))));
            }
        }
        match self.known.holding(target, &[title], std::slice::from_ref(&name))?.as_slice() {
            [id] => return Ok(Ok(Some(Value::Reference(*id)))),
            [] => {}
            several => {
                return Ok(Err(("ambiguous", format!("{label}里有 {} 个「{text}」。请改用记录编号或证件号。", several.len()))));
            }
        }
        let found = match text.parse::<i64>() {
            Ok(id) => Some(id),
            Err(_) => self.known.with_uid(target, &text.to_lowercase())?,
        };
        let found = found.map(|id| self.known.record(target, id)).transpose()?.flatten();
        match found.filter(|record| record.state == State::Valid) {
            Some(record) => Ok(Ok(Some(Value::Reference(record.id)))),
            None => Ok(Err(("reference", format!("{label}里没有「{text}」。请先登记，或核对姓名、证件号。")))),
        }
    }
}

/// The column of the child ledger given along that is called `key`.
pub fn child_column(ledger: Ledger, key: &str) -> Option<&'static Column> {
    let child = ledger.declaration().with_child?;
    let (_, parent_column) = child.declaration().parent?;
    child
        .columns()
        .iter()
        .find(|column| column.stored() && (column.name == key || column.label == key))
        .filter(|column| column.name != parent_column && ledger.column(column.name).is_none_or(|own| !own.stored()))
}

/// Whether a log of `day` entered at `entered_at` is a 补录: later than `grace` hours after the day's end.
pub fn is_late(day: NaiveDate, entered_at: DateTime<Utc>, grace_hours: i64) -> bool {
    entered_at > end_of_business_day(day) + TimeDelta::hours(grace_hours)
}

/// The key of the row that `text` names, told as of `today`.
///
/// # Errors
/// Rule and message where it names none, or several.
pub fn entry(
    rules: &Rulebook,
    table: Table,
    label: &str,
    text: &str,
    today: NaiveDate,
) -> std::result::Result<Option<Value>, input::Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let names = |keys: &[String]| -> String {
        let labels = keys.iter().take(5).map(|key| rules.entry_label(table, key, today));
        labels.collect::<Vec<_>>().join("、")
    };
    match rules.entry_named(table, text).as_slice() {
        [key] => Ok(Some(Value::Text(key.clone()))),
        [] if !rules.entries_holding(table, text).is_empty() => {
            let like = names(&rules.entries_holding(table, text));
            Err(("entry", format!("{label}表里没有「{text}」。是不是 {like}？请写明是哪一个。")))
        }
        [] => {
            let known: Vec<String> = rules.entries(table, today).into_iter().map(|(key, _)| key).collect();
            let message = format!("{label}表里没有「{text}」。可选：{} 等；表里没有的请先在设置的规则表里加上。", names(&known));
            Err(("entry", message))
        }
        several => Err(("ambiguous", format!("「{text}」可以是{}。请写明是哪一个；用了几种的，一种记一条。", names(several)))),
    }
}

fn stored_values(record: Option<&Record>) -> Values {
    let Some(record) = record else { return Values::new() };
    let columns = record.ledger.columns().iter().filter(|column| column.stored());
    columns.filter_map(|column| record.values.get(column.name).map(|value| (column.name, value.clone()))).collect()
}

/// A supplied JSON value as the text somebody would have typed.
pub(super) fn text_of(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
