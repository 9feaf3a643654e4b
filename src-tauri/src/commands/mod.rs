//! The commands: each unpacks what came over the border, calls the core and packs its answer. They decide nothing.

pub mod acts;
pub mod articles;
pub mod attachments;
pub mod exchange;
pub mod files;
pub mod inspection;
pub mod keys;
pub mod leaving;
pub mod lists;
pub mod merging;
pub mod overview;
pub mod printing;
pub mod records;
pub mod reporting;
pub mod restore;
pub mod rules;
pub mod stats;
pub mod vault;

#[cfg(test)]
mod tests;
