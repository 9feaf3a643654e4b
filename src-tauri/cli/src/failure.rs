//! What went wrong, as the command line reports it: code, problems, one line of detail and the exit code.
//!
//! Owns the refusal object and the advice people read on a terminal. Decides nothing about content.

use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use taizhang::base::error::{Code, Error, Problem};

/// Exit code of a wrong command line.
pub const USAGE_EXIT: u8 = 2;
const LOCKED_EXIT: u8 = 3;

/// A verb that did not do what was asked.
#[derive(Debug)]
pub struct Failure {
    /// Stable code.
    pub code: String,
    /// Which inputs are refused and why.
    pub problems: Vec<Problem>,
    /// What happened, in one line.
    pub detail: String,
    /// What to do, when the detail does not say so.
    pub advice: &'static str,
    /// Exit code of the program.
    pub exit: u8,
}

/// Result with [`Failure`].
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// The command line itself is wrong.
    pub fn usage(detail: impl Into<String>) -> Self {
        Self {
            code: "usage".to_owned(),
            problems: Vec::new(),
            detail: detail.into(),
            advice: "加 --help 查看用法。",
            exit: USAGE_EXIT,
        }
    }

    /// No password was given and nobody can be asked.
    pub fn locked(variable: &str) -> Self {
        Self {
            code: code(Code::Locked),
            problems: Vec::new(),
            detail: format!("数据文件有密码。请把密码放进环境变量 {variable}，或在终端里运行后输入。"),
            advice: "",
            exit: LOCKED_EXIT,
        }
    }

    /// An input is refused.
    pub fn refused(field: &str, rule: &str, value: impl Into<String>, message: impl Into<String>) -> Self {
        Error::invalid(field, rule, value, message).into()
    }

    /// A recovery code that cannot be one counts as a wrong key; the groups in error stay named.
    pub fn wrong_code(error: Error) -> Self {
        let refused = Self::from(error);
        Self { code: code(Code::WrongPassword), exit: Code::WrongPassword.exit_code(), ..refused }
    }

    /// The refusal object.
    pub fn to_json(&self) -> Json {
        let problems: Vec<Json> = self
            .problems
            .iter()
            .map(|problem| {
                json!({
                    "field": problem.field,
                    "rule": problem.rule,
                    "value": problem.value,
                    "message": problem.message,
                })
            })
            .collect();
        json!({ "code": self.code, "problems": problems, "detail": self.detail })
    }

    /// The lines people read.
    pub fn to_lines(&self) -> String {
        let mut lines = Vec::new();
        if self.problems.is_empty() {
            lines.push(format!("{}{}", self.detail, self.advice_after()));
        }
        for problem in &self.problems {
            let place = match (problem.field.as_str(), problem.value.as_str()) {
                ("", _) => String::new(),
                (field, "") => format!("（{field}）"),
                (field, value) => format!("（{field}：{value}）"),
            };
            lines.push(format!("{}{place}", problem.message));
        }
        lines.join("\n")
    }

    fn advice_after(&self) -> String {
        match (self.advice, self.detail.ends_with('。')) {
            ("", _) => String::new(),
            (advice, true) => advice.to_owned(),
            (advice, false) => format!("。{advice}"),
        }
    }
}

/// The data file of this run.
static DATA_FILE: OnceLock<PathBuf> = OnceLock::new();

/// From now on an error that names no file is told of `path`.
pub fn is_about(path: &Path) {
    let _ = DATA_FILE.set(path.to_owned());
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let error = match DATA_FILE.get() {
            Some(path) => error.of(path),
            None => error,
        };
        Self {
            code: code(error.code()),
            problems: error.problems().to_vec(),
            detail: error.to_string(),
            advice: advice(error.code()),
            exit: error.code().exit_code(),
        }
    }
}

/// The code as it goes over every border.
fn code(code: Code) -> String {
    match serde_json::to_value(code) {
        Ok(Json::String(text)) => text,
        _ => "bug".to_owned(),
    }
}

fn advice(code: Code) -> &'static str {
    match code {
        Code::Invalid | Code::ChangedMeanwhile | Code::Cancelled => "",
        Code::NotFound => "请核对名称或编号。",
        Code::Locked => "请先用密码打开。",
        Code::WrongPassword => "请核对大小写和输入法；忘记密码时用恢复单：recover。",
        Code::NotOurFile => "请核对文件名；数据文件没有被改动。",
        Code::TargetExists => "请换一个文件名，或先把原来的文件移到别处。",
        Code::FileDamaged => "请保留原文件，用最近的备份恢复：restore。",
        Code::FileTooNew => "请安装新版程序；数据文件没有被改动。",
        Code::ChainBroken => "请保留原文件，用最近的备份核对。",
        Code::FileInUse => "请先关闭正在使用它的程序。",
        Code::ReadOnly => "请核对文件夹权限，或复制到可以写的地方。",
        Code::Io => "请核对路径、磁盘空间和权限。",
        Code::Bug => "请把这一行告诉维护人员。",
    }
}
