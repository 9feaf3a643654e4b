//! What only Windows has: a WebView2 that may be missing, kinds of drives, a screen that is locked, a session that ends.
//!
//! Owns the direct calls of the system, each in a function with plain values in and out. Decides nothing about content.

use crate::place::Drive;
use std::path::{Component, Path, Prefix};
use std::sync::OnceLock;
use tauri::{Manager, WebviewWindow};
use windows_sys::Win32::Foundation::{HWND, LPARAM, LRESULT, WPARAM};
use windows_sys::Win32::Storage::FileSystem::{GetDiskFreeSpaceExW, GetDriveTypeW, GetVolumeInformationW, GetVolumePathNameW};
use windows_sys::Win32::System::RemoteDesktop::{NOTIFY_FOR_THIS_SESSION, WTSRegisterSessionNotification};
use windows_sys::Win32::System::WindowsProgramming::{DRIVE_REMOTE, DRIVE_REMOVABLE};
use windows_sys::Win32::UI::Shell::{DefSubclassProc, SetWindowSubclass};
use windows_sys::Win32::UI::WindowsAndMessaging::{
    MB_ICONWARNING, MB_OK, MB_SETFOREGROUND, MessageBoxW, WM_ENDSESSION, WM_QUERYENDSESSION, WM_WTSSESSION_CHANGE,
    WTS_SESSION_LOCK,
};

const WEBVIEW2_MISSING: &str = "这台电脑缺少微软的 WebView2 运行时，窗口打不开。数据文件没有受影响。

怎么办：
1. 打开 https://developer.microsoft.com/zh-cn/microsoft-edge/webview2/ ，下载“常青版独立安装程序”（x64）；
2. 双击安装，不必重新启动电脑；
3. 再打开防疫台账。

不能上网的电脑，请在别的电脑上下载，用 U 盘拷来安装。
（按 Ctrl+C 可以复制这段文字。）";

/// Whether the window can be drawn; if not, the person is told what to do about it.
pub fn can_draw() -> bool {
    let can = tauri::webview_version().is_ok();
    if !can {
        let (text, title) = (wide(WEBVIEW2_MISSING), wide("防疫台账"));
        // SAFETY: both texts end with a zero and outlive the call; there is no owner window.
        unsafe {
            MessageBoxW(std::ptr::null_mut(), text.as_ptr(), title.as_ptr(), MB_OK | MB_ICONWARNING | MB_SETFOREGROUND);
        }
    }
    can
}

/// The drive that `path` lies on.
pub fn drive(path: &Path) -> Drive {
    let Ok(absolute) = std::path::absolute(path) else { return Drive::Fixed };
    let Some(Component::Prefix(prefix)) = absolute.components().next() else { return Drive::Fixed };
    match prefix.kind() {
        Prefix::UNC(..) | Prefix::VerbatimUNC(..) => Drive::Network,
        Prefix::Disk(letter) | Prefix::VerbatimDisk(letter) => {
            let root = wide(&format!("{}:\\", char::from(letter)));
            // SAFETY: the root ends with a zero and outlives the call.
            match unsafe { GetDriveTypeW(root.as_ptr()) } {
                DRIVE_REMOTE => Drive::Network,
                DRIVE_REMOVABLE => Drive::Removable,
                _ => Drive::Fixed,
            }
        }
        Prefix::Verbatim(_) | Prefix::DeviceNS(_) => Drive::Fixed,
    }
}

/// Bytes free for this person on the medium of `folder`.
pub fn room(folder: &Path) -> Option<u64> {
    let folder = wide(&folder.to_string_lossy());
    let mut free = 0_u64;
    // SAFETY: the text ends with a zero and outlives the call; the number is written to and the others are not wanted.
    let known = unsafe { GetDiskFreeSpaceExW(folder.as_ptr(), &raw mut free, std::ptr::null_mut(), std::ptr::null_mut()) };
    (known != 0).then_some(free)
}

/// Whether the medium of `path` lets nothing be written to it, such as a stick whose switch is set.
pub fn is_read_only(path: &Path) -> bool {
    const READ_ONLY_VOLUME: u32 = 0x0008_0000;
    const LONGEST: u32 = 1024;
    let path = wide(&path.to_string_lossy());
    let (mut root, mut flags) = ([0_u16; LONGEST as usize], 0_u32);
    // SAFETY: the texts end with zeros and outlive the calls; lengths are those of the room given.
    let known = unsafe {
        GetVolumePathNameW(path.as_ptr(), root.as_mut_ptr(), LONGEST) != 0
            && GetVolumeInformationW(
                root.as_ptr(),
                std::ptr::null_mut(),
                0,
                std::ptr::null_mut(),
                std::ptr::null_mut(),
                &raw mut flags,
                std::ptr::null_mut(),
                0,
            ) != 0
    };
    known && flags & READ_ONLY_VOLUME != 0
}

static WATCHED: OnceLock<WebviewWindow> = OnceLock::new();

/// Tells the page of `window` whenever the person locks the screen: it locks the file as it does after idle minutes, an
/// unsaved form kept. When she signs out, what is unsaved is kept and the file closed. Called on the window's own thread.
pub fn watch_screen_lock(window: &WebviewWindow) {
    let Ok(handle) = window.hwnd() else { return };
    if WATCHED.set(window.clone()).is_err() {
        return;
    }
    // SAFETY: the handle is of a window of this thread, and `on_message` lives as long as the program.
    let watched = unsafe {
        SetWindowSubclass(handle.0, Some(on_message), 1, 0) != 0
            && WTSRegisterSessionNotification(handle.0, NOTIFY_FOR_THIS_SESSION) != 0
    };
    if !watched {
        log::warn!("a locked screen will not be noticed");
    }
}

unsafe extern "system" fn on_message(
    window: HWND,
    message: u32,
    what: WPARAM,
    session: LPARAM,
    _id: usize,
    _data: usize,
) -> LRESULT {
    let locked = message == WM_WTSSESSION_CHANGE && u32::try_from(what) == Ok(WTS_SESSION_LOCK);
    if let Some(page) = WATCHED.get() {
        if locked {
            crate::window::tell(page, "screenlock");
        }
        if message == WM_QUERYENDSESSION {
            crate::window::tell(page, "unsaved");
        }
        // She signs out or the computer is switched off: after this message the program is ended.
        if message == WM_ENDSESSION && what != 0 {
            crate::window::end_session(page.app_handle());
        }
    }
    // SAFETY: the arguments are those the system gave.
    unsafe { DefSubclassProc(window, message, what, session) }
}

/// As the system takes texts.
fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}
