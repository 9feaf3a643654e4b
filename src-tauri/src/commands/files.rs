//! Choosing, making, opening and closing data files.

use crate::desktop::Kind;
use crate::state::{Chosen as File, Open, Pending, Session, Shell, machine};
use crate::wire::files::{AppState, Chosen, FileInfo, FileState, NewFile, Prepared, RecentFile};
use crate::{place, shapes, showing};
use std::path::{Path, PathBuf};
use taizhang::base::clock;
use taizhang::base::clock::{business_day, weekday};
use taizhang::base::error::{Error, Problem, Result};
use taizhang::file::key::{self, Key, Salt};
use taizhang::file::{disk, output};
use taizhang::home::SHEET_CONFIRMED;
use taizhang::paper::page::Document;
use taizhang::paper::recovery::{self, RecoverySheet};
use taizhang::paper::{pdf, svg};
use taizhang::schema::{Ledger, Value};
use taizhang::store::book::{self, Secret};
use taizhang::store::{ORGANISATION, settings};
use taizhang::vault::backup::EXTENSION;
use taizhang::{program, sample};
use zeroize::Zeroizing;

pub fn app_state(shell: &Shell) -> Result<AppState> {
    state(shell, &mut shell.session())
}

/// What the frame shows of `session`.
pub(super) fn state(shell: &Shell, session: &mut Session) -> Result<AppState> {
    // Whoever opens or unlocks is there.
    shell.idle.touch();
    let mut now = machine().now();
    let mut warnings = std::mem::take(&mut session.troubles);
    warnings.extend(session.path().and_then(place::warning).map(str::to_owned));
    let (mut organisation, mut form_label, mut idle_minutes) = (None, None, settings::IDLE_MINUTES.1);
    let (state, file) = match &session.file {
        File::Closed => (FileState::Closed, None),
        File::Locked(path) => (FileState::Locked, Some(file_info(path, true, None, None))),
        File::Open(open) => {
            let record = open.book.organisation()?;
            organisation = record.values.get("name").and_then(Value::as_text).map(str::to_owned);
            let form = Ledger(&ORGANISATION).column("form");
            form_label = form.and_then(|column| Some(record.values.get("form")?.shown(column.kind)));
            now = open.book.surroundings().now();
            if open.sample {
                let day = business_day(now);
                warnings.push(format!("这是示例文件，单位和人员都是虚构的；示例里的今天是 {day}。"));
            }
            idle_minutes = open.book.number(settings::IDLE_MINUTES)?;
            let mark = open.book.secret().map(|(key, _)| key::fingerprint(key));
            let encrypted = mark.is_some();
            (FileState::Open, Some(file_info(open.book.path(), encrypted, mark, open.read_only.clone())))
        }
    };
    let shown = session.path().is_some_and(|path| session.showing.is_of(path));
    let entries = session.recent.entries().to_vec();
    let first_run = entries.is_empty() && file.is_none() && !holds_data(&shell.folders.data);
    let recent = entries
        .into_iter()
        .map(|entry| RecentFile {
            handle: session.handle(&entry.path),
            name: shapes::name(&entry.path),
            folder: shapes::folder(&entry.path),
            opened_at: shapes::instant(entry.opened_at),
            missing: !entry.path.exists(),
        })
        .collect();
    let today = business_day(now);
    Ok(AppState {
        state,
        file,
        recent,
        organisation,
        form_label,
        today: today.to_string(),
        weekday: weekday(today).to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        idle_minutes,
        warnings,
        showing: shown,
        first_run,
        new_folder: shapes::shown(&shell.folders.data),
    })
}

fn file_info(path: &Path, encrypted: bool, fingerprint: Option<String>, read_only: Option<String>) -> FileInfo {
    FileInfo { name: shapes::name(path), folder: shapes::folder(path), encrypted, fingerprint, read_only }
}

fn holds_data(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| entry.path().extension().is_some_and(|extension| extension == EXTENSION))
}

pub fn choose_place(shell: &Shell, suggested: String) -> Result<Option<Chosen>> {
    let suggested = data_name(&suggested);
    let folder = shell.folders.data.clone();
    let chosen = shell.desktop.choose_place(Kind::Data, &suggested, Some(&folder));
    Ok(chosen.map(|path| chosen_as(&mut shell.session(), path)))
}

pub fn choose_file(shell: &Shell) -> Result<Option<Chosen>> {
    let chosen = shell.desktop.choose_file(Kind::Data, Some(&shell.folders.data));
    Ok(chosen.map(|path| chosen_as(&mut shell.session(), path)))
}

fn chosen_as(session: &mut Session, path: PathBuf) -> Chosen {
    Chosen { handle: session.handle(&path), shown: shapes::shown(&path) }
}

/// The name of a data file: without what file systems refuse, with the extension.
fn data_name(suggested: &str) -> String {
    let stem: String =
        suggested.trim().chars().map(|c| if c.is_control() || "\\/:*?\"<>|".contains(c) { '_' } else { c }).collect();
    let stem = stem.strip_suffix(&format!(".{EXTENSION}")).unwrap_or(&stem).trim_matches(['.', ' ']).to_owned();
    format!("{}.{EXTENSION}", if stem.is_empty() { "台账" } else { &stem })
}

pub fn file_prepare(shell: &Shell, file: NewFile) -> Result<Prepared> {
    let organisation = shapes::supplied(file.organisation);
    book::check_organisation(program::registry(), &organisation, &machine())?;
    let password = file.password.map(Zeroizing::new);
    let secret = password.map(|password| fresh_secret(&password)).transpose()?;
    let mut session = shell.session();
    let path = match file.place {
        Some(handle) => session.behind(&handle)?,
        None => shell.folders.data.join(data_name(organisation.get("name").and_then(|name| name.as_str()).unwrap_or_default())),
    };
    if path.exists() {
        return Err(Error::TargetExists(path));
    }
    let prepared = prepared(secret.as_ref(), None);
    session.pending = Some(Pending::New { path, organisation, secret, ask: prepared.ask.clone() });
    Ok(prepared)
}

/// A new salt with the key that `password` makes with it.
pub(super) fn fresh_secret(password: &str) -> Result<Secret> {
    let salt = Salt::fresh();
    Ok((Key::derive(password, &salt)?, salt))
}

/// What the window shows of a new key, with two groups drawn to be retyped.
pub(super) fn prepared(secret: Option<&Secret>, kept: Option<&Path>) -> Prepared {
    let groups = secret.map(|(key, _)| key::recovery_code(key)).unwrap_or_default();
    Prepared {
        fingerprint: secret.map(|(key, _)| key::fingerprint(key)),
        ask: drawn(groups.len()),
        groups,
        kept: kept.map(shapes::name),
    }
}

/// Two different numbers from 1 to `count` in order; none when there are no two.
fn drawn(count: usize) -> Vec<usize> {
    use clock::Random;
    let mut bytes = [0_u8; 2];
    clock::MachineRandom.fill(&mut bytes);
    let [first, step] = bytes.map(usize::from);
    if count < 2 {
        return Vec::new();
    }
    let first = first % count;
    let second = (first + 1 + step % (count - 1)) % count;
    let mut both = vec![first + 1, second + 1];
    both.sort_unstable();
    both
}

/// Compares the groups retyped with those of `secret`.
pub(super) fn confirm(secret: &Secret, ask: &[usize], answers: &[String]) -> Result<()> {
    let code = Zeroizing::new(key::recovery_code(&secret.0));
    let mut problems = Vec::new();
    for (place, number) in ask.iter().enumerate() {
        let mut typed = code.clone();
        if let Some(group) = number.checked_sub(1).and_then(|index| typed.get_mut(index)) {
            *group = answers.get(place).cloned().unwrap_or_default();
        }
        let read = key::parse_recovery_code(&typed.join("-"));
        if !read.is_ok_and(|read| key::fingerprint(&read) == key::fingerprint(&secret.0)) {
            let message = format!("第 {number} 组与恢复单不符。请对照打印出来的恢复单再输入一次。");
            problems.push(Problem::new(format!("group_{number}"), "retype", "", message));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

fn nothing_prepared() -> Error {
    Error::NotFound("待核对的恢复单".to_owned())
}

/// The recovery sheet of the key that waits to be confirmed.
fn recovery_sheet(session: &Session) -> Result<(Document, String)> {
    let (secret, path, organisation) = match &session.pending {
        Some(Pending::New { path, organisation, secret: Some(secret), .. }) => {
            let name = organisation.get("name").and_then(|name| name.as_str()).unwrap_or_default();
            (secret, path.as_path(), name.to_owned())
        }
        Some(Pending::Rekeyed { secret, .. }) => match &session.file {
            File::Open(open) => {
                let record = open.book.organisation()?;
                let name = record.values.get("name").and_then(Value::as_text).unwrap_or_default();
                (secret, open.book.path(), name.to_owned())
            }
            File::Locked(_) | File::Closed => return Err(Error::Locked),
        },
        Some(Pending::New { secret: None, .. }) | None => return Err(nothing_prepared()),
    };
    let fingerprint = key::fingerprint(&secret.0);
    let groups = Zeroizing::new(key::recovery_code(&secret.0));
    let sheet = RecoverySheet {
        organisation: &organisation,
        file_name: &shapes::name(path),
        fingerprint: &fingerprint,
        groups: &groups,
        on: machine().today(),
    };
    Ok((recovery::compose(&sheet)?, fingerprint))
}

pub fn recovery_preview(shell: &Shell) -> Result<Vec<String>> {
    Ok(svg::pages(&recovery_sheet(&shell.session())?.0))
}

pub fn recovery_print(shell: &Shell) -> Result<Option<String>> {
    let (document, fingerprint) = recovery_sheet(&shell.session())?;
    let bytes = Zeroizing::new(pdf::write(&document)?);
    let suggested = format!("恢复单-{fingerprint}.pdf");
    let Some(path) = shell.desktop.choose_place(Kind::Pdf, &suggested, None) else { return Ok(None) };
    output::write(&path, output::Kind::Pdf, shell.session().path(), &bytes)?;
    shell.desktop.show(&path)?;
    Ok(Some(shapes::shown(&path)))
}

pub fn file_confirm(shell: &Shell, answers: Vec<String>) -> Result<AppState> {
    let mut session = shell.session();
    let Some(Pending::New { path, organisation, secret, ask }) = &session.pending else { return Err(nothing_prepared()) };
    if let Some(secret) = secret {
        confirm(secret, ask, &answers)?;
    }
    let folder = disk::directory(path);
    std::fs::create_dir_all(folder).map_err(Error::io("新建文件夹", folder))?;
    let (mut book, _) = program::create(path, organisation, secret.clone(), machine())?;
    if let Some((key, _)) = secret {
        book.keep(SHEET_CONFIRMED, Some(&key::fingerprint(key)))?;
    }
    session.keep_drafts()?;
    session.close();
    session.take(Open::of(book, None));
    state(shell, &mut session)
}

pub fn file_sample(shell: &Shell) -> Result<AppState> {
    let mut session = shell.session();
    let path = shell.folders.data.join(format!("示例机构.{EXTENSION}"));
    if path.exists() {
        session.choose(&path)?;
    } else {
        let folder = disk::directory(&path);
        std::fs::create_dir_all(folder).map_err(Error::io("新建文件夹", folder))?;
        sample::create(&path, None, &sample::Options::default())?.close()?;
        session.choose(&path)?;
    }
    state(shell, &mut session)
}

pub fn file_open(shell: &Shell, handle: String) -> Result<AppState> {
    let mut session = shell.session();
    let path = session.behind(&handle)?;
    session.choose(&path)?;
    state(shell, &mut session)
}

pub fn file_close(shell: &Shell) -> Result<AppState> {
    let mut session = shell.session();
    session.keep_drafts()?;
    session.close();
    session.showing.leave();
    session.file = File::Closed;
    state(shell, &mut session)
}

/// Begins to show the open file to somebody from outside.
pub fn showing_begin(shell: &Shell) -> Result<AppState> {
    let mut session = shell.session();
    showing::begin(&mut session)?;
    state(shell, &mut session)
}

/// Ends it: by the password, or where there is none by the organisation's name.
pub fn showing_end(shell: &Shell, answer: String) -> Result<AppState> {
    let answer = Zeroizing::new(answer);
    let mut session = shell.session();
    showing::end(&mut session, &answer)?;
    state(shell, &mut session)
}
