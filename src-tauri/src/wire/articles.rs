//! What crosses the border about the articles of the guideline: the core's cards, as they are, and what is set about them.

use serde::{Deserialize, Serialize};
pub use taizhang::articles::card::{ArticlesPage, FirstStep, Lamp};

/// What the organisation sets for itself about the articles; what is left out stays.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ArticleSettings {
    /// So many of a hundred records may be entered late.
    pub late_cap: Option<u32>,
    /// Since when ledgers are kept.
    pub began: Option<String>,
}

/// A gap that may become a finding.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RectifyLine {
    /// Key of its requirement.
    pub id: String,
    /// What is asked.
    pub requirement: String,
    /// The sentence of the gap.
    pub item: String,
    /// The finding that is open for it; then none is made.
    pub open: Option<String>,
}

/// Gaps that may become findings, and what is proposed of them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RectifyOffer {
    /// The gaps in order.
    pub lines: Vec<RectifyLine>,
    /// The day proposed for putting them right.
    pub due_on: String,
}

/// A gap that was chosen.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RectifyChosen {
    /// Key of its requirement.
    pub id: String,
    /// The sentence of the gap, as it was offered.
    pub item: String,
    /// Who puts it right.
    pub responsible: String,
    /// By when, as typed.
    pub due_on: String,
}
