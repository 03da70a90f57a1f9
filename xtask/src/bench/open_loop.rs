//! Requests at a fixed rate, whether or not the answers keep up, so that a slow answer is counted
//! against every request that should have been sent meanwhile ("coordinated omission").

use std::thread::{scope, sleep};
use std::time::{Duration, Instant};

use super::wire::Wire;

/// Connections that share the rate.
const CONNECTIONS: u32 = 16;

/// Sends `rate` requests a second for `length`; the time of each in milliseconds, from the moment
/// it was due until its last byte.
pub(super) fn run(port: u16, request: &str, rate: f64, length: Duration) -> Result<Vec<f64>, String> {
    let gap = Duration::from_secs_f64(f64::from(CONNECTIONS) / rate);
    let begun = Instant::now() + Duration::from_millis(50);
    let all: Result<Vec<Vec<f64>>, std::io::Error> = scope(|threads| {
        let running: Vec<_> = (0..CONNECTIONS)
            .map(|number| threads.spawn(move || one(port, request, begun + gap * number / CONNECTIONS, gap, length)))
            .collect();
        running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(std::io::Error::other("a connection failed"))))
            .collect()
    });
    all.map(|times| times.concat()).map_err(|error| error.to_string())
}

fn one(port: u16, request: &str, first: Instant, gap: Duration, length: Duration) -> std::io::Result<Vec<f64>> {
    let mut wire = Wire::open(port)?;
    let mut whole = vec![0; wire.ask(request)?.length];
    let mut times = Vec::new();
    let mut due = first;
    while due < first + length {
        if let Some(early) = due.checked_duration_since(Instant::now()) {
            sleep(early);
        }
        wire.again(request, &mut whole)?;
        times.push(due.elapsed().as_secs_f64() * 1000.0);
        due += gap;
    }
    Ok(times)
}

/// The time that 99 of 100 requests did not exceed.
pub(super) fn p99(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() * 99 / 100).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_99th_of_a_hundred_is_the_worst_but_one_in_a_hundred() {
        let times: Vec<f64> = (0..100).map(f64::from).collect();
        assert!((p99(&times) - 99.0).abs() < f64::EPSILON);
        assert!(p99(&[]).abs() < f64::EPSILON);
    }
}
