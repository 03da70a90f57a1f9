//! Who answers for what, and what nobody answers for.

use askama::Template;
use web::{Html, Place};

use super::themes::standing;
use crate::{
    model::{Body, Finding, Node, Owner, Part},
    site::{Page, context::Site, frame::Sheet, lines::EntryLines, paths, words::counted},
};

/// All organisations, and openly what none of them answers for.
#[derive(Template)]
#[template(path = "roadmap/partners.html")]
struct Partners<'a> {
    here: Place,
    bodies: Vec<(&'a Body, String)>,
    nameless: Html,
    nameless_count: String,
    has_nameless: bool,
}

#[derive(Template)]
#[template(path = "roadmap/partner.html")]
struct Partner<'a> {
    here: Place,
    body: &'a Body,
    lead_standing: String,
    lead: Html,
    supports: Html,
    supports_anything: bool,
    elsewhere: Html,
    elsewhere_count: usize,
    findings: Vec<&'a Finding>,
}

/// The list of organisations and a page for each.
pub(crate) fn pages(site: &Site) -> Vec<Page> {
    let mut pages = vec![index(site)];
    pages.extend(site.content.tree.bodies.iter().map(|body| one(site, body)));
    pages
}

fn index(site: &Site) -> Page {
    let path = "roadmap/partners";
    let here = paths::place(path);
    let nameless: Vec<&Node> =
        site.live.iter().filter(|entry| !entry.owners.iter().any(|owner| holds(site, owner))).copied().collect();
    let about = |body: &Body| {
        let findings = findings_of(site, body).len();
        let mut words = standing(&entries_of(site, body, true));
        let elsewhere = commitments_of(site, body).len();
        if elsewhere > 0 {
            words =
                format!("{words} Named for {}.", counted(elsewhere, "thing in other plans", "things in other plans"));
        }
        if findings > 0 {
            words =
                format!("{words} Named in {}.", counted(findings, "finding of inspectors", "findings of inspectors"));
        }
        words
    };
    let partners = Partners {
        bodies: site.content.tree.bodies.iter().map(|body| (body, about(body))).collect(),
        nameless: EntryLines::plain(site, &here, &nameless),
        nameless_count: counted(nameless.len(), "thing has", "things have"),
        has_nameless: !nameless.is_empty(),
        here,
    };
    let sheet = Sheet::new(
        path,
        "Who answers for what",
        "The organisations that answer for the promises of the roadmap.",
        Html::of(&partners),
    );
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP))
}

fn one(site: &Site, body: &Body) -> Page {
    let path = paths::partner(&body.key);
    let here = paths::place(&path);
    let (lead, supports) = (entries_of(site, body, true), entries_of(site, body, false));
    let elsewhere = commitments_of(site, body);
    let partner = Partner {
        body,
        lead_standing: standing(&lead),
        lead: EntryLines::plain(site, &here, &lead),
        supports_anything: !supports.is_empty(),
        supports: EntryLines::plain(site, &here, &supports),
        elsewhere_count: elsewhere.len(),
        elsewhere: EntryLines::plain(site, &here, &elsewhere),
        findings: findings_of(site, body),
        here,
    };
    let title = format!("{}: what it answers for", body.name);
    let sheet = Sheet::new(&path, &title, "What this organisation answers for on the roadmap.", Html::of(&partner));
    site.frame().page(sheet.below("Roadmap", paths::ROADMAP).below("Partners", "roadmap/partners"))
}

/// Whether an owner still holds its part on the day of the edition.
pub(crate) fn holds(site: &Site, owner: &Owner) -> bool {
    owner.until.is_none_or(|until| until >= site.content.as_at)
}

/// The entries a body leads, answers for or does; or, not `leading`, those it only helps with. A body may be named by its
/// key or, where the plan came from elsewhere, by its name.
fn entries_of<'a>(site: &Site<'a>, body: &Body, leading: bool) -> Vec<&'a Node> {
    let its = |owner: &&Owner| is_of(site, body, owner);
    let leads = |entry: &Node| entry.owners.iter().filter(its).any(|owner| owner.part != Part::Support);
    let helps = |entry: &Node| entry.owners.iter().any(|owner| its(&owner));
    site.live.iter().filter(|entry| helps(entry) && leads(entry) == leading).copied().collect()
}

/// What the body leads, answers for, does or helps with in other plans.
fn commitments_of<'a>(site: &Site<'a>, body: &Body) -> Vec<&'a Node> {
    let its = |node: &&Node| node.retired.is_none() && node.owners.iter().any(|owner| is_of(site, body, owner));
    site.content.commitments().filter(its).collect()
}

/// Whether the owner is this body on the day of the edition.
fn is_of(site: &Site, body: &Body, owner: &Owner) -> bool {
    owner.body.as_ref().is_some_and(|key| *key == body.key || *key == body.name) && holds(site, owner)
}

/// The findings in which inspectors named the body.
fn findings_of<'a>(site: &Site<'a>, body: &Body) -> Vec<&'a Finding> {
    let inspections = &site.content.tree.inspections;
    inspections
        .iter()
        .flat_map(|inspection| &inspection.findings)
        .filter(|finding| finding.bodies.contains(&body.key))
        .collect()
}
