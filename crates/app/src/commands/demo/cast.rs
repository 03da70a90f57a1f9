//! The demonstration's people: one invented person per role, at the area's own organisations.

use accounts::{DemoDoor, add_organisation, model::Organisation};
use kernel::{Actor, Area};
use permission::{Action, HeldRole, PersonId, Role, Subject, Who, decide};
use roadmap::{model::Tree, store::load_tree};

use crate::{failure::Failure, installation::Installation};

/// Role, invented name, and which organisation of the area: by the kind its plan gives the body.
const CAST: [(Role, &str, &str); 10] = [
    (Role::ProgrammeOffice, "Robin Ashdown (invented)", "council"),
    (Role::Contributor, "Sam Birchwood (invented)", "council"),
    (Role::PartnerLead, "Jo Calder (invented)", "council"),
    (Role::Publisher, "Alex Dunmore (invented)", "NHS board"),
    (Role::ForumRepresentative, "Chris Elmhurst (invented)", "parent carer forum"),
    (Role::BoardSecretary, "Pat Fenwick (invented)", "council"),
    (Role::BoardMember, "Lee Garside (invented)", "NHS board"),
    (Role::Reviewer, "Kit Harrow (invented)", "government department"),
    (Role::OrganisationAdministrator, "Dana Iveson (invented)", "council"),
    (Role::AreaAdministrator, "Max Jardine (invented)", "council"),
];

/// Sets the area's organisations up and puts one invented person per role at its door.
pub async fn furnish(installation: &Installation, area: &Area) -> Result<DemoDoor, Failure> {
    let said = |error: &dyn std::fmt::Display| Failure::Said(format!("{}: {error}", area.slug));
    let now = installation.clock.now();
    let mut tx = installation.write(area).await?;
    let tree = load_tree(&mut tx).await?;
    let operator = Actor::operator("demonstration");
    let permit = decide(&set_up(area), Action::RunOrganisations, area.id, &Subject::Area, now);
    let permit = permit.map_err(|error| said(&error))?;
    for body in &tree.bodies {
        let grants = Role::ALL.into_iter().filter(|role| *role != Role::AreaAdministrator).collect();
        let organisation = Organisation { key: body.key.clone(), name: body.name.clone(), grants, version: 1 };
        let added = add_organisation(&mut tx, &permit, &operator, &organisation, now).await;
        added.map_err(|error| said(&error))?;
    }
    let cast: Vec<(Role, &str, &str)> = CAST
        .iter()
        .map(|(role, name, kind)| Ok((*role, *name, of_kind(&tree, kind)?)))
        .collect::<Result<_, Failure>>()?;
    let door = DemoDoor::furnish(&mut tx, &cast, now).await.map_err(|error| said(&error))?;
    tx.commit().await?;
    Ok(door)
}

/// Whoever sets the demonstration up, with the one right that takes.
fn set_up(area: &Area) -> Who {
    let from = jiff::civil::Date::MIN;
    let held = HeldRole { role: Role::AreaAdministrator, organisation: String::new(), from, until: None };
    Who { area: area.id, person: PersonId(area.id.0), roles: vec![held], stepped_up: true, scope: None }
}

fn of_kind<'a>(tree: &'a Tree, kind: &str) -> Result<&'a str, Failure> {
    let found = tree.bodies.iter().find(|body| body.kind == kind);
    found.map(|body| body.key.as_str()).ok_or_else(|| Failure::Said(format!("the demonstration names no {kind}")))
}
