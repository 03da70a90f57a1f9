//! Which database an address means, decided before anything is touched.

use std::{net::IpAddr, path::Path, str::FromStr};

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::OpenError;

/// Where a database is.
#[derive(Debug)]
pub(crate) enum Place<'a> {
    /// A file of the embedded engine.
    File(&'a Path),
    /// A server.
    Server(Box<PgConnectOptions>),
}

/// Reads `sqlite:FILE` or `postgres://…`.
///
/// Refuses an address the embedded engine would read as something else than one file that stays
/// (<https://www.sqlite.org/uri.html>), and a server whose answers would cross a network in clear.
pub(crate) fn place(address: &str) -> Result<Place<'_>, OpenError> {
    if let Some(path) = address.strip_prefix("sqlite:") {
        return file(path).map(Place::File);
    }
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        let options = PgConnectOptions::from_str(address)?;
        // The socket goes before the host, as in the driver.
        let stays_here = options.get_socket().is_some() || is_here(options.get_host());
        if !stays_here && !is_encrypted(options.get_ssl_mode()) {
            return Err(OpenError::PlainNetwork(options.get_host().to_owned()));
        }
        return Ok(Place::Server(Box::new(options)));
    }
    // Only the part before any password may appear in a message.
    let scheme = address.split(':').next().unwrap_or_default();
    Err(OpenError::UnknownEngine(scheme.to_owned()))
}

fn file(path: &str) -> Result<&Path, OpenError> {
    let why = if path.trim().is_empty() {
        "names no file"
    } else if path.starts_with(':') || path.starts_with("file:") {
        "means a database that is gone with the program, or an address of SQLite's own"
    } else if path.starts_with("//") {
        "has slashes before the path, as a web address has"
    } else if path.contains('?') {
        "has options after a question mark, and Waymark sets its own"
    } else {
        return Ok(Path::new(path));
    };
    Err(OpenError::NotAFile { address: format!("sqlite:{path}"), why })
}

/// Whether this host is the machine itself: then nothing crosses a network.
fn is_here(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.starts_with('/')
        || bare.eq_ignore_ascii_case("localhost")
        || bare.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

/// `prefer` and `allow` go on in clear when the server, or somebody between, says it has no TLS
/// (PostgreSQL documentation, "SSL Mode Descriptions").
fn is_encrypted(mode: PgSslMode) -> bool {
    matches!(mode, PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_not_one_lasting_file_is_refused_with_the_remedy() {
        for path in ["", " ", ":memory:", "///var/lib/waymark.db", "//waymark.db", "w.db?mode=memory", "file:w.db"] {
            let refused = place(&format!("sqlite:{path}")).unwrap_err().to_string();
            assert!(refused.contains("sqlite:/var/lib/waymark/waymark.db"), "{path:?}: {refused}");
        }
        for path in ["waymark.db", "./waymark.db", "/var/lib/waymark/waymark.db"] {
            let address = format!("sqlite:{path}");
            assert!(matches!(place(&address), Ok(Place::File(file)) if file == Path::new(path)), "{path}");
        }
    }

    #[test]
    fn a_server_elsewhere_is_asked_only_through_tls() {
        let elsewhere = ["db.example.org", "10.0.0.7", "[fd00::7]", "localhost.example.org"];
        for host in elsewhere {
            for mode in ["", "?sslmode=disable", "?sslmode=allow", "?sslmode=prefer"] {
                let refused = place(&format!("postgres://w:secret@{host}/waymark{mode}")).unwrap_err().to_string();
                assert!(refused.contains("sslmode=verify-full") && !refused.contains("secret"), "{refused}");
            }
            for mode in ["require", "verify-ca", "verify-full"] {
                assert!(place(&format!("postgres://w@{host}/waymark?sslmode={mode}")).is_ok(), "{host} {mode}");
            }
        }
        // The last host named counts, as in the driver.
        assert!(place("postgres://w@localhost/waymark?host=10.0.0.7").is_err());
    }

    #[test]
    fn a_server_on_the_machine_itself_needs_no_tls() {
        for host in ["localhost", "127.0.0.1", "127.9.9.9", "[::1]", "%2Frun%2Fpostgresql"] {
            assert!(place(&format!("postgres://w@{host}/waymark")).is_ok(), "{host}");
        }
        assert!(place("postgresql:///waymark?user=w&host=/run/postgresql").is_ok());
    }
}
