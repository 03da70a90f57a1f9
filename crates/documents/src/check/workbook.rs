//! What the XML of a workbook says that its sheets do not show, or that acts when opened.

use super::{Finding, Findings, What, formats, xml};

/// Functions that fetch, start or register something outside the workbook.
const LIVE: &[&str] = &[
    "WEBSERVICE(",
    "FILTERXML(",
    "RTD(",
    "DDE(",
    "CALL(",
    "REGISTER(",
    "REGISTER.ID(",
    "EXEC(",
    "SQL.REQUEST(",
    "IMPORTDATA(",
    "IMPORTXML(",
    "IMAGE(",
    "CUBEVALUE(",
    "CUBEMEMBER(",
    "STOCKHISTORY(",
    "HYPERLINK(\"FILE:",
    "HYPERLINK(\"\\\\",
];

/// Names that run a macro when the workbook is opened or closed.
const RUNNING: &[&str] = &["auto_open", "auto_close", "auto_activate", "auto_deactivate"];

pub(super) fn look(name: &str, bytes: &[u8], found: &mut Findings) -> Result<(), Finding> {
    let mut reading = None;
    xml::each(name, bytes, |step| match step {
        xml::Step::Open(element) => match element.name {
            "sheet" => {
                let state = element.value("state").unwrap_or_default().to_lowercase();
                if !matches!(state.as_str(), "" | "visible") {
                    found.hidden(What::HiddenSheet, &format!("sheet {:?}", element.value("name").unwrap_or_default()));
                }
            }
            "definedName" => {
                let called = element.value("name").unwrap_or_default().to_lowercase();
                let running = RUNNING.iter().any(|word| called.trim_start_matches("_xlnm.").starts_with(word));
                if running || element.says("xlm") || element.says("vbProcedure") {
                    found.always(What::Macros, name);
                }
                let own = called.starts_with("_xlnm.");
                if element.says("hidden") && !own {
                    found.hidden(What::DefinedName, &format!("name {called:?}"));
                }
                reading = (!own).then_some((called, String::new()));
            }
            "workbookView" => {
                let state = element.value("visibility").unwrap_or_default().to_lowercase();
                if !matches!(state.as_str(), "" | "visible") {
                    found.hidden(What::HiddenSheet, "the workbook's window");
                }
            }
            "fileSharing" if element.value("userName").is_some() => found.hidden(What::Properties, name),
            "externalReference" => found.always(What::ExternalLink, name),
            "pivotCache" => found.hidden(What::StoredRows, name),
            _ => {}
        },
        xml::Step::Text(text) => {
            if let Some((_, meaning)) = &mut reading {
                meaning.push_str(text);
            }
        }
        xml::Step::Close("definedName") => {
            if let Some((called, meaning)) = reading.take() {
                live(name, &meaning, found);
                // A name for cells is seen where the cells are; one that holds a text or a rule is seen nowhere.
                if !is_place(&meaning) {
                    found.hidden(What::DefinedName, &format!("name {called:?}"));
                }
            }
        }
        xml::Step::Close(_) => {}
    })
}

/// Whether a name's meaning is cells only, such as `'Plan A'!$B$2:$C$9`.
fn is_place(meaning: &str) -> bool {
    let Some((_, cells)) = meaning.rsplit_once('!') else { return false };
    let plain = cells.chars().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, '$' | ':'));
    plain && !meaning.contains(['"', '[', '(', '|'])
}

/// Sheets, styles, shared strings and drawings.
pub(super) fn look_sheet(name: &str, bytes: &[u8], found: &mut Findings) -> Result<(), Finding> {
    let mut formula: Option<String> = None;
    xml::each(name, bytes, |step| match step {
        xml::Step::Open(element) => {
            match element.name {
                "f" | "formula" | "formula1" | "formula2" | "calculatedColumnFormula" => formula = Some(String::new()),
                "row" | "col" if element.says("hidden") || is_flat(&element) => {
                    found.hidden(What::HiddenCells, name);
                }
                "sheetFormatPr" if element.says("zeroHeight") => found.hidden(What::HiddenCells, name),
                "oleObject" => found.always(What::EmbeddedFile, name),
                "control" => found.always(What::Controls, name),
                "ddeLink" | "oleLink" => found.always(What::LiveField, name),
                // A form that shows nothing, whatever the cell holds.
                "numFmt" if element.value("formatCode").is_some_and(|code| code.trim().starts_with(";;")) => {
                    found.hidden(What::HiddenCells, name);
                }
                _ => {}
            }
            formats::drawing(name, &element, found);
        }
        xml::Step::Text(text) => {
            if let Some(formula) = &mut formula {
                formula.push_str(text);
            }
        }
        xml::Step::Close(_) => {
            if let Some(formula) = formula.take() {
                live(name, &formula, found);
            }
        }
    })
}

/// A row or column without height or width is as good as hidden.
fn is_flat(element: &xml::Element<'_>) -> bool {
    let size = element.value(if element.name == "row" { "ht" } else { "width" });
    size.and_then(|size| size.parse::<f64>().ok()).is_some_and(|size| size < 0.1)
}

fn live(name: &str, formula: &str, found: &mut Findings) {
    let upper: String = formula.to_uppercase().split_whitespace().collect();
    // `cmd|'/c …'!A0` asks another program (Dynamic Data Exchange).
    let asks = upper.split_once('|').is_some_and(|(program, rest)| rest.contains('!') && !program.contains('"'));
    if asks || LIVE.iter().any(|function| upper.contains(function)) {
        found.always(What::LiveField, name);
    }
}
