//! Stories over the core's public API, as a person would live them.
#![allow(clippy::unwrap_used, clippy::panic)]

mod cells;
mod clocks;
mod declarations;
mod desk;
mod files;
mod formats;
mod guideline;
mod home;
mod hostile;
mod importing;
mod journal;
#[path = "../hostile/mod.rs"]
mod makers;
mod pages;
mod people;
mod places_of_sheets;
#[path = "../preflight.rs"]
mod preflight;
mod properties;
mod reading;
mod returning;
mod rounds;
mod sheets;
mod silence;
mod temperatures;
mod together;
