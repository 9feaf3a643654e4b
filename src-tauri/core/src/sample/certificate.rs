//! The picture of a vaccination certificate that the invented organisation keeps: drawn, of nobody.
//!
//! Owns its drawing: a sheet with a double frame, lines where a certificate has writing, a round seal.

use crate::base::error::{Error, Result};
use jpeg_encoder::{ColorType, Encoder};

const WIDTH: i32 = 640;
const HEIGHT: i32 = 440;
/// Middle and radius of the seal.
const SEAL: (i32, i32, i32) = (500, 330, 58);
/// Lines of writing: left end, upper edge, length.
const LINES: [(i32, i32, i32); 6] =
    [(190, 60, 260), (70, 130, 420), (70, 170, 360), (70, 210, 470), (70, 250, 300), (70, 360, 180)];

/// The picture as a JPEG.
///
/// # Errors
/// `Bug` where it cannot be written.
pub fn picture() -> Result<Vec<u8>> {
    let pixels: Vec<u8> = (0..HEIGHT).flat_map(|y| (0..WIDTH).flat_map(move |x| colour(x, y))).collect();
    let mut bytes = Vec::new();
    let side = |length: i32| u16::try_from(length).map_err(|error| Error::Bug(error.to_string()));
    Encoder::new(&mut bytes, 80)
        .encode(&pixels, side(WIDTH)?, side(HEIGHT)?, ColorType::Rgb)
        .map_err(|error| Error::Bug(error.to_string()))?;
    Ok(bytes)
}

fn colour(x: i32, y: i32) -> [u8; 3] {
    let edge = x.min(y).min(WIDTH - 1 - x).min(HEIGHT - 1 - y);
    let (dx, dy) = (x - SEAL.0, y - SEAL.1);
    let apart = dx * dx + dy * dy;
    let ring = (SEAL.2 - 5) * (SEAL.2 - 5)..SEAL.2 * SEAL.2;
    if ring.contains(&apart) || apart < 16 * 16 {
        return [196, 48, 40];
    }
    let written =
        LINES.iter().any(|(left, upper, length)| (*left..left + length).contains(&x) && (*upper..upper + 14).contains(&y));
    match edge {
        12..=15 | 20 => [46, 110, 88],
        _ if written && (x / 14) % 5 != 4 => [72, 72, 72],
        _ => [250, 248, 240],
    }
}
