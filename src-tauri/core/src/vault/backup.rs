//! Verified copies of the data file.
//!
//! Owns the recipe of a backup, its file name and its manifest, and which old ones may go. A copy bears its final
//! name only once it has been read back and found whole.

use crate::base::clock::{business_day, business_time, business_zone};
use crate::base::error::{Error, Result, failed_reading};
use crate::file::bytes::{Bytes, Codes};
use crate::file::check::{MANIFEST, check_copy, copy_pages, snapshot, structure_beside};
use crate::file::disk::{self, Content};
use crate::file::key::{Key, Salt, fingerprint};
use crate::file::open::{Access, close, connect};
use crate::file::part::{Part, sweep_named};
use crate::file::reading;
use crate::store::{Book, journal, proof};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, SecondsFormat, SubsecRound, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, params};
use std::path::{Path, PathBuf};

/// Extension of data files and backups.
pub const EXTENSION: &str = "taizhang";
/// Stands for the fingerprint in the name of a copy without password.
pub const PLAIN: &str = "明文";
const TIME_FORMAT: &str = "%Y%m%d-%H%M%S";

/// How one backup is made.
pub struct BackupJob<'a> {
    /// Key of the source, which the copy keeps; `None` without password.
    pub key: Option<(&'a Key, &'a Salt)>,
    /// Where the copy goes; made if missing.
    pub dir: &'a Path,
    /// When it is made.
    pub at: DateTime<Utc>,
    /// The bytes of an encrypted source that `source` alone writes: then they are copied as they are.
    pub bytes: Option<&'a Bytes>,
    /// Whether the source's content was proved already, and none but `source` wrote since: then a copy of the same bytes, each
    /// page proved by its code, is proved with it. Any other copy is checked by itself.
    pub proved: bool,
    /// Counts the records of all ledgers, for the manifest.
    pub count: &'a dyn Fn(&Connection) -> Result<u64>,
    /// Checks the content of the finished copy (audit chain).
    pub verify: &'a dyn Fn(&Connection) -> Result<()>,
    /// Gets pages done and in all; `false` stops the work.
    pub progress: &'a dyn Fn(u64, u64) -> bool,
}

/// A finished backup. It exists only verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupDone {
    /// Where it lies.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of the file as read back, in hexadecimal.
    pub sha256: String,
    /// Opened again with the key and found whole: always true.
    pub verified: bool,
}

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// By which version of the program.
    pub program_version: String,
    /// Head of the audit chain then.
    pub head: String,
    /// Step of that head.
    pub head_step: i64,
    /// Valid and voided records of all ledgers.
    pub records: u64,
    /// Fingerprint of the key, or 明文.
    pub fingerprint: String,
}

/// Makes a verified copy of the file that `source` has open (also read-only, beside a running writer).
///
/// # Errors
/// `Cancelled`, `FileInUse`, `FileDamaged`, `ReadOnly`, `Io`, whatever `verify` finds. Then no file is left behind.
pub fn backup(source: &Connection, source_path: &Path, job: &BackupJob<'_>) -> Result<BackupDone> {
    std::fs::create_dir_all(job.dir).map_err(|error| {
        if disk::is_read_only(&error) {
            Error::ReadOnly(job.dir.to_owned())
        } else {
            Error::io("新建备份文件夹", job.dir)(error)
        }
    })?;
    let mark = job.key.map_or_else(|| PLAIN.to_owned(), |(key, _)| fingerprint(key));
    let name = format!("{}_{}_{mark}", disk::stem(source_path), business_time(job.at).format(TIME_FORMAT));
    sweep(job.dir, &disk::stem(source_path));
    let part = Part::of(&job.dir.join(&name))?;
    let checked = copied(source, source_path, &part, job, Some(mark))?;
    let sha256 = read_back(&part, &checked, source_path, job.dir)?;
    let path = disk::put_numbered(part.path(), |suffix| job.dir.join(format!("{name}{suffix}.{EXTENSION}")))?;
    done(path, sha256)
}

/// Makes a verified copy at `target`, a data file by itself that does not call itself a backup; `job.dir` is its folder.
///
/// # Errors
/// As [`backup`]; `TargetExists`.
fn save_copy(source: &Connection, source_path: &Path, target: &Path, job: &BackupJob<'_>) -> Result<BackupDone> {
    if target.exists() {
        return Err(Error::TargetExists(target.to_owned()));
    }
    let part = Part::of(target)?;
    let checked = copied(source, source_path, &part, job, None)?;
    let sha256 = read_back(&part, &checked, source_path, job.dir)?;
    disk::put(part.path(), target)?;
    done(target.to_owned(), sha256)
}

/// What was written, read back from the medium itself and the same as what was `checked`; returns its SHA-256.
fn read_back(part: &Part, checked: &Content, source_path: &Path, dir: &Path) -> Result<String> {
    disk::forget(part.path());
    let read = disk::digest(part.path()).map_err(|error| of_copy(error, source_path, dir))?;
    if read != *checked {
        return Err(Error::FileDamaged(format!("写到 {} 的副本读回来不一样，没有留下", dir.display())));
    }
    Ok(read.1)
}

fn done(path: PathBuf, sha256: String) -> Result<BackupDone> {
    let bytes = std::fs::metadata(&path).map_err(Error::io("读回文件", &path))?.len();
    Ok(BackupDone { path, bytes, sha256, verified: true })
}

/// What stands against the copy is said of where it goes, never of the data file; what of the data file could not be read, of
/// that.
fn of_copy(error: Error, source: &Path, dir: &Path) -> Error {
    match error {
        Error::Io { ref path, .. } if path == source => error,
        Error::Io { source, .. } => Error::Io { doing: "写入备份", path: dir.to_owned(), source },
        Error::ReadOnly(_) => Error::ReadOnly(dir.to_owned()),
        other => other,
    }
}

impl Book {
    /// What the file says of itself as a backup; `None` when it is none.
    ///
    /// # Errors
    /// What SQLite says; `FileDamaged` when it does not read.
    pub fn manifest(&self) -> Result<Option<Manifest>> {
        self.reading(|book| manifest(book.connection()))
    }

    /// Makes a verified copy in `dir`. `progress` gets pages done and in all, and stops the work by saying no.
    ///
    /// # Errors
    /// As [`backup`].
    pub fn back_up(&self, dir: &Path, progress: &dyn Fn(u64, u64) -> bool) -> Result<BackupDone> {
        self.copied(dir, progress, |source, job| backup(source, self.path(), job))
    }

    /// Makes a verified copy at `target`, to go on with: what the open connection still reads, wherever the file is now.
    ///
    /// # Errors
    /// As [`Book::back_up`]; `TargetExists`.
    pub fn save_copy(&self, target: &Path, progress: &dyn Fn(u64, u64) -> bool) -> Result<BackupDone> {
        self.copied(disk::directory(target), progress, |source, job| save_copy(source, self.path(), target, job))
    }

    fn copied(
        &self,
        dir: &Path,
        progress: &dyn Fn(u64, u64) -> bool,
        make: impl Fn(&Connection, &BackupJob<'_>) -> Result<BackupDone>,
    ) -> Result<BackupDone> {
        let job = BackupJob {
            key: self.secret(),
            dir,
            at: self.surroundings().now(),
            bytes: self.bytes(),
            proved: self.is_proved()?,
            count: &|copy| proof::records(copy, self.registry()),
            verify: &|copy| proof::verify(copy, self.registry()),
            progress,
        };
        if !self.former() {
            let state = reading::state(self.connection())?;
            let done = make(self.connection(), &job)?;
            self.note_proved(state);
            return Ok(done);
        }
        // The copy is of the file as it is.
        let file = connect(self.path(), self.secret(), Access::Read)?;
        let done = make(&file, &job)?;
        close(file)?;
        Ok(done)
    }
}

/// Makes `part` a verified copy of `source`; with a `mark`, of the key, it says what it is. Returns what was checked.
fn copied(source: &Connection, source_path: &Path, part: &Part, job: &BackupJob<'_>, mark: Option<String>) -> Result<Content> {
    let made = match (job.bytes.filter(|bytes| bytes.length().is_some()), job.key) {
        (Some(bytes), Some((key, salt))) => copied_by_bytes(source, bytes, &Codes::of(key, salt)?, part, job, mark),
        _ => copied_by_pages(source, source_path, part, job, mark),
    };
    made.map_err(|error| of_copy(error, source_path, job.dir))
}

/// The same by the pages that SQLite hands on.
fn copied_by_pages(
    source: &Connection,
    source_path: &Path,
    part: &Part,
    job: &BackupJob<'_>,
    mark: Option<String>,
) -> Result<Content> {
    let mut copy = connect(part.path(), job.key, Access::Create)?;
    let expected = copy_pages(source, &mut copy, job.progress)
        .map_err(|error| if failed_reading(&error) { error.of(source_path) } else { error })?;
    if let Some(mark) = mark {
        write_manifest(&copy, &manifest_of(&copy, job, mark)?)?;
    }
    close(copy)?;

    let copy = connect(part.path(), job.key, Access::Read)?;
    check_copy(&copy, job.key.is_some(), &expected, job.verify)?;
    close(copy)?;
    disk::sync(part.path())?;
    disk::digest(part.path())
}

/// The same by the bytes of the source.
fn copied_by_bytes(
    source: &Connection,
    bytes: &Bytes,
    codes: &Codes,
    part: &Part,
    job: &BackupJob<'_>,
    mark: Option<String>,
) -> Result<Content> {
    if !source.is_autocommit() {
        return Err(Error::Bug("复制时还有未完成的修改".to_owned()));
    }
    // Nobody writes meanwhile, and nothing of a step is left in a journal.
    let _look = snapshot(source).map_err(|error| error.of(bytes.path()))?;
    let head = journal::head(source).map_err(|error| error.of(bytes.path()))?;
    bytes.copy(part.path(), codes, job.progress)?;
    let copy = connect(part.path(), job.key, Access::Write)?;
    let said = mark.map(|mark| manifest_of(&copy, job, mark)).transpose()?;
    if let Some(said) = &said {
        write_manifest(&copy, said)?;
    }
    close(copy)?;
    let checked = bytes.compare(part.path(), codes, said.is_some())?;

    let copy = connect(part.path(), job.key, Access::Read)?;
    if said.is_some() && manifest(&copy)? != said || journal::head(&copy)? != head {
        return Err(Error::FileDamaged("副本与原文件不符".to_owned()));
    }
    if !job.proved {
        structure_beside(part.path(), job.key, || (job.verify)(&copy))?;
    }
    close(copy)?;
    disk::sync(part.path())?;
    Ok(checked)
}

/// What `copy` is to say of itself.
fn manifest_of(copy: &Connection, job: &BackupJob<'_>, mark: String) -> Result<Manifest> {
    let head = journal::head(copy)?;
    Ok(Manifest {
        // As it is written.
        at: job.at.trunc_subsecs(3),
        program_version: env!("CARGO_PKG_VERSION").to_owned(),
        head: head.text,
        head_step: head.step,
        records: (job.count)(copy)?,
        fingerprint: mark,
    })
}

/// Removes what killed backups of `stem` left in `dir` under the names they had in former versions.
fn sweep(dir: &Path, stem: &str) {
    sweep_named(dir, |name| parse_name(&format!("{name}.{EXTENSION}")).is_some_and(|(found, ..)| found == stem));
}

fn write_manifest(copy: &Connection, manifest: &Manifest) -> Result<()> {
    let transaction = copy.unchecked_transaction()?;
    transaction.execute_batch(&format!(
        "DROP TABLE IF EXISTS {MANIFEST};
         CREATE TABLE {MANIFEST} (at TEXT NOT NULL, program_version TEXT NOT NULL, head TEXT NOT NULL,
             head_step INTEGER NOT NULL, records INTEGER NOT NULL, fingerprint TEXT NOT NULL) STRICT;"
    ))?;
    transaction.execute(
        &format!(
            "INSERT INTO {MANIFEST} (at, program_version, head, head_step, records, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        ),
        params![
            manifest.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            manifest.program_version,
            manifest.head,
            manifest.head_step,
            i64::try_from(manifest.records).unwrap_or(i64::MAX),
            manifest.fingerprint
        ],
    )?;
    Ok(transaction.commit()?)
}

/// What the open file says of itself; `None` when it is not a backup.
pub fn manifest(connection: &Connection) -> Result<Option<Manifest>> {
    let there: i64 =
        connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1", [MANIFEST], |row| row.get(0))?;
    if there == 0 {
        return Ok(None);
    }
    let sql = format!("SELECT at, program_version, head, head_step, records, fingerprint FROM {MANIFEST}");
    let found = connection
        .query_row(&sql, [], |row| {
            let at: String = row.get("at")?;
            let manifest = Manifest {
                at: DateTime::UNIX_EPOCH,
                program_version: row.get("program_version")?,
                head: row.get("head")?,
                head_step: row.get("head_step")?,
                records: u64::try_from(row.get::<_, i64>("records")?).unwrap_or_default(),
                fingerprint: row.get("fingerprint")?,
            };
            Ok((at, manifest))
        })
        .optional()?;
    let Some((at, manifest)) = found else { return Ok(None) };
    let at = DateTime::parse_from_rfc3339(&at).map_err(|_| Error::FileDamaged(format!("备份时间读不懂：{at}")))?;
    Ok(Some(Manifest { at: at.to_utc(), ..manifest }))
}

/// A backup by its file name. Whether it opens, only opening tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupFile {
    /// Where it lies.
    pub path: PathBuf,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Fingerprint of its key, or 明文.
    pub fingerprint: String,
    /// Its length.
    pub bytes: u64,
}

/// The backups in `dir`, newest first: of the data file named `stem`, or of all. A missing folder holds none.
pub fn list(dir: &Path, stem: Option<&str>) -> Result<Vec<BackupFile>> {
    let entries = match std::fs::read_dir(dir) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Error::io("查看备份文件夹", dir))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::io("查看备份文件夹", dir))?;
        let path = entry.path();
        let Some((of, at, fingerprint)) = path.file_name().and_then(|name| name.to_str()).and_then(parse_name) else { continue };
        if stem.is_some_and(|wanted| wanted != of) {
            continue;
        }
        let metadata = entry.metadata().map_err(Error::io("查看备份文件夹", &path))?;
        if metadata.is_file() {
            found.push(BackupFile { fingerprint: fingerprint.to_owned(), at, bytes: metadata.len(), path });
        }
    }
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.path.cmp(&a.path)));
    Ok(found)
}

/// Stem, time and fingerprint in the file name of a backup.
fn parse_name(name: &str) -> Option<(&str, DateTime<Utc>, &str)> {
    let (rest, mark) = name.strip_suffix(EXTENSION)?.strip_suffix('.')?.rsplit_once('_')?;
    let (stem, time) = rest.rsplit_once('_')?;
    let fingerprint = mark.split_once('-').map_or(mark, |(fingerprint, _)| fingerprint);
    let known = fingerprint == PLAIN || (fingerprint.len() == 8 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let at = NaiveDateTime::parse_from_str(time, TIME_FORMAT).ok()?.and_local_timezone(business_zone()).single()?;
    known.then_some((stem, at.to_utc(), fingerprint))
}

/// Which of the backups made at `times` may go: kept are all of the last two days, then the newest of each of
/// 12 days, 10 weeks and 9 months that have any. The newest is always kept.
pub fn thin(times: &[DateTime<Utc>], now: DateTime<Utc>) -> Vec<usize> {
    type Period = fn(NaiveDate) -> (i32, u32);
    const PERIODS: [(usize, Period); 3] = [
        (12, |day| (day.year(), day.ordinal())),
        (10, |day| (day.iso_week().year(), day.iso_week().week())),
        (9, |day| (day.year(), day.month())),
    ];
    let mut newest_first: Vec<(usize, DateTime<Utc>)> = times.iter().copied().enumerate().collect();
    newest_first.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
    let mut older: Vec<(usize, NaiveDate)> = newest_first
        .into_iter()
        .skip(1)
        .filter(|(_, at)| now - *at >= TimeDelta::days(2))
        .map(|(index, at)| (index, business_day(at)))
        .collect();
    let mut gone = Vec::new();
    for (count, period) in PERIODS {
        let mut seen = Vec::new();
        let mut beyond = Vec::new();
        for (index, day) in older {
            let of = period(day);
            match seen.last() {
                Some(last) if *last == of => gone.push(index),
                _ if seen.len() < count => seen.push(of),
                _ => beyond.push((index, day)),
            }
        }
        older = beyond;
    }
    gone.extend(older.into_iter().map(|(index, _)| index));
    gone.sort_unstable();
    gone
}

/// Removes from `dir` the backups of `stem` that [`thin`] lets go, each key's on its own; returns what was removed.
pub fn prune(dir: &Path, stem: &str, now: DateTime<Utc>) -> Result<Vec<PathBuf>> {
    let all = list(dir, Some(stem))?;
    let mut marks: Vec<&str> = all.iter().map(|backup| backup.fingerprint.as_str()).collect();
    marks.sort_unstable();
    marks.dedup();
    let mut removed = Vec::new();
    for mark in marks {
        let files: Vec<&BackupFile> = all.iter().filter(|backup| backup.fingerprint == mark).collect();
        let times: Vec<DateTime<Utc>> = files.iter().map(|backup| backup.at).collect();
        for file in thin(&times, now).into_iter().filter_map(|index| files.get(index)) {
            disk::patiently(|| std::fs::remove_file(&file.path)).map_err(Error::io("删除过期备份", &file.path))?;
            removed.push(file.path.clone());
        }
    }
    Ok(removed)
}
