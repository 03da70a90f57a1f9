use jiff::Timestamp;
use uuid::Uuid;

/// A new identifier that sorts by the time it was made (UUID version 7, RFC 9562).
pub fn fresh_id(now: Timestamp) -> Uuid {
    let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
    let random: [u8; 10] = random_bytes();
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
}

/// Random bytes from the operating system, fit for keys.
#[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for randomness")]
#[expect(clippy::expect_used, reason = "a machine without randomness must stop, not make guessable identifiers")]
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_differ_and_sort_by_time() {
        let earlier: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let later: Timestamp = "2026-01-01T00:00:01Z".parse().unwrap();
        assert_ne!(fresh_id(earlier), fresh_id(earlier));
        assert!(fresh_id(earlier) < fresh_id(later));
        assert_eq!(fresh_id(earlier).get_version_num(), 7);
    }
}
