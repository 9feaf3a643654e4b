//! Every way an operation can fail, sorted by what the person in front of the screen can do about it.
//!
//! Owns the error codes and their exit classes. Knows nothing of windows, command lines or wording
//! beyond the one-line technical `detail`; the sentences people read live at the border
//! (UI text table, `Problem::message`).

use crate::base::system::{Cause, Medium, OfSqlite, cause};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// One thing wrong with one field of a form, a row or a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Problem {
    /// Column name; empty when the record as a whole is refused.
    pub field: String,
    /// Stable code of the rule that was broken, such as `check_digit`.
    pub rule: String,
    /// The value as it was given.
    pub value: String,
    /// What happened and what to do, in Chinese.
    pub message: String,
}

impl Problem {
    /// A problem of `field` under `rule`, with the sentence the person reads.
    pub fn new(field: impl Into<String>, rule: &str, value: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), rule: rule.to_owned(), value: value.into(), message: message.into() }
    }
}

/// What failed. A variant exists only where somebody acts on it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The form must be corrected.
    #[error("{}", first_message(.0))]
    Invalid(Vec<Problem>),
    /// The record or ledger named is not there: reload.
    #[error("找不到：{0}")]
    NotFound(String),
    /// Somebody changed the record after it was read: reload.
    #[error("这条记录已被修改，请重新打开后再改")]
    ChangedMeanwhile,
    /// The data file is locked: unlock.
    #[error("数据文件已锁定")]
    Locked,
    /// The password or the recovery code does not open the file.
    #[error("密码不对")]
    WrongPassword,
    /// The file was not made by this program.
    #[error("这不是防疫台账的数据文件：{}", .0.display())]
    NotOurFile(PathBuf),
    /// The target is there already and is never overwritten.
    #[error("目标已存在：{}", .0.display())]
    TargetExists(PathBuf),
    /// The content does not pass the checks: restore from a backup.
    #[error("数据文件已损坏：{0}")]
    FileDamaged(String),
    /// Written by a newer program: update.
    #[error("数据文件由更新版本的程序写成（文件版本 {found}，本程序支持到 {supported}）")]
    FileTooNew {
        /// Version in the file.
        found: i64,
        /// Newest version this program reads.
        supported: i64,
    },
    /// The chain of steps or a payload does not agree with itself.
    #[error("修改痕迹不完整：{0}")]
    ChainBroken(String),
    /// Another program has the file open for writing, or keeps everybody from it.
    #[error("文件正被使用：{holder}")]
    FileInUse {
        /// Program, user and host that hold it, as far as known.
        holder: String,
    },
    /// The file or medium can only be read.
    #[error("只能读取，不能保存{}", placed(.0))]
    ReadOnly(PathBuf),
    /// The disk or the operating system refused.
    #[error("{doing}失败{}：{}", placed(.path), reason(.source))]
    Io {
        /// What was being done, in Chinese, such as 写入备份.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// What was asked is done and kept; something after it failed: look before doing it again.
    #[error("{done}；之后出错：{source}。请先在修改痕迹（history）里核对最近几步，不要直接重做")]
    AfterDone {
        /// What is done, such as 第 8 步已经保存.
        done: String,
        /// What failed after it.
        source: Box<Error>,
    },
    /// The person stopped the work.
    #[error("已取消")]
    Cancelled,
    /// A fault of ours: report it.
    #[error("程序内部错误：{0}")]
    Bug(String),
}

/// A refusal of the system, taken apart.
#[derive(Debug, Clone)]
pub struct System<'a> {
    /// What was being done, such as 写入备份.
    pub doing: &'static str,
    /// On which file; empty where nobody knows.
    pub path: &'a Path,
    /// Why.
    pub cause: Cause,
    /// What the system itself says, in its own language; may be empty.
    pub raw: String,
    own: bool,
}

impl System<'_> {
    /// What happened, as the end of a sentence: of a fault that the system knows nothing of, what we say ourselves.
    pub fn words(&self, medium: Medium) -> String {
        if self.own { self.raw.clone() } else { self.cause.words(medium) }
    }
}

/// Result with this crate's [`Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// The stable code of an [`Error`], as it goes over every border.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// See [`Error::Invalid`].
    Invalid,
    /// See [`Error::NotFound`].
    NotFound,
    /// See [`Error::ChangedMeanwhile`].
    ChangedMeanwhile,
    /// See [`Error::Locked`].
    Locked,
    /// See [`Error::WrongPassword`].
    WrongPassword,
    /// See [`Error::NotOurFile`].
    NotOurFile,
    /// See [`Error::TargetExists`].
    TargetExists,
    /// See [`Error::FileDamaged`].
    FileDamaged,
    /// See [`Error::FileTooNew`].
    FileTooNew,
    /// See [`Error::ChainBroken`].
    ChainBroken,
    /// See [`Error::FileInUse`].
    FileInUse,
    /// See [`Error::ReadOnly`].
    ReadOnly,
    /// See [`Error::Io`].
    Io,
    /// See [`Error::Cancelled`].
    Cancelled,
    /// See [`Error::Bug`].
    Bug,
}

impl Error {
    /// One problem of one field.
    pub fn invalid(field: &str, rule: &str, value: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![Problem::new(field, rule, value, message)])
    }

    /// Wraps an I/O error with what was being done to which file. A file that another program keeps for itself is
    /// `FileInUse`.
    pub fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| {
            if is_kept_by_another(&source) { Self::kept_by_another(&path) } else { Self::Io { doing, path, source } }
        }
    }

    /// The same error of the file at `path`, where it does not say yet of which: SQLite's errors name none.
    #[must_use]
    pub fn of(self, path: &Path) -> Self {
        match self {
            Self::Io { doing, path: unknown, source } if unknown.as_os_str().is_empty() => {
                Self::Io { doing, path: path.to_owned(), source }
            }
            Self::ReadOnly(unknown) if unknown.as_os_str().is_empty() => Self::ReadOnly(path.to_owned()),
            other => other,
        }
    }

    /// `path` is open in another program, nobody knows in which.
    pub fn kept_by_another(path: &Path) -> Self {
        Self::FileInUse { holder: format!("另一个程序（{}）", path.display()) }
    }

    /// Where the system refused what, and why; `None` when it was not the system that did.
    pub fn system(&self) -> Option<System<'_>> {
        match self {
            Self::Io { doing, path, source } => {
                let cause = cause(source);
                let own = cause == Cause::Unknown && source.raw_os_error().is_none();
                Some(System { doing, path, cause, raw: source.to_string(), own })
            }
            Self::ReadOnly(path) => {
                Some(System { doing: "写入", path, cause: Cause::ReadOnly, raw: String::new(), own: false })
            }
            Self::AfterDone { source, .. } => source.system(),
            _ => None,
        }
    }

    /// The same after what was asked is done.
    pub fn after(self, done: impl Into<String>) -> Self {
        match self {
            Self::AfterDone { .. } => self,
            error => Self::AfterDone { done: done.into(), source: Box::new(error) },
        }
    }

    /// The stable code.
    pub fn code(&self) -> Code {
        match self {
            Self::AfterDone { source, .. } => source.code(),
            Self::Invalid(_) => Code::Invalid,
            Self::NotFound(_) => Code::NotFound,
            Self::ChangedMeanwhile => Code::ChangedMeanwhile,
            Self::Locked => Code::Locked,
            Self::WrongPassword => Code::WrongPassword,
            Self::NotOurFile(_) => Code::NotOurFile,
            Self::TargetExists(_) => Code::TargetExists,
            Self::FileDamaged(_) => Code::FileDamaged,
            Self::FileTooNew { .. } => Code::FileTooNew,
            Self::ChainBroken(_) => Code::ChainBroken,
            Self::FileInUse { .. } => Code::FileInUse,
            Self::ReadOnly(_) => Code::ReadOnly,
            Self::Io { .. } => Code::Io,
            Self::Cancelled => Code::Cancelled,
            Self::Bug(_) => Code::Bug,
        }
    }

    /// The problems to show at fields; empty unless the input was refused.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Invalid(problems) => problems,
            _ => &[],
        }
    }
}

impl Code {
    /// Exit code of the command line: 1 refused, 3 file or key, 4 disk or system.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Invalid | Self::NotFound | Self::ChangedMeanwhile | Self::TargetExists | Self::Cancelled => 1,
            Self::Locked | Self::WrongPassword | Self::NotOurFile | Self::FileDamaged | Self::FileTooNew | Self::ChainBroken => 3,
            Self::FileInUse | Self::ReadOnly | Self::Io | Self::Bug => 4,
        }
    }
}

/// SQLite's errors by what the person can do. Lock conflicts and full disks keep their meaning; content that is not of
/// the kind its column promises and tables that are not there are damage; a constraint that core's own checks let
/// through is our bug. No statement is ever told. Of which file, [`Error::of`] says.
impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        use rusqlite::ErrorCode as C;
        match &error {
            E::InvalidColumnType(_, column, _) => return Self::FileDamaged(format!("「{column}」里有读不懂的内容")),
            E::FromSqlConversionFailure(..) | E::IntegralValueOutOfRange(..) | E::Utf8Error(..) => {
                return Self::FileDamaged("有一处内容读不懂".to_owned());
            }
            E::QueryReturnedNoRows => return Self::FileDamaged("应有的内容不见了".to_owned()),
            E::SqlInputError { msg, .. } => return Self::FileDamaged(format!("文件里的表与程序要的不符（{msg}）")),
            // What SQLite says of a transaction within another is of our making; whatever else it cannot make sense of
            // lies in the file.
            E::SqliteFailure(code, message) if code.extended_code == rusqlite::ffi::SQLITE_ERROR => {
                let message = message.as_deref().unwrap_or_default();
                return if message.starts_with("cannot ") {
                    Self::Bug(message.to_owned())
                } else {
                    Self::FileDamaged(format!("文件里的表与程序要的不符（{message}）"))
                };
            }
            _ => {}
        }
        match error.sqlite_error_code() {
            Some(C::DatabaseBusy | C::DatabaseLocked) => Self::FileInUse { holder: "另一个程序".to_owned() },
            Some(C::ReadOnly) => Self::ReadOnly(PathBuf::new()),
            Some(C::NotADatabase | C::DatabaseCorrupt | C::TooBig) => Self::FileDamaged(format!("文件的结构读不出来（{error}）")),
            Some(C::DiskFull | C::SystemIoFailure | C::CannotOpen | C::PermissionDenied) => {
                Self::Io { doing: "读写数据文件", path: PathBuf::new(), source: of_medium(&error) }
            }
            Some(C::OperationInterrupted) => Self::Cancelled,
            _ => Self::Bug(error.to_string()),
        }
    }
}

/// What SQLite met on the medium, as the system itself would have said it.
pub(crate) fn of_medium(error: &rusqlite::Error) -> std::io::Error {
    use rusqlite::ErrorCode as C;
    match error.sqlite_error_code() {
        Some(C::DiskFull) => std::io::ErrorKind::StorageFull.into(),
        Some(C::PermissionDenied) => std::io::ErrorKind::PermissionDenied.into(),
        met => {
            let cause = if met == Some(C::CannotOpen) { Cause::Unopened } else { Cause::Broken };
            std::io::Error::other(OfSqlite { cause, code: error.sqlite_error().map_or(0, |error| error.extended_code) })
        }
    }
}

/// Whether SQLite could not read what it asked for: of two files, the one that is only read.
pub(crate) fn failed_reading(error: &Error) -> bool {
    const READ: i32 = rusqlite::ffi::SQLITE_IOERR_READ;
    const SHORT: i32 = rusqlite::ffi::SQLITE_IOERR_SHORT_READ;
    let Error::Io { source, .. } = error else { return false };
    let met = source.get_ref().and_then(|inner| inner.downcast_ref::<OfSqlite>());
    met.is_some_and(|met| matches!(met.code, READ | SHORT))
}

fn placed(path: &Path) -> String {
    if path.as_os_str().is_empty() { String::new() } else { format!("（{}）", path.display()) }
}

/// What the operating system says; a number of its own only where nothing better is known.
fn reason(source: &std::io::Error) -> String {
    match (cause(source), source.raw_os_error()) {
        (Cause::Unknown, Some(code)) => format!("磁盘或系统出错（系统错误 {code}）"),
        (Cause::Unknown, None) => source.to_string(),
        (known, _) => known.words(Medium::Disk),
    }
}

/// Whether another program keeps the file for itself: Windows' sharing (32) and lock (33) violations.
pub(crate) fn is_kept_by_another(error: &std::io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

fn first_message(problems: &[Problem]) -> String {
    problems.first().map_or_else(|| "输入有误".to_owned(), |problem| problem.message.clone())
}
