//! Puts icon, names and version into the program for Windows, as the window's build does for the other one.

use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("windows") {
        return;
    }
    let of_cargo = |name: &str| std::env::var(name).unwrap_or_default();
    let version = of_cargo("CARGO_PKG_VERSION");
    let numbers = ["MAJOR", "MINOR", "PATCH"].map(|part| of_cargo(&format!("CARGO_PKG_VERSION_{part}"))).join(",");
    let icon = Path::new(&of_cargo("CARGO_MANIFEST_DIR")).join("../icons/icon.ico").display().to_string().replace('\\', "/");
    let text = format!(
        r#"#pragma code_page(65001)
1 ICON "{icon}"
1 VERSIONINFO
FILEVERSION {numbers},0
PRODUCTVERSION {numbers},0
FILEOS 0x40004
FILETYPE 0x1
BEGIN
  BLOCK "StringFileInfo"
  BEGIN
    BLOCK "080404b0"
    BEGIN
      VALUE "CompanyName", "防疫台账"
      VALUE "FileDescription", "防疫台账命令行"
      VALUE "FileVersion", "{version}"
      VALUE "LegalCopyright", "MIT OR Apache-2.0"
      VALUE "OriginalFilename", "taizhang-cli.exe"
      VALUE "ProductName", "防疫台账"
      VALUE "ProductVersion", "{version}"
    END
  END
  BLOCK "VarFileInfo"
  BEGIN
    VALUE "Translation", 0x804, 1200
  END
END
"#
    );
    let resource = PathBuf::from(of_cargo("OUT_DIR")).join("taizhang-cli.rc");
    if let Err(error) = std::fs::write(&resource, text) {
        println!("cargo::error={}: {error}", resource.display());
        return;
    }
    if let Err(error) = embed_resource::compile(&resource, embed_resource::NONE).manifest_required() {
        println!("cargo::error={error}");
    }
}
