//! The office of the program: every slice's routes in one list, behind one door.

use std::{future::Future, net::SocketAddr, pin::Pin, sync::Arc};

use accounts::{Accounts, DemoDoor, Ways};
use axum::{
    extract::{ConnectInfo, Request},
    response::Response,
};
use inbox::Roots;
use office::{Action, Desk, Entrance, Held, Office, Rooms, Routes, Section};
use shelf::{Beside, bare_host};

use crate::{failure::Failure, installation::Installation};

/// The office's sections, in the order its navigation shows them.
fn sections() -> Vec<Section> {
    let section = |text, path, action, says| Section { text, path, action, says };
    let mut sections = vec![
        section("Office", "office", Action::EnterOffice, "Where you begin."),
        section(
            "My answers",
            "office/my-answers",
            Action::AnswerRound,
            "What you are asked in the quarterly round, and what waits for your signature.",
        ),
        workspace::SECTION,
        section(
            "Rounds",
            "office/rounds",
            Action::ReadRound,
            "Ask every owner once a quarter, see who has answered, and make the next edition of it.",
        ),
        section(
            "Editions",
            "office/editions",
            Action::ReadPlan,
            "Every edition that was released, and taking one back that should not stand.",
        ),
        section("Boards", "office/boards", Action::ReadBoards, "Boards, meetings, papers, decisions and actions."),
        section(
            "Forward plan",
            "office/forward-plan",
            Action::ReadBoards,
            "What comes to which board, and when its papers are due.",
        ),
        section(
            "Registers",
            "office/registers/risk",
            Action::ReadRegisters,
            "Risks, concerns, strategies, reviews and what is no longer monitored, with snapshots of all of them.",
        ),
    ];
    sections.push(inbox::SECTION);
    sections.extend(records::SECTIONS);
    sections.push(section(
        "People",
        "office/people",
        Action::ListPeople,
        "See who works on the programme, invite people and end their roles.",
    ));
    sections.push(section(
        "Organisations",
        "office/organisations",
        Action::RunOrganisations,
        "Set up organisations and say which roles their administrators may give.",
    ));
    sections.push(section("The record", "office/record", Action::ReadAudit, "Who did what and when, and its check."));
    sections.push(section(
        "Your account",
        "account",
        Action::EnterOffice,
        "Your passkeys, recovery codes, sessions and tokens.",
    ));
    sections
}

/// Every route of the office.
pub fn routes() -> Routes {
    office::home()
        .and(accounts::routes())
        .and(workspace::routes())
        .and(round::routes())
        .and(governance::routes())
        .and(inbox::routes())
        .and(records::routes())
}

/// The rooms that the office's first page asks, in the order of its list.
fn rooms() -> Rooms {
    Rooms::of(vec![Box::new(round::Asks), Box::new(workspace::Asks), Box::new(governance::Asks), Box::new(inbox::Asks)])
}

/// Opens the office, or leaves it closed where no address is configured that people could sign in at.
pub async fn open(installation: &Installation, demo: Option<DemoDoor>) -> Result<Option<Side>, Failure> {
    let config = &installation.config;
    if config.site.is_empty() {
        return Ok(None);
    }
    let ways = Ways::open(accounts::Settings {
        origin: config.site.clone(),
        area_origins: config.hosts.iter().map(|(host, slug)| (slug.clone(), own_site(config, host))).collect(),
        providers: config.providers.clone(),
    })
    .map_err(|error| Failure::Said(error.to_string()))?;
    let desk = Desk {
        db: installation.db.clone(),
        clock: installation.clock.clone(),
        key: installation.key().await?.clone(),
        doorkeeper: Arc::new(Accounts),
        people: Arc::new(Accounts),
        hosts: config.hosts.clone(),
        behind_tls: config.behind_tls,
        sections: sections(),
    };
    let mut office = Office::new(desk).with(ways).with(roots(installation)?).with(installation.document_keys()?);
    office = office.with(Held::by(records::Shelves)).with(rooms());
    if let Some(door) = demo {
        office = office.with(door);
    }
    Ok(Some(Side(Entrance::new(&office, routes(), config.behind_proxy))))
}

/// Where areas' pages stand, as mails name them.
pub fn roots(installation: &Installation) -> Result<Roots, Failure> {
    let config = &installation.config;
    if config.site.is_empty() {
        return Ok(Roots::unknown());
    }
    Roots::new(&config.site, &config.hosts).map_err(|error| Failure::Said(format!("site: {error}")))
}

fn own_site(config: &crate::config::Config, host: &str) -> String {
    let scheme = if config.site.starts_with("https:") { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// The office beside the shelf.
pub struct Side(Entrance);

impl Beside for Side {
    fn takes(&self, authority: Option<&str>, path: &str) -> bool {
        self.0.takes(authority.map(bare_host).as_deref(), path)
    }

    fn answer(&self, request: Request, peer: SocketAddr) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let (entrance, mut request) = (self.0.clone(), request);
        request.extensions_mut().insert(ConnectInfo(peer));
        Box::pin(async move {
            let named = request.headers().get(axum::http::header::HOST).and_then(|host| host.to_str().ok());
            let authority = request.uri().authority().map(axum::http::uri::Authority::as_str).or(named);
            let host = authority.map(bare_host);
            entrance.answer(host.as_deref(), request).await
        })
    }
}
