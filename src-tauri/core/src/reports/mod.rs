//! What is reported: figures by name, reports that are frozen, and what is handed over of them.

pub mod catalogue;
pub mod figures;
pub mod filing;
pub mod forms;
pub mod keys;
pub mod package;
pub mod packaging;
pub mod set;
pub mod stats;

pub use forms::PRINTABLES;
