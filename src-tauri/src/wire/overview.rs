//! What the records come to: the topics' cards, as they are.

pub use taizhang::topics::health::card::{HealthDay, HealthStrip};
pub use taizhang::topics::health::pasted::Pasted;
pub use taizhang::topics::rounds::card::{Month, Round};
pub use taizhang::topics::rounds::mixture::Mixture;
pub use taizhang::topics::travel::card::Trip;
pub use taizhang::topics::vaccination::card::PersonDoses;
