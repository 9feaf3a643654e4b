//! Keys of data files: from a password, from a recovery code, and how both are shown.
//!
//! Owns the derivation and the recovery code's spelling. Knows nothing of files or SQLite.

use crate::base::clock::{MachineRandom, Random};
use crate::base::error::{Error, Problem, Result};
use crate::file::bytes::keyed;
use argon2::{Algorithm, Argon2, Params, Version};
use data_encoding::HEXLOWER;
use hmac::Mac;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Bytes of a key.
const KEY_LEN: usize = 32;
/// Memory of the derivation, in KiB.
const MEMORY_KIB: u32 = 64 * 1024;
/// Passes of the derivation.
const PASSES: u32 = 3;
/// Groups of a recovery code.
const GROUPS: usize = 13;
/// Data characters of a group; one check character follows.
const DATA_CHARS: usize = 4;
/// Crockford's base 32: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The raw key of an encrypted file. Overwritten in memory when dropped; never shown by `Debug`.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; KEY_LEN]>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

/// The first 16 bytes of an encrypted file: magic, key scheme, 12 random bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Salt([u8; Salt::LEN]);

impl Salt {
    /// Bytes of a salt.
    pub const LEN: usize = 16;
    /// Begins every encrypted file of this program.
    pub const MAGIC: [u8; 3] = [0xE5, 0x8F, 0xB0];
    /// The scheme written now: Argon2id, 64 MiB, three passes, one lane; SQLCipher 4 pages.
    pub const SCHEME: u8 = 1;

    /// A fresh salt from the operating system's random source, never from a seeded one.
    pub fn fresh() -> Self {
        let mut bytes = [0; Self::LEN];
        MachineRandom.fill(&mut bytes);
        let [a, b, c] = Self::MAGIC;
        let head = [a, b, c, Self::SCHEME];
        bytes.iter_mut().zip(head).for_each(|(byte, value)| *byte = value);
        Self(bytes)
    }

    /// The salt that a file begins with; `None` when the magic is not ours.
    pub fn of_header(bytes: [u8; Self::LEN]) -> Option<Self> {
        bytes.starts_with(&Self::MAGIC).then_some(Self(bytes))
    }

    /// Its bytes, as they stand in the file.
    pub fn bytes(&self) -> &[u8; Self::LEN] {
        &self.0
    }

    /// Version of the key scheme.
    pub fn scheme(&self) -> u8 {
        let [_, _, _, scheme, ..] = self.0;
        scheme
    }
}

impl Key {
    /// The key that `password` makes with `salt` (Argon2id). The password counts as typed: no trimming,
    /// no change of case, no Unicode normalisation.
    ///
    /// # Errors
    /// `Invalid` for an empty password.
    pub fn derive(password: &str, salt: &Salt) -> Result<Self> {
        if password.is_empty() {
            return Err(Error::invalid("password", "required", "", "请输入密码。"));
        }
        let bug = |error: argon2::Error| Error::Bug(error.to_string());
        let params = Params::new(MEMORY_KIB, PASSES, 1, Some(KEY_LEN)).map_err(bug)?;
        let mut key = Zeroizing::new([0; KEY_LEN]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password.as_bytes(), salt.bytes(), key.as_mut_slice())
            .map_err(bug)?;
        Ok(Self(key))
    }

    /// The key of the pages' authentication codes, as SQLCipher 4 derives it from a raw one: two rounds of PBKDF2 over the
    /// salt, each byte of which is changed.
    ///
    /// # Errors
    /// `Bug`.
    pub(crate) fn page_codes(&self, salt: &Salt) -> Result<Zeroizing<[u8; KEY_LEN]>> {
        const MASK: u8 = 0x3A;
        let round = |said: &[u8]| -> Result<Zeroizing<[u8; 64]>> {
            let mut mac = keyed(self.0.as_slice())?;
            mac.update(said);
            Ok(Zeroizing::new(mac.finalize().into_bytes().into()))
        };
        let mut first = [0; Salt::LEN + 4];
        first
            .iter_mut()
            .zip(salt.bytes().map(|byte| byte ^ MASK).into_iter().chain([0, 0, 0, 1]))
            .for_each(|(to, byte)| *to = byte);
        let one = round(&first)?;
        let two = round(one.as_slice())?;
        let mut key = Zeroizing::new([0; KEY_LEN]);
        key.iter_mut().zip(one.iter().zip(two.iter())).for_each(|(to, (one, two))| *to = one ^ two);
        Ok(key)
    }

    /// A key without derivation.
    #[cfg(test)]
    pub(crate) fn of_bytes(bytes: [u8; KEY_LEN]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key with `salt` as SQLCipher takes it without any derivation of its own: `x'…'`.
    pub(crate) fn raw(&self, salt: &Salt) -> Zeroizing<String> {
        const DIGITS: usize = 2 * (KEY_LEN + Salt::LEN);
        // Capacity up front: a growing string would leave copies behind.
        let mut text = Zeroizing::new(String::with_capacity(DIGITS + 3));
        text.push_str("x'");
        HEXLOWER.encode_append(self.0.as_slice(), &mut text);
        HEXLOWER.encode_append(salt.bytes(), &mut text);
        text.push('\'');
        text
    }
}

/// Short public name of a key: stands on the recovery sheet, in backup names and in 设置. Eight hexadecimal digits.
pub fn fingerprint(key: &Key) -> String {
    let mut hash = Sha256::new();
    hash.update(b"taizhang key fingerprint v1\0");
    hash.update(key.0.as_slice());
    let digest: [u8; 32] = hash.finalize().into();
    let [a, b, c, d, ..] = digest;
    HEXLOWER.encode(&[a, b, c, d])
}

/// The recovery code: 13 groups of four data characters and one check character, shown joined by `-`.
///
/// 52 characters carry the 256 bits of the key and 4 bits of its hash, so that the code as a whole is checked too.
pub fn recovery_code(key: &Key) -> Vec<String> {
    let values = symbols(key);
    values
        .chunks(DATA_CHARS)
        .enumerate()
        .map(|(index, data)| {
            data.iter()
                .copied()
                .chain([check_symbol(index, data)])
                .map(|value| char::from(ALPHABET.get(usize::from(value)).copied().unwrap_or_default()))
                .collect()
        })
        .collect()
}

/// The key of a typed recovery code. Case, blanks and dashes do not matter; O counts as 0, I and L as 1.
///
/// # Errors
/// `Invalid` with one problem per mistyped group, `field` being `recovery_code`.
pub fn parse_recovery_code(text: &str) -> Result<Key> {
    let wrong = |message: String| Problem::new("recovery_code", "recovery_code", "", message);
    let typed: Zeroizing<Vec<char>> =
        Zeroizing::new(text.chars().map(halfwidth).filter(|c| !c.is_whitespace() && !is_dash(*c)).collect());
    let expected = GROUPS * (DATA_CHARS + 1);
    if typed.len() != expected {
        let message = format!("恢复码应有 {GROUPS} 组、每组 5 个字符，共 {expected} 个；现在有 {} 个，请核对。", typed.len());
        return Err(Error::Invalid(vec![wrong(message)]));
    }
    let mut values = Zeroizing::new(Vec::with_capacity(GROUPS * DATA_CHARS));
    let mut problems = Vec::new();
    for (index, group) in typed.chunks(DATA_CHARS + 1).enumerate() {
        let read: Option<Vec<u8>> = group.iter().map(|c| symbol(*c)).collect();
        let read = Zeroizing::new(read.unwrap_or_default());
        match read.split_last() {
            Some((check, data)) if *check == check_symbol(index, data) => values.extend_from_slice(data),
            _ => problems.push(wrong(format!("恢复码第 {} 组有误，请对照恢复单重新输入这一组。", index + 1))),
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let key = key_of(&values);
    if *symbols(&key) == *values {
        Ok(key)
    } else {
        Err(Error::Invalid(vec![wrong("恢复码各组之间对不上，请对照恢复单逐组核对。".to_owned())]))
    }
}

/// The 52 five-bit values of a key; the last four bits are those of its hash.
fn symbols(key: &Key) -> Zeroizing<Vec<u8>> {
    let digest: [u8; 32] = Sha256::digest(key.0.as_slice()).into();
    let [tail, ..] = digest;
    let mut values = Zeroizing::new(Vec::with_capacity(GROUPS * DATA_CHARS));
    let (mut pending, mut bits) = (0_u16, 0_u32);
    for byte in key.0.iter().copied().chain([tail]) {
        pending = (pending << 8) | u16::from(byte);
        bits += 8;
        while bits >= 5 && values.len() < GROUPS * DATA_CHARS {
            bits -= 5;
            values.push(u8::try_from((pending >> bits) & 31).unwrap_or_default());
            pending &= (1 << bits) - 1;
        }
    }
    values
}

/// The key in 52 five-bit values; what lies beyond 256 bits is left out.
fn key_of(values: &[u8]) -> Key {
    let mut key = Zeroizing::new([0; KEY_LEN]);
    let (mut pending, mut bits) = (0_u16, 0_u32);
    let mut slots = key.iter_mut();
    for value in values {
        pending = (pending << 5) | u16::from(*value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            if let Some(slot) = slots.next() {
                *slot = u8::try_from((pending >> bits) & 255).unwrap_or_default();
            }
            pending &= (1 << bits) - 1;
        }
    }
    Key(key)
}

/// Check character of a group: a weighted sum over GF(32), offset by the group's place. The weights are distinct and
/// not zero, so any one wrong character, two neighbours swapped, or a group in another's place always show.
fn check_symbol(index: usize, data: &[u8]) -> u8 {
    let place = u8::try_from(index + 1).unwrap_or_default();
    data.iter().zip([2_u8, 3, 4, 5]).fold(place, |sum, (value, weight)| sum ^ product(*value, weight))
}

/// Product in GF(32) with x⁵ + x² + 1.
fn product(a: u8, b: u8) -> u8 {
    let mut result = 0;
    let mut shifted = a;
    for bit in 0..5 {
        if b >> bit & 1 == 1 {
            result ^= shifted;
        }
        shifted <<= 1;
        if shifted & 32 != 0 {
            shifted ^= 0b10_0101;
        }
    }
    result
}

/// Value of a typed character.
fn symbol(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|known| char::from(*known) == c).and_then(|index| u8::try_from(index).ok())
}

/// Full-width letters and digits, as a Chinese input method types them, in their plain form.
fn halfwidth(c: char) -> char {
    match u32::from(c) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '·')
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named_groups(error: Error) -> Vec<String> {
        error.problems().iter().map(|problem| problem.message.clone()).collect()
    }

    #[test]
    fn derivation_is_stable_and_depends_on_both_inputs() {
        let salt = Salt::of_header(*b"\xE5\x8F\xB0\x01abcdefghijkl").unwrap();
        let key = Key::derive("密码 Password 1", &salt).unwrap();
        assert_eq!(fingerprint(&key), fingerprint(&Key::derive("密码 Password 1", &salt).unwrap()));
        let other = Key::derive("密码 Password 2", &salt).unwrap();
        assert_ne!(key.0, other.0);
        assert!(matches!(Key::derive("", &salt), Err(Error::Invalid(_))));
        assert_eq!(format!("{key:?}"), "Key(…)");
    }

    /// As another implementation of Argon2id makes it: 64 MiB, three passes, one lane, version 0x13, 32 bytes.
    #[test]
    fn derivation_is_what_every_file_was_made_with() {
        let salt = Salt::of_header(*b"\xE5\x8F\xB0\x01abcdefghijkl").unwrap();
        let key = Key::derive("密码 Password 1", &salt).unwrap();
        let known = "c628a1be37021fdae6cfb01859402a88b9ad85bcf8f26b41c985a8ea6cd0a9f5";
        assert_eq!(HEXLOWER.encode(key.0.as_slice()), known);
    }

    #[test]
    fn salts_carry_magic_and_scheme_and_differ() {
        let (one, two) = (Salt::fresh(), Salt::fresh());
        assert_ne!(one, two);
        assert_eq!(one.scheme(), Salt::SCHEME);
        assert_eq!(Salt::of_header(*one.bytes()), Some(one));
        assert_eq!(Salt::of_header(*b"SQLite format 3\0"), None);
    }

    #[test]
    fn every_wrong_character_names_its_group() {
        let key = Key(Zeroizing::new(std::array::from_fn(|index| u8::try_from(index * 7 + 3).unwrap())));
        let code = recovery_code(&key).join("-");
        assert_eq!(code.len(), GROUPS * 5 + GROUPS - 1);
        for (at, original) in code.char_indices().filter(|(_, c)| *c != '-') {
            for wrong in ALPHABET.iter().map(|c| char::from(*c)).filter(|c| *c != original) {
                let mut typed: Vec<char> = code.chars().collect();
                typed[at] = wrong;
                let problems = named_groups(parse_recovery_code(&typed.iter().collect::<String>()).unwrap_err());
                assert_eq!(problems.len(), 1);
                assert!(problems[0].contains(&format!("第 {} 组", at / 6 + 1)), "{problems:?}");
            }
        }
        assert!(parse_recovery_code(&code.replace(&code[..1], "U")).is_err());
        assert!(parse_recovery_code(&code[1..]).is_err());
    }

    proptest! {
        #[test]
        fn codes_round_trip_however_typed(bytes in any::<[u8; KEY_LEN]>()) {
            let key = Key(Zeroizing::new(bytes));
            let code = recovery_code(&key);
            prop_assert_eq!(code.len(), GROUPS);
            for typed in [
                code.join("-"),
                code.concat().to_lowercase(),
                code.join(" – ").replace('0', "O").replace('1', "l"),
                code.join("－"),
            ] {
                prop_assert_eq!(*parse_recovery_code(&typed).unwrap().0, bytes);
            }
        }

        #[test]
        fn swapped_groups_and_neighbours_show(bytes in any::<[u8; KEY_LEN]>(), i in 0..GROUPS, j in 0..GROUPS, at in 0..4_usize) {
            let code = recovery_code(&Key(Zeroizing::new(bytes)));
            let mut groups = code.clone();
            groups.swap(i, j);
            prop_assert_eq!(parse_recovery_code(&groups.concat()).is_ok(), i == j);
            let mut typed = code.clone();
            let mut group: Vec<char> = typed[i].chars().collect();
            group.swap(at, at + 1);
            typed[i] = group.into_iter().collect();
            prop_assert_eq!(parse_recovery_code(&typed.concat()).is_ok(), typed == code);
        }
    }
}
