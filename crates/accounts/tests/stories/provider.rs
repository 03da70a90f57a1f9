//! The provider of `examples/provider.rs`, started as a process of its own on a free port of this machine.

use std::{
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use crate::world::noon;

/// A running provider; it ends with the story.
pub(crate) struct Provider {
    process: Child,
    pub(crate) address: String,
}

impl Provider {
    pub(crate) fn start() -> Self {
        let mut command = Command::new(program());
        let mut process = command.arg(noon().as_second().to_string()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, address: line.trim().to_owned() }
    }

    /// Who comes next, and what goes wrong then.
    pub(crate) async fn next(&self, subject: &str, fault: &str) {
        let address = format!("{}/next?subject={subject}&fault={fault}", self.address);
        assert!(client().get(address).send().await.unwrap().status().is_success());
    }

    /// Follows a browser to the provider, and gives the query it comes back with.
    pub(crate) async fn visited(&self, address: &str) -> String {
        assert!(address.starts_with(&self.address), "{address}");
        let answer = client().get(address).send().await.unwrap();
        let back = answer.headers()["location"].to_str().unwrap();
        assert!(back.starts_with("http://localhost:8080/ridgeway/sign-in/provider/county/back?"), "{back}");
        back.split_once('?').unwrap().1.to_owned()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing stays behind.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// The program beside this test: cargo builds examples with the tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().find(|folder| folder.join("examples").is_dir()).unwrap();
    let program = folder.join("examples").join(format!("provider{}", std::env::consts::EXE_SUFFIX));
    assert!(program.exists(), "build it first: cargo build -p accounts --example provider");
    program
}
