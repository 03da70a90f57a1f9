//! What a browser sees in a page: its tags, as the tokenizer of the HTML standard reads them.

use std::cell::RefCell;

use html5ever::{
    tendril::StrTendril,
    tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts},
};

/// One start tag with its attributes in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
struct Sink {
    elements: RefCell<Vec<Element>>,
    text: RefCell<String>,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(Tag { kind: TagKind::StartTag, name, attrs, .. }) => {
                let attributes =
                    attrs.iter().map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string()));
                self.elements.borrow_mut().push(Element { name: name.to_string(), attributes: attributes.collect() });
            }
            Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn read(document: &str) -> Sink {
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(document));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink
}

/// Every start tag of a document.
pub(crate) fn elements(document: &str) -> Vec<Element> {
    read(document).elements.into_inner()
}

/// All text of a document, entities resolved.
pub(crate) fn text(document: &str) -> String {
    read(document).text.into_inner()
}

/// The main part of a document, which alone belongs to this crate.
pub(crate) fn main_part(document: &str) -> &str {
    let start = document.find("<main").unwrap();
    &document[start..document.find("</main>").unwrap()]
}

/// The title of a document.
pub(crate) fn title(document: &str) -> &str {
    document.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0
}
