//! The table of allowed imports: which folder of the core may use which, read off the sources with `syn`.
//!
//! Owns the table and how a path in code is resolved. Every `use`, `pub use`, grouped use, `super::` and path in code counts,
//! paths in the arguments of macros too; tests may use anything.

use crate::files;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};

const CORE: &str = "src-tauri/core/src/";

/// What each folder may use besides itself; what is not named here may use nothing.
const ALLOWED: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("schema", &["base"]),
    ("rules", &["base", "schema"]),
    ("file", &["base"]),
    ("store", &["base", "schema", "rules", "file"]),
    ("vault", &["base", "file", "store"]),
    ("attachments", &["base", "file", "store"]),
    ("paper", &["base"]),
    ("forms", &["base", "schema", "rules", "store", "attachments", "paper"]),
    ("exchange", &["base", "schema", "rules", "file", "store", "vault"]),
    ("answers", &["base", "schema", "rules"]),
    ("topics", &["base", "schema", "rules", "store", "paper", "forms", "answers"]),
    ("articles", &["base", "schema", "rules", "store", "paper", "forms", "answers", "topics"]),
    ("reports", &["base", "schema", "rules", "store", "paper", "forms", "exchange", "answers", "topics", "articles"]),
    ("home", &["base", "schema", "rules", "file", "store", "paper", "forms", "answers", "topics", "articles"]),
    ("inspection", &["base", "schema", "file", "store", "paper", "forms", "exchange", "answers", "topics", "articles"]),
    (
        "program",
        &["base", "schema", "rules", "file", "store", "vault", "forms", "topics", "articles", "inspection", "reports", "home"],
    ),
    ("sample", &["base", "schema", "rules", "file", "store", "attachments", "topics", "program"]),
];

/// Breaches of the day the table was drawn; may only shrink.
const BREACHES: &[(&str, &str)] = &[];

/// The folder a path of the core lies in: its first piece, without the ending of a file that is a folder by itself.
fn folder(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or(path)
}

/// The module a file is, from the crate's root.
fn module(path: &str) -> Vec<String> {
    let path = path.trim_end_matches(".rs");
    let path = path.strip_suffix("/mod").unwrap_or(path);
    path.split('/').filter(|piece| *piece != "lib").map(str::to_owned).collect()
}

/// Collects what the paths of one file lead to, from the crate's root.
struct Paths {
    module: Vec<String>,
    found: BTreeSet<Vec<String>>,
}

impl Paths {
    fn reach(&mut self, pieces: &[String]) {
        let mut at = match pieces.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            _ => return,
        };
        for piece in pieces.iter().skip(usize::from(pieces[0] == "crate")) {
            match piece.as_str() {
                "self" => {}
                "super" => {
                    at.pop();
                }
                name => at.push(name.to_owned()),
            }
        }
        self.found.insert(at);
    }

    fn branch(&mut self, before: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.branch(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.reach(&with(&name.ident)),
            syn::UseTree::Rename(name) => self.reach(&with(&name.ident)),
            syn::UseTree::Glob(_) => self.reach(before),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.branch(before, item)),
        }
    }

    /// Paths among tokens that are no syntax yet: names with `::` between them.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut pieces: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons < 2 {
                        self.reach(&std::mem::take(&mut pieces));
                    }
                    pieces.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                other => {
                    self.reach(&std::mem::take(&mut pieces));
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.reach(&pieces);
    }
}

/// Whether an item is compiled for tests alone.
fn for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

impl<'a> Visit<'a> for Paths {
    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if for_tests(&item.attrs) {
            return;
        }
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        if !for_tests(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        if !for_tests(&item.attrs) {
            self.branch(&[], &item.tree);
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let pieces: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.reach(&pieces);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'a syn::Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}

/// What each file of the core uses outside its folder, by file.
fn uses() -> BTreeMap<String, BTreeSet<Vec<String>>> {
    let mut found = BTreeMap::new();
    for (path, text) in files(CORE, &[".rs"]) {
        let path = path.strip_prefix(CORE).unwrap().to_owned();
        if path == "lib.rs" || path.ends_with("tests.rs") || path.contains("/tests/") {
            continue;
        }
        let mut paths = Paths { module: module(&path), found: BTreeSet::new() };
        paths.visit_file(&syn::parse_file(&text).unwrap());
        found.insert(path, paths.found);
    }
    assert!(found.len() > 100, "{} files", found.len());
    found
}

#[test]
fn arrows_run_one_way() {
    let names: BTreeSet<&str> = ALLOWED.iter().map(|(name, _)| *name).collect();
    let (mut wrong, mut kept) = (Vec::new(), BTreeSet::new());
    for (path, reached) in uses() {
        let from = folder(&path);
        let allowed = ALLOWED.iter().find(|(name, _)| *name == from).map_or(&[][..], |(_, allowed)| allowed);
        if !names.contains(from) {
            wrong.push(format!("{path}: the table has no folder {from}"));
        }
        let to: BTreeSet<&str> = reached.iter().filter_map(|to| to.first().map(String::as_str)).collect();
        for to in to.into_iter().filter(|to| *to != from && !allowed.contains(to)) {
            match BREACHES.iter().find(|(file, folder)| *file == path && *folder == to) {
                Some(breach) => drop(kept.insert(*breach)),
                None => wrong.push(format!("(\"{path}\", \"{to}\"),")),
            }
        }
    }
    assert!(wrong.is_empty(), "imports that the table does not allow:\n{}", wrong.join("\n"));
    let mended: Vec<_> = BREACHES.iter().filter(|breach| !kept.contains(*breach)).collect();
    assert!(mended.is_empty(), "no breach any more, to be struck from the list: {mended:?}");
}

/// The table itself has no circle: every folder uses only folders that stand before it.
#[test]
fn the_table_has_no_circle() {
    for (place, (name, allowed)) in ALLOWED.iter().enumerate() {
        for other in *allowed {
            let before = ALLOWED.iter().position(|(folder, _)| folder == other).unwrap();
            assert!(before < place, "{name} uses {other}, which stands below it");
        }
    }
}

/// A topic uses of another topic what that one publishes, never a module of it.
#[test]
fn topics_use_what_topics_publish() {
    let all = uses();
    let module_of = |topic: &str, name: &str| {
        [format!("topics/{topic}/{name}.rs"), format!("topics/{topic}/{name}/mod.rs")].iter().any(|file| all.contains_key(file))
    };
    for (path, reached) in &all {
        let Some(own) = path.strip_prefix("topics/").map(folder) else { continue };
        for to in reached.iter().filter(|to| to.len() > 2 && to[0] == "topics" && to[1] != own) {
            assert!(own == "mod" || !module_of(&to[1], &to[2]), "{path} uses {}", to.join("::"));
        }
    }
}

#[test]
fn paths_are_found_in_every_spelling() {
    let text = "
        use super::super::super::store::{self, rows::Facts};
        pub use crate::paper as other;
        #[cfg(test)] use crate::sample;
        fn of() { crate::rules::of(); let list = vec![crate::vault::one(2), self::own()]; }
        mod inner { fn of() { super::super::super::super::forms::of() } }
        #[cfg(test)] mod tests { use crate::home; }
    ";
    let mut paths = Paths { module: module("topics/people/staff.rs"), found: BTreeSet::new() };
    paths.visit_file(&syn::parse_file(text).unwrap());
    let found: BTreeSet<&str> = paths.found.iter().filter_map(|path| path.first().map(String::as_str)).collect();
    assert_eq!(found, BTreeSet::from(["forms", "paper", "rules", "store", "topics", "vault"]));
    paths.module = module("topics/people/mod.rs");
    paths.visit_file(&syn::parse_file("use super::super::store;").unwrap());
    assert!(paths.found.contains(&vec!["store".to_owned()]));
}
