//! What becomes of one record of a sheet: new, a change of one that is there, nothing, refused, or somebody's to decide.
//!
//! Owns finding the record meant (identity, what is unique, the same in every cell, probably the same) and comparing cells
//! with what an export would show. Goes through the rules of every ledger; decides nothing about layout.

mod giving;
mod holding;
mod matching;
mod silence;

use super::layout::{Heading, Layout};
use super::plan::{Action, Along, BESIDE, Decision, Difference, Fate, Finding, Options, RecordPlan, Unstaged};
use super::question::{self, Silence};
use super::reading::Reading;
use super::target::{self, Target};
use crate::base::error::{Problem, Result};
use crate::rules::rulebook::Rulebook;
use crate::schema::{Column, Ledger, Record, State, Value, Values};
use crate::store::ages::Ages;
use crate::store::disclosure::Masking;
use crate::store::intake::ChildIntake;
use crate::store::known::Known;
use crate::store::staging::Staging;
use crate::store::{Book, present};
use chrono::{DateTime, Utc};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Which values a cell gives.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// The ledger's own column.
    Own,
    /// The child's that is given along.
    Child,
    /// What identifies the record that this column refers to.
    Key(&'static Column),
}

/// What `work` decides of a record of `ledger`; a refusal of the record when it fails in a way that nobody foresaw.
fn alone(ledger: Ledger, work: impl FnOnce() -> Result<RecordPlan>) -> Result<RecordPlan> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let mut plan = RecordPlan::empty(ledger);
        plan.fate = Fate::Reject;
        let message = "程序读不懂这一行，没有导入；其他行照常。请手工登记这一条，并把这一行（隐去个人信息）告诉开发者。";
        plan.problems.push(sheet_finding("", "unreadable", "", message));
        Ok(plan)
    })
}

/// A cell with what it is taken for.
#[derive(Debug, Clone)]
pub struct CellGiven<'c> {
    /// Which values it gives.
    pub place: Place,
    /// The column; with [`Place::Key`] of the record referred to.
    pub column: &'static Column,
    /// Where it stands.
    pub heading: &'c Heading,
    /// What it says.
    pub reading: Reading<'c>,
}

impl CellGiven<'_> {
    /// Whether it says nothing.
    pub fn is_blank(&self) -> bool {
        matches!(self.reading, Reading::Blank | Reading::Nothing(_))
    }

    /// Whether both give the same value.
    pub fn same_place(&self, other: &CellGiven<'_>) -> bool {
        let key = |place: &Place| match place {
            Place::Own => "",
            Place::Child => "+",
            Place::Key(column) => column.name,
        };
        key(&self.place) == key(&other.place) && self.column.name == other.column.name
    }

    /// What stands there.
    pub fn shown(&self) -> String {
        match &self.reading {
            Reading::Blank | Reading::Unsaid { .. } => String::new(),
            Reading::Said(text) => text.trim().to_owned(),
            Reading::Masked(text) | Reading::Nothing(text) => (*text).trim().to_owned(),
            Reading::Cut { head } => format!("{head}…"),
            Reading::NoYear { shown }
            | Reading::Doubtful { shown }
            | Reading::Month { shown, .. }
            | Reading::Refused(_, shown, _) => shown.clone(),
        }
    }

    /// Something to say of it.
    fn finding(&self, rule: &str, value: impl Into<String>, message: impl Into<String>) -> Finding {
        let field = match self.place {
            Place::Key(reference) => reference.name,
            _ => self.column.name,
        };
        Finding {
            column: Some(self.heading.column),
            label: self.heading.label.clone(),
            field: field.to_owned(),
            rule: rule.to_owned(),
            value: value.into(),
            message: message.into(),
        }
    }
}

/// Goes through the records of a sheet in their order.
pub struct Deciding<'a> {
    book: &'a Book,
    rules: Arc<Rulebook>,
    now: DateTime<Utc>,
    ages: Arc<Ages>,
    options: &'a Options,
    staging: Staging<'a>,
    /// Records met in this sheet, with the row.
    met: HashMap<(Ledger, i64), u32>,
    /// Own columns that the sheet brings, by ledger.
    brought: HashMap<Ledger, Vec<&'static str>>,
    /// Valid records by everything the sheet brings.
    twins: HashMap<Ledger, HashMap<String, Vec<i64>>>,
    /// Keys of table rows by what people wrote.
    entries: HashMap<(&'static str, String), String>,
    /// Blank cells over values that stay, by label.
    blanks: BTreeMap<&'static str, usize>,
    /// What the person says of the whole sheet.
    set: Vec<(Target, String)>,
    /// Columns of the child that the sheet lacks, with what is assumed of them.
    assumed: Vec<&'static Column>,
    /// Whether that was needed.
    assuming: bool,
    /// What new records do not say and nothing may be assumed of, with the header where they stand side by side and how many
    /// they are, by code of the question.
    silences: BTreeMap<Cow<'static, str>, (Silence, String, usize)>,
}

impl<'a> Deciding<'a> {
    /// Ready for a sheet of `ledger`.
    ///
    /// # Errors
    /// What the rules say.
    pub fn new(book: &'a Book, ledger: Ledger, layout: &Layout, options: &'a Options) -> Result<Self> {
        let mut brought: HashMap<Ledger, Vec<&'static str>> = HashMap::new();
        for target in layout.headings.iter().filter_map(|heading| heading.target) {
            match target {
                Target::Own(column) | Target::By { reference: column, .. } => {
                    brought.entry(ledger).or_default().push(column.name)
                }
                Target::OnDay { column, .. } => {
                    let columns = brought.entry(ledger).or_default();
                    columns.push(column.name);
                    columns.extend(ledger.declaration().across.iter().map(|across| across.day));
                }
                Target::Beside { ledger: of, column, .. } => {
                    let columns = brought.entry(of).or_default();
                    columns.push(column.name);
                    columns.extend(of.declaration().repeats.iter().map(|repeats| repeats.column));
                }
                _ => {}
            }
        }
        let set: Vec<(Target, String)> = options
            .set
            .iter()
            .filter_map(|(code, text)| Some((Target::from_code(book.registry(), ledger, code)?, text.clone())))
            .collect();
        let child = ledger.declaration().with_child;
        let says = |column: &Column| {
            let said =
                layout.headings.iter().filter_map(|heading| heading.target.as_ref()).chain(set.iter().map(|(target, _)| target));
            said.into_iter().any(|target| matches!(target, Target::Child(known) if known.name == column.name))
        };
        let assumed =
            child.into_iter().flat_map(Ledger::columns).filter(|column| column.assumed.is_some() && !says(column)).collect();
        for columns in brought.values_mut() {
            columns.sort_unstable();
            columns.dedup();
        }
        Ok(Self {
            book,
            rules: book.rules()?,
            now: book.surroundings().now(),
            ages: book.ages()?,
            options,
            staging: Staging::over(book),
            met: HashMap::new(),
            brought,
            twins: HashMap::new(),
            entries: HashMap::new(),
            blanks: BTreeMap::new(),
            set,
            assumed,
            assuming: false,
            silences: BTreeMap::new(),
        })
    }

    /// The records to be written, by provisional or present number.
    pub fn into_staged(self) -> HashMap<(Ledger, i64), Record> {
        self.staging.into_staged()
    }

    /// What the person says of the whole sheet, by target.
    pub fn set(&self) -> Vec<(Target, String)> {
        self.set.clone()
    }

    /// What the sheet as a whole is told: blank cells that take nothing away, and what was assumed.
    pub fn told(&self) -> Vec<String> {
        let blank = |(label, count): (&&str, &usize)| {
            format!("「{label}」有 {count} 个空白格，记录里已有内容，没有改动；要清空请选「空白格清空原来的内容」。")
        };
        let mut told: Vec<String> = self.blanks.iter().map(blank).collect();
        for column in self.assumed.iter().filter(|_| self.assuming) {
            let code = column.assumed.unwrap_or_default();
            let label = Value::Text(code.to_owned()).shown(column.kind);
            let label =
                column.kind.choices().iter().find(|choice| choice.code == code).map_or(label, |choice| choice.label.to_owned());
            told.push(format!(
                "表里没有「{}」这一列，新增的都按「{label}」。不对的请在表里加上这一列，或另选一个。",
                column.label
            ));
        }
        told
    }

    /// Where a ledger stands among all.
    pub fn place(&self, ledger: Ledger) -> usize {
        self.book.registry().place(ledger)
    }

    /// A record beside one that is not taken itself.
    pub fn left_with_parent(&self, ledger: Ledger, fate: Fate, cells: &[CellGiven<'_>]) -> RecordPlan {
        let mut plan = RecordPlan::empty(ledger);
        plan.fate = if fate == Fate::Pending || fate == Fate::Skip { fate } else { Fate::Reject };
        if let Some(cell) = cells.first() {
            plan.problems.push(cell.finding(BESIDE, cell.shown(), "这一行的人没有导入，所以这里也没有导入。请先改好这一行。"));
        }
        plan
    }

    /// Decides one record. A fault of ours in one row is that row's: it is refused, the others are taken.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn decide(
        &mut self,
        ledger: Ledger,
        cells: Vec<CellGiven<'_>>,
        fixed: Vec<(&'static Column, Value)>,
        uid: Option<&str>,
        late_reason: Option<String>,
        row: u32,
    ) -> Result<RecordPlan> {
        alone(ledger, || self.decide_one(ledger, cells, fixed, uid, late_reason, row))
    }

    fn decide_one(
        &mut self,
        ledger: Ledger,
        cells: Vec<CellGiven<'_>>,
        fixed: Vec<(&'static Column, Value)>,
        uid: Option<&str>,
        late_reason: Option<String>,
        row: u32,
    ) -> Result<RecordPlan> {
        let mut plan = RecordPlan::empty(ledger);
        let decision = self.options.decisions.get(&row).copied();
        if decision == Some(Decision::Skip) {
            plan.fate = Fate::Skip;
            return Ok(plan);
        }
        let mut asked = Vec::new();
        for cell in &cells {
            match &cell.reading {
                Reading::Refused(rule, shown, message) => plan.problems.push(cell.finding(rule, shown, message)),
                Reading::Doubtful { .. }
                    if self.options.answers.get(question::NAMES).is_some_and(|said| said == question::SKIP) =>
                {
                    plan.fate = Fate::Skip;
                    return Ok(plan);
                }
                Reading::Doubtful { shown } => {
                    let message = format!("「{shown}」里有问号，可能是认不得的字丢了。请对照原件改好，或确认就是这样写的。");
                    asked.push(cell.finding("odd_name", shown, message));
                }
                Reading::NoYear { shown } => {
                    asked.push(cell.finding(
                        "no_year",
                        shown,
                        format!("「{shown}」没有年份。请选定是哪一年，或在表里写上年份。"),
                    ));
                }
                _ => {}
            }
        }
        let meant = self.options.meant.get(&row).copied();
        let given = Row { cells, fixed, late_reason, decision: decision.or(self.options.decide), meant };
        let (existing, new_uid) = self.by_identity(ledger, uid, &mut plan)?;
        match existing {
            Some(existing) => self.change(&existing, &given, &mut plan)?,
            None => self.add(ledger, &given, new_uid, &mut plan)?,
        }
        if plan.fate == Fate::Skip {
            return Ok(plan);
        }
        self.heed_silence(&given, &mut plan, &mut asked);
        if plan.fate == Fate::Skip {
            return Ok(plan);
        }
        if !plan.problems.is_empty() && plan.fate != Fate::Pending {
            plan.fate = Fate::Reject;
        }
        if plan.fate != Fate::Reject && !asked.is_empty() {
            plan.fate = Fate::Pending;
        }
        plan.problems.append(&mut asked);
        if matches!(plan.fate, Fate::Reject | Fate::Pending) {
            plan.unstaged = None;
            plan.changes.clear();
            if plan.id.is_some_and(|id| id < 0) {
                plan.id = None;
            }
            return Ok(plan);
        }
        self.stage(&mut plan, row)?;
        Ok(plan)
    }

    /// The record of the identity given, or the one of a ledger that has only one; else the identity of a new record.
    fn by_identity(&self, ledger: Ledger, uid: Option<&str>, plan: &mut RecordPlan) -> Result<(Option<Record>, Option<String>)> {
        if ledger.declaration().single {
            return Ok((self.staging.record(ledger, 1)?, None));
        }
        let Some(uid) = uid else { return Ok((None, None)) };
        let Ok(uid) = uuid::Uuid::try_parse(uid) else {
            let message = format!("「{uid}」不是本程序的记录编号，没有按它查找。");
            plan.warnings.push(sheet_finding(target::UID, "uid", uid, message));
            return Ok((None, None));
        };
        let uid = uid.to_string();
        match self.staging.with_uid(ledger, &uid)? {
            Some(id) => Ok((self.staging.record(ledger, id)?, None)),
            None => Ok((None, Some(uid))),
        }
    }

    /// A record that is not there by identity: the same by what is unique or in everything, in doubt, or new.
    fn add(&mut self, ledger: Ledger, given: &Row<'_>, uid: Option<String>, plan: &mut RecordPlan) -> Result<()> {
        let cut = given.cells.iter().find_map(|cell| match (&cell.reading, cell.place) {
            (Reading::Cut { head }, Place::Own) => Some((cell, head.clone())),
            _ => None,
        });
        let Some(taken) = self.take(ledger, None, given, plan)? else { return Ok(()) };
        let values = &taken.intake.values;
        if let Some((cell, head)) = cut {
            return self.cut(ledger, cell, &head, values, given, plan);
        }
        let (complete, found) = self.unique(ledger, values)?;
        if let Some(existing) = found.map(|id| self.staging.record(ledger, id)).transpose()?.flatten() {
            if self.renamed(&existing, values, given, plan)? {
                return Ok(());
            }
            return self.change_instead(&existing, given, plan);
        }
        let twin = if complete { None } else { self.twin(ledger, values)? };
        if let Some(existing) = twin.map(|id| self.staging.record(ledger, id)).transpose()?.flatten() {
            let mut same = RecordPlan::empty(ledger);
            self.change_instead(&existing, given, &mut same)?;
            if same.fate == Fate::Unchanged {
                *plan = same;
                return Ok(());
            }
        }
        if given.decision != Some(Decision::New) {
            let mut candidates = self.likely(ledger, values)?;
            candidates.extend(twin.filter(|id| !candidates.contains(id)));
            if !candidates.is_empty() {
                let same = match (candidates.as_slice(), given.meant) {
                    ([only], None) => Some(*only),
                    (several, Some(meant)) => several.contains(&meant).then_some(meant),
                    _ => None,
                };
                match (given.decision, same) {
                    (Some(Decision::Same), Some(same)) => {
                        let existing = self.staging.record(ledger, same)?;
                        return existing.map_or(Ok(()), |existing| self.change_instead(&existing, given, plan));
                    }
                    (Some(Decision::Skip), _) => {
                        plan.fate = Fate::Skip;
                        return Ok(());
                    }
                    _ => return self.ask(ledger, &candidates, given, plan),
                }
            }
        }
        self.report(taken.intake.problems, given, plan, true);
        self.report(taken.intake.warnings, given, plan, false);
        plan.fate = Fate::Add;
        let mut record = Record::empty(ledger);
        record.uid = uid.unwrap_or_default();
        record.late_reason = taken.intake.late_reason;
        record.values = taken.intake.values;
        plan.unstaged = Some(Box::new(Unstaged { before: None, after: record, child: taken.intake.child }));
        Ok(())
    }

    /// A change of a record found only after the row was looked at as a new one: what was said of a new record does not hold
    /// of a change.
    fn change_instead(&mut self, existing: &Record, given: &Row<'_>, plan: &mut RecordPlan) -> Result<()> {
        plan.problems.retain(|problem| given.cells.iter().any(|cell| cell.says(problem)));
        plan.warnings.clear();
        self.change(existing, given, plan)
    }

    /// A document number of which only the first digits are there: the person whose number begins so and who has the same
    /// name, if somebody says so.
    fn cut(
        &mut self,
        ledger: Ledger,
        cell: &CellGiven<'_>,
        head: &str,
        values: &Values,
        given: &Row<'_>,
        plan: &mut RecordPlan,
    ) -> Result<()> {
        let title = ledger.declaration().title;
        let named = match values.get(title) {
            Some(name) => self.staging.holding(ledger, &[title], &[name.to_input()])?,
            None => Vec::new(),
        };
        let mut candidates = Vec::new();
        for id in named {
            let record = self.staging.record(ledger, id)?;
            if record.is_some_and(|record| record.text(cell.column.name).is_some_and(|number| number.starts_with(head))) {
                candidates.push(id);
            }
        }
        match (candidates.as_slice(), given.decision) {
            ([id], Some(Decision::Same)) => {
                let existing = self.staging.record(ledger, *id)?;
                plan.problems.clear();
                existing.map_or(Ok(()), |existing| self.change(&existing, given, plan))
            }
            (_, Some(Decision::Skip)) => {
                plan.fate = Fate::Skip;
                Ok(())
            }
            ([id], None) => {
                plan.fate = Fate::Pending;
                plan.candidates = vec![(*id, self.staging.title(ledger, *id)?)];
                let message =
                    format!("{LOST}名册里有同名、证件号前 {} 位相同的人：是同一个人就选「是同一个人」，证件号不变。", head.len());
                plan.problems = vec![cell.finding("precision", head, message)];
                Ok(())
            }
            _ => {
                plan.problems.push(cell.finding("precision", head, LOST));
                Ok(())
            }
        }
    }

    /// Whether the row gives somebody else's name beside the number of `existing`, and nobody said that it is the same
    /// person: then it waits, as either may be wrong.
    fn renamed(&self, existing: &Record, values: &Values, given: &Row<'_>, plan: &mut RecordPlan) -> Result<bool> {
        let ledger = existing.ledger;
        let title = ledger.declaration().title;
        let (Some(own), Some(known)) = (values.get(title).map(Value::to_input), existing.text(title)) else { return Ok(false) };
        let told = existing.id < 0 || self.met.contains_key(&(ledger, existing.id));
        if !ledger.declaration().person || own == known || told || given.decision == Some(Decision::Same) {
            return Ok(false);
        }
        let finding = |rule: &str, message: String| match given.cells.iter().find(|cell| cell.column.name == title) {
            Some(cell) => cell.finding(rule, cell.shown(), message),
            None => sheet_finding("", rule, &own, message),
        };
        plan.problems = vec![match given.decision {
            Some(Decision::Skip) => {
                plan.fate = Fate::Skip;
                return Ok(true);
            }
            Some(_) => {
                finding("duplicate", format!("这个证件号在名册里是「{known}」的，不能再登记给「{own}」。请对照证件核对号码。"))
            }
            None => {
                plan.fate = Fate::Pending;
                plan.candidates = vec![(existing.id, self.described(existing)?)];
                finding(
                    "maybe_same",
                    format!(
                        "这个证件号在名册里是「{known}」的，这里写的是「{own}」。改了名就选「是同一个人」；号码填错了请对照证件改正。"
                    ),
                )
            }
        }];
        Ok(true)
    }

    /// Puts the row aside until somebody says whether it is one of `candidates`.
    fn ask(&self, ledger: Ledger, candidates: &[i64], given: &Row<'_>, plan: &mut RecordPlan) -> Result<()> {
        plan.fate = Fate::Pending;
        for id in candidates {
            let record = self.staging.record(ledger, *id)?;
            let title = match record {
                Some(record) => self.described(&record)?,
                None => self.staging.title(ledger, *id)?,
            };
            plan.candidates.push((*id, title));
        }
        let earlier = candidates.iter().filter_map(|id| self.met.get(&(ledger, *id)));
        let earlier: Vec<String> = earlier.map(|row| format!("第 {row} 行")).collect();
        let titles: Vec<&str> = plan.candidates.iter().map(|(_, title)| title.as_str()).collect();
        let titles = titles.join("」「");
        let message = if earlier.len() == candidates.len() {
            let rows = earlier.join("、");
            format!("与{rows}同名，表里没有内容能区分。请选：是同一个人（只算一次），还是另一个人（新增）。")
        } else if candidates.len() == 1 {
            format!("可能就是已登记的「{titles}」。请选：是同一个人（更新），还是另一个人（新增）。")
        } else {
            format!("可能是已登记的「{titles}」之一。请选是哪一个（更新），或都不是（新增）。")
        };
        let title = ledger.declaration().title;
        let cell = given.cells.iter().find(|cell| cell.column.name == title);
        plan.problems = vec![match cell {
            Some(cell) => cell.finding("maybe_same", cell.shown(), message),
            None => sheet_finding("", "maybe_same", "", message),
        }];
        Ok(())
    }

    /// A record by its title and what tells it from others, masked.
    fn described(&self, record: &Record) -> Result<String> {
        let mut parts = vec![self.staging.title(record.ledger, record.id)?];
        for name in record.ledger.declaration().likely.iter().flat_map(|group| group.iter()) {
            if let Some(column) = record.ledger.column(name).filter(|column| column.name != record.ledger.declaration().title)
                && record.values.contains_key(column.name)
            {
                parts.push(present::shown(self.book, record, column, Masking::Masked)?);
            }
        }
        Ok(parts.join(" "))
    }

    /// A change of `existing`, or nothing.
    fn change(&mut self, existing: &Record, given: &Row<'_>, plan: &mut RecordPlan) -> Result<()> {
        let ledger = existing.ledger;
        plan.id = Some(existing.id);
        let Some(taken) = self.take(ledger, Some(existing), given, plan)? else { return Ok(()) };
        let giving::Taken { intake, any } = taken;
        if !any {
            plan.fate = Fate::Unchanged;
            return self.met_before(existing, plan);
        }
        if existing.state == State::Voided {
            let message = "这条记录已作废，不能再改。要恢复请在程序里撤销作废。";
            plan.problems.push(sheet_finding(target::STATE, "voided", "作废", message));
            return Ok(());
        }
        self.report(intake.problems, given, plan, true);
        self.report(intake.warnings, given, plan, false);
        for column in ledger.columns().iter().filter(|column| column.stored()) {
            let (before, after) = (existing.values.get(column.name), intake.values.get(column.name));
            if before != after {
                let after = Record { values: intake.values.clone(), ..Record::empty(ledger) };
                plan.changes.push(Difference {
                    label: column.label,
                    before: present::shown(self.book, existing, column, Masking::Masked)?,
                    after: present::shown(self.book, &after, column, Masking::Masked)?,
                });
            }
        }
        let child = intake.child.filter(|child| child.existing.as_ref().is_none_or(|before| before.values != child.values));
        if let Some(child) = &child {
            let nothing = Record::empty(child.ledger);
            let before = child.existing.as_ref().unwrap_or(&nothing);
            let after = Record { values: child.values.clone(), ..Record::empty(child.ledger) };
            let parent = child.ledger.declaration().parent.map(|(_, column)| column);
            for column in child.ledger.columns().iter().filter(|column| column.stored() && parent != Some(column.name)) {
                if before.values.get(column.name) != after.values.get(column.name) {
                    plan.changes.push(Difference {
                        label: column.label,
                        before: present::shown(self.book, before, column, Masking::Masked)?,
                        after: present::shown(self.book, &after, column, Masking::Masked)?,
                    });
                }
            }
        }
        if intake.late_reason != existing.late_reason {
            plan.changes.push(Difference {
                label: target::LATE_REASON,
                before: existing.late_reason.clone().unwrap_or_default(),
                after: intake.late_reason.clone().unwrap_or_default(),
            });
        }
        if !plan.problems.is_empty() {
            return Ok(());
        }
        if plan.changes.is_empty() {
            plan.fate = Fate::Unchanged;
            return self.met_before(existing, plan);
        }
        if !ledger.declaration().typed {
            let message = format!("{}不能用表格修改，请在它所属的记录里改。", ledger.declaration().label);
            plan.problems.push(sheet_finding("", "immutable", "", message));
            return Ok(());
        }
        if let Some(row) = self.met.get(&(ledger, existing.id)) {
            let labels: Vec<&str> = plan.changes.iter().map(|change| change.label).collect();
            let what = if ledger.declaration().person { "同一个人" } else { "同一条记录" };
            let message = format!("与第 {row} 行是{what}，{}却不一样。请核对，只留一行。", labels.join("、"));
            plan.problems.push(sheet_finding("", "duplicate_row", "", message));
            return Ok(());
        }
        plan.fate = Fate::Change;
        let after = Record { values: intake.values, late_reason: intake.late_reason, ..existing.clone() };
        plan.unstaged = Some(Box::new(Unstaged { before: Some(Box::new(existing.clone())), after, child }));
        Ok(())
    }

    /// Says so when an earlier row was the same record.
    fn met_before(&self, existing: &Record, plan: &mut RecordPlan) -> Result<()> {
        if let Some(row) = self.met.get(&(existing.ledger, existing.id)) {
            plan.warnings.push(sheet_finding("", "duplicate_row", "", format!("与第 {row} 行相同，只算一次。")));
        }
        Ok(())
    }

    /// Lays what was decided over the file, for the rows to come.
    fn stage(&mut self, plan: &mut RecordPlan, row: u32) -> Result<()> {
        if let Some(unstaged) = plan.unstaged.take() {
            let Unstaged { before, after, child } = *unstaged;
            let id = match &before {
                Some(before) => self.staging.change(before, after),
                None => self.staging.add(after),
            };
            let child = child.map(|child| self.stage_child(id, child));
            plan.id = Some(id);
            plan.action = Some(match before {
                Some(before) => Action::Update { before, child },
                None => Action::Insert { id, child },
            });
        }
        if let Some(id) = plan.id {
            self.met.entry((plan.ledger, id)).or_insert(row);
        }
        Ok(())
    }

    /// The same of what is given along with the record of number `parent`: a later row of it may say the same again.
    fn stage_child(&mut self, parent: i64, mut child: ChildIntake) -> Along {
        let (ledger, before) = (child.ledger, child.existing.take().map(Box::new));
        let values = child.values_of(parent);
        let id = match &before {
            Some(before) => self.staging.change(before, Record { values, ..before.as_ref().clone() }),
            None => self.staging.add(Record { values, ..Record::empty(ledger) }),
        };
        Along { ledger, id, before }
    }

    /// Turns problems of fields into findings at cells.
    fn report(&self, problems: Vec<Problem>, given: &Row<'_>, plan: &mut RecordPlan, refuse: bool) {
        for problem in problems {
            let cell = given.cells.iter().find(|cell| match cell.place {
                Place::Key(reference) => reference.name == problem.field,
                _ => cell.column.name == problem.field,
            });
            let finding = match cell {
                // What is asked about is not missing.
                Some(cell) if matches!(cell.reading, Reading::NoYear { .. } | Reading::Doubtful { .. }) => continue,
                Some(cell) if matches!(cell.reading, Reading::Unsaid { .. }) && problem.rule == "required" => continue,
                // The same cell is told once: what it cannot mean comes before what it must not.
                Some(cell) if refuse && plan.problems.iter().any(|known| known.column == Some(cell.heading.column)) => continue,
                Some(cell) => {
                    let shown = cell.shown();
                    cell.finding(&problem.rule, if shown.is_empty() { problem.value } else { shown }, problem.message)
                }
                None => sheet_finding(label_of(plan.ledger, &problem.field), &problem.rule, &problem.value, problem.message)
                    .of(&problem.field),
            };
            if refuse { plan.problems.push(finding) } else { plan.warnings.push(finding) }
        }
    }
}

/// What is said of a document number that a spreadsheet took for a number.
const LOST: &str = "这个号码被表格软件当成数字，最后几位已经丢失（精度丢失）。请对照证件重新填写，并把这一列设为文本格式。";

/// What one row gives for one record.
struct Row<'c> {
    cells: Vec<CellGiven<'c>>,
    fixed: Vec<(&'static Column, Value)>,
    late_reason: Option<String>,
    /// What was said of the row, or of every row in doubt.
    decision: Option<Decision>,
    /// Which of several records it was said to be.
    meant: Option<i64>,
}

impl RecordPlan {
    fn empty(ledger: Ledger) -> Self {
        Self {
            ledger,
            fate: Fate::Reject,
            problems: Vec::new(),
            warnings: Vec::new(),
            changes: Vec::new(),
            candidates: Vec::new(),
            id: None,
            action: None,
            unstaged: None,
            silent: Vec::new(),
        }
    }
}

impl Finding {
    fn of(mut self, field: &str) -> Self {
        field.clone_into(&mut self.field);
        self
    }
}

impl CellGiven<'_> {
    /// Whether `problem` is what this cell itself cannot mean.
    fn says(&self, problem: &Finding) -> bool {
        problem.column == Some(self.heading.column) && matches!(self.reading, Reading::Refused(..))
    }
}

fn said<'c>(cell: &CellGiven<'c>) -> Option<Cow<'c, str>> {
    match &cell.reading {
        Reading::Said(text) => Some(text.clone()),
        _ => None,
    }
}

/// A finding that is no cell's.
fn sheet_finding(label: &str, rule: &str, value: &str, message: impl Into<String>) -> Finding {
    Finding {
        column: None,
        label: label.to_owned(),
        field: String::new(),
        rule: rule.to_owned(),
        value: value.to_owned(),
        message: message.into(),
    }
}

fn label_of(ledger: Ledger, field: &str) -> &'static str {
    let child = || ledger.declaration().with_child.and_then(|child| child.column(field));
    match ledger.column(field).or_else(child) {
        Some(column) => column.label,
        None if field == "late_reason" => target::LATE_REASON,
        None => "",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::topics::STAFF;

    #[test]
    fn a_fault_in_one_row_is_that_rows() {
        let fine = alone(Ledger(&STAFF), || Ok(RecordPlan::empty(Ledger(&STAFF)))).unwrap();
        assert!(fine.problems.is_empty());
        let broken = alone(Ledger(&STAFF), || panic!("a place inside a character")).unwrap();
        assert_eq!((broken.fate, broken.problems[0].rule.as_str()), (Fate::Reject, "unreadable"));
        assert!(alone(Ledger(&STAFF), || Err(crate::base::error::Error::Cancelled)).is_err(), "an error stays one");
    }
}
