//! The plan of an import: what would become of every row. Nothing is written.
//!
//! Owns choosing sheet and layout, going through the rows, records side by side, and what the sheet as a whole is told.
//! What becomes of one record is `deciding`'s; what its cells say `reading`'s; writing it all `apply`'s.

use super::across;
use super::beside::{Manners, row_plan, worded};
use super::cell::{Grid, MOST_CELLS, Row, UNCALCULATED};
use super::deciding::Deciding;
use super::layout::{Heading, How, Layout, Said, Skipped};
use super::question::{self, Answers, Question, Silence, Yearless};
use super::reading::{self, Reading};
use super::source::{Format, Source};
use super::target::{self, Names, Target};
use crate::base::error::{Error, Problem, Result};
use crate::schema::{Column, Kind, Ledger, Record, input};
use crate::store::Book;
use crate::store::ages::behind_in_words;
use crate::store::intake::ChildIntake;
use crate::store::registry::Registry;
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

/// What the person decides about a row that is in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is the record found: change that one.
    Same,
    /// It is another one: add it.
    New,
    /// Leave the row out.
    Skip,
}

/// What the person says of an import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The sheet; unless named, the one that fits best.
    pub sheet: Option<String>,
    /// Header and meanings of columns.
    pub said: Said,
    /// Why logs of this sheet are entered late.
    pub late_reason: Option<String>,
    /// Whether a blank cell takes the value of a record away that is there already.
    pub clear: bool,
    /// By row.
    pub decisions: BTreeMap<u32, Decision>,
    /// Which of several records a row is the same as, by row.
    pub meant: BTreeMap<u32, i64>,
    /// For rows in doubt that are not named.
    pub decide: Option<Decision>,
    /// What the sheet says of columns it does not bring, by code of the target.
    pub set: BTreeMap<String, String>,
    /// What words of the sheet stand for, by column and word.
    pub words: BTreeMap<(String, String), String>,
    /// Answers to what the sheet as a whole leaves open.
    pub answers: Answers,
}

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// 新增
    Add,
    /// 修改
    Change,
    /// 不变
    Unchanged,
    /// 待定: the person decides.
    Pending,
    /// 不能导入
    Reject,
    /// 跳过: the person left it out.
    Skip,
}

/// Something to say of one cell.
#[derive(Debug, Clone, Default)]
pub struct Finding {
    /// The column of the sheet, from 0.
    pub column: Option<usize>,
    /// Its header.
    pub label: String,
    /// The ledger's column.
    pub field: String,
    /// Stable code.
    pub rule: String,
    /// What stands there.
    pub value: String,
    /// What happened and what to do.
    pub message: String,
}

/// A value that would change, as shown.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Label of the column.
    pub label: &'static str,
    /// What it says now.
    pub before: String,
    /// What it would say.
    pub after: String,
}

/// What would be written.
#[derive(Debug, Clone)]
pub(super) enum Action {
    /// The staged record of this provisional number, with what is given along.
    Insert { id: i64, child: Option<Along> },
    /// The staged record in place of this one.
    Update { before: Box<Record>, child: Option<Along> },
}

/// A record that is given along with its parent: it is staged, too.
#[derive(Debug, Clone)]
pub(super) struct Along {
    pub ledger: Ledger,
    /// Its number, provisional when it is new.
    pub id: i64,
    /// The one it changes.
    pub before: Option<Box<Record>>,
}

/// A record to be written, until it is staged.
#[derive(Debug, Clone)]
pub(super) struct Unstaged {
    /// The one it changes.
    pub before: Option<Box<Record>>,
    pub after: Record,
    pub child: Option<ChildIntake>,
}

/// What becomes of one record of one row.
#[derive(Debug, Clone)]
pub struct RecordPlan {
    /// Of which ledger.
    pub ledger: Ledger,
    /// See [`Fate`].
    pub fate: Fate,
    /// Why it is not taken, or what is asked.
    pub problems: Vec<Finding>,
    /// What is odd but taken.
    pub warnings: Vec<Finding>,
    /// What would change.
    pub changes: Vec<Difference>,
    /// The records it may be the same as.
    pub candidates: Vec<(i64, String)>,
    /// The record, provisional when it is new.
    pub(super) id: Option<i64>,
    pub(super) action: Option<Action>,
    pub(super) unstaged: Option<Box<Unstaged>>,
    /// What it does not say as a new record and nothing may be assumed of.
    pub(super) silent: Vec<Silence>,
}

/// What becomes of one row.
#[derive(Debug, Clone)]
pub struct RowPlan {
    /// Its number in Excel.
    pub number: u32,
    /// The ledger's record first.
    pub records: Vec<RecordPlan>,
}

impl RowPlan {
    /// What the row as a whole is shown as: what needs somebody first.
    pub fn fate(&self) -> Fate {
        let has = |fate: Fate| self.records.iter().any(|record| record.fate == fate);
        let order = [Fate::Reject, Fate::Pending, Fate::Change, Fate::Add, Fate::Unchanged];
        order.into_iter().find(|fate| has(*fate)).unwrap_or(Fate::Skip)
    }

    /// What becomes of its records of `ledger`: how many have which fate, what needs somebody first.
    pub fn verdicts(&self, ledger: Ledger) -> Vec<(Fate, usize)> {
        let order = [Fate::Reject, Fate::Pending, Fate::Change, Fate::Add, Fate::Unchanged, Fate::Skip];
        let of = |fate: &Fate| self.records.iter().filter(|record| record.ledger == ledger && record.fate == *fate).count();
        order.into_iter().map(|fate| (fate, of(&fate))).filter(|(_, count)| *count > 0).collect()
    }
}

/// How many records have which fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Counts {
    /// See [`Fate::Add`].
    pub added: usize,
    /// See [`Fate::Change`].
    pub changed: usize,
    /// See [`Fate::Unchanged`].
    pub unchanged: usize,
    /// See [`Fate::Pending`].
    pub pending: usize,
    /// See [`Fate::Reject`].
    pub rejected: usize,
    /// See [`Fate::Skip`].
    pub skipped: usize,
}

impl Counts {
    fn add(&mut self, fate: Fate) {
        match fate {
            Fate::Add => self.added += 1,
            Fate::Change => self.changed += 1,
            Fate::Unchanged => self.unchanged += 1,
            Fate::Pending => self.pending += 1,
            Fate::Reject => self.rejected += 1,
            Fate::Skip => self.skipped += 1,
        }
    }
}

/// See the module.
pub struct ImportPlan {
    /// The ledgers there are.
    pub registry: &'static Registry,
    /// The ledger imported into.
    pub ledger: Ledger,
    /// Name of the file.
    pub source: String,
    /// Name of the sheet.
    pub sheet: String,
    /// What its columns mean.
    pub layout: Layout,
    /// The rows of data.
    pub rows: Vec<RowPlan>,
    /// Rows that are no data.
    pub skipped: Vec<Skipped>,
    /// What the sheet as a whole is told; of its columns see [`ImportPlan::told_of_columns`].
    pub warnings: Vec<String>,
    /// What the sheet as a whole leaves open, with the answers given.
    pub questions: Vec<Question>,
    /// Why nothing can be imported before the layout is put right.
    pub blocked: Option<Problem>,
    /// The cells.
    pub grid: Grid,
    /// Digest of the file.
    pub(super) digest: String,
    /// The step after which it was made, and the day.
    pub(super) step: i64,
    made_on: NaiveDate,
    pub(super) staged: HashMap<(Ledger, i64), Record>,
    manners: Manners,
}

impl ImportPlan {
    /// How many records of `ledger` have which fate.
    pub fn counts(&self, ledger: Ledger) -> Counts {
        let mut counts = Counts::default();
        let records = self.rows.iter().flat_map(|row| &row.records);
        records.filter(|record| record.ledger == ledger).for_each(|record| counts.add(record.fate));
        counts
    }

    /// The ledgers it brings records of, the one imported into first.
    pub fn ledgers(&self) -> Vec<Ledger> {
        let mut found = vec![self.ledger];
        for heading in &self.layout.headings {
            if let Some(Target::Beside { ledger, .. }) = heading.target
                && !found.contains(&ledger)
            {
                found.push(ledger);
            }
        }
        found
    }

    /// Words of the sheet that are none of a column's values: column, word, and how many rows hold it.
    pub fn unknown_words(&self) -> Vec<(&'static Column, String, usize)> {
        let mut found: Vec<(&'static Column, String, usize)> = Vec::new();
        let records = self.rows.iter().flat_map(|row| &row.records);
        for (ledger, problem) in records.flat_map(|record| record.problems.iter().map(move |problem| (record.ledger, problem))) {
            if !matches!(problem.rule.as_str(), "choice" | "entry" | "flag" | "ambiguous") {
                continue;
            }
            let child = || ledger.declaration().with_child.and_then(|child| child.column(&problem.field));
            let Some(column) = ledger.column(&problem.field).filter(|column| column.stored()).or_else(child) else { continue };
            if !matches!(column.kind, Kind::Choice(_) | Kind::Flag | Kind::Entry(_)) {
                continue;
            }
            match found.iter_mut().find(|(known, word, _)| known.name == column.name && *word == problem.value) {
                Some((.., rows)) => *rows += 1,
                None => found.push((column, problem.value.clone(), 1)),
            }
        }
        found
    }

    /// Whether it still holds: nothing was written since, and it is the same day.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn stands(&self, book: &Book) -> Result<bool> {
        Ok(self.step == book.last_step()? && self.made_on == book.today())
    }

    /// Columns that must be given and that the sheet does not bring, where one value may hold for all of it: a day that
    /// stands in the title only, who did it, what all are. Not what tells one record from another.
    pub fn lacking(&self) -> Vec<Target> {
        let on_days = self.layout.headings.iter().any(|heading| matches!(heading.target, Some(Target::OnDay { .. })));
        let day = self.ledger.declaration().across.as_ref().map(|across| across.day).filter(|_| on_days);
        let brought = |target: &Target| {
            self.layout.heading(target).is_some() || matches!(target, Target::Own(column) if Some(column.name) == day)
        };
        let child = self.layout.headings.iter().any(|heading| matches!(heading.target, Some(Target::Child(_))));
        let title = self.ledger.declaration().title;
        let chosen = |column: &Column| matches!(column.kind, Kind::Choice(_) | Kind::Flag | Kind::Entry(_));
        let written = |column: &Column| match column.kind {
            Kind::Date | Kind::Time => true,
            Kind::Text { .. } | Kind::Name { .. } => column.name != title && !column.identifies,
            _ => false,
        };
        target::all(self.registry, self.ledger)
            .into_iter()
            .filter(|target| match target {
                Target::Own(column) => column.required && (chosen(column) || written(column)),
                Target::Child(column) => child && column.required && chosen(column),
                _ => false,
            })
            .filter(|target| !brought(target))
            .collect()
    }

    /// What is told of columns whose meaning nobody said.
    pub fn told_of_columns(&self) -> Vec<String> {
        let names = Names::of(self.registry, self.ledger);
        let told = |heading: &Heading| match (heading.how, &heading.target) {
            (How::Near, Some(target)) => Some(format!("「{}」按「{}」导入，请核对。", heading.label, target.label())),
            (How::Content, Some(target)) => {
                Some(format!("「{}」列的内容像「{}」，按它导入，请核对。", heading.label, target.label()))
            }
            (How::Unknown, _) => Some(match names.aside(&heading.label) {
                Some(aside) => aside.told(&heading.label),
                None => format!("「{}」列没有对应的栏目，没有导入。", heading.label),
            }),
            _ => None,
        };
        self.layout.headings.iter().filter_map(told).collect()
    }

    /// Asks for the years of days without one, column by column, and takes those that were said.
    fn ask_years(&mut self, grid: &Grid, rows: &[&Row], options: &Options) {
        let mut titles: Vec<(i32, String)> = Vec::new();
        for (year, _, place) in titled(&self.layout, grid, &[(&self.sheet, "工作表名"), (&self.source, "文件名")]) {
            if !titles.iter().any(|(known, _)| *known == year) {
                titles.push((year, place));
            }
        }
        for heading in &self.layout.headings {
            let Some(column) = heading.target.as_ref().and_then(Target::column) else { continue };
            let manner = self.manners.of(heading.column);
            let yearless = |row: &&&Row| {
                let cell = row.at(heading.column);
                matches!(reading::read(cell, column, manner), Reading::NoYear { .. })
            };
            if column.kind != Kind::Date {
                continue;
            }
            let mut found = rows.iter().filter(yearless);
            let Some(first) = found.next() else { continue };
            let first = (first.number, first.at(heading.column).shown(grid.epoch).trim().to_owned());
            let yearless = Yearless { heading, cells: 1 + found.count(), first };
            let question = Question::of_year(&yearless, &titles, &options.answers);
            let year = question.said.as_deref().and_then(question::year_said);
            self.manners.years.extend(year.map(|year| (heading.column, year)));
            self.questions.push(question);
        }
    }

    /// What a day or a time was understood as, where the cell at `column` of `row` is written otherwise.
    pub fn understood(&self, row: &Row, heading: &Heading) -> Option<String> {
        let column = heading.target.as_ref().and_then(Target::column)?;
        if !column.kind.is_moment() {
            return None;
        }
        let cell = row.at(heading.column);
        let Reading::Said(text) = reading::read(cell, column, self.manners.of(heading.column)) else { return None };
        let day = reading::day_beside_words(&text).filter(|_| column.kind == Kind::Date);
        let text = day.as_ref().map_or(text.as_ref(), |(day, _)| day);
        let understood = input::parse(column.kind, text, self.made_on).ok()??.to_input();
        (understood != cell.shown(self.manners.epoch).trim()).then_some(understood)
    }

    /// What applying it would write, in words: 32 人、58 剂次; empty: nothing.
    pub fn written(&self) -> String {
        let of = |ledger: Ledger| {
            let Counts { added, changed, .. } = self.counts(ledger);
            let unit = ledger.declaration().unit;
            match (added, changed) {
                (0, 0) => None,
                (added, 0) => Some(format!("{added} {unit}")),
                (0, changed) => Some(format!("更改 {changed} {unit}")),
                (added, changed) => Some(format!("{added} {unit}（另更改 {changed} {unit}）")),
            }
        };
        let parts: Vec<String> = self.ledgers().into_iter().filter_map(of).collect();
        parts.join("、")
    }

    /// Whether applying it would write anything.
    pub fn writes(&self) -> bool {
        self.rows.iter().flat_map(|row| &row.records).any(|record| record.action.is_some())
    }
}

/// Rule under which a record is left out because the one it stands beside is: that one says why.
pub const BESIDE: &str = "parent";
/// Rows between two calls of the progress.
const TOLD_EVERY: usize = 200;
/// Rows read to choose among sheets.
const GLANCE: usize = 60;

/// Makes the plan. `progress` is told rows done and rows in all, and stops the work by saying no.
///
/// # Errors
/// `Invalid` when the file holds nothing to import or the options name what is not there; `Cancelled`.
pub fn plan(
    book: &Book,
    source: &mut Source,
    ledger: Ledger,
    options: &Options,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<ImportPlan> {
    let mut warnings = Vec::new();
    let sheet = match &options.sheet {
        Some(name) => source.sheets().into_iter().find(|sheet| sheet == name).map(str::to_owned).ok_or_else(|| {
            let message = format!("文件里没有工作表「{name}」。有这些：{}。", source.sheets().join("、"));
            Error::invalid("sheet", "unknown_sheet", name, message)
        })?,
        None => fitting_sheet(source, book.registry(), ledger, &mut warnings)?,
    };
    let mut questions = Vec::new();
    if let Some(stray) = source.stray() {
        let question = Question::of_quotes(stray, &options.answers);
        let as_cells = question.said.as_deref() == Some(question::CELL);
        questions.push(question);
        source.take_quotes(as_cells)?;
    }
    let mut grid = source.grid(&sheet)?;
    if let Some(question) = Question::of_garbled(&grid, &options.answers) {
        if question.said.as_deref() == Some(question::MEND) {
            question::mend(&mut grid);
        }
        questions.push(question);
    }
    let layout = layout_of(book, &grid, ledger, &options.said)?;
    let titles = titled(&layout, &grid, &[(&sheet, "工作表名"), (&source.name, "文件名")]);
    let (of_days, month) = across::asked(&layout, &titles, &options.answers);
    questions.extend(of_days);
    warnings.extend(across::told(&layout, month));
    let below = layout.header.map_or(0, |(_, last)| last);
    spread(&mut grid, below)?;
    let (rows, skipped) = layout.rows(&grid);
    let mut plan = ImportPlan {
        registry: book.registry(),
        ledger,
        source: source.name.clone(),
        sheet,
        blocked: questions
            .iter()
            .find_map(Question::blocks)
            .or_else(|| blocked(ledger, &layout, (&rows, &skipped), source.format, options)),
        questions,
        manners: Manners { epoch: grid.epoch, month, worded: worded(&layout.headings), ..Manners::default() },
        layout,
        rows: Vec::new(),
        skipped,
        warnings,
        grid: Grid::default(),
        digest: source.digest(),
        step: book.last_step()?,
        made_on: book.today(),
        staged: HashMap::new(),
    };
    let now = book.surroundings().now();
    plan.warnings.extend(book.ages()?.behind(now).map(|(step, at)| behind_in_words(step, at, now)));
    let uncalculated = grid.rows.iter().flat_map(|row| &row.cells).filter(|cell| **cell == UNCALCULATED).count();
    if uncalculated > 0 {
        plan.warnings
            .push(format!("表里有 {uncalculated} 格公式还没有算过，读不到结果。请先在 Excel 或 WPS 里打开、保存一次，再导入。"));
    }
    if !source.hidden().is_empty() {
        plan.warnings.push(format!("没有读隐藏的工作表：{}。", source.hidden().join("、")));
    }
    let hidden: Vec<u32> = rows.iter().map(|row| row.number).filter(|row| grid.hidden.binary_search(row).is_ok()).collect();
    if !hidden.is_empty() {
        let shown: Vec<String> = hidden.iter().take(HIDDEN_TOLD).map(u32::to_string).collect();
        let more = if hidden.len() > HIDDEN_TOLD { " 等" } else { "" };
        plan.warnings.push(format!(
            "表里有 {} 行被筛选或隐藏了，看不见（第 {}{more} 行），也会一起导入。不要的请先在表里删去。",
            hidden.len(),
            shown.join("、")
        ));
    }
    if plan.blocked.is_none() {
        plan.manners.names = options.answers.get(question::NAMES).is_some_and(|said| said == question::KEEP);
        plan.ask_years(&grid, &rows, options);
        walk(book, &mut plan, rows, options, progress)?;
    }
    let of_names = Question::of_lost_names(&plan, &grid, &options.answers);
    plan.questions.extend(of_names);
    plan.grid = grid;
    book.sound()?;
    Ok(plan)
}

/// The layout of `grid`, with what is remembered of one like it.
fn layout_of(book: &Book, grid: &Grid, ledger: Ledger, said: &Said) -> Result<Layout> {
    let first = Layout::find(grid, book.registry(), ledger, said)?;
    let mut known = said.clone();
    known.remembered = super::memory::remembered(book, ledger, &first.fingerprint)?;
    if first.header.is_none() && said.header_row.is_none() {
        for (row, fingerprint) in Layout::possible(grid) {
            let remembered = super::memory::remembered(book, ledger, &fingerprint)?;
            if !remembered.is_empty() {
                (known.header_row, known.remembered) = (Some(row), remembered);
                break;
            }
        }
    }
    // Nothing is known that the first look did not know.
    if known.remembered == said.remembered {
        return Ok(first);
    }
    Layout::find(grid, book.registry(), ledger, &known)
}

/// Rows told by number that are hidden.
const HIDDEN_TOLD: usize = 10;

/// Years that stand above the rows or name the sheet, with the month beside them, if any, and where: what a day without one may
/// be of, and as well may not.
fn titled(layout: &Layout, grid: &Grid, names: &[(&str, &str)]) -> Vec<(i32, Option<u32>, String)> {
    let last = layout.header.map_or(0, |(_, last)| last);
    let above = grid
        .rows
        .iter()
        .take_while(|row| row.number <= last)
        .flat_map(|row| row.filled().map(|column| (row.at(column).shown(grid.epoch), format!("第 {} 行", row.number))));
    let names = names.iter().map(|(text, place)| ((*text).to_owned(), (*place).to_owned()));
    let mut found: Vec<(i32, Option<u32>, String)> = Vec::new();
    for (text, place) in above.chain(names) {
        for year in years_in(&text) {
            let month = across::month_in(&text, year);
            if !found.iter().any(|(known, of, _)| (*known, *of) == (year, month)) {
                found.push((year, month, place.clone()));
            }
        }
    }
    found
}

/// Four digits that stand alone and are a year of our time.
fn years_in(text: &str) -> impl Iterator<Item = i32> {
    let numbers = text.split(|character: char| !character.is_ascii_digit()).filter(|digits| digits.len() == 4);
    numbers.filter_map(|digits| digits.parse().ok()).filter(|year| (2000..2100).contains(year))
}

/// A sheet of a workbook with the ledger whose columns its header names; `None`: none of them.
#[derive(Debug, Clone)]
pub struct Fitting {
    /// Its name.
    pub sheet: String,
    /// The ledger proposed.
    pub ledger: Option<Ledger>,
}

/// Names a header has of a ledger at least before the ledger is proposed.
const LEAST_NAMES: usize = 2;

/// The sheets of `source` that can be seen, each with the ledger its header fits best.
///
/// # Errors
/// As [`Source::head`].
pub fn fitting(source: &mut Source, registry: &'static Registry) -> Result<Vec<Fitting>> {
    let names: Vec<String> = source.sheets().into_iter().map(str::to_owned).collect();
    let mut found = Vec::new();
    for sheet in names {
        let head = source.head(&sheet, GLANCE)?;
        let mut best: Option<(usize, Ledger)> = None;
        for ledger in registry.counted().filter(|ledger| !ledger.declaration().single) {
            let weight = Layout::find(&head, registry, ledger, &Said::default())?.weight();
            if weight >= LEAST_NAMES && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, ledger));
            }
        }
        found.push(Fitting { sheet, ledger: best.map(|(_, ledger)| ledger) });
    }
    Ok(found)
}

/// The visible sheet whose header fits `ledger` best.
fn fitting_sheet(source: &mut Source, registry: &'static Registry, ledger: Ledger, warnings: &mut Vec<String>) -> Result<String> {
    let names: Vec<String> = source.sheets().into_iter().map(str::to_owned).collect();
    if let [only] = names.as_slice() {
        return Ok(only.clone());
    }
    let mut weighed = Vec::new();
    for name in names {
        let head = source.head(&name, GLANCE)?;
        let weight = Layout::find(&head, registry, ledger, &Said::default())?.weight();
        weighed.push((weight, name));
    }
    let most = weighed.iter().map(|(weight, _)| *weight).max().unwrap_or(0);
    let mut fitting = weighed.iter().filter(|(weight, _)| *weight == most);
    let (_, chosen) = fitting.next().cloned().ok_or_else(|| Error::NotFound("工作表".to_owned()))?;
    let others: Vec<&str> = weighed
        .iter()
        .filter(|(weight, name)| *name != chosen && *weight > 1 && *weight * 2 > most)
        .map(|(_, name)| name.as_str())
        .collect();
    if !others.is_empty() {
        warnings.push(format!("导入的是工作表「{chosen}」；另有 {} 也像，要导入请另选。", others.join("、")));
    }
    Ok(chosen)
}

/// Puts the value of cells merged downwards into every row they reach, below the header.
fn spread(grid: &mut Grid, below: u32) -> Result<()> {
    let merges: Vec<_> = grid.merges.clone();
    let mut steps = MOST_CELLS;
    for merge in
        merges.iter().filter(|merge| merge.rows.0 > below && merge.rows.1 > merge.rows.0 && merge.columns.0 == merge.columns.1)
    {
        grid.spread(merge, &mut steps)?;
    }
    Ok(())
}

/// Why a sheet cannot be imported as it is understood now.
fn blocked(
    ledger: Ledger,
    layout: &Layout,
    (rows, skipped): (&[&Row], &[Skipped]),
    format: Format,
    options: &Options,
) -> Option<Problem> {
    let label = ledger.declaration().label;
    if rows.is_empty() && skipped.is_empty() && layout.headings.is_empty() {
        return Some(Problem::new("sheet", "empty", "", "工作表是空的。请核对选的是不是这个文件、这个工作表。"));
    }
    let means = |fits: &dyn Fn(&Target) -> bool| layout.headings.iter().filter_map(|heading| heading.target.as_ref()).any(fits);
    let known = || layout.headings.iter().filter(|heading| heading.target.is_some_and(|target| target != Target::Passed));
    let title = ledger.declaration().title;
    // Two to four characters are a name, and as well a mask or a broom: alone, in a file without a header, they are nothing.
    let named_only = format != Format::Pasted
        && known().all(|heading| {
            heading.how == How::Content && matches!(heading.target, Some(Target::Own(column)) if column.name == title)
        });
    if named_only {
        let labels = layout.headings.iter().map(|heading| heading.label.clone()).filter(|label| !label.is_empty());
        let texts: Vec<String> = labels.take(8).collect();
        let message = if format == Format::Pasted {
            format!("看不出各列是{label}的什么。请连同表头一起复制，或自己指定各列。")
        } else if texts.is_empty() {
            format!("没有找到{label}的表头。请核对选的是不是{label}的表，或自己指定表头在哪一行、各列是什么。")
        } else {
            format!(
                "没有找到{label}的表头。表里有这些列：{}。请核对选的是不是{label}的表，或自己指定表头在哪一行、各列是什么。",
                texts.join("、")
            )
        };
        return Some(Problem::new("sheet", "no_header", "", message));
    }
    let found_again = means(&|target| matches!(target, Target::Uid))
        || ledger.declaration().unique.iter().any(|group| {
            group.iter().filter(|name| ledger.column(name).is_some_and(|column| column.identifies || column.required)).all(
                |name| {
                    means(&|target| {
                        matches!(target, Target::Own(column) if column.name == *name)
                            || matches!(target, Target::By { reference, .. } if reference.name == *name)
                    })
                },
            )
        });
    let brought = |column: &Column| {
        options.set.contains_key(column.name)
            || means(&|target| match target {
                Target::Own(own) => own.name == column.name,
                Target::By { reference, .. } => reference.name == column.name,
                Target::Beside { ledger: of, column: beside, .. } => *of == ledger && beside.name == column.name,
                Target::OnDay { column: held, .. } => {
                    held.name == column.name
                        || ledger.declaration().across.as_ref().is_some_and(|across| across.day == column.name)
                }
                _ => false,
            })
    };
    let missing: Vec<&str> = ledger
        .columns()
        .iter()
        .filter(|column| column.required && column.typed() && !brought(column))
        .map(|column| column.label)
        .collect();
    if !missing.is_empty() && !found_again && !ledger.declaration().single {
        let message = format!("表里没有这些必填的列：{}。请补上，或指定哪一列是它。", missing.join("、"));
        return Some(Problem::new("sheet", "missing_column", missing.join("、"), message));
    }
    if rows.is_empty() {
        let example = skipped.iter().any(|row| row.reason == "示例");
        let message = if example {
            "表里只有示例行。请在它下面填写要导入的内容。"
        } else {
            "表头下面没有内容。请核对选的是不是这个工作表。"
        };
        return Some(Problem::new("sheet", "no_rows", "", message));
    }
    None
}

/// Goes through the rows.
fn walk(
    book: &Book,
    plan: &mut ImportPlan,
    rows: Vec<&Row>,
    options: &Options,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<()> {
    let mut deciding = Deciding::new(book, plan.ledger, &plan.layout, options)?;
    let total = rows.len();
    for (done, row) in rows.into_iter().enumerate() {
        if done % TOLD_EVERY == 0 && !progress(done as u64, total as u64) {
            return Err(Error::Cancelled);
        }
        let records = row_plan(&mut deciding, plan.ledger, &plan.layout.headings, row, &plan.manners)?;
        plan.rows.push(RowPlan { number: row.number, records });
    }
    progress(total as u64, total as u64);
    deciding.hold_together(&mut plan.rows, &plan.layout.headings)?;
    plan.warnings.extend(deciding.told());
    plan.questions.extend(deciding.silences());
    plan.staged = deciding.into_staged();
    Ok(())
}
