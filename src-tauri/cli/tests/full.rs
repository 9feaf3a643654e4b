//! A full disk: what was being done and where is told, what was there stays, nothing is left beside it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used)]

mod common;
use common::{Desk, Ran};
use std::io::Write;
use std::path::Path;
use std::process::Command;

/// A small disk of its own; `None` where none can be mounted.
struct Disk {
    mount: tempfile::TempDir,
}

impl Disk {
    fn mounted(kib: u32) -> Option<Self> {
        let mount = tempfile::tempdir().unwrap();
        let options = format!("size={kib}k");
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(mount.path()).output();
        if done.is_ok_and(|done| done.status.success()) {
            return Some(Self { mount });
        }
        eprintln!("skipped: no disk can be mounted here");
        None
    }

    /// A desk on it.
    fn desk(&self) -> Desk {
        Desk { dir: tempfile::tempdir_in(self.mount.path()).unwrap(), environment: Vec::new() }
    }

    /// Fills it up to `free` KiB.
    fn leave(&self, free: u64) {
        let mut ballast = std::fs::File::create(self.mount.path().join("ballast")).unwrap();
        while ballast.write(&[1; 4096]).is_ok_and(|count| count > 0) {}
        let length = ballast.metadata().unwrap().len();
        ballast.set_len(length.saturating_sub(free * 1024)).unwrap();
    }

    fn empty(&self) {
        std::fs::write(self.mount.path().join("ballast"), "").unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.mount.path()).status();
    }
}

/// Room left, in KiB, from nothing to more than is needed.
const ROOM: [u64; 15] = [0, 4, 8, 12, 20, 32, 64, 96, 160, 256, 400, 700, 1000, 1500, 2200];

fn told(ran: &Ran, place: &Path) {
    let (code, json) = ran.refusal(4);
    let detail = json["detail"].as_str().unwrap();
    assert_eq!(code, "io", "{detail}");
    assert!(detail.contains("磁盘已满") && detail.contains(&place.display().to_string()), "{detail}");
    assert_eq!(ran.err, "", "no panic, no English");
}

/// Runs `act` with ever more room until it is done; each time it is not, that is told and what was there stays.
fn until_there_is_room(disk: &Disk, desk: &Desk, act: impl Fn() -> Ran) {
    let before: Vec<(String, Vec<u8>)> = files(desk);
    for free in ROOM {
        disk.leave(free);
        let ran = act();
        if ran.exit == 0 {
            assert!(free > 0, "a full disk takes nothing");
            disk.empty();
            return;
        }
        told(&ran, desk.dir.path());
        assert!(files(desk) == before, "{free} KiB: {:?}", desk.names());
    }
    unreachable!("never enough room");
}

fn files(desk: &Desk) -> Vec<(String, Vec<u8>)> {
    let files = desk.names().into_iter().filter(|name| desk.path(name).is_file());
    files.map(|name| (name.clone(), desk.bytes(&name))).collect()
}

#[test]
fn outputs() {
    let Some(disk) = Disk::mounted(8000) else { return };
    let out = disk.desk();
    let desk = Desk::with_plain();
    let mut sheet = "姓名,人员类别,居住地址\n".to_owned();
    for number in 0..2500_u32 {
        let surname = char::from_u32(0x4E00 + number * 7 % 20_000).unwrap();
        sheet.push_str(&format!("{surname}小{number},专职,某某路 {} 号\n", number * number % 9973));
    }
    std::fs::write(desk.path("rows.csv"), sheet).unwrap();
    desk.json(&["import", "a.taizhang", "staff", "rows.csv", "--answer", "joined_on=none"]).done();
    let data = desk.path("a.taizhang").display().to_string();
    for name in ["x.xlsx", "x.csv"] {
        let path = out.path(name).display().to_string();
        until_there_is_room(&disk, &out, || desk.json(&["export", &data, "staff", &path]));
        assert!(desk.json(&["import", "a.taizhang", "staff", &path, "--dry-run"]).done()["unchanged"].as_u64().unwrap() >= 2500);
        // Over a former one: that stays.
        until_there_is_room(&disk, &out, || desk.json(&["export", &data, "staff", &path]));
        std::fs::remove_file(&path).unwrap();
    }
    let path = |name: &str| out.path(name).display().to_string();
    until_there_is_room(&disk, &out, || desk.json(&["export", &data, "staff", &path("blank.xlsx"), "--blank"]));
    until_there_is_room(&disk, &out, || desk.json(&["print", &data, "staff", &path("x.pdf"), "--filter", "小1"]));
    std::fs::write(desk.path("bad.csv"), "姓名,人员类别\n甲,没有这一类\n").unwrap();
    let rejects = path("bad.xlsx");
    until_there_is_room(&disk, &out, || {
        desk.json(&["import", &data, "staff", &desk.path("bad.csv").display().to_string(), "--dry-run", "--rejects", &rejects])
    });
}

#[test]
fn data_files() {
    let Some(disk) = Disk::mounted(8000) else { return };
    let mut desk = disk.desk();
    desk.set("TAIZHANG_PASSWORD", "第一个");
    until_there_is_room(&disk, &desk, || desk.json(&["new", "a.taizhang", "--org", "青禾社会工作服务中心"]));
    until_there_is_room(&disk, &desk, || desk.json(&["add", "a.taizhang", "staff", "--json-row", r#"{"name":"陈轮"}"#]));
    let elsewhere = tempfile::tempdir().unwrap();
    let copy =
        desk.json(&["backup", "a.taizhang", &elsewhere.path().display().to_string()]).done()["path"].as_str().unwrap().to_owned();
    until_there_is_room(&disk, &desk, || desk.json(&["backup", "a.taizhang", "."]));
    until_there_is_room(&disk, &desk, || desk.json(&["restore", &copy, "b.taizhang"]));
    until_there_is_room(&disk, &desk, || desk.json(&["restore", &copy, "a.taizhang", "--keep-old"]));
    desk.set("TAIZHANG_NEW_PASSWORD", "第二个");
    until_there_is_room(&disk, &desk, || desk.json(&["rekey", "a.taizhang"]));
    desk.set("TAIZHANG_PASSWORD", "第二个");
    assert_eq!(desk.json(&["list", "a.taizhang", "staff"]).done()["total"], 1);
}
