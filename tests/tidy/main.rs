//! Invariants of ARCHITECTURE.md that no compiler holds, read off the sources as text.
#![allow(clippy::unwrap_used, clippy::panic)]

mod arrows;

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Files below `folder` with one of the endings, as (path from the top, text).
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "target" | "node_modules" | "dist" | "gen" | "bindings") {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let shown = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
                found.push((shown, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "no files below {folder}");
    found.sort();
    found
}

/// Lines of code: no comments, no test modules at a file's end.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .map(|(number, line)| (number + 1, line))
}

fn assert_only(folder: &str, word: &str, allowed: impl Fn(&str) -> bool) {
    let mut wrong = Vec::new();
    for (path, text) in files(folder, &[".rs"]) {
        if allowed(&path) || path.contains("/tests") {
            continue;
        }
        wrong.extend(code(&text).filter(|(_, line)| line.contains(word)).map(|(number, _)| format!("{path}:{number}")));
    }
    assert!(wrong.is_empty(), "`{word}` does not belong here: {wrong:?}");
}

#[test]
fn core_does_not_know_the_window() {
    assert_only("src-tauri/core/src", "tauri", |_| false);
}

#[test]
fn only_one_file_knows_the_pdf_library() {
    assert_only("src-tauri/core/src", "printpdf", |path| path.ends_with("paper/pdf.rs") || path.contains("paper/pdf/"));
}

#[test]
fn paper_reads_no_clock() {
    for word in ["now()", "Surroundings", "Utc"] {
        assert_only("src-tauri/core/src/paper", word, |_| false);
    }
}

#[test]
fn only_store_vault_and_queries_reach_the_connection() {
    let below = |path: &str| {
        ["store/", "vault/", "file/"].iter().any(|folder| path.contains(&format!("core/src/{folder}")))
            || path.ends_with("queries.rs")
    };
    assert_only("src-tauri", ".connection", below);
    // The errors say what its errors mean; the program hands the vault's questions on.
    assert_only("src-tauri", "rusqlite", |path| {
        below(path) || path.ends_with("base/error.rs") || path.ends_with("core/src/program.rs")
    });
}

#[test]
fn one_function_writes_rows() {
    let callers: Vec<String> = files("src-tauri/core/src", &[".rs"])
        .into_iter()
        .filter(|(_, text)| code(text).any(|(_, line)| line.contains("rows::write(")))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(callers, ["src-tauri/core/src/store/book.rs", "src-tauri/core/src/store/change.rs"]);
}

#[test]
fn modules_say_what_they_own() {
    for (path, text) in files("src-tauri", &[".rs"]) {
        assert!(path.ends_with("build.rs") || text.starts_with("//!"), "{path} does not open with //!");
    }
}

#[test]
fn files_stay_readable() {
    for folder in ["src-tauri", "ui/src", "tests", "tools"] {
        for (path, text) in files(folder, &[".rs", ".ts", ".vue", ".sh"]) {
            let lines = text.lines().count();
            assert!(lines <= 800, "{path} has {lines} lines");
        }
    }
}

#[test]
fn only_one_ui_file_knows_the_shell() {
    for (path, text) in files("ui/src", &[".ts", ".vue"]) {
        assert!(path == "ui/src/backend.ts" || !text.contains("@tauri-apps"), "{path} names @tauri-apps");
    }
}

#[test]
fn the_project_speaks_of_itself_alone() {
    let top = root();
    let machine = top.parent().unwrap().to_string_lossy().into_owned();
    for folder in ["src-tauri", "ui/src", "tests", "assets", "tools"] {
        let endings = [".rs", ".ts", ".js", ".vue", ".sh", ".py", ".nsi", ".c", ".md", ".toml", ".json", ".sql"];
        for (path, text) in files(folder, &endings) {
            assert!(machine == "/" || !text.contains(&format!("{machine}/")), "{path} holds a path of one machine");
        }
    }
}

#[test]
fn every_output_goes_through_one_door() {
    let door = |path: &str| path.contains("core/src/vault/") || path.contains("core/src/file/") || path.ends_with("build.rs");
    for word in ["fs::write(", "File::create(", "fs::copy(", "fs::rename(", "disk::replace(", "disk::put(", "Part::of("] {
        let new_file = |path: &str| path.ends_with("store/book.rs") && ["disk::put(", "Part::of("].contains(&word);
        assert_only("src-tauri", word, |path| door(path) || new_file(path));
    }
}
