//! `ledgers` and `history`: what the ledgers are made of, and what was done to them.

use crate::failure::Result;
use crate::output::{Said, table};
use crate::{arguments, changing, secrets};
use serde_json::{Value as Json, json};
use std::borrow::Cow;
use taizhang::base::clock::business_time;
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::schema::{Column, Kind, Ledger, Record, Sensitivity, State, Value};
use taizhang::store::disclosure::Masking;
use taizhang::store::journal::{ChangeKind, StepEntry, Touched};
use taizhang::store::{Book, present, rows};

/// Changed columns that history spells out on a terminal; the rest is counted.
const SPELT_OUT: usize = 24;

/// `ledgers`.
pub fn ledgers() -> Result<Said> {
    let json: Vec<Json> = program::ledgers().map(described).collect();
    let lines: Vec<String> = program::ledgers().map(spelt).collect();
    Ok(Said::new(&json!({ "ledgers": json }), lines.join("\n\n")))
}

fn described(ledger: Ledger) -> Json {
    let declaration = ledger.declaration();
    let columns: Vec<Json> = program::registry().columns(ledger).iter().map(column).collect();
    json!({
        "name": declaration.name,
        "label": declaration.label,
        "group": declaration.group,
        "log": declaration.log,
        "single": declaration.single,
        "record_date": declaration.record_date,
        "parent": declaration.parent.map(|(parent, column)| json!({ "ledger": parent.name(), "column": column })),
        "with_child": declaration.with_child.map(Ledger::name),
        "forms": program::printables(ledger).map(|form| json!({ "code": form.code, "label": form.label })).collect::<Json>(),
        "columns": columns,
    })
}

fn column(column: &Column) -> Json {
    let headers: Vec<&str> = [column.label].into_iter().chain(column.aliases.iter().copied()).collect();
    json!({
        "name": column.name,
        "label": column.label,
        "type": column.kind.name(),
        "bounds": bounds(column.kind),
        "values": Some(column.kind.choices()).filter(|choices| !choices.is_empty()).map(|choices| {
            choices.iter().map(|choice| json!({ "code": choice.code, "label": choice.label })).collect::<Vec<_>>()
        }),
        "refers": match column.kind { Kind::Reference(ledger) => Some(ledger.name()), _ => None },
        "required": column.required,
        "not_future": column.not_future,
        "mask": mask(column.sensitivity),
        "computed": !column.stored(),
        "headers": headers,
        "help": column.help,
    })
}

/// Bounds of a kind where it has any.
fn bounds(kind: Kind) -> Option<Json> {
    match kind.bounds() {
        (None, None) => None,
        (None, Some(max)) => Some(json!({ "max": max })),
        (min, max) => Some(json!({ "min": min, "max": max })),
    }
}

fn mask(sensitivity: Sensitivity) -> Option<&'static str> {
    match sensitivity {
        Sensitivity::Open => None,
        Sensitivity::DocumentNumber => Some("document_number"),
        Sensitivity::Phone => Some("phone"),
        Sensitivity::Address => Some("address"),
        Sensitivity::Health => Some("health"),
    }
}

fn spelt(ledger: Ledger) -> String {
    let declaration = ledger.declaration();
    let rows: Vec<Vec<String>> = program::registry()
        .columns(ledger)
        .iter()
        .map(|column| {
            let what = column.kind.described();
            let marks: Vec<&str> = [
                (column.required, "必填"),
                (column.not_future, "不晚于今天"),
                (column.sensitivity != Sensitivity::Open, "脱敏"),
                (!column.stored(), "由程序得出"),
            ]
            .into_iter()
            .filter_map(|(holds, mark)| holds.then_some(mark))
            .collect();
            vec![column.label.to_owned(), column.name.to_owned(), what, marks.join("、")]
        })
        .collect();
    let mut text = format!("{}（{}）\n{}", declaration.label, declaration.name, table(&["栏目", "代码", "内容", "要求"], &rows));
    for column in program::registry().columns(ledger) {
        let choices = column.kind.choices();
        if !choices.is_empty() {
            let values: Vec<String> = choices.iter().map(|choice| format!("{}（{}）", choice.label, choice.code)).collect();
            text.push_str(&format!("\n{}：{}", column.label, values.join("、")));
        }
    }
    text
}

/// `history`.
pub fn history(options: &arguments::History) -> Result<Said> {
    let ledger = options.ledger.as_deref().map(program::ledger).transpose()?;
    let book = secrets::open(&options.file, Access::Read)?;
    let said = book.reading(|book| told(book, ledger, options));
    let closed = book.close();
    let said = said?;
    closed?;
    Ok(said)
}

fn told(book: &Book, ledger: Option<Ledger>, options: &arguments::History) -> Result<Said> {
    let of = match (ledger, &options.id) {
        (Some(ledger), Some(id)) => {
            let id = changing::record(book, ledger, id)?;
            Some((ledger, id))
        }
        _ => None,
    };
    let limit = if options.limit == 0 { usize::MAX } else { options.limit };
    let entries = book.history(of, limit)?;
    if let (Some((ledger, id)), true) = (of, entries.is_empty()) {
        // Says that the record is not there rather than that nothing was done to it.
        book.get(ledger, id, book.today())?;
    }
    let mut steps = Vec::new();
    let mut lines = Vec::new();
    for entry in &entries {
        let changes = changes(book, entry)?;
        let main = entry.touched.iter().find(|touched| touched.ledger.declaration().parent.is_none()).or(entry.touched.first());
        steps.push(json!({
            "step": entry.step,
            "at": entry.at,
            "who": entry.who,
            "op": entry.op,
            "ledger": main.map(|touched| touched.ledger.name()),
            "id": main.map(|touched| touched.id),
            "detail": serde_json::from_str::<Json>(&entry.detail).unwrap_or_default(),
            "changes": changes.iter().map(Changed::to_json).collect::<Vec<_>>(),
        }));
        lines.push(headline(entry, main));
        lines.extend(changes.iter().take(SPELT_OUT).map(|changed| format!("    {}", changed.to_line())));
        if changes.len() > SPELT_OUT {
            lines.push(format!("    …… 共 {} 处", changes.len()));
        }
    }
    let lines = if lines.is_empty() { "没有修改痕迹。".to_owned() } else { lines.join("\n") };
    Ok(Said::new(&json!({ "steps": steps }), lines))
}

fn headline(entry: &StepEntry, main: Option<&Touched>) -> String {
    let at = rows::read_instant(&entry.at)
        .map_or_else(|_| entry.at.clone(), |at| business_time(at).format("%Y-%m-%d %H:%M").to_string());
    let what = main.map(|touched| format!("{}第 {} 号", touched.ledger.declaration().label, touched.id)).unwrap_or_default();
    let detail: Json = serde_json::from_str(&entry.detail).unwrap_or_default();
    let said: Vec<&str> = ["purpose", "recipient", "reason"].iter().filter_map(|key| detail.get(key)?.as_str()).collect();
    let line = format!("第 {} 步  {at}  {}  {}  {what}  {}", entry.step, entry.who, entry.what(), said.join("，"));
    line.trim_end().to_owned()
}

/// One column of one record before and after, as everybody may see it.
struct Changed {
    ledger: Ledger,
    id: i64,
    kind: ChangeKind,
    column: &'static str,
    label: &'static str,
    before: Json,
    after: Json,
    shown_before: String,
    shown_after: String,
}

impl Changed {
    fn to_json(&self) -> Json {
        json!({
            "ledger": self.ledger.name(),
            "id": self.id,
            "kind": self.kind.code(),
            "column": self.column,
            "label": self.label,
            "before": self.before,
            "after": self.after,
        })
    }

    fn to_line(&self) -> String {
        let shown = |text: &str| if text.is_empty() { "（空）".to_owned() } else { text.to_owned() };
        let place = format!("{}第 {} 号 {}", self.ledger.declaration().label, self.id, self.label);
        match self.kind {
            ChangeKind::Added => format!("{place}：{}", shown(&self.shown_after)),
            ChangeKind::Removed => format!("{place}：{} 已撤去", shown(&self.shown_before)),
            ChangeKind::Erased => format!("{place}：已销毁"),
            ChangeKind::Changed | ChangeKind::Voided => {
                format!("{place}：{} → {}", shown(&self.shown_before), shown(&self.shown_after))
            }
        }
    }
}

/// What every record of a step became, column by column; masked values that differ whole are listed too.
fn changes(book: &Book, entry: &StepEntry) -> Result<Vec<Changed>> {
    let mut all = Vec::new();
    for touched in &entry.touched {
        let (before, after) = (state(touched, touched.before.as_deref())?, state(touched, book.after(touched)?.as_deref())?);
        let names = touched.ledger.columns().iter().filter(|column| column.stored()).map(|column| (column.name, column.label));
        for (column, label) in names.chain([("late_reason", "补录原因"), ("state", "状态"), ("void_reason", "作废原因")])
        {
            if whole(before.as_ref(), column) == whole(after.as_ref(), column) {
                continue;
            }
            all.push(Changed {
                ledger: touched.ledger,
                id: touched.id,
                kind: touched.kind,
                column,
                label,
                before: value(before.as_ref(), column, Masking::Masked),
                after: value(after.as_ref(), column, Masking::Masked),
                shown_before: shown(book, before.as_ref(), column)?,
                shown_after: shown(book, after.as_ref(), column)?,
            });
        }
    }
    Ok(all)
}

fn state(touched: &Touched, payload: Option<&str>) -> Result<Option<Record>> {
    Ok(payload.map(|text| rows::from_payload(touched.ledger, touched.id, 0, text)).transpose()?)
}

/// What is there, for comparing.
fn whole<'a>(record: Option<&'a Record>, column: &str) -> Option<Cow<'a, Value>> {
    let text = |text: &str| Cow::Owned(Value::Text(text.to_owned()));
    let record = record?;
    match column {
        "late_reason" => record.late_reason.as_deref().map(text),
        "void_reason" => record.void_reason.as_deref().map(text),
        "state" => Some(text(if record.state == State::Valid { "valid" } else { "voided" })),
        name => record.values.get(name).map(Cow::Borrowed),
    }
}

fn value(record: Option<&Record>, column: &str, masking: Masking<'_>) -> Json {
    record.and_then(|record| present::json(program::registry(), record, masking).remove(column)).unwrap_or_default()
}

/// As people read it; empty when absent.
fn shown(book: &Book, record: Option<&Record>, name: &str) -> Result<String> {
    let Some(record) = record else { return Ok(String::new()) };
    if let Some(column) = program::registry().column(record.ledger, name) {
        return Ok(present::shown(book, record, column, Masking::Masked)?);
    }
    Ok(match (name, record.state) {
        ("state", State::Valid) => "有效".to_owned(),
        ("state", State::Voided) => "已作废".to_owned(),
        ("late_reason", _) => record.late_reason.clone().unwrap_or_default(),
        _ => record.void_reason.clone().unwrap_or_default(),
    })
}
