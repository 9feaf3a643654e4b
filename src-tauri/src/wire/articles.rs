//! What crosses the border about the articles of the guideline: the core's cards, as they are, and what is set about them.

use serde::Deserialize;
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
