//! The invented county's pages as the public side holds them.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{Timestamp, civil::date};
use roadmap::site;
use shelf::{AreaPages, Copies, Frozen, Release};

use crate::fiction;

fn frozen(media_type: &str, body: String) -> Arc<Frozen> {
    let copies = Copies { identity: body.into_bytes().into(), gzip: None, brotli: None };
    Arc::new(Frozen::new("0123456789abcdef0123456789abcdef", media_type, "default-src 'none'", copies).unwrap())
}

pub(crate) fn published() -> AreaPages {
    let pages: BTreeMap<String, Arc<Frozen>> = site::build(&fiction::saltmarsh())
        .into_iter()
        .map(|page| (page.path, frozen(page.media_type, page.body)))
        .collect();
    let release = Release {
        series: "roadmap".to_owned(),
        number: 3,
        label: "3".to_owned(),
        title: "Edition 3".to_owned(),
        released_at: Timestamp::UNIX_EPOCH,
        as_at: date(2026, 6, 22),
        withdrawn: None,
        pages,
        held_back: vec![],
        manifest: frozen("application/json", String::new()),
        signature: frozen("application/octet-stream", String::new()),
    };
    AreaPages::new("saltmarsh", "Saltmarsh", vec![Arc::new(release)])
}
