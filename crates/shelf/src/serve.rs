//! The public side's own server: accepts connections, and bounds what each may take.

use std::{
    convert::Infallible,
    future::{Future, ready},
    io,
    net::SocketAddr,
    num::NonZero,
    sync::Arc,
    time::Duration,
};

use axum::body::Body;
use futures_util::future::{Either as EitherFuture, FutureExt};
use http_body_util::Either as EitherBody;
use hyper::{
    body::Incoming,
    server::conn::{http1, http2},
    service::service_fn,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, oneshot, watch},
    time::{sleep, timeout},
};

use crate::{Beside, Settings, Shelf, address::authority, answer::Counter, plate::Press, wire::Wire};

/// How every HTTP/2 connection begins (RFC 9113 section 3.4); no HTTP/1 request for a page begins so.
const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What one connection, and all together, may take.
#[derive(Debug, Clone, Copy)]
pub struct ServerLimits {
    /// Connections held at once; more wait in the operating system's queue.
    pub connections: usize,
    /// How long a visitor may take to send the head of a request, or stay silent between two.
    pub header_read: Duration,
    /// How long one connection may last, however busy; a reader who takes nothing in cannot hold a place for ever.
    pub connection_life: Duration,
    /// How long open answers may take to end once the server is told to stop.
    pub stop: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            connections: 4_096,
            header_read: Duration::from_secs(15),
            connection_life: Duration::from_mins(10),
            stop: Duration::from_secs(10),
        }
    }
}

/// Serves the shelf over HTTP/1.1 and HTTP/2 without TLS until `shutdown` resolves, then lets open answers end.
///
/// TLS belongs to the proxy in front. A failure to accept one connection is logged, never fatal. Each core gets a thread
/// with an event loop of its own: an answer takes microseconds, and waking another thread for it would take as long.
pub async fn serve(
    listener: TcpListener,
    shelf: Arc<Shelf>,
    settings: Settings,
    limits: ServerLimits,
    shutdown: impl Future<Output = ()>,
) {
    serve_with(listener, shelf, settings, limits, None, shutdown).await;
}

/// Serves the shelf as [`serve`] does, and beside it another side of the program at the addresses it takes.
///
/// What answers from the shelf still holds nothing but the shelf: the connection asks the other side first.
pub async fn serve_beside(
    listener: TcpListener,
    shelf: Arc<Shelf>,
    settings: Settings,
    limits: ServerLimits,
    beside: Arc<dyn Beside>,
    shutdown: impl Future<Output = ()>,
) {
    serve_with(listener, shelf, settings, limits, Some(beside), shutdown).await;
}

async fn serve_with(
    listener: TcpListener,
    shelf: Arc<Shelf>,
    settings: Settings,
    limits: ServerLimits,
    beside: Option<Arc<dyn Beside>>,
    shutdown: impl Future<Output = ()>,
) {
    let (stop, stopping) = watch::channel(());
    let counter = Arc::new(Counter::new(shelf, settings));
    let desk = Desk { counter, beside, places: Arc::new(Semaphore::new(limits.connections)), limits, stopping };
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let started = listener.into_std().and_then(|listener| {
        (0..cores).map(|core| own_thread(core, listener.try_clone()?, desk.clone())).collect::<io::Result<Vec<_>>>()
    });
    match started {
        Ok(threads) => {
            shutdown.await;
            drop(stop);
            for ended in threads {
                // An error only says that the thread is gone, which is what is waited for.
                let _ = ended.await;
            }
        }
        Err(error) => tracing::error!(%error, "the public side could not be started"),
    }
}

/// What every thread answers with, and what they share.
#[derive(Clone)]
struct Desk {
    counter: Arc<Counter>,
    beside: Option<Arc<dyn Beside>>,
    places: Arc<Semaphore>,
    limits: ServerLimits,
    stopping: watch::Receiver<()>,
}

/// Starts a thread with an event loop of its own; the answer resolves when it has ended.
fn own_thread(core: usize, listener: std::net::TcpListener, desk: Desk) -> io::Result<oneshot::Receiver<()>> {
    let (ending, ended) = oneshot::channel();
    let events = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name(format!("shelf-{core}")).spawn(move || {
        events.block_on(async {
            match TcpListener::from_std(listener) {
                Ok(listener) => accept(listener, desk).await,
                Err(error) => tracing::error!(%error, "a thread of the public side could not listen"),
            }
        });
        drop(ending);
    })?;
    Ok(ended)
}

/// Accepts connections until told to stop, then waits for the open ones.
async fn accept(listener: TcpListener, desk: Desk) {
    let Desk { counter, beside, places, limits, mut stopping } = desk;
    let closing = stopping.clone();
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = async {
            // The place is taken first: with none free, new connections wait outside instead of using memory.
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            _ = stopping.changed() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let sides = (Arc::clone(&counter), beside.clone());
                let connection = one_connection(stream, peer, sides, limits, graceful.watcher(), closing.clone());
                tokio::spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                // Out of file descriptors, most likely: a moment lets others close.
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    if timeout(limits.stop, graceful.shutdown()).await.is_err() {
        tracing::info!("stopped before every open answer had ended");
    }
}

/// Serves one connection to its end. Its own errors (a visitor gone away) are nobody's news.
async fn one_connection(
    stream: TcpStream,
    peer: SocketAddr,
    (counter, beside): (Arc<Counter>, Option<Arc<dyn Beside>>),
    limits: ServerLimits,
    watcher: Watcher,
    mut closing: watch::Receiver<()>,
) {
    // Headers and body leave in one write; waiting to fill a packet would only delay the last one.
    let _ = stream.set_nodelay(true);
    let greeting = tokio::select! {
        greeting = timeout(limits.header_read, greets_in_http2(&stream)) => greeting,
        _ = closing.changed() => return,
    };
    let Ok(Ok(speaks_http2)) = greeting else {
        return;
    };

    // Over HTTP/2 the library cuts pages into frames of its own, so only HTTP/1 has a use for it.
    let press = (!speaks_http2).then(Press::default);
    let printing = press.clone();
    let answered = service_fn(move |request: hyper::Request<Incoming>| {
        let taken = beside.as_ref().filter(|beside| beside.takes(authority(&request), request.uri().path()));
        match taken {
            // The only request of the public's that waits for anything.
            None if counter.receives(&request) => {
                let counter = Arc::clone(&counter);
                let answer = async move { counter.receive(request, Some(peer.ip())).await };
                EitherFuture::Right(EitherFuture::Left(answer.map(|answer| Ok(answer.map(EitherBody::Left)))))
            }
            None => {
                let answer = counter.answer(&request, Some(peer.ip()), printing.as_ref()).map(EitherBody::Left);
                EitherFuture::Left(ready(Ok::<_, Infallible>(answer)))
            }
            Some(beside) => {
                let answer = beside.answer(request.map(Body::new), peer);
                EitherFuture::Right(EitherFuture::Right(answer.map(|answer| Ok(answer.map(EitherBody::Right)))))
            }
        }
    });
    if let Some(press) = press {
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_read)
            .max_headers(64)
            .max_buf_size(64 * 1024)
            .serve_connection(TokioIo::new(Wire::new(stream, press)), answered);
        let _ = timeout(limits.connection_life, watcher.watch(connection)).await;
    } else {
        let connection = http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .max_concurrent_streams(64)
            .max_header_list_size(16 * 1024)
            .keep_alive_interval(limits.header_read)
            .keep_alive_timeout(limits.header_read)
            .serve_connection(TokioIo::new(stream), answered);
        let _ = timeout(limits.connection_life, watcher.watch(connection)).await;
    }
}

/// Waits for the first bytes and tells the two protocols apart by them, without taking them.
///
/// A beginning of the preface is awaited to its end: the HTTP/2 library would wait for the rest without limit.
async fn greets_in_http2(stream: &TcpStream) -> std::io::Result<bool> {
    let mut first = [0; HTTP2_PREFACE.len()];
    loop {
        let known = stream.peek(&mut first).await?;
        if known < 3 || !HTTP2_PREFACE.starts_with(&first[..known]) {
            return Ok(false);
        }
        if known == first.len() {
            return Ok(true);
        }
        sleep(Duration::from_millis(20)).await;
    }
}
