//! What crosses the border about reports.
//!
//! Owns shapes only.

use super::records::{Choice, Saved};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A report that is wanted.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportAsked {
    /// Code of its kind.
    pub kind: String,
    /// First day, as typed; `None`: that of its kind.
    pub from: Option<String>,
    /// Last day, as typed; `None`: today.
    pub to: Option<String>,
    /// Figures of a thematic one, in order.
    pub figures: Vec<String>,
}

/// A figure of a report.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportFigure {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// Its number, out of how much; — where nothing is known.
    pub shown: String,
    /// What it is counted in.
    pub unit: String,
    /// What is said beside it.
    pub note: String,
    /// Nobody knows some of it.
    pub unknown: bool,
    /// The ledger whose rows it counts; `None` where it counts none.
    pub ledger: Option<String>,
    /// Its rows, as the list of that ledger is asked for them.
    pub tally: String,
}

/// A report worked out.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportDraft {
    /// What it is called.
    pub title: String,
    /// Its days in words.
    pub period: String,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day.
    pub to: NaiveDate,
    /// 零报告
    pub zero: bool,
    /// What the program says of it.
    pub sentence: String,
    /// The figures.
    pub figures: Vec<ReportFigure>,
}

/// What is told of a report besides its figures.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportFiling {
    /// Code of whom it is for.
    pub recipient: String,
    /// Who filled it in.
    pub filled_by: String,
    /// Number of the notice that asks for it.
    pub notice: Option<String>,
    /// Number of the submission it corrects.
    pub corrects: Option<String>,
    /// What was wrong in it.
    pub correction: String,
    /// Anything else.
    pub note: String,
}

/// A figure that is otherwise than it was reported.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportChange {
    /// What people call it.
    pub label: String,
    /// As it was reported.
    pub before: String,
    /// As it is.
    pub after: String,
}

/// A report frozen and registered.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportFiled {
    /// Its number.
    pub number: String,
    /// What was saved of the register.
    pub saved: Saved,
    /// What is otherwise than in the one it corrects.
    pub changed: Vec<ReportChange>,
}

/// A report in the register.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportEntry {
    /// Number of its record.
    pub id: String,
    /// What people call its kind.
    pub kind: String,
    /// Its days in words.
    pub period: String,
    /// Whom it is for.
    pub recipient: String,
    /// When it went; empty while it did not.
    pub sent: String,
    /// How it stands.
    pub status: String,
    /// Which version it is.
    pub version: String,
    /// Number of what was frozen; empty where nothing was.
    pub number: String,
    /// 零报告
    pub zero: bool,
}

/// A report that a notice asks for.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportSlot {
    /// Number of the notice.
    pub notice: String,
    /// What it is called.
    pub title: String,
    /// By when.
    pub due: String,
    /// Its first day; `None`: whichever days it says.
    pub from: Option<NaiveDate>,
    /// Its last day.
    pub to: Option<NaiveDate>,
    /// The kind of report whose days it names; empty where no kind has such days.
    pub kind: String,
    /// How it stands: late, today, ahead.
    pub state: String,
}

/// What the page of reports shows.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReportPage {
    /// Kinds there are.
    pub kinds: Vec<Choice>,
    /// Whom one may report to.
    pub recipients: Vec<Choice>,
    /// The figures a thematic report may hold.
    pub figures: Vec<Choice>,
    /// Who fills in usually.
    pub filled_by: String,
    /// What is asked for and has not gone, the most urgent first.
    pub slots: Vec<ReportSlot>,
    /// What is in the register, the newest first.
    pub entries: Vec<ReportEntry>,
    /// How many more there are.
    pub more: usize,
    /// Fingerprint of the public key; empty while there is none.
    pub fingerprint: String,
}

/// A package written.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PackageWritten {
    /// Where it lies.
    pub shown: String,
    /// Fingerprint of the key that signed it.
    pub fingerprint: String,
}
