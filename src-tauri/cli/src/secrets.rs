//! Passwords and recovery codes: from the environment, or asked for where somebody sits at a terminal.
//!
//! Owns every way a secret comes in; none is ever taken from the command line, printed back or kept.

use crate::failure::{Failure, Result, is_about};
use std::io::IsTerminal;
use std::path::Path;
use taizhang::base::clock::Surroundings;
use taizhang::base::error::Error;
use taizhang::file::disk;
use taizhang::file::key::{self, Key, Salt};
use taizhang::file::open::{Access, FileKind, identify};
use taizhang::program;
use taizhang::store::Book;
use taizhang::store::book::Secret;
use zeroize::Zeroizing;

/// The present password.
pub const PASSWORD: &str = "TAIZHANG_PASSWORD";
/// The password to come.
pub const NEW_PASSWORD: &str = "TAIZHANG_NEW_PASSWORD";
/// The recovery code.
pub const RECOVERY: &str = "TAIZHANG_RECOVERY";
/// Who is recorded.
pub const OPERATOR: &str = "TAIZHANG_OPERATOR";

/// Clock and random source of the machine, with the operator named in the environment.
pub fn surroundings() -> Surroundings {
    Surroundings::of_machine(std::env::var(OPERATOR).ok().filter(|name| !name.trim().is_empty()))
}

fn from_environment(variable: &str) -> Option<Zeroizing<String>> {
    std::env::var(variable).ok().filter(|text| !text.is_empty()).map(Zeroizing::new)
}

fn ask(question: &str) -> Result<Zeroizing<String>> {
    rpassword::prompt_password(question)
        .map(Zeroizing::new)
        .map_err(|error| Error::io("读取密码", Path::new("终端"))(error).into())
}

/// The key that opens the file at `path`; `None` for a file without password.
///
/// # Errors
/// What `identify` finds; `locked` when there is no password and nobody to ask.
pub fn secret_of(path: &Path) -> Result<Option<Secret>> {
    let salt = match identify(path)? {
        FileKind::Plain => return Ok(None),
        FileKind::Encrypted(salt) => salt,
    };
    if let Some(password) = from_environment(PASSWORD) {
        return Ok(Some((Key::derive(&password, &salt)?, salt)));
    }
    if let Some(code) = from_environment(RECOVERY) {
        return Ok(Some((key::parse_recovery_code(&code).map_err(Failure::wrong_code)?, salt)));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::locked(PASSWORD));
    }
    Ok(Some((Key::derive(&ask("密码：")?, &salt)?, salt)))
}

/// Opens the file at `path` for `access`.
///
/// # Errors
/// As [`secret_of`] and `Book::open_with`.
pub fn open(path: &Path, access: Access) -> Result<Book> {
    let secret = secret_of(path)?;
    let path = disk::real(path)?;
    is_about(&path);
    Ok(program::open_with(&path, secret, access, surroundings())?)
}

/// Opens the file at `path` with the recovery code only, as [`secret_of`] does with the password.
pub fn secret_by_code(path: &Path) -> Result<Option<Secret>> {
    let FileKind::Encrypted(salt) = identify(path)? else { return Ok(None) };
    let code = match from_environment(RECOVERY) {
        Some(code) => code,
        None if std::io::stdin().is_terminal() => ask("恢复码：")?,
        None => return Err(Failure::locked(RECOVERY)),
    };
    Ok(Some((key::parse_recovery_code(&code).map_err(Failure::wrong_code)?, salt)))
}

/// A key for a new file or a new password: from `variable`, or asked for twice.
///
/// # Errors
/// `invalid` when there is none, or the two differ.
pub fn new_secret(variable: &str) -> Result<Secret> {
    let password = match from_environment(variable) {
        Some(password) => password,
        None if std::io::stdin().is_terminal() => {
            let password = ask("新密码：")?;
            if *ask("再输入一次：")? != *password {
                return Err(Failure::refused("password", "repeat", "", "两次输入的密码不同，请重新运行。"));
            }
            password
        }
        None => {
            let without = if variable == PASSWORD { "；确实不要密码时加 --plain" } else { "" };
            let message = format!("没有密码。请把密码放进环境变量 {variable}，或在终端里运行后输入{without}。");
            return Err(Failure::refused("password", "required", "", message));
        }
    };
    let salt = Salt::fresh();
    Ok((Key::derive(&password, &salt)?, salt))
}
