//! The document around a page's main content: head, header, navigation, footer.

use crate::components::{
    Breadcrumb, Breadcrumbs, Component, GenericHeader, PhaseBanner, SiteLink, SiteNavigation, SkipLink, Tag,
};
use crate::{AreaLook, Html, Link, Place, assets};
use askama::Template;

/// A whole page. Start with [`Shell::new`], fill in what the page has, then [`Shell::render`].
#[derive(Debug, Clone, Template)]
#[template(path = "web/shell.html")]
pub struct Shell {
    /// The area whose page it is.
    pub look: AreaLook,
    /// Where the page stands inside the area; all links are made relative to it.
    pub here: Place,
    /// The page's own title, without the area's name.
    pub title: String,
    /// One sentence for search engines and link previews; left out when empty.
    pub description: String,
    /// Language of the page as a BCP 47 tag.
    pub language: String,
    /// The area's main sections.
    pub navigation: Vec<NavigationItem>,
    /// The pages above this one, outermost first; this page itself is not among them.
    pub breadcrumbs: Vec<Link>,
    /// What stage the site is at, or that it is a demonstration.
    pub banner: Option<Banner>,
    /// The main content.
    pub main: Html,
    /// Whether the page reports errors in what was typed: its title then starts with "Error: ".
    pub has_errors: bool,
    /// The same page told in another way.
    pub sibling: Option<Sibling>,
    /// Who answers for the page and when it last changed.
    pub record: Option<PageRecord>,
    /// Ways to say that something on the page is wrong or useful.
    pub feedback: Vec<Link>,
    /// Links in the footer; accessibility, privacy, cookies and help unless changed.
    pub footer: Vec<Link>,
    /// The page's one full address, when it has several.
    pub canonical: Option<String>,
    /// The same contents as feed, calendar or data.
    pub alternates: Vec<Alternate>,
    /// What search engines may do.
    pub robots: Robots,
    /// Where the style sheet, script and icon stand inside the area.
    pub asset_folder: String,
}

/// One main section of the area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationItem {
    /// Its name.
    pub text: String,
    /// Its path inside the area.
    pub path: String,
}

/// The stage of a site, shown under the header in a landmark of its own.
#[derive(Debug, Clone)]
pub struct Banner {
    /// One or two words, such as "Demonstration".
    pub tag: String,
    /// What that means for the reader.
    pub text: Html,
}

/// The same page told in another way, such as its easy-read version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sibling {
    /// Words of the link, such as "Easy read version of this page".
    pub text: String,
    /// Its path inside the area.
    pub path: String,
}

/// Who answers for a page and when it last changed, printed at its foot. Empty parts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageRecord {
    /// A date in words, such as "22 June 2026".
    pub last_updated: String,
    /// A date in words.
    pub next_review: String,
    /// A body or a role, never a person's name.
    pub owner: String,
    /// What changed, in a sentence.
    pub change: String,
}

/// The same contents in another format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternate {
    /// What it is, such as "Changes to the roadmap".
    pub title: String,
    /// Its media type, such as `application/atom+xml`.
    pub media_type: String,
    /// Its path inside the area.
    pub path: String,
}

/// What search engines may do with a page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Robots {
    /// Show it in results.
    #[default]
    Index,
    /// Leave it out: old releases, search results, demonstrations.
    NoIndex,
}

impl Banner {
    fn html(&self) -> Html {
        PhaseBanner { tag: Tag::from(self.tag.as_str()), html: self.text.clone(), ..PhaseBanner::default() }.html()
    }
}

impl Shell {
    /// A page with a title and a main content, the four links every site owes its readers, and the area's own notice
    /// as its banner.
    pub fn new(look: AreaLook, here: Place, title: &str, main: Html) -> Self {
        let footer = [
            ("Help and contact", "help"),
            ("Accessibility", "accessibility"),
            ("Privacy", "privacy"),
            ("Cookies", "cookies"),
        ];
        // What is not official must not turn up in a search for the real thing.
        let robots = if look.notice.is_empty() { Robots::Index } else { Robots::NoIndex };
        let banner = Some(&look.notice).filter(|notice| !notice.is_empty());
        let banner = banner.map(|notice| Banner { tag: "Please note".to_owned(), text: Html::escaped(notice) });
        Self {
            look,
            here,
            title: title.to_owned(),
            description: String::new(),
            language: "en-GB".to_owned(),
            navigation: Vec::new(),
            breadcrumbs: Vec::new(),
            banner,
            main,
            has_errors: false,
            sibling: None,
            record: None,
            feedback: Vec::new(),
            footer: footer.map(|(text, path)| Link::inside(text, path)).to_vec(),
            canonical: None,
            alternates: Vec::new(),
            robots,
            asset_folder: "assets".to_owned(),
        }
    }

    /// The relative address of one of [`assets::ALL`].
    fn asset(&self, name: &str) -> String {
        self.here.to(&format!("{}/{name}", self.asset_folder))
    }

    /// The whole document. Its content security policy is [`crate::csp::for_document`] of it.
    pub fn render(&self) -> String {
        Html::of(self).into_string()
    }

    fn skip_link() -> Html {
        SkipLink { text: "Skip to main content".to_owned(), href: "#main-content".to_owned(), ..SkipLink::default() }
            .html()
    }

    fn header(&self) -> Html {
        GenericHeader { url: self.here.to(""), logo_text: self.look.name.clone(), ..GenericHeader::default() }.html()
    }

    fn sections(&self) -> Html {
        let here = self.here.as_str();
        let holds = |path: &str| path == here || here.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
        // A section may stand inside another, as findings inside the roadmap: only the inner one is where we are.
        let section =
            self.navigation.iter().map(|item| item.path.as_str()).filter(|path| !path.is_empty() && holds(path));
        let section = section.max_by_key(|path| path.len());
        let link = |item: &NavigationItem| SiteLink {
            text: item.text.clone(),
            href: self.here.to(&item.path),
            current: item.path == here,
            active: item.path != here && section == Some(item.path.as_str()),
            ..SiteLink::default()
        };
        SiteNavigation { navigation: self.navigation.iter().map(link).collect(), ..SiteNavigation::default() }.html()
    }

    fn trail(&self) -> Html {
        let above = |link: &Link| Breadcrumb {
            text: link.text.clone(),
            href: link.href(&self.here).unwrap_or_default(),
            ..Breadcrumb::default()
        };
        let items = self.breadcrumbs.iter().map(above).collect();
        Breadcrumbs { items, collapse_on_mobile: true, ..Breadcrumbs::default() }.html()
    }

    /// A link where its address may be printed, otherwise its words alone.
    fn linked(&self, link: &Link, class: &str) -> Html {
        match link.href(&self.here) {
            Some(href) => Html::of(&Anchor { href: &href, class, text: &link.text }),
            None => Html::escaped(&link.text),
        }
    }

    fn record_rows(&self) -> Vec<(&'static str, &str)> {
        let Some(record) = &self.record else {
            return Vec::new();
        };
        let rows = [
            ("Last updated", record.last_updated.as_str()),
            ("What changed", record.change.as_str()),
            ("Next review by", record.next_review.as_str()),
            ("Owner", record.owner.as_str()),
        ];
        rows.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

#[derive(Template)]
#[template(source = r#"<a class="{{ class }}" href="{{ href }}">{{ text }}</a>"#, ext = "html")]
struct Anchor<'a> {
    href: &'a str,
    class: &'a str,
    text: &'a str,
}
