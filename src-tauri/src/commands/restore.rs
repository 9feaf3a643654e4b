//! Bringing a backup back: chosen, looked at, applied.

use super::files::state;
use crate::desktop::Kind;
use crate::state::{Chosen as File, Open, Session, Shell, machine};
use crate::wire::files::AppState;
use crate::wire::records::Figure;
use crate::wire::vault::{BackupFile, RestorePreview, RestoreSource};
use crate::{backups, shapes};
use std::path::Path;
use taizhang::base::error::{Error, Result};
use taizhang::file::disk;
use taizhang::file::key::{self, Key};
use taizhang::file::lock::WriterLock;
use taizhang::file::open::{Access, FileKind, identify};
use taizhang::program;
use taizhang::schema::{Ledger, Value};
use taizhang::store::book::{Book, Secret, lent};
use taizhang::store::rows;
use taizhang::topics::STAFF;
use taizhang::vault::backup;
use taizhang::vault::restore::{Replace, restore};
use zeroize::Zeroizing;

pub fn restore_choose(shell: &Shell, from_list: Option<String>) -> Result<Option<RestoreSource>> {
    let known = from_list.map(|handle| shell.session().behind(&handle)).transpose()?;
    let path = match known.or_else(|| shell.desktop.choose_file(Kind::Data, None)) {
        Some(path) => path,
        None => return Ok(None),
    };
    let mut session = shell.session();
    let encrypted = matches!(source_kind(&session, &path)?, FileKind::Encrypted(_));
    let same_key = secret_of_session(&session, &path)?.is_some();
    Ok(Some(RestoreSource { handle: session.handle(&path), shown: shapes::shown(&path), encrypted, same_key }))
}

/// What the file at `path` is; the data file itself is no source, and while it is open nobody else may touch it.
fn source_kind(session: &Session, path: &Path) -> Result<FileKind> {
    let own = session.path().and_then(|own| own.canonicalize().ok());
    if own.is_some() && own == path.canonicalize().ok() {
        return Err(Error::invalid("file", "same_file", "", "选中的就是现在的数据文件。请选择一份备份。"));
    }
    identify(path)
}

/// The key of the open file, when the backup at `path` has the same salt and so the same key.
fn secret_of_session(session: &Session, path: &Path) -> Result<Option<Secret>> {
    let File::Open(open) = &session.file else { return Ok(None) };
    let FileKind::Encrypted(of_file) = source_kind(session, path)? else { return Ok(None) };
    Ok(open.book.secret().filter(|(_, salt)| **salt == of_file).map(|(key, salt)| (key.clone(), *salt)))
}

pub fn restore_backups(shell: &Shell) -> Result<Vec<BackupFile>> {
    let mut session = shell.session();
    let (dirs, mark) = match &session.file {
        File::Open(open) => (backups::targets(open)?.into_iter().map(|target| target.dir).collect(), Some(backups::mark(open))),
        File::Locked(path) => (vec![backups::automatic_folder(path)], None),
        File::Closed => (vec![backups::automatic_folder(&shell.folders.data.join("x"))], None),
    };
    let stem = session.path().map(disk::stem);
    let mut found: Vec<backup::BackupFile> = Vec::new();
    for dir in dirs {
        match backup::list(&dir, stem.as_deref()) {
            Ok(list) => found.extend(list),
            Err(error) => log::warn!("listing backups: {:?}", error.code()),
        }
    }
    found.sort_by_key(|file| std::cmp::Reverse(file.at));
    Ok(found
        .into_iter()
        .map(|file| BackupFile {
            handle: session.handle(&file.path),
            name: shapes::name(&file.path),
            folder: shapes::folder(&file.path),
            at: shapes::instant(file.at),
            size: size(file.bytes),
            same_key: mark.as_deref() == Some(file.fingerprint.as_str()),
        })
        .collect())
}

/// A length in KB below a megabyte, else in MB with one decimal.
fn size(bytes: u64) -> String {
    const KB: u64 = 1024;
    const TENTH_OF_MB: u64 = KB * KB / 10;
    if bytes < KB * KB {
        format!("{} KB", bytes.div_ceil(KB))
    } else {
        format!("{}.{} MB", bytes / TENTH_OF_MB / 10, bytes / TENTH_OF_MB % 10)
    }
}

pub fn restore_preview(shell: &Shell, handle: String, password: Option<String>, code: Option<String>) -> Result<RestorePreview> {
    let (password, code) = (password.map(Zeroizing::new), code.map(Zeroizing::new));
    let mut session = shell.session();
    let path = session.behind(&handle)?;
    let secret = match (source_kind(&session, &path)?, password, code) {
        (FileKind::Plain, ..) => None,
        (FileKind::Encrypted(salt), Some(password), _) => Some((Key::derive(&password, &salt)?, salt)),
        (FileKind::Encrypted(salt), None, Some(code)) => Some((key::parse_recovery_code(&code)?, salt)),
        (FileKind::Encrypted(_), None, None) => Some(secret_of_session(&session, &path)?.ok_or(Error::WrongPassword)?),
    };
    let copy = program::open_with(&path, secret.clone(), Access::Read, machine())?;
    let seen = Figures::of(&copy)?;
    let manifest = copy.manifest()?;
    let organisation = copy.organisation()?.values.get("name").and_then(Value::as_text).unwrap_or_default().to_owned();
    copy.close()?;
    let compare = match &session.file {
        File::Open(open) => compared(&Figures::of(&open.book)?, &seen),
        File::Locked(_) | File::Closed => Vec::new(),
    };
    session.previewed = Some((path, secret));
    Ok(RestorePreview {
        organisation,
        at: manifest.map_or_else(|| "未注明".to_owned(), |manifest| shapes::instant(manifest.at)),
        records: seen.records,
        people: seen.people,
        last_change: seen.last_change,
        compare,
    })
}

/// What tells two states of a book apart.
struct Figures {
    records: i64,
    people: i64,
    steps: i64,
    last_change: String,
}

impl Figures {
    fn of(book: &Book) -> Result<Self> {
        let counts = book.counts()?;
        let newest = book.history(None, 1)?.pop();
        Ok(Self {
            records: counts.iter().map(|(_, count)| *count).sum::<u64>().cast_signed(),
            people: counts.iter().find(|(ledger, _)| *ledger == Ledger(&STAFF)).map_or(0, |(_, count)| count.cast_signed()),
            steps: book.last_step()?,
            last_change: match newest {
                Some(entry) => shapes::instant(rows::read_instant(&entry.at)?),
                None => "没有".to_owned(),
            },
        })
    }
}

fn compared(now: &Figures, then: &Figures) -> Vec<Figure> {
    let line = |label: &str, now: String, then: String| Figure {
        label: label.to_owned(),
        value: if now == then { format!("{now}，不变") } else { format!("现有 {now} → 恢复后 {then}") },
    };
    vec![
        line("记录", format!("{} 条", now.records), format!("{} 条", then.records)),
        line("人员", format!("{} 人", now.people), format!("{} 人", then.people)),
        line("修改痕迹", format!("{} 步", now.steps), format!("{} 步", then.steps)),
        line("最近修改", now.last_change.clone(), then.last_change.clone()),
    ]
}

pub fn restore_apply(shell: &Shell, handle: String, elsewhere: bool) -> Result<AppState> {
    let (source, secret, own) = {
        let session = shell.session();
        let source = session.behind(&handle)?;
        let (seen, secret) = session.previewed.clone().ok_or_else(|| Error::NotFound("看过的备份".to_owned()))?;
        if seen != source {
            return Err(Error::NotFound("看过的备份".to_owned()));
        }
        (source, secret, session.path().map(Path::to_owned))
    };
    let target = match own.filter(|_| !elsewhere) {
        Some(own) => Some(own),
        None => {
            let suggested = format!("{}-恢复.{}", disk::stem(&source), backup::EXTENSION);
            shell.desktop.choose_place(Kind::Data, &suggested, Some(&shell.folders.data))
        }
    };
    let target = target.ok_or(Error::Cancelled)?;
    let mut session = shell.session();
    shell.work.run("正在恢复", false, |_| {
        if !elsewhere && session.path() == Some(target.as_path()) {
            return replace(&mut session, &source, &target, secret);
        }
        let told = write(&source, &target, secret.as_ref(), Replace::No)?;
        session.troubles.extend(told);
        let book = program::open_with(&target, secret, Access::Write, machine())?;
        session.keep_drafts()?;
        session.close();
        session.take(Open::of(book, None));
        Ok(())
    })?;
    session.previewed = None;
    state(shell, &mut session)
}

/// Puts the backup in the place of the session's file; what is there is backed up and kept beside.
fn replace(session: &mut Session, source: &Path, target: &Path, secret: Option<Secret>) -> Result<()> {
    if matches!(session.file, File::Open(_)) {
        let open = session.open()?;
        if !open.book.writes() {
            return Err(Error::ReadOnly(target.to_owned()));
        }
        backups::automatic(open)?;
        let told = session.without_connection(|path, _| {
            let told = write(source, path, secret.as_ref(), Replace::KeepOld)?;
            Ok((told, secret))
        })?;
        session.troubles.extend(told);
    } else {
        let told = write(source, target, secret.as_ref(), Replace::KeepOld)?;
        session.troubles.extend(told);
        let book = program::open_with(target, secret, Access::Write, machine())?;
        session.take(Open::of(book, None));
    }
    Ok(())
}

/// Restores; returns what the person is to be told of the file replaced.
fn write(source: &Path, target: &Path, secret: Option<&Secret>, replace: Replace) -> Result<Option<String>> {
    if replace == Replace::No && target.exists() {
        return Err(Error::TargetExists(target.to_owned()));
    }
    let now = machine().now();
    let folder = disk::directory(target);
    std::fs::create_dir_all(folder).map_err(Error::io("新建文件夹", folder))?;
    let _lock = WriterLock::acquire(target, now)?;
    restore(source, target, lent(secret), replace, now, &program::verify).map(|done| done.told)
}
