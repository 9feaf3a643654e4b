//! Damage is told, never opened over.

use super::*;
use crate::base::error::{Error, Result};
use crate::file::check::check_file;

/// Opens and checks as the program does.
fn opens_whole(fixture: &Fixture) -> Result<()> {
    crate::file::open::identify(&fixture.path)?;
    let connection = connect(&fixture.path, fixture.key(), Access::Read)?;
    check_file(&connection, fixture.keys.is_some())
}

#[test]
fn every_flipped_bit_of_an_encrypted_file_is_found() {
    let fixture = Fixture::new(true);
    opens_whole(&fixture).unwrap();
    let whole = std::fs::read(&fixture.path).unwrap();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for round in 0..200 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(state >> 20).unwrap() % whole.len();
        let mut broken = whole.clone();
        broken[place] ^= 1 << (round % 8);
        std::fs::write(&fixture.path, &broken).unwrap();
        assert!(opens_whole(&fixture).is_err(), "bit {} of byte {place}", round % 8);
        assert!(std::fs::read(&fixture.path).unwrap() == broken);
    }
    std::fs::write(&fixture.path, &whole).unwrap();
    opens_whole(&fixture).unwrap();
}

#[test]
fn every_cut_is_found() {
    for encrypted in [true, false] {
        let fixture = Fixture::new(encrypted);
        let whole = std::fs::read(&fixture.path).unwrap();
        let pages = (0..whole.len()).step_by(4096);
        for length in pages.chain((1..whole.len()).step_by(whole.len() / 40)).chain([1, 15, 16, 17, 99, 100, 4095]) {
            std::fs::write(&fixture.path, &whole[..length]).unwrap();
            let error = opens_whole(&fixture).unwrap_err();
            assert!(matches!(error, Error::FileDamaged(_)), "{length} bytes: {error:?}");
            assert_eq!(std::fs::read(&fixture.path).unwrap().len(), length);
        }
    }
}

#[test]
fn names_are_in_no_file() {
    let fixture = Fixture::new(true);
    let connection = fixture.open(Access::Write);
    let transaction = connection.unchecked_transaction().unwrap();
    transaction.execute("UPDATE trial SET name = name || 'x'", []).unwrap();
    let utf16: Vec<u8> = CANARY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let seen = fixture.names();
    assert!(seen.iter().any(|name| name.ends_with("-journal")), "{seen:?}");
    for name in seen {
        let bytes = std::fs::read(fixture.dir.path().join(name)).unwrap();
        assert!(!contains(&bytes, CANARY.as_bytes()));
        assert!(!contains(&bytes, &utf16));
    }
    drop(transaction);
    close(connection).unwrap();

    let plain = Fixture::new(false);
    assert!(contains(&std::fs::read(&plain.path).unwrap(), CANARY.as_bytes()), "the search itself works");
}

#[test]
fn a_damaged_first_page_is_not_a_wrong_password() {
    let fixture = Fixture::new(true);
    let whole = std::fs::read(&fixture.path).unwrap();
    let (_, salt) = fixture.keys.as_ref().unwrap();
    let wrong = Key::of_bytes([8; 32]);
    for place in [16, 100, 2000, 4095] {
        let mut broken = whole.clone();
        broken[place] ^= 1;
        std::fs::write(&fixture.path, &broken).unwrap();
        for access in [Access::Read, Access::Write] {
            assert!(matches!(connect(&fixture.path, fixture.key(), access), Err(Error::FileDamaged(_))), "byte {place}");
            assert!(matches!(connect(&fixture.path, Some((&wrong, salt)), access), Err(Error::WrongPassword)), "byte {place}");
        }
        assert!(std::fs::read(&fixture.path).unwrap() == broken);
    }
}

/// What another program is in the middle of writing is no damage.
#[test]
fn a_check_waits_for_the_writer() {
    let fixture = Fixture::new(true);
    let reader = fixture.open(Access::Read);
    reader.busy_timeout(std::time::Duration::ZERO).unwrap();
    let writer = fixture.open(Access::Write);
    writer.execute_batch("PRAGMA cache_size = 10; BEGIN; UPDATE trial SET name = id || name;").unwrap();
    let mut torn = std::fs::read(&fixture.path).unwrap();
    let place = torn.len() / 2;
    torn[place] ^= 1;
    std::fs::write(&fixture.path, &torn).unwrap();
    assert!(matches!(check_file(&reader, true), Err(Error::FileInUse { .. })));
    torn[place] ^= 1;
    std::fs::write(&fixture.path, &torn).unwrap();
    writer.execute_batch("COMMIT").unwrap();
    check_file(&reader, true).unwrap();
    assert!(reader.is_autocommit(), "the check ends its transaction");
    let own = writer.unchecked_transaction().unwrap();
    check_file(&writer, true).unwrap();
    assert!(!writer.is_autocommit(), "a transaction of the caller stays open");
    drop(own);
}
