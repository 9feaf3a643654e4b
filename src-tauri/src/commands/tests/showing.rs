//! 迎检模式: what is refused while the screen is shown to somebody from outside, and every way out of it.

use super::*;
use crate::wire::{NAMES, answered};
use taizhang::base::error::Result;

fn begun(shell: &Shell) {
    let state = answered(shell, "showing_begin", files::showing_begin).unwrap();
    assert!(state.showing);
}

fn on(shell: &Shell) -> bool {
    files::app_state(shell).unwrap().showing
}

fn end(shell: &Shell, answer: &str) -> Result<()> {
    answered(shell, "showing_end", |shell| files::showing_end(shell, answer.to_owned())).map(|_| ())
}

fn rule<T>(result: Result<T>) -> String {
    refused(result).problems().first().map(|problem| problem.rule.clone()).unwrap_or_default()
}

#[test]
fn nothing_is_written_or_shown_whole_while_it_is_on() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    let id = add(&shell, person("李䶮"));
    let preview = printing::print_preview(&shell, job("sheet", Some(&id), Some(("核对", "民政局")))).unwrap();
    leaving::draft_keep(&shell, draft(None, "没写完")).unwrap();
    let steps = vault::check_file(&shell).unwrap().steps;
    begun(&shell);

    // Every command that is not named is refused before it does anything.
    let answers = |name: &&&str| answered(&shell, name, |_| Ok(())).is_ok();
    let admitted: Vec<&&str> = NAMES.iter().filter(answers).collect();
    for name in [
        "record_save",
        "record_unmask",
        "records_act",
        "undo",
        "redo",
        "erase",
        "attachment_save",
        "pack_make",
        "pack_again",
        "password_change",
        "settings_save",
        "import_apply",
        "restore_apply",
        "backup_run",
        "recovery_preview",
        "row_save",
    ] {
        assert!(NAMES.contains(&name) && !admitted.contains(&&name), "{name}");
    }
    let save =
        answered(&shell, "record_save", |shell| records::record_save(shell, "staff".to_owned(), None, None, person("王离")));
    assert_eq!(rule(save), "showing");
    assert_eq!(total(&shell, "staff"), 1);

    // What may be asked for is masked: printed whole it is refused, and what was made whole before is gone.
    let whole = answered(&shell, "print_preview", |shell| printing::print_preview(shell, job("list", None, Some(("看", "我")))));
    assert_eq!(rule(whole), "showing");
    assert_eq!(refused(printing::print_page(&shell, preview.ticket, 1)).code(), Code::NotFound);
    let masked = answered(&shell, "print_preview", |shell| printing::print_preview(shell, job("list", None, None))).unwrap();
    assert_eq!(masked.rows, 1);
    let form = answered(&shell, "record_get", |shell| records::record_get(shell, "staff".to_owned(), id.clone())).unwrap();
    assert!(form.masked.contains(&"id_number".to_owned()));

    // What was being typed is held, not shown, and comes back afterwards.
    assert!(leaving::drafts(&shell).unwrap().is_empty());
    assert_eq!(vault::check_file(&shell).unwrap().steps, steps, "looking on leaves no step");
    end(&shell, "密码 1").unwrap();
    assert_eq!(leaving::drafts(&shell).unwrap()[0].draft.values["name"], "没写完");
    add(&shell, texts([("name", "王离"), ("id_type", "none")]));
}

#[test]
fn only_the_password_ends_it_and_a_lock_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    begun(&shell);
    for wrong in ["", "密码 2", "某某中心"] {
        assert_eq!(refused(end(&shell, wrong)).code(), Code::WrongPassword, "{wrong}");
        assert!(on(&shell));
    }
    for way_out in ["file_close", "file_open", "file_sample", "file_confirm", "copy_open", "restore_apply", "recover", "unlock"] {
        assert_eq!(rule(answered(&shell, way_out, |_| Ok(()))), "showing", "{way_out}");
    }
    // Locked, by hand or because nobody is there, it is on when the file is unlocked again.
    let state = answered(&shell, "lock", keys::lock).unwrap();
    assert_eq!((state.state, state.showing), (FileState::Locked, true));
    answered(&shell, "unlock", |shell| keys::unlock(shell, "密码 1".to_owned())).unwrap();
    assert!(on(&shell));
    let save =
        answered(&shell, "record_save", |shell| records::record_save(shell, "staff".to_owned(), None, None, person("王离")));
    assert_eq!(rule(save), "showing");
    end(&shell, "密码 1").unwrap();
    assert!(!on(&shell));

    // Left and opened again, the file has asked for its password.
    begun(&shell);
    answered(&shell, "lock", keys::lock).unwrap();
    answered(&shell, "file_close", files::file_close).unwrap();
    let handle = files::app_state(&shell).unwrap().recent[0].handle.clone();
    answered(&shell, "file_open", |shell| files::file_open(shell, handle)).unwrap();
    answered(&shell, "unlock", |shell| keys::unlock(shell, "密码 1".to_owned())).unwrap();
    assert!(!on(&shell));
}

#[test]
fn a_file_without_password_asks_for_the_name_also_after_the_window_was_closed() {
    let folder = tempfile::tempdir().unwrap();
    let first = made(folder.path(), None);
    begun(&first);
    assert_eq!(rule(end(&first, "别的中心")), "name");
    // A lock does nothing to it, and closing the window is no way out.
    answered(&first, "lock", keys::lock).unwrap();
    assert!(on(&first));
    first.session().close();
    drop(first);
    let second = shell(folder.path());
    let handle = files::app_state(&second).unwrap().recent[0].handle.clone();
    answered(&second, "file_open", |shell| files::file_open(shell, handle)).unwrap();
    assert!(on(&second));
    assert_eq!(rule(answered(&second, "undo", records::undo)), "showing");
    end(&second, " 某某中心 ").unwrap();
    second.session().close();
    drop(second);
    let third = shell(folder.path());
    let handle = files::app_state(&third).unwrap().recent[0].handle.clone();
    files::file_open(&third, handle).unwrap();
    assert!(!on(&third), "what has ended stays so");
}
