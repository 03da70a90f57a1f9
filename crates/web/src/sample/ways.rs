//! Examples of components that lead somewhere.

use super::Sample;
use crate::components::{
    BackLink, Breadcrumb, Breadcrumbs, Component, GenericHeader, LanguageLink, LanguageNavigation, Neighbour,
    PageNumber, Pagination, PhaseBanner, SiteLink, SiteNavigation, SkipLink,
};

pub(super) fn samples() -> Vec<Sample> {
    [above(), around()].concat()
}

fn above() -> Vec<Sample> {
    let crumb =
        |text: &str, href: &str| Breadcrumb { text: text.to_owned(), href: href.to_owned(), ..Breadcrumb::default() };
    let language = |text: &str, lang: &str, current: bool| LanguageLink {
        text: text.to_owned(),
        lang: lang.to_owned(),
        href: "#language".to_owned(),
        current,
        ..LanguageLink::default()
    };
    let page = |number: &str, current: bool| PageNumber {
        number: number.to_owned(),
        href: "#page".to_owned(),
        current,
        ..PageNumber::default()
    };
    let next = Neighbour { href: "#next".to_owned(), ..Neighbour::default() };
    vec![
        ("back-link", BackLink { href: "#back".to_owned(), ..BackLink::default() }.html()),
        (
            "breadcrumbs",
            Breadcrumbs {
                items: vec![crumb("Home", "#home"), crumb("Roadmap", "")],
                label_text: Some("Sample breadcrumbs".to_owned()),
                ..Breadcrumbs::default()
            }
            .html(),
        ),
        (
            "language-navigation",
            LanguageNavigation {
                items: vec![language("English", "en", true), language("Polski", "pl", false)],
                ..LanguageNavigation::default()
            }
            .html(),
        ),
        (
            "pagination",
            Pagination { items: vec![page("1", true), page("2", false)], next: Some(next), ..Pagination::default() }
                .html(),
        ),
    ]
}

fn around() -> Vec<Sample> {
    let link = |text: &str, active: bool| SiteLink {
        text: text.to_owned(),
        href: "#section".to_owned(),
        active,
        ..SiteLink::default()
    };
    vec![
        (
            "generic-header",
            GenericHeader { logo_text: "Ridgeway".to_owned(), url: "#top".to_owned(), ..GenericHeader::default() }
                .html(),
        ),
        (
            "phase-banner",
            PhaseBanner {
                tag: "Trial".into(),
                text: "This is a new way of showing the roadmap.".to_owned(),
                ..PhaseBanner::default()
            }
            .html(),
        ),
        (
            "service-navigation",
            SiteNavigation {
                service_name: "Roadmap".to_owned(),
                service_url: "#roadmap".to_owned(),
                navigation: vec![link("Updates", true), link("Evidence", false)],
                navigation_id: "sample-navigation".to_owned(),
                navigation_label: "Sample sections".to_owned(),
                aria_label: Some("Sample service".to_owned()),
                ..SiteNavigation::default()
            }
            .html(),
        ),
        (
            "skip-link",
            SkipLink {
                text: "Skip to the samples".to_owned(),
                href: "#main-content".to_owned(),
                ..SkipLink::default()
            }
            .html(),
        ),
    ]
}
