//! Several files in one: a ZIP whose names stay inside it, wherever it is opened.

use std::{
    collections::HashSet,
    io::{Cursor, Write},
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::ExportError;

/// Most letters of a name before its ending.
const LONGEST: usize = 100;

/// A file of a bundle: what it is called, its ending without a dot, and its bytes.
pub type Bundled = (String, &'static str, Vec<u8>);

/// The files as one ZIP, in this order. Names become plain ones: no folder, no way out, none twice.
pub fn bundle(files: &[Bundled]) -> Result<Vec<u8>, ExportError> {
    let failed = |error: &dyn std::fmt::Display| ExportError::Writing(error.to_string());
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut taken = HashSet::new();
    for (number, (name, ending, bytes)) in (1..).zip(files) {
        let plain = safe(name);
        let mut whole = format!("{plain}.{ending}");
        // Some machines tell no capitals from small letters.
        if !taken.insert(whole.to_lowercase()) {
            whole = format!("{plain} ({number}).{ending}");
            taken.insert(whole.to_lowercase());
        }
        package.start_file(whole, options).map_err(|error| failed(&error))?;
        package.write_all(bytes).map_err(|error| failed(&error))?;
    }
    package.finish().map(Cursor::into_inner).map_err(|error| failed(&error))
}

/// Letters, digits, spaces and a few signs; never a separator of folders, a drive, a device or a hidden file.
fn safe(name: &str) -> String {
    let sign = |sign: char| if sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.' | ',') { sign } else { ' ' };
    let spaced: String = name.chars().map(sign).collect();
    let says = |word: &&str| word.chars().any(char::is_alphanumeric);
    let words = spaced.split_whitespace().filter(says).collect::<Vec<_>>().join(" ");
    let cut: String = words.trim_matches(['.', ' ']).chars().take(LONGEST).collect();
    let cut = cut.trim_end_matches(['.', ' ']);
    // A lone word such as CON or NUL is a device on some machines.
    if cut.contains(' ') { cut.to_owned() } else { format!("File {cut}").trim_end().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_the_bundle() {
        for (name, plain) in [
            ("1.1 What families say", "1.1 What families say"),
            ("../../etc/passwd", "etc passwd"),
            ("C:\\Windows\\win.ini", "C Windows win.ini"),
            ("1.2 ..", "File 1.2"),
            ("..", "File"),
            ("", "File"),
            ("NUL", "File NUL"),
            ("2.1 a\u{202e}fdp\r\n<b>", "2.1 a fdp b"),
        ] {
            assert_eq!(safe(name), plain, "{name:?}");
        }
        let long = safe(&"long words ".repeat(40));
        assert!(long.chars().count() <= LONGEST && !long.ends_with(' '), "{long}");
    }

    #[test]
    fn two_files_of_one_name_are_both_there() {
        let file = |name: &str| (name.to_owned(), "csv", b"a".to_vec());
        let bytes = bundle(&[file("1.1 Figures"), file("1.1 figures"), file("1.1/Figures")]).unwrap();
        let package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut names: Vec<_> = package.file_names().map(|name| name.unwrap().into_owned()).collect();
        names.sort();
        assert_eq!(names, ["1.1 Figures (3).csv", "1.1 Figures.csv", "1.1 figures (2).csv"]);
    }
}
