//! What the records come to: the topics' cards, as they are.

pub use taizhang::topics::rounds::card::{Month, Round};
pub use taizhang::topics::rounds::mixture::Mixture;
pub use taizhang::topics::travel::card::Trip;
pub use taizhang::topics::vaccination::card::PersonDoses;
