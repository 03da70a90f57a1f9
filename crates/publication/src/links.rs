//! What a page of HTML links to, and what can be linked to in it.

use std::{cell::RefCell, collections::BTreeSet};

use html5ever::{
    tendril::StrTendril,
    tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
        states::{Rawtext, Rcdata, ScriptData},
    },
};

/// What was found in one page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Anchors {
    /// The text of `<title>`.
    pub(crate) title: String,
    /// Every address the page names, as written.
    pub(crate) addresses: BTreeSet<String>,
    /// Every place inside the page that can be linked to.
    pub(crate) places: BTreeSet<String>,
}

/// Reads a page the way a browser's tokeniser does, so that comments, scripts and quoting cannot hide a link.
pub(crate) fn anchors(document: &str) -> Anchors {
    let reader = Reader::default();
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(document));
    let tokenizer = Tokenizer::new(reader, html5ever::tokenizer::TokenizerOpts::default());
    // A script ends a feed early; the rest is still in the queue.
    while matches!(tokenizer.feed(&input), html5ever::TokenizerResult::Script(())) {}
    tokenizer.end();
    tokenizer.sink.found.take()
}

#[derive(Default)]
struct Reader {
    found: RefCell<Anchors>,
    in_title: RefCell<bool>,
}

impl TokenSink for Reader {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => return self.tag(&tag),
            Token::CharacterTokens(text) if *self.in_title.borrow() => self.found.borrow_mut().title.push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Reader {
    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let name = &*tag.name;
        if tag.kind == TagKind::EndTag {
            self.in_title.replace(false);
            return TokenSinkResult::Continue;
        }
        let mut found = self.found.borrow_mut();
        for attribute in &tag.attrs {
            let value = attribute.value.trim();
            match &*attribute.name.local {
                "href" | "src" | "action" | "formaction" | "poster" | "xlink:href" => {
                    found.addresses.insert(value.to_owned());
                }
                "data" if name == "object" => {
                    found.addresses.insert(value.to_owned());
                }
                "srcset" => {
                    let members = value.split(',').filter_map(|member| member.split_whitespace().next());
                    found.addresses.extend(members.map(str::to_owned));
                }
                "id" => {
                    found.places.insert(value.to_owned());
                }
                "name" if name == "a" => {
                    found.places.insert(value.to_owned());
                }
                _ => {}
            }
        }
        match name {
            // An SVG's own <title> comes later; only the document's first one counts.
            "title" if found.title.is_empty() => {
                self.in_title.replace(true);
                TokenSinkResult::RawData(Rcdata)
            }
            "textarea" => TokenSinkResult::RawData(Rcdata),
            "script" => TokenSinkResult::RawData(ScriptData),
            "style" | "iframe" | "noembed" | "noframes" | "xmp" => TokenSinkResult::RawData(Rawtext),
            _ => TokenSinkResult::Continue,
        }
    }
}

/// Where an address leads from a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Leads {
    /// To another site, a mail program, a telephone.
    Outside,
    /// To a path inside the area, and a place in it (empty for its beginning).
    Inside { path: String, place: String },
    /// Above the area's root, or to the root of the host: it would break at one of our addresses.
    Astray,
}

/// Resolves an address as a browser does (RFC 3986 section 5.2), for a page at `from` inside the area.
pub(crate) fn leads(from: &str, address: &str) -> Leads {
    let scheme = address.split(['/', '?', '#']).next().unwrap_or("");
    if address.starts_with("//") || scheme.contains(':') {
        return Leads::Outside;
    }
    if address.starts_with('/') {
        return Leads::Astray;
    }
    let (rest, place) = address.split_once('#').unwrap_or((address, ""));
    let written = rest.split('?').next().unwrap_or("");
    let place = place.to_owned();
    if written.is_empty() {
        return Leads::Inside { path: from.to_owned(), place };
    }
    let mut segments: Vec<&str> = from.split('/').collect();
    segments.pop();
    for segment in written.split('/') {
        match segment {
            "." | "" => {}
            ".." => {
                if segments.pop().is_none() {
                    return Leads::Astray;
                }
            }
            name => segments.push(name),
        }
    }
    Leads::Inside { path: segments.join("/"), place }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_a_page_can_name_another_is_found_and_nothing_else() {
        let page = r##"<!DOCTYPE html><head><title>A &amp; B</title><link rel=stylesheet href=a.css>
            <style>.x{background:url(href="no")}</style><script src='b.js'>var x = '<a href="no">';</script></head>
            <!-- <a href="no"> --><a id=top HREF="c?x=1&amp;y=2">c</a><a name="old"></a><img src="d.png" srcset="e.png 2x, f.png 3x">
            <form action="g"><button formaction="h">x</button></form><textarea><a href="no"></textarea>
            <object data="i"></object><svg><title>picture</title><use xlink:href="#top"/></svg>"##;
        let found = anchors(page);
        let addresses: Vec<&str> = found.addresses.iter().map(String::as_str).collect();
        assert_eq!(addresses, ["#top", "a.css", "b.js", "c?x=1&y=2", "d.png", "e.png", "f.png", "g", "h", "i"]);
        assert_eq!(found.title, "A & B");
        assert_eq!(found.places.into_iter().collect::<Vec<_>>(), ["old", "top"]);
    }

    #[test]
    fn addresses_lead_where_a_browser_would_go() {
        let inside = |path: &str, place: &str| Leads::Inside { path: path.to_owned(), place: place.to_owned() };
        for (from, address, expected) in [
            ("roadmap/entries/e-1", "e-2#dates", inside("roadmap/entries/e-2", "dates")),
            ("roadmap/entries/e-1", "../changes?x=1#y", inside("roadmap/changes", "y")),
            ("roadmap/entries/e-1", "../../", inside("", "")),
            ("roadmap/entries/e-1", "#dates", inside("roadmap/entries/e-1", "dates")),
            ("roadmap", "./", inside("", "")),
            ("", "roadmap/", inside("roadmap", "")),
            ("", "", inside("", "")),
            ("roadmap", "?q=a/b", inside("roadmap", "")),
            ("roadmap", "../other", Leads::Astray),
            ("roadmap", "/roadmap", Leads::Astray),
            ("roadmap", "//host/x", Leads::Outside),
            ("roadmap", "https://example.org/", Leads::Outside),
            ("roadmap", "mailto:send@example.org", Leads::Outside),
            ("roadmap", "x?to=a:b", inside("x", "")),
        ] {
            assert_eq!(leads(from, address), expected, "{address:?} on {from:?}");
        }
    }
}
