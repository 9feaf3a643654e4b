//! Sheets in and out: a file is looked at, understood with the person's help, planned, applied; lists and blank sheets are
//! saved; somebody else's sheet is filled in.

use super::records::query;
use crate::desktop::Kind;
use crate::state::{Importing, Open, Shell};
use crate::wire::exchange::{
    Candidate, CellChange, CellFinding, Choices, Decision, ExportAsked, Exported, FillingAsked, FillingView, ImportColumn,
    ImportCounts, ImportDone, ImportOptions, ImportQuestion, ImportRow, ImportView, SheetCell, SheetFitting, SkippedRow,
    UnknownWord, Verdict, WholeSheet, WorkProgress,
};
use crate::wire::records::Choice;
use crate::{backups, shapes, showing};
use std::collections::{BTreeMap, BTreeSet};
use taizhang::base::error::{Error, Result};
use taizhang::exchange::apply::{self, Stage};
use taizhang::exchange::cell::{Grid, GridCell, column_name};
use taizhang::exchange::export::{self, ExportJob, Field};
use taizhang::exchange::filling::{self, Filling, Period};
use taizhang::exchange::layout::Said;
use taizhang::exchange::plan::{self, Fate, Finding, Fitting, ImportPlan, Options, RecordPlan, RowPlan};
use taizhang::exchange::question::{Question, said_of_all};
use taizhang::exchange::rejects::rejects;
use taizhang::exchange::source::Source;
use taizhang::exchange::target::{self, Target};
use taizhang::exchange::template;
use taizhang::file::output;
use taizhang::program;
use taizhang::reports::figures;
use taizhang::schema::Ledger;
use taizhang::schema::{Column, Kind as ColumnKind};
use taizhang::store::Book;
use taizhang::store::disclosure::Masking;
use taizhang::store::journal::Op;

/// Texts of a column shown beside its meaning.
const SAMPLES: usize = 3;
/// Rows among which the header can be chosen, and cells shown of each.
const TOP: (usize, usize) = (30, 8);
/// Most rows in one window.
const MOST_ROWS: usize = 500;
/// Rows of somebody else's sheet shown to choose cells in, and as they are filled.
const SHEET_ROWS: usize = 200;
/// Rows below the last used one that are shown: a list may begin there.
const ROWS_BELOW: u32 = 12;
/// Columns of it.
const SHEET_COLUMNS: usize = 40;

pub fn import_choose(shell: &Shell, ledger: String) -> Result<Option<ImportView>> {
    let ledger = program::ledger(&ledger)?;
    let Some(path) = shell.desktop.choose_file(Kind::Sheet, None) else { return Ok(None) };
    begin(shell, ledger, Source::open(&path)?).map(Some)
}

pub fn import_dropped(shell: &Shell, ledger: String, name: String, base64: String) -> Result<ImportView> {
    let ledger = program::ledger(&ledger)?;
    let bytes = data_encoding::BASE64.decode(base64.as_bytes());
    let bytes = bytes.map_err(|_| Error::invalid("file", "damaged", "", "拖来的文件没有收全。请再拖一次，或用「选择文件」。"))?;
    begin(shell, ledger, Source::of(name, bytes)?)
}

pub fn import_pasted(shell: &Shell, ledger: String, text: String) -> Result<ImportView> {
    let ledger = program::ledger(&ledger)?;
    begin(shell, ledger, Source::pasted(&text)?)
}

fn begin(shell: &Shell, ledger: Ledger, mut source: Source) -> Result<ImportView> {
    let mut session = shell.session();
    let open = session.open()?;
    let options = Options::default();
    let plan = planned(shell, &open.book, &mut source, ledger, &options, true)?;
    let sheets = plan::fitting(&mut source, program::registry())?;
    let importing = Importing { source, sheets, ledger, options, plan: Some(plan) };
    let view = view(&open.book, &importing)?;
    open.import = Some(importing);
    Ok(view)
}

fn planned(
    shell: &Shell,
    book: &Book,
    source: &mut Source,
    ledger: Ledger,
    options: &Options,
    stoppable: bool,
) -> Result<ImportPlan> {
    shell
        .work
        .run("正在核对", stoppable, |told| plan::plan(book, source, ledger, options, &|done, total| told.done(done, total)))
}

pub fn import_plan(shell: &Shell, ledger: String, options: ImportOptions) -> Result<ImportView> {
    let ledger = program::ledger(&ledger)?;
    let mut session = shell.session();
    let open = session.open()?;
    let importing = open.import.as_mut().ok_or_else(gone)?;
    let options = wanted(options);
    importing.plan = Some(planned(shell, &open.book, &mut importing.source, ledger, &options, true)?);
    (importing.ledger, importing.options) = (ledger, options);
    view(&open.book, importing)
}

fn gone() -> Error {
    Error::NotFound("要导入的表格".to_owned())
}

fn plan_of(importing: &Importing) -> Result<&ImportPlan> {
    importing.plan.as_ref().ok_or_else(gone)
}

fn wanted(options: ImportOptions) -> Options {
    let decision = |decision: Decision| match decision {
        Decision::Same => plan::Decision::Same,
        Decision::New => plan::Decision::New,
        Decision::Skip => plan::Decision::Skip,
    };
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Options {
        sheet: options.sheet,
        said: Said { header_row: options.header_row, map: options.map.into_iter().collect(), ..Said::default() },
        late_reason: said(options.late_reason),
        clear: options.clear,
        decisions: options.decisions.into_iter().map(|(row, said)| (row, decision(said))).collect(),
        meant: options.meant,
        decide: options.decide.map(decision),
        set: options.set.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect(),
        words: options.words.into_iter().map(|(column, word, value)| ((column, word), value)).collect(),
        answers: options.answers,
    }
}

/// Everything about a plan but its rows.
fn view(book: &Book, importing: &Importing) -> Result<ImportView> {
    let plan = plan_of(importing)?;
    let columns = plan.layout.headings.iter().map(|heading| ImportColumn {
        name: column_name(heading.column),
        label: heading.label.clone(),
        target: heading.target.map(|target| target.code()),
        how: heading.how,
        samples: samples(plan, heading.column),
        moment: heading.target.as_ref().and_then(Target::column).is_some_and(|column| column.kind.is_moment()),
    });
    let mut fates: BTreeMap<String, usize> = BTreeMap::new();
    let has = |rule: &str| {
        let found = |row: &&RowPlan| row.records.iter().any(|record| record.problems.iter().any(|problem| problem.rule == rule));
        plan.rows.iter().filter(found).count()
    };
    for row in &plan.rows {
        *fates.entry(fate_name(row.fate())).or_default() += 1;
    }
    Ok(ImportView {
        ledger: plan.ledger.name().to_owned(),
        source: plan.source.clone(),
        sheets: importing.sheets.iter().map(sheet_fitting).collect(),
        sheet: plan.sheet.clone(),
        header: plan.layout.header,
        columns: columns.collect(),
        targets: targets(plan),
        blocked: plan.blocked.clone(),
        top: top(plan),
        warnings: plan.warnings.clone(),
        counts: counts(plan),
        fates,
        skipped: plan.skipped.iter().map(|row| SkippedRow { row: row.row, reason: row.reason.to_owned() }).collect(),
        late: has("late"),
        blanks: plan.warnings.iter().any(|text| text.contains("空白格")),
        whole: whole(book, importing)?,
        words: plan
            .unknown_words()
            .into_iter()
            .map(|(column, word, rows)| {
                let label = column.label.to_owned();
                Ok(UnknownWord { column: column.name.to_owned(), label, word, rows, choices: choices(book, column)? })
            })
            .collect::<Result<_>>()?,
        questions: plan.questions.iter().map(question).collect(),
        writes: plan.written(),
    })
}

fn sheet_fitting(sheet: &Fitting) -> SheetFitting {
    SheetFitting { name: sheet.sheet.clone(), ledger: sheet.ledger.map(|ledger| ledger.name().to_owned()) }
}

fn question(question: &Question) -> ImportQuestion {
    let choices = question.choices.iter().map(|(code, label)| Choice { code: code.to_string(), label: label.clone() });
    ImportQuestion {
        code: question.code.to_string(),
        text: question.text.clone(),
        choices: choices.collect(),
        written: question.written.unwrap_or_default().to_owned(),
        said: question.said.clone().unwrap_or_default(),
        problem: question.problem.clone(),
    }
}

/// What a column can mean, by kind, in the order of the form.
fn targets(plan: &ImportPlan) -> Vec<Choices> {
    let ledger = plan.ledger;
    let mut groups: Vec<Choices> = Vec::new();
    let days = plan.layout.headings.iter().filter_map(|heading| heading.target);
    let days = days.filter(|target| matches!(target, Target::OnDay { .. }));
    for target in target::all(program::registry(), ledger).into_iter().chain(days) {
        let child = || ledger.declaration().with_child.map_or("", |child| child.declaration().label);
        let label = match target {
            Target::Own(_) | Target::By { .. } => ledger.declaration().label,
            Target::Child(_) => child(),
            Target::Beside { ledger, .. } => ledger.declaration().label,
            Target::OnDay { .. } => "表头里的日期",
            Target::Uid | Target::LateReason | Target::Passed => "其他",
        };
        let choice = Choice { code: target.code(), label: target.label() };
        match groups.iter_mut().find(|group| group.label == label) {
            Some(group) => group.choices.push(choice),
            None => groups.push(Choices { label: label.to_owned(), choices: vec![choice] }),
        }
    }
    groups
}

fn top(plan: &ImportPlan) -> Vec<(u32, Vec<String>)> {
    let (rows, cells) = TOP;
    let shown = |cell: &GridCell| cell.shown(plan.grid.epoch).trim().to_owned();
    let filled = plan.grid.rows.iter().filter(|row| row.filled().next().is_some());
    filled.take(rows).map(|row| (row.number, row.cells.iter().take(cells).map(shown).collect())).collect()
}

fn counts(plan: &ImportPlan) -> Vec<ImportCounts> {
    let of = |ledger: Ledger| ImportCounts {
        ledger: ledger.name().to_owned(),
        label: ledger.declaration().label.to_owned(),
        unit: ledger.declaration().unit,
        counts: plan.counts(ledger),
    };
    plan.ledgers().into_iter().map(of).collect()
}

fn fate_name(fate: Fate) -> String {
    match serde_json::to_value(fate) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// The first different texts of a column below the header.
fn samples(plan: &ImportPlan, column: usize) -> Vec<String> {
    let below = plan.layout.header.map_or(0, |(_, last)| last);
    let mut found: Vec<String> = Vec::new();
    for row in plan.grid.rows.iter().filter(|row| row.number > below) {
        let text = row.at(column).shown(plan.grid.epoch);
        if !text.trim().is_empty() && !found.contains(&text) {
            found.push(text);
        }
        if found.len() == SAMPLES {
            break;
        }
    }
    found
}

/// What may be said in `column`, by code.
fn choices(book: &Book, column: &Column) -> Result<Vec<Choice>> {
    Ok(match column.kind {
        ColumnKind::Choice(choices) => {
            choices.iter().map(|choice| Choice { code: choice.code.to_owned(), label: choice.label.to_owned() }).collect()
        }
        ColumnKind::Flag => [("true", "是"), ("false", "否")]
            .map(|(code, label)| Choice { code: code.to_owned(), label: label.to_owned() })
            .to_vec(),
        ColumnKind::Entry(table) => {
            book.rules()?.entries(table, book.today()).into_iter().map(|(code, label)| Choice { code, label }).collect()
        }
        _ => Vec::new(),
    })
}

fn whole(book: &Book, importing: &Importing) -> Result<Vec<WholeSheet>> {
    let said = &importing.options.set;
    let mut whole = Vec::new();
    for target in plan_of(importing)?.lacking() {
        let (Target::Own(column) | Target::Child(column)) = target else { continue };
        let choices = choices(book, column)?;
        let value = said.get(&target.code()).cloned().or_else(|| column.assumed.map(str::to_owned)).unwrap_or_default();
        let (value, problem) = match said_of_all(column.kind, &value, book.today()) {
            _ if !choices.is_empty() => (value, String::new()),
            Ok(read) => (read.map(|read| read.to_input()).unwrap_or_default(), String::new()),
            Err(message) => (value, message),
        };
        let hint = match column.kind {
            ColumnKind::Date => "例如 2021-08-12",
            ColumnKind::Time => "例如 09:30",
            _ => "",
        };
        whole.push(WholeSheet { target: target.code(), label: column.label.to_owned(), hint, choices, value, problem });
    }
    Ok(whole)
}

pub fn import_rows(shell: &Shell, fate: Option<Fate>, from: usize, count: usize) -> Result<Vec<ImportRow>> {
    let mut session = shell.session();
    let importing = session.open()?.import.as_ref().ok_or_else(gone)?;
    let plan = plan_of(importing)?;
    let rows = plan.rows.iter().filter(|row| fate.is_none_or(|fate| row.fate() == fate));
    Ok(rows.skip(from).take(count.min(MOST_ROWS)).map(|row| import_row(plan, row)).collect())
}

fn import_row(plan: &ImportPlan, row: &RowPlan) -> ImportRow {
    let cells = plan.grid.row(row.number);
    let headings = &plan.layout.headings;
    let shown = |column: usize| cells.map(|cells| cells.at(column).shown(plan.grid.epoch)).unwrap_or_default();
    let finding = |finding: &Finding| CellFinding {
        column: finding.column.and_then(|column| headings.iter().position(|heading| heading.column == column)),
        label: finding.label.clone(),
        message: finding.message.clone(),
        rule: finding.rule.clone(),
    };
    let all = || row.records.iter();
    let open = || all().filter(|record| matches!(record.fate, Fate::Reject | Fate::Pending));
    ImportRow {
        row: row.number,
        fate: row.fate(),
        cells: headings.iter().map(|heading| shown(heading.column)).collect(),
        understood: headings
            .iter()
            .map(|heading| cells.and_then(|cells| plan.understood(cells, heading)).unwrap_or_default())
            .collect(),
        problems: open()
            .flat_map(|record| &record.problems)
            .filter(|problem| problem.rule != plan::BESIDE)
            .map(finding)
            .collect(),
        warnings: all().flat_map(|record| &record.warnings).map(finding).collect(),
        changes: all()
            .flat_map(|record| &record.changes)
            .map(|change| CellChange {
                column: place(plan, change.label),
                label: change.label.to_owned(),
                before: change.before.clone(),
                after: change.after.clone(),
            })
            .collect(),
        candidates: all()
            .flat_map(|record| &record.candidates)
            .map(|(id, title)| Candidate { id: *id, title: title.clone() })
            .collect(),
        asks: all().find(|record| record.fate == Fate::Pending).map(asks).unwrap_or_default(),
        verdicts: plan
            .ledgers()
            .into_iter()
            .map(|ledger| Verdict { ledger: ledger.name().to_owned(), fates: row.verdicts(ledger) })
            .collect(),
    }
}

/// Where a column of the ledger, or of what is given along, stands among those shown.
fn place(plan: &ImportPlan, label: &str) -> Option<usize> {
    let means = |target: &Target| match target {
        Target::Own(column) | Target::Child(column) | Target::By { reference: column, .. } => column.label == label,
        Target::LateReason => label == target::LATE_REASON,
        _ => false,
    };
    plan.layout.headings.iter().position(|heading| heading.target.as_ref().is_some_and(means))
}

/// What can be decided about a record in doubt: the same is only what one record may be, and half a number is nobody new.
fn asks(record: &RecordPlan) -> Vec<Decision> {
    let cut = record.problems.iter().any(|problem| problem.rule == "precision");
    let mut asks = Vec::new();
    asks.extend((record.candidates.len() == 1).then_some(Decision::Same));
    asks.extend((!cut && !record.candidates.is_empty()).then_some(Decision::New));
    asks.extend((!record.candidates.is_empty()).then_some(Decision::Skip));
    asks
}

pub fn import_apply(shell: &Shell) -> Result<ImportDone> {
    let mut session = shell.session();
    let open = session.open()?;
    let importing = open.import.as_mut().ok_or_else(gone)?;
    let (ledger, options) = (importing.ledger, importing.options.clone());
    // What she saw is what is written, unless something changed meanwhile.
    if !plan_of(importing)?.stands(&open.book)? {
        importing.plan = Some(planned(shell, &open.book, &mut importing.source, ledger, &options, true)?);
    }
    let plan = importing.plan.take().ok_or_else(gone)?;
    let counts = counts(&plan);
    let applied = shell.work.run("正在导入", true, |told| {
        apply::apply(&mut open.book, plan, &|stage, done, total| {
            told.next(match stage {
                Stage::BackingUp => "正在备份",
                Stage::Writing => "正在写入",
            });
            told.done(done, total)
        })
    });
    // What was imported is unchanged now; what was not stays to be given back.
    let plan = planned(shell, &open.book, &mut importing.source, ledger, &options, false)?;
    let left = plan.rows.iter().filter(|row| matches!(row.fate(), Fate::Reject | Fate::Pending)).count();
    importing.plan = Some(plan);
    let applied = applied?;
    if let Some(backup) = &applied.backup {
        backups::thin(open, backup);
    }
    let parts = counts.iter().filter_map(|ImportCounts { label, unit, counts, .. }| {
        let mut words = Vec::new();
        words.extend((counts.added > 0).then(|| format!("新增 {} {unit}", counts.added)));
        words.extend((counts.changed > 0).then(|| format!("修改 {} {unit}", counts.changed)));
        (!words.is_empty()).then(|| format!("{label}{}", words.join("、")))
    });
    let parts: Vec<String> = parts.collect();
    let sentence = if parts.is_empty() {
        "没有需要写入的内容。".to_owned()
    } else {
        format!("已导入：{}。可以用一次撤销整个退回。", parts.join("；"))
    };
    Ok(ImportDone {
        wrote: applied.step.is_some(),
        sentence,
        backup: applied.backup.map(|backup| shapes::shown(&backup.path)),
        left,
        counts,
    })
}

pub fn import_rejects(shell: &Shell) -> Result<Option<String>> {
    let (bytes, suggested) = {
        let mut session = shell.session();
        let importing = session.open()?.import.as_ref().ok_or_else(gone)?;
        let Some(bytes) = rejects(&importing.source, plan_of(importing)?)? else {
            return Err(Error::NotFound("没有导入的行".to_owned()));
        };
        let stem = importing.source.name.rsplit_once('.').map_or(importing.source.name.as_str(), |(stem, _)| stem);
        (bytes, format!("{stem}-待改.xlsx"))
    };
    let Some(path) = shell.desktop.choose_place(Kind::Workbook, &suggested, None) else { return Ok(None) };
    let mut session = shell.session();
    output::write(&path, output::Kind::Workbook, session.path(), &bytes)?;
    session.last_output = Some(path.clone());
    Ok(Some(shapes::shown(&path)))
}

pub fn import_close(shell: &Shell) -> Result<()> {
    shell.session().open()?.import = None;
    Ok(())
}

pub fn import_template(shell: &Shell, ledger: String) -> Result<Option<String>> {
    let ledger = program::ledger(&ledger)?;
    let suggested = format!("{}-导入模板.xlsx", ledger.declaration().label);
    let Some(path) = shell.desktop.choose_place(Kind::Workbook, &suggested, None) else { return Ok(None) };
    let mut session = shell.session();
    session.open()?.book.reading(|book| template::blank(book, ledger, &path))?;
    session.last_output = Some(path.clone());
    Ok(Some(shapes::shown(&path)))
}

pub fn export_list(shell: &Shell, job: ExportAsked) -> Result<Option<Exported>> {
    let query = {
        let mut session = shell.session();
        showing::refuse_whole(&session, job.unmasked.as_ref())?;
        let Open { book, said, .. } = session.open()?;
        book.reading(|book| query(&job.query, book, said))?
    };
    let (kind, ending) = if job.text { (Kind::Text, "csv") } else { (Kind::Workbook, "xlsx") };
    let suggested = format!("{}_{}.{ending}", query.ledger.declaration().label, query.on.format("%Y%m%d"));
    let Some(path) = shell.desktop.choose_place(kind, &suggested, None) else { return Ok(None) };
    let mut session = shell.session();
    showing::refuse_whole(&session, job.unmasked.as_ref())?;
    let open = session.open()?;
    let job = ExportJob { query, access: job.unmasked, names_masked: job.names_masked };
    let rows = shell
        .work
        .run("正在导出", true, |told| export::export(&mut open.book, &job, &path, &|done, total| told.done(done, total)))?;
    session.last_output = Some(path.clone());
    Ok(Some(Exported { shown: shapes::shown(&path), rows }))
}

pub fn work_progress(shell: &Shell) -> Result<Option<WorkProgress>> {
    #[allow(clippy::cast_precision_loss)] // shown as a bar
    Ok(shell.work.progress().map(|progress| WorkProgress {
        doing: progress.doing,
        done: progress.done as f64,
        total: progress.total as f64,
        stoppable: progress.stoppable,
    }))
}

pub fn work_stop(shell: &Shell) -> Result<()> {
    shell.work.stop();
    Ok(())
}

pub fn filling_choose(shell: &Shell) -> Result<Option<FillingView>> {
    let Some(path) = shell.desktop.choose_file(Kind::Workbook, None) else { return Ok(None) };
    let source = Source::open(&path)?;
    let first = source.sheets().first().map(|sheet| (*sheet).to_owned()).unwrap_or_default();
    let mut session = shell.session();
    let open = session.open()?;
    open.filling = Some(source);
    filling_view(open, &first).map(Some)
}

pub fn filling_sheet(shell: &Shell, sheet: String) -> Result<FillingView> {
    let mut session = shell.session();
    filling_view(session.open()?, &sheet)
}

fn no_template() -> Error {
    Error::NotFound("要填的表格".to_owned())
}

fn filling_view(open: &mut Open, sheet: &str) -> Result<FillingView> {
    let source = open.filling.as_mut().ok_or_else(no_template)?;
    let known = filling::remembered(&open.book, source, sheet)?;
    let grid = source.head(sheet, SHEET_ROWS)?;
    let width = grid.width().min(SHEET_COLUMNS);
    let fields = |ledger: Ledger| {
        let number = Choice { code: filling::NUMBER.to_owned(), label: "序号".to_owned() };
        let own = Field::of(program::registry(), ledger)
            .into_iter()
            .map(|field| Choice { code: field.label().to_owned(), label: field.label().to_owned() });
        (ledger.name().to_owned(), std::iter::once(number).chain(own).collect())
    };
    Ok(FillingView {
        source: source.name.clone(),
        sheets: source.sheets().into_iter().map(str::to_owned).collect(),
        known: known.is_some(),
        filling: known.unwrap_or_else(|| Filling { sheet: sheet.to_owned(), ..Filling::default() }),
        columns: (0..width).map(column_name).collect(),
        rows: shown_rows(&grid, width, ROWS_BELOW, &BTreeSet::new()),
        figures: figures::all(program::registry()).into_iter().map(|(code, label)| Choice { code, label }).collect(),
        fields: program::registry().counted().map(fields).collect(),
    })
}

/// The first rows of a sheet as cells and `below` more, blank ones too, since something may be put into them; `filled` tells
/// where something was.
fn shown_rows(grid: &Grid, width: usize, below: u32, filled: &BTreeSet<(u32, usize)>) -> Vec<(u32, Vec<SheetCell>)> {
    let last = grid.rows.last().map_or(0, |row| row.number).saturating_add(below);
    let last = last.min(u32::try_from(SHEET_ROWS).unwrap_or(u32::MAX));
    let row = |number: u32| {
        let mut cells = Vec::new();
        for column in 0..width {
            let merge = grid.merges.iter().find(|merge| merge.holds(number, column));
            if merge.is_some_and(|merge| (merge.rows.0, merge.columns.0) != (number, column)) {
                continue;
            }
            let (width, height) =
                merge.map_or((1, 1), |merge| (merge.columns.1 - merge.columns.0 + 1, (merge.rows.1 - merge.rows.0 + 1) as usize));
            let text = grid.row(number).map(|row| row.at(column).shown(grid.epoch)).unwrap_or_default();
            cells.push(SheetCell { column, width, height, text, filled: filled.contains(&(number, column)) });
        }
        (number, cells)
    };
    (1..=last).map(row).collect()
}

fn period(open: &Open, job: &FillingAsked) -> Result<Period> {
    let today = open.book.today();
    let day = |field: &str, said: &Option<String>| shapes::day(field, said.as_deref(), today);
    Ok(Period { from: day("from", &job.from)?, to: day("to", &job.to)?, on: day("on", &job.on)?.unwrap_or(today) })
}

/// The first rows of the sheet as it would be saved, masked.
pub fn filling_preview(shell: &Shell, job: FillingAsked) -> Result<Vec<(u32, Vec<SheetCell>)>> {
    let mut session = shell.session();
    let open = session.open()?;
    let period = period(open, &job)?;
    let source = open.filling.as_mut().ok_or_else(no_template)?;
    let filled = open.book.reading(|book| figures::filled(book, source, &job.filling, period, Masking::Masked))?;
    let grid = Source::of(source.name.clone(), filled.bytes)?.head(&job.filling.sheet, SHEET_ROWS)?;
    let width = grid.width().min(SHEET_COLUMNS);
    Ok(shown_rows(&grid, width, 0, &filled.cells))
}

pub fn filling_save(shell: &Shell, job: FillingAsked) -> Result<Option<String>> {
    let (bytes, suggested) = {
        let mut session = shell.session();
        let open = session.open()?;
        let period = period(open, &job)?;
        let source = open.filling.as_mut().ok_or_else(no_template)?;
        let what = format!("fill {}", source.name);
        let leave = open.book.leave(Op::Export, &what, job.unmasked.as_ref(), false)?;
        let masking = Masking::of(leave.as_ref());
        let bytes = open.book.reading(|book| figures::filled(book, source, &job.filling, period, masking))?.bytes;
        if open.book.writes() {
            filling::remember(&mut open.book, source, &job.filling)?;
        }
        let stem = source.name.rsplit_once('.').map_or(source.name.as_str(), |(stem, _)| stem);
        (bytes, format!("{stem}_{}.xlsx", period.on.format("%Y%m%d")))
    };
    let Some(path) = shell.desktop.choose_place(Kind::Workbook, &suggested, None) else { return Ok(None) };
    let mut session = shell.session();
    output::write(&path, output::Kind::Workbook, session.path(), &bytes)?;
    session.last_output = Some(path.clone());
    Ok(Some(shapes::shown(&path)))
}
