//! Records through the command line: adding, changing, voiding, undoing, listing, history, printing, bad input.

#![allow(clippy::unwrap_used)]

mod common;
use common::Desk;

const WANG: &str = r#"{"name":"王䶮","id_number":"１１０１０５ 19491231 ００２x","mobile":"138 1234 5678","address":"重庆市大足区棠香街道青禾路18号","category":"专职","joined_on":"2021.3.1"}"#;

fn rules(json: &serde_json::Value) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    json["problems"].as_array().unwrap().iter().map(|problem| (text(&problem["field"]), text(&problem["rule"]))).collect()
}

#[test]
fn a_record_lives() {
    let desk = Desk::with_plain();
    let id = desk.add("staff", WANG);
    let number = id.to_string();
    let listed = desk.json(&["list", "a.taizhang", "staff"]).done();
    assert_eq!((listed["ledger"].as_str(), listed["total"].as_i64()), (Some("staff"), Some(1)));
    let row = &listed["rows"][0];
    assert_eq!(row["id"], id);
    assert_eq!(row["name"], "王䶮");
    assert_eq!(row["id_number"], "1101**********002X", "full-width digits are read, the middle is masked");
    assert_eq!(row["mobile"], "138****5678");
    assert_eq!(row["address"], "重庆市大足区棠香街道青禾路***");
    assert_eq!((&row["sex"], &row["born_on"]), (&"female".into(), &"1949-12-31".into()));
    assert_eq!((&row["category"], &row["joined_on"]), (&"full_time".into(), &"2021-03-01".into()));
    assert_eq!((&row["state"], &row["recorder"]), (&"valid".into(), &"青禾社会工作服务中心".into()));

    // The masked values a form would send back change nothing.
    let same = format!(r#"{{"id_number":{},"mobile":{}}}"#, row["id_number"], row["mobile"]);
    assert_eq!(desk.json(&["change", "a.taizhang", "人员名册", &number, "--json-row", &same]).done()["changed"], false);
    let changed =
        desk.json(&["change", "a.taizhang", "staff", "王䶮", "--json-row", r#"{"post":"社工","mobile":"13987654321"}"#]);
    assert_eq!(changed.done()["id"], id);
    desk.json(&["void", "a.taizhang", "staff", &number, "--reason", "重复登记"]).done();
    let listed = desk.json(&["list", "a.taizhang", "staff"]).done();
    assert_eq!((&listed["rows"][0]["state"], &listed["rows"][0]["void_reason"]), (&"voided".into(), &"重复登记".into()));
    assert_eq!(desk.json(&["list", "a.taizhang", "staff", "--valid"]).done()["total"], 0);

    let history = desk.json(&["history", "a.taizhang", "staff", &number]).done();
    let steps = history["steps"].as_array().unwrap();
    let ops: Vec<&str> = steps.iter().map(|step| step["op"].as_str().unwrap()).collect();
    assert_eq!(ops, ["void", "change", "add"]);
    for step in steps {
        assert_eq!((&step["ledger"], &step["id"]), (&"staff".into(), &id.into()));
        assert!(step["step"].is_i64() && step["at"].is_string() && step["who"].is_string() && step["changes"].is_array());
    }
    assert!(!history.to_string().contains("13987654321"), "history masks, too");
    assert!(history.to_string().contains("139****4321"));

    let undone = desk.json(&["undo", "a.taizhang", "--steps", "9"]).done();
    let ops: Vec<&str> = undone["undone"].as_array().unwrap().iter().map(|step| step["op"].as_str().unwrap()).collect();
    assert_eq!(ops, ["void", "change", "add"]);
    assert!(undone["undone"][0]["step"].is_i64());
    assert_eq!(desk.json(&["list", "a.taizhang", "staff"]).done()["total"], 0);
    assert_eq!(desk.json(&["undo", "a.taizhang"]).done()["undone"], serde_json::json!([]));
    assert_eq!(desk.json(&["history", "a.taizhang"]).done()["steps"][0]["op"], "undo", "also of what is gone");
    let redone = desk.json(&["redo", "a.taizhang", "--steps", "9"]).done();
    let ops: Vec<&str> = redone["redone"].as_array().unwrap().iter().map(|step| step["op"].as_str().unwrap()).collect();
    assert_eq!(ops, ["add", "change", "void"]);
    assert_eq!(desk.json(&["redo", "a.taizhang"]).done()["redone"], serde_json::json!([]));
    assert_eq!(desk.json(&["unvoid", "a.taizhang", "staff", &number]).done()["changed"], true);
    assert_eq!(desk.json(&["unvoid", "a.taizhang", "staff", &number]).refusal(1).1["problems"][0]["rule"], "valid");
    assert_eq!(desk.json(&["list", "a.taizhang", "staff", "--valid"]).done()["total"], 1);
    desk.json(&["check", "a.taizhang"]).done();
    assert_eq!(desk.names(), ["a.taizhang"], "no journal, lock or unfinished file stays");
}

#[test]
fn bad_input_is_refused_and_nothing_is_written() {
    let desk = Desk::with_plain();
    desk.add("staff", WANG);
    let before = desk.bytes("a.taizhang");
    let long = format!(r#"{{"name":"{}","category":"专职"}}"#, "长".repeat(200));
    for (row, field, rule) in [
        (r#"{"name":"李四","category":"专职","id_number":"110105194912310021"}"#, "id_number", "check_digit"),
        (r#"{"name":"李四","category":"专职","joined_on":"2021-02-30"}"#, "joined_on", "date"),
        (r#"{"name":"","category":"专职"}"#, "name", "required"),
        (r#"{"category":"专职"}"#, "name", "required"),
        (r#"{"name":"李😀四","category":"专职"}"#, "name", "name_character"),
        (long.as_str(), "name", "too_long"),
        (r#"{"name":"李四","category":"专职","hobby":"棋"}"#, "hobby", "unknown_column"),
        (r#"{"name":"李四","category":"超人"}"#, "category", "choice"),
        (r#"{"name":"李四","category":"专职","age":30}"#, "age", "computed"),
        (r#"{"name":"李四","category":"专职","id_type":"passport","born_on":"2190-01-01"}"#, "born_on", "future"),
        (r#"{"name":"王二","category":"专职","id_number":"11010519491231002X"}"#, "id_number", "duplicate"),
        (r#"{"name":"李四","#, "json_row", "json"),
        ("[1]", "json_row", "json"),
    ] {
        let (code, json) = desk.json(&["add", "a.taizhang", "staff", "--json-row", row]).refusal(1);
        assert_eq!(code, "invalid", "{row}");
        assert!(rules(&json).contains(&(field.to_owned(), rule.to_owned())), "{row}: {json}");
    }
    let ran = desk.run(&["add", "a.taizhang", "staff", "--json-row", r#"{"name":"","category":"专职"}"#]);
    assert_eq!((ran.exit, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("请填写姓名"), "{}", ran.err);
    for arguments in [
        vec!["change", "a.taizhang", "staff", "99", "--json-row", "{}"],
        vec!["change", "a.taizhang", "staff", "没有这个人", "--json-row", "{}"],
        vec!["void", "a.taizhang", "staff", "99", "--reason", "x"],
        vec!["list", "a.taizhang", "vaults"],
        vec!["history", "a.taizhang", "staff", "99"],
        vec!["print", "a.taizhang", "staff", "x.pdf", "--form", "sheet", "--id", "99"],
    ] {
        assert_eq!(desk.json(&arguments).refusal(1).0, "not_found", "{arguments:?}");
    }
    for arguments in [
        vec!["void", "a.taizhang", "staff", "1", "--reason", " "],
        vec!["void", "a.taizhang", "organisation", "1", "--reason", "x"],
        vec!["list", "a.taizhang", "staff", "--from", "2021-13-01"],
        vec!["list", "a.taizhang", "staff", "--from", "2021-02-01", "--to", "2021-01-01"],
        vec!["list", "a.taizhang", "staff", "--unmasked"],
        vec!["print", "a.taizhang", "staff", "x.pdf", "--form", "poster"],
        vec!["print", "a.taizhang", "staff", "x.pdf", "--form", "month"],
        vec!["print", "a.taizhang", "travels", "x.pdf", "--form", "sheet"],
        vec!["new", "b.taizhang", "--org", "甲", "--type", "公司", "--plain"],
        vec!["new", "b.taizhang", "--org", " ", "--plain"],
        vec!["new", "b.taizhang", "--org", "甲"],
        vec!["sample", "b.taizhang", "--plain", "--end", "2021-02-30"],
    ] {
        assert_eq!(desk.json(&arguments).refusal(1).0, "invalid", "{arguments:?}");
    }
    assert_eq!(desk.bytes("a.taizhang"), before, "byte for byte");
    assert_eq!(desk.names(), ["a.taizhang"]);
}

#[test]
fn a_wrong_command_line_is_told_in_chinese() {
    let desk = Desk::with_plain();
    for arguments in [
        vec!["list"],
        vec!["fly"],
        vec![],
        vec!["list", "a.taizhang", "staff", "--wings"],
        vec!["list", "a.taizhang", "staff", "--limit", "many"],
        vec!["list", "a.taizhang", "staff", "--limit"],
        vec!["list", "a.taizhang", "staff", "extra"],
        vec!["add", "a.taizhang", "staff"],
        vec!["history", "a.taizhang", "staff"],
        vec!["new", "b.taizhang"],
        vec!["list", "a.taizhang", "staff", "--purpose", "x"],
    ] {
        let (code, json) = desk.json(&arguments).refusal(2);
        assert_eq!(code, "usage", "{arguments:?}");
        let detail = json["detail"].as_str().unwrap();
        assert!(!detail.to_lowercase().contains("error") && detail.ends_with('。'), "{detail}");
        if !arguments.is_empty() {
            let ran = desk.run(&arguments);
            assert_eq!((ran.exit, ran.out.as_str()), (2, ""), "{arguments:?}");
            assert!(ran.err.contains("--help"), "{}", ran.err);
        }
    }
    let first = desk.run(&["--json", "list", "a.taizhang", "staff"]).done();
    assert_eq!(first["total"], 0, "--json may stand anywhere");
    for arguments in [vec!["--help"], vec!["list", "--help"], vec!["--version"]] {
        let ran = desk.run(&arguments);
        assert_eq!(ran.exit, 0, "{arguments:?}");
        assert!(!ran.out.contains("Usage") && !ran.out.contains("Options") && !ran.out.contains("Arguments"), "{}", ran.out);
    }
}

#[test]
fn whole_values_are_journalled() {
    let mut desk = Desk::with_plain();
    desk.add("staff", WANG);
    let head = desk.json(&["check", "a.taizhang"]).done()["head"].clone();
    let before = desk.bytes("a.taizhang");
    desk.json(&["list", "a.taizhang", "staff"]).done();
    desk.json(&["print", "a.taizhang", "staff", "a.pdf"]).done();
    assert_eq!(desk.bytes("a.taizhang"), before, "plain listing and masked printing journal nothing");
    desk.set("TAIZHANG_OPERATOR", "唐晓棠");
    let whole = ["--unmasked", "--purpose", "迎检", "--recipient", "区民政局"];
    let listed = desk.json(&[["list", "a.taizhang", "staff"].as_slice(), &whole].concat()).done();
    assert_eq!(listed["rows"][0]["id_number"], "11010519491231002X");
    assert_eq!(listed["rows"][0]["mobile"], "13812345678");
    desk.json(&[["print", "a.taizhang", "staff", "w.pdf"].as_slice(), &whole].concat()).done();
    let history = desk.json(&["history", "a.taizhang"]).done();
    for (index, op) in ["print_unmasked", "unmask"].into_iter().enumerate() {
        let step = &history["steps"][index];
        assert_eq!((&step["op"], &step["who"]), (&op.into(), &"唐晓棠".into()));
        assert_eq!((&step["detail"]["purpose"], &step["detail"]["recipient"]), (&"迎检".into(), &"区民政局".into()));
    }
    assert_eq!(desk.json(&["check", "a.taizhang"]).done()["head"], head, "noting access does not move the printed head");
}

#[test]
fn lists_are_filtered_and_limited() {
    let desk = Desk::with_plain();
    for (name, day) in [("曾令仪", "2020-01-01"), ("单守诚", "2021-01-01"), ("尉迟明远", "2021-06-01")] {
        desk.add("staff", &format!(r#"{{"name":"{name}","category":"专职","joined_on":"{day}"}}"#));
    }
    let names = |arguments: &[&str]| -> Vec<String> {
        let listed = desk.json(&[["list", "a.taizhang"].as_slice(), arguments].concat()).done();
        let rows = listed["rows"].as_array().unwrap();
        rows.iter().map(|row| row["name"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(names(&["staff", "--filter", "yc"]), ["尉迟明远"]);
    assert_eq!(names(&["staff", "--filter", "shan"]), ["单守诚"]);
    assert_eq!(names(&["staff", "--filter", "守诚"]), ["单守诚"]);
    assert_eq!(names(&["staff", "--limit", "2"]).len(), 2);
    assert_eq!(names(&["staff", "--limit", "0"]).len(), 3);
    assert_eq!(desk.json(&["list", "a.taizhang", "staff", "--limit", "2"]).done()["total"], 3);
    assert_eq!(names(&["postings", "--from", "2021-01-01", "--to", "2021-05-31"]).len(), 1);
    let early = desk.json(&["list", "a.taizhang", "staff", "--on", "2020-06-01", "--filter", "单守诚"]).done();
    assert_eq!(early["rows"][0]["presence"], "upcoming");
    let lines = desk.run(&["list", "a.taizhang", "staff"]).out;
    assert!(lines.starts_with("编号") && lines.contains("共 3 条"), "{lines}");
}

#[test]
fn every_ledger_is_described() {
    let desk = Desk::new();
    let told = desk.json(&["ledgers"]).done();
    let ledgers = told["ledgers"].as_array().unwrap();
    let staff = ledgers.iter().find(|ledger| ledger["name"] == "staff").unwrap();
    let column = |name: &str| staff["columns"].as_array().unwrap().iter().find(|column| column["name"] == name).unwrap().clone();
    assert_eq!(column("id_number")["mask"], "document_number");
    assert_eq!(column("name")["required"], true);
    assert_eq!(column("age")["computed"], true);
    assert!(column("id_number")["headers"].as_array().unwrap().contains(&"身份证号".into()));
    assert!(column("sex")["values"].as_array().unwrap().iter().any(|value| value["code"] == "female" && value["label"] == "女"));
    let lines = desk.run(&["ledgers"]).out;
    for ledger in ledgers {
        assert!(lines.contains(ledger["label"].as_str().unwrap()));
    }
}

/// A posting is somebody's: alone it is refused at the column that names her.
#[test]
fn a_child_alone_is_asked_for_its_parent() {
    let desk = Desk::with_plain();
    let (code, json) = desk.json(&["add", "a.taizhang", "postings", "--json-row", r#"{"category":"client"}"#]).refusal(1);
    assert_eq!(code, "invalid");
    assert_eq!((&json["problems"][0]["field"], &json["problems"][0]["rule"]), (&"staff".into(), &"required".into()), "{json}");
}

/// A file whose newest step stands years ahead of the clock: she is asked, answers once, and the check tells both.
#[test]
fn a_clock_far_ahead_is_asked_about() {
    let desk = Desk::new();
    desk.run(&["sample", "a.taizhang", "--people", "3", "--days", "2", "--end", "2099-01-05", "--plain", "--json"]).done();
    let asked = desk.json(&["clock", "a.taizhang"]).done();
    assert!(asked["question"]["step"].is_i64() && asked["step"].is_null(), "{asked}");
    let told = desk.run(&["clock", "a.taizhang"]);
    assert!(told.out.contains("--then-wrong") && told.out.contains("时钟有误"), "{}", told.out);
    let warned = desk.json(&["add", "a.taizhang", "staff", "--json-row", r#"{"name":"李㛃"}"#]).done();
    assert!(warned["warnings"].as_array().unwrap().iter().any(|one| one["rule"] == "clock_behind"), "{warned}");
    let back = desk.json(&["check", "a.taizhang"]).done();
    assert_eq!(back["clock"]["back"][0]["step"], warned["step"], "{back}");
    let step = desk.json(&["clock", "a.taizhang", "--then-wrong"]).done()["step"].clone();
    let checked = desk.json(&["check", "a.taizhang"]).done();
    assert_eq!(checked["clock"]["wrong"][0]["step"], step, "{checked}");
    assert_eq!(checked["clock"]["back"], serde_json::json!([]), "{checked}");
    assert!(desk.run(&["check", "a.taizhang"]).out.contains("时钟有误"));
    assert!(desk.json(&["clock", "a.taizhang"]).done()["question"].is_null());
    assert!(desk.json(&["clock", "a.taizhang", "--then-wrong"]).done()["step"].is_null());
}

/// Several records are one step; whoever it cannot be done to is named, and nothing is written until `--others` says so.
#[test]
fn several_records_at_once() {
    let desk = Desk::with_plain();
    let person = |name: &str| {
        let row = format!(r#"{{"name":"{name}","category":"专职","department":"项目部","joined_on":"2021-03-01"}}"#);
        desk.add("staff", &row).to_string()
    };
    let [one, two, three] = ["陈轮", "单晓云", "曾国强"].map(person);
    let dose = r#"{"product":"北京生物","given_on":"2021-05-01"}"#;
    let done = desk.json(&["act", "a.taizhang", "staff", "登记接种", &one, "单晓云", "--json-row", dose]).done();
    assert_eq!((&done["records"], &done["act"]), (&2.into(), &"vaccinate".into()));
    let again = ["act", "a.taizhang", "staff", "vaccinate", &one, &two, &three, "--json-row", dose];
    let (code, refusal) = desk.json(&again).refusal(1);
    assert_eq!(code, "invalid");
    let found = rules(&refusal);
    assert_eq!(found.iter().filter(|(_, rule)| rule == "duplicate").count(), 2, "{refusal}");
    assert_eq!(found.last().map(|(field, _)| field.as_str()), Some("others"));
    assert_eq!(desk.json(&["list", "a.taizhang", "vaccinations"]).done()["total"], 2, "nothing was written");
    let others = [again.as_slice(), &["--others"]].concat();
    let done = desk.json(&others).done();
    assert_eq!((&done["records"], done["told"].as_array().map(Vec::len)), (&1.into(), Some(2)));
    assert_eq!(desk.json(&["act", "a.taizhang", "staff", "飞", &one]).refusal(1).0, "invalid");

    let out = desk.json(&["print", "a.taizhang", "person", "o.pdf", "--who", "陈轮"]).done();
    assert_eq!(out["rows"], 1);
    let out = desk.json(&["print", "a.taizhang", "staff", "o.pdf", "--id", &one, "--id", "曾国强"]).done();
    assert_eq!(out["rows"], 2);
    assert_eq!(desk.json(&["print", "a.taizhang", "staff", "o.pdf", "--id", &one, "--id", "99"]).refusal(1).0, "not_found");
    let refused = desk.json(&["print", "a.taizhang", "staff", "o.pdf", "--form", "blank", "--id", &one]).refusal(1);
    assert_eq!(refused.0, "invalid");
    assert_eq!(desk.json(&["export", "a.taizhang", "staff", "o.csv", "--id", &one, "--id", &three]).done()["rows"], 2);

    let voided = desk.json(&["void", "a.taizhang", "staff", &one, &two, "--reason", "登记错了"]).done();
    assert_eq!(voided["records"], 2);
    assert_eq!(desk.json(&["list", "a.taizhang", "staff", "--valid"]).done()["total"], 1);
    assert_eq!(desk.json(&["undo", "a.taizhang"]).done()["undone"][0]["op"], "void");
    assert_eq!(desk.json(&["list", "a.taizhang", "staff", "--valid"]).done()["total"], 3);
    assert_eq!(desk.json(&["check", "a.taizhang"]).done()["ok"], true);
}

/// A picture is kept, listed, saved elsewhere and removed; what is no picture is told what to do instead.
#[test]
fn a_picture_is_kept_with_a_record() {
    let desk = Desk::with_plain();
    let id = desk.add("staff", WANG).to_string();
    std::fs::write(desk.path("凭证.jpg"), taizhang::sample::certificate::picture().unwrap()).unwrap();
    std::fs::write(desk.path("照片.heic"), b"\0\0\0\x18ftypheic\0\0\0\0").unwrap();
    let attach = |more: &[&str]| {
        let mut arguments = vec!["attach", "a.taizhang", "staff", id.as_str()];
        arguments.extend(more);
        desk.json(&arguments)
    };
    let (code, json) = attach(&["凭证.jpg"]).refusal(1);
    assert_eq!((code.as_str(), rules(&json)), ("invalid", vec![("taken_on".to_owned(), "required".to_owned())]));
    let (_, json) = attach(&["凭证.jpg", "照片.heic", "--taken-on", "2021-08-01"]).refusal(1);
    assert_eq!(rules(&json), [("file_name".to_owned(), "heic".to_owned())]);
    let kept = attach(&["凭证.jpg", "--taken-on", "2021-08-01", "--caption", "接种凭证"]).done();
    assert!(kept["bytes"].as_u64().unwrap() > 1000 && kept["sha256"].as_str().unwrap().len() == 64, "{kept}");
    let listed = desk.json(&["list", "a.taizhang", "attachments"]).done();
    assert_eq!(listed["rows"][0]["caption"], "接种凭证");
    assert_eq!(listed["rows"][0]["of"], "人员名册：王䶮");
    let number = kept["id"].to_string();
    assert_eq!(desk.json(&["extract", "a.taizhang", &number, "凭证.pdf"]).refusal(1).0, "invalid");
    let saved = desk.json(&["extract", "a.taizhang", &number, "另存.jpg"]).done();
    assert_eq!(saved["sha256"], kept["sha256"]);
    assert!(std::fs::read(desk.path("另存.jpg")).unwrap().starts_with(&[0xff, 0xd8, 0xff]));
    desk.json(&["detach", "a.taizhang", &number]).done();
    assert_eq!(desk.json(&["list", "a.taizhang", "附件", "--valid"]).done()["total"], 0);
    desk.json(&["undo", "a.taizhang"]).done();
    assert_eq!(desk.json(&["list", "a.taizhang", "附件", "--valid"]).done()["total"], 1);
    desk.json(&["check", "a.taizhang"]).done();
}

/// Nothing is erased before it was told what would go.
#[test]
fn erasing_is_told_first() {
    let desk = Desk::with_plain();
    let id = desk.add("staff", WANG).to_string();
    let erase = ["erase", "a.taizhang", "staff", "王䶮", "--basis", "本人申请", "--approved-by", "曾令仪", "--witness", "单守诚"];
    let told = desk.json(&erase).done();
    assert_eq!((&told["erased"], &told["gone"]["staff"], &told["gone"]["postings"]), (&false.into(), &1.into(), &1.into()));
    assert_eq!(desk.json(&["list", "a.taizhang", "staff"]).done()["total"], 1);
    let done = desk.json(&[&erase[..], &["--yes"]].concat()).done();
    assert_eq!(done["erased"], true);
    assert_eq!(desk.json(&["list", "a.taizhang", "staff"]).done()["total"], 0);
    let kept = desk.json(&["list", "a.taizhang", "destructions"]).done();
    assert_eq!(kept["rows"][0]["scope"], format!("人员名册第 {id} 号"));
    assert_eq!(kept["rows"][0]["kind"], "erasure");
    desk.json(&["print", "a.taizhang", "destructions", "销毁.pdf", "--form", "sheet", "--id", "1"]).done();
    desk.json(&["check", "a.taizhang"]).done();
    assert!(!std::fs::read(desk.path("a.taizhang")).unwrap().windows(6).any(|bytes| bytes == "王䶮".as_bytes()));
}

/// One person entered twice: what is to be chosen is told, and nothing is written until all of it was.
#[test]
fn two_entries_of_one_person() {
    let desk = Desk::with_plain();
    let keep = desk.add("staff", r#"{"name":"单晓云","mobile":"13800001111"}"#).to_string();
    let lose = desk.add("staff", r#"{"name":"单小云","mobile":"13912345678"}"#).to_string();
    for staff in [&keep, &lose] {
        desk.add("vaccinations", &format!(r#"{{"staff":"{staff}","product":"北京生物","given_on":"2021-05-01"}}"#));
    }
    let told = desk.json(&["merge", "a.taizhang", &lose, &keep, "--dry-run"]).done();
    assert_eq!(
        told["differing"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect::<Vec<_>>(),
        ["name", "mobile"]
    );
    assert_eq!(told["differing"][1]["lose"], "139****5678", "it is masked");
    let key = told["clashes"][0]["key"].as_str().unwrap().to_owned();
    assert_eq!((&told["moved"]["vaccinations"], &told["step"]), (&1.into(), &serde_json::Value::Null));
    let (code, refusal) = desk.json(&["merge", "a.taizhang", &lose, &keep]).refusal(1);
    assert_eq!(code, "invalid");
    let asked: Vec<String> = rules(&refusal).into_iter().map(|(field, _)| field).collect();
    assert_eq!(asked, ["name", "mobile", &key]);
    assert_eq!(desk.json(&["merge", "a.taizhang", &keep, &keep]).refusal(1).0, "invalid");
    let stay = format!("{key}=keep");
    let given = ["merge", "a.taizhang", "单小云", "单晓云", "--field", "手机=并入的", "--field", "name=keep", "--stay", &stay];
    assert_eq!(desk.json(&[&given[..], &["--field", "name=x"]].concat()).refusal(1).0, "invalid");
    let done = desk.json(&given).done();
    assert_eq!((&done["voided"], done["step"].is_i64()), (&1.into(), true));
    let listed = desk.json(&["list", "a.taizhang", "staff", "--valid"]).done();
    assert_eq!((&listed["total"], &listed["rows"][0]["mobile"]), (&1.into(), &"139****5678".into()));
    assert_eq!(desk.json(&["check", "a.taizhang"]).done()["ok"], true);
    assert_eq!(desk.json(&["undo", "a.taizhang"]).done()["undone"][0]["op"], "merge");
    assert_eq!(desk.json(&["list", "a.taizhang", "staff", "--valid"]).done()["total"], 2);

    let consent = desk.json(&["print", "a.taizhang", "staff", "o.pdf", "--form", "consent", "--id", &keep, "--id", &lose]).done();
    assert_eq!((&consent["rows"], &consent["pages"]), (&2.into(), &2.into()), "one page each");
    let blank = desk.json(&["print", "a.taizhang", "staff", "o.pdf", "--form", "consent_blank"]).done();
    assert_eq!((&blank["rows"], &blank["pages"]), (&0.into(), &1.into()));
}
