//! `waymark demo`: a fresh database with two areas, told by their own files, served at once.

pub mod cast;
pub mod days;
pub mod desks;
pub mod letters;
pub mod rounds;
pub mod story;

use std::{fs, net::SocketAddr, path::PathBuf};

use accounts::DemoDoor;
use tokio::net::TcpListener;

use self::story::{AREAS, tell};
use super::{
    parts::Stopping,
    serve::{Running, Sides, address_of, inbox_door, listen},
};
use crate::{
    cli::DemoArgs, config::Config, failure::Failure, installation::Installation, keys::private_folder, logging, office,
    post, say,
};

/// Makes the demonstration, says where it is, and serves it until told to stop.
pub async fn demo(args: &DemoArgs) -> Result<(), Failure> {
    // Taken first: a port in use should be known before the minute of building, not after it.
    let listener = listen(SocketAddr::from(([127, 0, 0, 1], args.port))).await?;
    let stopping = Stopping::listen()?;
    // Dropped last, however this ends, so that a temporary folder never stays behind.
    let folder = Folder::open(args.data.clone())?;
    let config = config(&folder.path, address_of(&listener)?.port(), &args.log);
    logging::start(&config)?;
    let installation = Installation::set_up(config).await?;
    say::progress(format!("making a fresh {} database in {}", installation.db.engine_name(), folder.path.display()));
    let built = tokio::select! {
        built = build(&installation) => built,
        () = stopping.told() => Err(Failure::Said("stopped before the demonstration was ready".to_owned())),
    };
    let served = match built {
        Ok(door) => serve(&installation, listener, door, &stopping).await,
        Err(failure) => Err(failure),
    };
    installation.db.close().await;
    served
}

async fn build(installation: &Installation) -> Result<Option<DemoDoor>, Failure> {
    db::migrate(&installation.db).await?;
    let mut doors: Option<DemoDoor> = None;
    for told in AREAS {
        let door = tell(installation, told).await?.door;
        doors = match (doors, door) {
            (Some(doors), Some(door)) => Some(doors.and(door)),
            (doors, door) => doors.or(door),
        };
    }
    Ok(doors)
}

async fn serve(
    installation: &Installation,
    listener: TcpListener,
    door: Option<DemoDoor>,
    stopping: &Stopping,
) -> Result<(), Failure> {
    let port = address_of(&listener)?.port();
    let sides = Sides {
        office: office::open(installation, door).await?,
        inbox: Some(inbox_door(installation, office::roots(installation)?)),
        postman: Some(post::into_folder(installation)?),
    };
    let running = Running::start(installation, listener, true, sides).await?;
    say::result(format!("ready http://localhost:{port}"));
    for area in AREAS {
        say::progress(format!("  http://localhost:{port}/{}/roadmap", area.slug));
        say::progress(format!("  http://localhost:{port}/{}/office, as any of ten invented people", area.slug));
    }
    say::progress(format!("mail is laid into {}", installation.config.data_dir.join("mail").display()));
    say::progress("press Ctrl-C to stop");
    running.end(installation, stopping).await
}

fn config(folder: &std::path::Path, port: u16, log: &str) -> Config {
    Config {
        site: format!("http://localhost:{port}"),
        database: format!("sqlite:{}", folder.join("waymark.db").display()),
        data_dir: folder.to_owned(),
        status_listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        requests_per_second: 0,
        // Only this machine reaches it: whoever shows it to others, or tries it as many readers at once, says who asks.
        behind_proxy: true,
        log: log.to_owned(),
        ..Config::default()
    }
}

/// The folder of the demonstration: one that stays, or one that goes with it.
struct Folder {
    path: PathBuf,
    goes: bool,
}

impl Folder {
    fn open(wanted: Option<PathBuf>) -> Result<Self, Failure> {
        let goes = wanted.is_none();
        let path = wanted.unwrap_or_else(|| {
            let random: [u8; 8] = kernel::random_bytes();
            std::env::temp_dir().join(format!("waymark-demo-{:016x}", u64::from_le_bytes(random)))
        });
        private_folder(&path)?;
        let folder = Self { path, goes };
        let path = &folder.path;
        let mut inside = fs::read_dir(path).map_err(Failure::file(path))?;
        if inside.next().is_some() {
            return Err(Failure::Said(format!(
                "{} is not empty: it holds something else, or a demonstration, perhaps one that was stopped half-way. \
                 Only a fresh one is made: choose another folder, or empty it",
                path.display()
            )));
        }
        Ok(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.goes && fs::remove_dir_all(&self.path).is_err() {
            say::progress(format!("{} could not be removed; remove it by hand", self.path.display()));
        }
    }
}
