//! Gaps turned into findings, packs compared and kept for their time, names masked: through the command line.

#![allow(clippy::unwrap_used)]

mod common;
use common::Desk;
use serde_json::json;

const DAYS: [&str; 6] = ["--from", "2021-06-01", "--to", "2021-08-31", "--on", "2021-08-31"];

fn sample() -> Desk {
    let mut desk = Desk::new();
    desk.set("TAIZHANG_PASSWORD", "示例密码2021");
    desk.json(&["sample", "a.taizhang"]).done();
    desk
}

#[test]
fn gaps_are_told_first_and_turned_with_yes() {
    let desk = sample();
    let period = ["--from", "2021-06-01", "--to", "2021-08-31"];
    let offer = desk.json(&[&["rectify", "a.taizhang"], &period[..]].concat()).done();
    let lines = offer["lines"].as_array().unwrap();
    assert!(lines.len() > 3 && offer["inspection"].is_null());
    let before = desk.json(&["list", "a.taizhang", "inspections"]).done()["total"].clone();
    let chosen = ["--line", "1", "--line", "3=王强", "--yes"];
    let lacking = desk.json(&[&["rectify", "a.taizhang"], &period[..], &chosen[..]].concat());
    assert_eq!(lacking.refusal(1).0, "invalid");
    let who = ["--inspectors", "曾令仪", "--responsible", "单守诚"];
    let done = desk.json(&[&["rectify", "a.taizhang"], &period[..], &who[..], &chosen[..]].concat()).done();
    assert_eq!(done["findings"].as_array().unwrap().len(), 2);
    let findings = desk.json(&["list", "a.taizhang", "findings", "--limit", "0"]).done();
    let of = |id: &serde_json::Value| findings["rows"].as_array().unwrap().iter().find(|row| row["id"] == *id).unwrap().clone();
    let (first, second) = (of(&done["findings"][0]), of(&done["findings"][1]));
    assert_eq!((&first["item"], &first["responsible"]), (&lines[0]["item"], &json!("单守诚")));
    assert_eq!((&second["responsible"], &second["due_on"]), (&json!("王强"), &done["due_on"]));
    let again = desk.json(&[&["rectify", "a.taizhang"], &period[..], &who[..], &["--line", "1", "--yes"]].concat());
    assert_eq!(again.refusal(1).1["problems"][0]["rule"], "open");
    desk.json(&["undo", "a.taizhang"]).done();
    assert_eq!(desk.json(&["list", "a.taizhang", "inspections"]).done()["total"], before, "one step");
}

#[test]
fn packs_are_compared_and_kept_for_their_time() {
    let desk = sample();
    let made = |more: &[&str], out: &str| {
        desk.json(&[&["print", "a.taizhang", "pack", out, "--summary"], &DAYS[..], more].concat()).done()["number"].clone()
    };
    let (plain, masked) = (made(&[], "p.pdf"), made(&["--names-masked"], "n.pdf"));
    assert_ne!(plain, masked);
    let number = |of: &serde_json::Value| of.as_str().unwrap().to_owned();
    let same = desk.json(&["compare", "a.taizhang", &number(&plain), &number(&masked)]).done();
    assert_eq!((same["differences"].as_array().unwrap().len(), same["told"].as_array().unwrap().len()), (0, 0));
    desk.add("places", r#"{"name":"新来的小库房","kind":"其他"}"#);
    let later = made(&[], "q.pdf");
    let found = desk.json(&["compare", "a.taizhang", &number(&plain), &number(&later)]).done();
    assert!(found["differences"].as_array().unwrap().iter().any(|one| one["part"] == "台账" && one["name"] == "场所"), "{found}");
    let unknown = desk.json(&["compare", "a.taizhang", &number(&plain), "00000000"]);
    assert!(unknown.refusal(1).1["detail"].as_str().unwrap().contains("00000000"));
    let due = desk.json(&["retire", "a.taizhang"]).done();
    assert_eq!((due["due"].as_array().unwrap().len(), &due["erased"]), (0, &json!(false)));
    let early = desk.json(&["retire", "a.taizhang", &number(&plain), "--yes"]);
    assert_eq!(early.refusal(1).1["problems"][0]["rule"], "not_due");
}

#[test]
fn masks_of_names_are_one_of_three() {
    let desk = sample();
    let both = ["--names-masked", "--unmasked", "--purpose", "公示", "--recipient", "社区"];
    desk.json(&[&["print", "a.taizhang", "staff", "s.pdf"], &both[..]].concat()).refusal(2);
    let rows = desk.json(&["list", "a.taizhang", "visitors", "--names-masked", "--limit", "0"]).done();
    let names: Vec<&str> = rows["rows"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert!(!names.is_empty() && names.iter().all(|name| name.ends_with('*')), "{names:?}");
    desk.json(&["export", "a.taizhang", "staff", "s.csv", "--names-masked"]).done();
    let said = String::from_utf8(desk.bytes("s.csv")).unwrap();
    assert!(said.contains("曾**") && !said.contains("曾令仪"), "{said}");
    let packed = desk.json(&[&["pack", "a.taizhang", ".", "--with-attachments"], &DAYS[..]].concat()).done();
    assert!(packed["attachments"].is_number() && packed["number"].is_string());
    desk.json(&[&["print", "a.taizhang", "pack", "s.pdf", "--summary", "--with-attachments"], &DAYS[..]].concat()).refusal(1);
}
