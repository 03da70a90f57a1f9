//! Large plain pages arrive whole, however they are taken in and whatever happens meanwhile.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up must stop")]

mod shelves;

use std::{collections::BTreeSet, net::SocketAddr, sync::Arc, time::Duration};

use axum::body::Bytes;
use shelf::{AreaPages, Copies, Frozen, ServerLimits, Settings, Shelf, Snapshot, serve};
use shelves::release;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpSocket, TcpStream},
    time::{sleep, timeout},
};

/// Around the size from which pages are sent without a copy, around what the system takes at once, and the largest.
const SIZES: [usize; 8] = [16_383, 16_384, 16_385, 32_286, 65_536, 65_537, 300_001, 2 << 20];
/// More askings than it takes for a page to be sent without a copy.
const OFTEN: usize = 20;
const SOON: Duration = Duration::from_secs(20);

/// Bytes that differ from place to place and from seed to seed, so that nothing shifted or mixed looks right.
fn bytes(seed: u64, size: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..size).map(|_| next()).collect()
}

/// The tag of these bytes, as their page is sent with.
fn tag(bytes: &[u8]) -> String {
    format!("\"{:032x}\"", bytes.iter().fold(7u128, |sum, byte| sum.wrapping_mul(31) + u128::from(*byte)))
}

fn page(bytes: Vec<u8>) -> Arc<Frozen> {
    let digest = tag(&bytes).trim_matches('"').to_owned();
    let copies = Copies { identity: bytes.into(), gzip: None, brotli: None };
    Arc::new(Frozen::new(&digest, "text/plain", "default-src 'none'", copies).unwrap())
}

/// One area with a page for each of these, under its number in the list.
fn snapshot(pages: Vec<Vec<u8>>) -> Snapshot {
    let pages: Vec<_> = pages.into_iter().enumerate().map(|(place, bytes)| (place.to_string(), page(bytes))).collect();
    let pages: Vec<_> = pages.iter().map(|(path, page)| (path.as_str(), Arc::clone(page))).collect();
    let area = AreaPages::new("ridgeway", "Ridgeway", vec![Arc::new(release("roadmap", 1, "1", &pages))]);
    Snapshot::new([Arc::new(area)])
}

async fn open(shelf: Arc<Shelf>, limits: ServerLimits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, shelf, Settings::default(), limits, std::future::pending()));
    at
}

/// A server with a page of each of the sizes, and the bytes of the pages.
async fn open_with_all_sizes() -> (SocketAddr, Vec<Vec<u8>>) {
    let pages: Vec<_> = SIZES.iter().zip(1..).map(|(size, seed)| bytes(seed, *size)).collect();
    (open(Arc::new(Shelf::new(snapshot(pages.clone()))), ServerLimits::default()).await, pages)
}

fn question(method: &str, place: usize) -> String {
    format!("{method} /ridgeway/{place} HTTP/1.1\r\nHost: x\r\n\r\n")
}

/// The head of the next answer.
async fn head(connection: &mut BufReader<TcpStream>) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(timeout(SOON, connection.read_u8()).await.unwrap().unwrap());
    }
    String::from_utf8(head).unwrap()
}

fn field<'a>(head: &'a str, name: &str) -> &'a str {
    let line = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    line.unwrap_or_else(|| unreachable!("no {name} in {head}"))
}

/// The next answer: its tag and its body.
async fn answer(connection: &mut BufReader<TcpStream>) -> (String, Vec<u8>) {
    let head = head(connection).await;
    let mut body = vec![0; field(&head, "content-length").parse().unwrap()];
    timeout(SOON, connection.read_exact(&mut body)).await.unwrap().unwrap();
    (field(&head, "etag").to_owned(), body)
}

async fn ask(connection: &mut BufReader<TcpStream>, place: usize) -> (String, Vec<u8>) {
    connection.write_all(question("GET", place).as_bytes()).await.unwrap();
    answer(connection).await
}

async fn connect(at: SocketAddr) -> BufReader<TcpStream> {
    BufReader::new(TcpStream::connect(at).await.unwrap())
}

/// Asks for a page until it is sent without a copy.
async fn make_known(at: SocketAddr, place: usize) {
    let mut connection = connect(at).await;
    for _ in 0..OFTEN {
        ask(&mut connection, place).await;
    }
}

#[tokio::test]
async fn a_page_of_any_size_arrives_whole_the_first_time_and_every_time_after() {
    let (at, pages) = open_with_all_sizes().await;
    let mut connection = connect(at).await;
    for time in 0..OFTEN {
        for (place, page) in pages.iter().enumerate() {
            let (seen, body) = ask(&mut connection, place).await;
            assert!(body == *page, "{} bytes, time {time}: other bytes came", page.len());
            assert_eq!(seen, tag(page));
        }
    }
}

#[tokio::test]
async fn a_reader_who_takes_one_byte_at_a_time_gets_the_page() {
    let (at, pages) = open_with_all_sizes().await;
    make_known(at, 2).await;
    let mut connection = TcpStream::connect(at).await.unwrap();
    let ending = question("GET", 2).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    connection.write_all(ending.as_bytes()).await.unwrap();
    let (mut seen, mut one) = (Vec::new(), [0]);
    while timeout(SOON, connection.read(&mut one)).await.unwrap().unwrap() == 1 {
        seen.push(one[0]);
    }
    assert!(seen.ends_with(&pages[2]) && seen.starts_with(b"HTTP/1.1 200 OK"), "{} bytes came", seen.len());
}

#[tokio::test]
async fn a_reader_with_little_room_gets_the_largest_page_bit_by_bit() {
    let (at, pages) = open_with_all_sizes().await;
    let largest = SIZES.len() - 1;
    make_known(at, largest).await;
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4_096).unwrap();
    let mut connection = BufReader::with_capacity(700, socket.connect(at).await.unwrap());
    connection.write_all((question("GET", largest) + &question("GET", 4)).as_bytes()).await.unwrap();
    // Long enough for the server to fill what there is and to have to wait.
    sleep(Duration::from_millis(200)).await;
    for place in [largest, 4] {
        let (_, body) = answer(&mut connection).await;
        assert!(body == pages[place], "{} bytes: other bytes came", pages[place].len());
    }
}

#[tokio::test]
async fn questions_sent_at_once_are_answered_in_order_and_a_head_has_no_body() {
    let (at, pages) = open_with_all_sizes().await;
    for place in 0..SIZES.len() {
        make_known(at, place).await;
    }
    let mut connection = connect(at).await;
    let order = [3, 7, 0, 7, 3, 3, 1, 6, 2];
    let questions: String = order.iter().map(|place| question("HEAD", *place) + &question("GET", *place)).collect();
    connection.write_all(questions.as_bytes()).await.unwrap();
    for place in order {
        let only_head = head(&mut connection).await;
        assert_eq!(field(&only_head, "content-length"), SIZES[place].to_string());
        let (seen, body) = answer(&mut connection).await;
        assert!(body == pages[place] && seen == tag(&pages[place]), "page {place}: other bytes came");
    }
}

#[tokio::test]
async fn a_page_replaced_while_it_is_read_is_wholly_the_old_or_wholly_the_new() {
    let contents = [bytes(101, 65_000), bytes(102, 65_000)];
    let shelf = Arc::new(Shelf::new(snapshot(vec![contents[0].clone()])));
    let at = open(Arc::clone(&shelf), ServerLimits::default()).await;
    let readers: Vec<_> = (0..8)
        .map(|_| {
            tokio::spawn(async move {
                let mut connection = connect(at).await;
                let mut seen = Vec::new();
                for _ in 0..150 {
                    let (tagged, body) = ask(&mut connection, 0).await;
                    assert_eq!(tag(&body), tagged, "bytes of one page under the tag of another");
                    seen.push(tagged);
                }
                seen
            })
        })
        .collect();
    // Freed and made again at the same size: the allocator gives the new page the old one's addresses.
    let mut turn = 0;
    while readers.iter().any(|reader| !reader.is_finished()) {
        turn += 1;
        shelf.replace(snapshot(vec![contents[turn % 2].clone()]));
        sleep(Duration::from_millis(20)).await;
    }
    let mut seen = BTreeSet::new();
    for reader in readers {
        seen.extend(reader.await.unwrap());
    }
    assert_eq!(seen, contents.iter().map(|bytes| tag(bytes)).collect());
}

#[tokio::test]
async fn a_reader_who_leaves_in_the_middle_gives_the_place_back() {
    let largest = bytes(7, 2 << 20);
    let shelf = Arc::new(Shelf::new(snapshot(vec![largest.clone()])));
    let at = open(shelf, ServerLimits { connections: 1, ..ServerLimits::default() }).await;
    make_known(at, 0).await;
    for _ in 0..5 {
        let mut connection = connect(at).await;
        connection.write_all(question("GET", 0).as_bytes()).await.unwrap();
        head(&mut connection).await;
    }
    let mut connection = connect(at).await;
    assert!(ask(&mut connection, 0).await.1 == largest, "other bytes came");
}

#[tokio::test]
async fn over_http2_a_large_page_arrives_whole_too() {
    let (at, pages) = open_with_all_sizes().await;
    make_known(at, 6).await;
    let io = hyper_util::rt::TokioIo::new(TcpStream::connect(at).await.unwrap());
    let executor = hyper_util::rt::TokioExecutor::new();
    let (mut sender, connection) = hyper::client::conn::http2::handshake(executor, io).await.unwrap();
    tokio::spawn(connection);
    let request = hyper::Request::get("http://x/ridgeway/6").body(http_body_util::Empty::<Bytes>::new()).unwrap();
    let response = sender.send_request(request).await.unwrap();
    let body = http_body_util::BodyExt::collect(response.into_body()).await.unwrap().to_bytes();
    assert!(body == pages[6], "other bytes came");
}
