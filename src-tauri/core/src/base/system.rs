//! What the operating system refuses, in the words of the person in front of the screen.
//!
//! Owns the one table of system errors: what each number means on Linux and on Windows, what it is called and what to do
//! about it. Both columns of numbers are known on either system, so that both are tested on either. Knows no file: on
//! which medium it happened is handed in.

use std::fmt;
use std::io::{Error, ErrorKind};

/// What a system error comes to for the person: one where she does the same thing about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// The file or its folder is not there.
    Missing,
    /// SQLite could not open it and does not say why.
    Unopened,
    /// The rights do not allow it.
    Denied,
    /// No room left.
    Full,
    /// The medium cannot be written.
    ReadOnly,
    /// The medium does not read or write what it is asked to.
    Broken,
    /// Another program holds the file.
    Busy,
    /// The medium is not plugged in any more.
    Unplugged,
    /// The place lies on another computer that does not answer.
    Network,
    /// The file is longer than the medium allows.
    TooLarge,
    /// The name is too long or has characters that are not allowed.
    Name,
    /// There is something of that name.
    Taken,
    /// A folder where a file should be.
    Folder,
    /// A file where a folder should be.
    NoFolder,
    /// It took too long.
    TimedOut,
    /// The protection against viruses stopped it.
    Guarded,
    /// Anything else.
    Unknown,
}

/// Where it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// On the disk of the data file, or nobody knows.
    Disk,
    /// On another disk: as a rule a USB stick.
    Stick,
}

impl Medium {
    /// What she calls it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disk => "磁盘",
            Self::Stick => "U盘",
        }
    }
}

/// What SQLite met without the system's number.
#[derive(Debug)]
pub(crate) struct OfSqlite {
    pub(crate) cause: Cause,
    /// Its extended code.
    pub(crate) code: i32,
}

impl fmt::Display for OfSqlite {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SQLite {}", self.code)
    }
}

impl std::error::Error for OfSqlite {}

/// What `error` comes to.
pub fn cause(error: &Error) -> Cause {
    if let Some(met) = error.get_ref().and_then(|inner| inner.downcast_ref::<OfSqlite>()) {
        return met.cause;
    }
    let numbered = error.raw_os_error().map(if cfg!(windows) { of_windows } else { of_unix });
    match numbered.filter(|cause| *cause != Cause::Unknown) {
        Some(cause) => cause,
        None => of_kind(error.kind()),
    }
}

fn of_kind(kind: ErrorKind) -> Cause {
    use ErrorKind as K;
    match kind {
        K::NotFound => Cause::Missing,
        K::PermissionDenied => Cause::Denied,
        K::ReadOnlyFilesystem => Cause::ReadOnly,
        K::StorageFull | K::QuotaExceeded => Cause::Full,
        K::FileTooLarge => Cause::TooLarge,
        K::IsADirectory => Cause::Folder,
        K::NotADirectory => Cause::NoFolder,
        K::InvalidFilename => Cause::Name,
        K::AlreadyExists => Cause::Taken,
        K::TimedOut => Cause::TimedOut,
        K::ResourceBusy | K::ExecutableFileBusy => Cause::Busy,
        K::StaleNetworkFileHandle | K::HostUnreachable | K::NetworkUnreachable | K::NetworkDown => Cause::Network,
        _ => Cause::Unknown,
    }
}

/// Linux's numbers (`errno`).
fn of_unix(number: i32) -> Cause {
    match number {
        2 => Cause::Missing,
        1 | 13 => Cause::Denied,
        28 | 122 => Cause::Full,
        30 => Cause::ReadOnly,
        5 | 117 | 121 => Cause::Broken,
        16 | 26 => Cause::Busy,
        6 | 19 | 123 => Cause::Unplugged,
        100 | 101 | 107 | 112 | 113 | 116 => Cause::Network,
        27 => Cause::TooLarge,
        36 => Cause::Name,
        17 => Cause::Taken,
        21 => Cause::Folder,
        20 => Cause::NoFolder,
        110 => Cause::TimedOut,
        _ => Cause::Unknown,
    }
}

/// Windows' numbers (`GetLastError`).
fn of_windows(number: i32) -> Cause {
    match number {
        2 | 3 => Cause::Missing,
        5 | 65 | 1314 => Cause::Denied,
        39 | 112 | 1295 | 1816 => Cause::Full,
        19 => Cause::ReadOnly,
        23 | 25 | 27 | 29..=31 | 483 | 1117 | 1392 | 1393 => Cause::Broken,
        32 | 33 | 170 | 1224 => Cause::Busy,
        15 | 20 | 21 | 433 | 1006 | 1167 => Cause::Unplugged,
        51 | 53..=55 | 59 | 64 | 67 | 1231..=1233 => Cause::Network,
        223 => Cause::TooLarge,
        123 | 161 | 206 => Cause::Name,
        80 | 183 => Cause::Taken,
        267 => Cause::NoFolder,
        121 | 1460 => Cause::TimedOut,
        225 | 226 => Cause::Guarded,
        _ => Cause::Unknown,
    }
}

impl Cause {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Missing,
        Self::Unopened,
        Self::Denied,
        Self::Full,
        Self::ReadOnly,
        Self::Broken,
        Self::Busy,
        Self::Unplugged,
        Self::Network,
        Self::TooLarge,
        Self::Name,
        Self::Taken,
        Self::Folder,
        Self::NoFolder,
        Self::TimedOut,
        Self::Guarded,
        Self::Unknown,
    ];

    /// What happened, as the end of a sentence.
    pub fn words(self, medium: Medium) -> String {
        let medium = medium.word();
        match self {
            Self::Missing => "找不到这个文件或文件夹".to_owned(),
            Self::Unopened => "文件打不开".to_owned(),
            Self::Denied => "没有权限".to_owned(),
            Self::Full => format!("{medium}已满"),
            Self::ReadOnly => format!("{medium}只能读取"),
            Self::Broken => format!("{medium}读不出或写不进"),
            Self::Busy => "另一个程序正占用这个文件".to_owned(),
            Self::Unplugged => format!("{medium}没有插好，或已经拔出"),
            Self::Network => "网络位置断开了".to_owned(),
            Self::TooLarge => format!("文件超过{medium}允许的大小"),
            Self::Name => "文件名太长，或者有不允许的字符".to_owned(),
            Self::Taken => "已经有同名的文件".to_owned(),
            Self::Folder => "这是一个文件夹".to_owned(),
            Self::NoFolder => "路径中有一段不是文件夹".to_owned(),
            Self::TimedOut => "等待超时".to_owned(),
            Self::Guarded => "被杀毒软件拦下".to_owned(),
            Self::Unknown => "电脑没有照办，也没有说明常见的原因".to_owned(),
        }
    }

    /// What to do now.
    pub fn advice(self, medium: Medium) -> &'static str {
        match (self, medium) {
            (Self::Missing, Medium::Stick) => "请插好U盘再试；换过U盘的，请重新选择文件夹。",
            (Self::Missing | Self::Unopened, _) => "请看它是否被移走、改名或删除；在U盘或网络上的，请先接好，再试一次。",
            (Self::Denied, _) => "请换一个可以写入的文件夹，或请管理员打开权限，再试一次。",
            (Self::Full, Medium::Stick) => "请删掉U盘上不用的文件，或换一个U盘，再试一次。数据文件没有受影响。",
            (Self::Full, Medium::Disk) => "请删掉磁盘上不用的文件，或换一个位置，再试一次。",
            (Self::ReadOnly, Medium::Stick) => "有写保护开关的请拨开，或换一个U盘，再试一次。",
            (Self::ReadOnly, Medium::Disk) => "请换一个可以写入的位置，再试一次。",
            (Self::Broken, Medium::Stick) => "请换一个U盘再备份，这个U盘可能快坏了。",
            (Self::Broken, Medium::Disk) => "这块磁盘可能快坏了：请先备份到U盘，再请人检查。",
            (Self::Busy, _) => "请关闭占用它的程序（表格、网盘、杀毒软件），过一会儿再试。",
            (Self::Unplugged, _) => "请插好再试一次。",
            (Self::Network, _) => "请检查网络，连上后再试；或换到本机的文件夹。",
            (Self::TooLarge, _) => "请换一个位置；U盘可以先格式化成 NTFS 或 exFAT。",
            (Self::Name, _) => "请换一个短一些的名字，不要用 \\ / : * ? \" < > |。",
            (Self::Taken | Self::Folder, _) => "原来的没有改动。请换一个名字。",
            (Self::NoFolder, _) => "请重新选择文件夹。",
            (Self::TimedOut, _) => "请过一会儿再试。",
            (Self::Guarded, _) => "请在杀毒软件里允许防疫台账，再试一次。",
            (Self::Unknown, _) => "请再试一次；还是这样，请把「详细」里的内容告诉技术支持。",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_number_an_office_meets_has_its_cause_on_both_systems() {
        for (cause, unix, windows) in [
            (Cause::Missing, &[2][..], &[2, 3][..]),
            (Cause::Denied, &[13, 1], &[5]),
            (Cause::Full, &[28, 122], &[112, 39]),
            (Cause::ReadOnly, &[30], &[19]),
            (Cause::Broken, &[5], &[23, 1117, 1392]),
            (Cause::Busy, &[16, 26], &[32, 33]),
            (Cause::Unplugged, &[19, 6], &[21, 15, 1167]),
            (Cause::Network, &[116, 113, 101], &[53, 59, 64, 67]),
            (Cause::TooLarge, &[27], &[223]),
            (Cause::Name, &[36], &[123, 206]),
            (Cause::Taken, &[17], &[80, 183]),
            (Cause::Folder, &[21], &[]),
            (Cause::NoFolder, &[20], &[267]),
            (Cause::TimedOut, &[110], &[121]),
            (Cause::Guarded, &[], &[225]),
            (Cause::Unknown, &[9999], &[9999]),
        ] {
            assert!(unix.iter().all(|number| of_unix(*number) == cause), "{cause:?}");
            assert!(windows.iter().all(|number| of_windows(*number) == cause), "{cause:?}");
        }
    }

    #[test]
    fn what_the_system_says_here_is_understood() {
        let here =
            if cfg!(windows) { [(3, Cause::Missing), (112, Cause::Full)] } else { [(2, Cause::Missing), (28, Cause::Full)] };
        for (number, expected) in here {
            assert_eq!(cause(&Error::from_raw_os_error(number)), expected);
        }
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(cause(&std::fs::read(folder.path().join("x")).unwrap_err()), Cause::Missing);
        assert_eq!(cause(&Error::from(ErrorKind::StorageFull)), Cause::Full);
        assert_eq!(cause(&Error::other(OfSqlite { cause: Cause::Broken, code: 266 })), Cause::Broken);
        assert_eq!(cause(&Error::other("x")), Cause::Unknown);
    }

    #[test]
    fn every_cause_says_what_happened_and_what_to_do_without_the_systems_language() {
        for cause in Cause::ALL {
            for medium in [Medium::Disk, Medium::Stick] {
                let (words, advice) = (cause.words(medium), cause.advice(medium));
                assert!(!words.is_empty() && !words.ends_with('。') && advice.ends_with('。'), "{cause:?}");
                assert!(!words.to_lowercase().contains("error"), "{words}");
            }
        }
        assert_eq!(Cause::Full.words(Medium::Stick), "U盘已满");
        assert_eq!(Cause::Full.words(Medium::Disk), "磁盘已满");
    }
}
