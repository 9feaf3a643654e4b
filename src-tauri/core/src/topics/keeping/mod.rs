//! 附件与销毁: what the office signs when records were destroyed. The ledgers themselves are the store's: what belongs to every
//! record, and what was erased, are its affair.

mod forms;

use super::Topic;

pub static TOPIC: Topic = Topic { printables: forms::ALL, ..Topic::of("keeping") };
