//! The public side as a council runs it, apart from the demonstration: an area on its own host, a visitor who asks too
//! much, and a page whose stored bytes have rotted.

use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::keep::{Started, free_port};
use crate::run::answer;

/// Words of one stored page of the demonstration. One letter of them is changed, as a failing disk would.
const WORDS: &[u8] = b"These pages set no cookies.";
/// Answers a second one visitor may ask for: few, so that a test can ask for more.
const PER_SECOND: u32 = 10;

/// `waymark serve --public` over the database in `data`, after one letter of a stored page was changed.
pub(crate) struct Doors {
    _program: Started,
    /// The port it answers at.
    pub(crate) port: u16,
}

impl Doors {
    /// Changes the letter, starts the program and waits until it answers.
    pub(crate) fn open(program: &Path, data: &Path) -> Result<Self, String> {
        let database = data.join("waymark.db");
        rot(program, data, &database)?;
        let (port, status) = (free_port()?, free_port()?);
        let config = data.join("doors.toml");
        let text = format!(
            "database = \"sqlite:{}\"\ndata_dir = \"{}\"\nlisten = \"127.0.0.1:{port}\"\nstatus_listen = \
             \"127.0.0.1:{status}\"\nrequests_per_second = {PER_SECOND}\nlog = \"off\"\nhosts = {{ \
             \"ridgeway.localhost\" = \"ridgeway\" }}\n",
            database.display(),
            data.display()
        );
        std::fs::write(&config, text).map_err(|error| error.to_string())?;
        let mut command = Command::new(program);
        command.arg("--config").arg(&config).args(["serve", "--public"]).stdout(Stdio::null());
        let mut started = Started::start(&mut command)?;
        for _ in 0..300 {
            sleep(Duration::from_millis(100));
            if started.has_ended() {
                break;
            }
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(Self { _program: started, port });
            }
        }
        Err("`waymark serve --public` did not answer".to_owned())
    }
}

/// Changes one letter of every stored copy of one page.
fn rot(program: &Path, data: &Path, database: &Path) -> Result<(), String> {
    // Opening and closing the database brings what is in the write-ahead log into the file.
    answer(
        Command::new(program)
            .args(["roadmap", "editions", "--area", "ridgeway"])
            .env("WAYMARK_DATABASE", format!("sqlite:{}", database.display()))
            .env("WAYMARK_DATA_DIR", data)
            .env("WAYMARK_LOG", "off"),
    )?;
    let mut bytes = std::fs::read(database).map_err(|error| error.to_string())?;
    let found: Vec<usize> =
        bytes.windows(WORDS.len()).enumerate().filter(|(_, part)| *part == WORDS).map(|(at, _)| at).collect();
    if found.is_empty() {
        return Err("the page that should rot is not in the database".to_owned());
    }
    for at in found {
        bytes[at] ^= 0x20;
    }
    std::fs::write(database, bytes).map_err(|error| error.to_string())
}
