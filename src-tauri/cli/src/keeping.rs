//! `backup`, `restore`, `check`, `rekey` and `recover`: the data file as a whole.

use crate::failure::Result;
use crate::output::Said;
use crate::starting::recovery_lines;
use crate::{arguments, secrets};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use taizhang::base::error::{Error, Result as CoreResult};
use taizhang::file::lock::WriterLock;
use taizhang::file::open::Access;
use taizhang::file::{disk, key};
use taizhang::program;
use taizhang::store::book::{Secret, lent};
use taizhang::store::rows;
use taizhang::vault::restore::{Replace, preview};
use taizhang::vault::{rekey, restore};

/// `backup`: also while the window has the file open.
pub fn backup(options: &arguments::Backup) -> Result<Said> {
    let book = secrets::open(&options.file, Access::Read)?;
    let dir = absolute(&options.dir)?;
    let done = book.back_up(&dir, &|_, _| true);
    let closed = book.close();
    let done = done?;
    closed?;
    let path = done.path.display().to_string();
    let lines = format!("已备份并验证：{path}\n{} 字节，SHA-256 {}", done.bytes, done.sha256);
    Ok(Said::new(&json!({ "path": path, "bytes": done.bytes, "sha256": done.sha256, "verified": done.verified }), lines))
}

/// `restore`: the password is the one the backup was made with.
pub fn restore(options: &arguments::Restore) -> Result<Said> {
    let target = disk::real(&options.file)?;
    if target.exists() && !options.keep_old {
        return Err(Error::TargetExists(target).into());
    }
    let secret = secrets::secret_of(&options.backup)?;
    let key = lent(secret.as_ref());
    let records = preview(&options.backup, key, &program::records)?.content;
    let at = secrets::surroundings().now();
    let replace = if options.keep_old { Replace::KeepOld } else { Replace::No };
    let lock = WriterLock::acquire(&target, at)?;
    let done = restore::restore(&options.backup, &target, key, replace, at, &program::verify);
    drop(lock);
    let done = done?;
    let (path, kept) = (done.path.display().to_string(), shown(done.kept.as_ref()));
    let mut lines = format!("已恢复并验证：{path}（{records} 条记录）");
    if let Some(kept) = &kept {
        lines.push_str(&format!("\n原来的文件留在：{kept}"));
    }
    tell(&mut lines, done.told.as_ref());
    Ok(Said::new(&json!({ "path": path, "records": records, "kept": kept, "warnings": done.told.as_slice() }), lines))
}

/// `check`: every page, every table, the whole chain, every row; and the head on a print.
pub fn check(options: &arguments::Check) -> Result<Said> {
    let book = secrets::open(&options.file, Access::Read)?;
    let checked = book.check_against(options.against.as_deref());
    let closed = book.close();
    let (checked, against) = checked?;
    closed?;
    let mut json = json!({
        "ok": true,
        "records": checked.records,
        "journal": checked.steps,
        "head": checked.head.text,
        "clock": {
            "back": checked.setbacks.iter().map(|back| json!({
                "step": back.step,
                "at": rows::instant(back.at),
                "newest": rows::instant(back.newest),
            })).collect::<Vec<_>>(),
            "wrong": checked.disowned.iter().map(|wrong| json!({
                "step": wrong.step,
                "at": rows::instant(wrong.at),
                "who": wrong.who,
                "steps": wrong.steps,
            })).collect::<Vec<_>>(),
        },
    });
    let mut lines = format!("检查完好：{} 条记录，{} 步修改痕迹\n核验码：{}", checked.records, checked.steps, checked.head.text);
    let clock = checked.of_the_clock();
    if !clock.is_empty() {
        lines.push_str(&format!("\n时钟：\n  {}", clock.join("\n  ")));
    }
    if let Some((step, later)) = against {
        lines.push_str(&match later {
            0 => format!("\n纸上的核验码是第 {step} 步，之后没有改动。"),
            later => format!("\n纸上的核验码是第 {step} 步，之后又有 {later} 步改动；可以用 history 查看。"),
        });
        if let Json::Object(map) = &mut json {
            map.insert("against".to_owned(), json!({ "step": step, "later": later }));
        }
    }
    Ok(Said::new(&json, lines))
}

/// `clock`: whether the clock then or the clock now is wrong.
pub fn clock(options: &arguments::Clock) -> Result<Said> {
    let mut book = secrets::open(&options.file, if options.then_wrong { Access::Write } else { Access::Read })?;
    let done = book.clock_question().and_then(|question| match question {
        Some(question) if options.then_wrong => Ok((None, book.answer_clock(&question)?)),
        question => Ok((question, None)),
    });
    let closed = book.close();
    let (question, step) = done?;
    closed.map_err(|error| match step {
        Some(step) => error.after(format!("第 {step} 步已经保存")),
        None => error,
    })?;
    let json = json!({
        "question": question.as_ref().map(|asked| json!({
            "step": asked.step,
            "at": rows::instant(asked.at),
            "now": rows::instant(asked.now),
            "steps": asked.steps,
        })),
        "step": step,
    });
    let lines = match (&question, step) {
        (Some(question), _) => format!("{}\n确定要记「时钟有误」，请加 --then-wrong 再运行一次。", question.in_words()),
        (None, Some(step)) => format!("已记下「时钟有误」，是第 {step} 步。"),
        (None, None) => "没有要回答的：最近一次登记的时间不比现在晚一天以上。".to_owned(),
    };
    Ok(Said::new(&json, lines))
}

/// `rekey`.
pub fn rekey(options: &arguments::File) -> Result<Said> {
    let old = secrets::secret_of(&options.file)?;
    renew(&options.file, old.as_ref())
}

/// `recover`.
pub fn recover(options: &arguments::File) -> Result<Said> {
    let old = secrets::secret_by_code(&options.file)?;
    renew(&options.file, old.as_ref())
}

fn renew(path: &Path, old: Option<&Secret>) -> Result<Said> {
    let path = disk::real(path)?;
    // A wrong key is told before a new password is asked for.
    preview(&path, lent(old), &|_| Ok(()))?;
    let (key, salt) = secrets::new_secret(secrets::NEW_PASSWORD)?;
    let lock = WriterLock::acquire(&path, secrets::surroundings().now())?;
    let done = rekey::rekey(&path, lent(old), Some((&key, &salt)), &program::verify);
    drop(lock);
    let done = done?;
    let (code, fingerprint) = (key::recovery_code(&key).join("-"), key::fingerprint(&key));
    let (path, kept) = (done.path.display().to_string(), done.kept.display().to_string());
    let mut lines = format!(
        "已换成新密码：{path}\n{}\n原来的文件留在：{kept}\n它和以前的备份仍用旧密码、旧恢复单打开。",
        recovery_lines(&code, &fingerprint)
    );
    tell(&mut lines, done.told.as_ref());
    let json = json!({
        "path": path,
        "recovery_code": code,
        "fingerprint": fingerprint,
        "kept": kept,
        "warnings": done.told.as_slice(),
    });
    Ok(Said::new(&json, lines))
}

fn tell(lines: &mut String, told: Option<&String>) {
    if let Some(told) = told {
        lines.push_str(&format!("\n请留意：{told}"));
    }
}

fn absolute(path: &Path) -> CoreResult<PathBuf> {
    std::path::absolute(path).map_err(Error::io("查找文件", path))
}

fn shown(path: Option<&PathBuf>) -> Option<String> {
    path.map(|path| path.display().to_string())
}
