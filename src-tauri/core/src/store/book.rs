//! A data file that is open: the one door through which records are read and changed.
//!
//! Owns the connection and the writer's lock; what is kept in memory is `memory`'s. Decides nothing about content:
//! what may be saved is `intake`'s, what is written `change`'s, whole files are the vault's.

mod acting;
mod attaching;
mod erasing;
mod looking;
mod merging;
mod retiring;
mod taking_back;
mod together;

use crate::base::clock::{Clock, Surroundings};
use crate::base::error::{Error, Problem, Result};
use crate::file::bytes::Bytes;
use crate::file::key::{self, Key, Salt};
use crate::file::lock::WriterLock;
use crate::file::open::{self, Access, FileKind};
use crate::file::part::{Part, sweep};
use crate::file::{disk, reading};
use crate::rules::rulebook::Rulebook;
use crate::schema::input::Refusal;
use crate::schema::{Ledger, Record, State, Value, Values};
use crate::store::accord::{self, breaches};
use crate::store::ages::Ages;
use crate::store::change::{Done, recorder, transact};
use crate::store::intake::{Desk, Intake};
use crate::store::journal::{self, Head, Op, StepEntry, Touched};
use crate::store::known::{InFile, Known};
use crate::store::listing::Query;
use crate::store::memory::Memory;
use crate::store::registry::Registry;
use crate::store::rows::{Facts, Place};
use crate::store::staging::Staging;
use crate::store::{ORGANISATION, migrate, rows, rules, settings, undo};
use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::{Map, Value as Json, json};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The key of an encrypted file with the salt it belongs to.
pub type Secret = (Key, Salt);

/// Key and salt as the vault takes them.
pub fn lent(secret: Option<&Secret>) -> Option<(&Key, &Salt)> {
    secret.map(|(key, salt)| (key, salt))
}

/// What the person gives to open a file.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// Nothing: the file is plain.
    Plain,
    /// The password.
    Password(&'a str),
    /// The recovery code, in any spelling.
    RecoveryCode(&'a str),
}

pub use acting::{Acted, Order, Weighed, WeighedRow};
pub use attaching::{Attached, NewAttachment};
pub use erasing::{Erased, Erasure, Grounds, in_words};
pub use merging::{Choices, Clash, Merged, Merging, Side};
pub use taking_back::TakenBack;
pub use together::{AddedAll, Row, Together};

/// An open data file.
pub struct Book {
    registry: &'static Registry,
    connection: Connection,
    /// The file is of an older version and only read: the connection is to what it says, brought over into memory.
    former: bool,
    path: PathBuf,
    secret: Option<Secret>,
    surroundings: Surroundings,
    lock: Option<WriterLock>,
    memory: Memory,
    /// The state of the file, as `reading::state` tells it, in which the whole chain was proved last. While no other program
    /// writes the state stays, and every step that comes extends what is proved.
    proved: Cell<Option<i64>>,
    // Closed after the connection: the fields before it go first.
    bytes: Option<Bytes>,
}

/// What saving a record did.
#[derive(Debug, Clone)]
pub struct Saved {
    /// The record.
    pub id: i64,
    /// The step that changed the record last.
    pub step: i64,
    /// Whether anything changed.
    pub changed: bool,
    /// What is odd but kept.
    pub warnings: Vec<Problem>,
    /// The ledgers whose lists say something else now.
    pub moved: Vec<Ledger>,
}

impl Book {
    /// Creates a file at `path` for the organisation described, and keeps it open for writing.
    ///
    /// # Errors
    /// `TargetExists`; `Invalid` with the organisation's problems, before any file is made; what the disk says.
    pub fn create(
        registry: &'static Registry,
        path: &Path,
        organisation: &Map<String, Json>,
        secret: Option<Secret>,
        surroundings: Surroundings,
    ) -> Result<(Self, Vec<Problem>)> {
        Self::create_filled(registry, path, organisation, secret, surroundings, |_, _| Ok(()))
    }

    /// As [`Book::create`]; what `fill`, which gets the warnings, writes is in the file when it appears under its name.
    ///
    /// # Errors
    /// As [`Book::create`], and what `fill` returns. Then no file is left.
    pub fn create_filled(
        registry: &'static Registry,
        path: &Path,
        organisation: &Map<String, Json>,
        secret: Option<Secret>,
        surroundings: Surroundings,
        fill: impl FnOnce(&mut Self, &[Problem]) -> Result<()>,
    ) -> Result<(Self, Vec<Problem>)> {
        let path = disk::real(path)?;
        if path.exists() {
            return Err(Error::TargetExists(path));
        }
        let intake = check_organisation(registry, organisation, &surroundings)?;
        let lock = WriterLock::acquire(&path, surroundings.now())?;
        let part = Part::of(&path)?;
        let make = || -> Result<(Surroundings, Option<WriterLock>)> {
            let mut book = Self::fill_new(registry, part.path(), secret.clone(), surroundings, lock, intake.values)?;
            fill(&mut book, &intake.warnings)?;
            let Self { connection, surroundings, lock, .. } = book;
            open::close(connection)?;
            Ok((surroundings, lock))
        };
        let (surroundings, lock) = make().map_err(|error| error.of(&path))?;
        disk::sync(part.path())?;
        // A journal without its file would be replayed into the new one.
        open::settle(&path)?;
        disk::put(part.path(), &path)?;
        let connection = open::connect(&path, lent(secret.as_ref()), Access::Write)?;
        Ok((Self::of(registry, connection, path, secret, surroundings, lock), intake.warnings))
    }

    fn fill_new(
        registry: &'static Registry,
        path: &Path,
        secret: Option<Secret>,
        surroundings: Surroundings,
        lock: WriterLock,
        values: Values,
    ) -> Result<Self> {
        let connection = open::connect(path, lent(secret.as_ref()), Access::Create)?;
        // Nothing needs to survive a power cut before the file has its name; it is written through then.
        connection.execute_batch("PRAGMA synchronous = OFF")?;
        migrate::migrate(&connection)?;
        let mut audit_key = [0_u8; 32];
        surroundings.random.fill(&mut audit_key);
        settings::put_mark(&connection, journal::AUDIT_KEY, &audit_key)?;
        settings::put_mark(&connection, PINYIN_VERSION, &crate::base::pinyin::KEY_VERSION.to_le_bytes())?;
        let mut book = Self::of(registry, connection, path.to_owned(), secret, surroundings, Some(lock));
        let contact = values.get("contact").or_else(|| values.get("name")).and_then(Value::as_text).map(str::to_owned);
        // There is no organisation in the file yet to look the recorder up in.
        let named = book.surroundings.operator.clone();
        book.surroundings.operator = named.clone().or(contact);
        book.transact(Op::Create, json!({}), |change| {
            change.insert(Ledger(&ORGANISATION), values, None)?;
            rules::insert_shipped(change)
        })?;
        book.surroundings.operator = named;
        Ok(book)
    }

    /// Opens the file at `path`. `Access::Write` takes the writer's lock and brings the tables up to date.
    ///
    /// # Errors
    /// The vault's: `NotOurFile`, `WrongPassword`, `FileDamaged`, `FileTooNew`, `FileInUse`, `ReadOnly`, `Io`.
    pub fn open(
        registry: &'static Registry,
        path: &Path,
        unlock: Unlock<'_>,
        access: Access,
        surroundings: Surroundings,
    ) -> Result<Self> {
        let path = disk::real(path)?;
        let secret = match (open::identify(&path)?, unlock) {
            (FileKind::Plain, _) => None,
            (FileKind::Encrypted(salt), Unlock::Password(password)) => Some((Key::derive(password, &salt)?, salt)),
            (FileKind::Encrypted(salt), Unlock::RecoveryCode(code)) => Some((key::parse_recovery_code(code)?, salt)),
            (FileKind::Encrypted(_), Unlock::Plain) => return Err(Error::WrongPassword),
        };
        Self::open_with(registry, &path, secret, access, surroundings)
    }

    /// Opens the file at `path` with a key that is known already.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub fn open_with(
        registry: &'static Registry,
        path: &Path,
        secret: Option<Secret>,
        access: Access,
        surroundings: Surroundings,
    ) -> Result<Self> {
        let path = &disk::real(path)?;
        let lock = match access {
            Access::Read => None,
            Access::Write | Access::Create => {
                let lock = WriterLock::acquire(path, surroundings.now())?;
                sweep(disk::directory(path));
                sweep(&disk::backups_beside(path));
                Some(lock)
            }
        };
        let mut connection = open::connect(path, lent(secret.as_ref()), access)?;
        if lock.is_some() {
            if migrate::is_former(&connection)? {
                connection = (registry.upgrade.file)(connection, registry, path, lent(secret.as_ref()), &surroundings)?;
            }
            if migrate::is_behind(&connection)? {
                (registry.upgrade.keep)(&connection, registry, path, lent(secret.as_ref()), &surroundings)?;
            }
            migrate::migrate(&connection)?;
            renew_keys(&connection, registry)?;
            rules::adopt_shipped(&mut connection, registry, &surroundings)?;
        }
        let former = migrate::is_former(&connection)? || migrate::is_behind(&connection)?;
        if former {
            connection = (registry.upgrade.in_memory)(connection, registry, &surroundings)?;
        }
        Ok(Self { former, ..Self::of(registry, connection, path.to_owned(), secret, surroundings, lock) })
    }

    fn of(
        registry: &'static Registry,
        connection: Connection,
        path: PathBuf,
        secret: Option<Secret>,
        surroundings: Surroundings,
        lock: Option<WriterLock>,
    ) -> Self {
        // A file without password has no codes by which its bytes could be proved.
        let bytes = if lock.is_some() && secret.is_some() { Bytes::of(&path) } else { None };
        let (memory, proved) = (Memory::new(registry), Cell::new(None));
        Self { registry, connection, former: false, path, secret, surroundings, lock, memory, proved, bytes }
    }

    /// Closes the file, leaving no journal beside it.
    ///
    /// # Errors
    /// What the disk says.
    pub fn close(self) -> Result<()> {
        let Self { connection, lock, .. } = self;
        let sound = reading::sound(&connection);
        let closed = open::close(connection);
        drop(lock);
        sound.and(closed)
    }

    /// The connection, for reading.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The ledgers there are.
    pub fn registry(&self) -> &'static Registry {
        self.registry
    }

    /// Whether the file is of a former version, and what is read of it lies in memory.
    pub fn former(&self) -> bool {
        self.former
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file's key and salt, unless it is plain.
    pub fn secret(&self) -> Option<(&Key, &Salt)> {
        lent(self.secret.as_ref())
    }

    /// Whether this program may write.
    pub fn writes(&self) -> bool {
        self.lock.is_some()
    }

    /// Goes by another clock from now on.
    pub fn set_clock(&mut self, clock: Box<dyn Clock>) {
        self.surroundings.clock = clock;
    }

    /// The bytes of the file, where it is encrypted and this program alone writes it.
    pub(crate) fn bytes(&self) -> Option<&Bytes> {
        self.bytes.as_ref()
    }

    /// Whether the whole chain was proved since the file was opened, and nobody else wrote since.
    ///
    /// # Errors
    /// What SQLite says, here and below.
    pub(crate) fn is_proved(&self) -> Result<bool> {
        Ok(self.writes() && self.proved.get() == Some(reading::state(&self.connection)?))
    }

    /// Notes that the whole chain was proved, in the `state` the file had before.
    pub(crate) fn note_proved(&self, state: i64) {
        self.proved.set(Some(state));
    }

    /// Clock, random source and operator.
    pub fn surroundings(&self) -> &Surroundings {
        &self.surroundings
    }

    /// Today's business day.
    pub fn today(&self) -> NaiveDate {
        self.surroundings.today()
    }

    /// The organisation's record.
    ///
    /// # Errors
    /// `FileDamaged` when there is none.
    pub fn organisation(&self) -> Result<Record> {
        let found = self.reading(|_| rows::stored(&self.connection, Ledger(&ORGANISATION), &[1]))?.pop();
        found.ok_or_else(|| Error::FileDamaged("文件里没有单位信息".to_owned()))
    }

    /// One record with computed columns as of `on`.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn get(&self, ledger: Ledger, id: i64, on: NaiveDate) -> Result<Record> {
        self.with_facts(on, |facts| rows::by_id(facts, ledger, id))
    }

    /// The organisation's rules.
    ///
    /// # Errors
    /// `FileDamaged` when a pack does not read.
    pub fn rules(&self) -> Result<Arc<Rulebook>> {
        match self.memory.known_rules() {
            Some(rules) => Ok(rules),
            None => self.reading(|_| self.memory.rules(&self.connection)),
        }
    }

    /// Does `work` with what computed columns of the day `on` are computed from.
    ///
    /// # Errors
    /// What `work` returns; what the rules say.
    pub fn with_facts<T>(&self, on: NaiveDate, work: impl FnOnce(&Facts<'_>) -> Result<T>) -> Result<T> {
        self.reading(|_| {
            let rules = self.rules()?;
            work(&Facts { connection: &self.connection, rules: &rules, on, registry: self.registry })
        })
    }

    /// Ids of the records that satisfy `query`, in order. The part of a query that is not text is remembered, so that
    /// typing on in the search box costs only the matching.
    ///
    /// # Errors
    /// `Invalid` when the query names a column that is not there.
    pub fn list(&self, query: &Query) -> Result<Vec<i64>> {
        self.reading(|_| self.memory.list(&self.connection, query, self.today()))
    }

    /// Ids of the records of `query` in order, regardless of its text and without remembering them.
    ///
    /// # Errors
    /// `Invalid` when the query names a column that is not there.
    pub fn ids(&self, query: &Query) -> Result<Vec<i64>> {
        self.reading(|_| self.memory.ids(&self.connection, query))
    }

    /// Ids of all records of `ledger` that match `text`, voided ones too, in no particular order.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn matching(&self, ledger: Ledger, text: &str) -> Result<Vec<i64>> {
        self.reading(|_| self.memory.matching(&self.connection, ledger, text, self.today()))
    }

    /// The records with these ids, in this order.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn window(&self, ledger: Ledger, ids: &[i64], on: NaiveDate) -> Result<Vec<Record>> {
        self.with_facts(on, |facts| rows::by_ids(facts, ledger, ids))
    }

    /// Reads and checks what was supplied, without saving.
    ///
    /// # Errors
    /// `NotFound` when `id` is gone.
    pub fn check(&self, ledger: Ledger, id: Option<i64>, supplied: &Map<String, Json>) -> Result<Intake> {
        self.reading(|_| {
            let existing = id.map(|id| self.get(ledger, id, self.today())).transpose()?;
            self.take(ledger, existing.as_ref(), supplied)
        })
    }

    fn take(&self, ledger: Ledger, existing: Option<&Record>, supplied: &Map<String, Json>) -> Result<Intake> {
        self.reading(|_| {
            let mut intake =
                self.desk(&InFile(&self.connection), &*self.rules()?, self.ages()?).take(ledger, existing, supplied)?;
            let after = after(ledger, existing, &intake);
            if intake.problems.is_empty() {
                intake.warnings.extend(self.foresee(&after, existing)?);
            }
            // Told while other fields are still empty, but not of a field that is wrong already.
            for problem in self.discords(after, existing)? {
                if intake.problems.iter().all(|known| known.field != problem.field) {
                    intake.problems.push(problem);
                }
            }
            Ok(intake)
        })
    }

    /// What saving `record` over `before` would bring about today.
    fn foresee(&self, record: &Record, before: Option<&Record>) -> Result<Vec<Problem>> {
        self.with_facts(self.today(), |facts| self.registry.foresee(facts, record, before))
    }

    /// What `record`, saved over `before`, would break of what holds for several.
    fn discords(&self, record: Record, before: Option<&Record>) -> Result<Vec<Problem>> {
        if self.registry.accord(record.ledger).is_none() {
            return Ok(Vec::new());
        }
        let mut staging = Staging::over(self);
        let id = match before {
            Some(before) => staging.change(before, Record { state: State::Valid, ..record.clone() }),
            None => staging.add(record.clone()),
        };
        let record = Record { id, ..record };
        let found = breaches(self.registry, &staging, before.into_iter().chain([&record]))?;
        Ok(found.into_iter().map(|found| found.breach.problem).collect())
    }

    /// The record meant by an id, a uid, an identifying number or a unique name.
    ///
    /// # Errors
    /// What SQLite says; inside, why nothing or too much is meant.
    pub fn resolve(&self, ledger: Ledger, text: &str) -> Result<std::result::Result<Option<i64>, Refusal>> {
        let found =
            self.reading(|_| self.desk(&InFile(&self.connection), &*self.rules()?, self.ages()?).resolve(ledger, text))?;
        Ok(found.map(|value| value.and_then(|value| value.as_reference())))
    }

    /// Adds a record, with its first child where the ledger takes one along.
    ///
    /// # Errors
    /// `Invalid` with every problem found.
    pub fn add(&mut self, ledger: Ledger, supplied: &Map<String, Json>) -> Result<Saved> {
        if ledger.declaration().single {
            return Err(Error::invalid("", "single", "", format!("{}只有一条，请修改原来的记录。", ledger.declaration().label)));
        }
        let mut intake = accepted(self.take(ledger, None, supplied)?)?;
        let warnings = std::mem::take(&mut intake.warnings);
        let (id, done) = self.transact(Op::Add, json!({}), |change| together::put(change, ledger, None, intake))?;
        Ok(self.saved(ledger, id, 0, &done, warnings))
    }

    /// Changes the supplied columns of a record. `expected_step` is the record's step when it was read.
    ///
    /// # Errors
    /// `Invalid`, `NotFound`, `ChangedMeanwhile`.
    pub fn change(&mut self, ledger: Ledger, id: i64, expected_step: Option<i64>, supplied: &Map<String, Json>) -> Result<Saved> {
        let existing = self.current(ledger, id, expected_step)?;
        let mut intake = accepted(self.take(ledger, Some(&existing), supplied)?)?;
        let (step, warnings) = (existing.step, std::mem::take(&mut intake.warnings));
        let (_, done) = self.transact(Op::Change, json!({}), |change| together::put(change, ledger, Some(existing), intake))?;
        Ok(self.saved(ledger, id, step, &done, warnings))
    }

    /// Adds a record with the values `made` that only the program sets, or changes `id`.
    ///
    /// # Errors
    /// As [`Self::add`] and [`Self::change`].
    pub fn put_made(&mut self, ledger: Ledger, id: Option<i64>, supplied: &Map<String, Json>, made: Values) -> Result<Saved> {
        let existing = id.map(|id| self.current(ledger, id, None)).transpose()?;
        let intake = self.reading(|_| {
            let rules = self.rules()?;
            self.desk(&InFile(&self.connection), &rules, self.ages()?).take_made(ledger, existing.as_ref(), supplied, made)
        })?;
        let mut intake = accepted(intake)?;
        let warnings = std::mem::take(&mut intake.warnings);
        let step = existing.as_ref().map_or(0, |existing| existing.step);
        let op = if existing.is_some() { Op::Change } else { Op::Add };
        let (id, done) = self.transact(op, json!({}), |change| together::put(change, ledger, existing, intake))?;
        Ok(self.saved(ledger, id, step, &done, warnings))
    }

    /// Remembers that everything so far has been on paper; nothing happens without the writer's lock.
    ///
    /// # Errors
    /// What the disk says.
    pub fn note_printed(&mut self) -> Result<()> {
        if self.lock.is_some() { undo::mark_printed(&self.connection) } else { Ok(()) }
    }

    /// Changes a setting that the journal remembers; `None` removes it.
    ///
    /// # Errors
    /// What the disk says.
    pub fn set(&mut self, key: &str, value: Option<&str>) -> Result<()> {
        if settings::text(&self.connection, key)?.as_deref() == value {
            return Ok(());
        }
        self.transact(Op::Settings, json!({ "key": key, "value": value }), |change| change.setting(key, value))?;
        Ok(())
    }

    /// Writes a setting of this machine or moment that the journal does not remember (backup targets, an unsaved form).
    ///
    /// # Errors
    /// `ReadOnly` without the writer's lock.
    pub fn keep(&mut self, key: &str, value: Option<&str>) -> Result<()> {
        self.writable()?;
        settings::put(&self.connection, key, value)
    }

    /// The text of a setting.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.reading(|_| settings::text(&self.connection, key))
    }

    /// Steps, newest first: of one record, or all.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn history(&self, of: Option<(Ledger, i64)>, limit: usize) -> Result<Vec<StepEntry>> {
        self.reading(|_| journal::history(&self.connection, self.registry, of, limit))
    }

    /// What a record said after it was `touched`; `None` where it was gone then.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn after(&self, touched: &Touched) -> Result<Option<String>> {
        self.reading(|_| journal::after(&self.connection, touched))
    }

    /// Who would be recorded as having done something now.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn recorder(&self) -> Result<String> {
        self.reading(|_| recorder(&self.connection, &self.surroundings))
    }

    /// Where the data stands.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn head(&self) -> Result<Head> {
        self.reading(|_| journal::head(&self.connection))
    }

    /// The head that stood after `step`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn head_after(&self, step: i64) -> Result<String> {
        self.reading(|_| journal::head_after(&self.connection, step))
    }

    /// Valid and voided records of every ledger, in the order of the navigation.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn counts(&self) -> Result<Vec<(Ledger, u64)>> {
        let count = |ledger| Ok((ledger, rows::count(&self.connection, ledger)?));
        self.reading(|_| self.registry.counted().map(count).collect())
    }

    /// Runs `work` as one step and brings the search index up to date.
    ///
    /// # Errors
    /// `ReadOnly` without the writer's lock; whatever `work` returns, with nothing written.
    pub fn transact<T>(
        &mut self,
        op: Op,
        detail: Json,
        work: impl FnOnce(&mut crate::store::change::Change<'_>) -> Result<T>,
    ) -> Result<(T, Done)> {
        self.writable()?;
        let registry = self.registry;
        let held = |change: &mut crate::store::change::Change<'_>| {
            let result = work(change)?;
            accord::hold(registry, op, change)?;
            Ok(result)
        };
        let written = transact(&mut self.connection, self.registry, &self.surroundings, op, &detail.to_string(), held);
        if written.is_err() {
            // A page that failed says more than what came of it.
            self.sound()?;
        }
        let (result, done) = written.map_err(|error| error.of(&self.path))?;
        // The step is saved: what cannot follow it is made anew when next needed.
        if self.memory.follow(&self.connection, &done.written).is_err() {
            self.memory.begin_anew();
        }
        Ok((result, done))
    }

    fn writable(&self) -> Result<()> {
        if self.lock.is_some() { Ok(()) } else { Err(Error::ReadOnly(self.path.clone())) }
    }

    /// What was saved of a record whose last step was `before`. Nothing is read for it: reading may fail, and the step stands.
    fn saved(&self, ledger: Ledger, id: i64, before: i64, done: &Done, warnings: Vec<Problem>) -> Saved {
        let written = done.written.iter().any(|one| one.ledger == ledger && one.id == id);
        let step = done.step.filter(|_| written).unwrap_or(before);
        Saved { id, step, changed: done.step.is_some(), warnings, moved: done.moved(self.registry) }
    }

    /// Where what is supplied is read and checked against what is `known`.
    fn desk<'a>(&self, known: &'a dyn Known, rules: &'a Rulebook, ages: Arc<Ages>) -> Desk<'a> {
        Desk { known, now: self.surroundings.now(), ages, rules, registry: self.registry }
    }

    fn current(&self, ledger: Ledger, id: i64, expected_step: Option<i64>) -> Result<Record> {
        let record = self.get(ledger, id, self.today())?;
        if expected_step.is_some_and(|step| step != record.step) {
            return Err(Error::ChangedMeanwhile);
        }
        if record.state == State::Voided {
            return Err(Error::invalid("state", "voided", "voided", "这条记录已作废，不能再改。需要时可以先恢复这条。"));
        }
        Ok(record)
    }
}

const PINYIN_VERSION: &str = "pinyin_version";

/// The record that saving `intake` would leave; a new one has no number yet.
fn after(ledger: Ledger, existing: Option<&Record>, intake: &Intake) -> Record {
    let base = existing.cloned().unwrap_or_else(|| Record { id: i64::MAX, ..Record::empty(ledger) });
    Record { values: intake.values.clone(), ..base }
}

fn accepted(intake: Intake) -> Result<Intake> {
    if intake.problems.is_empty() { Ok(intake) } else { Err(Error::Invalid(intake.problems)) }
}

/// Checks an organisation's record before there is a file to keep it in.
///
/// # Errors
/// `Invalid` with every problem.
pub fn check_organisation(
    registry: &'static Registry,
    supplied: &Map<String, Json>,
    surroundings: &Surroundings,
) -> Result<Intake> {
    let nowhere = Connection::open_in_memory()?;
    migrate::migrate(&nowhere)?;
    let rules = Rulebook::shipped("");
    let desk = Desk { known: &InFile(&nowhere), now: surroundings.now(), ages: Arc::default(), rules: &rules, registry };
    accepted(desk.take(Ledger(&ORGANISATION), None, supplied)?)
}

/// Makes the pinyin sort keys anew when an older program made them.
fn renew_keys(connection: &Connection, registry: &Registry) -> Result<()> {
    let current = crate::base::pinyin::KEY_VERSION.to_le_bytes();
    if settings::mark(connection, PINYIN_VERSION)?.as_deref() == Some(&current) {
        return Ok(());
    }
    let transaction = connection.unchecked_transaction()?;
    for ledger in registry.ledgers() {
        let mut records = Vec::new();
        rows::each_stored(&transaction, ledger, |record| {
            records.push(record);
            Ok(())
        })?;
        for record in records {
            rows::write(&transaction, &record, Place::Whole)?;
        }
    }
    settings::put_mark(&transaction, PINYIN_VERSION, &current)?;
    // What was read from a page that failed is not written back.
    reading::sound(&transaction)?;
    transaction.commit()?;
    Ok(())
}
