//! Stories over the core's public API, as a person would live them.
#![allow(clippy::unwrap_used, clippy::panic)]

mod declarations;
mod desk;
mod formats;
mod importing;
mod journal;
mod people;
mod properties;
mod returning;
mod sheets;
