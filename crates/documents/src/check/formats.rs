//! What the XML of a Word document and of drawings says that a page does not show, or that acts when opened.

use super::{Finding, Findings, What, xml};

/// Marks of changes that were tracked.
const CHANGES: &[&str] = &[
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "moveFromRangeStart",
    "moveToRangeStart",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "tblPrExChange",
    "trPrChange",
    "tcPrChange",
    "tblGridChange",
    "numberingChange",
    "cellIns",
    "cellDel",
    "cellMerge",
    "customXmlInsRangeStart",
    "customXmlDelRangeStart",
];

/// The first words of fields that fetch or start something.
const LIVE: &[&str] =
    &["DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "INCLUDE", "LINK", "DATABASE", "MACROBUTTON", "RD"];

pub(super) fn look_word(name: &str, bytes: &[u8], found: &mut Findings) -> Result<(), Finding> {
    let mut field = String::new();
    let mut in_field = false;
    xml::each(name, bytes, |step| match step {
        xml::Step::Open(element) => {
            match element.name {
                "instrText" | "delInstrText" => in_field = true,
                // A field may be cut into runs, so its words are put together up to its next mark.
                "fldChar" => live(name, &std::mem::take(&mut field), found),
                "fldSimple" => live(name, &element.value("instr").unwrap_or_default(), found),
                _ => word(name, &element, found),
            }
            drawing(name, &element, found);
        }
        xml::Step::Text(text) if in_field => field.push_str(text),
        xml::Step::Close("instrText" | "delInstrText") => in_field = false,
        _ => {}
    })?;
    live(name, &field, found);
    Ok(())
}

fn word(name: &str, element: &xml::Element<'_>, found: &mut Findings) {
    match element.name {
        "altChunk" | "OLEObject" | "object" => found.always(What::EmbeddedFile, name),
        "control" => found.always(What::Controls, name),
        "subDoc" => found.always(What::ExternalLink, name),
        "mailMerge" => found.always(What::Connection, name),
        "vanish" | "specVanish" | "webHidden" if element.is_on() => found.hidden(What::HiddenWords, name),
        "commentReference" | "commentRangeStart" | "annotationRef" => found.hidden(What::Comments, name),
        "docVar" => found.hidden(What::UnseenParts, name),
        change if CHANGES.contains(&change) => found.hidden(What::TrackedChanges, name),
        _ => {}
    }
}

/// Shapes that are drawn and not shown, in Word and Excel alike.
pub(super) fn drawing(name: &str, element: &xml::Element<'_>, found: &mut Findings) {
    if matches!(element.name, "cNvPr" | "docPr") && element.says("hidden") {
        found.hidden(What::HiddenWords, name);
    }
    let style = if element.name == "shape" { element.value("style") } else { None };
    if style.is_some_and(|style| style.to_lowercase().replace(' ', "").contains("visibility:hidden")) {
        found.hidden(What::HiddenWords, name);
    }
    // The old drawings of Office fetch a picture by its address.
    if matches!(element.name, "imagedata" | "fill") && element.value("href").is_some() {
        found.always(What::ExternalLink, name);
    }
    if matches!(element.name, "script" | "foreignObject") {
        found.always(What::Controls, name);
    }
}

fn live(name: &str, field: &str, found: &mut Findings) {
    let upper = field.to_uppercase();
    let first = upper.split_whitespace().next().unwrap_or_default();
    if LIVE.contains(&first) || upper.contains("DDEAUTO") {
        found.always(What::LiveField, name);
    }
}
