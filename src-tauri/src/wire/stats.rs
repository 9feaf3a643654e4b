//! What crosses the border about how things went over a period: the core's charts, as they are.

use chrono::NaiveDate;
use serde::Serialize;
pub use taizhang::reports::stats::{Back, Chart, ChartName};

/// A period with the charts there are of it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StatsPeriod {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Periods that are often asked for.
    pub back: Vec<Back>,
    /// The charts, in order.
    pub charts: Vec<ChartName>,
}
