//! Paper: from what a form says to finished pages, and from pages to PDF and preview.
//!
//! Forms ([`table`], [`sheet`], [`report`], [`recovery`], [`grid`], [`prose`]) compose a [`page::Document`] of plain drawing
//! data; [`pdf`] and [`svg`] write it. Nothing here names a ledger, touches the store or reads the clock.

pub mod binder;
pub mod chart;
pub mod fonts;
pub mod grid;
pub mod page;
pub mod pdf;
pub mod prose;
pub mod recovery;
pub mod report;
pub mod sheet;
pub mod svg;
pub mod table;
pub mod text;

mod apparatus;
mod columns;
mod contents;
mod flow;
mod rows;
#[cfg(test)]
mod tests;
mod widths;
