//! What crosses the border about attachments of records, and about erasing a person.
//!
//! Owns shapes only. Pictures go out as base64 of their JPEG; paths never do.

use super::records::Moved;
use serde::{Deserialize, Serialize};
use taizhang::base::error::Problem;

/// An attachment of a record.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Attachment {
    /// Its number.
    pub id: String,
    /// The step that changed it last.
    pub step: i64,
    /// What the file was called.
    pub file_name: String,
    /// A picture, or else a PDF.
    pub picture: bool,
    /// When it was taken.
    pub taken_on: String,
    /// What stands below it.
    pub caption: String,
    /// Its length in words, such as 128 KB.
    pub size: String,
}

/// A file that was read and is not kept yet, or why it is not taken.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TakenFile {
    /// Its ticket; empty: it was refused.
    pub ticket: String,
    /// What it is called.
    pub file_name: String,
    /// When the camera says that it was taken; empty: nobody says.
    pub taken_on: String,
    /// A small picture of it; empty: a PDF.
    pub thumbnail: String,
    /// Why it is not taken.
    pub problem: String,
}

/// A file to be kept.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ToAttach {
    /// Its ticket.
    pub ticket: String,
    /// When it was taken, as typed.
    pub taken_on: String,
    /// What stands below it.
    pub caption: String,
}

/// What keeping files did.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Attached {
    /// How many are kept.
    pub count: usize,
    /// What is odd but kept.
    pub warnings: Vec<Problem>,
    /// What says something else now.
    pub moved: Moved,
}

/// How many there are of something.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Counted {
    /// Of what.
    pub label: String,
    /// How many, with their unit.
    pub count: String,
}

/// What erasing a record would do.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ErasureView {
    /// What people call it.
    pub title: String,
    /// What goes.
    pub gone: Vec<Counted>,
    /// What stays, and names it no longer.
    pub freed: Vec<Counted>,
    /// Where the name stands in words of others, which stay.
    pub written: Vec<Counted>,
    /// Copies that still hold it.
    pub copies_left: String,
    /// The newest step when this was told.
    pub step: i64,
}

/// On what ground something is erased.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ErasureGrounds {
    /// 销毁依据
    pub basis: String,
    /// 批准人
    pub approved_by: String,
    /// 监销人
    pub witness: String,
    /// The time for keeping is over; else somebody asked for it.
    pub expired: bool,
}

/// What was erased.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ErasedView {
    /// Number of the 销毁记录.
    pub destruction: String,
    /// What is to be said of it.
    pub warnings: Vec<Problem>,
    /// What says something else now.
    pub moved: Moved,
}
