//! Compressed copies: made once when a page is released, checked each time it is loaded.

use std::io::{Read, Write};

use brotli::enc::{BrotliEncoderParams, backward_references::BrotliEncoderMode};
use flate2::{Compression, bufread::GzDecoder, write::GzEncoder};

/// Below this a copy saves less than its header costs.
const WORTH_PACKING: usize = 200;
/// Up to this size a page gets brotli's best effort, which takes longest.
const SMALL: usize = 2_000;
/// What other pages get in a hurry: brotli's own tables of 1 MB. Higher ones up to 9 ask the system for 16 to 32 MB of
/// fresh memory for every page, ten times the time, and save three bytes in a thousand.
const QUICK: i32 = 6;
/// Below this window, in bits, brotli falls back to the large tables whatever the quality.
const SMALLEST_WINDOW: i32 = 17;

/// Compressed copies of some bytes; `None` where they would not be smaller.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Packed {
    pub(crate) gzip: Option<Vec<u8>>,
    pub(crate) brotli: Option<Vec<u8>>,
}

/// Packs a page. `thoroughly` spends ten times as long for a few percent: for style sheets, which every reader loads.
pub(crate) fn pack(body: &[u8], thoroughly: bool) -> Packed {
    if body.len() < WORTH_PACKING {
        return Packed::default();
    }
    let quality = if thoroughly || body.len() < SMALL { 11 } else { QUICK };
    let smaller = |copy: Option<Vec<u8>>| copy.filter(|copy| copy.len() < body.len());
    Packed { gzip: smaller(gzip(body)), brotli: smaller(brotli(body, quality)) }
}

fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 3), Compression::best());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

fn brotli(body: &[u8], quality: i32) -> Option<Vec<u8>> {
    // A window not much larger than the page: setting up a larger one costs more than packing the page.
    let window = i32::try_from(body.len().next_power_of_two().ilog2()).unwrap_or(22).clamp(SMALLEST_WINDOW, 22);
    let parameters = BrotliEncoderParams {
        quality,
        lgwin: window,
        size_hint: body.len(),
        mode: BrotliEncoderMode::BROTLI_MODE_TEXT,
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::with_capacity(body.len() / 4);
    brotli::BrotliCompress(&mut &*body, &mut packed, &parameters).ok()?;
    Some(packed)
}

/// Whether both copies unpack to exactly these bytes. A copy that unpacks to more is not read past them.
pub(crate) fn unpacks_to(packed: &Packed, body: &[u8]) -> bool {
    let gzip = packed.gzip.as_ref().is_none_or(|copy| same(GzDecoder::new(&**copy), body));
    gzip && packed.brotli.as_ref().is_none_or(|copy| same(brotli::Decompressor::new(&**copy, 16 * 1024), body))
}

fn same(reader: impl Read, body: &[u8]) -> bool {
    let limit = u64::try_from(body.len()).unwrap_or(u64::MAX).saturating_add(1);
    let mut plain = Vec::with_capacity(body.len() + 1);
    reader.take(limit).read_to_end(&mut plain).is_ok() && plain == body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_unpack_to_the_page_and_a_changed_copy_is_noticed() {
        let page = "<li>an entry of the roadmap</li>".repeat(200).into_bytes();
        for thoroughly in [false, true] {
            let packed = pack(&page, thoroughly);
            assert!(packed.gzip.is_some() && packed.brotli.is_some());
            assert!(unpacks_to(&packed, &page));
            let other = pack(&"<li>an entry of the roadmap!</li>".repeat(200).into_bytes(), thoroughly);
            assert!(!unpacks_to(&Packed { brotli: other.brotli, ..packed.clone() }, &page));
            assert!(!unpacks_to(&Packed { gzip: other.gzip, ..packed.clone() }, &page));
            assert!(!unpacks_to(&Packed { gzip: Some(b"not gzip".to_vec()), ..packed }, &page));
        }
    }

    #[test]
    fn what_would_not_be_smaller_is_not_kept() {
        assert_eq!(pack(b"short", true), Packed::default());
        let noise: Vec<u8> = (0..2_000u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        assert!(pack(&noise, false).gzip.is_none_or(|copy| copy.len() < noise.len()));
    }
}
