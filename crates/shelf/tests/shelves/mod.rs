//! Two areas with a few releases, for the tests of the public side.
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]

use std::{collections::BTreeMap, io::Read, sync::Arc};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use shelf::{Answer, AreaPages, Copies, Frozen, Release, Rule, Settings, Snapshot, Withdrawn};

pub(crate) fn gunzipped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    plain
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A frozen page of these words. Its digest here only has to differ from page to page; its brotli copy is never read.
pub(crate) fn frozen(media_type: &str, text: &str) -> Arc<Frozen> {
    let digest = format!(
        "{:032x}{:032x}",
        text.len(),
        text.bytes().fold(7u128, |sum, byte| sum.wrapping_mul(31) + u128::from(byte))
    );
    let digest = &digest[32..];
    let copies =
        Copies { identity: text.to_owned().into(), gzip: Some(gzipped(text).into()), brotli: Some("brotli".into()) };
    let policy = "default-src 'none'; style-src 'self' 'sha256-x'; frame-ancestors 'none'";
    Arc::new(Frozen::new(digest, media_type, policy, copies).unwrap())
}

pub(crate) fn html(words: &str) -> Arc<Frozen> {
    frozen(
        "text/html; charset=utf-8",
        &format!("<!DOCTYPE html><title>{words}</title><main>{words}</main>{}", " ".repeat(2_000)),
    )
}

pub(crate) fn release(series: &str, number: u32, label: &str, pages: &[(&str, Arc<Frozen>)]) -> Release {
    Release {
        series: series.to_owned(),
        number,
        label: label.to_owned(),
        title: format!("Edition {label}"),
        released_at: "2026-07-01T09:00:00Z".parse().unwrap(),
        as_at: "2026-06-30".parse().unwrap(),
        withdrawn: None,
        pages: pages.iter().map(|(path, page)| ((*path).to_owned(), Arc::clone(page))).collect(),
        held_back: Vec::new(),
        manifest: frozen("application/json", &format!("{{\"label\":\"{label}\"}}")),
        signature: frozen("text/plain", &"5".repeat(128)),
    }
}

/// Ridgeway with four editions (the last withdrawn), a site and assets; Kent with one edition and a host of its own.
pub(crate) fn two_areas() -> Snapshot {
    let edition = |number: u32, more: &[(&str, Arc<Frozen>)]| {
        let mut pages = vec![("roadmap", html(&format!("roadmap as in edition {number}")))];
        pages.extend(more.iter().cloned());
        release("roadmap", number, &number.to_string(), &pages)
    };
    let old = [("roadmap/entries/old", html("the old entry"))];
    let mut third = edition(3, &[]);
    third.held_back.push("damaged".to_owned());
    let mut fourth = edition(4, &[]);
    fourth.pages = BTreeMap::new();
    fourth.withdrawn = Some(Withdrawn {
        reason: "a figure could identify a child & family".to_owned(),
        paths: vec!["roadmap".to_owned(), "only-in-4".to_owned(), "roadmap/entries/old".to_owned()],
    });
    let search = frozen("text/html; charset=utf-8", "<!DOCTYPE html><main>ask</main>");
    let site = [("", html("home of ridgeway")), ("help", html("help")), ("search", search)];
    let look = [("assets/look-1.css", frozen("text/css; charset=utf-8", "body{color:#000}"))];
    let ridgeway = vec![
        edition(1, &old),
        edition(2, &old),
        third,
        fourth,
        release("site", 1, "site-1", &site),
        release("assets", 1, "assets-1", &look),
    ];
    let kent = vec![release("roadmap", 1, "1", &[("roadmap", html("roadmap of kent"))])];
    let area = |slug: &str, releases: Vec<Release>| {
        Arc::new(AreaPages::new(slug, slug, releases.into_iter().map(Arc::new).collect()))
    };
    Snapshot::new([area("ridgeway", ridgeway), area("kent", kent)])
}

pub(crate) fn settings() -> Settings {
    Settings {
        hosts: [("send.kent.example", "kent"), ("lost.example", "nobody")]
            .map(|(host, slug)| (host.to_owned(), slug.to_owned()))
            .into(),
        rules: vec![Arc::new(Echo)],
        ..Settings::default()
    }
}

/// Puts the question into the frozen page.
struct Echo;

impl Rule for Echo {
    fn path(&self) -> &'static str {
        "search"
    }

    fn answer(&self, pages: &AreaPages, query: &[(String, String)]) -> Option<Answer> {
        let (_, words) = query.iter().find(|(name, _)| name == "q")?;
        let frame = pages.page("search")?;
        let text = String::from_utf8_lossy(&frame.copies().identity);
        let words = format!("you asked for {words} in {}", pages.slug());
        Some(Answer::within(frame, text.replace("ask<", &format!("{words}<")) + &" ".repeat(2_000)))
    }
}
