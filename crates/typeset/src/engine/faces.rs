//! The faces papers are set in.

use std::{collections::BTreeMap, fs, path::Path, path::PathBuf};

use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

/// Faces looked for on the system. The first family is the one papers are set in; the others have letters it lacks,
/// for the languages many families in England write.
const WANTED: [&str; 24] = [
    "LiberationSans-Regular.ttf",
    "LiberationSans-Bold.ttf",
    "LiberationSans-Italic.ttf",
    "LiberationSans-BoldItalic.ttf",
    "DejaVuSans.ttf",
    "DejaVuSans-Bold.ttf",
    "NotoEmoji-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSansBengali-Regular.ttf",
    "NotoSansBengali-Bold.ttf",
    "NotoSansCJK-Regular.ttc",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansDevanagari-Bold.ttf",
    "NotoSansEthiopic-Regular.ttf",
    "NotoSansEthiopic-Bold.ttf",
    "NotoSansGujarati-Regular.ttf",
    "NotoSansGujarati-Bold.ttf",
    "NotoSansGurmukhi-Regular.ttf",
    "NotoSansGurmukhi-Bold.ttf",
    "NotoSansTamil-Regular.ttf",
    "NotoSansTamil-Bold.ttf",
    "NotoSansSinhala-Regular.ttf",
    "NotoSansThai-Regular.ttf",
];

/// How deep folders are searched: systems keep fonts two or three deep, and a link may lead in circles.
const DEPTH: usize = 4;

pub(super) struct Faces {
    pub(super) book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Faces {
    /// The system's faces in front, the program's own behind them.
    pub(super) fn found_in(folders: &[PathBuf]) -> Self {
        let mut found = BTreeMap::new();
        for folder in folders {
            search(folder, DEPTH, &mut found);
        }
        let on_system = WANTED.iter().filter_map(|name| found.get(*name)).filter_map(|path| fs::read(path).ok());
        let carried = typst_assets::fonts().map(Bytes::new);
        let fonts: Vec<Font> = on_system.map(Bytes::new).chain(carried).flat_map(Font::iter).collect();
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }
}

/// Notes where each wanted face is; the first place wins. A folder that cannot be read has none.
fn search(folder: &Path, depth: usize, found: &mut BTreeMap<&'static str, PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if let Some(name) = WANTED.iter().find(|name| entry.file_name() == **name) {
            found.entry(*name).or_insert(path);
        } else if depth > 0 && path.is_dir() {
            search(&path, depth - 1, found);
        }
    }
}
