//! Stories over the core's public API, as a person would live them.
#![allow(clippy::unwrap_used, clippy::panic)]

mod articles;
mod attachments;
mod calendar;
mod cells;
mod clocks;
mod declarations;
mod desk;
mod erasing;
mod files;
mod formats;
mod guideline;
mod home;
mod hostile;
mod importing;
mod journal;
#[path = "../hostile/mod.rs"]
mod makers;
mod merging;
mod packing;
mod pages;
mod people;
mod perfect;
mod places_of_sheets;
#[path = "../preflight.rs"]
mod preflight;
mod properties;
mod reading;
mod reporting;
mod returning;
mod rounds;
mod sheets;
mod silence;
mod stats;
mod stock;
mod temperatures;
mod together;
