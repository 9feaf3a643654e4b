//! What the organisation does for others: services, and who took part.

mod acts;
mod figures;
mod service_members;

use super::Topic;

pub use acts::SERVICES;
pub use service_members::SERVICE_MEMBERS;

/// See the module.
pub static TOPIC: Topic = Topic {
    ledgers: &[&SERVICES, &SERVICE_MEMBERS],
    checks: &[(&SERVICES, acts::check), (&SERVICE_MEMBERS, service_members::check)],
    computations: &[(&SERVICES, acts::COMPUTATIONS)],
    figures: figures::of,
    ..Topic::of("services")
};
