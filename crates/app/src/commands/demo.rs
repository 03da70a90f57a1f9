//! `waymark demo`: a fresh database with two areas, told by their own files, served at once.

pub mod story;

use std::{fs, net::SocketAddr, path::PathBuf};

use tokio::{net::TcpListener, sync::watch};

use self::story::{AREAS, tell};
use super::serve::{Running, address_of, listen, stop_signal};
use crate::{cli::DemoArgs, config::Config, failure::Failure, installation::Installation, logging, say};

/// Makes the demonstration, says where it is, and serves it until told to stop.
pub async fn demo(args: &DemoArgs) -> Result<(), Failure> {
    let folder = Folder::open(args.data.clone())?;
    let config = config(&folder.path);
    logging::start(&config)?;
    // Taken first: a port in use should be known before the minute of building, not after it.
    let listener = listen(SocketAddr::from(([127, 0, 0, 1], args.port))).await?;
    let installation = Installation::open(config).await?;
    say::progress(format!("making a fresh {} database in {}", installation.db.engine_name(), folder.path.display()));
    db::migrate(&installation.db).await?;
    for area in AREAS {
        tell(&installation, area).await?;
    }
    serve(&installation, listener).await?;
    installation.db.close().await;
    folder.close()
}

async fn serve(installation: &Installation, listener: TcpListener) -> Result<(), Failure> {
    let port = address_of(&listener)?.port();
    let (stop, stopped) = watch::channel(false);
    let running = Running::start(installation, listener, true, stopped).await?;
    say::result(format!("ready http://localhost:{port}"));
    for area in AREAS {
        say::progress(format!("  http://localhost:{port}/{}/roadmap", area.slug));
    }
    say::progress("press Ctrl-C to stop");
    stop_signal().await;
    stop.send_replace(true);
    running.end().await;
    Ok(())
}

fn config(folder: &std::path::Path) -> Config {
    Config {
        database: format!("sqlite:{}", folder.join("waymark.db").display()),
        data_dir: folder.to_owned(),
        status_listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        requests_per_second: 0,
        log: "warn".to_owned(),
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
        fs::create_dir_all(&path).map_err(Failure::file(&path))?;
        let mut inside = fs::read_dir(&path).map_err(Failure::file(&path))?;
        if inside.next().is_some() {
            return Err(Failure::Said(format!(
                "{} is not empty; the demonstration only makes a fresh database. Choose another folder, or empty it",
                path.display()
            )));
        }
        Ok(Self { path, goes })
    }

    fn close(self) -> Result<(), Failure> {
        if self.goes { fs::remove_dir_all(&self.path).map_err(Failure::file(&self.path)) } else { Ok(()) }
    }
}
