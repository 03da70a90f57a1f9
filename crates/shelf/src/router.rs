//! The public side as an axum router, for a program that serves more than that.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    response::Response,
};

use crate::{Settings, Shelf, answer::Counter};

/// Answers every address from the shelf. It holds the shelf, pure rules and a box that letters go into, and can hold
/// nothing else.
///
/// The rate limit needs the visitor's address: serve the router with axum's `ConnectInfo<SocketAddr>`, or set
/// [`Settings::behind_proxy`].
pub fn router(shelf: Arc<Shelf>, settings: Settings) -> Router {
    Router::new().fallback(answered).with_state(Arc::new(Counter::new(shelf, settings)))
}

async fn answered(State(counter): State<Arc<Counter>>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|connected| connected.0.ip());
    let answer = if counter.receives(&request) {
        counter.receive(request, peer).await
    } else {
        counter.answer(&request, peer, None)
    };
    answer.map(Body::new)
}
