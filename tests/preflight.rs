//! The independent validator of archive files, PDFBox Preflight, over a folder of PDFs.
//!
//! With `TAIZHANG_REQUIRE_PREFLIGHT` set it must be installed.

use std::path::Path;
use std::process::Command;

/// Class path of the validator as Debian installs it; `None` where a part is missing.
fn class_path() -> Option<String> {
    const JARS: [&str; 10] = [
        "pdfbox2",
        "preflight",
        "xmpbox",
        "fontbox2",
        "commons-logging",
        "bcprov",
        "bcpkix",
        "commons-io",
        "jaxb-api",
        "javax.activation",
    ];
    let paths = JARS.map(|jar| format!("/usr/share/java/{jar}.jar"));
    let java = Command::new("java").arg("-version").output().is_ok();
    (java && paths.iter().all(|path| Path::new(path).exists())).then(|| paths.join(":"))
}

/// Every PDF in `folder` is valid PDF/A-1b.
pub fn assert_all_valid(folder: &Path) {
    let Some(class_path) = class_path() else {
        assert!(
            std::env::var_os("TAIZHANG_REQUIRE_PREFLIGHT").is_none(),
            "the PDF/A validator (java, libpdfbox2-java and its libraries) is not installed"
        );
        eprintln!("skipped: the PDF/A validator is not installed");
        return;
    };
    let output = Command::new("java")
        .args(["-cp", &class_path, "org.apache.pdfbox.preflight.Validator_A1b", "xml", "batch"])
        .arg(folder)
        .output()
        .unwrap();
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "pdf") {
            let said = std::fs::read_to_string(path.with_extension("pdf.preflight.xml")).unwrap_or_default();
            assert!(said.contains("<isValid type=\"PDF/A1-b\">true</isValid>"), "{}: {said} {output:?}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 0, "nothing to look at in {}", folder.display());
}
