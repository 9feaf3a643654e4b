//! Killing the program in the middle of writing. The tests named `child_…` run in a process of their own.

use super::*;
use crate::file::check::check_file;
use crate::file::lock::WriterLock;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

const PATH: &str = "TAIZHANG_TEST_FILE";
const SALT: [u8; 16] = *b"\xE5\x8F\xB0\x01twelve bytes";

fn keys() -> (Key, Salt) {
    (Key::of_bytes([7; 32]), Salt::of_header(SALT).unwrap())
}

fn child(test: &str, path: &Path) -> Child {
    let module = module_path!().split_once("::").unwrap().1;
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("{module}::{test}"), "--ignored", "--nocapture"])
        .env(PATH, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "child of killing_loses_nothing_acknowledged"]
fn child_writes_until_killed() {
    let path = PathBuf::from(std::env::var_os(PATH).expect("run by its parent"));
    let (key, salt) = keys();
    let _lock = WriterLock::acquire(&path, at(1)).unwrap();
    let connection = connect(&path, Some((&key, &salt)), Access::Write).unwrap();
    loop {
        let transaction = connection.unchecked_transaction().unwrap();
        transaction.execute("INSERT INTO trial (name) VALUES (?1)", ["写".repeat(3000)]).unwrap();
        let id = transaction.last_insert_rowid();
        transaction.execute("INSERT INTO trial (name, twin) VALUES ('双', ?1)", [id]).unwrap();
        transaction.commit().unwrap();
        let mut out = std::io::stdout();
        writeln!(out, "saved {id}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
#[ignore = "child of a_wrong_key_prints_nothing"]
fn child_opens_with_a_wrong_key() {
    let path = PathBuf::from(std::env::var_os(PATH).expect("run by its parent"));
    let result = connect(&path, Some((&Key::of_bytes([8; 32]), &keys().1)), Access::Write);
    assert!(matches!(result, Err(crate::base::error::Error::WrongPassword)));
}

#[test]
fn killing_loses_nothing_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.taizhang");
    let (key, salt) = keys();
    let connection = connect(&path, Some((&key, &salt)), Access::Create).unwrap();
    fill(&connection, 2);
    close(connection).unwrap();
    let mut acknowledged = 2;
    for round in 0..20 {
        let mut writer = child("child_writes_until_killed", &path);
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
        let mut read = |lines: &mut dyn Iterator<Item = std::io::Result<String>>| {
            for line in lines {
                if let Some(id) = line.unwrap().split_once("saved ").and_then(|(_, id)| id.parse::<i64>().ok()) {
                    acknowledged = id;
                    return true;
                }
            }
            false
        };
        for _ in 0..=round {
            assert!(read(&mut lines), "the child ended by itself");
        }
        if round == 3 {
            let refused = WriterLock::acquire(&path, at(2));
            assert!(matches!(refused, Err(crate::base::error::Error::FileInUse { holder }) if holder != "另一个程序"));
        }
        writer.kill().unwrap();
        writer.wait().unwrap();
        while read(&mut lines) {}

        let _lock = WriterLock::acquire(&path, at(2)).unwrap();
        let connection = connect(&path, Some((&key, &salt)), Access::Write).unwrap();
        check_file(&connection, true).unwrap();
        let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert!(number("SELECT max(id) FROM trial") > acknowledged);
        assert_eq!(number("SELECT max(id) FROM trial"), number("SELECT count(*) FROM trial"));
        assert_eq!(number("SELECT count(*) FROM trial WHERE twin = id - 1") * 2, number("SELECT count(*) - 2 FROM trial"));
        close(connection).unwrap();
    }
    assert_eq!(names(dir.path()), ["a.taizhang"]);
}

#[test]
fn a_wrong_key_prints_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.taizhang");
    let (key, salt) = keys();
    let connection = connect(&path, Some((&key, &salt)), Access::Create).unwrap();
    fill(&connection, 2);
    close(connection).unwrap();
    let mut opener = child("child_opens_with_a_wrong_key", &path);
    let mut printed = String::new();
    opener.stderr.take().unwrap().read_to_string(&mut printed).unwrap();
    assert!(opener.wait().unwrap().success(), "{printed}");
    assert_eq!(printed, "");
}
