//! Walks THE LIST: what every ledger owes to the frame.

use crate::desk::Office;
use serde_json::{Map, Value, json};
use std::collections::HashSet;
use taizhang::error::Error;
use taizhang::ledgers::Ledger;
use taizhang::record::{Kind, Search};

fn sql_columns(office: &Office, ledger: Ledger) -> HashSet<String> {
    let connection = office.book.connection();
    let mut statement = connection.prepare(&format!("PRAGMA table_info({})", ledger.name())).unwrap();
    let names = statement.query_map([], |row| row.get::<_, String>(1)).unwrap();
    names.map(Result::unwrap).collect()
}

#[test]
fn columns_and_tables_agree() {
    let office = Office::new();
    for ledger in Ledger::ALL.iter().copied() {
        let mut declared: HashSet<String> =
            ["id", "uid", "step", "entered_at", "recorder", "late_reason", "state", "void_reason", "extra"]
                .map(str::to_owned)
                .into();
        for column in ledger.columns().iter().filter(|column| column.stored()) {
            declared.insert(column.name.to_owned());
            if column.search == Search::Pinyin {
                declared.insert(format!("{}_key", column.name));
            }
        }
        assert_eq!(declared, sql_columns(&office, ledger), "{}", ledger.name());
    }
}

#[test]
fn tables_are_strict() {
    let office = Office::new();
    let mut statement =
        office.book.connection().prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").unwrap();
    let tables = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))).unwrap();
    for (name, strict) in tables.map(Result::unwrap).filter(|(name, _)| !name.starts_with("sqlite_")) {
        assert_eq!(strict, 1, "{name}");
    }
}

#[test]
fn every_column_says_what_it_is() {
    for ledger in Ledger::ALL.iter().copied() {
        let declaration = ledger.declaration();
        let mut labels = HashSet::new();
        assert!(!declaration.label.is_empty() && !declaration.sheet_title.is_empty());
        assert!(!declaration.empty_title.is_empty() && !declaration.empty_text.is_empty());
        assert!(ledger.column(declaration.title).is_some_and(|column| column.stored()), "{}", declaration.name);
        assert_eq!(declaration.columns.last().map(|column| column.name), Some("note"), "{}", declaration.name);
        assert!(declaration.columns.iter().any(|column| column.width_mm > 0.0), "{} prints nothing", declaration.name);
        for column in declaration.columns {
            let place = format!("{}.{}", declaration.name, column.name);
            assert!(!column.label.is_empty() && !column.help.is_empty(), "{place}");
            assert!(column.help.ends_with('。'), "{place}: {}", column.help);
            assert!(column.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{place}");
            assert!(labels.insert(column.label), "{place}: label twice");
            if matches!(column.kind, Kind::Date) {
                let ends = ["_on", "used_from", "used_to"].iter().any(|ending| column.name.ends_with(ending));
                assert!(ends, "{place}: dates end with _on");
            }
        }
        if let Some(day) = declaration.record_date {
            assert!(matches!(ledger.column(day).map(|column| column.kind), Some(Kind::Date)), "{}", declaration.name);
        }
        for computation in declaration.computations {
            for name in computation.columns {
                assert!(ledger.column(name).is_some_and(|column| !column.stored()), "{}.{name} is computed", declaration.name);
            }
            for name in computation.needs {
                assert!(ledger.column(name).is_some_and(|column| column.stored()), "{}.{name} is needed", declaration.name);
            }
        }
        for column in declaration.columns.iter().filter(|column| !column.stored()) {
            let fills = declaration.computations.iter().filter(|computation| computation.columns.contains(&column.name)).count();
            assert_eq!(fills, 1, "{}.{} is filled once", declaration.name, column.name);
        }
        if let Some(kin) = declaration.kin {
            assert!(ledger.references().any(|reference| reference.column.name == kin), "{}.{kin}", declaration.name);
        }
        if let Some((parent, column)) = declaration.parent {
            assert!(matches!(ledger.column(column).map(|column| column.kind), Some(Kind::Reference(ledger)) if ledger == parent));
        }
    }
}

#[test]
fn ledgers_are_found_by_name_and_label() {
    for ledger in Ledger::ALL.iter().copied() {
        assert_eq!(Ledger::named(ledger.name()).unwrap(), ledger);
        assert_eq!(Ledger::named(ledger.declaration().label).unwrap(), ledger);
    }
    assert!(Ledger::named("nothing").is_err());
}

/// Whatever a row leaves out that its table asks for is told at its field, a child's parent too: SQL is never reached.
#[test]
fn what_a_table_asks_for_is_told_at_its_field() {
    let mut office = Office::new();
    for ledger in Ledger::ALL.iter().copied().filter(|ledger| !ledger.declaration().single) {
        let asked: Vec<String> = {
            let sql = format!("SELECT name FROM pragma_table_info('{}') WHERE \"notnull\" = 1", ledger.name());
            let mut statement = office.book.connection().prepare(&sql).unwrap();
            let names = statement.query_map([], |row| row.get(0)).unwrap();
            names.map(Result::unwrap).filter(|name: &String| ledger.column(name).is_some()).collect()
        };
        let told = match office.book.add(ledger, &Map::new()) {
            Err(Error::Invalid(problems)) => problems,
            other => panic!("{}: {other:?}", ledger.name()),
        };
        let derived = office.book.check(ledger, None, &Map::new()).unwrap().values;
        for name in asked {
            let there = derived.contains_key(name.as_str()) || told.iter().any(|problem| problem.field == name);
            assert!(there, "{}.{name}: {told:?}", ledger.name());
        }
        for reference in ledger.references() {
            for nobody in ["0", "-1", "999999", "没有这个"] {
                let row: Map<String, Value> = std::iter::once((reference.column.name.to_owned(), json!(nobody))).collect();
                let Err(Error::Invalid(told)) = office.book.add(ledger, &row) else { panic!("{}", ledger.name()) };
                assert!(told.iter().any(|problem| problem.field == reference.column.name), "{}: {told:?}", ledger.name());
            }
        }
    }
}
