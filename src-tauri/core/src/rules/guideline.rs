//! A guideline as data: its articles, what each asks for, and by which records that is proved.
//!
//! Owns the shapes of both and what makes them acceptable. Names ledgers, columns, codes, measures and items by their names
//! only; which there are is said above. What the records come to is `articles`'.

use super::tables::{Row, Says};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An article: whom it is for, and what it asks in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Article {
    /// Its number.
    pub number: u8,
    /// What it asks, in our own words.
    pub asks: String,
    /// Whom it is for: any of these; empty: everybody.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applies: Vec<When>,
    /// What is said to whom it is not for; `{form}` is her form, `{n}` the articles that she goes by instead.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub otherwise: String,
    /// What is printed as its proof, in order. A paper stands once, with the first article for the organisation that names it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub papers: Vec<Paper>,
}

/// What is printed as proof.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paper {
    /// The ledger.
    pub ledger: String,
    /// The code of its form; empty: its list.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub form: String,
    /// What the records printed say in which column, where not all are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub having: Vec<(String, String)>,
}

/// Something an article asks for; its key is the number of the article and a word, as 7.disinfect, its label what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Requirement {
    /// ◎: without it the article is not proven in part either, and nobody declares it not asked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub core: bool,
    /// Whether it is drawn by month in the 迎检包.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub chart: bool,
    /// When it is asked: any of these; empty: always.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked_if: Vec<When>,
    /// What is said where it is not.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub because: String,
    /// By what it is proved.
    pub test: Test,
    /// What is declared where nothing of the kind happened: a topic of a statement.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub zero: String,
    /// The requirement whose being met is as good as that declaration.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub served_by: String,
    /// What is called by its words in a gap, where the label would not do.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub gap: String,
    /// The record that closes a gap, where it is not one of the first ledger tested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum When {
    /// The organisation has this form.
    Form(String),
    /// It has this trait.
    Trait(String),
    /// It does not have this trait.
    Lacks(String),
    /// This column of its record is filled in.
    Filled(String),
    /// There are such rows in the period.
    Exists(Rows),
    /// This requirement is not met.
    Short(String),
    /// None of these articles is for it by its form and traits.
    NoneOf(Vec<u8>),
}

/// Rows of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rows {
    /// Which ledger.
    pub ledger: String,
    /// What their columns say: all of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<(String, Is)>,
    /// Only with a picture or scan.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub file: bool,
}

/// What a column says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Is {
    /// One of these codes.
    In(Vec<String>),
    /// None of these codes, and something.
    Not(Vec<String>),
    /// Several codes, this one among them.
    Has(String),
    /// Something.
    Set,
    /// Nothing.
    Unset,
    /// 是
    Yes,
    /// 否, or nothing.
    No,
}

/// A span of calendar months, counted back from the last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// One.
    Month,
    /// Three.
    Quarter,
    /// Six.
    Half,
    /// Twelve.
    Year,
}

impl Window {
    /// Calendar months.
    pub const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }

    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Month => "每月",
            Self::Quarter => "每季度",
            Self::Half => "每半年",
            Self::Year => "每年",
        }
    }
}

/// By what a requirement is proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// So many rows in every window.
    Count {
        /// Of any of these.
        of: Vec<Rows>,
        /// How many.
        least: u32,
        /// In each of these.
        each: Window,
    },
    /// So many different values in every window.
    Kinds {
        /// Of these rows.
        of: Rows,
        /// The column counted.
        column: String,
        /// How many.
        least: u32,
        /// In each of these.
        each: Window,
    },
    /// One row in force on every day.
    Force {
        /// One of these.
        of: Rows,
    },
    /// So many in a hundred.
    Rate {
        /// The name of a measure.
        of: String,
        /// How many in a hundred.
        least: u8,
    },
    /// Everything due was done in time.
    Closed {
        /// The name of the items.
        of: String,
    },
    /// No row says this.
    Nil {
        /// Of these.
        of: Vec<Rows>,
        /// What is bad: all of these.
        bad: Vec<(String, Is)>,
    },
    /// These columns of the organisation's record are filled in.
    Filled(Vec<String>),
    /// All of these.
    All(Vec<Test>),
}

impl Default for Test {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

/// The form that closes a gap.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Link {
    /// Of which ledger.
    pub ledger: String,
    /// What it begins with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preset: Vec<(String, String)>,
}

impl Test {
    /// Itself, and the tests it is made of.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::All(parts) => parts.iter().flat_map(Self::parts).collect(),
            other => vec![other],
        }
    }

    /// The rows it looks at, in order.
    pub fn rows(&self) -> Vec<&Rows> {
        match self {
            Self::Count { of, .. } | Self::Nil { of, .. } => of.iter().collect(),
            Self::Kinds { of, .. } | Self::Force { of } => vec![of],
            Self::Rate { .. } | Self::Closed { .. } | Self::Filled(_) => Vec::new(),
            Self::All(parts) => parts.iter().flat_map(Self::rows).collect(),
        }
    }

    /// Whether somebody may answer for it: it asks for evidence, and no record speaks against it.
    pub fn may_be_attested(&self) -> bool {
        !self.parts().iter().any(|part| matches!(part, Self::Closed { .. } | Self::Nil { .. }))
    }

    /// Whether it is a share, for which a person answers only with a paper.
    pub fn is_share(&self) -> bool {
        self.parts().iter().any(|part| matches!(part, Self::Rate { .. }))
    }

    /// The least it asks for, where an organisation may set its own.
    pub fn least(&self) -> Option<u32> {
        self.parts().into_iter().find_map(|part| match part {
            Self::Count { least, .. } | Self::Kinds { least, .. } => Some(*least),
            Self::Rate { least, .. } => Some(u32::from(*least)),
            _ => None,
        })
    }

    /// The least in words, such as 95% or 每月 1 条; empty: it has none.
    pub fn asks(&self, least: u32) -> String {
        let part = self.parts().into_iter().find(|part| part.least().is_some());
        match part {
            Some(Self::Rate { .. }) => format!("{least}%"),
            Some(Self::Count { each, .. }) => format!("{} {least} 条", each.label()),
            Some(Self::Kinds { each, .. }) => format!("{} {least} 种", each.label()),
            _ => String::new(),
        }
    }
}

impl Requirement {
    /// What it asks for in words, as far as a number says it.
    pub fn in_words(&self) -> String {
        let least = self.test.least().map(|least| self.test.asks(least)).filter(|words| !words.is_empty());
        let core = self.core.then(|| "必须有".to_owned());
        core.into_iter().chain(least).collect::<Vec<_>>().join("；")
    }
}

/// The number of the article that a requirement of this key belongs to.
pub fn article_of(key: &str) -> Option<u8> {
    key.split_once('.').and_then(|(number, _)| number.parse().ok())
}

impl Says for Article {
    fn fault(&self) -> Option<String> {
        (self.number == 0 || self.asks.is_empty()).then(|| "条款要有编号和一句话".to_owned())
    }
}

impl Says for Requirement {
    fn fault(&self) -> Option<String> {
        let parts = self.test.parts();
        if parts.is_empty() {
            return Some("没有写明凭什么证明".to_owned());
        }
        let over = |part: &&Test| matches!(part, Test::Rate { least, .. } if *least == 0 || *least > 100);
        parts.iter().any(over).then(|| "百分比应在 1 到 100 之间".to_owned())
    }
}

/// The guideline that is in force on a day: articles and requirements of one pack.
#[derive(Debug, Clone, Copy)]
pub struct Guideline<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Where it is laid down.
    pub source: &'a str,
    /// From which day.
    pub from: NaiveDate,
    /// Its articles, in order.
    pub articles: &'a [Row<Article>],
    /// Everything they ask for, in order.
    pub requirements: &'a [Row<Requirement>],
}

impl<'a> Guideline<'a> {
    /// What the article of this number asks for.
    pub fn of(&self, number: u8) -> impl Iterator<Item = &'a Row<Requirement>> + use<'a> {
        self.requirements.iter().filter(move |row| article_of(&row.key) == Some(number))
    }

    /// The requirement of this key.
    pub fn requirement(&self, key: &str) -> Option<&'a Row<Requirement>> {
        self.requirements.iter().find(|row| row.key == key)
    }
}

/// What a requirement is called where it stands alone.
pub fn title_of(row: &Row<Requirement>) -> String {
    article_of(&row.key).map_or_else(|| row.label.clone(), |number| format!("第 {number} 条 {}", row.label))
}
