//! The one place that prints.
//!
//! Owns both manners of speaking: Chinese lines, or one JSON object. A reader that went away (`| head`) is no error.

use crate::failure::Failure;
use serde_json::Value as Json;
use std::io::{ErrorKind, Write};
use unicode_width::UnicodeWidthStr;

/// What a finished verb says.
pub struct Said {
    /// With `--json`: one object, already as text.
    pub json: String,
    /// Otherwise: lines for people.
    pub lines: String,
}

impl Said {
    /// An object and the lines that say the same.
    pub fn new(json: &Json, lines: impl Into<String>) -> Self {
        Self { json: json.to_string(), lines: lines.into() }
    }
}

/// Prints what a verb said or why it did not, and returns the exit code.
pub fn finish(result: Result<Said, Failure>, json: bool) -> u8 {
    let (text, to_stdout, exit) = match (&result, json) {
        (Ok(said), true) => (said.json.clone(), true, 0),
        (Ok(said), false) => (said.lines.clone(), true, 0),
        (Err(failure), true) => (failure.to_json().to_string(), true, failure.exit),
        (Err(failure), false) => (failure.to_lines(), false, failure.exit),
    };
    let written = if to_stdout { write(std::io::stdout().lock(), &text) } else { write(std::io::stderr().lock(), &text) };
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe && exit == 0 => {
            let _ = write(std::io::stderr().lock(), &format!("写不出结果：{error}"));
            WRITE_EXIT
        }
        _ => exit,
    }
}

const WRITE_EXIT: u8 = 4;

fn write(mut to: impl Write, text: &str) -> std::io::Result<()> {
    to.write_all(text.trim_end_matches('\n').as_bytes())?;
    to.write_all(b"\n")?;
    to.flush()
}

/// Lines with columns under one another; a Han character takes two places. The widest text of a column is cut at
/// `WIDEST` places, its rest shown as `…`.
pub fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = header.iter().map(|text| text.width()).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| cut(cell)).collect()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let mut text = String::new();
        for (cell, width) in cells.zip(&widths) {
            text.push_str(cell);
            text.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.width()) + 2));
        }
        text.trim_end().to_owned()
    };
    let mut lines = vec![line(&mut header.iter().copied())];
    lines.push(widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>().join("  "));
    lines.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    lines.join("\n")
}

const WIDEST: usize = 40;

fn cut(text: &str) -> String {
    let text = text.replace('\n', " ");
    if text.width() <= WIDEST {
        return text;
    }
    let mut kept = String::new();
    for character in text.chars() {
        if kept.width() + 1 >= WIDEST {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}
