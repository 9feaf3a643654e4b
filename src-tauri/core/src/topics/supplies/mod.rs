//! Supplies: what there is, what came in and went out, what runs short or out of date.

pub mod card;
mod figures;
mod forms;
mod items;
mod moves;
mod queries;
mod stock;
mod tasks;

use super::Topic;

pub use items::SUPPLIES;
pub use moves::SUPPLY_MOVES;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&SUPPLIES, &SUPPLY_MOVES],
    checks: &[(&SUPPLY_MOVES, moves::check)],
    foresights: &[(&SUPPLIES, items::foresee)],
    accords: &[(&SUPPLY_MOVES, moves::ACCORD)],
    computations: &[(&SUPPLIES, items::COMPUTATIONS), (&SUPPLY_MOVES, moves::COMPUTATIONS)],
    printables: forms::ALL,
    reads: &[&SUPPLIES, &SUPPLY_MOVES],
    rank: 5,
    tallies: &[(&SUPPLIES, tasks::chips)],
    tasks: tasks::of,
    due: tasks::due,
    figures: figures::of,
    ..Topic::of("supplies")
};
