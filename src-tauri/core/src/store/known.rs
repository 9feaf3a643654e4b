//! What is there already, as a draft is compared with it: the file alone, or the file with what an import is about to write.
//!
//! Owns the questions intake asks of the records there are. The answer for the file lies here, the one for an import in
//! `staging`.

use crate::base::error::Result;
use crate::schema::{Ledger, Record};
use crate::store::rows;
use rusqlite::{Connection, ToSql};
use uuid::Uuid;

/// See the module. Only valid records count.
pub trait Known {
    /// Numbers of the records whose `columns` hold `texts`, as forms write them.
    ///
    /// # Errors
    /// What SQLite says, here and below.
    fn holding(&self, ledger: Ledger, columns: &[&'static str], texts: &[String]) -> Result<Vec<i64>>;

    /// The records that name the record of number `id` in `column`, stored columns only.
    fn naming(&self, ledger: Ledger, column: &'static str, id: i64) -> Result<Vec<Record>>;

    /// The record of this number, voided or not, stored columns only.
    fn record(&self, ledger: Ledger, id: i64) -> Result<Option<Record>>;

    /// The number of the record with this identity, voided or not.
    fn with_uid(&self, ledger: Ledger, uid: &str) -> Result<Option<i64>>;

    /// What people call the record of this number.
    fn title(&self, ledger: Ledger, id: i64) -> Result<String>;
}

/// The records of a file.
pub struct InFile<'a>(pub &'a Connection);

impl Known for InFile<'_> {
    fn holding(&self, ledger: Ledger, columns: &[&'static str], texts: &[String]) -> Result<Vec<i64>> {
        let mut condition: Vec<String> = columns.iter().zip(1..).map(|(column, n)| format!("{column} = ?{n}")).collect();
        condition.push("state = 'valid'".to_owned());
        let parameters: Vec<&dyn ToSql> = texts.iter().map(|text| text as &dyn ToSql).collect();
        rows::ids_matching(self.0, ledger, &condition.join(" AND "), &parameters)
    }

    fn naming(&self, ledger: Ledger, column: &'static str, id: i64) -> Result<Vec<Record>> {
        let name = ledger.name();
        rows::matching_stored(self.0, ledger, &format!("{name}.{column} = ?1 AND {name}.state = 'valid'"), &[&id])
    }

    fn record(&self, ledger: Ledger, id: i64) -> Result<Option<Record>> {
        Ok(rows::stored(self.0, ledger, &[id])?.pop())
    }

    fn with_uid(&self, ledger: Ledger, uid: &str) -> Result<Option<i64>> {
        let Ok(uid) = Uuid::try_parse(uid) else { return Ok(None) };
        Ok(rows::ids_matching(self.0, ledger, "uid = ?1", &[uid.as_bytes()])?.pop())
    }

    fn title(&self, ledger: Ledger, id: i64) -> Result<String> {
        rows::title(self.0, ledger, id)
    }
}
