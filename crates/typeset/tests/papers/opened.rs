use std::{collections::BTreeMap, fs, path::Path};

use lopdf::{Dictionary, Document, Object};

/// A finished file, opened again.
pub(crate) struct Opened {
    pub(crate) document: Document,
    pub(crate) metadata: String,
    /// The text of each page.
    texts: Vec<String>,
}

/// Opens a paper, and leaves it in the build folder for whoever wants to look at it or check it with other programs.
pub(crate) fn open(name: &str, bytes: &[u8]) -> Opened {
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf")), bytes).unwrap();
    let document = Document::load_mem(bytes).unwrap();
    let reference = document.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = document.get_object(reference).unwrap().as_stream().unwrap();
    let metadata = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    let page = |number: &u32| document.extract_text(&[*number]).unwrap().split_whitespace().collect();
    let texts = document.get_pages().keys().map(page).collect();
    Opened { document, metadata, texts }
}

impl Opened {
    pub(crate) fn catalog(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    pub(crate) fn dictionary<'a>(&'a self, object: &'a Object) -> Option<&'a Dictionary> {
        self.document.dereference(object).ok().and_then(|(_, object)| object.as_dict().ok())
    }

    /// How often each structure type occurs, by the document's own names.
    pub(crate) fn structure(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for element in self.elements() {
            let name = String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap()).into_owned();
            *counts.entry(name).or_insert(0) += 1;
        }
        counts
    }

    /// Every structure element.
    pub(crate) fn elements(&self) -> Vec<&Dictionary> {
        let is_element =
            |dictionary: &&Dictionary| dictionary.has(b"S") && dictionary.has(b"P") && dictionary.has(b"K");
        self.document.objects.values().filter_map(|object| object.as_dict().ok()).filter(is_element).collect()
    }

    /// The text of one page, numbered from 1, with white space removed: line ends are the layout's business.
    pub(crate) fn page(&self, number: usize) -> &str {
        &self.texts[number - 1]
    }

    pub(crate) fn pages(&self) -> usize {
        self.texts.len()
    }

    /// The text of all pages, without white space.
    pub(crate) fn text(&self) -> String {
        self.texts.concat()
    }
}
