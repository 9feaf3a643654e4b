//! Puts the window's configuration, icon and capabilities into the program.
fn main() {
    tauri_build::build();
}
