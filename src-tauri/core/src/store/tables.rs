//! The table of a ledger as SQL, made from its declaration: what a migration that adds the ledger begins with.
//!
//! Owns which SQL type a kind is stored as. Runs nothing; released migrations are files of their own.

use crate::schema::{Column, Kind, Ledger};
use crate::store::rows::key_column;
use std::fmt::Write as _;

/// Columns that every ledger's table ends with.
const COMMON: &[(&str, &str)] = &[
    ("uid", "BLOB NOT NULL UNIQUE"),
    ("step", "INTEGER NOT NULL"),
    ("entered_at", "TEXT NOT NULL"),
    ("recorder", "TEXT NOT NULL"),
    ("late_reason", "TEXT"),
    ("state", "TEXT NOT NULL CHECK (state IN ('valid', 'voided'))"),
    ("void_reason", "TEXT"),
    ("extra", "TEXT NOT NULL"),
];

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// SQLite's type of a STRICT table.
    pub kind: &'static str,
    /// Whether it must be there.
    pub not_null: bool,
    /// The table whose `id` it holds.
    pub references: Option<&'static str>,
}

/// SQLite's type for values of `kind`.
const fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer { .. } | Kind::Flag | Kind::Reference(_) => "INTEGER",
        Kind::Decimal { .. } => "REAL",
        _ => "TEXT",
    }
}

/// The ledger's own columns as its table has them, each sort key behind what it sorts.
pub fn columns(ledger: Ledger) -> Vec<TableColumn> {
    let with_key = |column: &Column| {
        let references = match column.kind {
            Kind::Reference(target) => Some(target.name()),
            _ => None,
        };
        let of = |name: String, kind, references| TableColumn { name, kind, not_null: column.required, references };
        let key = key_column(column).map(|name| of(name, "TEXT", None));
        std::iter::once(of(column.name.to_owned(), sql_type(column.kind), references)).chain(key).collect::<Vec<_>>()
    };
    ledger.columns().iter().filter(|column| column.stored()).flat_map(with_key).collect()
}

/// The statements that make the table of `ledger` with its indexes: by the record it belongs to and by its day.
pub fn sql(ledger: Ledger) -> String {
    let declaration = ledger.declaration();
    let name = declaration.name;
    let columns = columns(ledger);
    let width = columns.iter().map(|column| column.name.len()).chain(COMMON.iter().map(|(name, _)| name.len())).max();
    let width = width.unwrap_or_default();
    let id = if declaration.single { "INTEGER PRIMARY KEY CHECK (id = 1)" } else { "INTEGER PRIMARY KEY AUTOINCREMENT" };
    let mut lines = vec![format!("    {:width$} {id}", "id")];
    for TableColumn { name, kind, not_null, references } in &columns {
        let not_null = if *not_null { " NOT NULL" } else { "" };
        let references = references.map(|table| format!(" REFERENCES {table} (id)")).unwrap_or_default();
        lines.push(format!("    {name:width$} {kind}{not_null}{references}"));
    }
    lines.extend(COMMON.iter().map(|(name, rest)| format!("    {name:width$} {rest}")));
    let mut sql = format!("CREATE TABLE {name} (\n{}\n) STRICT;\n", lines.join(",\n"));
    let day = declaration.record_date;
    if let Some(kin) = declaration.kin.or(declaration.parent.map(|(_, column)| column)) {
        let by = day.map_or_else(|| kin.to_owned(), |day| format!("{kin}, {day}"));
        let _ = writeln!(sql, "CREATE INDEX {name}_by_{kin} ON {name} ({by});");
    }
    // Whoever is named is found by name: what is on file of her stands on one page.
    let kin = declaration.kin.or(declaration.parent.map(|(_, column)| column));
    for named in ledger.references().filter(|reference| reference.ledger.declaration().person) {
        let column = named.column.name;
        if Some(column) != kin {
            let _ = writeln!(sql, "CREATE INDEX {name}_by_{column} ON {name} ({column});");
        }
    }
    if let Some(day) = day {
        let _ = writeln!(sql, "CREATE INDEX {name}_by_{day} ON {name} ({day}, id, state);");
    }
    sql
}
