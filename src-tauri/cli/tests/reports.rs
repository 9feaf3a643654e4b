//! Reports and packages through the command line.

#![allow(clippy::unwrap_used)]

mod common;
use common::Desk;

#[test]
fn a_report_is_told_frozen_handed_over_and_proved() {
    let mut desk = Desk::new();
    desk.set("TAIZHANG_PASSWORD", "示例密码2021");
    desk.json(&["sample", "a.taizhang"]).done();
    let daily = ["report", "a.taizhang", "--kind", "日报", "--to", "2022-06-29", "--on", "2022-06-30"];
    let told = desk.json(&daily).done();
    let figure = |told: &serde_json::Value, id: &str| {
        told["figures"].as_array().unwrap().iter().find(|figure| figure["id"] == id).unwrap().clone()
    };
    assert!(figure(&told, "people.total")["value"].as_i64().unwrap() > 0);
    assert!(told["frozen"].is_null() && told["zero"] == false);
    let lacking = desk.json(&[&daily[..], &["--freeze"]].concat()).refusal(1).1;
    assert_eq!(lacking["problems"][0]["field"], "recipient");
    assert_eq!(desk.json(&["report", "a.taizhang", "--kind", "年报"]).refusal(1).1["problems"][0]["field"], "kind");
    assert_eq!(desk.json(&["report", "a.taizhang", "--kind", "thematic"]).refusal(1).1["problems"][0]["field"], "from");
    let filed = ["--freeze", "--recipient", "registrar", "--by", "曾令仪", "--package", "包", "--workbook", "数字.xlsx"];
    let done = desk.json(&[&daily[..], &filed[..]].concat()).done();
    assert_eq!(figure(&done, "people.total"), figure(&told, "people.total"));
    let package = done["package"]["path"].as_str().unwrap().to_owned();
    let proved = desk.json(&["package", "verify", &package]).done();
    assert_eq!((&proved["package"], &proved["fingerprint"]), (&done["package"]["package"], &done["package"]["fingerprint"]));
    let id = done["frozen"]["submission"].to_string();
    let again = desk.json(&["package", "make", "a.taizhang", &id, "又"]).done();
    assert_eq!(again["package"], done["package"]["package"]);
    desk.json(&["print", "a.taizhang", "submissions", "报告.pdf", "--form", "report", "--id", &id]).done();
    desk.json(&["print", "a.taizhang", "organisation", "公钥.pdf", "--form", "report_key"]).done();
    let path = desk.path(&package);
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replacen("\"signature\":\"", "\"signature\":\"0", 1)).unwrap();
    assert_eq!(desk.json(&["package", "verify", &package]).refusal(1).1["problems"][0]["rule"], "damaged");
    assert_eq!(desk.json(&["package", "verify", "a.taizhang"]).refusal(1).1["problems"][0]["field"], "package");
    desk.json(&["check", "a.taizhang"]).done();
}
