//! What earlier imports taught about a shape of sheet.
//!
//! Owns the setting in which the meanings of columns are remembered, by ledger and by the texts of the header.

use super::layout::{How, Layout};
use super::target;
use crate::base::error::Result;
use crate::schema::Ledger;
use crate::store::Book;
use std::collections::BTreeMap;

fn key(ledger: Ledger, fingerprint: &str) -> String {
    format!("layout:{}:{fingerprint}", ledger.name())
}

/// Meanings remembered of the last sheet of this shape, by bare header.
///
/// # Errors
/// What SQLite says. What cannot be read any more is forgotten.
pub fn remembered(book: &Book, ledger: Ledger, fingerprint: &str) -> Result<BTreeMap<String, String>> {
    let known = book.setting(&key(ledger, fingerprint))?;
    Ok(known.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Remembers what the person chose of `layout`, and what was chosen before; nothing where everything went by name.
///
/// # Errors
/// `ReadOnly` without the writer's lock.
pub fn remember(book: &mut Book, ledger: Ledger, layout: &Layout) -> Result<()> {
    let chosen = layout.headings.iter().filter(|heading| matches!(heading.how, How::Chosen | How::Remembered));
    let map: BTreeMap<String, String> =
        chosen.filter_map(|heading| Some((target::bare(&heading.label), heading.target?.code()))).collect();
    if map.is_empty() {
        return Ok(());
    }
    let text = serde_json::to_string(&map).unwrap_or_default();
    book.keep(&key(ledger, &layout.fingerprint), Some(&text))
}
