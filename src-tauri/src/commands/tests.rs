//! The commands without a window: the story of one data file, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod people;
mod printed;
mod safety;
mod showing;
mod views;

use super::{exchange, files, keys, leaving, lists, printing, records, restore, vault};
use crate::desktop::ListedDesktop;
use crate::state::{Folders, Shell};
use crate::wire::exchange::{FillingAsked, ImportOptions};
use crate::wire::files::{Draft, FileState, NewFile, Prepared, Shown};
use crate::wire::records::{Query, Texts};
use crate::wire::vault::{Action, PrintAsked, Unmasked};
use std::path::Path;
use taizhang::base::error::Code;
use taizhang::exchange::plan::Fate;

const ID: &str = "11010519491231002X";

fn shell(folder: &Path) -> Shell {
    let folders = Folders { data: folder.join("数据"), settings: folder.join("设置"), log: folder.join("日志") };
    Shell::new(Box::new(ListedDesktop::new(None, folder.to_owned())), folders)
}

fn texts<const N: usize>(pairs: [(&str, &str); N]) -> Texts {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

fn new_file(password: Option<&str>) -> NewFile {
    let organisation = texts([("name", "某某中心"), ("form", "service_body"), ("contact", "周会计")]);
    NewFile { place: None, organisation, password: password.map(str::to_owned) }
}

fn refused<T>(result: taizhang::base::error::Result<T>) -> taizhang::base::error::Error {
    match result {
        Ok(_) => panic!("not refused"),
        Err(error) => error,
    }
}

fn answers(prepared: &Prepared) -> Vec<String> {
    prepared.ask.iter().map(|number| prepared.groups[number - 1].to_lowercase()).collect()
}

fn made(folder: &Path, password: Option<&str>) -> Shell {
    let shell = shell(folder);
    let prepared = files::file_prepare(&shell, new_file(password)).unwrap();
    files::file_confirm(&shell, answers(&prepared)).unwrap();
    shell
}

fn all(ledger: &str) -> Query {
    Query {
        ledger: ledger.to_owned(),
        text: String::new(),
        filters: Texts::new(),
        from: None,
        to: None,
        on: None,
        sort: None,
        descending: false,
        voided: false,
        only: None,
        tally: None,
    }
}

fn person(name: &str) -> Texts {
    texts([("name", name), ("id_number", ID), ("mobile", "13812341234"), ("category", "full_time"), ("joined_on", "2021-03-01")])
}

fn draft(id: Option<&str>, name: &str) -> Draft {
    Draft {
        ledger: "staff".to_owned(),
        id: id.map(str::to_owned),
        step: None,
        title: "新增人员".to_owned(),
        values: texts([("name", name)]),
    }
}

fn add(shell: &Shell, values: Texts) -> String {
    records::record_save(shell, "staff".to_owned(), None, None, values).unwrap().id
}

fn job(form: &str, id: Option<&str>, unmasked: Option<(&str, &str)>) -> PrintAsked {
    PrintAsked {
        ledger: "staff".to_owned(),
        forms: vec![form.to_owned()],
        id: id.map(str::to_owned),
        from: None,
        to: None,
        on: Some("2021-09-01".to_owned()),
        names_masked: false,
        unmasked: unmasked.map(|(purpose, recipient)| Unmasked { purpose: purpose.to_owned(), recipient: recipient.to_owned() }),
        query: None,
    }
}

fn total(shell: &Shell, ledger: &str) -> usize {
    records::records_list(shell, all(ledger), 0).unwrap().total
}

#[test]
fn a_file_is_made_only_after_two_groups_of_its_sheet_were_retyped() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    assert!(files::app_state(&shell).unwrap().first_run);
    let refusal = refused(files::file_prepare(&shell, NewFile { organisation: Texts::new(), ..new_file(None) }));
    assert_eq!(refusal.code(), Code::Invalid);
    let prepared = files::file_prepare(&shell, new_file(Some("密码 1"))).unwrap();
    assert_eq!((prepared.groups.len(), prepared.ask.len()), (13, 2));
    assert!(prepared.ask[0] < prepared.ask[1]);
    assert!(files::recovery_preview(&shell).unwrap()[0].starts_with("<svg"));
    assert!(files::recovery_print(&shell).unwrap().unwrap().contains("恢复单"));
    let mut wrong = answers(&prepared);
    wrong[1] = "00000".to_owned();
    let refusal = files::file_confirm(&shell, wrong).unwrap_err();
    assert_eq!(
        refusal.problems().iter().map(|problem| problem.field.clone()).collect::<Vec<_>>(),
        [format!("group_{}", prepared.ask[1])]
    );
    assert!(!folder.path().join("数据").exists());
    let state = files::file_confirm(&shell, answers(&prepared)).unwrap();
    assert_eq!(state.state, FileState::Open);
    assert_eq!(state.organisation.as_deref(), Some("某某中心"));
    assert_eq!(state.form_label.as_deref(), Some("社会服务机构"));
    assert_eq!(state.file.unwrap().fingerprint, prepared.fingerprint);
    assert!(files::file_confirm(&shell, answers(&prepared)).is_err());
    assert_eq!(refused(files::file_prepare(&shell, new_file(None))).code(), Code::TargetExists);
    assert!(vault::home(&shell).unwrap().tasks.iter().all(|task| task.label != "恢复单"));
}

#[test]
fn lock_keeps_the_form_and_unlock_gives_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    add(&shell, person("李䶮"));
    leaving::draft_keep(&shell, draft(None, "没写完")).unwrap();
    let state = keys::lock(&shell).unwrap();
    assert_eq!(state.state, FileState::Locked);
    assert!(state.organisation.is_none());
    assert_eq!(records::records_list(&shell, all("staff"), 1).unwrap_err().code(), Code::Locked);
    assert_eq!(keys::unlock(&shell, "别的".to_owned()).unwrap_err().code(), Code::WrongPassword);
    assert_eq!(keys::unlock(&shell, "密码 1".to_owned()).unwrap().state, FileState::Open);
    assert_eq!(leaving::drafts(&shell).unwrap()[0].draft.values["name"], "没写完");
    assert_eq!(total(&shell, "staff"), 1);
    let backups = restore::restore_backups(&shell).unwrap();
    assert_eq!((backups.len(), backups[0].same_key), (1, true));
    keys::lock(&shell).unwrap();
    keys::unlock(&shell, "密码 1".to_owned()).unwrap();
    assert_eq!(restore::restore_backups(&shell).unwrap().len(), 1, "nothing changed, so no second copy");
}

#[test]
fn a_file_nobody_is_at_is_locked_without_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    leaving::draft_keep(&shell, draft(None, "没写完")).unwrap();
    let minutes = |minutes: u64| std::time::Duration::from_secs(minutes * 60);
    assert!(!crate::idle::lock_when_over(&mut shell.session(), minutes(10)), "the page comes first");
    assert!(crate::idle::lock_when_over(&mut shell.session(), minutes(11)));
    assert!(!crate::idle::lock_when_over(&mut shell.session(), minutes(12)), "locked already");
    assert_eq!(records::records_list(&shell, all("staff"), 1).unwrap_err().code(), Code::Locked);
    keys::unlock(&shell, "密码 1".to_owned()).unwrap();
    assert_eq!(leaving::drafts(&shell).unwrap()[0].draft.values["name"], "没写完");
    assert!(shell.idle.since() < minutes(1), "who unlocks is there");
    let plain = tempfile::tempdir().unwrap();
    let shell = made(plain.path(), None);
    assert!(!crate::idle::lock_when_over(&mut shell.session(), minutes(60)), "nothing would be locked away");
}

#[test]
fn records_are_listed_masked_changed_voided_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    let blank = records::record_blank(&shell, "staff".to_owned()).unwrap();
    assert_eq!(blank.values["id_type"], "resident_id");
    assert!(!blank.values.contains_key("joined_on"), "no day is made up");
    let mut wrong = person("李䶮");
    wrong.insert("id_number".to_owned(), "110105194912310021".to_owned());
    let checked = records::record_check(&shell, "staff".to_owned(), None, wrong.clone()).unwrap();
    assert_eq!(checked.problems[0].field, "id_number");
    assert_eq!(records::record_save(&shell, "staff".to_owned(), None, None, wrong).unwrap_err().code(), Code::Invalid);
    let mut typed = person("李䶮");
    typed.insert("joined_on".to_owned(), "2021.3.1".to_owned());
    let checked = records::record_check(&shell, "staff".to_owned(), None, typed).unwrap();
    assert_eq!(checked.derived["sex"].text, "女");
    assert_eq!(checked.echo, texts([("joined_on", "2021-03-01")]));
    let id = add(&shell, person("李䶮"));
    let listing = records::records_list(&shell, Query { text: "ly".to_owned(), ..all("staff") }, 10).unwrap();
    let row = records::records_window(&shell, listing.ticket.clone(), 0, 10).unwrap().remove(0);
    assert_eq!(listing.rows.first().map(|first| (&first.id, &first.cells)), Some((&row.id, &row.cells)));
    assert_eq!(row.cells["id_number"], "1101**********002X");
    assert_eq!(row.cells["category"], "专职");
    assert_eq!(records::record_index(&shell, listing.ticket, id.clone()).unwrap(), Some(0));
    assert_eq!((listing.tallies[0].name.as_str(), listing.tallies[0].value.as_str()), ("staff.all", "1 人"));

    let form = records::record_get(&shell, "staff".to_owned(), id.clone()).unwrap();
    assert!(form.masked.contains(&"mobile".to_owned()));
    assert_eq!(form.children[0].rows.len(), 1);
    let refused =
        records::record_unmask(&shell, "staff".to_owned(), id.clone(), " ".to_owned(), "民政局".to_owned()).unwrap_err();
    assert_eq!(refused.problems()[0].field, "purpose");
    let whole = records::record_unmask(&shell, "staff".to_owned(), id.clone(), "核对".to_owned(), "民政局".to_owned()).unwrap();
    assert_eq!(whole.values["id_number"], ID);
    let change = texts([("mobile", "13912345678")]);
    records::record_save(&shell, "staff".to_owned(), Some(id.clone()), form.step, change.clone()).unwrap();
    let late = records::record_save(&shell, "staff".to_owned(), Some(id.clone()), form.step, change).unwrap_err();
    assert_eq!(late.code(), Code::ChangedMeanwhile);
    let history = records::record_history(&shell, "staff".to_owned(), id.clone()).unwrap();
    assert_eq!(history.iter().map(|entry| entry.op.as_str()).collect::<Vec<_>>(), ["修改", "新增"]);
    assert_eq!((history[0].changes[0].before.as_str(), history[0].changes[0].after.as_str()), ("138****1234", "139****5678"));

    let steps = |shell: &Shell| records::steps(shell).map(|steps| (steps.undo, steps.redo)).unwrap();
    assert_eq!(steps(&shell), (Some("人员名册：修改「李䶮」".to_owned()), None));
    let step = records::record_get(&shell, "staff".to_owned(), id.clone()).unwrap().step.unwrap();
    records::record_void(&shell, "staff".to_owned(), id.clone(), step, "重复".to_owned()).unwrap();
    assert_eq!(total(&shell, "staff"), 0);
    let undone = records::undo(&shell).unwrap().unwrap();
    assert_eq!((undone.text.as_str(), undone.ledger.as_str()), ("人员名册：作废「李䶮」", "staff"));
    assert_eq!(undone.id.as_deref(), Some(id.as_str()));
    assert!(undone.moved.tasks && undone.moved.lists.contains(&"vaccinations".to_owned()), "{:?}", undone.moved);
    assert_eq!(steps(&shell).1.as_deref(), Some("人员名册：作废「李䶮」"));
    records::redo(&shell).unwrap().unwrap();
    assert_eq!((total(&shell, "staff"), steps(&shell).1), (0, None));
    let step = records::record_get(&shell, "staff".to_owned(), id.clone()).unwrap().step.unwrap();
    records::record_unvoid(&shell, "staff".to_owned(), id.clone(), step).unwrap();
    assert_eq!(steps(&shell).0.as_deref(), Some("人员名册：恢复作废「李䶮」"));
    assert_eq!(total(&shell, "staff"), 1);
    assert_eq!(records::search(&shell, "李".to_owned()).unwrap()[0].title, "李䶮");
    let options = records::options(&shell, "postings".to_owned(), "staff".to_owned(), "002x".to_owned()).unwrap();
    assert_eq!((options.len(), options[0].id.as_str()), (1, id.as_str()));
    assert!(vault::check_file(&shell).unwrap().ok);
}

#[test]
fn a_record_picked_is_the_one_meant_even_when_another_is_called_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    let place = |name: &str| {
        records::record_save(&shell, "places".to_owned(), None, None, texts([("name", name), ("kind", "office")])).unwrap().id
    };
    let (room, kitchen) = (place("2"), place("厨房"));
    assert_eq!((room.as_str(), kitchen.as_str()), ("1", "2"));
    let options = records::options(&shell, "cleaning_plans".to_owned(), "place".to_owned(), kitchen.clone()).unwrap();
    let named: Vec<(&str, &str)> = options.iter().map(|option| (option.id.as_str(), option.label.as_str())).collect();
    assert_eq!(named, [("1", "2"), ("2", "厨房")]);
    let plan = texts([("place", kitchen.as_str()), ("task", "disinfect"), ("times_per_day", "1"), ("from_on", "2021-08-01")]);
    assert!(records::record_check(&shell, "cleaning_plans".to_owned(), None, plan.clone()).unwrap().problems.is_empty());
    let saved = records::record_save(&shell, "cleaning_plans".to_owned(), None, None, plan).unwrap();
    let form = records::record_get(&shell, "cleaning_plans".to_owned(), saved.id).unwrap();
    assert_eq!((form.values["place"].as_str(), form.labels["place"].as_str()), ("2", "厨房"));
    assert!(!form.labels.contains_key("task"), "choices have their labels in the ledger");
}

#[test]
fn forms_are_previewed_and_saved_and_whole_values_are_journalled() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    let id = add(&shell, person("李䶮"));
    let codes: Vec<String> =
        printing::print_forms(&shell, "staff".to_owned()).unwrap().into_iter().map(|form| form.form).collect();
    assert_eq!(codes, ["list", "consent", "consent_blank", "sheet", "person", "blank"]);
    let preview = printing::print_preview(&shell, job("list", None, None)).unwrap();
    assert_eq!((preview.pages, preview.rows, preview.landscape), (1, 1, true));
    assert!(printing::print_page(&shell, preview.ticket.clone(), 1).unwrap().starts_with("<svg"));
    assert_eq!(printing::print_page(&shell, preview.ticket.clone(), 2).unwrap_err().code(), Code::NotFound);
    let shown = printing::print_save(&shell, preview.ticket).unwrap().unwrap();
    let bytes = std::fs::read(shown).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    let again = printing::print_preview(&shell, job("list", None, None)).unwrap();
    let again = printing::print_save(&shell, again.ticket).unwrap().unwrap();
    assert_eq!(std::fs::read(again).unwrap(), bytes, "same data, same day: same bytes");
    let steps = vault::check_file(&shell).unwrap().steps;
    assert_eq!(printing::print_preview(&shell, job("sheet", Some(&id), Some(("", "")))).unwrap_err().code(), Code::Invalid);
    printing::print_preview(&shell, job("sheet", Some(&id), Some(("核对", "民政局")))).unwrap();
    assert_eq!(vault::check_file(&shell).unwrap().steps, steps + 1);
}

#[test]
fn a_new_password_leaves_the_old_file_and_backs_up_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    add(&shell, person("李䶮"));
    vault::backup_run(&shell, None, false).unwrap().unwrap();
    assert_eq!(refused(keys::password_change(&shell, "不对".to_owned(), "密码 2".to_owned())).code(), Code::WrongPassword);
    let prepared = keys::password_change(&shell, "密码 1".to_owned(), "密码 2".to_owned()).unwrap();
    assert!(prepared.kept.as_deref().unwrap().contains("旧钥"));
    assert!(vault::home(&shell).unwrap().tasks.iter().any(|task| task.label == "恢复单"));
    assert_eq!(keys::recovery_confirm(&shell, vec![String::new(); 2]).unwrap_err().code(), Code::Invalid);
    keys::recovery_confirm(&shell, answers(&prepared)).unwrap();
    assert!(vault::home(&shell).unwrap().tasks.iter().all(|task| task.label != "恢复单"));
    let folder_of = |name: &str| {
        restore::restore_backups(&shell).unwrap().into_iter().filter(|file| file.same_key && file.folder.ends_with(name)).count()
    };
    assert_eq!((folder_of("备份"), folder_of("folder")), (1, 1));
    keys::lock(&shell).unwrap();
    assert_eq!(keys::unlock(&shell, "密码 1".to_owned()).unwrap_err().code(), Code::WrongPassword);
    let code = prepared.groups.join("-");
    let again = keys::recover(&shell, code.clone(), "密码 3".to_owned()).unwrap();
    assert_ne!(again.fingerprint, prepared.fingerprint);
    keys::lock(&shell).unwrap();
    assert_eq!(refused(keys::recover(&shell, code, "密码 4".to_owned())).code(), Code::WrongPassword);
    keys::unlock(&shell, "密码 3".to_owned()).unwrap();
    assert_eq!(total(&shell, "staff"), 1);
}

#[test]
fn a_backup_is_previewed_and_comes_back_here_or_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    add(&shell, person("李䶮"));
    let backup = vault::backup_run(&shell, None, false).unwrap().unwrap();
    assert!(!backup.sentence.contains("可以拔出"), "the folder lies on the same disk");
    assert_eq!(vault::backup_targets(&shell).unwrap().len(), 2);
    add(&shell, texts([("name", "后来的人"), ("id_type", "none")]));
    std::fs::write(folder.path().join("choose.txt"), &backup.shown).unwrap();
    let source = restore::restore_choose(&shell, None).unwrap().unwrap();
    assert!(source.encrypted && source.same_key);
    assert_eq!(restore::restore_apply(&shell, source.handle.clone(), false).unwrap_err().code(), Code::NotFound);
    let preview = restore::restore_preview(&shell, source.handle.clone(), None, None).unwrap();
    assert_eq!((preview.organisation.as_str(), preview.people), ("某某中心", 1));
    assert_eq!(preview.compare[1].value, "现有 2 人 → 恢复后 1 人");
    let state = restore::restore_apply(&shell, source.handle.clone(), false).unwrap();
    assert_eq!(state.state, FileState::Open);
    assert_eq!(total(&shell, "staff"), 1);
    let kept = std::fs::read_dir(folder.path().join("数据")).unwrap().flatten();
    assert_eq!(kept.filter(|entry| entry.file_name().to_string_lossy().contains("恢复前")).count(), 1);
    restore::restore_preview(&shell, source.handle.clone(), Some("密码 1".to_owned()), None).unwrap();
    let elsewhere = restore::restore_apply(&shell, source.handle.clone(), true).unwrap();
    assert!(elsewhere.file.unwrap().name.ends_with("-恢复.taizhang"));
    assert_eq!(total(&shell, "staff"), 1);
    restore::restore_preview(&shell, source.handle.clone(), None, None).unwrap();
    assert_eq!(restore::restore_apply(&shell, source.handle, true).unwrap_err().code(), Code::TargetExists);
    let own = elsewhere.recent[0].handle.clone();
    assert_eq!(restore::restore_choose(&shell, Some(own)).unwrap_err().code(), Code::Invalid);
}

#[test]
fn a_second_program_reads_while_the_first_writes() {
    let folder = tempfile::tempdir().unwrap();
    let first = made(folder.path(), None);
    add(&first, person("李䶮"));
    let second = shell(folder.path());
    let handle = files::app_state(&second).unwrap().recent[0].handle.clone();
    let state = files::file_open(&second, handle).unwrap();
    assert!(state.file.unwrap().read_only.is_some());
    assert_eq!(total(&second, "staff"), 1);
    let refused = records::record_save(&second, "staff".to_owned(), None, None, person("王二")).unwrap_err();
    assert!(matches!(refused.code(), Code::ReadOnly | Code::Invalid));
    assert_eq!(files::file_close(&second).unwrap().state, FileState::Closed);
    assert_eq!(files::file_open(&second, "no such handle".to_owned()).unwrap_err().code(), Code::NotFound);
}

#[test]
fn settings_are_checked_and_remembered() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    let mut settings = vault::settings_get(&shell).unwrap();
    assert_eq!((settings.grace_hours, settings.idle_minutes, settings.automatic_backup), (24, 10, true));
    settings.idle_minutes = 0;
    assert_eq!(vault::settings_save(&shell, settings.clone()).unwrap_err().problems()[0].field, "idle_minutes");
    settings.idle_minutes = 5;
    settings.operator = " 王主任 ".to_owned();
    settings.automatic_backup = false;
    assert_eq!(vault::settings_save(&shell, settings).unwrap().operator, "王主任");
    assert_eq!(files::app_state(&shell).unwrap().idle_minutes, 5);
    let id = add(&shell, person("李䶮"));
    assert_eq!(records::record_get(&shell, "staff".to_owned(), id).unwrap().recorder.as_deref(), Some("王主任"));
    files::file_close(&shell).unwrap();
    assert!(!folder.path().join("数据/备份").exists(), "switched off");
}

/// A clock that was far ahead is asked about on the first screen, until she says which was wrong.
#[test]
fn a_clock_far_ahead_is_a_question_on_the_first_screen() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    let asks = || vault::home(&shell).unwrap().tasks.iter().any(|task| matches!(task.action, Action::Clock));
    assert!(!asks());
    assert_eq!(refused(vault::clock_wrong(&shell)).code(), Code::ChangedMeanwhile);
    let earlier = taizhang::base::clock::SetClock::at("2021-08-12T01:00:00Z".parse().unwrap());
    shell.session().open().unwrap().book.set_clock(Box::new(earlier));
    assert!(asks());
    vault::clock_wrong(&shell).unwrap();
    assert!(!asks());
    assert!(vault::check_file(&shell).unwrap().sentence.contains("时钟有误"));
}

#[test]
fn the_sample_opens_and_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    let state = files::file_sample(&shell).unwrap();
    assert!(!state.file.unwrap().encrypted);
    assert!(total(&shell, "staff") > 30);
    let people = total(&shell, "staff");
    files::file_close(&shell).unwrap();
    files::file_sample(&shell).unwrap();
    assert_eq!(total(&shell, "staff"), people);
}

fn nothing_said() -> ImportOptions {
    serde_json::from_value(
        serde_json::json!({ "map": {}, "set": {}, "words": [], "answers": {}, "clear": false, "decisions": {}, "meant": {} }),
    )
    .unwrap()
}

#[test]
fn a_sheet_dropped_on_a_ledger_is_planned_explained_and_imported() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    let text = "姓名,证件类型,部门,人员类别\n李䶮,无证件,办公室,正式工\n王二,无证件,办公室,专职\n赵六,无证件,,\n";
    let base64 = data_encoding::BASE64.encode(text.as_bytes());
    let view = exchange::import_dropped(&shell, "staff".to_owned(), "名单.csv".to_owned(), base64).unwrap();
    assert_eq!((view.fates["add"], view.fates["pending"], view.fates["reject"]), (1, 1, 1));
    assert_eq!((view.questions[0].code.as_str(), view.questions[0].said.as_str()), ("joined_on", ""));
    assert_eq!((view.words[0].word.as_str(), view.words[0].rows), ("正式工", 1));
    let rejected = exchange::import_rows(&shell, Some(Fate::Reject), 0, 10).unwrap();
    assert_eq!((rejected[0].row, rejected[0].problems[0].column), (2, Some(3)));
    let mut options = nothing_said();
    options.words = vec![("category".to_owned(), "正式工".to_owned(), "full_time".to_owned())];
    options.answers.insert("joined_on".to_owned(), "明年某月".to_owned());
    let view = exchange::import_plan(&shell, "staff".to_owned(), options.clone()).unwrap();
    assert_eq!((view.fates["pending"], view.questions[0].said.as_str()), (2, ""));
    assert!(!view.questions[0].problem.is_empty(), "what is no day is told");
    options.answers.insert("joined_on".to_owned(), "2021.3.1".to_owned());
    let view = exchange::import_plan(&shell, "staff".to_owned(), options).unwrap();
    assert_eq!((view.fates["add"], view.questions[0].said.as_str()), (3, "2021-03-01"));
    let done = exchange::import_apply(&shell).unwrap();
    assert_eq!((done.left, total(&shell, "staff")), (0, 3));
    assert!(done.backup.is_some());
    let after = exchange::import_rows(&shell, Some(Fate::Unchanged), 0, 10).unwrap();
    assert_eq!(after.len(), 3, "what was imported is unchanged now");
    assert_eq!(exchange::import_rejects(&shell).unwrap_err().code(), Code::NotFound);
    exchange::import_close(&shell).unwrap();
    assert_eq!(exchange::import_apply(&shell).unwrap_err().code(), Code::NotFound);
    records::undo(&shell).unwrap().unwrap();
    assert_eq!(total(&shell, "staff"), 0);
}

#[test]
fn lists_and_blank_sheets_are_saved() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    add(&shell, person("李䶮"));
    let query = serde_json::json!({ "ledger": "staff", "text": "", "filters": {}, "descending": false, "voided": false });
    let job = |text: bool| {
        let asked = serde_json::json!({ "query": query, "text": text, "names_masked": text });
        serde_json::from_value(asked).unwrap()
    };
    for text in [false, true] {
        let done = exchange::export_list(&shell, job(text)).unwrap().unwrap();
        assert_eq!(done.rows, 1);
        assert!(std::path::Path::new(&done.shown).is_file());
    }
    vault::open_shown(&shell, Shown::OutputFolder).unwrap();
    let blank = exchange::import_template(&shell, "staff".to_owned()).unwrap().unwrap();
    assert!(blank.ends_with("人员名册-导入模板.xlsx"));
    assert!(exchange::work_progress(&shell).unwrap().is_none());
}

#[test]
fn a_sheet_of_somebody_else_is_filled_in_as_it_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), None);
    add(&shell, person("李䶮"));
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/sheets/template-openpyxl.xlsx");
    std::fs::write(folder.path().join("choose.txt"), template).unwrap();
    let view = exchange::filling_choose(&shell).unwrap().unwrap();
    assert!(!view.known);
    let job = |cell: &str| -> FillingAsked {
        let rows = serde_json::json!({ "ledger": "staff", "first": 7, "columns": { "A": "#", "B": "姓名" } });
        let filling = serde_json::json!({ "sheet": "报表", "cells": { cell: "coverage.people" }, "rows": rows });
        serde_json::from_value(serde_json::json!({ "filling": filling })).unwrap()
    };
    let formula = refused(exchange::filling_preview(&shell, job("D4")));
    assert_eq!(formula.problems()[0].value, "D4");
    let rows = exchange::filling_preview(&shell, job("A4")).unwrap();
    let at = |number: u32, column: usize| {
        let (_, cells) = rows.iter().find(|(row, _)| *row == number).unwrap();
        cells.iter().find(|cell| cell.column == column).unwrap().text.clone()
    };
    assert_eq!((at(4, 0).as_str(), at(7, 1).as_str()), ("1", "李䶮"));
    assert!(exchange::filling_save(&shell, job("A4")).unwrap().is_some());
    let again = exchange::filling_choose(&shell).unwrap().unwrap();
    assert!(again.known);
    assert_eq!(again.filling.cells["A4"], "coverage.people");
}

#[test]
fn the_manual_opens_without_a_file_and_again() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    for _ in 0..2 {
        vault::manual_open(&shell).unwrap();
    }
    assert!(std::fs::read(folder.path().join("设置").join("用户手册.pdf")).unwrap().starts_with(b"%PDF-1.4"));
}
