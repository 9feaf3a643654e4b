//! The one window: how it is made, what it may not do, and what happens around its life.
//!
//! Owns the plugins and their settings, navigation, the half-hourly backup, the beat at which the data file is looked at,
//! and the tidy end.

use crate::desktop::Desktop;
use crate::state::{Folders, Shell};
use crate::{backups, idle, wire};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;
use tauri::webview::NewWindowResponse;
use tauri::{App, AppHandle, Manager, RunEvent, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent};
use tauri_plugin_log::{RotationStrategy, Target, TargetKind};
use tauri_plugin_window_state::StateFlags;

const LABEL: &str = "main";
/// How often changes are backed up while the window is open.
const BACKUP_EVERY: Duration = Duration::from_secs(30 * 60);
/// How long the page may take to hear that the window is to be closed.
const PATIENCE: Duration = Duration::from_secs(3);
/// A log file is at most this long; the last few are kept.
const LOG_BYTES: u128 = 512 * 1024;
const LOG_FILES: usize = 5;

/// Runs the program until its window is closed.
///
/// # Errors
/// What the system says when no window can be made.
pub fn run() -> tauri::Result<()> {
    let log = tauri_plugin_log::Builder::new()
        .clear_targets()
        .target(Target::new(TargetKind::LogDir { file_name: Some("taizhang".to_owned()) }))
        .level(log::LevelFilter::Warn)
        .max_file_size(LOG_BYTES)
        .rotation_strategy(RotationStrategy::KeepSome(LOG_FILES))
        .build();
    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, arguments, folder| second_start(app, &arguments, &folder)))
        .plugin(log)
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::Builder::new().open_js_links_on_click(false).build())
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(flags).build())
        .invoke_handler(wire::handler())
        .setup(|app| Ok(set_up(app)?))
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                ask_to_close(window.app_handle());
            }
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            if let RunEvent::Exit = event {
                app.state::<Shell>().session().close();
            }
        });
    Ok(())
}

fn set_up(app: &mut App) -> tauri::Result<()> {
    let shell = Shell::new(desktop(app.handle()), folders(app)?);
    match named_file(&std::env::args().collect::<Vec<_>>(), Path::new("")) {
        Some(path) => choose(&shell, &path),
        None => shell.session().choose_last(),
    }
    let handle = app.handle().clone();
    let end = move || {
        if let Some(window) = handle.get_webview_window(LABEL) {
            noted("closing", window.destroy());
        }
    };
    // The one place that sets it.
    let _ = shell.end.set(Box::new(end));
    app.manage(shell);
    make_window(app)?;
    let handle = app.handle().clone();
    std::thread::spawn(move || back_up_regularly(&handle));
    let handle = app.handle().clone();
    std::thread::spawn(move || watch(&handle));
    Ok(())
}

/// Tells the page by an event of the name `event`, without more: it asks for the rest.
pub fn tell(page: &WebviewWindow, event: &str) {
    noted(event, page.eval(format!("window.dispatchEvent(new Event('{event}'))")));
}

/// The window is to be closed, by its ✕, Alt+F4 or another program: the page sees to what is unsaved and to work that
/// runs, and closes it. A page that does not answer has told what was typed before; then the window closes without it.
fn ask_to_close(app: &AppHandle) {
    let shell = app.state::<Shell>();
    shell.closing_heard.store(false, Ordering::SeqCst);
    let Some(page) = app.get_webview_window(LABEL) else { return };
    tell(&page, "closing");
    let app = app.clone();
    std::thread::spawn(move || {
        std::thread::sleep(PATIENCE);
        let shell = app.state::<Shell>();
        if !shell.closing_heard.load(Ordering::SeqCst)
            && let Some(end) = shell.end.get()
        {
            end();
        }
    });
}

/// The person signs out: what is unsaved is kept and the file closed at once, unless work is at it, which a power cut
/// would find the same.
#[cfg(windows)]
pub fn end_session(app: &AppHandle) {
    if let Some(mut session) = app.state::<Shell>().free_session() {
        session.close();
    }
}

/// Looks at the data file by and by, tells the page when something else is found, and writes what is unsaved.
fn watch(app: &AppHandle) {
    let shell = app.state::<Shell>();
    loop {
        shell.watch.rest();
        if shell.watch.look()
            && let Some(page) = app.get_webview_window(LABEL)
        {
            tell(&page, "health");
        }
        // Tried again at the next beat; what stands against it shows in the light.
        if let Some(mut session) = shell.free_session() {
            if let Err(error) = session.keep_drafts() {
                log::warn!("keeping what is unsaved: {:?}", error.code());
            }
            session.clear_prints();
            if idle::lock_when_over(&mut session, shell.idle.since())
                && let Some(page) = app.get_webview_window(LABEL)
            {
                tell(&page, "locked");
            }
        }
    }
}

#[cfg(not(feature = "e2e"))]
fn desktop(app: &AppHandle) -> Box<dyn Desktop> {
    Box::new(crate::desktop::RealDesktop(app.clone()))
}

#[cfg(feature = "e2e")]
fn desktop(_: &AppHandle) -> Box<dyn Desktop> {
    let choices = std::env::var_os("TAIZHANG_TEST_CHOICES").map(PathBuf::from);
    Box::new(crate::desktop::ListedDesktop::new(choices, test_folder().unwrap_or_else(std::env::temp_dir)))
}

/// The folder that window tests keep everything in, if they name one.
#[cfg(feature = "e2e")]
fn test_folder() -> Option<PathBuf> {
    std::env::var_os("TAIZHANG_E2E_DIR").map(PathBuf::from)
}

fn folders(app: &App) -> tauri::Result<Folders> {
    let paths = app.path();
    let log = paths.app_log_dir()?;
    #[cfg(feature = "e2e")]
    if let Some(folder) = test_folder() {
        return Ok(Folders { settings: folder.join("settings"), data: folder, log });
    }
    Ok(Folders { data: paths.home_dir()?.join("防疫台账"), settings: paths.app_config_dir()?, log })
}

/// The window as `tauri.conf.json` describes it, with what can only be said in code.
fn make_window(app: &App) -> tauri::Result<WebviewWindow> {
    let config = app.config().app.windows.iter().find(|window| window.label == LABEL);
    let config = config.ok_or(tauri::Error::WebviewNotFound)?;
    let window = WebviewWindowBuilder::from_config(app.handle(), config)?
        .on_navigation(is_ours)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .devtools(cfg!(all(debug_assertions, not(feature = "custom-protocol"))))
        .zoom_hotkeys_enabled(true)
        // On Linux a webview that keeps nothing cannot be driven by a test.
        .incognito(cfg!(not(feature = "e2e")))
        .build()?;
    #[cfg(windows)]
    crate::windows::watch_screen_lock(&window);
    Ok(window)
}

/// Pages of the program itself; anything else is refused, and there is no network code to fetch it.
fn is_ours(url: &Url) -> bool {
    let development = cfg!(not(feature = "custom-protocol")) && url.host_str() == Some("localhost") && url.port() == Some(5173);
    development
        || (url.scheme() == "tauri" && url.host_str() == Some("localhost"))
        || (url.scheme() == "http" && url.host_str() == Some("tauri.localhost"))
}

/// A second start brings the window to the front, and the file it was given with it unless another is open.
fn second_start(app: &AppHandle, arguments: &[String], folder: &str) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    if let Some(path) = named_file(arguments, Path::new(folder)) {
        let shell = app.state::<Shell>();
        let free = shell.session().open().is_err();
        if free {
            choose(&shell, &path);
            noted("reload", window.reload());
        }
    }
    noted("unminimize", window.unminimize());
    noted("focus", window.set_focus());
}

/// The data file named on the command line.
fn named_file(arguments: &[String], folder: &Path) -> Option<PathBuf> {
    let path = folder.join(arguments.get(1).filter(|argument| !argument.starts_with('-'))?);
    std::path::absolute(path).ok().filter(|path| path.is_file())
}

fn choose(shell: &Shell, path: &Path) {
    let mut session = shell.session();
    if let Err(error) = session.choose(path) {
        log::warn!("opening the file given at the start: {:?}", error.code());
        session.troubles.push(format!("没有打开所给的文件：{error}。"));
    }
}

fn noted<T>(what: &str, result: tauri::Result<T>) {
    if let Err(error) = result {
        log::warn!("{what}: {error}");
    }
}

fn back_up_regularly(app: &AppHandle) {
    loop {
        std::thread::sleep(BACKUP_EVERY);
        let shell = app.state::<Shell>();
        let mut session = shell.session();
        let Ok(open) = session.open() else { continue };
        if let Err(error) = backups::automatic(open) {
            log::warn!("backup every half hour: {:?}", error.code());
            session.troubles.push(format!("自动备份没有成功：{error}。"));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_our_own_pages_are_visited() {
        for (url, ours) in [
            ("tauri://localhost/index.html", true),
            ("http://tauri.localhost/", true),
            ("http://tauri.localhost.example.com/", false),
            ("https://tauri.localhost/", false),
            ("https://example.com/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_ours(&Url::parse(url).unwrap()), ours, "{url}");
        }
    }

    #[test]
    fn a_file_is_taken_from_the_command_line_only_when_it_is_there() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.taizhang"), "x").unwrap();
        let named = |argument: &str| named_file(&["taizhang".to_owned(), argument.to_owned()], folder.path());
        assert_eq!(named("a.taizhang"), Some(folder.path().join("a.taizhang")));
        assert_eq!(named("b.taizhang"), None);
        assert_eq!(named("--help"), None);
        assert_eq!(named_file(&["taizhang".to_owned()], folder.path()), None);
    }
}
