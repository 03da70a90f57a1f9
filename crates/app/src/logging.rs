//! Structured logs without personal data: events name deeds, areas, counts and durations, never
//! what somebody typed, an address they asked for, or who they are.

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{BadConfig, Config, LogFormat};

/// Starts logging to standard error as configured.
pub fn start(config: &Config) -> Result<(), BadConfig> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| BadConfig::Wrong {
        place: "log".to_owned(),
        reason: format!("{:?} is not a log filter such as info or warn,jobs=debug: {error}", config.log),
    })?;
    let builder = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(true);
    // A second start, as in tests that run several commands, changes nothing.
    let _already_started = match config.log_format {
        LogFormat::Text => builder.with_ansi(false).try_init().is_err(),
        LogFormat::Json => builder.json().flatten_event(true).try_init().is_err(),
    };
    // The words of a panic may quote what was being worked on; its place is enough to find it.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a part of the program met a fault of its own");
    }));
    Ok(())
}
