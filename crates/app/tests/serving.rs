//! The server as a process: starts, answers, finds a release made by another process, stops when told.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on must stop the test")]

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

const PAGE: &str = "Ridgeway SEND roadmap\n\nJanuary 2026\n\n  • Partnership charter agreed.\n";

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waymark"));
    command
        .args(arguments)
        .current_dir(folder)
        .env("WAYMARK_DATABASE", "sqlite:waymark.db")
        .env("WAYMARK_DATA_DIR", folder)
        .env("WAYMARK_LISTEN", "127.0.0.1:0")
        .env("WAYMARK_STATUS_LISTEN", "127.0.0.1:0")
        .env("WAYMARK_STOP_SECONDS", "3")
        .env("WAYMARK_LOG", "error");
    command
}

fn run(folder: &Path, arguments: &[&str]) {
    let output = command(folder, arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A running server, killed if the test ends before it.
struct Server {
    child: Child,
    pages: String,
    status: String,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        Self::of(&mut command(folder, arguments))
    }

    fn of(command: &mut Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = said.find_map(|line| line.ok().filter(|line| line.starts_with("serving on"))).unwrap();
        let mut addresses = line.split("http://").skip(1).map(|rest| rest.split(',').next().unwrap().to_owned());
        Self { pages: addresses.next().unwrap(), status: addresses.next().unwrap(), child }
    }

    fn stop(mut self) -> Option<i32> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended, when it was stopped as it should be.
        let _gone = self.child.kill().is_err();
    }
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn post(address: &str, path: &str, form: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let length = form.len();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn wait_for(address: &str, path: &str, wanted: &str) {
    let started = Instant::now();
    while !get(address, path).contains(wanted) {
        assert!(started.elapsed() < Duration::from_secs(30), "{path} never said {wanted:?}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn office() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("area.toml"), "slug = \"ridgeway\"\nname = \"Ridgeway\"\n").unwrap();
    fs::write(folder.path().join("page.txt"), PAGE).unwrap();
    run(folder.path(), &["migrate"]);
    run(folder.path(), &["area", "add", "area.toml"]);
    run(folder.path(), &["roadmap", "import", "page.txt", "--area", "ridgeway"]);
    folder
}

#[test]
fn the_public_server_finds_what_another_process_releases_and_stops_when_told() {
    let folder = office();
    let server = Server::start(folder.path(), &["serve", "--public"]);
    assert!(get(&server.status, "/health").contains("200 OK"));
    assert!(get(&server.status, "/ready").contains("nothing is published yet"));
    assert!(get(&server.pages, "/ridgeway/roadmap").starts_with("HTTP/1.1 404"));

    run(folder.path(), &["roadmap", "release", "--area", "ridgeway", "--title", "First"]);
    wait_for(&server.pages, "/ridgeway/roadmap", "Partnership charter agreed");
    assert!(get(&server.status, "/ready").contains("200 OK"));
    assert!(get(&server.status, "/metrics").contains("waymark_releases_published"));
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn the_whole_server_answers_at_once_and_stops_when_told() {
    let folder = office();
    run(folder.path(), &["roadmap", "release", "--area", "ridgeway", "--title", "First"]);
    let server = Server::start(folder.path(), &["serve"]);
    assert!(get(&server.pages, "/ridgeway/roadmap").contains("Partnership charter agreed"));
    assert_eq!(server.stop(), Some(0));
}

#[test]
fn half_a_request_does_not_keep_the_server_from_stopping() {
    let folder = office();
    run(folder.path(), &["roadmap", "release", "--area", "ridgeway", "--title", "First"]);
    let server = Server::start(folder.path(), &["serve"]);
    let half = |address: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET /health HTTP/1.1\r\nHost: local").unwrap();
        stream
    };
    let _open = [half(&server.pages), half(&server.status)];
    assert!(get(&server.status, "/health").contains("200 OK"), "the halves are in the server's hands");

    let told = Instant::now();
    assert_eq!(server.stop(), Some(0));
    assert!(told.elapsed() < Duration::from_secs(7), "it took {:?}", told.elapsed());
}

#[test]
fn a_server_told_twice_to_stop_waits_for_nobody() {
    let folder = office();
    let mut server = Server::of(command(folder.path(), &["serve", "--public"]).env("WAYMARK_STOP_SECONDS", "300"));
    let mut half = TcpStream::connect(&server.pages).unwrap();
    write!(half, "GET / HTTP/1.1\r\nHost: local").unwrap();
    assert!(get(&server.pages, "/").starts_with("HTTP/1.1"), "the half is in the server's hands");

    let told = Instant::now();
    for signal in ["-TERM", "-INT"] {
        Command::new("kill").args([signal, &server.child.id().to_string()]).status().unwrap();
    }
    server.child.wait().unwrap();
    assert!(told.elapsed() < Duration::from_secs(10), "it took {:?}", told.elapsed());
}

#[test]
fn visitors_are_served_without_the_private_key_when_its_public_half_is_named() {
    let folder = office();
    run(folder.path(), &["roadmap", "release", "--area", "ridgeway", "--title", "First"]);
    let public = String::from_utf8(command(folder.path(), &["key"]).output().unwrap().stdout).unwrap();
    fs::remove_file(folder.path().join("signing-key.pem")).unwrap();

    let without = command(folder.path(), &["serve", "--public"]).output().unwrap();
    assert_eq!(without.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&without.stderr).contains("set public_keys"));

    fs::write(folder.path().join("waymark.toml"), format!("public_keys = [\"{}\"]\n", public.trim())).unwrap();
    let server = Server::start(folder.path(), &["serve", "--public"]);
    assert!(get(&server.pages, "/ridgeway/roadmap").contains("Partnership charter agreed"));
    let figures = get(&server.status, "/metrics");
    for figure in
        ["waymark_jobs_waiting 0", "waymark_jobs_dead 0", "waymark_pages_held_back 0", "waymark_database_up 1"]
    {
        assert!(figures.contains(figure), "{figure} is missing from\n{figures}");
    }
    assert_eq!(server.stop(), Some(0));
    assert!(!folder.path().join("signing-key.pem").exists());
}

#[test]
fn a_demonstration_that_is_stopped_or_cannot_start_leaves_no_folder() {
    let folder = tempfile::tempdir().unwrap();
    let demo = |port: &str| {
        let mut demo = command(folder.path(), &["demo", "--port", port]);
        demo.env("TMPDIR", folder.path()).stderr(Stdio::piped()).stdout(Stdio::null());
        demo.spawn().unwrap()
    };
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut refused = demo(&taken.local_addr().unwrap().port().to_string());
    assert_eq!(refused.wait().unwrap().code(), Some(1));

    let mut child = demo("0");
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines();
    assert!(said.any(|line| line.unwrap().contains("step 1")));
    Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn without_a_mail_server_nobody_waits_for_a_mail_and_the_page_says_how_to_follow_changes() {
    let folder = office();
    run(folder.path(), &["roadmap", "release", "--area", "ridgeway", "--title", "First"]);
    let waiting = || {
        let listed = command(folder.path(), &["mail", "list"]).output().unwrap();
        String::from_utf8(listed.stdout).unwrap()
    };
    let asked = |settings: &str| {
        fs::write(folder.path().join("waymark.toml"), format!("site = \"http://localhost\"\n{settings}")).unwrap();
        let server = Server::start(folder.path(), &["serve", "--no-work"]);
        wait_for(&server.pages, "/ridgeway/subscribe", "a news feed");
        let answer = post(&server.pages, "/ridgeway/subscribe", "email=amina%40families.example&website=");
        assert_eq!(server.stop(), Some(0));
        answer
    };

    let answer = asked("");
    assert!(answer.contains("We cannot send e-mails yet") && answer.contains("use our news feed"), "{answer}");
    assert!(answer.contains("href=\"/ridgeway/subscribe\""), "the way to the feed: {answer}");
    assert!(waiting().contains("ridgeway: 0 waiting"), "{}", waiting());

    let mail = "[mail]\nsender = \"Ridgeway <send@ridgeway.example>\"\nhost = \"127.0.0.1\"\nsecurity = \"none\"\n";
    let answer = asked(mail);
    assert!(answer.contains("Now look in your e-mail"), "{answer}");
    assert!(waiting().contains("ridgeway: 1 waiting"), "{}", waiting());
}
