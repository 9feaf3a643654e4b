//! THE LIST of ledgers and the shape of a declaration.
//!
//! Owns which ledgers there are. A ledger's own columns and rules lie in its own file; how rows are
//! saved, listed, printed and exchanged is the engines' business and never asks which ledger it is.

pub mod cleaning_plans;
pub mod closures;
mod declaration;
pub mod disinfections;
pub mod organisation;
pub mod places;
pub mod postings;
pub mod risk_areas;
pub mod rule_packs;
pub mod staff;
pub mod travels;
pub mod vaccinations;
pub mod vaccine_exemptions;
pub mod ventilations;

pub use declaration::{Check, Computation, Declaration, Draft, Group, Heeds, ListNotes, OwnForm, Reference, Repeats};

/// Makes `enum Ledger`, `Ledger::ALL` and `Ledger::declaration` from one line per ledger.
///
/// `ledgers! { Staff => staff, … }`: the variant, then the module whose `DECLARATION` it is.
macro_rules! ledgers {
    ($($variant:ident => $module:ident),+ $(,)?) => {
        /// Every ledger of the program.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Ledger {
            $(#[doc = concat!("See [`", stringify!($module), "`].")] $variant),+
        }

        impl Ledger {
            /// All of them, in the order of the navigation.
            pub const ALL: &'static [Ledger] = &[$(Ledger::$variant),+];

            /// The one declaration everything else is made from.
            pub const fn declaration(self) -> &'static Declaration {
                match self { $(Ledger::$variant => &$module::DECLARATION),+ }
            }
        }
    };
}

ledgers! {
    Organisation => organisation,
    Staff => staff,
    Postings => postings,
    Vaccinations => vaccinations,
    VaccineExemptions => vaccine_exemptions,
    Travels => travels,
    RiskAreas => risk_areas,
    Places => places,
    CleaningPlans => cleaning_plans,
    Closures => closures,
    Disinfections => disinfections,
    Ventilations => ventilations,
    RulePacks => rule_packs,
}

impl Ledger {
    /// Name in SQL, JSON, on the command line and the wire.
    pub const fn name(self) -> &'static str {
        self.declaration().name
    }

    /// The ledger called `name`.
    pub fn named(name: &str) -> crate::base::error::Result<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|ledger| ledger.name() == name || ledger.declaration().label == name)
            .ok_or_else(|| crate::base::error::Error::NotFound(format!("台账「{name}」")))
    }

    /// Stored and computed columns in the order of the paper.
    pub const fn columns(self) -> &'static [crate::schema::Column] {
        self.declaration().columns
    }

    /// The column called `name`.
    pub fn column(self, name: &str) -> Option<&'static crate::schema::Column> {
        self.columns().iter().find(|column| column.name == name)
    }

    /// The ledgers whose records belong to one of this one's.
    pub fn children(self) -> impl Iterator<Item = Ledger> {
        Self::ALL.iter().copied().filter(move |child| child.declaration().parent.is_some_and(|(parent, _)| parent == self))
    }

    /// The ledgers whose records are listed with one of this one's, with the column that names it.
    pub fn companions(self) -> impl Iterator<Item = (Ledger, &'static str)> {
        Self::ALL.iter().copied().filter_map(move |other| {
            let column = other.declaration().kin?;
            matches!(other.column(column)?.kind, crate::schema::Kind::Reference(target) if target == self)
                .then_some((other, column))
        })
    }

    /// Ledgers this one refers to, with the column that does.
    pub fn references(self) -> impl Iterator<Item = Reference> {
        self.columns().iter().filter_map(|column| match column.kind {
            crate::schema::Kind::Reference(ledger) if column.stored() => Some(Reference { column, ledger }),
            _ => None,
        })
    }
}
