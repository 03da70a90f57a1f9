//! Configuration: a file and the environment, over checked defaults.

use std::{
    collections::HashMap,
    env, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use audit::PublicKey;
use serde::{Deserialize, Deserializer, de::Error as _};

/// Everything that can be set.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// `sqlite:FILE` or `postgres://…`.
    pub database: String,
    /// Where keys and exported heads are kept.
    pub data_dir: PathBuf,
    /// Public keys whose signatures are believed beside the own key's: those used before it, or, where visitors are
    /// served without the private key, the one that is in use. 64 hexadecimal digits each.
    #[serde(deserialize_with = "public_keys")]
    pub public_keys: Vec<PublicKey>,
    /// Where pages are served, without TLS: put a proxy with TLS in front.
    pub listen: SocketAddr,
    /// Where health and figures about the program are served; never towards the public.
    pub status_listen: SocketAddr,
    /// Own host names of areas: host to the area's word.
    pub hosts: HashMap<String, String>,
    /// Whether visitors come over TLS, so that browsers are told to insist on it.
    pub behind_tls: bool,
    /// Whether a proxy of our own writes `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// Answers a second that one visitor may ask for; 0 for no limit.
    pub requests_per_second: u32,
    /// What to log, in tracing's filter language.
    pub log: String,
    /// `text` or `json`.
    pub log_format: LogFormat,
    /// Connections to the database.
    pub connections: u32,
    /// Seconds that open answers and the job in hand may take to end once the program is told to stop.
    pub stop_seconds: u64,
    /// The address browsers reach us at, such as `https://send.example.org`; without it the office stays closed.
    pub site: String,
    /// Organisations' own sign-ins (OpenID Connect).
    #[serde(rename = "provider")]
    pub providers: Vec<accounts::ProviderSettings>,
    /// How mail leaves; without it none does.
    pub mail: Option<MailSettings>,
}

/// How mail leaves.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailSettings {
    /// Who it comes from, such as `Ridgeway SEND <send@ridgeway.example>`.
    pub sender: String,
    /// The mail server's host.
    pub host: String,
    /// Its port; 465 with `tls`, 587 with `starttls` when left out.
    pub port: Option<u16>,
    /// How the way there is kept private.
    #[serde(default)]
    pub security: MailSecurity,
    /// The name to sign in with there, where it asks.
    pub user: Option<String>,
    /// A file with the password on its first line.
    pub password_file: Option<PathBuf>,
}

/// How the way to the mail server is kept private.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// TLS after the greeting.
    #[default]
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None: a relay on this machine.
    None,
}

fn public_keys<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<PublicKey>, D::Error> {
    let texts = Vec::<String>::deserialize(input)?;
    let key = |text: &String| {
        text.parse()
            .map_err(|_| D::Error::custom("a public key is 64 hexadecimal digits, as `waymark key` prints them"))
    };
    texts.iter().map(key).collect()
}

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines, one object a line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database: "sqlite:waymark.db".to_owned(),
            data_dir: PathBuf::from("."),
            public_keys: Vec::new(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            status_listen: SocketAddr::from(([127, 0, 0, 1], 9090)),
            hosts: HashMap::new(),
            behind_tls: false,
            behind_proxy: false,
            requests_per_second: 50,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            connections: 8,
            stop_seconds: 10,
            site: String::new(),
            providers: Vec::new(),
            mail: None,
        }
    }
}

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadConfig {
    /// The file is not there or not readable.
    #[error("the configuration file {path} cannot be read: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// A setting is unknown or has the wrong kind of value.
    #[error("the configuration in {place} is not right: {reason}")]
    Wrong {
        /// The file, or the environment.
        place: String,
        /// What is wrong and where.
        reason: String,
    },
}

/// Settings that the environment may give, with the shape of their value.
const FROM_ENVIRONMENT: &[(&str, Shape)] = &[
    ("database", Shape::Text),
    ("data_dir", Shape::Text),
    ("public_keys", Shape::Texts),
    ("listen", Shape::Text),
    ("status_listen", Shape::Text),
    ("behind_tls", Shape::Other),
    ("behind_proxy", Shape::Other),
    ("requests_per_second", Shape::Other),
    ("log", Shape::Text),
    ("log_format", Shape::Text),
    ("connections", Shape::Other),
    ("stop_seconds", Shape::Other),
    ("site", Shape::Text),
];

/// Whether a value from the environment is text, several with commas between, or is read as TOML (a number, true or
/// false).
#[derive(Clone, Copy)]
enum Shape {
    Text,
    Texts,
    Other,
}

impl Config {
    /// Reads the file (or `waymark.toml`, when there is one) and then the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, BadConfig> {
        Self::load_with(file, |name| env::var(name).ok())
    }

    /// The same with another environment, for tests.
    pub fn load_with(file: Option<&Path>, variable: impl Fn(&str) -> Option<String>) -> Result<Self, BadConfig> {
        let standard = Path::new("waymark.toml");
        let file = file.or_else(|| standard.exists().then_some(standard));
        let mut table = match file {
            None => toml::Table::new(),
            Some(path) => {
                let place = path.display().to_string();
                let text =
                    fs::read_to_string(path).map_err(|source| BadConfig::Unreadable { path: place.clone(), source })?;
                // Checked alone first, so that a mistake is reported with its line in the file.
                let wrong = |error| BadConfig::Wrong { place: place.clone(), reason: fault(&error, &text) };
                toml::from_str::<Self>(&text).map_err(wrong)?;
                toml::from_str(&text).map_err(wrong)?
            }
        };
        for (name, shape) in FROM_ENVIRONMENT {
            let wanted = format!("WAYMARK_{}", name.to_uppercase());
            let Some(text) = variable(&wanted) else { continue };
            let value = match shape {
                Shape::Text => toml::Value::String(text),
                Shape::Texts => {
                    let texts = text.split(',').map(str::trim).filter(|text| !text.is_empty());
                    toml::Value::Array(texts.map(|text| toml::Value::String(text.to_owned())).collect())
                }
                Shape::Other => text.parse().map_err(|_| BadConfig::Wrong {
                    place: wanted.clone(),
                    reason: format!("{text:?} is neither a number nor true or false"),
                })?,
            };
            table.insert((*name).to_owned(), value);
        }
        let config: Self = table
            .try_into()
            .map_err(|error| BadConfig::Wrong { place: "the environment".to_owned(), reason: fault(&error, "") })?;
        config.checked()
    }

    fn checked(self) -> Result<Self, BadConfig> {
        let wrong = |reason: String| BadConfig::Wrong { place: "the settings".to_owned(), reason };
        if !(1..=200).contains(&self.connections) {
            return Err(wrong(format!("connections must be 1 to 200, not {}", self.connections)));
        }
        if !(1..=600).contains(&self.stop_seconds) {
            return Err(wrong(format!("stop_seconds must be 1 to 600, not {}", self.stop_seconds)));
        }
        if self.listen == self.status_listen && self.listen.port() != 0 {
            return Err(wrong("listen and status_listen must differ: figures are not for the public".to_owned()));
        }
        for (host, area) in &self.hosts {
            if host.is_empty() || host.contains([':', '/', ' ']) || host.to_lowercase() != *host {
                return Err(wrong(format!("{host:?} in hosts must be a lower-case host name without port")));
            }
            area.parse::<kernel::Slug>().map_err(|error| wrong(error.to_string()))?;
        }
        Ok(self)
    }

    /// The key that publications and audit heads are signed with.
    pub fn key_file(&self) -> PathBuf {
        self.data_dir.join("signing-key.pem")
    }

    /// The key that the areas' document keys are wrapped with.
    pub fn document_key_file(&self) -> PathBuf {
        self.data_dir.join("documents.key")
    }

    /// Where signed heads of the audit record are exported.
    pub fn heads_dir(&self) -> PathBuf {
        self.data_dir.join("audit-heads")
    }
}

/// What is wrong, with line and setting, and never the line itself: it may hold the database's password.
fn fault(error: &toml::de::Error, text: &str) -> String {
    // The message may quote a value too: of what stands in quotation marks only the name of a setting is told.
    let message = error.message().replace("\\\"", "");
    let message = message.split('"').step_by(2).collect::<Vec<_>>().join("…");
    let is_name = |word: &str| word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    let parts = message.split('`').enumerate();
    let said: Vec<&str> = parts.map(|(at, part)| if at % 2 == 1 && !is_name(part) { "…" } else { part }).collect();
    let said = said.join("`");
    let Some(before) = error.span().and_then(|span| text.get(..span.start)).filter(|_| !text.is_empty()) else {
        return said;
    };
    let number = before.matches('\n').count() + 1;
    let line = text.lines().nth(number - 1).unwrap_or_default();
    let key = line.split_once('=').map_or("", |(key, _)| key.trim());
    if !key.is_empty() && is_name(key) {
        format!("line {number}, {key}: {said}")
    } else {
        format!("line {number}: {said}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_file(text: &str) -> Result<Config, BadConfig> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("waymark.toml");
        fs::write(&file, text).unwrap();
        Config::load_with(Some(&file), |_| None)
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("waymark.toml");
        fs::write(&file, "connections = 3\nlisten = \"127.0.0.1:8000\"").unwrap();
        let environment = |name: &str| match name {
            "WAYMARK_CONNECTIONS" => Some("5".to_owned()),
            "WAYMARK_BEHIND_TLS" => Some("true".to_owned()),
            _ => None,
        };
        let config = Config::load_with(Some(&file), environment).unwrap();
        assert_eq!((config.connections, config.behind_tls, config.listen.port()), (5, true, 8000));
    }

    #[test]
    fn a_misspelt_setting_is_named_with_its_line() {
        let error = with_file("connections = 3\nlissten = \"x\"").unwrap_err().to_string();
        assert!(error.contains("line 2") && error.contains("lissten"), "{error}");
    }

    #[test]
    fn a_password_in_the_file_never_reaches_the_terminal() {
        let address = "postgres://waymark:hunter2@db.internal/waymark";
        for text in [
            format!("databse = \"{address}\""),
            format!("database = \"{address}"),
            format!("database = \"{address}\" x"),
            format!("connections = \"{address}\""),
            format!("public_keys = [\"{address}\"]"),
            format!("log_format = \"{address}\""),
        ] {
            let error = with_file(&text).unwrap_err().to_string();
            assert!(error.contains("line 1") && !error.contains("hunter2"), "{text}: {error}");
        }
    }

    #[test]
    fn public_keys_come_from_the_environment_with_commas_between() {
        let (old, new) = (audit::SigningKey::fresh().public(), audit::SigningKey::fresh().public());
        let listed = format!("{old}, {new}");
        let config = Config::load_with(None, |name| (name == "WAYMARK_PUBLIC_KEYS").then(|| listed.clone()));
        assert_eq!(config.unwrap().public_keys, [old, new]);
        let error = Config::load_with(None, |name| (name == "WAYMARK_PUBLIC_KEYS").then(|| "abc".to_owned()));
        assert!(error.unwrap_err().to_string().contains("64 hexadecimal digits"));
    }

    #[test]
    fn values_that_cannot_work_are_refused() {
        for (text, word) in [
            ("connections = 0", "1 to 200"),
            ("listen = \"127.0.0.1:9090\"", "must differ"),
            ("hosts = { \"Send.example:80\" = \"kent\" }", "lower-case host name"),
            ("hosts = { \"send.example\" = \"K\" }", "not a name for an address"),
            ("listen = \"nowhere\"", "line 1"),
        ] {
            let error = with_file(text).unwrap_err().to_string();
            assert!(error.contains(word), "{text}: {error}");
        }
    }

    #[test]
    fn a_wrong_value_in_the_environment_names_its_variable() {
        let error = Config::load_with(None, |name| (name == "WAYMARK_CONNECTIONS").then(|| "many".to_owned()));
        let error = error.unwrap_err().to_string();
        assert!(error.contains("WAYMARK_CONNECTIONS") && error.contains("many"), "{error}");
    }
}
