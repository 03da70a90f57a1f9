//! The server loop, over real connections.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot be set up must stop")]

mod shelves;

use std::{future::pending, net::SocketAddr, sync::Arc, time::Duration};

use shelf::{ServerLimits, Settings, Shelf, serve};
use shelves::{settings, two_areas};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
    time::timeout,
};

const SOON: Duration = Duration::from_secs(5);

struct Open {
    at: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

async fn open(settings: Settings, limits: ServerLimits) -> Open {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(serve(listener, Arc::new(Shelf::new(two_areas())), settings, limits, async {
        let _ = stopped.await;
    }));
    Open { at, stop, server }
}

/// Everything the server says until it ends the connection.
async fn until_closed(connection: &mut TcpStream) -> String {
    let mut said = Vec::new();
    let _ = timeout(SOON, connection.read_to_end(&mut said)).await.expect("the server ends the connection");
    String::from_utf8_lossy(&said).into_owned()
}

fn impatient() -> ServerLimits {
    ServerLimits { header_read: Duration::from_millis(200), ..ServerLimits::default() }
}

#[tokio::test]
async fn several_questions_sent_at_once_are_answered_in_order() {
    let open = open(settings(), ServerLimits::default()).await;
    let mut connection = TcpStream::connect(open.at).await.unwrap();
    let questions = "GET /ridgeway/roadmap HTTP/1.1\r\nHost: x\r\n\r\nHEAD /ridgeway/absent HTTP/1.1\r\nHost: x\r\n\r\n\
        GET /kent/roadmap HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    connection.write_all(questions.as_bytes()).await.unwrap();
    let said = until_closed(&mut connection).await;
    assert_eq!(said.matches("HTTP/1.1 200 OK").count(), 2, "{said}");
    assert!(said.find("roadmap as in edition 3") < said.find("404 Not Found"));
    assert!(!said.contains("There is no such page"), "a HEAD answer had a body");
    assert!(said.contains("roadmap of kent"));
}

#[tokio::test]
async fn a_visitor_who_never_finishes_the_question_is_shown_out() {
    let open = open(settings(), impatient()).await;
    for beginning in ["", "GET /ridgeway/roadmap HTTP/1.1\r\nHost: x\r\nX-Slow: ", "PR", "PRI * HTTP/2.0\r\n"] {
        let mut connection = TcpStream::connect(open.at).await.unwrap();
        connection.write_all(beginning.as_bytes()).await.unwrap();
        let said = until_closed(&mut connection).await;
        assert!(!said.contains("200 OK"), "{beginning:?}: {said}");
    }
}

#[tokio::test]
async fn a_visitor_who_stays_silent_after_an_answer_gives_the_place_back() {
    let limits = ServerLimits { connections: 1, ..impatient() };
    let open = open(settings(), limits).await;
    let mut first = TcpStream::connect(open.at).await.unwrap();
    first.write_all(b"GET /ridgeway/roadmap HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut second = TcpStream::connect(open.at).await.unwrap();
    second.write_all(b"GET /kent/roadmap HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(until_closed(&mut second).await.contains("roadmap of kent"), "the second never got the only place");
    assert!(until_closed(&mut first).await.contains("edition 3"));
}

#[tokio::test]
async fn a_connection_ends_after_its_life_however_busy() {
    let limits = ServerLimits { connection_life: Duration::from_millis(300), ..ServerLimits::default() };
    let open = open(settings(), limits).await;
    let mut connection = TcpStream::connect(open.at).await.unwrap();
    connection.write_all(b"GET /ridgeway/roadmap HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    assert!(until_closed(&mut connection).await.contains("200 OK"));
}

#[tokio::test]
async fn told_to_stop_it_ends_although_silent_visitors_are_connected() {
    let open = open(settings(), ServerLimits::default()).await;
    let _silent = TcpStream::connect(open.at).await.unwrap();
    let mut reader = TcpStream::connect(open.at).await.unwrap();
    reader.write_all(b"GET /ridgeway/roadmap HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    let mut beginning = [0; 15];
    reader.read_exact(&mut beginning).await.unwrap();
    assert_eq!(&beginning, b"HTTP/1.1 200 OK");

    open.stop.send(()).unwrap();
    timeout(SOON, open.server).await.expect("the server stops").unwrap();
    assert!(TcpStream::connect(open.at).await.is_err(), "it still accepts");
}

#[tokio::test]
async fn the_rate_limit_knows_the_visitor_by_the_connection() {
    let limited = Settings { rate_limit: Some(shelf::RateLimit { per_second: 1, burst: 1 }), ..settings() };
    let open = open(limited, ServerLimits::default()).await;
    let mut connection = TcpStream::connect(open.at).await.unwrap();
    // Without a proxy of ours the header is only the visitor's word.
    let question = "GET /ridgeway/roadmap HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.";
    connection
        .write_all(format!("{question}1\r\n\r\n{question}2\r\nConnection: close\r\n\r\n").as_bytes())
        .await
        .unwrap();
    let said = until_closed(&mut connection).await;
    assert!(said.contains("200 OK") && said.contains("429 Too Many Requests"), "{said}");
}

#[tokio::test]
async fn http2_is_spoken_to_those_who_begin_with_it() {
    let open = open(settings(), ServerLimits::default()).await;
    let stream = TcpStream::connect(open.at).await.unwrap();
    let io = hyper_util::rt::TokioIo::new(stream);
    let executor = hyper_util::rt::TokioExecutor::new();
    let (mut sender, connection) = hyper::client::conn::http2::handshake(executor, io).await.unwrap();
    tokio::spawn(connection);
    // HTTP/2 names the host in the address.
    let request = hyper::Request::get("http://send.kent.example/roadmap")
        .body(http_body_util::Empty::<axum::body::Bytes>::new())
        .unwrap();
    let response = sender.send_request(request).await.unwrap();
    assert_eq!((response.status().as_u16(), response.version()), (200, hyper::Version::HTTP_2));
}

#[tokio::test]
async fn a_server_nobody_stops_goes_on() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = serve(listener, Arc::default(), Settings::default(), ServerLimits::default(), pending());
    assert!(timeout(Duration::from_millis(50), server).await.is_err());
}
