//! Nothing typed is lost on any way out, and nothing untrue is said of a file that vanished, moved or was replaced.

use super::*;
use crate::wire::failure;
use crate::wire::files::WaitingDraft;
use std::path::PathBuf;
use taizhang::base::error::Error;
use taizhang::schema::Tone;

fn waiting(shell: &Shell) -> Vec<WaitingDraft> {
    leaving::drafts(shell).unwrap()
}

fn names(shell: &Shell) -> Vec<String> {
    waiting(shell).into_iter().map(|waiting| waiting.draft.values["name"].clone()).collect()
}

fn data_file(shell: &Shell) -> PathBuf {
    shell.session().path().unwrap().to_owned()
}

fn reopened(folder: &Path) -> Shell {
    let shell = shell(folder);
    let handle = files::app_state(&shell).unwrap().recent[0].handle.clone();
    files::file_open(&shell, handle).unwrap();
    shell
}

#[test]
fn what_was_typed_outlives_closing_the_file_and_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let first = made(folder.path(), None);
    let id = add(&first, person("李䶮"));
    leaving::draft_keep(&first, draft(None, "没写完")).unwrap();
    leaving::draft_keep(&first, draft(Some(&id), "李龑")).unwrap();
    leaving::draft_keep(&first, draft(None, "没写完的人")).unwrap();
    files::file_close(&first).unwrap();
    assert_eq!(total(&reopened(folder.path()), "staff"), 1, "none became a record");

    let second = reopened(folder.path());
    assert_eq!(names(&second), ["没写完的人", "李龑"], "one a form, the newest first");
    assert_eq!(names(&second).len(), 2, "looking takes nothing away");
    // The window closes: what is told last is kept by the end of the program itself.
    leaving::draft_keep(&second, draft(None, "又写了一点")).unwrap();
    second.session().close();
    let third = reopened(folder.path());
    assert_eq!(names(&third), ["又写了一点", "李龑"]);
    // Saved or given up, it never comes back, not even after a crash.
    leaving::draft_drop(&third, "staff".to_owned(), None).unwrap();
    let path = data_file(&third);
    let beside = path.with_file_name("别处.taizhang");
    std::fs::copy(&path, &beside).unwrap();
    drop(third);
    let fourth = shell(folder.path());
    let handle = fourth.session().handle(&beside);
    files::file_open(&fourth, handle).unwrap();
    assert_eq!(names(&fourth), ["李龑"]);
}

#[test]
fn another_file_and_an_end_of_the_session_keep_what_was_typed() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    let own = files::app_state(&shell).unwrap().recent[0].handle.clone();
    leaving::draft_keep(&shell, draft(None, "没写完")).unwrap();
    files::file_sample(&shell).unwrap();
    assert!(names(&shell).is_empty(), "it is of the other file");
    files::file_open(&shell, own).unwrap();
    assert_eq!(names(&shell), ["没写完"]);
    // A new password writes the file anew.
    leaving::draft_keep(&shell, draft(None, "还没写完")).unwrap();
    keys::password_change(&shell, String::new(), "很长的新密码 2021".to_owned()).unwrap();
    assert_eq!(names(&shell), ["还没写完"]);
    assert!(leaving::leave(&shell, false).is_ok());
}

#[test]
fn what_became_of_the_record_meanwhile_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    let id = add(&shell, person("李䶮"));
    let form = records::record_get(&shell, "staff".to_owned(), id.clone()).unwrap();
    let typed = Draft { step: form.step, ..draft(Some(&id), "李龑") };
    leaving::draft_keep(&shell, typed).unwrap();
    assert_eq!(waiting(&shell)[0].meanwhile, "");
    let other = texts([("mobile", "13812340000")]);
    let saved = records::record_save(&shell, "staff".to_owned(), Some(id.clone()), form.step, other).unwrap();
    assert!(waiting(&shell)[0].meanwhile.contains("改过") && waiting(&shell)[0].fits);
    records::record_void(&shell, "staff".to_owned(), id, saved.step, "登记错了".to_owned()).unwrap();
    assert!(waiting(&shell)[0].meanwhile.contains("作废") && !waiting(&shell)[0].fits);
    leaving::draft_keep(&shell, draft(Some("99"), "没有的人")).unwrap();
    assert!(waiting(&shell)[0].meanwhile.contains("不在了") && !waiting(&shell)[0].fits);
}

#[cfg(unix)]
#[test]
fn a_file_that_vanished_is_told_checked_as_such_and_written_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    add(&shell, person("李䶮"));
    leaving::draft_keep(&shell, draft(None, "没写完")).unwrap();
    assert!(vault::check_file(&shell).unwrap().sentence.contains("完好"));
    std::fs::remove_file(data_file(&shell)).unwrap();

    let refusal = failure(&shell, refused(vault::check_file(&shell)));
    assert!(refusal.system.unwrap().title.contains("数据文件不见了"));
    let health = vault::health(&shell).unwrap().unwrap();
    assert!(health.state == Tone::Bad && health.rescue && health.lost);
    let error = records::record_save(&shell, "staff".to_owned(), None, None, texts([("name", "王二"), ("id_type", "none")]));
    let told = failure(&shell, error.unwrap_err()).system.unwrap();
    assert!(told.title.contains("数据文件不见了") && told.advice.contains("立即另存一份"), "{told:?}");
    assert_eq!(failure(&shell, refused(leaving::leave(&shell, false))).code, Code::Io, "she is asked before it is gone");

    let copy = vault::copy_save(&shell).unwrap().unwrap();
    assert_eq!(refused(vault::copy_save(&shell)).code(), Code::TargetExists, "nothing is overwritten");
    let seen = restore::restore_preview(&shell, copy.handle.clone(), None, None).unwrap();
    assert_eq!(seen.at, "未注明", "it is no backup but a file to go on with");
    vault::copy_open(&shell, copy.handle).unwrap();
    assert_eq!(shell.session().path().unwrap().to_string_lossy(), copy.shown);
    shell.watch.look();
    assert!(vault::health(&shell).unwrap().is_none_or(|health| !health.lost));
    assert_eq!((total(&shell, "staff"), names(&shell)), (1, vec!["没写完".to_owned()]));
    assert!(vault::check_file(&shell).unwrap().sentence.contains("完好"));
}

#[cfg(unix)]
#[test]
fn a_copy_may_take_the_place_of_the_file_that_vanished() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    add(&shell, person("李䶮"));
    let path = data_file(&shell);
    std::fs::remove_file(&path).unwrap();
    leaving::draft_keep(&shell, draft(None, "没写完")).unwrap();
    shell.session().open().unwrap().book.save_copy(&path, &|_, _| true).unwrap();
    let handle = shell.session().handle(&path);
    vault::copy_open(&shell, handle).unwrap();
    shell.watch.look();
    assert!(vault::health(&shell).unwrap().is_none_or(|health| !health.lost));
    assert_eq!((total(&shell, "staff"), names(&shell)), (1, vec!["没写完".to_owned()]));
    add(&shell, texts([("name", "王二"), ("id_type", "none")]));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_written_before_a_lock_waits_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    let (path, away) = (data_file(&shell), folder.path().join("别处"));
    leaving::draft_keep(&shell, draft(None, "没写完")).unwrap();
    std::fs::rename(&path, &away).unwrap();
    let state = keys::lock(&shell).unwrap();
    assert!(state.warnings.iter().any(|line| line.contains("没有保存的内容")), "{:?}", state.warnings);
    let missing = failure(&shell, refused(keys::unlock(&shell, "密码 1".to_owned()))).system.unwrap();
    assert!(missing.title.contains("找不到") && !missing.title.contains("error"), "{missing:?}");
    std::fs::rename(&away, &path).unwrap();
    keys::unlock(&shell, "密码 1".to_owned()).unwrap();
    assert_eq!(names(&shell), ["没写完"]);
}

#[test]
fn a_vanished_folder_of_backups_is_told_and_made_anew_only_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    add(&shell, person("李䶮"));
    keys::lock(&shell).unwrap();
    keys::unlock(&shell, "密码 1".to_owned()).unwrap();
    let automatic = crate::backups::automatic_folder(&data_file(&shell));
    assert!(automatic.is_dir());
    vault::backup_run(&shell, None, false).unwrap();
    for gone in [automatic.clone(), folder.path().join("folder")] {
        std::fs::remove_dir_all(&gone).unwrap();
    }
    shell.watch.look();
    let health = vault::health(&shell).unwrap().unwrap();
    assert!(health.word.contains("备份文件夹不见了") || health.state == Tone::Bad, "{health:?}");
    let targets = vault::backup_targets(&shell).unwrap();
    assert!(targets.iter().all(|target| !target.reachable));
    for target in &targets {
        let told = failure(&shell, refused(vault::backup_run(&shell, Some(target.handle.clone()), false)));
        assert!(told.system.unwrap().title.contains("找不到"));
    }
    add(&shell, texts([("name", "王二"), ("id_type", "none")]));
    let state = keys::lock(&shell).unwrap();
    assert!(state.warnings.iter().any(|line| line.contains("自动备份没有成功")), "{:?}", state.warnings);
    assert!(!automatic.exists(), "nothing was made in silence");
    keys::unlock(&shell, "密码 1".to_owned()).unwrap();
    vault::backup_run(&shell, Some(targets[0].handle.clone()), true).unwrap();
    assert!(automatic.is_dir());
}

#[test]
fn a_full_stick_is_blamed_and_not_the_data_file() {
    let full = Error::Io { doing: "写入备份", path: PathBuf::from("/U盘"), source: std::io::ErrorKind::StorageFull.into() };
    let folder = tempfile::tempdir().unwrap();
    let told = failure(&shell(folder.path()), full).system.unwrap();
    assert_eq!((told.title.as_str(), told.place.as_str()), ("写入备份没有成功：磁盘已满", "/U盘"));
    assert!(told.advice.contains("换一个"));
}
