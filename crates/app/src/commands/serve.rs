//! `waymark serve` and `waymark work`

use std::{net::SocketAddr, sync::Arc};

use jobs::Worker;
use publication::Keeper;
use shelf::{RateLimit, ServerLimits, Shelf, Snapshot};
use tokio::{net::TcpListener, sync::watch, task::JoinSet};

use crate::{
    background,
    cli::ServeArgs,
    config::Config,
    failure::Failure,
    installation::Installation,
    say,
    status::{self, Status},
};

/// Serves until told to stop, then lets open answers and the job in hand end.
pub async fn serve(installation: Installation, args: &ServeArgs) -> Result<(), Failure> {
    let listener = listen(installation.config.listen).await?;
    let (stop, stopped) = watch::channel(false);
    tokio::spawn(async move {
        stop_signal().await;
        tracing::info!("stopping");
        stop.send_replace(true);
    });
    let work = !args.public && !args.no_work;
    let address = address_of(&listener)?;
    let running = Running::start(&installation, listener, work, stopped).await?;
    say::progress(format!("serving on http://{address}, status on http://{}", running.status));
    running.end().await;
    installation.db.close().await;
    Ok(())
}

/// Does background work only.
pub async fn work(installation: Installation) -> Result<(), Failure> {
    let (stop, stopped) = watch::channel(false);
    let worker = worker(&installation)?;
    tokio::spawn(async move {
        stop_signal().await;
        stop.send_replace(true);
    });
    worker.run(stopped).await;
    installation.db.close().await;
    Ok(())
}

/// The parts of a running program.
pub struct Running {
    tasks: JoinSet<()>,
    /// Where health and figures are served.
    pub status: SocketAddr,
}

impl Running {
    /// Starts the public server, the keeper of its shelf, the status server and, if wanted, the worker.
    pub async fn start(
        installation: &Installation,
        listener: TcpListener,
        work: bool,
        stopped: watch::Receiver<bool>,
    ) -> Result<Self, Failure> {
        let shelf = Arc::new(Shelf::new(Snapshot::new([])));
        let key = installation.key()?;
        let mut keeper = Keeper::new(installation.db.clone(), Arc::clone(&shelf), vec![key.public()]);
        keeper.look().await?;
        let mut tasks = JoinSet::new();
        let figures = Status::start(installation.db.clone(), Arc::clone(&shelf));
        let status_listener = listen(installation.config.status_listen).await?;
        let status = address_of(&status_listener)?;
        tasks.spawn(status::serve(status_listener, figures, until(stopped.clone())));
        tasks.spawn(keeper.run(until(stopped.clone())));
        if work {
            let worker = worker(installation)?;
            let stopped = stopped.clone();
            tasks.spawn(async move { worker.run(stopped).await });
        }
        let settings = settings(&installation.config);
        tasks.spawn(shelf::serve(listener, shelf, settings, ServerLimits::default(), until(stopped)));
        Ok(Self { tasks, status })
    }

    /// Waits until every part has ended.
    pub async fn end(mut self) {
        while let Some(ended) = self.tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a part of the program broke off");
            }
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

fn worker(installation: &Installation) -> Result<Worker, Failure> {
    let registry = background::registry(&installation.key()?, installation.config.heads_dir());
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
        rules: vec![Arc::new(roadmap::site::SearchRule)],
        ..shelf::Settings::default()
    }
}

/// Resolves when the program is told to stop.
async fn until(mut stopped: watch::Receiver<bool>) {
    // A sender that is gone means stop as well.
    let _gone = stopped.wait_for(|stop| *stop).await.is_err();
}

/// Resolves on an interrupt or a request to terminate.
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => {
            let _cannot_listen = tokio::signal::ctrl_c().await.is_err();
        }
    }
}
