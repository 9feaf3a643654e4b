//! What crosses the border about the program, data files and keys.
//!
//! Owns shapes only. Paths never cross: a file is an opaque handle and a text to show.

use super::records::Texts;
use super::vault::Health;
use crate::place;
use serde::{Deserialize, Serialize};
use std::path::Path;
use taizhang::base::error::{Code, Error, Problem};

/// Every refused command.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Failure {
    /// What kind of failure.
    pub code: Code,
    /// What is wrong with which field; empty unless the input was refused.
    pub problems: Vec<Problem>,
    /// One technical line in Chinese.
    pub detail: String,
    /// What the system refused, in her words; `None` when it was not the system that did.
    pub system: Option<Box<SystemFailure>>,
}

/// A refusal of the system.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SystemFailure {
    /// What happened.
    pub title: String,
    /// On which file; empty where nobody knows.
    pub place: String,
    /// What to do now.
    pub advice: String,
    /// What the system itself says; may be empty.
    pub raw: String,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::of(&error, None)
    }
}

impl Failure {
    /// What `error` is for somebody whose data file is `data`.
    pub fn of(error: &Error, data: Option<&Path>) -> Self {
        let system = error.system().map(|system| {
            let medium = place::medium(system.path, data);
            Box::new(SystemFailure {
                title: format!("{}没有成功：{}", system.doing, system.words(medium)),
                place: system.path.to_string_lossy().into_owned(),
                advice: system.cause.advice(medium).to_owned(),
                raw: system.raw,
            })
        });
        Self { code: error.code(), problems: error.problems().to_vec(), detail: error.to_string(), system }
    }

    /// The same, where the data file itself is what is wrong.
    pub fn of_file(self, health: Health) -> Self {
        let raw = self.system.map_or(self.detail.clone(), |system| system.raw);
        let system = SystemFailure {
            title: format!("{}，刚才的操作没有做成", health.word),
            place: health.place,
            advice: format!("{}{}", health.what, health.advice),
            raw,
        };
        Self { code: Code::Io, system: Some(Box::new(system)), ..self }
    }
}

/// Whether a data file is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// None was chosen.
    Closed,
    /// One was chosen and waits for its password.
    Locked,
    /// Records can be read.
    Open,
}

/// The data file chosen.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FileInfo {
    /// Its name.
    pub name: String,
    /// Its folder, to be shown.
    pub folder: String,
    /// Whether it has a password.
    pub encrypted: bool,
    /// Fingerprint of its key, while open.
    pub fingerprint: Option<String>,
    /// Why it can only be read, such as who holds it.
    pub read_only: Option<String>,
}

/// A data file opened before.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RecentFile {
    /// To open it.
    pub handle: String,
    /// Its name.
    pub name: String,
    /// Its folder, to be shown.
    pub folder: String,
    /// When it was last opened.
    pub opened_at: String,
    /// Whether it is no longer there.
    pub missing: bool,
}

/// What the frame of the window shows.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AppState {
    /// Whether a file is open.
    pub state: FileState,
    /// Which one.
    pub file: Option<FileInfo>,
    /// Those opened before, newest first.
    pub recent: Vec<RecentFile>,
    /// The organisation's name, while open.
    pub organisation: Option<String>,
    /// Its legal form, while open.
    pub form_label: Option<String>,
    /// Today's business day.
    pub today: String,
    /// Its name.
    pub weekday: String,
    /// Version of the program.
    pub version: String,
    /// Idle minutes until the window locks; 0: never.
    pub idle_minutes: i64,
    /// What to say of the place of the file and of the clock.
    pub warnings: Vec<String>,
    /// It is shown to somebody from outside (迎检模式): nothing is written, nothing shown whole.
    pub showing: bool,
    /// Whether no file has been made or opened on this machine yet.
    pub first_run: bool,
    /// Where a new file goes unless another place is chosen.
    pub new_folder: String,
}

/// How easily a password is guessed.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PasswordStrength {
    /// Within a day.
    Weak,
    /// Within years.
    Fair,
    /// Not.
    Strong,
}

/// A place somebody chose in a dialog.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Chosen {
    /// Stands for the path.
    pub handle: String,
    /// To be shown.
    pub shown: String,
}

/// A data file to be made. Holds a password: neither kept nor logged.
#[derive(Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NewFile {
    /// Handle of the place; `None`: the default folder.
    pub place: Option<String>,
    /// The organisation's values by column.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub organisation: Texts,
    /// `None`: no password, chosen explicitly.
    pub password: Option<String>,
}

/// A new key whose recovery sheet is to be printed and two of whose groups retyped. Holds the recovery code.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Prepared {
    /// Fingerprint of the key; `None` without password.
    pub fingerprint: Option<String>,
    /// The recovery code.
    pub groups: Vec<String>,
    /// The two groups to retype, counted from 1.
    pub ask: Vec<usize>,
    /// Name of the former file kept beside, after a change of password.
    pub kept: Option<String>,
}

/// A form that was not saved.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Draft {
    /// Of which ledger, or which page with a form of its own.
    pub ledger: String,
    /// Of which record; `None`: a new one.
    pub id: Option<String>,
    /// The step that had changed the record last when it was read.
    #[serde(default)]
    pub step: Option<i64>,
    /// What the form is called.
    #[serde(default)]
    pub title: String,
    /// What was typed.
    #[cfg_attr(feature = "bindings", ts(type = "Record<string, string>"))]
    pub values: Texts,
}

impl Draft {
    /// Whether both are of one form.
    pub fn is_of(&self, other: &Self) -> bool {
        self.ledger == other.ledger && self.id == other.id
    }
}

/// A form that was not saved and waits to be gone on with.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct WaitingDraft {
    /// It.
    pub draft: Draft,
    /// What became of its record meanwhile, as a sentence; empty: nothing.
    pub meanwhile: String,
    /// Whether it can be put back into its form.
    pub fits: bool,
}

/// Something the program may open in the system.
#[derive(Debug, Clone, Copy, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The folder of the data file.
    DataFolder,
    /// The folder of its automatic backups.
    BackupFolder,
    /// The file printed or exported last.
    LastOutput,
    /// The folder it lies in.
    OutputFolder,
}
