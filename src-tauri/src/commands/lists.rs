//! How she has her lists: which columns in which order, and the views she named.
//!
//! Owns the setting they lie in. The journal does not remember it, as it changes no record.

use crate::state::Shell;
use crate::wire::lists::{ListView, ListViews};
use taizhang::base::error::{Error, Result};
use taizhang::store::Book;

/// Setting: a JSON object by the name of the list.
const LISTS: &str = "lists";

/// What is kept in `book`; what cannot be read is nothing.
fn kept(book: &Book) -> Result<ListViews> {
    Ok(book.setting(LISTS)?.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

pub fn list_views(shell: &Shell) -> Result<ListViews> {
    kept(&shell.session().open()?.book)
}

/// Keeps how she has the list called `list`; one as the program has it takes no room.
pub fn list_view_keep(shell: &Shell, list: String, view: ListView) -> Result<()> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let mut views = kept(book)?;
    if view.columns.is_none() && view.saved.is_empty() {
        views.remove(&list);
    } else {
        views.insert(list, view);
    }
    let text = serde_json::to_string(&views).map_err(|error| Error::Bug(error.to_string()))?;
    book.keep(LISTS, Some(text.as_str()).filter(|_| !views.is_empty()))
}
