//! Searching as people type: Chinese, every pinyin reading, initials, tails of numbers.
//!
//! Owns the in-memory index of one ledger's searchable text and the matching. The index is made from the file when first
//! needed and patched as records change; nothing of it is stored, so an erased person leaves nothing behind in it.

use crate::base::characters::narrow;
use crate::base::error::Result;
use crate::base::names::SEPARATOR;
use crate::base::pinyin;
use crate::schema::{Column, Ledger, Search, Value};
use crate::store::derived::{Derived, place};
use crate::store::registry::Registry;
use chrono::NaiveDate;
use rusqlite::Connection;
use std::collections::HashMap;

/// Characters below this stand for themselves; others are indexes into the glyph table.
const ASCII: u16 = 128;
/// Stands for a character beyond the glyph table's size; matches nothing.
const UNKNOWN: u16 = 127;
const BREAK: u16 = 10;

struct Glyph {
    character: char,
    readings: Vec<String>,
    /// Bit n: some reading begins with the n-th letter.
    initials: u32,
}

/// Where a searched text comes from.
enum Source {
    /// An SQL expression.
    Sql(String),
    /// A computed column.
    Computed(&'static str),
}

#[derive(Clone, Copy)]
struct Entry {
    id: i64,
    start: u32,
    names: u32,
    end: u32,
}

/// Searchable text of one ledger.
pub struct Index {
    registry: &'static Registry,
    ledger: Ledger,
    on: NaiveDate,
    tokens: Vec<u16>,
    glyphs: Vec<Glyph>,
    known: HashMap<char, u16>,
    entries: Vec<Entry>,
    places: HashMap<i64, usize>,
}

impl Index {
    /// Reads the searchable text of all records of `ledger`; `computed` holds the values of its computed columns as of
    /// the day they are of.
    pub fn load(connection: &Connection, registry: &'static Registry, ledger: Ledger, computed: &Derived) -> Result<Self> {
        let mut index = Self {
            registry,
            ledger,
            on: computed.on(),
            tokens: Vec::new(),
            glyphs: Vec::new(),
            known: HashMap::new(),
            entries: Vec::new(),
            places: HashMap::new(),
        };
        index.read(connection, None, computed)?;
        Ok(index)
    }

    /// The day its computed columns are of.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// Computed columns that are searched in `ledger`.
    pub fn computed(registry: &'static Registry, ledger: Ledger) -> impl Iterator<Item = &'static Column> {
        registry.columns(ledger).iter().filter(|column| !column.stored() && column.search != Search::No)
    }

    /// Reads one record again after a change; gone records no longer match.
    pub fn refresh(&mut self, connection: &Connection, id: i64, computed: &Derived) -> Result<()> {
        if let Some(place) = self.places.remove(&id)
            && let Some(entry) = self.entries.get_mut(place)
        {
            entry.end = entry.start;
            entry.names = entry.start;
        }
        self.read(connection, Some(id), computed)
    }

    fn read(&mut self, connection: &Connection, only: Option<i64>, computed: &Derived) -> Result<()> {
        let (registry, ledger, name) = (self.registry, self.ledger, self.ledger.name());
        // Titles of what is referred to, then names, then numbers: only the last are searched by digits alone.
        let referred = ledger.references().map(|reference| {
            let (title, table, column) = (reference.ledger.declaration().title, reference.ledger.name(), reference.column.name);
            Source::Sql(format!("(SELECT t.{title} FROM {table} AS t WHERE t.id = {name}.{column})"))
        });
        let searched = |wanted: Search| {
            registry.columns(ledger).iter().filter(move |column| column.search == wanted).map(move |column| {
                if column.stored() { Source::Sql(format!("{name}.{}", column.name)) } else { Source::Computed(column.name) }
            })
        };
        let mut sources: Vec<Source> = referred.chain(searched(Search::Pinyin)).collect();
        let names = sources.len();
        sources.extend(searched(Search::Digits));
        if sources.is_empty() {
            return Ok(());
        }
        let selected = sources.iter().filter_map(|source| match source {
            Source::Sql(expression) => Some(format!(", {expression}")),
            Source::Computed(_) => None,
        });
        let selected: String = selected.collect();
        let condition = only.map_or_else(String::new, |id| format!(" WHERE {name}.id = {id}"));
        let mut statement = connection.prepare(&format!("SELECT {name}.id{selected} FROM {name}{condition}"))?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let (id, start): (i64, u32) = (row.get(0)?, self.position());
            let mut names_end = start;
            let mut column = 0;
            for (index, source) in sources.iter().enumerate() {
                match source {
                    Source::Sql(_) => {
                        column += 1;
                        if let Some(text) = row.get_ref(column)?.as_str_or_null().ok().flatten() {
                            self.push(text);
                        }
                    }
                    Source::Computed(name) => {
                        let value = computed.column(name).and_then(|values| values.get(place(id))).and_then(Option::as_ref);
                        if let Some(text) = value.and_then(Value::as_text) {
                            self.push(text);
                        }
                    }
                }
                self.tokens.push(BREAK);
                if index + 1 == names {
                    names_end = self.position();
                }
            }
            let entry = Entry { id, start, names: names_end, end: self.position() };
            self.places.insert(id, self.entries.len());
            self.entries.push(entry);
        }
        Ok(())
    }

    fn position(&self) -> u32 {
        u32::try_from(self.tokens.len()).unwrap_or(u32::MAX)
    }

    fn push(&mut self, text: &str) {
        for character in narrow(text).chars() {
            let character = character.to_lowercase().next().unwrap_or(character);
            let token =
                if character.is_ascii() { u8::try_from(character).map_or(UNKNOWN, u16::from) } else { self.glyph(character) };
            self.tokens.push(token);
        }
    }

    fn glyph(&mut self, character: char) -> u16 {
        if let Some(token) = self.known.get(&character) {
            return *token;
        }
        let Ok(token) = u16::try_from(self.glyphs.len() + usize::from(ASCII)) else { return UNKNOWN };
        let readings = pinyin::readings(character);
        let initials = readings.iter().filter_map(|reading| reading.bytes().next()).fold(0, |mask, byte| mask | bit(byte));
        self.glyphs.push(Glyph { character, readings, initials });
        self.known.insert(character, token);
        token
    }

    /// Ids of the records that match every word of `query`. An empty query matches all.
    pub fn matching(&self, query: &str) -> Vec<i64> {
        let words: Vec<Vec<char>> = narrow(query)
            .to_lowercase()
            .split_whitespace()
            .map(|word| word.chars().map(|character| if character == '\'' { SEPARATOR } else { character }).collect())
            .collect();
        self.entries
            .iter()
            .filter(|entry| entry.end > entry.start && words.iter().all(|word| self.entry_matches(entry, word)))
            .map(|entry| entry.id)
            .collect()
    }

    fn entry_matches(&self, entry: &Entry, word: &[char]) -> bool {
        let Some(first) = word.first().copied() else { return true };
        let end = if first.is_ascii_digit() || word.iter().any(char::is_ascii_digit) { entry.end } else { entry.names };
        let Some(text) = self.tokens.get(entry.start as usize..end as usize) else { return false };
        let first_bit = u8::try_from(first).map_or(0, bit);
        let wanted = if let Ok(byte) = u8::try_from(first).map(u16::from)
            && first.is_ascii()
        {
            byte
        } else {
            self.known.get(&first).copied().unwrap_or(UNKNOWN)
        };
        text.iter().enumerate().any(|(at, token)| {
            let begins = *token == wanted || (*token >= ASCII && self.initials(*token) & first_bit != 0);
            begins && text.get(at..).is_some_and(|rest| self.matches_here(rest, word))
        })
    }

    fn initials(&self, token: u16) -> u32 {
        self.glyphs.get(usize::from(token - ASCII)).map_or(0, |glyph| glyph.initials)
    }

    /// Whether `text` begins with `word`, where each Han character may be itself, a whole reading, the beginning of
    /// its last one, or its initial; separators in the text may be left out.
    fn matches_here(&self, text: &[u16], word: &[char]) -> bool {
        let Some(letter) = word.first().copied() else { return true };
        let Some((token, rest)) = text.split_first() else { return false };
        if *token < ASCII {
            return char::from_u32(u32::from(*token)) == Some(letter)
                && word.get(1..).is_some_and(|word| self.matches_here(rest, word));
        }
        let Some(glyph) = self.glyphs.get(usize::from(*token - ASCII)) else { return false };
        if glyph.character == letter {
            return word.get(1..).is_some_and(|word| self.matches_here(rest, word));
        }
        if glyph.character == SEPARATOR {
            return self.matches_here(rest, word);
        }
        let readings = glyph.readings.iter().any(|reading| {
            let common = reading.bytes().zip(word).take_while(|(byte, typed)| char::from(*byte) == **typed).count();
            let whole = common == reading.len() && word.get(common..).is_some_and(|word| self.matches_here(rest, word));
            whole || (common > 0 && common == word.len())
        });
        readings
            || (glyph.initials & u8::try_from(letter).map_or(0, bit) != 0
                && word.get(1..).is_some_and(|word| self.matches_here(rest, word)))
    }
}

fn bit(letter: u8) -> u32 {
    if letter.is_ascii_lowercase() { 1 << (letter - b'a') } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topics::STAFF;

    fn index(names: &[&str]) -> Index {
        let mut index = Index {
            registry: crate::program::registry(),
            ledger: Ledger(&STAFF),
            on: NaiveDate::MIN,
            tokens: Vec::new(),
            glyphs: Vec::new(),
            known: HashMap::new(),
            entries: Vec::new(),
            places: HashMap::new(),
        };
        for (name, id) in names.iter().zip(1..) {
            let start = index.position();
            index.push(name);
            index.tokens.push(BREAK);
            let names = index.position();
            index.push("50010119920913123X");
            index.tokens.push(BREAK);
            let end = index.position();
            index.entries.push(Entry { id, start, names, end });
        }
        index
    }

    #[test]
    fn readings_initials_and_mixtures() {
        let index = index(&["陈轮", "单晓云", "尉迟文", "买买提·艾力", "吕布", "王䶮", "John Smith"]);
        for (query, expected) in [
            ("陈", vec![1]),
            ("chenlun", vec![1]),
            ("chen lun", vec![1]),
            ("cl", vec![1]),
            ("chenl", vec![1]),
            ("clun", vec![1]),
            ("陈lun", vec![1]),
            ("shanxiaoyun", vec![2]),
            ("danxiaoyun", vec![2]),
            ("chanxy", vec![2]),
            ("sxy", vec![2]),
            ("yuchi", vec![3]),
            ("weichiwen", vec![3]),
            ("买买提艾力", vec![4]),
            ("mmtal", vec![4]),
            ("lvbu", vec![5]),
            ("lubu", vec![5]),
            ("yan", vec![6]),
            ("john s", vec![7]),
            ("123x", vec![1, 2, 3, 4, 5, 6, 7]),
            ("zzz", vec![]),
            ("陈云", vec![]),
        ] {
            assert_eq!(index.matching(query), expected, "{query}");
        }
    }
}
