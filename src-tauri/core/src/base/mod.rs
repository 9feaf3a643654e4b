//! What everything stands on and nothing of ours stands below: time that is passed in, errors, identities, pinyin.

pub mod characters;
pub mod clock;
pub mod error;
pub mod hash;
pub mod ids;
pub mod names;
pub mod pinyin;
pub mod system;
