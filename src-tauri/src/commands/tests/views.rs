//! Lists as she has them: numbers that are filters, columns and views that are kept.

use super::*;
use crate::wire::lists::{ListView, SavedView};

fn view(columns: &[&str], saved: &[&str]) -> ListView {
    let saved = saved.iter().map(|name| SavedView { name: (*name).to_owned(), query: all("staff") }).collect();
    ListView { columns: Some(columns.iter().map(|name| (*name).to_owned()).collect()), saved }
}

#[test]
fn a_number_asked_for_lists_what_it_counts() {
    let folder = tempfile::tempdir().unwrap();
    let shell = shell(folder.path());
    files::file_sample(&shell).unwrap();
    let ledgers = records::ledgers(&shell).unwrap();
    let mut walked = 0;
    for ledger in ledgers.iter().filter(|ledger| !ledger.single) {
        for tally in records::records_list(&shell, all(&ledger.name), 0).unwrap().tallies {
            // What is counted above the doses are people.
            let of = if ledger.name == "vaccinations" && tally.name != "vaccinations.all" { "staff" } else { &ledger.name };
            let asked = Query { tally: Some(tally.name.clone()), ..all(of) };
            assert_eq!(records::records_list(&shell, asked, 0).unwrap().total, tally.count, "{}", tally.name);
            assert!(tally.value.starts_with(&format!("{} ", tally.count)), "{}", tally.value);
            walked += 1;
        }
    }
    assert!(walked > 30, "{walked}");
    for (list, name) in [("staff", "travels.verify"), ("staff", "staff.none"), ("staff", "staff")] {
        assert!(records::records_list(&shell, Query { tally: Some(name.to_owned()), ..all(list) }, 0).is_err(), "{name}");
    }
}

#[test]
fn columns_and_views_outlive_a_lock_and_are_no_step() {
    let folder = tempfile::tempdir().unwrap();
    let shell = made(folder.path(), Some("密码 1"));
    let steps = vault::check_file(&shell).unwrap().steps;
    assert!(lists::list_views(&shell).unwrap().is_empty());
    lists::list_view_keep(&shell, "staff".to_owned(), view(&["mobile", "name"], &["在岗的"])).unwrap();
    lists::list_view_keep(&shell, "travels".to_owned(), view(&["staff"], &[])).unwrap();
    assert_eq!(vault::check_file(&shell).unwrap().steps, steps);
    keys::lock(&shell).unwrap();
    assert_eq!(refused(lists::list_views(&shell)).code(), Code::Locked);
    keys::unlock(&shell, "密码 1".to_owned()).unwrap();
    let kept = lists::list_views(&shell).unwrap();
    assert_eq!(kept["staff"].columns.as_deref(), Some(["mobile".to_owned(), "name".to_owned()].as_slice()));
    assert_eq!(kept["staff"].saved[0].name, "在岗的");
    lists::list_view_keep(&shell, "staff".to_owned(), ListView::default()).unwrap();
    assert_eq!(lists::list_views(&shell).unwrap().keys().collect::<Vec<_>>(), ["travels"]);
}

#[test]
fn a_file_that_is_only_read_shows_them_and_takes_none() {
    let folder = tempfile::tempdir().unwrap();
    let first = made(folder.path(), None);
    lists::list_view_keep(&first, "staff".to_owned(), view(&["name"], &[])).unwrap();
    let second = shell(folder.path());
    let handle = files::app_state(&second).unwrap().recent[0].handle.clone();
    files::file_open(&second, handle).unwrap();
    assert!(lists::list_views(&second).unwrap().contains_key("staff"));
    let refused = refused(lists::list_view_keep(&second, "staff".to_owned(), ListView::default()));
    assert_eq!(refused.code(), Code::ReadOnly);
    assert!(lists::list_views(&first).unwrap().contains_key("staff"));
}
