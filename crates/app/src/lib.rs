//! The program `waymark`: command line, configuration, start and stop, the demonstration.

pub mod background;
pub mod cli;
pub mod commands;
pub mod config;
pub mod failure;
pub mod installation;
pub mod logging;
pub mod say;
#[cfg(test)]
mod statements;
pub mod status;

use std::process::ExitCode;

use clap::Parser;

use crate::{
    cli::{AreaCommand, AuditCommand, Cli, Command, RoadmapCommand},
    commands::{area, audit, backup, check, demo, migrate, roadmap, serve},
    config::Config,
    failure::Failure,
    installation::Installation,
};

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
    runtime.block_on(run(cli))
}

async fn run(cli: Cli) -> Result<(), Failure> {
    if let Command::Demo(args) = &cli.command {
        return demo::demo(args).await;
    }
    let config = Config::load(cli.config.as_deref())?;
    logging::start(&config)?;
    match cli.command {
        Command::Migrate => return migrate::migrate(&Installation::open(config).await?).await,
        Command::Restore { file } => return backup::restore(&Installation::open(config).await?, &file).await,
        Command::Check => return check::check(&Installation::open(config).await?).await,
        _ => {}
    }
    let installation = Installation::open_ready(config).await?;
    match cli.command {
        Command::Serve(args) => serve::serve(installation, &args).await,
        Command::Work => serve::work(installation).await,
        Command::Backup { file } => backup::backup(&installation, &file).await,
        Command::Area(AreaCommand::Add { file }) => area::add(&installation, &file).await,
        Command::Area(AreaCommand::List) => area::list(&installation).await,
        Command::Audit(AuditCommand::Verify { area, head }) => {
            audit::verify(&installation, area.as_deref(), head.as_deref()).await
        }
        Command::Audit(AuditCommand::Head { area, file }) => audit::head(&installation, &area, &file).await,
        Command::Key => {
            say::result(installation.key()?.public());
            Ok(())
        }
        Command::Roadmap(command) => run_roadmap(&installation, command).await,
        // Answered above, before the database was opened as ready.
        Command::Demo(_) | Command::Migrate | Command::Restore { .. } | Command::Check => Ok(()),
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
