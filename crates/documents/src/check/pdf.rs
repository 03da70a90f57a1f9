//! PDF files, looked at as a whole: every object in the file, whichever table of contents names it. Readers repair
//! what is broken and differ in how, so an object that one of them might find counts as being there.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::{
    Finding, Findings, What,
    kind::holds,
    pdf_tokens::{Dictionary, Tokens, TooDeep, Value, is_white},
};

/// Bytes that all streams together may unpack to.
const UNPACKED_BYTES: usize = 512 << 20;
/// Bytes that one stream may unpack to when that is far more than it weighs, as no page or picture does.
const STREAM_BYTES: usize = 64 << 20;
/// How much "far more" is; a blank page scanned in colour reaches it, but not the bytes.
const RATIO: usize = 100;
/// Bytes of unpacked objects that are looked at.
const PLAIN_BYTES: usize = 32 << 20;

/// Names that mean a thing wherever they stand, and are refused for every purpose.
const NEVER: &[(&str, What)] = &[
    ("JS", What::Script),
    ("JavaScript", What::Script),
    ("Launch", What::Action),
    ("SubmitForm", What::Action),
    ("ImportData", What::Action),
    ("GoToR", What::Action),
    ("GoToE", What::Action),
    ("Rendition", What::Action),
    ("RichMedia", What::Action),
    ("RichMediaContent", What::Action),
    ("XFA", What::Action),
    ("3D", What::Action),
    ("EmbeddedFile", What::EmbeddedFile),
    ("EmbeddedFiles", What::EmbeddedFile),
    ("FileAttachment", What::EmbeddedFile),
    ("EF", What::EmbeddedFile),
    ("Encrypt", What::LockedOrOld),
];

/// Kinds of annotation that are somebody's remark or a mark over the page.
const REMARKS: &[&str] = &[
    "Text",
    "FreeText",
    "Highlight",
    "Underline",
    "Squiggly",
    "StrikeOut",
    "Stamp",
    "Caret",
    "Ink",
    "Popup",
    "Redact",
    "Line",
    "Square",
    "Circle",
    "Polygon",
    "PolyLine",
];

/// What was met on the way through the file.
#[derive(Default)]
struct Course {
    unpacked: usize,
    objects: Vec<(i64, i64)>,
    starts: usize,
    /// The file has two tables of contents by design: for the web, or for readers of old.
    in_two: bool,
}

pub(super) fn look(bytes: &[u8], found: &mut Findings) -> Result<(), Finding> {
    check_end(bytes)?;
    let mut course = Course::default();
    scan(bytes, true, &mut course, found)?;
    if course.objects.is_empty() {
        return Err(Finding::new(What::Damaged, "it has no pages"));
    }
    let count = course.objects.len();
    // One inside a string, a remark or a picture is met by those readers that search for it.
    if count != beginnings(bytes) {
        return Err(Finding::new(What::TwoKinds, "an object lies where none can be"));
    }
    course.objects.sort_unstable();
    course.objects.dedup();
    let states = if course.in_two { 2 } else { 1 };
    if course.objects.len() < count || course.starts > states {
        found.hidden(What::EarlierState, "");
    }
    Ok(())
}

/// Nothing follows the last end mark.
fn check_end(bytes: &[u8]) -> Result<(), Finding> {
    let mark = b"%%EOF";
    let Some(at) = bytes.windows(mark.len()).rposition(|window| window == mark) else {
        return Err(Finding::new(What::Damaged, "its end is missing"));
    };
    let rest = bytes.get(at + mark.len()..).unwrap_or_default();
    if rest.iter().all(|sign| is_white(*sign)) {
        Ok(())
    } else {
        Err(Finding::new(What::TwoKinds, "something follows its end"))
    }
}

fn deep(_: TooDeep) -> Finding {
    Finding::new(What::Bomb, "lists nested more than 64 deep")
}

/// Goes through values one after another; `whole` when this is the file itself and may hold streams.
fn scan(bytes: &[u8], whole: bool, course: &mut Course, found: &mut Findings) -> Result<(), Finding> {
    let mut tokens = Tokens::new(bytes);
    let mut dictionary = Dictionary::default();
    let mut numbers = (0, 0);
    while let Some(value) = tokens.next().map_err(deep)? {
        judge(&value, course, found);
        match value {
            Value::Number(number) => numbers = (numbers.1, number),
            // Of several before a stream no reader is told which counts, so all do.
            Value::Dictionary(read) => dictionary.0.extend(read.0),
            Value::Word(word) if whole => match word.as_str() {
                "obj" => {
                    course.objects.push(numbers);
                    dictionary = Dictionary::default();
                }
                "startxref" => course.starts += 1,
                "stream" => {
                    tokens.at += line_end(bytes.get(tokens.at..).unwrap_or_default());
                    let content = content(bytes, tokens.at, &dictionary)?;
                    tokens.at += content.len();
                    stream(content, &std::mem::take(&mut dictionary), course, found)?;
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok(())
}

/// The bytes between `stream` and `endstream`.
fn content<'a>(bytes: &'a [u8], at: usize, dictionary: &Dictionary) -> Result<&'a [u8], Finding> {
    let rest = bytes.get(at..).unwrap_or_default();
    let mark = b"endstream";
    if let Some(Value::Number(length)) = dictionary.value("Length")
        && let Ok(length) = usize::try_from(*length)
        && let Some(after) = rest.get(length..)
        && after.get(..16.min(after.len())).is_some_and(|near| holds(near, mark))
    {
        return Ok(rest.get(..length).unwrap_or_default());
    }
    let end = rest.windows(mark.len()).position(|window| window == mark);
    end.and_then(|end| rest.get(..end)).ok_or_else(|| Finding::new(What::Damaged, "a part of it has no end"))
}

fn stream(content: &[u8], dictionary: &Dictionary, course: &mut Course, found: &mut Findings) -> Result<(), Finding> {
    let filters = [dictionary.names("Filter"), dictionary.names("F")].concat();
    let flate = filters.iter().filter(|name| matches!(**name, "FlateDecode" | "Fl")).count();
    if flate > 1 {
        return Err(Finding::new(What::Bomb, "packed twice"));
    }
    let objects = dictionary.name("Type") == Some("ObjStm")
        || dictionary.value("First").is_some() && dictionary.value("N").is_some();
    let described = dictionary.name("Type") == Some("Metadata") || dictionary.name("Subtype") == Some("XML");
    if !objects && !described {
        return if flate == 1 && filters.len() == 1 { weigh(content, course) } else { Ok(()) };
    }
    // Objects in a stream are only looked at in the one form that programs write.
    let plain = match (filters.len(), flate) {
        (0, _) => content.to_vec(),
        (1, 1) if dictionary.value("DecodeParms").is_none() => unpacked(content, course)?,
        _ => return Err(Finding::new(What::Damaged, "objects are packed in an unusual way")),
    };
    if described && names_somebody(&plain) {
        found.hidden(What::Properties, "");
    }
    if objects { scan(&plain, false, course, found) } else { Ok(()) }
}

/// How long the line end after `stream` is.
fn line_end(rest: &[u8]) -> usize {
    let ends: [&[u8]; 3] = [b"\r\n", b"\n", b"\r"];
    ends.iter().find(|end| rest.starts_with(end)).map_or(0, |end| end.len())
}

/// How often `12 0 obj` stands in these bytes, wherever it does.
fn beginnings(bytes: &[u8]) -> usize {
    let run = |at: usize, fits: fn(u8) -> bool| {
        let before = bytes.get(..at).unwrap_or_default();
        before.iter().rev().take_while(|sign| fits(**sign)).count()
    };
    let digit: fn(u8) -> bool = |sign| sign.is_ascii_digit();
    let begins = |at: usize| {
        let at = at - run(at, is_white);
        let generation = run(at, digit);
        let gap = run(at - generation, is_white);
        generation > 0 && gap > 0 && run(at - generation - gap, digit) > 0
    };
    bytes.windows(3).enumerate().filter(|(at, window)| *window == b"obj" && begins(*at)).count()
}

/// Unpacks a stream only to see that it ends.
fn weigh(content: &[u8], course: &mut Course) -> Result<(), Finding> {
    let mut reader = ZlibDecoder::new(content);
    let mut buffer = vec![0; 64 << 10];
    let mut total = 0;
    // A damaged picture or page is the reader's trouble; only what unpacks without end is ours.
    while let Ok(count @ 1..) = reader.read(&mut buffer) {
        count_in(course, count)?;
        total += count;
        if total > STREAM_BYTES && total / content.len().max(1) > RATIO {
            return Err(Finding::new(What::Bomb, "above 64 MiB"));
        }
    }
    Ok(())
}

fn count_in(course: &mut Course, count: usize) -> Result<(), Finding> {
    course.unpacked += count;
    if course.unpacked > UNPACKED_BYTES { Err(Finding::new(What::Bomb, "above 512 MiB")) } else { Ok(()) }
}

fn unpacked(content: &[u8], course: &mut Course) -> Result<Vec<u8>, Finding> {
    let mut plain = Vec::new();
    let read = ZlibDecoder::new(content).take(PLAIN_BYTES as u64 + 1).read_to_end(&mut plain);
    let count = read.map_err(|_| Finding::new(What::Damaged, "packed objects"))?;
    if count > PLAIN_BYTES {
        return Err(Finding::new(What::Bomb, "packed objects above 32 MiB"));
    }
    count_in(course, count)?;
    Ok(plain)
}

/// Whether the description in XMP (ISO 16684-1) names a person.
fn names_somebody(plain: &[u8]) -> bool {
    let text = String::from_utf8_lossy(plain);
    text.split("dc:creator").skip(1).step_by(2).any(|named| {
        let mut inside = false;
        named.chars().any(|sign| {
            inside = sign != '>' && (inside || sign == '<');
            !inside && sign != '>' && !sign.is_whitespace()
        })
    })
}

/// Looks at a value and everything inside it.
fn judge(value: &Value, course: &mut Course, found: &mut Findings) {
    match value {
        Value::Name(name) => named(name, found),
        Value::List(list) => list.iter().for_each(|value| judge(value, course, found)),
        Value::Dictionary(dictionary) => {
            entry(dictionary, course, found);
            for (key, value) in &dictionary.0 {
                named(key, found);
                judge(value, course, found);
            }
        }
        Value::Number(_) | Value::Text(_) | Value::Word(_) => {}
    }
}

fn named(name: &str, found: &mut Findings) {
    if let Some((_, what)) = NEVER.iter().find(|(word, _)| *word == name) {
        found.always(*what, "");
    }
}

fn entry(dictionary: &Dictionary, course: &mut Course, found: &mut Findings) {
    course.in_two |= dictionary.value("Linearized").is_some() || dictionary.value("XRefStm").is_some();
    for key in ["S", "Subtype"] {
        if matches!(dictionary.name(key), Some("Movie" | "Sound" | "Screen")) {
            found.always(What::Action, "");
        }
    }
    if dictionary.value("Rect").is_some() {
        if dictionary.name("Subtype").is_some_and(|kind| REMARKS.contains(&kind)) {
            found.hidden(What::Comments, "");
        }
        // Bit 2 hides an annotation, bit 6 shows it nowhere on the page (ISO 32000-2, table 167).
        if let Some(Value::Number(flags)) = dictionary.value("F")
            && flags & 0b10_0010 != 0
        {
            found.hidden(What::HiddenWords, "");
        }
    }
    let author = dictionary.value("Author");
    if author.is_some_and(|author| !matches!(author, Value::Text(false) | Value::Word(_))) {
        found.hidden(What::Properties, "");
    }
    if dictionary.value("OCProperties").is_some() {
        found.hidden(What::Layers, "");
    }
    if dictionary.value("PieceInfo").is_some() {
        found.hidden(What::UnseenParts, "");
    }
}
