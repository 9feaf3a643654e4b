//! What is handed to the supervising unit: a report as signed JSON, without the name of any person or the text of any record.
//!
//! Owns the format `taizhang-package`, how one is signed and how one is read. Knows no file of ours and no register: whoever reads a
//! package knows whose key it should be. Ed25519 (RFC 8032) over canonical JSON (RFC 8785).

use super::set::{Article, Overdue, Set};
use crate::base::error::{Error, Result};
use crate::base::hash::sha256;
use chrono::NaiveDate;
use data_encoding::{BASE64, HEXLOWER};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

/// Ending of its file.
pub const EXTENSION: &str = "tzb";
/// What it says it is.
const FORMAT: &str = "taizhang-package";
/// The shape that this program writes and reads.
pub const SCHEMA: u32 = 1;
/// Bytes of a package at most.
pub const MOST_BYTES: usize = 256 * 1024;
/// Stands before the payload where it is signed, so that no signature of something else fits.
const DOMAIN: &[u8] = b"taizhang-package\0";

/// Whose report it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its identity in its own file.
    pub uid: String,
    /// What it is called.
    pub name: String,
    /// 统一社会信用代码
    pub credit_code: Option<String>,
    /// Code of its form.
    pub form: String,
    /// Codes of its traits.
    pub traits: Vec<String>,
    /// Six digits of its division.
    pub division_code: String,
    /// 登记管理机关
    pub registrar: String,
    /// 业务主管单位
    pub supervisor: String,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Its name.
    pub id: String,
    /// What it comes to; `None`: not known.
    pub value: Option<i64>,
    /// Out of how much.
    pub of: Option<i64>,
    /// How much of it nobody knows.
    pub unknown: i64,
}

/// The key that the next package is signed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    /// Its public half, in hexadecimal.
    pub key: String,
}

/// What a package says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payload {
    /// SHA-256 of the rest, in hexadecimal.
    pub package: String,
    /// That of the one before it.
    pub previous: Option<String>,
    /// Whose it is.
    pub organisation: Organisation,
    /// Code of its kind.
    pub kind: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// The day the data stood at.
    pub on: NaiveDate,
    /// 第几版
    pub version: u32,
    /// The package it corrects.
    pub corrects: Option<String>,
    /// 零报告
    pub zero: bool,
    /// The head of the journal.
    pub head: String,
    /// Version of the program.
    pub program: String,
    /// Rows of rules in force, key@first day.
    pub rules: Vec<String>,
    /// The figures, in order.
    pub figures: Vec<Figure>,
    /// How the articles stand.
    pub articles: Vec<Article>,
    /// A new key, in the last package signed with the old one.
    pub successor: Option<Successor>,
    /// What is behind.
    pub due: Overdue,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    format: String,
    schema: u32,
    payload: String,
    key: String,
    signature: String,
}

/// A package that was read, with the key that signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// What it says.
    pub payload: Payload,
    /// The public key.
    pub key: [u8; 32],
}

fn canonical(value: &impl Serialize) -> Result<Vec<u8>> {
    serde_json_canonicalizer::to_vec(value).map_err(|error| Error::Bug(error.to_string()))
}

fn signed(payload: &[u8]) -> Vec<u8> {
    [DOMAIN, payload].concat()
}

impl Payload {
    /// The figures of `set` that may leave: of supplies, whose names people typed, only how many run short and how many are out of
    /// date.
    pub fn figures_of(set: &Set) -> Vec<Figure> {
        let free = |id: &str| id.starts_with("stock.") && !matches!(id, "stock.low" | "stock.expired");
        let held = set.figures.iter().filter(|figure| !free(&figure.id));
        held.map(|one| Figure { id: one.id.clone(), value: one.value, of: one.of, unknown: one.unknown }).collect()
    }

    /// SHA-256 of everything it says but this, in hexadecimal.
    ///
    /// # Errors
    /// `Bug` when it cannot be written.
    pub fn identity(&self) -> Result<String> {
        Ok(sha256(&canonical(&Self { package: String::new(), ..self.clone() })?))
    }

    /// What its file is called: `{credit code or identity}_{kind}_{last day}_v{version}.tzb`.
    pub fn file_name(&self) -> String {
        let who = self.organisation.credit_code.as_deref().filter(|code| !code.is_empty()).unwrap_or(&self.organisation.uid);
        let who: String = who.chars().filter(|character| character.is_ascii_alphanumeric() || *character == '-').collect();
        format!("{who}_{}_{}_v{}.{EXTENSION}", self.kind, self.to, self.version)
    }

    /// The bytes of the package, signed with `key`; its identity is worked out here.
    ///
    /// # Errors
    /// `Invalid` when it is larger than a package may be; `Bug` when it cannot be written.
    pub fn sign(mut self, key: &SigningKey) -> Result<Vec<u8>> {
        self.package = self.identity()?;
        let payload = canonical(&self)?;
        let envelope = Envelope {
            format: FORMAT.to_owned(),
            schema: SCHEMA,
            payload: BASE64.encode(&payload),
            key: HEXLOWER.encode(key.verifying_key().as_bytes()),
            signature: HEXLOWER.encode(&key.sign(&signed(&payload)).to_bytes()),
        };
        let bytes = canonical(&envelope)?;
        if bytes.len() > MOST_BYTES {
            return Err(refused("size", "报送包超过 256 KB，没有生成。"));
        }
        Ok(bytes)
    }
}

fn refused(rule: &str, message: impl Into<String>) -> Error {
    Error::invalid("package", rule, "", message.into())
}

/// Reads a package and proves its signature. Whether the key is that organisation's is for whoever keeps the register of keys.
///
/// # Errors
/// `Invalid` naming what is wrong: `size`, `format`, `schema`, `damaged`, `key`, `signature`, `identity`.
pub fn read(bytes: &[u8]) -> Result<Package> {
    if bytes.len() > MOST_BYTES {
        return Err(refused("size", "文件超过 256 KB，不是报送包。"));
    }
    #[derive(Deserialize)]
    struct Head {
        format: String,
        schema: u32,
    }
    let head: Head = serde_json::from_slice(bytes).map_err(|_| refused("format", "不是报送包。"))?;
    if head.format != FORMAT {
        return Err(refused("format", "不是报送包。"));
    }
    if head.schema > SCHEMA {
        return Err(refused("schema", format!("报送包的格式是第 {} 版，比程序认得的新。请先升级程序。", head.schema)));
    }
    let damaged = || refused("damaged", "报送包残缺或被改过，读不懂。");
    let envelope: Envelope = serde_json::from_slice(bytes).map_err(|_| damaged())?;
    if envelope.schema == 0 || canonical(&envelope)? != bytes {
        return Err(damaged());
    }
    let hex = |text: &str| HEXLOWER.decode(text.as_bytes()).map_err(|_| damaged());
    let key: [u8; 32] = hex(&envelope.key)?.try_into().map_err(|_| damaged())?;
    let signature: [u8; 64] = hex(&envelope.signature)?.try_into().map_err(|_| damaged())?;
    let payload = BASE64.decode(envelope.payload.as_bytes()).map_err(|_| damaged())?;
    let verifying = VerifyingKey::from_bytes(&key).map_err(|_| refused("key", "报送包里的公钥不对。"))?;
    // Strict: a signature that several keys or messages would satisfy is none.
    verifying
        .verify_strict(&signed(&payload), &Signature::from_bytes(&signature))
        .map_err(|_| refused("signature", "签名不符：报送包被改过，或不是用这把钥匙签的。"))?;
    let read: Payload = serde_json::from_slice(&payload).map_err(|_| damaged())?;
    if canonical(&read)? != payload {
        return Err(damaged());
    }
    if read.identity()? != read.package {
        return Err(refused("identity", "报送包的编号与内容不符。"));
    }
    Ok(Package { payload: read, key })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn payload() -> Payload {
        let day = NaiveDate::from_ymd_opt(2021, 8, 12).unwrap();
        Payload {
            package: String::new(),
            previous: None,
            organisation: Organisation {
                uid: "0198a1b2-0000-7000-8000-000000000000".to_owned(),
                name: "某某协会".to_owned(),
                credit_code: Some("51500111MJP0000000".to_owned()),
                form: "association".to_owned(),
                traits: vec!["charity".to_owned()],
                division_code: "500111".to_owned(),
                registrar: "大足区民政局".to_owned(),
                supervisor: String::new(),
            },
            kind: "daily".to_owned(),
            from: day,
            to: day,
            on: day,
            version: 1,
            corrects: None,
            zero: true,
            head: "0000-0000-0000-0000".to_owned(),
            program: "0.1.0".to_owned(),
            rules: vec![],
            figures: vec![Figure { id: "people.total".to_owned(), value: Some(36), of: None, unknown: 0 }],
            articles: vec![],
            successor: None,
            due: Overdue::default(),
        }
    }

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn rule(bytes: &[u8]) -> String {
        read(bytes).unwrap_err().problems()[0].rule.clone()
    }

    #[test]
    fn a_package_is_read_back_and_the_same_each_time() {
        let bytes = payload().sign(&key(1)).unwrap();
        assert_eq!(bytes, payload().sign(&key(1)).unwrap());
        let package = read(&bytes).unwrap();
        assert_eq!(package.key, *key(1).verifying_key().as_bytes());
        assert_eq!(package.payload.package, package.payload.identity().unwrap());
        assert_eq!(package.payload.figures, payload().figures);
        assert_eq!(payload().file_name(), "51500111MJP0000000_daily_2021-08-12_v1.tzb");
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let bytes = payload().sign(&key(1)).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(read(&changed).is_err(), "byte {at}");
        }
    }

    #[test]
    fn what_is_no_package_is_refused_by_name() {
        let bytes = payload().sign(&key(1)).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert_eq!(rule(&vec![b' '; MOST_BYTES + 1]), "size");
        assert_eq!(rule(b"{}"), "format");
        assert_eq!(rule(&[b"[".repeat(100_000), b"]".repeat(100_000)].concat()), "format", "deep");
        assert_eq!(rule(text.replace("\"schema\":1", "\"schema\":2").as_bytes()), "schema");
        assert_eq!(rule(text.replace("\"schema\":1", "\"schema\":1,\"more\":0").as_bytes()), "damaged");
        let other = HEXLOWER.encode(key(2).verifying_key().as_bytes());
        let own = HEXLOWER.encode(key(1).verifying_key().as_bytes());
        assert_eq!(rule(text.replace(&own, &other).as_bytes()), "signature", "a key put in its place");
    }

    #[test]
    fn an_identity_that_is_not_its_own_is_refused() {
        let mut forged = payload();
        forged.package = "0".repeat(64);
        let bytes = canonical(&forged).unwrap();
        let envelope = Envelope {
            format: FORMAT.to_owned(),
            schema: SCHEMA,
            payload: BASE64.encode(&bytes),
            key: HEXLOWER.encode(key(1).verifying_key().as_bytes()),
            signature: HEXLOWER.encode(&key(1).sign(&signed(&bytes)).to_bytes()),
        };
        assert_eq!(rule(&canonical(&envelope).unwrap()), "identity");
    }
}
