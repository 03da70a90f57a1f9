//! Another side of the program at the same address, such as the office that its people work in.

use std::{future::Future, net::SocketAddr, pin::Pin};

use axum::{extract::Request, response::Response};

/// Answers some addresses instead of the shelf. The shelf's own side never sees it; the connection asks it first.
pub trait Beside: Send + Sync + 'static {
    /// Whether an address is its own. `authority` is the host and port asked at; see [`crate::bare_host`].
    fn takes(&self, authority: Option<&str>, path: &str) -> bool;

    /// Answers a request to one of its addresses from the reader at `peer`.
    fn answer(&self, request: Request, peer: SocketAddr) -> Pin<Box<dyn Future<Output = Response> + Send>>;
}
