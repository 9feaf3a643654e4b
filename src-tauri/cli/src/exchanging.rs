//! `import` and `export`: sheets in and out, the same plan and the same law of return as in the window.

use crate::failure::{Failure, Result};
use crate::output::Said;
use crate::{arguments, changing, reading, secrets};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use taizhang::base::error::Error;
use taizhang::exchange::apply::{Applied, apply};
use taizhang::exchange::cell::{cell_name, column_name};
use taizhang::exchange::export::{self, ExportJob};
use taizhang::exchange::filling::{self, Filling, Period, Rows};
use taizhang::exchange::layout::Said as SaidOfLayout;
use taizhang::exchange::plan::{BESIDE, Counts, Decision, Fate, Finding, ImportPlan, Options, RecordPlan, plan};
use taizhang::exchange::question::{self, Question};
use taizhang::exchange::rejects::rejects;
use taizhang::exchange::source::Source;
use taizhang::exchange::target::Target;
use taizhang::exchange::template;
use taizhang::file::open::Access;
use taizhang::file::output::{self, Kind};
use taizhang::program;
use taizhang::reports::figures;
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::disclosure::{Masking, Unmasked};
use taizhang::store::journal::Op;
use taizhang::store::listing::Query;

/// Rows told on a terminal; all of them are in the JSON and in the rejects.
const TOLD: usize = 20;

/// Warnings of one kind told row by row; more are told in one line.
const GROUPED: usize = 3;

/// `import`.
pub fn import(options: &arguments::Import) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let wanted = wanted(ledger, options)?;
    let access = if options.dry_run { Access::Read } else { Access::Write };
    let mut book = secrets::open(&options.file, access)?;
    let done = source(&options.sheet_file).and_then(|mut source| {
        let plan = plan(&book, &mut source, ledger, &wanted, &|_, _| true)?;
        if let Some(problem) = &plan.blocked {
            let mut problem = problem.clone();
            if let Some(question) = plan.questions.iter().find(|question| question.code == problem.value) {
                problem.message = format!("{}{}", question.text, how_to_answer(question));
            }
            return Err(Error::Invalid(vec![problem]).into());
        }
        let told = Told::of(&plan);
        let returned = options.rejects.as_deref().map(|out| give_back(book.path(), &source, &plan, out)).transpose()?.flatten();
        let applied = if options.dry_run { None } else { Some(apply(&mut book, plan, &|_, _, _| true)?) };
        Ok(told.said(applied, returned))
    });
    let closed = book.close();
    let said = done?;
    closed.map_err(|error| if options.dry_run { error } else { error.after("已经导入") })?;
    Ok(said)
}

fn source(path: &Path) -> Result<Source> {
    if path != Path::new("-") {
        return Ok(Source::open(path)?);
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).map_err(Error::io("读取粘贴的内容", path))?;
    Ok(Source::pasted(&text)?)
}

/// Writes the rejected rows back; returns where.
fn give_back(data: &Path, source: &Source, plan: &ImportPlan, out: &Path) -> Result<Option<String>> {
    if export::Ending::of(out)? != export::Ending::Workbook {
        return Err(Failure::refused("rejects", "format", out.display().to_string(), "没法导入的行另存成 .xlsx。"));
    }
    let out = std::path::absolute(out).map_err(Error::io("写入文件", out))?;
    let Some(bytes) = rejects(source, plan)? else { return Ok(None) };
    output::write(&out, Kind::Workbook, Some(data), &bytes)?;
    Ok(Some(out.display().to_string()))
}

/// What the command line says of the import.
fn wanted(ledger: Ledger, options: &arguments::Import) -> Result<Options> {
    let mut decisions = BTreeMap::new();
    let mut meant = BTreeMap::new();
    let mut decide = None;
    for text in &options.decide {
        let (row, decision) = pair("decide", text, "=")?;
        let id: Option<i64> = decision.parse().ok();
        let decision = match decision {
            "same" => Decision::Same,
            _ if id.is_some() => Decision::Same,
            "new" => Decision::New,
            "skip" => Decision::Skip,
            other => {
                return Err(Failure::refused(
                    "decide",
                    "choice",
                    other,
                    "--decide 写成 5=same、5=new 或 5=skip；有几个可能的，等号后写是第几号；也可以 all=new。",
                ));
            }
        };
        match row.parse() {
            Ok(row) => {
                decisions.insert(row, decision);
                meant.extend(id.map(|id| (row, id)));
            }
            Err(_) if row == "all" => decide = Some(decision),
            Err(_) => return Err(Failure::refused("decide", "number", row, "--decide 等号前是行号，例如 5=same。")),
        }
    }
    let target = |field: &str, name: &str| {
        let label = ledger.declaration().label;
        Target::named(program::registry(), ledger, name)
            .ok_or_else(|| Failure::refused(field, "unknown_column", name, format!("{label}没有「{name}」这一栏。请核对栏名。")))
    };
    let mut set = BTreeMap::new();
    for text in &options.set {
        let (name, value) = pair("set", text, "=")?;
        set.insert(target("set", name)?.code(), value.to_owned());
    }
    let mut words = BTreeMap::new();
    for text in &options.word {
        let (word, value) = pair("word", text, "=")?;
        let (name, word) = pair("word", word, ":")?;
        let column = match target("word", name)? {
            Target::Own(column) | Target::Child(column) | Target::Beside { column, .. } => column.name,
            _ => return Err(Failure::refused("word", "unknown_column", name, "这一栏没有可选的内容。")),
        };
        words.insert((column.to_owned(), word.to_owned()), value.to_owned());
    }
    let mut answers = BTreeMap::new();
    for text in &options.answer {
        let (question, answer) = pair("answer", text, "=")?;
        answers.insert(question.to_owned(), answer.to_owned());
    }
    answers.extend(options.year.map(|year| (question::YEAR.to_owned(), year.to_string())));
    let map = options.map.iter().map(|text| pair("map", text, "=").map(|(column, field)| (column.to_owned(), field.to_owned())));
    let said = SaidOfLayout { header_row: options.header_row, map: map.collect::<Result<_>>()?, ..SaidOfLayout::default() };
    Ok(Options {
        sheet: options.sheet.clone(),
        said,
        late_reason: options.late_reason.clone(),
        clear: options.clear,
        decisions,
        meant,
        decide,
        set,
        words,
        answers,
    })
}

/// What a question is answered with.
fn how_to_answer(question: &Question) -> String {
    let code = &question.code;
    let written = question.written.map(|example| format!("--answer {code}={example}（写自己的）"));
    let choices = question.choices.iter().map(|(choice, label)| format!("--answer {code}={choice}（{label}）"));
    let answers: Vec<String> = written.into_iter().chain(choices).collect();
    format!("{}回答：{}。", question.problem, answers.join("，"))
}

fn pair<'t>(field: &str, text: &'t str, between: &str) -> Result<(&'t str, &'t str)> {
    let parts = if field == "map" { text.rsplit_once(between) } else { text.split_once(between) };
    parts
        .map(|(left, right)| (left.trim(), right.trim()))
        .filter(|(left, right)| !left.is_empty() && !right.is_empty())
        .ok_or_else(|| Failure::refused(field, "format", text, format!("--{field} 要有「{between}」，两边都要有内容。")))
}

/// A plan put into words before it is used up.
struct Told {
    json: Map<String, Json>,
    lines: Vec<String>,
}

impl Told {
    fn of(plan: &ImportPlan) -> Self {
        let mut json = Map::new();
        json.insert("ledger".to_owned(), plan.ledger.name().into());
        json.insert("sheet".to_owned(), plan.sheet.clone().into());
        json.insert("header".to_owned(), json!(plan.layout.header.map(|(first, last)| [first, last])));
        let columns = plan.layout.headings.iter().map(|heading| {
            json!({
                "column": column_name(heading.column),
                "label": heading.label,
                "field": heading.target.map(|target| target.code()),
                "how": heading.how,
            })
        });
        json.insert("columns".to_owned(), columns.collect());
        let mut by_ledger = Map::new();
        for ledger in plan.ledgers() {
            let part = part(plan, ledger);
            if ledger == plan.ledger {
                json.extend(part.clone());
            }
            by_ledger.insert(ledger.name().to_owned(), part.into());
        }
        json.insert("by_ledger".to_owned(), by_ledger.into());
        let questions = plan.questions.iter().map(|question| {
            let choices: Vec<&str> = question.choices.iter().map(|(choice, _)| choice.as_ref()).collect();
            json!({
                "question": question.code,
                "text": question.text,
                "choices": choices,
                "written": question.written,
                "answer": question.said,
                "problem": Some(&question.problem).filter(|problem| !problem.is_empty()),
            })
        });
        json.insert("questions".to_owned(), questions.collect());
        json.insert("writes".to_owned(), plan.written().into());
        let read =
            understood(plan).into_iter().map(|(cell, _, shown, read)| json!({ "cell": cell, "value": shown, "read": read }));
        json.insert("read".to_owned(), read.collect());
        let skipped = plan.skipped.iter().map(|row| json!({ "row": row.row, "reason": row.reason }));
        json.insert("skipped".to_owned(), skipped.collect());
        let of_sheet = plan.warnings.iter().cloned().chain(plan.told_of_columns());
        let mut warnings: Vec<Json> =
            of_sheet.map(|text| json!({ "row": null, "column": null, "value": null, "reason": text })).collect();
        for row in &plan.rows {
            for record in &row.records {
                warnings.extend(record.warnings.iter().map(|finding| told(row.number, finding)));
            }
        }
        json.insert("warnings".to_owned(), warnings.into());
        Self { lines: lines(plan), json }
    }

    fn said(mut self, applied: Option<Applied>, returned: Option<String>) -> Said {
        let written = applied.is_some();
        self.json.insert("applied".to_owned(), written.into());
        self.json.insert("rejects".to_owned(), returned.clone().into());
        let step = applied.as_ref().and_then(|applied| applied.step);
        self.json.insert("step".to_owned(), step.into());
        let backup = applied.and_then(|applied| applied.backup).map(|backup| backup.path.display().to_string());
        self.json.insert("backup".to_owned(), backup.clone().into());
        self.lines.push(match (written, step, backup) {
            (false, ..) => "只是预览，没有写入。".to_owned(),
            (true, None, _) => "没有需要写入的内容。".to_owned(),
            (true, Some(step), Some(backup)) => format!("已写入，是第 {step} 步，可以整个撤销。写入前的备份：{backup}"),
            (true, Some(step), None) => format!("已写入，是第 {step} 步，可以整个撤销。"),
        });
        if let Some(path) = returned {
            self.lines.push(format!("没有导入的行连同原因另存在：{path}。改好后再导入这个文件。"));
        }
        Said::new(&Json::Object(self.json), self.lines.join("\n"))
    }
}

/// Counts and rows of one ledger.
fn part(plan: &ImportPlan, ledger: Ledger) -> Map<String, Json> {
    let Counts { added, changed, unchanged, .. } = plan.counts(ledger);
    let rows = |fate: Fate| -> Vec<Json> {
        let all = plan.rows.iter().flat_map(|row| row.records.iter().map(move |record| (row.number, record)));
        all.filter(|(_, record)| record.ledger == ledger && record.fate == fate)
            .map(|(row, record)| refused(row, record))
            .collect()
    };
    let mut part = Map::new();
    part.insert("added".to_owned(), added.into());
    part.insert("changed".to_owned(), changed.into());
    part.insert("unchanged".to_owned(), unchanged.into());
    part.insert("rejected".to_owned(), rows(Fate::Reject).into());
    part.insert("pending".to_owned(), rows(Fate::Pending).into());
    let changes = plan.rows.iter().flat_map(|row| row.records.iter().map(move |record| (row.number, record)));
    let changes = changes.filter(|(_, record)| record.ledger == ledger).flat_map(|(row, record)| {
        record
            .changes
            .iter()
            .map(move |change| json!({ "row": row, "field": change.label, "before": change.before, "after": change.after }))
    });
    part.insert("changes".to_owned(), changes.collect());
    part
}

/// A row that is not taken: its first problem, and all of them.
fn refused(row: u32, record: &RecordPlan) -> Json {
    let mut first = record.problems.first().map_or_else(|| json!({ "row": row }), |problem| told(row, problem));
    if let Json::Object(map) = &mut first {
        map.insert("problems".to_owned(), record.problems.iter().map(|problem| told(row, problem)).collect());
        if !record.candidates.is_empty() {
            let candidates = record.candidates.iter().map(|(id, title)| json!({ "id": id, "title": title }));
            map.insert("candidates".to_owned(), candidates.collect());
        }
    }
    first
}

fn told(row: u32, finding: &Finding) -> Json {
    json!({
        "row": row,
        "column": if finding.label.is_empty() { &finding.field } else { &finding.label },
        "cell": cell(row, finding),
        "value": finding.value,
        "reason": finding.message,
        "field": finding.field,
        "rule": finding.rule,
    })
}

/// The cell a finding is about, as Excel names it.
fn cell(row: u32, finding: &Finding) -> Option<String> {
    finding.column.filter(|column| *column < usize::MAX).map(|column| cell_name(row, column))
}

/// The plan in lines for people.
fn lines(plan: &ImportPlan) -> Vec<String> {
    let mut lines = Vec::new();
    for ledger in plan.ledgers() {
        let Counts { added, changed, unchanged, pending, rejected, skipped } = plan.counts(ledger);
        let mut parts = vec![format!("新增 {added}"), format!("修改 {changed}"), format!("不变 {unchanged}")];
        parts.extend((pending > 0).then(|| format!("待定 {pending}")));
        parts.extend((rejected > 0).then(|| format!("没法导入 {rejected}")));
        parts.extend((skipped > 0).then(|| format!("跳过 {skipped}")));
        lines.push(format!("{}：{}", ledger.declaration().label, parts.join("，")));
    }
    let written = plan.written();
    lines.extend((!written.is_empty()).then(|| format!("会写入：{written}")));
    let open = plan.questions.iter().filter(|question| question.said.is_none());
    lines.extend(open.map(|question| format!("请回答：{}{}", question.text, how_to_answer(question))));
    let mut told = 0;
    for row in &plan.rows {
        for record in row.records.iter().filter(|record| matches!(record.fate, Fate::Reject | Fate::Pending)) {
            for problem in record.problems.iter().filter(|problem| problem.rule != BESIDE) {
                told += 1;
                if told > TOLD {
                    continue;
                }
                let state = if record.fate == Fate::Pending { "待定" } else { "没法导入" };
                let at = cell(row.number, problem).map(|at| format!("{at} ")).unwrap_or_default();
                let label = if problem.label.is_empty() { String::new() } else { format!("「{}」", problem.label) };
                lines.push(format!("{state}：第 {} 行 {at}{label}{}", row.number, problem.message));
            }
        }
    }
    if told > TOLD {
        lines.push(format!("另有 {} 处（--json 或 --rejects 列出全部）", told - TOLD));
    }
    if !plan.skipped.is_empty() {
        let skipped: Vec<String> =
            plan.skipped.iter().take(TOLD).map(|row| format!("第 {} 行（{}）", row.row, row.reason)).collect();
        lines.push(format!("没有当作内容的行：{}", skipped.join("、")));
    }
    lines.extend(dates(plan));
    lines.extend(warned(plan));
    let of_sheet = plan.warnings.iter().cloned().chain(plan.told_of_columns());
    lines.extend(of_sheet.map(|warning| format!("请留意：{warning}")));
    lines
}

/// Days and times that are written otherwise than they were understood: cell, header, as written, as understood.
fn understood(plan: &ImportPlan) -> Vec<(String, &str, String, String)> {
    let mut found = Vec::new();
    for row in &plan.rows {
        let Some(cells) = plan.grid.row(row.number) else { continue };
        for heading in &plan.layout.headings {
            if let Some(read) = plan.understood(cells, heading) {
                let shown = cells.at(heading.column).shown(plan.grid.epoch);
                found.push((cell_name(row.number, heading.column), heading.label.as_str(), shown, read));
            }
        }
    }
    found
}

/// How days and times were understood, one line a column.
fn dates(plan: &ImportPlan) -> Vec<String> {
    let mut columns: Vec<(&str, Vec<String>)> = Vec::new();
    for (cell, label, shown, read) in understood(plan) {
        let told = format!("{cell}「{shown}」读作 {read}");
        match columns.iter_mut().find(|(known, _)| *known == label) {
            Some((_, all)) => all.push(told),
            None => columns.push((label, vec![told])),
        }
    }
    let told = |(label, all): (&str, Vec<String>)| {
        let more = if all.len() > GROUPED { format!(" 等 {} 格（--json 列出全部）", all.len()) } else { String::new() };
        let shown: Vec<String> = all.into_iter().take(GROUPED).collect();
        format!("请核对：「{label}」{}{more}", shown.join("、"))
    };
    columns.into_iter().map(told).collect()
}

/// Findings of one rule in one column, each with its row.
type Alike<'a> = (&'a str, &'a str, Vec<(u32, &'a Finding)>);

/// What is odd in rows that are taken all the same: each with its row, the same of many rows in one line.
fn warned(plan: &ImportPlan) -> Vec<String> {
    let mut groups: Vec<Alike<'_>> = Vec::new();
    for row in &plan.rows {
        let taken = row.records.iter().filter(|record| !matches!(record.fate, Fate::Reject | Fate::Skip));
        for finding in taken.flat_map(|record| &record.warnings) {
            match groups.iter_mut().find(|(rule, label, _)| *rule == finding.rule && *label == finding.label) {
                Some((.., rows)) => rows.push((row.number, finding)),
                None => groups.push((&finding.rule, &finding.label, vec![(row.number, finding)])),
            }
        }
    }
    let mut lines = Vec::new();
    for (_, label, findings) in groups {
        let label = if label.is_empty() { String::new() } else { format!("「{label}」") };
        if findings.len() > GROUPED
            && let Some((_, first)) = findings.first()
        {
            let rows: Vec<String> = findings.iter().take(TOLD).map(|(row, _)| row.to_string()).collect();
            let more = if findings.len() > TOLD {
                format!(" 等 {} 行（--json 列出全部）", findings.len())
            } else {
                " 行".to_owned()
            };
            lines.push(format!("请核对：第 {}{more}{label}，如第一处：{}", rows.join("、"), first.message));
            continue;
        }
        for (row, finding) in findings {
            let at = cell(row, finding).map(|at| format!("{at} ")).unwrap_or_default();
            lines.push(format!("请核对：第 {row} 行 {at}{label}{}", finding.message));
        }
    }
    lines
}

/// `export`.
pub fn export(options: &arguments::Export) -> Result<Said> {
    let ledger = program::ledger(&options.ledger)?;
    let access = reading::access(&options.whole)?;
    let out = std::path::absolute(&options.out).map_err(Error::io("写入文件", &options.out))?;
    let writes = access.is_some() || !options.cell.is_empty() || !options.list.is_empty();
    let mut book = secrets::open(&options.file, if writes { Access::Write } else { Access::Read })?;
    if let Some(template) = &options.template {
        let filled = fill(&mut book, ledger, options, template, access, &out);
        let closed = book.close();
        filled?;
        closed?;
        let path = out.display().to_string();
        return Ok(Said::new(&json!({ "path": path }), format!("已填好：{path}")));
    }
    let rows = if options.blank {
        book.reading(|book| template::blank(book, ledger, &out)).map(|()| 0).map_err(Failure::from)
    } else {
        reading::query(ledger, &options.which, book.today()).and_then(|query| {
            let ids = changing::records_there(&book, ledger, &options.id)?;
            let query = match ids.as_slice() {
                [] => Query { voided: options.voided, ..query },
                _ => Query { only: Some(Arc::new(ids.into_iter().collect())), voided: true, ..query },
            };
            let job = ExportJob { query, access, names_masked: options.whole.names_masked };
            Ok(export::export(&mut book, &job, &out, &|_, _| true)?)
        })
    };
    let closed = book.close();
    let rows = rows?;
    closed?;
    let path = out.display().to_string();
    let lines = if options.blank { format!("空白模板：{path}") } else { format!("已导出：{path}，{rows} 条") };
    Ok(Said::new(&json!({ "path": path, "rows": rows }), lines))
}

/// Fills somebody else's sheet in: with what the command line says goes where, else as the last time.
fn fill(
    book: &mut Book,
    ledger: Ledger,
    options: &arguments::Export,
    template: &Path,
    access: Option<Unmasked>,
    out: &Path,
) -> Result<()> {
    if export::Ending::of(out)? != export::Ending::Workbook {
        return Err(Failure::refused("out", "format", out.display().to_string(), "填好的表存成 .xlsx。"));
    }
    let mut source = Source::open(template)?;
    let first = source.sheets().first().map(|sheet| (*sheet).to_owned()).unwrap_or_default();
    let sheet = options.sheet.clone().unwrap_or(first);
    let known = filling::remembered(book, &mut source, &sheet)?;
    let filling = match known.filter(|_| options.cell.is_empty() && options.list.is_empty()) {
        Some(known) => known,
        None => said_filling(ledger, options, sheet)?,
    };
    if filling.cells.is_empty() && filling.rows.is_none() {
        let message = "没有说明哪一格填什么。用 --cell 和 --list 写明，写过一次就会记住。";
        return Err(Failure::refused("cell", "required", "", message));
    }
    let query = reading::query(ledger, &options.which, book.today())?;
    let what = format!("fill {}", source.name);
    let leave = book.leave(Op::Export, &what, access.as_ref(), options.whole.names_masked)?;
    let masking = Masking::of(leave.as_ref());
    let period = Period { from: query.from, to: query.to, on: query.on };
    let filled = book.reading(|book| figures::filled(book, &mut source, &filling, period, masking))?;
    output::write(out, Kind::Workbook, Some(book.path()), &filled.bytes)?;
    if book.writes() {
        filling::remember(book, &mut source, &filling)?;
    }
    Ok(())
}

fn said_filling(ledger: Ledger, options: &arguments::Export, sheet: String) -> Result<Filling> {
    let mut filling = Filling { sheet, ..Filling::default() };
    for text in &options.cell {
        let (cell, what) = pair("cell", text, "=")?;
        filling.cells.insert(cell.to_uppercase(), what.to_owned());
    }
    let mut columns = BTreeMap::new();
    let mut first = None;
    for text in &options.list {
        let (cell, what) = pair("list", text, "=")?;
        let letters: String = cell.chars().take_while(char::is_ascii_alphabetic).collect();
        let row: u32 = cell
            .get(letters.len()..)
            .and_then(|row| row.parse().ok())
            .ok_or_else(|| Failure::refused("list", "cell", cell, "--list 写成 B7=姓名 的样子：列号和起始行。"))?;
        if first.is_some_and(|first| first != row) {
            return Err(Failure::refused("list", "cell", cell, "--list 的各列要从同一行填起。"));
        }
        first = Some(row);
        columns.insert(letters.to_uppercase(), what.to_owned());
    }
    filling.rows = first.map(|first| Rows { ledger: ledger.name().to_owned(), first, columns });
    Ok(filling)
}
