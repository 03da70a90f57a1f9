//! The command line.
#![expect(clippy::doc_markdown, reason = "these comments are the help that people read in a terminal")]

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The open platform on which a SEND local area partnership runs its improvement.
///
/// A council starts with `waymark demo`, which needs nothing else. In service, write a
/// configuration file (see `waymark serve --help`), run `waymark migrate` once after each new
/// version, and keep `waymark serve` running. Every setting can also come from the environment as
/// WAYMARK_ and its name in capitals, for example WAYMARK_DATABASE.
#[derive(Debug, Parser)]
#[command(name = "waymark", version, max_term_width = 100)]
pub struct Cli {
    /// The configuration file (TOML). Without it, waymark.toml in the present folder is used when there is one.
    #[arg(long, global = true, env = "WAYMARK_CONFIG", value_name = "FILE")]
    pub config: Option<PathBuf>,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve pages and do the background work until told to stop.
    ///
    /// Settings: database (sqlite:FILE or postgres://...), data_dir (the signing key, exported heads),
    /// public_keys (believed beside the own key), listen, status_listen (health and metrics, for the
    /// machine's own network only), hosts (own host names of areas), behind_tls, behind_proxy,
    /// requests_per_second, connections, stop_seconds, log, log_format (text or json).
    Serve(ServeArgs),
    /// Do background work only, beside one or more `serve --no-work`.
    Work,
    /// Bring the database's schema up to date. Safe to repeat; each step happens wholly or not at all.
    Migrate,
    /// Make a fresh database with two areas, Oxfordshire (public facts) and Ridgeway (invented), and serve it.
    Demo(DemoArgs),
    /// Check configuration, database, audit record and publications, and say what is wrong.
    Check,
    /// Write everything to one file while the program runs.
    Backup {
        /// The file to write; it must not exist yet.
        file: PathBuf,
    },
    /// Read a backup into a new, empty database of either engine.
    Restore {
        /// A file that `waymark backup` wrote.
        file: PathBuf,
    },
    /// Areas: the partnerships this database serves.
    #[command(subcommand)]
    Area(AreaCommand),
    /// Roadmaps: read, compare, bring in, release.
    #[command(subcommand)]
    Roadmap(RoadmapCommand),
    /// The audit record: who did what.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Background jobs: how many wait, and those that failed for good.
    #[command(subcommand)]
    Jobs(JobsCommand),
    /// Mail that waits for a person: held back by a restore, refused for good, or doubtful.
    #[command(subcommand)]
    Mail(MailCommand),
    /// The public key that publications and audit heads are signed with.
    Key {
        /// Make a new key. The old one must be put away first and its public half named in public_keys.
        #[arg(long)]
        new: bool,
    },
}

/// How to serve.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Serve published pages only, and do no work.
    ///
    /// The router that visitors reach holds publications and nothing else; the process reads releases from the
    /// database and checks their signatures. With public_keys set it neither needs nor makes the private key.
    #[arg(long)]
    pub public: bool,
    /// Leave background work to `waymark work`.
    #[arg(long)]
    pub no_work: bool,
}

/// How to demonstrate.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// The port on this machine; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// The folder for the demonstration's database; it must be empty or absent. Without it, a
    /// temporary folder that is removed at the end.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// What to log, such as warn or debug.
    #[arg(long, value_name = "FILTER", default_value = "warn")]
    pub log: String,
}

/// What to do with areas.
#[derive(Debug, Subcommand)]
pub enum AreaCommand {
    /// Add an area, or change its name and profile, from an area file (TOML).
    Add {
        /// The area file.
        file: PathBuf,
    },
    /// List the areas.
    List,
    /// Invite the first administrator of an area's office. Prints a one-time code, good for 14 days.
    ///
    /// Hand the code over in person or on paper. Whoever brings it to the page /AREA/invitation joins as administrator
    /// of the area and of their organisation, and invites everybody else from there.
    Administrator(AdministratorArgs),
}

/// Whom to invite as administrator.
#[derive(Debug, Args)]
pub struct AdministratorArgs {
    /// The area's word.
    #[arg(long)]
    pub area: String,
    /// Key of the organisation they work for, the same word as the body's in the plan, such as county-council.
    #[arg(long)]
    pub organisation: String,
    /// The organisation's name, where the office does not know it yet.
    #[arg(long, default_value = "")]
    pub organisation_name: String,
    /// Their name, as colleagues will read it.
    #[arg(long)]
    pub name: String,
    /// Their e-mail address, for notices without content.
    #[arg(long)]
    pub email: Option<String>,
}

/// What to do with roadmaps.
#[derive(Debug, Subcommand)]
pub enum RoadmapCommand {
    /// Read a published page or plan into a proposed tree. Changes nothing.
    ///
    /// Reads plain text, HTML, CSV, xlsx and docx. Exit status: 0 read, 1 unreadable, 2 usage.
    Read {
        /// The file.
        file: PathBuf,
        /// Print the whole reading as JSON on standard output.
        #[arg(long)]
        json: bool,
        /// What a heading such as "January 2024" stands for where the page leaves it open.
        #[arg(long, value_enum, default_value_t = PeriodLabels::Quarter)]
        period_labels: PeriodLabels,
    },
    /// Compare two versions of one published page. Changes nothing.
    Diff {
        /// The earlier version.
        old: PathBuf,
        /// The later version.
        new: PathBuf,
        /// Print the changes as JSON on standard output.
        #[arg(long)]
        json: bool,
    },
    /// Bring a published page in, as one transaction.
    ///
    /// The first time its entries are added. Later, the changes to the tree are proposed and nothing
    /// is written until you say --accept. The same page again changes nothing.
    Import {
        /// The file.
        file: PathBuf,
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
        /// The plan it belongs to.
        #[arg(long, default_value = "roadmap")]
        plan: String,
        /// Write what is proposed.
        #[arg(long)]
        accept: bool,
        /// What a heading such as "January 2024" stands for where the page leaves it open.
        #[arg(long, value_enum, default_value_t = PeriodLabels::Quarter)]
        period_labels: PeriodLabels,
    },
    /// Bring a programme file in: inspections, findings, links, moves, evidence (docs/programme-file.md).
    Apply {
        /// The programme file (TOML).
        file: PathBuf,
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
        /// Say what would be done, and do nothing.
        #[arg(long)]
        preview: bool,
    },
    /// Freeze, sign and publish the roadmap as its next edition.
    Release {
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
        /// What the edition is called, such as "Summer 2026".
        #[arg(long)]
        title: String,
        /// What this edition is, in a sentence or two.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Re-issue what today's date tells about the latest edition, and nothing else.
    Notices {
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
    },
    /// Withdraw an edition. Its address then says why; nothing is deleted.
    Withdraw {
        /// The edition's word in its address, such as 2.
        label: String,
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
        /// Why, as the public will read it.
        #[arg(long)]
        reason: String,
    },
    /// List the editions and other releases.
    Editions {
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
    },
}

/// What to do with the audit record.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check every entry's chain and name the first bad entry.
    ///
    /// With --head, also check against a signed head exported earlier, so that a cut tail is seen.
    Verify {
        /// One area only.
        #[arg(long)]
        area: Option<String>,
        /// A signed head file.
        #[arg(long, value_name = "FILE")]
        head: Option<PathBuf>,
    },
    /// Export the signed head of an area's record; keep it on another machine.
    Head {
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
        /// The file to write.
        file: PathBuf,
    },
}

/// What to do with background jobs.
#[derive(Debug, Subcommand)]
pub enum JobsCommand {
    /// Say how each area's queue stands, and list the jobs that failed for good with their last error.
    List,
    /// Let a job that failed for good be tried again, once its cause is gone.
    Revive {
        /// The job, as `waymark jobs list` names it.
        id: uuid::Uuid,
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
    },
}

/// What to do with mail that does not go by itself.
#[derive(Debug, Subcommand)]
pub enum MailCommand {
    /// Say how each area's outbox stands, and list the mails that wait for a person, without recipient and content.
    List,
    /// Let a mail go after all. A doubtful one may then arrive twice.
    Release {
        /// The mail, as `waymark mail list` names it.
        id: uuid::Uuid,
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
    },
    /// Empty a mail, so that it never goes.
    Discard {
        /// The mail, as `waymark mail list` names it.
        id: uuid::Uuid,
        /// The area's word in addresses.
        #[arg(long)]
        area: String,
    },
}

/// What a month in a heading stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PeriodLabels {
    /// The three months that start there, when headings step by three months.
    Quarter,
    /// That month.
    Month,
}
