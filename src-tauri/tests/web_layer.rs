//! What the page may do, as it is shipped: nothing but the program's own commands, nothing from elsewhere.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::fs;
use std::path::Path;

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every key of an object, in objects and lists below it too.
fn keys<'a>(json: &'a Value, found: &mut Vec<&'a str>) {
    match json {
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            found.push(key);
            keys(value, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn the_page_is_given_no_permission_and_nothing_remote() {
    let folder = here().join("capabilities");
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let capability = read(&files[0]);
    assert_eq!(capability["permissions"], serde_json::json!([]));
    assert_eq!(capability["windows"], serde_json::json!(["main"]));
    assert_eq!(capability["local"], true);
    assert_eq!(capability.get("remote"), None);
}

#[test]
fn the_policy_of_the_page_is_the_strict_one() {
    let config = read(&here().join("tauri.conf.json"));
    let app = &config["app"];
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(app["security"]["capabilities"], serde_json::json!(["main"]));
    let policy = app["security"]["csp"].as_str().unwrap();
    let expected = [
        "default-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src ipc: http://ipc.localhost",
        "object-src 'none'",
        "frame-src 'none'",
    ];
    assert_eq!(policy.split("; ").collect::<Vec<_>>(), expected);
    let windows = app["windows"].as_array().unwrap();
    assert_eq!(windows.len(), 1);
    for (key, wanted) in [("create", false), ("incognito", true), ("generalAutofillEnabled", false), ("dragDropEnabled", false)] {
        assert_eq!(windows[0][key], wanted, "{key}");
    }
    let mut found = Vec::new();
    keys(&config, &mut found);
    let odd: Vec<_> = found.iter().filter(|key| key.starts_with("dangerous") || **key == "url" || **key == "plugins").collect();
    assert!(odd.is_empty(), "{odd:?}");
}
