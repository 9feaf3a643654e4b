//! The rule tables whose rows records may refer to.
//!
//! Owns their names alone; what stands in them is `rules::tables`'.

/// A table whose rows records refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Table {
    /// 疫苗产品
    Vaccines,
    /// 消毒剂
    Agents,
    /// 条款要求
    Requirements,
}
