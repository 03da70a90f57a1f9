//! A limit on how many answers one visitor may ask for, in memory of a fixed size.

use std::{
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tokio::time::Instant;

use crate::RateLimit;

/// Visitors share this many places; two that fall on one place share its budget. 512 kB in all, for ever.
const PLACES: usize = 1 << 16;

/// A turnstile per visitor: the "generic cell rate algorithm", one number each. The number is the moment, in
/// microseconds since the start, by which the visitor's answers so far are paid for.
pub(crate) struct Turnstile {
    paid_until: Box<[AtomicU64]>,
    // Keyed afresh at each start, so that nobody can choose addresses that share a place with another visitor.
    place_of: RandomState,
    // Only ever measures how much time passed, so it is no civil clock.
    start: Instant,
    cost: u64,
    credit: u64,
}

impl Turnstile {
    pub(crate) fn new(limit: RateLimit) -> Self {
        let cost = 1_000_000 / u64::from(limit.per_second.max(1));
        Self::with(cost, limit.burst)
    }

    /// For what people type: 20 letters at once, as from a school behind one address, then one in five seconds.
    pub(crate) fn for_letters() -> Self {
        Self::with(5_000_000, 20)
    }

    /// `cost` is in microseconds an answer.
    fn with(cost: u64, burst: u32) -> Self {
        Self {
            paid_until: (0..PLACES).map(|_| AtomicU64::new(0)).collect(),
            place_of: RandomState::new(),
            start: Instant::now(),
            cost,
            credit: cost * u64::from(burst.max(1)),
        }
    }

    /// Lets the visitor through, or says how long to wait.
    pub(crate) fn pass(&self, visitor: IpAddr) -> Result<(), Duration> {
        let hash = self.place_of.hash_one(household(visitor));
        let place = &self.paid_until[usize::try_from(hash).unwrap_or(usize::MAX) % PLACES];
        let now = u64::try_from(self.start.elapsed().as_micros()).unwrap_or(u64::MAX);
        let next = |paid_until: u64| {
            let after = paid_until.max(now) + self.cost;
            (after - now <= self.credit).then_some(after)
        };
        place
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next)
            .map(|_| ())
            .map_err(|paid_until| Duration::from_micros((paid_until + self.cost).saturating_sub(now + self.credit)))
    }
}

/// One visitor is one IPv4 address or one IPv6 /64, which is what a household or a phone is given.
fn household(visitor: IpAddr) -> u64 {
    match visitor.to_canonical() {
        IpAddr::V4(address) => u64::from(u32::from(address)),
        // No /64 in use begins with 32 zero bits (RFC 4291), so the two kinds cannot meet.
        IpAddr::V6(address) => u64::try_from(u128::from(address) >> 64).unwrap_or(u64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_visitor_gets_the_burst_then_the_rate_and_neighbours_are_unharmed() {
        let turnstile = Turnstile::new(RateLimit { per_second: 10, burst: 5 });
        let (greedy, other): (IpAddr, IpAddr) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let let_through = (0..20).filter(|_| turnstile.pass(greedy).is_ok()).count();
        assert_eq!(let_through, 5);
        assert_eq!(turnstile.pass(greedy), Err(Duration::from_millis(100)));
        assert!(turnstile.pass(other).is_ok());

        tokio::time::advance(Duration::from_millis(100)).await;
        assert!(turnstile.pass(greedy).is_ok());
        assert!(turnstile.pass(greedy).is_err());
    }

    #[test]
    fn one_phone_with_many_addresses_is_one_visitor() {
        let of = |text: &str| household(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::5"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::5"), of("2001:db8:1:3::5"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    }
}
