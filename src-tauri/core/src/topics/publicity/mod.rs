//! What is told and written: publicity and training, and the papers worth keeping.

mod acts;
mod dossiers;
mod evidence;
mod figures;

use super::Topic;

pub use acts::PUBLICITY;
pub use dossiers::DOSSIERS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&PUBLICITY, &DOSSIERS],
    checks: &[(&PUBLICITY, acts::check), (&DOSSIERS, dossiers::check)],
    evidence: evidence::ALL,
    figures: figures::of,
    ..Topic::of("publicity")
};
