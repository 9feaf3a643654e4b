//! The peers in Python and LibreOffice, run by `peers.py` where they are installed.

use std::path::Path;
use std::process::Command;

/// Runs the peers of `section` on the files in `folder`: names and milliseconds. None where there are none.
pub fn run(section: &str, folder: &Path, size: usize) -> Vec<(String, f64)> {
    let Some(python) = std::env::var_os("TAIZHANG_PEERS") else {
        eprintln!("TAIZHANG_PEERS names no Python with the peers: {section} runs without them");
        return Vec::new();
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("compare/peers.py");
    let ran = Command::new(python).arg(script).arg(section).arg(folder).arg(size.to_string()).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = String::from_utf8_lossy(&ran.stdout).into_owned();
    text.lines().filter_map(|line| line.rsplit_once('\t')).map(|(name, ms)| (name.to_owned(), ms.parse().unwrap())).collect()
}
