//! Starts the window.
// A place inside a character is a panic: text is cut by `get`, `chars` or `split_at_checked`.
#![cfg_attr(not(test), warn(clippy::string_slice))]
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod backups;
mod commands;
mod desktop;
mod drafts;
mod idle;
mod place;
mod prints;
mod recent;
mod shapes;
mod showing;
mod state;
mod watch;
mod window;
#[cfg(windows)]
mod windows;
mod wire;
mod work;

use std::process::ExitCode;

fn main() -> ExitCode {
    #[cfg(windows)]
    if !windows::can_draw() {
        return ExitCode::FAILURE;
    }
    match window::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            log::error!("the window could not start: {error}");
            ExitCode::FAILURE
        }
    }
}
