//! Mail by SMTP (RFC 5321), with the moment of no return kept apart: everything up to the server's "go ahead" is the
//! offer, the message itself is the handing over.

use std::{sync::Arc, time::Duration};

use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{self, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
    },
};
use tokio::sync::Mutex;

use crate::{Carrier, Carrying, Offer, Parcel, Sender, Undelivered, message::composed};

/// How the way to the mail server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte, usually on port 465 (RFC 8314).
    Tls,
    /// TLS after the greeting, usually on port 587. A server that offers none is not used.
    StartTls,
    /// None: for a relay on this machine, and for tests.
    None,
}

/// A name and its password at the mail server. The password never shows itself.
#[derive(Clone)]
pub struct Credentials {
    /// The name.
    pub name: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials(…)")
    }
}

/// The mail server that takes our mail onwards.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is kept private.
    pub security: Security,
    /// As whom we come, if it asks.
    pub credentials: Option<Credentials>,
    /// How long one step may take.
    pub patience: Duration,
}

/// Hands mail to an SMTP server, over one connection that is kept while it is good.
pub struct Smtp {
    settings: SmtpSettings,
    sender: Sender,
    tls: Option<TlsParameters>,
    idle: Arc<Mutex<Option<AsyncSmtpConnection>>>,
}

impl Smtp {
    /// A way to this server. Fails where the host's name can bear no TLS.
    pub fn new(settings: SmtpSettings, sender: Sender) -> Result<Self, Undelivered> {
        let tls = match settings.security {
            Security::None => None,
            Security::Tls | Security::StartTls => {
                let made = TlsParameters::new(settings.host.clone());
                Some(
                    made.map_err(|_| Undelivered::Never("TLS cannot be set up for the mail server's host".to_owned()))?,
                )
            }
        };
        Ok(Self { settings, sender, tls, idle: Arc::default() })
    }

    /// The connection kept from the last mail if it still answers, else a new one.
    async fn connection(&self) -> Result<AsyncSmtpConnection, Undelivered> {
        if let Some(mut kept) = self.idle.lock().await.take()
            && kept.test_connected().await
        {
            return Ok(kept);
        }
        let SmtpSettings { host, port, security, credentials, patience } = &self.settings;
        let hello = ClientId::default();
        let wrapped = self.tls.clone().filter(|_| *security == Security::Tls);
        let server = (host.as_str(), *port);
        let connected = AsyncSmtpConnection::connect_tokio1(server, Some(*patience), &hello, wrapped, None).await;
        let mut connection = connected.map_err(|error| not_now(&error))?;
        if let (Security::StartTls, Some(tls)) = (security, &self.tls) {
            connection.starttls(tls.clone(), &hello).await.map_err(|error| not_now(&error))?;
        }
        if let Some(Credentials { name, password }) = credentials {
            let credentials = authentication::Credentials::new(name.clone(), password.clone());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(|error| not_now(&error))?;
        }
        Ok(connection)
    }

    async fn offered(&self, parcel: &Parcel) -> Result<Accepted, Undelivered> {
        let message = composed(parcel, &self.sender)?;
        let mut connection = self.connection().await?;
        let envelope = message.envelope();
        // Refusing our sender is no word about this recipient.
        let from = Mail::new(envelope.from().cloned(), Vec::new());
        connection.command(from).await.map_err(|error| not_now(&error))?;
        for to in envelope.to() {
            connection.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(|error| refused(&error))?;
        }
        connection.command(Data).await.map_err(|error| refused(&error))?;
        Ok(Accepted { connection, message, idle: Arc::clone(&self.idle) })
    }
}

impl Carrier for Smtp {
    fn offer<'a>(&'a self, parcel: &'a Parcel) -> Carrying<'a, Box<dyn Offer>> {
        Box::pin(async move { Ok(Box::new(self.offered(parcel).await?) as Box<dyn Offer>) })
    }
}

/// The server said "go ahead".
struct Accepted {
    connection: AsyncSmtpConnection,
    message: Message,
    idle: Arc<Mutex<Option<AsyncSmtpConnection>>>,
}

impl Offer for Accepted {
    fn hand_over(mut self: Box<Self>) -> Carrying<'static, ()> {
        Box::pin(async move {
            match self.connection.message(&self.message.formatted()).await {
                Ok(_) => {
                    *self.idle.lock().await = Some(self.connection);
                    Ok(())
                }
                // A number is an answer: it was not taken. Without one it may have been.
                Err(error) if error.status().is_some() => Err(refused(&error)),
                Err(_) => {
                    Err(Undelivered::Doubtful("the mail server went away while it was taking the mail".to_owned()))
                }
            }
        })
    }
}

/// Only the number of an answer is kept: its words often repeat the recipient.
fn numbered(error: &Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_tls() => "no TLS with the mail server".to_owned(),
        None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
        None if error.is_client() => {
            "the mail server does not offer what we need (TLS, or a way to sign in)".to_owned()
        }
        None => "the mail server could not be reached".to_owned(),
    }
}

fn not_now(error: &Error) -> Undelivered {
    Undelivered::Later(numbered(error))
}

/// The server's word about this mail: a 5xx is for good (RFC 5321 section 4.2.1).
fn refused(error: &Error) -> Undelivered {
    if error.is_permanent() { Undelivered::Never(numbered(error)) } else { not_now(error) }
}
