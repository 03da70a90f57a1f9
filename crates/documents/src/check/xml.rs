//! The XML of a part, one event after another: no document type, bounded depth, no network.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::{Finding, What};

/// Depth of elements; Word nests tables some dozens deep.
const DEPTH: usize = 256;

/// An element: its name without prefix, and its attributes.
pub(super) struct Element<'a> {
    tag: &'a BytesStart<'a>,
    /// The name without prefix.
    pub(super) name: &'a str,
}

impl Element<'_> {
    /// The value of an attribute, with its entities resolved, so that `h&#105;dden` is what it says.
    pub(super) fn value(&self, key: &str) -> Option<String> {
        let mut attributes = self.tag.attributes();
        let attribute =
            attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == key)?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        Some(value.map_or_else(|_| attribute.value.to_string(), std::borrow::Cow::into_owned))
    }

    /// Whether an attribute is there and says yes.
    pub(super) fn says(&self, key: &str) -> bool {
        self.value(key).is_some_and(|value| is_yes(&value))
    }

    /// Whether an element that means yes by being there is not taken back by its value.
    pub(super) fn is_on(&self) -> bool {
        self.value("val").is_none_or(|value| is_yes(&value))
    }
}

fn is_yes(value: &str) -> bool {
    !matches!(value.trim().to_lowercase().as_str(), "0" | "false" | "off" | "none" | "")
}

/// What a reader of a part takes.
pub(super) enum Step<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// An element of this name ends.
    Close(&'a str),
    /// Text, with entities resolved.
    Text(&'a str),
}

/// Runs over a part.
pub(super) fn each(part: &str, bytes: &[u8], mut take: impl FnMut(Step<'_>)) -> Result<(), Finding> {
    let damaged = || Finding::new(What::Damaged, part);
    let text = std::str::from_utf8(bytes).map_err(|_| damaged())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|_| damaged())? {
            // Office files declare none; it is the door to expanding and fetching entities.
            Event::DocType(_) => return Err(Finding::new(What::Bomb, format!("{part} declares a document type"))),
            Event::Start(tag) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(Finding::new(What::Bomb, format!("{part} is nested more than 256 deep")));
                }
                take(Step::Open(Element { tag: &tag, name: tag.local_name().as_ref() }));
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                take(Step::Close(tag.local_name().as_ref()));
            }
            Event::Text(text) => take(Step::Text(&text)),
            Event::CData(text) => take(Step::Text(&text)),
            Event::GeneralRef(reference) => {
                if let Ok(Some(sign)) = reference.resolve_char_ref() {
                    take(Step::Text(sign.encode_utf8(&mut [0; 4])));
                } else if &*reference == "amp" {
                    take(Step::Text("&"));
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
