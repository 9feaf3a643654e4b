//! Forms that were not saved: what is in them is kept in the data file until they are saved or given up.
//!
//! Owns the setting they lie in and when it is written: at the next beat, and before the file is closed in whatever way.
//! Never makes a record of one.

use crate::wire::files::Draft;
use taizhang::base::error::{Error, Result};
use taizhang::store::Book;

/// Setting: unsaved forms, as a JSON array. The journal does not remember them.
const DRAFTS: &str = "drafts";
/// The setting of former versions: one form.
const FORMER: &str = "draft";

/// The unsaved forms of a file, newest last.
#[derive(Default)]
pub struct Drafts {
    all: Vec<Draft>,
    unwritten: bool,
}

impl Drafts {
    /// Those kept in `book`; what cannot be read is none.
    pub fn of(book: &Book) -> Self {
        let text = |key| book.setting(key).ok().flatten();
        let mut all: Vec<Draft> = text(DRAFTS).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        let former: Option<Draft> = text(FORMER).and_then(|text| serde_json::from_str(&text).ok());
        let unwritten = former.is_some() && book.writes();
        all.extend(former);
        Self { all, unwritten }
    }

    /// All of them, newest last.
    pub fn all(&self) -> &[Draft] {
        &self.all
    }

    /// Remembers what is in a form now.
    pub fn put(&mut self, draft: Draft) {
        let same = self.all.iter().any(|known| known.is_of(&draft) && known.values == draft.values);
        if !same {
            self.all.retain(|known| !known.is_of(&draft));
            self.all.push(draft);
            self.unwritten = true;
        }
    }

    /// Forgets a form that was saved or given up.
    pub fn drop(&mut self, ledger: &str, id: Option<&str>) {
        let before = self.all.len();
        self.all.retain(|known| known.ledger != ledger || known.id.as_deref() != id);
        self.unwritten |= self.all.len() < before;
    }

    /// Forgets every form that holds one of `words`.
    pub fn forget(&mut self, words: &[String]) {
        let before = self.all.len();
        let holds = |text: &String| words.iter().any(|word| text.contains(word.as_str()));
        self.all.retain(|known| !holds(&known.title) && !known.values.values().any(holds));
        self.unwritten |= self.all.len() < before;
    }

    /// Takes over those of `others` that are not known here.
    pub fn join(&mut self, others: Self) {
        for draft in others.all {
            self.put(draft);
        }
    }

    /// Writes what the file does not hold yet.
    ///
    /// # Errors
    /// `ReadOnly` without the writer's lock; what the disk says. Then all is still remembered.
    pub fn write(&mut self, book: &mut Book) -> Result<()> {
        if !self.unwritten {
            return Ok(());
        }
        let text = serde_json::to_string(&self.all).map_err(|error| Error::Bug(error.to_string()))?;
        book.keep(DRAFTS, Some(text.as_str()).filter(|_| !self.all.is_empty()))?;
        book.keep(FORMER, None)?;
        self.unwritten = false;
        Ok(())
    }
}
