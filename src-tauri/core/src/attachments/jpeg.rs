//! JPEG pictures: looked at before they are decoded, and made smaller while they are.
//!
//! Owns what is refused before any memory is asked for: what a header promises costs nothing to write.

use super::raster::Shrinking;
use super::{Decoded, MOST_PIXELS, Refusal, TOO_MANY_PIXELS, UNREADABLE, metadata};
use jpeg_decoder::{Decoder, PixelFormat};

/// Most bytes that the coefficients of a progressive picture may take: they lie in memory until the last scan.
const MOST_COEFFICIENTS: u64 = 200_000_000;
/// Most scans times pixels: each scan walks over the whole picture.
const MOST_SCANNED: u64 = 1_600_000_000;

/// What the markers of a file say.
pub struct Seen {
    pub width: u16,
    pub height: u16,
    scans: u64,
    coefficients: u64,
    exif: Option<Vec<u8>>,
}

/// Walks over the markers, without decoding anything.
pub fn look(bytes: &[u8]) -> Result<Seen, Refusal> {
    let mut seen = Seen { width: 0, height: 0, scans: 0, coefficients: 0, exif: None };
    let mut at = 2;
    loop {
        // Fill bytes may stand before a marker.
        let mark = loop {
            let (Some(0xff), Some(next)) = (bytes.get(at), bytes.get(at + 1)) else {
                // A file that was cut short shows what came before; one without any scan shows nothing.
                return if seen.scans > 0 { Ok(seen) } else { Err(UNREADABLE) };
            };
            at += 1;
            if *next != 0xff {
                break *next;
            }
        };
        at += 1;
        if mark == 0xd9 {
            return if seen.scans > 0 { Ok(seen) } else { Err(UNREADABLE) };
        }
        if matches!(mark, 0x01 | 0xd0..=0xd8) {
            continue;
        }
        let length = match (bytes.get(at), bytes.get(at + 1)) {
            (Some(high), Some(low)) => usize::from(u16::from_be_bytes([*high, *low])),
            _ => return if seen.scans > 0 { Ok(seen) } else { Err(UNREADABLE) },
        };
        let segment = bytes.get(at + 2..at + length).ok_or(UNREADABLE)?;
        at += length;
        match mark {
            0xc0..=0xc2 => frame(&mut seen, segment, mark == 0xc2)?,
            // Lossless, hierarchical and arithmetically coded ones.
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Err(("picture", "是少见的 JPEG 格式。请用看图软件打开，另存为 JPG 再添加。"));
            }
            0xe1 if seen.exif.is_none() => seen.exif = segment.strip_prefix(b"Exif\0\0").map(<[u8]>::to_vec),
            0xda => {
                seen.scans += 1;
                let pixels = u64::from(seen.width) * u64::from(seen.height);
                if pixels == 0 || seen.scans * pixels > MOST_SCANNED {
                    return Err(UNREADABLE);
                }
                at = end_of_scan(bytes, at);
            }
            _ => {}
        }
    }
}

/// Where the marker after the scan that begins at `at` stands.
fn end_of_scan(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(0xff, rest)) {
        at += found;
        match bytes.get(at + 1) {
            Some(0x00 | 0xd0..=0xd7) => at += 2,
            Some(0xff) => at += 1,
            _ => return at,
        }
    }
    bytes.len()
}

fn frame(seen: &mut Seen, segment: &[u8], progressive: bool) -> Result<(), Refusal> {
    let &[precision, high, low, wide, narrow, count, ref components @ ..] = segment else { return Err(UNREADABLE) };
    if seen.width > 0 || precision != 8 {
        return Err(UNREADABLE);
    }
    (seen.height, seen.width) = (u16::from_be_bytes([high, low]), u16::from_be_bytes([wide, narrow]));
    let pixels = u64::from(seen.width) * u64::from(seen.height);
    if pixels == 0 {
        return Err(UNREADABLE);
    }
    if pixels > MOST_PIXELS {
        return Err(TOO_MANY_PIXELS);
    }
    let factors: Vec<(u64, u64)> = components
        .chunks_exact(3)
        .take(usize::from(count))
        .filter_map(|component| component.get(1).map(|both| (u64::from(both >> 4), u64::from(both & 15))))
        .collect();
    let most = |of: fn(&(u64, u64)) -> u64| factors.iter().map(of).max().unwrap_or(1).max(1);
    let (across, down) = (most(|factor| factor.0), most(|factor| factor.1));
    let blocks: u64 = factors.iter().map(|(h, v)| pixels * h * v / (across * down)).sum();
    // Two bytes each, and a block more at every edge.
    seen.coefficients = if progressive { blocks * 2 } else { 0 };
    if seen.coefficients > MOST_COEFFICIENTS {
        return Err(TOO_MANY_PIXELS);
    }
    Ok(())
}

/// Decodes the picture with a longer side of about `long` pixels, at least that where it has so many.
pub fn read(bytes: &[u8], long: usize) -> Result<Decoded, Refusal> {
    let seen = look(bytes)?;
    let mut decoder = Decoder::new(bytes);
    let wanted = u16::try_from(long).unwrap_or(u16::MAX);
    let (width, height) = decoder.scale(wanted, wanted).map_err(|_| UNREADABLE)?;
    let pixels = decoder.decode().map_err(|_| UNREADABLE)?;
    let format = decoder.info().ok_or(UNREADABLE)?.pixel_format;
    let (width, height) = (usize::from(width), usize::from(height));
    let mut shrinking = Shrinking::new(width, height, long);
    for row in pixels.chunks_exact((width * format.pixel_bytes()).max(1)) {
        match format {
            PixelFormat::RGB24 => shrinking.row(row.as_chunks::<3>().0.iter().copied()),
            PixelFormat::L8 => shrinking.row(row.iter().map(|grey| [*grey; 3])),
            PixelFormat::CMYK32 => shrinking.row(row.as_chunks::<4>().0.iter().map(of_inks)),
            PixelFormat::L16 => return Err(UNREADABLE),
        }
    }
    let (orientation, taken_on) = seen.exif.map_or((1, None), metadata);
    Ok(Decoded { raster: shrinking.finish().ok_or(UNREADABLE)?, orientation, taken_on })
}

/// The colour that four inks make.
fn of_inks(&[cyan, magenta, yellow, black]: &[u8; 4]) -> [u8; 3] {
    let light = |ink: u8| (255 - u16::from(ink)) * (255 - u16::from(black)) / 255;
    [cyan, magenta, yellow].map(|ink| u8::try_from(light(ink)).unwrap_or(u8::MAX))
}
