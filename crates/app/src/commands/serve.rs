//! `waymark serve` and `waymark work`

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use inbox::Roots;
use jobs::Worker;
use mail::Postman;
use publication::Keeper;
use shelf::{RateLimit, ServerLimits, Shelf, Snapshot};
use tokio::{net::TcpListener, time::sleep};

use super::parts::{Parts, Stopping};
use crate::{
    background,
    cli::ServeArgs,
    config::Config,
    failure::Failure,
    installation::Installation,
    office, post, say,
    status::{self, HeldBack, Status},
};

/// Serves until told to stop, then lets open answers and the job in hand end.
pub async fn serve(installation: &Installation, args: &ServeArgs) -> Result<(), Failure> {
    let stopping = Stopping::listen()?;
    let listener = listen(installation.config.listen).await?;
    let work = !args.public && !args.no_work;
    let address = address_of(&listener)?;
    let sides = if args.public { Sides::default() } else { Sides::of(installation).await? };
    let running = Running::start(installation, listener, work, sides).await?;
    say::progress(format!("serving on http://{address}, status on http://{}", running.status));
    running.end(installation, &stopping).await
}

/// Does background work only.
pub async fn work(installation: &Installation) -> Result<(), Failure> {
    let stopping = Stopping::listen()?;
    let worker = worker(installation).await?;
    let mut parts = Parts::default();
    let stop = parts.stop();
    parts.start("the background work", async move { worker.run(stop).await });
    if let Some(postman) = post::postman(installation)? {
        let stop = parts.stop();
        parts.start("the post", async move { postman.run(stop).await });
    }
    parts.run(&stopping, limit(installation)).await
}

/// What stands beside the published pages.
#[derive(Default)]
pub struct Sides {
    /// The office that people sign in to.
    pub office: Option<office::Side>,
    /// Where the public's letters go.
    pub inbox: Option<inbox::Door>,
    /// Who empties the outbox.
    pub postman: Option<Postman>,
}

impl Sides {
    /// The sides as configured.
    async fn of(installation: &Installation) -> Result<Self, Failure> {
        let office = office::open(installation, None).await?;
        if office.is_none() {
            say::progress("the office is closed: set `site` to the address that browsers reach, to let people sign in");
        }
        let postman = post::postman(installation)?;
        // Where no mail leaves, nobody is to wait for one.
        let roots = if postman.is_some() { office::roots(installation)? } else { Roots::unknown() };
        Ok(Self { office, inbox: Some(inbox_door(installation, roots)), postman })
    }
}

/// The public's door to the inbox. Mails lead to pages at `roots`.
pub fn inbox_door(installation: &Installation, roots: Roots) -> inbox::Door {
    inbox::Door::new(installation.db.clone(), installation.clock.clone(), roots)
}

/// The parts of a running server.
pub struct Running {
    parts: Parts,
    /// Where health and figures are served.
    pub status: SocketAddr,
}

impl Running {
    /// Starts the public server with what stands beside it, the keeper of its shelf, the status server and, if wanted,
    /// the worker and the post.
    pub async fn start(
        installation: &Installation,
        listener: TcpListener,
        work: bool,
        sides: Sides,
    ) -> Result<Self, Failure> {
        let shelf = Arc::new(Shelf::new(Snapshot::new([])));
        // Made first where this is the first day, so that its signatures are believed below.
        let worker = if work { Some(worker(installation).await?) } else { None };
        let mut keeper = Keeper::new(installation.db.clone(), Arc::clone(&shelf), installation.believed()?);
        let held_back = HeldBack::default();
        held_back.look(&mut keeper).await?;
        let figures = Status::start(installation.db.clone(), Arc::clone(&shelf), held_back.clone());
        let status_listener = listen(installation.config.status_listen).await?;
        let status = address_of(&status_listener)?;
        let mut parts = Parts::default();
        let stopped = parts.stopped();
        parts.start("the status server", status::serve(status_listener, figures, stopped));
        let stopped = parts.stopped();
        parts.start("the keeper of the published pages", keep(keeper, held_back, stopped));
        if let Some(worker) = worker {
            let stop = parts.stop();
            parts.start("the background work", async move { worker.run(stop).await });
            if let Some(postman) = sides.postman {
                let stop = parts.stop();
                parts.start("the post", async move { postman.run(stop).await });
            }
        }
        let mut settings = settings(&installation.config);
        settings.inbox = sides.inbox.map(|door| Arc::new(door) as Arc<dyn shelf::Inbox>);
        let limits = ServerLimits { stop: limit(installation).mul_f32(0.8), ..ServerLimits::default() };
        let stopped = parts.stopped();
        match sides.office {
            None => parts.start("the public server", shelf::serve(listener, shelf, settings, limits, stopped)),
            Some(office) => {
                let office = Arc::new(office);
                let serving = shelf::serve_beside(listener, shelf, settings, limits, office, stopped);
                parts.start("the server of pages and office", serving);
            }
        }
        Ok(Self { parts, status })
    }

    /// Runs until told to stop and ended.
    pub async fn end(self, installation: &Installation, stopping: &Stopping) -> Result<(), Failure> {
        self.parts.run(stopping, limit(installation)).await
    }
}

fn limit(installation: &Installation) -> Duration {
    Duration::from_secs(installation.config.stop_seconds)
}

/// Looks every second for what was released or withdrawn. A database that does not answer leaves the shelf as it is:
/// the public reads on.
async fn keep(mut keeper: Keeper, held_back: HeldBack, stopped: impl Future<Output = ()>) {
    let mut stopped = std::pin::pin!(stopped);
    loop {
        tokio::select! {
            () = &mut stopped => return,
            () = sleep(Duration::from_secs(1)) => {}
        }
        if let Err(error) = held_back.look(&mut keeper).await {
            tracing::warn!(%error, "the releases could not be read; the public reads what was there");
        }
    }
}

/// Opens a listening socket, or says which address was refused.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Failure> {
    let refused =
        |error| Failure::Said(format!("{address} cannot be listened on: {error}; choose another in the configuration"));
    TcpListener::bind(address).await.map_err(refused)
}

/// The address a socket listens on: with port 0 configured, the one that was free.
pub fn address_of(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener.local_addr().map_err(|error| Failure::Said(format!("the listening address cannot be told: {error}")))
}

async fn worker(installation: &Installation) -> Result<Worker, Failure> {
    let (heads, roots) = (installation.config.heads_dir(), office::roots(installation)?);
    let mut registry = background::registry(installation.key().await?, heads, roots, &installation.clock);
    if let Some(keys) = installation.document_keys_there()? {
        background::destroy_documents(&mut registry, keys);
    }
    let (db, clock) = (installation.db.clone(), installation.clock.clone());
    Ok(Worker::new(db, clock, registry, jobs::Settings::default()))
}

/// What the configuration means for the public side.
pub fn settings(config: &Config) -> shelf::Settings {
    let per_second = config.requests_per_second;
    shelf::Settings {
        hosts: config.hosts.clone(),
        behind_tls: config.behind_tls,
        behind_proxy: config.behind_proxy,
        rate_limit: (per_second > 0).then_some(RateLimit { per_second, burst: per_second.saturating_mul(4) }),
        rules: roadmap::site::rules(),
        ..shelf::Settings::default()
    }
}
