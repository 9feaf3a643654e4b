//! Unlocking, locking, new passwords.

use super::files::{confirm, fresh_secret, prepared, state};
use crate::backups;
use crate::state::{Chosen as File, Open, Pending, Session, Shell};
use crate::wire::files::{AppState, PasswordStrength, Prepared};
use std::path::PathBuf;
use taizhang::base::error::{Error, Result};
use taizhang::file::key::{self, Key};
use taizhang::file::lock::WriterLock;
use taizhang::file::password::{Strength, estimate};
use taizhang::home::SHEET_CONFIRMED;
use taizhang::program;
use taizhang::store::book::{Secret, Unlock, lent};
use taizhang::vault::rekey::rekey;
use zeroize::Zeroizing;

fn locked(session: &Session) -> Result<PathBuf> {
    match &session.file {
        File::Locked(path) => Ok(path.clone()),
        File::Closed | File::Open(_) => Err(Error::NotFound("待解锁的数据文件".to_owned())),
    }
}

pub fn unlock(shell: &Shell, password: String) -> Result<AppState> {
    let password = Zeroizing::new(password);
    let mut session = shell.session();
    let path = locked(&session)?;
    let open = Open::with(&path, Unlock::Password(&password))?;
    session.take(open);
    state(shell, &mut session)
}

pub fn recover(shell: &Shell, code: String, new_password: String) -> Result<Prepared> {
    let (code, new_password) = (Zeroizing::new(code), Zeroizing::new(new_password));
    let mut session = shell.session();
    let path = locked(&session)?;
    let fresh = fresh_secret(&new_password).map_err(|error| renamed(error, "new_password"))?;
    let open = Open::with(&path, Unlock::RecoveryCode(&code))?;
    session.take(open);
    // Whoever has the recovery code may do more than end it.
    session.showing.end();
    let changed = renew(&mut session, fresh);
    if changed.is_err() {
        session.lock();
    }
    changed
}

pub fn password_change(shell: &Shell, old: String, new: String) -> Result<Prepared> {
    let (old, new) = (Zeroizing::new(old), Zeroizing::new(new));
    let mut session = shell.session();
    let fresh = fresh_secret(&new).map_err(|error| renamed(error, "new"))?;
    let open = session.open()?;
    if let Some((key, salt)) = open.book.secret() {
        let typed = Key::derive(&old, salt).map_err(|error| renamed(error, "old"))?;
        if key::fingerprint(&typed) != key::fingerprint(key) {
            return Err(Error::WrongPassword);
        }
    }
    renew(&mut session, fresh)
}

/// A refusal of the password at the field it was typed into.
fn renamed(error: Error, field: &str) -> Error {
    match error {
        Error::Invalid(mut problems) => {
            problems.iter_mut().for_each(|problem| field.clone_into(&mut problem.field));
            Error::Invalid(problems)
        }
        other => other,
    }
}

/// Gives the open file the key `fresh`, then backs it up to every target that is reachable.
fn renew(session: &mut Session, fresh: Secret) -> Result<Prepared> {
    if !session.open()?.book.writes() {
        return Err(Error::ReadOnly(session.open()?.book.path().to_owned()));
    }
    let done = session.without_connection(|path, former| {
        let _lock = WriterLock::acquire(path, crate::state::machine().now())?;
        let done = rekey(path, lent(former), Some((&fresh.0, &fresh.1)), &program::verify)?;
        Ok((done, Some(fresh.clone())))
    })?;
    session.troubles.extend(done.told);
    let prepared = prepared(Some(&fresh), Some(&done.kept));
    session.pending = Some(Pending::Rekeyed { secret: fresh, ask: prepared.ask.clone() });
    if let Err(error) = backups::everywhere(session.open()?) {
        session.troubles.push(format!("密码已更换，但有的备份没有成功：{error}。"));
    }
    Ok(prepared)
}

pub fn recovery_confirm(shell: &Shell, answers: Vec<String>) -> Result<()> {
    let mut session = shell.session();
    let Some(Pending::Rekeyed { secret, ask }) = &session.pending else {
        return Err(Error::NotFound("待核对的恢复单".to_owned()));
    };
    confirm(secret, ask, &answers)?;
    let mark = key::fingerprint(&secret.0);
    session.open()?.book.keep(SHEET_CONFIRMED, Some(&mark))?;
    session.pending = None;
    Ok(())
}

/// Somebody touched the keyboard or the mouse.
pub fn awake(shell: &Shell) -> Result<()> {
    shell.idle.touch();
    Ok(())
}

pub fn lock(shell: &Shell) -> Result<AppState> {
    let mut session = shell.session();
    if session.open()?.book.secret().is_some() {
        session.lock();
    }
    state(shell, &mut session)
}

pub fn password_strength(_: &Shell, password: String, known: Vec<String>) -> Result<PasswordStrength> {
    let password = Zeroizing::new(password);
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Ok(match estimate(&password, &known) {
        Strength::Weak => PasswordStrength::Weak,
        Strength::Fair => PasswordStrength::Fair,
        Strength::Strong => PasswordStrength::Strong,
    })
}
