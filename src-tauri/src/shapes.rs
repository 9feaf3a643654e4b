//! Packing for the border: core's values as the shapes of `wire`.
//!
//! Owns no rule: what is masked, titled or computed is the core's; this only spells it.

use crate::wire::acts::{ActInfo, AskedInfo};
use crate::wire::records::{
    ChildList, Choice, ColumnChange, ColumnInfo, Form, Helped, HistoryEntry, KindName, LedgerInfo, Moved, RecordState, Row,
    Saved, TakenBack, Texts,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use taizhang::base::clock::business_time;
use taizhang::base::error::{Error, Result};
use taizhang::file::disk;
use taizhang::home;
use taizhang::program;
use taizhang::schema::{Column, Kind, Ledger, Record, Sensitivity, State, input};
use taizhang::store::act::{Act, Begins};
use taizhang::store::book::{self, Book};
use taizhang::store::disclosure::Masking;
use taizhang::store::journal::{Op, StepEntry, Touched};
use taizhang::store::{ATTACHMENTS, ORGANISATION};
use taizhang::store::{carried, present, rows};

/// An instant in business time.
pub fn instant(at: DateTime<Utc>) -> String {
    business_time(at).format("%Y-%m-%d %H:%M").to_string()
}

/// The file's name.
pub fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The file's folder, to be shown.
pub fn folder(path: &Path) -> String {
    shown(disk::directory(path))
}

/// A path, to be shown.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Texts typed into a form, as the core takes them.
pub fn supplied(values: Texts) -> Map<String, Json> {
    values.into_iter().map(|(key, text)| (key, Json::String(text))).collect()
}

/// Texts typed into a form of `ledger`, as the core takes them.
pub fn supplied_for(book: &Book, ledger: Ledger, values: Texts) -> Result<Map<String, Json>> {
    supplied_by_number(book, ledger, supplied(values))
}

/// What was supplied for columns of `ledger`. A record picked from a list goes by its lasting name: its number might be what
/// another is called, such as a room.
pub fn supplied_by_number(book: &Book, ledger: Ledger, mut values: Map<String, Json>) -> Result<Map<String, Json>> {
    for reference in ledger.references() {
        let Some(value) = values.get_mut(reference.column.name) else { continue };
        let Some(id) = value.as_str().and_then(|text| text.trim().parse().ok()) else { continue };
        if let Some(record) = book.stored(reference.ledger, &[id])?.pop() {
            *value = record.uid.into();
        }
    }
    Ok(values)
}

/// A record's number from its text.
pub fn id(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::NotFound(format!("第 {text} 号记录")))
}

/// A day somebody gave in a query.
pub fn day(field: &str, text: Option<&str>, today: NaiveDate) -> Result<Option<NaiveDate>> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    input::date(text, today).map(Some).map_err(|(rule, message)| Error::invalid(field, rule, text, message))
}

/// A ledger as the window knows it.
pub fn ledger(ledger: Ledger) -> LedgerInfo {
    let declaration = ledger.declaration();
    LedgerInfo {
        name: declaration.name.to_owned(),
        label: declaration.label.to_owned(),
        group: declaration.group,
        single: declaration.single,
        typed: declaration.typed,
        lasting: declaration.lasting,
        parent: declaration.parent.map(|(parent, _)| parent.name().to_owned()),
        person: declaration.person,
        log: declaration.log,
        record_date: declaration.record_date.map(str::to_owned),
        columns: program::registry().columns(ledger).iter().map(|own| column(ledger, own)).collect(),
        acts: program::registry().acts(ledger).map(act).collect(),
        empty_title: declaration.empty_title.to_owned(),
        empty_text: declaration.empty_text.to_owned(),
    }
}

fn act(act: &Act) -> ActInfo {
    let asks = act.asks.iter().filter_map(|asked| {
        let own = asked.column()?;
        let begins = match asked.begins {
            Begins::Empty => "",
            Begins::Code(code) => code,
        };
        let of = asked.of.map(Ledger);
        let column = ColumnInfo { half: false, ..column(of.unwrap_or(Ledger(&ORGANISATION)), &own) };
        let ledger = of.map(|ledger| ledger.name().to_owned()).unwrap_or_default();
        Some(AskedInfo { column, ledger, begins: begins.to_owned() })
    });
    ActInfo { name: act.name.to_owned(), label: act.label.to_owned(), asks: asks.collect() }
}

fn column(ledger: Ledger, column: &Column) -> ColumnInfo {
    let child = child_column(ledger, column);
    let (kind, choices, refers, max) = match column.kind {
        Kind::Text { max } | Kind::Name { max } => (KindName::Text, &[][..], None, i64::try_from(max).ok()),
        Kind::LongText { max } => (KindName::LongText, &[][..], None, i64::try_from(max).ok()),
        Kind::Integer { max, .. } => (KindName::Integer, &[][..], None, Some(max)),
        Kind::Decimal { max, .. } => (KindName::Decimal, &[][..], None, Some(max)),
        Kind::Date => (KindName::Date, &[][..], None, None),
        Kind::Time => (KindName::Time, &[][..], None, None),
        Kind::Instant => (KindName::Instant, &[][..], None, None),
        Kind::Entry(_) => (KindName::Entry, &[][..], None, None),
        Kind::Division => (KindName::Division, &[][..], None, None),
        // Only the program sets one.
        Kind::Ledger => (KindName::Text, &[][..], None, None),
        Kind::Flag => (KindName::Flag, &[][..], None, None),
        Kind::Choice(choices) => (KindName::Choice, choices, None, None),
        Kind::Choices(choices) => (KindName::Choices, choices, None, None),
        Kind::Reference(target) => (KindName::Reference, &[][..], Some(target.name().to_owned()), None),
    };
    ColumnInfo {
        name: column.name.to_owned(),
        label: column.label.to_owned(),
        kind,
        choices: choices.iter().map(|choice| Choice { code: choice.code.to_owned(), label: choice.label.to_owned() }).collect(),
        refers,
        required: child.unwrap_or(column).required,
        not_future: column.not_future,
        sensitive: column.sensitivity != Sensitivity::Open,
        computed: !column.typed(),
        child: child.is_some(),
        listed: column.width_px > 0,
        filter: column.filter,
        sortable: column.width_px > 0,
        width: column.width_px,
        half: column.half,
        state: choices.iter().any(|choice| choice.tone.is_some()),
        section: column.section.to_owned(),
        rare: column.rare,
        help: child.unwrap_or(column).help.to_owned(),
        helped: child.unwrap_or(column).helped.map(|helped| Helped {
            by: helped.by.to_owned(),
            of: helped.of.iter().map(|(code, help)| ((*code).to_owned(), (*help).to_owned())).collect(),
        }),
        max,
    }
}

/// The column of the child ledger that a computed column of its parent shows, where both have the name.
pub fn child_column(ledger: Ledger, column: &Column) -> Option<&'static Column> {
    let child = ledger.declaration().with_child.filter(|_| !column.stored())?;
    child.column(column.name).filter(|below| below.stored())
}

/// A line of a table.
pub fn row(book: &Book, record: &Record) -> Result<Row> {
    let cells = present::cells(book, record, Masking::Masked)?;
    let tones = program::registry()
        .columns(record.ledger)
        .iter()
        .filter_map(|column| Some((column.name.to_owned(), record.tone(column)?)))
        .collect();
    Ok(Row {
        id: record.id.to_string(),
        state: state(record),
        void_reason: record.void_reason.clone(),
        late: present::is_late(book, record)?,
        cells: cells.into_iter().map(|(name, text)| (name.to_owned(), text)).collect(),
        tones,
    })
}

fn state(record: &Record) -> RecordState {
    match record.state {
        State::Valid => RecordState::Valid,
        State::Voided => RecordState::Voided,
    }
}

/// A record's form. Whoever asks for `Whole` has journalled it.
pub fn form(book: &Book, record: &Record, masking: Masking<'_>) -> Result<Form> {
    let values: Texts =
        present::inputs(program::registry(), record, masking).into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let masked = program::registry()
        .columns(record.ledger)
        .iter()
        .filter(|column| {
            masking == Masking::Masked && column.sensitivity != Sensitivity::Open && values.contains_key(column.name)
        })
        .map(|column| column.name.to_owned())
        .collect();
    Ok(Form {
        ledger: record.ledger.name().to_owned(),
        id: Some(record.id.to_string()),
        step: Some(record.step),
        title: book.title(record.ledger, record.id)?,
        state: state(record),
        void_reason: record.void_reason.clone(),
        late_reason: record.late_reason.clone(),
        labels: labels(book, record, &values, masking)?,
        values,
        masked,
        carried: Texts::new(),
        entered_at: Some(instant(record.entered_at)),
        recorder: Some(record.recorder.clone()),
        children: book
            .registry()
            .companions(record.ledger)
            .map(|(child, column)| children(book, child, column, record.id))
            .collect::<Result<_>>()?,
    })
}

/// What people read of the columns whose input holds a code, and of computed ones.
fn labels(book: &Book, record: &Record, values: &Texts, masking: Masking<'_>) -> Result<Texts> {
    let columns = program::registry().columns(record.ledger).iter();
    let coded =
        columns.filter(|column| !column.typed() || matches!(column.kind, Kind::Reference(_) | Kind::Entry(_) | Kind::Division));
    coded
        .filter_map(|column| Some((column, values.get(column.name)?)))
        .map(|(column, _)| Ok((column.name.to_owned(), present::shown(book, record, column, masking)?)))
        .collect()
}

fn children(book: &Book, child: Ledger, column: &str, parent: i64) -> Result<ChildList> {
    let declaration = child.declaration();
    let records = book.with_facts(book.today(), |facts| rows::belonging(facts, child, column, parent))?;
    Ok(ChildList {
        ledger: child.name().to_owned(),
        label: declaration.label.to_owned(),
        rows: records.iter().map(|record| row(book, record)).collect::<Result<_>>()?,
    })
}

/// An empty form of `ledger` with what the rules fill in by themselves, and what usually repeats offered.
pub fn blank(book: &Book, ledger: Ledger) -> Result<Form> {
    let nothing = Map::new();
    let mut values: Texts = BTreeMap::new();
    if let Some(child) = ledger.declaration().with_child {
        let below = book.check(child, None, &nothing)?.values;
        let shown = ledger.columns().iter().filter(|column| child_column(ledger, column).is_some());
        values.extend(shown.filter_map(|column| Some((column.name.to_owned(), below.get(column.name)?.to_input()))));
    }
    let own = book.check(ledger, None, &nothing)?.values;
    values.extend(own.into_iter().map(|(name, value)| (name.to_owned(), value.to_input())));
    let carried: Texts = carried::offered(book, ledger)?.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    Ok(Form {
        ledger: ledger.name().to_owned(),
        id: None,
        step: None,
        title: String::new(),
        state: RecordState::Valid,
        void_reason: None,
        late_reason: None,
        values,
        labels: Texts::new(),
        masked: Vec::new(),
        carried,
        entered_at: None,
        recorder: None,
        children: Vec::new(),
    })
}

/// What tells a record from others of the same title: its first few listed columns, masked.
pub fn detail(book: &Book, record: &Record) -> Result<String> {
    const MOST: usize = 3;
    let title = record.ledger.declaration().title;
    let mut parts = Vec::new();
    for column in program::registry().columns(record.ledger).iter().filter(|column| column.width_px > 0 && column.name != title) {
        let text = present::shown(book, record, column, Masking::Masked)?;
        if !text.is_empty() && parts.len() < MOST {
            parts.push(text);
        }
    }
    if record.state == State::Voided {
        parts.push("已作废".to_owned());
    }
    Ok(parts.join(" · "))
}

/// One step of a record's history: its columns before and after, masked.
pub fn history(book: &Book, entry: &StepEntry) -> Result<HistoryEntry> {
    let mut changes = Vec::new();
    for touched in &entry.touched {
        changes.extend(column_changes(book, touched)?);
    }
    Ok(HistoryEntry {
        step: entry.step,
        at: instant(rows::read_instant(&entry.at)?),
        who: entry.who.clone(),
        op: entry.what(),
        changes,
    })
}

fn column_changes(book: &Book, touched: &Touched) -> Result<Vec<ColumnChange>> {
    let read =
        |text: &Option<String>| text.as_deref().map(|text| rows::from_payload(touched.ledger, touched.id, 0, text)).transpose();
    let (before, after) = (read(&touched.before)?, read(&book.after(touched)?)?);
    let shown = |record: &Option<Record>, column: &Column| match record {
        Some(record) => present::shown(book, record, column, Masking::Masked),
        None => Ok(String::new()),
    };
    let mut changes = Vec::new();
    for column in touched.ledger.columns().iter().filter(|column| column.stored()) {
        let raw = |record: &Option<Record>| record.as_ref().and_then(|record| record.values.get(column.name)).cloned();
        if raw(&before) != raw(&after) {
            changes.push(ColumnChange {
                label: column.label.to_owned(),
                before: shown(&before, column)?,
                after: shown(&after, column)?,
            });
        }
    }
    let extra = |label: &str, of: fn(&Record) -> Option<String>| {
        let (before, after) = (before.as_ref().and_then(of).unwrap_or_default(), after.as_ref().and_then(of).unwrap_or_default());
        (before != after).then(|| ColumnChange { label: label.to_owned(), before, after })
    };
    changes.extend(extra("作废原因", |record| record.void_reason.clone()));
    changes.extend(extra("补录原因", |record| record.late_reason.clone()));
    Ok(changes)
}

/// What saving a record did.
pub fn saved(saved: book::Saved) -> Saved {
    Saved { id: saved.id.to_string(), step: saved.step, warnings: saved.warnings, moved: moved(&saved.moved) }
}

/// What says something else when the lists of these ledgers do.
pub fn moved(ledgers: &[Ledger]) -> Moved {
    Moved { lists: ledgers.iter().map(|ledger| ledger.name().to_owned()).collect(), tasks: home::heeds(ledgers) }
}

/// A step undone or done again, with where to look at what changed.
pub fn taken_back(book: &Book, taken: book::TakenBack) -> Result<TakenBack> {
    let entry = &taken.entry;
    let records = own(entry);
    if let Some(one) = records.first().filter(|one| one.ledger == Ledger(&ATTACHMENTS))
        && let Some((ledger, id)) = of_attachment(book, one)?
    {
        // An attachment is looked at where it was added.
        let (ledger, id) = (ledger.name().to_owned(), Some(id.to_string()));
        return Ok(TakenBack { step: entry.step, text: step(book, entry)?, ledger, id, moved: moved(&taken.moved) });
    }
    let ledger = records.first().map(|touched| touched.ledger);
    // What an act wrote is looked at where it was done.
    let acted = entry.acted(program::registry()).map(|(ledger, _)| ledger);
    let id = match (records.as_slice(), ledger) {
        ([one], Some(ledger)) if acted.is_none_or(|acted| acted == ledger) && !book.stored(ledger, &[one.id])?.is_empty() => {
            Some(one.id.to_string())
        }
        _ => None,
    };
    let ledger = acted.or(ledger).map(|ledger| ledger.name().to_owned()).unwrap_or_default();
    Ok(TakenBack { step: entry.step, text: step(book, entry)?, ledger, id, moved: moved(&taken.moved) })
}

/// The record that an attachment belongs to, or belonged to.
fn of_attachment(book: &Book, touched: &Touched) -> Result<Option<(Ledger, i64)>> {
    let Some(text) = book.after(touched)?.or_else(|| touched.before.clone()) else { return Ok(None) };
    let attachment = rows::from_payload(touched.ledger, touched.id, 0, &text)?;
    let (Some(ledger), Some(uid)) = (attachment.text("ledger"), attachment.text("record")) else { return Ok(None) };
    let ledger = program::ledger(ledger)?;
    Ok(book.resolve(ledger, uid)?.ok().flatten().map(|id| (ledger, id)))
}

/// A step in words: 疫苗接种：新增「陈轮 2021-08-01」, 人员名册：导入 40 条, 消毒记录、通风记录：新增 10 条.
pub fn step(book: &Book, entry: &StepEntry) -> Result<String> {
    let op = entry.what();
    if let Some((ledger, count)) = entry.acted(program::registry()).filter(|(_, count)| *count > 1) {
        // Of two entries made one it names the one that went.
        let count = if entry.op == Op::Merge.code() { String::new() } else { format!(" {count} 条") };
        return Ok(format!("{}：{op}{count}", ledger.declaration().label));
    }
    let records = own(entry);
    let mut labels: Vec<&str> = Vec::new();
    for touched in &records {
        let label = touched.ledger.declaration().label;
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let label = if labels.is_empty() { String::new() } else { format!("{}：", labels.join("、")) };
    match records.as_slice() {
        [one] => {
            let title = match book.after(one)?.or_else(|| one.before.clone()) {
                Some(text) => titled(book, &rows::from_payload(one.ledger, one.id, 0, &text)?)?,
                None => format!("第 {} 号", one.id),
            };
            Ok(format!("{label}{op}「{title}」"))
        }
        several => Ok(format!("{label}{op} {} 条", several.len())),
    }
}

/// The records a step is about: those it changed, but the children and attachments of others among them.
fn own(entry: &StepEntry) -> Vec<&Touched> {
    let ledgers: HashSet<Ledger> = entry.touched.iter().map(|touched| touched.ledger).collect();
    let attached = |touched: &Touched| touched.ledger == Ledger(&ATTACHMENTS) && ledgers.len() > 1;
    let below = |touched: &Touched| touched.ledger.declaration().parent.is_some_and(|(parent, _)| ledgers.contains(&parent));
    let belongs = |touched: &Touched| attached(touched) || below(touched);
    entry.touched.iter().filter(|touched| !belongs(touched)).collect()
}

/// What people call a record as it is or was: 陈轮, for what is of somebody with its day, 陈轮 2021-08-01.
fn titled(book: &Book, record: &Record) -> Result<String> {
    let declaration = record.ledger.declaration();
    let named = declaration.parent.map_or(declaration.title, |(_, column)| column);
    let Some(column) = record.ledger.column(named) else { return Ok(format!("第 {} 号", record.id)) };
    let day = declaration.record_date.filter(|_| matches!(column.kind, Kind::Reference(_)));
    let day = day.and_then(|day| record.date(day)).map(|day| format!(" {day}")).unwrap_or_default();
    let own = present::shown(book, record, column, Masking::Masked)?;
    Ok(if own.is_empty() { format!("第 {} 号", record.id) } else { own + &day })
}
