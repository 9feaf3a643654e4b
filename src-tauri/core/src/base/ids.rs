//! Identities that mean the same record in every copy of a file.
//!
//! Owns the making of UUIDs of version 7 from the passed-in clock and random source.

use crate::base::clock::Surroundings;
use uuid::{Builder, Uuid};

/// A new identity. Ids made later sort later, to the millisecond.
pub fn new_uid(surroundings: &Surroundings) -> Uuid {
    let mut random = [0_u8; 10];
    surroundings.random.fill(&mut random);
    let millis = u64::try_from(surroundings.now().timestamp_millis()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}
