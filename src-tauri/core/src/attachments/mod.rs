//! Pictures and scans as they are taken in: told apart by their content, checked, and brought into the one form that is kept.
//!
//! Owns the limits and what becomes of a picture: upright, no larger than paper needs, a JPEG without metadata; a PDF stays as
//! it is. What is kept is known by its hash. Which record it belongs to, and where it lies, is the store's.

mod jpeg;
mod pdf;
mod png;
mod raster;

use crate::base::error::{Error, Result};
use crate::file::disk;
use crate::store::blobs::{Content, Form};
use chrono::{Datelike, NaiveDate};
use raster::Raster;
use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Largest file taken, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// Most pixels of a picture.
const MOST_PIXELS: u64 = 40_000_000;
/// Longer side of what is kept, in pixels; the later ones only where the earlier make too large a file.
const LONG_SIDES: [usize; 4] = [2000, 1600, 1200, 900];
/// Qualities tried at each size, in hundredths.
const QUALITIES: [u8; 5] = [80, 75, 70, 65, 60];
/// Largest picture kept, in bytes.
const KEPT_BYTES: usize = 300 * 1024;
/// No photograph of a record is older.
const FIRST_YEAR: i32 = 1990;

/// A file that was taken in, to be kept with a record.
#[derive(Debug, Clone)]
pub struct Taken {
    /// What it was called.
    pub file_name: String,
    /// What is kept of it.
    pub content: Content,
    /// The day on which the camera says that it was taken.
    pub taken_on: Option<NaiveDate>,
}

/// Reads the file at `path`.
///
/// # Errors
/// `Invalid` on the field `file_name` with a sentence on what to do instead; `Io`.
pub fn open(path: &Path, today: NaiveDate) -> Result<Taken> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX) + 1;
    let bytes = disk::patiently(|| {
        let mut bytes = Vec::new();
        File::open(path)?.take(most).read_to_end(&mut bytes).map(|_| bytes)
    });
    take(name, bytes.map_err(Error::io("读取附件", path))?, today)
}

/// Takes in the content of a file called `file_name`.
///
/// # Errors
/// `Invalid` on the field `file_name` with a sentence on what to do instead.
pub fn take(file_name: String, bytes: Vec<u8>, today: NaiveDate) -> Result<Taken> {
    let guarded = catch_unwind(AssertUnwindSafe(|| read(bytes, today)));
    // A panic of a decoder is a refusal too.
    let read = guarded.unwrap_or(Err(UNREADABLE));
    match read {
        Ok((content, taken_on)) => Ok(Taken { file_name, content, taken_on }),
        Err((rule, said)) => Err(Error::invalid("file_name", rule, file_name.as_str(), format!("「{file_name}」{said}"))),
    }
}

/// Why a file is not taken: the rule, and the end of a sentence that begins with its name.
type Refusal = (&'static str, &'static str);

const UNREADABLE: Refusal = ("picture", "读不出来，可能没有传完或已损坏。请重新拍照或扫描。");
const TOO_MANY_PIXELS: Refusal = ("pixels", "超过 4000 万像素，读不下。请用较低的分辨率重新扫描，或先把图片改小。");

fn read(bytes: Vec<u8>, today: NaiveDate) -> std::result::Result<(Content, Option<NaiveDate>), Refusal> {
    if bytes.is_empty() {
        return Err(("empty", "是空的，没有内容。"));
    }
    if bytes.len() > MOST_BYTES {
        return Err(("size", "超过 20 MB。请改小后再添加。"));
    }
    match looks(&bytes)? {
        Looks::Pdf => pdf::pages(&bytes).map(|_| (Content::of(Form::Pdf, bytes), None)),
        Looks::Jpeg => picture(jpeg::read(&bytes, LONG_SIDES[0])?, today),
        Looks::Png => picture(png::read(&bytes, LONG_SIDES[0])?, today),
    }
}

enum Looks {
    Jpeg,
    Png,
    Pdf,
}

/// What the first bytes say it is, whatever its name says.
fn looks(bytes: &[u8]) -> std::result::Result<Looks, Refusal> {
    let has = |at: usize, mark: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(mark));
    if has(0, &[0xff, 0xd8, 0xff]) {
        return Ok(Looks::Jpeg);
    }
    if has(0, b"\x89PNG\r\n\x1a\n") {
        return Ok(Looks::Png);
    }
    if bytes.get(..1024.min(bytes.len())).is_some_and(|head| memchr::memmem::find(head, b"%PDF-").is_some()) {
        return Ok(Looks::Pdf);
    }
    let brand = |names: &[&[u8]]| has(4, b"ftyp") && names.iter().any(|name| has(8, name));
    Err(if brand(&[b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"]) {
        ("heic", "是 HEIC 照片。请在手机「设置—相机—格式」里选「兼容性最佳」重拍，或用看图软件另存为 JPG 再添加。")
    } else if brand(&[b"avif", b"avis"]) {
        ("avif", "是 AVIF 图片。请用看图软件另存为 JPG 再添加。")
    } else if has(0, b"RIFF") && has(8, b"WEBP") {
        ("webp", "是 WebP 图片。请用看图软件或画图打开，另存为 JPG 再添加。")
    } else if has(0, b"GIF8") || has(0, b"BM") || has(0, b"II*\0") || has(0, b"MM\0*") {
        ("format", "是 GIF、BMP 或 TIFF 图片。请用画图打开，另存为 JPG 再添加。")
    } else {
        ("format", "不是 JPG、PNG 图片，也不是 PDF。请添加照片、截图或扫描件。")
    })
}

/// A picture that was decoded, with what its metadata said.
struct Decoded {
    raster: Raster,
    orientation: u8,
    taken_on: Option<NaiveDate>,
}

fn picture(decoded: Decoded, today: NaiveDate) -> std::result::Result<(Content, Option<NaiveDate>), Refusal> {
    let bytes = compressed(decoded.raster.upright(decoded.orientation)).ok_or(UNREADABLE)?;
    let taken_on = decoded.taken_on.filter(|day| day.year() >= FIRST_YEAR && *day <= today);
    Ok((Content::of(Form::Picture, bytes), taken_on))
}

/// The picture as a JPEG that is no larger than what is kept, as good as that allows.
fn compressed(mut raster: Raster) -> Option<Vec<u8>> {
    let mut best = None;
    for long in LONG_SIDES {
        raster = raster.within(long);
        for quality in QUALITIES {
            let bytes = raster.jpeg(quality)?;
            if bytes.len() <= KEPT_BYTES {
                return Some(bytes);
            }
            best = Some(bytes);
        }
    }
    best
}

/// A picture that is kept, made small enough that its longer side is at most `long` pixels, as a JPEG.
///
/// # Errors
/// `FileDamaged` when it does not read.
pub fn small(kept: &[u8], long: usize) -> Result<Vec<u8>> {
    let read = catch_unwind(AssertUnwindSafe(|| {
        let decoded = jpeg::read(kept, long).ok()?;
        decoded.raster.within(long).jpeg(QUALITIES[1])
    }));
    read.ok().flatten().ok_or_else(|| Error::FileDamaged("有一张图片读不出来".to_owned()))
}

/// Width and height of a picture that is kept, in pixels.
///
/// # Errors
/// `FileDamaged` when it does not read.
pub fn size(kept: &[u8]) -> Result<(u32, u32)> {
    let seen = jpeg::look(kept).map_err(|_| Error::FileDamaged("有一张图片读不出来".to_owned()))?;
    Ok((u32::from(seen.width), u32::from(seen.height)))
}

/// How many pages a PDF that is kept has.
///
/// # Errors
/// `FileDamaged` when it does not read.
pub fn pages(kept: &[u8]) -> Result<usize> {
    let read = catch_unwind(AssertUnwindSafe(|| pdf::pages(kept)));
    read.ok().and_then(|pages| pages.ok()).ok_or_else(|| Error::FileDamaged("有一个 PDF 读不出来".to_owned()))
}

/// Orientation and day in the metadata of a camera; what does not read says nothing.
fn metadata(exif: Vec<u8>) -> (u8, Option<NaiveDate>) {
    use exif::{In, Tag};
    let Ok(exif) = exif::Reader::new().read_raw(exif) else { return (1, None) };
    let orientation = exif.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    let orientation = orientation.and_then(|number| u8::try_from(number).ok()).filter(|number| (1..=8).contains(number));
    let day = [Tag::DateTimeOriginal, Tag::DateTimeDigitized, Tag::DateTime].into_iter().find_map(|tag| {
        let exif::Value::Ascii(texts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
        let text = std::str::from_utf8(texts.first()?).ok()?;
        NaiveDate::parse_from_str(text.get(..10)?, "%Y:%m:%d").ok()
    });
    (orientation.unwrap_or(1), day)
}

#[cfg(test)]
mod tests;
