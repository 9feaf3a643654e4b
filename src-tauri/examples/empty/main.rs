//! A window with one word in it: what start and memory of the program are compared with (`tests/compare/window.js`).

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().run(tauri::generate_context!("examples/empty/tauri.conf.json"))
}
