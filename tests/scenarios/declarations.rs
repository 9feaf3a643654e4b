//! Walks THE LIST: what every ledger owes to the frame.

use crate::desk::Office;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};
use taizhang::base::error::Error;
use taizhang::program;
use taizhang::schema::{Column, Kind, Ledger, Sensitivity};
use taizhang::store::carried;
use taizhang::topics::{POSTINGS, VACCINATIONS};

/// Columns that every table has besides its ledger's own.
const COMMON: [&str; 9] = ["id", "uid", "step", "entered_at", "recorder", "late_reason", "state", "void_reason", "extra"];

/// What the table of `ledger` has: name, type, NOT NULL, the table it refers to.
fn sql_columns(connection: &rusqlite::Connection, ledger: Ledger) -> Vec<(String, String, bool, Option<String>)> {
    let name = ledger.name();
    let mut statement = connection.prepare(&format!("PRAGMA foreign_key_list({name})")).unwrap();
    let references = statement.query_map([], |row| Ok((row.get(3)?, row.get(2)?))).unwrap();
    let references: HashMap<String, String> = references.map(Result::unwrap).collect();
    let mut statement = connection.prepare(&format!("PRAGMA table_info({name})")).unwrap();
    let columns = statement.query_map([], |row| Ok((row.get::<_, String>(1)?, row.get(2)?, row.get::<_, i64>(3)? == 1)));
    columns
        .unwrap()
        .map(Result::unwrap)
        .map(|(name, kind, not_null)| {
            let target = references.get(&name).cloned();
            (name, kind, not_null, target)
        })
        .collect()
}

/// Optional to the person because the program fills them in, and never absent.
const FILLED_IN: [&str; 2] = ["staff.id_type", "staff.consent"];

#[test]
fn columns_and_tables_agree() {
    let office = Office::new();
    for ledger in program::ledgers() {
        let found = sql_columns(&office.raw(), ledger);
        let names: HashSet<&str> = found.iter().map(|(name, ..)| name.as_str()).collect();
        assert!(COMMON.iter().all(|name| names.contains(name)), "{}", ledger.name());
        let mut own: Vec<_> = found.iter().filter(|(name, ..)| !COMMON.contains(&name.as_str())).cloned().collect();
        let mut declared: Vec<_> = taizhang::store::tables::columns(ledger)
            .into_iter()
            .map(|column| {
                let filled_in = FILLED_IN.contains(&format!("{}.{}", ledger.name(), column.name).as_str());
                (column.name, column.kind.to_owned(), column.not_null || filled_in, column.references.map(str::to_owned))
            })
            .collect();
        own.sort();
        declared.sort();
        assert_eq!(declared, own, "{}", ledger.name());
    }
}

#[test]
fn the_sql_of_a_ledger_makes_the_table_it_has() {
    let office = Office::new();
    let trial = rusqlite::Connection::open_in_memory().unwrap();
    for ledger in program::ledgers() {
        trial.execute_batch(&taizhang::store::tables::sql(ledger)).unwrap();
        let order = |connection| {
            let mut columns = sql_columns(connection, ledger);
            columns.iter_mut().for_each(|(name, _, not_null, _)| {
                *not_null |= FILLED_IN.contains(&format!("{}.{name}", ledger.name()).as_str());
            });
            columns.sort();
            columns
        };
        assert_eq!(order(&trial), order(&office.raw()), "{}", ledger.name());
    }
}

/// Every list is found by its day and by what it belongs to.
#[test]
fn lists_have_their_indexes() {
    let office = Office::new();
    for ledger in program::ledgers().filter(|ledger| !ledger.declaration().single) {
        let declaration = ledger.declaration();
        let sql = "SELECT ii.name FROM pragma_index_list(?1) AS il JOIN pragma_index_info(il.name) AS ii WHERE ii.seqno = 0";
        let connection = office.raw();
        let mut statement = connection.prepare(sql).unwrap();
        let first = statement.query_map([ledger.name()], |row| row.get::<_, String>(0)).unwrap();
        let first: HashSet<String> = first.map(Result::unwrap).collect();
        for column in declaration.kin.into_iter().chain(declaration.parent.map(|(_, column)| column)) {
            assert!(first.contains(column), "{}: no index begins with {column}: {first:?}", ledger.name());
        }
    }
}

/// What a list computes of everybody is read from an index alone.
#[test]
fn postings_and_doses_are_read_from_their_indexes() {
    let office = Office::new();
    for (ledger, selected) in [
        (Ledger(&POSTINGS), "staff, joined_on, left_on, category, department, post"),
        (Ledger(&VACCINATIONS), "staff, id, given_on, dose_number, product"),
    ] {
        for condition in ["staff BETWEEN 1 AND 9", "staff = 1"] {
            let sql =
                format!("EXPLAIN QUERY PLAN SELECT {selected} FROM {} WHERE {condition} AND state = 'valid'", ledger.name());
            let plan: String = office.raw().query_row(&sql, [], |row| row.get("detail")).unwrap();
            assert!(plan.contains("USING COVERING INDEX"), "{}: {plan}", ledger.name());
        }
    }
}

#[test]
fn tables_are_strict() {
    let office = Office::new();
    let connection = office.raw();
    let mut statement = connection.prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").unwrap();
    let tables = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))).unwrap();
    for (name, strict) in tables.map(Result::unwrap).filter(|(name, _)| !name.starts_with("sqlite_")) {
        assert_eq!(strict, 1, "{name}");
    }
}

#[test]
fn every_column_says_what_it_is() {
    for ledger in program::ledgers() {
        let declaration = ledger.declaration();
        let mut labels = HashSet::new();
        assert!(!declaration.label.is_empty() && !declaration.sheet_title.is_empty());
        assert!(!declaration.empty_title.is_empty() && !declaration.empty_text.is_empty());
        assert!(ledger.column(declaration.title).is_some_and(|column| column.stored()), "{}", declaration.name);
        assert_eq!(declaration.columns.last().map(|column| column.name), Some("note"), "{}", declaration.name);
        assert!(declaration.columns.iter().any(|column| column.width_mm > 0.0), "{} prints nothing", declaration.name);
        for column in program::registry().columns(ledger) {
            let place = format!("{}.{}", declaration.name, column.name);
            assert!(!column.label.is_empty(), "{place}");
            helps(ledger, column);
            assert!(column.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{place}");
            assert!(labels.insert(column.label), "{place}: label twice");
            if matches!(column.kind, Kind::Date) {
                let ends = ["_on", "_by", "_from", "_to"].iter().any(|ending| column.name.ends_with(ending));
                assert!(ends, "{place}: dates end with _on");
            }
        }
        if let Some(day) = declaration.record_date {
            assert!(
                matches!(ledger.column(day).map(|column| column.kind), Some(Kind::Date | Kind::Instant)),
                "{}",
                declaration.name
            );
        }
        for computation in program::registry().computations(ledger) {
            for name in computation.columns {
                assert!(
                    program::registry().column(ledger, name).is_some_and(|column| !column.stored()),
                    "{}.{name} is computed",
                    declaration.name
                );
            }
            for name in computation.needs {
                assert!(ledger.column(name).is_some_and(|column| column.stored()), "{}.{name} is needed", declaration.name);
            }
        }
        for column in program::registry().columns(ledger).iter().filter(|column| !column.stored()) {
            let fills =
                program::registry().computations(ledger).filter(|computation| computation.columns.contains(&column.name)).count();
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

/// Help stands in one line below its box: a short sentence that says what the label does not.
fn helps(ledger: Ledger, column: &Column) {
    const MOST: usize = 30;
    let place = format!("{}.{}", ledger.name(), column.name);
    let chosen = column.helped.map(|helped| {
        let Some(Kind::Choice(choices)) = ledger.column(helped.by).map(|by| by.kind) else { panic!("{place}: {}", helped.by) };
        assert!(helped.of.iter().all(|(code, _)| choices.iter().any(|choice| choice.code == *code)), "{place}");
        helped.of
    });
    let all = std::iter::once(column.help).chain(chosen.into_iter().flatten().map(|(_, help)| *help));
    for help in all.filter(|help| !help.is_empty()) {
        assert!(help.ends_with('。') && help.chars().count() <= MOST, "{place}: {help}");
        assert!(help.trim_end_matches('。') != column.label, "{place} echoes its label");
    }
}

/// Days, times and counts are of one record; what is masked is shown to nobody unasked.
#[test]
fn what_is_carried_over_may_repeat() {
    for ledger in program::ledgers() {
        for column in ledger.columns().iter().filter(|column| column.carried) {
            let place = format!("{}.{}", ledger.name(), column.name);
            assert!(!matches!(column.kind, Kind::Date | Kind::Time | Kind::Instant | Kind::Integer { .. }), "{place}");
            assert!(column.stored() && column.sensitivity == Sensitivity::Open, "{place}");
            assert!(Some(column.name) != ledger.declaration().record_date, "{place}");
        }
    }
}

/// The next form of a ledger is offered what the record entered last says, its child's with it, and nothing of a voided one.
#[test]
fn what_usually_repeats_is_offered_from_the_newest_record() {
    let mut office = Office::new();
    let staff = program::ledger("staff").unwrap();
    let offered = |office: &Office, ledger: Ledger| carried::offered(&office.book, ledger).unwrap();
    assert!(offered(&office, staff).is_empty());
    let person = |name: &str, department: &str| {
        let row = json!({ "name": name, "category": "volunteer", "department": department, "joined_on": "2021-01-01", "mobile": "13800138001" });
        row.as_object().unwrap().clone()
    };
    office.book.add(staff, &person("陈轮", "项目部")).unwrap();
    let second = office.book.add(staff, &person("王龚", "宣传部")).unwrap();
    let now: Vec<(&str, String)> = offered(&office, staff).into_iter().collect();
    assert_eq!(now, [("category", "volunteer".to_owned()), ("department", "宣传部".to_owned())]);
    office.book.void(staff, second.id, None, "登记错了人").unwrap();
    assert_eq!(offered(&office, staff)["department"], "项目部");
}

#[test]
fn ledgers_are_found_by_name_and_label() {
    for ledger in program::ledgers() {
        assert_eq!(program::ledger(ledger.name()).unwrap(), ledger);
        assert_eq!(program::ledger(ledger.declaration().label).unwrap(), ledger);
    }
    assert!(program::ledger("nothing").is_err());
}

/// Whatever a row leaves out that its table asks for is told at its field, a child's parent too: SQL is never reached.
#[test]
fn what_a_table_asks_for_is_told_at_its_field() {
    let mut office = Office::new();
    for ledger in program::ledgers().filter(|ledger| !ledger.declaration().single) {
        let asked: Vec<String> = {
            let sql = format!("SELECT name FROM pragma_table_info('{}') WHERE \"notnull\" = 1", ledger.name());
            let connection = office.raw();
            let mut statement = connection.prepare(&sql).unwrap();
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
