//! What a file is, what opens it, who may write.

use super::*;
use crate::base::error::Error;
use crate::file::lock::WriterLock;
use crate::file::open::{FileKind, identify};

#[test]
fn settings_of_a_connection() {
    for encrypted in [true, false] {
        let fixture = Fixture::new(encrypted);
        assert_eq!(fixture.names(), ["卫生所.taizhang"]);
        let expected = fixture.keys.as_ref().map_or(FileKind::Plain, |(_, salt)| FileKind::Encrypted(*salt));
        assert_eq!(identify(&fixture.path).unwrap(), expected);
        let connection = fixture.open(Access::Write);
        let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        for (name, value) in [
            ("foreign_keys", 1),
            ("trusted_schema", 0),
            ("cell_size_check", 1),
            ("mmap_size", 0),
            ("cache_size", -65536),
            ("secure_delete", 1),
            ("temp_store", 2),
            ("synchronous", 2),
            ("busy_timeout", 5000),
        ] {
            // With SQLCipher there is no memory mapping to ask for.
            if name == "mmap_size" && encrypted {
                continue;
            }
            assert_eq!(number(name), value, "{name}");
        }
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "truncate");
        connection.execute("UPDATE trial SET twin = 1", []).unwrap();
        assert_eq!(fixture.names(), ["卫生所.taizhang", "卫生所.taizhang-journal"]);
        close(connection).unwrap();
        assert_eq!(fixture.names(), ["卫生所.taizhang"]);
    }
}

#[test]
fn a_wrong_key_changes_nothing() {
    let fixture = Fixture::new(true);
    let before = std::fs::read(&fixture.path).unwrap();
    let (_, salt) = fixture.keys.as_ref().unwrap();
    let wrong = Key::of_bytes([8; 32]);
    for access in [Access::Read, Access::Write] {
        for key in [Some((&wrong, salt)), Some((&wrong, &Salt::fresh()))] {
            assert!(matches!(connect(&fixture.path, key, access), Err(Error::WrongPassword)));
        }
        assert!(connect(&fixture.path, None, access).is_err());
    }
    assert!(matches!(connect(&fixture.path, fixture.key(), Access::Create), Err(Error::TargetExists(_))));
    assert!(std::fs::read(&fixture.path).unwrap() == before);
    assert_eq!(fixture.names(), ["卫生所.taizhang"]);
}

#[test]
fn a_password_opens_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.taizhang");
    let salt = Salt::fresh();
    let connection = connect(&path, Some((&Key::derive("防疫 2026", &salt).unwrap(), &salt)), Access::Create).unwrap();
    fill(&connection, 3);
    close(connection).unwrap();
    let FileKind::Encrypted(found) = identify(&path).unwrap() else { unreachable!() };
    let key = Key::derive("防疫 2026", &found).unwrap();
    close(connect(&path, Some((&key, &found)), Access::Read).unwrap()).unwrap();
}

#[test]
fn foreign_newer_and_missing_files() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.taizhang");
    assert!(matches!(identify(&path), Err(Error::Io { .. })));
    assert!(matches!(connect(&path, None, Access::Write), Err(Error::Io { .. })));
    assert!(matches!(connect(&path, None, Access::Read), Err(Error::Io { .. })));
    assert!(names(dir.path()).is_empty());

    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    png.resize(9000, 1);
    for (content, damaged) in [(&b""[..], true), (b"\xE5\x8F\xB0\x01ab", true), (b"hello", false), (&png, false)] {
        std::fs::write(&path, content).unwrap();
        let error = identify(&path).unwrap_err();
        assert_eq!(matches!(error, Error::FileDamaged(_)), damaged, "{error}");
        assert_eq!(matches!(error, Error::NotOurFile(_)), !damaged, "{error}");
        assert!(connect(&path, None, Access::Write).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), content);
    }

    std::fs::remove_file(&path).unwrap();
    let foreign = Connection::open(&path).unwrap();
    foreign.execute_batch("CREATE TABLE other (id); PRAGMA user_version = 1").unwrap();
    drop(foreign);
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(identify(&path), Err(Error::NotOurFile(_))));
    assert!(matches!(connect(&path, None, Access::Write), Err(Error::NotOurFile(_))));
    assert!(std::fs::read(&path).unwrap() == before);

    for encrypted in [true, false] {
        let fixture = Fixture::new(encrypted);
        let connection = fixture.open(Access::Write);
        connection.pragma_update(None, "user_version", 9999).unwrap();
        close(connection).unwrap();
        let before = std::fs::read(&fixture.path).unwrap();
        if !encrypted {
            assert!(matches!(identify(&fixture.path), Err(Error::FileTooNew { found: 9999, .. })));
        }
        for access in [Access::Read, Access::Write] {
            let result = connect(&fixture.path, fixture.key(), access);
            assert!(matches!(result, Err(Error::FileTooNew { found: 9999, .. })));
        }
        assert!(std::fs::read(&fixture.path).unwrap() == before);
    }
    let mut scheme = vec![0; 4096];
    scheme[..4].copy_from_slice(b"\xE5\x8F\xB0\x02");
    std::fs::write(&path, &scheme).unwrap();
    assert!(matches!(identify(&path), Err(Error::FileTooNew { found: 2, supported: 1 })));
    scheme[3] = 0;
    std::fs::write(&path, &scheme).unwrap();
    assert!(matches!(identify(&path), Err(Error::FileDamaged(_))));
}

#[test]
fn reading_leaves_no_trace() {
    let fixture = Fixture::new(true);
    let before = std::fs::read(&fixture.path).unwrap();
    let reader = fixture.open(Access::Read);
    let rows: i64 = reader.query_row("SELECT count(*) FROM trial", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 400);
    assert_eq!(fixture.names(), ["卫生所.taizhang"]);
    assert!(reader.execute("DELETE FROM trial", []).is_err());
    close(reader).unwrap();
    assert!(std::fs::read(&fixture.path).unwrap() == before);
}

#[test]
fn one_writer_at_a_time() {
    let fixture = Fixture::new(true);
    let lock = WriterLock::acquire(&fixture.path, at(1)).unwrap();
    assert_eq!(fixture.names(), ["卫生所.taizhang", "卫生所.taizhang.holder", "卫生所.taizhang.lock"]);
    let lock_file = fixture.dir.path().join("卫生所.taizhang.lock");
    assert_eq!(std::fs::metadata(&lock_file).unwrap().len(), 0);
    let Err(Error::FileInUse { holder }) = WriterLock::acquire(&fixture.path, at(2)) else { unreachable!() };
    assert!(holder.contains("2026年11月23日 09:05"), "{holder}");
    drop(lock);
    assert_eq!(fixture.names(), ["卫生所.taizhang"]);
    // What a killed program left behind.
    std::fs::write(lock_file, "").unwrap();
    std::fs::write(fixture.dir.path().join("卫生所.taizhang.holder"), "{").unwrap();
    drop(WriterLock::acquire(&fixture.path, at(3)).unwrap());
    assert_eq!(fixture.names(), ["卫生所.taizhang"]);
}

/// Rights do not bind an administrator, so the refusal itself is asked for only where they hold.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new(true);
    let rights = |mode| std::fs::set_permissions(fixture.dir.path(), std::fs::Permissions::from_mode(mode)).unwrap();
    rights(0o555);
    let bound = std::fs::File::create(fixture.dir.path().join("probe")).is_err();
    let locked = WriterLock::acquire(&fixture.path, at(1));
    let read = connect(&fixture.path, fixture.key(), Access::Read).and_then(close);
    rights(0o755);
    read.unwrap();
    assert_eq!(matches!(locked, Err(Error::ReadOnly(_))), bound);
}
