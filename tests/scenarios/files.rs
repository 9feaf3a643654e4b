//! The data file as a whole: how it comes to be, and by which names it goes.

use crate::desk::{Office, morning, object, surroundings};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;
use taizhang::base::clock::SetClock;
use taizhang::base::error::Error;
use taizhang::file::open::Access;
use taizhang::program;
use taizhang::schema::Ledger;
use taizhang::store::Book;
use taizhang::store::book::Unlock;
use taizhang::topics::STAFF;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_new_file_appears_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("新.taizhang");
    let clock = Arc::new(SetClock::at(morning()));
    let organisation = object(json!({ "name": "青禾社会工作服务中心", "form": "社会服务机构", "contact": "周敏" }));
    let person = object(json!({ "name": "陈轮" }));
    let fill = |book: &mut Book| {
        book.add(Ledger(&STAFF), &person)?;
        assert!(!path.exists() && names(folder.path()).iter().any(|name| name.ends_with(".part")), "{:?}", names(folder.path()));
        Ok(())
    };
    let failed = program::create_filled(&path, &organisation, None, surroundings(&clock), |book, _| {
        fill(book)?;
        Err(Error::Cancelled)
    });
    assert!(matches!(failed, Err(Error::Cancelled)));
    assert!(names(folder.path()).is_empty(), "{:?}", names(folder.path()));

    // What a former file of the name left is no part of the new one.
    std::fs::write(folder.path().join("新.taizhang-journal"), "x").unwrap();
    let (book, _) = program::create_filled(&path, &organisation, None, surroundings(&clock), |book, _| fill(book)).unwrap();
    assert_eq!(book.path(), path);
    assert!(book.writes());
    book.close().unwrap();
    assert_eq!(names(folder.path()), ["新.taizhang"]);
    let book = program::open(&path, Unlock::Plain, Access::Read, surroundings(&clock)).unwrap();
    book.check_all().unwrap();
    assert!(matches!(program::create(&path, &organisation, None, surroundings(&clock)), Err(Error::TargetExists(_))));
}

#[cfg(unix)]
#[test]
fn a_file_is_one_file_by_every_name() {
    let office = Office::new();
    let link = office.folder.path().join("链.taizhang");
    std::os::unix::fs::symlink(office.path(), &link).unwrap();
    let second = program::open(&link, Unlock::Plain, Access::Write, surroundings(&office.clock));
    assert!(matches!(second, Err(Error::FileInUse { .. })), "one writer");
    let path = office.path();
    let clock = Arc::clone(&office.clock);
    office.book.close().unwrap();
    let book = program::open(&link, Unlock::Plain, Access::Write, surroundings(&clock)).unwrap();
    assert_eq!(book.path(), path);
    book.close().unwrap();
    let nowhere = office.folder.path().join("断.taizhang");
    std::os::unix::fs::symlink("没有", &nowhere).unwrap();
    let organisation = object(json!({ "name": "青禾", "form": "社会服务机构" }));
    assert!(program::create(&nowhere, &organisation, None, surroundings(&clock)).is_err());
    assert!(nowhere.is_symlink() && !office.folder.path().join("没有").exists());
}
