//! The answer that gives a file out: saved by the browser, never run or shown in our name.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Response, header},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::Media;

/// What stays as it is in an extended value: the signs of RFC 8187, section 3.2.1.
const EXTENDED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// An answer that saves these bytes under this name.
///
/// It is of its true type and never guessed at, shown in no frame and without rights if it is shown at all, and no
/// copy is kept on the way (RFC 6266, RFC 9111).
pub fn download(name: &str, media: Media, bytes: Vec<u8>) -> Response<Body> {
    saved(name, (media.as_str(), media.endings()), bytes)
}

/// The same for several files in one, as [`crate::export::bundle`] makes it.
pub fn download_bundle(name: &str, bytes: Vec<u8>) -> Response<Body> {
    saved(name, ("application/zip", &["zip"]), bytes)
}

fn saved(name: &str, (kind, endings): (&'static str, &[&str]), bytes: Vec<u8>) -> Response<Body> {
    let length = bytes.len();
    let mut answer = Response::new(Body::from(bytes));
    let headers = answer.headers_mut();
    let fixed = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'; frame-ancestors 'none'"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    for (key, value) in fixed {
        headers.insert(key, HeaderValue::from_static(value));
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    name_it(headers, name, endings);
    answer
}

fn name_it(headers: &mut HeaderMap, name: &str, endings: &[&str]) {
    let name = with_ending(name, endings);
    // For readers of old: letters, digits and a few signs, so that no quoting can go wrong.
    let plain: String = name
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_' | ' ') { sign } else { '_' })
        .collect();
    let extended = utf8_percent_encode(&name, EXTENDED);
    let value = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{extended}");
    let value = HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static("attachment"));
    headers.insert(header::CONTENT_DISPOSITION, value);
}

/// The name without folders and control characters, ending as what the bytes are.
fn with_ending(name: &str, endings: &[&str]) -> String {
    let mut name = crate::check::tidied(name);
    let lower = name.to_ascii_lowercase();
    let ends = |ending: &&str| lower.strip_suffix(*ending).is_some_and(|stem| stem.ends_with('.') && stem.len() > 1);
    if !endings.iter().any(ends) {
        if name.trim_matches('.').is_empty() {
            "document".clone_into(&mut name);
        }
        name = format!("{}.{}", name.trim_end_matches('.'), endings[0]);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disposition(name: &str) -> String {
        let answer = download(name, Media::Pdf, b"x".to_vec());
        answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().to_owned()
    }

    #[test]
    fn a_file_is_saved_and_never_run() {
        let answer = download("plan.pdf", Media::Pdf, b"%PDF-1.7".to_vec());
        let value = |key: &str| answer.headers()[key].to_str().unwrap().to_owned();
        assert_eq!(value("content-type"), "application/pdf");
        assert_eq!(value("x-content-type-options"), "nosniff");
        assert_eq!(value("cache-control"), "no-store");
        assert!(value("content-security-policy").starts_with("sandbox;"));
        assert_eq!(value("content-length"), "8");
        assert_eq!(disposition("plan.pdf"), "attachment; filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf");
    }

    #[test]
    fn a_name_cannot_break_out_of_its_header() {
        let tricky = disposition("a\"; filename=\"evil.exe\r\nSet-Cookie: a=b; £ naïve.pdf");
        assert!(!tricky.contains(['\r', '\n']));
        assert_eq!(tricky.matches('"').count(), 2, "{tricky}");
        assert!(tricky.contains("%C2%A3%20na%C3%AFve.pdf"), "{tricky}");
    }

    #[test]
    fn the_ending_is_that_of_the_content() {
        assert!(disposition("plan.exe").contains("filename=\"plan.exe.pdf\""));
        assert!(disposition("PLAN.PDF").contains("filename=\"PLAN.PDF\""));
        assert!(disposition("").contains("filename=\"document.pdf\""));
        assert!(disposition("..").contains("filename=\"document.pdf\""));
    }
}
