//! 打印 in one step: beside the data file, shown, and gone with the lock; several forms as one; the file opened last.

use super::*;
use std::path::PathBuf;

fn shown(folder: &Path) -> Vec<PathBuf> {
    let list = std::fs::read_to_string(folder.join("shown.txt")).unwrap_or_default();
    list.lines().map(PathBuf::from).collect()
}

fn printed(shell: &Shell, forms: &[&str]) -> String {
    let forms = forms.iter().map(|form| (*form).to_owned()).collect();
    let preview = printing::print_preview(shell, PrintAsked { forms, ..job("list", None, None) }).unwrap();
    printing::print_open(shell, preview.ticket).unwrap()
}

#[test]
fn a_print_without_a_name_lies_beside_the_file_until_it_is_locked() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    add(&shell, person("李䶮"));
    let beside = folder.path().join("数据").join("打印件");
    printed(&shell, &["list"]);
    printed(&shell, &["list"]);
    let places = ["人员名册_20210901.pdf", "人员名册_20210901_2.pdf"].map(|name| beside.join(name));
    assert_eq!(shown(folder.path()), places);
    let bytes = std::fs::read(&places[0]).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(bytes == std::fs::read(&places[1]).unwrap(), "the same print");
    vault::open_shown(&shell, Shown::OutputFolder).unwrap();
    assert_eq!(shown(folder.path()).last(), Some(&beside));
    keys::lock(&shell).unwrap();
    assert!(!beside.exists(), "nothing readable is left beside a locked file");
    keys::unlock(&shell, "密码 1".to_owned()).unwrap();
    printed(&shell, &["list"]);
    // Ended in any other way, the next start takes it away before a password is asked for.
    assert!(places[0].exists());
    drop(shell);
    let _next = super::shell(folder.path());
    assert!(!beside.exists());
}

#[test]
fn several_forms_are_one_document() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    add(&shell, person("李䶮"));
    let pages = |forms: &[&str]| {
        let forms: Vec<String> = forms.iter().map(|form| (*form).to_owned()).collect();
        let made = printing::print_preview(&shell, PrintAsked { forms, ..job("list", None, None) }).unwrap();
        (made.title, made.pages, made.rows)
    };
    let (list, blank) = (pages(&["list"]), pages(&["blank"]));
    assert_eq!(pages(&["list", "blank"]), (format!("{}、{}", list.0, blank.0), list.1 + blank.1, 1));
    let place = printed(&shell, &["list", "sheet", "blank"]);
    assert!(place.ends_with("人员名册等 3 种_20210901.pdf"), "{place}");
    let none = PrintAsked { forms: Vec::new(), ..job("list", None, None) };
    assert_eq!(refused(printing::print_preview(&shell, none)).problems()[0].field, "form");
}

#[test]
fn the_file_opened_last_waits_for_its_password_and_no_older_one_in_its_stead() {
    let folder = tempfile::tempdir().unwrap();
    let first = made(folder.path(), Some("密码 1"));
    let path = first.session().path().unwrap().to_owned();
    first.session().close();
    let started = || {
        let shell = shell(folder.path());
        shell.session().choose_last();
        let state = files::app_state(&shell).unwrap();
        (state.state, state.file.map(|file| file.name))
    };
    assert_eq!(started(), (FileState::Locked, path.file_name().map(|name| name.to_string_lossy().into_owned())));
    // A file without a password is not opened unasked, and does not make way for the one before it.
    files::file_sample(&first).unwrap();
    first.session().close();
    assert_eq!(started(), (FileState::Closed, None));
    std::fs::remove_file(folder.path().join("数据").join("示例机构.taizhang")).unwrap();
    assert_eq!(started(), (FileState::Closed, None));
}
