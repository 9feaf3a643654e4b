//! The rule packs kept in the file, as a rulebook.
//!
//! Owns reading them, and taking in those that come with the program. What they mean is `rules`' business.

use crate::base::clock::Surroundings;
use crate::base::error::{Error, Result};
use crate::rules::rulebook::{Rulebook, SHIPPED, Taken};
use crate::rules::tables::RulePack;
use crate::schema::{Ledger, Value, Values};
use crate::store::RULE_PACKS;
use crate::store::change::{Change, transact};
use crate::store::journal::Op;
use crate::store::registry::Registry;
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashSet;

/// The rules of the file. A file that holds none yet goes by those that come with the program.
///
/// # Errors
/// `FileDamaged` when a pack does not read.
pub fn load(connection: &Connection) -> Result<Rulebook> {
    let region: Option<Option<String>> =
        connection.query_row("SELECT division_code FROM organisation", [], |row| row.get(0)).optional()?;
    let region = region.flatten().unwrap_or_default();
    let mut statement = connection.prepare("SELECT id, content, state, void_reason, title FROM rule_packs ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut packs = Vec::new();
    while let Some(row) = rows.next()? {
        let (content, state, title): (String, String, String) = (row.get(1)?, row.get(2)?, row.get(4)?);
        let pack = RulePack::read(&content).map_err(|why| Error::FileDamaged(format!("规则包「{title}」：{why}")))?;
        let withdrawn: Option<String> = row.get(3)?;
        packs.push(Taken { pack, order: row.get(0)?, withdrawn: withdrawn.filter(|_| state != "valid") });
    }
    Ok(if packs.is_empty() { Rulebook::shipped(&region) } else { Rulebook::new(packs, &region) })
}

/// Takes in, as one step, what comes with the program and the file does not know yet, withdrawn packs included.
///
/// # Errors
/// What the disk says.
pub fn adopt_shipped(connection: &mut Connection, registry: &Registry, surroundings: &Surroundings) -> Result<()> {
    let mut statement = connection.prepare("SELECT digest FROM rule_packs")?;
    let known = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<HashSet<_>>>()?;
    drop(statement);
    let packs: Vec<RulePack> = shipped()?.into_iter().filter(|pack| !known.contains(&pack.digest())).collect();
    if packs.is_empty() {
        return Ok(());
    }
    transact(connection, registry, surroundings, Op::Rules, "{}", |change| insert(change, &packs))?;
    Ok(())
}

/// Puts every pack that comes with the program into a file being made.
pub(super) fn insert_shipped(change: &mut Change<'_>) -> Result<()> {
    insert(change, &shipped()?)
}

fn shipped() -> Result<Vec<RulePack>> {
    SHIPPED.iter().map(|text| RulePack::read(text).map_err(Error::Bug)).collect()
}

fn insert(change: &mut Change<'_>, packs: &[RulePack]) -> Result<()> {
    for pack in packs {
        change.insert(Ledger(&RULE_PACKS), values(pack), None)?;
    }
    Ok(())
}

/// A pack as a record's values.
pub fn values(pack: &RulePack) -> Values {
    let text = |text: &str| Value::Text(text.to_owned());
    let mut values = Values::from([
        ("title", text(&pack.title)),
        ("source", text(&pack.source)),
        ("content", text(&serde_json::to_string(pack).unwrap_or_default())),
        ("digest", text(&pack.digest())),
    ]);
    if !pack.region.is_empty() {
        values.insert("region", text(&pack.region));
    }
    if let Some(day) = pack.issued_on {
        values.insert("issued_on", Value::Date(day));
    }
    values
}
