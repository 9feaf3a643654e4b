//! Reports made, frozen and put into the register.
//!
//! Owns what becomes of a report: worked out, frozen byte for byte, registered by its number, corrected by another version. What a
//! submission may say is its ledger's.

use super::catalogue::{self, Gathered, Kind};
use super::set::{self, Changed, Figure, SCHEMA, Set};
use crate::base::error::{Error, Result};
use crate::rules::rulebook::{Rulebook, Ruled};
use crate::schema::{Ledger, Record, Value, Values};
use crate::store::Book;
use crate::store::book::Saved;
use crate::store::frozen::{Freezing, Frozen, REPORT};
use crate::store::listing::Query;
use crate::topics::SUBMISSIONS;
use crate::topics::correspondence::slots::{self, Standing, State};
use chrono::{Datelike, Days, NaiveDate};
use serde_json::{Map, Value as Json, json};
use std::collections::HashSet;

/// Which report is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its kind.
    pub kind: Kind,
    /// Its first day, where it is not that of its kind.
    pub from: Option<NaiveDate>,
    /// Its last day.
    pub to: NaiveDate,
    /// The day the data stand at.
    pub on: NaiveDate,
    /// Figures of a thematic one, in order.
    pub figures: Vec<String>,
}

/// A report worked out, with the rows of each figure.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What would be frozen.
    pub set: Set,
    /// The rows each figure counts, in its order.
    pub rows: Vec<Vec<(Ledger, i64)>>,
}

/// What is told of a report besides its figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filing {
    /// Code of whom it is for.
    pub recipient: String,
    /// Who filled it in.
    pub filled_by: String,
    /// The notice that asks for it.
    pub notice: Option<i64>,
    /// The submission it corrects, and what was wrong.
    pub corrects: Option<(i64, String)>,
    /// Anything else.
    pub note: String,
}

/// A report that was frozen and registered.
#[derive(Debug, Clone)]
pub struct Filed {
    /// Its number, as printed.
    pub number: String,
    /// What was saved of the register.
    pub saved: Saved,
    /// What is otherwise than in the one it corrects.
    pub changed: Vec<Changed>,
}

/// Works a report out.
///
/// # Errors
/// `Invalid` when its days are out of order or a figure is not there; what SQLite says.
pub fn draft(book: &Book, asked: &Asked) -> Result<Draft> {
    let (from, to) = asked.kind.days(asked.from, asked.to)?;
    book.reading(|book| {
        let Gathered { figures, nothing, quiet, measured, articles, due } =
            catalogue::of(book, asked.kind, &asked.figures, (from, to), asked.on)?;
        let set = Set {
            schema: SCHEMA,
            kind: asked.kind.code().to_owned(),
            from,
            to,
            on: asked.on,
            organisation: book.organisation()?.text("name").unwrap_or_default().to_owned(),
            head: book.head()?.text,
            rules: in_force(&*book.rules()?, to),
            zero: nothing,
            sentence: set::sentence(nothing, quiet, measured),
            figures: figures.iter().map(Figure::from).collect(),
            articles,
            due,
        };
        Ok(Draft { set, rows: figures.into_iter().map(|figure| figure.rows).collect() })
    })
}

/// The rows of rules that figures follow from on a day, key@first day: when a temperature is a fever, how doses follow one another,
/// what is asked after stays.
fn in_force(rules: &Rulebook, day: NaiveDate) -> Vec<String> {
    fn names<'a, T: 'a>(rows: impl IntoIterator<Item = Ruled<'a, T>>) -> impl Iterator<Item = String> {
        rows.into_iter().map(|ruled| format!("{}@{}", ruled.row.key, ruled.row.valid_from))
    }
    let mut all: Vec<String> = names(rules.limit("fever", day)).collect();
    all.extend(names(rules.schedules(day)));
    all.extend(names(rules.measures(day)));
    all.sort();
    all
}

/// Freezes a report and registers it: a draft of the same kind, days and notice gives way to it.
///
/// # Errors
/// As [`draft`]; `Invalid` when the register refuses it; `ReadOnly`. Nothing is registered then.
pub fn freeze(book: &mut Book, asked: &Asked, filing: &Filing) -> Result<Filed> {
    let Draft { set, .. } = draft(book, asked)?;
    let ledger = Ledger(&SUBMISSIONS);
    let changed = match &filing.corrects {
        Some((id, _)) => set.changed_since(&frozen_of(book, *id)?.1),
        None => Vec::new(),
    };
    let mut supplied = Map::new();
    let mut say = |column: &str, text: String| supplied.insert(column.to_owned(), Json::from(text));
    say("kind", set.kind.clone());
    say("period_from", set.from.to_string());
    say("period_to", set.to.to_string());
    say("recipient", filing.recipient.clone());
    say("filled_by", filing.filled_by.clone());
    if !filing.note.is_empty() {
        say("note", filing.note.clone());
    }
    if let Some(notice) = filing.notice {
        say("notice", notice.to_string());
    }
    if let Some((id, why)) = &filing.corrects {
        say("corrects", id.to_string());
        say("correction", why.clone());
    }
    let existing = replaced(book, &set, filing)?;
    // Refused before anything is frozen.
    let intake = book.check(ledger, existing, &supplied)?;
    if !intake.problems.is_empty() {
        return Err(Error::Invalid(intake.problems));
    }
    // Registering moves the head: what says the same otherwise was frozen already.
    if let Some(number) = existing.map(|id| known(book, id, &set)).transpose()?.flatten() {
        let made = Values::from([("zero", Value::Flag(set.zero)), ("frozen", Value::Text(number.clone()))]);
        let saved = book.put_made(ledger, existing, &supplied, made)?;
        return Ok(Filed { number, saved, changed });
    }
    let (bytes, hash) = (set.canonical()?, set.hash()?);
    let number = set::number(&hash);
    let job = json!({ "kind": set.kind, "from": set.from, "to": set.to, "on": set.on, "figures": asked.figures });
    let summary = json!({ "zero": set.zero, "figures": set.figures.len() });
    book.freeze(&Freezing {
        kind: REPORT,
        number: &number,
        job,
        summary,
        pages: 0,
        head: &set.head,
        recipient: &filing.recipient,
        bytes: &bytes,
    })?;
    let made = Values::from([("zero", Value::Flag(set.zero)), ("frozen", Value::Text(number.clone()))]);
    let saved = book.put_made(ledger, existing, &supplied, made)?;
    Ok(Filed { number, saved, changed })
}

/// The number of what was frozen for the submission `id`, where it says what `set` does but for the head.
fn known(book: &Book, id: i64, set: &Set) -> Result<Option<String>> {
    if book.get(Ledger(&SUBMISSIONS), id, book.today())?.text("frozen").is_none() {
        return Ok(None);
    }
    let (frozen, before) = frozen_of(book, id)?;
    let same = Set { head: set.head.clone(), ..before } == *set;
    Ok(same.then_some(frozen.number))
}

/// The report that did not go yet and is of the same kind, days and notice.
fn replaced(book: &Book, set: &Set, filing: &Filing) -> Result<Option<i64>> {
    let ledger = Ledger(&SUBMISSIONS);
    let today = book.today();
    let all = book.window(ledger, &book.ids(&Query::all(ledger, today))?, today)?;
    let same = |record: &&Record| {
        record.instant("sent_at").is_none()
            && record.code("kind") == Some(set.kind.as_str())
            && record.date("period_from") == Some(set.from)
            && record.date("period_to") == Some(set.to)
            && record.reference("notice") == filing.notice
            && record.reference("corrects") == filing.corrects.as_ref().map(|(id, _)| *id)
    };
    Ok(all.iter().find(same).map(|record| record.id))
}

/// The frozen report of a submission, with its hash.
///
/// # Errors
/// `NotFound`; `Invalid` when it was not frozen; `FileDamaged` when what is frozen is not what it was.
pub fn frozen_of(book: &Book, id: i64) -> Result<(Frozen, Set)> {
    book.reading(|book| {
        let record = book.get(Ledger(&SUBMISSIONS), id, book.today())?;
        let Some(number) = record.text("frozen") else {
            let message = "这份报送还没有定稿，没有可以印的数字。请在「报送」里填报并定稿。";
            return Err(Error::invalid("frozen", "not_frozen", id.to_string(), message));
        };
        let found = book.frozen(REPORT)?.into_iter().find(|one| one.number == number);
        let frozen = found.ok_or_else(|| Error::FileDamaged(format!("定稿 {number} 不在了")))?;
        let set = Set::read(&book.frozen_bytes(frozen.id)?)?;
        Ok((frozen, set))
    })
}

/// Those of these submissions that were frozen.
///
/// # Errors
/// What SQLite says.
pub fn frozen_among(book: &Book, ids: &[i64]) -> Result<HashSet<i64>> {
    let records = book.window(Ledger(&SUBMISSIONS), ids, book.today())?;
    Ok(records.iter().filter(|record| record.text("frozen").is_some()).map(|record| record.id).collect())
}

/// What is otherwise in a submission than in the one it corrects; nothing where it corrects none.
///
/// # Errors
/// As [`frozen_of`].
pub fn changed(book: &Book, record: &Record) -> Result<Vec<Changed>> {
    let Some(before) = record.reference("corrects") else { return Ok(Vec::new()) };
    let now = frozen_of(book, record.id)?.1;
    Ok(now.changed_since(&frozen_of(book, before)?.1))
}

/// Days back within which a report that did not go is still asked for.
const BACK: u64 = 30;
/// Days ahead from which one is told.
const AHEAD: u64 = 7;

/// The reports that notices ask for and that did not go yet, the earliest term first.
///
/// # Errors
/// What SQLite says.
pub fn wanted(book: &Book) -> Result<Vec<Standing>> {
    let today = book.today();
    let (from, to) = (today - Days::new(BACK), today + Days::new(AHEAD));
    let mut found = book.with_facts(today, |facts| slots::all(facts, from, to))?;
    found.retain(|one| matches!(one.state, State::Missed | State::Open));
    found.sort_by_key(|one| (one.slot.due_at, one.notice));
    Ok(found)
}

/// The kind of report that is of these days; `None` where no kind is.
pub fn kind_of(from: NaiveDate, to: NaiveDate) -> Option<Kind> {
    [Kind::Daily, Kind::Weekly, Kind::Monthly].into_iter().find(|kind| {
        let ends = *kind != Kind::Monthly || to.succ_opt().is_none_or(|next| next.month() != to.month());
        ends && kind.days(None, to).is_ok_and(|days| days == (from, to))
    })
}
