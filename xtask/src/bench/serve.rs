//! The whole public roadmap page, served by us and by nginx.

use std::process::Command;
use std::time::Duration;

use serde_json::json;

use super::nginx::{ITS_OWN, Nginx};
use super::wire::{Answer, Wire, request};
use super::{Figure, median, open_loop};
use crate::browser::Demonstration;
use crate::keep::Folder;
use crate::run::{answer, target};
use crate::say::say;

const PAGE: &str = "/oxfordshire/roadmap";
const ROUNDS: usize = 5;
const SECONDS: u64 = 3;
const CONNECTIONS: &str = "32";
/// At least this share of nginx's requests a second.
const SHARE: f64 = 0.9;
/// No more than this many times nginx's p99 at half load.
const TIMES: f64 = 2.0;

/// Measures the page as it is and as browsers take it, compressed.
pub(super) fn serve() -> Result<Vec<Figure>, String> {
    let folder = Folder::new("bench")?;
    let demo = Demonstration::start(&target().join("release/waymark"), folder.path())?;
    let port: u16 = demo
        .address
        .rsplit(':')
        .next()
        .and_then(|port| port.trim_end_matches('/').parse().ok())
        .ok_or("the demonstration's address has no port")?;
    let mut figures = Vec::new();
    for encoding in ["identity", "br"] {
        figures.extend(compare(port, encoding)?);
    }
    Ok(figures)
}

/// The page, also when it is reached through one redirection.
fn page(port: u16, encoding: &str) -> Result<(String, Answer), String> {
    let mut path = PAGE.to_owned();
    for _ in 0..3 {
        let answer = Wire::open(port)
            .and_then(|mut wire| wire.ask(&request(&path, encoding)))
            .map_err(|error| error.to_string())?;
        let onward = answer.headers.iter().find(|(name, _)| name == "location");
        match onward {
            Some((_, next)) => path.clone_from(next),
            None if answer.status.contains(" 200 ") => return Ok((path, answer)),
            None => return Err(format!("{path}: {}", answer.status)),
        }
    }
    Err(format!("{PAGE} leads round in circles"))
}

fn compare(ours: u16, encoding: &str) -> Result<Vec<Figure>, String> {
    let (path, answer) = page(ours, encoding)?;
    let nginx = Nginx::start(&answer)?;
    same(ours, nginx.ports[0], &path, encoding, &answer)?;
    let size = answer.body.len();
    say(format!("{path}, {encoding}: {size} bytes, {ROUNDS} rounds of {SECONDS} s, A B B A"));
    let control = rounds(&path, encoding, nginx.ports[0], nginx.ports[1])?;
    let measured = rounds(&path, encoding, ours, nginx.ports[0])?;
    let (share, control_share) = (ratio(&measured), ratio(&control));
    let rate = median(&measured.0).min(median(&measured.1)) / 2.0;
    let late = at_half_load(&path, encoding, ours, nginx.ports[0], rate)?;
    let times = ratio(&late);
    Ok(vec![
        Figure {
            name: format!("{encoding}: nginx beside itself, requests a second"),
            value: format!("{control_share:.2}x"),
            held_to: None,
            holds: true,
            raw: json!({ "one": control.0, "other": control.1 }),
        },
        Figure {
            name: format!("{encoding}: ours beside nginx, requests a second"),
            value: format!("{share:.2}x of {:.0}", median(&measured.1)),
            held_to: Some(format!("at least {SHARE}x")),
            holds: share >= SHARE,
            raw: json!({ "bytes": size, "ours": measured.0, "nginx": measured.1 }),
        },
        Figure {
            name: format!("{encoding}: p99 at {rate:.0} requests a second, half load"),
            value: format!("{:.2} ms, {times:.2}x", median(&late.0)),
            held_to: Some(format!("at most {TIMES}x")),
            holds: times <= TIMES,
            raw: json!({ "ours_ms": late.0, "nginx_ms": late.1 }),
        },
    ])
}

/// The comparison is only fair between equal answers.
fn same(ours: u16, theirs: u16, path: &str, encoding: &str, answer: &Answer) -> Result<(), String> {
    let other = Wire::open(theirs)
        .and_then(|mut wire| wire.ask(&request(path, encoding)))
        .map_err(|error| error.to_string())?;
    let lacking: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, value)| {
            !ITS_OWN.contains(&name.as_str()) && !other.headers.contains(&(name.clone(), value.clone()))
        })
        .map(|(name, _)| name.as_str())
        .collect();
    if other.body == answer.body && lacking.is_empty() {
        return Ok(());
    }
    Err(format!("ports {ours} and {theirs} do not answer alike; lacking: {}", lacking.join(", ")))
}

/// Requests a second of two servers, taken in turns A B B A so that a slow minute hits both.
fn rounds(path: &str, encoding: &str, a: u16, b: u16) -> Result<(Vec<f64>, Vec<f64>), String> {
    let mut found = (Vec::new(), Vec::new());
    for port in [a, b] {
        load(path, encoding, port, 1)?;
    }
    for _ in 0..ROUNDS {
        for (port, is_a) in [(a, true), (b, false), (b, false), (a, true)] {
            let rate = load(path, encoding, port, SECONDS)?;
            if is_a { &mut found.0 } else { &mut found.1 }.push(rate);
        }
    }
    Ok(found)
}

/// One run of wrk; requests a second. An answer that is not 200 makes the run worthless.
fn load(path: &str, encoding: &str, port: u16, seconds: u64) -> Result<f64, String> {
    let said = answer(Command::new("wrk").args([
        "-t1",
        "-c",
        CONNECTIONS,
        &format!("-d{seconds}s"),
        "-H",
        &format!("Accept-Encoding: {encoding}"),
        "-H",
        "Host: localhost",
        &format!("http://127.0.0.1:{port}{path}"),
    ]))?;
    if said.contains("Non-2xx") {
        return Err(format!("a server under load answered with errors:\n{said}"));
    }
    requests_a_second(&said).ok_or_else(|| format!("wrk's answer cannot be read:\n{said}"))
}

fn requests_a_second(said: &str) -> Option<f64> {
    said.lines().find_map(|line| line.strip_prefix("Requests/sec:")?.trim().parse().ok())
}

fn ratio(pair: &(Vec<f64>, Vec<f64>)) -> f64 {
    median(&pair.0) / median(&pair.1)
}

/// p99 of both at one fixed rate, in turns.
fn at_half_load(path: &str, encoding: &str, a: u16, b: u16, rate: f64) -> Result<(Vec<f64>, Vec<f64>), String> {
    let request = request(path, encoding);
    let mut found = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        for (port, is_a) in [(a, true), (b, false), (b, false), (a, true)] {
            let times = open_loop::run(port, &request, rate, Duration::from_secs(SECONDS))?;
            if is_a { &mut found.0 } else { &mut found.1 }.push(open_loop::p99(&times));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_read_from_what_wrk_says() {
        let said = "  Latency   1.0ms\nRequests/sec:  41234.56\nTransfer/sec: 1GB\n";
        assert!((requests_a_second(said).unwrap() - 41_234.56).abs() < 0.001);
        assert_eq!(requests_a_second("unable to connect"), None);
    }
}
