//! Whole files through the command line: keys, backups, restoring, checking, refusals, the sample.

#![allow(clippy::unwrap_used)]

mod common;
use common::{Desk, names};
use std::path::Path;

const PERSON: &str = r#"{"name":"李㛃","category":"专职"}"#;

/// A desk with an encrypted `a.taizhang` and its recovery code; the password is set.
fn encrypted() -> (Desk, String) {
    let mut desk = Desk::new();
    desk.set("TAIZHANG_PASSWORD", "大足 2021 pass");
    let made = desk.json(&["new", "a.taizhang", "--org", "青禾社会工作服务中心", "--type", "service_body,社会工作"]).done();
    assert!(made["path"].as_str().unwrap().ends_with("a.taizhang"));
    assert_eq!(made["fingerprint"].as_str().unwrap().len(), 8);
    let code = made["recovery_code"].as_str().unwrap().to_owned();
    assert_eq!(code.split('-').count(), 13);
    desk.add("staff", PERSON);
    (desk, code)
}

#[test]
fn wrong_keys_open_nothing_and_touch_nothing() {
    let (mut desk, code) = encrypted();
    let before = desk.bytes("a.taizhang");
    // One character may stand in random bytes by chance.
    let name = "李㛃".as_bytes();
    assert!(PERSON.contains("李㛃") && !before.windows(name.len()).any(|bytes| bytes == name));
    let organisation = desk.json(&["list", "a.taizhang", "organisation"]).done();
    assert_eq!(organisation["rows"][0]["traits"], serde_json::json!(["social_work"]));
    desk.set("TAIZHANG_PASSWORD", "大足 2021 Pass");
    for arguments in [
        vec!["list", "a.taizhang", "staff"],
        vec!["add", "a.taizhang", "staff", "--json-row", PERSON],
        vec!["check", "a.taizhang"],
        vec!["backup", "a.taizhang", "out"],
        vec!["rekey", "a.taizhang"],
        vec!["restore", "a.taizhang", "b.taizhang"],
    ] {
        let ran = desk.json(&arguments);
        assert_eq!(ran.refusal(3).0, "wrong_password", "{arguments:?}");
        assert_eq!(ran.err, "", "SQLCipher stays silent");
    }
    desk.unset("TAIZHANG_PASSWORD");
    assert_eq!(desk.json(&["list", "a.taizhang", "staff"]).refusal(3).0, "locked");
    assert_eq!(desk.json(&["recover", "a.taizhang"]).refusal(3).0, "locked");
    desk.set("TAIZHANG_NEW_PASSWORD", "新密码");
    let first = code.chars().next().unwrap();
    desk.set("TAIZHANG_RECOVERY", &code.replacen(first, if first == '7' { "8" } else { "7" }, 1));
    let (refused, json) = desk.json(&["recover", "a.taizhang"]).refusal(3);
    assert_eq!(refused, "wrong_password");
    assert!(json["problems"][0]["message"].as_str().unwrap().contains("第 1 组"), "{json}");
    let (_other, foreign) = encrypted();
    desk.set("TAIZHANG_RECOVERY", &foreign);
    assert_eq!(desk.json(&["recover", "a.taizhang"]).refusal(3).0, "wrong_password");
    assert_eq!(desk.bytes("a.taizhang"), before, "byte for byte");
    assert_eq!(desk.names(), ["a.taizhang"]);
}

#[test]
fn a_password_is_changed_and_a_lost_one_recovered() {
    let (mut desk, code) = encrypted();
    let head = desk.json(&["check", "a.taizhang"]).done()["head"].clone();
    assert_eq!(desk.json(&["rekey", "a.taizhang"]).refusal(1).0, "invalid", "no new password given");
    desk.set("TAIZHANG_NEW_PASSWORD", "第二个密码");
    let renewed = desk.json(&["rekey", "a.taizhang"]).done();
    assert!(Path::new(renewed["kept"].as_str().unwrap()).exists());
    assert!(renewed["kept"].as_str().unwrap().contains("旧钥-"));
    assert_ne!(renewed["recovery_code"].as_str().unwrap(), code);
    assert_eq!(desk.json(&["check", "a.taizhang"]).refusal(3).0, "wrong_password", "the old password is old");
    desk.set("TAIZHANG_PASSWORD", "第二个密码");
    assert_eq!(desk.json(&["check", "a.taizhang"]).done()["head"], head, "a new key leaves the chain whole");

    desk.unset("TAIZHANG_PASSWORD");
    desk.set("TAIZHANG_RECOVERY", &renewed["recovery_code"].as_str().unwrap().to_lowercase().replace('-', " "));
    desk.set("TAIZHANG_NEW_PASSWORD", "第三个密码");
    let recovered = desk.json(&["recover", "a.taizhang"]).done();
    assert_ne!(recovered["fingerprint"], renewed["fingerprint"]);
    desk.unset("TAIZHANG_RECOVERY");
    desk.set("TAIZHANG_PASSWORD", "第三个密码");
    assert_eq!(desk.json(&["list", "a.taizhang", "staff"]).done()["total"], 1);
    assert_eq!(desk.names().len(), 3, "the file and two former ones: {:?}", desk.names());
}

#[test]
fn a_backup_comes_back() {
    let (mut desk, code) = encrypted();
    let made = desk.json(&["backup", "a.taizhang", "备份"]).done();
    assert_eq!(made["verified"], true);
    assert_eq!(made["sha256"].as_str().unwrap().len(), 64);
    let copy = made["path"].as_str().unwrap().to_owned();
    assert_eq!(std::fs::metadata(&copy).unwrap().len(), made["bytes"].as_u64().unwrap());
    assert_eq!(names(&desk.path("备份")).len(), 1, "no unfinished file beside it");
    let head = desk.json(&["check", "a.taizhang"]).done()["head"].clone();
    desk.add("staff", r#"{"name":"张三","category":"专职"}"#);

    let before = desk.bytes("a.taizhang");
    assert_eq!(desk.json(&["restore", &copy, "a.taizhang"]).refusal(1).0, "target_exists");
    assert_eq!(desk.bytes("a.taizhang"), before);
    let restored = desk.json(&["restore", &copy, "b.taizhang"]).done();
    assert_eq!((&restored["records"], &restored["kept"]), (&3.into(), &serde_json::Value::Null));
    assert_eq!(desk.json(&["check", "b.taizhang"]).done()["head"], head);
    // On another machine, with nothing but the sheet of paper.
    desk.unset("TAIZHANG_PASSWORD");
    desk.set("TAIZHANG_RECOVERY", &code);
    let replaced = desk.json(&["restore", &copy, "a.taizhang", "--keep-old"]).done();
    assert_eq!(std::fs::read(replaced["kept"].as_str().unwrap()).unwrap(), before);
    assert_eq!(desk.json(&["list", "a.taizhang", "staff"]).done()["total"], 1);
}

#[test]
fn a_check_knows_the_paper() {
    let desk = Desk::with_plain();
    desk.add("staff", PERSON);
    let checked = desk.json(&["check", "a.taizhang"]).done();
    assert_eq!((&checked["ok"], &checked["records"], &checked["journal"]), (&true.into(), &3.into(), &2.into()));
    let head = checked["head"].as_str().unwrap();
    desk.add("staff", r#"{"name":"张三","category":"专职"}"#);
    let against = desk.json(&["check", "a.taizhang", "--against", head]).done();
    assert_eq!(against["against"], serde_json::json!({ "step": 2, "later": 1 }));
    assert_eq!(desk.json(&["check", "a.taizhang", "--against", "0000 1111 2222 3333"]).refusal(3).0, "chain_broken");
    assert_eq!(desk.json(&["check", "a.taizhang", "--against", "abc"]).refusal(1).0, "invalid");
}

#[test]
fn what_is_not_a_sound_file_of_ours_is_refused_untouched() {
    const USER_VERSION: usize = 60;
    let desk = Desk::with_plain();
    let sound = desk.bytes("a.taizhang");
    let mut newer = sound.clone();
    newer[USER_VERSION..USER_VERSION + 4].copy_from_slice(&9_999_u32.to_be_bytes());
    let mut foreign = sound.clone();
    foreign[68..72].copy_from_slice(&[0; 4]);
    for (content, code) in [
        (b"\x89PNG\r\n\x1a\n and so on, long enough to have a header".to_vec(), "not_our_file"),
        (foreign, "not_our_file"),
        (Vec::new(), "file_damaged"),
        (sound[..sound.len() / 2 + 100].to_vec(), "file_damaged"),
        (sound[..sound.len() - 4096].to_vec(), "file_damaged"),
        (newer, "file_too_new"),
    ] {
        std::fs::write(desk.path("x.taizhang"), &content).unwrap();
        for arguments in [
            vec!["list", "x.taizhang", "staff"],
            vec!["add", "x.taizhang", "staff", "--json-row", PERSON],
            vec!["check", "x.taizhang"],
            vec!["undo", "x.taizhang"],
            vec!["backup", "x.taizhang", "out"],
        ] {
            assert_eq!(desk.json(&arguments).refusal(3).0, code, "{arguments:?}");
        }
        assert_eq!(desk.bytes("x.taizhang"), content);
        assert_eq!(desk.names(), ["a.taizhang", "x.taizhang"]);
    }
    std::fs::remove_file(desk.path("x.taizhang")).unwrap();
    assert_eq!(desk.json(&["list", "x.taizhang", "staff"]).refusal(4).0, "io");
    assert_eq!(desk.names(), ["a.taizhang"], "a missing file is not made");
    for arguments in [vec!["new", "a.taizhang", "--org", "乙", "--plain"], vec!["sample", "a.taizhang", "--plain"]] {
        assert_eq!(desk.json(&arguments).refusal(1).0, "target_exists");
    }
    assert_eq!(desk.bytes("a.taizhang"), sound);
}

#[test]
fn one_writes_while_others_read() {
    let desk = Desk::with_plain();
    let held = taizhang::file::lock::WriterLock::acquire(&desk.path("a.taizhang"), chrono::DateTime::UNIX_EPOCH).unwrap();
    let (code, json) = desk.json(&["add", "a.taizhang", "staff", "--json-row", PERSON]).refusal(4);
    assert_eq!(code, "file_in_use");
    assert!(json["detail"].as_str().unwrap().contains("正被使用"), "{json}");
    let whole = ["list", "a.taizhang", "staff", "--unmasked", "--purpose", "x", "--recipient", "y"];
    assert_eq!(desk.json(&whole).refusal(4).0, "file_in_use", "what journals needs the writer's lock");
    desk.json(&["list", "a.taizhang", "staff"]).done();
    desk.json(&["print", "a.taizhang", "staff", "a.pdf"]).done();
    desk.json(&["backup", "a.taizhang", "out"]).done();
    drop(held);
    desk.add("staff", PERSON);
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_plain();
    std::fs::set_permissions(desk.dir.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
    if std::fs::write(desk.path("probe"), b"").is_ok() {
        // Skipped: this account may write everywhere (root), so there is no read-only folder to try.
        return;
    }
    assert_eq!(desk.json(&["add", "a.taizhang", "staff", "--json-row", PERSON]).refusal(4).0, "read_only");
    desk.json(&["list", "a.taizhang", "staff"]).done();
    std::fs::set_permissions(desk.dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_sample_is_the_same_everywhere() {
    let mut desk = Desk::new();
    let made = desk.json(&["sample", "one.taizhang", "--plain"]).done();
    assert_eq!((&made["recovery_code"], &made["fingerprint"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    desk.set("TAIZHANG_PASSWORD", "任何密码");
    assert!(desk.json(&["sample", "two.taizhang"]).done()["recovery_code"].is_string());
    desk.json(&["sample", "other.taizhang", "--seed", "2"]).done();
    let listed = |file: &str| desk.json(&["list", file, "staff", "--limit", "0", "--on", "2021-08-31"]).done();
    let (one, two) = (listed("one.taizhang"), listed("two.taizhang"));
    assert_eq!(one, two, "also with a key of its own");
    assert_ne!(one, listed("other.taizhang"));
    assert_eq!(one["rows"].as_array().unwrap().iter().filter(|row| row["state"] == "valid").count(), 36);
    for file in ["one.taizhang", "two.taizhang"] {
        desk.json(&["check", file]).done();
        for (form, more) in [("list", vec![]), ("blank", vec![]), ("sheet", vec!["--id", "王䶮"])] {
            let out = format!("{file}-{form}.pdf");
            let arguments = [vec!["print", file, "staff", &out, "--form", form, "--on", "2021-08-31"], more].concat();
            let printed = desk.json(&arguments).done();
            assert!(printed["pages"].as_i64().unwrap() >= 1);
            assert_eq!(printed["missing_glyphs"], serde_json::json!([]));
            assert!(desk.bytes(&out).starts_with(b"%PDF-"));
        }
    }
    for form in ["list", "blank", "sheet"] {
        assert_eq!(desk.bytes(&format!("one.taizhang-{form}.pdf")), desk.bytes(&format!("two.taizhang-{form}.pdf")), "{form}");
    }
    // Several forms are one document.
    let both = ["print", "one.taizhang", "staff", "both.pdf", "--form", "list", "--form", "blank", "--on", "2021-08-31"];
    let pages = |arguments: &[&str]| desk.json(arguments).done()["pages"].as_i64().unwrap();
    let of = |form| pages(&["print", "one.taizhang", "staff", "one.pdf", "--form", form, "--on", "2021-08-31"]);
    assert_eq!(pages(&both), of("list") + of("blank"));
    // A second print replaces the first, in one step.
    desk.json(&["print", "one.taizhang", "staff", "one.taizhang-blank.pdf", "--on", "2021-08-31"]).done();
    assert_eq!(desk.bytes("one.taizhang-blank.pdf"), desk.bytes("one.taizhang-list.pdf"));
    let lines = desk.run(&["history", "one.taizhang", "staff", "彭绍华"]).out;
    assert!(lines.contains("修改") && lines.contains("证件号"), "{lines}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::process::{Command, Stdio};
    let desk = Desk::with_plain();
    let mut child = Command::new(env!("CARGO_BIN_EXE_taizhang-cli"))
        .args(["ledgers", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .current_dir(desk.dir.path())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
}
