//! The program: the topics' lists joined.
//!
//! Owns the one registry and the one catalogue of forms; opens and creates books with them. Adds nothing of its own.

use crate::articles;
use crate::base::clock::Surroundings;
use crate::base::error::{Error, Problem, Result};
use crate::file::open::Access;
use crate::forms::{PERSON, Printable};
use crate::home;
use crate::inspection::{self, Pack, PackJob};
use crate::reports;
use crate::schema::Ledger;
use crate::store::book::{Secret, Unlock};
use crate::store::registry::{Registered, Registry, Upgrade};
use crate::store::{Book, proof};
use crate::topics::TOPICS;
use crate::vault::upgrade;
use rusqlite::Connection;
use serde_json::{Map, Value as Json};
use std::path::Path;
use std::sync::LazyLock;

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    const UPGRADE: Upgrade = Upgrade { file: upgrade::file, keep: upgrade::keep, in_memory: upgrade::in_memory };
    Registry::new(
        UPGRADE,
        TOPICS.iter().map(|topic| Registered {
            ledgers: topic.ledgers,
            checks: topic.checks,
            accords: topic.accords,
            foresights: topic.foresights,
            computations: topic.computations,
            acts: topic.acts,
            columns: topic.columns_given,
        }),
    )
});

static CATALOGUE: LazyLock<Vec<Printable>> = LazyLock::new(|| {
    let own = TOPICS
        .iter()
        .flat_map(|topic| topic.printables)
        .chain(articles::PRINTABLES)
        .chain(reports::PRINTABLES)
        .chain(home::FORMS);
    let own: Vec<Printable> = own.copied().collect();
    let notes = |ledger| {
        let all = TOPICS.iter().flat_map(|topic| topic.list_notes);
        all.clone().find(|(declaration, _)| Ledger(declaration) == ledger).map(|(_, notes)| *notes)
    };
    let of = |ledger| {
        let own: Vec<Printable> = own.iter().filter(|form| form.owner.ledger() == ledger).copied().collect();
        Printable::all_of(ledger, &own, notes(ledger))
    };
    REGISTRY.ledgers().flat_map(of).collect()
});

/// Every ledger of the program.
pub fn registry() -> &'static Registry {
    &REGISTRY
}

/// All ledgers in the order of the navigation.
pub fn ledgers() -> impl Iterator<Item = Ledger> {
    REGISTRY.ledgers()
}

/// The ledger called `name`, by its name or its label.
///
/// # Errors
/// `NotFound`.
pub fn ledger(name: &str) -> Result<Ledger> {
    REGISTRY.named(name)
}

/// The forms of `ledger` in the order they are offered.
pub fn printables(ledger: Ledger) -> impl Iterator<Item = Printable> {
    CATALOGUE.iter().filter(move |form| form.owner.ledger() == ledger).copied()
}

/// The form of `ledger` with this code.
///
/// # Errors
/// `Invalid` naming the codes there are.
pub fn printable(ledger: Ledger, code: &str) -> Result<Printable> {
    printables(ledger).find(|form| form.code == code).ok_or_else(|| {
        let known: Vec<String> = printables(ledger).map(|form| format!("{} {}", form.code, form.label)).collect();
        let label = ledger.declaration().label;
        Error::invalid("form", "choice", code, format!("{label}没有这种表。可选：{}。", known.join("、")))
    })
}

/// Forms that are called by themselves on the command line.
const ALONE: &[&str] = &[PERSON, articles::TABLE, articles::SELFCHECK];

/// The form with this code of what is called `name` on the command line: a ledger, or a form that is one by itself.
///
/// # Errors
/// `NotFound`, `Invalid` naming the codes there are.
pub fn paper(name: &str, code: &str) -> Result<Printable> {
    let named = |form: &&Printable| ALONE.contains(&form.code) && [form.code, form.label].contains(&name);
    match CATALOGUE.iter().find(named) {
        Some(form) => Ok(*form),
        None => printable(ledger(name)?, code),
    }
}

/// The inspection pack of `job`.
///
/// # Errors
/// As [`inspection::make`].
pub fn pack(book: &Book, job: &PackJob, progress: &dyn Fn(usize, usize, &str) -> bool) -> Result<Pack> {
    inspection::make(book, job, &CATALOGUE, progress)
}

/// As [`Book::create`].
///
/// # Errors
/// As [`Book::create`].
pub fn create(
    path: &Path,
    organisation: &Map<String, Json>,
    secret: Option<Secret>,
    surroundings: Surroundings,
) -> Result<(Book, Vec<Problem>)> {
    Book::create(&REGISTRY, path, organisation, secret, surroundings)
}

/// As [`Book::create_filled`].
///
/// # Errors
/// As [`Book::create_filled`].
pub fn create_filled(
    path: &Path,
    organisation: &Map<String, Json>,
    secret: Option<Secret>,
    surroundings: Surroundings,
    fill: impl FnOnce(&mut Book, &[Problem]) -> Result<()>,
) -> Result<(Book, Vec<Problem>)> {
    Book::create_filled(&REGISTRY, path, organisation, secret, surroundings, fill)
}

/// As [`Book::open`].
///
/// # Errors
/// As [`Book::open`].
pub fn open(path: &Path, unlock: Unlock<'_>, access: Access, surroundings: Surroundings) -> Result<Book> {
    Book::open(&REGISTRY, path, unlock, access, surroundings)
}

/// As [`Book::open_with`].
///
/// # Errors
/// As [`Book::open_with`].
pub fn open_with(path: &Path, secret: Option<Secret>, access: Access, surroundings: Surroundings) -> Result<Book> {
    Book::open_with(&REGISTRY, path, secret, access, surroundings)
}

/// As [`proof::verify`]: what the vault asks of a file before it trusts it.
///
/// # Errors
/// As [`proof::check`].
pub fn verify(connection: &Connection) -> Result<()> {
    proof::verify(connection, &REGISTRY)
}

/// As [`proof::records`]: how many records a file holds.
///
/// # Errors
/// What SQLite says.
pub fn records(connection: &Connection) -> Result<u64> {
    proof::records(connection, &REGISTRY)
}
