//! The program `waymark`: command line, configuration, start and stop, the demonstration.

pub mod background;
pub mod cli;
pub mod commands;
pub mod config;
pub mod failure;
pub mod installation;
pub mod keys;
pub mod logging;
pub mod notify;
pub mod office;
pub mod post;
pub mod say;
#[cfg(test)]
mod statements;
pub mod status;

use std::{process::ExitCode, time::Duration};

use clap::Parser;
use tokio::time::timeout;

use crate::{
    cli::{AreaCommand, AuditCommand, Cli, Command, JobsCommand, MailCommand, RoadmapCommand},
    commands::{area, audit, backup, check, demo, jobs, mail, migrate, roadmap, serve},
    config::Config,
    failure::Failure,
    installation::Installation,
};

/// How long closing the database may take.
const CLOSING: Duration = Duration::from_secs(2);

/// Does what the command line asks, and says on standard error why not when it cannot.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match start(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say::progress(format!("waymark: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn start(cli: Cli) -> Result<(), Failure> {
    // Reading a page needs no configuration, no database and no threads.
    match &cli.command {
        Command::Roadmap(RoadmapCommand::Read { file, json, period_labels }) => {
            return roadmap::read(file, *json, *period_labels);
        }
        Command::Roadmap(RoadmapCommand::Diff { old, new, json }) => return roadmap::diff(old, new, *json),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Said(format!("the program's threads could not be started: {error}")))?;
    let done = runtime.block_on(run(cli));
    // A blocking task that hangs, as a slow name lookup may, does not keep the program from ending.
    runtime.shutdown_timeout(Duration::from_millis(500));
    done
}

async fn run(cli: Cli) -> Result<(), Failure> {
    if let Command::Demo(args) = &cli.command {
        return demo::demo(args).await;
    }
    let config = Config::load(cli.config.as_deref())?;
    logging::start(&config)?;
    let installation = match &cli.command {
        Command::Migrate | Command::Restore { .. } => Installation::set_up(config).await?,
        Command::Check => Installation::open(config).await?,
        _ => Installation::open_ready(config).await?,
    };
    let done = run_in(&installation, cli.command).await;
    // What was committed is safe without it; closing folds the embedded engine's log back into its file.
    if timeout(CLOSING, installation.db.close()).await.is_err() {
        tracing::warn!("stopped before the database's connections had closed");
    }
    done
}

async fn run_in(installation: &Installation, command: Command) -> Result<(), Failure> {
    match command {
        Command::Migrate => migrate::migrate(installation).await,
        Command::Restore { file } => backup::restore(installation, &file).await,
        Command::Check => check::check(installation).await,
        Command::Serve(args) => serve::serve(installation, &args).await,
        Command::Work => serve::work(installation).await,
        Command::Backup { file } => backup::backup(installation, &file).await,
        Command::Area(AreaCommand::Add { file }) => area::add(installation, &file).await,
        Command::Area(AreaCommand::List) => area::list(installation).await,
        Command::Area(AreaCommand::Administrator(args)) => area::administrator(installation, &args).await,
        Command::Audit(AuditCommand::Verify { area, head }) => {
            audit::verify(installation, area.as_deref(), head.as_deref()).await
        }
        Command::Audit(AuditCommand::Head { area, file }) => audit::head(installation, &area, &file).await,
        Command::Jobs(JobsCommand::List) => jobs::list(installation).await,
        Command::Jobs(JobsCommand::Revive { id, area }) => jobs::revive(installation, id, &area).await,
        Command::Mail(MailCommand::List) => mail::list(installation).await,
        Command::Mail(MailCommand::Release { id, area }) => mail::release(installation, id, &area).await,
        Command::Mail(MailCommand::Discard { id, area }) => mail::discard(installation, id, &area).await,
        Command::Key { new } => {
            let key = if new { installation.new_key().await? } else { installation.key_there()? };
            say::result(key.public());
            Ok(())
        }
        Command::Roadmap(command) => run_roadmap(installation, command).await,
        // Answered before, on a database of its own.
        Command::Demo(_) => Ok(()),
    }
}

async fn run_roadmap(installation: &Installation, command: RoadmapCommand) -> Result<(), Failure> {
    match command {
        RoadmapCommand::Read { file, json, period_labels } => roadmap::read(&file, json, period_labels),
        RoadmapCommand::Diff { old, new, json } => roadmap::diff(&old, &new, json),
        RoadmapCommand::Import { file, area, plan, accept, period_labels } => {
            roadmap::import(installation, &file, (&area, &plan, accept), period_labels).await
        }
        RoadmapCommand::Apply { file, area, preview } => roadmap::apply(installation, &file, &area, preview).await,
        RoadmapCommand::Release { area, title, note } => roadmap::release(installation, &area, &title, &note).await,
        RoadmapCommand::Notices { area } => roadmap::notices(installation, &area).await,
        RoadmapCommand::Withdraw { label, area, reason } => {
            roadmap::withdraw(installation, &area, &label, &reason).await
        }
        RoadmapCommand::Editions { area } => roadmap::list(installation, &area).await,
    }
}
