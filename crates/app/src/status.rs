//! Health and figures about the program, on an address of their own that the public cannot reach.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{Router, extract::State, http::StatusCode, response::IntoResponse, routing::get};
use db::Db;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use jobs::Standing;
use metrics::gauge;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use publication::Keeper;
use shelf::{AreaPages, Shelf};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::{sleep, timeout},
};
use tower::ServiceExt;

/// How long a caller may take to send the head of a request.
const HEADER_READ: Duration = Duration::from_secs(5);
/// How long one connection may last; figures are asked for every few seconds, on a new one when need be.
const CONNECTION_LIFE: Duration = Duration::from_mins(5);

/// What the status server looks at.
#[derive(Clone)]
pub struct Status {
    db: Db,
    shelf: Arc<Shelf>,
    held_back: HeldBack,
    figures: PrometheusHandle,
}

/// How many published pages and releases are not as they were signed, and so are not served.
#[derive(Debug, Clone, Default)]
pub struct HeldBack(Arc<AtomicUsize>);

impl HeldBack {
    /// Lets the keeper look once, and keeps the number of faults it met.
    pub async fn look(&self, keeper: &mut Keeper) -> sqlx::Result<()> {
        if let Some(faults) = keeper.look().await? {
            self.0.store(faults.len(), Ordering::Relaxed);
        }
        Ok(())
    }
}

impl Status {
    /// Starts counting. A second start in one process counts for itself.
    pub fn start(db: Db, shelf: Arc<Shelf>, held_back: HeldBack) -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        let figures = recorder.handle();
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::debug!("figures are already being counted");
        }
        Self { db, shelf, held_back, figures }
    }
}

/// Serves `/health` (the process answers), `/ready` (the database answers, something is published and no current page
/// is held back) and `/metrics` (Prometheus text) until told to stop. Open connections are then broken off: no answer
/// here is worth waiting for.
pub async fn serve(listener: TcpListener, status: Status, shutdown: impl Future<Output = ()> + Send + 'static) {
    let routes = Router::new()
        .route("/health", get(async || "ok\n"))
        .route("/ready", get(ready))
        .route("/metrics", get(figures))
        .with_state(status);
    let mut shutdown = std::pin::pin!(shutdown);
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = &mut shutdown => return,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(one_connection(stream, routes.clone()));
                }
                Err(error) => {
                    tracing::warn!(%error, "a status connection could not be accepted");
                    // Out of file descriptors, most likely: a moment lets others close.
                    sleep(Duration::from_millis(50)).await;
                }
            },
        }
    }
}

/// Serves one connection to its end. Its own errors (a caller gone away) are nobody's news.
async fn one_connection(stream: TcpStream, routes: Router) {
    let answered = service_fn(move |request: hyper::Request<Incoming>| routes.clone().oneshot(request));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_READ)
        .serve_connection(TokioIo::new(stream), answered);
    let _ended = timeout(CONNECTION_LIFE, connection).await;
}

async fn ready(State(status): State<Status>) -> impl IntoResponse {
    if !status.db.is_ready().await {
        return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n");
    }
    let snapshot = status.shelf.present();
    if snapshot.areas().iter().all(|area| area.releases().next().is_none()) {
        return (StatusCode::SERVICE_UNAVAILABLE, "nothing is published yet\n");
    }
    if snapshot.areas().iter().any(|area| lacks_a_current_page(area)) {
        return (StatusCode::SERVICE_UNAVAILABLE, "a current page is not as it was signed and is held back\n");
    }
    (StatusCode::OK, "ready\n")
}

/// Whether the newest release of a series that may be read holds a page back. An old one may: its readers are told.
fn lacks_a_current_page(area: &AreaPages) -> bool {
    let shown = || area.releases().filter(|release| release.withdrawn.is_none());
    shown().any(|release| {
        let overtaken = || shown().any(|other| other.series == release.series && other.number > release.number);
        !release.held_back.is_empty() && !overtaken()
    })
}

async fn figures(State(status): State<Status>) -> String {
    let snapshot = status.shelf.present();
    gauge!("waymark_areas_published").set(count(snapshot.areas().len()));
    let releases: usize = snapshot.areas().iter().map(|area| area.releases().count()).sum();
    gauge!("waymark_releases_published").set(count(releases));
    gauge!("waymark_pages_held_back").set(count(status.held_back.0.load(Ordering::Relaxed)));
    let standing = queues(&status.db).await;
    gauge!("waymark_database_up").set(if standing.is_ok() { 1.0 } else { 0.0 });
    // Without an answer the last figures stay, and the line above says why.
    if let Ok(standing) = standing {
        gauge!("waymark_jobs_waiting").set(count(standing.waiting));
        gauge!("waymark_jobs_running").set(count(standing.running));
        gauge!("waymark_jobs_dead").set(count(standing.dead));
    }
    status.figures.render()
}

/// How the queues of all areas stand together.
async fn queues(db: &Db) -> sqlx::Result<Standing> {
    let mut registry = db.read_registry().await?;
    let areas = db::areas(&mut registry).await?;
    drop(registry);
    let mut whole = Standing::default();
    for area in areas {
        let mut tx = db.read(area.id).await?;
        let standing = jobs::standing(&mut tx).await?;
        whole.waiting += standing.waiting;
        whole.running += standing.running;
        whole.dead += standing.dead;
    }
    Ok(whole)
}

/// A count as a gauge's value; no count here comes near four thousand million.
fn count(number: impl TryInto<u32>) -> f64 {
    f64::from(number.try_into().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil::date};
    use shelf::{Copies, Frozen, Release};

    use super::*;

    fn a_release(number: u32, held_back: &[&str]) -> Arc<Release> {
        let copies = Copies { identity: b"list".to_vec().into(), gzip: None, brotli: None };
        let file = Arc::new(Frozen::new("0", "text/plain", "default-src 'none'", copies).unwrap());
        Arc::new(Release {
            series: "roadmap".to_owned(),
            number,
            label: number.to_string(),
            title: format!("Edition {number}"),
            released_at: Timestamp::UNIX_EPOCH,
            as_at: date(2026, 3, 27),
            withdrawn: None,
            pages: std::collections::BTreeMap::new(),
            held_back: held_back.iter().map(ToString::to_string).collect(),
            manifest: Arc::clone(&file),
            signature: file,
        })
    }

    #[test]
    fn a_page_held_back_counts_while_its_edition_is_the_latest() {
        let latest = AreaPages::new("kent", "Kent", vec![a_release(1, &[]), a_release(2, &["roadmap"])]);
        let overtaken = AreaPages::new("kent", "Kent", vec![a_release(1, &["roadmap"]), a_release(2, &[])]);
        assert!(lacks_a_current_page(&latest));
        assert!(!lacks_a_current_page(&overtaken));
    }
}
