//! Sheets in and out on the command line: previewed, imported, decided, given back, exported, filled in, refused.

#![allow(clippy::unwrap_used)]

mod common;
use common::Desk;
use serde_json::{Value as Json, json};

/// Runs `import` into the staff of `a.taizhang`.
fn import(desk: &Desk, more: &[&str]) -> common::Ran {
    desk.json(&[&["import", "a.taizhang", "staff"], more].concat())
}

/// Nobody knows since when the new people belong.
const UNKNOWN: [&str; 2] = ["--answer", "joined_on=none"];

fn total(desk: &Desk, ledger: &str) -> Json {
    desk.json(&["list", "a.taizhang", ledger]).done()["total"].clone()
}

fn rows_of(told: &Json) -> Vec<i64> {
    told.as_array().unwrap().iter().map(|row| row["row"].as_i64().unwrap()).collect()
}

#[test]
fn a_messy_roster_is_previewed_imported_given_back_and_taken_back() {
    let desk = Desk::with_plain();
    desk.bring("roster-libreoffice.xlsx");
    let before = desk.bytes("a.taizhang");
    let preview = import(&desk, &["roster-libreoffice.xlsx", "--year", "2021", UNKNOWN[0], UNKNOWN[1], "--dry-run"]).done();
    assert_eq!((&preview["applied"], &preview["added"]), (&false.into(), &3.into()));
    assert_eq!((&preview["step"], &preview["backup"]), (&Json::Null, &Json::Null));
    assert_eq!((&preview["sheet"], &preview["header"]), (&"花名册".into(), &json!([3, 4])));
    assert_eq!(desk.bytes("a.taizhang"), before, "a preview writes nothing");
    assert_eq!(desk.names(), ["a.taizhang", "roster-libreoffice.xlsx"]);

    let done =
        import(&desk, &["roster-libreoffice.xlsx", "--year", "2021", UNKNOWN[0], UNKNOWN[1], "--rejects", "退回.xlsx"]).done();
    assert_eq!((&done["applied"], &done["added"], &done["changed"]), (&true.into(), &3.into(), &0.into()));
    assert_eq!(rows_of(&done["rejected"]), [6, 8]);
    let lost = &done["rejected"][0];
    assert_eq!((&lost["cell"], &lost["rule"]), (&"C6".into(), &"precision".into()));
    assert!(lost["reason"].as_str().unwrap().contains("精度丢失"), "{lost}");
    assert_eq!(done["by_ledger"]["vaccinations"]["added"], 5);
    assert_eq!(rows_of(&done["skipped"]), [1, 2, 10, 11]);
    assert!(std::fs::exists(done["backup"].as_str().unwrap()).unwrap(), "a copy was made before");
    assert_eq!((total(&desk, "staff"), total(&desk, "vaccinations")), (3.into(), 5.into()));

    let again = import(&desk, &["退回.xlsx", "--year", "2021"]).done();
    assert_eq!((&again["added"], &again["unchanged"], &again["step"]), (&0.into(), &3.into(), &Json::Null));
    let undone = desk.json(&["undo", "a.taizhang"]).done();
    assert_eq!(undone["undone"], json!([{ "step": done["step"], "op": "import" }]), "one step");
    assert_eq!((total(&desk, "staff"), total(&desk, "vaccinations")), (0.into(), 0.into()));

    let lines = desk.run(&[
        "import",
        "a.taizhang",
        "staff",
        "roster-libreoffice.xlsx",
        "--year",
        "2021",
        UNKNOWN[0],
        UNKNOWN[1],
        "--dry-run",
    ]);
    assert_eq!(lines.exit, 0);
    for told in ["人员名册：新增 3，修改 0，不变 0，没法导入 2", "精度丢失", "第 10 行（合计）", "只是预览，没有写入。"]
    {
        assert!(lines.out.contains(told), "{told}: {}", lines.out);
    }
}

#[test]
fn what_is_pasted_is_asked_about_and_decided() {
    let desk = Desk::with_plain();
    let id = desk.add("staff", r#"{"name":"曾令仪","mobile":"13812345678","category":"专职"}"#);
    let text = "姓名\t手机\t部门\t类型\n曾令仪\t13812345678\t后勤部\t正式工\n王龚\t\t后勤部\t正式工\n";
    let paste = |more: &[&str]| {
        let all = [&["import", "a.taizhang", "staff", "-", "--json", "--map", "类型=人员类别"], &UNKNOWN[..], more].concat();
        desk.run_with(&all, text)
    };
    let unknown = paste(&["--dry-run"]).done();
    assert_eq!(rows_of(&unknown["rejected"]).len() + rows_of(&unknown["pending"]).len(), 2, "a word nobody knows: {unknown}");
    let word = ["--word", "人员类别:正式工=专职"];
    let asked = paste(&[&word[..], &["--dry-run"]].concat()).done();
    assert_eq!((&asked["added"], rows_of(&asked["pending"])), (&1.into(), vec![2]));
    assert_eq!(asked["pending"][0]["candidates"][0]["id"], id);

    assert_eq!(paste(&["--decide", "x=same"]).refusal(1).1["problems"][0]["rule"], "number");
    assert_eq!(paste(&["--decide", "2=maybe"]).refusal(1).1["problems"][0]["rule"], "choice");
    assert_eq!(paste(&["--word", "正式工=专职"]).refusal(1).1["problems"][0]["rule"], "format");
    assert_eq!(paste(&["--set", "血型=A"]).refusal(1).1["problems"][0]["rule"], "unknown_column");
    assert_eq!(total(&desk, "staff"), 1);

    let done = paste(&[&word[..], &["--decide", "2=same"]].concat()).done();
    assert_eq!((&done["added"], &done["changed"]), (&1.into(), &1.into()));
    let changes = done["changes"].as_array().unwrap();
    assert!(changes.iter().any(|change| change["field"] == "部门" && change["after"] == "后勤部"), "{changes:?}");
    assert_eq!(total(&desk, "staff"), 2);
    let new = paste(&[&word[..], &["--decide", "all=new"]].concat()).done();
    assert_eq!(new["added"], 0, "the same twice is told, not done: {new}");
}

#[test]
fn years_and_vaccines_are_asked_column_by_column_and_sheets_come_one_by_one() {
    let desk = Desk::with_plain();
    desk.bring("doses-openpyxl.xlsx");
    let lines = desk.run(&["import", "a.taizhang", "staff", "doses-openpyxl.xlsx", "--dry-run"]);
    for told in ["--answer year-D=2021（第 1 行写着 2021 年，都按它）", "--answer product-1=skip"] {
        assert!(lines.out.contains(told), "{told}: {}", lines.out);
    }
    let said = ["doses-openpyxl.xlsx", "--year", "2021", "--answer", "product-1=北京生物", "--answer", "product-2=北京生物"];
    let done = import(&desk, &[&said[..], &UNKNOWN, &["--answer", "product-3=skip", "--dry-run"]].concat()).done();
    assert_eq!(done["writes"], "3 人、4 剂次");
    let read = json!({ "cell": "D3", "value": "5.8", "read": "2021-05-08" });
    assert!(done["read"].as_array().unwrap().contains(&read), "{}", done["read"]);
    let lines = desk.run(&[&["import", "a.taizhang", "staff"], &said[..], &UNKNOWN, &["--dry-run"]].concat());
    for told in ["会写入：3 人、4 剂次", "D3「5.8」读作 2021-05-08"] {
        assert!(lines.out.contains(told), "{told}: {}", lines.out);
    }
    let own = import(&desk, &[&said[..], &UNKNOWN, &["--answer", "year-F=2020", "--dry-run"]].concat()).done();
    let read = own["read"].as_array().unwrap().iter().find(|cell| cell["cell"] == "F3").unwrap().clone();
    assert_eq!(read["read"], "2020-08-09", "what is said of a column comes before what is said of all");
    let wrong = import(&desk, &[&said[..], &UNKNOWN, &["--answer", "product-3=没有这种", "--dry-run"]].concat()).done();
    let question = wrong["questions"].as_array().unwrap().iter().find(|one| one["question"] == "product-3").unwrap().clone();
    assert!(question["problem"].as_str().unwrap().contains("没有这种"), "{question}");

    let people = import(&desk, &[&said[..], &UNKNOWN, &["--answer", "product-3=skip"]].concat()).done();
    let places = desk.json(&["import", "a.taizhang", "places", "doses-openpyxl.xlsx", "--sheet", "场所"]).done();
    assert_eq!((&people["writes"], &places["writes"]), (&"3 人、4 剂次".into(), &"1 条".into()));
    assert_eq!(desk.json(&["undo", "a.taizhang"]).done()["undone"][0]["step"], places["step"], "each sheet is a step");
    assert_eq!(total(&desk, "staff"), 3);
}

#[test]
fn what_a_sheet_leaves_open_is_asked_and_answered() {
    let desk = Desk::with_plain();
    std::fs::write(desk.path("开.csv"), "姓名,手机,备注\n赵桐,14212345671,\"原名\n钱二,14212345672,\n孙三?,14212345673,\n")
        .unwrap();
    let before = desk.bytes("a.taizhang");
    let (code, json) = import(&desk, &["开.csv"]).refusal(1);
    let problem = &json["problems"][0];
    assert_eq!((code.as_str(), &problem["rule"], &problem["value"]), ("invalid", &"question".into(), &"quotes".into()));
    let told = problem["message"].as_str().unwrap();
    assert!(told.contains("第 2 行") && told.contains("--answer quotes=text"), "{told}");
    assert_eq!(desk.bytes("a.taizhang"), before);
    assert_eq!(import(&desk, &["开.csv", "--answer", "quotes"]).refusal(1).1["problems"][0]["rule"], "format");

    let text = ["开.csv", "--answer", "quotes=text"];
    let lines = desk.run(&[&["import", "a.taizhang", "staff"], &text[..], &["--dry-run"]].concat());
    assert!(lines.out.contains("请回答：") && lines.out.contains("--answer names=keep"), "{}", lines.out);
    let done = import(&desk, &[&text[..], &["--answer", "names=keep"]].concat()).done();
    assert_eq!(done["added"], 3, "{done}");
    let answers: Vec<&Json> = done["questions"].as_array().unwrap().iter().map(|question| &question["answer"]).collect();
    assert_eq!(answers, ["text", "keep"]);
}

#[test]
fn what_cannot_be_imported_is_refused_and_leaves_the_file_alone() {
    let desk = Desk::with_plain();
    for name in ["password.xlsx", "template-openpyxl.xlsx"] {
        desk.bring(name);
    }
    std::fs::write(desk.path("图.xlsx"), b"\x89PNG\r\n\x1a\n not a workbook").unwrap();
    std::fs::write(desk.path("空.csv"), "姓名,身份证号\n").unwrap();
    let before = desk.bytes("a.taizhang");
    let rule = |name: &str| {
        let (code, json) = import(&desk, &[name]).refusal(1);
        (code, json["problems"][0]["rule"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(rule("password.xlsx"), ("invalid".to_owned(), "password".to_owned()));
    assert_eq!(rule("图.xlsx").0, "invalid");
    assert_eq!(rule("空.csv").1, "no_rows");
    assert_eq!(rule("template-openpyxl.xlsx").0, "invalid");
    assert_eq!(import(&desk, &["没有.xlsx"]).refusal(4).0, "io");
    assert_eq!(desk.json(&["import", "a.taizhang", "nobody", "空.csv"]).exit, 1);
    assert_eq!(desk.bytes("a.taizhang"), before);
}

#[test]
fn exports_come_back_as_nothing_new_masked_or_whole() {
    let mut desk = Desk::with_plain();
    desk.set("TAIZHANG_OPERATOR", "唐晓棠");
    desk.add("staff", r#"{"name":"王龚","id_number":"11010519491231002X","mobile":"13812345678","category":"专职"}"#);
    desk.add("staff", r#"{"name":"曾令仪","category":"志愿者","note":"=1+1"}"#);
    let export = |out: &str, more: &[&str]| desk.json(&[&["export", "a.taizhang", "staff", out], more].concat());
    let before = desk.bytes("a.taizhang");
    for out in ["册.xlsx", "册.csv"] {
        assert_eq!(export(out, &[]).done()["rows"], 2);
        let back = import(&desk, &[out]).done();
        assert_eq!((&back["unchanged"], &back["added"], &back["changed"]), (&2.into(), &0.into(), &0.into()), "{out}");
        assert_eq!((&back["step"], rows_of(&back["rejected"]).len()), (&Json::Null, 0));
    }
    let text = String::from_utf8(desk.bytes("册.csv")).unwrap();
    assert!(text.starts_with('\u{FEFF}') && text.contains("记录编号") && !text.contains("11010519491231002X"), "{text}");
    assert!(text.contains("'=1+1"), "nothing calculates: {text}");
    let filtered = export("筛.csv", &["--filter", "wg"]).done();
    assert_eq!(filtered["rows"], 1);
    assert_eq!(export("册.pdf", &[]).refusal(1).1["problems"][0]["rule"], "format");
    assert!(export("全.xlsx", &["--unmasked"]).exit > 0, "whole values want a purpose and a recipient");
    assert_eq!(desk.bytes("a.taizhang"), before, "masked exports journal nothing");

    let whole = ["--unmasked", "--purpose", "报送", "--recipient", "区民政局"];
    export("全.csv", &whole).done();
    assert!(String::from_utf8(desk.bytes("全.csv")).unwrap().contains("11010519491231002X"));
    let step = desk.json(&["history", "a.taizhang"]).done()["steps"][0].clone();
    assert_eq!(
        (&step["op"], &step["who"], &step["detail"]["recipient"]),
        (&"export".into(), &"唐晓棠".into(), &"区民政局".into())
    );
    assert_eq!(import(&desk, &["全.csv"]).done()["unchanged"], 2);
}

#[test]
fn blank_sheets_hold_an_example_that_is_not_imported() {
    let desk = Desk::with_plain();
    for ledger in desk.json(&["ledgers"]).done()["ledgers"].as_array().unwrap() {
        let name = ledger["name"].as_str().unwrap();
        desk.json(&["export", "a.taizhang", name, "空白.xlsx", "--blank"]).done();
        let refused = desk.json(&["import", "a.taizhang", name, "空白.xlsx"]);
        let (_, json) = refused.refusal(1);
        assert_eq!(json["problems"][0]["rule"], "no_rows", "{name}: {json}");
        assert!(json["problems"][0]["message"].as_str().unwrap().contains("示例行"), "{json}");
    }
}

#[test]
fn an_authoritys_sheet_is_filled_in_and_the_next_time_remembered() {
    let desk = Desk::with_plain();
    desk.bring("template-openpyxl.xlsx");
    for name in ["王龚", "曾令仪"] {
        desk.add("staff", &format!(r#"{{"name":"{name}","category":"专职","department":"后勤部","joined_on":"2020-01-01"}}"#));
    }
    let fill = |out: &str, more: &[&str]| {
        let all = [&["export", "a.taizhang", "staff", out, "--template", "template-openpyxl.xlsx"], more].concat();
        desk.json(&all)
    };
    assert_eq!(fill("一.xlsx", &[]).refusal(1).1["problems"][0]["field"], "cell", "nothing said, nothing known");
    let refused = fill("一.xlsx", &["--cell", "D4=在岗人数"]).refusal(1).1;
    assert_eq!(refused["problems"][0]["rule"], "formula", "{refused}");
    let said = ["--cell", "A4=在岗人数", "--list", "A7=#", "--list", "B7=姓名", "--list", "C7=部门"];
    fill("一.xlsx", &said).done();
    fill("二.xlsx", &[]).done();
    let seen = |name: &str| -> Vec<String> {
        let mut source = taizhang::exchange::source::Source::open(&desk.path(name)).unwrap();
        let sheet = source.sheets()[0].to_owned();
        let grid = source.grid(&sheet).unwrap();
        let at = |row: u32, column: usize| grid.row(row).map(|row| row.at(column).shown(grid.epoch)).unwrap_or_default();
        vec![at(4, 0), at(7, 0), at(7, 1), at(8, 1), at(8, 2)]
    };
    let names = ["2", "1", "王龚", "曾令仪", "后勤部"];
    assert_eq!(seen("一.xlsx"), names);
    assert_eq!(seen("二.xlsx"), names, "what goes where is known by now");
}

#[test]
fn what_is_odd_in_a_row_is_told_with_its_number() {
    let desk = Desk::with_plain();
    let few = "姓名\t手机\n陈轮\t13812340001\n周敏\t13812340002\n";
    let lines = desk.run_with(&["import", "a.taizhang", "staff", "-", "--dry-run"], few).out;
    for row in ["请核对：第 2 行", "请核对：第 3 行"] {
        assert!(lines.contains(row), "{row}: {lines}");
    }
    assert!(lines.contains("没有证件号"), "{lines}");
    let many: String =
        (1..=30).map(|row| format!("陈轮{}\t138123400{row:02}\n", char::from_u32(0x4E00 + row).unwrap())).collect();
    let many = format!("姓名\t手机\n{many}");
    let lines = desk.run_with(&["import", "a.taizhang", "staff", "-", "--dry-run"], &many).out;
    assert_eq!(lines.matches("请核对：").count(), 1, "many of one kind in one line: {lines}");
    assert!(lines.contains("请核对：第 2、3、4") && lines.contains("等 30 行"), "{lines}");
}
