//! A `PostgreSQL` server for one run of the tests: on loopback, without care for power cuts.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::keep::{Folder, Started, free_port};
use crate::run::{answer, find, is_root};

/// A running throw-away server. Its folder goes after it: fields are dropped in order.
pub(crate) struct Cluster {
    _server: Started,
    _folder: Folder,
    /// The address for the role that tests use, as in `TEST_POSTGRES_URL`.
    pub(crate) address: String,
}

/// The folder that holds `initdb` and `postgres`, newest version first.
pub(crate) fn programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").exists() && bin.join("postgres").exists())
        .collect();
    versions.sort();
    let beside = || find("initdb")?.canonicalize().ok()?.parent().map(Path::to_path_buf);
    versions.pop().map(|(_, bin)| bin).or_else(beside)
}

/// Makes an empty database on a server; its address.
pub(crate) fn database(server: &str, name: &str) -> Result<String, String> {
    let bin = programs().ok_or("PostgreSQL's programs are not installed")?;
    let mut client = Command::new(bin.join("psql"));
    answer(client.args(["-d", server, "-qc", &format!("CREATE DATABASE {name}")]))?;
    let (front, _) = server.rsplit_once('/').ok_or("the server's address names no database")?;
    Ok(format!("{front}/{name}"))
}

impl Cluster {
    /// Makes a fresh cluster and waits until it answers: under a second on an idle machine.
    pub(crate) fn start() -> Result<Self, String> {
        let bin = programs().ok_or("PostgreSQL's server programs are not installed")?;
        let folder = Folder::new("postgres")?;
        let place = folder.path().join("cluster");
        let user = unprivileged(folder.path())?;
        let run = |program: &str| {
            let mut command = match &user {
                Some(user) => {
                    let mut command = Command::new("setpriv");
                    command.args([format!("--reuid={user}"), format!("--regid={user}"), "--clear-groups".into()]);
                    command.arg("--").arg(bin.join(program));
                    command
                }
                None => Command::new(bin.join(program)),
            };
            command.current_dir(folder.path());
            command
        };
        answer(run("initdb").arg("-D").arg(&place).args(["--no-sync", "-A", "trust", "-U", "super", "-E", "UTF8"]))?;
        let port = free_port()?;
        let log = std::fs::File::create(folder.path().join("log")).map_err(|error| error.to_string())?;
        let mut server = run("postgres");
        server.arg("-D").arg(&place).args(["-p", &port.to_string()]);
        for setting in ["listen_addresses=127.0.0.1", "fsync=off", "autovacuum=off", "max_connections=200"] {
            server.args(["-c", setting]);
        }
        server.arg("-c").arg(format!("unix_socket_directories={}", folder.path().display()));
        server.stdout(Stdio::null()).stderr(log);
        let mut server = Started::start(&mut server)?;
        make_role(&bin, port, &mut server)?;
        Ok(Self { _server: server, _folder: folder, address: format!("postgres://waymark@127.0.0.1:{port}/postgres") })
    }
}

/// As root, the account to run as, which then owns the folder: `initdb` refuses root.
fn unprivileged(folder: &Path) -> Result<Option<String>, String> {
    if !is_root() {
        return Ok(None);
    }
    for user in ["postgres", "nobody"] {
        let Ok(number) = answer(Command::new("id").args(["-u", user])) else { continue };
        answer(Command::new("chown").arg(user).arg(folder))?;
        return Ok(Some(number.trim().to_owned()));
    }
    Err("PostgreSQL does not run as root, and there is no account postgres or nobody".to_owned())
}

/// The role of the tests may make databases and nothing else: row security must bind it.
fn make_role(bin: &Path, port: u16, server: &mut Started) -> Result<(), String> {
    let mut last = String::new();
    for _ in 0..300 {
        let mut client = Command::new(bin.join("psql"));
        client.args(["-h", "127.0.0.1", "-p", &port.to_string(), "-U", "super", "-d", "postgres", "-qc"]);
        match answer(client.arg("CREATE ROLE waymark LOGIN NOSUPERUSER CREATEDB")) {
            Ok(_) => return Ok(()),
            Err(reason) => last = reason,
        }
        if server.has_ended() {
            break;
        }
        sleep(Duration::from_millis(100));
    }
    Err(format!("PostgreSQL did not answer: {last}"))
}
