//! The JSON interface under fire: every operation that the `OpenAPI` text names is sent what fits it and what does not, by
//! a program written elsewhere, and none may answer that we failed.
//!
//! It runs over the demonstration's areas on both engines, with tokens of three invented people who between them reach
//! every operation, against `waymark serve` as a council runs it. Requests come from ever new visitors (`tests/api/visitors.py`): how often
//! one may ask is another check's business.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::browser::Demonstration;
use crate::cluster::database;
use crate::count::Count;
use crate::keep::{Folder, Started, free_port};
use crate::run::{answer, cargo, passes, target};
use crate::say::say;
use crate::source::root;
use crate::tools;

/// The invented county of the demonstration.
const AREA: &str = "ridgeway";
/// Who sends, for how many seconds at most, and over which engine. Whoever may nearly everything has most to send.
const SENDERS: [(&str, u32, Engine); 4] = [
    ("Robin Ashdown", 40, Engine::File),
    ("Robin Ashdown", 40, Engine::Server),
    ("Jo Calder", 25, Engine::Server),
    ("Chris Elmhurst", 15, Engine::Server),
];
/// How long one operation alone is sent to.
const ALONE: u32 = 10;

/// Where the database is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Engine {
    File,
    Server,
}

/// Builds the program and sends to its interface; `postgres` is the second engine.
pub(crate) fn api(postgres: &str) -> Result<Count, String> {
    if !passes(cargo().args(["build", "--workspace", "--bins"]))? {
        return Err("the program does not build".to_owned());
    }
    let program = target().join("debug/waymark");
    let folder = Folder::new("api")?;
    let tokens = demonstration(&program, folder.path())?;
    let data = folder.path().join("data");
    let file = format!("sqlite:{}", data.join("waymark.db").display());
    let server = database(postgres, &format!("api_{}", std::process::id()))?;
    move_over(&program, &data, &file, &server)?;
    let opened = [
        (Engine::File, serve(&program, folder.path(), &file)?),
        (Engine::Server, serve(&program, folder.path(), &server)?),
    ];
    let mut count = Count::default();
    for ((name, seconds, engine), token) in SENDERS.iter().zip(&tokens) {
        let port = opened.iter().find(|(kind, _)| kind == engine).map_or(0, |(_, (_, port))| *port);
        count += send(folder.path(), port, (name, *seconds), token, None)?;
    }
    Ok(count)
}

/// Whether one path of this program answers without failing.
pub(crate) fn holds(program: &Path, path: &str) -> Result<bool, String> {
    let folder = Folder::new("api-path")?;
    let tokens = demonstration(program, folder.path())?;
    let file = format!("sqlite:{}", folder.path().join("data/waymark.db").display());
    let (_served, port) = serve(program, folder.path(), &file)?;
    let count = send(folder.path(), port, ("one path", ALONE), &tokens[0], Some(path))?;
    Ok(count.failed == 0 && count.passed > 0)
}

/// Makes the demonstration and a token for each sender, and shuts its door again: what follows meets the program as it is
/// in service.
fn demonstration(program: &Path, folder: &Path) -> Result<Vec<String>, String> {
    let demo = Demonstration::start(program, folder)?;
    let port = demo.address.rsplit(':').next().and_then(|port| port.trim_end_matches('/').parse().ok());
    let port = port.ok_or("the demonstration's address has no port")?;
    SENDERS.iter().map(|(name, ..)| token(port, name)).collect()
}

/// Moves everything to the second engine, as a council that grows would.
fn move_over(program: &Path, data: &Path, file: &str, server: &str) -> Result<(), String> {
    let archive = data.join("all.waymark");
    for (database, word) in [(file, "backup"), (server, "migrate"), (server, "restore")] {
        let mut command = Command::new(program);
        command.arg(word).env("WAYMARK_DATABASE", database).env("WAYMARK_DATA_DIR", data).env("WAYMARK_LOG", "error");
        if word != "migrate" {
            command.arg(&archive);
        }
        answer(&mut command)?;
    }
    Ok(())
}

/// Lets one person's token send to every operation; one that failed counts as failed, as does one that was left out.
fn send(
    folder: &Path,
    port: u16,
    (name, seconds): (&str, u32),
    token: &str,
    only: Option<&str>,
) -> Result<Count, String> {
    let site = format!("http://localhost:{port}/{AREA}");
    let text = ask(port, "GET", "/api/v1/openapi.json", &[("Authorization", &format!("Bearer {token}"))], "")?;
    let named: BTreeSet<String> = operations(&text);
    let named = named.into_iter().filter(|operation| only.is_none_or(|path| operation.ends_with(path))).collect();
    let report = folder.join("report.xml");
    let mut command = Command::new(tools::schemathesis()?);
    command.arg("run").arg(format!("{site}/api/v1/openapi.json")).args(["--url", &site, "--no-color"]);
    command.args(["-H", &format!("Authorization: Bearer {token}"), "--checks", "not_a_server_error"]);
    command.args(["--phases", "examples,coverage,fuzzing", "--max-time", &seconds.to_string(), "--seed", "1"]);
    command.args(["--workers", "1", "--generation-database", "none", "--suppress-health-check", "all"]);
    command.args(["--warnings", "off", "--continue-on-failure", "--request-timeout", "20", "--report", "junit"]);
    command.args(only.map_or(vec![], |path| vec!["--include-path", path]));
    command.arg("--report-junit-path").arg(&report).current_dir(folder);
    command.env("SCHEMATHESIS_HOOKS", root().join("tests/api/visitors.py")).env("PYTHONDONTWRITEBYTECODE", "1");
    let output = command.stdin(Stdio::null()).output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let written = std::fs::read_to_string(&report).unwrap_or_default();
    let tried = tried(&written);
    let left_out: Vec<&String> = BTreeSet::difference(&named, &tried).collect();
    let faulty = Count::of_junit(&written).map_or(1, |count| count.failed);
    say(format!("{name}: {} operations, {faulty} that failed", tried.len()));
    if !left_out.is_empty() {
        say(format!("not reached: {left_out:?}"));
    }
    if faulty > 0 || !output.status.success() {
        say(said);
    }
    let failed = (faulty + left_out.len()).max(usize::from(!output.status.success() || named.is_empty()));
    Ok(Count { passed: tried.len().saturating_sub(faulty), failed })
}

/// What an `OpenAPI` text names, each such as `GET /api/v1/account`.
fn operations(text: &str) -> BTreeSet<String> {
    let text: serde_json::Value = text.split_once("\r\n\r\n").map_or("", |(_, body)| body).parse().unwrap_or_default();
    let paths = text["paths"].as_object().into_iter().flatten();
    let named = paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().into_iter().flatten();
        methods.map(move |(method, _)| format!("{} {path}", method.to_uppercase()))
    });
    named.collect()
}

/// The operations that a report says were tried.
fn tried(report: &str) -> BTreeSet<String> {
    let cases = report.split("<testcase name=\"").skip(1);
    cases.filter_map(|rest| rest.split_once('"').map(|(name, _)| name.to_owned())).collect()
}

/// Walks in as an invented person and makes a token for everything they may give one.
fn token(port: u16, name: &str) -> Result<String, String> {
    let door = ask(port, "GET", "/sign-in", &[], "")?;
    let card = door.split("waymark-card").find(|card| card.contains(name));
    let card = card.ok_or_else(|| format!("the demonstration has no {name}"))?;
    let form =
        [("once", &value(card, "once")?), ("person", &value(card, "person")?)].map(|(key, it)| format!("{key}={it}"));
    let into = ask(port, "POST", "/sign-in/demonstration", &[], &form.join("&"))?;
    let cookie = into.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
    let cookie = ("Cookie", cookie.ok_or_else(|| format!("{name} was not let in"))?);
    let page = ask(port, "GET", "/account/tokens", &[cookie], "")?;
    let once = value(&page, "once")?;
    let month = answer(Command::new("date").args(["--date", "30 days", "+%F"]))?;
    let mut form = format!("once={once}&name=fire&last_day={}", month.trim());
    for part in page.split("name=\"scope\"").skip(1) {
        form = [form, first_value(part)?].join("&scope=");
    }
    let made = ask(port, "POST", "/account/tokens", &[cookie], &form)?;
    let secret = made.split("waymark_").nth(1).map(|rest| rest.chars().take(43).collect::<String>());
    secret.map(|secret| format!("waymark_{secret}")).ok_or_else(|| format!("{name} was given no token:\n{made}"))
}

/// The value of the first field of this name.
fn value(page: &str, name: &str) -> Result<String, String> {
    let rest = page.split_once(&format!("name=\"{name}\"")).map(|(_, rest)| rest);
    first_value(rest.ok_or_else(|| format!("the page has no field {name}"))?)
}

fn first_value(rest: &str) -> Result<String, String> {
    let found = rest.split_once("value=\"").and_then(|(_, rest)| rest.split_once('"'));
    found.map(|(value, _)| value.to_owned()).ok_or_else(|| "a field has no value".to_owned())
}

/// One request to the area's office on a connection of its own, and the whole answer.
fn ask(port: u16, method: &str, path: &str, headers: &[(&str, &str)], form: &str) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("{path}: {error}");
    let mut stream = TcpStream::connect(("127.0.0.1", port)).map_err(failed)?;
    let mut request = format!(
        "{method} /{AREA}{path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
         X-Forwarded-For: 192.0.2.1\r\nContent-Length: {}\r\n",
        form.len()
    );
    if !form.is_empty() {
        request.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
    }
    let more: String = headers.iter().map(|(name, value)| [name, ": ", value, "\r\n"].concat()).collect();
    stream.write_all(format!("{request}{more}\r\n{form}").as_bytes()).map_err(failed)?;
    let mut whole = Vec::new();
    stream.read_to_end(&mut whole).map_err(failed)?;
    Ok(String::from_utf8_lossy(&whole).into_owned())
}

/// `waymark serve` over the demonstration's database, behind a proxy that is not there.
fn serve(program: &Path, folder: &Path, database: &str) -> Result<(Started, u16), String> {
    let (port, status) = (free_port()?, free_port()?);
    let data = folder.join("data");
    let config = folder.join(format!("{port}.toml"));
    let text = format!(
        "site = \"http://localhost:{port}\"\ndatabase = \"{database}\"\ndata_dir = \"{}\"\nlisten = \"127.0.0.1:{port}\"\n\
         status_listen = \"127.0.0.1:{status}\"\nbehind_proxy = true\nlog = \"error\"\n",
        data.display()
    );
    std::fs::write(&config, text).map_err(|error| error.to_string())?;
    let mut command = Command::new(program);
    command.arg("--config").arg(&config).args(["serve", "--no-work"]).stdout(Stdio::null());
    let mut started = Started::start(&mut command)?;
    for _ in 0..300 {
        sleep(Duration::from_millis(100));
        if started.has_ended() {
            break;
        }
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Ok((started, port));
        }
    }
    Err("`waymark serve` did not answer".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_that_nobody_tried_is_seen() {
        let text = r#"{"paths":{"/a":{"get":{},"put":{}},"/b/{c}":{"post":{}}}}"#;
        let named = operations(&format!("HTTP/1.1 200 OK\r\n\r\n{text}"));
        let report = "<testsuites><testcase name=\"GET /a\" time=\"1\"/><testcase name=\"POST /b/{c}\" time=\"1\"/>";
        let tried = tried(report);
        assert_eq!(named.difference(&tried).collect::<Vec<_>>(), ["PUT /a"]);
    }

    #[test]
    fn a_field_is_found_by_its_name() {
        let page = "<input type=\"hidden\" name=\"once\" value=\"k\"><input name=\"person\" value=\"p\">";
        assert_eq!((value(page, "once"), value(page, "person")), (Ok("k".to_owned()), Ok("p".to_owned())));
        assert!(value(page, "other").is_err());
    }
}
