//! PDF scans: whether they open for everybody and have pages. They are kept as they are and never drawn.

use super::Refusal;
use lopdf::{Document, LoadOptions};

/// Largest one kept, in bytes.
const MOST_BYTES: usize = 5 * 1024 * 1024;
/// Most bytes that a packed list of objects may unpack to.
const MOST_UNPACKED: usize = 32 * 1024 * 1024;

/// How many pages it has.
pub fn pages(bytes: &[u8]) -> Result<usize, Refusal> {
    const BROKEN: Refusal = ("pdf", "这个 PDF 打不开，可能没有传完或已损坏。请重新扫描。");
    const LOCKED: Refusal = ("pdf", "这个 PDF 设了密码或限制。请用没有密码的 PDF，或拍照添加。");
    if bytes.len() > MOST_BYTES {
        return Err(("size", "超过 5 MB。PDF 请按较低的分辨率重新扫描，或拍照添加。"));
    }
    let options = LoadOptions { max_decompressed_size: Some(MOST_UNPACKED), ..LoadOptions::default() };
    // Where its keys are named stands in plain bytes, whatever else is packed.
    let encrypted = memchr::memmem::find(bytes, b"/Encrypt").is_some();
    let document = Document::load_mem_with_options(bytes, options).map_err(|_| if encrypted { LOCKED } else { BROKEN })?;
    if document.is_encrypted() || document.was_encrypted() || document.trailer.get(b"Encrypt").is_ok() {
        return Err(LOCKED);
    }
    match document.get_pages().len() {
        0 => Err(BROKEN),
        pages => Ok(pages),
    }
}
