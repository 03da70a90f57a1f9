//! The HTTP safety layer: what stands between the network and every route.
//!
//! [`guard`] puts all of it around a router; each part can also be used alone. From the outside in: [`frame()`] (request
//! identifier, security headers, error pages), panics caught, the rate limit, the time limit, the check against forged
//! requests, the size limit.

mod forgery;
mod frame;
mod headers;
mod rate;

pub use forgery::{is_forged, refuse_forged};
pub use frame::{Dress, Frame, RequestId, frame};
pub use headers::complete;
pub use rate::{Buckets, ClientAddress, Limiter, Rate, limit_rate};

use crate::ErrorPage;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

/// How a router is guarded.
#[derive(Clone)]
pub struct Safety {
    /// Request identifiers, headers and the look of error pages.
    pub frame: Arc<Frame>,
    /// Who may ask how often.
    pub limiter: Arc<Limiter>,
    /// Most bytes in a request's body.
    pub body_limit: usize,
    /// Longest wait for an answer.
    pub time_limit: Duration,
}

impl Safety {
    /// The usual limits: 1 MiB, 30 seconds, and 600 requests a minute from one address after a burst of 200.
    pub fn new(frame: Frame) -> Self {
        let rate = Rate { burst: 200, per_minute: 600, most_clients: 20_000 };
        Self {
            limiter: Arc::new(Limiter::new(rate, ClientAddress::Peer, frame.clock.clone())),
            frame: Arc::new(frame),
            body_limit: 1024 * 1024,
            time_limit: Duration::from_secs(30),
        }
    }
}

/// Puts the whole safety layer around every route of a router, its fallback included.
pub fn guard(router: Router, safety: Safety) -> Router {
    router
        // One limit for every kind of body; axum's own would stand in the way of larger uploads.
        .layer(DefaultBodyLimit::disable())
        .layer(RequestBodyLimitLayer::new(safety.body_limit))
        .layer(from_fn(refuse_forged))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, safety.time_limit))
        .layer(from_fn_with_state(safety.limiter, limit_rate))
        .layer(CatchPanicLayer::custom(after_panic))
        .layer(from_fn_with_state(safety.frame, frame))
}

/// The answer after a panic. What the panic said stays inside: it may hold personal data.
fn after_panic(_said: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request ended in a panic");
    ErrorPage::ours().into_response()
}
