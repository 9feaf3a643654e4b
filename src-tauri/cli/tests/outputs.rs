//! What comes out, and what it must not take the place of.

#![allow(clippy::unwrap_used)]

mod common;
use common::Desk;
use std::process::{Command, Stdio};
use std::time::Duration;

const ORGANISATION: &str = "青禾社会工作服务中心";

/// A desk with a plain `a.taizhang` of one person, another data file, a backup, and a file of another program.
fn desk() -> Desk {
    let mut desk = Desk::with_plain();
    desk.add("staff", r#"{"name":"陈轮","category":"专职"}"#);
    desk.set("TAIZHANG_PASSWORD", "大足 2021");
    desk.json(&["new", "b.taizhang", "--org", ORGANISATION]).done();
    desk.unset("TAIZHANG_PASSWORD");
    let made = desk.json(&["backup", "a.taizhang", "备份"]).done();
    std::fs::rename(made["path"].as_str().unwrap(), desk.path("备份.taizhang")).unwrap();
    std::fs::remove_dir(desk.path("备份")).unwrap();
    std::fs::write(desk.path("c.db"), b"SQLite format 3\0 of another program").unwrap();
    std::fs::write(desk.path("信.docx"), b"PK\x03\x04 a letter").unwrap();
    std::fs::write(desk.path("rows.csv"), "姓名,类别\n陈轮,没有这一类\n").unwrap();
    desk
}

/// The contents of all files by name.
fn all(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    desk.names().into_iter().map(|name| (name.clone(), desk.bytes(&name))).collect()
}

#[test]
fn no_output_takes_the_place_of_data() {
    let desk = desk();
    for (at, name) in ["a.taizhang", "b.taizhang", "备份.taizhang", "c.db", "信.docx"].iter().enumerate() {
        for ending in ["pdf", "xlsx", "csv"] {
            std::fs::hard_link(desk.path(name), desk.path(&format!("hard{at}.{ending}"))).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink(name, desk.path(&format!("soft{at}.{ending}"))).unwrap();
        }
    }
    let before = all(&desk);
    let there: Vec<String> = desk.names();
    let with = |ending: &str| there.iter().filter(|name| name.ends_with(ending)).cloned().collect::<Vec<_>>();
    let print = |out: &str| desk.json(&["print", "a.taizhang", "staff", out]);
    let mut runs = Vec::new();
    for name in ["a.taizhang", "b.taizhang", "备份.taizhang", "c.db", "信.docx", "rows.csv"] {
        runs.push(print(name));
    }
    for name in ["a.taizhang.lock", "a.taizhang.holder", "a.taizhang-journal", "b.taizhang.lock", "b.taizhang-journal"] {
        runs.push(print(name));
    }
    runs.extend(with(".pdf").iter().map(|name| print(name)));
    for name in with(".xlsx") {
        runs.push(desk.json(&["export", "a.taizhang", "staff", &name]));
        runs.push(desk.json(&["export", "a.taizhang", "staff", &name, "--blank"]));
        runs.push(desk.json(&["import", "a.taizhang", "staff", "rows.csv", "--dry-run", "--rejects", &name]));
    }
    runs.extend(
        with(".csv").iter().filter(|name| *name != "rows.csv").map(|name| desk.json(&["export", "a.taizhang", "staff", name])),
    );
    assert!(runs.len() > 40, "{}", runs.len());
    for ran in runs {
        assert_eq!(ran.refusal(1).0, "target_exists", "{}", ran.out);
    }
    assert!(all(&desk) == before, "nothing is touched, nothing is left");
    // What is journalled before it is done is not done for nothing.
    let unmasked = ["print", "a.taizhang", "staff", "b.taizhang", "--unmasked", "--purpose", "报送", "--recipient", "街道"];
    let steps = desk.json(&["check", "a.taizhang"]).done()["journal"].clone();
    assert_eq!(desk.json(&unmasked).refusal(1).0, "target_exists");
    assert_eq!(desk.json(&["check", "a.taizhang"]).done()["journal"], steps);
}

#[test]
fn the_same_kind_is_replaced_and_a_strangers_unfinished_file_stays() {
    let desk = desk();
    for name in ["x.pdf.part", "x.xlsx.part", "a.taizhang.part", "rows.csv.part"] {
        std::fs::write(desk.path(name), "别人下载到一半").unwrap();
    }
    let left =
        ["台账未完成-00000000000000aa.part", "台账未完成-00000000000000aa.part-journal", "台账未完成-00000000000000aa.part.lock"];
    let leave = || left.iter().for_each(|name| std::fs::write(desk.path(name), "x").unwrap());
    let gone = |what: &str| assert!(left.iter().all(|name| !desk.path(name).exists()), "{what}: {:?}", desk.names());
    for _ in 0..2 {
        leave();
        desk.json(&["print", "a.taizhang", "staff", "x.pdf"]).done();
        gone("print");
        desk.json(&["export", "a.taizhang", "staff", "x.xlsx"]).done();
        desk.json(&["export", "a.taizhang", "staff", "x.csv"]).done();
        desk.json(&["import", "a.taizhang", "staff", "rows.csv", "--dry-run", "--rejects", "x.xlsx"]).done();
    }
    leave();
    desk.add("staff", r#"{"name":"赵桐","category":"专职"}"#);
    gone("opening");
    for name in ["x.pdf.part", "x.xlsx.part", "a.taizhang.part", "rows.csv.part"] {
        assert_eq!(desk.bytes(name), "别人下载到一半".as_bytes(), "{name}");
    }
    assert!(desk.bytes("x.pdf").starts_with(b"%PDF-"));
}

#[test]
fn a_file_in_the_making_has_no_name_yet() {
    let desk = Desk::new();
    let begun = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_taizhang-cli"));
        command.current_dir(desk.dir.path()).args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().unwrap()
    };
    let mut child = begun(&["sample", "s.taizhang", "--plain", "--people", "20000"]);
    while !desk.names().iter().any(|name| name.starts_with("台账未完成-") && name.ends_with(".part")) {
        assert!(child.try_wait().unwrap().is_none(), "it ended by itself: {:?}", desk.names());
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!desk.path("s.taizhang").exists(), "{:?}", desk.names());
    desk.json(&["new", "s.taizhang", "--org", ORGANISATION, "--plain"]).done();
    assert_eq!(desk.json(&["check", "s.taizhang"]).done()["ok"], true);
    let rest: Vec<String> =
        desk.names().into_iter().filter(|name| name != "s.taizhang.lock" && name != "s.taizhang.holder").collect();
    assert_eq!(rest, ["s.taizhang"], "what the killed one left is swept");
}

#[cfg(unix)]
#[test]
fn whole_file_verbs_act_on_the_file_behind_a_link() {
    let mut desk = Desk::new();
    std::fs::create_dir(desk.path("真")).unwrap();
    desk.set("TAIZHANG_PASSWORD", "第一个");
    let made = desk.json(&["new", "真/a.taizhang", "--org", ORGANISATION]).done();
    let copy = desk.json(&["backup", "真/a.taizhang", "备份"]).done()["path"].as_str().unwrap().to_owned();
    std::os::unix::fs::symlink("真/a.taizhang", desk.path("链.taizhang")).unwrap();
    let real = std::fs::canonicalize(desk.path("真/a.taizhang")).unwrap().display().to_string();
    let stands = |desk: &Desk| {
        assert!(desk.path("链.taizhang").is_symlink());
        assert_eq!(desk.json(&["check", "真/a.taizhang"]).done()["ok"], true);
        assert_eq!(desk.json(&["check", "链.taizhang"]).done()["ok"], true);
    };

    desk.set("TAIZHANG_NEW_PASSWORD", "第二个");
    let done = desk.json(&["rekey", "链.taizhang"]).done();
    assert_eq!(done["path"], real);
    assert_eq!(done["warnings"], serde_json::json!([]));
    assert_eq!(desk.json(&["check", "真/a.taizhang"]).refusal(3).0, "wrong_password", "the old password is old");
    desk.set("TAIZHANG_PASSWORD", "第二个");
    stands(&desk);

    desk.unset("TAIZHANG_PASSWORD");
    desk.set("TAIZHANG_RECOVERY", done["recovery_code"].as_str().unwrap());
    desk.set("TAIZHANG_NEW_PASSWORD", "第三个");
    assert_eq!(desk.json(&["recover", "链.taizhang"]).done()["path"], real);
    desk.unset("TAIZHANG_RECOVERY");
    desk.set("TAIZHANG_PASSWORD", "第三个");
    stands(&desk);

    desk.set("TAIZHANG_PASSWORD", "第一个");
    assert_eq!(desk.json(&["restore", &copy, "链.taizhang"]).refusal(1).0, "target_exists");
    assert_eq!(desk.json(&["restore", &copy, "链.taizhang", "--keep-old"]).done()["path"], real);
    stands(&desk);
    let names = common::names(&desk.path("真"));
    assert_eq!(names.len(), 4, "the file and three former ones, beside it: {names:?}");
    assert_eq!(desk.names(), ["备份", "真", "链.taizhang"]);
    assert!(made["recovery_code"].is_string());

    // One writer, by whichever name.
    let _held = taizhang::file::lock::WriterLock::acquire(&desk.path("链.taizhang"), chrono::DateTime::UNIX_EPOCH).unwrap();
    assert_eq!(desk.json(&["add", "真/a.taizhang", "staff", "--json-row", r#"{"name":"甲"}"#]).refusal(4).0, "file_in_use");
}

#[test]
fn a_file_with_further_names_is_told_of() {
    let mut desk = Desk::new();
    desk.set("TAIZHANG_PASSWORD", "第一个");
    desk.json(&["new", "a.taizhang", "--org", ORGANISATION]).done();
    let copy = desk.json(&["backup", "a.taizhang", "备份"]).done()["path"].as_str().unwrap().to_owned();
    std::fs::hard_link(desk.path("a.taizhang"), desk.path("b.taizhang")).unwrap();
    desk.set("TAIZHANG_NEW_PASSWORD", "第二个");
    let told = desk.json(&["rekey", "a.taizhang"]).done()["warnings"][0].as_str().unwrap().to_owned();
    assert!(told.contains("另有 1 个名字") && told.contains("a.taizhang"), "{told}");
    assert_eq!(desk.json(&["check", "b.taizhang"]).done()["ok"], true, "the other name is the former file");

    std::fs::hard_link(desk.path("a.taizhang"), desk.path("c.taizhang")).unwrap();
    let ran = desk.run(&["restore", &copy, "a.taizhang", "--keep-old"]);
    assert!(ran.exit == 0 && ran.out.contains("硬链接"), "{}{}", ran.out, ran.err);
}

#[test]
fn the_manual_names_every_command() {
    let help = Desk::new().run(&["--help"]).out;
    let listed = help.split("命令:").nth(1).unwrap().split("选项:").next().unwrap();
    let commands: Vec<&str> = listed.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 20, "{commands:?}");
    let manual = include_str!("../../../assets/docs/用户手册.md");
    let (_, chapter) = manual.split_once("## 命令行").unwrap();
    let rows: Vec<&str> = chapter.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next()).collect();
    for command in commands {
        assert!(rows.iter().any(|row| row.split('、').any(|name| name == command)), "the manual's table lacks {command}");
    }
}
