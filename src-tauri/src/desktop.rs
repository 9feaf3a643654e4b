//! What the program asks of the desktop around it: dialogs, and showing a file or folder.
//!
//! Owns the only calls of the dialog and opener plugins. Under feature `e2e` answers come from a list or a folder
//! instead, since nobody can click a system dialog in a test; that feature is never in what is shipped.

use std::path::{Path, PathBuf};
use taizhang::base::error::{Error, Result};
use taizhang::file::disk;
use taizhang::vault::backup::EXTENSION;

/// What a dialog is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Data files and backups.
    Data,
    /// Printed forms.
    Pdf,
    /// Rule packs.
    RulePack,
    /// Workbooks.
    Workbook,
    /// Separated text.
    Text,
    /// Anything that can be imported.
    Sheet,
    /// Pictures.
    Jpeg,
    /// What can be kept with a record.
    Attachment,
}

impl Kind {
    /// Endings of its files, the usual one first.
    fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Data => &[EXTENSION],
            Self::Pdf => &["pdf"],
            Self::RulePack => &["json"],
            Self::Workbook => &["xlsx"],
            Self::Text => &["csv"],
            Self::Sheet => &["xlsx", "xls", "csv", "xlsm", "et", "txt"],
            Self::Jpeg => &["jpg", "jpeg"],
            // What is not taken is chosen all the same, and told what to do instead.
            Self::Attachment => &["jpg", "jpeg", "png", "pdf", "heic", "webp"],
        }
    }

    /// The path with this kind's extension, as the person may have left it out.
    pub fn named(self, path: PathBuf) -> PathBuf {
        let wanted = self.extensions();
        let has = |wanted: &&str| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted));
        let usual = wanted.first().copied().unwrap_or_default();
        if wanted.iter().any(has) { path } else { disk::beside(&path, &format!(".{usual}")) }
    }
}

/// The desktop.
pub trait Desktop: Send + Sync {
    /// A place for a new file, with its extension; `None` when the person gave up. `start` is the folder shown first.
    fn choose_place(&self, kind: Kind, suggested: &str, start: Option<&Path>) -> Option<PathBuf>;
    /// An existing file.
    fn choose_file(&self, kind: Kind, start: Option<&Path>) -> Option<PathBuf>;
    /// Existing files; none when the person gave up.
    fn choose_files(&self, kind: Kind, start: Option<&Path>) -> Vec<PathBuf>;
    /// A folder.
    fn choose_folder(&self, title: &str) -> Option<PathBuf>;
    /// Opens a file with its viewer, or a folder.
    ///
    /// # Errors
    /// `Io` when the system cannot.
    fn show(&self, path: &Path) -> Result<()>;
}

#[cfg(not(feature = "e2e"))]
pub use real::RealDesktop;

#[cfg(not(feature = "e2e"))]
mod real {
    use super::{Desktop, Error, Kind, Path, PathBuf, Result};
    use tauri::{AppHandle, Manager};
    use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};
    use tauri_plugin_opener::OpenerExt;

    /// Dialogs and viewers of the system.
    pub struct RealDesktop(pub AppHandle);

    impl RealDesktop {
        fn dialog(&self, start: Option<&Path>) -> FileDialogBuilder<tauri::Wry> {
            let mut dialog = self.0.dialog().file();
            if let Some(window) = self.0.get_webview_window("main") {
                dialog = dialog.set_parent(&window);
            }
            match start {
                Some(folder) => dialog.set_directory(folder),
                None => dialog,
            }
        }

        fn of_kind(&self, kind: Kind, start: Option<&Path>) -> FileDialogBuilder<tauri::Wry> {
            let label = match kind {
                Kind::Data => "防疫台账数据文件",
                Kind::Pdf => "PDF 文件",
                Kind::RulePack => "规则包",
                Kind::Workbook => "Excel 工作簿",
                Kind::Text => "CSV 文本",
                Kind::Sheet => "表格",
                Kind::Jpeg => "图片",
                Kind::Attachment => "照片、扫描件",
            };
            self.dialog(start).add_filter(label, kind.extensions())
        }
    }

    impl Desktop for RealDesktop {
        fn choose_place(&self, kind: Kind, suggested: &str, start: Option<&Path>) -> Option<PathBuf> {
            let dialog = self.of_kind(kind, start).set_title("另存为").set_file_name(suggested);
            dialog.blocking_save_file()?.into_path().ok().map(|path| kind.named(path))
        }

        fn choose_file(&self, kind: Kind, start: Option<&Path>) -> Option<PathBuf> {
            self.of_kind(kind, start).set_title("选择文件").blocking_pick_file()?.into_path().ok()
        }

        fn choose_files(&self, kind: Kind, start: Option<&Path>) -> Vec<PathBuf> {
            let chosen = self.of_kind(kind, start).set_title("选择文件").blocking_pick_files().unwrap_or_default();
            chosen.into_iter().filter_map(|path| path.into_path().ok()).collect()
        }

        fn choose_folder(&self, title: &str) -> Option<PathBuf> {
            self.dialog(None).set_title(title).blocking_pick_folder()?.into_path().ok()
        }

        fn show(&self, path: &Path) -> Result<()> {
            let opened = self.0.opener().open_path(path.to_string_lossy(), None::<&str>);
            opened.map_err(|error| Error::io("打开", path)(std::io::Error::other(error.to_string())))
        }
    }
}

/// Answers dialogs line by line from the file `choices`, an empty line or none giving up; without `choices` a new file
/// is put into `folder` under the suggested name, an existing one is the path written in its `choose.txt`, a folder is
/// its `folder`. What would be shown is written down in `shown.txt` beside the list or in
/// `folder`, a line each.
#[cfg(any(feature = "e2e", test))]
pub struct ListedDesktop {
    /// The list.
    pub choices: Option<PathBuf>,
    /// Used without a list.
    pub folder: PathBuf,
    /// Lines of the list answered so far.
    pub taken: std::sync::atomic::AtomicUsize,
}

#[cfg(any(feature = "e2e", test))]
impl ListedDesktop {
    /// Answers as it is told.
    pub fn new(choices: Option<PathBuf>, folder: PathBuf) -> Self {
        Self { choices, folder, taken: std::sync::atomic::AtomicUsize::new(0) }
    }

    fn next(&self, otherwise: impl FnOnce() -> Option<PathBuf>) -> Option<PathBuf> {
        let Some(choices) = &self.choices else { return otherwise() };
        let list = std::fs::read_to_string(choices).ok()?;
        let line = list.lines().nth(self.taken.fetch_add(1, std::sync::atomic::Ordering::SeqCst))?.trim();
        (!line.is_empty()).then(|| PathBuf::from(line))
    }
}

#[cfg(any(feature = "e2e", test))]
impl Desktop for ListedDesktop {
    fn choose_place(&self, kind: Kind, suggested: &str, _: Option<&Path>) -> Option<PathBuf> {
        self.next(|| Some(self.folder.join(suggested))).map(|path| kind.named(path))
    }

    fn choose_file(&self, _: Kind, _: Option<&Path>) -> Option<PathBuf> {
        self.next(|| {
            let text = std::fs::read_to_string(self.folder.join("choose.txt")).ok()?;
            Some(text.trim()).filter(|path| !path.is_empty()).map(PathBuf::from)
        })
    }

    fn choose_files(&self, kind: Kind, start: Option<&Path>) -> Vec<PathBuf> {
        self.choose_file(kind, start).into_iter().collect()
    }

    fn choose_folder(&self, _: &str) -> Option<PathBuf> {
        self.next(|| Some(self.folder.join("folder")))
    }

    fn show(&self, path: &Path) -> Result<()> {
        use std::io::Write as _;
        if !path.exists() {
            return Err(Error::NotFound(path.display().to_string()));
        }
        let beside = self.choices.as_deref().and_then(Path::parent).unwrap_or(&self.folder);
        let list = beside.join("shown.txt");
        let failed = Error::io("打开", &list);
        let mut list = std::fs::File::options().create(true).append(true).open(&list).map_err(failed)?;
        writeln!(list, "{}", path.display()).map_err(Error::io("打开", path))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn chosen_places_get_their_extension_once() {
        for (kind, chosen, named) in [
            (Kind::Data, "台账", "台账.taizhang"),
            (Kind::Data, "台账.taizhang", "台账.taizhang"),
            (Kind::Data, "台账2021.8", "台账2021.8.taizhang"),
            (Kind::Pdf, "名册.PDF", "名册.PDF"),
        ] {
            assert_eq!(kind.named(PathBuf::from(chosen)), PathBuf::from(named));
        }
    }

    #[test]
    fn listed_answers_come_in_order_and_an_empty_line_gives_up() {
        let folder = tempfile::tempdir().unwrap();
        let choices = folder.path().join("choices.txt");
        std::fs::write(&choices, "/a/b\n\n/c\n").unwrap();
        let desktop = ListedDesktop::new(Some(choices), folder.path().to_owned());
        assert_eq!(desktop.choose_place(Kind::Pdf, "x", None), Some(PathBuf::from("/a/b.pdf")));
        assert_eq!(desktop.choose_file(Kind::Data, None), None);
        assert_eq!(desktop.choose_folder(""), Some(PathBuf::from("/c")));
        assert_eq!(desktop.choose_folder(""), None);
    }
}
