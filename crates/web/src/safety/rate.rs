//! A limit on how often one address may ask, with bounded memory whatever comes.

use crate::ErrorPage;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::Clock;
use std::collections::HashMap;
use std::mem;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

/// How often one address may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Requests answered at once after a pause.
    pub burst: u32,
    /// Requests a minute after that; at least 1.
    pub per_minute: u32,
    /// Addresses remembered; at most twice as many are held.
    pub most_clients: usize,
}

/// One bucket of tokens for each address. A request takes a token; time fills the bucket again.
///
/// Two generations of addresses bound the memory: when the young one is full, it becomes the old one and the old one is
/// forgotten. Whoever asks often is carried over, so a flood of new addresses cannot wipe out a busy one's record before
/// it has asked from `most_clients` others.
#[derive(Debug)]
pub struct Buckets {
    rate: Rate,
    young: HashMap<IpAddr, Bucket>,
    old: HashMap<IpAddr, Bucket>,
}

/// Sixtieths of a token, so that a rate a minute fills whole numbers every second.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    sixtieths: u64,
    filled_at: i64,
}

const TOKEN: u64 = 60;

impl Buckets {
    /// No address known yet.
    pub fn new(rate: Rate) -> Self {
        Self { rate, young: HashMap::new(), old: HashMap::new() }
    }

    /// Takes a token for `client` at `now` (seconds since 1970), or says in how many seconds there is one.
    pub fn take(&mut self, client: IpAddr, now: i64) -> Result<(), u64> {
        let full = u64::from(self.rate.burst) * TOKEN;
        let refill = u64::from(self.rate.per_minute.max(1));
        let known = self.young.remove(&client).or_else(|| self.old.remove(&client));
        let mut bucket = known.unwrap_or(Bucket { sixtieths: full, filled_at: now });
        // A clock set back gives nothing, and takes nothing.
        let passed = u64::try_from(now.saturating_sub(bucket.filled_at)).unwrap_or(0);
        bucket.sixtieths = bucket.sixtieths.saturating_add(passed.saturating_mul(refill)).min(full);
        bucket.filled_at = now;
        let taken = match bucket.sixtieths.checked_sub(TOKEN) {
            Some(left) => {
                bucket.sixtieths = left;
                Ok(())
            }
            None => Err((TOKEN - bucket.sixtieths).div_ceil(refill)),
        };
        if self.young.len() >= self.rate.most_clients {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(client, bucket);
        taken
    }

    /// How many addresses are held in memory.
    pub fn held(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

/// Where the address of a client is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientAddress {
    /// The other end of the connection.
    Peer,
    /// The last entry of `X-Forwarded-For`, written by the one proxy in front of us. Anything before it is the
    /// client's own claim. Only where nobody can reach us past the proxy.
    Proxy,
}

/// The rate limit of a router.
#[derive(Debug)]
pub struct Limiter {
    buckets: Mutex<Buckets>,
    address: ClientAddress,
    clock: Clock,
}

impl Limiter {
    /// A limit that counts from now on.
    pub fn new(rate: Rate, address: ClientAddress, clock: Clock) -> Self {
        Self { buckets: Mutex::new(Buckets::new(rate)), address, clock }
    }

    fn take(&self, request: &Request) -> Result<(), u64> {
        let client = self.client(request);
        // A panic while counting leaves at worst one bucket a token short.
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        buckets.take(client, self.clock.now().as_second())
    }

    /// The client's address, or one address for all who have none (a router called without a network).
    fn client(&self, request: &Request) -> IpAddr {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        let found = match self.address {
            ClientAddress::Peer => peer,
            ClientAddress::Proxy => forwarded_for(request.headers()).or(peer),
        };
        found.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), household)
    }
}

fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}

/// One line into a house is one client: an IPv6 customer has a whole /64 to ask from.
fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// Middleware: an address that asks too often gets 429, and is told when to try again.
pub async fn limit_rate(State(limiter): State<Arc<Limiter>>, request: Request, next: Next) -> Response {
    match limiter.take(&request) {
        Ok(()) => next.run(request).await,
        Err(seconds) => ErrorPage::too_many(seconds).into_response(),
    }
}
