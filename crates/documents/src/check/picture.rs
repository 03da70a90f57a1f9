//! Pictures: decoded within limits, written anew. What was beside the picture (place, camera, thumbnail, a second
//! file) is not copied.

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, Limits,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::{PngDecoder, PngEncoder},
    },
};

use super::{Finding, Media, What};

/// The longest side of a picture, in points.
const SIDE: u32 = 12_000;
/// The most memory a picture may take while it is decoded.
const MEMORY: u64 = 160 << 20;
/// Of 100. Photographs stay good to look at and to print.
const QUALITY: u8 = 88;

pub(super) fn written_anew(bytes: &[u8], media: Media) -> Result<Vec<u8>, Finding> {
    let mut written = Vec::new();
    if media == Media::Png {
        let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits()).map_err(finding)?;
        if decoder.is_apng().map_err(finding)? {
            return Err(Finding::new(What::UnseenParts, "a picture that moves"));
        }
        let picture = decoded(decoder)?;
        write(&picture, PngEncoder::new(&mut written))?;
    } else {
        let decoder = JpegDecoder::new(Cursor::new(bytes)).map_err(finding)?;
        let picture = decoded(decoder)?;
        write(&DynamicImage::from(picture.into_rgb8()), JpegEncoder::new_with_quality(&mut written, QUALITY))?;
    }
    Ok(written)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(SIDE), Some(SIDE), Some(MEMORY));
    limits
}

/// Decodes the points, turned as the camera said, because that word is not kept.
fn decoded(mut decoder: impl ImageDecoder) -> Result<DynamicImage, Finding> {
    let (width, height) = decoder.dimensions();
    if width > SIDE || height > SIDE || decoder.total_bytes() > MEMORY {
        return Err(Finding::new(What::TooLarge, format!("{width} by {height} points")));
    }
    decoder.set_limits(limits()).map_err(finding)?;
    let turned = decoder.orientation().map_err(finding)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(finding)?;
    picture.apply_orientation(turned);
    Ok(picture)
}

fn write(picture: &DynamicImage, encoder: impl ImageEncoder) -> Result<(), Finding> {
    let colour: ExtendedColorType = picture.color().into();
    encoder.write_image(picture.as_bytes(), picture.width(), picture.height(), colour).map_err(finding)
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where errors are handed on by value")]
fn finding(error: image::ImageError) -> Finding {
    match error {
        image::ImageError::Limits(_) => Finding::new(What::TooLarge, "a picture"),
        _ => Finding::new(What::Damaged, "a picture"),
    }
}
