//! The pair of keys with which an organisation signs what it hands over.
//!
//! Owns the pair: made at first need, kept inside the data file, never handed out but for its public half. Its fingerprint stands in
//! the journal, so that a pair put in its place is noticed. Whoever opens the file may sign; a stolen file is noise without its
//! password.

use crate::base::error::{Error, Result};
use crate::base::hash::sha256;
use crate::store::Book;
use data_encoding::HEXLOWER;
use ed25519_dalek::{SECRET_KEY_LENGTH, SigningKey};
use zeroize::Zeroizing;

/// Setting of the secret half, in hexadecimal; the journal never holds it.
const SECRET: &str = "report_key";
/// Setting of the fingerprint, which the journal holds.
const FINGERPRINT: &str = "report_key_fingerprint";

/// The fingerprint of a public key: the first 32 hexadecimal digits of its SHA-256, in groups of four.
pub fn fingerprint(public: &[u8; 32]) -> String {
    let hash: Vec<char> = sha256(public).chars().take(32).collect();
    hash.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// The pair of the file, if it has one.
///
/// # Errors
/// `FileDamaged` when it is not the one that the journal names.
pub fn known(book: &Book) -> Result<Option<SigningKey>> {
    let (Some(text), named) = (book.setting(SECRET)?.map(Zeroizing::new), book.setting(FINGERPRINT)?) else { return Ok(None) };
    let damaged = || Error::FileDamaged("报送用的密钥与痕迹里记的不符".to_owned());
    let bytes = Zeroizing::new(HEXLOWER.decode(text.as_bytes()).map_err(|_| damaged())?);
    let secret: Zeroizing<[u8; SECRET_KEY_LENGTH]> = Zeroizing::new(bytes.as_slice().try_into().map_err(|_| damaged())?);
    let key = SigningKey::from_bytes(&secret);
    if named.as_deref() == Some(fingerprint(key.verifying_key().as_bytes()).as_str()) { Ok(Some(key)) } else { Err(damaged()) }
}

/// The pair of the file; one is made where there is none.
///
/// # Errors
/// As [`known`]; `ReadOnly` when one has to be made; `Bug` when the system has no random numbers.
pub fn pair(book: &mut Book) -> Result<SigningKey> {
    if let Some(key) = known(book)? {
        return Ok(key);
    }
    let mut secret = Zeroizing::new([0_u8; SECRET_KEY_LENGTH]);
    getrandom::fill(secret.as_mut_slice()).map_err(|error| Error::Bug(error.to_string()))?;
    let key = SigningKey::from_bytes(&secret);
    book.set(FINGERPRINT, Some(&fingerprint(key.verifying_key().as_bytes())))?;
    book.keep(SECRET, Some(&HEXLOWER.encode(secret.as_slice())))?;
    Ok(key)
}
