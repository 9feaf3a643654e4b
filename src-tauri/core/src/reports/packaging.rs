//! Packages made of frozen reports.
//!
//! Owns which package follows which: each names the one before it, so that one left out is noticed. The format is `package`'s.

use super::package::{Organisation, Payload};
use super::{filing, keys};
use crate::base::error::{Error, Result};
use crate::schema::{Ledger, Record, Value};
use crate::store::Book;
use crate::topics::SUBMISSIONS;
use serde::{Deserialize, Serialize};

/// Setting of the packages made so far, which the journal holds.
const MADE: &str = "report_packages";

/// A package that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Link {
    /// Identity of the submission.
    submission: String,
    /// Number of the report it is of.
    report: String,
    /// Identity of the package before it.
    previous: Option<String>,
    /// Its own.
    package: String,
}

/// A package ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What its file is called.
    pub file_name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its identity.
    pub package: String,
    /// Fingerprint of the key that signed it.
    pub fingerprint: String,
}

/// The package of a submission that was frozen; made again it is the same byte for byte.
///
/// # Errors
/// As [`filing::frozen_of`] and [`keys::pair`]; `Invalid` when it corrects a report of which no package was made, or is too large.
pub fn made(book: &mut Book, id: i64) -> Result<Made> {
    let ledger = Ledger(&SUBMISSIONS);
    let record = book.get(ledger, id, book.today())?;
    let (frozen, set) = filing::frozen_of(book, id)?;
    let mut links = links(book)?;
    let known = links.iter().find(|link| link.submission == record.uid && link.report == frozen.number).cloned();
    let previous = match &known {
        Some(link) => link.previous.clone(),
        None => links.last().map(|link| link.package.clone()),
    };
    let payload = Payload {
        package: String::new(),
        previous: previous.clone(),
        organisation: organisation(&book.organisation()?),
        kind: set.kind.clone(),
        from: set.from,
        to: set.to,
        on: set.on,
        version: version(&record),
        corrects: corrected(book, &record, &links)?,
        zero: set.zero,
        head: set.head.clone(),
        program: frozen.program_version.clone(),
        rules: set.rules.clone(),
        figures: Payload::figures_of(&set),
        articles: set.articles.clone(),
        successor: None,
        due: set.due,
    };
    let key = keys::pair(book)?;
    let (file_name, package) = (payload.file_name(), payload.identity()?);
    let bytes = payload.sign(&key)?;
    match known {
        // What was handed over once is handed over again as it was; the organisation may be called otherwise by now.
        Some(link) if link.package != package => {
            let message = "单位资料在生成报送包以后改过，再生成的不会相同。请更正这份报送，另出一版。";
            return Err(Error::invalid("package", "changed", link.package, message));
        }
        Some(_) => {}
        None => {
            links.push(Link { submission: record.uid.clone(), report: frozen.number, previous, package: package.clone() });
            let text = serde_json::to_string(&links).map_err(|error| Error::Bug(error.to_string()))?;
            book.set(MADE, Some(&text))?;
        }
    }
    Ok(Made { file_name, bytes, package, fingerprint: keys::fingerprint(key.verifying_key().as_bytes()) })
}

fn links(book: &Book) -> Result<Vec<Link>> {
    let Some(text) = book.setting(MADE)? else { return Ok(Vec::new()) };
    serde_json::from_str(&text).map_err(|error| Error::FileDamaged(format!("报送包的登记读不懂：{error}")))
}

fn version(record: &Record) -> u32 {
    record.values.get("version").and_then(Value::as_integer).and_then(|version| u32::try_from(version).ok()).unwrap_or(1)
}

/// Identity of the package of the submission that `record` corrects.
fn corrected(book: &Book, record: &Record, links: &[Link]) -> Result<Option<String>> {
    let Some(before) = record.reference("corrects") else { return Ok(None) };
    let before = book.get(Ledger(&SUBMISSIONS), before, book.today())?;
    let found = links.iter().rev().find(|link| link.submission == before.uid);
    found.map(|link| Some(link.package.clone())).ok_or_else(|| {
        let message = "被更正的那一份没有生成过报送包。请先为它生成。";
        Error::invalid("corrects", "no_package", before.id.to_string(), message)
    })
}

fn organisation(record: &Record) -> Organisation {
    let text = |column: &str| record.text(column).unwrap_or_default().to_owned();
    let codes = |column: &str| record.values.get(column).map(Value::to_input).unwrap_or_default();
    Organisation {
        uid: record.uid.clone(),
        name: text("name"),
        credit_code: record.text("credit_code").map(str::to_owned),
        form: codes("form"),
        traits: codes("traits").split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect(),
        division_code: codes("division_code"),
        registrar: text("registrar"),
        supervisor: text("supervisor"),
    }
}
