//! Prints the SQL with which a migration adds a ledger: `./dev migration NAME`.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use taizhang::program;

fn main() -> Result<(), String> {
    let name = std::env::args().nth(1).unwrap_or_default();
    let ledger = program::ledger(&name).map_err(|error| error.to_string())?;
    print!("-- {}\n{}", ledger.declaration().label, taizhang::store::tables::sql(ledger));
    Ok(())
}
