//! What crosses the border about inspection packs.
//!
//! Owns shapes only.

use super::vault::Preview;
use serde::{Deserialize, Serialize};
use taizhang::store::disclosure::Unmasked;

/// A pack that is wanted.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PackAsked {
    /// First day, as typed; `None`: three months back.
    pub from: Option<String>,
    /// Last day, as typed; `None`: today.
    pub to: Option<String>,
    /// Only how it stands and what is missing.
    pub summary: bool,
    /// Ledgers that are left out.
    pub without: Vec<String>,
    /// What is kept with the records goes along.
    pub attachments: bool,
    /// Purpose and recipient when whole values are wanted.
    pub unmasked: Option<Unmasked>,
    /// Names of people masked as well.
    pub names_masked: bool,
}

/// A part of a pack.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PackPart {
    /// What it is called.
    pub title: String,
    /// Its first page, from 1.
    pub page: usize,
}

/// A pack made and kept.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PackMade {
    /// It as a print.
    pub preview: Preview,
    /// Its number.
    pub number: String,
    /// Its days in words.
    pub period: String,
    /// Its parts.
    pub parts: Vec<PackPart>,
    /// How the articles stand.
    pub words: String,
    /// How many attachments its appendix has.
    pub attachments: usize,
    /// Whether it was kept, to be printed again.
    pub kept: bool,
}

/// A folder written and read back.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PackFolder {
    /// Where, as shown.
    pub shown: String,
    /// How many files.
    pub files: usize,
    /// Their length.
    pub bytes: u64,
}

/// A pack that was kept.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct KeptPack {
    /// Stands for it.
    pub id: String,
    /// Its number.
    pub number: String,
    /// Its days in words.
    pub period: String,
    /// How many pages.
    pub pages: u64,
    /// How many articles stood how.
    pub words: String,
    /// Whom it was made for, where it was not masked.
    pub recipient: String,
    /// Whether whole values stand in it.
    pub whole: bool,
    /// Whether names of people are masked in it.
    pub names_masked: bool,
    /// Its content went, with somebody who was erased or when its time was over.
    pub emptied: bool,
    /// It was kept for its time.
    pub due: bool,
    /// When it was made.
    pub at: String,
}

/// Something that stands otherwise in another pack.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PackDifference {
    /// What it is of.
    pub part: String,
    /// Which.
    pub name: String,
    /// In the first.
    pub before: String,
    /// In the second.
    pub after: String,
}

/// Two packs beside each other.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PackComparison {
    /// What stands otherwise.
    pub differences: Vec<PackDifference>,
    /// What could not be compared.
    pub told: Vec<String>,
}
