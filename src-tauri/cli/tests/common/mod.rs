//! Runs the built program the way a script does: arguments, environment, exit code, both outputs.

#![allow(dead_code)] // every test binary uses its own part
#![allow(clippy::unwrap_used, clippy::panic)]

use serde_json::Value as Json;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What one run left behind.
pub struct Ran {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The one JSON object on stdout.
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }

    /// The object of a run that succeeded.
    pub fn done(&self) -> Json {
        assert_eq!(self.exit, 0, "{}{}", self.out, self.err);
        assert_eq!(self.err, "", "nothing on stderr");
        self.json()
    }

    /// Code of a refusal, after a look at its shape.
    pub fn refusal(&self, exit: i32) -> (String, Json) {
        assert_eq!(self.exit, exit, "{}{}", self.out, self.err);
        let json = self.json();
        assert!(json["problems"].is_array() && !json["detail"].as_str().unwrap().is_empty(), "{json}");
        (json["code"].as_str().unwrap().to_owned(), json)
    }
}

/// A directory with data files in it.
pub struct Desk {
    pub dir: tempfile::TempDir,
    pub environment: Vec<(&'static str, String)>,
}

impl Desk {
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap(), environment: Vec::new() }
    }

    /// A desk with a plain file `a.taizhang` of an organisation without people.
    pub fn with_plain() -> Self {
        let desk = Self::new();
        desk.run(&["new", "a.taizhang", "--org", "青禾社会工作服务中心", "--plain", "--json"]).done();
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn set(&mut self, name: &'static str, value: &str) {
        self.environment.retain(|(known, _)| *known != name);
        self.environment.push((name, value.to_owned()));
    }

    pub fn unset(&mut self, name: &'static str) {
        self.environment.retain(|(known, _)| *known != name);
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    /// Runs with `input` on the standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_taizhang-cli"));
        command.current_dir(self.dir.path()).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        for name in ["TAIZHANG_PASSWORD", "TAIZHANG_NEW_PASSWORD", "TAIZHANG_RECOVERY", "TAIZHANG_OPERATOR"] {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A program that reads nothing has closed it.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        Ran {
            exit: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs with `--json`.
    pub fn json(&self, arguments: &[&str]) -> Ran {
        let mut all = arguments.to_vec();
        all.push("--json");
        self.run(&all)
    }

    /// Puts the sheet `name` of `tests/sheets` on the desk.
    pub fn bring(&self, name: &str) {
        let sheets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sheets");
        std::fs::copy(sheets.join(name), self.path(name)).unwrap();
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    /// Adds a record to `a.taizhang`; returns its id.
    pub fn add(&self, ledger: &str, row: &str) -> i64 {
        self.json(&["add", "a.taizhang", ledger, "--json-row", row]).done()["id"].as_i64().unwrap()
    }

    /// Names in the directory, sorted.
    pub fn names(&self) -> Vec<String> {
        names(self.dir.path())
    }
}

pub fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
