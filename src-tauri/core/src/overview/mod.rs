//! What the records come to on a day: everybody's doses and the coverage, trips that wait for somebody, places behind
//! their plan.
//!
//! Owns the joining of ledgers into these answers, for the window, the paper and the command line alike. The rules
//! themselves are `rules`'; reads only.

pub mod doses;
pub mod figures;
pub mod rounds;
pub mod trips;

#[cfg(test)]
mod tests;
