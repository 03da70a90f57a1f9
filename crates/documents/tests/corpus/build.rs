//! Small files, sound or not, made byte by byte.

use std::io::{Cursor, Write};

use flate2::{Compression, write::ZlibEncoder};
use image::{DynamicImage, ImageFormat, RgbImage};
use zip::{ZipWriter, write::SimpleFileOptions};

pub(crate) fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// An archive of these parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive of the usual parts; one given again takes the place of the usual one.
fn package<'a>(usual: &[(&'a str, &'a [u8])], extra: &[(&'a str, &'a [u8])]) -> Vec<u8> {
    let given = |name: &str| extra.iter().any(|(other, _)| *other == name);
    let parts: Vec<_> = usual.iter().filter(|(name, _)| !given(name)).chain(extra).copied().collect();
    zipped(&parts)
}

const WORD_TYPES: &[u8] = br#"<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const BOOK_TYPES: &[u8] = br#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;

/// A Word document with this in its body, and these parts.
pub(crate) fn paper(body: &str, extra: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!("<w:document><w:body><w:p><w:r><w:t>Plan</w:t></w:r></w:p>{body}</w:body></w:document>");
    package(&[("[Content_Types].xml", WORD_TYPES), ("word/document.xml", document.as_bytes())], extra)
}

/// A workbook with this in its list of sheets and in the rows of its sheet, and these parts.
pub(crate) fn book(workbook: &str, rows: &str, extra: &[(&str, &[u8])]) -> Vec<u8> {
    let workbook = format!("<workbook><sheets><sheet name='Plan' sheetId='1'/></sheets>{workbook}</workbook>");
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData></worksheet>");
    let usual: [(&str, &[u8]); 3] = [
        ("[Content_Types].xml", BOOK_TYPES),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    package(&usual, extra)
}

/// Two parts with the same name, which the library would not write: the name of one is changed afterwards.
pub(crate) fn stored_twice() -> Vec<u8> {
    let mut bytes = paper("", &[("word/document.xmk", b"<w:document/>")]);
    let places: Vec<usize> =
        bytes.windows(17).enumerate().filter(|(_, name)| *name == b"word/document.xmk").map(|(at, _)| at).collect();
    for at in places {
        bytes[at + 16] = b'l';
    }
    bytes
}

/// Begins as a GIF and is an archive.
pub(crate) fn gif_of_zip() -> Vec<u8> {
    [b"GIF89a\x01\0\x01\0\0\0\0;".as_slice(), &zipped(&[("a.txt", b"x")])].concat()
}

/// A PDF whose catalogue holds this, too.
pub(crate) fn pdf(catalogue: &str) -> Vec<u8> {
    written(catalogue, b"<< >>")
}

/// A PDF with one more object.
pub(crate) fn pdf_with(object: &[u8]) -> Vec<u8> {
    written("", object)
}

fn written(catalogue: &str, object: &[u8]) -> Vec<u8> {
    let page = packed(b"BT /F1 12 Tf (Plan) Tj ET");
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    bytes.extend(format!("1 0 obj\n<< /Type /Catalog /Pages 2 0 R {catalogue} >>\nendobj\n").as_bytes());
    bytes.extend(b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n");
    bytes.extend(b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n");
    bytes.extend(format!("4 0 obj\n<< /Length {} /Filter /FlateDecode >>\nstream\n", page.len()).as_bytes());
    bytes.extend(page);
    bytes.extend(b"\nendstream\nendobj\n5 0 obj\n");
    bytes.extend(object);
    bytes.extend(b"\nendobj\ntrailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n9\n%%EOF\n");
    bytes
}

pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZlibEncoder::new(Vec::new(), Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let points =
        RgbImage::from_fn(24, 16, |x, y| image::Rgb([u8::try_from(x * 9).unwrap(), 40, u8::try_from(y * 9).unwrap()]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(points).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn png() -> Vec<u8> {
    picture(ImageFormat::Png)
}

pub(crate) fn jpeg() -> Vec<u8> {
    picture(ImageFormat::Jpeg)
}

/// The JPEG with a block that says where it was taken.
pub(crate) fn with_place(jpeg: &[u8]) -> Vec<u8> {
    let words = b"Exif\0\0II*\0\x08\0\0\0\0\0 51.75N 1.26W";
    let length = u16::try_from(words.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], b"\xff\xe1", &length, words, &jpeg[2..]].concat()
}

/// A chunk of a PNG, with its check sum.
fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(content);
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length, kind, content, &sum.sum().to_be_bytes()].concat()
}

/// The PNG with a text in it; the first chunk ends at byte 33.
pub(crate) fn with_note(png: &[u8]) -> Vec<u8> {
    [&png[..33], &chunk(b"tEXt", b"Author\0Ada Marlowe"), &png[33..]].concat()
}

/// A PNG that says it has this size.
pub(crate) fn png_of_size(width: u32, height: u32) -> Vec<u8> {
    let size = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    let points = packed(&[0; 1000]);
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunk(b"IHDR", &size), &chunk(b"IDAT", &points), &chunk(b"IEND", &[])].concat()
}
