//! 登记接种 for several people at once: one day, one vaccine. Which dose it is of each follows from the day, as in the form.

use super::VACCINATIONS;
use crate::schema::{Ledger, Value};
use crate::store::act::{Act, Asked, Writing};
use crate::store::journal::Op;

/// Acts of the roster.
pub const OF_PEOPLE: &[Act] = &[Act {
    name: "vaccinate",
    label: "登记接种",
    op: Op::Act,
    asks: &[
        Asked::of(&VACCINATIONS, "product"),
        Asked::of(&VACCINATIONS, "given_on"),
        Asked::of(&VACCINATIONS, "lot").optional(),
        Asked::of(&VACCINATIONS, "site").optional(),
        Asked::of(&VACCINATIONS, "evidence").optional(),
    ],
    write: |_, person, answers| {
        let mut dose = answers.clone();
        dose.insert("staff", Value::Reference(person.id));
        Ok(Ok(vec![Writing::Add(Ledger(&VACCINATIONS), dose)]))
    },
}];
