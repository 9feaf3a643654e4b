//! PNG pictures: decoded row by row and made smaller at once, so that a large one takes no more memory than a small one.
//!
//! Owns what is laid under transparent places: white, as paper is.

use super::raster::Shrinking;
use super::{Decoded, MOST_PIXELS, Refusal, TOO_MANY_PIXELS, UNREADABLE, metadata};
use png::{ColorType, Decoder, Limits, Transformations};
use std::io::Cursor;

/// Memory the decoder may ask for.
const DECODER_BYTES: usize = 64 * 1024 * 1024;
/// Memory of a picture whose rows come in several passes: it lies there whole.
const INTERLACED_BYTES: usize = 120 * 1024 * 1024;

/// Decodes the picture with a longer side of at most `long` pixels.
pub fn read(bytes: &[u8], long: usize) -> Result<Decoded, Refusal> {
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: DECODER_BYTES });
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    let header = decoder.read_header_info().map_err(|_| UNREADABLE)?;
    let (width, height, interlaced) = (header.width, header.height, header.interlaced);
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(TOO_MANY_PIXELS);
    }
    let mut reader = decoder.read_info().map_err(|_| UNREADABLE)?;
    let exif = reader.info().exif_metadata.as_ref().map(|exif| exif.to_vec());
    let colour = reader.output_color_type().0;
    let whole = |side: u32| usize::try_from(side).map_err(|_| TOO_MANY_PIXELS);
    let mut shrinking = Shrinking::new(whole(width)?, whole(height)?, long);
    if interlaced {
        let size = reader.output_buffer_size().filter(|size| *size <= INTERLACED_BYTES).ok_or(TOO_MANY_PIXELS)?;
        let mut pixels = vec![0; size];
        reader.next_frame(&mut pixels).map_err(|_| UNREADABLE)?;
        let line = reader.output_line_size(width).ok_or(UNREADABLE)?;
        pixels.chunks_exact(line.max(1)).for_each(|row| take(&mut shrinking, row, colour));
    } else {
        while let Some(row) = reader.next_row().map_err(|_| UNREADABLE)? {
            take(&mut shrinking, row.data(), colour);
        }
    }
    let (orientation, taken_on) = exif.map_or((1, None), metadata);
    Ok(Decoded { raster: shrinking.finish().ok_or(UNREADABLE)?, orientation, taken_on })
}

fn take(shrinking: &mut Shrinking, row: &[u8], colour: ColorType) {
    match colour {
        ColorType::Grayscale => shrinking.row(row.iter().map(|grey| [*grey; 3])),
        ColorType::GrayscaleAlpha => {
            shrinking.row(row.as_chunks::<2>().0.iter().map(|[grey, alpha]| [over_white(*grey, *alpha); 3]));
        }
        ColorType::Rgb | ColorType::Indexed => shrinking.row(row.as_chunks::<3>().0.iter().copied()),
        ColorType::Rgba => {
            let colours = row.as_chunks::<4>().0.iter();
            shrinking.row(colours.map(|[red, green, blue, alpha]| [red, green, blue].map(|part| over_white(*part, *alpha))));
        }
    }
}

fn over_white(part: u8, alpha: u8) -> u8 {
    let (part, alpha) = (u16::from(part), u16::from(alpha));
    u8::try_from((part * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
}
