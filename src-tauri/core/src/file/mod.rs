//! One data file on disk: its key, its writer's lock, opening it, putting files into place.
//!
//! Owns what is true of any such file; knows no table in it.

pub mod check;
pub mod disk;
pub mod key;
pub mod lock;
pub mod open;
pub mod output;
pub mod part;
pub mod password;
pub mod reading;
