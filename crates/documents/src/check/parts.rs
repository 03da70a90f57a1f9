//! What the parts of a package are, by their names, their declared types and the links between them: a part that
//! runs may have any name, but no reader finds it without its type.

use super::{Finding, Findings, Media, What, formats, workbook, xml};

/// A word in a part's name, type or link, and what it stands for. Refused for every purpose.
const NEVER: &[(&str, What)] = &[
    ("vbaproject", What::Macros),
    ("vbadata", What::Macros),
    ("macroenabled", What::Macros),
    ("macrosheet", What::Macros),
    ("intlmacrosheet", What::Macros),
    ("dialogsheet", What::Macros),
    ("attachedtoolbars", What::Macros),
    ("customui", What::Macros),
    ("/ui/extensibility", What::Macros),
    ("keymapcustomizations", What::Macros),
    ("activex", What::Controls),
    ("ctrlprop", What::Controls),
    ("webextension", What::Controls),
    ("embeddings/", What::EmbeddedFile),
    ("oleobject", What::EmbeddedFile),
    ("relationships/package", What::EmbeddedFile),
    ("afchunk", What::EmbeddedFile),
    ("externallink", What::ExternalLink),
    ("attachedtemplate", What::ExternalLink),
    ("subdocument", What::ExternalLink),
    ("ddelink", What::LiveField),
    ("volatiledependencies", What::LiveField),
    ("xl/connections", What::Connection),
    ("relationships/connections", What::Connection),
    ("spreadsheetml.connections", What::Connection),
    ("querytable", What::Connection),
    ("xmlmaps", What::Connection),
    ("recipientdata", What::Connection),
    ("mailmerge", What::Connection),
];

/// The same for what is refused in a published file only.
const UNSEEN: &[(&str, What)] = &[
    ("comments", What::Comments),
    ("threadedcomment", What::Comments),
    ("xl/persons", What::Comments),
    ("word/people", What::Comments),
    ("pivotcache", What::StoredRows),
    ("slicercache", What::StoredRows),
    ("xl/model/", What::StoredRows),
    ("customxml", What::UnseenParts),
    ("customproperty", What::UnseenParts),
    ("custom-properties", What::Properties),
    ("docprops/custom", What::Properties),
    ("printersettings", What::Properties),
    ("docprops/thumbnail", What::UnseenParts),
    ("revisionheaders", What::TrackedChanges),
    ("revisionlog", What::TrackedChanges),
    ("xl/usernames", What::TrackedChanges),
    ("glossary/", What::UnseenParts),
];

/// Endings of parts that a package may hold. What else is inside is another file.
const ENDINGS: &[&str] = &[
    ".xml", ".rels", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".vml",
    ".odttf", ".bin",
];

/// Looks at one part.
pub(super) fn look(name: &str, bytes: &[u8], media: Media, found: &mut Findings) -> Result<(), Finding> {
    let lower = name.to_lowercase();
    let ends = |ending: &str| lower.ends_with(ending);
    named(&lower, name, found);
    if lower.ends_with('/') {
        return Ok(());
    }
    if !ENDINGS.iter().any(|ending| ends(ending)) {
        found.always(What::EmbeddedFile, name);
    }
    if ends(".bin") && !lower.contains("printersettings") {
        found.always(What::EmbeddedFile, name);
    }
    if begins_another_file(bytes) {
        found.always(What::EmbeddedFile, name);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let is_xml = [".xml", ".rels", ".vml", ".svg"].iter().any(|ending| ends(ending))
        || text.trim_ascii_start().starts_with(b"<");
    if !is_xml {
        picture(name, bytes, found);
        return Ok(());
    }
    if ends(".rels") {
        return links(name, bytes, found);
    }
    match lower.as_str() {
        "[content_types].xml" => types(name, bytes, media, found),
        "docprops/core.xml" => properties(name, bytes, &["creator", "lastModifiedBy", "manager"], found),
        "docprops/app.xml" => properties(name, bytes, &["Company", "Manager", "HyperlinkBase"], found),
        "xl/workbook.xml" => workbook::look(name, bytes, found),
        _ if media == Media::Xlsx => workbook::look_sheet(name, bytes, found),
        _ => formats::look_word(name, bytes, found),
    }
}

fn named(lower: &str, place: &str, found: &mut Findings) {
    for (_, what) in NEVER.iter().filter(|(word, _)| lower.contains(word)) {
        found.always(*what, place);
    }
    for (_, what) in UNSEEN.iter().filter(|(word, _)| lower.contains(word)) {
        found.hidden(*what, place);
    }
}

/// A part that is itself a package, a program or a container of Office.
fn begins_another_file(bytes: &[u8]) -> bool {
    let marks: [&[u8]; 7] = [b"PK\x03\x04", b"%PDF-", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf"];
    marks.iter().any(|mark| bytes.starts_with(mark))
}

/// Where a picture was taken, and with what, stands in a block that begins so.
fn picture(name: &str, bytes: &[u8], found: &mut Findings) {
    let marks: [&[u8]; 3] = [b"Exif\0\0", b"http://ns.adobe.com/xap", b"eXIf"];
    let described = marks.iter().any(|mark| super::kind::holds(bytes, mark));
    if described {
        found.hidden(What::Properties, name);
    }
}

/// Every link of a part: what it is for, and whether it leads outside.
fn links(name: &str, bytes: &[u8], found: &mut Findings) -> Result<(), Finding> {
    xml::each(name, bytes, |step| {
        let xml::Step::Open(element) = step else { return };
        let Some(target) = element.value("Target") else { return };
        let kind = element.value("Type").unwrap_or_default().to_lowercase();
        let outside = element.value("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
        let plain = ["http://", "https://", "mailto:", "tel:", "#"];
        let address = target.trim().to_lowercase();
        if outside && !(kind.ends_with("/hyperlink") && plain.iter().any(|begin| address.starts_with(begin))) {
            found.always(What::ExternalLink, name);
        }
        named(&kind, name, found);
    })
}

/// The types that the package declares for its parts.
fn types(name: &str, bytes: &[u8], media: Media, found: &mut Findings) -> Result<(), Finding> {
    let main = if media == Media::Docx { "wordprocessingml.document.main+xml" } else { "spreadsheetml.sheet.main+xml" };
    let mut declared = false;
    xml::each(name, bytes, |step| {
        let xml::Step::Open(element) = step else { return };
        let Some(kind) = element.value("ContentType") else { return };
        let kind = kind.to_lowercase();
        declared |= kind.contains(main);
        named(&kind, name, found);
    })?;
    if !declared {
        found.always(What::Macros, name);
    }
    Ok(())
}

/// Texts of the document's properties that name people or machines.
fn properties(name: &str, bytes: &[u8], telling: &[&str], found: &mut Findings) -> Result<(), Finding> {
    let mut inside = false;
    xml::each(name, bytes, |step| match step {
        xml::Step::Open(element) => inside = telling.contains(&element.name),
        xml::Step::Close(_) => inside = false,
        xml::Step::Text(text) => {
            if inside && !text.trim().is_empty() {
                found.hidden(What::Properties, name);
            }
        }
    })
}
