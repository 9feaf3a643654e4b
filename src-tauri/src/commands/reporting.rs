//! 报送: figures of a period, frozen and registered, handed over as a sheet or a package.

use crate::desktop::Kind as Ending;
use crate::shapes;
use crate::state::{Open, Shell};
use crate::wire::records::Choice;
use crate::wire::reporting::{
    PackageWritten, ReportAsked, ReportChange, ReportDraft, ReportEntry, ReportFigure, ReportFiled, ReportFiling, ReportPage,
    ReportSlot,
};
use taizhang::base::error::Result;
use taizhang::file::output;
use taizhang::reports::catalogue::{self, Kind};
use taizhang::reports::filing::{self, Asked, Draft, Filing};
use taizhang::reports::{forms, keys, packaging};
use taizhang::schema::{Column, Kind as ColumnKind, Ledger, Record, Value};
use taizhang::store::disclosure::Masking;
use taizhang::store::listing::Query;
use taizhang::store::{Book, present};
use taizhang::topics::SUBMISSIONS;
use taizhang::topics::correspondence::slots::{Standing, State};

const REGISTER: Ledger = Ledger(&SUBMISSIONS);
/// Reports shown of the register.
const MOST: usize = 30;

fn asked(book: &Book, job: &ReportAsked) -> Result<Asked> {
    let today = book.today();
    Ok(Asked {
        kind: Kind::named(&job.kind)?,
        from: shapes::day("from", job.from.as_deref(), today)?,
        to: shapes::day("to", job.to.as_deref(), today)?.unwrap_or(today),
        on: today,
        figures: job.figures.clone(),
    })
}

pub fn report_page(shell: &Shell) -> Result<ReportPage> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    book.reading(|book| {
        let today = book.today();
        let ids = book.list(&Query::all(REGISTER, today))?;
        let shown = ids.get(..ids.len().min(MOST)).unwrap_or_default();
        let records = book.window(REGISTER, shown, today)?;
        let choice = |code: &str, label: &str| Choice { code: code.to_owned(), label: label.to_owned() };
        let recipients = match REGISTER.column("recipient").map(|column| column.kind) {
            Some(ColumnKind::Choice(choices)) => choices.iter().map(|one| choice(one.code, one.label)).collect(),
            _ => Vec::new(),
        };
        let figures = catalogue::all(book, today, today, today)?;
        let key = keys::known(book)?;
        Ok(ReportPage {
            kinds: Kind::ALL.iter().map(|kind| choice(kind.code(), kind.label())).collect(),
            recipients,
            figures: figures.iter().map(|one| choice(&one.id, &one.label)).collect(),
            filled_by: book.organisation()?.text("contact").unwrap_or_default().to_owned(),
            slots: filing::wanted(book)?.iter().map(|one| slot(book, one)).collect(),
            entries: records.iter().map(|record| entry(book, record)).collect::<Result<_>>()?,
            more: ids.len() - shown.len(),
            fingerprint: key.map(|key| keys::fingerprint(key.verifying_key().as_bytes())).unwrap_or_default(),
        })
    })
}

fn slot(book: &Book, one: &Standing) -> ReportSlot {
    let days = one.slot.from.zip(one.slot.to);
    let state = match one.state {
        State::Missed => "late",
        _ if one.slot.due_at.date() == book.today() => "today",
        _ => "ahead",
    };
    ReportSlot {
        notice: one.notice.to_string(),
        title: one.title.clone(),
        due: Value::Instant(one.slot.due_at).to_input(),
        from: one.slot.from,
        to: one.slot.to,
        kind: days.and_then(|(from, to)| filing::kind_of(from, to)).map_or("", Kind::code).to_owned(),
        state: state.to_owned(),
    }
}

fn entry(book: &Book, record: &Record) -> Result<ReportEntry> {
    let shown = |name: &str| -> Result<String> {
        let column: Option<&Column> = REGISTER.column(name);
        column.map_or_else(|| Ok(String::new()), |column| present::shown(book, record, column, Masking::Masked))
    };
    let (from, to) = (shown("period_from")?, shown("period_to")?);
    Ok(ReportEntry {
        id: record.id.to_string(),
        kind: shown("kind")?,
        period: if from == to { to } else { format!("{from} 至 {to}") },
        recipient: shown("recipient")?,
        sent: shown("sent_at")?,
        status: shown("status")?,
        version: shown("version")?,
        number: record.text("frozen").unwrap_or_default().to_owned(),
        zero: record.flag("zero"),
    })
}

pub fn report_draft(shell: &Shell, job: ReportAsked) -> Result<ReportDraft> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let asked = asked(book, &job)?;
    let Draft { set, rows } = shell.work.run("正在统计", false, |_| filing::draft(book, &asked))?;
    let figures = set.figures.iter().zip(&rows).map(|(figure, rows)| ReportFigure {
        id: figure.id.clone(),
        label: figure.label.clone(),
        shown: figure.shown(),
        unit: figure.unit.clone(),
        note: figure.note(),
        unknown: figure.value.is_none() || figure.unknown > 0,
        ledger: rows.first().map(|(ledger, _)| ledger.name().to_owned()),
        tally: catalogue::tally(&figure.id, set.from, set.to),
    });
    Ok(ReportDraft {
        title: set.title(),
        period: set.period(),
        from: set.from,
        to: set.to,
        zero: set.zero,
        sentence: set.sentence.clone(),
        figures: figures.collect(),
    })
}

pub fn report_freeze(shell: &Shell, job: ReportAsked, filing: ReportFiling) -> Result<ReportFiled> {
    let mut session = shell.session();
    let Open { book, .. } = session.open()?;
    let asked = asked(book, &job)?;
    let number = |text: Option<String>| text.as_deref().map(shapes::id).transpose();
    let filing = Filing {
        recipient: filing.recipient,
        filled_by: filing.filled_by.trim().to_owned(),
        notice: number(filing.notice)?,
        corrects: number(filing.corrects)?.map(|id| (id, filing.correction)),
        note: filing.note.trim().to_owned(),
    };
    let filed = filing::freeze(book, &asked, &filing)?;
    let changed = filed.changed.into_iter();
    Ok(ReportFiled {
        number: filed.number,
        saved: shapes::saved(filed.saved),
        changed: changed.map(|one| ReportChange { label: one.label, before: one.before, after: one.after }).collect(),
    })
}

/// Saves the figures of a report that was frozen as a workbook where she chooses.
pub fn report_workbook(shell: &Shell, id: String) -> Result<Option<String>> {
    let (bytes, name) = {
        let mut session = shell.session();
        let book = &session.open()?.book;
        let (frozen, set) = filing::frozen_of(book, shapes::id(&id)?)?;
        (forms::workbook(&set)?, format!("{}_{}_{}.xlsx", set.title(), set.to, frozen.number))
    };
    let Some(path) = shell.desktop.choose_place(Ending::Workbook, &name, None) else { return Ok(None) };
    let mut session = shell.session();
    output::write(&path, output::Kind::Workbook, Some(session.open()?.book.path()), &bytes)?;
    session.last_output = Some(path.clone());
    Ok(Some(shapes::shown(&path)))
}

/// Writes the package of a report that was frozen into a folder she chooses.
pub fn report_package(shell: &Shell, id: String) -> Result<Option<PackageWritten>> {
    let id = shapes::id(&id)?;
    let Some(dir) = shell.desktop.choose_folder("把报送包放到哪里") else { return Ok(None) };
    let mut session = shell.session();
    let (path, made) = {
        let book = &mut session.open()?.book;
        let made = packaging::made(book, id)?;
        let path = dir.join(&made.file_name);
        output::write(&path, output::Kind::Json, Some(book.path()), &made.bytes)?;
        (path, made)
    };
    session.last_output = Some(path.clone());
    Ok(Some(PackageWritten { shown: shapes::shown(&path), fingerprint: made.fingerprint }))
}
