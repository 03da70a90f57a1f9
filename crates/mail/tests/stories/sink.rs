//! A mail server that keeps what it is given, or behaves badly when asked to.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use mail::{Carrier, Security, Smtp, SmtpSettings};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// How the server answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    Kind,
    /// Refuses every recipient for good, and repeats the address in its words as real ones do.
    RefusesRecipients,
    /// Says "later" to every recipient.
    Greylists,
    /// Takes the whole mail and goes away without a word.
    GoesAway,
}

/// The server, until dropped.
pub(crate) struct Sink {
    pub(crate) port: u16,
    taken: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Sink {
    pub(crate) async fn open(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&taken);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, manner, Arc::clone(&kept)));
            }
        });
        Self { port, taken, task }
    }

    /// Every mail taken so far, as it came over the wire.
    pub(crate) fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }

    pub(crate) fn carrier(&self) -> Arc<dyn Carrier> {
        let settings = SmtpSettings {
            host: "127.0.0.1".to_owned(),
            port: self.port,
            security: Security::None,
            credentials: None,
            patience: Duration::from_secs(5),
        };
        Arc::new(Smtp::new(settings, super::sender()).unwrap())
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(stream: TcpStream, manner: Manner, taken: Arc<Mutex<Vec<String>>>) -> Option<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    writer.write_all(b"220 sink\r\n").await.ok()?;
    while let Some(line) = lines.next_line().await.ok()? {
        let command = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answer = match (command.as_str(), manner) {
            ("EHLO", _) => "250-sink\r\n250 8BITMIME\r\n".to_owned(),
            ("RCPT", Manner::RefusesRecipients) => format!("550 5.1.1 {line}: no such person\r\n"),
            ("RCPT", Manner::Greylists) => format!("451 4.7.1 {line}: come back later\r\n"),
            ("DATA", _) => {
                writer.write_all(b"354 go ahead\r\n").await.ok()?;
                let mut mail = String::new();
                loop {
                    let line = lines.next_line().await.ok()??;
                    if line == "." {
                        break;
                    }
                    mail.push_str(&line);
                    mail.push('\n');
                }
                taken.lock().unwrap().push(mail);
                if manner == Manner::GoesAway {
                    return None;
                }
                "250 taken\r\n".to_owned()
            }
            ("QUIT", _) => return None,
            _ => "250 ok\r\n".to_owned(),
        };
        writer.write_all(answer.as_bytes()).await.ok()?;
    }
    Some(())
}
