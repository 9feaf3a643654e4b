//! Who comes in from outside.

mod evidence;
mod figures;
mod visits;

use super::Topic;

pub use visits::VISITORS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&VISITORS],
    checks: &[(&VISITORS, visits::check)],
    computations: &[(&VISITORS, visits::COMPUTATIONS)],
    evidence: evidence::ALL,
    figures: figures::of,
    ..Topic::of("visitors")
};
