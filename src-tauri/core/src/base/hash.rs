//! SHA-256 as it is told: in hexadecimal digits.
//!
//! Owns nothing else. Seals of the journal and marks of other kinds are where they are made.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::io::Write;

/// SHA-256 of `bytes`, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    let mut hash = Hash::default();
    hash.update(bytes);
    hash.finish().1
}

/// The length and SHA-256 of bytes that come one after the other.
#[derive(Default)]
pub struct Hash(u64, Sha256);

impl Hash {
    /// Goes on with `bytes`.
    pub fn update(&mut self, bytes: &[u8]) {
        self.1.update(bytes);
        self.0 += u64::try_from(bytes.len()).unwrap_or_default();
    }

    /// How many there were, and their SHA-256 in hexadecimal.
    pub fn finish(self) -> (u64, String) {
        let digest: [u8; 32] = self.1.finalize().into();
        (self.0, HEXLOWER.encode(&digest))
    }
}

impl Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
