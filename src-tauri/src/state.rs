//! What the running program remembers: closed, locked or open, and what stands behind handles and tickets.
//!
//! Owns the one session behind its mutex, opening and closing the data file, and the opaque handles under which paths
//! are known outside. Decides nothing about content.

use crate::backups;
use crate::desktop::Desktop;
use crate::drafts::Drafts;
use crate::idle::Idle;
use crate::prints::Prints;
use crate::recent::Recent;
use crate::showing::Showing;
use crate::watch::Watch;
use crate::work::Work;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use taizhang::attachments::Taken;
use taizhang::base::clock::{ShiftedClock, Surroundings};
use taizhang::base::error::{Error, Result};
use taizhang::exchange::plan::{Fitting, ImportPlan, Options};
use taizhang::exchange::source::Source;
use taizhang::file::open::{Access, FileKind, identify};
use taizhang::forms::Made;
use taizhang::home::Said;
use taizhang::inspection::PackJob;
use taizhang::inspection::folder::Handing;
use taizhang::program;
use taizhang::rules::tables::RulePack;
use taizhang::sample::LAST_EVENING;
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::book::{Secret, Unlock};
use uuid::Uuid;

/// Folders of this machine.
#[derive(Debug, Clone)]
pub struct Folders {
    /// Where data files go unless the person says otherwise.
    pub data: PathBuf,
    /// The program's settings.
    pub settings: PathBuf,
    /// The program's log.
    pub log: PathBuf,
}

/// The program as its commands see it.
pub struct Shell {
    /// Dialogs and viewers.
    pub desktop: Box<dyn Desktop>,
    /// Folders of this machine.
    pub folders: Folders,
    /// Long work and how far it is.
    pub work: Work,
    /// What is found of the open file from time to time.
    pub watch: Arc<Watch>,
    /// How long nobody has been there.
    pub idle: Idle,
    /// The page has heard that the window is to be closed, and sees to it.
    pub closing_heard: AtomicBool,
    /// Ends the program; set once there is a window.
    pub end: OnceLock<Box<dyn Fn() + Send + Sync>>,
    session: Mutex<Session>,
}

/// What changes while the program runs.
pub struct Session {
    /// The data file.
    pub file: Chosen,
    /// A key whose recovery sheet is not confirmed yet.
    pub pending: Option<Pending>,
    /// A backup that was looked at, and the key that opened it.
    pub previewed: Option<(PathBuf, Option<Secret>)>,
    /// Files opened before.
    pub recent: Recent,
    /// Whether the file is shown to somebody from outside.
    pub showing: Showing,
    /// Prints made without asking for a name.
    pub prints: Prints,
    /// The file written last.
    pub last_output: Option<PathBuf>,
    /// What went wrong unasked, such as a backup on locking.
    pub troubles: Vec<String>,
    /// Unsaved forms that could not be written before their file was locked.
    stranded: Option<(PathBuf, Drafts)>,
    watch: Arc<Watch>,
    handles: HashMap<String, PathBuf>,
}

/// The data file of the session.
pub enum Chosen {
    /// None.
    Closed,
    /// Chosen and waiting for its password.
    Locked(PathBuf),
    /// Open.
    Open(Box<Open>),
}

/// An open data file with what the window fetches in pieces.
pub struct Open {
    /// The file.
    pub book: Book,
    /// Why it can only be read.
    pub read_only: Option<String>,
    /// Sorted ids of the newest queries.
    pub listings: Tickets<Listed>,
    /// Forms made and not saved yet.
    pub prints: Tickets<Made>,
    /// The inspection pack made last.
    pub packed: Option<Packed>,
    /// Rule packs chosen and not taken in yet.
    pub packs: Tickets<RulePack>,
    /// Files read to be kept with a record, by ticket, oldest first.
    pub taken: Vec<(String, Taken)>,
    /// The sheet that is being imported.
    pub import: Option<Importing>,
    /// Somebody else's sheet that is being filled in.
    pub filling: Option<Source>,
    /// What home and the figures above the tables said last.
    pub said: Said,
    /// Forms that are not saved.
    pub drafts: Drafts,
    /// A sample file: its clock goes on from the end of its story.
    pub sample: bool,
    /// The step up to which a backup beside the file is known to be whole.
    pub backed_up: Option<i64>,
}

/// An inspection pack with what it was made for.
pub struct Packed {
    /// Stands for it among the prints.
    pub ticket: String,
    /// What was asked for.
    pub job: PackJob,
    /// What of it is handed over; its pages are kept as a print.
    pub handing: Handing,
    /// As a file.
    pub bytes: Vec<u8>,
}

/// A sheet with what would become of it.
pub struct Importing {
    /// The file.
    pub source: Source,
    /// Its sheets, where it has several.
    pub sheets: Vec<Fitting>,
    /// The ledger imported into.
    pub ledger: Ledger,
    /// What the person said.
    pub options: Options,
    /// What would become of it; away only while it is carried out.
    pub plan: Option<ImportPlan>,
}

/// The answer to one query.
pub struct Listed {
    /// Of which ledger.
    pub ledger: Ledger,
    /// The records in order.
    pub ids: Vec<i64>,
    /// The day of computed columns.
    pub on: chrono::NaiveDate,
}

/// What waits for two retyped groups.
pub enum Pending {
    /// A file to be made.
    New {
        /// Where.
        path: PathBuf,
        /// Values of its organisation.
        organisation: serde_json::Map<String, serde_json::Value>,
        /// Its key; `None` without password.
        secret: Option<Secret>,
        /// The groups to retype, from 1.
        ask: Vec<usize>,
    },
    /// The open file has got a new key.
    Rekeyed {
        /// It.
        secret: Secret,
        /// The groups to retype, from 1.
        ask: Vec<usize>,
    },
}

/// The newest few things by opaque ticket.
pub struct Tickets<T>(Vec<(String, T)>);

impl<T> Default for Tickets<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Tickets<T> {
    const MOST: usize = 6;

    /// Keeps `thing` and returns its ticket; the oldest of too many goes.
    pub fn keep(&mut self, thing: T) -> String {
        let ticket = Uuid::new_v4().simple().to_string();
        self.0.push((ticket.clone(), thing));
        if self.0.len() > Self::MOST {
            self.0.remove(0);
        }
        ticket
    }

    /// What `ticket` stands for.
    ///
    /// # Errors
    /// `NotFound` when it is too old.
    pub fn get(&self, ticket: &str) -> Result<&T> {
        let found = self.0.iter().find(|(known, _)| known == ticket).map(|(_, thing)| thing);
        found.ok_or_else(|| Error::NotFound("刚才的列表".to_owned()))
    }
}

impl Shell {
    /// A program that has no file open yet.
    pub fn new(desktop: Box<dyn Desktop>, folders: Folders) -> Self {
        let watch = Arc::new(Watch::default());
        let mut prints = Prints::read(&folders.settings);
        prints.clear();
        let session = Session {
            file: Chosen::Closed,
            pending: None,
            previewed: None,
            recent: Recent::read(&folders.settings),
            showing: Showing::read(&folders.settings),
            prints,
            last_output: None,
            troubles: Vec::new(),
            stranded: None,
            watch: watch.clone(),
            handles: HashMap::new(),
        };
        Self {
            desktop,
            folders,
            work: Work::default(),
            watch,
            idle: Idle::default(),
            closing_heard: AtomicBool::new(false),
            end: OnceLock::new(),
            session: Mutex::new(session),
        }
    }

    /// The session. A command that broke while it held it leaves it usable: every change of the file is a transaction.
    pub fn session(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session, unless long work holds it now.
    pub fn free_session(&self) -> Option<MutexGuard<'_, Session>> {
        match self.session.try_lock() {
            Ok(session) => Some(session),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

impl Session {
    /// The open file.
    ///
    /// # Errors
    /// `Locked` when there is none.
    pub fn open(&mut self) -> Result<&mut Open> {
        match &mut self.file {
            Chosen::Open(open) => Ok(open),
            Chosen::Locked(_) | Chosen::Closed => Err(Error::Locked),
        }
    }

    /// Where the chosen file lies.
    pub fn path(&self) -> Option<&Path> {
        match &self.file {
            Chosen::Closed => None,
            Chosen::Locked(path) => Some(path),
            Chosen::Open(open) => Some(open.book.path()),
        }
    }

    /// The handle under which `path` is known outside.
    pub fn handle(&mut self, path: &Path) -> String {
        if let Some((handle, _)) = self.handles.iter().find(|(_, known)| known.as_path() == path) {
            return handle.clone();
        }
        let handle = Uuid::new_v4().simple().to_string();
        self.handles.insert(handle.clone(), path.to_owned());
        handle
    }

    /// The path behind `handle`.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn behind(&self, handle: &str) -> Result<PathBuf> {
        self.handles.get(handle).cloned().ok_or_else(|| Error::NotFound("所选的位置".to_owned()))
    }

    /// Chooses the file at `path`: opens it when it has no password, else waits for one. A file open before is closed.
    ///
    /// # Errors
    /// What `identify` and opening say; then the file open before stays.
    pub fn choose(&mut self, path: &Path) -> Result<()> {
        // Reading the head of a file that is open here would drop its locks.
        if let Chosen::Open(open) = &self.file
            && (open.book.path() == path || open.book.path().canonicalize().ok() == path.canonicalize().ok())
        {
            return Ok(());
        }
        match identify(path)? {
            FileKind::Encrypted(_) => {
                self.keep_drafts()?;
                self.close();
                self.showing.leave();
                self.file = Chosen::Locked(path.to_owned());
            }
            FileKind::Plain => {
                let opened = Open::with(path, Unlock::Plain)?;
                self.keep_drafts()?;
                self.close();
                self.showing.leave();
                self.take(opened);
            }
        }
        Ok(())
    }

    /// Chooses the file opened last, so that it waits for its password. One that is not in its place, or has no password, is for
    /// her to choose: an older one in its stead would be taken for it.
    pub fn choose_last(&mut self) {
        let Some(path) = self.recent.entries().first().map(|entry| entry.path.clone()) else { return };
        if matches!(identify(&path), Ok(FileKind::Encrypted(_)))
            && let Err(error) = self.choose(&path)
        {
            log::warn!("the file opened last: {:?}", error.code());
        }
    }

    /// Makes `open` the file of the session and remembers where it lies.
    pub fn take(&mut self, mut open: Open) {
        let now = open.book.surroundings().now();
        let path = open.book.path().to_owned();
        if let Some((_, drafts)) = self.stranded.take_if(|(of, _)| *of == path) {
            open.drafts.join(drafts);
        }
        self.watch.begin(&path, open.book.writes(), backups::missed(&open));
        self.file = Chosen::Open(Box::new(open));
        if let Err(error) = self.recent.note(&path, now) {
            log::warn!("recent files: {:?}", error.code());
        }
    }

    /// Writes what is unsaved in forms into the open file, before it is left in whatever way.
    ///
    /// # Errors
    /// What the disk says; then nothing is lost, and she is to be asked.
    pub fn keep_drafts(&mut self) -> Result<()> {
        match &mut self.file {
            Chosen::Open(open) => open.drafts.write(&mut open.book),
            Chosen::Locked(_) | Chosen::Closed => Ok(()),
        }
    }

    /// Removes prints that could not be removed when the file was closed, such as one that a viewer held open.
    pub fn clear_prints(&mut self) {
        if !matches!(self.file, Chosen::Open(_)) {
            self.prints.clear();
        }
    }

    /// Closes the open file after a backup of what changed; a password will be asked for again.
    pub fn lock(&mut self) {
        let Some(path) = self.path().map(Path::to_owned) else { return };
        self.close();
        self.file = Chosen::Locked(path);
    }

    /// Closes the open file after a backup of what changed, and forgets every key.
    pub fn close(&mut self) {
        self.pending = None;
        self.previewed = None;
        self.prints.clear();
        let Chosen::Open(mut open) = std::mem::replace(&mut self.file, Chosen::Closed) else { return };
        self.watch.end();
        if let Err(error) = open.drafts.write(&mut open.book) {
            self.trouble("没有保存的内容没能写进数据文件，程序关闭前再打开这个文件还在", &error);
            self.stranded = Some((open.book.path().to_owned(), std::mem::take(&mut open.drafts)));
        }
        if let Err(error) = backups::automatic(&mut open) {
            self.trouble("自动备份没有成功", &error);
        }
        if let Err(error) = open.book.close() {
            self.trouble("数据文件没有正常关闭", &error);
        }
    }

    /// Runs `work` on the open file's path while no connection to it is open, then opens it again with the key that
    /// `work` returns, or with the former one when it failed.
    ///
    /// # Errors
    /// What `work` returns; what opening says, and then the file is locked.
    pub fn without_connection<T>(
        &mut self,
        work: impl FnOnce(&Path, Option<&Secret>) -> Result<(T, Option<Secret>)>,
    ) -> Result<T> {
        self.keep_drafts()?;
        let Chosen::Open(open) = std::mem::replace(&mut self.file, Chosen::Closed) else { return Err(Error::Locked) };
        self.watch.end();
        let path = open.book.path().to_owned();
        let former: Option<Secret> = open.book.secret().map(|(key, salt)| (key.clone(), *salt));
        self.file = Chosen::Locked(path.clone());
        open.book.close()?;
        let worked = work(&path, former.as_ref());
        let secret = match &worked {
            Ok((_, secret)) => secret.clone(),
            Err(_) => former,
        };
        self.take(Open::of(program::open_with(&path, secret, Access::Write, machine())?, None));
        worked.map(|(result, _)| result)
    }

    /// Remembers something that went wrong unasked, to be told.
    pub fn trouble(&mut self, what: &str, error: &Error) {
        log::warn!("{what}: {:?}", error.code());
        self.troubles.push(format!("{what}：{error}。"));
    }
}

impl Open {
    /// Opens the file at `path` for writing, or for reading only where somebody else writes or the place cannot be
    /// written.
    ///
    /// # Errors
    /// As [`Book::open`].
    pub fn with(path: &Path, unlock: Unlock<'_>) -> Result<Self> {
        let why = match program::open(path, unlock, Access::Write, machine()) {
            Ok(book) => return Ok(Self::of(book, None)),
            Err(Error::FileInUse { holder }) => format!("{holder}正在使用这个文件"),
            Err(Error::ReadOnly(_)) => "文件所在的位置不能写入".to_owned(),
            Err(error) => return Err(error),
        };
        Ok(Self::of(program::open(path, unlock, Access::Read, machine())?, Some(why)))
    }

    /// A book just opened.
    pub fn of(mut book: Book, read_only: Option<String>) -> Self {
        let sample = book.setting(LAST_EVENING).ok().flatten().and_then(|text| text.parse().ok());
        if let Some(evening) = sample {
            book.set_clock(Box::new(ShiftedClock::beginning_at(evening)));
        }
        let mut open = Self {
            book,
            read_only,
            listings: Tickets::default(),
            prints: Tickets::default(),
            packed: None,
            packs: Tickets::default(),
            taken: Vec::new(),
            import: None,
            filling: None,
            said: Said::default(),
            backed_up: None,
            drafts: Drafts::default(),
            sample: sample.is_some(),
        };
        open.drafts = Drafts::of(&open.book);
        open.backed_up = backups::known_step(&open);
        open
    }
}

/// The machine's clock and random source; the recorder is the file's own setting.
pub fn machine() -> Surroundings {
    Surroundings::of_machine(None)
}
