//! What the program's configuration says about the public side.

use std::{collections::HashMap, sync::Arc};

use crate::{Inbox, Rule};

/// How the public side answers. `Settings::default()` suits tests: no own hosts, no TLS, no rate limit.
#[derive(Clone)]
pub struct Settings {
    /// Hosts that belong to one area: host in lower case without port, to the area's slug.
    pub hosts: HashMap<String, String>,
    /// Whether visitors reach us over TLS, so that browsers may be told to insist on it (RFC 6797).
    pub behind_tls: bool,
    /// Whether `X-Forwarded-For` was written by a proxy of our own, and its last entry is the visitor.
    pub behind_proxy: bool,
    /// Where an area without a first page of its own leads, such as `roadmap`.
    pub first_page: String,
    /// How many answers one visitor may ask for; `None` for no limit.
    pub rate_limit: Option<RateLimit>,
    /// Pages answered by a pure rule over an area's frozen pages.
    pub rules: Vec<Arc<dyn Rule>>,
    /// Where the public's letters go; without it nothing can be sent to this side.
    pub inbox: Option<Arc<dyn Inbox>>,
}

/// How many answers one visitor may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Answers a second that may go on for ever.
    pub per_second: u32,
    /// Answers that may come at once after a quiet time.
    pub burst: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            hosts: HashMap::new(),
            behind_tls: false,
            behind_proxy: false,
            first_page: "roadmap".to_owned(),
            rate_limit: None,
            rules: Vec::new(),
            inbox: None,
        }
    }
}
