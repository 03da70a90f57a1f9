//! The server we are measured against: nginx, sending one file with the same headers.

use std::fmt::Write;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::wire::{Answer, Wire, request};
use crate::keep::{Folder, Started, free_port};
use crate::run::find;

/// A running nginx that listens on two ports, so that it can be measured against itself.
pub(super) struct Nginx {
    _program: Started,
    _folder: Folder,
    /// The two ports.
    pub(super) ports: [u16; 2],
}

/// Headers about the moment and the connection, which each server writes for itself.
pub(super) const ITS_OWN: &[&str] = &["connection", "date", "server", "keep-alive", "transfer-encoding"];
/// Headers that nginx is told in another way than by `add_header`.
const FROM_FILE: &[&str] = &["content-length", "content-type"];

impl Nginx {
    /// Starts nginx with this answer's bytes as its only file.
    pub(super) fn start(page: &Answer) -> Result<Self, String> {
        let folder = Folder::new("nginx")?;
        let root = folder.path().join("site");
        let ports = [free_port()?, free_port()?];
        let config = config(page, ports, &root.display().to_string());
        std::fs::create_dir_all(&root)
            .and_then(|()| std::fs::write(root.join("page"), &page.body))
            .and_then(|()| std::fs::write(folder.path().join("nginx.conf"), config))
            .map_err(|error| error.to_string())?;
        let program = find("nginx").ok_or("nginx is not installed")?;
        let mut command = Command::new(program);
        command.arg("-p").arg(folder.path()).args(["-c", "nginx.conf", "-e", "error.log"]);
        let mut started = Started::start(command.stdout(Stdio::null()).stderr(Stdio::null()))?;
        for _ in 0..50 {
            sleep(Duration::from_millis(100));
            if started.has_ended() {
                break;
            }
            if Wire::open(ports[0]).and_then(|mut wire| wire.ask(&request("/", "identity"))).is_ok() {
                return Ok(Self { _program: started, _folder: folder, ports });
            }
        }
        let log = std::fs::read_to_string(folder.path().join("error.log")).unwrap_or_default();
        Err(format!("nginx did not start: {log}"))
    }
}

/// Two workers for two cores, the kernel copies the file, no log, the open file is remembered:
/// as an expert would set it up for this page alone.
fn config(page: &Answer, ports: [u16; 2], root: &str) -> String {
    let mut headers = String::new();
    let mut kind = "text/html".to_owned();
    for (name, value) in &page.headers {
        if name == "content-type" {
            kind.clone_from(value);
        } else if !ITS_OWN.contains(&name.as_str()) && !FROM_FILE.contains(&name.as_str()) {
            let quoted = value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "${dollar}");
            let _infallible = writeln!(headers, "    add_header {name} \"{quoted}\";");
        }
    }
    let [one, other] = ports;
    format!(
        "daemon off;
pid nginx.pid;
worker_processes 2;
events {{ worker_connections 4096; }}
http {{
  sendfile on; tcp_nopush on; access_log off; keepalive_requests 1000000000;
  open_file_cache max=16 inactive=600s; open_file_cache_valid 600s;
  etag off; if_modified_since off; max_ranges 0; server_tokens off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  types {{ }} default_type \"{kind}\";
  geo $dollar {{ default \"$\"; }}
  server {{
    listen 127.0.0.1:{one} backlog=4096; listen 127.0.0.1:{other} backlog=4096;
    root {root};
    add_header Last-Modified \"\";
{headers}    location / {{ try_files /page =404; }}
  }}
}}
"
    )
}
