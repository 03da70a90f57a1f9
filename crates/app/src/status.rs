//! Health and figures about the program, on an address of their own that the public cannot reach.

use std::{future::Future, sync::Arc};

use axum::{Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use db::Db;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use shelf::Shelf;
use tokio::net::TcpListener;

/// What the status server looks at.
#[derive(Clone)]
pub struct Status {
    db: Db,
    shelf: Arc<Shelf>,
    figures: PrometheusHandle,
}

impl Status {
    /// Starts counting. A second start in one process counts for itself.
    pub fn start(db: Db, shelf: Arc<Shelf>) -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        let figures = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::debug!("figures are already being counted");
        }
        Self { db, shelf, figures }
    }
}

/// Serves `/health` (the process answers), `/ready` (the database answers and something is
/// published) and `/metrics` (Prometheus text) until told to stop.
pub async fn serve(listener: TcpListener, status: Status, shutdown: impl Future<Output = ()> + Send + 'static) {
    let routes = Router::new()
        .route("/health", get(async || "ok\n"))
        .route("/ready", get(ready))
        .route("/metrics", get(figures))
        .with_state(status);
    if let Err(error) = axum::serve(listener, routes).with_graceful_shutdown(shutdown).await {
        tracing::error!(%error, "the status server ended");
    }
}

async fn ready(State(status): State<Status>) -> impl IntoResponse {
    if !status.db.is_ready().await {
        return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n");
    }
    if status.shelf.present().areas().iter().all(|area| area.releases().next().is_none()) {
        return (StatusCode::SERVICE_UNAVAILABLE, "nothing is published yet\n");
    }
    (StatusCode::OK, "ready\n")
}

async fn figures(State(status): State<Status>) -> String {
    let snapshot = status.shelf.present();
    metrics::gauge!("waymark_areas_published").set(count(snapshot.areas().len()));
    let releases: usize = snapshot.areas().iter().map(|area| area.releases().count()).sum();
    metrics::gauge!("waymark_releases_published").set(count(releases));
    let up = status.db.is_ready().await;
    metrics::gauge!("waymark_database_up").set(if up { 1.0 } else { 0.0 });
    status.figures.render()
}

/// A count as a gauge's value; counts stay far below the 53 bits that are exact.
#[expect(clippy::cast_precision_loss, reason = "counts of releases are small")]
fn count(number: usize) -> f64 {
    number as f64
}
