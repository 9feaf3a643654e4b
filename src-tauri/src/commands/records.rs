//! Ledgers and their records.

use crate::shapes;
use crate::state::{Listed, Open, Shell};
use crate::wire::lists::Tally;
use crate::wire::records::{
    Added, Checked, Derived, Form, HistoryEntry, Hit, LedgerInfo, Listing, NewRecord, Query, ReferenceOption, Row, Saved, Steps,
    TakenBack, Texts,
};
use std::collections::HashSet;
use std::sync::Arc;
use taizhang::articles::card;
use taizhang::base::error::{Error, Result};
use taizhang::home::{self, Said};
use taizhang::program;
use taizhang::reports::{catalogue, stats};
use taizhang::rules::divisions;
use taizhang::schema::{Kind, Ledger, Record, State, Table};
use taizhang::store::book::{self, Book};
use taizhang::store::disclosure::{Masking, Unmasked};
use taizhang::store::intake::Intake;
use taizhang::store::journal::{Op, StepEntry};
use taizhang::store::listing;

/// Most options and hits shown at once.
const MOST: usize = 20;
/// Most hits of one ledger in the search over all.
const MOST_EACH: usize = 8;
/// Most rows in one window.
const MOST_ROWS: usize = 500;
/// Steps of a record's history.
const MOST_STEPS: usize = 200;

pub fn ledgers(_: &Shell) -> Result<Vec<LedgerInfo>> {
    Ok(program::ledgers().map(shapes::ledger).collect())
}

/// The core's query for what the window asked of `book`.
pub(super) fn query(query: &Query, book: &Book, said: &mut Said) -> Result<listing::Query> {
    let (ledger, today) = (program::ledger(&query.ledger)?, book.today());
    let picked = |ids: &Vec<String>| ids.iter().map(|id| shapes::id(id)).collect::<Result<HashSet<i64>>>();
    let picked = query.only.as_ref().map(picked).transpose()?;
    let of_tally = query.tally.as_deref().map(|name| counted(name, ledger, book, said)).transpose()?;
    let only = match (picked, of_tally) {
        (Some(picked), Some(counted)) => Some(Arc::new(picked.into_iter().filter(|id| counted.contains(id)).collect())),
        (picked, counted) => picked.map(Arc::new).or(counted),
    };
    Ok(listing::Query {
        ledger,
        only,
        text: query.text.clone(),
        filters: query
            .filters
            .iter()
            .filter(|(_, code)| !code.is_empty())
            .map(|(name, code)| (name.clone(), code.clone()))
            .collect(),
        from: shapes::day("from", query.from.as_deref(), today)?,
        to: shapes::day("to", query.to.as_deref(), today)?,
        on: shapes::day("on", query.on.as_deref(), today)?.unwrap_or(today),
        sort: query.sort.clone(),
        descending: query.descending,
        voided: query.voided,
    })
}

/// The rows of `ledger` that the tally `name` counts.
fn counted(name: &str, ledger: Ledger, book: &Book, said: &mut Said) -> Result<Arc<HashSet<i64>>> {
    let unknown = || Error::NotFound(format!("数字「{name}」"));
    let (list, code) = name.split_once('.').ok_or_else(unknown)?;
    if list == card::TALLY {
        let (from, to, id) = card::tally(code).ok_or_else(unknown)?;
        return Ok(Arc::new(card::rows(&*home::judged(book, Some(from), Some(to), said)?, id, ledger)));
    }
    if list == stats::TALLY {
        let rows = stats::rows(book, code, ledger, book.today())?.ok_or_else(unknown)?;
        return Ok(Arc::new(rows.into_iter().collect()));
    }
    if list == catalogue::TALLY {
        let rows = catalogue::rows(book, code, ledger, book.today())?.ok_or_else(unknown)?;
        return Ok(Arc::new(rows.into_iter().collect()));
    }
    let tally = home::tally(book, program::ledger(list)?, code, said)?;
    if tally.of != ledger {
        return Err(unknown());
    }
    Ok(Arc::new(tally.rows.iter().copied().collect()))
}

pub fn records_list(shell: &Shell, query: Query, first: usize) -> Result<Listing> {
    let mut session = shell.session();
    let open = session.open()?;
    let Open { book, said, .. } = open;
    let (listed, tallies, rows) = book.reading(|book| {
        let query = self::query(&query, book, said)?;
        let listed = Listed { ledger: query.ledger, ids: book.list(&query)?, on: query.on };
        let rows = rows_of(book, &listed, 0, first)?;
        let tallies = home::tallies(book, query.ledger, said)?;
        let told = tallies.iter().map(|tally| Tally::of(query.ledger.name(), tally)).collect();
        Ok::<_, Error>((listed, told, rows))
    })?;
    let total = listed.ids.len();
    let ticket = open.listings.keep(listed);
    Ok(Listing { ticket, total, tallies, rows })
}

/// Rows of `listed` from the place `from` on, at most `count` and never more than a window.
fn rows_of(book: &Book, listed: &Listed, from: usize, count: usize) -> Result<Vec<Row>> {
    let ids: Vec<i64> = listed.ids.iter().skip(from).take(count.min(MOST_ROWS)).copied().collect();
    book.window(listed.ledger, &ids, listed.on)?.iter().map(|record| shapes::row(book, record)).collect()
}

pub fn records_window(shell: &Shell, ticket: String, from: usize, count: usize) -> Result<Vec<Row>> {
    let mut session = shell.session();
    let open = session.open()?;
    let listed = open.listings.get(&ticket)?;
    open.book.reading(|book| rows_of(book, listed, from, count))
}

/// Makes what searching in a ledger needs, so that the first key does not wait for it.
pub fn records_ready(shell: &Shell, ledger: String) -> Result<()> {
    let mut session = shell.session();
    let ledger = program::ledger(&ledger)?;
    // Any text will do.
    session.open()?.book.matching(ledger, "0").map(drop)
}

pub fn record_index(shell: &Shell, ticket: String, id: String) -> Result<Option<usize>> {
    let mut session = shell.session();
    let id = shapes::id(&id)?;
    Ok(session.open()?.listings.get(&ticket)?.ids.iter().position(|known| *known == id))
}

pub fn record_get(shell: &Shell, ledger: String, id: String) -> Result<Form> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let (ledger, id) = (program::ledger(&ledger)?, shapes::id(&id)?);
    book.reading(|book| shapes::form(book, &book.get(ledger, id, book.today())?, Masking::Masked))
}

pub fn record_blank(shell: &Shell, ledger: String) -> Result<Form> {
    let mut session = shell.session();
    shapes::blank(&session.open()?.book, program::ledger(&ledger)?)
}

pub fn record_unmask(shell: &Shell, ledger: String, id: String, purpose: String, recipient: String) -> Result<Form> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let record = book.get(program::ledger(&ledger)?, shapes::id(&id)?, book.today())?;
    let what = format!("{} {}", record.ledger.name(), record.uid);
    let whole = book.disclose(Op::Unmask, &what, &Unmasked { purpose, recipient })?;
    book.reading(|book| shapes::form(book, &record, Masking::Whole(&whole)))
}

pub fn record_check(shell: &Shell, ledger: String, id: Option<String>, values: Texts) -> Result<Checked> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let ledger = program::ledger(&ledger)?;
    let id = id.as_deref().map(shapes::id).transpose()?;
    let typed = values.clone();
    let intake = book.check(ledger, id, &shapes::supplied_for(book, ledger, values)?)?;
    Ok(checked(ledger, &typed, intake))
}

/// What is said of what was typed.
fn checked(ledger: Ledger, typed: &Texts, intake: Intake) -> Checked {
    let below = intake.child.as_ref().map(|child| (child.ledger, &child.values));
    let found = |name: &str| {
        let own = ledger.column(name).filter(|column| column.stored()).zip(intake.values.get(name));
        own.or_else(|| below.and_then(|(child, values)| child.column(name).zip(values.get(name))))
    };
    let derived = intake
        .derived
        .iter()
        .filter_map(|(name, source)| {
            let (column, value) = found(name)?;
            let derived = Derived { text: value.shown(column.kind), value: value.to_input(), source: (*source).to_owned() };
            Some(((*name).to_owned(), derived))
        })
        .collect();
    let echo = typed
        .iter()
        .filter(|(name, _)| !intake.problems.iter().any(|problem| problem.field == **name))
        .filter_map(|(name, text)| {
            let (column, value) = found(name)?;
            let read = value.to_input();
            let differs =
                matches!(column.kind, Kind::Date | Kind::Integer { .. } | Kind::Decimal { .. } | Kind::Time | Kind::Instant)
                    && !text.trim().is_empty()
                    && read != text.trim();
            differs.then(|| (name.clone(), read))
        })
        .collect();
    Checked { problems: intake.problems, warnings: intake.warnings, derived, echo }
}

pub fn record_save(shell: &Shell, ledger: String, id: Option<String>, step: Option<i64>, values: Texts) -> Result<Saved> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let ledger = program::ledger(&ledger)?;
    let supplied = shapes::supplied_for(book, ledger, values)?;
    let saved = match id {
        Some(id) => book.change(ledger, shapes::id(&id)?, step, &supplied)?,
        None => book.add(ledger, &supplied)?,
    };
    Ok(shapes::saved(saved))
}

/// Records as the core takes them.
fn supplied(book: &Book, records: &[NewRecord]) -> Result<Vec<book::Row>> {
    let one = |record: &NewRecord| {
        let ledger = program::ledger(&record.ledger)?;
        let existing = record.id.as_deref().map(shapes::id).transpose()?.map(|id| (id, record.step));
        Ok(book::Row { ledger, existing, supplied: shapes::supplied_for(book, ledger, record.values.clone())? })
    };
    records.iter().map(one).collect()
}

fn all_checked(records: &[NewRecord], rows: &[book::Row], taken: Vec<Intake>) -> Vec<Checked> {
    let said = taken.into_iter().zip(rows).zip(records);
    said.map(|((intake, row), record)| checked(row.ledger, &record.values, intake)).collect()
}

/// What is said of `records`, all of them new, while they are filled in.
pub fn records_check(shell: &Shell, records: Vec<NewRecord>) -> Result<Vec<Checked>> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let rows = supplied(book, &records)?;
    let new: Vec<_> = rows.iter().map(|row| (row.ledger, row.supplied.clone())).collect();
    Ok(all_checked(&records, &rows, book.judge_all(&new)?))
}

/// Saves all of `records` as one step, or none where one of them has a problem.
pub fn records_add(shell: &Shell, records: Vec<NewRecord>) -> Result<Added> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let rows = supplied(book, &records)?;
    if rows.is_empty() {
        return Ok(Added { records: Vec::new(), moved: None });
    }
    let saved = book.save_all(&rows)?;
    let moved = saved.written.map(|written| shapes::moved(&written.moved));
    Ok(Added { records: all_checked(&records, &rows, saved.taken), moved })
}

pub fn record_void(shell: &Shell, ledger: String, id: String, step: i64, reason: String) -> Result<Saved> {
    let mut session = shell.session();
    let saved = session.open()?.book.void(program::ledger(&ledger)?, shapes::id(&id)?, Some(step), &reason)?;
    Ok(shapes::saved(saved))
}

pub fn record_unvoid(shell: &Shell, ledger: String, id: String, step: i64) -> Result<Saved> {
    let mut session = shell.session();
    let saved = session.open()?.book.unvoid(program::ledger(&ledger)?, shapes::id(&id)?, Some(step))?;
    Ok(shapes::saved(saved))
}

pub fn record_history(shell: &Shell, ledger: String, id: String) -> Result<Vec<HistoryEntry>> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let of = (program::ledger(&ledger)?, shapes::id(&id)?);
    book.reading(|book| book.history(Some(of), MOST_STEPS)?.iter().map(|entry| shapes::history(book, entry)).collect())
}

/// Valid records of `ledger` that match `text`, at most `most`.
fn found(book: &Book, ledger: Ledger, text: &str, most: usize) -> Result<Vec<Record>> {
    let query = listing::Query { text: text.to_owned(), ..listing::Query::all(ledger, book.today()) };
    let ids: Vec<i64> = if text.trim().is_empty() { book.list(&query)? } else { book.matching(ledger, text)? };
    let records = book.window(ledger, ids.get(..most.saturating_mul(2).min(ids.len())).unwrap_or_default(), query.on)?;
    Ok(records.into_iter().filter(|record| record.state == State::Valid).take(most).collect())
}

pub fn options(shell: &Shell, ledger: String, column: String, text: String) -> Result<Vec<ReferenceOption>> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let ledger = program::ledger(&ledger)?;
    match program::registry().column(ledger, &column).map(|column| column.kind) {
        Some(Kind::Reference(target)) => book.reading(|book| records_named(book, target, &text)),
        Some(Kind::Entry(table)) => entries_named(book, table, &text),
        Some(Kind::Division) => Ok(divisions_named(&text)),
        _ => Err(Error::NotFound(format!("栏目「{column}」"))),
    }
}

fn records_named(book: &Book, ledger: Ledger, text: &str) -> Result<Vec<ReferenceOption>> {
    let mut records = found(book, ledger, text, MOST)?;
    // A form that opens asks with the number it holds: that record comes along, last, as numbers are also typed to search.
    if let Ok(id) = text.parse::<i64>()
        && !records.iter().any(|record| record.id == id)
        && let Ok(record) = book.get(ledger, id, book.today())
    {
        records.push(record);
    }
    records
        .iter()
        .map(|record| {
            let label = book.title(ledger, record.id)?;
            Ok(ReferenceOption { id: record.id.to_string(), label, detail: shapes::detail(book, record)? })
        })
        .collect()
}

fn entries_named(book: &Book, table: Table, text: &str) -> Result<Vec<ReferenceOption>> {
    let rules = book.rules()?;
    let mut meant = rules.entry_named(table, text);
    meant.extend(rules.entries_holding(table, text));
    let wanted = text.trim().is_empty();
    let all = rules.entries(table, book.today()).into_iter();
    let fitting = all.filter(|(key, label)| wanted || meant.contains(key) || label.contains(text.trim()));
    Ok(fitting.map(|(id, label)| ReferenceOption { id, label, detail: String::new() }).collect())
}

fn divisions_named(text: &str) -> Vec<ReferenceOption> {
    let text = text.trim();
    let codes = if text.is_empty() { Vec::new() } else { divisions::matching(text, MOST) };
    codes
        .iter()
        .map(|code| ReferenceOption { id: (*code).to_owned(), label: divisions::name(code), detail: (*code).to_owned() })
        .collect()
}

pub fn undo(shell: &Shell) -> Result<Option<TakenBack>> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let undone = book.undo()?;
    undone.map(|undone| shapes::taken_back(book, undone)).transpose()
}

pub fn redo(shell: &Shell) -> Result<Option<TakenBack>> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let redone = book.redo()?;
    redone.map(|redone| shapes::taken_back(book, redone)).transpose()
}

/// What undo and redo would take back now.
pub fn steps(shell: &Shell) -> Result<Steps> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    if !book.writes() {
        return Ok(Steps { undo: None, redo: None });
    }
    book.reading(|book| {
        let told = |entry: Option<StepEntry>| entry.map(|entry| shapes::step(book, &entry)).transpose();
        Ok(Steps { undo: told(book.undo_next()?)?, redo: told(book.redo_next()?)? })
    })
}

pub fn search(shell: &Shell, text: String) -> Result<Vec<Hit>> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    book.reading(|book| hits(book, &text))
}

fn hits(book: &Book, text: &str) -> Result<Vec<Hit>> {
    let mut hits = Vec::new();
    for ledger in program::ledgers().filter(|ledger| !ledger.declaration().single && ledger.declaration().parent.is_none()) {
        for record in found(book, ledger, text, MOST_EACH)? {
            hits.push(Hit {
                ledger: ledger.name().to_owned(),
                ledger_label: ledger.declaration().label.to_owned(),
                id: record.id.to_string(),
                title: book.title(ledger, record.id)?,
                detail: shapes::detail(book, &record)?,
            });
        }
    }
    hits.truncate(MOST);
    Ok(hits)
}
