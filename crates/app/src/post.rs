//! How mail leaves: by the configured server, or, in the demonstration, into a folder.

use std::{fs, sync::Arc, time::Duration};

use mail::{Carrier, Credentials, Folder, Postman, Security, Sender, Smtp, SmtpSettings};

use crate::{
    config::{MailSecurity, MailSettings},
    failure::Failure,
    installation::Installation,
};

/// How long one step with the mail server may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whoever empties the outbox; nobody where no way for mail is configured: it then waits.
pub fn postman(installation: &Installation) -> Result<Option<Postman>, Failure> {
    let Some(settings) = &installation.config.mail else {
        return Ok(None);
    };
    let smtp = Smtp::new(server(settings)?, sender(&settings.sender)?);
    let carrier = Arc::new(smtp.map_err(|error| Failure::Said(format!("mail: {error}")))?);
    Ok(Some(with(installation, carrier)))
}

/// Lays mail into the folder `mail` of the data directory, where anybody at the machine can open it.
pub fn into_folder(installation: &Installation) -> Result<Postman, Failure> {
    let folder = installation.config.data_dir.join("mail");
    let carrier = Folder::new(folder, sender("Waymark demonstration <demo@waymark.example>")?);
    Ok(with(installation, Arc::new(carrier)))
}

fn with(installation: &Installation, carrier: Arc<dyn Carrier>) -> Postman {
    Postman::new(installation.db.clone(), installation.clock.clone(), carrier, mail::Settings::default())
}

fn sender(text: &str) -> Result<Sender, Failure> {
    text.parse().map_err(|error: mail::NotASender| Failure::Said(format!("mail.sender: {error}")))
}

fn server(settings: &MailSettings) -> Result<SmtpSettings, Failure> {
    let (security, usual) = match settings.security {
        MailSecurity::StartTls => (Security::StartTls, 587),
        MailSecurity::Tls => (Security::Tls, 465),
        MailSecurity::None => (Security::None, 25),
    };
    let credentials = match (&settings.user, &settings.password_file) {
        (Some(name), Some(file)) => {
            let text = fs::read_to_string(file).map_err(Failure::file(file))?;
            let password = text.lines().next().unwrap_or_default().to_owned();
            Some(Credentials { name: name.clone(), password })
        }
        (None, None) => None,
        _ => return Err(Failure::Said("mail: give both user and password_file, or neither".to_owned())),
    };
    let port = settings.port.unwrap_or(usual);
    Ok(SmtpSettings { host: settings.host.clone(), port, security, credentials, patience: PATIENCE })
}
