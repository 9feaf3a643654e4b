//! What is reported: figures by name.

pub mod figures;
pub mod stats;
