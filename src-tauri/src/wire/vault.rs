//! What crosses the border about paper, the home screen, backups and settings.
//!
//! Owns shapes only.

use super::articles::{FirstStep, Lamp};
use super::records::{Figure, Query};
use serde::{Deserialize, Serialize};
use taizhang::schema::Tone;
pub use taizhang::store::disclosure::Unmasked;

/// A form a ledger can be printed as.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PrintForm {
    /// Its code.
    pub form: String,
    /// Its Chinese name.
    pub label: String,
    /// It shows one record.
    pub per_record: bool,
    /// It can be limited to a period.
    pub period: bool,
    /// Heeds whole months from the first to the last date.
    pub months: bool,
    /// It shows just the records it is asked for.
    pub of_records: bool,
}

/// What is to be printed.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PrintAsked {
    /// Of which ledger.
    pub ledger: String,
    /// Codes of the forms, several as one document.
    pub forms: Vec<String>,
    /// Which record, for a sheet.
    pub id: Option<String>,
    /// First record date.
    pub from: Option<String>,
    /// Last record date.
    pub to: Option<String>,
    /// The day the data stand at; `None`: today.
    pub on: Option<String>,
    /// Sensitive values whole; journalled.
    pub unmasked: Option<Unmasked>,
    /// Names of people masked as well.
    pub names_masked: bool,
    /// The list as filtered.
    pub query: Option<Query>,
}

/// A form made and waiting to be saved.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Preview {
    /// Stands for it.
    pub ticket: String,
    /// Its title.
    pub title: String,
    /// How many pages.
    pub pages: usize,
    /// How many records.
    pub rows: usize,
    /// Characters no typeface has.
    pub missing_glyphs: Vec<String>,
    /// Whether the first page lies on its side.
    pub landscape: bool,
}

/// Where a task leads.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// To a record.
    Record,
    /// To a person within a ledger.
    Person,
    /// To a ledger.
    Ledger,
    /// To the page on which several of its records are entered at once.
    Several,
    /// To the backups.
    Backup,
    /// To the recovery sheet.
    Recovery,
    /// The packs that are kept.
    Packs,
    /// To the settings.
    Settings,
    /// To the tables of rules.
    Rules,
    /// To the question which clock was wrong.
    Clock,
}

/// One line of 今天要做.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Task {
    /// Short word before it.
    pub label: String,
    /// What.
    pub title: String,
    /// Why.
    pub detail: String,
    /// How urgent.
    pub tone: Tone,
    /// Where.
    pub ledger: String,
    /// Which record.
    pub id: Option<String>,
    /// Where it leads.
    pub action: Action,
}

/// 首页
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Home {
    /// Such as 11 月 24 日 星期二.
    pub title: String,
    /// One sentence on the day.
    pub sentence: String,
    /// What to do, most urgent first.
    pub tasks: Vec<Task>,
    /// Figures of the roster.
    pub people: Vec<Figure>,
    /// Whether the data is safe.
    pub safety: Safety,
    /// Whether there is anything but the organisation.
    pub has_records: bool,
    /// How the articles of the guideline stand.
    pub lamps: Vec<Lamp>,
    /// The same in a sentence.
    pub articles: String,
    /// What to begin with, while not all of it is done.
    pub first_steps: Vec<FirstStep>,
}

/// 数据安全
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Safety {
    /// Colour of the light.
    pub state: Tone,
    /// Its word.
    pub word: String,
    /// Such as 今天 09:12 已备份并校验.
    pub light: String,
    /// More lines.
    pub lines: Vec<Figure>,
}

/// What is wrong with the open data file now.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Health {
    /// Colour of the light.
    pub state: Tone,
    /// What it is called in the light.
    pub word: String,
    /// What happened.
    pub what: String,
    /// What to do now.
    pub advice: String,
    /// Where the file lies or lay.
    pub place: String,
    /// Whether to write out what is still read is offered.
    pub rescue: bool,
    /// Under its name it cannot be read any more: once closed it is gone.
    pub lost: bool,
}

/// A copy written out to go on with.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SavedCopy {
    /// Stands for it.
    pub handle: String,
    /// Where it lies, to be shown.
    pub shown: String,
}

/// A finished, verified backup.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Backup {
    /// Where it lies, to be shown.
    pub shown: String,
    /// Its length.
    pub bytes: u64,
    /// As read back, in hexadecimal.
    pub sha256: String,
    /// When.
    pub at: String,
    /// What to tell the person.
    pub sentence: String,
}

/// A folder that gets backups.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Target {
    /// Stands for it.
    pub handle: String,
    /// To be shown.
    pub shown: String,
    /// The one beside the data file, filled by itself.
    pub automatic: bool,
    /// On another disk than the data file.
    pub off_disk: bool,
    /// Whether it is there now.
    pub reachable: bool,
    /// The newest backup in it.
    pub last_at: Option<String>,
    /// How it stands.
    pub tone: Tone,
}

/// A backup by its name.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct BackupFile {
    /// Stands for it.
    pub handle: String,
    /// Its name.
    pub name: String,
    /// Its folder, to be shown.
    pub folder: String,
    /// When it was made.
    pub at: String,
    /// Its length, to be shown.
    pub size: String,
    /// Opens with the key of the file that is open.
    pub same_key: bool,
}

/// A file chosen to be restored from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RestoreSource {
    /// Stands for it.
    pub handle: String,
    /// To be shown.
    pub shown: String,
    /// Whether it has a password.
    pub encrypted: bool,
    /// Opens with the key of the file that is open.
    pub same_key: bool,
}

/// What a backup holds.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RestorePreview {
    /// Whose it is.
    pub organisation: String,
    /// When it was made.
    pub at: String,
    /// Valid and voided records.
    pub records: i64,
    /// People on the roster.
    pub people: i64,
    /// When the newest step in it was made.
    pub last_change: String,
    /// Against the file that is open.
    pub compare: Vec<Figure>,
}

/// What the full check found whole.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CheckResult {
    /// Always true: what is not whole is a failure.
    pub ok: bool,
    /// Valid and voided records.
    pub records: u64,
    /// Steps of the journal.
    pub steps: u64,
    /// Where the data stands.
    pub head: String,
    /// What to tell the person.
    pub sentence: String,
}

/// Settings kept in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Settings {
    /// Who is recorded; empty: the organisation's contact.
    pub operator: String,
    /// Hours after which a log counts as 补录.
    pub grace_hours: i64,
    /// Idle minutes until the window locks; 0: never.
    pub idle_minutes: i64,
    /// Years that a pack is kept whole.
    pub pack_years: i64,
    /// How long records are kept, in the organisation's words.
    pub retention_note: String,
    /// Backups on exit and every half hour when something changed.
    pub automatic_backup: bool,
}
